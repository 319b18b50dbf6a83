"""Things to mend in claims and in their answers."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from ...toestand.vector import groepnummers, rang_in_groep
from ..opties import resolve
from . import antwoord
from .basis import Basis
from .regels import AFGEWEZEN, INGEDIEND, TOEGEKEND, Regels, of_declaratiejaar, read_regels
from .vondst import Vondst
from .zaken import TE_LAAT

_PARTIJ = ["wet", "aanbieder", "gemeente"]


def find_op_verwijderde(basis: Basis, dagen: int | None) -> Vondst:
    """Standing debit lines on a deleted toewijzing."""
    regels, bij = _standing(basis)
    return _lines(regels, basis.toewijzingen.is_deleted(bij))


def find_zonder_toewijzing(basis: Basis, dagen: int | None) -> Vondst:
    """Standing debit lines of which the number is in no 301, or is not given."""
    regels, bij = _standing(basis)
    return _lines(regels, bij < 0)


def find_buiten_toewijzing(basis: Basis, dagen: int | None) -> Vondst:
    """Standing debit lines that begin before the Ingangsdatum or end after the Einddatum of the current version."""
    regels, bij = _standing(basis)
    t = basis.toestand.toewijzingen
    ingang, einddatum = (np.append(to_dagen(t[k]), OPEN)[bij] for k in ("ingangsdatum", "einddatum"))
    begin, einde = regels.tabel.begin.to_numpy(), regels.tabel.einde.to_numpy()
    vroeg = (begin < ingang) & (ingang < OPEN)
    laat = (einde < OPEN) & (einde > einddatum)
    return _lines(regels, (bij >= 0) & ~basis.toewijzingen.is_deleted(bij) & (vroeg | laat))


def find_zonder_start(basis: Basis, dagen: int | None) -> Vondst:
    """Standing debit lines on a toewijzing that is there, of which no delivery had begun by their last day.

    A stop without start tells of a delivery too. A line without last day asks for any delivery at all.
    """
    regels, bij = _standing(basis)
    p = basis.toestand.leverperioden
    wie = basis.codes(p, ("wet", "gemeente"))
    van_periode = basis.toewijzingen.find(wie["wet"], wie["gemeente"], p.toewijzingnummer)
    eerste = np.full(len(basis.toestand.toewijzingen) + 1, OPEN)
    np.minimum.at(eerste, van_periode[van_periode >= 0], to_dagen(p.begindatum)[van_periode >= 0])
    einde = np.minimum(regels.tabel.einde.to_numpy(), OPEN - 1)
    return _lines(regels, (bij >= 0) & ~basis.toewijzingen.is_deleted(bij) & (eerste[bij] > einde))


def find_niet_hersteld(basis: Basis, dagen: int | None) -> Vondst:
    """Rejected debit lines without a debit line that is not rejected in a 323 with a later Dagtekening.

    The same wet, aanbieder, gemeente, toewijzingnummer, product and first day; a line without number has none.
    """
    regels = of_declaratiejaar(basis)
    nummers = basis.toestand.prestaties.toewijzingnummer
    afgewezen = ~regels.tabel.credit.to_numpy() & (regels.tabel.status.to_numpy() == AFGEWEZEN)
    gezocht = nummers.take(regels.rijen[afgewezen]).dropna().unique()
    anders = read_regels(basis, np.flatnonzero(nummers.isin(gezocht).to_numpy()))
    goed = ~anders.tabel.credit.to_numpy() & (anders.tabel.status.to_numpy() != AFGEWEZEN)
    rijen = np.concatenate([regels.rijen[afgewezen], anders.rijen[goed]])
    delen = pd.concat([regels.tabel[afgewezen], anders.tabel[goed]], ignore_index=True)
    product = [basis.toestand.prestaties[kolom].take(rijen) for kolom in ("toewijzingnummer", "categorie", "code")]
    sleutel = groepnummers([*(delen[kolom] for kolom in (*_PARTIJ, "begin")), *product])
    aantal = int(afgewezen.sum())
    dag = delen.dag.to_numpy()
    laatste = np.full(int(sleutel.max(initial=-1)) + 1, -OPEN)
    np.maximum.at(laatste, sleutel[aantal:], dag[aantal:])
    zonder_nummer = product[0].isna().to_numpy()[:aantal]
    masker = np.zeros(len(regels.tabel), dtype=bool)
    masker[afgewezen] = zonder_nummer | (laatste[sleutel[:aantal]] <= dag[:aantal])
    return _lines(regels, masker)


def find_credit_zonder_debet(basis: Basis, dagen: int | None) -> Vondst:
    """Accepted credit lines that undo no accepted debit line of the same wet and aanbieder (reconstructie 6).

    When more credits refer to one debit line, the first of them undoes it and the others are found.
    """
    prestaties = basis.toestand.prestaties
    credits = read_regels(basis, np.flatnonzero(prestaties.debet_credit.eq("C").to_numpy(dtype=bool)))
    goed = credits.tabel.status.to_numpy() == TOEGEKEND
    credits = Regels(basis, credits.rijen[goed], credits.tabel[goed].reset_index(drop=True))
    debets = np.flatnonzero(prestaties.status.eq("gecrediteerd").to_numpy(dtype=bool))
    wie = basis.declaraties[["wet", "aanbieder"]].take(
        np.concatenate([prestaties.declaratie.to_numpy()[debets], credits.tabel.declaratie.to_numpy()])
    )
    bedoeld = prestaties.vorig_referentienummer.take(credits.rijen)
    eigen = prestaties.referentienummer.take(debets)
    sleutel = groepnummers([wie.wet, wie.aanbieder, pd.concat([eigen.astype("str"), bedoeld.astype("str")])])
    aantal = np.bincount(sleutel[: len(debets)], minlength=int(sleutel.max(initial=-1)) + 1)
    los = bedoeld.isna().to_numpy()
    nummer = np.zeros(len(los), dtype="int64")
    van_credit = sleutel[len(debets) :]
    nummer[~los] = rang_in_groep(van_credit[~los])
    return _lines(credits, (los | (nummer >= aantal[van_credit])) & basis.in_year(credits.tabel.dag.to_numpy()))


def find_zonder_antwoord(basis: Basis, dagen: int | None) -> Vondst:
    """Claims of the year without an answer of which the term has run out, as A9 counts them."""
    opties = resolve(basis.regio, "administratief_proces", antwoord.KPI)
    zaken = antwoord.make_zaken(basis, opties).tabel
    declaraties = np.flatnonzero(basis.in_year(basis.declaraties.dag.to_numpy()))
    laat = declaraties[(zaken.stand.to_numpy() == TE_LAAT) & (zaken.tot.to_numpy() >= OPEN)]
    tabel = basis.declaraties[_PARTIJ].take(laat).reset_index(drop=True)
    plek, client = basis.clients_of(laat)
    personen = tabel.take(plek).assign(client=client)
    return Vondst(tabel.assign(client=-1, aantal=1, bron=laat), _sources(basis), personen)


FINDERS: dict[str, Callable[[Basis, int | None], Vondst]] = {
    "prestatie_op_verwijderde_toewijzing": find_op_verwijderde,
    "prestatie_zonder_toewijzing": find_zonder_toewijzing,
    "prestatie_buiten_toewijzing": find_buiten_toewijzing,
    "prestatie_zonder_start": find_zonder_start,
    "afwijzing_niet_hersteld": find_niet_hersteld,
    "credit_zonder_debet": find_credit_zonder_debet,
    "declaratie_zonder_antwoord": find_zonder_antwoord,
}


def _standing(basis: Basis) -> tuple[Regels, np.ndarray]:
    """Debit lines of the year that are accepted (and not credited) or pending, and the position of their toewijzing."""

    def zoek() -> tuple[Regels, np.ndarray]:
        alle = of_declaratiejaar(basis)
        status = alle.tabel.status.to_numpy()
        mee = ~alle.tabel.credit.to_numpy() & ((status == TOEGEKEND) | (status == INGEDIEND))
        regels = Regels(basis, alle.rijen[mee], alle.tabel[mee].reset_index(drop=True))
        nummer = basis.toestand.prestaties.toewijzingnummer.take(regels.rijen)
        wie = (regels.tabel[kolom].to_numpy() for kolom in ("wet", "gemeente"))
        return regels, basis.toewijzingen.find(*wie, nummer)

    return basis.remember("staande_regels", zoek)


def _lines(regels: Regels, masker: np.ndarray) -> Vondst:
    """A case per line; the message to look at is its 323."""
    tabel = regels.tabel.loc[masker, [*_PARTIJ, "client", "declaratie"]].reset_index(drop=True)
    return Vondst(tabel.rename(columns={"declaratie": "bron"}).assign(aantal=1), _sources(regels.basis))


def _sources(basis: Basis) -> pd.DataFrame:
    kop = basis.toestand.declaraties
    return pd.DataFrame(
        {
            "berichttype": pd.Series(["323"] * len(kop), dtype="str"),
            "identificatie": kop.identificatie.astype("str"),
            "dagtekening": basis.declaraties.dag,
        }
    )
