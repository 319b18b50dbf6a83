"""The counters that every KPI of the administrative process shares, on cases written down one by one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.kpi.proces import zaken as module
from normwijzer.kpi.proces.beloop import make_kalender, make_verdeling
from normwijzer.kpi.proces.doorlooptijd import make_doorlooptijd, quantiles
from normwijzer.kpi.proces.tellen import count_mensen, to_rows
from normwijzer.kpi.proces.zaken import GEEN_DUUR, NOG_NIET, ONTBREEKT, OP_TIJD, TE_LAAT, Namen, Zaken, make_tabel
from normwijzer.perioden import OPEN, dagnummer

NAMEN = Namen(pd.Index(["a", "b"], dtype="str"), pd.Index(["g"], dtype="str"))
MEI, JUNI = dagnummer(2024, 5, 6), dagnummer(2024, 6, 3)
RIJEN = [
    # wet, aanbieder, client, stand, duur, dag, uiterlijk
    (0, 0, 0, OP_TIJD, 2, MEI, MEI + 7),
    (0, 0, 0, OP_TIJD, 4, MEI, MEI + 7),
    (0, 1, 1, TE_LAAT, 70, JUNI, JUNI + 7),
    (1, 1, 0, TE_LAAT, GEEN_DUUR, JUNI, JUNI + 7),
    (1, 1, 2, NOG_NIET, GEEN_DUUR, JUNI, JUNI + 8),
    (1, -1, -1, ONTBREEKT, GEEN_DUUR, JUNI, OPEN),
]


def zaken(rijen=RIJEN) -> Zaken:
    kolommen = [np.array(kolom) for kolom in zip(*rijen, strict=True)]
    namen = ("wet", "aanbieder", "client", "stand", "duur", "dag_van_jaar", "uiterlijk")
    tabel = make_tabel(len(rijen), gemeente=np.zeros(len(rijen)), **dict(zip(namen, kolommen, strict=True)))
    return Zaken("tijdig_startbericht", "werkdagen", NAMEN, tabel)


def waar(tabel, **wie):
    mee = np.ones(len(tabel), dtype=bool)
    for kolom in ("wet", "aanbieder", "gemeente", "maand"):
        if kolom in tabel:
            past = tabel[kolom].eq(wie[kolom]).fillna(False) if kolom in wie else tabel[kolom].isna()
            mee &= past.to_numpy(dtype=bool)
    assert mee.sum() == 1
    return tabel[mee].iloc[0]


def test_rijen_per_omvang_met_grenzen():
    tabel = to_rows(zaken(), definitief=False)
    alles = waar(tabel)
    assert (alles.teller, alles.noemer) == (2, 4)
    assert (alles.grens_onder, alles.grens_boven) == (2 / 5, 3 / 5)
    assert (waar(tabel, wet="wmo").teller, waar(tabel, wet="wmo").noemer) == (0, 1)
    assert waar(tabel, wet="jw", aanbieder="a").noemer == 2
    assert not (tabel.wet.eq("wmo") & tabel.aanbieder.eq("a")).any()
    assert to_rows(zaken(), definitief=True).grens_onder.isna().all()


def test_mensen_zijn_verschillende_clienten_van_de_noemer():
    tabel = count_mensen(zaken())
    assert waar(tabel).clienten == 2
    assert waar(tabel, aanbieder="a").clienten == 1
    assert waar(tabel, aanbieder="b").clienten == 2
    assert len(tabel) == len(to_rows(zaken(), definitief=True))


def test_mensen_van_een_hele_declaratie(monkeypatch):
    z = zaken()
    met = Zaken(z.kpi, "", NAMEN, z.tabel, (np.array([0, 0, 1, 2, 4]), np.array([5, 6, 5, -1, 7])))
    for vakken in (2**26, 0):  # ticked off, and sought out
        monkeypatch.setattr(module, "_VAKKEN", vakken)
        assert waar(count_mensen(met)).clienten == 2
        assert waar(count_mensen(met), aanbieder="b").clienten == 0


def test_doorlooptijd_zegt_wat_nog_loopt_en_wat_ontbreekt():
    tabel = make_doorlooptijd(zaken())
    alles = waar(tabel)
    assert (alles.gevallen, alles.op_tijd, alles.te_laat, alles.nog_niet, alles.ontbreekt) == (4, 2, 2, 1, 1)
    assert (alles.mediaan, alles.p90) == (4, pytest.approx(4 + 0.8 * 66))
    assert alles.gemiddelde == 76 / 3
    assert (alles.mediaan_alle, np.isnan(alles.p90_alle)) == (37, True)  # 2, 4, 70, endless
    juni = waar(tabel, maand=6)
    assert (juni.gevallen, juni.nog_niet, juni.ontbreekt, juni.clienten) == (2, 1, 1, 2)
    assert waar(tabel, maand=6, aanbieder="b").gevallen == 2
    assert waar(tabel, wet="jw", maand=5).mediaan == 3


def test_rij_zonder_oordeel_telt_de_mensen_die_er_zijn():
    tabel = make_doorlooptijd(zaken(RIJEN[4:5]))
    assert (waar(tabel).gevallen, waar(tabel).nog_niet, waar(tabel).clienten) == (0, 1, 1)
    assert np.isnan(waar(tabel).mediaan)


def test_zonder_gevallen_blijft_de_rij_van_het_geheel():
    leeg = Zaken("tijdig_startbericht", "werkdagen", NAMEN, zaken().tabel.iloc[:0])
    for tabel in (make_doorlooptijd(leeg), to_rows(leeg, definitief=True), count_mensen(leeg)):
        assert len(tabel) == 1
    assert make_verdeling(leeg).aantal.sum() == 0
    assert make_kalender(leeg).empty


def test_verdeling_noemt_elke_dag_en_vergeet_niemand():
    tabel = make_verdeling(zaken())
    samen = tabel[tabel.wet.isna()].set_index("dag")
    assert list(samen.index) == list(range(62))
    assert samen.aantal[samen.aantal > 0].to_dict() == {2: 1, 4: 1, 61: 1}
    assert set(samen.van) == {4}
    assert set(tabel[tabel.wet.eq("wmo")].van) == {1}


def test_kalender_volgt_de_laatste_dag_op_tijd():
    tabel = make_kalender(zaken())
    for per in ("dag", "week"):  # both are Mondays
        deel = tabel[tabel.per.eq(per)]
        assert deel.dag.dt.strftime("%d-%m").tolist() == ["13-05", "10-06"]
        assert deel[["gevallen", "te_laat", "clienten"]].to_numpy().tolist() == [[2, 0, 1], [2, 2, 2]]


def test_kalender_telt_een_week_vanaf_maandag_en_een_client_daarin_een_keer():
    z = zaken()
    zondag = np.datetime64("2024-06-16").astype("int64")
    tabel = z.tabel.assign(stand=0, client=5, uiterlijk=zondag - np.arange(len(z.tabel)).astype("int32"))
    uit = make_kalender(Zaken(z.kpi, z.eenheid, NAMEN, tabel))
    week = uit[uit.per.eq("week")].set_index(uit.dag.dt.strftime("%d-%m")[uit.per.eq("week")])
    assert len(uit[uit.per.eq("dag")]) == len(tabel)
    assert week.loc["10-06", ["gevallen", "te_laat", "clienten"]].tolist() == [min(7, len(tabel))] * 2 + [1]


groepen = st.lists(st.tuples(st.integers(0, 2), st.integers(-30, 400)), min_size=1, max_size=60)


@settings(max_examples=100, deadline=None)
@given(groepen, st.sampled_from([0.5, 0.9]))
def test_kwantielen_zijn_die_van_numpy(paren, deel):
    groep, duur = (np.array(kolom) for kolom in zip(*paren, strict=True))
    (gevonden,) = quantiles(groep, duur, 3, (deel,))
    for g in range(3):
        eigen = duur[groep == g]
        verwacht = np.quantile(eigen, deel) if len(eigen) else np.nan
        assert gevonden[g] == pytest.approx(verwacht, nan_ok=True)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(RIJEN), min_size=1, max_size=30), st.randoms())
def test_volgorde_en_nummering_van_mensen_doen_er_niet_toe(rijen, toeval):
    anders = [(*r[:2], 9 - r[2] if r[2] >= 0 else -1, *r[3:]) for r in rijen]
    toeval.shuffle(anders)
    for maak in (make_doorlooptijd, count_mensen, make_verdeling, make_kalender):
        pd.testing.assert_frame_equal(maak(zaken(rijen)), maak(zaken(anders)))
