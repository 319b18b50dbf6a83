"""Computing norms again on disk, on a demo region: files, keys, and each cause by itself."""

import shutil

import pandas as pd
import pytest
from hulp_run import REGIO, neem_regio
from normwijzer.berichten import open_tabellen
from normwijzer.fouten import DataFout
from normwijzer.kpi.kwartalen import KOLOMMEN as KWARTALEN
from normwijzer.normen.combinaties import KOLOMMEN as COMBINATIES
from normwijzer.normen.herijking import KOLOMMEN
from normwijzer.normen.rijping import RIJPING, STAPPEN
from normwijzer.paden import Paden
from normwijzer.toestand import reconstrueer
from normwijzer.uitvoering import herijken
from normwijzer.uitvoering.bestanden import lees_json
from normwijzer.uitvoering.herijken import actuele_herijking, herijk, pad_herijking, sleutel_herijking
from normwijzer.uitvoering.normbestand import lees_besluiten, pad_normen

JAREN = (2023, 2024, 2025)
PER_JAAR = {"rijping": RIJPING, "rijping_stappen": STAPPEN, "combinaties": COMBINATIES, "kwartalen": KWARTALEN}


@pytest.fixture(scope="module")
def bron(demo_bron, tmp_path_factory):
    """A data folder of one demo region, read and computed again without exploring. Read only."""
    data = neem_regio(demo_bron, tmp_path_factory.mktemp("herijk") / "data")
    shutil.copytree(demo_bron / "werk" / REGIO, data / "werk" / REGIO)
    paden = Paden(data, data.parent / "reports")
    herijk(paden, REGIO, None, "sleutel", verken=False)
    return paden


@pytest.fixture
def paden(bron, tmp_path):
    """A copy of that folder without its messages, which have been read."""
    data, regio = tmp_path / "data", str(bron.regio(REGIO))
    shutil.copytree(bron.data, data, ignore=lambda map_, namen: ["berichten"] if map_ == regio else [])
    return Paden(data, tmp_path / "reports")


def _tabel(paden: Paden) -> pd.DataFrame:
    return pd.read_parquet(paden.werk(REGIO) / "herijking.parquet")


def _anders(tabel: pd.DataFrame) -> list[str]:
    return [naam for naam in tabel if naam.endswith("_anders") and tabel[naam].any()]


def test_elk_besluit_van_de_demo_komt_terug_zoals_het_was(bron):
    tabel, besluiten = _tabel(bron), lees_besluiten(bron, REGIO)
    assert list(tabel) == KOLOMMEN
    assert len(tabel) == len(besluiten) > 0
    assert tabel.gelijk.all()
    assert _anders(tabel) == []
    assert tabel.reden.eq("").all()
    assert tabel.teller_nu.tolist() == [besluit.basis.teller for besluit in besluiten]
    assert tabel.d_rest.abs().max() < 1e-8  # what is recorded is rounded, what is computed is not


def test_de_stand_zegt_waarvan_en_wordt_alleen_bij_dezelfde_sleutel_teruggegeven(bron):
    stand = lees_json(pad_herijking(bron, REGIO))
    assert (stand["besluiten"], stand["ongelijk"]) == (len(lees_besluiten(bron, REGIO)), 0)
    assert list(stand["bestanden"]) == ["herijking.parquet"]
    assert actuele_herijking(bron, REGIO, "sleutel") == stand
    assert actuele_herijking(bron, REGIO, "andere") is None


def test_een_veranderd_bestand_is_niet_meer_actueel(paden):
    pad = paden.werk(REGIO) / "herijking.parquet"
    pad.write_bytes(pad.read_bytes() + b" ")
    assert actuele_herijking(paden, REGIO, "sleutel") is None
    pad.unlink()
    assert actuele_herijking(paden, REGIO, "sleutel") is None


def test_een_ander_besluit_geeft_een_andere_sleutel(paden):
    def sleutels():
        return {sleutel_herijking(paden, REGIO, uit, verken=verken) for uit in ("a", "b") for verken in (True, False)}

    eerst = sleutels()
    assert len(eerst) == 4
    pad = pad_normen(paden, REGIO, 2024)
    pad.write_text(pad.read_text(encoding="utf-8").replace("norm = ", "norm =  ", 1), encoding="utf-8")
    assert not eerst & sleutels()
    pad.unlink()
    assert not eerst & sleutels()


def test_een_vastgelegde_digest_die_niet_klopt_wordt_per_oorzaak_herkend(paden):
    besluiten = lees_besluiten(paden, REGIO)
    pad = pad_normen(paden, REGIO, 2024)
    oud = pad.read_text(encoding="utf-8")
    for veld, verwacht in (("berichten", "berichten_anders"), ("bronnen", "bronnen_anders"), ("code", "code_anders")):
        eigen = getattr(besluiten[0].digest, veld)
        pad.write_text(oud.replace(eigen, "0" * len(eigen)), encoding="utf-8")
        herijk(paden, REGIO, None, "s", verken=False)
        tabel = _tabel(paden)
        assert _anders(tabel) == [verwacht]
        assert tabel.gelijk.all()


def test_een_ander_product_is_een_andere_bron_en_een_andere_uitkomst(paden):
    producten = paden.regio(REGIO) / "producten.csv"
    regels = producten.read_text(encoding="utf-8").splitlines()
    weg = next(regel for regel in regels if regel.startswith("wmo;") and regel.split(";")[3] == "1")
    producten.write_text("\n".join(regel for regel in regels if regel != weg) + "\n", encoding="utf-8")
    herijk(paden, REGIO, None, "s", verken=False)
    tabel = _tabel(paden)
    assert _anders(tabel) == ["bronnen_anders"]
    assert not tabel[tabel.perceel.eq("1")].gelijk.any()
    assert tabel[tabel.familie.ne("wmo")].gelijk.all()
    assert lees_json(pad_herijking(paden, REGIO))["ongelijk"] == int((~tabel.gelijk).sum()) > 0


def test_zonder_besluiten_is_de_tabel_leeg_en_de_stand_heel(paden):
    shutil.rmtree(paden.regio(REGIO) / "normen")
    stand = herijk(paden, REGIO, None, "s", verken=False)
    assert (stand["besluiten"], stand["ongelijk"]) == (0, 0)
    assert _tabel(paden).empty
    assert list(_tabel(paden)) == KOLOMMEN
    assert actuele_herijking(paden, REGIO, "s") == stand


def test_een_besluit_dat_niet_te_lezen_is_laat_alles_staan(paden):
    voor = (paden.werk(REGIO) / "herijking.parquet").read_bytes()
    pad_normen(paden, REGIO, 2024).write_text("[[besluit]]\nkpi = 1\n", encoding="utf-8")
    with pytest.raises(DataFout):
        herijk(paden, REGIO, None, "s", verken=False)
    assert (paden.werk(REGIO) / "herijking.parquet").read_bytes() == voor
    assert actuele_herijking(paden, REGIO, "sleutel") is not None


def test_verkennen_schrijft_vier_bestanden_per_jaar_en_de_laatste_dag_is_vandaag(paden):
    vandaag = pd.Timestamp("2025-02-15")  # few days of knowledge, so that this is quick
    stand = herijk(paden, REGIO, vandaag.date(), "s", verken=True)
    namen = {f"{jaar}/norm_bepalen/{naam}.parquet" for jaar in JAREN for naam in PER_JAAR}
    assert set(stand["bestanden"]) == namen | {"herijking.parquet"}
    assert stand["bekend_op"] == "2025-02-15"
    frames = {naam: pd.read_parquet(paden.werk(REGIO) / naam) for naam in namen}
    for naam, frame in frames.items():
        assert list(frame) == PER_JAAR[naam.split("/")[2].removesuffix(".parquet")]
    toestand = reconstrueer(open_tabellen(paden.werk(REGIO)), bekend_op=vandaag)
    regio = herijken.lees_regio(paden, REGIO)
    for jaar in JAREN:
        rijping = frames[f"{jaar}/norm_bepalen/rijping.parquet"]
        laatste = rijping[pd.to_datetime(rijping.bekend_op).eq(vandaag)]
        laatste = laatste.set_index(["familie", "kpi", "perceel", "soort"])
        assert len(laatste)
        for familie in ("wmo", "jeugd_transformatie"):
            heel = herijken.kpi.bereken_basis(familie, toestand, regio, jaar)
            heel = heel[heel.aanbieder.isna() & heel.gemeente.isna()]
            for rij in heel.itertuples():
                cel = (familie, rij.kpi, *("" if pd.isna(deel) else deel for deel in (rij.perceel, rij.soort)))
                if cel in laatste.index:
                    assert (laatste.teller[cel], laatste.noemer[cel]) == (rij.teller, rij.noemer), cel
        combinaties = frames[f"{jaar}/norm_bepalen/combinaties.parquet"]
        cellen = laatste.reindex(pd.MultiIndex.from_frame(combinaties[["familie", "kpi", "perceel", "soort"]]))
        binnen = cellen.waarde.between(combinaties.laagste.to_numpy() - 1e-12, combinaties.hoogste.to_numpy() + 1e-12)
        assert (binnen | cellen.waarde.isna()).all()
        kwartalen = frames[f"{jaar}/norm_bepalen/kwartalen.parquet"]
        assert set(kwartalen.jaar) <= {jaar}
        assert set(kwartalen.kwartaal) == ({1} if jaar == 2025 else {1, 2, 3, 4})
