"""Which earlier line a return gives back: a pure matching over integer columns.

Knows no files and no SQL. "Earlier" is by day, then by place in the file; where the file runs from
the newest day to the oldest, by place from its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.core.evidence import Ints

DAYS = 60
"""A return is matched within so many days; on the same repair order however late."""
NO_DAY = -1
NO_ORDER = 0
_PLACES = 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines that may match: `group` numbers the same part, quantity and price.

    `row` is the place in the file, `day` a day number or NO_DAY, `ro` a key or NO_ORDER.
    """

    row: Ints
    group: Ints
    ro: Ints
    day: Ints


def match_returns(returns: Lines, sales: Lines, *, is_newest_first: bool = False) -> Ints:
    """Return the rows of the sales that the returns give back, each given back once.

    Each return, the earliest first, takes the latest earlier line of its group that is still
    there, on the same repair order or within 60 days.
    """
    if not returns.row.size or not sales.row.size:
        return np.empty(0, np.int64)
    moment = _moments(sales, is_newest_first=is_newest_first)
    order = np.lexsort((moment, sales.group))
    when, group, days = moment[order], sales.group[order], sales.day[order]
    starts = np.searchsorted(group, returns.group, side="left")
    ends = np.searchsorted(group, returns.group, side="right")
    moments = _moments(returns, is_newest_first=is_newest_first)
    same_order = _by_order(returns, sales.ro[order], group)
    taken: set[int] = set()
    for place in np.argsort(moments, kind="stable").tolist():
        start, end = int(starts[place]), int(ends[place])
        last = start + int(np.searchsorted(when[start:end], moments[place], side="left"))
        found = _latest_within(days, start, last, int(returns.day[place]), taken)
        pair = (int(returns.group[place]), int(returns.ro[place]))
        for line in reversed(same_order.get(pair, ())):
            if line < last and line not in taken:
                found = max(found, line)
                break
        if found >= 0:
            taken.add(found)
    return np.sort(sales.row[order[sorted(taken)]])


def _by_order(returns: Lines, ros: Ints, groups: Ints) -> dict[tuple[int, int], list[int]]:
    """Return, for each group and repair order that has a return, the places of its sales."""
    wanted = set(zip(returns.group.tolist(), returns.ro.tolist(), strict=True))
    known = np.unique(returns.ro[returns.ro != NO_ORDER])
    found: dict[tuple[int, int], list[int]] = {}
    for place in np.flatnonzero(np.isin(ros, known)).tolist():
        pair = (int(groups[place]), int(ros[place]))
        if pair in wanted:
            found.setdefault(pair, []).append(place)
    return found


def _moments(lines: Lines, *, is_newest_first: bool) -> Ints:
    """Return numbers that sort lines by day, then by place."""
    place = _PLACES - 1 - lines.row if is_newest_first else lines.row
    return np.asarray((lines.day + 1) * _PLACES + place, np.int64)


def _latest_within(days: Ints, start: int, last: int, day: int, taken: set[int]) -> int:
    """Return the latest place before `last` not taken and within 60 days, -1 for none."""
    if day == NO_DAY:
        return -1
    for place in range(last - 1, start - 1, -1):
        if days[place] == NO_DAY or day - days[place] > DAYS:
            return -1
        if place not in taken:
            return place
    return -1
