"""Running notebooks: one report from one notebook; `python -m normwijzer.uitvoering.notebooks ververs`."""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
import papermill

from normwijzer.berichten import lees_berichten
from normwijzer.fouten import DataFout
from normwijzer.paden import NOTEBOOKS, PROJECT, Paden
from normwijzer.privacy import maskeer
from normwijzer.rapport.norm.werkboek import maak_norm_werkboek
from normwijzer.rapport.pagina import maak_pagina
from normwijzer.rapport.werkboek import maak_werkboek
from normwijzer.regio import lees_regio
from normwijzer.uitvoering.bestanden import schrijf_heel
from normwijzer.uitvoering.demobesluiten import maak_demoregios
from normwijzer.uitvoering.herijken import herijk, sleutel_herijking
from normwijzer.uitvoering.lezen import lees_rapport
from normwijzer.uitvoering.lezen_norm import lees_norm
from normwijzer.uitvoering.matrix import NORM_BEPALEN, Vak
from normwijzer.uitvoering.rekenen import reken
from normwijzer.uitvoering.stand import sleutel_uitkomsten
from normwijzer.uitvoering.uitgaven import als_register, check_uitgave, maak_uitgave
from normwijzer.uitvoering.vangnet import Mislukt, schrijf_logboek
from normwijzer.uitvoering.vrijgave import geef_vrij

KERNEL = "python3"
GECONTROLEERD = "nbval-check-output"


def maak_rapport(paden: Paden, vak: Vak, bekend_op: str, editie: str) -> None:
    """Run the notebook of one report and put the HTML and the workbook in place, both or neither.

    A notebook that fails is kept as `mislukt.ipynb` in the work folder; the report of before stays.

    Raises:
        Mislukt: a cell raised.
        DataFout: the outcomes are not there, or the report holds what may not leave the building (`Tegengehouden`).
    """
    werk = paden.werk_familie(vak.regio, vak.jaar, vak.familie)
    mislukt = werk / "mislukt.ipynb"
    parameters = {"regio": vak.regio, "jaar": vak.jaar, "bekend_op": bekend_op, "editie": editie}
    if vak.familie == NORM_BEPALEN:
        parameters["verkennen"] = False  # a page has no kernel behind its sliders
    try:
        notebook = draai(NOTEBOOKS / f"{vak.familie}.ipynb", parameters, paden, bewaar=mislukt)
        doel = paden.rapport(vak.regio, vak.jaar, vak.familie, editie)
        boek, register = _maak_boek(paden, vak, bekend_op, editie)
        pagina = maak_pagina(notebook).encode()
        geef_vrij(paden, vak.regio, {doel: pagina, doel.with_suffix(".xlsx"): boek, **register})
    except papermill.PapermillExecutionError as fout:
        schrijf_logboek(paden.logboek, f"{vak}\n{fout}")
        raise _als_mislukt(fout, vak.familie) from None
    mislukt.unlink(missing_ok=True)


def _maak_boek(paden: Paden, vak: Vak, bekend_op: str, editie: str) -> tuple[bytes, dict[Path, bytes]]:
    """The workbook, and for a shared report the register of what it shows, checked against what was shared before."""
    if vak.familie == NORM_BEPALEN:
        rapport = lees_norm(vak.regio, vak.jaar, bekend_op=bekend_op, editie=editie, paden=paden)
        boek = maak_norm_werkboek(rapport)
    else:
        rapport = lees_rapport(vak.regio, vak.jaar, vak.familie, bekend_op=bekend_op, editie=editie, paden=paden)
        boek = maak_werkboek(rapport)
    if editie == "intern":
        return boek, {}
    uitgave = maak_uitgave(paden, vak, rapport)
    check_uitgave(paden, vak, uitgave)
    return boek, als_register(paden, vak, uitgave)


def draai(bron: Path, parameters: dict, paden: Paden, *, bewaar: Path) -> nbformat.NotebookNode:
    """Execute a notebook with these parameters and return it executed; a failed one stays at `bewaar`.

    Raises:
        ValueError: a parameter that the notebook does not have (papermill would only log it).
        papermill.PapermillExecutionError: a cell raised.
    """
    check_parameters(bron, parameters)
    with tempfile.TemporaryDirectory() as map_, _omgeving(paden):
        uit = Path(map_) / bron.name
        try:
            papermill.execute_notebook(
                str(bron), str(uit), parameters=parameters, kernel_name=KERNEL, progress_bar=False, cwd=map_,
                extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
            )  # fmt: skip
        except papermill.PapermillExecutionError:
            schrijf_heel(bewaar, uit.read_bytes())
            raise
        return nbformat.read(uit, as_version=4)


def check_parameters(bron: Path, parameters: dict) -> None:
    """Raise ValueError for a parameter that the cell tagged `parameters` does not set."""
    bekend = set(papermill.inspect_notebook(str(bron)))
    onbekend = sorted(set(parameters) - bekend)
    if onbekend:
        raise ValueError(f"{bron.name} heeft geen parameter {', '.join(onbekend)}; wel: {', '.join(sorted(bekend))}")


def ververs(*, notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Execute every committed notebook with its own defaults on fresh demo data and store it with small text outputs.

    Marked cells keep their output; of other cells only the count stays. No images, no times, no paths.

    Returns:
        The notebooks written.
    """
    with tempfile.TemporaryDirectory() as map_:
        paden = Paden(Path(map_) / "data", Path(map_) / "reports")
        regios, klaar = maak_demoregios(paden), set()
        for pad in sorted(notebooks.glob("*.ipynb")):
            regio = papermill.inspect_notebook(str(pad))["regio"]["default"].strip("\"'")
            if regio not in regios:
                raise DataFout(
                    pad.name, f"de regio van de parameters is '{regio}'", f"een demoregio: {', '.join(regios)}"
                )
            if regio not in klaar:
                bereid_voor(paden, regio)
            klaar.add(regio)
            uitgevoerd = draai(pad, {}, paden, bewaar=paden.data / "mislukt.ipynb")
            schrijf_heel(pad, als_bron(uitgevoerd).encode())
    return sorted(notebooks.glob("*.ipynb"))


def bereid_voor(paden: Paden, regio: str) -> None:
    """Read the messages of one region and compute its outcomes and norms, so that its notebooks can run."""
    gelezen = lees_berichten(paden, regio, taken=1)
    families = lees_regio(paden, regio).families
    sleutel = sleutel_uitkomsten(paden, regio, families, None, gelezen.digest)
    reken(paden, regio, families, None, sleutel)
    herijk(paden, regio, None, sleutel_herijking(paden, regio, sleutel, verken=True), verken=True)


def als_bron(notebook: nbformat.NotebookNode) -> str:
    """Text of a notebook fit to commit: see `ververs`."""
    kaal = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
            "language_info": {"name": "python"},
        }
    )
    kaal.nbformat_minor = 5
    for nummer, cel in enumerate(
        cel for cel in notebook.cells if "injected-parameters" not in cel.metadata.get("tags", [])
    ):
        tags = cel.metadata.get("tags", [])
        schoon = nbformat.from_dict(
            {
                "cell_type": cel.cell_type,
                "id": f"cel-{nummer:02d}",
                "metadata": {"tags": tags} if tags else {},
                "source": cel.source,
            }
        )
        if cel.cell_type == "code":
            schoon["execution_count"] = cel.execution_count
            schoon["outputs"] = _printed(cel) if GECONTROLEERD in tags else []
        kaal.cells.append(schoon)
    nbformat.validate(kaal)
    return nbformat.writes(kaal).rstrip() + "\n"


def _printed(cel: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """What a cell printed, as one output: in how many pieces the kernel sent it differs from run to run."""
    tekst = "".join(uit.text for uit in cel.outputs if uit.output_type == "stream" and uit.name == "stdout")
    return [nbformat.v4.new_output("stream", name="stdout", text=tekst)] if tekst else []


class _omgeving:
    """Where the kernel finds the package and the data: through the environment, never as a parameter."""

    def __init__(self, paden: Paden) -> None:
        self._nieuw = {
            "NORMWIJZER_DATA": str(paden.data),
            "NORMWIJZER_REPORTS": str(paden.reports),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT / "lib"), os.environ.get("PYTHONPATH", "")])),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }

    def __enter__(self) -> None:
        self._oud = {naam: os.environ.get(naam) for naam in self._nieuw}
        os.environ.update(self._nieuw)

    def __exit__(self, *_) -> None:
        for naam, waarde in self._oud.items():
            if waarde is None:
                os.environ.pop(naam, None)
            else:
                os.environ[naam] = waarde


def _als_mislukt(fout: papermill.PapermillExecutionError, familie: str) -> Mislukt:
    bruikbaar = fout.ename == DataFout.__name__
    melding = maskeer(str(fout.evalue)) if bruikbaar else maskeer(f"{fout.ename}: {fout.evalue}")
    return Mislukt(f"{familie}.ipynb", fout.cell_index + 1, melding, bruikbaar)


def main(argumenten: list[str]) -> int:
    if argumenten != ["ververs"]:
        print("Gebruik: python -m normwijzer.uitvoering.notebooks ververs", file=sys.stderr)
        return 2
    try:
        for pad in ververs():
            print(f"ververst: {pad.name}")
    except DataFout as fout:
        print(fout, file=sys.stderr)
        return 2
    except papermill.PapermillExecutionError as fout:
        print(_als_mislukt(fout, "notebook"), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
