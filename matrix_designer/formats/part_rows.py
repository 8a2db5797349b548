"""The rows of a history told apart by part, and by all else that a plan asks for.

Knows lines as a relation with the columns of a file of lines, and the names that its texts have;
it does not know plans. Texts count without their outer blanks, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matrix_designer.core.evidence import MISSING, Codes, Ints, PartName, Sales, SalesRows
from matrix_designer.formats.database import Watch, create, run, select, subquery

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KINDS = ("source", "class", "pay_type", "stocking_group", "vendor", "customer_type", "channel")
"""The texts beside the part that tell rows apart, in the order by which rows are sorted."""
UNNUMBERED = "CASE WHEN part = '' THEN description ELSE '' END"
"""SQL for what tells lines without a part number apart."""
LATEST = "(coalesce(date_diff('day', DATE '1970-01-01', day), -1000000) * 1099511627776 + line)"
"""SQL: a later day, then a later line, is a larger number."""
PARTS_NOT_THERE = (
    "The single lines of these sales are not there to tell parts apart: there are no figures for a "
    "plan that asks for parts, groups, vendors, customer types or channels"
)
"""What is said where a design needs parts and there are no lines to read them from."""
_HASH = "hash"
_READING = "Reading the parts"
_WIDTHS = (np.int16, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class PartGrain:
    """Rows told apart by part, and the names that their codes stand for."""

    rows: SalesRows
    parts: tuple[PartName, ...]
    names: Mapping[str, tuple[str, ...]]

    def of(self, sales: Sales) -> Sales:
        """Return a history with these rows for those that it has."""
        return replace(
            sales,
            rows=self.rows,
            part_names=self.parts,
            sources=self.names["source"],
            classes=self.names["class"],
            pay_types=self.names["pay_type"],
            groups=self.names["stocking_group"],
            vendors=self.names["vendor"],
            customer_types=self.names["customer_type"],
            channels=self.names["channel"],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """The texts beside the part: their names, and what each number in `kinds` has of them."""

    names: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Codes]


@dataclass(frozen=True, slots=True)
class PartLines:
    """The lines that are used, as a relation with the columns of a file of lines.

    `described` is a relation of their parts: part, description and the number `latest` of the
    last line that has both; None where the lines tell it themselves. `sums` is SQL for lines,
    pieces and sold dollars.
    """

    relation: str
    described: str | None = None
    sums: tuple[str, str, str] = ("count(*)", "sum(quantity)", "sum(sold)")

    @classmethod
    def of(cls, relation: str, used: str) -> PartLines:
        """Return those of all lines for which some SQL is NULL."""
        return cls(subquery(["*"], relation, f"WHERE ({used}) IS NULL"))


def read_part_rows(connection: DuckDBPyConnection, source: PartLines, watch: Watch) -> PartGrain:
    """Sum the lines that are used, told apart by part.

    Raises CancelledError when the watch stops it. The sums must be known to fit 64 bits.
    """
    lines = source.relation
    kind, kinds = make_kinds(connection, lines, watch.part(0.0, 0.2))
    part, parts = make_parts(connection, source, watch.part(0.2, 0.3))
    missing = f"coalesce(list, {MISSING}) AS list_price"
    keys = ["cost", missing, "coalesce(unit_sold, 0) AS unit_sold", f"{kind} AS kind"]
    names = ("lines", "pieces", "dollars")
    sums = [f"{made} AS {name}" for made, name in zip(source.sums, names, strict=True)]
    added = subquery([*keys, f"{part} AS part", *sums], lines, "GROUP BY ALL")
    joined = f"{added} a JOIN kinds USING (kind) JOIN part_codes USING (part)"
    is_apart = all(_is_apart(connection, table) for table in ("kinds", "part_codes"))
    total = [
        f"CAST(coalesce({name if is_apart else f'sum({name})'}, 0) AS BIGINT) AS {made}"
        for name, made in (("pieces", "quantity"), ("dollars", "sold"), ("lines", "lines"))
    ]
    columns = ["cost", "list_price", "unit_sold", "kinds.code AS kind", "part_codes.code AS part"]
    tail = "ORDER BY cost, list_price, unit_sold, kinds.code, part_codes.code"
    tail = tail if is_apart else f"GROUP BY ALL {tail}"
    sql = select([*columns, *total], joined, tail)
    sql = f"CREATE OR REPLACE TEMP TABLE part_rows AS {sql}"
    run(connection, sql, watch, 0.5, _READING, 0.95)
    found = connection.execute(select(["*"], "part_rows")).fetchnumpy()
    for table in ("part_rows", "part_codes", "kinds"):
        connection.execute(f"DROP TABLE {table}")
    return PartGrain(part_rows_of(found, kinds, len(parts)), parts, kinds.names)


def part_rows_of(found: Mapping[str, object], kinds: Kinds, parts: int) -> SalesRows:
    """Return rows of columns in their order, with `kind` and `part` for the texts."""

    def ints(name: str) -> Ints:
        return np.asarray(found[name], np.int64)

    kind = ints("kind")
    codes = {name: column[kind] for name, column in kinds.codes.items()}
    return SalesRows(
        cost=ints("cost"),
        list_price=ints("list_price"),
        unit_sold=ints("unit_sold"),
        source=codes["source"].astype(np.int64),
        sale_class=codes["class"].astype(np.int64),
        pay_type=codes["pay_type"].astype(np.int64),
        quantity=ints("quantity"),
        sold=ints("sold"),
        lines=ints("lines"),
        part=narrow(ints("part"), parts),
        group=codes["stocking_group"],
        vendor=codes["vendor"],
        customer_type=codes["customer_type"],
        channel=codes["channel"],
    )


def rows_of_some(
    columns: Mapping[str, Ints],
    kind: Ints,
    part: Ints,
    kinds: Kinds,
    parts: Sequence[PartName],
) -> PartGrain:
    """Return some rows of a history, with the names that they have and no others.

    A part keeps the description that it has in the whole history.
    """
    there, code = np.unique(kind, return_inverse=True)
    names = {}
    codes = {}
    for column, of_kind in kinds.codes.items():
        left, at = np.unique(of_kind[there], return_inverse=True)
        names[column] = tuple(kinds.names[column][place] for place in left.tolist())
        codes[column] = narrow(at.astype(np.int64), len(left))
    left, code_of_part = np.unique(part, return_inverse=True)
    found = {**columns, "kind": code, "part": code_of_part}
    rows = part_rows_of(found, Kinds(names, codes), len(left))
    return PartGrain(rows, tuple(parts[place] for place in left.tolist()), names)


def make_kinds(connection: DuckDBPyConnection, lines: str, watch: Watch) -> tuple[str, Kinds]:
    """Make the table `kinds` of the texts beside the part: kind, and its code in their order.

    Returns SQL for the kind of a line, and what the codes stand for.
    """
    watch.step(0.0, _READING)
    rows = connection.execute(select(KINDS, lines, "GROUP BY ALL")).fetchall()
    said = {texts: tuple(text.strip() for text in texts) for texts in rows}
    ordered = sorted(set(said.values()))
    places = {texts: place for place, texts in enumerate(ordered)}
    apart = [at for at in range(len(KINDS)) if len({texts[at] for texts in said}) > 1] or [0]
    coded = [(*(texts[at] for at in apart), places[plain]) for texts, plain in said.items()]
    key = _keep_codes(connection, "kinds", "kind", [KINDS[at] for at in apart], coded)
    names = {}
    codes = {}
    for place, column in enumerate(KINDS):
        texts = [one[place] for one in ordered]
        names[column] = tuple(sorted(set(texts)))
        at = {name: code for code, name in enumerate(names[column])}
        codes[column] = narrow(np.array([at[text] for text in texts], np.int64), len(at))
    return key, Kinds(names, codes)


def make_parts(
    connection: DuckDBPyConnection, source: PartLines, watch: Watch
) -> tuple[str, tuple[PartName, ...]]:
    """Make the table `part_codes` of the parts: part, and its code in the order of the names.

    Returns SQL for the part of a line, and the names.
    """
    watch.step(0.0, _READING)
    told = ["part", "description", f"max({LATEST}) AS latest"]
    described = source.described or subquery(told, source.relation, "GROUP BY ALL")
    columns = ["part", "description"]
    rows = connection.execute(select(columns, described, "ORDER BY latest, description")).fetchall()
    texts_of: dict[tuple[str, str], str] = {}
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    for part, description in rows:
        number = part.strip()
        name = (number, "" if number else description.strip())
        texts_of[name] = description.strip()  # the last line's, which comes last
        texts[part, "" if part else description] = name
    ordered = sorted(texts_of)
    places = {name: place for place, name in enumerate(ordered)}
    has_all = all(number for number, _ in texts)
    apart = ("part",) if has_all else ("part", UNNUMBERED)
    coded = [(*said[: len(apart)], places[name]) for said, name in texts.items()]
    key = _keep_codes(connection, "part_codes", "part", apart, coded)
    return key, tuple(PartName(number, texts_of[number, other]) for number, other in ordered)


def _is_apart(connection: DuckDBPyConnection, table: str) -> bool:
    """Tell whether no two keys of a table have one code: no spelling is that of another text."""
    counts = connection.execute(select(["count(*) = count(DISTINCT code)"], table))
    return counts.fetchone() == (True,)


def _keep_codes(
    connection: DuckDBPyConnection,
    table: str,
    key: str,
    columns: Sequence[str],
    coded: Sequence[tuple[object, ...]],
) -> str:
    """Make a table of a key and a code for each of some texts; returns SQL for a line's key.

    The key is a hash where no two of the texts have the same one, else the texts themselves.
    """
    texts = [f"text_{place}" for place in range(len(columns))]
    create(connection, "coded", dict.fromkeys(texts, "VARCHAR") | {"code": "INTEGER"}, coded)
    by = ""
    for by in (_HASH, "row"):
        made = select([f"{by}({', '.join(texts)}) AS {key}", "code"], "coded")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {made}")
        counts = connection.execute(select([f"count(*) = count(DISTINCT {key})"], table))
        if counts.fetchone() == (True,):
            break
    connection.execute("DROP TABLE coded")
    return f"{by}({', '.join(columns)})"


def narrow(codes: Ints, names: int) -> Codes:
    """Return codes in a narrow type that holds every one of some names."""
    for width in _WIDTHS:
        if names <= np.iinfo(width).max:
            return codes.astype(width)
    return codes
