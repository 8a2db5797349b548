"""A header in two lines: `UNIT` above `COST`, or one word above several columns.

Knows rows of cells and which names are known; a pair is only taken where one line alone leaves a
needed column without a name and the two together name all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matrix_designer.formats.columns import REQUIRED, recognise
from matrix_designer.formats.header_shape import is_value

_FEWEST = 2
_SEARCHED = 40
Row = Sequence[str]


def join_header(rows: Sequence[Row], place: int | None) -> tuple[int, tuple[str, ...]] | None:
    """Return the place of a header's second line and the names of both lines joined.

    `place` is that of the line that is known to be of a header, None where none is. None is
    returned where that line alone names all that is needed, or no pair does.
    """
    if place is not None and (place < 0 or _names_all(rows[place])):
        return None
    last = min(len(rows) - 1, _SEARCHED)
    lowers = range(1, last) if place is None else (place, place + 1)
    for lower in lowers:
        if 0 < lower < len(rows):
            joined = join_names(rows[lower - 1], rows[lower])
            found = max(filter(_names_all, joined), key=_known, default=None)
            if found is not None:
                return lower, found
    return None


def join_names(upper: Row, lower: Row) -> Iterator[tuple[str, ...]]:
    """Yield the names of two lines joined: each below its own word, then below its group's."""
    if any(map(is_value, (*upper, *lower))) or min(map(_filled, (upper, lower))) < _FEWEST:
        return
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    yield _joined(above, below)
    group = ""
    for at, text in enumerate(above):
        group = text.strip() or group
        above[at] = group if below[at].strip() else text
    yield _joined(above, below)


def _joined(above: Row, below: Row) -> tuple[str, ...]:
    return tuple(
        " ".join(f"{one} {other}".split()) for one, other in zip(above, below, strict=True)
    )


def _names_all(names: Row) -> bool:
    """Tell whether names are known for all that is needed, the part included."""
    known, _ = recognise(names)
    return "part" in known and all(any(name in known for name in group) for group, _ in REQUIRED)


def _known(names: Row) -> int:
    return len(recognise(names)[0])


def _filled(row: Row) -> int:
    return sum(bool(text.strip()) for text in row)
