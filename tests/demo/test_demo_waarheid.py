"""The truth of the demo against what the pipeline makes of its messages, from the state to every KPI."""

import csv
from collections import Counter
from datetime import date

import pandas as pd
import pytest
from demo import waarheid_kpi
from demo.waarheid_stand import OPEN, lees_stand
from normwijzer import kpi

REGIOS = ["brembergen", "zeldermeer"]
WETTEN = [(regio, wet) for regio in REGIOS for wet in ("wmo", "jw")]
CELLEN = [("brembergen", jaar) for jaar in (2023, 2024, 2025)]
CELLEN += [("zeldermeer", jaar) for jaar in (2022, 2023, 2024, 2025)]


@pytest.fixture(scope="session")
def waarheid(demo_data):
    """Region -> what the messages could tell, by the judge."""
    return {regio: waarheid_kpi.lees(demo_data / "regios" / regio) for regio in REGIOS}


@pytest.fixture(scope="session")
def standen(demo_data):
    """(region, law) -> state as the messages could tell it, by the judge."""
    return {(regio, wet): lees_stand(demo_data / "regios" / regio, wet) for regio, wet in WETTEN}


@pytest.fixture(scope="session")
def uitkomsten(pijplijn):
    """(region, year) -> uitkomsten with the default options, computed once."""
    klaar = {}

    def geef(regio, jaar):
        if (regio, jaar) not in klaar:
            alles = kpi.bereken("wmo", *pijplijn[regio], jaar).uitkomsten
            klaar[regio, jaar] = alles[alles["variant"] == "basis"]
        return klaar[regio, jaar]

    return geef


def _rijen(demo_data, regio, naam) -> list[dict]:
    with (demo_data / "regios" / regio / "waarheid" / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def _dag(waarde):
    return None if pd.isna(waarde) else waarde.date()


def _tekst(waarde) -> str:
    return "" if pd.isna(waarde) else str(waarde)


@pytest.mark.parametrize("regio", REGIOS)
def test_kennisdatum_is_de_laatste_dagtekening(pijplijn, waarheid, regio):
    assert pijplijn[regio][0].bekend_op.date() == waarheid[regio].k


@pytest.mark.parametrize(("regio", "wet"), WETTEN)
def test_elke_toewijzing_staat_zoals_zij_bekend_werd(pijplijn, standen, regio, wet):
    toewijzingen = pijplijn[regio][0].toewijzingen
    gevonden = {
        (rij.gemeente, str(rij.toewijzingnummer)): (
            rij.aanbieder, _dag(rij.ingangsdatum), _dag(rij.einddatum), _tekst(rij.reden_wijziging), _tekst(rij.volume),
            _tekst(rij.eenheid), _tekst(rij.frequentie), bool(rij.verwijderd), rij.versies, _dag(rij.bekend_sinds),
        )
        for rij in toewijzingen[toewijzingen["wet"] == wet].itertuples()
    }  # fmt: skip
    verwacht = {
        (t.gemeente, t.nummer): (
            t.aanbieder, t.van, t.keten[-1].eind, t.reden, _tekst(t.keten[-1].volume), t.keten[-1].eenheid,
            t.keten[-1].frequentie, t.verwijderd, len(t.keten), min(v.bekend for v in t.keten),
        )
        for t in standen[regio, wet].toewijzingen
    }  # fmt: skip
    assert len(verwacht) > 1000
    verschil = {s: (gevonden.get(s), wil) for s, wil in verwacht.items() if gevonden.get(s) != wil}
    assert not verschil
    assert set(gevonden) == set(verwacht)


@pytest.mark.parametrize(("regio", "wet"), WETTEN)
def test_elke_leverperiode_staat_zoals_zij_gemeld_werd(pijplijn, standen, regio, wet):
    """The end of a period that counts in no KPI is left to the pipeline."""
    perioden = pijplijn[regio][0].leverperioden
    perioden = perioden[perioden["wet"] == wet]
    gevonden = list(
        (
            rij.gemeente, rij.aanbieder, _tekst(rij.toewijzingnummer), _dag(rij.begindatum),
            _dag(rij.definitief_gestopt_op) or OPEN, _tekst(rij.reden_beeindiging) if rij.status == "gestopt" else "",
            _dag(rij.laatste_leverdag) or OPEN, (_dag(rij.einde_effectief) or OPEN) if rij.telt else None,
            bool(rij.telt), bool(rij.heeft_start),
        )
        for rij in perioden.itertuples()
    )  # fmt: skip
    verwacht = list(
        (
            p.gemeente, p.aanbieder, p.nummer, p.begin, p.stop or OPEN, p.reden, p.laatste_leverdag or OPEN,
            p.einde if p.telt else None, p.telt, p.heeft_start,
        )
        for p in standen[regio, wet].perioden
    )  # fmt: skip
    assert len(verwacht) > 1000
    assert set(gevonden) ^ set(verwacht) == set()
    assert len(gevonden) == len(verwacht)


@pytest.mark.parametrize("regio", REGIOS)
def test_afgekeurde_en_dubbele_berichten_zijn_zo_veel_als_geschreven(pijplijn, demo_data, regio):
    telling = pijplijn[regio][0].telling.set_index("berichttype")
    rijen = _rijen(demo_data, regio, "tellingen.csv")
    geschreven: Counter = Counter()
    for rij in rijen[:-1]:
        geschreven[rij["berichttype"], rij["soort"]] += int(rij["aantal"])
    for soort in ("301", "305", "307", "315"):
        assert telling.at[soort, "afgekeurd"] == geschreven[soort, "afgekeurd"], soort
    dubbel = sum(geschreven[soort, hoe] for soort in telling.index for hoe in ("kopie", "herschikt"))
    dubbel += geschreven["307", "zelfde_identificatie"]
    assert telling["dubbel"].sum() == dubbel


@pytest.mark.parametrize("regio", REGIOS)
def test_elke_prestatie_heeft_de_status_die_de_antwoorden_haar_geven(pijplijn, demo_data, regio):
    prestaties = pijplijn[regio][0].prestaties
    gevonden = Counter(
        (
            rij.gemeente, rij.aanbieder, str(rij.toewijzingnummer), rij.code, _tekst(rij.referentienummer),
            _tekst(rij.vorig_referentienummer), _dag(rij.periode_begin), _dag(rij.periode_einde), rij.volume,
            rij.eenheid, rij.debet_credit, rij.status,
        )
        for rij in prestaties[prestaties["wet"] == "jw"].itertuples()
    )  # fmt: skip
    verwacht = Counter(
        (
            rij["gemeente"], rij["aanbieder"], rij["toewijzingnummer"], rij["code"], rij["referentie"], rij["vorige"],
            date.fromisoformat(rij["begin"]), date.fromisoformat(rij["einde"]), int(rij["volume"]), rij["eenheid"],
            rij["debet_credit"], rij["status"],
        )
        for rij in _rijen(demo_data, regio, "jeugd/prestaties.csv")
    )  # fmt: skip
    assert {sleutel[-1] for sleutel in verwacht} == {"ingediend", "afgewezen", "toegekend", "gecrediteerd"}
    assert not gevonden - verwacht
    assert not verwacht - gevonden


@pytest.mark.parametrize(("regio", "jaar"), CELLEN)
def test_elke_kpi_is_gelijk_aan_de_waarheid(uitkomsten, waarheid, regio, jaar):
    gevonden = {
        (rij.kpi, _tekst(rij.perceel), _tekst(rij.aanbieder), _tekst(rij.gemeente)): (int(rij.teller), int(rij.noemer))
        for rij in uitkomsten(regio, jaar).itertuples()
    }
    verwacht = waarheid_kpi.bereken(waarheid[regio], jaar)
    voor_zes = {s for s in gevonden if s not in verwacht and s[0] == "doelrealisatie_ander_perceel"}
    assert all(gevonden[s] == (0, 0) for s in voor_zes)
    assert {s: w for s, w in gevonden.items() if s not in voor_zes} == verwacht
    assert len(verwacht) > 40


def test_2024_is_definitief_en_2025_verschilt_per_regio(uitkomsten):
    status = {cel: set(uitkomsten(*cel)["status"]) for cel in CELLEN if cel[1] >= 2024}
    assert status == {
        ("brembergen", 2024): {"definitief"},
        ("brembergen", 2025): {"definitief"},
        ("zeldermeer", 2024): {"definitief"},
        ("zeldermeer", 2025): {"voorlopig"},
    }


@pytest.mark.parametrize("map_", ["", "jeugd/"])
@pytest.mark.parametrize("regio", REGIOS)
def test_waarheid_heeft_alle_soorten_rommel(demo_data, regio, map_):
    leveringen = _rijen(demo_data, regio, f"{map_}leveringen.csv")
    starts = {rij["start_verloop"] for rij in leveringen}
    stops = {rij["stop_verloop"] for rij in leveringen}
    assert starts >= {"gemeld", "nooit_gemeld", "afgekeurd", "afgekeurd_en_opnieuw", "gecorrigeerd", "dubbel_gemeld"}
    assert starts >= {"verkeerde_begindatum", "met_verkeerde_begindatum", "nog_niet_gemeld"}
    assert stops >= {"gemeld", "nooit_gemeld", "afgekeurd", "afgekeurd_en_opnieuw", "gecorrigeerd", "onbekende_code"}
    assert stops >= {"ingetrokken", "twee_stops"}
    toewijzingen = _rijen(demo_data, regio, f"{map_}toewijzingen.csv")
    assert any(rij["reden_wijziging"] == "13" for rij in toewijzingen)
    assert any(not rij["bekend"] for rij in toewijzingen)
    assert any(rij["tijdelijk_einde"] and rij["gemeld_tijdelijk"] for rij in leveringen)


@pytest.mark.parametrize("map_", ["", "jeugd/"])
@pytest.mark.parametrize("regio", REGIOS)
def test_wat_gemeld_werd_wijkt_alleen_af_waar_het_verloop_dat_zegt(demo_data, regio, map_):
    for rij in _rijen(demo_data, regio, f"{map_}leveringen.csv"):
        if rij["stop_verloop"] in ("gemeld", "gecorrigeerd", "afgekeurd_en_opnieuw", "twee_stops"):
            assert (rij["gemeld_einde"], rij["gemeld_reden"]) == (rij["einde"], rij["reden"])
        if rij["stop_verloop"] in ("nooit_gemeld", "nog_niet_gemeld", "afgekeurd", "ingetrokken", ""):
            assert not rij["gemeld_einde"]
        if rij["begin"] and rij["gemeld_begin"]:
            assert rij["gemeld_begin"] == rij["begin"]
