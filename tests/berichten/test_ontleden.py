"""The reader against the slow twin: all examples, all worked cases and generated messages, whole and in pieces."""

import hashlib
import json
import random
from pathlib import Path

import pytest
from berichten import ontleed_maker as maker
from berichten import ontleed_tweeling as tweeling
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from normwijzer.berichten import declaratie, inhoud, ontleden
from normwijzer.berichten.kolommen import TABELLEN, schema

SOORTEN = [(wet, soort) for wet in maker.CODES for soort in maker.CODES[wet]]


def voorbeelden(gedeeld: Path) -> list[Path]:
    return sorted((gedeeld / "istandaarden" / "voorbeeldberichten").rglob("*.xml"))


@pytest.fixture
def in_stukjes(monkeypatch):
    """Everything takes the way of the long documents, in pieces of some hundreds of bytes."""
    monkeypatch.setattr(ontleden, "DREMPEL", 450)
    monkeypatch.setattr(ontleden, "_LEESBLOK", 97)
    monkeypatch.setattr(declaratie, "STUK", 700)


def vergelijk(document: bytes, **opties) -> None:
    snel, _ = tweeling.lees(document, **opties)
    assert tweeling.zonder_buiten(snel) == tweeling.lees_langzaam(document)


def test_elk_voorbeeldbericht_leest_als_de_tweeling(gedeeld):
    for pad in voorbeelden(gedeeld):
        vergelijk(pad.read_bytes())


def test_elk_voorbeeldbericht_in_stukjes_leest_als_de_tweeling(gedeeld, in_stukjes):
    for pad in voorbeelden(gedeeld):
        vergelijk(pad.read_bytes(), brok=2)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SOORTEN), st.randoms(use_true_random=False), st.sampled_from([0.0, 0.02, 0.2]))
def test_verzonnen_bericht_leest_als_de_tweeling(wat, kans, rommel):
    vergelijk(maker.Maker(kans, rommel).bericht(*wat))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["323", "325"]), st.integers(0, 1 << 32).map(random.Random), st.sampled_from([0.0, 0.01, 0.1]),
    st.integers(50, 4000), st.integers(1, 1500),
)  # fmt: skip
def test_declaratie_in_stukken_leest_als_in_een_keer(soort, kans, rommel, stuk, leesblok):
    document = maker.Maker(kans, rommel).bericht("wmo", soort, clienten=12)
    heel, _ = tweeling.lees(document)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ontleden, "DREMPEL", 450)
        patch.setattr(ontleden, "_LEESBLOK", leesblok)
        patch.setattr(declaratie, "STUK", stuk)
        delen, _ = tweeling.lees(document, brok=3)
    assert {tabel: rijen for tabel, rijen in delen.items() if rijen} == {t: rijen for t, rijen in heel.items() if rijen}
    assert tweeling.zonder_buiten(heel) == tweeling.lees_langzaam(document)


def test_nette_declaratie_gaat_langs_de_snelle_weg(monkeypatch):
    monkeypatch.setattr(declaratie, "_lees_elementen", lambda *_: pytest.fail("langzame weg"))
    for zaad in range(20):
        codering = "utf-8" if zaad % 2 else "ISO-8859-1"
        document = maker.Maker(random.Random(zaad)).bericht("jw", "323", codering=codering)
        assert tweeling.lees(document)[0]["prestaties"]


def test_nette_kleine_berichten_gaan_langs_de_snelle_weg(monkeypatch):
    monkeypatch.setattr(inhoud, "digest_van", lambda *_: pytest.fail("langzame weg"))
    for zaad in range(40):
        for soort in ("301", "305", "307", "315"):
            tabellen, _ = tweeling.lees(maker.Maker(random.Random(zaad)).bericht("wmo", soort))
            assert tabellen[tweeling.REGELS[soort][1]]


def test_elke_casus_geeft_de_velden_van_zijn_json(gedeeld):
    for pad in sorted((gedeeld / "casussen").glob("C*.json")):
        for bericht in json.loads(pad.read_text(encoding="utf-8"))["berichten"]:
            (xml,) = (gedeeld / "casussen" / "xml" / pad.stem).glob(f"{bericht['nr']:02}_*.xml")
            tabellen, _ = tweeling.lees(xml.read_bytes())
            _toets_casus(bericht, tabellen)


def _toets_casus(bericht: dict, tabellen: tweeling.Tabellen) -> None:
    (kop,) = tabellen["berichten"]
    soort = bericht["type"][-3:]
    assert (kop["wet"], kop["berichttype"]) == (bericht["type"][:-3].lower(), soort)
    assert (kop["gemeente"], kop["aanbieder"]) == (bericht["gemeente"], bericht["aanbieder"])
    if soort in {"302", "306", "308", "316", "318", "320"}:
        assert kop["identificatie"] == bericht["van_identificatie"]
        assert str(kop["dagtekening_retour"]) == bericht["dagtekening_retour"]
        codes = bericht.get("header_retourcodes", []) + bericht.get("retourcodes", [])
        assert set(codes) <= {rij["code"] for rij in tabellen.get("retourcodes", [])}
        return
    assert (kop["identificatie"], str(kop["dagtekening"])) == (bericht["identificatie"], bericht["dagtekening"])
    if soort in tweeling.REGELS:
        _toets_regels(bericht, tabellen, *tweeling.REGELS[soort][1:])
    if soort == "323":
        (declaratie_,) = tabellen["declaraties"]
        bedrag, dc = bericht["declaratie"]["TotaalIngediendBedrag"]
        assert declaratie_["ingediend_bedrag"] == (-bedrag if dc == "C" else bedrag)
        assert declaratie_["declaratienummer"] == bericht["declaratie"]["DeclaratieNummer"]
    elif soort == "317":
        (verzoek,) = tabellen["wijzigingsverzoeken"]
        assert verzoek["client"] == tweeling.pseudoniem(bericht["bsn"])
        assert verzoek["referentie_aanbieder"] == bericht["verzoek"]["ReferentieAanbieder"]
        aantal = sum(len(bericht["verzoek"].get(naam, [])) for naam in ("Ongewijzigd", "TeWijzigen", "Nieuw"))
        assert len(tabellen["wijzigingsverzoek_regels"]) == aantal
    elif soort == "319":
        (antwoord,) = tabellen["antwoorden"]
        assert antwoord["verzoek_antwoord"] == bericht["antwoord"]["VerzoekAntwoord"]
        assert antwoord["referentie_aanbieder"] == bericht["antwoord"]["ReferentieAanbieder"]


def _toets_regels(bericht: dict, tabellen: tweeling.Tabellen, tabel: str, velden: dict[str, str]) -> None:
    """Every field of every line in the JSON against the column; and nothing more than those lines."""
    regels = bericht.get("regels") or []
    rijen = tabellen.get(tabel, [])
    assert len(rijen) == len(regels)
    for rij, regel in zip(rijen, regels, strict=True):
        assert rij["client"] == tweeling.pseudoniem(regel.get("Bsn") or bericht["bsn"])
        for kolom, pad in velden.items():
            if pad.startswith("ProductPeriode/"):
                verwacht = regel.get("ProductPeriode", [None, None])[pad.endswith("Einddatum")]
            else:
                verwacht = _zoek(regel, pad)
            if verwacht is not None or bericht["type"][-3:] != "325":
                assert (rij[kolom] is None) == (verwacht is None)
                assert str(rij[kolom]) == str(verwacht)
    if bericht["type"][-3:] == "325":
        codes = {(rij["regel"], rij["code"]) for rij in tabellen["retourcodes"] if rij["klasse"] == "Prestatie"}
        assert codes == {(nr, code) for nr, regel in enumerate(regels) for code in regel["RetourCodes"]}


def _zoek(regel: dict, pad: str):
    eerste, _, rest = pad.partition("/")
    if rest and eerste not in regel:
        return regel.get(rest) if eerste in {"ProductReferentie", "IngediendBedrag"} else None
    waarde = regel.get(eerste)
    return _zoek(waarde, rest) if rest and waarde is not None else waarde


def test_elke_tabel_heeft_de_beloofde_kolommen_en_soorten(gedeeld):
    geschreven = {}
    ontleder = ontleden.Ontleder(
        pseudoniem=tweeling.pseudoniem, schrijf=geschreven.__setitem__, signaleer=lambda _: None
    )
    for pad in voorbeelden(gedeeld):
        with pad.open("rb") as stroom:
            ontleder.lees(stroom, bron="b", bestand=pad.name)
    ontleder.sluit()
    assert set(geschreven) == set(TABELLEN)
    assert all(tabel.schema.equals(schema(naam)) for naam, tabel in geschreven.items())


def test_namen_commentaar_en_bsn_staan_in_geen_enkele_tabel(gedeeld):
    documenten = [pad.read_bytes() for pad in voorbeelden(gedeeld)]
    documenten += [maker.Maker(random.Random(n), 0.1).bericht(*SOORTEN[n % len(SOORTEN)]) for n in range(200)]
    tabellen, signalen = tweeling.lees(*documenten)
    cellen = [cel for rijen in tabellen.values() for rij in rijen for cel in rij.items()]
    teksten = {str(waarde) for kolom, waarde in cellen if kolom not in {"bron", "inhoud", "bericht", "regel"}}
    teksten |= {str(signaal) for signaal in signalen}
    verboden = [maker.VERBODEN, "9999000", "Wit", "Jansen", "straat", "9999XX", "ommentaar", "@", "0101234567"]
    verboden += ["2010-02-14", "1967-08-13"]  # birth dates in the examples
    assert [woord for woord in verboden if any(woord in tekst for tekst in teksten)] == []
    assert any(maker.VERBODEN.encode() in document for document in documenten)


def test_ongeldige_datum_en_getal_worden_leeg_met_een_signaal_per_element():
    regel = (
        "<p:ToewijzingNummer>12a</p:ToewijzingNummer><p:Begindatum>2027-06-31</p:Begindatum>"
        "<p:StatusAanlevering>1</p:StatusAanlevering>"
    )
    regels = f"<p:StartProduct>{regel}</p:StartProduct>" * 2
    client = f"<p:Bsn>999900006</p:Bsn><p:StartProducten>{regels}</p:StartProducten>"
    document = _bericht("jw305", "438", f"<p:Client>{client}</p:Client>")
    tabellen, signalen = tweeling.lees(document)
    assert [rij["begindatum"] for rij in tabellen["start_regels"]] == [None] * 2
    een, twee = (rij["toewijzingnummer"] for rij in tabellen["start_regels"])
    assert een == twee < 0  # present, so not taakgericht
    assert {(s.signaal, s.toelichting, s.aantal) for s in signalen} == {
        ("ongeldige_datum", "Begindatum", 2), ("ongeldig_getal", "ToewijzingNummer", 2)
    }  # fmt: skip
    assert {(s.wet, s.berichttype, s.gemeente, s.aanbieder, s.bestand) for s in signalen} == {
        ("jw", "305", "9901", "99000001", "0.xml")
    }


def _bericht(soort: str, code: str, romp: str) -> bytes:
    kop = (
        f"<p:Header><p:BerichtCode>{code}</p:BerichtCode><p:Afzender>99000001</p:Afzender>"
        "<p:Ontvanger>9901</p:Ontvanger></p:Header>"
    )
    ruimte = f"http://www.istandaarden.nl/i{soort[:-3]}/3_2/{soort}/schema"
    return f'<p:Bericht xmlns:p="{ruimte}">{kop}{romp}</p:Bericht>'.encode()


def test_afwijkende_berichtcode_wordt_gesignaleerd_en_het_bericht_telt_mee():
    tabellen, signalen = tweeling.lees(_bericht("wmo305", "999", ""))
    assert [signaal.signaal for signaal in signalen] == ["afwijkende_berichtcode"]
    assert len(tabellen["berichten"]) == 1


def test_inhoud_hangt_niet_van_witruimte_af():
    kaal = _bericht("wmo319", "482", "")
    ruim = kaal.replace(b"><", b">\r\n  <")
    anders = kaal.replace(b"9901", b"9902")
    (een, twee, drie) = (rij["inhoud"] for rij in tweeling.lees(kaal, ruim, anders)[0]["berichten"])
    assert een == twee != drie


def test_inhoud_is_de_canonieke_vorm_langs_beide_wegen():
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, remove_pis=True)
    for zaad in range(150):
        document = maker.Maker(random.Random(zaad), 0.03 * (zaad % 2)).bericht("jw", ["301", "305", "319"][zaad % 3])
        canoniek = etree.tostring(etree.fromstring(document, parser), method="c14n")
        (rij,) = tweeling.lees(document)[0]["berichten"]
        assert rij["inhoud"] == hashlib.sha256(canoniek).hexdigest()


def test_pseudoniem_wordt_een_keer_per_bsn_gevraagd():
    gevraagd = []
    ontleder = ontleden.Ontleder(
        pseudoniem=lambda bsn: gevraagd.append(bsn), schrijf=lambda *_: None, signaleer=lambda _: None
    )
    document = maker.Maker(random.Random(2)).bericht("wmo", "323", clienten=60)
    for _ in range(2):
        ontleder.lees(tweeling.io.BytesIO(document), bron="b", bestand="f")
    assert len(gevraagd) == len(set(gevraagd)) > 5
