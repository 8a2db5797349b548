"""The thirteen steps of the source: their numbers, what shows them, and what only a tick tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from matrix_designer.analysis.steps import (
    STEPS,
    StepState,
    done_count,
    is_under_guide,
    price_at_goal,
    steps_of,
)
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import POINT
from matrix_designer.core.plan import ByFlatPrice, ByMatrix, Plan, Rule
from matrix_designer.core.version import StepRecord
from matrix_designer.core.version_edits import Publish, TickStep, UntickStep

MATRIX = Matrix("A", (Tier(100, None, read_factor("×1.75").factor),))
EMPTY = Design("D", (Matrix("A"),))


def state(design: Design, number: int) -> StepState:
    return steps_of(design)[number - 1]


def test_there_are_thirteen_in_the_order_of_sections_b_to_n() -> None:
    assert [step.number for step in STEPS] == list(range(1, 14))
    assert "".join(step.section for step in STEPS) == "BCDEFGHIJKLMN"


def test_nothing_is_done_in_an_empty_design() -> None:
    assert done_count(steps_of(EMPTY)) == 0


def test_the_worked_example_of_the_source() -> None:
    assert price_at_goal(213_800, 42 * POINT) == 368_600
    assert "42 %" in state(replace(EMPTY, goal=42 * POINT), 2).shown
    assert state(replace(EMPTY, goal=42 * POINT), 2).shown.endswith("36.86")


@pytest.mark.parametrize("goal", [0, 1, 370_001, 420_000, 999_999])
def test_the_price_at_a_goal_is_cost_over_what_is_left(goal: int) -> None:
    exact = Decimal("21.38") / (1 - Decimal(goal) / 1_000_000)
    wanted = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(price_at_goal(213_800, goal)) / 10_000 == wanted


def test_the_goal_is_held_to_the_guide() -> None:
    low = replace(EMPTY, goal=39 * POINT)
    assert is_under_guide(low)
    assert "40 %" in state(low, 1).shown
    assert not is_under_guide(replace(EMPTY, goal=40 * POINT))
    assert state(replace(EMPTY, goal=40 * POINT), 1).is_done


def test_what_the_design_shows_is_done_without_a_tick() -> None:
    assert state(replace(EMPTY, in_force=InForce(MATRIX)), 5).is_done
    assert state(Design("D", (MATRIX,)), 7).is_done
    assert not state(replace(EMPTY, families=(Family("Oil"),)), 8).is_done
    assert state(replace(EMPTY, families=(Family("Oil", price=39_500),)), 8).is_done
    plan = Plan((Rule(ByMatrix("A")),))
    assert state(replace(EMPTY, plan=plan), 3).is_done
    assert not state(replace(EMPTY, plan=plan), 9).is_done
    assert state(replace(EMPTY, plan=Plan((Rule(ByFlatPrice()),))), 9).is_done


def test_publishing_is_step_eleven_until_something_changes() -> None:
    published = Publish(dt.date(2026, 12, 1)).apply(Design("D", (MATRIX,)))
    assert state(published, 11).is_done
    changed = replace(published, matrices=(replace(MATRIX, name="B"),))
    assert not state(changed, 11).is_done
    assert "differs" in state(changed, 11).shown


@pytest.mark.parametrize("number", [2, 4, 6, 10, 12, 13])
def test_the_others_are_done_when_somebody_ticks_them(number: int) -> None:
    assert not state(EMPTY, number).is_done
    ticked = TickStep(StepRecord(number, dt.date(2026, 11, 3), "Ann", "with Bob")).apply(EMPTY)
    assert state(ticked, number).is_done
    assert state(ticked, number).record == ticked.steps[0]
    assert not state(UntickStep(number).apply(ticked), number).is_done
