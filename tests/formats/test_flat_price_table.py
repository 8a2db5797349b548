"""Flat price lists as tables: heads of many kinds, rows that cannot be read, there and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.formats.flat_price_table import (
    flat_csv,
    merged,
    read_flat_file,
    read_flat_table,
)
from matrix_designer.formats.text_table import TextTable

FULL = (
    FlatPrice(
        "00123",
        1249 * CENT,
        "FILTER, OIL",
        7 * DOLLAR,
        dt.date(2026, 3, 1),
        "Ann",
        is_locked=True,
        agreed="service manager",
        competitors=(CompetitorPrice("NAPA", 1199 * CENT, dt.date(2026, 2, 1)),),
    ),
    FlatPrice("=1+1", 50 * CENT),
)


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_list_that_was_written_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "flat.csv"
    path.write_bytes(flat_csv(FULL))
    assert b"'=1+1" in path.read_bytes()
    assert merged((), read_flat_file(path)) == FULL


def test_what_a_table_does_not_say_stays_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "new.csv", "Part Number,Our Price\n00123,13.49\nZZ9,4.00\n")
    first, second = merged(FULL, read_flat_file(path))
    assert first.price == 1349 * CENT
    assert (first.description, first.agreed, first.is_locked) == (
        FULL[0].description,
        FULL[0].agreed,
        True,
    )
    assert second == FlatPrice("ZZ9", 400 * CENT)


def test_rows_that_cannot_be_read_are_left_out_and_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "bad.csv",
        "Part,Price,Cost\nA,1.00,0.50\nB,free,1.00\n,2.00,1.00\nC,0.00,1.00\nD,3.00,\n",
    )
    reading = read_flat_file(path)
    assert [part for part, _ in reading.rows] == ["A", "D"]
    assert len(reading.problems) == 3
    assert "line 3" in reading.problems[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "From,To,Multiplier\n0,1,2\n",
            "no head of a table of flat prices. Name columns Part and",
        ),
        ("Part,Price\n", "holds no flat price"),
        ("Part,Price\nA,free\n", "holds no flat price"),
    ],
)
def test_a_file_without_a_list_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MatrixDesignerError, match=said):
        read_flat_file(write(tmp_path / "none.csv", text))


def test_a_competitor_may_have_two_columns_and_decimals_a_comma() -> None:
    rows = (("Part", "Price", "Competitor", "Theirs"), ("A", "1,50", "NAPA", "1,25"))
    table = TextTable(Path("clipboard"), rows, (1, 2), ";")
    ((_, fields),) = read_flat_table(table).rows
    assert fields["price"] == 150 * CENT
    assert fields["competitors"] == (CompetitorPrice("NAPA", 125 * CENT),)
