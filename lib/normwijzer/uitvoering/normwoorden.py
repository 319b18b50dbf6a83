"""Words for norm decisions on a screen."""

from normwijzer.normen.bandbreedte import Bandbreedte
from normwijzer.normen.besluit import Besluit, Kandidaat
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.rapport.opmaak import getal

_CIJFERS = 6
_MET_DEEL = ("percentiel", "gewogen_percentiel")


def percent(deel: float) -> str:
    """A fraction with no more decimals than it has: 12 %, 12,5 %."""
    rest = f"{deel * 100:.{_CIJFERS}f}".rstrip("0").partition(".")[2]
    return f"{getal(deel * 100, len(rest))} %"


def noem_onderwerp(onderwerp: Onderwerp) -> str:
    """Id of the KPI and the part it is about: uitval, perceel 1; gezinsgericht, hele regio."""
    deel = f"perceel {onderwerp.perceel}" if onderwerp.perceel else onderwerp.soort or "hele regio"
    return f"{onderwerp.kpi}, {deel}"


def noem_besluit(besluit: Besluit) -> str:
    """The onderwerp with the year it was set on."""
    return f"{noem_onderwerp(besluit.onderwerp)}, op {besluit.jaar}"


def noem_methode(kandidaat: Kandidaat) -> str:
    """The name that one types for it: percentiel25 has its share in it."""
    deel = f"{kandidaat.q * 100:.0f}" if kandidaat.methode in _MET_DEEL else ""
    return f"{kandidaat.methode}{deel}"


def noem_bandbreedte(band: Bandbreedte) -> str:
    """In a few words, for a table."""
    if band.methode == "vast":
        return f"vast, {percent(band.breedte).removesuffix(' %')} procentpunt"
    return "trechter met spreiding" if band.tau2 else band.methode
