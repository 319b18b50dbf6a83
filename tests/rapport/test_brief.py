"""A letter to one aanbieder: its own figures beside the region, what it can mend, and nothing of anybody else."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import html as lees_html
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.proces.brief import maak_brief
from normwijzer.rapport.proces.brief_cijfers import (
    tabel_cijfers,
    tabel_duur,
    tabel_wetten,
    zin_doelen,
    zin_leeg,
    zin_voorlopig,
)
from normwijzer.rapport.proces.brief_eigen import WEINIG, mag_naast, splits_rapport, vind_aanbieders
from normwijzer.rapport.proces.brief_herstel import tabel_berichten, tabel_punten
from normwijzer.rapport.proces.brief_tabellen import tabel_maanden, tabel_redenen_eigen, tabel_termijnen_eigen
from rapport.hulp_proces import AANBIEDERS, DERDE, EERSTE, TWEEDE, maak_rapport

REGELS = [
    ("stop_zonder_start", "jw", "aanbieder", EERSTE, "9901", "307", "SYN000001", pd.Timestamp("2024-03-05"), 1),
    ("stop_zonder_start", "jw", "aanbieder", EERSTE, "9902", "307", "SYN000002", pd.Timestamp("2024-01-31"), 2),
    ("stop_zonder_start", "wmo", "aanbieder", TWEEDE, "9901", "307", "SYN000003", pd.Timestamp("2024-04-05"), 1),
    ("volgens_plan_met_vervolg", "jw", "aanbieder", EERSTE, "9901", "307", "SYN000004", pd.NaT, 1),
    ("declaratie_zonder_antwoord", "jw", "gemeente", EERSTE, "9901", "323", "SYN000005", pd.NaT, 1),
    ("stop_zonder_start", "jw", "aanbieder", "", "9901", "307", "SYN000006", pd.NaT, 1),
]
KOLOMMEN = ["punt", "wet", "wie", "aanbieder", "gemeente", "berichttype", "identificatie", "dagtekening", "aantal"]


def _rapport(editie: str = "intern", **anders):
    rapport = maak_rapport(editie=editie, **anders)
    if editie != "intern":
        return rapport
    punten = rapport.frames["herstelpunten"]
    extra = punten.head(1).assign(punt="volgens_plan_met_vervolg", aanbieder=EERSTE, wet="jw", aantal=1, clienten=1)
    frames = rapport.frames | {
        "herstelregels": pd.DataFrame(REGELS, columns=KOLOMMEN).assign(te_klein=False),
        "herstelpunten": pd.concat([punten, extra], ignore_index=True),
    }
    return replace(rapport, frames=frames)


def _blad(agb: str = EERSTE, editie: str = "deelbaar", **anders):
    return next(splits_rapport(_rapport(**anders), maak_rapport(**anders), [agb], editie))


def _getallen(blad) -> list[str]:
    """Every cell of a number column or with a duration of the page that says something but zero."""
    cellen = lees_html.fromstring(maak_brief(blad)).iter("td")
    teksten = [(cel.get("class"), cel.text_content()) for cel in cellen]
    tijd = re.compile(r"(\d+|[\d,]+) (werkdag|dag|maand)(en)?( ervoor| erna)?")
    return [
        tekst
        for klasse, tekst in teksten
        if (klasse == "getal" and re.match(r"[1-9]|0,\d", tekst)) or (klasse is None and tijd.fullmatch(tekst))
    ]


def _rij(tabel, kop: str) -> dict:
    """Cells as the reader sees them of the row whose heading starts with this, by column."""
    koppen = [kolom.kop for kolom in tabel.kolommen]
    return next(dict(zip(koppen, cellen, strict=True)) for cellen in tabel.cellen() if cellen[0].startswith(kop))


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
@pytest.mark.parametrize("agb", AANBIEDERS)
def test_er_staat_niets_van_een_andere_aanbieder_in(agb, editie):
    tekst = maak_brief(_blad(agb, editie))
    zichtbaar = lees_html.fromstring(tekst).text_content()
    assert AANBIEDERS[agb] in zichtbaar
    assert agb in tekst
    for ander in set(AANBIEDERS) - {agb}:
        assert ander not in tekst
        assert AANBIEDERS[ander] not in zichtbaar


def test_het_blad_zelf_kent_alleen_de_eigen_rijen_en_die_van_de_regio():
    for blad in splits_rapport(_rapport(), maak_rapport(), [EERSTE, TWEEDE], "intern"):
        assert set(blad.rapport.aanbieders) == {blad.agb}
        assert set(blad.rapport.uitkomsten["aanbieder"]) == {blad.agb, ""}
        for naam, frame in blad.rapport.frames.items():
            if "aanbieder" in frame:
                assert set(frame["aanbieder"]) <= {blad.agb, ""}, naam
        for naam in ("herstelpunten", "herstelregels", "afkeurredenen"):
            assert set(blad.rapport.frames[naam]["aanbieder"]) <= {blad.agb}, naam


def test_alle_aanbieders_met_gevallen_krijgen_een_blad():
    assert vind_aanbieders(_rapport()) == [EERSTE, TWEEDE, DERDE]


def test_kenmerken_van_berichten_staan_alleen_in_de_interne_editie():
    assert "SYN00000" not in maak_brief(_blad(editie="deelbaar"))
    intern = maak_brief(_blad(editie="intern"))
    assert set(re.findall(r"SYN\d+", intern)) == {"SYN000001", "SYN000002"}


def test_berichten_staan_op_dagtekening_met_soort_gemeente_en_aantal():
    cellen = tabel_berichten(_blad(editie="intern"), "stop_zonder_start").cellen()
    assert cellen == [
        ["SYN000002", "Jeugdwet", "307", "31-01-2024", "Gemeente 9902", "2"],
        ["SYN000001", "Jeugdwet", "307", "05-03-2024", "Gemeente 9901", "1"],
    ]


def test_bericht_waaruit_hulp_elders_blijkt_staat_er_niet_bij_maar_het_aantal_wel():
    blad = _blad(editie="intern")
    assert _rij(tabel_punten(blad), "Volgens plan gestopt")["Jeugdwet"] == "1"
    assert "SYN000004" not in maak_brief(blad)
    assert "welke cliënt ook elders hulp heeft" in maak_brief(blad)


def test_eigen_cijfer_noemer_doel_en_oordeel_staan_naast_de_regio():
    blad = _blad()
    rij, regio = (blad.rapport.regels("tijdig_declareren").set_index("aanbieder") for _ in range(2))
    rij = rij[rij["wet"].eq("")].loc[EERSTE]
    regio = regio[regio["wet"].eq("") & regio["gemeente"].eq("")].loc[""]
    gezien = _rij(tabel_cijfers(blad), "A8")
    assert gezien["Op tijd of goed"] == opmaak.procent(rij.waarde)
    assert gezien["Gevallen"] == opmaak.aantal(rij.noemer) == "1.200"
    assert gezien["Hele regio"] == opmaak.procent(regio.waarde, 0)
    assert gezien["Doel"] == opmaak.procent(0.95, 0)
    assert gezien["Termijn"] == "1 maand (afgerond)"
    assert gezien["Oordeel"] == "Doel gehaald"


def test_stappen_van_de_gemeente_staan_er_als_zodanig_bij():
    tabel = tabel_cijfers(_blad())
    wie = {rij[0].split()[0]: rij[1] for rij in tabel.rijen}
    assert [naam for naam, van in wie.items() if van == "de gemeente"] == ["A3", "A9", "A10"]
    assert [naam for naam, van in wie.items() if van == "u"] == ["A1", "A4", "A5", "A6", "A8", "A11"]
    assert not {"A2", "A7"} & set(wie)


def test_doelen_staan_in_woorden():
    zin = zin_doelen(_blad(jaar=2024))
    assert re.search(r"Doel gehaald: .*A8 Declaratie op tijd ingediend", zin)
    assert "Doel niet gehaald: A6 Geaccepteerde toewijzingen" in zin
    vroeger = zin_doelen(_blad(jaar=2021))
    assert re.search(r"Doel niet gehaald: .*A8 Declaratie op tijd ingediend", vroeger)


def test_zonder_bron_en_zonder_gevallen_staan_in_een_zin():
    blad = _blad(zonder_bron=("tijdig_betalen",))
    assert zin_leeg(blad) == "Geen bron in deze regio: A10 Declaratie op tijd betaald."
    assert not any(rij[0].startswith("A10") for rij in tabel_cijfers(blad).rijen)
    rapport = blad.rapport
    zonder = replace(rapport, uitkomsten=rapport.uitkomsten[rapport.uitkomsten["kpi"].ne("wachttijd")])
    assert "Geen gevallen van u: A1" in zin_leeg(replace(blad, rapport=zonder))


def test_voorlopige_cijfers_worden_genoemd():
    assert zin_voorlopig(_blad()) == ""
    assert "A1 Wachttijd" in zin_voorlopig(_blad(status="voorlopig"))


def test_kleine_groepen_blijven_in_de_deelbare_editie_verborgen():
    blad = _blad(deler=130)
    cijfers, duur = _rij(tabel_cijfers(blad), "A8"), _rij(tabel_duur(blad), "A8")
    assert (cijfers["Op tijd of goed"], cijfers["Gevallen"], cijfers["95 %-interval"]) == (TE_KLEIN, "", "")
    assert (cijfers["Oordeel"], duur["Te laat"], duur["Ontbreekt"]) == ("", TE_KLEIN, "")
    assert tabel_maanden(blad).rijen == []
    assert len(_getallen(_blad())) > 50
    assert _getallen(blad) == []


def test_kleine_uitkomst_verbergt_ook_de_duur():
    blad = _blad()
    uitkomsten = blad.rapport.uitkomsten
    klein = uitkomsten["kpi"].eq("tijdig_startbericht") & uitkomsten["aanbieder"].eq(EERSTE)
    rapport = replace(blad.rapport, uitkomsten=uitkomsten.assign(te_klein=uitkomsten["te_klein"] | klein))
    assert _rij(tabel_duur(replace(blad, rapport=rapport)), "A4")["Te laat"] == TE_KLEIN


@pytest.mark.parametrize(
    ("anderen", "mag"),
    [((10, 5, 5), True), ((9, 5, 5), False), ((10, 4, 6), False), ((10, 6, 4), False), (None, False)],
)
def test_cijfer_van_de_regio_verraadt_nooit_een_klein_aantal_van_anderen(anderen, mag):
    assert mag_naast(anderen) is mag
    blad, regio = replace(_blad(), anderen={("kpi", "x"): anderen}), SimpleNamespace(te_klein=False, tekst="")
    assert blad.naast("kpi", "x", regio, "94 %") == ("94 %" if mag else WEINIG)
    assert blad.naast("kpi", "x", SimpleNamespace(te_klein=True, tekst=TE_KLEIN), "94 %") == TE_KLEIN
    assert blad.naast("kpi", "x", None, "94 %") == ""


def test_anderen_zijn_de_regio_zonder_de_aanbieder_zelf():
    # A8: 2400 in the region and 1200 of this aanbieder, 97 % on time
    assert _blad().anderen["kpi", "tijdig_declareren"] == (1200, 2328 - 1164, 72 - 36)


def test_duur_van_de_regio_staat_er_alleen_bij_genoeg_anderen():
    blad = _blad()
    assert _rij(tabel_duur(blad), "A4")["Regio: mediaan"] != ""
    rij = _rij(tabel_duur(replace(blad, anderen={})), "A4")
    assert (rij["Regio: mediaan"], rij["Regio: P90"]) == ("", "")
    assert rij["Helft binnen (mediaan)"] != ""


def test_maanden_alleen_met_tien_clienten_en_minstens_zes_maanden():
    blad = _blad(editie="intern")
    assert [kolom.kop.split()[0] for kolom in tabel_maanden(blad).kolommen[1:]] == ["A1", "A4", "A5", "A6", "A8", "A11"]
    assert len(tabel_maanden(blad).rijen) == 12
    frame = blad.rapport.frames["doorlooptijd"]

    def met_groot(maanden: int):
        groot = frame["kpi"].ne("wachttijd") | frame["maand"].le(maanden).fillna(True)
        klein = replace(
            blad.rapport,
            frames=blad.rapport.frames | {"doorlooptijd": frame.assign(clienten=frame["clienten"].where(groot, 9))},
        )
        return tabel_maanden(replace(blad, rapport=klein))

    assert any(kolom.kop.startswith("A1 ") for kolom in met_groot(6).kolommen)
    assert _rij(met_groot(6), "juli")["A1 Wachttijd voor cliënten"] == opmaak.STREEP
    assert not any(kolom.kop.startswith("A1 ") for kolom in met_groot(5).kolommen)


def test_wetten_apart_alleen_als_beide_te_tonen_zijn():
    assert tabel_wetten(_blad(EERSTE)).rijen == []
    assert _rij(tabel_wetten(_blad(DERDE)), "A8")["Gevallen Wmo"] == "240"
    rapport = _blad(DERDE).rapport
    klein = rapport.uitkomsten["wet"].eq("jw") & rapport.uitkomsten["aanbieder"].eq(DERDE)
    blad = replace(_blad(DERDE), rapport=replace(rapport, uitkomsten=rapport.uitkomsten.assign(te_klein=klein)))
    assert tabel_wetten(blad).rijen == []


def test_termijnen_die_al_een_kpi_zijn_staan_er_niet_dubbel():
    namen = [rij[0] for rij in tabel_termijnen_eigen(_blad()).rijen]
    assert any(naam.startswith("Retour op de toewijzing") for naam in namen)
    assert not any(naam.startswith(("Startbericht", "Antwoord op de declaratie")) for naam in namen)


def test_afkeurredenen_zijn_alleen_die_van_de_aanbieder_en_het_bedrag_is_intern():
    deelbaar, intern = tabel_redenen_eigen(_blad()), tabel_redenen_eigen(_blad(editie="intern"))
    assert [rij[1] for rij in deelbaar.rijen] == [rij[1] for rij in intern.rijen] == ["9001"]
    assert "Bedrag (euro)" not in [kolom.kop for kolom in deelbaar.kolommen]
    assert _rij(intern, "")["Bedrag (euro)"] == "999"
    assert tabel_redenen_eigen(_blad(TWEEDE)).rijen == []


def test_punt_met_te_weinig_clienten_staat_er_zonder_aantal():
    blad = _blad(TWEEDE, deler=2)
    assert _rij(tabel_punten(blad), "Stop zonder start")["Wmo"] == TE_KLEIN
    assert f"Wmo {TE_KLEIN}." in lees_html.fromstring(maak_brief(blad)).text_content()


def test_zonder_punten_staat_er_dat_er_niets_is_gevonden():
    blad = _blad()
    leeg = blad.rapport.frames["herstelpunten"].head(0)
    rapport = replace(blad.rapport, frames=blad.rapport.frames | {"herstelpunten": leeg})
    assert "er is niets gevonden" in maak_brief(replace(blad, rapport=rapport))


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_bladzijde_is_toegankelijk_en_staat_op_zichzelf(editie):
    tekst = maak_brief(_blad(DERDE, editie))
    boom = lees_html.fromstring(tekst)
    assert boom.get("lang") == "nl"
    (kop,) = boom.findall(".//h1")
    assert kop.text_content() == "Thuis & Zo, Regio Proef, 2024"
    niveaus = [int(deel.tag[1]) for deel in boom.iter() if re.fullmatch(r"h\d", str(deel.tag))]
    assert all(na - voor <= 1 for voor, na in zip(niveaus, niveaus[1:], strict=False))
    bijschriften = [deel.text_content() for deel in boom.iter("caption")]
    assert len(bijschriften) == len(set(bijschriften)) == len(list(boom.iter("table"))) > 3
    assert all(cel.get("scope") in ("col", "row") for cel in boom.iter("th"))
    assert not boom.xpath("//@src")
    assert set(boom.xpath("//@href")) == {"#inhoud"}
    assert "url(" not in tekst
    zichtbaar = boom.find("body").text_content()
    assert f"Editie: {editie}. Berichten bekend tot en met 31-03-2026." in zichtbaar
    assert ("VERTROUWELIJK" in zichtbaar) is (editie == "intern")
    assert "openen het gesprek en sluiten het niet" in " ".join(zichtbaar.split())


def test_naam_met_tekens_van_html_breekt_de_bladzijde_niet():
    assert "<A>" not in maak_brief(_blad(EERSTE))
    assert "Huis &lt;A&gt;" in maak_brief(_blad(EERSTE))
