"""What a history says about itself: rankings, brushes, spreads and swings against loops by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.brushing import brush_between, moved_along, moved_up
from matrix_designer.analysis.density import Brush, density_of, tally
from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.list_ratio import list_ratios
from matrix_designer.analysis.priced_by import priced_by
from matrix_designer.analysis.ranking import (
    BAND_TOPS,
    Measure,
    RankBy,
    SoldParts,
    ordered,
    rank_by_class,
    rank_by_cost,
    rank_by_source,
    rank_parts,
    rows_with_most,
    running_costs,
)
from matrix_designer.analysis.sales_figures import figures_of
from matrix_designer.analysis.swing import Reading, swings
from matrix_designer.analysis.where_money_is import bracket_of
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import MISSING, Sales, SalesRows, Tally
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.plan import ByMatrix, Conditions, Plan, Rule
from matrix_designer.evaluation.evaluate import evaluate

DOLLAR, PIECE = 10_000, 1_000
Row = tuple[int, int | None, int, int, int, int, int]
"""Cost, list, unit sold, source, class, quantity, lines."""


def rng_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - test data


def history(rows: list[Row]) -> Sales:
    plain = [(row[0], row[1] or MISSING, *row[2:]) for row in rows]
    cost, lists, unit, source, group, quantity, lines = (
        np.array(column, dtype=np.int64) for column in zip(*sorted(plain), strict=True)
    )
    made = SalesRows(
        cost=cost,
        list_price=lists,
        unit_sold=unit,
        source=source,
        sale_class=group,
        pay_type=np.zeros(len(rows), dtype=np.int64),
        quantity=quantity,
        sold=unit * quantity,
        lines=lines,
    )
    used = Tally(
        int(lines.sum()),
        int(quantity.sum()),
        int((cost * quantity).sum()),
        int(made.sold.sum()),
    )
    return Sales("h", "0", made, ("03", "12", ""), ("A", "B"), ("",), used.lines, used, {}, {}, 1)


def random_rows(rng: Random, count: int = 300) -> list[Row]:
    tops = [0, *BAND_TOPS]
    rows: list[Row] = []
    for _ in range(count):
        cost = rng.choice(
            (rng.choice(tops) + rng.choice((0, 1, 50, 100)), rng.randint(1, 4_000_000))
        )
        cost = max(cost, 50)
        listed = rng.choice((None, cost * 2, round(cost * 1.7), cost))
        unit = round((listed or cost * 2) * rng.choice((0.8, 1.0, 1.1, 1.2))) // 100 * 100
        rows.append(
            (cost, listed, unit, rng.randrange(3), rng.randrange(2), rng.choice((1000, 2500)), 1)
        )
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_a_ranking_adds_up_to_what_a_loop_over_the_rows_adds(seed: int) -> None:
    rows = random_rows(rng_of(seed))
    sales = history(rows)
    for ranking in (rank_by_source(sales), rank_by_class(sales)):
        is_source = ranking.by is RankBy.SOURCE
        names = sales.sources if is_source else sales.classes
        by_hand: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for row in rows:
            sums = by_hand[names[row[3] if is_source else row[4]]]
            for at, value in enumerate((row[6], row[5], row[0] * row[5], row[2] * row[5])):
                sums[at] += value
        shown = {r.name: [r.lines, r.pieces, r.cost, r.sales] for r in ranking.rows}
        assert shown == dict(by_hand)
        assert ranking.total.cost == sum(row[0] * row[5] for row in rows)
        assert [r.cost for r in ranking.rows] == sorted(
            (r.cost for r in ranking.rows), reverse=True
        )


@pytest.mark.parametrize("seed", range(5))
def test_every_cost_is_in_the_band_that_names_it(seed: int) -> None:
    rows = random_rows(rng_of(seed))
    ranking = rank_by_cost(history(rows))
    for band in ranking.rows:
        assert band.low is not None
        inside = [
            row
            for row in rows
            if band.low <= row[0] <= (10**12 if band.high is None else band.high)
        ]
        assert band.lines == len(inside)
        assert band.sales == sum(row[2] * row[5] for row in inside)
    assert sum(band.lines for band in ranking.rows) == len(rows)


def test_a_cost_at_the_top_of_a_band_is_in_it_and_a_little_more_is_not() -> None:
    rows: list[Row] = [
        (cost, None, 200_000, 0, 0, PIECE, 1) for cost in (150_000, 150_001, 2_500_000, 20_000_000)
    ]
    bands = {band.name: band.lines for band in rank_by_cost(history(rows)).rows}
    assert bands == {
        "10.01 to 15.00": 1,
        "15.01 to 20.00": 1,
        "100.01 to 250.00": 1,
        "above 1000.00": 1,
    }


def test_rows_come_in_the_order_of_the_head_that_was_pressed() -> None:
    rows: list[Row] = [
        (10 * DOLLAR, None, 11 * DOLLAR, 0, 0, 4 * PIECE, 1),
        (DOLLAR, None, 9 * DOLLAR, 1, 0, 5 * PIECE, 1),
        (20 * DOLLAR, None, 30 * DOLLAR, 2, 0, PIECE, 1),
    ]
    ranking = rank_by_source(history(rows))
    names = {
        measure: [row.name for row in ordered(ranking, measure)]
        for measure in (Measure.COST, Measure.PIECES, Measure.GP, Measure.GP_PERCENT)
    }
    assert names == {
        Measure.COST: ["03", "", "12"],
        Measure.PIECES: ["12", "03", ""],
        Measure.GP: ["12", "", "03"],
        Measure.GP_PERCENT: ["12", "", "03"],
    }
    assert [row.name for row in ordered(ranking, Measure.NAME, is_descending=False)] == [
        "",
        "03",
        "12",
    ]


def test_the_rows_with_most_of_the_money_end_where_eighty_percent_is_reached() -> None:
    rows: list[Row] = [
        (cost * DOLLAR, None, cost * DOLLAR, 0, 0, PIECE, 1) for cost in (50, 30, 12, 8)
    ]
    shown = ordered(rank_by_cost(history(rows)))
    assert running_costs(shown) == tuple(n * DOLLAR * PIECE for n in (50, 80, 92, 100))
    assert rows_with_most(shown, 100 * DOLLAR * PIECE) == 2
    assert rows_with_most(shown, 101 * DOLLAR * PIECE) == 3
    assert rows_with_most((), 0) == 0


def parts_of(costs: list[int], sales: list[int]) -> SoldParts:
    ones = np.ones(len(costs), dtype=np.int64)
    return SoldParts(
        tuple(f"P{n}" for n in range(len(costs))),
        ("",) * len(costs),
        ones,
        ones * PIECE,
        np.array(costs, dtype=np.int64),
        np.array(sales, dtype=np.int64),
    )


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("is_descending", [True, False])
def test_parts_beyond_the_first_are_one_row_that_says_how_many(
    measure: Measure, *, is_descending: bool
) -> None:
    rng = rng_of(4)
    costs = [rng.randint(1, 900) for _ in range(40)]
    parts = parts_of(costs, [cost + rng.randint(0, 90) for cost in costs])
    ranking = rank_parts(parts, measure, is_descending=is_descending, most=7)
    assert len(ranking.rows) == 7
    assert ranking.rest is not None
    assert ranking.rest.stands_for == 33
    for name in ("lines", "pieces", "cost", "sales"):
        shown = sum(getattr(row, name) for row in (*ranking.rows, ranking.rest))
        assert shown == getattr(ranking.total, name)
    values: dict[Measure, list[float | str]] = {
        Measure.NAME: list(parts.names),
        Measure.PIECES: [0.0] * 40,
        Measure.COST: parts.cost.tolist(),
        Measure.SALES: parts.sales.tolist(),
        Measure.GP: (parts.sales - parts.cost).tolist(),
        Measure.GP_PERCENT: (1 - parts.cost / parts.sales).tolist(),
    }
    value = values[measure]
    by_hand = sorted(value, reverse=is_descending)[:7]
    assert [value[int(row.name[1:])] for row in ranking.rows] == by_hand


def test_few_parts_leave_no_rest() -> None:
    ranking = rank_parts(parts_of([3, 1], [4, 2]))
    assert (ranking.by, ranking.rest) == (RankBy.PART, None)


@pytest.mark.parametrize("seed", range(8))
def test_a_brush_holds_what_fractions_say(seed: int) -> None:
    rng = rng_of(seed)
    rows = random_rows(rng)
    sales = history(rows)
    low, high = sorted(rng.choice(rows)[0] for _ in range(2))
    for brush in (
        Brush(low, high),
        Brush(low, None, 10_000, None),
        Brush(low, high, 10_000, 11_000),
        Brush(None, high, None, 12_000),
    ):
        expected = [0, 0]
        for cost, listed, unit, _, _, quantity, lines in rows:
            is_in = (brush.low or 0) <= cost <= (10**12 if brush.high is None else brush.high)
            if not brush.is_band:
                ratio = Fraction(unit, listed) if listed else None
                over, under = Fraction(brush.ratio_low or 0, 10_000), brush.ratio_high
                is_in &= ratio is not None and ratio >= over
                is_in &= under is None or (ratio is not None and ratio < Fraction(under, 10_000))
            expected[0] += lines if is_in else 0
            expected[1] += unit * quantity if is_in else 0
        found = tally(sales.rows, brush.holds(sales.rows))
        assert [found.lines, found.sales] == expected


def test_a_brush_goes_outwards_to_cents_and_percents_and_moves_by_keys() -> None:
    brush = brush_between((1.0, 1.5), (99.2, 110.4))
    assert brush == Brush(100_000, 316_300, 9_900, 11_100)
    assert brush_between((-2.0, -2.0), None) == Brush(100, 100)
    wider = moved_along(brush, 1, is_end_only=True)
    assert wider.low == brush.low
    assert wider.high is not None
    assert wider.high > 316_300
    assert moved_up(brush, 1, is_end_only=False) == replace(
        brush, ratio_low=10_400, ratio_high=11_600
    )
    assert moved_up(Brush(100, 200), 1, is_end_only=False) == Brush(100, 200, 10_000, 11_000)
    assert moved_along(Brush(100, 100), -1, is_end_only=False) == Brush(100, 100)


def test_the_density_draws_every_dollar_with_a_list_or_says_where_it_is() -> None:
    rows = random_rows(rng_of(3), 500)
    sales = history(rows)
    density = density_of(sales, (-1.0, 3.0))
    assert density is not None
    told = [density.drawn, density.outside, density.no_list]
    assert sum(one.lines for one in told) == 500
    assert sum(one.cost for one in told) == sales.used.cost
    drawn = density.drawn.cost / 10**7
    assert drawn * 0.9 < density.cells.sum() <= drawn * 1.0001
    inside = density.cells[density.cells >= density.level].sum()
    assert 0.94 < inside / density.cells.sum() < 0.96


def test_a_density_stands_where_the_part_was_sold() -> None:
    sales = history([(10 * DOLLAR, 20 * DOLLAR, 22 * DOLLAR, 0, 0, PIECE, 1)])
    density = density_of(sales, (-1.0, 3.0))
    assert density is not None
    row, column = np.unravel_index(int(density.cells.argmax()), density.cells.shape)
    high, wide = density.cells.shape
    across = -1 + (column + 0.5) / wide * 4
    percent = density.y[0] + (row + 0.5) / high * (density.y[1] - density.y[0])
    assert abs(across - 1.0) < 0.02
    assert abs(percent - 110) < 1
    assert density_of(history([(DOLLAR, None, DOLLAR, 0, 0, PIECE, 1)]), (-1.0, 3.0)) is None


def test_the_spread_of_list_over_cost_is_by_pieces() -> None:
    rows: list[Row] = [
        (10 * DOLLAR, 15 * DOLLAR, 15 * DOLLAR, 0, 0, PIECE, 1),
        (10 * DOLLAR, 20 * DOLLAR, 20 * DOLLAR, 0, 0, 8 * PIECE, 1),
        (10 * DOLLAR, 30 * DOLLAR, 30 * DOLLAR, 0, 0, PIECE, 1),
        (10 * DOLLAR, None, 30 * DOLLAR, 1, 0, 3 * PIECE, 1),
    ]
    first, second, everything = list_ratios(history(rows))
    assert (first.name, first.low, first.median, first.high) == ("03", 1.5, 2.0, 2.0)
    assert (first.pieces, first.no_list_pieces) == (10 * PIECE, 0)
    assert (second.name, second.median, second.no_list_pieces) == ("12", None, 3 * PIECE)
    assert (everything.median, everything.pieces) == (2.0, 10 * PIECE)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("percent", [10, 7])
def test_a_swing_is_what_a_loop_in_fractions_says(seed: int, percent: int) -> None:
    rng = rng_of(seed)
    rows = random_rows(rng, 120)
    fold = fold_rows(history(rows).rows)
    price = np.array([rng.choice((-1, 900, 12_300, 777_700)) for _ in range(len(fold))])
    low, high = sorted(rng.choice(rows)[0] for _ in range(2))
    for swing in swings(fold, price, low, high, percent):
        after = before = rest = 0
        for cost, one, quantity in zip(
            fold.cost.tolist(), price.tolist(), fold.quantity.tolist(), strict=True
        ):
            if one < 0:
                continue
            if not low <= cost <= high:
                rest += one * quantity
                continue
            factor = 1 + Fraction(swing.percent, 100)
            exact = one * factor
            if swing.reading is Reading.MARKUP:
                exact = cost + (one - cost) * factor
            cents = int((exact / 100 + Fraction(1, 2)) // 1)
            after += max(cents, 0) * 100 * quantity
            before += one * quantity
        assert (swing.band_before.sales, swing.band_after.sales) == (before, after)
        assert swing.after.sales == after + rest
        assert swing.gp_change == after - before
        assert swing.before.cost == swing.after.cost


def test_the_two_readings_of_ten_percent_differ_as_the_source_has_it() -> None:
    """001 ingredient 6: a 10 % swing means 1 to 2 points of GP. Only of the markup is that so."""
    rows: list[Row] = [(10 * DOLLAR, 20 * DOLLAR, 18 * DOLLAR, 0, 0, PIECE, 1)]
    fold = fold_rows(history(rows).rows)
    found = {
        (swing.reading, swing.percent): swing
        for swing in swings(fold, np.array([180_000]), 1, None, 10)
    }
    markup, price = found[Reading.MARKUP, 10], found[Reading.PRICE, 10]
    assert markup.band_after.sales == 188_000 * PIECE
    assert price.band_after.sales == 198_000 * PIECE
    assert found[Reading.MARKUP, -10].gp_change == -markup.gp_change
    assert markup.stake.volume == Fraction(8, 88)
    assert price.stake.volume == Fraction(18, 98)


def test_what_prices_a_brush_is_told_by_dollars() -> None:
    tiers = (
        Tier(100, 100_000, read_factor("x2").factor),
        Tier(100_100, None, read_factor("x1.5").factor),
    )
    rows: list[Row] = [
        (5 * DOLLAR, 12 * DOLLAR, 12 * DOLLAR, 0, 0, 3 * PIECE, 1),
        (20 * DOLLAR, 30 * DOLLAR, 33 * DOLLAR, 0, 0, PIECE, 1),
        (30 * DOLLAR, None, 40 * DOLLAR, 0, 0, PIECE, 1),
    ]
    analysis = evaluate(Design("d", (Matrix("m", tiers),)), history(rows))
    assert analysis.states.priced is not None
    everything = priced_by(analysis.states.priced, Brush())
    assert [(one.row, one.cost // DOLLAR // PIECE) for one in everything] == [(1, 50), (0, 15)]
    above = priced_by(analysis.states.priced, Brush(None, None, 10_500, None))
    assert [(one.row, one.share) for one in above] == [(1, 1.0)]
    assert priced_by(analysis.states.priced, Brush(90_000_000, None)) == ()


def test_tiers_of_a_plan_share_the_dollars_of_all_that_is_brushed() -> None:
    rows: list[Row] = [
        (20 * DOLLAR, 40 * DOLLAR, 35 * DOLLAR, 0, 0, 3 * PIECE, 1),
        (20 * DOLLAR, 40 * DOLLAR, 35 * DOLLAR, 1, 0, PIECE, 1),
    ]
    matrices = tuple(
        Matrix(name, (Tier(100, None, read_factor(factor).factor),))
        for name, factor in (("m", "x2"), ("n", "x3"))
    )
    rule = Rule(ByMatrix("n"), Conditions(sources=("1",)))
    sold = replace(history(rows), sources=("0", "1"))
    analysis = evaluate(Design("d", matrices, plan=Plan((rule,))), sold)
    whole, own = analysis.states.whole, analysis.states.priced
    assert whole is not None
    assert own is not None
    others = [one.priced for one in whole.parts if one.priced is not own]
    (tier,) = priced_by(own, Brush(), others)
    assert (tier.row, tier.cost, tier.share) == (0, 60 * DOLLAR * PIECE, 0.75)
    figures = figures_of(sold, None, analysis.curves)
    assert figures.thumb == 80 * DOLLAR * PIECE


def test_the_band_of_eighty_percent_holds_eighty_percent() -> None:
    rows: list[Row] = [
        (cost * DOLLAR, None, cost * DOLLAR, 0, 0, quantity, 1)
        for cost, quantity in ((2, 3 * PIECE), (20, 3_800), (90, 200))
    ]
    fold = fold_rows(history(rows).rows)
    wide, narrow = bracket_of(fold, (4, 5)), bracket_of(fold)
    assert wide is not None
    assert narrow is not None
    assert (narrow.share, wide.share) == (76.0, 94.0)
