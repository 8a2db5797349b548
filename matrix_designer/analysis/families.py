"""Cost averaging (source 002 I): what parts cost by what was sold of each, and one price for all.

Averages are exact fractions; a price is rounded once, half up to the cent. Knows sold parts and
factors; which parts belong to a family the assignment of the sales says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.grouped_sums import sums_by
from matrix_designer.analysis.row_names import rows_of_items
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.factor import Factor
from matrix_designer.core.family import Averaged
from matrix_designer.core.money import CENT, POINT, divide_half_up
from matrix_designer.core.part_class import name_key

OUTLIER = Fraction(3, 2)
"""A part is an outlier where it costs more than so many times what the others cost on average, or
less than one part in so many: a price made by the guide's factor of 1.50 does not reach it."""
OUTLIER_WORDS = "costs more than 1.5 times, or less than two thirds of, what the others average"
_FEWEST = 3
"""A family is suggested from so many parts on."""
_MOST_SPREAD = 3
"""The dearest part of a suggested family costs at most so many times the cheapest."""


@dataclass(frozen=True, slots=True)
class SoldMember:
    """What was sold of one part of a family: pieces (thousandths), cost and sales (extended)."""

    part: str
    description: str
    pieces: int
    cost: int
    sold: int = 0

    @property
    def average(self) -> Fraction:
        """What one piece costs, an amount."""
        return Fraction(self.cost, self.pieces)


@dataclass(frozen=True, slots=True)
class FamilyFigures:
    """What was sold of a family, the cheapest part first, and the outliers among them."""

    members: tuple[SoldMember, ...]
    outliers: tuple[SoldMember, ...]

    @property
    def averaged(self) -> Averaged | None:
        """The sales-weighted cost; None where nothing was sold."""
        return weighted_cost((one.cost, one.pieces) for one in self.members)

    @property
    def sold(self) -> int:
        """The sold dollars, extended."""
        return sum(one.sold for one in self.members)


@dataclass(frozen=True, slots=True)
class FamilyGp:
    """What a family earns at one price: pieces (thousandths), cost and sales, extended."""

    pieces: int
    cost: Fraction
    sales: Fraction

    @property
    def gp(self) -> Fraction:
        """Sales less cost."""
        return self.sales - self.cost

    @property
    def gp_percent(self) -> float | None:
        """GP % of the sales; None without sales."""
        return float(100 * self.gp / self.sales) if self.sales else None


def weighted_cost(sold: Iterable[tuple[int, int]]) -> Averaged | None:
    """Return sum(cost x sold) / sum(sold) of pairs (extended cost, pieces); None of no piece."""
    cost = pieces = 0
    for each_cost, each_pieces in sold:
        cost += each_cost
        pieces += each_pieces
    return Averaged(cost, pieces) if pieces > 0 else None


def average_of(averaged: Averaged) -> Fraction:
    """Return a sales-weighted cost as an exact amount."""
    return Fraction(averaged.cost, averaged.pieces)


def price_by_factor(averaged: Averaged, factor: Factor) -> int:
    """Return one price: the average by a factor ($1.40 x 1.50 = $2.10), half up to the cent."""
    ratio = factor.ratio
    exact = average_of(averaged) * Fraction(ratio.numerator, ratio.denominator) + ratio.addend
    return _to_cent(exact)


def price_by_goal(averaged: Averaged, goal: int) -> int:
    """Return the price at which the average earns a GP % (percent units): cost / (1 - goal)."""
    whole = 100 * POINT
    return _to_cent(average_of(averaged) * Fraction(whole, whole - goal))


def _to_cent(exact: Fraction) -> int:
    return divide_half_up(exact.numerator, exact.denominator * CENT) * CENT


def gp_at(members: Sequence[SoldMember], price: int, moved: Fraction = Fraction(0)) -> FamilyGp:
    """Return what a family earns at one price when its mix shifts, pieces in all unchanged.

    `moved` is the share of all pieces (0 to 1) that go from the cheapest parts to the dearest;
    below 0 they go from the dearest to the cheapest.
    """
    ordered = sorted(members, key=_by_average)
    pieces = sum(one.pieces for one in ordered)
    cost = Fraction(sum(one.cost for one in ordered))
    if ordered:
        donors, taker = (ordered, ordered[-1]) if moved >= 0 else (ordered[::-1], ordered[0])
        left = abs(moved) * pieces
        for one in donors:
            given = min(left, Fraction(one.pieces))
            cost += given * (taker.average - one.average)
            left -= given
    return FamilyGp(pieces, cost, Fraction(price * pieces))


def _by_average(member: SoldMember) -> tuple[Fraction, str]:
    return member.average, member.part


def outliers_of(members: Sequence[SoldMember]) -> tuple[SoldMember, ...]:
    """Return the parts whose cost is far from what the others cost on average (OUTLIER)."""
    cost, pieces = sum(one.cost for one in members), sum(one.pieces for one in members)
    found = []
    for one in members:
        if pieces > one.pieces:
            rest = Fraction(cost - one.cost, pieces - one.pieces)
            if one.average > rest * OUTLIER or one.average * OUTLIER < rest:
                found.append(one)
    return tuple(found)


def family_figures(sales: Sales, assignment: Assignment) -> tuple[FamilyFigures, ...]:
    """Return what was sold of every family of the assignment's strategy, in their order."""
    of_item = assignment.masks.family
    count = len(assignment.strategy.families)
    at = rows_of_items(assignment.names, of_item >= 0)
    place = of_item[assignment.names.item[at]]
    return tuple(_figures(sales, assignment, at[place == family]) for family in range(count))


def _figures(sales: Sales, assignment: Assignment, at: Ints) -> FamilyFigures:
    members = sold_members(sales, assignment, at)
    return FamilyFigures(members, outliers_of(members))


def average_sold(sales: Sales, assignment: Assignment, items: Ints) -> Averaged | None:
    """Return the sales-weighted cost of what was sold of some items; None where nothing was."""
    held = np.zeros(len(assignment.names.item_part), np.bool_)
    held[items] = True
    members = sold_members(sales, assignment, rows_of_items(assignment.names, held))
    return weighted_cost((one.cost, one.pieces) for one in members)


def sold_members(sales: Sales, assignment: Assignment, at: Ints) -> tuple[SoldMember, ...]:
    """Return the parts of some rows with what was sold of them, the cheapest first."""
    rows = assignment.names.rows
    if rows.part is None or not len(at):
        return ()
    part = rows.part[at]
    codes, place = np.unique(part, return_inverse=True)
    sums = [
        sums_by(place, column, len(codes)).tolist()
        for column in (rows.quantity[at], rows.cost[at] * rows.quantity[at], rows.sold[at])
    ]
    found = []
    for code, pieces, cost, sold in zip(codes.tolist(), *sums, strict=True):
        name = sales.part_names[code]
        if pieces > 0:
            found.append(SoldMember(name.number, name.description, pieces, cost, sold))
    # Quotients of whole numbers this small are equal only where the fractions nearly are.
    return tuple(sorted(found, key=_by_quotient))


def _by_quotient(member: SoldMember) -> tuple[float, str]:
    return member.cost / member.pieces, member.part


@dataclass(frozen=True, slots=True)
class SuggestedFamily:
    """Parts that share a word or two of their description and cost much the same."""

    name: str
    pattern: str
    members: tuple[SoldMember, ...]
    averaged: Averaged


_WORDS = re.compile(r"[^\W\d_]+(?:[^\w*?]+[^\W\d_]+)?")
_MOST_TRIED = 200
"""So many groups are held against every description, those with most pieces first."""


def suggest_families(members: Iterable[SoldMember], most: int = 20) -> tuple[SuggestedFamily, ...]:
    """Suggest families by description, those with most pieces first.

    Parts are grouped that begin with the same two words, or one. A family has all parts in whose
    description these stand, as its pattern will have: at least three, of which the dearest costs
    at most three times the cheapest.
    """
    keyed = [(name_key(one.description), one) for one in members]
    groups: dict[str, list[SoldMember]] = defaultdict(list)
    for key, one in keyed:
        found = _WORDS.match(key)
        if found is not None:
            groups[found.group()].append(one)
    alike = {words: held for words, held in groups.items() if _are_alike(held)}
    pieces = {words: sum(one.pieces for one in held) for words, held in alike.items()}
    suggested = []
    for words in sorted(alike, key=lambda words: (-pieces[words], words))[:_MOST_TRIED]:
        held = [one for key, one in keyed if words in key]
        averaged = weighted_cost((one.cost, one.pieces) for one in held)
        if averaged is not None and _are_alike(held):
            ordered = tuple(sorted(held, key=_by_quotient))
            suggested.append(SuggestedFamily(words.capitalize(), words, ordered, averaged))
            if len(suggested) == most:
                break
    return tuple(sorted(suggested, key=lambda one: (-one.averaged.pieces, one.name)))


def _are_alike(members: Sequence[SoldMember]) -> bool:
    """Tell whether parts are enough for a family, and cost something and much the same."""
    if len(members) < _FEWEST:
        return False
    averages = [one.average for one in members]
    return min(averages) > 0 and max(averages) <= min(averages) * _MOST_SPREAD
