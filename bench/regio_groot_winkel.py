"""Where the large synthetic region is written: parts and manifest of the store, and Arrow columns out of numbers."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from normwijzer.berichten.delen import DeelSchrijver
from normwijzer.berichten.inlezen import lezerversie
from normwijzer.berichten.kolommen import DAG, MOMENT, schema
from normwijzer.berichten.opslag import Manifest, Spoor, bewaar_manifest
from normwijzer.berichten.pseudoniem import Sleutel
from regio_groot_bestanden import AANBIEDERS, GEMEENTEN

_PER_ARCHIEF = 1000
_VAN_GEMEENTE = ("301", "325", "306", "308")


class Winkel:
    """Writes messages, a part per call, and the manifest at the end."""

    def __init__(self, delen: Path, sleutel: Sleutel, los: bool) -> None:
        self._map, self._sleutel, self._los = delen, sleutel, los
        self._delen, self._bestanden, self.berichten = [], [], 0

    def schrijf(self, soort: str, wie: pd.DataFrame, dag, tabellen: dict, *, toeval=None, retour=None, op=None):
        """One message per row of `wie`, dated `dag`; a retour on most of them; returns their identifications.

        Args:
            tabellen: row table -> columns; without `bericht` it has one row per message.
            op: identification of the claim that a 325 answers.
        """
        schrijver = DeelSchrijver(self._map, self._sleutel.waarde)
        dag, n = np.asarray(dag), len(wie)
        eigen = self.berichten + np.arange(n)
        identificatie = nummers("B", eigen, 10)
        koppen = [self._koppen(soort, wie, eigen, identificatie, dag, declaratie_identificatie=op)]
        if retour:
            met = np.flatnonzero(toeval.random(n) < 0.9)
            terug = dag[met] + toeval.integers(0, 6, len(met))
            volgende = self.berichten + n + np.arange(len(met))
            koppen.append(self._koppen(retour, wie.iloc[met], volgende, identificatie.take(pa.array(met)), dag[met],
                                       identificatie_retour=nummers("R", volgende, 10),
                                       dagtekening_retour=terug))  # fmt: skip
            fout = (toeval.random(len(met)) < 0.03).astype(int)
            tabellen = tabellen | {"retourcodes": {
                "bericht": n + np.arange(len(met)), "klasse": tekst(["Header"], np.zeros(len(met), int)),
                "code": tekst(["0200", "0001"], fout)}}  # fmt: skip
        kop = pa.concat_tables(koppen)
        kop = kop.set_column(0, "bericht", pa.array(np.arange(len(kop))))
        schrijver.schrijf("berichten", kop)
        for tabel, kolommen in tabellen.items():
            schrijver.schrijf(tabel, _tabel(tabel, {"bericht": np.arange(n)} | kolommen))
        bronnen = kop["bron"].unique().to_pylist()
        self.berichten += len(kop)
        self._bestanden += bronnen
        self._delen.append(schrijver.sluit(bronnen, lezerversie(), self._sleutel.kenmerk))
        return identificatie.to_numpy(zero_copy_only=False)

    def _koppen(self, soort: str, wie: pd.DataFrame, nummer, identificatie, dag, **meer) -> pa.Table:
        gemeente, aanbieder = namen(GEMEENTEN, wie["gemeente"], 0), namen(AANBIEDERS, wie["aanbieder"], 0)
        partijen = (gemeente, aanbieder) if soort in _VAN_GEMEENTE else (aanbieder, gemeente)
        archief = nummer if self._los else nummer // _PER_ARCHIEF
        eigen, plek = np.unique(archief, return_inverse=True)
        jw = wie["wet"].to_numpy() == 1
        return _tabel("berichten", {
            "bericht": nummer, "bron": tekst([_sha(f"bron {soort} {nr} {len(self._delen)}") for nr in eigen], plek),
            "bestand": pa.nulls(len(wie), pa.string()) if self._los else nummers(f"!{soort}_", nummer, 10),
            "wet": tekst(["wmo", "jw"], wie["wet"]), "berichttype": tekst([soort], np.zeros(len(wie), int)),
            "release": tekst(["3.2"], np.zeros(len(wie), int)), "afzender": partijen[0], "ontvanger": partijen[1],
            "gemeente": gemeente, "aanbieder": aanbieder, "identificatie": identificatie, "dagtekening": dag,
            "inhoud": pa.array([_sha(f"inhoud {nr}") for nr in nummer]),
            "envelop_referentie": nummers("E", nummer, 10, leeg=jw),
            "envelop_tijdstip": pa.array((np.asarray(dag) + 8) * 86400, mask=jw), "kopieen": np.ones(len(wie), int),
        } | {naam: waarde for naam, waarde in meer.items() if waarde is not None})  # fmt: skip

    def sluit(self, werk: Path) -> None:
        nu = time.time_ns()
        soort = "xml" if self._los else "zip"
        paden = {f"2025/{nr:07d}.{soort}": bron for nr, bron in enumerate(dict.fromkeys(self._bestanden))}
        bestanden = {pad: Spoor(bron, 1000, 0, 0, nu) for pad, bron in paden.items()}
        namen_ = {pad: pad for pad in paden}
        bewaar_manifest(werk, Manifest(lezerversie(), self._sleutel.kenmerk, bestanden, namen_, tuple(self._delen), ()))


def _sha(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()


def tekst(woorden: Sequence[str], codes) -> pa.Array:
    return pa.array(list(woorden), pa.string()).take(pa.array(np.asarray(codes)))


def namen(tabel: Sequence[Sequence], codes, kolom: int) -> pa.Array:
    return tekst([rij[kolom] for rij in tabel], codes)


def nummers(voor: str, getallen, breedte: int, leeg: np.ndarray | None = None) -> pa.Array:
    cijfers = pc.utf8_lpad(pc.cast(pa.array(np.asarray(getallen), mask=leeg), pa.string()), breedte, "0")
    return pc.binary_join_element_wise(voor, cijfers, "")


def clienten(codes) -> pa.Array:
    """Pseudonyms in the form of real ones: `p1_` and 32 hex digits."""
    codes = np.asarray(codes)
    uniek, plek = np.unique(codes, return_inverse=True)
    return tekst([f"p1_{_sha(f'client {nr}')[:32]}" for nr in uniek], plek)


def kolom_van(waarden) -> pa.Array:
    return waarden if isinstance(waarden, pa.Array) else pa.array(np.asarray(waarden))


def _tabel(naam: str, kolommen: dict) -> pa.Table:
    """The columns of a row table; what is not given is empty. Days come as numbers."""
    vorm, n = schema(naam), len(next(iter(kolommen.values())))

    def kolom(veld: pa.Field) -> pa.Array:
        if veld.name not in kolommen:
            return pa.nulls(n, veld.type)
        waarden = kolom_van(kolommen[veld.name])
        return waarden.cast(pa.int32()).cast(veld.type) if veld.type == DAG else waarden.cast(
            pa.int64() if veld.type == MOMENT else veld.type).cast(veld.type)  # fmt: skip

    return pa.table([kolom(veld) for veld in vorm], schema=vorm)
