"""Whatever may not leave is planted in every carrier and stopped; what a report may say goes through."""

import base64
import io
import json
import random
import re
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normwijzer.privacy import poort_tekst as pt
from normwijzer.privacy.poort import ONBEKEND, Toegestaan, keur
from normwijzer.privacy.poort_tekst import vind
from normwijzer.rapport import opmaak
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

AGB, SLEUTEL = "99990001", "0f" * 32
MAG = Toegestaan(frozenset({AGB}), (SLEUTEL,), frozenset({"30500000220", "999990019", "A-123456"}))
KAAL = Toegestaan(frozenset({AGB}))

LEKKEN = {
    "bsn": ("999990019", pt.BSN),
    "bsn met punten": ("999.990.019", pt.BSN),
    "bsn als 4-2-3": ("9999.90.019", pt.BSN),
    "bsn met spaties": ("999 990 019", pt.BSN),
    "bsn met smalle spaties": ("999\u202f990\u202f019", pt.BSN),
    "bsn met onzichtbare tekens": ("9999\u200b90019", pt.BSN),
    "bsn in brede cijfers": ("９９９９９００１９", pt.BSN),
    "pseudoniem": ("p1_" + "3fa85f64" * 4, pt.PSEUDONIEM),
    "geboortedatum": ("geboren op 03-04-2011", pt.GEBOORTEDATUM),
    "geboortedatum iso": ("Geboortedatum: 2011-04-03", pt.GEBOORTEDATUM),
    "geboortedatum in woorden": ("de jeugdige is geboren op 3 april 2011", pt.GEBOORTEDATUM),
    "postcode": ("1234AB", pt.POSTCODE),
    "postcode met spatie": ("Kerkstraat 1, 2011 KS Haarlem", pt.POSTCODE),
    "toewijzingnummer": ("12345678", pt.AGB),
    "kort toewijzingnummer": ("toewijzing 654321", pt.NUMMER),
    "agb van elders": ("99998888", pt.AGB),
    "pad": ("/home/jan/data/regios", pt.PAD),
    "pad van windows": (r"C:\Users\jan\data", pt.PAD),
    "pad op een server": (r"\\server\delen\zorg", pt.PAD),
    "pad als adres": ("file:///srv/zorg/a", pt.PAD),
    "foutmelding": ("Traceback (most recent call last)", pt.FOUTMELDING),
    "soort fout": ("KeyError: 'client'", pt.FOUTMELDING),
    "berichtbestand": ("JW305_99990001_1.xml", pt.BERICHT),
    "archief": ("2025/02.zip", pt.BERICHT),
    "sleutel": (SLEUTEL, pt.SLEUTEL),
}
elk_lek = pytest.mark.parametrize(("lek", "soort"), LEKKEN.values(), ids=LEKKEN)


def _soorten(naam: str, inhoud: bytes) -> set[str]:
    vondsten = keur(naam, inhoud, MAG)
    assert all(lek not in f"{vondst.soort} {vondst.waar}" for vondst in vondsten for lek, _ in LEKKEN.values())
    return {vondst.soort for vondst in vondsten}


def _pagina(lichaam: str, hoofd: str = "") -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="nl"><head><title>Wmo, 2024</title>{hoofd}</head>'
        f"<body><h1>Wmo</h1><h2>Redenen</h2>{lichaam}</body></html>"
    ).encode()


def _deel(soort: bytes, inhoud: bytes) -> bytes:
    return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))


def _png(*extra: bytes, staart: bytes = b"") -> bytes:
    kop = _deel(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    beeld = _deel(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + kop + b"".join(extra) + beeld + _deel(b"IEND", b"") + staart


def _plaatje(png: bytes) -> str:
    return f'<img alt="figuur" src="data:image/png;base64,{base64.b64encode(png).decode()}">'


def _escape(tekst: str) -> str:
    return tekst.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


HTML = {
    "tekst": lambda t: f"<p>Zie {t} hier.</p>",
    "tabelcel": lambda t: f"<table><tr><th scope='row'>x</th><td>{t}</td></tr></table>",
    "eigenschap": lambda t: f'<div aria-label="over {_escape(t)}">x</div>',
    "alternatieve tekst": lambda t: f'<p title="{_escape(t)}">x</p>',
    "commentaar": lambda t: f"<!-- {t} -->",
    "in stukken": lambda t: f"<p>a {_escape(t[:3])}<b>{_escape(t[3:])}</b> b</p>",
    "kop": lambda t: f"<h3>{t}</h3>",
    "stijl": lambda t: f"<style>p {{ color: red }} /* {t} */</style>",
    "script": lambda t: f"<script>var a = '{t}';</script>",
    "na het einde": lambda t: f"</body></html>{t}",
}


@elk_lek
@pytest.mark.parametrize("maak", HTML.values(), ids=HTML)
def test_een_pagina_met_een_lek_wordt_tegengehouden(lek, soort, maak):
    assert soort in _soorten("brem/2024/wmo.html", _pagina(maak(lek)))


@elk_lek
@pytest.mark.parametrize("vorm", ["tEXt", "zTXt", "iTXt", "iTXt verpakt"])
def test_tekst_in_een_afbeelding_wordt_tegengehouden(lek, soort, vorm):
    inhoud = {
        "tEXt": b"Comment\0" + lek.encode("utf-8"),
        "zTXt": b"Comment\0\0" + zlib.compress(lek.encode("utf-8")),
        "iTXt": b"Comment\0\0\0nl\0\0" + lek.encode(),
        "iTXt verpakt": b"Comment\0\1\0nl\0\0" + zlib.compress(lek.encode()),
    }[vorm]
    png = _png(_deel(vorm[:4].encode(), inhoud))
    assert soort in _soorten("a.html", _pagina(_plaatje(png)))
    assert soort in _soorten("a.png", png)


@pytest.mark.parametrize(
    "png",
    [
        _png(_deel(b"eXIf", b"x")),
        _png(staart=b"999990019"),
        _png()[:-4],
        b"GIF89a",
        _png(_deel(b"zTXt", b"C\0\0kapot")),
    ],
    ids=["exif", "achter het einde", "afgekapt", "geen png", "kapotte tekst"],
)
def test_een_afbeelding_die_niet_te_lezen_is_gaat_niet_mee(png):
    assert _soorten("a.html", _pagina(_plaatje(png))) == {pt.VERPAKT}


def _boek(vul) -> bytes:
    boek = Workbook()
    blad = boek.active
    blad.title = "Overzicht"
    blad.append(["KPI", "Aanbieder", "Waarde"])
    blad.append(["Uitval", AGB, 0.25])
    vul(boek, blad)
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def _verborgen(boek, tekst: str) -> None:
    extra = boek.create_sheet("Stil")
    extra["C7"], extra.sheet_state = tekst, "veryHidden"


def _opmerking(blad, tekst: str) -> None:
    blad["A1"].comment = Comment(tekst, "iemand")


def _naam(boek, tekst: str) -> None:
    boek.defined_names["lijst"] = DefinedName("lijst", attr_text=f'"{tekst}"')


XLSX = {
    "cel": lambda boek, blad, t: blad.__setitem__("B3", t),
    "verborgen blad": lambda boek, blad, t: _verborgen(boek, t),
    "opmerking": lambda boek, blad, t: _opmerking(blad, t),
    "eigenschap": lambda boek, blad, t: setattr(boek.properties, "description", t),
    "maker": lambda boek, blad, t: setattr(boek.properties, "creator", t),
    "voettekst": lambda boek, blad, t: setattr(blad.oddFooter.left, "text", t),
    "naam van een gebied": lambda boek, blad, t: _naam(boek, t),
}


@elk_lek
@pytest.mark.parametrize("vul", XLSX.values(), ids=XLSX)
def test_een_werkboek_met_een_lek_wordt_tegengehouden(lek, soort, vul):
    assert soort in _soorten("a.xlsx", _boek(lambda boek, blad: vul(boek, blad, lek)))


@pytest.mark.parametrize("lek", ["999990019", "p1_3fa85f64", "654321", "1234AB", "geboren 2011-04-03"])
def test_een_bladnaam_met_een_lek_wordt_tegengehouden_en_niet_herhaald(lek):
    vondsten = keur("a.xlsx", _boek(lambda boek, blad: setattr(blad, "title", lek)), MAG)
    assert vondsten
    assert lek not in str(vondsten)


@pytest.mark.parametrize(
    ("getal", "vorm", "soort"),
    [
        (999990019, "General", pt.BSN),
        (999990019, "#,##0", pt.BSN),
        (999990019.0, "0", pt.BSN),
        (999990019, '"€" #,##0', None),
        (12345678, "0", pt.AGB),
        (12345678, "#,##0", None),
        (int(AGB), "0", None),
        (654321, "General", pt.NUMMER),
        (654321, "#,##0", None),
        (0.123456789, "0%", None),
        (45678, "0", None),
    ],
)
def test_een_getal_in_een_cel_moet_de_vorm_van_een_aantal_hebben(getal, vorm, soort):
    def vul(boek, blad):
        blad["C3"], blad["C3"].number_format = getal, vorm

    assert _soorten("a.xlsx", _boek(vul)) == ({soort} if soort else set())


def test_een_vondst_in_een_werkboek_noemt_blad_en_cel():
    (vondst,) = keur("a.xlsx", _boek(lambda boek, blad: blad.__setitem__("B9", "999990019")), KAAL)
    assert vondst.waar == "blad 'Overzicht', cel B9"


def test_een_kolom_geboortedatums_valt_op_zonder_dat_het_woord_erbij_staat():
    import datetime

    def vul(boek, blad):
        blad["D1"], blad["D2"] = "Geboortedatum", datetime.datetime(2011, 4, 3)

    assert pt.GEBOORTEDATUM in _soorten("a.xlsx", _boek(vul))
    tabel = "<table><tr><th>Wie</th><th>Geboortedatum</th></tr><tr><td>a</td><td>03-04-2011</td></tr></table>"
    assert pt.GEBOORTEDATUM in _soorten("a.html", _pagina(tabel))
    assert not _soorten("a.html", _pagina(tabel.replace("Geboortedatum", "Dagtekening")))


def _met_deel(naam: str, inhoud: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_boek(lambda boek, blad: None))) as oud, zipfile.ZipFile(uit, "w") as nieuw:
        for lid in oud.namelist():
            nieuw.writestr(lid, oud.read(lid))
        nieuw.writestr(naam, inhoud)
    return uit.getvalue()


@elk_lek
def test_gedeelde_teksten_worden_per_cel_gelezen(lek, soort):
    ruimte = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    tekst = f"<sst {ruimte}><si><r><t>{_escape(lek[:2])}</t></r><r><t>{_escape(lek[2:])}</t></r></si></sst>"
    boek = _met_deel("xl/sharedStrings.xml", tekst.encode())
    assert soort in _soorten("a.xlsx", boek)


@pytest.mark.parametrize("naam", ["xl/media/foto.jpeg", "customXml/item1.xml", "xl/vbaProject.bin", "notities.txt"])
def test_een_onbekend_onderdeel_van_een_werkboek_houdt_het_tegen(naam):
    assert pt.VERPAKT in _soorten("a.xlsx", _met_deel(naam, b"<a/>"))


def test_een_formule_en_een_verwijzing_naar_buiten_houden_een_werkboek_tegen():
    assert pt.BUITEN in _soorten("a.xlsx", _boek(lambda boek, blad: blad.__setitem__("A9", '=WEBSERVICE("x")')))

    def link(boek, blad):
        blad["A1"].hyperlink = "https://voorbeeld.nl/"

    assert pt.BUITEN in _soorten("a.xlsx", _boek(link))


@pytest.mark.parametrize("inhoud", [b"", b"PK\x03\x04kapot", b"geen zip"])
def test_een_kapot_bestand_wordt_geweigerd(inhoud):
    assert keur("a.xlsx", inhoud, MAG)
    assert keur("a.json", inhoud, MAG)
    assert keur("a.png", inhoud, MAG)


def test_bytes_voor_of_achter_een_werkboek_houden_het_tegen():
    boek = _boek(lambda boek, blad: None)
    assert not keur("a.xlsx", boek, MAG)
    assert keur("a.xlsx", boek + b"999990019", MAG)
    assert keur("a.xlsx", b"999990019" + boek, MAG)


@pytest.mark.parametrize("naam", ["a.ipynb", "a.csv", "a", "a.svg", "a.parquet", "a.HTML", "a.html.txt"])
def test_een_onbekende_soort_bestand_wordt_geweigerd(naam):
    assert ONBEKEND in _soorten(naam, b"<p>goed</p>")


@elk_lek
def test_run_json_met_een_lek_wordt_tegengehouden(lek, soort):
    for inhoud in ({"argumenten": ["--data", lek]}, {"fouten": [{"waar": "x", "melding": f"bij {lek}."}]}, {lek: 1}):
        assert soort in _soorten("run.json", json.dumps(inhoud).encode())


def test_getallen_in_run_json():
    assert not keur("run.json", b'{"signalen": 1234567, "seconden": 282.9, "jaar": 2024, "code": 0}', MAG)
    assert keur("run.json", b'{"signalen": 999990019}', MAG)
    assert keur("run.json", b'{"nummer": 654321}', MAG)


@pytest.mark.parametrize(
    ("lek", "soort"),
    [waarde for waarde in LEKKEN.values() if waarde[1] not in (pt.PAD, pt.BERICHT, pt.FOUTMELDING)],
)
def test_een_bestandsnaam_met_een_lek_wordt_tegengehouden(lek, soort):
    assert soort in _soorten(f"brem/{lek}.html", _pagina("<p>goed</p>"))


@pytest.mark.parametrize(
    "lichaam",
    [
        '<script src="https://cdn.voorbeeld.nl/a.js"></script>',
        '<script src="a.js"></script>',
        '<link rel="stylesheet" href="https://voorbeeld.nl/a.css">',
        '<img alt="" src="https://voorbeeld.nl/a.png">',
        '<img alt="" src="a.png">',
        '<img alt="" src="data:image/svg+xml;base64,AAAA">',
        '<img alt="" srcset="https://voorbeeld.nl/a.png 2x">',
        '<iframe src="a.html"></iframe>',
        "<style>@import 'a.css';</style>",
        "<style>p { background: url(https://voorbeeld.nl/a.png) }</style>",
        '<p style="background: url(//voorbeeld.nl/a.png)">x</p>',
        "<script>fetch('https://voorbeeld.nl/')</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://voorbeeld.nl/">x</a>',
        '<form action="https://voorbeeld.nl/"></form>',
        '<a href="/reports/index.html">x</a>',
    ],
)
def test_niets_in_een_pagina_komt_van_elders(lichaam):
    assert _soorten("a.html", _pagina(lichaam)) & {pt.BUITEN, pt.PAD}


GOED = [
    "In 2024 stopten 1.234.567 van de 12.345 cliënten: 31,4 %, een verschil van +1,2 procentpunt (2,9 tot 4,1).",
    "Kosten: € 123.456.789 in 2024, € 12.345,67 per maand; netto € −1.234.567.",
    f"Zorg A ({AGB}) en AGB {AGB}; gemeenten Brem (9901) en Heide (9902); product 45A04 en 54001.",
    "Berichten bekend tot en met 31-03-2026. Dagtekening 2024-12-31T23:59:59Z.",
    "Invoer " + "c0ffee12" * 8 + ", commit " + "2c991073" * 5 + "-gewijzigd, opties 12345678c901, code 0123456789ab.",
    "Versies: python 3.11.7, matplotlib 3.11.2, numpy 2.4.6, pandas 3.1.1.",
    "In 2024 WMO-berichten en 2025 JW; 2048 KB; J1 tot en met J22; 8001 en TR332; 2023 en 2024, 2025.",
    "WMO305 en JW307, 301/305/307; normen/2024.toml, producten.csv, pleegzorg.xlsx, wmo.html, ../index.html.",
    "Loopt van 01-01-2024 tot en met 31-12-2024 en 14,2 maanden. Broers en zussen: kinderen die, voor zover de "
    "gemeente dat weet, zijn geboren uit dezelfde moeder.",
    "2023 2024 2025; 12 34 56; en/of, ja/nee, € 12/uur/week, km/uur, 's-Hertogenbosch.",
]


@pytest.mark.parametrize("tekst", GOED)
def test_gewone_rapporttekst_gaat_door(tekst):
    assert not vind(tekst, MAG)
    assert not keur("a.html", _pagina(f"<p>{tekst}</p>" + _plaatje(_png())), MAG)
    assert not keur("a.xlsx", _boek(lambda boek, blad: blad.__setitem__("A3", tekst)), MAG)


def test_gewone_pagina_met_stijl_script_en_links_gaat_door():
    hoofd = "<style>p { color: #123456; margin: 0 } @media print { a::after { content: '' } }</style>"
    lichaam = (
        f'<a href="#deel-1">a</a><a href="brem/2024/wmo.html#deel-3">b</a><a href="../../index.html">c</a>'
        f'<a href="brieven/{AGB}.html">d</a><span style="color: #654321">x</span>'
        "<script>document.querySelector('#zoek').addEventListener('input', () => { let a = 1000; });</script>"
    )
    assert not keur("a.html", _pagina(lichaam, hoofd), MAG)


def test_een_kenmerk_van_een_bericht_mag_alleen_als_het_is_toegestaan_en_geen_negen_cijfers_heeft():
    assert not vind("30500000220", MAG)
    assert not vind("Zie A-123456, graag.", MAG)
    assert vind("30500000220", KAAL)
    assert vind("999990019", MAG) == [pt.BSN]


def test_een_vondst_in_een_pagina_noemt_de_kop_maar_niet_een_kop_die_zelf_lekt():
    (vondst,) = keur("a.html", _pagina("<p>x</p><h3>Uitval</h3><p>999990019</p>"), KAAL)
    assert vondst.waar == "onder 'Uitval'"
    vondsten = keur("a.html", _pagina("<h3>999990019</h3><p>654321</p>"), KAAL)
    assert "999990019" not in str(vondsten)


@given(st.floats(0, 1), st.integers(0, 99_999_999), st.integers(0, 99_999), st.dates(), st.integers(1990, 2040))
def test_wat_opmaak_schrijft_is_nooit_een_lek(fractie, aantal, klein, dag, jaar):
    tekst = (
        f"In {jaar} was het {opmaak.procent(fractie)} ({opmaak.bereik(fractie / 2, fractie)}), {opmaak.aantal(aantal)} "
        f"van {opmaak.aantal(klein)} {opmaak.punten(fractie)}; op {opmaak.datum(dag)} en {dag.isoformat()}, "
        f"{opmaak.getal(aantal / 7, 2)} maanden, {jaar} {klein % 100} %."
    )
    if 1900 <= dag.year <= 2099:
        assert not vind(tekst, KAAL), tekst


@given(
    st.integers(0, 10**9 - 1),
    st.sampled_from(["", "x", " ", "(", "=", "nr", '"', ":"]),
    st.sampled_from(["", " ", ")", ".", "x"]),
)
def test_elk_getal_van_negen_cijfers_wordt_gezien(getal, voor, na):
    kaal = f"{getal:09d}"
    vormen = [
        kaal,
        f"{kaal[:3]}.{kaal[3:6]}.{kaal[6:]}",
        f"{kaal[:4]}.{kaal[4:6]}.{kaal[6:]}",
        f"{kaal[:3]} {kaal[3:6]} {kaal[6:]}",
    ]
    for vorm in vormen:
        assert pt.BSN in vind(f"cliënt {voor}{vorm}{na} stopte", KAAL), vorm


@given(st.integers(100_000, 10**9 - 1))
def test_elk_toewijzingnummer_wordt_gezien(nummer):
    assert vind(f"toewijzing {nummer} liep af", KAAL) or str(nummer) == AGB


@given(st.integers(0, 10**8 - 1), st.sets(st.integers(0, 10**8 - 1), max_size=4))
def test_alleen_een_agb_van_de_regio_mag_genoemd_worden(code, regio):
    mag = Toegestaan(frozenset(f"{agb:08d}" for agb in regio))
    assert bool(vind(f"AGB {code:08d}", mag)) == (code not in regio)


@given(st.integers(1000, 9999), st.text("ABCDEGHJKLMNPRSTVWXZ", min_size=2, max_size=2), st.sampled_from(["", " "]))
def test_elke_postcode_wordt_gezien(cijfers, letters, spatie):
    gevonden = pt.POSTCODE in vind(f"te {cijfers}{spatie}{letters} Plaats", KAAL)
    assert gevonden or (spatie and letters in ("KB", "MB", "GB", "TB", "PB", "NL", "JW", "EU"))


@given(st.binary(min_size=0, max_size=400))
def test_willekeurige_bytes_geven_nooit_een_fout(inhoud):
    for naam in ("a.html", "a.xlsx", "a.json", "a.png"):
        assert isinstance(keur(naam, inhoud, MAG), list)


def test_een_werkboek_met_een_gewijzigde_byte_geeft_nooit_een_fout():
    boek, dobbel = _boek(lambda boek, blad: blad.__setitem__("B3", "goed")), random.Random(1)
    for _ in range(200):
        plaats = dobbel.randrange(len(boek))
        kapot = boek[:plaats] + bytes([dobbel.randrange(256)]) + boek[plaats + 1 :]
        assert isinstance(keur("a.xlsx", kapot, MAG), list)


def test_een_eindeloos_diepe_pagina_wordt_geweigerd():
    assert pt.VERPAKT in _soorten("a.html", _pagina("<div>" * 5000 + "999990019"))


def test_een_melding_herhaalt_nooit_cijfers():
    pagina = _pagina("".join(f"<p>{_escape(lek)}</p>" for lek, _ in LEKKEN.values()))
    assert not [
        vondst for vondst in keur("a.html", pagina, MAG) if re.search(r"\d{3}|p1_", f"{vondst.soort}{vondst.waar}")
    ]
