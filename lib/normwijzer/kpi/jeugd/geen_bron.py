"""KPI's without an outcome because a source is not there, with the name of the file that is missing or says nothing."""

import pandas as pd

from ...registraties import Bronnen
from ..catalogus import Catalogus

KOLOMMEN = ["kpi", "bestand", "reden"]
OPGAVE, BEVOLKING = "registraties/aanbiederopgave.csv", "landelijk/bevolking.csv"

_REDENEN = {
    (OPGAVE, False): "Het bestand ontbreekt: de aanbieders hebben nog niets opgegeven.",
    (OPGAVE, True): "In het bestand staat voor {jaar} geen bruikbare regel van dit cijfer.",
    (BEVOLKING, False): "Het bestand ontbreekt: de bevolkingscijfers zijn nog niet ingelezen.",
    (BEVOLKING, True): "In het bestand ontbreekt voor {jaar} een gemeente van de regio of een leeftijd.",
}
_ZONDER_NOEMER = "Voor {jaar} zijn alleen waarden zonder noemer opgegeven; die zijn niet op te tellen."


def no_sources() -> Bronnen:
    """Bronnen of a region that has none."""
    opgave = {
        "agb": "str", "jaar": "int64", "halfjaar": "Int64", "indicator": "str", "teller": "float64",
        "noemer": "float64", "waarde": "float64", "opmerking": "str",
    }  # fmt: skip
    bevolking = {"gemeente": "str", "jaar": "int64", "leeftijd": "int64", "aantal": "int64"}
    signalen = ["signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal"]
    return Bronnen(
        opgave=_empty(opgave),
        bevolking=_empty(bevolking),
        bevolking_bron="",
        signalen=_empty(dict.fromkeys(signalen, "str") | {"aantal": "int64"}),
        heeft_opgave=False,
        heeft_bevolking=False,
    )


def list_geen_bron(catalogus: Catalogus, uitkomsten: pd.DataFrame, bronnen: Bronnen, jaar: int) -> pd.DataFrame:
    """One row per KPI of the catalogue without any row `basis` in this year, in the catalogue's order.

    Columns: kpi; bestand (that is missing, or says nothing of this year); reden (a Dutch sentence).
    """
    gevuld = set(uitkomsten.loc[uitkomsten.variant.eq("basis"), "kpi"])
    leeg = [definitie for kpi, definitie in catalogus.definities.items() if kpi not in gevuld]
    rijen = [(d.kpi, *_why(d.kpi, "bevolking" in d.gegevens, bronnen, jaar)) for d in leeg]
    return pd.DataFrame(rijen, columns=KOLOMMEN).astype("str")


def _why(kpi: str, per_inwoner: bool, bronnen: Bronnen, jaar: int) -> tuple[str, str]:
    if per_inwoner:
        return BEVOLKING, _REDENEN[BEVOLKING, bronnen.heeft_bevolking].format(jaar=jaar)
    regels = bronnen.opgave[bronnen.opgave.indicator.eq(kpi) & bronnen.opgave.jaar.eq(jaar)]
    los = len(regels) and regels.noemer.isna().all()
    reden = _ZONDER_NOEMER if los else _REDENEN[OPGAVE, bronnen.heeft_opgave]
    return OPGAVE, reden.format(jaar=jaar)


def _empty(typen: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(typen)).astype(typen)
