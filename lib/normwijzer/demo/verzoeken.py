"""Requests of aanbieders (315, 317) and what the gemeente answers (319); a grant is a 301 with the reference."""

from functools import partial
from random import Random

from normwijzer.demo.leven import EERSTE_BERICHT
from normwijzer.demo.melden import keur_af
from normwijzer.demo.schrijven import client_kern, iso, omvang_deel, product_deel, retourcodes
from normwijzer.demo.soorten import Bericht, Dag, Toewijzing, Versie, Wereld

REDENEN_AFWIJZING = ("1", "2", "3", "4", "6", "7")
VERWIJZERS = ("01", "02", "05", "06")


def meld_verzoeken(toewijzing: Toewijzing, wereld: Wereld, r: Random) -> list[Bericht]:
    """Requests around one toewijzing. Fills `referentie` of the versions they led to: call before the 301."""
    berichten: list[Bericht] = []
    if toewijzing.product.taakgericht or toewijzing.product.categorie == "11":
        return berichten
    eerste = toewijzing.versies[0]
    if r.random() < 0.16:
        _vraag_aan(toewijzing, eerste, eerste.datum - r.randint(2, 30), wereld.slot, r, berichten, toegewezen=True)
    elif r.random() < 0.03:
        _vraag_aan(toewijzing, eerste, eerste.datum + r.randint(20, 200), wereld.slot, r, berichten, toegewezen=False)
    for versie in toewijzing.versies[1:]:
        if versie.reden in ("04", "12") and r.random() < 0.2:
            _vraag_wijziging(toewijzing, versie, r, berichten)
    return berichten


def _referentie(toewijzing: Toewijzing, volgnummer: int) -> str:
    return f"{toewijzing.aanbieder.agb[-3:]}-{toewijzing.gemeente.code}-{toewijzing.nummer}-{volgnummer}"


def _vraag_aan(t: Toewijzing, versie: Versie, dag: Dag, slot: Dag, r: Random, berichten, *, toegewezen: bool) -> None:
    if not EERSTE_BERICHT <= dag <= slot:
        return
    referentie = _referentie(t, 0 if toegewezen else 1)
    verwijzer = r.choice(VERWIJZERS)

    def kern(codes: tuple | None = None) -> str:
        einde = "" if versie.eind is None else f"<ToewijzingEinddatum>{iso(versie.eind)}</ToewijzingEinddatum>"
        product = (
            f"<AangevraagdProduct><ReferentieAanbieder>{referentie}</ReferentieAanbieder>{product_deel(t.product)}"
            f"<ToewijzingIngangsdatum>{iso(versie.ingang)}</ToewijzingIngangsdatum>{einde}{omvang_deel(versie)}"
            f"<Verwijzer><iwmo:Type>{verwijzer}</iwmo:Type></Verwijzer><Raamcontract>1</Raamcontract>"
            f"{retourcodes(codes and codes[1])}</AangevraagdProduct>"
        )
        producten = f"<AangevraagdeProducten>{product}</AangevraagdeProducten>"
        return client_kern(t.client, producten, slot=retourcodes(codes and codes[0]))

    verzoek = Bericht("315", t.gemeente, t.aanbieder, dag, kern)
    berichten.append(verzoek)
    if r.random() < 0.02:
        keur_af(verzoek, r, kern, ("9374", "9347"))
        return
    if toegewezen:
        if r.random() < 0.2:
            _antwoord(t, referentie, "2", "", min(dag + r.randint(1, 8), versie.meld_op, slot), berichten)
        versie.referentie = referentie
    elif r.random() < 0.8:
        _antwoord(t, referentie, "1", r.choice(REDENEN_AFWIJZING), min(dag + r.randint(1, 30), slot), berichten)


def _vraag_wijziging(t: Toewijzing, versie: Versie, r: Random, berichten) -> None:
    referentie = _referentie(t, 2 + t.versies.index(versie))
    dag = max(EERSTE_BERICHT, versie.datum - r.randint(0, 20))
    einde = "" if versie.eind is None else f"<Einddatum>{iso(versie.eind)}</Einddatum>"
    product = (
        f"<TeWijzigenProduct><ToewijzingNummer>{t.nummer}</ToewijzingNummer>"
        f"<GewensteIngangsdatum>{iso(versie.ingang)}</GewensteIngangsdatum>{einde}{omvang_deel(versie)}</TeWijzigenProduct>"
    )
    kern = (
        f"<Client><Bsn>{t.client.bsn}</Bsn><Verzoek><ReferentieAanbieder>{referentie}</ReferentieAanbieder>"
        f"<RedenVerzoek>{r.choice('12')}</RedenVerzoek><TeWijzigenProducten>{product}</TeWijzigenProducten></Verzoek></Client>"
    )
    berichten.append(Bericht("317", t.gemeente, t.aanbieder, dag, partial(str, kern)))
    if r.random() < 0.15:
        _antwoord(t, referentie, "2", "", min(dag + r.randint(0, 5), versie.meld_op), berichten)
    versie.referentie = referentie


def _antwoord(t: Toewijzing, referentie: str, antwoord: str, reden: str, dag: Dag, berichten) -> None:
    afwijzing = f"<RedenAfwijzingVerzoek>{reden}</RedenAfwijzingVerzoek>" if reden else ""
    kern = (
        f"<Antwoord><ReferentieAanbieder>{referentie}</ReferentieAanbieder>"
        f"<VerzoekAntwoord>{antwoord}</VerzoekAntwoord>{afwijzing}</Antwoord>"
    )
    berichten.append(Bericht("319", t.gemeente, t.aanbieder, dag, partial(str, kern)))
