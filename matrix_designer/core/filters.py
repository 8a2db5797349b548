"""Filters: which part of a history is looked at.

Knows the names of what can be chosen; it does not know lines or files.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of a history is looked at; None everywhere lets every line through.

    The days are included. A set names the texts to keep; '' in it keeps lines without one.
    Lines without a day pass only while both days are None.
    """

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    sources: frozenset[str] | None = None
    pay_types: frozenset[str] | None = None
    customer_types: frozenset[str] | None = None
    counterpersons: frozenset[str] | None = None
    stores: frozenset[str] | None = None

    @property
    def is_off(self) -> bool:
        """Whether every line passes."""
        return all(getattr(self, one.name) is None for one in fields(self))

    @property
    def columns(self) -> dict[str, frozenset[str]]:
        """The columns of a line that are filtered, with the texts to keep."""
        chosen = {column: getattr(self, name) for column, name in FILTERED.items()}
        return {column: texts for column, texts in chosen.items() if texts is not None}


FILTERED = {
    "source": "sources",
    "pay_type": "pay_types",
    "customer_type": "customer_types",
    "counterperson": "counterpersons",
    "store": "stores",
}
"""The columns of a line that can be filtered by text -> the name among Filters."""
OFF = Filters()
