"""Sections of the chain: durations, months, partners, waiting, calendar, terms, mending, claims, costs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lxml import html
from normwijzer.privacy import NIET_GETOOND
from normwijzer.rapport.definitie import normzin
from normwijzer.rapport.proces.cellen import NOG_NIET, duur, midden
from normwijzer.rapport.proces.declaraties import (
    html_declaraties,
    tabel_afkeurredenen,
    tabel_declaraties,
    zin_onbekende_codes,
)
from normwijzer.rapport.proces.herstel import html_herstel, tabel_herstel, tabel_herstel_partners
from normwijzer.rapport.proces.kalender import (
    html_kalender,
    tabel_dagen,
    tabel_kalender,
    weken,
    zin_ervoor,
    zin_kalender,
)
from normwijzer.rapport.proces.keten import html_keten
from normwijzer.rapport.proces.kosten import tabel_kosten_product, zin_kosten
from normwijzer.rapport.proces.kpi import html_stap, tabel_partners, tabel_tijden, tabellen_stap
from normwijzer.rapport.proces.oplopend import html_oplopend, oplopend, tabel_oplopend
from normwijzer.rapport.proces.regelkaart import _teken as teken_regelkaart
from normwijzer.rapport.proces.regelkaart import html_regelkaart, regelkaart, tabel_regelkaart, zin_regelkaart
from normwijzer.rapport.proces.termijnen import tabel_termijnen, tabel_termijnen_partners
from normwijzer.rapport.proces.volledig import gemiddeld, html_volledigheid, tabel_volledigheid
from normwijzer.rapport.proces.wachten import html_wachten, tabel_twee_maten, tabel_wachten
from normwijzer.rapport.tabel import als_html
from rapport.hulp_proces import EERSTE, maak_rapport

A1, A2, A3, A4, A8, A9, A11 = (
    "wachttijd", "beoordeling_aanvraag", "toewijzing_voor_ingangsdatum", "tijdig_startbericht", "tijdig_declareren",
    "beoordeling_declaratie", "kwaliteit_declaraties",
)  # fmt: skip


@pytest.fixture(scope="module")
def rapport():
    return maak_rapport()


@pytest.fixture(scope="module")
def intern():
    return maak_rapport(editie="intern")


def _met(rapport, naam: str, frame: pd.DataFrame):
    return replace(rapport, frames={**rapport.frames, naam: frame}, jaarframes={})


@pytest.mark.parametrize(
    ("waarde", "tekst"),
    [(1, "1 werkdag"), (3.0, "3 werkdagen"), (2.5, "2,5 werkdagen"), (np.inf, NOG_NIET), (np.nan, "n.b.")],
)
def test_duur_staat_in_woorden(waarde, tekst):
    assert duur(waarde, "werkdagen") == tekst


def test_mediaan_telt_mee_wat_nog_niet_is_gebeurd():
    rij = pd.DataFrame(
        {"kpi": [A4] * 3, "mediaan": [3, 3, np.nan], "mediaan_alle": [4, np.nan, np.nan], "eenheid": "werkdagen"}
    )
    assert [midden(rij) for rij in rij.itertuples()] == ["4 werkdagen", NOG_NIET, ""]


def test_toewijzing_ligt_voor_of_na_de_ingangsdatum():
    rijen = pd.DataFrame({"kpi": A3, "mediaan": [-5.0, 0.0, 1.0], "mediaan_alle": [-5.0, 0.0, 1.0], "eenheid": "dagen"})
    assert [midden(rij) for rij in rijen.itertuples()] == ["5 dagen ervoor", "op de dag zelf", "1 dag erna"]


def test_per_wet_staan_de_aantallen_die_niet_meetellen_apart(intern):
    rij = tabel_tijden(intern, A4).cellen()[1]
    assert rij[:6] == ["Wmo", "83,9\u202f%", "180", "29", "6", "4"]


def test_de_tabel_per_wet_past_bij_wat_de_kpi_meet(rapport):
    koppen = {kpi: [kolom.kop for kolom in tabel_tijden(rapport, kpi).kolommen] for kpi in rapport.definities}
    assert koppen[A11] == ["Wet", "Goed", "Beantwoord", "Niet goed", "Nog geen antwoord"]
    assert "duurt" not in tabel_tijden(rapport, A11).toelichting
    assert "Mediaan" not in tabel_tijden(rapport, A11).toelichting
    assert "Termijn loopt nog" not in koppen[A3]
    assert "In het midden (mediaan)" in koppen[A3]
    assert "Termijn loopt nog" in koppen[A4]
    assert [rij[0] for rij in tabel_tijden(rapport, A2).cellen()] == ["Alle aanvragen"]
    assert [kolom.kop for kolom in tabel_partners(rapport, A3, "aanbieder").kolommen][-1] == "90 % niet later dan (P90)"


@pytest.mark.parametrize(
    ("kpi", "eenheid", "mediaan", "woorden"),
    [
        (A4, "werkdagen", 0, "op tijd; helft op de dag zelf"),
        (A4, "werkdagen", 1, "op tijd; helft binnen 1 werkdag"),
        (A4, "werkdagen", 0.5, "op tijd; helft binnen 0,5 werkdagen"),
        (A8, "maanden", 0, "op tijd; helft in de maand zelf"),
        (A8, "maanden", 1, "op tijd; helft binnen 1 maand"),
        (A3, "dagen", 0, "op tijd; in het midden op de dag zelf"),
        (A3, "dagen", -1, "op tijd; in het midden 1 dag ervoor"),
        (A4, "werkdagen", np.nan, "op tijd"),
    ],
)
def test_de_keten_zegt_de_helft_in_goed_nederlands(rapport, kpi, eenheid, mediaan, woorden):
    frame = rapport.frames["doorlooptijd"]
    anders = frame[frame["kpi"].eq(kpi)].assign(eenheid=eenheid, mediaan=1.0, mediaan_alle=float(mediaan))
    boom = html.fromstring(html_keten(_met(rapport, "doorlooptijd", anders)).replace("</p>\n<ol", "</p><ol", 1))
    zinnen = boom.xpath("//p[@class='maat']")
    assert len(zinnen) == 2
    assert all(zin.text_content().endswith(woorden) for zin in zinnen)


def test_aanbieders_staan_op_naam_en_gemeenten_bij_hun_naam(rapport):
    met_namen = replace(rapport, gemeenten={"9901": "Zeldermeer"})
    assert [rij[0] for rij in tabel_partners(rapport, A4, "aanbieder").cellen()] == [
        "Hele regio", "Boerderij De Wilg", "Huis <A>", "Thuis & Zo",
    ]  # fmt: skip
    assert [rij[0] for rij in tabel_partners(met_namen, A4, "gemeente").cellen()] == [
        "Hele regio", "Gemeente 9902", "Zeldermeer",
    ]  # fmt: skip
    assert not tabel_partners(rapport, A2, "aanbieder").rijen


def test_regelkaart_vindt_de_slechte_maand_en_noemt_de_regel(rapport):
    kaart = regelkaart(rapport, A9)
    assert kaart.soort in ("p", "xmr")
    assert len(kaart.punten) == 48
    slecht = kaart.punten[kaart.punten["jaar"].eq(2023) & kaart.punten["maand"].eq(6)]
    assert slecht["buiten_grens"].all()
    zin = zin_regelkaart(kaart)
    assert "Buiten de grenzen: jun 2023" in zin
    regel = {rij[0]: rij[-1] for rij in tabel_regelkaart(rapport, A9, kaart).cellen()}
    assert "buiten de grenzen" in regel["jun 2023"]
    boom = html.fromstring(f"<div>{html_regelkaart(rapport, A9)}</div>")
    assert "jun 2023" in boom.xpath("//img/@alt")[0]
    assert len(boom.xpath("//table/tbody/tr")) == 48


def test_verborgen_maanden_naast_elkaar_staan_in_een_rij_en_niet_in_de_figuur(rapport):
    frame = rapport.jaarframes["doorlooptijd"]
    dicht = frame["maand"].notna() & frame["jaar"].eq(2021)
    weg = frame.assign(te_klein=frame["te_klein"].astype(bool) | dicht, tekst=frame["tekst"].mask(dicht, NIET_GETOOND))
    leeg = [kolom for kolom in ("gevallen", "op_tijd", "aandeel") if kolom in weg]
    weg[leeg] = weg[leeg].mask(dicht)
    anders = replace(rapport, jaarframes={**rapport.jaarframes, "doorlooptijd": weg})
    kaart = regelkaart(anders, A9)
    rijen = tabel_regelkaart(anders, A9, kaart).cellen()
    assert rijen[0][:2] == ["jan 2021 tot en met dec 2021", NIET_GETOOND]
    assert len(rijen) == 1 + 36
    assert "per maand, jan 2022 tot en met dec 2024" in html_regelkaart(anders, A9)
    links, rechts = teken_regelkaart(anders, A9, kaart).axes[0].get_xlim()
    assert 11 < links < 12
    assert 47 < rechts < 48


def test_een_gedeelde_lijn_met_een_punt_heeft_een_figuur(rapport):
    """Only the day of the term can be shown: the axis ends there, and the words say what the point says."""
    frame = rapport.frames["verdeling"]
    een = frame["kpi"].eq(A9) & frame["wet"].eq("") & frame["dag"].eq(10)
    punt = frame[een].assign(te_klein=False, aandeel=0.64)
    assert len(punt) == 1
    boom = html.fromstring(f"<div>{html_oplopend(_met(rapport, 'verdeling', punt), A9)}</div>")
    assert "64\u202f% binnen 10 werkdagen" in boom.xpath("//img/@alt")[0]


@pytest.mark.parametrize("laagste", [0.2, 0.7, 0.87, 0.93, 0.96, 0.99, 1.0])
def test_de_as_van_de_regelkaart_heeft_hele_procenten(rapport, laagste):
    frame = rapport.jaarframes["doorlooptijd"]
    deel = np.maximum(laagste, np.linspace(0.9, 1, len(frame)))
    anders = replace(rapport, jaarframes={"doorlooptijd": frame.assign(op_tijd=frame["gevallen"] * deel)})
    assen = teken_regelkaart(anders, A9, regelkaart(anders, A9)).axes[0]
    onder, boven = assen.get_ylim()
    ticks = [tick for tick in assen.get_yticks() if onder <= tick <= boven]
    assert len(ticks) >= 3
    assert np.allclose(np.array(ticks) * 100, np.round(np.array(ticks) * 100), atol=1e-6)


def test_maand_met_te_weinig_gevallen_heeft_geen_punt():
    # 300 / 36 = 8 cases a year's total per 12 months: no month reaches ten.
    klein = maak_rapport(deler=3, editie="intern")
    kaart = regelkaart(klein, A4)
    assert kaart is None
    assert "Geen regelkaart" in html_regelkaart(klein, A4)
    groot = regelkaart(maak_rapport(deler=3, editie="intern"), A9)
    assert groot is not None


def test_oplopende_lijn_loopt_door_en_staat_met_de_termijn_in_de_tabel(intern):
    punten = oplopend(intern, A4)
    lijn = punten[punten["wet"].eq("")].set_index("dag")["aandeel"]
    assert lijn.is_monotonic_increasing
    assert list(lijn.index) == list(range(61))
    rijen = {rij[0]: rij[1] for rij in tabel_oplopend(intern, A4).cellen()}
    assert rijen["5 werkdagen (termijn)"] == f"{round(lijn[5] * 100)}\u202f%"
    alt = html.fromstring(f"<div>{html_oplopend(intern, A4)}</div>").xpath("//img/@alt")[0]
    assert (
        f"Wmo: {round(float(punten[punten['wet'].eq('wmo')].set_index('dag')['aandeel'][5]) * 100)}\u202f% "
        "binnen 5 werkdagen" in alt
    )


def test_dag_zonder_gevallen_houdt_het_deel_van_de_dag_ervoor(intern):
    frame = pd.DataFrame({"kpi": A4, "wet": "", "dag": [1, 4], "van": 20, "aandeel": [0.2, 0.7], "te_klein": False})
    lijn = oplopend(_met(intern, "verdeling", frame), A4).set_index("dag")["aandeel"]
    assert lijn.tolist() == [0.0, 0.2, 0.2, 0.2, 0.7]


def test_verborgen_lijn_wordt_niet_getekend():
    assert "staat in de interne editie" in html_oplopend(maak_rapport(deler=400), A4)
    assert html_oplopend(maak_rapport(deler=400), A3) == ""


def test_wachtcurve_staat_naast_het_gemiddelde_van_wie_begon(intern):
    boom = html.fromstring(f"<div>{html_wachten(intern)}</div>")
    alt = boom.xpath("//img/@alt")[0]
    assert "na 28 dagen wacht nog 46\u202f%" in alt
    assert "16,4 dagen" in alt
    assert {rij[0]: rij[1] for rij in tabel_twee_maten(intern).cellen()}[
        "Helft binnen, iedereen (wachtcurve)"
    ] == "21 dagen"
    assert [rij for rij in tabel_wachten(intern).cellen() if rij[0] == "28 dagen (termijn)"][0][1] == "46\u202f% (137)"


def test_wachtcurve_stopt_waar_te_weinig_wachten():
    rapport = maak_rapport(deler=6, editie="intern")
    cellen = [cel for rij in tabel_wachten(rapport).cellen() for cel in rij[1:] if cel]
    assert cellen
    assert all(int(cel.split("(")[1][:-1]) >= 10 for cel in cellen)
    assert "<img" not in html_wachten(maak_rapport(deler=400))


def test_kalender_telt_dagen_op_tot_weken(intern):
    dagen = intern.frames["kalender"]
    som = dagen[dagen["kpi"].eq(A4)]["te_laat"].sum()
    per_week = weken(intern, A4)
    assert per_week["te_laat"].sum() == som
    assert len(per_week) == 53
    cellen = [cel for rij in tabel_kalender(intern, A4).cellen() for cel in rij[1:] if cel]
    assert len(cellen) == 53
    assert sum(int(cel.split(" van ")[0]) for cel in cellen) == som
    assert f"{som:,}".replace(",", ".") in zin_kalender(intern, A4)
    assert len(tabel_dagen(intern, A4).rijen) == 53


def test_kalender_heeft_per_dag_alleen_intern_een_figuur(rapport, intern):
    assert "<img" not in html_kalender(rapport)
    assert html_kalender(intern).count("<img") == 4


def test_elke_week_heeft_een_eigen_cel_in_haar_maand(intern):
    frame = pd.DataFrame({
        "kpi": A4,
        "dag": pd.to_datetime(["2023-12-25", "2024-01-01", "2024-01-08", "2024-01-29", "2024-02-05", "2025-01-06"]),
        "gevallen": 20, "te_laat": [1, 2, 3, 4, 5, 6], "clienten": 20, "te_klein": False, "per": "week",
    })  # fmt: skip
    tabel = tabel_kalender(_met(intern, "kalender", frame), A4)
    geen = "geen gevallen"
    assert tabel.cellen() == [
        ["dec 2023", geen, geen, geen, "1 van 20", ""],
        ["jan 2024", "2 van 20", "3 van 20", geen, geen, "4 van 20"],
        ["feb 2024", "5 van 20", geen, geen, geen, ""],
        ["jan 2025", "6 van 20", geen, geen, geen, ""],
    ]
    assert "Weggelaten" not in tabel.toelichting


@pytest.mark.parametrize(("jaar", "maand", "aantal"), [(2024, 1, 5), (2024, 2, 4), (2023, 12, 4), (2021, 2, 4)])
def test_een_maand_zonder_gevallen_had_toch_haar_maandagen(intern, jaar, maand, aantal):
    eerste = pd.Timestamp(jaar, maand, 1)
    maandag = eerste + pd.Timedelta(days=-eerste.day_of_week % 7)
    frame = pd.DataFrame({
        "kpi": A4, "dag": [maandag], "gevallen": 20, "te_laat": 1, "clienten": 20, "te_klein": False, "per": "week",
    })  # fmt: skip
    (rij,) = tabel_kalender(_met(intern, "kalender", frame), A4).cellen()
    assert rij[1:] == ["1 van 20", *["geen gevallen"] * (aantal - 1), *[""] * (len(rij) - 1 - aantal)]


def test_weken_van_voor_het_jaar_staan_alleen_in_de_noot(intern):
    # 2024-12-30 begins before 2025 and ends in it; hidden numbers say nothing about that one.
    frame = pd.DataFrame({
        "kpi": A8, "dag": pd.to_datetime(["2024-11-25", "2024-12-23", "2024-12-30", "2025-01-27"]),
        "gevallen": [30, None, 25, 40], "te_laat": [30, None, 25, 4], "clienten": 20,
        "te_klein": [False, True, False, False], "per": "week",
    })  # fmt: skip
    anders = replace(_met(intern, "kalender", frame), jaar=2025)
    tabel = tabel_kalender(anders, A8)
    assert [rij[0] for rij in tabel.cellen()] == ["jan"]
    assert "55 gevallen en 1 week met te weinig gevallen om te tonen" in tabel.toelichting
    assert "In 1 week waren er 4 te laat van 40." in zin_kalender(anders, A8)
    deels = replace(_met(intern, "kalender", frame.assign(te_laat=[30, None, 24, 4])), jaar=2025)
    assert [rij[0] for rij in tabel_kalender(deels, A8).cellen()] == ["dec 2024", "jan 2025"]
    assert "30 gevallen" in zin_ervoor(deels, A8)


def test_weken_van_voor_het_jaar_staan_ook_intern_niet_per_dag(intern):
    dagen = pd.to_datetime(["2023-12-29", "2023-12-31", "2024-01-31", "2024-02-29"])
    frame = pd.DataFrame({
        "kpi": A8, "dag": dagen, "gevallen": 20, "te_laat": [20, 20, 4, 5], "clienten": 20, "te_klein": False,
        "per": "dag",
    })  # fmt: skip
    anders = _met(intern, "kalender", frame)
    assert [rij[0] for rij in tabel_dagen(anders, A8).cellen()] == ["29-01-2024", "26-02-2024"]
    assert "40 gevallen" in tabel_kalender(anders, A8).toelichting


def test_kleine_week_toont_geen_getal():
    klein = maak_rapport(deler=16)
    assert not tabel_kalender(klein, A4).rijen if "kalender" in klein.frames and len(klein.frames["kalender"]) else True
    assert "De kalender van A4" in html_kalender(klein)
    assert "staat in de interne editie" in html_kalender(klein)


def test_termijnen_noemen_wet_en_partner_die_aan_zet_is(intern):
    rijen = tabel_termijnen(intern).cellen()
    eerste = [rij for rij in rijen if rij[0].startswith("Retour op de toewijzing (302)")]
    assert [rij[1] for rij in eerste] == ["Beide", "Wmo", "Jeugdwet"]
    assert eerste[0][2:8] == ["90,0\u202f%", "87,0\u202f% – 93,0\u202f%", "450", "50", "25", "50"]
    per = [(rij[0].split(" (")[0], rij[1]) for rij in tabel_termijnen_partners(intern).cellen()]
    assert ("Retour op de toewijzing", "Huis <A>") in per
    assert ("Antwoord op de declaratie", "Gemeente 9901") in per
    assert ("Antwoord op de declaratie", "Huis <A>") not in per


def test_een_termijn_staat_een_keer_naast_haar_rijen(rapport):
    tabel = tabel_termijnen(rapport)
    boom = html.fromstring(f"<div>{als_html(tabel)}</div>")
    groepen = boom.xpath("//tbody")
    assert len(groepen) == len({rij[0] for rij in tabel.rijen})
    for groep in groepen:
        rijen = groep.xpath("./tr")
        assert len(groep.xpath(".//th[@scope='rowgroup']")) == 1
        assert groep.xpath("./tr[1]/th[@scope='rowgroup']/@rowspan") == [str(len(rijen))]
        assert all(len(rij.xpath("./th[@scope='row']")) == 1 for rij in rijen)
        assert {len(rij.xpath("./td|./th[@scope='row']")) for rij in rijen} == {len(tabel.kolommen) - 1}
    getoond = [th.text_content() for th in boom.xpath("//th[@scope='row']")]
    assert getoond == [rij[1] for rij in tabel.cellen()]


def test_niet_bereikt_staat_er_alleen_als_er_gevallen_zijn(intern):
    frame = intern.frames["termijnen"].assign(p90=np.inf)
    rij = tabel_termijnen(_met(intern, "termijnen", frame)).cellen()[0]
    assert rij[-2:] == ["1 werkdag", NOG_NIET]
    leeg = frame.assign(op_tijd=0, te_laat=0, mediaan=np.nan, p90=np.nan)
    rij = tabel_termijnen(_met(intern, "termijnen", leeg)).cellen()[0]
    assert rij[-2:] == ["", ""]


def test_herstelpunten_tellen_op_en_zeggen_wat_te_doen(intern):
    rijen = {rij[0]: rij for rij in tabel_herstel(intern).cellen()}
    assert rijen["Stop zonder start"][1:5] == ["aanbieder", "52", "12", "40"]
    assert rijen["Stop zonder start"][5]
    assert rijen["Creditregel zonder debetregel"][2:5] == ["0", "0", "0"]
    per = {rij[0]: rij[1:] for rij in tabel_herstel_partners(intern).cellen()}
    assert per["Huis <A>"][0] == "40"
    assert per["Gemeente 9901"][-1] == "80"
    assert per["Gemeente 9901"][0] == "\u2013"  # not theirs to mend
    assert per["Huis <A>"][1] == "0"


def test_kleine_herstelpunten_zijn_ook_niet_uit_te_rekenen():
    # Stop zonder start: 40 / 2 = 20 shown, 12 / 2 = 6 hidden, so both together would tell it.
    rijen = {rij[0]: rij for rij in tabel_herstel(maak_rapport(deler=2)).cellen()}
    assert rijen["Stop zonder start"][2:5] == ["25", NIET_GETOOND, NIET_GETOOND]
    assert rijen["Creditregel zonder debetregel"][2] == "0"
    rijen = {rij[0]: rij for rij in tabel_herstel(maak_rapport(deler=5)).cellen()}
    assert rijen["Stop zonder start"][2:5] == ["10", NIET_GETOOND, NIET_GETOOND]


def test_berichten_om_te_herstellen_staan_alleen_in_de_interne_editie(rapport, intern):
    assert "SYN000001" in html_herstel(intern)
    assert "SYN000001" not in html_herstel(rapport)
    assert "herstelregels" not in rapport.frames


def test_declaraties_zijn_goed_van_wat_is_beantwoord(intern):
    # 1800 of 2060 − 60 lines; 240 of 290 claims with an answer.
    rij = tabel_declaraties(intern).cellen()[0]
    assert rij[1:3] == ["90,0\u202f%", "2.060"]
    assert rij[7] == "82,8\u202f%"


def test_redenen_staan_op_aantal_en_zonder_aanbieder(intern):
    rijen = tabel_afkeurredenen(intern).cellen()
    assert [rij[:2] for rij in rijen] == [["Wmo", "9999"], ["Jeugdwet", "9001"]]
    assert rijen[0][3:] == ["60", "1.235"]


def test_codes_zonder_omschrijving_staan_in_een_zin(rapport):
    zin = zin_onbekende_codes(rapport)
    assert zin == "Van 60 van 105 regels kennen wij de code niet; zij staan met hun code in de tabel."
    assert zin in html_declaraties(rapport)
    frame = rapport.frames["afkeurredenen"]
    bekend = _met(rapport, "afkeurredenen", frame.assign(bekend=True))
    assert zin_onbekende_codes(bekend) == ""
    for code, verwacht in (("9999", ""), ("9001", zin.replace(" van 105", ""))):
        klein = frame.assign(te_klein=frame["code"].eq(code), regels=frame["regels"].mask(frame["code"].eq(code)))
        assert zin_onbekende_codes(_met(rapport, "afkeurredenen", klein)) == verwacht


def test_kosten_in_hele_euros_en_verborgen_cellen_zonder_bedrag(intern):
    assert zin_kosten(intern).endswith("Wmo €\u202f813.600 en Jeugdwet €\u202f813.600.")
    assert tabel_kosten_product(intern).cellen()[0][:4] == ["Jeugdwet", "45 Jeugdhulp ambulant", "45A55", "813.600"]
    verborgen = tabel_kosten_product(maak_rapport(deler=20)).cellen()
    assert all(rij[3:] == ["niet getoond", "", ""] for rij in verborgen)


def test_volledigheid_gaat_alleen_over_volgroeide_maanden(intern):
    punten = gemiddeld(intern)
    assert punten[punten["wet"].eq("")]["aandeel"].tolist()[:4] == pytest.approx([0.1, 0.72, 0.9, 0.95])
    jong = maak_rapport(jaar=2025, editie="intern")
    assert gemiddeld(jong).empty
    assert "Nog geen enkele maand" in html_volledigheid(jong)
    assert tabel_volledigheid(jong).cellen()[0][0] == "jan (nog niet volgroeid)"


def test_elke_kpi_heeft_een_sectie_en_dezelfde_feiten_als_tekst(rapport):
    for kpi, definitie in rapport.definities.items():
        boom = html.fromstring(f"<div>{html_stap(rapport, kpi)}</div>")
        tekst = " ".join(boom.text_content().split())
        assert definitie.definitie in tekst
        assert normzin(rapport, kpi) in tekst
        bijschriften = {tabel.bijschrift for tabel in tabellen_stap(rapport, kpi)}
        assert bijschriften <= set(boom.xpath("//caption/text()")), kpi
        for figuur in boom.xpath("//figure"):
            assert len(figuur.xpath(".//img/@alt")[0]) > 60
            assert figuur.xpath("./figcaption")
            assert figuur.xpath("./following-sibling::*[1][self::details]//table")
        assert all(th.get("scope") for th in boom.xpath("//th"))


def test_kpi_zonder_bron_zegt_welk_bestand_ontbreekt():
    rapport = maak_rapport(zonder_bron=("tijdig_betalen",))
    tekst = html.fromstring(f"<div>{html_stap(rapport, 'tijdig_betalen')}</div>").text_content()
    assert "Geen bron." in tekst
    assert "registraties/betalingen.csv" in tekst
    assert "%" not in tekst.split("Definitie, kanttekeningen")[0]


def test_namen_van_aanbieders_worden_nooit_opmaak(rapport):
    assert "<A>" not in html_stap(rapport, A4)
    assert rapport.aanbieders[EERSTE] == "Huis <A>"
