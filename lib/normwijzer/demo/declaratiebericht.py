"""The XML of claims (323) and of the answers to them (325)."""

from normwijzer.demo.schrijven import iso, retourcodes
from normwijzer.demo.soorten import Dag, Prestatie


def som(regels: list[Prestatie]) -> int:
    """What the lines amount to in euro cents, credits negative."""
    return sum(-regel.bedrag if regel.credit else regel.bedrag for regel in regels)


def kern_323(regels: list[Prestatie], nummer: str, maand, eind: Dag, dag: Dag) -> str:
    return (
        f"<Declaratie><DeclaratieNummer>{nummer}</DeclaratieNummer><DeclaratiePeriode>"
        f"<iwmo:Begindatum>{maand[0]}-{maand[1]:02d}-01</iwmo:Begindatum><iwmo:Einddatum>{iso(eind)}</iwmo:Einddatum>"
        f"</DeclaratiePeriode><DeclaratieDagtekening>{iso(dag)}</DeclaratieDagtekening>"
        f"{totaal('TotaalIngediendBedrag', som(regels))}{_clienten(regels, {}, antwoord=False)}</Declaratie>"
    )


def kern_325(regels: list[Prestatie], nummer: str, slecht: dict[int, str]) -> str:
    afgekeurd = [regel for regel in regels if id(regel) in slecht]
    ingediend = som(regels)
    clienten = _clienten(afgekeurd, slecht, antwoord=True) if afgekeurd else ""
    code = "0200" if afgekeurd else "8001"
    return (
        f"<DeclaratieAntwoord><DeclaratieNummer>{nummer}</DeclaratieNummer>{totaal('TotaalIngediendBedrag', ingediend)}"
        f"{totaal('TotaalToegekendBedrag', ingediend - som(afgekeurd))}{clienten}{retourcodes(code)}"
        "</DeclaratieAntwoord>"
    )


def totaal(naam: str, bedrag: int) -> str:
    return (
        f"<{naam}><iwmo:TotaalBedrag>{abs(bedrag)}</iwmo:TotaalBedrag>"
        f"<iwmo:DebetCredit>{'C' if bedrag < 0 else 'D'}</iwmo:DebetCredit></{naam}>"
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
