"""The help page: topics at the left, their text at the right, a field that searches all of them.

Shows shipped texts and the window's own keys. Knows no design, and no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.gui.controls import Button, ButtonKind, Hairline, Text, fill_ground, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.help_texts import KEYS, TOPICS, matches, read_topic
from matrix_designer.gui.pages.help_topics import TopicPainter
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.shortcuts import Shortcut, as_html, searched
from matrix_designer.gui.theme import TextSize, Theme

_LIST, _WIDEST, _ROW = 220, 780, 28


class HelpPage(QWidget):
    """Help. `left()`: back to where one came from."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build the page on its first topic; `show_shortcuts` fills the page of keys."""
        super().__init__(parent)
        self._theme = theme
        self._lines: Sequence[Shortcut] = ()
        self._topic, self._anchor = TOPICS[0].key, ""
        self._title = Text("Help", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._field = Field("Search in help", "Words to look for in all pages (Ctrl+F)", theme)
        self._field.setPlaceholderText("Search")
        self._field.textChanged.connect(self._on_searched)
        self._field.left_by_key.connect(self._on_field_left)
        self._back = Button("Back", ButtonKind.OUTLINE, theme)
        self._back.setToolTip("Back to the window (Esc)")
        self._back.clicked.connect(self.left)
        self._topics = QListWidget()
        self._topics.setAccessibleName("Topics")
        self._topics.setToolTip("The pages of help")
        self._topics.setFrameShape(QFrame.Shape.NoFrame)
        self._topics.setMouseTracking(True)
        self._painter = TopicPainter(theme, self._topics)
        self._topics.setItemDelegate(self._painter)
        self._topics.currentItemChanged.connect(self._on_topic_chosen)
        self._text = QTextBrowser()
        self._text.setAccessibleName("Help text")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._on_link)
        self._build()
        self._list_topics()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._topics.setFont(theme.font())
        self._painter.theme = theme
        self._topics.setFixedWidth(theme.px(_LIST))
        for place in range(self._topics.count()):
            self._topics.item(place).setSizeHint(QSize(0, theme.px(_ROW)))
        self._field.setFixedWidth(theme.px(_LIST))
        self._text.setMaximumWidth(theme.px(_WIDEST))
        self._text.setFont(theme.font())
        for area in (self._topics, self._text):
            bar = area.verticalScrollBar()
            if isinstance(bar, ThinScrollBar):
                bar.set_theme(theme)
        self._show()

    def show_shortcuts(self, lines: Sequence[Shortcut]) -> None:
        """Take the keys that the window has now."""
        self._lines = lines
        if self._topic == KEYS:
            self._show()

    def open_topic(self, topic: str, anchor: str = "") -> None:
        """Show a topic, at an entry of it."""
        if self._field.text():
            self._field.clear()
        self._topic, self._anchor = topic, anchor
        self._mark()
        self._show()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown(self) -> str:
        """The text that stands there, without its form."""
        return self._text.toPlainText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; what is typed is searched for, wherever the keyboard is."""
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.text().strip() and event.text().isprintable() and not held:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.setText(self._field.text() + event.text())
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        margin = self._theme.metrics.page_margin
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(margin, 16, margin, 16)
        head.setSpacing(16)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._field)
        head.addWidget(self._back)
        column.addLayout(head)
        column.addWidget(Hairline(self._theme))
        row = QHBoxLayout()
        row.setContentsMargins(margin - 8, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._topics)
        row.addWidget(Hairline(self._theme, is_upright=True))
        row.addWidget(self._text, 1)
        row.addStretch(0)
        column.addLayout(row, 1)
        for area in (self._topics, self._text):
            area.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, self._theme))

    def _list_topics(self) -> None:
        """List the topics that have what is searched for."""
        words = self._field.text().split()
        self._topics.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._topics.clear()
        for topic in TOPICS:
            if matches(f"{topic.title} {self._html(topic.key)}", words):
                item = QListWidgetItem(topic.title, self._topics)
                item.setData(Qt.ItemDataRole.UserRole, topic.key)
                item.setSizeHint(QSize(0, self._theme.px(_ROW)))
        self._topics.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._mark()

    def _mark(self) -> None:
        """Mark the topic that is shown, or show the first one that is left."""
        self._topics.blockSignals(True)  # noqa: FBT003 - Qt's own
        for place in range(self._topics.count()):
            item = self._topics.item(place)
            if item is not None and item.data(Qt.ItemDataRole.UserRole) == self._topic:
                self._topics.setCurrentRow(place)
                break
        self._topics.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _html(self, topic: str) -> str:
        if topic == KEYS:
            return as_html(searched(self._lines, self._field.text().split()))
        return read_topic(topic)

    def _show(self) -> None:
        """Write the topic, in the colours and sizes of the theme."""
        theme = self._theme
        colours = theme.colours
        body = theme.base.pointSizeF() * theme.zoom
        document = self._text.document()
        document.setDocumentMargin(theme.px(16))
        document.setDefaultStyleSheet(
            f"body, td, p, li {{ color: {colours.text.name()}; font-size: {body * 1.1:.1f}pt; }}"
            f"h1 {{ font-size: {body * TextSize.HEADLINE.value:.1f}pt; font-weight: 600; }}"
            f"h2 {{ font-size: {body * TextSize.TITLE.value * 1.1:.1f}pt; font-weight: 600; }}"
            f"h3 {{ font-size: {body * 1.1:.1f}pt; font-weight: 600; }}"
            f"a {{ color: {colours.accent.name()}; text-decoration: none; }}"
            f"i {{ color: {colours.muted.name()}; font-style: normal; }}"
        )
        self._text.setHtml(f"<body>{self._html(self._topic)}</body>")
        if self._anchor:
            self._text.scrollToAnchor(self._anchor)
        words = self._field.text().split()
        if words:
            self._text.find(words[0], QTextDocument.FindFlag(0))

    def _on_topic_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._topic, self._anchor = str(item.data(Qt.ItemDataRole.UserRole)), ""
            self._show()

    def _on_link(self, link: QUrl) -> None:
        topic, _, anchor = link.toString().partition("#")
        self.open_topic(topic, anchor)

    def _on_field_left(self, key: int) -> None:
        """Leave with Esc, go into the topics with Down."""
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Down:
            self._topics.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_searched(self, text: str) -> None:
        self._anchor = ""
        self._list_topics()
        if not self._topics.count():
            self._text.setHtml(f"<body><p>Nothing has “{escape(text)}”.</p></body>")
            return
        if self._topics.currentRow() < 0:
            self._topics.setCurrentRow(0)
        else:
            self._show()
