"""Headers of many systems are recognised, and a mapping file says the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import (
    BESIDE_SOURCE,
    SYNONYMS,
    find_header,
    plain_name,
    recognise,
)
from matrix_designer.formats.mapping import read_mapping
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field)
        for field, names in {
            "cost": "Unit Cost,Buy Price,Net,Cost Each,COST,Cost ($),Cost (average)",
            "list": "List,MSRP,Retail,Unit Retail,List Price,RetailPrice",
            "sold": "Sold Price,Sell Price,Price Each,Actual Price,Sale,ActualPrice",
            "quantity": "Qty,Quantity Sold,Pieces,QTY.,QuantitySold",
            "extended_cost": "Ext Cost,Ext. Cost,TotalCost,Total Cost",
            "extended_sold": "Ext Price,Extended Price,TotalActualPrice",
            "part": "Part No.,Part Number,Item,PART#,part_number,SKU",
            "ro": "RO,Invoice,RO Number,InvoiceNumber,R.O.,Repair Order",
            "source": "Source,Group,Code,Stocking Group",
            "pay_type": "Pay Type,PAYTYPE,pay-type",
            "counterperson": "Counterperson,Employee,CashierName",
            "date": "Date,InvoiceDate,Close Date",
            "customer_type": "Customer Type",
            "price_code": "Price Code",
            "channel": "Channel",
            "class": "Class,CategoryCode",
        }.items()
        for name in names.split(",")
    ],
)
def test_a_header_is_recognised(name: str, field: str) -> None:
    assert recognise((name, "RO"))[0].get(field) in {0, 1}


def test_no_name_stands_for_two_fields() -> None:
    seen: dict[str, str] = {}
    for field, groups in SYNONYMS.items():
        if field in BESIDE_SOURCE:
            continue
        for name in "|".join(groups).split("|"):
            assert seen.setdefault(plain_name(name), field) == field, name


@pytest.mark.parametrize(
    "name", ["Customer Name", "CustomerLastName", "Phone", "Email", "Address", "CustomerID", "ZIP"]
)
def test_no_name_of_a_person_is_recognised(name: str) -> None:
    assert recognise((name,)) == ({}, ())


def test_the_better_name_wins_and_the_other_is_told() -> None:
    places, problems = recognise(("Last Cost", "Unit Cost", "Cost"))

    assert places == {"cost": 1}
    assert len(problems) == 2


def test_a_group_and_a_vendor_are_recognised_beside_a_source() -> None:
    places, problems = recognise(("Vendor", "Stocking Group", "Source", "Cost"))

    assert places == {"source": 2, "cost": 3, "vendor": 0, "stocking_group": 1}
    assert problems == ()


@pytest.mark.parametrize("name", ["Vendor", "Stocking Group", "Supplier", "Group"])
def test_alone_a_group_or_a_vendor_stays_the_source(name: str) -> None:
    assert recognise((name, "Cost"))[0] == {"source": 0, "cost": 1}


def test_a_name_that_is_no_source_is_nothing_without_one() -> None:
    assert recognise(("Vendor Name", "Cost"))[0] == {"cost": 1}


def test_of_two_groups_beside_a_source_the_second_is_told() -> None:
    places, problems = recognise(("Group", "Source", "Stocking Group"))

    assert places == {"source": 1, "stocking_group": 2}
    assert problems == ("Two columns look like source: “Source” is taken, “Group” is not",)


def test_a_line_without_an_order_is_a_product_line() -> None:
    assert recognise(("Line", "Part Number"))[0] == {"source": 0, "part": 1}
    assert recognise(("RO", "Line"))[0] == {"ro": 0, "line": 1}


def test_the_header_is_found_below_junk() -> None:
    rows = [["Harbor Motors"], ["Date:", "01/02/2025"], ["Part", "Cost", "Qty", "Sold"], ["1"]]

    assert find_header(rows) == 2


def mapped(tmp_path: Path, data: str, text: str) -> dict[str, str]:
    (tmp_path / "sales.txt").write_text(data, encoding="utf-8")
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    imported = import_sales(tmp_path / "sales.txt", tmp_path / "map.toml", LIGHT)
    assert imported.sales.used.cost == 12_345 * 10**5
    return dict(imported.columns)


def test_a_mapping_names_columns_by_header(tmp_path: Path) -> None:
    data = "Teil;EK;Stück;VK\nA;123,45;1;200,00\n"
    text = '[columns]\ncost = "EK"\nquantity = "Stück"\nsold = "VK"\npart = "Teil"\n'

    assert mapped(tmp_path, data, text) == {
        "part": "Teil",
        "cost": "EK",
        "quantity": "Stück",
        "sold": "VK",
    }


def test_a_mapping_names_columns_by_number_without_a_header(tmp_path: Path) -> None:
    data = "A,123.45,1,200.00\n"
    text = "header = 0\npart = 1\ncost = 2\nqty = 3\n'sold price' = 4\n"

    assert mapped(tmp_path, data, text) == {
        "part": "column 1",
        "cost": "column 2",
        "quantity": "column 3",
        "sold": "column 4",
    }


def test_a_mapping_says_header_line_delimiter_and_decimal_mark(tmp_path: Path) -> None:
    data = "Part Cost Qty Sold\nx\nPart:Cost:Qty:Sold\nA:123,450:1:200,000\n"
    text = 'header = 3\ndelimiter = ":"\ndecimal = ","\n'

    assert mapped(tmp_path, data, text)["cost"] == "Cost"


def test_a_mapping_can_leave_a_column_out(tmp_path: Path) -> None:
    data = "Part,Cost,List,Qty,Sold\nA,123.45,200,1,200.00\n"

    assert "list" not in mapped(tmp_path, data, 'list = ""\n')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cost = 1.5\n", "cost"),
        ('nonsense = "x"\n', "nonsense"),
        ("decimal = 3\n", "decimal"),
        ("delimiter = 'ab'\n", "delimiter"),
        ("header = -1\n", "header"),
        ("cost = ", "TOML"),
        ('cost = "Nope"\n', "Nope"),
        ("cost = 99\n", "99"),
        ('encoding = "klingon"\n', "encoding"),
        ("columns = 3\n", "columns"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(MatrixDesignerError, match=words):
        mapped(tmp_path, "Part,Cost,Qty,Sold\nA,123.45,1,200.00\n", text)


def test_a_mapping_is_read_into_a_value(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('delimiter = "tab"\ndecimal = ","\nsheet = "S"\nencoding = "UTF8"\n')

    mapping = read_mapping(path)

    assert (mapping.delimiter, mapping.style) == ("\t", NumberStyle.COMMA)
    assert (mapping.sheet, mapping.encoding, mapping.header) == ("S", "utf-8", None)


@pytest.mark.parametrize(
    ("first", "columns", "words"),
    [
        ("Artikel,EK,VK,Menge", 'cost = "EK netto"', "its first row is: Artikel, EK, VK, Menge"),
        ("A1,12.00,30.00,4", "cost = 5", "has no column 5 for cost. It has 4 columns"),
        ("A1,12.00,30.00,4", 'cost = "EK"', "its first row is: A1, 12.00, 30.00, 4"),
        ("Part,Cost,Sold,Qty", 'cost = "EK"', "Its columns are: Part, Cost, Sold, Qty"),
    ],
)
def test_a_column_that_is_not_there_is_answered_with_those_that_are(
    tmp_path: Path, first: str, columns: str, words: str
) -> None:
    sales, map_file = tmp_path / "sales.csv", tmp_path / "map.toml"
    sales.write_text(f"{first}\nA2,13.00,31.00,5\n")
    header = "header = 0" if first.startswith("A1") else ""
    map_file.write_text(f"{header}\n[columns]\n{columns}\nquantity = 4\nsold = 3\n")
    with pytest.raises(MatrixDesignerError) as caught:
        import_sales(sales, read_mapping(map_file), LIGHT)
    assert words in caught.value.sentence
    assert ": ." not in caught.value.sentence
    assert not caught.value.sentence.rstrip(".").endswith(":")
