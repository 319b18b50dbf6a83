"""An index to look at without a run: two regions, three years, every state."""

from normwijzer.rapport.overzicht import Overzicht, Vermelding
from normwijzer.rapport.overzicht_sinds import Sinds, Verschuiving

VOLDOET = {"sleutel": "voldoet", "woord": "voldoet, norm 30 %", "teken": "●", "klasse": "oordeel-voldoet"}
VER = {"sleutel": "ver", "woord": "ver onder bandbreedte, norm 20 %", "teken": "✕", "klasse": "oordeel-ver"}
KLEIN = "minder dan 5 van ongeveer 40"


def cijfer(groep: str, waarde: str, *oordelen: dict, status: str = "definitief", getoond: bool = True) -> dict:
    return {
        "kpi": "uitval", "groep": groep, "titel": "Uitval", "naam": f"Perceel {groep}", "waarde": waarde,
        "getoond": getoond, "status": status, "oordelen": list(oordelen),
    }  # fmt: skip


def maak(editie: str = "deelbaar", **anders) -> Overzicht:
    """Region a: wmo of three years (2025 provisional, far below), gesprek pages in 2024; region b: failed, not made."""
    a = [
        Vermelding("a", jaar, "wmo", staat, html=f"a/{jaar}/wmo.html", xlsx=f"a/{jaar}/wmo.xlsx", kern=kern)
        for jaar, staat, kern in (
            (2023, "definitief", (cijfer("1", "31 %", VOLDOET), cijfer("2", KLEIN, getoond=False))),
            (2024, "definitief", (cijfer("1", "30 %", VOLDOET),)),
            (2025, "voorlopig", (cijfer("1", "52 %", VER, status="voorlopig"), cijfer("2", "33 %", VOLDOET))),
        )
    ]  # fmt: skip
    gesprek = Vermelding(
        "a", 2024, "gesprek", "aanwezig", gesprekken=(("Zorghuis Café & Co", "a/2024/gesprek/99990001.html"),)
    )
    b = [
        Vermelding("b", 2024, "wmo", "mislukt", melding="wmo.ipynb, cel 7: <geen> uitkomsten"),
        Vermelding("b", 2025, "wmo", "niet gevraagd"),
        Vermelding("b", 2024, "administratief_proces", "aanwezig", html="b/2024/administratief_proces.html", brieven=3),
    ]
    velden = {"namen": {"a": "Regio Ahoek", "b": "Regio B & co"}, "synthetisch": frozenset({"a"})} | anders
    return Overzicht(editie, [*a, gesprek, *b], **velden)


SINDS = Sinds(
    ["nieuw", "ongewijzigd", "mislukt"],
    [
        Verschuiving("a", 2025, "wmo", "Uitval", "Perceel 1", "51 %", "52 %", oordeel=False),
        Verschuiving("a", 2025, "wmo", "Uitval", "Perceel 1", "voldoet", "ver onder bandbreedte", oordeel=True),
    ],
)
