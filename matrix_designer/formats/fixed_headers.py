"""Whether lines are cut by a delimiter, and which columns stand below a line that may be a header.

Knows the first lines of a text file and the names of fields; what is below them is not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matrix_designer.formats.columns import recognise
from matrix_designer.formats.dialect import Dialect
from matrix_designer.formats.fixed_width import cut_line, find_spans
from matrix_designer.formats.layouts import Span

_FEWEST_NAMES = 3


def is_delimited(lines: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether a delimiter cuts most lines alike: blanks between its cells mean nothing."""
    widths = Counter(line.count(dialect.delimiter) for line in lines if line.strip())
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width + 1 >= _FEWEST_NAMES and count * 2 > widths.total()


def spans_below(lines: Sequence[str], place: int) -> tuple[Span, ...] | None:
    """Return the columns below a line that could be a header."""
    words = lines[place].split()
    if len(words) < _FEWEST_NAMES or sum(word[:1].isdigit() for word in words) * 2 > len(words):
        return None
    plain = [line.rstrip("\r\n") for line in lines]
    best: tuple[Span, ...] | None = None
    most = _FEWEST_NAMES - 1
    for spans in find_spans(plain, place):
        known, _ = recognise(cut_line(plain[place], spans))
        if len(known) > most:
            best, most = spans, len(known)
    return best
