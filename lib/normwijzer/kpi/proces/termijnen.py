"""The deadlines of the standard itself: who has to answer what within how many days, and who does."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from ...perioden.werkdagen import Kalender
from ...statistiek import wilson
from ..opties import resolve
from . import antwoord, melding
from .basis import Basis
from .doorlooptijd import quantiles
from .klok import Klok, judge
from .tellen import clients_per_group, count_standen
from .zaken import (
    GEEN_DUUR,
    ONTBREEKT,
    OP_TIJD,
    Namen,
    Zaken,
    make_clienten,
    make_tabel,
    scope_count,
    scope_keys,
    scope_texts,
)

FAMILIE = "administratief_proces"
KOLOMMEN = (
    "termijn", "wet", "aanbieder", "gemeente", "op_tijd", "te_laat", "nog_niet", "ontbreekt", "waarde", "onder",
    "boven", "mediaan", "p90", "eenheid", "clienten",
)  # fmt: skip
WOONPLAATS = "8"
"""RedenAfwijzingVerzoek: another gemeente is responsible."""
SCOPES = ((), ("wet",), ("aanbieder",), ("gemeente",))


@dataclass(frozen=True)
class Termijn:
    """One term of termijnen.toml, where every field is explained."""

    termijn: str
    titel: str
    bron: str
    dagen: int
    eenheid: str
    wie: str
    uitleg: str
    actie: str
    bericht: str | None = None
    kpi: str | None = None


@cache
def load_termijnen() -> dict[str, Termijn]:
    """termijn -> Termijn, in the order of the report."""
    ruw = tomllib.loads((Path(__file__).parent / "termijnen.toml").read_text(encoding="utf-8"))
    return {naam: Termijn(termijn=naam, **velden) for naam, velden in ruw.items()}


def count_termijnen(basis: Basis) -> pd.DataFrame:
    """Frame `termijnen`: one row per termijn and scope (total, wet, aanbieder, gemeente), in order of termijnen.toml.

    The total always, other scopes only with a case. Year: Dagtekening of the message that starts the term; a term
    with a kpi counts exactly as that KPI, with the region's options for it.
    op_tijd, te_laat, nog_niet (term not run out at K), ontbreekt: cases. A retour that is not there is ontbreekt, never
        te_laat: archives often lack retours. waarde = op_tijd / (op_tijd + te_laat), empty without those; onder,
        boven: Wilson 95 %. mediaan, p90: of all cases that count, type 7, in eenheid (werkdagen | dagen), a late one
        that has not finished counted as endlessly long (as mediaan_alle, p90_alle of `doorlooptijd`); empty when that
        comes out endless, and without such cases.
    clienten: distinct known clients. Of a 319 it is not known whom it is about: then messages.

    Working days are those that the region chose for beoordeling_declaratie; the terms without kpi stay what the
    standard says under any option `termijn`.

    Source: berichten 5; kpi-specificatie 4.2, 5.11 to 5.14; reconstructie 8.
    """
    termijnen = list(load_termijnen().values())
    alle = [_cases(basis, termijn) for termijn in termijnen]
    delen = [_count(alle, scope, basis.namen) for scope in SCOPES]
    tabel = pd.concat(delen, ignore_index=True).sort_values(
        ["soort", "wet", "aanbieder", "gemeente"], na_position="first", ignore_index=True
    )
    soort = tabel.soort.to_numpy()
    tabel["termijn"] = pd.Series([termijn.termijn for termijn in termijnen], dtype="str").take(soort).to_numpy()
    tabel["eenheid"] = pd.Series([zaken.eenheid for zaken in alle], dtype="str").take(soort).to_numpy()
    noemer = (tabel.op_tijd + tabel.te_laat).to_numpy()
    tabel["onder"], tabel["boven"] = wilson(tabel.op_tijd.to_numpy(), noemer)
    tabel["waarde"] = np.divide(tabel.op_tijd, noemer, out=np.full(len(noemer), np.nan), where=noemer > 0)
    return tabel[list(KOLOMMEN)].astype({"termijn": "str", "eenheid": "str"})


def _count(alle: list[Zaken], scope: tuple[str, ...], namen: Namen) -> pd.DataFrame:
    """One row per part of the region and term with a case (the total: every term); soort is the number of the term."""
    soorten = len(alle)
    aantal = scope_count(scope, namen) * soorten
    groepen = [scope_keys(zaken.tabel, scope, namen) for zaken in alle]
    groepen = [np.where(groep < 0, -1, groep * soorten + i) for i, groep in enumerate(groepen)]
    groep = np.concatenate(groepen)
    stand, duur = (np.concatenate([zaken.tabel[k].to_numpy() for zaken in alle]) for k in ("stand", "duur"))
    tel = count_standen(groep, stand, aantal)
    telt = (groep >= 0) & (stand <= OP_TIJD)
    lengte = np.where(duur[telt] == GEEN_DUUR, OPEN, duur[telt].astype("int64"))
    mediaan, p90 = quantiles(groep[telt], lengte, aantal, (0.5, 0.9))
    clienten = sum(clients_per_group(zaken, eigen, aantal) for zaken, eigen in zip(alle, groepen, strict=True))
    rijen = np.flatnonzero(sum(tel.values()) > 0) if scope else np.arange(aantal)
    waarden = {**tel, "mediaan": mediaan, "p90": p90, "clienten": clienten}
    cijfers = pd.DataFrame({"soort": rijen % soorten} | {naam: waarde[rijen] for naam, waarde in waarden.items()})
    return pd.concat([scope_texts(rijen // soorten, scope, namen), cijfers], axis=1)


def _cases(basis: Basis, termijn: Termijn) -> Zaken:
    if termijn.kpi:
        return _KPI[termijn.kpi](basis, resolve(basis.regio, FAMILIE, termijn.kpi))
    if termijn.bericht:
        return _retours(basis, termijn)
    return _VERZOEK[termijn.termijn](basis, termijn)


def _klok(basis: Basis, termijn: Termijn) -> Klok:
    if termijn.eenheid == "dagen":
        return Klok(termijn.dagen)
    gekozen = resolve(basis.regio, FAMILIE, "beoordeling_declaratie")
    kalender = Kalender(gekozen["bevrijdingsdag"], gekozen["goede_vrijdag"], tuple(gekozen["extra_dagen"]))
    return Klok(termijn.dagen, kalender)


def _retours(basis: Basis, termijn: Termijn) -> Zaken:
    """Forward messages of one type, accepted or not, and their first retour."""
    heen = basis.toestand.heenberichten
    dag = to_dagen(heen.dagtekening)
    rijen = np.flatnonzero(heen.berichttype.eq(termijn.bericht).to_numpy() & basis.in_year(dag))
    heen, dag = heen.take(rijen), dag[rijen]
    retour = to_dagen(heen.dagtekening_retour)
    oordeel = judge(_klok(basis, termijn), dag, retour, basis.bekend_op)
    oordeel["stand"] = np.where(retour < OPEN, oordeel["stand"], ONTBREEKT)
    return _zaken(basis, termijn, heen, _people(heen.client), dag, oordeel)


def _people(client: pd.Series) -> np.ndarray:
    """Client codes; a message that does not tell whom it is about counts as somebody else than all others."""
    codes = make_clienten(client)
    return np.where(codes < 0, len(client) + np.arange(len(client)), codes)


def _first_answers(basis: Basis, termijn: Termijn) -> Zaken:
    """Requests and the first of: under investigation, refused, allocated. A refusal for woonplaats is not judged here
    when it is the first answer."""
    v = basis.toestand.verzoeken
    onderzoek, besluit = to_dagen(v.in_onderzoek_op), to_dagen(v.besluitdatum)
    elders = _is_elsewhere(v) & (besluit < onderzoek)
    return _requests(basis, termijn, ~elders, np.minimum(onderzoek, besluit))


def _final_answers(basis: Basis, termijn: Termijn) -> Zaken:
    """Requests that came under investigation, before or on the day of their final answer if there is one."""
    v = basis.toestand.verzoeken
    onderzoek, besluit = to_dagen(v.in_onderzoek_op), to_dagen(v.besluitdatum)
    return _requests(basis, termijn, (onderzoek < OPEN) & (onderzoek <= besluit), besluit)


def _elsewhere(basis: Basis, termijn: Termijn) -> Zaken:
    v = basis.toestand.verzoeken
    return _requests(basis, termijn, _is_elsewhere(v), to_dagen(v.besluitdatum))


def _is_elsewhere(verzoeken: pd.DataFrame) -> np.ndarray:
    return (verzoeken.status.eq("afgewezen") & verzoeken.reden_afwijzing.eq(WOONPLAATS)).to_numpy(dtype=bool)


def _requests(basis: Basis, termijn: Termijn, masker: np.ndarray, beantwoord: np.ndarray) -> Zaken:
    dag = to_dagen(basis.toestand.verzoeken.ingediend)
    rijen = np.flatnonzero(masker & basis.in_year(dag))
    bron, dag = basis.toestand.verzoeken.take(rijen), dag[rijen]
    oordeel = judge(_klok(basis, termijn), dag, beantwoord[rijen], basis.bekend_op)
    return _zaken(basis, termijn, bron, make_clienten(bron.client), dag, oordeel)


def _zaken(
    basis: Basis, termijn: Termijn, bron: pd.DataFrame, client: np.ndarray, dag: np.ndarray, oordeel: dict
) -> Zaken:
    tabel = make_tabel(len(bron), **basis.codes(bron), client=client, dag_van_jaar=dag, **oordeel)
    return Zaken(termijn.termijn, termijn.eenheid, basis.namen, tabel)


_VERZOEK = {"verzoek_eerste": _first_answers, "verzoek_definitief": _final_answers, "woonplaats": _elsewhere}
_KPI = {melding.START: melding.make_start, melding.STOP: melding.make_stop, antwoord.KPI: antwoord.make_zaken}
