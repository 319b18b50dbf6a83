"""What differs between the two laws: names in the XML, message codes, and reasons that mean the same thing."""

from dataclasses import dataclass

EIGEN_VOORVOEGSEL = "iwmo:"  # the templates of this package use the prefix of iWmo; the writer puts in that of the law


@dataclass(frozen=True)
class Wet:
    """One law. plan, verhuisd: RedenBeeindiging of that meaning; andere: what a wrong reason is drawn from."""

    wet: str
    standaard: str
    bericht: str
    berichtcodes: dict[str, str]
    plan: str
    uitval: str
    verhuisd: str
    andere: tuple[str, ...]
    vreemd: tuple[str, str]

    @property
    def basis(self) -> str:
        return f"http://www.istandaarden.nl/{self.standaard}/3_2/basisschema/schema"

    def ruimte(self, soort: str) -> str:
        return f"http://www.istandaarden.nl/{self.standaard}/3_2/{self.bericht}{soort}/schema"


WETTEN = {
    "wmo": Wet(
        "wmo", "iwmo", "wmo",
        {
            "301": "414", "302": "415", "305": "418", "306": "419", "307": "420", "308": "421", "315": "444",
            "316": "445", "317": "480", "318": "481", "319": "482", "320": "483", "323": "484", "325": "485",
        },
        plan="19", uitval="21", verhuisd="31", andere=("19", "21", "22", "23", "38"), vreemd=("32", "35"),
    ),
    "jw": Wet(
        "jw", "ijw", "jw",
        {
            "301": "436", "302": "437", "305": "438", "306": "439", "307": "440", "308": "441",
            "323": "490", "325": "491",
        },
        plan="31", uitval="32", verhuisd="35", andere=("31", "32", "33", "34", "38"), vreemd=("19", "21"),
    ),
}  # fmt: skip
