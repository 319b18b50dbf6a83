"""Curves, flow and shares of youth care: what is drawn, what is left out, and what the words beside it say."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport.jeugd.overleving import curven, einden_vrij, html_overleving, op_hoogte, tabel_overleving
from normwijzer.rapport.jeugd.respons import tabel_respons, zin_respons
from normwijzer.rapport.jeugd.stroom import html_stroom_jaren, tabel_stroom_jaren
from normwijzer.rapport.jeugd.verdeling import html_verdeling, tabel_verdeling
from rapport.hulp_rapport import maak_rapport

FAMILIES = ("jeugd_transformatie", "jeugd_kwaliteit")
J1, J5, J11 = "jeugdigen_in_verblijf", "maanden_verblijf_gemiddeld", "gezinsgericht"


@pytest.fixture(scope="module")
def rapport():
    return maak_rapport()


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_curve_stopt_in_elke_editie_waar_er_te_weinig_worden_gevolgd(editie):
    rapport = maak_rapport(editie=editie)
    assert (rapport.frames["overleving"]["in_zorg"] < 10).any()
    punten = curven(rapport)
    assert (punten["in_zorg"] >= 10).all()
    for cel in [cel for rij in tabel_overleving(rapport).cellen() for cel in rij[1:] if cel]:
        assert int(re.search(r"\((\d+)\)", cel).group(1)) >= 10


def test_te_weinig_gevolgden_geeft_geen_curve_maar_een_reden():
    tekst = html_overleving(maak_rapport(deler=10))
    assert "<img" not in tekst
    assert "10 of meer" in tekst


def test_figuur_van_overleving_noemt_elk_instroomjaar(rapport):
    alt = html.fromstring(html_overleving(rapport)).xpath("//img/@alt")[0]
    # .945 ** (9 × 1.32) for 2024.
    assert "Instroom 2024: na 9 maanden 51\u202f% en na 24 maanden 17\u202f%." in alt
    assert [jaar for jaar in range(2020, 2025) if f"Instroom {jaar}" in alt] == [*range(2020, 2025)]


def test_stroom_per_jaar_telt_op_en_is_getekend(rapport):
    rijen = tabel_stroom_jaren(rapport).cellen()
    assert rijen[0] == ["2020", "120", "60", "55", "125"]
    for _, *getallen in rijen:
        begin, erin, eruit, eind = map(int, getallen)
        assert begin + erin - eruit == eind
    alt = html.fromstring(html_stroom_jaren(rapport)).xpath("//img/@alt")[0]
    assert "2020: 60 erin, 55 eruit, stand 125." in alt


def test_verdeling_is_een_deel_van_alle_jeugdigen_ook_als_soorten_verborgen_zijn(rapport):
    rijen = {rij[0]: rij[1:] for rij in tabel_verdeling(rapport, J1).cellen()}
    assert rijen["Hele regio"][-1] == "192"
    assert rijen["Pleegzorg"][-1] == "58 (30\u202f%)"  # 58 of 192
    # A region of 48: pleegzorg 14 is 30 % still; soorten below 10 have words, and rescale nothing.
    klein = maak_rapport(deler=4)
    rijen = {rij[0]: rij[1:] for rij in tabel_verdeling(klein, J1).cellen()}
    assert rijen["Hele regio"][-1] == "48"
    assert rijen["Pleegzorg"][-1] == "14 (29\u202f%)"
    assert rijen["TOM-uitstroom"][-1] == TE_KLEIN
    beeld = html.fromstring(f"<div>{html_verdeling(klein, J1)}</div>")
    alt = beeld.xpath("//img/@alt")[0]
    assert "pleegzorg 29\u202f%" in alt
    assert f"TOM-uitstroom {TE_KLEIN}" in alt
    assert "<img" not in html_verdeling(maak_rapport(deler=100), J1)


def _curven(*einden: tuple[int, int, float]) -> pd.DataFrame:
    """Cohorts (jaar, last month, s there) that fall in a straight line from 1."""
    return pd.DataFrame(
        [(jaar, maand, 1 - (1 - s) * maand / tot) for jaar, tot, s in einden for maand in range(tot + 1)],
        columns=["jaar", "maand", "s"],
    )


@pytest.mark.parametrize(
    ("einden", "vrij"),
    [
        ([(2022, 40, 0.2), (2023, 40, 0.5)], True),
        ([(2022, 40, 0.2), (2023, 40, 0.23)], False),  # labels on top of each other
        ([(2022, 40, 0.2), (2023, 20, 0.6)], False),  # the other curve runs through the label
        ([(2022, 40, 0.2), (2023, 20, 0.9)], True),
    ],
)
def test_jaren_staan_alleen_aan_het_einde_van_een_curve_als_zij_niets_raken(einden, vrij):
    assert einden_vrij(_curven(*einden), 45) == vrij


def test_rijen_onder_de_curven_staan_van_hoog_naar_laag():
    assert op_hoogte(_curven((2021, 40, 0.1), (2022, 30, 0.8), (2023, 10, 0.7))) == [2022, 2021, 2023]


def test_kleine_rijen_van_stroom_en_respons_hebben_woorden_en_geen_getal():
    rapport = maak_rapport()
    for naam, tabel in (("stroom", tabel_stroom_jaren),):
        frame = rapport.jaarframes[naam].copy()
        weg = frame["jaar"].eq(2023)
        frame.loc[weg, ["te_klein", "tekst"]] = [True, TE_KLEIN]
        frame.loc[weg, ["beginstand", "instroom", "uitstroom", "eindstand"]] = None
        anders = replace(rapport, jaarframes={**rapport.jaarframes, naam: frame})
        rijen = {rij[0]: rij[1:] for rij in tabel(anders).cellen()}
        assert rijen["2023"] == [TE_KLEIN, "", "", ""]
        assert "2023" not in html.fromstring(f"<div>{html_stroom_jaren(anders)}</div>").xpath("//img/@alt")[0]
    kwaliteit = maak_rapport("jeugd_kwaliteit")
    respons = kwaliteit.frames["respons"].assign(te_klein=True, tekst=TE_KLEIN, gemeten=None, totaal=None, waarde=None)
    klein = replace(kwaliteit, frames={**kwaliteit.frames, "respons": respons})
    assert all(rij[2:] == [TE_KLEIN, "", ""] for rij in tabel_respons(klein).cellen())
    assert zin_respons(klein, "clienttevredenheid") == f"Respons: {TE_KLEIN}."
