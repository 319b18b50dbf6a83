"""The Wmo KPI's once more, slowly and obviously: one client, one scope, one loop at a time.

Written from the specification with dates and dicts; shares no code with the product, only the derived periods
of `wereld.derive_perioden`.
"""

from datetime import date, timedelta
from fractions import Fraction

from kpi.tweeling_regels import NOOIT, PERCELEN, SET, lees_producten
from kpi.wereld import PRODUCTEN, derive_perioden


def plus(d, n):
    return NOOIT if d == NOOIT else d + timedelta(days=n)


class Tweeling:
    def __init__(self, w, jaar, producten=PRODUCTEN):
        self.K, self.jaar, self.w = w["K"], jaar, w
        self.producten = lees_producten(producten)
        self.perioden_ruw = [p for lev in w["leveringen"] for p in derive_perioden(lev, w)]
        self.T = [self._toewijzing(t) for t in w["toewijzingen"] if not t["verwijderd"] and t["client"]]
        self.P = []
        for lev in w["leveringen"]:
            afgeleid = derive_perioden(lev, w)
            starts = [p["begin"] for p in afgeleid if p["start"]]
            eigen_dag = min(starts or [p["begin"] for p in afgeleid])
            for p in afgeleid:
                if p["telt"] and p["client"]:
                    self.P.append(self._periode(p, eigen_dag))

    def perceel(self, categorie, code, dag):
        gevonden = {}
        for cat, c, perceel, van, tot in self.producten:
            if cat == categorie and c in ("", code or "") and (not van or van <= dag) and (not tot or dag <= tot):
                gevonden[bool(c)] = perceel
        return gevonden.get(True, gevonden.get(False, 0))

    def _toewijzing(self, t):
        v = t["versies"][-1]
        eigen = [
            p for p in self.perioden_ruw
            if all(p[k] == t[k] for k in ("gemeente", "nummer", "aanbieder", "client"))
        ]  # fmt: skip
        laatste = max(eigen, key=lambda p: p["begin"], default=None)
        tot, tijdelijk = v["einde"] or NOOIT, None
        if laatste and laatste["status"] == "gestopt":
            tot = laatste["definitief"]["einde"]
        if laatste and laatste["status"] == "tijdelijk_gestopt":
            tijdelijk = laatste["tijdelijk"]
        return t | {
            "perceel": self.perceel(v["categorie"], v["code"], v["ingang"]), "categorie": v["categorie"],
            "van": v["ingang"], "tot": tot, "tijdelijk": tijdelijk, "rw": v["reden"], "einde": v["einde"] or NOOIT,
        }  # fmt: skip

    def _periode(self, p, eigen_dag):
        t = next((t for t in self.T if (t["gemeente"], t["nummer"]) == (p["gemeente"], p["nummer"])), None)
        uit = p | {"t": t, "einde": p["einde"] or NOOIT}
        if t and t["categorie"]:
            return uit | {"perceel": t["perceel"], "categorie": t["categorie"]}
        return uit | {"perceel": self.perceel(p["categorie"], p["code"], eigen_dag)}

    def tot(self, t, o):
        n = o["tijdelijk_wordt_uitstroom_na"]
        if n is not None and t["tijdelijk"] and plus(t["tijdelijk"], n) <= self.K:
            return t["tijdelijk"]
        return t["tot"]

    def in_set(self, x, o):
        cats = o["begeleiding_set"] or (() if any(p[2] for p in self.producten) else ("02", "07"))
        return x["perceel"] in SET or x["categorie"] in cats

    def in_scope(self, x, scope):
        percelen, aanbieder, gemeente = scope
        if x["perceel"] not in percelen:
            return False
        return (aanbieder is None or x["aanbieder"] == aanbieder) and (gemeente is None or x["gemeente"] == gemeente)

    def stop_van(self, p, o):
        """(day, day that decides the year, reason) or None."""
        if p["status"] == "gestopt":
            d = p["definitief"]
            return d["einde"], d["dagtekening"] if o["jaar_op"] == "dagtekening" else d["einde"], d["reden"]
        n = o["tijdelijk_wordt_uitstroom_na"]
        if n is not None and p["status"] == "tijdelijk_gestopt" and p["laatste"] and plus(p["tijdelijk"], n) <= self.K:
            return p["tijdelijk"], p["tijdelijk"], "20"
        zonder = p["status"] == "lopend" and p["laatste"] and p["afgeleid"]
        if o["zonder_stop"] == "onbekend" and zonder:
            return p["einde"], p["einde"], "onbekend"
        return None

    def jaargrenzen(self, start="01-01"):
        d, m = (int(x) for x in start.split("-"))
        return date(self.jaar, m, d), date(self.jaar + 1, m, d) - timedelta(days=1)

    def vervolg(self, c, d, op_die_dag, o):
        W = o["opvolg_venster_dagen"]
        if o["pgb_is_opvolging"] and any(p["t"] and p["t"]["rw"] == "08" for p in op_die_dag):
            return True
        dingen = [(t, t["van"], self.tot(t, o)) for t in self.T] + [(p, p["begin"], p["einde"]) for p in self.P]
        for x, van, tot in dingen:
            if x["client"] != c or van > tot or not self.in_set(x, o):
                continue
            soort = o["opvolging_bereik"]
            if soort != "alles" and all(x[soort] != p[soort] for p in op_die_dag):
                continue
            if not o["uitstroom_alle_producten"] and van <= d:
                continue
            if van <= plus(d, W) and tot > d:
                return True
        return False

    def einden(self, c, scope, o, grenzen):
        """All stop days of the year of c in S: {day: (reason, periods that stop that day)}."""
        S = [p for p in self.P if p["client"] == c and self.in_scope(p, scope)]
        stops = [(p, self.stop_van(p, o)) for p in S]
        stops = [(p, s) for p, s in stops if s]
        dagen = {s[0] for _, s in stops if grenzen[0] <= s[1] <= grenzen[1]}
        volgorde = [*o["tie_volgorde"], "20", "onbekend"]
        uit = {}
        for d in dagen:
            hier = [(p, s) for p, s in stops if s[0] == d]
            uit[d] = min((s[2] for _, s in hier), key=volgorde.index), [p for p, _ in hier]
        return S, uit

    def vertrek(self, c, scope, o, grenzen):
        """(d*, r*, vervolg, stopped periods) or None."""
        S, einden = self.einden(c, scope, o, grenzen)
        for d in sorted(einden, reverse=True):
            tot = max(grenzen[1], plus(d, o["opvolg_venster_dagen"]))
            terug = [p for p in S if p["begin"] <= tot and p["einde"] > d]
            if not o["uitstroom_alle_producten"]:
                terug = [p for p in terug if p["begin"] > d]
            if not terug:
                reden, hier = einden[d]
                return d, reden, self.vervolg(c, d, hier, o), hier
        return None

    def leveringsdagen(self, c, scope, grenzen):
        dagen = set()
        for p in self.P:
            if p["client"] == c and self.in_scope(p, scope):
                tot = min(self.K, grenzen[1]) if p["einde"] == NOOIT else min(p["einde"], grenzen[1])
                d = max(p["begin"], grenzen[0])
                while d <= tot:
                    dagen.add(d)
                    d = plus(d, 1)
        return dagen

    def in_zorg(self, c, scope, o, grenzen):
        if o["noemer_basis"] == "levering":
            return bool(self.leveringsdagen(c, scope, grenzen))
        if o["noemer_basis"] == "toewijzing":
            return any(
                t["client"] == c and self.in_scope(t, scope) and t["van"] <= t["tot"]
                and t["van"] <= grenzen[1] and t["tot"] >= grenzen[0]
                for t in self.T
            )  # fmt: skip
        for p in self.w["prestaties"]:
            bekend = [t for t in self.w["toewijzingen"] if (t["gemeente"], t["nummer"]) == (p["gemeente"], p["nummer"])]
            dag = bekend[0]["versies"][-1]["ingang"] if bekend else p["begin"]
            x = p | {"perceel": self.perceel(p["code"][:2], p["code"], dag)}
            goed = p["debet_credit"] == "D" and p["status"] in ("ingediend", "toegekend")
            if (
                p["client"] == c
                and goed
                and self.in_scope(x, scope)
                and p["begin"] <= grenzen[1]
                and p["einde"] >= grenzen[0]
            ):
                return True
        return False

    def laat(self, d, n, o):
        return plus(plus(d, n), o["registratielag_dagen"]) > self.K

    def doelrealisatie_uitstroom(self, c, scope, o):
        g = self.jaargrenzen()
        v = self.vertrek(c, scope, o, g)
        weg = v and not v[2]
        noemer = self.in_zorg(c, scope, o, g)
        if weg and v[1] in o["noemer_uitsluiten"]:
            noemer = False
        if o["gebruik_reden_wijziging"] and self._weg_volgens_301(c, scope, o, g):
            noemer = False
        if o["overstap_uit_noemer"] and v and v[1] == "38":
            noemer = False
        if len(self.leveringsdagen(c, scope, g)) < o["min_blootstelling_dagen"]:
            noemer = False
        teller = bool(weg and v[1] == "19")
        if o["attributie"] == "elk" and (scope[1] or scope[2]):
            heel = self.vertrek(c, (scope[0], None, None), o, g)
            teller = teller or bool(heel and not heel[2] and heel[1] == "19")
        return noemer, teller, bool(v and self.laat(v[0], o["opvolg_venster_dagen"], o))

    def _weg_volgens_301(self, c, scope, o, g):
        for p in self.P:
            if p["client"] == c and self.in_scope(p, scope) and p["status"] == "gestopt":
                if g[0] <= p["definitief"]["einde"] <= g[1]:
                    return False
        eigen = [t for t in self.T if t["client"] == c and self.in_scope(t, scope) and t["van"] <= t["tot"]]
        if not eigen:
            return False
        laatst = max(t["tot"] for t in eigen)
        codes = {"02": "02", "07": "31", "06": "39"}
        return g[0] <= laatst <= g[1] and any(
            t["tot"] == laatst and codes.get(t["rw"]) in o["noemer_uitsluiten"] for t in eigen
        )

    def doelrealisatie_afschaling(self, c, scope, o):
        g = self.jaargrenzen(o["contractjaar_start"])
        v = self.vertrek(c, scope, o, g)
        weg = v and not v[2]
        bepaald, lager, los = self._afgeschaald(c, scope, o, g)
        noemer = self.in_zorg(c, scope, o, g) and not (weg and v[1] in o["noemer_uitsluiten"])
        if o["onbepaald"] == "uitsluiten" and not bepaald:
            noemer = False
        onzeker = bool(v and self.laat(v[0], o["opvolg_venster_dagen"], o)) or los
        return noemer, bool((bepaald and lager) or (weg and v[1] == "19")), onzeker

    def _afgeschaald(self, c, scope, o, g):
        W = o["opvolg_venster_dagen"]
        eigen = [t for t in self.T if t["client"] == c and self.in_scope(t, scope) and t["van"] <= t["tot"]]
        alle = [t for t in self.T if t["client"] == c and self.in_set(t, o) and t["van"] <= t["tot"]]
        loopt = lambda t, d: t["van"] <= d <= t["tot"]  # noqa: E731
        dagen, d = [], g[0]
        while d <= g[1]:
            if any(loopt(t, d) for t in eigen):
                dagen.append(d)
            d = plus(d, 1)
        if not dagen:
            return False, False, False
        f, laatste = dagen[0], dagen[-1]
        door = any(loopt(t, plus(laatste, 1)) for t in eigen)
        los = not door and self.laat(laatste, W, o)
        slot = laatste
        if not door:
            kans = [t for t in alle if laatste < t["van"] <= plus(laatste, W)]
            if o["vervolg_bereik"] == "perceel":
                kans = [t for t in kans if t["perceel"] == 3]
            if o["vervolg_bereik"] == "aanbieder":
                wie = {t["aanbieder"] for t in eigen if loopt(t, laatste)}
                kans = [t for t in kans if t["aanbieder"] in wie]
            slot = min([t["van"] for t in kans], default=laatste)
        if o["afschaling_meting"] == "peildata":
            f, slot = g
            if not any(loopt(t, f) for t in eigen):
                return True, False, los
        momenten = [f, slot]
        if o["afschaling_meting"] == "elke_daling":
            momenten = [plus(f, i) for i in range((slot - f).days + 1)]
        maten = [self._intensiteit(alle, d, o) for d in momenten]
        if None in maten:
            return False, False, los
        met_zorg = [m for m in maten if sum(m) > 0]
        if o["afschaling_meting"] == "elke_daling":
            lager = any(self._lager(a, b, o) for a, b in zip(met_zorg, met_zorg[1:], strict=False))
        else:
            lager = self._lager(maten[0], maten[-1], o)
        if o["lichter_perceel_telt"]:
            nu = {t["perceel"] for t in self.T if t["client"] == c and loopt(t, slot)}
            a, b = sum(maten[0]), sum(maten[-1])
            marge = 1 + Fraction(str(o["min_daling"]))
            lager = lager or (bool(nu & {1, 2}) and 3 not in nu and 0 < b <= a * marge)
        return True, lager, los

    def _lager(self, a, b, o):
        rest = 1 - Fraction(str(o["min_daling"]))
        if sum(b) == 0:
            return False
        if o["intensiteit"] == "uren_equivalent":
            return sum(b) < sum(a) * rest
        lager = any(y < x * rest for x, y in zip(a, b, strict=True))
        if o["intensiteit"] == "pareto":
            lager = lager and all(y <= x for x, y in zip(a, b, strict=True))
        return lager

    def _intensiteit(self, alle, d, o):
        """(hours, dagdelen in hours) per week, or None when undetermined."""
        uren = dagdelen = Fraction(0)
        for t in alle:
            if not t["van"] <= d <= t["tot"]:
                continue
            v = t["versies"][0]
            for kandidaat in t["versies"]:
                if kandidaat["datum"] <= d:
                    v = kandidaat
            per = {"01": Fraction(1, 60), "04": Fraction(1), "16": Fraction(4)}.get(v["eenheid"])
            if v["volume"] is None or per is None:
                return None
            if v["frequentie"] == "6":
                volumes = [x for x in t["versies"] if x["volume"] is not None]
                gerekt = any(x["volume"] == y["volume"] and x["einde"] != y["einde"] for x in volumes for y in volumes)
                if v["einde"] is None or v["einde"] < v["ingang"] or (gerekt and o["tbgt_oprekken"] == "onbepaald"):
                    return None
                keer = Fraction(7, (v["einde"] - v["ingang"]).days + 1)
            else:
                keer = {"1": Fraction(7), "2": Fraction(1), "4": Fraction(120000, 521775)}.get(v["frequentie"])
                if keer is None:
                    return None
            bedrag = v["volume"] * per * keer
            if v["eenheid"] == "16":
                dagdelen += bedrag
            else:
                uren += bedrag
        return uren, dagdelen

    def doelrealisatie_ander_perceel(self, c, scope, o):
        g = self.jaargrenzen()
        v = self.vertrek(c, scope, o, g)
        over, onzeker = False, bool(v and self.laat(v[0], o["opvolg_venster_dagen"], o))
        echt = [t for t in self.T if t["client"] == c and t["van"] <= t["tot"]]
        for zes in echt:
            if not self.in_scope(zes, scope) or not g[0] <= zes["tot"] <= g[1]:
                continue
            a = zes["tot"]
            onzeker = onzeker or self.laat(a, o["direct_dagen"], o)
            lichter = [
                t for t in echt
                if t["perceel"] in (1, 2, 3) and plus(a, -o["overlap_dagen"]) <= t["van"] <= plus(a, o["direct_dagen"])
                and (o["ook_andere_aanbieder"] or t["aanbieder"] == zes["aanbieder"])
            ]  # fmt: skip
            andere = [
                t for t in echt if t["perceel"] == 6 and t["van"] <= plus(a, o["direct_dagen"]) and t["tot"] > a
                and (o["parallel_p6_blokkeert"] or t["van"] > a)
            ]  # fmt: skip
            over = over or (bool(lichter) and not andere)
        return self.in_zorg(c, scope, o, g), over or bool(v and not v[2] and v[1] == "19"), onzeker

    def uitval(self, c, scope, o):
        g = self.jaargrenzen()
        if o["meervoudig"] == "laatste":
            v = self.vertrek(c, scope, o, g)
            uit = [v] if v else []
        else:
            _, einden = self.einden(c, scope, o, g)
            uit = [(d, reden, self.vervolg(c, d, hier, o), hier) for d, (reden, hier) in einden.items()]
        uit = [v for v in uit if not v[2] and v[1] not in o["noemer_uitsluiten"]]
        laat = any(self.laat(v[0], o["opvolg_venster_dagen"], o) for v in uit)
        return bool(uit), any(self._is_uitval(c, v, o) for v in uit), laat

    def _is_uitval(self, c, v, o):
        d, reden, _, hier = v
        if reden not in ("21", "22", "23") or (reden == "23" and not o["code23_uitval"]):
            return False
        if o["alleen_voor_einddatum"]:
            eigen = [p for p in hier if self.stop_van(p, o)[2] == reden]
            if all(p["t"] and d >= p["t"]["einde"] for p in eigen):
                return False
        if o["bw_vervolg_geen_uitval"]:
            for t in self.T:
                bw = t["client"] == c and t["categorie"] in ("15", "16", "17", "18") and t["van"] <= t["tot"]
                if bw and d <= t["van"] <= plus(d, o["opvolg_venster_dagen"]):
                    return False
        return True

    def uitkomsten(self, kpi, o):
        """{(perceel, aanbieder, gemeente): (teller, noemer, grens_onder, grens_boven, status)}"""
        aanbieders = sorted({x["aanbieder"] for x in [*self.T, *self.P, *self.w["prestaties"]]})
        gemeenten = sorted({x["gemeente"] for x in [*self.T, *self.P, *self.w["prestaties"]]})
        clienten = sorted({x["client"] for x in [*self.T, *self.P, *self.w["prestaties"]]})
        scopes = {("", "", ""): (PERCELEN[kpi], None, None)}
        for p in PERCELEN[kpi]:
            scopes[str(p), "", ""] = ((p,), None, None)
            scopes |= {(str(p), a, ""): ((p,), a, None) for a in aanbieders}
            scopes |= {(str(p), "", g): ((p,), None, g) for g in gemeenten}
        na = o["opvolg_venster_dagen"]
        if kpi == "doelrealisatie_ander_perceel":
            na = max(na, o["direct_dagen"])
        einde = self.jaargrenzen(o["contractjaar_start"] if kpi == "doelrealisatie_afschaling" else "01-01")[1]
        definitief = not self.laat(einde, na, o)
        uit = {}
        for naam, scope in scopes.items():
            standen = [getattr(self, kpi)(c, scope, o) for c in clienten]
            standen = [s for s in standen if s[0]]
            n, t = len(standen), sum(s[1] for s in standen)
            if n == 0 and (naam[1] or naam[2]):
                continue
            onder = boven = None
            if n and not definitief:
                onder = Fraction(t - sum(s[1] and s[2] for s in standen), n)
                boven = Fraction(t + sum(s[2] and not s[1] for s in standen), n)
            uit[naam] = (t, n, onder, boven, "definitief" if definitief else "voorlopig")
        return uit
