"""When late messages fall: a heat map of the last day on which each was on time, with the numbers in the cells."""

from html import escape

import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap

from normwijzer.kpi.proces.familie import MET_KALENDER
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import KLEIN, doorlooptijd, frame, kies
from normwijzer.rapport.proces.regelkaart import MAANDEN
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html, zonder_lege_kolommen

_TINTEN = ("#FFFFFF", "#DCEAF3", "#9CC8E1", "#01689B")
_WEEKDAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")

UITLEG = (
    "Elke cel is de week van de laatste dag waarop het bericht nog op tijd was: hoeveel te laat, van hoeveel. Hoe "
    "donkerder, hoe meer te laat, in drie stappen tot de hoogste van het jaar. Leeg: die maandag had de maand niet."
)
UITLEG_GEDEELD = (
    "Elke cel is de week van de laatste dag waarop het bericht nog op tijd was: welk deel te laat was. Hoe donkerder, "
    "hoe groter dat deel, in drie stappen tot het hoogste van het jaar. Leeg: die maandag had de maand niet."
)
GEEN = "geen gevallen"


def kpis_kalender(rapport: Rapport) -> list[str]:
    """KPI's with a calendar, in the order of the report."""
    aanwezig = frame(rapport, "kalender")
    return [] if aanwezig.empty else [kpi for kpi in rapport.definities if aanwezig["kpi"].eq(kpi).any()]


def weken(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """maandag, jaar, maand, nummer (which Monday of that month), gevallen, te_laat, te_klein: one row per week. Shared:
    deel (share too late) instead of gevallen and te_laat.

    A week belongs to the month of its Monday. Terms of cases of the year can run out after it; weeks of `weken_ervoor`
    are left out.
    """
    alle = _alle_weken(rapport, kpi)
    return alle[~_is_ervoor(alle, rapport.jaar)].reset_index(drop=True)


def weken_ervoor(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """Weeks as `weken` that began before the year and in which everything was late, as it can only be; shared: all
    that began before it.

    A claim counts in the year in which it was sent, so one whose term ran out before that year is always late.
    """
    alle = _alle_weken(rapport, kpi)
    return alle[_is_ervoor(alle, rapport.jaar)].reset_index(drop=True)


def zin_ervoor(rapport: Rapport, kpi: str) -> str:
    """How many cases `weken_ervoor` leaves out, and why; empty when none."""
    weg = weken_ervoor(rapport, kpi)
    if len(weg) and rapport.editie != "intern":
        return f"Weken van vóór {rapport.jaar} staan er niet bij: het jaar telt waarin is verzonden."
    bekend = weg[~weg["te_klein"]]
    if weg.empty:
        return ""
    klein = len(weg) - len(bekend)
    delen = [opmaak.meervoud(int(bekend["gevallen"].sum()), "geval", "gevallen")] if len(bekend) else []
    delen += [f"{opmaak.meervoud(klein, 'week', 'weken')} met te weinig gevallen om te tonen"] if klein else []
    return (
        f"Weggelaten: {opmaak.opsomming(delen)} met een termijn die vóór {rapport.jaar} afliep. Die zijn allemaal te "
        "laat, omdat het jaar telt waarin is verzonden."
    )


def tabel_kalender(rapport: Rapport, kpi: str) -> Tabel:
    """One row per month, a column per week that began in it."""
    rijen_week = weken(rapport, kpi)
    hoogste = _hoogste(rijen_week)
    jaren = sorted(rijen_week["jaar"].unique())
    rijen = []
    for jaar in jaren:
        for maand in range(1, 13):
            deel = rijen_week[rijen_week["jaar"].eq(jaar) & rijen_week["maand"].eq(maand)].sort_values("maandag")
            if deel.empty:
                continue
            cellen = {int(rij.nummer): _cel(rij, hoogste) for rij in deel.itertuples()}
            naam = MAANDEN[maand - 1] if len(jaren) == 1 else f"{MAANDEN[maand - 1]} {jaar}"
            aantal = _maandagen(int(jaar), maand)
            rijen.append((naam, *(cellen.get(nummer, GEEN if nummer <= aantal else "") for nummer in range(1, 6))))
    koppen = [f"{nummer}e maandag" for nummer in range(1, 6)]
    kolommen = (Kolom("Maand", rijkop=True), *(Kolom(kop) for kop in koppen))
    uitleg = f"{UITLEG if rapport.editie == 'intern' else UITLEG_GEDEELD} {zin_ervoor(rapport, kpi)}".strip()
    tabel = Tabel(f"{titel_kpi(rapport, kpi)}: te laat per week, {rapport.jaar}", kolommen, rijen, uitleg)
    return zonder_lege_kolommen(tabel)


def tabel_dagen(rapport: Rapport, kpi: str) -> Tabel:
    """One row per week, a column per weekday: how many too late of how many; for inside use only."""
    raster = _raster(_dagen(rapport, kpi))
    weekdagen = sorted({dag for _, dag in raster})
    maandagen = sorted({week for week, _ in raster})
    rijen = [(opmaak.datum(week), *(raster.get((week, dag), GEEN) for dag in weekdagen)) for week in maandagen]
    kolommen = (Kolom("Week van", rijkop=True), *(Kolom(_WEEKDAGEN[dag]) for dag in weekdagen))
    return Tabel(f"{titel_kpi(rapport, kpi)}: te laat per dag, {rapport.jaar}", kolommen, rijen)


def html_kalender(rapport: Rapport) -> str:
    """Per KPI a heat table; with numbers per day a figure above it. A sentence says which ones cannot be shared."""
    kpis = kpis_kalender(rapport)
    weg = [kpi for kpi in MET_KALENDER if kpi not in kpis and len(doorlooptijd(rapport, kpi))]
    weg = [] if rapport.editie == "intern" else weg
    if not kpis and not weg:
        return '<p class="leeg">Er zijn geen berichten met een termijn.</p>'
    delen = [_html(rapport, kpi) for kpi in kpis]
    if weg:
        namen = opmaak.opsomming([titel_kpi(rapport, kpi) for kpi in weg])
        zin = f"De kalender van {namen} staat in de interne editie: per week zijn het te weinig gevallen om te delen."
        delen.append(f'<p class="leeg">{escape(zin)}</p>')
    return "\n".join(delen)


def zin_kalender(rapport: Rapport, kpi: str) -> str:
    """The week with most too late, and how many there were in the year; what is hidden is not counted."""
    rijen = weken(rapport, kpi)
    if rapport.editie != "intern":
        return _zin_gedeeld(rijen)
    bekend = rijen[~rijen["te_klein"] & rijen["te_laat"].notna()]
    if bekend.empty or not bekend["te_laat"].sum():
        return "Er is geen week met genoeg gevallen om te tonen, of er was niets te laat."
    ergste = next(bekend.loc[[bekend["te_laat"].astype("float64").idxmax()]].itertuples())
    verborgen = int(rijen["te_klein"].sum())
    slot = f" {opmaak.meervoud(verborgen, 'week is', 'weken zijn')} te klein om te tonen." if verborgen else ""
    return (
        f"In {opmaak.meervoud(len(bekend), 'week', 'weken')} waren er {opmaak.aantal(bekend['te_laat'].sum())} "
        "te laat van "
        f"{opmaak.aantal(bekend['gevallen'].sum())}. De meeste in de week van {opmaak.datum(ergste.maandag)}: "
        f"{opmaak.aantal(ergste.te_laat)} van {opmaak.aantal(ergste.gevallen)}.{slot}"
    )


def _zin_gedeeld(rijen: pd.DataFrame) -> str:
    bekend = rijen[~rijen["te_klein"]]
    if bekend.empty:
        return "Er is geen week met genoeg gevallen om te tonen."
    hoog, laag = (next(bekend.loc[[plek]].itertuples()) for plek in (bekend["deel"].idxmax(), bekend["deel"].idxmin()))
    verborgen = len(rijen) - len(bekend)
    slot = f" {opmaak.meervoud(verborgen, 'week wordt', 'weken worden')} niet getoond." if verborgen else ""
    return (
        f"Het grootste deel te laat was {opmaak.procent(hoog.deel, 0)}, in de week van {opmaak.datum(hoog.maandag)}; "
        f"het kleinste {opmaak.procent(laag.deel, 0)}, in de week van {opmaak.datum(laag.maandag)}.{slot}"
    )


def _alle_weken(rapport: Rapport, kpi: str) -> pd.DataFrame:
    dagen = kies(frame(rapport, "kalender"), kpi=kpi)
    if "aandeel" in dagen:
        per_week = dagen.rename(columns={"dag": "maandag", "aandeel": "deel"}).drop(columns=["kpi", "per"])
        return _with_month(per_week.sort_values("maandag", ignore_index=True))
    per_week = dagen.assign(maandag=_maandag(dagen)).groupby("maandag", as_index=False).agg(
        gevallen=("gevallen", lambda kolom: kolom.sum(min_count=1)),
        te_laat=("te_laat", lambda kolom: kolom.sum(min_count=1)),
        te_klein=("te_klein", "any"),
    )  # fmt: skip
    return _with_month(per_week)


def _with_month(per_week: pd.DataFrame) -> pd.DataFrame:
    maandag = per_week["maandag"].dt
    return per_week.assign(jaar=maandag.year, maand=maandag.month, nummer=(maandag.day - 1) // 7 + 1)


def _is_ervoor(rijen: pd.DataFrame, jaar: int) -> pd.Series:
    nieuwjaar = pd.Timestamp(jaar, 1, 1)
    if "deel" in rijen:
        return rijen["maandag"] < nieuwjaar
    alles_laat = rijen["te_laat"].eq(rijen["gevallen"]).fillna(False).astype(bool)
    heel_ervoor = rijen["maandag"] + pd.Timedelta(days=6) < nieuwjaar
    return (rijen["maandag"] < nieuwjaar) & (alles_laat | (rijen["te_klein"] & heel_ervoor))


def _dagen(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """Rows of the frame in the weeks that are shown."""
    dagen = kies(frame(rapport, "kalender"), kpi=kpi)
    return dagen[_maandag(dagen).isin(weken(rapport, kpi)["maandag"])]


def _html(rapport: Rapport, kpi: str) -> str:
    zin = zin_kalender(rapport, kpi)
    delen = [f"<h3>{escape(titel_kpi(rapport, kpi))}</h3>", f"<p>{escape(zin)}</p>"]
    dagen = _dagen(rapport, kpi)
    if len(dagen) and dagen["per"].eq("dag").all() and int(dagen["dag"].dt.to_period("M").value_counts().max()) > 2:
        bijschrift = (
            "Elke kolom is een week, elke rij een dag van de week. Het getal is het aantal te laat van wat die "
            "dag uiterlijk "
            "moest; leeg is nul. Hoe donkerder, hoe meer."
        )
        delen.append(html_figuur(_teken(dagen), f"Kalender van {titel_kpi(rapport, kpi)}. {zin}", bijschrift,
                                 tabel_dagen(rapport, kpi)))  # fmt: skip
    delen.append(als_html(tabel_kalender(rapport, kpi)))
    return "\n".join(delen)


def _maandag(dagen: pd.DataFrame) -> pd.Series:
    return dagen["dag"] - pd.to_timedelta(dagen["dag"].dt.day_of_week, unit="D")


def _maandagen(jaar: int, maand: int) -> int:
    """How many Mondays a month has."""
    eerste = pd.Timestamp(jaar, maand, 1)
    return 1 + (eerste.days_in_month - 1 - (-eerste.day_of_week % 7)) // 7


def _hoogste(rijen: pd.DataFrame) -> float:
    waarden = rijen["deel" if "deel" in rijen else "te_laat"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return float(np.nanmax(waarden)) if np.isfinite(waarden).any() else 0.0


def _cel(rij, hoogste: float):
    if hasattr(rij, "deel"):
        return _cel_deel(rij, hoogste)
    if rij.te_klein or pd.isna(rij.te_laat):
        return KLEIN
    tint = _tint(float(rij.te_laat), hoogste)
    tekst = f"{opmaak.aantal(rij.te_laat)} van {opmaak.aantal(rij.gevallen)}"
    return Cel(tekst, "tekst", f"hitte hitte-{tint}" if tint else "hitte")


def _cel_deel(rij, hoogste: float):
    if rij.te_klein:
        return rij.tekst
    tint = _tint(float(rij.deel), hoogste)
    return Cel(opmaak.procent(rij.deel, 0), "tekst", f"hitte hitte-{tint}" if tint else "hitte")


def _tint(te_laat: float, hoogste: float) -> int:
    """0 for none, else 1 to 3 in equal steps up to the highest of the year."""
    return int(np.ceil(3 * te_laat / hoogste)) if te_laat and hoogste else 0


def _raster(dagen: pd.DataFrame) -> dict[tuple[pd.Timestamp, int], str]:
    maandag = _maandag(dagen)
    return {
        (week, int(dag)): KLEIN if klein or pd.isna(laat) else f"{opmaak.aantal(laat)} van {opmaak.aantal(n)}"
        for week, dag, laat, n, klein in zip(
            maandag, dagen["dag"].dt.day_of_week, dagen["te_laat"], dagen["gevallen"], dagen["te_klein"], strict=True
        )
    }


def _teken(dagen: pd.DataFrame):
    maandag = _maandag(dagen)
    eerste = maandag.min()
    kolom, rij = ((maandag - eerste).dt.days // 7).to_numpy(), dagen["dag"].dt.day_of_week.to_numpy()
    laat = dagen["te_laat"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    hoogste = float(np.nanmax(laat)) if len(laat) else 0.0
    vlak = np.full((int(rij.max()) + 1, int(kolom.max()) + 1), np.nan)
    vlak[rij, kolom] = [_tint(waarde, hoogste) if np.isfinite(waarde) else np.nan for waarde in laat]
    figuur, assen = nieuwe_figuur(figsize=(8.4, 1.5))
    assen.imshow(vlak, cmap=ListedColormap(_TINTEN), vmin=-0.5, vmax=3.5, aspect="auto")
    for x, y, waarde in zip(kolom, rij, laat, strict=True):
        if np.isfinite(waarde) and waarde:
            kleur = "white" if vlak[y, x] == 3 else "#1A1A1A"
            assen.text(x, y, opmaak.aantal(waarde), ha="center", va="center", fontsize=5.5, color=kleur)
    assen.set_yticks(range(vlak.shape[0]), _WEEKDAGEN[: vlak.shape[0]], fontsize=8)
    assen.yaxis.set_major_formatter(lambda waarde, _: _WEEKDAGEN[int(waarde)] if 0 <= waarde < 7 else "")
    begin = {week.month: nummer for nummer, week in reversed(list(enumerate(sorted(maandag.unique()))))}
    assen.set_xticks(list(begin.values()), [MAANDEN[maand - 1] for maand in begin], fontsize=8)
    assen.grid(visible=False)
    assen.spines[:].set_visible(False)
    return figuur
