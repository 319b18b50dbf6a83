"""Demo regions from nothing to files: people, their care under both laws, the messages about it, and the truth."""

import os
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from normwijzer.demo.declareren import declareer
from normwijzer.demo.inrichting import laad_werelden
from normwijzer.demo.jeugd import Kalm, maak_jeugdigen, schrijf_bevolking, schrijf_opgave
from normwijzer.demo.leven import leef
from normwijzer.demo.melden import maak_retouren, meld_leveringen
from normwijzer.demo.personen import geef_bsns, maak_clienten
from normwijzer.demo.proces import schrijf_proces
from normwijzer.demo.soorten import Bericht, Client, Declaratie, Wereld
from normwijzer.demo.toewijzen import meld_toewijzingen
from normwijzer.demo.verpakken import nummer, schrijf_bestanden, schrijf_kapotte
from normwijzer.demo.verzoeken import meld_verzoeken
from normwijzer.demo.waarheid import MERK, schrijf_regio, schrijf_tellingen, schrijf_waarheid
from normwijzer.fouten import DataFout

EERSTE_NUMMER = 100001


@dataclass(slots=True, eq=False)
class Verhaal:
    """One region under one law: who, what was sent, and every claim with its fate."""

    wereld: Wereld
    clienten: list[Client]
    berichten: list[Bericht]
    declaraties: list[Declaratie] = field(default_factory=list)


def maak_demo(
    data: Path, *, zaad: int = 1, schaal: int = 1, voortgang: Callable[[str], None] | None = None
) -> list[str]:
    """Write the two demo regions below data/regios; the same zaad and schaal give the same bytes.

    Args:
        data: the data folder; made when absent.
        zaad: seed, 0 or higher.
        schaal: multiplies the number of clients, 1 or higher.
        voortgang: called with one Dutch line per step.

    Returns:
        Folder names of the regions, in fixed order. Each holds regio.toml, producten.csv, aanbieders.csv,
        berichten/, registraties/ and waarheid/ (Jeugdwet: waarheid/jeugd/). The invented population of their
        gemeenten goes to data/landelijk, unless real figures lie there.

    Raises:
        DataFout: zaad or schaal is not usable, or a folder with one of these names is not a demo region.
            Then nothing has been written. A region is put in place whole or not at all.
    """
    for naam, waarde, laagste in (("--zaad", zaad, 0), ("--schaal", schaal, 1)):
        if isinstance(waarde, bool) or not isinstance(waarde, int) or waarde < laagste:
            raise DataFout(naam, f"{waarde} is geen bruikbare waarde", f"een heel getal vanaf {laagste}")
    zeg = voortgang or (lambda tekst: None)
    werelden = laad_werelden(zaad, schaal)
    for wereld in werelden:
        _bewaak(data / "regios" / wereld.map)
    bsns = geef_bsns()
    groepen = maak_clienten(werelden, bsns)
    for wereld, clienten in zip(werelden, groepen, strict=True):
        for client in clienten:
            leef(client, wereld)
        wmo, jeugd = _vertel(wereld, clienten), _vertel(wereld.jeugd, maak_jeugdigen(wereld.jeugd, bsns))
        zeg(f"{wereld.naam}: zorg van {len(clienten)} verzonnen cliënten en {len(jeugd.clienten)} verzonnen jeugdigen")
        zeg(f"{wereld.naam}: {len(wmo.berichten) + len(jeugd.berichten)} berichten schrijven")
        _schrijf(data, wmo, jeugd, zaad)
    if not schrijf_bevolking(data, werelden):
        zeg("data/landelijk/bevolking.csv bestaat al en is niet van de demo; het blijft zoals het is.")
    return [wereld.map for wereld in werelden]


def is_demo(map_: Path) -> bool:
    """Whether the region folder was made by the demo: marked synthetic and holding the demo's own mark."""
    try:
        regio = tomllib.loads((map_ / "regio.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return regio.get("synthetisch") is True and (map_ / MERK).is_file()


def _bewaak(doel: Path) -> None:
    if (doel.exists() or doel.is_symlink()) and (doel.is_symlink() or not is_demo(doel)):
        raise DataFout(
            f"data/regios/{doel.name}",
            "deze map bestaat al en is geen demoregio; er is niets overschreven",
            "een map die door `run_all.py demo` is gemaakt, of een andere --data",
        )


def _vertel(wereld: Wereld, clienten: list[Client]) -> Verhaal:
    """All messages about what the clients lived through."""
    _nummer_toewijzingen(clienten)
    verhaal = Verhaal(wereld, clienten, [bericht for client in clienten for bericht in _over_client(client, wereld)])
    toewijzingen = [toewijzing for client in clienten for toewijzing in client.toewijzingen]
    berichten = verhaal.berichten + declareer(toewijzingen, wereld, verhaal.declaraties)
    toeval = Random(f"{wereld.zaad}/retouren"), Random(f"{wereld.zaad}/retouren/uitstel")
    verhaal.berichten = nummer(berichten + maak_retouren(berichten, wereld.slot, *toeval))
    return verhaal


def _over_client(client: Client, wereld: Wereld) -> list[Bericht]:
    r = (Kalm if client.kalm else Random)(f"{wereld.zaad}/melden/{client.nummer}")
    berichten: list[Bericht] = []
    if wereld.wet == "wmo":
        berichten += [bericht for t in client.toewijzingen for bericht in meld_verzoeken(t, wereld, r)]
    berichten += meld_toewijzingen(client, wereld, r)
    berichten += [bericht for t in client.toewijzingen for bericht in meld_leveringen(t, wereld, r)]
    if client.geboren_onmogelijk:
        for bericht in berichten:
            if bericht.soort in ("301", "305", "307", "315"):
                bericht.gebrek = bericht.gebrek or "geboortedatum"
    return berichten


def _nummer_toewijzingen(clienten: list[Client]) -> None:
    """Numbers per gemeente in order of decision; two gemeenten (and the two laws) use the same numbers."""
    alle = [t for client in clienten for t in client.toewijzingen if not t.product.taakgericht]
    alle.sort(key=lambda t: (t.versies[0].datum, t.versies[0].tijd, t.client.nummer))
    volgende: dict[str, int] = {}
    for toewijzing in alle:
        code = toewijzing.gemeente.code
        toewijzing.nummer = volgende.get(code, EERSTE_NUMMER)
        volgende[code] = toewijzing.nummer + 1


def _schrijf(data: Path, wmo: Verhaal, jeugd: Verhaal, zaad: int) -> None:
    """Build the region beside its place and move it there in one step."""
    (data / "regios").mkdir(parents=True, exist_ok=True)
    tijdelijk = Path(tempfile.mkdtemp(prefix=".demo_", dir=data))
    try:
        nieuw = tijdelijk / "nieuw"
        (nieuw / "waarheid" / "jeugd").mkdir(parents=True)
        _schrijf_berichten(nieuw, wmo, jeugd)
        schrijf_opgave(nieuw, jeugd.wereld, jeugd.clienten)
        schrijf_proces(nieuw, [(v.wereld, v.clienten, v.declaraties) for v in (wmo, jeugd)])
        schrijf_waarheid(nieuw / "waarheid", wmo.clienten, wmo.declaraties)
        schrijf_waarheid(nieuw / "waarheid" / "jeugd", jeugd.clienten, jeugd.declaraties)
        schrijf_regio(nieuw, wmo.wereld, zaad)
        doel = data / "regios" / wmo.wereld.map
        _bewaak(doel)
        if doel.exists():
            os.replace(doel, tijdelijk / "oud")
        os.replace(nieuw, doel)
    finally:
        shutil.rmtree(tijdelijk, ignore_errors=True)


def _schrijf_berichten(nieuw: Path, wmo: Verhaal, jeugd: Verhaal) -> None:
    telling: dict[str, Counter] = {}
    bijzonder: list[tuple[str, str]] = []
    for verhaal in (wmo, jeugd):
        apart, telling[verhaal.wereld.wet] = schrijf_bestanden(nieuw / "berichten", verhaal.berichten, verhaal.wereld)
        bijzonder += apart
    bijzonder += schrijf_kapotte(nieuw / "berichten", wmo.berichten[0], wmo.wereld.gemeenten[0].code)
    laatste = max(bericht.dag for verhaal in (wmo, jeugd) for bericht in verhaal.berichten)
    schrijf_tellingen(nieuw / "waarheid", telling, sorted(bijzonder), laatste)
