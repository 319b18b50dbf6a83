"""Who got what, and the verblijfsperioden of every jeugdige, by plain loops over dates and sets."""

from calendar import monthrange
from datetime import date, timedelta

from kpi.jeugd.tweeling_regels import NOOIT, TOM, VERBLIJF, add_months, lees_producten, plus, soort_van
from kpi.jeugd.wereld import PRODUCTEN, derive_perioden, find_toewijzing


class Verblijven:
    def __init__(self, w, jaar, producten=PRODUCTEN, gemeenten=("9901", "9902")):
        self.w, self.jaar, self.K, self.gemeenten = w, jaar, w["K"], gemeenten
        self.eerste_jan, self.laatste_dag = date(jaar, 1, 1), date(jaar, 12, 31)
        self.producten = lees_producten(producten)
        self.afgeleid = [(i, lev, derive_perioden(lev, w)) for i, lev in enumerate(w["leveringen"])]
        self.T = [
            self._toewijzing(t) for t in w["toewijzingen"]
            if t["wet"] == "jw" and not t["verwijderd"] and t["client"] is not None
        ]  # fmt: skip
        self.P = [
            self._periode(i, p) for i, lev, perioden in self.afgeleid for p in perioden
            if lev["wet"] == "jw" and p["telt"] and p["client"] is not None
        ]  # fmt: skip
        self.C = [self._regel(c) for c in w["prestaties"] if c["wet"] == "jw"]

    def partij(self, agb):
        return self.w["partijen"].get(agb) or agb

    def _toewijzing(self, t):
        """With van, tot (actief_tot) and soort: kpi-specificatie 1, 5.23, 5.27."""
        eigen = []
        for _, _, perioden in self.afgeleid:
            for p in perioden:
                if all(p[k] == t[k] for k in ("wet", "gemeente", "nummer", "aanbieder", "client")):
                    eigen.append(p)
        laatste = max(eigen, key=lambda p: p["begin"], default=None)
        tot = t["einde"] or NOOIT
        if laatste and laatste["status"] == "gestopt":
            tot = laatste["gekozen"]["einde"]
        soort = soort_van(self.producten, t["categorie"], t["code"], t["ingang"])
        return t | {"van": t["ingang"], "tot": tot, "soort": soort, "partij": self.partij(t["aanbieder"])}

    def _periode(self, i, p):
        t = find_toewijzing(p, self.w)
        if t and t["verwijderd"]:
            t = None
        if t and t["categorie"]:
            soort = soort_van(self.producten, t["categorie"], t["code"], t["ingang"])
        else:
            soort = soort_van(self.producten, p["categorie"], p["code"], p["eigen_dag"])
        return p | {
            "levering": i, "t": t, "t_reden": t["reden"] if t else None, "soort": soort,
            "partij": self.partij(p["aanbieder"]), "einde": p["einde"] or NOOIT,
        }  # fmt: skip

    def _regel(self, c):
        t = find_toewijzing(c, self.w)
        dag = t["ingang"] if t else c["begin"]
        soort = soort_van(self.producten, c["categorie"], c["code"], dag)
        return c | {"soort": soort, "partij": self.partij(c["aanbieder"])}

    def soorten(self, o):
        """What is verblijf under these options, in the contract's order."""
        return [s for s in VERBLIJF if s in o["verblijf_soorten"] or (s in TOM and o["tom_als_verblijf"])]

    def grens(self, einde, o):
        """Last day on which a next verblijf belongs to the same period."""
        return plus(einde, o["gat_dagen"]) if o["gat_dagen"] is not None else add_months(einde, o["gat_maanden"])

    def eerste_dag(self):
        """First data day, None without any."""
        dagen = [t["bekend"] for t in self.w["toewijzingen"] if t["wet"] == "jw"]
        for _, lev, perioden in self.afgeleid:
            for p in perioden:
                if lev["wet"] == "jw":
                    dagen += [p["dagtekening_start"], p["dagtekening_tijdelijk"], p["dagtekening_definitief"]]
        return min((d for d in dagen if d), default=None)

    def intervallen(self, o):
        """Every stretch of verblijf under these options, as dicts."""
        mee, uit = self.soorten(o), []
        if o["datum_bron"] == "levering":
            for p in self.P:
                if p["soort"] not in mee:
                    continue
                eraf = 1 if p["status"] != "lopend" and not o["einddatum_inclusief"] else 0
                gezegd = []
                if p["gekozen"] and p["gekozen"]["einde"] == p["einde"]:
                    gezegd.append(p["gekozen"]["dagtekening"])
                if p["tijdelijk"] and p["tijdelijk"] == p["einde"]:
                    gezegd.append(p["dagtekening_tijdelijk"])
                reden = p["gekozen"]["reden"] if p["gekozen"] else None
                uit.append({
                    **{k: p[k] for k in ("client", "partij", "soort", "begin", "afgeleid")},
                    "einde": plus(p["einde"], -eraf), "gezegd": gezegd, "reden": reden,
                    "stopdag": p["gekozen"]["einde"] if p["gekozen"] else None,
                    "administratief": reden in ("02", "35") or p["t_reden"] in ("07", "11"),
                })  # fmt: skip
        elif o["datum_bron"] == "toewijzing":
            for t in self.T:
                if t["soort"] in mee:
                    open_ = t["einde"] is None or t["einde"] >= self.K
                    uit.append({
                        **{k: t[k] for k in ("client", "partij", "soort")}, "begin": t["ingang"], "afgeleid": False,
                        "einde": NOOIT if open_ else t["einde"], "gezegd": [], "reden": None, "stopdag": None,
                        "administratief": t["reden"] in ("02", "07", "11"),
                    })  # fmt: skip
        else:
            for c in self.C:
                goed = c["dc"] == "D" and c["status"] not in ("afgewezen", "gecrediteerd") and c["client"] is not None
                if goed and c["soort"] in mee:
                    uit.append({
                        **{k: c[k] for k in ("client", "partij", "soort", "begin", "einde")}, "afgeleid": False,
                        "gezegd": [], "reden": None, "stopdag": None, "administratief": False,
                    })  # fmt: skip
        return [i for i in uit if i["einde"] >= i["begin"]]

    def verblijfsperioden(self, o):
        """One dict per verblijfsperiode, by client and begin."""
        uit, alle = [], self.intervallen(o)
        for client in sorted({i["client"] for i in alle}):
            groepen = []
            for i in sorted((i for i in alle if i["client"] == client), key=lambda i: i["begin"]):
                if groepen and self.hoort_bij(i["begin"], max(x["einde"] for x in groepen[-1]), o):
                    groepen[-1].append(i)
                else:
                    groepen.append([i])
            uit += [self._verblijfsperiode(client, groep, o) for groep in groepen]
        return uit

    def hoort_bij(self, begin, einde, o):
        if begin <= einde:
            return True
        return begin <= self.grens(einde, o) if o["gat_inclusief"] else begin < self.grens(einde, o)

    def _verblijfsperiode(self, client, groep, o):
        begin, einde = min(i["begin"] for i in groep), max(i["einde"] for i in groep)
        open_ = einde == NOOIT
        slot = [i for i in groep if i["einde"] == einde]
        gezegd = [d for i in slot for d in i["gezegd"]]
        eerste = self.eerste_dag()
        overgang = {partij for partij in {i["partij"] for i in groep} if self._is_overgang(partij, groep)}
        aantal = len({i["partij"] for i in groep})
        if o["negeer_contractovergang"]:
            aantal = max(1, aantal - len(overgang))
        return {
            "client": client, "begin": begin, "einde": einde,
            "afgeleid": not open_ and all(i["afgeleid"] for i in slot),
            "administratief": not open_ and any(i["administratief"] for i in slot),
            "achttien": not open_ and self._achttien(client, einde),
            "links_afgekapt": eerste is not None and begin <= plus(eerste, 31),
            "contractovergang": bool(overgang), "vorm": self._vorm(groep, o),
            "dagen": -1 if open_ else (einde - begin).days + 1,
            "leveringsdagen": -1 if open_ else len(set().union(*[_dagen(i["begin"], i["einde"]) for i in groep])),
            "aanbieders": aantal, "bekend_einde": max(gezegd, default=einde),
        }  # fmt: skip

    def _is_overgang(self, partij, groep):
        eerst = min(i["begin"] for i in groep if i["partij"] == partij)
        for i in groep:
            if i["partij"] != partij and i["reden"] in ("36", "37", "38"):
                if eerst in (i["stopdag"], plus(i["stopdag"], 1)):
                    return True
        return False

    def _achttien(self, client, einde):
        jaar, maand = self.w["geboren"].get(client, (None, None))
        if jaar is None or maand is None:
            return False
        eerste = date(jaar + 18, maand, 1)
        laatste = date(jaar + 18, maand, monthrange(jaar + 18, maand)[1])
        return eerste - timedelta(days=31) <= einde <= laatste + timedelta(days=31)

    def _vorm(self, groep, o):
        def plek(soort):
            return -VERBLIJF.index(soort)

        if o["vorm_toewijzing"] == "eerste":
            eerst = min(i["begin"] for i in groep)
            return max((i["soort"] for i in groep if i["begin"] == eerst), key=plek)
        if o["vorm_toewijzing"] == "laatste":
            laatst = max(i["einde"] for i in groep)
            return max((i["soort"] for i in groep if i["einde"] == laatst), key=plek)
        dagen = {}
        for i in groep:
            dagen.setdefault(i["soort"], set()).update(_dagen(i["begin"], min(i["einde"], max(self.K, i["begin"]))
                                                              if i["einde"] == NOOIT else i["einde"]))  # fmt: skip
        return max(dagen, key=lambda soort: (len(dagen[soort]), plek(soort)))


def _dagen(van, tot):
    return set() if tot == NOOIT else {van + timedelta(days=n) for n in range((tot - van).days + 1)}
