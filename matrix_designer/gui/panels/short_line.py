"""The figures strip as one line: which figures have room, where each stands, what is typed over.

GP % with goal and GP $ a year come first. The limit above list can be typed at every width, so
that the prices give way where both have no room. Knows runs of text; it paints nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from matrix_designer.gui.panels.figure_cells import Cell, FigureCells, Runs
from matrix_designer.gui.panels.runs import runs_width
from matrix_designer.gui.theme import TextSize, Theme

_LEFT, _RIGHT = 14, 16
_GAPS = (22, 16, 12)
"""Room between two figures, and what is left of it before one of them gives way."""
_SIZES = (TextSize.HEADLINE, TextSize.TITLE)


class ShortLine(NamedTuple):
    """Where each part begins, where goal and limit stand, and where a link to sales has room."""

    parts: tuple[tuple[float, Runs], ...]
    spans: dict[str, tuple[int, int]]
    link: float


NOTHING = ShortLine((), {}, 0)


class _Part(NamedTuple):
    """A figure, the words at its end that can be typed over, and what they set."""

    runs: Runs
    words: Runs = ()
    key: str = ""


def lay_short(
    text: FigureCells, lines: Sequence[Cell], width: float, theme: Theme, link: float
) -> ShortLine:
    """Place what a width has room for; `link` is how wide the link to sales is, 0 without one.

    Without sales there is nothing to say of a year and of prices: the link stands there.
    """
    gp, goal, above = text.short_gp(), text.short_goal(), text.short_above()
    first = _Part((*gp, *goal), goal[1:], "goal")
    limit = _Part(above, above[-1:], "limit")
    year, even = text.short_year(), text.short_break_even()
    prices = () if link else (_Part(year), _Part(lines[2][1]))
    px = theme.px
    ways = [*_ways(first, prices, limit)]
    if even and prices:
        told = _Part((*year, *even))
        fuller = _ways(first, (told, *prices[1:]), limit)
        ways[:0] = [way for way in fuller if told in way[0] and limit in way[0]]
    for parts, size, gap in ways:
        shown = [part._replace(runs=sized(part.runs, size, theme)) for part in parts]
        findings = sized(lines[4][1], size, theme)
        end = width - px(_RIGHT) - runs_width(findings)
        placed: list[tuple[float, Runs]] = []
        spans: dict[str, tuple[int, int]] = {}
        left, link_left = float(px(_LEFT)), 0.0
        for part in shown:
            wide = runs_width(part.runs)
            placed.append((left, part.runs))
            if part.words:
                room = runs_width(part.words) - part.words[0].before
                spans[part.key] = (round(left + wide - room), math.ceil(room))
            left += wide + px(gap)
            if link and not link_left:
                link_left, left = left, left + link + px(gap)
        if left <= end or len(parts) == 1:
            return ShortLine((*placed, (end, findings)), spans, link_left)
    return NOTHING


def _ways(
    first: _Part, others: tuple[_Part, ...], limit: _Part
) -> Iterator[tuple[tuple[_Part, ...], TextSize, int]]:
    """Yield what could be shown, in which size and how close, the fullest first."""
    for gap in _GAPS:
        yield (first, *others, limit), TextSize.HEADLINE, gap
    for size in _SIZES:
        for gap in _GAPS:
            yield (first, *others[:1], limit), size, gap
    for parts in ((first, limit), (first, *others[:1]), (first,)):
        yield parts, _SIZES[-1], _GAPS[-1]


def sized(runs: Runs, size: TextSize, theme: Theme) -> Runs:
    """Return runs with the figures in another size."""
    if size is TextSize.FIGURE:
        return runs
    figure = theme.number_font(TextSize.FIGURE, is_semibold=True)
    font = theme.number_font(size, is_semibold=True)
    return tuple(replace(run, font=font) if run.font == figure else run for run in runs)
