"""The shared edition of the norm report: what it still tells, and that it says over whom."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html
from normwijzer.normen.verkenning import kandidaten_tabel
from normwijzer.privacy import OVERIGE
from normwijzer.rapport.norm.besluit import html_alarm, html_besluiten, tabel_besluiten, tabel_herkomst
from normwijzer.rapport.norm.gevoelig import tabel_gevoelig, zinnen_gevoelig
from normwijzer.rapport.norm.gevolgen import tabel_gevolgen
from normwijzer.rapport.norm.kandidaten import tabel_kandidaten
from normwijzer.rapport.norm.kop import html_norm_kop
from normwijzer.rapport.norm.sectie import html_kpi_norm, tabellen_onderwerp
from normwijzer.rapport.norm.stabiel import tabel_per_jaar, tabel_zonder_een, zinnen_stabiel
from normwijzer.rapport.norm.stand import tabel_stand
from normwijzer.rapport.norm.tijd import tabel_kwartalen, tabel_rijping, zinnen_tijd
from normwijzer.rapport.norm.verantwoording import html_norm_verantwoording, tabel_alle_besluiten
from normwijzer.rapport.norm.verkenner_stand import Keuze, reken, varianten
from normwijzer.rapport.opmaak import hele_procenten
from rapport.hulp_norm_gedeeld import NAMEN, VERSTOPT, WERELD, bescherm, besluit, maak_gedeeld, maak_jaren, verken
from rapport.hulp_normrapport import UITVAL, VARIANT, maak_exact


@pytest.fixture(autouse=True)
def _geheel():
    """As the front door writes a shared page."""
    with hele_procenten():
        yield


@pytest.fixture(scope="module")
def gedeeld():
    rapport = maak_gedeeld()
    return rapport, rapport.bladen[UITVAL]


def _getoond(blad) -> list[str]:
    return sorted(blad.aanbieders["aanbieder"])


def _tekst(inhoud: str) -> str:
    return " ".join(html.fromstring(f"<div>{inhoud}</div>").text_content().replace("\u202f", " ").split())


def _rij(tabel, naam: str) -> list[str]:
    (rij,) = [rij for rij in tabel.cellen() if rij[0].startswith(naam)]
    return [cel.replace("\u202f", " ") for cel in rij]


def test_alleen_wie_in_de_uitkomsten_staat_telt_mee(gedeeld):
    _, blad = gedeeld
    beschermd = bescherm(maak_jaren())
    staat = beschermd[beschermd["jaar"].eq(2024) & beschermd["variant"].eq("basis") & ~beschermd["te_klein"]]
    verwacht = sorted(set(staat["aanbieder"]) - {"", OVERIGE})
    assert _getoond(blad) == verwacht
    assert len(verwacht) >= 4
    assert not set(verwacht) & set(VERSTOPT)
    assert set(blad.cijfers["variant"]) == {"basis"}
    assert {frozenset(blad.zonder_een["aanbieder"]), frozenset(blad.cijfers["aanbieder"])} == {frozenset(verwacht)}


def test_kandidaten_zijn_die_van_de_getoonden_en_n1_die_van_allen(gedeeld):
    rapport, blad = gedeeld
    tabel = blad.kandidaten[blad.kandidaten["jaren"].eq("2024")]
    alle, n = sum(y for y, _ in WERELD.values()), sum(n for _, n in WERELD.values())
    (n1,) = tabel[tabel["id"].eq("N1")].itertuples()
    assert (n1.norm, n1.k, n1.n) == (round(alle / n, 2), 10, 335)
    zelf = kandidaten_tabel(blad.cijfers, [2024], blad.richting)
    rest = zelf[zelf["id"].ne("N1")]
    assert tabel.loc[tabel["id"].ne("N1"), "norm"].tolist() == rest["norm_heel"].tolist()
    assert set(tabel["k"].tail(-1)) == {len(_getoond(blad))}
    assert "N1 alle aanbieders" in tabel_kandidaten(rapport, blad).toelichting
    assert blad.digest_uitkomst == ""


def test_de_gevolgen_zeggen_over_wie_ze_gaan(gedeeld):
    rapport, blad = gedeeld
    k, buiten = len(_getoond(blad)), len(WERELD) - len(_getoond(blad))
    assert set(blad.gevolgen["k"]) == {k}
    assert set(blad.gevolgen["te_klein"]) == {0}
    zin = f"Berekend over de {k} aanbieders die in deze editie staan; {buiten} staan er niet in."
    assert _tekst(html_kpi_norm(rapport, "uitval")).count(zin) >= 2
    assert f"{k} aanbieders die in deze editie te zien zijn" in tabel_gevolgen(rapport, blad).toelichting
    assert "De interne editie heeft de cijfers over alle aanbieders" in _tekst(html_norm_kop(rapport))
    assert f"10 aanbieders, van wie {k} in deze editie" in _tekst(html_norm_kop(rapport))


def test_intern_zegt_niets_over_edities():
    rapport = maak_gedeeld(editie="intern")
    assert "editie" not in _tekst(html_kpi_norm(rapport, "uitval") + html_norm_kop(rapport))


def test_elk_getal_is_een_heel_procent_of_een_vijftal(gedeeld):
    rapport, blad = gedeeld
    pagina = html_norm_kop(rapport) + html_kpi_norm(rapport, "uitval") + html_norm_verantwoording(rapport)
    assert not re.search(r"\d,\d+[\s\u202f]?%", pagina)
    for rij in tabel_stand(rapport, blad).rijen:
        assert rij[2] % 5 == rij[3] % 5 == 0
        assert round(rij[1], 2) == rij[1]
    echt = {NAMEN[agb]: y / n for agb, (y, n) in WERELD.items()}
    assert all(abs(rij[1] - echt[rij[0]]) <= 0.005 + 1e-9 for rij in tabel_stand(rapport, blad).rijen)


def test_wie_niet_getoond_is_heeft_nergens_een_naam(gedeeld):
    rapport, blad = gedeeld
    pagina = html_norm_kop(rapport) + html_kpi_norm(rapport, "uitval")
    cellen = [str(cel) for tabel in tabellen_onderwerp(rapport, blad) for rij in tabel.rijen for cel in rij]
    for agb in set(WERELD) - set(_getoond(blad)):
        assert NAMEN[agb] not in pagina
        assert agb not in pagina
        assert NAMEN[agb] not in cellen


def test_meer_jaren_samen_tellen_alleen_wie_in_elk_jaar_te_zien_is():
    eerder = WERELD | {"00000015": (2, 33)}  # Zorg O is large enough in 2024 only
    rapport = maak_gedeeld(maak_jaren(eerder=eerder))
    blad = rapport.bladen[UITVAL]
    beide = set(blad.cijfers.loc[blad.cijfers["jaar"].eq(2023), "aanbieder"]) & set(_getoond(blad))
    assert "00000015" in _getoond(blad)
    assert "00000015" not in beide
    samen = blad.kandidaten[blad.kandidaten["jaren"].eq("2023+2024")]
    assert set(samen.loc[samen["id"].ne("N1"), "k"]) == {len(beide)}
    stand = reken(rapport, Keuze(UITVAL, (2023, 2024), "basis", 23, "trechter"))
    assert set(stand.punten["aanbieder"]) == beide
    assert stand.te_klein == len(WERELD) - len(beide)


def test_de_verkenner_kent_geen_andere_definities_en_toont_wat_afgerond_is(gedeeld):
    rapport, blad = gedeeld
    assert varianten(blad) == ["basis"]
    stand = reken(rapport, Keuze(UITVAL, (2024,), "basis", 23, "trechter"))
    assert stand.punten["noemer"].mod(5).eq(0).all()
    assert (stand.punten["waarde"].round(2) == stand.punten["waarde"]).all()
    oordelen = dict(zip(blad.aanbieders["aanbieder"], blad.aanbieders["oordeel"], strict=True))
    assert dict(zip(stand.punten["aanbieder"], stand.punten["oordeel"], strict=True)) == oordelen


def test_stabiliteit_gaat_over_de_getoonden(gedeeld):
    rapport, blad = gedeeld
    y, n = (sum(WERELD[agb][plek] for agb in _getoond(blad)) for plek in (0, 1))
    for rij in tabel_zonder_een(rapport, blad).rijen:
        eigen_y, eigen_n = next(WERELD[agb] for agb, naam in NAMEN.items() if naam == rij[0])
        assert rij[1] == pytest.approx((y - eigen_y) / (n - eigen_n), abs=0.0051)
    assert "weegt het zwaarst" in " ".join(zinnen_stabiel(rapport, blad))
    jaren = tabel_per_jaar(rapport, blad)
    assert _rij(jaren, "2024")[1:4] == ["23 %", "335", "10"]
    assert "Teller" not in [kolom.kop for kolom in jaren.kolommen]


def test_een_andere_definitie_gaat_over_de_regio_en_in_stappen(gedeeld):
    rapport, blad = gedeeld
    # ten less of 334 people is −3 %; a step is 2 %
    assert blad.tornado["verschil"].tolist() == pytest.approx([-0.02])
    (rij,) = tabel_gevoelig(rapport, blad).cellen()
    assert [cel.replace("\u202f", " ") for cel in rij] == ["reden 23 is uitval: nee", "21 %", "−2"]
    assert "stappen van 2 procentpunt" in " ".join(zinnen_gevoelig(rapport, blad))
    assert not {"status_anders", "naar_onder"} & set(blad.tornado)
    zinnen = " ".join(zinnen_gevoelig(rapport, blad)).replace("\u202f", " ")
    # 14 % and 27 % lie 9.4 points below and 3.6 above 78 of 334: five steps of 2 and two
    assert "tussen ongeveer 13 % en 27 %" in zinnen
    assert VARIANT not in zinnen


def test_een_definitie_met_weinig_mensen_staat_er_niet_in():
    exact = maak_jaren()
    klein = exact["variant"].eq(VARIANT) & exact["aanbieder"].eq("")
    exact.loc[klein, ["teller", "noemer"]] = (1, 3)
    rapport = maak_gedeeld(exact)
    assert not tabel_gevoelig(rapport, rapport.bladen[UITVAL]).rijen


def test_rijping_staat_in_stappen_naast_de_waarde_van_nu_en_noemt_geen_oorzaken(gedeeld):
    rapport, blad = gedeeld
    tabel = tabel_rijping(rapport, blad)
    assert [kolom.kop for kolom in tabel.kolommen] == [
        "Bekend op", "Waarde, ongeveer", "Verschil met de waarde van de regio", "Status",
    ]  # fmt: skip
    # 70 of 330 is −2,1 points, 76 of 334 is −0,6: in steps of 2 points that is one step and none
    assert [rij[2] for rij in tabel.cellen()] == ["−2", "0", "0"]
    assert blad.rijping[["teller", "noemer"]].isna().all(axis=None)
    assert blad.stappen.empty
    assert "in stappen van 2 procentpunt" in " ".join(zinnen_tijd(rapport, blad))


def test_een_kleine_dag_heeft_woorden(gedeeld):
    rapport = maak_gedeeld(verkend=verken(tellers=(3, 76, 78)))
    tabel = tabel_rijping(rapport, rapport.bladen[UITVAL])
    assert "te klein" in tabel.cellen()[0][1]
    assert "3" not in tabel.cellen()[0][1].replace("31", "")


def test_een_jaar_met_een_klein_kwartaal_staat_niet_in_de_kaart():
    per_kwartaal = [(jaar, kwartaal, 9, 40) for jaar in (2023, 2024) for kwartaal in (1, 2, 3, 4)]
    rapport = maak_gedeeld(verkend=verken(kwartalen=per_kwartaal))
    kaart = rapport.bladen[UITVAL].kwartalen
    assert kaart["waarde"].notna().all()
    assert kaart["waarde"].tolist() == [0.23] * 8
    assert len(tabel_kwartalen(rapport, rapport.bladen[UITVAL]).rijen) == 8
    per_kwartaal[1] = (2023, 2, 3, 40)
    kaart = maak_gedeeld(verkend=verken(kwartalen=per_kwartaal)).bladen[UITVAL].kwartalen
    assert sorted(set(kaart.loc[kaart["noemer"].notna(), "jaar"])) == [2024]


def test_een_besluit_houdt_zijn_norm_en_niet_zijn_tellingen(gedeeld):
    rapport, blad = gedeeld
    (eigen,) = blad.besluiten
    assert (eigen.norm, eigen.bandbreedte, eigen.besluit) == (0.23, besluit().bandbreedte, besluit().besluit)
    assert (eigen.basis.teller, eigen.basis.aanbieders, eigen.basis.k10) == (0, 0, 0)
    assert eigen.basis.noemer == 335
    assert eigen.digest.uitkomst == ""
    assert [k.id for k in eigen.kandidaten] == ["N1"]
    assert "2024: ongeveer 23 % van 335." in _rij(tabel_besluiten(rapport, blad), "2024")
    assert _rij(tabel_herkomst(rapport, blad), "2024")[-1] == "in de interne editie"
    assert _rij(tabel_alle_besluiten(rapport), "Uitval")[3] == "23 %"


def test_een_verschil_van_enkele_mensen_is_in_een_alarm_niet_te_lezen():
    woorden = set()
    for nu in (75, 76, 78, 79):
        rapport = maak_gedeeld(verkend=verken(nu=nu))
        alarm = _tekst(html_alarm(rapport, rapport.bladen[UITVAL]))
        assert "minder dan een stap van 2 procentpunt" in alarm
        woorden.add(alarm)
    assert len(woorden) == 1
    groot = maak_gedeeld(verkend=verken(nu=90))
    assert "ongeveer 27 %, in stappen van 2 procentpunt" in _tekst(html_alarm(groot, groot.bladen[UITVAL]))
    zelfde = maak_gedeeld(verkend=verken(nu=77))
    assert html_alarm(zelfde, zelfde.bladen[UITVAL]) == ""
    assert "kwam hetzelfde uit" in _tekst(html_besluiten(zelfde, zelfde.bladen[UITVAL]))


def test_een_besluit_op_een_jaar_dat_niet_te_zien_is_heeft_geen_telling():
    klein = {agb: (1, 3) for agb in list(WERELD)[:3]}
    exact = maak_exact(UITVAL, {2023: WERELD, 2024: klein})
    rapport = maak_gedeeld(exact, besluiten=[replace(besluit(), basis=replace(besluit().basis, teller=3, noemer=9))])
    blad = rapport.bladen[UITVAL]
    assert "2024: te weinig om hier te tonen." in _rij(tabel_besluiten(rapport, blad), "2024")
    assert pd.isna(blad.besluiten[0].basis.waarde)
