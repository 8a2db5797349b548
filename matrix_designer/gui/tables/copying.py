"""A report for other programs: on the clipboard as text and as a table, in a file as CSV.

Knows texts only. What people typed themselves never becomes a formula, and a part number is
marked as text, so that its zeros stay.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QGuiApplication

from matrix_designer.formats.safe_text import escape_text
from matrix_designer.gui.grid.clipboard import write_tabs
from matrix_designer.gui.numbers import Numbers

Texts = Sequence[Sequence[str]]
_AS_TEXT = ' style=\'mso-number-format:"\\@"\' sdnum="1033;0;@"'


def safe_rows(texts: Texts, own: int) -> list[list[str]]:
    """Return rows whose first `own` cells, people's own texts, can do no harm."""
    return [[*map(escape_text, row[:own]), *row[own:]] for row in texts]


def put_on_clipboard(texts: Texts, own: int, numbers: Numbers) -> None:
    """Copy heads and rows; numbers get the marks of the user's locale."""
    rows = safe_rows(texts, own)
    local = [[*row[:own], *map(numbers.typed, row[own:])] for row in rows]
    one = QStringListModel([""])
    content = one.mimeData([one.index(0)])  # data that Python made would crash at the end
    content.clear()
    content.setText(write_tabs(local))
    content.setHtml(html_of(local, own))
    QGuiApplication.clipboard().setMimeData(content)


def html_of(rows: Texts, own: int) -> str:
    """Write a table; the first row are heads, the first `own` cells of a row are texts."""
    lines = []
    for place, row in enumerate(rows):
        tag = "td" if place else "th"
        cells = (
            f"<{tag}{_AS_TEXT if at < own else ''}>{escape(text)}</{tag}>"
            for at, text in enumerate(row)
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    table = "\r\n".join(lines)
    return f'<html><head><meta charset="utf-8"></head><body><table>{table}</table></body></html>'


def csv_of(texts: Texts, own: int) -> bytes:
    """Write rows as CSV in UTF-8 with a mark in front, which spreadsheets ask for."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(safe_rows(texts, own))
    return made.getvalue().encode("utf-8-sig")
