"""What this report was made from and with, so that anyone can make it again."""

import pandas as pd

from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, NIET_GETOOND, TE_KLEIN
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import zin_bevolking
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabel_verantwoording(rapport: Rapport) -> Tabel:
    """One row per fact: knowledge date, digest of the input, versions, commit. No clock time."""
    kolommen = (Kolom("Onderwerp", rijkop=True), Kolom("Waarde"))
    bevolking = zin_bevolking(rapport)
    rijen = [*rapport.verantwoording.items(), *([("Bevolking", bevolking)] if bevolking else [])]
    return Tabel("Verantwoording", kolommen, rijen)


def tabel_opties(rapport: Rapport) -> Tabel:
    """Every option of every KPI with the value used, those that differ from the standard first."""
    opties = rapport.opties.sort_values("afwijkend", ascending=False, kind="stable")
    rijen = [
        (titel_kpi(rapport, rij.kpi), rij.optie, rij.waarde, "afwijkend" if rij.afwijkend else "standaard", rij.uitleg)
        for rij in opties.itertuples()
    ]
    kolommen = (Kolom("KPI", rijkop=True), Kolom("Optie"), Kolom("Waarde"), Kolom("Keuze"), Kolom("Uitleg"))
    return Tabel("Gebruikte opties", kolommen, rijen)


def tabel_niet_getoond(rapport: Rapport) -> Tabel:
    """Of the shared edition: per reason how many rows of outcomes, side figures and frames have no numbers."""
    frames = [
        rapport.regels_van_jaar,
        rapport.nevencijfers,
        rapport.kwaliteit,
        rapport.niet_ingedeeld,
        rapport.signalen,
    ]
    frames = [frame for frame in [*frames, *rapport.frames.values()] if "tekst" in frame]
    weg = pd.concat([frame.loc[frame["te_klein"].astype(bool), "tekst"].astype("str") for frame in frames])
    tel = weg.map(_reden).value_counts()
    rijen = [(woorden, tel[reden]) for reden, woorden in _REDENEN.items() if tel.get(reden)]
    kolommen = (Kolom("Waarom niet", rijkop=True), Kolom("Rijen", "aantal"))
    slot = (
        "Geteld zijn rijen met een cijfer, ook van definitiekeuzes en nevencijfers; kleine aanbieders die samen één "
        "rij hebben tellen daarin één keer. Wat hier ontbreekt, ook per gemeente, staat in de interne editie, voor wie "
        "die mag zien."
    )
    return Tabel("Wat in deze editie niet staat", kolommen, rijen, slot, leeg="elke rij is getoond.")


_REDENEN = {
    "weg": f"Het gaat om 1 tot en met {KLEINSTE_GROEP - 1} mensen",
    "klein": f"Van een deel, of van de rest ervan, zijn er minder dan {KLEINSTE_DEEL}: alleen dat staat er",
    "niet_getoond": "Het zou een andere, kleine groep verraden",
}


def _reden(tekst: str) -> str:
    return {TE_KLEIN: "weg", NIET_GETOOND: "niet_getoond"}.get(tekst, "klein")


def tabel_keuzes(rapport: Rapport) -> Tabel:
    """The same, one row per option, value and explanation, with the KPI's that use it: on a page an option that every
    KPI shares would take most of the room."""
    opties = rapport.opties.sort_values("afwijkend", ascending=False, kind="stable")
    groepen = opties.groupby(["optie", "waarde", "afwijkend", "uitleg"], sort=False, dropna=False)["kpi"]
    rijen = [
        (
            optie,
            waarde.replace(",", ", "),
            "afwijkend" if afwijkend else "standaard",
            uitleg,
            _voor(rapport, list(kpis)),
        )
        for (optie, waarde, afwijkend, uitleg), kpis in groepen
    ]
    kolommen = (Kolom("Optie", rijkop=True), Kolom("Waarde"), Kolom("Keuze"), Kolom("Uitleg"), Kolom("Voor"))
    return Tabel("Gebruikte opties", kolommen, rijen)


def html_verantwoording(rapport: Rapport) -> str:
    afwijkend = int(rapport.opties["afwijkend"].sum())
    keuzes = (
        "Alle opties staan op hun standaard."
        if not afwijkend
        else f"Van de opties wijken er {afwijkend} af van de standaard; die staan bovenaan."
    )
    niet = [als_html(tabel_niet_getoond(rapport))] if rapport.editie != "intern" else []
    return (
        "<p>Wie dezelfde berichten, dezelfde dag van kennis en dezelfde versie gebruikt, krijgt exact deze "
        "uitkomsten.</p>\n"
        f"{als_html(tabel_verantwoording(rapport))}\n<p>{keuzes}</p>\n"
        f"{''.join(niet)}\n"
        f"<details>\n<summary>Alle opties</summary>\n{als_html(tabel_keuzes(rapport))}\n</details>"
    )


def _voor(rapport: Rapport, kpis: list[str]) -> str:
    """The KPI's by the code of their source where they have one: J1, J2."""
    if set(kpis) == set(rapport.definities):
        return "alle KPI's"
    return ", ".join(titel_kpi(rapport, kpi) for kpi in kpis)
