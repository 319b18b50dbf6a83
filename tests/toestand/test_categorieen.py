"""Texts as categories: they save memory and may change nothing."""

import numpy as np
import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.berichten.tabellen import CATEGORIEEN
from normwijzer.toestand import reconstrueer
from normwijzer.toestand.vector import groepnummers, neem, neem_categorie, voeg_samen
from pandas.testing import assert_frame_equal, assert_series_equal
from toestand.werelden import ALLES, GELD, dichte_wereld

_teksten = st.lists(st.sampled_from(["b", "a", "é", "", "aa", "10", "9", None]), max_size=12)
_snel = settings(max_examples=60, deadline=None, database=None)


def _als_tekst(waarden: list) -> pd.Series:
    return pd.Series(waarden, dtype="str")


def _als_categorie(waarden: list) -> pd.Series:
    """With categories in no order, and one that does not occur."""
    namen = list(dict.fromkeys(["zz", *(waarde for waarde in reversed(waarden) if waarde is not None)]))
    return pd.Series(pd.Categorical(waarden, categories=pd.Index(namen, dtype="str")))


@_snel
@given(_teksten, st.data())
def test_groepnummers_van_een_categorie_zijn_die_van_de_tekst(waarden, data) -> None:
    getallen = pd.Series(data.draw(st.lists(st.integers(0, 2), min_size=len(waarden), max_size=len(waarden))))
    getallen = getallen.astype("int64")
    verwacht = groepnummers([_als_tekst(waarden), getallen])
    assert groepnummers([_als_categorie(waarden), getallen]).tolist() == verwacht.tolist()
    rijen = list(zip([(w is not None, w or "") for w in waarden], getallen, strict=True))
    assert verwacht.tolist() == [sorted(set(rijen)).index(rij) for rij in rijen]


@_snel
@given(_teksten, st.data())
def test_genomen_categorieen_zijn_de_teksten_die_voorkomen_op_volgorde(waarden, data) -> None:
    rijen = np.array(data.draw(st.lists(st.integers(-1, len(waarden) - 1), max_size=9)), dtype=np.int64)
    verwacht = neem(_als_tekst(waarden), rijen)
    for kolom in (_als_tekst(waarden), _als_categorie(waarden)):
        genomen = neem_categorie(kolom, rijen)
        assert genomen.astype("str").fillna("leeg").tolist() == verwacht.fillna("leeg").tolist()
        assert list(genomen.cat.categories) == sorted(set(verwacht.dropna()))
        assert_series_equal(neem_categorie(kolom), neem_categorie(kolom, np.arange(len(waarden))))


@_snel
@given(_teksten, _teksten)
def test_onder_elkaar_gezette_kolommen_houden_hun_teksten(een, ander) -> None:
    verwacht = voeg_samen(_als_tekst(een), _als_tekst(ander)).fillna("leeg").tolist()
    for links, rechts in ((_als_categorie, _als_categorie), (_als_categorie, _als_tekst), (_als_tekst, _als_categorie)):
        assert voeg_samen(links(een), rechts(ander)).astype("str").fillna("leeg").tolist() == verwacht


@pytest.mark.parametrize(("soorten", "zaad"), [(soorten, zaad) for soorten in (ALLES, GELD) for zaad in range(3)])
def test_de_toestand_is_dezelfde_of_de_tabel_nu_teksten_of_categorieen_heeft(soorten, zaad) -> None:
    als_tekst, als_categorie = (maak_tabellen(dichte_wereld(zaad, soorten, 120)) for _ in range(2))
    tabel = als_categorie.prestaties.astype(object)
    tabel = tabel.where(tabel.notna(), None)
    kolommen = {k: _als_categorie(tabel[k].tolist()) for k in CATEGORIEEN["prestaties"]}
    als_categorie.prestaties = als_categorie.prestaties.assign(**kolommen)
    een, ander = reconstrueer(als_tekst), reconstrueer(als_categorie)
    assert len(een.prestaties)
    for naam in ("declaraties", "prestaties", "signalen"):
        assert_frame_equal(getattr(een, naam), getattr(ander, naam))


@pytest.mark.parametrize("zaad", range(4))
def test_elke_prestatie_wijst_haar_declaratie_aan(zaad) -> None:
    toestand = reconstrueer(maak_tabellen(dichte_wereld(zaad, GELD, 120)))
    declaraties, prestaties = toestand.declaraties, toestand.prestaties
    assert prestaties["declaratie"].dtype == "int32"
    assert len(prestaties)
    assert prestaties["declaratie"].is_monotonic_increasing
    eigen = declaraties.take(prestaties["declaratie"]).reset_index(drop=True)
    for kolom in ("wet", "aanbieder", "gemeente", "identificatie", "declaratienummer"):
        assert_series_equal(prestaties[kolom].astype("str"), eigen[kolom], check_names=False)
    som = prestaties["bedrag"].fillna(0).groupby(prestaties["declaratie"]).sum()
    assert som.reindex(declaraties.index, fill_value=0).tolist() == declaraties["ingediend"].tolist()
