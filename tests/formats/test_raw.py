"""The engine's reader and ours cut a file alike, wherever the engine's may be used."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.database import database
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.raw import look_at, read_directly, rewrite
from matrix_designer.formats.tables import cut_rows

_CELLS = st.text(alphabet="ab1 ,;\"\t\n\r.'\\é\x1f", max_size=6)
_HEADER = ["Part", "Cost", "Qty", "Sold Price"]
_LOOSE = st.text(alphabet='ab1 ,"\n', max_size=60)
Rows = list[tuple[object, ...]]


def cut_both_ways(data: bytes, folder: Path) -> tuple[Rows | None, Rows]:
    """Return the rows by the engine's reader (None where it may not or does not) and by ours."""
    path = folder / "sales.csv"
    path.write_bytes(data)
    file = look_at(path, SalesMapping(delimiter=","))
    columns = "part, cost, quantity, sold"
    direct: Rows | None = None
    with database(folder) as connection:
        if file.can_be_read_directly:
            raw = read_directly(file)
            try:
                rows = connection.execute(f"SELECT {columns} FROM {raw.relation} r").fetchall()  # noqa: S608 - ours
            except duckdb.InvalidInputException:
                rows = []
            if len(rows) == raw.rows:
                direct = rows
        own = rewrite(file, folder)
        found = connection.execute(f"SELECT {columns} FROM {own.relation} r").fetchall()  # noqa: S608 - ours
    return direct and [row for row in direct if any(str(cell).strip() for cell in row)], found


def same(rows: Rows) -> list[list[str]]:
    """Return the cells as they count: without the blanks around them."""
    return [[str(cell).replace("\x1f", " ").strip() for cell in row] for row in rows]


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(_CELLS, min_size=4, max_size=4), min_size=1, max_size=6),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_written_files_are_cut_alike(rows: list[list[str]], quoting: int, end: str) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([_HEADER, *rows])
    with tempfile.TemporaryDirectory() as folder:
        direct, own = cut_both_ways(buffer.getvalue().encode(), Path(folder))
    if direct is not None:
        assert same(direct) == same(own)


@settings(max_examples=60, deadline=None)
@given(body=_LOOSE)
@example('1,2,3,"a" b\n')
@example('1,2,3, "a"\n')
@example('1,2,3,a"b"\n')
@example('1,2,3,"a""b"\n')
@example('1,2,3,"a"\n\n1,2,3,4')
def test_loosely_written_files_are_cut_alike_or_left_to_ours(body: str) -> None:
    data = (",".join(_HEADER) + "\n1,2,3,4\n" + body).encode()
    with tempfile.TemporaryDirectory() as folder:
        try:
            direct, own = cut_both_ways(data, Path(folder))
        except MatrixDesignerError:
            return
    if direct is not None:
        assert same(direct) == same(own)


def test_a_plain_file_is_left_to_the_engine(tmp_path: Path) -> None:
    data = b'Part,Cost,Qty,Sold Price\n00123,10.00,1,15.00\n"a,b",1,2,3\n'

    direct, own = cut_both_ways(data, tmp_path)

    assert direct == own == [("00123", "10.00", "1", "15.00"), ("a,b", "1", "2", "3")]


@pytest.mark.parametrize(
    "data",
    [
        b"Part,Cost,Qty,Sold Price\n1,2,3,4\n1,2,3\n",
        b"Part,Cost,Qty,Sold Price\n1,2,3,4\n\n1,2,3,4\n",
        b'Part,Cost,Qty,Sold Price\n1,2,3,4\n"1\n2",2,3,4\n',
        b"Part,Cost,Qty,Sold Price\r1,2,3,4\r1,2,3,4\r",
        "Part,Cost,Qty,Sold Price\né,2,3,4\n".encode("cp1252"),
    ],
)
def test_what_is_not_plain_is_cut_by_ours(tmp_path: Path, data: bytes) -> None:
    direct, own = cut_both_ways(data, tmp_path)

    assert direct is None
    assert own


def test_our_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(b'junk\n\nPart,Cost,Qty,Sold Price\n1,2,3,4\n"a\nb",2,3,4\n\n5,6,7,8\n')
    file = look_at(path, SalesMapping())
    assert file.dialect is not None

    assert file.header_line == 3
    assert [line for line, _ in cut_rows(path, file.dialect)] == [1, 3, 4, 5, 8]
