"""The command `opgave lezen`: returned forms into aanbiederopgave.csv."""

import os
from collections.abc import Collection
from pathlib import Path

from normwijzer.fouten import DataFout, leesfout
from normwijzer.regio import lees_regio
from normwijzer.registraties import bekende_aanbieders
from normwijzer.registraties.ontvangst import Ontvangst, neem_op
from normwijzer.registraties.toegang import bestaat, maskeer_naam
from normwijzer.uitvoering.bestanden import schrijf_heel
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rechten import schrijffout, toon_pad, zeg_rechten
from normwijzer.uitvoering.voortgang import zeg

_SOORTEN = (".xlsx", ".csv")


@zeg_rechten()
def lees_opgave(opdracht: Opdracht) -> int:
    """Merge returned forms and say what is missing, double or impossible; 0 all taken over, 1 something was refused.

    Raises:
        DataFout: no forms, nothing in them that can be used, or the existing file cannot be read or replaced.
    """
    regio = lees_regio(opdracht.paden, opdracht.regios[0])
    map_ = opdracht.paden.registraties(regio.map)
    codes = bekende_aanbieders(opdracht.paden, regio)
    formulieren, geweigerd = _vind(opdracht.bestanden or (map_ / "ontvangen",), codes or (), not opdracht.bestanden)
    doel = map_ / "aanbiederopgave.csv"
    if not formulieren:
        raise DataFout("opgave lezen", " ".join(["er is geen formulier om te lezen.", *geweigerd]), ".xlsx of .csv")
    ontvangst = neem_op(formulieren, doel, regio, codes)
    _toon(ontvangst, geweigerd)
    if not ontvangst.per_bestand["geland"].sum():
        raise DataFout(
            "opgave lezen", "er is niets bruikbaars gevonden; er is niets veranderd", "minstens één ingevulde regel"
        )
    try:
        schrijf_heel(doel, ontvangst.inhoud)
    except OSError as fout:
        raise schrijffout(doel, fout) from None
    zeg(f"\nGeschreven: {doel}")
    if bestaat(map_ / "aanbiederopgave.xlsx"):
        zeg(f"Let op: {map_ / 'aanbiederopgave.xlsx'} wordt ook gelezen; wat in beide staat, is dubbel.")
    return 1 if geweigerd or any(melding.geweigerd for melding in ontvangst.meldingen) else 0


def _vind(gevraagd: tuple[Path, ...], codes: Collection[str], standaard: bool) -> tuple[dict[str, Path], list[str]]:
    """Name for people -> form, and a sentence on each file or folder that cannot be read as one."""
    paden: dict[str, Path] = {}
    dicht: list[str] = []
    for pad in gevraagd:
        if pad.is_dir():
            gevonden, nieuw = _vind_in_map(pad)
            dicht += [f"{maskeer_naam(naam, codes)}: {reden}" for naam, reden in nieuw]
        elif bestaat(pad):
            gevonden = {pad.name: pad}
        else:
            hint = "; zet de ingevulde formulieren daar, of noem ze in de opdracht" if standaard else ""
            raise DataFout(toon_pad(pad), f"bestaat niet{hint}", "een bestand of map met ingevulde formulieren")
        for naam in sorted(gevonden):
            paden[_eigen_naam(maskeer_naam(naam, codes), paden)] = gevonden[naam]
    goed = {naam: pad for naam, pad in paden.items() if pad.suffix.lower() in _SOORTEN}
    zin = "{}: is geen .xlsx of .csv en is niet gelezen; sla het op als Excel-werkmap (.xlsx)."
    return goed, [*dicht, *(zin.format(naam) for naam in sorted(paden) if naam not in goed)]


def _eigen_naam(naam: str, bezet: Collection[str]) -> str:
    """The name, with a number when another file has it too."""
    nummer, uit = 1, naam
    while uit in bezet:
        nummer += 1
        uit = f"{naam} ({nummer})"
    return uit


def _vind_in_map(map_: Path) -> tuple[dict[str, Path], list[tuple[str, str]]]:
    """Files in the folder and below, by their path in it; and (path, reason) of what is closed or gone.

    Raises:
        PermissionError: the folder itself is closed.
    """
    os.scandir(map_).close()
    gevonden: dict[str, Path] = {}
    dicht: list[tuple[str, str]] = []

    def zeg_dicht(fout: OSError) -> None:
        plaats = Path(fout.filename).relative_to(map_).as_posix()
        dicht.append((plaats, f"deze map kan niet worden gelezen ({leesfout(fout)}); wat erin staat is niet gelezen."))

    for hier, _, namen in os.walk(map_, onerror=zeg_dicht):
        for naam in namen:
            pad = Path(hier) / naam
            if naam.startswith((".", "~$")):
                continue
            plaats = pad.relative_to(map_).as_posix()
            if not bestaat(pad):
                dicht.append((plaats, "bestaat niet meer: het is een snelkoppeling naar niets."))
            else:
                gevonden[plaats] = pad
    return gevonden, sorted(dicht)


def _toon(ontvangst: Ontvangst, geweigerd: list[str]) -> None:
    kop = [("bestand", "ingevuld", "overgenomen")]
    rijen = kop + [(rij.bestand, str(rij.gelezen), str(rij.geland)) for rij in ontvangst.per_bestand.itertuples()]
    breedte = max(len(rij[0]) for rij in rijen)
    for bestand, gelezen, geland in rijen:
        zeg(f"{bestand.ljust(breedte)}  {gelezen.rjust(8)}  {geland.rjust(11)}")
    zeg(
        f"\nRegels: {ontvangst.nieuw} nieuw, {ontvangst.vervangen} vervangen, {ontvangst.gelijk} ongewijzigd, "
        f"{ontvangst.behouden} van eerder behouden."
    )
    _toon_lijst("Vervangen", ontvangst.vervangingen)
    _toon_lijst("Niet in orde", [*geweigerd, *map(str, ontvangst.meldingen)])
    _toon_lijst("Ontbreekt", ontvangst.ontbreekt)


def _toon_lijst(kop: str, regels: list[str]) -> None:
    if regels:
        zeg("\n".join([f"\n{kop}:", *(f"  {regel}" for regel in regels)]))
