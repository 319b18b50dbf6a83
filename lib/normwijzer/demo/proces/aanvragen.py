"""Applications at the gemeente, before the toewijzing: granted, refused, open; with time and suspension."""

from dataclasses import dataclass
from random import Random

from normwijzer.demo.schrijven import iso
from normwijzer.demo.soorten import Client, Dag, Gemeente, Toewijzing, Wereld

KOP_AANVRAGEN = ("aanvraag", "gemeente", "datum_ontvangst", "datum_einde_melding", "opschorting_dagen")
TERMIJN = 56
LAATSTE_WEKEN = 50
NAGEKOMEN = 7  # the registration runs on so many days after the last message


@dataclass(slots=True)
class Aanvraag:
    """One application. duur: net days until the decision; einde None = not decided on the last day."""

    gemeente: Gemeente
    ontvangen: Dag
    einde: Dag | None
    opschorting: int
    lot: str
    oordeel: str
    toewijzing: Toewijzing | None = None
    naam: str = ""

    @property
    def registratie(self) -> tuple:
        einde = "" if self.einde is None else iso(self.einde)
        return self.naam, self.gemeente.code, iso(self.ontvangen), einde, self.opschorting or ""

    @property
    def waarheid(self) -> tuple:
        t = self.toewijzing
        wie = ("", self.gemeente.code, "") if t is None else (t.product.wet, t.gemeente.code, t.nummer)
        return (self.naam, *wie, self.lot, self.oordeel)


def maak_aanvragen(groepen: list[tuple[Wereld, list[Client]]], kansen: dict) -> list[Aanvraag]:
    """All applications of a region, both laws together, numbered per gemeente in order of receipt."""
    uit: list[Aanvraag] = []
    for wereld, clienten in groepen:
        eigen = [a for t in _nieuwe(clienten, kansen) if (a := _bij_toewijzing(t, wereld, kansen)) is not None]
        r = Random(f"{wereld.zaad}/aanvragen")
        uit += eigen
        uit += [_afgewezen(wereld, r, kansen) for _ in range(round(len(eigen) * kansen["afgewezen"]))]
        uit += [_open(wereld, r, nummer) for nummer in range(round(len(eigen) * kansen["open"]))]
        uit += [_vergeten(wereld, r) for _ in range(max(2, round(len(eigen) * kansen["vergeten"])))]
    uit = [a for a in uit if a.ontvangen >= kansen["vanaf"].toordinal()]
    uit.sort(key=lambda a: (a.gemeente.code, a.ontvangen))
    for nummer, aanvraag in enumerate(uit, 1):
        aanvraag.naam = f"A-{aanvraag.gemeente.code}-{nummer:05d}"
    return uit


def _nieuwe(clienten: list[Client], kansen: dict):
    """(toewijzing, whether it comes after a time without care) of every toewijzing with a number."""
    for client in clienten:
        tot = None
        for t in sorted(client.toewijzingen, key=lambda t: (t.versies[0].ingang, t.nummer or 0)):
            ingang, eind = t.versies[0].ingang, t.perioden[-1].einde if t.perioden else t.laatste.eind
            if t.nummer is not None:
                yield t, tot is None or ingang > tot + kansen["nieuw_na"]
            tot = max(tot or 0, ingang + 3650 if eind is None else eind)


def _bij_toewijzing(paar: tuple[Toewijzing, bool], wereld: Wereld, kansen: dict) -> Aanvraag | None:
    t, nieuw = paar
    r = Random(f"{wereld.zaad}/aanvraag/{t.gemeente.code}/{t.nummer}")
    if r.random() > kansen["aandeel_nieuw" if nieuw else "aandeel_vervolg"]:
        return None
    besluit = t.versies[0].datum + r.choice((-3, -2, -1, 0, 0, 0, 0, 1))
    return _besluit(t.gemeente, besluit, wereld, r, kansen, t)


def _besluit(gemeente, einde: Dag, wereld: Wereld, r: Random, kansen: dict, t: Toewijzing | None) -> Aanvraag | None:
    """The application that was decided on a day; None when it would come in after the last day."""
    plek = [g.code for g in wereld.gemeenten].index(gemeente.code)
    gewichten = {naam: lot["gewicht"] for naam, lot in kansen["lot"].items()}
    gewichten["te_laat"] *= 1 + kansen["traag"] * plek
    naam = r.choices(list(gewichten), list(gewichten.values()))[0]
    lot = kansen["lot"][naam]
    duur = r.randint(*lot["duur"])
    opschorting = r.choice(lot["opschorting"]) if "opschorting" in lot else 0
    oordeel = "te_laat" if naam.endswith("te_laat") else "op_tijd"
    ontvangen = einde - duur - opschorting
    if ontvangen > wereld.slot:
        return None
    if einde > wereld.slot:  # still open on the last day; a decision soon after may have been registered since
        oordeel = "te_laat" if wereld.slot - ontvangen - opschorting > TERMIJN else "nog_niet"
        naam, einde = "nog_open", einde if einde <= wereld.slot + NAGEKOMEN else None
    return Aanvraag(gemeente, ontvangen, einde, opschorting, naam, oordeel, t)


def _gemeente(wereld: Wereld, r: Random) -> Gemeente:
    return r.choices(wereld.gemeenten, [g.gewicht for g in wereld.gemeenten])[0]


def _afgewezen(wereld: Wereld, r: Random, kansen: dict) -> Aanvraag:
    dag = r.randint(kansen["vanaf"].toordinal() + 210, wereld.slot)
    aanvraag = _besluit(_gemeente(wereld, r), dag, wereld, r, kansen, None)
    aanvraag.lot = f"afgewezen_{aanvraag.lot}"
    return aanvraag


def _open(wereld: Wereld, r: Random, nummer: int) -> Aanvraag:
    """Still open and not yet late; every tenth exactly at the term, or past it but for its suspension."""
    dagen, opschorting = r.randint(0, LAATSTE_WEKEN), 0
    if nummer % 10 == 0:
        opschorting = 14 * (nummer // 10 % 2)
        dagen = TERMIJN + opschorting
    return Aanvraag(_gemeente(wereld, r), wereld.slot - dagen, None, opschorting, "open", "nog_niet")


def _vergeten(wereld: Wereld, r: Random) -> Aanvraag:
    dagen = TERMIJN + 1 + r.choice((0, r.randint(1, 400)))
    return Aanvraag(_gemeente(wereld, r), wereld.slot - dagen, None, 0, "vergeten", "te_laat")
