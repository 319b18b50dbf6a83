"""The figures of one aanbieder beside those of the region, as tables of its letter."""

import pandas as pd

from normwijzer.kpi.proces.termijnen import load_termijnen
from normwijzer.privacy import KLEINSTE_GROEP, TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.jeugd.bron import geen_bron
from normwijzer.rapport.proces.brief_eigen import mag_naast, naast
from normwijzer.rapport.proces.cellen import (
    KLEIN,
    aandeel_op_tijd,
    doorlooptijd,
    duur,
    euro,
    frame,
    kies,
    midden,
    naam_wet,
    p90,
    rij_van,
    tijden,
)
from normwijzer.rapport.proces.oordeel import (
    GEHAALD,
    NIET_GEHAALD,
    doel_in_woorden,
    doel_van,
    met_nevendoel,
    oordeel,
    titel_nevendoel,
)
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, zonder_lege_kolommen

EIGEN = (
    "wachttijd", "tijdig_startbericht", "tijdig_stopbericht", "afwijzen_toewijzing", "tijdig_declareren",
    "kwaliteit_declaraties",
)  # fmt: skip
"""KPI's of steps of the aanbieder."""

VAN_GEMEENTE = ("toewijzing_voor_ingangsdatum", "beoordeling_declaratie", "tijdig_betalen")
"""KPI's of steps of the gemeente that this aanbieder depends on."""

_MENSEN = {"geaccepteerd": "toewijzing_voor_ingangsdatum"}
"""Side figure -> the KPI that is about the same clients."""

_MINSTE_MAANDEN = 6
_U, _GEMEENTE = "u", "de gemeente"

_SLOT_CIJFERS = (
    "Gevallen zijn toewijzingen, leveringen, afwijzingen, declaraties of declaratieregels, en geen cliënten. Het "
    "oordeel gaat over uw cijfer en vergelijkt alleen getallen. Staat er ‘verschil kan toeval zijn’, dan ligt het doel "
    "binnen het 95 %-interval. Waar de bron geen doel geeft, staat er alleen een termijn."
)
_SLOT_DUUR = (
    "Loopt nog: nog niet gebeurd en nog niet te laat, dus niet meegeteld. Ontbreekt: zonder bericht of datum niet te "
    "beoordelen, dus niet meegeteld. Mediaan en P90 tellen wat te laat is en nog niet is gebeurd mee als langer dan "
    "alle andere."
)
_SLOT_TERMIJNEN = "Gemeten van dagtekening tot dagtekening. Ontbreekt: zonder antwoord, dus niet in het percentage."
_SLOT_REDENEN = "Een regel met twee redenen telt bij allebei."


def tabel_cijfers(rapport: Rapport, agb: str) -> Tabel:
    """One row per KPI with cases: term, target, own share on time, interval and number of cases, region, verdict."""
    rijen = []
    for kpi in (*EIGEN, *VAN_GEMEENTE):
        zelf, regio = _uitkomst(rapport, kpi, agb), _uitkomst(rapport, kpi)
        if zelf is not None:
            doel = doel_van(rapport, kpi)
            naam, termijn = titel_kpi(rapport, kpi), rapport.definities[kpi].termijn
            ander = naast(_duren(rapport, kpi, agb), _duren(rapport, kpi), _procent(regio))
            rijen.append((naam, _wie(kpi), termijn, *_cijfers(zelf, doel), ander, _oordeel(rapport, kpi, zelf, doel)))
        rijen += [_rij_neven(rapport, agb, *paar) for paar in _nevendoelen(rapport, agb) if paar[0] == kpi]
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Wie"), Kolom("Termijn"), Kolom("Doel"), Kolom("Op tijd of goed", "waarde"),
        Kolom("95 %-interval", "bereik"), Kolom("Gevallen", "waarde"), Kolom("Hele regio", "waarde"), Kolom("Oordeel"),
    )  # fmt: skip
    return Tabel(f"Uw cijfers over {rapport.jaar}", kolommen, rijen, _SLOT_CIJFERS, leeg="er zijn geen gevallen.")


def tabel_duur(rapport: Rapport, agb: str) -> Tabel:
    """One row per KPI with cases: how many late, not yet due and missing, median and P90, and those of the region."""
    rijen = []
    for kpi in (*EIGEN, *VAN_GEMEENTE):
        zelf, regio = _duren(rapport, kpi, agb), _duren(rapport, kpi)
        if zelf is not None:
            ander = (midden(regio), p90(regio)) if mag_naast(zelf, regio) else ("", "")
            rijen.append((titel_kpi(rapport, kpi), *_aantallen(zelf), *ander))
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"),
        Kolom("Ontbreekt", "aantal"), Kolom("Helft binnen (mediaan)"), Kolom("90 % binnen (P90)"),
        Kolom("Regio: mediaan"), Kolom("Regio: P90"),
    )  # fmt: skip
    return Tabel(f"Hoe lang het duurde, {rapport.jaar}", kolommen, rijen, _SLOT_DUUR)


def tabel_wetten(rapport: Rapport, agb: str) -> Tabel:
    """One row per KPI of which both laws can be shown: own share on time per law; no rows for one law alone."""
    rijen = []
    for kpi in (*EIGEN, *VAN_GEMEENTE):
        per_wet = [_uitkomst(rapport, kpi, agb, wet) for wet in WETTEN]
        if all(rij is not None and not rij.te_klein for rij in per_wet):
            cellen = [cel for rij in per_wet for cel in (_procent(rij), Cel(rij.noemer, "aantal"))]
            rijen.append((titel_kpi(rapport, kpi), *cellen))
    kolommen = [
        kolom for naam in WETTEN.values() for kolom in (Kolom(naam, "waarde"), Kolom(f"Gevallen {naam}", "waarde"))
    ]
    return Tabel(f"Op tijd of goed per wet, {rapport.jaar}", (Kolom("KPI", rijkop=True), *kolommen), rijen)


def tabel_maanden(rapport: Rapport, agb: str) -> Tabel:
    """One row per month, one column per own KPI with enough clients in at least six months; whole percents."""
    tabel = kies(frame(rapport, "doorlooptijd"), aanbieder=agb, wet="")
    tabel = tabel[tabel["maand"].notna()] if len(tabel) else tabel
    cellen = {}
    for kpi in EIGEN:
        groot = {
            int(rij.maand): aandeel_op_tijd(rij)
            for rij in kies(tabel, kpi=kpi).itertuples()
            if not rij.te_klein and not pd.isna(rij.clienten) and rij.clienten >= KLEINSTE_GROEP
        }
        if len(groot) >= _MINSTE_MAANDEN:
            cellen[kpi] = groot
    rijen = [
        (naam, *(_maand(groot.get(nummer)) for groot in cellen.values()))
        for nummer, naam in enumerate(_MAANDEN, start=1)
    ]
    kolommen = (Kolom("Maand", rijkop=True), *(Kolom(titel_kpi(rapport, kpi), "waarde") for kpi in cellen))
    slot = f"Een streep: minder dan {KLEINSTE_GROEP} cliënten, of geen gevallen die te beoordelen zijn."
    return Tabel(f"Op tijd of goed per maand, {rapport.jaar}", kolommen, rijen if cellen else [], slot)


def tabel_termijnen_eigen(rapport: Rapport, agb: str) -> Tabel:
    """One row per deadline of the standard about this aanbieder's messages that is not a KPI already."""
    rijen = []
    for sleutel, woorden in load_termijnen().items():
        deel = kies(frame(rapport, "termijnen"), termijn=sleutel)
        zelf = None if woorden.kpi else rij_van(deel, aanbieder=agb)
        if zelf is not None:
            naam = f"{woorden.titel}, binnen {duur(woorden.dagen, woorden.eenheid)}"
            wie = _U if woorden.wie == "aanbieder" else _GEMEENTE
            regio = rij_van(deel)
            rijen.append((naam, wie, *_termijn(zelf), naast(zelf, regio, _procent(regio))))
    kolommen = (
        Kolom("Termijn", rijkop=True), Kolom("Wie"), Kolom("Op tijd", "waarde"), Kolom("Op tijd (aantal)", "aantal"),
        Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"), Kolom("Ontbreekt", "aantal"),
        Kolom("Hele regio", "waarde"),
    )  # fmt: skip
    return Tabel(f"Andere termijnen van de standaard, {rapport.jaar}", kolommen, rijen, _SLOT_TERMIJNEN)


def tabel_redenen_eigen(rapport: Rapport, agb: str) -> Tabel:
    """One row per law and reason of rejection of its claim lines, most lines first; the amount for inside use only."""
    redenen = kies(frame(rapport, "afkeurredenen"), aanbieder=agb)
    redenen = redenen[redenen["wet"].ne("")] if len(redenen) else redenen
    if len(redenen):
        hoeveel = redenen["regels"].astype("Float64").fillna(-1)
        redenen = redenen.assign(hoeveel=hoeveel).sort_values(["hoeveel", "wet", "code"], ascending=[False, True, True])
    kolommen = (
        Kolom("Reden", rijkop=True), Kolom("Code"), Kolom("Wet"), Kolom("Regels", "aantal"),
        Kolom("Bedrag (euro)", "waarde"),
    )  # fmt: skip
    bijschrift = f"Waarom uw declaratieregels zijn afgekeurd, {rapport.jaar}"
    rijen = [_reden(rij) for rij in redenen.itertuples()]
    return zonder_lege_kolommen(Tabel(bijschrift, kolommen, rijen, _SLOT_REDENEN, leeg="er is geen regel afgekeurd."))


def zin_doelen(rapport: Rapport, agb: str) -> str:
    """Which targets of its own steps the aanbieder reaches, which not, and about which nothing can be said."""
    uitspraken = {}
    for kpi in EIGEN:
        zelf, doel = _uitkomst(rapport, kpi, agb), doel_van(rapport, kpi)
        if zelf is not None and doel:
            uitspraken[titel_kpi(rapport, kpi)] = oordeel(rapport, kpi, zelf, doel)
    for kpi, kenmerk in _nevendoelen(rapport, agb):
        zelf, doel = _neven(rapport, kpi, kenmerk, agb), doel_van(rapport, kpi, kenmerk)
        uitspraken[titel_nevendoel(rapport, kpi, kenmerk)] = oordeel(rapport, kpi, zelf, doel)
    gehaald = [naam for naam, tekst in uitspraken.items() if tekst.startswith(GEHAALD)]
    niet = [naam for naam, tekst in uitspraken.items() if tekst.startswith(NIET_GEHAALD)]
    rest = [naam for naam in uitspraken if naam not in (*gehaald, *niet)]
    delen = (("Doel gehaald", gehaald), ("Doel niet gehaald", niet), ("Nog geen uitspraak over het doel", rest))
    return " ".join(f"{kop}: {opmaak.opsomming(namen)}." for kop, namen in delen if namen)


def zin_leeg(rapport: Rapport, agb: str) -> str:
    """Which KPI's have no row in the letter, and why; empty when all have one."""
    zonder = [kpi for kpi in (*EIGEN, *VAN_GEMEENTE) if _uitkomst(rapport, kpi, agb) is None]
    bron = [titel_kpi(rapport, kpi) for kpi in zonder if geen_bron(rapport, kpi)]
    leeg = [titel_kpi(rapport, kpi) for kpi in zonder if not geen_bron(rapport, kpi)]
    zinnen = [f"Geen bron in deze regio: {opmaak.opsomming(bron)}."] if bron else []
    return " ".join([*zinnen, *([f"Geen gevallen van u: {opmaak.opsomming(leeg)}."] if leeg else [])])


def zin_voorlopig(rapport: Rapport, agb: str) -> str:
    """Which of its figures can still change; empty when none can."""
    rijen = {kpi: _uitkomst(rapport, kpi, agb) for kpi in (*EIGEN, *VAN_GEMEENTE)}
    open_ = [titel_kpi(rapport, kpi) for kpi, rij in rijen.items() if rij is not None and rij.status == "voorlopig"]
    return f"Voorlopig, want er kunnen nog berichten komen: {opmaak.opsomming(open_)}." if open_ else ""


_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def _uitkomst(rapport: Rapport, kpi: str, agb: str = "", wet: str = ""):
    """Outcome row of the aanbieder or, without agb, the region; None without cases."""
    rij = next(kies(rapport.regels(kpi), wet=wet, aanbieder=agb, gemeente="").itertuples(), None)
    return rij if rij is not None and (rij.te_klein or rij.noemer > 0) else None


def _neven(rapport: Rapport, kpi: str, kenmerk: str, agb: str = ""):
    neven = rapport.nevencijfers
    neven = neven.assign(**{kolom: neven[kolom].fillna("") for kolom in ("wet", "aanbieder") if kolom in neven})
    return next(kies(neven, kpi=kpi, kenmerk=kenmerk, wet="", aanbieder=agb).itertuples(), None)


def _nevendoelen(rapport: Rapport, agb: str) -> list[tuple[str, str]]:
    """(kpi, kenmerk) of the side figures with a target that this aanbieder has."""
    return [(kpi, kenmerk) for kpi, kenmerk in met_nevendoel(rapport) if _neven(rapport, kpi, kenmerk, agb) is not None]


def _rij_neven(rapport: Rapport, agb: str, kpi: str, kenmerk: str) -> tuple:
    zelf, regio, doel = (
        _neven(rapport, kpi, kenmerk, agb), _neven(rapport, kpi, kenmerk), doel_van(rapport, kpi, kenmerk),
    )  # fmt: skip
    mensen = _MENSEN[kenmerk]
    ander = naast(_duren(rapport, mensen, agb), _duren(rapport, mensen), _procent(regio))
    naam = titel_nevendoel(rapport, kpi, kenmerk)
    return naam, _wie(kpi), "", *_cijfers(zelf, doel), ander, _oordeel(rapport, kpi, zelf, doel)


def _duren(rapport: Rapport, kpi: str, agb: str = ""):
    return rij_van(doorlooptijd(rapport, kpi), aanbieder=agb)


def _wie(kpi: str) -> str:
    return _GEMEENTE if kpi in VAN_GEMEENTE else _U


def _procent(rij):
    return opmaak.STREEP if rij is None or pd.isna(rij.waarde) else Cel(rij.waarde, "procent")


def _cijfers(rij, doel) -> tuple:
    """Target, share, interval and number of cases."""
    if rij.te_klein:
        return doel_in_woorden(doel), TE_KLEIN, "", KLEIN
    ruimte = opmaak.bereik(getattr(rij, "onder", None), getattr(rij, "boven", None))
    return doel_in_woorden(doel), _procent(rij), ruimte, Cel(rij.noemer, "aantal")


def _oordeel(rapport: Rapport, kpi: str, rij, doel) -> Cel:
    return Cel(opmaak.als_zin(oordeel(rapport, kpi, rij, doel)).removesuffix("."), "tekst", "oordeel")


def _aantallen(rij) -> tuple:
    """Late, not yet due, missing, median and P90."""
    if rij.te_klein:
        return TE_KLEIN, "", "", "", ""
    return tijden(rij)[2:7]


def _maand(deel):
    return opmaak.STREEP if deel is None else Cel(deel, "procent0")


def _termijn(rij) -> tuple:
    if rij.te_klein:
        return TE_KLEIN, KLEIN, "", "", ""
    return _procent(rij), rij.op_tijd, rij.te_laat, rij.nog_niet, rij.ontbreekt


def _reden(rij) -> tuple:
    reden = opmaak.als_zin(getattr(rij, "omschrijving", "")).removesuffix(".") or "Geen omschrijving"
    code = "" if pd.isna(rij.code) else rij.code
    if rij.te_klein:
        return reden, code, naam_wet(rij.wet), TE_KLEIN, ""
    return reden, code, naam_wet(rij.wet), rij.regels, "" if pd.isna(rij.bedrag) else euro(rij.bedrag)
