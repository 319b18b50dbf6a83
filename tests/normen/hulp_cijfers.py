"""Counts of one onderwerp for tests, and strategies that make them."""

import pandas as pd
from hypothesis import strategies as st

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"
KOLOMMEN = ["jaar", "variant", "aanbieder", "teller", "noemer", "status"]


def cijfers(*rijen) -> pd.DataFrame:
    """(jaar, variant, aanbieder, teller, noemer[, status]) per row, with the types of the tables of outcomes."""
    vol = [(*rij, "definitief")[:6] for rij in rijen]
    tabel = pd.DataFrame(vol, columns=KOLOMMEN)
    return tabel.astype({"jaar": "int64", "variant": "str", "aanbieder": "str", "status": "str"}).astype(
        {"teller": "Int64", "noemer": "Int64"}
    )


def van_tellingen(tellers, noemers, jaar=2024, variant="basis") -> pd.DataFrame:
    return cijfers(
        *[(jaar, variant, f"{i:08d}", y, n) for i, (y, n) in enumerate(zip(tellers, noemers, strict=True), start=1)]
    )


def spiegel(tabel: pd.DataFrame) -> pd.DataFrame:
    """What was good is bad: everybody's teller is the rest of the noemer."""
    return tabel.assign(teller=tabel["noemer"] - tabel["teller"])


def tellingen(*, kleinste=0, grootste=70, meeste=9):
    """(teller, noemer) per provider."""
    telling = st.integers(0, grootste).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    return st.lists(telling, min_size=kleinste, max_size=meeste)


@st.composite
def tabellen(draw, varianten=("basis", "venster=8", "venster=16", "telling=plaats"), jaren=(2023, 2024)):
    """Rows in any order, with providers, years and variants missing here and there, and some counts unknown."""
    cellen = [(jaar, variant, f"{i:08d}") for jaar in jaren for variant in varianten for i in range(1, 5)]
    mee = draw(st.lists(st.sampled_from(cellen), unique=True, max_size=len(cellen)))
    rijen = []
    for cel in mee:
        noemer = draw(st.sampled_from([0, 1, 9, 10, 11, 25, 60]))
        teller = draw(st.one_of(st.integers(0, noemer), st.none() if noemer == 9 else st.integers(0, noemer)))
        rijen.append((*cel, pd.NA if teller is None else teller, noemer))
    return cijfers(*rijen)
