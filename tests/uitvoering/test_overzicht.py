"""The index and run.json of a run: state of every report without opening one, and nothing that may not be there."""

import json
import shutil

import pytest
from hulp_run import REGIO
from lxml import html
from normwijzer.uitvoering import gesprek, gespreksronde, stand
from normwijzer.uitvoering.matrix import GESPREK, Vak
from normwijzer.uitvoering.opdracht import parse_opdracht
from normwijzer.uitvoering.overzicht import schrijf_overzicht
from normwijzer.uitvoering.rapportstand import is_actueel, lees_kern, onthoud, onthoud_mislukt, vergeet_mislukt
from normwijzer.uitvoering.vangnet import Mislukking
from normwijzer.uitvoering.verslag import Regel, Verslag, deelbaar, schrijf_verslag
from rapport.hulp_overzicht import VER, VOLDOET, cijfer

AGB = "99990001"
VAK = Vak(REGIO, 2024, "wmo")
KERN = [cijfer("1", "31 %", VOLDOET)]


@pytest.fixture
def verslag(demo_bron, tmp_path) -> Verslag:
    """A run of nothing yet, over a data folder with the settings of one demo region and one message."""
    map_ = tmp_path / "data" / "regios" / REGIO
    (map_ / "berichten").mkdir(parents=True)
    (map_ / "berichten" / "x.xml").write_text("<a/>", encoding="utf-8")
    for naam in ("regio.toml", "producten.csv"):
        shutil.copy(demo_bron / "regios" / REGIO / naam, map_)
    (map_ / "aanbieders.csv").write_text(f"agb;naam;contractpartij\n{AGB};Zorghuis Het Anker;\n", encoding="utf-8")
    mappen = ["--data", str(tmp_path / "data"), "--reports", str(tmp_path / "reports")]
    return Verslag(parse_opdracht(["--taken", "2", *mappen]))


def _leg(verslag: Verslag, vak: Vak = VAK, kern=KERN, sleutel: str = "s") -> None:
    """A report of the run before."""
    paden, editie = verslag.opdracht.paden, verslag.opdracht.editie
    pad = paden.rapport(vak.regio, vak.jaar, vak.familie, editie)
    pad.parent.mkdir(parents=True, exist_ok=True)
    for deel in (pad, pad.with_suffix(".xlsx")):
        deel.write_text(f"{vak} {kern}", encoding="utf-8")
    onthoud(paden, vak, editie, sleutel, kern)


def _boom(verslag: Verslag, voor=None):
    schrijf_overzicht(verslag, voor or {})
    return html.fromstring((verslag.opdracht.paden.rapporten(verslag.opdracht.editie) / "index.html").read_bytes())


def _staat(boom, vak: Vak = VAK) -> str:
    waar = f"@data-regio='{vak.regio}' and @data-jaar='{vak.jaar}' and @data-familie='{vak.familie}'"
    return " ".join(boom.xpath(f"//div[{waar}]/p")[1].text_content().split()[1:])


def test_de_hele_matrix_staat_er_ook_wat_niet_gevraagd_is(verslag):
    boom = _boom(verslag)
    staten = {vak.get("data-staat") for vak in boom.xpath("//div[@class='rapport']")}
    assert staten == {"niet gevraagd"}
    assert len(boom.xpath("//div[@class='rapport']")) == 3 * 5
    assert boom.xpath("//h2/text()")[-1] == "Regio Zeldermeer"


def test_een_rapport_van_een_eerdere_run_houdt_zijn_cijfers_tot_het_bestand_een_ander_is(verslag):
    _leg(verslag)
    boom = _boom(verslag)
    assert _staat(boom) == "definitief van een eerdere run"
    assert "31 %" in boom.text_content()
    assert {link.get("href") for link in boom.xpath("//td//a")} == {f"{REGIO}/2024/wmo.html", f"{REGIO}/2024/wmo.xlsx"}
    pad = verslag.opdracht.paden.rapport(*vars(VAK).values(), "deelbaar")
    pad.write_text("met de hand veranderd", encoding="utf-8")
    boom = _boom(verslag)
    assert _staat(boom) == "aanwezig van een eerdere run"
    assert "31 %" not in boom.text_content()
    assert not is_actueel(verslag.opdracht.paden, VAK, "deelbaar", "s")


def test_voorlopig_is_wie_een_voorlopig_cijfer_heeft(verslag):
    _leg(verslag, kern=[*KERN, cijfer("2", "20 %", status="voorlopig")])
    assert _staat(_boom(verslag)).startswith("voorlopig")


def test_een_mislukking_blijft_staan_tot_het_rapport_er_is(verslag):
    paden = verslag.opdracht.paden
    onthoud_mislukt(paden, VAK, "deelbaar", "wmo.ipynb, cel 3: geen uitkomsten")
    boom = _boom(verslag)
    assert _staat(boom) == "mislukt"
    assert "wmo.ipynb, cel 3: geen uitkomsten" in boom.text_content()
    _leg(verslag)
    assert _staat(_boom(verslag)) == "definitief van een eerdere run"
    onthoud_mislukt(paden, VAK, "deelbaar", "toch weer")
    assert _staat(_boom(verslag)) == "mislukt het vorige rapport staat er nog"
    vergeet_mislukt(paden, VAK, "deelbaar")
    assert _staat(_boom(verslag)) == "definitief van een eerdere run"


def test_wat_de_run_deed_staat_bij_het_rapport_en_erboven(verslag):
    _leg(verslag, kern=[cijfer("1", "32 %", VER)])
    nieuw = Vak(REGIO, 2025, "wmo")
    _leg(verslag, nieuw)
    gelijk = Vak(REGIO, 2023, "wmo")
    _leg(verslag, gelijk)
    verslag.regels = [Regel(VAK, "gemaakt"), Regel(nieuw, "gemaakt"), Regel(gelijk, "ongewijzigd")]
    verslag.regels.append(Regel(Vak(REGIO, 2025, "jeugd_kwaliteit"), "afgebroken"))
    boom = _boom(verslag, {VAK: KERN, nieuw: None})
    assert _staat(boom) == "definitief bijgewerkt in deze run"
    assert _staat(boom, nieuw) == "definitief nieuw in deze run"
    assert _staat(boom, gelijk) == "definitief ongewijzigd"
    assert _staat(boom, verslag.regels[-1].vak) == "mislukt"
    sinds = boom.xpath("//section[@class='sinds']")[0].text_content()
    assert "1 nieuw, 1 bijgewerkt, 1 ongewijzigd en 1 mislukt" in sinds
    assert "31 %" in sinds
    assert "32 %" in sinds


def test_gesprekspaginas_staan_met_naam_en_verdwijnen_met_het_bestand(verslag):
    paden = verslag.opdracht.paden
    pagina = paden.rapport(REGIO, 2024, GESPREK, "deelbaar").parent / GESPREK / f"{AGB}.html"
    pagina.parent.mkdir(parents=True)
    pagina.write_text("x", encoding="utf-8")
    link = _boom(verslag).xpath("//details[@class='gesprekken']//a")[0]
    assert (link.text, link.get("href")) == ("Zorghuis Het Anker", f"{REGIO}/2024/gesprek/{AGB}.html")
    pagina.unlink()
    assert not _boom(verslag).xpath("//details[@class='gesprekken']")


def test_een_melding_die_niet_naar_buiten_mag_houdt_de_index_niet_tegen(verslag):
    data = verslag.opdracht.paden.data
    verslag.regels = [Regel(VAK, "mislukt", melding=f"wmo.ipynb, cel 3: ValueError: in {data}/regios staat iets")]
    boom = _boom(verslag)
    assert "wmo.ipynb, cel 3: onverwachte fout in het programma" in boom.text_content()
    assert str(data) not in boom.text_content()
    verslag.regels = [Regel(VAK, "mislukt", melding="cliënt 999911120 ontbreekt")]
    verslag.fouten = {"elders": Mislukking("bij /home/iemand/berichten ging het mis", True)}
    tekst = _boom(verslag).text_content()
    assert "999911120" not in tekst
    assert "iemand" not in tekst
    assert "de melding hoort niet in reports/" in tekst
    schrijf_verslag(verslag, 1.0)
    run = json.loads(verslag.opdracht.paden.run.read_text(encoding="utf-8"))
    assert [regel["status"] for regel in run["rapporten"]] == ["mislukt"]
    assert "999911120" not in json.dumps(run)


def test_run_json_houdt_de_argumenten_maar_niet_de_mappen(verslag):
    schrijf_verslag(verslag, 1.0)
    run = json.loads(verslag.opdracht.paden.run.read_text(encoding="utf-8"))
    assert run["argumenten"] == ["--taken", "2", "--data", "data", "--reports", "reports"]


def test_een_melding_noemt_alleen_mappen_vanaf_data_en_reports(verslag):
    paden = verslag.opdracht.paden
    assert deelbaar(paden, f"{paden.data}/regios/a: kan niet") == "data/regios/a: kan niet"
    assert deelbaar(paden, "onverwachte fout in het programma (KeyError: 1); de details staan in x").endswith(
        "zie data/werk/logboek.txt"
    )


def test_interne_editie_heeft_een_eigen_index_met_brieven(verslag):
    opdracht = parse_opdracht([*verslag.opdracht.argumenten, "--editie", "intern"])
    intern = Verslag(opdracht)
    vak = Vak(REGIO, 2024, "administratief_proces")
    _leg(intern, vak)
    brieven = opdracht.paden.rapport(*vars(vak).values(), "intern").parent / "brieven"
    brieven.mkdir()
    (brieven / f"{AGB}.html").write_text("x", encoding="utf-8")
    boom = _boom(intern)
    assert "VERTROUWELIJK" in boom.xpath("//main")[0].text_content()
    assert "1 brief voor aanbieders" in boom.text_content()
    assert not (opdracht.paden.reports / "index.html").exists()
    gedeeld = _boom(verslag)
    assert {vak.get("data-staat") for vak in gedeeld.xpath("//div[@class='rapport']")} == {"niet gevraagd"}
    assert "intern" not in gedeeld.xpath("//main")[0].text_content()


def test_kerncijfers_komen_ongewijzigd_terug_en_een_kapot_bestand_geeft_niets(verslag):
    _leg(verslag)
    paden = verslag.opdracht.paden
    assert list(lees_kern(paden, VAK, "deelbaar")) == KERN
    assert is_actueel(paden, VAK, "deelbaar", "s")
    assert not is_actueel(paden, VAK, "deelbaar", "ander")
    (paden.werk_familie(*vars(VAK).values()) / "rapport-deelbaar.json").write_text("{", encoding="utf-8")
    assert lees_kern(paden, VAK, "deelbaar") == ()


def test_gesprekken_worden_gemaakt_als_er_iets_anders_is_of_een_pagina_weg_is(verslag, monkeypatch):
    paden, vakken, pogingen = verslag.opdracht.paden, [VAK, Vak(REGIO, 2024, "jeugd_kwaliteit")], []

    def schrijf(paden, regio, jaar, *, editie, bekend_op):
        pogingen.append((regio, jaar, editie, bekend_op))
        pad = paden.rapport(regio, jaar, GESPREK, editie).parent / GESPREK / f"{AGB}.html"
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_text("x", encoding="utf-8")

    monkeypatch.setattr(gesprek, "schrijf_gesprekken", schrijf)

    def te_maken(sleutel, **anders):
        standen = {REGIO: {"normen": sleutel}}
        return gespreksronde.te_maken(paden, vakken, standen, "deelbaar", **({"opnieuw": False} | anders))

    [vak] = te_maken("s")
    assert vak == Vak(REGIO, 2024, GESPREK)
    assert gespreksronde.maak_veilig(paden, vak, "2025-01-01", "deelbaar", "s") is None
    assert pogingen == [(REGIO, 2024, "deelbaar", "2025-01-01")]
    assert te_maken("s") == []
    assert te_maken("s", opnieuw=True) == te_maken("ander") == [vak]
    (paden.rapport(REGIO, 2024, GESPREK, "deelbaar").parent / GESPREK / f"{AGB}.html").unlink()
    assert te_maken("s") == [vak]


def test_een_mislukte_gesprekspagina_is_een_mislukt_rapport(verslag, monkeypatch):
    def schrijf(*_, **__):
        raise ValueError("kapot")

    monkeypatch.setattr(gesprek, "schrijf_gesprekken", schrijf)
    vak = Vak(REGIO, 2024, GESPREK)
    uit = gespreksronde.maak_veilig(verslag.opdracht.paden, vak, "2025-01-01", "deelbaar", "s")
    assert isinstance(uit, Mislukking)
    verslag.regels = [Regel(vak, "mislukt", melding=uit.melding)]
    assert verslag.code == 1
    boom = _boom(verslag)
    assert _staat(boom, vak) == "mislukt"
    assert "Pagina's voor het gesprek" in boom.text_content()


@pytest.mark.parametrize(
    "bestand",
    [
        "privacy/regels.py", "privacy/verbanden.toml", "uitvoering/beschermen.py", "rapport/stijl.css",
        "rapport/overzicht.js", "rapport/sjabloon/normwijzer/index.html.j2", "rapport/gesprek/agenda.toml",
    ],
)  # fmt: skip
def test_elke_verandering_in_bescherming_of_opmaak_is_een_andere_versie(bestand, tmp_path, monkeypatch):
    pad = tmp_path / "lib" / "normwijzer" / bestand
    pad.parent.mkdir(parents=True)
    monkeypatch.setattr(stand, "PROJECT", tmp_path)
    pad.write_text("a", encoding="utf-8")
    eerst = stand.digest_code.__wrapped__()
    pad.write_text("b", encoding="utf-8")
    assert stand.digest_code.__wrapped__() != eerst
