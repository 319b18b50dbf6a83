"""What moved a year's counts between two days of knowledge: its messages added group by group, and counted again.

Only the people whose messages changed are rebuilt: counts are sums over people, so all the others stand apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from normwijzer.normen.tijdlijn import Kpis, Tijdlijn
from normwijzer.toestand.regie import TIJDELIJK
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.toewijzingen import REDENEN_VERWIJDERD
from normwijzer.toestand.vector import groepnummers

TIJD, TOEWIJZINGEN, START_EN_STOP, CORRECTIES = "tijd", "toewijzingen", "start_en_stop", "correcties"
OORZAKEN = (TIJD, TOEWIJZINGEN, START_EN_STOP, CORRECTIES)
"""In the order in which they are added.

tijd: no message at all, only a later day: what ran out without a stop has ended, what could not be judged yet can.
toewijzingen: 301's that are new, changes of what was allocated before included. start_en_stop: 305's and 307's about
what was not heard of before. correcties: deletions of what was known, other values for a known start or stop, and
messages that were known and are now rejected. What was sent and taken back between the two days never was.
"""

WET = {"wmo": "wmo", "jeugd_transformatie": "jw", "jeugd_kwaliteit": "jw"}
"""familie -> the law whose messages it counts."""

_REGELS = ("toewijzing_regels", "start_regels", "stop_regels")
_TABELLEN = (*_REGELS, "clienten")
_EERSTE = "1"
_SCHEIDING = "|"

Masker = dict[str, np.ndarray]
"""Table -> which of its rows are there."""


@dataclass(eq=False)
class Stappen:
    """Attributes changes on one `Tijdlijn`."""

    tijdlijn: Tijdlijn

    def __post_init__(self) -> None:
        self._groep = _connect(self.tijdlijn.tabellen)

    def ontleed(self, van: pd.Timestamp, tot: pd.Timestamp, jaar: int) -> dict[str, pd.DataFrame]:
        """oorzaak -> change of teller and noemer (float64) per onderwerp, of the KPI's of which anything changed.

        In the order of `OORZAKEN`; together they are the counts on `tot` minus those on `van`.
        """
        lijn = self.tijdlijn
        heel = _minus(lijn.cellen(tot, jaar), lijn.cellen(van, jaar))
        heel, kpis = _changed(heel)
        if not kpis:
            return dict.fromkeys(OORZAKEN, heel)
        voor, na = lijn.selectie(van).berichten["bericht"], lijn.selectie(tot).berichten["bericht"]
        tabellen = self._rows_of_people(np.setxor1d(voor, na), {WET[familie] for familie in kpis})
        selectie = _together(lijn, van, tot)
        was = {naam: getattr(tabellen, naam)["bericht"].isin(voor).to_numpy() for naam in _TABELLEN}
        nu = {naam: getattr(tabellen, naam)["bericht"].isin(na).to_numpy() for naam in _TABELLEN}
        standen = self._count(tabellen, _stages(tabellen, selectie, was, nu), selectie, tot, jaar, kpis)
        paren = zip(OORZAKEN[1:], standen, standen[1:], strict=False)
        deel = {oorzaak: _minus(stand, vorige) for oorzaak, vorige, stand in paren}
        index = reduce(pd.MultiIndex.union, [d.index for d in deel.values()], heel.index)
        deel = {oorzaak: d.reindex(index, fill_value=0.0) for oorzaak, d in deel.items()}
        tijd = heel.reindex(index, fill_value=0.0) - sum(deel.values())
        return {TIJD: tijd} | deel

    def _rows_of_people(self, berichten: np.ndarray, wetten: set[str]) -> SimpleNamespace:
        """Per table the rows of everybody that these messages of those laws are about, in whatever message."""
        alle = self.tijdlijn.tabellen
        kop = alle.berichten[["bericht", "wet"]]
        berichten = np.intersect1d(berichten, kop.loc[kop["wet"].isin(wetten), "bericht"])
        geraakt = np.zeros(max(groep.max(initial=-1) for groep in self._groep.values()) + 2, dtype=bool)
        for naam, groep in self._groep.items():
            geraakt[groep[getattr(alle, naam)["bericht"].isin(berichten).to_numpy()]] = True
        geraakt[-1] = False  # rows about nobody count nowhere
        return SimpleNamespace(**{naam: getattr(alle, naam)[geraakt[groep]] for naam, groep in self._groep.items()})

    def _count(
        self,
        tabellen: SimpleNamespace,
        standen: Sequence[Masker],
        selectie: Selectie,
        dag: pd.Timestamp,
        jaar: int,
        kpis: Kpis,
    ) -> list[pd.DataFrame]:
        """The counts of each of these, all rebuilt at once, as if each were about other people with other toewijzingen.

        One that is equal to the one before it is not counted again.
        """
        nieuw = [True, *(not _same(een, ander) for een, ander in zip(standen, standen[1:], strict=False))]
        apart = [stand for stand, is_nieuw in zip(standen, nieuw, strict=True) if is_nieuw]
        toestand = self.tijdlijn.bouw(selectie, _side_by_side(tabellen, apart), dag)
        tellers = self.tijdlijn.tellers(toestand, kpis)
        geteld = []
        for nummer in range(len(apart)):
            delen = [teller.beperk(partial(_belongs, nummer=nummer)) for teller in tellers]
            geteld.append(self.tijdlijn.tel(delen, jaar, kpis))
        return [geteld[plek] for plek in np.cumsum(nieuw) - 1]


def _same(een: Masker, ander: Masker) -> bool:
    return all(np.array_equal(een[naam], ander[naam]) for naam in _TABELLEN)


def _side_by_side(tabellen: SimpleNamespace, standen: Sequence[Masker]) -> SimpleNamespace:
    """The rows of each below those of the one before it, with clients and toewijzingnummers of its own."""
    nummers, waarden = pd.factorize(
        pd.concat([getattr(tabellen, naam)["toewijzingnummer"] for naam in _REGELS], ignore_index=True), sort=True
    )
    eigen = dict(zip(_REGELS, np.split(nummers, _borders(tabellen)), strict=True))
    uit = {}
    for naam in _TABELLEN:
        tabel, delen = getattr(tabellen, naam), []
        for nummer, stand in enumerate(standen):
            deel = tabel.assign(client=tabel["client"].astype("str") + f"{_SCHEIDING}{nummer}")
            if naam in eigen:
                apart = pd.Series(eigen[naam] + len(waarden) * nummer, index=tabel.index, dtype="Int64")
                deel["toewijzingnummer"] = apart.where(tabel["toewijzingnummer"].notna())
            delen.append(deel[stand[naam]])
        uit[naam] = pd.concat(delen, ignore_index=True)
    return SimpleNamespace(**uit)


def _belongs(clienten: pd.Index, nummer: int) -> np.ndarray:
    return np.asarray(clienten.str.endswith(f"{_SCHEIDING}{nummer}"), dtype=bool)


def _borders(tabellen: SimpleNamespace) -> np.ndarray:
    """Where the rows of one of the three tables end and those of the next begin."""
    return np.cumsum([len(getattr(tabellen, naam)) for naam in _REGELS])[:-1]


def _changed(verschil: pd.DataFrame) -> tuple[pd.DataFrame, Kpis]:
    """The rows of the KPI's of which any onderwerp changed, and those KPI's."""
    per_kpi = verschil.ne(0).any(axis=1).groupby(level=["familie", "kpi"]).transform("any")
    rijen = verschil[per_kpi]
    paren = rijen.index.droplevel(["perceel", "soort"]).unique()
    families = paren.get_level_values("familie").unique()
    return rijen, {f: tuple(paren[paren.get_level_values("familie") == f].get_level_values("kpi")) for f in families}


def _minus(een: pd.DataFrame, ander: pd.DataFrame) -> pd.DataFrame:
    kolommen = ["teller", "noemer"]
    return een[kolommen].sub(ander[kolommen], fill_value=0.0)


def _connect(tabellen: object) -> dict[str, np.ndarray]:
    """Table -> number per row; rows that share a client or a toewijzing, directly or through others, share it.

    Nothing in one group can change what is counted of another. -1: neither client nor toewijzingnummer.
    """
    kop = tabellen.berichten[["bericht", "wet", "gemeente"]]
    rijen = pd.concat(
        [getattr(tabellen, naam).reindex(columns=["bericht", "client", "toewijzingnummer"]) for naam in _TABELLEN],
        ignore_index=True,
    ).merge(kop, on="bericht", how="left")
    met_client, met_nummer = rijen["client"].notna().to_numpy(), rijen["toewijzingnummer"].notna().to_numpy()
    client = groepnummers([rijen["wet"], rijen["client"]])
    nummer = groepnummers([rijen[kolom] for kolom in ("wet", "gemeente", "toewijzingnummer")])
    nummer += int(client.max(initial=-1)) + 1
    beide = met_client & met_nummer
    omvang = int(nummer.max(initial=-1)) + 1
    graaf = coo_array((np.ones(beide.sum(), dtype=bool), (client[beide], nummer[beide])), shape=(omvang, omvang))
    label = connected_components(graaf, directed=False)[1] if omvang else np.zeros(0, dtype=np.int64)
    knoop = np.where(met_client, client, nummer)
    groep = np.where(met_client | met_nummer, label[knoop], -1)
    grenzen = np.cumsum([len(getattr(tabellen, naam)) for naam in _TABELLEN])[:-1]
    return dict(zip(_TABELLEN, np.split(groep, grenzen), strict=True))


def _together(lijn: Tijdlijn, van: pd.Timestamp, tot: pd.Timestamp) -> Selectie:
    """Messages that count on either day, in the order in which `selecteer` would give them."""
    voor, na = lijn.selectie(van), lijn.selectie(tot)
    weg = voor.berichten[~voor.berichten["bericht"].isin(na.berichten["bericht"])]
    if weg.empty:
        return na
    samen = pd.concat([na.berichten, weg], ignore_index=True)
    inhoud = lijn.tabellen.berichten.set_index("bericht")["inhoud"].reindex(samen["bericht"])
    volgorde = np.lexsort((groepnummers([inhoud]), samen["kennisdatum"].to_numpy()))
    return Selectie(samen.iloc[volgorde].reset_index(drop=True), na.heenberichten, na.telling)


def _stages(tabellen: SimpleNamespace, selectie: Selectie, was: Masker, nu: Masker) -> list[Masker]:
    """Which rows are there before any message was added, and after each group of them; the last one is `nu`."""
    later = _corrections(tabellen, selectie, was, nu)
    nieuw = {naam: was[naam] | (nu[naam] & ~later[naam]) for naam in _REGELS}
    toewijzingen = was | {naam: nieuw[naam] for naam in _REGELS[:1]} | {"clienten": was["clienten"] | nu["clienten"]}
    return [was, toewijzingen, toewijzingen | {naam: nieuw[naam] for naam in _REGELS[1:]}, nu]


def _corrections(tabellen: SimpleNamespace, selectie: Selectie, was: Masker, nu: Masker) -> Masker:
    """Per table of lines the new rows that change or take back what was known."""
    regels = _lines(tabellen, selectie)
    bekend = np.concatenate([was[naam] for naam in _REGELS])
    nieuw = np.concatenate([nu[naam] for naam in _REGELS]) & ~bekend
    is_toewijzing = (regels["soort"] == _REGELS[0]).to_numpy()
    nummer = groepnummers([regels[kolom] for kolom in ("wet", "gemeente", "toewijzingnummer")])
    gelijk = (regels["ingangsdatum"] == regels["einddatum"]).to_numpy(dtype=bool)
    verwijdert = gelijk & regels["reden_wijziging"].isin(REDENEN_VERWIJDERD).to_numpy()
    terug = is_toewijzing & verwijdert & np.isin(nummer, nummer[is_toewijzing & bekend])

    levering = _deliveries(regels)
    tijdelijk = (regels["reden_beeindiging"] == TIJDELIJK).fillna(False).to_numpy(dtype=bool)
    periode = groepnummers([levering, regels["soort"], tijdelijk, regels["begindatum"]])
    raakt = ~is_toewijzing & np.isin(periode, periode[~is_toewijzing & bekend])
    eerste = regels["status_aanlevering"].eq(_EERSTE).fillna(False).to_numpy(dtype=bool)
    besmet = levering[~is_toewijzing & nieuw & raakt & ~eerste]  # what replaces a deletion goes with it
    correctie = nieuw & (terug | raakt | (~is_toewijzing & np.isin(levering, besmet)))
    return dict(zip(_REGELS, np.split(correctie, _borders(tabellen)), strict=True))


def _lines(tabellen: SimpleNamespace, selectie: Selectie) -> pd.DataFrame:
    """The rows of the three tables below each other, with soort (its table) and the parties of their message."""
    regels = pd.concat([getattr(tabellen, naam).assign(soort=naam) for naam in _REGELS], ignore_index=True)
    plaats = pd.Index(selectie.berichten["bericht"]).get_indexer(regels["bericht"])
    return regels.assign(**{k: selectie.van_bericht(k, plaats) for k in ("wet", "gemeente", "aanbieder")})


def _deliveries(regels: pd.DataFrame) -> np.ndarray:
    """Number per row of its delivery: by toewijzingnummer, or by product when there is none (reconstructie 5)."""
    taakgericht = regels["toewijzingnummer"].isna()
    wie = [regels[kolom] for kolom in ("wet", "gemeente", "aanbieder", "client", "toewijzingnummer")]
    return groepnummers([*wie, *(regels[kolom].where(taakgericht) for kolom in ("categorie", "code"))])
