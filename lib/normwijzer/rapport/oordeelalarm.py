"""Norm decisions computed again: an alarm when the same day of knowledge gives another outcome, else a calm note."""

from html import escape

import pandas as pd

from normwijzer.normen.besluit import Besluit
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeelzin import teksten

_KLEIN_VERSCHIL = "minder dan 0,1 procentpunt verschil"
_ZICHTBAAR = 0.0005
_VERBORGEN = "De uitkomst verschilt; de aantallen zijn te klein om te tonen."


def html_alarm(rapport: Rapport) -> str:
    """A box with every decision that counts or was made on the year of the report and no longer comes out the same."""
    regels = [
        f"<li><strong>{escape(_naam(rapport, besluit))}.</strong> {escape(zin_anders(rapport, rij))}</li>"
        for besluit, rij in _anders(rapport)
    ]
    if not regels:
        return ""
    return (
        '<section class="alarm" aria-label="Alarm over normbesluiten">\n'
        '<p class="alarmkop"><span aria-hidden="true">⚠</span> Alarm: een norm rust op gegevens die nu anders '
        "uitkomen</p>\n"
        "<p>Met dezelfde dag van kennis hoort dezelfde uitkomst te komen. Dat is hier niet zo. De oordelen "
        "hieronder gaan nog uit van de norm zoals besloten: kijk eerst wat er is veranderd, en herzie zo nodig het "
        "besluit.</p>\n<ul>\n" + "\n".join(regels) + "\n</ul>\n</section>"
    )  # fmt: skip


def herijkingsrij(rapport: Rapport, besluit: Besluit):
    """The row of `herijking` about this decision; None when it was not computed again, or another one was."""
    tabel = rapport.herijking
    if tabel.empty:
        return None
    mee = tabel["jaar"].eq(besluit.jaar) & pd.to_datetime(tabel["bekend_op"]).eq(pd.Timestamp(besluit.bekend_op))
    for kolom in ("kpi", "perceel", "soort"):
        mee &= tabel[kolom].eq(getattr(besluit, kolom))
    if rapport.editie == "intern":  # a shared row has no counts
        mee &= tabel["teller_toen"].eq(besluit.basis.teller) & tabel["noemer_toen"].eq(besluit.basis.noemer)
    return next(tabel[mee].sort_values("volgnummer").tail(1).itertuples(), None)


def is_anders(rij) -> bool:
    """Whether the same day of knowledge gives another outcome than at the decision."""
    return rij is not None and not rij.gelijk


def zin_herijking(rapport: Rapport, besluit: Besluit, rij) -> str:
    """What computing again gave: the alarm, or that it came out the same; and where the norm year stands by now."""
    if is_anders(rij):
        return f"Alarm. {zin_anders(rapport, rij)}"
    return f"Met dezelfde dag van kennis kwam hetzelfde uit. {zin_verschoven(rapport, besluit, rij)}".strip()


def zin_anders(rapport: Rapport, rij) -> str:
    """What the outcome was at the decision, what it is now on the same day of knowledge, and what differs."""
    if rapport.editie != "intern":
        return " ".join([_was_en_is_gedeeld(rij), _wat_anders(rij)])
    delen = [_was_en_is(rapport, rij), _wat_anders(rij)]
    if bool(rij.opties_anders) and _bekend(rij.d_definitie) and _bekend(rij.d_rest):
        delen.append(
            f"Van het verschil komt {opmaak.punten(rij.d_definitie)} procentpunt door andere keuzes in de definitie en "
            f"{opmaak.punten(rij.d_rest)} door de rest."
        )
    return " ".join(delen)


def zin_verschoven(rapport: Rapport, besluit: Besluit, rij) -> str:
    """Where the norm year stands with what is known by now; empty text when a reader would see no difference."""
    if not _getoond(rapport, rij) or not _bekend(rij.waarde_laatst) or not _bekend(rij.waarde_toen):
        return ""
    nu, toen = _uitkomst(rapport, rij, "laatst"), _uitkomst(rapport, rij, "toen")
    if nu == toen:
        return ""
    if rapport.editie != "intern":
        toen = f"ongeveer {toen}, in stappen van {_stap(rij)} procentpunt"
    jaren = opmaak.opsomming([str(jaar) for jaar in besluit.basis.jaren])
    return (
        f"Met wat nu bekend is ({opmaak.datum(rapport.bekend_op)}) komt {jaren} uit op {nu}; bij het besluit was dat "
        f"{toen}. De norm blijft zoals besloten."
    )


def _anders(rapport: Rapport) -> list[tuple[Besluit, object]]:
    """Decisions of the year of the report or before that still stand and come out differently, with their row."""
    laatste = {(b.onderwerp, b.jaar): b for b in rapport.besluiten if b.jaar <= rapport.jaar}
    paren = [(besluit, herijkingsrij(rapport, besluit)) for besluit in laatste.values()]
    return [(besluit, rij) for besluit, rij in paren if is_anders(rij)]


def _naam(rapport: Rapport, besluit: Besluit) -> str:
    definitie = rapport.definities[besluit.kpi]
    groep = opmaak.in_zin(rapport.naam_groep(getattr(besluit, rapport.groep)))
    return f"{definitie.nummer} {definitie.titel}, {groep}, norm op {besluit.jaar}".strip()


def _was_en_is(rapport: Rapport, rij) -> str:
    toen = _uitkomst(rapport, rij, "toen")
    if not _bekend(rij.waarde_nu):
        return f"Bij het besluit {toen}; nu komt er niets uit."
    nu = _uitkomst(rapport, rij, "nu")
    if rij.teller_nu == rij.teller_toen and rij.noemer_nu == rij.noemer_toen:
        return f"Het totaal is gelijk, {nu}, maar de verdeling over de aanbieders niet."
    verschil, dag = rij.waarde_nu - rij.waarde_toen, opmaak.datum(rij.bekend_op)
    hoeveel = f" ({opmaak.punten(verschil)} procentpunt)" if abs(verschil) >= _ZICHTBAAR else f" ({_KLEIN_VERSCHIL})"
    return f"Bij het besluit {toen}, nu met dezelfde dag van kennis ({dag}) {nu}{hoeveel}."


def _was_en_is_gedeeld(rij) -> str:
    """The same in steps of at least five people; without any number for a row that was not protected."""
    if getattr(rij, "te_klein", True) or not _bekend(rij.waarde_toen):
        return _VERBORGEN
    toen = f"Bij het besluit ongeveer {opmaak.procent(rij.waarde_toen, 0)}"
    if not _bekend(rij.waarde_nu):
        return f"{toen}; nu komt er niets uit."
    if rij.waarde_nu == rij.waarde_toen:
        return f"{toen}; nu anders, maar minder dan een stap van {_stap(rij)} procentpunt."
    dag = opmaak.datum(rij.bekend_op)
    return (
        f"{toen}, nu met dezelfde dag van kennis ({dag}) ongeveer {opmaak.procent(rij.waarde_nu, 0)}, in stappen van "
        f"{_stap(rij)} procentpunt."
    )


def _wat_anders(rij) -> str:
    anders = [woorden for kolom, woorden in teksten()["anders"].items() if bool(getattr(rij, kolom))]
    reden = opmaak.als_zin(rij.reden)
    if not anders and not reden:
        return (
            "Berichten, bronnen, keuzes en rekenregels zijn die van toen: laat nagaan of het normbestand met de hand "
            "is gewijzigd."
        )
    is_anders = f"Niet meer als toen {'is' if len(anders) == 1 else 'zijn'}: {opmaak.opsomming(anders)}."
    return " ".join(filter(None, [is_anders if anders else "", reden]))


def _getoond(rapport: Rapport, rij) -> bool:
    """Whether its values may be told: in the shared edition only of a row that was protected."""
    return rapport.editie == "intern" or not getattr(rij, "te_klein", True)


def _stap(rij) -> str:
    return opmaak.getal(rij.stap * 100, 0)


def _uitkomst(rapport: Rapport, rij, wanneer: str) -> str:
    """The value at one of the moments. The counts only inside: of two moments they would tell of the one client between
    them."""
    teller, noemer, waarde = (getattr(rij, f"{wat}_{wanneer}") for wat in ("teller", "noemer", "waarde"))
    van = f" ({opmaak.aantal(teller)} van {opmaak.aantal(noemer)})" if rapport.editie == "intern" else ""
    return f"{opmaak.procent(waarde)}{van}"


def _bekend(waarde) -> bool:
    return not pd.isna(waarde)
