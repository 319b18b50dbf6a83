"""Who tells what, and what goes wrong: starts and stops as reported, with what of it counts in the end."""

from functools import partial
from random import Random

from normwijzer.demo.schrijven import RETOUR_OP, kern_305, kern_307, retourcodes
from normwijzer.demo.soorten import Bericht, Dag, Periode, Toewijzing, Wereld
from normwijzer.demo.wetten import WETTEN

STOP_AFKEUR, START_AFKEUR = ("9069", "9071", "9414"), ("9074", "9326", "9019")


def meld_leveringen(toewijzing: Toewijzing, wereld: Wereld, r: Random) -> list[Bericht]:
    """All 305 and 307 of one toewijzing; fills the gemeld_… fields of its periods.

    A period that exists only in the reports is added to the periods, with begin None.
    """
    berichten: list[Bericht] = []
    bekend, vanaf = toewijzing.versies[0].meld_op, wereld.vanaf or 0
    for nummer, periode in enumerate(list(toewijzing.perioden)):
        volgend = toewijzing.perioden[nummer + 1].begin if nummer + 1 < len(toewijzing.perioden) else None
        _meld_start(toewijzing, periode, wereld.slot, r, berichten, bekend, volgend)
        if periode.tijdelijk is not None:
            _meld_tijdelijk(toewijzing, periode, wereld.slot, r, berichten, vanaf)
        if periode.einde is not None:
            _meld_einde(toewijzing, periode, wereld.slot, r, berichten, vanaf)
        if periode.gemeld_begin is None and periode.gemeld_laatste is not None:
            periode.gemeld_begin = periode.begin
    if not toewijzing.perioden and not toewijzing.product.taakgericht and r.random() < 0.2:
        _meld_ingetrokken(toewijzing, wereld.slot, r, berichten)
    return berichten


def wacht(r: Random, aanbieder) -> int:
    """Days between an event and its report: mostly within a week, sometimes months."""
    kans = r.random()
    dagen = r.randint(0, 6) if kans < 0.8 else r.randint(7, 30) if kans < 0.95 else r.randint(31, 180)
    return dagen + (r.randint(0, aanbieder.traag) if aanbieder.traag else 0)


def keur_af(bericht: Bericht, r: Random, kern_met_codes, codes: tuple[str, ...]) -> None:
    """Mark as refused: by a fault message, by a code in the header of the retour, or by class."""
    bericht.afgekeurd = True
    bericht.fout = r.random() < 0.08
    bericht.retour_verplicht = not bericht.fout
    if r.random() < 0.35:
        bericht.retourkop = retourcodes(r.choice(("0001", "9056")))
        return
    bericht.retourkop = retourcodes("0200")
    bericht.retourkern = partial(kern_met_codes, (r.choice(("0200", "0200", "0233")), r.choice(codes)))


def _start(toewijzing: Toewijzing, dag: Dag, regels: list, berichten: list[Bericht]) -> Bericht:
    bericht = Bericht("305", toewijzing.gemeente, toewijzing.aanbieder, dag, partial(kern_305, toewijzing, regels))
    berichten.append(bericht)
    return bericht


def _stop(toewijzing: Toewijzing, dag: Dag, regels: list, berichten: list[Bericht]) -> Bericht:
    bericht = Bericht("307", toewijzing.gemeente, toewijzing.aanbieder, dag, partial(kern_307, toewijzing, regels))
    berichten.append(bericht)
    return bericht


def _meld_start(t, periode: Periode, slot: Dag, r: Random, berichten, bekend: Dag, volgend: Dag | None) -> None:
    kans, dag = r.random(), max(periode.begin, bekend) + wacht(r, t.aanbieder)
    verkeerd = periode.begin + r.randint(1, 9)
    vrij = verkeerd <= dag and (volgend is None or verkeerd < volgend) and len(t.perioden) < 3
    if dag > slot:
        periode.start_verloop = "nog_niet_gemeld"
        return
    if kans < 0.022:
        periode.start_verloop = "nooit_gemeld"
        if r.random() < 0.06:
            _start(t, dag, [(periode.begin, "1")], berichten).gebrek = "afgekapt"
        return
    if kans < 0.045:
        regels = [(periode.begin, "1")]
        bericht = _start(t, dag, regels, berichten)
        keur_af(bericht, r, lambda codes: kern_305(t, regels, codes), START_AFKEUR)
        periode.start_verloop = "afgekeurd"
        dag += r.randint(2, 25)
        if r.random() < 0.15 or dag > slot:
            return
        periode.start_verloop = "afgekeurd_en_opnieuw"
    elif kans < 0.075 and vrij:
        periode.start_verloop = _meld_verkeerde_start(t, periode, slot, r, berichten, dag, verkeerd)
        return
    _start(t, dag, [(periode.begin, "1")], berichten)
    periode.start_gemeld, periode.start_bekend, periode.gemeld_begin = True, dag, periode.begin
    periode.start_verloop = periode.start_verloop or "gemeld"
    if kans > 0.993 and dag + 9 <= slot:
        _start(t, dag + r.randint(1, 9), [(periode.begin, "1")], berichten)
        periode.start_verloop = "dubbel_gemeld"


def _meld_verkeerde_start(t, periode: Periode, slot, r: Random, berichten, dag: Dag, verkeerd: Dag) -> str:
    """A start with a wrong Begindatum, mostly corrected: status 3 on the wrong one, 1 on the right one."""
    _start(t, dag, [(verkeerd, "1")], berichten)
    herstel = dag + r.randint(0, 40)
    if r.random() < 0.12 or herstel > slot:
        _voeg_spook_toe(t, verkeerd, dag, "verkeerde_begindatum")
        return "met_verkeerde_begindatum"
    if r.random() < 0.7:
        _start(t, herstel, [(verkeerd, "3"), (periode.begin, "1")], berichten)
    else:
        _start(t, herstel, [(verkeerd, "3")], berichten)
        _start(t, herstel, [(periode.begin, "1")], berichten)
    periode.start_gemeld, periode.start_bekend, periode.gemeld_begin = True, herstel, periode.begin
    return "gecorrigeerd"


def _meld_ingetrokken(t: Toewijzing, slot: Dag, r: Random, berichten) -> None:
    """A start for a delivery that never was: mostly withdrawn again."""
    begin, dag = t.versies[0].ingang, max(t.versies[0].ingang, t.versies[0].meld_op) + r.randint(0, 9)
    if dag > slot:
        return
    _start(t, dag, [(begin, "1")], berichten)
    intrekking = dag + r.randint(0, 30)
    if r.random() < 0.75 and intrekking <= slot:
        _start(t, intrekking, [(begin, "3")], berichten)
        return
    _voeg_spook_toe(t, begin, dag, "nooit_begonnen")


def _voeg_spook_toe(t: Toewijzing, begin: Dag, dag: Dag, verloop: str) -> None:
    """A period that exists only in the reports."""
    t.perioden.append(Periode(None, gemeld_begin=begin, start_gemeld=True, start_bekend=dag, start_verloop=verloop))


def _meld_tijdelijk(t, periode: Periode, slot: Dag, r: Random, berichten, vanaf: Dag) -> None:
    kans, dag = r.random(), max(periode.tijdelijk, vanaf) + wacht(r, t.aanbieder)
    if kans < 0.06 or dag > slot:
        return
    regels = [(periode.begin, "20", periode.tijdelijk, "1")]
    if kans < 0.08:
        bericht = _stop(t, dag, regels, berichten)
        keur_af(bericht, r, lambda codes: kern_307(t, regels, codes), STOP_AFKEUR)
        return
    _stop(t, dag, regels, berichten)
    if kans > 0.985 and dag + 10 <= slot:
        _stop(t, dag + r.randint(1, 10), [(periode.begin, "20", periode.tijdelijk, "3")], berichten)
        return
    periode.gemeld_tijdelijk, periode.tijdelijk_bekend = periode.tijdelijk, dag
    periode.gemeld_laatste = periode.tijdelijk


def _meld_einde(t, periode: Periode, slot: Dag, r: Random, berichten, vanaf: Dag) -> None:
    dag = max(periode.einde, vanaf) + wacht(r, t.aanbieder)
    if dag > slot:
        periode.stop_verloop = "nog_niet_gemeld"
        return
    extra = {"02": 0.12, WETTEN[t.product.wet].verhuisd: 0.06}.get(periode.reden, 0.0)
    kans, goed = r.random(), (periode.begin, periode.reden, periode.einde)
    if r.random() < t.aanbieder.stop_mist + extra:
        periode.stop_verloop = "nooit_gemeld"
        if r.random() < 0.04:
            _stop(t, dag, [(*goed, "1")], berichten).gebrek = "afgekapt"
        return
    if kans < 0.02:
        bericht = _stop(t, dag, [(*goed, "1")], berichten)
        keur_af(bericht, r, lambda codes: kern_307(t, [(*goed, "1")], codes), STOP_AFKEUR)
        periode.stop_verloop = "afgekeurd"
        dag += r.randint(2, 25)
        if r.random() < 0.15 or dag > slot:
            return
        periode.stop_verloop = "afgekeurd_en_opnieuw"
    elif kans < 0.062:
        _meld_verkeerde_stop(t, periode, slot, r, berichten, dag, kans)
        return
    _stop(t, dag, [(*goed, "1")], berichten)
    if kans > 0.996 and dag + 10 <= slot:
        _stop(t, dag + r.randint(1, 10), [(*goed, "3")], berichten)
        periode.stop_verloop = "ingetrokken"
        return
    _noteer_stop(periode, periode.einde, periode.reden, dag, periode.stop_verloop or "gemeld")


def _meld_verkeerde_stop(t, periode: Periode, slot, r: Random, berichten, dag: Dag, kans: float) -> None:
    """A stop with a fault; depending on `kans` corrected, doubled, misdated by a year or with a strange code."""
    begin, einde, reden = periode.begin, periode.einde, periode.reden
    andere = r.choice([code for code in WETTEN[t.product.wet].andere if code != reden])
    eerder = max(begin, einde - r.randint(1, 20))
    een_jaar_terug = einde - 365
    if kans < 0.046:  # wrong reason or wrong date, corrected by 3 + 1 in one message
        fout = (begin, andere, einde) if kans < 0.034 or eerder == einde else (begin, reden, eerder)
        _stop(t, dag, [(*fout, "1")], berichten)
        herstel = dag + r.randint(0, 45)
        if herstel > slot:
            _noteer_stop(periode, fout[2], fout[1], dag, "nog_niet_gecorrigeerd")
            return
        _stop(t, herstel, [(*fout, "3"), (begin, reden, einde, "1")], berichten)
        _noteer_stop(periode, einde, reden, herstel, "gecorrigeerd")
        periode.stop_eerst = dag
    elif kans < 0.049 and eerder < einde:  # two definitive stops stand: the highest Einddatum is chosen
        _stop(t, dag, [(begin, andere, eerder, "1")], berichten)
        _stop(t, dag, [(begin, reden, einde, "1")], berichten)
        _noteer_stop(periode, einde, reden, dag, "twee_stops")
        periode.gemeld_laatste = min(periode.gemeld_laatste, eerder)
    elif kans < 0.058 and een_jaar_terug < min(begin, t.versies[0].ingang):  # the year mistyped, never mended
        _stop(t, dag, [(begin, reden, een_jaar_terug, "1")], berichten)
        _noteer_stop(periode, een_jaar_terug, reden, dag, "verkeerd_jaar")
    elif kans < 0.058:
        _stop(t, dag, [(begin, reden, einde, "1")], berichten)
        _noteer_stop(periode, einde, reden, dag, "gemeld")
    else:
        vreemd = r.choice(WETTEN[t.product.wet].vreemd)  # of the other law
        _stop(t, dag, [(begin, vreemd, einde, "1")], berichten).gebrek = "onbekende_code"
        _noteer_stop(periode, einde, vreemd, dag, "onbekende_code")


def _noteer_stop(periode: Periode, einde: Dag, reden: str, dag: Dag, verloop: str) -> None:
    periode.gemeld_einde, periode.gemeld_reden = einde, reden
    periode.stop_bekend, periode.stop_eerst, periode.stop_verloop = dag, dag, verloop
    periode.gemeld_laatste = einde if periode.gemeld_laatste is None else min(periode.gemeld_laatste, einde)


def maak_retouren(berichten: list[Bericht], slot: Dag, r: Random, uitstel: Random) -> list[Bericht]:
    """The retours: always for a refusal, else as often as the gemeente keeps them; `uitstel` decides which are late."""
    retouren = []
    for bericht in berichten:
        soort = RETOUR_OP.get(bericht.soort)
        if soort is None or bericht.fout or bericht.gebrek == "dagtekening":
            continue
        dag = bericht.dag + r.choice((0, 1, 1, 2, 3, 4))
        if bericht.retour_verplicht:
            dag = min(dag, slot)
        elif dag > slot or r.random() > bericht.gemeente.retour or bericht.gebrek == "afgekapt":
            continue
        later = dag + uitstel.randint(3, 30) if uitstel.random() < bericht.gemeente.traag else dag
        dag = later if later <= slot else dag
        retour = Bericht(soort, bericht.gemeente, bericht.aanbieder, dag, bericht.retourkern, heen=bericht)
        retour.retourkop = bericht.retourkop
        retour.gebrek = bericht.gebrek if bericht.retourkern is not str else ""
        retouren.append(retour)
    return retouren
