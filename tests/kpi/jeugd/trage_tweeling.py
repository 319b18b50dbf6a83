"""The Jeugd KPI's once more, slowly and obviously: one client, one period, one day at a time.

Written from the specification with dates, lists and sets; shares no code with the product, only the derived
periods of `wereld.derive_perioden`.
"""

from datetime import timedelta
from fractions import Fraction

from kpi.jeugd.naief import Verblijven
from kpi.jeugd.tweeling_regels import (
    AFSLUITING,
    NOOIT,
    OPGAVE,
    OPTELBAAR,
    TOM,
    VERBLIJF,
    add_months,
    kalendermaanden,
    median,
    plus,
    wilson,
)


def fractie(teller, noemer, eenheid="fractie", onder=None, boven=None, interval=True):
    i_onder, i_boven = wilson(teller, noemer) if interval and eenheid == "fractie" else (None, None)
    waarde = Fraction(teller) / Fraction(noemer) if noemer > 0 else None  # less than 0: etmalen credited away
    return {
        "teller": teller, "noemer": noemer, "waarde": waarde, "eenheid": eenheid, "onder": i_onder, "boven": i_boven,
        "grens_onder": onder, "grens_boven": boven,
    }  # fmt: skip


def aantal(n, eenheid="aantal"):
    return {
        "teller": n, "noemer": None, "waarde": n, "eenheid": eenheid, "onder": None, "boven": None,
        "grens_onder": None, "grens_boven": None,
    }  # fmt: skip


class Tweeling(Verblijven):
    """Everything of one world and year; `uitkomsten(kpi, o)` gives {(soort, aanbieder): row}, '' = all."""

    def uitkomsten(self, kpi, o, bevolking=(), opgave=()):
        if kpi == "verblijf_per_populatie":
            rijen = self.verblijf_per_populatie(o, bevolking)
        elif hasattr(self, kpi):
            rijen = getattr(self, kpi)(o)
        elif kpi in AFSLUITING:
            rijen = self.afsluiting(kpi, o)
        else:
            rijen = self.uit_opgave(kpi, opgave)
        status = "definitief" if self.is_definitief(kpi, o) else "voorlopig"
        return {scope: rij | {"status": status} for scope, rij in rijen.items()}

    def is_definitief(self, kpi, o):
        if kpi in AFSLUITING:
            klaar = self.grens(self.laatste_dag, o)
        elif kpi == "tom_instroom_zonder_uithuisplaatsing":
            klaar = add_months(self.laatste_dag, 4)
        elif kpi == "tom_uitstroom_duurzaam":
            klaar = add_months(self.laatste_dag, 12)
        elif kpi == "herhaald_beroep":
            klaar = add_months(self.laatste_dag, o["k32_venster"])
        else:
            klaar = plus(self.laatste_dag, 28)
        return plus(klaar, o["registratielag_dagen"]) <= self.K

    # J1, J2, J3, J11: who

    def dagen(self, p):
        """The leveringsdagen of a period in the year."""
        tot = min(self.K, self.laatste_dag) if p["einde"] == NOOIT else min(p["einde"], self.laatste_dag)
        van, uit = max(p["begin"], self.eerste_jan), set()
        while van <= tot:
            uit.add(van)
            van += timedelta(days=1)
        return uit

    def wie(self, soorten, o, aanbieder=None):
        uit = set()
        if o["basis"] == "levering":
            for p in self.P:
                if p["soort"] in soorten and aanbieder in (None, p["aanbieder"]) and self.dagen(p):
                    uit.add(p["client"])
        else:
            for t in self.T:
                loopt = t["van"] <= t["tot"]
                in_jaar = t["van"] <= min(self.laatste_dag, self.K) and t["tot"] >= self.eerste_jan
                if t["soort"] in soorten and aanbieder in (None, t["aanbieder"]) and loopt and in_jaar:
                    uit.add(t["client"])
        return uit

    def jeugdigen_in_verblijf(self, o):
        mee, uit = self.soorten(o), {}
        uit["", ""] = aantal(len(self.wie(mee, o)))
        for soort in mee:
            if n := len(self.wie([soort], o)):
                uit[soort, ""] = aantal(n)
        for aanbieder in {x["aanbieder"] for x in [*self.P, *self.T]}:
            if n := len(self.wie(mee, o, aanbieder)):
                uit["", aanbieder] = aantal(n)
        return uit

    def verblijf_per_populatie(self, o, bevolking):
        oudste = int(o["leeftijd"].split("-")[1])
        teller = 0
        for client in self.wie(self.soorten(o), o):
            jaar = self.w["geboren"].get(client, (None, None))[0]
            if jaar is not None and max(0, self.jaar - 1 - jaar) <= oudste:
                teller += 1
        sommen = []
        for jaar in [self.jaar] if o["populatie"] == "1jan" else [self.jaar, self.jaar + 1]:
            som = 0
            for gemeente in self.gemeenten:
                for leeftijd in range(oudste + 1):
                    getal = [n for g, j, x, n in bevolking if (g, j, x) == (gemeente, jaar, leeftijd)]
                    if not getal:
                        return {}
                    som += getal[0]
            sommen.append(som)
        return {("", ""): fractie(teller, Fraction(sum(sommen), len(sommen)))}

    def verblijf_per_ambulant(self, o):
        return {("", ""): fractie(len(self.wie(self.soorten(o), o)), len(self.wie(["ambulant"], o)), "ratio")}

    def gezinsgericht(self, o):
        mee = self.soorten(o)
        gezin = [s for s in ("pleegzorg", "gezinshuis") if s in mee]
        if o["gewicht"] == "etmalen":
            teller, noemer = self.etmalen(gezin), self.etmalen(mee)
            return {("", ""): fractie(teller, noemer, interval=False)}
        if o["gewicht"] == "jeugdigen":
            return {("", ""): fractie(len(self.wie(gezin, o | {"basis": "levering"})),
                                      len(self.wie(mee, o | {"basis": "levering"})))}  # fmt: skip
        peil = min(self.laatste_dag, self.K)
        hier = [p for p in self.P if p["begin"] <= peil <= p["einde"]]
        teller = len({p["client"] for p in hier if p["soort"] in gezin})
        return {("", ""): fractie(teller, len({p["client"] for p in hier if p["soort"] in mee}))}

    # J10, J9: claims

    def etmalen(self, soorten, aanbieder=None):
        som = 0
        for c in self.C:
            goed = c["status"] in ("toegekend", "gecrediteerd", "ingediend") and c["eenheid"] == "14"
            if goed and c["soort"] in soorten and aanbieder in (None, c["aanbieder"]) and c["begin"].year == self.jaar:
                som += (c["volume"] or 0) * (1 if c["dc"] == "D" else -1)
        return som

    def etmalen_verblijf(self, o):
        mee = self.soorten(o)
        uit = {("", ""): aantal(self.etmalen(mee), "etmalen")}
        for soort in mee:
            if n := self.etmalen([soort]):
                uit[soort, ""] = aantal(n, "etmalen")
        for aanbieder in {c["aanbieder"] for c in self.C}:
            if n := self.etmalen(mee, aanbieder):
                uit["", aanbieder] = aantal(n, "etmalen")
        return uit

    def deeltijdpleegzorg(self, o):
        teller = noemer = 0
        for client in {p["client"] for p in self.P}:
            eigen = [p for p in self.P if p["client"] == client and p["soort"] == "pleegzorg"]
            dagen = set().union(*[self.dagen(p) for p in eigen])
            if len(dagen) < o["min_dagen"]:
                continue
            noemer += 1
            e = 0
            for c in self.C:
                eigen_regel = c["client"] == client and c["soort"] == "pleegzorg" and c["eenheid"] == "14"
                if eigen_regel and c["status"] != "afgewezen" and c["begin"].year == self.jaar:
                    e += (c["volume"] or 0) * (1 if c["dc"] == "D" else -1)
            if e > 0:
                per_week = Fraction(e) / (Fraction(len(dagen)) / 7)
            else:
                per_week = self.omvang([p for p in eigen if self.dagen(p)])
            if per_week is not None and per_week < 4:
                teller += 1
        return {("", ""): fractie(teller, noemer)}

    def omvang(self, perioden):
        laatste = max(perioden, key=lambda p: (p["begin"], -1 if p["nummer"] is None else p["nummer"]))
        t = laatste["t"]
        if t is None or t["eenheid"] != "14" or t["volume"] is None:
            return None
        volume = Fraction(t["volume"])
        if t["frequentie"] == "1":
            return volume * 7
        if t["frequentie"] == "2":
            return volume
        if t["frequentie"] == "4":
            return volume / (Fraction("52.1775") / 12)
        if t["frequentie"] == "6" and t["einde"] is not None and t["einde"] >= t["ingang"]:
            return volume / (Fraction((t["einde"] - t["ingang"]).days + 1) / 7)
        return None

    # J4, J8: TOM

    def sluit(self, p, o):
        if p["status"] == "gestopt":
            return True
        return o["einde_zonder_stop"] == "toewijzing" and p["afgeleid"]

    def tom(self, soort, per, maanden, mislukt, o):
        """{unit: (failed, assessable)} of the last closing in the year of each unit (client or levering)."""
        sluitingen = {}
        for p in self.P:
            if p["soort"] == soort and self.sluit(p, o) and self.eerste_jan <= p["einde"] <= self.laatste_dag:
                sluitingen.setdefault(p[per], []).append(p)
        uit = {}
        for eenheid, perioden in sluitingen.items():
            e = max(p["einde"] for p in perioden)
            sluitend = [p for p in perioden if p["einde"] == e]
            client = sluitend[0]["client"]
            fout = any(mislukt(p, e, sluitend) for p in self.P if p["client"] == client)
            uit[eenheid] = fout, plus(add_months(e, maanden), o["registratielag_dagen"]) <= self.K
        return self.afronding(uit.values(), o, maanden)

    def afronding(self, zaken, o, maanden):
        """Row from (failed, assessable) pairs by the option onvolledig."""
        teller = noemer = los = 0
        for fout, beoordeelbaar in zaken:
            if beoordeelbaar or o["onvolledig"] == "als_uitstroom":
                noemer += 1
                teller += not fout
            elif o["onvolledig"] == "als_geen":
                noemer += 1
            else:
                los += 1
        onder = boven = None
        voorlopig = plus(add_months(self.laatste_dag, maanden), o["registratielag_dagen"]) > self.K
        if voorlopig and noemer + los:
            onder, boven = Fraction(teller, noemer + los), Fraction(teller + los, noemer + los)
        return {("", ""): fractie(teller, noemer, onder=onder, boven=boven)}

    def tom_instroom_zonder_uithuisplaatsing(self, o):
        fout_soorten = set(o["verblijf_soorten"]) | ({"tom_uitstroom"} if o["tom_uitstroom_telt"] else set())

        def mislukt(p, e, sluitend):
            return p["soort"] in fout_soorten and p["begin"] <= add_months(e, 4) and p["einde"] >= e

        per = "client" if o["eenheid"] == "jeugdige" else "levering"
        return self.tom("tom_instroom", per, 4, mislukt, o)

    def tom_uitstroom_duurzaam(self, o):
        def mislukt(p, e, sluitend):
            if p["soort"] == "tom_uitstroom" and p["levering"] in {s["levering"] for s in sluitend}:
                return False
            if p["soort"] not in (*o["verblijf_soorten"], *(TOM if o["tom_telt"] else ())):
                return False
            return e < p["begin"] <= add_months(e, 12) or p["begin"] <= plus(e, 31) <= p["einde"]

        return self.tom("tom_uitstroom", "client", 12, mislukt, o)

    # J5, J6, J7, J12, J13, J15: verblijfsperioden

    def afgesloten(self, o):
        """[(period, assessable)] that ended in the year and count, one per jeugdige when the option says so."""
        mee = []
        for v in self.verblijfsperioden(o):
            if v["einde"] == NOOIT or self.jaar_van(v, o) != self.jaar:
                continue
            if v["administratief"] and o["administratief_einde"] == "uitsluiten":
                continue
            if v["achttien"] and o["uitstroom_18"] == "uitsluiten":
                continue
            if v["afgeleid"] and o["einde_zonder_stop"] == "uitsluiten":
                continue
            mee.append(v)
        if o["eenheid"] == "jeugdige":
            laatste = {}
            for v in mee:
                if v["client"] not in laatste or v["einde"] > laatste[v["client"]]["einde"]:
                    laatste[v["client"]] = v
            mee = list(laatste.values())
        return [(v, plus(self.grens(v["einde"], o), o["registratielag_dagen"]) <= self.K) for v in mee]

    def jaar_van(self, v, o):
        return (v["bekend_einde"] if o["jaar_op"] == "dagtekening" else v["einde"]).year

    def afsluiting(self, kpi, o):
        zaken = self.afgesloten(o)
        voorlopig = not self.is_definitief(kpi, o)
        uit = {("", ""): self.afsluiting_rij(kpi, zaken, voorlopig, o)}
        if kpi in AFSLUITING[:3]:
            for soort in VERBLIJF:
                rij = self.afsluiting_rij(kpi, [z for z in zaken if z[0]["vorm"] == soort], voorlopig, o)
                if rij["noemer"]:
                    uit[soort, ""] = rij
        return uit

    def afsluiting_rij(self, kpi, zaken, voorlopig, o):
        alle = [v for v, _ in zaken]
        mee = alle if o["onvolledig"] == "als_uitstroom" else [v for v, beoordeelbaar in zaken if beoordeelbaar]
        los = len(alle) - len(mee)
        if kpi in ("verblijf_korter_dan_9_maanden", "een_verblijfsaanbieder"):
            telt = self.is_kort if kpi == "verblijf_korter_dan_9_maanden" else self.een_aanbieder
            teller, noemer = sum(telt(v, o) for v in mee), len(mee)
            onder = boven = None
            if voorlopig and noemer + los:
                onder, boven = Fraction(teller, noemer + los), Fraction(teller + los, noemer + los)
            return fractie(teller, noemer, onder=onder, boven=boven)
        rij, anders = self.maat(kpi, mee, o), self.maat(kpi, alle, o)
        waarden = [r["waarde"] for r in (rij, anders) if r["waarde"] is not None]
        if voorlopig and waarden:
            rij |= {"grens_onder": min(waarden), "grens_boven": max(waarden)}
        return rij

    def maat(self, kpi, perioden, o):
        if kpi == "aanbieders_per_periode":
            return fractie(sum(v["aanbieders"] for v in perioden), len(perioden), "ratio")
        lengtes = [self.maanden(v, o) for v in perioden]
        if kpi == "maanden_verblijf_gemiddeld":
            return fractie(sum(lengtes), len(lengtes), "maanden")
        rij = fractie(0, len(lengtes), "maanden")
        return rij | {"teller": None, "waarde": median(lengtes) if lengtes else None}

    def duur(self, v, o):
        return v["dagen"] if o["tel_gaten_mee"] else v["leveringsdagen"]

    def maanden(self, v, o):
        if o["maand"] == "kalender":
            return kalendermaanden(v["begin"], plus(v["begin"], self.duur(v, o)))
        return Fraction(self.duur(v, o)) / Fraction(o["maand"])

    def is_kort(self, v, o):
        daarna, grens = plus(v["begin"], self.duur(v, o)), add_months(v["begin"], 9)
        return daarna < grens or (o["drempel"] == "t_m" and daarna == grens)

    def een_aanbieder(self, v, o):
        return v["aanbieders"] == 1

    def eerste_keer_verblijf(self, o):
        teller = noemer = 0
        alle = self.verblijfsperioden(o)
        for v in alle:
            if v["begin"].year != self.jaar:
                continue
            noemer += 1
            terug = add_months(v["begin"], -o["terugkijk_maanden"])
            eerder = [x for x in alle if x["client"] == v["client"] and x["begin"] < v["begin"]]
            teller += not any(x["einde"] >= terug for x in eerder)
        return {("", ""): fractie(teller, noemer)}

    # K1, K32 and what the aanbieders hand in

    def uitval(self, o):
        tellen = {"": [0, 0]}
        for p in self.P:
            if p["status"] != "gestopt" or not p["soort"]:
                continue
            dag = p["gekozen"]["dagtekening"] if o["jaar_op"] == "dagtekening" else p["gekozen"]["einde"]
            slecht = ("32", "33", "34", "35") if o["k1_met_35"] else ("32", "33", "34")
            if dag.year != self.jaar or p["gekozen"]["reden"] not in ("31", *slecht):
                continue
            for scope in ("", p["aanbieder"]):
                teller, noemer = tellen.get(scope, (0, 0))
                tellen[scope] = [teller + (p["gekozen"]["reden"] in slecht), noemer + 1]
        return {("", scope): fractie(*paar) for scope, paar in tellen.items()}

    def herhaald_beroep(self, o):
        zaken = []
        for client in {p["client"] for p in self.P}:
            stukken = []
            for p in sorted((p for p in self.P if p["client"] == client and p["soort"]), key=lambda p: p["begin"]):
                if stukken and p["begin"] <= plus(stukken[-1][1], 1):
                    stukken[-1][1] = max(stukken[-1][1], p["einde"])
                else:
                    stukken.append([p["begin"], p["einde"]])
            for _, einde in stukken:
                if self.eerste_jan <= einde <= self.laatste_dag:
                    tot = add_months(einde, o["k32_venster"])
                    weer = any(einde < begin <= tot for begin, _ in stukken)
                    zaken.append((weer, plus(tot, o["registratielag_dagen"]) <= self.K))
        return self.afronding(zaken, o, o["k32_venster"])

    def uit_opgave(self, kpi, opgave):
        """Total, and for the quality KPI's per aanbieder (noemer > 0): sums of tellers and noemers."""
        eenheid = {"verblijfsplekken_per_periode": "ratio", "clienttevredenheid": "ratio"}.get(kpi, "fractie")
        uit, sommen = {}, []
        for agb in sorted({rij[0] for rij in opgave}):
            eigen = [r for r in opgave if r[0] == agb and r[1] == self.jaar and r[3] == kpi]
            mee = [r for r in eigen if r[2] is None] or (eigen if kpi in OPTELBAAR else [])
            if mee:
                sommen.append((sum(r[4] for r in mee), sum(r[5] for r in mee)))
                if kpi in OPGAVE["jeugd_kwaliteit"] and sommen[-1][1]:
                    uit["", agb] = fractie(*sommen[-1], eenheid)
        if sommen:
            uit["", ""] = fractie(sum(t for t, _ in sommen), sum(n for _, n in sommen), eenheid)
        return uit
