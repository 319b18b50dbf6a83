"""What the messages lacked, and which products count in no KPI."""

from html import escape

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabel_kwaliteit(rapport: Rapport) -> Tabel:
    """One row per quality figure, one column per perceel or soort: how many of how many."""
    cijfers = rapport.kwaliteit
    cijfers = cijfers[~cijfers["kenmerk"].str.startswith("signaal:")]
    return _breed(rapport, cijfers, f"Kwaliteit van de gegevens, {rapport.jaar}", "Kenmerk", _aandeel)


def tabel_nevencijfers(rapport: Rapport, kpi: str) -> Tabel:
    """Side figures of one KPI, one column per perceel or soort."""
    cijfers = rapport.nevencijfers
    cijfers = cijfers[cijfers["kpi"].eq(kpi) & cijfers["aanbieder"].eq("") & cijfers["gemeente"].eq("")]
    return _breed(rapport, cijfers, f"Nevencijfers, {rapport.jaar}", "Nevencijfer", _nevencijfer)


def tabel_signalen(rapport: Rapport) -> Tabel:
    """Contradictions in the messages, summed over all of the region: what, how often, what it means."""
    rijen = [
        (
            rij.signaal.replace("_", " "), WETTEN.get(rij.wet, ""), rij.tekst or rij.aantal,
            rapport.woorden.get(rij.signaal, ""),
        )
        for rij in _signalen(rapport).itertuples()
    ]  # fmt: skip
    kolommen = (Kolom("Signaal", rijkop=True), Kolom("Wet"), Kolom("Aantal", "aantal"), Kolom("Betekenis"))
    return Tabel("Signalen uit alle berichten van de regio", kolommen, rijen, leeg="geen enkel signaal.")


def tabel_niet_ingedeeld(rapport: Rapport) -> Tabel:
    """Products that producten.csv gives no perceel or soort: they count in no KPI."""
    rijen = [
        (WETTEN.get(rij.wet, rij.wet), rij.categorie, "" if pd.isna(rij.code) else rij.code, *_aantallen(rij))
        for rij in rapport.niet_ingedeeld.itertuples()
    ]
    kolommen = (
        Kolom("Wet", rijkop=True), Kolom("Categorie"), Kolom("Code"), Kolom("Toewijzingen", "aantal"),
        Kolom("Leveringen", "aantal"), Kolom("Cliënten", "aantal"),
    )  # fmt: skip
    slot = f"Deze producten hebben in producten.csv geen {rapport.groep} en tellen in geen enkele KPI mee."
    return Tabel(
        f"Niet ingedeelde producten, {rapport.jaar}",
        kolommen,
        rijen,
        slot,
        leeg=f"elk product heeft een {rapport.groep}.",
    )


def html_kwaliteit(rapport: Rapport) -> str:
    """Quality figures and signals, with a summary in words."""
    tabellen = [als_html(tabel_kwaliteit(rapport)), als_html(tabel_signalen(rapport))]
    return "\n".join([f"<p>{escape(zin_signalen(rapport))}</p>", *tabellen])


def zin_signalen(rapport: Rapport) -> str:
    """How many signals there are, in words; shared only of how many kinds: a sum would tell of a small one."""
    if not len(rapport.signalen):
        return "In de berichten is geen enkel signaal gevonden."
    van = opmaak.meervoud(rapport.signalen["signaal"].nunique(), "soort", "soorten")
    som = opmaak.meervoud(int(rapport.signalen["aantal"].sum()), "signaal", "signalen")
    wat = som if rapport.editie == "intern" else "signalen"
    return f"De berichten gaven {wat} van {van}. Wat elk signaal betekent en wat ermee is gedaan, staat in de tabel."


def _signalen(rapport: Rapport) -> pd.DataFrame:
    """signaal, wet, aantal, tekst: one row per signal and law, the most first and small ones last."""
    signalen = rapport.signalen.assign(wet=rapport.signalen["wet"].fillna(""))
    if "tekst" not in signalen:
        signalen = signalen.assign(tekst="")
    som = signalen.groupby(["signaal", "wet"], as_index=False).agg({"aantal": "sum", "tekst": "first"})
    return som.sort_values(["aantal", "signaal", "wet"], ascending=[False, True, True])


def _breed(rapport: Rapport, cijfers: pd.DataFrame, bijschrift: str, kop: str, cel) -> Tabel:
    """Rows per kenmerk in the order they first appear, columns per perceel, soort or law, all together first.

    A frame without that column says everything of all together.
    """
    cijfers = cijfers.assign(groep=cijfers[rapport.groep].fillna("") if rapport.groep in cijfers else "")
    groepen = rapport.op_volgorde(cijfers["groep"].unique())
    rijen = []
    for kenmerk, deel in cijfers.groupby("kenmerk", sort=False):
        per_groep = {rij.groep: cel(rij) for rij in deel.itertuples()}
        woorden = _woorden(rapport, kenmerk)
        rijen.append((woorden, *(per_groep.get(groep, "") for groep in groepen)))
    kolommen = (Kolom(kop, rijkop=True), *(Kolom(rapport.naam_groep(groep)) for groep in groepen))
    return Tabel(bijschrift, kolommen, rijen)


def _woorden(rapport: Rapport, kenmerk: str) -> str:
    """Words of a kenmerk; behind a colon stands the KPI it is about."""
    kaal, _, kpi = kenmerk.partition(":")
    woorden = rapport.woorden.get(kaal, kaal.replace("_", " ")).replace("zonder perceel", f"zonder {rapport.groep}")
    return f"{woorden}: {titel_kpi(rapport, kpi)}" if kpi in rapport.definities else woorden


def _aandeel(rij) -> str:
    if rij.te_klein:
        return rij.tekst
    if pd.isna(rij.van):
        return opmaak.aantal(rij.aantal)
    if not rij.van:
        return opmaak.NIET_BEKEND
    return f"{opmaak.procent(rij.deel)} ({opmaak.aantal(rij.aantal)} van {opmaak.aantal(rij.van)})"


def _nevencijfer(rij) -> str:
    if rij.te_klein:
        return rij.tekst
    if rij.eenheid != "fractie":
        gemiddeld = rij.eenheid == "aantal" and not pd.isna(rij.noemer)
        return eenheid_van("ratio" if gemiddeld else rij.eenheid).tekst(rij.waarde)
    if pd.isna(rij.waarde):
        return opmaak.NIET_BEKEND
    return f"{opmaak.procent(rij.waarde)} ({opmaak.aantal(rij.teller)} van {opmaak.aantal(rij.noemer)})"


def _aantallen(rij) -> tuple:
    return (rij.tekst, "", "") if rij.te_klein else (rij.toewijzingen, rij.leveringen, rij.clienten)
