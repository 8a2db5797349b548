"""The Export page: what goes into the DMS, the same to the cent.

Lists profiles and shows what an export did. Knows no file; writing is asked for by a signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.core.target import Target
from matrix_designer.formats.profiles import Profile
from matrix_designer.gui.controls import (
    RING,
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    paint_row_ground,
    restyle,
)
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.numbers import local_numbers
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import TextSize, Theme

if TYPE_CHECKING:
    from matrix_designer.formats.render import ExportResult

_LIST = 320
_ROW = 44
_TEXT = 620


class ExportPage(QWidget):
    """Profiles at the left, the chosen one at the right.

    `write_requested(profile)`: ask for a file and write it. `write_anyway_requested(profile)`:
    write although prices change.
    """

    write_requested = Signal(object)
    write_anyway_requested = Signal(object)

    def __init__(
        self, profiles: Sequence[Profile], theme: Theme, parent: QWidget | None = None
    ) -> None:
        """List the profiles; the first is chosen."""
        super().__init__(parent)
        self._profiles = {profile.id: profile for profile in profiles}
        self._chosen = profiles[0]
        fill_ground(self, theme.colours.surface)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_list(profiles, theme))
        row.addWidget(Hairline(theme, is_upright=True))
        row.addWidget(self._make_sheet(theme), 1)
        self.choose(profiles[0].id)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def choose(self, name: str) -> None:
        """Show another profile."""
        profile = self._profiles[name]
        self._chosen = profile
        for row in self._rows:
            row.set_current(is_current=row.profile is profile)
        self._title.setText(profile.title)
        self._kind.setText(f"{profile.kind.capitalize()}, {describe_grade(profile.grade)}")
        self._note.setText(profile.note)
        self._limits.setText(describe_limits(profile.target))
        self._outcome.clear()

    def show_result(self, result: ExportResult) -> None:
        """Say what an export did."""
        self._outcome.show_result(result, self._chosen)

    def _make_list(self, profiles: Sequence[Profile], theme: Theme) -> QWidget:
        pane = QWidget()
        pane.setFixedWidth(_LIST)
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 20, 12, 12)
        column.setSpacing(2)
        head = Text("Write the matrix for", theme, size=TextSize.TITLE, is_semibold=True)
        head.setContentsMargins(10, 0, 0, 8)
        column.addWidget(head)
        self._rows = [ProfileRow(profile, theme) for profile in profiles]
        for row in self._rows:
            row.chosen.connect(self.choose)
            column.addWidget(row)
        column.addStretch(1)
        return pane

    def _make_sheet(self, theme: Theme) -> QWidget:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        margin = theme.metrics.page_margin
        column.setContentsMargins(margin - RING, 20, margin, margin)
        column.setSpacing(6)
        self._title = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._kind = Text("", theme, role="muted")
        self._note = Text("", theme, role="text2")
        self._limits = Text("", theme, role="text2")
        for text in (self._title, self._kind, self._note, self._limits):
            text.setWordWrap(True)
            text.setMaximumWidth(_TEXT)
            text.setContentsMargins(RING, 0, 0, 0)
            column.addWidget(text)
        column.addSpacing(10)
        self._write = Button("Write the file…", ButtonKind.SOLID, theme)
        self._write.setToolTip("Check every price, then choose where the file goes")
        self._write.clicked.connect(self._on_write)
        column.addWidget(self._write)
        proof = Text(
            "The file is read again and priced before it counts: at every cent up to $10,000, and "
            "above that wherever the two could differ. "
            "Nothing is written when a price would change.",
            theme,
            size=TextSize.CAPTION,
            role="muted",
        )
        proof.setWordWrap(True)
        proof.setMaximumWidth(_TEXT)
        proof.setContentsMargins(RING, 0, 0, 0)
        column.addWidget(proof)
        column.addSpacing(14)
        self._outcome = Outcome(theme)
        self._outcome.anyway_requested.connect(self._on_anyway)
        column.addWidget(self._outcome)
        column.addStretch(1)
        return sheet

    def _on_write(self) -> None:
        self.write_requested.emit(self._chosen)

    def _on_anyway(self) -> None:
        self.write_anyway_requested.emit(self._chosen)


class Outcome(QWidget):
    """What an export did: written and proven, or refused with what would be lost."""

    anyway_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Start with nothing to say."""
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._head = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        self._body = Text("", theme, role="text2")
        for text in (self._head, self._body):
            text.setWordWrap(True)
            text.setMaximumWidth(_TEXT)
            text.setContentsMargins(RING, 0, 0, 0)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(text)
        self._anyway = Button("Write it all the same", ButtonKind.OUTLINE, theme)
        self._anyway.clicked.connect(self.anyway_requested)
        column.addWidget(self._anyway)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)

    def clear(self) -> None:
        """Say nothing."""
        self.hide()

    def show_result(self, result: ExportResult, profile: Profile) -> None:
        """Say what was written and proven, or why nothing was."""
        changed = counted(result.changed_prices, "price")
        proven = local_numbers().count(result.proven)
        lines = []
        if result.is_refused:
            self._head.setText(f"Nothing was written: {changed} would change")
            lines.append(f"Of {proven} prices that were proven for {profile.title}.")
        else:
            files = ", ".join(str(file) for file in result.files)
            self._head.setText(f"Wrote {counted(result.rows, 'tier')}")
            lines.append(files)
            same = "all the same to the cent" if not result.changed_prices else f"{changed} differ"
            lines.append(f"Read back and priced at {proven} costs: {same}.")
        for loss in result.losses:
            count = "" if loss.is_beside else f"; {counted(loss.changed, 'price')} of it"
            lines.append(f"Lost: {loss.feature} ({loss.detail}{count})")
        self._body.setText("\n".join(lines))
        self._anyway.setVisible(result.is_refused)
        self.show()


class ProfileRow(QAbstractButton):
    """One profile: title over kind and grade. `chosen(id)`."""

    chosen = Signal(str)

    def __init__(self, profile: Profile, theme: Theme) -> None:
        """Show a profile."""
        super().__init__()
        self.profile = profile
        self._is_current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{profile.title}, {profile.kind}")
        self.setToolTip(profile.note)
        self.clicked.connect(self._on_clicked)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(theme.px(_ROW))
        self.update()

    def set_current(self, *, is_current: bool) -> None:
        """Stand for the profile that is shown."""
        self._is_current = is_current
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for two lines."""
        return QSize(200, self._theme.px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        paint_row_ground(painter, self, self._theme, c.window, is_current=self._is_current)
        ink = c.accent if self._is_current else c.text2
        px, icon = self._theme.px, self._theme.metrics.icon
        draw_icon(painter, "file-output", ink, QRectF(px(12), px(14), icon, icon))
        room = self.width() - px(50)
        for base, text, font, colour in (
            (19, self._name(), self._theme.font(is_semibold=self._is_current), c.text),
            (35, self.profile.kind, self._theme.font(TextSize.CAPTION), c.muted),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(px(40), px(base)), shown)
        painter.end()

    def _name(self) -> str:
        """Return the title without the kind, which stands under it."""
        return self.profile.title.removesuffix(f", {self.profile.kind}")

    def _on_clicked(self) -> None:
        self.chosen.emit(self.profile.id)


def describe_grade(grade: str) -> str:
    """Say in words how well a layout is known."""
    if grade == "own":
        return "our own layout"
    return f"layout known to grade {grade}" if len(grade) == 1 else grade


def describe_limits(target: Target) -> str:
    """Say in one sentence what a target can hold."""
    limits = []
    if target.max_levels is not None:
        limits.append(f"at most {counted(target.max_levels, 'level')}")
    if target.decimals is not None:
        limits.append(counted(target.decimals, "decimal"))
    if target.max_name is not None:
        limits.append(f"names up to {counted(target.max_name, 'letter')}")
    if not target.cap_rules:
        limits.append("no cap")
    if not target.has_rails:
        limits.append("no guard rails")
    if not target.has_endings:
        limits.append("no price endings")
    return f"Holds: {', '.join(limits)}." if limits else "Holds everything that a matrix has."
