"""Outcome rows and side figures of the shared edition."""

import itertools
import shutil

import numpy as np
import pandas as pd
import pytest
from hulp_run import REGIO, neem_regio
from normwijzer.kpi import catalogus
from normwijzer.normen import oordeel
from normwijzer.paden import Paden
from normwijzer.privacy import NIET_GETOOND, OVERIGE, TE_KLEIN
from normwijzer.regio import lees_regio
from normwijzer.uitvoering.beschermen_cijfers import bescherm_cijfers, leden_van
from normwijzer.uitvoering.beschermen_cijfers_staten import bepaal_staten
from normwijzer.uitvoering.rekenen import reken
from normwijzer.uitvoering.uitkomsten import lees_frame
from privacy.rechter import VERBORGEN, mogelijk_lp

A, B, C, D, E = (f"9999000{nummer}" for nummer in range(1, 6))
UITVAL, UITSTROOM, J1 = "uitval", "doelrealisatie_uitstroom", "jeugdigen_in_verblijf"
A9, A6, A3 = "beoordeling_declaratie", "afwijzen_toewijzing", "toewijzing_voor_ingangsdatum"
WMO = catalogus.laad("wmo")
FAMILIES = ("wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces")


def _rij(kpi, teller, noemer, **anders):
    vast = {
        "regio": "r", "jaar": 2024, "familie": "wmo", "kpi": kpi, "variant": "basis", "wet": None, "perceel": None,
        "aanbieder": None, "gemeente": None, "soort": None, "teller": teller, "noemer": noemer,
        "waarde": teller / noemer if noemer else np.nan, "eenheid": "fractie", "onder": 0.111, "boven": 0.888,
        "grens_onder": np.nan, "grens_boven": np.nan, "status": "definitief",
    }  # fmt: skip
    return vast | anders


def _tabel(*rijen):
    tabel = pd.DataFrame(list(rijen)).astype({"teller": "Int64", "noemer": "Int64"})
    return tabel.astype({k: "str" for k in ("wet", "perceel", "aanbieder", "gemeente", "soort")})


def _perceel(*aanbieders, kpi=UITVAL, perceel="1"):
    """Rows of one perceel: (code, teller, noemer), and their sum for the perceel and the region."""
    som = [sum(rij[i] for rij in aanbieders) for i in (1, 2)]
    rijen = [_rij(kpi, t, n, perceel=perceel, aanbieder=agb) for agb, t, n in aanbieders]
    return _tabel(_rij(kpi, *som), _rij(kpi, *som, perceel=perceel), *rijen)


def _deel(tabel, besluiten=(), boek=WMO):
    return bescherm_cijfers(tabel, tabel, boek, "deelbaar", besluiten=besluiten)


def _per(uit, kolom="tekst"):
    eigen = uit[uit["aanbieder"].ne("")]
    return dict(zip(eigen["aanbieder"], eigen[kolom], strict=True))


def test_intern_verandert_er_niets():
    tabel = _perceel((A, 1, 3), (B, 10, 40))
    uit = bescherm_cijfers(tabel, tabel, WMO, "intern")
    assert uit[["teller", "noemer", "waarde", "onder"]].equals(tabel[["teller", "noemer", "waarde", "onder"]])
    assert not uit["te_klein"].any()
    assert uit["tekst"].eq("").all()
    assert uit["stap"].isna().all()


def test_onbekende_editie():
    with pytest.raises(ValueError, match="editie"):
        bescherm_cijfers(_perceel((A, 1, 3)), _perceel((A, 1, 3)), WMO, "openbaar")


def test_getoonde_rijen_zijn_afgerond_uit_de_precieze_cijfers():
    uit = _deel(_perceel((A, 57, 200), (B, 13, 52)))
    rij = uit[uit["aanbieder"].eq(A)].iloc[0]
    assert (rij.teller, rij.noemer, rij.waarde, rij.onder, rij.boven) == (55, 200, 0.29, 0.11, 0.89)
    rij = uit[uit["aanbieder"].eq(B)].iloc[0]
    assert (rij.teller, rij.noemer, rij.waarde) == (15, 50, 0.25)
    assert uit["tekst"].eq("").all()


def test_kleine_aanbieders_zijn_een_rij_met_de_som_en_zonder_oordeel():
    uit = _deel(_perceel((A, 4, 9), (B, 3, 8), (C, 30, 60), (D, 40, 70)))
    assert list(_per(uit)) == [C, D, OVERIGE]
    rij = uit[uit["aanbieder"].eq(OVERIGE)].iloc[0]
    assert (rij.teller, rij.noemer, rij.waarde, rij.oordeel) == (5, 15, 0.41, "")  # 7 of 17
    assert (rij.onder, rij.boven) == (0.22, 0.64)  # Wilson 95 % of 7 of 17: 21,6 % to 64,0 %


def test_klein_deel_neemt_de_kleinste_andere_rij_mee():
    uit = _deel(_perceel((A, 2, 38), (B, 20, 60), (C, 30, 70)))
    assert _per(uit) == {A: "minder dan 5 van ongeveer 40 (onder 14 %)", B: NIET_GETOOND, C: ""}
    hidden = uit[uit["te_klein"]]
    assert hidden[["teller", "noemer", "waarde", "onder", "boven"]].isna().all(axis=None)


def test_iedereen_klein_geeft_geen_rijen_per_aanbieder():
    uit = _deel(_perceel((A, 4, 9), (B, 3, 8), (C, 1, 5)))
    assert not _per(uit)
    assert uit["tekst"].tolist() == ["", ""]


def test_een_aanbieder_alleen_is_het_perceel_zelf():
    assert _per(_deel(_perceel((A, 20, 90)))) == {A: ""}
    assert _per(_deel(_perceel((A, 2, 90)))) == {A: "minder dan 5 van ongeveer 90 (onder 6 %)"}


def test_verborgen_perceel_neemt_zijn_aanbieders_mee():
    tabel = _perceel((A, 4, 9))
    uit = _deel(tabel)
    assert uit["tekst"].eq(TE_KLEIN).all()


def test_van_alle_percelen_samen_verdwijnt_de_rij_en_nooit_een_perceel():
    tabel = _tabel(
        _rij(UITVAL, 32, 150), _rij(UITVAL, 2, 50, perceel="1"), _rij(UITVAL, 30, 100, perceel="2"),
        _rij(UITVAL, 32, 150, variant="x=1"),
    )  # fmt: skip
    uit = _deel(tabel).set_index(["variant", "perceel"])["tekst"].to_dict()
    assert uit == {
        ("basis", ""): NIET_GETOOND, ("basis", "1"): "minder dan 5 van ongeveer 50 (onder 11 %)", ("basis", "2"): "",
        ("x=1", ""): NIET_GETOOND,
    }  # fmt: skip


def test_varianten_staan_op_hele_stappen_van_de_basis_zonder_aantallen():
    tabel = _tabel(
        _rij(UITVAL, 50, 200, perceel="1"), _rij(UITVAL, 63, 200, perceel="1", variant="x=1"),
        _rij(UITVAL, 20, 100, perceel="1", variant="x=1", aanbieder=A),
        _rij(UITVAL, 3, 9, perceel="1", variant="x=2"),
    )  # fmt: skip
    uit = _deel(tabel).set_index("variant")
    assert list(uit.index) == ["basis", "x=1", "x=2"]
    # stap(200) = 5 %: 25 % + 6,5 points → 30 %
    assert uit.loc["x=1", ["waarde", "stap"]].tolist() == pytest.approx([0.30, 0.05])
    assert uit.loc["x=1", ["teller", "noemer", "onder", "boven"]].isna().all()
    assert uit.loc["x=2", "tekst"] == TE_KLEIN
    assert pd.isna(uit.loc["x=2", "waarde"])


@pytest.mark.parametrize("n", [20, 47, 110])
def test_iedere_stap_van_een_variant_laat_vijf_tellers_open(n):
    """Slow twin: every teller that a variant can have."""
    for t in (5, 6, 9, n // 2, n - 5):
        rijen = [_rij(UITVAL, t, n, perceel="1")]
        rijen += [_rij(UITVAL, ander, n, perceel="1", variant=f"x={ander}") for ander in range(n + 1)]
        uit = _deel(_tabel(*rijen))
        varianten = uit[uit["variant"].ne("basis")]
        zichtbaar = varianten[~varianten["te_klein"]]
        assert not len(zichtbaar) or zichtbaar.groupby("waarde").size().min() >= 5
        assert set(varianten.loc[varianten["te_klein"], "tekst"]) <= {NIET_GETOOND}
        assert zichtbaar["variant"].eq(f"x={t}").any()


def test_opgave_die_ook_in_een_andere_familie_staat_heeft_hier_geen_rijen_per_aanbieder():
    boek = catalogus.laad("jeugd_transformatie")
    vast = {"kenmerk": "per_aanbieder", "familie": "jeugd_transformatie"}
    for kpi, over in (("tevredenheid_gemeten", set()), ("verklarende_analyse", {A, B, C})):
        uitkomsten = _tabel(_rij(kpi, 60, 120, familie="jeugd_transformatie"))
        neven = _tabel(*(_rij(kpi, 20, 40, aanbieder=agb, **vast) for agb in (A, B, C)))
        uit = bescherm_cijfers(neven.drop(columns=["jaar", "variant"]), uitkomsten, boek, "deelbaar")
        assert set(uit["aanbieder"]) == over
        assert set(bescherm_cijfers(neven, uitkomsten, boek, "intern")["aanbieder"]) == {A, B, C}


def test_grenzen_van_een_voorlopig_jaar_gaan_naar_buiten():
    rij = _rij(UITVAL, 25, 100, perceel="1", grens_onder=0.23, grens_boven=0.31, status="voorlopig")
    uit = _deel(_tabel(rij)).iloc[0]
    assert (uit.grens_onder, uit.grens_boven, uit.stap) == (0.20, 0.35, 0.05)


@pytest.mark.parametrize(
    ("norm", "teller", "verwacht"),
    [(0.5, 2, oordeel.VOLDOET), (0.02, 2, oordeel.TE_KLEIN), (0.02, 0, oordeel.TE_KLEIN)],
)
def test_oordeel_over_een_klein_deel_staat_er_als_het_voor_alle_mogelijkheden_gelijk_is(
    monkeypatch, norm, teller, verwacht
):
    tabel = _perceel((A, teller, 60), (B, 20, 60), (C, 30, 80))

    def beoordeel(tabel, besluiten):
        goed = tabel["teller"] <= norm * tabel["noemer"]
        woord = pd.Series(oordeel.ONDER, index=tabel.index, dtype="str").mask(goed, oordeel.VOLDOET)
        leeg = dict.fromkeys(("grens", "grens_ver", "kans"), 0.1234)
        return tabel.assign(
            norm=norm, normjaar=2023, besluit_datum=pd.Timestamp("2023-05-01"), ver=False, oordeel=woord, **leeg
        )

    for naam in ("beschermen_cijfers", "beschermen_cijfers_oordeel"):
        monkeypatch.setattr(f"normwijzer.uitvoering.{naam}.beoordeel", beoordeel)
    uit = _deel(tabel, besluiten=("een",))
    assert _per(uit, "oordeel")[A] == verwacht
    assert _per(uit, "oordeel")[C] == (oordeel.VOLDOET if norm == 0.5 else oordeel.ONDER)
    assert _per(uit, "oordeel")[B] == oordeel.TE_KLEIN  # not shown: its verdict would tell of its number
    assert _per(uit, "kans")[C] == 0.12
    assert np.isnan(_per(uit, "kans")[A])


def test_nevencijfer_in_een_ander_getal_verdwijnt_bij_een_verschil_van_een_tot_en_met_vier():
    uitkomsten = _tabel(_rij(UITSTROOM, 60, 100, perceel="1"))
    for n, weg in ((60, False), (58, True), (56, True), (55, False)):
        neven = _tabel(_rij(UITSTROOM, 30, n, perceel="1", kenmerk="op_tijd")).drop(columns=["jaar", "variant"])
        uit = bescherm_cijfers(neven, uitkomsten, WMO, "deelbaar")
        assert uit["tekst"].tolist() == [NIET_GETOOND if weg else ""]


def test_redenen_van_uitval_tellen_op_tot_de_uitval():
    uitkomsten = _tabel(_rij(UITVAL, 50, 100, perceel="1"))
    codes = [_rij(UITVAL, t, 50, perceel="1", kenmerk=f"code_2{i}") for i, t in ((1, 3), (2, 20), (3, 27))]
    uit = bescherm_cijfers(_tabel(*codes).drop(columns=["jaar", "variant"]), uitkomsten, WMO, "deelbaar")
    assert uit["tekst"].tolist() == ["minder dan 5 van ongeveer 50 (onder 11 %)", NIET_GETOOND, ""]


@pytest.mark.parametrize(("t", "gelijk"), [(0, True), (1, True), (4, True), (96, True), (100, True), (7, False)])
def test_nevencijfer_over_een_klein_deel_zegt_niet_of_er_iemand_is(t, gelijk):
    """Beside "fewer than five of 100", "nobody" would say 0 and "1 to 9" would say 1 to 4."""
    uitkomsten = _tabel(_rij(UITVAL, t, 100, perceel="1"))
    n = t if t < 50 else 100 - t
    neven = _tabel(_rij(UITVAL, 0, n, perceel="1", kenmerk="op_of_na_einddatum"))
    uit = bescherm_cijfers(neven.drop(columns=["jaar", "variant"]), uitkomsten, WMO, "deelbaar")
    assert uit["tekst"].tolist() == [NIET_GETOOND if gelijk else TE_KLEIN]


def test_soorten_vallen_in_twee_helften_uiteen():
    boek = catalogus.laad("jeugd_transformatie")
    soorten = {"pleegzorg": 60, "gezinshuis": 5, "crisis": 30, "behandeld_wonen": 40}
    los = {"noemer": None, "waarde": np.nan, "eenheid": "aantal", "familie": "jeugd_transformatie"}
    tabel = _tabel(
        _rij(J1, 135, 1) | los, *(_rij(J1, aantal, 1, soort=soort) | los for soort, aantal in soorten.items())
    )  # fmt: skip
    uit = _deel(tabel, boek=boek).set_index("soort")["tekst"].to_dict()
    # 70 without gezinsgericht is told too, so only pleegzorg can keep gezinshuis
    assert uit == {"": "", "pleegzorg": NIET_GETOOND, "gezinshuis": TE_KLEIN, "crisis": "", "behandeld_wonen": ""}


PROCES = catalogus.laad("administratief_proces")


def _mensen(*rijen):
    leeg = {"jaar": 2024, "wet": None, "aanbieder": None, "gemeente": None}
    return pd.DataFrame([leeg | rij for rij in rijen])


def test_van_twee_wetten_staan_aanbieders_per_wet_en_gemeenten_over_beide():
    rijen = [
        (dict(zip(("wet", "aanbieder", "gemeente"), plek, strict=True)))
        for plek in itertools.product([None, "wmo", "jw"], [None, A], [None, "9901"])
    ]
    tabel = _tabel(*(_rij(A9, 40, 80, familie="administratief_proces", **rij) for rij in rijen))
    mensen = _mensen(*({"kpi": A9, "clienten": 60, **rij} for rij in rijen))
    uit = bescherm_cijfers(tabel, tabel, PROCES, "deelbaar", mensen)
    plekken = set(zip(uit["wet"], uit["aanbieder"], uit["gemeente"], strict=True))
    assert plekken == {("", "", ""), ("", "", "9901"), ("jw", "", ""), ("wmo", "", ""), ("jw", A, ""), ("wmo", A, "")}


def test_veel_declaraties_over_weinig_clienten_blijven_verborgen():
    tabel = _tabel(_rij(A9, 40, 80, familie="administratief_proces"))
    for clienten, tekst in ((9, TE_KLEIN), (10, "")):
        uit = bescherm_cijfers(tabel, tabel, PROCES, "deelbaar", _mensen({"kpi": A9, "clienten": clienten}))
        assert uit["tekst"].tolist() == [tekst]
    assert bescherm_cijfers(tabel, tabel, PROCES, "deelbaar", _mensen({"kpi": A3, "clienten": 50}))["te_klein"].all()


def test_geaccepteerd_gaat_over_alle_toewijzingen_niet_over_de_afwijzingen():
    rijen = [_rij(A6, 180, 200), _rij(A6, 9, 10, wet="jw")]
    neven = _tabel(*(rij | {"kenmerk": "geaccepteerd"} for rij in rijen)).drop(columns=["jaar", "variant"])
    mensen = _mensen({"kpi": A6, "clienten": 3}, {"kpi": A3, "clienten": 150}, {"kpi": A3, "clienten": 9, "wet": "jw"})
    uit = bescherm_cijfers(neven, _tabel(*rijen[:1]).head(0), PROCES, "deelbaar", mensen.drop(columns="jaar"))
    assert uit[uit["wet"].eq("jw")]["tekst"].tolist() == [TE_KLEIN]


def test_leden_gelden_voor_alle_tabellen_van_het_perceel():
    delen = [
        _perceel((A, 4, 9), (B, 3, 8), (C, 30, 60), (D, 40, 70)),
        _perceel((A, 30, 90), (C, 30, 60), kpi=UITSTROOM),
    ]
    tabel = pd.concat(delen, ignore_index=True)
    assert leden_van(tabel, WMO, 2024).overige == {"1": frozenset({A, B})}
    assert leden_van(tabel, WMO, 2023).overige == {}
    uit = _deel(tabel)
    assert not uit["aanbieder"].isin([A, B]).any()
    assert uit["aanbieder"].eq(OVERIGE).sum() == 2


def test_volgorde_van_de_rijen_doet_er_niet_toe():
    tabel = _perceel((A, 2, 60), (B, 20, 60), (C, 30, 60), (D, 3, 8), (E, 2, 9))
    pd.testing.assert_frame_equal(_deel(tabel), _deel(tabel.iloc[::-1].reset_index(drop=True)))


@pytest.fixture(scope="module")
def berekend(demo_bron, tmp_path_factory):
    """Exact outcomes of the smallest demo region: familie -> uitkomsten, mensen (or None) of every year."""
    map_ = tmp_path_factory.mktemp("cijfers")
    paden = Paden(neem_regio(demo_bron, map_ / "data"), map_ / "reports")
    shutil.copytree(demo_bron / "werk" / REGIO, paden.werk(REGIO))  # read already
    reken(paden, REGIO, FAMILIES, None, "proef")
    uit = {}
    for familie in FAMILIES:
        mappen = {jaar: paden.werk_familie(REGIO, jaar, familie) for jaar in lees_regio(paden, REGIO).jaren}
        alle = [lees_frame(map_, "uitkomsten") for map_ in mappen.values()]
        mensen = [
            lees_frame(map_, "mensen").assign(jaar=jaar)
            for jaar, map_ in mappen.items() if (map_ / "mensen.parquet").is_file()
        ]  # fmt: skip
        uit[familie] = pd.concat(alle, ignore_index=True), pd.concat(mensen, ignore_index=True) if mensen else None
    return uit


@pytest.mark.parametrize("familie", FAMILIES)
def test_rechter_op_iedere_som_van_de_demo(berekend, monkeypatch, familie):
    """Every partition of the real tables: no small number has fewer than five possible values."""
    gezien = []

    def luister(rijen, boek, andere=None):
        gezien.append(rijen.assign(staat=bepaal_staten(rijen, boek, andere)))
        return gezien[-1]["staat"]

    monkeypatch.setattr("normwijzer.uitvoering.beschermen_cijfers.bepaal_staten", luister)
    uitkomsten, mensen = berekend[familie]
    uit = bescherm_cijfers(uitkomsten, uitkomsten, catalogus.laad(familie), "deelbaar", mensen)
    rijen = gezien[0]
    gekeurd = _keur(rijen[rijen["eenheid"].eq("fractie") & rijen["noemer"].notna() & rijen["teller"].notna()])
    assert gekeurd > 0 or familie.startswith("jeugd")  # jeugd in this region has no small share under a shown whole
    getoond = uit[~uit["te_klein"] & uit["variant"].eq("basis") & uit["noemer"].gt(0)]
    assert (getoond["noemer"] % 5).eq(0).all()
    assert uit.loc[uit["te_klein"], ["teller", "noemer", "waarde"]].isna().all(axis=None)
    assert uit["te_klein"].eq(uit["tekst"].ne("")).all()


def _keur(rijen):
    """Judge the small shares of every partition whose parent is shown; the number of judged cells."""
    aantal, sleutel = 0, ["jaar", "kpi", "wet", "perceel", "aanbieder", "gemeente", "soort"]
    boven = {tuple(rij[:-1]): rij[-1] for rij in rijen[[*sleutel, "staat"]].itertuples(index=False)}
    for kolom in ("aanbieder", "gemeente", "perceel", "soort", "wet"):
        delen = rijen[rijen[kolom].ne("")]
        if kolom in ("perceel", "wet", "soort"):
            delen = delen[delen["aanbieder"].eq("") & delen["gemeente"].eq("")]
        for plek, deel in delen.groupby([naam for naam in sleutel if naam != kolom]):
            ouder = dict(zip([naam for naam in sleutel if naam != kolom], plek, strict=True)) | {kolom: ""}
            if boven.get(tuple(ouder[naam] for naam in sleutel)) != "vol":
                continue
            tabel = [(int(t), int(n)) for t, n in zip(deel["teller"], deel["noemer"], strict=True)]
            staten = deel["staat"].tolist()
            for i, staat in enumerate(staten):
                t, n = tabel[i]
                if staat in VERBORGEN and n and (t < 5 or n - t < 5):
                    for maat in ("t", "c"):
                        assert mogelijk_lp(tabel, staten, i, maat) >= 5, (kolom, plek, maat)
                    aantal += 1
    return aantal
