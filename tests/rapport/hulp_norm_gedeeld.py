"""Counts of one perceel with every kind of row that the shared edition hides, and a report of them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from normen.hulp_besluiten import maak_besluit
from normwijzer.kpi import catalogus
from normwijzer.normen.besluit import Basis, Besluit, Kandidaat
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.uitvoering.beschermen_cijfers import bescherm_cijfers
from rapport.hulp_normrapport import UITVAL, VARIANT, maak_exact, maak_herijking, maak_normrapport, maak_verkend

WERELD = {
    "00000011": (12, 60), "00000012": (20, 55), "00000013": (9, 48), "00000014": (8, 40), "00000015": (15, 33),
    "00000016": (6, 31), "00000017": (2, 30), "00000018": (3, 26), "00000019": (2, 6), "00000020": (1, 5),
}  # fmt: skip
"""2024, together 78 of 334: six large enough, two with a small teller, two with fewer than ten people."""

VERSTOPT = ("00000017", "00000018", "00000019", "00000020")
"""The aanbieders whose own numbers are shown in no edition but the internal one."""

NAMEN = {agb: f"Zorg {letter}" for agb, letter in zip(WERELD, "KLMNOPQRST", strict=True)}
JAREN = (2023, 2024)


def maak_jaren(wereld: Mapping[str, tuple[int, int]] = WERELD, eerder=WERELD) -> pd.DataFrame:
    """Exact rows of two years, with one variant in which every teller is one less."""
    return maak_exact(UITVAL, {2023: eerder, 2024: wereld}, varianten={VARIANT: 1})


def bescherm(exact: pd.DataFrame, editie: str = "deelbaar") -> pd.DataFrame:
    """As the reports of that family have them."""
    return bescherm_cijfers(exact, exact, catalogus.laad("wmo"), editie)


def maak_gedeeld(exact: pd.DataFrame | None = None, *, editie: str = "deelbaar", **anders) -> Normrapport:
    """A report of 2024 with a decision, its revision, ripening, combinations and quarters."""
    exact = maak_jaren() if exact is None else exact
    anders = {"besluiten": [besluit()], "verkend": verken(), **anders}
    return replace(maak_normrapport({UITVAL: exact}, editie=editie, **anders), aanbieders=NAMEN)


def besluit(teller: int = 77, noemer: int = 334, *, k10: int = 8) -> Besluit:
    """Hoogstens 23 % on 2024, with candidates over all aanbieders."""
    basis = Basis(teller, noemer, teller / noemer, 10, k10, (2024,))
    gewogen = Kandidaat("N1", "gewogen_gemiddelde", np.nan, teller / noemer)
    kandidaten = (gewogen, Kandidaat("N3", "mediaan", 0.5, 0.2171))
    return maak_besluit(0.23, methode="gewogen_gemiddelde", basis=basis, kandidaten=kandidaten)


def verken(tellers=(70, 76, 78), nu: int = 76, kwartalen=None):
    """What was known when, and a decision that comes out with `nu` in its teller."""
    herijkt = maak_herijking(besluit(), teller_nu=nu)
    alles = maak_verkend(noemers=(330, 334, 334), herijking=herijkt, kwartalen=kwartalen)
    rijping = alles.rijping.assign(teller=pd.array(tellers, dtype="Int64"))
    return replace(alles, rijping=rijping.assign(waarde=rijping["teller"].astype(float) / rijping["noemer"]))
