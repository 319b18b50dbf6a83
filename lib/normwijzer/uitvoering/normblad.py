"""One onderwerp of the norm report: all that `normen` can say about its exact counts, of which the small is hidden."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from normwijzer.normen import gevoeligheid, stabiliteit, verkenning
from normwijzer.normen.bandbreedte import KLEINSTE, STANDAARD, maak_bandbreedte
from normwijzer.normen.besluit import Besluit, geldend, laatste
from normwijzer.normen.betabinomiaal import BetaBinomiaal, fit_betabinomiaal
from normwijzer.normen.cijfers import BASIS, jaarkeuzes, tel
from normwijzer.normen.gevolgen import wie_faalt
from normwijzer.normen.herkomst import digest_opties, digest_uitkomst
from normwijzer.normen.kandidaten import kandidaten
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.rapport.norm.gegevens import SLEUTEL, Beeld, Normblad
from normwijzer.rapport.norm.woorden import EIGEN
from normwijzer.uitvoering.beschermen_norm import (
    bescherm_combinaties,
    bescherm_kandidaten,
    bescherm_kwartalen,
    bescherm_per_jaar,
    bescherm_rijping,
    bescherm_stand,
    bescherm_stappen,
    bescherm_tornado,
    bescherm_zonder_een,
    rond_kandidaten,
    tel_verborgen,
)

_CIJFERS = ["jaar", "variant", "aanbieder", "teller", "noemer", "status"]
_REGIO = ["jaar", "teller", "noemer", "waarde", "onder", "boven", "status", "te_klein"]
_MINSTE_AANBIEDERS = 2
_SAMEN = "regio"
"""Stands for an aanbieder where a KPI has none and only the region can be counted."""


@dataclass(frozen=True)
class Verkend:
    """Frames of `herijken` for one year and every onderwerp (SLEUTEL in front), each may be empty."""

    rijping: pd.DataFrame
    stappen: pd.DataFrame
    combinaties: pd.DataFrame
    kwartalen: pd.DataFrame
    herijking: pd.DataFrame


def maak_blad(
    onderwerp: Onderwerp,
    exact: pd.DataFrame,
    beschermd: pd.DataFrame,
    jaar: int,
    editie: str,
    besluiten: Sequence[Besluit],
    opties: Mapping[str, str],
    verkend: Verkend,
) -> Normblad:
    """Compute on exact numbers, keep what may be shown.

    Args:
        exact, beschermd: rows of `uitkomsten` of this onderwerp without gemeente, up to and including `jaar`; the
            second as the edition may show them, with column te_klein.
        jaar: of the report. besluiten: of the region, all norm years.
        opties: option -> value as text, as the outcomes were computed.
    """
    deelbaar = editie != "intern"
    cijfers, regio = _cijfers(exact), _regio(exact, beschermd, jaar)
    getoond = _cijfers(beschermd[~beschermd["te_klein"]])
    if deelbaar:
        getoond = getoond[getoond["noemer"].ge(KLEINSTE)].reset_index(drop=True)
    richting, alleen_regio = onderwerp.definitie.richting, cijfers.empty
    basis = cijfers[cijfers["variant"].eq(BASIS)]
    telbaar = _als_cijfers(exact[exact["variant"].eq(BASIS)]) if alleen_regio else basis
    te_klein = bool(regio["te_klein"].iloc[-1])
    keuzes = _kandidaten(telbaar, jaar, richting, alleen_regio, deelbaar, te_klein)
    beeld = _beeld(onderwerp, jaar, besluiten, keuzes)
    nu = tel(basis, [jaar])
    genoeg = len(nu) >= _MINSTE_AANBIEDERS and not te_klein and beeld is not None
    delen = _bij_norm(cijfers, jaar, richting, keuzes, beeld, deelbaar) if genoeg else _zonder_norm()
    van_jaar = exact[exact["jaar"].eq(jaar)]
    rijping = bescherm_rijping(_van(verkend.rijping, onderwerp), editie)
    samen = _van(verkend.combinaties, onderwerp)
    kaart = _kwartalen(_van(verkend.kwartalen, onderwerp), jaar, deelbaar)
    return Normblad(
        onderwerp=onderwerp,
        definitie=onderwerp.definitie,
        beeld=beeld,
        regio=_met_aantallen(regio, cijfers),
        cijfers=getoond,
        verborgen=tel_verborgen(cijfers, getoond),
        kandidaten=keuzes,
        **delen,
        fit=_fit(nu) if genoeg else None,
        per_jaar=_per_jaar(telbaar, richting, deelbaar),
        zonder_een=_zonder_een(basis, jaar, richting, deelbaar) if genoeg else _ZONDER_EEN.copy(),
        bootstrap=stabiliteit.bootstrap(basis, [jaar], richting) if genoeg else (math.nan, math.nan),
        combinaties=bescherm_combinaties(samen, te_klein) if deelbaar else samen,
        **kaart,
        rijping=rijping,
        stappen=bescherm_stappen(_van(verkend.stappen, onderwerp), rijping, editie),
        besluiten=tuple(b for b in besluiten if b.onderwerp == onderwerp and b.jaar <= jaar),
        herijking=_van(verkend.herijking, onderwerp),
        digest_opties=digest_opties(opties),
        digest_uitkomst=digest_uitkomst(van_jaar) if len(van_jaar) else "",
        opties=dict(opties),
    )


def _cijfers(rijen: pd.DataFrame) -> pd.DataFrame:
    """Counts per aanbieder with cases: the columns of `normen.cijfers`."""
    mee = rijen["aanbieder"].ne("") & rijen["noemer"].astype("Float64").gt(0).fillna(False).astype(bool)
    return _tellingen(rijen[mee])


def _als_cijfers(rijen: pd.DataFrame) -> pd.DataFrame:
    """The row of the region as if it were one aanbieder, for a KPI that has no figures per aanbieder."""
    mee = rijen["aanbieder"].eq("") & rijen["noemer"].astype("Float64").gt(0).fillna(False).astype(bool)
    return _tellingen(rijen[mee].assign(aanbieder=_SAMEN))


def _tellingen(rijen: pd.DataFrame) -> pd.DataFrame:
    return rijen[_CIJFERS].astype({"teller": "Int64", "noemer": "Int64"}).reset_index(drop=True)


def _regio(exact: pd.DataFrame, beschermd: pd.DataFrame, jaar: int) -> pd.DataFrame:
    """One row per year of the region itself, the year of the report last, also when it has no row."""
    basis = beschermd[beschermd["variant"].eq(BASIS) & beschermd["aanbieder"].eq("")]
    regio = basis[_REGIO].sort_values("jaar", ignore_index=True)
    if jaar not in set(regio["jaar"]):
        leeg = {"jaar": jaar, "teller": 0, "noemer": 0, "status": "definitief", "te_klein": False}
        regio = pd.concat([regio, pd.DataFrame([leeg])], ignore_index=True)
    return regio.astype({"jaar": "int64", "te_klein": "bool"})


def _met_aantallen(regio: pd.DataFrame, cijfers: pd.DataFrame) -> pd.DataFrame:
    basis = cijfers[cijfers["variant"].eq(BASIS)]
    alle, groot = basis["jaar"].value_counts(), basis.loc[basis["noemer"].ge(KLEINSTE), "jaar"].value_counts()
    aantallen = {naam: regio["jaar"].map(per).fillna(0).astype("int64") for naam, per in
                 (("aanbieders", alle), ("groot", groot))}  # fmt: skip
    return regio.assign(**aantallen)


def _kandidaten(
    cijfers: pd.DataFrame, jaar: int, richting: str, alleen_regio: bool, deelbaar: bool, te_klein: bool
) -> pd.DataFrame:
    """Candidates for the year alone and for 2 and 3 years together; of a region without aanbieders only N1."""
    tabellen = []
    for jaren in jaarkeuzes(cijfers, jaar):
        geteld = tel(cijfers, jaren)
        tabel = kandidaten(geteld["teller"], geteld["noemer"], richting).assign(jaren="+".join(map(str, jaren)))
        if alleen_regio:
            tabel = tabel[tabel["id"].eq("N1")].assign(k=0)
        if deelbaar:
            tabellen.append(rond_kandidaten(bescherm_kandidaten(tabel, geteld, richting)))
        else:
            tabellen.append(tabel.assign(te_klein=False))
    if not tabellen:
        tabellen = [kandidaten([], [], richting).head(0).assign(jaren="", te_klein=False)]
    uit = pd.concat(tabellen, ignore_index=True).astype({"te_klein": "bool"})
    uit.loc[uit["te_klein"] | te_klein, ["norm", "norm_heel"]] = math.nan
    return uit.assign(te_klein=uit["te_klein"] | te_klein)


def _beeld(onderwerp: Onderwerp, jaar: int, besluiten: Sequence[Besluit], keuzes: pd.DataFrame) -> Beeld | None:
    if besluit := laatste(besluiten).get((onderwerp, jaar)):
        return Beeld(besluit.norm, besluit.bandbreedte, "besluit", besluit)
    if besluit := geldend(besluiten, onderwerp, jaar):
        return Beeld(besluit.norm, besluit.bandbreedte, "geldend", besluit)
    heel = keuzes.loc[keuzes["id"].eq("N1"), "norm_heel"].head(1).dropna()
    if heel.empty:
        return None
    norm = float(heel.iloc[0])
    return Beeld(norm, maak_bandbreedte(STANDAARD, norm), "voorstel")


def _bij_norm(
    cijfers: pd.DataFrame, jaar: int, richting: str, keuzes: pd.DataFrame, beeld: Beeld, deelbaar: bool
) -> dict[str, pd.DataFrame]:
    """What depends on the norm of the section."""
    alleen = keuzes[~keuzes["jaren"].str.contains("+", regex=False)]
    normen = sorted({*alleen["norm_heel"].dropna(), beeld.norm})
    basis = cijfers[cijfers["variant"].eq(BASIS) & cijfers["jaar"].eq(jaar)]
    banden = dict(zip(verkenning.BANDEN, verkenning.BANDEN, strict=True)) | {EIGEN: beeld.band}
    gevolgen = verkenning.gevolgen_tabel(basis, [jaar], richting, normen, banden)
    gevolgen = gevolgen[gevolgen["band"].ne(EIGEN) | gevolgen["norm"].eq(beeld.norm)].reset_index(drop=True)
    stand = verkenning.per_aanbieder(basis, [jaar], richting, beeld.norm, beeld.band)
    tornado = gevoeligheid.tornado(cijfers[cijfers["jaar"].eq(jaar)], [jaar], richting, beeld.norm, beeld.band)
    return {
        "gevolgen": gevolgen,
        "keuzelijn": verkenning.keuzelijn(basis, [jaar], richting, _meebewegend(beeld)),
        "kracht": verkenning.kracht_tabel(beeld.norm, richting),
        "eigen": _eigen(stand, beeld.norm, richting),
        "aanbieders": bescherm_stand(stand) if deelbaar else stand,
        "tornado": bescherm_tornado(tornado, cijfers, jaar) if deelbaar else tornado,
    }


@cache
def _zonder_norm() -> dict[str, pd.DataFrame]:
    leeg = verkenning.per_aanbieder(_LEEG, [], _HOGER, 0.5).head(0)
    return {
        "gevolgen": verkenning.gevolgen_tabel(_LEEG, [], _HOGER, []),
        "keuzelijn": verkenning.keuzelijn(_LEEG, [], _HOGER),
        "kracht": verkenning.kracht_tabel(0.5, _HOGER).head(0),
        "eigen": verkenning.kracht_tabel(0.5, _HOGER).head(0),
        "aanbieders": leeg,
        "tornado": gevoeligheid.tornado(_LEEG, [], _HOGER, 0.5),
    }


def _meebewegend(beeld: Beeld):
    """The bandwidth for the line of norms: classes follow the norm, a fixed width and a funnel are what they are."""
    return "klassen" if beeld.band.methode == "klassen" else beeld.band


def _eigen(stand: pd.DataFrame, norm: float, richting: str) -> pd.DataFrame:
    """The table of power for the sizes that occur, one row each, small to large."""
    rond = verkenning.kracht_tabel(norm, richting)
    kant = 1 if richting != _HOGER else -1
    waar = {f"kracht_{round(v * 100)}_slechter": round(norm + kant * v, 12) for v in verkenning.SLECHTER}
    kan = {naam: w for naam, w in waar.items() if 0 <= w <= 1}
    noemers = np.unique(stand.loc[stand["noemer"].ge(KLEINSTE), "noemer"].to_numpy(dtype=int))
    tabel = wie_faalt(noemers, norm, werkelijk=tuple(kan.values()), richting=richting)
    tabel.columns = [*[naam for naam in tabel.columns if not naam.startswith("kracht_")], *kan]
    return tabel.reindex(columns=rond.columns)


def _per_jaar(cijfers: pd.DataFrame, richting: str, deelbaar: bool) -> pd.DataFrame:
    tabel = stabiliteit.per_jaar(cijfers, richting)
    return bescherm_per_jaar(tabel) if deelbaar else tabel


def _zonder_een(cijfers: pd.DataFrame, jaar: int, richting: str, deelbaar: bool) -> pd.DataFrame:
    _, tabel = stabiliteit.zonder_een(cijfers, [jaar], richting)
    orde = tabel.assign(_rang=-tabel["verschil"].abs()).sort_values(["_rang", "aanbieder"], ignore_index=True)
    orde = orde.drop(columns="_rang")  # before the differences are hidden
    return bescherm_zonder_een(orde, tel(cijfers, [jaar])) if deelbaar else orde


def _kwartalen(kwartalen: pd.DataFrame, jaar: int, deelbaar: bool) -> dict[str, object]:
    """The chart of the quarters up to the year of the report; nothing when there are none to show."""
    tabel = kwartalen[kwartalen["jaar"].le(jaar)] if len(kwartalen) else kwartalen
    if deelbaar and len(tabel):
        tabel = bescherm_kwartalen(tabel)
    if tabel.empty or not tabel["noemer"].notna().any():
        return {"kwartaalsoort": "", "kwartalen": pd.DataFrame(columns=["jaar", "kwartaal"]), "in_controle": None}
    kaart = stabiliteit.kwartaalkaart(tabel)
    goed = kaart.in_control.get(jaar, pd.NA)
    return {
        "kwartaalsoort": kaart.soort,
        "kwartalen": kaart.kaart,
        "in_controle": None if pd.isna(goed) else bool(goed),
    }


def _fit(nu: pd.DataFrame) -> BetaBinomiaal:
    return fit_betabinomiaal(nu["teller"], nu["noemer"])


def _van(tabel: pd.DataFrame, onderwerp: Onderwerp) -> pd.DataFrame:
    """The rows of one onderwerp, in the order they had."""
    if tabel.empty:
        return tabel
    mee = np.logical_and.reduce([tabel[kolom].eq(getattr(onderwerp, kolom)) for kolom in SLEUTEL])
    return tabel[mee].reset_index(drop=True)


_HOGER = "hoger_is_beter"
_LEEG = pd.DataFrame(columns=_CIJFERS).astype({"jaar": "int64", "teller": "Int64", "noemer": "Int64"})
_ZONDER_EEN = pd.DataFrame({"aanbieder": pd.Series(dtype="str"), "norm": pd.Series(dtype="float64"),
                            "verschil": pd.Series(dtype="float64")})  # fmt: skip
