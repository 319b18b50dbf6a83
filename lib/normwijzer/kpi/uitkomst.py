"""What computing a family gives."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Uitkomst:
    """Frames of one region, year and family; exact and not protected, so for inside use.

    uitkomsten: the contract's columns, one row per kpi × variant × scope.
    nevencijfers: kpi, kenmerk, perceel, aanbieder, gemeente, teller, noemer, waarde, eenheid.
    redenen: perceel, aanbieder, reden, aantal. stroom: perceel, aanbieder, beginstand, instroom, uitstroom, eindstand.
    kwaliteit: kenmerk, perceel, aantal, van. niet_ingedeeld: wet, categorie, code, toewijzingen, leveringen, clienten.
    Empty scope columns mean all.
    """

    uitkomsten: pd.DataFrame
    nevencijfers: pd.DataFrame
    redenen: pd.DataFrame
    stroom: pd.DataFrame
    kwaliteit: pd.DataFrame
    niet_ingedeeld: pd.DataFrame
