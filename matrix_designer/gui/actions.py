"""Every command of the window as an action with its name, key and tip, and the menus over them.

Knows names and keys; what a command does is connected elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar

from matrix_designer.formats.templates import Template
from matrix_designer.gui.edit_verbs import EditVerbs
from matrix_designer.gui.explaining import WHY
from matrix_designer.gui.menu import add_menu
from matrix_designer.gui.page_entries import IMPORT, PAGES, SET_ASIDE, STEPS, VERSIONS
from matrix_designer.gui.recent_files import is_gone
from matrix_designer.gui.theme import Appearance

_Key = QKeySequence.StandardKey
_APPEARANCES = {
    Appearance.SYSTEM: "S&ystem theme",
    Appearance.LIGHT: "Li&ght theme",
    Appearance.DARK: "Dar&k theme",
}
_LINES_PLACES = (
    ("inside", "&In the design", "One file to copy and to send, which every save writes whole"),
    ("beside", "&Beside the design", "A small design and a file of lines beside it: copy both"),
)
"""Where the single lines of the sales may be kept: place, name in the menu, tip."""
_SALES_PAGES = (
    (IMPORT, "Co&lumns of the file…", None, "The first lines, and what each column was taken for"),
    (SET_ASIDE, "&What was set aside…", None, "The lines that are not in the figures, and why"),
)
"""Pages that are not on the rail: key, name in the menu, shortcut, tip."""


_WORK_PAGES = (
    (
        VERSIONS,
        "&Versions and proposals…",
        "Ctrl+Shift+V",
        "Publish, go back, keep proposals, and see what changed between any two",
    ),
    (STEPS, "Thirteen s&teps…", "Ctrl+Shift+Y", "What a pricing strategy takes, and what is done"),
)


class Actions(QObject):
    """The window's actions.

    `template_chosen(id)`, `page_chosen(key)`, `recent_chosen(path)`, `appearance_chosen(name)`:
    one of a group was triggered. `columns_wanted()`: the menu of columns opens;
    `column_chosen(key, is_shown)`. `lines_wanted()`: the menu of the sales lines opens;
    `lines_place_chosen(place)`.
    """

    template_chosen = Signal(str)
    page_chosen = Signal(str)
    recent_chosen = Signal(str)
    appearance_chosen = Signal(str)
    columns_wanted = Signal()
    column_chosen = Signal(str, bool)
    lines_wanted = Signal()
    lines_place_chosen = Signal(str)

    def __init__(
        self, stack: QUndoStack, templates: Sequence[Template], parent: QObject | None = None
    ) -> None:
        """Make every action; undo and redo follow the stack."""
        super().__init__(parent)
        self.open = self._make("&Open…", _Key.Open, "Open a design or a table")
        self.sample = self._make("Open sample &dealership", None, "An invented year of sales")
        self.save = self._make("&Save", _Key.Save, "Save the design with its sales")
        self.save_as = self._make("Save &as…", "Ctrl+Shift+S", "Save under another name")
        self.import_sales = self._make(
            "&Import sales…", "Ctrl+I", "Read invoice lines from a CSV file, a workbook or Parquet"
        )
        self.record_in_force = self._make(
            "&Record matrix in force…", None, "Read the matrix that the DMS uses today"
        )
        self.filter_sales = self._make(
            "&Filter sales…", "Ctrl+Shift+F", "Make figures of some sales: a period, a source"
        )
        self.count_all = self._make("&Count all sales", None, "Turn every filter off")
        self.export = self._make("E&xport…", "Ctrl+E", "Write the matrix for the DMS")
        self.start = self._make("S&tart page", _Key.New, "Templates and recent files")
        self.new_window = self._make(
            "New &window", "Ctrl+Shift+N", "Another window, for another design"
        )
        self.clear_recent = self._make("&Clear list", None, "Forget the files opened last")
        self.close = self._make("&Close window", "Ctrl+W", "Close this window")
        self.quit = self._make("&Quit", "Ctrl+Q", "Close every window")
        self.undo = stack.createUndoAction(self, "Undo")
        self.undo.setShortcuts(QKeySequence.keyBindings(_Key.Undo))
        self.redo = stack.createRedoAction(self, "Redo")
        keys = QKeySequence.keyBindings(_Key.Redo)
        habit = QKeySequence("Ctrl+Y")  # where it stands twice Qt calls it ambiguous, and drops it
        self.redo.setShortcuts(keys if habit in keys else [*keys, habit])
        self._pages = self._make_pages(
            (one.key, one.menu, one.shortcut, one.question) for one in PAGES
        )
        self._sales_pages = self._make_pages(_SALES_PAGES)
        self._work_pages = self._make_pages(_WORK_PAGES)
        self.zoom_in = self._make("Zoom &in", "Ctrl+Alt++", "Draw everything larger (Ctrl+wheel)")
        self.zoom_in.setShortcuts([QKeySequence("Ctrl+Alt++"), QKeySequence("Ctrl+Alt+=")])
        self.zoom_out = self._make(
            "Zoom &out", "Ctrl+Alt+-", "Draw everything smaller (Ctrl+wheel)"
        )
        self.zoom_reset = self._make("&Reset zoom", "Ctrl+0", "Draw everything at 100 %")
        self.present = self._make("&Present", "F11", "Show figures and curve alone, in large type")
        self.why = self._make(
            "&Why this price", "F9", "Show every step to the price of the part under the keys"
        )
        self.why.setObjectName(WHY)
        self.hide_names = self._make(
            "Hide &names in a presentation", None, "Leave names of customer and dealership away"
        )
        self.hide_names.setCheckable(True)
        self.help = self._make("&Help", "F1", "Explain what has the focus")
        self.shortcuts = self._make("&Keyboard shortcuts", "Ctrl+F1", "Every key, to search in")
        self.tour = self._make("&Take the tour", None, "Five marks over the window")
        self.about = self._make("&About Matrix Designer", None, "What this is")
        self._lines = self._make_choices(_LINES_PLACES)
        self._lines.triggered.connect(self._on_lines_place)
        self._templates = QActionGroup(self)
        for template in templates:
            action = QAction(template.title.replace("&", "&&"), self._templates)
            action.setData(template.id)
        self._templates.triggered.connect(self._on_template)
        self._appearances = self._make_choices(
            (one.value, _APPEARANCES[one], "The colours of every window") for one in Appearance
        )
        self._appearances.triggered.connect(self._on_appearance)
        self._recent_menu: QMenu | None = None
        self._columns: QMenu | None = None
        self._chart: QMenu | None = None

    def _make_choices(self, choices: Iterable[tuple[str, str, str]]) -> QActionGroup:
        """Make actions of which one is checked: each one's key, name in the menu and tip."""
        made = QActionGroup(self)
        for key, text, tip in choices:
            action = self._make(text, None, tip)
            action.setData(key)
            action.setCheckable(True)
            made.addAction(action)
        return made

    def _make_pages(self, pages: Iterable[tuple[str, str, str | None, str]]) -> QActionGroup:
        """Make an action for each page: its key, name in the menu, shortcut and tip."""
        made = QActionGroup(self)
        for key, text, shortcut, tip in pages:
            action = self._make(text, shortcut, tip)
            action.setData(key)
            made.addAction(action)
        made.triggered.connect(self._on_page)
        return made

    def fill(self, bar: QMenuBar, tier_actions: Sequence[QAction], verbs: EditVerbs) -> None:
        """Put the actions into menus; `verbs` stand under Edit, those on tiers under Tiers."""
        file = add_menu(bar, "&File")
        new = add_menu(file, "&New from template")
        new.addActions(self._templates.actions())
        file.addActions([self.open])
        self._recent_menu = add_menu(file, "Open r&ecent")
        self._recent_menu.triggered.connect(self._on_recent)
        self._recent_menu.aboutToShow.connect(self._on_recent_shown)
        file.addActions([self.sample, self.start, self.new_window])
        file.addSeparator()
        file.addActions([self.save, self.save_as])
        lines = add_menu(file, "&Keep sales lines")
        lines.setToolTipsVisible(True)
        lines.addActions(self._lines.actions())
        lines.aboutToShow.connect(self.lines_wanted)
        file.addSeparator()
        file.addActions([self.import_sales, self.record_in_force, self.export])
        file.addSeparator()
        file.addActions([self.close, self.quit])
        edit = add_menu(bar, "&Edit")
        edit.addActions([self.undo, self.redo])
        verbs.add_to(edit)
        if tier_actions:
            add_menu(bar, "&Tiers").addActions(list(tier_actions))
        view = add_menu(bar, "&View")
        view.addActions([*self._pages.actions(), *self._work_pages.actions()])
        view.addSeparator()
        self._columns = add_menu(view, "&Columns")
        self._columns.aboutToShow.connect(self.columns_wanted)
        self._columns.triggered.connect(self._on_column)
        self._chart = add_menu(view, "C&hart")
        self._chart.setToolTipsVisible(True)
        self._chart.setEnabled(False)
        view.addAction(self.why)
        view.addSeparator()
        view.addActions([self.zoom_in, self.zoom_out, self.zoom_reset])
        view.addSeparator()
        view.addActions(self._appearances.actions())
        view.addSeparator()
        view.addActions([self.present, self.hide_names])
        sales = add_menu(bar, "&Sales")
        sales.addActions([self.import_sales, *self._sales_pages.actions()])
        sales.addSeparator()
        sales.addActions([self.filter_sales, self.count_all])
        helps = add_menu(bar, "&Help")
        helps.addActions([self.help, self.shortcuts, self.tour])
        helps.addSeparator()
        helps.addAction(self.about)

    def show_chart(self, groups: Sequence[Sequence[QAction]]) -> None:
        """Offer what can be done to the chart, once there is one; a line parts the groups."""
        if self._chart is None:
            return
        for group in groups:
            self._chart.addActions(list(group))
            self._chart.addSeparator()
        self._chart.setEnabled(True)

    def show_columns(self, choices: Sequence[tuple[str, str, bool]]) -> None:
        """Offer the grid's columns: key, title, and whether each shows now."""
        if self._columns is None:
            return
        self._columns.clear()
        for key, title, is_shown in choices:
            action = self._columns.addAction(title.replace("&", "&&"))
            action.setData(key)
            action.setCheckable(True)
            action.setChecked(is_shown)

    def show_lines_place(self, place: str, *, is_possible: bool) -> None:
        """Check where the single lines of the sales are kept, where there are some."""
        self._lines.setEnabled(is_possible)
        for action in self._lines.actions():
            action.setChecked(action.data() == place)

    def show_recent(self, files: Sequence[Path]) -> None:
        """Offer the files that were opened last."""
        if self._recent_menu is None:
            return
        self._recent_menu.clear()
        for file in files:
            action = self._recent_menu.addAction(file.name.replace("&", "&&"))
            action.setData(str(file))
            action.setToolTip(str(file))
        self._recent_menu.addSeparator()
        self._recent_menu.addAction(self.clear_recent)
        self._recent_menu.setEnabled(bool(files))

    def show_appearance(self, appearance: Appearance) -> None:
        """Check the theme that is used."""
        for action in self._appearances.actions():
            action.setChecked(action.data() == appearance.value)

    def set_document_open(self, *, is_open: bool, can_return: bool) -> None:
        """Grey what needs an open design; its pages lead back to it from the start page."""
        self._pages.setEnabled(can_return)
        self._sales_pages.setEnabled(can_return)
        self._work_pages.setEnabled(can_return)
        for action in (
            self.save,
            self.save_as,
            self.record_in_force,
            self.export,
            self.filter_sales,
            self.count_all,
            self.present,
            self.tour,
            self.why,
        ):
            action.setEnabled(is_open)

    def _make(self, text: str, key: _Key | str | None, tip: str) -> QAction:
        action = QAction(text, self)
        if isinstance(key, str):
            action.setShortcut(QKeySequence(key))
        elif key is not None:
            action.setShortcuts(QKeySequence.keyBindings(key))
        action.setToolTip(tip)
        action.setStatusTip(tip)
        return action

    def _on_lines_place(self, action: QAction) -> None:
        self.lines_place_chosen.emit(str(action.data()))

    def _on_page(self, action: QAction) -> None:
        self.page_chosen.emit(str(action.data()))

    def _on_column(self, action: QAction) -> None:
        self.column_chosen.emit(str(action.data()), action.isChecked())

    def _on_template(self, action: QAction) -> None:
        self.template_chosen.emit(str(action.data()))

    def _on_recent_shown(self) -> None:
        """Grey the files that are gone, each time when somebody looks."""
        for action in self._recent_menu.actions() if self._recent_menu is not None else ():
            if action.data() is not None:
                action.setEnabled(not is_gone(Path(str(action.data()))))

    def _on_recent(self, action: QAction) -> None:
        if action.data() is not None:
            self.recent_chosen.emit(str(action.data()))

    def _on_appearance(self, action: QAction) -> None:
        self.appearance_chosen.emit(str(action.data()))
