"""The command `vergelijk`: two runs of a region side by side, on screen and as a page for inside use."""

from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.rapport.opmaak import datum, meervoud
from normwijzer.rapport.tabel import Kolom, Tabel, als_tekst
from normwijzer.rapport.vergelijking import Vergelijkblad, maak_vergelijkpagina, toon_vergelijking
from normwijzer.regio import lees_regio, suggest
from normwijzer.uitvoering.matrix import vind_regios
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rechten import zeg_rechten
from normwijzer.uitvoering.runs import Run, lees_runs
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.voortgang import zeg
from normwijzer.uitvoering.vrijgave import geef_vrij

PAGINA = "vergelijking.html"
_LIJST = (
    Kolom("run", "jaar"), Kolom("gemaakt op", "datum"), Kolom("bekend op", "datum"), Kolom("jaren"),
    Kolom("programma"), Kolom("anders dan de run ervoor"),
)  # fmt: skip


@zeg_rechten()
def vergelijk_runs(opdracht: Opdracht) -> int:
    """Do what was asked; returns 0.

    Raises:
        DataFout: an unknown region or run, too few runs to compare, or messages or sources that cannot be read.
    """
    regios = _kies_regios(opdracht)
    if opdracht.lijst:
        zeg("\n\n".join(_toon_lijst(regio, lees_runs(opdracht.paden, regio)) for regio in regios))
        return 0
    paren = {regio: _kies_runs(opdracht, regio, alleen=len(regios) == 1) for regio in regios}
    if not any(paren.values()):
        raise DataFout(
            "vergelijken",
            "van geen enkele regio zijn er twee runs met verschillende uitkomsten",
            "eerst run_all.py draaien met nieuwe berichten of andere opties",
        )
    bladen = []
    for regio, paar in paren.items():
        blad = _blad(opdracht.paden, regio, paar)
        zeg(f"{toon_vergelijking(blad)}\n")
        bladen.append(blad)
    pad = opdracht.paden.rapporten("intern") / PAGINA
    geef_vrij(opdracht.paden, None, {pad: maak_vergelijkpagina(bladen).encode()})
    zeg(f"Alles, ook per aanbieder, staat in {pad}. VERTROUWELIJK: met precieze aantallen.")
    return 0


def _blad(paden: Paden, regio: str, paar: tuple[Run, Run] | None) -> Vergelijkblad:
    # Imported here: the command must answer at once when there is nothing to compare.
    from normwijzer.uitvoering.vergelijken import vergelijk

    instelling = lees_regio(paden, regio)
    if paar is None:
        return Vergelijkblad(instelling.naam, ["Van deze regio zijn er nog geen twee runs om te vergelijken."])
    zeg(f"{regio}: run {paar[0].nummer} en run {paar[1].nummer} vergelijken")
    uit = vergelijk(paden, instelling, *paar)
    nieuw = meervoud(uit.nieuw, "bericht", "berichten")
    te_laat = f"; {uit.nagekomen} daarvan hebben een dagtekening tot en met de oude peildag" if uit.nagekomen else ""
    kop = [*(_noem(run) for run in paar), f"Erbij gekomen tussen de twee runs: {nieuw}{te_laat}."]
    aanbieders = dict(zip(instelling.aanbieders["agb"], instelling.aanbieders["naam"], strict=True))
    return Vergelijkblad(instelling.naam, kop, uit.cijfers, uit.stappen, uit.programma, uit.opties, aanbieders)


def _noem(run: Run) -> str:
    commit = f", commit {run.commit[:12]}" if run.commit else ""
    return (
        f"Run {run.nummer}, gemaakt op {datum(run.gemaakt)}, bekend op {datum(run.bekend_op)}, versie "
        f"{run.versie or 'onbekend'}{commit}."
    )


def _kies_regios(opdracht: Opdracht) -> list[str]:
    bestaand = vind_regios(opdracht.paden)
    for regio in opdracht.regios:
        if regio not in bestaand:
            raise DataFout(
                "--regio", f"'{regio}' bestaat niet{suggest(regio, bestaand)}", ", ".join(bestaand) or "nog geen enkele"
            )
    regios = list(opdracht.regios) or bestaand
    if not regios:
        raise DataFout(str(opdracht.paden.regios), "er is nog geen regio", "eerst run_all.py draaien")
    if (opdracht.van or opdracht.naar) and len(regios) > 1:
        raise DataFout(
            "--van en --naar", "elke regio nummert haar runs zelf", f"één --regio erbij: {', '.join(bestaand)}"
        )
    return regios


def _kies_runs(opdracht: Opdracht, regio: str, *, alleen: bool) -> tuple[Run, Run] | None:
    """The two runs; None when the region has no two and others were asked too."""
    runs = {run.nummer: run for run in lees_runs(opdracht.paden, regio)}
    for optie, nummer in (("--van", opdracht.van), ("--naar", opdracht.naar)):
        if nummer is not None and nummer not in runs:
            raise DataFout(optie, f"run {nummer} van {regio} is er niet", _som(runs) or "nog geen enkele run")
    if len(runs) < 2:
        if not alleen:
            return None
        hoeveel = "nog maar één run" if runs else "nog geen run"
        raise DataFout(
            f"regio {regio}", f"er is {hoeveel} bewaard; om te vergelijken zijn er twee nodig",
            "een run_all.py met andere uitkomsten: nieuwe berichten, een andere --bekend-op of andere opties",
        )  # fmt: skip
    nummers = sorted(runs)
    naar = opdracht.naar if opdracht.naar is not None else nummers[-1]
    eerder = [nummer for nummer in nummers if nummer < naar]
    van = opdracht.van if opdracht.van is not None else (eerder[-1] if eerder else None)
    if van is None or van == naar:
        raise DataFout("--van en --naar", "vergelijken kan alleen twee verschillende runs", _som(runs))
    return runs[van], runs[naar]


def _toon_lijst(regio: str, runs: list[Run]) -> str:
    if not runs:
        return f"{regio}: nog geen run bewaard."
    rijen, vorige = [], None
    for run in runs:
        programma = "dat van nu" if run.code == digest_code() else f"{run.versie} {run.commit[:7]}".strip()
        jaren = ", ".join(map(str, run.jaren))
        rijen.append((run.nummer, run.gemaakt, run.bekend_op, jaren, programma, _anders(vorige, run)))
        vorige = run
    return als_tekst(Tabel(f"Runs van {regio}", _LIJST, rijen))


def _anders(vorige: Run | None, run: Run) -> str:
    if vorige is None:
        return ""
    wat = {
        "bekend op": vorige.bekend_op != run.bekend_op,
        "instellingen": (vorige.opties, vorige.gemeenten, vorige.families, vorige.jaren)
        != (run.opties, run.gemeenten, run.families, run.jaren),
        "bronnen": vorige.bronnen != run.bronnen,
        "programma": vorige.code != run.code,
        "cijfers": vorige.cijfers != run.cijfers,
    }
    return ", ".join(naam for naam, anders in wat.items() if anders)


def _som(runs) -> str:
    return ", ".join(str(nummer) for nummer in sorted(runs))
