"""What a person may say about fixed columns: where a line is cut, and which characters a field has.

Knows previews and mappings. Each of these is a change: given what is understood, it returns the
mapping that understands it otherwise, and keeps every field on the characters that it had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.doubts import MONEY
from matrix_designer.formats.fixed_width import guess_cuts
from matrix_designer.formats.layouts import Span
from matrix_designer.formats.mapping import LAST_CHARACTER, MOST_IMPLIED, SalesMapping
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.recipe import pointed
from matrix_designer.formats.settling import NO_LAYOUT

IMPLIED = (*MONEY, "quantity")
"""The fields whose decimals may be implied."""
_SPAN = re.compile(r"\s*([0-9]{1,5})\s*(?:[-\u2013]\s*([0-9]{1,5})\s*)?")
_LOOKED_AT = 50
FieldWords = Callable[[str], str]


def cuts_of(preview: Preview) -> tuple[int, ...]:
    """Return where the lines are cut: the places, 0-based, at which the later columns begin."""
    if preview.mapping.cuts is not None:
        return preview.mapping.cuts
    length = longest(preview)
    edges = {edge for span in preview.spans for edge in span}
    return tuple(sorted(edge for edge in edges if 0 < edge < length))


def longest(preview: Preview) -> int:
    """Return how many characters the longest line in view has."""
    return max(map(len, preview.texts), default=0)


def characters(preview: Preview, column: int) -> str:
    """Return the characters of a column as people count them: `1-10`."""
    start, end = preview.spans[column]
    last = max(min(end, longest(preview)), start + 1)
    return f"{start + 1}-{last}" if last > start + 1 else f"{last}"


def with_fixed_columns(preview: Preview) -> SalesMapping:
    """Return the mapping with lines cut at fixed columns: as they are, else where blanks are."""
    if preview.spans:
        return _recut(preview, cuts_of(preview), _columns(preview))
    mapping = replace(preview.mapping, delimiter=None, positions={}, columns=_named(preview))
    return replace(mapping, cuts=guess_cuts(preview.texts), layout=None)


def without_fixed_columns(preview: Preview) -> SalesMapping:
    """Return the mapping with no word about fixed columns, nor about columns by their numbers."""
    mapping = preview.mapping
    if mapping.cuts is None and not mapping.positions:
        return mapping
    return replace(mapping, cuts=None, positions={}, columns=_named(preview), implied={})


def with_cut_at(preview: Preview, at: int) -> SalesMapping:
    """Return the mapping with one cut more; a field keeps what is left of it."""
    cuts = cuts_of(preview)
    if at in cuts or not 0 < at <= LAST_CHARACTER:
        return preview.mapping
    after = sum(cut < at for cut in cuts)
    moved = {name: column + (column > after) for name, column in _columns(preview).items()}
    return _recut(preview, tuple(sorted((*cuts, at))), moved)


def without_cut_at(preview: Preview, at: int) -> SalesMapping:
    """Return the mapping with one cut less; of two fields that become one the left one stays."""
    cuts = cuts_of(preview)
    if at not in cuts:
        return preview.mapping
    place = cuts.index(at)
    moved: dict[str, int] = {}
    for name, column in sorted(_columns(preview).items(), key=lambda one: one[1]):
        new = column - (column > place)
        if new not in moved.values():
            moved[name] = new
    return _recut(preview, tuple(cut for cut in cuts if cut != at), moved)


def with_cut_moved(preview: Preview, at: int, to: int) -> SalesMapping:
    """Return the mapping with a cut at another character, as far as its neighbours let it."""
    cuts = cuts_of(preview)
    if at not in cuts:
        return preview.mapping
    place = cuts.index(at)
    moved = (*cuts[:place], bounded(cuts, at, to), *cuts[place + 1 :])
    return _recut(preview, moved, _columns(preview))


def bounded(cuts: Sequence[int], at: int, to: int) -> int:
    """Return how far a cut may go: every column keeps a character."""
    least = max((cut for cut in cuts if cut < at), default=0) + 1
    most = min((cut for cut in cuts if cut > at), default=LAST_CHARACTER + 1) - 1
    return min(max(to, least), most)


def with_characters(preview: Preview, name: str, text: str, words: FieldWords) -> SalesMapping:
    """Return the mapping with a field at characters that somebody typed, such as `1-10`.

    Raises MatrixDesignerError where they are none, run backwards or belong to another field.
    """
    span = read_characters(text, longest(preview))
    fields = _spans(preview)
    old = fields.pop(name, None)
    for field, (start, end) in sorted(fields.items(), key=lambda one: one[1]):
        if start < span[1] and span[0] < end:
            where = characters(preview, preview.places[field])
            raise MatrixDesignerError(
                f"{text.strip()} overlaps {words(field)}, which has {where}",
                "",
                f"Change {words(field)} first, or type others",
            )
    kept = {edge for taken in fields.values() for edge in taken}
    edges = {cut for cut in cuts_of(preview) if not span[0] < cut < span[1]}
    edges -= set(old or ()) - kept
    cuts = tuple(sorted(edge for edge in edges | set(span) if 0 < edge < longest(preview)))
    starts = (0, *cuts)
    fields[name] = span
    return _recut(
        preview, cuts, {field: starts.index(start) for field, (start, _) in fields.items()}
    )


def read_characters(text: str, length: int) -> Span:
    """Read `1-10`, counted from 1, both included; raises what is wrong with it."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise MatrixDesignerError(
            f"“{text.strip()}” is no stretch of characters", "", "Type one such as 1-10"
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise MatrixDesignerError(
            f"{first}-{last} runs backwards", "", f"Type the first one first: {last}-{first}"
        )
    if first < 1:
        raise MatrixDesignerError("Characters count from 1", "", "Type one such as 1-10")
    if last > length:
        raise MatrixDesignerError(f"The longest line in view ends at character {length}")
    return first - 1, last


def with_decimals(preview: Preview, fields: Sequence[str], decimals: int) -> SalesMapping:
    """Return the mapping with so many of the last digits of fields being decimals."""
    implied = dict(preview.mapping.implied) | dict.fromkeys(fields, min(decimals, MOST_IMPLIED))
    cents = preview.mapping.cents - set(fields)
    return replace(preview.mapping, implied=implied, cents=cents)


def samples(preview: Preview, name: str) -> list[str]:
    """Return the first texts of a field below the header."""
    first = 0 if preview.header is None else preview.header + 1
    column = preview.places[name]
    rows = preview.rows[first : first + _LOOKED_AT]
    return [row[column] for row in rows if column < len(row) and row[column]]


def in_words(preview: Preview, name: str, decimals: int) -> str:
    """Say what a text of a field means with so many implied decimals, by an example."""
    texts = samples(preview, name)
    text = next((one for one in texts if one.strip("0")), next(iter(texts), ""))
    read = pointed(text, decimals, preview.style or NumberStyle.POINT)
    return f"“{text}” is {read.lstrip('0') or '0'}" if text else ""


def _spans(preview: Preview) -> dict[str, Span]:
    """Return the characters of the fields; those that several columns make are found by names."""
    length = longest(preview)
    return {
        name: (start, min(end, length))
        for name, place in preview.places.items()
        if place not in preview.extra
        for start, end in [preview.spans[place]]
        if start < length
    }


def _columns(preview: Preview) -> dict[str, int]:
    """Return the columns of the fields, counted between all cuts."""
    starts = (0, *cuts_of(preview))
    return {name: starts.index(start) for name, (start, _) in _spans(preview).items()}


def _named(preview: Preview) -> dict[str, str | int]:
    """Return what was said of columns by their names."""
    return {name: at for name, at in preview.mapping.columns.items() if isinstance(at, str)}


def _recut(preview: Preview, cuts: Sequence[int], columns: Mapping[str, int]) -> SalesMapping:
    """Return the mapping with other cuts and fields; what a layout told of numbers stays."""
    mapping = preview.mapping
    silenced: dict[str, str | int] = {
        name: at for name, at in mapping.columns.items() if at == "" and name not in columns
    }
    lost: dict[str, str | int] = {name: "" for name in _columns(preview) if name not in columns}
    layout = mapping.layout
    if preview.layout is not None and preview.layout.spans:
        layout = NO_LAYOUT
    header = mapping.header
    if preview.header is not None:
        header = preview.lines[preview.header]
    return replace(
        mapping,
        cuts=tuple(cuts),
        positions={},
        delimiter=None,
        layout=layout,
        header=header,
        columns=silenced | lost | {name: column + 1 for name, column in columns.items()},
        implied=dict(preview.implied) | dict(mapping.implied),
        cents=preview.cents | mapping.cents,
    )
