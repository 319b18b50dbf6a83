"""Every message is valid 3.2, except those that waarheid/bijzondere_bestanden.csv lists."""

import csv
import re
from collections import Counter

import pytest
from demo.bestanden import alle_inhoud, uit_envelop
from lxml import etree

REGIOS = ["brembergen", "zeldermeer"]
MAG_ONGELDIG = {"afgekapt", "leeg", "geen_xml", "ander_xml", "dagtekening", "geboortedatum", "onbekende_code"}
SOORTEN = {
    *(f"WMO{soort}" for soort in (301, 302, 305, 306, 307, 308, 315, 316, 317, 318, 319, 320, 323, 325)),
    *(f"JW{soort}" for soort in (301, 302, 305, 306, 307, 308, 323, 325)),
}
RUIMTE = re.compile(r"http://www\.istandaarden\.nl/(iwmo|ijw)/3_2/(wmo|jw)(\d{3})/schema")
KENMERK = re.compile(rb"BerichtCode>(\d+)<.*?Afzender>(\d+)<.*?Identificatie>(\w+)<", re.DOTALL)


@pytest.fixture(scope="session")
def schemas(gedeeld):
    """WMO301 … JW325 -> schema; the types without an official iWmo schema use the derived one."""
    mappen = [gedeeld / "istandaarden" / "xsd" / naam for naam in ("iwmo_3_2_afgeleid", "iwmo_3_2", "ijw_3_2")]
    paden = [pad for map_ in mappen for pad in sorted(map_.glob("*.xsd")) if pad.stem in SOORTEN]
    return {pad.stem: etree.XMLSchema(etree.parse(str(pad))) for pad in paden}


def _bijzonder(demo_data, regio) -> dict[str, str]:
    pad = demo_data / "regios" / regio / "waarheid" / "bijzondere_bestanden.csv"
    with pad.open(encoding="utf-8", newline="") as bestand:
        return {rij["bestand"]: rij["soort"] for rij in csv.DictReader(bestand, delimiter=";")}


def _oordeel(inhoud: bytes, schemas, telling: Counter) -> str:
    """'' when valid, else what is wrong."""
    try:
        wortel = etree.fromstring(inhoud)
    except etree.XMLSyntaxError as fout:
        return str(fout)
    naam = etree.QName(wortel)
    if naam.localname == "Fo01Bericht":
        return ""
    gevonden = RUIMTE.fullmatch(naam.namespace or "")
    if not gevonden:
        return "geen bericht van iWmo of iJw"
    soort = f"{gevonden[2].upper()}{gevonden[3]}"
    telling[soort] += 1
    return "" if schemas[soort].validate(wortel) else str(schemas[soort].error_log.last_error)


@pytest.mark.parametrize("regio", REGIOS)
def test_elk_bericht_is_geldig_of_staat_als_gebrekkig_vermeld(demo_data, regio, schemas):
    bijzonder, telling, ongeldig = _bijzonder(demo_data, regio), Counter(), {}
    for naam, inhoud in alle_inhoud(demo_data / "regios" / regio / "berichten"):
        heel = b"<GGK:xmlBestand>" not in inhoud or b"</GGK:xmlBestand>" in inhoud
        oordeel = _oordeel(uit_envelop(inhoud) if heel else inhoud, schemas, telling)
        if oordeel:
            ongeldig[naam] = oordeel
    onverwacht = {naam: oordeel for naam, oordeel in ongeldig.items() if bijzonder.get(naam) not in MAG_ONGELDIG}
    assert not onverwacht
    assert set(telling) == SOORTEN
    vermeld = {naam for naam, soort in bijzonder.items() if soort in MAG_ONGELDIG}
    assert vermeld == set(ongeldig)
    assert len(ongeldig) < 300 < sum(telling.values())


@pytest.mark.parametrize("regio", REGIOS)
def test_enveloppen_zijn_geldig(demo_data, regio, gedeeld):
    xsd = gedeeld / "istandaarden" / "ggk" / "xsd"
    ggk = etree.XMLSchema(etree.parse(str(xsd / "ggk0210_msg_ggkberichten.xsd")))
    wortels: Counter = Counter()
    for naam, inhoud in alle_inhoud(demo_data / "regios" / regio / "berichten"):
        if b"</GGK:envelop" not in inhoud:
            continue
        wortel = etree.fromstring(inhoud)
        assert ggk.validate(wortel), f"{naam}: {ggk.error_log.last_error}"
        wortels[etree.QName(wortel).localname] += 1
    assert wortels["envelopHeenbericht-ggk_Di01"] > 500
    assert wortels["envelopRetourbericht-ggk_Du01"] > 200


@pytest.mark.parametrize("regio", REGIOS)
def test_foutbericht_verwijst_naar_een_bericht_dat_er_is(demo_data, regio):
    referenties, verwijzingen = set(), []
    for _, inhoud in alle_inhoud(demo_data / "regios" / regio / "berichten"):
        if b"Fo01Bericht" in inhoud:
            verwijzingen.append(inhoud.split(b"<StUF:crossRefnummer>")[1].split(b"<")[0])
        elif b"envelopHeenbericht" in inhoud:
            referenties.add(inhoud.split(b"<StUF:referentienummer>")[1].split(b"<")[0])
    assert len(verwijzingen) > 5
    assert set(verwijzingen) <= referenties


@pytest.mark.parametrize("regio", REGIOS)
def test_identificatie_is_uniek_per_soort_en_afzender(demo_data, regio):
    """Only the copies and the deliberate second use of a number repeat one."""
    bijzonder = _bijzonder(demo_data, regio)
    eigen: Counter = Counter()
    for naam, inhoud in alle_inhoud(demo_data / "regios" / regio / "berichten"):
        if bijzonder.get(naam, "goed") in {"goed", "onbekende_code", "geboortedatum"} and b"Fo01" not in inhoud:
            bericht = uit_envelop(inhoud)
            if b"IdentificatieRetour>" not in bericht:
                eigen[KENMERK.search(bericht).groups()] += 1
    assert len(eigen) > 5000
    assert max(eigen.values()) == 1
