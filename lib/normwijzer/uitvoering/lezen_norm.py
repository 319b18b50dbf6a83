"""What the notebook of the norm starts with: stored outcomes and decisions of a region, counted through, protected."""

from collections.abc import Sequence

import pandas as pd

from normwijzer.kpi import catalogus, opties
from normwijzer.normen.besluit import Besluit
from normwijzer.normen.onderwerp import NORMFAMILIES, Onderwerp, heeft_norm, onderwerpen
from normwijzer.paden import Paden
from normwijzer.rapport.norm.gegevens import SLEUTEL, Normblad, Normrapport
from normwijzer.rapport.opmaak import datum
from normwijzer.regio import Regio, lees_regio
from normwijzer.uitvoering.beschermen_cijfers import bescherm_cijfers
from normwijzer.uitvoering.bestanden import digest, lees_json
from normwijzer.uitvoering.herijken import NORMMAP, actuele_herijking, pad_herijking
from normwijzer.uitvoering.lezen import check_stand
from normwijzer.uitvoering.norm_nagerekend import lees_nagerekend
from normwijzer.uitvoering.normbestand import digest_normen, lees_besluiten
from normwijzer.uitvoering.normblad import Verkend, maak_blad
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import git_commit, versies
from normwijzer.uitvoering.tekstkolommen import als_tekst
from normwijzer.uitvoering.uitkomsten import lees_frame

_VERKEND = {"rijping": "rijping", "stappen": "rijping_stappen", "combinaties": "combinaties"}
_OMVANG = ("perceel", "aanbieder", "gemeente", "soort")


def lees_norm(
    regio: str,
    jaar: int,
    *,
    bekend_op: str | None = None,
    editie: str = "deelbaar",
    paden: Paden | None = None,
) -> Normrapport:
    """The norm report of one region and year.

    The norms that may be set on `jaar` (te_bepalen in the source, with cases in that year) and everything that was
    decided on `jaar` or earlier. Computed on exact outcomes; then what is small is hidden.

    Args:
        bekend_op: knowledge date the outcomes must have (ISO); None = whatever they have.
        editie: deelbaar or intern (exact).
        paden: default those of the project or of the environment.

    Raises:
        DataFout: no outcomes, outcomes of another knowledge date, an unknown region or year, a decision that cannot be
            read.
    """
    paden = paden or Paden.standaard()
    instelling = lees_regio(paden, regio)
    stand = lees_json(pad_stand(paden, regio))
    check_stand(instelling, stand, jaar, bekend_op)
    besluiten = lees_besluiten(paden, regio)
    verkend, is_verkend = _lees_verkend(paden, instelling, jaar, stand)
    return Normrapport(
        regio=regio,
        naam=instelling.naam,
        jaar=jaar,
        editie=editie,
        synthetisch=instelling.synthetisch,
        bekend_op=pd.Timestamp(stand["bekend_op"]),
        bladen=_bladen(paden, instelling, jaar, editie, besluiten, verkend),
        catalogi={familie: catalogus.laad(familie) for familie in NORMFAMILIES if familie in instelling.families},
        aanbieders=dict(zip(instelling.aanbieders["agb"], instelling.aanbieders["naam"], strict=True)),
        verantwoording=_verantwoording(paden, instelling, jaar, editie, stand),
        verkend=is_verkend,
    )


def _bladen(
    paden: Paden, instelling: Regio, jaar: int, editie: str, besluiten: Sequence[Besluit], verkend: Verkend
) -> dict[Onderwerp, Normblad]:
    """A sheet per onderwerp, in the order of reports."""
    uit = {}
    for familie in NORMFAMILIES:
        besloten = {b.onderwerp for b in besluiten if b.familie == familie and b.jaar <= jaar}
        te_bepalen = {kpi for kpi, d in catalogus.laad(familie).definities.items() if d.norm == "te_bepalen"}
        if familie not in instelling.families or not (besloten or te_bepalen):
            continue
        exact = _uitkomsten(paden, instelling, familie, jaar)
        van_jaar = {o for o in onderwerpen([familie], exact[exact["jaar"].eq(jaar)]) if o.kpi in te_bepalen}
        mogelijk = [onderwerp for onderwerp in onderwerpen([familie], exact) if onderwerp in van_jaar | besloten]
        if not mogelijk:
            continue
        beschermd = bescherm_cijfers(exact, exact, catalogus.laad(familie), editie)
        for onderwerp in mogelijk:
            if heeft_norm(onderwerp, jaar):
                delen = (_van(tabel, onderwerp) for tabel in (exact, beschermd))
                keuzes = _opties(instelling, onderwerp)
                uit[onderwerp] = maak_blad(onderwerp, *delen, jaar, editie, besluiten, keuzes, verkend)
    return uit


def _uitkomsten(paden: Paden, instelling: Regio, familie: str, jaar: int) -> pd.DataFrame:
    """Exact outcomes of every year up to and including `jaar`."""
    jaren = [ander for ander in instelling.jaren if ander <= jaar]
    delen = [lees_frame(paden.werk_familie(instelling.map, ander, familie), "uitkomsten") for ander in jaren]
    return als_tekst(pd.concat(delen, ignore_index=True), *_OMVANG)


def _van(tabel: pd.DataFrame, onderwerp: Onderwerp) -> pd.DataFrame:
    mee = tabel["kpi"].eq(onderwerp.kpi) & tabel["perceel"].eq(onderwerp.perceel) & tabel["soort"].eq(onderwerp.soort)
    return tabel[mee & tabel["gemeente"].eq("")].reset_index(drop=True)


def _opties(instelling: Regio, onderwerp: Onderwerp) -> dict[str, str]:
    gekozen = opties.resolve(instelling, onderwerp.familie, onderwerp.kpi)
    return {naam: opties.format_waarde(waarde) for naam, waarde in gekozen.items()}


def _lees_verkend(paden: Paden, instelling: Regio, jaar: int, stand: dict) -> tuple[Verkend, bool]:
    """The frames of `herijken` as far as they are of the outcomes and program of today, and whether those of this year
    are among them; quarters of every year up to this one. A decision since then makes only `herijking` old."""
    regio = instelling.map
    nagerekend = lees_nagerekend(paden, regio)
    herijking = pd.DataFrame() if nagerekend is None else _als_scope(nagerekend)
    normen = lees_json(pad_herijking(paden, regio)).get("normen")
    if actuele_herijking(paden, regio, digest([stand.get("sleutel"), normen, True])) is None:
        return Verkend(*[pd.DataFrame()] * 4, herijking=herijking), False
    per_jaar = {ander: paden.werk_familie(regio, ander, NORMMAP) for ander in instelling.jaren if ander <= jaar}
    van_jaar = {veld: _als_scope(lees_frame(per_jaar[jaar], naam)) for veld, naam in _VERKEND.items()}
    kwartalen = [_als_scope(lees_frame(map_, "kwartalen")) for map_ in per_jaar.values()]
    return Verkend(**van_jaar, kwartalen=pd.concat(kwartalen, ignore_index=True), herijking=herijking), True


def _als_scope(tabel: pd.DataFrame) -> pd.DataFrame:
    """With empty text where a scope is empty."""
    return als_tekst(tabel, *SLEUTEL, "reden")


def _verantwoording(paden: Paden, instelling: Regio, jaar: int, editie: str, stand: dict) -> dict[str, str]:
    pakketten = ", ".join(f"{naam} {versie}" for naam, versie in versies().items() if versie)
    # Decisions hold exact counts: of their digest one can try small counts until it fits.
    normen = {"Digest van de normbesluiten (SHA-256)": digest_normen(paden, instelling.map)}
    return {
        "Regio": f"{instelling.naam} ({instelling.map})",
        "Gemeenten": ", ".join(f"{naam} ({code})" for code, naam in instelling.gemeenten.items()),
        "Jaar": str(jaar),
        "Editie": editie,
        "Bekend op (K)": datum(stand["bekend_op"]),
        "Digest van de invoer (SHA-256)": stand["invoer"],
        **(normen if editie == "intern" else {}),
        "Versies": pakketten,
        "Commit": git_commit() or "niet uit git",
    }
