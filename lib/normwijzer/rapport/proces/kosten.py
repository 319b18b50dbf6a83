"""What care costs by the claims: net per month, per product and per gemeente."""

from html import escape

import pandas as pd
from matplotlib.ticker import FuncFormatter

from normwijzer.codelijsten import omschrijvingen
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import BLAUW, ROOD, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.proces.cellen import euro, frame, in_euro, kies, naam_wet
from normwijzer.rapport.proces.regelkaart import MAANDEN
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_BEDRAGEN = ("netto", "in_behandeling", "afgewezen")
_KOLOMMEN = (
    Kolom("Netto (euro)", "waarde"), Kolom("Nog niet beantwoord (euro)", "waarde"), Kolom("Afgekeurd (euro)", "waarde"),
    Kolom("Regels", "aantal"), Kolom("Cliënten", "aantal"),
)  # fmt: skip
_GEDEELD = (_KOLOMMEN[0], *_KOLOMMEN[3:])
"""The shared edition has no amounts that are not answered or rejected: nobody knows how few people they are about."""

_LEEG = "er is niets gedeclareerd."
_SLOT = "Naar de maand waarin de zorg begon. Netto is toegekend min teruggedraaid, in hele euro's."
_SLOT_GEDEELD = (
    "Naar de maand waarin de zorg begon. Netto is toegekend min teruggedraaid, per honderd euro. Niet getoond: minder "
    "dan tien cliënten, bijna het hele bedrag is van één aanbieder, of een ander bedrag zou eruit volgen. Wat nog niet "
    "is beantwoord of is afgekeurd, en de bedragen per gemeente en product, staan in de interne editie."
)


def tabel_kosten_maand(rapport: Rapport) -> Tabel:
    """One row per law and month of care."""
    rijen = [
        (naam_wet(rij.wet), MAANDEN[int(rij.maand) - 1], *_cijfers(rij))
        for rij in _per_wet(rapport, "maand").itertuples()
    ]
    kolommen = (Kolom("Wet", rijkop=True), Kolom("Maand"), *_kolommen(rapport))
    return Tabel(f"Kosten per maand, {rapport.jaar}", kolommen, rijen, _slot(rapport), leeg=_LEEG)


def tabel_kosten_product(rapport: Rapport) -> Tabel:
    """One row per law and product over the whole year, largest first; hidden ones last."""
    rijen = [
        (naam_wet(rij.wet), _categorie(rij), _tekst(rij.code), *_cijfers(rij))
        for rij in _op_bedrag(_per_wet(rapport, "product")).itertuples()
    ]
    kolommen = (Kolom("Wet", rijkop=True), Kolom("Categorie"), Kolom("Product"), *_kolommen(rapport))
    return Tabel(f"Kosten per product, {rapport.jaar}", kolommen, rijen, _slot(rapport), leeg=_LEEG)


def tabel_kosten_gemeente(rapport: Rapport) -> Tabel:
    """One row per law and gemeente over the whole year."""
    rijen = [
        (naam_wet(rij.wet), rapport.naam_gemeente(rij.gemeente), *_cijfers(rij))
        for rij in _per_wet(rapport, "gemeente").itertuples()
    ]
    kolommen = (Kolom("Wet", rijkop=True), Kolom("Gemeente"), *_kolommen(rapport))
    return Tabel(f"Kosten per gemeente, {rapport.jaar}", kolommen, rijen, _slot(rapport), leeg=_LEEG)


def tabel_kosten_cellen(rapport: Rapport) -> Tabel:
    """One row per law, gemeente, month and product; for inside use only."""
    cellen = frame(rapport, "kosten")
    rijen = [
        (naam_wet(rij.wet), rapport.naam_gemeente(rij.gemeente), MAANDEN[int(rij.maand) - 1], _categorie(rij),
         _tekst(rij.code), *_cijfers(rij))
        for rij in cellen.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Wet", rijkop=True), Kolom("Gemeente"), Kolom("Maand"), Kolom("Categorie"), Kolom("Product"), *_KOLOMMEN,
    )  # fmt: skip
    return Tabel(f"Kosten per gemeente, maand en product, {rapport.jaar}", kolommen, rijen, _SLOT)


def html_kosten(rapport: Rapport) -> str:
    """Figure per month, tables per product and gemeente."""
    maanden = _per_wet(rapport, "maand")
    getekend = maanden[~maanden["te_klein"] & maanden["netto"].notna()] if len(maanden) else maanden
    delen = [f"<p>{escape(zin_kosten(rapport))}</p>"]
    if len(getekend):
        bijschrift = (
            f"Netto kosten per maand van zorg, {rapport.jaar}. De laatste maanden zijn lager zolang er nog declaraties "
            "komen: zie de volledigheid hieronder."
        )
        delen.append(html_figuur(_teken(getekend), _alt(rapport, getekend), bijschrift, tabel_kosten_maand(rapport)))
    else:
        delen.append(als_html(tabel_kosten_maand(rapport)))
    delen.append(als_html(tabel_kosten_product(rapport)))
    per_gemeente = tabel_kosten_gemeente(rapport)
    if per_gemeente.rijen or rapport.editie == "intern":
        delen.append(f"<details>\n<summary>Per gemeente</summary>\n{als_html(per_gemeente)}\n</details>")
    return "\n".join(delen)


def zin_kosten(rapport: Rapport) -> str:
    """Net cost of the year per law in a sentence."""
    totalen = {rij.wet: rij for rij in _per_wet(rapport, "totaal").itertuples()}
    delen = [
        f"{WETTEN[wet]} {totalen[wet].tekst if totalen[wet].te_klein else in_euro(totalen[wet].netto)}"
        for wet in WETTEN
        if wet in totalen
    ]
    if not delen:
        return "Er is niets gedeclareerd."
    return f"Netto kosten van de zorg in {rapport.jaar}, volgens de declaraties: {opmaak.opsomming(delen)}."


def _kolommen(rapport: Rapport) -> tuple[Kolom, ...]:
    return _KOLOMMEN if rapport.editie == "intern" else _GEDEELD


def _slot(rapport: Rapport) -> str:
    return _SLOT if rapport.editie == "intern" else _SLOT_GEDEELD


def _per_wet(rapport: Rapport, per: str) -> pd.DataFrame:
    """Rows of the summary that are kept apart by law and this, in order of law and of that."""
    samen = kies(frame(rapport, "kosten_samen"), per=per)
    if samen.empty:
        return samen
    return samen[samen["wet"].isin(list(WETTEN))].sort_values(
        ["wet", "gemeente", "maand", "categorie", "code"],
        key=lambda kolom: kolom.map(list(WETTEN).index) if kolom.name == "wet" else kolom,
    )


def _op_bedrag(tabel: pd.DataFrame) -> pd.DataFrame:
    if tabel.empty:
        return tabel
    hoogte = tabel["netto"].astype("Float64").fillna(float("-inf"))
    return tabel.assign(hoogte=hoogte).sort_values(["hoogte"], ascending=False, kind="stable")


def _cijfers(rij) -> tuple:
    if rij.te_klein:
        return (rij.tekst, *[""] * (2 + sum(hasattr(rij, kolom) for kolom in _BEDRAGEN[1:])))
    return (*(euro(getattr(rij, kolom)) for kolom in _BEDRAGEN if hasattr(rij, kolom)), rij.regels, rij.clienten)


def _categorie(rij) -> str:
    """Code of the product category with what it means in its law."""
    code = _tekst(rij.categorie)
    return f"{code} {omschrijvingen('categorie', rij.wet).get(code, '')}".strip()


def _tekst(waarde) -> str:
    return "" if pd.isna(waarde) else str(waarde)


def _teken(maanden: pd.DataFrame):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 3.0))
    for nummer, (wet, kleur, arcering) in enumerate((("wmo", BLAUW, ""), ("jw", ROOD, "///"))):
        deel = kies(maanden, wet=wet)
        if deel.empty:
            continue
        plaats = deel["maand"].astype("float64") + (nummer - 0.5) * 0.4
        assen.bar(plaats, deel["netto"].astype("float64") / 100, width=0.38, color=kleur if not arcering else "white",
                  edgecolor=kleur, hatch=arcering, linewidth=1, label=naam_wet(wet))  # fmt: skip
    assen.set_xticks(range(1, 13), MAANDEN)
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde / 1000)))
    assen.set_ylabel("Duizend euro")
    assen.legend(fontsize=8, frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2)
    return figuur


def _alt(rapport: Rapport, maanden: pd.DataFrame) -> str:
    zinnen = []
    for wet, deel in ((wet, kies(maanden, wet=wet)) for wet in WETTEN):
        if len(deel):
            hoog = next(deel.loc[[deel["netto"].astype("float64").idxmax()]].itertuples())
            laag = next(deel.loc[[deel["netto"].astype("float64").idxmin()]].itertuples())
            zinnen.append(
                f"{naam_wet(wet)}: van {in_euro(laag.netto)} in {MAANDEN[int(laag.maand) - 1]} tot "
                f"{in_euro(hoog.netto)} in "
                f"{MAANDEN[int(hoog.maand) - 1]}."
            )
    return f"Staven van de netto kosten per maand van zorg in {rapport.jaar}, per wet. {' '.join(zinnen)}"
