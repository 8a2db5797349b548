"""What is typed and pasted into a test repair order, and what the lines say of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.analysis import changed_parts
from matrix_designer.analysis.line_prices import of_fold
from matrix_designer.analysis.repair_order import FoundOrder, OrderChoices, OrderPart, Origin
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.filters import Filters
from matrix_designer.core.money import NumberStyle
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.sales import ImportOptions, import_sales
from matrix_designer.session.jobs import Progress
from matrix_designer.session.order_entries import (
    MOST_ROWS,
    Entry,
    entries_of,
    read_entries,
    read_entry,
)
from matrix_designer.session.order_work import Wanted, find_order, find_parts, lines_of
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded

POINT = NumberStyle.POINT
ROWS = """RO,Line,Date,Part Number,Description,Source,Cost,List,Qty,Sold Price
R1,1,2025-07-01,AB-1 2,SEAL,10,12.00,30.00,4,24.00
R1,2,2025-07-01,ab12,OTHER,10,5.00,,1,9.00
R2,1,2025-08-01,AB-1 2,SEAL,10,13.00,31.00,1,26.00
R2,2,2025-08-02,C'3,CAP,20,2.00,,2,4.00
X9,1,2025-08-02,D,LID,20,2.00,,2,4.00
"""


def progress() -> Progress:
    return Progress(lambda _text, _part: None)


@pytest.fixture
def sales(tmp_path: Path) -> Sales:
    path = tmp_path / "sales.csv"
    path.write_text(ROWS)
    return import_sales(path, None, ImportOptions(folder=tmp_path)).sales


def test_a_pasted_block_becomes_entries_without_its_heading() -> None:
    text = "Part No\tCost\n\nA1\t\n  \t\nB2\t12.00\t30.00\t2\textra\r\n"
    assert entries_of(text) == (Entry("A1"), Entry("B2", "12.00", "30.00", "2"))
    assert entries_of("A1\nB2") == (Entry("A1"), Entry("B2"))
    assert entries_of("\n\n") == ()


def test_too_many_lines_are_refused_whole() -> None:
    assert len(entries_of("A\n" * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(MatrixDesignerError, match="201 more lines are too many"):
        entries_of("A\n" * (MOST_ROWS + 1))
    with pytest.raises(MatrixDesignerError, match="3 more lines are too many"):
        entries_of("A\n" * 3, 2)


def test_an_entry_with_a_cost_is_a_part_and_one_without_is_looked_up() -> None:
    assert read_entry(Entry("A1"), POINT) == Wanted("A1", 1000)
    assert read_entry(Entry("A1", quantity="4.5"), POINT) == Wanted("A1", 4500)
    assert read_entry(Entry("A1", "12.34", "30", "2"), POINT) == OrderPart(
        "A1", "", "typed", 123_400, 300_000, 2000, None, Origin.TYPED
    )
    typed = read_entry(Entry("", "1.234,50"), NumberStyle.COMMA)
    assert isinstance(typed, OrderPart)
    assert (typed.cost, typed.list_price) == (12_345_000, None)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Entry(""), "Type a part number, or the cost"),
        (Entry("A", "abc"), "Cost: “abc” is not a number"),
        (Entry("A", "1.23456"), "Cost: “1.23456” has more than four decimals"),
        (Entry("A", "0"), "Cost: a part without a cost has no price"),
        (Entry("A", "-3"), "Cost: “-3” is negative"),
        (Entry("A", "5", "x"), "List: “x” is not a number"),
        (Entry("A", "", "9.00"), "A has a list and no cost"),
        (Entry("A", "5", "9", "0"), "Quantity: nothing is bought"),
        (Entry("A", "5", "9", "-1"), "Quantity: nothing is bought"),
        (Entry("A", "5", "9", "1.2345"), "Quantity: “1.2345” has more than three decimals"),
    ],
)
def test_what_cannot_be_read_names_its_cell(entry: Entry, said: str) -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        read_entry(entry, POINT)
    assert caught.value.title.startswith(said)
    read, refused = read_entries((Entry("OK"), entry), POINT)
    assert read == (Wanted("OK", 1000),)
    assert refused[0].startswith(f"Line 2: {said}")


def test_parts_are_found_by_their_latest_line_however_they_are_written(sales: Sales) -> None:
    wanted = [Wanted("AB-1 2", 1000), Wanted("ab12", 2000), Wanted("AB12", 1000)]
    found = find_parts(sales, [*wanted, Wanted("c'3", 1000), Wanted("Z", 1000)], progress())
    assert found.unknown == ("Z",)
    assert [(part.number, part.cost, part.list_price, part.quantity) for part in found.parts] == [
        ("AB-1 2", 130_000, 310_000, 1000),
        ("ab12", 50_000, None, 2000),
        ("AB-1 2", 130_000, 310_000, 1000),  # as often sold as both could be meant
        ("C'3", 20_000, None, 1000),
    ]


def test_a_repair_order_is_found_whole_by_its_beginning_or_not_at_all(sales: Sales) -> None:
    whole = find_order(sales, " R1 ", progress())
    assert isinstance(whole, FoundOrder)
    assert [part.number for part in whole.parts] == ["AB-1 2", "ab12"]
    only = find_order(sales, "x", progress())
    assert isinstance(only, FoundOrder)
    assert only.number == "X9"
    several = find_order(sales, "r", progress())
    assert isinstance(several, OrderChoices)
    assert [(one.number, one.lines) for one in several.orders] == [("R1", 2), ("R2", 2)]
    with pytest.raises(MatrixDesignerError, match="No repair order has the number “77”"):
        find_order(sales, "77", progress())


def test_orders_of_two_stores_with_one_number_are_two_orders(tmp_path: Path) -> None:
    source = tmp_path / "stores.csv"
    source.write_text(
        "Store,RO,Date,Part,Cost,Qty,Sold,Pay Type\n"
        "North,7,2025-07-01,A,10.00,1,15.00,C\nNorth,7,2025-07-02,B,11.00,1,16.00,C\n"
        "South,7,2025-08-01,C,12.00,1,17.00,C\nSouth,7,2025-08-01,D,12.00,1,17.00,W\n"
        "South,8,2025-08-01,E,12.00,1,17.00,C\n"
    )
    sales = import_sales(source, options=ImportOptions(folder=tmp_path / "kept")).sales
    both = find_order(sales, "7", progress())
    assert isinstance(both, OrderChoices)
    assert [(one.name, one.lines) for one in both.orders] == [("7, North", 2), ("7, South", 1)]
    south = find_order(sales, "7", progress(), "South")
    assert isinstance(south, FoundOrder)
    assert [part.number for part in south.parts] == ["C"]
    assert (south.store, south.set_aside) == ("South", {"warranty": 1})
    only = find_order(sales, "8", progress())
    assert isinstance(only, FoundOrder)
    assert only.store == "South"


def test_without_single_lines_nothing_can_be_looked_up(sales: Sales) -> None:
    for one in (None, replace(sales, lines_file=None)):
        with pytest.raises(MatrixDesignerError, match="There are no single sales lines"):
            lines_of(one)


def test_only_lines_that_the_filters_let_through_are_asked(sales: Sales) -> None:
    chosen = replace(
        sales, filters=Filters(sources=frozenset({"20"})), switched_in=frozenset({"warranty"})
    )
    analysis = evaluate(Design("d", (matrix_of(any_matrix(seeded("filters"))),)), chosen)
    assert analysis.states.priced is not None
    where = changed_parts.ask(chosen, of_fold(analysis.states.priced)).where
    assert where.filters is chosen.filters
    assert where.reasons == frozenset({"", "warranty"})
