"""Signals as data: what the code raises is explained, and what is explained is raised."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from normwijzer.toestand import signaalteksten
from normwijzer.toestand.signalering import KENMERKEN, Signalen

_MAP = Path(__file__).resolve().parents[2] / "lib" / "normwijzer" / "toestand"


def _gemelde_signalen() -> set[str]:
    """Names passed to `meld` or `meld_aantallen`, also through a dict of name -> condition."""
    bron = "\n".join(pad.read_text(encoding="utf-8") for pad in sorted(_MAP.glob("*.py")))
    recht = re.findall(r"signalen\.meld(?:_aantallen)?\(\s*\"([a-z0-9_]+)\"", bron)
    via = re.findall(r"^        \"([a-z0-9_]+)\": .*,$", bron, flags=re.MULTILINE)
    return set(recht) | (set(via) & set(signaalteksten()))


def test_elk_gemeld_signaal_heeft_uitleg_en_elke_uitleg_wordt_gemeld() -> None:
    assert _gemelde_signalen() == set(signaalteksten())


def test_elke_uitleg_zegt_wat_het_is_en_wat_het_doet() -> None:
    for signaal, uitleg in signaalteksten().items():
        assert set(uitleg) == {"betekenis", "gevolg"}, signaal
        assert all(tekst.strip().endswith(".") for tekst in uitleg.values()), signaal


def _berichten() -> pd.DataFrame:
    rij = {"wet": "wmo", "berichttype": "305", "gemeente": "0384", "aanbieder": None, "bestand": "a.xml"}
    return pd.DataFrame([rij, rij | {"bestand": "b.xml"}])[KENMERKEN]


def test_signaal_zonder_uitleg_is_een_fout_in_de_code() -> None:
    with pytest.raises(KeyError, match="zonder uitleg"):
        Signalen().meld("bestaat_niet", _berichten(), np.array([0]))


def test_signalen_tellen_op_per_bestand_en_een_lege_aanbieder_valt_niet_weg() -> None:
    signalen = Signalen()
    signalen.meld("zonder_retour", _berichten(), np.array([0, 1, 0]))
    signalen.meld("zonder_retour", _berichten(), np.array([1]))
    tabel = signalen.tabel()
    assert tabel[["bestand", "aantal"]].to_numpy().tolist() == [["a.xml", 2], ["b.xml", 2]]
    assert tabel["aanbieder"].isna().all()


def test_zonder_signalen_is_de_tabel_leeg_met_alle_kolommen() -> None:
    tabel = Signalen().tabel()
    assert tabel.empty
    assert list(tabel.columns) == ["signaal", *KENMERKEN, "aantal"]
