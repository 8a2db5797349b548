"""Which lines stand on a repair order at all: what is blank there, however it is written."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from matrix_designer.core.evidence import Sales
from matrix_designer.formats.byte_survey import LONGEST_BLANK, survey
from matrix_designer.formats.sales import ImportOptions, import_sales

HEADER = "RO,Part Number,Cost,List,Quantity,Sold Price\n"


def imported(tmp_path: Path, text: str, *, keeps_lines: bool) -> Sales:
    """Import a file in one of the two ways."""
    path = tmp_path / "orders.csv"
    path.write_text(HEADER + text, "utf-8", newline="")
    options = ImportOptions(keep_lines=keeps_lines, folder=tmp_path / "kept")
    return import_sales(path, options=options).sales


@pytest.mark.parametrize("keeps_lines", [False, True])
@pytest.mark.parametrize(
    "blank",
    [
        *("", '""', " ", '"   "', " " * LONGEST_BLANK, " " * (LONGEST_BLANK + 1)),
        *(
            " \N{NO-BREAK SPACE}",
            " \N{IDEOGRAPHIC SPACE} ",
            " \N{EN SPACE}",
            "  \N{OGHAM SPACE MARK}",
        ),
    ],
)
def test_lines_without_an_order_are_no_duplicates(
    tmp_path: Path, blank: str, *, keeps_lines: bool
) -> None:
    lines = [f"{blank},A1,1.00,2.00,1,2.00\n"] * 3 + ["7,A1,1.00,2.00,1,2.00\n"] * 3

    sales = imported(tmp_path, "".join(lines), keeps_lines=keeps_lines)

    assert sales.set_aside["duplicate"].lines == 2
    assert sales.used.lines == 4


@pytest.mark.parametrize("keeps_lines", [False, True])
@pytest.mark.parametrize("order", [" 7", "–", "\N{NO-BREAK SPACE}7", "0"])
def test_an_order_that_looks_nearly_blank_is_one(
    tmp_path: Path, order: str, *, keeps_lines: bool
) -> None:
    lines = [f"{order},A1,1.00,2.00,1,2.00\n"] * 3

    sales = imported(tmp_path, "".join(lines), keeps_lines=keeps_lines)

    assert sales.set_aside["duplicate"].lines == 2


@pytest.mark.parametrize("keeps_lines", [False, True])
def test_returns_without_an_order_are_not_matched_as_if_they_had_the_same(
    tmp_path: Path, *, keeps_lines: bool
) -> None:
    path = tmp_path / "returns.csv"
    rows = ["  ,2025-01-01,A1,1.00,2.00,1,2.00", "  ,2025-12-01,A1,1.00,2.00,-1,2.00"]
    rows += ["7,2025-01-01,B1,1.00,2.00,1,2.00", "7,2025-12-01,B1,1.00,2.00,-1,2.00"]
    path.write_text("\n".join([HEADER.replace("RO,", "RO,Date,").strip(), *rows, ""]), "utf-8")
    options = ImportOptions(keep_lines=keeps_lines, folder=tmp_path / "kept")

    sales = import_sales(path, options=options).sales

    assert sales.set_aside["return"].lines == 3
    assert sales.used.lines == 1


def test_many_lines_without_an_order_take_no_lists(tmp_path: Path) -> None:
    lines = "".join(f",A{row % 100_000},1.00,2.00,1,2.00\n" for row in range(200_000))
    tracemalloc.start()
    try:
        sales = imported(tmp_path, lines, keeps_lines=False)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert sales.used.lines == 200_000
    assert peak < 40_000_000


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("a, ,b\n", True),
        (f"a,{' ' * LONGEST_BLANK},b\n", True),
        (f"a,{' ' * (LONGEST_BLANK + 1)},b\n", False),
        ("a,Café,b\n", True),
        ("a,\N{NO-BREAK SPACE},b\n", False),
        ("a,\N{HAIR SPACE},b\n", False),
        ("a,\N{MEDIUM MATHEMATICAL SPACE},b\n", False),
    ],
)
def test_the_bytes_tell_whether_blanks_are_plain(
    tmp_path: Path, text: str, *, is_plain: bool
) -> None:
    path = tmp_path / "cells.csv"
    path.write_text(text, "utf-8")

    assert survey(path).has_plain_blanks == is_plain
