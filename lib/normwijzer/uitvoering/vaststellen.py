"""A norm decision from outcomes and a question; the refusals that a decision must survive. No paths, no clock."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from normwijzer.fouten import DataFout
from normwijzer.kpi.vastgelegd import write_opties
from normwijzer.normen.bandbreedte import Bandbreedte, maak_bandbreedte
from normwijzer.normen.besluit import EXPERT, Basis, Besluit, Digest, Kandidaat
from normwijzer.normen.herkomst import basis_van, digest_opties, digest_uitkomst
from normwijzer.normen.kandidaten import kandidaten, rond_norm
from normwijzer.normen.onderwerp import Onderwerp, check_jaar, leeg, vind_onderwerp
from normwijzer.normen.verkenning import tau2_trechter
from normwijzer.privacy import maskeer
from normwijzer.rapport.opmaak import datum as toon_datum
from normwijzer.regio import Regio, suggest
from normwijzer.uitvoering.normwoorden import noem_methode, percent

VOORLOPIG = "voorlopig"

_NUMMER = r"\d{9}"
"""As many digits as a BSN has, also when written with points; a date has fewer."""

_DECIMALEN = 8
"""Of computed numbers in the file: enough to recognise them, too few for differences between machines."""


@dataclass(frozen=True)
class Vraag:
    """What somebody wants to lay down.

    kpi, familie, perceel, soort: see `onderwerp.vind_onderwerp`. jaar: the norm year. bandbreedte: a method; breedte:
    only of `vast`, a fraction. norm: a fraction, None = that of methode, in whole percent. methode: empty = `expert`,
    else a name of `kies_uit`. besluit, door: text; besluit is needed. datum: of the decision. geldt_vanaf: None = the
    year after jaar. met_spreiding: the funnel tolerates the differences that exist. voorlopig: provisional outcomes
    will do. reden_herziening: why an earlier decision is replaced; empty = there is none.
    """

    kpi: str
    jaar: int
    bandbreedte: str
    besluit: str
    datum: date
    familie: str = ""
    perceel: str = ""
    soort: str = ""
    norm: float | None = None
    methode: str = ""
    breedte: float | None = None
    met_spreiding: bool = False
    door: str = ""
    geldt_vanaf: int | None = None
    voorlopig: bool = False
    reden_herziening: str = ""

    @property
    def eerste_jaar(self) -> int:
        """The first year judged by it."""
        return self.jaar + 1 if self.geldt_vanaf is None else self.geldt_vanaf


@dataclass(frozen=True)
class Herkomst:
    """What the outcomes were made from, as digests (see `besluit.Digest`), and the day it is."""

    berichten: str
    bronnen: str
    code: str
    vandaag: date


def stel_vast(instelling: Regio, uitkomsten: pd.DataFrame, vraag: Vraag, herkomst: Herkomst) -> Besluit:
    """The decision that answers the question.

    Args:
        uitkomsten: contract columns; the basis rows of the norm year count.
        vraag: what is wanted.
        herkomst: of the outcomes.

    Raises:
        DataFout: no norm can be about this (unknown or without norm, pilot years, a year the region does not have); it
            cannot be decided yet (no cases, provisional outcomes without `voorlopig`); a date in the norm year (without
            `voorlopig`) or after today; or a number or text that cannot be.

    Source: norm-specificatie 1.1, 1.6.
    """
    onderwerp = check_vraag(instelling, vraag)
    rijen = rijen_van(uitkomsten, onderwerp, vraag.jaar)
    basis, per_aanbieder = basis_van(rijen, onderwerp, [vraag.jaar])
    stand = _check_stand(rijen, basis, vraag)
    bekend_op = pd.Timestamp(stand["bekend_op"]).date()
    _check_datum(vraag, herkomst.vandaag)
    keuzes = kies_uit(per_aanbieder, basis, onderwerp)
    norm, methode = _kies_norm(vraag, keuzes)
    opties = write_opties(instelling, onderwerp.familie, onderwerp.kpi)
    return Besluit(
        familie=onderwerp.familie,
        kpi=onderwerp.kpi,
        perceel=onderwerp.perceel,
        soort=onderwerp.soort,
        jaar=vraag.jaar,
        norm=norm,
        methode=methode,
        geldt_vanaf=vraag.eerste_jaar,
        besluit=_op_een_regel(vraag.besluit),
        door=_op_een_regel(vraag.door),
        datum=vraag.datum,
        bekend_op=bekend_op,
        voorlopig=bool(stand["status"] == VOORLOPIG),
        reden_herziening=_op_een_regel(vraag.reden_herziening),
        bandbreedte=_kies_bandbreedte(vraag, norm, per_aanbieder),
        basis=basis,
        digest=Digest(
            herkomst.berichten, herkomst.bronnen, digest_opties(opties), herkomst.code, digest_uitkomst(rijen)
        ),
        opties=opties,
        kandidaten=tuple(keuzes.values()),
    )


def check_vraag(instelling: Regio, vraag: Vraag) -> Onderwerp:
    """What the question is about, when all that can be judged without outcomes is in order.

    Raises:
        DataFout: see `stel_vast`.
    """
    onderwerp = vind_onderwerp(
        instelling.families, vraag.kpi, perceel=vraag.perceel, soort=vraag.soort, familie=vraag.familie
    )
    check_jaar(onderwerp, vraag.jaar, vraag.eerste_jaar)
    if vraag.jaar not in instelling.jaren:
        wat = f"{vraag.jaar} staat niet in regio.toml van {instelling.map}"
        raise DataFout("--jaar", wat, ", ".join(map(str, instelling.jaren)))
    if vraag.norm is None and not vraag.methode:
        raise DataFout("norm vaststellen", "er is geen norm en geen methode genoemd", "--norm, of --methode")
    for optie, deel in (("--norm", vraag.norm), ("--breedte", vraag.breedte)):
        if deel is not None:
            _check_aandeel(optie, deel)
    if vraag.met_spreiding and vraag.bandbreedte != "trechter":
        raise DataFout("--met-spreiding", f"kan niet bij de bandbreedte {vraag.bandbreedte}", "alleen bij trechter")
    maak_bandbreedte(vraag.bandbreedte, 0.5 if vraag.norm is None else vraag.norm, breedte=vraag.breedte)
    for optie, tekst in (("--besluit", vraag.besluit), ("--door", vraag.door), ("--herzien", vraag.reden_herziening)):
        _check_tekst(tekst, optie, instelling, verplicht=optie == "--besluit")
    return onderwerp


def rijen_van(uitkomsten: pd.DataFrame, onderwerp: Onderwerp, jaar: int) -> pd.DataFrame:
    """The basis rows of one onderwerp and year: the region and every aanbieder; empty when there are none."""
    mee = uitkomsten["jaar"].eq(jaar) & uitkomsten["variant"].eq("basis") & leeg(uitkomsten["gemeente"])
    for kolom in ("familie", "kpi", "perceel", "soort"):
        waarde = getattr(onderwerp, kolom)
        mee &= uitkomsten[kolom].eq(waarde).fillna(False).astype(bool) if waarde else leeg(uitkomsten[kolom])
    return uitkomsten[mee]


def kies_uit(per_aanbieder: pd.DataFrame, basis: Basis, onderwerp: Onderwerp) -> Mapping[str, Kandidaat]:
    """Name to type -> candidate, in the order of the specification; of those with a value.

    Args:
        per_aanbieder: aanbieder, teller, noemer. A KPI that is only counted for the region as a whole has none; then
            the value of the region is the only candidate.
    """
    tellers, noemers = per_aanbieder["teller"], per_aanbieder["noemer"]
    if per_aanbieder.empty:
        tellers, noemers = [basis.teller], [basis.noemer]
    tabel = kandidaten(tellers, noemers, onderwerp.definitie.richting)
    if per_aanbieder.empty:
        tabel = tabel[tabel["id"].eq("N1")]
    uit = {}
    for rij in tabel[tabel["norm"].notna()].itertuples():
        kandidaat = Kandidaat(rij.id, rij.methode, rij.q, round(rij.norm, _DECIMALEN))
        uit[noem_methode(kandidaat)] = kandidaat
    return uit


def _check_stand(rijen: pd.DataFrame, basis: Basis, vraag: Vraag) -> pd.Series:
    """The row of the region: with cases, and definitive unless provisional will do."""
    if not basis.noemer:
        raise DataFout(
            f"norm voor {vraag.kpi}",
            f"in {vraag.jaar} is er geen enkel geval, dus er valt niets vast te stellen",
            "een kpi, perceel en jaar met gevallen",
        )
    stand = rijen[leeg(rijen["aanbieder"])].iloc[0]
    if stand["status"] == VOORLOPIG and not vraag.voorlopig:
        raise DataFout(
            f"norm voor {vraag.kpi}",
            f"op {toon_datum(stand['bekend_op'])} is de uitkomst van {vraag.jaar} nog voorlopig: niet alles is gemeld",
            "wachten tot ze definitief is, of --voorlopig als het besluit daar uitdrukkelijk op rust",
        )
    return stand


def _check_datum(vraag: Vraag, vandaag: date) -> None:
    """A norm is set after its year; on provisional outcomes it can be before."""
    if vraag.datum > vandaag:
        raise DataFout(
            "--datum",
            f"{toon_datum(vraag.datum)} ligt in de toekomst",
            f"de dag van het besluit, tot en met {toon_datum(vandaag)}",
        )
    if vraag.datum <= date(vraag.jaar, 12, 31) and not vraag.voorlopig:
        raise DataFout(
            "--datum",
            f"op {toon_datum(vraag.datum)} was {vraag.jaar} nog niet om",
            f"een dag na {vraag.jaar}, of --voorlopig als het besluit uitdrukkelijk eerder viel",
        )


def _kies_norm(vraag: Vraag, keuzes: Mapping[str, Kandidaat]) -> tuple[float, str]:
    """The norm as a fraction, and how it was found."""
    if vraag.methode in ("", EXPERT):
        if vraag.norm is None:
            raise DataFout("--methode", f"bij {EXPERT} hoort een norm die u zelf kiest", "--norm erbij")
        return vraag.norm, EXPERT
    namen = {naam.lower(): naam for naam in keuzes}
    if vraag.methode.lower() not in namen:
        raise DataFout(
            "--methode",
            f"'{vraag.methode}' kan hier niet{suggest(vraag.methode, keuzes)}",
            ", ".join([*keuzes, EXPERT]),
        )
    keuze = keuzes[namen[vraag.methode.lower()]]
    heel = rond_norm(keuze.norm)
    if vraag.norm is not None and not math.isclose(vraag.norm, heel, abs_tol=1e-9):
        raise DataFout(
            "--norm en --methode",
            f"{vraag.methode} geeft {percent(heel)}, niet {percent(vraag.norm)}",
            "alleen --methode, of alleen --norm voor een norm die u zelf kiest",
        )
    return heel, keuze.methode


def _check_aandeel(optie: str, deel: float) -> None:
    if not 0 <= deel <= 1:
        bedoeld = f"; bedoelt u {deel / 100:g}?".replace(".", ",") if 1 < deel <= 100 else ""
        raise DataFout(
            optie,
            f"{deel:g} is geen aandeel{bedoeld}".replace(".", ","),
            "0 tot en met 1, of met een procentteken: 0,12 of 12%",
        )


def _kies_bandbreedte(vraag: Vraag, norm: float, per_aanbieder: pd.DataFrame) -> Bandbreedte:
    tau2 = tau2_trechter(per_aanbieder["teller"], per_aanbieder["noemer"]) if vraag.met_spreiding else 0.0
    return maak_bandbreedte(vraag.bandbreedte, norm, breedte=vraag.breedte, tau2=round(tau2, _DECIMALEN))


def _check_tekst(tekst: str, optie: str, instelling: Regio, *, verplicht: bool) -> None:
    """The text goes to a file that is shared, so nobody may be recognised by it."""
    schoon = _op_een_regel(tekst)
    if verplicht and not schoon:
        raise DataFout(optie, "is leeg", "wat er is besloten en waar, in een paar woorden")
    zonder_punten = re.sub(r"(?<=\d)\.(?=\d)", "", schoon)
    if maskeer(schoon, len(schoon)) != schoon or re.search(_NUMMER, zonder_punten) or not schoon.isprintable():
        raise DataFout(
            optie, "bevat een lang nummer of een vreemd teken", "gewone tekst, zonder nummers van mensen of aanbieders"
        )
    namen = pd.concat([instelling.aanbieders["naam"], instelling.aanbieders["contractpartij"]]).dropna().unique()
    if any(re.search(rf"(?<!\w){re.escape(naam)}(?!\w)", schoon, re.IGNORECASE) for naam in namen if naam):
        raise DataFout(optie, "noemt een aanbieder", "tekst zonder namen: de norm geldt voor alle aanbieders")


def _op_een_regel(tekst: str) -> str:
    return " ".join(tekst.split())
