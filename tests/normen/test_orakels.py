"""Published numbers about norms: each is used by some test, and those no other test uses are checked here."""

import json

import pytest
from normwijzer.normen import xmr
from normwijzer.statistiek.aandeel import clopper_pearson

# Family of published numbers (start of the id) -> where it is checked.
WAAR = {
    "wilson": "statistiek/test_aandeel", "phe_wilson": "statistiek/test_aandeel",
    "clopper": "statistiek/test_intervallen_aandeel", "midp": "statistiek/test_intervallen_aandeel",
    "newcombe": "statistiek/test_intervallen_aandeel", "phe_funnel": "normen/test_spreiding",
    "dl_bcg": "normen/test_spreiding", "rat_mom": "normen/test_betabinomiaal",
    "betabin": "normen/test_betabinomiaal", "nist_xmr": "normen/test_orakels",
    "funnelplotr_poisson": "normen/test_orakels",
}  # fmt: skip
ELDERS = ("km_", "rmst_", "hmac", "werkdag_")
"""About length of stay, pseudonyms and workdays."""


@pytest.fixture(scope="module")
def orakels(gedeeld):
    bestand = gedeeld / "orakels" / "orakels.json"
    if not bestand.is_file():
        pytest.skip("de gepubliceerde uitkomsten zijn hier niet aanwezig")
    return {geval["id"]: geval for geval in json.loads(bestand.read_text(encoding="utf-8"))}


def test_elk_gepubliceerd_getal_over_normen_heeft_een_toets(orakels):
    over = [naam for naam in orakels if not naam.startswith(ELDERS)]
    assert [naam for naam in over if not naam.startswith(tuple(WAAR))] == []
    assert {soort for soort in WAAR if not any(naam.startswith(soort) for naam in over)} == set()


def test_xmr_kaart_geeft_de_gepubliceerde_grenzen(orakels):
    geval = orakels["nist_xmr"]
    midden, schommeling, boven, onder = geval["expected"]
    kaart = xmr(geval["input"]).iloc[0]
    stappen = [abs(b - a) for a, b in zip(geval["input"], geval["input"][1:], strict=False)]
    assert sum(stappen) / len(stappen) == pytest.approx(schommeling, abs=geval["tol"])
    assert [kaart["midden"], kaart["boven"], kaart["onder"]] == pytest.approx([midden, boven, onder], abs=geval["tol"])


def test_exact_interval_van_iets_zeldzaams_is_het_gepubliceerde_van_poisson(orakels):
    """A count among a thousand million cases is as good as Poisson: limits of observed 15 as a ratio to 15."""
    geval = orakels["funnelplotr_poisson_15"]
    (verwacht,), noemer = geval["input"], 10**9
    grenzen = [clopper_pearson([verwacht], [noemer], zeker) for zeker in (0.95, 0.998)]
    verhouding = [float(kant[0]) * noemer / verwacht for paar in grenzen for kant in paar]
    assert verhouding == pytest.approx(geval["expected"], abs=geval["tol"])
