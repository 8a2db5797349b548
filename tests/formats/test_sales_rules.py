"""What is used, set aside and noted, line by line, as the domain words it."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import MISSING, SET_ASIDE_REASONS, Sales
from matrix_designer.formats.sales import ImportedSales, ImportOptions, import_sales
from matrix_designer.formats.set_aside import REASON_CODES

PLAIN = "Part Number,Description,Source,Unit Cost,List,Qty,Sold Price"
ON_ORDERS = "RO,Date,Part Number,Description,Unit Cost,Qty,Sold Price"


def imported(tmp_path: Path, *rows: str, header: str = PLAIN) -> ImportedSales:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return import_sales(path, options=ImportOptions(keep_lines=False))


def aside(sales: Sales) -> dict[str, int]:
    assert tuple(sales.set_aside) == SET_ASIDE_REASONS
    return {reason: tally.lines for reason, tally in sales.set_aside.items() if tally.lines}


def test_the_codes_are_those_of_the_closed_list() -> None:
    assert tuple(REASON_CODES) == SET_ASIDE_REASONS
    assert len(set(REASON_CODES.values())) == len(REASON_CODES)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("P1,Pad,10,1e5,16,1,15", "unreadable"),
        ("P1,Pad,10,10,16,1,NaN", "unreadable"),
        ("P1,Pad,10,10,16,1.0001,15", "unreadable"),
        ("P1,Pad,10,10,16,1,", "unreadable"),
        ("P1,Pad,10,10,16,1,15,surplus", "unreadable"),
        ("P1,Pad,10,1000000,16,1,15", "unreadable"),
        ("P1,Pad,10,999999.99,16,899999,15", "unreadable"),
        (",Total,,100,160,10,150", "total-line"),
        (",Report totals:,,100,160,10,150", "total-line"),
        ("Grand Total,,,100,160,10,150", "total-line"),
        (",,,,160,10,150", "total-line"),
        (",Total,,x,160,10,150", "total-line"),
        (",Summe,,100,160,10,150", "total-line"),
        (",Gesamt,,x,160,10,150", "total-line"),
        (",Total général,,100,160,10,150", "total-line"),
        (",Totaal,,x,160,10,150", "total-line"),
        (",Totale,,x,160,10,150", "total-line"),
        (",Zwischensumme 2025,,x,160,10,150", "total-line"),
        (",Sous-total,,x,160,10,150", "total-line"),
        (",Suma,,x,160,10,150", "total-line"),
        ("Summe,,,x,160,10,150", "total-line"),
        ("Gesamtsumme:,,,100,160,10,150", "total-line"),
        ("TOTAL GÉNÉRAL,,,100,160,10,150", "total-line"),
        ("Totale generale,,,100,160,10,150", "total-line"),
        ("P1,Pad,10,10,16,-1,15", "return"),
        ("P1,Pad,10,10,16,0,15", "zero-quantity"),
        ("P1,Pad,10,10,16,,15", "zero-quantity"),
        ("P1,Pad,10,0,16,1,15", "zero-cost"),
        ("P1,Pad,10,,16,1,15", "zero-cost"),
        ("P1,Pad,10,0.0049,16,1,15", "zero-cost"),
        ("P1,Pad,10,-0.005,16,1,15", "zero-cost"),
        ("P1,Pad,10,-0.0051,16,1,15", "negative-cost"),
        ("P1,Pad,10,(5.00),16,1,15", "negative-cost"),
        ("P1,Core charge,10,10,16,1,15", "core"),
        ("P1,ALT CORE DEPOSIT,10,10,16,1,15", "core"),
        ("P1,Core return,10,10,16,1,15", "core"),
        ("P1,core exchange,10,10,16,1,15", "core"),
        ("P1,CORE-CREDIT,10,10,16,1,15", "core"),
        ("P1,Starter,CORE,10,16,1,15", "core"),
        ("P1,Core charge,10,0,16,1,15", "zero-cost"),
        ("P1,Core charge,10,10,16,-1,15", "return"),
        ("P1,Core charge,10,x,16,-1,15", "unreadable"),
    ],
)
def test_the_first_reason_that_applies_sets_a_line_aside(
    tmp_path: Path, row: str, reason: str
) -> None:
    sales = imported(tmp_path, "P0,Pad,10,10.00,16.00,1,15.00", row).sales

    assert aside(sales) == {reason: 1}
    assert sales.lines_read == 2
    assert sales.used.lines == 1


@pytest.mark.parametrize(
    "row",
    [
        "P1,HEATER CORE,10,10,16,1,15",
        "P1,Core support,10,10,16,1,15",
        "P1,RADIATOR CORE,10,10,16,1,15",
        "P1,Hardcore charger,10,10,16,1,15",
        "00123,Pad,10,0.005,16,1,15",
        ",Pad without number,10,10,16,1,15",
        "P1,Total quartz oil,10,10,16,1,15",
        "P1,Summe,10,10,16,1,15",
        "SUMMER-KIT,Pad,10,10,16,1,15",
        "TOTALER,Pad,10,10,16,1,15",
        ",Gesamtheit,10,10,16,1,15",
        "P1,Pad,10,10,,1,0",
        "P1,Pad,10,10,N/A,1,5",
    ],
)
def test_what_is_no_reason_stays_used(tmp_path: Path, row: str) -> None:
    sales = imported(tmp_path, row).sales

    assert aside(sales) == {}
    assert sales.used.lines == 1


@pytest.mark.parametrize("keeps_lines", [True, False])
@pytest.mark.parametrize("word", ["Total", "SUMME", "Gesamt", "Totaal", "Totale", "Suma", "totaux"])
def test_a_totals_word_counts_in_a_file_without_parts_as_well(
    tmp_path: Path, word: str, keeps_lines: bool
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(f"Description,Cost,Qty,Sold Price\nPad,10,1,15\n{word},10,1,15\n")
    options = ImportOptions(keep_lines=keeps_lines, folder=tmp_path / "kept")

    assert aside(import_sales(path, options=options).sales) == {"total-line": 1}


@pytest.mark.parametrize("pay", ["W", "WARR", "Warranty", "w - factory"])
@pytest.mark.parametrize("other", ["I", "INT", "Internal"])
def test_pay_types_are_set_aside(tmp_path: Path, pay: str, other: str) -> None:
    rows = [f"P{place},10,1,15,{kind}" for place, kind in enumerate((pay, other, "C", "Insurance"))]
    sales = imported(tmp_path, *rows, header="Part,Cost,Qty,Sold Price,Pay Type").sales

    assert aside(sales) == {"internal": 1, "warranty": 1}
    assert sales.pay_types == ("C", "Insurance")


def test_the_same_line_of_an_order_is_a_duplicate_only_there(tmp_path: Path) -> None:
    rows = (
        "R1,01/02/2025,P1,Pad,10,1,15",
        "R1,01/02/2025,P1,Pad,10,1,15",
        "R1,01/02/2025,P1,Pad,10,2,15",
        "R2,01/02/2025,P1,Pad,10,1,15",
        ",01/02/2025,P1,Pad,10,1,15",
        ",01/02/2025,P1,Pad,10,1,15",
    )
    assert aside(imported(tmp_path, *rows, header=ON_ORDERS).sales) == {"duplicate": 1}


def test_line_numbers_tell_equal_lines_of_an_order_apart(tmp_path: Path) -> None:
    header = "RO,Line,Part Number,Unit Cost,Qty,Sold Price"
    rows = ("R1,1,P1,10,1,15", "R1,2,P1,10,1,15", "R1,2,P1,10,1,15", "R1,2,P2,10,1,15")

    assert aside(imported(tmp_path, *rows, header=header).sales) == {"duplicate": 1}


@pytest.mark.parametrize("odd", ["", "R2,2025-01-03,P9,Cap,$4.00,1,6.00"])
@pytest.mark.parametrize("quantity", ["+1", "1.0", " 1", "01"])
def test_a_line_repeated_with_another_spelling_of_a_number_is_a_duplicate(
    tmp_path: Path, quantity: str, odd: str
) -> None:
    rows = ["R1,2025-01-02,P1,Pad,10.00,1,15.00", f"R1,2025-01-02,P1,Pad,10.00,{quantity},15.00"]

    sales = imported(tmp_path, *rows, *([odd] if odd else []), header=ON_ORDERS).sales

    assert aside(sales) == {"duplicate": 1}


def test_lines_that_differ_in_an_amount_with_a_sign_are_no_duplicates(tmp_path: Path) -> None:
    costs = ("$4.00", "$5.00", "$5", "5.00", "(5.00)")
    rows = [f"R1,2025-01-02,P1,Pad,{cost},1,15.00" for cost in costs]

    sales = imported(tmp_path, *rows, header=ON_ORDERS).sales

    assert aside(sales) == {"duplicate": 2, "negative-cost": 1}


def test_a_file_without_orders_has_no_duplicates(tmp_path: Path) -> None:
    row = "P1,Pad,10,10,16,1,15"

    assert aside(imported(tmp_path, row, row, row).sales) == {}


@pytest.mark.parametrize(
    ("rows", "returned"),
    [
        # the latest earlier line of the same part, quantity and price, both counted
        (["R1,01/02/2025,P1,Pad,10,1,15", "R2,01/20/2025,P1,Pad,10,-1,15"], 2),
        (
            [
                "R1,01/02/2025,P1,Pad,10,1,15",
                "R2,01/05/2025,P1,Pad,10,1,15",
                "R3,01/20/2025,P1,Pad,10,-1,15",
            ],
            2,
        ),
        # 60 days, not 61, but however late on the same order
        (["R1,01/01/2025,P1,Pad,10,1,15", "R2,03/02/2025,P1,Pad,10,-1,15"], 2),
        (["R1,01/01/2025,P1,Pad,10,1,15", "R2,03/03/2025,P1,Pad,10,-1,15"], 1),
        (["R1,01/01/2025,P1,Pad,10,1,15", "R1,06/03/2025,P1,Pad,10,-1,15"], 2),
        # not another part, quantity or price, and not a later line
        (["R1,01/02/2025,P2,Pad,10,1,15", "R2,01/20/2025,P1,Pad,10,-1,15"], 1),
        (["R1,01/02/2025,P1,Pad,10,2,15", "R2,01/20/2025,P1,Pad,10,-1,15"], 1),
        (["R1,01/02/2025,P1,Pad,10,1,16", "R2,01/20/2025,P1,Pad,10,-1,15"], 1),
        (["R1,01/22/2025,P1,Pad,10,1,15", "R2,01/20/2025,P1,Pad,10,-1,15"], 1),
        # each line is given back once
        (
            [
                "R1,01/02/2025,P1,Pad,10,1,15",
                "R2,01/20/2025,P1,Pad,10,-1,15",
                "R3,01/21/2025,P1,Pad,10,-1,15",
            ],
            3,
        ),
        # a file that runs from its newest day to its oldest
        (["R2,01/20/2025,P1,Pad,10,-1,15", "R1,01/02/2025,P1,Pad,10,1,15"], 2),
        # a line without a cost that comes back is a return first
        (["R1,01/02/2025,P1,Pad,0,1,15", "R2,01/20/2025,P1,Pad,0,-1,15"], 2),
    ],
)
def test_a_return_and_what_it_gives_back_both_count(
    tmp_path: Path, rows: list[str], returned: int
) -> None:
    sales = imported(tmp_path, *rows, header=ON_ORDERS).sales

    assert aside(sales) == {"return": returned}
    assert sales.used.lines == len(rows) - returned


def test_the_latest_line_is_the_one_given_back(tmp_path: Path) -> None:
    rows = (
        "R1,01/02/2025,P1,Pad,10,1,15",
        "R2,01/05/2025,P1,Pad,12,1,15",
        "R3,01/20/2025,P1,Pad,12,-1,15",
    )
    sales = imported(tmp_path, *rows, header=ON_ORDERS).sales

    assert sales.rows.cost.tolist() == [100_000]
    assert sales.set_aside["return"].pieces == 0


def test_without_dates_only_the_same_order_tells_what_came_back(tmp_path: Path) -> None:
    header = "RO,Part Number,Unit Cost,Qty,Sold Price"
    rows = ("R1,P1,10,1,15", "R2,P1,10,-1,15", "R3,P2,10,1,15", "R3,P2,10,-1,15")

    assert aside(imported(tmp_path, *rows, header=header).sales) == {"return": 3}


def test_extended_dollars_are_the_truth_for_sold_and_unit_cost_for_cost(tmp_path: Path) -> None:
    header = "Part,Unit Cost,Ext Cost,Qty,Sold Price,Ext Price"
    rows = ("P1,10.00,30.00,3,15.00,44.99", "P2,10.00,99.00,3,15.00,50.00")
    sales = imported(tmp_path, *rows, header=header).sales

    assert sales.used.cost == 60 * 10**7
    assert sales.used.sales == 9_499 * 10**5
    assert sales.rows.unit_sold.tolist() == [149_967, 166_667]
    assert sales.notes["price-mismatch"].lines == 1


def test_a_mismatch_of_a_cent_a_piece_is_not_noted(tmp_path: Path) -> None:
    header = "Part,Unit Cost,Qty,Sold Price,Ext Price"
    rows = ("P1,10.00,3,15.00,45.03", "P2,10.00,3,15.00,45.04", "P3,10.00,-3,15.00,-45.00")

    assert imported(tmp_path, *rows, header=header).sales.notes["price-mismatch"].lines == 1


def test_a_unit_cost_is_made_from_the_extended_one_where_it_must(tmp_path: Path) -> None:
    header = "Part,Total Cost,Qty,Total Price"
    rows = ("P1,10.00,3,20.00", "P2,30.00,3,60.00", "P3,-10.00,-3,-20.00")
    sales = imported(tmp_path, *rows, header=header).sales

    assert sales.rows.cost.tolist() == [33_333, 100_000]
    assert sales.rows.unit_sold.tolist() == [66_667, 200_000]
    assert sales.used.sales == 80 * 10**7
    assert sales.notes["cost-precision"].lines == 1
    assert aside(sales) == {"return": 1}


def test_what_is_used_but_noted(tmp_path: Path) -> None:
    sales = imported(
        tmp_path,
        "P1,Pad,10,10,,1,15",
        "P2,Pad,10,10,0,1,15",
        "P3,Pad,10,10,16,1,0.00",
        "P4,Pad,10,10,16,1,9.99",
        "P5,Pad,10,0.03755,16,1,1",
        "1.2E+11,Pad,10,10,16,1,15",
        "5-Mar,Pad,10,10,16,1,15",
        "P6,Pad,10,10,99999.99,1,15",
        "12E5,Pad,10,10,16,1,15",
    ).sales

    assert {note: tally.lines for note, tally in sales.notes.items()} == {
        "missing-list": 2,
        "no-charge": 1,
        "under-cost": 1,
        "cost-precision": 1,
        "damaged-part": 2,
        "damaged-list": 1,
    }
    assert sales.used.lines == 9
    assert sales.rows.list_price.tolist().count(MISSING) == 1
    assert 376 in sales.rows.cost.tolist()


def test_costs_and_lists_of_more_decimals_are_rounded_half_up_and_counted(tmp_path: Path) -> None:
    sales = imported(
        tmp_path,
        "P1,Pad,10,10.00005,16,1,15",
        "P2,Pad,10,10.00004,16,1,15",
        "P3,Pad,10,10.20000,16.000000,1,15",
        "P4,Pad,10,10.3,16.12345,1,15",
        "P5,Pad,10,10.4,16,1,15",
    ).sales

    assert sales.notes["cost-precision"].lines == 3
    assert sorted(sales.rows.cost.tolist()) == [100_000, 100_001, 102_000, 103_000, 104_000]
    assert 161_235 in sales.rows.list_price.tolist()
    assert sales.used.lines == 5


def test_repeated_headers_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    rows = ("P1,Pad,10,10,16,1,15", "", PLAIN, PLAIN.upper(), " , ", "P2,Pad,10,10,16,1,15")

    assert imported(tmp_path, *rows).sales.lines_read == 2


@pytest.mark.parametrize("blank", [",,,,,,", " , ,,,,,", ""])
def test_a_blank_row_is_no_row(tmp_path: Path, blank: str) -> None:
    row = "P1,Pad,10,10,16,1,15"

    assert imported(tmp_path, row, blank, row).sales.lines_read == 2


def test_part_numbers_stay_text(tmp_path: Path) -> None:
    rows = ("00123,a,010,10,16,1,15", "123,a,10,10,16,1,15", "NA,a,NA,10,16,1,15")
    sales = imported(tmp_path, *rows).sales

    assert sales.parts == 3
    assert sales.sources == ("010", "10", "NA")


def test_the_days_of_all_lines_are_covered(tmp_path: Path) -> None:
    rows = ("R1,01/02/2025 08:15,P1,Pad,10,1,15", "R2,12/31/2025 23:59:59,P1,Pad,0,1,15")
    sales = imported(tmp_path, *rows, header=ON_ORDERS).sales

    assert sales.days == 364


def test_unreadable_lines_are_named(tmp_path: Path) -> None:
    result = imported(tmp_path, "P1,Pad,10,10,16,1,15", "P2,Pad,10,12E5,16,1,15")

    assert result.problems == (
        "sales.csv, line 3: Unit Cost: “12E5” is not a number that can be read",
    )


def test_a_personal_column_is_not_imported(tmp_path: Path) -> None:
    header = "Part,Customer Name,Phone,Email,Address,Cost,Qty,Sold Price"
    result = imported(tmp_path, "P1,Jane,555,j@x,Road,10,1,15", header=header)

    assert set(result.columns) == {"part", "cost", "quantity", "sold"}


def test_a_file_that_nothing_decides_is_asked_about(tmp_path: Path) -> None:
    header = "Part\tCost\tQty\tSold Price"
    with pytest.raises(MatrixDesignerError, match="import --map"):
        imported(tmp_path, "P1\t1,725\t1\t2,500", header=header)


def test_numbers_far_down_decide_for_the_whole_file(tmp_path: Path) -> None:
    header = "Part\tCost\tQty\tSold Price"
    rows = ["P1\t1,725\t1\t2,500"] * 400
    sales = imported(tmp_path, *rows, "P2\t1,5\t1\t2", header=header).sales

    assert sales.used.cost == 400 * 17_250_000 + 15_000_000


def test_mixed_marks_are_asked_about_however_far_apart(tmp_path: Path) -> None:
    header = "Part\tCost\tQty\tSold Price"
    rows = ["P1\t1.50\t1\t2.50"] * 400
    with pytest.raises(MatrixDesignerError, match="import --map"):
        imported(tmp_path, *rows, "P2\t1,5\t1\t2", header=header)
