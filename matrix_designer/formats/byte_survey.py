"""One look at all bytes of a text file: its codec, its lines, and what readers may dispute.

Knows bytes; it does not know what the columns mean. The file is looked over in two halves at
once, in small arrays, because everything after it waits for it.
"""

from __future__ import annotations

import codecs
import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.byte_places import Bytes, overflows, places_of
from matrix_designer.formats.core_bytes import may_name_core

Flags = npt.NDArray[np.bool_]
_PIECE = 1 << 20
"""Small pieces cost three times as much: the threads hand the interpreter over for each step."""
_LONGEST = 1 << 20
_FEED, _RETURN, _BLANK, _QUOTE, _POINT, _SCORE = b'\n\r "._'
_CASE, _SMALL_E = 0x20, ord("e")
_DIGIT_ROW, _ROW = 0x30, 0xF0
"""Digits, and six signs behind them, have the upper half of a byte to themselves."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"%PDF", "a PDF", "Export the report as CSV or XLSX"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first"),
    (b"\x89PNG", "a picture", "Choose a CSV or XLSX file"),
    (b"\xff\xd8\xff", "a picture", "Choose a CSV or XLSX file"),
    (b"PAR1", "a Parquet file of sales", "Name a matrix as CSV, XLSX or a *.pmatrix design"),
    (b"{\\rtf", "a word processor file", "Save the table as CSV or XLSX"),
)
_PAGE = re.compile(rb"^\s*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
_NUMBER_BYTES = b"0123456789eE_.+- \v\f"
_EDGES = frozenset(b',;|\t"\r\n')
_WINDOW = 64
_SIGN_INSIDE = re.compile(rb"[0-9._ ][-+]")
"""A part number such as 70738-1E61: no reader takes a sign behind a digit."""
_WIDE_BLANKS = (b"\xc2\xa0", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80")
"""How the blanks beyond ASCII begin; some dashes begin so as well."""
LONGEST_BLANK = 1_024
_TOO_LONG = b" " * (LONGEST_BLANK + 1)
_STRIDE = (LONGEST_BLANK + 1) // 2
"""So far apart, two neighbours of some bytes stand in every run that is too long."""
_MOST_DOUBTS = 5_000


def refuse(path: Path, what: str, hint: str = "", line: int | None = None) -> MatrixDesignerError:
    """Make the error for a file that cannot be taken, with the line where it stopped."""
    where = f"{path.name}, line {line}" if line is not None else path.name
    return MatrixDesignerError(f"{where}: {what}", "", hint)


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look at all bytes of a file tells: its codec, and whether it is plainly cut.

    `lines` counts physical lines; `is_plain` says valid UTF-8 (or ASCII) with no zero byte, no
    carriage return of its own and no blank before a quote. `doubtful` has every line with a text
    that the engine's reader would take for a number and that means none or another to us:
    `1_000`, `1e3`, `0.00005`. It is None where there are too many to be looked at. `pieces` tells
    where to find a line: places in the file where one starts, each with its number from 0.
    `may_name_core` is False where no text can name a core charge; `has_plain_blanks` is True
    where a blank text is a run of at most LONGEST_BLANK spaces.
    """

    encoding: str
    lines: int
    is_plain: bool
    doubtful: tuple[bytes, ...] | None = None
    pieces: tuple[tuple[int, int], ...] = ()
    may_name_core: bool = True
    has_plain_blanks: bool = False


def survey(path: Path) -> Survey:
    """Look at the whole file: a BOM decides its codec, then UTF-8, then cp1252.

    Raises MatrixDesignerError for a file that is known not to be a table.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
        _refuse_foreign(path, head)
        marked = next((codec for mark, codec in _BOMS if head.startswith(mark)), None)
        wide = marked if marked not in {None, "utf-8-sig"} else _unmarked_utf16(head)
        if wide is not None:
            return Survey(wide, 0, is_plain=False)
        size = file.seek(0, 2)
        file.seek(size // 2)
        middle = file.tell() if file.readline(_LONGEST).endswith(b"\n") else size
    with ThreadPoolExecutor(2, thread_name_prefix="byte-survey") as pool:
        halves = tuple(pool.map(_look_over, (path, path), (0, middle), (middle, size)))
    return _of_both(halves, marked or "utf-8")


class _Desk:
    """Arrays to work on, taken once: fresh ones come from the system and cost far more."""

    def __init__(self) -> None:
        """Take room for pieces of the usual length."""
        self._take(2 * _PIECE)

    def _take(self, room: int) -> None:
        self._flags = [np.empty(room, np.bool_) for _ in range(4)]
        self._codes = np.empty(room, np.uint8)
        self._lower = np.empty(room, np.uint8)

    def flags(self, size: int) -> list[Flags]:
        """Return four arrays of flags."""
        if size > len(self._codes):
            self._take(size)
        return [array[:size] for array in self._flags]

    def codes(self, size: int) -> Bytes:
        """Return an array of bytes; the flags are taken before it."""
        return self._codes[:size]

    def lower(self, marks: Bytes) -> Bytes:
        """Return bytes with the letters small; the flags are taken before it."""
        return np.bitwise_or(marks, _CASE, out=self._lower[: len(marks)])


@dataclass(slots=True)
class _Look:
    """What was seen of a part of a file that starts where a line does."""

    lines: int = 0
    is_utf8: bool = True
    is_plain: bool = True
    doubtful: set[bytes] = field(default_factory=set)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    may_name_core: bool = False
    has_plain_blanks: bool = True


def _of_both(halves: tuple[_Look, ...], encoding: str) -> Survey:
    """Say of a file what was seen of its halves."""
    if not all(half.is_utf8 for half in halves):
        encoding = "cp1252"
    is_plain = encoding != "cp1252" and all(half.is_plain for half in halves)
    doubtful = tuple(line for half in halves for line in half.doubtful)
    is_few = len(doubtful) <= _MOST_DOUBTS
    pieces: list[tuple[int, int]] = []
    lines = 0
    for half in halves:
        pieces += [(place, lines + line) for place, line in half.pieces]
        lines += half.lines
    names_core = any(half.may_name_core for half in halves)
    doubts = doubtful if is_few else None
    plain_blanks = all(half.has_plain_blanks for half in halves)
    return Survey(encoding, lines, is_plain, doubts, tuple(pieces), names_core, plain_blanks)


def _look_over(path: Path, start: int, end: int) -> _Look:
    """Look over a part of a file."""
    seen, desk, last = _Look(), _Desk(), b"\n"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            if not piece.endswith(b"\n"):
                rest = file.readline(_LONGEST)
                seen.is_plain = seen.is_plain and len(rest) < _LONGEST
                piece += rest
            seen.pieces.append((start, seen.lines))
            start += len(piece)
            is_ascii = piece.isascii()
            if seen.has_plain_blanks:
                wide = () if is_ascii else _WIDE_BLANKS
                is_long = _may_be_too_long(piece) and _TOO_LONG in piece
                seen.has_plain_blanks = not (is_long or any(blank in piece for blank in wide))
            if seen.is_utf8 and not (is_ascii and not decoder.getstate()[0]):
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    seen.is_utf8 = False
            _look_at(piece, last, seen, desk)
            last = piece[-1:]
    if decoder.getstate()[0]:
        seen.is_utf8 = False
    seen.lines += last != b"\n"
    return seen


def _look_at(piece: bytes, last: bytes, seen: _Look, desk: _Desk) -> None:
    """Count a piece's lines, and note zero bytes, odd carriage returns and disputed quotes."""
    marks = np.frombuffer(piece, np.uint8)
    feeds, found, both, _ = desk.flags(len(marks))
    np.equal(marks, _FEED, out=feeds)
    seen.lines += int(np.count_nonzero(feeds))
    is_odd = b"\0" in piece
    if b"\r" in piece:
        np.equal(marks, _RETURN, out=found)
        alone = np.greater(found[:-1], feeds[1:], out=both[1:])
        is_odd = is_odd or bool(alone.any() or found[-1])
    if b'"' in piece:
        np.equal(marks, _BLANK, out=found)
        np.equal(marks, _QUOTE, out=feeds)
        is_odd = is_odd or (last == b" " and piece.startswith(b'"'))
        is_odd = is_odd or bool(np.logical_and(found[:-1], feeds[1:], out=both[1:]).any())
    seen.is_plain = seen.is_plain and not is_odd
    lower = desk.lower(marks)
    if len(seen.doubtful) <= _MOST_DOUBTS:
        seen.doubtful.update(_doubtful_lines(piece, marks, lower, desk))
    if not seen.may_name_core:
        one, other, *_ = desk.flags(len(marks))
        seen.may_name_core = may_name_core(marks, lower, one, other)


def _may_be_too_long(piece: bytes) -> bool:
    """Tell whether a run of blanks may be too long, from a few bytes."""
    return b"  " in piece[::_STRIDE]


def _doubtful_lines(piece: bytes, marks: Bytes, lower: Bytes, desk: _Desk) -> set[bytes]:
    """Return the lines of a piece with a text that may be a number to the engine only.

    Every such text has a `_`, an `e` behind a digit or a point, or a point before five digits, and
    consists of the bytes that numbers are written with.
    """
    size = len(marks)
    points, digits, some, more = desk.flags(size)
    codes = desk.codes(size)
    np.equal(marks, _POINT, out=points)
    np.equal(np.bitwise_and(marks, _ROW, out=codes), _DIGIT_ROW, out=digits)
    np.equal(lower, _SMALL_E, out=some)
    before = np.logical_or(points, digits, out=more)
    some[:1] = False
    np.logical_and(some[1:], before[:-1], out=some[1:])
    exponents = places_of(some)
    places = [exponents[~overflows(marks, exponents)]] if exponents.size else []
    long = points[:-5]
    for step in (3, 5, 4, 2, 1):  # amounts have two decimals, so that the first step ends most
        if np.logical_and(long, digits[step : step + size - 5], out=long).any():
            continue
        break
    else:
        places.append(np.flatnonzero(long))
    if b"_" in piece:
        places.append(np.flatnonzero(marks == _SCORE))
    found: set[bytes] = set()
    for place in itertools.chain.from_iterable(those.tolist() for those in places):
        if _may_be_a_number(piece, place):
            start, end = piece.rfind(b"\n", 0, place) + 1, piece.find(b"\n", place)
            found.add(piece[start : end if end >= 0 else None])
            if len(found) > _MOST_DOUBTS:
                break
    return found


def _may_be_a_number(piece: bytes, place: int) -> bool:
    """Tell whether the text around a place has only the bytes that numbers are written with."""
    before = piece[max(place - _WINDOW, 0) : place]
    after = piece[place : place + _WINDOW]
    left, right = before.rstrip(_NUMBER_BYTES), after.lstrip(_NUMBER_BYTES)
    if (left and left[-1] not in _EDGES) or (right and right[0] not in _EDGES):
        return False
    text = before[len(left) :] + after[: len(after) - len(right)]
    return _SIGN_INSIDE.search(text.strip()) is None


def _refuse_foreign(path: Path, head: bytes) -> None:
    """Refuse a file that is known not to be a table, and say what it is."""
    for mark, name, hint in _FOREIGN:
        if head.startswith(mark):
            raise refuse(path, f"this is {name}, not a table", hint)
    if _PAGE.match(head.removeprefix(codecs.BOM_UTF8)):
        raise refuse(
            path, "this is a web page or XML, not a table", "Open it in Excel and save it as XLSX"
        )


def _unmarked_utf16(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the zero bytes at every other place."""
    head = head[: len(head) // 2 * 2]
    if not head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.2:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.2:
        return "utf-16-be"
    return None
