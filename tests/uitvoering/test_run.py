"""run_all.py as a user runs it, on a demo region: reuse, packing, failures, exit codes."""

import json
import re
import shutil
import tarfile
import zipfile
from pathlib import Path

import nbformat
import pytest
from hulp_run import REGIO, neem_regio, run_all
from normwijzer.paden import Paden
from normwijzer.uitvoering import notebooks
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.notebooks import bereid_voor, check_parameters, draai, maak_rapport
from normwijzer.uitvoering.vangnet import Mislukt

JAREN, FAMILIES = (2023, 2024, 2025), ("wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces")
UITKOMSTEN = [
    f"{REGIO}/{jaar}/{familie}/{naam}"
    for jaar in JAREN
    for familie in FAMILIES
    for naam in ("uitkomsten.csv", "uitkomsten.parquet")
]


@pytest.fixture(scope="module")
def gerekend(demo_bron, tmp_path_factory):
    """A data folder whose outcomes were made by run_all.py, and what that run said."""
    map_ = tmp_path_factory.mktemp("run")
    data = neem_regio(demo_bron, map_ / "data")
    return data, run_all("--alleen-uitkomsten", "--taken", "2", data=data, reports=map_ / "reports")


def _bytes(data: Path) -> list[bytes]:
    return [(data / "werk" / naam).read_bytes() for naam in UITKOMSTEN]


def test_uitkomsten_van_alle_jaren_worden_gemaakt(gerekend):
    data, run = gerekend
    assert run.returncode == 0, run.stdout + run.stderr
    assert all(_bytes(data))
    assert (
        (data / "werk" / REGIO / "signalen.csv").read_text().startswith("signaal;wet;berichttype;gemeente;aanbieder;")
    )
    assert not list((data.parent / "reports").rglob("wmo.html"))


def test_tweede_run_zegt_ongewijzigd_en_laat_de_bestanden_staan(gerekend):
    data, _ = gerekend
    tijden = [(data / "werk" / naam).stat().st_mtime_ns for naam in UITKOMSTEN]
    run = run_all("--alleen-uitkomsten", data=data, reports=data.parent / "reports")
    assert run.returncode == 0
    assert run.stdout.count("ongewijzigd") >= 3
    assert tijden == [(data / "werk" / naam).stat().st_mtime_ns for naam in UITKOMSTEN]


def test_run_json_zegt_waarmee_het_gemaakt_is(gerekend):
    data, _ = gerekend
    run = json.loads((data.parent / "reports" / "run.json").read_text(encoding="utf-8"))
    assert {"argumenten", "versies", "git_commit", "regios", "rapporten"} <= set(run)
    assert run["regios"][REGIO]["bekend_op"] == "2026-03-13"
    assert len(run["regios"][REGIO]["invoer"]) == 64
    assert [(regel["jaar"], regel["familie"]) for regel in run["rapporten"]] == [
        (jaar, familie) for jaar in JAREN for familie in FAMILIES
    ]
    assert run["code"] == 0


def test_andere_verpakking_en_een_enkele_taak_geven_dezelfde_bytes(gerekend, tmp_path):
    data, _ = gerekend
    anders = tmp_path / "data"
    shutil.copytree(data / "regios", anders / "regios")
    shutil.copytree(data / "landelijk", anders / "landelijk")
    _verpak_opnieuw(anders / "regios" / REGIO / "berichten")
    run = run_all("--alleen-uitkomsten", "--taken", "1", data=anders, reports=tmp_path / "reports")
    assert run.returncode == 0, run.stderr
    assert _bytes(anders) == _bytes(data)


def _verpak_opnieuw(berichten: Path) -> None:
    """Everything out of its archives and into one zip, in another order and with every tenth file twice."""
    los = berichten.parent / "los"
    for nummer, pad in enumerate(sorted(pad for pad in berichten.rglob("*") if pad.is_file())):
        doel = los / f"{nummer}"
        doel.mkdir(parents=True)
        try:
            _pak_uit(pad, doel)
        except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, RuntimeError):
            shutil.rmtree(doel)  # a broken archive stays as it is
            doel.mkdir()
            shutil.copy(pad, doel)
    shutil.rmtree(berichten)
    berichten.mkdir()
    with zipfile.ZipFile(berichten / "alles.zip", "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archief:
        for nummer, pad in enumerate(sorted(pad for pad in los.rglob("*") if pad.is_file())[::-1]):
            if pad.suffix != ".xml":
                shutil.copy(pad, berichten / f"{nummer}-{pad.name}")
                continue
            archief.write(pad, f"{nummer}.xml")
            if nummer % 10 == 0:
                archief.write(pad, f"nogmaals/{nummer}.xml")


def _pak_uit(pad: Path, doel: Path) -> None:
    if zipfile.is_zipfile(pad):
        with zipfile.ZipFile(pad) as archief:
            archief.extractall(doel)
    elif pad.name.endswith(".tar.gz"):
        with tarfile.open(pad) as archief:
            archief.extractall(doel, filter="data")
    else:
        shutil.copy(pad, doel)


@pytest.mark.parametrize(
    ("argumenten", "melding"),
    [
        (["--regio", "zeldermer"], "bedoelt u 'zeldermeer'"),
        (["--jaar", "2019"], "Toegestaan: 2023, 2024, 2025"),
        (["--familie", "wmoo"], "Toegestaan: wmo"),
        (["--bekend-op", "2001-01-01"], "nog niets bekend"),
    ],
)
def test_wat_niet_bestaat_geeft_code_twee_met_wat_er_wel_is(gerekend, argumenten, melding):
    data, _ = gerekend
    reports = data.parent / "leeg"
    run = run_all(*argumenten, data=data, reports=reports)
    assert run.returncode == 2
    assert melding in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert not reports.exists()


def test_regio_zonder_instellingen_krijgt_een_voorbeeld_uit_haar_eigen_berichten(gedeeld, tmp_path):
    data = tmp_path / "data"
    berichten = data / "regios" / "nieuw" / "berichten"
    berichten.mkdir(parents=True)
    for pad in (gedeeld / "istandaarden" / "voorbeeldberichten").glob("WMO*.xml"):
        shutil.copy(pad, berichten)
    run = run_all(data=data, reports=tmp_path / "reports")
    assert run.returncode == 2
    assert "ontbreken regio.toml en producten.csv" in run.stderr
    assert 'families = ["wmo", "administratief_proces"]' in run.stdout
    assert "[gemeenten]" in run.stdout
    assert "wet;categorie;code;perceel;" in run.stdout
    assert sorted(pad.name for pad in (data / "regios" / "nieuw").iterdir()) == ["berichten"]


def test_kapotte_instelling_van_de_ene_regio_houdt_de_andere_niet_tegen(gerekend, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(gerekend[0], data)
    kapot = data / "regios" / "kapot"
    (kapot / "berichten").mkdir(parents=True)
    (kapot / "berichten" / "x.xml").write_text("<a/>")
    (kapot / "regio.toml").write_text("naam = ", encoding="utf-8")
    (kapot / "producten.csv").write_text("wet;categorie;code;perceel\n", encoding="utf-8")
    run = run_all("--alleen-uitkomsten", data=data, reports=tmp_path / "reports")
    assert run.returncode == 1
    assert "kapot/regio.toml" in run.stdout
    assert re.findall(rf"^{REGIO} +(\d+) +wmo +(?:ongewijzigd|uitkomsten berekend)", run.stdout, re.MULTILINE) == [
        "2023",
        "2024",
        "2025",
    ]


def test_controleer_zegt_wat_er_is_en_maakt_geen_rapport(gerekend):
    data, _ = gerekend
    run = run_all("controleer", data=data, reports=None)
    assert run.returncode == 0, run.stderr
    assert "Instellingen van Regio Zeldermeer in orde" in run.stdout
    assert "wmo301" in run.stdout


def test_controleer_met_kapotte_instelling_geeft_code_twee(tmp_path):
    regio = tmp_path / "data" / "regios" / "kapot"
    regio.mkdir(parents=True)
    (regio / "regio.toml").write_text("naam = 1\n", encoding="utf-8")
    run = run_all("controleer", data=tmp_path / "data", reports=None)
    assert run.returncode == 2
    assert "Traceback" not in run.stdout + run.stderr


def _notebook(pad: Path, *cellen: str) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cel) for cel in cellen])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.cells[0].metadata["tags"] = ["parameters"]
    pad.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, pad)
    return pad


def test_verkeerd_gespelde_parameter_is_een_fout(tmp_path):
    pad = _notebook(tmp_path / "n.ipynb", "jaar = 2024\nregio = 'x'")
    check_parameters(pad, {"jaar": 2023})
    with pytest.raises(ValueError, match="geen parameter jar; wel: jaar, regio"):
        check_parameters(pad, {"jar": 2023})


def test_mislukt_notebook_wordt_bewaard_en_het_goede_rapport_blijft_staan(tmp_path, monkeypatch):
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    vak = Vak(REGIO, 2024, "wmo")
    _notebook(
        tmp_path / "nb" / "wmo.ipynb",
        "regio = ''\njaar = 0\nbekend_op = ''\neditie = ''",
        "x = 1",
        "raise ValueError('cliënt 999911120 ontbreekt')",
    )
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path / "nb")
    rapport = paden.rapport(*vars(vak).values(), "deelbaar")
    rapport.parent.mkdir(parents=True)
    rapport.write_text("het goede rapport", encoding="utf-8")
    with pytest.raises(Mislukt) as fout:
        maak_rapport(paden, vak, "2026-03-13", "deelbaar")
    # papermill adds a cell with the parameters before the second one.
    assert str(fout.value) == "wmo.ipynb, cel 4: ValueError: cliënt … ontbreekt"
    assert (paden.werk_familie(REGIO, 2024, "wmo") / "mislukt.ipynb").is_file()
    assert rapport.read_text(encoding="utf-8") == "het goede rapport"


def test_notebook_vindt_de_data_via_de_omgeving_en_niet_via_een_parameter(tmp_path):
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    bron = _notebook(
        tmp_path / "n.ipynb", "jaar = 1", "from normwijzer.paden import Paden\nprint(Paden.standaard().data)"
    )
    uitgevoerd = draai(bron, {"jaar": 2}, paden, bewaar=tmp_path / "mislukt.ipynb")
    assert uitgevoerd.cells[-1].outputs[0].text.strip() == str(tmp_path / "data")
    assert str(tmp_path) not in uitgevoerd.cells[1].source


def test_uitkomsten_van_bereid_voor_zijn_die_van_de_run(gerekend, demo_bron, tmp_path):
    data = neem_regio(demo_bron, tmp_path / "data")
    bereid_voor(Paden(data, tmp_path / "reports"), REGIO)
    assert _bytes(data) == _bytes(gerekend[0])
