"""A brush, a tier and a tally in words.

Knows how numbers are written; no widget.
"""

from __future__ import annotations

from matrix_designer.analysis.brushing import POINT_OF_RATIO
from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.priced_by import PricedBy
from matrix_designer.core.evidence import Tally
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW
from matrix_designer.gui.numbers import Numbers


def brush_words(brush: Brush, numbers: Numbers) -> str:
    """Say what a brush is over: cost $10.01 to $35.00, sold at 90 to 110 % of list."""
    low = None if brush.low is None else (brush.low + CENT - 1) // CENT * CENT
    if brush.high is None:
        words = "Every cost" if low is None else f"Cost from ${numbers.money(low)}"
    elif low is None:
        words = f"Cost to ${numbers.money(brush.high)}"
    else:
        words = f"Cost ${numbers.money(low)} to ${numbers.money(brush.high)}"
    if brush.is_band:
        return words
    ends = [
        None if end is None else numbers.ratio(end, POINT_OF_RATIO, 0)
        for end in (brush.ratio_low, brush.ratio_high)
    ]
    if ends[1] is None:
        return f"{words}, sold at {ends[0]} % of list and above"
    return f"{words}, sold at {ends[0] or 0} to {ends[1]} % of list"


def band_words(low: int, high: int, numbers: Numbers) -> str:
    """Name a band of costs: $10 to $35, or $10.01 to $35.00 where an end has cents."""
    first = (low + CENT - 1) // CENT * CENT
    if first % DOLLAR or high % DOLLAR:
        return f"${numbers.money(first)} to ${numbers.money(high)}"
    return f"${numbers.ratio(first, DOLLAR, 0)} to ${numbers.ratio(high, DOLLAR, 0)}"


def tally_words(tally: Tally, numbers: Numbers, *, tells_sold: bool = True) -> str:
    """Say what lines add up to; their sold dollars only where a history tells them."""
    gp = tally.sales - tally.cost
    percent = f", {numbers.ratio(100 * gp, tally.sales, 1)} % GP" if tally.sales > 0 else ""
    lines = "line" if tally.lines == 1 else "lines"
    sold = f", ${numbers.dollars(tally.sales)} sales{percent}" if tells_sold else ""
    return (
        f"{numbers.count(tally.lines)} {lines}, {numbers.pieces(tally.pieces)} pieces, "
        f"${numbers.dollars(tally.cost)} cost{sold}"
    )


def tier_words(one: PricedBy, matrix: Matrix, numbers: Numbers) -> str:
    """Name what prices something: tier 7 ($20.01 to $25.00)."""
    if one.row == CAP_ROW:
        return "the cap"
    if one.row == FALLBACK_ROW:
        return "the fallback"
    if not 0 <= one.row < len(matrix.tiers):
        return "no tier"
    tier = matrix.tiers[one.row]
    low = numbers.money(tier.lower)
    ends = f"{low} and up" if tier.upper is None else f"{low} to {numbers.money(tier.upper)}"
    return f"tier {one.row + 1} ({ends})"


def tier_place(one: PricedBy, matrix: Matrix) -> int | None:
    """Return the row of the tier grid that stands for what prices something; None without one."""
    if 0 <= one.row < len(matrix.tiers):
        return one.row
    if one.row == CAP_ROW and matrix.cap is not None:
        return len(matrix.tiers)
    return None
