"""Control chart per month over all years: which months chance alone does not explain, and by which rule."""

from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.normen import MINSTE_PUNTEN, kies_kaart, regels
from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import BLAUW, GRIJS, ROOD, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import KLEIN, kies
from normwijzer.rapport.proces.oordeel import doel_van
from normwijzer.rapport.tabel import Kolom, Tabel

MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

_SOORT = {
    "p": "De grenzen volgen uit het aantal gevallen per maand (p-kaart): bij weinig gevallen liggen zij verder uiteen.",
    "xmr": (
        "De maanden wisselen meer dan toeval bij deze aantallen verklaart. Daarom volgen de grenzen uit de gemiddelde "
        "schommeling van maand op maand (XmR-kaart, midden plus en min 2,66 keer die schommeling)."
    ),
}


@dataclass(frozen=True)
class Regelkaart:
    """soort: p or xmr; punten: one row per month in order, with jaar, maand, gevallen, and the columns of the chart."""

    soort: str
    punten: pd.DataFrame

    @property
    def signalen(self) -> list[tuple[str, str]]:
        """(rule in words, months that broke it) for every broken rule, in the order of the rules."""
        uit = []
        for regel in regels().values():
            maanden = self.punten[self.punten[regel.regel]]
            if len(maanden):
                uit.append((regel.naam, opmaak.opsomming(_reeksen(maanden))))
        return uit


def regelkaart(rapport: Rapport, kpi: str) -> Regelkaart | None:
    """The chart of a KPI for both laws and all years up to that of the report; None with too few months.

    A month with fewer than KLEINSTE_GROEP cases, or too small to show, has no point.
    """
    punten = _maanden(rapport, kpi)
    genoeg = punten["gevallen"].ge(KLEINSTE_GROEP).fillna(False) & ~punten["te_klein"].fillna(True).astype(bool)
    n = punten["gevallen"].astype("Float64").where(genoeg).to_numpy(dtype=float, na_value=np.nan)
    y = punten["op_tijd"].astype("Float64").where(genoeg).to_numpy(dtype=float, na_value=np.nan)
    if "aandeel" in punten:  # shared: whole percents say more than two rounded counts
        y = punten["aandeel"].astype("float64").to_numpy() * n
    if int((n > 0).sum()) < MINSTE_PUNTEN:
        return None
    soort, kaart = kies_kaart(y, n)
    return Regelkaart(soort, punten.reset_index(drop=True).join(kaart))


def tabel_regelkaart(rapport: Rapport, kpi: str, kaart: Regelkaart) -> Tabel:
    """One row per month: value, cases, limits, and the rules it is part of. Hidden months next to each other with the
    same words share a row."""
    rijen = []
    for deel in _stukken(kaart.punten):
        punt = next(deel.itertuples())
        if pd.isna(punt.waarde):
            aantal = KLEIN if not pd.isna(punt.gevallen) and punt.gevallen else "" if punt.te_klein else 0
            rijen.append((_reeksen(deel)[0], punt.tekst if punt.te_klein else opmaak.STREEP, aantal, "", ""))
            continue
        namen = [regel.naam for regel in regels().values() if getattr(punt, regel.regel)]
        rijen.append(
            (_maand(punt), punt.waarde, punt.gevallen, opmaak.bereik(punt.onder, punt.boven), "; ".join(namen))
        )
    kolommen = (
        Kolom("Maand", rijkop=True), Kolom("Waarde", "procent"), Kolom("Gevallen", "aantal"),
        Kolom("Grenzen", "bereik"),
        Kolom("Wat opvalt"),
    )  # fmt: skip
    slot = f"Midden: {opmaak.procent(kaart.punten['midden'].iloc[0])}. {_SOORT[kaart.soort]}"
    return Tabel(f"{titel_kpi(rapport, kpi)} per maand", kolommen, rijen, slot)


def zin_regelkaart(kaart: Regelkaart) -> str:
    """What stands out, with the rule in words and the months; or that nothing does."""
    if not kaart.signalen:
        return "Geen maand valt op: de verschillen tussen maanden passen bij toeval."
    delen = [f"{opmaak.als_zin(naam).removesuffix('.')}: {maanden}." for naam, maanden in kaart.signalen]
    return f"Wat opvalt. {' '.join(delen)} Vraag wat er toen veranderde."


def html_regelkaart(rapport: Rapport, kpi: str) -> str:
    """The chart with what stands out in a sentence, or why there is none."""
    kaart = regelkaart(rapport, kpi)
    if kaart is None:
        return (
            f'<p class="leeg">Geen regelkaart: er zijn minder dan {MINSTE_PUNTEN} maanden met {KLEINSTE_GROEP} of meer '
            f"gevallen{'' if rapport.editie == 'intern' else ', of te weinig daarvan kunnen worden gedeeld'}.</p>"
        )
    bekend = kaart.punten[kaart.punten["waarde"].notna()]
    eerste, laatste = (_maand(next(deel.itertuples())) for deel in (bekend.head(1), bekend.tail(1)))
    bijschrift = (
        f"{titel_kpi(rapport, kpi)} per maand, {eerste} tot en met {laatste}. {_SOORT[kaart.soort]} Een vierkant valt "
        "op volgens een van de vier regels."
    )
    zin = zin_regelkaart(kaart)
    figuur = html_figuur(_teken(rapport, kpi, kaart), _alt(rapport, kpi, kaart), bijschrift,
                         tabel_regelkaart(rapport, kpi, kaart), kleuren=WEINIG_KLEUREN)  # fmt: skip
    return f"<h4>Van maand tot maand</h4>\n<p>{escape(zin)}</p>\n{figuur}"


def _maanden(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """Every month from the first to the last year with a row, of both laws together; a month without row is empty."""
    if "doorlooptijd" not in rapport.frames:
        return pd.DataFrame(columns=["jaar", "maand", "gevallen", "op_tijd", "te_klein", "tekst"])
    rijen = kies(rapport.over_jaren("doorlooptijd"), kpi=kpi, wet="", aanbieder="", gemeente="")
    rijen = rijen[rijen["maand"].notna()]
    if rijen.empty:
        return rijen
    bekend = rijen.assign(maand=rijen["maand"].astype("int64"))
    alle = pd.MultiIndex.from_product([sorted(bekend["jaar"].unique()), range(1, 13)], names=["jaar", "maand"])
    waarden = [kolom for kolom in ("gevallen", "op_tijd", "aandeel", "te_klein", "tekst") if kolom in bekend]
    punten = bekend.set_index(["jaar", "maand"])[waarden].reindex(alle).reset_index()
    heeft = punten["gevallen"].notna() | punten["te_klein"].eq(True)
    return punten.loc[heeft.idxmax() : heeft[::-1].idxmax()].assign(te_klein=punten["te_klein"].eq(True))


def _teken(rapport: Rapport, kpi: str, kaart: Regelkaart):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 2.9))
    punten = kaart.punten
    plaats = np.arange(len(punten))
    for kant in ("onder", "boven"):
        label = "grenzen van toeval" if kant == "boven" else None
        assen.plot(plaats, punten[kant], color=GRIJS, linestyle=(0, (5, 3)), linewidth=1.1, drawstyle="steps-mid",
                   label=label)  # fmt: skip
    assen.plot(plaats, punten["midden"], color=ZWART, linewidth=1, label="midden")
    doel = doel_van(rapport, kpi)
    if doel:
        assen.axhline(doel.doel, color=ROOD, linestyle=(0, (1.5, 2)), linewidth=1.5, label="doel")
    assen.plot(plaats, punten["waarde"], color=BLAUW, linewidth=1.4, marker="o", markersize=3.6, label="per maand")
    raak = punten[list(regels())].any(axis=1)
    if raak.any():
        assen.scatter(plaats[raak], punten["waarde"][raak], marker="s", s=42, facecolor="white", edgecolor=ROOD,
                      linewidth=1.6, zorder=4, label="valt op")  # fmt: skip
    begin = [(nummer, punt.jaar) for nummer, punt in enumerate(punten.itertuples()) if punt.maand == 1 or not nummer]
    assen.set_xticks([nummer for nummer, _ in begin], [f"jan\n{jaar}" if not nummer % 12 else str(jaar)
                                                       for nummer, jaar in begin])  # fmt: skip
    assen.set_xlim(*(plaats[punten["waarde"].notna()][[0, -1]] + [-0.6, 0.6]))  # no room for years that are hidden
    assen.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))  # whole percents, so no label is rounded
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.procent(waarde, 0)))
    laag = min(float(punten[["waarde", "onder"]].min().min()), doel.doel if doel else 1.0)
    assen.set_ylim(max(-0.02, laag - 0.02), 1.02)
    assen.legend(fontsize=8, frameon=False, ncols=5, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2)
    return figuur


def _alt(rapport: Rapport, kpi: str, kaart: Regelkaart) -> str:
    bekend = kaart.punten[kaart.punten["waarde"].notna()]
    laagste, hoogste = (next(bekend.loc[[plek]].itertuples()) for plek in
                        (bekend["waarde"].idxmin(), bekend["waarde"].idxmax()))  # fmt: skip
    return (
        f"Regelkaart van {titel_kpi(rapport, kpi)} over {opmaak.aantal(len(bekend))} maanden. Het midden is "
        f"{opmaak.procent(bekend['midden'].iloc[0])}; de laagste maand is {_maand(laagste)} met "
        f"{opmaak.procent(laagste.waarde)}, de hoogste {_maand(hoogste)} met {opmaak.procent(hoogste.waarde)}. "
        f"{zin_regelkaart(kaart)}"
    )


def _maand(punt) -> str:
    return f"{MAANDEN[int(punt.maand) - 1]} {int(punt.jaar)}"


def _stukken(punten: pd.DataFrame) -> list[pd.DataFrame]:
    """The months in order, each apart, but those that are hidden with the same words and stand together as one."""
    stil = punten["te_klein"].astype(bool) & punten["waarde"].isna() & punten["gevallen"].isna()
    nieuw = ~stil | stil.ne(stil.shift()) | punten["tekst"].ne(punten["tekst"].shift())
    return [deel for _, deel in punten.groupby(nieuw.cumsum(), sort=True)]


def _reeksen(punten: pd.DataFrame) -> list[str]:
    """Months next to each other as one stretch: jun 2023; jan tot en met aug 2024."""
    nummers = (punten["jaar"] * 12 + punten["maand"]).astype("int64")
    stukken = nummers.diff().ne(1).cumsum()
    uit = []
    for _, deel in punten.groupby(stukken, sort=False):
        eerste, laatste = next(deel.head(1).itertuples()), next(deel.tail(1).itertuples())
        uit.append(_maand(eerste) if len(deel) == 1 else f"{_maand(eerste)} tot en met {_maand(laatste)}")
    return uit
