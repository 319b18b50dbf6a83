"""A short way to count one small world, by the product and by the slow twin: a golden number holds for both."""

import pytest
from kpi.proces.vergelijking import SCOPE, Vergelijking


@pytest.fixture
def vergelijk(tmp_path):
    """`Vergelijking` of a world; what follows from its messages is kept as long as none is added."""
    geheugens, bekend = {}, {}

    def _vergelijk(w, K, jaar, proces, keuzes):
        wereld = (id(w), sum(len(lijst) for lijst in w.rijen.values()))
        geheugen = geheugens.setdefault(wereld, {"wereld": w})
        sleutel = (*wereld, K, jaar, str(proces), str(keuzes))
        if sleutel not in bekend:
            bekend[sleutel] = Vergelijking(tmp_path, w.rijen, proces or {}, jaar, K, keuzes, geheugen)
        return bekend[sleutel]

    return _vergelijk


@pytest.fixture(params=["tweeling", "product"])
def tel(request, vergelijk):
    """(teller, noemer) of one row of uitkomsten, or one column of it; None when the row is not there.

    `proces`: the registrations by name; a name that is not there is a file that is not there.
    """

    def _tel(w, kpi, *, K, jaar=2024, variant="basis", kolom=None, proces=None, keuzes=None, **scope):
        v = vergelijk(w, K, jaar, proces, keuzes)
        tabel = (v.uitkomsten if request.param == "tweeling" else v.product_uitkomsten)(kpi, variant)
        rij = (tabel or {}).get(tuple(scope.get(deel) for deel in SCOPE))
        if rij is None:
            return None
        return rij[kolom] if kolom else (rij["teller"], rij["noemer"])

    return _tel


@pytest.fixture(params=["tweeling", "product"])
def kader(request, vergelijk):
    """The rows of one frame of one KPI as {key: columns}; see `vergelijking.KADERS` for the keys."""

    def _kader(w, naam, kpi, *, K, jaar=2024, proces=None, keuzes=None):
        v = vergelijk(w, K, jaar, proces, keuzes)
        return (v.kader if request.param == "tweeling" else v.product_kader)(naam, kpi)

    return _kader
