"""A decision from outcomes and a question: what is recorded, and what is refused."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from normwijzer.fouten import DataFout
from normwijzer.normen.bandbreedte import maak_bandbreedte
from normwijzer.normen.besluitvorm import format_besluiten, parse_besluiten
from normwijzer.normen.kandidaten import kandidaten
from normwijzer.normen.spreiding import meet_spreiding
from normwijzer.uitvoering.vaststellen import stel_vast
from uitvoering.hulp_norm import HERKOMST, TELLINGEN, VANDAAG, VRAAG, K, maak_regio, maak_uitkomsten

BREED = {f"9999{n:04d}": (y, 100) for n, y in enumerate((5, 8, 30, 55, 60, 20))}
"""Aanbieders that differ far more than chance."""


def _besluit(vraag=VRAAG, uitkomsten=None, regio=None, herkomst=HERKOMST):
    return stel_vast(regio or maak_regio(), maak_uitkomsten() if uitkomsten is None else uitkomsten, vraag, herkomst)


def test_besluit_legt_vast_waarop_en_wanneer():
    besluit = _besluit(replace(VRAAG, door=" Het  overleg "))
    assert (besluit.familie, besluit.kpi, besluit.perceel, besluit.soort, besluit.jaar) == (
        "wmo",
        "uitval",
        "1",
        "",
        2024,
    )
    assert (besluit.norm, besluit.methode, besluit.geldt_vanaf) == (0.3, "expert", 2025)
    assert (besluit.door, besluit.besluit) == ("Het overleg", "Besloten in het overleg.")
    assert (besluit.datum, besluit.bekend_op, besluit.voorlopig) == (date(2025, 5, 20), K, False)
    assert (besluit.digest.berichten, besluit.digest.bronnen, besluit.digest.code) == ("aa", "bb", "cc")
    assert besluit.opties["opvolg_venster_dagen"] == "28"


def test_basis_is_de_rij_van_de_regio_en_niet_de_som_van_de_aanbieders():
    basis = _besluit().basis
    assert (basis.teller, basis.noemer) == (47, 137)  # 3+9+14+21+0 and 9+22+41+60+6−1
    assert basis.waarde == 47 / 137
    assert (basis.aanbieders, basis.k10, basis.jaren) == (5, 3, (2024,))


def test_kandidaten_zijn_die_van_de_specificatie_zonder_die_zonder_waarde():
    tellers, noemers = zip(*TELLINGEN.values(), strict=True)
    tabel = kandidaten(tellers, noemers, "lager_is_beter")
    gevonden = _besluit().kandidaten
    assert [(k.id, k.methode) for k in gevonden] == list(zip(tabel["id"], tabel["methode"], strict=True))
    assert [k.norm for k in gevonden] == pytest.approx(tabel["norm"].tolist(), abs=1e-8)
    klein = {"99990001": (3, 9), "99990002": (2, 8)}
    methoden = {k.methode for k in _besluit(uitkomsten=maak_uitkomsten(klein)).kandidaten}
    assert "mediaan" not in methoden  # nobody has 10
    assert "gewogen_gemiddelde" in methoden


@pytest.mark.parametrize(
    ("methode", "id_", "q"),
    [
        ("gewogen_gemiddelde", "N1", None),
        ("percentiel25", "N3", 0.25),
        ("percentiel75", "N3", 0.75),
        ("mediaan", "N3", 0.5),
        ("gewogen_percentiel50", "N4", 0.5),
        ("abc", "N6", None),
        ("eb_mean", "N8", None),
    ],
)
def test_methode_alleen_geeft_haar_waarde_in_hele_procenten(methode, id_, q):
    tellers, noemers = zip(*TELLINGEN.values(), strict=True)
    tabel = kandidaten(tellers, noemers, "lager_is_beter")
    rij = tabel[tabel["id"].eq(id_) & (tabel["q"].eq(q) if q is not None else True)].iloc[0]
    besluit = _besluit(replace(VRAAG, norm=None, methode=methode))
    assert besluit.norm == rij["norm_heel"]
    assert besluit.methode == rij["methode"]
    assert besluit.norm * 100 == pytest.approx(round(besluit.norm * 100), abs=1e-9)


def test_norm_en_methode_samen_mogen_als_ze_hetzelfde_zeggen():
    alleen = _besluit(replace(VRAAG, norm=None, methode="gewogen_gemiddelde"))
    assert _besluit(replace(VRAAG, norm=alleen.norm, methode="gewogen_gemiddelde")) == alleen
    with pytest.raises(DataFout, match=r"gewogen_gemiddelde geeft 34 %, niet 30 %"):
        _besluit(replace(VRAAG, methode="gewogen_gemiddelde"))


@pytest.mark.parametrize("methode", ["vast", "trechter", "klassen"])
def test_bandbreedte_is_die_om_deze_norm(methode):
    breedte = 0.05 if methode == "vast" else None
    besluit = _besluit(replace(VRAAG, bandbreedte=methode, breedte=breedte))
    assert besluit.bandbreedte == maak_bandbreedte(methode, 0.3, breedte=breedte)


def test_met_spreiding_laat_alleen_ruimte_waar_de_verschillen_boven_toeval_zijn():
    vraag = replace(VRAAG, met_spreiding=True)
    assert _besluit(vraag).bandbreedte.tau2 == 0
    breed = _besluit(vraag, maak_uitkomsten(BREED)).bandbreedte.tau2
    tellers, noemers = zip(*BREED.values(), strict=True)
    assert breed == pytest.approx(meet_spreiding(tellers, noemers).tau2_w, abs=1e-8)
    assert breed > 0.01
    assert _besluit(uitkomsten=maak_uitkomsten(BREED)).bandbreedte.tau2 == 0


def test_volgorde_en_lege_omvang_veranderen_het_besluit_niet():
    rijen = maak_uitkomsten()
    basis = _besluit(uitkomsten=rijen)
    assert _besluit(uitkomsten=rijen.sample(frac=1, random_state=3)) == basis
    assert _besluit(uitkomsten=maak_uitkomsten(leeg=None)) == basis
    assert _besluit(uitkomsten=rijen.assign(bekend_op=K)) == basis  # as Parquet gives a day back


@pytest.mark.parametrize("anders", [{"99990002": (10, 22)}, {"99990002": (9, 23)}, {"99990006": (1, 1)}])
def test_digest_van_de_uitkomst_ziet_elke_aanbieder(anders):
    totaal = (47, 137)
    basis = _besluit(uitkomsten=maak_uitkomsten(totaal=totaal)).digest
    nieuw = _besluit(uitkomsten=maak_uitkomsten(TELLINGEN | anders, totaal=totaal)).digest
    assert nieuw.uitkomst != basis.uitkomst
    assert replace(nieuw, uitkomst=basis.uitkomst) == basis


def test_andere_optie_geeft_een_andere_digest_en_staat_in_het_besluit():
    anders = _besluit(regio=maak_regio(opties={"opvolg_venster_dagen": 42}))
    assert anders.opties["opvolg_venster_dagen"] == "42"
    assert anders.digest.opties != _besluit().digest.opties


def test_besluit_leest_terug_en_noemt_geen_aanbieder():
    besluit = _besluit(replace(VRAAG, methode="", met_spreiding=True, reden_herziening="nieuwe aanlevering"))
    tekst = format_besluiten([replace(besluit, reden_herziening="")])
    assert parse_besluiten(tekst, "2024.toml") == [replace(besluit, reden_herziening="")]
    for agb in TELLINGEN:
        assert agb not in tekst
    assert not re.search(r"Zorgboerderij|Coöperatie", tekst)


def test_jeugd_zonder_cijfers_per_aanbieder_heeft_alleen_de_uitkomst_van_de_regio_als_kandidaat():
    rijen = maak_uitkomsten({}, totaal=(142, 252), familie="jeugd_transformatie", kpi="gezinsgericht", perceel="")
    vraag = replace(VRAAG, kpi="gezinsgericht", perceel="", norm=None, methode="gewogen_gemiddelde")
    besluit = _besluit(vraag, rijen[rijen["noemer"].eq(252)])
    assert besluit.norm == 0.56
    assert [(k.id, k.norm) for k in besluit.kandidaten] == [("N1", round(142 / 252, 8))]
    assert (besluit.basis.aanbieders, besluit.bandbreedte.tau2) == (0, 0.0)
    with pytest.raises(DataFout, match="'mediaan' kan hier niet"):
        _besluit(replace(vraag, methode="mediaan"), rijen[rijen["noemer"].eq(252)])


def test_voorlopige_uitkomst_mag_alleen_als_het_erbij_is_gezegd():
    rijen = maak_uitkomsten(status="voorlopig")
    with pytest.raises(DataFout, match="nog voorlopig"):
        _besluit(uitkomsten=rijen)
    assert _besluit(replace(VRAAG, voorlopig=True), rijen).voorlopig is True
    assert _besluit(replace(VRAAG, voorlopig=True)).voorlopig is False


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"kpi": "uitva"}, "geen kpi.*bedoelt u 'uitval'"),
        ({"perceel": "5"}, "perceel 5"),
        ({"perceel": ""}, "geen perceel genoemd"),
        ({"perceel": "6", "jaar": 2027}, "pilot"),
        ({"perceel": "6", "geldt_vanaf": 2028}, "pilot"),
        ({"kpi": "doelrealisatie_ander_perceel", "perceel": "6"}, "geen norm"),
        ({"kpi": "wachttijd"}, "nog geen normbesluiten"),
        ({"kpi": "maanden_verblijf_gemiddeld", "perceel": ""}, "gaat over een aandeel"),
        ({"jaar": 2022}, "2022 staat niet in regio.toml van proef"),
        ({"geldt_vanaf": 2024}, "2024 kan niet"),
        ({"norm": 12.0}, r"12 is geen aandeel; bedoelt u 0,12\?"),
        ({"norm": 12.5}, r"12,5 is geen aandeel; bedoelt u 0,125\?"),
        ({"norm": 1200.0}, "1200 is geen aandeel. Toegestaan"),
        ({"norm": -0.1}, "geen aandeel"),
        ({"norm": float("nan")}, "geen aandeel"),
        ({"norm": None}, "geen norm en geen methode"),
        ({"norm": None, "methode": "expert"}, "hoort een norm die u zelf kiest"),
        ({"methode": "percentil25"}, "bedoelt u 'percentiel25'"),
        ({"methode": "percentiel"}, "kan hier niet"),
        ({"bandbreedte": "trechte"}, "bedoelt u 'trechter'"),
        ({"bandbreedte": "vast"}, "heeft een breedte nodig"),
        ({"bandbreedte": "vast", "breedte": 5.0}, r"--breedte: 5 is geen aandeel; bedoelt u 0,05\?"),
        ({"breedte": 0.05}, "hoort geen breedte"),
        ({"bandbreedte": "klassen", "met_spreiding": True}, "alleen bij trechter"),
        ({"besluit": "  "}, "--besluit: is leeg"),
        ({"besluit": "Zie 999911120."}, "lang nummer"),
        ({"besluit": "Zie 999.911.120."}, "lang nummer"),
        ({"besluit": "Zie p1_ab12cd."}, "lang nummer"),
        ({"besluit": "tekst\x07"}, "vreemd teken"),
        ({"besluit": "Afgesproken met zorgboerderij de beer."}, "--besluit: noemt een aanbieder"),
        ({"door": "Coöperatie Noot"}, "--door: noemt een aanbieder"),
        ({"reden_herziening": "99990001 klaagde"}, "--herzien: bevat een lang nummer"),
        ({"datum": date(2025, 7, 2)}, "ligt in de toekomst"),
    ],
)
def test_wat_niet_kan_wordt_geweigerd_met_wat_wel_mag(anders, melding):
    with pytest.raises(DataFout, match=melding) as fout:
        _besluit(replace(VRAAG, **anders))
    assert not re.search(r"(?<!\d)9999\d{4,}", str(fout.value))


@pytest.mark.parametrize("datum", [K, VANDAAG])
def test_dag_van_bekendheid_en_vandaag_mogen_nog_net(datum):
    assert _besluit(replace(VRAAG, datum=datum)).datum == datum


@pytest.mark.parametrize("rijen", [maak_uitkomsten({}), maak_uitkomsten().iloc[:0], maak_uitkomsten(perceel="3")])
def test_zonder_gevallen_is_er_niets_vast_te_stellen(rijen):
    with pytest.raises(DataFout, match="geen enkel geval"):
        _besluit(uitkomsten=rijen)


def test_datum_en_bedrag_in_de_tekst_mogen():
    tekst = "Besloten op 20.05.2025 (stuk 20-05-2025/3), budget 1.234.567 euro."
    assert _besluit(replace(VRAAG, besluit=tekst)).besluit == tekst


def test_naam_van_een_aanbieder_als_deel_van_een_woord_mag():
    aanbieders = pd.DataFrame({"agb": ["99990001"], "naam": ["Noord"], "contractpartij": [np.nan]})
    regio = maak_regio(aanbieders=aanbieders)
    assert _besluit(replace(VRAAG, besluit="Besloten in Noordwijk."), regio=regio).besluit == "Besloten in Noordwijk."
    with pytest.raises(DataFout, match="noemt een aanbieder"):
        _besluit(replace(VRAAG, besluit="Besloten met Noord."), regio=regio)
