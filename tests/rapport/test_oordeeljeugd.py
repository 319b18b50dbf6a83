"""Norms in the report of youth care: on the region or a soort, in sentences, tables and the workbook."""

from io import BytesIO

from lxml import html
from normwijzer.normen.oordeel import beoordeel
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.kop import html_onderdelen
from normwijzer.rapport.jeugd.kpi import html_kpi, tabel_soorten, tabellen_kpi
from normwijzer.rapport.tabel import als_tekst
from normwijzer.rapport.werkboek import maak_werkboek
from openpyxl import load_workbook
from rapport.hulp_oordeel import besluit
from rapport.hulp_rapport import maak_rapport

FAMILIE, KPI = "jeugd_transformatie", "verblijf_korter_dan_9_maanden"
DUN = "\u202f"


def _rapport(*besluiten, **anders) -> Rapport:
    rapport = maak_rapport(FAMILIE, jaar=2025, **anders)
    uitkomsten = beoordeel(rapport.uitkomsten.assign(familie=FAMILIE), besluiten)
    return maak_rapport(FAMILIE, jaar=2025, uitkomsten=uitkomsten, besluiten=besluiten, **anders)


def _norm(norm: float, soort: str = ""):
    return besluit(kpi=KPI, perceel="", familie=FAMILIE, soort=soort, norm=norm)


def _tekst(bron: str) -> str:
    return " ".join(html.fromstring(f"<div>{bron}</div>").text_content().split())


def test_regio_en_soort_krijgen_elk_hun_eigen_norm_en_oordeel():
    # 2025: 44 % of 150 for the region (66), 44 % of 45 for pleegzorg (20).
    rapport = _rapport(_norm(0.40), _norm(0.50, "pleegzorg"))
    rijen = {regel[0]: regel[-3:] for regel in tabel_soorten(rapport, KPI).cellen()}
    assert (rijen["Hele regio"][0], rijen["Hele regio"][2]) == (f"40{DUN}%", "voldoet")
    assert (rijen["Pleegzorg"][0], rijen["Pleegzorg"][2]) == (f"50{DUN}%", "binnen bandbreedte")
    assert rijen["Gezinshuis"] == ["", "", "geen norm"]


def test_zin_spreekt_van_wie_en_niet_van_een_aanbieder():
    tekst = _tekst(html_kpi(_rapport(_norm(0.40), _norm(0.50, "pleegzorg")), KPI))
    feit = "Het gaat om ongeveer 20 van ongeveer 45 afgesloten perioden (44,0 %)."
    assert f"◆ Pleegzorg: binnen bandbreedte. {feit}" in tekst
    assert "kan dat toeval zijn: ook wie precies op de norm presteert, komt in " in tekst
    assert "Norm in 2025: hele regio minstens" in tekst
    assert "Cijfers openen het gesprek en sluiten het niet" in tekst
    assert "Doel" in tekst  # the target of the source stays beside the norm


def test_kop_noemt_de_norm_van_de_hele_regio():
    assert "Norm: minstens 50 %. Oordeel: ◆ binnen bandbreedte." in _tekst(html_onderdelen(_rapport(_norm(0.50))))


def test_zonder_norm_verandert_er_niets():
    zonder, elders = _rapport(), _rapport(_norm(0.5, "tom_uitstroom"))
    assert "ordeel: ◆" not in _tekst(html_kpi(zonder, KPI))
    ander = "gezinsgericht"
    assert html_kpi(zonder, ander) == html_kpi(elders, ander)
    tabellen = [[als_tekst(tabel) for tabel in tabellen_kpi(rapport, ander)] for rapport in (zonder, elders)]
    assert tabellen[0] == tabellen[1]
    assert "Normen" not in load_workbook(BytesIO(maak_werkboek(zonder))).sheetnames


def test_kleine_groep_toont_te_klein_en_verder_niets():
    rapport = _rapport(_norm(0.40), deler=100)
    rijen = tabel_soorten(rapport, KPI).cellen()
    assert rijen[0][-1] == "te klein"
    assert f"40{DUN}%" not in rijen[0]
    assert "Het gaat om" not in _tekst(html_kpi(rapport, KPI))


def test_werkboek_heeft_het_oordeel_en_een_blad_met_de_besluiten():
    boek = load_workbook(BytesIO(maak_werkboek(_rapport(_norm(0.50)))))
    blad = [list(regel) for regel in boek["Normen"].iter_rows(values_only=True)]
    koppen = next(regel for regel in blad if regel[0] == "KPI")
    waarden = dict(zip(koppen, blad[blad.index(koppen) + 1], strict=True))
    assert (waarden["Normjaar"], waarden["Norm"], waarden["Geldt vanaf"]) == (2024, 0.5, 2025)
    assert waarden["Door"] == "overleg <x>"
    cellen = [cel for regel in boek["Overzicht"].iter_rows(values_only=True) for cel in regel]
    assert "binnen bandbreedte" in cellen
