"""Runs the product and the slow twin on one world, and gives the rows of both as plain dicts."""

from types import SimpleNamespace
from unittest.mock import patch

import pandas as pd
from hulp_tabellen import maak_tabellen
from kpi.proces import trage_tellers as traag
from kpi.proces.trage_tweeling import BASIS, Procestweeling
from normwijzer import kpi
from normwijzer.kpi.opties import format_waarde, opties_voor, resolve, variants
from normwijzer.kpi.proces import familie
from normwijzer.kpi.proces.basis import prepare
from normwijzer.kpi.proces.beloop import make_kalender, make_verdeling
from normwijzer.kpi.proces.doorlooptijd import make_doorlooptijd
from normwijzer.kpi.proces.tellen import count_mensen, is_definitief, to_rows
from normwijzer.kpi.proces.wachttijd import make_wachtcurve
from normwijzer.kpi.uitkomst import Uitkomst
from normwijzer.regio import Regio
from normwijzer.regio.producten import read_producten
from normwijzer.toestand import Toestand, reconstrueer
from toestand.trage_tweeling import Tweeling

FAMILIE, A2 = "administratief_proces", "beoordeling_aanvraag"
KOLOMMEN = {
    "aanvragen": {"aanvraag": "str", "gemeente": "str", "datum_ontvangst": "D", "datum_einde_melding": "D",
                  "opschorting_dagen": "int64"},
    "afwijzingen": {"wet": "str", "gemeente": "str", "toewijzingnummer": "int64", "agb": "str", "datum_ontvangst": "D",
                    "datum_afwijzing": "D", "datum_intrekking": "D"},
    "betalingen": {"wet": "str", "gemeente": "str", "agb": "str", "declaratienummer": "str", "datum_betaling": "D",
                   "bedrag": "int64"},
}  # fmt: skip
SCOPE = ("wet", "aanbieder", "gemeente")
KADERS = {
    "mensen": SCOPE, "doorlooptijd": (*SCOPE, "maand"), "verdeling": ("wet", "dag"), "kalender": ("per", "dag"),
    "wachtcurve": ("wet", "dag"),
}  # fmt: skip
"""Frame -> its key, next to kpi."""

ZONDER_DUUR = ("toewijzing_voor_ingangsdatum", "kwaliteit_declaraties")
MET_KALENDER = ("tijdig_startbericht", "tijdig_stopbericht", "beoordeling_declaratie", "tijdig_declareren")
_MAKERS = {"doorlooptijd": make_doorlooptijd, "verdeling": make_verdeling, "kalender": make_kalender,
           "mensen": count_mensen}  # fmt: skip


def to_proces(tabellen: dict[str, list[dict] | None]) -> SimpleNamespace:
    """Registrations with the types that reading them gives; None = no file."""
    uit = {}
    for naam, kolommen in KOLOMMEN.items():
        rijen = tabellen.get(naam)
        tabel = pd.DataFrame(rijen or [], columns=list(kolommen))
        typen = {k: "datetime64[s]" if t == "D" else t for k, t in kolommen.items()}
        for kolom in (k for k, t in kolommen.items() if t == "D"):
            tabel[kolom] = pd.to_datetime(tabel[kolom])
        uit[naam] = None if rijen is None else tabel.astype(typen)
    return SimpleNamespace(**uit)


def to_regio(map_, opties: dict | None = None) -> Regio:
    pad = map_ / "producten.csv"
    pad.write_text(
        "wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot\nwmo;02;02A01;1;begeleiding;;;\n",
        encoding="utf-8",
    )
    aanbieders = pd.DataFrame(columns=["agb", "naam", "contractpartij"]).astype("str")
    gemeenten = {"9901": "A", "9902": "B", "0384": "C"}
    return Regio(
        "proefregio", "Proefregio", (2024, 2025), (FAMILIE,), gemeenten, opties or {}, True, read_producten(pad),
        aanbieders,
    )  # fmt: skip


def read_variant(variant: str) -> dict:
    """'optie=waarde' as the twin's options, typed as that option's default; 'basis' is nothing."""
    if variant == "basis":
        return {}
    naam, tekst = variant.split("=")
    if isinstance(BASIS[naam], bool):
        return {naam: {"true": True, "false": False}[tekst]}
    if isinstance(BASIS[naam], tuple):
        return {naam: tuple(dag for dag in tekst[1:-1].split(",") if dag)}
    return {naam: int(tekst) if isinstance(BASIS[naam], int) else tekst}


class Vergelijking:
    """Both judges on one world. `keuzes`: the region's own [opties]; `geheugen`: shared within the same messages."""

    def __init__(self, map_, rijen: dict, proces: dict, jaar: int, K=None, keuzes: dict | None = None, geheugen=None):
        self.jaar, self.keuzes = jaar, dict(keuzes or {})
        self.regio, self.proces = to_regio(map_, self.keuzes), proces
        self.geheugen = {} if geheugen is None else geheugen
        self.tabellen = self.onthoud("tabellen", lambda: maak_tabellen(rijen))
        self.basis = BASIS | {n: tuple(w) if isinstance(w, list) else w for n, w in self.keuzes.items()}
        self.K, self._bases = K, {}
        self.K = K or self.stand(self.basis["retour_negeren"]).K
        self.bronnen = SimpleNamespace(proces=to_proces(proces))

    def onthoud(self, sleutel, maak):
        if sleutel not in self.geheugen:
            self.geheugen[sleutel] = maak()
        return self.geheugen[sleutel]

    def stand(self, retour_negeren: bool) -> Tweeling:
        maak = lambda: Tweeling(self.tabellen, self.K, None, retour_negeren)  # noqa: E731
        return self.onthoud(("stand", self.K, retour_negeren), maak)

    def toestand(self, retour_negeren: bool) -> Toestand:
        maak = lambda: reconstrueer(self.tabellen, bekend_op=self.K, retour_negeren=retour_negeren)  # noqa: E731
        return self.onthoud(("toestand", self.K, retour_negeren), maak)

    def product(self) -> Uitkomst:
        """The whole family through the front door; without the frames that other tests judge, which takes a third."""
        eigen = self.basis["retour_negeren"]
        andere = {f"retour_negeren={format_waarde(not eigen)}": self.toestand(not eigen)}
        with patch.object(familie, "count_keten", lambda *_: {}):
            return kpi.bereken(
                FAMILIE, self.toestand(eigen), self.regio, self.jaar, andere_toestanden=andere, bronnen=self.bronnen
            )

    def product_zaken(self, naam: str, variant: str = "basis"):
        """The cases of one KPI by the product, without the rest of the family: takes a tenth of the time."""
        afwijkend = read_variant(variant)
        eigen = afwijkend.get("retour_negeren", self.basis["retour_negeren"])
        if eigen not in self._bases:
            self._bases[eigen] = prepare(self.toestand(eigen), self.regio, self.jaar, self.bronnen)
        opties = resolve(self.regio, FAMILIE, naam) | afwijkend
        return self._bases[eigen], familie.KPIS[naam](self._bases[eigen], opties), opties

    def product_uitkomsten(self, naam: str, variant: str = "basis") -> dict | None:
        """{scope: row} of the product."""
        basis, zaken, opties = self.product_zaken(naam, variant)
        if zaken is None:
            return None
        definitief = is_definitief(self.jaar, basis.bekend_op, opties["registratielag_dagen"])
        return rijen(to_rows(zaken, definitief=definitief), *SCOPE)

    def product_kader(self, naam: str, kpi_: str) -> dict:
        """{key: row} of the product, of one frame and one KPI that has its source."""
        basis, zaken, _ = self.product_zaken(kpi_)
        if naam == "wachtcurve":
            return kader_van({naam: make_wachtcurve(basis)}, naam, kpi_)
        return kader_van({naam: _MAKERS[naam](zaken)}, naam, kpi_)

    def opties(self, variant: str) -> dict:
        return self.basis | read_variant(variant)

    def varianten(self, naam: str) -> set[str]:
        """What the product must give: every option's variants, and a state of its own for refused messages."""
        uit = {variant for variant, _ in variants(self.regio, FAMILIE, naam)}
        if "retour_negeren" in opties_voor(FAMILIE, naam):
            uit.add(f"retour_negeren={format_waarde(not self.basis['retour_negeren'])}")
        return uit

    def tweeling(self, opties: dict) -> Procestweeling:
        return Procestweeling(self.stand(opties["retour_negeren"]), self.proces, self.jaar)

    def zaken(self, naam: str, variant: str = "basis") -> list[dict] | None:
        opties = self.opties(variant)
        return self.tweeling(opties).zaken(naam, opties)

    def kader(self, naam: str, kpi_: str) -> dict:
        """{key: row} of the twin, of one frame and one KPI that has its source."""
        zaken, alleen_gemeente = self.zaken(kpi_), kpi_ == A2
        if naam == "mensen":
            return traag.mensen(zaken, alleen_gemeente)
        if naam == "doorlooptijd":
            return traag.doorlooptijd(zaken, alleen_gemeente)
        if naam == "verdeling":
            return {} if kpi_ in ZONDER_DUUR else traag.verdeling(zaken)
        if naam == "kalender":
            return traag.kalender(zaken) if kpi_ in MET_KALENDER else {}
        return traag.wachtcurve(zaken, self.K)

    def uitkomsten(self, naam: str, variant: str = "basis") -> dict | None:
        """{scope: row} of the twin."""
        zaken = self.zaken(naam, variant)
        if zaken is None:
            return None
        return traag.uitkomsten(zaken, self.K, self.jaar, self.opties(variant)["registratielag_dagen"], naam == A2)


def leeg(x) -> bool:
    return x is None or x is pd.NA or x is pd.NaT or x != x


def rijen(tabel: pd.DataFrame, *sleutel: str) -> dict[tuple, dict]:
    """{values of `sleutel`: the other columns}, empty = None; two rows with one key are an error."""
    uit = {}
    for r in tabel.to_dict("records"):
        r = {k: None if leeg(w) else w for k, w in r.items()}
        plek = tuple(r.pop(k) for k in sleutel)
        assert plek not in uit, plek
        uit[plek] = r
    return uit


def kader_van(frames: dict[str, pd.DataFrame], naam: str, kpi_: str) -> dict:
    """{key: row} of one frame of the product; of `verdeling` only the days with a case."""
    tabel = frames[naam]
    if naam != "wachtcurve":
        tabel = tabel[tabel["kpi"].eq(kpi_)].drop(columns="kpi")
    uit = rijen(tabel, *KADERS[naam])
    if naam == "kalender":
        return {(per, dag.date()): rij for (per, dag), rij in uit.items()}
    return {plek: rij for plek, rij in uit.items() if naam != "verdeling" or rij["aantal"]}
