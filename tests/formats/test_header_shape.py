"""Headers whose words nobody knows, and days that nobody took: told or asked, never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.header_shape import words_above_numbers
from matrix_designer.formats.import_changes import ImportQuestion
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.preview import Preview, make_preview, read_head
from matrix_designer.formats.sales import ImportOptions, import_sales

GERMAN = """Teilebericht Juni 2025
Autohaus Muster;;;;;

Teil;Bezeichnung;Menge;EK;VK;Datum
A-1001;Filter;2;10,00;20,50;01.02.2025
A-1002;Pumpe;1;110,10;190,00;02.02.2025
B-1003;Riemen;3;7,25;14,50;03.02.2025
B-1004;Kerze;4;3,10;7,80;04.02.2025
;Summe;10;164,25;300,70;
"""
DATED = "Part,Qty,Cost,Sold Price,Datum\nA,2,10.00,20.50,2025-02-01\nB,1,9.10,19.00,2025-02-28\n"


def seen(path: Path, text: str, mapping: SalesMapping | None = None) -> Preview:
    path.write_text(text, encoding="utf-8")
    return make_preview(read_head(path), mapping or SalesMapping())


def asked(preview: Preview) -> ImportQuestion:
    question = question_of(preview, must_know_style=False)
    assert question is not None
    return question


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "sales.csv"


def test_words_above_numbers_are_the_header_though_nobody_knows_them(file: Path) -> None:
    found = seen(file, GERMAN)
    assert found.header == 2
    assert found.names == ("Teil", "Bezeichnung", "Menge", "EK", "VK", "Datum")
    question = asked(found)
    assert (
        question.answers[0].label == "cost EK, pieces Menge, sold price VK, date Datum, part Teil"
    )
    mapping = question.answers[0].change(found)
    imported = import_sales(file, mapping, ImportOptions(keep_lines=False))
    used = imported.sales.used
    assert (used.lines, used.pieces, used.cost) == (4, 10_000, 164_250 * 10**4)
    assert imported.sales.set_aside["total-line"].lines == 1
    assert imported.columns["cost"] == "EK"
    assert imported.sales.days == 4
    assert not imported.problems


def test_what_is_known_beside_is_kept_and_not_asked_again(file: Path) -> None:
    text = GERMAN.replace("Menge", "Qty").replace("Teil;", "Part;")
    question = asked(seen(file, text))
    assert question.sentence == "Not every column is known by its name. Which are they?"
    assert question.answers[0].label == "cost EK, sold price VK, date Datum"


def test_a_command_line_names_the_columns_that_it_does_not_know(file: Path) -> None:
    file.write_text(GERMAN, encoding="utf-8")
    with pytest.raises(MatrixDesignerError, match="Its columns are: Teil, Bezeichnung, Menge, EK"):
        import_sales(file, options=ImportOptions(keep_lines=False))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((("Teil", "EK", "VK"), ("A1", "1.00", "2.00"), ("A2", "3.00", "4.50")), 0),
        # words in every column, with a rule below them
        ((("Teil", "EK", "VK"), ("--", "--", "--"), ("A1", "1.00", "2.00")), 0),
        # no line of words: data from the first line on
        ((("A1", "1.00", "2.00"), ("A2", "3.00", "4.50")), None),
        # another width than the lines below: a title
        ((("Bericht", "Juni", "Mitte"), ("A1", "x", "1.00", "2.00"), ("A2", "y", "3", "4")), None),
        # a column of numbers has no name
        ((("Teil", "", "VK"), ("A1", "1.00", "2.00"), ("A2", "3.00", "4.50")), None),
        # a number stands in it, so that it is a line like all others
        ((("Teil", "EK", "7.00"), ("A1", "1.00", "2.00"), ("A2", "3.00", "4.50")), None),
        # words below it as well: it is a heading of something else
        ((("Teil", "EK", "VK"), ("eins", "zwei", "drei"), ("vier", "fünf", "sechs")), None),
        # of two lines of words the one that stands right above the numbers
        ((("Ein", "Kopf", "Da"), ("Teil", "EK", "VK"), ("A1", "1.00", "2.00")), 1),
        ((), None),
    ],
)
def test_a_header_stands_right_above_numbers_as_wide_as_they_are(
    rows: tuple[tuple[str, ...], ...], place: int | None
) -> None:
    assert words_above_numbers(rows) == place


def test_a_column_that_looks_like_dates_and_was_not_taken_is_told(file: Path) -> None:
    (told,) = seen(file, DATED).problems
    assert told.startswith("“Datum” looks like dates, but no column is known as the date")
    imported = import_sales(file, options=ImportOptions(keep_lines=False))
    assert imported.problems == (told,)
    assert imported.sales.days is None
    mapping = SalesMapping(columns={"date": "Datum"})
    imported = import_sales(file, mapping, ImportOptions(keep_lines=False))
    assert not imported.problems
    assert imported.sales.days == 28


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Date", "2025-02-01"),  # it is taken
        ("Note", "not a date"),
        ("Birthday", "2025-02-01"),  # a person's
    ],
)
def test_other_columns_are_not_told_as_dates(file: Path, header: str, cells: str) -> None:
    text = f"Part,Qty,Cost,Sold Price,{header}\nA,2,10.00,20.50,{cells}\nB,1,9.1,9.9,{cells}\n"
    assert not seen(file, text).problems


def test_who_wants_no_date_is_not_told_of_one(file: Path) -> None:
    assert not seen(file, DATED, SalesMapping(columns={"date": ""})).problems


def test_dates_of_a_file_without_a_header_are_told_by_their_number(file: Path) -> None:
    columns: dict[str, str | int] = {"part": 1, "quantity": 2, "cost": 3, "sold": 4}
    rows = DATED.split("\n", 1)[1].replace("2025-02-01", "2025-02-01 10:30:00")
    (told,) = seen(file, rows, SalesMapping(columns=columns, header=0)).problems
    assert told.startswith("“column 5” looks like dates")


def parts_file(parts: list[str]) -> str:
    rows = "".join(f"{part},1,10.00,20.00\n" for part in parts)
    return f"Part,Qty,Cost,Sold Price\n{rows}"


FULL = [f"{n}" for n in range(10_000_000, 10_000_040)]


def test_part_numbers_without_their_zeros_are_told(file: Path) -> None:
    (told,) = seen(file, parts_file([*FULL, "123456", "7654321", "AB-12"])).problems
    assert told.startswith("2 part numbers such as 123456 are shorter than the usual 8 digits")
    imported = import_sales(file, options=ImportOptions(keep_lines=False))
    assert imported.problems == (told,)
    assert imported.sales.used.lines == 43


@pytest.mark.parametrize(
    "parts",
    [
        FULL,  # all of one length
        [*FULL, "01234567", "123456", "7654321"],  # zeros are there
        [*FULL, "123456"],  # one alone tells nothing
        [*FULL[:8], "123456", "7654321"],  # too few
        [f"{n * 37}" for n in range(1, 4_000, 53)],  # of every length
        [*FULL, "12", "34", "56"],  # something else
        [*FULL, "123456", "7654321", *(f"{n}" for n in range(10**9, 10**9 + 9))],  # longer as well
    ],
)
def test_other_part_numbers_are_left_in_peace(file: Path, parts: list[str]) -> None:
    assert not seen(file, parts_file(parts)).problems
