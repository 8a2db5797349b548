"""What the message line asks about a document: held elsewhere, changed on disk, dropped files.

Knows the file commands, the message line and jobs; it reads and writes no file itself.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.lines_place import MOST_INSIDE, LinesPlace, lines_size
from matrix_designer.formats.locks import HeldElsewhereError
from matrix_designer.formats.storage import FileChangedError, Fingerprint
from matrix_designer.gui.dropped_files import DroppedFiles
from matrix_designer.gui.file_commands import FileCommands
from matrix_designer.gui.hosting import Host
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.messages import Choice, MessageLine
from matrix_designer.gui.page_entries import SET_ASIDE
from matrix_designer.session.documents import is_changed_on_disk
from matrix_designer.session.file_kinds import FileKind, kinds_of
from matrix_designer.session.jobs import EndedJobs, Job
from matrix_designer.session.workspace import Workspace

_SAVE_AS = Choice("save-as", "Save as…", "Save what is open here under another name")
_RELOAD = Choice("reload", "Reload", "Read the file as it is now")
_RELOAD_UNSAVED = Choice(
    "reload", "Reload without my changes", "Read the file as it is now; your changes are gone"
)
_OVERWRITE = Choice(
    "overwrite", "Overwrite", "Save over it; the version on disk is kept beside it as .bak"
)
_COPY = Choice("copy", "Open as a copy", "Go on in a copy that no file holds yet")
_IN_FORCE = Choice("in-force", "As matrix in force", "Compare with it: the DMS uses it today")
_DESIGN = Choice("design", "As new design", "Open it as a design of its own")
_SALES = Choice("sales", "As sales", "Read its lines as sales")
_TAKEN = {choice.key for choice in (_IN_FORCE, _DESIGN, _SALES)}
_COLUMNS = Choice("columns", "Columns…", "See the first lines and what each column was taken for")
_INSIDE = Choice(
    LinesPlace.INSIDE.value,
    "Keep the lines in the design",
    "One file to copy and to send, which every save writes whole",
)
_BESIDE = Choice(
    LinesPlace.BESIDE.value,
    "Keep them beside it",
    "A small design and a file of lines in the same folder: copy both",
)
_ASIDE = Choice("aside", "Set aside…", "See which lines were left out, and why")


class DocumentNotices(QObject):
    """Asks beside the page, never over it."""

    def __init__(
        self,
        workspace: Workspace,
        files: FileCommands,
        desk: JobDesk,
        messages: MessageLine,
        host: Host,
        window: QWidget,
    ) -> None:
        """Serve one window."""
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._files = files
        self._desk = desk
        self._messages = messages
        self._host = host
        self._dropped: Path | None = None
        self._several = DroppedFiles(files, desk, host, self)
        self._job: Job[bool] | None = None
        self._ended = EndedJobs()
        self._looked_at: Fingerprint | None = None
        self._told: Fingerprint | None = None
        desk.refused.connect(self.show_error)
        messages.chosen.connect(self._on_chosen)
        files.held_elsewhere.connect(self._on_held_elsewhere)
        files.lines_place_wanted.connect(self._on_lines_place_wanted)
        files.saved.connect(messages.clear_error)
        files.understood.connect(self._on_understood)
        files.imports.refused.connect(self.show_error)
        files.imports.began.connect(messages.clear_error)
        self._several.left_out.connect(self._on_left_out)

    def show_error(self, error: MatrixDesignerError) -> None:
        """Say what is wrong, with what can be done where the document's file is concerned."""
        from matrix_designer.formats.columns import UnknownColumnsError
        from matrix_designer.formats.dialect import UnknownDecimalsError
        from matrix_designer.formats.doubts import DoubtfulColumnsError
        from matrix_designer.formats.unit_check import WholeLinesError

        if isinstance(error, FileChangedError):
            self._messages.show_choice(
                f"{error.title}. {error.detail}.",
                (self._reload_choice(), _SAVE_AS, _OVERWRITE),
                is_error=True,
            )
        elif isinstance(error, HeldElsewhereError):
            self._messages.show_choice(error.sentence, (_SAVE_AS,), is_error=True)
        elif isinstance(error, UnknownDecimalsError | UnknownColumnsError):
            is_style = isinstance(error, UnknownDecimalsError)
            self._files.imports.ask(error.path, must_know_style=is_style)
        elif not (
            isinstance(error, WholeLinesError | DoubtfulColumnsError)
            and self._files.imports.ask_about(error.path, error.found)
        ):
            self._messages.show_error(error)

    def look_at_file(self) -> None:
        """Look in a thread whether somebody changed the document's file; say it once."""
        holding = self._files.holding
        if holding is None or self._job is not None or self._desk.is_busy:
            return
        self._looked_at = holding.fingerprint
        job = Job("Looking at the file", partial(is_changed_on_disk, holding), self)
        self._job = job
        job.succeeded.connect(self._on_looked)
        job.refused.connect(self._on_not_looked)
        job.broke.connect(self._on_broke)
        job.start()

    def stop(self) -> None:
        """Wait for the look at the file and begin no other; for the window's end."""
        self._several.stop()
        self._forget_look()

    def _forget_look(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._ended.add(self._job)
            self._job = None

    def take_files(self, paths: list[Path]) -> None:
        """Take what was dropped: one file as what it is or as is asked, several one by one."""
        if len(paths) > 1:
            self._several.take(paths)
            return
        task = partial(kinds_of, paths[0])
        done = partial(self._on_kinds_known, paths[0])
        self._desk.run(f"Looking at {paths[0].name}", task, done)

    def _on_kinds_known(self, path: Path, kinds: object) -> None:
        found = kinds if isinstance(kinds, frozenset) else frozenset()
        choices = []
        if FileKind.MATRIX in found:
            choices = [_DESIGN] if self._host.is_free else [_IN_FORCE, _DESIGN]
        if FileKind.SALES in found:
            choices.append(_SALES)
        self._dropped = path
        if len(choices) > 1:
            self._messages.show_choice(f"How should {path.name} be taken?", choices)
        else:
            self._take(choices[0].key if choices else _DESIGN.key)

    def _take(self, key: str) -> None:
        """Take the dropped file as what it is, or as what was chosen."""
        path, self._dropped = self._dropped, None
        if path is None:
            return
        if key == _SALES.key:
            self._files.sales_wanted.emit()
            self._files.imports.take(path)
        elif key == _IN_FORCE.key:
            self._files.record_path(path)
        else:
            self._files.open_path(path)

    def _on_chosen(self, key: str) -> None:
        if key == _SAVE_AS.key:
            self._files.ask_save()
        elif key == _RELOAD.key:
            self._files.reload()
        elif key == _OVERWRITE.key:
            self._files.overwrite()
        elif key == _COPY.key:
            self._files.detach()
        elif key == _COLUMNS.key:
            self._files.imports.open_page()
        elif key == _ASIDE.key:
            self._files.imports.page_wanted.emit(SET_ASIDE)
        elif key in (_INSIDE.key, _BESIDE.key):
            self._files.save_lines(LinesPlace(key))
        elif key in _TAKEN:
            self._take(key)

    def _on_left_out(self, sentence: str) -> None:
        """Say it in the window that took the drop; another may have come up since."""
        self._messages.show_choice(sentence, (), is_error=True)
        self._window.activateWindow()

    def _on_understood(self, sentence: str) -> None:
        """Say what an import came to, with the ways to look closer."""
        choices = [_COLUMNS] if self._files.imports.is_of_last_import else []
        self._messages.show_choice(sentence, (*choices, _ASIDE))

    def _on_lines_place_wanted(self, sales: Sales) -> None:
        """Ask where the lines of large sales are kept; nothing is saved before it is said."""
        size = lines_size(sales)
        told = f"Not saved yet: the single lines of these sales take {size >> 20:,} MB"
        if size > MOST_INSIDE:
            told += ", more than a design file can hold."
            self._messages.show_choice(told, (_BESIDE,))
        else:
            self._messages.show_choice(f"{told}. Where should they be kept?", (_INSIDE, _BESIDE))

    def _on_held_elsewhere(self, holder: str) -> None:
        path = self._workspace.path
        name = "This design" if path is None else path.name
        self._messages.show_choice(
            f"{name} is open elsewhere: it is held by {holder}. Here it is read-only: look, try "
            "things, save under another name.",
            (_COPY,),
        )

    def _on_looked(self, is_changed: object) -> None:
        self._forget_look()
        holding = self._files.holding
        seen = None if holding is None else holding.fingerprint
        if not is_changed or seen is not self._looked_at or seen is self._told:
            return
        self._told = seen
        path = "" if holding is None else holding.path
        self._messages.show_choice(
            f"“{path}” was changed on disk by another program or person.",
            (self._reload_choice(), _SAVE_AS, _OVERWRITE),
        )

    def _on_not_looked(self, _error: MatrixDesignerError) -> None:
        self._forget_look()  # it cannot be read just now; saving will say so

    def _on_broke(self, error: BaseException) -> None:
        self._forget_look()
        raise error

    def _reload_choice(self) -> Choice:
        return _RELOAD_UNSAVED if self._workspace.is_unsaved else _RELOAD


def dropped_files(event: QDropEvent) -> list[Path]:
    """Return the files of this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
