"""Spare folders: gone with their owner, swept after a kill, never taken from the living."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matrix_designer.formats import spare_folders
from matrix_designer.formats.spare_folders import PREFIX, SpareFolder, sweep

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal are POSIX's")
MAKE = """
import sys, time
from pathlib import Path
from matrix_designer.formats.spare_folders import SpareFolder
folder = SpareFolder()
deep = Path(folder.name, "deep", "deeper")
deep.mkdir(parents=True)
(deep / "lines.parquet").write_bytes(b"x" * 100_000)
Path(folder.name, "link").symlink_to(sys.argv[1])
print(folder.name, flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files of this test alone."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return place


@contextmanager
def owner(home: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Run a program that holds a folder with files in it and a link to what it must not lose."""
    kept = home.parent / "kept"
    kept.mkdir(exist_ok=True)
    (kept / "precious").write_text("still here")
    words = [sys.executable, "-c", MAKE, str(kept)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield program, Path(program.stdout.readline().strip())
        finally:
            program.kill()
    assert (kept / "precious").read_text() == "still here"


def test_a_folder_goes_when_it_is_cleaned_up(home: Path) -> None:
    with SpareFolder() as name:
        assert Path(name).parent == home
        assert Path(name).name.startswith(PREFIX)
        Path(name, "file").write_text("x")
    assert list(home.iterdir()) == []
    folder = SpareFolder()
    folder.cleanup()
    folder.cleanup()
    assert list(home.iterdir()) == []


def test_the_folder_of_a_killed_program_is_swept_and_that_of_a_living_one_is_not(
    home: Path,
) -> None:
    with owner(home) as (killed, gone), owner(home) as (_, alive), SpareFolder() as own:
        assert sweep() == 0
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=30)
        assert gone.is_dir()
        assert sweep() == 1
        assert not gone.exists()
        assert (alive / "deep" / "deeper" / "lines.parquet").stat().st_size == 100_000
        assert Path(own).is_dir()
        assert sweep() == 0
    assert sweep() == 1, "the other was killed at its end"
    assert list(home.iterdir()) == []


def test_a_stopped_program_lives(home: Path) -> None:
    with owner(home) as (program, folder):
        program.send_signal(signal.SIGSTOP)
        assert sweep() == 0
        assert folder.is_dir()


def test_many_sweeps_at_once_remove_each_folder_once(home: Path) -> None:
    for _ in range(12):
        with owner(home) as (program, _):
            program.kill()
    counts: list[int] = []
    sweeps = [threading.Thread(target=lambda: counts.append(sweep())) for _ in range(8)]
    for each in sweeps:
        each.start()
    with SpareFolder() as own:
        for each in sweeps:
            each.join()
        assert Path(own).is_dir()
    assert list(home.iterdir()) == []
    assert sum(counts) <= 12


def test_making_and_sweeping_at_the_same_time_loses_no_folder(home: Path) -> None:
    is_over = threading.Event()

    def keep_sweeping() -> None:
        while not is_over.is_set():
            sweep()

    sweeper = threading.Thread(target=keep_sweeping)
    sweeper.start()
    ends = time.monotonic() + 2
    made = 0
    try:
        while time.monotonic() < ends:
            with SpareFolder() as name:
                Path(name, "file").write_text("x")
                assert Path(name, "file").read_text() == "x"
                made += 1
    finally:
        is_over.set()
        sweeper.join()
    assert made > 100
    assert list(home.iterdir()) == []


def test_what_is_not_ours_stays(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "matrix-designer-smith").mkdir()  # where a user without a cache keeps lines
    (home / f"{PREFIX}unfinished").mkdir()
    half = home / f"{PREFIX}half"
    half.mkdir()
    (half / ".owner").touch()
    target = home / "target"
    target.mkdir()
    (target / ".owner").write_bytes(b"held\n")
    (home / f"{PREFIX}link").symlink_to(target)
    (home / f"{PREFIX}file").write_text("a file of that name")
    before = sorted(home.rglob("*"))
    assert sweep() == 0
    assert sorted(home.rglob("*")) == before
    (half / ".owner").write_bytes(b"held\n")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert sweep() == 0, "another user's"
    monkeypatch.undo()
    assert sweep(home) == 1


def test_a_disk_without_locks_is_not_swept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError("no locks here")

    with monkeypatch.context() as patched:
        patched.setattr(spare_folders, "lock_descriptor", refuse)
        with SpareFolder() as name:
            assert sweep() == 0
            assert Path(name).is_dir()
    assert list(home.iterdir()) == []
    assert sweep(home / "no such folder") == 0


def test_a_sweep_that_is_cut_off_is_taken_up_by_the_next(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with owner(home) as (program, folder):
        program.kill()
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", _fail)
        assert sweep() == 0
    assert folder.is_dir()
    assert sweep() == 1
    assert list(home.iterdir()) == []


def _fail(_path: Path) -> None:
    raise OSError("the disk reports an error")
