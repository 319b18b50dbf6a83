"""Norm decisions of a region as plain text: a table, and below it the words of each."""

from collections.abc import Iterable

from normwijzer.fouten import DataFout
from normwijzer.normen.besluit import EXPERT, Besluit, gelding, laatste
from normwijzer.rapport.opmaak import aantal, datum, procent
from normwijzer.rapport.tabel import Kolom, Tabel, als_tekst
from normwijzer.regio import Regio, suggest
from normwijzer.uitvoering.normwoorden import noem_bandbreedte, noem_besluit, noem_methode, noem_onderwerp, percent
from normwijzer.uitvoering.opdracht_norm import Normopdracht

_KOLOMMEN = (
    Kolom("onderwerp"),
    Kolom("normjaar", "jaar"),
    Kolom("geldt vanaf", "jaar"),
    Kolom("norm"),
    Kolom("bandbreedte"),
    Kolom("besloten op", "datum"),
    Kolom("bekend op", "datum"),
    Kolom("stand"),
)


def toon_besluiten(regio: Regio, besluiten: list[Besluit], vraag: Normopdracht) -> str:
    """The decisions asked for, also those that were revised.

    Raises:
        DataFout: see `kies_besluiten`.
    """
    if not besluiten:
        return geen_besluiten(regio)
    gekozen = kies_besluiten(besluiten, vraag)
    rijen = [
        (
            noem_onderwerp(b.onderwerp), b.jaar, b.geldt_vanaf, percent(b.norm), noem_bandbreedte(b.bandbreedte),
            b.datum, b.bekend_op, noem_stand(b, besluiten),
        )
        for b in gekozen
    ]  # fmt: skip
    tabel = als_tekst(Tabel(f"Normbesluiten van {regio.naam}", _KOLOMMEN, rijen))
    return "\n\n".join([tabel, *map(_beschrijf, gekozen)])


def geen_besluiten(regio: Regio) -> str:
    return f"{regio.naam} heeft nog geen normbesluiten. Vastleggen: run_all.py norm vaststellen --help"


def kies_besluiten(besluiten: Iterable[Besluit], vraag: Normopdracht) -> list[Besluit]:
    """The decisions that fit what was asked, in their order.

    Raises:
        DataFout: there is none; names what there is instead.
    """
    gekozen = list(besluiten)
    for veld in ("kpi", "familie", "perceel", "soort", "jaar"):
        waarde = getattr(vraag, veld)
        if not waarde:
            continue
        passend = [besluit for besluit in gekozen if getattr(besluit, veld) == waarde]
        if not passend:
            er_is = sorted({str(getattr(besluit, veld)) for besluit in gekozen} - {""})
            wat = f"'{waarde}' komt in deze besluiten niet voor{suggest(str(waarde), er_is)}"
            raise DataFout(f"--{veld}", wat, ", ".join(er_is) or f"geen --{veld}: die speelt hier niet")
        gekozen = passend
    return gekozen


def noem_stand(besluit: Besluit, besluiten: list[Besluit]) -> str:
    """Whether and until when the decision counts, among all of the region."""
    jaren = gelding(besluiten, besluit)
    if jaren is None:
        is_laatste = laatste(besluiten)[besluit.onderwerp, besluit.jaar] is besluit
        return "geldt niet: een norm op een later jaar gaat voor" if is_laatste else "herzien"
    return "geldt" if jaren[1] is None else f"geldt tot en met {jaren[1]}"


def _beschrijf(besluit: Besluit) -> str:
    basis = besluit.basis
    per = f"aanbieders: {basis.aanbieders}, waarvan {basis.k10} met 10 of meer gevallen"
    delen = {
        "Besluit": besluit.besluit,
        "Door": besluit.door,
        "Herziening": besluit.reden_herziening,
        "Gesteld op": (
            f"{procent(basis.waarde)} ({aantal(basis.teller)} van {aantal(basis.noemer)})"
            f"{', voorlopig' if besluit.voorlopig else ''}; {per if basis.aanbieders else 'alleen de regio als geheel'}"
        ),
        "Methode": "gekozen norm" if besluit.methode == EXPERT else besluit.methode,
        "Overwogen": ", ".join(f"{noem_methode(k)} {procent(k.norm)}" for k in besluit.kandidaten),
    }
    regels = [f"{noem_besluit(besluit)}, besluit van {datum(besluit.datum)}"]
    return "\n".join([*regels, *(f"  {kop}: {tekst}" for kop, tekst in delen.items() if tekst)]).replace("\u202f", " ")
