"""A long statement tells how far it is on the way, and how many lines it is about."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from matrix_designer.formats.database import CancelledError, Watch, database, quoted, run, select
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from tests.formats import layout_generator as layouts

LONG = "CREATE TABLE made AS SELECT hash(a.i, b.i) AS h FROM range(3000) a(i), range(9000) b(i)"


def never() -> bool:
    return False


def test_a_statement_tells_parts_between_its_start_and_its_end(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    watch = Watch(lambda part, text: told.append((part, text)), never)
    numbers = tmp_path / "numbers.parquet"
    with database(tmp_path) as connection:
        made = select(["i", "hash(i) AS h"], "range(6000000) t(i)")
        connection.execute(f"COPY ({made}) TO {quoted(numbers)}")
        hard = select(["md5(md5(h::VARCHAR)) AS m"], quoted(numbers))
        slow = f"CREATE TABLE made AS {hard}"
        run(connection, slow, watch, 0.2, "working", 0.6)
    parts = [part for part, _ in told]
    assert parts[0] == 0.2
    assert len(parts) > 2
    assert all(0.2 <= part <= 0.6 for part in parts)
    assert all(one < other for one, other in itertools.pairwise(parts))
    assert {text for _, text in told} == {"working"}


def test_a_statement_without_an_end_tells_its_start_only(tmp_path: Path) -> None:
    told: list[float] = []
    with database(tmp_path) as connection:
        run(connection, LONG, Watch(lambda part, _: told.append(part), never), 0.2, "working")
    assert told == [0.2]


@pytest.mark.parametrize("keeps_lines", [True, False])
def test_an_import_tells_its_lines_and_goes_forward_only(tmp_path: Path, keeps_lines: bool) -> None:
    path = tmp_path / "sales.csv"
    made = layouts.make_lines(7, 400)
    layouts.write(path, made, layouts.LAYOUTS["plain"])
    counted: list[int] = []
    told: list[float] = []
    watch = Watch(lambda part, _: told.append(part), never, counted.append)
    options = ImportOptions(keep_lines=keeps_lines, folder=tmp_path / "kept")
    sales = import_sales(path, options=options, watch=watch).sales
    assert told == sorted(told)
    assert told[-1] <= 1
    if sales.lines_file is not None:
        counted.clear()
        load_sales_parquet(Path(sales.lines_file), watch=watch)
        assert counted == [sales.lines_read]


def test_adding_up_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    layouts.write(path, layouts.make_lines(7, 400), layouts.LAYOUTS["plain"])
    told: list[str] = []
    watch = Watch(lambda _, text: told.append(text), lambda: "Adding up the lines" in told)
    with pytest.raises(CancelledError):
        import_sales(path, options=ImportOptions(folder=tmp_path / "kept"), watch=watch)
    assert list((tmp_path / "kept").iterdir()) == []
