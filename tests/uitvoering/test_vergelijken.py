"""Two runs side by side: the parts add up to the difference, and every planted cause comes out under its own name."""

import dataclasses
import json
import re
import shutil

import numpy as np
import pandas as pd
import pytest
from hulp_run import REGIO, neem_regio, run_all
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.berichten import laad_sleutel, lees_berichten, open_tabellen
from normwijzer.paden import Paden
from normwijzer.rapport.vergelijking import OORZAAK, Vergelijkblad, maak_vergelijkpagina, toon_vergelijking
from normwijzer.regio import lees_regio
from normwijzer.uitvoering import rekenen, runs
from normwijzer.uitvoering.runs import CEL, lees_cijfers, lees_runs, merk_berichten
from normwijzer.uitvoering.vergelijken import vergelijk
from normwijzer.uitvoering.vergelijken_kern import (
    CORRECTIES,
    GETALLEN,
    NAGEKOMEN,
    NIEUW,
    ONVERKLAARD,
    OORZAKEN,
    OPTIES,
    PROGRAMMA,
    START_EN_STOP,
    TIJD,
    TOEWIJZINGEN,
    ontleed,
    splits_nieuw,
    verplaatst,
    zonder_nul,
)

FAMILIE = ("wmo",)
VROEG, LAAT = "2025-06-30", "2025-09-30"


def _frame(*rijen: tuple) -> pd.DataFrame:
    """Figures of one KPI: (aanbieder, teller, noemer)."""
    delen = [
        {
            "familie": "wmo", "jaar": 2024, "kpi": "uitval", "wet": "", "perceel": "1", "soort": "", "aanbieder": wie,
            "teller": teller, "noemer": noemer, "waarde": teller / noemer if noemer else np.nan, "eenheid": "fractie",
            "status": "definitief",
        }
        for wie, teller, noemer in rijen
    ]  # fmt: skip
    kolommen = [*CEL, *GETALLEN, "eenheid", "status"]
    typen = dict.fromkeys((*CEL, "eenheid", "status"), "str") | dict.fromkeys(GETALLEN, "float64") | {"jaar": "int64"}
    return pd.DataFrame(delen, columns=kolommen).astype(typen)


_TELLING = st.dictionaries(st.sampled_from(["", "a", "b"]), st.tuples(st.integers(0, 9), st.integers(0, 9)))


@settings(max_examples=40, deadline=None)
@given(st.lists(_TELLING, min_size=2, max_size=5))
def test_delen_tellen_precies_op_tot_het_verschil(standen):
    frames = [_frame(*((wie, min(paar), max(paar)) for wie, paar in stand.items())) for stand in standen]
    oorzaken = ["", PROGRAMMA, NAGEKOMEN, OPTIES, PROGRAMMA]
    stappen = ontleed(list(zip(oorzaken, frames, strict=False)))
    eerst, laatst = ({rij.aanbieder: rij for rij in frame.itertuples()} for frame in (frames[0], frames[-1]))
    anders = set()
    for wie in {*eerst, *laatst}:
        voor, na = (deel[wie][8:11] if wie in deel else (0, 0, np.nan) for deel in (eerst, laatst))
        zelfde = wie in eerst and wie in laatst and voor[:2] == na[:2]
        eigen = stappen[stappen["aanbieder"].eq(wie)]
        if zelfde or (
            voor[:2] == na[:2] and np.isnan(voor[2]) and np.isnan(na[2]) and (wie in eerst) == (wie in laatst)
        ):
            assert eigen.empty
            continue
        if eigen.empty:  # a row of nobody came or went
            assert voor[:2] == na[:2] == (0, 0)
            continue
        anders.add(wie)
        assert (eigen["d_teller"].sum(), eigen["d_noemer"].sum()) == (na[0] - voor[0], na[1] - voor[1])
        if eigen["d_waarde"].notna().all():
            assert eigen["d_waarde"].sum() == pytest.approx(na[2] - voor[2])
    assert anders == set(stappen["aanbieder"])
    assert not stappen.duplicated([*CEL, "oorzaak"]).any()


def test_een_rij_die_er_niet_was_of_niet_meer_is_telt_als_niemand():
    voor, na = _frame(("", 3, 10), ("weg", 1, 4)), _frame(("", 3, 10), ("nieuw", 2, 5))
    assert verplaatst(voor, na)[["aanbieder", "status_voor", "status_na"]].to_numpy().tolist() == [
        ["nieuw", "", "definitief"],
        ["weg", "definitief", ""],
    ]
    stappen = ontleed([("", voor), (OPTIES, na)])
    assert stappen[["aanbieder", "d_teller", "d_noemer"]].to_numpy().tolist() == [["nieuw", 2, 5], ["weg", -1, -4]]
    assert stappen["d_waarde"].isna().all()


def test_soorten_komen_alleen_in_de_plaats_als_ze_optellen():
    voor, na = _frame(("", 3, 10), ("a", 1, 4)), _frame(("", 5, 12), ("a", 2, 5))
    stappen = ontleed([("", voor), (NIEUW, na)])
    basis = stappen[stappen["aanbieder"].eq("")].assign(d_waarde=0.0)
    goed = pd.concat(
        [basis.assign(oorzaak=TIJD, d_teller=2.0, d_noemer=0.0), basis.assign(oorzaak=CORRECTIES, d_teller=0.0)]
    )
    assert set(splits_nieuw(stappen, goed)["oorzaak"]) == {TIJD, CORRECTIES, NIEUW}
    fout = goed.assign(d_teller=3.0)
    assert set(splits_nieuw(stappen, fout)["oorzaak"]) == {NIEUW}
    assert zonder_nul(splits_nieuw(stappen, goed)).groupby("aanbieder")["d_noemer"].sum().tolist() == [2, 1]


def test_elke_oorzaak_heeft_woorden():
    assert tuple(OORZAAK) == OORZAKEN


@pytest.fixture(scope="module")
def gerekend(demo_bron, tmp_path_factory) -> Paden:
    """One demo region with only the Wmo of one year, and two runs: as known on VROEG (1) and on LAAT (2). Read only."""
    paden = Paden(neem_regio(demo_bron, tmp_path_factory.mktemp("runs") / "data"), tmp_path_factory.mktemp("uit"))
    toml = paden.regio(REGIO) / "regio.toml"
    tekst = re.sub(r"(?ms)^families = \[.*?\]", 'families = ["wmo"]', toml.read_text(encoding="utf-8"))
    toml.write_text(re.sub(r"(?m)^jaren = .*$", "jaren = [2025]", tekst), encoding="utf-8")
    lees_berichten(paden, REGIO, taken=1)
    _reken(paden, VROEG)
    _reken(paden, LAAT)
    return paden


@pytest.fixture
def paden(gerekend, tmp_path) -> Paden:
    """A copy without the message files: those have been read."""
    regio = str(gerekend.regio(REGIO))
    shutil.copytree(gerekend.data, tmp_path / "data", ignore=lambda map_, namen: ["berichten"] if map_ == regio else [])
    return Paden(tmp_path / "data", tmp_path / "reports")


def _reken(paden: Paden, dag: str) -> None:
    rekenen.reken(paden, REGIO, FAMILIE, pd.Timestamp(dag).date(), f"sleutel {dag}")


def _vergelijk(paden: Paden, van: int = 1, naar: int = 2):
    nummers = {run.nummer: run for run in lees_runs(paden, REGIO)}
    uit = vergelijk(paden, lees_regio(paden, REGIO), nummers[van], nummers[naar])
    _telt_op(uit)
    return uit


def _telt_op(uit) -> None:
    """Whatever the causes: the parts are the whole, of every figure."""
    som = uit.stappen.groupby(CEL)[["d_teller", "d_noemer"]].sum()
    cijfers = uit.cijfers.set_index(CEL)
    for naam in ("teller", "noemer"):
        geheel = cijfers[f"{naam}_na"].fillna(0) - cijfers[f"{naam}_voor"].fillna(0)
        assert (som[f"d_{naam}"].reindex(cijfers.index).fillna(0) - geheel).abs().max() < 1e-9


def test_dezelfde_uitkomsten_zijn_geen_nieuwe_run(paden):
    _reken(paden, LAAT)
    assert [run.nummer for run in lees_runs(paden, REGIO)] == [1, 2]


def test_een_latere_peildag_verschuift_alleen_door_wat_daarna_kwam(paden):
    uit = _vergelijk(paden)
    assert len(uit.cijfers) > 10
    assert (uit.nieuw, uit.nagekomen, uit.programma, uit.opties) == (0, 0, (), ())
    assert set(uit.stappen["oorzaak"]) <= {NIEUW, TIJD, TOEWIJZINGEN, START_EN_STOP, CORRECTIES}
    van_regio = uit.stappen[uit.stappen["aanbieder"].eq("") & uit.stappen["perceel"].eq("1")]
    assert START_EN_STOP in set(van_regio["oorzaak"])
    assert NIEUW not in set(van_regio["oorzaak"])


def _merken(paden: Paden, masker) -> np.ndarray:
    berichten = open_tabellen(paden.werk(REGIO)).berichten
    inhoud = berichten.loc[masker(berichten), "inhoud"]
    return merk_berichten(inhoud, laad_sleutel(paden.werk(REGIO), REGIO).waarde)


def _zonder(paden: Paden, monkeypatch, weg: np.ndarray, dag: str) -> None:
    """A run as it was when these messages had not come in yet: outcomes and copy."""
    from normwijzer.berichten import laad_sleutel

    sleutel = laad_sleutel(paden.werk(REGIO), REGIO).waarde

    def minder(werk):
        tabellen = open_tabellen(werk)
        mee = ~np.isin(merk_berichten(tabellen.berichten["inhoud"], sleutel), weg)
        return dataclasses.replace(tabellen, berichten=tabellen.berichten[mee].reset_index(drop=True))

    with monkeypatch.context() as m:
        m.setattr(rekenen, "open_tabellen", minder)
        _reken(paden, dag)


def test_nagekomen_en_nieuwe_berichten_staan_elk_onder_hun_eigen_naam(paden, monkeypatch):
    laat_binnen = _merken(paden, lambda b: b["berichttype"].eq("307") & b["dagtekening"].between("2025-03-01", VROEG))
    _zonder(paden, monkeypatch, laat_binnen, VROEG)
    alleen, samen = _vergelijk(paden, 3, 1), _vergelijk(paden, 3, 2)
    for uit in (alleen, samen):
        assert uit.nieuw == uit.nagekomen == len(laat_binnen) > 10
    assert set(alleen.stappen["oorzaak"]) == {NAGEKOMEN}
    assert {NAGEKOMEN, START_EN_STOP} <= set(samen.stappen["oorzaak"])
    assert PROGRAMMA not in set(samen.stappen["oorzaak"])
    # Let in first, the late messages do there what they do alone.
    kolommen = [*CEL, "d_teller", "d_noemer"]
    eerst = samen.stappen[samen.stappen["oorzaak"].eq(NAGEKOMEN)][kolommen].set_index(CEL)
    apart = alleen.stappen[kolommen].set_index(CEL)
    beide = eerst.index.intersection(apart.index)
    assert len(beide) == len(eerst) > 0
    pd.testing.assert_frame_equal(eerst.loc[beide], apart.loc[beide])


def test_een_bericht_van_na_de_oude_peildag_is_niet_nagekomen(paden, monkeypatch):
    later = _merken(
        paden, lambda b: b["berichttype"].eq("307") & b["dagtekening"].gt(VROEG) & b["dagtekening"].le(LAAT)
    )
    _zonder(paden, monkeypatch, later, "2025-06-29")  # another day: those of VROEG would come out the same
    uit = _vergelijk(paden, 3, 2)
    assert (uit.nieuw, uit.nagekomen) == (len(later), 0)
    assert len(later) > 10
    assert NAGEKOMEN not in set(uit.stappen["oorzaak"])


def test_een_andere_optie_heet_opties_en_staat_met_voor_en_na(paden):
    toml = paden.regio(REGIO) / "regio.toml"
    tekst = toml.read_text(encoding="utf-8")
    toml.write_text(tekst + "\n[opties.uitval]\nopvolg_venster_dagen = 90\n", encoding="utf-8")
    _reken(paden, LAAT)
    uit = _vergelijk(paden, 2, 3)
    assert set(uit.stappen["oorzaak"]) == {OPTIES}
    assert uit.opties == (("opties, uitval.opvolg_venster_dagen", "", "90"),)
    assert set(uit.cijfers["kpi"]) == {"uitval"}


def _verander(paden: Paden, nummer: int, *, code: str | None) -> None:
    """As if the program had counted one client more in every row of that run."""
    map_ = paden.werk(REGIO) / "runs" / str(nummer)
    cijfers = pd.read_parquet(map_ / "cijfers.parquet")
    mee = cijfers["kpi"].eq("uitval")
    cijfers.loc[mee, "noemer"] += 1
    cijfers.to_parquet(map_ / "cijfers.parquet", index=False)
    if code:
        run = json.loads((map_ / "run.json").read_text(encoding="utf-8"))
        (map_ / "run.json").write_text(json.dumps(run | {"code": code}), encoding="utf-8")


def test_een_ander_programma_krijgt_wat_niet_is_na_te_rekenen(paden):
    _verander(paden, 1, code="0" * 64)
    uit = _vergelijk(paden)
    assert uit.programma == ("andere versie van het programma",)
    van_programma = uit.stappen[uit.stappen["oorzaak"].eq(PROGRAMMA)]
    assert set(van_programma["kpi"]) == {"uitval"}
    assert van_programma["d_noemer"].eq(-1).all()
    assert van_programma["d_teller"].eq(0).all()
    moved = uit.stappen[uit.stappen["oorzaak"].ne(PROGRAMMA)]
    assert len(moved) > 10


def test_wat_anders_is_zonder_dat_iets_anders_was_heet_onverklaard(paden):
    map_ = paden.werk(REGIO) / "runs"
    shutil.copytree(map_ / "2", map_ / "3")
    run = json.loads((map_ / "3" / "run.json").read_text(encoding="utf-8"))
    (map_ / "3" / "run.json").write_text(json.dumps(run | {"nummer": 3}), encoding="utf-8")
    _verander(paden, 3, code=None)
    assert set(_vergelijk(paden, 2, 3).stappen["oorzaak"]) == {ONVERKLAARD}


def test_berichten_die_verdwenen_zijn_worden_genoemd(paden):
    pad = paden.werk(REGIO) / "runs" / "1" / "berichten.parquet"
    merken = pd.read_parquet(pad)["bericht"].to_numpy()
    pd.DataFrame({"bericht": np.sort(np.append(merken, np.uint64(7)))}).to_parquet(pad, index=False)
    assert _vergelijk(paden).programma == ("1 berichten die er niet meer liggen",)


def test_alleen_de_laatste_runs_blijven_en_de_nummers_lopen_door(paden, monkeypatch):
    monkeypatch.setattr(runs, "BEWAARD", 2)
    _reken(paden, "2025-05-31")
    assert [(run.nummer, run.bekend_op) for run in lees_runs(paden, REGIO)] == [(2, LAAT), (3, "2025-05-31")]
    assert not [pad for pad in (paden.werk(REGIO) / "runs").iterdir() if pad.name.startswith(".")]


def test_de_bewaarde_cijfers_zijn_die_van_de_run_en_verraden_geen_bericht(paden):
    run = lees_runs(paden, REGIO)[1]
    cijfers = lees_cijfers(paden, REGIO, run)
    uitkomsten = pd.read_csv(paden.werk_familie(REGIO, 2025, "wmo") / "uitkomsten.csv", dtype={"perceel": "str"})
    basis = uitkomsten[uitkomsten["variant"].eq("basis") & uitkomsten["gemeente"].isna()]
    assert cijfers["noemer"].sum() == basis["noemer"].sum()
    inhoud = open_tabellen(paden.werk(REGIO)).berichten["inhoud"]
    plat = {int(deel[:16], 16) for deel in inhoud}
    bewaard = set(pd.read_parquet(paden.werk(REGIO) / "runs" / "2" / "berichten.parquet")["bericht"].astype("uint64"))
    assert len(bewaard) == inhoud.nunique()
    assert not plat & bewaard


def test_pagina_en_scherm_noemen_voor_na_en_waardoor(paden):
    uit = _vergelijk(paden)
    blad = Vergelijkblad("Regio Z", ["Run 1."], uit.cijfers, uit.stappen, uit.programma, uit.opties, {})
    scherm, pagina = toon_vergelijking(blad), maak_vergelijkpagina([blad])
    assert "nieuwe start- en stopberichten: " in scherm
    assert "Uitval, perceel 1" in scherm
    assert "<strong>VERTROUWELIJK</strong>" in pagina
    assert pagina.count("<tr>") >= len(uit.cijfers)
    leeg = Vergelijkblad("Regio Z", [], uit.cijfers.head(0), uit.stappen.head(0))
    assert "geen enkel cijfer veranderd" in toon_vergelijking(leeg)


@pytest.mark.parametrize(
    ("argumenten", "melding"),
    [
        ("--regio zeldermer", "bedoelt u 'zeldermeer'"),
        (f"--regio {REGIO}", "om te vergelijken zijn er twee nodig"),
        ("", "Toegestaan: eerst run_all.py draaien"),
        (f"--regio {REGIO} --van 7", "run 7 van zeldermeer is er niet. Toegestaan: 1"),
        (f"--regio {REGIO} --van een", "een heel getal vanaf 1"),
    ],
)
def test_wat_niet_kan_wordt_gezegd_en_geeft_code_twee(paden, argumenten, melding):
    shutil.rmtree(paden.werk(REGIO) / "runs" / "2")
    if not argumenten:
        (paden.regios / "leeg").mkdir()
    run = run_all("vergelijk", *argumenten.split(), data=paden.data, reports=paden.reports)
    assert run.returncode == 2
    assert melding in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert not paden.reports.exists()


def test_vergelijk_als_opdracht_geeft_lijst_en_pagina(paden):
    lijst = run_all("vergelijk", "--lijst", data=paden.data, reports=paden.reports)
    assert lijst.returncode == 0, lijst.stderr
    assert VROEG in lijst.stdout
    run = run_all("vergelijk", "--van", "1", "--naar", "2", data=paden.data, reports=paden.reports)
    assert run.returncode == 0, run.stderr
    assert "Cijfers van de regio die verschoven" in run.stdout
    pagina = (paden.reports / "intern" / "vergelijking.html").read_text(encoding="utf-8")
    assert "<strong>VERTROUWELIJK</strong>" in pagina
    assert run_all("vergelijk", "--van", "2", "--naar", "2", data=paden.data, reports=paden.reports).returncode == 2
