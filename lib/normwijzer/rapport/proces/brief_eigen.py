"""What one aanbieder may see of a report: its own rows and those of the region, and nothing of anybody else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from normwijzer.privacy import KLEINSTE_GROEP, TE_KLEIN
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import frame, kies

WEINIG = "te weinig bij anderen"
"""Instead of a figure of the region from which the few clients of the other aanbieders could be worked out."""

_MET_REGIO = ("doorlooptijd", "termijnen")
_ALLEEN_EIGEN = ("herstelpunten", "herstelregels", "afkeurredenen")


@dataclass(frozen=True, eq=False)
class Blad:
    """The report of one aanbieder: only rows of its own (`agb`) and, with empty aanbieder, of the whole region."""

    rapport: Rapport
    agb: str

    @property
    def naam(self) -> str:
        return self.rapport.naam_aanbieder(self.agb)

    def uitkomst(self, kpi: str, wet: str = ""):
        """Its outcome row for both laws together or one; None without cases."""
        return self._uitkomsten.get((kpi, wet, self.agb))

    def uitkomst_regio(self, kpi: str):
        return self._uitkomsten.get((kpi, "", ""))

    def duren(self, kpi: str):
        """Its row of `doorlooptijd` for the whole year and both laws together; None without."""
        return self._duren.get((kpi, self.agb))

    def duren_regio(self, kpi: str):
        return self._duren.get((kpi, ""))

    def neven(self, kpi: str, kenmerk: str):
        """Its row of a side figure for both laws together; None without."""
        return self._neven.get((kpi, kenmerk, self.agb))

    def neven_regio(self, kpi: str, kenmerk: str):
        return self._neven.get((kpi, kenmerk, ""))

    def frame(self, naam: str) -> pd.DataFrame:
        """Its own rows of a frame."""
        return kies(frame(self.rapport, naam), aanbieder=self.agb)

    @cached_property
    def _uitkomsten(self) -> dict:
        rijen = _gevuld(self.rapport.uitkomsten)
        return {(r.kpi, r.wet, r.aanbieder): r for r in rijen.itertuples() if r.te_klein or r.noemer > 0}

    @cached_property
    def _duren(self) -> dict:
        rijen = kies(frame(self.rapport, "doorlooptijd"), wet="")
        return {(r.kpi, r.aanbieder): r for r in rijen.itertuples() if pd.isna(r.maand)}

    @cached_property
    def _neven(self) -> dict:
        rijen = kies(_gevuld(self.rapport.nevencijfers), wet="")
        return {(r.kpi, r.kenmerk, r.aanbieder): r for r in rijen.itertuples()}


def vind_aanbieders(rapport: Rapport) -> list[str]:
    """AGB of every aanbieder with at least one case in the year, in order."""
    codes = set(_uitkomsten(rapport)["aanbieder"])
    for naam in (*_MET_REGIO, *_ALLEEN_EIGEN):
        tabel = frame(rapport, naam)
        codes |= set(tabel["aanbieder"]) if "aanbieder" in tabel else set()
    return sorted(code for code in codes if code)


def splits_rapport(rapport: Rapport, aanbieders: list[str]) -> Iterator[Blad]:
    """Per AGB its Blad: only rows of that aanbieder and of the whole region, of `jaar` and without variants.

    Rows per gemeente are left out, but the messages to mend keep the gemeente they went to or came from. Of the other
    aanbieders not even the name is left. A name that two aanbieders share stands with the AGB behind it.
    """
    uitkomsten, neven = _per_aanbieder(_uitkomsten(rapport)), _per_aanbieder(_zonder_gemeente(rapport.nevencijfers))
    frames = {naam: _per_aanbieder(_zonder_gemeente(frame(rapport, naam))) for naam in _MET_REGIO}
    eigen = {naam: _per_aanbieder(frame(rapport, naam)) for naam in _ALLEEN_EIGEN}
    rest = {"geen_bron": rapport.frames["geen_bron"]} if "geen_bron" in rapport.frames else {}
    for agb in aanbieders:
        eigen_rapport = replace(
            rapport,
            uitkomsten=_kies(uitkomsten, agb, ""),
            nevencijfers=_kies(neven, agb, ""),
            frames=rest
            | {naam: _kies(delen, agb, "") for naam, delen in frames.items()}
            | {naam: _kies(delen, agb) for naam, delen in eigen.items()},
            jaarframes={},
            aanbieders={agb: rapport.naam_aanbieder(agb)},
        )
        yield Blad(eigen_rapport, agb)


def mag_naast(eigen, regio) -> bool:
    """Whether a figure of the region can stand beside that of the aanbieder, which knows its own clients.

    Both are rows with te_klein and clienten, or None. At least KLEINSTE_GROEP clients must be of others; of a hidden
    own row the number of clients is not known and taken at its largest.
    """
    if regio is None or regio.te_klein or pd.isna(regio.clienten):
        return False
    zelf = 0 if eigen is None else KLEINSTE_GROEP - 1 if pd.isna(eigen.clienten) else eigen.clienten
    return regio.clienten - zelf >= KLEINSTE_GROEP


def naast(eigen, regio, waarde):
    """The region's `waarde` if it can stand beside the aanbieder's own, else why not."""
    if regio is None:
        return ""
    if regio.te_klein:
        return TE_KLEIN
    return waarde if mag_naast(eigen, regio) else WEINIG


def _uitkomsten(rapport: Rapport) -> pd.DataFrame:
    rijen = rapport.uitkomsten
    return _zonder_gemeente(rijen[rijen["jaar"].eq(rapport.jaar) & rijen["variant"].eq("basis")])


def _gevuld(tabel: pd.DataFrame) -> pd.DataFrame:
    return tabel.assign(**{kolom: tabel[kolom].fillna("") for kolom in ("wet", "aanbieder") if kolom in tabel})


def _zonder_gemeente(tabel: pd.DataFrame) -> pd.DataFrame:
    return tabel[tabel["gemeente"].fillna("").eq("")] if "gemeente" in tabel else tabel


def _per_aanbieder(tabel: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """AGB (empty: of nobody in particular) -> rows; under None the columns without rows."""
    delen = {None: tabel.head(0)}
    if "aanbieder" in tabel:
        delen |= dict(list(tabel.groupby(tabel["aanbieder"].fillna(""), sort=False)))
    return delen


def _kies(delen: dict, *codes: str) -> pd.DataFrame:
    gekozen = [delen[code] for code in codes if code in delen]
    return pd.concat(gekozen) if len(gekozen) > 1 else gekozen[0] if gekozen else delen[None]
