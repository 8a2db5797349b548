"""Which columns show and how wide each is, in whole logical pixels.

Pure arithmetic over what each column needs. Knows no widget, no font and no noun.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

GROUP_GAP = 8
"""What the first shown column of a group stands off by."""
MOST_SPARE = 22
"""How many spare pixels a column takes at most."""
MOST_SQUEEZE = 6
"""How many pixels of its padding a column gives up before another one hides."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one column asks for: its width with padding, and the group that it stands in."""

    key: str
    group: str
    width: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one shown column gets: its width, the gap at its left included."""

    key: str
    gap: int
    width: int


def share_out(
    needs: Sequence[Need],
    available: int,
    hides_first: Sequence[str] = (),
    off: Collection[str] = (),
    pinned: Collection[str] = (),
    zoom: float = 1.0,
    fixed: Collection[str] = (),
) -> tuple[Share, ...]:
    """Return the shown columns with their widths.

    Columns go in the order of `hides_first` until the rest fits, each squeezed a little at most;
    those in `off` never show and those in `pinned` never go. Spare width is shared out, and what
    is still left goes to the last column. Gaps and spare pixels are enlarged by `zoom`;
    columns that are `fixed` keep what they ask for.
    """
    group_gap, most_spare, most_squeeze = (
        round(size * zoom) for size in (GROUP_GAP, MOST_SPARE, MOST_SQUEEZE)
    )
    shown = [need for need in needs if need.key not in off]
    for key in hides_first:
        if sum(_widths(shown, group_gap)) - most_squeeze * _loose(shown, fixed) <= available:
            break
        if key not in pinned:
            shown = [need for need in shown if need.key != key]
    widths = _widths(shown, group_gap)
    spare = available - sum(widths)
    loose = _loose(shown, fixed)
    least, most = -most_squeeze * loose, most_spare * loose
    spread = iter(_spread(min(max(spare, least), most), loose))
    extra = [0 if need.key in fixed else next(spread) for need in shown]
    if shown:
        extra[-1] += max(spare - most, 0)
    return tuple(
        Share(need.key, gap, width + more)
        for need, gap, width, more in zip(
            shown, _gaps(shown, group_gap), widths, extra, strict=True
        )
    )


def _loose(shown: Sequence[Need], fixed: Collection[str]) -> int:
    """Count the columns whose width may give way."""
    return sum(1 for need in shown if need.key not in fixed)


def _gaps(shown: Sequence[Need], group_gap: int) -> list[int]:
    """Return the gap before each column: one where a group starts."""
    groups = [None, *(need.group for need in shown)]
    return [
        group_gap if need.group != before else 0
        for need, before in zip(shown, groups, strict=False)
    ]


def _widths(shown: Sequence[Need], group_gap: int) -> list[int]:
    gaps = _gaps(shown, group_gap)
    return [need.width + gap for need, gap in zip(shown, gaps, strict=True)]


def _spread(pixels: int, count: int) -> list[int]:
    """Part a number of pixels into `count` whole parts that differ by one at most."""
    return [pixels * (place + 1) // count - pixels * place // count for place in range(count)]
