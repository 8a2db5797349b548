"""Files that try to break the window, at every door: one clear sentence, and nothing is lost.

The doors are the command line's file, File > Open, a drop, Import sales and the matrix in force.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.designs import open_design
from matrix_designer.formats.project import save_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.import_page import ImportPage
from tests.faults import hostile_files
from tests.faults.saved_designs import design_of

Opened = Callable[[Path], None]
Door = Callable[[Program, Path], None]
THOROUGH = ("open", "import")
"""Doors through which every file goes; through the others, which join them, goes every fifth."""
MOST_MS = 12_000
MOST_LETTERS = 420


def _design(content: object) -> bytes:
    return json.dumps(content).encode()


def _project(path: Path, design: bytes, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("design.json", design)
        for name, data in members.items():
            archive.writestr(name, data)


def _plain(version: int = 1, **changes: object) -> dict[str, object]:
    tier = {"from": "0.01", "factor": {"kind": "multiplier", "value": "2", "text": "x2"}}
    design = {"name": "d", "matrices": [{"name": "m", "tiers": [tier]}]} | changes
    return {"format": "matrix-designer", "version": version, "design": design}


def hostile_projects(folder: Path, good: Path) -> Iterator[Path]:
    """Yield project files that no program should take."""
    data = good.read_bytes()
    for number, length in enumerate((0, 1, 4, 30, len(data) // 3, len(data) // 2, len(data) - 1)):
        path = folder / f"cut{number}.pmatrix"
        path.write_bytes(data[:length])
        yield path
    for number, place in enumerate(range(0, len(data), max(len(data) // 9, 1))):
        flipped = bytearray(data)
        flipped[place] ^= 0xFF
        path = folder / f"flipped{number}.pmatrix"
        path.write_bytes(bytes(flipped))
        yield path
    nested = b"[" * 200_000 + b"]" * 200_000
    deep = _design(_plain()).replace(b'"d"', nested, 1)
    for name, design in (
        ("newer", _design(_plain(version=99))),
        ("other", _design({"format": "somebody", "version": 1})),
        ("list", b"[]"),
        ("deep", deep),
        ("nan", _design(_plain(goal="NaN"))),
        ("no-matrix", _design(_plain(matrices=[]))),
        ("two-names", _design(_plain(matrices=[{"name": "m"}, {"name": "m"}]))),
        ("gp-percent", _design(_plain(bare_percent="gp"))),
        ("bomb", b" " * 300_000_000),
        ("not-text", b"\xff\xfe\x00"),
    ):
        path = folder / f"{name}.pmatrix"
        _project(path, design)
        yield path
    lines = "evidence/" + "0" * 64 + ".parquet"
    record = {"kind": "sales", "name": "s", "member": lines, "sha256": "0" * 64}
    path = folder / "wrong-sales.pmatrix"
    _project(path, _design(_plain() | {"evidence": [record]}), **{lines: b"PAR1 no"})
    yield path


def odd_places(folder: Path) -> Iterator[Path]:
    """Yield what is not a file of bytes at all."""
    yield folder / "missing.pmatrix"
    yield folder / "missing.csv"
    yield folder / "no" / "such" / "folder.csv"
    for name in ("folder.pmatrix", "folder.csv", "folder.xlsx", "folder.parquet"):
        (folder / name).mkdir()
        yield folder / name
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    yield folder / "loop.csv"
    for name in ("pipe.csv", "pipe.pmatrix", "pipe.xlsx", "pipe.parquet"):
        os.mkfifo(folder / name)
        yield folder / name
    for suffix in (".parquet", ".xls", ".pmatrix", ""):
        path = folder / f"junk{suffix}"
        path.write_bytes(bytes(place * 7919 % 253 for place in range(5_000)))
        yield path
    empty = folder / "empty.parquet"
    empty.touch()
    yield empty


def hostile_tables(folder: Path) -> Iterator[Path]:
    """Yield texts and workbooks."""
    for name, (data, _line) in hostile_files.TEXTS.items():
        path = folder / f"{name}.csv"
        path.write_bytes(data)
        yield path
    for name in ("two-far-cells", "zip-bomb", "billion-laughs", "truncated", "encrypted"):
        path = folder / f"{name}.xlsx"
        hostile_files.WORKBOOKS[name](path)
        yield path


def choose(program: Program, key: str, path: Path) -> None:
    """Ask for a file by its menu entry and type its name, as a person does."""
    window = program.window
    action = {
        "open": window.actions_.open,
        "import": window.actions_.import_sales,
        "record": window.actions_.record_in_force,
    }[key]
    action.trigger()
    dialogs = [one for one in window.findChildren(QFileDialog) if one.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].selectFile(str(path))
    # what the system's own dialog would hand over
    dialogs[0].fileSelected.emit(str(path))
    dialogs[0].filesSelected.emit([str(path)])
    dialogs[0].close()


def drop(program: Program, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(100, 100),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    program.window.dropEvent(event)


DOORS: dict[str, Door] = {
    "argument": lambda program, path: program.begin([str(path)]),
    "open": lambda program, path: choose(program, "open", path),
    "drop": drop,
    "import": lambda program, path: choose(program, "import", path),
    "record": lambda program, path: choose(program, "record", path),
}


class Watch:
    """The open document that nothing may touch."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.program = program
        self.design: Design = program.workspace.design
        self.sales: Sales | None = program.workspace.sales
        self.path = program.workspace.path

    def sentence(self, door: Door, path: Path) -> str:
        """Put a file through a door and return what the window says of it."""
        messages = self.program.window.messages
        messages.clear()
        door(self.program, path)
        desk = self.program.window.desk
        self.qtbot.waitUntil(
            lambda: not desk.is_busy and bool(messages.text or self._asked(path)), timeout=MOST_MS
        )
        said = messages.text or self._asked(path)
        self.program.window.show_document()
        return said

    def _asked(self, path: Path) -> str:
        """Return what the page of an import says of a file; empty where it does not show."""
        pages = self.program.window.findChildren(ImportPage)
        labels = [one for page in pages for one in page.findChildren(QLabel) if one.isVisible()]
        return next((one.text() for one in labels if path.name in one.text()), "")

    def open_good(self, path: Path) -> None:
        """Open a file that can be opened, in place of the saved one that stands there."""
        self.program.window.actions_.start.trigger()
        with self.qtbot.waitSignal(self.program.window.files.opened, timeout=MOST_MS):
            choose(self.program, "open", path)

    def fault(self, said: str, path: Path) -> str:
        """Return what is wrong with a refusal; empty where nothing is."""
        work = self.program.workspace
        if work.design is not self.design or work.sales is not self.sales or work.path != self.path:
            return "the open document was touched"
        if not self.program.window.isVisible():
            return "the window is gone"
        if path.name not in said:
            return "the file is not named"
        if "\n" in said or "Traceback" in said or len(said) > MOST_LETTERS:
            return "it is not one sentence"
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
        if any(one.isVisible() for one in shown):
            return "a dialog stands open"
        return ""


@pytest.fixture
def watch(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> Watch:
    good = tmp_path / "good.pmatrix"
    save_design(good, open_design(table_file).design)
    open_file(good)
    return Watch(qtbot, program)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every hostile file, made once for all doors: two of them unfold to 300 MB."""
    folder, good = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("good") / "d.pmatrix"
    save_design(good, design_of(1))
    return [*hostile_projects(folder, good), *odd_places(folder), *hostile_tables(folder)]


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_file_is_one_sentence_and_touches_nothing(
    watch: Watch, hostile: list[Path], door: str
) -> None:
    faults = []
    for path in hostile if door in THOROUGH else hostile[::5]:
        said = watch.sentence(DOORS[door], path)
        fault = watch.fault(said, path)
        if fault:
            faults.append(f"{path.name}: {fault}: {said}")
    assert not faults, "\n".join(faults)


# Saving where it cannot be


def type_factor(qtbot: QtBot, program: Program, text: str) -> None:
    """Type a factor into tier 1 from the keyboard."""
    grid = program.window.design_page.grid
    grid.select_tier(1, "factor")
    grid.view.setFocus()
    before = program.workspace.design
    for letter in text:
        QTest.keyClicks(program.window.focusWidget(), letter)
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.workspace.design is not before)


def save_is_refused(watch: Watch, *words: str) -> None:
    """Save by the menu; the sentence has the words, and the document stays open and unsaved."""
    program, qtbot = watch.program, watch.qtbot
    type_factor(qtbot, program, "x3.33")
    held = program.workspace.design
    program.window.messages.clear()
    program.window.actions_.save.trigger()
    desk, messages = program.window.desk, program.window.messages
    qtbot.waitUntil(lambda: not desk.is_busy and messages.text != "", timeout=MOST_MS)
    for word in words:
        assert word in messages.text
    assert program.workspace.design is held
    assert program.window.isWindowModified()


def test_a_file_that_changed_under_us_is_not_written_over(watch: Watch, tmp_path: Path) -> None:
    good = tmp_path / "good.pmatrix"
    theirs = open_design(good).design
    save_design(tmp_path / "other.pmatrix", replace(theirs, name="Theirs"))
    (tmp_path / "other.pmatrix").replace(good)
    save_is_refused(watch, "good.pmatrix", "changed")
    assert open_design(good).design.name == "Theirs"


def test_a_folder_that_is_gone_is_said(watch: Watch, tmp_path: Path) -> None:
    away = tmp_path.with_name(f"{tmp_path.name}-away")
    tmp_path.rename(away)
    try:
        save_is_refused(watch, "good.pmatrix", "gone")
    finally:
        away.rename(tmp_path)


def test_what_stands_in_the_way_of_a_saved_file_is_kept(
    watch: Watch, tmp_path: Path, program: Program
) -> None:
    junk = tmp_path / "junk.pmatrix"
    junk.write_bytes(b"not a design")
    (tmp_path / "folder.pmatrix").mkdir()
    messages = program.window.messages
    for path in (junk, tmp_path / "folder.pmatrix"):
        messages.clear()
        program.window.actions_.save_as.trigger()
        (dialog,) = (one for one in program.window.findChildren(QFileDialog) if one.isVisible())
        dialog.fileSelected.emit(str(path))
        dialog.close()
        watch.qtbot.waitUntil(lambda: messages.text != "", timeout=MOST_MS)
        watch.qtbot.waitUntil(lambda: not program.window.desk.is_busy)
        assert not watch.fault(messages.text, path)
    assert junk.read_bytes() == b"not a design"


def test_a_file_that_somebody_else_has_open_can_be_looked_at_but_not_saved(
    watch: Watch, tmp_path: Path
) -> None:
    other = tmp_path / "other.pmatrix"
    save_design(other, watch.design)
    holder = (
        "import sys; from pathlib import Path\n"
        "from matrix_designer.formats.locks import lock_document\n"
        "lock = lock_document(Path(sys.argv[1])); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(other)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        before = other.read_bytes()
        watch.program.window.actions_.start.trigger()
        said = watch.sentence(DOORS["open"], other)
        assert "other.pmatrix" in said
        assert "open" in said
        watch.qtbot.waitUntil(lambda: watch.program.workspace.path == other)
        save_is_refused(watch, "other.pmatrix")
        assert other.read_bytes() == before
        process.stdin.write("\n")
        process.stdin.close()


@pytest.mark.skipif(os.name == "nt", reason="needs a file system's own flags")
def test_a_read_only_folder_leaves_the_old_file(watch: Watch, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    path = folder / "kept.pmatrix"
    save_design(path, watch.design)
    watch.open_good(path)
    before = path.read_bytes()
    is_root = os.geteuid() == 0
    close = ["chattr", "+i", str(folder)] if is_root else ["chmod", "a-w", str(folder)]
    if subprocess.run(close, capture_output=True, check=False).returncode:
        pytest.skip("this file system closes no folder to root")
    try:
        save_is_refused(watch, "kept.pmatrix", "is read-only")
        assert path.read_bytes() == before
    finally:
        reopen = ["chattr", "-i", str(folder)] if is_root else ["chmod", "u+w", str(folder)]
        subprocess.run(reopen, check=True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs the right to mount")
def test_a_full_disk_leaves_the_old_file(watch: Watch, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        path = disk / "kept.pmatrix"
        save_design(path, watch.design)
        before = path.read_bytes()
        watch.open_good(path)
        with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(4096))
        save_is_refused(watch, "kept.pmatrix", "full")
        assert path.read_bytes() == before
        assert open_design(path).design == watch.design
    finally:
        watch.program.window.files.release()
        subprocess.run(["umount", "-l", str(disk)], check=False)
