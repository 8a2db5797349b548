"""What a block of texts does to the cells it lands in: a paste, a fill, a clearing.

Texts are read by their columns as if they were typed, each row after what it got before; nothing
is dropped. Knows column specs and places; no widget, no clipboard and no noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from matrix_designer.gui.grid.clipboard import Texts
from matrix_designer.gui.grid.columns import Ask, Column, GridSpec, Reading
from matrix_designer.gui.grid.selection import Block, Place, Selection

_TRUE_MINUS = "\u2212"
_PLAIN = re.compile(r"(-?[0-9]+)(?:([.,])([0-9]*))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A text for a cell; the row may be one that is still to be added."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that stays in its cell although it cannot be read, and why."""

    text: str
    reason: str


def following(
    refused: Mapping[Place, Refused], old: Sequence[object], new: Sequence[object]
) -> dict[Place, Refused]:
    """Return where unread texts stand once rows about `old` nouns are rows about `new` ones.

    A noun that was exchanged for another keeps its row; None is the row for the next one.
    """
    where = {id(noun): row for row, noun in enumerate(new) if noun is not None}
    made: dict[Place, Refused] = {}
    for (row, column), one in refused.items():
        noun = old[row]
        kept = row if len(new) >= len(old) else None
        to = row + len(new) - len(old) if noun is None else where.get(id(noun), kept)
        if to is not None:
            made[to, column] = one
    return made


@dataclass(slots=True)
class Landing:
    """What entries come to: edits to carry out in order, and what lands unread.

    `cells` counts the cells that take text, `derived` those that take none; `ask` is the first
    question that a text raises and nobody answered.
    """

    edits: list[object] = field(default_factory=list)
    refused: dict[Place, Refused] = field(default_factory=dict)
    cells: int = 0
    derived: int = 0
    ask: tuple[Place, Ask] | None = None


def land(
    spec: GridSpec[Any],
    rows: Sequence[Any],
    entries: Iterable[Entry],
    answer: int | None = None,
    *,
    is_growing: bool = False,
) -> Landing:
    """Read entries as typed into their cells; `answer` is which answer each question gets.

    Where it is growing, entries past the body add rows to it.
    """
    landing = Landing()
    ordered = sorted(entries, key=lambda entry: entry.place)
    last = max((entry.place[0] for entry in ordered), default=-1)
    all_rows = list(rows)
    if is_growing and spec.new_row is not None:
        all_rows = [row for row in rows if spec.is_body(row)]
        while len(all_rows) <= last:
            row, edit = spec.new_row(all_rows)
            all_rows.append(row)
            landing.edits.append(edit)
    for place, group in groupby(ordered, key=lambda entry: entry.place[0]):
        if place < len(all_rows):
            _land_row(spec, all_rows[place], list(group), landing, answer)
        else:
            landing.derived += len(list(group))
    return landing


def _land_row(
    spec: GridSpec[Any], row: Any, entries: list[Entry], landing: Landing, answer: int | None
) -> None:
    """Read one row's entries; one that is refused gets a second try after the others."""
    was, written = row, dict[str, str]()
    waiting: list[Entry] = []
    for is_last in (False, True):
        for entry in waiting if is_last else entries:
            column = spec.columns[entry.place[1]]
            if column.read is None or column.edit_text is None or column.edit_text(row) is None:
                landing.derived += 1
                continue
            landing.cells += not is_last
            if is_own(column, was, entry.text) or is_own(column, row, entry.text):
                continue
            if column.writes in written:
                _note_conflict(entry, written[column.writes], landing)
                continue
            reading = column.read(row, entry.text)
            if not reading.refusal:
                row = _take(spec, row, entry, reading, landing, answer)
                if column.writes:
                    written[column.writes] = column.name
            elif is_last:
                landing.refused[entry.place] = Refused(entry.text, reading.refusal)
            else:
                waiting.append(entry)


def _note_conflict(entry: Entry, name: str, landing: Landing) -> None:
    """Refuse a text that says something else than one beside it which was taken."""
    if entry.text.strip():
        reason = f"“{entry.text.strip()}” differs from “{name}” beside it, which was taken"
        landing.refused[entry.place] = Refused(entry.text, reason)


def _take(
    spec: GridSpec[Any],
    row: Any,
    entry: Entry,
    reading: Reading,
    landing: Landing,
    answer: int | None,
) -> Any:
    """Take what an entry was read as; returns the row as it is then."""
    edit = reading.edit
    if reading.ask is not None:
        if answer is None:
            landing.ask = landing.ask or (entry.place, reading.ask)
            landing.refused[entry.place] = Refused(entry.text, reading.ask.refusal)
            return row
        edit = reading.ask.answers[answer][1]
    if edit is None:
        return row
    landing.edits.append(edit)
    return spec.after(row, edit)


def is_own(column: Column[Any], row: Any, text: str) -> bool:
    """Whether a text is what stands in the cell already, also where another program cut zeros."""
    own = (column.edit_text, column.copy_text, column.exact_text)
    texts = [made for make in own if make is not None and (made := make(row)) is not None]
    return text in texts or any(_without_zeros(text) == _without_zeros(one) for one in texts if one)


def _without_zeros(text: str) -> str:
    """Return a plain number without the zeros at its end: 150.0 and 150 are one number."""
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        return text
    whole, mark, decimals = match.group(1), match.group(2) or "", (match.group(3) or "").rstrip("0")
    return f"{whole}{mark}{decimals}" if decimals else whole


def texts_of(
    spec: GridSpec[Any], rows: Sequence[Any], areas: Sequence[Block], shown: Sequence[int]
) -> tuple[Texts, Texts] | None:
    """Return a block's texts for other programs and for the grid itself.

    Several areas are put together where they have all rows or all columns in common; None where
    they have not.
    """
    parts = _joined(areas, shown)
    if parts is None:
        return None
    lines, columns = parts
    return tuple(
        tuple(
            tuple(_text(spec.columns[place], rows[line], is_exact=is_exact) for place in columns)
            for line in lines
        )
        for is_exact in (False, True)
    )  # type: ignore[return-value] # a pair is made of a pair


def heads_of(
    spec: GridSpec[Any], areas: Sequence[Block], shown: Sequence[int]
) -> tuple[str, ...] | None:
    """Return the heads over the columns that `texts_of` returns."""
    parts = _joined(areas, shown)
    return None if parts is None else tuple(spec.columns[place].name for place in parts[1])


def _joined(areas: Sequence[Block], shown: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """Return the rows and columns of areas that stand in line with each other."""
    rows = {(one.top, one.bottom) for one in areas}
    columns = {(one.left, one.right) for one in areas}
    if len(rows) > 1 and len(columns) > 1:
        return None
    lines = {line for one in areas for line in range(one.top, one.bottom + 1)}
    across = {place for one in areas for place in one.columns_of(shown)}
    return sorted(lines), sorted(across)


def _text(column: Column[Any], row: Any, *, is_exact: bool) -> str:
    makes = (column.exact_text if is_exact else column.copy_text, column.edit_text)
    for make in makes:
        text = None if make is None else make(row)
        if text is not None:
            return text
    return column.cell(row).text.replace(_TRUE_MINUS, "-")


def tiled(
    texts: Texts, selection: Selection, rows: int, shown: Sequence[int]
) -> tuple[list[Entry], Block]:
    """Return where pasted texts land, and the block that they fill.

    They start at the top left of the selected block (or the active cell) and are repeated over a
    selection that is a multiple of their size; one text fills every selected cell. `rows` are
    the rows that a repeated block may fill.
    """
    height, width = len(texts), len(texts[0])
    if (height, width) == (1, 1) and not selection.is_single:
        entries = [
            Entry(place, texts[0][0])
            for place in selection.cells()
            if place[1] in shown and place[0] < rows
        ]
        return entries, selection.block
    block = selection.block
    across = block.columns_of(shown)
    tall, wide = block.bottom - block.top + 1, len(across)
    is_multiple = not selection.others and tall % height == 0 and wide % width == 0
    if not is_multiple:
        tall, wide = height, width
    start = shown.index(across[0])
    columns = shown[start : start + wide]
    entries = [
        Entry((block.top + line, column), texts[line % height][at % width])
        for line in range(tall)
        for at, column in enumerate(columns)
    ]
    bottom = block.top + tall - 1
    return entries, Block(block.top, columns[0], bottom, columns[-1])


def without_extra(
    spec: GridSpec[Any], rows: Sequence[Any], entries: Sequence[Entry]
) -> list[Entry]:
    """Return entries past the body, aimed at rows to add.

    Rows below the body that are pasted over with what they say stay out of it.
    """
    body = sum(map(spec.is_body, rows))
    gone = 0
    kept: list[Entry] = []
    for place, group in groupby(entries, key=lambda entry: entry.place[0]):
        line = list(group)
        if body <= place < len(rows) and all(_says_so(spec, rows[place], one) for one in line):
            gone += 1
            continue
        kept += [replace(entry, place=(place - gone, entry.place[1])) for entry in line]
    return kept


def _says_so(spec: GridSpec[Any], row: Any, entry: Entry) -> bool:
    column = spec.columns[entry.place[1]]
    return entry.text in {_text(column, row, is_exact=is_exact) for is_exact in (False, True)}


def overhang(texts: Texts, selection: Selection, shown: Sequence[int]) -> int:
    """Return how many pasted columns find no column to land in."""
    across = selection.block.columns_of(shown)
    return max(len(texts[0]) - len(shown[shown.index(across[0]) :]), 0)


def filled(exact: Texts, source: Block, target: Block, shown: Sequence[int]) -> Iterator[Entry]:
    """Yield what lands where a block is drawn out over a larger one, in whichever direction."""
    height, across = len(exact), target.columns_of(shown)
    own = source.columns_of(shown)
    first = shown.index(own[0])
    for row in range(target.top, target.bottom + 1):
        for column in across:
            if (row, column) not in source:
                at = (shown.index(column) - first) % len(own)
                yield Entry((row, column), exact[(row - source.top) % height][at])
