"""Sums and means that do not depend on the order of the numbers."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from normwijzer.statistiek import mean_exact, sum_exact

getallen = st.lists(st.integers(1, 5000).map(lambda dagen: dagen / 30.4375), min_size=1, max_size=60)


@given(getallen, st.randoms())
def test_de_volgorde_maakt_niets_uit_en_de_som_is_de_dichtstbijzijnde(maanden, toeval):
    anders = toeval.sample(maanden, len(maanden))
    assert sum_exact(maanden) == sum_exact(anders) == float(sum(Fraction(maand) for maand in maanden))
    assert mean_exact(maanden) == mean_exact(anders)


def test_gewoon_optellen_hangt_wel_van_de_volgorde_af():
    assert sum([0.1, 0.2, 0.3]) != sum([0.3, 0.2, 0.1])
    assert sum_exact([0.1, 0.2, 0.3]) == sum_exact([0.3, 0.2, 0.1])


def test_niets_is_nul_en_zonder_gemiddelde():
    assert sum_exact([]) == 0
    assert math.isnan(mean_exact([]))
