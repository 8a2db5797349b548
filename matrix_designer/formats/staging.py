"""From texts to integers: the first pass over a sales file, into a Parquet file of one run.

Knows the strict plain pattern of a file's dialect. Cells that match it become integers in SQL;
every other distinct text goes once through the one parser of numbers and comes back as a join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import (
    EXTENDED_DOLLAR,
    MAX_AMOUNT,
    PIECE,
    NumberStyle,
    read_amount,
    read_number,
    read_quantity,
    scale_half_up,
)
from matrix_designer.formats.database import quoted, select, subquery
from matrix_designer.formats.raw import Raw
from matrix_designer.formats.wording import means_no_list

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NUMBERS = ("cost", "extended_cost", "list", "quantity", "sold", "extended_sold")
TEXTS = (
    "part",
    "description",
    "ro",
    "line",
    "counterperson",
    "customer_type",
    "price_code",
    "channel",
)
"""Texts that only single lines need; the others are needed for sums as well."""
MAX_LINE_PIECES = 900_000 * PIECE
"""More pieces on one line are not believed; below, cost x quantity fits 64 bits."""
MAX_LINE_DOLLARS = 1_000_000_000 * EXTENDED_DOLLAR
"""More dollars on one line are not believed."""

_PLAIN = {
    "cost": (6, 4, "DECIMAL(10, 4)", 10_000),
    "list": (6, 4, "DECIMAL(10, 4)", 10_000),
    "sold": (6, 4, "DECIMAL(10, 4)", 10_000),
    "quantity": (6, 3, "DECIMAL(9, 3)", 1_000),
    "extended_cost": (8, 4, "DECIMAL(12, 4)", 10_000),
    "extended_sold": (8, 4, "DECIMAL(12, 4)", 10_000),
}
"""Digits before and after the mark, the type that holds them exactly, units in one."""
_EXTENDED_UNITS = 1_000


class State(IntEnum):
    """What the parser made of a text that is not plain."""

    READ = 0
    ROUNDED = 1
    BLANK = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """One run's first pass: its Parquet file, which fields it has and how lines are counted.

    Columns: every number field (BIGINT) with `<field>_odd`, the text where it is not plain;
    `source`, `class`, `pay_type`, `day_text`; `part_odd`, `core_odd`, `total_text` where they may
    mean something; `part_key`, `ro_key` and `line_key` (64-bit hashes); the texts if
    wanted. `header` has what stands above each number field, in lower case.
    """

    path: Path
    fields: frozenset[str]
    style: NumberStyle
    first_line: int | None
    has_texts: bool
    header: Mapping[str, str]

    @property
    def relation(self) -> str:
        """The file as a relation."""
        return f"read_parquet({quoted(self.path)})"

    @property
    def numbered(self) -> str:
        """The data rows, repeated headers left out, with file_row_number (from 0) and file_line."""
        rows = f"read_parquet({quoted(self.path)}, file_row_number = true)"
        line = [] if self.first_line is None else [f"file_row_number + {self.first_line}"]
        is_header = " AND ".join(
            f"coalesce(lower(trim({name}_odd)) = {quoted(text)}, false)"
            for name, text in self.header.items()
        )
        return subquery(
            ["*", *(f"{number} AS file_line" for number in line)],
            rows,
            f"WHERE NOT ({is_header})" if is_header else "",
        )

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number fields that the file has."""
        return tuple(field for field in NUMBERS if field in self.fields)


def plain_number(field: str, style: NumberStyle) -> str:
    """Return SQL: a plain cell as an integer, NULL for any other text."""
    before, after, kind, units = _PLAIN[field]
    mark = "\\." if style is NumberStyle.POINT else ","
    pattern = f" *-?[0-9]{{1,{before}}}(?:{mark}[0-9]{{1,{after}}})? *"
    text = field if style is NumberStyle.POINT else f"replace({field}, ',', '.')"
    scale = f"CAST({units} AS DECIMAL(5, 0))"
    value = f"CAST(CAST({text} AS {kind}) * {scale} AS BIGINT)"
    if field.startswith("extended"):
        value = f"{value} * {_EXTENDED_UNITS}"
    return f"CASE WHEN regexp_full_match({field}, '{pattern}') THEN {value} END"


def stage_sql(raw: Raw, fields: frozenset[str], style: NumberStyle, *, has_texts: bool) -> str:
    """Return the query of the first pass over the raw relation."""
    numbers = [field for field in NUMBERS if field in fields]
    valued = subquery(
        ["*", *(f"{plain_number(field, style)} AS {field}_value" for field in numbers)],
        f"{raw.relation} raw",
    )
    columns = [f"{field}_value AS {field}" for field in numbers]
    columns += [
        f"CASE WHEN {field}_value IS NULL AND {field} <> '' THEN {field} END AS {field}_odd"
        for field in numbers
    ]
    columns += [
        f"trim({field}) AS {field}" if field in fields else f"'' AS {field}"
        for field in ("source", "class", "pay_type")
    ]
    columns += [f"{_day_text() if 'date' in fields else _NULL} AS day_text"]
    columns += [*_looks(fields), *_keys(fields), "is_broken"]
    if raw.has_lines:
        columns += ["file_line"]
    if has_texts:
        columns += [f"trim({field}) AS {field}_text" for field in TEXTS if field in fields]
    return select(columns, valued)


_NULL = "CAST(NULL AS VARCHAR)"


def _day_text() -> str:
    """Return SQL for a date without the time of day after it."""
    cut = "regexp_replace(date, '[ T]+[0-9]{1,2}:[0-9]{2}.*$', '')"
    return f"trim(CASE WHEN contains(date, ':') THEN {cut} ELSE date END)"


def _looks(fields: Iterable[str]) -> list[str]:
    """Return SQL for the texts that may mean something; what they mean is judged elsewhere."""
    part, core = _NULL, _NULL
    if "part" in fields:
        look = "(?i)total|E\\+[0-9]|#|\\x{FFFD}|[0-9]-[a-z]{3}$|^[a-z]{3}-[0-9]{2}$|^\\s*$"
        part = f"CASE WHEN regexp_matches(part, '{look}') THEN part END"
    if "description" in fields:
        core = "CASE WHEN description ILIKE '%core%' THEN description END"
    codes = "price_code" if "price_code" in fields else "''"
    total = "CASE WHEN row_text ILIKE '%total%' THEN row_text END"
    return [
        f"{part} AS part_odd",
        f"{core} AS core_odd",
        f"trim({codes}) AS core_code",
        f"{total} AS total_text",
    ]


def _keys(fields: frozenset[str]) -> list[str]:
    """Return SQL for the keys by which lines are recognised again."""
    nothing = "CAST(NULL AS UBIGINT)"
    part = "hash(trim(part))" if "part" in fields else nothing
    ro = "CASE WHEN trim(ro) <> '' THEN hash(trim(ro)) END" if "ro" in fields else nothing
    same = [field for field in _SAME if field in fields]
    if "line" not in fields:
        same += [field for field in (*_SAME_TEXTS, "date", "pay_type", "class") if field in fields]
    cells = ", ".join(f"trim({field})" for field in (*same, "line") if field in fields)
    line = f"CASE WHEN trim(ro) <> '' THEN hash({cells}) END" if "ro" in fields else nothing
    return [f"{part} AS part_key", f"{ro} AS ro_key", f"{line} AS line_key"]


_SAME = ("ro", "part", *NUMBERS)
_SAME_TEXTS = ("description", "source", "counterperson", "price_code", "channel", "customer_type")


def judge_text(field: str, text: str, style: NumberStyle) -> tuple[int | None, State, str]:
    """Read a text that is not plain: its value, what became of it, and why not."""
    if not text.strip() or (field == "list" and means_no_list(text)):
        return None, State.BLANK, ""
    try:
        if field == "quantity":
            return _within(read_quantity(text, style), MAX_LINE_PIECES, text), State.READ, ""
        if field.startswith("extended"):
            value, is_rounded = scale_half_up(read_number(text, style), EXTENDED_DOLLAR)
            _within(value, MAX_LINE_DOLLARS, text)
        else:
            reading = read_amount(text, style)
            value, is_rounded = _within(reading.amount, MAX_AMOUNT, text), reading.is_rounded
    except MatrixDesignerError as error:
        return None, State.REFUSED, error.title
    return value, State.ROUNDED if is_rounded else State.READ, ""


def _within(value: int, limit: int, text: str) -> int:
    if abs(value) > limit:
        raise MatrixDesignerError(f"“{text.strip()}” is too large to be believed")
    return value


def odd_texts(connection: DuckDBPyConnection, stage: Stage) -> Mapping[str, tuple[str, ...]]:
    """Return for each number field the distinct texts that are not plain."""
    found = {}
    for field in stage.numbers:
        odd = f"{field}_odd"
        rows = connection.execute(
            select([f"DISTINCT {odd}"], stage.relation, f"WHERE {odd} IS NOT NULL ORDER BY 1")
        ).fetchall()
        found[field] = tuple(text for (text,) in rows)
    return found
