"""bevolking.csv as the region sees it."""

import pytest
from registraties.hulp_opgave import lees, maak_regio, telling

GOED = "regio;jaar;leeftijd;aantal\nGM9901;2025;1;40\n9901;2025;0;50\n9902;2025;0;60\nGM0034;2025;0;70\n"


def _leg(paden, inhoud: str, toml: str | None = 'bron = "synthetisch"\n') -> None:
    paden.bevolking.parent.mkdir(parents=True)
    paden.bevolking.write_text(inhoud, encoding="utf-8")
    if toml is not None:
        paden.bevolking.with_suffix(".toml").write_text(toml, encoding="utf-8")


def test_alleen_de_eigen_gemeenten_met_of_zonder_gm(tmp_path):
    paden = maak_regio(tmp_path)
    _leg(paden, GOED)
    bronnen = lees(paden)
    assert list(bronnen.bevolking.itertuples(index=False, name=None)) == [
        ("9901", 2025, 0, 50), ("9901", 2025, 1, 40), ("9902", 2025, 0, 60),
    ]  # fmt: skip
    assert (bronnen.bevolking_bron, bronnen.heeft_bevolking, len(bronnen.signalen)) == ("synthetisch", True, 0)
    assert [str(soort) for soort in bronnen.bevolking.dtypes] == ["str", "int64", "int64", "int64"]


@pytest.mark.parametrize(
    ("toml", "bron"),
    [
        ('bron = "CBS"\n', "cbs"),
        ('bron = "CBS"\nsynthetische_gemeenten = ["GM9901"]\n', "synthetisch"),
        ('bron = "CBS"\nsynthetische_gemeenten = ["GM0034"]\n', "cbs"),
        ('bron = "iets anders"\n', ""),
    ],
)
def test_de_herkomst_staat_ernaast(tmp_path, toml, bron):
    paden = maak_regio(tmp_path)
    _leg(paden, GOED, toml)
    assert lees(paden).bevolking_bron == bron


@pytest.mark.parametrize("toml", [None, "bron = CBS"])
def test_zonder_herkomst_tellen_de_aantallen_en_is_er_een_signaal(tmp_path, toml):
    paden = maak_regio(tmp_path)
    _leg(paden, GOED, toml)
    bronnen = lees(paden)
    assert (len(bronnen.bevolking), bronnen.bevolking_bron, telling(bronnen)) == (3, "", {"bevolking_zonder_bron": 1})


def test_onmogelijke_en_tegenstrijdige_regels_tellen_niet(tmp_path):
    paden = maak_regio(tmp_path)
    slecht = "9901;2025;2;\n9901;25;3;1\n9901;2025;4;-1\n9901;2025;0;51\n9902;2025;0;60\n9902;2025;x;60\n"
    _leg(paden, GOED + slecht)
    bronnen = lees(paden)
    assert list(bronnen.bevolking.itertuples(index=False, name=None)) == [("9901", 2025, 1, 40), ("9902", 2025, 0, 60)]
    assert telling(bronnen) == {"bevolking_onmogelijk": 4, "bevolking_tegenstrijdig": 2}


@pytest.mark.parametrize(
    "inhoud",
    [
        "",
        "a;b\n1;2\n",
        "regio;jaar;jaar;leeftijd;aantal\n9901;1;1;0;1\n",
        "regio;jaar;leeftijd;aantal\n1;2\n",
        "regio,jaar,leeftijd,aantal\n9901,2025,0,1\n",
    ],
)
def test_een_onleesbaar_bestand_is_een_signaal(tmp_path, inhoud):
    paden = maak_regio(tmp_path)
    _leg(paden, inhoud)
    bronnen = lees(paden)
    assert len(bronnen.bevolking) == 0
    assert telling(bronnen) == {"bevolking_onleesbaar": 1}
    assert bronnen.heeft_bevolking
