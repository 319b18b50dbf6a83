"""CBS downloads in both shapes give the same population; what is missing or damaged is told."""

import contextlib
import csv
import io

import pandas as pd
import pytest
from normwijzer.fouten import DataFout
from normwijzer.registraties import cbs
from normwijzer.registraties.cbs import lees_cbs, voeg_toe
from registraties.hulp_cbs import VERWACHT, klassieke_bestanden, leg_map, leg_zip, nieuwe_bestanden


def _rijen(gelezen) -> list[tuple]:
    return list(gelezen.rijen.itertuples(index=False, name=None))


def _nieuw(tmp_path):
    return leg_zip(tmp_path / "03759ned.zip", nieuwe_bestanden())


def _vormen(tmp_path):
    nieuw, klassiek, labels = nieuwe_bestanden(), klassieke_bestanden(), klassieke_bestanden(labels=True)
    data = next(iter(klassiek))
    return {
        "zip": leg_zip(tmp_path / "a" / "03759ned.zip", nieuw),
        "zip_met_map": leg_zip(tmp_path / "b" / "03759ned.zip", nieuw, "CBS/03759ned/"),
        "uitgepakte_map": leg_map(tmp_path / "c", nieuw),
        "observations": leg_map(tmp_path / "d", nieuw) / "Observations.csv",
        "klassiek": leg_map(tmp_path / "e", klassiek) / data,
        "klassieke_map": leg_map(tmp_path / "f", klassiek),
        "klassieke_zip": leg_zip(tmp_path / "g" / "x.zip", klassiek),
        "labels_met_metadata": leg_map(tmp_path / "h", labels) / next(iter(labels)),
    }


@pytest.mark.parametrize(
    "vorm",
    [
        "zip",
        "zip_met_map",
        "uitgepakte_map",
        "observations",
        "klassiek",
        "klassieke_map",
        "klassieke_zip",
        "labels_met_metadata",
    ],
)
def test_elke_vorm_geeft_dezelfde_bevolking(tmp_path, vorm):
    pad = _vormen(tmp_path)[vorm]
    gelezen = lees_cbs(pad)
    assert _rijen(gelezen) == VERWACHT
    assert gelezen.overgeslagen == 0
    assert gelezen.bestand == pad.name
    assert {naam: str(soort) for naam, soort in gelezen.rijen.dtypes.items()} == {
        "regio": "str", "jaar": "int64", "leeftijd": "int64", "aantal": "int64",
    }  # fmt: skip


def test_is_die_van_de_trage_tweeling_regel_voor_regel(tmp_path):
    bestanden = nieuwe_bestanden()
    titels = {
        naam: {rij["Identifier"]: rij["Title"] for rij in _lees(bestanden[f"{naam}Codes.csv"])}
        for naam in ("Measure", "Geslacht", "Leeftijd", "BurgerlijkeStaat", "RegioS", "Perioden")
    }
    traag = []
    for rij in _lees(bestanden["Observations.csv"]):
        woorden = {naam: titels[naam][rij[naam]] for naam in titels}
        leeftijd = woorden["Leeftijd"].removesuffix(" jaar")
        if (
            woorden["Measure"] == "Bevolking op 1 januari"
            and woorden["Geslacht"] == "Totaal mannen en vrouwen"
            and woorden["BurgerlijkeStaat"] == "Totaal burgerlijke staat"
            and leeftijd.isdigit()
            and rij["RegioS"].startswith("GM")
            and rij["Perioden"].endswith("JJ00")
        ):
            traag.append((rij["RegioS"], int(rij["Perioden"][:4]), int(leeftijd), int(rij["Value"])))
    assert _rijen(lees_cbs(_nieuw(tmp_path))) == sorted(traag)


def _lees(inhoud: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(inhoud.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_kleine_blokken_geven_hetzelfde(tmp_path, monkeypatch):
    pad = _nieuw(tmp_path)
    monkeypatch.setattr(cbs, "_BLOK", 2_000)
    stappen = []
    gelezen = lees_cbs(pad, stappen.append)
    assert _rijen(gelezen) == VERWACHT
    assert len(stappen) > 5
    assert stappen == sorted(stappen)
    assert stappen[-1] == gelezen.gelezen


def test_zonder_getal_wordt_overgeslagen_en_geteld(tmp_path):
    anders = {("GM0034", "A0", "2023JJ00"): ".", ("GM0034", "A1", "2023JJ00"): "", ("GM0303", "A0", "2024JJ00"): "12,5",
              ("GM0303", "A1", "2024JJ00"): "77,0"}  # fmt: skip
    gelezen = lees_cbs(leg_zip(tmp_path / "x.zip", nieuwe_bestanden(anders)))
    assert gelezen.overgeslagen == 3
    assert len(gelezen.rijen) == len(VERWACHT) - 3
    assert ("GM0303", 2024, 1, 77) in _rijen(gelezen)


def test_sleutels_zonder_metadata_zegt_welk_bestand_ontbreekt(tmp_path):
    bestanden = klassieke_bestanden(metadata=False)
    with pytest.raises(DataFout, match="03759ned_metadata.csv ontbreekt"):
        lees_cbs(leg_map(tmp_path, bestanden) / next(iter(bestanden)))


def test_labels_zonder_codes_van_regios_kan_niet_en_zegt_wat_wel_mag(tmp_path):
    bestanden = klassieke_bestanden(labels=True, metadata=False)
    with pytest.raises(DataFout, match=r"codes \(GM0034\) in de kolom RegioS"):
        lees_cbs(leg_map(tmp_path, bestanden) / next(iter(bestanden)))


@pytest.mark.parametrize(
    "naam",
    [
        "MeasureCodes.csv",
        "GeslachtCodes.csv",
        "LeeftijdCodes.csv",
        "BurgerlijkeStaatCodes.csv",
        "RegioSCodes.csv",
        "PeriodenCodes.csv",
    ],
)
def test_een_ontbrekend_codebestand_wordt_genoemd(tmp_path, naam):
    bestanden = nieuwe_bestanden()
    del bestanden[naam]
    with pytest.raises(DataFout, match=f"{naam} ontbreekt"):
        lees_cbs(leg_zip(tmp_path / "x.zip", bestanden))


def test_metadata_van_een_andere_tabel_wordt_geweigerd(tmp_path):
    bestanden = klassieke_bestanden()
    bestanden["03759ned_metadata.csv"] = b'"Nationaliteit"\n"Key";"Title"\n"1";"Totaal"\n'
    with pytest.raises(DataFout, match="zegt niets over BurgerlijkeStaat, Geslacht, Leeftijd|niet precies één kolom"):
        lees_cbs(leg_zip(tmp_path / "x.zip", bestanden))


def test_twee_aantallen_voor_hetzelfde_is_een_fout(tmp_path):
    bestanden = nieuwe_bestanden()
    bestanden["Observations.csv"] += b"9;M1;None;5;;X9;A0;S9;GM0034;2023JJ00\n"
    with pytest.raises(DataFout, match="GM0034, 2023, 0 jaar staat er met twee verschillende aantallen"):
        lees_cbs(leg_zip(tmp_path / "x.zip", bestanden))


def test_dezelfde_regel_twee_keer_telt_een_keer(tmp_path):
    bestanden = nieuwe_bestanden()
    regels = bestanden["Observations.csv"].splitlines(keepends=True)
    bestanden["Observations.csv"] = b"".join([regels[0], *regels[1:], *regels[1:]])
    assert _rijen(lees_cbs(leg_zip(tmp_path / "x.zip", bestanden))) == VERWACHT


def _kop_alleen(inhoud: bytes) -> bytes:
    return inhoud.split(b"\n")[0]


ANDERS = [
    ("Observations.csv", lambda inhoud: inhoud + b"1;2;3\n", "niet te lezen als csv"),
    ("Observations.csv", lambda inhoud: inhoud.replace(b";Leeftijd;", b";Land;", 1), "geen kolom Leeftijd"),
    ("Observations.csv", lambda inhoud: inhoud.replace(b";Leeftijd;", b";Leeftijd;Land;", 1), "onbekende kolom"),
    ("Observations.csv", lambda inhoud: inhoud.replace(b";Value;", b";Waarde;", 1), "onbekende kolom|kolom Value"),
    ("Observations.csv", _kop_alleen, "bevat geen aantallen van gemeenten"),
    ("Observations.csv", lambda inhoud: _kop_alleen(inhoud) + b"\n", "bevat geen aantallen van gemeenten"),
    ("Observations.csv", lambda inhoud: b"", "geen kolom"),
    ("MeasureCodes.csv", lambda inhoud: inhoud.replace(b"1 januari", b"1 juli"), "niet precies één keer"),
    ("LeeftijdCodes.csv", lambda inhoud: b"Key;Title\n", "Identifier en Title"),
    ("LeeftijdCodes.csv", lambda inhoud: inhoud + b'"' + b"x" * 200_000, "niet te lezen als csv"),
    ("GeslachtCodes.csv", lambda inhoud: b"\xff\xfe\x00", "geen UTF-8"),
]


@pytest.mark.parametrize(("naam", "verander", "woorden"), ANDERS)
def test_een_verkeerde_download_wordt_uitgelegd(tmp_path, naam, verander, woorden):
    bestanden = nieuwe_bestanden()
    bestanden[naam] = verander(bestanden[naam])
    with pytest.raises(DataFout, match=woorden):
        lees_cbs(leg_zip(tmp_path / "x.zip", bestanden))


def test_een_zip_met_iets_anders_wordt_uitgelegd(tmp_path):
    with pytest.raises(DataFout, match="geen CBS-tabel"):
        lees_cbs(leg_zip(tmp_path / "x.zip", {"lees mij.txt": b"x", "ander.csv": b"a;b\n1;2\n"}))


def test_een_beschadigde_zip_wordt_uitgelegd(tmp_path):
    pad = _nieuw(tmp_path)
    heel = pad.read_bytes()
    for plaats in range(0, len(heel), max(1, len(heel) // 40)):
        pad.write_bytes(heel[:plaats] + bytes([heel[plaats] ^ 0xFF]) + heel[plaats + 1 :])
        with contextlib.suppress(DataFout):  # nothing else may come out
            assert _rijen(lees_cbs(pad)) == VERWACHT
    pad.write_bytes(heel[: len(heel) // 2])
    with pytest.raises(DataFout):
        lees_cbs(pad)


def test_een_bestand_dat_er_niet_is(tmp_path):
    with pytest.raises(DataFout, match="bestaat niet"):
        lees_cbs(tmp_path / "weg.zip")


def test_andere_jaren_en_gemeenten_blijven_staan():
    kolommen = ["regio", "jaar", "leeftijd", "aantal"]
    oud = pd.DataFrame(
        [("GM0034", 2022, 0, 1), ("GM0034", 2023, 0, 2), ("GM0034", 2023, 9, 3), ("GM0303", 2023, 0, 4)],
        columns=kolommen,
    )
    nieuw = pd.DataFrame([("GM0034", 2023, 0, 20)], columns=kolommen)
    assert sorted(voeg_toe(oud, nieuw).itertuples(index=False, name=None)) == [
        ("GM0034", 2022, 0, 1), ("GM0034", 2023, 0, 20), ("GM0303", 2023, 0, 4),
    ]  # fmt: skip
    assert len(voeg_toe(oud.iloc[:0], nieuw)) == 1
