"""Settings and registrations of the large synthetic region: regio.toml, producten.csv, aanbieders.csv, payments."""

import numpy as np
import pandas as pd
from normwijzer.paden import Paden

GEMEENTEN = [(f"99{nr:02d}", f"Verzonnenstad {nr}") for nr in range(1, 11)]
AANBIEDERS = [(f"999900{nr:02d}", f"Verzonnen Zorg {nr}") for nr in range(1, 51)]

# wet, categorie, code, perceel, soort, eenheid, tarief in cents; first half Wmo, second half Jeugdwet
PRODUCTEN = [
    ("wmo", "02", "02A01", "1", "begeleiding", "01", 115),
    ("wmo", "02", "02A02", "2", "begeleiding", "04", 7200),
    ("wmo", "02", "02A03", "3", "begeleiding", "04", 6900),
    ("wmo", "02", "02A04", "4", "begeleiding", "04", 8800),
    ("wmo", "07", "07A01", "6", "dagbesteding", "16", 3900),
    ("wmo", "01", "01A01", "", "", "01", 62),
    ("jw", "43", "43A01", "", "behandeld_wonen", "14", 31500),
    ("jw", "44", "44A01", "", "pleegzorg", "14", 4700),
    ("jw", "44", "44A02", "", "gezinshuis", "14", 15800),
    ("jw", "45", "45A01", "", "ambulant", "04", 9100),
    ("jw", "45", "45A02", "", "tom_uitstroom", "04", 9900),
    ("jw", "46", "46A01", "", "crisis", "14", 38200),
]
_JAREN = (2023, 2024, 2025)
_FAMILIES = ("wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces")


def schrijf_instelling(
    paden: Paden, regio: str, toewijzingen: pd.DataFrame, declaraties: pd.DataFrame, toeval: np.random.Generator
) -> None:
    """The files beside the messages; a refusal per 200 toewijzingen, an aanvraag per two, a payment per claim."""
    map_ = paden.regio(regio)
    paden.berichten(regio).mkdir(parents=True, exist_ok=True)
    paden.registraties(regio).mkdir(parents=True, exist_ok=True)
    gemeenten = "\n".join(f'{code} = "{naam}"' for code, naam in GEMEENTEN)
    (map_ / "regio.toml").write_text(
        f'naam = "Regio van de meting"\nsynthetisch = true\njaren = {list(_JAREN)}\nfamilies = {list(_FAMILIES)}\n'
        f"\n[gemeenten]\n{gemeenten}\n",
        encoding="utf-8",
    )
    _csv(map_ / "producten.csv", pd.DataFrame([p[:5] for p in PRODUCTEN],
         columns=["wet", "categorie", "code", "perceel", "soort"]))  # fmt: skip
    _csv(map_ / "aanbieders.csv", pd.DataFrame(AANBIEDERS, columns=["agb", "naam"]))
    _csv(paden.registraties(regio) / "aanvragen.csv", _aanvragen(toewijzingen, toeval))
    _csv(paden.registraties(regio) / "afwijzingen.csv", _afwijzingen(toewijzingen, toeval))
    _csv(paden.registraties(regio) / "betalingen.csv", _betalingen(declaraties, toeval))


def _aanvragen(t: pd.DataFrame, toeval: np.random.Generator) -> pd.DataFrame:
    t = t.iloc[::2]
    ontvangst = t["ingang"].to_numpy() - toeval.integers(10, 90, len(t))
    return pd.DataFrame({
        "aanvraag": [f"AV{nr}" for nr in t["nummer"]], "gemeente": _namen(GEMEENTEN, t["gemeente"]),
        "datum_ontvangst": _dagen(ontvangst),
        "datum_einde_melding": _dagen(ontvangst + toeval.integers(5, 80, len(t))), "opschorting_dagen": 0,
    })  # fmt: skip


def _afwijzingen(t: pd.DataFrame, toeval: np.random.Generator) -> pd.DataFrame:
    t = t.iloc[::200]
    afwijzing = t["ingang"].to_numpy() + toeval.integers(0, 10, len(t))
    return pd.DataFrame({
        "wet": np.where(t["wet"] == 1, "jw", "wmo"), "gemeente": _namen(GEMEENTEN, t["gemeente"]),
        "toewijzingnummer": t["nummer"].to_numpy(), "agb": _namen(AANBIEDERS, t["aanbieder"]),
        "datum_ontvangst": "", "datum_afwijzing": _dagen(afwijzing),
        "datum_intrekking": _dagen(afwijzing + toeval.integers(1, 12, len(t))),
    })  # fmt: skip


def _betalingen(d: pd.DataFrame, toeval: np.random.Generator) -> pd.DataFrame:
    """Paid in one go, for a claim with an answer."""
    d = d[d["beantwoord"] & (d["toegekend"] > 0)]
    return pd.DataFrame({
        "wet": np.where(d["wet"] == 1, "jw", "wmo"), "gemeente": _namen(GEMEENTEN, d["gemeente"]),
        "agb": _namen(AANBIEDERS, d["aanbieder"]), "declaratienummer": [f"N{nr:08d}" for nr in d["nummer"]],
        "datum_betaling": _dagen(d["antwoord"].to_numpy() + toeval.integers(2, 25, len(d))),
        "bedrag": [f"{bedrag // 100},{bedrag % 100:02d}" for bedrag in d["toegekend"]],
    })  # fmt: skip


def _namen(tabel: list[tuple[str, str]], codes: pd.Series) -> np.ndarray:
    return np.array([rij[0] for rij in tabel], dtype=object)[codes]


def _dagen(dagen: np.ndarray) -> np.ndarray:
    return dagen.astype("datetime64[D]").astype(str)


def _csv(pad, frame: pd.DataFrame) -> None:
    frame.to_csv(pad, sep=";", index=False, encoding="utf-8", lineterminator="\n")
