"""What computing a family gives."""

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True, eq=False)
class Uitkomst:
    """Frames of one region, year and family; exact and not protected, so for inside use.

    uitkomsten: the contract's columns, one row per kpi × variant × scope.
    nevencijfers: kpi, kenmerk, perceel, aanbieder, gemeente, soort, teller, noemer, waarde, eenheid.
    kwaliteit: kenmerk, perceel, soort, aantal, van.
    niet_ingedeeld: wet, categorie, code, toewijzingen, leveringen, clienten.
    frames: what only this family has, by name; docs/ontwerp.md gives the columns.
    Empty scope columns mean all.
    """

    uitkomsten: pd.DataFrame
    nevencijfers: pd.DataFrame
    kwaliteit: pd.DataFrame
    niet_ingedeeld: pd.DataFrame
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
