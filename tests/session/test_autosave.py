"""Unsaved work is kept after some edits or seconds, in a thread, and cleared when it is saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import SetFactor
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.formats import recovery as formats_recovery
from matrix_designer.formats.recovery import RecoveryPlace, Work, find_work, load_work
from matrix_designer.session import recovery
from matrix_designer.session.recovery import KEPT_AFTER_EDITS, Autosave
from matrix_designer.session.workspace import Workspace

DESIGN = Design("d", (Matrix("m", (Tier(1, None, read_factor("x2.00").factor),)),))


@pytest.fixture(name="work")
def _work(qtbot: QtBot) -> Workspace:
    assert qtbot
    return Workspace(DESIGN)


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


def no_file() -> None:
    return None


@pytest.fixture(name="autosave")
def _autosave(work: Workspace, root: Path) -> Iterator[Autosave]:
    made = Autosave(work, root, no_file)
    yield made
    made.stop()


def edit(work: Workspace, number: int) -> None:
    assert work.apply(SetFactor("m", 0, read_factor(f"x{number / 100:.2f}").factor))


def kept(autosave: Autosave, root: Path) -> list[Design]:
    """Return what the next start would find."""
    autosave.stop(is_kept=True)
    found = find_work(root)
    designs = [load_work(one)[0].design for one in found]
    for one in found:
        one.place.leave()
    return designs


def test_the_work_is_on_disk_after_some_edits(
    qtbot: QtBot, work: Workspace, autosave: Autosave, root: Path
) -> None:
    with qtbot.waitSignal(autosave.kept):
        for number in range(KEPT_AFTER_EDITS):
            edit(work, 300 + number)
    assert autosave.waiting == 0
    assert list(root.glob("*/work.json"))


def test_one_edit_is_on_disk_after_some_seconds(
    qtbot: QtBot, work: Workspace, autosave: Autosave, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recovery.KEPT_AFTER_MS <= 15_000
    monkeypatch.setattr(recovery, "KEPT_AFTER_MS", 30)
    with qtbot.waitSignal(autosave.kept):
        edit(work, 300)
    assert list(root.glob("*/work.json"))


def test_no_more_than_twenty_edits_wait_however_fast_they_come(
    qtbot: QtBot, work: Workspace, autosave: Autosave
) -> None:
    most = 0
    for number in range(60):
        edit(work, 300 + number)
        most = max(most, autosave.waiting)
        qtbot.wait(15)  # twice as fast as a key repeats
    assert KEPT_AFTER_EDITS <= most < 20


def test_what_is_kept_is_the_last_edit(work: Workspace, autosave: Autosave, root: Path) -> None:
    edit(work, 300)
    edit(work, 301)
    assert kept(autosave, root) == [work.design]


def test_saving_clears_what_was_kept(
    qtbot: QtBot, work: Workspace, autosave: Autosave, root: Path, tmp_path: Path
) -> None:
    edit(work, 300)
    assert autosave.keep_now()
    assert list(root.glob("*/work.json"))
    work.mark_saved(tmp_path / "d.pmatrix", work.design, None)
    assert not list(root.iterdir())
    edit(work, 301)
    qtbot.wait(5)
    assert kept(autosave, root) == [work.design], "and later edits are kept anew"


def test_undoing_everything_clears_what_was_kept(
    work: Workspace, autosave: Autosave, root: Path
) -> None:
    edit(work, 300)
    assert autosave.keep_now()
    work.undo_stack.undo()
    assert not list(root.iterdir())
    work.undo_stack.redo()
    assert kept(autosave, root) == [work.design]


def test_an_end_without_a_crash_leaves_nothing(
    work: Workspace, autosave: Autosave, root: Path
) -> None:
    edit(work, 300)
    assert autosave.keep_now()
    autosave.stop()
    assert not list(root.iterdir())


def test_a_save_during_the_writing_leaves_nothing(
    qtbot: QtBot, work: Workspace, autosave: Autosave, root: Path, tmp_path: Path
) -> None:
    for number in range(KEPT_AFTER_EDITS):
        edit(work, 300 + number)
    autosave._write()  # noqa: SLF001 - the thread now runs
    work.mark_saved(tmp_path / "d.pmatrix", work.design, None)
    qtbot.waitUntil(lambda: not list(root.glob("*")))


def test_a_failure_is_told_once_and_tried_again(
    qtbot: QtBot, work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "KEPT_AFTER_MS", 10)
    (tmp_path / "file").write_text("in the way")
    root = tmp_path / "file" / "recovery"
    autosave = Autosave(work, root, no_file)
    told: list[MatrixDesignerError] = []
    autosave.failed.connect(told.append)
    edit(work, 300)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(60)
    assert len(told) == 1
    assert "could not be kept" in told[0].sentence
    (tmp_path / "file").unlink()
    with qtbot.waitSignal(autosave.kept):
        pass
    assert list(root.glob("*/work.json"))
    autosave.stop()


def test_edits_whose_time_came_while_others_were_written_are_written_next(
    qtbot: QtBot, work: Workspace, autosave: Autosave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "KEPT_AFTER_MS", 10)
    may_end = threading.Event()
    keep = RecoveryPlace.keep

    def slowly(place: RecoveryPlace, held: Work) -> None:
        may_end.wait(5)
        keep(place, held)

    monkeypatch.setattr(RecoveryPlace, "keep", slowly)
    edit(work, 300)
    qtbot.wait(40)  # the disk is slow
    edit(work, 301)
    qtbot.wait(40)
    with qtbot.waitSignal(autosave.kept):
        may_end.set()
    assert autosave.waiting == 0


def broken(_design: Design, _evidence: object) -> bytes:
    raise RuntimeError


def test_a_fault_while_keeping_is_not_called_kept(
    qtbot: QtBot, work: Workspace, autosave: Autosave, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(work, 300)
    assert autosave.keep_now()
    monkeypatch.setattr(formats_recovery, "encode_project", broken)
    with qtbot.captureExceptions() as faults:
        for number in range(KEPT_AFTER_EDITS):
            edit(work, 400 + number)
        qtbot.waitUntil(lambda: bool(faults))
    assert not autosave.keep_now()


def test_another_document_over_an_unsaved_one_never_leaves_it_without_a_kept_one(
    work: Workspace, autosave: Autosave, root: Path
) -> None:
    edit(work, 300)
    assert autosave.keep_now()
    work.open(work.design, None, None, is_unsaved=True)  # as a copy
    assert list(root.glob("*/work.json"))


def test_a_second_signal_to_end_keeps_nothing_twice(
    work: Workspace, autosave: Autosave, root: Path
) -> None:
    edit(work, 300)
    autosave.stop(is_kept=True)
    assert autosave.keep_now()
    assert len(list(root.glob("*/work.json"))) == 1
