"""Hand-counted cases: W4. Numbers such as 5.21: kpi-specificatie."""

import pytest
from kpi.wereld import levering, periode, stop, toewijzing, versie, zorg

W1, W2, W3, W4 = "doelrealisatie_uitstroom", "doelrealisatie_afschaling", "doelrealisatie_ander_perceel", "uitval"
A, B = "99990001", "99990002"


@pytest.mark.parametrize(
    ("reden", "teller"), [("21", 1), ("22", 1), ("23", 1), ("19", 0), ("39", 0), ("36", 0), ("38", 0)]
)
def test_uitval_is_21_22_of_23_van_alle_uitgestroomden(tel, reden, teller):
    assert tel(W4, *zorg(1, "a", "1-2-2023", "10-3", reden), *zorg(2, "b", "1-2-2023")) == (teller, 1)


def test_overlijden_blijft_in_de_noemer_van_uitval_behalve_in_de_variant(tel):
    delen = zorg(1, "a", "1-2-2023", "10-3", "02")
    assert tel(W4, *delen) == (0, 1)
    assert tel(W4, *delen, variant="noemer_uitsluiten={02,31,39}") == (0, 0)


def test_code_23_is_in_de_variant_geen_uitval(tel):
    assert tel(W4, *zorg(1, "a", "1-2-2023", "10-3", "23"), variant="code23_uitval=false") == (0, 1)


@pytest.mark.parametrize(("t_einde", "teller"), [("11-3", 1), ("10-3", 0), ("9-3", 0), (None, 1)])
def test_alleen_voor_de_einddatum_is_een_variant(tel, t_einde, teller):
    delen = zorg(1, "a", "1-2-2023", "10-3", "21", t_einde=t_einde)
    assert tel(W4, *delen) == (1, 1)
    assert tel(W4, *delen, variant="alleen_voor_einddatum=true") == (teller, 1)


@pytest.mark.parametrize(("van", "teller"), [("9-3", 1), ("10-3", 0), ("7-4", 0), ("8-4", 1)])
def test_beschermd_wonen_na_uitval_is_in_de_variant_geen_uitval(tel, van, teller):
    delen = (*zorg(1, "a", "1-2-2023", "10-3", "21"), toewijzing(2, "a", versie(van, code="15A01")))
    assert tel(W4, *delen) == (1, 1)
    assert tel(W4, *delen, variant="bw_vervolg_geen_uitval=true") == (teller, 1)


def test_zonder_stopbericht_is_er_geen_uitstroom_behalve_in_de_variant(tel):
    delen = zorg(1, "a", "1-2-2023", t_einde="10-3")
    assert tel(W4, *delen) == (0, 0)
    assert tel(W4, *delen, variant="zonder_stop=onbekend") == (0, 1)


def test_meervoudig_telt_ook_een_eerder_einde_van_het_jaar(tel):
    delen = (*zorg(1, "a", "1-2-2023", "10-3", "21"), *zorg(2, "a", "1-6", "1-9", "19"))
    assert tel(W4, *delen) == (0, 1)
    assert tel(W4, *delen, variant="meervoudig=enige_uitval") == (1, 1)


def test_het_jaar_kan_op_de_dagtekening_staan(tel):
    t = toewijzing(1, "a", versie("1-2-2023"))
    lev = levering(1, "a", periode("1-2-2023", stop("21", "31-12-2023", "4-1-2024")))
    assert tel(W4, t, lev) == (0, 0)
    assert tel(W4, t, lev, variant="jaar_op=dagtekening") == (1, 1)


def test_een_parallel_product_houdt_uitstroom_tegen_behalve_in_de_variant(tel):
    delen = (*zorg(1, "a", "1-2-2023", "10-3", "21"), *zorg(2, "a", "1-2-2023", code="02A04"))
    assert tel(W4, *delen) == (0, 0)
    assert tel(W4, *delen, variant="uitstroom_alle_producten=false") == (1, 1)
    assert tel(W4, *delen, variant="opvolging_bereik=perceel", perceel="1") == (1, 1)
