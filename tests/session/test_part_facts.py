"""What the sales tell of a part that is known by its number only."""

from __future__ import annotations

from dataclasses import replace

from matrix_designer.core.part_facts import PartFacts
from matrix_designer.session.part_facts import known_facts
from tests.analysis.plan_cases import Sold, part_sales

SALES = part_sales(
    [
        Sold("A-1", "10", 10, 18, quantity=5, description="Filter", vendor="AC", channel="RO"),
        Sold("A-1", "10", 12, None, quantity=1, description="Filter", channel="Counter"),
        Sold("B2", "20", 30),
    ]
)


def test_the_row_that_sold_most_tells_what_is_not_known() -> None:
    found = known_facts(SALES, PartFacts(0, part="a-1"))
    assert found == PartFacts(
        *(100_000, 180_000, "A-1", "Filter", "10"), pay_type="C", vendor="AC", channel="RO"
    )


def test_what_is_known_stays() -> None:
    asked = PartFacts(120_000, part="A-1", source="99", channel="Fleet")
    found = known_facts(SALES, asked)
    assert found is not None
    assert (found.cost, found.list_price, found.source) == (120_000, None, "99")
    assert found.channel == "Fleet"


def test_a_part_that_was_never_sold_comes_back_as_it_is() -> None:
    asked = PartFacts(0, part="ZZ")
    assert known_facts(SALES, asked) is asked


def test_rows_that_do_not_tell_parts_tell_nothing() -> None:
    slim = replace(SALES, rows=replace(SALES.rows, part=None))
    assert known_facts(slim, PartFacts(0, part="A-1")) is None
    assert known_facts(None, PartFacts(0, part="A-1")) is None
    assert known_facts(SALES, PartFacts(0)) is None
