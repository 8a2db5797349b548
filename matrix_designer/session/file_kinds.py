"""What a file that somebody drops can be taken as, judged by its content.

Knows the readers by their entries; it opens nothing for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.session.jobs import Progress

_MAX_MATRIX_BYTES = 4 << 20
"""No table of tiers is larger, so a large file is not read as one."""
_SHORTEST = 16
"""Lines of packed columns are hardly shorter: a part, pieces, a cost, a price."""
_TELLING = 3
"""A file with so many columns of a sales line is taken for one that lacks the others."""


class FileKind(Enum):
    """What a file can be."""

    DESIGN = "design"
    MATRIX = "matrix"
    SALES = "sales"


def kinds_of(path: Path, progress: Progress) -> frozenset[FileKind]:
    """Return all that a file can be taken as; empty for one that nothing here reads."""
    from matrix_designer.formats.project import is_project

    progress.report(f"Looking at {path.name}")
    try:
        if is_project(path):
            return frozenset({FileKind.DESIGN})
    except MatrixDesignerError:
        return frozenset()
    if path.suffix.lower() == ".parquet":
        return frozenset({FileKind.SALES})
    found = {FileKind.SALES: _has_sales(path), FileKind.MATRIX: _has_matrix(path)}
    return frozenset(kind for kind, is_so in found.items() if is_so)


def _has_sales(path: Path) -> bool:
    """Say whether a file has columns of sales lines; some of those needed may not be told."""
    from matrix_designer.formats.mapping import SalesMapping
    from matrix_designer.formats.preview import make_preview, read_head

    try:
        found = make_preview(read_head(path), SalesMapping())
    except MatrixDesignerError:
        return False
    is_known = found.can_be_imported or found.layout is not None
    return is_known or len(found.places) >= _TELLING or _is_packed(found.texts, found.width)


def _is_packed(texts: Sequence[str], width: int) -> bool:
    """Say whether lines without cells are of one length and mostly figures: fixed columns."""
    lines = [text for text in texts if text.strip()]
    if width != 1 or len(lines) < _TELLING:
        return False
    length = len(lines[0])
    digits = sum(mark.isdigit() for line in lines for mark in line)
    is_even = all(len(line) == length for line in lines)
    return is_even and length >= _SHORTEST and 2 * digits >= length * len(lines)


def _has_matrix(path: Path) -> bool:
    """Say whether a file reads as a table of tiers."""
    from matrix_designer.formats.matrices import read_matrix

    try:
        is_small = path.stat().st_size <= _MAX_MATRIX_BYTES
        return is_small and bool(read_matrix(path).matrix.tiers)
    except (MatrixDesignerError, OSError):
        return False
