"""What is known of a client: year and month of birth (reconstructie 10, decision 61)."""

import numpy as np
import pandas as pd

from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.vector import als_dagen, groepnummers, hoogste_per_groep


def bouw_clienten(selectie: Selectie, tabel: pd.DataFrame) -> pd.DataFrame:
    """One row per (wet, client) of counted messages.

    A row with a year of birth goes before one without, then the gemeente (a 301) before others, then the latest
    Dagtekening, then the highest year and month. Empty = nowhere known.
    """
    rijen = selectie.regels(tabel)
    rijen = rijen[rijen["client"].notna()].reset_index(drop=True)
    plaats = rijen["plaats"].to_numpy()
    wet = selectie.van_bericht("wet", plaats)
    groep = groepnummers([wet, rijen["client"]])
    jaar, maand = (rijen[kolom].fillna(-1).to_numpy(dtype=np.int64) for kolom in ("geboortejaar", "geboortemaand"))
    gemeente = (selectie.van_bericht("berichttype", plaats) == "301").to_numpy(dtype=bool)
    dag = als_dagen(selectie.van_bericht("dagtekening", plaats))
    aantal = int(groep.max(initial=-1)) + 1
    gekozen = hoogste_per_groep(groep, jaar >= 0, gemeente, dag, jaar, maand, aantal=aantal)
    uit = rijen.assign(wet=wet)[["wet", "client", "geboortejaar", "geboortemaand"]]
    return uit.iloc[gekozen].reset_index(drop=True)
