"""Small texts of the window: dates, signs, units and counts around numbers.

Knows how people write them in the user's locale; the numbers themselves come written.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale

from matrix_designer.gui.numbers import MINUS

NO_FIGURE = "–"
"""Stands where there is no figure."""


def day_text(day: dt.date) -> str:
    """Write a date as 1 Jul 2025."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def days_words(starts: dt.date | None, ends: dt.date | None) -> str:
    """Say from when to when: from 1 Dec 2026 on, until 1 Dec 2026, always."""
    if starts is None:
        return "always" if ends is None else f"until {day_text(ends)}"
    if ends is None:
        return f"from {day_text(starts)} on"
    return f"{day_text(starts)} to {day_text(ends)}"


def moment_text(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """Write a moment as people say it: today 9:14, 12 June, 3 Mar 2024."""
    today = (now or dt.datetime.now(moment.tzinfo)).date()
    day = moment.date()
    if day == today:
        return f"today {moment.hour}:{moment.minute:02d}"
    if day.year == today.year:
        return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM")
    return day_text(day)


def signed(text: str) -> str:
    """Put a plus before a written number that has no minus."""
    return text if text.startswith(MINUS) else f"+{text}"


def with_dollar(text: str) -> str:
    """Put the dollar mark between a written number's sign and its digits: −$12."""
    if text[:1] in (MINUS, "+"):
        return f"{text[0]}${text[1:]}"
    return f"${text}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: 1 tier, 15 tiers."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
