"""Lines that stand in two files of one history: the same repair order, or the same block of a day.

Knows lines of several files as one relation (place, file_no, day, ro, texts and amounts) and finds
the places that repeat what an earlier file says. Within one file nothing is looked for.

Where one of two files names no repair orders, only the blocks of its days can tell that it repeats
the other one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matrix_designer.formats.database import create, select, subquery

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AMOUNTS = ("cost", "list", "quantity", "sold")
_ORDER_TEXTS = ("ro", "part", "ro_line")
_ALL_TEXTS = (
    *("ro", "part", "description", "source", "class", "pay_type", "counterperson"),
    *("customer_type", "price_code", "channel", "store", "stocking_group", "vendor"),
)
_FEWEST_AT_EDGE = 3
"""So many lines of a day that only partly stands in both files must be the same."""
_LEFT = "place NOT IN (SELECT place FROM repeated_places)"
"""Lines that repeat no other so far."""
_NO_DAY = "DATE '0001-01-01'"


@dataclass(frozen=True, slots=True)
class Repeated:
    """How many lines of a file repeat an earlier one, and why; `day` where they are a block."""

    file_no: int
    earlier: int
    lines: int
    day: dt.date | None = None
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one file and day, known by their number and sums."""

    file_no: int
    day: dt.date
    lines: int
    signature: tuple[int, int]


def find_repeated(
    connection: DuckDBPyConnection, lines: str, files: Sequence[Collection[str]]
) -> list[Repeated]:
    """Make the table `repeated_places` of lines that an earlier file has; return what they are.

    `files` are the columns that each file has. Lines are compared by those that all of them have,
    repair orders by those that all files with repair orders have, amounts as numbers. The n-th of
    equal lines repeats another file's n-th.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE repeated_places (place BIGINT)")
    bare = {number for number, columns in enumerate(files) if "ro" not in columns}
    with_orders = [columns for number, columns in enumerate(files) if number not in bare]
    common = _in_all(with_orders)
    if "ro_line" in common:
        by_order = [name for name in (*_ORDER_TEXTS, "store", *AMOUNTS) if name in common]
    else:
        by_order = [name for name in (*_ALL_TEXTS, "day", *AMOUNTS) if name in common]
    by_day = [name for name in (*_ALL_TEXTS, *AMOUNTS) if name in _in_all(files)]
    order_key = f"CASE WHEN ro <> '' THEN {_key(by_order)} END" if by_order else "NULL"
    columns = ["place", "file_no", f"coalesce(day, {_NO_DAY}) AS day", "ro <> '' AS has_ro"]
    columns += [f"{order_key} AS order_key", f"{_key(by_day)} AS key"]
    open_lines = "WHERE coalesce(reason, 0) NOT IN (1, 2, 3)"
    keyed = select(columns, lines, open_lines)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS {keyed}")
    found = _of_orders(connection) if len(with_orders) > 1 else []
    found += _of_days(connection, "NOT has_ro")
    if bare and with_orders:
        found += _of_days(connection, _LEFT, bare)
    return found


def _in_all(files: Iterable[Collection[str]]) -> frozenset[str]:
    """Return the columns that every one of some files has."""
    sets = [frozenset(columns) for columns in files]
    return frozenset.intersection(*sets) if sets else frozenset()


def _key(names: Iterable[str]) -> str:
    return f"hash({', '.join(names)})"


def _of_orders(connection: DuckDBPyConnection) -> list[Repeated]:
    """Find lines of the same repair order and line in several files."""
    several = subquery(
        ["order_key"],
        "keyed",
        "WHERE has_ro GROUP BY order_key HAVING min(file_no) <> max(file_no)",
    )
    nth = "row_number() OVER (PARTITION BY order_key, file_no ORDER BY place) AS nth"
    ranked = subquery(
        ["place", "file_no", "order_key", nth], "keyed", f"WHERE has_ro AND order_key IN {several}"
    )
    first = "min(file_no) OVER (PARTITION BY order_key, nth) AS earlier"
    marked = subquery(["place", "file_no", "CAST(NULL AS DATE) AS day", first], ranked)
    return _mark(connection, select(["*"], marked, "WHERE earlier < file_no"))


def _mark(connection: DuckDBPyConnection, marked: str, *, is_block: bool = False) -> list[Repeated]:
    """Keep the places of lines that an earlier file has as well, and count them."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE marked AS {marked}")
    connection.execute("INSERT INTO repeated_places SELECT place FROM marked")
    counts = select(
        ["file_no", "earlier", "day", "count(*)"], "marked", "GROUP BY ALL ORDER BY ALL"
    )
    return [
        Repeated(file_no, earlier, count, _day(day), is_block)
        for file_no, earlier, day, count in connection.execute(counts).fetchall()
    ]


def _day(day: dt.date | None) -> dt.date | None:
    return None if day is None or day.year == 1 else day


def _of_days(
    connection: DuckDBPyConnection, among: str, bare: Collection[int] = ()
) -> list[Repeated]:
    """Find the blocks of lines that stand in two files; `among` says of which lines.

    A block is all such lines of a day, or all without a day. Two are the same where they have the
    same lines; at the first or last day of a file, where a report may have been cut, also where
    one has all of the other's. With `bare`, the files that name no repair orders, one of the two
    is such a file and the other is not: a few lines that are the same say nothing then, for the
    counter may have sold what an order had.
    """
    sums = ["CAST(sum(CAST(key AS HUGEINT)) AS VARCHAR)", "bit_xor(key)"]
    rows = connection.execute(
        select(
            ["file_no", "day", "count(*)", *sums],
            "keyed",
            f"WHERE {among} GROUP BY file_no, day ORDER BY day, file_no",
        )
    ).fetchall()
    blocks = [
        Block(no, day, count, (int(total), int(mixed))) for no, day, count, total, mixed in rows
    ]
    edges = _edges(blocks)
    pairs = [
        (later.file_no, later.day, earlier.file_no)
        for later, earlier in _pairs(blocks)
        if not bare or _are_mixed(later, earlier, bare)
        if _is_same(later, earlier) or _is_part(connection, later, earlier, edges, among)
    ]
    if not pairs:
        return []
    columns = {"file_no": "BIGINT", "day": "DATE", "earlier": "BIGINT"}
    create(connection, "same_blocks", columns, pairs)
    nth = "row_number() OVER (PARTITION BY key, day, file_no ORDER BY place) AS nth"
    ranked = subquery(["place", "file_no", "day", "key", nth], "keyed", f"WHERE {among}")
    both = (
        f"{ranked} l JOIN same_blocks p ON l.file_no = p.file_no AND l.day = p.day "
        f"JOIN {ranked} e ON e.file_no = p.earlier AND e.day = p.day "
        "AND e.key = l.key AND e.nth = l.nth"
    )
    wanted = ["l.place AS place", "l.file_no AS file_no", "l.day AS day"]
    marked = select([*wanted, "min(p.earlier) AS earlier"], both, "GROUP BY ALL")
    return _mark(connection, marked, is_block=True)


def _edges(blocks: Iterable[Block]) -> dict[int, set[dt.date]]:
    """Return the first and the last day of each file."""
    days: dict[int, list[dt.date]] = {}
    for block in blocks:
        days.setdefault(block.file_no, []).append(block.day)
    return {file_no: {min(own), max(own)} for file_no, own in days.items()}


def _pairs(blocks: Iterable[Block]) -> Iterable[tuple[Block, Block]]:
    """Yield each block with each one of the same day in an earlier file."""
    by_day: dict[dt.date, list[Block]] = {}
    for block in blocks:
        earlier = by_day.setdefault(block.day, [])
        yield from ((block, other) for other in earlier)
        earlier.append(block)


def _are_mixed(one: Block, other: Block, bare: Collection[int]) -> bool:
    """Tell whether one of two blocks is of a file without repair orders, and neither is small."""
    is_one_bare = (one.file_no in bare) is not (other.file_no in bare)
    return is_one_bare and min(one.lines, other.lines) >= _FEWEST_AT_EDGE


def _is_same(one: Block, other: Block) -> bool:
    return (one.lines, one.signature) == (other.lines, other.signature)


def _is_part(
    connection: DuckDBPyConnection,
    one: Block,
    other: Block,
    edges: dict[int, set[dt.date]],
    among: str,
) -> bool:
    """Tell whether, on the first or last day of a file, one block has all lines of the other."""
    is_edge = one.day in edges[one.file_no] or one.day in edges[other.file_no]
    fewest = min(one.lines, other.lines)
    if one.day.year == 1 or not is_edge or fewest < _FEWEST_AT_EDGE:
        return False
    counted = f"WHERE {among} AND file_no = ? AND day = ? GROUP BY key"
    of_each = subquery(["key", "count(*) AS n"], "keyed", counted)
    shared = select(
        ["coalesce(sum(least(a.n, b.n)), 0)"], f"{of_each} a JOIN {of_each} b USING (key)"
    )
    days = [one.file_no, one.day, other.file_no, other.day]
    found = connection.execute(shared, days).fetchone()
    return found is not None and int(found[0]) == fewest
