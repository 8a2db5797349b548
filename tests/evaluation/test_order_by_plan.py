"""A test repair order is priced by the plan, with all that its lines tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from matrix_designer.analysis.repair_order import FoundOrder, OrderPart, price_order
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.plan import ByFlatPrice, ByMatrix, Conditions, LeftAlone, Plan, Rule
from matrix_designer.core.query import LineQuery
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.line_prices import line_prices
from matrix_designer.evaluation.sides import sides_of
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.sales import load_sales_parquet
from matrix_designer.session.jobs import Progress
from matrix_designer.session.order_work import Wanted, find_order, find_parts, propose_parts
from tests.evaluation.test_line_prices import MATRICES, hand_lines, plain_lines
from tests.evaluation.test_whole import design_of
from tests.formats.lines_by_hand import HandLine, write_lines
from tests.oracle.plan_bridge import strategy_of
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_strategy


def _quiet(_text: str, _part: float) -> None:
    """Tell nobody."""


PROGRESS = Progress(_quiet)


def _order(sales: Sales, number: str) -> FoundOrder:
    found = find_order(sales, number, PROGRESS)
    assert isinstance(found, FoundOrder)
    return found


def test_orders_of_a_history_take_what_its_lines_take_in_the_replay(tmp_path: Path) -> None:
    rng = seeded("orders by plan")
    compared = 0
    for case in range(2):
        numbers = random_numbers(rng, 15)
        lines = hand_lines(plain_lines(rng, numbers, 90))
        lines = [replace(line, store="") for line in lines]
        path = write_lines(tmp_path / f"{case}.parquet", lines)
        sales = load_sales_parquet(path, grain=Grain.PART)
        proposed, in_force = (strategy_of(random_strategy(rng, numbers, 8)) for _ in range(2))
        analysis = evaluate(design_of(proposed, in_force), sales, Question(on=DAY))
        prices = line_prices(analysis)
        assert prices is not None
        assert prices.in_force is not None
        rows = prices.used
        table = prices.table(rows, {"after": prices.price[rows], "before": prices.in_force[rows]})
        told = ask_lines(path, LineQuery(columns=("ro", "line"), prices=table))
        expected: dict[str, list[tuple[int, int]]] = {}
        for place, named in enumerate(told.texts["ro"]):
            pair = (told.number("before", place), told.number("after", place))
            expected.setdefault(named, []).append(pair)
        for number in ("R0", "R7", "R19"):
            order = price_order(_order(sales, number).parts, *sides_of(analysis))
            found = [(line.before, line.after) for line in order.lines if line.is_counted]
            assert found == expected.get(number, [])
            compared += len(found)
    assert compared > 3


LINES = (
    HandLine(1, "A1", "BOLT", source="03", ro="1", pay_type="C", unit_sold=170_000),
    HandLine(2, "A1", "BOLT", source="03", ro="1", pay_type="W", unit_sold=180_000),
    HandLine(3, "B2", "NUT", source="12", ro="1", vendor="Acme", unit_sold=190_000),
    HandLine(4, "C3", "WASHER", source="12", ro="1", channel="shop", unit_sold=190_000),
)
RULES = (
    Rule(ByFlatPrice()),
    Rule(ByMatrix("n"), Conditions(vendors=("acme",))),
    Rule(LeftAlone(), Conditions(pay_types=("W",))),
)
DESIGN = Design("d", MATRICES, plan=Plan(RULES), flat_prices=(FlatPrice("C3", 12 * DOLLAR),))


def _sales(tmp_path: Path) -> Sales:
    return load_sales_parquet(
        write_lines(tmp_path / "lines.parquet", list(LINES)), grain=Grain.PART
    )


def test_lines_are_priced_by_rules_and_say_by_which(tmp_path: Path) -> None:
    sales = _sales(tmp_path)
    order = price_order(_order(sales, "1").parts, *sides_of(evaluate(DESIGN, sales)))

    assert [line.after for line in order.lines] == [200_000, 180_000, 300_000, 120_000]
    assert [line.row_after for line in order.lines] == [
        "tier 1 of “m”",
        "the price that was asked",
        "tier 1 of “n”",
        "the flat price list",
    ]
    assert [line.before for line in order.lines] == [170_000, 180_000, 190_000, 190_000]


def test_parts_that_are_looked_up_or_proposed_bring_what_a_plan_asks(tmp_path: Path) -> None:
    sales = _sales(tmp_path)
    found = find_parts(sales, (Wanted("b2", 1000),), PROGRESS).parts
    proposed = {part.number: part for part in propose_parts(sales, PROGRESS)}

    assert found[0].facts.vendor == proposed["B2"].facts.vendor == "Acme"
    assert proposed["C3"].facts.channel == "shop"
    assert (found[0].facts.source, found[0].facts.cost) == ("12", 100_000)


def test_a_part_that_was_never_sold_is_not_left_alone() -> None:
    design = replace(DESIGN, plan=Plan((Rule(LeftAlone()),)))
    order = price_order([OrderPart("X", "", "", 100_000, None)], *sides_of(evaluate(design)))

    assert (order.lines[0].after, order.lines[0].row_after) == (None, "")


def test_without_a_plan_a_matrix_prices_as_before(tmp_path: Path) -> None:
    sales = _sales(tmp_path)
    design = replace(DESIGN, plan=Plan())
    order = price_order(_order(sales, "1").parts, *sides_of(evaluate(design, sales)))

    assert [(line.after, line.row_after) for line in order.lines] == [(200_000, "tier 1")] * 4
