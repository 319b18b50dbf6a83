"""Making the shared files of a batch in this process: the notebook's own cells, without kernel and drawing."""

import json
import os
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.figure import Figure
from normwijzer.paden import Paden
from normwijzer.uitvoering import notebooks
from normwijzer.uitvoering.bestanden import schrijf_samen
from normwijzer.uitvoering.matrix import Vak


def druk(paden: Paden, regio: str, jaar: int, familie: str, editie: str) -> None:
    """Make one report as the program does, from outcomes already in data/werk.

    The gate is left out: what leaves the building must be safe by itself.
    Pictures stay white: what a picture says in words (alternative text, caption, table behind it) is as in the
    program. Raises RuntimeError when a cell fails, and what the program raises.
    """
    with mock.patch.object(notebooks, "draai", _voer_uit), mock.patch.object(notebooks, "geef_vrij", _schrijf):
        notebooks.maak_rapport(paden, Vak(regio, jaar, familie), None, editie)


def _schrijf(paden: Paden, regio: str | None, bestanden: dict[Path, bytes]) -> None:
    schrijf_samen(bestanden)


def _voer_uit(bron: Path, parameters: dict, paden: Paden, *, bewaar: Path) -> nbformat.NotebookNode:
    notebook = nbformat.v4.new_notebook()
    schil = InteractiveShell.instance()
    schil.reset()
    with _omgeving(paden), _zonder_tekenen():
        schil.user_ns.update(parameters)
        for cel in json.loads(bron.read_text(encoding="utf-8"))["cells"]:
            code = "".join(cel["source"])
            if cel["cell_type"] == "markdown":
                notebook.cells.append(nbformat.v4.new_markdown_cell(code))
            elif "parameters" not in cel["metadata"].get("tags", []):
                with capture_output() as gevangen:
                    uitslag = schil.run_cell(code)
                if not uitslag.success:
                    raise RuntimeError(f"{bron.stem} {parameters}: {uitslag.error_in_exec!r} in cel: {code}")
                uit = [nbformat.v4.new_output("display_data", data=dict(u.data)) for u in gevangen.outputs]
                notebook.cells.append(nbformat.v4.new_code_cell(code, outputs=uit))
    return notebook


@contextmanager
def _omgeving(paden: Paden):
    nieuw = {"NORMWIJZER_DATA": str(paden.data), "NORMWIJZER_REPORTS": str(paden.reports)}
    with mock.patch.dict(os.environ, nieuw):
        yield


@contextmanager
def _zonder_tekenen():
    """A figure is laid out and painted when it is saved; here it stays white."""
    with mock.patch.object(Figure, "draw", return_value=None):
        yield
