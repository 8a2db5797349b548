"""One letter, one command: no two entries of a menu share the key that is underlined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from matrix_designer.gui.application import Program

Opened = Callable[[Path], None]


def menus(actions: list[QAction], name: str) -> Iterator[tuple[str, list[QAction]]]:
    """Walk through a menu and all that open from it."""
    yield name, actions
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from menus(menu.actions(), menu.title())


def test_no_two_entries_of_a_menu_share_a_letter(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    bar = program.window.findChild(QMenuBar)
    assert bar is not None
    count, twice = 0, []
    for name, actions in menus(bar.actions(), "the menu bar"):
        letters = [QKeySequence.mnemonic(action.text()).toString() for action in actions]
        counts = Counter(letter for letter in letters if letter)
        count += len(counts)
        twice += [f"{letter} in {name}" for letter, times in counts.items() if times > 1]
    assert not twice
    assert count > 50
