"""Kept lines are whole or not there, and sums do not rest on hashes that meet."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.filters import Filters
from matrix_designer.formats import keeping, lines
from matrix_designer.formats.database import CancelledError, Watch, select
from matrix_designer.formats.filtering import HistoryFilter
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from matrix_designer.formats.storage import digest_of
from tests.formats import layout_generator as layouts


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    layouts.write(path, layouts.make_lines(7, 400), layouts.LAYOUTS["plain"])
    return path


@pytest.mark.parametrize("keeps_lines", [False, True])
def test_texts_whose_hashes_meet_are_told_apart(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keeps_lines: bool
) -> None:
    options = ImportOptions(keep_lines=keeps_lines, folder=tmp_path / "kept")
    expected = import_sales(path, options=options).sales

    monkeypatch.setattr(lines, "_HASH", "0 * hash")
    found = import_sales(path, options=options).sales

    assert len(expected.sources) > 1
    assert np.array_equal(found.rows.source, expected.rows.source)
    assert np.array_equal(found.rows.sold, expected.rows.sold)
    assert (found.used, found.set_aside) == (expected.used, expected.set_aside)


def test_lines_are_kept_under_the_hash_of_the_file_and_nothing_else_is_left(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    for _ in range(2):
        kept = import_sales(path, options=ImportOptions(folder=folder)).sales

        assert [kept.lines_file] == list(folder.iterdir())
        assert kept.lines_file is not None
        assert kept.digest == digest_of(Path(kept.lines_file)) == kept.lines_file.stem


def test_stopping_while_lines_are_kept_leaves_nothing(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    told: list[str] = []
    watch = Watch(lambda _, text: told.append(text), lambda: "Keeping the lines" in told)

    with pytest.raises(CancelledError):
        import_sales(path, options=ImportOptions(folder=folder), watch=watch)

    assert list(folder.iterdir()) == []


def test_a_disk_that_is_full_is_told_in_one_sentence(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"

    def missing(relation: str, target: Path) -> str:
        return lines.write_lines_sql(relation, target.parent / "nowhere" / target.name)

    monkeypatch.setattr(keeping, "write_lines_sql", missing)
    with pytest.raises(MatrixDesignerError, match="could not be kept"):
        import_sales(path, options=ImportOptions(folder=folder))

    assert list(folder.iterdir()) == []


def test_lines_that_another_program_wrote_may_lack_texts(path: Path, tmp_path: Path) -> None:
    """NULL stands there for what is '' in our own files."""
    own = import_sales(path, options=ImportOptions(folder=tmp_path / "kept")).sales
    theirs = tmp_path / "theirs.parquet"
    nulls = ", ".join(f"nullif({name}, '') AS {name}" for name in ("source", "store", "ro", "part"))
    read = select([f"* REPLACE ({nulls})"], f"read_parquet('{own.lines_file}')")
    duckdb.execute(f"COPY ({read}) TO '{theirs}' (FORMAT parquet)")

    sales = load_sales_parquet(theirs)
    with closing(HistoryFilter(sales)) as history:
        choices = history.choices()
        part = history.sums(Filters(stores=frozenset({""})))

    assert (sales.used, sales.set_aside, sales.parts) == (own.used, own.set_aside, own.parts)
    assert sales.sources == own.sources
    assert choices["stores"] == ("",)
    assert part.used == own.used
