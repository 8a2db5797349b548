"""Files whose cells stand at fixed columns: cutting a line, and finding where the cells stand.

Knows characters and blanks; it does not know what a column means.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from matrix_designer.formats.layouts import Span

_NUMBER = re.compile(r"(?<!\S)[-+($\u2212]*[0-9][0-9.,]*(?:-|\)| CR)?(?!\S)")
_RULE = re.compile(r"[\s\-=_*+|]*")
_NAME = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"\S+")
_FEWEST_LINES = 3
_LINE_END = 1 << 20
"""No line that can be read is longer."""
_FEWEST_COLUMNS = 3


def is_rule(line: str) -> bool:
    """Tell whether a line is blank or only drawn, such as a row of dashes."""
    return _RULE.fullmatch(line) is not None


def cut_line(line: str, spans: Sequence[Span]) -> list[str]:
    """Cut a line into its cells, blanks around them left out."""
    return [line[start:end].strip() for start, end in spans]


def is_cut_through(line: str, spans: Sequence[Span]) -> bool:
    """Tell whether an edge between two cells that touch goes through a word or a number.

    Such a line does not keep to the columns that were found, and must not be believed.
    """
    edges = {start for start, _ in spans if start}
    return any(
        edge < len(line) and not line[edge].isspace() and not line[edge - 1].isspace()
        for edge in edges
    )


def spans_of(cuts: Sequence[int]) -> tuple[Span, ...]:
    """Return the columns between cuts that somebody made; the last goes to the end of a line.

    Unlike columns that were found, they may go through words and numbers: somebody said so.
    """
    return tuple(itertools.pairwise((0, *cuts, _LINE_END)))


def guess_cuts(lines: Sequence[str]) -> tuple[int, ...]:
    """Return where blanks that all lines of data have part them; () where there are none."""
    data = _data_lines(lines)
    runs = _runs(data, ()) if len(data) >= _FEWEST_LINES else []
    return tuple(start for start, _ in runs[1:])


def find_spans(lines: Sequence[str], header: int) -> tuple[tuple[Span, ...], ...]:
    """Find the columns of lines below a header: blanks that all of them have part the columns.

    `header` is the place of its line. A column without a name belongs to the one before it.
    Returns the ways to part them, the likelier first: names of several words, or of one each.
    """
    data = _data_lines(lines[header + 1 :])
    if len(data) < _FEWEST_LINES:
        return ()
    names = [match.span() for match in _NAME.finditer(lines[header])]
    words = [match.span() for match in _WORD.finditer(lines[header])]
    found = (_parted(data, names, names), _parted(data, (), words))
    return tuple(spans for spans in found if spans is not None)


def _data_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines that look like data: those with as many numbers as most have."""
    filled = [line.rstrip() for line in lines if _RULE.fullmatch(line) is None]
    counts = sorted(len(_NUMBER.findall(line)) for line in filled)
    if not counts:
        return []
    usual = counts[len(counts) // 2]
    return [line for line in filled if 2 * len(_NUMBER.findall(line)) > usual]


def _parted(
    data: Sequence[str], solid: Iterable[Span], names: Sequence[Span]
) -> tuple[Span, ...] | None:
    """Part lines where all of them are blank; `solid` stretches may not be parted."""
    width = max(*map(len, data), max((end for _, end in names), default=0))
    kept = _named(_runs(data, solid), names)
    if len(kept) < _FEWEST_COLUMNS:
        return None
    return _touching(kept, width)


def _runs(data: Sequence[str], solid: Iterable[Span]) -> list[Span]:
    """Return the stretches between the blanks that all lines have."""
    solid = tuple(solid)
    width = max(*map(len, data), max((end for _, end in solid), default=0))
    is_filled = [False] * width
    for line in data:
        for place, mark in enumerate(line):
            if not mark.isspace():
                is_filled[place] = True
    for start, end in solid:
        is_filled[start:end] = [True] * (end - start)
    runs: list[Span] = []
    for place, filled in enumerate(is_filled):
        if filled and runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        elif filled:
            runs.append((place, place + 1))
    return runs


def _named(runs: Sequence[Span], names: Sequence[Span]) -> list[Span]:
    """Join each run that no name stands above to the one before it."""
    kept: list[Span] = []
    for start, end in runs:
        has_name = any(start < last and first < end for first, last in names)
        if kept and not has_name:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _touching(runs: Sequence[Span], width: int) -> tuple[Span, ...]:
    """Let the cells touch in the middle of the blanks between them; the last has no end."""
    edges = [0]
    edges += [(end + start + 1) // 2 for (_, end), (start, _) in itertools.pairwise(runs)]
    edges.append(max(width, 1) + _LINE_END)
    return tuple(itertools.pairwise(edges))
