"""Messages of a form that was seen before: the same characters but for the texts of the leaves, so only those are read.

A form is a document without the texts of its leaves. It is learned by putting a mark in every leaf and reading that
document in the ordinary way: libxml2 judges it, the walk over its elements says which mark goes into which column,
C14N says where it stands in the canonical form. One regular expression then takes any other document of the form, to
the character. What it takes differs from the learned one in texts of leaves alone, and such a text may be anything
that XML allows but `<`, `>`, `&` and a carriage return. So the document is well-formed as the learned one is, each
text is in it as it is in the file, and it goes where the mark went. A leaf is what stands between a begin tag and an
end tag; forms with comments, CDATA, instructions or a DOCTYPE, in which a tag may be none, are not learned.

Any other document is for the ordinary way, which also says what is wrong with it.
"""

import re
from collections import Counter
from collections.abc import Callable
from operator import itemgetter

from lxml import etree

from .inhoud import KLANT_PADEN, KOP_PADEN, Inhoud, Regels, Tekstrij, digest_canoniek, lees_elementen
from .meldingen import Onleesbaar
from .soorten import Soort
from .velden import PER_CLIENT, heeft_dubbele

VANAF = 24
"""Documents of one form after which it is learned: compiling an expression takes as long as reading some tens."""

_GROOTST, _BEGIN = 1 << 16, 128
_VORMEN, _PER_SLEUTEL, _GEZIEN = 512, 8, 1 << 16
_STEEKPROEF_NA, _STEEKPROEF = 1024, 8  # documents of no known form, then one in so many is counted: counting costs
_TEKST = r"([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)"
_BIJZONDER = re.compile(r"[\\.^$*+?{}\[\]|()]")  # re.escape marks white space too: twice the time to compile
_BLAD = re.compile(r"(<[^<>/?!](?:[^<>]*[^<>/])?>)[^<>]*(?=</)")
_MERK = "\ue000"
_PLEK = re.compile(f"{_MERK}([0-9]+)(?=<)")
_VERKLARING = re.compile(
    r"""<\?xml\s+version=(?:"1\.0"|'1\.0')(?:\s+encoding=(?:"[Uu][Tt][Ff]-8"|'[Uu][Tt][Ff]-8'))?"""
    r"""(?:\s+standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>""",
    re.ASCII,
)

Boomlezer = Callable[[bytes], tuple[etree._Element, Soort | None]]
"""Reads a document as a tree, with every check there is; raises Onleesbaar."""
Sleutel = tuple[int, str]
"""Number of `<`, and the first characters: which forms a document may have."""


class Vormen:
    """Remembers forms of messages with rows per client (301, 305, 307, 315); `boom` reads what is to be learned."""

    def __init__(self, boom: Boomlezer) -> None:
        self._boom = boom
        self._vormen: dict[Sleutel, list[_Vorm]] = {}
        self._gezien: Counter[int] = Counter()
        self._aantal = self._onbekend = 0

    def lees(self, document: bytes) -> tuple[Soort, Inhoud] | None:
        """What the ordinary way would give; None when this document has to go that way."""
        if len(document) > _GROOTST:
            return None
        try:
            tekst = document.decode()
        except UnicodeDecodeError:
            return None
        sleutel = (tekst.count("<"), tekst[:_BEGIN])
        vormen = self._vormen.get(sleutel, ())
        for nummer, vorm in enumerate(vormen):
            gevonden = vorm.patroon.fullmatch(tekst)
            if gevonden:
                if nummer:
                    vormen.insert(0, vormen.pop(nummer))
                return vorm.lees(gevonden.groups())
        self._zie(sleutel, tekst)
        return None

    def _zie(self, sleutel: Sleutel, tekst: str) -> None:
        """Count the form of a document, and learn it when it comes often enough."""
        if self._aantal >= _VORMEN or len(self._vormen.get(sleutel, ())) >= _PER_SLEUTEL:
            return
        self._onbekend += 1
        if self._onbekend > _STEEKPROEF_NA and self._onbekend % _STEEKPROEF:
            return
        kaal = _BLAD.sub(r"\1", tekst)
        if len(self._gezien) >= _GEZIEN:
            self._gezien.clear()
        self._gezien[hash(kaal)] += 1
        if self._gezien[hash(kaal)] != VANAF:
            return
        self._aantal += 1
        vorm = _maak_vorm(kaal, self._boom)
        if vorm:
            self._vormen.setdefault(sleutel, []).insert(0, vorm)


class _Vorm:
    """One form: the expression whose groups are the texts of the leaves, after one that is always empty."""

    def __init__(self, patroon: re.Pattern[str], soort: Soort, canoniek: list[str], model: Inhoud) -> None:
        """canoniek: canonical form cut at the leaves, with a place for each; model: marks for texts."""
        self.patroon = patroon
        self._soort, self._canoniek, self._onbekend = soort, canoniek, model.onbekend
        self._kop = _plekken(model.kop)
        self._geboren = [_plek(rij[0]) for rij in model.regels["clienten"].rijen] if "clienten" in model.regels else []
        self._regels = [
            (tabel, [_plekken(rij) for rij in regels.rijen], [_plek(bsn) for bsn in regels.bsn])
            for tabel, regels in model.regels.items()
        ]

    def lees(self, teksten: tuple[str, ...]) -> tuple[Soort, Inhoud] | None:
        for plek in self._geboren:
            if not teksten[plek].strip():
                return None  # who has no birth date has no row
        canoniek = self._canoniek.copy()
        canoniek[1::2] = teksten[1:]
        digest = digest_canoniek("".join(canoniek).encode())
        regels = {
            tabel: Regels([rij(teksten) for rij in rijen], [teksten[plek] for plek in bsn])
            for tabel, rijen, bsn in self._regels
        }
        return self._soort, Inhoud(self._kop(teksten), digest, regels, self._onbekend)


def _maak_vorm(kaal: str, boom: Boomlezer) -> _Vorm | None:
    """The form of a document without the texts of its leaves; None when it needs the ordinary way every time."""
    romp = kaal.removeprefix("\ufeff")
    verklaring = _VERKLARING.match(romp)
    if "<?" in romp[verklaring.end() if verklaring else 0 :] or any(deel in kaal for deel in ("<!", "\0", _MERK)):
        return None
    stukken = _BLAD.sub(rf"\1{_MERK}", kaal).split(_MERK)
    model = "".join(f"{stuk}{_MERK}{nummer}" for nummer, stuk in enumerate(stukken[:-1], 1)) + stukken[-1]
    try:
        wortel, soort = boom(model.encode())
    except Onleesbaar:
        return None
    if soort is None or soort.berichttype not in PER_CLIENT or _heeft_dubbele(wortel, soort):
        return None
    inhoud = lees_elementen(wortel, soort)
    try:
        canoniek = _PLEK.split(etree.tostring(wortel, method="c14n").decode())
    except etree.C14NError:
        return None
    if inhoud is None or canoniek[1::2] != [str(nummer) for nummer in range(1, len(stukken))]:
        return None
    patroon = re.compile("()" + _TEKST.join([_BIJZONDER.sub(r"\\\g<0>", stuk) for stuk in stukken]))
    try:
        return _Vorm(patroon, soort, canoniek, inhoud)
    except ValueError:  # a text beside elements is read: it belongs to the form, not to a leaf
        return None


def _heeft_dubbele(wortel: etree._Element, soort: Soort) -> bool:
    """Whether a value occurs more than once: which one counts depends on which is blank, so on the texts."""
    rij = PER_CLIENT[soort.berichttype]
    gelezen = {"Header": KOP_PADEN, "Client": KLANT_PADEN, rij.element: rij.paden}
    return any(heeft_dubbele(deel, paden) for naam, paden in gelezen.items() for deel in wortel.iter(f"{{*}}{naam}"))


def _plekken(rij: Tekstrij) -> Callable[[tuple[str, ...]], Tekstrij]:
    """Takes a row out of the texts."""
    return itemgetter(*map(_plek, rij))


def _plek(merk: str | None) -> int:
    """Place of the text with this mark; what is absent is at 0."""
    if merk and not merk.startswith(_MERK):
        raise ValueError("this is no mark")
    return int(merk[1:]) if merk else 0
