"""The deadlines of the standard itself: how often they are met, per law and per partner."""

from html import escape

import pandas as pd

from normwijzer.kpi.proces.termijnen import Termijn, load_termijnen
from normwijzer.privacy import OVERIGE
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import duur, frame, kies, naam_wet, of_verborgen, op_wet
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, zonder_lege_kolommen

_CIJFERS = (
    Kolom("Op tijd", "procent"), Kolom("95 %-interval", "bereik"), Kolom("Op tijd (aantal)", "aantal"),
    Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"), Kolom("Ontbreekt", "aantal"), Kolom("Mediaan", "bereik"),
    Kolom("P90", "bereik"),
)  # fmt: skip

_SLOT = (
    "Gemeten van dagtekening tot dagtekening: wanneer een bericht echt is ontvangen staat er niet in. "
    "Ontbreekt: zonder "
    "antwoord, dus niet in het percentage. Mediaan en P90 tellen ook mee wat te laat is en nog niet is gebeurd."
)


def tabel_termijnen(rapport: Rapport) -> Tabel:
    """One row per deadline and law: share on time and counts for the whole region."""
    rijen = []
    for sleutel, woorden in load_termijnen().items():
        deel = kies(frame(rapport, "termijnen"), termijn=sleutel, aanbieder="", gemeente="")
        rijen += [
            (f"{woorden.titel}, binnen {_termijn(woorden)}", _kort(rij.wet), *_cijfers(rij))
            for wet in _wetten(deel)
            for rij in kies(deel, wet=wet).itertuples()
        ]
    kolommen = (Kolom("Termijn", groep=True), Kolom("Wet", rijkop=True), *_CIJFERS)
    return Tabel(f"Termijnen van de standaard, {rapport.jaar}", kolommen, rijen, _SLOT)


def tabel_termijnen_partners(rapport: Rapport) -> Tabel:
    """One row per deadline and partner who has to meet it, both laws together."""
    rijen = []
    for sleutel, woorden in load_termijnen().items():
        wie = woorden.wie
        deel = kies(frame(rapport, "termijnen"), termijn=sleutel, wet="")
        if deel.empty:
            continue
        deel = deel[deel[wie].ne("")]
        namen = [naam_partner(rapport, wie, rij) for rij in deel.itertuples()]
        rijen += [
            (woorden.titel, rij.naam, *_cijfers(rij))
            for rij in _op_naam(deel.assign(naam=namen)).itertuples()
        ]
    kolommen = (Kolom("Termijn", groep=True), Kolom("Wie", rijkop=True), *_CIJFERS)
    bijschrift = f"Termijnen van de standaard per partner, {rapport.jaar}"
    leeg = "er zijn te weinig gevallen per partner."
    return zonder_lege_kolommen(Tabel(bijschrift, kolommen, rijen, _SLOT, leeg=leeg))


def html_termijnen(rapport: Rapport) -> str:
    """What each deadline is, the table per law, and folded the table per partner."""
    lijst = "\n".join(
        f"<li><strong>{escape(woorden.titel)}</strong> ({escape(woorden.bron)}): {escape(woorden.uitleg)}</li>"
        for woorden in load_termijnen().values()
    )
    return "\n".join([
        als_html(tabel_termijnen(rapport)),
        f"<details>\n<summary>Per partner</summary>\n{als_html(tabel_termijnen_partners(rapport))}\n</details>",
        f"<details>\n<summary>Wat elke termijn is</summary>\n<ul>\n{lijst}\n</ul>\n</details>",
    ])  # fmt: skip


def naam_partner(rapport: Rapport, wie: str, rij) -> str:
    """Name of the aanbieder or gemeente of a row."""
    if wie == "gemeente":
        return rapport.naam_gemeente(rij.gemeente)
    return rapport.naam_aanbieder(rij.aanbieder) if rij.aanbieder else "Onbekende aanbieder"


def _op_naam(deel: pd.DataFrame) -> pd.DataFrame:
    """By name, Overige aanbieders last."""
    return deel.assign(overig=deel["aanbieder"].eq(OVERIGE)).sort_values(["overig", "naam"])


def _wetten(deel: pd.DataFrame) -> list[str]:
    """Both laws together and each, or only the one that there is."""
    wetten = op_wet(deel["wet"] if len(deel) else [])
    return wetten[1:] if len(wetten) == 2 else wetten


def _kort(wet: str) -> str:
    return naam_wet(wet) if wet else "Beide"


def _cijfers(rij) -> tuple:
    if rij.te_klein:
        return (rij.tekst, "", "", "", "", "", "", "")
    deel = opmaak.STREEP if pd.isna(rij.waarde) else rij.waarde
    return (
        deel, opmaak.bereik(rij.onder, rij.boven), rij.op_tijd, rij.te_laat, *_open(rij),
        duur(rij.mediaan, rij.eenheid, onbereikt=""), duur(rij.p90, rij.eenheid, onbereikt=""),
    )  # fmt: skip


def _open(rij) -> tuple:
    """What runs and what is missing; the shared edition has them for the region alone, and empty for a partner."""
    weg = "" if rij.aanbieder or rij.gemeente else of_verborgen(pd.NA)
    return tuple(weg if pd.isna(aantal) else aantal for aantal in (rij.nog_niet, rij.ontbreekt))


def _termijn(woorden: Termijn) -> str:
    return duur(woorden.dagen, woorden.eenheid)
