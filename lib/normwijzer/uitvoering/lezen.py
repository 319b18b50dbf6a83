"""What a notebook starts with: the stored outcomes of one region × year × family, protected and named."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from normwijzer import berichten, codelijsten
from normwijzer.fouten import DataFout
from normwijzer.kpi import catalogus, opties
from normwijzer.kpi.catalogus import Catalogus
from normwijzer.normen.besluit import Besluit
from normwijzer.paden import Paden
from normwijzer.privacy import rond_aantal
from normwijzer.rapport.gegevens import Rapport, kenmerken
from normwijzer.rapport.opmaak import aantal, datum
from normwijzer.regio import Regio, lees_regio
from normwijzer.registraties import signaalwoorden
from normwijzer.toestand.signalering import signaalteksten
from normwijzer.uitvoering.beschermen import (
    bescherm_jaren,
    bescherm_kwaliteit,
    bescherm_niet_ingedeeld,
    bescherm_signalen,
)
from normwijzer.uitvoering.beschermen_cijfers import bescherm_familie
from normwijzer.uitvoering.beschermen_normen import bescherm_normen
from normwijzer.uitvoering.bestanden import lees_json
from normwijzer.uitvoering.norm_nagerekend import lees_nagerekend
from normwijzer.uitvoering.normbestand import digest_normen, lees_besluiten
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import git_commit, versies
from normwijzer.uitvoering.tekstkolommen import als_tekst
from normwijzer.uitvoering.uitkomsten import lees_frame


def lees_rapport(
    regio: str,
    jaar: int,
    familie: str,
    *,
    bekend_op: str | None = None,
    editie: str = "deelbaar",
    paden: Paden | None = None,
) -> Rapport:
    """Everything the report shows. Nothing is computed here: run_all.py has done that.

    Args:
        bekend_op: knowledge date the outcomes must have (ISO); None = whatever they have.
        editie: deelbaar (small groups hidden) or intern (exact).
        paden: default those of the project or of the environment.

    Raises:
        DataFout: no outcomes, outcomes of another knowledge date, or an unknown region or year.
    """
    paden = paden or Paden.standaard()
    instelling = lees_regio(paden, regio)
    stand = lees_json(pad_stand(paden, regio))
    check_stand(instelling, stand, jaar, bekend_op)
    map_ = paden.werk_familie(regio, jaar, familie)
    boek = catalogus.laad(familie)
    uitkomsten = _alle_jaren(paden, instelling, familie)
    mensen = _lees_mensen(paden, instelling, boek)
    precieze = tuple(besluit for besluit in lees_besluiten(paden, regio) if besluit.familie == familie)
    neven = lees_frame(map_, "nevencijfers")
    cijfers = bescherm_familie(uitkomsten, neven, jaar, boek, editie, mensen, precieze)
    getoond = cijfers.uitkomsten
    mappen = {ander: paden.werk_familie(regio, ander, familie) for ander in instelling.jaren}
    frames = bescherm_jaren(mappen, editie, cijfers.leden, getoond, alleen=jaar)
    besluiten, herijking = bescherm_normen(
        precieze, lees_herijking(paden, regio, familie), uitkomsten, getoond, jaar, editie
    )
    return Rapport(
        regio=regio,
        naam=instelling.naam,
        jaar=jaar,
        familie=familie,
        editie=editie,
        synthetisch=instelling.synthetisch,
        bekend_op=pd.Timestamp(stand["bekend_op"]),
        uitkomsten=getoond,
        nevencijfers=cijfers.nevencijfers,
        kwaliteit=bescherm_kwaliteit(map_, editie),
        niet_ingedeeld=bescherm_niet_ingedeeld(map_, editie),
        frames=frames[jaar],
        jaarframes=_over_jaren(frames),
        signalen=bescherm_signalen(_lees_signalen(paden.signalen(regio)), editie),
        catalogus=boek,
        aanbieders=dict(zip(instelling.aanbieders["agb"], instelling.aanbieders["naam"], strict=True)),
        gemeenten=instelling.gemeenten,
        woorden=_woorden(familie),
        opties=_opties(instelling, boek),
        verantwoording=_verantwoording(instelling, jaar, editie, stand) | _normen(paden, regio, besluiten, editie),
        bevolking_bron=stand.get("bevolking", "") if _gebruikt(boek, "bevolking") else "",
        besluiten=besluiten,
        herijking=herijking,
    )


def lees_herijking(paden: Paden, regio: str, familie: str) -> pd.DataFrame:
    """Decisions of one family computed again, exact (`uitvoering.herijken`); an empty frame when that was not done, or
    with another version of the program or other decisions than those of today."""
    herijking = lees_nagerekend(paden, regio)
    if herijking is None:
        return pd.DataFrame()
    herijking = als_tekst(herijking, "familie", "kpi", "perceel", "soort", "reden")
    return herijking[herijking["familie"].eq(familie)].reset_index(drop=True)


def check_stand(instelling: Regio, stand: dict, jaar: int, bekend_op: str | None) -> None:
    """Raises DataFout when there are no outcomes, none of this year, or those of another knowledge date."""
    regio = instelling.map
    if not stand:
        raise DataFout(f"regio {regio}", "de uitkomsten zijn nog niet berekend", "eerst python run_all.py draaien")
    if jaar not in instelling.jaren:
        raise DataFout("jaar", f"{jaar} staat niet in regio.toml van {regio}", ", ".join(map(str, instelling.jaren)))
    if bekend_op is not None and str(bekend_op) != stand["bekend_op"]:
        raise DataFout(
            "bekend_op",
            f"de uitkomsten zijn die van {stand['bekend_op']}, niet van {bekend_op}",
            "eerst run_all.py met deze --bekend-op",
        )


def _alle_jaren(paden: Paden, instelling: Regio, familie: str) -> pd.DataFrame:
    return pd.concat(
        [lees_frame(paden.werk_familie(instelling.map, jaar, familie), "uitkomsten") for jaar in instelling.jaren],
        ignore_index=True,
    )


def _lees_mensen(paden: Paden, instelling: Regio, boek: Catalogus) -> pd.DataFrame | None:
    """Clients behind the rows of every year; None when the rows of this family count clients themselves."""
    if all(definitie.groep != "clienten" for definitie in boek.definities.values()):
        return None
    per_jaar = {jaar: paden.werk_familie(instelling.map, jaar, boek.familie) for jaar in instelling.jaren}
    return pd.concat(
        [lees_frame(map_, "mensen").assign(jaar=jaar) for jaar, map_ in per_jaar.items()], ignore_index=True
    )


def _lees_signalen(pad: Path) -> pd.DataFrame:
    """Signals without the names of files: those never reach a report."""
    return pd.read_csv(
        pad, sep=";", dtype={"wet": "str", "berichttype": "str", "gemeente": "str", "aanbieder": "str"}
    ).drop(columns="bestand")


def _over_jaren(per_jaar: Mapping[int, Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Frames of the family, every year of the region together, with column jaar; a curve has its own year already."""
    namen = sorted({naam for frames in per_jaar.values() for naam, frame in frames.items() if "jaar" not in frame})
    return {
        naam: pd.concat(
            [frames[naam].assign(jaar=jaar) for jaar, frames in per_jaar.items() if naam in frames], ignore_index=True
        )
        for naam in namen
    }


def _gebruikt(boek: Catalogus, gegevens: str) -> bool:
    return any(gegevens in definitie.gegevens for definitie in boek.definities.values())


def _woorden(familie: str) -> dict[str, str]:
    wet = "jw" if familie.startswith("jeugd") else "wmo"  # the same code means something else per law
    redenen = codelijsten.omschrijvingen("reden_beeindiging", wet)
    signalen = {naam: f"{tekst['betekenis']} {tekst['gevolg']}".strip() for naam, tekst in signaalteksten().items()}
    return {**redenen, **signalen, **berichten.uitleg(), **signaalwoorden(), **kenmerken()}


def _opties(instelling: Regio, boek: Catalogus) -> pd.DataFrame:
    rijen = []
    for naam, definitie in boek.definities.items():
        gekozen = opties.resolve(instelling, boek.familie, naam)
        for optie in definitie.opties.values():
            waarde = gekozen[optie.naam]
            tekst = opties.format_waarde(waarde)
            rijen.append((naam, optie.naam, tekst, waarde != optie.standaard[naam], optie.uitleg))
    return pd.DataFrame(rijen, columns=["kpi", "optie", "waarde", "afwijkend", "uitleg"]).astype({"afwijkend": bool})


def _verantwoording(instelling: Regio, jaar: int, editie: str, stand: dict) -> dict[str, str]:
    pakketten = ", ".join(f"{naam} {versie}" for naam, versie in versies().items() if versie)
    return {
        "Regio": f"{instelling.naam} ({instelling.map})",
        "Gemeenten": ", ".join(f"{naam} ({code})" for code, naam in instelling.gemeenten.items()),
        "Jaar": str(jaar),
        "Editie": editie,
        "Bekend op (K)": datum(stand["bekend_op"]),
        "Berichten": _telling(stand["telling"], editie),
        "Digest van de invoer (SHA-256)": stand["invoer"],
        "Versies": pakketten,
        "Commit": git_commit() or "niet uit git",
    }


def _normen(paden: Paden, regio: str, besluiten: Sequence[Besluit], editie: str) -> dict[str, str]:
    """Which decisions; their digest only inside: whoever knows the rest of a file can try the small numbers on it."""
    if not besluiten:
        return {}
    jaren = ", ".join(f"normen/{jaar}.toml" for jaar in sorted({besluit.jaar for besluit in besluiten}))
    uit = {"Normbesluiten": f"{len(besluiten)} in {jaren}"}
    return uit | {"Digest van de normbesluiten": digest_normen(paden, regio)} if editie == "intern" else uit


def _telling(telling: list[dict], editie: str) -> str:
    """Messages per type; in the shared edition per five."""
    tabel = pd.DataFrame(telling, columns=["berichttype", "gelezen", "meegeteld"]).astype({"berichttype": "str"})
    if editie != "intern":
        tabel = tabel.assign(**{kolom: rond_aantal(tabel[kolom]) for kolom in ("gelezen", "meegeteld")})
    return "; ".join(
        f"{rij.berichttype}: {aantal(rij.meegeteld)} van {aantal(rij.gelezen)} telt mee"
        for rij in tabel.sort_values("berichttype").itertuples()
    )
