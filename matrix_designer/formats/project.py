"""The project file `*.pmatrix`: one design and its evidence, saved whole or not at all.

Knows how the parts stand in the zip; the container is `archive`, design.json is `encoding`, the
disk is `storage`. Loading is total: whatever is wrong with a file is one MatrixDesignerError.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.archive import (
    MAX_DESIGN_BYTES,
    damaged,
    open_archive,
    read_member,
    stored_pieces,
    write_archive,
)
from matrix_designer.formats.disk import read_failure, refuse_pipe
from matrix_designer.formats.encoding import decode_project, encode_project, sales_record
from matrix_designer.formats.evidence_cache import keep_evidence
from matrix_designer.formats.locks import DocumentLock, lock_document
from matrix_designer.formats.schema import EvidenceRecord
from matrix_designer.formats.storage import (
    CheckedWriter,
    Fingerprint,
    read_pieces,
    replace_file,
    take_fingerprint,
)

DESIGN_MEMBER = "design.json"
_MAX_EVIDENCE = 2_000_000_000
_OTHER_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".png", ".pdf", ".json")


@dataclass(frozen=True, slots=True)
class Project:
    """An opened design: what it says, its evidence, and what the file looked like.

    `fingerprint` is None for what is only read: a plain table, or a design without its sales;
    `problems` are notes on what was read.
    """

    design: Design
    sales: Sales | None = None
    fingerprint: Fingerprint | None = None
    problems: tuple[str, ...] = ()


def refuse_other_name(path: Path) -> None:
    """Refuse to give a new design the name of another kind of file, which nothing could open."""
    if path.suffix.lower() in _OTHER_SUFFIXES:
        raise MatrixDesignerError(
            f"“{path}” is not the name of a design file", "", "Let it end in .pmatrix"
        )


def refuse_design_place(path: Path) -> None:
    """Refuse to write anything but a design under a design's name or over a design."""
    if path.suffix.lower() == ".pmatrix" or (path.is_file() and is_project(path)):
        raise MatrixDesignerError(
            f"“{path}” is the place of a design, which would be lost",
            "",
            "Choose another name, which does not end in .pmatrix",
        )


def is_project(path: Path) -> bool:
    """Say whether a file claims to be a project, by its name or its first member."""
    refuse_pipe(path)
    if path.suffix.lower() == ".pmatrix" or path.name.lower().endswith(".pmatrix.bak"):
        return True
    try:
        with path.open("rb") as stream:
            return DESIGN_MEMBER.encode() in stream.read(64)
    except OSError:
        return False


def load_project(path: Path, *, with_sales: bool = True) -> Project:
    """Open a project file; raises MatrixDesignerError for every damage and newer version.

    Without its sales it opens at once, whatever it carries; it has no fingerprint then.
    """
    with open_archive(path) as archive:
        data = read_member(archive, DESIGN_MEMBER, MAX_DESIGN_BYTES, path)
        try:
            design, evidence = decode_project(data)
        except MatrixDesignerError as error:
            what = ". ".join(part for part in (error.title, error.detail) if part)
            raise MatrixDesignerError(f"“{path}” could not be opened", what, error.hint) from error
        files = {
            record.member: keep_evidence(
                record.sha256, stored_pieces(archive, record.member, record.sha256, path)
            )
            for record in evidence
            if with_sales
        }
    if not with_sales:
        return Project(design)
    sales = [_load_sales(record, files[record.member], path) for record in evidence]
    if len(sales) > 1:
        raise damaged(path, "It holds more than one sales history")
    return Project(design, sales[0] if sales else None, take_fingerprint(path))


def save_design(
    path: Path,
    design: Design,
    sales: Sales | None = None,
    *,
    opened: Fingerprint | None = None,
    lock: DocumentLock | None = None,
) -> Fingerprint:
    """Save a design and its evidence by the save protocol; the version before is kept as `.bak`.

    `opened` is the fingerprint with which the document was opened or last saved (None: a file
    that we have not read); `lock` the lock that the caller holds (None: taken for this save).
    Raises MatrixDesignerError, and what stood there is untouched, on any doubt.
    """
    evidence = _sales_record(sales)
    data = encode_project(design, evidence)
    if decode_project(data) != (design, evidence):
        raise MatrixDesignerError(
            f"“{path}” was not saved: the design does not read back as it is",
            "This is a fault of the program",
            "Export the matrix as a table to keep it, and report this",
        )
    if opened is None:
        _refuse_unreadable(path)

    def fill(writer: CheckedWriter) -> None:
        write_archive(writer, data, _members(evidence, sales))

    with _lock_for(path, lock):
        return replace_file(path, fill, opened=opened)


def _lock_for(path: Path, lock: DocumentLock | None) -> DocumentLock:
    """Return a lock to release after the save: a new one, or an empty one where one is held."""
    return lock_document(path) if lock is None else DocumentLock(path, None)


def _refuse_unreadable(path: Path) -> None:
    """Never save over a file that could not be read."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise read_failure(path, error) from error
    if not status.st_size or not stat.S_ISREG(status.st_mode):
        return  # nothing to lose, or the save itself will refuse it
    try:
        with open_archive(path) as archive:
            decode_project(read_member(archive, DESIGN_MEMBER, MAX_DESIGN_BYTES, path))
    except MatrixDesignerError as error:
        raise MatrixDesignerError(
            f"“{path}” cannot be read as a design, so it is not saved over",
            error.title,
            "Choose another name, or remove that file yourself",
        ) from error


def _sales_record(sales: Sales | None) -> tuple[EvidenceRecord, ...]:
    """Name the sales' file of lines by its content."""
    if sales is None:
        return ()
    if sales.lines_file is None:
        raise MatrixDesignerError(
            f"The sales “{sales.name}” were summed without keeping their lines",
            "They cannot be saved with the design",
            "Import them again",
        )
    try:
        size = Path(sales.lines_file).stat().st_size
    except OSError as error:
        raise _sales_gone(sales) from error
    if size > _MAX_EVIDENCE:
        raise MatrixDesignerError(
            f"The sales “{sales.name}” are too large for a design file",
            f"Their lines take {size:,} bytes",
            "Keep them in a Parquet file of their own and save the design without them",
        )
    return (sales_record(sales),)


def _sales_gone(sales: Sales) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"The lines of the sales “{sales.name}” are no longer what was imported",
        f"“{sales.lines_file}” is missing or was changed",
        "Import the sales again",
    )


def _members(
    evidence: tuple[EvidenceRecord, ...], sales: Sales | None
) -> dict[str, Iterator[bytes]]:
    return {} if sales is None else {record.member: _line_pieces(sales) for record in evidence}


def _line_pieces(sales: Sales) -> Iterator[bytes]:
    """Yield the file of lines; the last step fails when it is not what was imported."""
    digest = hashlib.sha256()
    try:
        for piece in read_pieces(Path(str(sales.lines_file))):
            digest.update(piece)
            yield piece
    except OSError as error:
        raise _sales_gone(sales) from error
    if digest.hexdigest() != sales.digest:
        raise _sales_gone(sales)


def _load_sales(record: EvidenceRecord, lines: Path, path: Path) -> Sales:
    """Read the sales of a project back from their file of lines."""
    from matrix_designer.formats.sales import load_sales_parquet

    try:
        return load_sales_parquet(lines, record.name, record.sha256, record.switched_in)
    except MatrixDesignerError as error:
        raise damaged(path, f"Its sales cannot be read ({error.sentence})") from error
