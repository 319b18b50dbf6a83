"""Hand-counted cases: W2 and W3. Numbers such as 5.21: kpi-specificatie."""

import pytest
from kpi.wereld import levering, periode, stop, toewijzing, versie, zorg

W1, W2, W3, W4 = "doelrealisatie_uitstroom", "doelrealisatie_afschaling", "doelrealisatie_ander_perceel", "uitval"
A, B = "99990001", "99990002"


def drie(nummer, begin, volume, einde=None, **extra):
    kenmerken = {k: extra.pop(k) for k in ("eenheid", "frequentie", "datum") if k in extra}
    v = versie(begin, einde, code=extra.pop("code", "02A03"), volume=volume, **kenmerken)
    return toewijzing(nummer, extra.pop("client", "a"), v, **extra)


LEVERING = levering(1, "a", periode("1-2-2023"), code="02A03")


def met_versies(*versies):
    return toewijzing(1, "a", *versies), LEVERING


def tussentijds(volume, **extra):
    oud = versie("1-2-2023", code="02A03", volume=600, **extra)
    return met_versies(oud, versie("1-2-2023", code="02A03", volume=volume, datum="1-6", **extra))


@pytest.mark.parametrize(("volume", "teller"), [(593, 1), (594, 0), (600, 0), (700, 0), (0, 0)])
def test_afschaling_is_meer_dan_een_procent_lager_en_boven_nul(tel, volume, teller):
    assert tel(W2, *tussentijds(volume)) == (teller, 1)


def test_een_latere_versie_geldt_vanaf_haar_toewijzingsdatum(tel):
    # 5.20: dated after the year's last day: both days still see the first version.
    delen = met_versies(
        versie("1-2-2023", code="02A03", volume=600),
        versie("1-2-2023", code="02A03", volume=300, datum="1-1-2025"),
    )
    assert tel(W2, *delen) == (0, 1)


def test_een_verwijderde_versie_in_de_keten_telt_mee(tel):
    # 5.45: chain 600 -> 13 (deleted, 900) -> revived with 600; on 1 January the deleted version is the valid one.
    delen = met_versies(
        versie("1-2-2023", code="02A03", volume=600),
        versie("1-2-2023", "1-2-2023", code="02A03", volume=900, reden="13", datum="1-12-2023"),
        versie("1-2-2023", code="02A03", volume=600, datum="1-6"),
    )
    assert tel(W2, *delen) == (1, 1)


def test_een_vervolg_kort_na_de_laatste_dag_telt_voor_de_intensiteit(tel):
    # 5.19: last day 30 June, lower follow-up in perceel 1 from 28 July (W = 28), the earliest of two.
    eerste, lev = drie(1, "1-2-2023", 600, "30-6"), levering(1, "a", periode("1-2-2023"), code="02A03")
    vervolg = drie(2, "28-7", 300, code="02A01", aanbieder=B)
    assert tel(W2, eerste, lev, vervolg) == (1, 1)
    assert tel(W2, eerste, lev, drie(2, "29-7", 300)) == (1, 1)  # same perceel: l is 31 December itself
    assert tel(W2, eerste, lev, drie(2, "29-7", 300, code="02A01")) == (0, 1)
    assert tel(W2, eerste, lev, vervolg, drie(3, "10-7", 900, "20-7", code="02A01")) == (0, 1)
    assert tel(W2, eerste, lev, vervolg, variant="vervolg_bereik=perceel") == (0, 1)
    assert tel(W2, eerste, lev, vervolg, variant="vervolg_bereik=aanbieder") == (0, 1)


def test_op_31_december_verschuift_de_dag_alleen_als_niets_doorloopt(tel):
    lev = levering(1, "a", periode("1-2-2023"), code="02A03")
    lager = drie(2, "10-1-2025", 300)
    assert tel(W2, drie(1, "1-2-2023", 600, "31-12"), lev, lager) == (1, 1)
    assert tel(W2, drie(1, "1-2-2023", 600, "1-1-2025"), lev, lager) == (0, 1)


def test_uren_en_dagdelen_worden_opgeteld_of_los_bekeken(tel):
    # From 10 hours + 2 dagdelen (18) to 11 hours + 1 dagdeel (15): lower in sum, hours higher.
    lev = levering(1, "a", periode("1-2-2023"), code="02A03")
    delen = [
        lev, drie(1, "1-2-2023", 10, "30-6", eenheid="04"), drie(2, "1-7", 11, eenheid="04"),
        drie(3, "1-2-2023", 2, "30-6", eenheid="16", code="07A03"), drie(4, "1-7", 1, eenheid="16", code="07A03"),
    ]  # fmt: skip
    assert tel(W2, *delen) == (1, 1)
    assert tel(W2, *delen, variant="intensiteit=pareto") == (0, 1)
    assert tel(W2, *delen, variant="intensiteit=apart") == (1, 1)


@pytest.mark.parametrize(
    ("eenheid", "frequentie", "volume", "teller"),
    # Against 600 minutes = 10 hours a week.
    [
        ("04", "2", 9, 1),
        ("04", "4", 43, 1),
        ("04", "4", 44, 0),
        ("01", "1", 80, 1),
        ("01", "1", 86, 0),
        ("16", "2", 2, 1),
    ],
)  # 43 a month / 4.348 = 9.889; 44 / 4.348 = 10.12; 80 × 7 = 560 < 594; 86 × 7 = 602
def test_elke_eenheid_en_frequentie_wordt_uren_per_week(tel, eenheid, frequentie, volume, teller):
    delen = met_versies(
        versie("1-2-2023", code="02A03", volume=600),
        versie("1-2-2023", code="02A03", volume=volume, datum="1-6", eenheid=eenheid, frequentie=frequentie),
    )
    assert tel(W2, *delen) == (teller, 1)


def test_een_opgerekt_totaal_is_onbepaald(tel):
    def keten(einde, volume):
        return met_versies(
            versie("1-1-2024", "30-6", code="02A03", volume=600, frequentie="6"),
            versie("1-1-2024", einde, code="02A03", volume=volume, frequentie="6", datum="1-3"),
        )

    assert tel(W2, *keten("31-12", 600)) == (0, 1)
    assert tel(W2, *keten("31-12", 600), variant="tbgt_oprekken=reken") == (1, 1)
    assert tel(W2, *keten("31-12", 600), variant="onbepaald=uitsluiten") == (0, 0)
    assert tel(W2, *keten("31-12", 700)) == (1, 1)  # another volume: 700/366 days against 600/182 days
    assert tel(W2, *keten(None, 700)) == (0, 1)  # a total without an end is undetermined


@pytest.mark.parametrize("omvang", [{"volume": None}, {"volume": 5, "eenheid": "14"}, {"volume": 5, "eenheid": "82"}])
def test_zonder_bruikbare_omvang_is_een_client_onbepaald_maar_19_telt(tel, omvang):
    t = toewijzing(1, "a", versie("1-2-2023", code="02A03", **omvang))
    assert tel(W2, t, LEVERING) == (0, 1)
    weg = levering(1, "a", periode("1-2-2023", stop("19", "10-3")), code="02A03")
    assert tel(W2, t, weg) == (1, 1)
    assert tel(W2, t, weg, variant="onbepaald=uitsluiten") == (0, 0)


def test_zonder_toewijzing_is_een_client_onbepaald(tel):
    assert tel(W2, LEVERING) == (0, 1)
    assert tel(W2, LEVERING, variant="onbepaald=uitsluiten") == (0, 0)


def test_lichter_perceel_bij_gelijke_uren_telt_alleen_als_de_regio_dat_wil(tel):
    delen = [drie(1, "1-2-2023", 600, "30-6"), LEVERING, drie(2, "1-7", 600, code="02A01")]
    assert tel(W2, *delen) == (0, 1)
    assert tel(W2, *delen, variant="lichter_perceel_telt=true") == (1, 1)


def test_een_daling_die_weer_verdween_telt_alleen_bij_elke_daling(tel):
    delen = met_versies(*(versie("1-2-2023", code="02A03", volume=v, datum=d) for v, d in
                          ((600, "1-2-2023"), (300, "1-4"), (600, "1-8"))))  # fmt: skip
    assert tel(W2, *delen) == (0, 1)
    assert tel(W2, *delen, variant="afschaling_meting=elke_daling") == (1, 1)
    laat = [drie(1, "1-2", 600, "31-3"), levering(1, "a", periode("1-2"), code="02A03"), drie(2, "1-4", 300)]
    assert tel(W2, *laat) == (1, 1)
    assert tel(W2, *laat, variant="afschaling_meting=peildata") == (0, 1)


def zes(einde, **extra):
    return zorg(1, "a", "1-2-2023", t_einde=einde, code="02A06", **extra)


@pytest.mark.parametrize(("van", "teller"), [("10-2", 0), ("11-2", 1), ("11-3", 1), ("7-4", 1), ("8-4", 0)])
def test_perceel_6_gaat_over_van_28_dagen_ervoor_tot_28_dagen_erna(tel, van, teller):
    # In the leap year 2024, 10 March − 28 days is 11 February and 10 March + 28 days is 7 April.
    assert tel(W3, *zes("10-3"), toewijzing(2, "a", versie(van, code="02A03"), aanbieder=B)) == (teller, 1)


def test_perceel_4_is_geen_afschaling_van_6(tel):
    assert tel(W3, *zes("10-3"), toewijzing(2, "a", versie("11-3", code="02A04"))) == (0, 1)


@pytest.mark.parametrize(("van", "tot", "basis", "los"), [
    ("1-1", None, 0, 1), ("7-4", None, 0, 0), ("8-4", None, 1, 1), ("1-1", "10-3", 1, 1), ("1-1", "11-3", 0, 1),
])  # fmt: skip
def test_een_ander_perceel_6_dat_doorgaat_houdt_het_tegen(tel, van, tot, basis, los):
    delen = [*zes("10-3"), toewijzing(2, "a", versie("11-3", code="02A01")),
             toewijzing(3, "a", versie(van, tot, code="02A06"), aanbieder=B)]  # fmt: skip
    assert tel(W3, *delen, perceel="6", aanbieder=A) == (basis, 1)
    assert tel(W3, *delen, perceel="6", aanbieder=A, variant="parallel_p6_blokkeert=false") == (los, 1)


def test_alleen_bij_dezelfde_aanbieder_is_een_variant(tel):
    delen = [*zes("10-3"), toewijzing(2, "a", versie("11-3", code="02A01"), aanbieder=B)]
    assert tel(W3, *delen) == (1, 1)
    assert tel(W3, *delen, variant="ook_andere_aanbieder=false") == (0, 1)


def test_een_toewijzing_die_nooit_liep_telt_niet_als_overgang(tel):
    # 5.39: stopped before it began.
    nooit = [toewijzing(2, "a", versie("11-3", code="02A01")),
             levering(2, "a", periode("1-3", stop("21", "5-3")), code="02A01")]  # fmt: skip
    assert tel(W3, *zes("10-3"), *nooit) == (0, 1)


def test_uitstroom_uit_perceel_6_met_19_telt(tel):
    assert tel(W3, *zorg(1, "a", "1-2-2023", "10-3", "19", code="02A06")) == (1, 1)
