"""How good the claims are: lines and 323's that were right the first time, rejected, credited, not yet answered."""

import numpy as np
import pandas as pd

from ...perioden import OPEN
from .basis import Basis
from .regels import AFGEWEZEN, GECREDITEERD, INGEDIEND, TOEGEKEND, Regels, of_declaratiejaar, sum_scopes

SCOPES = ((), ("wet",), ("aanbieder",), ("wet", "aanbieder"))
KOLOMMEN = (
    "wet", "aanbieder", "regels", "goed", "afgewezen", "gecrediteerd", "in_behandeling", "credits", "declaraties",
    "declaraties_beantwoord", "declaraties_goed", "geheel_afgewezen", "clienten",
)  # fmt: skip


def count_declaratiekwaliteit(basis: Basis) -> pd.DataFrame:
    """Frame `declaratiekwaliteit`: 323's with Dagtekening in the year, as they stand at K.

    One row per scope: total, wet, aanbieder (sender of the 323), wet × aanbieder; the total always, the others only
    with a 323. Sorted; wet and aanbieder empty = all. Whole numbers:
    regels: debit lines, = goed (toegekend) + afgewezen + gecrediteerd + in_behandeling (323 without 325). A11 is
        goed / (regels - in_behandeling).
    credits: credit lines, whatever became of them; in none of the others.
    declaraties: all; declaraties_beantwoord: with a 325 and at least one debit line; declaraties_goed: of those, all
        debit lines goed; geheel_afgewezen: refused as a whole, so as if never sent.
    clienten: distinct clients on any line.

    Source: kpi-specificatie 5.16, option eenheid of A11.
    """
    regels = of_declaratiejaar(basis)
    in_jaar = basis.in_year(basis.declaraties.dag.to_numpy())
    per_declaratie = {naam: waarde[in_jaar] for naam, waarde in _per_declaratie(regels).items()}
    tabel = sum_scopes(basis.declaraties[in_jaar], basis.namen, per_declaratie, regels.tabel, SCOPES)
    return tabel[list(KOLOMMEN)].sort_values(["wet", "aanbieder"], na_position="first", ignore_index=True)


def _per_declaratie(regels: Regels) -> dict[str, np.ndarray]:
    declaraties = regels.basis.declaraties
    aantal = len(declaraties)
    declaratie, status = regels.tabel.declaratie.to_numpy(), regels.tabel.status.to_numpy()
    credit = regels.tabel.credit.to_numpy()

    def tel(masker: np.ndarray) -> np.ndarray:
        return np.bincount(declaratie[masker], minlength=aantal)

    debet, goed = tel(~credit), tel(~credit & (status == TOEGEKEND))
    beantwoord = (declaraties.antwoord.to_numpy() < OPEN) & (debet > 0)
    return {
        "regels": debet,
        "goed": goed,
        "afgewezen": tel(~credit & (status == AFGEWEZEN)),
        "gecrediteerd": tel(~credit & (status == GECREDITEERD)),
        "in_behandeling": tel(~credit & (status == INGEDIEND)),
        "credits": tel(credit),
        "declaraties": np.ones(aantal, dtype="int64"),
        "declaraties_beantwoord": beantwoord.astype("int64"),
        "declaraties_goed": (beantwoord & (goed == debet)).astype("int64"),
        "geheel_afgewezen": declaraties.geheel_afgewezen.to_numpy(dtype="int64"),
    }
