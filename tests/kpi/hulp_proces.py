"""Registrations written down one by one, and one KPI counted on a small chain of messages."""

import pandas as pd
from kpi.hulp_keten import AANBIEDER, GEMEENTE, Keten, rij, to_regio
from normwijzer import kpi
from normwijzer.kpi.opties import variants
from normwijzer.kpi.proces.basis import prepare
from normwijzer.kpi.proces.doorlooptijd import make_doorlooptijd
from normwijzer.kpi.proces.familie import FAMILIE, KPIS
from normwijzer.kpi.proces.tellen import to_rows
from normwijzer.registraties import Bronnen
from normwijzer.registraties.proces import Proces

A1, A2, A3 = "wachttijd", "beoordeling_aanvraag", "toewijzing_voor_ingangsdatum"
A4, A5 = "tijdig_startbericht", "tijdig_stopbericht"
A6, A7 = "afwijzen_toewijzing", "intrekken_toewijzing"
A8, A9, A10, A11 = "tijdig_declareren", "beoordeling_declaratie", "tijdig_betalen", "kwaliteit_declaraties"
WIE = {"wet": "wmo", "gemeente": GEMEENTE, "agb": AANBIEDER}


def bronnen(aanvragen=None, afwijzingen=None, betalingen=None) -> Bronnen:
    leeg = pd.DataFrame()
    proces = Proces(_aanvragen(aanvragen), _afwijzingen(afwijzingen), _betalingen(betalingen))
    return Bronnen(leeg, leeg, "", leeg, False, False, proces=proces)


def _tabel(rijen, typen):
    if rijen is None:
        return None
    tabel = pd.DataFrame(rijen, columns=list(typen))
    for kolom, soort in typen.items():
        tabel[kolom] = tabel[kolom].astype(soort)
    return tabel


_DAG = "datetime64[s]"


def _aanvragen(rijen):
    typen = {"aanvraag": "str", "gemeente": "str", "datum_ontvangst": _DAG, "datum_einde_melding": _DAG,
             "opschorting_dagen": "int64"}  # fmt: skip
    return _tabel(rijen and [{"gemeente": GEMEENTE, "opschorting_dagen": 0} | r for r in rijen], typen)


def _afwijzingen(rijen):
    typen = {"wet": "str", "gemeente": "str", "toewijzingnummer": "int64", "agb": "str", "datum_ontvangst": _DAG,
             "datum_afwijzing": _DAG, "datum_intrekking": _DAG}  # fmt: skip
    return _tabel(rijen and [WIE | {"toewijzingnummer": 1} | r for r in rijen], typen)


def _betalingen(rijen):
    typen = {"wet": "str", "gemeente": "str", "agb": "str", "declaratienummer": "str", "datum_betaling": _DAG,
             "bedrag": "int64"}  # fmt: skip
    return _tabel(rijen and [WIE | {"declaratienummer": "N1"} | r for r in rijen], typen)


def bereken(w, K="2025-06-30", jaar=2024, bron=None, opties=None):
    return kpi.bereken(FAMILIE, w.toestand(bekend_op=K), to_regio(opties), jaar, bronnen=bron)


def zaken_van(w, welke, variant="basis", *, K="2025-06-30", jaar=2024, bron=None, opties=None):
    """The cases of one KPI alone; None without its source."""
    regio = to_regio(opties)
    basis = prepare(_toestand(w, K), regio, jaar, bron)
    return KPIS[welke](basis, dict(variants(regio, FAMILIE, welke))[variant])


def _toestand(w, K):
    """The state at K, rebuilt only when a message came in since the last time."""
    stand = (K, len(w.rijen["berichten"]))
    if getattr(w, "stand", None) != stand:
        w.stand, w.laatste = stand, w.toestand(bekend_op=K)
    return w.laatste


def tel(w, welke, variant="basis", **over):
    """(teller, noemer) of the whole region."""
    r = rij(to_rows(zaken_van(w, welke, variant, **over), definitief=True))
    return r.teller, r.noemer


def deel(w, welke, **over):
    """The row of the whole region and year in `doorlooptijd`."""
    tabel = make_doorlooptijd(zaken_van(w, welke, **over))
    return rij(tabel[tabel.maand.isna()])


def keten(*, toegewezen="2024-01-02", **toewijzing) -> Keten:
    w = Keten()
    w.toewijzing(toegewezen, ingangsdatum=toewijzing.pop("ingangsdatum", "2024-01-10"), **toewijzing)
    return w
