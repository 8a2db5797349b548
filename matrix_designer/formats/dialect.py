"""How a text file is written: its encoding, its delimiter and its decimal mark.

Knows bytes and characters; it does not know what the columns mean.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, decide_style

DELIMITERS = ("\t", "|", ";", ",")
"""In the order in which a tie is broken: a comma may be a decimal mark, the others are not."""
SAMPLE_LINES = 200
_PIECE = 1 << 20
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


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text of one file is cut into cells; `skip` counts leading `sep=` lines."""

    encoding: str
    delimiter: str
    skip: int = 0


def refuse(path: Path, what: str, hint: str = "", line: int | None = None) -> MatrixDesignerError:
    """Make the error for a file that cannot be taken, with the line where it stopped."""
    where = f"{path.name}, line {line:,}" if line is not None else path.name
    return MatrixDesignerError(f"{where}: {what}", "", hint)


def detect_encoding(path: Path) -> str:
    """Return the codec that reads the whole file: a BOM decides, then UTF-8, then cp1252.

    Raises MatrixDesignerError for a file that is not text, or that none of them reads.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
        _refuse_foreign(path, head)
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                return encoding
        if utf16 := _unmarked_utf16(head):
            return utf16
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(_PIECE):
                if not (piece.isascii() and not decoder.getstate()[0]):
                    decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


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
    best, best_score = ",", 0
    filled = [line for line in lines if line.strip()]
    for delimiter in DELIMITERS:
        score = _alike(filled, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0


def _alike(lines: Sequence[str], delimiter: str) -> int:
    """Count the lines that have the commonest width of two or more cells."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    del widths[1], widths[0]
    return max(widths.values(), default=0)


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
