"""The state once more, written straight from the specification with dicts and loops: slow, plain, and only a judge."""

from collections import Counter, defaultdict
from datetime import timedelta
from types import SimpleNamespace

import pandas as pd
from normwijzer.berichten.kolommen import TABELLEN
from toestand.traag_geld import TraagGeld

RETOUR = {"302": "301", "306": "305", "308": "307", "316": "315", "318": "317", "320": "319"}
VOLGORDE = {
    "wmo": ["02", "31", "39", "19", "21", "22", "23", "38", "36", "37"],
    "jw": ["02", "31", "39", "32", "33", "34", "35", "38", "36", "37"],
}


def laag(*waarden):
    """Sort key in which an empty value comes first."""
    return tuple((waarde is not None, waarde if waarde is not None else 0) for waarde in waarden)


def rijen_van(frame: pd.DataFrame) -> list[dict]:
    uit = []
    for rij in frame.to_dict("records"):
        schoon = {kolom: None if pd.isna(waarde) else waarde for kolom, waarde in rij.items()}
        uit.append({k: w.date() if isinstance(w, pd.Timestamp) else w for k, w in schoon.items()})
    return uit


class Tweeling(TraagGeld):
    def __init__(self, tabellen: SimpleNamespace, bekend_op=None, peildatum=None, retour_negeren=False):
        self.tabel = {naam: rijen_van(getattr(tabellen, naam)) for naam in TABELLEN}
        self.signalen: Counter = Counter()
        self.telling: dict[str, Counter] = defaultdict(Counter)
        alle = [self.met_partijen(b) for b in self.tabel["berichten"]]
        datums = [self.kennis(b) for b in alle if b["berichttype"] != "Fo01"]
        self.K = bekend_op or max((d for d in datums if d), default=None)
        self.peil = peildatum or self.K
        self.berichten = self.kies(alle, retour_negeren)
        self.volgorde = {b["bericht"]: (b["dagtekening"], b["inhoud"]) for b in self.berichten}
        self.bij = {b["bericht"]: b for b in self.berichten}
        self.toewijzingen, self.versies = self.maak_toewijzingen()
        self.leveringen, self.perioden = self.maak_leveringen()
        self.declaraties, self.prestaties = self.maak_declaraties()
        self.verzoeken = self.maak_verzoeken()
        self.meld_codes()

    # -- sections 2 and 3
    def kennis(self, b):
        if b["berichttype"] in RETOUR:
            return b["dagtekening_retour"]
        return b["envelop_tijdstip"] if b["berichttype"] == "Fo01" else b["dagtekening"]

    def met_partijen(self, b):
        gemeente, aanbieder, partijen = b["gemeente"], b["aanbieder"], [b["afzender"], b["ontvanger"]]
        van_gemeente = RETOUR.get(b["berichttype"], b["berichttype"]) in ("301", "319", "325")
        if gemeente is not None:
            van_gemeente = partijen[0] == gemeente
        elif aanbieder is not None:
            van_gemeente = partijen[0] != aanbieder
        naar, van = partijen if van_gemeente else partijen[::-1]
        return b | {"gemeente": gemeente or naar, "aanbieder": aanbieder or van}

    def zender(self, b):
        soort = RETOUR.get(b["berichttype"], b["berichttype"])
        return b["gemeente" if soort in ("301", "319", "325") else "aanbieder"] or b["afzender"]

    def sleutel(self, b):
        kop = (b["wet"], b["berichttype"])
        if b["berichttype"] == "Fo01":
            return (*kop, b["envelop_kruisreferentie"], b["inhoud"])
        velden = [self.zender(b), b["identificatie"]]
        if b["berichttype"] in RETOUR:
            velden += [b["gemeente"], b["aanbieder"], b["identificatie_retour"]]
        return (*kop, "sleutel", *velden) if None not in velden else (*kop, "inhoud", b["inhoud"])

    def kies(self, alle, retour_negeren):
        groepen = defaultdict(list)
        for b in alle:
            telling = self.telling[b["berichttype"]]
            telling["gelezen"] += b["kopieen"]
            datum = self.kennis(b)
            if datum is None and b["berichttype"] != "Fo01":
                self.signalen["zonder_dagtekening"] += 1
            if (datum is None and b["berichttype"] == "Fo01") or (datum and datum <= self.K):
                groepen[self.sleutel(b)].append(b)
            else:
                telling["later_bekend"] += b["kopieen"]
        enig, kopieen = [], {}
        for groep in groepen.values():
            groep.sort(key=lambda b: (laag(self.kennis(b)), b["inhoud"], b["bestand"]))
            gekozen, gezien = groep[0], set()
            for b in groep:
                self.telling[b["berichttype"]]["dubbel"] += b["kopieen"] - (b is gekozen)
                self.signalen["dubbel_bericht"] += b["kopieen"] - (b["inhoud"] not in gezien)
                gezien.add(b["inhoud"])
            self.signalen["zelfde_identificatie_andere_inhoud"] += len(gezien) - 1
            enig.append(gekozen)
            kopieen[gekozen["bericht"]] = [b for b in groep if b["inhoud"] == gekozen["inhoud"]]
        for b in enig:
            tijdstippen = [k["envelop_tijdstip"] for k in kopieen[b["bericht"]] if k["envelop_tijdstip"]]
            if tijdstippen and self.kennis(b) and self.kennis(b) > min(tijdstippen):
                self.signalen["dagtekening_in_de_toekomst"] += 1
        fouten = {b["envelop_kruisreferentie"] for b in enig if b["berichttype"] == "Fo01"} - {None}
        heen = [b for b in enig if b["berichttype"] not in RETOUR and b["berichttype"] != "Fo01"]
        codes = defaultdict(set)
        for c in self.tabel["retourcodes"]:
            codes[c["bericht"]].add(c["code"])
        oordeel, ontvangen = {}, defaultdict(list)
        for r in enig:
            if r["berichttype"] in RETOUR:
                doel = (r["wet"], RETOUR[r["berichttype"]], self.zender(r), r["identificatie"])
                passend = [b for b in heen if (b["wet"], b["berichttype"], self.zender(b), b["identificatie"]) == doel]
                if not passend or None in doel:
                    self.signalen["retour_zonder_bericht"] += 1
                for b in passend if None not in doel else []:
                    fout = bool(codes[r["bericht"]] - {"0200", "0233", None})
                    oordeel[b["bericht"]] = oordeel.get(b["bericht"], False) or fout
                    ontvangen[b["bericht"]].append(r["dagtekening_retour"])
        goed, self.heenberichten = [], []
        for b in heen:
            enveloppen = {k["envelop_referentie"] for k in kopieen[b["bericht"]]} - {None}
            gefaald = bool(enveloppen) and enveloppen <= fouten
            if b["berichttype"] in RETOUR.values():
                fout = gefaald or oordeel.get(b["bericht"], False)
                terug = min(ontvangen[b["bericht"]], default=None)
                self.heenberichten.append(b | {"dagtekening_retour": terug, "afgekeurd": fout})
            afgekeurd = gefaald or (oordeel.get(b["bericht"], False) and not retour_negeren)
            if b["berichttype"] in RETOUR.values() and b["bericht"] not in oordeel and not gefaald:
                self.signalen["zonder_retour"] += 1
            self.signalen["afgekeurd_bericht"] += afgekeurd
            self.telling[b["berichttype"]]["afgekeurd" if afgekeurd else "meegeteld"] += 1
            if not afgekeurd:
                goed.append(b)
        for b in enig:
            if b not in heen:
                self.telling[b["berichttype"]]["meegeteld"] += 1
        return goed

    def regels(self, naam):
        """Rows of counted messages with the message's own fields, in order of content."""
        uit = [{**self.bij[r["bericht"]], **r} for r in self.tabel[naam] if r["bericht"] in self.bij]
        return sorted(uit, key=lambda r: (self.volgorde[r["bericht"]], r.get("regel") or 0))

    # -- section 4
    def maak_toewijzingen(self):
        per_nummer = defaultdict(list)
        for r in self.regels("toewijzing_regels"):
            if r["toewijzingsdatum"] and r["toewijzingsdatum"] > r["dagtekening"]:
                self.signalen["toewijzingsdatum_na_dagtekening"] += 1
            if r["toewijzingnummer"] is None:
                self.signalen["toewijzing_zonder_nummer"] += 1
            else:
                per_nummer[r["wet"], r["gemeente"], r["toewijzingnummer"]].append(r)
        toewijzingen, versies = {}, {}
        for sleutel, rijen in per_nummer.items():
            keten = self.keten(rijen)
            versies[sleutel] = keten
            toewijzingen[sleutel] = self.stand(keten) | self.afgifte(rijen)
            self.signalen["toewijzing_andere_aanbieder"] += len({r["aanbieder"] for r in rijen} - {None}) > 1
            self.signalen["toewijzing_meer_clienten"] += len({r["client"] for r in rijen} - {None}) > 1
        return toewijzingen, versies

    def afgifte(self, rijen):
        def voorrang(r):
            ingang = r["ingangsdatum"]
            return r["dagtekening"], laag(r["toewijzingsdatum"]), self.tijd(r), ingang is None, laag(ingang)

        gevend = [r for r in rijen if r["reden_wijziging"] not in ("13", "14")]
        eerste = min(gevend, key=voorrang, default={})
        return {f"afgifte_{veld}": eerste.get(veld) for veld in ("dagtekening", "ingangsdatum")}

    def tijd(self, r):
        tijd = r["toewijzingstijd"] or "00:00:00"
        return tijd.rstrip("0").rstrip(".") if "." in tijd else tijd

    def keten(self, rijen):
        inhoud = ("categorie", "code", "ingangsdatum", "einddatum", "volume", "eenheid", "frequentie", "budget")
        groepen = defaultdict(list)
        for r in rijen:
            groepen[r["toewijzingsdatum"], self.tijd(r), tuple(r[k] for k in inhoud)].append(r)
        dragers = Counter((dag, tijd) for dag, tijd, _ in groepen if dag)
        self.signalen["gelijke_stempel_andere_inhoud"] += sum(aantal - 1 for aantal in dragers.values())

        def plaats(groep):
            (dag, tijd, wat), leden = groep
            return laag(dag), tijd, min(r["dagtekening"] for r in leden), laag(*wat)

        keten = []
        for (dag, tijd, wat), leden in sorted(groepen.items(), key=plaats):
            if keten and keten[-1]["wat"] == wat:
                keten[-1]["leden"] += leden
            else:
                keten.append({"dag": dag, "tijd": tijd, "wat": wat, "leden": list(leden)})
        for nummer, v in enumerate(keten):
            laatste = max(v["leden"], key=lambda r: (self.volgorde[r["bericht"]], r["regel"]))
            redenen = [(r["reden_wijziging"] == "13", r["dagtekening"], r["reden_wijziging"]) for r in v["leden"]]
            v |= dict(zip(inhoud, v["wat"], strict=True)) | {"volgnummer": nummer}
            v |= {veld: laatste[veld] for veld in ("aanbieder", "client", "identificatie")}
            v["bekend"] = min(r["dagtekening"] for r in v["leden"])
            v["reden"] = max((r for r in redenen if r[2]), default=(0, 0, None))[2]
            gelijk = v["einddatum"] is not None and v["einddatum"] == v["ingangsdatum"]
            v["verwijderd"] = gelijk and v["reden"] in ("13", "01")
            self.signalen["reden_13_zonder_gelijke_datums"] += v["reden"] == "13" and not gelijk
        self.signalen["eendaagse_toewijzing"] += gelijk and not v["verwijderd"]
        self.signalen["toewijzing_herleefd"] += any(w["verwijderd"] for w in keten) and not v["verwijderd"]
        return keten

    def stand(self, keten):
        nu, eerste = keten[-1], keten[0]
        if nu["verwijderd"]:
            status = "verwijderd"
        elif nu["ingangsdatum"] and nu["ingangsdatum"] > self.peil:
            status = "toekomstig"
        else:
            status = "afgelopen" if nu["einddatum"] and nu["einddatum"] < self.peil else "lopend"
        terug = bool(eerste["dag"] and nu["ingangsdatum"] and eerste["dag"] > nu["ingangsdatum"])
        return nu | {
            "status": status,
            "versies": len(keten),
            "bekend_sinds": min(v["bekend"] for v in keten),
            "eerste_toewijzingsdatum": eerste["dag"],
            "eerste_ingangsdatum": eerste["ingangsdatum"],
            "eerste_einddatum": eerste["einddatum"],
            "terugwerkend": terug,
        }

    # -- section 5
    def maak_leveringen(self):
        regels = []
        for tabel, start in (("start_regels", True), ("stop_regels", False)):
            for r in self.regels(tabel):
                self.signalen["levering_zonder_client"] += r["client"] is None
                if r["begindatum"] is None:
                    self.signalen["levering_zonder_begindatum"] += 1
                elif not start and r["einddatum"] is None:
                    self.signalen["stop_zonder_einddatum"] += 1
                else:
                    leeg = {"einddatum": None, "reden_beeindiging": None} if start else {}
                    regels.append(r | {"start": start} | leeg)
        groepen = defaultdict(list)
        for r in regels:
            r["levering"] = (r["wet"], r["gemeente"], r["aanbieder"], r["client"], r["toewijzingnummer"])
            if r["toewijzingnummer"] is None:
                r["levering"] += (r["categorie"], r["code"], r["client"] is None and r["bericht"])
            self.signalen["status_aanlevering_2"] += r["status_aanlevering"] == "2"
            self.signalen["status_aanlevering_onbekend"] += r["status_aanlevering"] not in ("1", "2", "3", "9")
            groepen[r["levering"], r["start"], r["categorie"], r["code"], r["begindatum"], r["einddatum"]].append(r)
        actief = defaultdict(list)
        for groep, leden in groepen.items():
            for reden, dag in self.tel_per_dag(leden).items():
                stand = {"start": groep[1], "product": groep[2:4], "begin": groep[4], "einde": groep[5]}
                eigen = [r for r in leden if r["reden_beeindiging"] == reden and r["dagtekening"] == dag]
                bericht = next(r["bericht"] for r in eigen if r["status_aanlevering"] in ("1", "2"))
                actief[groep[0]].append(stand | {"reden": reden, "dag": dag, "bericht": bericht})
        return self.maak_perioden(actief, regels)

    def tel_per_dag(self, leden):
        """Active reasons (None for a start) with the day since which they are."""
        stand, sinds = Counter(), {}
        for dag in sorted({r["dagtekening"] for r in leden}):
            vandaag = [r for r in leden if r["dagtekening"] == dag]
            vorige, n, over = dict(stand), Counter(stand), 0
            redenen = {r["reden_beeindiging"] for r in vandaag}
            for reden in redenen:
                eigen = [r for r in vandaag if r["reden_beeindiging"] == reden]
                oud = sum(self.is_oude_verwijdering(r) for r in eigen)
                n[reden] += sum(r["status_aanlevering"] == "1" for r in eigen)
                n[reden] -= sum(r["status_aanlevering"] == "3" for r in eigen)
                tekort = min(max(-n[reden], 0), oud)
                n[reden] += tekort
                over += tekort
            for reden in sorted(n, key=lambda reden: (-vorige.get(reden, 0), laag(reden))):
                gehaald = min(over, max(n[reden], 0))
                n[reden] -= gehaald
                over -= gehaald
            self.signalen["verwijdering_zonder_aanlevering"] += over > 0
            for reden in redenen:
                eigen = [r for r in vandaag if r["reden_beeindiging"] == reden]
                status = {r["status_aanlevering"] for r in eigen}
                self.signalen["verwijdering_zonder_aanlevering"] += n[reden] < 0
                self.signalen["aanlevering_dubbel"] += n[reden] > 1
                n[reden] = 1 if "2" in status else n[reden]
                vervangen = {"1", "3"} <= status
                if n[reden] >= 1 and (not vorige.get(reden) or vervangen or "2" in status):
                    sinds[reden] = dag
            stand = Counter({reden: min(1, max(0, aantal)) for reden, aantal in n.items()})
        return {reden: sinds[reden] for reden, aantal in stand.items() if aantal == 1}

    def is_oude_verwijdering(self, r):
        return r["status_aanlevering"] == "3" and r["release"] in ("3.0", "3.1") and not r["start"]

    def maak_perioden(self, actief, regels):
        leveringen, perioden = {}, {}
        for levering, wat in actief.items():
            begins = sorted({w["begin"] for w in wat})
            kandidaten = [w for w in wat if w["start"]] or wat
            vroegst = [w for w in kandidaten if w["begin"] == min(k["begin"] for k in kandidaten)]
            leeg_laatst = lambda w: tuple(d is None for d in w["product"]) + laag(*w["product"])  # noqa: E731
            product = min(vroegst, key=leeg_laatst)["product"]
            toewijzing = self.toewijzingen.get((levering[0], levering[1], levering[4])) if levering[4] else None
            self.meld_levering(levering, toewijzing)
            for plaats, begin in enumerate(begins):
                volgende = begins[plaats + 1] if plaats + 1 < len(begins) else None
                p = self.maak_periode(levering, begin, volgende, wat, toewijzing)
                p |= {"product": product, "product_begindatum": min(k["begin"] for k in kandidaten)}
                p |= self.eerste_dagtekeningen(levering, begin, regels)
                perioden[levering, begin] = p
            leveringen[levering] = {"status": p["status"], "product": product}
        self.meld_meer_leveringen(leveringen)
        return leveringen, perioden

    def meld_meer_leveringen(self, leveringen):
        per_nummer = Counter((wet, gemeente, rest[2]) for wet, gemeente, *rest in leveringen if rest[2] is not None)
        self.signalen["meer_leveringen_op_toewijzing"] += sum(aantal - 1 for aantal in per_nummer.values())

    def meld_levering(self, levering, toewijzing):
        if toewijzing is None:
            self.signalen["levering_zonder_toewijzing"] += levering[4] is not None
            return
        self.signalen["levering_op_verwijderde_toewijzing"] += toewijzing["verwijderd"]
        for signaal, een, ander in (
            ("bsn_wijkt_af_van_toewijzing", toewijzing["client"], levering[3]),
            ("levering_andere_aanbieder", toewijzing["aanbieder"], levering[2]),
        ):
            self.signalen[signaal] += None not in (een, ander) and een != ander

    def maak_periode(self, levering, begin, volgende, wat, toewijzing):
        heeft_start = any(w["start"] for w in wat if w["begin"] == begin)
        stops = [w for w in wat if not w["start"] and w["begin"] == begin]
        tijdelijk = min((s["einde"] for s in stops if s["reden"] == "20"), default=None)
        definitief = [s for s in stops if s["reden"] != "20"]
        volgorde = VOLGORDE[levering[0]]

        def voorrang(s):
            rang = volgorde.index(s["reden"]) if s["reden"] in volgorde else 99
            return -s["einde"].toordinal(), rang, s["reden"] is None, laag(s["reden"])

        gekozen = min(definitief, key=voorrang, default=None)
        leverdag = min((s["einde"] for s in stops), default=None)
        status = "gestopt" if gekozen else "tijdelijk_gestopt" if tijdelijk else "lopend"
        self.signalen["stop_zonder_start"] += not heeft_start
        self.signalen["meer_definitieve_stops"] += len(definitief) > 1
        self.signalen["start_zonder_stop"] += status == "lopend" and volgende is not None
        verwijderd = bool(toewijzing and toewijzing["verwijderd"])
        ingang = toewijzing["ingangsdatum"] if toewijzing and not verwijderd else None
        self.signalen["levering_voor_toewijzing"] += ingang is not None and begin < ingang
        afloop = toewijzing["einddatum"] if toewijzing and not verwijderd else None
        grenzen = [volgende - timedelta(days=1)] if volgende else []
        verlopen = bool(afloop and afloop < self.peil)
        grenzen += [afloop] if verlopen else []
        einde = leverdag or min(grenzen, default=None)
        beste = gekozen and (gekozen["einde"], gekozen["reden"])
        gelijk = [s for s in definitief if (s["einde"], s["reden"]) == beste]
        tijdelijke = [s for s in stops if s["reden"] == "20" and s["einde"] == tijdelijk]
        tijdelijke = sorted(tijdelijke, key=lambda s: self.volgorde[s["bericht"]])[:1]
        gestopt_door = [(s["dag"], s) for s in gelijk] or [(None, s) for s in tijdelijke]
        return {
            "heeft_start": heeft_start,
            "tijdelijk_gestopt_op": tijdelijk,
            "definitief_gestopt_op": gekozen and gekozen["einde"],
            "reden_beeindiging": gekozen["reden"] if gekozen else "20" if tijdelijk else None,
            "laatste_leverdag": leverdag,
            "status": status,
            "laatste": volgende is None,
            "einde_effectief": einde,
            "einde_afgeleid": leverdag is None and verlopen and einde == afloop,
            "telt": not verwijderd and not (einde and einde < begin),
            "stop_een_van": [(dag, self.bij[s["bericht"]]["identificatie"]) for dag, s in gestopt_door],
        }

    def eerste_dagtekeningen(self, levering, begin, regels):
        uit = {}
        for soort in ("start", "tijdelijk", "definitief"):
            passend = [
                (self.volgorde[r["bericht"]], r["identificatie"])
                for r in regels
                if r["levering"] == levering and r["begindatum"] == begin and r["status_aanlevering"] == "1"
                if r["start"] == (soort == "start")
                if r["start"] or (r["reden_beeindiging"] == "20") == (soort == "tijdelijk")
            ]
            (dag, _), bericht = min(passend, default=((None, None), None), key=lambda paar: paar[0])
            uit[f"dagtekening_{soort}"] = dag
            uit |= {"identificatie_start": bericht} if soort == "start" else {}
        return uit
