"""Small chains of messages for hand-made cases: the state and the region they are counted in."""

import pandas as pd
from normwijzer.kpi.proces.basis import Basis
from normwijzer.kpi.proces.keten import prepare_keten
from normwijzer.regio import Regio
from toestand.hulp_wereld import Wereld

GEMEENTE, BUURGEMEENTE = "9901", "9902"
AANBIEDER, ANDERE = "99990001", "99990002"
JW = {"wet": "jw"}


class Keten(Wereld):
    """A world at gemeente 9901 and aanbieder 99990001 that also knows requests; everything in messages."""

    def bericht(self, soort: str, dagtekening: str | None, **velden) -> int:
        return super().bericht(soort, dagtekening, **{"gemeente": GEMEENTE, "aanbieder": AANBIEDER} | velden)

    def verzoek(self, dagtekening: str, referentie: str, client: str = "p1", **kop) -> int:
        bericht = self.bericht("315", dagtekening, **kop)
        self.regel("aanvraag_regels", bericht, client=client, referentie_aanbieder=referentie)
        return bericht

    def wijziging(self, dagtekening: str, referentie: str, client: str = "p1", **kop) -> int:
        bericht = self.bericht("317", dagtekening, **kop)
        rij = {"bericht": bericht, "client": client, "referentie_aanbieder": referentie}
        self.rijen.setdefault("wijzigingsverzoeken", []).append(rij)
        return bericht

    def besluit(self, dagtekening: str, referentie: str, antwoord: str, reden: str | None = None, **kop) -> int:
        """A 319: antwoord 1 refused, 2 under investigation."""
        bericht = self.bericht("319", dagtekening, **kop)
        rij = {"bericht": bericht, "referentie_aanbieder": referentie, "verzoek_antwoord": antwoord}
        self.rijen.setdefault("antwoorden", []).append(rij | {"reden_afwijzing": reden})
        return bericht

    def naam(self, bericht: int) -> str:
        return self.rijen["berichten"][bericht]["identificatie"]

    def basis(self, K: str = "2025-06-01", jaar: int = 2024, opties: dict | None = None) -> Basis:
        return prepare_keten(self.toestand(bekend_op=K), to_regio(opties), jaar)


def to_regio(opties: dict | None = None) -> Regio:
    producten = pd.DataFrame(
        columns=["wet", "categorie", "code", "perceel", "soort", "omschrijving", "geldig_van", "geldig_tot"],
        dtype="str",
    )
    aanbieders = pd.DataFrame(columns=["agb", "naam", "contractpartij"], dtype="str")
    gemeenten = {GEMEENTE: "A", BUURGEMEENTE: "B"}
    return Regio("proefregio", "Proefregio", (2024,), ("administratief_proces",), gemeenten, opties or {}, True,
                 producten, aanbieders)  # fmt: skip


def rij(tabel: pd.DataFrame, **wie) -> pd.Series | None:
    """The row of one scope; a scope column that is not named is empty. None = no such row."""
    mee = pd.Series(True, index=tabel.index)
    for kolom in {"wet", "aanbieder", "gemeente"} & set(tabel.columns) | set(wie):
        mee &= tabel[kolom].eq(wie[kolom]) if kolom in wie else tabel[kolom].isna()
    rijen = tabel[mee.astype(bool)]
    assert len(rijen) <= 1, f"meer dan een rij voor {wie}"
    return rijen.iloc[0] if len(rijen) else None
