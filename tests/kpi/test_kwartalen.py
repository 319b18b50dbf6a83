"""Quarters: the same definitions with three months as the year."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from kpi.wereld import levering, periode, stop, to_regio, to_toestand, toewijzing, versie, wereld, zorg
from kpi.werelden import werelden
from normwijzer.kpi import begeleiding, doelrealisatie, kwartalen, uitval, wmo
from normwijzer.kpi.groep import Groep, contractjaar
from normwijzer.kpi.opties import resolve
from normwijzer.kpi.telling import to_rows

STREVEN = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)


def _tel(tmp_path, *delen, opties=None, jaren=(2024,), **w):
    tabel = kwartalen.count_kwartalen(to_toestand(wereld(*delen, **w)), to_regio(tmp_path, opties), jaren)
    return {(r.kpi, r.perceel, r.jaar, r.kwartaal): (r.teller, r.noemer) for r in tabel.itertuples()}, tabel


def test_een_einde_telt_in_het_kwartaal_van_zijn_dag(tmp_path):
    uit, _ = _tel(tmp_path, *zorg(1, "a", "1-2-2023", "31-3", "21"), *zorg(2, "b", "1-2-2023", "1-4", "19"))
    assert [uit["uitval", "1", 2024, k] for k in (1, 2, 3, 4)] == [(1, 1), (0, 1), (0, 0), (0, 0)]
    assert [uit["doelrealisatie_uitstroom", "1", 2024, k] for k in (1, 2, 3, 4)] == [(0, 2), (1, 1), (0, 0), (0, 0)]


def test_kwartalen_tellen_niet_op_tot_het_jaar_als_iemand_later_terugkwam(tmp_path):
    # Left on 10 March, back on 1 September: no exit of the year, but one of the first quarter (10-3 + 28 is in April).
    delen = (*zorg(1, "a", "1-2-2023", "10-3", "21"), *zorg(2, "a", "1-9"))
    uit, _ = _tel(tmp_path, *delen)
    assert [uit["uitval", "1", 2024, k] for k in (1, 2, 3, 4)] == [(1, 1), (0, 0), (0, 0), (0, 0)]
    b = begeleiding.prepare(to_toestand(wereld(*delen)), to_regio(tmp_path))
    opties = resolve(b.regio, "wmo", "uitval")
    assert len(uitval.count_uitval(Groep(b, wmo.SET_PERCELEN), 2024, opties).noemer) == 0


def test_afschaling_vergelijkt_begin_en_einde_van_het_kwartaal_van_het_contractjaar(tmp_path):
    vast = {"code": "02A03", "frequentie": "2"}
    delen = (
        toewijzing(1, "a", versie("1-1-2023", "14-8", volume=600, **vast)),
        toewijzing(2, "a", versie("15-8", None, volume=300, **vast)),
        levering(1, "a", periode("1-1-2023", stop("20", "14-8")), code="02A03"),
        levering(2, "a", periode("15-8"), code="02A03"),
    )
    uit, _ = _tel(tmp_path, *delen)
    assert [uit["doelrealisatie_afschaling", "3", 2024, k] for k in (1, 2, 3, 4)] == [(0, 1), (0, 1), (1, 1), (0, 1)]
    juli, _ = _tel(tmp_path, *delen, opties={"contractjaar_start": "01-07"}, K="30-6-2025")
    assert [juli["doelrealisatie_afschaling", "3", 2024, k] for k in (1, 2, 3, 4)] == [(1, 1), (0, 1), (0, 1), (0, 1)]


def test_een_kwartaal_dat_nog_niet_begon_heeft_geen_rij_en_een_vers_kwartaal_is_voorlopig(tmp_path):
    # 31-3-2024 + 28 + 56 = 23 June: on that day the first quarter is definitief, the second is not.
    _, tabel = _tel(tmp_path, *zorg(1, "a", "1-2-2023"), K="23-6")
    status = {r.kwartaal: r.status for r in tabel[tabel.kpi.eq("uitval") & tabel.perceel.eq("1")].itertuples()}
    assert status == {1: "definitief", 2: "voorlopig"}
    _, eerder = _tel(tmp_path, *zorg(1, "a", "1-2-2023"), K="22-6")
    assert set(eerder[eerder.kpi.eq("uitval")].status) == {"voorlopig"}


def test_kolommen_en_soorten_zijn_vast_ook_zonder_jaren(tmp_path):
    _, tabel = _tel(tmp_path, *zorg(1, "a", "1-2-2023"), jaren=())
    _, vol = _tel(tmp_path, *zorg(1, "a", "1-2-2023"))
    assert list(tabel) == list(vol) == kwartalen.KOLOMMEN
    assert tabel.dtypes.equals(vol.dtypes)
    assert tabel.empty
    assert set(vol.kpi) == {"uitval", "doelrealisatie_uitstroom", "doelrealisatie_afschaling"}
    assert not set(vol.perceel) - set("12346")


@STREVEN
@given(w=werelden())
def test_een_jaar_als_venster_is_het_jaar(tmp_path_factory, w):
    b = begeleiding.prepare(to_toestand(w), to_regio(tmp_path_factory.mktemp("r")))
    paren = {
        "uitval": (uitval.count_uitval, uitval.count_uitval_in),
        "doelrealisatie_uitstroom": (doelrealisatie.count_uitstroom, doelrealisatie.count_uitstroom_in),
        "doelrealisatie_afschaling": (doelrealisatie.count_afschaling, doelrealisatie.count_afschaling_in),
    }
    for kpi, (per_jaar, per_venster) in paren.items():
        groep, opties = Groep(b, wmo.KPIS[kpi][0]), resolve(b.regio, "wmo", kpi)
        rijen = [to_rows(groep, telling) for telling in (
            per_jaar(groep, 2024, opties), per_venster(groep, contractjaar(2024), opties)
        )]  # fmt: skip
        pd.testing.assert_frame_equal(*rijen)


@pytest.mark.parametrize("start", ["01-01", "01-07", "28-02"])
def test_de_vier_vensters_sluiten_aan_en_beslaan_het_jaar(start):
    vensters = [kwartalen.kwartaal_van(2024, k, start) for k in (1, 2, 3, 4)]
    heel = contractjaar(2024, start)
    assert (vensters[0].begin, vensters[-1].einde) == (heel.begin, heel.einde)
    assert all(een.einde + 1 == ander.begin for een, ander in zip(vensters, vensters[1:], strict=False))
