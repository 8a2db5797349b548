"""Several files dropped at once: what becomes of each, and why one is not taken.

Knows kinds of files and their names; it opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.session.file_kinds import FileKind, kinds_of
from matrix_designer.session.jobs import Progress

_FOLDER = "is a folder"
_NEITHER = "is neither a design, nor a table of tiers, nor sales lines"
_EITHER = "can be read as a matrix and as sales; drop it alone"
_WHOSE = "holds sales; drop it on the window of its design"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The files to open in their order, the sales to read after that, and what is left out.

    Several files of sales are one history. `left` holds the name of a file and the reason, as the
    end of a sentence.
    """

    opened: tuple[Path, ...]
    sales: tuple[Path, ...]
    left: tuple[tuple[str, str], ...]


def sort_dropped(paths: Sequence[Path], progress: Progress, *, is_free: bool) -> Sorted:
    """Say what becomes of each file; `is_free`: the window has no document of its own yet.

    Sales go with the one design that they were dropped with, where that opens in this window, or
    with the design that stands there.
    """
    opened: list[Path] = []
    sales: list[Path] = []
    left: list[tuple[str, str]] = []
    for path in paths:
        kinds = frozenset() if path.is_dir() else kinds_of(path, progress)
        if kinds == {FileKind.SALES}:
            sales.append(path)
        elif len(kinds) == 1:
            opened.append(path)
        elif kinds:
            left.append((path.name, _EITHER))
        else:
            left.append((path.name, _FOLDER if path.is_dir() else _NEITHER))
    if opened and not (is_free and len(opened) == 1):
        left += [(path.name, _WHOSE) for path in sales]
        sales = []
    return Sorted(tuple(opened), tuple(sales), tuple(left))
