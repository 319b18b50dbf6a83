"""What one aanbieder may see: its own exact rows, the shared rows of the region, and nothing of anybody else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from normwijzer.kpi.proces.neven import ZELFDE_MENSEN
from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, TE_KLEIN
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import frame, kies

WEINIG = "te weinig bij anderen"
"""Instead of a figure of the region from which the few clients of the other aanbieders could be worked out."""

_MET_REGIO = ("doorlooptijd", "termijnen")
_ALLEEN_EIGEN = ("herstelpunten", "herstelregels", "afkeurredenen")
_GEEN_GETAL = frozenset(
    (
        "kpi variant kenmerk jaar maand perceel soort wet aanbieder gemeente eenheid status bekend_op termijn punt wie "
        "code omschrijving bekend te_klein tekst"
    ).split()
)
"""Columns that stay of a hidden row."""


@dataclass(frozen=True, eq=False)
class Blad:
    """The report of one aanbieder: its own rows (`agb`), and with empty aanbieder those of the region as shared.

    anderen: (kind, key) -> clienten, op_tijd and te_laat of all other aanbieders together, exact and never shown: they
        decide what can stand beside the aanbieder's own figures, which it knows.
    """

    rapport: Rapport
    agb: str
    anderen: Mapping[tuple[str, str], tuple[int, int, int]]

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

    def naast(self, soort: str, sleutel: str, regio, waarde):
        """The `waarde` of the region (of its shared row `regio`) if it can stand beside the own one; else why not."""
        if regio is None:
            return ""
        if regio.te_klein:
            return regio.tekst
        return waarde if mag_naast(self.anderen.get((soort, sleutel))) else WEINIG

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


def splits_rapport(precies: Rapport, gedeeld: Rapport, aanbieders: list[str], editie: str) -> Iterator[Blad]:
    """Per AGB its Blad: rows of that aanbieder from the exact report, of the region from the shared one, of `jaar` and
    without variants. In edition deelbaar an own row about 1 to 9 clients has no numbers.

    Rows per gemeente are left out, but the messages to mend keep the gemeente they went to or came from. Of the other
    aanbieders not even the name is left. A name that two aanbieders share stands with the AGB behind it.
    """
    hide = _hide_small if editie != "intern" else _show
    mensen = _people(precies)
    uitkomsten = _per_aanbieder(hide(_met(_uitkomsten(precies), mensen)))
    neven = _per_aanbieder(hide(_met(_zonder_gemeente(precies.nevencijfers), mensen)))
    frames = {naam: _per_aanbieder(hide(_zonder_gemeente(frame(precies, naam)))) for naam in _MET_REGIO}
    eigen = {naam: _per_aanbieder(hide(frame(precies, naam))) for naam in _ALLEEN_EIGEN}
    if editie != "intern":
        eigen["herstelregels"] = {None: frame(precies, "herstelregels").head(0)}
        eigen["afkeurredenen"] = {agb: deel.assign(bedrag=pd.NA) for agb, deel in eigen["afkeurredenen"].items()}
    regio = {naam: _zonder_gemeente(frame(gedeeld, naam)) for naam in _MET_REGIO}
    regio |= {"uitkomsten": _uitkomsten(gedeeld), "nevencijfers": _zonder_gemeente(gedeeld.nevencijfers)}
    regio = {naam: _per_aanbieder(tabel) for naam, tabel in regio.items()}
    rest = {"geen_bron": precies.frames["geen_bron"]} if "geen_bron" in precies.frames else {}
    zonder = _Anderen(precies)
    for agb in aanbieders:
        eigen_rapport = replace(
            precies,
            editie=editie,
            uitkomsten=_naast_elkaar(_kies(uitkomsten, agb), _kies(regio["uitkomsten"], "")),
            nevencijfers=_naast_elkaar(_kies(neven, agb), _kies(regio["nevencijfers"], "")),
            frames=rest
            | {naam: _naast_elkaar(_kies(delen, agb), _kies(regio[naam], "")) for naam, delen in frames.items()}
            | {naam: _kies(delen, agb) for naam, delen in eigen.items()},
            jaarframes={},
            aanbieders={agb: precies.naam_aanbieder(agb)},
        )
        yield Blad(eigen_rapport, agb, zonder.van(agb))


def mag_naast(anderen: tuple[int, int, int] | None) -> bool:
    """Whether a figure of the region can stand beside that of an aanbieder, which knows its own clients.

    Args:
        anderen: clienten, op_tijd and te_laat of all others together, exact: KLEINSTE_GROEP clients, and
            KLEINSTE_DEEL cases on time and as many late, or the figure would tell of them.
    """
    if anderen is None:
        return False
    clienten, op_tijd, te_laat = anderen
    return clienten >= KLEINSTE_GROEP and min(op_tijd, te_laat) >= KLEINSTE_DEEL


class _Anderen:
    """Of every KPI, side figure and deadline of both laws: the region and each aanbieder, exact."""

    def __init__(self, precies: Rapport) -> None:
        duren = kies(_zonder_gemeente(frame(precies, "doorlooptijd")), wet="")
        duren = duren[duren["maand"].isna()] if len(duren) else duren
        self._rijen = {("kpi", r.kpi, r.aanbieder): _drie(r.clienten, r.op_tijd, r.te_laat) for r in duren.itertuples()}
        termijnen = kies(_zonder_gemeente(frame(precies, "termijnen")), wet="")
        for r in termijnen.itertuples():
            self._rijen["termijn", r.termijn, r.aanbieder] = _drie(r.clienten, r.op_tijd, r.te_laat)
        for r in _gevuld(_zonder_gemeente(precies.nevencijfers)).itertuples():
            mensen = self._rijen.get(("kpi", ZELFDE_MENSEN.get(r.kenmerk, r.kpi), r.aanbieder))
            if not getattr(r, "wet", "") and mensen and not pd.isna(r.teller) and not pd.isna(r.noemer):
                drie = _drie(mensen[0], r.teller, r.noemer - r.teller)
                self._rijen["neven", f"{r.kpi}:{r.kenmerk}", r.aanbieder] = drie

    def van(self, agb: str) -> dict[tuple[str, str], tuple[int, int, int]]:
        """(kind, key) -> clienten, op_tijd, te_laat of everybody but this aanbieder; clienten at its smallest."""
        uit = {}
        for (soort, sleutel, wie), regio in self._rijen.items():
            if not wie:
                eigen = self._rijen.get((soort, sleutel, agb), (0, 0, 0))
                uit[soort, sleutel] = tuple(geheel - deel for geheel, deel in zip(regio, eigen, strict=True))
        return uit


def _drie(*waarden) -> tuple[int, int, int]:
    return tuple(int(waarde) for waarde in waarden)


def _people(precies: Rapport) -> pd.DataFrame:
    """kpi, wet, aanbieder, clienten of the year."""
    duren = _zonder_gemeente(frame(precies, "doorlooptijd"))
    if duren.empty:
        return pd.DataFrame(columns=["kpi", "wet", "aanbieder", "clienten"])
    return duren.loc[duren["maand"].isna(), ["kpi", "wet", "aanbieder", "clienten"]]


def _met(rijen: pd.DataFrame, mensen: pd.DataFrame) -> pd.DataFrame:
    """Rows of figures with the clients behind them."""
    rijen = _gevuld(rijen)
    kpi = rijen["kpi"] if "kenmerk" not in rijen else rijen["kenmerk"].map(ZELFDE_MENSEN).fillna(rijen["kpi"])
    wie = rijen.assign(kpi=kpi)[["kpi", "wet", "aanbieder"]].astype("str")
    gevonden = wie.merge(mensen.astype({"kpi": "str"}), on=["kpi", "wet", "aanbieder"], how="left")["clienten"]
    return rijen.assign(clienten=gevonden.array)


def _show(rijen: pd.DataFrame) -> pd.DataFrame:
    """Own rows of the internal edition: exact, with the share that a shared row has."""
    if "op_tijd" in rijen and "gevallen" in rijen:
        gevallen = rijen["gevallen"].astype("Float64")
        rijen = rijen.assign(aandeel=rijen["op_tijd"].astype("Float64") / gevallen.mask(gevallen.eq(0)))
    return rijen


def _hide_small(rijen: pd.DataFrame) -> pd.DataFrame:
    """Own rows of the shared edition: without the numbers of 1 to 9 clients; a row nobody knows the clients of is."""
    rijen = _show(rijen)
    if "clienten" not in rijen:
        return rijen
    mensen = rijen["clienten"].astype("Float64")
    klein = ~(mensen.eq(0) | mensen.ge(KLEINSTE_GROEP)).fillna(False).astype(bool)
    leeg = {kolom: rijen[kolom].mask(klein) for kolom in rijen if kolom not in _GEEN_GETAL}
    return rijen.assign(**leeg, te_klein=klein, tekst=pd.Series("", index=rijen.index).mask(klein, TE_KLEIN))


def _naast_elkaar(eigen: pd.DataFrame, regio: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([deel for deel in (eigen, regio) if len(deel)] or [eigen], ignore_index=True)


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
