from __future__ import annotations

from dataclasses import replace
from math import isnan, log10
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.fold import Fold, fold_rows
from matrix_designer.analysis.gp_line import Line as GpLine
from matrix_designer.analysis.gp_line import gp_line, tier_extents
from matrix_designer.analysis.list_band import list_band
from matrix_designer.analysis.where_money_is import bars_of, bracket_of, span_of
from matrix_designer.core.design import Design
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.pricing import compile_matrix, price
from matrix_designer.evaluation.evaluate import evaluate
from tests.analysis.history import Line, sales_of


def tiers(*rows: tuple[float, float | None, str]) -> tuple[Tier, ...]:
    return tuple(
        Tier(round(low * DOLLAR), None if up is None else round(up * DOLLAR), read_factor(f).factor)
        for low, up, f in rows
    )


STEPS = Matrix("steps", tiers((0, 10, "x2.5"), (10.01, 50, "x2"), (50.01, None, "x1.6")))


def fold_of(*lines: Line) -> Fold:
    return fold_rows(sales_of(lines).rows)


def at(line: GpLine, dollars: float) -> float:
    """Read a line at a cost between its points, the way a plot connects them."""
    x = log10(dollars)
    for place in range(len(line.x) - 1):
        if line.x[place] <= x <= line.x[place + 1] and line.x[place] < line.x[place + 1]:
            share = (x - line.x[place]) / (line.x[place + 1] - line.x[place])
            return float(line.y[place] + share * (line.y[place + 1] - line.y[place]))
    return float("nan")


def test_steps_are_drawn_as_steps_with_risers_where_the_cent_rounds() -> None:
    line = gp_line(compile_matrix(STEPS), None, None)
    assert len(line.x) == 6
    assert line.y.tolist() == pytest.approx([60, 60, 50, 50, 37.5, 37.5])
    assert line.x[1] == line.x[2] == pytest.approx(log10(10.005))
    assert np.all(np.diff(line.x) >= 0)


def test_a_gap_breaks_the_line_and_a_fallback_factor_fills_it() -> None:
    gap = Matrix("gap", tiers((0, 10, "x2.5"), (20, None, "x2")))
    assert isnan(at(gp_line(compile_matrix(gap), None, None), 15))
    factor = read_factor("x4").factor
    filled = replace(gap, fallback=Fallback(FallbackKind.FACTOR, factor))
    assert at(gp_line(compile_matrix(filled), None, None), 15) == pytest.approx(75)


def test_the_cap_starts_above_its_own_cost_at_67_percent() -> None:
    capped = replace(STEPS, cap=Cap(250 * DOLLAR, CapRule.LOWER))
    line = gp_line(compile_matrix(capped), None, None)
    assert at(line, 249.9) == pytest.approx(37.5)
    assert at(line, 251) == pytest.approx(100 * 67 / 167)
    low, high = tier_extents(compile_matrix(capped))[2]
    assert low == pytest.approx(log10(50.005))
    assert high == pytest.approx(log10(250))


def test_a_floor_lifts_the_line() -> None:
    floored = replace(STEPS, rails=Rails(floor=Floor(FloorKind.GP, 45 * POINT)))
    line = gp_line(compile_matrix(floored), None, None)
    assert [at(line, c) for c in (5, 30, 90)] == pytest.approx([60, 50, 45])


@pytest.mark.parametrize("mode", [Mode.COMPOUND, Mode.LINEAR])
def test_slides_are_close_to_the_prices_of_the_engine(mode: Mode) -> None:
    schedule = compile_matrix(replace(STEPS, mode=mode))
    line = gp_line(schedule, None, None)
    for dollars in (2, 9.99, 10.5, 20, 33.3, 49, 51, 80, 400):
        cost = round(dollars * DOLLAR)
        column = np.array([cost], dtype=np.int64)
        sells = int(price(schedule, column, np.array([-1], dtype=np.int64)).price[0])
        assert at(line, dollars) == pytest.approx(100 * (sells - cost) / sells, abs=0.15)


def test_an_add_on_slides() -> None:
    line = gp_line(compile_matrix(Matrix("add", tiers((0, None, "+$5.00")))), None, None)
    assert at(line, 5) == pytest.approx(50, abs=0.05)
    assert at(line, 45) == pytest.approx(10, abs=0.05)


def test_prices_on_list_are_drawn_from_sold_parts_only() -> None:
    tier = Tier(0, None, read_factor("90% of list").factor, Basis.LIST)
    by_list = Matrix("list", (tier,), lookup=Basis.LIST)
    schedule = compile_matrix(by_list)
    assert np.isnan(gp_line(schedule, None, None).y).all()
    fold = fold_of(
        Line(30 * DOLLAR, 50 * DOLLAR, 0, PIECE), Line(30 * DOLLAR, 100 * DOLLAR, 0, PIECE)
    )
    line = gp_line(schedule, fold, price(schedule, fold.cost, fold.list_price).price)
    assert at(line, 30) == pytest.approx(100 * (135 - 60) / 135)
    assert isnan(at(line, 3))
    assert all(isnan(low) for low, _ in tier_extents(schedule))


def test_the_band_holds_the_middle_eight_of_ten_pieces() -> None:
    lists = [(15, 1), (20, 1), (25, 6), (30, 1), (40, 1)]
    fold = fold_of(*(Line(11 * DOLLAR, d * DOLLAR, 0, q * PIECE) for d, q in lists))
    schedule = compile_matrix(Matrix("two", tiers((0, None, "x2"))))
    band = list_band(schedule, fold, price(schedule, fold.cost, fold.list_price).price)
    assert band is not None
    assert band.median.tolist() == pytest.approx([100 * 22 / 25] * 2)
    assert band.low.tolist() == pytest.approx([100 * 22 / 40] * 2)
    assert band.high.tolist() == pytest.approx([100 * 22 / 20] * 2)
    assert band.x[0] <= log10(11) < band.x[1]
    assert band.x[1] - band.x[0] == pytest.approx(1 / 16, abs=1e-4)


@pytest.mark.parametrize("seed", range(10))
def test_the_band_is_that_of_sorting_every_piece(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - test data
    lines = [
        Line(1050 * CENT, rng.randint(1000, 4000) * CENT, 0, rng.randint(1, 9) * PIECE)
        for _ in range(rng.choice((1, 2, 30, 400)))
    ]
    schedule = compile_matrix(Matrix("two", tiers((0, None, "x2"))))
    fold = fold_of(*lines)
    band = list_band(schedule, fold, price(schedule, fold.cost, fold.list_price).price)
    assert band is not None
    pieces = sorted(
        2100 * CENT / (line.list_price or 1)
        for line in lines
        for _ in range(line.quantity // PIECE)
    )
    for share, drawn in ((0.1, band.low), (0.5, band.median), (0.9, band.high)):
        place = next(n for n in range(len(pieces)) if n + 1 >= share * len(pieces))
        assert drawn[0] == pytest.approx(100 * pieces[place])


def test_the_band_is_cut_at_tier_bounds_and_broken_where_nothing_was_sold() -> None:
    schedule = compile_matrix(STEPS)
    costs = (9.9, 10.1, 20, 40)
    fold = fold_of(*(Line(round(c * DOLLAR), round(2 * c * DOLLAR), 0, PIECE) for c in costs))
    band = list_band(schedule, fold, price(schedule, fold.cost, fold.list_price).price)
    assert band is not None
    assert log10(10.005) in [pytest.approx(x) for x in band.x]
    filled = band.median[~np.isnan(band.median)]
    assert filled.tolist() == pytest.approx([125, 125, 100, 100, 100, 100, 100, 100])
    assert np.isnan(band.median).sum() == 4


def test_no_band_is_invented_without_a_list() -> None:
    schedule = compile_matrix(STEPS)
    fold = fold_of(Line(5 * DOLLAR, None, 0, PIECE))
    assert list_band(schedule, fold, price(schedule, fold.cost, fold.list_price).price) is None


def test_bars_hold_every_cost_dollar_in_its_sixteenth_of_a_decade() -> None:
    fold = fold_of(
        Line(375, None, 0, 100 * PIECE),
        Line(10 * DOLLAR, None, 0, PIECE),
        Line(10 * DOLLAR - 1, None, 0, 2 * PIECE),
        Line(20_000 * DOLLAR, None, 0, PIECE),
    )
    bars = bars_of(fold)
    assert bars is not None
    assert bars.dollars.sum() == pytest.approx(3.75 + 10 + 19.9998 + 20_000)
    assert len(bars.edges) == len(bars.dollars) + 1
    assert np.diff(bars.edges) == pytest.approx(1 / 16)
    ten = int(np.searchsorted(bars.edges, 1.0 - 1e-9))
    assert bars.dollars[ten] == pytest.approx(10)
    assert bars.dollars[ten - 1] == pytest.approx(19.9998)
    assert bars_of(fold_of()) is None


def test_the_bracket_is_the_narrowest_round_band_of_three_quarters() -> None:
    fold = fold_of(
        Line(4 * DOLLAR, None, 0, 2 * PIECE),
        Line(12 * DOLLAR, None, 0, 3 * PIECE),
        Line(35 * DOLLAR, None, 0, PIECE),
        Line(100 * DOLLAR, None, 0, PIECE // 10),
    )
    bracket = bracket_of(fold)
    assert bracket is not None
    assert (bracket.low, bracket.high) == (10 * DOLLAR, 35 * DOLLAR)
    assert bracket.share == pytest.approx(100 * 71 / 89)
    assert bracket_of(fold_of()) is None


def test_the_bracket_is_never_beaten_by_a_narrower_band() -> None:
    rng = Random(9)  # noqa: S311 - test data
    lines = [Line(int(np.exp(rng.gauss(12, 1))), None, 0, PIECE) for _ in range(300)]
    bracket = bracket_of(fold_of(*lines))
    assert bracket is not None

    def share(low: int, high: int) -> float:
        held = sum(line.cost for line in lines if low <= line.cost <= high)
        return 100 * held / sum(line.cost for line in lines)

    assert bracket.share == pytest.approx(share(bracket.low, bracket.high))
    assert bracket.share >= 75
    for low in range(1, 60):
        for high in range(low + 1, 120):
            if low % 5 == 0 and high % 5 == 0 and high <= 50:
                narrower = high / low < bracket.high / bracket.low - 1e-9
                assert not (narrower and share(low * DOLLAR, high * DOLLAR) >= 75)


def test_the_axis_runs_from_ten_cents_to_a_thousand_dollars_unless_the_money_is_elsewhere() -> None:
    usual = fold_of(Line(20 * DOLLAR, None, 0, 1000 * PIECE), Line(5000 * DOLLAR, None, 0, 1))
    assert span_of(usual, STEPS) == pytest.approx((-1, 3))
    dear = fold_of(Line(20 * DOLLAR, None, 0, PIECE), Line(5000 * DOLLAR, None, 0, PIECE))
    assert span_of(dear, STEPS) == pytest.approx((-1, log10(5000)))
    oil = fold_of(Line(375, None, 0, PIECE))
    assert span_of(oil, STEPS) == pytest.approx((-2, 3))
    assert span_of(None, STEPS) == pytest.approx((-1, 3))
    high = Matrix("high", tiers((0, 3000, "x2"), (3000.01, 99_999.99, "x1.5")))
    assert span_of(None, high) == pytest.approx((-1, log10(5000)))


def test_falls_carry_their_dollars_and_whether_they_count() -> None:
    lines = [
        Line(1005 * CENT, None, 0, 4 * PIECE),
        Line(100 * DOLLAR, None, 0, PIECE),
        Line(5005 * CENT, None, 0, PIECE // 100),
    ]
    first, second = evaluate(Design("d", (STEPS,)), sales_of(lines)).curves.falls
    assert (first.tier, first.low, first.price_at_top) == (1, 1001 * CENT, 25 * DOLLAR)
    assert first.price_after == 2002 * CENT
    assert first.fall == 498 * CENT
    assert first.high == 1249 * CENT
    assert first.dollars == 4 * PIECE * (25 * DOLLAR - 2010 * CENT)
    assert first.counts
    assert not second.counts
    assert [fall.dollars for fall in evaluate(Design("d", (STEPS,))).curves.falls] == [None, None]
