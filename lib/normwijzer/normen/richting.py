"""Which way is better: the words of the catalogue."""

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"


def hoger_is_beter(richting: str) -> bool:
    """Whether more is better. Raises ValueError for any other word: a KPI without direction has no norm."""
    if richting not in (HOGER, LAGER):
        raise ValueError(f"de richting is {HOGER} of {LAGER}")
    return richting == HOGER
