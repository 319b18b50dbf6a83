"""The data files beside this code, as objects: regions, products, course of care."""

import tomllib
from dataclasses import replace
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
    verloop = {"wmo": _lees("verloop.toml"), "jw": _lees("jeugd/verloop.toml")}
    return [_wereld(rij, producten, verloop, zaad, schaal) for rij in _lees("regios.toml")["regio"]]


def _lees(naam: str) -> dict:
    with (HIER / naam).open("rb") as bestand:
        return tomllib.load(bestand)


def _wereld(rij: dict, producten: list[Product], verloop: dict, zaad: int, schaal: int) -> Wereld:
    wmo = Wereld(
        map=rij["map"],
        naam=rij["naam"],
        jaren=rij["jaren"],
        slot=rij["laatste_dag"].toordinal(),
        gemeenten=[Gemeente(**gemeente) for gemeente in rij["gemeenten"]],
        aanbieders=[
            Aanbieder(**{**aanbieder, "percelen": tuple(aanbieder["percelen"])}) for aanbieder in rij["aanbieders"]
        ],
        producten=[product for product in producten if product.wet == "wmo"],
        verloop=verloop["wmo"],
        aantal=rij["clienten"] * schaal,
        zaad=f"{zaad}/{schaal}/{rij['map']}",
        schaal=schaal,
        registraties=tuple(rij["registraties"]),
    )
    return replace(wmo, jeugd=_jeugd(wmo, rij["jeugd"], producten, verloop["jw"]))


def _jeugd(wmo: Wereld, rij: dict, producten: list[Product], verloop: dict) -> Wereld:
    """The same region under the Jeugdwet; aantal is the size in percent of regios.toml."""
    return replace(
        wmo,
        wet="jw",
        vanaf=rij["vanaf"].toordinal(),
        gemeenten=[replace(g, retour=g.retour * rij["retour"]) for g in wmo.gemeenten],
        aanbieders=[_jeugd_aanbieder(aanbieder) for aanbieder in rij["aanbieders"]],
        producten=[product for product in producten if product.wet == "jw"],
        verloop={**verloop, **rij["verloop"]},
        aantal=100 * wmo.schaal,
        zaad=f"{wmo.zaad}/jw",
    )


def _jeugd_aanbieder(rij: dict) -> Aanbieder:
    tot = rij["tot"].toordinal() if "tot" in rij else None
    return Aanbieder(
        **{"contractpartij": "", **rij, "soorten": tuple(rij["soorten"]), "tot": tot},
        wet="jw",
        percelen=(),
        kwaliteit=1.0,
    )


def _product(rij: dict) -> Product:
    dagen = {naam: waarde.toordinal() for naam, waarde in rij.items() if isinstance(waarde, date)}
    return Product(**{**rij, **dagen, "omvang": tuple(tuple(keuze) for keuze in rij["omvang"])})
