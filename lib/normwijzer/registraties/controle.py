"""Which reported rows can be used: cell by cell, row by row, and rows against each other."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from ..regio import suggest
from .getallen import FORMULE, heeft_persoonsgegeven, is_leeg, parse_aantal, parse_code, parse_geheel, parse_waarde
from .indicatoren import Indicator, laad_indicatoren
from .meldingen import Melding
from .tabelbestand import plek

SLEUTEL = ["agb", "jaar", "halfjaar", "indicator"]
HERKOMST = ["bestand", "blad", "regel", "kop"]
_GETALLEN = ["teller", "noemer", "waarde"]
_TE_GROOT, _REST = 1e6, 1e-9


def check_rijen(rijen: pd.DataFrame, aanbieders: Collection[str] | None) -> tuple[pd.DataFrame, list[Melding]]:
    """Rows of `tabelbestand.read_opgave` that are possible on their own, typed; and what is wrong with the others.

    Args:
        aanbieders: the AGB codes that may report; None = any eight digits.

    Returns:
        (rows, problems). Rows, in order of file, sheet and line: agb (str), jaar (int64), halfjaar (Int64: 1, 2, NA =
        the whole year), indicator (str), teller, noemer, waarde (float64, NaN = not given), opmerking (str; empty when
        it held a number of a person) and the columns of `HERKOMST`. Where only noemer and a mean are given, teller =
        noemer × waarde. Indicators that do not add up have no half-years here.
    """
    keuring = _Keuring(parse_rijen(rijen), aanbieders)
    keuring.check_cellen()
    keuring.check_samenhang()
    return keuring.goede_rijen(), keuring.meldingen


def parse_rijen(rijen: pd.DataFrame) -> pd.DataFrame:
    """Rows of `tabelbestand.read_opgave` cell by cell, in the order of the places, nothing judged.

    agb, indicator, opmerking: text, empty when there is none. jaar, halfjaar: Int64, NA when it is no whole number;
    halfjaar_leeg: nothing was filled in. teller, noemer, waarde: float64, NaN when empty or wrong, with
    `<kolom>_signaal` that says why, empty when right.
    """
    uit = rijen.sort_values(["bestand", "blad", "regel"], ignore_index=True)
    for kolom in _GETALLEN:
        paren = uit[kolom].map(parse_waarde if kolom == "waarde" else parse_aantal)
        uit[f"{kolom}_signaal"] = paren.map(lambda paar: paar[1]).astype("object")
        uit[kolom] = paren.map(lambda paar: paar[0]).astype("float64")
    uit["agb"] = uit["agb"].map(parse_code).astype("object")
    uit["jaar"] = uit["jaar"].map(parse_geheel).astype("Int64")
    uit["halfjaar_leeg"] = uit["halfjaar"].map(is_leeg).astype(bool)
    uit["halfjaar"] = uit["halfjaar"].map(parse_geheel).astype("Int64")
    uit["indicator"] = uit["indicator"].map(lambda cel: parse_code(cel).lower()).astype("object")
    uit["opmerking"] = uit["opmerking"].map(lambda cel: " ".join(parse_code(cel).split()) if cel is not FORMULE else "")
    return uit


def check_onderling(rijen: pd.DataFrame) -> tuple[pd.DataFrame, list[Melding]]:
    """Rows of `check_rijen` with one row per aanbieder, indicator and period, and no halves beside a whole year.

    A key that is there more than once counts once when the numbers are equal, and not at all when they differ; all its
    places are told. A whole year stands and its half-years do not.
    """
    dubbel, meldingen = _check_dubbel(rijen)
    rijen = rijen[~dubbel]
    naast = heeft_jaar(rijen, rijen) & rijen["halfjaar"].notna().to_numpy()
    for rij in rijen[naast].itertuples():
        meldingen.append(Melding("opgave_jaar_naast_halfjaar", rij.bestand, plek(rij), rij.agb))
    return rijen[~naast], meldingen


def heeft_jaar(rijen: pd.DataFrame, andere: pd.DataFrame) -> np.ndarray:
    """Per row whether `andere` holds a row for the whole year on the same aanbieder, year and indicator."""
    return _komt_voor(rijen, andere[andere["halfjaar"].isna()])


def heeft_halfjaar(rijen: pd.DataFrame, andere: pd.DataFrame) -> np.ndarray:
    """Per row whether `andere` holds a half-year on the same aanbieder, year and indicator."""
    return _komt_voor(rijen, andere[andere["halfjaar"].notna()])


def zonder_dubbele(rijen: pd.DataFrame) -> pd.DataFrame:
    """Rows of `check_rijen` with at most one row per key; contradictions are left out."""
    return rijen[~_check_dubbel(rijen)[0]]


def _komt_voor(rijen: pd.DataFrame, andere: pd.DataFrame) -> np.ndarray:
    sleutel = ["agb", "jaar", "indicator"]
    return pd.MultiIndex.from_frame(rijen[sleutel]).isin(pd.MultiIndex.from_frame(andere[sleutel]))


def _check_dubbel(rijen: pd.DataFrame) -> tuple[np.ndarray, list[Melding]]:
    met_getal = rijen["teller"].notna() & rijen["noemer"].notna()
    inhoud = pd.DataFrame({
        "groep": rijen.groupby(SLEUTEL, dropna=False, sort=False).ngroup(),
        "teller": rijen["teller"].where(met_getal), "noemer": rijen["noemer"].where(met_getal),
        "waarde": rijen["waarde"].mask(met_getal),
    })  # fmt: skip
    aantal = inhoud.groupby("groep")["groep"].transform("size")
    soorten = inhoud.drop_duplicates().groupby("groep").size().reindex(inhoud["groep"]).to_numpy()
    weg = (aantal > 1) & ((soorten > 1) | inhoud.duplicated("groep"))
    meldingen = []
    for _, groep in rijen[(aantal > 1).to_numpy()].groupby(inhoud["groep"]):
        plaatsen = [f"{rij.bestand}, {plek(rij)}" for rij in groep.itertuples()]
        for nummer, rij in enumerate(groep.itertuples()):
            if not weg[rij.Index]:
                continue
            signaal = "opgave_tegenstrijdig" if not weg[groep.index].eq(False).any() else "opgave_dubbel"
            andere = "; ".join(plaats for ander, plaats in enumerate(plaatsen) if ander != nummer)
            meldingen.append(Melding(signaal, rij.bestand, plek(rij), rij.agb, f" (ook in {andere})"))
    return weg.to_numpy(dtype=bool), meldingen


class _Keuring:
    """The rows, which of them are wrong (`fout`), and why (`meldingen`)."""

    def __init__(self, rijen: pd.DataFrame, aanbieders: Collection[str] | None) -> None:
        self.rijen, self.meldingen = rijen, []
        self.fout = np.zeros(len(rijen), dtype=bool)
        self._vorm = rijen["agb"].str.fullmatch(r"\d{8}").to_numpy(dtype=bool)
        bekend = rijen["agb"].isin(aanbieders).to_numpy() if aanbieders is not None else self._vorm
        self._bekend = bekend & self._vorm
        indicatoren = laad_indicatoren()
        self._indicator = rijen["indicator"].isin(indicatoren).to_numpy()
        standaard = next(iter(indicatoren.values()))
        self._van = [indicatoren.get(naam, standaard) for naam in rijen["indicator"]]

    def check_cellen(self) -> None:
        """Each cell on its own."""
        rijen = self.rijen
        self._keur(~self._vorm, "opgave_agb", "agb", self._agb_hint)
        self._keur(self._vorm & ~self._bekend, "opgave_onbekende_aanbieder", "agb")
        jaar = rijen["jaar"].between(2015, 2099).fillna(False).to_numpy(dtype=bool)
        self._keur(~jaar, "opgave_jaar", "jaar")
        halfjaar = rijen["halfjaar_leeg"] | rijen["halfjaar"].isin([1, 2])
        self._keur(~halfjaar.to_numpy(dtype=bool), "opgave_halfjaar", "halfjaar")
        self._keur(~self._indicator, "opgave_onbekende_indicator", "indicator", _indicator_hint, _indicatoren_lijst())
        for kolom in _GETALLEN:
            signalen = rijen[f"{kolom}_signaal"]
            for signaal in sorted(set(signalen) - {""}):
                self._keur((signalen == signaal).to_numpy(), signaal, kolom)
            self._keur((rijen[kolom] < 0).to_numpy(), "opgave_negatief", kolom)
            self._keur((rijen[kolom] >= _TE_GROOT).to_numpy(), "opgave_te_groot", kolom)
            heel = (rijen[kolom] - rijen[kolom].round()).abs().fillna(0) <= _REST
            if kolom != "waarde":
                met_rest = self._soort == "gemiddelde" if kolom == "teller" else np.zeros(len(rijen), dtype=bool)
                self._keur(~heel.to_numpy() & ~met_rest & self._indicator, "opgave_geen_heel_getal", kolom)
        gevuld = rijen["opmerking"].map(heeft_persoonsgegeven).to_numpy(dtype=bool)
        self._meld(gevuld, "opgave_opmerking_met_nummer", "opmerking")
        rijen.loc[gevuld, "opmerking"] = ""

    def check_samenhang(self) -> None:
        """The cells of one row together; only rows whose cells are right."""
        rijen, nog = self.rijen, ~self.fout
        teller, noemer, waarde = (rijen[kolom].to_numpy() for kolom in _GETALLEN)
        met_t, met_n, met_w = ~np.isnan(teller), ~np.isnan(noemer), ~np.isnan(waarde)
        aandeel = self._soort == "aandeel"
        marge, onder, boven = (self._veld(veld) for veld in ("marge", "minimum", "maximum"))

        los = nog & ~rijen["halfjaar"].isna().to_numpy() & ~self._veld("optelbaar").astype(bool)
        self._keur(los, "opgave_halfjaar_niet_optelbaar", "halfjaar", self._reden_hint)
        procent = nog & aandeel & (waarde > 1) & (waarde <= 100)
        self._keur(procent, "opgave_procent", "waarde")
        buiten = met_w & ((waarde < onder - _REST) | (waarde > boven + _REST)) & ~procent
        self._keur(nog & buiten, "opgave_buiten_bereik", "waarde", toegestaan=self._bereik)
        self._keur(nog & aandeel & (teller > noemer), "opgave_teller_boven_noemer", "teller")
        half = (met_t & ~met_n) | (met_n & ~met_t & ~(met_w & ~aandeel))
        self._keur(nog & half, "opgave_onvolledig", "teller")
        nog = nog & ~self.fout

        met = nog & met_t & met_n
        deel = np.divide(teller, noemer, out=np.full(len(rijen), np.nan), where=met & (noemer > 0))
        niets = met & (noemer == 0)
        buiten = met & ~aandeel & ((deel < onder - _REST) | (deel > boven + _REST) | (niets & (teller > 0)))
        self._keur(buiten, "opgave_buiten_bereik", "teller", toegestaan=self._bereik)
        leeg = nog & met_n & (noemer == 0) & met_w
        afwijking = met & met_w & (np.abs(waarde - deel) > marge + _REST)
        self._keur((leeg | afwijking) & ~buiten, "opgave_waarde_wijkt_af", "waarde")
        aanvullen = nog & ~met_t & met_n & met_w
        rijen["teller"] = np.where(aanvullen, noemer * np.nan_to_num(waarde), teller)

    def goede_rijen(self) -> pd.DataFrame:
        goed = self.rijen[~self.fout].astype({"agb": "str", "jaar": "int64", "indicator": "str", "opmerking": "str"})
        return goed[[*SLEUTEL, *_GETALLEN, "opmerking", *HERKOMST]].reset_index(drop=True)

    def _keur(self, masker: np.ndarray, signaal: str, kolom: str, extra=None, toegestaan=None) -> None:
        self._meld(masker, signaal, kolom, extra, toegestaan)
        self.fout |= masker

    def _meld(self, masker: np.ndarray, signaal: str, kolom: str, extra=None, toegestaan=None) -> None:
        if not masker.any():
            return
        for rij in self.rijen[masker].itertuples():
            self.meldingen.append(
                Melding(
                    signaal,
                    rij.bestand,
                    plek(rij, kolom if not rij.blad or kolom in rij.kop else ""),
                    rij.agb if self._bekend[rij.Index] else "",
                    extra(rij) if extra else "",
                    toegestaan(rij) if callable(toegestaan) else toegestaan or "",
                )
            )

    @property
    def _soort(self) -> np.ndarray:
        return np.array([indicator.soort for indicator in self._van], dtype=object)

    def _veld(self, veld: str) -> np.ndarray:
        geen = {"minimum": -np.inf, "maximum": np.inf}.get(veld)
        waarden = [getattr(indicator, veld) for indicator in self._van]
        return np.array([geen if waarde is None else waarde for waarde in waarden], dtype=float)

    def _agb_hint(self, rij) -> str:
        return "; is de voorloopnul weggevallen?" if rij.agb.isdigit() and len(rij.agb) in (6, 7) else ""

    def _reden_hint(self, rij) -> str:
        return f" ({self._van[rij.Index].reden.rstrip('.').lower()})"

    def _bereik(self, rij) -> str:
        return _bereik(self._van[rij.Index])


def _bereik(indicator: Indicator) -> str:
    onder, boven = (f"{grens:g}" if grens is not None else "" for grens in (indicator.minimum, indicator.maximum))
    return f"een waarde van {onder} tot en met {boven}" if boven else f"een waarde van {onder} of meer"


def _indicator_hint(rij) -> str:
    nummers = {indicator.nummer.lower(): naam for naam, indicator in reversed(laad_indicatoren().items())}
    bekend = nummers.get(rij.indicator)
    return f"; bedoelt u '{bekend}'?" if bekend else suggest(rij.indicator, laad_indicatoren())


def _indicatoren_lijst() -> str:
    return ", ".join(laad_indicatoren())
