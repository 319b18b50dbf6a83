"""The explorer in JupyterLab: try a norm and a bandwidth, and see at once what they would mean.

Nothing is stored or decided here. ipywidgets is imported only when the explorer is shown: every report runs this
module's notebook, and none of them has a person behind it.
"""

from collections.abc import Callable
from html import escape

import pandas as pd
from IPython.display import HTML, Javascript, display

from normwijzer.fouten import DataFout
from normwijzer.normen.cijfers import BASIS
from normwijzer.normen.kandidaten import rond_norm
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import naam_variant
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.rapport.norm.verkenner_beeld import (
    html_gevolgen,
    html_stijl,
    html_tabel,
    html_tellingen,
    html_vak,
    html_zin,
    tabel_kracht,
    tabel_verkenner,
)
from normwijzer.rapport.norm.verkenner_stand import VAST, Keuze, beginkeuze, gemiddelde, jaren_met, reken, varianten
from normwijzer.rapport.norm.verkenner_trechter import html_trechter
from normwijzer.rapport.opmaak import hele_procenten

BANDBREEDTEN = {
    "Trechter: ruimte voor toeval": "trechter",
    "Trechter: ruimte voor toeval en voor bestaande verschillen": "trechter_spreiding",
    "Klassen naar aantal in de noemer": "klassen",
    "Vast: voor iedereen even breed": VAST,
}
"""Words in the list -> name of the bandwidth."""

_INTRO = (
    "Probeer hier een norm en een bandbreedte. De aantallen, de figuur en de tabel veranderen meteen mee. Er wordt "
    "niets bewaard en niets besloten."
)
_TOETSENBORD = """window.addEventListener("keydown", event => {
  const doel = event.target, plat = !(event.ctrlKey || event.metaKey || event.altKey);
  if (doel.closest && doel.closest(".nwv-verkenner")) doel.toggleAttribute("data-lm-suppress-shortcuts", plat);
}, true);
window.addEventListener("focusin", event => {
  const schuif = event.target.closest && event.target.closest(".nwv-verkenner .widget-slider");
  if (schuif) event.target.setAttribute("aria-label", schuif.querySelector("label").textContent);
}, true);"""
"""JupyterLab takes plain keys for itself: an arrow in a list would jump to another cell, a letter would add one. Inside
the explorer they go to the control; shortcuts with Ctrl, Cmd or Alt, such as saving, stay those of JupyterLab. And the
handle of a slider has no name of its own for who cannot see the words beside it."""

_GEEN_JAAR = "Kies minstens één jaar."
_ANDERS = "Kies iets anders, of voer het notebook opnieuw uit (menu Run, Run All Cells)."


def toon_verkenner(rapport: Normrapport, verkennen: bool) -> None:
    """Show the explorer, or in a report one sentence about where it is.

    Args:
        verkennen: whether somebody is looking who can move a slider.
    """
    if not verkennen:
        display(HTML(f'<p class="leeg">{escape(_zin_openen(rapport))}</p>'))
    elif not rapport.bladen:
        display(HTML('<p class="leeg">Er is in deze regio nog geen KPI met gegevens om een norm op te bepalen.</p>'))
    else:
        display(Verkenner(rapport).geheel, Javascript(_TOETSENBORD))


def _zin_openen(rapport: Normrapport) -> str:
    return (
        "Zelf een norm en een bandbreedte proberen kan in JupyterLab: open notebooks/norm_bepalen.ipynb, zet bovenaan "
        f'regio = "{rapport.regio}" en jaar = {rapport.jaar}, en kies Run, Run All Cells.'
    )


class Verkenner:
    """The controls and what they show.

    `geheel` is the widget to display. Controls: onderwerp, jaren (jaar -> checkbox), variant, norm (slider),
    norm_getal (the same as a number), overnemen (button), bandbreedte, breedte. Shown: melding, tellingen, gevolgen,
    trechter, aanbieders, kracht, each an HTML widget. Any change shows everything again.
    """

    def __init__(self, rapport: Normrapport) -> None:
        import ipywidgets  # only here: see the module

        self._rapport, self._w, self._stil = rapport, ipywidgets, False
        self._maak_bediening()
        for naam in ("melding", "tellingen", "gevolgen", "trechter", "aanbieders", "kracht"):
            setattr(self, naam, ipywidgets.HTML())
        self._begin()
        self._luister()
        self.geheel = self._opmaak()

    @property
    def keuze(self) -> Keuze:
        """What the controls say now."""
        return Keuze(
            self.onderwerp.value, tuple(jaar for jaar, vakje in self.jaren.items() if vakje.value), self.variant.value,
            self.norm.value, self.bandbreedte.value, self.breedte.value,
        )  # fmt: skip

    def _maak_bediening(self) -> None:
        w, rapport = self._w, self._rapport
        # No description_width: the label is as wide as its words, so that none is cut off.
        stijl, lang = {"description_width": "13rem"}, w.Layout(width="min(100%, 46rem)")
        kort = w.Layout(width="20rem")
        namen = [(rapport.naam_onderwerp(onderwerp), onderwerp) for onderwerp in rapport.onderwerpen]
        self.onderwerp = w.Dropdown(description="KPI en perceel of soort", options=namen, style=stijl, layout=lang)
        self.jaren = {
            jaar: w.Checkbox(
                description=f"jaar {jaar}", indent=False, layout=w.Layout(width="auto", margin="2px 12px 2px 2px")
            )
            for jaar in rapport.jaren
        }
        self.variant = w.Dropdown(description="Definitie", options=[("", BASIS)], style=stijl, layout=lang)
        self.norm = w.IntSlider(
            description="Norm (schuif)", min=0, max=100, readout=False, style=stijl, layout=lang,
            tooltip="De norm in hele procenten; met de pijltjestoetsen per procent",
        )  # fmt: skip
        self.norm_getal = w.BoundedIntText(
            description="Norm in hele procenten", min=0, max=100, style=stijl, layout=kort
        )
        self.overnemen = w.Button(layout=w.Layout(width="auto"))
        self.bandbreedte = w.Dropdown(
            description="Bandbreedte", options=list(BANDBREEDTEN.items()), style=stijl, layout=lang
        )
        self.breedte = w.BoundedIntText(
            description="Breedte in procentpunten", min=0, max=50, value=5, style=stijl, layout=w.Layout(width="20rem")
        )
        w.link((self.norm, "value"), (self.norm_getal, "value"))

    def _luister(self) -> None:
        self.onderwerp.observe(lambda _: self._probeer(self._ander_onderwerp), "value")
        for bediend in (*self.jaren.values(), self.variant, self.norm, self.bandbreedte, self.breedte):
            bediend.observe(lambda _: self._probeer(self._ververs), "value")
        self.overnemen.on_click(lambda _: self._probeer(self._neem_over))

    def _begin(self) -> None:
        self._probeer(self._ander_onderwerp)

    def _ander_onderwerp(self) -> None:
        """Set years, definitions and norm to what this onderwerp has, and show it once."""
        onderwerp = self.onderwerp.value
        blad, begin = self._rapport.bladen[onderwerp], beginkeuze(self._rapport, onderwerp)
        self._stil = True
        try:
            for jaar, vakje in self.jaren.items():
                vakje.disabled = jaar not in jaren_met(blad)
                vakje.value = jaar in begin.jaren
            self.variant.options = [(self._naam_variant(naam), naam) for naam in varianten(blad)]
            self.variant.value = BASIS
            self.norm.value = begin.norm
        finally:
            self._stil = False
        self._ververs()

    def _neem_over(self) -> None:
        keuze = self.keuze
        norm = rond_norm(gemiddelde(self._rapport, self._rapport.bladen[keuze.onderwerp], keuze.jaren, keuze.variant))
        self.norm.value = round(norm * 100)

    def _ververs(self) -> None:
        if self._stil:
            return
        keuze, rapport = self.keuze, self._rapport
        self.breedte.layout.display = None if keuze.bandbreedte == VAST else "none"
        if not keuze.jaren:
            self._toon_alleen(_GEEN_JAAR)
            return
        stand = reken(rapport, keuze)
        self._zet_overnemen(stand.gemiddeld)
        self.melding.value = ""
        self.tellingen.value = html_tellingen(rapport, stand)
        self.gevolgen.value = html_gevolgen(rapport, stand)
        self.trechter.value = html_trechter(rapport, stand)
        self.aanbieders.value = html_tabel(tabel_verkenner(rapport, stand)) if len(stand.punten) else ""
        self.kracht.value = html_tabel(tabel_kracht(stand)) if len(stand.punten) else ""

    def _zet_overnemen(self, gemiddeld: float) -> None:
        leeg = pd.isna(gemiddeld)
        self.overnemen.disabled = bool(leeg)
        self.overnemen.description = (
            "Geen gewogen gemiddelde" if leeg
            else f"Neem het gewogen gemiddelde over: {opmaak.procent(rond_norm(gemiddeld), 0)}"
        )  # fmt: skip

    def _probeer(self, doe: Callable[[], None]) -> None:
        """Do what a control asks; what goes wrong becomes one Dutch sentence, and the figures of before disappear."""
        try:
            with hele_procenten(not self._rapport.is_exact):
                doe()
        except DataFout as fout:
            self._toon_alleen(str(fout))
        except (ArithmeticError, LookupError, TypeError, ValueError) as fout:  # a traceback helps nobody there
            self._toon_alleen(f"Deze keuze kon niet worden getoond ({type(fout).__name__}). {_ANDERS}")

    def _toon_alleen(self, zin: str) -> None:
        for deel in (self.tellingen, self.gevolgen, self.trechter, self.aanbieders, self.kracht):
            deel.value = ""
        self.melding.value = html_zin(zin)

    def _naam_variant(self, variant: str) -> str:
        if variant == BASIS:
            return "Zoals in het rapport"
        onderwerp = self.onderwerp.value
        return f"Anders: {naam_variant(self._rapport.catalogi[onderwerp.familie], onderwerp.kpi, variant)}"

    def _opmaak(self):
        w = self._w
        rij = w.Layout(flex_flow="row wrap", align_items="center")
        intro = w.HTML(html_stijl() + html_vak(f'<p class="nwv-intro">{escape(_INTRO)}</p>'))
        label = w.HTML(
            html_vak('<span class="nwv-label">Jaren (samen opgeteld)</span>'), layout=w.Layout(width="13rem")
        )
        jaren = w.Box([label, *self.jaren.values()], layout=rij)
        getal = w.Box([self.norm_getal, self.overnemen], layout=rij)
        bediening = [self.onderwerp, jaren, self.variant, self.norm, getal, self.bandbreedte, self.breedte]
        getoond = [self.melding, self.tellingen, self.trechter, self.gevolgen, self.aanbieders, self.kracht]
        geheel = w.VBox([intro, *bediening, *getoond])
        return geheel.add_class("nwv-verkenner")
