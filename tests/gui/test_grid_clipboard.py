"""Blocks as other programs write and read them: nothing is lost on the way out and back."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.grid.clipboard import (
    Texts,
    pick,
    read_table,
    read_tabs,
    write_table,
    write_tabs,
)

CELL = st.text(
    st.sampled_from('ab1.,%$+-"\t\n×€&<>;= ') | st.characters(codec="utf-8"), max_size=6
).map(lambda text: "".join(one for one in text if one in "\t\n" or one.isprintable()))
BLOCK = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=4).map(tuple)
)


@given(BLOCK)
def test_a_block_written_as_text_is_read_as_it_was(block: Texts) -> None:
    assert read_tabs(write_tabs(block)) == block


@given(BLOCK)
def test_a_spreadsheet_s_reader_reads_the_same(block: Texts) -> None:
    rows = csv.reader(io.StringIO(write_tabs(block), newline=""), dialect="excel-tab")
    found = [row or [""] for row in rows]
    assert found == [list(row) for row in block]


@given(BLOCK)
def test_a_block_written_as_a_table_is_read_as_it_was(block: Texts) -> None:
    plain = tuple(tuple(" ".join(cell.split()) for cell in row) for row in block)
    assert read_table(write_table(plain)) == plain


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ("a\nb", (("a",), ("b",))),
        ("a\rb\r", (("a",), ("b",))),
        ("a\t", (("a", ""),)),
        ("\r\n", (("",),)),
        ("", ()),
        ("a\r\n\r\nb\r\n", (("a",), ("",), ("b",))),
        ("a\tb\nc\n", (("a", "b"), ("c", ""))),
        ('"a\tb"\t"c\nd"\n', (("a\tb", "c\nd"),)),
        ('6" pipe\t"open\n', (('6" pipe', '"open'),)),
        ('"a"b\tc', (('"a"b', "c"),)),
    ],
)
def test_what_other_programs_write_is_read(text: str, block: Texts) -> None:
    assert read_tabs(text) == block


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ("<p>none</p>", ()),
        ("<table><tr><td>1<td>2<tr><td>3</table>", (("1", "2"), ("3", ""))),
        ("<table><tr><td colspan=2>a</td><td>b</td></tr></table>", (("a", "", "b"),)),
        ("<table><tr><td colspan=99999999>a</td></tr></table>", (("a",),)),
        ("<table><tr><td>a<br>b</td></tr></table>", (("a\nb",),)),
        ("<table><tr><td> a \n b </td></tr></table>", (("a b",),)),
        ("<table><tr><td>a<table><tr><td>in</td></tr></table></td></tr></table>", (("ain",),)),
        ("<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>", (("1",),)),
        ("<td>stray", ()),
        ("<TABLE><TR><TD>a &lt; b &amp; c < d</TD></TABLE>", (("a < b & c < d",),)),
        ('<table><tr><td title="a>b" COLSPAN = "2">x<td title=it\'s>y</table>', (("x", "", "y"),)),
        ("<!-- <table><td>no --><table><tr><td>1<!-- 2 --></table>", (("1",),)),
        ("<style>table { a > b }</style><script>'<table>'</script><table><td>1", (("1",),)),
        ("<!doctype html><?xml a?><table><td>1<br/>2</td><td open", (("1\n2",),)),
        (f"<table><td>&#65;&#{'9' * 5_000};b", (("A\N{REPLACEMENT CHARACTER}b",),)),
    ],
)
def test_tables_of_pages_are_read(html: str, block: Texts) -> None:
    assert read_table(html) == block


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<a b=' ",
        '<a " ="',
        "<!--",
        "<!",
        "</",
        "<script ",
        "<style>",
        "<table a='",
        "&#1",
        "<td ",
        "= ",
    ],
)
@pytest.mark.parametrize("lead", ["", "<table><td>", "<table><td "])
def test_a_text_made_to_stop_the_program_is_read_in_no_time(lead: str, piece: str) -> None:
    html = lead + piece * (300_000 // len(piece))
    begun = time.perf_counter()
    assert pick("1\t2", html) == (("1", "2"),)
    assert time.perf_counter() - begun < 1


def test_a_flattened_text_gives_way_to_its_table() -> None:
    table = "<table><tr><td>1</td><td>2</td></tr></table>"
    assert pick("1 2", table) == (("1", "2"),)
    assert pick("1\t3", table) == (("1", "3"),)
    assert pick("", "") == ()


def test_factors_are_marked_as_text_and_numbers_are_not() -> None:
    html = write_table((("From", "Factor"), ("0.01", "+75%")), has_heads=True)
    assert "<td>0.01</td>" in html
    assert 'sdnum="1033;0;@">+75%</td>' in html
    assert html.count("<th") == 2


@pytest.mark.parametrize("text", ["\t" * 2_000 + "\n" * 2_000, "1.5\n" * 100_001])
def test_a_block_that_would_fill_the_memory_is_refused(text: str) -> None:
    with pytest.raises(MatrixDesignerError, match="at most 100,000 cells"):
        pick(text, "")


def test_a_table_of_few_letters_and_many_cells_is_refused() -> None:
    with pytest.raises(MatrixDesignerError, match="at most 100,000 cells"):
        pick("", "<table><tr>" + "<td colspan=1000>" * 20 + "<tr>" * 20)
