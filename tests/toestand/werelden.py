"""Mean worlds of messages: few values, so that everything collides with everything.

`werelden` draws little ones with hypothesis, which shrinks what fails; `dichte_wereld` makes one crowded one.
"""

import random
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

Kies = Callable[[Sequence], object]

DAGEN = [f"2024-{maand:02}-{dag:02}" for maand in (1, 2, 3) for dag in (1, 2, 9)]
ALLES = ("301", "301", "301", "305", "305", "305", "307", "307", "307", "315", "317", "319", "323", "323", "325", "325")
ALLES += (*ALLES, "302", "306", "308", "316", "318", "320", "Fo01")
REGIE = ("305", "305", "307", "307", "307", "301", "306", "308")
GELD = ("323", "323", "323", "325", "325", "325", "301", "Fo01")
VERZOEK = ("301", "301", "301", "302", "315", "317", "319", "319")

_VAN_GEMEENTE = {"301", "302", "319", "320", "325"}
_BEGIN = ["2024-01-01"] * 3 + ["2024-01-02", "2024-02-01"]
_EINDE = ["2024-01-01", "2024-02-01", "2024-02-01", "2024-02-09", "2024-03-01"]
_ENVELOPPEN = [None] * 6 + ["e1", "e2", "e3", "e4", "e5"]
_PRODUCTEN = [("02", "02A01")] * 8 + [("02", None), ("07", "07A12"), ("99", "x"), (None, None)]
_REDENEN = ["20", "20", "20", "19", "19", "21", "23", "31", "32", "77", None]
_REFERENTIES = ["r1", "r1", "r2", "r3", "r4", None]

_ONHERKEND = {
    van_gemeente: [
        {"gemeente": None, kant[0]: "384"},
        {"gemeente": None, kant[0]: "gem"},
        {"aanbieder": None, kant[1]: "6565"},
        {"gemeente": None, "aanbieder": None, kant[0]: "384", kant[1]: "agb"},
        {"gemeente": None, kant[0]: None},
    ]
    for van_gemeente, kant in ((True, ("afzender", "ontvanger")), (False, ("ontvanger", "afzender")))
}
"""Headers with a party of the wrong shape, per direction of the message."""


def _soms_leeg(waarden: Sequence) -> list:
    """The values, with one in ten or so empty."""
    return [*waarden, *waarden, *waarden][: max(9, len(waarden))] + [None]


@st.composite
def werelden(teken, soorten: Sequence[str] = ALLES, meest: int = 9) -> dict[str, list[dict]]:
    """Rows for `maak_tabellen`."""
    return _wereld(lambda waarden: teken(st.sampled_from(waarden)), teken(st.integers(1, meest)), soorten)


def dichte_wereld(zaad: int, soorten: Sequence[str], aantal: int) -> dict[str, list[dict]]:
    """Rows for `maak_tabellen`, always the same for one `zaad`."""
    return _wereld(random.Random(zaad).choice, aantal, soorten)


def _wereld(kies: Kies, aantal: int, soorten: Sequence[str]) -> dict[str, list[dict]]:
    rijen: dict[str, list[dict]] = {"berichten": []}
    for nummer in range(aantal):
        soort = kies(soorten)
        rijen["berichten"].append(_kop(kies, nummer, soort, aantal))
        _vul(kies, rijen, nummer, soort)
    return rijen


def _kop(kies: Kies, nummer: int, soort: str, aantal: int) -> dict:
    kop = {"bericht": nummer, "berichttype": soort, "kopieen": kies([1, 1, 1, 2])}
    kop |= {"bestand": f"{kies('abc')}/{nummer}.xml", "envelop_tijdstip": kies([None, None, None, *DAGEN])}
    if soort == "Fo01":
        return kop | {"wet": None, "release": None, "envelop_kruisreferentie": kies(_ENVELOPPEN)}
    identificaties = _soms_leeg([f"I{plaats}" for plaats in range(max(4, aantal // 6))])
    gemeente, aanbieder = kies(["0384"] * 5 + ["0363"]), kies(["65656055"] * 5 + ["42420001"])
    van_gemeente = soort in _VAN_GEMEENTE
    if soort in ("302", "306", "308", "316", "318", "320"):
        van_gemeente ^= kies([False, False, False, True])  # some senders turn the header round
        kop |= {"identificatie_retour": kies(identificaties), "dagtekening_retour": kies(_soms_leeg(DAGEN))}
    kop |= {"gemeente": gemeente, "aanbieder": aanbieder, "wet": kies(["wmo"] * 5 + ["jw"])}
    kop |= {"afzender": gemeente if van_gemeente else aanbieder, "ontvanger": aanbieder if van_gemeente else gemeente}
    kop |= kies([{}] * 12 + _ONHERKEND[van_gemeente])
    kop |= {"identificatie": kies(identificaties), "dagtekening": kies(_soms_leeg(DAGEN))}
    kop |= {"release": kies(["3.2", "3.2", "3.1", "3.0"]), "envelop_referentie": kies(_ENVELOPPEN)}
    return kop | ({"declaratie_identificatie": kies(identificaties)} if soort == "325" else {})


def _vul(kies: Kies, rijen: dict, nummer: int, soort: str) -> None:
    def voeg(tabel: str, **velden) -> None:
        rijen.setdefault(tabel, []).append({"bericht": nummer, **velden})

    client = kies(["p1"] * 6 + ["p2", None])
    aantal = range(kies([1, 3, 5, 7]) if soort == "323" else kies([0, 1, 1, 2, 3]))
    voeg("clienten", client=client, geboortejaar=kies([1950, 1960, None]), geboortemaand=kies([1, 2, None]))
    if soort == "301":
        for regel in aantal:
            voeg("toewijzing_regels", regel=regel, client=client, **_toewijzing(kies))
    elif soort in ("305", "307"):
        for regel in aantal:
            rij = {**_product(kies), "regel": regel, "client": client, "begindatum": kies(_soms_leeg(_BEGIN))}
            rij |= {"toewijzingnummer": kies([1, 1, 1, 1, 2, 3, None])}
            rij |= {"status_aanlevering": kies([*"1111111333297", None])}
            if soort == "307":
                rij |= {"reden_beeindiging": kies(_REDENEN), "einddatum": kies(_soms_leeg(_EINDE))}
            voeg("start_regels" if soort == "305" else "stop_regels", **rij)
    elif soort == "315":
        for regel in aantal:
            rij = {"regel": regel, "client": client, "referentie_aanbieder": kies(_REFERENTIES)}
            voeg("aanvraag_regels", **rij, **_product(kies))
    elif soort == "317":
        voeg("wijzigingsverzoeken", client=client, referentie_aanbieder=kies(_REFERENTIES))
    elif soort == "319":
        antwoord = {"verzoek_antwoord": kies(["1", "2", "1", None]), "reden_afwijzing": kies(["2", "8", None])}
        voeg("antwoorden", referentie_aanbieder=kies(_REFERENTIES), **antwoord)
    elif soort == "323":
        bedrag = kies([0, 100, 200, -100, None])
        voeg("declaraties", declaratienummer=kies(["n1", "n2", "n3", None]), ingediend_bedrag=bedrag)
        for regel in aantal:
            voeg("prestaties", regel=regel, **_prestatie(kies))
    elif soort == "325":
        _vul_antwoord(kies, voeg, aantal)
    elif soort != "Fo01":
        for _ in aantal:
            voeg("retourcodes", klasse=kies(["Header", "Client"]), code=kies(["0200", "0200", "0233", "9340", None]))


def _product(kies: Kies) -> dict:
    categorie, code = kies(_PRODUCTEN)
    return {"categorie": categorie, "code": code}


def _toewijzing(kies: Kies) -> dict:
    tijden = [None, "00:00:00", "09:00:00", "09:00:00", "09:00:00.0", "09:00:00.5", "09:00:00.50"]
    return {
        **_product(kies),
        "toewijzingnummer": kies([1, 1, 1, 2, 2, 3, 4, None]),
        "referentie_aanbieder": kies([None, *_REFERENTIES]),
        "toewijzingsdatum": kies(_soms_leeg(DAGEN[:5])),
        "toewijzingstijd": kies(tijden),
        "ingangsdatum": kies(_soms_leeg(["2024-01-01", "2024-01-01", "2024-02-01"])),
        "einddatum": kies(["2024-01-01", "2024-01-01", "2024-02-01", "2024-03-01", None]),
        "reden_wijziging": kies([None, None, "13", "13", "14", "01", "04", "05", "77"]),
        "volume": kies([None, 3]),
    }


def _prestatie(kies: Kies) -> dict:
    return {
        **_product(kies),
        "client": kies(["p1", "p1", "p1", "p1", "p2", None]),
        "referentienummer": kies(_REFERENTIES),
        "vorig_referentienummer": kies(_REFERENTIES),
        "toewijzingnummer": kies([1, 1, 1, 1, 2, 3, 9, None]),
        "periode_begin": kies(["2024-01-01", "2024-01-01", "2024-01-02", "2024-02-01", None]),
        "eenheid": kies(["04", "04", "99", None]),
        "bedrag": kies([100, 100, 100, 200, None]),
        "debet_credit": kies(["D", "D", "C", "C", None]),
    }


def _vul_antwoord(kies: Kies, voeg: Callable, aantal: range) -> None:
    if kies([True, True, False]):
        nummer, toegekend = kies(["n1", "n2", "n3"]), kies([0, 100, 200, None])
        voeg("declaratie_antwoorden", declaratienummer=nummer, toegekend_bedrag=toegekend)
    for _ in range(kies([0, 1])):
        klasse = kies(["Header", "DeclaratieAntwoord"])
        voeg("retourcodes", klasse=klasse, code=kies(["0200", "8001", "0200", "0001"]))
    for regel in aantal:
        rij = _prestatie(kies)
        velden = ("client", "referentienummer", "toewijzingnummer", "code", "periode_begin", "bedrag")
        voeg("antwoord_prestaties", regel=regel, **{veld: rij[veld] for veld in velden})
        for _ in range(kies([0, 1, 2])):
            voeg("retourcodes", klasse="Prestatie", regel=regel, code=kies(["0200", "0233", "9340", "9341"]))
