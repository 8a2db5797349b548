"""A file that others hold or change: who, since when, and what a person can do about it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.formats.designs import open_design
from matrix_designer.formats.project import save_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.windows import OpenWindow
from tests.gui.document_hands import button, click, has_button, keys, save_under, type_factor, typed

Opened = Callable[[Path], None]
HOLDER = (
    "import sys; from pathlib import Path\n"
    "from matrix_designer.formats.locks import lock_document\n"
    "lock = lock_document(Path(sys.argv[1])); print('held', flush=True); input(); lock.release()"
)


@pytest.fixture(name="one")
def _one(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> OpenWindow:
    """Return a window whose design is saved as kept.pmatrix."""
    open_file(table_file)
    found = program.windows.all[0]
    save_under(qtbot, found.window, tmp_path / "kept.pmatrix")
    return found


@pytest.fixture(name="held")
def _held(tmp_path: Path, one: OpenWindow) -> Iterator[Path]:
    """Return a design that another process has open."""
    path = tmp_path / "held.pmatrix"
    save_design(path, one.workspace.design)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield path
        process.kill()


def change(path: Path) -> bytes:
    """Let somebody else save another design under the name."""
    theirs = open_design(path).design
    matrix = replace(theirs.matrix, tiers=theirs.matrix.tiers[:2])
    other = path.with_name("theirs.pmatrix")
    save_design(other, replace(theirs, matrices=(matrix,)))
    other.replace(path)
    return path.read_bytes()


def turn_to(qtbot: QtBot, window: QWidget) -> None:
    """Go to another window and come back, as with Alt+Tab."""
    away = QWidget()
    qtbot.addWidget(away)
    away.show()
    away.activateWindow()
    qtbot.waitUntil(away.isActiveWindow)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    away.close()


def open_in_place(qtbot: QtBot, one: OpenWindow, path: Path) -> None:
    keys(one.window, "Ctrl+N")
    one.window.files.open_path(path)
    qtbot.waitUntil(lambda: one.workspace.path == path, timeout=20_000)


def test_a_held_file_opens_read_only_and_says_who_has_it(
    qtbot: QtBot, one: OpenWindow, held: Path
) -> None:
    open_in_place(qtbot, one, held)
    said = one.window.messages.text
    assert "held.pmatrix is open elsewhere" in said
    assert "(process " in said
    assert " since 20" in said
    assert one.window.windowTitle() == "held.pmatrix (read-only)[*]"
    before = held.read_bytes()
    type_factor(qtbot, one, "x2.22")
    keys(one.window, "Ctrl+S")
    qtbot.waitUntil(lambda: "Save as…" in one.window.messages.choices, timeout=20_000)
    assert held.read_bytes() == before
    click(button(one.window, "Save as…"))
    dialog = one.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(held.with_name("mine.pmatrix")))
    dialog.accept()
    qtbot.waitUntil(lambda: one.window.windowTitle() == "mine.pmatrix[*]", timeout=20_000)


def test_save_as_offers_the_name_that_the_file_has(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    save_under(qtbot, one.window, tmp_path / "autumn.pmatrix")
    keys(one.window, "Ctrl+Shift+S")
    dialog = next(each for each in one.window.findChildren(QFileDialog) if each.isVisible())
    assert [Path(name).name for name in dialog.selectedFiles()] == ["autumn.pmatrix"]
    dialog.reject()


def test_a_design_gets_no_name_of_another_kind_and_the_error_goes_with_the_next_save(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    keys(one.window, "Ctrl+Shift+S")
    dialog = one.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "matrix.csv"))
    dialog.accept()
    qtbot.waitUntil(lambda: "Let it end in .pmatrix" in one.window.messages.text, timeout=20_000)
    assert list(tmp_path.glob("*matrix.csv*")) == []
    save_under(qtbot, one.window, tmp_path / "matrix.pmatrix")
    assert not one.window.messages.text


def test_a_copy_of_a_held_file_has_no_file_yet(qtbot: QtBot, one: OpenWindow, held: Path) -> None:
    open_in_place(qtbot, one, held)
    was = typed(one.window)
    type_factor(qtbot, one, "x2.44")
    click(button(one.window, "Open as a copy"))
    qtbot.waitUntil(lambda: "read-only" not in one.window.windowTitle())
    assert one.workspace.path is None
    assert typed(one.window) == "x2.44"
    keys(one.window, "Ctrl+Z")
    qtbot.waitUntil(lambda: typed(one.window) == was)
    assert one.window.isWindowModified(), "no file holds the copy"
    keys(one.window, "Ctrl+S")
    assert one.window.findChild(QFileDialog) is not None


def test_a_file_whose_holder_was_killed_is_taken_over(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "stale.pmatrix"
    save_design(path, one.workspace.design)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.communicate()
    assert path.with_name(".stale.pmatrix.lock").exists(), "nobody tidied up"
    open_in_place(qtbot, one, path)
    assert one.window.messages.text == ""
    assert one.window.windowTitle() == "stale.pmatrix[*]"


def test_coming_back_to_the_window_shows_that_the_file_changed(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    change(tmp_path / "kept.pmatrix")
    turn_to(qtbot, one.window)
    qtbot.waitUntil(lambda: "was changed on disk" in one.window.messages.text, timeout=20_000)
    assert one.window.messages.choices == ("Reload", "Save as…", "Overwrite")
    click(button(one.window, "Reload"))
    qtbot.waitUntil(lambda: len(one.workspace.design.matrix.tiers) == 2, timeout=20_000)
    assert not one.window.isWindowModified()
    type_factor(qtbot, one, "x2.22")
    keys(one.window, "Ctrl+S")
    qtbot.waitUntil(lambda: not one.window.isWindowModified(), timeout=20_000)


def test_it_is_said_once_and_again_only_for_another_change(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    change(tmp_path / "kept.pmatrix")
    turn_to(qtbot, one.window)
    qtbot.waitUntil(lambda: one.window.messages.text != "", timeout=20_000)
    click(button(one.window, "Close this message"))
    turn_to(qtbot, one.window)
    qtbot.wait(200)
    assert one.window.messages.text == ""


def test_a_file_that_was_only_touched_is_no_news(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    turn_to(qtbot, one.window)
    qtbot.wait(200)
    assert one.window.messages.text == ""


def test_overwriting_keeps_the_other_version_beside_it(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    type_factor(qtbot, one, "x2.22")
    theirs = change(path)
    keys(one.window, "Ctrl+S")
    qtbot.waitUntil(lambda: "changed by someone else" in one.window.messages.text, timeout=20_000)
    assert one.window.messages.choices == ("Reload without my changes", "Save as…", "Overwrite")
    assert path.read_bytes() == theirs
    click(button(one.window, "Overwrite"))
    qtbot.waitUntil(lambda: not one.window.isWindowModified(), timeout=20_000)
    assert open_design(path).design == one.workspace.design
    assert path.with_name("kept.pmatrix.bak").read_bytes() == theirs


def test_a_file_that_became_unreadable_is_not_overwritten_either(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    type_factor(qtbot, one, "x2.22")
    path.write_bytes(b"another program's own")
    keys(one.window, "Ctrl+S")
    qtbot.waitUntil(lambda: bool(one.window.messages.choices), timeout=20_000)
    click(button(one.window, "Overwrite"))
    qtbot.waitUntil(lambda: "cannot be read as a design" in one.window.messages.text)
    assert path.read_bytes() == b"another program's own"
    assert typed(one.window) == "x2.22"


def test_a_sales_file_without_known_columns_is_asked_about_on_its_page(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Foo,Bar,Baz\n1,2,3\n")
    one.window.files.import_path(path)
    qtbot.waitUntil(lambda: has_button(one.window, "Bar: 2"), timeout=20_000)
    assert "import --map" not in one.window.messages.text


@pytest.mark.parametrize(
    ("answer", "cost"),
    [
        ("Decimal point: “1,234” is 1234", 12_340_000),
        ("Decimal comma: “1,234” is 1.234", 12_340),
    ],
)
def test_a_file_that_decides_nothing_is_asked_about_and_read_after_one_answer(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path, answer: str, cost: int
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Part Number;Unit Cost;List;Qty;Sold Price\nA;1,234;2,345;1;2,345\n")
    path.write_text(path.read_text().replace(";", "\t"))
    one.window.files.import_path(path)
    qtbot.waitUntil(lambda: has_button(one.window, answer), timeout=20_000)
    assert "--map" not in one.window.messages.text
    click(button(one.window, answer))
    qtbot.waitUntil(lambda: one.workspace.sales is not None, timeout=20_000)
    assert one.workspace.sales is not None
    assert one.workspace.sales.rows.cost.tolist() == [cost]
