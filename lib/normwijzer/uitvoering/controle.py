"""The command `controleer`: read and check the input, write no report."""

from normwijzer.berichten import controleer
from normwijzer.fouten import DataFout
from normwijzer.kpi import check_opties
from normwijzer.regio import lees_regio
from normwijzer.registraties import lees_bronnen
from normwijzer.uitvoering.beginhulp import beginvoorbeeld, fout_zonder_instelling, ontbrekende_bestanden
from normwijzer.uitvoering.matrix import heeft_berichten, kies_regios
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.vangnet import Mislukking, probeer


def controleer_invoer(opdracht: Opdracht) -> int:
    """Check every region and say what was found; 0 when all settings are usable, else 2.

    Raises:
        DataFout: a region that was asked for is not there, or there is none.
    """
    met, zonder = kies_regios(opdracht)
    if not met and not zonder:
        raise DataFout(
            "regio's",
            f"in {opdracht.paden.regios} staat geen enkele regio",
            "python run_all.py demo maakt verzonnen regio's",
        )
    fouten = [fout for regio in sorted([*met, *zonder]) for fout in _controleer_regio(opdracht, regio)]
    print(
        f"\n{len(fouten)} keer iets gevonden dat eerst opgelost moet worden."
        if fouten
        else "\nDe invoer is te gebruiken.",
        flush=True,
    )
    return 2 if fouten else 0


def _controleer_regio(opdracht: Opdracht, regio: str) -> list[str]:
    """Messages about what makes this region unusable; everything else is only shown."""
    print(f"\n== {regio}", flush=True)
    fouten = []
    if heeft_berichten(opdracht.paden, regio):
        fouten += _controleer_berichten(opdracht, regio)
    else:
        print(f"Er zijn geen berichten in {opdracht.paden.berichten(regio)}.")
    uitkomst = probeer(opdracht.paden.logboek, _check_instelling, opdracht, regio)
    if isinstance(uitkomst, Mislukking):
        print(uitkomst.melding)
        fouten.append(uitkomst.melding)
    else:
        print(uitkomst)
    return fouten


def _controleer_berichten(opdracht: Opdracht, regio: str) -> list[str]:
    uitkomst = probeer(opdracht.paden.logboek, _lees_en_keur, opdracht, regio)
    if isinstance(uitkomst, Mislukking):
        print(uitkomst.melding)
        return [uitkomst.melding]
    print("\n".join(uitkomst.regels))
    if ontbrekende_bestanden(opdracht.paden, regio):
        print(f"\n{beginvoorbeeld(opdracht.paden, regio)}\n")
    return []


def _lees_en_keur(opdracht: Opdracht, regio: str):
    return controleer(opdracht.paden, regio, opdracht.xsd, taken=opdracht.taken)


def _check_instelling(opdracht: Opdracht, regio: str) -> str:
    if ontbrekende_bestanden(opdracht.paden, regio):
        raise fout_zonder_instelling(opdracht.paden, regio)
    instelling = lees_regio(opdracht.paden, regio)
    check_opties(instelling)
    for melding in lees_bronnen(opdracht.paden, instelling).meldingen:
        print(melding)
    return (
        f"Instellingen van {instelling.naam} in orde: jaren {', '.join(map(str, instelling.jaren))}; "
        f"families {', '.join(instelling.families)}; {len(instelling.gemeenten)} gemeenten, "
        f"{len(instelling.producten)} regels in producten.csv, {len(instelling.aanbieders)} aanbieders met een naam."
    )
