"""Settings: what is remembered, and that a broken file counts as empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from matrix_designer.session.recent_figures import RecentFigures, figures_text, read_figures
from matrix_designer.session.settings import RECENT_LIMIT, Settings


def test_what_is_set_is_read_again(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    file = tmp_path / "settings.ini"
    first = Settings(file)
    first.appearance = "dark"
    first.geometry = QByteArray(b"\x01\x02")
    first.folder = tmp_path
    first.remember(tmp_path / "a.pmatrix")
    del first
    second = Settings(file)
    assert second.appearance == "dark"
    assert second.geometry == QByteArray(b"\x01\x02")
    assert second.folder == tmp_path
    assert second.recent == (tmp_path / "a.pmatrix",)


def test_recent_files_are_newest_first_once_each_and_few(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    settings = Settings(tmp_path / "settings.ini")
    for number in range(RECENT_LIMIT + 3):
        settings.remember(tmp_path / f"{number}.pmatrix")
    settings.remember(tmp_path / "5.pmatrix")
    names = [file.name for file in settings.recent]
    assert names[0] == "5.pmatrix"
    assert len(names) == len(set(names)) == RECENT_LIMIT


def test_a_broken_file_counts_as_empty(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    file = tmp_path / "settings.ini"
    file.write_bytes(b"\xff\x00[[[=\nappearance=purple\nrecent=\x01")
    settings = Settings(file)
    assert settings.appearance == "system"
    assert settings.geometry == QByteArray()


def figures(number: int) -> RecentFigures:
    return RecentFigures(number, 10**18, 48.25, 1, 2, 3)


def test_what_a_recent_file_came_to_is_kept_with_it_and_forgotten_with_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    assert qtbot
    settings = Settings(tmp_path / "settings.ini")
    first = tmp_path / "first.pmatrix"
    settings.remember(first, figures(1))
    settings.remember(tmp_path / "second.pmatrix")
    settings.remember(first)
    again = Settings(tmp_path / "settings.ini")
    assert again.recent_figures == {first: figures(1)}
    for number in range(RECENT_LIMIT):
        settings.remember(tmp_path / f"{number}.pmatrix", figures(number))
    assert first not in settings.recent_figures
    assert len(settings.recent_figures) == RECENT_LIMIT
    settings.forget_recent()
    assert settings.recent_figures == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"/a": 5}',
        '{"/a": [1, 2, "much", 0, 0, 0]}',
        '{"/a": [1, 2, 48.0, 0, 0]}',
        '{"/a": [1, 2, NaN, 0, 0, 0]}',
        '{"/a": [1, 2, 48.0, -1, 0, 0]}',
        '{"/a": [1, 1e400, 48.0, 0, 0, 0]}',
        "[" * 100_000,
    ],
)
def test_a_text_that_holds_no_figures_holds_none(text: str) -> None:
    assert read_figures(text) == {}
    assert figures_text({Path("/a"): figures(1)}) != text
