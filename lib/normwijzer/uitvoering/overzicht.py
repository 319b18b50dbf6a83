"""The index of one edition, from what lies there and what this run did; no report is opened for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from normwijzer.fouten import DataFout
from normwijzer.kpi import FAMILIES
from normwijzer.paden import Paden
from normwijzer.rapport.kerncijfers import Kerncijfer
from normwijzer.rapport.overzicht import Overzicht, Vermelding, maak_overzicht
from normwijzer.rapport.overzicht_sinds import (
    BIJGEWERKT,
    NIET_GELUKT,
    NIEUW,
    ONGEWIJZIGD,
    Sinds,
    vergelijk_kern,
)
from normwijzer.rapport.overzicht_tabel import AANWEZIG, DEFINITIEF, MISLUKT, NIET_GEVRAAGD, VOORLOPIG
from normwijzer.regio import Regio, lees_regio
from normwijzer.uitvoering.matrix import (
    GESPREK,
    Vak,
    families_beschikbaar,
    heeft_berichten,
    rapporten_van,
    vind_regios,
)  # fmt: skip
from normwijzer.uitvoering.rapportstand import lees_kern, lees_melding
from normwijzer.uitvoering.verslag import ELDERS, GOED, Verslag, deelbaar
from normwijzer.uitvoering.vrijgave import Tegengehouden, geef_vrij

Kern = Sequence[Kerncijfer]

_WANNEER = {
    "gemaakt": "bijgewerkt in deze run",
    "ongewijzigd": "ongewijzigd",
    "uitkomsten berekend": "van een eerdere run",
}


def schrijf_overzicht(verslag: Verslag, voor: Mapping[Vak, Kern | None]) -> None:
    """Write the index of the edition of this run.

    Args:
        verslag: what the run did.
        voor: of every report that was made again, its headline figures before: None = there was no report.

    Raises:
        Tegengehouden: something on the page may not leave the building, also without its messages; then the index of
            before stays.
    """
    try:
        _schrijf(verslag, voor, met_melding=True)
    except Tegengehouden:  # a message can hold anything; the index itself must come
        _schrijf(verslag, voor, met_melding=False)


def _schrijf(verslag: Verslag, voor: Mapping[Vak, Kern | None], *, met_melding: bool) -> None:
    paden, editie = verslag.opdracht.paden, verslag.opdracht.editie
    regios = _lees_regios(paden)
    vermeldingen = [_vermeld(verslag, vak, regios, voor) for vak in _vakken(verslag, regios)]
    fouten = [(waar, deelbaar(paden, fout.melding)) for waar, fout in verslag.fouten.items()]
    if not met_melding:
        vermeldingen = [replace(v, melding=v.melding and ELDERS) for v in vermeldingen]
        fouten = [(waar, ELDERS) for waar, _ in fouten]
    overzicht = Overzicht(
        editie=editie,
        vermeldingen=vermeldingen,
        namen={map_: regio.naam for map_, regio in regios.items()},
        synthetisch=frozenset(map_ for map_, regio in regios.items() if regio.synthetisch),
        fouten=fouten,
        sinds=_sinds(verslag, voor),
    )
    geef_vrij(paden, None, {paden.rapporten(editie) / "index.html": maak_overzicht(overzicht).encode()})


def _lees_regios(paden: Paden) -> dict[str, Regio]:
    """Folder -> settings, of every region whose settings can be read."""
    regios = {}
    for map_ in vind_regios(paden):
        try:
            regios[map_] = lees_regio(paden, map_)
        except DataFout:
            continue  # told elsewhere; here its folder name will do
    return regios


def _vakken(verslag: Verslag, regios: Mapping[str, Regio]) -> list[Vak]:
    """Everything the index has a place for: the matrix of every region, what lies there, and what was asked."""
    paden, map_ = verslag.opdracht.paden, verslag.opdracht.paden.rapporten(verslag.opdracht.editie)
    vakken = {regel.vak for regel in verslag.regels}
    for regio in regios.values():
        if heeft_berichten(paden, regio.map):
            vakken |= {Vak(regio.map, jaar, familie) for jaar in regio.jaren for familie in rapporten_van(regio)}
    for pad in map_.glob("*/[0-9][0-9][0-9][0-9]/*.html"):
        regio, jaar, naam = pad.relative_to(map_).with_suffix("").parts
        if verslag.opdracht.editie == "intern" or regio != "intern":
            vakken.add(Vak(regio, int(jaar), naam))
    for pad in map_.glob(f"*/[0-9][0-9][0-9][0-9]/{GESPREK}/*.html"):
        regio, jaar, *_ = pad.relative_to(map_).parts
        vakken.add(Vak(regio, int(jaar), GESPREK))
    volgorde = {familie: plaats for plaats, familie in enumerate((*FAMILIES, *families_beschikbaar()))}
    return sorted(vakken, key=lambda vak: (vak.regio, volgorde.get(vak.familie, 99), vak.familie, vak.jaar))


def _vermeld(verslag: Verslag, vak: Vak, regios: Mapping[str, Regio], voor: Mapping[Vak, Kern | None]) -> Vermelding:
    paden, editie = verslag.opdracht.paden, verslag.opdracht.editie
    html = paden.rapport(vak.regio, vak.jaar, vak.familie, editie)
    kern = lees_kern(paden, vak, editie) if html.is_file() else ()
    ligt_er = html.is_file() or (vak.familie == GESPREK and (html.parent / GESPREK).is_dir())
    staat, wanneer, melding = _staat(verslag, vak, ligt_er, kern, voor)
    agenda = _gesprekken(html.parent, regios.get(vak.regio)) if vak.familie == GESPREK else ()
    brieven = html.parent / "brieven"
    met_brieven = editie == "intern" and vak.familie == "administratief_proces" and brieven.is_dir()
    return Vermelding(
        regio=vak.regio,
        jaar=vak.jaar,
        familie=vak.familie,
        staat=staat,
        wanneer=wanneer,
        melding=deelbaar(paden, melding),
        html=_link(vak, f"{vak.familie}.html") if html.is_file() else "",
        xlsx=_link(vak, f"{vak.familie}.xlsx") if html.with_suffix(".xlsx").is_file() else "",
        kern=kern,
        gesprekken=tuple((naam, _link(vak, GESPREK, bestand)) for naam, bestand in agenda),
        brieven=len(list(brieven.glob("*.html"))) if met_brieven else 0,
    )


def _staat(
    verslag: Verslag, vak: Vak, ligt_er: bool, kern: Kern, voor: Mapping[Vak, Kern | None]
) -> tuple[str, str, str]:
    """State of a report, what the run did with it, and why it failed."""
    opdracht, regel = verslag.opdracht, next((regel for regel in verslag.regels if regel.vak == vak), None)
    vorige = "het vorige rapport staat er nog" if ligt_er else ""
    if regel is not None and regel.status not in GOED:
        return MISLUKT, vorige, regel.melding or _waarom(verslag, vak, regel.status)
    if regel is None or opdracht.alleen_uitkomsten:  # then the attempt before this run still counts
        melding = lees_melding(opdracht.paden, vak, opdracht.editie)
        if melding is not None:
            return MISLUKT, vorige, melding
    if not ligt_er:
        return NIET_GEVRAAGD, "", ""
    if vak.familie == GESPREK:
        return AANWEZIG, "", ""
    wanneer = "van een eerdere run" if regel is None else _WANNEER[regel.status]
    if regel is not None and regel.status == "gemaakt" and voor.get(vak) is None:
        wanneer = "nieuw in deze run"
    if not kern:
        return AANWEZIG, wanneer, ""
    return VOORLOPIG if any(cijfer["status"] == VOORLOPIG for cijfer in kern) else DEFINITIEF, wanneer, ""


def _waarom(verslag: Verslag, vak: Vak, status: str) -> str:
    fout = verslag.fouten.get(vak.regio)
    return fout.melding if fout else status


def _gesprekken(map_: Path, regio: Regio | None) -> list[tuple[str, str]]:
    """(name of the aanbieder, file) of every page for a talk that lies there, by name."""
    aanbieders = {} if regio is None else dict(zip(regio.aanbieders["agb"], regio.aanbieders["naam"], strict=True))
    paginas = sorted((map_ / GESPREK).glob("*.html"))
    return sorted((aanbieders.get(pad.stem) or f"AGB {pad.stem}", pad.name) for pad in paginas)


def _link(vak: Vak, *delen: str) -> str:
    return quote("/".join((vak.regio, str(vak.jaar), *delen)))


def _sinds(verslag: Verslag, voor: Mapping[Vak, Kern | None]) -> Sinds:
    opdracht, gedaan, anders = verslag.opdracht, [], []
    for regel in verslag.regels:
        if regel.status == "gemaakt":
            vorige = voor.get(regel.vak)
            gedaan.append(NIEUW if vorige is None else BIJGEWERKT)
            na = lees_kern(opdracht.paden, regel.vak, opdracht.editie)
            vak = regel.vak
            anders += vergelijk_kern(vak.regio, vak.jaar, vak.familie, vorige or (), na)
        else:
            gedaan.append(ONGEWIJZIGD if regel.status in GOED else NIET_GELUKT)
    return Sinds(gedaan, anders)
