"""Nudges, splits and merges: each in its own kind, bounds that touch go on touching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.tier_edits import MergeTiers, NudgeFactors, SplitTier, nudged


def design(*texts: str) -> Design:
    tiers = tuple(
        Tier(place * 10 * DOLLAR + CENT, (place + 1) * 10 * DOLLAR, read_factor(text).factor)
        for place, text in enumerate(texts)
    )
    return Design("d", (Matrix("m", tiers),))


def bounds(made: Design) -> list[tuple[int, int | None]]:
    return [
        (tier.lower // CENT, None if tier.upper is None else tier.upper // CENT)
        for tier in made.matrix.tiers
    ]


@pytest.mark.parametrize(
    ("text", "up", "far_down"),
    [
        ("x1.75", "×1.76", "×1.65"),
        ("x1.7865", "×1.7965", "×1.6865"),
        ("+75%", "+76%", "+65%"),
        ("-10%", "-9%", "-20%"),
        ("175% of cost", "176% of cost", "165% of cost"),
        ("42% GP", "42.1% GP", "41% GP"),
        ("+$5.00", "+$5.10", "+$4.00"),
        ("+$0.05", "+$0.15", "-$0.95"),
    ],
)
def test_each_kind_has_its_own_step(text: str, up: str, far_down: str) -> None:
    factor = read_factor(text).factor
    assert nudged(factor, Basis.COST, 1).text == up
    assert nudged(factor, Basis.COST, -10).text == far_down


@given(st.sampled_from(["x1.75", "+75%", "90% of list", "42% GP", "+$5.00"]), st.integers(1, 9))
def test_a_nudge_and_back_is_the_same_value_and_its_text_reads_as_it(text: str, steps: int) -> None:
    reading = read_factor(text)
    moved = nudged(reading.factor, reading.basis or Basis.COST, steps)
    assert read_factor(moved.text).factor.value == moved.value
    assert nudged(moved, Basis.COST, -steps).value == reading.factor.value


def test_a_factor_at_its_limit_is_refused() -> None:
    with pytest.raises(MatrixDesignerError):
        NudgeFactors("m", (0,), -10).apply(design("x0.05"))


def test_nudges_of_the_same_tiers_are_one_step() -> None:
    one, other = NudgeFactors("m", (0, 2), 1), NudgeFactors("m", (0, 2), -10)
    assert one.merge_key == other.merge_key
    assert one.merge_key != NudgeFactors("m", (0,), 1).merge_key
    assert one.text == "nudge 2 factors"


def test_a_split_leaves_no_gap() -> None:
    made = SplitTier("m", 1, 1_237 * CENT).apply(design("x2", "x1.8"))
    assert bounds(made) == [(1, 1_000), (1_001, 1_237), (1_238, 2_000)]
    assert [tier.factor.text for tier in made.matrix.tiers] == ["x2", "x1.8", "x1.8"]
    halved = SplitTier("m", 1).apply(design("x2", "x1.8"))
    assert bounds(halved) == [(1, 1_000), (1_001, 1_500), (1_501, 2_000)]


@pytest.mark.parametrize("at", [1_000, 2_000, 5_000, 0])
def test_a_split_outside_its_tier_is_refused(at: int) -> None:
    with pytest.raises(MatrixDesignerError):
        SplitTier("m", 1, at * CENT).apply(design("x2", "x1.8"))


def test_a_merge_takes_the_whole_range_and_the_first_factor() -> None:
    made = MergeTiers("m", 0, 2).apply(design("x2", "x1.9", "x1.8", "x1.7"))
    assert bounds(made) == [(1, 3_000), (3_001, 4_000)]
    assert [tier.factor.text for tier in made.matrix.tiers] == ["x2", "x1.7"]
    assert MergeTiers("m", 0, 2).text == "merge tiers 1 to 3"


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 0), (0, 2), (-1, 1)])
def test_a_merge_needs_two_tiers(first: int, last: int) -> None:
    with pytest.raises(MatrixDesignerError):
        MergeTiers("m", first, last).apply(design("x2", "x1.9"))
