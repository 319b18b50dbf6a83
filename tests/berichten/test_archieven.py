"""Archives are streamed, and everything wrong in them costs no more than the member it is about."""

import io
import random
import tarfile
import zipfile

import pytest
from fouten import invoer
from normwijzer.berichten.archieven import ArchiefGrenzen, lees_leden, soort_bestand
from normwijzer.berichten.bronnen import Weigering
from normwijzer.berichten.meldingen import Onleesbaar

GOED = invoer.startbericht()


def _pak(ruw, **grenzen):
    """Members that could be read (name -> bytes) and signals (key, name) of an archive."""
    stroom = io.BytesIO(ruw)
    goed, signalen = {}, []
    for lid in lees_leden(stroom, soort_bestand(ruw[:4]), ArchiefGrenzen(**grenzen)):
        if isinstance(lid, Weigering):
            signalen.append((lid.signaal, lid.naam))
            assert lid.toelichting
            continue
        try:
            goed[lid[0]] = lid[1].read()
        except Onleesbaar as fout:
            signalen.append((fout.signaal, lid[0]))
    return goed, signalen


@pytest.mark.parametrize("maak", [invoer.maak_zip, invoer.maak_tgz])
def test_leden_komen_heel_uit_het_archief(maak):
    leden = {
        "a.xml": GOED,
        "map/b.XML": invoer.startbericht(2),
        "map/leeg.xml": b"",
        "map/.DS_Store": b"x",
        "__MACOSX/a.xml": b"x",
    }
    goed, signalen = _pak(maak(leden))
    assert goed == {"!a.xml": GOED, "!map/b.XML": leden["map/b.XML"], "!map/leeg.xml": b""}
    assert signalen == []


@pytest.mark.parametrize("maak", [invoer.maak_zip, invoer.maak_tgz])
@pytest.mark.parametrize(
    "naam", ["../weg.xml", "/etc/weg.xml", "a/../../weg.xml", "C:\\weg.xml", "\\\\server\\weg.xml", "..\\weg.xml"]
)
def test_naam_die_naar_buiten_wijst_wordt_geweigerd_en_de_rest_gaat_door(maak, naam):
    goed, signalen = _pak(maak({naam: GOED, "goed.xml": GOED}))
    assert list(goed) == ["!goed.xml"]
    assert [signaal for signaal, _ in signalen] == ["archief_lid_geweigerd"]


def test_koppelingen_en_apparaten_worden_geweigerd():
    koppen = [
        invoer.tarkop("k.xml", tarfile.SYMTYPE, "/etc/passwd"), invoer.tarkop("h.xml", tarfile.LNKTYPE, "goed.xml"),
        invoer.tarkop("p.xml", tarfile.FIFOTYPE), invoer.tarkop("d.xml", tarfile.CHRTYPE),
    ]  # fmt: skip
    goed, signalen = _pak(invoer.maak_tgz({"goed.xml": GOED}, *koppen))
    assert goed == {"!goed.xml": GOED}
    assert signalen == [("archief_lid_geweigerd", f"!{naam}.xml") for naam in "khpd"]
    goed, signalen = _pak(invoer.zip_met_koppeling("k.xml", "/etc/passwd"))
    assert (list(goed), signalen) == (["!goed.xml"], [("archief_lid_geweigerd", "!k.xml")])


def test_versleuteld_lid_wordt_gemeld_en_de_rest_gaat_door():
    goed, signalen = _pak(invoer.zip_versleuteld({"dicht.xml": GOED, "goed.xml": GOED}))
    assert (list(goed), signalen) == (["!goed.xml"], [("archief_lid_versleuteld", "!dicht.xml")])


def test_kapot_lid_wordt_gemeld_en_de_rest_gaat_door():
    goed, signalen = _pak(invoer.zip_kapot_lid({"kapot.xml": GOED, "goed.xml": GOED}))
    assert (list(goed), signalen) == (["!goed.xml"], [("archief_beschadigd", "!kapot.xml")])


def test_andere_inpakmethode_en_ander_type_worden_gemeld():
    goed, signalen = _pak(invoer.maak_zip({"a.xml": GOED}, zipfile.ZIP_LZMA))
    assert (goed, signalen) == ({}, [("archief_lid_geweigerd", "!a.xml")])
    goed, signalen = _pak(invoer.maak_zip({"lijst.csv": b"x", "a.xml": GOED}))
    assert (list(goed), signalen) == (["!a.xml"], [("onbekend_bestandstype", "!lijst.csv")])


def test_zipbom_kost_alleen_het_lid():
    goed, signalen = _pak(invoer.zipbom())
    assert (list(goed), signalen) == (["!goed.xml"], [("archief_te_groot", "!bom.xml")])


def test_tarbom_houdt_op_met_behoud_van_wat_ervoor_stond():
    goed, signalen = _pak(invoer.tarbom())
    assert goed["!eerst.xml"] == invoer.startbericht()
    assert {signaal for signaal, _ in signalen} == {"archief_te_groot"}
    assert _pak(invoer.gzipbom_zonder_tar())[1] == [("archief_te_groot", "")]


def test_samen_te_groot_houdt_op_bij_de_grens():
    leden = {f"{i}.xml": GOED for i in range(5)}
    goed, signalen = _pak(invoer.maak_zip(leden), uitgepakt=3 * len(GOED))
    assert list(goed) == ["!0.xml", "!1.xml", "!2.xml"]
    assert signalen == [("archief_te_groot", "!3.xml"), ("archief_te_groot", "!4.xml")]
    assert _pak(invoer.maak_tgz(leden), uitgepakt=3 * len(GOED))[1] == [("archief_te_groot", "")]


@pytest.mark.parametrize("maak", [invoer.maak_zip, invoer.maak_tgz])
def test_te_veel_leden_houdt_op_bij_de_grens(maak):
    goed, signalen = _pak(maak({f"{i}.xml": GOED for i in range(5)}), leden=3)
    assert (len(goed), signalen) == (3, [("archief_te_groot", "")])


def test_archief_in_archief_een_laag_diep():
    zip1, tgz1 = invoer.maak_zip({"z.xml": GOED}), invoer.maak_tgz({"t.xml": GOED})
    for maak in (invoer.maak_zip, invoer.maak_tgz):
        goed, signalen = _pak(maak({"a.zip": zip1, "b.tgz": tgz1, "c.xml": GOED}))
        assert goed == {"!a.zip!z.xml": GOED, "!b.tgz!t.xml": GOED, "!c.xml": GOED}
        assert signalen == []
        goed, signalen = _pak(maak({"d.zip": maak({"a.zip": zip1, "c.xml": GOED})}))
        assert (list(goed), signalen) == (["!d.zip!c.xml"], [("archief_te_diep", "!d.zip!a.zip")])


def test_genest_zipbestand_heeft_een_grens():
    assert _pak(invoer.maak_zip({"a.zip": invoer.maak_zip({"z.xml": GOED})}), genest=100)[1] == [
        ("archief_te_groot", "!a.zip")
    ]


@pytest.mark.parametrize("maak", [invoer.maak_zip, invoer.maak_tgz])
def test_afgebroken_archief_geeft_een_signaal(maak):
    ruw = maak({f"{i}.xml": random.Random(i).randbytes(3000) for i in range(20)})
    for deel in (0.1, 0.5, 0.9, 0.99):
        _, signalen = _pak(ruw[: int(len(ruw) * deel)])
        assert "archief_beschadigd" in {signaal for signaal, _ in signalen}


def test_kapotte_kop_halverwege_een_tar_gaat_niet_stil_voorbij():
    import gzip

    ruw = bytearray(gzip.decompress(invoer.maak_tgz({"a.xml": b"a" * 100, "b.xml": b"b" * 100})))
    ruw[1024:1100] = b"\xff" * 76
    goed, signalen = _pak(gzip.compress(bytes(ruw)))
    assert goed == {"!a.xml": b"a" * 100}
    assert signalen == [("archief_beschadigd", "")]


def test_achter_elkaar_geplakte_tarbestanden_worden_allebei_gelezen():
    assert list(_pak(invoer.maak_tgz({"a.xml": GOED}) + invoer.maak_tgz({"b.xml": GOED}))[0]) == ["!a.xml", "!b.xml"]


def test_enorme_tarkop_wordt_niet_in_het_geheugen_gehaald():
    kop = invoer.tarkop("x", tarfile.XHDTYPE)
    kop.size = 80 << 20
    uit = io.BytesIO()
    with tarfile.open(fileobj=uit, mode="w:gz", compresslevel=1) as archief:
        archief.addfile(kop, io.BytesIO(random.Random(1).randbytes(1 << 16) * (80 << 4)))
    assert _pak(uit.getvalue(), register=1 << 20)[1] == [("archief_te_groot", "")]


@pytest.mark.parametrize("maak", [invoer.maak_zip, invoer.maak_tgz])
def test_willekeurige_schade_geeft_nooit_een_andere_fout(maak):
    goed_archief = maak(
        {f"{i}.xml": invoer.startbericht(i) for i in range(4)} | {"n.zip": invoer.maak_zip({"a.xml": GOED})}
    )
    for zaad in range(400):
        dobbel = random.Random(zaad)
        ruw = bytearray(goed_archief)
        for _ in range(dobbel.randint(1, 6)):
            plek = dobbel.randrange(4, len(ruw))
            ruw[plek : plek + dobbel.randint(1, 4)] = dobbel.randbytes(dobbel.randint(0, 4))
        goed, signalen = _pak(bytes(ruw))
        assert goed or signalen


def test_willekeurige_schade_in_uitgepakte_tar_geeft_nooit_een_andere_fout():
    import gzip

    tar = gzip.decompress(invoer.maak_tgz({f"{i}.xml": b"x" * 700 for i in range(6)}))
    for zaad in range(400):
        dobbel = random.Random(zaad)
        ruw = bytearray(tar)
        for _ in range(dobbel.randint(1, 6)):
            plek = dobbel.randrange(len(ruw))
            ruw[plek] = dobbel.choice([0, 48, 55, 128, 255, dobbel.randrange(256)])
        _pak(gzip.compress(bytes(ruw), 1))
