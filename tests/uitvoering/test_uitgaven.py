"""A second shared report with other options is compared with the first, exact number by exact number."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from normwijzer.paden import Paden
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.uitgaven import BESTAND, Uitgave, als_register, botsende_kpis, check_uitgave, maak_uitgave
from normwijzer.uitvoering.uitkomsten import schrijf_uitkomsten
from normwijzer.uitvoering.vrijgave import Tegengehouden

REGIO, VAK = "proef", Vak("proef", 2024, "wmo")
TOML = """naam = "Regio Proef"
jaren = [2023, 2024]
families = ["wmo"]
synthetisch = true
[gemeenten]
9901 = "Aadorp"
"""
ANDERS = "[opties.wmo.uitval]\ncode23_uitval = false\n"
BASIS = {"": (60, 200), "00000001": (30, 90), "00000002": (20, 70), "00000003": (6, 22), "00000004": (4, 18)}
OVERIGE = {"00000003", "00000004"}


@pytest.fixture
def paden(tmp_path):
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    map_ = paden.regio(REGIO)
    map_.mkdir(parents=True)
    (map_ / "producten.csv").write_text("wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot\n")
    (map_ / "regio.toml").write_text(TOML, encoding="utf-8")
    return paden


def _met_opties(paden: Paden, opties: str) -> None:
    (paden.regio(REGIO) / "regio.toml").write_text(TOML + opties, encoding="utf-8")


def _maak(paden: Paden, tellingen: dict, *, overige=OVERIGE, te_klein=(), editie="deelbaar") -> Uitgave:
    """Store exact outcomes of uitval in perceel 1 for two years and make the release of 2024."""
    for jaar in (2023, 2024):
        rijen = pd.DataFrame(
            [
                {"aanbieder": agb, "teller": t, "noemer": n, "waarde": t / n, "variant": variant}
                for agb, (t, n) in tellingen.items()
                for variant in ("basis", "code23_uitval=false")
            ]
        ).assign(
            regio=REGIO, jaar=jaar, familie="wmo", kpi="uitval", wet="wmo", perceel="1", gemeente="", soort="",
            eenheid="fractie", onder=np.nan, boven=np.nan, grens_onder=np.nan, grens_boven=np.nan,
            status="definitief", bekend_op="2026-03-31",
        )  # fmt: skip
        schrijf_uitkomsten(paden.werk_familie(REGIO, jaar, "wmo"), rijen, {})
    eigen = [agb for agb in tellingen if agb not in overige]
    getoond = pd.DataFrame({"aanbieder": [*eigen, *(["overige"] if overige else [])]}).assign(
        jaar=2024, kpi="uitval", wet="wmo", perceel="1", gemeente="", soort="", variant="basis",
        te_klein=lambda rijen: rijen["aanbieder"].isin(te_klein),
    )  # fmt: skip
    rapport = SimpleNamespace(
        uitkomsten=getoond, jaar=2024, familie="wmo", editie=editie, bekend_op=pd.Timestamp("2026-03-31")
    )
    return maak_uitgave(paden, VAK, rapport)


def _deel(paden: Paden, uitgave: Uitgave) -> None:
    """Put the report in place with its register, as a release does."""
    bestanden = {paden.rapport(REGIO, 2024, "wmo", "deelbaar"): b"x", **als_register(paden, VAK, uitgave)}
    for pad, inhoud in bestanden.items():
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(inhoud)


def _sleutel(agb: str) -> str:
    return f"wmo|uitval|2024|wmo|1|{agb}||"


def test_een_uitgave_kent_de_precieze_getallen_van_wat_getoond_is(paden):
    uitgave = _maak(paden, BASIS, te_klein=["00000002"])
    # an aanbieder whose own row is hidden is not in the row of the others
    assert uitgave.rijen == {_sleutel(""): [60, 140], _sleutel("00000001"): [30, 60], _sleutel("overige"): [10, 30]}
    assert uitgave.overige == {"wmo|uitval|2024|wmo|1||": ["00000003", "00000004"]}


def test_een_eerste_uitgave_en_dezelfde_nog_eens_mogen(paden):
    uitgave = _maak(paden, BASIS)
    check_uitgave(paden, VAK, uitgave)
    _deel(paden, uitgave)
    check_uitgave(paden, VAK, _maak(paden, BASIS))


def test_nieuwe_berichten_met_dezelfde_opties_mogen(paden):
    _deel(paden, _maak(paden, BASIS))
    check_uitgave(paden, VAK, _maak(paden, BASIS | {"": (62, 203), "00000001": (32, 93)}))


def test_andere_opties_met_een_verschil_van_een_paar_mensen_wordt_tegengehouden(paden):
    _deel(paden, _maak(paden, BASIS))
    _met_opties(paden, ANDERS)
    nieuw = _maak(paden, BASIS | {"": (57, 200), "00000001": (27, 90)})
    with pytest.raises(Tegengehouden) as fout:
        check_uitgave(paden, VAK, nieuw)
    melding = str(fout.value)
    assert "Uitval" in melding
    assert "proef/2024/wmo.html" in melding
    assert "--editie intern" in melding
    assert not {"27", "57", "30"} & set(melding.replace(".", " ").split())


@pytest.mark.parametrize("anders", [{"": (50, 200)}, {"": (60, 220)}, {}])
def test_andere_opties_met_geen_of_een_groot_verschil_mogen(paden, anders):
    _deel(paden, _maak(paden, BASIS))
    _met_opties(paden, ANDERS)
    check_uitgave(paden, VAK, _maak(paden, BASIS | anders))


def test_een_ander_jaar_dat_dezelfde_rij_toont_telt_ook(paden):
    _deel(paden, _maak(paden, BASIS))
    _met_opties(paden, ANDERS)
    nieuw = _maak(paden, BASIS | {"": (58, 200)})
    with pytest.raises(Tegengehouden):
        check_uitgave(paden, Vak(REGIO, 2023, "norm_bepalen"), nieuw)


def test_een_andere_groep_overige_met_een_klein_verschil_wordt_tegengehouden(paden):
    _deel(paden, _maak(paden, BASIS))
    tellingen = BASIS | {"00000005": (1, 3)}
    with pytest.raises(Tegengehouden):
        check_uitgave(paden, VAK, _maak(paden, tellingen, overige={*OVERIGE, "00000005"}))
    check_uitgave(paden, VAK, _maak(paden, BASIS | {"00000005": (9, 30)}, overige={*OVERIGE, "00000005"}))


def test_een_ingetrokken_rapport_telt_niet_meer(paden):
    _deel(paden, _maak(paden, BASIS))
    _met_opties(paden, ANDERS)
    paden.rapport(REGIO, 2024, "wmo", "deelbaar").unlink()
    nieuw = _maak(paden, BASIS | {"": (57, 200)})
    check_uitgave(paden, VAK, nieuw)
    assert als_register(paden, VAK, nieuw).popitem()[1].count(b'"bestand"') == 1


def test_een_rapport_op_een_andere_plek_telt_zolang_het_daar_ligt(paden, tmp_path):
    _deel(paden, _maak(paden, BASIS))
    _met_opties(paden, ANDERS)
    elders = Paden(paden.data, tmp_path / "elders")
    with pytest.raises(Tegengehouden, match="proef/2024/wmo.html"):
        check_uitgave(elders, VAK, _maak(elders, BASIS | {"": (57, 200)}))


def test_van_elke_keuze_van_opties_blijft_de_laatste_uitgave_staan(paden):
    _deel(paden, _maak(paden, BASIS))
    _met_opties(paden, ANDERS)
    anders = _maak(paden, BASIS | {"": (50, 200)})
    check_uitgave(paden, VAK, anders)
    _deel(paden, anders)
    _deel(paden, _maak(paden, BASIS | {"": (51, 202)}))
    _met_opties(paden, "")
    with pytest.raises(Tegengehouden):  # two less than what the other options gave last
        check_uitgave(paden, VAK, _maak(paden, BASIS | {"": (53, 200)}))
    check_uitgave(paden, VAK, _maak(paden, BASIS))


@pytest.mark.parametrize(
    "kapot", [b"", b"{", b"[]", b'{"uitgaven": [{"bestand": 1}]}', b'{"uitgaven": 3}', b"\xff\xfe",
              b'{"uitgaven": [{"bestand": "x", "bekend_op": "", "opties": {}, "rijen": {"a": [1]}, "overige": {}}]}'],
)  # fmt: skip
def test_een_onleesbaar_register_houdt_tegen_zolang_het_rapport_er_ligt(paden, kapot):
    _deel(paden, _maak(paden, BASIS))
    (paden.werk_familie(REGIO, 2024, "wmo") / BESTAND).write_bytes(kapot)
    nieuw = _maak(paden, BASIS)
    with pytest.raises(Tegengehouden, match="niet te lezen"):
        check_uitgave(paden, VAK, nieuw)
    paden.rapport(REGIO, 2024, "wmo", "deelbaar").unlink()
    check_uitgave(paden, VAK, nieuw)


def _uitgave(opties: str, t: int, n: int) -> Uitgave:
    return Uitgave("x", "2026-03-31", {"wmo|uitval": opties}, {_sleutel(""): [float(t), float(n - t)]})


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_geen_twee_uitgaven_met_andere_opties_schelen_een_tot_vier_mensen(t1, c1, t2, c2):
    botst = bool(botsende_kpis(_uitgave("a", t1, t1 + c1), _uitgave("b", t2, t2 + c2)))
    assert botst == (abs(t1 - t2) in range(1, 5) or abs(c1 - c2) in range(1, 5))
    assert not botsende_kpis(_uitgave("a", t1, t1 + c1), _uitgave("a", t2, t2 + c2))
