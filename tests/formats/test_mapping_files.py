"""What a mapping file says of fixed columns, implied decimals, cents and months."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.mapping import SalesMapping, read_mapping
from matrix_designer.formats.mapping_text import mapping_text
from matrix_designer.formats.sales import ImportedSales, ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)
FULL = SalesMapping(
    columns={"part": 'Teil "A"', "cost": 3, "list": ""},
    style=NumberStyle.COMMA,
    delimiter="\t",
    header=3,
    sheet="Blatt 1",
    encoding="cp1252",
    layout="none",
    positions={"part": (0, 14), "cost": (14, 23)},
    implied={"cost": 2},
    cents=frozenset({"list", "sold"}),
    months=("Jan", 5),
)


def read(folder: Path, data: str, text: str) -> ImportedSales:
    (folder / "sales.txt").write_text(data, encoding="utf-8")
    (folder / "map.toml").write_text(text, encoding="utf-8")
    return import_sales(folder / "sales.txt", folder / "map.toml", LIGHT)


def used(sales: Sales) -> tuple[int, Decimal, Decimal, Decimal]:
    one = sales.used
    return (
        one.lines,
        Decimal(one.pieces) / 1_000,
        Decimal(one.cost) / 10**7,
        Decimal(one.sales) / 10**7,
    )


def test_a_mapping_is_written_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(mapping_text(FULL), encoding="utf-8")

    assert read_mapping(path) == FULL


def test_cells_stand_at_positions_with_implied_decimals(tmp_path: Path) -> None:
    data = "HDR 2025-01-01\nA1    0000125 003 00000200\nB2    0010050-001 00020000\n"
    text = (
        'header = 1\n[positions]\npart = "1-6"\ncost = "7-14"\nquantity = "15-17"\n'
        'sold = "19-26"\n[implied]\ncost = 2\nsold = 2\n'
    )

    imported = read(tmp_path, data, text)

    assert used(imported.sales) == (1, Decimal(3), Decimal("3.75"), Decimal(6))
    assert imported.sales.set_aside["negative-cost"].lines == 1
    assert imported.columns["cost"] == "characters 7 to 14"


def test_a_point_that_is_written_counts_more_than_one_that_is_implied(tmp_path: Path) -> None:
    data = "Part,Cost,Qty,Sold\nA,12586,1,200.00\nB,125.86,1,20000\nC,7,1,5\n"
    text = "[implied]\ncost = 2\nsold = 2\n"

    imported = read(tmp_path, data, text)

    assert used(imported.sales)[2:] == (Decimal("251.79"), Decimal("400.05"))


def test_cents_are_cents_whatever_mark_they_have(tmp_path: Path) -> None:
    data = "Part,Cost,Qty,Sold\nA,12586,1,20000\nB,100.5,2,300.00\n"

    imported = read(tmp_path, data, 'cents = ["cost", "sold"]\n')

    assert used(imported.sales)[2:] == (Decimal("127.87"), Decimal(206))


def test_a_mapping_names_the_months(tmp_path: Path) -> None:
    data = "Part,Cost,Price,A1,A2,A3\nX,2.00,3.00,1,2,\nY,1.00,2.00,0,0,5\nZ,1.00,2.00,,x,5\n"

    imported = read(tmp_path, data, 'months = ["A1", "A2", 6]\n')

    assert used(imported.sales) == (2, Decimal(8), Decimal(11), Decimal(19))
    assert imported.sales.set_aside["unreadable"].lines == 1
    assert imported.columns["quantity"] == "A1 to A3, 3 months"


def test_months_with_years_are_lines_of_their_own(tmp_path: Path) -> None:
    data = "Part,Cost,Price,2025-11,2025-12,2026-01\nX,2.00,3.00,1,2,4\nY,1.00,2.00,0,0,0\n"

    sales = read(tmp_path, data, "").sales

    assert used(sales) == (3, Decimal(7), Decimal(14), Decimal(21))
    assert (str(sales.first_day), str(sales.last_day)) == ("2025-11-01", "2026-01-31")
    assert sales.set_aside["zero-quantity"].lines == 1


def test_a_rank_is_no_sold_price_of_a_ranking_by_month(tmp_path: Path) -> None:
    names = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    rows = "".join(f"{rank},P{rank},2.00,3.00,{'1,' * 11}1\n" for rank in (1, 2, 3))

    imported = read(tmp_path, f"Rank,Part,Cost,List,{names}\n{rows}", "")

    assert imported.columns["quantity"] == "Jan to Dec, 12 months"
    assert imported.sales.used.pieces == 36_000
    assert any("No column has a sold price" in one for one in imported.problems)
    with pytest.raises(MatrixDesignerError, match="no column was recognised for the sold price"):
        read(tmp_path, f"Charged,Part,Cost,List,{names}\n{rows.replace('3,P3', '5,P3')}", "")


def test_months_of_dollars_are_no_quantity(tmp_path: Path) -> None:
    names = ",".join(f"{month} $" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun"))

    with pytest.raises(MatrixDesignerError, match="no column was recognised for the quantity"):
        read(tmp_path, f"Part,Cost,Price,{names}\nX,2.00,3.00,1,2,4,4,5,6\n", "")


def test_a_file_is_not_taken_for_a_tape_where_a_mapping_says_so(tmp_path: Path) -> None:
    lines = "".join(f"{'P' + str(n):<28}{'WASHER':<41}{n:05d}.00\n" for n in range(1, 6))
    text = '[positions]\npart = "1-28"\ndescription = "29-60"\nquantity = "77"\ncost = "70-77"\n'

    with pytest.raises(MatrixDesignerError, match="Chassis price tape"):
        read(tmp_path, lines, "")
    with pytest.raises(MatrixDesignerError, match="stretches that do not overlap"):
        read(tmp_path, lines, text)
    text = text.replace('"77"', '"61-69"') + '[columns]\nsold = ""\n'
    imported = read(tmp_path, lines, text)
    assert imported.sales.set_aside["zero-quantity"].lines == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[positions]\npart = "14-1"\n', "position of part"),
        ('[positions]\npart = "0-4"\n', "position of part"),
        ("positions = 3\n", "positions"),
        ("[implied]\ncost = 9\n", "implied cost"),
        ("[implied]\npart = 2\n", "a field that is a number"),
        ("implied = 2\n", "implied"),
        ('cents = "cost"\n', "cents"),
        ('cents = ["quantity"]\n', "cents"),
        ('months = "Jan"\n', "months"),
        ("months = [1.5]\n", "each of months"),
        ('months = ["Nope"]\n', "Nope"),
        ('layout = "nope"\n', "no layout is called"),
        ('layout = "oec-inventory"\n', "is not in the layout"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(MatrixDesignerError, match=words):
        read(tmp_path, "Part,Cost,Qty,Sold\nA,1.00,1,2.00\n", text)


def test_a_row_that_does_not_keep_to_its_columns_is_not_believed(tmp_path: Path) -> None:
    header = "Part      Description        Cost   Qty    Sold\n"
    rows = "".join(f"P{n:<9}{'Bolt':<15}{n}.25      2    {n}.75\n" for n in range(1, 10)) * 30
    bad = "P10       Bolt    1234567.25       2    9.75\n"  # its cost begins left of its column

    imported = read(tmp_path, header + rows + bad, "")

    assert imported.sales.used.lines == 270
    assert imported.sales.set_aside["unreadable"].lines == 1
    assert "line 272: the row does not keep to the columns" in imported.problems[-1]
