"""Cost averaging: exact fractions, outliers, another mix, and families suggested by description."""

from __future__ import annotations

from fractions import Fraction

import pytest

from matrix_designer.analysis.assignment import assign
from matrix_designer.analysis.families import (
    SoldMember,
    family_figures,
    gp_at,
    outliers_of,
    price_by_factor,
    price_by_goal,
    sold_members,
    suggest_families,
    weighted_cost,
)
from matrix_designer.analysis.row_names import row_names
from matrix_designer.core.factor import read_factor
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.money import PIECE, POINT
from tests.analysis.plan_cases import Sold, amount, design, part_sales


def member(part: str, cost: float, pieces: int, description: str = "") -> SoldMember:
    return SoldMember(part, description, pieces * PIECE, amount(cost) * pieces * PIECE)


def test_an_average_is_a_fraction_and_a_price_is_rounded_once() -> None:
    averaged = weighted_cost([(amount(1) * PIECE, PIECE), (amount(1.01) * 2 * PIECE, 2 * PIECE)])
    assert averaged == Averaged(amount(3.02) * PIECE, 3 * PIECE)
    # 3.02 / 3 x 1.5 = 1.51; an average rounded to the cent first, 1.01, would make 1.52.
    assert price_by_factor(averaged, read_factor("x1.5").factor) == amount(1.51)
    assert price_by_factor(averaged, read_factor("+$1.00").factor) == amount(2.01)
    assert price_by_goal(averaged, 50 * POINT) == amount(2.01)
    assert weighted_cost([]) is None


def test_a_family_has_what_its_members_sold_the_cheapest_first() -> None:
    oil = Family("Oil filters", ("X",), ("oil filter",), excluded=("C",))
    plugs = Family("Plugs", descriptions=("plug", "filter"))
    lines = [
        Sold("A", cost=3, quantity=2, description="Oil filter", sold=6),
        Sold("B", cost=2, description="OIL FILTER, SHORT", sold=5),
        Sold("C", cost=9, description="Oil filter, diesel"),
        Sold("X", cost=2.5, description="Element"),
        Sold("P", cost=1, description="Plug"),
    ]
    sales, held = part_sales(lines), design(families=(oil, plugs))
    first, second = family_figures(sales, assign(held.strategy, None, row_names(sales)))
    assert [one.part for one in first.members] == ["B", "X", "A"]
    assert first.averaged == Averaged(amount(10.5) * PIECE, 4 * PIECE)
    assert first.sold == amount(37) * PIECE
    assert [one.part for one in second.members] == ["P", "C"]
    assert not first.outliers
    assert [one.part for one in second.outliers] == ["P", "C"]


@pytest.mark.parametrize(
    ("cost", "is_far"), [(1.50, False), (1.51, True), (0.67, False), (0.66, True)]
)
def test_an_outlier_costs_more_than_half_as_much_again_as_the_others(
    cost: float, is_far: bool
) -> None:
    members = [member("A", 0.9, 10), member("B", 1.1, 10), member("C", cost, 1)]
    assert ("C" in [one.part for one in outliers_of(members)]) == is_far
    assert not outliers_of(members[:1])


def test_the_gp_of_a_family_when_its_mix_shifts() -> None:
    members = [member("C", 3, 10), member("A", 1, 10), member("B", 2, 20)]
    now = gp_at(members, amount(4))
    assert (now.pieces, now.gp_percent) == (40 * PIECE, 50.0)
    quarter = gp_at(members, amount(4), Fraction(1, 4))  # all of A become C
    assert quarter.cost == amount(100) * PIECE
    half = gp_at(members, amount(4), Fraction(1, 2))  # and ten of B
    assert half.cost == amount(110) * PIECE
    assert gp_at(members, amount(4), Fraction(1)).gp_percent == 25.0
    assert gp_at(members, amount(4), Fraction(-1)).gp_percent == 75.0
    assert gp_at(members, amount(4), Fraction(-1, 8)).cost == amount(70) * PIECE
    assert gp_at([], amount(4)).gp_percent is None


def test_families_are_suggested_by_the_first_words_of_descriptions() -> None:
    lines = [
        *(
            Sold(f"O{at}", cost=3 + at, description=f"Oil filter {at}", quantity=9)
            for at in range(3)
        ),
        *(Sold(f"S{at}", cost=3 + 9 * at, description="Sensor") for at in range(3)),
        *(Sold(f"W{at}", cost=3, description="Wiper blade 22IN") for at in range(2)),
    ]
    sales = part_sales(lines)
    assignment = assign(design().strategy, None, row_names(sales))
    members = sold_members(sales, assignment, assignment.names.rows.cost.argsort())
    (one,) = suggest_families(members)
    assert (one.name, one.pattern) == ("Oil filter", "oil filter")
    assert [each.part for each in one.members] == ["O0", "O1", "O2"]
    assert one.averaged.pieces == 27 * PIECE


def test_a_suggested_family_has_the_parts_that_its_pattern_has() -> None:
    bolts = [Sold(f"B{at}", cost=2, description="Bolt", quantity=9) for at in range(3)]
    plugs = [Sold(f"P{at}", cost=3, description=f"Plug {at}", quantity=2) for at in range(3)]
    more = [Sold("G", cost=50, description="Gearbox bolts"), Sold("S", description="Spark plug")]
    held = design(families=(Family("Known", ("S",)),))
    sales = part_sales([*bolts, *plugs, *more])
    assignment = assign(held.strategy, None, row_names(sales))
    is_free = assignment.masks.family[assignment.names.item] < 0
    (one,) = suggest_families(sold_members(sales, assignment, is_free.nonzero()[0]))
    # “bolt” would take the gearbox's as well, which cost far more.
    assert (one.pattern, len(one.members)) == ("plug", 3)
    made = design(families=(*held.families, Family(one.name, descriptions=(one.pattern,))))
    _, family = family_figures(sales, assign(made.strategy, None, row_names(sales)))
    assert family.members == one.members
