"""How much falling prices weigh under a matrix: dollars with sales, the falls without.

Knows falls and what was sold in their zones; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matrix_designer.analysis.boundaries import Fall, boundaries_of
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.inversions import InversionZone, inversion_zones
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.pricing import compile_matrix, price


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


def weigh(matrix: Matrix, fold: Fold | None) -> Weight:
    """Find and weigh the falls of a matrix."""
    schedule = compile_matrix(matrix)
    if fold is None:
        falls = boundaries_of(schedule).falls
        return Weight(falls, None)
    prices = price(schedule, fold.cost, fold.list_price)
    return weight_of(inversion_zones(schedule, fold, prices))


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
