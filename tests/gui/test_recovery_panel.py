"""After a crash: the next start offers the work, and a person takes or leaves it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats import recovery as formats_recovery
from matrix_designer.formats.designs import open_design
from matrix_designer.formats.project import save_design
from matrix_designer.formats.recovery import RecoveryPlace, find_work, new_place
from matrix_designer.gui.application import Program
from matrix_designer.gui.windows import OpenWindow, Windows
from matrix_designer.session.settings import Settings
from tests.gui.document_hands import (
    button,
    click,
    drop,
    has_button,
    keys,
    save_under,
    type_factor,
    typed,
)

Opened = Callable[[Path], None]
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture(name="cache")
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(name="crashed")
def _crashed(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> Path:
    """Edit a saved document with sales, and let the program end as a crash ends it."""
    open_file(table_file)
    one = program.windows.all[0]
    sales = tmp_path / "sales.csv"
    sales.write_text("Part Number,Unit Cost,List,Qty,Sold Price\nA,5.00,9.00,4,8.00\n")
    drop(one.window, sales)
    qtbot.waitUntil(lambda: one.workspace.sales is not None, timeout=20_000)
    path = tmp_path / "kept.pmatrix"
    save_under(qtbot, one.window, path)
    type_factor(qtbot, one, "x2.22")
    type_factor(qtbot, one, "x2.33")
    assert program.windows.keep_now()
    program.windows.leave()
    return path


@pytest.fixture(name="again")
def _again(qtbot: QtBot, crashed: Path, tmp_path: Path) -> Iterator[OpenWindow]:
    """Start once more on the same settings, which is given the crash's leavings."""
    assert crashed.exists()
    settings = Settings(tmp_path / "settings.ini")
    settings.appearance = "light"
    made = Program(settings)
    made.window.resize(1440, 900)
    made.window.show()
    made.begin([])
    one = made.windows.all[0]
    qtbot.waitUntil(one.window.recovery.isVisible, timeout=20_000)
    yield one
    made.end()


def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "recovery"


def says(one: OpenWindow) -> str:
    return " ".join(text.text() for text in one.window.recovery.findChildren(QLabel))


def test_the_next_start_names_the_work_and_recovers_it_unsaved(
    qtbot: QtBot, again: OpenWindow, crashed: Path
) -> None:
    assert "kept.pmatrix" in says(again)
    assert "2 edits since the last save" in says(again)
    before = crashed.read_bytes()
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    assert typed(again.window) == "x2.33"
    assert again.window.isWindowModified()
    assert again.workspace.sales is not None
    assert not again.window.recovery.isVisible()
    assert crashed.read_bytes() == before, "the document itself is not touched"
    keys(again.window, "Ctrl+S")
    qtbot.waitUntil(lambda: not again.window.isWindowModified(), timeout=20_000)
    assert crashed.read_bytes() != before


def test_recovered_work_survives_the_next_crash_too(
    qtbot: QtBot, again: OpenWindow, crashed: Path, tmp_path: Path
) -> None:
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    assert find_work(folder(tmp_path)) == [], "it is ours while we run"
    assert list(folder(tmp_path).glob("*/work.json"))
    again.leave()
    (found,) = find_work(folder(tmp_path))
    assert found.path == crashed
    found.place.leave()


def test_work_on_a_file_that_is_open_and_saved_takes_its_place(
    qtbot: QtBot, again: OpenWindow, crashed: Path
) -> None:
    again.window.files.open_path(crashed)
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    assert typed(again.window) == "×2.50"
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: typed(again.window) == "x2.33", timeout=20_000)
    assert len([one for one in QApplication.topLevelWidgets() if one.isVisible()]) == 1
    assert "read-only" not in again.window.windowTitle()
    keys(again.window, "Ctrl+S")
    qtbot.waitUntil(lambda: not again.window.isWindowModified(), timeout=20_000)
    assert open_design(crashed).design.matrix.tiers[0].factor.text == "x2.33"


def test_work_whose_sales_cannot_be_read_back_stays_where_it_was(
    qtbot: QtBot, again: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pin,) = folder(tmp_path).glob("*/*.parquet")
    monkeypatch.setattr(formats_recovery, "_load_sales", no_room)
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    assert "could not be recovered" in again.window.messages.text
    assert has_button(again.window, "Recover kept.pmatrix"), "to try again, with room on the disk"
    assert again.autosave.keep_now()
    assert pin.exists()


def no_room(_folder: Path, _record: object) -> None:
    raise MatrixDesignerError("The disk is full")


def test_edits_made_before_two_crashes_are_counted(
    qtbot: QtBot, again: OpenWindow, crashed: Path, tmp_path: Path
) -> None:
    assert crashed.exists()
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    type_factor(qtbot, again, "x2.44")
    again.leave()
    (found,) = find_work(folder(tmp_path))
    assert found.edits == 3
    found.place.leave()


def test_the_end_of_the_program_keeps_what_nobody_was_asked_about(
    qtbot: QtBot, again: OpenWindow, tmp_path: Path
) -> None:
    click(button(again.window, "Discard the work on kept.pmatrix"))
    keys(again.window, "Ctrl+N")
    click(button(again.window, "Cost doubling"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "Cost doubling[*]", timeout=20_000)
    type_factor(qtbot, again, "x2.44")
    windows = again.parent()
    assert isinstance(windows, Windows)
    windows.end()  # without a window being closed
    (found,) = find_work(folder(tmp_path))
    assert found.name == "Cost doubling"
    found.place.leave()


def test_discarding_leaves_the_saved_file_alone(
    again: OpenWindow, crashed: Path, tmp_path: Path
) -> None:
    before = crashed.read_bytes()
    click(button(again.window, "Discard the work on kept.pmatrix"))
    assert not again.window.recovery.isVisible()
    windows = again.parent()
    assert isinstance(windows, Windows)
    windows.end()
    assert not list(folder(tmp_path).iterdir())
    assert crashed.read_bytes() == before


def test_discarded_work_can_be_taken_back_until_the_program_ends(
    qtbot: QtBot, again: OpenWindow, tmp_path: Path
) -> None:
    click(button(again.window, "Discard the work on kept.pmatrix"))
    assert "kept.pmatrix is discarded" in again.window.messages.text
    assert list(folder(tmp_path).glob("*/work.json")), "a crash would not take it either"
    click(button(again.window, "Take back"))
    qtbot.waitUntil(again.window.recovery.isVisible)
    assert not again.window.messages.isVisible()
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    assert typed(again.window) == "x2.33"


def test_work_that_nobody_decides_on_is_offered_again(
    qtbot: QtBot, crashed: Path, tmp_path: Path
) -> None:
    assert crashed.exists()
    for _ in range(2):
        made = Program(Settings(tmp_path / "settings.ini"))
        made.window.show()
        made.begin([])
        qtbot.waitUntil(made.window.recovery.isVisible, timeout=20_000)
        made.end()


def test_a_file_changed_since_the_crash_is_not_saved_over(
    qtbot: QtBot, again: OpenWindow, crashed: Path
) -> None:
    theirs = replace(open_design(crashed).design, name="theirs")
    save_design(crashed, theirs)
    data = crashed.read_bytes()
    click(button(again.window, "Recover kept.pmatrix"))
    qtbot.waitUntil(lambda: again.window.windowTitle() == "kept.pmatrix[*]", timeout=20_000)
    keys(again.window, "Ctrl+S")
    qtbot.waitUntil(lambda: "changed" in again.window.messages.text, timeout=20_000)
    assert crashed.read_bytes() == data


def test_a_program_that_runs_keeps_its_own_work(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from matrix_designer.core.design import Design\n"
        "from matrix_designer.core.matrix import Matrix\n"
        "from matrix_designer.formats.recovery import Work, new_place\n"
        "place = new_place(Path(sys.argv[1]))\n"
        "place.keep(Work('theirs', None, 1, Design('theirs', (Matrix('m'),))))\n"
        "print('kept', flush=True); time.sleep(60)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(folder(tmp_path))], stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "kept\n"
        program.begin([])
        qtbot.wait(200)
        assert not program.window.recovery.isVisible()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        program.begin([])
        qtbot.waitUntil(program.window.recovery.isVisible, timeout=20_000)
        assert "theirs" in says(program.windows.all[0])
    finally:
        child.kill()
        child.communicate()


def test_damaged_work_can_only_be_discarded(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    place: RecoveryPlace = new_place(folder(tmp_path))
    place.folder.mkdir()
    (place.folder / "work.json").write_bytes(b"{")
    place.leave()
    program.begin([])
    one = program.windows.all[0]
    qtbot.waitUntil(one.window.recovery.isVisible, timeout=20_000)
    assert "damaged" in says(one)
    assert not has_button(one.window, "Recover Unreadable work")
    click(button(one.window, "Discard the work on Unreadable work"))
    program.windows.end()
    assert not place.folder.exists()
