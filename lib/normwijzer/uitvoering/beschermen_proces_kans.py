"""Shares on time and durations, per scope and month and per deadline, as a shared report may show them."""

import numpy as np
import pandas as pd

from normwijzer.kpi.proces.termijnen import load_termijnen
from normwijzer.privacy import (
    KLEINSTE_DEEL,
    KLEINSTE_GROEP,
    NIET_GETOOND,
    OVERIGE,
    STATEN,
    Leden,
    rond_aantal,
    rond_fractie,
    staat,
    tekst_van,
    vul_aan,
)
from normwijzer.statistiek import wilson
from normwijzer.uitvoering.beschermen_proces_telling import verberg_per_wet

MINSTE_GEMEENTEN = 3
"""With fewer gemeenten a row of one tells the other, which knows its own."""

_VERBORGEN = [naam for naam in STATEN if naam not in ("vol", "leeg")]
_SLEUTEL = ["kpi", "wet", "aanbieder", "gemeente"]
_STANDEN = ["op_tijd", "te_laat", "nog_niet", "ontbreekt"]
_MIDDENS = ["mediaan", "mediaan_alle"]
_P90 = ["p90", "p90_alle"]


def bescherm_doorlooptijd(frame: pd.DataFrame, leden: Leden | None, uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Frame `doorlooptijd`: a row per year exactly where `uitkomsten` has one, with its numbers or its words; months of
    the region only, as parts of the year. Column aandeel is the share on time.

    nog_niet and ontbreekt only for the region and its laws. Medians from KLEINSTE_GROEP people, a P90 only with
    KLEINSTE_DEEL cases above it, the mean only for the region and its laws; none of Overige aanbieders.
    """
    jaar, maand = frame[frame["maand"].isna()], frame[frame["maand"].notna()]
    rijen = _with_outcome(_merge(jaar, leden, ["kpi"]), uitkomsten)
    rijen = rijen.assign(maand=pd.Series(pd.NA, index=rijen.index, dtype="Int64"))
    delen = [_show_year(rijen), _show_months(maand, jaar, uitkomsten)]
    kolommen = [*_SLEUTEL, "maand", "gevallen", *_STANDEN, "aandeel", *_MIDDENS, *_P90, "gemiddelde", "eenheid",
                "te_klein", "tekst"]  # fmt: skip
    return pd.concat([deel[kolommen] for deel in delen if len(deel)] or [delen[0][kolommen]], ignore_index=True)


def bescherm_termijnen(frame: pd.DataFrame, leden: Leden | None, uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Frame `termijnen`: for the region and its laws, and per partner who has to meet the deadline.

    A deadline that is a KPI stands as in `uitkomsten` and has no rows per partner: those are with the KPI. nog_niet and
    ontbreekt only for the region and its laws.
    """
    woorden = load_termijnen()
    kpi = frame["termijn"].map({naam: termijn.kpi for naam, termijn in woorden.items()})
    met, zonder = frame[kpi.notna()].assign(kpi=kpi[kpi.notna()]), frame[kpi.isna()]
    met = met[met["aanbieder"].eq("") & met["gemeente"].eq("")]
    als_kpi = _with_outcome(met.assign(gevallen=met["op_tijd"] + met["te_laat"]), uitkomsten, links=True)
    eigen = _own_states(_partners(_merge(zonder, leden, ["termijn"])))
    kolommen = ["termijn", "wet", "aanbieder", "gemeente", *_STANDEN, "waarde", "onder", "boven", "mediaan", "p90",
                "eenheid", "te_klein", "tekst"]  # fmt: skip
    delen = [_show_deadlines(deel)[kolommen] for deel in (als_kpi, eigen) if len(deel)]
    volgorde = {naam: plek for plek, naam in enumerate(woorden)}
    tabel = pd.concat(delen or [_show_deadlines(eigen)[kolommen]], ignore_index=True)
    return tabel.sort_values("termijn", key=lambda kolom: kolom.map(volgorde), kind="stable", ignore_index=True)


def overige_van(leden: Leden | None) -> frozenset[str]:
    """Everybody who is one of Overige aanbieders; this family has one membership for all."""
    return frozenset().union(*leden.overige.values()) if leden is not None else frozenset()


def _merge(rijen: pd.DataFrame, leden: Leden | None, sleutel: list[str]) -> pd.DataFrame:
    """Overige aanbieders as one row per scope: counts are summed, what does not add up is empty. clienten is their
    largest, as the same people can be with more of them."""
    lid = rijen["aanbieder"].isin(overige_van(leden))
    if not lid.any():
        return rijen
    tellen = [kolom for kolom in ("gevallen", *_STANDEN) if kolom in rijen]
    groep = [*sleutel, "wet", "aanbieder", "gemeente"]
    samen = rijen[lid].assign(aanbieder=OVERIGE).groupby(groep, as_index=False, sort=False)
    samen = samen.agg({**dict.fromkeys(tellen, "sum"), "clienten": "max", "eenheid": "first"})
    return pd.concat([rijen[~lid], samen], ignore_index=True)


def _with_outcome(rijen: pd.DataFrame, uitkomsten: pd.DataFrame, *, links: bool = False) -> pd.DataFrame:
    """Rows with teller, noemer, waarde, te_klein and tekst of the same KPI and scope in `uitkomsten`.

    Args:
        links: keep rows without an outcome, hidden; else they are left out.
    """
    uit = uitkomsten[[*_SLEUTEL, "teller", "noemer", "waarde", "te_klein", "tekst"]]
    uit, rijen = (tabel.astype(dict.fromkeys(_SLEUTEL, "str")) for tabel in (uit, rijen))
    samen = rijen.drop(columns="waarde", errors="ignore").merge(
        uit, on=_SLEUTEL, how="left" if links else "inner", validate="m:1", sort=False
    )
    klein = samen["te_klein"].astype("boolean").fillna(True).astype(bool)
    return samen.assign(te_klein=klein, tekst=samen["tekst"].fillna(NIET_GETOOND).astype("str"))


def _show_year(rijen: pd.DataFrame) -> pd.DataFrame:
    klein = rijen["te_klein"]
    regio = rijen["aanbieder"].eq("") & rijen["gemeente"].eq("")
    return _durations(rijen, klein, regio).assign(
        gevallen=rijen["noemer"].mask(klein),
        op_tijd=rijen["teller"].mask(klein),
        te_laat=rond_aantal(rijen["te_laat"]).mask(klein),
        aandeel=rijen["waarde"].astype("float64").mask(klein),
        **{naam: _region_count(rijen, naam, ["kpi"]) for naam in ("nog_niet", "ontbreekt")},
    )


def _durations(rijen: pd.DataFrame, klein: pd.Series, regio: pd.Series) -> pd.DataFrame:
    """Medians, P90's and means that may be shown."""
    mensen = rijen[["gevallen", "clienten"]].astype("float64").min(axis=1)
    genoeg = ~klein & mensen.ge(KLEINSTE_GROEP) & rijen["aanbieder"].ne(OVERIGE)
    ruim = genoeg & _count_above(mensen).ge(KLEINSTE_DEEL)
    mag = {**dict.fromkeys(_MIDDENS, genoeg), **dict.fromkeys(_P90, ruim), "gemiddelde": genoeg & regio}
    return rijen.assign(
        **{naam: rijen[naam].astype("float64").where(wel) for naam, wel in mag.items() if naam in rijen}
    )


def _count_above(n: pd.Series) -> pd.Series:
    """How many of n cases in order lie above both neighbours from which their P90 is worked out."""
    return (n - 1 - np.ceil((n - 1) * 0.9 - 1e-9)).clip(lower=0)


def _region_count(rijen: pd.DataFrame, naam: str, sleutel: list[str]) -> pd.Series:
    """A count that is only shown for the region and its laws, rounded; 1 to 9 is hidden, and with it what tells it."""
    regio = rijen["aanbieder"].eq("") & rijen["gemeente"].eq("")
    exact = rijen[naam].astype("Int64").where(regio)
    weg = verberg_per_wet(rijen.assign(aantal=exact.fillna(0)), "aantal", sleutel)
    return rond_aantal(exact).mask(weg | rijen["te_klein"])


def _show_months(maanden: pd.DataFrame, jaar: pd.DataFrame, uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Months of the region as parts of the year; a month in which all of them together would tell is not shown."""
    regio = ["wet", "aanbieder", "gemeente"]
    maanden = maanden[maanden[regio].eq("").all(axis=1)].reset_index(drop=True)
    mensen = maanden[["gevallen", "clienten"]].min(axis=1)
    staten = staat(mensen, maanden["op_tijd"], maanden["gevallen"])
    staten, _ = vul_aan(maanden["op_tijd"], maanden["gevallen"], staten, maanden["kpi"], ouder_mag=False,
                        ouder=_whole_states(jaar, uitkomsten))  # fmt: skip
    klein = staten.isin(_VERBORGEN)
    leeg = dict.fromkeys((*_MIDDENS, *_P90, "gemiddelde"), np.nan)
    niets = dict.fromkeys(("nog_niet", "ontbreekt"), pd.Series(pd.NA, index=maanden.index, dtype="Int64"))
    aandeel = maanden["op_tijd"] / maanden["gevallen"].where(maanden["gevallen"].gt(0))
    tellen = {naam: rond_aantal(maanden[naam]).mask(klein) for naam in ("gevallen", "op_tijd", "te_laat")}
    return maanden.assign(
        **leeg, **niets, **tellen, aandeel=rond_fractie(aandeel.astype("float64")).mask(klein), te_klein=klein,
        tekst=tekst_van(staten, maanden["gevallen"]),
    )  # fmt: skip


def _whole_states(rijen: pd.DataFrame, uitkomsten: pd.DataFrame) -> dict[str, str]:
    """KPI -> state of the row of the whole region: vol when its numbers are shown, else what is known of it.

    Args:
        rijen: exact rows per scope with kpi, op_tijd, gevallen, clienten.
    """
    totaal = rijen[rijen[["wet", "aanbieder", "gemeente"]].eq("").all(axis=1)]
    staten = staat(totaal[["gevallen", "clienten"]].min(axis=1), totaal["op_tijd"], totaal["gevallen"])
    uit = uitkomsten[uitkomsten[["wet", "aanbieder", "gemeente"]].eq("").all(axis=1)].set_index("kpi")["te_klein"]
    getoond = totaal["kpi"].map(uit).eq(False)
    staten = staten.mask(~getoond & staten.isin(["vol", "leeg"]), "niet_getoond")
    return dict(zip(totaal["kpi"], staten, strict=True))


def _partners(rijen: pd.DataFrame) -> pd.DataFrame:
    """Rows of the region, its laws, and the partners who have to meet the deadline where most are large enough."""
    wie = rijen["termijn"].map({naam: termijn.wie for naam, termijn in load_termijnen().items()})
    van = {soort: rijen[soort].ne("") for soort in ("aanbieder", "gemeente")}
    groot = (rijen["op_tijd"] + rijen["te_laat"]).ge(KLEINSTE_GROEP) & rijen["clienten"].ge(KLEINSTE_GROEP)
    mee = ~(van["aanbieder"] | van["gemeente"])
    for soort, eigen in van.items():
        deel = groot.where(eigen).groupby(rijen["termijn"]).transform("mean").astype("float64")
        aantal = eigen.groupby(rijen["termijn"]).transform("sum")
        minstens = MINSTE_GEMEENTEN if soort == "gemeente" else 2
        mee |= eigen & wie.eq(soort) & deel.ge(0.5) & aantal.ge(minstens)
    return rijen[mee].reset_index(drop=True)


def _own_states(rijen: pd.DataFrame) -> pd.DataFrame:
    """The rows with te_klein and tekst: every kind of part completed under the row of the whole region."""
    rijen = rijen.assign(gevallen=rijen["op_tijd"] + rijen["te_laat"])
    deel = np.select([rijen[naam].ne("") for naam in ("aanbieder", "gemeente", "wet")], ["a", "g", "w"], "")
    rijen = rijen.assign(deel=rijen["termijn"] + ":" + pd.Series(deel, index=rijen.index, dtype="str"))
    staten = staat(rijen[["gevallen", "clienten"]].min(axis=1), rijen["op_tijd"], rijen["gevallen"])
    geheel = pd.Series(deel, index=rijen.index).eq("")
    boven = dict(zip(rijen.loc[geheel, "termijn"], staten[geheel], strict=True))
    onder = rijen[~geheel]
    for _ in range(2):  # a whole that has to be hidden takes its parts with it
        delen = {label: boven.get(label.rpartition(":")[0], "vol") for label in onder["deel"].unique()}
        nieuw, gezakt = vul_aan(onder["op_tijd"], onder["gevallen"], staten[~geheel], onder["deel"], ouder=delen)
        if not gezakt:
            break
        boven |= {label.rpartition(":")[0]: "niet_getoond" for label in gezakt}
    staten = staten.copy()
    staten[~geheel] = nieuw
    staten[geheel] = rijen.loc[geheel, "termijn"].map(boven)
    return rijen.assign(
        staat=staten, te_klein=staten.isin(_VERBORGEN), tekst=tekst_van(staten, rijen["gevallen"])
    ).drop(columns="deel")


def _show_deadlines(rijen: pd.DataFrame) -> pd.DataFrame:
    klein = rijen["te_klein"]
    regio = rijen["aanbieder"].eq("") & rijen["gemeente"].eq("")
    noemer = rijen["gevallen"].where(rijen["gevallen"].gt(0))
    onder, boven = wilson(rijen["op_tijd"].to_numpy(dtype="int64"), rijen["gevallen"].to_numpy(dtype="int64"))
    delen = {"waarde": rijen["op_tijd"] / noemer, "onder": onder, "boven": boven}
    for naam in ("mediaan", "p90"):  # endless, and not hidden
        rijen = rijen.assign(**{naam: rijen[naam].astype("float64").fillna(np.inf).where(rijen["gevallen"].gt(0))})
    return _durations(rijen, klein, regio).assign(
        **{naam: rond_aantal(rijen[naam]).mask(klein) for naam in ("op_tijd", "te_laat")},
        **{naam: rond_fractie(pd.Series(deel, index=rijen.index, dtype="float64")).mask(klein)
           for naam, deel in delen.items()},
        **{naam: _region_count(rijen, naam, ["termijn"]) for naam in ("nog_niet", "ontbreekt")},
    )
