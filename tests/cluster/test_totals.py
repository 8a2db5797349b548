"""Sums that a cluster made, against those of our own engine and of plain Python.

Run: python packaging/dev.py cluster
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales, SalesRows
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from matrix_designer.formats.warehouse import (
    ENGINES,
    read_warehouse,
    sum_in_warehouse,
    warehouse_sql,
)

LINES = 30_000
HEADER = "RO,Line,Date,Pay Type,Source,Class,Part Number,Description,Cost,List,Qty,Sold Price"
HEADER += ",Stocking Group,Vendor,Customer Type,Channel"
_OF_PARTS = ("If", "NEQ", "Add", "Mul", "Extract", "Var", "Year", "Month", "Day", "Paren")
"""What else a question for parts says: which description was the last, by day and line."""
SPARK = "pyspark://?spark.master=local[2]"


@pytest.fixture(scope="module", autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start Spark in a folder of its own: it leaves another where it stands."""
    with chdir(tmp_path_factory.mktemp("spark")):
        yield


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invent a history with lines that are set aside for nearly every reason."""
    dice = random.Random(11)  # noqa: S311 - invented sales, the same each time
    path = tmp_path_factory.mktemp("history") / "lines.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        write(HEADER.split(","))
        for line in range(LINES):
            cost = dice.choice(("0", "", f"{dice.randrange(1, 90_000) / 100:.2f}", "12.3456"))
            list_price = dice.choice(("", f"{dice.randrange(1, 150_000) / 100:.2f}"))
            part = dice.choice((*[f"{dice.randrange(900):05d}-A"] * 9, ""))
            described = dice.choice(("BOLT", "HEATER CORE", "CORE CHARGE", "FILTER"))
            quantity = dice.choice(("1", "2", "4.5", "-1", "0", "12"))
            day = f"2025-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
            pay, source = dice.choice("CWI"), dice.choice(("10", "07", ""))
            sold = f"{dice.randrange(0, 200_000) / 100:.2f}"
            order = (100 + line // 3, line % 3, day, pay, source, "A")
            more = (
                dice.choice(("F", "S")),
                dice.choice(("Acme", "")),
                dice.choice("RW"),
                "counter",
            )
            write((*order, part, described, cost, list_price, quantity, sold, *more))
        for line in range(5):  # sums that a float would round
            order = (1, line, "2025-01-01", "C", "10", "A")
            big = ("90000-A", "ENGINE", "900.00", "1000.00", "899.999", "999999.9999")
            write((*order, *big, "F", "Acme", "R", "counter"))
    return path


@pytest.fixture(scope="module")
def own(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Sales:
    folder = tmp_path_factory.mktemp("kept")
    return import_sales(history, options=ImportOptions(folder=folder)).sales


def assert_equal(one: Sales, other: Sales) -> None:
    for column in SalesRows.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(one.rows, column), getattr(other.rows, column))
    for name in ("sources", "classes", "pay_types", "lines_read", "used", "set_aside", "notes"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("parts", "first_day", "last_day", "switched_in", "part_names"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("groups", "vendors", "customer_types", "channels"):
        assert getattr(one, name) == getattr(other, name), name


def test_spark_adds_up_to_the_same_cent(own: Sales) -> None:
    assert own.used.lines > LINES // 20
    assert sum(tally.lines > 0 for tally in own.set_aside.values()) >= 6
    assert own.rows.sold.max() > 2**53
    found = sum_in_warehouse(read_warehouse(f"{SPARK}#{own.lines_file}"))
    assert_equal(found, own)
    assert found.lines_file is None


@pytest.mark.parametrize("switched", [frozenset[str](), frozenset({"warranty"})])
def test_spark_tells_parts_apart_as_we_do(own: Sales, switched: frozenset[str]) -> None:
    lines = str(own.lines_file)
    wanted = load_sales_parquet(lines, switched_in=switched, grain=Grain.PART)
    assert len(wanted.rows.cost) >= len(own.rows.cost)
    assert {part.number for part in wanted.part_names} > {"", "90000-A"}
    found = sum_in_warehouse(read_warehouse(f"{SPARK}#{lines}"), switched, grain=Grain.PART)
    assert_equal(found, wanted)


def test_a_table_of_an_older_program_has_no_groups(own: Sales, tmp_path: Path) -> None:
    arrow = import_module("pyarrow.parquet")
    path = tmp_path / "older.parquet"
    arrow.write_table(arrow.read_table(own.lines_file).drop(["stocking_group", "vendor"]), path)
    found = sum_in_warehouse(read_warehouse(f"{SPARK}#{path}"), grain=Grain.PART)
    assert_equal(found, load_sales_parquet(path, grain=Grain.PART))
    assert (found.groups, found.vendors) == (("",), ("",))


def test_a_switched_in_reason_is_used_there_too(own: Sales, history: Path, tmp_path: Path) -> None:
    switched = frozenset({"warranty"})
    options = ImportOptions(folder=tmp_path, switched_in=switched)
    wanted = import_sales(history, options=options).sales
    assert wanted.used.lines > own.used.lines
    warehouse = read_warehouse(f"{SPARK}#{own.lines_file}")
    assert_equal(sum_in_warehouse(warehouse, switched), wanted)


def test_the_sums_are_those_of_a_count_by_hand(own: Sales) -> None:
    arrow = import_module("pyarrow.parquet")
    lines = arrow.read_table(own.lines_file).to_pylist()
    used = [line for line in lines if line["reason"] is None]
    sums = Counter[str]()
    for line in used:
        sums["pieces"] += line["quantity"]
        sums["cost"] += line["quantity"] * line["cost"]
        sums["sales"] += line["sold"]
    found = sum_in_warehouse(read_warehouse(f"{SPARK}#{own.lines_file}"))
    assert found.used.lines == len(used)
    for name, total in sums.items():
        assert getattr(found.used, name) == total


@pytest.mark.parametrize("grain", Grain)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_asked_only_sums_and_counts(engine: str, grain: Grain) -> None:
    """Every engine's question is one statement in its own tongue, without division or rounding."""
    sqlglot = import_module("sqlglot")
    dialect = {"pyspark": "spark"}.get(engine, engine)
    for sql in warehouse_sql(engine, grain=grain):
        (statement,) = sqlglot.parse(sql, dialect=dialect)
        kinds = {type(node).__name__ for node in statement.walk()}
        assert kinds <= {
            *("Select", "Alias", "Column", "Identifier", "From", "Table", "TableAlias", "Group"),
            *("Count", "Sum", "Coalesce", "Min", "Max", "Literal", "Star", "Where", "Is", "Null"),
            *("Subquery", "Nullif", "Distinct"),
            *(_OF_PARTS if grain is Grain.PART else ()),
        }
        assert not re.search(r"[/%]|round|cast|float|double", sql, re.IGNORECASE)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_asked_gives_our_own_sums(engine: str, own: Sales) -> None:
    """Each tongue's question, put into our engine's words, counts what Spark counts."""
    duckdb, sqlglot = import_module("duckdb"), import_module("sqlglot")
    dialect = {"pyspark": "spark"}.get(engine, engine)
    rows, parts = (
        sqlglot.transpile(sql, read=dialect, write="duckdb")[0] for sql in warehouse_sql(engine)
    )
    with duckdb.connect() as connection:
        connection.read_parquet(str(own.lines_file)).create_view("lines")
        summed = connection.sql(rows).filter("reason IS NULL")
        total = summed.aggregate("sum(lines), sum(pieces), sum(sold)").fetchall()
        assert total == [(own.used.lines, own.used.pieces, own.used.sales)]
        assert connection.execute(parts).fetchone() == (own.parts,)


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    path = tmp_path / "other.parquet"
    parquet.write_table(arrow.table({"cost": [1], "list": [2]}), path)
    with pytest.raises(MatrixDesignerError, match="not a table of sales lines") as caught:
        sum_in_warehouse(read_warehouse(f"{SPARK}#{path}"))
    assert "unit_sold" in caught.value.detail


def test_a_table_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(MatrixDesignerError, match="Spark did not answer for nowhere") as caught:
        sum_in_warehouse(read_warehouse(f"{SPARK}#nowhere"))
    assert "\n" not in caught.value.sentence


def test_a_missing_driver_is_named_without_the_password() -> None:
    with pytest.raises(MatrixDesignerError, match="Trino cannot be asked") as caught:
        sum_in_warehouse(read_warehouse("trino://me:secret@nowhere:1/catalog#lines"))
    assert "ibis-framework[trino]" in caught.value.hint
    assert "secret" not in caught.value.sentence
