"""What is said where a file of single lines cannot be read: it is gone, or damaged.

Knows the engine's errors; it does not know what was asked of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError


@contextmanager
def readable_lines(path: Path) -> Iterator[None]:
    """Raise MatrixDesignerError where a file of lines is gone or turns out damaged on the way.

    What the engine says of damage depends on the byte; what the disk and the memory failed at
    passes, for who opened the database.
    """
    import duckdb

    if not path.is_file():
        raise lines_are_gone(path)
    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise MatrixDesignerError(
            "The dollars of these lines add up to more than can be believed",
            path.name,
            "Check the cost and the quantity columns",
        ) from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        if path.is_file():
            raise
        raise lines_are_gone(path) from error
    except duckdb.Error as error:
        raise MatrixDesignerError(
            f"{path.name} cannot be read: it is damaged", "", "Import the sales again"
        ) from error


def lines_are_gone(path: Path) -> MatrixDesignerError:
    """Make the error for single lines that are not where they were kept."""
    return MatrixDesignerError(
        "The single sales lines are not at hand", f"{path.name} is gone", "Import the sales again"
    )
