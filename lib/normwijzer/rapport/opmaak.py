"""Numbers and dates as Dutch readers write them; explicit, so no locale of the machine matters."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

NIET_BEKEND = "n.b."
DUNNE_SPATIE = "\u202f"
MINTEKEN = "\u2212"
STREEP = "\u2013"

_DECIMALEN: ContextVar[int] = ContextVar("decimalen van een percentage", default=1)


@contextmanager
def hele_procenten(aan: bool = True) -> Iterator[None]:
    """Inside, percentages and their differences are whole unless the caller asks for decimals; `aan` False changes
    nothing. A shared page is written this way: a decimal would tell the counts behind it."""
    token = _DECIMALEN.set(0 if aan else _DECIMALEN.get())
    try:
        yield
    finally:
        _DECIMALEN.reset(token)


def aantal(waarde) -> str:
    """Whole number with points between thousands: 1.234. Empty gives n.b., zero gives 0."""
    return getal(waarde, 0)


def getal(waarde, decimalen: int = 1) -> str:
    """Decimal comma and points between thousands, halves away from zero: 1.234,5. Empty gives n.b."""
    if _leeg(waarde):
        return NIET_BEKEND
    afgerond = _rond(waarde, decimalen)
    geheel, _, rest = f"{abs(afgerond):,.{decimalen}f}".partition(".")
    teken = MINTEKEN if afgerond < 0 else ""
    return teken + geheel.replace(",", ".") + ("," + rest if rest else "")


def procent(fractie, decimalen: int | None = None) -> str:
    """Fraction 0–1 as percentage: 0.314 gives 31,4 %, inside `hele_procenten` 31 %. Empty gives n.b."""
    return NIET_BEKEND if _leeg(fractie) else getal(_exact(fractie) * 100, _cijfers(decimalen)) + DUNNE_SPATIE + "%"


def punten(fractie, decimalen: int | None = None) -> str:
    """Difference of two fractions in percentage points, with its sign: +1,2. Empty gives n.b."""
    return NIET_BEKEND if _leeg(fractie) else verschil(_exact(fractie) * 100, _cijfers(decimalen))


def verschil(waarde, decimalen: int = 1) -> str:
    """Difference of two numbers with a sign: +1,2; only a whole zero has none. Empty gives n.b."""
    if _leeg(waarde):
        return NIET_BEKEND
    tekst = getal(waarde, decimalen)
    return tekst if tekst == "0" or tekst.startswith(MINTEKEN) else "+" + tekst


def relatief(fractie, decimalen: int | None = None) -> str:
    """Difference as a percentage of something, with its sign: −15,0 %. Empty gives n.b."""
    return NIET_BEKEND if _leeg(fractie) else verschil(_exact(fractie) * 100, _cijfers(decimalen)) + DUNNE_SPATIE + "%"


def datum(waarde) -> str:
    """Day as 31-12-2024. Empty gives n.b."""
    if _leeg(waarde):
        return NIET_BEKEND
    dag = pd.Timestamp(waarde)
    return f"{dag.day:02d}-{dag.month:02d}-{dag.year:04d}"


def bereik(onder, boven, decimalen: int | None = None) -> str:
    """Two fractions as a range of percentages: 27,1 % – 36,0 %. Empty when either is."""
    if _leeg(onder) or _leeg(boven):
        return ""
    return f"{procent(onder, decimalen)} {STREEP} {procent(boven, decimalen)}"


def opsomming(delen: list[str]) -> str:
    """Words in a row: a, b en c."""
    return delen[0] if len(delen) == 1 else ", ".join(delen[:-1]) + " en " + delen[-1] if delen else ""


def in_zin(tekst: str) -> str:
    """Words as they stand inside a sentence: hele regio, but TOM-instroom keeps its capitals."""
    return tekst if tekst[1:2].isupper() else tekst[:1].lower() + tekst[1:]


def als_zin(tekst: str) -> str:
    """Words as a sentence: a capital in front (iJw keeps its own spelling) and one full stop behind."""
    if not tekst:
        return ""
    begin = tekst if tekst[1:2].isupper() else tekst[:1].upper() + tekst[1:]
    return begin if begin.endswith((".", "!", "?")) else f"{begin}."


def met_woord(getal_tekst: str, woord: str) -> str:
    """A written number with its unit: 14,2 maanden; n.b. stays bare."""
    return getal_tekst if getal_tekst == NIET_BEKEND or not woord else f"{getal_tekst} {woord}"


def meervoud(hoeveel: int, enkel: str, meer: str) -> str:
    """1 cliënt, 2 cliënten."""
    return f"{aantal(hoeveel)} {enkel if hoeveel == 1 else meer}"


def van_tot(laagste: int, hoogste: int) -> str:
    """20 tot 45; one number when both are the same."""
    return aantal(laagste) if laagste == hoogste else f"{aantal(laagste)} tot {aantal(hoogste)}"


def _cijfers(decimalen: int | None) -> int:
    return _DECIMALEN.get() if decimalen is None else decimalen


def _leeg(waarde) -> bool:
    return waarde is None or bool(pd.isna(waarde))


def _exact(waarde) -> Decimal:
    # repr gives the shortest digits that mean this float, so 0.125 rounds as a reader expects.
    return Decimal(repr(float(waarde)))


def _rond(waarde, decimalen: int) -> Decimal:
    exact = waarde if isinstance(waarde, Decimal) else _exact(waarde)
    afgerond = exact.quantize(Decimal(1).scaleb(-decimalen), rounding=ROUND_HALF_UP)
    return abs(afgerond) if afgerond == 0 else afgerond
