"""A second table in a file is never read through the columns of the first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from matrix_designer.core.evidence import Sales
from matrix_designer.formats.doubts import DoubtfulColumnsError
from matrix_designer.formats.import_changes import portable
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import SalesMapping, read_mapping
from matrix_designer.formats.mapping_text import mapping_text
from matrix_designer.formats.preview import Preview, make_preview, read_head
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)
NAMES = {"p": "Part", "q": "Qty", "c": "Cost", "s": "Sold", "l": "List", "d": "Description"}
Line = tuple[str, int, Decimal]
FIRST = [(f"A{place}", place % 4 + 1, Decimal(311 + 173 * place) / 100) for place in range(30)]
SECOND = [(f"B{place}", place % 3 + 2, Decimal(407 + 119 * place) / 100) for place in range(40)]
SUMMARY = ["Source,Qty,Cost,Sales", "10,61,400.00,800.00", "20,44,300.00,600.00"]


def table(lines: list[Line], columns: str) -> list[str]:
    """Return a header and lines, each sold for twice its cost, with the columns in an order."""
    rows = [",".join(NAMES[column] for column in columns)]
    for part, pieces, cost in lines:
        cells = {
            "p": part,
            "q": f"{pieces}",
            "c": f"{cost}",
            "s": f"{2 * cost}",
            "l": f"{3 * cost}",
        }
        rows.append(",".join({**cells, "d": "HOSE"}[column] for column in columns))
    return rows


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n")
    return path


def seen(path: Path, mapping: SalesMapping | None = None) -> Preview:
    return make_preview(read_head(path), mapping or SalesMapping())


def check(sales: Sales, lines: list[Line]) -> None:
    cost = sum((pieces * cost for _, pieces, cost in lines), Decimal(0))
    used = sales.used
    assert (used.lines, Decimal(used.cost) / 10**7) == (len(lines), cost)
    assert Decimal(used.sales) / 10**7 == 2 * cost
    assert sales.lines_read == len(lines)


@pytest.mark.parametrize("columns", ["csqp", "pscq", "qpcs"])
@pytest.mark.parametrize("folder", [None, "kept"])
def test_the_same_names_in_another_order_are_read_by_their_names(
    tmp_path: Path, columns: str, folder: str | None
) -> None:
    page = table(FIRST[:5], "pqcs")
    path = written(tmp_path / "a.csv", *table(FIRST, "pqcs"), *table(SECOND, columns), *page)
    options = LIGHT if folder is None else ImportOptions(folder=tmp_path / folder)
    imported = import_sales(path, options=options)

    check(imported.sales, [*FIRST, *SECOND, *FIRST[:5]])
    assert any("line 32: from here on the columns stand in another" in p for p in imported.problems)
    assert not seen(path).unreadable


@pytest.mark.parametrize("lines", [300, 3_000])
def test_far_below_they_are_read_by_their_names_as_well(tmp_path: Path, lines: int) -> None:
    first = [(f"A{place}", place % 4 + 1, Decimal(311 + place) / 100) for place in range(lines)]
    path = written(tmp_path / "a.csv", *table(first, "pqcs"), *table(SECOND, "pscq"))

    check(import_sales(path, options=LIGHT).sales, [*first, *SECOND])


@pytest.mark.parametrize(
    "rows",
    [
        [*SUMMARY, "", *table(FIRST, "pqcs")],
        [*table(FIRST, "pqcs"), *SUMMARY],
        [*table(FIRST, "pdqcs"), "Store,Lines,Pieces,Cost,Sales", "01,10,61,400.00,800.00"],
        [*table(FIRST, "pdqcs"), *table(SECOND, "pqcls")],
        [*table(FIRST, "pqcs"), *table(SECOND, "pdqcls")],
        [*table(FIRST, "pdqcs"), "Kunde,Ort,Menge,EK,VK", "1,2,30,4.00,5.00"],
        ["Teil,Menge,EK,VK", "A1,2,3.00,4.00", "A2,2,3.00,4.00", *table(FIRST, "pqcs")],
        [*table(FIRST, "pdqcs")[1:4], *table(FIRST, "pdqcs")],
    ],
)
def test_which_of_two_tables_is_meant_is_asked(tmp_path: Path, rows: list[str]) -> None:
    path = written(tmp_path / "a.csv", *rows)
    line = next(place for place, row in enumerate(rows, 1) if row.startswith("Part,"))
    with pytest.raises(DoubtfulColumnsError, match=f"header on line {line}|2 tables") as caught:
        import_sales(path, options=LIGHT)
    assert f"header = {line}" in caught.value.sentence
    assert "import --map" in caught.value.sentence
    preview = seen(path)
    question = question_of(preview, must_know_style=False)
    assert question is not None
    answer = next(one for one in question.answers if one.label.startswith(f"Line {line}: Part"))
    mapping = answer.change(preview)

    assert question_of(seen(path, mapping), must_know_style=True) is None
    read = import_sales(path, mapping, LIGHT)
    check(read.sales, FIRST)
    kept = tmp_path / "kept.toml"
    kept.write_text(mapping_text(portable(seen(path, mapping))))
    assert read_mapping(kept).header == line


def test_which_of_several_sheets_is_meant_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheets = {"Jan": table(FIRST, "pqcs"), "Feb": table(SECOND, "pqcs"), "Notes": ["Made,for"]}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row.split(","))
    preview = seen(path)
    question = question_of(preview, must_know_style=False)

    with pytest.raises(DoubtfulColumnsError, match="sheets “Jan” and “Feb” have sales lines"):
        import_sales(path, options=LIGHT)
    assert question is not None
    assert [answer.label for answer in question.answers] == ["Jan", "Feb"]
    mapping = question.answers[1].change(preview)
    assert question_of(seen(path, mapping), must_know_style=True) is None
    check(import_sales(path, mapping, LIGHT).sales, SECOND)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("beside", "told"),
    [
        (SUMMARY, "part numbers with dates or ROs"),
        (table(SECOND[:5], "pqcs"), "part numbers with dates or ROs"),
        ([",".join([*table(FIRST, "pqcs")[0].split(","), "RO"])], ""),
    ],
)
def test_sums_rankings_and_empty_tables_beside_the_lines_are_not_asked_about(
    tmp_path: Path, beside: list[str], told: str, *, is_first: bool
) -> None:
    path = tmp_path / "a.xlsx"
    header, *rows = table(FIRST, "pqcs")
    lines = [f"{header},RO", *(f"{row},R{at}" for at, row in enumerate(rows))]
    sheets = {"Beside": beside, "Lines": lines} if is_first else {"Lines": lines, "Beside": beside}
    with xlsxwriter.Workbook(path) as book:
        for name, texts in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(texts):
                sheet.write_row(at, 0, row.split(","))
    preview = seen(path)
    imported = import_sales(path, options=LIGHT)

    assert (preview.sheet, question_of(preview, must_know_style=False)) == ("Lines", None)
    check(imported.sales, FIRST)
    sentence = f"Sheet “Beside” is left out: the lines of “Lines” have {told}, and it has not"
    assert (sentence in imported.problems, sentence in preview.problems) == (bool(told),) * 2


@pytest.mark.parametrize("lines", [30, 3_000])
@pytest.mark.parametrize(
    "sums",
    [
        SUMMARY,
        ["REPORT TOTALS,,Pieces,Cost,Sales,GP", ",,105,700.00,1400.00,700.00"],
        [",,Total Qty,Total Cost,Total Sold", ",,105,700.00,1400.00"],
        [",Recap,Pieces,Cost,Sales", ",Customer,61,400.00,800.00", ",Warranty,44,300.00,600.00"],
        ["Store,Pieces,Cost,Sales", "01,61,400.00,800.00", "02,44,300.00,600.00"],
    ],
)
def test_sums_below_the_lines_are_left_out_and_told(
    tmp_path: Path, sums: list[str], lines: int
) -> None:
    first = [(f"A{place}", place % 4 + 1, Decimal(311 + place) / 100) for place in range(lines)]
    path = written(tmp_path / "a.csv", *table(first, "pdqcs"), "", *sums)
    imported = import_sales(path, options=LIGHT)

    check(imported.sales, first)
    assert question_of(seen(path), must_know_style=False) is None
    told = f"line {lines + 3}: another table begins, its "
    assert any(told in problem for problem in imported.problems)


def test_sums_above_the_lines_are_no_table(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", *SUMMARY, "", *table(FIRST, "pdqcs"))

    check(import_sales(path, options=LIGHT).sales, FIRST)
    assert question_of(seen(path), must_know_style=False) is None


@pytest.mark.parametrize("day", ["01/02/2026", "20260102", "2.1.26", "2026-01-02 10:31:05"])
def test_dated_lines_go_on_below_sums(tmp_path: Path, day: str) -> None:
    header, *lines = [f"{row},{day}" for row in table(FIRST, "pdqcs")]
    header, sums = header.replace(day, "Date"), ["Totals,,Pieces,Cost,Sales", "01,,2,3,4"]
    path = written(tmp_path / "a.csv", header, *lines[:9], *sums, *lines[9:20], *sums, *lines[20:])
    imported = import_sales(path, options=LIGHT)

    check(imported.sales, FIRST)
    assert sum("its 1 row is left out" in problem for problem in imported.problems) == 2
    assert not seen(path).unreadable


def test_sums_on_every_page_are_told_together(tmp_path: Path) -> None:
    header, *lines = table(FIRST, "pdqcs")
    sums = ["Totals,,Pieces,Cost,Sales", "01,,2,,4"]
    pages = [row for at in range(0, 30, 6) for row in (header, *lines[at : at + 6], *sums)]
    imported = import_sales(written(tmp_path / "a.csv", *pages), options=LIGHT)

    check(imported.sales, FIRST)
    told = "line 8 and further down: 5 tables of sums begin, their 5 rows are left out"
    assert [told in problem for problem in imported.problems] == [True]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_empty_columns_between_those_of_one_table_are_no_border(tmp_path: Path, at: int) -> None:
    rows = [row.split(",") for row in table(FIRST, "pqcls")]
    path = written(tmp_path / "a.csv", *(",".join([*row[:at], "", *row[at:]]) for row in rows))

    check(import_sales(path, options=LIGHT).sales, FIRST)


def test_lines_that_go_on_below_sums_are_never_left_out(tmp_path: Path) -> None:
    lines = table(FIRST, "pdqcs")
    path = written(tmp_path / "a.csv", *lines[:11], *SUMMARY, *lines[11:])

    with pytest.raises(DoubtfulColumnsError, match="2 tables"):
        import_sales(path, options=LIGHT)


def test_the_table_that_was_left_out_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", *table(FIRST, "pdqcs"), *SUMMARY)

    problems = import_sales(path, SalesMapping(header=1), LIGHT).problems

    assert "a.csv, line 32: another table begins, its 2 rows are left out" in problems


@pytest.mark.parametrize("lines", [300, 3_000])
def test_a_table_far_below_is_asked_about(tmp_path: Path, lines: int) -> None:
    first = [(f"A{place}", place % 4 + 1, Decimal(311 + place) / 100) for place in range(lines)]
    path = written(tmp_path / "a.csv", *table(first, "pqcs"), *SUMMARY)

    with pytest.raises(DoubtfulColumnsError, match="2 tables") as caught:
        import_sales(path, options=LIGHT)
    assert f"line {lines + 2} (Source, Qty, Cost, Sales)" in caught.value.sentence
    check(import_sales(path, SalesMapping(header=1), LIGHT).sales, first)
    assert import_sales(path, SalesMapping(header=lines + 2), LIGHT).sales.lines_read == 2


@pytest.mark.parametrize(
    "rows",
    [
        [*table(FIRST[:10], "pdqcs"), *table(FIRST[10:], "pdqcs")],
        [*table(FIRST[:10], "pdqcs"), "Store 12,,,,", *table(FIRST[10:], "pdqcs")[1:]],
        ["Total Qty,Total Cost,Total Sales", "100,2000.00,4000.00", *table(FIRST, "pdqcs")],
        [
            "Harbor Motors",
            "Parts sales,From,To",
            "all,01/01/2025,12/31/2025",
            *table(FIRST, "pdqcs"),
        ],
        [*table(FIRST, "pdqcs"), "TOTAL,,Pieces,Cost,Sales"],
        [*table(FIRST, "pdqcs"), "Total source 10,,61,400.00,800.00", "A1 Total,,1,2.00,3.00"],
        [
            *(
                f"{row},Page {1 + at // 10}" if "Part" in row else row
                for at, row in enumerate([*table(FIRST[:10], "pdqcs"), *table(FIRST[10:], "pdqcs")])
            )
        ],
        [
            f"{row},,{beside}"
            for row, beside in zip(
                table(FIRST, "pdqcs"), [*SUMMARY, *[",,,"] * (len(FIRST) - 2)], strict=True
            )
        ],
        [
            *(pair := [",,Qty,Unit,Sell", "PART,DESC,SOLD,COST,PRICE"]),
            *table(FIRST, "pdqcs")[1:9],
            *pair,
            *table(FIRST, "pdqcs")[9:],
        ],
    ],
)
def test_page_breaks_and_titles_are_no_tables(tmp_path: Path, rows: list[str]) -> None:
    sales = import_sales(written(tmp_path / "a.csv", *rows), options=LIGHT).sales

    check(replace(sales, lines_read=sales.used.lines), FIRST)
    assert not sales.set_aside["unreadable"].lines


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        ([",,each,dollars,list"], 0),
        (["Clerk,Al,Parts,Sold"], 9),
        ([table(FIRST, "pdqcs")[0], ",,each,dollars,list"], 9),
    ],
)
def test_units_and_words_between_lines_are_no_tables(
    tmp_path: Path, rows: list[str], odd: int
) -> None:
    header, *lines = table(FIRST, "pdqcs")
    path = written(tmp_path / "a.csv", header, *lines[:odd], *rows, *lines[odd:])
    sales = import_sales(path, options=LIGHT).sales

    check(replace(sales, lines_read=sales.used.lines), FIRST)
    assert sales.set_aside["unreadable"].lines == 1
    assert question_of(seen(path), must_know_style=False) is None
