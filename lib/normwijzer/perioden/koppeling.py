"""Pairing rows of two tables on an integer key, without building either table again."""

import numpy as np


class Koppeling:
    """Index over one integer key column: which rows have this key?

    Args:
        sleutels: keys of the right-hand table, any order, repeats allowed.
    """

    def __init__(self, sleutels: np.ndarray) -> None:
        self._volgorde = np.argsort(sleutels, kind="stable")
        self._gesorteerd = np.asarray(sleutels)[self._volgorde]

    def pairs(self, sleutels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All pairs (left row, right row) with equal keys, as two index arrays, ordered by left row."""
        eerste = np.searchsorted(self._gesorteerd, sleutels, side="left")
        aantal = np.searchsorted(self._gesorteerd, sleutels, side="right") - eerste
        links = np.repeat(np.arange(len(aantal)), aantal)
        voor = np.cumsum(aantal) - aantal
        rechts = np.arange(len(links)) - np.repeat(voor - eerste, aantal)
        return links, self._volgorde[rechts]
