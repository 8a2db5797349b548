"""Reads the rows of the first table of an HTML text, in time that grows with its length only.

Pure text: no clipboard, no widget. What lies on a clipboard may be made to stop a program: each
pattern here matches at once where it begins, up to the end of the text if need be, so that no
character is looked at again and again. Python's own parser begins anew at every tag that never
closes.
"""

from __future__ import annotations

import re
from html import unescape

_PIECES = re.compile(
    r"""
    (?P<text> [^<]++ )
  | <!-- .*? (?: --> | \Z )
  | < (?P<raw> script | style ) (?= [\s/>] ) .*? (?: </(?P=raw) [^>]*+ (?: > | \Z ) | \Z )
  | < (?P<slash> /? ) (?P<tag> [a-z] [^\s/>]*+ )
      (?P<attributes>
        (?: [^>=]++ | = \s*+ (?: "[^"]*+ (?: " | \Z ) | '[^']*+ (?: ' | \Z ) )?+ )*+
      )
      (?P<end> > )?+
  | <[!?/] [^>]*+ >?+
  | (?P<alone> < )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""
    (?P<name> [^\s/>=]++ ) \s*+
    (?: = \s*+ (?: "(?P<double> [^"]*+ )"?+ | '(?P<single> [^']*+ )'?+ | (?P<bare> [^\s>]*+ ) ) )?+
    """,
    re.VERBOSE,
)
_BLANKS = re.compile(r"[ \t\r\n]+")
_LONG_NUMBER = re.compile(r"&#[0-9]{20,};?")
"""A character's number that Python refuses to read, long before it could be one."""
_MOST_SPAN = 1_000


def table_rows(html: str, most_cells: int) -> list[list[str]]:
    """Return the cells of the first table; it is read no further than just over `most_cells`."""
    table = _Table()
    for piece in _PIECES.finditer(html):
        text, tag = piece["text"] or piece["alone"], piece["tag"]
        if text:
            table.write(text)
        elif tag and piece["end"]:
            if piece["slash"]:
                table.close(tag.lower())
            else:
                table.open(tag.lower(), piece["attributes"])
        if table.is_over or table.count > most_cells:
            break
    table.end_cell()
    return table.rows


class _Table:
    """Collects the cells of one table; what stands inside a cell is its text."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.count = 0
        self.is_over = False
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = 1

    def open(self, tag: str, attributes: str) -> None:
        """Begin a table, a row, a cell or a line."""
        if tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self.end_cell()
            self.rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self.end_cell()
            if not self.rows:
                self.rows.append([])
            self._span = _span(attributes)
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def close(self, tag: str) -> None:
        """End a cell or the table."""
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self.end_cell()
        if tag == "table":
            self._depth -= 1
            self.is_over = self._depth <= 0

    def write(self, text: str) -> None:
        """Add to the cell that is open."""
        if self._cell is not None:
            plain = unescape(_LONG_NUMBER.sub("\N{REPLACEMENT CHARACTER}", text))
            self._cell.append(_BLANKS.sub(" ", plain))

    def end_cell(self) -> None:
        """Keep the cell that is open, with the empty ones that it spans."""
        if self._cell is None:
            return
        text = "\n".join(part.strip(" ") for part in "".join(self._cell).split("\n")).strip()
        self.rows[-1] += [text, *[""] * (self._span - 1)]
        self.count += self._span
        self._cell = None


def _span(attributes: str) -> int:
    """Return over how many columns a cell goes."""
    for found in _ATTRIBUTE.finditer(attributes):
        if found["name"].lower() == "colspan":
            text = found["double"] or found["single"] or found["bare"] or ""
            is_plain = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_SPAN))
            return min(max(int(text), 1), _MOST_SPAN) if is_plain else 1
    return 1
