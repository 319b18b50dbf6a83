"""A small world of messages, written down one by one."""

import pandas as pd
from hulp_tabellen import maak_tabellen
from normwijzer.toestand import Toestand, reconstrueer

WIE = {"gemeente": "0384", "aanbieder": "65656055"}
PRODUCT = {"client": "p1", "categorie": "02", "code": "02A01"}


class Wereld:
    """Collects messages one by one."""

    def __init__(self) -> None:
        self.rijen: dict[str, list[dict]] = {"berichten": []}

    def bericht(self, soort: str, dagtekening: str | None, **velden) -> int:
        nummer = len(self.rijen["berichten"])
        kop = {"bericht": nummer, "berichttype": soort, "identificatie": f"B{nummer}", **WIE}
        self.rijen["berichten"].append(kop | {"dagtekening": dagtekening} | velden)
        return nummer

    def regel(self, tabel: str, bericht: int, **velden) -> None:
        lijst = self.rijen.setdefault(tabel, [])
        lijst.append({"bericht": bericht, "regel": sum(r["bericht"] == bericht for r in lijst), **velden})

    def toewijzing(self, dagtekening: str, kop: dict | None = None, **velden) -> int:
        nummer = self.bericht("301", dagtekening, **(kop or {}))
        basis = {"toewijzingnummer": 1, "toewijzingsdatum": dagtekening, "ingangsdatum": "2024-01-01", **PRODUCT}
        self.regel("toewijzing_regels", nummer, **basis | velden)
        return nummer

    def start(self, dagtekening: str, begin: str, kop: dict | None = None, **velden) -> int:
        nummer = self.bericht("305", dagtekening, **(kop or {}))
        basis = {"toewijzingnummer": 1, "begindatum": begin, "status_aanlevering": "1", **PRODUCT}
        self.regel("start_regels", nummer, **basis | velden)
        return nummer

    def stop(self, dagtekening: str, begin: str, einde: str, reden: str, kop: dict | None = None, **velden) -> int:
        nummer = self.bericht("307", dagtekening, **(kop or {}))
        basis = {"toewijzingnummer": 1, "begindatum": begin, "einddatum": einde, "reden_beeindiging": reden}
        self.regel("stop_regels", nummer, **basis | {"status_aanlevering": "1"} | PRODUCT | velden)
        return nummer

    def declaratie(self, dagtekening: str, *regels: dict, nummer: str = "N1", **kop) -> int:
        bericht = self.bericht("323", dagtekening, **kop)
        self.rijen.setdefault("declaraties", []).append({"bericht": bericht, "declaratienummer": nummer})
        for regel in regels:
            basis = {"client": "p1", "categorie": "02", "code": "02A01", "bedrag": 100, "debet_credit": "D"}
            self.regel("prestaties", bericht, **basis | {"periode_begin": "2024-01-01", "toewijzingnummer": 1} | regel)
        return bericht

    def antwoord(self, dagtekening: str, op: str, *genoemd: dict, kop: str = "0200", **velden) -> int:
        bericht = self.bericht("325", dagtekening, declaratie_identificatie=op, **velden)
        self.rijen.setdefault("retourcodes", []).append({"bericht": bericht, "klasse": "Header", "code": kop})
        for plaats, regel in enumerate(genoemd):
            codes = regel.pop("codes", ["9340"])
            self.regel("antwoord_prestaties", bericht, **{"client": "p1", "code": "02A01", **regel})
            for code in codes:
                rij = {"bericht": bericht, "klasse": "Prestatie", "regel": plaats, "code": code}
                self.rijen["retourcodes"].append(rij)
        return bericht

    def retour(self, soort: str, van: str | None, op: str | None, *codes: str, **velden) -> int:
        """A retour on the message with identificatie `van`, with DagtekeningRetour `op`."""
        nummer = f"R{len(self.rijen['berichten'])}"
        kop = {"identificatie": van, "dagtekening_retour": op, "identificatie_retour": nummer}
        bericht = self.bericht(soort, "2024-01-01", **kop | velden)
        rijen = [{"bericht": bericht, "klasse": "Client", "code": code} for code in codes]
        self.rijen.setdefault("retourcodes", []).extend(rijen)
        return bericht

    def toestand(self, **opties) -> Toestand:
        return reconstrueer(maak_tabellen(self.rijen), **opties)


def signaaltelling(toestand: Toestand) -> dict[str, int]:
    return toestand.signalen.groupby("signaal")["aantal"].sum().to_dict()


def datum_tekst(waarde: object) -> str | None:
    return None if pd.isna(waarde) else f"{waarde:%Y-%m-%d}"
