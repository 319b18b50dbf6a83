"""What the norm report was made from, and all decisions of the region on one place."""

from html import escape

from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.besluit import herijkt, verbergt
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.rapport.norm.woorden import kort_digest
from normwijzer.rapport.oordeelbesluit import methode_in_woorden
from normwijzer.rapport.oordeelzin import norm_in_zin
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabel_alle_besluiten(rapport: Normrapport) -> Tabel:
    """Every decision on a year up to that of the report, with whether it still comes out the same."""
    rijen = []
    for onderwerp, blad in rapport.bladen.items():
        for nummer, besluit in enumerate(blad.besluiten):
            rij = herijkt(blad, nummer)
            zelfde = "" if rij is None else "gelijk" if rij.gelijk else "anders: zie het onderwerp"
            waarde = "te weinig om te tonen" if verbergt(rapport, besluit) else besluit.basis.waarde
            rijen.append((
                rapport.naam_onderwerp(onderwerp), str(besluit.jaar), norm_in_zin(besluit.norm, blad.richting), waarde,
                besluit.geldt_vanaf, opmaak.als_zin(methode_in_woorden(besluit)), besluit.datum, besluit.door,
                besluit.reden_herziening, zelfde,
            ))  # fmt: skip
    kolommen = (
        Kolom("Onderwerp", rijkop=True), Kolom("Normjaar"), Kolom("Norm"), Kolom("Waarde bij het besluit", "procent"),
        Kolom("Geldt vanaf", "jaar"), Kolom("Gekozen als"), Kolom("Op", "datum"), Kolom("Door"), Kolom("Herziening"),
        Kolom("Nagerekend"),
    )  # fmt: skip
    slot = (
        "Nagerekend: dezelfde dag van kennis opnieuw uitgerekend met de berichten, de bronnen, de opties en de code "
        "van nu."
    )
    bijschrift = f"Alle normbesluiten tot en met {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, slot, leeg="er is nog geen norm vastgesteld.")


def tabel_norm_verantwoording(rapport: Normrapport) -> Tabel:
    """One row per fact: knowledge date, digests, versions, commit. No clock time."""
    kolommen = (Kolom("Onderwerp", rijkop=True), Kolom("Waarde"))
    return Tabel("Verantwoording", kolommen, list(rapport.verantwoording.items()))


def tabel_digests(rapport: Normrapport) -> Tabel:
    """Per onderwerp the digests of its options and outcomes, with the options themselves."""
    rijen = [
        (
            rapport.naam_onderwerp(onderwerp), kort_digest(blad.digest_opties),
            *([kort_digest(blad.digest_uitkomst)] if rapport.is_exact else []),
            "; ".join(f"{blad.definitie.opties[naam].kort}: {waarde}" for naam, waarde in blad.opties.items()),
        )
        for onderwerp, blad in rapport.bladen.items()
    ]  # fmt: skip
    uitkomst = [Kolom("Uitkomsten")] if rapport.is_exact else []  # see `besluit.tabel_herkomst`
    kolommen = (Kolom("Onderwerp", rijkop=True), Kolom("Opties"), *uitkomst, Kolom("Gebruikte opties"))
    return Tabel("Digests en opties per onderwerp", kolommen, rijen, "Van elke digest (SHA-256) het begin.")


def html_norm_verantwoording(rapport: Normrapport) -> str:
    """Facts first, options folded."""
    zin = "Wie dezelfde berichten, dezelfde dag van kennis en dezelfde versie gebruikt, krijgt exact deze uitkomsten."
    return (
        f"<p>{escape(zin)}</p>\n{als_html(tabel_norm_verantwoording(rapport))}\n"
        f"<details>\n<summary>Digests en opties per onderwerp</summary>\n{als_html(tabel_digests(rapport))}\n</details>"
    )
