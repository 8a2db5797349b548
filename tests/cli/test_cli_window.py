"""The window and the picture from the command line: what is handed on, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

import matrix_designer.gui
from tests.cli.conftest import Run, is_refusal


class Stand:
    """Stands in for the window's composition root and notes what it is asked for."""

    def __init__(self) -> None:
        self.opened: list[list[str]] = []
        self.drawn: list[tuple[object, ...]] = []

    def open_window(self, words: list[str]) -> int:
        self.opened.append(list(words))
        return 0

    def take_screenshot(self, *asked: object) -> None:
        self.drawn.append(asked)


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Stand:
    stand = Stand()
    module = types.ModuleType("matrix_designer.gui.application")
    module.open_window = stand.open_window  # type: ignore[attr-defined]
    module.take_screenshot = stand.take_screenshot  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "matrix_designer.gui.application", module)
    monkeypatch.setattr(matrix_designer.gui, "application", module, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return stand


def test_the_window_opens_empty_on_a_file_and_on_the_sample(
    command: Run, window: Stand, ladder: Path
) -> None:
    for words in ((), (str(ladder),), ("--", str(ladder)), ("--sample",)):
        assert command(*words).status == 0
    assert window.opened == [[], [str(ladder)], [str(ladder)], ["--sample"]]


def test_a_damaged_file_opens_the_window_all_the_same(
    command: Run, window: Stand, tmp_path: Path
) -> None:
    path = tmp_path / "broken.pmatrix"
    path.write_bytes(b"no zip")
    assert command(path).status == 0
    assert window.opened == [[str(path)]]


def test_a_file_named_like_a_command_opens_with_its_folder(
    command: Run, window: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("check").write_text("From,To,Multiplier\n0.01,,2\n")
    assert is_refusal(command("check"))
    assert command("./check").status == 0
    assert command("--", "check").status == 0
    assert window.opened == [["./check"], ["check"]]


@pytest.mark.parametrize("words", [("a", "b"), ("--", "a", "b"), ("--sample", "a"), ("--json",)])
def test_one_word_at_most(command: Run, window: Stand, words: tuple[str, ...]) -> None:
    assert is_refusal(command(*words))
    assert window.opened == []


def test_a_picture_is_asked_for_with_everything(command: Run, window: Stand, ladder: Path) -> None:
    out = ladder.parent / "p.png"
    ran = command("screenshot", ladder, "--out", out, "--json")
    assert ran.status == 0
    assert ran.data == {"file": str(out), "width": 1600, "height": 1000}
    more = ("--theme", "dark", "--size", "1366x768", "--scale", "2", "--sales", ladder)
    ran = command("screenshot", ladder, *more, "--page", "design", "--out", out, "--json")
    assert (ran.data["width"], ran.data["height"]) == (2732, 1536)
    assert window.drawn == [
        (ladder, None, "design", "light", (1600, 1000), 1.0, out),
        (ladder, ladder, "design", "dark", (1366, 768), 2.0, out),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--size", "wide"),
        ("--size", "1600"),
        ("--size", "100x100"),
        ("--size", "99999x1000"),
        ("--size", "-1600x1000"),
        ("--scale", "0"),
        ("--scale", "5"),
        ("--scale", "NaN"),
        ("--theme", "blue"),
        ("--page", "none"),
        ("--sales", "none.csv"),
        ("--out", "p.jpg"),
        ("--out", "."),
    ],
)
def test_a_picture_that_cannot_be_drawn(
    command: Run, window: Stand, ladder: Path, words: tuple[str, ...]
) -> None:
    out = ladder.parent / "p.png"
    assert is_refusal(command("screenshot", ladder, "--out", out, *words))
    assert window.drawn == []


@pytest.mark.skipif(sys.platform != "linux", reason="X displays are Linux's")
def test_a_display_that_does_not_answer_is_told(
    command: Run, window: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    ran = command()
    assert is_refusal(ran)
    assert ":4711" in ran.err
    assert window.opened == []


def test_missing_libraries_are_told(
    command: Run, monkeypatch: pytest.MonkeyPatch, ladder: Path
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delattr(matrix_designer.gui, "application", raising=False)
    monkeypatch.delitem(sys.modules, "matrix_designer.gui.application", raising=False)

    class Missing:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "matrix_designer.gui.application":
                raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(sys, "meta_path", [Missing, *sys.meta_path])
    for words in ((), ("screenshot", ladder, "--out", ladder.parent / "p.png")):
        ran = command(*words)
        assert is_refusal(ran)
        assert "libGL.so.1" in ran.err


def test_every_page_of_the_window_can_be_drawn(tmp_path: Path) -> None:
    design = tmp_path / "d.pmatrix"
    program = [sys.executable, "-m", "matrix_designer"]
    subprocess.run([*program, "new", "--template", "acg-ladder", "--out", str(design)], check=True)
    drawn = []
    for page in ("design", "sales", "compare", "export", "import", "set-aside"):
        out = tmp_path / f"{page}.png"
        words = ["screenshot", str(design), "--page", page, "--size", "1366x768", "--out", str(out)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([*program, *words], check=True, env=environment)
        drawn.append(out.read_bytes())
    assert len(set(drawn)) == len(drawn)
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)


def test_the_import_page_is_drawn_with_the_file_as_it_is_understood(tmp_path: Path) -> None:
    design, odd = tmp_path / "d.pmatrix", tmp_path / "odd.csv"
    program = [sys.executable, "-m", "matrix_designer"]
    subprocess.run([*program, "new", "--template", "acg-ladder", "--out", str(design)], check=True)
    odd.write_text("Teil,EK,VK,Menge\nA1,1.00,2.00,3\nA2,1.50,2.50,1\nA3,2.25,4.50,2\n")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    drawn = []
    for more in ([], ["--sales", str(odd)]):  # a file that could not be imported as it is
        out = tmp_path / f"{len(more)}.png"
        words = ["screenshot", str(design), *more, "--page", "import", "--out", str(out)]
        subprocess.run([*program, *words], check=True, env=environment)
        drawn.append(out.read_bytes())
    assert drawn[0] != drawn[1]
