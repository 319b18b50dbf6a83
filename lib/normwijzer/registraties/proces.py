"""What a gemeente keeps of the administrative process beside the messages: aanvragen, afwijzingen, betalingen.

Files registraties/{aanvragen,afwijzingen,betalingen}.csv and/or .xlsx of a region; rows of both count together. csv:
UTF-8 (byte order mark allowed), `;`, header row. The order of the columns is free and their names count; other columns
are not read. Columns, what is in them and what is checked: processen.toml. Dates are yyyy-mm-dd or dd-mm-yyyy, in
Excel real dates (of a time only its day counts). Amounts are 1234,56, 1.234,56 or 1234.56; "1.234" is refused because
it can be a thousand and more or a little over one.

Leading zeros that Excel dropped are put back where a list can tell: of a gemeente (regio.toml) always, of an AGB code
of six or seven digits when the code then is in aanbieders.csv. Of other text they stay lost.

Half a million rows take seconds as csv, more when fields are between quotes, and over a minute as xlsx.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..fouten import DataFout
from ..paden import Paden
from ..regio import Regio
from .proceskeuring import Keuring
from .procesvelden import Bekend
from .procesvormen import Problemen, Procesvorm, laad_procesvormen, met_punten, som_op
from .tabellezer import Deel, read_delen
from .toegang import bestaat

_SOORTEN = ("csv", "xlsx")
PROCESBESTANDEN = tuple(f"{naam}.{soort}" for naam in laad_procesvormen() for soort in _SOORTEN)


@dataclass(frozen=True, eq=False)
class Proces:
    """The three tables, each None when there is no file; without rows when the file has none. Sorted, RangeIndex.

    aanvragen: one row per aanvraag (str): gemeente (four digits), datum_ontvangst, datum_einde_melding (NaT = open),
        opschorting_dagen (int64; 0 when empty or without that column).
    afwijzingen: one row per wet ('wmo', 'jw'), gemeente, toewijzingnummer (int64) and datum_afwijzing: agb (str),
        datum_ontvangst (NaT = not known), datum_intrekking (NaT = not).
    betalingen: one row per payment: wet, gemeente, agb, declaratienummer (str), datum_betaling, bedrag (int64 euro
        cents; negative = reclaimed). Two equal rows in one file are two payments.
    opmerkingen: Dutch sentences on what was passed over without harm.

    Dates are datetime64[s]. An aanvraag and a toewijzingnummer can point at a person: never show them.
    """

    aanvragen: pd.DataFrame | None = None
    afwijzingen: pd.DataFrame | None = None
    betalingen: pd.DataFrame | None = None
    opmerkingen: tuple[str, ...] = ()


def lees_proces(paden: Paden, regio: Regio) -> Proces:
    """Read and check the files that are there.

    Raises:
        DataFout: something in them is wrong. Tells everything of all files: per file the first ten problems with place
            and what is allowed, then how many more, then what the columns mean. Never what is in a cell.
    """
    bekend = Bekend(list(regio.gemeenten), list(regio.aanbieders["agb"]))
    problemen, opmerkingen, uitleg = Problemen(), [], []
    tabellen = {}
    for naam, vorm in laad_procesvormen().items():
        eerder = problemen.aantal
        tabellen[naam] = _lees_tabel(paden.registraties(regio.map), vorm, bekend, problemen, opmerkingen)
        uitleg += [vorm.uitleg] if problemen.aantal > eerder else []
    if problemen.aantal:
        aantal = "één keer" if problemen.aantal == 1 else f"{met_punten(problemen.aantal)} keer"
        regels = [f"{aantal} iets dat niet klopt", *problemen.regels(), *uitleg]
        raise DataFout(f"{regio.map}/registraties", "\n  ".join(regels))
    return Proces(**tabellen, opmerkingen=tuple(opmerkingen))


def _lees_tabel(
    map_: Path, vorm: Procesvorm, bekend: Bekend, problemen: Problemen, opmerkingen: list[str]
) -> pd.DataFrame | None:
    """The rows of one table; adds to `problemen` and `opmerkingen`."""
    paden = [map_ / f"{vorm.naam}.{soort}" for soort in _SOORTEN]
    opmerkingen += _andere_bestanden(map_, vorm)
    paden = [pad for pad in paden if bestaat(pad)]
    if not paden:
        return None
    delen: list[tuple[str, Deel]] = []
    for pad in paden:
        nieuw, gebreken = read_delen(pad, vorm.vorm)
        delen += [(pad.name, deel) for deel in nieuw]
        aanwezig = set.intersection(*(set(deel.cellen) for deel in nieuw)) if nieuw else set()
        # An unknown column is passed over, unless it may be a misspelt one that is absent.
        vreemd = [g for g in gebreken if g.soort == "kolom_onbekend" and not vorm.lijkt_op(g.kolom, aanwezig)]
        for gebrek in gebreken:
            if gebrek not in vreemd:
                problemen.add(vorm.probleem(pad.name, gebrek, aanwezig))
        if vreemd:
            kolommen = "één kolom is" if len(vreemd) == 1 else f"{len(vreemd)} kolommen zijn"
            opmerkingen.append(f"{pad.name}: {kolommen} niet gelezen; de naam staat niet in de lijst van kolommen.")
    keuring = Keuring(vorm, delen, bekend)
    keuring.tel_op(problemen)
    return keuring.tabel()


def _andere_bestanden(map_: Path, vorm: Procesvorm) -> list[str]:
    """That there are files such as Betalingen.csv or betalingen.xls, which are not read."""
    goed = {f"{vorm.naam}.{soort}" for soort in _SOORTEN}
    try:
        namen = [pad.name for pad in map_.iterdir()]
    except OSError:
        return []  # reading the files themselves tells why
    anders = [naam for naam in namen if naam not in goed and naam.lower().split(".")[0] == vorm.naam]
    # On a system without difference in case, Betalingen.csv is betalingen.csv.
    anders = [naam for naam in anders if not (naam.lower() in goed and bestaat(map_ / naam.lower()))]
    return [f"Een bestand dat op {som_op(sorted(goed))} lijkt is niet gelezen; de naam moet precies zo zijn."] * bool(
        anders
    )
