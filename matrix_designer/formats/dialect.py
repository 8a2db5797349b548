"""How a text file is written: its encoding, its delimiter and its decimal mark.

Knows bytes and characters; it does not know what the columns mean.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, decide_style

DELIMITERS = ("\t", "|", ";", ",")
"""In the order in which a tie is broken: a comma may be a decimal mark, the others are not."""
SAMPLE_LINES = 200
_PIECE = 1 << 16
"""Larger arrays would come fresh from the system each time, which costs three times as much."""
_FEED, _RETURN, _BLANK, _QUOTE = b'\n\r "'
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
    (b"{\\rtf", "a word processor file", "Save the table as CSV or XLSX"),
)
_PAGE = re.compile(rb"^\s*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
_NUMERIC = re.compile(
    r"[-+\u2212(]?\s*\$?\s*[-+\u2212]?[0-9.,][0-9.,'\s]*(?:-|\)|\s*CR)?", re.IGNORECASE
)


def refuse(path: Path, what: str, hint: str = "", line: int | None = None) -> MatrixDesignerError:
    """Make the error for a file that cannot be taken, with the line where it stopped."""
    where = f"{path.name}, line {line}" if line is not None else path.name
    return MatrixDesignerError(f"{where}: {what}", "", hint)


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look at all bytes of a file tells: its codec, and whether it is plainly cut.

    `lines` counts physical lines; `is_plain` says valid UTF-8 (or ASCII) with no zero byte, no
    carriage return of its own and no blank before a quote.
    """

    encoding: str
    lines: int
    is_plain: bool


def _look_over(last: bytes, piece: bytes) -> tuple[int, int, bool]:
    """Return what a piece of a file has: line feeds, carriage returns of their own, oddities.

    An oddity is a zero byte, or a blank before a quote, which readers dispute.
    """
    marks = np.frombuffer(piece, np.uint8)
    feeds = marks == _FEED
    returns = 0
    if b"\r" in piece:
        found = marks == _RETURN
        returns = int(np.count_nonzero(found) - np.count_nonzero(found[:-1] & feeds[1:]))
    is_odd = b"\0" in piece
    if b'"' in piece:
        is_odd = is_odd or (last == b" " and piece.startswith(b'"'))
        is_odd = is_odd or bool(np.any((marks == _BLANK)[:-1] & (marks == _QUOTE)[1:]))
    return int(np.count_nonzero(feeds)), returns, is_odd


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text of one file is cut into cells; `skip` counts leading `sep=` lines."""

    survey: Survey
    delimiter: str
    skip: int = 0

    @property
    def encoding(self) -> str:
        """The codec that reads the file."""
        return self.survey.encoding


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
        file.seek(0)
        return _survey_bytes(file, marked or "utf-8")


def _survey_bytes(file: io.BufferedReader, encoding: str) -> Survey:
    """Count lines and check the text of a file that is not UTF-16, in pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, returns, is_plain, last = 0, 0, True, b"\n"
    while piece := file.read(_PIECE):
        if piece.endswith(b"\r"):
            piece += file.read(1)
        if encoding != "cp1252" and not (piece.isascii() and not decoder.getstate()[0]):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                encoding = "cp1252"
        feeds, own_returns, is_odd = _look_over(last, piece)
        lines += feeds
        returns += own_returns
        is_plain = is_plain and not is_odd
        last = piece[-1:]
    if decoder.getstate()[0]:
        encoding = "cp1252"
    is_plain = is_plain and returns == 0 and encoding != "cp1252"
    return Survey(encoding, lines + (last != b"\n"), is_plain)


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


def detect_delimiter(lines: Sequence[str]) -> tuple[str, int]:
    """Return the delimiter that cuts most lines alike, and how many `sep=` lines to skip."""
    if lines and (match := re.fullmatch(r"\ufeff?\"?sep=(.)\"?\s*", lines[0])):
        return match.group(1), 1
    best, best_score = ",", (0, 0)
    filled = [line for line in lines if line.strip()]
    for delimiter in DELIMITERS:
        score = _alike(filled, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0


def _alike(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """Count the lines that have the commonest width of two or more cells, and say that width."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0, 0
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def decide_number_style(texts: Iterable[str], delimiter: str | None = None) -> NumberStyle | None:
    """Decide what a comma and a point mean in a file; None where nothing decides.

    Cells that are no numbers have no say. Where the cells decide nothing, a `;` delimiter does.
    """
    numeric = {text for text in texts if _NUMERIC.fullmatch(text.strip())}
    style = decide_style(numeric)
    if delimiter != ";" or style is NumberStyle.COMMA:
        return style
    if style is None and _votes_disagree(numeric):
        return None
    points = decide_style({*numeric, "1,000"})
    return NumberStyle.POINT if points is NumberStyle.POINT else NumberStyle.COMMA


def _votes_disagree(texts: Iterable[str]) -> bool:
    """Tell whether some cells can only be read one way and some only the other way."""
    votes = {decide_style((text,)) for text in texts if "," in text}
    points = {decide_style((text, "1,000")) for text in texts if "." in text}
    return NumberStyle.COMMA in votes | points and NumberStyle.POINT in votes | points


def ask_for_style(path: Path) -> MatrixDesignerError:
    """Make the error for a file whose own cells do not say what a comma and a point mean."""
    return refuse(
        path,
        "the numbers do not tell whether a comma or a point separates decimals",
        'Say it in a mapping file with decimal = "." or decimal = "," and use import --map',
    )
