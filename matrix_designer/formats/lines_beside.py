"""Lines that lie beside their design: their file's name, how it comes there, when it goes.

`NAME.lines-HASH.parquet` stands whole before a design that names it does, and goes only once no
design in its folder names it, kept versions included. Knows files; not what a history is.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.archive import MAX_DESIGN_BYTES, open_archive, read_member
from matrix_designer.formats.encoding import decode_project
from matrix_designer.formats.schema import BesideRecord, EvidenceRecord
from matrix_designer.formats.storage import (
    CheckedWriter,
    digest_of,
    previous_version,
    replace_file,
)

_SUFFIX = ".pmatrix"
_HEX = 12
_MOST_STEM = 180


@dataclass(frozen=True, slots=True)
class FoundLines:
    """The file of lines of a design, or one sentence that says why there is none."""

    path: Path | None
    problem: str = ""


def lines_name(path: Path, sha256: str) -> str:
    """Return how a design's file of lines is called."""
    return f"{_stem(_real(path))}.lines-{sha256[:_HEX]}.parquet"


def find_lines(path: Path, record: EvidenceRecord, beside: BesideRecord) -> FoundLines:
    """Look for the lines of a design under the name that it gives, and under its own name now.

    They are taken only if they are what was saved, by size and hash.
    """
    folder = _real(path).parent
    names = dict.fromkeys((beside.file, lines_name(path, record.sha256)))
    changed = ""
    for name in names:
        lines = folder / name
        with contextlib.suppress(OSError):
            if not lines.is_file():
                continue
            if lines.stat().st_size == beside.size and digest_of(lines) == record.sha256:
                return FoundLines(lines)
            changed = name
    said = f"was looked for in “{folder}” and is not there"
    if changed:
        said = f"in “{folder}” is not what was saved: it was changed or is not whole"
    return FoundLines(
        None,
        f"The figures are whole, but the single lines of “{record.name}” are not there: parts, "
        "set-aside lines, repair orders and filters need them. "
        f"“{changed or beside.file}” ({beside.size:,} bytes) {said}; put it back and open the "
        "design again",
    )


def put_lines(path: Path, record: EvidenceRecord, size: int, pieces: Iterator[bytes]) -> None:
    """Let the lines stand whole beside a design that is about to name them.

    What stands there under their name already and is what it should be is left alone; anything
    else is kept as `.bak`. Raises MatrixDesignerError, and nothing is changed, on any doubt.
    """
    lines = _real(path).parent / lines_name(path, record.sha256)
    with contextlib.suppress(OSError):
        if lines.stat().st_size == size and digest_of(lines) == record.sha256:
            return

    def fill(writer: CheckedWriter) -> None:
        for piece in pieces:
            writer.write(piece)

    replace_file(lines, fill)


def remove_unnamed(path: Path, in_use: Path | None, is_design: Callable[[Path], bool]) -> None:
    """Remove a design's files of lines that no design in its folder names any more.

    All stay where one of those designs cannot be read, and so does the file that is `in_use`.
    """
    path = _real(path)
    ours = re.compile(re.escape(_stem(path)) + rf"\.lines-[0-9a-f]{{{_HEX}}}\.parquet")
    with contextlib.suppress(OSError, MatrixDesignerError):
        names = [one.name for one in path.parent.iterdir()]
        for name in names:
            if name.startswith(".") and ours.fullmatch(name[1:].removesuffix(".tmp")):
                path.with_name(name).unlink()  # what a killed save left; its lock is ours now
        old = {name for name in names if ours.fullmatch(name) and path.with_name(name) != in_use}
        if old:
            old -= _names_in(path) | _names_in(previous_version(path))
        others = [path.with_name(name) for name in names] if old else []
        for other in others:
            if other.is_file() and is_design(other):
                old -= _names_in(other)
        for name in old:
            path.with_name(name).unlink()


def _names_in(path: Path) -> set[str]:
    """Return the files of lines that a design names; raises MatrixDesignerError if it cannot."""
    if not path.exists():
        return set()
    with open_archive(path) as archive:
        _, evidence = decode_project(read_member(archive, "design.json", MAX_DESIGN_BYTES, path))
    found = set()
    for record in evidence:
        if record.beside is not None:
            found |= {record.beside.file, lines_name(path, record.sha256)}
    return found


def _real(path: Path) -> Path:
    """Return where a design really lies: what a save replaces."""
    return Path(os.path.realpath(path))


def _stem(path: Path) -> str:
    """Return a design's name without its ending, fit to begin every file system's names."""
    name = path.name.removesuffix(".bak") if path.name.endswith(f"{_SUFFIX}.bak") else path.name
    stem = name[: -len(_SUFFIX)] if name.lower().endswith(_SUFFIX) else name
    fit = stem.replace("\\", "_").encode("utf-8", "replace")[:_MOST_STEM]
    return fit.decode("utf-8", "ignore")
