"""Synthetic messages in bulk: shaped as real ones, with BSNs that cannot exist and people that do not."""

import random
from collections.abc import Iterator
from pathlib import Path

_KOP = """<?xml version="1.0" encoding="UTF-8"?>
<{s}:Bericht xmlns:{s}="http://www.istandaarden.nl/iwmo/3_2/{s}/schema" xmlns:iwmo="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema">
	<{s}:Header>
		<{s}:BerichtCode>{code}</{s}:BerichtCode>
		<{s}:BerichtVersie>3</{s}:BerichtVersie>
		<{s}:BerichtSubversie>2</{s}:BerichtSubversie>
		<{s}:Afzender>{van}</{s}:Afzender>
		<{s}:Ontvanger>{aan}</{s}:Ontvanger>
		<{s}:BerichtIdentificatie>
			<iwmo:Identificatie>B{nr}</iwmo:Identificatie>
			<iwmo:Dagtekening>2024-04-05</iwmo:Dagtekening>
		</{s}:BerichtIdentificatie>
		<{s}:XsdVersie>
			<iwmo:BasisschemaXsdVersie>1.0.0</iwmo:BasisschemaXsdVersie>
			<iwmo:BerichtXsdVersie>1.0.0</iwmo:BerichtXsdVersie>
		</{s}:XsdVersie>
	</{s}:Header>
"""  # noqa: E501
_PRESTATIE = """					<wmo323:Prestatie>
						<wmo323:ProductReferentie>
							<iwmo:ReferentieNummer>RN{nr:09d}</iwmo:ReferentieNummer>{vorig}
						</wmo323:ProductReferentie>
						<wmo323:ToewijzingNummer>{toewijzing}</wmo323:ToewijzingNummer>
						<wmo323:ProductCategorie>02</wmo323:ProductCategorie>
						<wmo323:ProductCode>02A{code:02d}</wmo323:ProductCode>
						<wmo323:ProductPeriode>
							<iwmo:Begindatum>2024-03-{dag:02d}</iwmo:Begindatum>
							<iwmo:Einddatum>2024-03-31</iwmo:Einddatum>
						</wmo323:ProductPeriode>
						<wmo323:GeleverdVolume>{volume}</wmo323:GeleverdVolume>
						<wmo323:Eenheid>01</wmo323:Eenheid>
						<wmo323:ProductTarief>125</wmo323:ProductTarief>
						<wmo323:IngediendBedrag>
							<iwmo:Bedrag>{bedrag}</iwmo:Bedrag>
							<iwmo:DebetCredit>{dc}</iwmo:DebetCredit>
						</wmo323:IngediendBedrag>
					</wmo323:Prestatie>
"""
_CLIENT = """			<wmo323:Client>
				<wmo323:Bsn>{bsn}</wmo323:Bsn>
				<wmo323:Prestaties>
{regels}				</wmo323:Prestaties>
			</wmo323:Client>
"""
_VORIG = "\n							<iwmo:VorigReferentieNummer>RN000000001</iwmo:VorigReferentieNummer>"
_PERSOON = """	<{s}:Client>
		<{s}:Bsn>{bsn}</{s}:Bsn>
		<{s}:Geboortedatum>
			<iwmo:Datum>19{jaar}-08-13</iwmo:Datum>
		</{s}:Geboortedatum>
		<{s}:Geslacht>1</{s}:Geslacht>
		<{s}:Naam>
			<iwmo:Geslachtsnaam>
				<iwmo:Achternaam>Verzonnen</iwmo:Achternaam>
			</iwmo:Geslachtsnaam>
			<iwmo:Voornamen>Niemand</iwmo:Voornamen>
			<iwmo:Voorletters>N</iwmo:Voorletters>
		</{s}:Naam>
"""
_CONTACT = """			<{s}:Contact>
				<{s}:Soort>01</{s}:Soort>
				<{s}:Adres>
					<iwmo:Huis>
						<iwmo:Huisnummer>1</iwmo:Huisnummer>
					</iwmo:Huis>
					<iwmo:Postcode>9999XX</iwmo:Postcode>
					<iwmo:Straatnaam>Nergensstraat</iwmo:Straatnaam>
					<iwmo:Plaatsnaam>Nergens</iwmo:Plaatsnaam>
				</{s}:Adres>
				<{s}:Telefoon>
					<iwmo:Telefoon01>
						<iwmo:Telefoonnummer>0000000000</iwmo:Telefoonnummer>
						<iwmo:Landnummer>0031</iwmo:Landnummer>
					</iwmo:Telefoon01>
				</{s}:Telefoon>
				<{s}:Emailadres>niemand@example.invalid</{s}:Emailadres>
			</{s}:Contact>
"""
_RELATIE = """			<{s}:Relatie>
				<{s}:Nummer>1</{s}:Nummer>
				<{s}:Volgorde>1</{s}:Volgorde>
				<{s}:Soort>03</{s}:Soort>
				<{s}:Geslacht>0</{s}:Geslacht>
				<{s}:Naam>
					<iwmo:Geslachtsnaam>
						<iwmo:Achternaam>Verzonnen</iwmo:Achternaam>
					</iwmo:Geslachtsnaam>
					<iwmo:Voornamen>Iemand</iwmo:Voornamen>
					<iwmo:NaamGebruik>1</iwmo:NaamGebruik>
				</{s}:Naam>
"""
_PRODUCT = """				<{s}:ToewijzingNummer>{toewijzing}</{s}:ToewijzingNummer>
				<{s}:Product>
					<iwmo:Categorie>02</iwmo:Categorie>
					<iwmo:Code>02A03</iwmo:Code>
				</{s}:Product>
"""
_REGELS = {
    "wmo301": ("414", "ToegewezenProduct", """\
				<{s}:Toewijzingsdatum>2024-03-01</{s}:Toewijzingsdatum>
				<{s}:Toewijzingstijd>12:34:56</{s}:Toewijzingstijd>
				<{s}:Ingangsdatum>2024-03-{dag:02d}</{s}:Ingangsdatum>
				<{s}:Einddatum>2024-12-31</{s}:Einddatum>
				<{s}:Omvang>
					<iwmo:Volume>10</iwmo:Volume>
					<iwmo:Eenheid>01</iwmo:Eenheid>
					<iwmo:Frequentie>2</iwmo:Frequentie>
				</{s}:Omvang>
"""),
    "wmo305": ("418", "StartProduct", """\
				<{s}:ToewijzingIngangsdatum>2024-03-01</{s}:ToewijzingIngangsdatum>
				<{s}:Begindatum>2024-03-{dag:02d}</{s}:Begindatum>
				<{s}:StatusAanlevering>1</{s}:StatusAanlevering>
"""),
    "wmo307": ("420", "StopProduct", """\
				<{s}:ToewijzingIngangsdatum>2024-03-01</{s}:ToewijzingIngangsdatum>
				<{s}:Begindatum>2024-03-{dag:02d}</{s}:Begindatum>
				<{s}:RedenBeeindiging>31</{s}:RedenBeeindiging>
				<{s}:Einddatum>2024-06-30</{s}:Einddatum>
				<{s}:StatusAanlevering>1</{s}:StatusAanlevering>
"""),
}  # fmt: skip


def maak_declaratie(pad: Path, omvang: int, *, zaad: int = 1) -> Path:
    """Write one 323 of about `omvang` bytes, with one to three lines per client."""
    with open(pad, "w", encoding="utf-8", newline="\n") as bestand:
        bestand.writelines(_declaratie(omvang, random.Random(zaad), zaad))
    return pad


def maak_kleine_berichten(map_: Path, aantal: int, *, zaad: int = 1) -> list[Path]:
    """Write `aantal` files, in turn a 301, 305 and 307, each for one client with one or two rows."""
    kans = random.Random(zaad)
    paden = []
    for nummer in range(aantal):
        soort = list(_REGELS)[nummer % len(_REGELS)]
        paden.append(map_ / f"{nummer:06d}.xml")
        paden[-1].write_text(_klein_bericht(soort, nummer, kans), encoding="utf-8", newline="\n")
    return paden


def _declaratie(omvang: int, kans: random.Random, nummer: int) -> Iterator[str]:
    yield _KOP.format(s="wmo323", code="484", van="99000001", aan="9901", nr=nummer)
    yield (
        "	<wmo323:Declaratie>\n		<wmo323:DeclaratieNummer>DN1</wmo323:DeclaratieNummer>\n"
        "		<wmo323:DeclaratiePeriode>\n			<iwmo:Begindatum>2024-03-01</iwmo:Begindatum>\n"
        "			<iwmo:Einddatum>2024-03-31</iwmo:Einddatum>\n		</wmo323:DeclaratiePeriode>\n"
        "		<wmo323:DeclaratieDagtekening>2024-04-05</wmo323:DeclaratieDagtekening>\n"
        "		<wmo323:TotaalIngediendBedrag>\n			<iwmo:TotaalBedrag>1</iwmo:TotaalBedrag>\n"
        "			<iwmo:DebetCredit>D</iwmo:DebetCredit>\n		</wmo323:TotaalIngediendBedrag>\n"
        "		<wmo323:Clienten>\n"
    )
    geschreven = regel = 0
    while geschreven < omvang:
        regels = ""
        for _ in range(kans.randint(1, 3)):
            regel += 1
            credit = kans.random() < 0.05
            regels += _PRESTATIE.format(
                nr=regel, vorig=_VORIG if credit else "", toewijzing=kans.randrange(10**6), code=kans.randrange(1, 20),
                dag=kans.randint(1, 28), volume=kans.randrange(1000), bedrag=kans.randrange(10**5), dc="DC"[credit],
            )  # fmt: skip
        client = _CLIENT.format(bsn=_bsn(kans), regels=regels)
        geschreven += len(client)
        yield client
    yield "		</wmo323:Clienten>\n	</wmo323:Declaratie>\n</wmo323:Bericht>\n"


def _klein_bericht(soort: str, nummer: int, kans: random.Random) -> str:
    code, element, velden = _REGELS[soort]
    van, aan = ("9901", "99000001") if soort == "wmo301" else ("99000001", "9901")
    houder = element.replace("Product", "Producten")
    regels = ""
    for regel in range(kans.randint(1, 2)):
        rij = (_PRODUCT + velden).format(s=soort, toewijzing=2 * nummer + regel, dag=kans.randint(1, 28))
        regels += f"			<{soort}:{element}>\n{rij}			</{soort}:{element}>\n"
    return (
        _KOP.format(s=soort, code=code, van=van, aan=aan, nr=nummer)
        + _PERSOON.format(s=soort, bsn=_bsn(kans), jaar=kans.randint(30, 99))
        + (_omgeving(soort) if soort == "wmo301" else "")
        + f"		<{soort}:{houder}>\n{regels}		</{soort}:{houder}>\n	</{soort}:Client>\n</{soort}:Bericht>\n"
    )


def _omgeving(soort: str) -> str:
    """Relations and addresses, of which an allocation is full."""
    relaties = (_RELATIE + _CONTACT + "			</{s}:Relatie>\n").format(s=soort) * 2
    contacten = _CONTACT.format(s=soort) * 2
    return (
        f"		<{soort}:Relaties>\n{relaties}		</{soort}:Relaties>\n"
        f"		<{soort}:Contactgegevens>\n{contacten}		</{soort}:Contactgegevens>\n"
    )


def _bsn(kans: random.Random) -> str:
    """Nine digits of the test range that fail the eleven-test, so nobody can have this number."""
    while True:
        bsn = f"9999{kans.randrange(10**5):05d}"
        if sum(gewicht * int(cijfer) for gewicht, cijfer in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), bsn, strict=True)) % 11:
            return bsn
