"""A1–A11 once more, straight from the specification with dicts and loops: slow, plain, and only a judge.

It stands on the slow twin of the state (`toestand.trage_tweeling`), so on the row tables and on no line of the product.
A case ("zaak") is a dict: wet, aanbieder, gemeente, clienten (a set), dag (that decides the year), van, stand, duur
(None: not both dates), uiterlijk (last day on time, None: has none). An element of a scope that is None is not known.
"""

from collections import defaultdict
from datetime import date, timedelta

from kpi.proces.kalender import laatste_dag, tel_dagen

TE_LAAT, OP_TIJD, NOG_NIET, ONTBREEKT = 0, 1, 2, 3
BASIS = {
    "registratielag_dagen": 56, "retour_negeren": False, "termijn": "werkdagen", "bevrijdingsdag": "jaarlijks",
    "goede_vrijdag": True, "extra_dagen": (), "terugwerkend": "op271", "gelijk_telt": False,
    "maandregel": "kalendermaand", "eenheid": "prestatie", "opschorting": "aftrekken",
}  # fmt: skip
BESTAND = {
    "beoordeling_aanvraag": "aanvragen", "afwijzen_toewijzing": "afwijzingen", "intrekken_toewijzing": "afwijzingen",
    "tijdig_betalen": "betalingen",
}  # fmt: skip
"""KPI's that need a registration, and which."""


def dagen_tussen(a: date, b: date) -> int:
    return (b - a).days


def maanden_tussen(a: date, b: date) -> int:
    return (b.year * 12 + b.month) - (a.year * 12 + a.month)


def laatste_van_maand_na(dag: date) -> date:
    jaar, maand = divmod(dag.year * 12 + dag.month + 1, 12)  # two months on, counted from 0
    return date(jaar, maand + 1, 1) - timedelta(days=1)


class Procestweeling:
    """All cases of one year. `stand`: the slow state; `proces`: table name -> list of rows, None = no file."""

    def __init__(self, stand, proces: dict[str, list[dict] | None], jaar: int):
        self.t, self.proces, self.jaar, self.K = stand, proces, jaar, stand.K
        self.beginnen, self.rijen = defaultdict(list), {}
        for levering, begin in stand.perioden:
            self.beginnen[levering[0], levering[1], levering[4]].append(begin)
        self.lijnen = defaultdict(list)
        for r in stand.prestaties:
            self.lijnen[r["bericht"]].append(r)

    def zaken(self, kpi: str, opties: dict) -> list[dict] | None:
        """Cases of the year, None = the source is absent."""
        if kpi in BESTAND and self.proces.get(BESTAND[kpi]) is None:
            return None
        alle = getattr(self, kpi)(opties)
        return [z for z in alle if z["dag"] is not None and z["dag"].year == self.jaar]

    def zaak(self, wie: dict, dag: date | None, stand: int, **rest) -> dict:
        clienten = wie.get("clienten", {wie.get("client")}) - {None}
        kop = {"wet": wie["wet"], "aanbieder": wie["aanbieder"], "gemeente": wie["gemeente"], "clienten": clienten}
        return kop | {"dag": dag, "stand": stand, "van": None, "duur": None, "uiterlijk": None} | rest

    def termijn(self, wie: dict, dag: date | None, van: date, tot: date | None, dagen: int, opties: dict) -> dict:
        """A case with a term of 5 or 10 working days (7 or 14 days), late only when the term has run out at K."""
        norm = dagen if opties["termijn"] == "werkdagen" else {5: 7, 10: 14}[dagen]
        uiterlijk = laatste_dag(van, norm, opties)
        if tot is None:
            stand, duur = TE_LAAT if tel_dagen(van, self.K, opties) > norm else NOG_NIET, None
        else:
            duur = tel_dagen(van, tot, opties)
            stand = OP_TIJD if duur <= norm else TE_LAAT
        return self.zaak(wie, dag, stand, van=van, duur=duur, uiterlijk=uiterlijk)

    def van_toewijzing(self, sleutel: tuple) -> dict:
        """Scope of a toewijzing: its key, and the aanbieder and client of its current version (5.41)."""
        t = self.t.toewijzingen[sleutel]
        return {"wet": sleutel[0], "gemeente": sleutel[1], "aanbieder": t["aanbieder"], "client": t["client"]}

    def van_declaratie(self, bericht: int) -> dict:
        d = self.t.declaraties[bericht]
        clienten = {r["client"] for r in self.lijnen[bericht]}
        return {"wet": d["wet"], "gemeente": d["gemeente"], "aanbieder": d["aanbieder"], "clienten": clienten}

    # -- A1, A2, A3
    def wachttijd(self, opties):
        uit = []
        for sleutel, t in self.t.toewijzingen.items():
            ingang, start = t["eerste_ingangsdatum"], min(self.beginnen[sleutel], default=None)
            if t["verwijderd"] or ingang is None:
                continue
            uiterlijk = ingang + timedelta(days=28)
            stand = NOG_NIET if uiterlijk > self.K else OP_TIJD if start and start <= uiterlijk else TE_LAAT
            duur = max(0, dagen_tussen(ingang, start)) if start else None
            zaak = self.zaak(self.van_toewijzing(sleutel), ingang, stand, van=ingang, duur=duur, uiterlijk=uiterlijk)
            uit.append(zaak | {"start": start, "einddatum": t["einddatum"]})
        return uit

    def beoordeling_aanvraag(self, opties):
        uit = []
        for r in self.proces["aanvragen"]:
            if r["datum_ontvangst"] > self.K:
                continue
            einde = r["datum_einde_melding"] if (r["datum_einde_melding"] or date.max) <= self.K else None
            af = r["opschorting_dagen"] if opties["opschorting"] == "aftrekken" else 0
            dagen = dagen_tussen(r["datum_ontvangst"], einde or self.K) - af
            if einde:
                stand = OP_TIJD if dagen <= 56 else TE_LAAT
            else:
                stand = TE_LAAT if dagen > 56 else NOG_NIET
            wie = {"wet": None, "aanbieder": None, "gemeente": r["gemeente"], "clienten": {r["aanvraag"]}}
            uit.append(self.zaak(wie, r["datum_ontvangst"], stand, duur=dagen if einde else None))
        return uit

    def toewijzing_voor_ingangsdatum(self, opties):
        uit = []
        for sleutel, t in self.t.toewijzingen.items():
            if t["verwijderd"]:
                continue
            regels = [r for v in self.t.versies[sleutel] for r in v["leden"]]
            regels = [r for r in regels if r["reden_wijziging"] not in ("13", "14")]
            leeg = lambda x: (x is not None, x or date.min)  # noqa: E731
            eerste = min(
                regels, default=None,
                key=lambda r: (r["dagtekening"], leeg(r["toewijzingsdatum"]), r["toewijzingstijd"] or "00:00:00",
                               leeg(r["ingangsdatum"])),
            )  # fmt: skip
            if eerste is None:
                stand, duur = ONTBREEKT, None
            else:
                duur = dagen_tussen(eerste["ingangsdatum"], eerste["dagtekening"])
                stand = OP_TIJD if duur < 0 or (duur == 0 and opties["gelijk_telt"]) else TE_LAAT
            uit.append(self.zaak(self.van_toewijzing(sleutel), t["eerste_ingangsdatum"], stand, duur=duur))
        return uit

    # -- A4, A5
    def leverperioden(self):
        """(scope, toewijzing or None, begin, period) of every period that is not on a deleted toewijzing (5.3)."""
        for (levering, begin), p in self.t.perioden.items():
            wet, gemeente, aanbieder, client, nummer = levering[:5]
            t = self.t.toewijzingen.get((wet, gemeente, nummer)) if nummer is not None else None
            if not (t and t["verwijderd"]):
                yield {"wet": wet, "gemeente": gemeente, "aanbieder": aanbieder, "client": client}, t, begin, p

    def tijdig_startbericht(self, opties):
        uit = []
        for wie, t, begin, p in self.leverperioden():
            if not p["heeft_start"] or p["dagtekening_start"] is None:
                uit.append(self.zaak(wie, begin, ONTBREEKT))
                continue
            klok = max(begin, t["bekend_sinds"]) if t and opties["terugwerkend"] == "op271" else begin
            uit.append(self.termijn(wie, begin, klok, p["dagtekening_start"], 5, opties))
        return uit

    def tijdig_stopbericht(self, opties):
        uit = []
        for wie, _t, begin, p in self.leverperioden():
            soort = "tijdelijk" if p["tijdelijk_gestopt_op"] else "definitief"
            einde, gemeld = p[f"{soort}_gestopt_op"], p[f"dagtekening_{soort}"]
            if einde and gemeld:
                uit.append(self.termijn(wie, einde, einde, gemeld, 5, opties))
            elif einde:
                uit.append(self.zaak(wie, einde, ONTBREEKT))
            elif p["einde_afgeleid"] and p["einde_effectief"] >= begin:
                uit.append(self.zaak(wie, p["einde_effectief"], ONTBREEKT))
        return uit

    # -- A6, A7: rejections known at K
    def afwijzingen(self):
        for r in self.proces["afwijzingen"]:
            if r["datum_afwijzing"] <= self.K:
                t = self.t.toewijzingen.get((r["wet"], r["gemeente"], r["toewijzingnummer"]))
                yield {**r, "aanbieder": r["agb"], "client": t and t["client"]}, t

    def afwijzen_toewijzing(self, opties):
        uit = []
        for r, t in self.afwijzingen():
            van = r["datum_ontvangst"] or (t and t["bekend_sinds"])
            if van is None:
                uit.append(self.zaak(r, r["datum_afwijzing"], ONTBREEKT))
            else:
                uit.append(self.termijn(r, van, van, r["datum_afwijzing"], 5, opties))
        return uit

    def intrekken_toewijzing(self, opties):
        uit = []
        for r, t in self.afwijzingen():
            van, tot = r["datum_afwijzing"], r["datum_intrekking"]
            if tot is None or tot > self.K:
                keten = self.t.versies[r["wet"], r["gemeente"], r["toewijzingnummer"]] if t else []
                tot = min((b for b in self.ingetrokken_op(keten) if b >= van), default=None)
            uit.append(self.termijn(r, van, van, tot, 5, opties))
        return uit

    def ingetrokken_op(self, keten):
        """Days on which versions became known that withdraw: RedenWijziging 13, 09, 05, or an earlier Einddatum."""
        vorig = None
        for v in keten:
            eerder = vorig and v["einddatum"] and v["einddatum"] < (vorig["einddatum"] or date.max)
            if v["reden"] in ("13", "09", "05") or eerder:
                yield v["bekend"]
            vorig = v

    # -- A8, A9, A10, A11
    def tijdig_declareren(self, opties):
        uit = []
        for bericht, d in self.t.declaraties.items():
            for r in self.lijnen[bericht]:
                if r["debet_credit"] == "C" or r["vorig_referentienummer"] is not None or d["geheel_afgewezen"]:
                    continue
                t = self.t.toewijzingen.get((r["wet"], r["gemeente"], r["toewijzingnummer"]))
                dagen = [x for x in (r["periode_einde"], t and t["bekend_sinds"]) if x]
                wie = self.van_declaratie(bericht) | {"clienten": {r["client"]}}
                if dagen:
                    uit.append(self.zaak(wie, d["dagtekening"], **self.binnen_maand(max(dagen), d, opties)))
                else:
                    uit.append(self.zaak(wie, d["dagtekening"], ONTBREEKT))
        return uit

    def binnen_maand(self, ref: date, d: dict, opties: dict) -> dict:
        maanden, dagen = maanden_tussen(ref, d["dagtekening"]), dagen_tussen(ref, d["dagtekening"])
        if opties["maandregel"] == "kalendermaand":
            goed, uiterlijk = maanden <= 1, laatste_van_maand_na(ref)
        elif opties["maandregel"] == "31d":
            goed, uiterlijk = dagen <= 31, ref + timedelta(days=31)
        else:
            goed, uiterlijk = dagen / 30.4375 < 1.5, ref + timedelta(days=45)  # 45 / 30.4375 < 1.5 < 46 / 30.4375
        return {"stand": OP_TIJD if goed else TE_LAAT, "duur": max(0, maanden), "uiterlijk": uiterlijk, "van": ref}

    def beoordeling_declaratie(self, opties):
        return [
            self.termijn(self.van_declaratie(bericht), d["dagtekening"], d["dagtekening"],
                         d["eerste_dagtekening_antwoord"], 10, opties)
            for bericht, d in self.t.declaraties.items()
        ]  # fmt: skip

    def tijdig_betalen(self, opties):
        uit = []
        for bericht, d in self.t.declaraties.items():
            if (d["toegekend"] or 0) > 0:
                van = d["dagtekening_antwoord"]
                uit.append(self.termijn(self.van_declaratie(bericht), van, van, self.betaald_op(d), 10, opties))
        return uit

    def betaald_op(self, d: dict) -> date | None:
        """First day on which everything paid under this number reaches what was approved, this claim included."""
        plek = lambda x: (x["dagtekening_antwoord"], x["identificatie"] or "")  # noqa: E731
        zelfde = [
            x for x in self.t.declaraties.values()
            if all(x[k] == d[k] for k in ("wet", "gemeente", "aanbieder", "declaratienummer"))
            and x["dagtekening_antwoord"] and plek(x) <= plek(d)
        ]  # fmt: skip
        doel = sum(x["toegekend"] for x in zelfde)
        betaald = [
            b for b in self.proces["betalingen"]
            if (b["wet"], b["gemeente"], b["agb"], b["declaratienummer"])
            == (d["wet"], d["gemeente"], d["aanbieder"], d["declaratienummer"]) and b["datum_betaling"] <= self.K
        ]  # fmt: skip
        for dag in sorted({b["datum_betaling"] for b in betaald}):
            if sum(b["bedrag"] for b in betaald if b["datum_betaling"] <= dag) >= doel:
                return dag
        return None

    def kwaliteit_declaraties(self, opties):
        uit = []
        for bericht, d in self.t.declaraties.items():
            debet = [r for r in self.lijnen[bericht] if r["debet_credit"] != "C"]
            eenheden = [[r] for r in debet] if opties["eenheid"] == "prestatie" else [debet] if debet else []
            for regels in eenheden:
                goed = all(r["status"] == "toegekend" for r in regels)
                stand = NOG_NIET if d["status"] == "ingediend" else OP_TIJD if goed else TE_LAAT
                wie = self.van_declaratie(bericht) | {"clienten": {r["client"] for r in regels}}
                uit.append(self.zaak(wie, d["dagtekening"], stand))
        return uit

    def geaccepteerd(self):
        """Toewijzingen, deleted ones too, that became known in the year; stand: was it not rejected (A6, aside)?"""
        afgewezen = {(r["wet"], r["gemeente"], r["toewijzingnummer"]) for r, _ in self.afwijzingen()}
        return [
            self.zaak(self.van_toewijzing(s), t["bekend_sinds"], TE_LAAT if s in afgewezen else OP_TIJD)
            for s, t in self.t.toewijzingen.items() if t["bekend_sinds"].year == self.jaar
        ]  # fmt: skip


KPIS = (
    "wachttijd", "beoordeling_aanvraag", "toewijzing_voor_ingangsdatum", "tijdig_startbericht", "tijdig_stopbericht",
    "afwijzen_toewijzing", "intrekken_toewijzing", "tijdig_declareren", "beoordeling_declaratie", "tijdig_betalen",
    "kwaliteit_declaraties",
)  # fmt: skip
