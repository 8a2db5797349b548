"""The import that a person is about to make: which file, what was said about it, and the jobs.

Looks at files in jobs and tells what came of it. Knows no page; the import itself is the file
commands' matter.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.import_question import Change
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.gui.grid.clipboard import pick, write_tabs
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.page_entries import IMPORT
from matrix_designer.session.asking import Asking
from matrix_designer.session.importing import (
    Looked,
    change_of_file,
    is_looked_at,
    look,
    look_again,
    paste_file,
    remember,
    save_mapping,
)
from matrix_designer.session.layouts import LayoutMemory
from matrix_designer.session.settings import Settings

_LAYOUTS = "layouts"


class Imports(QObject):
    """One file at a time.

    `looked_at(looked)`: a file was looked at, or the same one in another way. `page_wanted(key)`:
    somebody has to say something on a page. `import_wanted(path, mapping)`: it can be read.
    `imported()`: it was. `told(sentence)`; `refused(error)`.
    """

    looked_at = Signal(object)
    page_wanted = Signal(str)
    import_wanted = Signal(object, object)
    imported = Signal()
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: JobDesk, settings: Settings, parent: QObject) -> None:
        """Start without a file; what is said about layouts is kept beside the settings."""
        super().__init__(parent)
        self._desk = desk
        self._memory = LayoutMemory(settings.layouts_folder)
        self._looked: Looked | None = None
        self._changes: list[Change] = []
        self._imported: Path | None = None
        self._starts_when_clear = False
        self._is_shown = False
        self._pasted: TemporaryDirectory[str] | None = None
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_looked_again)
        self._asking.refused.connect(self._on_wish_refused)

    @property
    def looked(self) -> Looked | None:
        """The file that was looked at last; None before the first."""
        return self._looked

    @property
    def is_busy(self) -> bool:
        """Whether the file is being looked at in another way."""
        return self._asking.is_busy

    @property
    def is_of_last_import(self) -> bool:
        """Whether the file that was looked at is the one that was imported last."""
        return self._looked is not None and self._looked.path == self._imported

    def take(self, path: Path, *, is_shown: bool = False) -> None:
        """Look at a file and import it, or show it where something has to be said.

        `is_shown`: show it in any case.
        """
        if not is_looked_at(path):
            self.import_wanted.emit(path, SalesMapping())
            return
        self._begin(is_shown=is_shown)
        task = partial(look, path, self._memory)
        self._desk.run(f"Looking at {path.name}", task, self._on_looked)

    def ask(self, path: Path, *, must_know_style: bool) -> None:
        """Ask about a file that an import could not understand.

        `must_know_style`: none of its lines told what a comma means.
        """
        self._begin(is_shown=True)
        task = partial(look, path, self._memory, must_know_style=must_know_style)
        self._desk.run(f"Looking at {path.name}", task, self._on_looked)

    def paste(self) -> None:
        """Take the clipboard's text or table as a history."""
        data = QGuiApplication.clipboard().mimeData()
        text = data.text() if data.hasText() else ""
        if "\t" not in text and data.hasHtml():
            text = write_tabs(pick(text, data.html()))
        if not text.strip():
            self.refused.emit(
                MatrixDesignerError(
                    "The clipboard holds no text",
                    "",
                    "Copy the sales lines in Excel, headers included, and paste them here",
                )
            )
            return
        self._begin(is_shown=True)
        if self._pasted is None:
            self._pasted = TemporaryDirectory(prefix="matrix-designer-pasted-")
        task = partial(paste_file, text, Path(self._pasted.name), self._memory)
        self._desk.run("Reading the clipboard", task, self._on_looked)

    def wish(self, change: Change) -> None:
        """Look at the file in another way; what was wished before and not seen yet stands."""
        if self._looked is None:
            return
        self._changes.append(change)
        task = partial(look_again, self._looked, tuple(self._changes))
        self._asking.ask("Looking again", task)

    def answer(self, change: Change) -> None:
        """Take the answer to the question; the file is imported if it was the last one."""
        self._starts_when_clear = True
        self.wish(change)

    def load_mapping(self, file: Path) -> None:
        """Look at the file as a mapping file says."""
        try:
            change = change_of_file(file)
        except MatrixDesignerError as error:
            self.refused.emit(error)
        else:
            self.wish(change)

    def save_mapping(self, file: Path) -> None:
        """Write what is understood to a mapping file."""
        if self._looked is not None:
            task = partial(save_mapping, self._looked, file)
            self._desk.run(f"Writing {file.name}", task, self._on_mapping_saved, can_cancel=False)

    def start(self) -> None:
        """Import the file as it is understood now."""
        looked = self._looked
        if looked is not None and looked.is_clear and not self._asking.is_busy:
            self._starts_when_clear = False
            self.import_wanted.emit(looked.path, looked.mapping)

    def open_page(self) -> None:
        """Show the file that was looked at last."""
        self.page_wanted.emit(IMPORT)

    def note_imported(self, path: Path) -> None:
        """Remember what was said about the layout of a file that was imported."""
        looked, self._imported = self._looked, path
        if looked is not None and looked.path == path:
            remember(looked, self._memory)
            self.imported.emit()

    def stop(self) -> None:
        """Wait for what still runs; for the window's end."""
        self._asking.stop()
        self._forget_pasted()

    def _begin(self, *, is_shown: bool) -> None:
        self._asking.cancel()
        self._changes.clear()
        self._starts_when_clear = False
        if not self._desk.is_busy:
            self._is_shown = is_shown
            self._forget_pasted()

    def _forget_pasted(self) -> None:
        if self._pasted is not None:
            self._pasted.cleanup()
            self._pasted = None

    def _on_looked(self, result: object) -> None:
        """Go on at once where all is clear, else show what there is."""
        if not isinstance(result, Looked):
            raise TypeError(type(result))
        self._looked = result
        self.looked_at.emit(result)
        if result.preview.failure is not None and not result.preview.rows:
            self.refused.emit(result.preview.failure)
        elif result.is_clear and not self._is_shown:
            self.import_wanted.emit(result.path, result.mapping)
        else:
            self.page_wanted.emit(IMPORT)

    def _on_looked_again(self, result: object) -> None:
        if not isinstance(result, Looked):
            raise TypeError(type(result))
        self._looked = result
        self._changes.clear()
        self.looked_at.emit(result)
        if self._starts_when_clear:
            self.start()

    def _on_wish_refused(self, error: MatrixDesignerError) -> None:
        self._changes.clear()
        self.refused.emit(error)

    def _on_mapping_saved(self, file: object) -> None:
        self.told.emit(f"The mapping was written to {file}")
