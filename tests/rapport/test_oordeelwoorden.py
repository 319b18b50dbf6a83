"""Words, signs and marks of verdicts: one of each, all different, readable without colour."""

import matplotlib.markers
import pytest
from normwijzer.normen.oordeel import OORDELEN
from normwijzer.rapport.kaal import stijl
from normwijzer.rapport.oordeelwoorden import VER, legenda, oordeelwoord, volgorde, woorden_van
from rapport.test_stijl import _contrast

LAGER = "lager_is_beter"


def test_elk_oordeel_heeft_woorden_en_er_zijn_er_niet_meer():
    assert set(volgorde()) == {*OORDELEN, VER}


def test_elk_teken_en_elk_merk_is_anders():
    woorden = woorden_van(volgorde())
    assert len({woord.teken for woord in woorden}) == len(woorden)
    assert len({(woord.merk, woord.vol) for woord in woorden}) == len(woorden)
    assert len({woord.klasse for woord in woorden}) == len(woorden)
    assert {woord.merk for woord in woorden} <= set(matplotlib.markers.MarkerStyle.markers)


@pytest.mark.parametrize("naam", volgorde())
def test_kleur_is_ook_als_tekst_leesbaar(naam):
    (woord,) = woorden_van([naam])
    assert _contrast(woord.kleur) >= 4.5


def test_waar_lager_beter_is_zegt_het_woord_dat_slechter_hoger_is():
    for ver in (False, True):
        assert "slechter" not in oordeelwoord("onder bandbreedte", ver=ver).woord
        assert "hoger" in oordeelwoord("onder bandbreedte", ver=ver, richting=LAGER).woord
    assert oordeelwoord("voldoet", richting=LAGER) == oordeelwoord("voldoet")


def test_het_woord_begint_met_dat_van_de_norm():
    for oordeel in OORDELEN:
        assert oordeelwoord(oordeel, richting=LAGER).woord.startswith(oordeel)


def test_legenda_noemt_alleen_wat_er_is_in_vaste_volgorde():
    tekst = legenda(["te klein", "voldoet"])
    assert tekst.startswith("● voldoet: de waarde is gelijk aan de norm of beter. … te klein: ")
    assert "bandbreedte" not in tekst
    assert legenda([]) == ""


def test_lijst_van_oordelen_onderscheidt_slechter_niet_alleen_met_kleur():
    assert ".oordelen .oordeel-binnen { border-left: 4px dashed" in stijl()
