"""Where a norm comes from: counts and digests."""

import hashlib
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from normwijzer.normen.besluit import Basis
from normwijzer.normen.herkomst import basis_van, digest_opties, digest_uitkomst
from normwijzer.normen.onderwerp import Onderwerp

UITVAL_1 = Onderwerp("wmo", "uitval", "1")
KOLOMMEN = ["familie", "kpi", "variant", "perceel", "aanbieder", "gemeente", "soort", "jaar", "teller", "noemer"]


def _frame(*rijen, soort="Int64"):
    """(aanbieder, teller, noemer, *what differs) -> outcome rows of uitval in perceel 1 in 2024."""
    vast = dict(zip(KOLOMMEN, ["wmo", "uitval", "basis", "1", None, None, None, 2024, None, None], strict=True))
    frame = pd.DataFrame(
        [vast | {"aanbieder": a, "teller": y, "noemer": n} | (meer[0] if meer else {}) for a, y, n, *meer in rijen],
        columns=KOLOMMEN,
    )
    return frame.astype({k: "str" for k in KOLOMMEN[:-3]} | {"teller": soort, "noemer": soort})


RIJEN = [
    (None, 11, 59),
    ("99990101", 3, 25),
    ("99990102", 6, 21),
    ("99990105", 3, 14),
    ("99990106", 0, 1),
    ("99990107", 0, 0),
]
ANDERE = [
    (None, 99, 990, {"variant": "code23_uitval=false"}),
    (None, 99, 990, {"gemeente": "9901"}),
    ("99990101", 99, 990, {"gemeente": "9901"}),
]
VREEMD = [
    (None, 99, 990, {"perceel": None}),
    (None, 99, 990, {"perceel": "2"}),
    (None, 99, 990, {"jaar": 2022}),
    (None, 99, 990, {"kpi": "doelrealisatie_uitstroom"}),
    (None, 99, 990, {"familie": "jeugd_kwaliteit"}),
    ("99990101", 99, 990, {"soort": "begeleiding"}),
]


def test_de_basis_is_de_rij_van_de_regio_met_de_aanbieders_ernaast():
    basis, per = basis_van(_frame(*RIJEN, *ANDERE, *VREEMD), UITVAL_1, [2024])
    assert basis == Basis(11, 59, 11 / 59, aanbieders=4, k10=3, jaren=(2024,))
    assert per.to_dict("list") == {
        "aanbieder": ["99990101", "99990102", "99990105", "99990106"],
        "teller": [3, 6, 3, 0],
        "noemer": [25, 21, 14, 1],
    }
    assert per.dtypes.astype(str).to_dict() == {"aanbieder": "str", "teller": "Int64", "noemer": "Int64"}


def test_jaren_worden_opgeteld():
    eerder = [(a, y + 1, n + 8, {"jaar": 2023}) for a, y, n in RIJEN if a != "99990105"]
    basis, per = basis_van(_frame(*RIJEN, *eerder), UITVAL_1, (2024, 2023, 2024))
    per_aanbieder = {"99990101": 58, "99990102": 50, "99990105": 14, "99990106": 10, "99990107": 8}
    assert per.set_index("aanbieder")["noemer"].to_dict() == per_aanbieder
    assert basis == Basis(23, 126, 23 / 126, aanbieders=5, k10=4, jaren=(2023, 2024))


def test_zonder_rij_geen_gevallen():
    basis, per = basis_van(_frame(*VREEMD), UITVAL_1, [2024])
    assert basis == Basis(0, 0, math.nan, 0, 0, (2024,))
    assert len(per) == 0
    assert basis_van(_frame(*RIJEN), UITVAL_1, [2025])[0].noemer == 0


def test_een_rij_zonder_aantallen_telt_niet_mee():
    basis, per = basis_van(_frame(*RIJEN[:2], ("99990102", pd.NA, 21), ("99990105", pd.NA, pd.NA)), UITVAL_1, [2024])
    assert (basis.aanbieders, basis.k10, per["aanbieder"].tolist()) == (1, 1, ["99990101"])


def test_een_opgegeven_deel_geeft_een_heel_aantal_en_de_eigen_waarde():
    # An aanbieder reported 64 % of 78: 49.92.
    onderwerp = Onderwerp("jeugd_transformatie", "eigen_gemeente")
    frame = _frame(
        (None, 49.92, 78, {"familie": onderwerp.familie, "kpi": onderwerp.kpi, "perceel": None}), soort="Float64"
    )
    basis = basis_van(frame, onderwerp, [2024])[0]
    assert (basis.teller, basis.noemer) == (50, 78)
    assert basis.waarde == pytest.approx(0.64)
    ander = frame.assign(teller=49.93)
    assert digest_uitkomst(frame) != digest_uitkomst(ander)


def test_het_controlegetal_van_de_uitkomst_is_dat_van_gesorteerde_regels():
    regels = ["99990101;3;25", "99990102;6;21", ";11;59"]
    verwacht = hashlib.sha256("\n".join(sorted(regels)).encode()).hexdigest()
    assert digest_uitkomst(_frame(*RIJEN[:3])) == verwacht
    assert digest_uitkomst(_frame(*RIJEN[:3], *ANDERE)) == verwacht


@given(st.permutations(RIJEN), st.sampled_from(["Int64", "Float64", "float64"]), st.booleans())
def test_het_controlegetal_hangt_niet_af_van_volgorde_of_soort_getal(rijen, soort, leeg_als_tekst):
    frame = _frame(*rijen, soort=soort)
    if leeg_als_tekst:
        frame = frame.assign(aanbieder=frame["aanbieder"].fillna(""), gemeente="")
    assert digest_uitkomst(frame) == digest_uitkomst(_frame(*RIJEN))


@pytest.mark.parametrize("plek", range(len(RIJEN)))
def test_elk_ander_aantal_geeft_een_ander_controlegetal(plek):
    oud = digest_uitkomst(_frame(*RIJEN))
    aanbieder, y, n = RIJEN[plek]
    for nieuw in ((aanbieder, y + 1, n + 1), (aanbieder, y, n + 1), ("99990199", y, n), (aanbieder, pd.NA, n)):
        assert digest_uitkomst(_frame(*RIJEN[:plek], nieuw, *RIJEN[plek + 1 :])) != oud
    assert digest_uitkomst(_frame(*RIJEN[:plek], *RIJEN[plek + 1 :])) != oud


def test_over_meer_jaren_telt_het_jaar_mee():
    a = [(None, 1, 20, {"jaar": 2023}), (None, 2, 20, {"jaar": 2024})]
    b = [(None, 2, 20, {"jaar": 2023}), (None, 1, 20, {"jaar": 2024})]
    assert digest_uitkomst(_frame(*a)) != digest_uitkomst(_frame(*b))


def test_het_controlegetal_van_opties_kent_geen_volgorde():
    opties = {"opvolg_venster_dagen": "28", "jaar_op": "einddatum"}
    assert digest_opties(opties) == digest_opties(dict(reversed(opties.items())))
    assert len(digest_opties({})) == 64
    anders = [
        {},
        {"jaar_op": "einddatum"},
        opties | {"jaar_op": "28"},
        {"jaar_op": "28", "opvolg_venster_dagen": "einddatum"},
    ]
    assert len({digest_opties(keuze) for keuze in [opties, *anders]}) == 5
    assert digest_opties({"a": "b", "c": "d"}) != digest_opties({"a": "b\nc=d"})
