"""How the cells of a file without names look, so that two layouts of one shape are told apart.

Knows the first rows of a preview; a file that names its columns needs none of this. Two files of
one layout look nearly alike, never quite: months and years change, and so does what is sold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.wording import read_days

Content = tuple[tuple[int, ...], ...]
"""For each place, a column or a character of the line: in how many of 100 rows each kind stands."""
_ROWS = 500
_FAR = 50
"""Percent of the rows that stand otherwise, from which on a place looks different."""
_MOST_APART = 15
"""Percent of the rows that may stand otherwise, over all places."""
_LONG, _DATES = 20, 4
"""From so many places on so many may look different: the characters of a month and a year."""
_SHARE_OF_PLACES = 10
"""Of fewer places one in so many may."""


def content_of(preview: Preview) -> Content:
    """Return how a file without names looks; nothing for one that has them."""
    if preview.header is not None or not preview.rows:
        return ()
    if preview.texts and (preview.spans or preview.width == 1):
        length = Counter(map(len, preview.texts)).most_common(1)[0][0]
        lines = [text for text in preview.texts if len(text) == length][:_ROWS]
        return tuple(_shares([line[at] for line in lines], _letter, 5) for at in range(length))
    rows = preview.rows[:_ROWS]
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(preview.width)]
    return tuple(_shares(column, _kind, 5) for column in columns)


def is_alike(one: Content, other: Content) -> bool:
    """Tell whether two files look as if they were of one layout."""
    if len(one) != len(other) or not one:
        return False
    apart = [
        sum(abs(here - there) for here, there in zip(*pair, strict=False)) / 2
        for pair in zip(one, other, strict=True)
    ]
    may_differ = _DATES if len(one) >= _LONG else len(one) // _SHARE_OF_PLACES
    far = sum(each > _FAR for each in apart)
    return far <= may_differ and sum(apart) <= _MOST_APART * len(apart)


def _shares(texts: Sequence[str], kind: Callable[[str], int], kinds: int) -> tuple[int, ...]:
    """Count the texts of each kind, in percent."""
    counts = Counter(map(kind, texts))
    return tuple(round(100 * counts[place] / max(len(texts), 1)) for place in range(kinds))


def _letter(text: str) -> int:
    """Return the kind of a character: blank, 0, another digit, a letter, anything else."""
    if text.isspace():
        return 0
    if text.isdigit():
        return 1 if text == "0" else 2
    return 3 if text.isalpha() else 4


def _kind(text: str) -> int:
    """Return the kind of a cell: blank, a whole number, one with decimals, a day, a text."""
    shown = text.strip()
    if not shown:
        return 0
    if read_days((shown,))[shown] is not None:
        return 3
    for style in (NumberStyle.POINT, NumberStyle.COMMA):
        try:
            return 1 if read_number(shown, style) % 1 == 0 and shown.isalnum() else 2
        except MatrixDesignerError:
            continue
    return 4
