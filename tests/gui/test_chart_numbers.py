"""The chart's arithmetic without a window: spans of the axis, round amounts, finer ticks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.analysis.reading import Quote, Reading
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.axis_span import HIGHEST, LOWEST, NARROWEST, moved, zoomed
from matrix_designer.gui.plots.dragging import round_amount
from matrix_designer.gui.plots.readout import say_reading
from matrix_designer.gui.plots.scales import cost_ticks, cost_writer


@given(st.floats(-2, 3), st.floats(0.2, 3), st.floats(0, 1), st.floats(0.2, 5))
def test_zoom_keeps_the_place_under_the_pointer(
    low: float, width: float, part: float, factor: float
) -> None:
    span = (low, low + width)
    about = low + part * width
    first, last = zoomed(span, about, factor)
    assert LOWEST - 1e-9 <= first < last <= HIGHEST + 1e-9
    assert last - first >= NARROWEST - 1e-9
    is_free = first > LOWEST + 1e-9 and last < HIGHEST - 1e-9
    if is_free:
        assert (about - first) / (last - first) == pytest.approx(part, abs=1e-6)


def test_an_axis_moves_no_further_than_costs_go() -> None:
    assert moved((-1.0, 3.0), 0.5) == (-0.5, 3.5)
    assert moved((-1.0, 3.0), -9) == (LOWEST, LOWEST + 4)
    assert moved((-1.0, 3.0), 99) == (HIGHEST - 4, HIGHEST)


@given(st.floats(-2, 5), st.floats(0.0005, 0.02))
def test_a_dragged_bound_is_round_and_under_the_pointer(x: float, width: float) -> None:
    amount = round_amount(x, width)
    assert amount % CENT == 0
    exact = 10**x * DOLLAR
    assert abs(amount - exact) <= max(exact * (10**width - 1), CENT)


@pytest.mark.parametrize(
    ("dollars", "width", "wanted"), [(24.93, 0.005, 25.0), (1.03, 0.0004, 1.03), (0.5, 1e-9, 0.5)]
)
def test_round_amounts(dollars: float, width: float, wanted: float) -> None:
    assert round_amount(math.log10(dollars), width) == round(wanted * DOLLAR)


@pytest.mark.parametrize("low", [-1.0, 0.3, 1.0, 2.2])
@pytest.mark.parametrize("width", [0.1, 0.5, 1.0, 4.0])
def test_any_part_of_the_axis_has_ticks_that_differ(low: float, width: float) -> None:
    ticks = cost_ticks(low, low + width)
    assert 3 <= len(ticks) <= 12
    texts = [cost_writer(Numbers())(tick) for tick in ticks]
    assert len(set(texts)) == len(texts)


def test_a_reading_is_said_with_local_marks() -> None:
    quote = Quote(3, "tier 3", 1_234_5600, 234_5600, 1.234, 19.0)
    comma = Numbers(",", ".")
    said = say_reading(Reading(1_000 * DOLLAR, None, quote, None), comma)
    assert said.startswith("Cost $1.000,00, no list, tier 3, proposed, ×1,23, $1.234,56")
    assert said.endswith("19,0 %")
    nothing = Quote(None, "no tier", None, None, None, None)
    assert "no price" in say_reading(Reading(DOLLAR, None, nothing, None), comma)
