"""Small Jeugdwet states for hand-made cases: only what a case names, the rest as the usual thing."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
from normwijzer.kpi.jeugd.zorg import Zorg, prepare
from normwijzer.regio import Regio
from normwijzer.regio.producten import read_producten

SOORTCODE = {
    "pleegzorg": "44A01", "gezinshuis": "44A02", "behandeld_wonen": "43A03", "crisis": "46A04",
    "overig_verblijf": "43A05", "tom_instroom": "45A06", "tom_uitstroom": "45A07", "ambulant": "45A08", "": "45A99",
}  # fmt: skip
AANBIEDER, ANDERE, DERDE = "99990001", "99990002", "99990003"
GEMEENTE, BUURGEMEENTE = "9901", "9902"
VROEG = date(2015, 1, 1)

_WIE = ["wet", "gemeente", "toewijzingnummer", "aanbieder", "client", "categorie", "code"]
_DATUMS = {
    "toewijzingen": ["ingangsdatum", "einddatum", "bekend_sinds"],
    "leverperioden": ["begindatum", "einde_effectief", "tijdelijk_gestopt_op", "definitief_gestopt_op",
                      "dagtekening_start", "dagtekening_tijdelijk", "dagtekening_definitief", "dagtekening_stop"],
    "prestaties": ["periode_begin", "periode_einde"],
}  # fmt: skip
_OVERIG = {
    "toewijzingen": ["reden_wijziging", "volume", "eenheid", "frequentie", "verwijderd"],
    "leverperioden": ["levering", "status", "reden_beeindiging", "laatste", "heeft_start", "einde_afgeleid", "telt"],
    "prestaties": ["volume", "eenheid", "debet_credit", "status"],
}
_GETAL = {"toewijzingnummer": "Int64", "volume": "Int64", "levering": "int64"}
_WAAR = {"verwijderd", "laatste", "heeft_start", "einde_afgeleid", "telt"}


def dag(tekst: str | date | None) -> date | None:
    """'31-1-2024'."""
    if tekst is None or isinstance(tekst, date):
        return tekst
    d, m, j = (int(deel) for deel in tekst.split("-"))
    return date(j, m, d)


class Staat:
    """A state under construction. `lever` adds one delivery period, with a toewijzing of its own."""

    def __init__(self, K: str = "1-1-2026", eerste: str | date = VROEG) -> None:
        self.K, self.eerste = dag(K), dag(eerste)
        self.toewijzingen, self.leverperioden, self.prestaties, self.geboren = [], [], [], {}

    def _wie(self, client: str, soort: str, aanbieder: str, gemeente: str, nummer: int | None) -> dict:
        code = SOORTCODE[soort]
        return dict(zip(_WIE, ("jw", gemeente, nummer, aanbieder, client, code[:2], code), strict=True))

    def lever(
        self, client: str, soort: str, begin: str, einde: str | None = None, reden: str | None = "31", *,
        aanbieder: str = AANBIEDER, gemeente: str = GEMEENTE, afgeleid: bool = False, rw: str | None = None,
        bekend: str | None = None, levering: int | None = None, telt: bool = True, zonder_toewijzing: bool = False,
    ) -> "Staat":  # fmt: skip
        """[begin, einde] by a stop with `reden` ('20' = temporary), or derived from the toewijzing (`afgeleid`)."""
        begin, einde = dag(begin), dag(einde)
        nummer = len(self.leverperioden) + 1
        tijdelijk = einde is not None and not afgeleid and reden == "20"
        gestopt = einde is not None and not afgeleid and not tijdelijk
        wie = self._wie(client, soort, aanbieder, gemeente, None if zonder_toewijzing else nummer)
        verteld = dag(bekend) or einde
        if not zonder_toewijzing:
            self.toewijzing(client, soort, begin, einde if afgeleid else None, nummer=nummer, aanbieder=aanbieder,
                            gemeente=gemeente, rw=rw)  # fmt: skip
        self.leverperioden.append(wie | {
            "levering": nummer if levering is None else levering, "begindatum": begin, "einde_effectief": einde,
            "status": "gestopt" if gestopt else "tijdelijk_gestopt" if tijdelijk else "lopend",
            "reden_beeindiging": reden if gestopt or tijdelijk else None,
            "tijdelijk_gestopt_op": einde if tijdelijk else None, "definitief_gestopt_op": einde if gestopt else None,
            "dagtekening_start": begin, "dagtekening_tijdelijk": verteld if tijdelijk else None,
            "dagtekening_definitief": verteld if gestopt else None, "dagtekening_stop": verteld if gestopt else None,
            "laatste": True, "heeft_start": True, "einde_afgeleid": afgeleid, "telt": telt,
        })  # fmt: skip
        return self

    def toewijzing(
        self, client: str, soort: str, van: str | date, einddatum: str | date | None = None, *,
        nummer: int | None = None, aanbieder: str = AANBIEDER, gemeente: str = GEMEENTE, rw: str | None = None,
        verwijderd: bool = False,
    ) -> "Staat":  # fmt: skip
        nummer = nummer or 1000 + len(self.toewijzingen)
        self.toewijzingen.append(self._wie(client, soort, aanbieder, gemeente, nummer) | {
            "ingangsdatum": dag(van), "einddatum": dag(einddatum), "bekend_sinds": self.eerste, "reden_wijziging": rw,
            "volume": None, "eenheid": None, "frequentie": None, "verwijderd": verwijderd,
        })  # fmt: skip
        return self

    def declareer(
        self, client: str | None, soort: str, begin: str, einde: str, volume: int = 1, *, status: str = "toegekend",
        debet: str = "D", aanbieder: str = AANBIEDER, gemeente: str = GEMEENTE,
    ) -> "Staat":  # fmt: skip
        self.prestaties.append(self._wie(client, soort, aanbieder, gemeente, None) | {
            "periode_begin": dag(begin), "periode_einde": dag(einde), "volume": volume, "eenheid": "14",
            "debet_credit": debet, "status": status,
        })  # fmt: skip
        return self

    def klaar(self) -> SimpleNamespace:
        """The state; `eerste` is a Dagtekening in it, by a start of somebody with ambulante hulp long ended."""
        leverperioden = [*self.leverperioden]
        if self.eerste:
            kort = {"begindatum": self.eerste, "einde_effectief": self.eerste, "dagtekening_start": self.eerste}
            leverperioden.append(self._wie("eerste", "ambulant", DERDE, GEMEENTE, None) | dict.fromkeys(
                _DATUMS["leverperioden"]) | kort | {
                "levering": 0, "status": "lopend", "reden_beeindiging": None, "laatste": True, "heeft_start": True,
                "einde_afgeleid": False, "telt": True})  # fmt: skip
        rijen = {"toewijzingen": self.toewijzingen, "leverperioden": leverperioden, "prestaties": self.prestaties}
        clienten = pd.DataFrame(
            [("jw", client, jaar, maand) for client, (jaar, maand) in self.geboren.items()],
            columns=["wet", "client", "geboortejaar", "geboortemaand"],
        ).astype({"wet": "str", "client": "str", "geboortejaar": "Int64", "geboortemaand": "Int64"})
        tekens = pd.DataFrame(
            columns=["signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal"], dtype="str"
        ).astype({"aantal": "Int64"})
        return SimpleNamespace(
            bekend_op=pd.Timestamp(self.K), peildatum=pd.Timestamp(self.K), clienten=clienten, signalen=tekens,
            **{naam: _frame(naam, lijst) for naam, lijst in rijen.items()},
        )  # fmt: skip

    def zorg(self, map_: Path, **regio) -> Zorg:
        return prepare(self.klaar(), to_regio(map_, **regio))


def to_regio(map_: Path, opties: dict | None = None, partijen: dict[str, str] | None = None, jaren=(2024,)) -> Regio:
    pad = map_ / "producten.csv"
    regels = [f"jw;{code[:2]};{code};;{soort};;;" for soort, code in SOORTCODE.items()]
    kop = "wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot"
    pad.write_text("\n".join([kop, *regels]) + "\n", encoding="utf-8")
    aanbieders = pd.DataFrame(
        [(agb, f"Aanbieder {agb}", partij) for agb, partij in (partijen or {}).items()],
        columns=["agb", "naam", "contractpartij"],
    ).astype("str")
    return Regio(
        "proefregio", "Proefregio", tuple(jaren), ("jeugd_transformatie",), {GEMEENTE: "A", BUURGEMEENTE: "B"},
        opties or {}, True, read_producten(pad), aanbieders,
    )  # fmt: skip


def dagnr(tekst: str) -> int:
    return (dag(tekst) - date(1970, 1, 1)) // timedelta(days=1)


def _frame(naam: str, rijen: list[dict]) -> pd.DataFrame:
    tabel = pd.DataFrame(rijen, columns=[*_WIE, *_DATUMS[naam], *_OVERIG[naam]])
    for kolom in tabel:
        if kolom in _DATUMS[naam]:
            tabel[kolom] = pd.to_datetime(tabel[kolom]).astype("datetime64[s]")
        elif kolom in _WAAR:
            tabel[kolom] = tabel[kolom].astype(bool)
        else:
            tabel[kolom] = tabel[kolom].astype(_GETAL.get(kolom, "str"))
    return tabel
