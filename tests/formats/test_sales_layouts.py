"""Totals are equal to the cent in every layout, by every way of cutting a file."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from tests.formats import layout_generator as layouts

Totals = dict[str, tuple[int, Decimal, Decimal, Decimal]]


def totals_of(sales: Sales) -> Totals:
    def plain(tally: Tally) -> tuple[int, Decimal, Decimal, Decimal]:
        pieces = Decimal(tally.pieces) / 1_000
        return tally.lines, pieces, Decimal(tally.cost) / 10**7, Decimal(tally.sales) / 10**7

    found = {reason: plain(tally) for reason, tally in sales.set_aside.items() if tally.lines}
    return {"used": plain(sales.used)} | found


@pytest.mark.parametrize("name", sorted(layouts.LAYOUTS))
@pytest.mark.parametrize("seed", [1, 2])
def test_every_layout_gives_the_intended_totals(tmp_path: Path, name: str, seed: int) -> None:
    lines = layouts.make_lines(seed)
    path = tmp_path / f"{name}.csv"
    layouts.write(path, lines, layouts.LAYOUTS[name])

    imported = import_sales(path, options=ImportOptions(folder=tmp_path / "kept"))

    assert totals_of(imported.sales) == layouts.expected(lines)
    assert imported.sales.lines_read == len(lines)
    for field, header in (("part", "part"), ("cost", "cost"), ("sold", "sold")):
        expected = layouts.LAYOUTS[name].headers[header]
        assert imported.columns[field] == expected


def test_a_workbook_gives_the_same_totals(tmp_path: Path) -> None:
    lines = layouts.make_lines(3)
    rows = layouts.rows_of(lines, layouts.LAYOUTS["plain"])
    path = tmp_path / "sales.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Notes").write(0, 0, "Invented figures")
    sheet = book.add_worksheet("Lines")
    numbers = {8, 9, 10, 11}
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if place and column in numbers and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
                sheet.write_number(place + 3, column, float(cell))
            else:
                sheet.write_string(place + 3, column, cell)
    book.close()

    imported = import_sales(path, options=ImportOptions(folder=tmp_path / "kept"))

    assert totals_of(imported.sales) == layouts.expected(lines)


def test_lines_kept_in_parquet_add_up_to_the_same_sales(tmp_path: Path) -> None:
    lines = layouts.make_lines(4)
    path = tmp_path / "sales.csv"
    layouts.write(path, lines, layouts.LAYOUTS["plain"])
    options = ImportOptions(folder=tmp_path / "kept")

    first = import_sales(path, options=options).sales
    assert first.lines_file is not None
    again = load_sales_parquet(Path(first.lines_file))
    bare = import_sales(path, options=ImportOptions(keep_lines=False)).sales

    assert (again.digest, again.lines_file) == (first.digest, first.lines_file)
    for other in (again, bare):
        assert totals_of(other) == totals_of(first)
        assert other.notes == first.notes
        assert (other.parts, other.first_day, other.last_day) == (
            first.parts,
            first.first_day,
            first.last_day,
        )
        assert (other.sources, other.classes, other.pay_types) == (
            first.sources,
            first.classes,
            first.pay_types,
        )
        for column in type(first.rows).__slots__:
            assert np.array_equal(getattr(other.rows, column), getattr(first.rows, column))


def test_the_same_file_makes_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    layouts.write(path, layouts.make_lines(5), layouts.LAYOUTS["plain"])

    digests = {
        import_sales(path, options=ImportOptions(folder=tmp_path / str(place))).sales.digest
        for place in range(3)
    }

    assert len(digests) == 1


def test_the_order_of_the_lines_changes_nothing_but_returns(tmp_path: Path) -> None:
    lines = [line for line in layouts.make_lines(6) if line.reason not in {"return", "duplicate"}]
    totals = []
    for place, order in enumerate((lines, lines[::-1], lines[1::2] + lines[::2])):
        path = tmp_path / f"{place}.csv"
        layouts.write(path, order, layouts.LAYOUTS["plain"])
        totals.append(totals_of(import_sales(path, options=ImportOptions(keep_lines=False)).sales))

    assert totals[0] == totals[1] == totals[2] == layouts.expected(lines)


def test_internal_and_warranty_can_be_switched_in(tmp_path: Path) -> None:
    lines = layouts.make_lines(7)
    path = tmp_path / "sales.csv"
    layouts.write(path, lines, layouts.LAYOUTS["plain"])
    options = ImportOptions(folder=tmp_path, switched_in=frozenset({"warranty"}))

    sales = import_sales(path, options=options).sales
    assert sales.lines_file is not None
    none = load_sales_parquet(Path(sales.lines_file), switched_in=("internal", "warranty"))

    intended = layouts.expected(lines)
    assert not sales.set_aside["warranty"].lines
    assert sales.used.lines == intended["used"][0] + intended["warranty"][0]
    assert not none.set_aside["internal"].lines + none.set_aside["warranty"].lines
    assert none.lines_read == sales.lines_read == len(lines)
