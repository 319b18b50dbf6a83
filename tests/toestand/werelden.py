"""Mean little worlds of messages for hypothesis: few values, so that everything collides with everything."""

from hypothesis import strategies as st

_DAGEN = [f"2024-{maand:02}-{dag:02}" for maand in (1, 2, 3) for dag in (1, 2, 9)]
dagen = st.sampled_from(_DAGEN)
misschien_dag = st.one_of(dagen, dagen, dagen, st.none())
wetten = st.sampled_from(["wmo", "wmo", "jw"])
gemeenten = st.sampled_from(["0384", "0384", "0363"])
aanbieders = st.sampled_from(["65656055", "65656055", "42420001"])
clienten = st.sampled_from(["p1", "p1", "p2", None])
nummers = st.sampled_from([1, 1, 2, 3, None])
identificaties = st.sampled_from(["A", "B", "C", "D", "E", "F", "G", "H", None])
enveloppen = st.sampled_from([None, None, "e1", "e2"])
producten = st.sampled_from([("02", "02A01"), ("02", None), ("07", "07A12"), ("99", "x"), (None, None)])
statussen = st.sampled_from(["1", "1", "1", "1", "3", "3", "2", "9", "7", None])
redenen = st.sampled_from(["20", "20", "19", "21", "23", "31", "32", "77", None])
referenties = st.sampled_from(["r1", "r1", "r2", "r3", None])
codes = st.sampled_from(["0200", "0200", "0233", "8001", "9340", "0001"])

_HEEN = ["301", "301", "301", "305", "305", "305", "307", "307", "307", "315", "317", "319", "323", "323", "325", "325"]
_ALLE = [*_HEEN, *_HEEN, "302", "306", "308", "316", "318", "320", "Fo01"]
_VAN_GEMEENTE = {"301", "302", "319", "320", "325"}


@st.composite
def werelden(teken, soorten: tuple[str, ...] = (), meest: int = 9) -> dict[str, list[dict]]:
    """Rows for `maak_tabellen`."""
    rijen: dict[str, list[dict]] = {"berichten": []}
    for nummer in range(teken(st.integers(1, meest))):
        soort = teken(st.sampled_from(soorten or _ALLE))
        rijen["berichten"].append(_kop(teken, nummer, soort))
        _vul(teken, rijen, nummer, soort)
    return rijen


def _kop(teken, nummer: int, soort: str) -> dict:
    kop = {"bericht": nummer, "berichttype": soort, "kopieen": teken(st.sampled_from([1, 1, 1, 2]))}
    kop |= {"bestand": f"{teken(st.sampled_from('abc'))}/{nummer}.xml", "envelop_tijdstip": teken(misschien_dag)}
    if soort == "Fo01":
        return kop | {"wet": None, "release": None, "envelop_kruisreferentie": teken(enveloppen)}
    gemeente, aanbieder = teken(gemeenten), teken(aanbieders)
    van_gemeente = soort in _VAN_GEMEENTE
    if soort in ("302", "306", "308", "316", "318", "320"):
        van_gemeente ^= teken(st.sampled_from([False, False, False, True]))  # some senders turn the header round
        kop |= {"identificatie_retour": teken(identificaties), "dagtekening_retour": teken(misschien_dag)}
    kop |= {"gemeente": gemeente, "aanbieder": aanbieder, "wet": teken(wetten)}
    kop |= {"afzender": gemeente if van_gemeente else aanbieder, "ontvanger": aanbieder if van_gemeente else gemeente}
    kop |= {"identificatie": teken(identificaties), "dagtekening": teken(misschien_dag)}
    kop |= {"release": teken(st.sampled_from(["3.2", "3.2", "3.1", "3.0"])), "envelop_referentie": teken(enveloppen)}
    return kop | ({"declaratie_identificatie": teken(identificaties)} if soort == "325" else {})


def _vul(teken, rijen: dict, nummer: int, soort: str) -> None:
    def voeg(tabel: str, **velden) -> None:
        rijen.setdefault(tabel, []).append({"bericht": nummer, **velden})

    client = teken(clienten)
    aantal = range(teken(st.integers(0, 3)))
    if soort == "301":
        for regel in aantal:
            voeg("toewijzing_regels", regel=regel, client=client, **_toewijzing(teken))
    elif soort in ("305", "307"):
        for regel in aantal:
            rij = {**_product(teken), "regel": regel, "client": client, "toewijzingnummer": teken(nummers)}
            rij |= {"begindatum": teken(misschien_dag), "status_aanlevering": teken(statussen)}
            if soort == "307":
                rij |= {"reden_beeindiging": teken(redenen), "einddatum": teken(misschien_dag)}
            voeg("start_regels" if soort == "305" else "stop_regels", **rij)
    elif soort == "315":
        for regel in aantal:
            voeg("aanvraag_regels", regel=regel, client=client, referentie_aanbieder=teken(referenties), **_product(teken))
    elif soort == "317":
        voeg("wijzigingsverzoeken", client=client, referentie_aanbieder=teken(referenties))
    elif soort == "319":
        antwoord = teken(st.sampled_from(["1", "2", "1", None]))
        reden = teken(st.sampled_from(["2", "8", None]))
        voeg("antwoorden", referentie_aanbieder=teken(referenties), verzoek_antwoord=antwoord, reden_afwijzing=reden)
    elif soort == "323":
        bedrag = teken(st.sampled_from([0, 100, 200, -100, None]))
        voeg("declaraties", declaratienummer=teken(st.sampled_from(["n1", "n2", None])), ingediend_bedrag=bedrag)
        for regel in aantal:
            voeg("prestaties", regel=regel, **_prestatie(teken))
    elif soort == "325":
        _vul_antwoord(teken, voeg, aantal)
    elif soort != "Fo01":
        for _ in aantal:
            voeg("retourcodes", klasse=teken(st.sampled_from(["Header", "Client"])), code=teken(codes))


def _product(teken) -> dict:
    categorie, code = teken(producten)
    return {"categorie": categorie, "code": code}


def _toewijzing(teken) -> dict:
    tijd = teken(st.sampled_from([None, "00:00:00", "09:00:00", "09:00:00.0", "09:00:00.5", "09:00:00.50"]))
    return {
        **_product(teken),
        "toewijzingnummer": teken(nummers),
        "referentie_aanbieder": teken(referenties),
        "toewijzingsdatum": teken(misschien_dag),
        "toewijzingstijd": tijd,
        "ingangsdatum": teken(st.sampled_from(["2024-01-01", "2024-01-01", "2024-02-01", None])),
        "einddatum": teken(st.sampled_from(["2024-01-01", "2024-02-01", "2024-03-01", None])),
        "reden_wijziging": teken(st.sampled_from([None, None, "13", "01", "04", "05", "77"])),
        "volume": teken(st.sampled_from([None, 3])),
    }


def _prestatie(teken) -> dict:
    return {
        **_product(teken),
        "client": teken(clienten),
        "referentienummer": teken(referenties),
        "vorig_referentienummer": teken(referenties),
        "toewijzingnummer": teken(nummers),
        "periode_begin": teken(misschien_dag),
        "eenheid": teken(st.sampled_from(["04", "99", None])),
        "bedrag": teken(st.sampled_from([100, 100, 200, None])),
        "debet_credit": teken(st.sampled_from(["D", "D", "C", None])),
    }


def _vul_antwoord(teken, voeg, aantal: range) -> None:
    if teken(st.booleans()):
        toegekend = teken(st.sampled_from([0, 100, 200, None]))
        voeg("declaratie_antwoorden", declaratienummer=teken(st.sampled_from(["n1", "n2"])), toegekend_bedrag=toegekend)
    for _ in range(teken(st.integers(0, 1))):
        klasse = teken(st.sampled_from(["Header", "DeclaratieAntwoord"]))
        voeg("retourcodes", klasse=klasse, code=teken(st.sampled_from(["0200", "8001", "0200", "0001"])))
    for regel in aantal:
        rij = _prestatie(teken)
        velden = ("client", "referentienummer", "toewijzingnummer", "code", "periode_begin", "bedrag")
        voeg("antwoord_prestaties", regel=regel, **{veld: rij[veld] for veld in velden})
        for _ in range(teken(st.integers(0, 2))):
            voeg("retourcodes", klasse="Prestatie", regel=regel, code=teken(codes))
