"""The command `norm` on a demo region: decisions are written, refused, shown and compared."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hulp_run import REGIO, neem_regio, run_all
from normwijzer.normen.bandbreedte import grens
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.statistiek.aandeel import newcombe_verschil
from normwijzer.uitvoering import norm
from normwijzer.uitvoering.bestanden import lees_json, schrijf_json
from normwijzer.uitvoering.herijken import herijk, sleutel_herijking
from normwijzer.uitvoering.hoofd import voer_uit
from normwijzer.uitvoering.norm_vergelijken import maak_verloop
from normwijzer.uitvoering.normbestand import (
    digest_bronnen,
    lees_besluiten,
    map_normen,
    pad_normen,
    schrijf_besluiten,
)
from normwijzer.uitvoering.rekenen import pad_stand, reken
from normwijzer.uitvoering.uitkomsten import als_parquet, lees_frame
from normwijzer.uitvoering.vaststellen import stel_vast

K = date(2025, 4, 30)
JAREN, FAMILIES = (2023, 2024, 2025), ("wmo", "jeugd_transformatie")


@pytest.fixture(scope="module")
def gerekend(demo_bron, tmp_path_factory):
    """A region without decisions, with outcomes of two families as known on K."""
    map_ = tmp_path_factory.mktemp("norm")
    paden = Paden(neem_regio(demo_bron, map_ / "data"), map_ / "reports")
    instelling = paden.regio(REGIO) / "regio.toml"
    tekst = re.sub(
        r"(?m)^families = .*$", f"families = {list(FAMILIES)}".replace("'", '"'), instelling.read_text("utf-8")
    )
    instelling.write_text(tekst, encoding="utf-8")
    shutil.rmtree(map_normen(paden, REGIO))
    shutil.copytree(demo_bron / "werk" / REGIO, paden.werk(REGIO))  # read already
    reken(paden, REGIO, FAMILIES, K, "sleutel")
    return paden


@pytest.fixture
def paden(gerekend):
    """The region, put back afterwards as it was."""
    stand, parquet = pad_stand(gerekend, REGIO), gerekend.werk_familie(REGIO, 2024, "wmo") / "uitkomsten.parquet"
    bewaard = {pad: pad.read_bytes() for pad in (stand, parquet, gerekend.regio(REGIO) / "regio.toml")}
    yield gerekend
    for pad, inhoud in bewaard.items():
        pad.write_bytes(inhoud)
    shutil.rmtree(map_normen(gerekend, REGIO), ignore_errors=True)
    for naam in ("herijking.json", "herijking.parquet"):
        (gerekend.werk(REGIO) / naam).unlink(missing_ok=True)


def _vast(paden: Paden, *meer: str, kpi="uitval", perceel="1", norm="0.15", band="trechter", **opties) -> int:
    keuzes = {"jaar": "2024", "besluit": "Besloten in het overleg.", "datum": "2025-05-20"} | opties
    delen = [deel for naam, waarde in keuzes.items() for deel in (f"--{naam.replace('_', '-')}", str(waarde))]
    omvang = [*(["--perceel", perceel] if perceel else []), *(["--norm", norm] if norm else [])]
    plaats = ["--data", str(paden.data), "--regio", REGIO]
    return voer_uit(["norm", "vaststellen", *plaats, "--kpi", kpi, *omvang, "--bandbreedte", band, *delen, *meer])


def _toon(paden: Paden, handeling: str, *meer: str) -> int:
    return voer_uit(["norm", handeling, "--data", str(paden.data), "--regio", REGIO, *meer])


def _aanbieders(paden: Paden, kpi: str, perceel: str) -> list[tuple[int, int]]:
    u = lees_frame(paden.werk_familie(REGIO, 2024, "wmo"), "uitkomsten")
    u = u[u["variant"].eq("basis") & u["kpi"].eq(kpi) & u["perceel"].eq(perceel) & u["gemeente"].eq("")]
    u = u[u["aanbieder"].ne("") & u["noemer"].gt(0)]
    return [(int(y), int(n)) for y, n in zip(u["teller"], u["noemer"], strict=True)]


def test_besluit_komt_in_het_bestand_van_het_normjaar(paden, capsys):
    assert _vast(paden, door="Contractoverleg") == 0
    (besluit,) = lees_besluiten(paden, REGIO)
    assert (besluit.onderwerp.kpi, besluit.perceel, besluit.norm, besluit.geldt_vanaf) == ("uitval", "1", 0.15, 2025)
    assert (besluit.bekend_op, besluit.datum, besluit.door) == (K, date(2025, 5, 20), "Contractoverleg")
    stand = lees_json(pad_stand(paden, REGIO))
    assert besluit.digest.code == stand["code"]
    assert besluit.digest.berichten == stand["herkomst"]["berichten"]
    assert besluit.digest.bronnen == digest_bronnen(paden, REGIO)
    uit = capsys.readouterr().out
    assert uit.splitlines()[-1] == f"Vastgelegd in {pad_normen(paden, REGIO, 2024)}"
    tekst = pad_normen(paden, REGIO, 2024).read_text(encoding="utf-8")
    for rij in lees_regio(paden, REGIO).aanbieders.itertuples():
        assert rij.agb not in tekst + uit
        assert rij.naam not in tekst + uit


@pytest.mark.parametrize(
    ("kpi", "perceel", "norm"),
    [("uitval", "1", "0.1"), ("uitval", "1", "25%"), ("doelrealisatie_uitstroom", "1", "0,2")],
)
def test_bevestiging_telt_wat_de_norm_met_de_aanbieders_doet(paden, capsys, kpi, perceel, norm):
    assert _vast(paden, kpi=kpi, perceel=perceel, norm=norm, band="vast", breedte="5%") == 0
    (besluit,) = lees_besluiten(paden, REGIO)
    hoger = kpi != "uitval"
    tel = {"voldoet": 0, "binnen": 0, "onder": 0, "klein": 0}
    for y, n in _aanbieders(paden, kpi, perceel):
        slechter = (besluit.norm - y / n) if hoger else (y / n - besluit.norm)
        soort = (
            "klein" if n < 10 else "voldoet" if slechter <= 1e-9 else "binnen" if slechter <= 0.05 + 1e-9 else "onder"
        )
        tel[soort] += 1
    assert sum(tel.values()) > 3
    verwacht = (
        f"De {sum(tel.values())} aanbieders van 2024: {tel['voldoet']} voldoet, {tel['binnen']} binnen bandbreedte, "
        f"{tel['onder']} onder bandbreedte (slechter dan de grens), {tel['klein']} te klein voor een oordeel."
    )
    assert verwacht in capsys.readouterr().out.splitlines()


def test_tweede_besluit_over_hetzelfde_kan_alleen_als_herziening_met_reden(paden, capsys):
    assert _vast(paden) == 0
    voor = pad_normen(paden, REGIO, 2024).read_text(encoding="utf-8")
    assert _vast(paden, norm="0.2") == 2
    assert "op 20-05-2025 al besloten: de norm is 15 %. Toegestaan: --herzien" in capsys.readouterr().err
    assert pad_normen(paden, REGIO, 2024).read_text(encoding="utf-8") == voor
    assert _vast(paden, "--herzien", "de aanlevering is hersteld", norm="0.2") == 0
    assert "Dit vervangt de norm van 15 % van 20-05-2025" in capsys.readouterr().out
    assert pad_normen(paden, REGIO, 2024).read_text(encoding="utf-8").startswith(voor)
    assert [(b.norm, b.reden_herziening) for b in lees_besluiten(paden, REGIO)] == [
        (0.15, ""),
        (0.2, "de aanlevering is hersteld"),
    ]


def test_herziening_zonder_eerder_besluit_wordt_geweigerd(paden, capsys):
    assert _vast(paden, "--herzien", "nieuwe cijfers") == 2
    assert "er is nog geen besluit om te herzien" in capsys.readouterr().err
    assert not map_normen(paden, REGIO).exists()


def test_ander_perceel_ander_jaar_en_andere_familie_staan_naast_elkaar(paden):
    assert _vast(paden) == 0
    assert _vast(paden, perceel="3", norm="0.3") == 0
    assert _vast(paden, jaar=2023, norm="0.3") == 0
    assert _vast(paden, kpi="netwerkpleegzorg", perceel="", norm="55%") == 0
    assert [(b.jaar, b.kpi, b.perceel) for b in lees_besluiten(paden, REGIO)] == [
        (2023, "uitval", "1"),
        (2024, "uitval", "1"),
        (2024, "uitval", "3"),
        (2024, "netwerkpleegzorg", ""),
    ]


def test_norm_op_een_eerder_jaar_zegt_dat_hij_niet_geldt(paden, capsys):
    assert _vast(paden) == 0
    assert _vast(paden, jaar=2023, norm="0.3", geldt_vanaf=2025) == 0
    assert "in 2025 geldt al de norm van 15 % op de uitkomsten van 2024" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"kpi": "uitva"}, "bedoelt u 'uitval'"),
        ({"perceel": "5"}, "perceel 5"),
        ({"perceel": "6", "jaar": 2027}, "pilot"),
        ({"perceel": "6", "geldt_vanaf": 2028}, "pilot"),
        ({"norm": "12"}, "bedoelt u 0,12?"),
        ({"jaar": 2026}, "Toegestaan: 2023, 2024, 2025"),
        ({"jaar": 2025, "datum": "2026-05-01"}, "nog voorlopig"),
        ({"datum": f"{date.today() + timedelta(days=2)}"}, "ligt in de toekomst"),
        ({"datum": "2024-12-31"}, "was 2024 nog niet om"),
        ({"perceel": "6"}, "geen enkel geval"),
        ({"kpi": "wachttijd"}, "nog geen normbesluiten"),
    ],
)
def test_geweigerd_geeft_code_twee_en_schrijft_niets(paden, capsys, anders, melding):
    assert _vast(paden, **anders) == 2
    fout = capsys.readouterr().err
    assert melding in fout
    assert "Traceback" not in fout
    assert not map_normen(paden, REGIO).exists()


def test_voorlopig_erbij_gezegd_wordt_vastgelegd(paden, capsys):
    assert _vast(paden, "--voorlopig", jaar=2025) == 0
    (besluit,) = lees_besluiten(paden, REGIO)
    assert besluit.voorlopig
    assert "rust op voorlopige cijfers" in capsys.readouterr().out


def test_besluit_van_voor_de_cijfers_wordt_vastgelegd_en_dat_wordt_gezegd(paden, capsys):
    assert _vast(paden, datum="2025-04-29") == 0
    (besluit,) = lees_besluiten(paden, REGIO)
    assert besluit.datum < besluit.bekend_op
    assert "het besluit is van 29-04-2025 en de cijfers zijn die van 30-04-2025" in capsys.readouterr().out


def test_norm_met_decimaal_mag_en_dat_wordt_gezegd(paden, capsys):
    assert _vast(paden, norm="12,5%") == 0
    assert lees_besluiten(paden, REGIO)[0].norm == 0.125
    assert "geen heel percentage" in capsys.readouterr().out


def test_met_spreiding_zonder_verschillen_zegt_dat_het_niets_uitmaakt(paden, capsys):
    assert _vast(paden, "--met-spreiding") == 0
    assert lees_besluiten(paden, REGIO)[0].bandbreedte.tau2 == 0
    assert "--met-spreiding maakt hier geen verschil" in capsys.readouterr().out


def test_vals_alarm_is_wat_de_grens_door_toeval_geeft(paden, capsys):
    """Slow twin: the binomial chance, summed over the counts that lie beyond the limit."""
    from math import comb

    assert _vast(paden, norm="0.2") == 0
    (besluit,) = lees_besluiten(paden, REGIO)
    verwacht = 0.0
    for _, n in _aanbieders(paden, "uitval", "1"):
        if n >= 10:
            limiet = float(grens(besluit.bandbreedte, 0.2, [n], "lager_is_beter")[0])
            verwacht += sum(comb(n, y) * 0.2**y * 0.8 ** (n - y) for y in range(n + 1) if y / n > limiet + 1e-12)
    tekst = re.search(r"norm en ([\d,]+) slechter dan de grens", capsys.readouterr().out)[1]
    assert tekst == f"{verwacht:.1f}".replace(".", ",")


def test_zonder_uitkomsten_wordt_gezegd_wat_eerst_moet(demo_bron, tmp_path, capsys):
    paden = Paden(neem_regio(demo_bron, tmp_path / "data"), tmp_path / "reports")
    assert _vast(paden) == 2
    assert f"nog niet berekend. Toegestaan: eerst run_all.py --regio {REGIO}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("verander", "melding"),
    [
        (lambda stand: stand | {"code": "oud"}, "van een andere versie van het programma"),
        (lambda stand: stand | {"mislukt": {"wmo": "producten.csv is leeg."}}, "niet berekend. producten.csv is leeg."),
    ],
)
def test_uitkomsten_die_niet_van_nu_zijn_worden_niet_gebruikt(paden, capsys, verander, melding):
    schrijf_json(pad_stand(paden, REGIO), verander(lees_json(pad_stand(paden, REGIO))))
    assert _vast(paden) == 2
    assert melding in capsys.readouterr().err
    assert not map_normen(paden, REGIO).exists()


def test_uitkomsten_van_andere_instellingen_worden_niet_gebruikt(paden, capsys):
    instelling = paden.regio(REGIO) / "regio.toml"
    tekst = instelling.read_text("utf-8").replace("[opties]\n", "[opties]\nopvolg_venster_dagen = 42\n")
    assert "venster_dagen = 42" in tekst
    instelling.write_text(tekst, encoding="utf-8")
    assert _vast(paden) == 2
    assert "instellingen of registraties zijn veranderd" in capsys.readouterr().err


def test_uitkomsten_waar_iemand_aan_heeft_gezeten_worden_niet_gebruikt(paden, capsys):
    pad = paden.werk_familie(REGIO, 2024, "wmo") / "uitkomsten.parquet"
    pad.write_bytes(als_parquet(pd.read_parquet(pad).assign(waarde=0.5)))
    assert _vast(paden) == 2
    assert "veranderd of beschadigd" in capsys.readouterr().err


def test_kapot_bestand_met_besluiten_blijft_zoals_het_was(paden, capsys):
    pad = pad_normen(paden, REGIO, 2023)
    pad.parent.mkdir()
    pad.write_text("[[besluit]]\nkpi = 3\n", encoding="utf-8")
    assert _vast(paden) == 2
    assert f"{REGIO}/normen/2023.toml, besluit 1" in capsys.readouterr().err
    assert [p.name for p in pad.parent.iterdir()] == ["2023.toml"]


def test_tegelijk_vaststellen_verliest_geen_besluit(paden):
    """Two programs at once, as two people would."""
    vragen = [("uitval", "1"), ("doelrealisatie_uitstroom", "2")]

    def stel_vast(vraag):
        kpi, perceel = vraag
        return run_all(
            "norm", "vaststellen", "--regio", REGIO, "--jaar", 2024, "--kpi", kpi, "--perceel", perceel,
            "--norm", "20%", "--bandbreedte", "klassen", "--besluit", "Besloten.", "--datum", "2025-05-20",
            data=paden.data, reports=None,
        )  # fmt: skip

    with ThreadPoolExecutor(2) as bak:
        runs = list(bak.map(stel_vast, vragen))
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert sorted((b.kpi, b.perceel) for b in lees_besluiten(paden, REGIO)) == sorted(vragen)


def test_besluit_dat_er_intussen_bij_kwam_blijft_staan(paden, monkeypatch):
    """Somebody else lays one down between the reading and the writing of this one."""
    _vast(paden, perceel="3")
    (ander,) = lees_besluiten(paden, REGIO)
    pad_normen(paden, REGIO, 2024).unlink()

    def stel_vast_terwijl_een_ander_schrijft(*vraag):
        schrijf_besluiten(paden, REGIO, 2024, [ander])
        return stel_vast(*vraag)

    monkeypatch.setattr(norm, "stel_vast", stel_vast_terwijl_een_ander_schrijft)
    assert _vast(paden) == 0
    assert [b.perceel for b in lees_besluiten(paden, REGIO)] == ["3", "1"]


def test_tonen_zonder_besluiten_zegt_hoe_het_moet(paden, capsys):
    assert _toon(paden, "tonen") == 0
    assert "heeft nog geen normbesluiten. Vastleggen: run_all.py norm vaststellen" in capsys.readouterr().out
    assert _toon(paden, "vergelijken") == 0
    assert "nog geen normbesluiten" in capsys.readouterr().out


def _rijen(uit: str, begin: str) -> list[list[str]]:
    """Cells of the lines that begin so."""
    return [[cel.strip() for cel in regel.split("|")] for regel in uit.splitlines() if regel.startswith(begin)]


def test_tonen_laat_ook_zien_wat_is_herzien_en_wanneer_een_norm_ophoudt(paden, capsys):
    _vast(paden)
    _vast(paden, "--herzien", "de aanlevering is hersteld", norm="0.2", band="klassen")
    _vast(paden, "--voorlopig", jaar=2025, norm="0.25", band="vast", breedte="0,05", datum="2025-06-01")
    _vast(paden, perceel="3", norm="0.3")
    capsys.readouterr()
    assert _toon(paden, "tonen", "--kpi", "uitval", "--perceel", "1") == 0
    uit = capsys.readouterr().out
    assert _rijen(uit, "uitval, perceel 1 |") == [
        ["uitval, perceel 1", "2024", "2025", "15 %", "trechter", "20-05-2025", "30-04-2025", "herzien"],
        ["uitval, perceel 1", "2024", "2025", "20 %", "klassen", "20-05-2025", "30-04-2025", "geldt tot en met 2025"],
        ["uitval, perceel 1", "2025", "2026", "25 %", "vast, 5 procentpunt", "01-06-2025", "30-04-2025", "geldt"],
    ]
    assert "Herziening: de aanlevering is hersteld" in uit
    assert "perceel 3" not in uit


@pytest.mark.parametrize("handeling", ["tonen", "vergelijken"])
@pytest.mark.parametrize(
    ("meer", "melding"),
    [
        (("--kpi", "uitvall"), "--kpi: 'uitvall' komt in deze besluiten niet voor; bedoelt u 'uitval'?"),
        (("--perceel", "4"), "--perceel: '4' komt in deze besluiten niet voor. Toegestaan: 1"),
        (("--jaar", "2023"), "--jaar: '2023' komt in deze besluiten niet voor; bedoelt u '2024'?"),
    ],
)
def test_vraag_naar_wat_er_niet_is_noemt_wat_er_wel_is(paden, capsys, handeling, meer, melding):
    _vast(paden)
    assert _toon(paden, handeling, *meer) == 2
    assert melding in capsys.readouterr().err


def test_verloop_is_het_verschil_met_het_jaar_ervoor(paden, capsys):
    _vast(paden, norm="0.2")
    capsys.readouterr()
    assert _toon(paden, "vergelijken") == 0
    uit = capsys.readouterr().out
    tel = {}
    for jaar in JAREN:
        u = lees_frame(paden.werk_familie(REGIO, jaar, "wmo"), "uitkomsten")
        rij = u[u["variant"].eq("basis") & u["kpi"].eq("uitval") & u["perceel"].eq("1")]
        rij = rij[rij["aanbieder"].eq("") & rij["gemeente"].eq("")].iloc[0]
        tel[jaar] = (int(rij["teller"]), int(rij["noemer"]))
    cellen = {rij[0]: rij for jaar in JAREN for rij in _rijen(uit, f"{jaar} |")}
    assert cellen["2023"][4:8] == ["n.b.", "", "", "geen norm"]
    for jaar in (2024, 2025):
        verschil, onder, boven = (f"{float(x) * 100:+.1f}" for x in newcombe_verschil(*tel[jaar], *tel[jaar - 1]))
        verwacht = [verschil, f"{onder} tot {boven}"]
        assert cellen[str(jaar)][4:6] == [deel.replace("-", "−").replace(".", ",") for deel in verwacht]
    assert cellen["2024"][6:8] == ["", "geen norm"]
    assert cellen["2025"][6:9] == ["20 %", "voorlopig", "voorlopig"]
    assert "Indicatief" in uit
    assert "nog niet nagerekend" in uit


def test_jaar_zonder_het_jaar_ervoor_heeft_geen_verschil():
    rijen = pd.DataFrame({"jaar": [2025, 2023, 2024], "teller": [5, 0, 4], "noemer": [10, 0, 20]})
    verloop = maak_verloop(rijen)
    assert verloop["jaar"].tolist() == [2023, 2024, 2025]
    assert verloop["verschil"].isna().tolist() == [True, True, False]  # 2023 has no cases
    assert verloop["verschil"].iloc[2] == pytest.approx(0.3)
    zonder = maak_verloop(rijen[rijen["jaar"].ne(2024)])
    assert zonder["verschil"].isna().all()


def _reken_na(paden: Paden, capsys) -> str:
    """Compute the decisions again, as run_all.py does, and compare."""
    herijk(paden, REGIO, K, sleutel_herijking(paden, REGIO, "sleutel", verken=False), verken=False)
    capsys.readouterr()
    assert _toon(paden, "vergelijken") == 0
    return capsys.readouterr().out


def test_nagerekend_zegt_dat_dezelfde_dag_dezelfde_uitkomst_geeft(paden, capsys):
    _vast(paden)
    _vast(paden, "--herzien", "nieuwe afspraak", norm="0.2")
    uit = _reken_na(paden, capsys)
    assert uit.count("zelfde uitkomst, 18,6 % (11 van 59).") == 1  # only of the one that counts
    assert "ALARM" not in uit
    _vast(paden, perceel="3", norm="0.3")  # the decisions are others now
    capsys.readouterr()
    _toon(paden, "vergelijken")
    assert capsys.readouterr().out.count("nog niet nagerekend") == 2


def test_nagerekend_met_een_andere_uitkomst_is_een_alarm_dat_zegt_wat_anders_is(paden, capsys):
    """The file says that more had dropped out and that it came from other messages."""
    _vast(paden)
    (besluit,) = lees_besluiten(paden, REGIO)
    basis = replace(besluit.basis, teller=12, waarde=12 / 59)
    anders = replace(besluit, basis=basis, digest=replace(besluit.digest, berichten="ab", uitkomst="cd"))
    schrijf_besluiten(paden, REGIO, 2024, [anders])
    uit = _reken_na(paden, capsys)
    assert "ALARM: met wat op 30-04-2025 bekend was komt er nu iets anders uit." in uit
    assert "Toen 20,3 % (12 van 59), nu 18,6 % (11 van 59). Anders sinds het besluit: de berichten." in uit


def test_vergelijken_zonder_uitkomsten_toont_wel_de_besluiten(paden, capsys):
    _vast(paden)
    pad_stand(paden, REGIO).unlink()
    capsys.readouterr()
    assert _toon(paden, "vergelijken") == 0
    uit = capsys.readouterr().out
    assert "Verloop: niet te tonen." in uit
    assert "15 %" in uit


def test_onbekende_regio_geeft_code_twee(paden, capsys):
    assert voer_uit(["norm", "tonen", "--data", str(paden.data), "--regio", "zeldermer"]) == 2
    assert "bedoelt u 'zeldermeer'" in capsys.readouterr().err
