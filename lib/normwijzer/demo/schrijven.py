"""iWmo and iJw 3.2 messages as text: small templates, in the order of the official schemas.

Everything after the header is built here with the message namespace as default and `iwmo:` for the
shared types; the writer puts the prefix of the law in its place.
`retour` is None for a forward message, else the RetourCodes per class of a refusal.
"""

from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from normwijzer.demo.soorten import Bericht, Client, Dag, Toewijzing, Versie
from normwijzer.demo.wetten import EIGEN_VOORVOEGSEL, WETTEN

VAN_GEMEENTE = {"301", "302", "319", "320", "325"}
RETOUR_VAN = {"302": "301", "306": "305", "308": "307", "316": "315", "318": "317", "320": "319"}
RETOUR_OP = {heen: retour for retour, heen in RETOUR_VAN.items()}
VERSIES = (
    "<iwmo:BasisschemaXsdVersie>1.0.0</iwmo:BasisschemaXsdVersie><iwmo:BerichtXsdVersie>1.0.0</iwmo:BerichtXsdVersie>"
)


def schrijf_bericht(bericht: Bericht, *, met_voorvoegsel: bool) -> bytes:
    """The whole message as UTF-8 with CRLF line ends; prefixes differ per software, so both styles occur."""
    wet = WETTEN[bericht.wet]
    tekst = f"<Bericht>{_header(bericht)}{bericht.kern()}</Bericht>"
    basis, ruimte = f'xmlns:{wet.standaard}="{wet.basis}"', wet.ruimte(bericht.soort)
    voor = f"{wet.bericht}{bericht.soort}"
    if met_voorvoegsel:
        tekst = _geef_voorvoegsel(tekst, f"{voor}:")
        tekst = tekst.replace(f"<{voor}:Bericht>", f'<{voor}:Bericht {basis} xmlns:{voor}="{ruimte}">', 1)
    else:
        tekst = tekst.replace("<Bericht>", f'<Bericht xmlns="{ruimte}" {basis}>', 1)
    if wet.standaard != "iwmo":
        tekst = tekst.replace(EIGEN_VOORVOEGSEL, f"{wet.standaard}:")
    return f'<?xml version="1.0" encoding="UTF-8"?>\r\n{tekst}\r\n'.encode()


def _geef_voorvoegsel(tekst: str, voor: str) -> str:
    """Every tag of the message namespace with its prefix; those of the shared types have theirs already."""
    tekst = tekst.replace("</", "\0").replace("<", f"<{voor}").replace("\0", f"</{voor}")
    return tekst.replace(f"{voor}{EIGEN_VOORVOEGSEL}", EIGEN_VOORVOEGSEL)


@cache
def iso(dag: Dag) -> str:
    """A day as jjjj-mm-dd."""
    return date.fromordinal(dag).isoformat()


def retourcodes(code: str | None) -> str:
    return "" if code is None else f"<RetourCodes><RetourCode>{code}</RetourCode></RetourCodes>"


def _header(bericht: Bericht) -> str:
    if bericht.soort in VAN_GEMEENTE:
        afzender, ontvanger = bericht.gemeente.code, bericht.aanbieder.agb
    else:
        afzender, ontvanger = bericht.aanbieder.agb, bericht.gemeente.code
    code, retour = WETTEN[bericht.wet].berichtcodes[bericht.soort], bericht.soort in RETOUR_VAN
    eigen = bericht.heen if retour else bericht
    slot, kop = "", bericht.retourkop if retour or bericht.soort == "325" else ""
    if retour:
        slot = (
            f"<IdentificatieRetour>{bericht.identificatie}</IdentificatieRetour>"
            f"<DagtekeningRetour>{iso(bericht.dag)}</DagtekeningRetour><XsdVersieRetour>{VERSIES}</XsdVersieRetour>"
        )
    elif bericht.soort == "325":
        slot = (
            f"<DeclaratieIdentificatie>{_identificatie(bericht.heen)}</DeclaratieIdentificatie>"
            f"<XsdVersieDeclaratie>{VERSIES}</XsdVersieDeclaratie>"
        )
    return (
        f"<Header><BerichtCode>{code}</BerichtCode><BerichtVersie>3</BerichtVersie>"
        f"<BerichtSubversie>2</BerichtSubversie><Afzender>{afzender}</Afzender><Ontvanger>{ontvanger}</Ontvanger>"
        f"<BerichtIdentificatie>{_identificatie(eigen)}</BerichtIdentificatie><XsdVersie>{VERSIES}</XsdVersie>"
        f"{slot}{kop}</Header>"
    )


def _identificatie(bericht: Bericht) -> str:
    dag = "2025-02-30" if bericht.gebrek == "dagtekening" else iso(bericht.dag)
    return f"<iwmo:Identificatie>{bericht.identificatie}</iwmo:Identificatie><iwmo:Dagtekening>{dag}</iwmo:Dagtekening>"


def client_kern(client: Client, inhoud: str, *, volledig: bool = False, tussen: str = "", slot: str = "") -> str:
    """Client with identity; volledig: the long name and empty contact data of a 301."""
    geboren = "1957-02-30" if client.geboren_onmogelijk else iso(client.geboren)
    gebruik = "<iwmo:NaamGebruik>1</iwmo:NaamGebruik>" if volledig else ""
    return (
        f"<Client><Bsn>{client.bsn}</Bsn><Geboortedatum><iwmo:Datum>{geboren}</iwmo:Datum></Geboortedatum>"
        f"<Geslacht>{client.geslacht}</Geslacht><Naam><iwmo:Geslachtsnaam><iwmo:Achternaam>{escape(client.achternaam)}"
        f"</iwmo:Achternaam></iwmo:Geslachtsnaam><iwmo:Voorletters>{client.voorletters}</iwmo:Voorletters>{gebruik}"
        f"</Naam>{tussen}{inhoud}{slot}</Client>"
    )


def kern_301(client: Client, regels: list[tuple[Toewijzing, Versie, bool]], retour: tuple | None = None) -> str:
    """Body of a 301, or of its refusing 302; regels: (toewijzing, versie, RedenWijziging shown)."""
    contact = f"<Contactgegevens><Contact><Soort>01</Soort>{retourcodes(retour and '0200')}</Contact></Contactgegevens>"
    producten = "".join(_toegewezen_product(*regel, retour) for regel in regels)
    inhoud = f"{contact}<ToegewezenProducten>{producten}</ToegewezenProducten>"
    return client_kern(client, inhoud, volledig=True, slot=retourcodes(retour and retour[0]))


def _toegewezen_product(toewijzing: Toewijzing, versie: Versie, met_reden: bool, retour: tuple | None) -> str:
    delen = [f"<ToegewezenProduct><ToewijzingNummer>{toewijzing.nummer}</ToewijzingNummer>"]
    if versie.referentie and met_reden:
        delen.append(f"<ReferentieAanbieder>{versie.referentie}</ReferentieAanbieder>")
    delen.append(product_deel(toewijzing.product))
    delen.append(
        f"<Toewijzingsdatum>{iso(versie.datum)}</Toewijzingsdatum><Toewijzingstijd>{versie.tijd}</Toewijzingstijd>"
        f"<Ingangsdatum>{iso(versie.ingang)}</Ingangsdatum>"
    )
    if versie.eind is not None:
        delen.append(f"<Einddatum>{iso(versie.eind)}</Einddatum>")
    if versie.reden and met_reden:
        delen.append(f"<RedenWijziging>{versie.reden}</RedenWijziging>")
    delen.append(omvang_deel(versie))
    delen.append(f"{retourcodes(retour and retour[1])}</ToegewezenProduct>")
    return "".join(delen)


def product_deel(product) -> str:
    code = f"<iwmo:Code>{product.code}</iwmo:Code>" if product.code else ""
    return f"<Product><iwmo:Categorie>{product.categorie}</iwmo:Categorie>{code}</Product>"


def omvang_deel(versie: Versie) -> str:
    """Omvang, or Budget, or nothing: they exclude each other."""
    if versie.volume is not None:
        return (
            f"<Omvang><iwmo:Volume>{versie.volume}</iwmo:Volume><iwmo:Eenheid>{versie.eenheid}</iwmo:Eenheid>"
            f"<iwmo:Frequentie>{versie.frequentie}</iwmo:Frequentie></Omvang>"
        )
    return "" if versie.budget is None else f"<Budget>{versie.budget}</Budget>"


def kern_305(toewijzing: Toewijzing, regels: list[tuple[Dag, str]], retour: tuple | None = None) -> str:
    """Body of a 305 (or refusing 306); regels: (Begindatum, StatusAanlevering)."""
    producten = "".join(
        f"<StartProduct>{_verwijzing(toewijzing)}<Begindatum>{iso(begin)}</Begindatum>"
        f"<StatusAanlevering>{status}</StatusAanlevering>{retourcodes(retour and retour[1])}</StartProduct>"
        for begin, status in regels
    )
    slot = retourcodes(retour and retour[0])
    return client_kern(toewijzing.client, f"<StartProducten>{producten}</StartProducten>", slot=slot)


def kern_307(toewijzing: Toewijzing, regels: list[tuple], retour: tuple | None = None) -> str:
    """Body of a 307 (or refusing 308); regels: (Begindatum, RedenBeeindiging, Einddatum, StatusAanlevering)."""
    producten = "".join(
        f"<StopProduct>{_verwijzing(toewijzing)}<Begindatum>{iso(begin)}</Begindatum>"
        f"<RedenBeeindiging>{reden}</RedenBeeindiging><Einddatum>{iso(einde)}</Einddatum>"
        f"<StatusAanlevering>{status}</StatusAanlevering>{retourcodes(retour and retour[1])}</StopProduct>"
        for begin, reden, einde, status in regels
    )
    slot = retourcodes(retour and retour[0])
    return client_kern(toewijzing.client, f"<StopProducten>{producten}</StopProducten>", slot=slot)


def _verwijzing(toewijzing: Toewijzing) -> str:
    if toewijzing.product.taakgericht:
        return product_deel(toewijzing.product)
    return (
        f"<ToewijzingNummer>{toewijzing.nummer}</ToewijzingNummer>{product_deel(toewijzing.product)}"
        f"<ToewijzingIngangsdatum>{iso(toewijzing.versies[0].ingang)}</ToewijzingIngangsdatum>"
    )
