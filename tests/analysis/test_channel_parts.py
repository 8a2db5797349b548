"""The parts that sell most in every channel: differences that nobody means stand first."""

from __future__ import annotations

from matrix_designer.analysis.channel_parts import best_sold, parts_in_channels
from matrix_designer.analysis.channels import Channel
from tests.analysis.plan_cases import UNDER_LIST, Sold, design, part_sales, rule

LINES = (
    Sold("A", "10", 10, 18, quantity=5),
    Sold("B", "20", 30, 50, quantity=4),
    Sold("C", "10", 1, 2, quantity=3),
    Sold("B", "20", 31, 50, quantity=1),
)


def test_the_parts_with_most_cost_dollars_come_first() -> None:
    sales = part_sales(LINES)
    assert [facts.part for facts in best_sold(sales)] == ["B", "A", "C"]
    assert best_sold(sales)[0].cost == 300_000, "the row of it that sold most"
    assert [facts.part for facts in best_sold(sales, 1)] == ["B"]
    assert best_sold(None) == ()


def test_a_rule_of_the_counter_alone_is_flagged_and_one_of_wholesale_is_not() -> None:
    sales = part_sales(LINES)
    held = design(
        rule(UNDER_LIST, channels=("Counter",), sources=("10",)),
        rule(UNDER_LIST, customer_types=("Wholesale",)),
    )
    found = parts_in_channels(held.strategy, best_sold(sales), sales)
    assert [(one.facts.part, one.is_flagged) for one in found] == [
        ("A", True),
        ("C", True),
        ("B", False),
    ]
    flagged = [price.channel for price in found[0].prices if price.is_flagged]
    assert flagged == [Channel.COUNTER]
    apart = [price.channel for price in found[2].prices if price.differs]
    assert apart == [Channel.WHOLESALE]
