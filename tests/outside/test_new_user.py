"""A new user at the real window: keys as a keyboard sends them, quitting, files that are broken."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.faults import hostile_files
from tests.outside.desk import Desk, missing_tools

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}"),
]
ERROR = (0xB3, 0x26, 0x1E)
TABLE = "From,To,Multiplier\n0.01,10.00,2.50\n10.01,25.00,1.98\n25.01,,1.75\n"
_SECONDS = 20


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "matrix_designer", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def tiers(path: Path) -> list[str]:
    """Return a saved design's factors as typed, read from the file without the program."""
    with zipfile.ZipFile(path) as archive:
        design = json.loads(archive.read("design.json"))["design"]
    return [tier["factor"]["text"] for tier in design["matrices"][0]["tiers"]]


@pytest.fixture
def design(tmp_path: Path) -> Path:
    table, path = tmp_path / "table.csv", tmp_path / "mine.pmatrix"
    table.write_text(TABLE)
    assert run("read", str(table), "--out", str(path)).returncode == 0
    return path


def test_keys_as_a_keyboard_sends_them(desk: Desk, design: Path) -> None:
    process = desk.start(str(design))
    window = desk.window("mine.pmatrix")
    desk.settled(window, "opened")
    desk.keys("ctrl+Home", "Right", "Right", "Right", "Down")
    desk.type("75%")
    desk.keys("Return", "Right", "Return")
    desk.keys("Up", "ctrl+plus", "ctrl+s")
    wanted = ["×2.50", "75% of cost", "75% of cost", "×1.75"]
    desk.wait_for(lambda: tiers(design) == wanted, "a tier more, and the percent as answered")
    desk.type("60%")
    desk.keys("Return", "ctrl+s")
    desk.wait_for(lambda: "60% of cost" in tiers(design), "the percent that is not asked again")
    desk.keys(*["ctrl+z"] * 5, "ctrl+s")
    desk.wait_for(lambda: tiers(design) == ["×2.50", "×1.98", "×1.75"], "undo to the start")
    desk.keys(*["ctrl+y"] * 5, "ctrl+s")
    desk.wait_for(lambda: "60% of cost" in tiers(design), "redo to the end")
    desk.keys("ctrl+q")
    assert process.wait(_SECONDS) == 0


def test_quitting_with_unsaved_changes_in_all_three_answers(desk: Desk, design: Path) -> None:
    process = desk.start(str(design))
    window = desk.window("mine.pmatrix")
    desk.settled(window, "opened")
    desk.keys("ctrl+Home", "Right", "Right", "Right")
    desk.type("x3.00")
    desk.keys("Return", "ctrl+q")
    desk.window("Unsaved")
    desk.keys("Escape")
    desk.window("mine.pmatrix")
    assert process.poll() is None
    desk.keys("ctrl+q")
    desk.window("Unsaved")
    desk.keys("Return")
    assert process.wait(_SECONDS) == 0, "the solid answer saves"
    assert tiers(design)[0] == "x3.00"

    again = desk.start(str(design))
    window = desk.window("mine.pmatrix")
    desk.settled(window, "again")
    desk.keys("ctrl+Home", "Right", "Right", "Right")
    desk.type("x4.00")
    desk.keys("Return", "ctrl+q")
    desk.window("Unsaved")
    desk.keys("shift+Tab", "space")
    assert again.wait(_SECONDS) == 0
    assert tiers(design)[0] == "x3.00", "the answer beside it does not"


@pytest.mark.parametrize("name", ["zip-bomb", "nul", "open quote"])
def test_a_hostile_file_is_refused_at_every_command_and_shown_in_the_window(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    if name in hostile_files.WORKBOOKS:
        path = tmp_path / f"{name}.xlsx"
        hostile_files.WORKBOOKS[name](path)
    else:
        path = tmp_path / f"{name}.csv"
        path.write_bytes(hostile_files.TEXTS[name][0])
    for words in (
        ("check", str(path)),
        ("import", str(path), "--out", str(tmp_path / "out.parquet")),
        ("read", str(path), "--out", str(tmp_path / "out.pmatrix")),
    ):
        result = run(*words)
        assert result.returncode == 2, words
        assert path.name in result.stderr
        assert "Traceback" not in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert not list(tmp_path.glob("out.*"))

    process = desk.start(str(path))
    window = desk.window("Matrix Designer")
    ink: list[int] = []

    def is_said() -> bool:
        picture = desk.settled(window, "refused")
        ink.append(int((np.abs(picture.astype(int) - ERROR).max(axis=2) < 8).sum()))
        return ink[-1] > 10

    desk.wait_for(is_said, "the sentence in the window")
    assert process.poll() is None
    desk.keys("ctrl+q")
    assert process.wait(_SECONDS) == 0
