"""All windows of the program: each with its own workspace, none knowing the others.

Decides which window a document goes to, and how all of them close. Knows how a window is put
together; nothing of what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from matrix_designer.catalog import Catalog
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.storage import Fingerprint
from matrix_designer.gui.look import Look
from matrix_designer.gui.main_window import MainWindow
from matrix_designer.gui.messages import Choice
from matrix_designer.gui.numbers import local_numbers
from matrix_designer.gui.theme import Appearance
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.documents import Opened
from matrix_designer.session.jobs import EndedJobs, Job
from matrix_designer.session.recovery import Autosave, look_for_work
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Today, Workspace

if TYPE_CHECKING:
    from matrix_designer.formats.recovery import FoundWork

FIRST_SIZE = QSize(1440, 900)
_STEP = QPoint(28, 28)
_TAKE_BACK = Choice("take-back", "Take back", "Offer the discarded work again")


@dataclass(frozen=True, slots=True)
class Shared:
    """What every window stands on."""

    settings: Settings
    catalog: Catalog
    look: Look
    today: Today


class OpenWindow(QObject):
    """One window with its own workspace, analyst and autosave.

    `closed(self)`: it is off the screen; `appearance_changed()`: it asked for another theme. The
    host of its own commands.
    """

    closed = Signal(object)
    appearance_changed = Signal()

    def __init__(self, shared: Shared, windows: Windows) -> None:
        """Build a window on its start page; it is not shown yet."""
        super().__init__(windows)
        self._windows = windows
        self.workspace = Workspace(shared.catalog.templates[0].design, self, today=shared.today)
        self.analyst = Analyst(self.workspace, evaluate, self)
        self.window = MainWindow(
            self.workspace,
            self.analyst,
            shared.settings,
            shared.catalog,
            shared.look.theme,
            local_numbers(),
            self,
        )
        files = self.window.files
        folder = shared.settings.state_folder / "recovery"
        self.autosave = Autosave(self.workspace, folder, self._opened_as, self)
        files.recovered.connect(self.autosave.adopt)
        self.autosave.failed.connect(self.window.show_error)
        self.window.closed.connect(self._on_closed)
        self._look = shared.look
        self._look.theme_changed.connect(self.window.set_theme)
        self.window.appearance_chosen.connect(self._on_appearance_chosen)
        self.window.zoom_wanted.connect(self._on_zoom_wanted)
        self.window.actions_.show_appearance(self._look.appearance)
        self._is_over = False

    @property
    def is_free(self) -> bool:
        """Whether the window may take another document without losing sight of its own."""
        return self.window.is_on_start and not self.workspace.is_unsaved

    def show_if_open(self, path: Path) -> bool:
        """Bring the window up that has a file open; returns whether one has."""
        return self._windows.show_if_open(path)

    def take_elsewhere(self, opened: Opened) -> None:
        """Show a document in a window of its own."""
        self._windows.open_new().window.files.take(opened)

    def end(self, *, is_kept: bool = False) -> None:
        """Stop everything behind the window; unsaved work is left for the next start or not."""
        if self._is_over:
            return
        self._is_over = True
        self.window.stop()
        self.autosave.stop(is_kept=is_kept)

    def leave(self) -> None:
        """Close without a question; unsaved work is left for the next start."""
        self.end(is_kept=True)
        self.window.close_now()

    def _opened_as(self) -> Fingerprint | None:
        return self.window.files.fingerprint

    def _on_appearance_chosen(self, name: str) -> None:
        self._look.choose(Appearance(name))
        self.appearance_changed.emit()

    def show_appearance(self) -> None:
        """Check the theme that is used."""
        self.window.actions_.show_appearance(self._look.appearance)

    def _on_zoom_wanted(self, steps: int) -> None:
        if steps:
            self._look.zoom_by(steps)
        else:
            self._look.zoom_to(100)

    def _on_closed(self) -> None:
        self.end()
        self.closed.emit(self)


class Windows(QObject):
    """Every open window, the oldest first; the last one stays in the list until the end."""

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        """Make the first window."""
        super().__init__(parent)
        self._shared = shared
        self._all: list[OpenWindow] = []
        self._found: list[FoundWork] = []
        self._recovering: list[FoundWork] = []
        self._discarded: list[FoundWork] = []
        self._looking: Job[list[FoundWork]] | None = None
        self._ended = EndedJobs()
        self._is_quitting = False
        self._add()

    @property
    def all(self) -> Sequence[OpenWindow]:
        """The open windows."""
        return tuple(self._all)

    @property
    def front(self) -> OpenWindow:
        """The window that the user works in, or the newest."""
        for one in self._all:
            if one.window.isActiveWindow():
                return one
        return self._all[-1]

    def open_new(self) -> OpenWindow:
        """Show another window on its start page, a little below the one in front."""
        before = self.front.window
        made = self._add()
        made.window.resize(before.size())
        made.window.move(before.pos() + _STEP)
        made.window.show()
        _raise(made.window)
        return made

    def show_if_open(self, path: Path) -> bool:
        """Bring the window up that has a file open; returns whether one has."""
        for one in self._all:
            held = one.workspace.path
            if held is not None and one.window.isVisible() and _is_same(held, path):
                _raise(one.window)
                if one.window.is_on_start:
                    one.window.show_document()
                return True
        return False

    def keep_now(self) -> bool:
        """Write all unsaved work at once; returns whether all of it is on disk."""
        kept = [one.autosave.keep_now() for one in self._all]
        return all(kept)

    def quit(self) -> None:
        """Close every window, asking for each unsaved document; staying in one stops it."""
        self._is_quitting = True
        self._close_next()

    def leave(self) -> None:
        """Close every window without a question; unsaved work is offered at the next start."""
        self.keep_now()  # before anything is waited for: the system may not wait
        for one in tuple(self._all):
            one.leave()

    def end(self) -> None:
        """Stop what runs and take every window down before what it stands on."""
        if self._looking is not None:
            self._looking.wait()
            self._on_found(self._looking.result or [])
        for found in self._discarded:
            found.place.clear()
        for found in self._found:
            found.place.leave()
        self._discarded, self._found = [], []
        for one in self._all:
            one.end(is_kept=True)  # one that was closed has been asked about
            one.window.deleteLater()

    # Recovery

    def look_for_work(self) -> None:
        """Look in a thread for what a crash left, and offer it."""
        root = self._shared.settings.state_folder / "recovery"
        self._looking = Job("Looking for unsaved work", partial(look_for_work, root), self)
        self._looking.succeeded.connect(self._on_found)
        self._looking.refused.connect(self._on_not_found)
        self._looking.broke.connect(self._on_broke)
        self._looking.start()

    def _on_found(self, found: list[FoundWork]) -> None:
        self._forget_looking()
        self._found = list(found)
        self._offer()

    def _on_not_found(self, error: MatrixDesignerError) -> None:
        self._forget_looking()
        self.front.window.show_error(error)

    def _on_broke(self, error: BaseException) -> None:
        self._forget_looking()
        raise error

    def _forget_looking(self) -> None:
        if self._looking is not None:
            self._looking.wait()
            self._ended.add(self._looking)
            self._looking = None

    def _offer(self) -> None:
        free = [one for one in self._found if one not in self._recovering]
        for one in self._all:
            one.window.recovery.show_found(free)

    def _on_recover(self, found: FoundWork) -> None:
        """Recover in the window that has the file, or in the one in front; offer it once."""
        window = (self._window_of(found) or self.front).window
        if not window.desk.is_busy:
            self._recovering.append(found)
            self._offer()
        window.files.recover(found)

    def _window_of(self, found: FoundWork) -> OpenWindow | None:
        for one in self._all:
            if found.path is not None and one.workspace.path == found.path:
                return one if one.window.isVisible() and not one.workspace.is_unsaved else None
        return None

    def _on_settled(self) -> None:
        """Offer again what is not recovered by now."""
        if self._recovering:
            self._recovering = []
            self._offer()

    def _on_discard(self, found: FoundWork) -> None:
        """Offer it no more; it lies there until the program ends, so that it can be taken back."""
        self._discarded.append(found)
        self._forget_found(found.place)
        self.front.window.messages.show_choice(
            f"The work on {found.name} is discarded, and gone when the program ends.",
            (_TAKE_BACK,),
        )

    def _on_chosen(self, key: str) -> None:
        if key == _TAKE_BACK.key and self._discarded:
            self._found.append(self._discarded.pop())
            self._offer()

    def _forget_found(self, place: object) -> None:
        self._found = [one for one in self._found if one.place is not place]
        self._offer()

    # Windows

    def _add(self) -> OpenWindow:
        made = OpenWindow(self._shared, self)
        made.closed.connect(self._on_closed)
        made.appearance_changed.connect(self._on_appearance_changed)
        window = made.window
        window.files.recovered.connect(self._forget_found)
        window.files.opened.connect(self._on_settled)
        window.desk.given_up.connect(self._on_settled)
        window.files.stayed.connect(self._on_stayed)
        window.recovery.recover_chosen.connect(self._on_recover)
        window.recovery.discard_chosen.connect(self._on_discard)
        window.messages.chosen.connect(self._on_chosen)
        window.actions_.new_window.triggered.connect(self.open_new)
        window.actions_.quit.triggered.connect(self.quit)
        self._all.append(made)
        self._offer()
        return made

    def _on_closed(self, one: OpenWindow) -> None:
        if len(self._all) > 1:
            self._all.remove(one)
            one.window.deleteLater()
            one.deleteLater()
        if self._is_quitting:
            self._close_next()

    def _on_appearance_changed(self) -> None:
        for one in self._all:
            one.show_appearance()

    def _on_stayed(self) -> None:
        self._is_quitting = False

    def _close_next(self) -> None:
        """Close one window, the unsaved first; the next follows when it is closed."""
        left = [one for one in self._all if one.window.isVisible()]
        if not left:
            QCoreApplication.quit()
            return
        unsaved = [one for one in left if one.workspace.is_unsaved]
        first = (unsaved or left)[0]
        _raise(first.window)
        first.window.close()


def _raise(window: QWidget) -> None:
    """Bring a window up, also from the task bar."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    if QGuiApplication.platformName() != "offscreen":  # it has no stack, and says so each time
        window.raise_()
    window.activateWindow()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
