"""Sums that the public definitions promise: parts and wholes, flows, reasons, groups inside groups."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from aanval.feiten import Sleutel

_OPTELBAAR = re.compile(r"^(A\d|K1 |K2 |K31|K33|K34|J1[4-9]|J2[0-2]|Respons)|/Stroom|/Geëindigde")
"""Subjects whose parts share nobody: cases, stops, and what aanbieders report about their own clients."""

_VERTREK = re.compile(r"^Uitval|/Nevencijfers")
"""Who left a part need not have left the whole: there the parts say nothing about it."""

_REDENEN = "Geëindigde perioden naar reden|"
_UITVAL_SPLITSING = re.compile(r"/Nevencijfers\|deel van de uitval (met reden 2\d|op of na|met beschermd)", re.I)
_DRIE = re.compile(r"/Nevencijfers\|deel van de uitval met reden 2\d", re.I)
_PERIODEN = re.compile(r"/Nevencijfers\|perioden met (één|twee|drie|vier of meer) aanbieder", re.I)


@dataclass(frozen=True)
class Som:
    """Sum of coefficient × quantity equals (or is at most) `rechts`."""

    termen: dict[Sleutel, int]
    gelijk: bool = True
    rechts: int = 0


def vind_partities(sleutels: Iterable[Sleutel]) -> list[tuple[Sleutel, list[Sleutel]]]:
    """Whole and its parts, per measure: aanbieders or gemeenten of a group, groups of the region."""
    bekend = set(sleutels)
    onder: dict[tuple, set[Sleutel]] = defaultdict(set)
    for s in bekend:
        if s.maat == "p":
            continue
        if s.wie:
            onder[(s.met(wie=""), s.wie.startswith("gemeente "))].add(s)
        elif s.groep and "|" not in s.groep:
            onder[(s.met(groep=""), None)].add(s)
    return [(geheel, sorted(delen)) for (geheel, _), delen in sorted(onder.items(), key=str) if geheel in bekend]


def vind_sommen(sleutels: Iterable[Sleutel]) -> list[Som]:
    """Every relation that follows from public knowledge between these quantities."""
    bekend = set(sleutels)
    sommen = []
    for geheel, delen in vind_partities(bekend):
        termen = {geheel: -1} | dict.fromkeys(delen, 1)
        if _OPTELBAAR.search(geheel.onderwerp):
            sommen.append(Som(termen))
        elif geheel.maat == "n" and not _VERTREK.search(geheel.onderwerp):
            sommen += [Som({deel: 1, geheel: -1}, gelijk=False) for deel in delen]
            sommen.append(Som({k: -v for k, v in termen.items()}, gelijk=False))
    return sommen + _stromen(bekend) + _redenen(bekend) + _splitsingen(bekend)


def _stromen(bekend: set[Sleutel]) -> list[Som]:
    sommen = []
    for s in bekend:
        vier = {s.met(maat=m): k for m, k in (("Beginstand", 1), ("Instroom", 1), ("Uitstroom", -1), ("Eindstand", -1))}
        if s.maat == "Beginstand" and set(vier) <= bekend:
            sommen.append(Som(vier))
            volgend = s.met(jaar=s.jaar + 1)
            if volgend in bekend:
                sommen.append(Som({s.met(maat="Eindstand"): 1, volgend: -1}))
    return sommen


def _redenen(bekend: set[Sleutel]) -> list[Som]:
    """The reasons of a part add up to its outflow."""
    per = defaultdict(dict)
    for s in bekend:
        if _REDENEN in s.onderwerp and s.maat == "t":
            familie = s.onderwerp.partition("/")[0]
            per[s.met(onderwerp=f"{familie}/Stroom", maat="Uitstroom")][s] = 1
    return [Som(redenen | {stroom: -1}) for stroom, redenen in per.items() if stroom in bekend]


def _splitsingen(bekend: set[Sleutel]) -> list[Som]:
    """Side figures that split the teller of uitval (21, 22, 23), and periods by number of aanbieders."""
    sommen, drie, perioden = [], defaultdict(dict), defaultdict(dict)
    for s in bekend:
        if _UITVAL_SPLITSING.search(s.onderwerp) and s.maat == "n":
            uitval = s.met(onderwerp="Uitval", maat="t")
            if s.onderwerp.startswith("wmo/") and uitval in bekend:
                sommen.append(Som({s: 1, uitval: -1}))
        if _DRIE.search(s.onderwerp) and s.maat == "t":
            drie[s.met(onderwerp="Uitval")][s] = 1
        if _PERIODEN.search(s.onderwerp) and s.maat == "t":
            perioden[s.met(onderwerp="")][s] = 1
    for uitval, delen in drie.items():
        if len(delen) == 3 and uitval in bekend:
            sommen.append(Som(delen | {uitval: -1}))
    for delen in perioden.values():
        if len(delen) == 4:
            sommen.append(Som(delen | {next(iter(delen)).met(maat="n"): -1}))
    return sommen
