"""Norms in the sections of a report: cells, years, funnel, decisions, alarm; and nothing at all without a norm."""

from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from lxml import html
from normwijzer.normen.bandbreedte import grens
from normwijzer.normen.besluit import Basis
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport.aanbieders import html_aanbieders, tabellen_aanbieders
from normwijzer.rapport.definitie import normzin
from normwijzer.rapport.jaren import tabel_jaren, tabel_jaren_lang
from normwijzer.rapport.kop import html_kop, tabel_kop
from normwijzer.rapport.oordeelalarm import html_alarm, zin_herijking
from normwijzer.rapport.oordeelbesluit import html_besluiten, tabel_besluiten, woorden_methode
from normwijzer.rapport.oordeeltrechter import alt_normtrechter, tabel_normtrechter
from normwijzer.rapport.opmaak import hele_procenten
from normwijzer.rapport.tabel import als_html, als_tekst
from normwijzer.rapport.trechter import html_trechters, normtrechters, trechters
from rapport.hulp_oordeel import DERDE, EERSTE, KLEIN, TWEEDE, besluit, herijkt, maak_rapport, rij

DUN = "\u202f"
KOPPEN = ["Norm", "Grens bij dit aantal", "Oordeel"]


def _koppen(tabel) -> list[str]:
    return [kolom.kop for kolom in tabel.kolommen]


def test_tabel_toont_norm_grens_bij_het_eigen_aantal_en_oordeel():
    keuze = besluit()
    rapport = maak_rapport(
        rij(), rij(aanbieder=EERSTE, teller=5, noemer=22), rij(aanbieder=TWEEDE, teller=9, noemer=22),
        rij(aanbieder=KLEIN, teller=3, noemer=9), besluiten=[keuze],
    )  # fmt: skip
    (tabel,) = tabellen_aanbieders(rapport, "uitval")
    assert _koppen(tabel)[-3:] == KOPPEN
    limiet = float(grens(keuze.bandbreedte, 0.18, [22], "lager_is_beter")[0])
    procent = f"{limiet * 100:.1f}".replace(".", ",") + f"{DUN}%"
    rijen = {regel[0]: regel for regel in tabel.cellen()}
    assert rijen["Zorg <A>"][-3:] == [f"18{DUN}%", procent, "binnen bandbreedte"]
    assert rijen["Beek"][-3:] == [f"18{DUN}%", procent, "onder bandbreedte (slechter: hoger)"]
    assert rijen["Klein"][1:] == [TE_KLEIN, "", "", "", "definitief", "", "", "te klein"]


def test_teken_staat_naast_het_woord_en_wordt_niet_voorgelezen():
    rapport = maak_rapport(rij(), rij(aanbieder=EERSTE, teller=5, noemer=22), besluiten=[besluit()])
    boom = html.fromstring(als_html(tabellen_aanbieders(rapport, "uitval")[0]))
    (cel,) = boom.xpath("//tr[th='Zorg <A>']/td[last()]")
    assert cel.get("class") == "oordeel-binnen"
    assert (cel.xpath("string(span[@aria-hidden='true'])"), cel.text_content()) == ("◆", "◆ binnen bandbreedte")
    assert "◆" not in als_tekst(tabellen_aanbieders(rapport, "uitval")[0])


def test_intern_toont_de_getallen_van_wie_te_klein_is_maar_geen_oordeel():
    rapport = maak_rapport(rij(), rij(aanbieder=KLEIN, teller=9, noemer=9), besluiten=[besluit()], editie="intern")
    _, klein = tabellen_aanbieders(rapport, "uitval")[0].cellen()
    assert klein[2:4] == ["9", "9"]
    assert klein[-3:] == [f"18{DUN}%", "", "te klein"]


def _vergelijk(maak, *rijen):
    """The same section without any decision and with one that does not count here."""
    return maak(maak_rapport(*rijen)), maak(maak_rapport(*rijen, besluiten=[besluit(perceel="4")]))


def test_zonder_norm_ziet_een_tabel_eruit_als_altijd():
    rijen = [rij(), rij(aanbieder=EERSTE)]
    voor, na = _vergelijk(lambda rapport: html_aanbieders(rapport, "uitval"), *rijen)
    assert voor == na
    assert "ordeel" not in voor
    voor, na = _vergelijk(lambda rapport: html_trechters(rapport, "uitval"), *rijen)
    assert voor == na
    voor, na = _vergelijk(lambda rapport: als_html(tabel_kop(rapport)), *rijen)
    assert voor == na


def test_in_het_normjaar_zelf_wordt_niets_een_oordeel():
    rapport = maak_rapport(
        rij(jaar=2024), rij(jaar=2024, aanbieder=EERSTE, teller=90), besluiten=[besluit()], jaar=2024
    )
    tekst = html_aanbieders(rapport, "uitval") + html_trechters(rapport, "uitval") + html_kop(rapport)
    assert "bandbreedte" not in tekst
    assert normtrechters(rapport, "uitval") == []
    assert len(trechters(rapport, "uitval")) == 1
    assert normzin(rapport, "uitval") == (
        f"Vastgesteld voor later: perceel 1 hoogstens 18{DUN}% vanaf 2025. Over 2024 is er geen norm, en dus geen "
        "oordeel."
    )


def test_normzin_noemt_de_norm_van_dit_jaar_en_de_percelen_zonder():
    rapport = maak_rapport(*(rij(perceel=p) for p in "134"), besluiten=[besluit(), besluit(perceel="3", norm=0.175)])
    assert normzin(rapport, "uitval") == (
        f"Norm in 2025: perceel 1 hoogstens 18{DUN}%; perceel 3 hoogstens 17,5{DUN}%. Geen norm in 2025, en dus geen "
        "oordeel: perceel 4."
    )
    assert "Nog geen norm vastgesteld" in normzin(rapport, "doelrealisatie_uitstroom")


def test_jaren_krijgen_een_oordeel_waar_er_een_norm_was():
    rapport = maak_rapport(
        rij(jaar=2024), rij(jaar=2025, teller=18), rij(jaar=2025, perceel="2"), besluiten=[besluit()]
    )
    tabel = tabel_jaren(rapport, "uitval")
    assert _koppen(tabel) == ["Perceel", "2024", "2025", "Oordeel 2025"]
    assert tabel.cellen() == [
        ["Perceel 1", f"30,0{DUN}%", f"18,0{DUN}%", "voldoet"], ["Perceel 2", "n.b.", f"30,0{DUN}%", "geen norm"]
    ]  # fmt: skip
    lang = tabel_jaren_lang(rapport, "uitval")
    assert [regel[-1] for regel in lang.cellen()] == ["geen norm", "voldoet", "geen norm"]


def test_alle_percelen_samen_hebben_nooit_een_norm():
    rapport = maak_rapport(rij(), rij(perceel="2"), rij(perceel=""), besluiten=[besluit()])
    assert [regel[-1] for regel in tabel_kop(rapport).cellen()] == [
        "ver onder bandbreedte (slechter: veel hoger)", "geen norm", "geen norm"
    ]  # fmt: skip


def test_niemand_in_de_noemer_krijgt_geen_oordeel():
    rapport = maak_rapport(rij(), rij(aanbieder=EERSTE, teller=0, noemer=0), besluiten=[besluit()])
    assert tabellen_aanbieders(rapport, "uitval")[0].cellen()[1][-3:] == ["", "", ""]


def test_trechter_ligt_om_de_norm_met_een_merk_per_oordeel_en_namen_alleen_buiten_de_grens():
    rapport = maak_rapport(
        rij(), rij(aanbieder=EERSTE, teller=5, noemer=22), rij(aanbieder=TWEEDE, teller=9, noemer=22),
        rij(aanbieder=DERDE, teller=2, noemer=30), rij(aanbieder=KLEIN, teller=9, noemer=9), besluiten=[besluit()],
        editie="intern",
    )  # fmt: skip
    (trechter,) = normtrechters(rapport, "uitval")
    assert dict(zip(trechter.punten["naam"], trechter.punten["sleutel"], strict=True)) == {
        "Zorg <A>": "binnen bandbreedte", "Beek": "onder bandbreedte", "Duin": "voldoet"
    }  # fmt: skip
    alt = alt_normtrechter(trechter)
    assert f"rond de norm van hoogstens 18{DUN}%" in alt
    assert "Voorbij de grens: Beek (40,9" in alt
    assert "Zorg" not in alt
    assert alt.endswith(f"Hele regio: 30,0{DUN}%.")
    assert _koppen(tabel_normtrechter(trechter))[4:] == ["Norm", "Grens", "Tweede grens", "Oordeel"]
    boom = html.fromstring(f"<div>{html_trechters(rapport, 'uitval')}</div>")
    assert boom.xpath("//figure//img/@alt") == [alt]
    assert trechters(rapport, "uitval") == []


def test_elk_merk_van_de_trechter_houdt_zijn_eigen_kleur():
    from normwijzer.rapport.figuur import WEINIG_KLEUREN, als_png, nieuwe_figuur
    from normwijzer.rapport.oordeeltrechter import _plaats_punten
    from PIL import Image, ImageColor

    tellers = {EERSTE: 5, TWEEDE: 9, DERDE: 2, KLEIN: 20}
    rijen = [rij(aanbieder=agb, teller=teller, noemer=22) for agb, teller in tellers.items()]
    (trechter,) = normtrechters(maak_rapport(rij(), *rijen, besluiten=[besluit()]), "uitval")
    figuur, assen = nieuwe_figuur()
    _plaats_punten(assen, trechter)
    beeld = Image.open(BytesIO(als_png(figuur, WEINIG_KLEUREN))).convert("RGB")
    kleuren = {kleur for _, kleur in beeld.getcolors(100000)}
    for naam in set(trechter.punten["sleutel"]):
        eigen = ImageColor.getrgb(trechter.woord(naam).kleur)
        assert min(max(abs(a - b) for a, b in zip(eigen, kleur, strict=True)) for kleur in kleuren) <= 8, naam


def test_besluit_toont_waarde_methode_bandbreedte_jaar_kennis_datum_en_wie():
    eerste = besluit(norm=0.20)
    tweede = besluit(besluit="wat allen samen haalden.", reden_herziening="te soepel", datum=date(2025, 6, 19))
    rapport = maak_rapport(rij(), besluiten=[eerste, tweede], editie="intern")
    boom = html.fromstring(f"<div>{html_besluiten(rapport, 'uitval')}</div>")
    (kop,) = boom.xpath("//summary/text()")
    assert kop == f"Normbesluit perceel 1: hoogstens 18{DUN}% vanaf 2025"
    velden = dict(zip(boom.xpath("//dt/text()"), (dd.text_content() for dd in boom.xpath("//dd")), strict=True))
    assert velden["Gekozen als"].startswith("Gewogen gemiddelde: alle aanbieders samen, en wie bij twee")
    assert "trechter" in velden["Bandbreedte"]
    assert velden["Vastgesteld op"] == f"2024: 18,2{DUN}% (62 van 340); 7 aanbieders, van wie 5 met 10 of meer."
    assert velden["Bekend op (K)"] == "30-04-2025"
    assert velden["Besluit"] == "Wat allen samen haalden (19-06-2025). Door: overleg <x>."
    assert velden["Herziening"] == f"Eerder hoogstens 20{DUN}% (besluit van 22-05-2025). Reden: te soepel."


def test_besluiten_van_na_het_jaar_van_het_rapport_staan_er_niet():
    rapport = maak_rapport(rij(), besluiten=[besluit(), besluit(jaar=2026, norm=0.3)])
    assert len(tabel_besluiten(rapport).rijen) == 1
    assert f"30{DUN}%" not in html_besluiten(rapport, "uitval")


@pytest.mark.parametrize(("methode", "q", "tekst"), [
    ("percentiel", 0.25, f"percentiel 25: wat 25{DUN}% van de aanbieders niet haalt"),
    ("expert", float("nan"), "besloten getal: niet uitgerekend"),
    ("iets_nieuws", float("nan"), "iets nieuws"),
])  # fmt: skip
def test_methode_in_woorden(methode, q, tekst):
    assert woorden_methode(methode, q) == tekst


def test_elke_methode_van_een_kandidaat_heeft_woorden():
    from normwijzer.normen.kandidaten import kandidaten
    from normwijzer.rapport.oordeelzin import teksten

    methoden = set(kandidaten([3, 9, 14], [20, 41, 60], "hoger_is_beter", norm_expert=0.3)["methode"])
    assert methoden == set(teksten()["methode"])


def _alarm(editie="intern", **anders) -> str:
    keuze = besluit()
    nu = {"waarde_nu": 66 / 341, "teller_nu": 66, "noemer_nu": 341, "gelijk": False, "berichten_anders": True}
    rapport = maak_rapport(
        rij(), besluiten=[keuze], herijking=[herijkt(keuze, **{**nu, **anders})], editie=editie
    )  # fmt: skip
    return html_alarm(rapport)


def test_zelfde_dag_van_kennis_en_een_andere_uitkomst_is_een_alarm():
    tekst = _alarm()
    assert "Uitval, perceel 1, norm op 2024." in tekst
    assert (
        f"Bij het besluit 18,2{DUN}% (62 van 340), nu met dezelfde dag van kennis (30-04-2025) 19,4{DUN}% (66 van 341) "
        "(+1,1 procentpunt)."
        in tekst
    )
    assert "Niet meer als toen is: de berichten die op die dag bekend waren." in tekst
    assert html.fromstring(tekst).get("aria-label") == "Alarm over normbesluiten"


def test_alarm_noemt_aantallen_alleen_intern_en_gedeeld_alleen_wat_beschermd_is():
    assert "(62 van 340), nu met" in _alarm()
    for niet in (_alarm("deelbaar"), _alarm("deelbaar", te_klein=True, stap=None)):
        assert "te klein om te tonen" in niet
        assert "%" not in niet.split("<ul>")[1]
        assert "procentpunt" not in niet


def test_gedeeld_alarm_spreekt_in_stappen_en_een_kleiner_verschil_is_er_geen():
    stap = {"te_klein": False, "stap": 0.02, "waarde_toen": 0.18}
    groot = _alarm("deelbaar", **stap | {"waarde_nu": 0.22})
    assert f"ongeveer 18{DUN}%, nu met dezelfde dag van kennis (30-04-2025) ongeveer 22{DUN}%" in groot
    assert "in stappen van 2 procentpunt" in groot
    klein = _alarm("deelbaar", **stap | {"waarde_nu": 0.18})
    assert "nu anders, maar minder dan een stap van 2 procentpunt" in klein


def test_gedeelde_basis_van_een_besluit_noemt_geen_teller():
    rapport = maak_rapport(rij(), besluiten=[besluit(basis=Basis(63, 342, 63 / 342, 7, 5, (2024,)))])
    with hele_procenten():
        tekst = html_besluiten(rapport, "uitval")
    assert f"2024: ongeveer 18{DUN}% van 340." in tekst
    assert "63" not in tekst
    assert "aanbieders" not in tekst.split("Vastgesteld op")[1].split("Bekend op")[0]


def test_alarm_splitst_definitie_en_rest_en_zegt_het_als_alleen_de_verdeling_anders_is():
    tekst = _alarm(opties_anders=True, d_definitie=0.008, d_rest=0.0032)
    assert "+0,8 procentpunt door andere keuzes in de definitie en +0,3 door de rest." in tekst
    gelijk = {"waarde_nu": 62 / 340, "teller_nu": 62, "noemer_nu": 340}
    assert "maar de verdeling over de aanbieders niet" in _alarm(**gelijk)
    niets = {"waarde_nu": None, "teller_nu": pd.NA, "noemer_nu": pd.NA, "reden": "de kpi uitval bestaat niet meer"}
    assert "nu komt er niets uit" in _alarm(**niets)
    assert "De kpi uitval bestaat niet meer." in _alarm(**niets)


def test_alarm_gaat_over_het_laatste_besluit_en_over_geen_later_jaar():
    eerste, tweede = besluit(), besluit(norm=0.20, reden_herziening="nieuw", basis=besluit().basis)
    later = besluit(jaar=2026, perceel="2")
    rijen = [
        herijkt(eerste, gelijk=False, code_anders=True),
        herijkt(tweede, volgnummer=1),
        herijkt(later, gelijk=False, code_anders=True),
    ]
    assert html_alarm(maak_rapport(rij(), besluiten=[eerste, tweede, later], herijking=rijen)) == ""


def test_een_verschoven_normjaar_is_een_rustige_mededeling():
    keuze = besluit()
    herijking = [herijkt(keuze, waarde_laatst=70 / 350, teller_laatst=70, noemer_laatst=350)]
    rapport = maak_rapport(rij(), besluiten=[keuze], herijking=herijking, editie="intern")
    assert html_alarm(rapport) == ""
    assert (
        "Met dezelfde dag van kennis kwam hetzelfde uit. Met wat nu bekend is (30-06-2026) komt 2024 uit op "
        f"20,0{DUN}% (70 van 350); bij het besluit was dat 18,2{DUN}% (62 van 340). De norm blijft zoals besloten."
        in html_besluiten(rapport, "uitval")
    )


def test_niets_verschoven_zegt_alleen_dat_hetzelfde_uitkwam():
    keuze = besluit()
    rapport = maak_rapport(rij(), besluiten=[keuze], herijking=[herijkt(keuze)])
    (regel,) = rapport.herijking.itertuples()
    assert zin_herijking(rapport, keuze, regel) == "Met dezelfde dag van kennis kwam hetzelfde uit."


def test_herijking_van_een_ander_besluit_telt_niet():
    keuze = besluit()
    vreemd = herijkt(keuze, gelijk=False, code_anders=True, bekend_op=pd.Timestamp("2025-05-01"))
    rapport = maak_rapport(rij(), besluiten=[keuze], herijking=[vreemd])
    assert html_alarm(rapport) == ""
    assert "Nog niet nagerekend" in html_besluiten(rapport, "uitval")
