"""Making the reports of a run, and the pages beside them: what is up to date stays, a failure stops nothing else."""

from normwijzer.normen.onderwerp import NORMFAMILIES
from normwijzer.paden import Paden
from normwijzer.uitvoering.gespreksronde import maak_veilig, te_maken
from normwijzer.uitvoering.matrix import NORM_BEPALEN, Vak, families_beschikbaar
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.overzicht import Kern
from normwijzer.uitvoering.rapportstand import is_actueel, lees_kern, onthoud, onthoud_mislukt, vergeet_mislukt
from normwijzer.uitvoering.vangnet import Mislukking, probeer
from normwijzer.uitvoering.verdelen import verdeel
from normwijzer.uitvoering.verslag import Regel, Verslag, deelbaar
from normwijzer.uitvoering.voortgang import zeg


def maak_vakken(
    opdracht: Opdracht, vakken: list[Vak], standen: dict[str, dict], verslag: Verslag, voor: dict[Vak, Kern | None]
) -> None:
    """Make the reports; `voor` gets the headline figures that each of them had before, None without a report."""
    paden, editie = opdracht.paden, opdracht.editie
    regels = {vak: _eerste_regel(opdracht, vak, standen) for vak in vakken}
    verslag.regels = list(regels.values())
    werk = {
        vak: (_rapport_veilig, paden, vak, standen[vak.regio]["bekend_op"], editie)
        for vak, regel in regels.items()
        if regel.status == "te maken"
    }
    ligt_er = {vak for vak in werk if paden.rapport(vak.regio, vak.jaar, vak.familie, editie).is_file()}
    voor |= {vak: lees_kern(paden, vak, editie) if vak in ligt_er else None for vak in werk}
    for nummer, (vak, uitkomst, seconden) in enumerate(verdeel(opdracht.taken, werk), start=1):
        regel = regels[vak]
        regel.seconden = seconden
        if isinstance(uitkomst, Mislukking):
            regel.status, regel.melding = "mislukt", uitkomst.melding
            onthoud_mislukt(paden, vak, editie, deelbaar(paden, uitkomst.melding))
        else:
            regel.status = "gemaakt"
            onthoud(paden, vak, editie, _sleutel(vak, standen[vak.regio]), uitkomst)
        zeg(f"[{nummer}/{len(werk)}] {vak}: {regel.status} ({seconden:.1f} s)")


def maak_gesprekken(opdracht: Opdracht, vakken: list[Vak], standen: dict[str, dict], verslag: Verslag) -> None:
    """The pages for talks beside the reports; only those that failed get a line of their own."""
    if opdracht.alleen_uitkomsten:
        return
    paden, editie = opdracht.paden, opdracht.editie
    werk = {
        vak: (maak_veilig, paden, vak, standen[vak.regio]["bekend_op"], editie, standen[vak.regio]["normen"])
        for vak in te_maken(paden, vakken, standen, editie, opnieuw=opdracht.opnieuw)
    }
    for vak, uitkomst, seconden in verdeel(opdracht.taken, werk):
        mislukt = isinstance(uitkomst, Mislukking)
        if mislukt:
            verslag.regels.append(Regel(vak, "mislukt", seconden, melding=uitkomst.melding))
        zeg(f"{vak}: {'mislukt' if mislukt else 'gemaakt'} ({seconden:.1f} s)")


def _eerste_regel(opdracht: Opdracht, vak: Vak, standen: dict[str, dict]) -> Regel:
    if vak.familie not in families_beschikbaar():
        return Regel(vak, "niet beschikbaar", melding=f"deze versie kent alleen {', '.join(families_beschikbaar())}")
    if vak.regio not in standen:
        return Regel(vak, "mislukt")
    if melding := onbruikbaar(vak, standen):
        return Regel(vak, "mislukt", melding=melding)
    stand = standen[vak.regio]
    if opdracht.alleen_uitkomsten:
        return Regel(vak, "ongewijzigd" if stand["hergebruikt"] else "uitkomsten berekend", signalen=stand["signalen"])
    gelijk = not opdracht.opnieuw and is_actueel(opdracht.paden, vak, opdracht.editie, _sleutel(vak, stand))
    if gelijk:
        vergeet_mislukt(opdracht.paden, vak, opdracht.editie)
    return Regel(vak, "ongewijzigd" if gelijk else "te maken", signalen=stand["signalen"])


def onbruikbaar(vak: Vak, standen: dict[str, dict]) -> str:
    """What the user has to mend before this family of the region can be computed; empty when there is nothing."""
    stand = standen.get(vak.regio, {})
    if vak.familie == NORM_BEPALEN:
        return stand.get("zonder_normen", "")
    return stand.get("mislukt", {}).get(vak.familie, "")


def _sleutel(vak: Vak, stand: dict) -> str:
    """Key of what the report shows: the outcomes, and where norms can be shown the decisions too."""
    return stand["normen"] if vak.familie in (*NORMFAMILIES, NORM_BEPALEN) else stand["sleutel"]


def _rapport_veilig(paden: Paden, vak: Vak, bekend_op: str, editie: str):
    return probeer(paden.logboek, _maak_met_kern, paden, vak, bekend_op, editie)


def _maak_met_kern(paden: Paden, vak: Vak, bekend_op: str, editie: str) -> Kern:
    """Make one report and return its headline figures, which the index repeats."""
    # Imported here: only the processes that run notebooks need papermill, nbconvert, matplotlib and scipy.
    from normwijzer.rapport.kerncijfers import kerncijfers, kerncijfers_norm
    from normwijzer.uitvoering.lezen import lees_rapport
    from normwijzer.uitvoering.lezen_norm import lees_norm
    from normwijzer.uitvoering.notebooks import maak_rapport

    maak_rapport(paden, vak, bekend_op, editie)
    if vak.familie == NORM_BEPALEN:
        return kerncijfers_norm(lees_norm(vak.regio, vak.jaar, bekend_op=bekend_op, editie=editie, paden=paden))
    return kerncijfers(lees_rapport(vak.regio, vak.jaar, vak.familie, bekend_op=bekend_op, editie=editie, paden=paden))
