"""Where the keyboard goes when somebody turns to another page.

Knows the order of the Tab key; not what a page is for.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow(page: QWidget) -> None:
    """Let the keyboard follow to a page.

    It goes where it was on that page, else to the first control that Tab would reach.
    """
    now = page.window().focusWidget()
    if now is not None and (page.isAncestorOf(now) or now is page):
        return
    before = page.focusWidget()
    if before is not None and before.isVisible():
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return
    shown = page.nextInFocusChain()
    while shown is not None and shown is not page:
        takes_tab = bool(shown.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and page.isAncestorOf(shown) and shown.isVisible() and shown.isEnabled():
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        shown = shown.nextInFocusChain()
