"""Where a price comes back to a level, or leaves it: many searches side by side.

Knows monotone prices of whole cents and how to ask for them; nothing of tiers or falls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import Ints

Pricer = Callable[[Ints], Ints]
"""Prices (amounts) of look-up values in cents."""
_WINDOW = np.arange(-4, 5)
"""Cents around a guess that are asked first."""
_EVEN = np.linspace(0, 1, 33)
"""Where the cents of each further round lie in what is left."""


class Search(NamedTuple):
    """A search for the first cent of first..last that is back at a price, or below it.

    Prices there only rise (or, not is_back, only fall); the last cent is known to answer.
    `target` is an amount. The guess makes it fast; it decides nothing.
    """

    first: int
    last: int
    target: int
    is_back: bool
    guess: int


def first_answers(searches: Sequence[Search], pricer: Pricer) -> list[int]:
    """Return the first answering cent of every search.

    All run together, so that the engine is asked a few times for all of them.
    """
    if not searches:
        return []
    firsts, lasts, wanted, backs, guesses = zip(*searches, strict=True)
    low, high = _column(firsts) - 1, _column(lasts)
    targets = _column(wanted)
    is_back = np.array(backs, dtype=np.bool_)
    left = np.flatnonzero(high - low > 1)
    samples = _column(guesses)[left, None] + _WINDOW
    while left.size:
        below, above = low[left, None], high[left, None]
        samples = np.clip(samples, below + 1, above)
        answers = _answers(pricer, samples, targets[left], is_back[left])
        low[left] = np.where(answers, below, samples).max(axis=1)
        high[left] = np.where(answers, samples, above).min(axis=1)
        left = left[high[left] - low[left] > 1]
        width = (high - low)[left, None]
        samples = low[left, None] + (width * _EVEN).astype(np.int64)
    return [int(cent) for cent in high]


def _answers(
    pricer: Pricer, cents: Ints, targets: Ints, is_back: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say which cents are back at their target price, or, where not is_back, below it."""
    amounts = pricer(cents.ravel()).reshape(cents.shape)
    answers: NDArray[np.bool_] = (amounts >= targets[:, None]) == is_back[:, None]
    return answers


def _column(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
