"""Demo regions from nothing to files: people, their care, the messages about it, and the truth."""

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

from normwijzer.demo.declareren import declareer
from normwijzer.demo.inrichting import laad_werelden
from normwijzer.demo.leven import leef
from normwijzer.demo.melden import maak_retouren, meld_leveringen
from normwijzer.demo.personen import maak_clienten
from normwijzer.demo.soorten import Bericht, Client, Wereld
from normwijzer.demo.toewijzen import meld_toewijzingen
from normwijzer.demo.verpakken import nummer, schrijf_bestanden
from normwijzer.demo.verzoeken import meld_verzoeken
from normwijzer.demo.waarheid import MERK, schrijf_regio, schrijf_waarheid
from normwijzer.fouten import DataFout

EERSTE_NUMMER = 100001


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
        berichten/ and waarheid/.

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
    for wereld, clienten in zip(werelden, maak_clienten(werelden), strict=True):
        zeg(f"{wereld.naam}: zorg van {len(clienten)} verzonnen cliënten")
        berichten = _maak_berichten(wereld, clienten)
        zeg(f"{wereld.naam}: {len(berichten)} berichten schrijven")
        _schrijf(data, wereld, clienten, berichten, zaad)
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


def _maak_berichten(wereld: Wereld, clienten: list[Client]) -> list[Bericht]:
    for client in clienten:
        leef(client, wereld)
    _nummer_toewijzingen(clienten)
    berichten = [bericht for client in clienten for bericht in _over_client(client, wereld)]
    toewijzingen = [toewijzing for client in clienten for toewijzing in client.toewijzingen]
    berichten += declareer(toewijzingen, wereld)
    return nummer(berichten + maak_retouren(berichten, wereld.slot, Random(f"{wereld.zaad}/retouren")))


def _over_client(client: Client, wereld: Wereld) -> list[Bericht]:
    r = Random(f"{wereld.zaad}/melden/{client.nummer}")
    berichten = [bericht for t in client.toewijzingen for bericht in meld_verzoeken(t, wereld, r)]
    berichten += meld_toewijzingen(client, wereld, r)
    berichten += [bericht for t in client.toewijzingen for bericht in meld_leveringen(t, wereld, r)]
    if client.geboren_onmogelijk:
        for bericht in berichten:
            if bericht.soort in ("301", "305", "307", "315"):
                bericht.gebrek = bericht.gebrek or "geboortedatum"
    return berichten


def _nummer_toewijzingen(clienten: list[Client]) -> None:
    """Numbers per gemeente in order of decision; two gemeenten use the same numbers."""
    alle = [t for client in clienten for t in client.toewijzingen if not t.product.taakgericht]
    alle.sort(key=lambda t: (t.versies[0].datum, t.versies[0].tijd, t.client.nummer))
    volgende: dict[str, int] = {}
    for toewijzing in alle:
        code = toewijzing.gemeente.code
        toewijzing.nummer = volgende.get(code, EERSTE_NUMMER)
        volgende[code] = toewijzing.nummer + 1


def _schrijf(data: Path, wereld: Wereld, clienten: list[Client], berichten: list[Bericht], zaad: int) -> None:
    """Build the region beside its place and move it there in one step."""
    (data / "regios").mkdir(parents=True, exist_ok=True)
    tijdelijk = Path(tempfile.mkdtemp(prefix=".demo_", dir=data))
    try:
        nieuw = tijdelijk / "nieuw"
        (nieuw / "waarheid").mkdir(parents=True)
        bijzonder, telling = schrijf_bestanden(nieuw / "berichten", berichten, wereld)
        schrijf_waarheid(nieuw / "waarheid", clienten, bijzonder, telling, max(b.dag for b in berichten))
        schrijf_regio(nieuw, wereld, zaad)
        doel = data / "regios" / wereld.map
        _bewaak(doel)
        if doel.exists():
            os.replace(doel, tijdelijk / "oud")
        os.replace(nieuw, doel)
    finally:
        shutil.rmtree(tijdelijk, ignore_errors=True)
