"""Files put behind each other hold the rows of both; a history written in halves is the same."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection, Error

from matrix_designer.formats import keeping
from matrix_designer.formats.database import (
    THREADS,
    CancelledError,
    Watch,
    beside,
    database,
    quoted,
    run_together,
    select,
)
from matrix_designer.formats.row_groups import append
from matrix_designer.formats.sales import ImportOptions, import_sales

MADE = """
SELECT i AS line, i % 7 = 0 AS is_seventh, CASE WHEN i % 3 THEN 'part ' || i % 50 END AS part,
DATE '2025-01-01' + CAST(i % 90 AS INTEGER) AS day, i / 4 AS quarter,
CAST(-i % 300 AS SMALLINT) AS less, [i, i + 1] AS pair
FROM range({first}, {last}) AS made(i)
"""
SLOW = "SELECT count(*) FROM range(3000000) a, range(3000000) b WHERE a.range * b.range = -1"
HEADER = "RO,Line,Date,Pay Type,Source,Class,Part Number,Description,Cost,List,Quantity,Sold Price"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    """Return an open database."""
    with database(tmp_path) as opened:
        yield opened


def _write(connection: DuckDBPyConnection, path: Path, first: int, last: int) -> None:
    made = MADE.format(first=first, last=last)
    connection.execute(f"COPY ({made}) TO {quoted(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)")


@pytest.mark.parametrize("cut", [1, 2_048, 17_000, 39_999])
def test_appended_rows_follow_those_that_were_there(
    connection: DuckDBPyConnection, tmp_path: Path, cut: int
) -> None:
    """Every type of column, few and many row groups, looked for by value as well."""
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    _write(connection, first, 0, cut)
    _write(connection, second, cut, 40_000)
    wanted = connection.execute(MADE.format(first=0, last=40_000)).fetchall()

    append(first, second)

    rows = f"read_parquet({quoted(first)}, file_row_number = true)"
    columns = ["* EXCLUDE (file_row_number)"]
    assert connection.execute(select(columns, rows)).fetchall() == wanted
    for part in ("part 1", "part 49", "none"):
        found = connection.execute(select(columns, rows, f"WHERE part = {quoted(part)}"))
        assert found.fetchall() == [row for row in wanted if row[2] == part]
    place = select(["min(file_row_number)"], rows, f"WHERE line >= {cut}")
    assert connection.execute(place).fetchone() == (cut,)


def test_files_that_do_not_fit_leave_the_first_as_it_was(
    connection: DuckDBPyConnection, tmp_path: Path
) -> None:
    """Other columns, a text file, a file cut short."""
    first, other = tmp_path / "first.parquet", tmp_path / "other.parquet"
    _write(connection, first, 0, 5_000)
    before = first.read_bytes()
    connection.execute(f"COPY (SELECT 1 AS line) TO {quoted(other)} (FORMAT parquet)")
    wrong = [other.read_bytes(), b"line,part\n1,P1\n", before[:-100], before[:40] + b"PAR1"]

    for data in wrong:
        other.write_bytes(data)
        with pytest.raises(ValueError, match=r"differ|no Parquet"):
            append(first, other)
        assert first.read_bytes() == before


def _history(path: Path) -> None:
    """Write lines of all kinds: plain, repeated, given back, set aside, with odd texts."""
    dice = random.Random(3)  # noqa: S311 - repeatable lines
    lines = []
    for number in range(400):
        cost = dice.choice(("1.50", "$2.25", "(3.00)", "", "n/a", "12.3456"))
        day = dice.choice(("2025-07-01", "7/30/2025", "never", ""))
        pay = dice.choice("CCCIW")
        part = dice.choice(("P1", "P2", "5-Mar", "1.2E+05", ""))
        text = dice.choice(("BOLT", "CORE CHARGE", "Total"))
        quantity = dice.choice((1, 2, -1))
        sold = dice.choice(("2.50", "3.25", ""))
        order = f"{number // 4},{number % 4},{day},{pay}"
        lines.append(f"{order},02,A,{part},{text},{cost},4.00,{quantity},{sold}")
        if number % 11 == 0:
            lines.append(lines[-1])
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")


def test_a_history_written_in_halves_is_the_one_written_at_once(
    connection: DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line by line, and under the same name whenever it is read."""
    path = tmp_path / "sales.csv"
    _history(path)
    whole = import_sales(path, options=ImportOptions(folder=tmp_path / "whole")).sales
    joined: list[Path] = []

    def watched(first: Path, second: Path) -> None:
        joined.append(second)
        append(first, second)

    monkeypatch.setattr(keeping, "append", watched)
    monkeypatch.setattr(keeping, "ROW_GROUP", 50)
    again = [
        import_sales(path, options=ImportOptions(folder=tmp_path / str(number))).sales
        for number in range(3)
    ]

    assert len(joined) == 3
    assert len({sales.digest for sales in again}) == 1
    for sales in again:
        kept = Path(str(sales.lines_file))
        assert list(kept.parent.iterdir()) == [kept]
        for name in ("used", "set_aside", "notes", "parts", "lines_read", "first_day"):
            assert getattr(sales, name) == getattr(whole, name)
        rows = [
            connection.execute(
                select(["*"], f"read_parquet({quoted(str(one.lines_file))})", "ORDER BY ALL")
            ).fetchall()
            for one in (whole, sales)
        ]
        assert rows[0] == rows[1]


def test_a_cancelled_pair_of_statements_ends_both(connection: DuckDBPyConnection) -> None:
    """And the database is as before."""
    started = time.monotonic()
    watch = Watch(is_cancelled=lambda: time.monotonic() > started + 0.2)
    with pytest.raises(CancelledError), beside(connection, 2) as both:
        run_together([(one, SLOW) for one in both], watch, 0.0, "Counting", 1.0)
    assert time.monotonic() < started + 20
    threads = connection.execute("SELECT current_setting('threads')").fetchone()
    assert threads == (THREADS,)


def test_what_fails_in_one_statement_stops_the_other(connection: DuckDBPyConnection) -> None:
    """And is what is raised."""
    started = time.monotonic()
    wrong = select(["*"], "no_such_table")
    with pytest.raises(Error, match="no_such_table"), beside(connection, 2) as (one, other):
        run_together([(one, SLOW), (other, wrong)], Watch(), 0.0, "Counting", 1.0)
    assert time.monotonic() < started + 20


def test_progress_of_two_statements_rises_to_its_end(connection: DuckDBPyConnection) -> None:
    """It is told between the start and the end that were asked for."""
    told: list[float] = []
    watch = Watch(progress=lambda fraction, _text: told.append(fraction))
    work = "SELECT sum(hash(i)) FROM range(60000000) AS made(i)"
    with beside(connection, 2) as both:
        run_together([(one, work) for one in both], watch, 0.2, "Adding", 0.7)
    assert told == sorted(told)
    assert told[0] == 0.2
    assert all(0.2 <= fraction <= 0.7 for fraction in told)
