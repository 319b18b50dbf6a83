"""What moved a year's outcome between two days: against whole states, rebuilt row by row."""

import os

import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from normen.hulp_berichten import FAMILIES, maak_regio, tel
from normwijzer.normen.rijping import RIJPING, STAPPEN, laat_jaren_rijpen, laat_rijpen
from normwijzer.normen.stappen import OORZAKEN, Stappen
from normwijzer.normen.tijdlijn import Tijdlijn
from normwijzer.toestand import reconstrueer
from normwijzer.toestand.selectie import selecteer
from normwijzer.toestand.zorg import Stil
from toestand.hulp_wereld import Wereld
from toestand.werelden import werelden

ZORG = ("301", "301", "301", "305", "305", "305", "307", "307", "307", "302", "306", "308", "Fo01", "315")
DAGEN = ["2024-01-01", "2024-01-09", "2024-02-02", "2024-03-09", "2025-06-01"]
VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "20")) // 2
NIETS = (0.0, 0.0)


@pytest.fixture(scope="module")
def regio(tmp_path_factory):
    return maak_regio(tmp_path_factory.mktemp("regio"))


def _verschil(een: dict, ander: dict) -> dict:
    uit = {}
    for cel in {*een, *ander}:
        (y0, n0), (y1, n1) = een.get(cel, NIETS), ander.get(cel, NIETS)
        uit[cel] = (y1 - y0, n1 - n0)
    return uit


def _levering(kop: dict, rij: dict) -> tuple:
    nummer = rij.get("toewijzingnummer")
    product = (rij.get("categorie"), rij.get("code")) if nummer is None else None
    return kop["wet"], kop["gemeente"], kop["aanbieder"], rij.get("client"), nummer, product


def _moment(tabel: str, kop: dict, rij: dict) -> tuple:
    return (*_levering(kop, rij), tabel, rij.get("reden_beeindiging") == "20", rij.get("begindatum"))


def _traag(rijen: dict, regio, van, tot, jaar) -> dict[str, dict]:
    """oorzaak -> change per onderwerp: every state whole, every row judged on its own."""
    tabellen = maak_tabellen(rijen)
    kanten = [selecteer(tabellen, pd.Timestamp(dag), Stil()).berichten for dag in (van, tot)]
    voor, na = (set(kant.bericht) for kant in kanten)
    alle = [kant.astype(object).where(kant.notna(), None).to_dict("records") for kant in kanten]
    koppen = {kop["bericht"]: kop for kant in alle for kop in kant}
    inhoud = dict(zip(tabellen.berichten.bericht, tabellen.berichten.inhoud, strict=True))

    toegewezen = {_levering(koppen[r["bericht"]], r)[:2] + (r["toewijzingnummer"],)
                  for r in rijen.get("toewijzing_regels", []) if r["bericht"] in voor}  # fmt: skip
    gehoord = {_moment(t, koppen[r["bericht"]], r)
               for t in ("start_regels", "stop_regels") for r in rijen.get(t, []) if r["bericht"] in voor}  # fmt: skip
    nieuw = {t: [r for r in rijen.get(t, []) if r["bericht"] in na - voor]
             for t in ("toewijzing_regels", "start_regels", "stop_regels")}  # fmt: skip
    besmet = {
        _levering(koppen[r["bericht"]], r)
        for t in ("start_regels", "stop_regels")
        for r in nieuw[t]
        if r.get("status_aanlevering") != "1" and _moment(t, koppen[r["bericht"]], r) in gehoord
    }

    def is_correctie(tabel, rij):
        kop = koppen[rij["bericht"]]
        if tabel == "toewijzing_regels":
            sleutel = (kop["wet"], kop["gemeente"], rij["toewijzingnummer"])
            dagen = (rij.get("ingangsdatum"), rij.get("einddatum"))
            verwijdert = rij.get("reden_wijziging") in ("13", "01") and dagen[0] == dagen[1] is not None
            return verwijdert and sleutel in toegewezen
        return _moment(tabel, kop, rij) in gehoord or _levering(kop, rij) in besmet

    def stand(telt):
        deel = {"berichten": [b | {"inhoud": inhoud[b["bericht"]]} for b in rijen["berichten"]
                              if b["bericht"] in voor | na]}  # fmt: skip
        for tabel in ("toewijzing_regels", "start_regels", "stop_regels", "clienten"):
            deel[tabel] = [rij for rij in rijen.get(tabel, []) if rij["bericht"] in koppen and telt(tabel, rij)]
        return tel(reconstrueer(maak_tabellen(deel), bekend_op=tot), regio, jaar)

    def na_stap(*tabellen_erbij):
        def telt(tabel, rij):
            if rij["bericht"] in voor:
                return True
            if tabel == "clienten":
                return bool(tabellen_erbij)
            return tabel in tabellen_erbij and not is_correctie(tabel, rij)

        return stand(telt)

    standen = [
        tel(reconstrueer(tabellen, bekend_op=van), regio, jaar),
        na_stap(),
        na_stap("toewijzing_regels"),
        na_stap("toewijzing_regels", "start_regels", "stop_regels"),
        tel(reconstrueer(tabellen, bekend_op=tot), regio, jaar),
    ]
    return {
        oorzaak: _verschil(een, ander) for oorzaak, een, ander in zip(OORZAKEN, standen, standen[1:], strict=False)
    }


def _snel(rijen: dict, regio, van, tot, jaar) -> dict[str, dict]:
    lijn = Tijdlijn(maak_tabellen(rijen), regio, FAMILIES)
    delen = Stappen(lijn).ontleed(pd.Timestamp(van), pd.Timestamp(tot), jaar)
    return {o: {cel: (r.teller, r.noemer) for cel, r in deel.iterrows()} for o, deel in delen.items()}


def _vergelijk(rijen, regio, van, tot, jaar=2024):
    snel, traag = _snel(rijen, regio, van, tot, jaar), _traag(rijen, regio, van, tot, jaar)
    assert list(snel) == list(OORZAKEN)
    kpis = {cel[:2] for deel in snel.values() for cel in deel}
    for oorzaak in OORZAKEN:
        for cel, verschil in traag[oorzaak].items():
            if cel[:2] in kpis:
                assert snel[oorzaak].get(cel, NIETS) == verschil, (oorzaak, cel)
        assert set(snel[oorzaak]) <= {cel for deel in traag.values() for cel in deel}
    buiten = {cel for deel in traag.values() for cel in deel if cel[:2] not in kpis}
    for cel in buiten:  # no rows of a KPI: then nothing of it changed
        assert tuple(map(sum, zip(*(traag[o].get(cel, NIETS) for o in OORZAKEN), strict=True))) == NIETS
    return snel


@settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.generate],
)
@given(rijen=werelden(soorten=ZORG, meest=14), dagen=st.sets(st.sampled_from(DAGEN), min_size=2, max_size=2))
def test_stappen_zijn_die_van_hele_toestanden(regio, rijen, dagen):
    _vergelijk(rijen, regio, *sorted(dagen))


def _oorzaken(w: Wereld, regio, van="2024-12-31", tot="2025-03-31", kpi="uitval", perceel="1") -> dict[str, tuple]:
    """oorzaak -> change of one onderwerp, without those that changed nothing; checked against whole states."""
    snel = _vergelijk(w.rijen, regio, van, tot)
    cel = ("wmo", kpi, perceel, "")
    return {o: deel[cel] for o, deel in snel.items() if deel.get(cel, NIETS) != NIETS}


def _in_zorg() -> Wereld:
    w = Wereld()
    w.toewijzing("2023-12-20")
    w.start("2024-01-05", "2024-01-01")
    return w


def test_een_laat_stopbericht_is_start_en_stop(regio):
    w = _in_zorg()
    w.stop("2025-01-15", "2024-01-01", "2024-12-20", "21")
    # The toewijzing is open, and the stop ends it: exit with reason 21.
    assert _oorzaken(w, regio) == {"start_en_stop": (1, 1)}


def test_een_bericht_op_de_dag_zelf_was_al_bekend(regio):
    for op, verwacht in (("2024-12-31", {}), ("2025-01-01", {"start_en_stop": (1, 1)}),
                         ("2025-03-31", {"start_en_stop": (1, 1)}), ("2025-04-01", {})):  # fmt: skip
        w = _in_zorg()
        w.stop(op, "2024-01-01", "2024-12-20", "21")
        assert _oorzaken(w, regio) == verwacht, op


def test_een_afkeuring_van_een_bekend_bericht_is_een_correctie(regio):
    w = _in_zorg()
    stop = w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.retour("308", f"B{stop}", "2025-01-15", "9001")
    assert _oorzaken(w, regio) == {"correcties": (-1, -1)}


def test_een_bericht_dat_meteen_is_afgekeurd_was_er_nooit(regio):
    w = _in_zorg()
    stop = w.stop("2025-01-10", "2024-01-01", "2024-12-20", "21")
    w.retour("308", f"B{stop}", "2025-01-15", "9001")
    assert _oorzaken(w, regio) == {}


def test_een_goede_retour_verandert_niets(regio):
    w = _in_zorg()
    stop = w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.retour("308", f"B{stop}", "2025-01-15", "0200")
    assert _oorzaken(w, regio) == {}


def test_een_verwijdering_is_een_correctie_ook_met_een_andere_stop_erna(regio):
    w = _in_zorg()
    w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.stop("2025-01-15", "2024-01-01", "2024-12-20", "21", status_aanlevering="3")
    assert _oorzaken(w, regio) == {"correcties": (-1, -1)}
    w.stop("2025-01-15", "2024-01-01", "2024-12-19", "19")  # who replaces goes with it, never both at once
    assert _oorzaken(w, regio) == {"correcties": (-1, 0)}
    assert _oorzaken(w, regio, kpi="doelrealisatie_uitstroom") == {"correcties": (1, 0)}


def test_een_verplaatste_start_is_een_correctie_en_geen_tweede_periode(regio):
    w = _in_zorg()
    w.start("2025-01-15", "2024-01-01", status_aanlevering="3")
    w.start("2025-01-15", "2025-01-02")
    assert _oorzaken(w, regio, kpi="doelrealisatie_uitstroom") == {"correcties": (0, -1)}


def test_een_tweede_stop_op_een_bekende_periode_is_een_correctie(regio):
    w = _in_zorg()
    w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.stop("2025-01-15", "2024-01-01", "2024-12-22", "19")  # nothing was deleted, and the latest Einddatum counts
    assert _oorzaken(w, regio) == {"correcties": (-1, 0)}


def test_een_verplaatste_periode_gaat_als_een_geheel_bij_de_correcties(regio):
    w = _in_zorg()
    w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.start("2025-01-15", "2024-01-01", status_aanlevering="3")
    w.stop("2025-01-15", "2024-01-01", "2024-12-20", "21", status_aanlevering="3")
    w.start("2025-01-15", "2024-02-01")
    w.stop("2025-01-15", "2024-02-01", "2024-12-22", "19")  # on a Begindatum that was not heard of before
    assert _oorzaken(w, regio) == {"correcties": (-1, 0)}


def test_een_stop_na_een_tijdelijke_stop_is_geen_correctie(regio):
    w = _in_zorg()
    w.stop("2024-12-02", "2024-01-01", "2024-12-01", "20")
    w.stop("2025-01-15", "2024-01-01", "2024-12-20", "21")
    assert _oorzaken(w, regio) == {"start_en_stop": (1, 1)}


def test_wat_tussen_de_dagen_kwam_en_ging_is_er_nooit_geweest(regio):
    w = _in_zorg()
    w.stop("2025-01-10", "2024-01-01", "2024-12-20", "21")
    w.stop("2025-01-12", "2024-01-01", "2024-12-20", "21", status_aanlevering="3")
    assert _oorzaken(w, regio) == {}


def test_een_latere_toewijzing_is_vervolg_en_heet_toewijzingen(regio):
    w = _in_zorg()
    w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.toewijzing("2025-01-08", toewijzingnummer=2, ingangsdatum="2025-01-05")
    assert _oorzaken(w, regio) == {"toewijzingen": (-1, -1)}


def test_een_verwijderde_toewijzing_is_een_correctie(regio):
    w = _in_zorg()
    w.toewijzing("2025-01-08", einddatum="2024-01-01", reden_wijziging="13")
    assert _oorzaken(w, regio, kpi="doelrealisatie_uitstroom") == {"correcties": (0, -1)}


def test_alleen_het_verstrijken_van_de_tijd(tmp_path):
    # The toewijzing ends on 31 January: with zonder_stop = onbekend its end counts once that day has passed.
    regio = maak_regio(tmp_path, {"zonder_stop": "onbekend"}, jaren=(2024, 2025))
    w = Wereld()
    w.toewijzing("2023-12-20", einddatum="2024-12-30")
    w.start("2024-01-05", "2024-01-01")
    # On the Einddatum itself it still runs, the day after it has ended.
    assert _oorzaken(w, regio, van="2024-12-30", tot="2024-12-31") == {"tijd": (0, 1)}


def test_een_foutbericht_zonder_dag_gold_altijd_en_een_gedateerd_is_een_correctie(regio):
    def w(tijdstip):
        w = _in_zorg()
        w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21", kop={"envelop_referentie": "e1"})
        w.bericht("Fo01", None, wet=None, envelop_kruisreferentie="e1", envelop_tijdstip=tijdstip)
        return w

    assert _oorzaken(w(None), regio) == {}
    assert _oorzaken(w("2024-12-31 10:00:00"), regio) == {}
    assert _oorzaken(w("2025-01-01 10:00:00"), regio) == {"correcties": (-1, -1)}


def test_een_bericht_zonder_leesbare_dag_telt_nooit(regio):
    w = _in_zorg()
    w.stop(None, "2024-01-01", "2024-12-20", "21")
    assert _oorzaken(w, regio) == {}


def test_rijping_begint_en_eindigt_op_de_toestanden_en_de_stappen_sluiten(regio):
    w = _in_zorg()
    w.stop("2025-01-15", "2024-01-01", "2024-12-20", "21")
    w.toewijzing("2024-02-01", toewijzingnummer=2, client="p2", ingangsdatum="2024-02-01")
    w.start("2025-02-20", "2024-02-01", toewijzingnummer=2, client="p2")
    w.stop("2025-05-20", "2024-02-01", "2024-11-30", "19", toewijzingnummer=2, client="p2")
    tabellen, K = maak_tabellen(w.rijen), pd.Timestamp("2025-07-01")
    rijping, stappen = laat_rijpen(tabellen, regio, FAMILIES, 2024, K)
    assert (list(rijping), list(stappen)) == (RIJPING, STAPPEN)
    uitval = rijping[rijping.kpi.eq("uitval") & rijping.perceel.eq("1")]
    gezien = [(f"{r.bekend_op:%d-%m-%Y}", r.teller, r.noemer, r.status) for r in uitval.itertuples()]
    # Definitief from 31-12-2024 + 28 + 56 = 25 March 2025.
    assert gezien == [
        ("31-12-2024", 0, 0, "voorlopig"), ("31-01-2025", 1, 1, "voorlopig"), ("31-03-2025", 1, 1, "definitief"),
        ("30-06-2025", 1, 2, "definitief"), ("01-07-2025", 1, 2, "definitief"),
    ]  # fmt: skip
    assert uitval.waarde.isna().tolist() == [True, False, False, False, False]
    for (familie, kpi, perceel, soort), deel in stappen.groupby(["familie", "kpi", "perceel", "soort"]):
        eigen = rijping[rijping.familie.eq(familie) & rijping.kpi.eq(kpi) & rijping.perceel.eq(perceel)
                        & rijping.soort.eq(soort)].set_index("bekend_op")  # fmt: skip
        for (van, tot), paar in deel.groupby(["van", "tot"]):
            assert paar.oorzaak.tolist() == list(OORZAKEN)
            assert (paar.teller.iloc[-1], paar.noemer.iloc[-1]) == (eigen.teller[tot], eigen.noemer[tot])
            verschil = eigen.waarde[tot] - eigen.waarde[van]
            assert pd.isna(verschil) or paar.d_waarde.sum() == pytest.approx(verschil, abs=1e-12)
    assert laat_jaren_rijpen(tabellen, regio, FAMILIES, (2024,), K)[2024][1].equals(stappen)


def test_rijping_van_een_jaar_dat_nog_loopt_is_een_dag_zonder_stappen(regio):
    rijping, stappen = laat_rijpen(maak_tabellen(_in_zorg().rijen), regio, FAMILIES, 2024, pd.Timestamp("2024-06-01"))
    assert set(rijping.bekend_op) == {pd.Timestamp("2024-06-01")}
    assert stappen.empty
    assert list(stappen) == STAPPEN


def test_de_volgorde_van_berichten_doet_er_niet_toe(regio):
    w = _in_zorg()
    stop = w.stop("2025-01-15", "2024-01-01", "2024-12-20", "21")
    w.retour("308", f"B{stop}", "2025-05-15", "9001")
    om = {naam: list(reversed(rijen)) for naam, rijen in w.rijen.items()}
    inhoud = maak_tabellen(w.rijen).berichten.set_index("bericht").inhoud
    om["berichten"] = [b | {"inhoud": inhoud[b["bericht"]]} for b in om["berichten"]]
    paren = [laat_rijpen(maak_tabellen(r), regio, FAMILIES, 2024, pd.Timestamp("2025-07-01")) for r in (w.rijen, om)]
    for een, ander in zip(*paren, strict=True):
        pd.testing.assert_frame_equal(een, ander)


def test_zonder_normfamilie_is_er_niets(regio):
    tabellen = maak_tabellen(_in_zorg().rijen)
    for frame in laat_rijpen(tabellen, regio, ("administratief_proces",), 2024, pd.Timestamp("2025-07-01")):
        assert frame.empty


def test_opties_van_de_regio_voor_de_toestand_gelden_ook_hier(tmp_path):
    regio = maak_regio(tmp_path, {"retour_negeren": True})
    w = _in_zorg()
    stop = w.stop("2024-12-24", "2024-01-01", "2024-12-20", "21")
    w.retour("308", f"B{stop}", "2025-01-15", "9001")
    lijn = Tijdlijn(maak_tabellen(w.rijen), regio, FAMILIES)
    assert lijn.cellen(pd.Timestamp("2025-03-31"), 2024).loc[("wmo", "uitval", "1", ""), "teller"] == 1


def test_een_kpi_die_declaraties_nodig_heeft_rijpt_niet_mee(tmp_path):
    regio = maak_regio(tmp_path, {"noemer_basis": "declaratie"})
    lijn = Tijdlijn(maak_tabellen(_in_zorg().rijen), regio, FAMILIES)
    assert lijn.kpis["wmo"] == ("uitval",)
    assert "deeltijdpleegzorg" not in lijn.kpis["jeugd_transformatie"]
    assert "eigen_gemeente" not in lijn.kpis["jeugd_transformatie"]
