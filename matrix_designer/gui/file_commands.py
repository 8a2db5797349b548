"""What the File menu does: asks for files, runs the jobs, puts the results into the workspace.

Knows the workspace, jobs and documents. What it has to say goes out as signals. A document that
does not fit into this window goes to the host, which gives it one of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import SetInForce
from matrix_designer.core.evidence import Sales
from matrix_designer.evaluation.evaluate import Analysis, judged
from matrix_designer.formats.lines_place import LinesPlace, is_place_due
from matrix_designer.formats.storage import Fingerprint
from matrix_designer.gui.dialogs.unsaved import UnsavedDialog
from matrix_designer.gui.file_words import file_name, joined
from matrix_designer.gui.hosting import Host
from matrix_designer.gui.import_words import describe_import
from matrix_designer.gui.imports import Imports
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.theme import Theme
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.documents import (
    DESIGN_SUFFIX,
    Holding,
    Opened,
    ReadSales,
    SaveOrder,
    files_text,
    open_design_value,
    open_file,
    open_sample,
    read_in_force,
    read_sales,
    recover,
    save_file,
)
from matrix_designer.session.recent_figures import RecentFigures
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

if TYPE_CHECKING:
    from matrix_designer.formats.mapping import SalesMapping
    from matrix_designer.formats.recovery import FoundWork

_DESIGNS = f"Designs and tables (*{DESIGN_SUFFIX} *.csv *.tsv *.txt *.xlsx *.xls);;All files (*)"
_SALES = "Sales (*.csv *.tsv *.txt *.xlsx *.xls *.parquet);;All files (*)"
_TABLES = f"Tables and designs (*.csv *.tsv *.txt *.xlsx *.xls *{DESIGN_SUFFIX});;All files (*)"
_SAVED = f"Designs (*{DESIGN_SUFFIX})"


class FileCommands(QObject):
    """Open, save, import, record.

    `told(sentence)`: what was done. `opened()`: another document is there. `may_close()`:
    nothing unsaved stands in the way any more; `stayed()`: the user does not want to close.
    `sales_wanted()`: sales are about to be imported. `saved()`: the file holds the document.
    `recovered(place)`: the document is work that was kept there. `held_elsewhere(holder)`: it
    is read-only here. `understood(sentence)`: what an import came to.
    `lines_place_wanted(sales)`: `save_lines` saves them once a person said where their lines go.
    """

    told = Signal(str)
    understood = Signal(str)
    opened = Signal()
    saved = Signal()
    sales_wanted = Signal()
    may_close = Signal()
    stayed = Signal()
    recovered = Signal(object)
    held_elsewhere = Signal(str)
    lines_place_wanted = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        analyst: Analyst,
        settings: Settings,
        desk: JobDesk,
        theme: Theme,
        window: QWidget,
        host: Host,
    ) -> None:
        """Work on a workspace, with dialogs over `window` and jobs on the desk."""
        super().__init__(window)
        self._host = host
        self._workspace = workspace
        self._analyst = analyst
        self._settings = settings
        self._theme = theme
        self._window = window
        self._holding: Holding | None = None
        self._desk = desk
        self._next: Callable[[], None] | None = None
        self._question: UnsavedDialog | None = None
        self._lines_asked: tuple[Path, bool] | None = None
        self._lines_said: LinesPlace | None = None
        desk.given_up.connect(self._on_stay)
        self.imports = Imports(desk, settings, self)
        self.imports.import_wanted.connect(self._import)
        self.imports.told.connect(self.told)

    def set_theme(self, theme: Theme) -> None:
        """Take another look for the dialogs to come."""
        self._theme = theme

    @property
    def holding(self) -> Holding | None:
        """The file behind the document; None while it has none."""
        return self._holding

    @property
    def fingerprint(self) -> Fingerprint | None:
        """What that file looked like when it was opened or last saved."""
        return None if self._holding is None else self._holding.fingerprint

    # Opening

    def ask_open(self) -> None:
        """Ask for a design or a table and open it."""
        dialog = self._file_dialog("Open", _DESIGNS)
        dialog.fileSelected.connect(self._on_open_chosen)
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Open a file, or bring up the window that has it open."""
        if not self._host.show_if_open(path):
            self._open_now(path)

    def open_sample(self) -> None:
        """Open the sample dealership."""
        self._desk.run("Opening the sample dealership", open_sample, self._on_opened)

    def open_new(self, design: Design) -> None:
        """Start from a design that no file holds."""
        self._desk.run("Opening", partial(open_design_value, design), self._on_opened)

    def recover(self, found: FoundWork) -> None:
        """Open work that a crash left, unsaved, over the file that it belongs to.

        Where that file is open here, and saved, the work takes its place.
        """
        self._desk.run(f"Recovering {found.name}", partial(recover, found), self._on_recovered)

    def reload(self) -> None:
        """Read the document's file again; what was changed here is gone."""
        if self._holding is not None:
            path = self._holding.path
            self._desk.run(f"Opening {path.name}", partial(open_file, path), self._on_reloaded)

    def detach(self) -> None:
        """Make the document a copy that no file holds; what was done to it can be undone."""
        self.release()
        self._workspace.detach()

    def _on_open_chosen(self, name: str) -> None:
        self.open_path(Path(name))

    def _open_now(self, path: Path) -> None:
        self._settings.folder = path.absolute().parent
        self._desk.run(f"Opening {path.name}", partial(open_file, path), self._on_opened)

    def _on_opened(self, result: object) -> None:
        opened = _opened(result)
        if self._host.is_free:
            self.take(opened)
        else:
            self._host.take_elsewhere(opened)

    def _on_recovered(self, result: object) -> None:
        opened, work = _opened(result), self._workspace
        theirs = None if opened.holding is None else opened.holding.path
        if theirs is not None and theirs == work.path and not work.is_unsaved:
            self._on_reloaded(opened)
        else:
            self._on_opened(opened)

    def _on_reloaded(self, result: object) -> None:
        old = self._holding
        opened = _opened(result)
        if old is not None and opened.holding is not None and old.lock is not None:
            opened = replace(opened, holding=replace(opened.holding, lock=old.lock, holder=""))
            self._holding = None  # its lock stays with us
        self.take(opened)

    def take(self, opened: Opened) -> None:
        """Show a document in this window in place of the one that stands there."""
        self.release()
        self._lines_asked = self._lines_said = None
        self._holding = opened.holding
        path = None if opened.holding is None else opened.holding.path
        self._analyst.adopt(opened.analysis)
        self._workspace.open(
            opened.design, opened.sales, path, is_unsaved=opened.is_unsaved, edits=opened.edits
        )
        if path is not None:
            self._remember(path, None if opened.is_unsaved else opened.analysis)
        self.opened.emit()
        self._tell(opened.notes)
        if opened.place is not None:
            self.recovered.emit(opened.place)
        if opened.holding is not None and opened.holding.holder:
            self.held_elsewhere.emit(opened.holding.holder)

    # Saving

    def save(self) -> None:
        """Save to the document's file, or ask for one; what is being typed is saved too."""
        self.take_typed()
        path = self._workspace.path
        if path is None:
            self.ask_save()
        else:
            self._save_now(path, self.lines_place)

    def overwrite(self) -> None:
        """Save over what somebody else has put there; that version is kept beside it."""
        path = self._workspace.path
        if path is not None:
            self._save_now(path, self.lines_place, is_overwriting=True)

    def save_lines(self, place: LinesPlace) -> None:
        """Save what was to be saved when it was asked where the lines go."""
        asked, self._lines_asked = self._lines_asked, None
        if asked is not None:
            self.take_typed()
            self._save_now(asked[0], place, is_overwriting=asked[1])

    def keep_lines(self, place: LinesPlace) -> None:
        """Keep the single lines there from now on: the document is saved."""
        self._lines_said = place
        self.save()

    @property
    def lines_place(self) -> LinesPlace | None:
        """Where the document's lines are kept, once that was decided."""
        held = None if self._holding is None else self._holding.lines_place
        return self._lines_said or held

    def ask_save(self) -> None:
        """Ask for a name and save under it."""
        self.take_typed()
        dialog = self._file_dialog("Save as", _SAVED)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(DESIGN_SUFFIX[1:])
        path = self._workspace.path
        name = file_name(self._workspace.design.name) if path is None else path.stem
        dialog.selectFile(f"{name}{DESIGN_SUFFIX}")
        dialog.fileSelected.connect(self._on_save_chosen)
        dialog.rejected.connect(self._on_stay)
        dialog.open()

    def _on_save_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        self._save_now(path, self._lines_said)

    def _save_now(
        self, path: Path, place: LinesPlace | None, *, is_overwriting: bool = False
    ) -> None:
        work = self._workspace
        saved = (work.design, work.sales)
        if is_place_due(work.sales, place):
            self._lines_asked = (path, is_overwriting)
            self._on_stay()  # who was closing closes once it is saved
            self.lines_place_wanted.emit(work.sales)
            return
        order = SaveOrder(path, self._holding, is_overwriting, place)
        task = partial(save_file, order, *saved)
        if self._desk.is_busy:
            self._on_stay()  # the desk will decline
        self._analyst.catch_up()
        done = partial(self._on_saved, saved, self._analyst.analysis)
        self._desk.run(f"Saving {path.name}", task, done, can_cancel=False)

    def _on_saved(
        self, saved: tuple[Design, Sales | None], analysis: Analysis | None, result: object
    ) -> None:
        if not isinstance(result, Holding):
            raise TypeError(type(result))
        if self._holding is not None and self._holding.lock is not result.lock:
            self._holding.release()
        self._holding, self._lines_said = result, None
        self._workspace.mark_saved(result.path, *saved)
        self._remember(result.path, analysis)
        self.saved.emit()
        if result.note:
            self.told.emit(result.note)
        follow, self._next = self._next, None
        if follow is not None:
            self._after_unsaved(follow)  # edits that came while it was written are asked about

    # Evidence and the matrix in force

    def ask_import(self) -> None:
        """Ask for one sales file or several, and import them as one history."""
        dialog = self._file_dialog("Import sales", _SALES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_import_chosen)
        dialog.open()

    def import_path(self, path: Path) -> None:
        """Import sales from a file as it is."""
        self._import((path,), None)

    def _import(self, paths: tuple[Path, ...], mappings: tuple[SalesMapping, ...] | None) -> None:
        """Import sales; `mappings` are what was said about each file."""
        work = self._workspace
        task = partial(read_sales, paths, work.design, work.question, mappings=mappings)
        done = partial(self._on_imported, paths)
        self._desk.run(f"Reading {files_text(paths)}", task, done)

    def _on_import_chosen(self, names: list[str]) -> None:
        paths = tuple(Path(name) for name in names)
        self._settings.folder = paths[0].absolute().parent
        self.imports.take(*paths)

    def _on_imported(self, paths: tuple[Path, ...], result: object) -> None:
        if not isinstance(result, ReadSales):
            raise TypeError(type(result))
        self._analyst.adopt(result.analysis)
        self._workspace.set_evidence(result.sales)
        self.imports.note_imported(paths, result.sales.digest, result.notes)
        told = describe_import(result.sales, result.columns)
        self.understood.emit(joined((told, *result.notes)))

    def record_path(self, path: Path) -> None:
        """Record the matrix in force from a file."""
        self._desk.run(f"Reading {path.name}", partial(read_in_force, path), self._on_recorded)

    def ask_record(self) -> None:
        """Ask for the file of the matrix in force and record it."""
        dialog = self._file_dialog("Record matrix in force", _TABLES)
        dialog.fileSelected.connect(self._on_record_chosen)
        dialog.open()

    def _on_record_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        self.record_path(path)

    def _on_recorded(self, result: object) -> None:
        if not isinstance(result, InForce):
            raise TypeError(type(result))
        self._workspace.apply(SetInForce(result, text="record matrix in force"))

    # Closing

    def has_unsaved(self) -> bool:
        """Say whether anything is unsaved, what is being typed included."""
        self.take_typed()
        return self._workspace.is_unsaved

    def take_typed(self) -> None:
        """Let an open editor give its text, as when the focus goes elsewhere, and come back."""
        typing = self._window.focusWidget()
        if isinstance(typing, QLineEdit) and typing.isVisible():
            typing.clearFocus()
            stays = typing if typing.isVisible() else typing.parentWidget()
            if stays is not None and self._window.focusWidget() is None:
                stays.setFocus()

    def ask_close(self) -> None:
        """Ask about unsaved changes; `may_close` follows unless the user stays."""
        self._after_unsaved(self.may_close.emit)

    def release(self) -> None:
        """Let others have the open file."""
        if self._holding is not None:
            self._holding.release()
            self._holding = None

    def _after_unsaved(self, follow: Callable[[], None]) -> None:
        """Go on at once, or after the user has said what becomes of unsaved changes."""
        work = self._workspace
        self._next = None
        if not work.is_unsaved:
            follow()
            return
        if self._question is not None:
            self._next = follow
            self._question.activateWindow()
            return
        name = work.path.name if work.path is not None else work.design.name
        dialog = UnsavedDialog(name, self._theme, self._window)
        self._next = follow
        dialog.save_chosen.connect(self.save)
        dialog.discard_chosen.connect(self._on_discard)
        dialog.rejected.connect(self._on_stay)
        dialog.finished.connect(self._on_asked)
        self._question = dialog
        dialog.open()

    def _on_asked(self, _result: int) -> None:
        self._question = None

    def _on_discard(self) -> None:
        follow, self._next = self._next, None
        if follow is not None:
            follow()

    def _on_stay(self) -> None:
        if self._next is not None:
            self._next = None
            self.stayed.emit()

    def _remember(self, path: Path, analysis: Analysis | None) -> None:
        """Put a file at the head of the recent ones, with what is in it where that is known."""
        seen = self.fingerprint
        figures = None
        if seen is not None and analysis is not None and analysis.question.filters.is_off:
            summary = judged(analysis).summary
            figures = RecentFigures.of(summary, size=seen.size, modified=seen.modified)
        self._settings.remember(path, figures)

    def _tell(self, notes: tuple[str, ...]) -> None:
        """Say a few notes, and how many more there are."""
        if notes:
            self.told.emit(joined(notes))

    def _file_dialog(self, title: str, filters: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._settings.folder), filters)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _opened(result: object) -> Opened:
    if not isinstance(result, Opened):
        raise TypeError(type(result))
    return result
