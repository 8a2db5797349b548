"""How much falling prices weigh under a matrix: dollars with sales, the falls without.

Knows falls and what was sold in their zones; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matrix_designer.analysis.asked import EVERY_CENT, Reach
from matrix_designer.analysis.boundaries import Fall, boundaries_of
from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.inversions import InversionZone, inversion_zones
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.pricing import (
    Prices,
    Schedule,
    changed_interval,
    compile_matrix,
    price,
    slice_of,
)


@dataclass(frozen=True, slots=True)
class Weight:
    """All falls of a matrix, and the dollars of their zones (extended; None without sales)."""

    falls: tuple[Fall, ...]
    dollars: int | None


def weight_of(zones: Iterable[InversionZone]) -> Weight:
    """Add up known zones."""
    held = tuple(zones)
    known = [zone.dollars for zone in held if zone.dollars is not None]
    has_sales = len(known) == len(held)
    return Weight(tuple(zone.fall for zone in held), sum(known) if has_sales else None)


def weigh(matrix: Matrix, context: CheckContext, *, has_sales: bool = True) -> Weight:
    """Find and weigh the falls of a changed matrix; what the change leaves alone is kept."""
    schedule = compile_matrix(matrix)
    reach = changed_interval(context.schedule, schedule)
    boundaries = boundaries_of(schedule, context.boundaries, reach)
    fold = context.fold if has_sales else None
    if fold is None or context.prices is None:
        return Weight(boundaries.falls, None)
    prices = _priced_again(context.prices, schedule, fold, reach)
    zones = inversion_zones(schedule, fold, prices, boundaries, before=context.zones, reach=reach)
    return weight_of(zones)


def _priced_again(before: Prices, schedule: Schedule, fold: Fold, reach: Reach) -> Prices:
    """Price what a change reaches and take over the rest; only the prices, not where they are."""
    if reach is None:
        return before
    if not schedule.is_by_cost or reach == EVERY_CENT:
        return price(schedule, fold.cost, fold.list_price)
    part = slice_of(reach, fold.cost)
    amounts = before.price.copy()
    amounts[part] = price(schedule, fold.cost[part], fold.list_price[part]).price
    return replace(before, price=amounts)


def is_lighter(before: Weight, after: Weight, fall: Fall, dollars: int | None) -> bool:
    """Say whether a fall, with the dollars of its zone, weighs less in another matrix.

    With sales in its zone the dollars of all falls must go down; without, every fall that is
    new must be less than it was.
    """
    if before.dollars is not None and after.dollars is not None:
        if dollars:
            return after.dollars < before.dollars
        if after.dollars > before.dollars:
            return False
    known = {_key(each) for each in before.falls}
    return _key(fall) not in {_key(each) for each in after.falls} and all(
        each.fall < fall.fall for each in after.falls if _key(each) not in known
    )


def new_falls(weight: Weight, known: Weight) -> list[int]:
    """Return by how much each price falls that does not fall so in another matrix, amounts."""
    held = {_key(each) for each in known.falls}
    return [each.fall for each in weight.falls if _key(each) not in held]


def _key(fall: Fall) -> tuple[int, int, int]:
    return fall.top, fall.price_at_top, fall.price_after
