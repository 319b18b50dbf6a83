"""Rows as text, gathered per table over many messages and turned into typed Arrow tables in bulk."""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import velden, waarden
from .kolommen import DAG, GETAL, LANGST, MOMENT, schema

_RIJEN = {rij.tabel: rij.velden for rij in (*velden.PER_CLIENT.values(), velden.PRESTATIE)}
_ONBEGRENSD = 1 << 31
_PERIODE = (("Periode/Begindatum", "periode_begin"), ("Periode/Einddatum", "periode_einde"))

VELDEN: dict[str, tuple[tuple[str, str], ...]] = {
    **{tabel: tuple((pad, kolom) for pad, kolom in rij if kolom) for tabel, rij in _RIJEN.items()},
    "berichten": tuple((naam, naam) for naam in (
        "bron", "bestand", "wet", "berichttype", "release", "afzender", "ontvanger", "gemeente", "aanbieder",
        "identificatie")) + (
        ("Dagtekening", "dagtekening"), ("IdentificatieRetour", "identificatie_retour"),
        ("DagtekeningRetour", "dagtekening_retour"), ("DeclaratieIdentificatie", "declaratie_identificatie"),
        ("inhoud", "inhoud"), ("referentienummer", "envelop_referentie"),
        ("crossRefnummer", "envelop_kruisreferentie"), ("tijdstipBericht", "envelop_tijdstip"),
    ),
    "wijzigingsverzoeken": (("ReferentieAanbieder", "referentie_aanbieder"), ("RedenVerzoek", "reden_verzoek")),
    "wijzigingsverzoek_regels": (("soort", "soort"), *velden.WIJZIGING.velden),
    "antwoorden": (
        ("ReferentieAanbieder", "referentie_aanbieder"), ("VerzoekAntwoord", "verzoek_antwoord"),
        ("RedenAfwijzingVerzoek", "reden_afwijzing"), ("Woonplaatsbeginsel/Gemeente", "woonplaats_gemeente"),
    ),
    "declaraties": (
        ("DeclaratieNummer", "declaratienummer"),
        *((f"Declaratie{pad}", kolom) for pad, kolom in _PERIODE),
        ("DeclaratieDagtekening", "declaratie_dagtekening"),
        ("TotaalIngediendBedrag/TotaalBedrag", "ingediend_bedrag"),
        ("TotaalIngediendBedrag/DebetCredit", "=ingediend_bedrag"),
    ),
    "declaratie_antwoorden": (
        ("DeclaratieNummer", "declaratienummer"),
        ("TotaalIngediendBedrag/TotaalBedrag", "ingediend_bedrag"),
        ("TotaalIngediendBedrag/DebetCredit", "=ingediend_bedrag"),
        ("TotaalToegekendBedrag/TotaalBedrag", "toegekend_bedrag"),
        ("TotaalToegekendBedrag/DebetCredit", "=toegekend_bedrag"),
    ),
    "antwoord_prestaties": tuple(
        (pad, kolom) for pad, kolom in velden.PRESTATIE.velden
        if kolom in {"referentienummer", "toewijzingnummer", "code", "periode_begin", "periode_einde", "bedrag"}
    ),
    "retourcodes": (("klasse", "klasse"), ("regel", "regel"), ("RetourCode", "code")),
    "clienten": (("Geboortedatum", "geboortedatum"), ("DatumGebruik", "datumgebruik")),
}  # fmt: skip
"""Table -> (element path, column) of the text in a row as it is put in; `=column` is the D or C of an amount."""

FoutPerBericht = Counter[tuple[int, str, str]]
"""(bericht, signaal, element path) -> number of values that could not be converted."""


@contextmanager
def zonder_vuilnisronde() -> Iterator[None]:
    """Hold off cyclic garbage collection: it would walk through all row lists again and again, and finds nothing."""
    aan = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if aan:
            gc.enable()


class Bakken:
    """One growing pile of rows per table, to be written as typed tables; `vol` when they hold `brok` rows together.

    Args:
        schrijf: gets a table name and an Arrow table with that table's schema.
        pseudoniem: see `Ontleder`.
        meld: gets what could not be converted, at every write.
        brok: number of rows that is written at once.
    """

    def __init__(
        self,
        schrijf: Callable[[str, pa.Table], None],
        meld: Callable[[FoutPerBericht], None],
        brok: int,
        pseudoniem: Callable[[str], str | None],
    ) -> None:
        self._schrijf, self._meld, self._brok = schrijf, meld, brok
        self._vervang = partial(_vervangnummer, pseudoniem)
        self._bakken = {tabel: _Bak(tabel, self._vervang) for tabel in VELDEN}
        self._aantal = 0
        self.vol = False

    def voeg_toe(
        self,
        tabel: str,
        bericht: int,
        rijen: Sequence[tuple[str | None, ...]],
        *,
        clienten: Iterable[str | None] = (),
        regel: int = 0,
    ) -> None:
        """Add rows of one message; `regel` numbers the first, `clienten` holds one pseudonym per row where asked."""
        if not rijen:
            return
        bak = self._bakken[tabel]
        bak.rijen += rijen
        bak.clienten += clienten
        bak.blokken.append((bericht, len(rijen), regel))
        self._aantal += len(rijen)
        self.vol = self._aantal >= self._brok

    def leeg(self) -> None:
        """Write everything that is gathered, `berichten` last."""
        fouten: FoutPerBericht = Counter()
        for tabel, bak in sorted(self._bakken.items(), key=lambda paar: paar[0] == "berichten"):
            if bak.rijen:
                self._bakken[tabel] = _Bak(tabel, self._vervang)
                self._schrijf(tabel, bak.maak(fouten))
        self._aantal, self.vol = 0, False
        self._meld(fouten)


class _Bak:
    def __init__(self, tabel: str, vervang: Callable[[str, str], int]) -> None:
        self.tabel, self._vervang = tabel, vervang
        self.rijen: list[tuple[str | None, ...]] = []
        self.clienten: list[str | None] = []
        self.blokken: list[tuple[int, int, int]] = []

    def maak(self, fouten: FoutPerBericht) -> pa.Table:
        """The Arrow table of the rows; counts in `fouten` what is null because it could not be converted."""
        bericht, aantal, eerste = np.array(self.blokken, np.int64).T
        self._bericht = np.repeat(bericht, aantal)
        begin = np.cumsum(aantal) - aantal
        teksten = dict(zip((kolom for _, kolom in VELDEN[self.tabel]), zip(*self.rijen, strict=True), strict=True))
        kolommen = {
            "bericht": pa.array(self._bericht),
            "regel": None if "regel" in teksten else self._regels(begin - eerste, aantal),
            "client": pa.array(self.clienten, pa.string()) if self.clienten else None,
        }
        vorm = schema(self.tabel)
        if self.tabel == "clienten":
            kolommen |= self._geboorte(teksten, fouten)
        else:
            paden = {kolom: pad for pad, kolom in VELDEN[self.tabel]}
            for kolom, pad in paden.items():
                if kolom == "regel":
                    kolommen[kolom] = pa.array(teksten[kolom], pa.int64())
                elif not kolom.startswith("="):
                    kolommen[kolom] = self._zet_om(kolom, vorm.field(kolom).type, pad, teksten, fouten)
        leeg = {veld.name: pa.nulls(len(self.rijen), veld.type) for veld in vorm if kolommen.get(veld.name) is None}
        return pa.table({veld.name: (kolommen | leeg)[veld.name] for veld in vorm}, schema=vorm)

    def _regels(self, verschil: np.ndarray, aantal: np.ndarray) -> pa.Array:
        return pa.array(np.arange(len(self.rijen)) - np.repeat(verschil, aantal))

    def _zet_om(
        self, kolom: str, soort: pa.DataType, pad: str, teksten: dict[str, tuple], fouten: FoutPerBericht
    ) -> pa.Array:
        if soort == DAG:
            waarde, fout = waarden.dagkolom(teksten[kolom])
        elif soort == MOMENT:
            waarde, fout = waarden.momentkolom(teksten[kolom])
        elif soort == GETAL:
            waarde, fout = waarden.getalkolom(teksten[kolom])
            if kolom == "toewijzingnummer" and len(fout):
                waarde = self._vul_onleesbaar(waarde, fout, teksten[kolom])
        elif kolom == "toewijzingstijd":
            waarde, fout = waarden.tijdkolom(teksten[kolom])
        else:
            waarde, fout = waarden.kort_in(waarden.tekstkolom(teksten[kolom]), LANGST.get(kolom, _ONBEGRENSD))
            self._tel(fouten, fout, "te_lange_waarde", pad)
            return waarde
        self._tel(fouten, fout, "ongeldig_getal" if soort == GETAL else "ongeldige_datum", pad)
        teken = teksten.get(f"={kolom}")
        if teken:
            credit = pc.fill_null(pc.equal(waarden.tekstkolom(teken), "C"), False)
            waarde = pc.if_else(credit, pc.negate(waarde), waarde)
        return waarde

    def _vul_onleesbaar(self, nummers: pa.Array, rijen: np.ndarray, teksten: tuple[str | None, ...]) -> pa.Array:
        """An unreadable number is no absent one: that would mean taakgericht."""
        clienten = self.clienten or [None] * len(self.rijen)
        nieuw = [self._vervang((teksten[rij] or "").strip(), clienten[rij] or "") for rij in rijen.tolist()]
        onleesbaar = np.zeros(len(nummers), bool)
        onleesbaar[rijen] = True
        return pc.replace_with_mask(nummers, pa.array(onleesbaar), pa.array(nieuw, pa.int64()))

    def _geboorte(self, teksten: dict[str, tuple], fouten: FoutPerBericht) -> dict[str, pa.Array]:
        dag, fout = waarden.dagkolom(teksten["geboortedatum"])
        self._tel(fouten, fout, "ongeldige_datum", "Geboortedatum")
        gebruik = pc.fill_null(waarden.tekstkolom(teksten["datumgebruik"]), "")
        niets = pa.scalar(None, pa.int64())
        return {
            "geboortejaar": pc.if_else(pc.equal(gebruik, "3"), niets, pc.year(dag)),
            "geboortemaand": pc.if_else(pc.is_in(gebruik, pa.array(["2", "3"])), niets, pc.month(dag)),
        }

    def _tel(self, fouten: FoutPerBericht, rijen: np.ndarray, signaal: str, pad: str) -> None:
        for bericht, aantal in zip(*np.unique(self._bericht[rijen], return_counts=True), strict=True):
            fouten[int(bericht), signaal, pad] += int(aantal)


def _vervangnummer(pseudoniem: Callable[[str], str | None], tekst: str, client: str) -> int:
    """A negative number for a ToewijzingNummer that is no number: under the region's key, the same for the same text
    and client; two clients with one such text have no toewijzing in common."""
    digest = hashlib.sha256(f"{client}\n{tekst}".encode()).hexdigest()
    geheim = pseudoniem(f"geen ToewijzingNummer {digest}") or ""
    return -1 - int.from_bytes(hashlib.sha256(geheim.encode()).digest()[:7])
