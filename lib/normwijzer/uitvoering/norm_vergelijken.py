"""Norms beside what came after: history of the decisions, drift of the outcomes, and whether the ground still holds."""

import pandas as pd

from normwijzer.fouten import DataFout
from normwijzer.normen.besluit import Besluit, gelding
from normwijzer.normen.onderwerp import NORMFAMILIES, Onderwerp, leeg
from normwijzer.normen.oordeel import beoordeel
from normwijzer.paden import Paden
from normwijzer.rapport import opmaak
from normwijzer.rapport.tabel import Kolom, Tabel, als_tekst
from normwijzer.regio import Regio
from normwijzer.statistiek.aandeel import newcombe_verschil
from normwijzer.uitvoering.norm_bron import lees_stand, lees_uitkomsten
from normwijzer.uitvoering.norm_nagerekend import lees_nagerekend, noem_nagerekend
from normwijzer.uitvoering.norm_tonen import geen_besluiten, kies_besluiten, noem_stand
from normwijzer.uitvoering.normwoorden import noem_bandbreedte, noem_onderwerp, percent
from normwijzer.uitvoering.opdracht_norm import Normopdracht
from normwijzer.uitvoering.vaststellen import rijen_van

_BESLUITEN = (
    Kolom("besloten op", "datum"),
    Kolom("normjaar", "jaar"),
    Kolom("geldt vanaf", "jaar"),
    Kolom("norm"),
    Kolom("verschil in pp", "punten"),
    Kolom("bandbreedte"),
    Kolom("stand"),
    Kolom("reden van herziening"),
)
_VERLOOP = (
    Kolom("jaar", "jaar"),
    Kolom("teller", "aantal"),
    Kolom("noemer", "aantal"),
    Kolom("uitkomst", "procent"),
    Kolom("verschil in pp", "punten"),
    Kolom("95%-interval", "bereik"),
    Kolom("norm"),
    Kolom("oordeel over het totaal"),
    Kolom("status"),
)
_UITLEG = (
    "Het verschil is dat met het jaar ervoor, met het interval van Newcombe. Indicatief: opeenvolgende jaren delen "
    "cliënten. Een interval met 0 erin kan toeval zijn."
)


def vergelijk(paden: Paden, regio: Regio, besluiten: list[Besluit], vraag: Normopdracht) -> str:
    """Per onderwerp with a decision: its history, the drift of the outcomes, and the check with the same K.

    Raises:
        DataFout: what was asked is in no decision.
    """
    if not besluiten:
        return geen_besluiten(regio)
    onderwerpen = {besluit.onderwerp for besluit in kies_besluiten(besluiten, vraag)}
    nagerekend = lees_nagerekend(paden, regio.map)
    delen = []
    for onderwerp in sorted(onderwerpen, key=lambda o: (NORMFAMILIES.index(o.familie), o)):
        eigen = [besluit for besluit in besluiten if besluit.onderwerp == onderwerp]
        titel = f"{noem_onderwerp(onderwerp)} ({regio.naam})"
        delen.append("\n".join([titel, _toon_geschiedenis(eigen), _toon_verloop(paden, regio, onderwerp, eigen)]))
        delen.append("\n".join(noem_nagerekend(nagerekend, besluit) for besluit in eigen if gelding(eigen, besluit)))
    return "\n\n".join(delen).replace(opmaak.DUNNE_SPATIE, " ")


def maak_verloop(rijen: pd.DataFrame) -> pd.DataFrame:
    """Outcome rows of one onderwerp for the region, one per year, with the difference to the year before.

    Returns:
        Rows by year, with extra columns verschil, verschil_onder, verschil_boven (fractions, Newcombe 95 %); NaN for a
        year without the one before, or without cases.
    """
    rijen = rijen.sort_values("jaar", ignore_index=True)
    vorig = rijen[["jaar", "teller", "noemer"]].assign(jaar=rijen["jaar"] + 1)
    paar = rijen.merge(vorig, on="jaar", how="left", suffixes=("", "_vorig"), validate="one_to_one")
    uit = newcombe_verschil(paar["teller"], paar["noemer"], paar["teller_vorig"], paar["noemer_vorig"])
    return rijen.assign(**dict(zip(("verschil", "verschil_onder", "verschil_boven"), uit, strict=True)))


def _toon_geschiedenis(besluiten: list[Besluit]) -> str:
    rijen, vorig = [], None
    for besluit in besluiten:
        anders = "" if vorig is None else besluit.norm - vorig.norm
        rijen.append((
            besluit.datum, besluit.jaar, besluit.geldt_vanaf, percent(besluit.norm), anders,
            noem_bandbreedte(besluit.bandbreedte), noem_stand(besluit, besluiten), besluit.reden_herziening,
        ))  # fmt: skip
        vorig = besluit
    return als_tekst(Tabel("Besluiten, in de volgorde waarin ze zijn vastgelegd", _BESLUITEN, rijen))


def _toon_verloop(paden: Paden, regio: Regio, onderwerp: Onderwerp, besluiten: list[Besluit]) -> str:
    try:
        stand = lees_stand(paden, regio, onderwerp.familie)
        frames = [lees_uitkomsten(paden, regio, jaar, onderwerp.familie, stand) for jaar in regio.jaren]
    except DataFout as fout:
        return f"Verloop: niet te tonen. {fout}"
    rijen = pd.concat(
        [rijen_van(frame, onderwerp, jaar) for jaar, frame in zip(regio.jaren, frames, strict=True)],
        ignore_index=True,
    )
    verloop = beoordeel(maak_verloop(rijen[leeg(rijen["aanbieder"])]), besluiten)
    cellen = [
        (
            rij.jaar, rij.teller, rij.noemer, rij.waarde, rij.verschil, _interval(rij),
            "" if pd.isna(rij.norm) else percent(rij.norm), rij.oordeel, rij.status,
        )
        for rij in verloop.itertuples()
    ]  # fmt: skip
    titel = f"Verloop, bekend op {opmaak.datum(stand['bekend_op'])}"
    return f"{als_tekst(Tabel(titel, _VERLOOP, cellen))}\n{_UITLEG}"


def _interval(rij) -> str:
    if pd.isna(rij.verschil_onder):
        return ""
    return f"{opmaak.punten(rij.verschil_onder)} tot {opmaak.punten(rij.verschil_boven)}"
