"""What was asked of a compiled matrix, and is not asked again after an edit that leaves it alone.

Knows prices of cents, and the cents that an edit reaches; it does not know why anything is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from matrix_designer.analysis.crossings import Pricer, Search, first_answers

Reach = tuple[int, int | None] | None
"""Look-up cents, first and last (None: open), that an edit may price anew; None: no cent."""
EVERY_CENT: Reach = (0, None)


class Asked:
    """Asks for the prices of cents, each once; outside the reach of an edit not even once."""

    def __init__(
        self, pricer: Pricer, before: Asked | None = None, reach: Reach = EVERY_CENT
    ) -> None:
        """Start with what `before` was told of cents that the reach leaves alone."""
        self._pricer = pricer
        self._known: dict[int, int] = {}
        self._before = {} if before is None else before.known()
        first, last = reach or (0, -1)
        self._first = first
        self._last = float("inf") if last is None else last

    def known(self) -> dict[int, int]:
        """Return the price of every cent that was asked for."""
        return self._known

    def prices(self, cents: Iterable[int]) -> list[int]:
        """Return the price (amount or UNPRICED) of every cent; all new ones in one call."""
        wanted = list(cents)
        known = self._known
        new = [cent for cent in wanted if cent not in known]
        if self._before:
            new = [cent for cent in new if not self._recall(cent)]
        if new:
            amounts = self._pricer(np.array(new, dtype=np.int64)).tolist()
            known.update(zip(new, amounts, strict=True))
        return [known[cent] for cent in wanted]

    def answers(self, searches: Sequence[Search]) -> list[int]:
        """Return the first answering cent of every search, all of them side by side."""
        return first_answers(searches, self._pricer)

    def _recall(self, cent: int) -> bool:
        """Take over a price from before; says whether there was one that holds."""
        if self._first <= cent <= self._last or cent not in self._before:
            return False
        self._known[cent] = self._before[cent]
        return True
