"""The decisions on one onderwerp: what was laid down, what was revised and why, and what computing again gives."""

from html import escape

from normwijzer.normen.bandbreedte import in_woorden
from normwijzer.normen.besluit import Besluit, gelding
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.nagerekend import zin_nagerekend, zin_verschil
from normwijzer.rapport.norm.woorden import aanbieders, kort_digest
from normwijzer.rapport.oordeelalarm import is_anders
from normwijzer.rapport.oordeelbesluit import methode_in_woorden, woorden_methode
from normwijzer.rapport.oordeelzin import norm_in_zin
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

GEEN = "Voor dit onderwerp is nog geen norm vastgesteld."


def tabel_besluiten(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per recorded decision, the oldest first: norm, bandwidth, what it rests on, who, when, and again."""
    rijen = [_rij(rapport, blad, nummer, besluit) for nummer, besluit in enumerate(blad.besluiten)]
    kolommen = (
        Kolom("Normjaar", rijkop=True), Kolom("Norm"), Kolom("Gekozen als"), Kolom("Bandbreedte"),
        Kolom("Geldt vanaf", "jaar"), Kolom("Rust op"), Kolom("Bekend op", "datum"), Kolom("Besluit"),
        Kolom("Op", "datum"), Kolom("Door"), Kolom("Herziening"), Kolom("Nagerekend"),
    )  # fmt: skip
    naam = rapport.naam_onderwerp(blad.onderwerp)
    return Tabel(f"Normbesluiten: {naam}", kolommen, rijen, leeg="er is nog geen norm vastgesteld.")


def tabel_herkomst(rapport: Normrapport, blad: Normblad) -> Tabel:
    """Per decision the digests it was made with and, inside, the candidates that were on the table: those count all
    aanbieders."""
    rijen = [
        (
            str(b.jaar), opmaak.datum(b.datum), kort_digest(b.digest.berichten), kort_digest(b.digest.bronnen),
            kort_digest(b.digest.opties), kort_digest(b.digest.code), *_uitkomst(rapport, b),
            "; ".join(
                f"{k.id} {woorden_methode(k.methode, k.q)}: {opmaak.procent(k.norm, 2)}" for k in b.kandidaten
            ) if rapport.is_exact else "in de interne editie",
        )
        for b in blad.besluiten
    ]  # fmt: skip
    kolommen = (
        Kolom("Normjaar", rijkop=True), Kolom("Besluit van"), Kolom("Berichten"), Kolom("Bronnen"), Kolom("Opties"),
        Kolom("Code"), *([Kolom("Uitkomst")] if rapport.is_exact else []), Kolom("Afgewogen kandidaten"),
    )  # fmt: skip
    slot = "Van elke digest (SHA-256) het begin: gelijk betekent dat er niets is veranderd."
    return Tabel(f"Herkomst van de besluiten: {rapport.naam_onderwerp(blad.onderwerp)}", kolommen, rijen, slot)


def html_besluiten(rapport: Normrapport, blad: Normblad) -> str:
    """The alarm when there is one, the decisions, and where they came from."""
    if not blad.besluiten:
        return f"<p>{escape(GEEN)}</p>"
    herkomst = als_html(tabel_herkomst(rapport, blad))
    *eerder, laatste = [_blok(rapport, blad, nummer) for nummer in range(len(blad.besluiten))]
    return "\n".join([
        html_alarm(rapport, blad),
        laatste,
        *([f"<details>\n<summary>Eerdere besluiten ({len(eerder)})</summary>\n{' '.join(eerder)}\n</details>"]
          if eerder else []),
        f"<details>\n<summary>Waarmee de besluiten zijn genomen</summary>\n{herkomst}\n</details>",
    ])  # fmt: skip


def html_alarm(rapport: Normrapport, blad: Normblad) -> str:
    """A box when the last decision on a year no longer comes out the same on its own day of knowledge; else empty."""
    regels = [
        f"<li><strong>Norm op {besluit.jaar}.</strong> {escape(zin_verschil(rapport, rij))}</li>"
        for besluit, rij in anders(blad)
    ]
    if not regels:
        return ""
    return (
        '<section class="alarm" aria-label="Alarm over een normbesluit">\n'
        '<p class="alarmkop"><span aria-hidden="true">⚠</span> Alarm: dit besluit rust op gegevens die nu anders '
        "uitkomen</p>\n<p>Met dezelfde dag van kennis hoort dezelfde uitkomst te komen. Kijk eerst wat er is "
        "veranderd, en herzie zo nodig het besluit.</p>\n<ul>\n" + "\n".join(regels) + "\n</ul>\n</section>"
    )  # fmt: skip


def anders(blad: Normblad) -> list[tuple[Besluit, object]]:
    """The decisions that still stand and come out differently, with their row of `herijking`."""
    staand = [nummer for nummer, besluit in enumerate(blad.besluiten) if gelding(blad.besluiten, besluit)]
    paren = [(blad.besluiten[nummer], herijkt(blad, nummer)) for nummer in staand]
    return [(besluit, rij) for besluit, rij in paren if is_anders(rij)]


def herijkt(blad: Normblad, nummer: int):
    """The row of `herijking` about the decision with this place in `besluiten`; None when there is none.

    Decisions of one onderwerp and normjaar stand in the same order in both.
    """
    besluit = blad.besluiten[nummer]
    plek = sum(ander.jaar == besluit.jaar for ander in blad.besluiten[:nummer])
    tabel = blad.herijking
    if tabel.empty:
        return None
    rijen = tabel[tabel["jaar"].eq(besluit.jaar)].sort_values("volgnummer")
    return next(rijen.iloc[plek : plek + 1].itertuples(), None)


def _blok(rapport: Normrapport, blad: Normblad, nummer: int) -> str:
    """One decision as a list of what it says."""
    tabel = tabel_besluiten(rapport, blad)
    velden = "\n".join(
        f"<dt>{escape(kolom.kop)}</dt>\n<dd>{escape(tekst)}</dd>"
        for kolom, tekst in zip(tabel.kolommen, tabel.cellen()[nummer], strict=True)
        if tekst
    )
    return f'<div class="definitie">\n<dl>\n{velden}\n</dl>\n</div>'


def verbergt(rapport: Normrapport, besluit: Besluit) -> bool:
    """Whether this edition does not tell what a decision rests on."""
    return not rapport.is_exact and not besluit.basis.noemer


def _uitkomst(rapport: Normrapport, besluit: Besluit) -> tuple[str, ...]:
    """Only in the exact edition: counts of a small aanbieder can be guessed until the digest fits."""
    return (kort_digest(besluit.digest.uitkomst),) if rapport.is_exact else ()


def _rij(rapport: Normrapport, blad: Normblad, nummer: int, besluit: Besluit) -> tuple:
    rij = herijkt(blad, nummer)
    nagerekend = zin_nagerekend(rapport, besluit, rij) if rij is not None else "nog niet nagerekend"
    voorlopig = " Op voorlopige gegevens." if besluit.voorlopig else ""
    return (
        str(besluit.jaar), norm_in_zin(besluit.norm, blad.richting), opmaak.als_zin(methode_in_woorden(besluit)),
        in_woorden(besluit.bandbreedte), besluit.geldt_vanaf, _rust_op(rapport, besluit) + voorlopig, besluit.bekend_op,
        besluit.besluit, besluit.datum, besluit.door, besluit.reden_herziening, nagerekend,
    )  # fmt: skip


def _rust_op(rapport: Normrapport, besluit: Besluit) -> str:
    basis, jaren = besluit.basis, opmaak.opsomming([str(jaar) for jaar in besluit.basis.jaren])
    if verbergt(rapport, besluit):
        return f"{jaren}: te weinig om hier te tonen."
    if not rapport.is_exact:
        return f"{jaren}: ongeveer {opmaak.procent(basis.waarde)} van {opmaak.aantal(basis.noemer)}."
    return (
        f"{jaren}: {opmaak.procent(basis.waarde)} ({opmaak.aantal(basis.teller)} van {opmaak.aantal(basis.noemer)}), "
        f"{aanbieders(basis.aanbieders)}, van wie {opmaak.aantal(basis.k10)} met 10 of meer."
    )
