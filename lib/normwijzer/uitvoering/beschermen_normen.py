"""The norm decisions of a family as the report of that family may tell of them."""

from collections.abc import Sequence

import pandas as pd

from normwijzer.normen.besluit import Besluit
from normwijzer.uitvoering.beschermen_besluit import bescherm_besluit, bescherm_herijking
from normwijzer.uitvoering.normbron import lees_bron
from normwijzer.uitvoering.tekstkolommen import als_tekst

_SCOPE = ("perceel", "aanbieder", "gemeente", "soort")


def bescherm_normen(
    besluiten: Sequence[Besluit],
    herijking: pd.DataFrame,
    precies: pd.DataFrame,
    getoond: pd.DataFrame,
    jaar: int,
    editie: str,
) -> tuple[tuple[Besluit, ...], pd.DataFrame]:
    """Decisions of one family, and the same computed again; in the shared edition without what tells of few people.

    Args:
        herijking: exact (`lezen.lees_herijking`), may be empty. precies, getoond: outcome rows of every year, exact and
            as they are shown. jaar: of the report.

    Returns:
        the decisions in their order, and herijking: inside as given, shared with te_klein and stap, and only of
        decisions up to `jaar` that have one row each.
    """
    if editie == "intern":
        return tuple(besluiten), herijking
    precies, getoond = als_tekst(precies, *_SCOPE), als_tekst(getoond, *_SCOPE)
    nu = {}
    for besluit in besluiten:
        delen = [_van(tabel, besluit) for tabel in (precies, getoond)]
        bron = lees_bron(besluit.onderwerp, *delen, jaar, deelbaar=True)
        nu[id(besluit)] = bron.som(besluit.basis.jaren)
    rijen = [_opnieuw(besluiten, onderwerp, herijking, nu, jaar) for onderwerp in _onderwerpen(besluiten)]
    rijen = [rij for rij in rijen if len(rij)]
    samen = pd.concat(rijen, ignore_index=True) if rijen else herijking.head(0)
    return tuple(bescherm_besluit(besluit, nu[id(besluit)]) for besluit in besluiten), samen


def _onderwerpen(besluiten: Sequence[Besluit]) -> list:
    return list(dict.fromkeys(besluit.onderwerp for besluit in besluiten))


def _van(tabel: pd.DataFrame, besluit: Besluit) -> pd.DataFrame:
    mee = tabel["gemeente"].eq("")
    for kolom in ("kpi", "perceel", "soort"):
        mee &= tabel[kolom].eq(getattr(besluit, kolom))
    return tabel[mee].reset_index(drop=True)


def _opnieuw(
    besluiten: Sequence[Besluit], onderwerp, herijking: pd.DataFrame, nu: dict[int, tuple[int, int] | None], jaar: int
) -> pd.DataFrame:
    """The protected rows of one onderwerp; none when they are not of these decisions."""
    if herijking.empty:
        return herijking
    mee = herijking["jaar"].le(jaar)
    for kolom in ("kpi", "perceel", "soort"):
        mee &= herijking[kolom].eq(getattr(onderwerp, kolom))
    tabel = herijking[mee].sort_values(["jaar", "volgnummer"], ignore_index=True)
    eigen = sorted((b for b in besluiten if b.onderwerp == onderwerp and b.jaar <= jaar), key=lambda b: b.jaar)
    if len(eigen) != len(tabel):
        return tabel.head(0)
    return bescherm_herijking(tabel, eigen, [nu[id(besluit)] for besluit in eigen])
