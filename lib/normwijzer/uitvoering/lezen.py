"""What a notebook starts with: the stored outcomes of one region × year × family, protected and named."""

from pathlib import Path

import pandas as pd

from normwijzer import berichten, codelijsten
from normwijzer.fouten import DataFout
from normwijzer.kpi import catalogus, opties
from normwijzer.paden import Paden
from normwijzer.privacy import bescherm_groepen, bescherm_uitkomsten
from normwijzer.rapport.gegevens import Rapport, kenmerken
from normwijzer.rapport.opmaak import datum
from normwijzer.regio import Regio, lees_regio
from normwijzer.toestand.signalering import signaalteksten
from normwijzer.uitvoering.bestanden import lees_json
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import git_commit, versies
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
    _check(instelling, stand, regio, jaar, bekend_op)
    map_ = paden.werk_familie(regio, jaar, familie)
    boek = catalogus.laad(familie)
    return Rapport(
        regio=regio,
        naam=instelling.naam,
        jaar=jaar,
        familie=familie,
        editie=editie,
        synthetisch=instelling.synthetisch,
        bekend_op=pd.Timestamp(stand["bekend_op"]),
        uitkomsten=bescherm_uitkomsten(_alle_jaren(paden, instelling, familie), editie),
        nevencijfers=bescherm_uitkomsten(
            _tekst(lees_frame(map_, "nevencijfers"), "perceel", "aanbieder", "gemeente"), editie
        ),
        redenen=_bescherm_redenen(map_, editie),
        stroom=_bescherm_stroom(map_, editie),
        kwaliteit=_bescherm_kwaliteit(map_, editie),
        niet_ingedeeld=_bescherm_niet_ingedeeld(map_, editie),
        signalen=_lees_signalen(paden.signalen(regio)),
        catalogus=boek,
        aanbieders=dict(zip(instelling.aanbieders["agb"], instelling.aanbieders["naam"], strict=True)),
        woorden=_woorden(),
        opties=_opties(instelling, boek.definities),
        verantwoording=_verantwoording(instelling, jaar, editie, stand),
    )


def _check(instelling: Regio, stand: dict, regio: str, jaar: int, bekend_op: str | None) -> None:
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


def _bescherm_redenen(map_: Path, editie: str) -> pd.DataFrame:
    """Per perceel, over all aanbieders: a period has one aanbieder, so these add up."""
    redenen = _tekst(lees_frame(map_, "redenen"), "perceel", "aanbieder", "reden")
    per_perceel = redenen.groupby(["perceel", "reden"], as_index=False)["aantal"].sum()
    return bescherm_groepen(per_perceel, editie, sleutels=["perceel"], groep=["aantal"], getallen=["aantal"])


def _bescherm_stroom(map_: Path, editie: str) -> pd.DataFrame:
    """Per perceel × aanbieder, and per perceel with empty aanbieder: the sum."""
    stroom = _tekst(lees_frame(map_, "stroom"), "perceel", "aanbieder")
    getallen = ["beginstand", "instroom", "uitstroom", "eindstand"]
    samen = stroom.groupby("perceel", as_index=False)[getallen].sum().assign(aanbieder="")
    alles = pd.concat([samen, stroom], ignore_index=True)
    return bescherm_groepen(
        alles, editie, sleutels=["perceel", "aanbieder"], groep=["beginstand", "instroom"], getallen=getallen
    )


def _tekst(tabel: pd.DataFrame, *kolommen: str) -> pd.DataFrame:
    """Empty scope columns as empty text."""
    return tabel.assign(**{kolom: tabel[kolom].astype("str").where(tabel[kolom].notna(), "") for kolom in kolommen})


def _bescherm_kwaliteit(map_: Path, editie: str) -> pd.DataFrame:
    tabel = _tekst(lees_frame(map_, "kwaliteit"), "kenmerk", "perceel")
    zonder_van = tabel["van"].isna()
    beschermd = bescherm_groepen(
        tabel.assign(groep=tabel["van"]),
        editie,
        sleutels=["kenmerk", "perceel"],
        groep=["groep"],
        getallen=["aantal", "van"],
    )
    # A plain count of rows without a group is about messages, not about a group of people.
    beschermd.loc[zonder_van, "te_klein"] = False
    beschermd.loc[zonder_van, "aantal"] = tabel.loc[zonder_van, "aantal"]
    return beschermd.drop(columns="groep")


def _bescherm_niet_ingedeeld(map_: Path, editie: str) -> pd.DataFrame:
    return bescherm_groepen(
        lees_frame(map_, "niet_ingedeeld"), editie, sleutels=["wet", "categorie", "code"], groep=["clienten"],
        getallen=["toewijzingen", "leveringen", "clienten"],
    )  # fmt: skip


def _lees_signalen(pad: Path) -> pd.DataFrame:
    """Signals without the names of files: those never reach a report."""
    return pd.read_csv(
        pad, sep=";", dtype={"wet": "str", "berichttype": "str", "gemeente": "str", "aanbieder": "str"}
    ).drop(columns="bestand")


def _woorden() -> dict[str, str]:
    redenen = codelijsten.omschrijvingen("reden_beeindiging", "wmo")
    signalen = {naam: f"{tekst['betekenis']} {tekst['gevolg']}".strip() for naam, tekst in signaalteksten().items()}
    return {**redenen, **signalen, **berichten.uitleg(), **kenmerken()}


def _opties(instelling: Regio, definities) -> pd.DataFrame:
    rijen = []
    for naam in definities:
        gekozen = opties.resolve(instelling, naam)
        for optie in opties.opties_voor(naam).values():
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
        "Berichten": _telling(stand["telling"]),
        "Digest van de invoer (SHA-256)": stand["invoer"],
        "Versies": pakketten,
        "Commit": git_commit() or "niet uit git",
    }


def _telling(telling: list[dict]) -> str:
    return "; ".join(
        f"{rij['berichttype']}: {rij['meegeteld']} van {rij['gelezen']} telt mee"
        for rij in sorted(telling, key=lambda rij: str(rij["berichttype"]))
    )
