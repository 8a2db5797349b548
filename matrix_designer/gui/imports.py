"""The import that a person is about to make: which files, what was said about them, and the jobs.

Looks at files in jobs and tells what came of it. Knows no page; the import itself is the file
commands' matter. Of several files the first shows about which something has to be said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.scratch import ScratchFolder
from matrix_designer.gui.grid.clipboard import pick, write_tabs
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.page_entries import IMPORT
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress
from matrix_designer.session.layouts import LayoutMemory
from matrix_designer.session.settings import Settings

if TYPE_CHECKING:
    from matrix_designer.formats.doubts import Doubts
    from matrix_designer.formats.import_changes import Change
    from matrix_designer.formats.unit_check import WholeLines
    from matrix_designer.session.importing import Looked


_OF_A_LINE = re.compile(r", (?:line|sheet .*, row) [0-9]+: ")


class Imports(QObject):
    """One history at a time, of one file or several.

    `looked_at(looked)`: the file in view was looked at, or the same one in another way.
    `page_wanted(key)`: somebody has to say something on a page. `import_wanted(paths, mappings)`:
    they can be read. `imported()`: they were. `began()`: something new is looked at or read, so
    that what was wrong before is over. `told(sentence)`; `refused(error)`.
    """

    looked_at = Signal(object)
    page_wanted = Signal(str)
    import_wanted = Signal(object, object)
    imported = Signal()
    began = Signal()
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: JobDesk, settings: Settings, parent: QObject) -> None:
        """Start without a file; what is said about layouts is kept beside the settings."""
        super().__init__(parent)
        self._desk = desk
        self._memory = LayoutMemory(settings.layouts_folder)
        self._paths: tuple[Path, ...] = ()
        self._files: tuple[Looked, ...] = ()
        self._looked: Looked | None = None
        self._changes: list[Change] = []
        self._imported: tuple[Path, ...] = ()
        self._unread: dict[str, tuple[str, ...]] = {}
        self._starts_when_clear = False
        self._is_shown = False
        self._pasted: ScratchFolder | None = None
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_looked_again)
        self._asking.refused.connect(self._on_wish_refused)

    @property
    def looked(self) -> Looked | None:
        """The file in view; None before the first."""
        return self._looked

    @property
    def is_busy(self) -> bool:
        """Whether the file is being looked at in another way."""
        return self._asking.is_busy

    @property
    def count_text(self) -> str:
        """Which of several files is in view; '' where there is one."""
        if len(self._files) < 2 or self._looked is None:  # noqa: PLR2004 - several
            return ""
        place = [one.path for one in self._files].index(self._looked.path) + 1
        return f"File {place} of {len(self._files)}"

    @property
    def is_of_last_import(self) -> bool:
        """Whether the files that were looked at are those that were imported last."""
        return bool(self._imported) and self._imported == self._paths and bool(self._files)

    def take(self, *paths: Path, is_shown: bool = False) -> None:
        """Look at files and import them as one history, or show what has to be said about one.

        `is_shown`: show the first in any case.
        """
        if self._begin(is_shown=is_shown):
            task = partial(_look_at_all, paths, self._memory)
            title = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
            self._desk.run(f"Looking at {title}", task, partial(self._on_looked, paths))

    def ask(self, path: Path, *, must_know_style: bool) -> None:
        """Ask about a file that an import could not understand.

        `must_know_style`: none of its lines told what a comma means.
        """
        if self._begin(is_shown=True):
            task = partial(_look, path, self._memory, must_know_style=must_know_style)
            self._desk.run(f"Looking at {path.name}", task, self._on_asked_looked)

    def ask_about(self, path: Path, found: WholeLines | Doubts) -> bool:
        """Ask about a column of a file that an import was not sure of; what was said stands.

        Returns False where the file was not looked at here.
        """
        from matrix_designer.formats.doubts import Doubts
        from matrix_designer.session.importing import ask_about_doubts, ask_about_units

        looked = next((one for one in self._files if one.path == path), None)
        if looked is None or self._desk.is_busy:
            return False
        if isinstance(found, Doubts):
            asked = ask_about_doubts(looked, found)
        else:
            asked = ask_about_units(looked, found)
        files = tuple(asked if one is looked else one for one in self._files)
        self._on_looked(self._paths, files)
        return True

    def show(self, looked: Looked) -> None:
        """Show a file that was looked at already, whatever is to be said about it."""
        self._is_shown = True
        self._on_one_looked(looked)

    def paste(self) -> None:
        """Take the clipboard's text or table as a history."""
        try:
            text = _copied_text()
        except MatrixDesignerError as error:
            self.refused.emit(error)
            return
        if not text.strip():
            self.refused.emit(
                MatrixDesignerError(
                    "The clipboard holds no text",
                    "",
                    "Copy the sales lines in Excel, headers included, and paste them here",
                )
            )
        elif self._begin(is_shown=True):
            self._pasted = ScratchFolder()
            task = partial(_paste, text, Path(self._pasted.name), self._memory)
            self._desk.run("Reading the clipboard", task, self._on_one_looked)

    def wish(self, change: Change) -> None:
        """Look at the file in another way; what was wished before and not seen yet stands."""
        if self._looked is not None:
            from matrix_designer.session.importing import look_again

            self._changes.append(change)
            task = partial(look_again, self._looked, tuple(self._changes))
            self._asking.ask("Looking again", task)

    def answer(self, change: Change) -> None:
        """Take the answer to the question; the files are imported if it was the last one."""
        self._starts_when_clear = True
        self.wish(change)

    def load_mapping(self, file: Path) -> None:
        """Look at the file as a mapping file says."""
        from matrix_designer.session.importing import change_of_file

        try:
            change = change_of_file(file)
        except MatrixDesignerError as error:
            self.refused.emit(error)
        else:
            self.wish(change)

    def save_mapping(self, file: Path) -> None:
        """Write what is understood to a mapping file."""
        if self._looked is not None:
            from matrix_designer.session.importing import save_mapping

            task = partial(save_mapping, self._looked, file)
            self._desk.run(f"Writing {file.name}", task, self._on_mapping_saved, can_cancel=False)

    def start(self) -> None:
        """Import the files as they are understood now, or show the next one to be asked about."""
        looked = self._looked
        if looked is None or not looked.is_clear or self._asking.is_busy:
            return
        from matrix_designer.session.importing import look_at_rest, remember

        self._starts_when_clear = False
        if all(one.is_clear for one in self._files):
            self._import()
        else:
            remember(looked, self._memory)
            self._is_shown = False
            task = partial(look_at_rest, self._files, self._memory)
            self._desk.run("Looking at the files", task, partial(self._on_looked, self._paths))

    def open_page(self) -> None:
        """Show the file that was looked at last."""
        self.page_wanted.emit(IMPORT)

    def unread_lines(self, digest: str) -> tuple[str, ...]:
        """Return why the first lines of a history could not be read, if it was imported here."""
        return self._unread.get(digest, ())

    def note_imported(
        self, paths: tuple[Path, ...], digest: str = "", problems: Sequence[str] = ()
    ) -> None:
        """Remember what was said about the layouts of files that were imported.

        `digest` names the history; of its problems those of single lines are kept for it.
        """
        self._imported = paths
        self._unread = {digest: tuple(one for one in problems if _OF_A_LINE.search(one))}
        if paths == self._paths:
            from matrix_designer.session.importing import remember

            for one in self._files:
                remember(one, self._memory)
            self.imported.emit()

    def stop(self) -> None:
        """Wait for what still runs; for the window's end."""
        self._asking.stop()
        self._forget_pasted()

    def _begin(self, *, is_shown: bool) -> bool:
        """Make ready for other files; False where the desk has something else to do."""
        if self._desk.is_busy:
            title = "Another file is being read"
            self.refused.emit(MatrixDesignerError(title, "", "Wait, or cancel it"))
            return False
        self.began.emit()
        self._asking.cancel()
        self._changes.clear()
        self._starts_when_clear = False
        self._is_shown = is_shown
        self._forget_pasted()
        return True

    def _forget_pasted(self) -> None:
        if self._pasted is not None:
            self._pasted.cleanup()
            self._pasted = None

    def _import(self) -> None:
        """Have all files read, each as it is understood."""
        from matrix_designer.formats.mapping import SalesMapping

        said = {one.path: one.mapping for one in self._files}
        mappings = tuple(said.get(path, SalesMapping()) for path in self._paths)
        self.began.emit()
        self.import_wanted.emit(self._paths, mappings)

    def _on_one_looked(self, answer: object) -> None:
        result = _looked_at(answer)
        self._on_looked((result.path,), (result,))

    def _on_asked_looked(self, answer: object) -> None:
        """Show a file that an import could not understand; the others stay beside it."""
        result = _looked_at(answer)
        if result.path in self._paths:
            files = tuple(result if one.path == result.path else one for one in self._files)
            self._on_looked(self._paths, files)
        else:
            self._on_one_looked(result)

    def _on_looked(self, paths: tuple[Path, ...], result: object) -> None:
        """Go on at once where all is clear, else show the first file to be asked about."""
        if not isinstance(result, tuple):
            raise TypeError(type(result))
        self._paths, self._files = paths, result
        unclear = next((one for one in self._files if not one.is_clear), None)
        if unclear is None and not (self._is_shown and self._files):
            self._looked = self._files[0] if self._files else None
            if self._looked is not None:
                self.looked_at.emit(self._looked)
            self._import()
            return
        looked = self._looked = unclear or self._files[0]
        self.looked_at.emit(looked)
        if looked.preview.failure is not None and not looked.preview.rows:
            self.refused.emit(looked.preview.failure)
        else:
            self.page_wanted.emit(IMPORT)

    def _on_looked_again(self, answer: object) -> None:
        result = _looked_at(answer)
        self._files = tuple(result if one is self._looked else one for one in self._files)
        self._looked = result
        self._changes.clear()
        self.looked_at.emit(result)
        if self._starts_when_clear and result.mapping.cuts is None:
            self.start()
        self._starts_when_clear = False  # columns that a person cuts are not done by one answer

    def _on_wish_refused(self, error: MatrixDesignerError) -> None:
        self._changes.clear()
        self.refused.emit(error)

    def _on_mapping_saved(self, file: object) -> None:
        self.told.emit(f"The mapping was written to {file}")


def _looked_at(answer: object) -> Looked:
    from matrix_designer.session.importing import Looked

    if not isinstance(answer, Looked):
        raise TypeError(type(answer))
    return answer


def _look(path: Path, memory: LayoutMemory, progress: Progress, *, must_know_style: bool) -> Looked:
    """Look at a file; what that needs is loaded in the job, not at the start of the program."""
    from matrix_designer.session.importing import look

    return look(path, memory, progress, must_know_style=must_know_style)


def _look_at_all(
    paths: tuple[Path, ...], memory: LayoutMemory, progress: Progress
) -> tuple[Looked, ...]:
    from matrix_designer.session.importing import look_at_all

    return look_at_all(paths, memory, progress)


def _paste(text: str, folder: Path, memory: LayoutMemory, progress: Progress) -> Looked:
    from matrix_designer.session.importing import paste_file

    return paste_file(text, folder, memory, progress)


def _copied_text() -> str:
    """Return the clipboard's text; that of its table where some program flattened it."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # none where it is empty
    if data is None:
        return ""
    text = data.text() if data.hasText() else ""
    if "\t" not in text and data.hasHtml():
        return write_tabs(pick(text, data.html()))
    return text
