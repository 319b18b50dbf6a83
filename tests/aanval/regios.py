"""Regions made to break the protection: through messages, or as exact outcomes laid down at once."""

import shutil
from collections.abc import Callable, Sequence
from copy import deepcopy
from itertools import cycle
from pathlib import Path
from unittest import mock

import pandas as pd
from normwijzer import demo
from normwijzer.demo import inrichting
from normwijzer.paden import Paden
from normwijzer.statistiek import wilson
from normwijzer.uitvoering.uitkomsten import schrijf_uitkomsten

JAAR = 2025
_JAREN = [2024, 2025]
_OMVANG = ["wet", "perceel", "aanbieder", "gemeente", "soort"]
_KPIS = {"doelrealisatie_uitstroom": ("1", "2"), "doelrealisatie_afschaling": ("3",),
         "doelrealisatie_ander_perceel": ("6",), "uitval": ("1", "2", "3", "4", "6")}  # fmt: skip


def maak_berichtregios(data: Path, namen: Sequence[str]) -> list[str]:
    """Regions of the demo's machinery with other sizes: messages, registrations and population, as users bring them.

    Args:
        namen: some of eenling, dwerg, reus.

    eenling: one aanbieder. dwerg: two, and two gemeenten, one of them tiny. reus: one dominant aanbieder and eight
    of a handful of clients. Every region has three clients or so in perceel 6.
    """
    echt = inrichting._lees

    def lees(naam: str) -> dict:
        if naam == "producten.toml":  # what one aanbieder alone can deliver
            return {"product": [rij for rij in echt(naam)["product"] if not rij.get("taakgericht")]}
        return {"regio": _regios(echt(naam), namen)} if naam == "regios.toml" else echt(naam)

    with mock.patch.object(inrichting, "_lees", lees):
        return demo.maak_demo(data, zaad=6)


def _regios(gewoon: dict, namen: Sequence[str]) -> list[dict]:
    maten = {
        "eenling": (90, [100], [70, 30]),
        "dwerg": (160, [95, 5], [97, 3]),
        "reus": (240, [86, 4, 3, 3, 2, 2, 1, 1, 1], [60, 30, 10]),
    }
    return [_regio(gewoon, naam, *maten[naam]) for naam in namen]


def _regio(gewoon: dict, naam: str, clienten: int, aanbieders: list[int], gemeenten: list[int]) -> dict:
    rij = deepcopy(gewoon["regio"][-1])
    groot, jeugd = rij["aanbieders"][0], rij["jeugd"]
    nummer = {"eenling": 1, "dwerg": 2, "reus": 3}[naam]
    rij |= {
        "map": naam,
        "naam": f"Regio {naam.capitalize()}",
        "clienten": clienten,
        "jaren": _JAREN,
        "registraties": [],
    }
    vast = {"archief": "zip", "retour": 0.5}
    rij["gemeenten"] = [
        {"code": f"99{nummer}{i}", "naam": f"{naam.capitalize()}dorp {i}", "gewicht": g, **vast}
        for i, g in enumerate(gemeenten)
    ]
    rij["aanbieders"] = [
        {**groot, "agb": f"9999{nummer}9{i:02}", "naam": f"Zorg {naam} {i}", "gewicht": g, "percelen": list(range(7))}
        for i, g in enumerate(aanbieders)
    ]  # fmt: skip
    jeugd["aanbieders"] = [
        {**deepcopy(a), "agb": f"9999{nummer}8{i:02}", "naam": f"Jeugd {naam} {i}", "contractpartij": ""}
        for i, a in enumerate(jeugd["aanbieders"])
    ]
    verloop = jeugd["verloop"]
    verloop |= {"stand_begin": 14, "inwoners_per_leeftijd": 90, "opgave": {}}
    for reeks, deel in (("instroom_per_jaar", 5), ("ambulant_per_jaar", 12)):
        verloop[reeks] = {jaar: max(3, aantal // deel) for jaar, aantal in verloop[reeks].items()}
    verloop.pop("opgave")
    return rij


PATRONEN: dict[str, Callable[[int], tuple[int, int]]] = {
    "nul_tot_vier": lambda i: (i % 5, 14 + 3 * i),
    "iedereen": lambda i: (11 + 4 * i, 11 + 4 * i),
    "op_een_na": lambda i: (12 + i - i % 3, 12 + i),
    "rand": lambda i: ((4, 5, 6, 5)[i % 4], (9, 10, 11)[i % 3]),
    "gelijk": lambda i: (6, 15),
    "een_gebeurtenis": lambda i: (1 if i == 2 else 0, 12 + i),
    "overheerser": lambda i: (300, 900) if i == 0 else (i % 3, 1 + i),
    "drie_clienten": lambda i: (0, 0) if i else (1, 3),
    "een_kleintje": lambda i: (3, 7) if i == 1 else (20 + i, 60 + 2 * i),
    "twee_kleintjes": lambda i: (4, 9) if i in {1, 2} else (20 + i, 60 + 2 * i),
    "buren": lambda i: (4, 12) if i == 1 else (0, 10) if i == 2 else (30, 70),
}
"""Aanbieder number -> (teller, noemer) of every KPI and perceel."""


MENGSELS = {f"mengsel-{nummer}": tuple(PATRONEN)[4 * nummer :] + tuple(PATRONEN)[: 4 * nummer] for nummer in range(2)}
"""Region -> patterns in turn for every KPI and perceel, so that the two regions together have all of them."""


def leg_patroon(data: Path, voorbeeld: str, regio: str, patronen: Sequence[str]) -> None:
    """A region with these outcomes of wmo laid down in data/werk, shaped like the region `voorbeeld` that was computed.

    Parts add up to the whole; the years differ a little.

    Args:
        patronen: taken in turn for every KPI and perceel.
    """
    paden, beurt = Paden(data, data), cycle(patronen)
    slots = {(kpi, perceel): next(beurt) for kpi, percelen in _KPIS.items() for perceel in percelen}
    shutil.copytree(paden.regio(voorbeeld), paden.regio(regio), ignore=shutil.ignore_patterns("berichten", "waarheid"))
    shutil.copytree(paden.werk(voorbeeld), paden.werk(regio), ignore=shutil.ignore_patterns("berichten", "*.sleutel"))
    agbs = pd.read_csv(paden.regio(voorbeeld) / "aanbieders.csv", sep=";", dtype=str)["agb"]
    agbs = sorted(agb for agb in agbs if agb[5] == "9")[:8]
    for jaar in _JAREN:
        map_ = paden.werk_familie(regio, jaar, "wmo")
        oud = pd.read_parquet(map_ / "uitkomsten.parquet")
        telling = {
            (kpi, perceel, agb): _tn(slots[kpi, perceel], i, plek, jaar)
            for kpi, percelen in _KPIS.items()
            for plek, perceel in enumerate(percelen)
            for i, agb in enumerate(agbs)
        }
        rijen = pd.DataFrame([{**scope, "teller": t, "noemer": n} for scope, t, n in _rijen(telling, oud)])
        frames = {"kwaliteit": pd.read_parquet(map_ / "kwaliteit.parquet")}
        frames["niet_ingedeeld"] = pd.read_parquet(map_ / "niet_ingedeeld.parquet")
        frames["nevencijfers"] = _nevencijfers(telling, pd.read_parquet(map_ / "nevencijfers.parquet"))
        frames |= _stroom_en_redenen(telling)
        schrijf_uitkomsten(map_, _vul(rijen, oud, regio, jaar), frames)


def _tn(patroon: str, i: int, plek: int, jaar: int) -> tuple[int, int]:
    t, n = PATRONEN[patroon](i)
    extra = (plek + jaar - JAAR) % 3 if t not in {n, 0} and n > 11 else 0
    return t, n + extra


def _rijen(telling: dict, oud: pd.DataFrame):
    """Every scope of every KPI with its numbers; variants of the region move the teller a little."""
    for kpi, percelen in _KPIS.items():
        alles = [tn for (k, *_), tn in telling.items() if k == kpi]
        scopes = [("", "", alles)]
        for perceel in percelen:
            eigen = {agb: tn for (k, p, agb), tn in telling.items() if (k, p) == (kpi, perceel)}
            scopes += [(perceel, "", list(eigen.values()))]
            scopes += [(perceel, agb, [tn]) for agb, tn in eigen.items() if tn[1]]
        varianten = sorted(set(oud.loc[oud["kpi"].eq(kpi), "variant"]) - {"basis"})
        for perceel, agb, delen in scopes:
            t, n = sum(d[0] for d in delen), sum(d[1] for d in delen)
            basis = dict.fromkeys(_OMVANG, "") | {"kpi": kpi, "variant": "basis", "perceel": perceel, "aanbieder": agb}
            yield basis, t, n
            if not agb:
                for nummer, variant in enumerate(varianten):
                    yield basis | {"variant": variant}, min(n, max(0, t + nummer % 5 - 2)), n


def _vul(rijen: pd.DataFrame, oud: pd.DataFrame, regio: str, jaar: int) -> pd.DataFrame:
    rijen["waarde"] = (rijen["teller"] / rijen["noemer"]).where(rijen["noemer"].gt(0))
    grenzen = wilson(rijen["teller"].to_numpy(float), rijen["noemer"].to_numpy(float))
    rijen["onder"], rijen["boven"] = (pd.Series(g, index=rijen.index).where(rijen["noemer"].gt(0)) for g in grenzen)
    vast = {"regio": regio, "jaar": jaar, "familie": "wmo", "eenheid": "fractie", "status": "definitief"}
    return rijen.assign(**vast, grens_onder=None, grens_boven=None, bekend_op=oud["bekend_op"].iloc[0])


def _nevencijfers(telling: dict, oud: pd.DataFrame) -> pd.DataFrame:
    """The teller of uitval split in three reasons, per perceel and over all."""
    rijen = []
    for perceel in ("", *_KPIS["uitval"]):
        delen = [tn for (k, p, _), tn in telling.items() if k == "uitval" and perceel in {"", p}]
        t = sum(d[0] for d in delen)
        for kenmerk, deel in zip(("code_21", "code_22", "code_23"), (t - t // 2 - t // 4, t // 2, t // 4), strict=True):
            rijen.append({"kpi": "uitval", "kenmerk": kenmerk, "perceel": perceel or None, "teller": deel, "noemer": t,
                          "waarde": deel / t if t else None, "eenheid": "fractie"})  # fmt: skip
    return pd.DataFrame(rijen, columns=oud.columns).astype(oud.dtypes.to_dict())


def _stroom_en_redenen(telling: dict) -> dict[str, pd.DataFrame]:
    stroom, redenen = [], []
    for (kpi, perceel, agb), (t, n) in telling.items():
        if kpi != "uitval" or not n:
            continue
        stroom.append((perceel, agb, n + 3, 2, n, 5))
        delen = {"21": t - t // 2, "22": t // 2, "19": (n - t) - (n - t) // 3, "31": (n - t) // 3}
        redenen += [(perceel, agb, reden, aantal) for reden, aantal in delen.items() if aantal]
    kolommen = ["perceel", "aanbieder", "beginstand", "instroom", "uitstroom", "eindstand"]
    return {
        "stroom": pd.DataFrame(stroom, columns=kolommen),
        "redenen": pd.DataFrame(redenen, columns=["perceel", "aanbieder", "reden", "aantal"]),
    }  # fmt: skip
