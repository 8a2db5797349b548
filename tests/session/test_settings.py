"""Settings: what is remembered, and that a broken file counts as empty."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

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
