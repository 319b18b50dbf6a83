"""What the definition does to a norm: by hand, against a slow twin, and where a variant misses providers or years."""

import math

import pandas as pd
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import given, settings
from hypothesis import strategies as st
from normen.hulp_cijfers import HOGER, LAGER, cijfers, spiegel, tabellen, van_tellingen
from normwijzer.normen.bandbreedte import maak_bandbreedte
from normwijzer.normen.gevoeligheid import tornado, wisselingen
from normwijzer.normen.oordeel import oordeel
from normwijzer.normen.verkenning import BANDEN, kies_band

JAREN = (2024,)
EXACT = {"check_exact": True}
TELLINGEN = ["status_anders", "naar_onder", "uit_onder", "meetbaar", "niet_meetbaar"]


def _woord(y, n, norm, band, richting):
    return oordeel([y], [n], "definitief", norm, band, richting)["oordeel"].iloc[0]


def _trage_tornado(tabel, jaren, norm, band, richting):
    """variant -> (norm, change, changed verdicts per provider, measurable, not measurable), with dictionaries."""
    per = {}
    for rij in tabel.itertuples():
        if rij.jaar in jaren and not pd.isna(rij.teller):
            per.setdefault(rij.variant, {})[rij.jaar, rij.aanbieder] = (int(rij.teller), int(rij.noemer))
    basis, uit = per.pop("basis", {}), {}
    for variant, cellen in per.items():
        gedeeld = {jaar for jaar, _ in cellen} & {jaar for jaar, _ in basis}
        kanten = []
        for bron in (basis, cellen):
            som = {}
            for (jaar, wie), (y, n) in bron.items():
                if jaar in gedeeld:
                    som[wie] = tuple(map(sum, zip(som.get(wie, (0, 0)), (y, n), strict=True)))
            kanten.append(som)
        normen = [
            sum(y for y, _ in kant.values()) / sum(n for _, n in kant.values())
            if sum(n for _, n in kant.values())
            else math.nan
            for kant in kanten
        ]
        groot = [{wie for wie, (_, n) in kant.items() if n >= 10} for kant in kanten]
        woorden = {
            wie: tuple(_woord(*kant[wie], norm, band, richting) for kant in kanten) for wie in groot[0] & groot[1]
        }
        anders = {wie: paar for wie, paar in woorden.items() if paar[0] != paar[1]}
        uit[variant] = (normen[1], normen[1] - normen[0], anders, len(woorden), len(groot[0] ^ groot[1]))
    return uit


def test_tornado_met_de_hand():
    tabel = cijfers(
        (2024, "basis", "a", 5, 20), (2024, "basis", "b", 9, 20), (2024, "basis", "c", 6, 10),
        # a falls through the band, b stays, c becomes too small: not measurable, and no verdict changed there.
        (2024, "venster=8", "a", 2, 20), (2024, "venster=8", "b", 9, 20), (2024, "venster=8", "c", 6, 9),
        # a climbs over the norm; c is not there at all; d appears.
        (2024, "telling=plaats", "a", 10, 20), (2024, "telling=plaats", "b", 9, 20),
        (2024, "telling=plaats", "d", 1, 12),
    )  # fmt: skip
    uit = tornado(tabel, JAREN, HOGER, 0.40, maak_bandbreedte("vast", 0.40, breedte=0.20)).set_index("variant")
    assert uit["optie"].to_dict() == {"venster=8": "venster", "telling=plaats": "telling"}
    assert uit["norm_variant"].to_dict() == {"venster=8": 17 / 49, "telling=plaats": 20 / 52}
    assert uit.loc["venster=8", "verschil"] == 17 / 49 - 20 / 50
    # Largest change first: |17/49 - .4| = .053 and |20/52 - .4| = .015.
    assert uit.index.tolist() == ["venster=8", "telling=plaats"]
    assert uit.loc["venster=8", TELLINGEN].tolist() == [1, 1, 0, 2, 1]
    assert uit.loc["telling=plaats", TELLINGEN].tolist() == [1, 0, 0, 2, 2]
    wie = wisselingen(tabel, JAREN, HOGER, 0.40, maak_bandbreedte("vast", 0.40, breedte=0.20))
    assert wie.to_numpy().tolist() == [
        ["telling=plaats", "a", 5, 20, 10, 20, "binnen bandbreedte", "voldoet"],
        ["venster=8", "a", 5, 20, 2, 20, "binnen bandbreedte", "onder bandbreedte"],
    ]


def test_terug_uit_onder_bandbreedte_telt_aan_de_andere_kant():
    tabel = cijfers((2024, "basis", "a", 18, 20), (2024, "x=1", "a", 8, 20), (2024, "y=1", "a", 18, 20))
    uit = tornado(tabel, JAREN, LAGER, 0.40, "vast10").set_index("variant")
    assert uit.loc["x=1", TELLINGEN].tolist() == [1, 0, 1, 1, 0]
    assert uit.loc["y=1", TELLINGEN].tolist() == [0, 0, 0, 1, 0]
    assert uit["verschil"].tolist() == [0.4 - 0.9, 0.0]


def test_een_variant_wordt_vergeleken_over_de_jaren_die_beide_hebben():
    tabel = cijfers(
        (2023, "basis", "a", 15, 20), (2024, "basis", "a", 5, 20), (2024, "x=1", "a", 6, 20), (2022, "y=1", "a", 9, 20)
    )
    uit = tornado(tabel, (2022, 2023, 2024), HOGER, 0.5, "vast5").set_index("variant")
    # Against both years together x=1 would seem to cost 20 points: that is the year, not the option.
    assert uit.loc["x=1", "jaren"] == "2024"
    assert uit.loc["x=1", "verschil"] == pytest.approx(0.05)
    assert uit.loc["y=1", "jaren"] == ""
    assert uit.loc["y=1", ["norm_variant", "verschil"]].isna().all()
    assert uit.loc["y=1", TELLINGEN].tolist() == [0] * 5
    assert tornado(tabel, (2023,), HOGER, 0.5, "vast5").empty


def test_referentiesets_als_basis_en_variant():
    # The verspreide set as a variant of the homogene one, at norm .30 with the funnel of chance: 4/41 and 24/120 fall
    # below their limit, the rest of the changes is across the norm itself; 9 and 6 clients are too few on both sides.
    tabel = pd.concat([van_tellingen(HOMOGEEN, NOEMERS), van_tellingen(VERSPREID, NOEMERS, variant="telling=plaats")])
    uit = tornado(tabel, JAREN, HOGER, 0.30).iloc[0]
    assert uit["norm_variant"] == pytest.approx(0.33715, abs=5e-6)
    assert uit["verschil"] == pytest.approx(0.33715 - 0.310433, abs=6e-6)
    # Across the norm: 14/41 -> 4/41 and 44/120 -> 24/120 leave it. 5/18, 12/55, 7/31 and 38/150 are in both sets.
    assert uit[TELLINGEN].tolist() == [2, 2, 0, 10, 0]
    assert wisselingen(tabel, JAREN, HOGER, 0.30)["noemer"].tolist() == [41, 120]
    # Allowing for the differences in the basis (none beyond chance) changes nothing.
    spreiding = tornado(tabel, JAREN, HOGER, 0.30, "trechter_spreiding").iloc[0]
    assert spreiding.equals(uit)
    # With the sets the other way round the band allows for the differences, and nobody is below it.
    anders = tabel.assign(variant=tabel["variant"].map({"basis": "x=1", "telling=plaats": "basis"}))
    for band, verwacht in (("trechter", [0, 2]), ("trechter_spreiding", [0, 0])):
        assert tornado(anders, JAREN, HOGER, 0.30, band).loc[0, ["naar_onder", "uit_onder"]].tolist() == verwacht


@settings(deadline=None, max_examples=40)
@given(
    tabellen(), st.sampled_from([(2024,), (2023, 2024)]), st.integers(0, 100), st.sampled_from(BANDEN),
    st.sampled_from([HOGER, LAGER]),
)  # fmt: skip
def test_tornado_is_die_van_een_trage_telling(tabel, jaren, procent, naam, richting):
    norm = procent / 100
    verwacht = _trage_tornado(tabel, jaren, norm, kies_band(naam, norm, tabel, jaren), richting)
    uit = tornado(tabel, jaren, richting, norm, naam)
    assert set(uit["variant"]) == set(verwacht)
    assert uit["verschil"].abs().fillna(-1).is_monotonic_decreasing
    wie = wisselingen(tabel, jaren, richting, norm, naam)
    for rij in uit.itertuples():
        norm_variant, verschil, anders, meetbaar, niet_meetbaar = verwacht[rij.variant]
        assert [rij.norm_variant, rij.verschil] == pytest.approx([norm_variant, verschil], abs=1e-15, nan_ok=True)
        assert (rij.meetbaar, rij.niet_meetbaar, rij.status_anders) == (meetbaar, niet_meetbaar, len(anders))
        assert rij.naar_onder == sum(paar[1] == "onder bandbreedte" for paar in anders.values())
        assert rij.uit_onder == sum(paar[0] == "onder bandbreedte" for paar in anders.values())
        eigen = wie[wie["variant"] == rij.variant].set_index("aanbieder")
        gekregen = dict(zip(eigen.index, zip(eigen["oordeel"], eigen["oordeel_variant"], strict=True), strict=True))
        assert gekregen == anders


@settings(deadline=None, max_examples=12)
@given(tabellen(), st.integers(0, 100), st.sampled_from(["trechter", "vast5"]))
def test_gevoeligheid_is_gespiegeld_en_onafhankelijk_van_de_volgorde(tabel, procent, naam):
    norm, jaren = procent / 100, (2023, 2024)
    anders = tabel.sample(frac=1, random_state=4).astype({"variant": "category", "aanbieder": "object"})
    for maak in (tornado, wisselingen):
        hoger = maak(tabel, jaren, HOGER, norm, naam)
        pd.testing.assert_frame_equal(maak(anders, jaren, HOGER, norm, naam), hoger, **EXACT)
    hoger = tornado(tabel, jaren, HOGER, norm, naam).set_index("variant")
    lager = tornado(spiegel(tabel), jaren, LAGER, (100 - procent) / 100, naam).set_index("variant").loc[hoger.index]
    assert lager[TELLINGEN].equals(hoger[TELLINGEN])
    assert (-lager["verschil"]).tolist() == pytest.approx(hoger["verschil"].tolist(), abs=1e-12, nan_ok=True)


def test_zonder_varianten_of_zonder_rijen_is_de_tornado_leeg():
    vol = tornado(cijfers((2024, "basis", "a", 5, 20), (2024, "x=1", "a", 5, 20)), JAREN, HOGER, 0.3)
    for tabel in (cijfers(), cijfers((2024, "basis", "a", 5, 20)), cijfers((2024, "basis", "a", 0, 0))):
        uit = tornado(tabel, JAREN, HOGER, 0.3)
        assert uit.empty
        assert uit.dtypes.equals(vol.dtypes)
        assert wisselingen(tabel, JAREN, HOGER, 0.3).empty


def test_een_variant_zonder_gevallen_staat_achteraan_zonder_norm():
    tabel = cijfers((2024, "basis", "a", 5, 20), (2024, "a=1", "a", 0, 0), (2024, "b=1", "a", 6, 20))
    uit = tornado(tabel, JAREN, HOGER, 0.3)
    assert uit["variant"].tolist() == ["b=1", "a=1"]
    assert uit.loc[1, ["norm_variant", "verschil"]].isna().all()
    assert uit.loc[1, TELLINGEN].tolist() == [0, 0, 0, 0, 1]
