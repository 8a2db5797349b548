"""The thirteen steps as rows: done or not, what shows it, who said so, and where it is done.

Knows states of steps and words; no widget.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.steps import StepState
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.page_entries import COMPARE, DESIGN, EXPORT, PLAN, SALES, VERSIONS
from matrix_designer.gui.texts import day_text

DONE, OPEN = "square-check", "square"
"""Icons."""
PRICE_TEST, TEST_ORDER, SHOW_RECORD, PUBLISH, FAMILIES_TAB, RULES_TAB = (
    *("price test", "test repair order", "show matrix in force", "publish"),
    *("tab of families", "tab of rules"),
)
"""Names of actions, by which they are found in the window."""


@dataclass(frozen=True, slots=True)
class StepPlace:
    """Where a step is done: the key of a page, empty for this one, and what its button says.

    `action` names the window's action that then leads to the very place, where there is one.
    """

    key: str
    words: str
    action: str = ""


PLACES = {
    1: StepPlace("", "Set the goal…"),
    2: StepPlace(DESIGN, "Go to the price test", PRICE_TEST),
    3: StepPlace(PLAN, "Go to the plan", RULES_TAB),
    4: StepPlace(COMPARE, "Go to the test repair order", TEST_ORDER),
    5: StepPlace(DESIGN, "Go to the matrix in force", SHOW_RECORD),
    6: StepPlace(EXPORT, "Go to what the DMS can hold"),
    7: StepPlace(DESIGN, "Go to the matrix"),
    8: StepPlace(PLAN, "Go to the families", FAMILIES_TAB),
    9: StepPlace(PLAN, "Go to the rules", RULES_TAB),
    10: StepPlace(VERSIONS, "Go to what changes"),
    11: StepPlace(VERSIONS, "Go to publish", PUBLISH),
    12: StepPlace(COMPARE, "Go to the test repair order", TEST_ORDER),
    13: StepPlace(SALES, "Go to the sales"),
}


def step_spec(numbers: Numbers) -> GridSpec[StepState]:
    """Return the columns of the steps."""

    def number(row: StepState) -> Cell:
        return Cell(str(row.step.number), Ink.DERIVED)

    def title(row: StepState) -> Cell:
        icon, said = (DONE, "done") if row.is_done else (OPEN, "not done yet")
        return Cell(row.step.title, is_semibold=not row.is_done, icon=icon, note=said)

    def shown(row: StepState) -> Cell:
        return Cell(numbers.typed(row.shown), Ink.DERIVED)

    def day(row: StepState) -> Cell:
        ticked = None if row.record is None else row.record.day
        return Cell("" if ticked is None else day_text(ticked), Ink.DERIVED)

    def by(row: StepState) -> Cell:
        return Cell("" if row.record is None else row.record.by, Ink.DERIVED)

    def note(row: StepState) -> Cell:
        return Cell("" if row.record is None else " ".join(row.record.note.split()), Ink.DERIVED)

    columns: tuple[Column[StepState], ...] = (
        Column("number", "No.", "", 2, number),
        Column("title", "Step", "", 48, title, Align.LEFT),
        Column("shown", "What the design shows", "", 38, shown, Align.LEFT),
        Column("day", "Ticked", "", 10, day, Align.LEFT),
        Column("by", "By", "", 12, by, Align.LEFT),
        Column("note", "Note", "", 14, note, Align.LEFT),
    )
    hidden = ("note", "by", "day", "shown")
    return GridSpec("The thirteen steps", "", columns, _head, hides_first=hidden, stretches="note")


def _head(_row: object) -> RowHead:
    return RowHead("", "")
