"""Columns of a ranking that count the pieces sold in a month, known by what stands above them.

Knows the names of months; it does not read what stands below.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ORDER = {name: place for place, name in enumerate(_NAMES.split("|"), 1)}
_UNITS = r"(?:qty|quantity|units|pieces|pcs|sold|qty sold)?"
_NAMED = re.compile(
    rf"{_UNITS}\s*({_NAMES})[a-z]*[\s.,'/_-]*([0-9]{{4}}|[0-9]{{2}})?\s*{_UNITS}", re.IGNORECASE
)
_YEAR_FIRST = re.compile(rf"{_UNITS}\s*([0-9]{{4}})[-/. ]([0-9]{{1,2}})(?:-01)?\s*{_UNITS}")
_YEAR_LAST = re.compile(rf"{_UNITS}\s*([0-9]{{1,2}})[-/. ]([0-9]{{4}})\s*{_UNITS}")
_NUMBERED = re.compile(
    rf"{_UNITS}\s*(?:m|mo|mon|mth|month)\s*[-_#.]?\s*(1[0-2]|0?[1-9])\s*{_UNITS}", re.IGNORECASE
)
_CENTURY = 2000
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Months:
    """Columns of months in the order of time; `days` has a date for each where years are known.

    What is sold in a month stands on its last day, in the first month on its first: so the
    history covers the days that it covers.
    """

    columns: tuple[int, ...]
    days: tuple[str, ...] = ()


def find_months(header: Sequence[str]) -> Months | None:
    """Return the columns of months: twelve without years, or any that follow each other with."""
    dated: dict[tuple[int, int], int] = {}
    undated: dict[int, int] = {}
    for column, text in enumerate(header):
        found = _month(text)
        if found is None:
            continue
        year, month = found
        if year is None:
            if month in undated:
                return None
            undated[month] = column
        else:
            if (year, month) in dated:
                return None
            dated[year, month] = column
    if len(undated) == _YEAR and not dated:
        return Months(tuple(sorted(undated.values())))
    if len(dated) > 1 and not undated and _is_run(sorted(dated)):
        keys = sorted(dated)
        return Months(tuple(dated[key] for key in keys), _days(keys))
    return None


def _month(text: str) -> tuple[int | None, int] | None:
    """Return the year, where it is told, and the month that a header names."""
    shown = " ".join(text.split())
    if match := _NAMED.fullmatch(shown):
        year = None if match[2] is None else int(match[2])
        if year is not None and year < _CENTURY:
            year += _CENTURY if year < 100 else 0  # noqa: PLR2004 - two digits
        return year, _ORDER[match[1].casefold()]
    if match := _NUMBERED.fullmatch(shown):
        return None, int(match[1])
    if match := _YEAR_FIRST.fullmatch(shown):
        year, month = int(match[1]), int(match[2])
    elif match := _YEAR_LAST.fullmatch(shown):
        month, year = int(match[1]), int(match[2])
    else:
        return None
    return (year, month) if 1 <= month <= _YEAR else None


def _is_run(keys: Sequence[tuple[int, int]]) -> bool:
    """Tell whether months follow each other without a gap."""
    numbers = [year * _YEAR + month for year, month in keys]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _days(keys: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    days = []
    for place, (year, month) in enumerate(keys):
        last = calendar.monthrange(year, month)[1]
        days.append(dt.date(year, month, last if place else 1).isoformat())
    return tuple(days)
