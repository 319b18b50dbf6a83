"""Where every aanbieder would stand: a bar with its interval, and the funnel around the norm."""

import numpy as np
import pandas as pd

from normwijzer.normen.bandbreedte import grens, grens_ver
from normwijzer.normen.richting import HOGER, LAGER
from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import GRIJS, WEINIG_KLEUREN, ZWART, html_figuur
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.tekening import in_aantallen, in_procenten, kort, panelen
from normwijzer.rapport.norm.woorden import PLAATSEN, kort_beeld, slechter_is, titel, zin_wie
from normwijzer.rapport.oordeelwoorden import legenda, oordeelwoord
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

_STREEP_BAND, _STREEP_VER = (0, (5, 3)), (0, (1.3, 1.8))


def tabel_stand(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per aanbieder, best first: value, interval, own limit, verdict in words, chance at the norm."""
    rijen = []
    for rij in gesorteerd(blad).itertuples():
        woord = oordeelwoord(rij.oordeel, ver=bool(rij.ver), richting=blad.richting)
        limiet = "" if pd.isna(rij.grens) else Cel(rij.grens, "procent")
        kans = "" if pd.isna(rij.kans) else Cel(rij.kans, "procent")
        rijen.append((
            rapport.naam_aanbieder(rij.aanbieder), rij.waarde, rij.teller, rij.noemer,
            opmaak.bereik(rij.onder, rij.boven), limiet, woord.met_teken, kans,
        ))  # fmt: skip
    kolommen = (
        Kolom("Aanbieder", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "aantal"),
        Kolom("Noemer", "aantal"), Kolom("95 %-interval", "bereik"), Kolom("Eigen grens", "waarde"),
        Kolom("Zou zijn"), Kolom("Kans bij de norm", "waarde"),
    )  # fmt: skip
    return Tabel(f"Per aanbieder: {titel(rapport, blad)}", kolommen, rijen, _slot(rapport, blad))


def html_stand(rapport: Normrapport, blad: Normblad) -> str:
    """The figure with its table, or the table alone when nobody is large enough to draw."""
    punten = getekend(blad)
    if punten.empty:
        return ""
    bijschrift = (
        f"{titel(rapport, blad)}. Links per aanbieder de waarde met het 95 %-interval en een streepje bij de eigen "
        f"grens; rechts dezelfde aanbieders tegen hun aantal in de noemer. Slechter is {slechter_is(blad)}. "
        f"{_tekens(blad, punten)}"
    )
    return html_figuur(
        _teken(rapport, blad, punten), _alt(rapport, blad, punten), bijschrift, tabel_stand(rapport, blad),
        kleuren=WEINIG_KLEUREN,
    )  # fmt: skip


def gesorteerd(blad: Normblad) -> pd.DataFrame:
    """`Normblad.aanbieders` from best to worst; of equal values the largest first."""
    kant = 1 if blad.lager else -1
    orde = blad.aanbieders.assign(_rang=kant * blad.aanbieders["waarde"].astype(float), _n=-blad.aanbieders["noemer"])
    return orde.sort_values(["_rang", "_n", "aanbieder"]).drop(columns=["_rang", "_n"])


def getekend(blad: Normblad) -> pd.DataFrame:
    """The aanbieders of a figure, best first: never one with fewer than KLEINSTE_GROEP, in no edition."""
    orde = gesorteerd(blad)
    return orde[orde["noemer"].ge(KLEINSTE_GROEP) & orde["waarde"].notna()].reset_index(drop=True)


def _slot(rapport: Normrapport, blad: Normblad) -> str:
    wie = f" {zin_wie(rapport, blad)}" if not rapport.is_exact else ""
    voorlopig = " De cijfers zijn voorlopig: een oordeel is er pas als ze definitief zijn."
    wacht = voorlopig if blad.nu.status == "voorlopig" else ""
    return (
        f"Zou zijn: het oordeel bij {kort_beeld(blad.beeld)} met deze bandbreedte. Kans bij de norm: hoe vaak een "
        "aanbieder van deze omvang die in werkelijkheid op de norm zit, door toeval zo uitkomt of slechter."
        f"{wie}{wacht}"
    )


def _tekens(blad: Normblad, punten: pd.DataFrame) -> str:
    namen = {"ver" if rij.ver else rij.oordeel for rij in punten.itertuples()}
    return legenda(namen, blad.richting)


def _teken(rapport: Normrapport, blad: Normblad, punten: pd.DataFrame):
    figuur, (links, rechts) = panelen(max(3.7, 1.3 + 0.27 * len(punten)), (1.05, 1))
    _rups(rapport, blad, punten, links)
    _trechter(blad, punten, rechts)
    lijnen, namen = rechts.get_legend_handles_labels()
    figuur.legend(lijnen, namen, loc="outside upper left", ncols=4, fontsize=8, frameon=False)
    return figuur


def _rups(rapport: Normrapport, blad: Normblad, punten: pd.DataFrame, assen) -> None:
    plaats = np.arange(len(punten))
    assen.hlines(plaats, punten["onder"], punten["boven"], color=GRIJS, linewidth=1.3)
    assen.scatter(punten["grens"], plaats, marker="|", s=90, color=ZWART, linewidth=1.1, zorder=2)
    _merken(blad, punten, assen, punten["waarde"], plaats)
    assen.axvline(blad.beeld.norm, color=ZWART, linewidth=1.1)
    assen.set_yticks(plaats, [kort(rapport.naam_aanbieder(agb)) for agb in punten["aanbieder"]], fontsize=8.5)
    assen.set_ylim(len(punten) - 0.4, -0.6)
    in_procenten(assen.xaxis, raster="x")
    assen.set_xlim(-0.02, min(1.02, float(punten["boven"].max()) + 0.03))
    assen.set_xlabel("Waarde met 95 %-interval", fontsize=9)


def _trechter(blad: Normblad, punten: pd.DataFrame, assen) -> None:
    beeld, hoogste_n = blad.beeld, int(punten["noemer"].max() * 1.12) + 2
    n = np.unique(np.linspace(KLEINSTE_GROEP, hoogste_n, 240).astype("int64"))
    for richting, kleur, dikte in ((blad.richting, ZWART, 1.3), (HOGER if blad.lager else LAGER, "#9A9A9A", 0.9)):
        eigen = richting == blad.richting
        assen.plot(n, grens(beeld.band, beeld.norm, n, richting), color=kleur, linestyle=_STREEP_BAND, linewidth=dikte,
                   label="grens van de bandbreedte" if eigen else None)  # fmt: skip
        assen.plot(n, grens_ver(beeld.norm, n, richting), color=kleur, linestyle=_STREEP_VER, linewidth=dikte,
                   label="tweede grens (1 op 1.000)" if eigen else None)  # fmt: skip
    assen.axhline(beeld.norm, color=ZWART, linewidth=1.1, label=kort_beeld(beeld))
    _merken(blad, punten, assen, punten["noemer"].astype(float), punten["waarde"], label=True)
    assen.set_xlim(0, hoogste_n)
    uiterst = grens_ver(beeld.norm, [KLEINSTE_GROEP], LAGER)[0]
    assen.set_ylim(-0.02, min(1.02, max(float(punten["waarde"].max()), float(uiterst)) + 0.05))
    in_aantallen(assen.xaxis)
    in_procenten(assen.yaxis, raster="y")
    assen.set_xlabel("Aantal in de noemer", fontsize=9)


def _merken(blad: Normblad, punten: pd.DataFrame, assen, x, y, *, label: bool = False) -> None:
    """The points, a shape per verdict."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    sleutel = np.where(punten["ver"].astype(bool), "ver", punten["oordeel"])
    for naam in dict.fromkeys(sleutel):
        woord = oordeelwoord("onder bandbreedte" if naam == "ver" else naam, ver=naam == "ver")
        mee = sleutel == naam
        assen.scatter(
            x[mee], y[mee], marker=woord.merk, s=46, facecolor=woord.kleur if woord.vol else "white",
            edgecolor=woord.kleur, linewidth=1.2, zorder=3, label=PLAATSEN[naam] if label else None,
        )  # fmt: skip


def _alt(rapport: Normrapport, blad: Normblad, punten: pd.DataFrame) -> str:
    eerste, laatste = (next(deel.itertuples()) for deel in (punten.head(1), punten.tail(1)))
    namen = [PLAATSEN["ver" if rij.ver else rij.oordeel] for rij in punten.itertuples()]
    tellingen = [f"{namen.count(naam)} {naam}" for naam in dict.fromkeys(namen)]
    slechter = [
        f"{rapport.naam_aanbieder(rij.aanbieder)} ({opmaak.procent(rij.waarde)} van {opmaak.aantal(rij.noemer)})"
        for rij in punten[punten["oordeel"].eq("onder bandbreedte")].itertuples()
    ]
    slot = f" Slechter dan de bandbreedte: {opmaak.opsomming(slechter)}." if slechter else ""
    return (
        f"Balkjes en trechter van {titel(rapport, blad)} rond {kort_beeld(blad.beeld)}: {opmaak.opsomming(tellingen)}. "
        f"De beste is {rapport.naam_aanbieder(eerste.aanbieder)} met {opmaak.procent(eerste.waarde)} van "
        f"{opmaak.aantal(eerste.noemer)}, de slechtste {rapport.naam_aanbieder(laatste.aanbieder)} met "
        f"{opmaak.procent(laatste.waarde)} van {opmaak.aantal(laatste.noemer)}.{slot}"
    )
