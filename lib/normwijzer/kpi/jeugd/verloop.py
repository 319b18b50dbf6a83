"""In, out and stock of jeugdhulp, why it ended, and how firm the ground is (`kpi-specificatie` 4.0)."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...perioden import overlaps
from ..groep import contractjaar
from ..kwaliteit import KOLOMMEN as KWALITEIT
from ..kwaliteit import tabulate_niet_ingedeeld
from ..stroom import add_reden, count_spells, make_spells
from .etmalen import select_regels
from .verblijfsperioden import make_verblijfsperioden
from .zorg import AMBULANT, VERBLIJF, WET, Zorg

STROOM = ["soort", "aanbieder", "beginstand", "instroom", "uitstroom", "eindstand"]
REDENEN = ["soort", "aanbieder", "reden", "aantal"]
_SOORTEN = (*VERBLIJF, AMBULANT)


def count_verloop(
    zorg: Zorg, jaar: int, soorten: tuple[str, ...], tie_volgorde: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(stroom, redenen) of the year: one row per soort × aanbieder with anybody, and per reason among them.

    Unit: union of the delivery periods of one jeugdige at one aanbieder of one soort that overlap or adjoin; counts and
    reasons as in `kpi.stroom.count_stroom`, with the codes of the Jeugdwet. beginstand + instroom − uitstroom =
    eindstand, and the reasons add up to uitstroom.
    """
    sleutel = ["soort", "aanbieder"]
    p = zorg.perioden[zorg.perioden.soort.isin(soorten)]
    stroom, redenen = count_spells(make_spells(p, sleutel, tie_volgorde), sleutel, contractjaar(jaar))
    return _to_text(zorg, stroom, STROOM), _to_text(zorg, redenen, REDENEN)


def count_verloop_verblijf(
    zorg: Zorg, jaar: int, opties: Mapping[str, Any], tie_volgorde: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`count_verloop` of verblijf, preceded by rows with soort and aanbieder empty: verblijfsperioden of the region.

    Those go by deliveries, whatever option datum_bron says. Their reason is that of the delivery periods that end on
    the last day. They are not the sum of the other rows: moves within a period are no in- or outflow.

    Args:
        opties: those of maanden_verblijf_gemiddeld.
    """
    perioden = make_verblijfsperioden(zorg, {**opties, "datum_bron": "levering", "einddatum_inclusief": True})
    p = zorg.perioden[zorg.perioden.soort.isin(VERBLIJF)]
    redenen = add_reden(p, tie_volgorde).sort_values("rang", kind="stable").drop_duplicates(["client", "einde"])
    sleutel = ["client", "einde"]
    perioden = perioden[[*sleutel, "begin"]].merge(redenen[[*sleutel, "reden"]], on=sleutel, how="left")
    alles = count_spells(perioden.assign(alles=0), ["alles"], contractjaar(jaar))
    per = count_verloop(zorg, jaar, VERBLIJF, tie_volgorde)
    return tuple(
        pd.concat([boven.reindex(columns=onder.columns).astype(onder.dtypes), onder], ignore_index=True)
        for boven, onder in zip(alles, per, strict=True)
    )


def count_kwaliteit(
    zorg: Zorg,
    jaar: int,
    soorten: tuple[str, ...],
    signalen: pd.DataFrame,
    extra: Iterable[tuple[str, str | None, int, int | None]] = (),
) -> pd.DataFrame:
    """Rows kenmerk, perceel (always empty), soort (empty = all of `soorten`), aantal, van (empty: there is no whole).

    leveringen_met_startbericht: delivery periods with a leveringsdag in the year that have a 305.
    einden_met_stopbericht, einden_afgeleid: of those whose last day lies in the year.
    toewijzingen_zonder_levering: of toewijzingen running in the year, those without any delivery period that counts.
    niet_ingedeeld_*: without a soort, of all of the Jeugdwet in the year. zonder_client_*: left out, whole file.
    etmalen_zonder_client: claim lines of verblijf of the year, whatever their verdict, of an unknown jeugdige.
    signaal:<naam>: signals of the Jeugdwet, whole file.

    Args:
        signalen: of the state and of other sources. extra: further rows (kenmerk, soort, aantal, van).
    """
    rijen = [*_overall(zorg, jaar), *extra]
    for soort in (None, *soorten):
        rijen += _coverage(zorg, jaar, soort, soorten if soort is None else (soort,))
    per = signalen[signalen.wet.eq(WET)].groupby("signaal")["aantal"].sum()
    rijen += [(f"signaal:{naam}", None, int(aantal), None) for naam, aantal in per.items()]
    tabel = pd.DataFrame(rijen, columns=["kenmerk", "soort", "aantal", "van"]).assign(perceel=None)[KWALITEIT]
    tabel = tabel.astype({"kenmerk": "str", "perceel": "str", "soort": "str", "aantal": "Int64", "van": "Int64"})
    return tabel.sort_values(["kenmerk", "soort"], na_position="first", kind="stable").reset_index(drop=True)


def list_niet_ingedeeld(zorg: Zorg, jaar: int) -> pd.DataFrame:
    """Products of the Jeugdwet without a soort with a day in the year; see `kpi.kwaliteit`. They count in no KPI."""
    t, p = _running(zorg, jaar)
    return tabulate_niet_ingedeeld(WET, t[t.soort.eq("")], p[p.soort.eq("")])


def _running(zorg: Zorg, jaar: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Toewijzingen and delivery periods with a day in the year."""
    venster, t, p = contractjaar(jaar), zorg.toewijzingen, zorg.perioden
    mee_t = overlaps(t.van.to_numpy(), t.tot.to_numpy(), venster.begin, venster.einde)
    mee_p = overlaps(p.begin.to_numpy(), zorg.last_day(venster.einde), venster.begin, venster.einde)
    return t[mee_t], p[mee_p]


def _overall(zorg: Zorg, jaar: int) -> list[tuple[str, str | None, int, int | None]]:
    t, p = _running(zorg, jaar)
    los = p[p.soort.eq("")]
    regels = select_regels(zorg, VERBLIJF, jaar)
    return [
        ("niet_ingedeeld_toewijzingen", None, int(t.soort.eq("").sum()), len(t)),
        ("niet_ingedeeld_leveringen", None, los.levering.nunique(), p.levering.nunique()),
        *((f"zonder_client_{wat}", None, aantal, None) for wat, aantal in zorg.zonder_client.items()),
        ("etmalen_zonder_client", None, int((regels.client < 0).sum()), len(regels)),
    ]


def _coverage(
    zorg: Zorg, jaar: int, soort: str | None, soorten: tuple[str, ...]
) -> list[tuple[str, str | None, int, int]]:
    venster = contractjaar(jaar)
    t, p = (frame[frame.soort.isin(soorten)] for frame in _running(zorg, jaar))
    alle = zorg.perioden[zorg.perioden.soort.isin(soorten)]
    einden = alle[alle.einde.between(venster.begin, venster.einde)]
    zonder = ~t.index.isin(zorg.perioden.t)
    return [
        ("leveringen_met_startbericht", soort, int(p.heeft_start.sum()), len(p)),
        ("einden_met_stopbericht", soort, int(einden.status.ne("lopend").sum()), len(einden)),
        ("einden_afgeleid", soort, int(einden.afgeleid.sum()), len(einden)),
        ("toewijzingen_zonder_levering", soort, int(zonder.sum()), len(t)),
    ]


def _to_text(zorg: Zorg, frame: pd.DataFrame, kolommen: list[str]) -> pd.DataFrame:
    """Names for codes, sorted by soort in the contract's order, AGB, and reden."""
    aanbieder = [zorg.aanbieders[code] if code >= 0 else None for code in frame.aanbieder]
    tabel = frame.assign(aanbieder=pd.Series(aanbieder, index=frame.index, dtype="str"))
    tabel["volgorde"] = pd.Index(_SOORTEN).get_indexer(tabel.soort)
    sleutel = ["volgorde", "aanbieder", *(["reden"] if "reden" in kolommen else [])]
    tabel = tabel.sort_values(sleutel, na_position="first", kind="stable").reset_index(drop=True)[kolommen]
    return tabel.astype({kolom: "str" for kolom in ("soort", "aanbieder", "reden") if kolom in kolommen})
