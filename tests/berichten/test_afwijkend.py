"""Odd messages: they never stop the rest, never merge what is different, and no free text gets into the tables."""

import datetime
import hashlib
import io

import pyarrow as pa
import pytest
from berichten import ontleed_tweeling as tweeling
from berichten.inlees_hulp import SLEUTEL, lees, leg, lege_regio, nummers
from fouten import invoer
from lxml import etree
from normwijzer.berichten import controleer, ontleden, tabellen, waarden
from normwijzer.berichten.delen import DeelSchrijver, onthul_inhoud, tabelpad
from normwijzer.berichten.opslag import delenmap
from normwijzer.berichten.pseudoniem import OMGEVING
from normwijzer.berichten.soorten import partijen
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from pyarrow import parquet


@pytest.fixture
def paden(tmp_path, monkeypatch) -> Paden:
    return lege_regio(tmp_path, monkeypatch)


def bericht(soort: str, code: str, romp: str, *, afzender="99000001", ontvanger="9901", extra="") -> bytes:
    kop = (
        f"<p:Header><p:BerichtCode>{code}</p:BerichtCode><p:Afzender>{afzender}</p:Afzender>"
        f"<p:Ontvanger>{ontvanger}</p:Ontvanger></p:Header>"
    )
    ruimte = f"http://www.istandaarden.nl/i{soort[:-3]}/3_2/{soort}/schema"
    return f'<p:Bericht xmlns:p="{ruimte}"{extra}>{kop}{romp}</p:Bericht>'.encode()


def start(velden: str, bsn: str = "999900006") -> bytes:
    regel = f"<p:StartProducten><p:StartProduct>{velden}</p:StartProduct></p:StartProducten>"
    return bericht("wmo305", "418", f"<p:Client><p:Bsn>{bsn}</p:Bsn>{regel}</p:Client>")


@pytest.mark.parametrize(("soort", "code"), [("wmo305", "418"), ("wmo302", "415"), ("wmo319", "482")])
def test_bericht_met_relatieve_naamruimte_wordt_gelezen(paden, soort, code):
    leg(paden, {"a.xml": bericht(soort, code, "", extra=' xmlns:x="foo"'), "b.xml": invoer.startbericht(7)})
    verslag, gelezen = lees(paden)
    assert len(gelezen.berichten) == sum(verslag.berichten.values()) == 2
    assert gelezen.berichten["inhoud"].str.fullmatch("[0-9a-f]{64}").all()


def test_een_onvoorziene_vorm_is_een_signaal_en_de_rest_telt(paden, monkeypatch):
    echt = ontleden.Ontleder._lees_bericht

    def struikel(self, wortel, soort, bytes_):
        gelezen = echt(self, wortel, soort, bytes_)
        if b">13</b:Identificatie>" in bytes_:
            self._bakken.voeg_toe("start_regels", gelezen.bericht, [("5", *[""] * 5)], clienten=[None])
            raise etree.C14NError("vreemd")
        return gelezen

    monkeypatch.setattr(ontleden.Ontleder, "_lees_bericht", struikel)
    leg(paden, {"a.xml": invoer.startbericht(13), "b.xml": invoer.startbericht(7)})
    _, gelezen = lees(paden)
    assert nummers(gelezen) == [7]
    assert len(gelezen.start_regels) == 1
    assert gelezen.leessignalen[["signaal", "bestand"]].to_numpy().tolist() == [["onleesbaar_bestand", "a.xml"]]
    assert gelezen.leessignalen["toelichting"].str.startswith("onverwachte vorm").all()


def test_mislukt_wegschrijven_wordt_niet_voor_een_fout_document_aangezien():
    def schrijf(*_):
        raise ValueError("vol")

    lezer = ontleden.Ontleder(pseudoniem=str, schrijf=schrijf, signaleer=lambda _: None, brok=1)
    with pytest.raises(RuntimeError, match="could not be written"):
        lezer.lees(io.BytesIO(invoer.startbericht(1)), bron="b", bestand="f")


def test_inhoud_is_de_kale_canonieke_hash_en_hangt_niet_van_de_sleutel_af(paden, monkeypatch):
    document = invoer.startbericht(1)
    leg(paden, {"a.xml": document})
    _, een = lees(paden)
    monkeypatch.setenv(OMGEVING, bytes(32).hex())
    _, ander = lees(paden)
    parser = etree.XMLParser(remove_blank_text=True)
    canoniek = etree.tostring(etree.fromstring(document, parser), method="c14n")
    assert [*een.berichten["inhoud"], *ander.berichten["inhoud"]] == [hashlib.sha256(canoniek).hexdigest()] * 2


def test_inhoud_staat_niet_leesbaar_op_schijf_en_niet_tweemaal_hetzelfde(paden):
    leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(3)})
    _, een = lees(paden)
    eerste = _op_schijf(paden)
    lees(paden, opnieuw=True)
    tweede = _op_schijf(paden)
    (paden.berichten("r") / "0.xml").unlink()
    _, drie = lees(paden)  # the part is rewritten without it
    kaal = {bytes.fromhex(tekst) for tekst in een.berichten["inhoud"]}
    alles = [*eerste, *tweede, *_op_schijf(paden)]
    assert len(alles) == len(set(alles)) == 3 + 3 + 2
    assert not kaal & set(alles)
    assert list(drie.berichten["inhoud"]) == list(een.berichten["inhoud"][een.berichten["identificatie"].ne("0")])


def _op_schijf(paden) -> list[bytes]:
    delen = delenmap(paden.werk("r")).rglob("berichten.parquet")
    return [waarde for pad in delen for waarde in parquet.read_table(pad)["inhoud"].to_pylist()]


def test_versluiering_klopt_over_blokken_en_schrijfbeurten_heen(tmp_path):
    hashes = [hashlib.sha256(str(i).encode()).hexdigest() for i in range(9000)]
    schrijver, sleutel = DeelSchrijver(tmp_path, b"k" * 32), b"k" * 32
    for begin, einde in ((0, 5), (5, 4100), (4100, 9000)):
        stuk = pa.table({"bericht": range(begin, einde), "inhoud": hashes[begin:einde]})
        for naam in ("bron", "bestand", "wet", "berichttype", "release", "afzender", "ontvanger", "gemeente",
                     "aanbieder", "identificatie", "dagtekening", "identificatie_retour", "dagtekening_retour",
                     "declaratie_identificatie", "envelop_referentie", "envelop_kruisreferentie",
                     "envelop_tijdstip"):  # fmt: skip
            stuk = stuk.append_column(naam, pa.nulls(einde - begin))
        schrijver.schrijf("berichten", stuk)
        schrijver._leeg("berichten")
    schrijver.sluit([], "v", "k")
    rijen = parquet.read_table(tabelpad(tmp_path, schrijver.naam, "berichten"))
    assert len(set(rijen["inhoud"].to_pylist())) == 9000
    assert onthul_inhoud(rijen, schrijver.naam, sleutel)["inhoud"].to_pylist() == hashes
    assert onthul_inhoud(rijen, schrijver.naam, b"x" * 32)["inhoud"].to_pylist()[0] != hashes[0]


def test_zonder_de_sleutel_gaan_de_tabellen_niet_open(paden, monkeypatch):
    leg(paden, {"a.xml": invoer.startbericht(1)})
    lees(paden)
    for waarde in ("", bytes(32).hex()):
        monkeypatch.setenv(OMGEVING, waarde)
        with pytest.raises(DataFout, match="sleutel voor pseudoniemen"):
            tabellen.open_tabellen(paden.werk("r"))
    assert len(tabellen.open_leessignalen(paden.werk("r"))) == 0
    monkeypatch.setenv(OMGEVING, SLEUTEL)
    assert len(tabellen.open_tabellen(paden.werk("r")).berichten) == 1


TEKSTEN = [
    "7", "+5", "-5", "-0", "0x10", "1e5", "7.0", " 7 ", "0" * 30 + "7", "9" * 12, "9" * 13, "9" * 19, "١٢", "", None,
]  # fmt: skip


@pytest.mark.parametrize("tekst", TEKSTEN)
def test_getal_hangt_niet_af_van_wat_er_naast_staat(tekst):
    verwacht = {"7": 7, "+5": 5, " 7 ": 7, "0" * 30 + "7": 7, "9" * 12: 999_999_999_999}.get(tekst)
    for buren in ([], ["kapot"], ["1"], ["+1"], [None]):
        kolom, fout = waarden.getalkolom([tekst, *buren])
        assert kolom[0].as_py() == verwacht
        assert (0 in fout) == (verwacht is None and bool(tekst))


@pytest.mark.parametrize(
    ("afzender", "ontvanger", "soort", "verwacht"),
    [
        ("9901", "42420001", "301", ("9901", "42420001", True)),
        ("42420001", "9901", "301", ("9901", "42420001", True)),
        ("9901", "2420001", "301", ("9901", "2420001", False)),
        ("2420001", "9901", "323", ("9901", "2420001", False)),
        ("990", "42420001", "305", ("990", "42420001", False)),
        ("42420001", "42420002", "305", ("42420002", "42420001", False)),
        ("42420001", "42420002", "325", ("42420001", "42420002", False)),
        ("9901", "9902", "302", ("9901", "9902", False)),
        ("9901", "9902", "306", ("9902", "9901", False)),
        ("", "9901", "305", ("9901", None, False)),
        ("999900006", "9901", "305", ("9901", None, False)),
    ],
)  # fmt: skip
def test_partij_volgt_uit_de_vorm_en_anders_uit_de_richting(afzender, ontvanger, soort, verwacht):
    assert partijen(afzender, ontvanger, soort) == verwacht


def test_onbekende_partij_geeft_een_signaal_zonder_waarde():
    _, signalen = tweeling.lees(bericht("wmo305", "418", "", afzender="Jansen"))
    assert [(s.signaal, s.gemeente, s.aanbieder) for s in signalen] == [("partij_onbekend", "9901", None)]
    assert "Jansen" not in str(signalen)


def test_te_lange_tekst_komt_niet_in_de_tabellen():
    lang = "<p:Product><p:Categorie>02</p:Categorie><p:Code>Jan 999900006</p:Code></p:Product>"
    gelezen, signalen = tweeling.lees(start(lang), bericht("wmo305", "418", "", afzender="999900006"))
    assert (gelezen["start_regels"][0]["code"], gelezen["start_regels"][0]["categorie"]) == (None, "02")
    assert [rij["afzender"] for rij in gelezen["berichten"]] == ["99000001", None]
    gemeld = {(s.signaal, s.toelichting) for s in signalen}
    assert gemeld == {
        ("te_lange_waarde", "Product/Code"), ("te_lange_waarde", "afzender"),
        ("partij_onbekend", "Afzender of Ontvanger"),
    }  # fmt: skip
    assert "999900006" not in str(gelezen) + str(signalen)


def test_van_een_dubbel_element_telt_het_eerste_dat_gevuld_is():
    vorm = "<p:ToewijzingNummer>{}</p:ToewijzingNummer><p:ToewijzingNummer>{}</p:ToewijzingNummer>"
    gevallen = [("", 7), (5, 7), ("  ", 8), (9, "")] * 3  # often enough for a form to be learned
    gelezen, _ = tweeling.lees(*(start(vorm.format(*geval)) for geval in gevallen))
    assert [rij["toewijzingnummer"] for rij in gelezen["start_regels"]] == [7, 5, 8, 9] * 3


def test_onleesbaar_toewijzingnummer_is_niet_taakgericht_en_van_een_client():
    nummer = "<p:ToewijzingNummer>{}</p:ToewijzingNummer>".format
    documenten = [start(nummer("12a")), start(nummer("12a")), start(nummer("12b")), start(nummer("12a"), "999900018")]
    gelezen, signalen = tweeling.lees(*documenten, start(""), start(nummer("12")))
    een, twee, anders, ander_client, geen, echt = (rij["toewijzingnummer"] for rij in gelezen["start_regels"])
    assert een == twee
    assert len({een, anders, ander_client}) == 3
    assert max(een, anders, ander_client) < 0
    assert (geen, echt) == (None, 12)
    assert [s.signaal for s in signalen] == ["ongeldig_getal"] * 4


def test_dagtekening_na_vandaag_is_een_signaal_van_de_dag_van_openen(paden, monkeypatch):
    leg(paden, {"a.xml": invoer.startbericht(1).replace(b"2025-04-05", b"2031-02-03"), "b.xml": invoer.startbericht(2)})
    assert b"2031-02-03" in (paden.berichten("r") / "a.xml").read_bytes()
    monkeypatch.setattr(tabellen, "_vandaag", lambda: datetime.date(2031, 2, 2))
    verslag, gelezen = lees(paden)
    kolommen = ["signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal", "toelichting"]
    assert gelezen.leessignalen[kolommen].to_numpy().tolist() == [
        ["dagtekening_na_vandaag", "wmo", "305", invoer.GEMEENTE, invoer.AGB, "a.xml", 1, "Dagtekening"]
    ]
    assert any("in de toekomst" in melding for melding in verslag.meldingen)
    monkeypatch.setattr(tabellen, "_vandaag", lambda: datetime.date(2031, 2, 3))
    verslag, gelezen = lees(paden)
    assert gelezen.leessignalen.empty
    assert verslag.meldingen == ()


def test_controleer_toont_geen_bestandsnamen_en_schrijft_ze_in_signalen(paden):
    leg(paden, {"999900006_Jansen.xml": b"<kapot", "goed.xml": invoer.startbericht(1)})
    verslag = controleer(paden, "r", taken=1)
    scherm = "\n".join(verslag.regels)
    assert "Jansen" not in scherm
    assert "999900006" not in scherm
    assert str(paden.signalen("r")) in scherm
    assert "onleesbaar_bestand;;;;;999900006_Jansen.xml;1" in paden.signalen("r").read_text(encoding="utf-8")


def test_schemafout_staat_met_zijn_bestand_in_signalen(paden, gedeeld):
    (paden.xsd).mkdir(parents=True)
    for pad in (gedeeld / "istandaarden" / "xsd" / "iwmo_3_2").glob("*.xsd"):
        (paden.xsd / pad.name).write_bytes(pad.read_bytes())
    leg(paden, {"999900006.xml": invoer.startbericht(1).replace(b"StatusAanlevering>1<", b"StatusAanlevering>8<")})
    verslag = controleer(paden, "r", taken=1)
    assert len(verslag.xsd_fouten) == 1
    assert "999900006" not in "\n".join(verslag.regels)
    regel = f"xsd_fout;wmo;305;;{invoer.AGB};999900006.xml;1"
    assert regel in paden.signalen("r").read_text(encoding="utf-8").splitlines()
