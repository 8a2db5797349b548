"""What pages have over their lists and under them: sentences beside buttons, links in a row.

Knows texts, buttons and actions; it does not know what a page is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from matrix_designer.gui.controls import Button, ButtonKind, Text
from matrix_designer.gui.theme import Theme


def page_head(texts: Iterable[Text], buttons: Iterable[Button], spacing: int = 12) -> QHBoxLayout:
    """Return texts over each other, wrapped, and at the right of them buttons."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    words = QVBoxLayout()
    words.setSpacing(4)
    for text in texts:
        text.setWordWrap(True)
        words.addWidget(text)
    row.addLayout(words, 1)
    for button in buttons:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row


def verb_button(action: QAction, kind: ButtonKind, tip: str, theme: Theme) -> Button:
    """Return a button that does what an action does, under its name."""
    button = Button(action.text().replace("&", ""), kind, theme)
    button.setToolTip(tip)
    button.clicked.connect(action.trigger)
    return button


def verb_links(tips: Mapping[QAction, str], theme: Theme) -> dict[QAction, Button]:
    """Return a link for each of some actions."""
    return {
        action: verb_button(action, ButtonKind.LINK, tip, theme) for action, tip in tips.items()
    }


def link_row(links: Iterable[Button]) -> QHBoxLayout:
    """Return links beside each other, from the left on."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for link in links:
        row.addWidget(link)
    return row
