"""Norm reports from counts that one can see at a glance; computed as in production, so that numbers are real."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from normwijzer.kpi import catalogus
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.rapport.norm.gegevens import SLEUTEL, Normrapport
from normwijzer.statistiek.aandeel import wilson
from normwijzer.uitvoering.beschermen_cijfers import bescherm_cijfers
from normwijzer.uitvoering.normblad import Verkend, maak_blad

UITVAL = Onderwerp("wmo", "uitval", "1")
UITSTROOM = Onderwerp("wmo", "doelrealisatie_uitstroom", "2")
JEUGD = Onderwerp("jeugd_transformatie", "gezinsgericht")

TELLINGEN = {
    "00000001": (6, 40), "00000002": (14, 35), "00000003": (4, 22), "00000004": (3, 15), "00000005": (1, 12),
    "00000006": (2, 6), "00000007": (0, 3),
}  # fmt: skip
"""Teller and noemer per aanbieder in 2024: five large enough, two small; together 30 of 133."""

NAMEN = {agb: f"Zorg {letter}" for agb, letter in zip(TELLINGEN, "ABCDEFG", strict=True)}
VARIANT = "code23_uitval=false"
OPTIES = {"opvolg_venster_dagen": "28"}


def maak_exact(
    onderwerp: Onderwerp,
    per_jaar: Mapping[int, Mapping[str, tuple[int, int]]],
    *,
    totaal=None,
    varianten: Mapping[str, int] | None = None,
    status: str = "definitief",
) -> pd.DataFrame:
    """Contract rows of one onderwerp: the region (totaal, default the sum) and every aanbieder, per year.

    Args:
        varianten: variant -> how many less in every teller (never below 0).
    """
    rijen = []
    for jaar, tellingen in per_jaar.items():
        for variant, minder in {"basis": 0, **(varianten or {})}.items():
            lijst = {agb: (max(0, y - minder), n) for agb, (y, n) in tellingen.items()}
            som = totaal or tuple(map(sum, zip(*lijst.values(), strict=True)))
            for agb, (y, n) in {"": som, **lijst}.items():
                rijen.append((jaar, variant, agb, y, n, status))
    frame = pd.DataFrame(rijen, columns=["jaar", "variant", "aanbieder", "teller", "noemer", "status"])
    frame = frame.astype({"teller": "Int64", "noemer": "Int64"}).assign(
        regio="proef", wet="wmo", gemeente="", eenheid="fractie", bekend_op=pd.Timestamp("2026-03-31"),
        grens_onder=np.nan, grens_boven=np.nan, **{kolom: getattr(onderwerp, kolom) for kolom in SLEUTEL},
    )  # fmt: skip
    frame["waarde"] = frame["teller"].astype(float) / frame["noemer"].astype(float)
    frame["onder"], frame["boven"] = wilson(frame["teller"], frame["noemer"])
    return frame


def maak_normrapport(
    bladen: Mapping[Onderwerp, pd.DataFrame] | None = None,
    *,
    jaar: int = 2024,
    editie: str = "deelbaar",
    besluiten=(),
    verkend: Verkend | None = None,
) -> Normrapport:
    """A report of these onderwerpen and their exact rows; default uitval with 2023 and 2024 and one variant."""
    if bladen is None:
        per_jaar = {2023: {agb: (y + 1, n + 2) for agb, (y, n) in TELLINGEN.items()}, 2024: TELLINGEN}
        bladen = {UITVAL: maak_exact(UITVAL, per_jaar, varianten={VARIANT: 2})}
    klaar = {}
    for onderwerp, exact in bladen.items():
        exact = exact[exact["jaar"].le(jaar)]
        beschermd = bescherm_cijfers(exact, exact, catalogus.laad(onderwerp.familie), editie)
        klaar[onderwerp] = maak_blad(onderwerp, exact, beschermd, jaar, editie, besluiten, OPTIES, verkend or LEEG)
    return Normrapport(
        regio="proef", naam="Regio Proef", jaar=jaar, editie=editie, synthetisch=True,
        bekend_op=pd.Timestamp("2026-03-31"), bladen=klaar,
        catalogi={familie: catalogus.laad(familie) for familie in ("wmo", "jeugd_transformatie")},
        aanbieders=NAMEN, verantwoording={"Regio": "Regio Proef (proef)"}, verkend=verkend is not None,
    )  # fmt: skip


def maak_verkend(onderwerp: Onderwerp = UITVAL, *, noemers=(120, 130, 133), herijking=None, kwartalen=None) -> Verkend:
    """Ripening on three days with steps that add up, and quarters: (jaar, kwartaal, teller, noemer)."""
    scope = {kolom: getattr(onderwerp, kolom) for kolom in SLEUTEL}
    dagen = pd.to_datetime(["2024-12-31", "2025-01-31", "2025-03-31"]).astype("datetime64[s]")
    tellers = [24, 29, 30]
    waarden = [y / n for y, n in zip(tellers, noemers, strict=True)]
    rijping = pd.DataFrame({**scope, "jaar": 2024, "bekend_op": dagen, "teller": tellers, "noemer": list(noemers),
                            "waarde": waarden, "status": ["voorlopig", "voorlopig", "definitief"]})  # fmt: skip
    stappen = []
    for nummer in (1, 2):
        verschil = waarden[nummer] - waarden[nummer - 1]
        for oorzaak, deel in (("toewijzingen", 0.0), ("start_en_stop", verschil - 0.01), ("correcties", 0.01)):
            stappen.append({**scope, "jaar": 2024, "van": dagen[nummer - 1], "tot": dagen[nummer], "oorzaak": oorzaak,
                            "teller": tellers[nummer], "noemer": noemers[nummer], "waarde": waarden[nummer],
                            "d_waarde": deel})  # fmt: skip
    combinaties = pd.DataFrame([{**scope, "opties": f"{VARIANT}, noemer_uitsluiten={{02,31,39}}", "aantal": 4,
                                 "laagste": 0.14, "hoogste": 0.27}])  # fmt: skip
    per_kwartaal = pd.DataFrame(kwartalen or [], columns=["jaar", "kwartaal", "teller", "noemer"]).assign(**scope)
    return Verkend(
        rijping.astype({"teller": "Int64", "noemer": "Int64"}), pd.DataFrame(stappen), combinaties, per_kwartaal,
        pd.DataFrame() if herijking is None else herijking,
    )  # fmt: skip


def maak_herijking(besluit, *, teller_nu: int | None = None, **anders) -> pd.DataFrame:
    """One row as `herijken` writes it: the same outcome, or another one with another code."""
    basis, nu = besluit.basis, besluit.basis.teller if teller_nu is None else teller_nu
    gelijk = nu == basis.teller
    rij = {
        "familie": besluit.familie, "kpi": besluit.kpi, "perceel": besluit.perceel, "soort": besluit.soort,
        "jaar": besluit.jaar, "volgnummer": 0, "bekend_op": pd.Timestamp(besluit.bekend_op),
        "waarde_toen": basis.waarde, "teller_toen": basis.teller, "noemer_toen": basis.noemer,
        "waarde_nu": nu / basis.noemer, "teller_nu": nu, "noemer_nu": basis.noemer, "gelijk": gelijk,
        "berichten_anders": False, "bronnen_anders": False, "opties_anders": False, "code_anders": not gelijk,
        "waarde_oude_opties": float("nan"), "d_definitie": 0.0, "d_rest": nu / basis.noemer - basis.waarde,
        "waarde_laatst": basis.waarde, "teller_laatst": basis.teller, "noemer_laatst": basis.noemer,
        "reden": "",
    } | anders  # fmt: skip
    return pd.DataFrame([rij])


LEEG = Verkend(*[pd.DataFrame()] * 5)
"""Nothing was computed beside the outcomes."""
