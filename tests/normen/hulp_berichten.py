"""Regions for small worlds of messages, and what a norm would be about in them."""

from pathlib import Path

from kpi.wereld import PRODUCTEN, to_regio
from normwijzer import kpi
from normwijzer.kpi.catalogus import laad
from normwijzer.normen.onderwerp import Onderwerp, heeft_norm
from normwijzer.regio import Regio

JEUGD = "jw;02;02A01;;pleegzorg;;;\njw;07;07A12;;tom_instroom;;;\nwmo;07;07A12;2;dagbesteding;;;\n"
FAMILIES = ("wmo", "jeugd_transformatie")
BUITEN = ("deeltijdpleegzorg", "eigen_gemeente", "netwerkpleegzorg", "samen_met_broers_zussen")
"""KPI's with a norm that do not follow from allocations and deliveries alone."""


def maak_regio(map_: Path, opties: dict | None = None, jaren: tuple[int, ...] = (2024,)) -> Regio:
    """Perceel 1 and 2 of the Wmo and two soorten of Jeugd, by the products of the small worlds."""
    wmo = to_regio(map_, opties, PRODUCTEN + JEUGD)
    return Regio(wmo.map, wmo.naam, jaren, FAMILIES, wmo.gemeenten, wmo.opties, True, wmo.producten, wmo.aanbieders)


def tel(toestand, regio: Regio, jaar: int) -> dict[tuple, tuple[float, float]]:
    """(familie, kpi, perceel, soort) -> (teller, noemer) of what a norm can be about, by a plain loop."""
    uit = {}
    for familie in regio.families:
        teller = kpi.prepare_basis(familie, toestand, regio, alleen_regio=True)
        for naam in (k for k, d in laad(familie).definities.items() if d.norm != "geen" and k not in BUITEN):
            for cel in teller.cellen(naam, jaar):
                if heeft_norm(Onderwerp(familie, naam, cel.perceel, cel.soort), jaar):
                    uit[familie, naam, cel.perceel, cel.soort] = (cel.teller, cel.noemer)
    return uit
