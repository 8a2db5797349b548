"""Two Parquet files of the same columns put behind each other, their pages copied as they are.

Knows how a Parquet file ends: with a record, in Thrift's compact form, of where everything lies.
The places of what is copied move by as much as the copy did; nothing is read or written anew.
"""

from __future__ import annotations

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAGIC = b"PAR1"
_TAIL = struct.Struct("<I4s")
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_WHOLE = (_I16, _I32, _I64)
_SHORT_LIST, _SHORT_STEP = 15, 15
_SEVEN_BITS, _MORE = 127, 128
_ROWS, _GROUPS = 3, 4
_COLUMNS, _GROUP_PLACE, _ORDINAL = 1, 5, 7
_CHUNK_PLACES, _META, _META_PLACES = (2, 4, 6), 3, (9, 10, 11, 14)

Fields = dict[int, tuple[int, Any]]
"""A record: the type and value of each field, by its number, in the order of the file."""


def append(first: Path, second: Path) -> None:
    """Put the rows of a file behind those of another, which holds both then.

    Raises ValueError where they are no Parquet files of the same columns, and OSError.
    """
    head, tail = _Footer.of(first), _Footer.of(second)
    shift = head.start - len(_MAGIC)
    record, more = head.record, tail.record
    for number in record.keys() | more.keys():
        if number not in (_ROWS, _GROUPS) and record.get(number) != more.get(number):
            raise ValueError(f"the files differ in field {number}")
    kind, groups = record[_GROUPS][1]
    added = more[_GROUPS][1][1]
    for group in added:
        _move(group, shift, len(groups))
    record[_ROWS] = (_I64, record[_ROWS][1] + more[_ROWS][1])
    record[_GROUPS] = (_LIST, (kind, [*groups, *added]))
    written = bytearray()
    _put_struct(written, record)
    with first.open("r+b") as out, second.open("rb") as source:
        out.truncate(head.start)
        out.seek(head.start)
        source.seek(len(_MAGIC))
        _copy(source, out, tail.start - len(_MAGIC))
        out.write(written + _TAIL.pack(len(written), _MAGIC))


def _copy(source: Any, out: Any, size: int) -> None:
    """Copy all but the record at the end, which is cut off again."""
    start = out.tell()
    shutil.copyfileobj(source, out, 1 << 20)
    out.truncate(start + size)
    out.seek(start + size)


@dataclass(frozen=True, slots=True)
class _Footer:
    """Where the record at a file's end starts, and what it says."""

    start: int
    record: Fields

    @classmethod
    def of(cls, path: Path) -> _Footer:
        """Read it."""
        with path.open("rb") as file:
            end = file.seek(-_TAIL.size, 2)
            size, magic = _TAIL.unpack(file.read())
            if magic != _MAGIC or size > end - len(_MAGIC):
                raise ValueError(f"{path.name} is no Parquet file")
            start = file.seek(end - size)
            return cls(start, _Reader(file.read(size)).struct())


def _move(group: Fields, shift: int, groups: int) -> None:
    """Move the places of a row group, and its number."""
    _add(group, _GROUP_PLACE, shift)
    _add(group, _ORDINAL, groups)
    for chunk in group[_COLUMNS][1][1]:
        for number in _CHUNK_PLACES:
            _add(chunk, number, shift)
        for number in _META_PLACES:
            _add(chunk[_META][1], number, shift)


def _add(fields: Fields, number: int, by: int) -> None:
    """Add to a number that is there; a place of 0 is none."""
    kind, value = fields.get(number, (0, 0))
    if value or (kind and number == _ORDINAL):
        fields[number] = (kind, value + by)


class _Reader:
    """Reads Thrift's compact form."""

    def __init__(self, data: bytes) -> None:
        """Start at the first byte."""
        self._data = data
        self._at = 0

    def struct(self) -> Fields:
        """Read a record up to its end."""
        fields: Fields = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            number = number + step if step else self._whole()
            if kind in (_TRUE, _FALSE):
                fields[number] = (_TRUE, kind == _TRUE)
            else:
                fields[number] = (kind, self._value(kind))
        return fields

    def _value(self, kind: int) -> Any:
        if kind in _WHOLE:
            return self._whole()
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind == _STRUCT:
            return self.struct()
        if kind in (_LIST, _SET):
            return self._list()
        if kind in (_BYTE, _TRUE, _FALSE):
            return self._byte()
        if kind == _DOUBLE:
            return self._bytes(8)
        raise ValueError(f"a record has a field of type {kind}")

    def _list(self) -> tuple[int, list[Any]]:
        head = self._byte()
        size, kind = head >> 4, head & 15
        size = self._varint() if size == _SHORT_LIST else size
        return kind, [self._value(kind) for _ in range(size)]

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & _SEVEN_BITS) << shift
            if byte <= _SEVEN_BITS:
                return value
            shift += 7

    def _whole(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)


def _put_struct(out: bytearray, fields: Fields) -> None:
    """Write a record."""
    before = 0
    for number, (kind, value) in fields.items():
        told = (_TRUE if value else _FALSE) if kind == _TRUE else kind
        step = number - before
        if 0 < step <= _SHORT_STEP:
            out.append(step << 4 | told)
        else:
            out.append(told)
            _put_whole(out, number)
        if kind != _TRUE:
            _put(out, kind, value)
        before = number
    out.append(0)


def _put(out: bytearray, kind: int, value: Any) -> None:
    if kind in _WHOLE:
        _put_whole(out, value)
    elif kind == _BINARY:
        _put_varint(out, len(value))
        out += value
    elif kind == _STRUCT:
        _put_struct(out, value)
    elif kind in (_LIST, _SET):
        of, values = value
        if len(values) < _SHORT_LIST:
            out.append(len(values) << 4 | of)
        else:
            out.append(_SHORT_LIST << 4 | of)
            _put_varint(out, len(values))
        for one in values:
            _put(out, of, one)
    elif kind == _DOUBLE:
        out += value
    else:
        out.append(value)


def _put_varint(out: bytearray, value: int) -> None:
    while value > _SEVEN_BITS:
        out.append(value & _SEVEN_BITS | _MORE)
        value >>= 7
    out.append(value)


def _put_whole(out: bytearray, value: int) -> None:
    _put_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)
