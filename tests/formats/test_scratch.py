"""Working folders: gone with their owner, swept after a kill, never taken from the living."""

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

from matrix_designer.formats import scratch
from matrix_designer.formats.scratch import PREFIX, forget_scratch, scratch_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal are POSIX's")
MAKE = """
import sys, time
from pathlib import Path
from matrix_designer.formats.scratch import scratch_folder
held = scratch_folder()
folder = held.__enter__()
deep = Path(folder, "deep", "deeper")
deep.mkdir(parents=True)
(deep / "lines.parquet").write_bytes(b"x" * 100_000)
Path(folder, "link").symlink_to(sys.argv[1])
print(folder, flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files of this test alone."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
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
    with scratch_folder() as name:
        assert Path(name).parent == home
        assert Path(name).name.startswith(PREFIX)
        Path(name, "file").write_text("x")
    assert list(home.iterdir()) == []


def test_the_folder_of_a_killed_program_is_swept_and_that_of_a_living_one_is_not(
    home: Path,
) -> None:
    with owner(home) as (killed, gone), owner(home) as (_, alive), scratch_folder() as own:
        assert forget_scratch() == 0
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=30)
        assert gone.is_dir()
        assert forget_scratch() == 1
        assert not gone.exists()
        assert (alive / "deep" / "deeper" / "lines.parquet").stat().st_size == 100_000
        assert Path(own).is_dir()
        assert forget_scratch() == 0
    assert forget_scratch() == 1, "the other was killed at its end"
    assert list(home.iterdir()) == []


def test_a_stopped_program_lives(home: Path) -> None:
    with owner(home) as (program, folder):
        program.send_signal(signal.SIGSTOP)
        assert forget_scratch() == 0
        assert folder.is_dir()


def test_many_sweeps_at_once_remove_each_folder_once(home: Path) -> None:
    for _ in range(12):
        with owner(home) as (program, _):
            program.kill()
    counts: list[int] = []
    sweeps = [threading.Thread(target=lambda: counts.append(forget_scratch())) for _ in range(8)]
    with scratch_folder() as own:  # held before they start: else it may be taken once more
        for each in sweeps:
            each.start()
        for each in sweeps:
            each.join()
        assert Path(own).is_dir()
    assert list(home.iterdir()) == []
    assert sum(counts) <= 12


def test_making_and_sweeping_at_the_same_time_loses_no_folder(home: Path) -> None:
    is_over = threading.Event()

    def keep_sweeping() -> None:
        while not is_over.is_set():
            forget_scratch()

    sweeper = threading.Thread(target=keep_sweeping)
    sweeper.start()
    ends = time.monotonic() + 2
    made = 0
    try:
        while time.monotonic() < ends:
            with scratch_folder() as name:
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
    full = home / f"{PREFIX}unheld"
    full.mkdir()
    (full / "file").write_text("whose?")
    dead = home / f"{PREFIX}dead"
    dead.mkdir()
    target = home / "target"
    target.mkdir()
    (target / ".owner").touch()
    (home / f"{PREFIX}link").symlink_to(target)
    (home / f"{PREFIX}file").write_text("a file of that name")
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: os.getuid() + 1)
        assert forget_scratch() == 0, "another user's"
    before = sorted(home.rglob("*"))
    assert forget_scratch() == 1
    assert sorted(home.rglob("*")) == [path for path in before if path != dead]


@pytest.mark.parametrize("is_begun", [False, True])
def test_what_a_program_left_that_died_before_it_held_its_folder_goes(
    home: Path, *, is_begun: bool
) -> None:
    folder = home / f"{PREFIX}unfinished"
    folder.mkdir()
    if is_begun:
        (folder / ".owner").touch()
    assert forget_scratch() == 1
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("moment", ["open", "lock_descriptor"])
def test_a_folder_taken_away_before_it_was_held_is_made_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    place = os if moment == "open" else scratch
    real = getattr(place, moment)
    taken: list[int] = []

    def sweep_first(*arguments: object, **more: object) -> object:
        if not taken:
            taken.append(0)
            taken[0] = forget_scratch()
        return real(*arguments, **more)

    with monkeypatch.context() as patched:
        patched.setattr(place, moment, sweep_first)
        with scratch_folder() as folder:
            assert taken == [1]
            (folder / "file").write_text("x")
            assert forget_scratch() == 0
    assert list(home.iterdir()) == []


def test_a_disk_without_locks_is_not_swept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError("no locks here")

    with monkeypatch.context() as patched:
        patched.setattr(scratch, "lock_descriptor", refuse)
        with scratch_folder() as name:
            assert forget_scratch() == 0
            assert Path(name).is_dir()
    assert list(home.iterdir()) == []
    assert forget_scratch(home / "no such folder") == 0


def test_a_sweep_that_is_cut_off_is_taken_up_by_the_next(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with owner(home) as (program, folder):
        program.kill()
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", _fail)
        assert forget_scratch() == 0
    assert folder.is_dir()
    assert forget_scratch() == 1
    assert list(home.iterdir()) == []


def _fail(_path: Path) -> None:
    raise OSError("the disk reports an error")
