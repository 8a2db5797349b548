"""The Import page: the first lines of a sales file as they are, and how they are understood.

Shows a file that was looked at and hands on what a person wishes; it reads nothing itself, and
nothing is imported before somebody says so.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.formats.columns import FIELDS
from matrix_designer.formats.import_changes import with_column
from matrix_designer.gui.controls import (
    RING,
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    restyle,
)
from matrix_designer.gui.import_words import field_name
from matrix_designer.gui.imports import Imports
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.pages.import_rows import describe_looked, rows_of
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.import_cuts import ImportCuts
from matrix_designer.gui.panels.import_fields import ImportFields
from matrix_designer.gui.panels.import_question_bar import ImportQuestionBar
from matrix_designer.gui.panels.left_out import LeftOutList
from matrix_designer.gui.panels.page_head import page_head
from matrix_designer.gui.panels.scrolled_sheet import ScrolledSheet
from matrix_designer.gui.panels.text_grid import TextGrid
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.importing import Looked
from matrix_designer.session.settings import Settings

_MAPPINGS = "Mappings (*.toml);;All files (*)"
_NONE = ""
_BOTH = 1_000
"""The width from which the columns stand beside the lines."""
_LEAST_LINES = 200
_MOST_WIDTH = 16_777_215


class ImportPage(QWidget):
    """A file of sales before it is imported.

    `left()`: back to the document. `file_wanted()`: another file is to be chosen.
    """

    help_anchor = "columns"
    left = Signal()
    file_wanted = Signal()

    def __init__(
        self,
        imports: Imports,
        desk: JobDesk,
        settings: Settings,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Show the file that was looked at last, and follow what is looked at from now on."""
        super().__init__(parent)
        self._imports = imports
        self._desk = desk
        self._settings = settings
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "file-input",
            "No file to look at",
            "Choose a sales file, drop one on this window,\n"
            "or copy the lines in Excel and paste them here (Ctrl+V).",
            "Choose a file…",
            theme,
        )
        self._empty.button.setToolTip("Choose a file of sales (Ctrl+I)")
        self._empty.wanted.connect(self.file_wanted)
        self._stack.addWidget(self._empty)
        self._scroll = ScrolledSheet(theme)
        self._make_sheet(theme, self._scroll.sheet)
        self._stack.addWidget(self._scroll)
        column.addWidget(self._stack)
        imports.looked_at.connect(self._on_looked_at)
        imports.imported.connect(self._on_imported)
        desk.job_changed.connect(self._on_job_changed)
        if imports.looked is not None:
            self._on_looked_at(imports.looked)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        bar = self._area.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        fill_ground(self._side, theme.colours.surface)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow for the new size."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the side more room where a sentence comes in under one of its lines."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._side:
            self._fit()
        return False

    @property
    def side_bar(self) -> QScrollBar:
        """What scrolls the columns where they stand beside the lines."""
        return self._area.verticalScrollBar()

    def _fit(self) -> None:
        """Put the columns beside the lines, or under them where there is no width for both."""
        theme = self._theme
        is_narrow = theme.unzoomed(self.width()) < _BOTH
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)
        self._parting.setVisible(not is_narrow)
        self.grid.setMinimumHeight(theme.px(_LEAST_LINES))
        beside = theme.metrics.side + theme.px(12)
        self._area.setMinimumWidth(0 if is_narrow else beside)
        self._area.setMaximumWidth(_MOST_WIDTH if is_narrow else beside)
        needed = self._side.sizeHint().height() if is_narrow else 0  # the page scrolls, not this
        self._area.setMinimumHeight(needed)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show nothing of it: this page is about what is not imported yet."""

    def stop(self) -> None:
        """Wait for what still runs."""
        self._imports.stop()

    def event(self, event: QEvent) -> bool:
        """Keep Paste from being the grid's of the Design page."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        paste = QKeySequence.StandardKey.Paste
        if is_asked and isinstance(event, QKeyEvent) and event.matches(paste):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the cells that cannot be read, paste, or leave."""
        if event.key() == Qt.Key.Key_F8:
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go_to_unreadable(is_back=is_back)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._imports.paste()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Building

    def _make_sheet(self, theme: Theme, sheet: QWidget) -> None:
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head(theme))
        column.addWidget(Hairline(theme))
        self._question = ImportQuestionBar(theme)
        self._question.answered.connect(self._imports.answer)
        column.addWidget(self._question)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(0)
        self._parting = Hairline(theme, is_upright=True)
        self._halves.addLayout(self._make_lines(theme), 1)
        self._halves.addWidget(self._parting)
        self._halves.addWidget(self._make_side(theme))
        column.addLayout(self._halves, 1)

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        self._title = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._note = Text("", theme, role="muted")
        self._other = Button("Other file…", ButtonKind.OUTLINE, theme)
        self._other.setToolTip("Look at another file (Ctrl+I)")
        self._other.clicked.connect(self.file_wanted)
        self._back = Button("Not now", ButtonKind.OUTLINE, theme)
        self._back.setToolTip("Import nothing and go back (Esc)")
        self._back.clicked.connect(self.left)
        self._start = Button("Import", ButtonKind.SOLID, theme)
        self._start.setToolTip("Import the whole file as it is understood here (Alt+I)")
        self._start.setShortcut(QKeySequence("Alt+I"))
        self._start.clicked.connect(self._imports.start)
        buttons = (self._other, self._back, self._start)
        head = page_head((self._title, self._note), buttons, spacing=8)
        margin = theme.metrics.page_margin
        head.setContentsMargins(margin, 14, margin, 14)
        return head

    def _make_lines(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = QHBoxLayout()
        title.setContentsMargins(theme.metrics.page_margin, 4, 14, 4)
        title.setSpacing(12)
        title.addWidget(Text("First lines", theme, size=TextSize.TITLE, is_semibold=True))
        self._unread = Text("", theme, role="muted")
        self._unread.setWordWrap(True)
        title.addWidget(self._unread, 1)
        self._next = Button("Next unreadable cell", ButtonKind.LINK, theme)
        self._next.setToolTip("Go to the next cell that cannot be read (F8; Shift+F8 goes back)")
        self._next.clicked.connect(self._on_next)
        title.addWidget(self._next)
        self.cuts = ImportCuts(theme)
        self.cuts.wished.connect(self._imports.wish)
        column.addWidget(self.cuts)
        column.addLayout(title)
        self.grid = TextGrid(
            "First lines of the file",
            "Arrows move, Alt+Down says what a column is, F8 goes to cells that cannot be read",
            theme,
        )
        self.grid.head_chosen.connect(self._on_head_chosen)
        column.addWidget(self.grid, 1)
        return column

    def _make_side(self, theme: Theme) -> QWidget:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(8, 8, 8, 14)
        column.setSpacing(10)
        self.fields = ImportFields(theme)
        self.fields.wished.connect(self._imports.wish)
        column.addWidget(self.fields)
        self.left_out = LeftOutList(theme)
        self.left_out.wished.connect(self._imports.wish)
        column.addWidget(self.left_out)
        column.addLayout(self._make_mapping(theme))
        column.addStretch(1)
        fill_ground(self._side, theme.colours.surface)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._side)
        self._side.installEventFilter(self)
        return self._area

    def _make_mapping(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.setContentsMargins(8 - RING, 4, 8, 0)
        self._memory = Text("", theme, size=TextSize.CAPTION, role="muted")
        self._memory.setWordWrap(True)
        self._memory.setContentsMargins(RING, 0, 0, 4)
        column.addWidget(self._memory)
        for words, tip, slot in (
            ("Load a mapping…", "Take the columns from a mapping file", self._on_load),
            (
                "Save the mapping…",
                "Write the columns to a file, also for import --map",
                self._on_save,
            ),
        ):
            button = Button(words, ButtonKind.LINK, theme)
            button.setToolTip(f"{tip} (Space)")
            button.clicked.connect(slot)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)  # else all is as narrow
        return column

    # What comes in

    def _on_looked_at(self, looked: Looked) -> None:
        preview = looked.preview
        self._stack.setCurrentIndex(1)
        title, note = describe_looked(looked)
        self._title.setText(title)
        self._note.setText(". ".join(filter(None, (self._imports.count_text, note))))
        self._question.show_question(looked.question)
        self.grid.show_rows(rows_of(preview))
        self.cuts.show_preview(preview)
        self.fields.show_preview(preview)
        self.left_out.show_preview(preview)
        count = len(preview.unreadable)
        self._unread.setText(_count_words(count, len(preview.rows)))
        self._next.setVisible(bool(count))
        self._memory.setText(
            "Its columns are taken as you said for an earlier file of this layout."
            if looked.is_remembered
            else "What you say here is remembered for the next file of this layout."
        )
        self._set_startable()
        self._fit()

    def _set_startable(self) -> None:
        looked = self._imports.looked
        can_start = looked is not None and looked.is_clear and not self._desk.is_busy
        self._start.setEnabled(can_start)

    def _on_job_changed(self, _job: object) -> None:
        self._set_startable()

    def _on_imported(self) -> None:
        if self.isVisible():
            self.left.emit()

    def _on_next(self) -> None:
        self._go_to_unreadable(is_back=False)

    def _go_to_unreadable(self, *, is_back: bool) -> None:
        if self.grid.go_to_mark(is_back=is_back):
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_head_chosen(self, column: int) -> None:
        """Offer the fields that a column may be taken for."""
        looked = self._imports.looked
        if looked is None:
            return
        taken = looked.preview.field_of(column)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for field in (_NONE, *FIELDS):
            action = menu.addAction(field_name(field) if field else "Left out")
            action.setData((column, field, taken))
            action.setCheckable(True)
            action.setChecked(field == taken)
            group.addAction(action)
            if action.isChecked():
                menu.setActiveAction(action)
        menu.triggered.connect(self._on_field_chosen)
        menu.popup(self.grid.head_corner(column))

    def _on_field_chosen(self, action: QAction) -> None:
        column, field, taken = action.data()
        if field == taken:
            return
        if field:
            self._imports.wish(partial(with_column, name=field, column=column))
        else:
            self._imports.wish(partial(with_column, name=taken, column=None))

    def _on_load(self) -> None:
        dialog = self._file_dialog("Load a mapping")
        dialog.fileSelected.connect(self._on_load_chosen)
        dialog.open()

    def _on_load_chosen(self, name: str) -> None:
        self._imports.load_mapping(Path(name))

    def _on_save(self) -> None:
        dialog = self._file_dialog("Save the mapping")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("toml")
        if self._imports.looked is not None:
            dialog.selectFile(f"{self._imports.looked.path.stem}.toml")
        dialog.fileSelected.connect(self._on_save_chosen)
        dialog.open()

    def _on_save_chosen(self, name: str) -> None:
        self._imports.save_mapping(Path(name))

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title, str(self._settings.folder), _MAPPINGS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _count_words(unreadable: int, rows: int) -> str:
    shown = f"{rows:,} shown"
    if not unreadable:
        return f"{shown}, every number can be read"
    cells = "1 cell" if unreadable == 1 else f"{unreadable:,} cells"
    return f"{shown}, {cells} cannot be read"
