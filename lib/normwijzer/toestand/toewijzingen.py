"""Allocations: a chain of versions per (wet, gemeente, toewijzingnummer) (reconstructie 4)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import (
    als_dagen,
    als_datums,
    eerste_van_groep,
    groepnummers,
    hoogste_per_groep,
    koppel,
    laagste_waarde,
    laatste_van_groep,
    meer_waarden,
    neem,
    rang_in_groep,
)

SLEUTEL = ["wet", "gemeente", "toewijzingnummer"]
INHOUD = ["categorie", "code", "ingangsdatum", "einddatum", "volume", "eenheid", "frequentie", "budget"]
REDENEN_VERWIJDERD = ("13", "01")
"""With equal dates: deleted, as if never sent. 01 is how it was done before release 3.1 (CS335, CS336)."""
REDENEN_GEEN_AFGIFTE = ("13", "14")
"""A row with one of these reasons takes something back and gives nothing (kpi-specificatie 5.40)."""


@dataclass(frozen=True)
class Toewijzingen:
    """`toewijzingen` and `versies` as in `Toestand`."""

    toewijzingen: pd.DataFrame
    versies: pd.DataFrame

    def zoek(self, wet: pd.Series, gemeente: pd.Series, nummer: pd.Series) -> np.ndarray:
        """Position in `toewijzingen` per row; -1 when unknown or without number."""
        gevonden = koppel([wet, gemeente, nummer], [self.toewijzingen[kolom] for kolom in SLEUTEL])
        return np.where(pd.isna(nummer), -1, gevonden)


def bouw_toewijzingen(
    selectie: Selectie, tabel: pd.DataFrame, peildatum: pd.Timestamp, signalen: Signalen
) -> Toewijzingen:
    """Versions and current state of every allocation.

    Rows of one number with equal stamp and content are one version, and so are neighbours in the chain with equal
    content. Order: stamp (an unreadable one first), then the first Dagtekening, then content. aanbieder and client of
    a version are those of its latest row; its reason is 13 when any row says so, else that of the latest row that
    has one, the highest code on a tie (kpi-specificatie 5.48).
    """
    regels = selectie.regels(tabel)
    for kolom in ("wet", "gemeente", "aanbieder", "dagtekening"):
        regels[kolom] = selectie.van_bericht(kolom, regels["plaats"].to_numpy())
    zonder = regels["toewijzingnummer"].isna()
    signalen.meld("toewijzing_zonder_nummer", selectie.berichten, regels.loc[zonder, "plaats"].to_numpy())
    te_laat = (regels["toewijzingsdatum"] > regels["dagtekening"]).to_numpy(dtype=bool)
    signalen.meld("toewijzingsdatum_na_dagtekening", selectie.berichten, regels.loc[te_laat, "plaats"].to_numpy())
    regels = regels[~zonder].reset_index(drop=True)
    regels["toewijzingstijd"] = _normaliseer_tijd(regels["toewijzingstijd"])

    sleutel = groepnummers([regels[kolom] for kolom in SLEUTEL])
    versie_van_regel, stempelregel = _keten(regels, sleutel, selectie, signalen)
    versies = _versies(regels, sleutel, versie_van_regel, stempelregel)
    huidig = np.flatnonzero(laatste_van_groep(versies["_sleutel"].to_numpy()))
    eerste = np.flatnonzero(eerste_van_groep(versies["_sleutel"].to_numpy()))
    toewijzingen = _huidige_stand(versies, huidig, eerste, peildatum).assign(
        **_afgifte(regels, sleutel, aantal=len(huidig)),
        identificatie=selectie.van_bericht("identificatie", versies["_plaats"].to_numpy()[huidig]),
    )
    _meld_tegenspraak(regels, sleutel, versies, toewijzingen, huidig, selectie, signalen)
    intern = ["_sleutel", "_plaats", "_verwijderd"]
    return Toewijzingen(toewijzingen, versies.drop(columns=intern))


def _normaliseer_tijd(tijd: pd.Series) -> pd.Series:
    """HH:MM:SS with an optional fraction, so written that text order is time order; empty = midnight."""
    tijd = tijd.astype("str").fillna("00:00:00")
    breuk = tijd.str.contains(".", regex=False)
    return tijd.where(~breuk, tijd.str.rstrip("0").str.rstrip("."))


def _keten(
    regels: pd.DataFrame, sleutel: np.ndarray, selectie: Selectie, signalen: Signalen
) -> tuple[np.ndarray, np.ndarray]:
    """Version number per row (from 0, in chain order over all keys) and, per version, a row with its stamp."""
    stempel = groepnummers([regels["toewijzingsdatum"], regels["toewijzingstijd"]])
    inhoud = groepnummers([regels[kolom] for kolom in INHOUD])
    groep = groepnummers([sleutel, stempel, inhoud])
    aantal = int(groep.max(initial=-1)) + 1
    _, regel = np.unique(groep, return_index=True)
    bekend = laagste_waarde(groep, als_dagen(regels["dagtekening"]), aantal=aantal, leeg=0)

    volgorde = np.lexsort((inhoud[regel], bekend, stempel[regel], sleutel[regel]))
    regel = regel[volgorde]
    ander = eerste_van_groep(sleutel[regel]) | eerste_van_groep(inhoud[regel])
    versie_van_groep = np.empty(aantal, dtype=np.int64)
    versie_van_groep[volgorde] = np.cumsum(ander) - 1

    gelijk = ~eerste_van_groep(sleutel[regel]) & ~eerste_van_groep(stempel[regel])
    gelijk &= regels["toewijzingsdatum"].notna().to_numpy()[regel]
    signalen.meld("gelijke_stempel_andere_inhoud", selectie.berichten, regels["plaats"].to_numpy()[regel[gelijk]])
    return versie_van_groep[groep], regel[ander]


def _versies(
    regels: pd.DataFrame, sleutel: np.ndarray, versie: np.ndarray, stempelregel: np.ndarray
) -> pd.DataFrame:
    aantal = len(stempelregel)
    dag = als_dagen(regels["dagtekening"])
    laatste = hoogste_per_groep(versie, dag, aantal=aantal)
    reden = regels["reden_wijziging"]
    met_reden = np.flatnonzero(reden.notna())
    is_13 = (reden == "13").to_numpy(dtype=bool)[met_reden]
    rang = groepnummers([reden.iloc[met_reden]]) if len(met_reden) else np.zeros(0, dtype=np.int64)
    gekozen = hoogste_per_groep(versie[met_reden], is_13, dag[met_reden], rang, aantal=aantal)
    redenregel = np.where(gekozen >= 0, met_reden[gekozen] if len(met_reden) else -1, -1)

    uit = {kolom: neem(regels[kolom], stempelregel) for kolom in SLEUTEL}
    uit["volgnummer"] = rang_in_groep(sleutel[stempelregel])
    uit |= {kolom: neem(regels[kolom], stempelregel) for kolom in ("toewijzingsdatum", "toewijzingstijd")}
    uit["bekend"] = als_datums(laagste_waarde(versie, dag, aantal=aantal, leeg=0))
    uit |= {kolom: neem(regels[kolom], laatste) for kolom in ("aanbieder", "client")}
    uit |= {kolom: neem(regels[kolom], stempelregel) for kolom in INHOUD[:4]}
    uit["reden_wijziging"] = neem(reden, redenregel)
    uit |= {kolom: neem(regels[kolom], stempelregel) for kolom in INHOUD[4:]}
    uit["_sleutel"] = sleutel[stempelregel]
    uit["_plaats"] = neem(regels["plaats"], laatste)
    frame = pd.DataFrame(uit)
    gelijk = (frame["ingangsdatum"] == frame["einddatum"]).to_numpy(dtype=bool)
    return frame.assign(_verwijderd=gelijk & frame["reden_wijziging"].isin(REDENEN_VERWIJDERD).to_numpy())


def _huidige_stand(
    versies: pd.DataFrame, huidig: np.ndarray, eerste: np.ndarray, peildatum: pd.Timestamp
) -> pd.DataFrame:
    nu, begin = versies.iloc[huidig].reset_index(drop=True), versies.iloc[eerste].reset_index(drop=True)
    kolommen = [*SLEUTEL, "aanbieder", "client", *INHOUD[:4], "reden_wijziging", *INHOUD[4:]]
    toekomstig = (nu["ingangsdatum"] > peildatum).to_numpy(dtype=bool)
    afgelopen = (nu["einddatum"] < peildatum).to_numpy(dtype=bool)
    verwijderd = nu["_verwijderd"].to_numpy(dtype=bool)
    status = np.select(
        [verwijderd, toekomstig, afgelopen], ["verwijderd", "toekomstig", "afgelopen"], default="lopend"
    )
    bekend = laagste_waarde(
        versies["_sleutel"].to_numpy(), als_dagen(versies["bekend"]), aantal=len(huidig), leeg=0
    )
    return nu[kolommen].assign(
        versies=(nu["volgnummer"] + 1).astype("int64"),
        status=pd.Series(status, dtype="str"),
        verwijderd=verwijderd,
        bekend_sinds=als_datums(bekend),
        eerste_toewijzingsdatum=begin["toewijzingsdatum"],
        eerste_ingangsdatum=begin["ingangsdatum"],
        eerste_einddatum=begin["einddatum"],
        terugwerkend=(begin["toewijzingsdatum"] > nu["ingangsdatum"]).to_numpy(dtype=bool),
    )


def _afgifte(regels: pd.DataFrame, sleutel: np.ndarray, *, aantal: int) -> dict[str, pd.Series]:
    """Dagtekening and Ingangsdatum of the first row that gave something, per key 0..aantal-1; empty = no such row.

    Of the rows whose own RedenWijziging is not 13 or 14 the one with the earliest Dagtekening; tie: lowest stamp (an
    unreadable one first), then lowest Ingangsdatum (an unreadable one last). Source: kpi-specificatie 5.40.
    """
    rijen = np.flatnonzero(~regels["reden_wijziging"].isin(REDENEN_GEEN_AFGIFTE).to_numpy())
    rij = regels[["dagtekening", "toewijzingsdatum", "toewijzingstijd", "ingangsdatum"]].iloc[rijen]
    stempel = [rij["toewijzingsdatum"], rij["toewijzingstijd"]]
    volgorde = groepnummers([rij["dagtekening"], *stempel, rij["ingangsdatum"].isna(), rij["ingangsdatum"]])
    gekozen = hoogste_per_groep(sleutel[rijen], -volgorde, aantal=aantal)
    bron = np.append(rijen, -1)[gekozen]
    return {f"afgifte_{kolom}": neem(regels[kolom], bron) for kolom in ("dagtekening", "ingangsdatum")}


def _meld_tegenspraak(
    regels: pd.DataFrame,
    sleutel: np.ndarray,
    versies: pd.DataFrame,
    toewijzingen: pd.DataFrame,
    huidig: np.ndarray,
    selectie: Selectie,
    signalen: Signalen,
) -> None:
    """Signals about chains; booked on the latest message of the version concerned."""
    plaats, aantal = versies["_plaats"].to_numpy(), len(toewijzingen)
    verwijderd = versies["_verwijderd"].to_numpy(dtype=bool)
    gelijk = (versies["ingangsdatum"] == versies["einddatum"]).to_numpy(dtype=bool)
    ooit = np.bincount(versies["_sleutel"].to_numpy()[verwijderd], minlength=aantal) > 0
    reden_13 = (versies["reden_wijziging"] == "13").to_numpy(dtype=bool)
    signalen.meld("reden_13_zonder_gelijke_datums", selectie.berichten, plaats[reden_13 & ~gelijk])
    nu = {
        "eendaagse_toewijzing": (gelijk & ~verwijderd)[huidig],
        "toewijzing_herleefd": ooit & ~verwijderd[huidig],
        "toewijzing_andere_aanbieder": meer_waarden(sleutel, regels["aanbieder"], aantal=aantal),
        "toewijzing_meer_clienten": meer_waarden(sleutel, regels["client"], aantal=aantal),
    }
    for signaal, geldt in nu.items():
        signalen.meld(signaal, selectie.berichten, plaats[huidig[geldt]])
