"""Suggested classes with their reasons, and what captive parts must earn for the goal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from matrix_designer.analysis.assignment import assign
from matrix_designer.analysis.class_words import class_by_words
from matrix_designer.analysis.classes import (
    Reason,
    SuggestedClass,
    captive_goal,
    judge,
    split_by_class,
    suggest_classes,
)
from matrix_designer.analysis.row_names import row_names
from matrix_designer.core.design import Design
from matrix_designer.core.money import DOLLAR, PIECE, POINT
from matrix_designer.core.part_class import NO_CLASSES, Classes, PartClass
from matrix_designer.core.query import Columns
from tests.analysis.plan_cases import MAIN, Sold, amount, design, part_sales

DOLLARS = DOLLAR * PIECE


def suggested(
    lines: list[Sold], classes: Classes = NO_CLASSES, **more: object
) -> tuple[SuggestedClass, ...]:
    sales = part_sales(lines)
    held = design(classes=classes)
    assignment = assign(held.strategy, None, row_names(sales))
    return suggest_classes(sales, assignment, classes, **more)  # type: ignore[arg-type]


def test_two_reasons_make_a_suggestion_and_each_tells_its_figure() -> None:
    lines = [Sold("F1", "MTC", cost=4, listed=5.60, description="Oil filter")] * 60
    (one,) = suggested(lines)
    assert (one.part, one.part_class, one.lines) == ("F1", PartClass.COMPETITIVE, 60)
    assert [each.reason for each in one.reasons] == [
        Reason.SOLD_OFTEN,
        Reason.LIST_NEAR_COST,
        Reason.NAMED,
    ]
    assert one.words == (
        "sold 60 times; list is 1.40 × cost; “oil filter” is among the guide's parts "
        "(002 section D)"
    )
    assert not suggested([Sold("F1", "MTC", cost=4, listed=12, description="Oil filter")])
    assert not suggested([Sold("S1", cost=4, listed=12, description="Sensor")] * 60)


def test_customers_and_overrides_are_reasons() -> None:
    lines = [Sold("P1", sold=price) for price in (20, 20, 20, 20, 20, 20, 20, 20, 17, 16)]
    prices = np.full(10, amount(20), np.int64)
    (one,) = suggested(lines, in_force=prices, customers={"P1": 40})
    assert one.words == (
        "40 customers or repair orders; 20 % of its lines not at the price in force"
    )
    assert one.part_class is PartClass.COMPETITIVE
    assert not suggested(lines, in_force=prices)
    untold = replace(part_sales(lines), is_sold_known=False)
    assignment = assign(design().strategy, None, row_names(untold))
    assert not suggest_classes(untold, assignment, NO_CLASSES, prices, {"P1": 40})


def test_a_line_or_two_in_a_short_history_is_not_often() -> None:
    lines = [Sold("F1", cost=10, listed=12)] * 3
    first = dt.date(2026, 1, 5)
    week = replace(part_sales(lines), first_day=first, last_day=first + dt.timedelta(days=6))
    assignment = assign(design().strategy, None, row_names(week))
    assert not suggest_classes(week, assignment, NO_CLASSES)


def test_customers_are_counted_once_and_repair_orders_stand_in() -> None:
    columns = Columns(
        {"ros": np.array([3, 2, 4, 1], np.int64)},
        {"part": ("A", "A", "b 1", "b 1"), "customer": ("x", "y", "", "")},
    )
    assert judge(columns) == {"A": 2, "B1": 5}


def test_a_source_of_one_class_is_suggested_whole_and_known_ones_are_not() -> None:
    lines = [
        Sold(f"B{at}", "BRK", cost=30, listed=40, description="Brake pad set") for at in range(4)
    ]
    (one,) = suggested([*lines, Sold("X", "BRK", cost=5, listed=50, description="Clip")])
    assert (one.source, one.part, one.parts) == ("BRK", "", 4)
    assert one.part_class is PartClass.MAINTENANCE
    assert one.cost == 120 * DOLLARS
    known = Classes(sources=(("brk", PartClass.CAPTIVE),))
    assert not suggested(lines, known)
    assert len(suggested(lines[:2])) == 2
    assert not suggested(lines[:1], Classes(parts=(("b0", PartClass.CAPTIVE),)))


@pytest.mark.parametrize(
    ("description", "found"),
    [
        ("FILTER-OIL", PartClass.COMPETITIVE),
        ("SPARK PLUGS", PartClass.COMPETITIVE),
        ("PAD SET, FRONT BRAKE", PartClass.MAINTENANCE),
        ("Floor mats, rubber", PartClass.ACCESSORY),
        ("SEAL, OIL PUMP", None),
        ("Oil filter gasket", None),
        ("Wiper motor", None),
        ("WIPER BLADE 22IN", PartClass.COMPETITIVE),
        ("Engine control module", None),
    ],
)
def test_words_of_the_guide(description: str, found: PartClass | None) -> None:
    told = class_by_words(description)
    assert (None if told is None else told[0]) is found


def test_what_captive_parts_must_earn_for_the_goal_at_the_present_mix() -> None:
    classes = Classes(sources=(("BRK", PartClass.COMPETITIVE),))
    sales = part_sales([Sold("A", "BRK", cost=40), Sold("B", "ENG", cost=60)])
    held = Design("d", (MAIN,), classes=classes)
    assignment = assign(held.strategy, None, row_names(sales))
    prices = np.array([amount(50), amount(100)], np.int64)
    split = split_by_class(assignment, prices)
    assert [(one.part_class, one.gp_percent) for one in split] == [
        (PartClass.COMPETITIVE, 20.0),
        (None, 40.0),
    ]
    needed = captive_goal(split, 42 * POINT)
    # 100 / 0.58 = 172.41 in all, of which brakes bring 50: 122.41 at a cost of 60.
    assert needed.gp_percent == pytest.approx(50.986, abs=0.001)
    assert needed.present == 40.0
    assert captive_goal(split, 0).gp_percent == pytest.approx(-20)
    assert captive_goal(split[:1], 42 * POINT).gp_percent is None
    unpriced = split_by_class(assignment, np.array([-1, amount(100)], np.int64))
    assert [one.part_class for one in unpriced] == [None]
    assert replace(needed, other_sales=1_000 * DOLLARS).gp_percent is None
