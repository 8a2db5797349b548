"""Questions to a file of single lines, answered by SQL: the only place that turns them into it.

Knows the columns of a file of lines; it does not know what an answer is good for. SQL sums and
counts integers; it never divides, rounds or prices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matrix_designer.core.evidence import MISSING, Codes
from matrix_designer.core.query import (
    DAY,
    NOTHING,
    RATIO_UNIT,
    REASON,
    TEXT_COLUMNS,
    UNNUMBERED,
    USED,
    Columns,
    LineQuery,
    PriceTable,
    RatioRange,
    Where,
)
from matrix_designer.formats.database import (
    SILENT,
    Watch,
    create,
    database,
    quoted,
    run,
    select,
)
from matrix_designer.formats.lines import NOTES, lines_relation
from matrix_designer.formats.lines_failures import readable_lines
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.set_aside import REASON_CODES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FIRST_DAY = "DATE '1970-01-01'"
_DAYS = f"date_diff('day', {_FIRST_DAY}, l.day)"
_LATEST = f"(coalesce({_DAYS}, -1000000) * 1099511627776 + l.line)"
"""A later day, then a later line, is a larger number."""
_TEXTS = frozenset({*TEXT_COLUMNS, REASON})
_SUMS = {
    "lines": "count(*)",
    "pieces": "coalesce(sum(l.quantity), 0)",
    "cost": "coalesce(sum(l.cost * l.quantity), 0)",
    "sales": "coalesce(sum(l.sold), 0)",
    "parts": "count(DISTINCT CASE WHEN l.part <> '' THEN l.part END)",
    "ros": "count(DISTINCT CASE WHEN l.ro <> '' THEN l.ro END)",
    "first_day": f"coalesce(min({_DAYS}), {NOTHING})",
    "last_day": f"coalesce(max({_DAYS}), {NOTHING})",
}


def ask_lines(path: Path, query: LineQuery, watch: Watch = SILENT) -> Columns:
    """Answer a question from a file of lines; its sums are exact.

    Raises MatrixDesignerError where the file cannot be read or a sum goes beyond 64 bits, and
    CancelledError when the watch stops it.
    """
    with (
        scratch_folder() as folder,
        database(folder) as connection,
    ):
        return ask_through(connection, path, query, watch)


def ask_through(
    connection: DuckDBPyConnection, path: Path, query: LineQuery, watch: Watch = SILENT
) -> Columns:
    """Answer a question over a database that is open already."""
    with readable_lines(path):
        rows = _rows(connection, path, query)
        sql = _lines_sql(query, rows) if query.columns else _groups_sql(query, rows)
        run(connection, f"CREATE OR REPLACE TEMP TABLE answer AS {sql}", watch, 0.0, "Asking")
        return _fetched(connection, query.names)


def where_sql(where: Where) -> str:
    """Return SQL, with the word WHERE, for the lines `l` that a question is about; or ''."""
    said = list(_conditions(where))
    return f"WHERE {' AND '.join(said)}" if said else ""


def _conditions(where: Where) -> Iterator[str]:
    if where.reasons is not None:
        yield _reason_condition(where.reasons)
    filters = where.filters
    if filters.first_day is not None:
        yield f"l.day >= DATE '{filters.first_day.isoformat()}'"
    if filters.last_day is not None:
        yield f"l.day <= DATE '{filters.last_day.isoformat()}'"
    for column, texts in (*filters.columns.items(), *where.among.items()):
        yield _among(column, texts)
    yield from _text_conditions(where)
    yield from _number_conditions(where)
    yield from _noted(where)


def _text_conditions(where: Where) -> Iterator[str]:
    yield from (f"{_value(column)} <> ''" for column in sorted(where.present))
    for column, texts in where.alike.items():
        listed = ", ".join(quoted(text) for text in sorted(texts)) or "NULL"
        yield f"replace(replace(lower({_value(column)}), '-', ''), ' ', '') IN ({listed})"
    for column, text in where.begins.items():
        yield f"starts_with(lower({_value(column)}), lower({quoted(text)}))"


def _number_conditions(where: Where) -> Iterator[str]:
    for one in where.ranges:
        value = _value(one.column)
        if one.low is not None:
            yield f"{value} >= {one.low}"
        if one.high is not None:
            yield f"{value} <= {one.high}"
    for ratio in where.ratios:
        yield from _ratio_conditions(ratio)


def _noted(where: Where) -> Iterator[str]:
    """Yield what is asked of the notes on a line."""
    if where.marks is not None:
        yield f"(l.marks & {where.marks}) <> 0"
    if where.note is not None:
        yield f"({NOTES[where.note]})"


def _reason_condition(reasons: frozenset[str]) -> str:
    codes = sorted(REASON_CODES[reason] for reason in reasons if reason != USED)
    said = [f"l.reason IN ({', '.join(map(str, codes))})"] if codes else []
    said += ["l.reason IS NULL"] if USED in reasons else []
    return f"({' OR '.join(said)})" if said else "false"


def _among(column: str, texts: Iterable[str]) -> str:
    listed = ", ".join(quoted(text) for text in sorted(texts))
    return f"{_value(column)} IN ({listed})" if listed else "false"


def _ratio_conditions(ratio: RatioRange) -> Iterator[str]:
    over, under = f"l.{ratio.over} * {RATIO_UNIT}", f"l.{ratio.under}"
    yield f"{under} > 0"
    if ratio.low is not None:
        yield f"{over} >= {under} * {ratio.low}"
    if ratio.high is not None:
        yield f"{over} < {under} * {ratio.high}"


def _value(column: str) -> str:
    """Return SQL for a column where a condition looks at it; NULL where a line has none."""
    if column == DAY:
        return _DAYS
    if column == REASON:
        cases = " ".join(f"WHEN {code} THEN '{name}'" for name, code in REASON_CODES.items())
        return f"CASE l.reason {cases} ELSE '{USED}' END"
    return f"coalesce(l.{column}, '')" if column in TEXT_COLUMNS else f'l."{column}"'


def _shown(column: str) -> str:
    """Return SQL for a column as it stands in an answer, never NULL."""
    if column in _TEXTS:
        return _value(column)
    missing = MISSING if column == "list" else NOTHING
    return f"CAST(coalesce({_value(column)}, {missing}) AS BIGINT)"


def _rows(connection: DuckDBPyConnection, path: Path, query: LineQuery) -> str:
    """Return the lines that a question is about as a relation `l`, with the prices `p` beside."""
    lines = f"{lines_relation(connection, path)} l"
    where = where_sql(query.where)
    if query.prices is None:
        return f"{lines} {where}"
    _keep_prices(connection, query.prices)
    same = ["l.cost = p.cost_key", f"coalesce(l.list, {MISSING}) = p.list_key"]
    same += [
        f"{_PART if column == 'part' else _stripped(column)} = p.text_{place}"
        for place, column in enumerate(query.prices.texts)
    ]
    same += ["coalesce(l.unit_sold, 0) = p.unit_key"] if query.prices.unit_sold is not None else []
    return f"{lines} JOIN asked_prices p ON {' AND '.join(same)} {where}"


def _keep_prices(connection: DuckDBPyConnection, table: PriceTable) -> None:
    arrays: dict[str, Codes] = {"cost_key": table.cost, "list_key": table.list_price}
    arrays |= {f"price_{place}": prices for place, prices in enumerate(table.prices.values())}
    arrays |= {f"code_{place}": text.codes for place, text in enumerate(table.texts.values())}
    if table.unit_sold is not None:
        arrays["unit_key"] = table.unit_sold
    texts, joins = [], []
    for place, text in enumerate(table.texts.values()):
        name = f"asked_texts_{place}"
        named = ((code, said) for code, said in enumerate(text.names))
        create(connection, name, {"code": "BIGINT", "text": "VARCHAR"}, named)
        texts.append(f"{name}.text AS text_{place}")
        joins.append(f"JOIN {name} ON {name}.code = incoming.code_{place}")
    connection.register("incoming", arrays)
    made = select(["incoming.*", *texts], " ".join(("incoming", *joins)))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE asked_prices AS {made}")
    connection.unregister("incoming")


def _stripped(column: str) -> str:
    """Return SQL for a text without outer blanks, as Python takes them off.

    Nearly all texts begin and end with plain letters or digits and are left as they are.
    """
    text = f'l."{column}"'
    is_plain = f"{text}[1] BETWEEN '!' AND '~' AND {text}[-1] BETWEEN '!' AND '~'"
    return f"CASE WHEN {is_plain} THEN {text} ELSE trim(coalesce({text}, ''), {_BLANKS}) END"


_BLANKS = quoted("".join(mark for mark in map(chr, range(0x3001)) if mark.isspace()))
_UNNUMBERED = f"'{UNNUMBERED}' || {_stripped('description')}"
_PART = f"coalesce(nullif({_stripped('part')}, ''), {_UNNUMBERED})"
"""SQL for what tells parts apart, as `part_text` writes it."""


def _lines_sql(query: LineQuery, rows: str) -> str:
    columns = [f'{_shown(column)} AS "{column}"' for column in query.columns]
    if query.prices is not None:
        columns += [
            f'p.price_{place} AS "{name}"' for place, name in enumerate(query.prices.prices)
        ]
    return select(columns, rows, _tail(query, ["l.line"]))


def _groups_sql(query: LineQuery, rows: str) -> str:
    keys = {key: f'"{key}_key"' if key in query.unnamed else f'"{key}"' for key in query.keys}
    columns = [f"{_shown(key)} AS {name}" for key, name in keys.items()]
    columns += [f'arg_max({_shown(name)}, {_LATEST}) AS "{name}"' for name in query.latest]
    columns += [f'CAST({_SUMS[name]} AS BIGINT) AS "{name}"' for name in query.sums]
    if query.prices is not None:
        columns += [
            f'CAST(coalesce(sum(p.price_{place} * l.quantity), 0) AS BIGINT) AS "{name}"'
            for place, name in enumerate(query.prices.prices)
        ]
    places = [str(place + 1) for place in range(len(keys))]
    grouped = select(columns, rows, f"GROUP BY {', '.join(places)}" if places else "")
    wanted = [f'"{name}"' for name in query.names]
    return select(wanted, f"({grouped}) g", _tail(query, [f"g.{name}" for name in keys.values()]))


def _tail(query: LineQuery, last: list[str]) -> str:
    """Return SQL for the order of an answer, so that equal answers are the same, and its limit."""
    said = [f'"{one.name}" {"DESC" if one.is_descending else "ASC"}' for one in query.order]
    by = f"ORDER BY {', '.join([*said, *last])}" if said or last else ""
    return f"{by} LIMIT {query.limit}" if query.limit is not None else by


def _fetched(connection: DuckDBPyConnection, names: tuple[str, ...]) -> Columns:
    columns = [f'"{name}"' for name in names]
    found = connection.execute(select(columns, "answer")).fetchnumpy()
    return Columns(
        {name: np.asarray(found[name], np.int64) for name in names if name not in _TEXTS},
        {name: tuple(map(str, found[name])) for name in names if name in _TEXTS},
    )
