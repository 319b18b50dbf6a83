"""Progress on screen: a line now and then, so that a long step is seen to move and a log stays readable."""

import time


def zeg(tekst: str) -> None:
    """Print a line at once, also into a pipe."""
    print(tekst, flush=True)


class Voortgang:
    """Prints how far a step is, at most once per `seconden` and never for a step that is soon done.

    Call it with (done, total), in any unit.
    """

    def __init__(self, wat: str, seconden: float = 5.0) -> None:
        self._wat, self._seconden = wat, seconden
        self._laatst = time.monotonic()

    def __call__(self, gedaan: int, totaal: int) -> None:
        nu = time.monotonic()
        if totaal and gedaan < totaal and nu - self._laatst >= self._seconden:
            self._laatst = nu
            zeg(f"{self._wat}: {100 * gedaan // totaal} %")
