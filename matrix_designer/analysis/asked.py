"""What was asked of a compiled matrix, and is not asked again after an edit that leaves it alone.

Knows prices of cents and searches for cents, and the cents that an edit reaches; it does not know
why anything is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matrix_designer.analysis.crossings import Pricer, Search, first_answers

Reach = tuple[int, int | None] | None
"""Look-up cents, first and last (None: open), that an edit may price anew; None: no cent."""
EVERY_CENT: Reach = (0, None)


class Asked:
    """Asks for prices and searches, each once; outside the reach of an edit not even once."""

    def __init__(
        self, pricer: Pricer, before: Asked | None = None, reach: Reach = EVERY_CENT
    ) -> None:
        """Start with what `before` was told of cents that the reach leaves alone."""
        self._pricer = pricer
        self._prices: dict[int, int] = {}
        self._answers: dict[Search, int] = {}
        self._old_prices: dict[int, int] = {}
        self._old_answers: dict[Search, int] = {}
        if before is not None:
            self._old_prices, self._old_answers = before.all_answers()
        first, last = reach or (0, -1)
        self._first = first
        self._last = float("inf") if last is None else last

    def prices(self, cents: Iterable[int]) -> list[int]:
        """Return the price (amount or UNPRICED) of every cent; all new ones in one call."""
        wanted = list(cents)
        known = self._prices
        new = [cent for cent in wanted if cent not in known and not self._recall(cent)]
        if new:
            known.update(
                zip(new, self._pricer(np.array(new, dtype=np.int64)).tolist(), strict=True)
            )
        return [known[cent] for cent in wanted]

    def answers(self, searches: Iterable[Search]) -> list[int]:
        """Return the first answering cent of every search; all new ones side by side."""
        wanted = list(searches)
        known = self._answers
        new = [one for one in wanted if one not in known and not self._recall_answer(one)]
        if new:
            known.update(zip(new, first_answers(new, self._pricer), strict=True))
        return [known[one] for one in wanted]

    def all_answers(self) -> tuple[dict[int, int], dict[Search, int]]:
        """Return all that was asked: prices by cent, and answers by search."""
        return self._prices, self._answers

    def _recall(self, cent: int) -> bool:
        """Take over a price from before; says whether there was one that holds."""
        if self._first <= cent <= self._last or cent not in self._old_prices:
            return False
        self._prices[cent] = self._old_prices[cent]
        return True

    def _recall_answer(self, search: Search) -> bool:
        is_reached = search.first <= self._last and search.last >= self._first
        if is_reached or search not in self._old_answers:
            return False
        self._answers[search] = self._old_answers[search]
        return True
