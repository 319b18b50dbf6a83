"""Funnel limits against the published and hand-computed numbers of norm-methode 1.3."""

import subprocess
import sys

import numpy as np
import pytest
from normwijzer.normen import GRENZEN, grens_exact, grens_gesloten, trechtergrenzen
from scipy.stats import binom, norm


@pytest.mark.parametrize(
    ("noemer", "verwacht"),
    [
        (20, [0.0015, 0.0812, 0.4873, 0.6137]),
        (50, [0.1031, 0.1661, 0.4201, 0.4991]),
        (100, [0.1603, 0.2069, 0.3869, 0.4416]),
    ],
)
def test_exacte_grens_geeft_de_berekende_waarden_bij_dertig_procent(noemer, verwacht):
    grenzen = [grens_exact(0.30, [noemer], kans)[0] for kans in GRENZEN.values()]
    assert grenzen == pytest.approx(verwacht, abs=5e-5)


def test_exacte_grens_is_de_interpolatie_van_de_verdeling():
    # n = 2, p = 1/2: F = 1/4, 3/4, 1. For 0.025: r = 0, a = (0.25 - 0.025)/0.25 = 0.9, (0 - 0.9)/2 < 0 -> 0.
    # For 0.975: r = 2, a = (1 - 0.975)/0.25 = 0.1, (2 - 0.1)/2 = 0.95.
    assert grens_exact(0.5, [2], 0.025)[0] == 0
    assert grens_exact(0.5, [2], 0.975)[0] == pytest.approx(0.95)


def test_gesloten_vorm_keert_de_scoretoets_om():
    # On the limit the score statistic (p - c) / sqrt(c(1-c)/n) is exactly z.
    for kans, z in [(0.025, -1.959964), (0.999, 3.090232)]:
        grens = grens_gesloten(0.4, [80, 300], kans)
        score = (grens - 0.4) / np.sqrt(0.4 * 0.6 / np.array([80, 300]))
        assert score == pytest.approx([z, z], abs=1e-6)


def test_grenzen_liggen_tussen_nul_en_een_en_in_volgorde():
    grenzen = trechtergrenzen(0.03, range(1, 400))[list(GRENZEN)].to_numpy()
    assert (grenzen >= 0).all()
    assert (grenzen <= 1).all()
    assert (np.diff(grenzen, axis=1) >= 0).all()


def test_onder_de_vijftig_exact_en_daarboven_gesloten():
    tabel = trechtergrenzen(0.30, [49, 50, 200]).set_index("noemer")
    assert tabel.loc[49, "onder_95"] == grens_exact(0.30, [49], 0.025)[0]
    assert tabel.loc[50, "onder_95"] == grens_gesloten(0.30, [50], 0.025)[0]
    assert tabel.loc[200, "boven_998"] == grens_gesloten(0.30, [200], 0.999)[0]


def test_bij_een_zeldzame_uitkomst_ook_boven_de_vijftig_exact():
    # 100 * 0.02 * 0.98 = 1.96 < 5
    tabel = trechtergrenzen(0.02, [100])
    assert tabel.loc[0, "boven_95"] == grens_exact(0.02, [100], 0.975)[0]


def test_kans_op_een_hele_teller_buiten_de_exacte_grens_blijft_klein():
    # Interpolation moves the limit at most one whole count inward.
    for noemer in (15, 30, 45):
        boven = trechtergrenzen(0.3, [noemer]).loc[0, "boven_95"]
        tellers = np.arange(noemer + 1)
        kans = binom.pmf(tellers, noemer, 0.3)[tellers >= boven * noemer + 1].sum()
        assert kans <= 0.025


def test_zonder_gevallen_geen_grens():
    assert trechtergrenzen(0.3, [0]).drop(columns="noemer").isna().all(axis=None)


@pytest.mark.parametrize("centrum", [0.0, 1.0])
def test_zonder_spreiding_vallen_alle_grenzen_op_het_centrum(centrum):
    assert (trechtergrenzen(centrum, [5, 500])[list(GRENZEN)] == centrum).all(axis=None)


@pytest.mark.parametrize(
    ("centrum", "noemers", "melding"), [(1.2, [10], "fractie"), (-0.1, [10], "fractie"), (0.3, [-1], "negatief")]
)
def test_onmogelijke_invoer_wordt_geweigerd(centrum, noemers, melding):
    with pytest.raises(ValueError, match=melding):
        trechtergrenzen(centrum, noemers)


def _met_scipy_stats(centrum, n, kans):
    """The same interpolation with the distribution of scipy.stats."""
    r = binom.ppf(kans, n, centrum)
    return np.clip((r - (binom.cdf(r, n, centrum) - kans) / binom.pmf(r, n, centrum)) / n, 0, 1)


@pytest.mark.parametrize("centrum", [1e-6, 0.003, 0.02, 0.12, 0.3, 0.5, 0.77, 0.9, 0.995, 1 - 1e-6])
@pytest.mark.parametrize("kans", [0.001, 0.025, 0.05, 0.5, 0.95, 0.975, 0.999])
def test_exacte_grens_is_die_van_scipy_stats(centrum, kans):
    n = np.array([*range(1, 130), 500, 1_000, 20_000, 1_000_000])
    assert grens_exact(centrum, n, kans) == pytest.approx(_met_scipy_stats(centrum, n, kans), abs=1e-12)


@pytest.mark.parametrize("kans", [0.001, 0.025, 0.05, 0.95, 0.999])
def test_gesloten_grens_is_die_van_scipy_stats(kans):
    n = np.array([50, 77, 1_000, 1_000_000])
    verwacht = 0.3 + norm.ppf(kans) * np.sqrt(0.3 * 0.7 / n)
    assert grens_gesloten(0.3, n, kans) == pytest.approx(verwacht, abs=1e-12)


def test_exacte_grens_zonder_gevallen_te_midden_van_andere():
    grenzen = grens_exact(0.3, [0, 20, np.nan, 40], 0.05)
    assert np.isnan(grenzen).tolist() == [True, False, True, False]
    assert grenzen[[1, 3]].tolist() == grens_exact(0.3, [20, 40], 0.05).tolist()


def test_normen_laden_scipy_stats_niet():
    regels = (
        "import sys",
        "from normwijzer.normen import trechtergrenzen, maak_bandbreedte",
        "from normwijzer.normen.bandbreedte import grens",
        "trechtergrenzen(0.3, [20, 60]); grens(maak_bandbreedte('trechter', 0.3), 0.3, [20, 60], 'lager_is_beter')",
        "sys.exit('scipy.stats' in sys.modules)",
    )
    assert subprocess.run([sys.executable, "-c", "\n".join(regels)], check=False).returncode == 0
