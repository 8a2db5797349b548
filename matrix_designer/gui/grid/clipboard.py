"""Blocks of texts as other programs write and read them: tab-separated text and HTML tables.

Pure text: no clipboard, no widget, no noun. A block is rows of cells; reading never drops a cell,
and short rows are filled up with empty ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.grid.html_table import table_rows

Texts = tuple[tuple[str, ...], ...]

MOST_CELLS = 100_000
"""A block has at most so many cells, those included that fill its short rows up."""

_SPECIAL = ("\t", "\n", "\r", '"')
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_AS_TEXT = ' style=\'mso-number-format:"\\@"\' sdnum="1033;0;@"'


def write_tabs(texts: Sequence[Sequence[str]]) -> str:
    """Write a block as spreadsheets do: tabs, a line end after every row, quotes where needed."""
    return "".join("\t".join(map(_quoted, row)) + "\r\n" for row in texts)


def read_tabs(text: str) -> Texts:
    """Read tab-separated text; a quoted cell may hold tabs, line ends and doubled quotes."""
    rows: list[list[str]] = []
    cells: list[str] = []
    at, end = 0, len(text)
    is_open = False
    while at < end:
        cell, at = _read_cell(text, at)
        cells.append(cell)
        is_open = at < end and text[at] == "\t"
        if is_open:
            at += 1
            continue
        rows.append(cells)
        cells = []
        at += 2 if text.startswith("\r\n", at) else 1
    if is_open:
        rows.append([*cells, ""])
    return _even(rows)


def write_table(texts: Sequence[Sequence[str]], *, has_heads: bool = False) -> str:
    """Write a block as an HTML table; what is no plain number is marked as text."""
    lines = []
    for place, row in enumerate(texts):
        tag = "th" if has_heads and place == 0 else "td"
        cells = (f"<{tag}{_mark(text)}>{_escaped(text)}</{tag}>" for text in row)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    table = "\r\n".join(lines)
    return f'<html><head><meta charset="utf-8"></head><body><table>{table}</table></body></html>'


def read_table(html: str) -> Texts:
    """Read the first table of an HTML text; an empty block where there is none."""
    return _even(table_rows(html, MOST_CELLS))


def pick(plain: str, html: str) -> Texts:
    """Read what another program put on the clipboard: its text, or its table where that has more.

    The text is what its user saw; some programs flatten a table in it. Raises MatrixDesignerError
    for more than MOST_CELLS.
    """
    text = read_tabs(plain)
    table = read_table(html) if html else ()
    return table if _count(table) > _count(text) else text


def _count(texts: Texts) -> int:
    return sum(map(len, texts))


def _quoted(text: str) -> str:
    if not any(mark in text for mark in _SPECIAL):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _read_cell(text: str, at: int) -> tuple[str, int]:
    """Return the cell that starts at a place, and where the mark after it stands."""
    if text.startswith('"', at):
        close = at + 1
        parts = []
        while (found := text.find('"', close)) >= 0:
            parts.append(text[close:found])
            if not text.startswith('"', found + 1):
                if found + 1 == len(text) or text[found + 1] in "\t\r\n":
                    return "".join(parts), found + 1
                break
            parts.append('"')
            close = found + 2
    stop = at
    while stop < len(text) and text[stop] not in "\t\r\n":
        stop += 1
    return text[at:stop], stop


def _even(rows: list[list[str]]) -> Texts:
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:  # one long row over many short ones would fill the memory
        raise MatrixDesignerError(
            f"The clipboard holds {len(rows):,} rows of up to {width:,} cells",
            "",
            f"Copy at most {MOST_CELLS:,} cells",
        )
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def _mark(text: str) -> str:
    return "" if not text or _NUMBER.fullmatch(text) else _AS_TEXT


def _escaped(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    return "<br>".join(escape(line) for line in lines)
