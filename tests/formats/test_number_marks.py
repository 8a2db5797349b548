"""Words beside a number in a sales file: read where they change nothing, refused elsewhere."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)


def cost_of(path: Path, cell: str, pieces: str = "1", end: str = "\n") -> Decimal:
    rows = ["Part;Qty;Unit Cost;Unit Price", f'A1;{pieces};"{cell}";99.99', "A2;1;1.00;2_5", ""]
    path.write_bytes(end.join(rows).encode())
    sales = import_sales(path, options=LIGHT).sales
    return Decimal(sales.used.cost) / 10**7


@pytest.mark.parametrize(
    "cell",
    ["12.50 $", "12.50$", "USD 12.50", "12.50 USD", "US$ 12.50", "US$12.50", "C$12.50", "12.50 DR"],
)
def test_a_currency_is_no_part_of_the_number(tmp_path: Path, cell: str) -> None:
    assert cost_of(tmp_path / "a.csv", cell) == Decimal("12.50")


@pytest.mark.parametrize("cell", ["12.50 EUR", "€12.50", "12.50 $ $", "12.50 XDR", "$"])
def test_other_words_are_not_read(tmp_path: Path, cell: str) -> None:
    assert cost_of(tmp_path / "a.csv", cell) == 0


@pytest.mark.parametrize(("pieces", "read"), [("2 EA", 2), ("2 pcs", 2), ("2 DZ", 0), ("2 QT", 0)])
def test_only_units_of_one_piece_are_read(tmp_path: Path, pieces: str, read: int) -> None:
    assert cost_of(tmp_path / "a.csv", "3.10", pieces) == read * Decimal("3.10")


def test_lines_that_end_in_a_carriage_return_alone_are_cut(tmp_path: Path) -> None:
    assert cost_of(tmp_path / "a.csv", "12.50", end="\r") == Decimal("12.50")
