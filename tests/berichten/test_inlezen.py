"""The store keeps step with the folder, whatever happens to files, runs and keys."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from fouten import invoer
from pandas.testing import assert_frame_equal

from normwijzer.berichten import inlezen, lees_berichten, open_tabellen, samenvoegen
from normwijzer.berichten.delen import SIGNALEN
from normwijzer.berichten.kolommen import TABELLEN, schema
from normwijzer.berichten.opslag import delenmap, lees_manifest, slot, winkel
from normwijzer.berichten.pseudoniem import BESTANDSNAAM, OMGEVING
from normwijzer.berichten.tabellen import Tabellen
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden

HERKOMST = ["bron", "bestand", "kopieen"]
SLEUTEL = bytes(range(32)).hex()


@pytest.fixture
def paden(tmp_path, monkeypatch) -> Paden:
    monkeypatch.setenv(OMGEVING, SLEUTEL)
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    paden.berichten("r").mkdir(parents=True)
    return paden


def _leg(paden, leden, regio="r"):
    for naam, inhoud in leden.items():
        pad = paden.berichten(regio) / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(inhoud)


def _verouder(paden, regio="r"):
    """Let the files be old enough that their times prove that they did not change."""
    for pad in paden.berichten(regio).rglob("*"):
        os.utime(pad, (1_600_000_000, 1_600_000_000))


def _lees(paden, **opties):
    verslag = lees_berichten(paden, "r", **{"taken": 1, **opties})
    return verslag, open_tabellen(paden.werk("r"))


def _gelijk(een: Tabellen, ander: Tabellen, zonder=()):
    for tabel in TABELLEN:
        links, rechts = getattr(een, tabel), getattr(ander, tabel)
        weg = [kolom for kolom in zonder if kolom in links]
        assert_frame_equal(links.drop(columns=weg), rechts.drop(columns=weg), obj=tabel)


def _nummers(tabellen):
    return sorted(tabellen.berichten["identificatie"].astype(int))


def test_kolommen_en_soorten_zijn_die_van_het_ontwerp_ook_zonder_rijen(paden):
    _, leeg = _lees(paden)
    _leg(paden, {"a.xml": invoer.startbericht()})
    _, vol = _lees(paden)
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
    _leg(paden, {"a.xml": invoer.startbericht(bsn="999900018"), "b.xml": invoer.startbericht()[:300]})
    _lees(paden)
    geheim = [b"999900018", b"Verzonnen", b"1967-08-13", SLEUTEL.encode(), bytes.fromhex(SLEUTEL)]
    for pad in paden.werk("r").rglob("*"):
        if pad.suffix == ".parquet":
            tekst = str(pq.read_table(pad).to_pydict()).encode() + pad.read_bytes()
        else:
            tekst = pad.read_bytes() if pad.is_file() else b""
        assert not [stuk for stuk in geheim if stuk in tekst], pad.name


def test_gelezen_bestand_wordt_niet_nog_eens_gelezen_ook_niet_onder_een_andere_naam(paden, monkeypatch):
    _leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(3)} | {"kapot.xml": b"niets"})
    eerst, tabellen = _lees(paden)
    assert (eerst.gevonden, eerst.nieuw, eerst.ongewijzigd, eerst.verwijderd) == (4, 4, 0, 0)

    from normwijzer.berichten.ontleden import Ontleder

    monkeypatch.setattr(Ontleder, "lees", None)
    (paden.berichten("r") / "1.xml").rename(paden.berichten("r") / "anders.xml")
    daarna, hernoemd = _lees(paden)
    assert (daarna.gevonden, daarna.nieuw, daarna.ongewijzigd, daarna.verwijderd) == (4, 0, 4, 0)
    assert daarna.digest == eerst.digest
    _gelijk(tabellen, hernoemd, zonder=["bestand"])
    assert sorted(hernoemd.berichten["bestand"]) == ["0.xml", "2.xml", "anders.xml"]
    assert hernoemd.leessignalen[["signaal", "bestand"]].to_numpy().tolist() == [["onleesbaar_bestand", "kapot.xml"]]


def test_oude_bestanden_worden_niet_eens_geopend(paden, monkeypatch):
    _leg(paden, {"a.xml": invoer.startbericht()})
    _verouder(paden)
    pad = paden.berichten("r") / "a.xml"
    _lees(paden)
    gezien_ns = time.time_ns() + 10_000_000_000
    monkeypatch.setattr(inlezen.time, "time_ns", lambda: gezien_ns)
    _lees(paden)
    monkeypatch.setattr(inlezen, "voer_uit", None)
    verslag, _ = _lees(paden)
    assert verslag.ongewijzigd == 1
    pad.write_bytes(invoer.startbericht(2))
    with pytest.raises(TypeError):
        _lees(paden)


def test_gewijzigd_bestand_van_gelijke_lengte_en_tijd_valt_op(paden):
    _leg(paden, {"a.xml": invoer.startbericht(1)})
    _verouder(paden)
    _, tabellen = _lees(paden)
    assert _nummers(tabellen) == [1]
    _leg(paden, {"a.xml": invoer.startbericht(2)})
    _verouder(paden)
    verslag, tabellen = _lees(paden)
    assert _nummers(tabellen) == [2]
    assert (verslag.nieuw, verslag.verwijderd) == (1, 1)


def test_verwijderd_bestand_verdwijnt_uit_de_tabellen_en_van_schijf(paden):
    _leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(5)} | {"kapot.xml": b"niets"})
    _lees(paden)
    for naam in ("2.xml", "kapot.xml"):
        (paden.berichten("r") / naam).unlink()
    verslag, tabellen = _lees(paden)
    assert (_nummers(tabellen), verslag.verwijderd) == ([0, 1, 3, 4], 2)
    assert len(tabellen.start_regels) == 4
    assert tabellen.leessignalen.empty
    op_schijf = [pq.read_table(pad) for pad in delenmap(paden.werk("r")).rglob("berichten.parquet")]
    assert sum(tabel.num_rows for tabel in op_schijf) == 4
    assert not list(delenmap(paden.werk("r")).rglob(f"{SIGNALEN}.parquet")) or sum(
        pq.read_table(pad).num_rows for pad in delenmap(paden.werk("r")).rglob(f"{SIGNALEN}.parquet")
    ) == 0


def test_zelfde_bytes_tellen_een_keer_en_worden_geteld(paden, monkeypatch):
    monkeypatch.setattr("normwijzer.berichten.verdelen._BESTANDEN", 2)
    goed = invoer.startbericht(1)
    _leg(paden, {"b/a.xml": goed, "a/z.xml": goed, "c.xml": goed, "d.xml": invoer.startbericht(2)})
    verslag, tabellen = _lees(paden)
    assert tabellen.berichten[["identificatie", "bestand", "kopieen"]].to_numpy().tolist() == [
        ["1", "a/z.xml", 3],
        ["2", "d.xml", 1],
    ]
    assert verslag.kopieen == 2
    (paden.berichten("r") / "a" / "z.xml").unlink()
    verslag, tabellen = _lees(paden)
    assert tabellen.berichten[["bestand", "kopieen"]].to_numpy().tolist() == [["b/a.xml", 2], ["d.xml", 1]]
    assert (verslag.nieuw, verslag.verwijderd) == (0, 0)


def test_inhoud_beslist_wat_een_bestand_is_en_niet_de_naam(paden):
    _leg(paden, {"a.xml": invoer.maak_zip({"x.xml": invoer.startbericht(1)}), "b.zip": invoer.startbericht(2)})
    _, tabellen = _lees(paden)
    assert _nummers(tabellen) == [1, 2]
    assert list(tabellen.berichten["bestand"]) == ["a.xml!x.xml", "b.zip"]


def test_verpakking_maakt_geen_verschil(paden, tmp_path):
    leden = {f"{i:02d}.xml": invoer.startbericht(i, regels=3) for i in range(12)}
    namen = list(leden)
    vormen = {
        "los": leden,
        "andersom": {f"map/{99 - i}.xml": leden[naam] for i, naam in enumerate(namen)},
        "zip": {"alles.zip": invoer.maak_zip(leden)},
        "tgz": {"a.tgz": invoer.maak_tgz(dict(list(leden.items())[:5])), "b.TAR.GZ": invoer.maak_tgz(dict(list(leden.items())[5:]))},
        "genest": {"buiten.zip": invoer.maak_zip({"binnen.tgz": invoer.maak_tgz(leden)})},
    }  # fmt: skip
    uitkomsten = {}
    for vorm, bestanden in vormen.items():
        eigen = Paden(tmp_path / vorm, tmp_path / "reports")
        _leg(eigen, bestanden)
        uitkomsten[vorm] = _lees(eigen)[1]
        _gelijk(uitkomsten["los"], uitkomsten[vorm], zonder=HERKOMST)
    envelop = Paden(tmp_path / "envelop", tmp_path / "reports")
    _leg(envelop, {naam: invoer.envelop(inhoud) for naam, inhoud in leden.items()})
    tabellen = _lees(envelop)[1]
    gegevens = ["envelop_referentie", "envelop_kruisreferentie", "envelop_tijdstip"]
    _gelijk(uitkomsten["los"], tabellen, zonder=[*HERKOMST, *gegevens])
    assert tabellen.berichten["envelop_tijdstip"].eq(pd.Timestamp("2025-04-05 12:00:00")).all()


def test_twee_processen_geven_hetzelfde_als_een(paden, tmp_path, monkeypatch):
    monkeypatch.setattr(inlezen, "_PARALLEL_VANAF", 0)
    monkeypatch.setattr("normwijzer.berichten.verdelen._KLEINST", 10_000)
    leden = {f"{i}.xml": invoer.startbericht(i, regels=1 + i % 4) for i in range(40)} | {"kapot.xml": b"<a>"}
    _leg(paden, leden)
    gedaan = []
    twee, tabellen = _lees(paden, taken=2, voortgang=lambda nu, totaal: gedaan.append((nu, totaal)))
    assert len(gedaan) > 3
    assert gedaan == sorted(gedaan)
    assert gedaan[-1][0] == gedaan[-1][1]
    eigen = Paden(tmp_path / "een", tmp_path / "reports")
    _leg(eigen, leden)
    een, ander = _lees(eigen)
    _gelijk(ander, tabellen)
    assert_frame_equal(ander.leessignalen, tabellen.leessignalen)
    assert (een.digest, een.berichten) == (twee.digest, twee.berichten)


@pytest.mark.parametrize("naam", invoer.foute_documenten())
def test_fout_document_geeft_een_signaal_en_de_rest_gaat_door(paden, naam, monkeypatch):
    geheim = paden.data / "geheim.txt"
    geheim.write_text("zeer-geheim")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("netwerk"))
    _leg(paden, {"fout.xml": invoer.foute_documenten(geheim.as_uri())[naam], "goed.xml": invoer.startbericht(7)})
    begin = time.monotonic()
    verslag, tabellen = _lees(paden)
    assert time.monotonic() - begin < 10
    assert _nummers(tabellen) == [7]
    assert list(tabellen.leessignalen["bestand"]) == ["fout.xml"]
    assert tabellen.leessignalen["toelichting"].str.len().gt(10).all()
    assert "zeer-geheim" not in tabellen.leessignalen.to_csv()
    assert (verslag.gevonden, verslag.berichten) == (2, {"wmo305": 1})


def test_onmogelijke_datum_wordt_leeg_met_een_signaal(paden):
    _leg(paden, {"a.xml": invoer.startbericht(1).replace(b"2025-04-03", b"2027-06-31")})
    _, tabellen = _lees(paden)
    assert tabellen.start_regels["begindatum"].isna().all()
    assert tabellen.leessignalen[["signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal"]].to_numpy().tolist() == [
        ["ongeldige_datum", "wmo", "305", invoer.GEMEENTE, invoer.AGB, "a.xml", 1]
    ]  # fmt: skip


def test_signaal_hoort_bij_zijn_eigen_bestand(paden):
    fout = invoer.startbericht(1).replace(b"2025-04-03", b"2027-06-31")
    _leg(paden, {"a.zip": invoer.maak_zip({"fout.xml": fout, "goed.xml": invoer.startbericht(2)}), "b.xml": invoer.startbericht(3)})
    _, tabellen = _lees(paden)
    assert list(tabellen.leessignalen["bestand"]) == ["a.zip!fout.xml"]
    (paden.berichten("r") / "b.xml").unlink()
    assert list(_lees(paden)[1].leessignalen["bestand"]) == ["a.zip!fout.xml"]
    (paden.berichten("r") / "a.zip").unlink()
    assert _lees(paden)[1].leessignalen.empty


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="rechten tellen niet op Windows en niet voor root")
def test_bestand_zonder_leesrecht_wordt_de_volgende_keer_opnieuw_geprobeerd(paden):
    _leg(paden, {"a.xml": invoer.startbericht()})
    (paden.berichten("r") / "a.xml").chmod(0)
    verslag, tabellen = _lees(paden)
    assert list(tabellen.leessignalen["signaal"]) == ["bestand_niet_te_openen"]
    (paden.berichten("r") / "a.xml").chmod(0o600)
    assert len(_lees(paden)[1].berichten) == 1


def test_bestand_dat_tijdens_het_lezen_verandert_telt_pas_de_volgende_keer(paden, monkeypatch):
    monkeypatch.setattr("normwijzer.berichten.werker._KLEIN", 100)
    from normwijzer.berichten.ontleden import Ontleder

    echt = Ontleder.lees

    def schrijf_erbij(self, stroom, **rest):
        with (paden.berichten("r") / "a.xml").open("ab") as bestand:
            bestand.write(b"\n")
        return echt(self, stroom, **rest)

    _leg(paden, {"a.xml": invoer.startbericht(1)})
    monkeypatch.setattr(Ontleder, "lees", schrijf_erbij)
    _, tabellen = _lees(paden)
    assert tabellen.berichten.empty
    assert tabellen.start_regels.empty
    assert list(tabellen.leessignalen["signaal"]) == ["bestand_niet_te_openen"]
    monkeypatch.setattr(Ontleder, "lees", echt)
    assert _nummers(_lees(paden)[1]) == [1]


def test_veel_kleine_runs_geven_weinig_delen_en_dezelfde_tabellen(paden, tmp_path):
    for i in range(samenvoegen.VEEL + 8):
        _leg(paden, {f"{i}.xml": invoer.startbericht(i, regels=2)})
        lees_berichten(paden, "r", taken=1)
    assert len(lees_manifest(paden.werk("r")).delen) <= samenvoegen.VEEL
    assert len(list(delenmap(paden.werk("r")).iterdir())) <= samenvoegen.VEEL
    stuk_voor_stuk = open_tabellen(paden.werk("r"))
    ineens = Paden(tmp_path / "ineens", tmp_path / "reports")
    shutil.copytree(paden.regios, ineens.regios)
    _gelijk(_lees(ineens)[1], stuk_voor_stuk)


def test_lange_declaratie_die_halverwege_afbreekt_laat_niets_na(paden, gedeeld):
    tekst = (gedeeld / "istandaarden" / "voorbeeldberichten" / "WMO323.xml").read_text(encoding="utf-8")
    begin, rest = tekst.split("<wmo323:Clienten>", 1)
    client, einde = rest.split("</wmo323:Clienten>", 1)
    lang = begin + "<wmo323:Clienten>" + client * (3_000_000 // len(client)) + "</wmo323:Clienten>" + einde
    _leg(paden, {"a.xml": lang[:-2000].encode(), "b.xml": invoer.startbericht(1), "c.xml": lang.encode()})
    _, tabellen = _lees(paden)
    assert sorted(tabellen.berichten["berichttype"]) == ["305", "323"]
    assert set(tabellen.prestaties["bericht"]) == set(tabellen.declaraties["bericht"])
    assert len(tabellen.prestaties) == lang.count("<wmo323:Prestatie>")
    _leg(paden, {"d.xml": invoer.startbericht(2)})
    (paden.berichten("r") / "b.xml").unlink()
    _, na = _lees(paden)
    assert len(na.prestaties) == len(tabellen.prestaties)
    assert (na.prestaties["bedrag"] == tabellen.prestaties["bedrag"]).all()


KIND = """
import os, sys, threading, time
from pathlib import Path
from normwijzer.berichten import lees_berichten, inlezen, verdelen, opslag
from normwijzer.paden import Paden
verdelen._KLEINST = 5000
teller = [0]
moment = int(sys.argv[2])
def stap(naam, echt):
    def doe(*a, **k):
        teller[0] += 1
        if teller[0] == moment:
            print("bezig", flush=True)
            time.sleep(60)
        return echt(*a, **k)
    return doe
inlezen.voer_uit = stap("voer_uit", inlezen.voer_uit)
inlezen.voeg_samen = stap("voeg_samen", inlezen.voeg_samen)
inlezen.bewaar_manifest = stap("bewaar", inlezen.bewaar_manifest)
inlezen.ruim_op = stap("ruim_op", inlezen.ruim_op)
lees_berichten(Paden(Path(sys.argv[1]), Path(sys.argv[1])), "r", taken=1)
print("klaar", teller[0], flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="afbreken met SIGKILL")
def test_afgebroken_run_laat_de_vorige_tabellen_heel_en_wordt_hervat(paden, monkeypatch):
    _leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(4)})
    _, voor = _lees(paden)
    _leg(paden, {f"{i}.xml": invoer.startbericht(i, regels=2) for i in range(4, 16)})
    (paden.berichten("r") / "0.xml").unlink()
    omgeving = os.environ | {"PYTHONPATH": str(Path(inlezen.__file__).parents[2])}
    moment, toestanden = 0, []
    while True:
        moment += 1
        kopie = paden.data.parent / f"kopie{moment}"
        shutil.copytree(paden.data, kopie)
        kind = subprocess.Popen(
            [sys.executable, "-c", KIND, str(kopie), str(moment)], stdout=subprocess.PIPE, text=True, env=omgeving
        )
        regel = kind.stdout.readline()
        if regel.startswith("bezig"):
            kind.send_signal(signal.SIGKILL)
        kind.wait()
        kind.stdout.close()
        tussen = open_tabellen(kopie / "werk" / "r")
        toestanden.append(len(tussen.berichten))
        if regel.startswith("klaar"):
            break
        assert regel.startswith("bezig")
        if len(tussen.berichten) == 4:
            _gelijk(voor, tussen)
        verslag = lees_berichten(Paden(kopie, kopie), "r", taken=1)
        na = open_tabellen(kopie / "werk" / "r")
        assert _nummers(na) == list(range(1, 16))
        assert verslag.nieuw <= 12
        delen = {deel.naam for deel in lees_manifest(kopie / "werk" / "r").delen}
        assert {map_.name for map_ in delenmap(kopie / "werk" / "r").iterdir()} == delen
    assert set(toestanden) == {4, 15}
    assert moment > 5


def test_werk_van_een_afgebroken_run_wordt_overgenomen(paden, monkeypatch):
    monkeypatch.setattr("normwijzer.berichten.verdelen._KLEINST", 5000)
    _leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(10)})
    monkeypatch.setattr(inlezen, "bewaar_manifest", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        _lees(paden)
    assert open_tabellen(paden.werk("r")).berichten.empty
    monkeypatch.undo()
    monkeypatch.setenv(OMGEVING, SLEUTEL)
    verslag, tabellen = _lees(paden)
    assert verslag.nieuw == 0
    assert _nummers(tabellen) == list(range(10))


def test_opnieuw_leest_alles_en_geeft_hetzelfde(paden):
    _leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(3)})
    _, voor = _lees(paden)
    verslag, na = _lees(paden, opnieuw=True)
    assert (verslag.nieuw, verslag.meldingen) == (3, ())
    _gelijk(voor, na)


def test_andere_lezer_leest_alles_opnieuw_en_zegt_dat(paden, monkeypatch):
    _leg(paden, {"a.xml": invoer.startbericht(1)})
    _lees(paden)
    monkeypatch.setattr(inlezen, "lezerversie", lambda: "anders")
    verslag, _ = _lees(paden)
    assert verslag.nieuw == 1
    assert "inleesprogramma is gewijzigd" in verslag.meldingen[0]


def test_andere_sleutel_mengt_nooit_met_de_vorige(paden, monkeypatch):
    _leg(paden, {"a.xml": invoer.startbericht(1), "b.xml": invoer.startbericht(2), "c.xml": invoer.startbericht(3)})
    _, voor = _lees(paden)
    (paden.berichten("r") / "c.xml").unlink()
    monkeypatch.setenv(OMGEVING, SLEUTEL[::-1])
    verslag, na = _lees(paden)
    assert verslag.nieuw == 2
    assert "een andere dan de vorige keer" in verslag.meldingen[0]
    assert verslag.meldingen[1].startswith("1 bestanden die eerder gelezen waren")
    assert not set(voor.start_regels["client"]) & set(na.start_regels["client"])
    assert na.start_regels["client"].nunique() == 1
    assert not any(SLEUTEL in melding or SLEUTEL[::-1] in melding for melding in verslag.meldingen)


def test_verloren_sleutelbestand_wordt_gemeld(paden, monkeypatch):
    monkeypatch.delenv(OMGEVING)
    _leg(paden, {"a.xml": invoer.startbericht(1)})
    assert _lees(paden)[0].meldingen == ()
    assert _lees(paden)[0].meldingen == ()
    (paden.werk("r") / BESTANDSNAAM).unlink()
    verslag, tabellen = _lees(paden)
    assert "was er niet meer" in verslag.meldingen[0]
    assert (verslag.nieuw, len(tabellen.berichten)) == (1, 1)
    assert _lees(paden)[0].meldingen == ()


def test_verdwenen_map_wist_niet_stil_alle_tabellen(paden):
    _leg(paden, {"a.xml": invoer.startbericht(1)})
    _lees(paden)
    paden.berichten("r").rename(paden.regio("r") / "weg")
    with pytest.raises(DataFout, match="is er niet meer"):
        _lees(paden)
    assert len(open_tabellen(paden.werk("r")).berichten) == 1


def test_verdwenen_of_beschadigd_deel_wordt_hersteld_of_gemeld(paden):
    _leg(paden, {"a.xml": invoer.startbericht(1)})
    _, voor = _lees(paden)
    (pad,) = delenmap(paden.werk("r")).rglob("start_regels.parquet")
    heel = pad.read_bytes()
    pad.write_bytes(b"\0" * len(heel))
    with pytest.raises(DataFout, match="--opnieuw"):
        open_tabellen(paden.werk("r"))
    pad.unlink()
    with pytest.raises(DataFout, match="--opnieuw"):
        open_tabellen(paden.werk("r"))
    _gelijk(_lees(paden)[1], voor)
    (winkel(paden.werk("r")) / "manifest.json").write_text('{"vorm": 1, "bestanden"')
    _gelijk(_lees(paden)[1], voor)


def test_twee_runs_tegelijk_op_een_regio_kan_niet(paden):
    with slot(paden.werk("r")), pytest.raises(DataFout, match="andere run"), slot(paden.werk("r"), wacht=0.2):
        pass


def test_tienduizend_bestanden_in_een_map(paden):
    map_ = paden.berichten("r")
    for i in range(10_000):
        (map_ / f"{i}.xml").write_bytes(invoer.startbericht(i))
    begin = time.monotonic()
    verslag, tabellen = _lees(paden, taken=2)
    seconden = time.monotonic() - begin
    assert len(tabellen.berichten) == len(tabellen.start_regels) == verslag.nieuw == 10_000
    assert len(lees_manifest(paden.werk("r")).delen) <= samenvoegen.VEEL
    assert seconden < 40
    assert _lees(paden)[0].nieuw == 0


def test_voorbeelden_worden_allemaal_gelezen(paden, gedeeld):
    shutil.copytree(gedeeld / "istandaarden" / "voorbeeldberichten", paden.berichten("r") / "v")
    shutil.copytree(gedeeld / "istandaarden" / "ggk" / "voorbeelden", paden.berichten("r") / "g")
    aantal = len(list(paden.berichten("r").rglob("*.xml")))
    verslag, tabellen = _lees(paden)
    assert len(tabellen.berichten) == sum(verslag.berichten.values()) == aantal
    gelezen = tabellen.leessignalen[~tabellen.leessignalen["signaal"].eq("onbekend_bestandstype")]
    assert {(r.signaal, r.bestand, r.aantal) for r in gelezen.itertuples()} == {("ongeldige_datum", "v/JW315.xml", 2)}
