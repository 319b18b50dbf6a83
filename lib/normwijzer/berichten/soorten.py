"""Which message it is: namespace of the root -> law, type, release (berichten.md 2.1, 2.2)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .meldingen import Onleesbaar

_NAAMRUIMTE = re.compile(r"http://www\.istandaarden\.nl/(iwmo|ijw)/(\d+_\d+)/(wmo|jw)(\d{3})/schema")
_GEMEENTE, _AGB = re.compile(r"\d{4}", re.ASCII), re.compile(r"\d{8}", re.ASCII)
ISTANDAARDEN = "http://www.istandaarden.nl/"

BERICHTCODES = {
    "wmo": {
        "301": "414", "302": "415", "305": "418", "306": "419", "307": "420", "308": "421", "315": "444",
        "316": "445", "317": "480", "318": "481", "319": "482", "320": "483", "323": "484", "325": "485",
    },
    "jw": {
        "301": "436", "302": "437", "305": "438", "306": "439", "307": "440", "308": "441", "315": "446",
        "316": "447", "317": "486", "318": "487", "319": "488", "320": "489", "323": "490", "325": "491",
    },
}  # fmt: skip
"""law -> message type -> BerichtCode: the same in every 3.x release."""

RETOUREN = frozenset({"302", "306", "308", "316", "318", "320"})
DECLARATIES = frozenset({"323", "325"})
_VAN_GEMEENTE = frozenset({"301", "302", "319", "320", "325"})
PARTIJ_LANGST = 8
"""Digits of an AGB code, the longest there is for a party."""


@dataclass(frozen=True)
class Soort:
    """wet `wmo`|`jw`; berichttype `301` … `325`; release `3.2`; namespaces of the message and of its basisschema."""

    wet: str
    berichttype: str
    release: str
    naamruimte: str
    basis: str


@lru_cache(maxsize=256)
def soort_van(naamruimte: str) -> Soort | None:
    """The kind of message with this root namespace; None when it is no iWmo or iJw message of a 3.x release."""
    gevonden = _NAAMRUIMTE.fullmatch(naamruimte)
    if not gevonden:
        return None
    standaard, release, wet, nummer = gevonden.groups()
    if standaard != f"i{wet}" or not release.startswith("3_") or nummer not in BERICHTCODES[wet]:
        return None
    basis = f"{ISTANDAARDEN}{standaard}/{release}/basisschema/schema"
    return Soort(wet, nummer, release.replace("_", "."), naamruimte, basis)


@lru_cache(maxsize=256)
def herken(tag: str) -> Soort | None:
    """The kind of message with this root element (`{namespace}Bericht`); None when the root is something else.

    Raises:
        Onleesbaar: a Bericht of iStandaarden of another kind or release.
    """
    if not tag.startswith("{" + ISTANDAARDEN) or not tag.endswith("}Bericht"):
        return None
    soort = soort_van(tag[1 : -len("}Bericht")])
    if soort is None:
        raise Onleesbaar("onbekend_bericht", "wel van iStandaarden, maar geen iWmo- of iJw-bericht van release 3")
    return soort


@lru_cache(maxsize=4096)
def partijen(afzender: str, ontvanger: str, berichttype: str) -> tuple[str | None, str | None, bool]:
    """gemeente, aanbieder, and whether both have the form they should have (4 and 8 digits).

    They are told apart by their form, whichever way round; where that does not decide, by the direction of the type (a
    retour has the header of the message it answers). What has another form is kept as it is, so that different
    parties stay different; empty, or longer than any code, is None.
    """
    paar = (afzender, ontvanger)
    vormen = [_GEMEENTE if _GEMEENTE.fullmatch(c) else _AGB if _AGB.fullmatch(c) else None for c in paar]
    omgekeerd = vormen[0] is not vormen[1] and (vormen[0] is _AGB or vormen[1] is _GEMEENTE)
    if vormen[0] is vormen[1]:
        omgekeerd = berichttype not in _VAN_GEMEENTE
    gemeente, aanbieder = reversed(paar) if omgekeerd else paar
    herkend = bool(_GEMEENTE.fullmatch(gemeente) and _AGB.fullmatch(aanbieder))
    gemeente, aanbieder = (code if 0 < len(code) <= PARTIJ_LANGST else None for code in (gemeente, aanbieder))
    return gemeente, aanbieder, herkend


@lru_cache(maxsize=4096)
def partij_of_niets(gemeente: str | None, aanbieder: str | None) -> tuple[str | None, str | None]:
    """These parties as far as they have the form of a code."""
    return (
        gemeente if gemeente and _GEMEENTE.fullmatch(gemeente) else None,
        aanbieder if aanbieder and _AGB.fullmatch(aanbieder) else None,
    )
