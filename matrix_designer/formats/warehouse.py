"""Sales summed where they lie: one aggregation on a cluster, which sends distinct rows back.

The table has the columns of a file of lines. What is asked for sums and counts integers, grouped
by everything that tells lines apart; it never divides, rounds or prices. Knows ibis, the optional
extra that says it in the tongue of each engine, and is the only module that does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.formats.database import SILENT, Watch, database, select, subquery
from matrix_designer.formats.lines import LATER, LinesView, rows_digest, sum_lines, used_sql
from matrix_designer.formats.part_rows import KINDS, PartLines, read_part_rows
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.set_aside import REASON_CODES
from matrix_designer.formats.staging import GROUPED

ENGINES = {
    "pyspark": "Spark",
    "trino": "Trino",
    "snowflake": "Snowflake",
    "bigquery": "BigQuery",
}
"""The engines that a URL may name, by its first word."""
KEYS = ("cost", "list", "unit_sold", *GROUPED, "reason", "marks")
"""The columns that tell lines apart."""
PART_KEYS = (*KINDS[len(GROUPED) :], "part")
"""The columns that tell lines of the grain of parts apart beside those."""
_SUMMED = ("quantity", "sold", "part", "day")
_DESCRIBED = ("description", "line")
_YEAR, _MONTH, _LINES = 372, 31, 2**40
"""Days and lines as one number: so many days, counted on, has a year, and so many lines a day."""
_PARQUET = ".parquet"
_BROUGHT, _PARTS = "brought", "brought_parts"
_HINT = "Write it as ENGINE://…#TABLE, with one of " + ", ".join(ENGINES)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A table in a warehouse, named by a URL such as `trino://me@host/catalog/schema#lines`.

    `table` may be a path that ends in .parquet, which Spark reads.
    """

    engine: str
    url: str
    table: str

    @property
    def name(self) -> str:
        """What the sales are called: the table and the engine, never what a URL keeps secret."""
        return f"{self.table} on {ENGINES[self.engine]}"


def read_warehouse(word: str) -> Warehouse:
    """Read a URL; raises MatrixDesignerError that says what it lacks."""
    try:
        parts = urlsplit(word)
    except ValueError as error:
        raise MatrixDesignerError("This URL cannot be read", "", _HINT) from error
    if parts.scheme not in ENGINES:
        raise MatrixDesignerError(f"There is no warehouse “{parts.scheme}” to ask", "", _HINT)
    if not parts.fragment:
        raise MatrixDesignerError("The URL of the warehouse names no table", "", _HINT)
    return Warehouse(parts.scheme, word.partition("#")[0], parts.fragment)


def sum_in_warehouse(
    warehouse: Warehouse,
    switched_in: Collection[str] = (),
    watch: Watch = SILENT,
    grain: Grain = Grain.SLIM,
) -> Sales:
    """Have a warehouse add its lines up, and return them as Sales without single lines.

    Raises MatrixDesignerError where the extra or a driver is not installed, the warehouse does
    not answer, or the table is none of lines.
    """
    ibis = _ibis()
    watch.step(0.0, f"Asking {ENGINES[warehouse.engine]}")
    with _asked(warehouse):
        connection = ibis.connect(warehouse.url)
        try:
            lines = _lines(connection, warehouse, grain)
            watch.step(0.1, f"{ENGINES[warehouse.engine]} adds up the lines")
            rows = _as_numbers(connection.to_pyarrow(distinct_rows(lines, grain)))
            watch.step(0.8, f"{ENGINES[warehouse.engine]} counts the parts")
            parts = int(connection.to_pyarrow(count_parts(lines, switched_in)).as_py())
            described = None
            if grain is Grain.PART:
                described = _as_numbers(connection.to_pyarrow(described_parts(lines, switched_in)))
        finally:
            connection.disconnect()
    return _sales(warehouse.name, rows, parts, switched_in, described)


def _lines(connection: Any, warehouse: Warehouse, grain: Grain) -> Any:
    """Return the table, if it has the columns of a file of lines; newer ones may be made blank."""
    is_file = warehouse.table.endswith(_PARQUET)
    lines = (connection.read_parquet if is_file else connection.table)(warehouse.table)
    needed: tuple[str, ...] = (*KEYS, *_SUMMED)
    if grain is Grain.PART:
        blank = _ibis().literal("")
        lines = lines.mutate(**{name: blank for name in LATER if name not in lines.columns})
        needed = (*needed, *PART_KEYS, *_DESCRIBED)
    if lacking := [name for name in needed if name not in lines.columns]:
        raise MatrixDesignerError(
            f"{warehouse.name} is not a table of sales lines",
            f"It has no column {', '.join(lacking)}",
            "Load files that `matrix-designer import --out` wrote into it",
        )
    return lines


def distinct_rows(lines: Any, grain: Grain = Grain.SLIM) -> Any:
    """Return the one expression: lines, pieces and sold dollars of all lines that are alike."""
    keys = list(KEYS)
    if grain is Grain.PART:
        keys += PART_KEYS
        has_number = lines.part.fill_null("") != ""
        lines = lines.mutate(description=has_number.ifelse("", lines.description))
        keys.append("description")
    return lines.group_by(keys).aggregate(
        lines=lines.count(),
        pieces=lines.quantity.fill_null(0).sum(),
        sold=lines.sold.fill_null(0).sum(),
        first_day=lines.day.min(),
        last_day=lines.day.max(),
    )


def count_parts(lines: Any, switched_in: Collection[str] = ()) -> Any:
    """Return the expression that counts the part numbers of the lines that are used."""
    return _used(lines, switched_in).part.nullif("").nunique()


def described_parts(lines: Any, switched_in: Collection[str] = ()) -> Any:
    """Return the expression of the parts that are used, and when each description was the last.

    A later day, then a later line, is a larger number; a line without a day is before all others.
    """
    day = lines.day.year() * _YEAR + lines.day.month() * _MONTH + lines.day.day()
    latest = day.fill_null(0) * _LINES + lines.line
    used = _used(lines.mutate(latest=latest), switched_in)
    texts = {name: used[name].fill_null("") for name in ("part", "description")}
    return used.mutate(**texts).group_by(list(texts)).aggregate(latest=lambda one: one.latest.max())


def _used(lines: Any, switched_in: Collection[str]) -> Any:
    is_used = lines.reason.isnull()
    if off := sorted(REASON_CODES[reason] for reason in switched_in):
        is_used |= lines.reason.isin(off)
    return lines.filter(is_used)


def warehouse_sql(engine: str, table: str = "lines", grain: Grain = Grain.SLIM) -> tuple[str, ...]:
    """Return the questions as one engine is asked them, without asking it."""
    ibis = _ibis()
    schema = dict.fromkeys((*KEYS, *PART_KEYS, *_SUMMED, *_DESCRIBED), "string")
    schema |= dict.fromkeys(("cost", "list", "unit_sold", "quantity", "sold", "line"), "int64")
    schema |= {"reason": "int8", "marks": "int32", "day": "date"}
    lines = ibis.table(schema, name=table)
    questions = [distinct_rows(lines, grain), count_parts(lines)]
    questions += [described_parts(lines)] if grain is Grain.PART else []
    return tuple(str(ibis.to_sql(question, dialect=engine)) for question in questions)


def _ibis() -> Any:
    """Import the optional extra."""
    try:
        return import_module("ibis")
    except ImportError as error:
        raise MatrixDesignerError(
            "A warehouse cannot be asked: the extra for it is not installed",
            str(error),
            "Run: pip install matrix-designer[cluster]",
        ) from error


class _asked:  # noqa: N801 - used as a verb, after `with`
    """Turns whatever goes wrong while a warehouse is asked into one sentence without secrets."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def __enter__(self) -> None:
        """Begin to ask."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, MatrixDesignerError):
            return
        engine = ENGINES[self._warehouse.engine]
        if isinstance(error, ImportError):
            raise MatrixDesignerError(
                f"{engine} cannot be asked: its driver is not installed",
                str(error),
                f"Run: pip install 'ibis-framework[{self._warehouse.engine}]'",
            ) from None
        said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
        raise MatrixDesignerError(
            f"{engine} did not answer for {self._warehouse.table}",
            self._without_secrets(said)[:200],
            "Check the URL, the table after # and that you may read it",
        ) from None

    def _without_secrets(self, text: str) -> str:
        """Leave the URL and its password out of a text."""
        secret = urlsplit(self._warehouse.url).password
        text = text.replace(self._warehouse.url, "the URL")
        return text.replace(secret, "…") if secret else text


def _as_numbers(rows: Any) -> Any:
    """Return the rows with 64-bit integers, exactly; some engines send decimals."""
    arrow = import_module("pyarrow")
    whole = {"cost", "list", "unit_sold", "reason", "marks", "lines", "pieces", "sold", "latest"}
    fields = [
        arrow.field(one.name, arrow.int64()) if one.name in whole else one for one in rows.schema
    ]
    return rows.cast(arrow.schema(fields))  # refuses what is not whole or too large


def _sales(name: str, rows: Any, parts: int, switched_in: Collection[str], described: Any) -> Sales:
    """Make Sales of the distinct rows, by the same sums as for a file."""
    with (
        scratch_folder() as folder,
        database(Path(folder)) as connection,
    ):
        connection.register(_BROUGHT, rows)
        if described is not None:
            connection.register(_PARTS, described)
        named = GROUPED if described is None else (*GROUPED, *PART_KEYS, "description")
        texts = ", ".join(f"coalesce({column}, '') AS {column}" for column in named)
        made = subquery([f"* REPLACE ({texts})", "0 AS quantity"], _BROUGHT)
        days = connection.execute(select(["min(first_day)", "max(last_day)"], _BROUGHT))
        first, last = days.fetchone() or (None, None)
        view = LinesView(made, None, period=(first, last), alike=made)
        sales = sum_lines(connection, view, name, switched_in)
        if described is not None:
            sums = ("sum(lines)", "sum(pieces)", "sum(sold)")
            lines = replace(PartLines.of(made, used_sql(switched_in)), described=_PARTS, sums=sums)
            sales = read_part_rows(connection, lines, SILENT).of(sales)
    sales = replace(sales, parts=parts)
    return replace(sales, digest=rows_digest(sales))
