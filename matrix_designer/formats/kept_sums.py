"""The sums of a history as one small file: every distinct row, every tally, no single line.

A design whose lines lie beside it carries this, so that all figures survive without them. The
file is a zip: `sums.json` and one file of little-endian integers per column. Knows no disk.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta, structs

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import (
    SET_ASIDE_REASONS,
    Codes,
    Ints,
    PartName,
    Sales,
    SalesRows,
    Tally,
)
from matrix_designer.formats.encoding import sales_record
from matrix_designer.formats.part_rows import narrow
from matrix_designer.formats.schema import BesideRecord, EvidenceRecord
from matrix_designer.formats.schema_matrix import Record

_JSON = "sums.json"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MOST_JSON = 64 << 20
_MOST_ROWS = 200_000_000
_WIDTHS = ("i1", "i2", "i4", "i8")
_OF_PARTS = {
    "part": "part_names",
    "group": "groups",
    "vendor": "vendors",
    "customer_type": "customer_types",
    "channel": "channels",
}
"""The columns of rows told apart by part alone, and the names that their codes stand for."""
_SLIM = tuple(field.name for field in fields(SalesRows) if field.name not in _OF_PARTS)
_CODES = {"source": "sources", "sale_class": "classes", "pay_type": "pay_types"}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    msgspec.MsgspecError,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    ValueError,
    struct.error,
)


class TallyRecord(Record, frozen=True):
    """Counted lines: pieces in thousandths, cost and sales as extended amounts."""

    lines: int
    pieces: int
    cost: int
    sales: int


class SumsRecord(Record, frozen=True):
    """What `sums.json` says; `widths` is the integer type of each column of rows.

    The names of parts and of what else a plan asks for are there where the rows tell them apart;
    `part_names` has a number and a description each.
    """

    rows: Annotated[int, Meta(ge=0, le=_MOST_ROWS)]
    widths: dict[str, Literal["i1", "i2", "i4", "i8"]]
    sources: tuple[str, ...]
    classes: tuple[str, ...]
    pay_types: tuple[str, ...]
    lines_read: int
    used: TallyRecord
    set_aside: dict[str, TallyRecord]
    notes: dict[str, TallyRecord]
    parts: int
    is_sold_known: bool
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    part_names: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    customer_types: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def beside_record(sales: Sales, file: str, size: int) -> tuple[EvidenceRecord, bytes]:
    """Return the record of a history whose lines lie in a file of their own, and its sums."""
    record = sales_record(sales)
    sums = pack_sums(sales, record)
    digest = hashlib.sha256(sums).hexdigest()
    beside = BesideRecord(file, size, digest)
    return structs.replace(record, member=f"evidence/{digest}.sums", beside=beside), sums


def pack_sums(sales: Sales, record: EvidenceRecord) -> bytes:
    """Write the sums of a whole history; raises MatrixDesignerError if they do not read back."""
    columns = {name: _narrow(getattr(sales.rows, name)) for name in _columns_of(sales)}
    said = SumsRecord(
        rows=len(sales.rows.cost),
        widths={name: _width(column) for name, column in columns.items()},
        sources=sales.sources,
        classes=sales.classes,
        pay_types=sales.pay_types,
        lines_read=sales.lines_read,
        used=_record(sales.used),
        set_aside={name: _record(tally) for name, tally in sales.set_aside.items()},
        notes={name: _record(tally) for name, tally in sales.notes.items()},
        parts=sales.parts,
        is_sold_known=sales.is_sold_known,
        first_day=sales.first_day,
        last_day=sales.last_day,
        part_names=tuple((part.number, part.description) for part in sales.part_names),
        groups=sales.groups,
        vendors=sales.vendors,
        customer_types=sales.customer_types,
        channels=sales.channels,
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _put(archive, _JSON, msgspec.json.encode(said))
        for name, column in columns.items():
            _put(archive, name, column.tobytes())
    data = buffer.getvalue()
    if not _is_same(unpack_sums(data, record), sales):
        raise MatrixDesignerError(
            f"The sales “{sales.name}” were not saved: their sums do not read back as they are",
            "This is a fault of the program",
            "Keep the lines in the design, and report this",
        )
    return data


def unpack_sums(data: bytes, record: EvidenceRecord) -> Sales:
    """Read sums back as sales without lines; raises MatrixDesignerError for every damage."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            said = msgspec.json.decode(_take(archive, _JSON, None), type=SumsRecord)
            columns = {
                name: _column(archive, name, said.widths[name], said.rows)
                for name in (*_SLIM, *(_OF_PARTS if "part" in said.widths else ()))
            }
    except _DAMAGE as error:
        raise _damaged(str(error)) from error
    _check(said, columns)
    return Sales(
        name=record.name,
        digest=record.sha256,
        rows=_rows(said, columns),
        sources=said.sources,
        classes=said.classes,
        pay_types=said.pay_types,
        lines_read=said.lines_read,
        used=_tally(said.used),
        set_aside={name: _tally(said.set_aside[name]) for name in SET_ASIDE_REASONS},
        notes={name: _tally(tally) for name, tally in said.notes.items()},
        parts=said.parts,
        first_day=said.first_day,
        last_day=said.last_day,
        switched_in=frozenset(record.switched_in),
        is_sold_known=said.is_sold_known,
        part_names=tuple(PartName(number, text) for number, text in said.part_names),
        groups=said.groups,
        vendors=said.vendors,
        customer_types=said.customer_types,
        channels=said.channels,
    )


def _rows(said: SumsRecord, columns: Mapping[str, Ints]) -> SalesRows:
    rows = SalesRows(**{name: columns[name] for name in _SLIM})
    if "part" not in columns:
        return rows
    return replace(
        rows,
        part=narrow(columns["part"], len(said.part_names)),
        group=narrow(columns["group"], len(said.groups)),
        vendor=narrow(columns["vendor"], len(said.vendors)),
        customer_type=narrow(columns["customer_type"], len(said.customer_types)),
        channel=narrow(columns["channel"], len(said.channels)),
    )


def _columns_of(sales: Sales) -> tuple[str, ...]:
    return (*_SLIM, *_OF_PARTS) if sales.rows.has_parts else _SLIM


def _check(said: SumsRecord, columns: Mapping[str, Ints]) -> None:
    """Refuse rows that are not in order, name what is not there, or add up to something else."""
    if set(said.set_aside) != set(SET_ASIDE_REASONS):
        raise _damaged("its reasons are others than this program's")
    for name, names in (_CODES | _OF_PARTS).items():
        codes = columns.get(name, np.zeros(0, np.int64))
        if len(codes) and not 0 <= int(codes.min()) <= int(codes.max()) < len(getattr(said, names)):
            raise _damaged(f"a row's {name} has no name")
    cost, list_price = columns["cost"], columns["list_price"]
    steps = np.diff(cost)
    if (steps < 0).any() or (np.diff(list_price)[steps == 0] < 0).any():
        raise _damaged("its rows are not in order")
    sums = [sum_of(columns[name]) for name in ("lines", "quantity", "sold")]
    if sums != [said.used.lines, said.used.pieces, said.used.sales]:
        raise _damaged("its rows add up to something else")


def sum_of(column: Ints) -> int:
    """Add a column up; a sum of 64-bit integers that wrapped equals no tally that was counted."""
    return int(column.sum(dtype=np.int64))


def _narrow(column: Codes) -> Codes:
    """Return a column in the narrowest type that holds it, little-endian."""
    low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    for width in _WIDTHS:
        limits = np.iinfo(width)
        if limits.min <= low and high <= limits.max:
            break
    return column.astype(f"<{width}")


def _width(column: Codes) -> Literal["i1", "i2", "i4", "i8"]:
    widths: dict[int, Literal["i1", "i2", "i4", "i8"]] = {1: "i1", 2: "i2", 4: "i4", 8: "i8"}
    return widths[column.dtype.itemsize]


def _column(archive: zipfile.ZipFile, name: str, width: str, rows: int) -> Ints:
    kind = np.dtype(f"<{width}")
    read = np.frombuffer(_take(archive, name, rows * kind.itemsize), kind)
    return read.astype(np.int64)


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=1)


def _take(archive: zipfile.ZipFile, name: str, size: int | None) -> bytes:
    """Read a file that unpacks to just that size, or to little where that is not known."""
    info = archive.getinfo(name)
    if info.file_size > _MOST_JSON if size is None else info.file_size != size:
        raise _damaged(f"{name} claims {info.file_size:,} bytes")
    return archive.read(info)


def _is_same(read: Sales, sales: Sales) -> bool:
    """Say whether sums are those of a history, whatever lies beside them."""
    if any(
        not np.array_equal(getattr(read.rows, name), getattr(sales.rows, name))
        for name in _columns_of(sales)
    ):
        return False
    apart = {"rows", "lines_file", "lines_beside"}
    told = [field.name for field in fields(Sales) if field.name not in apart]
    return all(getattr(read, name) == getattr(sales, name) for name in told)


def _record(tally: Tally) -> TallyRecord:
    return TallyRecord(tally.lines, tally.pieces, tally.cost, tally.sales)


def _tally(record: TallyRecord) -> Tally:
    return Tally(record.lines, record.pieces, record.cost, record.sales)


def _damaged(what: str) -> MatrixDesignerError:
    return MatrixDesignerError("The sums of these sales are damaged", what, "Import them again")
