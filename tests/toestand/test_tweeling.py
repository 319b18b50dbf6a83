"""The fast state against the slow twin, and what may not matter: order, copies, a far-away K."""

import os
from collections import Counter
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from normwijzer.berichten.kolommen import TABELLEN
from normwijzer.toestand import Toestand, reconstrueer, signaalteksten
from toestand.hulp_schudden import schud
from toestand.trage_tweeling import Tweeling, rijen_van
from toestand.werelden import ALLES, DAGEN, GELD, REGIE, VERZOEK, dichte_wereld, werelden

# More worlds than a quick run needs: NORMWIJZER_VOORBEELDEN=500 pytest tests/toestand
_snel = settings(
    max_examples=int(os.environ.get("NORMWIJZER_VOORBEELDEN", "12")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
alle_werelden = st.one_of(werelden(), werelden(REGIE, 12), werelden(GELD, 12), werelden(VERZOEK, 10))
DICHTE_WERELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "12")) // 2
misschien_dag = st.sampled_from([None, None, *map(date.fromisoformat, DAGEN)])


DICHT = [(soorten, zaad) for soorten in (ALLES, REGIE, GELD, VERZOEK) for zaad in range(DICHTE_WERELDEN)]


@_snel
@given(alle_werelden, misschien_dag, misschien_dag, st.booleans())
def test_de_toestand_is_die_van_de_trage_tweeling(wereld, bekend_op, peildatum, negeren) -> None:
    _vergelijk(wereld, bekend_op, peildatum, negeren)


@pytest.mark.parametrize(("soorten", "zaad"), DICHT)
def test_de_toestand_van_een_volle_wereld_is_die_van_de_trage_tweeling(soorten, zaad) -> None:
    wereld = dichte_wereld(zaad, soorten, 120)
    _vergelijk(wereld)
    _vergelijk(wereld, bekend_op=date.fromisoformat(DAGEN[zaad % 9]), peildatum=date(2024, 2, 5), negeren=zaad % 3 == 0)


def test_de_volle_werelden_laten_elk_signaal_en_elke_status_zien() -> None:
    gezien: set[str] = set()
    for soorten, zaad in DICHT:
        tweeling = Tweeling(maak_tabellen(dichte_wereld(zaad, soorten, 120)))
        gezien |= set(+tweeling.signalen)
        for rijen in (tweeling.toewijzingen, tweeling.perioden, tweeling.declaraties, tweeling.verzoeken):
            gezien |= {rij["status"] for rij in rijen.values()}
        gezien |= {rij["status"] for rij in tweeling.prestaties}
    statussen = {"verwijderd", "afgelopen", "lopend", "gestopt", "tijdelijk_gestopt", "ingediend", "afgewezen"}
    statussen |= {"toegekend", "deels_toegekend", "gecrediteerd", "open", "in_onderzoek", "toegewezen"}
    assert gezien == set(signaalteksten()) | statussen


def _vergelijk(wereld, bekend_op=None, peildatum=None, negeren: bool = False) -> None:
    tabellen = maak_tabellen(wereld)
    tweeling = Tweeling(tabellen, bekend_op, peildatum, negeren)
    if tweeling.K is None:  # nothing dated: the twin knows no day
        return
    toestand = reconstrueer(tabellen, bekend_op=bekend_op, peildatum=peildatum, retour_negeren=negeren)
    _vergelijk_toewijzingen(toestand, tweeling)
    _vergelijk_leveringen(toestand, tweeling)
    _vergelijk_declaraties(toestand, tweeling)
    _vergelijk_verzoeken(toestand, tweeling)
    _vergelijk_heenberichten(toestand, tweeling)
    telling = {rij["berichttype"]: rij for rij in rijen_van(toestand.telling)}
    assert set(telling) == set(tweeling.telling)
    for soort, verwacht in tweeling.telling.items():
        velden = ("gelezen", "dubbel", "afgekeurd", "later_bekend", "meegeteld")
        assert [telling[soort][veld] for veld in velden] == [verwacht[veld] for veld in velden]
    assert _signaaltelling(toestand) == +tweeling.signalen


def _vergelijk_toewijzingen(toestand: Toestand, tweeling: Tweeling) -> None:
    gevonden = {(r["wet"], r["gemeente"], r["toewijzingnummer"]): r for r in rijen_van(toestand.toewijzingen)}
    assert set(gevonden) == set(tweeling.toewijzingen)
    assert len(gevonden) == len(toestand.toewijzingen)
    for sleutel, verwacht in tweeling.toewijzingen.items():
        rij = gevonden[sleutel]
        zelfde = ("aanbieder", "client", "categorie", "code", "ingangsdatum", "einddatum", "volume", "budget", "status")
        zelfde += ("versies", "verwijderd", "bekend_sinds", "eerste_toewijzingsdatum", "eerste_ingangsdatum")
        zelfde += ("afgifte_dagtekening", "afgifte_ingangsdatum", "identificatie")
        for veld in (*zelfde, "eerste_einddatum", "terugwerkend"):
            assert rij[veld] == verwacht[veld], veld
        assert rij["reden_wijziging"] == verwacht["reden"]
    versies = [
        ((r["wet"], r["gemeente"], r["toewijzingnummer"]), r["volgnummer"], r["toewijzingsdatum"], r["toewijzingstijd"])
        + (r["bekend"], r["aanbieder"], r["client"], r["categorie"], r["einddatum"], r["reden_wijziging"])
        for r in rijen_van(toestand.versies)
    ]
    verwacht = [
        (sleutel, v["volgnummer"], v["dag"], v["tijd"])
        + (v["bekend"], v["aanbieder"], v["client"], v["categorie"], v["einddatum"], v["reden"])
        for sleutel, keten in tweeling.versies.items()
        for v in keten
    ]
    assert sorted(versies, key=str) == sorted(verwacht, key=str)


def _levering(rij: dict, volgorde: dict) -> tuple:
    """Key as the twin writes it: of deliveries of unknown persons the nth, as they have no key of their own."""
    wie = (rij["wet"], rij["gemeente"], rij["aanbieder"], rij["client"], rij["toewijzingnummer"])
    if rij["toewijzingnummer"] is not None:
        return wie
    sleutel = (*wie, rij["categorie"], rij["code"])
    if rij["client"] is not None:
        return (*sleutel, False)
    eigen = volgorde.setdefault(sleutel, [])
    if rij["levering"] not in eigen:
        eigen.append(rij["levering"])
    return (*sleutel, eigen.index(rij["levering"]))


def _nummer_naamloze(tweeling: Tweeling) -> dict[tuple, tuple]:
    """Key of the twin (with a message) -> key with its rank among deliveries of unknown persons in order of content."""
    per_sleutel: dict[tuple, list] = {}
    for sleutel in sorted((s for s in tweeling.leveringen if s[3:5] == (None, None)), key=str):
        per_sleutel.setdefault(sleutel[:-1], []).append(sleutel)
    uit = {sleutel: sleutel for sleutel in tweeling.leveringen}
    for kop, sleutels in per_sleutel.items():
        sleutels.sort(key=lambda s: tweeling.volgorde[s[-1]])
        uit |= {sleutel: (*kop, plaats) for plaats, sleutel in enumerate(sleutels)}
    return uit


def _vergelijk_leveringen(toestand: Toestand, tweeling: Tweeling) -> None:
    volgorde, sleutels = {}, _nummer_naamloze(tweeling)
    leveringen = {
        _levering(r, volgorde): (r["status"], (r["categorie"], r["code"])) for r in rijen_van(toestand.leveringen)
    }
    assert leveringen == {sleutels[s]: (v["status"], v["product"]) for s, v in tweeling.leveringen.items()}
    assert len(leveringen) == len(toestand.leveringen)
    perioden = {(_levering(r, volgorde), r["begindatum"]): r for r in rijen_van(toestand.leverperioden)}
    van_tweeling = {(sleutels[levering], begin): p for (levering, begin), p in tweeling.perioden.items()}
    assert set(perioden) == set(van_tweeling)
    for sleutel, verwacht in van_tweeling.items():
        rij = perioden[sleutel]
        assert (rij["categorie"], rij["code"]) == verwacht.pop("product")
        stop = (rij.pop("dagtekening_stop"), rij.pop("identificatie_stop"))
        assert stop in (verwacht.pop("stop_een_van") or [(None, None)])
        for veld, waarde in verwacht.items():
            assert rij[veld] == waarde, veld


def _vergelijk_declaraties(toestand: Toestand, tweeling: Tweeling) -> None:
    gevonden = sorted((list(r.values()) for r in rijen_van(toestand.declaraties)), key=str)
    kolommen = list(toestand.declaraties.columns)
    verwacht = sorted(([d[kolom] for kolom in kolommen] for d in tweeling.declaraties.values()), key=str)
    assert gevonden == verwacht
    velden = ("wet", "gemeente", "aanbieder", "identificatie", "regel", "client")
    velden += ("referentienummer", "toewijzingnummer")
    regels = [[r[v] for v in (*velden, "bedrag", "status", "retourcodes")] for r in rijen_van(toestand.prestaties)]
    lijnen = [[r[v] for v in (*velden, "signed", "status", "codes")] for r in tweeling.prestaties]
    assert sorted(regels, key=str) == sorted(lijnen, key=str)


def _vergelijk_verzoeken(toestand: Toestand, tweeling: Tweeling) -> None:
    velden = ("gemeente", "client", "status", "ingediend", "in_onderzoek_op", "besluitdatum", "reden_afwijzing")
    velden += ("over_termijn",)
    sleutel = ("wet", "aanbieder", "referentie_aanbieder", "soort")
    gevonden = [(*(r[v] for v in sleutel), *(r[v] for v in velden)) for r in rijen_van(toestand.verzoeken)]
    verwacht = [(*s[:4], *(v[veld] for veld in velden)) for s, v in tweeling.verzoeken.items()]
    assert sorted(gevonden, key=str) == sorted(verwacht, key=str)


def _vergelijk_heenberichten(toestand: Toestand, tweeling: Tweeling) -> None:
    kolommen = ["wet", "berichttype", "gemeente", "aanbieder", "identificatie"]
    kolommen += ["dagtekening", "dagtekening_retour", "afgekeurd"]
    assert [kolom for kolom in toestand.heenberichten.columns if kolom != "client"] == kolommen
    gevonden = [[b[kolom] for kolom in kolommen] for b in rijen_van(toestand.heenberichten)]
    verwacht = [[b[kolom] for kolom in kolommen] for b in tweeling.heenberichten]
    assert sorted(gevonden, key=str) == sorted(verwacht, key=str)


def _signaaltelling(toestand: Toestand) -> Counter:
    return Counter(toestand.signalen.groupby("signaal")["aantal"].sum().to_dict())


_FRAMES = ("toewijzingen", "versies", "leveringen", "leverperioden", "declaraties", "prestaties")
_FRAMES += ("heenberichten", "verzoeken", "clienten")


def _zelfde_toestand(een: Toestand, ander: Toestand) -> None:
    for naam in _FRAMES:
        pd.testing.assert_frame_equal(getattr(een, naam), getattr(ander, naam), obj=naam)


@_snel
@given(alle_werelden, misschien_dag, st.integers(0, 1000))
def test_volgorde_en_nummering_van_berichten_maken_niets_uit(wereld, bekend_op, zaad) -> None:
    tabellen = maak_tabellen(wereld)
    geschud = schud(tabellen, np.random.default_rng(zaad))
    een, ander = reconstrueer(tabellen, bekend_op=bekend_op), reconstrueer(geschud, bekend_op=bekend_op)
    _zelfde_toestand(een, ander)
    pd.testing.assert_frame_equal(een.signalen, ander.signalen)
    pd.testing.assert_frame_equal(een.telling, ander.telling)


def _verdubbel(tabellen: SimpleNamespace) -> SimpleNamespace:
    """Every message a second time, in another file and as another number."""
    delen = {}
    for naam in TABELLEN:
        tabel = getattr(tabellen, naam)
        tweede = tabel.assign(bericht=tabel["bericht"] + 1000)
        if naam == "berichten":
            tweede["bestand"] = "zz/" + tweede["bestand"]
            tweede["kopieen"] = tweede["kopieen"].where(tweede["kopieen"].isna(), 1)
        delen[naam] = pd.concat([tabel, tweede], ignore_index=True)
    return SimpleNamespace(**delen)


@_snel
@given(alle_werelden, misschien_dag)
def test_elk_bericht_nog_eens_verandert_alleen_het_aantal_dubbele_berichten(wereld, bekend_op) -> None:
    tabellen = maak_tabellen(wereld)
    een = reconstrueer(tabellen, bekend_op=bekend_op)
    twee = reconstrueer(_verdubbel(tabellen), bekend_op=bekend_op)
    _zelfde_toestand(een, twee)
    mag = ["dubbel_bericht", "zonder_dagtekening"]  # what never counts is not looked at for copies
    over = [t.signalen[~t.signalen["signaal"].isin(mag)].reset_index(drop=True) for t in (een, twee)]
    pd.testing.assert_frame_equal(*over)
    for kolom in ("afgekeurd", "meegeteld"):
        assert een.telling[kolom].tolist() == twee.telling[kolom].tolist()


@_snel
@given(alle_werelden, misschien_dag)
def test_geen_bericht_raakt_zoek(wereld, bekend_op) -> None:
    tabellen = maak_tabellen(wereld)
    telling = reconstrueer(tabellen, bekend_op=bekend_op).telling.set_index("berichttype")
    delen = telling[["dubbel", "afgekeurd", "later_bekend", "meegeteld"]]
    assert (telling["gelezen"] == delen.sum(axis=1)).all()
    assert (delen >= 0).all(axis=None)
    gelezen = tabellen.berichten.groupby("berichttype")["kopieen"].sum()
    assert telling["gelezen"].to_dict() == gelezen.to_dict()


@_snel
@given(alle_werelden)
def test_geen_prestatie_en_geen_cent_raakt_zoek(wereld) -> None:
    toestand = reconstrueer(maak_tabellen(wereld))
    netto = toestand.prestaties["status"].isin(["toegekend", "gecrediteerd"])
    assert toestand.declaraties["ingediend"].sum() == toestand.prestaties["bedrag"].sum()
    assert toestand.declaraties["toegekend"].sum() == toestand.prestaties.loc[netto, "bedrag"].sum()


@_snel
@given(alle_werelden)
def test_een_bekend_op_ver_in_de_toekomst_is_geen_bekend_op(wereld) -> None:
    wereld["berichten"] = [b for b in wereld["berichten"] if b["berichttype"] != "Fo01"]  # they do not move K: 5.38
    tabellen = maak_tabellen(wereld)
    een = reconstrueer(tabellen, peildatum="2024-02-15")
    ander = reconstrueer(tabellen, bekend_op="2999-12-31", peildatum="2024-02-15")
    _zelfde_toestand(een, ander)
    pd.testing.assert_frame_equal(een.signalen, ander.signalen)
