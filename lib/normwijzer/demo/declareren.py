"""Monthly claims (323) and answers (325) per aanbieder and gemeente, with refusals, credits and late lines."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import count
from random import Random

from normwijzer.demo.declaratiebericht import kern_323, kern_325, som, totaal
from normwijzer.demo.schrijven import retourcodes
from normwijzer.demo.soorten import Bericht, Dag, Declaratie, Prestatie, Toewijzing, Wereld

AFKEUR = ("9384", "9388", "9389", "9390", "0611", "S300")
ACHTERSTAND, DAGEN_ACHTERSTAND = 0.22, 30  # share of the quarters in which such an aanbieder falls behind; a month
SPOOK_GOED = 0.4  # share of the lines on deleted toewijzingen that is paid nevertheless
UREN_PER_WEEK = {"2": 1.0, "4": 12 / 52.1775, "1": 7.0}


def declareer(toewijzingen: list[Toewijzing], wereld: Wereld, boek: list | None = None) -> list[Bericht]:
    """All claims of a region; a claim is made per calendar month with delivery, until the last day.

    boek: gets every claim that was sent, with its lines and the status that the answers give them.
    """
    boek = [] if boek is None else boek
    per_partij: dict[tuple, dict[tuple, list[Prestatie]]] = {}
    spoken: dict[tuple, list[Prestatie]] = {}
    for toewijzing in toewijzingen:
        if toewijzing.product.taakgericht or not toewijzing.gedeclareerd:
            continue
        partij = per_partij.setdefault((toewijzing.gemeente.code, toewijzing.aanbieder.agb), {})
        r = Random(f"{wereld.zaad}/prestatie/{toewijzing.gemeente.code}/{toewijzing.nummer}")
        for maand, prestatie in _prestaties(toewijzing, wereld, r):
            partij.setdefault(maand, []).append(prestatie)
        spook = _spookregel(toewijzing, wereld)
        if spook is not None:
            spoken.setdefault((toewijzing.gemeente.code, toewijzing.aanbieder.agb), []).append(spook)
    berichten: list[Bericht] = []
    nummers: dict[str, count] = {}
    for (gemeente, agb), maanden in sorted(per_partij.items()):
        r = Random(f"{wereld.zaad}/declaratie/{gemeente}/{agb}")
        partij = Partij(wereld, r, nummers.setdefault(agb, count(1)), berichten, boek, spoken.get((gemeente, agb), []))
        _declareer_partij(maanden, partij)
    return berichten


def _prestaties(t: Toewijzing, wereld: Wereld, r: Random):
    """(month, line) for every month in which care was really delivered: one line per month."""
    omvang = t.versies[0]
    dagen: dict[tuple[int, int], list[Dag]] = {}
    for periode in t.perioden:
        if periode.begin is not None:
            laatste = min(dag for dag in (periode.tijdelijk, periode.einde, wereld.slot) if dag is not None)
            for maand, aantal in _dagen_per_maand(max(periode.begin, wereld.vanaf or 0), laatste):
                dagen.setdefault(maand, []).append(aantal)
    for maand, aantallen in dagen.items():
        volume, eenheid = _volume(omvang, sum(aantallen), t.product.benutting, r)
        yield maand, Prestatie(t, *_product_periode(t, maand), volume, eenheid, t.product.tarief)
        if omvang.eenheid == "82":
            return


def _dagen_per_maand(begin: Dag, laatste: Dag):
    dag = date.fromordinal(begin)
    while dag.toordinal() <= laatste:
        eind_maand = _eind_maand((dag.year, dag.month))
        yield (dag.year, dag.month), min(eind_maand, laatste) - dag.toordinal() + 1
        dag = date.fromordinal(eind_maand + 1)


@cache
def _eind_maand(maand: tuple[int, int]) -> Dag:
    return date(*maand, monthrange(*maand)[1]).toordinal()


def _product_periode(t: Toewijzing, maand: tuple[int, int]) -> tuple[Dag, Dag]:
    """The calendar month within the toewijzing; the whole month when they do not meet."""
    begin, einde, versie = date(*maand, 1).toordinal(), _eind_maand(maand), t.laatste
    binnen = max(begin, versie.ingang), min(einde, versie.eind or einde)
    return binnen if binnen[0] <= binnen[1] else (begin, einde)


def _volume(omvang, dagen: int, benutting: float, r: Random) -> tuple[int, str]:
    if omvang.volume is None:
        return max(1, round(dagen / 7 * r.uniform(1, 4))), "04"
    if omvang.eenheid == "82":
        return omvang.volume, "82"
    if omvang.frequentie == "6":
        duur = (omvang.eind - omvang.ingang + 1) / 7
        per_week = omvang.volume / max(1.0, duur)
    else:
        per_week = omvang.volume * UREN_PER_WEEK[omvang.frequentie]
    return max(1, round(per_week * dagen / 7 * r.uniform(benutting, 1.0))), omvang.eenheid


def _spookregel(t: Toewijzing, wereld: Wereld) -> Prestatie | None:
    """Now and then a line on a toewijzing that was deleted; not for verblijf, where every etmaal counts."""
    verblijf = wereld.wet == "jw" and t.product.werkelijk not in ("", "ambulant")
    r = Random(f"{wereld.zaad}/spookregel/{t.gemeente.code}/{t.nummer}")
    if t.laatste.reden != "13" or verblijf or r.random() > 0.2:
        return None
    versie = t.versies[0]
    dag = date.fromordinal(max(versie.ingang, versie.meld_op))
    begin, einde = date(dag.year, dag.month, 1).toordinal(), _eind_maand((dag.year, dag.month))
    volume, eenheid = _volume(versie, 14, t.product.benutting, r)
    oordeel = "goed" if r.random() < SPOOK_GOED else r.choice(AFKEUR)
    periode = max(begin, versie.ingang), min(einde, versie.eind or einde)
    return Prestatie(t, *periode, volume, eenheid, t.product.tarief, oordeel=oordeel)


@dataclass(slots=True)
class Partij:
    """What the claims of one aanbieder at one gemeente share. spoken: lines on deleted toewijzingen, not yet sent."""

    wereld: Wereld
    r: Random
    nummers: count
    berichten: list[Bericht]
    boek: list[Declaratie]
    spoken: list[Prestatie]
    vorige: Dag = 0  # last day on which something happened to an earlier claim


def _declareer_partij(maanden: dict, partij: Partij) -> None:
    wachtend: list[Prestatie] = []
    r, slot = partij.r, partij.wereld.slot
    for maand in _reeks(maanden):
        eigen = maanden.get(maand, [])
        op_tijd, later = [], []
        for prestatie in eigen:
            (later if r.random() < 0.02 else op_tijd).append(prestatie)
        regels = wachtend + op_tijd
        eind = _eind_maand(maand)
        dag = eind + r.randint(3, 24) + (r.randint(20, 70) if r.random() < 0.03 else 0)
        wachtend = later
        if regels:
            dag = _stel_uit(regels[0].toewijzing, partij, maand, dag)
        if dag > slot:
            return
        if regels:
            regels += [spook for spook in partij.spoken if spook.einde <= eind]
            partij.spoken = [spook for spook in partij.spoken if spook.einde > eind]
            wachtend = later + _declareer_maand(regels, maand, eind, dag, partij)


def _stel_uit(t: Toewijzing, partij: Partij, maand: tuple[int, int], dag: Dag) -> Dag:
    """The day on which an aanbieder that is behind with its claims sends this one: after all that came before.

    What would be too late to see is sent in time after all, so that no claim is lost.
    """
    if not t.aanbieder.achterstand:
        return dag
    kwartaal = f"{maand[0]}/{(maand[1] + 2) // 3}"
    r = Random(f"{partij.wereld.zaad}/achterstand/{t.gemeente.code}/{t.aanbieder.agb}/{kwartaal}")
    slot, maanden = partij.wereld.slot, r.randint(1, t.aanbieder.achterstand) if r.random() < ACHTERSTAND else 0
    later = dag + DAGEN_ACHTERSTAND * maanden
    return max(later if later <= slot else dag, min(partij.vorige + 1, slot))


def _reeks(maanden: dict):
    """Every month from the first to the last with delivery, and two more for what was left."""
    if not maanden:
        return
    jaar, maand = min(maanden)
    laatste = max(maanden)
    extra = 2
    while (jaar, maand) <= laatste or extra:
        extra -= (jaar, maand) > laatste
        yield jaar, maand
        jaar, maand = (jaar + 1, 1) if maand == 12 else (jaar, maand + 1)


def _declareer_maand(regels: list[Prestatie], maand, eind: Dag, dag: Dag, partij: Partij) -> list[Prestatie]:
    """One 323 and its 325; returns the lines that have to be claimed (or credited) in a next month."""
    wereld, r, nummers, berichten = partij.wereld, partij.r, partij.nummers, partij.berichten
    for regel in regels:
        regel.referentie = f"P{next(nummers):08d}"
    t, nummer = regels[0].toewijzing, f"D{next(nummers):08d}"
    if t.aanbieder.jaarnummers:
        nummer = f"D{maand[1]:02d}"
    claim = Bericht("323", t.gemeente, t.aanbieder, dag, partial(kern_323, regels, nummer, maand, eind, dag))
    declaratie = Declaratie(claim, nummer, regels)
    berichten.append(claim)
    partij.boek.append(declaratie)
    partij.vorige = dag
    antwoord_dag = dag + r.choice((1, 2, 3, 4, 6, 8, 10, 15, 22))
    if antwoord_dag > wereld.slot or r.random() < 0.03:
        return []
    partij.vorige = declaratie.eerste_antwoord = declaratie.antwoord = antwoord_dag
    if r.random() < 0.012:
        return _wijs_geheel_af(declaratie, r, berichten)
    slecht = {id(regel): code for regel in regels if (code := _oordeel(regel, r))}
    for regel in regels:
        regel.status = "afgewezen" if id(regel) in slecht else "toegekend"
        if regel.origineel is not None and regel.status == regel.origineel.status == "toegekend":
            regel.origineel.status = "gecrediteerd"
    declaratie.toegekend = som([regel for regel in regels if id(regel) not in slecht])
    kern = partial(kern_325, regels, nummer, slecht)
    antwoord = Bericht("325", t.gemeente, t.aanbieder, antwoord_dag, kern, retourkop=retourcodes("0200"), heen=claim)
    berichten.append(antwoord)
    if r.random() < 0.012 and antwoord_dag + 5 <= wereld.slot:  # answered twice, with the same verdict
        berichten.append(replace(antwoord, dag=antwoord_dag + 5))
        declaratie.antwoord = antwoord_dag + 5
    return _neem_terug([regel for regel in regels if not regel.oordeel], slecht, r)


def _oordeel(regel: Prestatie, r: Random) -> str:
    """RetourCode of a refused line, '' when it is approved; credits are always approved."""
    if regel.oordeel:
        return regel.oordeel.removeprefix("goed")
    return r.choice(AFKEUR) if not regel.credit and r.random() < 0.012 else ""


def _neem_terug(regels: list[Prestatie], slecht: dict[int, str], r: Random) -> list[Prestatie]:
    """What has to be claimed again: refused lines, and now and then a credit with a lower line in its place."""
    opnieuw = [_nieuw(regel) for regel in regels if id(regel) in slecht]
    for regel in regels:
        if not regel.credit and id(regel) not in slecht and r.random() < 0.004:
            opnieuw.append(replace(_nieuw(regel), credit=True, vorige=regel.referentie, origineel=regel))
            opnieuw.append(replace(_nieuw(regel), volume=max(1, regel.volume - r.randint(1, 3))))
    return opnieuw


def _nieuw(regel: Prestatie) -> Prestatie:
    return replace(regel, referentie="", vorige="", status="ingediend", origineel=None)


def _wijs_geheel_af(declaratie: Declaratie, r: Random, berichten: list[Bericht]) -> list[Prestatie]:
    """A claim refused as a whole: by header code, or on the Declaratie; its lines come back next month."""
    claim, regels = declaratie.claim, declaratie.regels
    antwoord = Bericht("325", claim.gemeente, claim.aanbieder, declaratie.antwoord, str, heen=claim)
    if r.random() < 0.4:
        antwoord.retourkop = retourcodes("0001")
    else:
        antwoord.retourkop = retourcodes("0200")
        antwoord.kern = partial(
            str,
            f"<DeclaratieAntwoord><DeclaratieNummer>{declaratie.nummer}</DeclaratieNummer>"
            f"{totaal('TotaalIngediendBedrag', som(regels))}{totaal('TotaalToegekendBedrag', 0)}"
            f"{retourcodes('9333')}</DeclaratieAntwoord>",
        )
    berichten.append(antwoord)
    declaratie.geheel_afgewezen, declaratie.toegekend = True, 0
    for regel in regels:
        regel.status = "afgewezen"
    return [replace(regel, status="ingediend") for regel in regels]
