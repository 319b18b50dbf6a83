"""From a folder with files to tables: good and broken input, packing, copies, processes."""

import os
import shutil
import time

import pandas as pd
import pyarrow.parquet as pq
import pytest
from berichten.inlees_hulp import SLEUTEL, controleer_gelijk, lees, leg, lege_regio, nummers
from fouten import invoer
from normwijzer.berichten import inlezen, samenvoegen
from normwijzer.berichten.kolommen import TABELLEN, schema
from normwijzer.berichten.leessignalen import KOLOMMEN
from normwijzer.berichten.opslag import lees_manifest
from normwijzer.berichten.tabellen import Tabellen
from normwijzer.paden import Paden
from pandas.testing import assert_frame_equal

HERKOMST = ["bron", "bestand", "kopieen"]


@pytest.fixture
def paden(tmp_path, monkeypatch) -> Paden:
    return lege_regio(tmp_path, monkeypatch)


def test_kolommen_en_soorten_zijn_die_van_het_ontwerp_ook_zonder_rijen(paden):
    _, leeg = lees(paden)
    leg(paden, {"a.xml": invoer.startbericht()})
    _, vol = lees(paden)
    for tabel in TABELLEN:
        assert list(getattr(leeg, tabel)) == schema(tabel).names
        assert (getattr(leeg, tabel).dtypes == getattr(vol, tabel).dtypes).all()
        assert (getattr(Tabellen.van(), tabel).dtypes == getattr(vol, tabel).dtypes).all()
    assert (leeg.leessignalen.dtypes == Tabellen.van().leessignalen.dtypes).all()
    assert vol.berichten["dagtekening"].dtype == "datetime64[s]"
    assert vol.berichten["envelop_tijdstip"].dtype == "datetime64[s]"
    assert vol.start_regels["toewijzingnummer"].dtype == "Int64"
    assert vol.start_regels["client"].dtype == "str"
    assert vol.start_regels["bericht"].dtype == "int64"


def test_niets_persoonlijks_komt_op_schijf(paden):
    leg(paden, {"a.xml": invoer.startbericht(bsn="999900018"), "b.xml": invoer.startbericht()[:300]})
    lees(paden)
    geheim = [b"999900018", b"Verzonnen", b"1967-08-13", SLEUTEL.encode(), bytes.fromhex(SLEUTEL)]
    for pad in paden.werk("r").rglob("*"):
        if pad.suffix == ".parquet":
            tekst = str(pq.read_table(pad).to_pydict()).encode() + pad.read_bytes()
        else:
            tekst = pad.read_bytes() if pad.is_file() else b""
        assert not [stuk for stuk in geheim if stuk in tekst], pad.name


def test_zelfde_bytes_tellen_een_keer_en_worden_geteld(paden, monkeypatch):
    monkeypatch.setattr("normwijzer.berichten.verdelen._GROOTST", 12_000)
    goed = invoer.startbericht(1)
    leg(paden, {"b/a.xml": goed, "a/z.xml": goed, "c.xml": goed, "d.xml": invoer.startbericht(2)})
    verslag, tabellen = lees(paden)
    assert tabellen.berichten[["identificatie", "bestand", "kopieen"]].to_numpy().tolist() == [
        ["1", "a/z.xml", 3],
        ["2", "d.xml", 1],
    ]
    assert verslag.kopieen == 2
    (paden.berichten("r") / "a" / "z.xml").unlink()
    verslag, tabellen = lees(paden)
    assert tabellen.berichten[["bestand", "kopieen"]].to_numpy().tolist() == [["b/a.xml", 2], ["d.xml", 1]]
    assert (verslag.nieuw, verslag.verwijderd) == (0, 0)


def test_inhoud_beslist_wat_een_bestand_is_en_niet_de_naam(paden):
    leg(paden, {"a.xml": invoer.maak_zip({"x.xml": invoer.startbericht(1)}), "b.zip": invoer.startbericht(2)})
    _, tabellen = lees(paden)
    assert nummers(tabellen) == [1, 2]
    assert list(tabellen.berichten["bestand"]) == ["a.xml!x.xml", "b.zip"]


def test_verpakking_maakt_geen_verschil(paden, tmp_path):
    leden = {f"{i:02d}.xml": invoer.startbericht(i, regels=3) for i in range(12)}
    namen, begin, rest = list(leden), list(leden.items())[:5], list(leden.items())[5:]
    vormen = {
        "los": leden,
        "andersom": {f"map/{99 - i}.xml": leden[naam] for i, naam in enumerate(namen)},
        "zip": {"alles.zip": invoer.maak_zip(leden)},
        "tgz": {"a.tgz": invoer.maak_tgz(dict(begin)), "b.TAR.GZ": invoer.maak_tgz(dict(rest))},
        "genest": {"buiten.zip": invoer.maak_zip({"binnen.tgz": invoer.maak_tgz(leden)})},
    }  # fmt: skip
    uitkomsten = {}
    for vorm, bestanden in vormen.items():
        eigen = Paden(tmp_path / vorm, tmp_path / "reports")
        leg(eigen, bestanden)
        uitkomsten[vorm] = lees(eigen)[1]
        controleer_gelijk(uitkomsten["los"], uitkomsten[vorm], zonder=HERKOMST)
    envelop = Paden(tmp_path / "envelop", tmp_path / "reports")
    leg(envelop, {naam: invoer.envelop(inhoud) for naam, inhoud in leden.items()})
    tabellen = lees(envelop)[1]
    gegevens = ["envelop_referentie", "envelop_kruisreferentie", "envelop_tijdstip"]
    controleer_gelijk(uitkomsten["los"], tabellen, zonder=[*HERKOMST, *gegevens])
    assert tabellen.berichten["envelop_tijdstip"].eq(pd.Timestamp("2025-04-05 12:00:00")).all()


def test_twee_processen_geven_hetzelfde_als_een(paden, tmp_path, monkeypatch):
    monkeypatch.setattr(inlezen, "_PARALLEL_VANAF", 0)
    monkeypatch.setattr("normwijzer.berichten.verdelen._KLEINST", 10_000)
    leden = {f"{i}.xml": invoer.startbericht(i, regels=1 + i % 4) for i in range(40)} | {"kapot.xml": b"<a>"}
    leg(paden, leden)
    gedaan = []
    twee, tabellen = lees(paden, taken=2, voortgang=lambda nu, totaal: gedaan.append((nu, totaal)))
    assert len(gedaan) > 3
    assert gedaan == sorted(gedaan)
    assert gedaan[-1][0] == gedaan[-1][1]
    eigen = Paden(tmp_path / "een", tmp_path / "reports")
    leg(eigen, leden)
    een, ander = lees(eigen)
    controleer_gelijk(ander, tabellen)
    assert_frame_equal(ander.leessignalen, tabellen.leessignalen)
    assert (een.digest, een.berichten) == (twee.digest, twee.berichten)


@pytest.mark.parametrize("naam", invoer.foute_documenten())
def test_fout_document_geeft_een_signaal_en_de_rest_gaat_door(paden, naam, monkeypatch):
    geheim = paden.data / "geheim.txt"
    geheim.write_text("zeer-geheim")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("netwerk"))
    leg(paden, {"fout.xml": invoer.foute_documenten(geheim.as_uri())[naam], "goed.xml": invoer.startbericht(7)})
    begin = time.monotonic()
    verslag, tabellen = lees(paden)
    assert time.monotonic() - begin < 10
    assert nummers(tabellen) == [7]
    assert list(tabellen.leessignalen["bestand"]) == ["fout.xml"]
    assert tabellen.leessignalen["toelichting"].str.len().gt(10).all()
    assert "zeer-geheim" not in tabellen.leessignalen.to_csv()
    assert (verslag.gevonden, verslag.berichten) == (2, {"wmo305": 1})


def test_onmogelijke_datum_wordt_leeg_met_een_signaal(paden):
    leg(paden, {"a.xml": invoer.startbericht(1).replace(b"2025-04-03", b"2027-06-31")})
    _, tabellen = lees(paden)
    assert tabellen.start_regels["begindatum"].isna().all()
    assert tabellen.leessignalen[list(KOLOMMEN)].to_numpy().tolist() == [
        ["ongeldige_datum", "wmo", "305", invoer.GEMEENTE, invoer.AGB, "a.xml", 1]
    ]  # fmt: skip


def test_signaal_hoort_bij_zijn_eigen_bestand(paden):
    fout = invoer.startbericht(1).replace(b"2025-04-03", b"2027-06-31")
    leg(
        paden,
        {
            "a.zip": invoer.maak_zip({"fout.xml": fout, "goed.xml": invoer.startbericht(2)}),
            "b.xml": invoer.startbericht(3),
        },
    )
    _, tabellen = lees(paden)
    assert list(tabellen.leessignalen["bestand"]) == ["a.zip!fout.xml"]
    (paden.berichten("r") / "b.xml").unlink()
    assert list(lees(paden)[1].leessignalen["bestand"]) == ["a.zip!fout.xml"]
    (paden.berichten("r") / "a.zip").unlink()
    assert lees(paden)[1].leessignalen.empty


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="rechten tellen niet op Windows en niet voor root")
def test_bestand_zonder_leesrecht_wordt_de_volgende_keer_opnieuw_geprobeerd(paden):
    leg(paden, {"a.xml": invoer.startbericht()})
    (paden.berichten("r") / "a.xml").chmod(0)
    verslag, tabellen = lees(paden)
    assert list(tabellen.leessignalen["signaal"]) == ["bestand_niet_te_openen"]
    (paden.berichten("r") / "a.xml").chmod(0o600)
    assert len(lees(paden)[1].berichten) == 1


def test_tienduizend_bestanden_in_een_map(paden):
    map_ = paden.berichten("r")
    for i in range(10_000):
        (map_ / f"{i}.xml").write_bytes(invoer.startbericht(i))
    begin = time.monotonic()
    verslag, tabellen = lees(paden, taken=2)
    seconden = time.monotonic() - begin
    assert len(tabellen.berichten) == len(tabellen.start_regels) == verslag.nieuw == 10_000
    assert len(lees_manifest(paden.werk("r")).delen) <= samenvoegen.VEEL
    assert seconden < 40
    assert lees(paden)[0].nieuw == 0


def test_voorbeelden_worden_allemaal_gelezen(paden, gedeeld):
    shutil.copytree(gedeeld / "istandaarden" / "voorbeeldberichten", paden.berichten("r") / "v")
    shutil.copytree(gedeeld / "istandaarden" / "ggk" / "voorbeelden", paden.berichten("r") / "g")
    aantal = len(list(paden.berichten("r").rglob("*.xml")))
    verslag, tabellen = lees(paden)
    assert len(tabellen.berichten) == sum(verslag.berichten.values()) == aantal
    gelezen = tabellen.leessignalen[~tabellen.leessignalen["signaal"].eq("onbekend_bestandstype")]
    assert {(r.signaal, r.bestand, r.aantal) for r in gelezen.itertuples()} == {("ongeldige_datum", "v/JW315.xml", 2)}
