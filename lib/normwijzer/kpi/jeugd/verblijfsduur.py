"""Length of stay, the contract's figure and what it does not tell side by side (001; `kpi-specificatie` 3.1, 3.2).

The contract looks at those who left (J5–J7). Beside it, of the same verblijfsperioden:

* cohort: Kaplan–Meier of the periods that began in a year, followed from their first day;
* periode: Kaplan–Meier with delayed entry of what happened within one calendar year, to those who were there already
  and those who came;
* stand: how long those in verblijf on 31 December have been there.

Time runs in days: duur = last day + 1 − first day, gaps included; months are days / 30.4375. Leaving is the event:
a period that has ended. Not leaving but censored on that day: an administrative end and an end around the
eighteenth birthday, whatever the options of J5 say about those.

Until when we can see. An end counts when its window (4 months, or what the gap options say) and the registratielag
have passed (5.6). Counting later ends as leaving would make stays too short, since some come back or turn out to be
no end. Censoring each of them on its own last day would make stays too long: exactly those who most probably left
would drop out at that moment, and nobody could be seen leaving in the last half year. So everybody is followed up to
and including one and the same day, `last_assessable`, the last day of which every end can be judged; who was in
verblijf then is censored then, ended since or not. For a definitief year that day lies on or after 31 December.

Periods that are links_afgekapt are in no curve: their real first day is not known, so neither how long they lasted
nor how long they had lasted when first seen. Choosing on the first day leaves the curves unbiased; they only reach
less far.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import DAGEN_PER_MAAND, dagnummer, overlaps, runs_on
from ...statistiek import Overleving, kaplan_meier, mean_exact, wilson
from .afsluiting import equal_lookback, list_counted
from .duur import GRENS_MAANDEN, J5, J6, J7, cut_begins, is_shorter, lengths
from .rijen import is_assessable
from .verblijfsperioden import make_verblijfsperioden
from .zorg import GEZINSGERICHT, VERBLIJF, Zorg

RMST_MAANDEN, CURVE_MAANDEN = 24, 60
MINSTENS_IN_ZORG = 10
"""A periode curve begins where so many are at risk; below that one exit could bring it to 0 (see `kaplan_meier`)."""

ZONDER_GEZINSGERICHT = "zonder_gezinsgericht"

_DUUR = ("soort", "maat", "n", "waarde", "onder", "boven", "eenheid")
_CURVE = ("curve", "jaar", "maand", "in_zorg", "einden", "gecensureerd", "s", "onder", "boven")


def make_verblijfsduur(zorg: Zorg, jaar: int, opties: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Frame `verblijfsduur`: one row per soort × maat, default index; empty waarde = cannot be known.

    soort: empty = all, 'zonder_gezinsgericht' (vorm is not pleegzorg or gezinshuis), or a vorm of which there is a
    period that runs in the year. eenheid: maanden, fractie or aantal. n: periods it rests on. maat:

    * gemiddelde_bij_einde, mediaan_bij_einde, aandeel_korter_9 (Wilson 95 %): J5, J6, J7, their options included;
    * zonder_links_afgekapt_gemiddeld: J5 without the periods whose begin is uncertain;
    * gelijke_terugkijk_gemiddeld, _mediaan: J5, J6 as if every year had the same history (`equal_lookback`, in the row
      gelijke_terugkijk_maanden, all soorten only), so that years can be compared;
    * cohort_mediaan, cohort_s9 (share that stays longer than 9 × 30.4375 days), cohort_rmst24 (mean months up to 24):
      the periods that began in the year. The 95 % interval of the median is where the band crosses a half, that of
      rmst24 waarde ± 1.96 se within 0 … 24 (empty while nobody left). All empty when followed too short;
    * periode_mediaan, periode_s9, periode_rmst24: idem within the year; empty when at first fewer than 10 are followed
      (then the curve begins later, and would hold only for who had stayed that long);
    * cohort_links_afgekapt, periode_links_afgekapt: how many more periods the curve leaves out because their begin is
      uncertain (n too);
    * stand_gemiddeld: mean elapsed months on 31 December of the year, or on K when that is earlier, that day included.

    Args:
        opties: the options of J5, J6 and J7, by kpi id. Those of J5 hold for all that is not J6 or J7.
    """
    perioden = make_verblijfsperioden(zorg, opties[J5])
    tot = last_assessable(zorg, opties[J5])
    einden = {kpi: list_counted(zorg, jaar, opties[kpi]) for kpi in (J5, J6, J7)}
    einden = {kpi: frame[frame.mee] for kpi, frame in einden.items()}
    rijen = [(None, "gelijke_terugkijk_maanden", len(einden[J5]), equal_lookback(zorg), np.nan, np.nan, "maanden")]
    for soort in _scopes(perioden, jaar, einden[J5]):
        deel = {kpi: _select(frame, soort) for kpi, frame in einden.items()}
        rijen += [(soort, *rij) for rij in _at_end(zorg, deel, jaar, opties)]
        rijen += [(soort, *rij) for rij in _curves(_select(perioden, soort), jaar, tot, zorg.bekend_op)]
    frame = pd.DataFrame(rijen, columns=list(_DUUR))
    getallen = dict.fromkeys(("waarde", "onder", "boven"), "float64")
    return frame.astype({"soort": "str", "maat": "str", "eenheid": "str", "n": "int64"} | getallen)


def make_overleving(zorg: Zorg, jaar: int, opties: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Frame `overleving`: 61 rows per curve, all soorten together, sorted by curve and jaar; default index.

    curve: 'cohort' (one per entry year from the first year of the data up to this one, followed as far as can be seen,
    also after the year) or 'periode' (this year). jaar: the year it is about. maand: 0 … 60, at maand × 30.4375 days.
    in_zorg: at risk then, before who leaves then. einden, gecensureerd: in the month from there, the begin included.
    For a cohort in_zorg − einden − gecensureerd is the next in_zorg; a periode curve also gains who had been
    in verblijf that long when the year began. s, onder, boven: share that stays longer; empty where not known.

    Args: see `make_verblijfsduur`; the options of J5 are used.
    """
    perioden, tot = make_verblijfsperioden(zorg, opties[J5]), last_assessable(zorg, opties[J5])
    jaren = range(_year(zorg.eerste_dag), jaar + 1) if len(perioden) else []
    delen = [_months(_fit_cohort(perioden, j, tot)).assign(curve="cohort", jaar=j) for j in jaren]
    delen.append(_months(_fit_year(perioden, jaar, tot)).assign(curve="periode", jaar=jaar))
    return pd.concat(delen, ignore_index=True)[list(_CURVE)].astype({"curve": "str", "jaar": "int64"})


def last_assessable(zorg: Zorg, opties: Mapping[str, Any]) -> int:
    """The last day on which an end can be judged at K (`kpi-specificatie` 5.6): follow-up goes up to it, included."""
    ver = opties["registratielag_dagen"] + 31 * (opties["gat_maanden"] + 1) + (opties["gat_dagen"] or 0)
    dagen = zorg.bekend_op - np.arange(ver + 1)
    return int(dagen[is_assessable(zorg, dagen, opties)][0])


def follow_cohort(perioden: pd.DataFrame, jaar: int, tot: int) -> pd.DataFrame:
    """Periods with their first day in the year, followed up to and including day `tot`.

    Columns entree (0), duur (days seen), einde (bool: left on duur, else censored). Without links_afgekapt.
    """
    mee = perioden.begin.between(dagnummer(jaar, 1, 1), dagnummer(jaar, 12, 31)) & ~perioden.links_afgekapt
    return _follow(perioden[mee], dagnummer(jaar, 1, 1), tot)


def follow_year(perioden: pd.DataFrame, jaar: int, tot: int) -> pd.DataFrame:
    """What is seen of all periods within the year and up to and including day `tot`.

    Columns as `follow_cohort`; entree = days that had passed when the year began, 0 for who came later.
    """
    return _follow(perioden[~perioden.links_afgekapt], dagnummer(jaar, 1, 1), min(dagnummer(jaar, 12, 31), tot))


def _follow(perioden: pd.DataFrame, vanaf: int, tot: int) -> pd.DataFrame:
    begin, einde = perioden.begin.to_numpy(), perioden.einde.to_numpy()
    entree = np.maximum(vanaf - begin, 0)
    duur = np.minimum(einde, tot) + 1 - begin
    weg = (einde <= tot) & ~perioden.administratief.to_numpy() & ~perioden.achttien.to_numpy()
    gezien = duur > entree
    return pd.DataFrame({"entree": entree[gezien], "duur": duur[gezien], "einde": weg[gezien]})


def _fit_cohort(perioden: pd.DataFrame, jaar: int, tot: int) -> Overleving:
    gezien = follow_cohort(perioden, jaar, tot)
    return kaplan_meier(gezien.duur, gezien.einde)


def _fit_year(perioden: pd.DataFrame, jaar: int, tot: int) -> Overleving:
    gezien = follow_year(perioden, jaar, tot)
    return kaplan_meier(gezien.duur, gezien.einde, gezien.entree, minstens=MINSTENS_IN_ZORG)


def _at_end(
    zorg: Zorg, einden: dict[str, pd.DataFrame], jaar: int, opties: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple]:
    """maat, n, waarde, onder, boven, eenheid of what is measured at the end."""
    gemiddeld, mediaan = lengths(einden[J5], opties[J5]), lengths(einden[J6], opties[J6])
    zeker = gemiddeld[~einden[J5].links_afgekapt.to_numpy()]
    gelijk = {kpi: lengths(cut_begins(zorg, einden[kpi], jaar, opties[kpi]), opties[kpi]) for kpi in (J5, J6)}
    yield _plain("gemiddelde_bij_einde", gemiddeld, mean_exact)
    yield _plain("mediaan_bij_einde", mediaan, np.median)
    kort, n = int(is_shorter(einden[J7], opties[J7]).sum()), len(einden[J7])
    onder, boven = wilson([kort], [n])
    yield "aandeel_korter_9", n, kort / n if n else np.nan, onder[0], boven[0], "fractie"
    yield _plain("zonder_links_afgekapt_gemiddeld", zeker, mean_exact)
    yield _plain("gelijke_terugkijk_gemiddeld", gelijk[J5], mean_exact)
    yield _plain("gelijke_terugkijk_mediaan", gelijk[J6], np.median)


def _curves(perioden: pd.DataFrame, jaar: int, tot: int, bekend_op: int) -> Iterator[tuple]:
    """As `_at_end`, of the curves and of those who are in verblijf."""
    begin, einde = perioden.begin.to_numpy(), perioden.einde.to_numpy()
    vanaf, t_m = dagnummer(jaar, 1, 1), min(dagnummer(jaar, 12, 31), tot)
    links = perioden.links_afgekapt.to_numpy()
    nieuw = (begin >= vanaf) & (begin <= t_m)
    loopt = overlaps(begin, einde, vanaf, t_m) if t_m >= vanaf else np.zeros(len(begin), dtype=bool)
    for naam, curve, groep in (
        ("cohort", _fit_cohort(perioden, jaar, tot), nieuw),
        ("periode", _fit_year(perioden, jaar, tot), loopt),
    ):
        yield from _summary(naam, curve)
        weg = int((groep & links).sum())
        yield f"{naam}_links_afgekapt", weg, weg, np.nan, np.nan, "aantal"
    dag = min(dagnummer(jaar, 12, 31), bekend_op)
    er = runs_on(begin, einde, dag) & (dag >= vanaf)
    yield _plain("stand_gemiddeld", (dag + 1 - begin[er]) / DAGEN_PER_MAAND, mean_exact)


def _summary(naam: str, curve: Overleving) -> Iterator[tuple]:
    """Median, s9 and rmst24 of a curve; empty when it does not begin at 0."""
    heel = curve.eerste_tijd == 0
    mediaan = np.array([curve.mediaan, *curve.mediaan_interval]) / DAGEN_PER_MAAND
    dag9, dag24 = GRENS_MAANDEN * DAGEN_PER_MAAND, RMST_MAANDEN * DAGEN_PER_MAAND
    s9 = np.array([deel[0] for deel in (curve.s_op([dag9]), *curve.interval_op([dag9]))])
    waarde, fout = (dagen / DAGEN_PER_MAAND for dagen in curve.rmst(dag24))
    marge = curve.z * fout if fout > 0 else np.nan  # nobody left: the formula says nothing
    rmst = np.array([waarde, *np.clip([waarde - marge, waarde + marge], 0, RMST_MAANDEN)])
    maten = {"mediaan": (mediaan, "maanden"), "s9": (s9, "fractie"), "rmst24": (rmst, "maanden")}
    for maat, (getallen, eenheid) in maten.items():
        yield f"{naam}_{maat}", curve.n, *np.where(heel, getallen, np.nan), eenheid


def _months(curve: Overleving) -> pd.DataFrame:
    maand = np.arange(CURVE_MAANDEN + 1)
    grens = np.arange(CURVE_MAANDEN + 2) * DAGEN_PER_MAAND
    plek = np.searchsorted(curve.tijd, grens, side="left")
    per = {
        naam: np.diff(np.concatenate([[0], np.cumsum(getattr(curve, naam))])[plek])
        for naam in ("einden", "gecensureerd")
    }
    onder, boven = curve.interval_op(grens[:-1])
    return pd.DataFrame({
        "maand": maand, "in_zorg": curve.in_zorg_op(grens[:-1]), **per,
        "s": curve.s_op(grens[:-1]), "onder": onder, "boven": boven,
    }).astype(dict.fromkeys(("maand", "in_zorg", "einden", "gecensureerd"), "int64"))  # fmt: skip


def _scopes(perioden: pd.DataFrame, jaar: int, einden: pd.DataFrame) -> list[str | None]:
    raakt = overlaps(perioden.begin, perioden.einde, dagnummer(jaar, 1, 1), dagnummer(jaar, 12, 31))
    vormen = {*perioden.vorm[raakt], *einden.vorm}
    return [None, ZONDER_GEZINSGERICHT, *(soort for soort in VERBLIJF if soort in vormen)]


def _select(perioden: pd.DataFrame, soort: str | None) -> pd.DataFrame:
    if soort is None:
        return perioden
    return perioden[~perioden.vorm.isin(GEZINSGERICHT) if soort == ZONDER_GEZINSGERICHT else perioden.vorm == soort]


def _plain(maat: str, maanden: np.ndarray, rekent: Any) -> tuple:
    return maat, len(maanden), float(rekent(maanden)) if len(maanden) else np.nan, np.nan, np.nan, "maanden"


def _year(dag: int) -> int:
    return int(np.datetime64(dag, "D").astype("datetime64[Y]").astype("int64")) + 1970
