"""What a user chose of a grid's columns, as a value and as a text to be kept.

Knows keys and widths; it knows no grid. A text that is no such choice means none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_MOST_WIDE = 2_000


@dataclass(frozen=True, slots=True)
class ColumnState:
    """Columns hidden and shown by hand, by key, and given widths (in pixels at 100 %)."""

    off: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()

    @property
    def text(self) -> str:
        """The choice as a text."""
        return json.dumps({"off": self.off, "pinned": self.pinned, "widths": dict(self.widths)})


def read_column_state(text: str) -> ColumnState:
    """Return the choice that a text holds; nothing chosen where it holds none."""
    try:
        held: Any = json.loads(text)
        widths = tuple(
            (str(key), min(max(int(width), 1), _MOST_WIDE))
            for key, width in dict(held["widths"]).items()
        )
        return ColumnState(tuple(map(str, held["off"])), tuple(map(str, held["pinned"])), widths)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return ColumnState()
