"""Workbooks written by XlsxWriter, the one module that touches it.

Knows sheets of cells; a text is always written as text, never as a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows of texts, the header first; cells of the `numbers` columns become numbers."""

    title: str
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the bytes of a workbook."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "0.00##"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            for down, row in enumerate(sheet.rows):
                for across, text in enumerate(row):
                    if down and text and across in sheet.numbers:
                        page.write_number(down, across, float(text), money)
                    else:
                        page.write_string(down, across, text, None if down else bold)
            page.freeze_panes(1, 0)
            page.autofit()
    return stream.getvalue()
