"""The 301 messages: snapshots per client and aanbieder, repeated, refused, resent, lost."""

from functools import partial
from random import Random

from normwijzer.demo.leven import VREEMDE_REDEN
from normwijzer.demo.melden import keur_af
from normwijzer.demo.schrijven import kern_301
from normwijzer.demo.soorten import Bericht, Client, Dag, Toewijzing, Versie, Wereld

AFKEUR = ("9332", "9379", "9019", "8848")
Regel = tuple[Toewijzing, Versie, bool]


def meld_toewijzingen(client: Client, wereld: Wereld, r: Random) -> list[Bericht]:
    """All 301 of one client; fills bekend and reden_bekend of every version they could tell."""
    berichten: list[Bericht] = []
    partijen: dict[tuple[str, str], list[Toewijzing]] = {}
    for toewijzing in client.toewijzingen:
        if not toewijzing.kwijt and not toewijzing.product.taakgericht:
            _herstempel(toewijzing, r)
            partijen.setdefault((toewijzing.gemeente.code, toewijzing.aanbieder.agb), []).append(toewijzing)
    for toewijzingen in partijen.values():
        berichten += _meld_partij(client, toewijzingen, wereld, r)
    return berichten


def _herstempel(toewijzing: Toewijzing, r: Random) -> None:
    """Some resends get a new stamp without a change; some software stamps two changes alike."""
    kans, laatste = r.random(), toewijzing.laatste
    if kans < 0.012 and laatste.reden not in ("13", "08", "02", "07"):
        toewijzing.versies.append(
            Versie(
                laatste.datum + r.randint(1, 9), laatste.tijd, laatste.ingang, laatste.eind, laatste.volume,
                laatste.eenheid, laatste.frequentie, laatste.budget, "", laatste.meld_op + 10,
            )
        )  # fmt: skip
    elif kans > 0.992 and len(toewijzing.versies) == 2 and laatste.reden != "13":
        laatste.datum, laatste.tijd = toewijzing.versies[0].datum, "00:00:00"
        toewijzing.versies[0].tijd = "00:00:00"


def _meld_partij(client: Client, toewijzingen: list[Toewijzing], wereld: Wereld, r: Random) -> list[Bericht]:
    per_dag: dict[Dag, list[Regel]] = {}
    for toewijzing in toewijzingen:
        for versie in toewijzing.versies:
            if versie.meld_op <= wereld.slot:
                per_dag.setdefault(versie.meld_op, []).append((toewijzing, versie, True))
    if r.random() < 0.15 * len(toewijzingen):
        eerste = toewijzingen[0].versies[0].meld_op
        per_dag.setdefault(min(wereld.slot, eerste + r.randint(10, 400)), [])
    berichten: list[Bericht] = []
    for dag in sorted(per_dag):
        _verstuur(client, toewijzingen, per_dag[dag], dag, wereld, r, berichten)
    return berichten


def _verstuur(client, toewijzingen, nieuw: list[Regel], dag: Dag, wereld: Wereld, r: Random, berichten) -> None:
    regels = nieuw + _herhaald(toewijzingen, {id(regel[0]) for regel in nieuw}, dag)
    if not regels:
        return
    eerste = regels[0][0]
    bericht = Bericht("301", eerste.gemeente, eerste.aanbieder, dag, partial(kern_301, client, regels))
    vreemd = any(met_reden and versie.reden == VREEMDE_REDEN for _, versie, met_reden in regels)
    bericht.gebrek = "onbekende_code" if vreemd else ""
    berichten.append(bericht)
    gelijk = any(_gelijk_gestempeld(toewijzing) for toewijzing, _, _ in regels)
    if r.random() < 0.016 and not gelijk and not vreemd:
        keur_af(bericht, r, lambda codes: kern_301(client, regels, codes), AFKEUR)
        opnieuw = dag + r.randint(1, 20)
        if r.random() < 0.88 and opnieuw <= wereld.slot:
            herhaling = Bericht("301", eerste.gemeente, eerste.aanbieder, opnieuw, bericht.kern)
            berichten.append(herhaling)
            _noteer(regels, opnieuw)
        return
    _noteer(regels, dag)


def _gelijk_gestempeld(toewijzing: Toewijzing) -> bool:
    stempels = [(versie.datum, versie.tijd) for versie in toewijzing.versies]
    return len(set(stempels)) < len(stempels)


def _herhaald(toewijzingen: list[Toewijzing], nieuw: set[int], dag: Dag) -> list[Regel]:
    """What else is valid on the day at this aanbieder, as the gemeente had sent it before."""
    regels: list[Regel] = []
    for toewijzing in toewijzingen:
        verstuurd = [versie for versie in toewijzing.versies if versie.meld_op <= dag]
        if id(toewijzing) in nieuw or not verstuurd:
            continue
        versie = verstuurd[-1]
        verwijderd = versie.reden == "13"
        if not verwijderd and (versie.eind is None or versie.eind >= dag):
            regels.append((toewijzing, versie, False))
    return regels


def _noteer(regels: list[Regel], dag: Dag) -> None:
    for _, versie, met_reden in regels:
        versie.bekend = dag if versie.bekend is None else min(versie.bekend, dag)
        versie.reden_bekend = versie.reden_bekend or met_reden
