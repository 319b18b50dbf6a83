"""Decisions computed again: what changed since is recognised, each cause by itself."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from normen.hulp_berichten import maak_regio
from normwijzer import kpi
from normwijzer.kpi.vastgelegd import write_opties
from normwijzer.normen.bandbreedte import maak_bandbreedte
from normwijzer.normen.besluit import Besluit, Digest
from normwijzer.normen.herijking import KOLOMMEN, Vandaag, herijk_besluiten
from normwijzer.normen.herkomst import basis_van, digest_opties, digest_uitkomst
from normwijzer.normen.kennis import digest_berichten
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.toestand import reconstrueer
from toestand.hulp_wereld import Wereld

K, LATER = "2025-04-30", "2026-03-13"
UITVAL = Onderwerp("wmo", "uitval", "1")
J9 = Onderwerp("jeugd_transformatie", "deeltijdpleegzorg")
VANDAAG = Vandaag(pd.Timestamp(LATER), "b" * 64, "c" * 64)
ANDERS = ["berichten_anders", "bronnen_anders", "opties_anders", "code_anders"]


@pytest.fixture(scope="module")
def regio(tmp_path_factory):
    return maak_regio(tmp_path_factory.mktemp("regio"), jaren=(2023, 2024, 2025))


@pytest.fixture
def w():
    """Two of three who left did so early: one by 21, one by 23; and somebody who came back within 56 days."""
    w = Wereld()
    for nummer, reden in enumerate(("21", "23", "19", "22"), 1):
        wie = {"client": f"p{nummer}", "toewijzingnummer": nummer}
        w.toewijzing("2023-12-20", **wie)
        w.start("2024-01-05", "2024-01-01", **wie)
        w.stop("2024-06-20", "2024-01-01", "2024-06-10", reden, **wie)
    w.toewijzing("2024-07-15", toewijzingnummer=9, client="p4", ingangsdatum="2024-07-20")
    w.bericht("315", "2025-06-01")
    return w


def _besluit(w, regio, onderwerp=UITVAL, bekend_op=K, jaren=(2024,), **anders) -> Besluit:
    """A decision on what is known on that day, with the digests of VANDAAG."""
    tabellen = maak_tabellen(w.rijen)
    toestand = reconstrueer(tabellen, bekend_op=bekend_op, **kpi.state_variants(regio)["basis"])
    rijen = pd.concat([kpi.bereken_basis(onderwerp.familie, toestand, regio, jaar) for jaar in jaren])
    basis, _ = basis_van(rijen, onderwerp, jaren)
    cel = rijen.kpi.eq(onderwerp.kpi) & rijen.perceel.fillna("").eq(onderwerp.perceel)
    cel &= rijen.soort.fillna("").eq(onderwerp.soort)
    opties = write_opties(regio, onderwerp.familie, onderwerp.kpi)
    digest = Digest(
        digest_berichten(tabellen, bekend_op), VANDAAG.bronnen, digest_opties(opties), VANDAAG.code,
        digest_uitkomst(rijen[cel]),
    )  # fmt: skip
    besluit = Besluit(
        familie=onderwerp.familie, kpi=onderwerp.kpi, perceel=onderwerp.perceel, soort=onderwerp.soort, jaar=max(jaren),
        norm=0.5, methode="expert", geldt_vanaf=max(jaren) + 1, besluit="Proef.", door="", datum=date(2025, 5, 22),
        bekend_op=pd.Timestamp(bekend_op).date(), voorlopig=False, reden_herziening="",
        bandbreedte=maak_bandbreedte("trechter", 0.5), basis=basis, digest=digest, opties=opties,
    )  # fmt: skip
    return replace(besluit, **anders)


def _herijk(w, regio, *besluiten, vandaag=VANDAAG) -> pd.DataFrame:
    return herijk_besluiten(maak_tabellen(w.rijen), regio, besluiten, vandaag)


def _een(w, regio, besluit, vandaag=VANDAAG) -> pd.Series:
    return _herijk(w, regio, besluit, vandaag=vandaag).iloc[0]


def test_er_veranderde_niets_dus_alles_is_gelijk(w, regio):
    rij = _een(w, regio, _besluit(w, regio))
    # 22 was followed on 20 July, after 40 days: uitval. So 21, 23 and 22 of four.
    assert (rij.teller_toen, rij.noemer_toen) == (3, 4)
    assert (rij.teller_nu, rij.noemer_nu, rij.teller_laatst, rij.noemer_laatst) == (3, 4, 3, 4)
    assert rij.gelijk
    assert not rij[ANDERS].any()
    assert (rij.waarde_oude_opties, rij.d_definitie, rij.d_rest, rij.reden) == (0.75, 0, 0, "")
    assert rij.bekend_op == pd.Timestamp(K)


@pytest.mark.parametrize("oorzaak", ["bronnen", "code"])
def test_een_andere_bron_of_code_alleen_wordt_herkend(w, regio, oorzaak):
    besluit = _besluit(w, regio)
    besluit = replace(besluit, digest=replace(besluit.digest, **{oorzaak: "0" * 64}))
    rij = _een(w, regio, besluit)
    assert rij.gelijk
    assert [naam for naam in ANDERS if rij[naam]] == [f"{oorzaak}_anders"]


def test_een_telling_die_in_het_bestand_is_veranderd_is_niet_gelijk(w, regio):
    besluit = _besluit(w, regio)
    anders = replace(besluit, basis=replace(besluit.basis, teller=besluit.basis.teller - 1))
    uit = herijk_besluiten(maak_tabellen(w.rijen), regio, [besluit, anders], VANDAAG)
    assert uit.gelijk.tolist() == [True, False]
    assert uit.teller_nu.tolist() == [besluit.basis.teller] * 2


def test_een_bericht_dat_alsnog_van_voor_die_dag_blijkt_wordt_herkend(w, regio):
    besluit = _besluit(w, regio)
    w.stop("2024-12-24", "2024-01-01", "2024-06-11", "19")
    w.toewijzing(K, toewijzingnummer=30, client="q", ingangsdatum="2025-01-01")
    rij = _een(w, regio, besluit)
    assert [naam for naam in ANDERS if rij[naam]] == ["berichten_anders"]
    # The stop on 11 June with reason 19 is now the last one: one uitval less.
    assert (rij.teller_toen, rij.teller_nu, rij.noemer_nu, rij.gelijk) == (3, 2, 4, False)
    assert (rij.d_definitie, rij.d_rest) == (0, pytest.approx(-0.25))


def test_een_bericht_van_daarna_verandert_alleen_de_laatste_stand(w, regio):
    besluit = _besluit(w, regio)
    stop = w.rijen["berichten"][2]["identificatie"]
    w.retour("308", stop, "2025-05-01", "9001")  # rejects a stop that was known, one day after K
    rij = _een(w, regio, besluit)
    assert rij.gelijk
    assert not rij[ANDERS].any()
    assert (rij.teller_nu, rij.noemer_nu, rij.teller_laatst, rij.noemer_laatst) == (3, 4, 2, 3)


def test_een_bericht_op_de_dag_zelf_telt_mee(w, regio):
    besluit = _besluit(w, regio)
    stop = w.rijen["berichten"][2]["identificatie"]
    w.retour("308", stop, K, "9001")
    rij = _een(w, regio, besluit)
    assert (rij.teller_nu, rij.noemer_nu, rij.berichten_anders, rij.gelijk) == (2, 3, True, False)


def test_andere_opties_zijn_de_definitie(w, regio, tmp_path):
    besluit = _besluit(w, regio)
    ruimer = maak_regio(tmp_path, {"opvolg_venster_dagen": 56, "code23_uitval": False}, jaren=(2024,))
    rij = _een(w, ruimer, besluit)
    assert [naam for naam in ANDERS if rij[naam]] == ["opties_anders"]
    # 56 days: p4 did not leave; without 23 only p1 is uitval: 1 of 3. With the old options still 3 of 4.
    assert (rij.teller_nu, rij.noemer_nu, rij.waarde_oude_opties) == (1, 3, 0.75)
    assert rij.d_definitie == pytest.approx(1 / 3 - 3 / 4)
    assert rij.d_rest == 0
    assert not rij.gelijk


def test_oude_opties_voor_de_toestand_bouwen_de_toestand_van_toen(w, regio, tmp_path):
    stop = w.rijen["berichten"][2]["identificatie"]
    w.retour("308", stop, "2024-07-01", "9001")
    besluit = _besluit(w, regio)
    assert (besluit.basis.teller, besluit.basis.noemer) == (2, 3)
    rij = _een(w, maak_regio(tmp_path, {"retour_negeren": True}, jaren=(2024,)), besluit)
    assert (rij.teller_nu, rij.noemer_nu) == (3, 4)
    assert (rij.waarde_oude_opties, rij.d_rest) == (pytest.approx(2 / 3), 0)
    assert rij.d_definitie == pytest.approx(3 / 4 - 2 / 3)


def test_definitie_en_rest_tellen_op_tot_de_hele_verandering(w, regio, tmp_path):
    besluit = _besluit(w, regio)
    w.stop("2024-12-24", "2024-01-01", "2024-06-11", "19")
    rij = _een(w, maak_regio(tmp_path, {"code23_uitval": False}, jaren=(2024,)), besluit)
    assert rij.d_definitie == pytest.approx(-0.25)
    assert rij.d_rest == pytest.approx(-0.25)
    assert rij.d_definitie + rij.d_rest == pytest.approx(rij.waarde_nu - rij.waarde_toen)


def test_opties_die_niet_meer_te_lezen_zijn_staan_er_als_leeg(w, regio):
    besluit = _besluit(w, regio)
    besluit = replace(besluit, opties=besluit.opties | {"bestaat_niet": "1"})
    besluit = replace(besluit, digest=replace(besluit.digest, opties=digest_opties(besluit.opties)))
    rij = _een(w, regio, besluit)
    assert (rij.teller_nu, rij.gelijk, rij.opties_anders) == (3, True, True)
    assert pd.isna([rij.waarde_oude_opties, rij.d_definitie, rij.d_rest]).all()
    assert rij.reden == "de opties van het besluit zijn niet meer te lezen"


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"families": ("jeugd_transformatie",)}, "de familie wmo staat niet meer in regio.toml"),
        ({"jaren": (2025,)}, "het jaar 2024 staat niet meer in regio.toml"),
    ],
)
def test_wat_de_regio_niet_meer_heeft_houdt_zijn_rij_met_een_reden(w, regio, anders, reden):
    besluit = _besluit(w, regio)
    rij = _een(w, replace(regio, **anders), besluit)
    assert rij.reden == reden
    assert (rij.teller_toen, rij.noemer_toen, rij.gelijk) == (3, 4, False)
    leeg = ["waarde_nu", "teller_nu", "noemer_nu", "waarde_laatst", "teller_laatst", "waarde_oude_opties", "d_rest"]
    assert rij[leeg].isna().all()


def test_een_onderdeel_zonder_uitkomst_houdt_zijn_rij(w, regio):
    weg = replace(_besluit(w, regio), familie="jeugd_transformatie", kpi="verblijf_korter_dan_9_maanden", perceel="",
                  soort="crisis")  # fmt: skip
    weg = replace(weg, opties=write_opties(regio, weg.familie, weg.kpi))
    rij = _een(w, regio, weg)
    assert rij.reden == "er is geen uitkomst meer van dit onderdeel"
    assert pd.isna(rij.waarde_nu)
    assert not rij.gelijk


def test_een_kennisdag_na_de_laatste_berichten_wordt_gezegd_en_toch_uitgerekend(w, regio):
    w.rijen["berichten"].pop()  # then the last message is of 15 July 2024
    besluit = _besluit(w, regio)
    rij = _een(w, regio, besluit)
    assert rij.reden == "de berichten reiken tot 15-07-2024, en het besluit rust op wat op 30-04-2025 bekend was"
    assert (rij.teller_nu, rij.gelijk) == (3, True)


def test_volgnummers_tellen_per_normjaar_en_elke_rij_blijft(w, regio):
    een = _besluit(w, regio)
    ander = replace(een, jaar=2023, geldt_vanaf=2024)
    tabel = _herijk(w, regio, ander, een, replace(een, reden_herziening="Beter."), ander)
    assert tabel.volgnummer.tolist() == [0, 0, 1, 1]
    assert tabel.jaar.tolist() == [2023, 2024, 2024, 2023]


def test_besluiten_op_verschillende_kennisdagen_hebben_elk_hun_eigen_toestand(w, regio):
    vroeg = _besluit(w, regio, bekend_op="2024-06-19")
    assert vroeg.basis.noemer == 0
    tabel = _herijk(w, regio, vroeg, _besluit(w, regio))
    assert tabel.noemer_nu.tolist() == [0, 4]
    assert tabel.noemer_laatst.tolist() == [4, 4]
    assert tabel.gelijk.all()


def test_een_norm_op_twee_jaren_telt_ze_samen(w, regio):
    wie = {"client": "p7", "toewijzingnummer": 7}
    w.toewijzing("2023-01-20", ingangsdatum="2023-01-01", **wie)
    w.start("2023-01-25", "2023-01-01", **wie)
    w.stop("2023-06-20", "2023-01-01", "2023-06-10", "21", **wie)
    rij = _een(w, regio, _besluit(w, regio, jaren=(2023, 2024)))
    assert (rij.teller_nu, rij.noemer_nu, rij.gelijk) == (4, 5, True)


def test_een_kpi_die_naar_declaraties_kijkt_krijgt_ze(regio):
    w = Wereld()
    jw = {"wet": "jw"}
    w.toewijzing("2024-01-01", kop=jw, volume=7, eenheid="14", frequentie="2")
    w.start("2024-01-05", "2024-01-01", kop=jw)
    # 366 days of pleegzorg; by the toewijzing seven etmalen a week, by the claims only ten in the whole year.
    w.declaratie("2024-03-01", {"volume": 10, "eenheid": "14", "periode_begin": "2024-02-01"}, **jw)
    besluit = _besluit(w, regio, J9)
    assert (besluit.basis.teller, besluit.basis.noemer) == (1, 1)
    rij = _een(w, regio, besluit)
    assert (rij.teller_nu, rij.noemer_nu, rij.gelijk, rij.teller_laatst) == (1, 1, True, 1)


def test_zonder_besluiten_is_er_een_lege_tabel_met_dezelfde_soorten(w, regio):
    leeg, vol = _herijk(w, regio), _herijk(w, regio, _besluit(w, regio))
    assert list(leeg) == KOLOMMEN
    assert leeg.dtypes.equals(vol.dtypes)
    assert leeg.empty
