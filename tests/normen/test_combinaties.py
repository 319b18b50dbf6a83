"""Full factorial of the most influential options, against every combination counted apart."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from kpi.wereld import to_regio, to_toestand, wereld, zorg
from kpi.werelden import werelden
from normwijzer import kpi
from normwijzer.kpi.opties import variants
from normwijzer.kpi.vastgelegd import read_opties
from normwijzer.normen.combinaties import KOLOMMEN, MEESTE_OPTIES, combineer, join_combinaties

KPIS = ("doelrealisatie_uitstroom", "doelrealisatie_afschaling", "uitval")


@pytest.fixture(scope="module")
def regio(tmp_path_factory):
    return to_regio(tmp_path_factory.mktemp("regio"), {"opvolg_venster_dagen": 56})


def _cellen(toestand, regio, naam, opties):
    """perceel -> (teller, noemer), the percelen apart."""
    rijen = kpi.bereken_basis("wmo", toestand, regio, 2024, opties={naam: opties})
    rijen = rijen[rijen.kpi.eq(naam) & rijen.perceel.notna() & rijen.aanbieder.isna() & rijen.gemeente.isna()]
    return {r.perceel: (int(r.teller), int(r.noemer)) for r in rijen.itertuples()}


def _deel(cel):
    return cel[0] / cel[1] if cel[1] else np.nan


def _opties(tekst):
    """The text of the column, as option -> text; a set holds commas of its own."""
    return dict(deel.split("=", 1) for deel in tekst.split(", ") if deel)


def _invloed(toestand, regio, naam):
    """option -> (influence, text of the variant that moves most), by one whole computation per variant."""
    (_, eigen), *rest = variants(regio, "wmo", naam)
    basis = _cellen(toestand, regio, naam, {})
    uit = {}
    for variant, opties in rest:
        optie, tekst = variant.split("=", 1)
        anders = _cellen(toestand, regio, naam, opties)
        som = sum(
            abs(_deel(anders[p]) - _deel(basis[p])) * basis[p][1]
            for p in basis
            if basis[p][1] and not np.isnan(_deel(anders[p]))
        )
        if round(som, 9) > uit.get(optie, (0, ""))[0]:
            uit[optie] = (round(som, 9), tekst)
    return basis, uit


@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(w=werelden(meeste_clienten=5))
def test_uitersten_zijn_die_van_alle_combinaties_apart(regio, w):
    toestand = to_toestand(w)
    tabel = combineer(kpi.prepare_basis("wmo", toestand, regio, alleen_regio=True), 2024)
    assert list(tabel) == KOLOMMEN
    for naam in KPIS:
        basis, invloed = _invloed(toestand, regio, naam)
        eigen = tabel[tabel.kpi.eq(naam)]
        assert set(eigen.perceel) == {p for p, cel in basis.items() if cel[1]}
        if eigen.empty:
            continue
        (tekst,) = set(eigen.opties)
        gekozen = _opties(tekst)
        assert len(gekozen) == min(MEESTE_OPTIES, len(invloed))
        assert {optie: invloed[optie][1] for optie in gekozen} == gekozen
        buiten = [som for optie, (som, _) in invloed.items() if optie not in gekozen]
        assert all(invloed[optie][0] >= max(buiten, default=0) for optie in gekozen)
        waarden = read_opties("wmo", naam, gekozen)
        alle = []
        for keuze in product((False, True), repeat=len(gekozen)):
            anders = {optie: waarden[optie] for optie, doe in zip(gekozen, keuze, strict=True) if doe}
            alle.append(_cellen(toestand, regio, naam, anders))
        for rij in eigen.itertuples():
            delen = [_deel(cellen[rij.perceel]) for cellen in alle]
            delen = [deel for deel in delen if not np.isnan(deel)]
            assert (rij.aantal, rij.laagste, rij.hoogste) == (len(delen), min(delen), max(delen))
            assert rij.laagste <= _deel(basis[rij.perceel]) <= rij.hoogste


def test_geen_invloed_geeft_een_combinatie_en_perceel_zes_doet_niet_mee_in_de_pilot(tmp_path):
    delen = (*zorg(1, "a", "1-2-2026", "10-3-2027", "21", code="02A06"), *zorg(2, "b", "1-2-2026", code="02A03"))
    toestand, regio = to_toestand(wereld(*delen, K="1-7-2028")), to_regio(tmp_path)
    tabel = combineer(kpi.prepare_basis("wmo", toestand, regio), 2027)
    assert set(tabel.perceel) == {"3"}  # perceel 6 has an exit in 2027, and no norm in that year
    rij = tabel[tabel.kpi.eq("doelrealisatie_afschaling")].iloc[0]
    assert rij.laagste == 0


def test_een_optie_die_niets_doet_staat_er_niet_bij(tmp_path):
    toestand = to_toestand(wereld(*zorg(1, "a", "1-2-2023", "10-3", "22")))
    tabel = combineer(kpi.prepare_basis("wmo", toestand, to_regio(tmp_path)), 2024)
    uitval = tabel[tabel.kpi.eq("uitval")].iloc[0]
    # Reason 22 on its own: only leaving it out of the year (none) or the reasons could change it, and none does.
    assert (uitval.opties, uitval.aantal, uitval.laagste, uitval.hoogste) == ("", 1, 1.0, 1.0)


def test_code_23_verlaagt_de_uitval_en_samen_met_een_andere_keuze_wordt_het_verder(tmp_path):
    # 23, 21 on the Einddatum itself, 19: uitval 2 of 3. Without 23: 1 of 3; only before the Einddatum: 1 of 3; both: 0.
    delen = (
        *zorg(1, "a", "1-2-2023", "10-3", "23"), *zorg(2, "b", "1-2-2023", "10-3", "21", t_einde="10-3"),
        *zorg(3, "c", "1-2-2023", "10-3", "19"),
    )  # fmt: skip
    tabel = combineer(kpi.prepare_basis("wmo", to_toestand(wereld(*delen)), to_regio(tmp_path)), 2024)
    rij = tabel[tabel.kpi.eq("uitval") & tabel.perceel.eq("1")].iloc[0]
    assert _opties(rij.opties) == {"alleen_voor_einddatum": "true", "code23_uitval": "false"}
    assert (rij.aantal, rij.laagste, rij.hoogste) == (4, 0.0, 2 / 3)


def test_samenvoegen_van_niets_heeft_dezelfde_kolommen_en_soorten(tmp_path):
    vol = combineer(kpi.prepare_basis("wmo", to_toestand(wereld(*zorg(1, "a", "1-2-2023"))), to_regio(tmp_path)), 2024)
    leeg = join_combinaties([])
    assert leeg.empty
    assert leeg.dtypes.equals(vol.dtypes)
    pd.testing.assert_frame_equal(join_combinaties([vol]), vol)
