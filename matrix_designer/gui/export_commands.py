"""What the Export page asks for: a file, the writing, and word of what came of it.

Knows the workspace, the desk and the page's signals; not how a file is written.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from matrix_designer.formats.profiles import Profile
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.pages.export import ExportPage
from matrix_designer.session.documents import ExportOrder, write_export
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

_FILTERS = {"csv": "Text table (*.csv)", "xlsx": "Workbook (*.xlsx)"}


class ExportCommands(QObject):
    """Writes the matrix that is looked at."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        desk: JobDesk,
        page: ExportPage,
        window: QWidget,
    ) -> None:
        """Serve the page."""
        super().__init__(window)
        self._workspace = workspace
        self._settings = settings
        self._desk = desk
        self._page = page
        self._window = window
        self._wanted: tuple[Profile, bool] | None = None
        self._last: tuple[str, Path] | None = None
        page.write_requested.connect(self._on_write)
        page.write_anyway_requested.connect(self._on_write_anyway)

    def _on_write(self, profile: Profile) -> None:
        self._ask(profile, is_allowed=False)

    def _on_write_anyway(self, profile: Profile) -> None:
        """Write to the file that was refused, without asking for it again."""
        if self._last is not None and self._last[0] == profile.id:
            self._write(profile, self._last[1], is_allowed=True)
        else:
            self._ask(profile, is_allowed=True)

    def _ask(self, profile: Profile, *, is_allowed: bool) -> None:
        suffix = profile.layout.value
        dialog = QFileDialog(self._window, "Export", str(self._settings.folder), _FILTERS[suffix])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{profile.id}.{suffix}")
        self._wanted = (profile, is_allowed)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        if self._wanted is not None:
            profile, is_allowed = self._wanted
            path = Path(name)
            self._settings.folder = path.absolute().parent
            self._write(profile, path, is_allowed=is_allowed)

    def _write(self, profile: Profile, path: Path, *, is_allowed: bool) -> None:
        work = self._workspace
        self._last = (profile.id, path)
        order = ExportOrder(profile, path, work.question.matrix, is_allowed)
        task = partial(write_export, order, work.design, work.sales)
        self._desk.run(f"Writing {path.name}", task, self._on_written, can_cancel=False)

    def _on_written(self, result: object) -> None:
        from matrix_designer.formats.render import ExportResult

        if not isinstance(result, ExportResult):
            raise TypeError(type(result))
        self._page.show_result(result)
