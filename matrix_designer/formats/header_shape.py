"""Which row of a file is its header though nobody knows its words: words above numbers.

Knows how rows of cells look; not what a name means. A header found here names the columns, so
that a person can be asked about them; it is never a reason to take one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.number_marks import without_marks
from matrix_designer.formats.wording import read_days

_BELOW = 20
"""So many rows below a row are looked at."""
_FEWEST_NAMES = 3
_FEWEST_NUMBERS = 2
_MOST = 80
"""Percent of the cells of a column that are numbers; totals and gaps stand between."""
_STYLES = (NumberStyle.POINT, NumberStyle.COMMA)
Row = Sequence[str]


def words_above_numbers(rows: Sequence[Row]) -> int | None:
    """Return the place of the first row of words right above rows of numbers that are as wide.

    Every column of numbers has a word in it, and no cell of it is a number itself. None where
    there is no such row.
    """
    for place, row in enumerate(rows):
        names = [text.strip() for text in row]
        if sum(map(bool, names)) < _FEWEST_NAMES or any(map(is_value, names)):
            continue
        below = [one for one in rows[place + 1 : place + 1 + _BELOW] if _has_signs(one)]
        numbers = _number_columns(below)
        if not below or len(numbers) < _FEWEST_NUMBERS or _width(names) != _usual_width(below):
            continue
        is_named = all(_is_word(names[at]) if at < len(names) else False for at in numbers)
        if is_named and _is_row_of_numbers(below[0], numbers):
            return place
    return None


def _is_row_of_numbers(row: Row, numbers: Sequence[int]) -> bool:
    """Tell whether a row is data: the header stands right above it, no words between."""
    return any(at < len(row) and is_value(row[at].strip()) for at in numbers)


def _has_signs(row: Row) -> bool:
    """Tell whether a row has more in it than rules and blanks."""
    return any(letter.isalnum() for text in row for letter in text)


def _width(row: Row) -> int:
    """Return how many cells a row has, empty ones at its end left out."""
    return max((at + 1 for at, text in enumerate(row) if text.strip()), default=0)


def _usual_width(rows: Sequence[Row]) -> int:
    """Return the width of most rows, of equally many the greatest: ends may be empty."""
    counts = Counter(map(_width, rows))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _number_columns(rows: Sequence[Row]) -> list[int]:
    """Return the columns whose cells are numbers or days, nearly all of them."""
    found = []
    for at in range(max(map(len, rows), default=0)):
        texts = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if texts and 100 * sum(map(is_value, texts)) >= _MOST * len(texts):
            found.append(at)
    return found


def _is_word(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def is_value(text: str) -> bool:
    """Tell whether a text is a number or a day."""
    if not any(map(str.isdigit, text)):
        return False
    return any(_is_number(text, style) for style in _STYLES) or read_days((text,))[text] is not None


def _is_number(text: str, style: NumberStyle) -> bool:
    try:
        read_number(without_marks(text), style)
    except MatrixDesignerError:
        return False
    return True
