"""The catalogue as a Markdown page for people (docs/kpi_<familie>.md): made from data, never by hand."""

from .catalogus import Definitie, laad
from .opties import Optie
from .optiewaarden import format_waarde

_GROEPEN = {
    "wmo": "Elk cijfer wordt gegeven voor alle percelen samen, per perceel, per perceel en aanbieder, en per perceel "
    "en gemeente.",
    "jeugd_transformatie": "Elk cijfer wordt gegeven voor de hele regio; het aantal jeugdigen en de etmalen ook per "
    "soort en per aanbieder, de duur ook per vorm van verblijf.",
    "jeugd_kwaliteit": "Elk cijfer wordt gegeven voor de hele regio; uitval en wat aanbieders zelf opgeven ook per "
    "aanbieder.",
    "administratief_proces": "Elk cijfer wordt gegeven voor de hele regio, per wet, per aanbieder, per gemeente, en "
    "per wet en aanbieder of gemeente.",
}


def describe(familie: str) -> str:
    """Markdown text, Dutch, of one family: every KPI in words, its choices, and who answers for what."""
    catalogus = laad(familie)
    delen = [
        f"# {catalogus.titel}",
        f"Bron {catalogus.bron}, versie {catalogus.versie}. Deze pagina is gemaakt uit de catalogus "
        f"(`lib/normwijzer/kpi/{familie}.toml`, `opties_{familie}.toml`, `kanttekeningen.toml`); wijzig "
        "die, niet deze tekst.",
        _GROEPEN[familie] + " Elke afwijkende keuze staat als variant `optie=waarde` naast de uitkomst `basis`, voor "
        "dezelfde groepen.",
        *(_kpi(definitie) for definitie in catalogus.definities.values()),
        "## Wie doet wat",
        "\n".join(f"- **{rol.replace('_', ' ')}** {taak}." for rol, taak in catalogus.verantwoordelijk.items()),
    ]
    return "\n\n".join(delen) + "\n"


def _kpi(d: Definitie) -> str:
    richting = {"hoger_is_beter": ", hoger is beter", "lager_is_beter": ", lager is beter", "geen": ""}[d.richting]
    velden = {
        "Teller": d.teller,
        "Noemer": d.noemer,
        "Percelen": ", ".join(map(str, d.percelen)),
        "Eenheid": d.eenheid + richting,
        "Gegevens": ", ".join(d.gegevens) if d.gegevens != ("berichten",) else "",
        "Termijn": d.termijn,
        "Norm": d.normtekst,
        "Hoort bij": f"`{d.ondersteunt}`" if d.ondersteunt else "",
    }
    kop = [
        f"## {d.nummer} {d.titel} (`{d.kpi}`)".replace("  ", " "),
        d.definitie,
        "\n".join(f"- **{naam}.** {tekst}" for naam, tekst in velden.items() if tekst),
        "Kanttekeningen:",
        "\n".join(f"- {k.tekst}" for k in d.kanttekeningen),
    ]
    if d.opties:
        kop.append(
            "| optie | standaard | varianten | betekenis |\n|---|---|---|---|\n"
            + "\n".join(_optie(d.kpi, optie) for optie in d.opties.values())
        )
    return "\n\n".join(kop)


def _optie(kpi: str, optie: Optie) -> str:
    varianten = ", ".join(f"`{format_waarde(w)}`" for w in optie.varianten[kpi]) or "–"
    return f"| `{optie.naam}` | `{format_waarde(optie.standaard[kpi])}` | {varianten} | {optie.uitleg} |"
