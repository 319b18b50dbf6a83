"""Wilson interval: published values and edges."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.statistiek import wilson


@pytest.mark.parametrize(
    ("teller", "noemer", "onder", "boven", "marge"),
    [
        (81, 263, 0.2553, 0.3662, 5e-5),  # Newcombe 1998, table I, method 3
        (0, 20, 0.0, 0.1611, 5e-5),  # idem
        (65, 100, 0.5525444329688797, 0.7363575175690247, 1e-12),  # PHEindicatormethods 2.1.0
        (1, 100, 0.0017674320641406511, 0.054486196178705294, 1e-12),  # idem
    ],
)
def test_wilson_geeft_de_gepubliceerde_waarden(teller, noemer, onder, boven, marge):
    gekregen = wilson([teller], [noemer])
    assert gekregen[0][0] == pytest.approx(onder, abs=marge)
    assert gekregen[1][0] == pytest.approx(boven, abs=marge)


def test_wilson_is_gelijk_aan_alle_orakels(gedeeld):
    orakels = json.loads((gedeeld.parent / gedeeld.name / "orakels" / "orakels.json").read_text(encoding="utf-8"))
    gevallen = [o for o in orakels if "wilson" in o["id"]]
    assert len(gevallen) >= 4
    for geval in gevallen:
        teller, noemer, *rest = geval["input"]
        gekregen = [grens[0] for grens in wilson([teller], [noemer], *rest)]
        assert gekregen == pytest.approx(geval["expected"], abs=geval["tol"]), geval["id"]


def test_noemer_nul_en_leeg_geven_een_leeg_interval():
    onder, boven = wilson(pd.Series([0, pd.NA], dtype="Int64"), pd.Series([0, 5], dtype="Int64"))
    assert np.isnan([*onder, *boven]).all()


@settings(deadline=None)
@given(noemer=st.integers(1, 5000), deel=st.floats(0, 1))
def test_het_interval_ligt_om_de_fractie_en_wordt_gespiegeld(noemer, deel):
    teller = round(deel * noemer)
    onder, boven = wilson([teller], [noemer])
    assert 0 <= onder[0] <= teller / noemer <= boven[0] <= 1
    anders = wilson([noemer - teller], [noemer])
    assert anders[0][0] == pytest.approx(1 - boven[0], abs=1e-12)
    assert (onder[0] == 0) == (teller == 0)
    assert (boven[0] == 1) == (teller == noemer)


@pytest.mark.parametrize(("teller", "noemer"), [(5, 4), (-1, 4), (1, 0)])
def test_een_onmogelijke_teller_wordt_geweigerd(teller, noemer):
    with pytest.raises(ValueError, match="teller"):
        wilson([teller], [noemer])
