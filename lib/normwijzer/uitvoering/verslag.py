"""What a run did: a short table on screen and reports/run.json."""

from dataclasses import asdict, dataclass, field

from normwijzer.rapport.opmaak import aantal, getal
from normwijzer.uitvoering.bestanden import schrijf_json
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.stand import git_commit, versies
from normwijzer.uitvoering.vangnet import Mislukking

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
    """Write reports/run.json."""
    opdracht = verslag.opdracht
    schrijf_json(
        opdracht.paden.run,
        {
            "argumenten": opdracht.argumenten,
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
                    "melding": regel.melding,
                }
                for regel in verslag.regels
            ],
            "fouten": [{"waar": waar, "melding": fout.melding} for waar, fout in verslag.fouten.items()],
        },
    )
