"""From the integers of a first pass to judged lines: the closed list, first reason first.

Knows the rules of what is set aside and what is noted. The texts were judged in Python once per
distinct text and are joined here; duplicates and returns look only at the rows that may be some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matrix_designer.core.evidence import Ints
from matrix_designer.core.money import CENT
from matrix_designer.formats.database import select, subquery
from matrix_designer.formats.raw import create
from matrix_designer.formats.returns import NO_DAY, Lines, match_returns
from matrix_designer.formats.staging import (
    MAX_LINE_DOLLARS,
    MAX_LINE_PIECES,
    NUMBERS,
    Stage,
    State,
    judge_text,
    odd_texts,
)
from matrix_designer.formats.wording import (
    CORE_CODES,
    is_core_code,
    is_core_phrase,
    is_damaged_part,
    is_internal,
    is_total,
    is_total_part,
    is_warranty,
    read_days,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MARKS = {
    "cost-precision": 1,
    "damaged-part": 2,
    "damaged-list": 4,
    "price-mismatch": 8,
    "unreadable-date": 16,
}
"""What is noted about a line that is used, as bits of its `marks`."""
_HALF_CENT = CENT // 2
_FALSE = "false"
_DUPLICATE, _RETURNED = 1, 2
_NINES = (99_999_900, 999_999_900, 9_999_999_900)


@dataclass(frozen=True, slots=True)
class Judged:
    """SQL fragments over a stage's row `s`: the joins, and what each text means."""

    joins: str
    values: Mapping[str, str]
    is_refused: str
    is_rounded: str
    is_blank_part: str
    has_total_word: str
    is_damaged_part: str
    is_core: str
    is_internal: str
    is_warranty: str
    day: str


def judge_texts(
    connection: DuckDBPyConnection, stage: Stage, core_codes: frozenset[str] = CORE_CODES
) -> Judged:
    """Judge every distinct text of a stage once, and return how to join the verdicts."""
    values = {field: f"s.{field}" for field in stage.numbers}
    joins: list[str] = []
    refused, rounded = ["s.is_broken"], []
    for field, texts in odd_texts(connection, stage).items():
        if not texts:
            continue
        rows = [(text, *judge_text(field, text, stage.style)[:2]) for text in texts]
        kinds = {"text": "VARCHAR", "value": "BIGINT", "state": "TINYINT"}
        create(connection, f"odd_{field}", kinds, [(t, v or 0, int(s)) for t, v, s in rows])
        odd = f"odd_{field}"
        joins.append(f"LEFT JOIN {odd} ON s.{field}_odd = {odd}.text")
        is_read = f"{odd}.state <= {int(State.ROUNDED)}"
        values[field] = f"coalesce(s.{field}, CASE WHEN {is_read} THEN {odd}.value END)"
        refused.append(f"coalesce({odd}.state = {int(State.REFUSED)}, false)")
        if field in {"cost", "list"}:
            rounded.append(f"coalesce({odd}.state = {int(State.ROUNDED)}, false)")
    seen = _Texts(connection, stage)
    blank_part = seen.those(
        "part_odd", "blank", lambda text: not text.strip() or is_total_part(text)
    )
    cores = [seen.those("core_odd", "core_phrase", is_core_phrase)]
    cores += [
        seen.those(
            column, "core", lambda text: is_core_code(text, core_codes) or is_core_phrase(text)
        )
        for column in ("source", "class", "core_code")
    ]
    if "quantity" in values:
        quantity = values["quantity"]
        refused.append(f"coalesce(abs({quantity}) > {MAX_LINE_PIECES}, false)")
        values["quantity"] = f"CASE WHEN abs({quantity}) <= {MAX_LINE_PIECES} THEN {quantity} END"
    day = "CAST(NULL AS DATE)"
    if days := _make_days(connection, stage):
        joins.append(days)
        day = "days.day"
    return Judged(
        joins=" ".join(joins),
        values=values,
        is_refused=_any(refused),
        is_rounded=_any(rounded),
        is_blank_part=blank_part if "part" in stage.fields else "true",
        has_total_word=seen.those("total_text", "total", is_total),
        is_damaged_part=seen.those("part_odd", "damaged_part", is_damaged_part),
        is_core=_any(cores),
        is_internal=seen.those("pay_type", "internal", is_internal),
        is_warranty=seen.those("pay_type", "warranty", is_warranty),
        day=day,
    )


def _any(conditions: Iterable[str]) -> str:
    """Join conditions by OR, leaving out those that never hold."""
    return " OR ".join(part for part in conditions if part != _FALSE) or _FALSE


@dataclass(frozen=True, slots=True)
class _Texts:
    """Asks for the distinct texts of a column of the stage."""

    connection: DuckDBPyConnection
    stage: Stage

    def those(self, column: str, kind: str, is_one: Callable[[str], bool]) -> str:
        """Return SQL that holds where the column's text is one of that kind."""
        rows = self.connection.execute(
            select([f"DISTINCT {column}"], self.stage.relation, f"WHERE {column} IS NOT NULL")
        ).fetchall()
        found = sorted(text for (text,) in rows if is_one(text))
        if not found:
            return _FALSE
        name = f"{kind}_{column}"
        create(self.connection, name, {"text": "VARCHAR"}, [(text,) for text in found])
        return f"coalesce(s.{column} IN {subquery(['text'], name)}, false)"


def _make_days(connection: DuckDBPyConnection, stage: Stage) -> str:
    """Read the days of a stage; returns the join, empty where there are none."""
    rows = connection.execute(
        select(
            ["DISTINCT day_text"],
            stage.relation,
            "WHERE day_text IS NOT NULL AND day_text <> ''",
        )
    ).fetchall()
    read = read_days(text for (text,) in rows)
    days = [(text, day) for text, day in read.items() if day is not None]
    if not days:
        return ""
    create(connection, "days", {"text": "VARCHAR", "day": "DATE"}, days)
    return "LEFT JOIN days ON s.day_text = days.text"


def amounts_sql(stage: Stage, judged: Judged) -> str:
    """Return the lines as amounts, one row per data row, with the reasons that come first.

    Beside the stage's own columns: file_line, day, cost_amount, list_price, quantity_amount,
    sold_amount (extended), unit_sold, marks, early, and the flags of the later reasons.
    """
    nothing = "CAST(NULL AS BIGINT)"
    columns = [f"{judged.values.get(field, nothing)} AS {field}_read" for field in NUMBERS]
    columns += [
        "s.*",
        f"{judged.day} AS day",
        f"({judged.is_refused}) AS is_refused",
        f"({judged.is_rounded}) AS is_rounded",
        f"({judged.is_blank_part}) AS is_blank_part",
        f"({judged.has_total_word}) AS has_total_word",
        f"({judged.is_damaged_part}) AS is_damaged_part",
        f"({judged.is_core}) AS is_core",
        f"({judged.is_internal}) AS is_internal",
        f"({judged.is_warranty}) AS is_warranty",
    ]
    read = subquery(columns, f"{stage.numbered} s {judged.joins}")
    has_part = "true" if "part" in stage.fields else _FALSE
    return subquery(["*", _early(has_part), _marks()], _with_amounts(read))


def _with_amounts(read: str) -> str:
    """Return the rows with unit cost, list, dollars and the unit price for comparison."""
    derived_cost = _ratio("extended_cost_read", "quantity_read")
    derived_sold = _ratio("extended_sold_read", "quantity_read")
    return subquery(
        [
            "*",
            f"coalesce(cost_read, {derived_cost}) AS cost_amount",
            "CASE WHEN list_read > 0 THEN list_read END AS list_price",
            "quantity_read AS quantity_amount",
            "coalesce(extended_sold_read, sold_read * quantity_read) AS sold_amount",
            f"coalesce({derived_sold}, sold_read) AS unit_sold",
        ],
        read,
    )


def _ratio(numerator: str, denominator: str) -> str:
    """Return SQL for a unit amount from an extended one, half up: integers throughout."""
    top, size = f"({numerator} * sign({denominator})::BIGINT)", f"abs({denominator})"
    up = f"(2 * {top} + {size}) // (2 * {size})"
    down = f"-((-2 * {top} + {size} - 1) // (2 * {size}))"
    return f"CASE WHEN {denominator} <> 0 THEN CASE WHEN {top} >= 0 THEN {up} ELSE {down} END END"


def _early(has_part: str) -> str:
    """Return SQL for the reasons that a line's own cells give before all others."""
    no_cost = _no_cost()
    too_large = " OR ".join(
        f"coalesce(abs({dollars}) > {MAX_LINE_DOLLARS}, false)"
        for dollars in ("sold_amount", "cost_amount * quantity_amount")
    )
    return (
        "CASE WHEN is_blank_part AND has_total_word THEN 'total-line' "
        f"WHEN is_refused OR {too_large} THEN 'unreadable' "
        f"WHEN {has_part} AND is_blank_part AND {no_cost} THEN 'total-line' END AS early"
    )


def _no_cost() -> str:
    """Return SQL for a cost that is missing, zero or rounds to 0.00."""
    return f"(cost_amount IS NULL OR (cost_amount >= -{_HALF_CENT} AND cost_amount < {_HALF_CENT}))"


def _marks() -> str:
    """Return SQL for the bits of what is noted about a line."""
    differs = " OR ".join(
        f"coalesce(abs({extended} - {unit} * quantity_read) > {CENT} * abs(quantity_read), false)"
        for extended, unit in (
            ("extended_sold_read", "sold_read"),
            ("extended_cost_read", "cost_read"),
        )
    )
    cut = "cost_read IS NULL AND cost_amount * quantity_read <> extended_cost_read"
    nines = ", ".join(str(nine) for nine in _NINES)
    conditions = {
        "cost-precision": f"is_rounded OR coalesce({cut}, false)",
        "damaged-part": "is_damaged_part",
        "damaged-list": f"coalesce(list_read < 0 OR list_read IN ({nines}), false)",
        "price-mismatch": differs,
        "unreadable-date": "day IS NULL AND coalesce(day_text, '') <> ''",
    }
    bits = (f"CASE WHEN {when} THEN {MARKS[mark]} ELSE 0 END" for mark, when in conditions.items())
    return f"({' + '.join(bits)}) AS marks"


def reason_sql() -> str:
    """Return SQL for the first reason of the closed list that applies, NULL for a used line."""
    return (
        "CASE WHEN early IS NOT NULL THEN early "
        f"WHEN special = {_DUPLICATE} THEN 'duplicate' "
        f"WHEN quantity_amount < 0 OR special = {_RETURNED} THEN 'return' "
        "WHEN coalesce(quantity_amount, 0) = 0 THEN 'zero-quantity' "
        f"WHEN {_no_cost()} THEN 'zero-cost' "
        "WHEN cost_amount < 0 THEN 'negative-cost' "
        "WHEN sold_amount IS NULL THEN 'unreadable' "
        "WHEN is_core THEN 'core' "
        "WHEN is_internal THEN 'internal' "
        "WHEN is_warranty THEN 'warranty' END"
    )


def find_special(connection: DuckDBPyConnection, stage: Stage, amounts: str) -> str:
    """Find duplicates and given-back lines; returns the amounts with their `special` number."""
    duplicates = _duplicates(connection, stage)
    rows = [(row, _DUPLICATE) for row in duplicates]
    create(connection, "special", {"row": "BIGINT", "special": "TINYINT"}, rows)
    rows = [(row, _RETURNED) for row in _given_back(connection, _joined(amounts, rows))]
    if rows:
        create(connection, "given_back", {"row": "BIGINT", "special": "TINYINT"}, rows)
        connection.execute("INSERT INTO special SELECT * FROM given_back")
    return _joined(amounts, [*rows, *duplicates])


def _joined(amounts: str, rows: Iterable[object]) -> str:
    """Return the amounts with `special`, joined only where there is something to join."""
    if not any(True for _ in rows):
        return subquery(["*", "CAST(NULL AS TINYINT) AS special"], amounts)
    join = f"{amounts} a LEFT JOIN special ON a.file_row_number = special.row"
    return subquery(["a.*", "special.special"], join)


def _duplicates(connection: DuckDBPyConnection, stage: Stage) -> list[int]:
    """Return the rows that repeat an earlier line of the same repair order."""
    if "ro" not in stage.fields:
        return []
    keys = connection.execute(
        select(["line_key"], stage.relation, "WHERE line_key IS NOT NULL")
    ).fetchnumpy()["line_key"]
    keys = np.sort(np.asarray(keys))
    repeated = np.unique(keys[1:][keys[1:] == keys[:-1]])
    if not repeated.size:
        return []
    create(connection, "repeated", {"key": "UBIGINT"}, [(key,) for key in repeated])
    found = connection.execute(
        select(
            ["file_row_number"],
            f"{stage.numbered} JOIN repeated ON line_key = repeated.key",
            "QUALIFY row_number() OVER (PARTITION BY line_key ORDER BY file_row_number) > 1",
        )
    ).fetchall()
    return [row for (row,) in found]


def _given_back(connection: DuckDBPyConnection, amounts: str) -> list[int]:
    """Return the rows of sales that a later return gives back."""
    of_return = "early IS NULL AND special IS NULL AND quantity_amount < 0 AND part_key IS NOT NULL"
    price = "abs(unit_sold)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE returns AS "
        + select(
            [
                "file_row_number AS row, part_key, -quantity_amount AS quantity",
                f"{price} AS price, {_RO_KEY} AS ro, {_DAY} AS day",
            ],
            amounts,
            f"WHERE {of_return} AND NOT is_blank_part AND unit_sold IS NOT NULL",
        )
    )
    groups = subquery(["DISTINCT part_key, quantity, price"], "returns")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE return_groups AS "
        + select(["*", "row_number() OVER () AS number"], groups)
    )
    columns = ["row", "number AS group_number", "ro", "day"]
    given = _lines(
        connection, select(columns, "returns JOIN return_groups USING (part_key, quantity, price)")
    )
    if not given.row.size:
        return []
    match = (
        f"{amounts} l JOIN return_groups g ON l.part_key = g.part_key "
        f"AND l.quantity_amount = g.quantity AND abs(l.unit_sold) = g.price"
    )
    sold = _lines(
        connection,
        select(
            [
                "l.file_row_number AS row, g.number AS group_number",
                f"{_RO_KEY} AS ro, {_DAY} AS day",
            ],
            match,
            "WHERE early IS NULL AND special IS NULL",
        ),
    )
    return [int(row) for row in match_returns(given, sold, is_newest_first=_runs_back(given, sold))]


_RO_KEY = "CAST(coalesce(ro_key, 0) >> 1 AS BIGINT)"
_DAY = f"coalesce(date_diff('day', DATE '1970-01-01', day), {NO_DAY})"


def _lines(connection: DuckDBPyConnection, sql: str) -> Lines:
    found = connection.execute(sql).fetchnumpy()
    row, group, ro, day = (
        np.asarray(found[name], np.int64) for name in ("row", "group_number", "ro", "day")
    )
    return Lines(row, group, ro, day)


def _runs_back(returns: Lines, sales: Lines) -> bool:
    """Tell whether the file runs from its newest day to its oldest."""
    rows: Ints = np.concatenate([returns.row, sales.row])
    days: Ints = np.concatenate([returns.day, sales.day])
    dated = days != NO_DAY
    if not dated.any():
        return False
    order = np.argsort(rows[dated])
    ordered = days[dated][order]
    return bool(ordered[0] > ordered[-1])
