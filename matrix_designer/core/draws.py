"""Repeatable draws: the same seed gives the same numbers on every machine and with every numpy.

Only the raw numbers of PCG64 are used, whose stream is fixed for good; what is made of them here
is integer arithmetic. It knows nothing of what is drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import Ints

_HALF = np.uint64(32)
_LOW = np.uint64(2**32 - 1)
MOST = 2**32
"""What can be drawn from at once."""


class Draws:
    """A stream of draws."""

    def __init__(self, seed: int) -> None:
        """Begin the stream of a seed, which is not negative."""
        self._bits = np.random.PCG64(seed)

    def below(self, limit: int, count: int) -> Ints:
        """Return numbers from 0 up to but not including `limit`, each as likely as another.

        A half of each raw number is scaled: none is thrown away, so that a draw always takes as
        many; of MOST halves one more may fall on one number than on another.
        """
        if not 0 < limit <= MOST:
            raise ValueError(limit)
        raw = self._raw((count + 1) // 2)
        halves = np.empty((2, raw.size), np.uint64)
        np.right_shift(raw, _HALF, out=halves[0])
        np.bitwise_and(raw, _LOW, out=halves[1])
        halves *= np.uint64(limit)
        halves >>= _HALF
        return halves.ravel()[:count].view(np.int64)

    def order(self, count: int) -> Ints:
        """Return the numbers from 0 to `count` less one in a random order."""
        return np.argsort(self._raw(count), kind="stable").astype(np.int64, copy=False)

    def _raw(self, count: int) -> NDArray[np.uint64]:
        return np.asarray(self._bits.random_raw(count), np.uint64)
