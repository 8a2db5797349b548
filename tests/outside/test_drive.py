"""The main job in the real window, driven only from outside: keys, mouse, pixels and files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.outside.desk import Desk, Pixels, missing_tools

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}"),
]
ACCENT = (0x1B, 0x57, 0xC8)
FIGURES = slice(30, 104)
TITLE = "sample.pmatrix"


def program(*words: str) -> dict[str, object]:
    result = subprocess.run(
        [sys.executable, "-m", "matrix_designer", *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in result.stderr
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def curve_of(picture: Pixels) -> Pixels:
    """Return the part of the picture below the grid, where the curves are."""
    return picture[560:870, 250:1100]


def accent_columns(part: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return, for each column, the middle row of the accent's pixels (-1: none)."""
    hit = (part == ACCENT).all(axis=2)
    rows = np.arange(hit.shape[0])[:, None]
    count = hit.sum(axis=0)
    middle: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = np.where(
        count > 0, (hit * rows).sum(axis=0) // np.maximum(count, 1), -1
    )
    return middle


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    program("demo", str(folder))
    return folder / TITLE


def test_the_main_job_from_open_to_reopen(desk: Desk, sample: Path, tmp_path: Path) -> None:
    process = desk.start(str(sample))
    window = desk.window(TITLE)
    desk.settled(window, "opened")
    desk.keys("ctrl+Home", *["Down"] * 8, *["Right"] * 4)
    before = desk.settled(window, "before")

    desk.type("+60%")
    typing = desk.settled(window, "typing")
    assert not np.array_equal(before, typing), "the hint shows before anything counts"
    assert np.array_equal(curve_of(before), curve_of(typing)), "nothing counts while typing"

    desk.keys("Return")
    after = desk.settled(window, "after")
    moved = accent_columns(curve_of(after)) - accent_columns(curve_of(before))
    assert (moved > 3).sum() > 5, "the curve of one tier moves down"
    assert not np.array_equal(before[FIGURES], after[FIGURES]), "the figures follow"

    desk.keys("ctrl+z")
    undone = desk.settled(window, "undone")
    assert np.array_equal(curve_of(before), curve_of(undone))
    assert np.array_equal(before[FIGURES], undone[FIGURES])
    desk.keys("ctrl+y", "ctrl+s")
    desk.wait_for(lambda: price_at(sample) == "35.20", "the saved price, 22.00 and 60 %")

    exported = tmp_path / "for the system.csv"
    desk.keys("ctrl+e")
    click_solid_button(desk, window)
    desk.window("Write|Export|Save")
    desk.keys("ctrl+a")
    desk.type(str(exported))
    desk.keys("Return")
    desk.wait_for(lambda: exported.exists() and price_at(exported) == "35.20", "the export")

    desk.window(TITLE)
    desk.keys("ctrl+q")
    assert process.wait(20) == 0
    again = desk.start(str(sample))
    window = desk.window(TITLE)
    desk.settled(window, "reopening")
    desk.keys("ctrl+Home", *["Down"] * 8, *["Right"] * 4)
    reopened = desk.settled(window, "reopened")
    assert np.array_equal(reopened[FIGURES], after[FIGURES])
    desk.keys("ctrl+q")
    assert again.wait(20) == 0


def test_a_file_that_cannot_be_read_leaves_a_window_with_the_sentence(
    desk: Desk, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pmatrix"
    broken.write_bytes(b"PK\x03\x04 this is no archive")
    process = desk.start(str(broken))
    window = desk.window("Matrix Designer")
    picture = desk.settled(window, "broken")
    error = (np.abs(picture.astype(int) - (0xB3, 0x26, 0x1E)).max(axis=2) < 8).sum()
    assert error > 10, "the sentence stands there with the error's icon"
    assert process.poll() is None
    desk.keys("ctrl+q")
    assert process.wait(20) == 0
    assert broken.read_bytes().startswith(b"PK\x03\x04 this")


def price_at(path: Path, cost: str = "22.00") -> object:
    """Return the price that a saved file gives a cost, through the command line."""
    try:
        return program("price", str(path), "--cost", cost)["price"]
    except (ValueError, KeyError):
        return None


def click_solid_button(desk: Desk, window: str) -> None:
    """Click the middle of the page's solid button, found by its colour."""
    picture = desk.settled(window, "page")
    hit = (picture == ACCENT).all(axis=2)
    hit[:, :300] = False
    rows = np.flatnonzero(hit.sum(axis=1) > 60)
    columns = np.flatnonzero(hit[rows].any(axis=0))
    assert rows.size, "no solid button"
    desk.click_in(window, int(np.median(columns)), int(np.median(rows)))
