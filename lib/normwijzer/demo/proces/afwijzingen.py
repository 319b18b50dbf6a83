"""Toewijzingen that an aanbieder refuses (by mail), and how the gemeente takes them back."""

from dataclasses import dataclass
from random import Random

from normwijzer.demo.proces.aanvragen import NAGEKOMEN
from normwijzer.demo.schrijven import iso
from normwijzer.demo.soorten import Client, Dag, Toewijzing, Versie, Wereld

KOP_AFWIJZINGEN = (
    "wet", "gemeente", "toewijzingnummer", "agb", "datum_ontvangst", "datum_afwijzing", "datum_intrekking",
)  # fmt: skip
INTREKKEND = ("13", "09", "05")


@dataclass(slots=True)
class Afwijzing:
    """One refusal. geregistreerd: day of withdrawal in the registration; bericht: of the 301 that takes it back."""

    toewijzing: Toewijzing
    ontvangen: Dag
    ontvangst_bekend: bool
    dag: Dag
    geregistreerd: Dag | None
    bericht: Dag | None
    aanleiding: str

    @property
    def registratie(self) -> tuple:
        t, ingetrokken = self.toewijzing, self.geregistreerd
        return (
            t.product.wet, t.gemeente.code, t.nummer, t.aanbieder.agb,
            iso(self.ontvangen) if self.ontvangst_bekend else "", iso(self.dag),
            "" if ingetrokken is None else iso(ingetrokken),
        )  # fmt: skip

    @property
    def waarheid(self) -> tuple:
        t = self.toewijzing
        dag = self.bericht if self.geregistreerd is None else self.geregistreerd
        hoe = "registratie" if self.geregistreerd is not None else "bericht" if dag is not None else ""
        return (
            t.product.wet, t.gemeente.code, t.nummer, iso(self.dag), iso(self.ontvangen), self.aanleiding,
            "" if dag is None else iso(dag), hoe,
        )  # fmt: skip


def maak_afwijzingen(wereld: Wereld, clienten: list[Client], kansen: dict) -> list[Afwijzing]:
    """All refusals under one law, by gemeente and number; the messages about the toewijzing stay as they are."""
    uit: list[Afwijzing] = []
    alle = [t for client in clienten for t in client.toewijzingen if t.nummer is not None]
    for t in sorted(alle, key=lambda t: (t.gemeente.code, t.nummer)):
        r = Random(f"{wereld.zaad}/afwijzing/{t.gemeente.code}/{t.nummer}")
        aanleiding, versie = _kies(t, r, kansen)
        if versie is not None:
            uit += _wijs_af(t, versie, aanleiding, wereld.slot, r, kansen)
    return uit


def _kies(t: Toewijzing, r: Random, kansen: dict) -> tuple[str, Versie | None]:
    """Why, and which version is refused; None: it is not refused."""
    lot = r.random()
    if t.kwijt:
        return "kwijt", t.versies[0] if lot < kansen["kwijt"] else None
    verlengd = [v for v in t.versies[1:] if v.reden == "04" and v.bekend is not None]
    bekend = [v for v in t.versies if v.bekend is not None]
    if not bekend:
        return "", None
    eerste = min(bekend, key=lambda v: v.bekend)
    if t.uitkomst == "nooit_begonnen":
        return "nooit_begonnen", eerste if lot < kansen["nooit_begonnen"] else None
    if verlengd and lot < kansen["verlenging"]:
        return "verlenging", verlengd[-1]
    return "toch_geleverd", eerste if lot > 1 - kansen["overig"] else None


def _wijs_af(t: Toewijzing, versie: Versie, aanleiding: str, slot: Dag, r: Random, kansen: dict) -> list[Afwijzing]:
    ontvangen = (versie.meld_op if versie.bekend is None else versie.bekend) + _trek(r, kansen["ontvangst"])
    bericht = _bericht(t, ontvangen)
    dag = ontvangen + _trek(r, kansen["reactie"])
    if bericht is not None and r.random() < kansen["voor_intrekking"]:
        dag = max(ontvangen, bericht - _trek(r, kansen["vlak_voor"]))
    bekend = aanleiding == "verlenging" or r.random() > kansen["ontvangst_leeg"]
    eerste = _trek_in(Afwijzing(t, ontvangen, bekend, dag, None, None, aanleiding), slot, r, kansen)
    afwijzingen = [eerste]
    if r.random() < kansen["tweemaal"]:
        opnieuw = Afwijzing(t, ontvangen, bekend, dag + r.randint(7, 30), None, None, aanleiding)
        opnieuw.bericht = _bericht(t, opnieuw.dag)
        afwijzingen.append(opnieuw)
    return [afwijzing for afwijzing in afwijzingen if afwijzing.dag <= slot + NAGEKOMEN]


def _trek_in(a: Afwijzing, slot: Dag, r: Random, kansen: dict) -> Afwijzing:
    a.bericht = _bericht(a.toewijzing, a.dag)
    if a.bericht is not None:
        if r.random() < kansen["eerder_geregistreerd"]:
            a.geregistreerd = min(a.dag + _trek(r, kansen["intrekking"]), a.bericht)
    elif r.random() < kansen["alleen_geregistreerd"]:
        ingetrokken = a.dag + _trek(r, kansen["intrekking"])
        a.geregistreerd = ingetrokken if ingetrokken <= slot + NAGEKOMEN else None
    return a


def _bericht(t: Toewijzing, vanaf: Dag) -> Dag | None:
    """First day from `vanaf` on which a version became known that takes the toewijzing (or part of it) back."""
    dagen = []
    for vorige, versie in zip([None, *t.versies], t.versies, strict=False):
        korter = vorige is not None and versie.eind is not None and (vorige.eind is None or versie.eind < vorige.eind)
        if versie.bekend is not None and versie.bekend >= vanaf:
            if korter or versie.reden_bekend and versie.reden in INTREKKEND:
                dagen.append(versie.bekend)
    return min(dagen, default=None)


def _trek(r: Random, bereiken: list[list[int]]) -> int:
    laag, hoog, _ = r.choices(bereiken, [bereik[2] for bereik in bereiken])[0]
    return r.randint(laag, hoog)
