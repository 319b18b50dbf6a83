"""Runs the product on a world, with only the variants asked for, and gives its rows as plain dicts."""

import sys
from contextlib import contextmanager
from unittest.mock import patch

from kpi.jeugd.trage_tweeling import Tweeling
from kpi.jeugd.tweeling_regels import BASIS, BERICHTEN, EIGEN
from kpi.jeugd.wereld import to_bronnen, to_regio, to_toestand, wereld
from normwijzer import kpi
from normwijzer.kpi import opties
from normwijzer.kpi.jeugd import kwaliteit, transformatie
from normwijzer.kpi.jeugd.zorg import prepare

GETALLEN = ("teller", "noemer", "waarde", "onder", "boven", "grens_onder", "grens_boven")


@contextmanager
def only_variants(kies):
    """Compute the variants (number, name) for which `kies` says so, and the basis: takes a tenth of the time."""
    alle = opties.variants

    def beperkt(regio, familie, kpi_):
        return [v for i, v in enumerate(alle(regio, familie, kpi_)) if i == 0 or kies(i, v[0])]

    modules = [m for naam, m in list(sys.modules.items()) if naam.startswith("normwijzer.kpi")]
    plekken = [m for m in modules if getattr(m, "variants", None) is alle]
    with contextmanager(_patch_all)(plekken, beperkt):
        yield


def _patch_all(plekken, nieuw):
    lappen = [patch.object(m, "variants", nieuw) for m in plekken]
    for lap in lappen:
        lap.start()
    try:
        yield
    finally:
        for lap in lappen:
            lap.stop()


def read_variant(variant: str):
    """'optie=waarde' of a variant as (name, value) for the twin, typed as that option's default."""
    naam, tekst = variant.split("=")
    standaard = BASIS[naam]
    if isinstance(standaard, bool):
        return naam, {"true": True, "false": False}[tekst]
    if isinstance(standaard, tuple):
        return naam, tuple(c for c in tekst[1:-1].split(",") if c)
    if standaard is None or isinstance(standaard, int):
        return naam, None if tekst == "nooit" else int(tekst)
    return naam, tekst


def count_kpi(familie, kpi_, zorg, jaar, keuze):
    """{(soort, aanbieder): row} of one KPI from messages, without the rest of the family: takes a tenth of the time."""
    tel = {"jeugd_transformatie": transformatie, "jeugd_kwaliteit": kwaliteit}[familie].BERICHTEN[kpi_][0]
    return _to_dict(tel(zorg, jaar, keuze), (kpi_,))


def by_product(map_, kpi_, w, jaar, afwijkend):
    familie = next(f for f in BERICHTEN if kpi_ in BERICHTEN[f])
    regio = to_regio(map_, w)
    keuze = opties.resolve(regio, familie, kpi_)
    assert afwijkend.keys() <= keuze.keys(), (kpi_, afwijkend)
    return count_kpi(familie, kpi_, prepare(to_toestand(w), regio), jaar, keuze | afwijkend)


def by_tweeling(map_, kpi_, w, jaar, afwijkend):
    return Tweeling(w, jaar).uitkomsten(kpi_, BASIS | EIGEN.get(kpi_, {}) | afwijkend)


def make_tel(teller, map_):
    """`tel(kpi, *parts of a world)` -> (teller, noemer) of a row, or another column; None when the row is not there.

    variant: 'optie=waarde', more of them joined with ' en '.
    """

    def tel(kpi_, *delen, jaar=2024, variant="", soort="", aanbieder="", kolom=None, **w):
        afwijkend = dict(read_variant(deel) for deel in variant.split(" en ") if deel)
        rij = teller(map_, kpi_, wereld(*delen, **w), jaar, afwijkend).get((soort, aanbieder))
        if rij is None:
            return None
        return rij[kolom] if kolom else (rij["teller"], rij["noemer"])

    return tel


def compute(map_, familie, w, jaar, opties_=None, bronnen=None, kies=lambda i, naam: False):
    """{(kpi, variant): {(soort, aanbieder): row}} of uitkomsten through the front door; '' = all, None = empty."""
    with only_variants(kies):
        tabel = kpi.bereken(
            familie, to_toestand(w), to_regio(map_, w, opties_), jaar, andere_toestanden={},
            bronnen=bronnen or to_bronnen(),
        ).uitkomsten  # fmt: skip
    for kolom in ("wet", "perceel", "gemeente"):
        assert tabel[kolom].isna().all(), kolom
    return {sleutel: _to_dict(rijen, sleutel) for sleutel, rijen in tabel.groupby(["kpi", "variant"])}


def _to_dict(tabel, waar):
    uit = {}
    for r in tabel.to_dict("records"):
        scope = tuple("" if _empty(r[k]) else r[k] for k in ("soort", "aanbieder"))
        assert scope not in uit, (*waar, scope)
        uit[scope] = {k: None if _empty(r[k]) else r[k] for k in (*GETALLEN, "eenheid", "status")}
    return uit


def _empty(x):
    return x is None or x != x
