"""Where numbers come from that are not in messages, and which are missing."""

from html import escape

from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.opmaak import als_zin
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_BEVOLKING = {
    "cbs": "Bron: CBS (bevolking op 1 januari, per gemeente en leeftijd).",
    "synthetisch": "Verzonnen bevolkingscijfers: deze aantallen inwoners bestaan niet.",
}


def zin_bevolking(rapport: Rapport) -> str:
    """Where the figures of the population came from; empty when none were used."""
    return _BEVOLKING.get(rapport.bevolking_bron, "")


def gebruikt_bevolking(rapport: Rapport, kpi: str) -> bool:
    """Whether the KPI needs figures of the population."""
    return "bevolking" in rapport.definities[kpi].gegevens


def geen_bron(rapport: Rapport, kpi: str, jaar: int | None = None) -> list[tuple[str, str]]:
    """(file, reason) of every source that the KPI lacks in a year, default that of the report."""
    if "geen_bron" not in rapport.frames:
        return []
    rijen = rapport.over_jaren("geen_bron")
    rijen = rijen[rijen["kpi"].eq(kpi) & rijen["jaar"].eq(jaar or rapport.jaar)]
    return [(rij.bestand, rij.reden) for rij in rijen.itertuples()]


def zin_geen_bron(rapport: Rapport, kpi: str) -> str:
    """What is missing for this KPI, in words, with the name of the file; empty when nothing is."""
    return " ".join(f"{als_zin(reden)} Bestand: {bestand}." for bestand, reden in geen_bron(rapport, kpi))


def tabel_geen_bron(rapport: Rapport, kpi: str | None = None) -> Tabel:
    """One row per KPI (or only this one) that cannot be computed: the file that is missing or has no row for it."""
    rijen = [
        (titel_kpi(rapport, naam), bestand, als_zin(reden))
        for naam in ([kpi] if kpi else rapport.definities)
        for bestand, reden in geen_bron(rapport, naam)
    ]
    kolommen = (Kolom("KPI", rijkop=True), Kolom("Bestand"), Kolom("Wat er ontbreekt"))
    return Tabel(f"KPI's zonder bron, {rapport.jaar}", kolommen, rijen, leeg="voor elke KPI zijn er gegevens.")


def html_bronnen(rapport: Rapport) -> str:
    """The missing sources and the origin of the population figures."""
    zin = zin_bevolking(rapport)
    delen = [als_html(tabel_geen_bron(rapport))]
    return "\n".join(delen + ([f"<p>{escape(zin)}</p>"] if zin else []))
