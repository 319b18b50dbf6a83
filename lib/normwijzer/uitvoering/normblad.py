"""One onderwerp of the norm report: all that `normen` can say about its counts, as far as the edition may tell."""

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
from normwijzer.normen.gevolgen import wie_faalt
from normwijzer.normen.herkomst import digest_opties, digest_uitkomst
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.rapport.norm.gegevens import SLEUTEL, Beeld, Normblad
from normwijzer.rapport.norm.woorden import EIGEN
from normwijzer.uitvoering.beschermen_besluit import bescherm_besluit, bescherm_herijking
from normwijzer.uitvoering.beschermen_norm import (
    bescherm_combinaties,
    bescherm_kwartalen,
    bescherm_rijping,
    bescherm_tornado,
    rond_kwartalen,
    rond_per_jaar,
    rond_stand,
    rond_zonder_een,
)
from normwijzer.uitvoering.normbron import CIJFERS, Bron, lees_bron, tel_verborgen
from normwijzer.uitvoering.normkandidaten import maak_kandidaten

_MINSTE_AANBIEDERS = 2


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
    """Everything about one onderwerp. Inside on all exact counts; shared on those of shown rows only (`normbron`), and
    then in whole percent and counts per 5.

    Args:
        exact, beschermd: rows of `uitkomsten` of this onderwerp without gemeente, up to and including `jaar`; the
            second as the edition may show them, with columns te_klein and tekst.
        jaar: of the report. besluiten: of the region, all norm years.
        opties: option -> value as text, as the outcomes were computed.
    """
    bron = lees_bron(onderwerp, exact, beschermd, jaar, deelbaar=editie != "intern")
    keuzes = maak_kandidaten(bron)
    eigen = [b for b in besluiten if b.onderwerp == onderwerp and b.jaar <= jaar]
    getoond = _besluiten(bron, eigen)
    nieuw = dict(zip(map(id, eigen), getoond, strict=True))
    beeld = _beeld(onderwerp, jaar, [b for b in besluiten if b.jaar <= jaar], keuzes, nieuw)
    genoeg = beeld is not None and not bron.te_klein and len(bron.nu) >= (1 if bron.deelbaar else _MINSTE_AANBIEDERS)
    meer = genoeg and len(bron.nu) >= _MINSTE_AANBIEDERS
    van_jaar = exact[exact["jaar"].eq(jaar)]
    return Normblad(
        onderwerp=onderwerp,
        definitie=onderwerp.definitie,
        beeld=beeld,
        regio=bron.regio,
        cijfers=bron.cijfers,
        verborgen=tel_verborgen(bron),
        kandidaten=keuzes,
        **(_bij_norm(bron, keuzes, beeld) if genoeg else _zonder_norm()),
        tornado=_tornado(bron, beschermd, beeld if genoeg else None),
        fit=_fit(bron.nu) if meer else None,
        per_jaar=_per_jaar(bron),
        zonder_een=_zonder_een(bron) if meer else _ZONDER_EEN.copy(),
        bootstrap=stabiliteit.bootstrap(bron.basis, [jaar], bron.richting) if meer else (math.nan, math.nan),
        **_kwartalen(bron, _van(verkend.kwartalen, onderwerp)),
        **_in_de_tijd(bron, verkend, onderwerp),
        besluiten=tuple(getoond),
        herijking=_herijking(bron, eigen, _van(verkend.herijking, onderwerp)),
        digest_opties=digest_opties(opties),
        digest_uitkomst=digest_uitkomst(van_jaar) if len(van_jaar) and not bron.deelbaar else "",
        opties=dict(opties),
    )


def _besluiten(bron: Bron, eigen: Sequence[Besluit]) -> list[Besluit]:
    if not bron.deelbaar:
        return list(eigen)
    return [bescherm_besluit(besluit, bron.som(besluit.basis.jaren)) for besluit in eigen]


def _herijking(bron: Bron, eigen: Sequence[Besluit], tabel: pd.DataFrame) -> pd.DataFrame:
    """Inside as it is; shared the rows of the decisions up to this year, each beside its own."""
    if not bron.deelbaar or tabel.empty:
        return tabel
    tabel = tabel[tabel["jaar"].le(bron.jaar)].sort_values(["jaar", "volgnummer"], ignore_index=True)
    orde = sorted(eigen, key=lambda besluit: besluit.jaar)
    if len(orde) != len(tabel):
        return tabel.head(0)  # computed with other decisions
    return bescherm_herijking(tabel, orde, [bron.som(besluit.basis.jaren) for besluit in orde])


def _in_de_tijd(bron: Bron, verkend: Verkend, onderwerp: Onderwerp) -> dict[str, pd.DataFrame]:
    """What depends on the day of knowledge, and the range of all combinations. What moved the value between two days
    is not in the shared edition: a few people, and their number follows from how the steps add up."""
    rijping, stappen, samen = (_van(tabel, onderwerp) for tabel in (verkend.rijping, verkend.stappen,
                                                                    verkend.combinaties))  # fmt: skip
    if bron.deelbaar:
        nu = bron.regio_nu
        return {"rijping": bescherm_rijping(rijping, nu), "stappen": stappen.head(0),
                "combinaties": bescherm_combinaties(samen, nu)}  # fmt: skip
    klein = pd.Series(False, index=rijping.index, dtype="bool")
    return {"rijping": rijping.assign(te_klein=klein), "stappen": stappen, "combinaties": samen}


def _beeld(
    onderwerp: Onderwerp, jaar: int, besluiten: Sequence[Besluit], keuzes: pd.DataFrame, getoond: dict[int, Besluit]
) -> Beeld | None:
    """With the decision as this edition shows it."""
    if besluit := laatste(besluiten).get((onderwerp, jaar)):
        return Beeld(besluit.norm, besluit.bandbreedte, "besluit", getoond[id(besluit)])
    if besluit := geldend(besluiten, onderwerp, jaar):
        return Beeld(besluit.norm, besluit.bandbreedte, "geldend", getoond[id(besluit)])
    heel = keuzes.loc[keuzes["id"].eq("N1"), "norm_heel"].head(1).dropna()
    if heel.empty:
        return None
    norm = float(heel.iloc[0])
    return Beeld(norm, maak_bandbreedte(STANDAARD, norm), "voorstel")


def _bij_norm(bron: Bron, keuzes: pd.DataFrame, beeld: Beeld) -> dict[str, pd.DataFrame]:
    """What depends on the norm of the section."""
    alleen = keuzes[~keuzes["jaren"].str.contains("+", regex=False)]
    normen = sorted({*alleen["norm_heel"].dropna(), beeld.norm})
    banden = dict(zip(verkenning.BANDEN, verkenning.BANDEN, strict=True)) | {EIGEN: beeld.band}
    over = bron.van_jaar, [bron.jaar], bron.richting
    gevolgen = verkenning.gevolgen_tabel(*over, normen, banden)
    gevolgen = gevolgen[gevolgen["band"].ne(EIGEN) | gevolgen["norm"].eq(beeld.norm)].reset_index(drop=True)
    stand = verkenning.per_aanbieder(*over, beeld.norm, beeld.band)
    stand = rond_stand(stand) if bron.deelbaar else stand
    return {
        "gevolgen": gevolgen,
        "keuzelijn": verkenning.keuzelijn(*over, _meebewegend(beeld)),
        "kracht": verkenning.kracht_tabel(beeld.norm, bron.richting),
        "eigen": _eigen(stand, beeld.norm, bron.richting),
        "aanbieders": stand,
    }


@cache
def _zonder_norm() -> dict[str, pd.DataFrame]:
    return {
        "gevolgen": verkenning.gevolgen_tabel(_LEEG, [], _HOGER, []),
        "keuzelijn": verkenning.keuzelijn(_LEEG, [], _HOGER),
        "kracht": verkenning.kracht_tabel(0.5, _HOGER).head(0),
        "eigen": verkenning.kracht_tabel(0.5, _HOGER).head(0),
        "aanbieders": verkenning.per_aanbieder(_LEEG, [], _HOGER, 0.5).head(0),
    }


def _tornado(bron: Bron, beschermd: pd.DataFrame, beeld: Beeld | None) -> pd.DataFrame:
    """Inside over the aanbieders, with the verdicts that change; shared about the region alone."""
    if bron.deelbaar:
        return bescherm_tornado(beschermd, bron.jaar)
    if beeld is None:
        return gevoeligheid.tornado(_LEEG, [], _HOGER, 0.5)
    cijfers = bron.cijfers[bron.cijfers["jaar"].eq(bron.jaar)]
    return gevoeligheid.tornado(cijfers, [bron.jaar], bron.richting, beeld.norm, beeld.band)


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


def _per_jaar(bron: Bron) -> pd.DataFrame:
    tabel = stabiliteit.per_jaar(bron.alle, bron.richting)
    return rond_per_jaar(tabel) if bron.deelbaar else tabel


def _zonder_een(bron: Bron) -> pd.DataFrame:
    _, tabel = stabiliteit.zonder_een(bron.basis, [bron.jaar], bron.richting)
    orde = tabel.assign(_rang=-tabel["verschil"].abs()).sort_values(["_rang", "aanbieder"], ignore_index=True)
    orde = orde.drop(columns="_rang")  # before the differences are rounded
    return rond_zonder_een(orde) if bron.deelbaar else orde


def _kwartalen(bron: Bron, kwartalen: pd.DataFrame) -> dict[str, object]:
    """The chart of the quarters up to the year of the report; nothing when there are none to show."""
    tabel = kwartalen[kwartalen["jaar"].le(bron.jaar)] if len(kwartalen) else kwartalen
    if bron.deelbaar and len(tabel):
        tabel = bescherm_kwartalen(tabel, bron.getoonde_jaren)
    if tabel.empty or not tabel["noemer"].notna().any():
        return {"kwartaalsoort": "", "kwartalen": pd.DataFrame(columns=["jaar", "kwartaal"]), "in_controle": None}
    kaart = stabiliteit.kwartaalkaart(tabel)
    goed = kaart.in_control.get(bron.jaar, pd.NA)
    return {
        "kwartaalsoort": kaart.soort,
        "kwartalen": rond_kwartalen(kaart.kaart) if bron.deelbaar else kaart.kaart,
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
_LEEG = pd.DataFrame(columns=CIJFERS).astype({"jaar": "int64", "teller": "Int64", "noemer": "Int64"})
_ZONDER_EEN = pd.DataFrame({"aanbieder": pd.Series(dtype="str"), "norm": pd.Series(dtype="float64"),
                            "verschil": pd.Series(dtype="float64")})  # fmt: skip
