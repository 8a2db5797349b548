"""Where the keyboard goes on a page that somebody turned to.

Knows the order of the Tab key; not what a page is for.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def go_into(page: QWidget) -> None:
    """Give the focus to the first control of a page that Tab would reach."""
    shown = page.nextInFocusChain()
    while shown is not None and shown is not page:
        takes_tab = bool(shown.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and page.isAncestorOf(shown) and shown.isVisible() and shown.isEnabled():
            shown.setFocus(Qt.FocusReason.TabFocusReason)
            return
        shown = shown.nextInFocusChain()
