"""What was set aside of a history, and what was noted: figures by reason, and their single lines.

Pure functions over Sales and answers of lines; no files, no Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matrix_designer.analysis.reasons import NOTES, SET_ASIDE, Reason
from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.core.query import REASON, Columns, LineQuery, Order, Where

LINES_SHOWN = 1_000
"""How many lines of a reason are looked at."""
COLUMNS = (
    *(
        "file",
        "line",
        "part",
        "description",
        "source",
        "class",
        "cost",
        "list",
        "quantity",
        "unit_sold",
    ),
    *("sold", "ro", "day", "pay_type"),
)
"""The columns of single lines that are shown and exported; one file alone has no name there."""


@dataclass(frozen=True, slots=True)
class AsideRow:
    """One reason with what it holds; `is_used`: its lines were switched in and count."""

    reason: Reason
    tally: Tally
    is_note: bool = False
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class LeftAside:
    """All reasons in their order, then the notes that anything has; sums of what is set aside."""

    aside: tuple[AsideRow, ...]
    notes: tuple[AsideRow, ...]
    total: Tally

    @property
    def rows(self) -> tuple[AsideRow, ...]:
        """Reasons, then notes."""
        return (*self.aside, *self.notes)


def ask_switched(sales: Sales) -> LineQuery | None:
    """Ask what the reasons hold whose lines are used all the same; None where none are."""
    if not sales.switched_in:
        return None
    where = Where(sales.filters, sales.switched_in)
    return LineQuery(keys=(REASON,), sums=("lines", "pieces", "cost", "sales"), where=where)


def left_aside(sales: Sales, switched: Columns | None = None) -> LeftAside:
    """Return the figures by reason; `switched` answers what `ask_switched` asks."""
    used = _tallies(switched)
    aside = tuple(
        AsideRow(
            reason,
            used.get(reason.code, sales.set_aside[reason.code]),
            is_used=reason.code in sales.switched_in,
        )
        for reason in SET_ASIDE
    )
    notes = tuple(
        AsideRow(reason, sales.notes[reason.code], is_note=True)
        for reason in NOTES
        if reason.code in sales.notes
    )
    return LeftAside(aside, notes, added(row.tally for row in aside if not row.is_used))


def added(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    lines = pieces = cost = sales = 0
    for one in tallies:
        lines, pieces = lines + one.lines, pieces + one.pieces
        cost, sales = cost + one.cost, sales + one.sales
    return Tally(lines, pieces, cost, sales)


def _tallies(switched: Columns | None) -> Mapping[str, Tally]:
    if switched is None:
        return {}
    numbers = switched.numbers
    return {
        code: Tally(
            int(numbers["lines"][at]),
            int(numbers["pieces"][at]),
            int(numbers["cost"][at]),
            int(numbers["sales"][at]),
        )
        for at, code in enumerate(switched.texts[REASON])
    }


def ask_single_lines(sales: Sales, row: AsideRow, limit: int | None = LINES_SHOWN) -> LineQuery:
    """Ask for the single lines of a reason or a note, in the order of each file."""
    if row.is_note:
        where = Where(sales.filters, sales.used_reasons, note=row.reason.code)
    else:
        where = Where(sales.filters, frozenset({row.reason.code}))
    return LineQuery(columns=COLUMNS, where=where, order=(Order("file"),), limit=limit)
