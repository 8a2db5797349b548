"""An import that is killed, finds no room or loses its file: the earlier history is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="limits of files are POSIX's")

import resource

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.database import Watch
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from matrix_designer.formats.storage import digest_of
from tests.faults import import_kill

HEAD = "RO,Part Number,Source,Cost,List,Qty,Sold Price\n"
LINES = [f"{n},P{n * 7919 % 9973},03,{n % 90 + 1}.00,,1,{n % 90 + 2}.50\n" for n in range(20_000)]


@pytest.fixture(name="source")
def _source(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(HEAD + "".join(LINES))
    return path


@pytest.fixture(name="earlier")
def _earlier(tmp_path: Path) -> Path:
    path = tmp_path / "earlier.csv"
    path.write_text(HEAD + LINES[0])
    kept = import_sales(path, options=ImportOptions(folder=tmp_path / "kept")).sales.lines_file
    assert kept is not None
    return Path(kept)


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """Let no file grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def is_as_it_was(earlier: Path) -> bool:
    """Say whether the earlier history is whole, and nothing else lies beside it."""
    return (
        list(earlier.parent.iterdir()) == [earlier]
        and digest_of(earlier) == earlier.stem
        and load_sales_parquet(earlier).used.lines == 1
    )


@pytest.mark.campaign
def test_an_import_may_be_killed_at_any_moment() -> None:
    outcome = import_kill.run(kills=8)
    assert outcome.kills == 8
    assert not outcome.torn
    assert not outcome.lost
    assert not outcome.left


@pytest.mark.parametrize("size", [20_000, 400_000])
def test_a_disk_that_fills_up_is_told_in_one_sentence(
    source: Path, earlier: Path, size: int
) -> None:
    with no_room(size), pytest.raises(MatrixDesignerError) as told:
        import_sales(source, options=ImportOptions(folder=earlier.parent))
    assert "disk is full" in told.value.title or "could not be kept" in told.value.title
    assert "Free some space" in told.value.hint
    assert is_as_it_was(earlier)


Change = Callable[[Path], object]


def grow(path: Path) -> None:
    with path.open("a") as file:
        file.write(LINES[7])


def cut(path: Path) -> None:
    path.write_text(HEAD + "".join(LINES[:50]))


def replace_it(path: Path) -> None:
    other = path.with_name("other.csv")
    other.write_text(HEAD + "".join(LINES[:20]))
    other.replace(path)


@pytest.mark.parametrize("when", ["Looking at", "Reading"])
@pytest.mark.parametrize("change", [grow, cut, replace_it])
def test_a_file_that_changes_meanwhile_is_read_again_or_not_at_all(
    source: Path, earlier: Path, change: Change, when: str
) -> None:
    done: list[str] = []

    def tell(_part: float, text: str) -> None:
        if text.startswith(when) and not done:
            done.append(text)
            change(source)

    with pytest.raises(MatrixDesignerError, match="was changed while it was read"):
        import_sales(source, options=ImportOptions(folder=earlier.parent), watch=Watch(tell))
    assert done
    assert is_as_it_was(earlier)


def test_a_file_that_goes_meanwhile_is_told(source: Path, earlier: Path) -> None:
    def tell(_part: float, text: str) -> None:
        if text.startswith("Reading"):
            source.unlink(missing_ok=True)

    with pytest.raises(MatrixDesignerError, match=r"sales\.csv"):
        import_sales(source, options=ImportOptions(folder=earlier.parent), watch=Watch(tell))
    assert is_as_it_was(earlier)
