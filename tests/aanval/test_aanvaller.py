"""The attacker proves itself: it finds what is there to find, and says nothing when nothing can be known."""

import ast
import io
from itertools import product
from pathlib import Path

import pytest
from aanval import doen, rechter
from aanval.cellen import Schrijfwijze, lees_deel
from aanval.feiten import Feiten, Sleutel, lees_feiten
from aanval.lezen import lees_batch
from aanval.rekenen import Aanval
from aanval.sporen import zoek_sporen
from aanval.verbanden import Som
from aanval.zwak import KOPPEN, html_tabel
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

KAAL = Sleutel("proef", 2025, "K1 Uitval", "", "", "")
ZIN = "Aantallen zijn afgerond op vijftallen en percentages op hele procenten."
KLEIN = "te klein om te tonen (<10)"


def _schrijf(map_: Path, *tabellen: str, editie: str = "") -> Path:
    pad = map_ / editie / "proef" / "2025" / "jeugd_kwaliteit.html"
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(f"<html><body><h1>Proef</h1>{''.join(tabellen)}</body></html>", encoding="utf-8")
    return map_


def _tabel(*rijen: tuple[str, ...], titel: str = "K1 Uitval per aanbieder, hele regio, 2025") -> str:
    return html_tabel(titel, KOPPEN, list(rijen))


def test_een_tabel_met_alleen_de_kleine_rijen_verborgen_valt(tmp_path):
    """Primary suppression alone: what is left of the whole is the hidden row, teller [3, 3] and noemer, and [1, 1]."""
    intern = _tabel(("Hele regio", "38 %", "23", "60"), ("A", "39 %", "20", "51"), ("B", "33 %", "3", "9"))
    andere = _tabel(("Hele regio", "50 %", "21", "42"), ("A", "53 %", "20", "38"), ("B", "25 %", "1", "4"),
                    titel="K31 Zonder hulp verder kunnen per aanbieder, hele regio, 2025")  # fmt: skip
    _schrijf(tmp_path, intern, andere, editie="intern")
    niets = f"<td>{KLEIN}</td><td></td><td>&lt;10</td>"
    gewijzigd = (intern.replace("<td>33 %</td><td>3</td><td>9</td>", niets),
                 andere.replace("<td>25 %</td><td>1</td><td>4</td>", niets))  # fmt: skip
    _schrijf(tmp_path, *gewijzigd)
    vallen = [val for val in doen.val_aan(tmp_path, tmp_path / "intern") if isinstance(val, rechter.Val)]
    gevonden = {(val.sleutel.onderwerp[:3], val.sleutel.maat): val.bereik for val in vallen if val.sleutel.wie == "b"}
    assert gevonden == {("K1 ", "t"): (3, 3), ("K1 ", "n"): (9, 9), ("K31", "t"): (1, 1), ("K31", "n"): (4, 4),
                        ("K31", "c"): (3, 3)}  # fmt: skip


def test_twee_verborgen_rijen_vallen_als_hun_som_klein_is(tmp_path):
    """Two hidden rows of one person each: their sum is 2, so each holds 0, 1 or 2."""
    rijen = [("A", "40 %", "20", "50"), ("B", "7 %", "1", "15"), ("C", "6 %", "1", "16")]
    _schrijf(tmp_path, _tabel(("Hele regio", "27 %", "22", "81"), *rijen), editie="intern")
    verborgen = [(naam, "niet getoond: zou een kleine groep verraden", "", "") for naam in "BC"]
    _schrijf(
        tmp_path, f"<p>{ZIN}</p>", _tabel(("Hele regio", "27 %", "20", "80"), ("A", "40 %", "20", "50"), *verborgen)
    )
    vallen = rechter.val_hard(lees_feiten(lees_batch(tmp_path)), rechter.lees_waarheid(tmp_path / "intern"))
    hard = {val.sleutel.wie: val for val in vallen if val.sleutel.maat == "t"}
    assert {naam: val.bereik for naam, val in hard.items()} == {"b": (0, 2), "c": (0, 2)}


def test_een_band_van_nul_tot_vier_valt_niet(tmp_path):
    intern = _tabel(("Hele regio", "28 %", "25", "90"), ("A", "44 %", "22", "50"), ("B", "8 %", "3", "40"))
    _schrijf(tmp_path, intern, editie="intern")
    band = ("B", "minder dan 5 van ongeveer 40 (onder 14 %)", "", "40")
    _schrijf(tmp_path, f"<p>{ZIN}</p>", _tabel(("A", "44 %", "20", "50"), band))
    assert doen.val_aan(tmp_path, tmp_path / "intern") == []


def test_de_teller_van_een_rij_die_bijna_alle_zegt_telt_mee_in_de_som(tmp_path):
    """Left out of the sum it would make the others look larger than they are."""
    band = ("B", "op minder dan 5 na alle ongeveer 40 (boven 86 %)", "", "")
    _schrijf(tmp_path, f"<p>{ZIN}</p>", _tabel(("Hele regio", "55 %", "55", "100"), ("A", "33 %", "20", "60"), band))
    assert KAAL.met(wie="b", maat="t") in lees_feiten(lees_batch(tmp_path)).sleutels()


def test_afgerond_op_vijf_laat_een_een_vallen_want_er_staat_nul(tmp_path):
    """A one that is printed as 0 says 0, 1 or 2: rounding is no protection."""
    _schrijf(tmp_path, _tabel(("A", "8 %", "1", "13")), editie="intern")
    _schrijf(tmp_path, f"<p>{ZIN}</p>", _tabel(("A", "", "0", "15")))
    assert [val.bereik for val in doen.val_aan(tmp_path, tmp_path / "intern")] == [(0, 2)]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_bereik_van_een_paar_is_dat_van_alle_paren(paar):
    """Slow twin: try every pair that is printed alike."""
    t, n = paar
    wijze = Schrijfwijze(afgerond=True)
    feit = {
        "t": wijze.aantal(str(_vijf(t))),
        "n": wijze.aantal(str(_vijf(n))),
        "p": wijze.percentage(str(_procent(t, n))),
    }
    feiten = Feiten()
    for maat, grens in feit.items():
        feiten.voeg_toe(KAAL.met(maat=maat), grens, "proef")
    alle = [(a, b) for b in range(1, 70) for a in range(b + 1) if (_vijf(a), _vijf(b)) == (_vijf(t), _vijf(n))]
    passend = [(a, b) for a, b in alle if abs(100 * a / b - _procent(t, n)) <= 0.5 + 1e-9]
    for maat, kies in (("t", lambda p: p[0]), ("n", lambda p: p[1]), ("c", lambda p: p[1] - p[0])):
        reeks = [kies(p) for p in passend]
        assert Aanval(feiten).bereik(KAAL.met(maat=maat)) == (min(reeks), max(reeks))


def _vijf(getal: int) -> int:
    return 5 * ((getal + 2) // 5)


def _procent(t: int, n: int) -> int:
    return int(100 * t / n + 0.5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=4), st.data())
def test_bereik_uit_een_som_is_dat_van_alle_mogelijkheden(rijen, data):
    """Slow twin: hidden counts of 0 to 9 below a known sum; every combination is tried."""
    namen = [KAAL.met(wie=str(i), maat="x") for i in range(len(rijen))]
    feiten = Feiten()
    for naam, (getal, verborgen) in zip(namen, rijen, strict=True):
        feiten.voeg_toe(naam, (0, 9) if verborgen else (getal, getal), "proef")
    som = Som(dict.fromkeys(namen, 1), rechts=sum(getal for getal, _ in rijen))
    mogelijk = [keuze for keuze in product(*(range(10) if v else [g] for g, v in rijen)) if sum(keuze) == som.rechts]
    for plek, naam in enumerate(namen):
        reeks = [keuze[plek] for keuze in mogelijk]
        assert Aanval(feiten, sommen=[som]).bereik(naam) == (min(reeks), max(reeks))


@pytest.mark.parametrize(
    ("tekst", "feit"),
    [
        ("17,7 % (62 van 350)", {"p": (17.65, 17.75), "t": (62, 62), "n": (350, 350)}),
        ("minder dan 5 van ongeveer 1.040 (onder 1 %)", {"t": (0, 4), "n": (1040, 1040)}),
        ("op minder dan 5 na alle ongeveer 40 (boven 86 %)", {"c": (0, 4), "n": (40, 40)}),
        ("47 % (1.670)", {"p": (46.5, 47.5), "n": (1670, 1670)}),
        ("5 (2,1 %)", {"t": (5, 5), "p": (2.05, 2.15)}),
        (KLEIN, {"n": (1, 9)}),
        ("14 % – 22 %", {}),
    ],
)
def test_een_cel_zegt_wat_er_staat(tekst, feit):
    gelezen = lees_deel(tekst, Schrijfwijze(afgerond=False))
    assert {maat: pytest.approx(grens) for maat, grens in feit.items()} == gelezen


def test_een_kleine_groep_in_zin_en_alternatieve_tekst_is_een_spoor(tmp_path):
    _schrijf(tmp_path, f"<p>{ZIN}</p>", "<p>Perceel 1: 5 % (2 van 41 cliënten).</p>", '<img alt="B: 33 % (3 van 9)">',
             "<!-- n=7 -->", "<p>35 % (21 van 60 cliënten).</p><p>2 van 9 aanbieders</p>")  # fmt: skip
    assert sorted(spoor.soort for spoor in zoek_sporen(lees_batch(tmp_path))) == [
        "kleine groep in alt", "kleine groep in zin", "opmerking",
    ]  # fmt: skip


def test_meer_cijfers_in_een_werkboek_dan_getoond_zijn_een_spoor_en_verraden_het_aantal(tmp_path):
    boek = Workbook()
    blad = boek.active
    for rij in ([_titel()], list(KOPPEN), ["A", 3 / 41, None, None]):
        blad.append(rij)
    blad["B3"].number_format = "0%"
    (tmp_path / "proef" / "2025").mkdir(parents=True)
    boek.save(tmp_path / "proef" / "2025" / "jeugd_kwaliteit.xlsx")
    batch = lees_batch(tmp_path)
    assert any("decimalen" in spoor.soort for spoor in zoek_sporen(batch))
    assert lees_feiten(batch).grens[KAAL.met(wie="a", maat="p")] == pytest.approx((300 / 41, 300 / 41), abs=1e-9)


def _titel() -> str:
    return "K1 Uitval per aanbieder, hele regio, 2025"


def test_tekst_in_een_beeld_wordt_gelezen(tmp_path):
    import base64

    merk, uit = PngImagePlugin.PngInfo(), io.BytesIO()
    merk.add_text("Comment", "t=3 n=9")
    Image.new("L", (2, 2)).save(uit, "PNG", pnginfo=merk)
    _schrijf(tmp_path, f'<img alt="" src="data:image/png;base64,{base64.b64encode(uit.getvalue()).decode()}">')
    assert [spoor.tekst for spoor in zoek_sporen(lees_batch(tmp_path))] == ["Comment\0t=3 n=9"]


def test_de_aanvaller_kent_de_code_van_het_product_niet():
    """Only what makes batches (drukken, regios, batches) may know the product; the attack and its judge do not."""
    hier = Path(__file__).parent
    for naam in ("lezen", "cellen", "feiten", "verbanden", "rekenen", "rechter", "sporen", "zwak"):
        boom = ast.parse((hier / f"{naam}.py").read_text(encoding="utf-8"))
        namen = [knoop.module or "" for knoop in ast.walk(boom) if isinstance(knoop, ast.ImportFrom)]
        namen += [deel.name for knoop in ast.walk(boom) if isinstance(knoop, ast.Import) for deel in knoop.names]
        assert [naam for naam in namen if naam.startswith("normwijzer")] == []
