"""Two runs of a region side by side: what moved, and by what, as far as it can be computed again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from normwijzer import kpi
from normwijzer.berichten import geef_geheugen_terug, laad_sleutel, open_tabellen
from normwijzer.fouten import DataFout
from normwijzer.normen.cellen import SLEUTEL, normfamilies
from normwijzer.normen.stappen import Stappen
from normwijzer.normen.tijdlijn import Tijdlijn
from normwijzer.paden import Paden
from normwijzer.regio import Regio
from normwijzer.registraties import Bronnen
from normwijzer.toestand import reconstrueer
from normwijzer.toestand.selectie import is_bekend
from normwijzer.uitvoering.normbestand import digest_bronnen
from normwijzer.uitvoering.rekenen import lees_bronnen_voor
from normwijzer.uitvoering.runs import CEL, Run, basiscijfers, lees_cijfers, lees_merken, merk_berichten
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.vergelijken_kern import (
    NAGEKOMEN,
    NIEUW,
    ONVERKLAARD,
    OPTIES,
    PROGRAMMA,
    ontleed,
    splits_nieuw,
    verplaatst,
    zonder_nul,
)


@dataclass(frozen=True)
class Vergelijking:
    """Two runs of one region.

    cijfers: of `vergelijken_kern.verplaatst`. stappen: of `vergelijken_kern.ontleed`, without what did nothing.
    nieuw: messages that the second run had and the first had not; nagekomen: those of them that are dated on or before
    the old K. programma: what is in the cause of that name, in words; empty when nothing is. opties: (what, before,
    after) of regio.toml, as text.
    """

    regio: Regio
    van: Run
    naar: Run
    cijfers: pd.DataFrame
    stappen: pd.DataFrame
    nieuw: int
    nagekomen: int
    programma: tuple[str, ...] = ()
    opties: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class _Stand:
    """What outcomes are computed from: messages (a mask over those of today), K and settings."""

    berichten: np.ndarray = field(repr=False)
    bekend_op: str
    regio: Regio


def vergelijk(paden: Paden, regio: Regio, van: Run, naar: Run) -> Vergelijking:
    """What moved between two runs, split by cause.

    The old figures are followed to the new ones by letting in one cause at a time, each time computed again with the
    program, the other sources and the messages of today: first what cannot be told apart (`PROGRAMMA`), then messages
    that came in later but are dated on or before the old K, then the new K with all that came after, then the settings
    of regio.toml. A cause that is the same for both runs costs nothing and does nothing.

    Args:
        regio: settings of today.

    Raises:
        DataFout: the copy of a run is damaged, or messages or sources cannot be read.
    """
    voor, na = lees_cijfers(paden, regio.map, van), lees_cijfers(paden, regio.map, naar)
    cijfers, opties = verplaatst(voor, na), opties_anders(van, naar)
    if cijfers.empty:
        return Vergelijking(regio, van, naar, cijfers, ontleed([]), *_tel_nieuw(paden, regio, van, naar), (), opties)
    werk = _Werk(paden, regio, van, naar)
    reeks = werk.reeks()
    standen = [("", voor), *((oorzaak, na if stand is None else werk.reken(stand)) for oorzaak, stand in reeks)]
    stappen = ontleed(standen)
    nieuw = next((plek for plek, (oorzaak, _) in enumerate(standen) if oorzaak == NIEUW), None)
    if nieuw is not None:
        stappen = splits_nieuw(stappen, werk.soorten(standen[nieuw - 1][1], cijfers))
    return Vergelijking(
        regio, van, naar, cijfers, zonder_nul(stappen), werk.nieuw, werk.nagekomen, werk.programma, opties
    )


def opties_anders(van: Run, naar: Run) -> tuple[tuple[str, str, str], ...]:
    """(what, before, after) for everything in regio.toml that the two runs did otherwise; empty text = not there."""
    paren = []
    for wat, oud, nieuw in (
        ("opties", van.opties, naar.opties),
        ("gemeenten", van.gemeenten, naar.gemeenten),
        ("families", {naam: "ja" for naam in van.families}, {naam: "ja" for naam in naar.families}),
        ("jaren", {str(jaar): "ja" for jaar in van.jaren}, {str(jaar): "ja" for jaar in naar.jaren}),
    ):
        een, ander = _plat(oud), _plat(nieuw)
        paren += [
            (f"{wat}, {naam}", een.get(naam, ""), ander.get(naam, ""))
            for naam in sorted({*een, *ander})
            if een.get(naam, "") != ander.get(naam, "")
        ]
    return tuple(paren)


def _plat(tabel: dict, voor: str = "") -> dict[str, str]:
    """Nested tables as one: uitval.teller_bron -> value as text."""
    uit = {}
    for naam, waarde in tabel.items():
        if isinstance(waarde, dict):
            uit |= _plat(waarde, f"{voor}{naam}.")
        else:
            uit[f"{voor}{naam}"] = str(waarde).lower() if isinstance(waarde, bool) else str(waarde)
    return uit


def _tel_nieuw(paden: Paden, regio: Regio, van: Run, naar: Run) -> tuple[int, int]:
    """Messages that only the second run had; how many of them came late is not asked when nothing moved."""
    if van.sleutel != naar.sleutel:
        return 0, 0
    return len(np.setdiff1d(lees_merken(paden, regio.map, naar), lees_merken(paden, regio.map, van))), 0


class _Werk:
    """The messages of today, and which of them each run had."""

    def __init__(self, paden: Paden, regio: Regio, van: Run, naar: Run) -> None:
        self._paden, self._van, self._naar = paden, van, naar
        self._tabellen = open_tabellen(paden.werk(regio.map))
        sleutel = laad_sleutel(paden.werk(regio.map), regio.map)
        self._merken = merk_berichten(self._tabellen.berichten["inhoud"], sleutel.waarde)
        self._bronnen_nu, self._kenmerk = digest_bronnen(paden, regio.map), sleutel.kenmerk
        self._regio = regio
        redenen = [self._redenen(run) for run in (van, naar)]
        self._oud, self._nieuw = (self._stand(run, eigen) for run, eigen in zip((van, naar), redenen, strict=True))
        self._waarom = redenen
        self.programma = tuple(dict.fromkeys([*redenen[0], *redenen[1]]))
        erbij = self._nieuw.berichten & ~self._oud.berichten
        self.nieuw = int(erbij.sum())
        self.nagekomen = int((erbij & is_bekend(self._tabellen.berichten, pd.Timestamp(van.bekend_op))).sum())

    def reeks(self) -> list[tuple[str, _Stand | None]]:
        """The causes that differ, with what the figures after each are computed from; None = as the second run gave
        them."""
        oud, nieuw = self._oud, self._nieuw
        stappen: list[tuple[str, _Stand | None]] = []
        if self._waarom[0]:
            stappen.append((PROGRAMMA, oud))
        if self.nagekomen:
            stappen.append((NAGEKOMEN, replace(oud, berichten=nieuw.berichten)))
        if oud.bekend_op != nieuw.bekend_op:
            stappen.append((NIEUW, replace(nieuw, regio=oud.regio)))
        if oud.regio is not nieuw.regio and opties_anders(self._van, self._naar):
            stappen.append((OPTIES, nieuw))
        if self._waarom[1]:
            stappen.append((PROGRAMMA, None))
        if not stappen:
            return [(ONVERKLAARD, None)]
        return [*stappen[:-1], (stappen[-1][0], None)]

    def reken(self, stand: _Stand) -> pd.DataFrame:
        """The figures as they would be, with the program and the sources of today."""
        regio, tabellen = stand.regio, self._tabellen_van(stand)
        bronnen, families, _ = self._bronnen(regio)
        toestand = reconstrueer(tabellen, bekend_op=pd.Timestamp(stand.bekend_op), **kpi.state_variants(regio)["basis"])
        delen = []
        for familie in families:
            if familie in kpi.BASISFAMILIES:
                teller = kpi.prepare_basis(familie, toestand, regio, bronnen=bronnen)
                delen += [teller.rijen(jaar) for jaar in regio.jaren]
            else:
                delen += [
                    kpi.bereken(familie, toestand, regio, jaar, bronnen=bronnen).uitkomsten for jaar in regio.jaren
                ]
        del toestand, tabellen
        geef_geheugen_terug(kringen=True)
        return pd.concat([basiscijfers(deel) for deel in delen], ignore_index=True)

    def soorten(self, voor: pd.DataFrame, cijfers: pd.DataFrame) -> pd.DataFrame:
        """What the messages after the old K did by kind, for the onderwerpen of norms of the whole region: `CEL`,
        oorzaak, d_teller, d_noemer, d_waarde. Empty when the new K is not later.

        Args:
            voor: the figures before those messages.
        """
        van, tot = (pd.Timestamp(stand.bekend_op).as_unit("s") for stand in (self._oud, self._nieuw))
        regio = self._oud.regio
        geraakt = cijfers[cijfers["aanbieder"].eq("") & cijfers["jaar"].isin(regio.jaren)]
        families = normfamilies(set(geraakt["familie"]) & set(regio.families))
        if not van < tot or not families:
            return pd.DataFrame()
        tabellen = self._tabellen_van(replace(self._nieuw, regio=regio))
        stappen = Stappen(Tijdlijn(tabellen, regio, families, self._bronnen(regio)[0]))
        jaren = sorted(set(geraakt["jaar"]))
        return _als_stappen({jaar: stappen.ontleed(van, tot, jaar) for jaar in jaren}, voor)

    def _redenen(self, run: Run) -> list[str]:
        """Why the figures of a run cannot come out the same when computed again with the same choices."""
        weg = 0
        if run.sleutel == self._kenmerk:
            weg = len(np.setdiff1d(lees_merken(self._paden, self._regio.map, run), self._merken))
        mogelijk = {
            "andere versie van het programma": run.code != digest_code(),
            "andere producten.csv, registraties of bevolking": run.bronnen != self._bronnen_nu,
            f"{weg} berichten die er niet meer liggen": weg > 0,
            "een andere pseudoniemsleutel, waardoor niet te zien is welke berichten er al waren": run.sleutel
            != self._kenmerk,
            "opties die deze versie niet meer kent": self._regio_van(run) is None,
        }
        return [reden for reden, zo in mogelijk.items() if zo]

    def _stand(self, run: Run, redenen: Sequence[str]) -> _Stand:
        """What a run was computed from, as far as that is still there; else as today."""
        mee = np.ones(len(self._merken), dtype=bool)
        if run.sleutel == self._kenmerk:
            mee = np.isin(self._merken, lees_merken(self._paden, self._regio.map, run))
        return _Stand(mee, run.bekend_op, self._regio_van(run) or self._regio)

    def _regio_van(self, run: Run) -> Regio | None:
        """The region with the settings of a run; None when they cannot be used any more."""
        families = tuple(familie for familie in run.families if familie in kpi.FAMILIES)
        regio = replace(
            self._regio, opties=run.opties, gemeenten=run.gemeenten, families=families, jaren=tuple(run.jaren)
        )
        try:
            kpi.check_opties(regio)
        except DataFout:
            return None
        return regio

    def _tabellen_van(self, stand: _Stand):
        berichten = self._tabellen.berichten[stand.berichten].reset_index(drop=True)
        return replace(self._tabellen, berichten=berichten)

    def _bronnen(self, regio: Regio) -> tuple[Bronnen, tuple[str, ...], dict[str, str]]:
        return lees_bronnen_voor(self._paden, regio, regio.families)


def _als_stappen(per_jaar: dict[int, dict[str, pd.DataFrame]], voor: pd.DataFrame) -> pd.DataFrame:
    """What `Stappen.ontleed` gives per year as rows of `CEL` and oorzaak, with what each did to the waarde."""
    telling = voor.set_index(CEL)[["teller", "noemer"]]
    delen = []
    for jaar, per_oorzaak in per_jaar.items():
        stand = None
        for oorzaak, deel in per_oorzaak.items():
            cellen = deel.reset_index()[SLEUTEL].assign(jaar=jaar, wet="", aanbieder="")[CEL]
            if stand is None:
                stand = telling.reindex(pd.MultiIndex.from_frame(cellen)).fillna(0.0).to_numpy()
            volgende = stand + deel[["teller", "noemer"]].to_numpy()
            verschil = volgende - stand
            delen.append(
                cellen.assign(
                    oorzaak=oorzaak,
                    d_teller=verschil[:, 0],
                    d_noemer=verschil[:, 1],
                    d_waarde=_deel(volgende) - _deel(stand),
                )
            )
            stand = volgende
    return pd.concat(delen, ignore_index=True) if delen else pd.DataFrame()


def _deel(telling: np.ndarray) -> np.ndarray:
    teller, noemer = telling[:, 0], telling[:, 1]
    return np.divide(teller, noemer, out=np.full(len(teller), np.nan), where=noemer > 0)
