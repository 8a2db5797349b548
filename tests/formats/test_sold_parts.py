"""Sold parts found in a file of lines, held to a search over the plain rows."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.filters import Filters
from matrix_designer.core.query import LineQuery
from matrix_designer.core.sold_part import SoldPart
from matrix_designer.formats import sold_parts
from matrix_designer.formats.database import CancelledError, Watch
from matrix_designer.formats.filtering import HistoryFilter
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.sales import import_sales, load_sales_parquet
from matrix_designer.formats.sold_parts import PartFinder

SALES = """RO,Date,Part Number,Description,Source,Cost,List,Qty,Sold Price
1,2025-07-01,90915-YZZD3,"FILTER, OIL",03,12.00,30.00,4,24.00
2,2025-09-09,90915-YZZD3,"FILTER, OIL",03,12.50,,6,25.00
3,2025-08-08,90915-YZZD3,"FILTER, OIL",03,11.00,28.00,1,22.00
4,2025-08-08,9091 5A,"O'RING",12,0.50,1.00,40,2.00
5,2026-01-05,A2,"AIR FILTER",03,21.38,42.10,10,37.20
6,2026-01-06,B7,"BATTERY CORE CHARGE",03,15.00,,1,15.00
"""


def imported(folder: Path, name: str, rows: str) -> Path:
    """Import sales lines; returns their file."""
    source = folder / name
    source.write_text(SALES.splitlines()[0] + "\n" + rows)
    made = import_sales(source).sales.lines_file
    assert made is not None
    return Path(made)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Import six sales lines, of which the core charge is set aside."""
    return imported(tmp_path, "sales.csv", SALES.partition("\n")[2])


@pytest.fixture
def finder() -> Iterator[PartFinder]:
    """Close the database that the searches of a test have opened."""
    made = PartFinder()
    yield made
    made.close()


def test_the_latest_sale_tells_cost_list_and_price(lines: Path, finder: PartFinder) -> None:
    (part,) = finder.find(lines, "oil").parts
    assert part == SoldPart(
        *("90915-YZZD3", "FILTER, OIL", "03", 125_000, None, 250_000),
        *(dt.date(2025, 9, 9), 11_000, 3),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("90915", ["9091 5A", "90915-YZZD3"]),
        ("90915yzzd3", ["90915-YZZD3"]),
        ("90915-yz", ["90915-YZZD3"]),
        ("filter", ["90915-YZZD3", "A2"]),
        ("FILTER air", ["A2"]),
        ("o'ring", ["9091 5A"]),
        ("a2", ["A2"]),
        ("core", []),
        ("nothing", []),
        ("%", []),
        ("_", []),
        ("'; DROP", []),
        ("  ", []),
    ],
)
def test_every_word_stands_in_the_number_or_the_description(
    lines: Path, finder: PartFinder, text: str, found: list[str]
) -> None:
    assert [part.number for part in finder.find(lines, text).parts] == found


def test_a_limit_says_that_there_are_more(lines: Path, finder: PartFinder) -> None:
    found = finder.find(lines, "filter", limit=1)
    assert [part.number for part in found.parts] == ["90915-YZZD3"]
    assert found.has_more
    assert not finder.find(lines, "filter", limit=2).has_more


def test_a_search_that_nobody_waits_for_stops(lines: Path, finder: PartFinder) -> None:
    with pytest.raises(CancelledError):
        finder.find(lines, "filter", watch=Watch(is_cancelled=bool_true))
    assert len(finder.find(lines, "filter").parts) == 2


def test_the_lines_are_added_up_once_though_the_first_search_was_dropped(
    lines: Path, finder: PartFinder
) -> None:
    with pytest.raises(CancelledError):
        finder.find(lines, "fi", watch=Watch(is_cancelled=bool_true))
    lines.unlink()
    assert [part.number for part in finder.find(lines, "filter").parts] == ["90915-YZZD3", "A2"]


def test_a_part_is_found_by_what_it_was_called_before_and_told_in_all(
    tmp_path: Path, finder: PartFinder
) -> None:
    rows = (
        '1,2025-07-01,P1,"STRAINER, OIL",03,12.00,30.00,4,24.00\n'
        '2,2025-09-09,P1,"FILTER, OIL",03,12.50,31.00,6,25.00\n'
        '3,2025-08-08,P1,"FILTER, OIL",03,11.00,28.00,1,22.00\n'
    )
    (part,) = finder.find(imported(tmp_path, "renamed.csv", rows), "strainer").parts
    assert (part.description, part.cost, part.pieces, part.lines) == (
        *("FILTER, OIL", 125_000),
        *(11_000, 3),
    )


def test_a_part_of_a_history_without_sold_prices_has_none(
    tmp_path: Path, finder: PartFinder
) -> None:
    source = tmp_path / "unsold.csv"
    source.write_text("Part Number,Description,Cost,List,Qty\nP1,PAD,12.00,30.00,4\n")
    made = import_sales(source).sales
    assert not made.is_sold_known
    assert made.lines_file is not None
    (part,) = finder.find(Path(made.lines_file), "pad").parts
    assert (part.cost, part.unit_sold, part.pieces) == (120_000, None, 4_000)


def test_parts_of_lines_that_were_switched_in_are_found(tmp_path: Path, finder: PartFinder) -> None:
    source = tmp_path / "warranty.csv"
    source.write_text(
        "Part Number,Description,Cost,List,Qty,Sold,Pay Type\n"
        "P1,PAD,12.00,30.00,4,24.00,C\nP1,PAD,12.00,30.00,1,20.00,W\nP2,PAD,3.00,5.00,1,4.00,W\n"
    )
    made = import_sales(source).sales
    assert made.lines_file is not None
    lines, warranty = Path(made.lines_file), frozenset({"warranty"})
    for switched_in, found in ((frozenset(), {"P1": 4}), (warranty, {"P1": 5, "P2": 1})) * 2:
        parts = finder.find(lines, "pad", switched_in=switched_in).parts
        assert {part.number: part.pieces // 1_000 for part in parts} == found


@pytest.mark.parametrize("damage", [slice(40, 600), slice(-200, -20)])
def test_damaged_lines_are_refused_in_a_sentence(
    lines: Path, tmp_path: Path, finder: PartFinder, damage: slice
) -> None:
    content = bytearray(lines.read_bytes())
    content[damage] = bytes(byte ^ 0xFF for byte in content[damage])
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(content)
    sales = replace(load_sales_parquet(lines), lines_file=damaged)
    query = LineQuery(keys=("part",), latest=("description",), sums=("lines", "cost"))
    with closing(HistoryFilter(sales)) as history:
        for ask in (
            partial(finder.find, damaged, "filter"),
            partial(history.sums, Filters(sources=frozenset({"03"}))),
            partial(ask_lines, damaged, query),
        ):
            with pytest.raises(MatrixDesignerError, match="damaged"):
                ask()


def test_another_file_is_added_up_anew(tmp_path: Path, finder: PartFinder) -> None:
    one = imported(tmp_path, "one.csv", "1,2025-07-01,P1,PAD,03,12.00,30.00,4,24.00\n")
    two = imported(tmp_path, "two.csv", "1,2025-07-01,P2,PAD,03,12.00,30.00,4,24.00\n")
    for file, number in ((one, "P1"), (two, "P2"), (one, "P1")):
        assert [part.number for part in finder.find(file, "pad").parts] == [number]


def test_who_gives_up_stops_the_adding_up_and_may_begin_again(
    lines: Path, finder: PartFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given up while it runs, as by a window that closes."""

    def give_up(*_arguments: object) -> None:
        finder.give_up()
        raise CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(sold_parts, "run", give_up)
        with pytest.raises(CancelledError):
            finder.prepare(lines)
    finder.prepare(lines)
    assert len(finder.find(lines, "filter").parts) == 2


def test_one_finder_serves_searches_at_the_same_time_and_after_it_was_closed(
    lines: Path, finder: PartFinder
) -> None:
    found: list[list[str]] = []

    def look() -> None:
        found.append([part.number for part in finder.find(lines, "filter").parts])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    finder.close()
    look()
    assert found == [["90915-YZZD3", "A2"]] * 5


def bool_true() -> bool:
    return True
