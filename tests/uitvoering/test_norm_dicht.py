"""The shared norm report does not depend on what it hides: two worlds that look the same give the same report."""

from dataclasses import fields, replace
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from normwijzer.normen.besluit import Kandidaat
from normwijzer.normen.cijfers import BASIS
from normwijzer.privacy import KLEINSTE_DEEL, OVERIGE
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.kop import html_norm_kop
from normwijzer.rapport.norm.sectie import html_kpi_norm, tabellen_onderwerp
from normwijzer.rapport.norm.verantwoording import html_norm_verantwoording, tabel_alle_besluiten
from normwijzer.rapport.norm.verkenner_stand import Keuze, reken
from normwijzer.uitvoering import normblad, normbron
from normwijzer.uitvoering.beschermen_norm import bescherm_combinaties, bescherm_rijping, breedte_stap, zet_naast
from rapport.hulp_norm_gedeeld import VERSTOPT, WERELD, bescherm, besluit, maak_gedeeld, maak_jaren
from rapport.hulp_normrapport import UITVAL, VARIANT


def _verborgen(beschermd: pd.DataFrame) -> set[str]:
    """Aanbieders of whom no basis row is shown in some year."""
    basis = beschermd[beschermd["variant"].eq(BASIS)]
    getoond = basis[~basis["te_klein"] & ~basis["aanbieder"].isin(["", OVERIGE])]
    per_jaar = getoond.groupby("aanbieder")["jaar"].nunique()
    return set(WERELD) - set(per_jaar[per_jaar.eq(2)].index)


def _schuif(exact: pd.DataFrame, jaar: int, van: str, naar: str, wat: str, hoeveel: int) -> pd.DataFrame | None:
    """The same world with some people of one aanbieder at another; None when that cannot be."""
    uit = exact.copy()
    basis = uit["jaar"].eq(jaar) & uit["variant"].eq(BASIS)
    for agb, kant in ((van, -1), (naar, 1)):
        rij = basis & uit["aanbieder"].eq(agb)
        for kolom in ("teller", "noemer") if wat == "beide" else (wat,):
            uit.loc[rij, kolom] = uit.loc[rij, kolom] + kant * hoeveel
    eigen = uit[basis & uit["aanbieder"].isin([van, naar])]
    kan = eigen["teller"].between(0, eigen["noemer"]).all() and eigen["noemer"].ge(1).all()
    return _met_waarden(uit) if kan else None


def _met_waarden(exact: pd.DataFrame) -> pd.DataFrame:
    waarde = exact["teller"].astype(float) / exact["noemer"].astype(float)
    return exact.assign(waarde=waarde)


def _zelfde_beeld(een: pd.DataFrame, ander: pd.DataFrame) -> bool:
    sleutel = ["jaar", "variant", "aanbieder"]
    return een.sort_values(sleutel, ignore_index=True).equals(ander.sort_values(sleutel, ignore_index=True))


def _inhoud(rapport: Normrapport) -> dict[str, object]:
    """Everything that the report holds and says, without drawing."""
    blad = rapport.bladen[UITVAL]
    uit: dict[str, object] = {veld.name: getattr(blad, veld.name) for veld in fields(Normblad)}
    tabellen = [*tabellen_onderwerp(rapport, blad), tabel_alle_besluiten(rapport)]
    uit["tabellen"] = [(t.bijschrift, t.toelichting, t.rijen) for t in tabellen]
    uit["verkenner"] = repr([
        reken(rapport, Keuze(UITVAL, jaren, BASIS, norm, band)).punten.to_dict("list")
        for jaren, norm, band in (((2024,), 23, "trechter_spreiding"), ((2023, 2024), 15, "klassen"))
    ])  # fmt: skip
    return uit


@cache
def _beeld() -> pd.DataFrame:
    """What a reader sees of the world that every test starts from."""
    return bescherm(maak_jaren())


@cache
def _rapport() -> Normrapport:
    """The shared report of that world."""
    return maak_gedeeld(maak_jaren())


@cache
def _gewoon() -> dict[str, object]:
    return _inhoud(_rapport())


def _verschillen(eerste: dict[str, object], ander: Normrapport) -> list[str]:
    tweede = _inhoud(ander)
    return [naam for naam in eerste if not _gelijk(eerste[naam], tweede[naam])]


def _gelijk(een: object, ander: object) -> bool:
    return een.equals(ander) if isinstance(een, pd.DataFrame) else repr(een) == repr(ander)


_PAREN = [paar for twee in (VERSTOPT[:2], VERSTOPT[2:]) for paar in permutations(twee)]
"""Between two with a small teller, or between two that are Overige: else a sum that is shown would change."""

schuif = st.tuples(
    st.sampled_from([2023, 2024]), st.sampled_from(_PAREN),
    st.sampled_from(["teller", "noemer", "beide"]), st.integers(1, 3),
)  # fmt: skip


def _andere_wereld(exact: pd.DataFrame, stappen) -> pd.DataFrame:
    """The steps that keep everything that is shown, one after the other; `exact` is where every test starts."""
    beeld = _beeld()
    geheim = _verborgen(beeld)
    for jaar, (van, naar), wat, hoeveel in stappen:
        if {van, naar} <= geheim:
            nieuw = _schuif(exact, jaar, van, naar, wat, hoeveel)
            if nieuw is not None and _zelfde_beeld(beeld, bescherm(nieuw)):
                exact = nieuw
    return exact


@settings(max_examples=3, deadline=None)
@given(st.lists(schuif, min_size=2, max_size=4), st.integers(0, 2**31))
def test_een_andere_verborgen_wereld_geeft_hetzelfde_rapport(stappen, zaad):
    exact = maak_jaren()
    ander = _andere_wereld(exact, stappen)
    assume(not ander.equals(exact))
    # What a variant does to one aanbieder is shown nowhere, whoever it is.
    eigen = ander["variant"].ne(BASIS) & ander["aanbieder"].ne("")
    trekking = np.random.default_rng(zaad).random(int(eigen.sum()))
    ander.loc[eigen, "teller"] = np.floor(trekking * (ander.loc[eigen, "noemer"].astype(float) + 1)).astype("int64")
    # Neither is what was computed over all aanbieders when it was decided.
    toen = besluit()
    anders = replace(
        toen, basis=replace(toen.basis, k10=5, aanbieders=9), digest=replace(toen.digest, uitkomst="f" * 64),
        kandidaten=(toen.kandidaten[0], Kandidaat("N3", "mediaan", 0.5, 0.31)),
    )  # fmt: skip
    assert _verschillen(_gewoon(), maak_gedeeld(_met_waarden(ander), besluiten=[anders])) == []


def test_de_werelden_verschillen_echt():
    """Otherwise the property above would be true of any report."""
    exact, ander = maak_jaren(), _vaste_wereld()
    assert not ander.equals(exact)
    assert _verschillen(_inhoud(maak_gedeeld(exact, editie="intern")), maak_gedeeld(ander, editie="intern"))
    assert _pagina(_rapport()) == _pagina(maak_gedeeld(ander))


_STAPPEN = [(2024, ("00000018", "00000017"), "teller", 1), (2024, ("00000019", "00000020"), "teller", 1),
            (2023, ("00000020", "00000019"), "noemer", 2)]  # fmt: skip
"""Moves among the hidden that no reader of the shared edition can see."""


@cache
def _vaste_wereld() -> pd.DataFrame:
    return _andere_wereld(maak_jaren(), _STAPPEN)


def _pagina(rapport: Normrapport) -> str:
    return html_norm_kop(rapport) + html_kpi_norm(rapport, "uitval") + html_norm_verantwoording(rapport)


def _alles(exact: pd.DataFrame, beschermd: pd.DataFrame) -> pd.DataFrame:
    return exact[exact["aanbieder"].ne("")]


@pytest.mark.parametrize(("plek", "naam", "fout"), [
    (normbron, "kies_getoond", _alles),
    (normblad, "bescherm_besluit", lambda besluit, nu: besluit),
    (normblad, "bescherm_tornado", lambda beschermd, jaar: normblad.gevoeligheid.tornado(
        _WERELD[0], [jaar], "lager_is_beter", 0.23)),
])  # fmt: skip
def test_een_fout_in_de_bescherming_valt_op(monkeypatch, plek, naam, fout):
    exact, ander = maak_jaren(), _vaste_wereld().copy()
    ander.loc[ander["variant"].eq(VARIANT) & ander["aanbieder"].eq("00000012"), "teller"] = 8
    monkeypatch.setattr(plek, naam, fout)
    toen = besluit()
    rapporten = []
    for wereld, beslist in ((exact, toen), (ander, replace(toen, basis=replace(toen.basis, k10=5)))):
        _WERELD[:] = [wereld[wereld["aanbieder"].ne("")]]
        rapporten.append(maak_gedeeld(wereld, besluiten=[beslist]))
    velden = [veld for veld in fields(Normblad)]
    een, twee = (rapport.bladen[UITVAL] for rapport in rapporten)
    anders = [veld.name for veld in velden if not _gelijk(getattr(een, veld.name), getattr(twee, veld.name))]
    assert anders, naam


_WERELD: list[pd.DataFrame] = []
"""What the planted tornado counts."""

groepen = st.integers(10, 400).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(KLEINSTE_DEEL, n - KLEINSTE_DEEL), st.integers(10, 400))
)


@settings(max_examples=100, deadline=None)
@given(groepen)
def test_een_stap_laat_altijd_vijf_mogelijke_tellers_over(groep):
    noemer_nu, teller_nu, noemer = groep
    tellers = np.arange(noemer + 1)
    verschil, zichtbaar = zet_naast(
        (teller_nu, noemer_nu), pd.Series(tellers / noemer), pd.Series(float(noemer), index=tellers),
        breedte_stap(min(noemer_nu, noemer)),
    )  # fmt: skip
    for _, deel in pd.Series(tellers)[zichtbaar].groupby(verschil[zichtbaar]):
        assert len(deel) >= KLEINSTE_DEEL
        assert deel.between(KLEINSTE_DEEL, noemer - KLEINSTE_DEEL).all()
    # What is hidden can be any of the small tellers, and of the large ones.
    assert not zichtbaar[:KLEINSTE_DEEL].any()
    assert not zichtbaar[-KLEINSTE_DEEL:].any()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=5))
def test_een_kleine_dag_heeft_geen_waarde_en_geen_dag_heeft_aantallen(paren):
    dagen = pd.DataFrame([(min(y, n), n) for y, n in paren], columns=["teller", "noemer"]).astype("Int64")
    dagen = dagen.assign(waarde=0.1, bekend_op=pd.Timestamp("2025-01-31"), status="definitief")
    uit = bescherm_rijping(dagen, (20, 60))
    assert uit[["teller", "noemer"]].isna().all(axis=None)
    klein = dagen["noemer"].lt(10) | dagen["teller"].lt(5) | (dagen["noemer"] - dagen["teller"]).lt(5)
    assert uit.loc[klein.to_numpy(dtype=bool), "te_klein"].all()
    assert uit["waarde"].isna().equals(uit["te_klein"])
    assert bescherm_rijping(dagen, None)["te_klein"].all()


def test_zonder_regio_is_er_ook_geen_bereik_van_combinaties():
    tabel = pd.DataFrame({"opties": ["a=1"], "aantal": [2], "laagste": [0.2], "hoogste": [0.4]})
    assert bescherm_combinaties(tabel, None).empty
    (rij,) = bescherm_combinaties(tabel, (30, 100)).itertuples()
    assert (rij.laagste, rij.hoogste, rij.opties, rij.aantal) == (0.2, 0.4, "", 0)


