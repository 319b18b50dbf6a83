"""Working days one by one, from the text of the Algemene termijnenwet: slow, plain, and only a judge."""

from datetime import date, timedelta
from functools import cache

DAG = timedelta(days=1)


@cache
def paaszondag(jaar: int) -> date:
    """Easter Sunday: the first Sunday after the ecclesiastical full moon, counted as Gauss and Lilius did."""
    gulden = jaar % 19 + 1
    eeuw = jaar // 100 + 1
    geen_schrikkel = 3 * eeuw // 4 - 12
    maan = (8 * eeuw + 5) // 25 - 5
    zondag = 5 * jaar // 4 - geen_schrikkel - 10
    epacta = (11 * gulden + 20 + maan - geen_schrikkel) % 30
    if epacta == 24 or (epacta == 25 and gulden > 11):
        epacta += 1
    volle_maan = 44 - epacta  # as a day of March
    if volle_maan < 21:
        volle_maan += 30
    volle_maan += 7 - (zondag + volle_maan) % 7
    return date(jaar, 3, 1) + (volle_maan - 1) * DAG


@cache
def vrije_dagen(jaar: int, bevrijdingsdag: str, goede_vrijdag: bool) -> frozenset[date]:
    """The days of art. 3 Atw on which a weekday is no working day (from 2014, when Koningsdag came)."""
    pasen = paaszondag(jaar)
    dagen = {date(jaar, 1, 1), pasen + DAG, pasen + 39 * DAG, pasen + 50 * DAG}
    dagen |= {date(jaar, 12, 25), date(jaar, 12, 26)}
    koningsdag = date(jaar, 4, 27)
    dagen.add(koningsdag - DAG if koningsdag.isoweekday() == 7 else koningsdag)
    if goede_vrijdag:
        dagen.add(pasen - 2 * DAG)
    if bevrijdingsdag == "jaarlijks" or (bevrijdingsdag == "lustrum" and jaar % 5 == 0):
        dagen.add(date(jaar, 5, 5))
    return frozenset(dagen)


def is_werkdag(dag: date, opties: dict) -> bool:
    vrij = vrije_dagen(dag.year, opties["bevrijdingsdag"], opties["goede_vrijdag"])
    return dag.isoweekday() <= 5 and dag not in vrij and dag.isoformat() not in opties["extra_dagen"]


def tel_dagen(a: date, b: date, opties: dict) -> int:
    """Working days after a up to and including b, or calendar days by the option; 0 when b is not after a."""
    if opties["termijn"] == "kalenderdagen":
        return max(0, (b - a).days)
    aantal, dag = 0, a
    while dag < b:
        dag += DAG
        aantal += is_werkdag(dag, opties)
    return aantal


def laatste_dag(a: date, dagen: int, opties: dict) -> date:
    """The last day that is still on time: the day on which that many days have passed, not the free days after it."""
    dag, over = a, dagen
    while over:
        dag += DAG
        over -= opties["termijn"] == "kalenderdagen" or is_werkdag(dag, opties)
    return dag
