"""What care costs by the claims: net, pending and rejected, per month, product and gemeente."""

import numpy as np
import pandas as pd

from .basis import Basis
from .regels import (
    AFGEWEZEN,
    GECREDITEERD,
    INGEDIEND,
    TOEGEKEND,
    Regels,
    count_distinct,
    month_number,
    of_zorgjaar,
    sum_groups,
)

SLEUTEL = ("wet", "gemeente", "maand", "categorie", "code")
BEDRAGEN = ("netto", "in_behandeling", "afgewezen")
KOLOMMEN = (*SLEUTEL, *BEDRAGEN, "regels", "clienten", "grootste_aandeel")
SAMENVATTING = {
    "totaal": (),
    "maand": ("maand",),
    "product": ("categorie", "code"),
    "gemeente": ("gemeente",),
    "gemeente_maand": ("gemeente", "maand"),
    "gemeente_product": ("gemeente", "categorie", "code"),
}
"""Value of column `per` of `kosten_samen` -> what its rows are kept apart by."""


def count_kosten(basis: Basis) -> dict[str, pd.DataFrame]:
    """Frames `kosten` and `kosten_samen`: claim lines with the first day of their ProductPeriode in the year.

    kosten: one row per wet × gemeente × maand (1–12, of that first day) × categorie × code that has a line; every line
        is in exactly one row, so amounts add up; categorie or code empty = the line has none.
    kosten_samen: the same lines on their own per coarser part, as clienten and grootste_aandeel do not add up.
        Column `per` says by what (see SAMENVATTING), wet empty = both; the other columns that are not in that part
        are empty. Add up only within one `per`, and either the rows with or those without wet.

    Columns, amounts in whole cents with credits negative:
    netto: toegekend and gecrediteerd (a credited line and its credit cancel); in_behandeling: without answer;
        afgewezen. Together all lines, each once. A line without readable amount adds 0.
    regels: lines, debit and credit. clienten: distinct.
    grootste_aandeel: part of the largest aanbieder in the sum of |netto| of each; where every netto is 0, in that of
        |in_behandeling| + |afgewezen|; where that is 0 too, in the lines. 1 = all of one aanbieder.

    Source: reconstructie 6 (net), kpi-specificatie 5.41.
    """
    cellen = _Cellen(of_zorgjaar(basis))
    kosten = cellen.count(SLEUTEL)
    delen = [
        cellen.count((*wet, *kolommen)).assign(per=per)
        for per, kolommen in SAMENVATTING.items()
        for wet in ((), ("wet",))
    ]
    samen = pd.concat(delen, ignore_index=True)[["per", *KOLOMMEN]].astype({"per": "str"})
    samen = samen.sort_values(["per", *SLEUTEL], na_position="first", ignore_index=True)
    return {"kosten": kosten, "kosten_samen": samen}


class _Cellen:
    """The lines of one year with one number per finest cell, from which every coarser part follows."""

    def __init__(self, regels: Regels) -> None:
        self._regels = regels
        tabel = regels.tabel
        product, self._producten = _products(regels)
        maand = month_number(tabel.begin.to_numpy()) - (regels.basis.jaar - 1970) * 12
        delen = {"wet": tabel.wet, "gemeente": tabel.gemeente, "maand": maand, "product": product}
        breedtes = {"wet": 2, "gemeente": regels.namen.size("gemeente"), "maand": 12, "product": len(self._producten)}
        nummer = np.zeros(len(tabel), dtype="int64")
        for naam, codes in delen.items():
            nummer = nummer * (breedtes[naam] + 1) + np.asarray(codes, dtype="int64") + 1
        cellen, self._cel = np.unique(nummer, return_inverse=True)
        self._delen, self._breedtes = {}, breedtes
        for naam in reversed(delen):
            self._delen[naam] = cellen % (breedtes[naam] + 1) - 1
            cellen = cellen // (breedtes[naam] + 1)
        status, bedrag = tabel.status.to_numpy(), tabel.bedrag.to_numpy()
        self._waarden = {
            "netto": np.where((status == TOEGEKEND) | (status == GECREDITEERD), bedrag, 0),
            "in_behandeling": np.where(status == INGEDIEND, bedrag, 0),
            "afgewezen": np.where(status == AFGEWEZEN, bedrag, 0),
            "regels": np.ones(len(tabel), dtype="int64"),
        }

    def count(self, kolommen: tuple[str, ...]) -> pd.DataFrame:
        """Rows per distinct value of these columns of SLEUTEL, with KOLOMMEN, sorted; without lines no row."""
        delen = [d for d in ("wet", "gemeente", "maand") if d in kolommen] + ["product"] * ("code" in kolommen)
        aantal_cellen = len(self._delen["product"])
        if not aantal_cellen:
            leeg = dict.fromkeys(KOLOMMEN[len(SLEUTEL) : -1], np.zeros(0, dtype="int64"))
            return self._texts({}, 0).assign(**leeg, grootste_aandeel=np.zeros(0))
        sleutel = np.zeros(aantal_cellen, dtype="int64")
        for deel in delen:
            sleutel = sleutel * (self._breedtes[deel] + 1) + self._delen[deel] + 1
        _, eerste, van_cel = np.unique(sleutel, return_index=True, return_inverse=True)
        groep, aantal = van_cel[self._cel], len(eerste)
        tabel = self._texts({deel: self._delen[deel][eerste] for deel in delen}, aantal)
        sommen = sum_groups(groep, aantal, self._waarden)
        clienten = count_distinct(groep, self._regels.tabel.client.to_numpy(), aantal)
        return tabel.assign(**sommen, clienten=clienten, grootste_aandeel=self._share(groep, aantal))[list(KOLOMMEN)]

    def _texts(self, codes: dict[str, np.ndarray], aantal: int) -> pd.DataFrame:
        leeg = np.full(aantal, -1, dtype="int64")
        namen = self._regels.namen
        maand = codes.get("maand", leeg)
        product = self._producten.take(codes.get("product", leeg)) if aantal else self._producten.iloc[:0]
        if "product" not in codes:
            product = product.assign(categorie=None, code=None)
        return pd.DataFrame(
            {
                "wet": namen.texts("wet", codes.get("wet", leeg)),
                "gemeente": namen.texts("gemeente", codes.get("gemeente", leeg)),
                "maand": pd.Series(maand + 1, dtype="Int64").mask(maand < 0),
                "categorie": pd.Series(product.categorie.to_numpy(), dtype="str"),
                "code": pd.Series(product.code.to_numpy(), dtype="str"),
            }
        )

    def _share(self, groep: np.ndarray, aantal: int) -> np.ndarray:
        """grootste_aandeel per group."""
        aanbieder = self._regels.tabel.aanbieder.to_numpy() + 1
        paren, van_regel = np.unique(groep * (int(aanbieder.max()) + 1) + aanbieder, return_inverse=True)
        van_paar = paren // (int(aanbieder.max()) + 1)
        som = {naam: np.abs(w) for naam, w in sum_groups(van_regel, len(paren), self._waarden).items()}
        maten = (som["netto"], som["in_behandeling"] + som["afgewezen"], som["regels"])
        uit, gevuld = np.ones(aantal), np.zeros(aantal, dtype=bool)
        for maat in maten:
            alles, grootst = np.zeros(aantal, dtype="int64"), np.zeros(aantal, dtype="int64")
            np.add.at(alles, van_paar, maat)
            np.maximum.at(grootst, van_paar, maat)
            nu = ~gevuld & (alles > 0)
            uit[nu] = grootst[nu] / alles[nu]
            gevuld |= nu
        return uit


def _products(regels: Regels) -> tuple[np.ndarray, pd.DataFrame]:
    """Product number per line, and categorie and code (empty = none) per number, sorted."""
    bron = regels.basis.toestand.prestaties
    nummers, namen = [], []
    for kolom in ("categorie", "code"):
        codes, uniek = pd.factorize(bron[kolom].take(regels.rijen))
        gesorteerd = pd.Index(sorted(str(naam) for naam in uniek), dtype="str")
        plaats = np.append(gesorteerd.get_indexer(pd.Index(uniek, dtype="str")), -1)
        nummers.append(plaats[codes].astype("int64") + 1)
        namen.append(pd.Series([None, *gesorteerd], dtype="str"))
    breedte = len(namen[1])
    paren, product = np.unique(nummers[0] * breedte + nummers[1], return_inverse=True)
    producten = pd.DataFrame(
        {
            "categorie": namen[0].take(paren // breedte).reset_index(drop=True),
            "code": namen[1].take(paren % breedte).reset_index(drop=True),
        }
    )
    return product, producten
