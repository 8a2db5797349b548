"""Single lines take what the plan says of each, and add up to the replay to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from matrix_designer.analysis import by_store, changed_parts, year_band
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.filters import Filters
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT
from matrix_designer.core.plan import ByMatrix, Conditions, LeftAlone, Plan, Rule
from matrix_designer.core.query import LineQuery, Where
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.line_prices import are_priced_alike, line_prices
from matrix_designer.evaluation.stores import stores_of
from matrix_designer.formats.filtering import HistoryFilter
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.sales import load_sales_parquet
from tests.evaluation.test_whole import design_of
from tests.formats.lines_by_hand import HandLine, write_lines
from tests.oracle.plan_bridge import strategy_of
from tests.oracle.plan_oracle import PlainPart, PlanOracle
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_part, random_strategy

_STORES = ("", "North", "South")


def plain_lines(rng: Random, numbers: tuple[str, ...], count: int) -> list[PlainPart]:
    """Draw lines; a number is described everywhere as on its last line, as in a history."""
    drawn = [random_part(rng, numbers) for _ in range(count)]
    last = {line.words["part"].strip(): line.words["description"] for line in drawn}
    return [
        replace(
            line,
            listed=line.listed or None,
            words=line.words | {"description": last[line.words["part"].strip()]}
            if line.words["part"].strip()
            else line.words,
        )
        for line in drawn
    ]


def hand_lines(lines: Sequence[PlainPart]) -> list[HandLine]:
    """Write plain lines as those of a file, in orders of three and in three stores."""
    made = []
    for place, line in enumerate(lines):
        words = line.words
        quantity, unit = int(line.quantity * 1_000), int((line.sold or 0) * 10_000)
        made.append(
            HandLine(
                line=place + 1,
                part=words["part"],
                description=words["description"],
                source=words["source"],
                class_=words["sale_class"],
                cost=int(line.cost * 10_000),
                list=None if line.listed is None else int(line.listed * 10_000),
                quantity=quantity,
                sold=unit * quantity,
                unit_sold=unit,
                ro=f"R{place // 3}",
                pay_type=words["pay_type"],
                customer_type=words["customer_type"],
                channel=words["channel"],
                store=_STORES[place % 3],
                stocking_group=words["group"],
                vendor=words["vendor"],
            )
        )
    return made


def priced_lines(analysis: Analysis, where: Where | None = None) -> dict[int, list[int]]:
    """Return the prices of each line in every state that there is."""
    prices = line_prices(analysis)
    assert prices is not None
    assert analysis.sales is not None
    states = {"proposed": prices.price, "in force": prices.in_force, "against": prices.against}
    rows = prices.used
    told = {name: one[rows] for name, one in states.items() if one is not None}
    query = LineQuery(columns=("line",), prices=prices.table(rows, told), where=where or Where())
    found = ask_lines(Path(str(analysis.sales.lines_file)), query)
    lines = found.numbers["line"].tolist()
    assert len(set(lines)) == len(lines)
    return {
        line: [int(found.numbers[name][place]) for name in told] for place, line in enumerate(lines)
    }


@pytest.mark.parametrize("beside", ["nothing", "in force", "both"])
def test_every_line_takes_what_a_brute_force_says(tmp_path: Path, beside: str) -> None:
    rng = seeded(f"line prices, {beside}")
    for case in range(3):
        numbers = random_numbers(rng, 15)
        lines = plain_lines(rng, numbers, 120)
        path = write_lines(tmp_path / f"{case}.parquet", hand_lines(lines))
        sales = load_sales_parquet(path, grain=Grain.PART)
        proposed = random_strategy(rng, numbers, rng.randint(1, 9))
        others = [
            None if beside == "nothing" else random_strategy(rng, numbers),
            random_strategy(rng, numbers) if beside == "both" else None,
        ]
        on = rng.choice((None, DAY))
        in_force, against = (None if one is None else strategy_of(one) for one in others)
        question = Question(
            against=None if against is None else against.matrix, against_strategy=against, on=on
        )
        design = design_of(strategy_of(proposed), in_force)
        analysis = evaluate(design, sales, question)
        oracles = [PlanOracle(one, on) for one in (proposed, *others) if one is not None]

        expected = {}
        for place, line in enumerate(lines):
            made = [oracle.price(line, is_replay=True).price for oracle in oracles]
            if None not in made:
                expected[place + 1] = [int((price or Decimal(0)) * 10_000) for price in made]
        assert priced_lines(analysis) == expected
        _holds_its_totals(analysis)


def _holds_its_totals(analysis: Analysis) -> None:
    """Hold parts, stores and repair orders to the replay."""
    prices, replay, sales = line_prices(analysis), analysis.replay, analysis.sales
    assert prices is not None
    assert replay is not None
    assert sales is not None
    path = Path(str(sales.lines_file))
    columns = ask_lines(path, changed_parts.ask(sales, prices))
    assert int(columns.numbers["after"].sum()) == replay.replayed.sales
    before = columns.numbers.get("before", columns.numbers["sales"])
    assert int(before.sum()) == replay.before.sales
    group = by_store.group_of(stores_of(analysis))
    assert (group.replayed, group.sold) == (replay.replayed, replay.sold)
    assert (group.in_force, group.against) == (replay.in_force, replay.against)
    assert group.unpriced == replay.unpriced
    questions = year_band.ask(prices, replay.moves.compared_with)
    told = year_band.totals_of(
        ask_lines(path, questions.by_order), ask_lines(path, questions.by_day)
    )
    assert told == (replay.replayed.gp, replay.before.gp)


def test_what_a_filter_lets_through_adds_up_too(tmp_path: Path) -> None:
    rng = seeded("line prices, filtered")
    numbers = random_numbers(rng, 15)
    lines = plain_lines(rng, numbers, 200)
    path = write_lines(tmp_path / "lines.parquet", hand_lines(lines))
    history = HistoryFilter(load_sales_parquet(path, grain=Grain.PART))
    sales = history.sums(Filters(stores=frozenset({"North"})))
    history.close()
    strategy = random_strategy(rng, numbers, 9)
    analysis = evaluate(design_of(strategy_of(strategy)), sales)

    oracle = PlanOracle(strategy)
    expected = {}
    for place, line in enumerate(lines):
        price = oracle.price(line, is_replay=True).price
        if price is not None and _STORES[place % 3] == "North":
            expected[place + 1] = [int(price * 10_000)]
    assert priced_lines(analysis, Where(sales.filters)) == expected


MATRICES = (
    Matrix("m", (Tier(CENT, None, read_factor("x2").factor),)),
    Matrix("n", (Tier(CENT, None, read_factor("x3").factor),)),
)


def _design(*rules: Rule) -> Design:
    return Design("d", MATRICES, plan=Plan(rules))


def _load(tmp_path: Path, *lines: HandLine, grain: Grain = Grain.PART) -> Sales:
    return load_sales_parquet(write_lines(tmp_path / "lines.parquet", list(lines)), grain=grain)


def test_outer_blanks_of_a_line_are_no_other_name(tmp_path: Path) -> None:
    sales = _load(
        tmp_path,
        HandLine(1, "\tA1", source="03"),
        HandLine(2, "A1", source="03\u00a0"),
        HandLine(3, "B2", source="03"),
        HandLine(4, " ", "BOLT "),
    )
    rules = (
        Rule(ByMatrix("n"), Conditions(sources=("03",), parts=("A1",))),
        Rule(ByMatrix("n"), Conditions(descriptions=("bolt",))),
    )

    found = priced_lines(evaluate(_design(*rules), sales))

    assert found == {1: [300_000], 2: [300_000], 3: [200_000], 4: [300_000]}


def test_what_is_left_alone_keeps_the_price_of_its_line(tmp_path: Path) -> None:
    sales = _load(
        tmp_path,
        HandLine(1, "A1", source="03", unit_sold=170_000),
        HandLine(2, "A1", source="03", unit_sold=180_000),
        HandLine(3, "A1", source="12", unit_sold=190_000),
    )
    rule = Rule(LeftAlone(), Conditions(sources=("03",)))

    found = priced_lines(evaluate(_design(rule), sales))

    assert found == {1: [170_000], 2: [180_000], 3: [200_000]}


def test_rows_that_are_not_told_apart_by_part_do_for_a_plan_of_sources(tmp_path: Path) -> None:
    sales = _load(tmp_path, HandLine(1, source="03"), HandLine(2, source="12"), grain=Grain.SLIM)
    rule = Rule(ByMatrix("n"), Conditions(sources=("12",)))

    assert priced_lines(evaluate(_design(rule), sales)) == {1: [200_000], 2: [300_000]}


def test_a_table_is_as_long_as_the_plan_needs_it(tmp_path: Path) -> None:
    lines = [HandLine(place, f"A{place}", pay_type="CW"[place % 2]) for place in range(1, 9)]
    sales = _load(tmp_path, *lines)
    rule = Rule(ByMatrix("n"), Conditions(pay_types=("W",)))
    by_pay = line_prices(evaluate(_design(rule), sales))
    alone = line_prices(evaluate(_design(), sales))
    assert by_pay is not None
    assert alone is not None

    assert (len(by_pay.cost), list(by_pay.texts)) == (2, ["pay_type"])
    assert (len(alone.cost), list(alone.texts)) == (1, [])


def test_what_edits_leave_alone_is_not_asked_again(tmp_path: Path) -> None:
    sales = _load(tmp_path, HandLine(1, source="03"), HandLine(2, source="12"))
    design = _design(Rule(ByMatrix("n"), Conditions(sources=("12",))))
    before = evaluate(design, sales)
    goal = evaluate(replace(design, goal=400_000), sales, previous=before)
    dearer = replace(MATRICES[1], tiers=(Tier(CENT, None, read_factor("x4").factor),))
    edited = replace(design, matrices=(MATRICES[0], dearer))
    now = evaluate(edited, sales, previous=goal)

    assert are_priced_alike(before.states, goal.states)
    assert now.states.priced is before.states.priced  # the matrix that is looked at is the other
    assert not are_priced_alike(before.states, now.states)
