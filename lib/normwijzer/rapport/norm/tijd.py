"""What did we know when: the value as known on successive days, what moved it, and the quarters beneath it."""

import pandas as pd

from normwijzer.normen import MINSTE_PUNTEN, regels
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import BLAUW, GRIJS, GROEN, ROOD, WEINIG_KLEUREN, ZWART, html_figuur
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.tekening import in_procenten, panelen
from normwijzer.rapport.norm.woorden import kort_beeld, titel
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html, zonder_lege_kolommen

OORZAKEN = {
    "tijd": "het verstrijken van de tijd",
    "toewijzingen": "nieuwe toewijzingen",
    "start_en_stop": "late start- en stopberichten",
    "correcties": "correcties en afkeuringen",
}
"""Cause of a step in the ripening -> words, in the order of the columns."""

NIET_GEREKEND = "Hoe dit cijfer in de loop van de tijd bekend werd, is voor dit jaar niet uitgerekend."

_KWARTAAL = "Een kwartaal telt met de cliënten van dat kwartaal, dus de hoogte is een andere dan die van het jaar."
_ZICHTBAAR = 0.0005
_LEEG = "dit is voor dit jaar niet uitgerekend."


def tabel_rijping(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per day on which the value was computed again: what it was, and what moved it since the day before;
    shared in steps beside the value of today, see `beschermen_norm.bescherm_rijping`."""
    if not rapport.is_exact:
        return _tabel_in_stappen(rapport, blad)
    rijen = []
    for rij in blad.rijping.itertuples():
        stap = blad.stappen[blad.stappen["tot"].eq(rij.bekend_op)] if len(blad.stappen) else blad.stappen
        rijen.append((
            opmaak.datum(rij.bekend_op), TE_KLEIN if rij.te_klein else rij.waarde, _of_leeg(rij.teller),
            _of_leeg(rij.noemer), *(_bewogen(stap, oorzaak) for oorzaak in OORZAKEN), rij.status,
        ))  # fmt: skip
    kolommen = (
        Kolom("Bekend op", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "waarde"),
        Kolom("Noemer", "waarde"), *(Kolom(f"Door {woorden}", "waarde") for woorden in OORZAKEN.values()),
        Kolom("Status"),
    )  # fmt: skip
    slot = (
        "De verschillen zijn in procentpunten met de dag ervoor, in de volgorde waarin zij zijn opgeteld, en samen "
        "precies het verschil. Het verstrijken van de tijd: er kwam niets bij, maar wat nog niet te beoordelen was, is "
        "dat nu wel. Alle dagen gaan uit van de definitie en de rekenregels van nu."
    )
    tabel = Tabel(f"Wat was wanneer bekend: {titel(rapport, blad)}", kolommen, rijen, slot, leeg=_LEEG)
    return zonder_lege_kolommen(tabel) if rijen else tabel


def tabel_kwartalen(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per quarter: value, limits, and what stands out."""
    rijen = []
    for punt in blad.kwartalen.itertuples():
        if pd.isna(punt.waarde):
            rijen.append((_kwartaal(punt), opmaak.STREEP, "", "", ""))
            continue
        namen = [_regel(regel.naam) for regel in regels().values() if getattr(punt, regel.regel)]
        grenzen = opmaak.bereik(punt.onder, punt.boven)
        rijen.append((_kwartaal(punt), punt.waarde, punt.noemer, grenzen, "; ".join(namen)))
    kolommen = (
        Kolom("Kwartaal", rijkop=True), Kolom("Waarde", "procent"), Kolom("Noemer", "aantal"),
        Kolom("Grenzen van toeval", "bereik"), Kolom("Wat opvalt"),
    )  # fmt: skip
    streep = "minder dan 10 in het kwartaal" if rapport.is_exact else "niets te tellen, of een kwartaal is te klein"
    slot = (
        f"Een streep: {streep}. De grenzen volgen uit "
        + ("het aantal per kwartaal (p-kaart)." if blad.kwartaalsoort == "p" else
           "de schommeling van kwartaal op kwartaal (XmR-kaart).")
    )  # fmt: skip
    return Tabel(f"Per kwartaal: {titel(rapport, blad)}", kolommen, rijen, slot, leeg=_LEEG)


def zinnen_tijd(rapport: Normrapport, blad: Normblad) -> list[str]:
    """How far the value moved since the end of the year and by what; and whether the year is in control."""
    return [zin for zin in (_zin_rijping(rapport, blad), _zin_kwartalen(rapport, blad)) if zin]


def html_tijd(rapport: Normrapport, blad: Normblad) -> str:
    """One figure with the days and, beside it, the quarters; or only the tables when there is nothing to draw."""
    dagen, kwartalen = _te_tekenen(blad)
    tabellen = [tabel_rijping(rapport, blad)] + ([tabel_kwartalen(rapport, blad)] if len(kwartalen) else [])
    if len(dagen) < 2 and len(kwartalen) < 2:
        return als_html(tabellen[0])
    delen = ["links de waarde zoals bekend op opeenvolgende dagen"] if len(dagen) >= 2 else []
    if len(kwartalen) >= 2:
        delen.append(("rechts" if delen else "") + " de waarde per kwartaal met de grenzen van toeval")
    bijschrift = f"{titel(rapport, blad)}: {opmaak.opsomming([deel.strip() for deel in delen])}."
    figuur = html_figuur(_teken(blad, dagen, kwartalen), _alt(rapport, blad, dagen, kwartalen), bijschrift, tabellen[0],
                         kleuren=WEINIG_KLEUREN)  # fmt: skip
    if len(tabellen) == 1:
        return figuur
    return f"{figuur}\n<details>\n<summary>De cijfers per kwartaal</summary>\n{als_html(tabellen[1])}\n</details>"


def _te_tekenen(blad: Normblad) -> tuple[pd.DataFrame, pd.DataFrame]:
    dagen = blad.rijping[blad.rijping["waarde"].notna()] if len(blad.rijping) else blad.rijping
    kwartalen = blad.kwartalen
    if len(kwartalen):
        kwartalen = kwartalen.assign(plek=range(len(kwartalen)))
        kwartalen = kwartalen[kwartalen["waarde"].notna()]
    return dagen, kwartalen


def _zin_rijping(rapport: Normrapport, blad: Normblad) -> str:
    if blad.rijping.empty:
        return "" if rapport.verkend else NIET_GEREKEND
    dagen = blad.rijping[blad.rijping["waarde"].notna()]
    if len(dagen) < 2:
        return "Voor dit cijfer is er maar één dag van kennis om te tonen."
    eerste, laatste = (next(deel.itertuples()) for deel in (dagen.head(1), dagen.tail(1)))
    if not rapport.is_exact:
        return _zin_in_stappen(rapport, eerste, laatste)
    verschil = laatste.waarde - eerste.waarde
    kop = (
        f"Op {opmaak.datum(eerste.bekend_op)} was {rapport.jaar} bekend als {opmaak.procent(eerste.waarde)}, op "
        f"{opmaak.datum(laatste.bekend_op)} als {opmaak.procent(laatste.waarde)} ({opmaak.punten(verschil)} "
        "procentpunt)."
    )
    totalen = blad.stappen.groupby("oorzaak")["d_waarde"].sum() if len(blad.stappen) else pd.Series(dtype=float)
    delen = [
        f"{woorden} {opmaak.punten(totalen[oorzaak])}"
        for oorzaak, woorden in OORZAKEN.items()
        if oorzaak in totalen.index and abs(totalen[oorzaak]) >= _ZICHTBAAR
    ]
    compleet = len(dagen) == len(blad.rijping)
    return f"{kop} Dat kwam door: {'; '.join(delen)}." if delen and compleet else kop


def _tabel_in_stappen(rapport: Normrapport, blad: Normblad) -> Tabel:
    rijen = [
        (opmaak.datum(rij.bekend_op), *((TE_KLEIN, "") if rij.te_klein else (rij.waarde, Cel(rij.verschil, "punten"))),
         rij.status)
        for rij in blad.rijping.itertuples()
    ]  # fmt: skip
    kolommen = (Kolom("Bekend op", rijkop=True), Kolom("Waarde, ongeveer", "procent0"),
                Kolom("Verschil met de waarde van de regio", "waarde"), Kolom("Status"))  # fmt: skip
    stap = blad.rijping["stap"].max() if len(rijen) else float("nan")
    slot = (
        "Waardoor de waarde tussen twee dagen verschoof, staat in de interne editie. Alle dagen gaan uit van de "
        "definitie en de rekenregels van nu."
    )
    if not pd.isna(stap):
        slot = f"Het verschil is afgerond op stappen van {opmaak.getal(stap * 100, 0)} procentpunt. {slot}"
    return Tabel(f"Wat was wanneer bekend: {titel(rapport, blad)}", kolommen, rijen, slot, leeg=_LEEG)


def _zin_in_stappen(rapport: Normrapport, eerste, laatste) -> str:
    stap = opmaak.getal(eerste.stap * 100, 0)
    ongeveer = opmaak.procent(eerste.waarde, 0)
    kop = f"Op {opmaak.datum(eerste.bekend_op)} was {rapport.jaar} bekend als ongeveer {ongeveer}"
    if eerste.waarde == laatste.waarde:
        return (
            f"{kop}; tot {opmaak.datum(laatste.bekend_op)} scheelde dat minder dan een stap van {stap} procentpunt."
        )
    return (
        f"{kop}, op {opmaak.datum(laatste.bekend_op)} als {opmaak.procent(laatste.waarde, 0)}, in stappen van {stap} "
        "procentpunt."
    )


def _zin_kwartalen(rapport: Normrapport, blad: Normblad) -> str:
    _, kwartalen = _te_tekenen(blad)
    if len(kwartalen) == 0:
        return ""
    if blad.in_controle is None:
        bekend = int(kwartalen["waarde"].notna().sum())
        return (
            f"Er zijn {opmaak.aantal(bekend)} kwartalen met 10 of meer; om te zeggen of het jaar rustig verliep zijn "
            f"er {opmaak.aantal(MINSTE_PUNTEN)} nodig. {_KWARTAAL}"
        )
    if blad.in_controle:
        return f"Geen kwartaal van {rapport.jaar} valt op: het verloop past bij toeval. {_KWARTAAL}"
    return (
        f"In {rapport.jaar} valt minstens één kwartaal op. Vraag wat er toen veranderde voordat dit jaar de maat "
        f"wordt. {_KWARTAAL}"
    )


def _teken(blad: Normblad, dagen: pd.DataFrame, kwartalen: pd.DataFrame):
    met_dagen, met_kwartalen = len(dagen) >= 2, len(kwartalen) >= 2
    figuur, assen = panelen(3.2, (1, 1.35) if met_dagen and met_kwartalen else (1,))
    assen = list(assen)
    if met_dagen:
        _teken_dagen(blad, dagen, assen.pop(0))
    if met_kwartalen:
        _teken_kwartalen(blad, kwartalen, assen.pop(0))
    return figuur


def _teken_dagen(blad: Normblad, dagen: pd.DataFrame, assen) -> None:
    plaats = range(len(dagen))
    waarden = dagen["waarde"].to_numpy(dtype=float)
    assen.plot(plaats, waarden, color=BLAUW, linewidth=1.6, marker="o", markersize=5)
    open_merk = dagen["status"].eq("voorlopig").to_numpy()
    if open_merk.any():
        assen.scatter([p for p, o in zip(plaats, open_merk, strict=True) if o], waarden[open_merk], marker="o", s=34,
                      facecolor="white", edgecolor=BLAUW, linewidth=1.4, zorder=3)  # fmt: skip
    for punt, waarde in zip(plaats, waarden, strict=True):
        assen.annotate(opmaak.procent(waarde), (punt, waarde), xytext=(0, 7), textcoords="offset points", ha="center",
                       fontsize=8, color=ZWART)  # fmt: skip
    if blad.beeld is not None:
        assen.axhline(blad.beeld.norm, color=ZWART, linewidth=1, linestyle=(0, (1.3, 1.8)))
        assen.annotate(kort_beeld(blad.beeld), (len(dagen) - 0.6, blad.beeld.norm), xytext=(0, 3), ha="right",
                       textcoords="offset points", fontsize=8, color=ZWART)  # fmt: skip
    dagen_kort = [opmaak.datum(dag)[:6] + opmaak.datum(dag)[8:] for dag in dagen["bekend_op"]]
    assen.set_xticks(list(plaats), dagen_kort, fontsize=8)
    assen.set_xlim(-0.5, len(dagen) - 0.5)
    in_procenten(assen.yaxis, raster="y")
    assen.set_ylim(*_ruimte([*waarden, *([blad.beeld.norm] if blad.beeld else [])]))
    assen.set_xlabel("Bekend op (open: voorlopig)", fontsize=9)


def _teken_kwartalen(blad: Normblad, kwartalen: pd.DataFrame, assen) -> None:
    alle = blad.kwartalen
    plaats = range(len(alle))
    for kant in ("onder", "boven"):
        assen.plot(plaats, alle[kant].astype(float), color=GRIJS, linestyle=(0, (5, 3)), linewidth=1.1,
                   drawstyle="steps-mid")  # fmt: skip
    assen.plot(plaats, alle["midden"].astype(float), color=GROEN, linewidth=1)
    assen.plot(kwartalen["plek"], kwartalen["waarde"].astype(float), color=BLAUW, linewidth=1.3, marker="o",
               markersize=4.5)  # fmt: skip
    raak = kwartalen[list(regels())].any(axis=1)
    if raak.any():
        assen.scatter(kwartalen["plek"][raak], kwartalen["waarde"][raak].astype(float), marker="s", s=52,
                      facecolor="white", edgecolor=ROOD, linewidth=1.6, zorder=4)  # fmt: skip
    assen.set_xticks([p for p in plaats if p % 4 == 0], [str(int(j)) for j in alle["jaar"].iloc[::4]], fontsize=8)
    assen.set_xlim(-0.6, len(alle) - 0.4)
    in_procenten(assen.yaxis, raster="y")
    assen.set_ylim(*_ruimte([*kwartalen["waarde"].astype(float), *alle[["onder", "boven"]].astype(float).stack()]))
    assen.set_xlabel("Per kwartaal, met de grenzen van toeval (vierkant: valt op)", fontsize=9)


def _ruimte(waarden: list[float]) -> tuple[float, float]:
    laag, hoog = min(waarden), max(waarden)
    rand = max(0.02, (hoog - laag) * 0.25)
    return max(-0.02, laag - rand), min(1.04, hoog + rand)


def _alt(rapport: Normrapport, blad: Normblad, dagen: pd.DataFrame, kwartalen: pd.DataFrame) -> str:
    delen = []
    if len(dagen) >= 2:
        reeks = [f"{opmaak.procent(rij.waarde)} op {opmaak.datum(rij.bekend_op)}" for rij in dagen.itertuples()]
        delen.append(f"Zoals bekend: {', '.join(reeks)}.")
    if len(kwartalen) >= 2:
        delen.append(
            f"Kwartalen: van {opmaak.procent(kwartalen['waarde'].min())} tot "
            f"{opmaak.procent(kwartalen['waarde'].max())}, midden {opmaak.procent(kwartalen['midden'].iloc[0])}. "
            f"{_zin_kwartalen(rapport, blad)}"
        )
    return f"Lijnen van {titel(rapport, blad)} in de tijd. {' '.join(delen)}"


def _bewogen(stap: pd.DataFrame, oorzaak: str):
    """What one cause did between two days; empty on the first day."""
    if stap.empty:
        return ""
    deel = stap.loc[stap["oorzaak"].eq(oorzaak), "d_waarde"]
    return "" if deel.empty or pd.isna(deel.iloc[0]) else Cel(float(deel.iloc[0]), "punten")


def _of_leeg(getal):
    return "" if pd.isna(getal) else Cel(getal, "aantal")


def _kwartaal(punt) -> str:
    return f"{int(punt.jaar)}, kwartaal {int(punt.kwartaal)}"


def _regel(naam: str) -> str:
    return naam.replace("maand", "kwartaal")
