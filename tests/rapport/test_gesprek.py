"""The page for a talk: every point of the agenda, figures as in the protected report, nobody else's name."""

import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html
from normwijzer.kpi import FAMILIES, catalogus
from normwijzer.privacy import OVERIGE, TE_KLEIN
from normwijzer.rapport.cijfers import waarde
from normwijzer.rapport.gesprek.agenda import lees_agenda
from normwijzer.rapport.gesprek.gegevens import Bron, Gesprek, kies_aanbieders
from normwijzer.rapport.gesprek.pagina import maak_gesprek
from normwijzer.rapport.gesprek.tabellen import html_lijst
from normwijzer.rapport.tabel import schrijf
from rapport import hulp_proces, hulp_rapport
from rapport.hulp_rapport import EERSTE, TWEEDE, met_tekst

JEUGD = ("jeugd_transformatie", "jeugd_kwaliteit")
KOPPEN = ["Opening en mededelingen", "Verslag en actiepunten vorig overleg", "Bespreekpunten vanuit aanbieder",
          "Contractmanagement", "Kwaliteit", "Algemene samenwerking en communicatie", "Overige bespreekpunten",
          "Rondvraag"]  # fmt: skip
"""Points of the agenda in source 002."""

LETTERS = {4: "abcde", 5: "abcde", 6: "ab"}


def maak_rapport(familie: str, **anders):
    """A report whose outcome rows say what stands in place of a hidden value."""
    rapport = hulp_rapport.maak_rapport(familie, **anders)
    return replace(rapport, uitkomsten=met_tekst(rapport.uitkomsten))


@pytest.fixture
def rapporten():
    return {familie: maak_rapport(familie) for familie in JEUGD}


def _boom(rapporten, agb: str = EERSTE):
    return html.fromstring(maak_gesprek(Gesprek(agb, Bron(rapporten))))


def _tekst(knoop) -> str:
    return " ".join(knoop.text_content().split())


def test_agenda_heeft_de_punten_en_letters_van_de_bron():
    punten = lees_agenda().punten
    assert [punt.titel for punt in punten] == KOPPEN
    letters = {punt.nummer: "".join(deel.letter for deel in punt.delen) for punt in punten}
    assert {nummer: reeks for nummer, reeks in letters.items() if reeks} == LETTERS


def test_agenda_is_die_van_bron_002(gedeeld):
    bron = next((gedeeld / "bronnen").glob("002_*.txt")).read_text(encoding="utf-8")
    agenda = bron[bron.index("Agenda en verslaglegging") :]
    plaatsen = [agenda.index(f"{nummer}. {kop}") for nummer, kop in enumerate(KOPPEN, start=1)]
    assert plaatsen == sorted(plaatsen)
    for veld in (*lees_agenda().invulvelden, lees_agenda().soort):
        assert veld in agenda


def test_elke_kpi_heeft_precies_een_plaats():
    geplaatst = [
        (familie, kpi)
        for punt in lees_agenda().punten
        for deel in punt.delen
        for familie, kpis in deel.kpis.items()
        for kpi in kpis
    ]
    verwacht = {(familie, kpi) for familie in FAMILIES for kpi in catalogus.laad(familie).definities}
    assert len(geplaatst) == len(set(geplaatst))
    assert set(geplaatst) == verwacht


def test_elk_punt_staat_op_het_blad_met_cijfers_of_waarom_niet(rapporten):
    boom = _boom(rapporten)
    assert [_tekst(kop) for kop in boom.iter("h2")] == [f"{n}. {kop}" for n, kop in enumerate(KOPPEN, start=1)]
    for punt in lees_agenda().punten:
        for deel in punt.delen:
            kop = next(
                kop
                for kop in boom.iter("h3")
                if _tekst(kop).endswith(deel.titel) and (not deel.letter or _tekst(kop).startswith(nummer(punt, deel)))
            )
            eronder = _tot_het_verslag(kop)
            assert _tekst(eronder[-1]) == deel.vraag
            cijfers = [knoop for knoop in eronder if knoop.xpath("self::div//td | self::ul/li")]
            assert bool(cijfers) != (_tekst(eronder[0]) == deel.zonder), deel.titel


def nummer(punt, deel) -> str:
    return f"{punt.nummer}{deel.letter}"


def _tot_het_verslag(kop) -> list:
    return list(itertools.takewhile(lambda knoop: knoop.tag != "fieldset", kop.itersiblings()))


def test_elk_punt_heeft_ruimte_voor_verslag_actiehouder_en_deadline(rapporten):
    boom = _boom(rapporten)
    vakken = boom.xpath("//fieldset[starts-with(legend, 'Bij punt')]")
    nummers = [str(punt.nummer) + deel for punt in lees_agenda().punten
               for deel in ([d.letter for d in punt.delen] or [""])]  # fmt: skip
    assert [_tekst(vak.find("legend")) for vak in vakken] == [f"Bij punt {nummer}" for nummer in nummers]
    for vak in vakken:
        assert [_tekst(label) for label in vak.iter("label")] == ["Verslag en actiepunten", "Actiehouder", "Deadline"]
        for label in vak.iter("label"):
            assert boom.xpath(f"count(//*[@id='{label.get('for')}'])") == 1
    assert "niet bewaard" in _tekst(boom)
    assert not boom.xpath("//form | //script")


def test_cijfers_zijn_die_van_het_beschermde_rapport(rapporten):
    boom = _boom(rapporten)
    rijen = [[_tekst(cel) for cel in rij] for rij in boom.xpath("//table[starts-with(caption, 'Cijfers')]/tbody/tr")]
    gezien = 0
    for rapport in rapporten.values():
        for kpi in rapport.definities:
            eigen = rapport.per_aanbieder(kpi, "")
            eigen = eigen[eigen["aanbieder"].eq(EERSTE)]
            regio = next(iter(rapport.per_groep(kpi).itertuples()), None)
            for rij in eigen.itertuples():
                gezien += 1
                titel = f"{rapport.definities[kpi].nummer} {rapport.definities[kpi].titel}".strip()
                mijn, hunne = (schrijf(waarde(deel), "waarde").replace("\u202f", " ") for deel in (rij, regio))
                mijn, hunne = (re.sub(r",\d(?= %)", "", getal) for getal in (mijn, hunne))  # whole in a shared page
                gevonden = [rij for rij in rijen if rij[0] == titel]
                assert len(gevonden) == 1
                assert [cel.replace("\u202f", " ") for cel in gevonden[0]].count(mijn) >= 1, (kpi, mijn, gevonden)
                assert hunne in [cel.replace("\u202f", " ") for cel in gevonden[0]]
    assert gezien >= 4


def test_alleen_wie_genoeg_clienten_heeft_krijgt_een_blad(rapporten):
    rapport = rapporten["jeugd_kwaliteit"]
    assert kies_aanbieders([rapport]) == [EERSTE, TWEEDE]
    rijen = rapport.uitkomsten
    klein = rijen["aanbieder"].eq(TWEEDE)

    def met(**velden):
        anders = rijen.assign(**{naam: rijen[naam].mask(klein, inhoud) for naam, inhoud in velden.items()})
        return replace(rapport, uitkomsten=anders)

    weg = {"te_klein": True, "teller": float("nan"), "noemer": float("nan"), "waarde": float("nan")}
    assert kies_aanbieders([met(**weg, tekst=TE_KLEIN)]) == [EERSTE]
    assert kies_aanbieders([met(noemer=9.0)]) == [EERSTE]
    assert kies_aanbieders([met(noemer=0.0)]) == [EERSTE]
    assert kies_aanbieders([met(aanbieder=OVERIGE)]) == [EERSTE]
    # A small part of a group that is large enough is shown in words.
    assert kies_aanbieders([met(**weg, tekst="minder dan 5 van ongeveer 40 (onder 14 %)")]) == [EERSTE, TWEEDE]


def test_andere_jaren_en_varianten_geven_geen_blad(rapporten):
    rijen = rapporten["jeugd_kwaliteit"].uitkomsten
    alleen_toen = rijen[rijen["jaar"].lt(2024) | rijen["aanbieder"].ne(TWEEDE)]
    assert kies_aanbieders([replace(rapporten["jeugd_kwaliteit"], uitkomsten=alleen_toen)]) == [EERSTE]


@pytest.mark.parametrize("agb", [EERSTE, TWEEDE])
def test_blad_noemt_geen_andere_aanbieder(rapporten, agb):
    tekst = _tekst(_boom(rapporten, agb))
    ander = TWEEDE if agb == EERSTE else EERSTE
    namen = rapporten["jeugd_kwaliteit"].aanbieders
    assert namen[agb] in tekst
    assert namen[ander] not in tekst
    assert ander not in tekst
    assert "Overige aanbieders" not in tekst


def test_verborgen_rij_staat_er_met_woorden_en_zonder_getal():
    rapport = maak_rapport("jeugd_kwaliteit")
    rijen = rapport.uitkomsten
    weg = rijen["aanbieder"].eq(EERSTE) & rijen["kpi"].eq("uitval")
    leeg = {naam: rijen[naam].mask(weg) for naam in ("teller", "noemer", "waarde", "onder", "boven")}
    tekst = "op minder dan 5 na alle ongeveer 40 (boven 86 %)"
    rapport = replace(rapport, uitkomsten=rijen.assign(
        **leeg, te_klein=rijen["te_klein"].mask(weg, True), tekst=rijen["tekst"].mask(weg, tekst)))  # fmt: skip
    rij = next(rij for rij in _boom({"jeugd_kwaliteit": rapport}).xpath("//table/tbody/tr") if "Uitval" in _tekst(rij))
    assert tekst in _tekst(rij)
    assert [cel for cel in map(_tekst, rij.iter("td")) if re.fullmatch(r"[\d.,]+", cel)] == []


def test_van_een_proces_per_wet_staan_de_eigen_cijfers_naast_die_van_die_wet():
    """The shared edition has aanbieders per law only: their figures must not be lost."""
    rapport = hulp_proces.maak_rapport()
    per_wet = rapport.uitkomsten[rapport.uitkomsten["aanbieder"].eq("") | rapport.uitkomsten["wet"].ne("")]
    duur = rapport.frames["doorlooptijd"]
    duur = duur[duur["aanbieder"].eq("") | duur["wet"].ne("")]
    rapport = replace(rapport, uitkomsten=per_wet, frames={**rapport.frames, "doorlooptijd": duur})
    gesprek = Gesprek(hulp_proces.EERSTE, Bron({rapport.familie: rapport}))
    paren = gesprek.cijfers(rapport.familie, "wachttijd")
    eigen = per_wet[
        per_wet["aanbieder"].eq(hulp_proces.EERSTE) & per_wet["kpi"].eq("wachttijd") & per_wet["gemeente"].eq("")
        & per_wet["jaar"].eq(rapport.jaar)
    ]  # fmt: skip
    assert {rij.groep for rij, _ in paren} == set(eigen["wet"]) != set()
    assert all(regio.wet == rij.wet and regio.aanbieder == "" for rij, regio in paren)
    assert "A1 Wachttijd voor cliënten" in maak_gesprek(gesprek)


def test_goed_en_beter_volgen_het_oordeel(rapporten):
    rapport = rapporten["jeugd_kwaliteit"]
    rijen = rapport.uitkomsten
    eigen = rijen["aanbieder"].eq(EERSTE) & rijen["jaar"].eq(2024) & rijen["variant"].eq("basis")
    oordelen = pd.Series("", index=rijen.index)
    oordelen[eigen & rijen["kpi"].eq("uitval")] = "onder bandbreedte"
    oordelen[eigen & rijen["kpi"].eq("clienttevredenheid")] = "voldoet"
    leeg = dict.fromkeys(("norm", "grens", "grens_ver", "kans"), 0.5)
    bron = Bron({"jeugd_kwaliteit": replace(rapport, uitkomsten=rijen.assign(oordeel=oordelen, ver=False, **leeg))})
    gesprek = Gesprek(EERSTE, bron)
    goed, beter = html_lijst(gesprek, goed=True), html_lijst(gesprek, goed=False)
    assert "Cliënttevredenheid" in goed
    assert "Uitval" not in goed
    assert "Uitval" in beter
    assert "Cliënttevredenheid" not in beter
    assert html_lijst(Gesprek(TWEEDE, bron), goed=True) == ""


def test_intern_blad_is_vertrouwelijk_en_zegt_niets_over_afronden():
    rapporten = {familie: maak_rapport(familie, editie="intern") for familie in JEUGD}
    tekst = _tekst(_boom(rapporten))
    assert "VERTROUWELIJK" in tekst
    assert "afgerond op vijftallen" not in tekst
    assert "afgerond op vijftallen" in _tekst(_boom({familie: maak_rapport(familie) for familie in JEUGD}))


def test_zelfde_cijfers_geven_dezelfde_bytes(rapporten):
    eerst = maak_gesprek(Gesprek(EERSTE, Bron(rapporten)))
    geschud = {
        familie: replace(rapport, uitkomsten=rapport.uitkomsten.sample(frac=1, random_state=3))
        for familie, rapport in rapporten.items()
    }
    assert maak_gesprek(Gesprek(EERSTE, Bron(geschud))) == eerst
