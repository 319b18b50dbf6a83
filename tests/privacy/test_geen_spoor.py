"""What is hidden leaves no trace: another table with another small number gives the very same protected table."""

import random

import pandas as pd
import pytest
from normwijzer.privacy import staat, vul_aan

KLEIN = ("klein_deel", "klein_rest")


def _bescherm(rijen):
    t, n = (pd.Series([rij[i] for rij in rijen]) for i in (0, 1))
    return tuple(vul_aan(t, n, staat(n, t, n), pd.Series(["p"] * len(rijen)), ouder_mag=False)[0])


def _gezien(rijen, staten):
    """All that a reader knows: whole rows, noemers of small shares, states and sums."""
    regels = []
    for rij, naam in zip(rijen, staten, strict=True):
        regels.append((naam, *(rij if naam in ("vol", "leeg") else rij[1:] if naam in KLEIN else ())))
    return regels, sum(t for t, _ in rijen), sum(n for _, n in rijen)


def _andere(rijen, staten, plek, waarde, loterij, pogingen=600):
    """Tables with the same sums in which this row has another number, and hidden rows take up the difference."""
    weg = [i for i, naam in enumerate(staten) if naam == "niet_getoond"]
    klein = [i for i, naam in enumerate(staten) if naam in KLEIN and i != plek]
    som = sum(t for t, _ in rijen)

    def zet(tabel, i, k):
        tabel[i][0] = k if staten[i] == "klein_deel" else tabel[i][1] - k

    for _ in range(pogingen):
        tabel = [list(rij) for rij in rijen]
        zet(tabel, plek, waarde)
        for i in klein:
            if loterij.random() < 0.6:
                zet(tabel, i, loterij.randint(0, 4))
        if not (opvang := weg or klein):
            return
        tabel[loterij.choice(opvang)][0] -= sum(rij[0] for rij in tabel) - som
        if all(0 <= t <= n for t, n in tabel):
            yield [tuple(rij) for rij in tabel]


def _tabel(loterij):
    rijen = []
    for _ in range(loterij.randint(2, 6)):
        n, kans = loterij.randint(10, 60), loterij.choice([0.08, 0.15, 0.3, 0.5, 0.9])
        rijen.append((sum(loterij.random() < kans for _ in range(n)), n))
    return rijen


@pytest.mark.parametrize("zaad", range(40))
def test_ieder_getal_van_nul_tot_en_met_vier_kan_het_zijn(zaad):
    loterij = random.Random(zaad)
    rijen = _tabel(loterij)
    staten = _bescherm(rijen)
    gezien = _gezien(rijen, staten)
    for plek in [i for i, naam in enumerate(staten) if naam in KLEIN]:
        for waarde in range(5):
            werelden = _andere(rijen, staten, plek, waarde, loterij)
            assert any(_gezien(w, _bescherm(w)) == gezien for w in werelden), (rijen, staten, plek, waarde)


def test_de_proef_zelf_ziet_een_spoor():
    # Hiding the next row only when the first was not enough would tell that 2 + 6 is less than 9.
    rijen = [(2, 20), (6, 22), (30, 70)]
    spoor = ("klein_deel", "niet_getoond", "niet_getoond")
    loterij = random.Random(1)
    gezien = _gezien(rijen, spoor)

    def met_spoor(tabel):
        genoeg = tabel[0][0] + tabel[1][0] >= 9
        return ("klein_deel", "niet_getoond", "vol" if genoeg else "niet_getoond")

    kan = {
        w for w in range(5)
        for tabel in _andere(rijen, spoor, 0, w, loterij)
        if tabel[1][0] >= 5 and _gezien(tabel, met_spoor(tabel)) == gezien
    }  # fmt: skip
    assert kan == {0, 1, 2, 3}
