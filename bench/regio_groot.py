"""A large synthetic region, straight into the store: row tables as reading leaves them, without the XML.

Nobody in it exists: pseudonyms are counted up, gemeenten (99xx) and AGB codes (9999xxxx) are not in use. Sizes follow
from the number of claim lines: a toewijzing has about 20 of them, all of them together make some 18 000 claims. Of the
lines 3 % is refused and claimed again, 2 % is credited and claimed again; 3 % of the claims has no answer yet and 0.5 %
is refused as a whole. Of the forward messages 90 % has
a retour, 3 % of those a refusal. A few toewijzingen are never delivered, a fifth of the ended ones is never stopped.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from normwijzer.berichten.opslag import delenmap
from normwijzer.berichten.pseudoniem import laad_sleutel
from normwijzer.paden import Paden
from regio_groot_bestanden import AANBIEDERS, GEMEENTEN, PRODUCTEN, schrijf_instelling
from regio_groot_winkel import Winkel, clienten, kolom_van, namen, nummers, tekst

REGIO = "bench"
EERSTE, LAATSTE = np.datetime64("2020-01-01"), np.datetime64("2025-12-31")
_MAANDEN = 72
_LIJNEN_PER_DEEL = 1_000_000


@dataclass(frozen=True)
class Omvang:
    """What was made: numbers of each."""

    regels: int
    berichten: int
    toewijzingen: int
    declaraties: int


def maak_grote_regio(paden: Paden, regels: int, zaad: int = 1, *, los: bool = False) -> Omvang:
    """Write regio.toml and the other settings, registrations, and the store of region `bench`.

    Args:
        regels: claim lines, exactly.
        los: every message a file of its own, instead of a thousand per archive.
    """
    toeval = np.random.default_rng(zaad)
    werk = paden.werk(REGIO)
    sleutel = laad_sleutel(werk, REGIO)
    winkel = Winkel(delenmap(werk), sleutel, los)
    toewijzingen = _maak_toewijzingen(toeval, regels)
    _schrijf_toewijzen(winkel, toeval, toewijzingen)
    _schrijf_leveren(winkel, toeval, toewijzingen)
    lijnen = _maak_lijnen(toeval, toewijzingen, regels)
    declaraties = _schrijf_declareren(winkel, toeval, lijnen)
    winkel.sluit(werk)
    schrijf_instelling(paden, REGIO, toewijzingen, declaraties, toeval)
    return Omvang(len(lijnen), winkel.berichten, len(toewijzingen), len(declaraties))


def _maak_toewijzingen(toeval: np.random.Generator, regels: int) -> pd.DataFrame:
    """One row per toewijzing: client, wet, gemeente, aanbieder, product (codes), ingang, eind (days), maanden."""
    n = max(20, int(regels * 0.95) // 10)
    van, tot = EERSTE.astype(int), LAATSTE.astype(int)
    ingang = toeval.integers(van, tot - 30, n)
    eind = np.minimum(ingang + 15 + toeval.exponential(900, n).astype(int), tot + 200)
    maanden = 1 + (np.minimum(eind, tot) - ingang) // 31
    n = int(np.searchsorted(np.cumsum(maanden), regels * 0.95)) + 1
    client = toeval.integers(0, n // 2 + 1, n)
    wet = client % 5 // 3  # three of five have Wmo
    helft = len(AANBIEDERS) // 2
    aanbieder = np.minimum(toeval.exponential(helft / 3, n).astype(int), helft - 1) + helft * wet
    product = toeval.integers(0, len(PRODUCTEN) // 2, n) + len(PRODUCTEN) // 2 * wet
    frame = pd.DataFrame({"client": client, "wet": wet, "gemeente": client % len(GEMEENTEN), "aanbieder": aanbieder})
    return frame.assign(
        product=product, ingang=ingang[:n], eind=eind[:n], maanden=maanden[:n], nummer=np.arange(n) + 1000
    )


def _maak_lijnen(toeval: np.random.Generator, toewijzingen: pd.DataFrame, regels: int) -> pd.DataFrame:
    """One row per claim line, in order of claim: toewijzing, begin, einde, volume, soort, vorig, declaratie."""
    n = int(regels * 0.93)
    rij = np.repeat(np.arange(len(toewijzingen)), toewijzingen["maanden"])[:n]
    eerste = np.flatnonzero(np.r_[True, rij[1:] != rij[:-1]])
    volgnummer = np.arange(n) - np.repeat(eerste, np.diff(np.r_[eerste, n]))
    maand = _maand(toewijzingen["ingang"].to_numpy())[rij] + volgnummer
    lijnen = pd.DataFrame({"toewijzing": rij, "maand": np.minimum(maand, _MAANDEN - 1)})
    lijnen["volume"] = toeval.integers(1, 400, n)
    lijnen["in"] = np.minimum(lijnen["maand"] + toeval.choice([0, 1, 2], n, p=[0.85, 0.1, 0.05]), _MAANDEN - 1)
    lijnen["afgewezen"] = toeval.random(n) < 0.03
    lijnen["credit"], lijnen["vorig"], lijnen["lijn"] = False, -1, np.arange(n)
    over = regels - n
    fout = lijnen[lijnen["afgewezen"]].head(over * 3 // 7)
    fout = fout.assign(afgewezen=False)
    goed = lijnen[~lijnen["afgewezen"]].sample((over - len(fout)) // 2, random_state=1)
    terug = goed.assign(credit=True, vorig=goed["lijn"])
    rest = goed.head(over - len(fout) - len(terug))
    later = pd.concat([fout, terug, rest], ignore_index=True)
    nog = over - len(later)
    later = pd.concat([later, later[~later["credit"]].head(nog)], ignore_index=True)
    later["in"] = np.minimum(later["in"] + 2, _MAANDEN - 1)
    lijnen = pd.concat([lijnen, later], ignore_index=True).assign(lijn=np.arange(regels))
    for kolom in ("aanbieder", "gemeente", "client"):
        lijnen[kolom] = toewijzingen[kolom].to_numpy()[lijnen["toewijzing"]]
    lijnen = lijnen.sort_values(["aanbieder", "gemeente", "in", "client"], kind="stable", ignore_index=True)
    wie = lijnen[["aanbieder", "gemeente", "in"]].to_numpy()
    nieuw = np.r_[True, (wie[1:] != wie[:-1]).any(axis=1)]
    lijnen["declaratie"] = np.cumsum(nieuw) - 1
    begin = _eerste_dag(lijnen["maand"].to_numpy())
    ingang = toewijzingen["ingang"].to_numpy()[lijnen["toewijzing"]]
    lijnen["begin"], lijnen["einde"] = np.maximum(begin, ingang), _eerste_dag(lijnen["maand"].to_numpy() + 1) - 1
    for kolom in ("wet", "product", "nummer"):
        lijnen[kolom] = toewijzingen[kolom].to_numpy()[lijnen["toewijzing"]]
    return lijnen


def _maand(dag: np.ndarray) -> np.ndarray:
    """Months since the first one."""
    return dag.astype("datetime64[D]").astype("datetime64[M]").astype(int) - EERSTE.astype("datetime64[M]").astype(int)


def _eerste_dag(maand: np.ndarray) -> np.ndarray:
    return (EERSTE.astype("datetime64[M]") + maand).astype("datetime64[D]").astype(int)


def _schrijf_toewijzen(winkel: "Winkel", toeval: np.random.Generator, t: pd.DataFrame) -> None:
    """A 301 per version (two of five toewijzingen are changed once), with their 302."""
    wie = np.r_[np.arange(len(t)), np.flatnonzero(toeval.random(len(t)) < 0.4)]
    tweede = np.arange(len(wie)) >= len(t)
    ingang, eind = t["ingang"].to_numpy()[wie], t["eind"].to_numpy()[wie]
    dag = np.where(tweede, (ingang + eind) // 2, ingang - toeval.integers(-10, 40, len(wie)))
    kern = t.iloc[wie].reset_index(drop=True)
    product = kern["product"].to_numpy()
    open_ = tweede & (toeval.random(len(wie)) < 0.2)
    rijen = {
        "regel": np.zeros(len(wie), int), "client": clienten(kern["client"]), "toewijzingnummer": kern["nummer"],
        "categorie": namen(PRODUCTEN, product, 1), "code": namen(PRODUCTEN, product, 2), "toewijzingsdatum": dag,
        "ingangsdatum": ingang, "einddatum": pa.array(np.where(tweede, eind, eind + 90), mask=open_),
        "reden_wijziging": pa.array(np.where(tweede, "07", ""), mask=~tweede),
        "volume": toeval.integers(1, 40, len(wie)), "eenheid": namen(PRODUCTEN, product, 5),
        "frequentie": tekst(["2"], np.zeros(len(wie), int)),
    }  # fmt: skip
    geboren = {"client": rijen["client"], "geboortejaar": 1930 + kern["client"] * 7 % 85,
               "geboortemaand": 1 + kern["client"] % 12}  # fmt: skip
    winkel.schrijf("301", kern, dag, {"toewijzing_regels": rijen, "clienten": geboren}, toeval=toeval, retour="302")


def _schrijf_leveren(winkel: "Winkel", toeval: np.random.Generator, t: pd.DataFrame) -> None:
    begonnen = t[toeval.random(len(t)) < 0.93].reset_index(drop=True)
    begin = (begonnen["ingang"] + toeval.integers(0, 30, len(begonnen))).to_numpy()
    dag = begin + toeval.integers(0, 20, len(begonnen))
    winkel.schrijf("305", begonnen, dag, {"start_regels": _levering(begonnen, begin)}, toeval=toeval, retour="306")
    af = ((begonnen["eind"] <= LAATSTE.astype(int)) & (toeval.random(len(begonnen)) < 0.8)).to_numpy()
    gestopt, begin = begonnen[af].reset_index(drop=True), begin[af]
    einde = np.maximum(begin, gestopt["eind"].to_numpy() - toeval.integers(0, 30, len(gestopt)))
    reden = tekst(["19", "31", "02", "01"], np.where(toeval.random(len(gestopt)) < 0.7, gestopt["wet"], 2))
    rijen = _levering(gestopt, begin) | {"reden_beeindiging": reden, "einddatum": einde}
    dag = einde + toeval.integers(0, 25, len(gestopt))
    winkel.schrijf("307", gestopt, dag, {"stop_regels": rijen}, toeval=toeval, retour="308")


def _levering(t: pd.DataFrame, begin: np.ndarray) -> dict:
    product = t["product"].to_numpy()
    return {
        "regel": np.zeros(len(t), int), "client": clienten(t["client"]), "toewijzingnummer": t["nummer"],
        "categorie": namen(PRODUCTEN, product, 1), "code": namen(PRODUCTEN, product, 2),
        "toewijzing_ingangsdatum": t["ingang"], "begindatum": begin,
        "status_aanlevering": tekst(["1"], np.zeros(len(t), int)),
    }  # fmt: skip


def _schrijf_declareren(winkel: "Winkel", toeval: np.random.Generator, lijnen: pd.DataFrame) -> pd.DataFrame:
    """323's and their 325's, a part per million lines; returns the claims."""
    kop = lijnen.groupby("declaratie", as_index=False)[["wet", "aanbieder", "gemeente", "client", "in"]].first()
    bedrag = lijnen["volume"] * lijnen["product"].map(dict(enumerate(rij[6] for rij in PRODUCTEN)))
    lijnen["bedrag"] = bedrag
    netto = bedrag.where(~lijnen["credit"], -bedrag)
    kop["ingediend"] = netto.groupby(lijnen["declaratie"]).sum()
    kop["toegekend"] = netto.mask(lijnen["afgewezen"], 0).groupby(lijnen["declaratie"]).sum()
    kop["dag"] = _eerste_dag(kop["in"].to_numpy() + 1) + toeval.integers(0, 25, len(kop))
    kop["antwoord"] = kop["dag"] + toeval.integers(3, 45, len(kop))
    kop["beantwoord"] = toeval.random(len(kop)) < 0.97
    kop["geheel"] = kop["beantwoord"] & (toeval.random(len(kop)) < 0.005)
    kop.loc[kop["geheel"], "toegekend"] = 0
    kop["nummer"] = np.arange(len(kop))
    deel = np.bincount(lijnen["declaratie"]).cumsum() // _LIJNEN_PER_DEEL
    grenzen = np.r_[0, np.flatnonzero(np.diff(deel)) + 1, len(kop)]
    for van, tot in zip(grenzen[:-1], grenzen[1:], strict=True):
        eigen = lijnen[lijnen["declaratie"].between(van, tot - 1)]
        _schrijf_deel(winkel, kop.iloc[van:tot].reset_index(drop=True), eigen, van)
    return kop


def _schrijf_deel(winkel: "Winkel", kop: pd.DataFrame, lijnen: pd.DataFrame, van: int) -> None:
    bij = lijnen["declaratie"].to_numpy() - van
    eerste = np.r_[0, np.bincount(bij).cumsum()[:-1]]
    product = lijnen["product"].to_numpy()
    rijen = {
        "bericht": bij, "regel": np.arange(len(lijnen)) - eerste[bij], "client": clienten(lijnen["client"]),
        "referentienummer": nummers("REF", lijnen["lijn"], 12),
        "vorig_referentienummer": nummers("REF", lijnen["vorig"], 12, leeg=(lijnen["vorig"] < 0).to_numpy()),
        "toewijzingnummer": lijnen["nummer"], "categorie": namen(PRODUCTEN, product, 1),
        "code": namen(PRODUCTEN, product, 2), "periode_begin": lijnen["begin"], "periode_einde": lijnen["einde"],
        "volume": lijnen["volume"], "eenheid": namen(PRODUCTEN, product, 5),
        "tarief": np.array([rij[6] for rij in PRODUCTEN])[product], "bedrag": lijnen["bedrag"],
        "debet_credit": tekst(["D", "C"], lijnen["credit"].to_numpy().astype(int)),
    }  # fmt: skip
    heel = {"declaratienummer": nummers("N", kop["nummer"], 8), "periode_begin": _eerste_dag(kop["in"].to_numpy()),
            "periode_einde": _eerste_dag(kop["in"].to_numpy() + 1) - 1, "declaratie_dagtekening": kop["dag"],
            "ingediend_bedrag": kop["ingediend"]}  # fmt: skip
    eerder = winkel.schrijf("323", kop, kop["dag"], {"prestaties": rijen, "declaraties": heel})

    mee = kop["beantwoord"].to_numpy()
    plek = np.cumsum(mee) - 1
    genoemd = np.flatnonzero(lijnen["afgewezen"].to_numpy() & mee[bij])
    keuze = pa.array(genoemd)
    velden = ("client", "referentienummer", "toewijzingnummer", "code", "periode_begin", "periode_einde", "bedrag")
    bericht = plek[bij[genoemd]]
    regel = pd.Series(bericht).groupby(bericht).cumcount().to_numpy()
    afgewezen = {"bericht": bericht, "regel": regel} | {veld: kolom_van(rijen[veld]).take(keuze) for veld in velden}
    antwoord = kop[mee].reset_index(drop=True)
    heel_fout = np.flatnonzero(antwoord["geheel"])
    codes = {
        "bericht": np.r_[bericht, heel_fout],
        "regel": np.r_[regel, np.full(len(heel_fout), -1)],
        "klasse": np.r_[regel * 0, heel_fout * 0 + 1],
        "code": np.r_[genoemd % 3, heel_fout * 0 + 3],
    }
    codes |= {"regel": pa.array(codes["regel"], mask=codes["regel"] < 0),
              "klasse": tekst(["Prestatie", "Header"], codes["klasse"]),
              "code": tekst(["8034", "8029", "0222", "0001"], codes["code"])}  # fmt: skip
    totaal = {"declaratienummer": nummers("N", antwoord["nummer"], 8), "ingediend_bedrag": antwoord["ingediend"],
              "toegekend_bedrag": antwoord["toegekend"]}  # fmt: skip
    winkel.schrijf("325", antwoord, antwoord["antwoord"],
                   {"antwoord_prestaties": afgewezen, "retourcodes": codes, "declaratie_antwoorden": totaal},
                   op=eerder[mee])  # fmt: skip
