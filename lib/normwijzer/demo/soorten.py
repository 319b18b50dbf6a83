"""The nouns of the demo: what happened (leven), what was told about it (melden), what is written."""

from collections.abc import Callable
from dataclasses import dataclass, field

# Days are proleptic ordinals (date.toordinal); None is open or never.
Dag = int


@dataclass(slots=True, frozen=True)
class Product:
    """One line of producten.toml; perceel 0 = none; code '' = allocated by category only.

    levert: what is really delivered when the product is booked under another soort. benutting: lowest share of the
    allocated volume that is claimed.
    """

    categorie: str
    code: str
    perceel: int
    soort: str
    omschrijving: str
    gewicht: float
    tarief: int
    omvang: tuple[tuple, ...]
    geldig_van: Dag | None = None
    geldig_tot: Dag | None = None
    declareer_code: str = ""
    taakgericht: bool = False
    vermeld: bool = True
    wet: str = "wmo"
    levert: str = ""
    benutting: float = 0.7

    @property
    def werkelijk(self) -> str:
        return self.levert or self.soort

    def geldig(self, dag: Dag) -> bool:
        return (self.geldig_van or dag) <= dag <= (self.geldig_tot or dag)


@dataclass(slots=True, frozen=True)
class Gemeente:
    code: str
    naam: str
    gewicht: float
    archief: str  # zip | tar.gz | los
    retour: float
    traag: float = 0.0  # share of the retours that come much too late


@dataclass(slots=True, frozen=True)
class Aanbieder:
    """One line of regios.toml. achterstand: most months that its claims come late; jaarnummers: it numbers its claims
    by the month, so that the same numbers come back every year.
    """

    agb: str
    naam: str
    contractpartij: str
    gewicht: float
    percelen: tuple[int, ...]
    kwaliteit: float
    stop_mist: float
    traag: int
    taakgericht: bool = False
    wet: str = "wmo"
    soorten: tuple[str, ...] = ()  # Jeugdwet: what is contracted instead of percelen
    tot: Dag | None = None  # last day of the contract
    achterstand: int = 0
    jaarnummers: bool = False


@dataclass(slots=True, eq=False)
class Versie:
    """One version of a toewijzing as decided; bekend and reden_bekend are what the messages could tell."""

    datum: Dag
    tijd: str
    ingang: Dag
    eind: Dag | None
    volume: int | None
    eenheid: str
    frequentie: str
    budget: int | None
    reden: str
    meld_op: Dag
    referentie: str = ""
    bekend: Dag | None = None
    reden_bekend: bool = False


@dataclass(slots=True, eq=False)
class Periode:
    """One period of delivery: what happened, and what counts of what was reported.

    begin None: a period that exists only in the reports.
    gemeld_laatste: earliest end among all stops that count (equals the only one when there is one).
    stop_eerst: when a definitive stop was first told, corrected later or not.
    start_verloop, stop_verloop: how the report went, in a word.
    """

    begin: Dag | None
    tijdelijk: Dag | None = None
    einde: Dag | None = None
    reden: str = ""
    gemeld_begin: Dag | None = None
    start_gemeld: bool = False
    gemeld_tijdelijk: Dag | None = None
    gemeld_einde: Dag | None = None
    gemeld_reden: str = ""
    gemeld_laatste: Dag | None = None
    start_bekend: Dag | None = None
    tijdelijk_bekend: Dag | None = None
    stop_bekend: Dag | None = None
    stop_eerst: Dag | None = None
    start_verloop: str = ""
    stop_verloop: str = ""


@dataclass(slots=True, eq=False)
class Toewijzing:
    """An allocation and its deliveries. taakgericht: no 301, no number. kwijt: 301 never in the archive.

    gedeclareerd: whether the aanbieder ever claims for it.
    """

    client: "Client"
    gemeente: Gemeente
    aanbieder: Aanbieder
    product: Product
    versies: list[Versie]
    perioden: list[Periode] = field(default_factory=list)
    nummer: int | None = None
    kwijt: bool = False
    gedeclareerd: bool = True
    afgesloten: bool = False  # delivery ended by the stated outcome
    uitkomst: str = ""

    @property
    def laatste(self) -> Versie:
        return self.versies[-1]


@dataclass(slots=True, eq=False)
class Client:
    nummer: int
    bsn: str
    gemeente: Gemeente
    geboren: Dag
    geslacht: str
    achternaam: str
    voorletters: str
    toewijzingen: list[Toewijzing] = field(default_factory=list)
    overleden: Dag | None = None
    verhuisd: Dag | None = None
    geboren_onmogelijk: bool = False
    gezin: int = 0  # siblings have the same number; 0 = no siblings in care
    kalm: bool = False  # everything is reported, in time and without a fault


@dataclass(slots=True, eq=False)
class Bericht:
    """One message between gemeente and aanbieder.

    kern: makes the XML after the header when it is written, so that large regions need little memory.
    afgekeurd: refused by retour or fault, so as not sent.
    gebrek: afgekapt (only copy, cut off: never read), dagtekening or geboortedatum (impossible date),
    onbekende_code, zelfde_identificatie, or ''.
    """

    soort: str
    gemeente: Gemeente
    aanbieder: Aanbieder
    dag: Dag
    kern: Callable[[], str]
    afgekeurd: bool = False
    retourkop: str = ""
    retourkern: Callable[[], str] = str
    retour_verplicht: bool = False
    fout: bool = False  # refused by an Fo01 instead of a retour
    heen: "Bericht | None" = None  # the message a retour or 325 answers
    identificatie: str = ""
    envelop: str = ""
    gebrek: str = ""

    @property
    def wet(self) -> str:
        return self.aanbieder.wet

    @property
    def naam(self) -> str:
        return f"{self.wet.upper()}{self.soort}"


@dataclass(slots=True, eq=False)
class Wereld:
    """One region and one law with everything that decides its run; that of the Wmo holds that of the Jeugdwet.

    vanaf: first day of claims and messages (None: as the care itself).
    """

    map: str
    naam: str
    jaren: list[int]
    slot: Dag
    gemeenten: list[Gemeente]
    aanbieders: list[Aanbieder]
    producten: list[Product]
    verloop: dict
    aantal: int
    zaad: str
    schaal: int
    registraties: tuple[str, ...] = ()  # what the region registers about the administrative process
    wet: str = "wmo"
    vanaf: Dag | None = None
    jeugd: "Wereld | None" = None


@dataclass(slots=True, eq=False)
class Prestatie:
    """One claim line as sent; referentie is given when it is claimed.

    oordeel: verdict that is fixed beforehand (goed or a RetourCode); '' = by lot.
    """

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
    oordeel: str = ""

    @property
    def bedrag(self) -> int:
        return min(self.volume * self.tarief, 99999999)


@dataclass(slots=True, eq=False)
class Declaratie:
    """One claim as sent, with what became of it. antwoord: the day of the last answer, which decides.

    toegekend: euro cents, credits negative; None = never answered. betaald: first day on which the payments cover it.
    """

    claim: Bericht
    nummer: str
    regels: list[Prestatie]
    eerste_antwoord: Dag | None = None
    antwoord: Dag | None = None
    geheel_afgewezen: bool = False
    toegekend: int | None = None
    betaald: Dag | None = None
    betaalwijze: str = ""
