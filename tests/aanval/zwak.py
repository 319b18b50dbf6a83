"""A weakly protected edition, to see that the attacker works: small rows left out, nothing else."""

from html import escape
from pathlib import Path

from aanval.lezen import Batch

_KLEIN = "te klein om te tonen (<10)"
KOPPEN = ("Aanbieder", "Waarde", "Teller", "Noemer")


def schrijf_zwak(intern: Batch, map_: Path) -> None:
    """Write the HTML tables of the internal edition again, with only rows of fewer than 10 hidden."""
    per_bestand: dict[str, list[str]] = {}
    for tabel in intern.tabellen:
        if not tabel.getallen:
            rijen = [_verberg(tabel.koppen, rij) for rij in tabel.rijen]
            per_bestand.setdefault(tabel.plaats.bestand, []).append(html_tabel(tabel.titel, tabel.koppen, rijen))
    for bestand, tabellen in per_bestand.items():
        pad = map_ / bestand
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_text(f"<html lang='nl'><body><h1>Zwak</h1>{''.join(tabellen)}</body></html>", encoding="utf-8")


def html_tabel(titel: str, koppen: tuple[str, ...], rijen: list[tuple[str, ...]]) -> str:
    kop = "".join(f"<th>{escape(cel)}</th>" for cel in koppen)
    inhoud = "".join("<tr>" + "".join(f"<td>{escape(cel)}</td>" for cel in rij) + "</tr>" for rij in rijen)
    return f"<table><caption>{escape(titel)}</caption><tr>{kop}</tr>{inhoud}</table>"


def _verberg(koppen: tuple[str, ...], rij: tuple[str, ...]) -> tuple[str, ...]:
    if "Noemer" not in koppen or len(rij) < len(koppen):
        return rij
    noemer = rij[koppen.index("Noemer")]
    if not noemer.isdigit() or not 1 <= int(noemer) <= 9:
        return rij
    vervang = {"Waarde": _KLEIN, "Teller": "", "Noemer": "<10", "95 %-interval": ""}
    return tuple(vervang.get(kop, cel) for kop, cel in zip(koppen, rij, strict=False))
