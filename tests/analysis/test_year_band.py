"""The band against repair orders drawn one by one from the lines, in plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import fmean

import numpy as np
import pytest

from matrix_designer.analysis import year_band
from matrix_designer.analysis.line_prices import of_fold
from matrix_designer.analysis.year_band import Band, YearBand, ask, judge
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import read_factor
from matrix_designer.core.filters import Filters
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.query import Columns
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.must_be_true import truth_of, work_out
from matrix_designer.formats.database import CancelledError, Watch
from matrix_designer.formats.line_queries import ask_lines
from tests.analysis.history import Line, sales_of
from tests.core.test_draws import pcg64
from tests.formats.lines_by_hand import HandLine, write_lines
from tests.oracle.random_matrices import seeded

PROPOSED, IN_FORCE = 175, 160
"""Percents of cost, priced here by hand."""
CAP = 2_500_000


def tiers(percent: int) -> Matrix:
    factor = read_factor(f"{percent}% of cost").factor
    return Matrix("m", (Tier(0, CAP, factor),), cap=Cap(CAP, CapRule.COST_PLUS_67))


def price_by_hand(cost: int, percent: int) -> int | None:
    """The price in ten-thousandths; the matrix has a cap at cost x 1.67 and nothing else."""
    if cost < 50:
        return None
    exact = cost * (167 if cost > CAP else percent)
    return (exact + 5_000) // 10_000 * 100


def some_lines(seed: int, orders: int, *, without: int = 0, undated: int = 0) -> list[HandLine]:
    rng = seeded(seed)
    made: list[HandLine] = []

    def add(ro: str, day: dt.date | None, store: str) -> None:
        cost = rng.randint(50, 3_000_000)
        quantity = rng.choice((1_000, 2_000, 4_500))
        unit = cost * rng.randint(100, 220) // 10_000 * 100
        made.append(
            HandLine(
                line=len(made) + 1,
                cost=cost,
                list=rng.choice((None, cost * 2)),
                quantity=quantity,
                sold=unit * quantity,
                unit_sold=unit,
                ro=ro,
                day=day,
                store=store,
            )
        )

    first = dt.date(2026, 1, 1)
    for order in range(orders):
        for _ in range(rng.randint(1, 6)):
            add(f"R{order // 2}", first + dt.timedelta(order % 40), ("", "North")[order % 2])
    for _ in range(without):
        add("", first + dt.timedelta(rng.randrange(40)), "")
    for _ in range(undated):
        add("", None, "")
    rng.shuffle(made)
    return made


def analysed(lines: Sequence[HandLine], folder: Path, *, has_record: bool = True) -> Analysis:
    plain = [Line(e.cost or 0, e.list, e.unit_sold or 0, e.quantity or 0) for e in lines]
    path = write_lines(folder / "lines.parquet", list(lines))
    sales = replace(sales_of(plain, days=40), lines_file=path)
    record = InForce(tiers(IN_FORCE)) if has_record else None
    return evaluate(Design("d", (tiers(PROPOSED),), in_force=record), sales, checks=())


def band_of(analysis: Analysis) -> YearBand:
    worked_out = work_out(analysis)
    assert worked_out is not None
    assert worked_out.no_band is None
    assert worked_out.band is not None
    return worked_out.band


def units_by_hand(
    lines: Sequence[HandLine], *, is_sold: bool = False
) -> tuple[dict[tuple[str, ...], list[int]], list[int]]:
    """GP afterwards and before of each order, else of each day; and of lines with neither."""
    units: dict[tuple[str, ...], list[int]] = {}
    held = [0, 0]
    for line in lines:
        cost, quantity = line.cost or 0, line.quantity or 0
        after, before = price_by_hand(cost, PROPOSED), price_by_hand(cost, IN_FORCE)
        assert after is not None
        assert before is not None
        before = (line.unit_sold or 0) if is_sold else before
        if line.ro:
            key: tuple[str, ...] = ("1", line.store, line.ro)
        elif line.day is not None:
            key = ("2", line.store, line.day.isoformat())
        else:
            key = ()
        sums = units.setdefault(key, [0, 0]) if key else held
        sums[0] += (after - cost) * quantity
        sums[1] += (before - cost) * quantity
    return units, held


def drawn_by_hand(units: Sequence[list[int]], held: list[int], seed: int) -> list[Band]:
    """The resamples of a seed, each number drawn in a loop."""
    count = len(units)
    halves = (count + 1) // 2
    raw = iter(pcg64(seed, 1_000 * halves))
    sums: list[list[int]] = [[], [], []]
    for _ in range(1_000):
        block = [next(raw) for _ in range(halves)]
        numbers = [each >> 32 for each in block] + [each & (2**32 - 1) for each in block]
        after, before = held
        for number in numbers[:count]:
            unit = units[number * count >> 32]
            after, before = after + unit[0], before + unit[1]
        for place, total in enumerate((after, before, after - before)):
            sums[place].append(total)
    return [Band(sorted(each)[100], sorted(each)[899]) for each in sums]


@pytest.mark.parametrize(
    ("seed", "orders", "without", "undated", "is_sold"),
    [(1, 60, 0, 0, False), (2, 45, 30, 0, False), (3, 40, 12, 5, True), (4, 0, 80, 3, False)],
)
def test_the_band_is_that_of_draws_made_by_hand(
    tmp_path: Path, *, seed: int, orders: int, without: int, undated: int, is_sold: bool
) -> None:
    lines = some_lines(seed, orders, without=without, undated=undated)
    band = band_of(analysed(lines, tmp_path, has_record=not is_sold))
    units, held = units_by_hand(lines, is_sold=is_sold)
    expected = drawn_by_hand([units[key] for key in sorted(units)], held, year_band.SEED)
    assert [band.gp_after, band.gp_before, band.change] == expected
    assert band.orders == sum(key[0] == "1" for key in units) == orders
    assert band.days == sum(key[0] == "2" for key in units)
    assert (band.held, band.resamples, band.seed) == (undated, 1_000, 2026)


def test_the_band_is_the_same_again_and_another_with_another_seed(tmp_path: Path) -> None:
    lines = some_lines(5, 80)
    analysis = analysed(lines, tmp_path)
    again = tmp_path / "again"
    again.mkdir()
    seeded(9).shuffle(lines)
    assert band_of(analysed(lines, again)) == band_of(analysis)
    one, two = (judge(*answers(analysis), seed=seed) for seed in (1, 2))
    assert one is not None
    assert two is not None
    assert one.gp_after != two.gp_after


def test_the_band_is_of_the_lines_that_filters_and_switches_let_through(tmp_path: Path) -> None:
    lines = some_lines(10, 120, without=20)
    north = [line for line in lines if line.store == "North"]
    internal = [replace(line, reason=9) for line in north]
    others = [replace(line, line=line.line + 10_000, reason=10) for line in north]
    expected = band_of(analysed(north, tmp_path))
    analysis = analysed(north, tmp_path)
    assert analysis.sales is not None
    filters = Filters(stores=frozenset({"North"}))
    kept = write_lines(tmp_path / "all.parquet", lines)
    sales = replace(analysis.sales, lines_file=kept, filters=filters)
    assert band_of(replace(analysis, sales=sales)) == expected
    kept = write_lines(tmp_path / "switched.parquet", [*internal, *others])
    sales = replace(analysis.sales, lines_file=kept, switched_in=frozenset({"internal"}))
    assert band_of(replace(analysis, sales=sales)) == expected


def answers(analysis: Analysis) -> tuple[Columns, Columns]:
    truth, priced = truth_of(analysis), analysis.states.priced
    assert truth is not None
    assert priced is not None
    assert analysis.sales is not None
    assert analysis.sales.lines_file is not None
    questions = ask(of_fold(priced), truth.compared_with)
    path = Path(analysis.sales.lines_file)
    return ask_lines(path, questions.by_order), ask_lines(path, questions.by_day)


def columns(after: Sequence[int], before: Sequence[int] | None = None) -> Columns:
    made: Ints = np.array(after, np.int64)
    other = made // 2 if before is None else np.array(before, np.int64)
    return Columns({"lines": made * 0 + 1, "cost": made * 0, "after": made, "before": other})


NO_DAYS = Columns({name: np.zeros(0, np.int64) for name in ("day", *columns([]).numbers)})


def naive_width(values: Sequence[int], rng: Random) -> float:
    sums = sorted(sum(rng.choices(values, k=len(values))) for _ in range(1_000))
    return sums[899] - sums[100]


def test_whole_orders_are_drawn_and_not_lines() -> None:
    rng = seeded("whole orders")
    orders = [rng.randint(10**7, 10**9) for _ in range(400)]
    band = judge(columns([10 * each for each in orders]), NO_DAYS)
    assert band is not None
    width = band.gp_after.high - band.gp_after.low
    whole = fmean(naive_width([10 * each for each in orders], rng) for _ in range(3))
    lines = fmean(naive_width([each for each in orders for _ in range(10)], rng) for _ in range(2))
    assert width == pytest.approx(whole, rel=0.12)
    assert width > 2.5 * lines
    assert band.gp_after.low < 10 * sum(orders) < band.gp_after.high


def test_many_orders_drawn_together_give_the_same_band(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = seeded("many orders")
    orders = [int(rng.lognormvariate(16, 1.2)) for _ in range(9_001)]
    alone = judge(columns(orders), NO_DAYS)
    monkeypatch.setattr(year_band, "MOST_DRAWN", 2_000)
    together = judge(columns(orders), NO_DAYS)
    assert alone is not None
    assert together is not None
    assert together.orders == alone.orders == 9_001
    assert together.gp_after != alone.gp_after
    widths = [each.gp_after.high - each.gp_after.low for each in (alone, together)]
    assert widths[0] == pytest.approx(widths[1], rel=0.12)
    assert together.gp_after.low < sum(orders) < together.gp_after.high


def test_sums_beyond_64_bits_are_exact() -> None:
    orders = [2**61 + place for place in range(40)]
    band = judge(columns(orders, [0] * 40), NO_DAYS)
    assert band is not None
    (drawn,) = drawn_by_hand([[each, 0] for each in orders], [0, 0], year_band.SEED)[:1]
    assert band.gp_after == band.change == drawn
    assert band.gp_after.low > 2**63
    assert band.gp_before == Band(0, 0)


def test_too_few_orders_give_no_band(tmp_path: Path) -> None:
    assert judge(columns([1] * 29), NO_DAYS) is None
    worked_out = work_out(analysed(some_lines(6, 20), tmp_path))
    assert worked_out is not None
    assert worked_out.band is None
    assert worked_out.no_band is not None
    assert "fewer than 30 repair orders" in worked_out.no_band.sentence


def test_lines_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    lines = some_lines(7, 50)
    analysis = analysed(lines, tmp_path)
    write_lines(tmp_path / "lines.parquet", lines[1:])
    worked_out = work_out(analysis)
    assert worked_out is not None
    assert worked_out.band is None
    assert worked_out.no_band is not None
    assert "do not add up" in worked_out.no_band.title


def test_lines_that_were_not_kept_are_told() -> None:
    sales = sales_of([Line(DOLLAR, None, 2 * DOLLAR, 1_000)])
    worked_out = work_out(evaluate(Design("d", (tiers(PROPOSED),)), sales, checks=()))
    assert worked_out is not None
    assert isinstance(worked_out.no_band, MatrixDesignerError)
    assert "were not kept" in worked_out.no_band.title
    assert worked_out.swings


def test_without_sales_there_is_nothing_to_work_out() -> None:
    assert work_out(evaluate(Design("d", (tiers(PROPOSED),)), checks=())) is None


def test_a_band_that_nobody_waits_for_stops(tmp_path: Path) -> None:
    told: list[float] = []
    for stop_at in (0.0, 0.2, 0.65, 0.9):
        told.clear()

        def stops(at: float = stop_at) -> bool:
            return bool(told) and told[-1] >= at

        watch = Watch(progress=lambda part, _: told.append(part), is_cancelled=stops)
        with pytest.raises(CancelledError):
            work_out(analysed(some_lines(8, 40), tmp_path), watch)
        assert told == sorted(told)
