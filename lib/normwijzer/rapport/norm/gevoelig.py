"""What another definition would do to the norm, and to the verdicts at the norm of the section."""

from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import naam_keuze
from normwijzer.rapport.figuur import BLAUW, GRIJS, ROOD, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import aanbieders, titel
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

MEESTE = 10
_ZICHTBAAR = 0.0005
_LANGSTE = 46


def tabel_gevoelig(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per choice in the definition, most influential first: the norm it would give and who changes place;
    shared the value of the region and its difference in steps, see `beschermen_norm.bescherm_tornado`."""
    if not rapport.is_exact:
        return _tabel_regio(rapport, blad)
    rijen = [
        (
            naam_keuze(blad.definitie, rij.variant), Cel(rij.norm_variant, "procent"), Cel(rij.verschil, "punten"),
            rij.status_anders, rij.naar_onder, rij.uit_onder, rij.meetbaar,
        )
        for rij in blad.tornado.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Keuze", rijkop=True), Kolom("Gewogen gemiddelde", "waarde"), Kolom("Verschil", "waarde"),
        Kolom("Ander oordeel", "aantal"), Kolom("Waarvan naar slechter dan bandbreedte", "aantal"),
        Kolom("Waarvan eruit", "aantal"), Kolom("Vergeleken", "aantal"),
    )  # fmt: skip
    slot = (
        "Elke rij verandert één keuze en laat de rest staan; verschil in procentpunten. Ander oordeel: aanbieders met "
        "in beide gevallen 10 of meer die bij dezelfde norm en bandbreedte anders zouden uitkomen."
    )
    return Tabel(f"Gevoeligheid voor de definitie: {titel(rapport, blad)}", kolommen, rijen, slot)


def zinnen_gevoelig(rapport: Normrapport, blad: Normblad) -> list[str]:
    """The most influential choice, the verdicts it changes, and the range of all combinations."""
    if not rapport.is_exact:
        return [zin for zin in (_zin_regio(blad), _zin_bereik(blad)) if zin]
    bekend = blad.tornado[blad.tornado["verschil"].abs().ge(_ZICHTBAAR)]
    if bekend.empty:
        zinnen = ["Geen van de doorgerekende keuzes verandert de uitkomst zichtbaar."]
    else:
        meest = next(bekend.itertuples())
        anders = blad.tornado["status_anders"].max()
        zinnen = [
            f"De meeste invloed heeft ‘{naam_keuze(blad.definitie, meest.variant)}’: "
            f"{opmaak.punten(meest.verschil)} procentpunt. Geen enkele keuze geeft meer dan {aanbieders(anders)} een "
            "ander oordeel."
        ]  # fmt: skip
    combinatie = next(blad.combinaties.itertuples(), None)
    if combinatie is not None and combinatie.opties:
        zinnen.append(
            f"Alle {opmaak.aantal(combinatie.aantal)} combinaties van de belangrijkste keuzes samen "
            f"({_opties(blad, combinatie)}) geven een waarde van {opmaak.procent(combinatie.laagste)} tot "
            f"{opmaak.procent(combinatie.hoogste)}. Een norm geldt dus alleen bij de definitie waarmee hij is bepaald."
        )  # fmt: skip
    return zinnen


def html_gevoelig(rapport: Normrapport, blad: Normblad) -> str:
    """The bars of the choices that matter, with the number of verdicts that change; or nothing when none does."""
    doet_iets = blad.tornado[blad.tornado["verschil"].abs().ge(_ZICHTBAAR)].head(MEESTE)
    if doet_iets.empty:
        return ""
    wat = "het gewogen gemiddelde" if rapport.is_exact else "de waarde van de regio"
    bijschrift = f"{titel(rapport, blad)}: hoeveel procentpunt een andere keuze in de definitie {wat} verschuift."
    if rapport.is_exact:
        bijschrift += " Achter de staaf: hoeveel aanbieders een ander oordeel zouden krijgen."
    figuur = _teken(rapport, blad, doet_iets)
    return html_figuur(figuur, _alt(rapport, blad, doet_iets), bijschrift, tabel_gevoelig(rapport, blad),
                       kleuren=WEINIG_KLEUREN)  # fmt: skip


def _teken(rapport: Normrapport, blad: Normblad, rijen):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 1.1 + 0.3 * len(rijen)), dpi=90)
    punten = rijen["verschil"].to_numpy(dtype=float) * 100
    slechter = (punten > 0) == blad.lager
    assen.barh(range(len(rijen)), punten, height=0.55, color=[ROOD if s else BLAUW for s in slechter],
               hatch=None, edgecolor="white")  # fmt: skip
    assen.axvline(0, color=ZWART, linewidth=1)
    bereik = max(abs(punten).max(), 0.1)
    erbij = [f"  ({int(rij.status_anders)} anders)" if rapport.is_exact else "" for rij in rijen.itertuples()]
    for plaats, (punt, anders) in enumerate(zip(punten, erbij, strict=True)):
        assen.annotate(f"{opmaak.punten(punt / 100)}{anders}", (punt, plaats),
                       xytext=(5 if punt >= 0 else -5, 0), textcoords="offset points", va="center", fontsize=8,
                       ha="left" if punt >= 0 else "right", color=ZWART)  # fmt: skip
    assen.set_xlim(-bereik * 1.75 if punten.min() < 0 else -bereik * 0.1,
                   bereik * 1.75 if punten.max() > 0 else bereik * 0.1)  # fmt: skip
    assen.set_yticks(range(len(rijen)), [_kort(naam_keuze(blad.definitie, v)) for v in rijen["variant"]], fontsize=8)
    assen.set_ylim(len(rijen) - 0.4, -0.6)
    assen.grid(axis="y", visible=False)
    assen.grid(axis="x", color="#D9D9D9", linewidth=0.6)
    assen.xaxis.set_major_formatter(lambda waarde, _: opmaak.getal(waarde, 1))
    assen.tick_params(axis="x", labelsize=8, colors=GRIJS)
    assen.set_xlabel("Verschil met de gebruikte definitie in procentpunten", fontsize=9)
    return figuur


def _alt(rapport: Normrapport, blad: Normblad, rijen) -> str:
    delen = [
        f"{naam_keuze(blad.definitie, rij.variant)} {opmaak.punten(rij.verschil)}"
        + (f", {int(rij.status_anders)} anders" if rapport.is_exact else "")
        for rij in rijen.head(5).itertuples()
    ]
    wat = "de waarde van de regio in procentpunten"
    if rapport.is_exact:
        wat = "het gewogen gemiddelde in procentpunten en het aantal aanbieders met een ander oordeel"
    return f"Staven van {titel(rapport, blad)}: verschil van {wat}. {'; '.join(delen)}."


def _tabel_regio(rapport: Normrapport, blad: Normblad) -> Tabel:
    anders = blad.tornado["verschil"].abs().ge(_ZICHTBAAR)
    rijen = [
        (naam_keuze(blad.definitie, rij.variant), Cel(rij.norm_variant, "procent0"), Cel(rij.verschil, "punten"))
        for rij in blad.tornado[anders].itertuples()
    ]
    rest = int((~anders).sum())
    ook = f" Zonder zichtbaar verschil: {opmaak.meervoud(rest, 'andere keuze', 'andere keuzes')}." if rest else ""
    kolommen = (Kolom("Keuze", rijkop=True), Kolom("Waarde van de regio", "waarde"), Kolom("Verschil", "waarde"))
    slot = (
        f"Elke rij verandert één keuze en laat de rest staan; verschil in procentpunten. {_in_stappen(blad)}{ook} "
        "Hoeveel aanbieders een ander oordeel zouden krijgen, staat in de interne editie."
    )
    return Tabel(f"Gevoeligheid voor de definitie: {titel(rapport, blad)}", kolommen, rijen, slot)


def _zin_regio(blad: Normblad) -> str:
    anders = blad.tornado[blad.tornado["verschil"].abs().ge(_ZICHTBAAR)]
    if anders.empty:
        return f"Geen van de doorgerekende keuzes verandert de waarde van de regio zichtbaar. {_in_stappen(blad)}"
    meest = next(anders.itertuples())
    return (
        f"De meeste invloed op de waarde van de regio heeft ‘{naam_keuze(blad.definitie, meest.variant)}’: "
        f"{opmaak.punten(meest.verschil, 0)} procentpunt. {_in_stappen(blad)}"
    )


def _zin_bereik(blad: Normblad) -> str:
    """The range of all combinations; which choices they are stands inside: that one is chosen says that it matters."""
    rij = next(blad.combinaties.itertuples(), None)
    if rij is None:
        return ""
    laagste, hoogste = (opmaak.procent(waarde, 0) for waarde in (rij.laagste, rij.hoogste))
    wat = f"op ongeveer {laagste}" if laagste == hoogste else f"tussen ongeveer {laagste} en {hoogste}"
    return (
        f"Alle combinaties van de belangrijkste keuzes samen komen uit {wat}, met dezelfde stappen. Een norm geldt dus "
        "alleen bij de definitie waarmee hij is bepaald."
    )


def _in_stappen(blad: Normblad) -> str:
    stappen = sorted({round(float(stap) * 100) for stap in blad.tornado["stap"].dropna()})
    if not stappen:
        return ""
    van = opmaak.getal(stappen[0], 0) + (f" tot {opmaak.getal(stappen[-1], 0)}" if len(stappen) > 1 else "")
    return (
        f"Een verschil is hier afgerond op stappen van {van} procentpunt: in kleinere stappen was te zien hoe het met "
        "enkele mensen afliep."
    )


def _opties(blad: Normblad, combinatie) -> str:
    """The values that were combined with those in use, in words."""
    return "; ".join(naam_keuze(blad.definitie, variant) for variant in combinatie.opties.split(", "))


def _kort(naam: str) -> str:
    return naam if len(naam) <= _LANGSTE else f"{naam[: _LANGSTE - 1].rstrip()}…"
