"""What the three panes draw: GP %, price against list, and where the money is, over log cost.

Numbers for drawing are floats; what is written beside the drawing (a fall, the bracket's bounds)
stays exact. Knows nothing of pixels, colours or widgets.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.gp_line import Line
from matrix_designer.analysis.list_band import Band
from matrix_designer.analysis.where_money_is import Bars, Bracket

__all__ = ["Band", "Bars", "Bracket", "Curves", "FallZone", "Line"]


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
