"""What filters are called in the window, and how people write and read their days.

Knows words and dates; no widget.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, Qt

from matrix_designer.core.evidence import Sales
from matrix_designer.core.filters import FILTERED, Filters
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.texts import day_text

NAMES = {
    "sources": "Source",
    "pay_types": "Pay type",
    "customer_types": "Customer type",
    "counterpersons": "Counterperson",
    "stores": "Store",
}
"""The names among Filters that are chosen by text -> what they are called."""
_SHOWN = 3
_FORMATS = (
    *("yyyy-MM-dd", "yyyy-M-d", "yyyyMMdd"),
    *("d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy"),
)
_EXAMPLE = QDate(2026, 1, 31)


def text_name(text: str) -> str:
    """Return what a text of a line is called; lines without one are told in words."""
    return text or "none given"


def choice_text(name: str, texts: frozenset[str] | None) -> str:
    """Say in short what is chosen under one name: `Source: 03, 12`."""
    if texts is None:
        return f"{NAMES[name]}: all"
    listed = sorted(texts)
    shown = ", ".join(text_name(text) for text in listed[:_SHOWN])
    more = len(listed) - _SHOWN
    return f"{NAMES[name]}: {shown}" + (f" and {more} more" if more > 0 else "")


def filters_text(filters: Filters) -> str:
    """Say which part of the sales is looked at: `pay type C; store North`."""
    said = []
    for name in FILTERED.values():
        texts = getattr(filters, name)
        if texts is not None:
            title, chosen = choice_text(name, texts).split(":", 1)
            said.append(f"{title.lower()}{chosen}")
    if filters.first_day is not None:
        said.append(f"from {day_text(filters.first_day)}")
    if filters.last_day is not None:
        said.append(f"to {day_text(filters.last_day)}")
    return "; ".join(said)


def part_text(whole: Sales, part: Sales, numbers: Numbers) -> str:
    """Say how much of the sales figures are made of, and of which period."""
    used, all_used = (numbers.count(sales.used.lines) for sales in (part, whole))
    lines = f"{used} of {all_used} lines" if part is not whole else f"All {all_used} lines"
    if part.first_day is None or part.last_day is None:
        return lines
    return f"{lines}  ·  {day_text(part.first_day)} to {day_text(part.last_day)}"


def read_day(text: str) -> dt.date | None:
    """Read a day as people write it here, or as 2026-01-31; None where it is none."""
    written, locale = " ".join(text.split()), QLocale()
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    long_years = short if "yyyy" in short else short.replace("yy", "yyyy")
    for pattern in (*_FORMATS, long_years, short):
        day = locale.toDate(written, pattern)
        if day.isValid():
            return _in_this_century(day)
    return None


def no_day_text(text: str) -> str:
    """Say that a text is no day, and how one is written here."""
    short = QLocale().toString(_EXAMPLE, QLocale.FormatType.ShortFormat)
    ways = dict.fromkeys((_EXAMPLE.toString(Qt.DateFormat.ISODate), "31 Jan 2026", short))
    *first, last = ways
    return f"“{text.strip()}” is read as no day: write it like {', '.join(first)} or {last}."


def _in_this_century(day: QDate) -> dt.date:
    """Return a day whose year may have been written with two figures."""
    year = day.year() + 100 if day.year() < 1950 else day.year()  # noqa: PLR2004 - Qt's 19yy
    return dt.date(year, day.month(), day.day())
