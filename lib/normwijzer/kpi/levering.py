"""What families do with the frames of the state first: one law, integer codes, actief_tot, whose product counts."""

import numpy as np
import pandas as pd

from ..perioden import OPEN, to_dagen

SLEUTEL = ["gemeente", "toewijzingnummer"]
LEVERING = [*SLEUTEL, "aanbieder", "client"]
CODES = ("client", "aanbieder", "gemeente")


def select_wet(frame: pd.DataFrame, wet: str) -> pd.DataFrame:
    """The rows of one law, default index, toewijzingnummer as Int64."""
    return frame[frame.wet.eq(wet)].reset_index(drop=True).astype({"toewijzingnummer": "Int64"})


def add_actief_tot(toewijzingen: pd.DataFrame, perioden: pd.DataFrame) -> pd.DataFrame:
    """Columns tot (actief_tot), tijdelijk_op, heeft_levering of each toewijzing.

    `kpi-specificatie` 5.27: the stop of the last period of the delivery with this very aanbieder and client.

    Args:
        toewijzingen, perioden: of one law, as in the state; perioden also those that do not count.
    """
    laatste = perioden[perioden.laatste.astype(bool) & perioden.toewijzingnummer.notna() & perioden.client.notna()]
    laatste = laatste[[*LEVERING, "status", "definitief_gestopt_op", "tijdelijk_gestopt_op"]]
    met = toewijzingen[LEVERING].merge(laatste.drop_duplicates(LEVERING), on=LEVERING, how="left")
    gestopt, tijdelijk = met.status.eq("gestopt").to_numpy(), met.status.eq("tijdelijk_gestopt").to_numpy()
    return toewijzingen.assign(
        tot=np.where(gestopt, to_dagen(met.definitief_gestopt_op), to_dagen(toewijzingen.einddatum)),
        tijdelijk_op=np.where(tijdelijk, to_dagen(met.tijdelijk_gestopt_op), OPEN),
        heeft_levering=met.status.notna().to_numpy(),
    )


def product_date(perioden: pd.DataFrame) -> pd.Series:
    """Day on which the own product of a delivery is looked up: its first start, else its first Begindatum.

    Source: `kpi-specificatie` 5.23.
    """
    start = perioden.begindatum.where(perioden.heeft_start.astype(bool)).groupby(perioden.levering).transform("min")
    return start.fillna(perioden.begindatum.groupby(perioden.levering).transform("min"))


def take_product(perioden: pd.DataFrame, van_toewijzing: pd.DataFrame, kolommen: list[str]) -> pd.DataFrame:
    """`kolommen`, categorie and code of the toewijzing in place of the own ones, where it has a product.

    Args:
        perioden: with their own product in those columns.
        van_toewijzing: aligned rows of their not deleted toewijzing; all empty where there is none.
    """
    geldt = van_toewijzing.categorie.notna().to_numpy()
    anders = {
        kolom: van_toewijzing[kolom].set_axis(perioden.index).where(geldt, perioden[kolom])
        for kolom in (*kolommen, "categorie", "code")
    }
    return perioden.assign(**anders)


def make_codes(*frames: pd.DataFrame) -> dict[str, pd.Index]:
    """Sorted names of clients, aanbieders and gemeenten in any of the frames; their places are the codes."""
    return {
        kolom: pd.Index(sorted({naam for frame in frames for naam in frame[kolom].dropna().unique()}), dtype="str")
        for kolom in CODES
    }


def to_codes(frame: pd.DataFrame, codes: dict[str, pd.Index]) -> pd.DataFrame:
    """Names replaced by their codes, −1 for an empty name; default index."""
    return frame.reset_index(drop=True).assign(**{k: index.get_indexer(frame[k]) for k, index in codes.items()})
