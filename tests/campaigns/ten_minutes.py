"""A demonstration in the real window, driven from outside, with a picture of every step.

Run: PYTHONPATH=. python tests/campaigns/ten_minutes.py [FOLDER]
A consultant starts the program, opens the sample dealership, smooths the prices that fall, types
a goal that is out of reach, drags factors on the curve until it is met, shows before and after in
the presentation, saves and exports. Only keys, the mouse, pixels and files are used; what was
saved is read again through the command line. The pictures go to FOLDER. Prints what each step
showed and the longest time for which the window's event loop was away; exit 1 where a step does
not show what it should, or the loop was away for 100 ms of processor time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.outside.desk import Desk, Pixels, missing_tools

SIZE = (1600, 960)
GOAL = "49.5"
_ACCENT, _TINT = (0x1B, 0x57, 0xC8), (0xE8, 0xEF, 0xFC)
_FIGURES = slice(30, 104)
_GOAL_LABEL = (318, 47)
_NOWHERE = (1000, 15)
_GP_PANE = (slice(590, 772), slice(290, 1280))
_CURVES = (slice(590, 905), slice(290, 1280))
_DOT = 6
_RAISE = 9
_MOST_DRAGS = 12
_PATIENCE = 20
LONGEST_GAP = 100.0
"""Milliseconds of processor time."""


@dataclass
class Told:
    """What the drive showed, step by step."""

    shown: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    gap: tuple[float, float] = (0.0, 0.0)
    """The longest gap of the event loop, in milliseconds of wall and of processor time."""

    def expect(self, what: str, *, is_so: bool) -> None:
        """Note what a step should show, and whether it did."""
        (self.shown if is_so else self.wrong).append(what)


class Demonstration:
    """The program on a desk, from its start page to the file that it exports."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        """Start the program; pictures and files go to the folder."""
        self._desk, self._folder = desk, folder
        self._saved = folder / "demonstration.pmatrix"
        self._exported = folder / "for the system.csv"
        self._pictures = 0
        self.told = Told()
        self._gap = folder / "gap.txt"
        self._process = desk.start(str(self._gap), module="tests.campaigns._watched")
        self._window = desk.window("Matrix Designer")
        desk.resize(self._window, *SIZE)

    def run(self) -> Told:
        """Lead through the whole demonstration."""
        self._open_the_sample()
        self._smooth()
        self._meet_the_goal()
        self._present()
        self._write()
        self._desk.keys("ctrl+q")
        self.told.expect("quitting ends it at once", is_so=self._process.wait(_PATIENCE) == 0)
        wall, processor = self._gap.read_text(encoding="utf-8").split()
        self.told.gap = float(wall), float(processor)
        self.told.expect("no fault was met", is_so="Traceback" not in self._desk.errors())
        return self.told

    def _open_the_sample(self) -> None:
        page = self._look("start page")
        self._desk.click_in(self._window, *_middle_of(page, _TINT))
        self._window = self._desk.window("Harbor Motors")
        dots = _dots(self._look("sample dealership"))
        self.told.expect("every tier has a handle on the curve", is_so=len(dots) >= 10)

    def _smooth(self) -> None:
        before = self._look("prices that fall")
        self._desk.keys("ctrl+shift+i")
        after = self._look("smoothed")
        self.told.expect("smoothing changes the curve", is_so=_differ(before, after, _CURVES))

    def _meet_the_goal(self) -> None:
        self._desk.click_in(self._window, *_GOAL_LABEL)
        self._desk.keys("ctrl+a")
        self._desk.type(GOAL)
        self._desk.keys("Return")
        self._save()
        self._look("goal typed")
        self.told.expect(
            "the goal that was typed is missed", is_so=self._gp_percent() < float(GOAL)
        )
        for number in range(_MOST_DRAGS):
            self._raise_a_dot(number)
            self._desk.keys("ctrl+s")
            if self._gp_percent() >= float(GOAL):
                break
        self._look("goal met")
        self.told.expect("dragging meets the goal", is_so=self._gp_percent() >= float(GOAL))

    def _raise_a_dot(self, number: int) -> None:
        """Drag one of the dots over the dear half of the curve up by some pixels."""
        self._desk.point_in(self._window, *_NOWHERE)
        before = self._desk.settled(self._window, "before a drag")
        dots = [dot for dot in _dots(before) if 700 < dot[0] < 1000]
        x, y = dots[number % len(dots)]
        self._desk.drag_in(self._window, (x, y), (x, y - _RAISE))
        after = self._desk.settled(self._window, "after a drag")
        what = f"a drag of the handle at {x}, {y} moves figures"
        self.told.expect(what, is_so=_differ(before, after, (_FIGURES,)))

    def _present(self) -> None:
        self._desk.keys("F11")
        after = self._look("presentation, after")
        self._desk.keys("space")
        before = self._look("presentation, before")
        changed = np.flatnonzero((before != after).any(axis=(1, 2)))
        self.told.expect("before and after differ", is_so=changed.size > 0)
        self._desk.keys("space")
        again = self._look("presentation, after again")
        self.told.expect(
            "the way back is the same picture", is_so=np.array_equal(again[190:], after[190:])
        )
        self._desk.keys("Escape")

    def _write(self) -> None:
        self._desk.keys("ctrl+e")
        page = self._look("export")
        solid = (page == _ACCENT).all(axis=2)
        solid[:, :300] = False
        rows = np.flatnonzero(solid.sum(axis=1) > 60)
        columns = np.flatnonzero(solid[rows].any(axis=0))
        self._desk.click_in(self._window, int(np.median(columns)), int(np.median(rows)))
        self._name_a_file(self._exported)
        self._desk.wait_for(self._exported.exists, "the export")
        self._look("exported")
        same = [_price(path, "22.00") for path in (self._saved, self._exported)]
        self.told.expect(f"$22.00 sells for {same[0]} in both files", is_so=same[0] == same[1])

    def _save(self) -> None:
        self._desk.keys("ctrl+s")
        self._name_a_file(self._saved)
        self._desk.wait_for(self._saved.exists, "the saved design")

    def _name_a_file(self, path: Path) -> None:
        self._desk.window("Write|Export|Save")
        self._desk.keys("ctrl+a")
        self._desk.type(str(path))
        self._desk.keys("Return")

    def _gp_percent(self) -> float:
        """Return what the saved design earns, through the command line."""
        return float(_answer("replay", str(self._saved))["replayed"]["gp_percent"])

    def _look(self, name: str) -> Pixels:
        """Wait for the window to rest, keep a picture of it and return it."""
        self._pictures += 1
        picture = self._desk.settled(self._window, name)
        title = f"{self._pictures:02} {name}.png"
        self._desk.save_picture(self._window, self._folder / title)
        return picture


def _answer(*words: str) -> dict[str, Any]:
    """Run a command and return what it answers."""
    command = [sys.executable, "-m", "matrix_designer", *words, "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def _price(path: Path, cost: str) -> object:
    return _answer("price", str(path), "--cost", cost)["price"]


def _middle_of(picture: Pixels, colour: tuple[int, int, int]) -> tuple[int, int]:
    """Return the middle (x, y) of all pixels of a colour."""
    rows, columns = np.nonzero((picture == colour).all(axis=2))
    assert rows.size, f"nothing is {colour}"
    return int(columns.min() + columns.max()) // 2, int(rows.min() + rows.max()) // 2


def _differ(one: Pixels, other: Pixels, part: tuple[slice, ...]) -> bool:
    return not np.array_equal(one[part], other[part])


def _dots(picture: Pixels) -> list[tuple[int, int]]:
    """Return the middles (x, y) of the handles on the GP % curve: rings with a hole."""
    down, across = _GP_PANE
    hit = np.abs(picture[down, across].astype(int) - _ACCENT).max(axis=2) < 60
    hit[-_DOT:] = False
    found: list[tuple[int, int]] = []
    for column in range(hit.shape[1] - _DOT):
        rows = np.flatnonzero(hit[:, column])
        if not rows.size:
            continue
        near = rows[rows < rows[0] + _DOT + 4]
        is_ring = near[-1] - near[0] == _DOT - 1 and near.size < _DOT
        middle = int(near[0]) + _DOT // 2
        is_on_tread = hit[middle, max(column - _DOT, 0)] and hit[middle, column + _DOT - 1]
        place = (across.start + column, down.start + middle)
        if is_ring and is_on_tread and (not found or place[0] - found[-1][0] > 3):
            found.append(place)
    return found


def drive(folder: Path) -> Told:
    """Lead through the demonstration on a display of its own."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    with Desk(home) as desk:
        return Demonstration(desk, folder).run()


def main(words: Sequence[str]) -> int:
    """Run the drive and print what it showed."""
    if missing := missing_tools():
        sys.stdout.write(f"needs {', '.join(missing)}\n")
        return 1
    folder = Path(words[0]) if words else Path(tempfile.mkdtemp(prefix="demonstration-"))
    folder.mkdir(parents=True, exist_ok=True)
    told = drive(folder)
    lines = [*told.shown, *(f"NOT SO: {what}" for what in told.wrong), f"pictures: {folder}"]
    wall, processor = told.gap
    lines.append(
        f"longest gap of the event loop: {wall:.0f} ms, {processor:.0f} ms of processor time"
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if told.wrong or processor >= LONGEST_GAP else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
