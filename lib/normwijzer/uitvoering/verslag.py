"""What a run did: a short table on screen and reports/run.json."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from normwijzer.paden import PROJECT, Paden
from normwijzer.rapport.opmaak import aantal, getal
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.stand import git_commit, versies
from normwijzer.uitvoering.vangnet import Mislukking
from normwijzer.uitvoering.vrijgave import Tegengehouden, geef_vrij

_PYTHON = r"(?s)(onverwachte fout in het programma \()?\b[A-Za-z_.]*(Error|Exception|Interrupt|Warning|Exit)\b.*"
_LOGBOEK = "data/werk/logboek.txt"
ELDERS = f"de melding hoort niet in reports/; zie het scherm en {_LOGBOEK}"
"""What stands in place of a message that may not leave the building."""
_MAPPEN = ("--data", "--reports")
GOED = ("gemaakt", "ongewijzigd", "uitkomsten berekend")


@dataclass
class Regel:
    """One report: status is one of GOED, or mislukt, niet beschikbaar, afgebroken. signalen: count, None = unknown."""

    vak: Vak
    status: str
    seconden: float = 0.0
    signalen: int | None = None
    melding: str = ""


@dataclass
class Verslag:
    """regels: one per report asked for; regios: per region invoer, bekend_op, signalen; fouten: per region what went
    wrong before any report."""

    opdracht: Opdracht
    regels: list[Regel] = field(default_factory=list)
    regios: dict[str, dict] = field(default_factory=dict)
    fouten: dict[str, Mislukking] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """Exit code of the run so far: 1 when anything asked for was not made."""
        return 1 if self.fouten or any(regel.status not in GOED for regel in self.regels) else 0


def toon_tabel(verslag: Verslag) -> str:
    """The end table, then a line per failure with where and what."""
    kop = ["regio", "jaar", "familie", "status", "minuten", "signalen"]
    rijen = [
        [
            regel.vak.regio, str(regel.vak.jaar), regel.vak.familie, regel.status, getal(regel.seconden / 60, 1),
            "" if regel.signalen is None else aantal(regel.signalen),
        ]
        for regel in verslag.regels
    ]  # fmt: skip
    breedtes = [max(len(rij[nummer]) for rij in [kop, *rijen]) for nummer in range(len(kop))]
    regels = [
        "  ".join(
            cel.rjust(breedte) if nummer > 3 else cel.ljust(breedte)
            for nummer, (cel, breedte) in enumerate(zip(rij, breedtes, strict=True))
        ).rstrip()
        for rij in [kop, *rijen]
    ]
    mislukt = [f"{regel.vak}: {regel.status}: {regel.melding}" for regel in verslag.regels if regel.melding]
    mislukt += [f"{waar}: {fout.melding}" for waar, fout in verslag.fouten.items()]
    slot = ["", "Niet gemaakt:", *(f"  {regel}" for regel in mislukt)] if mislukt else []
    return "\n".join([*(regels if rijen else []), *slot])


def schrijf_verslag(verslag: Verslag, seconden: float) -> None:
    """Write reports/run.json; folders of this machine are not in it.

    Raises:
        Tegengehouden: something in it may not leave the building, also without its messages and arguments; then that
            of the run before stays.
    """
    inhoud = _als_json(verslag, seconden)
    try:
        _schrijf(verslag.opdracht.paden, inhoud)
    except Tegengehouden:  # messages and arguments can hold anything; the rest must be told
        kaal = {**inhoud, "argumenten": [ELDERS]}
        for lijst in ("rapporten", "fouten"):
            kaal[lijst] = [{**regel, "melding": regel["melding"] and ELDERS} for regel in inhoud[lijst]]
        _schrijf(verslag.opdracht.paden, kaal)


def _schrijf(paden: Paden, inhoud: dict) -> None:
    tekst = json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n"
    geef_vrij(paden, None, {paden.run: tekst.encode()})


def deelbaar(paden: Paden, melding: str) -> str:
    """A message as it may stand in reports/: without folders of this machine (what lies in data/ or reports/ is named
    from there), and of a bug only where it was: what Python says of it is in the log."""
    for map_, naam in ((paden.data, "data"), (paden.reports, "reports"), (PROJECT, ".")):
        melding = melding.replace(str(map_), naam)
    return re.sub(_PYTHON, f"onverwachte fout in het programma; zie {_LOGBOEK}", melding)


def _als_json(verslag: Verslag, seconden: float) -> dict:
    opdracht = verslag.opdracht
    return {
        "argumenten": list(_zonder_mappen(opdracht.argumenten)),
        "versies": versies(),
        "git_commit": git_commit(),
        "editie": opdracht.editie,
        "code": verslag.code,
        "seconden": round(seconden, 1),
        "regios": verslag.regios,
        "rapporten": [
            {
                **asdict(regel.vak),
                "status": regel.status,
                "seconden": round(regel.seconden, 1),
                "signalen": regel.signalen,
                "melding": deelbaar(opdracht.paden, regel.melding),
            }
            for regel in verslag.regels
        ],
        "fouten": [
            {"waar": waar, "melding": deelbaar(opdracht.paden, fout.melding)} for waar, fout in verslag.fouten.items()
        ],
    }


def _zonder_mappen(argumenten: Iterable[str]) -> Iterable[str]:
    """The arguments, of a folder only its own name."""
    vorige = ""
    for argument in argumenten:
        optie, is_teken, waarde = argument.partition("=")
        if vorige in _MAPPEN:
            yield Path(argument).name
        elif optie in _MAPPEN and is_teken:
            yield f"{optie}={Path(waarde).name}"
        else:
            yield argument
        vorige = argument
