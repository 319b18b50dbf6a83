"""Whether the same day of knowledge still gives the outcome a norm was set on, as `herijken` found."""

import pandas as pd

from normwijzer.normen.besluit import Besluit
from normwijzer.paden import Paden
from normwijzer.rapport.opmaak import aantal, datum, opsomming, procent
from normwijzer.uitvoering.bestanden import lees_json
from normwijzer.uitvoering.herijken import actuele_herijking, sleutel_herijking
from normwijzer.uitvoering.normbestand import digest_instellingen
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import digest_code

_OORZAKEN = {
    "berichten_anders": "de berichten",
    "bronnen_anders": "de registraties of producten",
    "opties_anders": "de opties",
    "code_anders": "het programma",
}


def lees_nagerekend(paden: Paden, regio: str) -> pd.DataFrame | None:
    """The rows of herijking.parquet (`herijken.herijk`); None when there are none of the outcomes, the decisions and
    the program as they are now."""
    stand = lees_json(pad_stand(paden, regio))
    if stand.get("code") != digest_code() or stand["herkomst"]["instellingen"] != digest_instellingen(paden, regio):
        return None
    for verken in (False, True):
        sleutel = sleutel_herijking(paden, regio, stand["sleutel"], verken=verken)
        if actuele_herijking(paden, regio, sleutel):
            return pd.read_parquet(paden.werk(regio) / "herijking.parquet")
    return None


def noem_nagerekend(rijen: pd.DataFrame | None, besluit: Besluit) -> str:
    """One or two sentences about one decision."""
    begin = f"Norm op {besluit.jaar}, besluit van {datum(besluit.datum)}:"
    rij = None if rijen is None else _rij(rijen, besluit)
    if rij is None:
        return f"{begin} nog niet nagerekend; dat gebeurt bij run_all.py."
    toen = _uitkomst(rij.teller_toen, rij.noemer_toen)
    if rij.gelijk:
        return f"{begin} nagerekend met wat op {datum(besluit.bekend_op)} bekend was: zelfde uitkomst, {toen}."
    anders = [woord for naam, woord in _OORZAKEN.items() if getattr(rij, naam)]
    oorzaak = f" Anders sinds het besluit: {opsomming(anders)}." if anders else ""
    return (
        f"{begin} ALARM: met wat op {datum(besluit.bekend_op)} bekend was komt er nu iets anders uit. Toen {toen}, nu "
        f"{_uitkomst(rij.teller_nu, rij.noemer_nu)}.{oorzaak}"
    )


def _rij(rijen: pd.DataFrame, besluit: Besluit):
    """The row about this decision; of equal ones the last recorded."""
    mee = rijen["jaar"].eq(besluit.jaar) & pd.to_datetime(rijen["bekend_op"]).eq(pd.Timestamp(besluit.bekend_op))
    for kolom in ("familie", "kpi", "perceel", "soort"):
        mee &= rijen[kolom].fillna("").eq(getattr(besluit, kolom))
    mee &= rijen["teller_toen"].eq(besluit.basis.teller) & rijen["noemer_toen"].eq(besluit.basis.noemer)
    return next(rijen[mee].sort_values("volgnummer").tail(1).itertuples(), None)


def _uitkomst(teller, noemer) -> str:
    if pd.isna(noemer) or not noemer:
        return "geen uitkomst"
    return f"{procent(teller / noemer)} ({aantal(teller)} van {aantal(noemer)})"
