"""Who are Overige aanbieders."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy import OVERIGE, Leden, bepaal_leden, voeg_samen


def _tabellen(groep="1", **tabellen):
    rijen = [(groep, naam, agb, aantal) for naam, per in tabellen.items() for agb, aantal in per.items()]
    return pd.DataFrame(rijen, columns=["groep", "tabel", "aanbieder", "mensen"]).astype({"mensen": "Float64"})


@pytest.mark.parametrize(
    ("tabellen", "overige", "dun"),
    [
        # nobody small
        ({"k": {"A": 10, "B": 20}}, "", ""),
        # two small ones, together 12
        ({"k": {"A": 9, "B": 3, "C": 20, "D": 30}}, "AB", ""),
        # one small one is never alone: the next smallest joins
        ({"k": {"A": 9, "B": 13, "C": 20}}, "AB", ""),
        # two small ones, together 8: the next smallest joins
        ({"k": {"A": 5, "B": 3, "C": 12, "D": 30}}, "ABC", ""),
        # equal size: the first code
        ({"k": {"A": 9, "C": 13, "B": 13, "D": 40}}, "AB", ""),
        # nobody left
        ({"k": {"A": 9, "B": 13}}, "", "k"),
        ({"k": {"A": 13}}, "", ""),
        ({"k": {"A": 9}}, "", "k"),
        # fewer than half large enough: thin, and then no reason to merge in the other table
        ({"dik": {"A": 20, "B": 30, "C": 40}, "dun": {"A": 2, "B": 3, "C": 40}}, "", "dun"),
        # exactly half is enough
        ({"k": {"A": 9, "B": 9, "C": 20, "D": 30}}, "AB", ""),
        # small in one table: merged in every table, and large enough in each
        ({"k": {"A": 9, "B": 4, "C": 20, "D": 30}, "m": {"A": 100, "C": 20, "D": 30}}, "AB", ""),
        ({"k": {"A": 9, "B": 4, "C": 20, "D": 30}, "m": {"A": 5, "C": 20, "D": 30}}, "ABC", ""),
        # nobody (0) is not in a table
        ({"k": {"A": 0, "B": 20, "C": 30}}, "", ""),
        # nobody knows how many: too few
        ({"k": {"A": None, "B": 12, "C": 30}}, "AB", ""),
    ],
)
def test_met_de_hand(tabellen, overige, dun):
    leden = bepaal_leden(_tabellen(**tabellen))
    assert leden.overige == {"1": frozenset(overige)}
    assert leden.dun == {("1", naam) for naam in dun.split()}


def test_groepen_staan_los():
    samen = pd.concat([_tabellen("1", k={"A": 9, "B": 9, "C": 50, "D": 50}), _tabellen("2", k={"A": 90, "B": 90})])
    assert bepaal_leden(samen).overige == {"1": frozenset("AB"), "2": frozenset()}


_AANTAL = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 60), min_size=1)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["k", "l", "m"]), _AANTAL, min_size=1), st.randoms(use_true_random=False))
def test_geen_rij_onder_de_tien_en_overige_is_nooit_een_aanbieder_alleen(tabellen, loterij):
    frame = _tabellen(**tabellen)
    leden = bepaal_leden(frame)
    overige = leden.overige.get("1", frozenset())
    assert len(overige) != 1
    for naam, per in tabellen.items():
        if ("1", naam) in leden.dun:
            continue
        assert all(aantal == 0 or aantal >= 10 for agb, aantal in per.items() if agb not in overige)
        erin = [aantal for agb, aantal in per.items() if agb in overige and aantal]
        assert not erin or sum(erin) >= 10
    volgorde = list(frame.index)
    loterij.shuffle(volgorde)
    assert bepaal_leden(frame.loc[volgorde]) == leden


def test_samenvoegen_telt_op_en_houdt_wat_gelijk_is():
    rijen = pd.DataFrame(
        {
            "groep": ["1"] * 5 + ["2"], "tabel": ["k"] * 4 + ["dun", "k"], "aanbieder": ["", "A", "B", "C", "C", "A"],
            "t": pd.array([30, 4, 6, 20, 1, 9], dtype="Int64"), "waarde": [0.5, 0.1, 0.2, 0.3, 0.4, 0.9],
            "eenheid": "fractie",
        }
    )  # fmt: skip
    leden = Leden({"1": frozenset("AB")}, frozenset({("1", "dun")}))
    uit = voeg_samen(rijen, leden, groep="groep", tabel="tabel", sommen=["t"])
    assert uit["aanbieder"].tolist() == ["", "C", "A", OVERIGE]
    assert uit["t"].tolist() == [30, 20, 9, 10]
    assert uit["eenheid"].tolist() == ["fractie"] * 4
    assert pd.isna(uit["waarde"].iloc[-1])


def test_een_leeg_getal_maakt_de_som_leeg():
    rijen = pd.DataFrame(
        {"groep": "", "tabel": "k", "aanbieder": ["A", "B"], "t": pd.array([4, None], dtype="Int64"), "n": [10, 20]}
    )
    uit = voeg_samen(rijen, Leden({"": frozenset("AB")}), groep="groep", tabel="tabel", sommen=["t", "n"])
    assert pd.isna(uit.loc[0, "t"])
    assert uit.loc[0, "n"] == 30
