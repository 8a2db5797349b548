"""What the commands of one window need of the others: named here so that neither knows the other.

Knows no window.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from matrix_designer.session.documents import Opened


class Host(Protocol):
    """Whoever holds all windows, as one of them sees it."""

    @property
    def is_free(self) -> bool:
        """Whether this window may take another document without losing sight of its own."""

    def show_if_open(self, path: Path) -> bool:
        """Bring the window up that has a file open; returns whether one has."""

    def take_elsewhere(self, opened: Opened) -> None:
        """Show a document in a window of its own."""
