"""Helpers: a small region on disk, rows of an aanbiederopgave, and filled forms."""

import io
from pathlib import Path

import openpyxl
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.registraties import OPGAVEKOLOMMEN, lees_bronnen

KOP = ";".join(OPGAVEKOLOMMEN)
AGB, ANDER = "42420001", "02420002"
AANBIEDERS = f"agb;naam;contractpartij\n{AGB};De Zilveren Boom;\n{ANDER};Huis = Thuis;\n"


def maak_regio(map_: Path, aanbieders: str | None = AANBIEDERS) -> Paden:
    """Region `proef` with gemeenten 9901 and 9902 in an otherwise empty data folder."""
    paden = Paden(map_ / "data", map_ / "reports")
    folder = paden.regio("proef")
    paden.registraties("proef").mkdir(parents=True)
    (folder / "regio.toml").write_text(
        'naam = "Proef"\njaren = [2025]\nfamilies = ["jeugd_transformatie"]\nsynthetisch = true\n'
        '[gemeenten]\n9901 = "Zeldermeer"\n9902 = "Oostwoud"\n',
        encoding="utf-8",
    )
    (folder / "producten.csv").write_text(
        "wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot\njw;43;;;pleegzorg;;;\n", encoding="utf-8"
    )
    if aanbieders is not None:
        (folder / "aanbieders.csv").write_text(aanbieders, encoding="utf-8")
    return paden


def leg_csv(paden: Paden, *regels: str, kop: str = KOP, naam: str = "aanbiederopgave.csv") -> Path:
    pad = paden.registraties("proef") / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text("\n".join([kop, *regels, ""]), encoding="utf-8")
    return pad


def leg_xlsx(pad: Path, rijen: list[list], blad: str = "Opgave") -> Path:
    """A workbook with these rows from row 1."""
    boek = openpyxl.Workbook()
    boek.active.title = blad
    for rij in rijen:
        boek.active.append(rij)
    pad.parent.mkdir(parents=True, exist_ok=True)
    boek.save(pad)
    return pad


def lees(paden: Paden):
    return lees_bronnen(paden, lees_regio(paden, "proef"))


def telling(bronnen) -> dict[str, int]:
    return bronnen.signalen.groupby("signaal")["aantal"].sum().to_dict()


def vul(inhoud: bytes | Path, pad: Path, waarden: dict[tuple[str, int | None], tuple]) -> Path:
    """Fill a form: (indicator, halfjaar) -> (teller, noemer, waarde, opmerking), the last ones may be left out."""
    boek = openpyxl.load_workbook(io.BytesIO(inhoud) if isinstance(inhoud, bytes) else inhoud)
    blad = boek["Opgave"]
    kop = [cel.value for cel in blad[1]]
    for regel in range(2, blad.max_row + 1):
        rij = {naam: blad.cell(regel, nummer) for nummer, naam in enumerate(kop, start=1)}
        ingevuld = waarden.get((rij["indicator"].value, rij["halfjaar"].value), ())
        for naam, waarde in zip(("teller", "noemer", "waarde", "opmerking"), ingevuld, strict=False):
            rij[naam].value = waarde
    pad.parent.mkdir(parents=True, exist_ok=True)
    boek.save(pad)
    return pad
