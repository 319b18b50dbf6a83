"""Checking the input: validation says what is wrong, never with a value, and never keeps a message out."""

import shutil

import pandas as pd
import pytest
from fouten import invoer
from normwijzer.berichten import controleer, open_tabellen
from normwijzer.berichten.controle import KOLOMMEN
from normwijzer.berichten.pseudoniem import OMGEVING
from normwijzer.berichten.xsd import Schemas
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden


@pytest.fixture
def paden(tmp_path, monkeypatch) -> Paden:
    monkeypatch.setenv(OMGEVING, bytes(range(32)).hex())
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    paden.berichten("r").mkdir(parents=True)
    return paden


def _leg(paden, leden):
    for naam, inhoud in leden.items():
        (paden.berichten("r") / naam).write_bytes(inhoud)


def _fouten(verslag):
    kolommen = ["afzender", "wet", "berichttype", "element", "regel", "berichten", "aantal", "voorbeeld"]
    return verslag.xsd_fouten[kolommen].to_numpy().tolist()


def test_zonder_schemas_staat_dat_in_het_verslag(paden):
    _leg(paden, {"a.xml": invoer.startbericht()})
    verslag = controleer(paden, "r", taken=1)
    assert (verslag.gevalideerd, len(verslag.xsd_fouten)) == (0, 0)
    assert any("geen XSD-schema's" in regel for regel in verslag.regels)
    with pytest.raises(DataFout, match="geen XSD-schema's"):
        controleer(paden, "r", paden.data / "elders", taken=1)


def test_officiele_voorbeelden_geven_precies_de_bekende_fouten(paden, gedeeld):
    shutil.copytree(gedeeld / "istandaarden" / "voorbeeldberichten", paden.berichten("r") / "v")
    shutil.copytree(gedeeld / "istandaarden" / "xsd", paden.xsd)
    bekend = pd.read_csv(gedeeld / "istandaarden" / "voorbeeldberichten" / "validatie.csv", sep=";")
    verslag = controleer(paden, "r", taken=1)
    assert verslag.gevalideerd == len(bekend)
    assert set(verslag.xsd_fouten["voorbeeld"]) == {
        f"v/{naam}" for naam in bekend.loc[bekend["xsd_valide"] != "ja", "bestand"]
    }
    assert _fouten(verslag) == [
        ["aanbieder 42420001", "jw", "315", "ToewijzingEinddatum", "cvc_datatype_valid_1_2_1", 1, 2, "v/JW315.xml"],
        ["gemeente 0384", "jw", "318", "RetourCode", "element_onverwacht", 1, 1, "v/JW318.xml"],
    ]
    assert not any("2027-06-31" in regel for regel in verslag.regels)


def test_fouten_worden_geteld_per_afzender_zonder_waarden(paden, gedeeld):
    shutil.copytree(gedeeld / "istandaarden" / "xsd" / "iwmo_3_2", paden.xsd)
    geheim = b"<w:Bsn>99990000X</w:Bsn>"
    fout = invoer.startbericht(1, regels=3).replace(b"<w:Bsn>999900006</w:Bsn>", geheim)
    fout = fout.replace(b"<w:StatusAanlevering>1<", b"<w:StatusAanlevering>8<")
    leden = {"a.xml": fout, "kopie.xml": fout, "b.xml": invoer.envelop(fout.replace(b">1</b:Iden", b">5</b:Iden"))}
    leden["c.zip"] = invoer.maak_zip({"d.xml": invoer.startbericht(9), "kapot.xml": fout[:-9], "x.xml": b"onzin"})
    _leg(paden, leden | {"vreemd.xml": fout.replace(b"w:Geslacht>", b"w:Jansen>")})
    verslag = controleer(paden, "r", taken=1)
    assert verslag.gevalideerd == 4  # after an element that is out of place the rest of that Client is not validated
    assert _fouten(verslag) == [
        ["aanbieder 42420001", "wmo", "305", "(onbekend element)", "element_onverwacht", 1, 1, "vreemd.xml"],
        ["aanbieder 42420001", "wmo", "305", "Bsn", "cvc_pattern_valid", 3, 3, "a.xml"],
        ["aanbieder 42420001", "wmo", "305", "StatusAanlevering", "cvc_enumeration_valid", 2, 6, "a.xml"],
    ]
    assert list(verslag.xsd_fouten) == list(KOLOMMEN)
    alles = " ".join(verslag.regels) + verslag.xsd_fouten.to_csv()
    assert "99990000X" not in alles
    assert "Jansen" not in alles
    assert len(open_tabellen(paden.werk("r")).berichten) == 4


def test_bericht_zonder_schema_en_van_een_andere_release_worden_niet_gevalideerd(paden, gedeeld):
    shutil.copytree(gedeeld / "istandaarden" / "xsd" / "iwmo_3_2", paden.xsd)
    oud = invoer.startbericht(2).replace(b"/3_2/", b"/3_1/")
    _leg(paden, {"oud.xml": oud, "goed.xml": invoer.startbericht(1)})
    shutil.copy(gedeeld / "istandaarden" / "voorbeeldberichten" / "JW305.xml", paden.berichten("r"))
    verslag = controleer(paden, "r", taken=1)
    assert (verslag.gevalideerd, verslag.zonder_schema) == (1, {"jw305": 1})
    assert verslag.xsd_fouten.empty
    assert "Geen fouten tegen de schema's." in verslag.regels


def test_een_of_twee_processen_maakt_niet_uit(paden, gedeeld, monkeypatch):
    shutil.copytree(gedeeld / "istandaarden" / "xsd" / "iwmo_3_2", paden.xsd)
    monkeypatch.setattr("normwijzer.berichten.verdelen._KLEINST", 8000)
    fout = {f"{i}.xml": invoer.startbericht(i).replace(b">01<", b">99<") for i in range(6)}
    _leg(paden, fout)
    een, twee = controleer(paden, "r", taken=1), controleer(paden, "r", taken=2)
    assert len(een.xsd_fouten) == 1
    pd.testing.assert_frame_equal(een.xsd_fouten, twee.xsd_fouten)


def test_grote_declaratie_wordt_stromend_gevalideerd(paden, gedeeld):
    shutil.copytree(gedeeld / "istandaarden" / "xsd" / "iwmo_3_2", paden.xsd)
    tekst = (gedeeld / "istandaarden" / "voorbeeldberichten" / "WMO323.xml").read_text(encoding="utf-8")
    begin, rest = tekst.split("<wmo323:Clienten>", 1)
    client, einde = rest.split("</wmo323:Clienten>", 1)
    fout = client.replace("<wmo323:Eenheid>", "<wmo323:Eenheid>9")
    lang = begin + "<wmo323:Clienten>" + client * 300 + fout + client * 3 + "</wmo323:Clienten>" + einde
    _leg(paden, {"a.xml": lang.encode()})
    verslag = controleer(paden, "r", taken=1)
    assert set(verslag.xsd_fouten["element"]) == {"Eenheid"}
    assert dict(zip(verslag.xsd_fouten["regel"], verslag.xsd_fouten["aantal"], strict=True)) == {
        "cvc_enumeration_valid": client.count("<wmo323:Eenheid>"),
        "cvc_maxlength_valid": client.count("<wmo323:Eenheid>"),
    }


def test_onbruikbaar_schema_is_een_fout_van_de_gebruiker(paden):
    paden.xsd.mkdir(parents=True)
    (paden.xsd / "a.xsd").write_text("geen schema")
    with pytest.raises(DataFout, match="geen leesbaar XSD-schema"):
        Schemas(paden.xsd)
