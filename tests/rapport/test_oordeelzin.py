"""The sentence behind a verdict: its own numbers, and whether they can be chance."""

import math
from datetime import date

import pytest
from normwijzer.rapport.aanbieders import html_aanbieders
from normwijzer.rapport.oordeel import norm_tekst
from normwijzer.rapport.oordeeluitleg import html_oordelen, html_slot, zin_regio
from normwijzer.rapport.oordeelzin import gesprek, kans_in_woorden, zin_oordeel
from normwijzer.rapport.opmaak import hele_procenten
from rapport.hulp_oordeel import EERSTE, KLEIN, TWEEDE, besluit, maak_rapport, rij

DUN = "\u202f"


def _kans_minstens(teller: int, noemer: int, norm: float) -> float:
    return sum(math.comb(noemer, x) * norm**x * (1 - norm) ** (noemer - x) for x in range(teller, noemer + 1))


def _zin(teller, noemer, *, norm=0.18, band="trechter", breedte=None, kpi="uitval", editie="intern", **anders) -> str:
    rapport = maak_rapport(
        rij(kpi=kpi), rij(kpi=kpi, aanbieder=EERSTE, teller=teller, noemer=noemer, **anders),
        besluiten=[besluit(kpi=kpi, norm=norm, band=band, breedte=breedte)], editie=editie,
    )  # fmt: skip
    return zin_oordeel(rapport, next(rapport.per_aanbieder(kpi, "1").itertuples()))


def test_binnen_de_bandbreedte_zegt_met_eigen_getallen_waarom_het_toeval_kan_zijn():
    assert 0.35 <= _kans_minstens(5, 22, 0.18) < 0.45
    assert _zin(5, 22).startswith(
        f"Van 22 cliënten vielen er 5 uit (22,7{DUN}%). De norm is hoogstens 18{DUN}%. Bij 22 cliënten kan dat toeval "
        "zijn: ook een aanbieder die precies op de norm presteert, komt in 4 van de 10 jaren zo hoog of hoger uit. De "
        "bandbreedte loopt bij dit aantal tot "
    )


def test_gedeeld_zijn_de_aantallen_ongeveer_en_zegt_een_voorlopige_uitkomst_niet_wat_het_wordt():
    with hele_procenten():
        zin = _zin(10, 25, editie="deelbaar")
        wacht = _zin(10, 25, editie="deelbaar", status="voorlopig", grens_onder=0.3, grens_boven=0.5)
    assert zin.startswith(f"Van ongeveer 25 cliënten vielen er ongeveer 10 uit (40{DUN}%).")
    assert wacht.endswith(f"kan nog uitkomen op 30{DUN}% – 50{DUN}%: daarom is er nog geen oordeel.")


def test_een_kans_die_op_nul_is_afgerond_is_kleiner_dan_een_op_honderd():
    assert kans_in_woorden(0.0) == "in minder dan 1 van de 100 jaren"
    assert kans_in_woorden(0.0001) == "in minder dan 1 van de 1.000 jaren"


def test_hoger_is_beter_spreekt_van_minstens_en_van_zo_laag_of_lager():
    zin = _zin(1, 22, kpi="doelrealisatie_uitstroom")
    assert zin.startswith(f"Van 22 cliënten stroomde er 1 uit met behaalde resultaten (4,5{DUN}%). De norm is minstens")
    assert "zo laag of lager uit" in zin


def test_of_het_toeval_kan_zijn_volgt_uit_de_kans_en_niet_uit_het_oordeel():
    # Fixed 5 points: at n = 20 the limit is passed by luck; at n = 1000 one is within it and it is no luck.
    assert _kans_minstens(5, 20, 0.18) > 0.05 > _kans_minstens(220, 1000, 0.18)
    klein = _zin(5, 20, band="vast", breedte=0.05)
    assert "en is gepasseerd. Toch kan het bij 20 cliënten toeval zijn" in klein
    groot = _zin(220, 1000, band="vast", breedte=0.05)
    assert "dus dit valt erbinnen. Toch is toeval hier geen goede verklaring" in groot


def test_ver_onder_noemt_ook_de_tweede_grens():
    zin = _zin(15, 22)
    assert "toeval verklaart dit niet goed" in zin
    assert "Ook de tweede grens (" in zin
    assert "tweede grens" not in _zin(9, 22)


def test_op_de_norm_voldoet():
    assert _zin(18, 100).endswith("De norm is gehaald.")


def test_bandbreedte_zonder_buitenkant_zegt_dat_zij_alles_toelaat():
    zin = _zin(0, 12, norm=0.10, kpi="doelrealisatie_uitstroom")
    assert zin.endswith("Bij dit aantal is de bandbreedte zo ruim dat geen enkele waarde erbuiten valt.")


def test_voorlopig_krijgt_geen_oordeel_maar_zegt_wat_het_wordt_als_er_niets_meer_verandert():
    zin = _zin(5, 22, status="voorlopig", grens_onder=0.2, grens_boven=0.3)
    assert f"kan nog uitkomen op 20,0{DUN}% – 30,0{DUN}%: daarom is er nog geen oordeel." in zin
    assert "Blijft het hierbij, dan wordt het: binnen bandbreedte. Bij 22 cliënten kan dat toeval zijn" in zin
    assert "Blijft het hierbij, dan is de norm gehaald." in _zin(3, 22, status="voorlopig")


def test_midden_in_het_jaar_wordt_er_niets_vooruit_gezegd():
    zin = _zin(5, 22, status="voorlopig", grens_onder=0.2, grens_boven=0.3, bekend_op=date(2025, 9, 30))
    assert zin.endswith("2025 was nog niet om: daarom is er nog geen oordeel.")


@pytest.mark.parametrize(
    ("kans", "woorden"),
    [
        (1.0, "in bijna elk jaar"), (0.95, "in bijna elk jaar"), (0.94, "in 9 van de 10 jaren"),
        (0.15, "in 2 van de 10 jaren"), (0.149, "in 15 van de 100 jaren"), (0.015, "in 2 van de 100 jaren"),
        (0.0149, "in 15 van de 1.000 jaren"), (0.01, "in 1 van de 100 jaren"), (0.0005, "in 1 van de 1.000 jaren"),
        (0.0004, "in minder dan 1 van de 1.000 jaren"),
    ],
)  # fmt: skip
def test_kans_in_woorden(kans, woorden):
    assert kans_in_woorden(kans) == woorden


@pytest.mark.parametrize(("norm", "tekst"), [(0.18, "18"), (0.29, "29"), (0.175, "17,5"), (0.0, "0"), (1.0, "100")])
def test_norm_in_hele_procenten_heeft_geen_decimalen(norm, tekst):
    assert norm_tekst(norm) == f"{tekst}{DUN}%"


def test_onder_de_tabel_staat_het_slechtste_eerst_en_van_wie_voldoet_niets():
    rapport = maak_rapport(
        rij(), rij(aanbieder=EERSTE, teller=5, noemer=22), rij(aanbieder=TWEEDE, teller=12, noemer=22),
        rij(aanbieder=KLEIN, teller=5, noemer=8), rij(aanbieder="00000009", teller=1, noemer=22),
        besluiten=[besluit()],
    )  # fmt: skip
    tekst = html_oordelen(rapport, "uitval", "1")
    assert tekst.index("Beek: ver onder bandbreedte") < tekst.index("Zorg &lt;A&gt;: binnen bandbreedte")
    assert "AGB 00000009:" not in tekst
    assert "Klein" not in tekst
    telling = tekst.split("</p>")[0].replace("\u00a0", " ")
    assert "● voldoet 1, ◆ binnen bandbreedte 1, ✕ ver onder bandbreedte 1, … te klein 1." in telling


def test_hoeveel_er_door_toeval_buiten_vallen_staat_erbij():
    # 2 aanbieders of 20 with a fixed limit of 23 %: both fail with 5 or more.
    rijen = [rij(aanbieder=agb, teller=2, noemer=20) for agb in (EERSTE, TWEEDE)]
    rapport = maak_rapport(rij(), *rijen, besluiten=[besluit(band="vast", breedte=0.05)])
    jaren = 1 / (2 * _kans_minstens(5, 20, 0.18))
    assert f"eens in de {jaren:.0f} jaar één door toeval" in html_oordelen(rapport, "uitval", "1")


def test_zonder_norm_staat_er_geen_oordeel_en_waar_een_ander_perceel_er_wel_een_heeft_dat():
    rijen = [rij(perceel=p, aanbieder=agb) for p in "12" for agb in ("", EERSTE)]
    zonder = maak_rapport(*rijen)
    assert html_oordelen(zonder, "uitval", "1") == html_slot(zonder, "uitval") == ""
    deels = maak_rapport(*rijen, besluiten=[besluit()])
    assert "Geen norm voor perceel 2 in 2025, en dus geen oordeel." in html_oordelen(deels, "uitval", "2")


def test_met_norm_en_zonder_aanbieders_staat_er_niet_dat_er_geen_norm_is():
    rapport = maak_rapport(rij(), besluiten=[besluit()], editie="deelbaar")
    assert html_oordelen(rapport, "uitval", "1") == ""
    assert "Per aanbieder is hier in perceel 1 niets te tonen" in html_aanbieders(rapport, "uitval")


def test_cijfers_openen_het_gesprek_en_de_escalatieladder_is_alleen_een_verwijzing():
    slot = html_slot(maak_rapport(rij(), rij(aanbieder=EERSTE), besluiten=[besluit()]), "uitval")
    assert "Cijfers openen het gesprek en sluiten het niet" in slot
    assert "Escalatieladder Wmo begeleiding &amp; Kortdurend Verblijf" in slot
    assert "Geen stap volgt uit een cijfer alleen." in slot
    assert "Escalatieladder" not in gesprek("jeugd_transformatie")


def test_kop_noemt_norm_oordeel_en_telling_van_aanbieders():
    rapport = maak_rapport(rij(teller=30), rij(aanbieder=EERSTE, teller=5, noemer=22), besluiten=[besluit()])
    zin = zin_regio(rapport, next(rapport.getoond("uitval").itertuples()))
    begin = f"Norm: hoogstens 18{DUN}%. Samen: ✕ ver onder bandbreedte (slechter: veel hoger)."
    assert zin.replace("\u00a0", " ") == f"{begin} Aanbieders: ◆ binnen bandbreedte 1."


def test_wie_nog_moet_wachten_staat_onder_wie_de_norm_niet_haalt():
    rijen = [rij(aanbieder=TWEEDE, teller=9, noemer=22, status="voorlopig"), rij(aanbieder=EERSTE, teller=5, noemer=22)]
    tekst = html_oordelen(maak_rapport(rij(), *rijen, besluiten=[besluit()]), "uitval", "1")
    assert tekst.index("Zorg &lt;A&gt;: binnen bandbreedte") < tekst.index("Beek: voorlopig")
