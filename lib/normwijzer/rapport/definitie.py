"""What a KPI means, in the words of the catalogue."""

from html import escape

from normwijzer.kpi.catalogus import Definitie
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeelbesluit import zinnen_norm
from normwijzer.rapport.opmaak import als_zin, opsomming
from normwijzer.rapport.tabel import Kolom, Tabel

_WAARDEN = {"true": "ja", "false": "nee", "{}": "geen", "t_m": "tot en met"}
_GEGEVENS = {
    "berichten": "iJw-berichten",
    "bevolking": "bevolkingscijfers",
    "aanbiederopgave": "opgave van de aanbieders",
    "aanvragen": "registratie van aanvragen",
    "afwijzingen": "registratie van afwijzingen",
    "betalingen": "registratie van betalingen",
}
_RICHTING = {"hoger_is_beter": "Hoger is beter.", "lager_is_beter": "Lager is beter.", "geen": ""}


def titel_kpi(rapport: Rapport, kpi: str) -> str:
    """Title of the KPI for people, with its number when it has one: J1 Jeugdigen in verblijf."""
    definitie = rapport.definities[kpi]
    return f"{definitie.nummer} {definitie.titel}".strip()


def is_pilot(rapport: Rapport, kpi: str) -> bool:
    """Whether the KPI may not get a norm, a norm line or a verdict."""
    return rapport.definities[kpi].norm == "geen"


def normzin(rapport: Rapport, kpi: str) -> str:
    """The state of the norm in words: what was decided, or else what the source says."""
    definitie = rapport.definities[kpi]
    besloten = zinnen_norm(rapport, kpi)
    if besloten:
        bron = [als_zin(definitie.normtekst)] if definitie.norm == "doel" else []
        return " ".join([*bron, *besloten])
    if definitie.norm == "te_bepalen" and definitie.termijn:
        return als_zin(f"Termijn: {definitie.normtekst}")
    if definitie.norm == "te_bepalen":
        return als_zin(f"Nog geen norm vastgesteld. In de bron: {definitie.normtekst}")
    return als_zin(definitie.normtekst)


def naam_variant(rapport: Rapport, kpi: str, variant: str) -> str:
    """A variant `optie=waarde` in words, such as: reden 23 is uitval: nee."""
    return naam_keuze(rapport.definities[kpi], variant)


def naam_keuze(definitie: Definitie, variant: str) -> str:
    """The same for a definition by itself."""
    optie, _, waarde = variant.partition("=")
    woorden = _WAARDEN.get(waarde) or waarde.strip("{}").replace(",", ", ").replace("_", " ")
    return f"{definitie.opties[optie].kort}: {woorden}"


def html_definitie(rapport: Rapport, kpi: str) -> str:
    """The definition box: words, source, caveats and who decides what."""
    definitie = rapport.definities[kpi]
    regels = [(naam, waarde) for naam, waarde in _velden(rapport, kpi) if waarde]
    inhoud = "\n".join(f"<dt>{escape(naam)}</dt>\n<dd>{_waarde(waarde)}</dd>" for naam, waarde in regels)
    naam = escape(f"Definitie van {definitie.titel}", quote=True)
    return f'<section class="definitie" aria-label="{naam}">\n<dl>\n{inhoud}\n</dl>\n</section>'


def tabel_definities(rapport: Rapport) -> Tabel:
    """All definitions as a table: one row per KPI and field."""
    rijen = [
        (titel_kpi(rapport, kpi), naam, "; ".join(waarde) if isinstance(waarde, list) else waarde)
        for kpi in rapport.definities
        for naam, waarde in _velden(rapport, kpi)
        if waarde
    ]
    return Tabel("Definities", (Kolom("KPI", rijkop=True), Kolom("Onderdeel"), Kolom("Tekst")), rijen)


def _velden(rapport: Rapport, kpi: str) -> list[tuple[str, str | list[str]]]:
    d, verantwoordelijk = rapport.definities[kpi], rapport.catalogus.verantwoordelijk
    return [
        ("Definitie", d.definitie),
        ("Teller", d.teller),
        ("Noemer", d.noemer),
        ("Richting", _RICHTING[d.richting]),
        ("Doel" if d.norm == "doel" else "Norm", normzin(rapport, kpi)),
        ("Gegevens", _gegevens(rapport, d.gegevens) if d.nummer else ""),
        ("Termijn", als_zin(d.termijn)),
        ("Ondersteunt", titel_kpi(rapport, d.ondersteunt) if d.ondersteunt else ""),
        ("Kanttekeningen", [f"{k.tekst} ({_bron(k.bron)})" for k in d.kanttekeningen]),
        (
            "Wie gaat waarover",
            [f"{wie.replace('_', ' ').capitalize()} {wat}." for wie, wat in verantwoordelijk.items()],
        ),
        ("Bron", f"Bron {d.bron}, versie {d.versie}"),
    ]


def _gegevens(rapport: Rapport, gegevens: tuple[str, ...]) -> str:
    woorden = _GEGEVENS | ({"berichten": "iWmo- en iJw-berichten"} if rapport.groep == "wet" else {})
    namen = [woorden[naam] for naam in gegevens]
    return als_zin(opsomming(namen))


def _waarde(waarde: str | list[str]) -> str:
    if isinstance(waarde, str):
        return escape(waarde)
    return "<ul>\n" + "\n".join(f"<li>{escape(regel)}</li>" for regel in waarde) + "\n</ul>"


def _bron(bron: str) -> str:
    return f"bron {bron}" if bron else "eigen toevoeging"
