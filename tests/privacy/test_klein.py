"""Small groups show no percentage and no teller."""

import pandas as pd
import pytest
from normwijzer.privacy import KLEINSTE_GROEP, bescherm_groepen, bescherm_uitkomsten, is_te_klein, maskeer


def _uitkomsten(*noemers):
    return pd.DataFrame(
        {
            "aanbieder": [f"{nummer:08d}" for nummer, _ in enumerate(noemers)],
            "gemeente": pd.array([pd.NA] * len(noemers), dtype="str"),
            "teller": pd.array([1 if noemer else 0 for noemer in noemers], dtype="Int64"),
            "noemer": pd.array(list(noemers), dtype="Int64"),
            "waarde": [1 / noemer if noemer else float("nan") for noemer in noemers],
            "onder": [0.01] * len(noemers),
            "boven": [0.9] * len(noemers),
            "grens_onder": [0.01] * len(noemers),
            "grens_boven": [0.9] * len(noemers),
        }
    )


def test_de_grens_ligt_op_tien():
    assert KLEINSTE_GROEP == 10


def test_negen_verdwijnt_tien_en_elf_blijven():
    getoond = bescherm_uitkomsten(_uitkomsten(9, 10, 11), "deelbaar")
    assert getoond["te_klein"].tolist() == [True, False, False]
    verborgen = getoond.iloc[0][["teller", "noemer", "waarde", "onder", "boven", "grens_onder", "grens_boven"]]
    assert verborgen.isna().all()
    assert getoond["noemer"].tolist()[1:] == [10, 11]
    assert getoond["waarde"].tolist()[1:] == [1 / 10, 1 / 11]


def test_niemand_is_geen_kleine_groep():
    getoond = bescherm_uitkomsten(_uitkomsten(0, 1), "deelbaar")
    assert getoond["te_klein"].tolist() == [False, True]
    assert getoond["noemer"].tolist()[0] == 0


def test_leeg_aantal_geldt_als_te_klein():
    assert is_te_klein(pd.Series([pd.NA, 12], dtype="Int64")).tolist() == [True, False]


def test_kpi_zonder_noemer_wordt_op_zijn_teller_beoordeeld():
    uitkomsten = _uitkomsten(20, 20).assign(
        teller=pd.array([9, 10], dtype="Int64"), noemer=pd.array([pd.NA, pd.NA], dtype="Int64")
    )
    assert bescherm_uitkomsten(uitkomsten, "deelbaar")["te_klein"].tolist() == [True, False]


def test_editie_intern_houdt_alles_exact():
    uitkomsten = _uitkomsten(1, 9, 10)
    getoond = bescherm_uitkomsten(uitkomsten, "intern")
    pd.testing.assert_frame_equal(getoond.drop(columns="te_klein"), uitkomsten)


def test_per_gemeente_alleen_intern():
    uitkomsten = _uitkomsten(20, 30)
    uitkomsten.loc[1, "gemeente"] = "9901"
    assert len(bescherm_uitkomsten(uitkomsten, "deelbaar")) == 1
    assert len(bescherm_uitkomsten(uitkomsten, "intern")) == 2


def test_onbekende_editie_wordt_geweigerd():
    with pytest.raises(ValueError, match="editie"):
        bescherm_uitkomsten(_uitkomsten(20), "openbaar")


def test_redenen_van_een_kleine_groep_verdwijnen_samen():
    redenen = pd.DataFrame(
        {
            "perceel": ["1", "1", "2", "2"],
            "reden": ["19", "21", "19", "21"],
            "aantal": pd.array([5, 4, 5, 5], dtype="Int64"),
        }
    )
    getoond = bescherm_groepen(redenen, "deelbaar", sleutels=["perceel"], groep=["aantal"], getallen=["aantal"])
    assert getoond["te_klein"].tolist() == [True, True, False, False]
    assert getoond["aantal"].isna().tolist() == [True, True, False, False]


@pytest.mark.parametrize("geheim", ["999911120", "a" * 64, "p1_Zm9vYmFy", "7654321"])
def test_foutmelding_verliest_wat_een_persoon_aanwijst(geheim):
    assert geheim not in maskeer(f"KeyError: '{geheim}'")


def test_foutmelding_houdt_gewone_getallen_en_datums():
    assert maskeer("regel 12, 2024-01-31") == "regel 12, 2024-01-31"
