"""Random worlds for the twin: counts on every edge the rules know, a few years, a few variants."""

import numpy as np
import pandas as pd

JAREN = (2023, 2024, 2025)
NOEMERS = (0, 1, 2, 5, 9, 10, 11, 20, 24, 25, 26, 40, 49, 50, 51, 75, 99, 100, 101, 150, 199, 200, 201, 260)
VARIANTEN = ("venster=1", "venster=56", "retour=ja")


def telling(rng: np.random.Generator, n: int, aandeel: float, norm: float, breedten=(0.05, 0.1)) -> int:
    """A count of n: by chance, none, all, or exactly on or one beside the norm or norm ± a width."""
    soort = rng.integers(10)
    if soort < 5 or n == 0:
        return int(rng.binomial(n, aandeel))
    if soort < 6:
        return int(rng.choice([0, n]))
    doel = norm + rng.choice([0, 0, *breedten, *(-b for b in breedten)])
    return int(np.clip(round(doel * n) + rng.integers(-1, 2), 0, n))


def tellingen(rng: np.random.Generator, norm: float, hoogstens: int = 12) -> list[tuple[int, int]]:
    """(y, n) per aanbieder; some worlds spread, some share one rate; more of them near the norm than far off."""
    k = int(rng.integers(0, hoogstens + 1))
    midden = float(np.clip(norm + rng.normal(0, 0.08), 0.02, 0.98))
    sterkte = float(rng.choice([4, 12, 60, 1e6]))
    noemers = rng.choice(NOEMERS, k) if rng.random() < 0.6 else rng.geometric(0.02, k).clip(0, 300)
    delen = rng.beta(midden * sterkte, (1 - midden) * sterkte, k)
    return [(telling(rng, int(n), float(p), norm), int(n)) for n, p in zip(noemers, delen, strict=True)]


def norm_van(rng: np.random.Generator) -> float:
    """A whole percentage, the extremes now and then."""
    return float(rng.choice([0.0, 1.0, 0.01, 0.99, 0.5])) if rng.random() < 0.1 else int(rng.integers(2, 99)) / 100


def cijfers(rng: np.random.Generator, norm: float) -> pd.DataFrame:
    """Rows of one onderwerp: aanbieders that come and go over the years, variants that move some counts."""
    rijen = []
    namen = [f"{i:08d}" for i in range(1, 14)]
    vast = dict(zip(namen, tellingen(rng, norm), strict=False))
    for jaar in sorted(map(int, rng.choice(JAREN, int(rng.choice([1, 2, 3, 3])), replace=False))):
        status = "voorlopig" if jaar == 2025 and rng.random() < 0.5 else "definitief"
        zonder = set(rng.choice(VARIANTEN, int(rng.random() < 0.6)))  # a variant that this year knows not
        for naam, (_, n) in vast.items():
            if rng.random() < 0.15:
                continue
            n = int(n if rng.random() < 0.7 else rng.integers(0, 120))
            y = telling(rng, n, norm, norm)
            rijen.append((jaar, "basis", naam, y, n, status))
            for variant in VARIANTEN:
                if variant in zonder or rng.random() < 0.1:
                    continue
                n_v = max(0, n + int(rng.choice([0, 0, -1, 1, -12, 9])))
                y_v = int(np.clip(y + rng.choice([0, 0, -1, 1, 5, -5]), 0, n_v))
                rijen.append((jaar, variant, naam, y_v, n_v, status))
    tabel = pd.DataFrame(rijen, columns=["jaar", "variant", "aanbieder", "teller", "noemer", "status"])
    tabel = tabel.astype({"jaar": "int64", "variant": "str", "aanbieder": "str", "status": "str"})
    tabel = tabel.astype({"teller": "Int64", "noemer": "Int64"})
    return tabel.sample(frac=1, random_state=int(rng.integers(1e6)), ignore_index=True)


def wereld(deel: int, zaad: int):
    """(rng, norm, frame, its rows as dicts, years to take together) of one random world."""
    rng = np.random.default_rng([deel, zaad])
    norm = norm_van(rng)
    tabel = cijfers(rng, norm)
    aanwezig = sorted(set(tabel["jaar"])) or [JAREN[0]]
    jaren = aanwezig[-int(rng.integers(1, len(aanwezig) + 1)) :]
    return rng, norm, tabel, tabel.to_dict("records"), jaren
