"""The command `opgave lezen`: returned forms into aanbiederopgave.csv."""

from pathlib import Path

from normwijzer.fouten import DataFout, leesfout
from normwijzer.regio import lees_regio
from normwijzer.registraties import bekende_aanbieders
from normwijzer.registraties.ontvangst import Ontvangst, neem_op
from normwijzer.uitvoering.bestanden import schrijf_heel
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.voortgang import zeg

_SOORTEN = (".xlsx", ".csv")


def lees_opgave(opdracht: Opdracht) -> int:
    """Merge returned forms and say what is missing, double or impossible; 0 all taken over, 1 something was refused.

    Raises:
        DataFout: no forms, nothing in them that can be used, or the existing file cannot be read or replaced.
    """
    regio = lees_regio(opdracht.paden, opdracht.regios[0])
    map_ = opdracht.paden.registraties(regio.map)
    formulieren, geweigerd = _vind(opdracht.bestanden or (map_ / "ontvangen",), standaard=not opdracht.bestanden)
    doel = map_ / "aanbiederopgave.csv"
    if not formulieren:
        raise DataFout("opgave lezen", " ".join(["er is geen formulier om te lezen.", *geweigerd]), ".xlsx of .csv")
    ontvangst = neem_op(formulieren, doel, regio, bekende_aanbieders(opdracht.paden, regio))
    _toon(ontvangst, geweigerd)
    if not ontvangst.per_bestand["geland"].sum():
        raise DataFout(
            "opgave lezen", "er is niets bruikbaars gevonden; er is niets veranderd", "minstens één ingevulde regel"
        )
    try:
        schrijf_heel(doel, ontvangst.inhoud)
    except OSError as fout:
        raise DataFout(
            str(doel), f"kan niet worden geschreven ({leesfout(fout)})", "sluit het bestand in Excel"
        ) from None
    zeg(f"\nGeschreven: {doel}")
    if (map_ / "aanbiederopgave.xlsx").exists():
        zeg(f"Let op: {map_ / 'aanbiederopgave.xlsx'} wordt ook gelezen; wat in beide staat, is dubbel.")
    return 1 if geweigerd or any(melding.geweigerd for melding in ontvangst.meldingen) else 0


def _vind(gevraagd: tuple[Path, ...], *, standaard: bool) -> tuple[dict[str, Path], list[str]]:
    """Name for people -> form, and a sentence on each file that cannot be one."""
    paden: dict[str, Path] = {}
    for pad in gevraagd:
        if pad.is_dir():
            paden |= {
                buur.relative_to(pad).as_posix(): buur
                for buur in sorted(pad.rglob("*"))
                if buur.is_file() and not buur.name.startswith((".", "~$"))
            }
        elif pad.is_file():
            paden[pad.name if pad.name not in paden else str(pad)] = pad
        else:
            hint = "; zet de ingevulde formulieren daar, of noem ze in de opdracht" if standaard else ""
            raise DataFout(str(pad), f"bestaat niet{hint}", "een bestand of map met ingevulde formulieren")
    goed = {naam: pad for naam, pad in paden.items() if pad.suffix.lower() in _SOORTEN}
    zin = "{}: is geen .xlsx of .csv en is niet gelezen; sla het op als Excel-werkmap (.xlsx)."
    return goed, [zin.format(naam) for naam in sorted(paden) if naam not in goed]


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
