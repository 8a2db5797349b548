"""No key asks for two things: the window's actions and the grid's own keys side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence

from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.keys import KEYS
from matrix_designer.gui.shortcuts import plain_text

Opened = Callable[[Path], None]


def test_no_key_of_the_window_and_its_grid_asks_for_two_things(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for action in program.window.findChildren(QAction):
        if action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
            for keys in action.shortcuts():
                asked[keys.toString()].add(first_word(plain_text(action.text())))
    for (key, modifiers), command in KEYS.items():
        text = QKeySequence(QKeyCombination(modifiers, key)).toString()
        asked[text].add(first_word(command.value))
    assert len(asked) > 50
    assert {keys: words for keys, words in asked.items() if len(words) > 1} == {}


def first_word(text: str) -> str:
    """Return what is done: the grid inserts, and the menu inserts a tier."""
    return text.casefold().split()[0]


def test_no_key_of_the_window_is_a_letter_that_alt_gr_types(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    keys = {
        one.toString(QKeySequence.SequenceFormat.PortableText)
        for action in program.window.findChildren(QAction)
        for one in action.shortcuts()
    }
    typed = [key for key in keys if key.startswith("Ctrl+Alt+") and key[-1].isalnum()]
    assert not typed, "Ctrl+Alt is AltGr there, which types a letter on many keyboards"
