"""The cache of evidence: it gives back only what is whole, and forgets what nobody uses."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from matrix_designer.formats.evidence_cache import (
    UNUSED_DAYS,
    cache_folders,
    forget_unused,
    keep_evidence,
    mark_used,
)
from matrix_designer.formats.sales import import_sales
from matrix_designer.session.jobs import Progress
from matrix_designer.session.recovery import look_for_work

SALES = "Part Number,Unit Cost,List,Qty,Sold Price\nA,5.00,9.00,4,8.00\n"
LINES = b"lines of sales"
NAME = hashlib.sha256(LINES).hexdigest()


@pytest.fixture(name="cache")
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a cache of the test's own, and no spare one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("USER", f"test-{tmp_path.name}")
    home = cache_folders()[0]
    home.mkdir(parents=True)
    return home


def aged(path: Path, days: float) -> Path:
    """Let a file be last used so many days ago."""
    then = time.time() - days * 86_400
    os.utime(path, (then, then))
    return path


def test_evidence_that_nobody_used_for_long_goes_and_the_rest_stays(cache: Path) -> None:
    kept = keep_evidence(NAME, iter([LINES]))
    old = cache / f"{'0' * 64}.parquet"
    old.write_bytes(b"x")
    others = cache / "somebody else's.parquet"
    others.write_bytes(b"x")
    for path in (old, others):
        aged(path, UNUSED_DAYS + 1)
    aged(kept, UNUSED_DAYS - 1)
    assert forget_unused() == 1
    assert {path.name for path in cache.iterdir()} == {kept.name, others.name}


def test_what_is_used_stays_for_another_while(cache: Path) -> None:
    kept = aged(keep_evidence(NAME, iter([LINES])), UNUSED_DAYS + 1)
    assert keep_evidence(NAME, iter([LINES])) == kept
    assert forget_unused() == 0
    assert list(cache.iterdir()) == [kept]


def test_what_an_ended_program_left_unfinished_goes(cache: Path) -> None:
    (cache / ".evidence-left").write_bytes(b"half")
    folder = cache / ".lines-left"
    folder.mkdir()
    (folder / "lines.parquet").write_bytes(b"half")
    running = cache / ".lines-running"
    running.mkdir()
    for path in (cache / ".evidence-left", folder):
        aged(path, 3)
    assert forget_unused() == 2
    assert list(cache.iterdir()) == [running]


def test_a_link_out_of_the_cache_is_not_followed(cache: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("mine")
    link = cache / ".lines-link"
    link.symlink_to(outside)
    os.utime(link, (0, 0), follow_symlinks=False)
    assert forget_unused() == 1
    assert (outside / "mine.txt").read_text() == "mine"


def test_the_program_clears_it_when_it_starts(cache: Path, tmp_path: Path) -> None:
    path = aged(keep_evidence(NAME, iter([LINES])), UNUSED_DAYS + 1)
    assert look_for_work(tmp_path / "none", Progress(lambda _text, _part: None)) == []
    assert not path.exists()
    assert cache.exists()


def test_an_import_mends_a_damaged_file_of_its_name(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(SALES)
    import_sales(file)
    (lines,) = cache.iterdir()
    whole = lines.read_bytes()
    lines.write_bytes(whole[:-9])
    assert import_sales(file).sales.lines_file == lines
    assert lines.read_bytes() == whole


def test_a_file_of_the_users_own_is_not_touched(cache: Path, tmp_path: Path) -> None:
    own = tmp_path / f"{NAME}.parquet"
    own.write_bytes(LINES)
    aged(own, 400)
    mark_used(own)
    assert own.stat().st_mtime < time.time() - 399 * 86_400
    kept = aged(keep_evidence(NAME, iter([LINES])), 400)
    mark_used(kept)
    assert kept.stat().st_mtime > time.time() - 86_400
    assert kept.parent == cache
