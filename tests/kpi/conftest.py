"""A short way to count one small world."""

import pytest
from kpi.wereld import rij_van, wereld


@pytest.fixture
def tel(tmp_path):
    """(teller, noemer) of one row of uitkomsten of a world; None when the row is not there."""

    def _tel(kpi, *delen, variant="basis", perceel=None, aanbieder=None, gemeente=None, jaar=2024, **w):
        rij = rij_van(tmp_path, kpi, variant, perceel, aanbieder, gemeente, jaar, wereld(*delen, **w))
        return None if rij is None else (rij.teller, rij.noemer)

    return _tel
