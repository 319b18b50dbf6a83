"""Norm decisions as TOML: one file per normjaar, that people can review line by line."""

import math
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import tomli_w

from normwijzer.fouten import DataFout
from normwijzer.normen.bandbreedte import KLEINSTE, METHODEN, Bandbreedte, Klasse, maak_bandbreedte
from normwijzer.normen.besluit import METHODEN_NORM, Basis, Besluit, Digest, Kandidaat, voeg_toe
from normwijzer.normen.besluitvelden import Velden, lees_toml
from normwijzer.normen.onderwerp import NORMFAMILIES, check_jaar, vind_onderwerp

KOP = """\
# Normbesluiten, in de volgorde waarin ze zijn vastgelegd; over één onderwerp telt het laatste. Een nieuw besluit komt
# onderaan, met run_all.py norm vaststellen, en wat er al stond blijft zoals het was.
"""

_VELDEN = (
    "familie", "kpi", "perceel", "soort", "jaar", "norm", "methode", "geldt_vanaf", "besluit", "door", "datum",
    "bekend_op", "voorlopig", "reden_herziening", "bandbreedte", "basis", "digest", "opties", "kandidaat",
)  # fmt: skip
_BANDBREEDTE = ("methode", "breedte", "tau2", "klassen")
_KLASSE = ("van", "tot_en_met", "breedte")
_BASIS = ("teller", "noemer", "waarde", "aanbieders", "k10", "jaren")
_DIGEST = ("berichten", "bronnen", "opties", "code", "uitkomst")
_KANDIDAAT = ("id", "methode", "q", "norm")

_SPELING = 1e-6
"""Slack of a count that was rounded to a whole number."""


def parse_besluiten(tekst: str, bestand: str) -> list[Besluit]:
    """The decisions of one file, in its order.

    Args:
        tekst: TOML. bestand: name of the file, its folders may stand in front; the last part is <jaar>.toml.

    Returns:
        One `Besluit` per [[besluit]]; [] of a file without any.

    Raises:
        DataFout: names the file, the number of the besluit (from 1), the field and what is allowed. Refused are: no
            TOML, an unknown or missing field, a value of the wrong kind, a jaar other than that of the file name, an
            onderwerp or year that can have no norm, numbers that contradict each other, and a second decision on one
            onderwerp without a reason.
    """
    jaar = PurePath(bestand).stem
    if not re.fullmatch(r"\d{4}", jaar):
        raise DataFout(bestand, "de naam van een bestand met normbesluiten is een jaar", "bijvoorbeeld 2024.toml")
    inhoud = Velden(lees_toml(tekst, bestand), bestand, ("besluit",))
    besluiten: list[Besluit] = []
    for velden in inhoud.tabellen("besluit", _VELDEN):
        try:
            besluiten = voeg_toe(besluiten, _lees(velden, int(jaar)))
        except DataFout as fout:
            waar = fout.waar if fout.waar.startswith(velden.waar) else f"{velden.waar}, {fout.waar}"
            raise DataFout(waar, fout.wat, fout.toegestaan) from None
    return besluiten


def format_besluiten(besluiten: Iterable[Besluit]) -> str:
    """The text of a file with these decisions, all of one jaar; `parse_besluiten` gives them back.

    The same decisions give the same text, and one more decision only adds lines at the end. Empty fields are left out.

    Raises:
        DataFout: as `parse_besluiten`: what could not be read back is not written.
    """
    besluiten = list(besluiten)
    delen = [tomli_w.dumps({"besluit": [_schrijf(besluit)]}) for besluit in besluiten]
    tekst = "\n".join([KOP, *delen])
    if besluiten:
        parse_besluiten(tekst, f"{besluiten[0].jaar}.toml")
    return tekst


def _lees(velden: Velden, jaar: int) -> Besluit:
    onderwerp = vind_onderwerp(
        NORMFAMILIES,
        velden.tekst("kpi"),
        perceel=velden.tekst("perceel", verplicht=False),
        soort=velden.tekst("soort", verplicht=False),
        familie=velden.keuze("familie", NORMFAMILIES),
    )
    if velden.geheel("jaar", 0, 9999) != jaar:
        raise DataFout(velden.plek("jaar"), "is een ander jaar dan de naam van het bestand zegt", str(jaar))
    geldt_vanaf, norm = velden.geheel("geldt_vanaf", 0, 9999), velden.getal("norm")
    check_jaar(onderwerp, jaar, geldt_vanaf)
    return Besluit(
        familie=onderwerp.familie,
        kpi=onderwerp.kpi,
        perceel=onderwerp.perceel,
        soort=onderwerp.soort,
        jaar=jaar,
        norm=norm,
        methode=velden.keuze("methode", METHODEN_NORM),
        geldt_vanaf=geldt_vanaf,
        besluit=velden.tekst("besluit"),
        door=velden.tekst("door", verplicht=False),
        datum=velden.dag("datum"),
        bekend_op=velden.dag("bekend_op"),
        voorlopig=velden.ja_nee("voorlopig"),
        reden_herziening=velden.tekst("reden_herziening", verplicht=False),
        bandbreedte=_lees_bandbreedte(velden.tabel("bandbreedte", _BANDBREEDTE), norm),
        basis=_lees_basis(velden.tabel("basis", _BASIS), jaar),
        digest=Digest(**{naam: velden.tabel("digest", _DIGEST).hex(naam) for naam in _DIGEST}),
        opties=velden.teksten("opties"),
        kandidaten=tuple(_lees_kandidaat(deel) for deel in velden.tabellen("kandidaat", _KANDIDAAT)),
    )


def _lees_bandbreedte(velden: Velden, norm: float) -> Bandbreedte:
    methode = velden.keuze("methode", METHODEN)
    klassen = tuple(_lees_klasse(deel) for deel in velden.tabellen("klassen", _KLASSE))
    if methode != "klassen" and klassen:
        raise DataFout(velden.plek("klassen"), f"bij de methode {methode} horen geen klassen", "geen klassen")
    breedte = velden.getal("breedte") if "breedte" in velden.ruw else None
    tau2 = velden.getal("tau2", standaard=0.0)
    try:
        band = maak_bandbreedte(methode, norm, breedte=breedte, tau2=tau2)
    except DataFout as fout:
        raise DataFout(velden.waar, fout.wat, fout.toegestaan) from None
    if methode != "klassen":
        return band
    _check_klassen(klassen, velden.plek("klassen"))
    return Bandbreedte(methode, klassen=klassen)


def _lees_klasse(velden: Velden) -> Klasse:
    einde = velden.geheel("tot_en_met", KLEINSTE) if "tot_en_met" in velden.ruw else None
    return Klasse(velden.geheel("van", KLEINSTE), einde, velden.getal("breedte"))


def _check_klassen(klassen: tuple[Klasse, ...], waar: str) -> None:
    """Every noemer from KLEINSTE is in exactly one class, in order."""
    verwacht: int | None = KLEINSTE
    for nummer, klasse in enumerate(klassen, start=1):
        if klasse.van != verwacht or (klasse.tot_en_met is not None and klasse.tot_en_met < klasse.van):
            toegestaan = f"klassen vanaf {KLEINSTE} gevallen die oplopen en op elkaar aansluiten"
            raise DataFout(f"{waar} {nummer}", "sluit niet aan op wat ervoor staat", toegestaan)
        verwacht = None if klasse.tot_en_met is None else klasse.tot_en_met + 1
    if not klassen or verwacht is not None:
        raise DataFout(waar, "houdt op voor de grootste aantallen", "een laatste klasse zonder tot_en_met")


def _lees_basis(velden: Velden, jaar: int) -> Basis:
    noemer = velden.geheel("noemer")
    teller = velden.geheel("teller", 0, noemer)
    waarde = velden.getal("waarde", standaard=None if noemer else math.nan)
    if noemer and abs(waarde * noemer - teller) > 0.5 + _SPELING:
        raise DataFout(velden.plek("waarde"), "is niet teller gedeeld door noemer", repr(teller / noemer))
    if not noemer and not math.isnan(waarde):
        raise DataFout(velden.plek("waarde"), "zonder gevallen is er geen waarde", "geen regel met waarde")
    aanbieders, jaren = velden.geheel("aanbieders"), velden.jaren("jaren")
    if jaren[-1] != jaar:
        raise DataFout(velden.plek("jaren"), "eindigt niet met het jaar van het besluit", f"jaren tot en met {jaar}")
    return Basis(teller, noemer, waarde, aanbieders, velden.geheel("k10", 0, aanbieders), jaren)


def _lees_kandidaat(velden: Velden) -> Kandidaat:
    q, norm = velden.getal("q", standaard=math.nan), velden.getal("norm", standaard=math.nan)
    return Kandidaat(velden.tekst("id"), velden.tekst("methode"), q, norm)


def _schrijf(besluit: Besluit) -> dict[str, Any]:
    tabel = {naam: getattr(besluit, naam) for naam in _VELDEN[: _VELDEN.index("bandbreedte")]}
    return _gevuld(tabel) | {
        "kandidaat": [_gevuld({naam: getattr(k, naam) for naam in _KANDIDAAT}) for k in besluit.kandidaten],
        "bandbreedte": _schrijf_bandbreedte(besluit.bandbreedte),
        "basis": _gevuld({naam: getattr(besluit.basis, naam) for naam in _BASIS}),
        "digest": {naam: getattr(besluit.digest, naam) for naam in _DIGEST},
        "opties": dict(besluit.opties),
    }


def _schrijf_bandbreedte(band: Bandbreedte) -> dict[str, Any]:
    tabel: dict[str, Any] = _gevuld({"methode": band.methode, "breedte": band.breedte})
    if band.methode == "trechter":
        tabel["tau2"] = band.tau2
    if band.klassen:
        tabel["klassen"] = [_gevuld({naam: getattr(klasse, naam) for naam in _KLASSE}) for klasse in band.klassen]
    return tabel


def _gevuld(tabel: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: no text, no number."""
    return {naam: waarde for naam, waarde in tabel.items() if waarde not in ("", None) and waarde == waarde}
