"""The texts of a bare stage: read again from the few lines where each of them first stands.

Knows that a bare stage has a key for each text, and where the lines of a plain file start. It does
not know what the texts mean.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.formats.database import create, select, subquery
from matrix_designer.formats.raw import SalesFile, read_directly
from matrix_designer.formats.staging import KINDS, SINGLE, TYPES, Stage, bare_sql, look_of_row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_TEXTS = 20_000
"""A file that says more is read with its texts: reading single lines again would be dearer."""
_BOM = b"\xef\xbb\xbf"


def with_texts(
    connection: DuckDBPyConnection, file: SalesFile, stage: Stage, folder: Path
) -> Stage | None:
    """Return a bare stage with the texts that its keys stand for; None where they are too many."""
    keys = [column for column in SINGLE if column in stage.judged]
    if stage.kinds:
        keys.append("kind")
    rows: set[int] = set()
    for key in keys:
        first = f"WHERE {key} IS NOT NULL GROUP BY {key} LIMIT {_MOST_TEXTS + 1}"
        found = connection.execute(select(["min(file_row_number)"], stage.rows, first)).fetchall()
        if len(found) > _MOST_TEXTS:
            return None
        rows.update(row for (row,) in found)
    path = folder / "first-lines.csv"
    ordered = sorted(rows)
    lines = [file.header_line + row for row in ordered]
    path.write_bytes(b"\n".join((*_lines(file, lines), b"")))
    again = replace(file, path=path, header_line=0)
    types = {name: kind for name, kind in TYPES.items() if name in stage.fields}
    sql = bare_sql(read_directly(again, types, has_nulls=True), stage.fields, has_texts=True)
    create(connection, "first_rows", {"place": "BIGINT", "row": "BIGINT"}, enumerate(ordered, 1))
    placed = subquery(["*", "row_number() OVER () AS place"], f"({sql})")
    again_sql = select([look_of_row("row")], f"{placed} JOIN first_rows USING (place)")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE first_lines AS {again_sql}")
    if not _has_all_keys(connection, stage, keys):
        return None
    if stage.kinds:
        texts = [f"any_value({column}_said) AS {column}" for column in stage.kinds]
        kinds = select(["kind", *texts], "first_lines", "GROUP BY kind")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {KINDS} AS {kinds}")
    words = {
        column: _words(connection, column, column) for column in SINGLE if column in stage.judged
    }
    words |= {column: _words(connection, column, "kind") for column in stage.kinds}
    return replace(stage, words=words)


def _has_all_keys(connection: DuckDBPyConnection, stage: Stage, keys: list[str]) -> bool:
    """Tell whether the lines that were read again have every key of the stage."""
    for key in keys:
        known = subquery([key], "first_lines", f"WHERE {key} IS NOT NULL")
        missing = f"WHERE {key} IS NOT NULL AND {key} NOT IN {known} LIMIT 1"
        if connection.execute(select(["1"], stage.rows, missing)).fetchone() is not None:
            return False
    return True


def _words(connection: DuckDBPyConnection, column: str, key: str) -> dict[str, tuple[int, ...]]:
    """Return the keys of each text of a column."""
    texts = select([f"DISTINCT {column}_said", key], "first_lines", f"WHERE {key} IS NOT NULL")
    words: dict[str, tuple[int, ...]] = {}
    for text, one in connection.execute(texts).fetchall():
        words[text] = (*words.get(text, ()), one)
    return words


def _lines(file: SalesFile, wanted: list[int]) -> Iterator[bytes]:
    """Yield some lines of a file, in order and without their ends; numbers are from 0."""
    assert file.dialect is not None  # noqa: S101 - asked for plain text only
    pieces = file.dialect.survey.pieces
    numbers = [line for _, line in pieces]

    def piece_of(line: int) -> int:
        return bisect_right(numbers, line) - 1

    with file.path.open("rb") as source:
        for place, lines in groupby(wanted, piece_of):
            start, first = pieces[place]
            end = pieces[place + 1][0] if place + 1 < len(pieces) else None
            source.seek(start)
            found = source.read(-1 if end is None else end - start).split(b"\n")
            for line in lines:
                text = found[line - first].removesuffix(b"\r")
                yield text if start or line else text.removeprefix(_BOM)
