"""Colours that people can tell apart, and no request to anywhere."""

import re

import pytest
from normwijzer.rapport import figuur
from normwijzer.rapport.kaal import maak_kale_pagina, stijl


def _contrast(kleur: str) -> float:
    """Contrast ratio with white (WCAG 2.1)."""
    kanalen = [int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineair = [k / 12.92 if k <= 0.04045 else ((k + 0.055) / 1.055) ** 2.4 for k in kanalen]
    helderheid = sum(gewicht * k for gewicht, k in zip((0.2126, 0.7152, 0.0722), lineair, strict=True))
    return 1.05 / (helderheid + 0.05)


def test_contrast_klopt_met_de_gepubliceerde_waarde():
    assert _contrast("#01689B") == pytest.approx(6.08, abs=0.01)
    assert _contrast("#696969") == pytest.approx(5.49, abs=0.01)


@pytest.mark.parametrize("kleur", [figuur.BLAUW, figuur.ROOD, figuur.GROEN, figuur.GRIJS, figuur.ZWART])
def test_kleuren_in_figuren_zijn_ook_als_tekst_leesbaar(kleur):
    assert _contrast(kleur) >= 4.5


@pytest.mark.parametrize("naam", ["inkt", "zacht", "nadruk", "alarm"])
def test_tekstkleuren_halen_het_contrast(naam):
    assert _contrast(re.search(rf"--{naam}: (#[0-9a-f]{{6}})", stijl()).group(1)) >= 4.5


def test_stijl_vraagt_niets_van_buiten():
    assert not re.search(r"url\(|@import|https?:", stijl())


def test_kale_pagina_ontsnapt_haar_titel():
    assert "<title>a &lt; b</title>" in maak_kale_pagina("a < b", "")
