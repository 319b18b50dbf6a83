"""What the demo regions register about the administrative process, and what of it is true."""

import tomllib
from itertools import chain
from pathlib import Path

from normwijzer.demo.proces.aanvragen import KOP_AANVRAGEN, maak_aanvragen
from normwijzer.demo.proces.afwijzingen import KOP_AFWIJZINGEN, maak_afwijzingen
from normwijzer.demo.proces.betalingen import KOP_BETALINGEN, betaal
from normwijzer.demo.soorten import Client, Declaratie, Wereld
from normwijzer.demo.tabel import schrijf_csv

WAARHEID_AANVRAGEN = ("aanvraag", "wet", "gemeente", "toewijzingnummer", "lot", "oordeel")
WAARHEID_AFWIJZINGEN = (
    "wet", "gemeente", "toewijzingnummer", "datum_afwijzing", "ontvangen", "aanleiding", "ingetrokken", "intrekking",
)  # fmt: skip
Boek = tuple[Wereld, list[Client], list[Declaratie]]

__all__ = ["schrijf_proces"]


def schrijf_proces(map_: Path, boeken: list[Boek]) -> None:
    """Write registraties/ and waarheid/ aanvragen.csv and afwijzingen.csv and registraties/betalingen.csv, of both
    laws together and as far as the region keeps them. What is paid of a claim is noted on the claim.

    waarheid/aanvragen.csv: how each aanvraag went (lot) and what that makes of it on the last day (oordeel: op_tijd,
    te_laat, nog_niet). waarheid/afwijzingen.csv: ontvangen = when the toewijzing really came in, also when that was
    not registered; ingetrokken = first day on which the gemeente took it back, by registratie or bericht (intrekking).
    """
    with (Path(__file__).parent / "proces.toml").open("rb") as bestand:
        kansen = tomllib.load(bestand)
    houdt_bij, doel = boeken[0][0].registraties, map_ / "registraties"
    if "aanvragen" in houdt_bij:
        aanvragen = maak_aanvragen([(wereld, clienten) for wereld, clienten, _ in boeken], kansen["aanvraag"])
        schrijf_csv(doel / "aanvragen.csv", KOP_AANVRAGEN, [a.registratie for a in aanvragen])
        schrijf_csv(map_ / "waarheid" / "aanvragen.csv", WAARHEID_AANVRAGEN, [a.waarheid for a in aanvragen])
    if "afwijzingen" in houdt_bij:
        afwijzingen = list(chain(*(maak_afwijzingen(w, clienten, kansen["afwijzing"]) for w, clienten, _ in boeken)))
        schrijf_csv(doel / "afwijzingen.csv", KOP_AFWIJZINGEN, [a.registratie for a in afwijzingen])
        schrijf_csv(map_ / "waarheid" / "afwijzingen.csv", WAARHEID_AFWIJZINGEN, [a.waarheid for a in afwijzingen])
    if "betalingen" in houdt_bij:
        betalingen = chain(*(betaal(w, declaraties, kansen["betaling"]) for w, _, declaraties in boeken))
        schrijf_csv(doel / "betalingen.csv", KOP_BETALINGEN, sorted(betalingen))
