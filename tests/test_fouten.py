"""Errors in plain Dutch: where, what, what was allowed."""

import errno
import os

import pytest
from normwijzer.fouten import DataFout, leesfout


def test_melding_noemt_waar_wat_en_wat_mag():
    assert str(DataFout("a.csv, regel 2", "kolom x is leeg", "1 tot en met 6")) == (
        "a.csv, regel 2: kolom x is leeg. Toegestaan: 1 tot en met 6."
    )


@pytest.mark.parametrize(
    ("nummer", "woorden"),
    [
        (errno.ENOENT, "bestaat niet"),
        (errno.EACCES, "geen rechten"),
        (errno.EISDIR, "is een map"),
        (errno.EIO, f"fout {errno.EIO} van het besturingssysteem"),
    ],
)
def test_leesfout_is_nederlands_en_niet_de_tekst_van_het_systeem(nummer, woorden):
    assert leesfout(OSError(nummer, os.strerror(nummer))) == woorden
