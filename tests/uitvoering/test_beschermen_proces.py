"""Small groups in the frames of the administrative process."""

import pandas as pd
import pytest
from normwijzer.kpi import catalogus
from normwijzer.uitvoering import beschermen
from normwijzer.uitvoering.beschermen_proces import ALLEEN_INTERN, PROCESFRAMES
from normwijzer.uitvoering.uitkomsten import als_parquet

LEEG = {"wet": None, "aanbieder": None, "gemeente": None}
A9, A6, A3 = "beoordeling_declaratie", "afwijzen_toewijzing", "toewijzing_voor_ingangsdatum"


@pytest.fixture(scope="module")
def boek():
    return catalogus.laad("administratief_proces")


def _rij(kpi, teller, noemer, **anders):
    vast = {"jaar": 2024, "kpi": kpi, "variant": "basis", "perceel": None, "soort": None, **LEEG}
    return vast | {"teller": teller, "noemer": noemer, "waarde": teller / noemer if noemer else None} | anders


def _mensen(*rijen):
    return pd.DataFrame([{"jaar": 2024, **LEEG, **rij} for rij in rijen])


def test_veel_declaraties_over_weinig_clienten_blijven_verborgen(boek):
    tabel = pd.DataFrame([
        _rij(A9, 80, 100), _rij(A9, 40, 60, aanbieder="99990001"),
        _rij(A9, 40, 50, aanbieder="99990001", variant="x=1"), _rij(A9, 30, 40, gemeente="9901"),
        _rij(A9, 0, 0, wet="jw"),
    ])  # fmt: skip
    mensen = _mensen(
        {"kpi": A9, "clienten": 70}, {"kpi": A9, "clienten": 9, "aanbieder": "99990001"},
        {"kpi": A9, "clienten": 10, "gemeente": "9901"},
    )  # fmt: skip
    uit = beschermen.bescherm_cijfers(tabel, tabel, boek, "deelbaar", mensen)
    assert uit["te_klein"].tolist() == [False, True, True, False, False]
    assert uit.loc[1, ["teller", "noemer", "waarde"]].isna().all()
    assert uit.loc[3, "teller"] == 30
    assert not beschermen.bescherm_cijfers(tabel, tabel, boek, "intern", mensen)["te_klein"].any()


def test_een_rij_waarvan_niemand_weet_over_hoeveel_mensen_zij_gaat_is_te_klein(boek):
    tabel = pd.DataFrame([_rij(A9, 80, 100, aanbieder="99990001")])
    uit = beschermen.bescherm_cijfers(tabel, tabel, boek, "deelbaar", _mensen({"kpi": A9, "clienten": 70}))
    assert uit["te_klein"].tolist() == [True]


def test_geaccepteerd_gaat_over_alle_toewijzingen_niet_over_de_afwijzingen(boek):
    rijen = [_rij(A6, 190, 200, kenmerk="geaccepteerd"), _rij(A6, 9, 10, kenmerk="geaccepteerd", wet="jw")]
    neven = pd.DataFrame(rijen).drop(columns="jaar")
    mensen = _mensen(
        {"kpi": A6, "clienten": 3}, {"kpi": A3, "clienten": 150}, {"kpi": A3, "clienten": 9, "wet": "jw"}
    ).drop(columns="jaar")
    uit = beschermen.bescherm_cijfers(neven, neven.assign(jaar=2024), boek, "deelbaar", mensen)
    assert uit["te_klein"].tolist() == [False, True]


def _frame(**kolommen):
    lengte = max(len(waarde) for waarde in kolommen.values() if isinstance(waarde, list))
    return pd.DataFrame({**{k: pd.Series([None] * lengte, dtype="str") for k in LEEG}, **kolommen})


def test_bedrag_van_een_aanbieder_alleen_staat_niet_in_de_gedeelde_editie():
    frame = _frame(
        aanbieder=["", "99990001"], code=["9384", "9384"], regels=[50, 40], bedrag=[9000, 8000], clienten=[30, 20]
    )
    deelbaar = PROCESFRAMES["afkeurredenen"](frame, "deelbaar")
    assert deelbaar["regels"].tolist() == [50, 40]
    assert deelbaar["bedrag"].tolist()[0] == 9000
    assert pd.isna(deelbaar["bedrag"][1])
    assert PROCESFRAMES["afkeurredenen"](frame, "intern")["bedrag"].tolist() == [9000, 8000]


@pytest.mark.parametrize(("deel", "clienten", "zichtbaar"), [(0.8, 10, True), (0.81, 100, False), (0.2, 9, False)])
def test_kosten_verbergen_weinig_clienten_en_een_overheersende_aanbieder(deel, clienten, zichtbaar):
    frame = _frame(
        maand=[1], categorie=["02"], code=["02A01"], netto=[500], in_behandeling=[1], afgewezen=[2], regels=[30],
        clienten=[clienten], grootste_aandeel=[deel],
    )  # fmt: skip
    uit = PROCESFRAMES["kosten"](frame, "deelbaar")
    assert uit[["netto", "in_behandeling", "afgewezen"]].notna().all(axis=None) == zichtbaar
    assert "grootste_aandeel" not in uit
    assert PROCESFRAMES["kosten"](frame, "intern")["netto"].tolist() == [500]


def test_verdeling_geeft_gedeeld_alleen_hele_procenten_en_geen_aantallen():
    frame = _frame(kpi=[A9] * 3, dag=[2, 0, 61], aantal=[20, 41, 1], van=[63] * 3, clienten=[20, 41, 1])
    deelbaar, intern = (PROCESFRAMES["verdeling"](frame, editie) for editie in ("deelbaar", "intern"))
    assert deelbaar["aandeel"].tolist() == [0.65, 0.97, 0.98]
    assert not {"aantal", "clienten"} & set(deelbaar)
    assert intern["aandeel"].tolist() == [41 / 63, 61 / 63, 62 / 63]
    klein = PROCESFRAMES["verdeling"](frame.assign(clienten=[3, 3, 3]), "deelbaar")
    assert klein["aandeel"].isna().all()


def test_wachtcurve_stopt_voor_de_laatste_tien_en_noemt_geen_starters():
    frame = _frame(
        dag=[0, 7, 14], in_wacht=[40, 10, 9], gestart=[30, 1, 0], gecensureerd=[0, 0, 0], s=[0.3, 0.2, 0.2],
        onder=[0.1] * 3, boven=[0.4] * 3, clienten=[40, 10, 9],
    )  # fmt: skip
    uit = PROCESFRAMES["wachtcurve"](frame, "deelbaar")
    assert uit["dag"].tolist() == [0, 7]
    assert not {"gestart", "gecensureerd"} & set(uit)
    assert len(PROCESFRAMES["wachtcurve"](frame, "intern")) == 3


def test_kalender_is_gedeeld_per_week_en_intern_per_dag():
    dagen = pd.to_datetime(["2024-01-08", "2024-01-08", "2024-01-15"])
    frame = pd.DataFrame(
        {"kpi": A9, "per": ["dag", "week", "week"], "dag": dagen, "gevallen": [5, 30, 20], "te_laat": [1, 4, 2],
         "clienten": [5, 25, 9]}
    )  # fmt: skip
    deelbaar = PROCESFRAMES["kalender"](frame, "deelbaar")
    assert deelbaar["te_klein"].tolist() == [False, True]
    assert deelbaar["gevallen"].tolist()[0] == 30
    assert PROCESFRAMES["kalender"](frame, "intern")["gevallen"].tolist() == [5]


def test_regels_over_losse_berichten_bereiken_de_gedeelde_editie_nooit(tmp_path):
    frame = _frame(
        punt=["stop_zonder_start"], wie=["aanbieder"], berichttype=["307"], identificatie=["B1"],
        dagtekening=[pd.Timestamp("2024-01-01")], aantal=[1],
    )  # fmt: skip
    (tmp_path / "herstelregels.parquet").write_bytes(als_parquet(frame))
    assert ALLEEN_INTERN == ("herstelregels",)
    assert beschermen.bescherm_frames(tmp_path, "deelbaar") == {}
    assert list(beschermen.bescherm_frames(tmp_path, "intern")) == ["herstelregels"]


@pytest.mark.parametrize("naam", sorted(set(PROCESFRAMES) - {"kalender", "wachtcurve", "verdeling", "herstelregels"}))
def test_elk_getal_van_negen_clienten_is_weg_en_van_tien_niet(naam):
    getallen = {
        "doorlooptijd": ["gevallen", "op_tijd", "te_laat", "nog_niet", "ontbreekt", "mediaan", "p90", "gemiddelde"],
        "termijnen": ["op_tijd", "te_laat", "nog_niet", "ontbreekt", "waarde", "onder", "boven", "mediaan", "p90"],
        "herstelpunten": ["aantal"],
        "herstel_samen": ["aantal"],
        "afkeurredenen": ["regels", "bedrag"],
        "declaratiekwaliteit": ["regels", "goed", "afgewezen", "gecrediteerd", "in_behandeling", "credits"],
        "kosten": ["netto", "in_behandeling", "afgewezen", "regels"],
        "kosten_samen": ["netto", "in_behandeling", "afgewezen", "regels"],
        "volledigheid": ["bedrag", "totaal", "aandeel"],
    }[naam]
    frame = _frame(clienten=[9, 10, 0], **dict.fromkeys(getallen, [7.0, 8.0, 0.0]))
    if naam.startswith("kosten"):
        frame = frame.assign(grootste_aandeel=0.1)
    uit = PROCESFRAMES[naam](frame, "deelbaar")
    assert uit["te_klein"].tolist() == [True, False, False]
    assert uit.loc[0, [*getallen, "clienten"]].isna().all()
    assert uit.loc[1, getallen].tolist() == [8.0] * len(getallen)
