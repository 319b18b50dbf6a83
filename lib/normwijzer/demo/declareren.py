"""Monthly claims (323) and answers (325) per aanbieder and gemeente, with refusals, credits and late lines."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import count
from random import Random

from normwijzer.demo.schrijven import iso, retourcodes
from normwijzer.demo.soorten import Bericht, Dag, Toewijzing, Wereld

AFKEUR = ("9384", "9388", "9389", "9390", "0611", "S300")
UREN_PER_WEEK = {"2": 1.0, "4": 12 / 52.1775, "1": 7.0}


@dataclass(slots=True, eq=False)
class Prestatie:
    """One claim line as sent; referentie is given when it is claimed."""

    toewijzing: Toewijzing
    begin: Dag
    einde: Dag
    volume: int
    eenheid: str
    tarief: int
    referentie: str = ""
    vorige: str = ""
    credit: bool = False
    origineel: "Prestatie | None" = None  # the line a credit takes back
    status: str = "ingediend"  # what the answers say of it in the end

    @property
    def bedrag(self) -> int:
        return min(self.volume * self.tarief, 99999999)


def declareer(toewijzingen: list[Toewijzing], wereld: Wereld, boek: list | None = None) -> list[Bericht]:
    """All claims of a region; a claim is made per calendar month with delivery, until the last day.

    boek: gets every line that was sent, with the status that the answers give it.
    """
    boek = [] if boek is None else boek
    per_partij: dict[tuple, dict[tuple, list[Prestatie]]] = {}
    for toewijzing in toewijzingen:
        if toewijzing.product.taakgericht or not toewijzing.gedeclareerd:
            continue
        partij = per_partij.setdefault((toewijzing.gemeente.code, toewijzing.aanbieder.agb), {})
        r = Random(f"{wereld.zaad}/prestatie/{toewijzing.gemeente.code}/{toewijzing.nummer}")
        for maand, prestatie in _prestaties(toewijzing, wereld, r):
            partij.setdefault(maand, []).append(prestatie)
    berichten: list[Bericht] = []
    nummers: dict[str, count] = {}
    for (gemeente, agb), maanden in sorted(per_partij.items()):
        r = Random(f"{wereld.zaad}/declaratie/{gemeente}/{agb}")
        _declareer_partij(maanden, wereld, r, nummers.setdefault(agb, count(1)), berichten, boek)
    return berichten


def _prestaties(t: Toewijzing, wereld: Wereld, r: Random):
    """(month, line) for every month in which care was really delivered: one line per month."""
    omvang = t.versies[0]
    dagen: dict[tuple[int, int], list[Dag]] = {}
    for periode in t.perioden:
        if periode.begin is not None:
            laatste = min(dag for dag in (periode.tijdelijk, periode.einde, wereld.slot) if dag is not None)
            for maand, aantal in _dagen_per_maand(max(periode.begin, wereld.vanaf or 0), laatste):
                dagen.setdefault(maand, []).append(aantal)
    for maand, aantallen in dagen.items():
        volume, eenheid = _volume(omvang, sum(aantallen), t.product.benutting, r)
        yield maand, Prestatie(t, *_product_periode(t, maand), volume, eenheid, t.product.tarief)
        if omvang.eenheid == "82":
            return


def _dagen_per_maand(begin: Dag, laatste: Dag):
    dag = date.fromordinal(begin)
    while dag.toordinal() <= laatste:
        eind_maand = _eind_maand((dag.year, dag.month))
        yield (dag.year, dag.month), min(eind_maand, laatste) - dag.toordinal() + 1
        dag = date.fromordinal(eind_maand + 1)


@cache
def _eind_maand(maand: tuple[int, int]) -> Dag:
    return date(*maand, monthrange(*maand)[1]).toordinal()


def _product_periode(t: Toewijzing, maand: tuple[int, int]) -> tuple[Dag, Dag]:
    """The calendar month within the toewijzing; the whole month when they do not meet."""
    begin, einde, versie = date(*maand, 1).toordinal(), _eind_maand(maand), t.laatste
    binnen = max(begin, versie.ingang), min(einde, versie.eind or einde)
    return binnen if binnen[0] <= binnen[1] else (begin, einde)


def _volume(omvang, dagen: int, benutting: float, r: Random) -> tuple[int, str]:
    if omvang.volume is None:
        return max(1, round(dagen / 7 * r.uniform(1, 4))), "04"
    if omvang.eenheid == "82":
        return omvang.volume, "82"
    if omvang.frequentie == "6":
        duur = (omvang.eind - omvang.ingang + 1) / 7
        per_week = omvang.volume / max(1.0, duur)
    else:
        per_week = omvang.volume * UREN_PER_WEEK[omvang.frequentie]
    return max(1, round(per_week * dagen / 7 * r.uniform(benutting, 1.0))), omvang.eenheid


def _declareer_partij(maanden: dict, wereld: Wereld, r: Random, nummers: count, berichten: list, boek: list) -> None:
    wachtend: list[Prestatie] = []
    for maand in _reeks(maanden):
        eigen = maanden.get(maand, [])
        op_tijd, later = [], []
        for prestatie in eigen:
            (later if r.random() < 0.02 else op_tijd).append(prestatie)
        regels = wachtend + op_tijd
        eind = _eind_maand(maand)
        dag = eind + r.randint(3, 24) + (r.randint(20, 70) if r.random() < 0.03 else 0)
        wachtend = later
        if dag > wereld.slot:
            return
        if regels:
            boek.extend(regels)
            wachtend = later + _declareer_maand(regels, maand, eind, dag, wereld, r, nummers, berichten)


def _reeks(maanden: dict):
    """Every month from the first to the last with delivery, and two more for what was left."""
    if not maanden:
        return
    jaar, maand = min(maanden)
    laatste = max(maanden)
    extra = 2
    while (jaar, maand) <= laatste or extra:
        extra -= (jaar, maand) > laatste
        yield jaar, maand
        jaar, maand = (jaar + 1, 1) if maand == 12 else (jaar, maand + 1)


def _declareer_maand(regels, maand, eind, dag, wereld, r: Random, nummers, berichten) -> list[Prestatie]:
    """One 323 and its 325; returns the lines that have to be claimed (or credited) in a next month."""
    for regel in regels:
        regel.referentie = f"P{next(nummers):08d}"
    t, nummer = regels[0].toewijzing, f"D{next(nummers):08d}"
    claim = Bericht("323", t.gemeente, t.aanbieder, dag, partial(_kern_323, regels, nummer, maand, eind, dag))
    berichten.append(claim)
    antwoord_dag = dag + r.choice((1, 2, 3, 4, 6, 8, 10, 15, 22))
    if antwoord_dag > wereld.slot or r.random() < 0.03:
        return []
    if r.random() < 0.012:
        return _wijs_geheel_af(claim, nummer, regels, antwoord_dag, r, berichten)
    slecht = {id(regel): r.choice(AFKEUR) for regel in regels if not regel.credit and r.random() < 0.012}
    for regel in regels:
        regel.status = "afgewezen" if id(regel) in slecht else "toegekend"
        if regel.origineel is not None and regel.status == regel.origineel.status == "toegekend":
            regel.origineel.status = "gecrediteerd"
    kern = partial(_kern_325, regels, nummer, slecht)
    antwoord = Bericht("325", t.gemeente, t.aanbieder, antwoord_dag, kern, retourkop=retourcodes("0200"), heen=claim)
    berichten.append(antwoord)
    if r.random() < 0.004 and antwoord_dag + 5 <= wereld.slot:  # answered twice, with the same verdict
        berichten.append(replace(antwoord, dag=antwoord_dag + 5))
    opnieuw = [_nieuw(regel) for regel in regels if id(regel) in slecht]
    for regel in regels:
        if not regel.credit and id(regel) not in slecht and r.random() < 0.004:
            opnieuw.append(replace(_nieuw(regel), credit=True, vorige=regel.referentie, origineel=regel))
            opnieuw.append(replace(_nieuw(regel), volume=max(1, regel.volume - r.randint(1, 3))))
    return opnieuw


def _nieuw(regel: Prestatie) -> Prestatie:
    return replace(regel, referentie="", vorige="", status="ingediend", origineel=None)


def _wijs_geheel_af(claim: Bericht, nummer: str, regels, dag: Dag, r: Random, berichten) -> list[Prestatie]:
    """A claim refused as a whole: by header code, or on the Declaratie; its lines come back next month."""
    antwoord = Bericht("325", claim.gemeente, claim.aanbieder, dag, str, heen=claim)
    if r.random() < 0.4:
        antwoord.retourkop = retourcodes("0001")
    else:
        antwoord.retourkop = retourcodes("0200")
        som = _som(regels)
        antwoord.kern = partial(
            str,
            f"<DeclaratieAntwoord><DeclaratieNummer>{nummer}</DeclaratieNummer>{_totaal('TotaalIngediendBedrag', som)}"
            f"{_totaal('TotaalToegekendBedrag', 0)}{retourcodes('9333')}</DeclaratieAntwoord>",
        )
    berichten.append(antwoord)
    for regel in regels:
        regel.status = "afgewezen"
    return [replace(regel, status="ingediend") for regel in regels]


def _som(regels) -> int:
    return sum(-regel.bedrag if regel.credit else regel.bedrag for regel in regels)


def _totaal(naam: str, som: int) -> str:
    return (
        f"<{naam}><iwmo:TotaalBedrag>{abs(som)}</iwmo:TotaalBedrag>"
        f"<iwmo:DebetCredit>{'C' if som < 0 else 'D'}</iwmo:DebetCredit></{naam}>"
    )


def _kern_323(regels, nummer: str, maand, eind: Dag, dag: Dag) -> str:
    return (
        f"<Declaratie><DeclaratieNummer>{nummer}</DeclaratieNummer><DeclaratiePeriode>"
        f"<iwmo:Begindatum>{maand[0]}-{maand[1]:02d}-01</iwmo:Begindatum><iwmo:Einddatum>{iso(eind)}</iwmo:Einddatum>"
        f"</DeclaratiePeriode><DeclaratieDagtekening>{iso(dag)}</DeclaratieDagtekening>"
        f"{_totaal('TotaalIngediendBedrag', _som(regels))}{_clienten(regels, {}, antwoord=False)}</Declaratie>"
    )


def _kern_325(regels, nummer: str, slecht: dict[int, str]) -> str:
    afgekeurd = [regel for regel in regels if id(regel) in slecht]
    som = _som(regels)
    clienten = _clienten(afgekeurd, slecht, antwoord=True) if afgekeurd else ""
    code = "0200" if afgekeurd else "8001"
    return (
        f"<DeclaratieAntwoord><DeclaratieNummer>{nummer}</DeclaratieNummer>{_totaal('TotaalIngediendBedrag', som)}"
        f"{_totaal('TotaalToegekendBedrag', som - _som(afgekeurd))}{clienten}{retourcodes(code)}</DeclaratieAntwoord>"
    )


def _clienten(regels, slecht: dict[int, str], *, antwoord: bool) -> str:
    per_bsn: dict[str, list[str]] = {}
    for regel in regels:
        per_bsn.setdefault(regel.toewijzing.client.bsn, []).append(_regel(regel, slecht.get(id(regel))))
    code = retourcodes("0200") if antwoord else ""
    clienten = "".join(
        f"<Client><Bsn>{bsn}</Bsn><Prestaties>{''.join(lijst)}</Prestaties>{code}</Client>"
        for bsn, lijst in per_bsn.items()
    )
    return f"<Clienten>{clienten}</Clienten>"


def _regel(regel: Prestatie, code: str | None) -> str:
    product = regel.toewijzing.product
    vorige = f"<iwmo:VorigReferentieNummer>{regel.vorige}</iwmo:VorigReferentieNummer>" if regel.vorige else ""
    return (
        f"<Prestatie><ProductReferentie><iwmo:ReferentieNummer>{regel.referentie}</iwmo:ReferentieNummer>{vorige}"
        f"</ProductReferentie><ToewijzingNummer>{regel.toewijzing.nummer}</ToewijzingNummer>"
        f"<ProductCategorie>{product.categorie}</ProductCategorie>"
        f"<ProductCode>{product.code or product.declareer_code}</ProductCode><ProductPeriode>"
        f"<iwmo:Begindatum>{iso(regel.begin)}</iwmo:Begindatum><iwmo:Einddatum>{iso(regel.einde)}</iwmo:Einddatum>"
        f"</ProductPeriode><GeleverdVolume>{regel.volume}</GeleverdVolume><Eenheid>{regel.eenheid}</Eenheid>"
        f"<ProductTarief>{regel.tarief}</ProductTarief><IngediendBedrag><iwmo:Bedrag>{regel.bedrag}</iwmo:Bedrag>"
        f"<iwmo:DebetCredit>{'C' if regel.credit else 'D'}</iwmo:DebetCredit></IngediendBedrag>"
        f"{retourcodes(code)}</Prestatie>"
    )
