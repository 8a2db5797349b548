"""Text files and workbooks become rows of text cells with the lines that they stand on."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.dialect import decide_number_style
from matrix_designer.formats.tables import is_repeated_header, read_table, read_tables

ROWS = (("a", "b"), ("00123", "12E5"), ("NA", "é"))


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_stay_the_text_that_they_are(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    text = end.join(delimiter.join(row) for row in ROWS)

    table = read_table(written(tmp_path, text.encode(encoding)))

    assert table.rows == ROWS
    assert table.lines == (1, 2, 3)
    assert table.delimiter == delimiter


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    data = b'a,b\n\n1,"two\nlines"\r\n\r\n , \n3,4\n'

    table = read_table(written(tmp_path, data))

    assert table.rows == (("a", "b"), ("1", "two\nlines"), ("3", "4"))
    assert table.lines == (1, 3, 7)
    assert table.where(2, 1) == "table.csv, line 7, column 2"


def test_an_excel_separator_line_is_no_row(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, b"sep=|\na,b|c\n1,5|2\n"))

    assert table.rows == (("a,b", "c"), ("1,5", "2"))
    assert table.lines == (2, 3)


def test_ragged_rows_are_kept_as_they_are(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, b"a,b\n1\n1,2,3\n")).rows == (
        ("a", "b"),
        ("1",),
        ("1", "2", "3"),
    )


def test_a_comma_that_is_a_decimal_mark_is_no_delimiter(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, b"From;To;Factor\n0,01;5,00;2,5\n5,01;;1,75\n"))

    assert table.rows[1] == ("0,01", "5,00", "2,5")
    assert table.number_style() is NumberStyle.COMMA


@pytest.mark.parametrize(
    ("texts", "delimiter", "style"),
    [
        (["1.725"], ",", NumberStyle.POINT),
        (["1.725", "12"], "\t", NumberStyle.POINT),
        (["1.725", "1,003.25"], ",", NumberStyle.POINT),
        (["1.234,50"], ";", NumberStyle.COMMA),
        (["0,500"], "\t", NumberStyle.COMMA),
        (["1,725"], "\t", None),
        (["1,725"], ";", NumberStyle.COMMA),
        (["1,725"], ",", None),
        (["12,50", "12.50"], ";", None),
        (["12.50"], ";", NumberStyle.POINT),
        (["Smith, John", "12"], ",", NumberStyle.POINT),
        (["($1,234.50)", "1,725"], "|", NumberStyle.POINT),
    ],
)
def test_what_comma_and_point_mean_is_decided_per_file(
    texts: list[str], delimiter: str, style: NumberStyle | None
) -> None:
    assert decide_number_style(texts, delimiter) is style


def test_a_workbook_has_its_sheets_rows_and_texts(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    first = book.add_worksheet("First")
    first.write_string(1, 0, "00123")
    first.write_number(1, 1, 10.1 * 3)
    first.write_number(3, 1, 1e-7)
    first.write_boolean(3, 2, True)  # noqa: FBT003 - the library's own signature
    second = book.add_worksheet("Second")
    second.write_string(4, 2, "far")
    book.close()

    tables = read_tables(path)

    assert [table.sheet for table in tables] == ["First", "Second"]
    assert tables[0].rows == (("00123", "30.3"), ("", "0.0000001", "TRUE"))
    assert tables[0].lines == (2, 4)
    assert tables[1].rows == (("", "", "far"),)
    assert tables[1].where(0, 2) == "book.xlsx, sheet Second, row 5, column 3"


def test_the_contents_and_not_the_name_say_what_a_file_is(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "real.xlsx"))
    book.add_worksheet().write_string(0, 0, "x")
    book.close()
    (tmp_path / "real.xlsx").rename(tmp_path / "named.csv")
    (tmp_path / "named.xls").write_bytes(b"a\tb\n1\t2\n")

    assert read_table(tmp_path / "named.csv").sheet == "Sheet1"
    assert read_table(tmp_path / "named.xls").rows == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(MatrixDesignerError):
        read_table(tmp_path / name)


def test_a_repeated_header_is_recognised() -> None:
    assert is_repeated_header(("from ", "TO"), ("From", "To"))
    assert not is_repeated_header(("1", "2"), ("From", "To"))
