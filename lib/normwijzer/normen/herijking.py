"""Every recorded decision computed again: as known then with the program of today, and as known today."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from normwijzer import kpi
from normwijzer.kpi.catalogus import laad
from normwijzer.kpi.opties import resolve, state_arguments
from normwijzer.kpi.vastgelegd import read_opties, read_toestand, uses_declaraties, write_opties
from normwijzer.normen.besluit import Basis, Besluit
from normwijzer.normen.herkomst import basis_van, digest_opties, digest_uitkomst
from normwijzer.normen.kennis import digest_berichten, licht
from normwijzer.normen.onderwerp import leeg
from normwijzer.regio import Regio
from normwijzer.registraties import Bronnen
from normwijzer.toestand import reconstrueer, standaard_bekend_op

KOLOMMEN = [
    "familie", "kpi", "perceel", "soort", "jaar", "volgnummer", "bekend_op", "waarde_toen", "teller_toen",
    "noemer_toen", "waarde_nu", "teller_nu", "noemer_nu", "gelijk", "berichten_anders", "bronnen_anders",
    "opties_anders", "code_anders", "waarde_oude_opties", "d_definitie", "d_rest", "waarde_laatst", "teller_laatst",
    "noemer_laatst", "reden",
]  # fmt: skip

_TYPEN = (
    dict.fromkeys(("familie", "kpi", "perceel", "soort", "reden"), "str")
    | dict.fromkeys(("jaar", "volgnummer"), "int64")
    | {"bekend_op": "datetime64[s]"}
    | {f"{wat}_{wanneer}": "Int64" for wat in ("teller", "noemer") for wanneer in ("toen", "nu", "laatst")}
    | {f"waarde_{wanneer}": "float64" for wanneer in ("toen", "nu", "oude_opties", "laatst")}
    | dict.fromkeys(("d_definitie", "d_rest"), "float64")
    | {"gelijk": "bool"}
    | {f"{wat}_anders": "bool" for wat in ("berichten", "bronnen", "opties", "code")}
)


@dataclass(frozen=True)
class Vandaag:
    """What is computed with today: bekend_op (K), and digests of the other sources and of the program."""

    bekend_op: pd.Timestamp
    bronnen: str
    code: str


@dataclass(frozen=True)
class _Vraag:
    """The outcome of one KPI over some years: on which state, and with which values in place of the region's own."""

    dag: pd.Timestamp
    familie: str
    kpi: str
    jaren: tuple[int, ...]
    oud: tuple[tuple[str, Any], ...] = ()


def herijk_besluiten(
    tabellen: object, regio: Regio, besluiten: Sequence[Besluit], vandaag: Vandaag, bronnen: Bronnen | None = None
) -> pd.DataFrame:
    """One row per decision, in the order in which they are given.

    Args:
        tabellen: as `berichten.open_tabellen` gives them, with claims.
        regio: what is counted and how, today.
        besluiten: of all norm years, those of one year in order of recording.
        vandaag: see `Vandaag`.
        bronnen: other sources, as they are today.

    Returns:
        `KOLOMMEN`. volgnummer: place within the norm year, from 0. bekend_op: K of the decision. _toen: as recorded.
        _nu: computed with that same K, and with the messages, sources, options and program of today; gelijk: then every
        count is the same, per aanbieder too. _anders: what is not what it was; berichten_anders is about the messages
        known on that K. waarde_oude_opties: as waarde_nu, with the options of the decision. d_definitie = waarde_nu −
        waarde_oude_opties, d_rest = waarde_oude_opties − waarde_toen. _laatst: as known on `vandaag.bekend_op`.
        Empty (NaN): there is no outcome, or no options that can still be read; reden then says why, in Dutch. reden is
        also filled when the messages do not reach the K of the decision. `gelijk` is False without an outcome.
    """
    werk = _Werk(tabellen, regio, bronnen)
    einde = standaard_bekend_op(tabellen)
    plannen = [_plan(besluit, regio, vandaag) for besluit in besluiten]
    werk.los_op([vraag for plan in plannen for vraag in plan.values()])
    digests = {dag: digest_berichten(tabellen, dag) for dag in sorted({_dag(b) for b in besluiten})}
    nummers: dict[int, int] = {}
    rijen = []
    for besluit, plan in zip(besluiten, plannen, strict=True):
        volgnummer = nummers[besluit.jaar] = nummers.get(besluit.jaar, -1) + 1
        rij = _row(besluit, plan, werk, regio, vandaag, digests[_dag(besluit)], einde)
        rijen.append(rij | {"volgnummer": volgnummer})
    return pd.DataFrame(rijen, columns=KOLOMMEN).astype(_TYPEN)


def _plan(besluit: Besluit, regio: Regio, vandaag: Vandaag) -> dict[str, _Vraag]:
    """What has to be counted for one decision: nu, laatst and, when its options differ, oud."""
    if _why_not(besluit, regio):
        return {}
    over = besluit.familie, besluit.kpi, besluit.basis.jaren
    plan = {"nu": _Vraag(_dag(besluit), *over), "laatst": _Vraag(vandaag.bekend_op, *over)}
    oud = read_opties(besluit.familie, besluit.kpi, besluit.opties)
    if oud is not None:
        anders = oud != resolve(regio, besluit.familie, besluit.kpi)
        plan["oud"] = _Vraag(_dag(besluit), *over, tuple(sorted(oud.items())) if anders else ())
    return plan


def _why_not(besluit: Besluit, regio: Regio) -> str:
    """Why there can be no outcome at all; empty when there can."""
    if besluit.familie not in regio.families:
        return f"de familie {besluit.familie} staat niet meer in regio.toml"
    if besluit.kpi not in laad(besluit.familie).definities:
        return f"de kpi {besluit.kpi} bestaat niet meer"
    weg = [str(jaar) for jaar in besluit.basis.jaren if jaar not in regio.jaren]
    return f"het jaar {' en '.join(weg)} staat niet meer in regio.toml" if weg else ""


def _row(
    besluit: Besluit,
    plan: Mapping[str, _Vraag],
    werk: "_Werk",
    regio: Regio,
    vandaag: Vandaag,
    berichten: str,
    einde: pd.Timestamp,
) -> dict[str, Any]:
    nu, rijen_nu = werk.basis(plan.get("nu"), besluit)
    oud, _ = werk.basis(plan.get("oud"), besluit)
    laatst, _ = werk.basis(plan.get("laatst"), besluit)
    redenen = [_why_not(besluit, regio)]
    if plan and nu is None:
        redenen.append("er is geen uitkomst meer van dit onderdeel")
    if plan and "oud" not in plan:
        redenen.append("de opties van het besluit zijn niet meer te lezen")
    if not einde >= _dag(besluit):
        tot = "er zijn geen berichten" if pd.isna(einde) else f"de berichten reiken tot {einde:%d-%m-%Y}"
        redenen.append(f"{tot}, en het besluit rust op wat op {_dag(besluit):%d-%m-%Y} bekend was")
    return {
        **{naam: getattr(besluit, naam) for naam in ("familie", "kpi", "perceel", "soort", "jaar")},
        "bekend_op": _dag(besluit),
        **_numbers(besluit.basis, "toen"),
        **_numbers(nu, "nu"),
        "gelijk": nu is not None and _counts(nu) == _counts(besluit.basis)
        and digest_uitkomst(rijen_nu) == besluit.digest.uitkomst,
        "berichten_anders": berichten != besluit.digest.berichten,
        "bronnen_anders": vandaag.bronnen != besluit.digest.bronnen,
        "opties_anders": not plan or _own_digest(besluit, regio) != besluit.digest.opties,
        "code_anders": vandaag.code != besluit.digest.code,
        "waarde_oude_opties": _rate(oud),
        "d_definitie": _rate(nu) - _rate(oud),
        "d_rest": _rate(oud) - besluit.basis.waarde,
        **_numbers(laatst, "laatst"),
        "reden": "; ".join(filter(None, redenen)),
    }


def _own_digest(besluit: Besluit, regio: Regio) -> str:
    return digest_opties(write_opties(regio, besluit.familie, besluit.kpi))


def _numbers(basis: Basis | None, wanneer: str) -> dict[str, Any]:
    if basis is None:
        return {f"waarde_{wanneer}": math.nan, f"teller_{wanneer}": pd.NA, f"noemer_{wanneer}": pd.NA}
    getallen = {"waarde": basis.waarde, "teller": basis.teller, "noemer": basis.noemer}
    return {f"{naam}_{wanneer}": getal for naam, getal in getallen.items()}


def _counts(basis: Basis) -> tuple[int, ...]:
    """What is recorded in figures as well as in the digest; somebody may have changed the one and not the other."""
    return basis.teller, basis.noemer, basis.aanbieders, basis.k10


def _rate(basis: Basis | None) -> float:
    return math.nan if basis is None else basis.waarde


def _dag(besluit: Besluit) -> pd.Timestamp:
    return pd.Timestamp(besluit.bekend_op).as_unit("s")


@dataclass(eq=False)
class _Werk:
    """Counts what was asked, one state at a time: of a large region two do not fit."""

    tabellen: object
    regio: Regio
    bronnen: Bronnen | None
    _uit: dict[_Vraag, pd.DataFrame] = field(default_factory=dict)

    def los_op(self, vragen: Iterable[_Vraag]) -> None:
        """Count them; equal ones once."""
        per_toestand: dict[tuple, list[_Vraag]] = {}
        for vraag in dict.fromkeys(vragen):
            per_toestand.setdefault(self._toestand(vraag), []).append(vraag)
        zonder = licht(self.tabellen)
        for (dag, met_declaraties, _), samen in per_toestand.items():
            tabellen = self.tabellen if met_declaraties else zonder
            toestand = reconstrueer(tabellen, bekend_op=dag, **self._argumenten(samen[0]))
            tellers = {f: kpi.prepare_basis(f, toestand, self.regio, bronnen=self.bronnen) for f in _families(samen)}
            for vraag in samen:
                anders = {vraag.kpi: dict(vraag.oud)}
                delen = [tellers[vraag.familie].rijen(j, opties=anders, kpis=[vraag.kpi]) for j in vraag.jaren]
                self._uit[vraag] = pd.concat(delen, ignore_index=True)

    def basis(self, vraag: _Vraag | None, besluit: Besluit) -> tuple[Basis | None, pd.DataFrame | None]:
        """The counts of the onderwerp of the decision, and its rows; None when there is no such row."""
        if vraag is None:
            return None, None
        rijen = self._uit[vraag]
        rijen = rijen[rijen["perceel"].fillna("").eq(besluit.perceel) & rijen["soort"].fillna("").eq(besluit.soort)]
        if not leeg(rijen["aanbieder"]).any():
            return None, None
        return basis_van(rijen, besluit.onderwerp, vraag.jaren)[0], rijen

    def _toestand(self, vraag: _Vraag) -> tuple:
        waarden = resolve(self.regio, vraag.familie, vraag.kpi) | dict(vraag.oud)
        argumenten = self._argumenten(vraag)
        volgorde = sorted((wet, tuple(redenen)) for wet, redenen in argumenten.pop("tie_volgorde").items())
        sleutel = (*sorted(argumenten.items()), *volgorde)
        return vraag.dag, uses_declaraties(vraag.kpi, waarden), sleutel

    def _argumenten(self, vraag: _Vraag) -> dict[str, Any]:
        if not vraag.oud:
            return state_arguments(self.regio, {})
        return read_toestand(self.regio, vraag.familie, dict(vraag.oud))


def _families(vragen: Iterable[_Vraag]) -> list[str]:
    return sorted({vraag.familie for vraag in vragen})
