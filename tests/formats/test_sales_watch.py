"""An import tells how far it is, can be stopped, and notices that its file changes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.database import CancelledError, Watch, database, run
from matrix_designer.formats.raw import look_at
from matrix_designer.formats.sales import (
    ImportOptions,
    import_sales,
    load_sales_parquet,
    write_sales_parquet,
)
from tests.formats import layout_generator as layouts

LIGHT = ImportOptions(keep_lines=False)


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    layouts.write(path, layouts.make_lines(1, 60), layouts.LAYOUTS["plain"])
    return path


def test_progress_goes_up_and_is_named(path: Path, tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    watch = Watch(lambda fraction, text: told.append((fraction, text)))

    import_sales(path, options=ImportOptions(folder=tmp_path / "kept"), watch=watch)

    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < fractions[-1] <= 1
    assert all(text for _, text in told)


@pytest.mark.parametrize("asked", [0, 1, 2, 3, 4])
def test_an_import_stops_when_it_is_cancelled(path: Path, asked: int) -> None:
    answers = iter([False] * asked + [True] * 1_000)
    before = threading.active_count()

    with pytest.raises(CancelledError):
        import_sales(path, options=LIGHT, watch=Watch(is_cancelled=lambda: next(answers)))

    assert threading.active_count() == before


def test_a_query_under_way_is_interrupted(tmp_path: Path) -> None:
    stop = threading.Event()
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    endless = (
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1"
    )
    with database(tmp_path) as connection, pytest.raises(CancelledError):
        run(connection, endless, Watch(is_cancelled=stop.is_set), 0.5, "Counting")
    timer.join()


def test_a_file_that_changes_while_it_is_read_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_and_touch(*arguments: object) -> object:
        found = look_at(*arguments)  # type: ignore[arg-type]
        with path.open("a") as file:
            file.write("\n")
        return found

    monkeypatch.setattr("matrix_designer.formats.sales.look_at", look_and_touch)
    with pytest.raises(MatrixDesignerError, match="changed"):
        import_sales(path, options=LIGHT)


def test_lines_can_be_written_and_imported_again(path: Path, tmp_path: Path) -> None:
    sales = import_sales(path, options=ImportOptions(folder=tmp_path / "kept")).sales
    out = tmp_path / "out.parquet"

    write_sales_parquet(sales, out)
    again = import_sales(out).sales

    assert again.digest == sales.digest
    assert again.used == sales.used
    assert again.set_aside == sales.set_aside


def test_sales_without_lines_cannot_be_written(path: Path, tmp_path: Path) -> None:
    sales = import_sales(path, options=LIGHT).sales

    with pytest.raises(MatrixDesignerError):
        write_sales_parquet(sales, tmp_path / "out.parquet")


@pytest.mark.parametrize("keep", [0, 4, 100, 3_000])
def test_a_damaged_file_of_lines_is_refused(path: Path, tmp_path: Path, keep: int) -> None:
    sales = import_sales(path, options=ImportOptions(folder=tmp_path)).sales
    assert sales.lines_file is not None
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(Path(sales.lines_file).read_bytes()[:keep])

    with pytest.raises(MatrixDesignerError):
        load_sales_parquet(damaged)


def test_another_parquet_file_is_refused(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "other.parquet"
    duckdb.execute(f"COPY (SELECT 1 AS a) TO '{path}' (FORMAT parquet)")

    with pytest.raises(MatrixDesignerError, match="not a file of sales lines"):
        load_sales_parquet(path)
