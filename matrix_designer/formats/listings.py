"""Price tapes, inventories and other files that are no history, read for what they do hold.

Knows the published layouts; it makes no sales of them. Sums are exact decimals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.database import SILENT, Watch
from matrix_designer.formats.dialect import ask_for_style, decide_number_style
from matrix_designer.formats.layouts import USES, Layout
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.raw import settled_file
from matrix_designer.formats.settling import Settled
from matrix_designer.formats.tables import cut_rows, is_repeated_header
from matrix_designer.formats.wording import is_total

_TEXTS = frozenset({"part", "description", "source"})
_PULSE = 20_000


@dataclass(frozen=True, slots=True)
class Listing:
    """A file that is no history: its layout, its rows, and the sum of each of its numbers.

    `columns` tells from which column each was taken; `unreadable` counts cells that are no number,
    which are in no sum.
    """

    name: str
    layout: Layout
    rows: int
    sums: Mapping[str, Decimal]
    columns: Mapping[str, str] = field(default_factory=dict)
    unreadable: int = 0

    @property
    def sentence(self) -> str:
        """What it is and what it can be used for."""
        title = f"{self.name} is no history of sales: it is in the layout “{self.layout.title}”"
        return f"{title}. {USES[self.layout.kind]}."


def read_listing(
    path: Path, mapping: SalesMapping | None = None, watch: Watch = SILENT
) -> Listing | None:
    """Read a file whose published layout is no history; None for any other file."""
    mapping = mapping or SalesMapping()
    settled, sheet = settled_file(path, mapping)
    layout = settled.layout
    if layout is None or settled.is_history:
        return None
    places = {name: at for name, at in settled.columns.places.items() if name not in _TEXTS}
    style = mapping.style or _style(path, settled, places)
    sums = dict.fromkeys(places, Decimal(0))
    rows = unreadable = 0
    for cells in _data_rows(path, settled, sheet):
        if rows % _PULSE == 0:
            watch.step(0.1, f"Reading {path.name}")
        rows += 1
        texts = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
        for made in settled.recipe.lines(texts, cells, style):
            for name, text in made.items():
                value = _number(text, style)
                if value is None:
                    unreadable += 1
                else:
                    sums[name] += value
    return Listing(path.name, layout, rows, sums, settled.columns.names, unreadable)


def _style(path: Path, settled: Settled, places: Mapping[str, int]) -> NumberStyle:
    """Decide what comma and point mean, from the first rows; asks where they do not tell."""
    first = 0 if settled.columns.row is None else settled.columns.row + 1
    texts = [row[at] for _, row in settled.rows[first:] for at in places.values() if at < len(row)]
    delimiter = None if settled.dialect is None else settled.dialect.delimiter
    style = decide_number_style(texts, delimiter)
    if style is None and any("," in text for text in texts):
        raise ask_for_style(path)
    return style or NumberStyle.POINT


def _data_rows(path: Path, settled: Settled, sheet: str | None) -> Iterator[list[str]]:
    """Yield the rows below the header, repeated headers and totals without a part left out."""
    header, part = settled.columns.header, settled.columns.places.get("part")
    row = settled.columns.row
    above = 0 if row is None else settled.rows[row][0]
    if settled.dialect is not None:
        rows = cut_rows(path, settled.dialect)
    else:
        from matrix_designer.formats.workbooks import sheet_rows

        rows = ((line, cells) for name, line, cells in sheet_rows(path) if name == sheet)
    for line, cells in rows:
        has_part = part is None or (part < len(cells) and bool(cells[part].strip()))
        is_one = has_part or not any(map(is_total, cells))
        if line > above and is_one and not is_repeated_header(cells, header):
            yield cells


def _number(text: str, style: NumberStyle) -> Decimal | None:
    """Read a number; an empty cell adds nothing, None cannot be read."""
    if not text.strip():
        return Decimal(0)
    try:
        return read_number(text, style)
    except MatrixDesignerError:
        return None
