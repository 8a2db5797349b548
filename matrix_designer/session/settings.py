"""What the program remembers of its user: appearance, recent files, the window's place.

Knows one settings file; nothing in it belongs to a design.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths

from matrix_designer.formats.locks import state_folder
from matrix_designer.session.column_state import ColumnState, read_column_state
from matrix_designer.session.recent_figures import RecentFigures, figures_text, read_figures

RECENT_LIMIT = 8
_DIGITS = 4
_NUL = "\0"
"""No file's name holds it."""


class Settings(QObject):
    """Reads and writes the settings file at once; a broken file counts as empty."""

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        """Use `file`, or the user's own settings file."""
        super().__init__(parent)
        where = file or _own_file()
        self._state = state_folder() if file is None else file.parent / "state"
        self._layouts = where.parent / "layouts"
        self._store = QSettings(str(where), QSettings.Format.IniFormat, self)

    @property
    def appearance(self) -> str:
        """`system`, `light` or `dark`."""
        value = str(self._store.value("appearance", "system"))
        return value if value in ("light", "dark") else "system"

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._store.setValue("appearance", value)

    @property
    def zoom(self) -> int:
        """How large fonts and metrics are drawn, in percent."""
        text = str(self._store.value("zoom", "100"))
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else 100

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._store.setValue("zoom", percent)

    @property
    def columns(self) -> ColumnState:
        """What was chosen of the tier grid's columns."""
        return read_column_state(str(self._store.value("columns", "")))

    @columns.setter
    def columns(self, state: ColumnState) -> None:
        self._store.setValue("columns", state.text)

    def columns_of(self, sheet: str) -> ColumnState:
        """Return what was chosen of the columns of a sheet of the plan, by the sheet's key."""
        return read_column_state(str(self._store.value(f"columns-{sheet}", "")))

    def keep_columns_of(self, sheet: str, state: ColumnState) -> None:
        """Keep what was chosen of the columns of a sheet of the plan."""
        self._store.setValue(f"columns-{sheet}", state.text)

    @property
    def is_tour_done(self) -> bool:
        """Whether the tour of the first run was seen or skipped."""
        return str(self._store.value("tour", "")) == "done"

    @is_tour_done.setter
    def is_tour_done(self, is_done: bool) -> None:
        self._store.setValue("tour", "done" if is_done else "")

    @property
    def hides_names(self) -> bool:
        """Whether a presentation leaves the names of customer and dealership away."""
        return str(self._store.value("hides_names", "")) == "yes"

    @hides_names.setter
    def hides_names(self, is_hiding: bool) -> None:
        self._store.setValue("hides_names", "yes" if is_hiding else "")

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files that were opened last, newest first."""
        stored = self._store.value("recent", [])
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        files = [str(text) for text in texts if text and _NUL not in str(text)]
        return tuple(Path(file) for file in files[:RECENT_LIMIT])

    @property
    def recent_figures(self) -> dict[Path, RecentFigures]:
        """What recent files came to when they were last open here, where that is known."""
        return read_figures(str(self._store.value("recent_figures", "")))

    def remember(self, file: Path, figures: RecentFigures | None = None) -> None:
        """Put a file at the head of the recent ones, with what it comes to where that is known."""
        first, known = file.absolute(), self.recent_figures
        kept = [first, *(old for old in self.recent if old != first)][:RECENT_LIMIT]
        if figures is not None:
            known[first] = figures
        self._store.setValue("recent", [str(old) for old in kept])
        still = {old: known[old] for old in kept if old in known}
        self._store.setValue("recent_figures", figures_text(still))

    def forget_recent(self) -> None:
        """Remember no file any more."""
        self._store.setValue("recent", [])
        self._store.remove("recent_figures")

    @property
    def state_folder(self) -> Path:
        """Where unsaved work and the log of faults are kept; beside a file that was named."""
        return self._state

    @property
    def layouts_folder(self) -> Path:
        """Where it is kept what was said about the columns of sales files, one file a layout."""
        return self._layouts

    @property
    def geometry(self) -> QByteArray:
        """The window's place as Qt wrote it; empty at first."""
        value = self._store.value("geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def folder(self) -> Path:
        """Where the last file was; the user's documents at first."""
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        text = str(self._store.value("folder", where))
        return Path(where if _NUL in text else text)

    @folder.setter
    def folder(self, value: Path) -> None:
        self._store.setValue("folder", str(value))


def _own_file() -> Path:
    """Return the place of this user's settings file."""
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
    return Path(where) / "settings.ini"
