"""Options, rows and sources in short, for the hand-made cases."""

import pandas as pd
from normwijzer.kpi.jeugd.geen_bron import no_sources
from normwijzer.kpi.opties import opties_voor
from normwijzer.registraties import Bronnen

TRANSFORMATIE, KWALITEIT = "jeugd_transformatie", "jeugd_kwaliteit"


def keuzes(kpi: str, familie: str = TRANSFORMATIE, **anders) -> dict:
    """The default of every option of a KPI, with these set otherwise."""
    return {naam: optie.standaard[kpi] for naam, optie in opties_voor(familie, kpi).items()} | anders


def rij_van(frame: pd.DataFrame, soort: str | None = None, aanbieder: str | None = None) -> pd.Series | None:
    mee = frame.soort.isna() if soort is None else frame.soort.eq(soort)
    mee &= frame.aanbieder.isna() if aanbieder is None else frame.aanbieder.eq(aanbieder)
    assert mee.sum() <= 1, "meer dan één regel voor één groep"
    return frame[mee].iloc[0] if mee.any() else None


def telling(frame: pd.DataFrame, soort: str | None = None, aanbieder: str | None = None):
    """(teller, noemer) of a row, None without that row."""
    rij = rij_van(frame, soort, aanbieder)
    return None if rij is None else (rij.teller, rij.noemer)


def neven(rijen: list[pd.DataFrame], kenmerk: str, soort: str | None = None, aanbieder: str | None = None):
    """(teller, waarde) of a side figure; None without that row."""
    tabel = pd.concat(rijen, ignore_index=True)
    rij = rij_van(tabel[tabel.kenmerk.eq(kenmerk)], soort, aanbieder)
    return None if rij is None else (rij.teller, rij.waarde)


def bronnen(*opgave: tuple, bevolking: list[tuple] = ()) -> Bronnen:
    """opgave: agb, jaar, halfjaar, indicator, teller, noemer, waarde. bevolking: gemeente, jaar, leeftijd, aantal."""
    leeg = no_sources()
    rijen = pd.DataFrame([(*rij, None) for rij in opgave], columns=leeg.opgave.columns).astype(leeg.opgave.dtypes)
    inwoners = pd.DataFrame(list(bevolking), columns=leeg.bevolking.columns).astype(leeg.bevolking.dtypes)
    return Bronnen(rijen, inwoners, "synthetisch", leeg.signalen, bool(opgave), bool(bevolking))
