"""Envelopes, and everything that must be refused: quickly, in plain Dutch, without a trace in the tables."""

import base64
import io
import random
import time

import pytest
from berichten import ontleed_maker as maker
from berichten import ontleed_tweeling as tweeling
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from normwijzer.berichten import ontleden
from normwijzer.berichten.ontleden import Grenzen, Onleesbaar, Ontleder

BERICHT = maker.Maker(random.Random(5)).bericht("wmo", "301", codering="utf-8")
GROOT = maker.Maker(random.Random(6)).bericht("jw", "323", clienten=3000, codering="utf-8")
ENVELOPPEN = {
    "0210": lambda b: maker.envelop(b),
    "0310": lambda b: maker.envelop(b, variant="0310"),
    "soap": lambda b: maker.envelop(b, soap=True),
    "dubbel": lambda b: maker.envelop(maker.envelop(b)),
    "omhulsel": lambda b: b"<x><a>tekst</a><b>" + base64.b64encode(b) + b"</b></x>",
    "twee teksten": lambda b: b"<x><a>" + base64.b64encode(b"<y>" + b"z" * 99 + b"</y>") + b"</a><b>"
    + base64.b64encode(b) + b"</b></x>",
    "ingebed": lambda b: b"<x><y>1</y>" + b[b.index(b"?>") + 2 :] + b"</x>",
}  # fmt: skip


def kern(document: bytes) -> dict:
    """All rows and the digest, without what comes from the envelope."""
    tabellen, _ = tweeling.lees(document)
    return tweeling.zonder_buiten(tabellen) | {"inhoud": [rij["inhoud"] for rij in tabellen["berichten"]]}


@pytest.mark.parametrize("soort", ENVELOPPEN)
def test_bericht_in_envelop_is_hetzelfde_als_kaal(soort):
    assert kern(ENVELOPPEN[soort](BERICHT)) == kern(BERICHT)


@pytest.mark.parametrize("soort", [soort for soort in ENVELOPPEN if soort != "twee teksten"])
def test_grote_declaratie_in_envelop_is_hetzelfde_als_kaal(soort):
    assert len(GROOT) > 2 * ontleden.DREMPEL
    assert kern(ENVELOPPEN[soort](GROOT)) == kern(GROOT)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(maker.CODES["jw"])), st.randoms(use_true_random=False), st.sampled_from(sorted(ENVELOPPEN)),
)  # fmt: skip
def test_elk_soort_bericht_in_elke_envelop_leest_als_de_tweeling(bericht, kans, envelop):
    kaal = maker.Maker(kans, 0.05).bericht("jw", bericht)
    if envelop == "ingebed":
        kaal = b"?>" + kaal if not kaal.startswith(b"<?xml") else kaal
        if not kaal.replace(b"?>", b"").isascii() or b"utf-8" not in kaal[:60].lower():
            return
    if len(kaal) > 60:
        assert tweeling.zonder_buiten(tweeling.lees(ENVELOPPEN[envelop](kaal))[0]) == tweeling.lees_langzaam(
            kaal.removeprefix(b"?>")
        )


def test_stuurgegevens_van_de_envelop_komen_bij_het_bericht():
    (rij,) = tweeling.lees(maker.envelop(BERICHT, soort="Du01", kruis="ref-0", soap=True))[0]["berichten"]
    assert (rij["envelop_referentie"], rij["envelop_kruisreferentie"]) == ("ref-1", "ref-0")
    assert rij["envelop_tijdstip"].isoformat() == "2024-05-06T08:10:00"


def test_ggk_voorbeelden_worden_gelezen(gedeeld):
    soorten = {}
    for pad in sorted((gedeeld / "istandaarden" / "ggk" / "voorbeelden").glob("*.xml")):
        (rij,) = tweeling.lees(pad.read_bytes())[0]["berichten"]
        soorten[pad.stem] = (rij["berichttype"], rij["envelop_referentie"] is not None, rij["envelop_kruisreferentie"])
    heen = "9c0f7b90-5c69-41e5-a837-0800200c9a66"
    assert soorten == {
        "Di01_JW323": ("323", True, None), "Di01_WMO301": ("301", True, None),
        "Du01_WMO302": ("302", True, heen), "Fo01_afgekeurd": ("Fo01", True, heen),
    }  # fmt: skip


@pytest.mark.parametrize("omhul", [lambda b: b, lambda b: b"<e><f>" + b + b"</f></e>"], ids=["kaal", "omhuld"])
def test_foutbericht_wordt_een_rij_zonder_zijn_teksten(omhul):
    fo01 = (
        b'<s:Fo01Bericht xmlns:s="http://www.egem.nl/StUF/StUF0301"><s:stuurgegevens><s:crossRefnummer>k</s:crossRefnummer>'
        b"<s:tijdstipBericht>2023081314350012</s:tijdstipBericht></s:stuurgegevens><s:body><s:details>GEHEIM</s:details>"
        b"</s:body></s:Fo01Bericht>"
    )
    (rij,) = tweeling.lees(omhul(fo01))[0]["berichten"]
    assert (rij["berichttype"], rij["wet"], rij["envelop_kruisreferentie"]) == ("Fo01", None, "k")
    assert rij["envelop_tijdstip"].isoformat() == "2023-08-13T14:35:00"
    assert "GEHEIM" not in str(rij)


def _bom(diepte: int = 12) -> bytes:
    delen = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(diepte))
    return b'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">' + delen + b"]><x>&e%d;</x>" % diepte


KOP = b'<p:Bericht xmlns:p="http://www.istandaarden.nl/iwmo/3_2/wmo301/schema"><p:Header/>'
SLECHT = {
    "leeg": (b"", "onleesbaar_bestand"),
    "alleen wit": (b" \r\n\t\n", "onleesbaar_bestand"),
    "nullen": (b"\0" * 5000, "onleesbaar_bestand"),
    "geen xml": (b"Dit is geen XML, maar tekst.", "onleesbaar_bestand"),
    "zip": (b"PK\x03\x04" + bytes(range(256)) * 9, "onleesbaar_bestand"),
    "halverwege afgebroken": (BERICHT[: len(BERICHT) // 2], "onleesbaar_bestand"),
    "laatste teken weg": (BERICHT.rstrip()[:-1], "onleesbaar_bestand"),
    "tekst erachter": (BERICHT + b"<nog/>", "onleesbaar_bestand"),
    "foute codering": (b'<?xml version="1.0" encoding="UTF-8"?>' + KOP + b"<p:Naam>\xe9\xe8</p:Naam></p:Bericht>",
                       "onleesbaar_bestand"),
    "onbekende codering": (b'<?xml version="1.0" encoding="klingon"?>' + KOP + b"</p:Bericht>", "onleesbaar_bestand"),
    "utf-16 zonder nullen": (b'<?xml version="1.0" encoding="UTF-16"?>' + KOP, "onleesbaar_bestand"),
    "json": (b'{"a": 1}', "onleesbaar_bestand"),
    "html": (b"<html><body><p>Hallo</p></body></html>", "onbekend_bericht"),
    "andere wereld": (b'<Bericht xmlns="http://www.istandaarden.nl/iwlz/2_2/aw33/schema"><Header/></Bericht>',
                      "onbekend_bericht"),
    "release 2": (b'<Bericht xmlns="http://www.istandaarden.nl/iwmo/2_4/wmo301/schema"><Header/></Bericht>',
                  "onbekend_bericht"),
    "onbekend nummer": (KOP.replace(b"wmo301", b"wmo399") + b"</p:Bericht>", "onbekend_bericht"),
    "zonder naamruimte": (b"<Bericht><Header/></Bericht>", "onbekend_bericht"),
    "standaarden door elkaar": (KOP.replace(b"wmo301", b"jw301") + b"</p:Bericht>", "onbekend_bericht"),
    "zonder header": (KOP.replace(b"<p:Header/>", b"") + b"</p:Bericht>", "onleesbaar_bestand"),
    "bom van entiteiten": (_bom(), None),
    "kleine entiteit": (b'<!DOCTYPE x [<!ENTITY a "b">]>' + KOP + b"&a;</p:Bericht>", "verboden_dtd"),
    "externe entiteit": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + KOP + b"&a;</p:Bericht>",
                         "verboden_dtd"),
    "externe dtd": (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + KOP + b"</p:Bericht>", "verboden_dtd"),
    "dtd van schijf": (b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + KOP + b"</p:Bericht>", "verboden_dtd"),
    "lege doctype": (b"<!DOCTYPE x>" + KOP + b"</p:Bericht>", "verboden_dtd"),
    "te diep": (KOP + b"<p:a>" * 300 + b"</p:a>" * 300 + b"</p:Bericht>", "te_diep"),
    "veel te diep": (KOP + b"<p:a>" * 9999 + b"</p:a>" * 9999 + b"</p:Bericht>", "te_diep"),
    "omhulsel te diep": (b"<a>" * 300 + b"</a>" * 300, "te_diep"),
    "lang woord": (KOP + b"<p:a>" + b"x" * 11_000_000 + b"</p:a></p:Bericht>", None),
    "lege envelop": (maker.envelop(b""), "onleesbaar_bestand"),
    "envelop met rommel": (maker.envelop(b"\x01\x02" * 90), "onleesbaar_bestand"),
    "envelop met afgebroken bericht": (maker.envelop(BERICHT[:900]), "onleesbaar_bestand"),
    "envelop met dtd erin": (maker.envelop(b"<!DOCTYPE x>" + BERICHT[BERICHT.index(b"?>") + 2 :]), "verboden_dtd"),
    "envelop met dtd erom": (b"<!DOCTYPE x>" + maker.envelop(BERICHT).split(b"?>", 1)[1], "verboden_dtd"),
    "afgebroken envelop": (maker.envelop(BERICHT)[:-20], "onleesbaar_bestand"),
    "grote declaratie afgebroken": (GROOT[: len(GROOT) * 3 // 4], "onleesbaar_bestand"),
    "grote declaratie met staart": (GROOT + b"x", "onleesbaar_bestand"),
    "grote declaratie met fout achterin": (GROOT[:-300] + b"<fout>" + GROOT[-300:], "onleesbaar_bestand"),
    "grote declaratie met dtd": (b"<!DOCTYPE x>" + GROOT[GROOT.index(b"?>") + 2 :], "verboden_dtd"),
    "grote rommel": (b"\x07" * 3_000_000, "onleesbaar_bestand"),
    "groot leeg": (b" " * 3_000_000, "onleesbaar_bestand"),
}  # fmt: skip


@pytest.mark.parametrize("naam", SLECHT)
def test_slecht_bestand_wordt_snel_geweigerd_en_laat_niets_na(naam):
    document, signaal = SLECHT[naam]
    geschreven, begin = {}, time.process_time()
    ontleder = Ontleder(
        pseudoniem=tweeling.pseudoniem, signaleer=pytest.fail, brok=10,
        schrijf=lambda tabel, rijen: geschreven.setdefault(tabel, []).extend(rijen.to_pylist()),
    )  # fmt: skip
    with pytest.raises(Onleesbaar) as fout:
        ontleder.lees(io.BytesIO(document), bron="b", bestand="f")
    assert time.process_time() - begin < 5
    assert fout.value.signaal == (signaal or fout.value.signaal)
    assert fout.value.toelichting
    assert maker.VERBODEN not in str(fout.value)
    ontleder.lees(io.BytesIO(BERICHT), bron="b", bestand="goed")
    ontleder.sluit()
    (rij,) = geschreven["berichten"]
    assert rij["bestand"] == "goed"
    assert {rij_["bericht"] for rij_ in geschreven["toewijzing_regels"]} == {rij["bericht"]}


def lees_streng(document: bytes) -> None:
    """What must fail for a refusal to be right: the parser, or the twin."""
    etree.fromstring(document)
    tweeling.lees_langzaam(document)


STOORDERS = [b"", b"<", b">", b"&", b"\0", b"\xff", b"]]>", b"</", b"x"]


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["301", "323", "325", "302"]))
def test_verminkt_bericht_geeft_onleesbaar_of_wat_de_tweeling_leest(kans, soort):
    document = bytearray(maker.Maker(kans).bericht("wmo", soort, clienten=6, codering="utf-8"))
    for _ in range(kans.randint(1, 3)):
        plek = kans.randrange(len(document))
        document[plek : plek + kans.randint(0, 3)] = kans.choice(STOORDERS)
    try:
        snel, _ = tweeling.lees(bytes(document))
    except Onleesbaar:
        with pytest.raises((etree.XMLSyntaxError, AttributeError, IndexError, ValueError, KeyError)):
            lees_streng(bytes(document))
    else:
        assert tweeling.zonder_buiten(snel) == tweeling.lees_langzaam(bytes(document))


def test_grenzen_aan_de_grootte_worden_bewaakt():
    for document, grenzen in [
        (GROOT, Grenzen(uitgepakt_bytes=ontleden.DREMPEL + 5)),
        (maker.envelop(GROOT), Grenzen(uitgepakt_bytes=len(GROOT) - 5)),
        (BERICHT[:-12] + b"<!--" + b"x" * 3_000_000 + b"-->" + BERICHT[-12:], Grenzen(boom_bytes=2_000_000)),
        (b"<a>" + b"<b>1</b>" * 300_000 + b"</a>", Grenzen(uitgepakt_bytes=2_000_000)),
    ]:
        with pytest.raises(Onleesbaar) as fout:
            tweeling.lees(document, grenzen=grenzen)
        assert fout.value.signaal == "te_groot"


def test_grens_aan_de_diepte_is_lager_te_zetten():
    with pytest.raises(Onleesbaar) as fout:
        tweeling.lees(BERICHT, grenzen=Grenzen(diepte=4))
    assert fout.value.signaal == "te_diep"
    assert tweeling.lees(BERICHT, grenzen=Grenzen(diepte=12))[0]["berichten"]


def test_enveloppen_in_enveloppen_houden_op():
    document = BERICHT
    for _ in range(5):
        document = maker.envelop(document)
    with pytest.raises(Onleesbaar) as fout:
        tweeling.lees(document)
    assert fout.value.signaal == "te_diep"


def test_declaratie_met_een_enorme_client_blijft_binnen_de_grens():
    maak = maker.Maker(random.Random(8))
    document = maak.bericht("wmo", "323", clienten=1, codering="utf-8")
    prestatie = maak._prestatie()
    houder = f"</{maak.m}:Prestaties>" if maak.m else "</Prestaties>"
    groot = document.replace(houder.encode(), prestatie.encode() * 20_000 + houder.encode())
    assert len(groot) > 10_000_000
    (tabellen, _) = tweeling.lees(groot, grenzen=Grenzen(boom_bytes=3_000_000))
    assert len(tabellen["prestaties"]) > 20_000
    assert len({rij["client"] for rij in tabellen["prestaties"]}) == 1
