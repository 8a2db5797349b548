"""What each rule of a plan takes of a history, and which sources no rule names.

Sums over rows that are assigned already. Knows sales rows and which rule takes each; it matches
and prices nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What a rule takes: pieces in thousandths, the rest extended amounts.

    `sold` is what the lines were sold for (None where the history does not tell), `in_force` and
    `proposed` what they sell for under the strategy in force and the proposed one. `parts` counts
    part numbers, None where the sales are not told apart by part.
    """

    lines: int
    pieces: int
    cost: int
    sold: int | None
    in_force: int | None
    proposed: int | None
    parts: int | None = None
