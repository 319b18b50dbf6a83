"""By hand: `PYTHONPATH=lib:tests python -m aanval.doen DATA JAAR FAMILIE [REGIO] [--hele]`; or two folders of reports.

Prints the reports of both editions from outcomes that lie in DATA/werk to a temporary folder and attacks them.
`python -m aanval.doen --mappen GEDEELD INTERN` attacks what lies there already.
"""

import sys
import tempfile
from pathlib import Path

from aanval import rechter
from aanval.feiten import lees_feiten
from aanval.lezen import lees_batch
from aanval.sporen import zoek_sporen


def val_aan(gedeeld: Path, intern: Path) -> list:
    """Everything that falls in a batch, softly and hard, and traces in the text."""
    waarheid, batch, vallen = rechter.lees_waarheid(intern), lees_batch(gedeeld), {}
    for gissend in (False, True):
        feiten = lees_feiten(batch, gissend=gissend)
        for val in [*rechter.val_zacht(feiten, waarheid), *rechter.val_hard(feiten, waarheid)]:
            vallen.setdefault(val.sleutel, val)
    return [*vallen.values(), *zoek_sporen(batch)]


def main(argumenten: list[str]) -> None:
    if argumenten[0] == "--mappen":
        gevallen = val_aan(Path(argumenten[1]), Path(argumenten[2]))
    else:
        from aanval.drukken import druk
        from normwijzer.paden import Paden

        data, jaar, familie, *rest = argumenten
        regios = rest[:1] or sorted(map_.name for map_ in (Path(data) / "werk").iterdir() if map_.is_dir())
        map_ = Path(tempfile.mkdtemp(prefix="aanval_"))
        for regio in regios:
            for editie in ("deelbaar", "intern"):
                druk(Paden(Path(data), map_), regio, int(jaar), familie, editie)
        print(map_)
        gevallen = val_aan(map_, map_ / "intern")
    for val in gevallen:
        print(val)
    print(len(gevallen), "gevallen")


if __name__ == "__main__":
    main(sys.argv[1:])
