"""Free text that could identify a person is masked; how small is small."""

import pytest
from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, maskeer


def test_de_grenzen_zijn_tien_en_vijf():
    assert (KLEINSTE_GROEP, KLEINSTE_DEEL) == (10, 5)


@pytest.mark.parametrize("geheim", ["999911120", "a" * 64, "p1_Zm9vYmFy", "7654321"])
def test_foutmelding_verliest_wat_een_persoon_aanwijst(geheim):
    assert geheim not in maskeer(f"KeyError: '{geheim}'")


def test_foutmelding_houdt_gewone_getallen_en_datums():
    assert maskeer("regel 12, 2024-01-31") == "regel 12, 2024-01-31"
