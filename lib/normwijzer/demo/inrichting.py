"""The data files beside this code, as objects: regions, products, course of care."""

import tomllib
from datetime import date
from pathlib import Path

from normwijzer.demo.soorten import Aanbieder, Gemeente, Product, Wereld

HIER = Path(__file__).parent


def laad_werelden(zaad: int, schaal: int) -> list[Wereld]:
    """The regions of regios.toml, ready to run with this seed and size.

    Args:
        zaad: seed; another seed gives other clients.
        schaal: multiplies the number of clients; aanbieders grow, their number stays.
    """
    producten = [_product(rij) for rij in _lees("producten.toml")["product"]]
    verloop = _lees("verloop.toml")
    return [_wereld(rij, producten, verloop, zaad, schaal) for rij in _lees("regios.toml")["regio"]]


def _lees(naam: str) -> dict:
    with (HIER / naam).open("rb") as bestand:
        return tomllib.load(bestand)


def _wereld(rij: dict, producten: list[Product], verloop: dict, zaad: int, schaal: int) -> Wereld:
    return Wereld(
        map=rij["map"],
        naam=rij["naam"],
        jaren=rij["jaren"],
        slot=rij["laatste_dag"].toordinal(),
        gemeenten=[Gemeente(**gemeente) for gemeente in rij["gemeenten"]],
        aanbieders=[
            Aanbieder(**{**aanbieder, "percelen": tuple(aanbieder["percelen"])}) for aanbieder in rij["aanbieders"]
        ],
        producten=producten,
        verloop=verloop,
        aantal=rij["clienten"] * schaal,
        zaad=f"{zaad}/{schaal}/{rij['map']}",
        schaal=schaal,
    )


def _product(rij: dict) -> Product:
    dagen = {naam: waarde.toordinal() for naam, waarde in rij.items() if isinstance(waarde, date)}
    return Product(**{**rij, **dagen, "omvang": tuple(tuple(keuze) for keuze in rij["omvang"])})
