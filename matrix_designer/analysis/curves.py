"""What the three panes draw: GP %, price against list, and where the money is, over log cost.

Numbers for drawing are floats; what is written beside the drawing (a fall, the bracket's bounds)
stays exact. Knows nothing of pixels, colours or widgets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line to draw: x in log10 dollars of cost, y in percent; NaN in y breaks the line.

    A riser is two points at one x. Connect the points as they stand.
    """

    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Price in percent of list over log10 cost, from sold parts: 10 %, median, 90 % by pieces.

    x are edges: interval i runs from x[2 i] to x[2 i + 1], each value stands at both of its
    edges, so that the three draw as steps; NaN where nothing with a list was sold.
    """

    x: Floats
    low: Floats
    median: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Sold cost dollars in bars of 1/16 decade: edges in log10 dollars (one more than bars)."""

    edges: Floats
    dollars: Floats


@dataclass(frozen=True, slots=True)
class Bracket:
    """The band where the money is: costs from `low` to `high` (amounts, both included).

    `share` is their part of all cost dollars in percent (unrounded).
    """

    low: int
    high: int
    share: float


@dataclass(frozen=True, slots=True)
class FallZone:
    """Costs that sell for less than the price at the top of the tier before them.

    `tier` is the lower tier, 1-based; low and high are the first and last cost (amounts) of the
    zone; price_at_top, price_after and fall are amounts; dollars is extended (None without sales).
    It `counts` where the fall is $1.00 or more and the zone sells 1 % of cost dollars.
    """

    tier: int
    low: int
    high: int
    price_at_top: int
    price_after: int
    fall: int
    dollars: int | None
    counts: bool


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Everything that the panes draw; None or empty where there is nothing to draw.

    `span` is the cost axis to show first, in log10 dollars. `proposed` and `in_force` are GP %;
    `tier_at` says for each tier (in list order) the log10 costs between which it is drawn
    (NaN, NaN where it prices nothing), for handles and for the selected tiers.
    """

    span: tuple[float, float]
    proposed: Line
    in_force: Line | None
    tier_at: tuple[tuple[float, float], ...]
    proposed_of_list: Band | None
    in_force_of_list: Band | None
    bars: Bars | None
    bracket: Bracket | None
    falls: tuple[FallZone, ...]
