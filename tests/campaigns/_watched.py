"""The program with a watch on its event loop, for a drive from outside.

Run: PYTHONPATH=. python -m tests.campaigns._watched FILE [WORDS]. WORDS are the program's own. When
the program ends, FILE has the longest time for which the event loop was away, in milliseconds of
wall and of processor time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from matrix_designer.gui import application
from tests.benchmarks.loop_gap import GapProbe


class Watched(application.Program):
    """The program, with a probe that starts when the first file is opened or asked for."""

    told: Path

    def begin(self, words: Sequence[str]) -> None:
        """Begin as always, watched."""
        self._probe = GapProbe(self)
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self._tell)
        super().begin(words)

    def _tell(self) -> None:
        gap = self._probe.longest("all")
        self._probe.stop()
        self.told.write_text(f"{gap.wall:.1f} {gap.processor:.1f}\n", encoding="utf-8")


def main(words: Sequence[str]) -> int:
    """Open the window, watched; returns its exit status."""
    Watched.told = Path(words[0])
    application.Program = Watched  # type: ignore[misc]  # the one way in makes this one
    return application.open_window(words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
