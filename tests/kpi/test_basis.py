"""Only the basis: the same rows as the whole computation, with options in place of the region's own."""

import os

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kpi.jeugd import wereld as jeugd
from kpi.jeugd.werelden import bevolkingen, opgaven
from kpi.jeugd.werelden import werelden as jeugdwerelden
from kpi.wereld import to_regio, to_toestand, wereld, zorg
from kpi.werelden import werelden
from normwijzer import kpi
from normwijzer.fouten import DataFout
from normwijzer.kpi.opties import opties_voor, resolve, state_variants, variants
from normwijzer.kpi.vastgelegd import read_opties, read_toestand, uses_declaraties, write_opties

VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "20")) // 4
STAP = 8
STREVEN = settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
delen = st.integers(0, STAP - 1)
A = "99990001"


@pytest.fixture(scope="module")
def map_(tmp_path_factory):
    return tmp_path_factory.mktemp("regio")


def _alleen(rijen: pd.DataFrame, variant: str) -> pd.DataFrame:
    return rijen[rijen.variant.eq(variant)].reset_index(drop=True)


def _regiorijen(rijen: pd.DataFrame, kpi_: str) -> list[tuple]:
    eigen = rijen[rijen.kpi.eq(kpi_) & rijen.aanbieder.isna() & rijen.gemeente.isna()]
    return [
        (r.perceel if pd.notna(r.perceel) else "", r.soort if pd.notna(r.soort) else "", r.teller, r.noemer, r.status)
        for r in eigen.itertuples()
    ]


def _zonder_leeg(cellen) -> list[tuple]:
    return [tuple(pd.NA if isinstance(deel, float) and deel != deel else deel for deel in cel) for cel in cellen]


def _vergelijk_familie(familie, toestand, regio, deel, bronnen=None):
    """The basis, a part of the single deviations, and the short form, against what `bereken` gives."""
    alles = kpi.bereken(familie, toestand, regio, 2024, bronnen=bronnen).uitkomsten
    basis = kpi.bereken_basis(familie, toestand, regio, 2024, bronnen=bronnen)
    pd.testing.assert_frame_equal(basis, _alleen(alles, "basis"))
    teller = kpi.prepare_basis(familie, toestand, regio, bronnen=bronnen)
    kort = kpi.prepare_basis(familie, toestand, regio, bronnen=bronnen, alleen_regio=True)
    for naam in teller.kpis:
        for variant, opties in variants(regio, familie, naam)[deel::STAP]:
            verwacht = _alleen(alles[alles.kpi.eq(naam)], variant).assign(variant="basis")
            rijen = teller.rijen(2024, opties={naam: opties}, kpis=[naam])
            assert rijen.astype(object).where(rijen.notna(), None).to_numpy().tolist() == (
                verwacht.astype(object).where(verwacht.notna(), None).to_numpy().tolist()
            ), (naam, variant)
            cellen = sorted(map(str, _zonder_leeg(kort.cellen(naam, 2024, opties))))
            regel = [(p, s, *(pd.NA if pd.isna(g) else float(g) for g in (y, n)), w)
                     for p, s, y, n, w in _regiorijen(verwacht, naam)]  # fmt: skip
            assert cellen == sorted(map(str, regel)), (naam, variant)


@STREVEN
@given(w=werelden(), deel=delen)
def test_wmo_basis_is_die_van_de_hele_berekening(map_, w, deel):
    _vergelijk_familie("wmo", to_toestand(w), to_regio(map_), deel)


@settings(STREVEN, max_examples=2)
@given(w=jeugdwerelden(), deel=delen, bevolking=bevolkingen(2024), opgave=opgaven(2024))
@pytest.mark.parametrize("familie", ["jeugd_transformatie", "jeugd_kwaliteit"])
def test_jeugd_basis_is_die_van_de_hele_berekening(map_, familie, w, deel, bevolking, opgave):
    bronnen = jeugd.to_bronnen(opgave, bevolking)
    _vergelijk_familie(familie, jeugd.to_toestand(w), jeugd.to_regio(map_, w), deel, bronnen)


@STREVEN
@given(w=werelden())
def test_wie_geen_declaraties_nodig_heeft_telt_zonder_ze_hetzelfde(map_, w):
    _vergelijk_zonder_declaraties("wmo", w, to_toestand, to_regio(map_), kpi.FAMILIES["wmo"].KPIS)


@settings(STREVEN, max_examples=3)
@given(w=jeugdwerelden())
def test_jeugd_zonder_declaraties_telt_hetzelfde_behalve_wat_ze_nodig_heeft(map_, w):
    familie = "jeugd_transformatie"
    _vergelijk_zonder_declaraties(
        familie, w, jeugd.to_toestand, jeugd.to_regio(map_, w), kpi.FAMILIES[familie].BERICHTEN
    )


def _vergelijk_zonder_declaraties(familie, w, to_frames, regio, kpis):
    tellers = [
        kpi.prepare_basis(familie, to_frames(deel), regio, alleen_regio=True) for deel in (w, w | {"prestaties": []})
    ]
    for naam in kpis:
        for variant, opties in variants(regio, familie, naam):
            if not uses_declaraties(naam, opties):
                met, zonder = (str(teller.cellen(naam, 2024, opties)) for teller in tellers)
                assert met == zonder, (naam, variant)


def test_declaraties_doen_ertoe_waar_dat_gezegd_is(tmp_path):
    regel = {"client": "a", "nummer": 1, "aanbieder": A, "gemeente": "9901", "code": "02A01", "debet_credit": "D",
             "begin": pd.Timestamp("2024-03-01"), "einde": pd.Timestamp("2024-03-31"),
             "status": "toegekend"}  # fmt: skip
    w = wereld(*zorg(1, "a", "1-2-2022", "10-3-2022", "19"), prestaties=[regel])
    regio, naam = to_regio(tmp_path, {"noemer_basis": "declaratie"}), "doelrealisatie_uitstroom"
    noemers = [
        kpi.prepare_basis("wmo", to_toestand(deel), regio).cellen(naam, 2024)[0].noemer
        for deel in (w, w | {"prestaties": []})
    ]
    assert noemers == [1, 0]
    assert uses_declaraties(naam, resolve(regio, "wmo", naam))


@pytest.mark.parametrize(
    ("opties", "melding"),
    [
        ({"uitvall": {}}, "bedoelt u 'uitval'"),
        ({"uitval": {"opvolg_venster": 1}}, "bedoelt u 'opvolg_venster_dagen'"),
        ({"uitval": {"noemer_basis": "levering"}}, "werkt niet op uitval"),
    ],
)
def test_een_vreemde_kpi_of_optie_is_een_gewone_melding(tmp_path, opties, melding):
    with pytest.raises(DataFout, match=melding):
        kpi.bereken_basis("wmo", to_toestand(wereld()), to_regio(tmp_path), 2024, opties=opties)


@pytest.mark.parametrize("familie", ["wmoo", "administratief_proces"])
def test_een_familie_zonder_losse_basis_is_een_gewone_melding(tmp_path, familie):
    with pytest.raises(DataFout, match="niet los te berekenen"):
        kpi.bereken_basis(familie, to_toestand(wereld()), to_regio(tmp_path), 2024)


@pytest.mark.parametrize("familie", kpi.BASISFAMILIES)
def test_vastgelegde_opties_lezen_terug_als_dezelfde_waarden(tmp_path, familie):
    regio = to_regio(tmp_path)
    for naam in kpi.FAMILIES[familie].KPIS:
        assert read_opties(familie, naam, write_opties(regio, familie, naam)) == resolve(regio, familie, naam)
        for optie in opties_voor(familie, naam).values():
            for waarde in (*optie.varianten[naam], optie.standaard[naam]):
                tekst = {optie.naam: kpi.opties.format_waarde(waarde)}
                assert read_opties(familie, naam, tekst)[optie.naam] == waarde, (naam, optie.naam)


@pytest.mark.parametrize(
    "tekst",
    [
        {"bestaat_niet": "1"}, {"opvolg_venster_dagen": "veel"}, {"opvolg_venster_dagen": "-1"},
        {"opvolging_bereik": "straat"}, {"pgb_is_opvolging": "True"}, {"noemer_uitsluiten": "02,31"},
        {"noemer_uitsluiten": "{99}"}, {"tie_volgorde": "{02,31}"},
    ],
)  # fmt: skip
def test_opties_die_niet_meer_te_lezen_zijn_geven_niets(tekst):
    assert read_opties("wmo", "uitval", tekst) is None


def test_een_optie_die_toen_niet_bestond_heeft_haar_standaard(tmp_path):
    regio = to_regio(tmp_path, {"opvolg_venster_dagen": 56})
    tekst = write_opties(regio, "wmo", "uitval")
    del tekst["meervoudig"]
    assert read_opties("wmo", "uitval", tekst) == resolve(regio, "wmo", "uitval")


def test_opties_voor_de_toestand_worden_die_van_reconstrueer(tmp_path):
    regio = to_regio(tmp_path)
    eigen = resolve(regio, "wmo", "uitval")
    assert read_toestand(regio, "wmo", eigen) == state_variants(regio)["basis"]
    andersom = tuple(reversed(eigen["tie_volgorde"]))
    anders = read_toestand(regio, "wmo", eigen | {"retour_negeren": True, "tie_volgorde": andersom})
    assert anders["retour_negeren"] is True
    assert anders["tie_volgorde"]["wmo"] == andersom
