"""What earlier shared reports showed: a second one with other options may not tell by difference of one to four people.

Per shared report a register lies in the work folder (internal: it holds exact numbers). It counts for as long as the
report itself lies where it was put.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from normwijzer.kpi import catalogus, opties
from normwijzer.paden import Paden
from normwijzer.privacy import OVERIGE
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.regio import Regio, lees_regio
from normwijzer.uitvoering.bestanden import digest
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.tekstkolommen import als_tekst
from normwijzer.uitvoering.uitkomsten import lees_frame
from normwijzer.uitvoering.vrijgave import Tegengehouden

BESTAND = "vrijgave.json"
_SLEUTEL = ["familie", "kpi", "jaar", "wet", "perceel", "aanbieder", "gemeente", "soort"]
_TABEL = [naam for naam in _SLEUTEL if naam != "aanbieder"]
_TEKST = [naam for naam in _SLEUTEL if naam != "jaar"]
_SCHEIDING = "|"
_KLEINSTE = 5
"""A difference of fewer people than this, and not none, tells of a person."""

_WAT_NU = (
    "Houd dezelfde opties, gebruik --editie intern, of trek het eerdere rapport in door dat bestand uit reports te "
    "verwijderen"
)


@dataclass(frozen=True)
class Uitgave:
    """One shared report as it was released.

    bestand: where the page was put. bekend_op: K (ISO). opties: "familie|kpi" -> digest of the options it was computed
    with. rijen: key of a shown row (`_SLEUTEL`) -> its exact numbers of people: teller and rest of a share, else the
    one number that counts. overige: key of a table -> the aanbieders summed in its row `overige`.
    """

    bestand: str
    bekend_op: str
    opties: dict[str, str]
    rijen: dict[str, list[float]]
    overige: dict[str, list[str]] = field(default_factory=dict)


def check_uitgave(paden: Paden, vak: Vak, nieuw: Uitgave) -> None:
    """Compare a report that is about to be shared with everything of its region that was shared and still lies there.

    Rows are compared when their KPI was computed with other options, and rows `overige` also when other aanbieders are
    summed in them. New messages or another day of knowledge alone are no reason.

    Raises:
        Tegengehouden: a row shown in both differs by one to four people, or a register cannot be read.
    """
    for pad in sorted(paden.werk(vak.regio).glob(f"*/*/{BESTAND}")):
        for eerder in _lees(paden, vak.regio, pad):
            kpis = botsende_kpis(eerder, nieuw)
            if kpis and Path(eerder.bestand).is_file():
                raise Tegengehouden(
                    str(vak),
                    f"niet vrijgegeven: samen met een eerder gedeeld rapport ({_naam(paden, eerder)}), dat met "
                    "andere opties of een andere groep Overige aanbieders is gemaakt, zou dit rapport verraden hoe het "
                    f"één tot vier mensen verging, bij {'; '.join(_titels(kpis))}. {_WAT_NU}",
                )


def botsende_kpis(eerder: Uitgave, nieuw: Uitgave) -> list[str]:
    """Every "familie|kpi" with a row that tells of one to four people by the difference of two releases, sorted."""
    kpis = set()
    for sleutel in eerder.rijen.keys() & nieuw.rijen.keys():
        delen = sleutel.split(_SCHEIDING)
        kpi = _SCHEIDING.join(delen[:2])
        anders = eerder.opties.get(kpi) != nieuw.opties.get(kpi)
        if delen[_SLEUTEL.index("aanbieder")] == OVERIGE:
            tabel = _SCHEIDING.join(deel for naam, deel in zip(_SLEUTEL, delen, strict=True) if naam != "aanbieder")
            anders |= eerder.overige.get(tabel) != nieuw.overige.get(tabel)
        if anders and _verraadt(eerder.rijen[sleutel], nieuw.rijen[sleutel]):
            kpis.add(kpi)
    return sorted(kpis)


def _verraadt(oud: list[float], nieuw: list[float]) -> bool:
    if len(oud) != len(nieuw):
        return True
    return any(0 < round(abs(een - ander), 6) < _KLEINSTE for een, ander in zip(oud, nieuw, strict=True))


def maak_uitgave(paden: Paden, vak: Vak, rapport: Rapport | Normrapport) -> Uitgave:
    """What the report shows of the region and of aanbieders, with the exact numbers behind it."""
    instelling = lees_regio(paden, vak.regio)
    getoond = _uit_norm(rapport) if isinstance(rapport, Normrapport) else _uit_rapport(rapport)
    families = sorted(getoond["familie"].unique())
    exact = pd.concat([_lees_exact(paden, instelling, familie) for familie in families] or [getoond])
    rijen, overige = _zoek_op(getoond, exact)
    namen = {(familie, kpi) for familie, kpi in getoond[["familie", "kpi"]].itertuples(index=False)}
    return Uitgave(
        bestand=str(paden.rapport(vak.regio, vak.jaar, vak.familie, rapport.editie).resolve()),
        bekend_op=f"{rapport.bekend_op:%Y-%m-%d}",
        opties={_SCHEIDING.join(naam): _digest_opties(instelling, *naam) for naam in sorted(namen)},
        rijen=rijen,
        overige=overige,
    )


def als_register(paden: Paden, vak: Vak, nieuw: Uitgave) -> dict[Path, bytes]:
    """The register with this release in it, to be written together with the report.

    Of every set of options only the last release is kept, and none whose report is gone.
    """
    pad = paden.werk_familie(vak.regio, vak.jaar, vak.familie) / BESTAND
    blijven = [
        eerder
        for eerder in (_lees(paden, vak.regio, pad) if pad.is_file() else [])
        if Path(eerder.bestand).is_file() and (eerder.opties, eerder.bestand) != (nieuw.opties, nieuw.bestand)
    ]
    inhoud = {"uitgaven": [asdict(uitgave) for uitgave in [*blijven, nieuw]]}
    return {pad: (json.dumps(inhoud, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()}


def _lees(paden: Paden, regio: str, pad: Path) -> list[Uitgave]:
    """The releases in a register; none when it cannot be read and its report is gone.

    Raises:
        Tegengehouden: it cannot be read and its report still lies there.
    """
    try:
        return [_als_uitgave(**uitgave) for uitgave in json.loads(pad.read_text(encoding="utf-8"))["uitgaven"]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        jaar, familie = pad.parent.parent.name, pad.parent.name
        if not paden.rapport(regio, jaar, familie, "deelbaar").is_file():
            return []
        raise Tegengehouden(
            f"{regio} {jaar} {familie}",
            f"het register van wat van dit rapport eerder is gedeeld ({BESTAND} in zijn werkmap) is niet te lezen, dus "
            f"is niet na te gaan of een rapport samen daarmee iets verraadt. {_WAT_NU}",
        ) from None


def _als_uitgave(bestand: str, bekend_op: str, opties: dict, rijen: dict, overige: dict) -> Uitgave:
    """Raises TypeError or ValueError when it is not what a register holds."""
    getallen = {str(sleutel): [float(getal) for getal in rij] for sleutel, rij in rijen.items()}
    if any(len(sleutel.split(_SCHEIDING)) != len(_SLEUTEL) for sleutel in getallen):
        raise ValueError("key of another form")
    return Uitgave(str(bestand), str(bekend_op), dict(opties), getallen, dict(overige))


def _uit_rapport(rapport: Rapport) -> pd.DataFrame:
    """Keys of the rows of every year up to that of the report; `zichtbaar` tells which are shown as they are."""
    rijen = rapport.uitkomsten
    mee = rijen["variant"].eq("basis") & rijen["jaar"].le(rapport.jaar)
    return _als_sleutel(rijen[mee].assign(familie=rapport.familie, zichtbaar=~rijen["te_klein"].astype(bool)))


def _uit_norm(rapport: Normrapport) -> pd.DataFrame:
    """The same of a report on norms; who is summed in its rows `overige` is in the register of the family."""
    delen = []
    for onderwerp, blad in rapport.bladen.items():
        regio = blad.regio[~blad.regio["te_klein"].astype(bool)].assign(aanbieder="")
        aanbieders = blad.cijfers[blad.cijfers["variant"].eq("basis")] if len(blad.cijfers) else blad.cijfers
        kolommen = ["jaar", "aanbieder"]
        rijen = pd.concat(
            [deel[kolommen] for deel in (regio, aanbieders) if len(deel)] or [pd.DataFrame(columns=kolommen)]
        )
        vast = {
            "familie": onderwerp.familie,
            "kpi": onderwerp.kpi,
            "perceel": onderwerp.perceel,
            "soort": onderwerp.soort,
        }
        delen.append(rijen[rijen["aanbieder"].ne(OVERIGE)].assign(**vast, zichtbaar=True))
    return _als_sleutel(pd.concat(delen) if delen else pd.DataFrame(columns=[*_SLEUTEL, "zichtbaar"]))


def _als_sleutel(rijen: pd.DataFrame) -> pd.DataFrame:
    aangevuld = rijen.assign(**{naam: "" for naam in _SLEUTEL if naam not in rijen})
    schoon = als_tekst(aangevuld[[*_SLEUTEL, "zichtbaar"]], *_TEKST).astype({"jaar": "int64", "zichtbaar": bool})
    return schoon[schoon["gemeente"].eq("")].drop_duplicates(_SLEUTEL).reset_index(drop=True)


def _lees_exact(paden: Paden, instelling: Regio, familie: str) -> pd.DataFrame:
    """Exact basis rows of every year, with the same keys."""
    delen = [lees_frame(paden.werk_familie(instelling.map, jaar, familie), "uitkomsten") for jaar in instelling.jaren]
    rijen = pd.concat(delen, ignore_index=True).assign(familie=familie)
    rijen = als_tekst(rijen[rijen["variant"].eq("basis")], *_TEKST)
    return rijen[rijen["gemeente"].eq("")].astype({"jaar": "int64"})


def _zoek_op(rijen: pd.DataFrame, exact: pd.DataFrame) -> tuple[dict[str, list[float]], dict[str, list[str]]]:
    """Exact numbers of every row that is shown, and who is summed in each row `overige`: all that have no row of their
    own, shown or hidden."""
    getoond = rijen.loc[rijen["zichtbaar"], _SLEUTEL]
    samen = getoond.loc[getoond["aanbieder"].eq(OVERIGE), _TABEL]
    eigen = rijen[_SLEUTEL].assign(eigen=True)
    rest = exact[exact["aanbieder"].ne("")].merge(eigen, how="left", on=_SLEUTEL).merge(samen, on=_TABEL)
    rest = rest[rest["eigen"].isna()]
    sommen = (
        rest.groupby(_TABEL, as_index=False)
        .agg(teller=("teller", "sum"), noemer=("noemer", "sum"), waarde=("waarde", "sum"), eenheid=("eenheid", "first"))
        .assign(aanbieder=OVERIGE)
    )
    sommen.loc[sommen["eenheid"].ne("aantal") & sommen["noemer"].eq(0), "noemer"] = float("nan")
    alle = pd.concat([exact.merge(getoond, on=_SLEUTEL), sommen], ignore_index=True)
    getallen_van = {_als_naam(rij, _SLEUTEL): getallen for rij in alle.to_dict("records") if (getallen := _mensen(rij))}
    overige = {_SCHEIDING.join(map(str, tabel)): sorted(groep["aanbieder"]) for tabel, groep in rest.groupby(_TABEL)}
    return dict(sorted(getallen_van.items())), dict(sorted(overige.items()))


def _mensen(rij: dict) -> list[float]:
    """The numbers of people in a row: teller and rest of a share, the noemer of a mean, or the count itself."""
    teller, noemer = (None if pd.isna(rij[naam]) else float(rij[naam]) for naam in ("teller", "noemer"))
    if rij["eenheid"] == "fractie" and teller is not None and noemer is not None:
        return [teller, noemer - teller]
    if rij["eenheid"] == "aantal" and not noemer:
        return [] if teller is None and pd.isna(rij["waarde"]) else [float(rij["waarde"]) if teller is None else teller]
    return [] if noemer is None else [noemer]


def _als_naam(rij: dict, kolommen: Iterable[str]) -> str:
    return _SCHEIDING.join(str(rij[naam]) for naam in kolommen)


def _digest_opties(instelling: Regio, familie: str, kpi: str) -> str:
    gekozen = opties.resolve(instelling, familie, kpi)
    return digest([sorted((naam, opties.format_waarde(waarde)) for naam, waarde in gekozen.items())])


def _titels(kpis: list[str]) -> list[str]:
    delen = [naam.split(_SCHEIDING) for naam in kpis]
    return [catalogus.laad(familie).definities[kpi].titel for familie, kpi in delen]


def _naam(paden: Paden, uitgave: Uitgave) -> str:
    """The earlier file as people know it: below reports, or its last three parts when it lies elsewhere."""
    pad, reports = Path(uitgave.bestand), paden.reports.resolve()
    return pad.relative_to(reports).as_posix() if pad.is_relative_to(reports) else "/".join(pad.parts[-3:])
