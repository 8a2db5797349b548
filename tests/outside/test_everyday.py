"""A day at the real window: windows, exports, the record, drops, the tour, pictures, findings."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from tests.outside.desk import Desk, Pixels, missing_tools
from tests.outside.drag_source import TITLE as DRAGGED

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}"),
]
DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
TABLE = "From,To,Multiplier\n0.01,10.00,2.50\n10.01,25.00,1.98\n25.01,,1.75\n"
OLD = "From,To,Multiplier\n0.01,,1.70\n"
LINES = "Part Number,Description,Cost,List,Qty,Sold Price,Date\n"
ERROR, INK = (0xB3, 0x26, 0x1E), (0x1B, 0x57, 0xC8)
CURVE = (slice(330, 560), slice(250, 1060))
"""Where the curve stands in the window's first size, without its name."""
FIRST_FINDING = (1280, 505)
"""Where it stands in the window's first size."""
UNSAVED = "^mine.pmatrix[*]"
_SECONDS = 30
_TRIES = 3


def run(*words: str) -> None:
    words = (sys.executable, "-m", "matrix_designer", *words)
    subprocess.run(words, capture_output=True, check=True, timeout=60)


def saved(path: Path) -> dict[str, Any]:
    """Return a saved design, read from the file without the program."""
    with zipfile.ZipFile(path) as archive:
        design: dict[str, Any] = json.loads(archive.read("design.json"))["design"]
    return design


def factors(matrix: dict[str, Any]) -> list[str]:
    return [tier["factor"]["text"] for tier in matrix["tiers"]]


def has(picture: Pixels, colour: tuple[int, int, int], least: int = 10) -> bool:
    return int((np.abs(picture.astype(int) - colour).max(axis=2) < 8).sum()) > least


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ladder.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    lines = [f"P{n},FILTER {n},{n}.10,{n * 3}.00,4,{n * 2}.20,2026-01-05\n" for n in range(1, 60)]
    path.write_text(LINES + "".join(lines))
    return path


@pytest.fixture
def design(table: Path, tmp_path: Path) -> Path:
    path = tmp_path / "mine.pmatrix"
    run("read", str(table), "--ending", ".99", "--out", str(path))
    return path


class Hands:
    """One program on a desk, from its start to its end."""

    def __init__(self, desk: Desk, *files: Path) -> None:
        """Start it, and wait until it rests."""
        self._desk = desk
        self.process = desk.start(*(str(file) for file in files))
        self.window = desk.window(files[0].name if files else "Matrix Designer")
        self.look()

    def look(self) -> Pixels:
        return self._desk.settled(self.window, "now")

    def name_a_file(self, dialog: str, path: Path) -> None:
        self._desk.window(dialog)
        self._desk.keys("ctrl+a")
        self._desk.type(str(path))
        self._desk.keys("Return")

    def choose(self, title: str, *keys: str) -> None:
        """Choose from a menu by keys until the window has a title: a busy menu may miss one."""
        for _ in range(_TRIES):
            self._desk.keys(*keys)
            self._desk.wait_for(lambda: bool(self._desk.find(title)), title, patience=5)
            if self._desk.find(title):
                self.window = self._desk.window(title)
                break
            self._desk.keys("Escape", "Escape", "Escape")
        assert self._desk.find(title), self._desk.errors()
        self.look()

    def quit(self) -> None:
        self._desk.keys("ctrl+q")
        assert self.process.wait(_SECONDS) == 0, "nothing is unsaved"


Start = Callable[..., Hands]


@pytest.fixture
def start(desk: Desk) -> Iterator[Start]:
    """Start programs; one that a failed test leaves behind is ended, for the others' sake."""
    begun: list[Hands] = []

    def begin(*files: Path) -> Hands:
        begun.append(Hands(desk, *files))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.wait()


def test_every_profile_is_written_by_keys_and_a_changed_price_only_when_told(
    desk: Desk, start: Start, design: Path, tmp_path: Path
) -> None:
    hands = start(design)
    desk.keys("ctrl+e")
    files = [tmp_path / name for name in ("1.csv", "2.xlsx", "3.csv", "4.csv")]
    for place, file in enumerate(files):
        way = 4 - place
        desk.keys(*(["shift+Tab"] * way if place else []), "Return", *["Tab"] * way, "Return")
        hands.name_a_file("Export", file)
        if place < 2:
            desk.wait_for(file.exists, file.name)
            desk.window(design.name)
            continue
        desk.window(design.name)
        hands.look()
        assert not file.exists(), "the target knows no endings, so prices would change"
        desk.keys("Tab", "Return")
        desk.wait_for(file.exists, file.name)
        desk.keys("shift+Tab")
    hands.quit()


def test_windows_close_one_by_one_and_quitting_asks_for_the_unsaved_one(
    desk: Desk, start: Start, design: Path, table: Path
) -> None:
    hands = start(design)
    desk.keys("ctrl+shift+n")
    desk.settled(desk.window("^Matrix Designer"), "empty")
    desk.keys("ctrl+o")
    hands.name_a_file("^Open", table)
    other = desk.window("^ladder")
    desk.settled(other, "other")
    desk.keys("ctrl+shift+n")
    desk.settled(desk.window("^Matrix Designer"), "empty")
    desk.keys("ctrl+w")
    desk.wait_for(lambda: not desk.find("^Matrix Designer"), "the empty window to go")
    desk.window("^ladder")
    desk.keys("ctrl+Home", "Right", "Right", "Right")
    desk.type("x9")
    desk.keys("Return")
    desk.window("^ladder[*]")
    desk.window(design.name)
    desk.keys("ctrl+q")
    desk.window("Unsaved")
    desk.keys("Escape")
    assert desk.window(design.name)
    assert desk.window("^ladder[*]")
    assert hands.process.poll() is None
    desk.keys("ctrl+q")
    desk.window("Unsaved")
    desk.keys("shift+Tab", "space")
    assert hands.process.wait(_SECONDS) == 0


def test_the_matrix_in_force_comes_in_three_ways_and_every_way_is_undone(
    desk: Desk, start: Start, design: Path, tmp_path: Path
) -> None:
    def record() -> list[str] | None:
        found = saved(design).get("in_force")
        return None if found is None else factors(found["matrix"])

    def expect(wanted: list[str] | None, what: str) -> None:
        desk.keys("ctrl+s")
        desk.wait_for(lambda: record() == wanted, what)

    hands = start(design)
    desk.keys("alt+m", "u")
    expect(["×2.50", "×1.98", "×1.75"], "the record set from the proposed")
    desk.keys("ctrl+z")
    expect(None, "the record undone")
    old = tmp_path / "old.csv"
    old.write_text(OLD)
    desk.keys("alt+m", "a")
    hands.name_a_file("Record", old)
    desk.window(design.name)
    hands.look()
    expect(["×1.70"], "the record from a file")
    desk.keys("alt+m", "c", "ctrl+Home", "Right", "Right", "Right")
    desk.type("x1.8")
    desk.keys("Return")
    expect(["x1.8"], "the record corrected")
    desk.keys("ctrl+z")
    expect(["×1.70"], "the correction undone")
    desk.keys("alt+m", "o")
    expect(None, "the record cleared")
    desk.keys("alt+m", "h")
    hands.look()
    desk.keys("ctrl+Home", "Right", "Right", "Right")
    desk.type("x2.6")
    desk.keys("Return", "Up", "ctrl+plus")
    expect(["x2.6", "x2.6"], "the record typed by hand")
    desk.keys("ctrl+z", "ctrl+z", "ctrl+z")
    expect(None, "what was typed undone")
    desk.keys("ctrl+z")
    expect(["×1.70"], "the clearing undone")
    hands.quit()


@contextmanager
def dragged(desk: Desk, *files: Path) -> Iterator[None]:
    """Drag files from another program into the middle of the screen, and let them go there."""
    words = [sys.executable, str(DRAG_SOURCE), *(str(file) for file in files)]
    process = subprocess.Popen(words, env=desk.environment, stdout=subprocess.PIPE)
    try:
        source = desk.window(DRAGGED)
        desk.settled(source, "source")
        desk.drag_in(source, (20, 20), (700, 480))
        assert process.stdout is not None
        assert process.stdout.readline() == b"CopyAction\n"
        yield
    finally:
        process.terminate()
        process.communicate()


def test_files_are_dropped_one_and_several_at_a_time(
    desk: Desk, start: Start, design: Path, table: Path, sales: Path, tmp_path: Path
) -> None:
    hands = start()
    with dragged(desk, design):
        hands.window = desk.window(design.name)
        before = hands.look()
    with dragged(desk, sales):
        desk.wait_for(lambda: not np.array_equal(before, hands.look()), "the sales")
    desk.keys("ctrl+s")
    desk.wait_for(lambda: design.stat().st_size > 4_000, "the sales in the file")
    old, note = tmp_path / "old.csv", tmp_path / "note.txt"
    old.write_text(OLD)
    note.write_text("Dear all\n")
    with dragged(desk, table, note, old):
        desk.window("^ladder")
        desk.window("^old")
        desk.window(design.name)
        desk.wait_for(lambda: has(hands.look(), ERROR), "what was not taken")
    hands.quit()


def test_the_tour_by_keys_alone_and_by_mouse_alone(desk: Desk, start: Start, design: Path) -> None:
    hands = start(design)
    plain = hands.look()
    desk.keys("alt+h", "t")
    marks = [hands.look()]
    for key in ("Right", "Return", "Right", "Return"):
        desk.keys(key)
        marks.append(hands.look())
    assert all((one != other).any() for one, other in pairwise(marks))
    desk.keys("Left", "Tab", "Tab", "Right", "Return")
    assert np.array_equal(hands.look(), plain), "it ends after the fifth mark"
    desk.keys("alt+h", "t")
    for _ in range(5):
        picture = hands.look()
        new = (picture == INK).all(axis=2) & (plain != picture).any(axis=2)
        rows = np.flatnonzero(new.sum(axis=1) > 30)
        columns = np.flatnonzero(new[rows[len(rows) // 2]])
        desk.click_in(hands.window, int(np.median(columns)), int(np.median(rows)))
    desk.point_in(hands.window, 5, 5)
    assert np.array_equal(hands.look(), plain)
    desk.keys("ctrl+F1")
    keys_page = hands.look()
    desk.type("smooth")
    assert (hands.look() != keys_page).any(), "what is typed is searched for"
    desk.keys("Escape")
    assert np.array_equal(hands.look(), plain)
    hands.quit()


def test_theme_zoom_and_presentation_come_and_go_by_keys(
    desk: Desk, start: Start, design: Path
) -> None:
    hands = start(design)
    plain = hands.look()
    desk.keys("alt+v", "k")
    assert hands.look().mean() < 60, "dark"
    desk.keys("alt+v", "g")
    assert np.array_equal(hands.look(), plain)
    desk.keys("alt+v", "s", "ctrl+alt+plus")
    assert not np.array_equal(hands.look(), plain)
    desk.keys("ctrl+0")
    assert np.array_equal(hands.look(), plain)
    desk.keys("F11")
    shown = hands.look()
    assert shown.shape[:2] == (1000, 1600), "it fills the screen"
    desk.keys("Escape")
    assert np.array_equal(hands.look(), plain)
    hands.quit()


def test_the_chart_is_saved_in_three_forms_that_other_programs_open(
    desk: Desk, start: Start, design: Path, tmp_path: Path
) -> None:
    hands = start(design)
    files = {key: tmp_path / f"chart.{key}" for key in ("svg", "pdf", "png")}
    for key, way in (("svg", "s"), ("pdf", "p"), ("png", "Up")):
        desk.keys("alt+v", "h", way, *(["Return"] if key == "png" else []))
        hands.name_a_file("Save the chart", files[key])
        desk.wait_for(files[key].exists, files[key].name)
        desk.window(design.name)
    svg = QSvgRenderer(QByteArray(files["svg"].read_bytes()))
    assert svg.isValid()
    assert files["pdf"].read_bytes().startswith(b"%PDF-1.")
    image = QImage(str(files["png"]))
    size = svg.viewBox().size()
    assert image.size() == size * 4
    assert 1.2 < image.width() / image.height() < 2.2, "the shape of a figure in a report"
    hands.quit()


def test_treads_and_risers_are_dragged_each_as_one_step_that_escape_takes_back(
    desk: Desk, start: Start, design: Path
) -> None:
    def tiers() -> list[tuple[str, str | None]]:
        found = saved(design)["matrices"][0]["tiers"]
        return [(tier["factor"]["text"], tier.get("to")) for tier in found]

    def saves(is_so: Callable[[], bool], what: str) -> None:
        desk.keys("ctrl+s")
        desk.wait_for(is_so, what)

    hands = start(design)
    before = tiers()
    tread, riser = middle_tread(hands.look())
    up, right = (tread[0], tread[1] - 20), (riser[0] + 25, riser[1])
    for place, end, part in ((tread, up, 0), (riser, right, 1)):
        desk.drag_in(hands.window, place, end, "Escape")
        desk.point_in(hands.window, 5, 5)
        hands.look()
        assert not desk.find(UNSAVED), "Escape takes it back"
        desk.drag_in(hands.window, place, end)
        desk.wait_for(lambda: bool(desk.find(UNSAVED)), "the mark of what is unsaved")
        saves(lambda: tiers() != before, "the drag")
        moved = [one[part] != other[part] for one, other in zip(before, tiers(), strict=True)]
        assert moved == ([False, True, False] if part == 0 else [True, False, False])
        desk.keys("ctrl+z")
        saves(lambda: tiers() == before, "one step back")
    hands.quit()


def middle_tread(picture: Pixels) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the handle of the curve's second tread, and a place on the riser before it."""
    part = (picture == INK).all(axis=2)[CURVE]
    count = part.sum(axis=0)
    risers = np.flatnonzero(count > 20)
    assert risers.size, "no riser"
    first = int(risers[0])
    second = int(risers[risers > first + 20][0])
    middle = int(np.median(np.flatnonzero(part[:, second - 10])))
    rows = np.flatnonzero(part[:, first])
    top, left = CURVE[0].start, CURVE[1].start
    tread = (left + (first + second) // 2, top + middle)
    return tread, (left + first, top + int(rows[len(rows) // 2]))


def test_a_finding_is_silenced_restored_fixed_and_undone(
    desk: Desk, start: Start, design: Path
) -> None:
    hands = start(design)
    plain = hands.look()

    def silences() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = saved(design).get("silences", [])
        return found

    def are_silenced(number: int) -> bool:
        return len(silences()) == number

    desk.click_in(hands.window, *FIRST_FINDING)
    desk.keys("Delete")
    desk.type("as agreed")
    desk.keys("Return", "ctrl+s")
    desk.wait_for(lambda: bool(silences()), "the silence")
    assert silences()[0]["reason"] == "as agreed"
    silent = hands.look()
    desk.keys("shift+Tab", "space")
    assert (hands.look() != silent).any(), "what is silenced, listed"
    many = len(silences())
    desk.keys("Tab")
    for left in reversed(range(many)):
        desk.keys("End", "alt+Return", "ctrl+s")
        desk.wait_for(partial(are_silenced, left), "a finding restored by its verb")
        hands.look()
    for left, steps in ((1, 1), (0, many)):
        desk.keys(*["ctrl+z"] * steps, "ctrl+s")
        desk.wait_for(partial(are_silenced, left), "the restoring undone, then the silence")
        hands.look()
    before = factors(saved(design)["matrices"][0])
    desk.keys("F4", "alt+Return")
    looked = hands.look()
    assert (looked != plain).any(), "the ways, and a preview of the first"
    desk.keys("Return", "ctrl+s")
    desk.wait_for(lambda: factors(saved(design)["matrices"][0]) != before, "the fix")
    desk.keys("ctrl+z", "ctrl+s")
    desk.wait_for(lambda: factors(saved(design)["matrices"][0]) == before, "the fix undone")
    hands.quit()


def test_templates_and_recent_files_open_and_a_wrong_command_line_is_refused(
    desk: Desk, start: Start, design: Path, table: Path, tmp_path: Path
) -> None:
    for words in ((str(tmp_path / "absent.pmatrix"),), (str(design), str(table))):
        assert desk.start(*words).wait(_SECONDS) == 2
    said = desk.errors()
    assert "neither a command nor an existing file" in said
    assert "one word too many" in said
    start(design).quit()
    hands = start()
    titles = ("Ladder", "Variable", "List plus", "Cost doubling", "Empty")
    for place, title in enumerate(titles):
        hands.choose(f"^{title}", "alt+f", "n", *["Down"] * place, "Return")
    hands.choose(design.name, "alt+f", "e", "Return")
    hands.quit()
