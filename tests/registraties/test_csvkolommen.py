"""The quick reader of long csv files, judged by the careful one."""

from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.registraties.csvkolommen import read_kolommen
from normwijzer.registraties.csvregels import read_regels

VELD = st.sampled_from(["", "a", " ", "12,50", "é", "x y", "\u2028", "\u00a0", "sep=", "\x00", "\x0b"])
LIJN = st.lists(VELD, min_size=1, max_size=4).map(";".join)
TEKST = st.lists(st.tuples(LIJN, st.sampled_from(["\n", "\r\n"])), max_size=12).map(
    lambda lijnen: "".join(lijn + einde for lijn, einde in lijnen)
)


def _zorgvuldig(tekst: str) -> tuple:
    """Header with its line, records of its width with their lines, and lines of another width."""
    regels, kapot = read_regels(tekst)
    assert kapot == []
    (kopregel, namen), rest = regels[0], regels[1:]
    goed = [(regel, velden) for regel, velden in rest if len(velden) == len(namen)]
    return kopregel, namen, goed, [regel for regel, velden in rest if len(velden) != len(namen)]


def _vlot(tekst: str) -> tuple | None:
    gelezen = read_kolommen(tekst.encode())
    if gelezen is None:
        return None
    assert {len(veld) for veld in gelezen.velden} == {len(gelezen.regels)}
    rijen = zip(gelezen.regels.tolist(), map(list, zip(*gelezen.velden, strict=True)), strict=True)
    goed = [(regel, velden) for regel, velden in rijen if "".join(velden).strip()]
    return gelezen.kopregel, gelezen.namen, goed, gelezen.fout


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["", "\n", "sep=;\n", "SEP=;\r\n\n"]), TEKST, LIJN)
def test_de_vlotte_lezer_ziet_wat_de_zorgvuldige_ziet(begin, tekst, slot):
    tekst = f"{begin}a;b;c\n{tekst}{slot}"
    assert _vlot(tekst) == _zorgvuldig(tekst)


@settings(max_examples=100, deadline=None)
@given(TEKST)
def test_ook_met_een_willekeurige_kopregel(tekst):
    gelezen = _vlot(tekst)
    if not read_regels(tekst)[0]:
        assert gelezen is None
        return
    namen = _zorgvuldig(tekst)[1]
    assert gelezen == (None if len(namen) < 2 else _zorgvuldig(tekst))


def test_regelnummers_blijven_kloppen_over_de_blokken_van_een_lang_bestand():
    lijnen = [f"{nummer};{'x' * 90};c" if nummer % 1000 else f"{nummer}" for nummer in range(2, 40_000)]
    lijnen[5] = ""
    gelezen = read_kolommen("\n".join(["a;b;c", *lijnen]).encode())
    assert gelezen.fout == list(range(1000, 40_000, 1000))
    blanco = gelezen.velden[0] == ""
    assert gelezen.regels[blanco].tolist() == [7]
    assert gelezen.velden[0][~blanco].astype("int64").tolist() == gelezen.regels[~blanco].tolist()


def test_wat_zorg_vraagt_gaat_naar_de_zorgvuldige_lezer():
    for tekst in ('a;b\n"1";2\n', "a;b\r1;2\r", "a\n1\n", "", "\n\n", f"a;b\n{'x' * 3_000_000};2\n"):
        assert read_kolommen(tekst.encode()) is None
