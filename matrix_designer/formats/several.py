"""Several files into one history: each read as it is, then judged together.

Knows the order of the steps: read each file, find what stands in two of them, find what was given
back, sum. Columns may differ from file to file; what the files do not share is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.blocks import Repeated, find_repeated
from matrix_designer.formats.database import Watch, quoted, run, select, subquery
from matrix_designer.formats.first_pass import Run, staged
from matrix_designer.formats.further_down import refuse_negative_sales
from matrix_designer.formats.judging import judge_texts
from matrix_designer.formats.keeping import line_columns
from matrix_designer.formats.lines import COLUMNS, WRITE_OPTIONS, lines_relation
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.set_aside import (
    DUPLICATE,
    GIVEN_BACK,
    REASON_CODES,
    has_sold,
    make_amounts,
)
from matrix_designer.formats.special import duplicates, given_back, make_special
from matrix_designer.formats.unread import line_problems

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMN_OF = {"line": "ro_line", "date": "day", "extended_cost": "cost", "extended_sold": "sold"}
"""The columns of a line that fields of another name become."""
_DUPLICATE = REASON_CODES["duplicate"]
_RETURN = REASON_CODES["return"]
_FIRST = f"{REASON_CODES['unreadable']}, {REASON_CODES['total-line']}"
MOST_FILES = 400


@dataclass(frozen=True, slots=True)
class Part:
    """One file of several: its lines, which columns they have, and what was said of it.

    `rows` counts the places of its lines, from 0.
    """

    path: Path
    lines: Path
    rows: int
    has: frozenset[str]
    columns: dict[str, str]
    problems: tuple[str, ...]
    layout: str | None = None


def read_part(run_: Run, mapping: SalesMapping, core_codes: frozenset[str], lines: Path) -> Part:
    """Read one file into lines of its own."""
    stage, survey = staged(run_, mapping.style)
    connection = run_.connection
    judged = judge_texts(connection, stage, survey, core_codes)
    amounts = make_amounts(stage, judged, has_days=True)
    found = [(row, DUPLICATE) for row in duplicates(connection, stage, amounts)]
    special = make_special(connection, found).joined(amounts)
    judged_lines = subquery(["*", f"{amounts.reason()} AS reason"], special)
    refuse_negative_sales(connection, run_.file, judged, judged_lines)
    columns = [*line_columns(stage, amounts), "file_row_number AS place"]
    _write(run_, subquery(columns, special), lines)
    has = {_COLUMN_OF.get(field, field) for field in stage.fields}
    rows, unread = _counts(connection, lines)
    problems = line_problems(run_, stage, judged_lines) if unread else ()
    if has_sold(stage):
        has.add("sold")
    names = run_.file.columns
    layout = None if run_.file.layout is None else run_.file.layout.title
    return Part(
        run_.file.path,
        lines,
        rows,
        frozenset(has),
        names.names,
        (*names.problems, *stage.notes, *problems),
        layout,
    )


def _write(run_: Run, relation: str, lines: Path) -> None:
    columns = [*COLUMNS, "place"]
    sql = f"COPY ({select(columns, relation)}) TO {quoted(lines)} {WRITE_OPTIONS}"
    run(run_.connection, sql, run_.watch, 0.7, f"Judging the lines of {run_.name}")


def _counts(connection: DuckDBPyConnection, lines: Path) -> tuple[int, int]:
    """Return how many places the lines take, and how many of them were not read."""
    unread = f"count(*) FILTER (WHERE reason = {REASON_CODES['unreadable']})"
    top = "coalesce(max(place) + 1, 0)"
    row = connection.execute(select([top, unread], f"read_parquet({quoted(lines)})")).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def read_kept_part(connection: DuckDBPyConnection, path: Path, lines: Path, watch: Watch) -> Part:
    """Take a file of lines that an earlier import wrote."""
    relation = lines_relation(connection, path)
    placed = subquery(["*", "row_number() OVER () - 1 AS place"], relation)
    sql = f"COPY ({select([*COLUMNS, 'place'], placed)}) TO {quoted(lines)} {WRITE_OPTIONS}"
    run(connection, sql, watch, 0.5, f"Reading {path.name}")
    texts = [name for name, kind in COLUMNS.items() if kind == "VARCHAR"]
    counts = [f"count(nullif({name}, ''))" for name in texts]
    others = ["list", "day", "sold"]
    counts += [f"count({name})" for name in others]
    found = connection.execute(select(counts, f"read_parquet({quoted(lines)})")).fetchone() or ()
    has = {name for name, count in zip([*texts, *others], found, strict=True) if count}
    rows, _ = _counts(connection, lines)
    columns = {name: name for name in COLUMNS}
    return Part(path, lines, rows, frozenset({*has, "cost", "quantity"}), columns, ())


def join_parts(
    connection: DuckDBPyConnection, parts: Sequence[Part], watch: Watch
) -> tuple[str, tuple[str, ...]]:
    """Return the lines of all files as one relation, and what was found to stand in two of them."""
    _refuse_mixed(parts)
    watch.step(0.72, "Looking for lines that stand in two files")
    parts = _in_order(connection, parts)
    union = " UNION ALL BY NAME ".join(
        select(
            [f"* REPLACE (place + {start} AS place)", f"{number} AS file_no"],
            f"read_parquet({quoted(part.lines)})",
        )
        for number, (part, start) in enumerate(zip(parts, _starts(parts), strict=True))
    )
    lines = f"({union})"
    repeated = find_repeated(connection, lines, [part.has for part in parts])
    known = f"place IN {subquery(['place'], 'repeated_places')}"
    judged = (
        f"CASE WHEN reason IN ({_FIRST}) THEN reason WHEN {known} THEN {_DUPLICATE} "
        "ELSE reason END AS reason"
    )
    lines = subquery([f"* REPLACE ({judged.removesuffix(' AS reason')} AS reason)"], lines)
    back = given_back(
        connection, _as_amounts(lines), has_orders=all("ro" in part.has for part in parts)
    )
    make_special(connection, [(place, GIVEN_BACK) for place in back])
    if back:
        is_back = f"place IN {subquery(['row'], 'special_rows')}"
        reason = f"CASE WHEN {is_back} THEN {_RETURN} ELSE reason END AS reason"
        lines = subquery([f"* REPLACE ({reason})"], lines)
    names = "CASE file_no " + " ".join(
        f"WHEN {number} THEN {quoted(part.path.name)}" for number, part in enumerate(parts)
    )
    told = subquery([f"* REPLACE ({names} END AS file)"], lines)
    return told, tuple(_told(parts, repeated))


def _in_order(connection: DuckDBPyConnection, parts: Sequence[Part]) -> list[Part]:
    """Return the files by their first days, so that it does not matter how they were named."""
    firsts = []
    for number, part in enumerate(parts):
        found = connection.execute(select(["min(day)"], f"read_parquet({quoted(part.lines)})"))
        (day,) = found.fetchone() or (None,)
        firsts.append((str(day or ""), number))
    return [parts[number] for _, number in sorted(firsts)]


def _starts(parts: Sequence[Part]) -> list[int]:
    """Return the place of each file's first line among all."""
    return [sum(part.rows for part in parts[:number]) for number in range(len(parts))]


def _as_amounts(lines: str) -> str:
    """Return lines with the columns by which returns are matched."""
    columns = [
        *("place AS file_row_number", "quantity AS quantity_amount", "unit_sold", "day"),
        "hash(part) AS part_key",
        "hash(ro) AS ro_key",
        f"CASE WHEN reason IN ({_FIRST}) THEN reason END AS early",
        f"CASE WHEN reason = {_DUPLICATE} THEN {DUPLICATE} END AS special",
    ]
    return subquery(columns, lines)


def _refuse_mixed(parts: Sequence[Part]) -> None:
    """Refuse files of which only some have a sold price: their sums would mean nothing."""
    without = [part.path.name for part in parts if "sold" not in part.has]
    if without and len(without) < len(parts):
        raise MatrixDesignerError(
            f"{without[0]} has no sold price, other files have one",
            "What was sold for how much cannot be added up over them",
            "Import it by itself",
        )


def _told(parts: Sequence[Part], repeated: Sequence[Repeated]) -> Iterator[str]:
    """Say what stands in two files and what became of it, a sentence for each two files."""
    for is_block in (False, True):
        pairs = sorted({(one.file_no, one.earlier) for one in repeated if one.is_block is is_block})
        for file_no, earlier in pairs:
            those = [
                one
                for one in repeated
                if (one.file_no, one.earlier, one.is_block) == (file_no, earlier, is_block)
            ]
            lines = sum(one.lines for one in those)
            name, other = parts[file_no].path.name, parts[earlier].path.name
            days = sorted(one.day for one in those if one.day is not None)
            how = "on the same repair orders"
            if is_block and days:
                first, last = days[0].isoformat(), days[-1].isoformat()
                how = f"of {first}" if len(days) == 1 else f"of {len(days)} days, {first} to {last}"
            elif is_block:
                how = "without a date"
            word = "line" if lines == 1 else "lines"
            yield f"{name}: {lines} {word} {how} stand in {other} as well: set aside as duplicates"


def name_of(paths: Sequence[Path]) -> str:
    """Name a history of several files."""
    if len(paths) == 1:
        return paths[0].name
    return f"{paths[0].name} and {len(paths) - 1} more"


def columns_of(parts: Sequence[Part]) -> dict[str, str]:
    """Say from which column each field was taken; of each file where they differ."""
    found: dict[str, str] = {}
    for field in dict.fromkeys(name for part in parts for name in part.columns):
        names = {part.path.name: part.columns.get(field) for part in parts}
        if len(set(names.values())) == 1:
            found[field] = next(iter(part.columns[field] for part in parts))
        else:
            found[field] = ", ".join(
                f"{name} ({file})" for file, name in names.items() if name is not None
            )
    return found
