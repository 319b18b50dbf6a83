"""Second half of the slow twin: claims, requests and codes (reconstructie 6, 7, 9)."""

from collections import Counter, defaultdict
from datetime import timedelta

from normwijzer.codelijsten import bekend


class TraagGeld:
    """Needs of the twin: tabel, berichten, volgorde, toewijzingen, peil, signalen, regels(), zender()."""

    # -- section 6
    def maak_declaraties(self):
        codes, elementen, antwoordtotaal = defaultdict(list), {}, {}
        for c in self.tabel["retourcodes"]:
            codes[c["bericht"], c["klasse"] if c["klasse"] == "Prestatie" else "kop", c["regel"]].append(c["code"])
        for d in self.tabel["declaraties"]:
            elementen[d["bericht"]] = d
        for a in self.tabel["declaratie_antwoorden"]:
            antwoordtotaal[a["bericht"]] = a
        claims = [b for b in self.berichten if b["berichttype"] == "323"]
        antwoorden = [b for b in self.berichten if b["berichttype"] == "325"]
        nummer = {b["bericht"]: elementen.get(b["bericht"], {}).get("declaratienummer") for b in claims}
        bij = self.koppel_antwoorden(claims, antwoorden, nummer, antwoordtotaal)
        declaraties, regels_van = {}, {}
        lijnen = defaultdict(list)
        for r in self.regels("prestaties"):
            lijnen[r["bericht"]].append(r)
        for b in claims:
            regels = regels_van[b["bericht"]] = lijnen[b["bericht"]]
            eigen = bij[b["bericht"]]
            antwoord = min((a for a in eigen if a["dagtekening"] == max(x["dagtekening"] for x in eigen)),
                           key=lambda a: a["inhoud"], default=None)  # fmt: skip
            kop = sorted(set(codes[antwoord["bericht"], "kop", None]) - {"0200", "8001"}) if antwoord else []
            for r in regels:
                r["status"] = "ingediend" if not antwoord else "afgewezen" if kop else "toegekend"
                r["codes"] = set()
                r["signed"] = None if r["bedrag"] is None else r["bedrag"] * (-1 if r["debet_credit"] == "C" else 1)
            if antwoord:
                self.verwerk_genoemd(antwoord, regels, codes)
            for r in regels:
                r["codes"] = " ".join(sorted(r["codes"] or kop))
            bedragen = (nummer, elementen, antwoordtotaal)
            declaraties[b["bericht"]] = self.maak_declaratie(b, eigen, antwoord, kop, regels, *bedragen)
        claims.sort(key=lambda b: self.volgorde[b["bericht"]])
        prestaties = [r for b in claims for r in regels_van[b["bericht"]]]
        self.verwerk_credits(prestaties)
        self.meld_prestaties(prestaties)
        return declaraties, prestaties

    def koppel_antwoorden(self, claims, antwoorden, nummer, antwoordtotaal):
        bij = {b["bericht"]: [] for b in claims}
        wie = lambda b: (b["wet"], b["aanbieder"])  # noqa: E731
        zwevend = []
        for a in antwoorden:
            op_id = [c for c in claims if wie(c) == wie(a) and c["identificatie"] == a["declaratie_identificatie"]]
            op_id = op_id if a["declaratie_identificatie"] else []
            zwevend += [] if op_id else [a]
            for c in op_id:
                bij[c["bericht"]].append(a)
        op_id_beantwoord = {c for c, lijst in bij.items() if lijst}
        for a in zwevend:
            zoek = antwoordtotaal.get(a["bericht"], {}).get("declaratienummer")
            passend = [c for c in claims if zoek and wie(c) == wie(a) and nummer[c["bericht"]] == zoek]
            if len(passend) == 1 and passend[0]["bericht"] not in op_id_beantwoord:
                bij[passend[0]["bericht"]].append(a)
            else:
                self.signalen["antwoord_zonder_declaratie"] += 1
        return bij

    def verwerk_genoemd(self, antwoord, regels, codes):
        for g in [r for r in self.tabel["antwoord_prestaties"] if r["bericht"] == antwoord["bericht"]]:
            wie = (g["client"], g["referentienummer"])
            passend = [r for r in regels if (r["client"], r["referentienummer"]) == wie]
            detail = ("toewijzingnummer", "code", "periode_begin", "periode_einde", "bedrag")
            smal = [r for r in passend if all(r[k] == g[k] for k in detail)]
            self.signalen["antwoordregel_zonder_prestatie"] += not passend
            self.signalen["antwoord_niet_eenduidig"] += len(passend) > 1 and len(smal) != 1
            for r in (smal or passend) if len(passend) > 1 else passend:
                r["status"] = "afgewezen"
                r["codes"] |= set(codes[antwoord["bericht"], "Prestatie", g["regel"]]) - {None}

    def maak_declaratie(self, b, eigen, antwoord, kop, regels, nummer, elementen, antwoordtotaal):
        ingediend = sum(r["signed"] or 0 for r in regels)
        toegekend = sum(r["signed"] or 0 for r in regels if r["status"] == "toegekend")
        opgegeven = elementen.get(b["bericht"], {}).get("ingediend_bedrag")
        beloofd = antwoordtotaal.get(antwoord["bericht"], {}).get("toegekend_bedrag") if antwoord else None
        self.signalen["ingediend_bedrag_klopt_niet"] += opgegeven is not None and opgegeven != ingediend
        self.signalen["toegekend_bedrag_klopt_niet"] += beloofd is not None and beloofd != toegekend
        self.signalen["meer_antwoorden_op_declaratie"] += len(eigen) > 1
        self.signalen["declaratie_zonder_antwoord"] += not eigen
        fout = sum(r["status"] == "afgewezen" for r in regels)
        if not antwoord:
            status = "ingediend"
        elif kop or (regels and fout == len(regels)):
            status = "afgewezen"
        else:
            status = "deels_toegekend" if fout else "toegekend"
        return {
            "wet": b["wet"],
            "aanbieder": b["aanbieder"],
            "gemeente": b["gemeente"],
            "identificatie": b["identificatie"],
            "declaratienummer": nummer[b["bericht"]],
            "dagtekening": b["dagtekening"],
            "ingediend": ingediend,
            "toegekend": toegekend if antwoord else None,
            "status": status,
            "geheel_afgewezen": bool(kop),
            "dagtekening_antwoord": antwoord and antwoord["dagtekening"],
            "eerste_dagtekening_antwoord": min((a["dagtekening"] for a in eigen), default=None),
        }

    def verwerk_credits(self, prestaties):
        gelijk = ("client", "toewijzingnummer", "categorie", "code", "periode_begin", "periode_einde", "bedrag")
        debets = [r for r in prestaties if r["debet_credit"] != "C" and r["status"] == "toegekend"]
        credits = [r for r in prestaties if r["debet_credit"] == "C" and r["status"] == "toegekend"]
        for velden in (gelijk, ()):
            for c in list(credits):
                for d in debets:
                    zelfde = (d["wet"], self.zender(d), d["referentienummer"]) == (
                        c["wet"], self.zender(c), c["vorig_referentienummer"])  # fmt: skip
                    vrij = d["referentienummer"] and d["status"] == "toegekend"
                    if zelfde and vrij and all(d[k] == c[k] for k in velden):
                        d["status"] = "gecrediteerd"
                        credits.remove(c)
                        break
        self.signalen["credit_zonder_debet"] += len(credits)
        wachtend = [r for r in prestaties if r["debet_credit"] == "C" and r["status"] == "ingediend"]
        self.signalen["credit_in_behandeling"] += len(wachtend)

    def meld_prestaties(self, prestaties):
        gezien = Counter()
        for r in prestaties:
            toewijzing = self.toewijzingen.get((r["wet"], r["gemeente"], r["toewijzingnummer"]))
            self.signalen["prestatie_zonder_toewijzing"] += toewijzing is None
            self.signalen["prestatie_op_verwijderde_toewijzing"] += bool(toewijzing and toewijzing["verwijderd"])
            telt = r["status"] == "toegekend" and r["debet_credit"] != "C"
            if telt and r["periode_begin"] and r["toewijzingnummer"] is not None:
                maand = (r["periode_begin"].year, r["periode_begin"].month)
                wie = (r["wet"], r["gemeente"], r["aanbieder"], r["toewijzingnummer"], r["categorie"], r["code"])
                gezien[*wie, maand] += 1
        self.signalen["mogelijk_dubbele_prestatie"] += sum(aantal - 1 for aantal in gezien.values())

    # -- section 7
    def maak_verzoeken(self):
        rijen, los = defaultdict(list), 0
        bronnen = [("VOT", r) for r in self.regels("aanvraag_regels")]
        bronnen += [("VOW", r) for r in self.regels("wijzigingsverzoeken")]
        for soort, r in bronnen:
            ref = r["referentie_aanbieder"]
            if ref is None:
                self.signalen["verzoek_zonder_referentie"] += 1
                los += 1
            rijen[r["wet"], r["aanbieder"], ref, soort, los if ref is None else 0].append(r)
        uit = {}
        for sleutel, groep in rijen.items():
            eerste = min(groep, key=lambda r: (self.volgorde[r["bericht"]], r.get("regel") or 0))
            uit[sleutel] = {"client": eerste["client"], "gemeente": eerste["gemeente"]}
            uit[sleutel]["ingediend"] = eerste["dagtekening"]
            self.signalen["verzoek_dubbel"] += len(groep) - 1
        finale = [(r, 1, "afgewezen") for r in self.regels("antwoorden") if r["verzoek_antwoord"] == "1"]
        finale += [(r, 0, "toegewezen") for r in self.regels("toewijzing_regels")]
        finale.sort(key=lambda f: (f[0]["dagtekening"], f[1], f[0].get("reden_afwijzing") or "~"))
        for (wet, aanbieder, ref, *_rest), v in uit.items():
            doel = (wet, aanbieder, ref) if ref else None
            besluit = next((f for f in finale if self.verwijzing(f[0]) == doel), None) if ref else None
            onderzoek = [r for r in self.regels("antwoorden") if r["verzoek_antwoord"] == "2"]
            tweeen = [r["dagtekening"] for r in onderzoek if self.verwijzing(r) == doel]
            v["in_onderzoek_op"] = min(tweeen, default=None)
            v["status"] = besluit[2] if besluit else "in_onderzoek" if tweeen else "open"
            v["besluitdatum"] = besluit and besluit[0]["dagtekening"]
            v["reden_afwijzing"] = besluit[0].get("reden_afwijzing") if besluit else None
            v["over_termijn"] = besluit is None and v["ingediend"] + timedelta(days=56) < self.peil
        return uit

    def verwijzing(self, r):
        return (r["wet"], r["aanbieder"], r["referentie_aanbieder"])

    def meld_codes(self):
        omvang = ("eenheid", "frequentie")
        per_tabel = {
            "toewijzing_regels": ("categorie", "reden_wijziging", *omvang),
            "start_regels": ("categorie", "status_aanlevering"),
            "stop_regels": ("categorie", "status_aanlevering", "reden_beeindiging"),
            "aanvraag_regels": ("categorie", *omvang),
            "wijzigingsverzoek_regels": ("categorie", *omvang),
            "prestaties": ("categorie", "eenheid"),
        }
        for tabel, kolommen in per_tabel.items():
            for r in self.regels(tabel):
                for kolom in kolommen:
                    if r[kolom] is not None and r[kolom] not in bekend(kolom, r["wet"]):
                        self.signalen["code_niet_in_codelijst"] += 1
