"""The Versions page: what is in force, what was before, what is proposed, and what they differ in.

Shows a design's versions and proposals with their figures; every change is one edit of the
workspace, so that undo takes a publish back. It prices nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from matrix_designer.core.edits import Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.part_class import name_key
from matrix_designer.core.version_edits import (
    DeleteProposal,
    GoBackTo,
    KeepProposal,
    Publish,
    RenameProposal,
    TakeProposal,
)
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import (
    RING,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    restyle,
)
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.page_head import link_row, page_head, verb_button, verb_links
from matrix_designer.gui.panels.step_rows import PUBLISH
from matrix_designer.gui.panels.version_changes import VersionChanges
from matrix_designer.gui.panels.version_form import (
    BY,
    DAY,
    NAME,
    NOTE,
    FormAnswer,
    FormAsk,
    VersionForm,
    today_text,
)
from matrix_designer.gui.panels.version_rows import (
    Stand,
    StandKind,
    shown_stands,
    stands_of,
    version_spec,
)
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.tables.table_keys import TableKeys
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.version_figures import VersionFigures
from matrix_designer.session.workspace import Workspace

_OWN = 4
"""How many columns hold people's own texts."""
_PUBLISH, _KEEP, _OVER, _RENAME, _BACK = "publish", "keep", "over", "rename", "back"


class VersionsPage(QWidget):
    """The sentence, the form, the list, and what two of its rows differ in.

    `told(sentence)`: what was done; `refused(error)`; `against_wanted(strategy, name)`: the
    Compare page is to compare with it; `left()`: back to the page before.
    """

    help_anchor = "versions"
    told = Signal(str)
    refused = Signal(object)
    against_wanted = Signal(object, str)
    left = Signal()

    def __init__(
        self, workspace: Workspace, theme: Theme, numbers: Numbers, parent: QWidget | None = None
    ) -> None:
        """Start without an analysis."""
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._stands: tuple[Stand, ...] = ()
        self._key = "design"
        self._other: str | None = None
        self._over = ""
        self._figures = VersionFigures(self)
        self._figures.found.connect(self._show)
        self._figures.refused.connect(self.refused)
        fill_ground(self, theme.colours.surface)
        self.setAccessibleName("Versions and proposals")
        self._make_actions()
        column = QVBoxLayout(self)
        margin = theme.metrics.page_margin
        column.setContentsMargins(margin, 18, margin, 8)
        column.setSpacing(8)
        column.addLayout(self._make_head(theme))
        self.form = VersionForm(theme)
        self.form.answered.connect(self._on_answered)
        self.form.given_up.connect(self._on_given_up)
        column.addWidget(self.form)
        self.table = ReadTable(version_spec(numbers), theme)
        self.table.current_moved.connect(self._on_current_moved)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        self.table.row_activated.connect(self._on_row_activated)
        TableKeys(self.table, numbers, _OWN).delete_wanted.connect(self._on_delete)
        column.addWidget(self.table, 2)
        column.addLayout(self._make_verbs(theme))
        column.addWidget(Hairline(theme))
        self.changes = VersionChanges(theme, numbers)
        self.changes.other_wanted.connect(self._on_other_wanted)
        column.addWidget(self.changes, 3)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._show()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show what the design holds now."""
        self._analysis = analysis
        if analysis.is_judged:
            self._show()

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        self._figures.stop()

    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        self.table.body.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_publish(self) -> None:
        """Ask for the day, the author and a note of the next version."""
        versions = self._workspace.design.versions
        by, last = (versions[-1].author, versions[-1].effective) if versions else ("", None)
        number = len(versions) + 1 + self._has_unpublished_record()
        title = f"Publish what is worked on as version {number}: it is in force from that day"
        first = ((DAY, today_text(last)), (BY, by))
        self.form.ask(FormAsk(_PUBLISH, title, "Publish", (DAY, BY, NOTE), first))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Building

    def _make_actions(self) -> None:
        self._publish = self._act("&Publish…", "Ctrl+Shift+U", self.ask_publish)
        self._keep = self._act("&Keep as proposal…", "Ctrl+Shift+K", self._on_keep)
        self._take = self._act("&Work on it", None, self._on_take)
        self._rename = self._act("&Rename…", None, self._on_rename)
        self._delete = self._act("&Delete", None, self._on_delete)
        self._back = self._act("&Go back to it…", None, self._on_back)
        self._compare = self._act("&Compare the figures", None, self._on_compare)
        self._publish.setObjectName(PUBLISH)
        self.addActions([self._publish, self._keep])

    def _act(self, text: str, key: str | None, slot: object) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        return action

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        self._sentence = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._basis = Text("", theme, role="muted")
        keep = "Keep what is worked on beside the design, under a name (Ctrl+Shift+K)"
        publish = "Make what is worked on the next version, in force from a day (Ctrl+Shift+U)"
        buttons = (
            verb_button(self._keep, ButtonKind.OUTLINE, keep, theme),
            verb_button(self._publish, ButtonKind.SOLID, publish, theme),
        )
        row = page_head((self._sentence, self._basis), buttons)
        row.setContentsMargins(0, 0, RING, 0)
        return row

    def _make_verbs(self, theme: Theme) -> QHBoxLayout:
        tips = {
            self._take: "Make this proposal what is worked on; undo brings it back",
            self._back: "Publish this version anew, as the next one",
            self._rename: "Give the proposal another name",
            self._delete: "Take the proposal out; undo brings it back (Del)",
            self._compare: "Stand it beside what is worked on, on the Compare page",
        }
        self._links = verb_links(tips, theme)
        row = link_row(self._links.values())
        self._read_only = Text("", theme, size=TextSize.CAPTION, role="muted")
        row.addWidget(self._read_only)
        row.addStretch(1)
        return row

    # Showing

    @property
    def _current(self) -> Stand | None:
        return next((one for one in self._stands if one.key == self._key), None)

    def _has_unpublished_record(self) -> bool:
        record = self._workspace.design.in_force
        return record is not None and record.version is None

    def _show(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return
        design = analysis.design
        self._stands = stands_of(design)
        wanted = [one.strategy for one in self._stands if one.kind is not StandKind.DESIGN]
        self._figures.want(design, analysis.sales, analysis.question, wanted)
        figures = {"design": analysis.summary}
        for one in self._stands:
            known = self._figures.of(one.strategy)
            if known is not None:
                figures[one.key] = known
        rows = shown_stands(self._stands, figures, is_awaited=self._figures.is_busy)
        if not any(one.key == self._key for one in self._stands):
            self._key = "design"
        self._say()
        key = self._key
        self.table.set_rows(rows)
        self.table.setMaximumHeight(self.table.full_height())
        self._key = key
        place = next(at for at, one in enumerate(self._stands) if one.key == key)
        self.table.body.go_to(place)
        self._show_current()

    def _say(self) -> None:
        design = self._workspace.design
        record = design.in_force
        if record is None:
            sentence, basis = "Nothing is published yet", "No matrix in force is on record either."
        elif record.version is None:
            sentence = "Nothing is published yet"
            basis = f"On record is “{record.matrix.name}”: it becomes version 1 when you publish."
        else:
            stand = next(one for one in self._stands if one.is_in_force)
            since = f" from {stand.since}" if stand.since else ""
            sentence = f"{stand.name} is in force{since}"
            is_same = design.versions[-1].strategy == design.strategy
            basis = (
                "What is worked on is what it says." if is_same else "What is worked on differs."
            )
        basis += " A published version is never changed; going back makes a new one."
        basis += " All dollars are at volumes unchanged."
        self._sentence.setText(sentence)
        self._basis.setText(basis)

    def _show_current(self) -> None:
        """Offer what can be done to the current row, and say what it differs in."""
        stand = self._current
        if stand is None:
            return
        kind = stand.kind
        is_proposal, is_version = kind is StandKind.PROPOSAL, kind is StandKind.VERSION
        is_last = is_version and stand.number == len(self._workspace.design.versions)
        shown = {
            self._take: is_proposal,
            self._rename: is_proposal,
            self._delete: is_proposal,
            self._back: is_version and not is_last,
            self._compare: kind is not StandKind.DESIGN,
        }
        for action, link in self._links.items():
            link.setVisible(shown[action])
            action.setEnabled(shown[action])
        self._read_only.setText("Read only" if is_version else "")
        before = self._before(stand)
        self.changes.show_difference(
            stand.phrase,
            stand.strategy,
            "" if before is None else before.phrase,
            None if before is None else before.strategy,
        )

    def _before(self, stand: Stand) -> Stand | None:
        """Return what a row is compared with: the chosen one, else the one before it.

        Of the first version that is the one in force.
        """
        others = [one for one in self._stands if one.key != stand.key]
        chosen = next((one for one in others if one.key == self._other), None)
        if chosen is not None:
            return chosen
        last = 0 if stand.number is None else stand.number - 1
        if last:
            return next((one for one in others if one.number == last), None)
        in_force = next((one for one in others if one.is_in_force), None)
        return in_force or next((one for one in others if one.kind is StandKind.DESIGN), None)

    # What comes in

    def _on_current_moved(self, row: int) -> None:
        if 0 <= row < len(self._stands) and self._stands[row].key != self._key:
            self._key = self._stands[row].key
            self._show_current()

    def _on_row_activated(self, _row: int) -> None:
        stand = self._current
        if stand is not None and stand.kind is StandKind.PROPOSAL:
            self._on_take()

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._publish, self._keep])
        menu.addSeparator()
        menu.addActions([action for action in self._links if action.isEnabled()])
        menu.popup(at)

    def _on_other_wanted(self, at: QPoint) -> None:
        """Offer every other row to tell the difference from."""
        stand = self._current
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        before = None if stand is None else self._before(stand)
        for one in self._stands:
            if one is not stand:
                action = menu.addAction(one.name.replace("&", "&&"))
                action.setData(one.key)
                action.setCheckable(True)
                action.setChecked(one is before)
        menu.triggered.connect(self._on_other_chosen)
        menu.popup(at)

    def _on_other_chosen(self, action: QAction) -> None:
        self._other = str(action.data())
        self._show_current()

    def _on_keep(self) -> None:
        title = "Keep what is worked on as a proposal"
        self.form.ask(FormAsk(_KEEP, title, "Keep", (NAME, NOTE)))

    def _taken(self, name: str) -> str:
        """Return the name of the proposal that has a name already, as it is spelled there."""
        proposals = self._workspace.design.proposals
        return next((one.name for one in proposals if name_key(one.name) == name_key(name)), "")

    def _ask_over(self, name: str, note: str) -> None:
        """Ask whether what is worked on is to take a proposal's place."""
        self._over = name
        title = f"There is a proposal “{name}” already: keep what is worked on in its place?"
        self.form.ask(FormAsk(_OVER, title, "Replace", (NOTE,), ((NOTE, note),)))

    def _on_rename(self) -> None:
        name = self._proposal()
        title = f"Rename the proposal “{name}”"
        self.form.ask(FormAsk(_RENAME, title, "Rename", (NAME,), ((NAME, name),)))

    def _on_back(self) -> None:
        stand = self._current
        if stand is None:
            return
        versions = self._workspace.design.versions
        title = f"Publish {stand.name.lower()} once more, as version {len(versions) + 1}"
        first = ((DAY, today_text(versions[-1].effective)), (BY, versions[-1].author))
        self.form.ask(FormAsk(_BACK, title, "Go back", (DAY, BY, NOTE), first))

    def _on_take(self) -> None:
        name = self._proposal()
        if name and self._apply(TakeProposal(name)):
            self.told.emit(f"You work on the proposal “{name}” now")

    def _on_delete(self) -> None:
        name = self._proposal()
        if name:
            self._apply(DeleteProposal(name))

    def _on_compare(self) -> None:
        stand = self._current
        if stand is not None:
            self.against_wanted.emit(stand.strategy, stand.phrase)

    def _proposal(self) -> str:
        stand = self._current
        if stand is None or stand.kind is not StandKind.PROPOSAL:
            return ""
        return stand.key.removeprefix("proposal ")

    def _on_given_up(self) -> None:
        self.form.hide()
        self.take_focus()

    def _on_answered(self, answer: FormAnswer) -> None:
        if answer.what == _KEEP and (taken := self._taken(answer.name)):
            self._ask_over(taken, answer.note)
            return
        edit, said, key = self._edit_of(answer)
        if edit is None:
            return
        try:
            self._workspace.apply(edit)
        except MatrixDesignerError as error:
            self.form.refuse(error.sentence)
            return
        if key == "last":
            key = f"version {len(self._workspace.design.versions)}"
            said = said.format(len(self._workspace.design.versions))
        self._key = key
        self.form.hide()
        self.take_focus()
        self.told.emit(said)

    def _edit_of(self, answer: FormAnswer) -> tuple[Edit | None, str, str]:
        """Return the edit of an answer, what is said of it, and which row is current then."""
        name = " ".join(answer.name.split())
        if answer.what == _KEEP:
            words = f"Kept as the proposal “{name}”"
            return KeepProposal(name, answer.note), words, f"proposal {name}"
        if answer.what == _OVER:
            over = KeepProposal(self._over, answer.note, is_over=True)
            return over, f"Kept in the place of “{self._over}”", f"proposal {self._over}"
        if answer.what == _RENAME:
            edit = RenameProposal(self._proposal(), name)
            return edit, f"Renamed to “{name}”", f"proposal {name}"
        stand = self._current
        if answer.day is None or stand is None:
            return None, "", ""
        if answer.what == _PUBLISH:
            return Publish(answer.day, answer.by, answer.note), "Version {} is published", "last"
        number = stand.number or 0
        edit_back = GoBackTo(number, answer.day, answer.by, answer.note)
        return edit_back, f"Version {number} is back, as version {{}}", "last"

    def _apply(self, edit: Edit) -> bool:
        try:
            return self._workspace.apply(edit)
        except MatrixDesignerError as error:
            self.refused.emit(error)
            return False
