"""The explorer without a browser: move its controls, and compare what it shows with `normen`."""

import re
import subprocess
import sys
import time
from dataclasses import replace
from html import unescape

import pytest
from conftest import PROJECT
from lxml import html
from normwijzer.fouten import DataFout
from normwijzer.normen.kandidaten import gewogen_gemiddelde
from normwijzer.normen.verkenning import gevolgen_tabel
from normwijzer.rapport.norm import verkenner as module
from normwijzer.rapport.norm.verkenner import BANDBREEDTEN, Verkenner, toon_verkenner
from rapport.hulp_verkenner import KLEIN, UITSTROOM, UITVAL, VARIANT, maak_normrapport, volgens_de_bibliotheek

ZINNEN = ("melding", "tellingen", "gevolgen", "trechter", "aanbieders", "kracht")


@pytest.fixture
def verkenner():
    return Verkenner(maak_normrapport())


def getoond(verkenner: Verkenner) -> dict[str, int]:
    """Verdict -> the count that a reader sees."""
    blokken = html.fromstring(verkenner.tellingen.value).xpath("//li[@data-oordeel]")
    return {blok.get("data-oordeel"): int(blok.xpath(".//*[@class='nwv-getal']")[0].text) for blok in blokken}


def tekst(verkenner: Verkenner) -> str:
    """Everything in words, alternative texts included, as one line."""
    alles = "\n".join(getattr(verkenner, naam).value for naam in ZINNEN)
    alles = re.sub(r'src="[^"]*"', "", alles).replace("\u202f", " ")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r'alt="([^"]*)"', r">\1<", alles))).split())


def beeld(verkenner: Verkenner) -> str:
    return html.fromstring(verkenner.trechter.value).xpath("//img/@src")[0]


@pytest.mark.parametrize("onderwerp", [UITVAL, UITSTROOM])
@pytest.mark.parametrize("jaren", [(2024,), (2023,), (2023, 2024)])
@pytest.mark.parametrize("variant", ["basis", VARIANT])
def test_de_aantallen_zijn_die_van_de_bibliotheek(verkenner, monkeypatch, onderwerp, jaren, variant):
    monkeypatch.setattr(module, "html_trechter", lambda *_: "")  # drawing is most of the time
    verkenner.onderwerp.value = onderwerp
    for jaar, vakje in verkenner.jaren.items():
        vakje.value = jaar in jaren
    verkenner.variant.value = variant
    gezien = set()
    for woorden, naam in BANDBREEDTEN.items():
        verkenner.bandbreedte.value = naam
        assert verkenner.bandbreedte.label == woorden
        for norm in (8, 11, 14, 20, 40) if onderwerp is UITVAL else (92, 89, 86, 80, 60):
            verkenner.norm.value = norm
            band = "vast5" if naam == "vast" else naam
            assert getoond(verkenner) == volgens_de_bibliotheek(
                verkenner._rapport, onderwerp, list(jaren), variant, norm / 100, band
            )
            gezien.add(tuple(getoond(verkenner).values()))
    assert len(gezien) > 5  # the controls do something


def test_de_verwachting_en_de_kracht_staan_erbij(verkenner):
    verkenner.norm.value, verkenner.bandbreedte.value = 20, "klassen"
    cijfers = verkenner._rapport.bladen[UITVAL].cijfers
    rij = next(gevolgen_tabel(cijfers, [2024], "lager_is_beter", [0.2], ["klassen"]).itertuples())
    norm, grens = (f"{getal:.1f}".replace(".", ",") for getal in (rij.vals_alarm_norm, rij.vals_alarm_grens))
    assert f"toch {norm} slechter dan de norm uit, en {grens} slechter dan de bandbreedte" in tekst(verkenner)
    kracht = html.fromstring(verkenner.kracht.value)
    assert [int(kop.text) for kop in kracht.xpath("//tbody//th")] == [10, 20, 30, 50, 100, 200, 300]


def test_een_andere_norm_geeft_een_andere_trechter_met_andere_woorden(verkenner):
    beelden, woorden = set(), set()
    for norm in (10, 20, 40):
        verkenner.norm.value = norm
        beelden.add(beeld(verkenner))
        woorden.add(html.fromstring(verkenner.trechter.value).xpath("//img/@alt")[0])
        assert beeld(verkenner).startswith("data:image/png;base64,")
    assert len(beelden) == len(woorden) == 3
    verkenner.norm.value = 20
    eerst = beeld(verkenner)
    verkenner.bandbreedte.value = "vast"
    assert beeld(verkenner) != eerst
    assert "Slechter dan de bandbreedte: Zorg F (36 % van 35) en Zorg D (55 % van 85)" in tekst(verkenner)


def test_elk_oordeel_staat_in_woorden_in_de_tabel(verkenner):
    verkenner.norm.value = 11
    cellen = html.fromstring(verkenner.aanbieders.value).xpath("//tbody/tr/td[6]")
    woorden = [" ".join(cel.text_content().split()) for cel in cellen]
    assert len(woorden) == 6
    assert [w for w in woorden if w == "● voldoet"]
    assert [w for w in woorden if w == "◆ binnen bandbreedte"]
    assert [w for w in woorden if w.startswith("✕ ver onder bandbreedte (slechter: veel hoger")]


def test_de_volgorde_is_van_goed_naar_slecht_ook_als_lager_beter_is(verkenner):
    for onderwerp, laatste in ((UITVAL, "Zorg D"), (UITSTROOM, "Zorg D")):
        verkenner.onderwerp.value = onderwerp
        koppen = html.fromstring(verkenner.aanbieders.value).xpath("//tbody//th/text()")
        assert koppen[-2:] == ["Zorg F", laatste]


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_een_kleine_aanbieder_telt_mee_en_heeft_nergens_een_naam(editie):
    verkenner = Verkenner(maak_normrapport(editie=editie))
    assert getoond(verkenner)["te klein"] == (3 if editie == "deelbaar" else 1)
    for norm in (5, 30, 60):
        verkenner.norm.value = norm
        assert "Heel Klein" not in tekst(verkenner)
        assert KLEIN not in tekst(verkenner)
    assert ("alleen met de aanbieders die erin staan" in tekst(verkenner)) == (editie == "deelbaar")


def test_een_ander_onderwerp_begint_met_zijn_eigen_jaar_definities_en_norm(verkenner):
    verkenner.variant.value, verkenner.jaren[2023].value, verkenner.norm.value = VARIANT, True, 3
    verkenner.onderwerp.value = UITSTROOM
    assert verkenner.variant.value == "basis"
    assert [jaar for jaar, vakje in verkenner.jaren.items() if vakje.value] == [2024]
    som = verkenner._rapport.bladen[UITSTROOM].cijfers.query("jaar == 2024 and variant == 'basis'")
    assert verkenner.norm.value == round(100 * som["teller"].sum() / som["noemer"].sum())
    assert "Doelrealisatie: uitstroom, perceel 2, 2024" in tekst(verkenner)


def test_een_jaar_zonder_gegevens_is_niet_te_kiezen():
    rapport = maak_normrapport()
    blad = rapport.bladen[UITVAL]
    zonder = replace(blad, cijfers=blad.cijfers[blad.cijfers["jaar"].eq(2023)])
    verkenner = Verkenner(replace(rapport, bladen={UITVAL: zonder}))
    assert verkenner.jaren[2024].disabled
    assert [jaar for jaar, vakje in verkenner.jaren.items() if vakje.value] == [2023]
    assert sum(getoond(verkenner).values()) == 6


def test_getal_en_schuif_zijn_dezelfde_norm(verkenner):
    verkenner.norm_getal.value = 37
    assert verkenner.norm.value == 37
    assert "norm van hoogstens 37 %" in tekst(verkenner)
    verkenner.norm.value = 4
    assert verkenner.norm_getal.value == 4
    verkenner.norm_getal.value = 400
    assert verkenner.norm.value == 100


def test_de_knop_neemt_het_gewogen_gemiddelde_over(verkenner):
    verkenner.jaren[2023].value = True
    som = verkenner._rapport.bladen[UITVAL].cijfers.query("variant == 'basis'")
    heel = round(100 * gewogen_gemiddelde(som["teller"], som["noemer"]))
    assert verkenner.overnemen.description.replace("\u202f", " ") == f"Neem het gewogen gemiddelde over: {heel} %"
    verkenner.norm.value = 90
    verkenner.overnemen.click()
    assert verkenner.norm.value == heel


def test_de_breedte_is_er_alleen_bij_een_vaste_bandbreedte(verkenner):
    assert verkenner.breedte.layout.display == "none"
    verkenner.bandbreedte.value, verkenner.norm.value = "vast", 20
    assert verkenner.breedte.layout.display is None
    aantallen = []
    for breedte in (0, 10, 50):
        verkenner.breedte.value = breedte
        aantallen.append(getoond(verkenner)["onder bandbreedte"])
    assert aantallen == [2, 2, 0]
    verkenner.breedte.value = 17
    assert "vaste bandbreedte van 17 procentpunt" in tekst(verkenner)


def test_zonder_jaar_vraagt_de_verkenner_om_een_jaar(verkenner):
    verkenner.jaren[2024].value = False
    assert tekst(verkenner) == "Kies minstens één jaar."
    verkenner.jaren[2023].value = True
    assert sum(getoond(verkenner).values()) == 6


def test_zonder_aanbieder_die_groot_genoeg_is_zegt_de_verkenner_dat():
    rapport = maak_normrapport()
    leeg = replace(rapport.bladen[UITVAL], cijfers=rapport.bladen[UITVAL].cijfers.head(0))
    verkenner = Verkenner(replace(rapport, bladen={UITVAL: leeg}))
    assert "geen aanbieder met 10 of meer in de noemer" in tekst(verkenner)
    assert getoond(verkenner) == {"voldoet": 0, "binnen bandbreedte": 0, "onder bandbreedte": 0, "te klein": 3}
    assert verkenner.overnemen.disabled


def test_een_enkele_aanbieder_krijgt_een_zin_over_hem():
    rapport = maak_normrapport()
    blad = rapport.bladen[UITVAL]
    een = replace(blad, cijfers=blad.cijfers[blad.cijfers["aanbieder"].eq("00000005")])
    zin = tekst(Verkenner(replace(rapport, bladen={UITVAL: een})))
    assert re.search(r"als de enige aanbieder .* komt hij door toeval toch \d+ % van de keren slechter", zin)


def test_voorlopige_cijfers_waarschuwen():
    assert "voorlopig" not in tekst(Verkenner(maak_normrapport()))
    verkenner = Verkenner(maak_normrapport(status="voorlopig"))
    assert "deze cijfers zijn voorlopig" in tekst(verkenner)
    assert getoond(verkenner)["voldoet"] > 0


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        (DataFout("besluit", "het jaar ontbreekt", "een jaar"), "besluit: het jaar ontbreekt. Toegestaan: een jaar."),
        (KeyError("99990101"), "Deze keuze kon niet worden getoond (KeyError). Kies iets anders"),
        (TypeError("unsupported operand"), "Deze keuze kon niet worden getoond (TypeError). Kies iets anders"),
    ],
)
def test_een_fout_is_een_zin_en_gaat_over_bij_de_volgende_keuze(verkenner, monkeypatch, capfd, fout, zin):
    def stuk(*_):
        raise fout

    with monkeypatch.context() as tijdelijk:
        tijdelijk.setattr(module, "reken", stuk)
        verkenner.norm.value = 44
    assert zin in tekst(verkenner)
    assert verkenner.trechter.value == verkenner.tellingen.value == verkenner.aanbieders.value == ""
    assert "99990101" not in tekst(verkenner)
    assert capfd.readouterr() == ("", "")
    verkenner.norm.value = 45
    assert sum(getoond(verkenner).values()) == 9
    assert verkenner.melding.value == ""


def test_elk_bedieningselement_heeft_een_naam_in_gewoon_nederlands(verkenner):
    bediening = [
        verkenner.onderwerp, verkenner.variant, verkenner.norm, verkenner.norm_getal, verkenner.overnemen,
        verkenner.bandbreedte, verkenner.breedte, *verkenner.jaren.values(),
    ]  # fmt: skip
    namen = [element.description for element in bediening]
    assert all(namen)
    assert len(set(namen)) == len(namen)
    assert [naam for naam, _ in verkenner.variant.options] == [
        "Zoals in het rapport", "Anders: afgekeurde berichten tellen mee: ja",
    ]  # fmt: skip


def test_bijwerken_kost_minder_dan_een_halve_seconde(verkenner):
    tijden = []
    for norm in range(10, 20):
        begin = time.process_time()
        verkenner.norm.value = norm
        tijden.append(time.process_time() - begin)
    assert sorted(tijden)[len(tijden) // 2] < 0.5


def test_een_rapport_krijgt_een_zin_en_laadt_geen_bediening():
    programma = (
        "import sys\n"
        "from rapport.hulp_verkenner import maak_normrapport\n"
        "from normwijzer.rapport.norm.verkenner import toon_verkenner\n"
        "toon_verkenner(maak_normrapport(), False)\n"
        "assert 'ipywidgets' not in sys.modules\n"
    )
    paden = f"{PROJECT / 'lib'}:{PROJECT / 'tests'}"
    klaar = subprocess.run(
        [sys.executable, "-c", programma], env={"PYTHONPATH": paden, "PATH": ""}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert klaar.returncode == 0, klaar.stderr


def test_de_zin_in_een_rapport_zegt_waar_de_verkenner_is(monkeypatch):
    gezien = []
    monkeypatch.setattr(module, "display", lambda *delen: gezien.extend(delen))
    toon_verkenner(maak_normrapport(), False)
    assert "regio = &quot;proef&quot; en jaar = 2024" in gezien[0].data
    toon_verkenner(replace(maak_normrapport(), bladen={}), True)
    assert "nog geen KPI" in gezien[1].data
    toon_verkenner(maak_normrapport(), True)
    assert type(gezien[2]).__name__ == "VBox"
