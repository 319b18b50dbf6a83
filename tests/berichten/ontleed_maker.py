"""Synthetic messages for tests: of every type, tidy or untidy, with prefixes and white space as suppliers vary them.

Only test BSNs (9999xxxxx) and made-up names; what must never be stored carries the word in VERBODEN.
"""

import base64
import random

VERBODEN = "GEHEIM"
CODES = {
    "wmo": dict(zip("301 302 305 306 307 308 315 316 317 318 319 320 323 325".split(),
                    "414 415 418 419 420 421 444 445 480 481 482 483 484 485".split(), strict=True)),
    "jw": dict(zip("301 302 305 306 307 308 315 316 317 318 319 320 323 325".split(),
                   "436 437 438 439 440 441 446 447 486 487 488 489 490 491".split(), strict=True)),
}  # fmt: skip
BASIS = frozenset(
    "Identificatie Dagtekening Categorie Volume Frequentie Bedrag TotaalBedrag DebetCredit ReferentieNummer "
    "VorigReferentieNummer Datum DatumGebruik Type Achternaam Geslachtsnaam Straatnaam".split()
)
IN_GROEP = {("Code", "Product"), ("Eenheid", "Omvang")}


class Maker:
    """Makes one document from a source of chance; `rommel` is the chance per element that something is unusual."""

    def __init__(self, kans: random.Random, rommel: float = 0.0) -> None:
        self.kans, self.rommel = kans, rommel
        self.wit = kans.choice(["", "\n\t", "\r\n  "])

    def bericht(self, wet: str, soort: str, *, clienten: int = 3, codering: str | None = None) -> bytes:
        """A complete bare message as bytes."""
        self.m, self.b = self.kans.choice([("m", "b"), (f"{wet}{soort}", f"i{wet}"), ("", "ns2"), ("p", "")])
        release = self.kans.choice(["3_2", "3_2", "3_0", "3_1"])
        ruimte = f"http://www.istandaarden.nl/i{wet}/{release}"
        velden = self._kop(wet, soort) + self._romp(soort, clienten)
        xmlns = "".join(
            f' xmlns{":" + p if p else ""}="{u}"'
            for p, u in ((self.m, f"{ruimte}/{wet}{soort}/schema"), (self.b, f"{ruimte}/basisschema/schema"))
        )
        naam = f"{self.m}:Bericht" if self.m else "Bericht"
        altijd = codering is not None
        codering = codering or self.kans.choice(["UTF-8", "UTF-8", "utf-8", "ISO-8859-1", "UTF-16"])
        verklaring = f'<?xml version="1.0" encoding="{codering}"?>{self.wit}'
        kop = verklaring if altijd else self.kans.choice([verklaring, ""])
        tekst = f"{kop}<{naam}{xmlns}>{velden}{self.wit}</{naam}>"
        return tekst.encode(codering if kop else "UTF-8")

    def el(self, naam: str, inhoud: str | int | None, *, groep: str = "") -> str:
        """One element, now and then not as the standard has it."""
        if inhoud is None:
            return ""
        basis = naam in BASIS or groep.endswith("Periode") or (naam, groep) in IN_GROEP
        prefix = self.b if basis else self.m
        heel = f"{prefix}:{naam}" if prefix else naam
        tekst, voor = str(inhoud), self.wit
        if self.kans.random() < self.rommel:
            keuze = self.kans.randrange(8)
            if keuze == 0:
                voor += f"<!-- {VERBODEN} <{heel}> -->"
            elif keuze == 1 and "<" not in tekst:
                tekst = f"<![CDATA[{tekst}]]>"
            elif keuze == 2 and "<" not in tekst:
                tekst = f" \n{tekst}\t"
            elif keuze == 3 and "<" not in tekst:
                return f"{voor}<{heel}/>"
            elif keuze == 4 and "<" not in tekst:
                tekst = tekst[:2] + self.kans.choice(["&#48;", "&amp;", "é", "<!-- x -->", "<?pi ?>"]) + tekst[2:]
            elif keuze == 5:
                voor += f"<{heel}Extra>{VERBODEN}</{heel}Extra>"
            elif keuze == 6:
                voor += f"<{heel}>{tekst}</{heel}>" if naam not in {"Header", "Client", "Bsn", "Clienten"} else ""
            else:
                heel = f"{heel} attribuut='{VERBODEN} > 1'"
        return f"{voor}<{heel}>{tekst}{self.wit if '<' in tekst else ''}</{heel.split()[0]}>"

    def groep(self, naam: str, **velden: str | int | None) -> str:
        paren = list(velden.items())
        if self.kans.random() < self.rommel / 4:
            self.kans.shuffle(paren)
        return self.el(naam, "".join(self.el(k, v, groep=naam) for k, v in paren))

    def soms(self, waarde: str, kans: float = 0.5) -> str:
        return waarde if self.kans.random() < kans else ""

    def dag(self) -> str:
        goed = f"20{self.kans.randint(20, 26)}-{self.kans.randint(1, 12):02}-{self.kans.randint(1, 28):02}"
        if self.kans.random() < self.rommel:
            fout = ["2027-06-31", "31-12-2024", "2024-1-1", "0000-00-00", ""]
            return self.kans.choice([*fout, goed + "Z", goed + "+01:00"])
        return goed

    def getal(self, top: int = 10**6) -> str:
        if self.kans.random() < self.rommel:
            return self.kans.choice(["-5", "+7", "1.5", "x", "007", "9" * 25, "", "1e3"])
        return str(self.kans.randrange(top))

    def bsn(self) -> str:
        if self.kans.random() < self.rommel:
            return self.kans.choice(["000000000", "999999999", ""])
        return f"9999{self.kans.randrange(40):05}"

    def _kop(self, wet: str, soort: str) -> str:
        gemeente, aanbieder = self.kans.choice(["9901", "0999"]), "9900000" + str(self.kans.randrange(10))
        van = [gemeente, aanbieder] if soort in {"301", "302", "319", "320", "325"} else [aanbieder, gemeente]
        kop = "".join([
            self.el("BerichtCode", CODES[wet][soort]), self.el("BerichtVersie", 3), self.el("BerichtSubversie", 2),
            self.el("Afzender", van[0]), self.el("Ontvanger", van[1]),
            self.groep("BerichtIdentificatie", Identificatie=f"B{self.kans.randrange(999)}", Dagtekening=self.dag()),
        ])  # fmt: skip
        if int(soort) % 2 == 0:
            kop += self.el("IdentificatieRetour", "R1") + self.el("DagtekeningRetour", self.dag()) + self.codes()
        if soort == "325":
            kop += self.groep("DeclaratieIdentificatie", Identificatie="D9", Dagtekening=self.dag()) + self.codes()
        return self.el("Header", kop)

    def codes(self) -> str:
        aantal = self.kans.randrange(3)
        codes = "".join(self.el("RetourCode", f"{self.kans.choice([200, 233, 9069]):04}") for _ in range(aantal))
        return self.el("RetourCodes", codes) if aantal else ""

    def _persoon(self) -> str:
        naam = self.el("Geslachtsnaam", self.el("Achternaam", f"{VERBODEN}naam"))
        return (
            self.el("Bsn", self.bsn())
            + self.groep("Geboortedatum", Datum=self.dag(), DatumGebruik=self.kans.choice([None, 1, 2, 3]))
            + self.el("Geslacht", 1) + self.el("Naam", naam) + self.soms(self.el("Commentaar", VERBODEN))
        )  # fmt: skip

    def _romp(self, soort: str, clienten: int) -> str:
        forward = {"302": "301", "306": "305", "308": "307", "316": "315", "318": "317", "320": "319"}.get(soort)
        if forward:
            return self.soms(self._romp(forward, clienten) + self.codes())
        if soort in {"323", "325"}:
            return self._declaratie(soort, clienten)
        if soort == "319":
            woonplaats = self.soms(self.groep("Woonplaatsbeginsel", Gemeente="9902"))
            velden = self.el("ReferentieAanbieder", "REF1") + self.el("VerzoekAntwoord", 1)
            return self.el("Antwoord", velden + self.soms(self.el("RedenAfwijzingVerzoek", 8)) + woonplaats)
        if soort == "317":
            return self.el("Client", self.el("Bsn", self.bsn()) + self.el("Verzoek", self._verzoek()))
        houder, element = {
            "301": ("ToegewezenProducten", "ToegewezenProduct"), "305": ("StartProducten", "StartProduct"),
            "307": ("StopProducten", "StopProduct"), "315": ("AangevraagdeProducten", "AangevraagdProduct"),
        }[soort]  # fmt: skip
        regels = "".join(self.el(element, self._regel(soort)) for _ in range(self.kans.randint(1, 4)))
        return self.el("Client", self._persoon() + self.el(houder, regels))

    def _product(self) -> str:
        return self.soms(self.groep("Product", Categorie="45", Code=self.kans.choice([None, "45A04"])), 0.8)

    def _omvang(self) -> str:
        omvang = self.groep("Omvang", Volume=self.getal(), Eenheid="04", Frequentie=2)
        return self.kans.choice(["", omvang, self.el("Budget", self.getal())])

    def _regel(self, soort: str) -> str:
        nummer, product, commentaar = self.el("ToewijzingNummer", self.getal()), self._product(), ""
        if self.kans.random() < 0.3:
            commentaar = self.el("Commentaar", VERBODEN)
        if soort == "301":
            fout = ["9:00", "25:00:00"] if self.kans.random() < self.rommel else []
            tijd = self.kans.choice(fout or ["12:34:56", "00:00:00", "12:34:56.120", "24:00:00", "12:00:00Z"])
            return (
                nummer + self.soms(self.el("ReferentieAanbieder", "REF1")) + product
                + self.el("Toewijzingsdatum", self.dag()) + self.el("Toewijzingstijd", tijd)
                + self.el("Ingangsdatum", self.dag()) + self.soms(self.el("Einddatum", self.dag()))
                + self.soms(self.el("RedenWijziging", "04")) + self._omvang() + commentaar
            )  # fmt: skip
        if soort == "315":
            return (
                self.el("ReferentieAanbieder", "REF2") + self.soms(self.el("BeschikkingNummer", 12)) + product
                + self.soms(self.el("BeschikkingIngangsdatum", self.dag()))
                + self.el("ToewijzingIngangsdatum", self.dag()) + self.soms(self.el("ToewijzingEinddatum", self.dag()))
                + self._omvang() + self.el("Verwijzer", self.el("Type", "04")) + commentaar
            )  # fmt: skip
        regel = (
            self.soms(nummer, 0.9) + product + self.soms(self.el("ToewijzingIngangsdatum", self.dag()))
            + self.el("Begindatum", self.dag())
        )  # fmt: skip
        if soort == "307":
            regel += self.el("RedenBeeindiging", "31") + self.el("Einddatum", self.dag())
        return regel + self.el("StatusAanlevering", self.kans.choice([1, 3]))

    def _verzoek(self) -> str:
        wens = self.el("GewensteIngangsdatum", self.dag()) + self.soms(self.el("Einddatum", self.dag()))
        nummer = self.el("ToewijzingNummer", self.getal())
        te_wijzigen = self.el("TeWijzigenProduct", nummer + wens + self._omvang())
        return (
            self.el("ReferentieAanbieder", "REF3") + self.el("RedenVerzoek", 1)
            + self.soms(self.el("OngewijzigdeProducten", self.el("OngewijzigdProduct", nummer)))
            + self.soms(self.el("TeWijzigenProducten", te_wijzigen * 2))
            + self.el("NieuweProducten", self.el("NieuwProduct", self._product() + wens + self._omvang()))
        )  # fmt: skip

    def _declaratie(self, soort: str, clienten: int) -> str:
        codes = self.codes if soort == "325" else str
        groepen = ""
        for _ in range(clienten):
            regels = "".join(self._prestatie(codes()) for _ in range(self.kans.randint(1, 4)))
            groepen += self.el("Client", self.el("Bsn", self.bsn()) + self.el("Prestaties", regels) + codes())
        totaal = self.groep("TotaalIngediendBedrag", TotaalBedrag=self.getal(), DebetCredit=self.kans.choice("DC"))
        kop = self.el("DeclaratieNummer", "DN1")
        if soort == "323":
            kop += self.groep("DeclaratiePeriode", Begindatum=self.dag(), Einddatum=self.dag())
            kop += self.el("DeclaratieDagtekening", self.dag()) + totaal
            return self.el("Declaratie", kop + self.el("Clienten", groepen))
        kop += totaal + self.groep("TotaalToegekendBedrag", TotaalBedrag=self.getal(), DebetCredit="D")
        clienten_ = self.soms(self.el("Clienten", groepen), 0.9)
        return self.soms(self.el("DeclaratieAntwoord", kop + clienten_ + codes()), 0.9)

    def _prestatie(self, codes: str = "") -> str:
        vorig, nummer = self.kans.choice([None, None, "RN000"]), f"RN{self.kans.randrange(999)}"
        return self.el("Prestatie", "".join([
            self.groep("ProductReferentie", ReferentieNummer=nummer, VorigReferentieNummer=vorig),
            self.el("ToewijzingNummer", self.getal()), self.el("ProductCategorie", "45"),
            self.el("ProductCode", "45A04"), self.groep("ProductPeriode", Begindatum=self.dag(), Einddatum=self.dag()),
            self.el("GeleverdVolume", self.getal()), self.el("Eenheid", "04"),
            self.soms(self.el("ProductTarief", self.getal())),
            self.groep("IngediendBedrag", Bedrag=self.getal(), DebetCredit=self.kans.choice("DC")), codes,
        ]))  # fmt: skip


def envelop(
    bericht: bytes, *, soort: str = "Di01", variant: str = "0210", soap: bool = False, kruis: str = ""
) -> bytes:
    """A StUF-GGk envelope around a message, in either version, in SOAP when asked."""
    naam = {"Di01": "envelopHeenbericht-ggk_Di01", "Du01": "envelopRetourbericht-ggk_Du01"}[soort]
    ruimte = {
        "0210": "http://www.stufstandaarden.nl/koppelvlak/ggk0210",
        "0310": "http://www.stufstandaarden.nl/sectormodel/ggk/0210",
    }[variant]
    inhoud = base64.encodebytes(bericht).decode()
    if variant == "0210":
        inhoud = f"<g:xmlBestand>{inhoud}</g:xmlBestand>"
    kruis = f"<s:crossRefnummer>{kruis}</s:crossRefnummer>" if kruis else ""
    tekst = (
        f'<g:{naam} xmlns:g="{ruimte}" xmlns:s="http://www.egem.nl/StUF/StUF0301"><g:stuurgegevens>'
        f"<s:berichtcode>{soort}</s:berichtcode><s:zender><s:organisatie>9901</s:organisatie></s:zender>"
        f"<s:referentienummer>ref-1</s:referentienummer><s:tijdstipBericht>20240506081000</s:tijdstipBericht>{kruis}"
        f"</g:stuurgegevens><g:parameters><g:functieVersie>0003</g:functieVersie><g:bericht>{inhoud}</g:bericht>"
        f"</g:parameters></g:{naam}>"
    )
    if soap:
        tekst = (
            '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header/>'
            f"<e:Body>{tekst}</e:Body></e:Envelope>"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tekst}'.encode()
