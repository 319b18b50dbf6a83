"""What an outsider can work out: intervals of whole numbers from pairs, sums and linear programming (HiGHS)."""

import math
from collections import defaultdict
from functools import cached_property

import numpy as np
from aanval.cellen import OPEN
from aanval.feiten import Feiten, Sleutel
from aanval.verbanden import Som, vind_sommen
from scipy.optimize import linprog

_Z = 1.959963984540054
_MEESTE_PAREN = 400_000
_SPEELRUIMTE = 1e-6
_DEEL = ("t", "n", "c")


class Aanval:
    """All facts of a batch, ready to be asked for the interval of one quantity.

    bekend: exact values that the attacker is given on top (the hard version: every shown row known to the last person).
    sommen: relations on top of those that are public knowledge.
    """

    def __init__(self, feiten: Feiten, bekend: dict[Sleutel, int] | None = None, sommen: list[Som] | None = None):
        self._feiten, self._bekend = feiten, bekend or {}
        self._extra = sommen
        self._paren: dict[Sleutel, tuple] = {}

    def bereik(self, sleutel: Sleutel) -> tuple[int, int]:
        """Lowest and highest whole number the quantity can be; for c (the rest) of a pair as well."""
        laag, hoog = self._van_paar(sleutel)
        if hoog - laag < 4 or self._deel_van(sleutel) is None:
            return laag, hoog
        onder, boven = self._lp(sleutel)
        return max(laag, onder), min(hoog, boven)

    def kent(self, sleutel: Sleutel) -> bool:
        f = self._feiten
        return sleutel in f.grens or sleutel.met(maat="n") in f.grens or sleutel.met(maat="") in f.verborgen

    @cached_property
    def _sommen(self) -> list[Som]:
        return self._extra if self._extra is not None else vind_sommen(self._feiten.sleutels())

    def _van_paar(self, sleutel: Sleutel) -> tuple[int, int]:
        if sleutel.maat not in _DEEL:
            return self._los(sleutel)
        return self._paar(sleutel.met(maat=""))["tnc".index(sleutel.maat)]

    def _los(self, sleutel: Sleutel) -> tuple[int, int]:
        if sleutel in self._bekend:
            return self._bekend[sleutel], self._bekend[sleutel]
        laag, hoog = self._feiten.grens.get(sleutel, (0, OPEN))
        return math.ceil(laag - 1e-9), math.floor(hoog + 1e-9)

    def _paar(self, kaal: Sleutel) -> tuple[tuple[int, int], ...]:
        if kaal not in self._paren:
            self._paren[kaal] = self._reken_paar(kaal)
        return self._paren[kaal]

    def _reken_paar(self, kaal: Sleutel) -> tuple[tuple[int, int], ...]:
        """Bounds of t, n and c together: every whole pair that fits counts, percentage and Wilson interval."""
        t, n, c = (self._los(kaal.met(maat=m)) for m in _DEEL)
        if t[0] > n[1]:
            return t, n, c  # a mean or a ratio, no part of a whole
        t, c = (t[0], min(t[1], n[1])), (c[0], min(c[1], n[1]))
        n = (max(n[0], t[0] + c[0]), min(n[1], t[1] + c[1]))
        p = self._feiten.grens.get(kaal.met(maat="p"))
        if p is not None:
            n = (max(n[0], 1), n[1])  # nothing is no percentage of nobody
        if p is not None and 0 < p[0] <= 100 and t[1] < OPEN:
            n = (n[0], min(n[1], math.floor(100 * t[1] / p[0] + 1e-9)))
        if n[1] - n[0] > 20_000 or n[1] >= OPEN or (p is not None and p[1] > 100.6):
            return t, n, c
        return self._alle_paren(kaal, t, n, c, p)

    def _alle_paren(self, kaal, t, n, c, p):
        noemers = np.arange(n[0], n[1] + 1)
        laag = np.maximum(t[0], noemers - c[1])
        hoog = np.minimum(np.minimum(t[1], noemers - c[0]), noemers)
        if p is not None:
            laag = np.maximum(laag, np.ceil(noemers * p[0] / 100 - 1e-7))
            hoog = np.minimum(hoog, np.floor(noemers * p[1] / 100 + 1e-7))
        aantal = np.maximum(hoog - laag + 1, 0).astype(int)
        if aantal.sum() == 0 or aantal.sum() > _MEESTE_PAREN:
            return t, n, c
        ns = np.repeat(noemers, aantal)
        begin = np.repeat(np.cumsum(aantal) - aantal, aantal)
        ts = np.repeat(laag, aantal).astype(int) + np.arange(aantal.sum()) - begin
        for onder, boven in self._feiten.spreiding.get(kaal, ()):
            w = _wilson(ts, ns)
            past = (w[0] >= onder[0] - 1e-7) & (w[0] <= onder[1] + 1e-7)
            past &= (w[1] >= boven[0] - 1e-7) & (w[1] <= boven[1] + 1e-7)
            if past.any():
                ts, ns = ts[past], ns[past]
        return tuple((int(reeks.min()), int(reeks.max())) for reeks in (ts, ns, ns - ts))

    @cached_property
    def _delen(self) -> dict[Sleutel, "_Deel"]:
        """Every quantity that takes part in a sum -> the part of the system that hangs together with it."""
        groep: dict[Sleutel, Sleutel] = {}

        def kop(sleutel: Sleutel) -> Sleutel:
            while groep.setdefault(sleutel, sleutel) != sleutel:
                groep[sleutel] = groep[groep[sleutel]]
                sleutel = groep[sleutel]
            return sleutel

        for som in self._sommen:
            leden = list(som.termen)
            leden += [s.met(maat=m) for s in leden if s.maat in _DEEL for m in "tn"]
            for lid in leden[1:]:
                groep[kop(lid)] = kop(leden[0])
        delen: dict[Sleutel, list[Som]] = defaultdict(list)
        for som in self._sommen:
            delen[kop(next(iter(som.termen)))].append(som)
        gemaakt = {wortel: _Deel(self, sommen) for wortel, sommen in delen.items()}
        return {sleutel: gemaakt[kop(sleutel)] for sleutel in groep}

    def _deel_van(self, sleutel: Sleutel):
        return self._delen.get(sleutel.met(maat="t") if sleutel.maat == "c" else sleutel)

    def _lp(self, sleutel: Sleutel) -> tuple[int, int]:
        return self._deel_van(sleutel).bereik(sleutel)


class _Deel:
    """One connected system of sums."""

    def __init__(self, aanval: Aanval, sommen: list[Som]) -> None:
        self._aanval, self._sommen = aanval, sommen
        namen = {s for som in sommen for s in som.termen}
        namen |= {s.met(maat=m) for s in namen if s.maat in _DEEL for m in "tn"}
        self._plek = {sleutel: nummer for nummer, sleutel in enumerate(sorted(namen))}

    @cached_property
    def _stelsel(self):
        aanval, plek = self._aanval, self._plek
        grenzen, ongelijk, rechts, gelijk, waarden = [], [], [], [], []
        for sleutel in plek:
            grenzen.append(aanval._van_paar(sleutel))
            if sleutel.maat == "t":
                n = sleutel.met(maat="n")
                c = aanval._van_paar(sleutel.met(maat="c"))
                ongelijk += [{sleutel: 1, n: -1}, {n: 1, sleutel: -1}]
                rechts += [-c[0], c[1]]
                p = aanval._feiten.grens.get(sleutel.met(maat="p"))
                if p is not None and p[1] <= 100.6:
                    ongelijk += [{sleutel: 1, n: -p[1] / 100}, {sleutel: -1, n: p[0] / 100}]
                    rechts += [0, 0]
        for som in self._sommen:
            if som.gelijk:
                gelijk.append(som.termen)
                waarden.append(som.rechts)
            else:
                ongelijk.append(som.termen)
                rechts.append(som.rechts)
        return grenzen, self._matrix(ongelijk), rechts, self._matrix(gelijk), waarden

    def _matrix(self, regels):
        if not regels:
            return None
        matrix = np.zeros((len(regels), len(self._plek)))
        for nummer, termen in enumerate(regels):
            for sleutel, maal in termen.items():
                matrix[nummer, self._plek[sleutel]] += maal
        return matrix

    def bereik(self, sleutel: Sleutel) -> tuple[int, int]:
        doel = np.zeros(len(self._plek))
        if sleutel.maat == "c":
            doel[self._plek[sleutel.met(maat="n")]], doel[self._plek[sleutel.met(maat="t")]] = 1, -1
        else:
            doel[self._plek[sleutel]] = 1
        onder, boven = self._los_op(doel), self._los_op(-doel)
        if onder is None or boven is None:
            return 0, OPEN
        return math.ceil(onder - _SPEELRUIMTE), math.floor(-boven + _SPEELRUIMTE)

    def _los_op(self, doel) -> float | None:
        """Lowest value of the goal; None when the facts contradict each other (then they say nothing here)."""
        grenzen, ongelijk, rechts, gelijk, waarden = self._stelsel
        uit = linprog(doel, A_ub=ongelijk, b_ub=rechts or None, A_eq=gelijk, b_eq=waarden or None,
                      bounds=grenzen, method="highs")  # fmt: skip
        return uit.fun if uit.status == 0 else None


def _wilson(t: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = np.maximum(n, 1)
    p, z2 = t / n, _Z * _Z
    midden, half = p + z2 / (2 * n), _Z * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return 100 * (midden - half) / (1 + z2 / n), 100 * (midden + half) / (1 + z2 / n)
