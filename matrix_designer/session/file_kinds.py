"""What a file that somebody drops can be taken as, judged by its content.

Knows the readers by their entries; it opens nothing for good.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.session.jobs import Progress

_MAX_MATRIX_BYTES = 4 << 20
"""No table of tiers is larger, so a large file is not read as one."""
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
    return found.can_be_imported or found.layout is not None or len(found.places) >= _TELLING


def _has_matrix(path: Path) -> bool:
    """Say whether a file reads as a table of tiers."""
    from matrix_designer.formats.matrices import read_matrix

    try:
        is_small = path.stat().st_size <= _MAX_MATRIX_BYTES
        return is_small and bool(read_matrix(path).matrix.tiers)
    except (MatrixDesignerError, OSError):
        return False
