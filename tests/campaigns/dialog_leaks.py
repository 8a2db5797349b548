"""Dialogs and documents opened and closed again and again, and nothing left of them.

Run: PYTHONPATH=. python tests/campaigns/dialog_leaks.py [DIALOGS] [DOCUMENTS]
Every dialog of the program in turn over a real window, and documents each in a window of its own.
Told by weak reference, by the widgets and threads that live, and by the memory after a first part.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import tempfile
import threading
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.session.jobs import JOB_THREAD

if TYPE_CHECKING:
    from matrix_designer.gui.application import Program

DIALOGS, DOCUMENTS = 500, 200
_PAGE = resource.getpagesize()
_MOST_GROWTH = {"dialogs": 5 << 20, "documents": 20 << 20}
"""What may be kept after the first fifth: the allocator's own slack."""


@dataclass
class Outcome:
    """What a run found: counts, what is still alive, and how the memory grew in bytes."""

    dialogs: int = 0
    documents: int = 0
    alive: list[str] = field(default_factory=list)
    growth: dict[str, int] = field(default_factory=dict)


def run(dialogs: int, documents: int) -> Outcome:
    """Open and close so many of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from matrix_designer.gui.application import Program, make_application
    from matrix_designer.session.settings import Settings

    app = QApplication.instance() or make_application()
    assert app is not None
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(Path(name) / "settings.ini")
        program = Program(settings)
        program.window.resize(1200, 800)
        program.window.show()
        _open_dialogs(program, dialogs, outcome)
        _open_documents(program, documents, outcome)
        program.end()
    return outcome


def _open_dialogs(program: Program, times: int, outcome: Outcome) -> None:
    """Open each dialog in turn, close it, and watch it go."""
    from matrix_designer.gui.dialogs.crash import CrashDialog, FaultReport
    from matrix_designer.gui.dialogs.unsaved import UnsavedDialog

    theme, window = program.look.theme, program.window
    watch = []
    before = 0
    for number in range(times):
        if number == times // 5:
            before = _memory()
        dialog = (
            UnsavedDialog("a.pmatrix", theme, window)
            if number % 2
            else CrashDialog(FaultReport("short", "full " * 100), "words", theme, window)
        )
        watch.append(weakref.ref(dialog))
        dialog.open()
        _turn()
        dialog.reject()
        del dialog
        _turn()
        outcome.dialogs += 1
    gc.collect()
    outcome.growth["dialogs"] = _memory() - before
    outcome.alive += [type(one()).__name__ for one in watch if one() is not None]


def _open_documents(program: Program, times: int, outcome: Outcome) -> None:
    """Open a document in a window of its own, look at it, close it, and watch it go."""
    from PySide6.QtWidgets import QApplication

    template = program.window._catalog.templates[0].design  # noqa: SLF001 - any design does
    watch: list[weakref.ref[object]] = []
    before = 0
    for number in range(times):
        if number == times // 5:
            gc.collect()
            before = _memory()
        one = program.windows.open_new()
        window = one.window
        watch += [weakref.ref(one), weakref.ref(window), weakref.ref(one.workspace)]
        window.files.open_new(template)
        while window.is_on_start:
            _turn()
        window.grab()
        window.close()
        del one, window
        _turn()
        outcome.documents += 1
    gc.collect()
    _turn()
    outcome.growth["documents"] = _memory() - before
    outcome.alive += [type(one()).__name__ for one in watch if one() is not None]
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    outcome.alive += [type(widget).__name__ for widget in shown if widget is not program.window]
    outcome.alive += [one.name for one in threading.enumerate() if one.name == JOB_THREAD]


def _turn() -> None:
    """Let Qt do what waits, deletions included."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _memory() -> int:
    """Return the resident memory of this process."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def main() -> int:
    """Run the whole campaign and print what it found."""
    counts = [int(word) for word in sys.argv[1:]]
    dialogs, documents = (counts + [DIALOGS, DOCUMENTS][len(counts) :])[:2]
    start = time.monotonic()
    outcome = run(dialogs, documents)
    write = sys.stdout.write
    write(f"{outcome.dialogs} dialogs and {outcome.documents} documents opened and closed:\n")
    write(f"{len(outcome.alive)} still alive, skipped 0, {time.monotonic() - start:.0f} s\n")
    for what, grown in outcome.growth.items():
        write(f"memory grew by {grown / (1 << 20):.1f} MB after the first fifth of the {what}\n")
    for name in outcome.alive:
        write(f"BAD {name} is still alive\n")
    has_grown = any(grown > _MOST_GROWTH[what] for what, grown in outcome.growth.items())
    return 1 if outcome.alive or has_grown else 0


if __name__ == "__main__":
    sys.exit(main())
