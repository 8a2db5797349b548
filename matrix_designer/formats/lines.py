"""Single sales lines in Parquet, and their exact sums as Sales.

The Parquet file holds every data row, set aside or not, in the order of the source:
line, part, description, source, class, cost, list, quantity, sold (extended), unit_sold (all
integers in the units of core.money), ro, ro_line, day, pay_type, counterperson, customer_type,
price_code, channel, reason (a code of set_aside, NULL: used), marks, store, the file that a line
comes from where a history has several, customer, stocking_group and vendor. SQL sums and counts
integers; it never divides, rounds or prices.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import (
    MISSING,
    SET_ASIDE_REASONS,
    Grain,
    Sales,
    SalesRows,
    Tally,
)
from matrix_designer.formats.database import (
    SILENT,
    Watch,
    create,
    quoted,
    run,
    select,
    subquery,
)
from matrix_designer.formats.part_rows import PartLines, read_part_rows
from matrix_designer.formats.set_aside import MARKS, REASON_CODES
from matrix_designer.formats.staging import GROUPED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = {
    "line": "BIGINT",
    "part": "VARCHAR",
    "description": "VARCHAR",
    "source": "VARCHAR",
    "class": "VARCHAR",
    "cost": "BIGINT",
    "list": "BIGINT",
    "quantity": "BIGINT",
    "sold": "BIGINT",
    "unit_sold": "BIGINT",
    "ro": "VARCHAR",
    "ro_line": "VARCHAR",
    "day": "DATE",
    "pay_type": "VARCHAR",
    "counterperson": "VARCHAR",
    "customer_type": "VARCHAR",
    "price_code": "VARCHAR",
    "channel": "VARCHAR",
    "reason": "TINYINT",
    "marks": "INTEGER",
    "store": "VARCHAR",
    "file": "VARCHAR",
    "customer": "VARCHAR",
    "stocking_group": "VARCHAR",
    "vendor": "VARCHAR",
}
LATER = dict.fromkeys(("store", "file", "customer", "stocking_group", "vendor"), "''")
"""Columns that files of lines did not always have, with SQL for what they say without it."""
ROW_GROUP = 122_880
WRITE_OPTIONS = f"(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {ROW_GROUP})"
SWITCHES = ("internal", "warranty")
"""The reasons that a person can switch off: their lines are used then."""
NOTES = {
    "missing-list": "list IS NULL",
    "no-charge": "unit_sold = 0",
    "under-cost": "unit_sold <> 0 AND unit_sold < cost",
    **{mark: f"(marks & {bit}) <> 0" for mark, bit in MARKS.items()},
}
_HASH = "hash"
_NOTHING = "''"
_ADDING = "Adding up the lines"
_SLIM_SHARE = 0.55
"""The share of the work that is done where rows of the grain of parts are wanted as well."""
_SAID, _NONE = 256, 128
"""Reason and marks in one number: marks count in the first; reasons, that many more, below it."""
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class LinesView:
    """A relation with at least the columns that sums need, and the SQL that tells parts apart.

    `constants` has SQL for the columns that are the same on every line; `is_unit_exact` says that
    sold dollars are unit price x quantity everywhere; `period` has the first and the last day
    where they are known. `kinds` is a relation of the texts that lines are grouped by, where a
    column `kind` stands for them. `alike` is a relation of lines added up before, with `lines` and
    `pieces`, and `sold` where no unit price tells it, that has all columns that sums need but those
    of parts and days. `used_parts` is a relation of the `part_key` of used lines where that is
    told faster, if nothing is switched in. A view that `is_file` can be looked through again at
    little cost.
    """

    relation: str
    part_key: str | None = "CASE WHEN part <> '' THEN part END"
    constants: Mapping[str, str] = field(default_factory=dict)
    is_unit_exact: bool = False
    period: tuple[dt.date | None, dt.date | None] | None = None
    kinds: str | None = None
    alike: str | None = None
    is_file: bool = False
    used_parts: str | None = None


def lines_file_view(path: Path) -> LinesView:
    """Return the view of a file of lines."""
    return LinesView(f"read_parquet({quoted(path)})", is_file=True)


def lines_relation(connection: DuckDBPyConnection, path: Path) -> str:
    """Return a file of lines as a relation that has every column, newer ones included.

    Raises MatrixDesignerError where it is no such file.
    """
    relation = f"read_parquet({quoted(path)})"
    told = connection.execute(select(["*"], relation, "LIMIT 0")).description
    kinds = [str(column[0]) for column in told or ()]
    lacking = [column for column in COLUMNS if column not in kinds]
    if missing := [column for column in lacking if column not in LATER]:
        raise _no_lines(path, f"It has no column {', '.join(missing)}")
    if kinds != [column for column in COLUMNS if column in kinds]:
        raise _no_lines(path, "Its columns differ")
    made = [f"{LATER[column]} AS {column}" for column in lacking]
    blank = [f"coalesce({name}, '') AS {name}" for name in _texts_with_none(connection, path)]
    everything = f"* REPLACE ({', '.join(blank)})" if blank else "*"
    return subquery([everything, *made], relation) if made or blank else relation


def _texts_with_none(connection: DuckDBPyConnection, path: Path) -> list[str]:
    """Return the columns of texts that have no text on some line, as other programs write them.

    Our own files have '' there. The file says it itself: nothing is looked through.
    """
    counts = "WHERE coalesce(stats_null_count, 1) > 0"
    metadata = f"parquet_metadata({quoted(path)})"
    found = connection.execute(select(["DISTINCT path_in_schema"], metadata, counts)).fetchall()
    return sorted(name for (name,) in found if COLUMNS.get(name) == "VARCHAR")


def _no_lines(path: Path, why: str) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"{path.name} is not a file of sales lines",
        why,
        "Import the sales from their CSV or XLSX file",
    )


def sum_lines(
    connection: DuckDBPyConnection,
    view: LinesView,
    name: str,
    switched_in: Collection[str] = (),
    watch: Watch = SILENT,
    grain: Grain = Grain.SLIM,
) -> Sales:
    """Sum the lines into Sales without a digest and a file; `switched_in` reasons are used.

    Rows of the grain of parts need a view of all columns of a file of lines. Raises
    CancelledError when the watch stops it.
    """
    used = used_sql(switched_in)
    share = 1.0 if grain is Grain.SLIM else _SLIM_SHARE
    sales = _sum_slim(connection, view, name, used, watch.part(0.0, share))
    sales = replace(sales, switched_in=frozenset(switched_in).intersection(SWITCHES))
    if grain is Grain.SLIM:
        return sales
    told = watch.part(share, 1 - share)
    return read_part_rows(connection, PartLines.of(view.relation, used), told).of(sales)


def _sum_slim(
    connection: DuckDBPyConnection, view: LinesView, name: str, used: str, watch: Watch
) -> Sales:
    """Sum the lines; `used` is SQL for the reason, NULL for a line that is used."""
    _make_sums(connection, view, used, watch)
    watch.step(0.8, _ADDING)
    tallies = {
        reason: _tally(row)
        for reason, *row in connection.execute(
            select(["reason", *_SUMS], "sums", "GROUP BY reason")
        ).fetchall()
    }
    rows, names = _rows(connection)
    parts, first, last = _facts(connection, view, used)
    return Sales(
        name=name,
        digest="",
        rows=rows,
        sources=names["source"],
        classes=names["class"],
        pay_types=names["pay_type"],
        lines_read=sum(tally.lines for tally in tallies.values()),
        used=tallies.get(None, Tally()),
        set_aside={
            reason: tallies.get(REASON_CODES[reason], Tally()) for reason in SET_ASIDE_REASONS
        },
        notes=_notes(connection),
        parts=parts,
        is_sold_known=_tells_sold(connection),
        first_day=first,
        last_day=last,
    )


def count_lines(connection: DuckDBPyConnection, view: LinesView) -> int:
    """Return how many lines there are."""
    row = connection.execute(select(["count(*)"], view.relation)).fetchone()
    return int(row[0]) if row else 0


def _make_sums(connection: DuckDBPyConnection, view: LinesView, used: str, watch: Watch) -> None:
    """Make the table of exact sums by everything that tells lines apart; some may come again.

    Texts are told apart by one number, and so are reason and marks: rows of many columns are
    twice as dear to add up. In a file of lines one number is enough for all of these.
    """
    marks = f"CAST({view.constants.get('marks', 'marks')} AS BIGINT)"
    said = f"coalesce({marks}, 0) * {_SAID} + coalesce(CAST({used} AS BIGINT) + {_NONE}, 0)"
    if view.is_file:
        view = replace(view, is_unit_exact=_is_unit_exact(connection, view))
    code = make_texts(connection, view, said if view.is_file else None)
    sold = [] if view.is_unit_exact else ["coalesce(sum(sold), 0) AS sold_sum"]
    names = ["cost", "list", "unit_sold", f"{code} AS code"]
    names += [] if view.is_file else [f"{said} AS said"]
    if view.alike is not None:
        pieces = "CASE WHEN quantity IS NULL THEN 0 ELSE pieces END AS pieces"
        kept = [] if view.is_unit_exact else ["sold AS sold_sum"]
        summed = subquery([*names, "lines", pieces, *kept], view.alike)
    else:
        pieces = "coalesce(sum(quantity), 0) AS pieces"
        summed = subquery(
            [*names, "count(*) AS lines", pieces, *sold], view.relation, "GROUP BY ALL"
        )
    if view.is_file:
        summed = f"{summed} s JOIN {subquery(['code', 'said'], 'texts')} t USING (code)"
    reason = f"nullif(said & {_SAID - 1}, 0) - {_NONE} AS reason"
    made = ["*", reason, f"said >> {_SAID.bit_length() - 1} AS marks"]
    made.append("coalesce(cost * pieces, 0) AS cost_sum")
    if view.is_unit_exact:
        made.append("coalesce(unit_sold * pieces, 0) AS sold_sum")
    sql = "CREATE OR REPLACE TEMP TABLE sums AS " + select(made, summed)
    run(connection, sql, watch, 0.0, _ADDING, 0.8)


def _is_unit_exact(connection: DuckDBPyConnection, view: LinesView) -> bool:
    """Tell whether sold dollars are unit price x quantity on every line, which need no sum then."""
    same = "bool_and(sold IS NOT DISTINCT FROM unit_sold * quantity)"
    return connection.execute(select([same], view.relation)).fetchone() in ((True,), (None,))


def make_texts(connection: DuckDBPyConnection, view: LinesView, said: str | None = None) -> str:
    """Make the table of the texts that lines are grouped by; returns SQL for its `code`.

    The code is a hash where no two of the texts have the same one, else the texts themselves.
    `said` is SQL for one more column that it tells apart, which the table then has as well.
    """
    names = [name for name in GROUPED if name not in view.constants]
    constants = [f"{view.constants[name]} AS {name}" for name in GROUPED if name not in names]
    if view.kinds is not None:
        made = select(["kind AS code", *names, *constants], view.kinds)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE texts AS {made}")
        return "kind"
    apart = {name: name for name in names} | ({} if said is None else {"said": said})
    distinct = ", ".join(f"{made} AS {name}" for name, made in apart.items())
    texts = subquery([f"DISTINCT {distinct}"], view.relation) if apart else "(SELECT 1)"
    code = ""
    for code in (_HASH, "row"):
        made = select(
            [f"{code}({', '.join(apart) or _NOTHING}) AS code", *apart, *constants], texts
        )
        connection.execute(f"CREATE OR REPLACE TEMP TABLE texts AS {made}")
        counts = select(["count(*) = count(DISTINCT code)"], "texts")
        if connection.execute(counts).fetchone() == (True,):
            break
    return f"{code}({', '.join(apart.values()) or _NOTHING})"


_SUMS = ("sum(lines)", "sum(pieces)", "sum(cost_sum)", "sum(sold_sum)")


def used_sql(reasons: Collection[str]) -> str:
    """Return SQL for the reason with some of the reasons switched off."""
    off = ", ".join(str(REASON_CODES[reason]) for reason in reasons if reason in SWITCHES)
    return f"CASE WHEN reason IN ({off}) THEN NULL ELSE reason END" if off else "reason"


def _tally(row: list[int]) -> Tally:
    """Return a tally, refusing sums beyond 64 bits, which no history has."""
    if any(abs(int(value)) > _MOST for value in row):
        raise MatrixDesignerError(
            "The dollars of this history add up to more than can be believed",
            "",
            "Check the cost and the quantity columns",
        )
    return Tally(*(int(value) for value in row))


def _rows(connection: DuckDBPyConnection) -> tuple[SalesRows, dict[str, tuple[str, ...]]]:
    """Return the distinct used rows, sorted by cost, then list, with codes for names."""
    in_use = select(["code"], "sums", "WHERE reason IS NULL")
    names = {column: _make_codes(connection, column, in_use) for column in GROUPED}
    joins = " ".join(
        f"JOIN codes_{column} ON texts.{column} = codes_{column}.text" for column in names
    )
    numbers = [f"codes_{column}.code AS {column}_code" for column in names]
    kinds = subquery(["texts.code AS code", *numbers], f"texts {joins}")
    codes = [f"{column}_code" for column in names]
    missing = f"coalesce(list, {MISSING}) AS list_price"
    found = connection.execute(
        select(
            [
                *("cost", missing, "coalesce(unit_sold, 0) AS unit_sold", *codes),
                "CAST(sum(pieces) AS BIGINT) AS quantity",
                "CAST(sum(sold_sum) AS BIGINT) AS sold",
                "CAST(sum(lines) AS BIGINT) AS lines",
            ],
            f"sums JOIN {kinds} kinds USING (code)",
            "WHERE reason IS NULL GROUP BY ALL ORDER BY ALL",
        )
    ).fetchnumpy()
    ints = {key: np.asarray(values, np.int64) for key, values in found.items()}
    return SalesRows(
        cost=ints["cost"],
        list_price=ints["list_price"],
        unit_sold=ints["unit_sold"],
        source=ints["source_code"],
        sale_class=ints["class_code"],
        pay_type=ints["pay_type_code"],
        quantity=ints["quantity"],
        sold=ints["sold"],
        lines=ints["lines"],
    ), names


def _make_codes(connection: DuckDBPyConnection, column: str, in_use: str) -> tuple[str, ...]:
    """Make the table that turns a column's texts into codes of their names, and return those."""
    rows = connection.execute(
        select([f"DISTINCT {column}"], "texts", f"WHERE code IN ({in_use})")
    ).fetchall()
    names = sorted({text.strip() for (text,) in rows})
    codes = {name: code for code, name in enumerate(names)}
    coded = [(text, codes[text.strip()]) for (text,) in rows]
    create(connection, f"codes_{column}", {"text": "VARCHAR", "code": "INTEGER"}, coded)
    return tuple(names)


def _notes(connection: DuckDBPyConnection) -> dict[str, Tally]:
    """Count what is used but noted; notes that nothing has are left out."""
    totals = [
        f"coalesce({total} FILTER (WHERE {condition}), 0)"
        for condition in NOTES.values()
        for total in _SUMS
    ]
    row = connection.execute(select(totals, "sums", "WHERE reason IS NULL")).fetchone() or ()
    tallies = {
        note: _tally(list(row[4 * place : 4 * place + 4])) for place, note in enumerate(NOTES)
    }
    return {note: tally for note, tally in tallies.items() if tally.lines}


def _tells_sold(connection: DuckDBPyConnection) -> bool:
    """Tell whether any used line says for how much it was sold, or none is used."""
    told = "count(*) = 0 OR count(unit_sold) > 0"
    return connection.execute(select([told], "sums", "WHERE reason IS NULL")).fetchone() != (False,)


def _facts(
    connection: DuckDBPyConnection, view: LinesView, used: str
) -> tuple[int, dt.date | None, dt.date | None]:
    """Return how many parts the used lines have, and the first and last day of all lines."""
    count = 0
    if view.part_key is not None:
        key, lines, among = view.part_key, view.relation, f"WHERE ({used}) IS NULL"
        if view.used_parts is not None and used == used_sql(()):
            lines, among = view.used_parts, ""
        elif view.is_file:
            key, among = "hash(part)", f"{among} AND part <> ''"
        parts = f"count(DISTINCT {key})"
        row = connection.execute(select([parts], lines, among))
        count = int((row.fetchone() or (0,))[0])
    if view.period is not None:
        return count, *view.period
    days = connection.execute(select(["min(day)", "max(day)"], view.relation)).fetchone()
    first, last = days or (None, None)
    return count, first, last


def write_lines_sql(relation: str, path: Path) -> str:
    """Return SQL that writes all lines of a relation that has the columns of a lines file."""
    return f"COPY ({select(COLUMNS, relation)}) TO {quoted(path)} {WRITE_OPTIONS}"


def rows_digest(sales: Sales) -> str:
    """Name sales that have no file of lines by what they add up to."""
    digest = hashlib.sha256()
    rows = sales.rows
    for column in (
        *(rows.cost, rows.list_price, rows.unit_sold, rows.source, rows.sale_class),
        *(rows.pay_type, rows.quantity, rows.sold, rows.lines),
    ):
        digest.update(np.ascontiguousarray(column).tobytes())
    for codes in (rows.part, rows.group, rows.vendor, rows.customer_type, rows.channel):
        if codes is not None:
            digest.update(np.ascontiguousarray(codes).tobytes())
    if rows.has_parts:
        told = (sales.groups, sales.vendors, sales.customer_types, sales.channels)
        digest.update(repr((sales.part_names, told)).encode())
    said = (sales.sources, sales.classes, sales.pay_types, sorted(sales.set_aside.items()))
    digest.update(repr((said, sales.used, sales.first_day, sales.last_day)).encode())
    return digest.hexdigest()
