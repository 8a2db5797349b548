"""The project file `*.pmatrix`: one design and its evidence, saved whole or not at all.

Knows how the parts stand in the zip; the container is `archive`, design.json is `encoding`, the
disk is `storage`. Loading is total: whatever is wrong with a file is one MatrixDesignerError.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, LinesBeside, Sales
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
from matrix_designer.formats.lines_beside import (
    find_lines,
    lines_name,
    put_lines,
    remove_unnamed,
)
from matrix_designer.formats.lines_place import (
    ASKED_FROM,
    MOST_INSIDE,
    LinesPlace,
    are_lines_gone,
    lines_size,
)
from matrix_designer.formats.locks import DocumentLock, lock_document
from matrix_designer.formats.schema import BesideRecord, EvidenceRecord
from matrix_designer.formats.storage import (
    CheckedWriter,
    FileChangedError,
    Fingerprint,
    has_changed,
    read_pieces,
    replace_file,
    take_fingerprint,
)

DESIGN_MEMBER = "design.json"
_MAX_SUMS = 1 << 30
_OTHER_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".png", ".pdf", ".json")


@dataclass(frozen=True, slots=True)
class Project:
    """An opened design: what it says, its evidence, and what the file looked like.

    `fingerprint` is None for what is only read: a plain table, or a design without its sales;
    `problems` are notes on what was read; `lines_place` is where the lines of large sales are
    kept (None: nobody needs to have decided).
    """

    design: Design
    sales: Sales | None = None
    fingerprint: Fingerprint | None = None
    problems: tuple[str, ...] = ()
    lines_place: LinesPlace | None = None


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


def load_project(path: Path, *, with_sales: bool = True, parts_up_to: int = 0) -> Project:
    """Open a project file; raises MatrixDesignerError for every damage and newer version.

    Without its sales it opens at once, whatever it carries; it has no fingerprint then. Its lines
    are told apart by part where the design needs that, and where they have no more bytes than
    `parts_up_to`.
    """
    with open_archive(path) as archive:
        data = read_member(archive, DESIGN_MEMBER, MAX_DESIGN_BYTES, path)
        try:
            design, evidence = decode_project(data)
        except MatrixDesignerError as error:
            what = ". ".join(part for part in (error.title, error.detail) if part)
            raise MatrixDesignerError(f"“{path}” could not be opened", what, error.hint) from error
        if not with_sales:
            return Project(design)
        if len(evidence) > 1:
            raise damaged(path, "It holds more than one sales history")
        record = evidence[0] if evidence else None
        lines, sums = None, None
        if record is not None and record.beside is not None:
            sums = _read_sums(archive, record, record.beside, path)
        elif record is not None:
            pieces = stored_pieces(archive, record.member, record.sha256, path)
            lines = keep_evidence(record.sha256, pieces)
    if record is None:
        return Project(design, None, take_fingerprint(path))
    if sums is not None and record.beside is not None:
        return _with_lines_beside(design, sums, record, record.beside, path)
    lines = Path(str(lines))
    is_small = lines.stat().st_size <= parts_up_to
    sales = _load_sales(record, lines, path, needs_parts=is_small or design.needs_parts)
    place = LinesPlace.INSIDE if lines_size(sales) >= ASKED_FROM else None
    return Project(design, sales, take_fingerprint(path), lines_place=place)


def lines_place_of(path: Path) -> LinesPlace | None:
    """Return where a project on disk keeps the lines of large sales.

    None where they are not large, or where the file is not there or cannot be read.
    """
    try:
        with open_archive(path) as archive:
            data = read_member(archive, DESIGN_MEMBER, MAX_DESIGN_BYTES, path)
            _, evidence = decode_project(data)
            for record in evidence:
                if record.beside is not None:
                    return LinesPlace.BESIDE
                if archive.getinfo(record.member).file_size >= ASKED_FROM:
                    return LinesPlace.INSIDE
    except (MatrixDesignerError, KeyError):
        return None
    return None


def save_design(
    path: Path,
    design: Design,
    sales: Sales | None = None,
    *,
    opened: Fingerprint | None = None,
    lock: DocumentLock | None = None,
    place: LinesPlace | None = None,
) -> Fingerprint:
    """Save a design and its evidence by the save protocol; the version before is kept as `.bak`.

    `opened` is the fingerprint with which the document was opened or last saved (None: a file
    that we have not read); `lock` the lock that the caller holds (None: taken for this save);
    `place` is where the lines of the sales are kept (None: inside while they fit). Lines that lie
    beside the design stand there whole before it does. Raises MatrixDesignerError, and what
    stood there is untouched, on any doubt.
    """
    evidence, sums = _evidence(path, sales, place)
    data = encode_project(design, evidence)
    if len(data) > MAX_DESIGN_BYTES:
        raise MatrixDesignerError(
            f"“{path}” was not saved: the design is too large to be saved",
            f"It would take {len(data) >> 20:,} MB, at most {MAX_DESIGN_BYTES >> 20:,} are read",
            "Delete flat prices or proposals that nobody needs",
        )
    if decode_project(data) != (design, evidence):
        raise MatrixDesignerError(
            f"“{path}” was not saved: the design does not read back as it is",
            "This is a fault of the program",
            "Export the matrix as a table to keep it, and report this",
        )
    if opened is None:
        _refuse_unreadable(path)

    def fill(writer: CheckedWriter) -> None:
        write_archive(writer, data, _members(evidence, sales, sums))

    with _lock_for(path, lock):
        if sales is None or sums is None:
            made = replace_file(path, fill, opened=opened)
            _remove_old_lines(path, sales)
            return made
        if opened is not None and has_changed(Path(os.path.realpath(path)), opened):
            raise FileChangedError(path)  # before lines are written for nothing
        try:
            if not are_lines_gone(sales):
                size = 0 if evidence[0].beside is None else evidence[0].beside.size
                put_lines(path, evidence[0], size, _line_pieces(sales))
            return replace_file(path, fill, opened=opened)
        finally:
            _remove_old_lines(path, sales)


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


def _remove_old_lines(path: Path, sales: Sales | None) -> None:
    """Remove lines that no design names any more: older ones, and those of a refused save."""
    in_use = None if sales is None or sales.lines_file is None else Path(sales.lines_file)
    remove_unnamed(path, in_use, is_project)


def _evidence(
    path: Path, sales: Sales | None, place: LinesPlace | None
) -> tuple[tuple[EvidenceRecord, ...], bytes | None]:
    """Name the sales' lines by their content; with their sums where they lie beside the design."""
    if sales is None:
        return (), None
    from matrix_designer.formats.kept_sums import beside_record

    if sales.lines_beside is not None and are_lines_gone(sales):
        record, sums = beside_record(sales, sales.lines_beside.name, sales.lines_beside.size)
        return (record,), sums
    size = _size_of_lines(sales)
    if place is not LinesPlace.BESIDE and size <= MOST_INSIDE:
        return (sales_record(sales),), None
    record, sums = beside_record(sales, lines_name(path, sales.digest), size)
    return (record,), sums


def _size_of_lines(sales: Sales) -> int:
    if sales.lines_file is None:
        raise MatrixDesignerError(
            f"The sales “{sales.name}” were summed without keeping their lines",
            "They cannot be saved with the design",
            "Import them again",
        )
    try:
        return Path(sales.lines_file).stat().st_size
    except OSError as error:
        raise _sales_gone(sales) from error


def _sales_gone(sales: Sales) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"The lines of the sales “{sales.name}” are no longer what was imported",
        f"“{sales.lines_file}” is missing or was changed",
        "Put it back, or import the sales again",
    )


def _members(
    evidence: tuple[EvidenceRecord, ...], sales: Sales | None, sums: bytes | None
) -> dict[str, Iterator[bytes]]:
    if sums is not None:
        return {record.member: iter((sums,)) for record in evidence}
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


def _read_sums(
    archive: zipfile.ZipFile, record: EvidenceRecord, beside: BesideRecord, path: Path
) -> Sales:
    """Read the sums of lines that lie beside a project, by their known hash."""
    from matrix_designer.formats.kept_sums import unpack_sums

    data = read_member(archive, record.member, _MAX_SUMS, path)
    if hashlib.sha256(data).hexdigest() != beside.sums:
        raise damaged(path, f"{record.member} is not what the design says it is")
    try:
        return unpack_sums(data, record)
    except MatrixDesignerError as error:
        raise damaged(path, f"Its sales cannot be read ({error.sentence})") from error


def _with_lines_beside(
    design: Design, sums: Sales, record: EvidenceRecord, beside: BesideRecord, path: Path
) -> Project:
    """Give the sums their lines, or say which file of lines is not there."""
    found = find_lines(path, record, beside)
    if found.path is not None and design.needs_parts and not sums.rows.has_parts:
        sums = _load_sales(record, found.path, path, needs_parts=True)
    sales = replace(sums, lines_file=found.path, lines_beside=LinesBeside(beside.file, beside.size))
    problems = (found.problem,) if found.problem else ()
    return Project(design, sales, take_fingerprint(path), problems, LinesPlace.BESIDE)


def _load_sales(record: EvidenceRecord, lines: Path, path: Path, *, needs_parts: bool) -> Sales:
    """Read the sales of a project back from their file of lines."""
    from matrix_designer.formats.sales import load_sales_parquet

    grain = Grain.needed(needs_parts=needs_parts)
    try:
        return load_sales_parquet(
            lines, record.name, record.sha256, record.switched_in, grain=grain
        )
    except MatrixDesignerError as error:
        raise damaged(path, f"Its sales cannot be read ({error.sentence})") from error
