"""What must be hidden beside a hidden part, judged by trying out every whole number that fits what is shown."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy import KLEINSTE_DEEL
from normwijzer.uitvoering.beschermen_delen import vul_rijen


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=5))
def test_geen_cel_van_een_verborgen_rij_is_uit_de_kolomsom_te_bepalen(rijen):
    tabel = pd.DataFrame(rijen, columns=["a", "b"])
    klein = (tabel.ge(1) & tabel.lt(KLEINSTE_DEEL)).any(axis=1)
    verborgen, gezakt = vul_rijen(tabel, klein, pd.Series("", index=tabel.index))
    assert (verborgen | ~klein).all()
    if gezakt:
        return
    for kolom in ("a", "b"):
        weg = tabel.loc[verborgen, kolom]
        som = int(weg.sum())
        for plek in range(len(weg)):
            anderen = len(weg) - 1
            mogelijk = [x for x in range(som + 1) if (som - x) >= 0 and (anderen or x == som)]
            assert not som or len(mogelijk) >= KLEINSTE_DEEL, plek


def test_een_kolom_waarin_de_verborgen_rijen_niemand_hebben_vraagt_geen_rij_erbij():
    tabel = pd.DataFrame({"a": [3, 8, 40], "b": [0, 0, 30]})
    verborgen, gezakt = vul_rijen(tabel, pd.Series([True, False, False]), pd.Series("", index=tabel.index))
    assert (verborgen.tolist(), gezakt) == ([True, True, False], set())


def test_een_aantal_dat_elders_bekend_is_geeft_geen_ruimte():
    tabel = pd.DataFrame({"a": [3, 8, 40]})
    bekend = pd.DataFrame({"a": [False, True, False]})
    klein = pd.Series([True, True, False])
    assert vul_rijen(tabel, klein, pd.Series("", index=tabel.index))[0].tolist() == [True, True, False]
    assert vul_rijen(tabel, klein, pd.Series("", index=tabel.index), bekend)[0].tolist() == [True, True, True]
