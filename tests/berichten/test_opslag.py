"""The store keeps step with the folder over runs, interruptions and changes of key."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from berichten.inlees_hulp import SLEUTEL, controleer_gelijk, lees, leg, lege_regio, nummers
from fouten import invoer
from normwijzer.berichten import inlezen, lees_berichten, open_tabellen, samenvoegen
from normwijzer.berichten.bronnen import Bestand
from normwijzer.berichten.delen import SIGNALEN
from normwijzer.berichten.ontleden import Ontleder
from normwijzer.berichten.opslag import Spoor, delenmap, lees_manifest, slot, winkel
from normwijzer.berichten.pseudoniem import BESTANDSNAAM, OMGEVING
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden


@pytest.fixture
def paden(tmp_path, monkeypatch) -> Paden:
    return lege_regio(tmp_path, monkeypatch)


def _verouder(paden, regio="r"):
    """Let the files be old enough that their times prove that they did not change."""
    for pad in paden.berichten(regio).rglob("*"):
        os.utime(pad, (1_600_000_000, 1_600_000_000))


def test_gelezen_bestand_wordt_niet_nog_eens_gelezen_ook_niet_onder_een_andere_naam(paden, monkeypatch):
    leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(3)} | {"kapot.xml": b"niets"})
    eerst, tabellen = lees(paden)
    assert (eerst.gevonden, eerst.nieuw, eerst.ongewijzigd, eerst.verwijderd) == (4, 4, 0, 0)

    monkeypatch.setattr(Ontleder, "lees", None)
    (paden.berichten("r") / "1.xml").rename(paden.berichten("r") / "anders.xml")
    daarna, hernoemd = lees(paden)
    assert (daarna.gevonden, daarna.nieuw, daarna.ongewijzigd, daarna.verwijderd) == (4, 0, 4, 0)
    assert daarna.digest == eerst.digest
    controleer_gelijk(tabellen, hernoemd, zonder=["bestand"])
    assert sorted(hernoemd.berichten["bestand"]) == ["0.xml", "2.xml", "anders.xml"]
    assert hernoemd.leessignalen[["signaal", "bestand"]].to_numpy().tolist() == [["onleesbaar_bestand", "kapot.xml"]]


def test_oude_bestanden_worden_niet_eens_geopend(paden, monkeypatch):
    leg(paden, {"a.xml": invoer.startbericht()})
    _verouder(paden)
    pad = paden.berichten("r") / "a.xml"
    lees(paden)
    gezien_ns = time.time_ns() + 10_000_000_000
    monkeypatch.setattr(inlezen.time, "time_ns", lambda: gezien_ns)
    lees(paden)
    monkeypatch.setattr(inlezen, "voer_uit", None)
    verslag, _ = lees(paden)
    assert verslag.ongewijzigd == 1
    pad.write_bytes(invoer.startbericht(2))
    with pytest.raises(TypeError):
        lees(paden)


@pytest.mark.parametrize(
    ("grootte", "mtime", "ctime", "geldt"),
    [(5, 10, 10, True), (6, 10, 10, False), (5, 11, 10, False), (5, 10, 11, False)],
)
def test_spoor_geldt_alleen_als_niets_verschilt(grootte, mtime, ctime, geldt):
    spoor = Spoor("x", 5, 10, 10, 3_000_000_000)
    assert spoor.geldt_voor(Bestand("a", "a", "a", grootte, mtime, ctime)) is geldt


def test_spoor_geldt_niet_als_het_bestand_net_was_gewijzigd():
    net = 3_000_000_000 - 1_000_000_000
    for mtime, ctime in ((net, 10), (10, net)):
        assert not Spoor("x", 5, mtime, ctime, 3_000_000_000).geldt_voor(Bestand("a", "a", "a", 5, mtime, ctime))


def test_gewijzigd_bestand_van_gelijke_lengte_en_tijd_valt_op(paden):
    leg(paden, {"a.xml": invoer.startbericht(1)})
    _verouder(paden)
    _, tabellen = lees(paden)
    assert nummers(tabellen) == [1]
    leg(paden, {"a.xml": invoer.startbericht(2)})
    _verouder(paden)
    verslag, tabellen = lees(paden)
    assert nummers(tabellen) == [2]
    assert (verslag.nieuw, verslag.verwijderd) == (1, 1)


def test_verwijderd_bestand_verdwijnt_uit_de_tabellen_en_van_schijf(paden):
    leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(5)} | {"kapot.xml": b"niets"})
    lees(paden)
    for naam in ("2.xml", "kapot.xml"):
        (paden.berichten("r") / naam).unlink()
    verslag, tabellen = lees(paden)
    assert (nummers(tabellen), verslag.verwijderd) == ([0, 1, 3, 4], 2)
    assert len(tabellen.start_regels) == 4
    assert tabellen.leessignalen.empty
    op_schijf = [pq.read_table(pad) for pad in delenmap(paden.werk("r")).rglob("berichten.parquet")]
    assert sum(tabel.num_rows for tabel in op_schijf) == 4
    assert (
        not list(delenmap(paden.werk("r")).rglob(f"{SIGNALEN}.parquet"))
        or sum(pq.read_table(pad).num_rows for pad in delenmap(paden.werk("r")).rglob(f"{SIGNALEN}.parquet")) == 0
    )


def test_bestand_dat_tijdens_het_lezen_verandert_telt_pas_de_volgende_keer(paden, monkeypatch):
    monkeypatch.setattr("normwijzer.berichten.werker._KLEIN", 100)
    echt = Ontleder.lees

    def schrijf_erbij(self, stroom, **rest):
        with (paden.berichten("r") / "a.xml").open("ab") as bestand:
            bestand.write(b"\n")
        return echt(self, stroom, **rest)

    leg(paden, {"a.xml": invoer.startbericht(1), "b.xml": invoer.startbericht(1)})
    monkeypatch.setattr(Ontleder, "lees", schrijf_erbij)
    _, tabellen = lees(paden)
    assert tabellen.berichten.empty
    assert tabellen.start_regels.empty
    assert list(tabellen.leessignalen["signaal"]) == ["bestand_niet_te_openen"] * 2
    monkeypatch.setattr(Ontleder, "lees", echt)
    assert nummers(lees(paden)[1]) == [1, 1]


def test_veel_kleine_runs_geven_weinig_delen_en_dezelfde_tabellen(paden, tmp_path):
    for i in range(samenvoegen.VEEL + 8):
        leg(paden, {f"{i}.xml": invoer.startbericht(i, regels=2)})
        lees_berichten(paden, "r", taken=1)
    assert len(lees_manifest(paden.werk("r")).delen) <= samenvoegen.VEEL
    assert len(list(delenmap(paden.werk("r")).iterdir())) <= samenvoegen.VEEL
    stuk_voor_stuk = open_tabellen(paden.werk("r"))
    ineens = Paden(tmp_path / "ineens", tmp_path / "reports")
    shutil.copytree(paden.regios, ineens.regios)
    controleer_gelijk(lees(ineens)[1], stuk_voor_stuk)


def test_lange_declaratie_die_halverwege_afbreekt_laat_niets_na(paden, gedeeld):
    tekst = (gedeeld / "istandaarden" / "voorbeeldberichten" / "WMO323.xml").read_text(encoding="utf-8")
    begin, rest = tekst.split("<wmo323:Clienten>", 1)
    client, einde = rest.split("</wmo323:Clienten>", 1)
    lang = begin + "<wmo323:Clienten>" + client * (3_000_000 // len(client)) + "</wmo323:Clienten>" + einde
    leg(paden, {"a.xml": lang[:-2000].encode(), "b.xml": invoer.startbericht(1), "c.xml": lang.encode()})
    _, tabellen = lees(paden)
    assert sorted(tabellen.berichten["berichttype"]) == ["305", "323"]
    assert set(tabellen.prestaties["bericht"]) == set(tabellen.declaraties["bericht"])
    assert len(tabellen.prestaties) == lang.count("<wmo323:Prestatie>")
    leg(paden, {"d.xml": invoer.startbericht(2)})
    (paden.berichten("r") / "b.xml").unlink()
    _, na = lees(paden)
    assert len(na.prestaties) == len(tabellen.prestaties)
    assert (na.prestaties["bedrag"] == tabellen.prestaties["bedrag"]).all()


KIND = """
import os, sys, threading, time
from pathlib import Path
from normwijzer.berichten import lees_berichten, inlezen, verdelen, opslag
from normwijzer.paden import Paden
verdelen._GROOTST = 12_000
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
    leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(4)})
    _, voor = lees(paden)
    leg(paden, {f"{i}.xml": invoer.startbericht(i, regels=2) for i in range(4, 16)})
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
            controleer_gelijk(voor, tussen)
        verslag = lees_berichten(Paden(kopie, kopie), "r", taken=1)
        na = open_tabellen(kopie / "werk" / "r")
        assert nummers(na) == list(range(1, 16))
        assert verslag.nieuw <= 12
        delen = {deel.naam for deel in lees_manifest(kopie / "werk" / "r").delen}
        assert {map_.name for map_ in delenmap(kopie / "werk" / "r").iterdir()} == delen
    assert set(toestanden) == {4, 15}
    assert moment > 5


def test_werk_van_een_afgebroken_run_wordt_overgenomen(paden, monkeypatch):
    monkeypatch.setattr("normwijzer.berichten.verdelen._GROOTST", 12_000)
    leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(10)})
    monkeypatch.setattr(inlezen, "bewaar_manifest", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        lees(paden)
    assert open_tabellen(paden.werk("r")).berichten.empty
    monkeypatch.undo()
    monkeypatch.setenv(OMGEVING, SLEUTEL)
    verslag, tabellen = lees(paden)
    assert verslag.nieuw == 0
    assert nummers(tabellen) == list(range(10))


def test_opnieuw_leest_alles_en_geeft_hetzelfde(paden):
    leg(paden, {f"{i}.xml": invoer.startbericht(i) for i in range(3)})
    _, voor = lees(paden)
    verslag, na = lees(paden, opnieuw=True)
    assert (verslag.nieuw, verslag.meldingen) == (3, ())
    controleer_gelijk(voor, na)


def test_andere_lezer_leest_alles_opnieuw_en_zegt_dat(paden, monkeypatch):
    leg(paden, {"a.xml": invoer.startbericht(1)})
    lees(paden)
    monkeypatch.setattr(inlezen, "lezerversie", lambda: "anders")
    verslag, _ = lees(paden)
    assert verslag.nieuw == 1
    assert "inleesprogramma is gewijzigd" in verslag.meldingen[0]


def test_andere_sleutel_mengt_nooit_met_de_vorige(paden, monkeypatch):
    leg(paden, {"a.xml": invoer.startbericht(1), "b.xml": invoer.startbericht(2), "c.xml": invoer.startbericht(3)})
    _, voor = lees(paden)
    (paden.berichten("r") / "c.xml").unlink()
    monkeypatch.setenv(OMGEVING, SLEUTEL[::-1])
    verslag, na = lees(paden)
    assert verslag.nieuw == 2
    assert "een andere dan de vorige keer" in verslag.meldingen[0]
    assert verslag.meldingen[1].startswith("1 bestanden die eerder gelezen waren")
    assert not set(voor.start_regels["client"]) & set(na.start_regels["client"])
    assert na.start_regels["client"].nunique() == 1
    assert not any(SLEUTEL in melding or SLEUTEL[::-1] in melding for melding in verslag.meldingen)


def test_verloren_sleutelbestand_wordt_gemeld(paden, monkeypatch):
    monkeypatch.delenv(OMGEVING)
    leg(paden, {"a.xml": invoer.startbericht(1)})
    assert lees(paden)[0].meldingen == ()
    assert lees(paden)[0].meldingen == ()
    (paden.werk("r") / BESTANDSNAAM).unlink()
    verslag, tabellen = lees(paden)
    assert "was er niet meer" in verslag.meldingen[0]
    assert (verslag.nieuw, len(tabellen.berichten)) == (1, 1)
    assert lees(paden)[0].meldingen == ()


def test_verdwenen_map_wist_niet_stil_alle_tabellen(paden):
    leg(paden, {"a.xml": invoer.startbericht(1)})
    lees(paden)
    paden.berichten("r").rename(paden.regio("r") / "weg")
    with pytest.raises(DataFout, match="is er niet meer"):
        lees(paden)
    assert len(open_tabellen(paden.werk("r")).berichten) == 1


def test_verdwenen_of_beschadigd_deel_wordt_hersteld_of_gemeld(paden):
    leg(paden, {"a.xml": invoer.startbericht(1)})
    _, voor = lees(paden)
    (pad,) = delenmap(paden.werk("r")).rglob("start_regels.parquet")
    heel = pad.read_bytes()
    pad.write_bytes(b"\0" * len(heel))
    with pytest.raises(DataFout, match="--opnieuw"):
        open_tabellen(paden.werk("r"))
    pad.unlink()
    with pytest.raises(DataFout, match="--opnieuw"):
        open_tabellen(paden.werk("r"))
    controleer_gelijk(lees(paden)[1], voor)
    (winkel(paden.werk("r")) / "manifest.json").write_text('{"vorm": 1, "bestanden"')
    controleer_gelijk(lees(paden)[1], voor)


def test_twee_runs_tegelijk_op_een_regio_kan_niet(paden):
    with slot(paden.werk("r")), pytest.raises(DataFout, match="andere run"), slot(paden.werk("r"), wacht=0.2):
        pass
