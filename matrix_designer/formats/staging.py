"""From texts to integers: the first pass over a sales file, into a Parquet file of one run.

Knows the strict plain pattern of a file's dialect. Cells that match it become integers in SQL;
every other distinct text goes once through the one parser of numbers and comes back as a join.
"""

from __future__ import annotations

import re
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
from matrix_designer.formats.byte_survey import LONGEST_BLANK
from matrix_designer.formats.database import quoted, select, subquery
from matrix_designer.formats.number_marks import without_marks
from matrix_designer.formats.raw import Raw
from matrix_designer.formats.wording import MAY_BE_TOTAL_SQL, means_no_list

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NUMBERS = ("cost", "extended_cost", "list", "quantity", "sold", "extended_sold")
TEXTS = (
    *("part", "description", "ro", "line", "counterperson", "customer_type", "price_code"),
    *("channel", "store", "customer", "stocking_group", "vendor"),
)
"""Texts that only single lines need; the others are needed for sums as well."""
MAX_LINE_PIECES = 900_000 * PIECE
"""More pieces on one line are not believed; below, cost x quantity fits 64 bits."""
MAX_LINE_DOLLARS = 1_000_000_000 * EXTENDED_DOLLAR
"""More dollars on one line are not believed."""

STAGE_OPTIONS = (
    "(FORMAT parquet, COMPRESSION uncompressed, WRITE_BLOOM_FILTER false, "
    "DICTIONARY_SIZE_LIMIT 1000, STRING_DICTIONARY_PAGE_SIZE_LIMIT 65536)"
)
"""How a stage is written: words that come again once each, all numbers and keys as they are."""

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
_TYPED_UNITS = 10_000
BLANK = -(2**62)
"""Stands for an empty cell in the number columns of a stage, where NULL is a text not plain."""


class State(IntEnum):
    """What the parser made of a text that is not plain."""

    READ = 0
    ROUNDED = 1
    BLANK = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """One run's first pass: its Parquet file, which fields it has and how lines are counted.

    Columns, where the file has the field: every number field (BIGINT), for the fields in `odd`
    with `<field>_odd`, the text where it is not plain; `source`, `class`, `pay_type`,
    `day_text`, `core_code`; `look`, the texts that may mean something beside; `part_key`,
    `ro_key` and `line_key` (64-bit hashes); the texts if wanted. `header` has what stands above
    each number field, stripped.

    A bare stage holds no texts: `words` has, for each column of texts, the keys that stand for
    each text. Its columns `day_text` and `look` hold keys, and `kind` one for the other texts
    together, which the table `KINDS` has. The key of an odd part's look is its own row.
    """

    path: Path
    fields: frozenset[str]
    style: NumberStyle
    first_line: int | None
    has_texts: bool
    header: Mapping[str, str]
    odd: frozenset[str]
    is_bare: bool = False
    words: Mapping[str, Mapping[str, tuple[int, ...]]] | None = None
    notes: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """The file as a relation, in a bare stage without its looks."""
        return f"read_parquet({quoted(self.path)})"

    @property
    def rows(self) -> str:
        """The file as a relation with file_row_number, from 0."""
        rows = f"read_parquet({quoted(self.path)}, file_row_number = true)"
        return subquery([look_of_row("file_row_number")], rows) if self.is_bare else rows

    @property
    def numbered(self) -> str:
        """The rows as a relation with file_row_number, from 0, and file_line."""
        rows = self.rows
        if self.first_line is None:
            return rows
        line = f"file_row_number + {self.first_line} AS file_line"
        columns = ["r.*", "false AS is_broken", line]
        return subquery(columns, f"{rows} r")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The columns of texts that one key stands for in a bare stage."""
        return tuple(column for column in self.judged if column not in SINGLE)

    @property
    def has_kinds(self) -> bool:
        """Tell whether one key stands for some texts of a line."""
        return self.words is not None and bool(self.kinds)

    def keys(self, column: str, text: str) -> tuple[object, ...]:
        """Return all that stands for a text in one of the columns `SINGLE`."""
        return (text,) if self.words is None else self.words[column][text]

    def one_of(self, column: str, texts: Iterable[str]) -> str | None:
        """Return SQL that holds where a bare stage's column has one of some texts; else None.

        A key is never NULL, and a plain IN is looked up ten times as fast as one with a default.
        """
        if self.words is None:
            return None
        keys = sorted({key for text in texts for key in self.words[column][text]})
        name = column if column in SINGLE else "kind"
        return f"s.{name} IN ({', '.join(map(str, keys))})"

    @property
    def key_type(self) -> str:
        """The type of the columns `SINGLE`."""
        return "VARCHAR" if self.words is None else "UBIGINT"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number fields that the file has."""
        return tuple(field for field in NUMBERS if field in self.fields)

    @property
    def judged(self) -> tuple[str, ...]:
        """The columns of texts that mean something, to be judged once each."""
        needs = {
            "day_text": "date",
            "core_code": "price_code",
        } | {field: field for field in GROUPED}
        return ("look", *(name for name, field in needs.items() if field in self.fields))


def plain_pattern(field: str, style: NumberStyle) -> str:
    """Return the strict pattern of a plain number of a field."""
    before, after, _, _ = _PLAIN[field]
    mark = "\\." if style is NumberStyle.POINT else ","
    return f" *-?[0-9]{{1,{before}}}(?:{mark}[0-9]{{1,{after}}})? *"


def plain_number(field: str, style: NumberStyle) -> str:
    """Return SQL: a plain cell as an integer, BLANK for an empty one, NULL for any other text."""
    _, _, kind, units = _PLAIN[field]
    pattern = plain_pattern(field, style)
    text = field if style is NumberStyle.POINT else f"replace({field}, ',', '.')"
    scale = f"CAST({units} AS DECIMAL(5, 0))"
    value = f"CAST(CAST({text} AS {kind}) * {scale} AS BIGINT)"
    if field.startswith("extended"):
        value = f"{value} * {_EXTENDED_UNITS}"
    blank = f"WHEN {field} = '' THEN {BLANK}"
    return f"CASE WHEN regexp_full_match({field}, '{pattern}') THEN {value} {blank} END"


TYPES: Mapping[str, str] = {
    "cost": "DECIMAL(10, 4)",
    "list": "DECIMAL(10, 4)",
    "sold": "DECIMAL(10, 4)",
    "quantity": "DECIMAL(10, 4)",
    "extended_cost": "DECIMAL(12, 4)",
    "extended_sold": "DECIMAL(12, 4)",
}
"""How the engine's reader reads the numbers of a file whose doubtful cells were looked at."""


def typed_number(field: str) -> str:
    """Return SQL: a number that the reader read as an integer, BLANK for an empty cell.

    NULL for a quantity with a fourth decimal, which is unreadable.
    """
    value = f"CAST({field} * CAST({_TYPED_UNITS} AS DECIMAL(5, 0)) AS BIGINT)"
    if field == "quantity":
        step = _TYPED_UNITS // PIECE
        value = f"CASE WHEN {value} % {step} = 0 THEN {value} // {step} END"
        return f"CASE WHEN {field} IS NULL THEN {BLANK} ELSE {value} END"
    if field.startswith("extended"):
        value = f"{value} * {_EXTENDED_UNITS}"
    return f"coalesce({value}, {BLANK})"


def stage_sql(
    raw: Raw,
    fields: frozenset[str],
    style: NumberStyle,
    odd: frozenset[str],
    *,
    has_texts: bool,
) -> str:
    """Return the query of the first pass over the raw relation."""
    numbers = [field for field in NUMBERS if field in fields]
    valued = _valued(raw, fields, style)
    columns = [f"{field}_value AS {field}" for field in numbers]
    columns += [
        f"CASE WHEN {field}_value IS NULL THEN {field} END AS {field}_odd"
        for field in numbers
        if field in odd
    ]
    columns += [field for field in GROUPED if field in fields]
    if "date" in fields:
        columns.append(f"{_day_text() if raw.has_times else 'date'} AS day_text")
    if "price_code" in fields:
        columns.append("price_code AS core_code")
    columns += [_look(raw, fields), *_keys(raw, fields, odd)]
    if raw.has_lines:
        columns += ["is_broken", "file_line"]
    if has_texts:
        columns += [f"trim({field}) AS {field}_text" for field in TEXTS if field in fields]
    return select(columns, valued)


def _valued(raw: Raw, fields: frozenset[str], style: NumberStyle) -> str:
    """Return the raw relation with the value of each number."""
    looks = [f"{_part_look() if 'part' in fields else _row_look(raw)} AS is_odd_part"]
    looks += [
        f"{typed_number(field) if raw.is_typed else plain_number(field, style)} AS {field}_value"
        for field in NUMBERS
        if field in fields
    ]
    return subquery(["*", *looks], f"{raw.relation} raw")


def bare_sql(raw: Raw, fields: frozenset[str], *, has_texts: bool) -> str:
    """Return the query of a bare first pass over a typed relation, or that of its texts.

    Both have the same keys; the texts stand beside them only where they are asked for.
    """
    kinds = {field: field for field in GROUPED if field in fields}
    if "price_code" in fields:
        kinds["core_code"] = "price_code"
    core = _is_core(raw, fields)
    look = (
        "CAST(NULL AS UBIGINT)"
        if core == "false"
        else f"CASE WHEN {core} THEN hash(description) END"
    )
    columns = ["is_odd_part AS is_odd", f"{look} AS look"]
    texts = {"look": _look_text(raw, fields)}
    if "date" in fields:
        texts["day_text"] = _day_text() if raw.has_times else "date"
        columns.append(f"hash({texts['day_text']}) AS day_text")
    columns += [f"hash({', '.join(kinds.values())}) AS kind"] if kinds else []
    if has_texts:
        said = (kinds | texts).items()
        columns += [f"coalesce({text}, '') AS {column}_said" for column, text in said]
    else:
        columns += [f"{field}_value AS {field}" for field in NUMBERS if field in fields]
        columns += _keys(raw, fields, frozenset())
    return select(columns, _valued(raw, fields, NumberStyle.POINT))


def look_of_row(row: str) -> str:
    """Return SQL for the columns of a bare pass with the key of each look, given a line's row."""
    return f"* REPLACE (CASE WHEN is_odd THEN CAST({row} AS UBIGINT) ELSE look END AS look)"


def _day_text() -> str:
    """Return SQL for a date without the time of day after it."""
    return "trim(regexp_replace(date, '[ T]+[0-9]{1,2}:[0-9]{2}.*$', ''))"


def _part_look() -> str:
    """Return SQL for a part number that may be blank, a total's word or damaged.

    It may hold for more than those: what it holds for is judged once per distinct text.
    """
    look = r"^\s*$|[+#]|\x{FFFD}|[0-9]-[A-Za-z]{3}$|^[A-Za-z]{3}-[0-9]{2}$|" + MAY_BE_TOTAL_SQL
    return f"coalesce(regexp_matches(part, '{look}'), true)"


def _row_look(raw: Raw) -> str:
    """Return SQL for a row of a file without part numbers that may be a total or blank."""
    may_be = f"regexp_matches({raw.row_text}, '{MAY_BE_TOTAL_SQL}')"
    return f"({may_be} OR trim({raw.row_text}) = '')"


def _look(raw: Raw, fields: frozenset[str]) -> str:
    """Return SQL for what may mean something beside the numbers; it is judged elsewhere.

    NULL for nearly all lines; else part, description and all cells of the row with marks
    between, each blank where it means nothing.
    """
    return f"CASE WHEN {_is_looked_at(raw, fields)} THEN {_look_text(raw, fields)} END AS look"


def _is_core(raw: Raw, fields: frozenset[str]) -> str:
    can_be = raw.may_name_core and "description" in fields
    return "description ILIKE '%core%'" if can_be else "false"


def _is_looked_at(raw: Raw, fields: frozenset[str]) -> str:
    """Return SQL that holds where a line's texts may mean something beside."""
    return f"is_odd_part OR {_is_core(raw, fields)}"


def _look_text(raw: Raw, fields: frozenset[str]) -> str:
    """Return SQL for part, description and row, each blank where it means nothing."""
    part = "part" if "part" in fields else "''"
    description = "description" if "description" in fields else "''"
    texts = (
        f"CASE WHEN is_odd_part THEN coalesce({part}, '') ELSE '' END",
        f"CASE WHEN {_is_core(raw, fields)} THEN {description} ELSE '' END",
        f"CASE WHEN is_odd_part THEN {raw.row_text} ELSE '' END",
    )
    return f" || '{LOOK_MARK}' || ".join(texts)


def _keys(raw: Raw, fields: frozenset[str], odd: frozenset[str]) -> list[str]:
    """Return SQL for the keys by which lines are recognised again.

    The same line of a repair order says the same of part, amounts and quantity; where the file
    numbers the lines it has the same number, else it says the same in all texts. A number that
    is not plain counts by what it says, which is found out later; a stage that lacks a field in
    `odd` is made again. A line without a repair order has keys as well: `BLANK_ORDERS` has
    every key of such an order, and few steps need to ask.
    """
    columns = ["hash(part) AS part_key"] if "part" in fields else []
    if "ro" not in fields:
        return columns
    texts = ("ro", "part", "store", *(("line",) if "line" in fields else _SAME_TEXTS))
    same = [field for field in texts if field in fields]
    same += [f"{field}_value" for field in NUMBERS if field in fields and field not in odd]
    order = "ro" if raw.has_plain_blanks else _BLANKED
    return [*columns, f"hash({order}) AS ro_key", f"hash({', '.join(same)}) AS line_key"]


_BLANKED = "CASE WHEN starts_with(ro, ' ') THEN CASE WHEN trim(ro) <> '' THEN ro END ELSE ro END"
_NO_TEXT = select(["hash(CAST(NULL AS VARCHAR))"], "range(1)")
BLANK_ORDERS = subquery(
    ["hash(repeat(' ', n)) AS key"],
    f"range({LONGEST_BLANK + 1}) AS blanks(n)",
    f"UNION ALL {_NO_TEXT}",
)
"""The keys of a repair order that is not there: NULL, empty, or blanks and nothing else."""
GROUPED = ("source", "class", "pay_type")
SINGLE = ("look", "day_text")
"""The columns of texts that have keys of their own in a bare stage."""
KINDS = "kinds"
"""The table of a bare stage's other texts, by their key."""
LOOK_MARK = "\x1f"
"""Stands between the texts of a stage's `look`."""
_SAME_TEXTS = (
    *("description", "source", "class", "date", "pay_type", "counterperson", "price_code"),
    *("channel", "customer_type", "stocking_group", "vendor"),
)


def judge_text(field: str, text: str, style: NumberStyle) -> tuple[int | None, State, str]:
    """Read a text that is not plain: its value, what became of it, and why not."""
    if not text.strip() or (field == "list" and means_no_list(text)):
        return None, State.BLANK, ""
    try:
        text = without_marks(text, counts_pieces=field == "quantity")
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


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look over a stage tells.

    The texts to judge, the extent of each number, and the fields that have texts which are not
    plain but were not kept: such a stage must be made again.
    """

    texts: Mapping[str, tuple[str, ...]]
    extents: Mapping[str, tuple[int, int]]
    lost: frozenset[str]


def survey_stage(connection: DuckDBPyConnection, stage: Stage) -> Survey:
    """Return the distinct texts of a stage's columns, and the least and greatest plain numbers."""
    judged = stage.judged if stage.words is None else ()
    columns = [*(f"{field}_odd" for field in sorted(stage.odd)), *judged]
    wanted = [f"list_sort(coalesce(list(DISTINCT {column}), []))" for column in columns]
    for field in stage.numbers:
        value = f"nullif({field}, {BLANK})"
        wanted += [f"coalesce(min({value}), 0)", f"coalesce(max({value}), 0)"]
        wanted += [f"count(*) - count({field})"]
    row = connection.execute(select(wanted, stage.relation)).fetchone() or ()
    facts = {
        field: row[len(columns) + 3 * place :][:3] for place, field in enumerate(stage.numbers)
    }
    found = {
        column: tuple(text for text in texts if text is not None)
        for column, texts in zip(columns, row, strict=False)
    }
    words = {column: tuple(sorted(keys)) for column, keys in (stage.words or {}).items()}
    return Survey(
        found | words,
        {field: (least, most) for field, (least, most, _) in facts.items()},
        frozenset(field for field, (_, _, odd) in facts.items() if odd) - stage.odd,
    )


def find_odd(field: str, texts: Iterable[str], style: NumberStyle) -> bool:
    """Tell whether any of some cells is not plain, by the same pattern as in SQL."""
    pattern = re.compile(plain_pattern(field, style))
    return any(text and pattern.fullmatch(text) is None for text in texts)
