"""Slow judges of a protected partition: linear programs, and trying every table there can be.

What a reader knows: of every shown row t and n; of a small share n and that t (or n − t) is 0 to 4; of a row of few
people that n is 1 to 9; of a row that is not shown nothing; and the sums of t and n over the partition.
"""

from itertools import product

import numpy as np
from scipy.optimize import linprog

VERBORGEN = ("klein_deel", "klein_rest", "weg", "niet_getoond")


def bereik_lp(rijen, staten, plek, maat, minimum=(0, 0)):
    """(lowest, highest) of t, n or c of one hidden row; None where there is no bound. minimum: least t and rest of a
    row that is not shown."""
    verborgen = [i for i, staat in enumerate(staten) if staat in VERBORGEN]
    aantal = len(verborgen)
    doel = np.zeros(2 * aantal)
    doel[2 * verborgen.index(plek) :][:2] = {"t": (1, 0), "c": (0, 1), "n": (1, 1)}[maat]
    gelijk, som = np.zeros((2, 2 * aantal)), np.zeros(2)
    hoogstens, rechts = [], []
    for i, rij in enumerate(verborgen):
        t, n = rijen[rij]
        gelijk[0, 2 * i] = gelijk[1, 2 * i + 1] = 1
        som += (t, n - t)
        if staten[rij] in ("klein_deel", "klein_rest"):
            for teken in (1, -1):
                hoogstens.append(_op(aantal, i, teken, teken))
                rechts.append(teken * n)
            hoogstens.append(_op(aantal, i, *((1, 0) if staten[rij] == "klein_deel" else (0, 1))))
            rechts.append(4)
        if staten[rij] == "weg":
            hoogstens += [_op(aantal, i, 1, 1), _op(aantal, i, -1, -1)]
            rechts += [9, -1]
        if staten[rij] == "niet_getoond":
            hoogstens += [_op(aantal, i, -1, 0), _op(aantal, i, 0, -1)]
            rechts += [-min(minimum[0], t), -min(minimum[1], n - t)]
    uit = []
    for teken in (1, -1):
        opgelost = linprog(
            teken * doel, A_ub=np.array(hoogstens) if hoogstens else None, b_ub=rechts or None, A_eq=gelijk, b_eq=som,
            bounds=(0, None), method="highs",
        )  # fmt: skip
        assert opgelost.status in (0, 3), opgelost.message
        uit.append(None if opgelost.status == 3 else teken * opgelost.fun)
    return None if uit[0] is None else round(uit[0]), None if uit[1] is None else round(uit[1])


def mogelijk_lp(rijen, staten, plek, maat, minimum=(0, 0)):
    """Number of whole numbers between the bounds; many when there is none."""
    laag, hoog = bereik_lp(rijen, staten, plek, maat, minimum)
    return 10**9 if laag is None or hoog is None else hoog - laag + 1


def mogelijk_alles(rijen, staten, plek, maat, minimum=(0, 0)):
    """The same by trying every table with these sums, one row after the other."""
    som = np.array([0, 0])
    for (t, n), staat in zip(rijen, staten, strict=True):
        som += (t, n - t) if staat in VERBORGEN else (0, 0)
    waarden = {(0, 0): {None}}
    for i, ((t, n), staat) in enumerate(zip(rijen, staten, strict=True)):
        if staat not in VERBORGEN:
            continue
        nieuw = {}
        for (st, sc), gezien in waarden.items():
            for eigen in _keuzes(t, n, staat, tuple(som), minimum):
                samen = (st + eigen[0], sc + eigen[1])
                if samen[0] <= som[0] and samen[1] <= som[1]:
                    merk = {dict(t=eigen[0], c=eigen[1], n=sum(eigen))[maat]} if i == plek else gezien
                    nieuw.setdefault(samen, set()).update(merk)
        waarden = nieuw
    return len(waarden.get(tuple(som), set()))


def _keuzes(t, n, staat, som, minimum):
    if staat == "klein_deel":
        return [(k, n - k) for k in range(min(4, n) + 1)]
    if staat == "klein_rest":
        return [(n - k, k) for k in range(min(4, n) + 1)]
    if staat == "weg":
        return [(k, m - k) for m in range(1, 10) for k in range(m + 1)]
    laag = min(minimum[0], t), min(minimum[1], n - t)
    return product(range(laag[0], som[0] + 1), range(laag[1], som[1] + 1))


def _op(aantal, i, t, c):
    rij = np.zeros(2 * aantal)
    rij[2 * i : 2 * i + 2] = t, c
    return rij
