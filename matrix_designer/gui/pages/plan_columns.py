"""The columns of the rule grid: what stands in each cell, and in which ink.

Knows rows of the plan, findings and how numbers are written; no widget. A rule that is off is
grey; figures of a plan before are greyer still.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from operator import attrgetter

from matrix_designer.analysis.rule_figures import RuleFigures
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR, PIECE
from matrix_designer.core.plan import ByMatrix
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_entries import PlanEntries, bound_of
from matrix_designer.gui.pages.plan_heads import head_of
from matrix_designer.gui.pages.plan_lines import (
    NAMES_OF,
    SPANS_OF,
    RuleLine,
    is_rule,
    line_after,
    new_line,
)
from matrix_designer.gui.panels.uncovered_board import ICONS
from matrix_designer.gui.texts import day_text

_WHEN = "When all of these hold"
_TITLES = {
    "source": ("Source", 8.0, "Source"),
    "group": ("Group", 8.0, "Stocking group"),
    "class": ("Class", 9.0, "Class: captive, competitive, maintenance, accessory"),
    "code": ("Code", 6.0, "Class code of the DMS"),
    "customer": ("Customer", 8.0, "Customer type"),
    "pay": ("Pay", 5.0, "Pay type"),
    "vendor": ("Vendor", 8.0, "Vendor"),
    "channel": ("Channel", 8.0, "Channel"),
    "part": ("Part", 9.0, "Part number"),
    "description": ("Description", 11.0, "Description"),
}
_MOST_NAME, _MOST_NAMES, _MOST_TREATMENT, _MOST_NOTE = 20.0, 14.0, 18.0, 18.0
_NO_FIGURE = Cell("–", Ink.MUTED)


def rule_spec(
    numbers: Numbers, sold_in: str, entries: PlanEntries, matrix: Callable[[], str]
) -> GridSpec[RuleLine]:
    """Return the rule grid's columns; `sold_in` heads those of the sales."""
    cells = _Cells(numbers, entries)
    return GridSpec(
        name="Rules of the plan",
        corner="Rule",
        columns=(
            *_rule_columns(cells, entries),
            *_name_columns(cells, entries),
            *_span_columns(cells, entries),
            *_day_columns(cells, entries),
            *_then_columns(cells, entries),
            *_sold_columns(cells, sold_in),
        ),
        head=head_of,
        is_sunken=_is_default,
        # what a rule asks for is never hidden: figures go, then the grid is scrolled
        hides_first=("parts", "pieces", "sold", "in_force", "note"),
        is_body=is_rule,
        after=_after,
        new_row=partial(_new_line, matrix),
        movable=True,
        noun=attrgetter("rule"),
    )


def _rule_columns(cells: _Cells, entries: PlanEntries) -> tuple[Column[RuleLine], ...]:
    return (
        Column(
            *("on", "On", "Rule", 2.6, cells.on, Align.LEFT),
            spoken="Whether the rule counts",
            edit_text=cells.on_text,
            read=entries.read_on,
            press=cells.switched,
        ),
        Column(
            *("name", "Name", "Rule", 9.0, cells.name, Align.LEFT),
            edit_text=cells.name_text,
            read=entries.read_name,
            most=_MOST_NAME,
        ),
    )


def _name_columns(cells: _Cells, entries: PlanEntries) -> tuple[Column[RuleLine], ...]:
    return tuple(
        Column(
            *(key, title, _WHEN, digits, partial(cells.names, field=NAMES_OF[key]), Align.LEFT),
            spoken=spoken,
            edit_text=partial(cells.names_text, field=NAMES_OF[key]),
            read=partial(entries.read_names, field=NAMES_OF[key]),
            most=_MOST_NAMES,
        )
        for key, (title, digits, spoken) in _TITLES.items()
    )


def _span_columns(cells: _Cells, entries: PlanEntries) -> tuple[Column[RuleLine], ...]:
    made: list[Column[RuleLine]] = []
    for key, field in SPANS_OF.items():
        for end, is_low in (("from", True), ("to", False)):
            chosen = {"field": field, "is_low": is_low}
            made.append(
                Column(
                    *(f"{key}_{end}", f"{key.title()} {end}", _WHEN, 7.0),
                    partial(cells.bound, **chosen),  # type: ignore[arg-type] # mixed values
                    edit_text=partial(cells.bound_text, **chosen),  # type: ignore[arg-type]
                    read=partial(entries.read_bound, **chosen),  # type: ignore[arg-type]
                    figure=cells.write_money,
                )
            )
    return tuple(made)


def _day_columns(cells: _Cells, entries: PlanEntries) -> tuple[Column[RuleLine], ...]:
    return tuple(
        Column(
            *(key, title, _WHEN, 9.4, partial(cells.day, is_start=is_start)),
            spoken=spoken,
            edit_text=partial(cells.day_text, is_start=is_start),
            read=partial(entries.read_day, is_start=is_start),
        )
        for key, title, spoken, is_start in (
            ("starts", "From day", "First day", True),
            ("ends", "Until day", "Last day", False),
        )
    )


def _then_columns(cells: _Cells, entries: PlanEntries) -> tuple[Column[RuleLine], ...]:
    return (
        Column(
            *("treatment", "Priced by", "Then", 14.0, cells.treatment, Align.LEFT),
            spoken="Treatment",
            edit_text=cells.treatment_text,
            read=entries.read_treatment,
            most=_MOST_TREATMENT,
        ),
        Column(
            *("note", "Note", "Then", 8.0, cells.note, Align.LEFT),
            edit_text=cells.note_text,
            read=entries.read_note,
            most=_MOST_NOTE,
        ),
    )


def _sold_columns(cells: _Cells, group: str) -> tuple[Column[RuleLine], ...]:
    whole, point = cells.write_whole, cells.write_point
    return (
        Column(*("parts", "Parts", group, 5.4, cells.parts), figure=whole),
        Column(*("pieces", "Pieces", group, 6.5, cells.pieces), figure=whole),
        Column(*("cost", "Cost $", group, 7.4, cells.cost), figure=whole),
        Column(
            *("sold", "Sales $", group, 7.8, cells.sold),
            spoken="Sales $ as sold",
            figure=whole,
        ),
        Column(
            *("in_force", "GP % now", group, 6.4, partial(cells.gp, state="in_force")),
            spoken="GP % under what is in force",
            figure=point,
        ),
        Column(
            *("proposed", "Proposed", group, 6.4, partial(cells.gp, state="proposed")),
            head_ink=Ink.ACCENT,
            spoken="GP % proposed",
            figure=point,
        ),
    )


class _Cells:
    """Makes the cells of a row in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers, entries: PlanEntries) -> None:
        self._numbers = numbers
        self._entries = entries

    def on(self, line: RuleLine) -> Cell:
        if line.rule is None:
            return Cell()
        if not line.rule.is_enabled:
            return Cell(icon="square", ink=Ink.QUIET, note="off: the rule takes no part")
        return Cell(icon="square-check", ink=_ink(line), note="on")

    def on_text(self, line: RuleLine) -> str | None:
        if line.rule is None:
            return None
        return "on" if line.rule.is_enabled else "off"

    def switched(self, line: RuleLine) -> str:
        return "off" if line.rule is not None and line.rule.is_enabled else "on"

    def name(self, line: RuleLine) -> Cell:
        if line.rule is None:
            return Cell("What no rule takes", Ink.DERIVED)
        return Cell(line.rule.name, _ink(line), is_semibold=line.rule.is_enabled)

    def name_text(self, line: RuleLine) -> str | None:
        return None if line.rule is None else line.rule.name

    def names(self, line: RuleLine, field: str) -> Cell:
        text = self.names_text(line, field) or ""
        return Cell(text, _ink(line), note=text)

    def names_text(self, line: RuleLine, field: str) -> str | None:
        return None if line.rule is None else self._entries.names_text(line.conditions, field)

    def bound(self, line: RuleLine, field: str, *, is_low: bool) -> Cell:
        span = getattr(line.conditions, field)
        amount = bound_of(span, is_low=is_low)
        if amount is None:
            return Cell("and up", Ink.MUTED) if span is not None and not is_low else Cell()
        return Cell(self._numbers.money(amount), _ink(line), value=Fraction(amount, DOLLAR))

    def bound_text(self, line: RuleLine, field: str, *, is_low: bool) -> str | None:
        if line.rule is None:
            return None
        return self._entries.bound_text(line.conditions, field, is_low=is_low)

    def day(self, line: RuleLine, *, is_start: bool) -> Cell:
        day = _day(line, is_start=is_start)
        if day is None:
            return Cell()
        note = "" if line.counts else "the rule does not count today"
        return Cell(day_text(day), _ink(line) if line.counts else Ink.MUTED, note=note)

    def day_text(self, line: RuleLine, *, is_start: bool) -> str | None:
        if line.rule is None:
            return None
        day = _day(line, is_start=is_start)
        return "" if day is None else day.isoformat()

    def treatment(self, line: RuleLine) -> Cell:
        treatment = ByMatrix(line.matrix) if line.rule is None else line.rule.treatment
        ink = Ink.DERIVED if line.rule is None else _ink(line)
        text = self._entries.shown(treatment)
        return Cell(text, ink, icon=ICONS[type(treatment)], note=self._entries.told(treatment))

    def treatment_text(self, line: RuleLine) -> str | None:
        return None if line.rule is None else self._entries.treatment_text(line.rule.treatment)

    def note(self, line: RuleLine) -> Cell:
        if line.rule is None:
            return Cell()
        return Cell(" ".join(line.rule.note.split()), Ink.MUTED, note=line.rule.note)

    def note_text(self, line: RuleLine) -> str | None:
        return None if line.rule is None else " ".join(line.rule.note.split())

    def parts(self, line: RuleLine) -> Cell:
        found = line.figures
        if found is None or not found.parts:
            return _NO_FIGURE
        return Cell(self._numbers.count(found.parts), _derived(line), value=Fraction(found.parts))

    def pieces(self, line: RuleLine) -> Cell:
        if line.figures is None:
            return _NO_FIGURE
        pieces = line.figures.pieces
        if not pieces:
            return _NO_FIGURE
        return Cell(self._numbers.pieces(pieces), _derived(line), value=Fraction(pieces, PIECE))

    def cost(self, line: RuleLine) -> Cell:
        return _NO_FIGURE if line.figures is None else self._whole(line, line.figures.cost)

    def sold(self, line: RuleLine) -> Cell:
        sold = None if line.figures is None else line.figures.sold
        return _NO_FIGURE if sold is None else self._whole(line, sold)

    def gp(self, line: RuleLine, state: str) -> Cell:
        value = None if line.figures is None else gp_percent(line.figures, state)
        if value is None:
            return _NO_FIGURE
        ink = Ink.QUIET if line.is_stale else Ink.MUTED if state == "in_force" else Ink.TEXT
        return Cell(self._numbers.fraction(value, 1), ink, value=value)

    def _whole(self, line: RuleLine, extended: int) -> Cell:
        if not extended:
            return _NO_FIGURE  # what moves no money says nothing
        text = self._numbers.dollars(extended)
        return Cell(text, _derived(line), value=Fraction(extended, EXTENDED_DOLLAR))

    def write_money(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 2)

    def write_point(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 1)

    def write_whole(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 0)


def gp_percent(figures: RuleFigures, state: str) -> Fraction | None:
    """Return the GP % of what a rule takes, `in_force` or `proposed`; None where there is none."""
    earned = figures.in_force if state == "in_force" else figures.proposed
    if earned is None or not earned.sales:
        return None
    return Fraction(100 * (earned.sales - earned.cost), earned.sales)


def _ink(line: RuleLine) -> Ink:
    """Return the ink of what is typed: grey where the rule is off."""
    is_off = line.rule is not None and not line.rule.is_enabled
    return Ink.MUTED if is_off else Ink.TEXT


def _derived(line: RuleLine) -> Ink:
    return Ink.QUIET if line.is_stale else Ink.DERIVED


def _day(line: RuleLine, *, is_start: bool) -> dt.date | None:
    if line.rule is None:
        return None
    return line.rule.starts if is_start else line.rule.ends


def _is_default(line: RuleLine) -> bool:
    return line.rule is None


def _after(line: RuleLine, edit: object) -> RuleLine:
    return line_after(line, edit)


def _new_line(matrix: Callable[[], str], lines: object) -> tuple[RuleLine, object]:
    return new_line(matrix(), lines)  # type: ignore[arg-type] # the grid hands its own rows on
