"""What the Import page writes of a file that was looked at: its rows, and sentences about it.

Knows previews and texts; no widget.
"""

from __future__ import annotations

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.staging import NUMBERS, judge_text
from matrix_designer.gui.import_words import field_name
from matrix_designer.gui.panels.text_rows import Head, RowLook, TextRows
from matrix_designer.session.importing import Looked

_MEGABYTE = 1_000_000
_MOST_TOLD = 3
"""So many problems of a file are told in its head."""


def rows_of(preview: Preview) -> TextRows:
    """Return the first lines as a grid shows them, with what each column is taken for."""
    heads = []
    for column in range(preview.width):
        field = preview.field_of(column) or ("quantity" if column in preview.months else "")
        heads.append(
            Head(
                preview.name(column),
                field_name(field) if field else "left out",
                is_right=field in NUMBERS,
                is_quiet=not field,
                tip="Say what this column is (Alt+Down)",
            )
        )
    looks = {}
    if preview.header is not None:
        looks = dict.fromkeys(range(preview.header), RowLook.ASIDE)
        looks[preview.header] = RowLook.HEADER
    return TextRows(
        tuple(heads),
        tuple(tuple(map(_one_line, row)) for row in preview.rows),
        tuple(map(str, preview.lines)),
        frozenset(preview.unreadable),
        {place: _why(preview, *place) for place in preview.unreadable},
        looks,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\r" in text or "\t" in text else text


def _why(preview: Preview, row: int, column: int) -> str:
    """Say why a cell cannot be read."""
    style = preview.style or NumberStyle.POINT
    field = preview.field_of(column)
    return judge_text(field, preview.rows[row][column], style)[2]


def describe_looked(looked: Looked) -> tuple[str, str]:
    """Return a headline about a file, and what stands under it."""
    preview, name = looked.preview, looked.path.name
    if preview.failure is not None:
        return f"{name} cannot be cut this way", preview.failure.sentence
    if looked.question is not None:
        title = f"{name}: one question before it can be imported"
    elif preview.missing:
        title = f"{name}: no column for {', '.join(preview.missing)}"
    else:
        title = f"{name} can be imported"
    taken = f"{len(preview.places)} of {preview.width} columns are taken"
    told = [f"{_size(looked.head.size)}, {taken}", *preview.problems[:_MOST_TOLD]]
    return title, ". ".join(told) + ". Nothing is imported yet."


def _size(size: int) -> str:
    if size < _MEGABYTE:
        return f"{max(size // 1_000, 1):,} kB"
    return f"{size / _MEGABYTE:,.1f} MB"
