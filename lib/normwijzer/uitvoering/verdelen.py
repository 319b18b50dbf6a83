"""Work spread over processes; one that stops stops nothing else."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from normwijzer.uitvoering.vangnet import Mislukking

_GESTOPT = Mislukking("een proces is onverwacht gestopt, meestal door te weinig geheugen; probeer --taken 1", True)


def verdeel(taken: int, werk: dict) -> Iterator[tuple]:
    """Run every (function, *arguments) in its own process, at most `taken` at once; (key, result, seconds) as ready."""
    if not werk:
        return
    with ProcessPoolExecutor(min(taken, len(werk)), mp_context=multiprocessing.get_context("spawn")) as bak:
        lopend = {bak.submit(_met_tijd, *taak): sleutel for sleutel, taak in werk.items()}
        try:
            for klaar in as_completed(lopend):
                try:
                    uitkomst, seconden = klaar.result()
                except BrokenProcessPool:
                    uitkomst, seconden = _GESTOPT, 0.0
                yield lopend[klaar], uitkomst, seconden
        finally:
            bak.shutdown(wait=False, cancel_futures=True)


def _met_tijd(functie: Callable, *argumenten):
    begin = time.monotonic()
    return functie(*argumenten), time.monotonic() - begin
