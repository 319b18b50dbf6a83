"""Product code against the slow twin: every KPI, every scope, every option, on worlds full of edges."""

import math
import os
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kpi.trage_tweeling import Tweeling
from kpi.tweeling_regels import BASIS, PERCELEN
from kpi.wereld import TIE, to_regio, to_toestand
from kpi.wereld import wereld as maak_wereld
from kpi.werelden import werelden
from normwijzer import kpi
from normwijzer.kpi import wmo
from normwijzer.kpi.opties import format_waarde, load_opties, opties_voor

VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "20"))
STAP = 8
STREVEN = settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
EIGEN = {"doelrealisatie_uitstroom": {"noemer_uitsluiten": ("02", "31")}}


@pytest.fixture(scope="module")
def map_(tmp_path_factory):
    return tmp_path_factory.mktemp("regio")


def lees(variant: str):
    """'optie=waarde' of a variant as (name, value) for the twin."""
    naam, tekst = variant.split("=")
    if tekst == "nooit":
        return naam, None
    if tekst in ("true", "false"):
        return naam, tekst == "true"
    if tekst.startswith("{"):
        return naam, tuple(c for c in tekst[1:-1].split(",") if c)
    if naam in ("afschaling_meting", "intensiteit") or not tekst[0].isdigit() or "-" in tekst:
        return naam, tekst
    return naam, float(tekst) if naam == "min_daling" else int(tekst)


def vergelijk(wereld, regio, keuzes):
    """Every row of uitkomsten equals the twin's, and no row is missing or too many."""
    tabel = kpi.bereken("wmo", to_toestand(wereld), regio, 2024).uitkomsten
    tweeling = Tweeling(wereld, 2024)
    for (naam, variant), rijen in tabel.groupby(["kpi", "variant"]):
        # A choice made for the whole region leaves the KPI's alone on which that option does not act.
        opties = (
            BASIS | EIGEN.get(naam, {}) | {optie: w for optie, w in keuzes.items() if optie in opties_voor("wmo", naam)}
        )
        if variant != "basis":
            opties |= dict([lees(variant)])
        verwacht = tweeling.uitkomsten(naam, opties)
        gekregen = {
            tuple("" if x != x or x is None else x for x in (r.perceel, r.aanbieder, r.gemeente)): r
            for r in rijen.itertuples()
        }
        assert set(gekregen) == set(verwacht), (naam, variant)
        for scope, (teller, noemer, onder, boven, status) in verwacht.items():
            rij = gekregen[scope]
            assert (rij.teller, rij.noemer, rij.status) == (teller, noemer, status), (naam, variant, scope)
            for grens, waarde in (
                (rij.grens_onder, onder),
                (rij.grens_boven, boven),
                (rij.waarde, _deel(teller, noemer)),
            ):
                gelijk = math.isnan(grens) if waarde is None else math.isclose(grens, waarde)
                assert gelijk, (naam, variant, scope, grens, waarde)


def _deel(teller, noemer):
    return Fraction(teller, noemer) if noemer else None


@pytest.fixture
def steekproef(monkeypatch):
    """Compute the basis and only these variants: a world takes a tenth of the time."""
    alle = wmo.variants

    def beperk(kies: set[int]) -> None:
        monkeypatch.setattr(
            wmo, "variants", lambda r, f, k: [v for i, v in enumerate(alle(r, f, k)) if i == 0 or i % STAP in kies]
        )

    return beperk


@STREVEN
@given(wereld=werelden(), deel=st.integers(0, STAP - 1))
def test_elke_kpi_scope_en_optie_is_gelijk_aan_de_trage_tweeling(map_, steekproef, wereld, deel):
    steekproef({deel})
    vergelijk(wereld, to_regio(map_), {})


@st.composite
def keuzes(draw):
    """A region's own choices for some options at once, as written in regio.toml."""
    gekozen = {}
    for naam, optie in load_opties("wmo").items():
        waarden = {w for kpi_ in optie.kpi for w in (*optie.varianten[kpi_], optie.standaard[kpi_])}
        if optie.voor_toestand or naam == "noemer_uitsluiten" or draw(st.integers(0, 3)) > 0:
            continue
        gekozen[naam] = draw(st.sampled_from(sorted(waarden, key=str)))
    if draw(st.integers(0, 4)) == 0:
        gekozen["tie_volgorde"] = tuple(reversed(TIE))
    return gekozen


@STREVEN
@given(wereld=werelden(), keuze=keuzes(), deel=st.integers(0, STAP - 1))
def test_keuzes_van_een_regio_werken_ook_samen(map_, steekproef, wereld, keuze, deel):
    steekproef({deel})
    toml = {n: list(w) if isinstance(w, tuple) else "nooit" if w is None else w for n, w in keuze.items()}
    vergelijk(wereld, to_regio(map_, toml), keuze)


@pytest.mark.parametrize("naam", PERCELEN)
def test_elke_optie_heeft_een_eigen_variant_in_de_uitkomsten(map_, naam):
    tabel = kpi.bereken("wmo", to_toestand(maak_wereld()), to_regio(map_), 2024).uitkomsten
    varianten = set(tabel.variant[tabel.kpi == naam])
    for optie in (optie for optie in opties_voor("wmo", naam).values() if not optie.voor_toestand):
        for waarde in optie.varianten[naam]:
            assert f"{optie.naam}={format_waarde(waarde)}" in varianten
    assert {f"opvolg_venster_dagen={w}" for w in (1, 28, 56, 91, 182, 365)} <= varianten
