"""Run tasks here or spread over processes."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from ..fouten import DataFout

T, U = TypeVar("T"), TypeVar("U")


def voer_taken_uit(functie: Callable[[T], U], lijst: Iterable[T], processen: int) -> Iterator[tuple[T, U]]:
    """Each task with its result, as they come ready; one process or one task means: in this process.

    Raises:
        DataFout: a process was stopped from outside.
    """
    lijst = list(lijst)
    if processen <= 1 or len(lijst) <= 1:
        yield from ((taak, functie(taak)) for taak in lijst)
        return
    with ProcessPoolExecutor(min(processen, len(lijst)), mp_context=multiprocessing.get_context("spawn")) as bak:
        lopend = {bak.submit(functie, taak): taak for taak in lijst}
        try:
            for klaar in as_completed(lopend):
                yield lopend[klaar], klaar.result()
        except BrokenProcessPool:
            raise DataFout(
                "berichten lezen",
                "een leesproces is onverwacht gestopt, meestal door te weinig geheugen",
                "minder processen tegelijk: --taken 1",
            ) from None
        finally:
            bak.shutdown(wait=True, cancel_futures=True)


def tel_kernen() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
