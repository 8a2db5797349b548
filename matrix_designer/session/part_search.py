"""Looks for sold parts off the GUI thread: the last thing that was asked counts.

Knows jobs; how a file of lines is searched is formats' matter.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.sold_part import FoundParts
from matrix_designer.formats.sold_parts import PartFinder
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress


class PartSearch(QObject):
    """One search at a time.

    `found(parts)`: a FoundParts; `refused(error)`: the lines cannot be read; `became_slow()`: the
    search takes longer than half a second; `ended()`: nothing is looked for any more.
    """

    found = Signal(object)
    refused = Signal(object)
    became_slow = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing to look for."""
        super().__init__(parent)
        self._finder = PartFinder()
        self._prepared: tuple[Path, frozenset[str]] | None = None
        self._preparing = Asking(self)
        self._searching = Asking(self)
        self._searching.answered.connect(self.found)
        self._searching.refused.connect(self.refused)
        self._searching.became_slow.connect(self.became_slow)
        self._searching.ended.connect(self.ended)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._searching.is_busy

    def prepare(self, lines: Path, switched_in: frozenset[str] = frozenset()) -> None:
        """Add the lines up by part before a text is typed; the search tells what fails.

        `switched_in` names reasons whose lines are used all the same.
        """
        if (lines, switched_in) != self._prepared:
            self._prepared = lines, switched_in
            task = partial(_prepare, self._finder, lines, switched_in)
            self._preparing.ask("Adding up the parts", task)

    def look_for(self, lines: Path, text: str, switched_in: frozenset[str] = frozenset()) -> None:
        """Look for a text in a file of lines; an earlier search is dropped."""
        task = partial(_find, self._finder, lines, text, switched_in)
        self._searching.ask("Looking for a part", task)

    def cancel(self) -> None:
        """Drop the search that runs; its thread ends as soon as the query does."""
        self._searching.cancel()

    def stop(self) -> None:
        """Drop the search and wait for every thread; for the window's end."""
        self._searching.cancel()
        self._finder.give_up()
        self._searching.stop()
        self._preparing.stop()
        self._finder.close()


def _prepare(
    finder: PartFinder, lines: Path, switched_in: frozenset[str], progress: Progress
) -> None:
    del progress
    finder.prepare(lines, switched_in=switched_in)


def _find(
    finder: PartFinder, lines: Path, text: str, switched_in: frozenset[str], progress: Progress
) -> FoundParts:
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.lines_failures import lines_are_gone

    def is_cancelled() -> bool:
        return progress.is_cancelled

    if not lines.is_file():
        raise lines_are_gone(lines)
    watch = Watch(is_cancelled=is_cancelled)
    return finder.find(lines, text, watch=watch, switched_in=switched_in)
