"""Hand-counted cases: status, bounds, side indicators and the other frames. Numbers such as 5.21: kpi-specificatie."""

import pandas as pd
import pytest
from kpi.wereld import levering, periode, rij_van, stop, to_regio, to_toestand, toewijzing, versie, wereld, zorg
from normwijzer import kpi
from normwijzer.fouten import DataFout
from normwijzer.kpi import state_variants

W1, W2, W3, W4 = "doelrealisatie_uitstroom", "doelrealisatie_afschaling", "doelrealisatie_ander_perceel", "uitval"
A, B = "99990001", "99990002"


def test_definitief_is_het_jaar_vanaf_84_dagen_na_het_einde(tmp_path):
    # 31-12-2024 + 28 + 56 = 25 March 2025; with a window of 91 days 27 May.
    w = wereld(*zorg(1, "a", "1-2-2023"))

    def status(K, variant="basis"):
        return rij_van(tmp_path, W1, variant, None, None, None, 2024, w | {"K": pd.Timestamp(K).date()}).status

    assert (status("2025-03-24"), status("2025-03-25")) == ("voorlopig", "definitief")
    langer = "opvolg_venster_dagen=91"
    assert (status("2025-05-26", langer), status("2025-05-27", langer)) == ("voorlopig", "definitief")


def test_zolang_voorlopig_tellen_open_gevallen_tegen_en_voor(tmp_path):
    # K = 1 July: an end up to 7 April is certain (7 April + 84 = 30 June), 8 April is not.
    w = wereld(
        *zorg(1, "a", "1-2-2023", "7-4", "19"), *zorg(2, "b", "1-2-2023", "8-4", "19"),
        *zorg(3, "c", "1-2-2023", "10-6", "21"), *zorg(4, "d", "1-2-2023"), K="30-6",
    )  # fmt: skip
    rij = rij_van(tmp_path, W1, "basis", None, None, None, 2024, w)
    assert (rij.teller, rij.noemer, rij.status) == (2, 4, "voorlopig")
    assert (rij.grens_onder, rij.grens_boven) == (1 / 4, 3 / 4)


def test_noemer_nul_geeft_een_lege_waarde(tmp_path):
    # 5.37
    rij = rij_van(tmp_path, W3, "basis", "6", None, None, 2024, wereld(K="1-2-2024"))
    assert (rij.teller, rij.noemer) == (0, 0)
    assert pd.isna([rij.waarde, rij.onder, rij.boven, rij.grens_onder, rij.grens_boven]).all()


def test_stroom_sluit_en_de_redenen_tellen_op_tot_de_uitstroom(tmp_path):
    w = wereld(
        *zorg(1, "a", "1-2-2023", "1-1", "19"), *zorg(2, "b", "1-1", "31-12", "21"), *zorg(3, "c", "1-3", "1-5", "20"),
        *zorg(4, "d", "1-2-2023", t_einde="1-6"), *zorg(5, "e", "1-2-2023"), *zorg(6, "f", "1-1-2025"),
        levering(None, "g", periode("1-2", stop("20", "1-3")), periode("2-3"), code="02A01"),
    )  # fmt: skip
    u = kpi.bereken("wmo", to_toestand(w), to_regio(tmp_path), 2024)
    assert u.frames["stroom"].iloc[0].tolist() == ["1", A, 3, 3, 4, 2]
    assert dict(zip(u.frames["redenen"].reden, u.frames["redenen"].aantal, strict=True)) == {
        "19": 1, "21": 1, "tijdelijk": 1, "zonder stopbericht": 1,
    }  # fmt: skip


def test_nevencijfers_zijn_met_de_hand_na_te_tellen(tmp_path):
    w = wereld(
        *zorg(1, "a", "1-2-2023", "10-3", "19", t_einde="31-12"),  # on time
        *zorg(2, "b", "1-2-2023", "10-3", "19", t_einde="1-3"),  # after the agreed end
        *zorg(3, "c", "1-2-2023", "10-3", "19"), toewijzing(4, "c", versie("11-3")),  # 19 with follow-up
        *zorg(5, "d", "1-2-2023", "10-3", "22", t_einde="10-3"),  # uitval on the end date
        *zorg(6, "e", "1-2-2022", "10-6-2023", "19"), *zorg(7, "e", "1-5", "1-6", "21"),  # relapse of 2023
        *zorg(8, "f", "1-2-2022", "10-6-2023", "19"),  # no relapse
        *zorg(9, "g", "1-2-2023", "10-3", "20"), *zorg(10, "h", "1-2-2023", t_einde="1-6"),
    )  # fmt: skip
    n = kpi.bereken("wmo", to_toestand(w), to_regio(tmp_path), 2024).nevencijfers
    totaal = n[n.perceel.isna() & n.aanbieder.isna() & n.gemeente.isna()].set_index("kenmerk")
    deel = {k: (totaal.teller[k], totaal.noemer[k]) for k in totaal.index if pd.notna(totaal.noemer[k])}
    assert deel["op_tijd"] == (1, 2)
    assert deel["code_19_met_vervolg"] == (1, 3)
    assert deel["terugval_365_dagen"] == (1, 2)
    assert (deel["code_21"], deel["code_22"], deel["code_23"]) == ((1, 2), (1, 2), (0, 2))
    assert deel["op_of_na_einddatum"] == (1, 2)
    assert totaal.teller["einde_zonder_stopbericht"] == 1
    assert totaal.teller["tijdelijk_gestopt_langer_dan_91_dagen"] == 1


def test_producten_zonder_perceel_worden_genoemd_en_tellen_niet(tmp_path):
    w = wereld(*zorg(1, "a", "1-2-2023", code="01A01"), *zorg(2, "b", "1-2-2023", code="08A01"))
    u = kpi.bereken("wmo", to_toestand(w), to_regio(tmp_path), 2024)
    assert u.niet_ingedeeld.to_numpy().tolist() == [["wmo", "01", "01A01", 1, 1, 1], ["wmo", "08", "08A01", 1, 1, 1]]
    assert u.uitkomsten.noemer.sum() == 0
    rij = u.kwaliteit.set_index("kenmerk").loc["niet_ingedeeld_toewijzingen"]
    assert (rij.aantal, rij["van"]) == (2, 2)


def test_uitkomsten_hebben_de_kolommen_en_volgorde_van_het_contract(tmp_path):
    u = kpi.bereken("wmo", to_toestand(wereld(*zorg(1, "a", "1-2-2023"))), to_regio(tmp_path), 2024).uitkomsten
    assert ",".join(u.columns) == (
        "regio,jaar,familie,kpi,variant,wet,perceel,aanbieder,gemeente,soort,teller,noemer,waarde,eenheid,onder,boven,"
        "grens_onder,grens_boven,status,bekend_op"
    )
    assert not u.duplicated(["kpi", "variant", "perceel", "aanbieder", "gemeente"]).any()
    assert u.bekend_op.eq(pd.Timestamp("2025-07-01")).all()


def test_volgorde_van_de_invoer_verandert_niets(tmp_path):
    w = wereld(
        *zorg(1, "a", "1-2-2023", "10-3", "19"),
        *zorg(2, "b", "1-2-2023", "1-9", "21", aanbieder=B),
        *zorg(3, "a", "1-4", code="02A03", volume=60),
        *zorg(4, "c", "1-5", code="02A06", gemeente="9902"),
    )
    om = {k: list(reversed(v)) if isinstance(v, list) else v for k, v in w.items()}
    heen, terug = (kpi.bereken("wmo", to_toestand(x), to_regio(tmp_path), 2024) for x in (w, om))
    for frame in ("uitkomsten", "nevencijfers", "kwaliteit", "niet_ingedeeld"):
        pd.testing.assert_frame_equal(getattr(heen, frame), getattr(terug, frame))


def test_een_onbekende_familie_is_een_gewone_melding(tmp_path):
    with pytest.raises(DataFout, match="bedoelt u 'wmo'"):
        kpi.bereken("wmoo", to_toestand(wereld()), to_regio(tmp_path), 2024)


def test_een_andere_toestand_wordt_een_variant_met_haar_eigen_basis(tmp_path):
    w = wereld(*zorg(1, "a", "1-2-2023", "10-3", "19"))
    ander = wereld(*zorg(1, "a", "1-2-2023", "10-3", "21"))
    toestanden = {"retour_negeren=true": to_toestand(ander)}
    u = kpi.bereken("wmo", to_toestand(w), to_regio(tmp_path), 2024, andere_toestanden=toestanden).uitkomsten
    uitval = u[u.kpi.eq("uitval") & u.perceel.isna()].set_index("variant")
    assert (uitval.teller["basis"], uitval.teller["retour_negeren=true"]) == (0, 1)
    alleen = kpi.bereken("wmo", to_toestand(ander), to_regio(tmp_path), 2024).uitkomsten
    for kolom in ("teller", "noemer", "waarde", "perceel", "aanbieder"):
        variant = u.loc[u.variant.eq("retour_negeren=true"), kolom].reset_index(drop=True)
        pd.testing.assert_series_equal(variant, alleen.loc[alleen.variant.eq("basis"), kolom].reset_index(drop=True))


TWEE_STOPS = (
    toewijzing(1, "a", versie("1-2-2023")),
    levering(1, "a", periode("1-2-2023", stop("21", "30-6"), stop("19", "30-6"))),
)


def test_een_eigen_tie_volgorde_werkt_ook_binnen_een_leverperiode(tmp_path):
    """kpi-specificatie 5.24: the same order picks among definitive stops of one period with one Einddatum."""
    eigen = ["02", "31", "39", "21", "19", "22", "23", "38", "36", "37"]
    regio = to_regio(tmp_path, {"tie_volgorde": eigen})
    standaard = "tie_volgorde={02,31,39,19,21,22,23,38,36,37}"
    toestanden = {naam: _met_volgorde(opties["tie_volgorde"]["wmo"]) for naam, opties in state_variants(regio).items()}
    assert list(toestanden) == ["basis", standaard, "retour_negeren=true"]
    u = kpi.bereken("wmo", toestanden.pop("basis"), regio, 2024, andere_toestanden=toestanden).uitkomsten
    uitval = u[u.kpi.eq("uitval") & u.perceel.isna()].set_index("variant").teller
    assert (uitval["basis"], uitval[standaard], uitval["retour_negeren=true"]) == (1, 0, 1)


def _met_volgorde(volgorde):
    # 5.24 is applied where the state is rebuilt; this is what `reconstrueer` makes of both stops.
    t, lev = TWEE_STOPS
    stops = lev["perioden"][0]["stops"]
    gekozen = min(stops, key=lambda s: list(volgorde).index(s["reden"]))
    return to_toestand(wereld(t, lev | {"perioden": [lev["perioden"][0] | {"stops": [gekozen]}]}))


def test_pgb_op_een_toewijzing_zonder_bruikbaar_bsn_is_vervolg(tmp_path):
    """kpi-specificatie 5.39 links stop and toewijzing by number, not by client."""
    t, lev = zorg(1, "a", "1-2-2023", "10-3", "19", rw="08")
    w = wereld(t | {"client": None}, lev)
    u = kpi.bereken("wmo", to_toestand(w), to_regio(tmp_path), 2024).uitkomsten
    totaal = u[u.variant.eq("basis") & u.perceel.isna()].set_index("kpi")
    assert (totaal.teller["doelrealisatie_uitstroom"], totaal.noemer["doelrealisatie_uitstroom"]) == (0, 1)
    assert totaal.noemer["uitval"] == 0


def test_op_tijd_kijkt_naar_de_eerste_einddatum_die_bekend_was(tmp_path):
    t = toewijzing(1, "a", versie("1-2-2023"), versie("1-2-2023", "1-4"), versie("1-2-2023", "1-6"))
    w = wereld(t, levering(1, "a", periode("1-2-2023", stop("19", "2-4"))))
    n = kpi.bereken("wmo", to_toestand(w), to_regio(tmp_path), 2024).nevencijfers
    rij = n[n.kenmerk.eq("op_tijd") & n.perceel.isna()].iloc[0]
    assert (rij.teller, rij.noemer) == (0, 1)  # the first end was 1 April; an open first version hides nothing
