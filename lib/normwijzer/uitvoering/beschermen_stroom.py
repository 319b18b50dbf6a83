"""In, out and stock, and why it ended, as a shared report may show them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from normwijzer import codelijsten
from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, OVERIGE, Leden, staat, vul_aan
from normwijzer.uitvoering.beschermen_delen import toon_aandelen, toon_alles, toon_rijen, vul_rijen
from normwijzer.uitvoering.tekstkolommen import als_tekst

STROOM = ["beginstand", "instroom", "uitstroom", "eindstand"]
GROEPEN = ("volgens plan", "uitval", "extern", "overig")
"""Reasons of a shared report; a single rare reason would tell of a few people."""

_HELFT = 0.5
_GROEP_VAN = {
    "volgens_plan": "volgens plan",
    **dict.fromkeys(("eenzijdig_client", "eenzijdig_aanbieder", "in_overeenstemming"), "uitval"),
    **dict.fromkeys(("overlijden", "verhuizing_extern"), "extern"),
}
"""`kpi_groep` of a code -> reason of a shared report; overig when absent."""


def bescherm_stroom(stroom: Mapping[int, pd.DataFrame], editie: str, leden: Mapping[int, Leden]):
    """Frame `stroom` of every year, protected together: the eindstand of a year is the beginstand of the next.

    Rows per perceel or soort × aanbieder, and with empty aanbieder their sum; a row without either stands for all. In
    the shared edition a row is shown with all its numbers or none. Hidden is a row with fewer than KLEINSTE_GROEP
    people or with 1 to 4 in some column, in every year when it is so in one, and what would tell of it.

    Args:
        stroom: jaar -> exact frame. leden: jaar -> who are Overige aanbieders; nobody when a year is absent.

    Returns:
        jaar -> frame with te_klein and tekst.
    """
    samen = {jaar: _with_totals(frame) for jaar, frame in stroom.items()}
    if editie == "intern" or not any(map(len, samen.values())):
        return {jaar: toon_alles(frame) for jaar, frame in samen.items()}
    alles = pd.concat(
        [_merge(frame, leden.get(jaar)).assign(jaar=jaar) for jaar, frame in samen.items()], ignore_index=True
    )
    alles = alles[alles["aanbieder"].eq("") | ~alles[groep_van(alles)].isin(_thin(alles))].reset_index(drop=True)
    alles = toon_rijen(alles, STROOM, _hidden(alles, _moving(samen, leden)))
    return {jaar: alles[alles["jaar"].eq(jaar)].drop(columns="jaar").reset_index(drop=True) for jaar in stroom}


def bescherm_redenen(redenen: pd.DataFrame, editie: str, wet: str, uitval_verborgen: frozenset[str]) -> pd.DataFrame:
    """Frame `redenen` per perceel or soort, over all aanbieders: a period has one aanbieder, so these add up.

    In the shared edition the reasons are GROEPEN, each with its count and share of all that ended there.

    Args:
        wet: whose codes. uitval_verborgen: percelen or soorten of which the KPI on uitval does not show its number.

    Returns:
        perceel or soort, reden, aantal, deel (fraction of what ended there), te_klein, tekst.
    """
    groep = groep_van(redenen)
    redenen = als_tekst(redenen, groep, "reden")
    samen = redenen.groupby([groep, "reden"], as_index=False)["aantal"].sum()
    if editie == "intern" or samen.empty:
        som = samen.groupby(groep)["aantal"].transform("sum")
        return toon_alles(samen.assign(deel=samen["aantal"] / som.where(som.ne(0))))
    samen = _per_groep(samen, groep, wet)
    staten = staat(samen["som"], samen["aantal"], samen["som"])
    mee = samen["reden"].eq("uitval") & samen[groep].isin(uitval_verborgen) & staten.eq("vol")
    achteraan = samen[::-1]  # overig goes first when one more must be hidden
    staten, _ = vul_aan(
        achteraan["aantal"], achteraan["som"], staten.mask(mee, "niet_getoond")[::-1], achteraan[groep]
    )
    staten = staten.loc[samen.index].mask(samen["som"].lt(KLEINSTE_GROEP), "weg")
    return toon_aandelen(samen, "aantal", "som", staten, "deel").drop(columns="som")


def groep_van(tabel: pd.DataFrame) -> str:
    """The column by which a frame is split."""
    return "perceel" if "perceel" in tabel else "soort"


def _with_totals(stroom: pd.DataFrame) -> pd.DataFrame:
    groep = groep_van(stroom)
    stroom = als_tekst(stroom, groep, "aanbieder")
    per_aanbieder = stroom[stroom["aanbieder"].ne("")]
    samen = per_aanbieder.groupby(groep, as_index=False)[STROOM].sum().assign(aanbieder="")
    alles = pd.concat([stroom[stroom["aanbieder"].eq("")], samen, per_aanbieder])
    return alles.reset_index(drop=True)[list(stroom.columns)]


def leden_van_groep(leden: Leden | None, groep: str) -> frozenset[str]:
    """Who are Overige aanbieders in a perceel or soort; soorten share those of the whole region."""
    return frozenset() if leden is None else leden.overige.get(groep, leden.overige.get("", frozenset()))


def _merge(stroom: pd.DataFrame, leden: Leden | None) -> pd.DataFrame:
    """Overige aanbieders as one row."""
    groep = groep_van(stroom)
    samen = [agb in leden_van_groep(leden, g) for g, agb in zip(stroom[groep], stroom["aanbieder"], strict=True)]
    stroom = stroom.assign(
        aanbieder=stroom["aanbieder"].mask(pd.Series(samen, index=stroom.index, dtype=bool), OVERIGE)
    )
    return stroom.groupby([groep, "aanbieder"], as_index=False, sort=False)[STROOM].sum()


def _thin(alles: pd.DataFrame) -> set[str]:
    """Percelen or soorten without rows per aanbieder: in some year fewer than half are large enough to show, or all of
    them are Overige."""
    groep, eigen = groep_van(alles), alles[alles["aanbieder"].ne("")]
    groot = (_mensen(eigen) >= KLEINSTE_GROEP).groupby([eigen[groep], eigen["jaar"]]).mean()
    apart = eigen["aanbieder"].ne(OVERIGE).groupby([eigen[groep], eigen["jaar"]]).any()
    return set(groot.index[(groot < _HELFT) | ~apart].get_level_values(0))


def _known(alles: pd.DataFrame) -> pd.DataFrame:
    """Which counts are known to be 0 from another year: who has no row there, had nobody at that turn of the year."""
    groep = groep_van(alles)
    rijen = set(zip(alles[groep], alles["aanbieder"], alles["jaar"], strict=True))
    jaren = set(alles["jaar"])

    def leeg(stap: int) -> list[bool]:
        return [
            jaar + stap in jaren and (deel, agb, jaar + stap) not in rijen
            for deel, agb, jaar in zip(alles[groep], alles["aanbieder"], alles["jaar"], strict=True)
        ]

    bekend = pd.DataFrame(False, index=alles.index, columns=STROOM)
    return bekend.assign(beginstand=leeg(-1), eindstand=leeg(1))


def _mensen(stroom: pd.DataFrame) -> pd.Series:
    """Everybody who was there in the year."""
    return stroom["beginstand"] + stroom["instroom"]


def _moving(stroom: Mapping[int, pd.DataFrame], leden: Mapping[int, Leden]) -> set[tuple[str, str]]:
    """(groep, aanbieder) of who is in Overige in some years and not in others, and Overige of that groep itself: from
    one year to the next the stock of the one could be taken from that of the other."""
    gevonden = set()
    namen = {
        (groep, agb) for frame in stroom.values() for groep, agb in frame[[groep_van(frame), "aanbieder"]].values if agb
    }
    for groep, agb in namen:
        erin = {agb in leden_van_groep(leden.get(jaar), groep) for jaar in stroom}
        if len(erin) > 1:
            gevonden |= {(groep, agb), (groep, OVERIGE)}
    return gevonden


def _hidden(alles: pd.DataFrame, vooraf: set[tuple[str, str]]) -> pd.Series:
    """Which rows of all years to hide."""
    groep, mensen = groep_van(alles), _mensen(alles)
    klein = alles[STROOM].ge(1).to_numpy() & alles[STROOM].lt(KLEINSTE_DEEL).to_numpy()
    sleutel = pd.Series(list(zip(alles[groep], alles["aanbieder"], strict=True)), index=alles.index)
    weg = pd.Series(klein.any(axis=1), index=alles.index) | mensen.between(1, KLEINSTE_GROEP - 1)
    weg |= sleutel.isin(vooraf)
    deel = alles["aanbieder"].ne("")
    per_jaar, bekend = alles[groep] + "|" + alles["jaar"].astype(str), _known(alles)
    while True:
        boven = set(alles.loc[weg & ~deel, groep])
        nu = weg | sleutel.isin(set(sleutel[weg])) | (deel & alles[groep].isin(boven))
        mee = deel & ~alles[groep].isin(boven)
        gevuld, gezakt = vul_rijen(alles.loc[mee, STROOM], nu[mee], per_jaar[mee], bekend[mee])
        nu.loc[mee] = gevuld
        nu |= ~deel & per_jaar.isin(gezakt)
        if nu.equals(weg):
            return weg
        weg = nu


def _per_groep(samen: pd.DataFrame, groep: str, wet: str) -> pd.DataFrame:
    """Every one of GROEPEN for every perceel or soort, also without anybody, and som = all that ended there."""
    soort = {rij["code"]: _GROEP_VAN.get(rij["kpi_groep"], "overig") for rij in codelijsten.laad("reden_beeindiging")
             if rij["wet"] == wet}  # fmt: skip
    tel = samen.assign(reden=samen["reden"].map(soort).fillna("overig")).groupby([groep, "reden"])["aantal"].sum()
    namen = list(dict.fromkeys(samen[groep]))
    alle = pd.MultiIndex.from_product([namen, GROEPEN], names=[groep, "reden"])
    tel = tel.reindex(alle, fill_value=0).astype(np.int64).reset_index()
    return tel.assign(som=tel.groupby(groep)["aantal"].transform("sum"))
