"""Stored frames as a report may show them in its edition: what belongs together, and how many people that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from normwijzer.kpi import catalogus
from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, Leden, rond_aantal, staat, vul_aan
from normwijzer.uitvoering.beschermen_delen import (
    MINDER_DAN_5,
    toon_aandelen,
    toon_alles,
    toon_rijen,
    vul_rijen,
)
from normwijzer.uitvoering.beschermen_jeugd import (
    bescherm_doelen,
    bescherm_overleving,
    bescherm_respons,
    bescherm_verblijfsduur,
)
from normwijzer.uitvoering.beschermen_jeugd_bron import Jeugdbron
from normwijzer.uitvoering.beschermen_proces import PROCES_OVER_JAREN, PROCESFRAMES, bescherm_proces
from normwijzer.uitvoering.beschermen_stroom import bescherm_redenen, bescherm_stroom, groep_van
from normwijzer.uitvoering.tekstkolommen import als_tekst
from normwijzer.uitvoering.uitkomsten import lees_frame

_OVER_AANBIEDERS = "opgave_"
_SIGNAAL = "signaal:"
_VAN_HET_PROCES = ("ontbreekt:", "nog_niet:")
_SCOPE = ("perceel", "soort", "wet")
_PRODUCT = ["toewijzingen", "leveringen", "clienten"]
_UITVAL = "uitval"


def bescherm_jaren(
    mappen: Mapping[int, Path],
    editie: str,
    leden: Mapping[int, Leden] | None = None,
    uitkomsten: pd.DataFrame | None = None,
    alleen: int | None = None,
) -> dict[int, dict[str, pd.DataFrame]]:
    """Every frame of a family that lies in its folders, year by year; the years are protected together.

    Args:
        mappen: jaar -> folder with the frames of that year. leden: jaar -> who are Overige aanbieders. uitkomsten: the
            outcome rows of all years as they are shown: a frame does not tell what they hide. alleen: year of the
            report: of the process other years have only what is shown over the years. None: every year has all.

    Returns:
        jaar -> name -> frame with te_klein and, where it is not of the process, tekst. A frame without a rule of its
        own never reaches a report.
    """
    bron = _Bron(dict(mappen), editie, dict(leden or {}), uitkomsten)
    uit = {
        jaar: _process(map_, jaar, bron, PROCESFRAMES if alleen in (None, jaar) else PROCES_OVER_JAREN)
        for jaar, map_ in mappen.items()
    }
    for naam in _FRAMES:
        frames = {jaar: lees_frame(map_, naam) for jaar, map_ in mappen.items() if (map_ / f"{naam}.parquet").is_file()}
        for jaar, frame in _protect(naam, frames, bron).items():
            uit[jaar][naam] = frame
    return uit


def bescherm_frames(
    map_: Path, editie: str, leden: Leden | None = None, uitkomsten: pd.DataFrame | None = None, jaar: int = 0
) -> dict[str, pd.DataFrame]:
    """`bescherm_jaren` of one year alone."""
    return bescherm_jaren({jaar: map_}, editie, {} if leden is None else {jaar: leden}, uitkomsten)[jaar]


def bescherm_kwaliteit(map_: Path, editie: str) -> pd.DataFrame:
    """Quality figures with deel (fraction); a count of aanbieders (`opgave_…`) is not about a group of people, and
    stays. In the shared edition signals are left out: `bescherm_signalen` tells of them."""
    tabel = als_tekst(lees_frame(map_, "kwaliteit"), "kenmerk", *_SCOPE)
    van = tabel["van"].where(tabel["van"].ne(0))
    if editie == "intern":
        return toon_alles(tabel.assign(deel=(tabel["aantal"] / van).astype("Float64")))
    tabel = tabel[~tabel["kenmerk"].str.startswith(_SIGNAAL)]
    aanbieders = tabel["kenmerk"].str.startswith(_OVER_AANBIEDERS)
    los, aandelen = tabel["van"].isna() & ~aanbieders, tabel["van"].notna() & ~aanbieders
    delen = [
        toon_alles(tabel[aanbieders].assign(deel=(tabel["aantal"] / van.loc[tabel.index])[aanbieders])),
        _bescherm_telling(tabel[los]).assign(deel=pd.NA),
        _bescherm_aandelen(tabel[aandelen]),
    ]
    delen = [deel.astype({"deel": "Float64"}) for deel in delen if len(deel)] or [toon_alles(tabel.assign(deel=pd.NA))]
    return pd.concat(delen).sort_index().reset_index(drop=True)


def bescherm_niet_ingedeeld(map_: Path, editie: str) -> pd.DataFrame:
    """Products that count in no KPI. In the shared edition a row with fewer than KLEINSTE_GROEP of something has no
    numbers, nor has what would tell of it: their sums stand among the quality figures."""
    tabel = lees_frame(map_, "niet_ingedeeld")
    if editie == "intern" or tabel.empty:
        return toon_alles(tabel)
    klein = (tabel[_PRODUCT].ge(1) & tabel[_PRODUCT].lt(KLEINSTE_GROEP)).any(axis=1)
    verborgen, _ = vul_rijen(tabel[_PRODUCT], klein, pd.Series("", index=tabel.index))
    return toon_rijen(tabel, _PRODUCT, verborgen)


def bescherm_signalen(signalen: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Signals with te_klein and tekst.

    In the shared edition one row per signaal and wet over the whole region, aantal per 5; 1 to 4 is only said to be
    that. Their sum is never told. In edition `intern` every row stays.
    """
    if editie == "intern":
        return toon_alles(signalen)
    som = als_tekst(signalen, "wet").groupby(["signaal", "wet"], as_index=False)["aantal"].sum()
    return _bescherm_telling(som)


@dataclass(frozen=True)
class _Bron:
    """What a frame may need to know to be protected."""

    mappen: dict[int, Path]
    editie: str
    leden: dict[int, Leden]
    uitkomsten: pd.DataFrame | None

    @cached_property
    def familie(self) -> str:
        return next(iter(self.mappen.values())).name

    @cached_property
    def precies(self) -> pd.DataFrame:
        """Exact outcome rows of every year."""
        frames = [lees_frame(m, "uitkomsten") for m in self.mappen.values() if (m / "uitkomsten.parquet").is_file()]
        leeg = ["kpi", "variant", "jaar", "soort", "aanbieder", "gemeente", "teller", "noemer", "bekend_op"]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=leeg)

    @cached_property
    def jeugd(self) -> Jeugdbron:
        return Jeugdbron(catalogus.laad(self.familie), self.precies, self.uitkomsten)

    def uitval_verborgen(self, jaar: int, groep: str) -> frozenset[str]:
        """Percelen or soorten of which the KPI on uitval has a row without numbers."""
        if self.uitkomsten is None:
            return frozenset()
        rijen = als_tekst(self.uitkomsten, "perceel", "soort", "aanbieder", "gemeente")
        mee = rijen["kpi"].eq(_UITVAL) & rijen["jaar"].eq(jaar) & rijen["variant"].eq("basis") & rijen["te_klein"]
        return frozenset(rijen.loc[mee & rijen["aanbieder"].eq("") & rijen["gemeente"].eq(""), groep])


def _protect(naam: str, frames: dict[int, pd.DataFrame], bron: _Bron) -> dict[int, pd.DataFrame]:
    if naam == "stroom":
        return bescherm_stroom(frames, bron.editie, bron.leden)
    return {jaar: _FRAMES[naam](frame, jaar, bron) for jaar, frame in frames.items()}


def _process(map_: Path, jaar: int, bron: _Bron, namen: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Frames of the administrative process of one year, as far as they lie there."""
    frames = {naam: lees_frame(map_, naam) for naam in namen if (map_ / f"{naam}.parquet").is_file()}
    rijen = bron.uitkomsten
    van_jaar = rijen if rijen is None or "jaar" not in rijen else rijen[rijen["jaar"].eq(jaar)]
    return bescherm_proces(frames, bron.editie, bron.leden.get(jaar), van_jaar) if frames else {}


def _redenen(redenen: pd.DataFrame, jaar: int, bron: _Bron) -> pd.DataFrame:
    wet = "wmo" if bron.familie == "wmo" else "jw"
    return bescherm_redenen(redenen, bron.editie, wet, bron.uitval_verborgen(jaar, groep_van(redenen)))


_FRAMES: dict[str, Callable[[pd.DataFrame, int, _Bron], pd.DataFrame]] = {
    "redenen": _redenen,
    "stroom": lambda stroom, jaar, bron: bescherm_stroom({jaar: stroom}, bron.editie, bron.leden)[jaar],
    "doelen": lambda f, jaar, bron: bescherm_doelen(f, jaar, bron.editie, bron.jeugd),
    "verblijfsduur": lambda f, jaar, bron: bescherm_verblijfsduur(f, jaar, bron.editie, bron.jeugd),
    "overleving": lambda f, jaar, bron: bescherm_overleving(f, bron.editie),
    "respons": lambda f, jaar, bron: bescherm_respons(f, jaar, bron.editie, bron.leden.get(jaar), bron.jeugd),
    "geen_bron": lambda f, jaar, bron: toon_alles(f),
}
"""Frame of a family -> how one year of it is protected; a frame that is not here never reaches a report."""


def _bescherm_telling(tabel: pd.DataFrame) -> pd.DataFrame:
    """Counts of which nothing else is told: 1 to 4 in words, the others per 5."""
    klein = tabel["aantal"].between(1, KLEINSTE_DEEL - 1)
    tekst = pd.Series("", index=tabel.index).mask(klein, MINDER_DAN_5)
    return tabel.assign(aantal=rond_aantal(tabel["aantal"]).mask(klein), te_klein=klein, tekst=tekst)


def _bescherm_aandelen(tabel: pd.DataFrame) -> pd.DataFrame:
    """Shares per kenmerk: the parts add up to the row of all, or are taken to."""
    if tabel.empty:
        return tabel.assign(te_klein=False, tekst="", deel=pd.NA)
    staten = staat(tabel["van"], tabel["aantal"], tabel["van"])
    if tabel["kenmerk"].str.startswith(_VAN_HET_PROCES).any():  # the noemer of a KPI is the whole less these
        rest = tabel["van"] - tabel["aantal"]
        weinig = tabel["aantal"].between(1, KLEINSTE_GROEP - 1) | rest.between(1, KLEINSTE_GROEP - 1)
        staten = staten.mask(weinig & staten.ne("weg"), "niet_getoond")
    while True:
        aangevuld = _complete(tabel, staten)
        staten = _hide_alike(tabel, aangevuld)
        if staten.equals(aangevuld):
            return toon_aandelen(tabel, "aantal", "van", staten, "deel")


def _complete(tabel: pd.DataFrame, staten: pd.Series) -> pd.Series:
    """States with what would tell of a hidden part of the same kenmerk hidden too."""
    deel = tabel[_scope(tabel)].ne("").any(axis=1)
    boven = dict(zip(tabel.loc[~deel, "kenmerk"], staten[~deel], strict=True))
    gevuld, gezakt = vul_aan(
        tabel["aantal"][deel], tabel["van"][deel], staten[deel], tabel["kenmerk"][deel], ouder=boven
    )
    staten = staten.copy()
    staten.loc[deel] = gevuld
    return staten.mask(~deel & tabel["kenmerk"].isin(gezakt), "niet_getoond")


def _hide_alike(tabel: pd.DataFrame, staten: pd.Series) -> pd.Series:
    """States in which kenmerken of the same whole hide it for the same parts: one would tell it of the other."""
    scope = _scope(tabel)
    per_kenmerk = {
        naam: deel[[*scope, "van"]].to_csv(index=False) for naam, deel in tabel.groupby("kenmerk", sort=False)
    }
    dicht = staten.isin(["weg", "niet_getoond"])
    ook = dicht.groupby([tabel["kenmerk"].map(per_kenmerk), *(tabel[kolom] for kolom in scope)]).transform("any")
    return staten.mask(ook & ~dicht & staten.ne("leeg"), "niet_getoond")


def _scope(tabel: pd.DataFrame) -> list[str]:
    return [kolom for kolom in _SCOPE if kolom in tabel]
