"""What is late and what still runs in the administrative process of one aanbieder."""

from normwijzer.kpi.proces.familie import FAMILIE as PROCES
from normwijzer.kpi.proces.termijnen import load_termijnen
from normwijzer.privacy import NIET_GETOOND
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.gesprek.gegevens import Gesprek
from normwijzer.rapport.proces.cellen import duur, midden, p90, tijden
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html, zonder_lege_kolommen

_ALLEEN_INTERN = "Hoeveel er nog loopt of ontbreekt, staat per aanbieder alleen in de interne editie."
_LOOPT = "Loopt nog: nog niet gebeurd en nog niet te laat. Ontbreekt: zonder bericht of datum niet te beoordelen."


def html_openstaand(gesprek: Gesprek, naam: str) -> str:
    """Durations per KPI and the other deadlines of the standard; empty text without any row of this aanbieder."""
    if PROCES not in gesprek.rapporten:
        return ""
    tabellen = (tabel_duur(gesprek, naam), tabel_termijnen(gesprek, naam))
    return "\n".join(als_html(tabel) for tabel in tabellen if tabel.rijen)


def tabel_duur(gesprek: Gesprek, naam: str) -> Tabel:
    """One row per KPI (per law where they stand apart): how many late, not yet due and missing, median and P90, and
    those of the region."""
    rapport, rijen = gesprek.rapporten[PROCES], []
    for kpi in rapport.definities:
        alle, van_regio = (gesprek.bron.duren(kpi, agb) for agb in (gesprek.agb, ""))
        for wet, zelf in ({"": alle[""]} if "" in alle else alle).items():
            regio, titel = van_regio.get(wet), titel_kpi(rapport, kpi)
            eigen = (zelf.tekst, "", "", "", "") if zelf.te_klein else _zichtbaar(tijden(zelf)[2:7])
            ander = ("", "") if regio is None or regio.te_klein else (midden(regio), p90(regio))
            rijen.append((f"{titel}, {WETTEN[wet]}" if wet else titel, *eigen, *ander))
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"),
        Kolom("Ontbreekt", "aantal"), Kolom("Helft binnen (mediaan)"), Kolom("90 % binnen (P90)"),
        Kolom("Regio: mediaan"), Kolom("Regio: P90"),
    )  # fmt: skip
    bijschrift = f"Wat te laat is en wat nog openstaat bij {naam}"
    return zonder_lege_kolommen(Tabel(bijschrift, kolommen, rijen, _slot(rapport)))


def tabel_termijnen(gesprek: Gesprek, naam: str) -> Tabel:
    """One row per deadline of the standard that is not a KPI already."""
    rapport, rijen = gesprek.rapporten[PROCES], []
    for sleutel, woorden in load_termijnen().items():
        zelf, regio = (None if woorden.kpi else gesprek.bron.termijn(sleutel, agb) for agb in (gesprek.agb, ""))
        if zelf is not None:
            eigen = (zelf.tekst, "", "", "", "") if zelf.te_klein else _termijn(zelf)
            ander = "" if regio is None else regio.tekst if regio.te_klein else _deel(regio)
            rijen.append((f"{woorden.titel}, binnen {duur(woorden.dagen, woorden.eenheid)}", *eigen, ander))
    kolommen = (
        Kolom("Termijn", rijkop=True), Kolom("Op tijd", "waarde"), Kolom("Op tijd (aantal)", "aantal"),
        Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"), Kolom("Ontbreekt", "aantal"),
        Kolom("Regio", "waarde"),
    )  # fmt: skip
    return zonder_lege_kolommen(Tabel(f"Andere termijnen van de standaard bij {naam}", kolommen, rijen, _slot(rapport)))


def _termijn(rij) -> tuple:
    return (_deel(rij), *_zichtbaar((rij.op_tijd, rij.te_laat, rij.nog_niet, rij.ontbreekt)))


def _deel(rij):
    return opmaak.STREEP if rij.waarde != rij.waarde else Cel(rij.waarde, "procent")


def _zichtbaar(cellen: tuple) -> tuple:
    """Counts that the edition does not have per aanbieder are empty: one sentence below the table says so."""
    return tuple("" if not isinstance(cel, str) and opmaak.aantal(cel) == opmaak.NIET_BEKEND or cel == NIET_GETOOND
                 else cel for cel in cellen)  # fmt: skip


def _slot(rapport: Rapport) -> str:
    return _LOOPT if rapport.editie == "intern" else _ALLEEN_INTERN
