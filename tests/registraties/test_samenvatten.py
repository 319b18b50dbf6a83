"""A year per aanbieder, judged by a slow twin that follows the words of the agreement."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.registraties import laad_indicatoren, vat_samen

AANBIEDERS, JAREN = ("00000001", "42420001", "42420002"), (2024, 2025)


def _frame(rijen: list[tuple]) -> pd.DataFrame:
    kolommen = ["agb", "jaar", "halfjaar", "indicator", "teller", "noemer", "waarde", "opmerking"]
    tabel = pd.DataFrame(rijen, columns=kolommen)
    return tabel.astype({
        "agb": "str", "jaar": "int64", "halfjaar": "Int64", "indicator": "str", "teller": "float64",
        "noemer": "float64", "waarde": "float64", "opmerking": "str",
    })  # fmt: skip


def _traag(rijen: list[tuple], indicator: str, jaar: int) -> list[tuple]:
    """One aanbieder at a time: the year's row, else the halves one by one."""
    uit = []
    for agb in sorted({rij[0] for rij in rijen}):
        eigen = {rij[2]: rij[4:7] for rij in rijen if (rij[0], rij[1], rij[3]) == (agb, jaar, indicator)}
        if None in eigen:
            teller, noemer, waarde = eigen[None]
            woorden = "jaar"
        elif eigen and laad_indicatoren()[indicator].optelbaar:
            woorden = "+".join(str(half) for half in sorted(eigen))
            delen = list(eigen.values())
            teller = None if any(deel[0] is None for deel in delen) else sum(deel[0] for deel in delen)
            noemer = None if any(deel[1] is None for deel in delen) else sum(deel[1] for deel in delen)
            waarde = delen[0][2] if len(delen) == 1 else None
        else:
            continue
        if teller is not None and noemer is not None:
            waarde = teller / noemer if noemer else None
        uit.append((agb, teller, noemer, waarde, woorden))
    return uit


_getallen = st.one_of(
    st.tuples(st.integers(0, 9), st.integers(10, 20), st.none()),
    st.tuples(st.just(0), st.just(0), st.none()),
    st.tuples(st.none(), st.none(), st.sampled_from([0.25, 0.5, 0.9])),
)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(AANBIEDERS), st.sampled_from(JAREN), st.sampled_from([None, 1, 2]),
            st.sampled_from(["tevredenheid_gemeten", "netwerkpleegzorg"]),
        ),
        _getallen, max_size=12,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_samenvatting_is_die_van_de_trage_tweeling(opgave, toeval):
    rijen = [(*sleutel, *getallen, "") for sleutel, getallen in opgave.items()]
    toeval.shuffle(rijen)
    for indicator in ("tevredenheid_gemeten", "netwerkpleegzorg"):
        for jaar in JAREN:
            uit = vat_samen(_frame(rijen), indicator, jaar)
            gevonden = [
                tuple(None if isinstance(cel, float) and math.isnan(cel) else cel for cel in rij)
                for rij in uit.itertuples(index=False, name=None)
            ]
            assert gevonden == _traag(rijen, indicator, jaar)


def test_halfjaren_tellen_op_en_zeggen_dat():
    rijen = [
        ("42420001", 2025, 1, "doelen_gemeten", 3, 10, None, ""),
        ("42420001", 2025, 2, "doelen_gemeten", 9, 10, None, ""),
    ]
    uit = vat_samen(_frame(rijen), "doelen_gemeten", 2025)
    assert uit.iloc[0].tolist() == ["42420001", 12.0, 20.0, 0.6, "1+2"]


def test_leeg_heeft_dezelfde_kolommen():
    uit = vat_samen(_frame([]), "doelen_gemeten", 2025)
    assert not len(uit)
    assert {kolom: str(soort) for kolom, soort in uit.dtypes.items()} == {
        "agb": "str", "teller": "float64", "noemer": "float64", "waarde": "float64", "halfjaren": "str",
    }  # fmt: skip


def test_een_onbekende_indicator_is_een_fout_van_de_vrager():
    with pytest.raises(KeyError):
        vat_samen(_frame([]), "uitval", 2025)
