"""What is understood of a file's first lines, what is asked, and what a change makes of it."""

from __future__ import annotations

import codecs
from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.import_changes import (
    portable,
    with_column,
    with_cut,
    with_header,
    with_layout,
    with_position,
    with_style,
)
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import SalesMapping, read_mapping
from matrix_designer.formats.mapping_text import mapping_text
from matrix_designer.formats.personal import is_personal
from matrix_designer.formats.preview import (
    HEAD_BYTES,
    Preview,
    layout_signature,
    make_preview,
    read_head,
)
from matrix_designer.formats.sales import ImportOptions, import_sales
from tests.layouts.catalogue import ASK
from tests.layouts.histories import Layout
from tests.layouts.truth import History

REPORT = """Harbor Motors;;;;;;
;;;;;;
RO;Part Number;Cost;List;Qty;Sold Price;Customer Name
1;A1;12,00;30,00;4;24,00;Bob
1;A2;21,3x;42,10;10;37,20;Al
;Total;;;14;61,20;
"""


def seen(path: Path, text: str | bytes, mapping: SalesMapping | None = None) -> Preview:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return make_preview(read_head(path), mapping or SalesMapping())


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "sales.csv"


def test_the_first_lines_stand_as_they_are_with_what_was_understood(file: Path) -> None:
    found = seen(file, REPORT)
    assert found.lines == (1, 3, 4, 5, 6)
    assert found.rows[0] == ("Harbor Motors", "", "", "", "", "", "")
    assert found.header == 1
    assert found.delimiter == ";"
    assert found.encoding == "utf-8"
    assert found.style is NumberStyle.COMMA
    assert found.places == {"ro": 0, "part": 1, "cost": 2, "list": 3, "quantity": 4, "sold": 5}
    assert [found.rows[row][column] for row, column in found.unreadable] == ["21,3x"]
    assert [(one.name, one.is_personal) for one in found.left_out] == [("Customer Name", True)]
    assert found.can_be_imported


def test_a_missing_column_is_asked_for_and_named_by_one_answer(file: Path) -> None:
    found = seen(file, REPORT.replace("Cost", "Preis A"))
    question = question_of(found, must_know_style=False)
    assert question is not None
    assert question.sentence == "Which column holds the cost?"
    assert [answer.label for answer in question.answers] == ["Preis A: 12,00, 21,3x"]
    after = make_preview(read_head(file), question.answers[0].change(found))
    assert after.places["cost"] == 2
    assert question_of(after, must_know_style=False) is None
    imported = import_sales(file, after.mapping, ImportOptions(keep_lines=False))
    assert imported.sales.used.cost == 48 * 10**7


def test_a_sold_price_may_be_said_to_stand_nowhere(file: Path) -> None:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    ones = "\t1" * len(names)
    rows = "".join(
        f"{part}\t9\t2.00\t5.00\t{place}{ones}\n" for part, place in (("A", 4), ("B", 7))
    )
    found = seen(file, "\t".join(["Part", "Bin", "Cost", "List", "Shelf", *names]) + f"\n{rows}")
    question = question_of(found, must_know_style=False)
    assert question is not None
    # no month is offered: their pieces make the quantity
    assert [answer.label for answer in question.answers] == [
        *("Bin: 9, 9", "Shelf: 4, 7", "None of them")
    ]
    after = make_preview(read_head(file), question.answers[-1].change(found))
    assert question_of(after, must_know_style=True) is None
    imported = import_sales(file, after.mapping, ImportOptions(keep_lines=False))
    assert (imported.sales.used.cost, imported.sales.used.pieces) == (48 * 10**7, 24_000)


def test_what_a_comma_means_is_asked_with_a_cell_of_the_file(file: Path) -> None:
    found = seen(file, "Part\tCost\tQty\tSold\nA\t1,234\t1\t2,345\n")
    question = question_of(found, must_know_style=False)
    assert question is not None
    labels = [answer.label for answer in question.answers]
    assert labels == ["Decimal point: “1,234” is 1234", "Decimal comma: “1,234” is 1.234"]
    after = make_preview(read_head(file), question.answers[1].change(found))
    assert after.style is NumberStyle.COMMA
    assert question_of(after, must_know_style=True) is None


@pytest.mark.parametrize("layout", ASK[:4], ids=[one.name for one in ASK[:4]])
def test_a_file_without_a_name_for_anything_is_read_after_one_answer(
    layout: Layout, tmp_path: Path
) -> None:
    path = tmp_path / layout.name
    truth = layout.write(path)
    assert isinstance(truth, History)
    found = make_preview(read_head(path), SalesMapping())
    question = question_of(found, must_know_style=False)
    assert question is not None
    mapping = question.answers[0].change(found)
    sales = import_sales(path, mapping, ImportOptions(keep_lines=False)).sales
    sold = Decimal(sales.used.sales) / 10**7
    assert (sales.used.lines, Decimal(sales.used.cost) / 10**7, sold) == (
        truth.used[0],
        *truth.used[2:],
    )
    assert not sales.set_aside["unreadable"].lines


def test_lines_that_are_not_cut_are_not_guessed_at(tmp_path: Path) -> None:
    layout = ASK[4]
    path = tmp_path / layout.name
    layout.write(path)
    found = make_preview(read_head(path), SalesMapping())
    question = question_of(found, must_know_style=False)
    assert question is not None
    assert "not cut into cells" in question.sentence
    (tmp_path / "map.toml").write_text(layout.choice)
    after = make_preview(read_head(path), read_mapping(tmp_path / "map.toml"))
    assert question_of(after, must_know_style=False) is None
    assert after.can_be_imported


def test_a_reading_is_not_offered_where_prices_lie_under_costs(file: Path) -> None:
    rows = "".join(f"X{n}A777,{n}.50,{n}.25,2\n" for n in range(10, 40))
    question = question_of(seen(file, rows), must_know_style=False)
    assert question is not None
    assert [answer.label for answer in question.answers] == [
        "cost column 3, pieces column 4, sold price column 2, part column 1"
    ]


def test_a_column_serves_one_field(file: Path) -> None:
    found = seen(file, REPORT)
    after = make_preview(read_head(file), with_column(found, "list", 2))
    assert after.places["list"] == 2
    assert "cost" not in after.places
    assert after.missing == ("the cost",)
    back = make_preview(read_head(file), with_column(after, "cost", 2))
    assert back.places["cost"] == 2
    assert "list" not in back.places


def test_header_delimiter_encoding_and_decimal_mark_can_be_said(file: Path) -> None:
    text = "Part:Cost:Qty:Sold\nPart:Cost:Qty:Sold\nÄ:1,50:1:2,00\n".encode("cp850")
    found = seen(file, text)
    assert found.delimiter != ":"
    cut = with_cut(found, encoding="cp850", delimiter=":", sheet=None)
    found = make_preview(read_head(file), cut)
    assert (found.rows[2][0], found.delimiter, found.header) == ("Ä", ":", 0)
    found = make_preview(read_head(file), with_header(found, 2))
    assert found.header == 1
    found = make_preview(read_head(file), with_style(found, NumberStyle.POINT))
    assert len(found.unreadable) == 2


def test_a_wish_that_cannot_be_met_leaves_the_lines_in_view(file: Path) -> None:
    found = seen(file, REPORT, SalesMapping(columns={"cost": "EK"}))
    assert found.rows
    assert found.failure is not None
    assert "EK" in found.failure.title
    assert not found.can_be_imported


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252", "utf-8-sig"])
def test_only_the_beginning_of_a_large_file_is_read_and_cut_at_a_line(
    file: Path, encoding: str
) -> None:
    line = "1;Kühler, Ölwanne;12,00;30,00;4;24,00\n"
    text = "RO;Part;Cost;List;Qty;Sold\n" + line * 20_000
    found = seen(file, codecs.encode(text, encoding))
    assert not found.is_whole
    assert file.stat().st_size > 2 * HEAD_BYTES
    assert {row[1] for row in found.rows[1:]} == {"Kühler, Ölwanne"}
    assert found.style is NumberStyle.COMMA
    assert not found.unreadable


def test_an_undecided_beginning_of_a_large_file_is_not_asked_about_at_once(file: Path) -> None:
    text = "Part\tCost\tQty\tSold\n" + "A\t1,234\t1\t2,345\n" * 20_000
    found = seen(file, text)
    assert question_of(found, must_know_style=False) is None
    assert question_of(found, must_know_style=True) is not None


def test_a_price_tape_is_no_history_and_may_be_said_to_be_none_of_the_layouts(file: Path) -> None:
    found = seen(file, "Part Number,Audience,Cost,MSRP,As Of Date\nA1,R,1.00,2.00,1/1/2026\n")
    assert found.layout is not None
    assert found.failure is not None
    assert "no history of sales" in found.failure.title
    after = make_preview(read_head(file), with_layout(found, "none"))
    assert after.failure is None
    assert after.missing == ("the quantity", "the sold price")


def test_fixed_columns_are_moved_by_their_characters(file: Path) -> None:
    text = "".join(f"P{n:04d}  {n}.50 {n}  9.75\n" for n in range(1, 9))
    mapping = SalesMapping(
        positions={"part": (0, 5), "cost": (7, 11), "quantity": (12, 13), "sold": (15, 19)}
    )
    found = seen(file, text, mapping)
    assert found.places == {"part": 0, "cost": 1, "quantity": 2, "sold": 3}
    after = make_preview(read_head(file), with_position(found, "part", (0, 4)))
    assert after.rows[0][0] == "P000"
    over = make_preview(read_head(file), with_position(after, "list", (7, 11)))
    assert over.places["list"] == 1
    assert "cost" not in over.places


def test_a_mapping_is_written_so_that_it_is_read_the_same(tmp_path: Path) -> None:
    mapping = SalesMapping(
        columns={"cost": 'EK "netto" \\ Ä', "list": 4, "sold": ""},
        style=NumberStyle.COMMA,
        delimiter="\t",
        header=3,
        sheet="Blatt 1",
        encoding="cp1252",
        layout="none",
        positions={"part": (0, 14)},
        implied={"cost": 2},
        cents=frozenset({"list"}),
    )
    path = tmp_path / "map.toml"
    path.write_text(mapping_text(mapping), encoding="utf-8")
    assert read_mapping(path) == mapping
    path.write_text(mapping_text(SalesMapping()), encoding="utf-8")
    assert read_mapping(path) == SalesMapping()


def test_what_is_remembered_names_columns_by_header_and_holds_for_the_next_file(
    file: Path,
) -> None:
    found = seen(file, REPORT.replace("Cost", "Preis A"))
    found = make_preview(read_head(file), with_column(found, "cost", 2))
    said = portable(found)
    assert said.columns == {"cost": "Preis A"}
    other = "RO;Part Number;List;Preis A;Qty;Sold Price;Customer Name\n1;A1;9,00;8,00;1;9,00;X\n"
    assert seen(file, other, said).places["cost"] == 3


def test_a_layout_is_known_again_by_its_header_wherever_that_stands(file: Path) -> None:
    one = layout_signature(seen(file, REPORT))
    same = layout_signature(seen(file, REPORT.split("\n", 2)[2] + "2;B;1,00;2,00;1;2,00;C\n"))
    other = layout_signature(seen(file, REPORT.replace("Customer Name", "Customer")))
    assert one == same != other


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        ("CustomerFirstName", True),
        ("Customer Name", True),
        ("CUST_PHONE", True),
        ("E-Mail", True),
        ("Zip", True),
        ("CustomerID", True),
        ("Address 1", True),
        ("Part Name", False),
        ("Product Name", False),
        ("Customer Type", False),
        ("Bin", False),
        ("SpecialOrder", False),
        ("Description", False),
    ],
)
def test_columns_of_persons_are_known_by_their_names(header: str, is_one: bool) -> None:
    assert is_personal(header) == is_one
