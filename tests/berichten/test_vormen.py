"""Forms that were learned: what they take, they read as the ordinary way does; what differs, they leave to that."""

import random
import re

import pytest
from berichten import ontleed_maker as maker
from berichten import ontleed_tweeling as tweeling
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.berichten import vormen
from normwijzer.berichten.meldingen import Onleesbaar

BLAD = re.compile(r"(?<=>)[^<>]+(?=</)")
TEKSTEN = st.one_of(
    st.sampled_from(["", " ", "\n", " \t\n", "\r\n", "\r", " x ", "é", " é", "&#48;", "&amp;", "a&b", "x>y", "]]>"]),
    st.sampled_from(["<!-- x -->", "<b/>", "</a>", "<", "\x0b", "\x00", "\ufffe", "\ue0001", "\x85", "\xa0"]),
    st.sampled_from(["2024-02-30", "999900006", "00123", "-5", "x" * 400, "é" * 299 + " " * 9, " " * 400]),
    st.text(max_size=5),
)


@pytest.fixture(autouse=True)
def _leer_meteen(monkeypatch):
    monkeypatch.setattr(vormen, "VANAF", 1)


def lees_gewoon(document: bytes):
    """Rows and signals without forms; the refusal when it is refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vormen.Vormen, "lees", lambda *_: None)
        return lees(document)


def lees(*documenten: bytes):
    """Rows and signals of the last document, read after the others by the same reader."""
    try:
        tabellen, signalen = tweeling.lees(*documenten)
    except Onleesbaar as fout:
        return str(fout)
    laatste = len(documenten) - 1
    kolommen = {"bron", "bestand", "bericht"}
    rijen = {
        tabel: [{k: v for k, v in rij.items() if k not in kolommen} for rij in deel if rij["bericht"] == laatste]
        for tabel, deel in tabellen.items()
    }
    eigen = sorted(
        (s.signaal, s.wet, s.berichttype, s.gemeente, s.aanbieder, s.aantal, s.toelichting)
        for s in signalen if s.bestand == f"{laatste}.xml"
    )  # fmt: skip
    return {tabel: deel for tabel, deel in rijen.items() if deel}, eigen


def net_bericht(zaad: int, soort: str, rommel: float = 0.0) -> bytes:
    """A message in UTF-8 that can be read."""
    return maker.Maker(random.Random(zaad), rommel).bericht("wmo", soort, codering="UTF-8")


@settings(max_examples=250, deadline=None)
@given(
    st.integers(0, 400), st.sampled_from(["301", "305", "307", "315"]), st.sampled_from([0.0, 0.0, 0.03]),
    st.lists(st.tuples(st.integers(0, 200), TEKSTEN), max_size=4),
)  # fmt: skip
def test_bericht_van_geleerde_vorm_leest_als_langs_de_gewone_weg(zaad, soort, rommel, wijzigingen):
    eerste = net_bericht(zaad, soort, rommel)
    tekst = eerste.decode()
    for plek, nieuw in wijzigingen:
        bladen = list(BLAD.finditer(tekst))
        blad = bladen[plek % len(bladen)]
        tekst = tekst[: blad.start()] + nieuw + tekst[blad.end() :]
    tweede = tekst.encode("utf-8", "replace")
    assert lees(eerste, tweede) == lees_gewoon(tweede)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 3))
def test_willekeurig_beschadigd_bericht_leest_als_langs_de_gewone_weg(zaad, plek, erbij, eraf):
    eerste = net_bericht(zaad, "305")
    plek %= len(eerste)
    tweede = eerste[:plek] + erbij + eerste[plek + eraf :]
    assert lees(eerste, tweede) == lees_gewoon(tweede)


def test_geleerde_vorm_wordt_ook_echt_gebruikt(monkeypatch):
    eerste = net_bericht(3, "301")
    tweede = re.sub(rb"(?<=>)9999\d{5}(?=<)", b"999900041", eerste)
    verwacht = lees_gewoon(tweede)
    genomen = []
    echt = vormen._Vorm.lees
    monkeypatch.setattr(vormen._Vorm, "lees", lambda vorm, teksten: genomen.append(1) or echt(vorm, teksten))
    assert lees(eerste, tweede) == verwacht
    assert genomen == [1]


@pytest.mark.parametrize(
    "romp",
    [
        "<p:Header><!-- <a>x</a> --><p:Afzender>9901</p:Afzender></p:Header>",
        "<p:Header><![CDATA[<a>x</a>]]><p:Afzender>9901</p:Afzender></p:Header>",
        "<p:Header><?pi <a>x</a> ?><p:Afzender>9901</p:Afzender></p:Header>",
        "<p:Header><p:Afzender>12<b>x</b></p:Afzender><p:Ontvanger>99000001</p:Ontvanger></p:Header>",
        "<p:Header xml:space='preserve'> <p:Afzender>9901</p:Afzender> </p:Header>",
        "<p:Header><p:Afzender a='x'>9901</p:Afzender><p:Ontvanger a='1'/></p:Header>",
        "<p:Header><p:Afzender>9901</p:Afzender><p:Afzender>9902</p:Afzender></p:Header>",
        "<p:Header><p:Afzender>9901</p:Afzender></p:Header><p:Client><p:Bsn>999900006</p:Bsn></p:Client>",
    ],
)
def test_ongewone_vorm_leest_langs_beide_wegen_gelijk(romp):
    ruimte = "http://www.istandaarden.nl/iwmo/3_2/wmo305/schema"
    for ander in ("x", " ", "", "--> <", "]]>", "?>", "77"):
        documenten = [
            f'<p:Bericht xmlns:p="{ruimte}">{tekst}</p:Bericht>'.encode()
            for tekst in (romp, romp.replace(">x<", f">{ander}<").replace("9901", ander or "9903"))
        ]
        assert lees(*documenten) == lees_gewoon(documenten[1])


def test_verklaring_van_een_andere_codering_wordt_niet_geleerd():
    eerste = net_bericht(5, "305").replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
    assert b"ISO-8859-1" in eerste
    tweede = re.sub(rb"(?<=>)B\d+(?=<)", "Bé".encode(), eerste)
    assert lees(eerste, tweede) == lees_gewoon(tweede)


def test_er_komen_niet_onbeperkt_vormen_bij(monkeypatch):
    monkeypatch.setattr(vormen, "_VORMEN", 3)
    gemaakt = []
    echt = vormen._maak_vorm
    monkeypatch.setattr(vormen, "_maak_vorm", lambda *delen: gemaakt.append(1) or echt(*delen))
    tweeling.lees(*(net_bericht(zaad, "315") for zaad in range(12)))
    assert len(gemaakt) == 3
