"""Worlds of the administrative chain that live on the edges of the terms; the same seed gives the same world.

A world is what happened to some ten toewijzingen of both laws: messages as row tables, the three registrations, K and
a year. Days cluster around the free days, month ends, 29 February and New Year; every next event falls around its term.
"""

from datetime import date, timedelta
from random import Random

from kpi.proces.kalender import paaszondag
from toestand.hulp_wereld import Wereld

GEMEENTEN, AANBIEDERS = ("9901", "9902"), ("99990001", "99990002", "99990003")
PRODUCTEN = {"wmo": [("02", "02A01"), ("07", "07A12"), ("02", None)], "jw": [("43", "43A01"), ("44", "44B02")]}
_BEDRAGEN = (100, 100, 250, 0)
_CODES = (["9340"], ["9340", "9341"], ["0233"], [])


def ankers(jaar: int) -> list[date]:
    """Days from which a term runs into something special."""
    pasen = paaszondag(jaar)
    midden = [date(jaar, 5, 5), date(jaar, 4, 27), pasen, pasen + timedelta(days=39), pasen + timedelta(days=50)]
    dagen = [d - timedelta(days=terug) for d in midden for terug in (-1, 0, 1, 2, 3, 5, 7, 12)]
    dagen += [date(jaar, m, 1) - timedelta(days=terug) for m in range(1, 13) for terug in (0, 1)]
    dagen += [date(jaar, 12, 18) + timedelta(days=n) for n in range(14)]
    dagen += [date(jaar - 1, 12, d) for d in (3, 4, 18, 24, 31)] + [date(jaar, 3, 1) - timedelta(days=2)]
    return dagen + [date(jaar, 1, 1) + timedelta(days=n) for n in range(0, 365, 14)]


class Verhaal:
    """Tells one world: collects its messages and registrations."""

    def __init__(self, r: Random, jaar: int):
        self.r, self.jaar, self.w, self.ankers = r, jaar, Wereld(), ankers(jaar)
        self.registraties: dict[str, list[dict]] = {"aanvragen": [], "afwijzingen": [], "betalingen": []}
        self.aantal_regels = 0

    def kies(self, *waarden):
        return self.r.choice(waarden)

    def kans(self, deel: float) -> bool:
        return self.r.random() < deel

    def na(self, dag: date, van: int, tot: int) -> date:
        return dag + timedelta(days=self.r.randint(van, tot))

    def anker(self) -> date:
        return self.r.choice(self.ankers)

    def afgekeurd(self, nummer: int, deel: float = 0.08) -> None:
        """Now and then a retour, mostly one that refuses."""
        b = self.w.rijen["berichten"][nummer]
        retour = {"301": "302", "305": "306", "307": "308"}[b["berichttype"]]
        if self.kans(deel):
            kop = {k: b[k] for k in ("wet", "gemeente", "aanbieder", "identificatie", "dagtekening")}
            van, naar = ("gemeente", "aanbieder")[:: 1 if retour == "302" else -1]
            dag = self.na(date.fromisoformat(b["dagtekening"]), 0, 9).isoformat()
            kop |= {"afzender": b[van], "ontvanger": b[naar], "dagtekening_retour": dag}
            antwoord = self.w.bericht(retour, kop.pop("dagtekening"), identificatie_retour=f"T{nummer}", **kop)
            code = self.kies("9340", "9340", "0200", "0233")
            self.w.rijen.setdefault("retourcodes", []).append({"bericht": antwoord, "klasse": "Header", "code": code})

    # -- one toewijzing and what follows on it
    def zaak(self, nummer: int) -> None:
        r, wet = self.r, self.kies("wmo", "jw")
        self.kop = {"wet": wet, "gemeente": r.choice(GEMEENTEN), "aanbieder": r.choice(AANBIEDERS)}
        categorie, code = r.choice(PRODUCTEN[wet])
        self.wat = {"client": f"p{r.randint(1, 7)}", "categorie": categorie, "code": code, "toewijzingnummer": nummer}
        self.ingang, self.bekend, self.einde = self.anker(), None, None
        if self.kans(0.92):
            self.toewijzen()
        for begin in self.begindata():
            self.leveren(begin)
        for _ in range(self.kies(0, 1, 1, 2)):
            self.declareren()
        if self.kans(0.3):
            self.afwijzen()

    def toewijzen(self) -> None:
        self.bekend = self.na(self.ingang, *self.kies((-20, -1), (-1, 1), (0, 0), (1, 20)))
        self.einde = self.kies(None, None, self.na(self.ingang, 0, 60), self.na(self.ingang, 60, 300))
        self.regel(self.bekend, self.ingang, self.einde, self.kies(None, None, None, None, None, "14", "12", "13"))
        for _ in range(self.kies(0, 0, 0, 1, 1, 2)):
            self.wijzigen()

    def regel(self, dagtekening: date, ingang: date, einde: date | None, reden: str | None, **velden) -> None:
        stempel = self.kies(dagtekening, dagtekening, self.bekend, self.na(dagtekening, -3, 0))
        tijd = self.kies(None, None, "09:00:00")
        velden = {"toewijzingsdatum": stempel.isoformat(), "toewijzingstijd": tijd} | velden
        nummer = self.w.toewijzing(
            dagtekening.isoformat(), self.kop, **self.wat, ingangsdatum=ingang.isoformat(),
            einddatum=einde and einde.isoformat(), reden_wijziging=reden, **velden,
        )  # fmt: skip
        self.afgekeurd(nummer)

    def wijzigen(self) -> None:
        """A later version, a repetition, or an earlier one that comes in late."""
        dag = self.na(self.bekend, *self.kies((0, 0), (-9, 9), (1, 40)))
        soort = self.kies("herhaling", "oud", "verwijderd", "verkort", "verplaatst", "verlengd", "andere_aanbieder")
        if soort == "herhaling":
            self.regel(dag, self.ingang, self.einde, self.kies(None, "05", "14"))
        elif soort == "oud":
            stempel = self.na(self.bekend, -30, -1).isoformat()
            self.regel(dag, self.na(self.ingang, -15, 15), self.einde, None, toewijzingsdatum=stempel)
        elif soort == "verwijderd":
            self.regel(dag, self.ingang, self.ingang, self.kies("13", "13", "01", "05"))
        elif soort == "verkort":
            self.regel(dag, self.ingang, self.na(self.ingang, 0, 20), self.kies("05", None, None, "03"))
        elif soort == "verlengd":
            self.regel(dag, self.ingang, self.kies(None, self.na(self.ingang, 61, 400)), self.kies("04", None))
        elif soort == "verplaatst":
            self.regel(dag, self.na(self.ingang, -31, 31), None, self.kies("09", None, "14"))
        else:
            self.kop = {**self.kop, "aanbieder": self.kies(*AANBIEDERS)}
            self.regel(dag, self.ingang, self.einde, "09")

    def begindata(self) -> list[date]:
        eerste = self.na(self.ingang, *self.kies((0, 0), (-5, 3), (26, 30), (0, 50)))
        return [] if self.kans(0.2) else [eerste, self.na(eerste, 1, 80)][: self.kies(1, 1, 1, 2)]

    def leveren(self, begin: date) -> None:
        wat = self.wat | self.kies(*[{}] * 8, {"client": "p8"}, {"client": None}, {"toewijzingnummer": None})
        kop = self.kop | self.kies(*[{}] * 8, {"aanbieder": self.kies(*AANBIEDERS)})
        dagen = {"gemeld": self.na(max(begin, self.bekend or begin), *self.kies((0, 4), (3, 16), (-8, 20)))}
        soort = self.kies(*["gewoon"] * 6, "verbeterd", "ingetrokken", "vervangen", "geen")
        if soort != "geen":
            status = "2" if soort == "vervangen" else "1"
            self.start(dagen["gemeld"], begin, kop, wat, status)
        if soort in ("verbeterd", "ingetrokken"):
            later = self.na(dagen["gemeld"], *self.kies((0, 0), (1, 12)))
            self.start(later, begin, kop, wat, "3")
            if soort == "verbeterd":
                begin = self.kies(begin, self.na(begin, 1, 9))
                self.start(later, begin, kop, wat | self.kies({}, {"code": "02A99"}), "1")
        self.stoppen(begin, kop, wat)

    def start(self, dag: date, begin: date, kop: dict, wat: dict, status: str) -> None:
        bericht = self.w.start(dag.isoformat(), begin.isoformat(), kop, **wat, status_aanlevering=status)
        self.afgekeurd(bericht)

    def stoppen(self, begin: date, kop: dict, wat: dict) -> None:
        """None, temporary, definitive, both, corrected, impossible, or of a period that nobody started."""
        if self.kans(0.15):
            begin = self.na(begin, 1, 20)
        for reden in self.kies([], [], ["20"], ["19"], ["31"], ["20", "19"], ["20", "20"], ["31", "19"]):
            einde = self.kies(max(begin, self.anker()), self.na(begin, 0, 60), self.na(begin, -4, 4))
            dag = self.na(einde, *self.kies((0, 6), (5, 12), (8, 20), (-9, 3)))
            for status in self.kies("1", "1", "1", "1", "13", "131", "2", "311"):
                velden = wat | {"status_aanlevering": status}
                bericht = self.w.stop(dag.isoformat(), begin.isoformat(), einde.isoformat(), reden, kop, **velden)
                self.afgekeurd(bericht)
                dag = self.na(dag, *self.kies((0, 0), (1, 9)))

    # -- claims
    def declareren(self) -> None:
        begin = self.kies(self.ingang, self.anker()).replace(day=1)
        einde = self.kies(self.anker(), self.na(begin, 27, 30), None)
        uiterst = max(x for x in (einde, self.bekend, begin) if x)
        dag = self.kies(self.na(uiterst, -3, 5), self.na(uiterst, 26, 66), self.anker())
        regels = [self.prestatie(begin, einde) for _ in range(self.kies(1, 1, 2, 4))]
        nummer = self.kies("N1", "N2", f"N{len(self.w.rijen['berichten'])}", None)
        bericht = self.w.declaratie(dag.isoformat(), *regels, nummer=nummer, **self.kop)
        self.geheel = False
        antwoord = self.beantwoorden(dag, bericht, regels)
        self.betalen(nummer, antwoord, regels)
        if self.geheel or self.kans(0.15):  # sent again, with the same numbers
            later = self.na(antwoord or dag, 1, 30)
            tweede = self.w.declaratie(later.isoformat(), *regels, nummer=nummer, **self.kop)
            self.betalen(nummer, self.beantwoorden(later, tweede, regels), regels)
        for regel in regels:
            if self.kans(0.25):
                self.crediteren(regel, self.na(antwoord or dag, 1, 30))

    def prestatie(self, begin: date, einde: date | None) -> dict:
        self.aantal_regels += 1
        nummer = self.kies(*[self.wat["toewijzingnummer"]] * 5, 99, None)
        return self.wat | {
            "toewijzingnummer": nummer, "referentienummer": f"R{self.aantal_regels}", "bedrag": self.kies(*_BEDRAGEN),
            "periode_begin": begin.isoformat(), "periode_einde": einde and einde.isoformat(),
            "debet_credit": self.kies("D", "D", "D", "D", "D", None),
            "vorig_referentienummer": self.kies(None, None, None, None, "R0"),
        }  # fmt: skip

    def beantwoorden(self, dag: date, bericht: int, regels: list[dict]) -> date | None:
        """No 325, one, or two; refusing nothing, some lines, or the claim as a whole. Gives the deciding day."""
        antwoorden = []
        for _ in range(self.kies(0, 1, 1, 1, 1, 2)):
            op = self.na(dag, *self.kies((0, 9), (10, 22), (8, 18)))
            fout = [{k: r[k] for k in ("client", "referentienummer")} for r in regels if self.kans(0.3)]
            fout = [f | {"codes": self.kies(*_CODES)} for f in fout]
            kop = self.kies(*["0200"] * 6, "9340")
            antwoorden.append((op, kop == "9340"))
            self.w.antwoord(op.isoformat(), f"B{bericht}", *fout, kop=kop, **self.kop)
        self.geheel = bool(antwoorden) and max(antwoorden)[1]
        return max(antwoorden)[0] if antwoorden else None

    def crediteren(self, regel: dict, dag: date) -> None:
        credit = regel | {"debet_credit": "C", "vorig_referentienummer": regel["referentienummer"]}
        credit |= {"referentienummer": f"C{regel['referentienummer']}"}
        regels = [credit] + [self.prestatie(dag, None)] * self.kies(0, 0, 1)
        bericht = self.w.declaratie(dag.isoformat(), *regels, nummer=self.kies("N1", "N3"), **self.kop)
        self.beantwoorden(dag, bericht, regels)

    # -- registrations
    def betalen(self, nummer: str | None, antwoord: date | None, regels: list[dict]) -> None:
        if nummer is None or antwoord is None:
            return
        rest = sum(r["bedrag"] for r in regels)
        for deel in self.kies([], [1.0], [1.0], [0.5, 0.5], [0.5], [0.4, -0.1, 0.7], [2.0]):
            dag = self.na(antwoord, *self.kies((-2, 9), (9, 22), (12, 17)))
            wie = {"wet": self.kop["wet"], "gemeente": self.kop["gemeente"], "agb": self.kop["aanbieder"]}
            self.registraties["betalingen"].append(
                wie | {"declaratienummer": nummer, "datum_betaling": dag, "bedrag": int(rest * deel)}
            )

    def afwijzen(self) -> None:
        ontvangen = self.kies(self.bekend, None, self.anker())
        op = self.na(ontvangen or self.bekend or self.ingang, *self.kies((0, 6), (4, 14)))
        ingetrokken = self.kies(None, None, self.na(op, 0, 6), self.na(op, 4, 14))
        wie = {"wet": self.kop["wet"], "gemeente": self.kop["gemeente"], "agb": self.kop["aanbieder"]}
        sleutel = {**wie, "toewijzingnummer": self.kies(*[self.wat["toewijzingnummer"]] * 6, 88)}
        zelfde = [r for r in self.registraties["afwijzingen"] if {**r, **sleutel} == r and r["datum_afwijzing"] == op]
        if not zelfde:
            dagen = {"datum_ontvangst": ontvangen, "datum_afwijzing": op, "datum_intrekking": ingetrokken}
            self.registraties["afwijzingen"].append(sleutel | dagen)
        if self.bekend and self.kans(0.6):
            self.bekend, bekend = self.na(op, -2, 14), self.bekend
            self.wijzigen()
            self.bekend = bekend

    def aanvragen(self) -> None:
        for nummer in range(self.r.randint(0, 9)):
            op = self.anker()
            af = self.kies(0, 0, 0, 7, 14)
            duur = self.r.choice([*range(14, 50, 7), *range(54, 60), 90]) + self.kies(0, af)
            self.registraties["aanvragen"].append({
                "aanvraag": f"A{nummer}", "gemeente": self.kies(*GEMEENTEN), "datum_ontvangst": op,
                "datum_einde_melding": self.kies(None, *[op + timedelta(days=duur)] * 3), "opschorting_dagen": af,
            })  # fmt: skip


def maak_wereld(zaad: int) -> dict:
    """{"rijen", "proces" (a table or None), "K" (None: the latest message), "jaar"}, always the same for one seed."""
    r = Random(zaad)
    jaar = r.choice([2024, 2024, 2025, 2026, 2027])
    v = Verhaal(r, jaar)
    for nummer in range(r.randint(1, 12)):
        v.zaak(r.choice([nummer + 1, nummer + 1, 1, 2]))
    v.aanvragen()
    if not v.w.rijen["berichten"]:
        v.w.bericht("305", date(jaar, 6, 3).isoformat())
    proces = {naam: r.choice([rijen] * 6 + [None]) for naam, rijen in v.registraties.items()}
    return {"rijen": v.w.rijen, "proces": proces, "K": kies_K(v), "jaar": r.choice([jaar] * 7 + [jaar + 1, jaar - 1])}


def kies_K(v: Verhaal) -> date | None:
    """The latest message, a day around a term that began before, or around the day a year becomes definitief."""
    eind, r = date(v.jaar, 12, 31), v.r
    if r.random() < 0.35:
        return r.choice([None, *(eind + timedelta(days=28 + lag) for lag in (0, 55, 56, 56, 57, 90))])
    dagen = [date.fromisoformat(b["dagtekening"]) for b in v.w.rijen["berichten"]]
    afwijzingen = [r["datum_afwijzing"] for r in v.registraties["afwijzingen"]]
    if afwijzingen and r.random() < 0.25:
        return v.na(r.choice(afwijzingen), 0, 9)
    dagen += afwijzingen
    dagen += [r["datum_ontvangst"] + timedelta(days=50) for r in v.registraties["aanvragen"]]
    laat = sorted(dagen)[len(dagen) // 2 :]
    return v.na(r.choice(laat), *r.choice([(4, 9), (12, 17), (24, 32), (0, 90)]))
