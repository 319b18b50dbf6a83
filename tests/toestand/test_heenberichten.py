"""Every forward message with its first retour, whether it counts or not."""

from normwijzer.toestand import Toestand
from toestand.hulp_wereld import Wereld, datum_tekst


def _regels(toestand: Toestand) -> list[tuple]:
    frame = toestand.heenberichten
    return [
        (rij.berichttype, rij.identificatie, datum_tekst(rij.dagtekening_retour), rij.afgekeurd)
        for rij in frame.itertuples(index=False)
    ]


_SOORTEN = {"301": "302", "305": "306", "307": "308", "315": "316", "317": "318", "319": "320"}


def test_de_zes_soorten_met_retour_staan_erin_en_declaraties_en_retours_niet() -> None:
    wereld = Wereld()
    for soort, retour in _SOORTEN.items():
        wereld.bericht(soort, f"2024-01-{len(wereld.rijen['berichten']) + 1:02}")
        wereld.retour(retour, wereld.rijen["berichten"][-1]["identificatie"], "2024-02-01", "0200")
    wereld.declaratie("2024-01-20", {"referentienummer": "R1"})
    wereld.antwoord("2024-01-25", "B12")
    goed = [(soort, f"B{2 * plaats}", "2024-02-01", False) for plaats, soort in enumerate(_SOORTEN)]
    assert _regels(wereld.toestand()) == goed


def test_afgekeurd_en_goedgekeurd_staan_er_ook_als_retours_genegeerd_worden() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01")
    wereld.start("2024-01-03", "2024-01-01", client="p2")
    wereld.start("2024-01-04", "2024-01-01", client="p3")
    wereld.retour("306", "B0", "2024-01-09", "0200", "9999")
    wereld.retour("306", "B1", "2024-01-08", "0200", "0233")
    verwacht = [("305", "B0", "2024-01-09", True), ("305", "B1", "2024-01-08", False), ("305", "B2", None, False)]
    for negeren, leveringen in ((False, 2), (True, 3)):
        toestand = wereld.toestand(retour_negeren=negeren)
        assert _regels(toestand) == verwacht
        assert len(toestand.leveringen) == leveringen
    assert set(wereld.toestand().heenberichten["gemeente"]) == {"0384"}


def test_een_bericht_gaat_over_de_client_van_zijn_regels() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01", client="p2")
    wereld.start("2024-01-03", "2024-01-01", client="p3")
    wereld.retour("306", "B0", "2024-01-09", "9999")
    wereld.bericht("319", "2024-01-04")
    frame = wereld.toestand().heenberichten
    assert frame["client"].isna().tolist() == [False, False, True]
    assert frame["client"].tolist()[:2] == ["p2", "p3"]


def test_de_vroegste_retour_telt_en_een_latere_keurt_alsnog_af_vanaf_de_dag_waarop_hij_bekend_is() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01")
    wereld.retour("306", "B0", "2024-01-12", "9999")
    wereld.retour("306", "B0", "2024-01-09", "0200")
    wereld.retour("306", "B0", None, "9999")  # without a readable date it is never known
    assert _regels(wereld.toestand(bekend_op="2024-01-01")) == []
    assert _regels(wereld.toestand(bekend_op="2024-01-08")) == [("305", "B0", None, False)]
    assert _regels(wereld.toestand(bekend_op="2024-01-11")) == [("305", "B0", "2024-01-09", False)]
    assert _regels(wereld.toestand()) == [("305", "B0", "2024-01-09", True)]


def test_kopie_en_tweede_bericht_met_dezelfde_identificatie_geven_een_rij() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01", {"identificatie": "X"})
    wereld.start("2024-01-02", "2024-01-01", {"identificatie": "X", "bestand": "kopie.xml"})
    wereld.start("2024-01-05", "2024-01-03", {"identificatie": "X"})
    wereld.retour("306", "X", "2024-01-09", "0200")
    toestand = wereld.toestand()
    assert _regels(toestand) == [("305", "X", "2024-01-09", False)]
    assert [datum_tekst(dag) for dag in toestand.heenberichten["dagtekening"]] == ["2024-01-02"]


def test_retour_met_omgedraaide_kop_hoort_bij_zijn_bericht_en_die_van_een_ander_niet() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01")
    wereld.retour("306", "B0", "2024-01-05", "0200", wet="jw")
    wereld.retour("306", "B0", "2024-01-06", "0200", aanbieder="42420001")
    wereld.retour("308", "B0", "2024-01-07", "0200")
    wereld.retour("306", None, "2024-01-08", "0200")
    assert _regels(wereld.toestand()) == [("305", "B0", None, False)]
    wereld.retour("306", "B0", "2024-01-19", "0200", afzender="65656055", ontvanger="0384")
    assert _regels(wereld.toestand()) == [("305", "B0", "2024-01-19", False)]


def test_foutbericht_keurt_af_zonder_retour() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01", {"envelop_referentie": "e1"})
    leeg = {"wet": None, "gemeente": None, "aanbieder": None, "identificatie": None, "release": None}
    wereld.bericht("Fo01", None, envelop_kruisreferentie="e1", envelop_tijdstip="2024-01-06", **leeg)
    wereld.start("2024-02-02", "2024-02-01")
    voor, na = ("305", "B0", None, False), ("305", "B0", None, True)
    assert _regels(wereld.toestand(bekend_op="2024-01-05")) == [voor]
    for negeren in (False, True):
        assert _regels(wereld.toestand(retour_negeren=negeren)) == [na, ("305", "B2", None, False)]


def test_zonder_identificatie_of_dagtekening() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01", {"identificatie": None})
    wereld.start("2024-01-03", "2024-01-01", {"identificatie": None})
    wereld.start(None, "2024-01-01")
    frame = wereld.toestand().heenberichten
    assert frame["identificatie"].isna().tolist() == [True, True]
