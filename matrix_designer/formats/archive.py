"""The zip of a project file: few, known, stored members, read with suspicion.

Knows the zip container and its limits; nothing of what the members mean. Everything that is wrong
with a container becomes one MatrixDesignerError before anything large is read.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.disk import read_failure, refuse_pipe
from matrix_designer.formats.storage import PIECE_BYTES, previous_version

MAX_DESIGN_BYTES = 96 << 20
"""The largest design.json that is read: 200,000 flat prices with what was said of them."""
_END = struct.Struct("<4s4H2LH")
_HEAD = b"PK"
_END_MARK = b"PK\x05\x06"
_ZIP64_MARK = b"PK\x06\x07"
_ZIP64_BYTES = 20
_MAX_MEMBERS = 32
_MAX_DIRECTORY = 1 << 16
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # an encrypted member
    EOFError,
    UnicodeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes) -> int:
        """Write all of the data."""

    def flush(self) -> None:
        """Pass on what is held back."""


def damaged(path: Path, what: str) -> MatrixDesignerError:
    """Say that a project file cannot be opened, and where the version before it is, if it is."""
    spare = previous_version(path)
    hint = f"The version before the last save is kept beside it as {spare.name}"
    if not spare.is_file():
        hint = "Open another copy of it"
    return MatrixDesignerError(f"“{path}” is damaged and could not be opened", what, hint)


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a project file; every damage found meanwhile becomes a MatrixDesignerError."""
    refuse_pipe(path)
    try:
        with path.open("rb") as stream:
            _check_end(stream, path)
            with zipfile.ZipFile(stream) as archive:
                yield archive
    except MatrixDesignerError:
        raise
    except _DAMAGE as error:
        raise damaged(path, f"It is not a whole zip file ({error})") from error
    except OSError as error:
        raise read_failure(path, error) from error


def _check_end(stream: IO[bytes], path: Path) -> None:
    """Judge the end record before zipfile trusts the counts in it."""
    if _is_foreign(stream.read(len(_HEAD))) and not previous_version(path).is_file():
        raise MatrixDesignerError(
            f"“{path}” is no design file",
            "It begins like a file of another kind",
            "Open another file; the name of a table ends in .csv or .xlsx",
        )
    size = os.fstat(stream.fileno()).st_size
    tail = _END.size + _ZIP64_BYTES
    stream.seek(max(0, size - tail))
    last = stream.read(tail)
    if not last[-_END.size :].startswith(_END_MARK) or len(last) < _END.size:
        raise damaged(path, "Its end is missing: it was cut off or is no project file")
    _, disk, _, here, members, directory, _, comment = _END.unpack(last[-_END.size :])
    if last.startswith(_ZIP64_MARK) or disk or comment or here != members:
        raise damaged(path, "Its end record is not one that this program writes")
    if members > _MAX_MEMBERS or directory > _MAX_DIRECTORY:
        raise damaged(path, f"It claims to hold {members} parts")


def _is_foreign(head: bytes) -> bool:
    """Tell another kind of file by its first bytes; zeros are what a failed disk leaves of ours."""
    return bool(head.strip(b"\0")) and not _HEAD.startswith(head)


def read_member(archive: zipfile.ZipFile, name: str, limit: int, path: Path) -> bytes:
    """Return a small member; one that unpacks to more than `limit` bytes is refused unread."""
    infos = [info for info in archive.infolist() if info.filename == name]
    if len(infos) != 1:
        raise damaged(path, f"It holds {len(infos)} parts named {name} instead of one")
    if infos[0].file_size > limit:
        raise damaged(path, f"{name} claims {infos[0].file_size:,} bytes")
    with archive.open(infos[0]) as member:
        data = member.read(limit + 1)
    if len(data) != infos[0].file_size:
        raise damaged(path, f"{name} is not as long as it says")
    return data


def stored_pieces(archive: zipfile.ZipFile, name: str, sha256: str, path: Path) -> Iterator[bytes]:
    """Return the pieces of a stored member; the last step fails when its hash is another one."""
    infos = [info for info in archive.infolist() if info.filename == name]
    if len(infos) != 1:
        raise damaged(path, f"It holds {len(infos)} parts named {name} instead of one")
    if infos[0].compress_type != zipfile.ZIP_STORED or infos[0].compress_size != infos[0].file_size:
        raise damaged(path, f"{name} is packed, which this program never does")
    return _checked_pieces(archive, infos[0], sha256, path)


def _checked_pieces(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, sha256: str, path: Path
) -> Iterator[bytes]:
    digest = hashlib.sha256()
    with archive.open(info) as member:
        while piece := member.read(PIECE_BYTES):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != sha256:
        raise damaged(path, f"{info.filename} is not what the design says it is")


def write_archive(sink: Sink, design: bytes, members: dict[str, Iterator[bytes]]) -> None:
    """Write a project file: design.json first, then its evidence, nothing packed, no dates."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        archive.writestr(zipfile.ZipInfo("design.json", _FIRST_DAY), design)
        for name, pieces in members.items():
            with archive.open(zipfile.ZipInfo(name, _FIRST_DAY), "w", force_zip64=False) as member:
                for piece in pieces:
                    member.write(piece)
