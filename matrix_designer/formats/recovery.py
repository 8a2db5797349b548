"""Unsaved work beside the documents: one folder for each open one, whole at every moment.

A folder holds `work.json` (the design and where it belongs) and its sales' file of lines, linked
there so that no cleaning of a cache takes it away; a lock beside the folder tells a running
program's work from what a crash left. Knows files; not when work is kept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import LinesBeside, Sales
from matrix_designer.formats.disk import read_failure, write_failure
from matrix_designer.formats.encoding import decode_project, encode_project, sales_record
from matrix_designer.formats.evidence_cache import keep_evidence, mark_used
from matrix_designer.formats.lines_place import are_lines_gone
from matrix_designer.formats.locks import (
    DocumentLock,
    Owner,
    is_running,
    lock_document,
    this_owner,
)
from matrix_designer.formats.schema import BesideRecord, EvidenceRecord
from matrix_designer.formats.schema_matrix import Record
from matrix_designer.formats.storage import Fingerprint, read_pieces, write_file

WORK_FILE = "work.json"
_MAX_WORK = 24 << 20
_FORMAT: Literal["matrix-designer-recovery"] = "matrix-designer-recovery"


@dataclass(frozen=True, slots=True)
class Work:
    """The unsaved work on one document.

    `path` is the document's file (None: it never had one), `opened` what that file looked like;
    `edits` counts the undo steps since the last save.
    """

    name: str
    path: Path | None
    edits: int
    design: Design
    sales: Sales | None = None
    opened: Fingerprint | None = None


class FingerprintRecord(Record, frozen=True):
    """What the document's file looked like when it was opened or last saved."""

    size: int
    modified: int
    inode: int
    digest: str


class OwnerRecord(Record, frozen=True):
    """The program that keeps the work."""

    host: str
    process: int
    started: int


class WorkRecord(Record, frozen=True):
    """How unsaved work stands in `work.json`; `project` is a design.json with its own check."""

    format: Literal["matrix-designer-recovery"]
    version: Literal[1]
    name: str
    path: str | None
    kept: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    edits: int
    owner: OwnerRecord
    sha256: str
    project: msgspec.Raw
    opened: FingerprintRecord | None = None


class RecoveryPlace:
    """One document's folder, held by a lock while its program runs."""

    def __init__(self, folder: Path, lock: DocumentLock) -> None:
        """Hold a folder, which may not be there yet, by its lock."""
        self.folder = folder
        self._lock = lock

    @property
    def is_locked(self) -> bool:
        """Whether the system itself holds the lock."""
        return self._lock.is_held

    def keep(self, work: Work) -> None:
        """Write the work; raises MatrixDesignerError, and what was kept before is still whole."""
        evidence = self._pin(work.sales)
        project = encode_project(work.design, evidence)
        if decode_project(project) != (work.design, evidence):
            raise MatrixDesignerError(
                "The unsaved work was not kept: the design does not read back as it is",
                "This is a fault of the program",
                "Save the design, and report this",
            )
        write_file(self.folder / WORK_FILE, _encoded(work, project))
        self._unpin_others(evidence)

    def clear(self) -> None:
        """Throw the work away and let the place go; what cannot be removed is left to the next."""
        with contextlib.suppress(OSError):
            (self.folder / WORK_FILE).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def leave(self) -> None:
        """Let the place go with its work in it, for the next start."""
        self._lock.release()

    def _pin(self, sales: Sales | None) -> tuple[EvidenceRecord, ...]:
        """Link the file of lines into the folder, or copy it where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if sales is None:
                return ()
            pin = _pin_of(self.folder, sales.digest)
            if not pin.exists():
                if sales.lines_beside is not None and are_lines_gone(sales):
                    return self._keep_sums(sales, sales.lines_beside)
                if sales.lines_file is None:
                    return ()
                _link(Path(sales.lines_file), pin)
            mark_used(Path(str(sales.lines_file)))
        except OSError as error:
            raise write_failure(self.folder, error) from error
        return (sales_record(sales),)

    def _keep_sums(self, sales: Sales, missing: LinesBeside) -> tuple[EvidenceRecord, ...]:
        """Keep all that there is of sales whose lines are not there."""
        from matrix_designer.formats.kept_sums import beside_record

        record, sums = beside_record(sales, missing.name, missing.size)
        kept = _sums_of(self.folder, record)
        if not kept.exists():
            write_file(kept, sums)
        return (record,)

    def _unpin_others(self, evidence: tuple[EvidenceRecord, ...]) -> None:
        """Let go of lines that the work no longer names."""
        named = {_pin_of(self.folder, record.sha256) for record in evidence}
        with contextlib.suppress(OSError):
            for pin in set(self.folder.glob("*.parquet")) - named:
                pin.unlink()


@dataclass(frozen=True, slots=True)
class FoundWork:
    """Work that no running program keeps: what to show of it, and its held place.

    `problem` is empty, or says why it cannot be read.
    """

    place: RecoveryPlace
    name: str
    path: Path | None
    kept: dt.datetime
    edits: int
    problem: str = ""


def new_place(root: Path) -> RecoveryPlace:
    """Hold a new place below `root`; raises MatrixDesignerError where no folder can be made."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = root / uuid.uuid4().hex
    except OSError as error:
        raise write_failure(root, error) from error
    return RecoveryPlace(folder, lock_document(folder))


def find_work(root: Path) -> list[FoundWork]:
    """Return the work that crashes left, newest first, each held until it is cleared or left."""
    found = []
    for folder in _folders(root):
        try:
            lock = lock_document(folder)
        except MatrixDesignerError:
            continue  # its program runs
        place = RecoveryPlace(folder, lock)
        one = _describe(place)
        if one is not None:
            found.append(one)
    return sorted(found, key=_when, reverse=True)


def load_work(found: FoundWork) -> tuple[Work, str]:
    """Read found work back; the text says what of it is gone. Raises MatrixDesignerError."""
    folder = found.place.folder
    record = _read(folder)
    design, evidence = decode_project(bytes(record.project))
    sales, note = None, ""
    for one in evidence:
        try:
            sales = _load_sales(folder, one)
        except MatrixDesignerError as error:
            note = f"Its sales could not be recovered: {error.sentence}"
    opened = None if record.opened is None else _fingerprint(record.opened)
    return Work(record.name, found.path, record.edits, design, sales, opened), note


def _folders(root: Path) -> list[Path]:
    """Return the folders that this program made; what else lies there is somebody's own."""
    try:
        return [path for path in sorted(root.iterdir()) if _is_place(path)]
    except OSError:
        return []


def _is_place(path: Path) -> bool:
    is_named = re.fullmatch("[0-9a-f]{32}", path.name) is not None
    return is_named and path.is_dir() and not path.is_symlink()


def _describe(place: RecoveryPlace) -> FoundWork | None:
    """Look at a place; None for one that is another program's or holds nothing."""
    work = place.folder / WORK_FILE
    if not work.exists():
        if place.is_locked:
            place.clear()  # a program ended between making the folder and its first work
        return None
    try:
        record = _read(place.folder)
    except MatrixDesignerError as error:
        when = dt.datetime.now(dt.UTC)
        return FoundWork(place, "Unreadable work", None, when, 0, error.sentence)
    owner = Owner(record.owner.host, record.owner.process, record.owner.started)
    if not place.is_locked and is_running(owner):
        return None
    path = None if record.path is None else Path(record.path)
    return FoundWork(place, record.name, path, record.kept, record.edits)


def _encoded(work: Work, project: bytes) -> bytes:
    owner = this_owner()
    opened = work.opened
    record = WorkRecord(
        _FORMAT,
        1,
        work.name,
        None if work.path is None else str(work.path),
        dt.datetime.now(dt.UTC),
        work.edits,
        OwnerRecord(owner.host, owner.process, owner.started),
        hashlib.sha256(project).hexdigest(),
        msgspec.Raw(project),
        None
        if opened is None
        else FingerprintRecord(opened.size, opened.modified, opened.inode, opened.digest),
    )
    return msgspec.json.encode(record)


def _read(folder: Path) -> WorkRecord:
    """Read `work.json`; raises MatrixDesignerError for every damage."""
    path = folder / WORK_FILE
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would never end, nor would a device
            raise _damaged("It is no plain file")
        if about.st_size > _MAX_WORK:
            raise MatrixDesignerError("The unsaved work is too large to be one of this program's")
        record = msgspec.json.decode(path.read_bytes(), type=WorkRecord)
    except OSError as error:
        raise read_failure(path, error) from error
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
        raise _damaged(str(error)) from error
    if hashlib.sha256(bytes(record.project)).hexdigest() != record.sha256:
        raise _damaged("Its check sum differs")
    if "\0" in (record.path or ""):
        raise _damaged("It belongs to no file that can be")
    return record


def _damaged(what: str) -> MatrixDesignerError:
    return MatrixDesignerError("The unsaved work is damaged", what, "Open the saved file instead")


def _load_sales(folder: Path, record: EvidenceRecord) -> Sales:
    from matrix_designer.formats.sales import load_sales_parquet

    if record.beside is not None:
        return _load_sums(folder, record, record.beside)
    lines = keep_evidence(record.sha256, _pieces(_pin_of(folder, record.sha256), record.sha256))
    return load_sales_parquet(lines, record.name, record.sha256, record.switched_in)


def _load_sums(folder: Path, record: EvidenceRecord, beside: BesideRecord) -> Sales:
    """Read back sales whose lines were not there when they were kept."""
    from matrix_designer.formats.kept_sums import unpack_sums

    sums = b"".join(_pieces(_sums_of(folder, record), beside.sums))
    missing = LinesBeside(beside.file, beside.size)
    return replace(unpack_sums(sums, record), lines_beside=missing)


def _sums_of(folder: Path, record: EvidenceRecord) -> Path:
    return folder / Path(record.member).name


def _pieces(path: Path, sha256: str) -> Iterator[bytes]:
    """Yield the pinned lines; the last step fails when they are not what they were."""
    digest = hashlib.sha256()
    try:
        for piece in read_pieces(path):
            digest.update(piece)
            yield piece
    except OSError as error:
        raise read_failure(path, error) from error
    if digest.hexdigest() != sha256:
        raise _damaged("Its lines are not what they were")


def _pin_of(folder: Path, digest: str) -> Path:
    return folder / f"{digest}.parquet"


def _link(source: Path, pin: Path) -> None:
    """Give a file a second name, or copy it whole; raises OSError."""
    try:
        os.link(source, pin)
    except OSError:
        temporary = pin.with_suffix(".tmp")
        try:
            shutil.copyfile(source, temporary)
            temporary.replace(pin)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


def _fingerprint(record: FingerprintRecord) -> Fingerprint:
    return Fingerprint(record.size, record.modified, record.inode, record.digest)


def _when(found: FoundWork) -> dt.datetime:
    return found.kept
