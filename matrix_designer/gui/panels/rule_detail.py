"""One rule in words, under the rules: what it says, who takes some of it before, its parts.

Knows a rule, its words and its parts; it asks for nothing but another rule to look at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.rule_detail import RuleDetail, RulePart
from matrix_designer.analysis.rule_figures import Earned
from matrix_designer.core.factor import Basis
from matrix_designer.core.plan import (
    ANYTHING,
    ByFamily,
    ByFlatPrice,
    ByPercent,
    Conditions,
    Rule,
    Span,
)
from matrix_designer.core.plan_words import rule_words, treatment_words
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.explaining import WhyMenu
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.explained_rows import facts_of_rule_part
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.texts import counted, day_text, days_words, with_dollar
from matrix_designer.gui.theme import TextSize, Theme


class RuleDetailPanel(QWidget):
    """A rule in words.

    `rule_wanted(place)`: go to a rule, counted from 0; `day_wanted(day)`: look at the rules as
    they are on another day.
    """

    rule_wanted = Signal(int)
    day_wanted = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a rule."""
        super().__init__(parent)
        self._numbers = numbers
        self._first: int | None = None
        self.title = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        self.says = Text("", theme)
        self.before = Text("", theme, role="muted")
        self.found = Text("", theme, role="warning")
        for text in (self.says, self.before, self.found):
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.go = Button("", ButtonKind.LINK, theme)
        self.go.setToolTip("Go to the rule that takes most of it before (Space)")
        self.go.clicked.connect(self._on_go)
        self._day: dt.date | None = None
        self.day = Button("", ButtonKind.LINK, theme)
        self.day.setToolTip("Show all figures as the rules of that day make them (Space)")
        self.day.clicked.connect(self._on_day)
        self.table = ReadTable(_spec(numbers), theme, explains=facts_of_rule_part)
        WhyMenu(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(3)
        head = inset(self.title)
        head.setSpacing(14)
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.go, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(head)
        column.addLayout(inset(self.says))
        column.addLayout(inset(self.before))
        column.addLayout(inset(self.found, bottom=4))
        column.addWidget(self.table, 1)
        column.addStretch(0)
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def show_rule(
        self,
        place: int,
        rules: Sequence[Rule],
        default: str,
        detail: RuleDetail | None,
        *,
        off: str = "",
        findings: Sequence[Finding] = (),
    ) -> None:
        """Show a rule, or with a place after the last what no rule takes.

        `off` is when it does not count: `today`, `on 1 Dec 2026`; empty while it does.
        """
        self.found.setText("\n".join(finding.message for finding in findings))
        self.found.setVisible(bool(findings))
        rule = rules[place] if place < len(rules) else None
        name = "What no rule takes" if rule is None else rule_words(place, rule)
        self.title.setText(f"{name[:1].upper()}{name[1:]}")
        self.says.setText(rule_sentence(rule, default, self._numbers, off=off))
        self.before.setText(
            ""
            if detail is None
            else _taken_words(detail, place, rules, self._numbers, counts=not off)
        )
        self.before.setVisible(bool(self.before.text()))
        self._first = None if detail is None or not detail.before else detail.before[0][0]
        self.go.setVisible(self._first is not None)
        if self._first is not None:
            self.go.setText(f"Go to rule {self._first + 1}")
            self.go.updateGeometry()
        parts = () if detail is None else detail.parts
        self.table.set_rows(parts)
        self.table.setVisible(bool(parts))

    def show_day(self, day: dt.date | None, *, is_today: bool) -> None:
        """Offer to look at another day, or at today again; None: there is nothing to see."""
        self._day = day
        self.day.setVisible(day is not None)
        if day is not None:
            self.day.setText("Back to today" if is_today else f"Look at {day_text(day)}")
            self.day.updateGeometry()

    def _on_day(self) -> None:
        if self._day is not None:
            self.day_wanted.emit(self._day)

    def _on_go(self) -> None:
        if self._first is not None:
            self.rule_wanted.emit(self._first)


def conditions_words(conditions: Conditions, numbers: Numbers) -> str:
    """Say what a part must be: `whose source is 07 or 12 and whose cost is 10.00 to 35.00`."""
    clauses = [
        f"whose {word} {verb} {_either(names)}"
        for field, word, verb in _CLAUSES
        if (names := _names(conditions, field))
    ]
    clauses += [
        f"whose {word} is {_span_words(span, numbers)}"
        for span, word in ((conditions.cost, "cost"), (conditions.list_price, "list"))
        if span is not None
    ]
    return " and ".join((", ".join(clauses[:-1]), clauses[-1])) if len(clauses) > 1 else clauses[0]


_CLAUSES = (
    ("sources", "source", "is"),
    ("groups", "stocking group", "is"),
    ("classes", "class", "is"),
    ("sale_classes", "class code", "is"),
    ("customer_types", "customer", "is"),
    ("pay_types", "pay type", "is"),
    ("vendors", "vendor", "is"),
    ("channels", "channel", "is"),
    ("parts", "number", "is"),
    ("descriptions", "description", "has"),
)
_MOST_NAMED = 4
_SET_ASIDE = "Internal and warranty lines count only where the set-aside list says to use them."


def _names(conditions: Conditions, field: str) -> tuple[str, ...]:
    if field == "classes":
        return tuple(one.value for one in conditions.classes)
    names: tuple[str, ...] = getattr(conditions, field)
    return tuple(f"\u201c{one}\u201d" if "," in one else one for one in names)


def _either(names: tuple[str, ...]) -> str:
    if len(names) > _MOST_NAMED + 1:
        shown = names[:_MOST_NAMED]
        return f"{', '.join(shown)} or {len(names) - _MOST_NAMED} others"
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _span_words(span: Span, numbers: Numbers) -> str:
    if span.high is None:
        return f"{numbers.money(span.low)} and up"
    if not span.low:
        return f"up to {numbers.money(span.high)}"
    return f"{numbers.money(span.low)} to {numbers.money(span.high)}"


def _whom(rule: Rule) -> str:
    """Say which parts a treatment is for, before any condition."""
    if isinstance(rule.treatment, ByFlatPrice):
        return "Parts on the flat price list"
    if isinstance(rule.treatment, ByFamily):
        return "Parts of a family"
    return "All parts that no rule before takes" if rule.conditions == ANYTHING else "Parts"


_ITS_OWN: dict[type, str] = {ByFlatPrice: "that list", ByFamily: "their family's price"}


def rule_sentence(rule: Rule | None, default: str, numbers: Numbers, *, off: str) -> str:
    """Say in a sentence what a rule does, and whether it counts at all."""
    if rule is None:
        return f"Parts that match no rule are priced by the matrix \u201c{default}\u201d."
    told = _ITS_OWN.get(type(rule.treatment)) or treatment_words(rule.treatment)
    how = "their price is left alone" if told == "left alone" else f"are priced by {told}"
    if told.startswith(("list", "cost")):
        how = f"are priced at {told}"
    whom = _whom(rule)
    if rule.conditions != ANYTHING:
        whom = f"{whom} {conditions_words(rule.conditions, numbers)}"
    sentence = f"{whom}: {how}." if how.startswith("their") else f"{whom} {how}."
    if not rule.is_enabled:
        return f"{sentence} It is off."
    if rule.starts is None and rule.ends is None:
        return sentence
    when = days_words(rule.starts, rule.ends)
    span = when if rule.starts is None or rule.ends is None else f"from {when}"
    return f"{sentence} It counts {span}{f', not {off}' if off else ''}."


def _taken_words(
    detail: RuleDetail, place: int, rules: Sequence[Rule], numbers: Numbers, *, counts: bool
) -> str:
    """Say how many parts a rule takes, which of them get no price, and what is taken before it."""
    parts = []
    if detail.count:
        parts.append(f"It takes {counted(detail.count, 'part')}.")
        parts += _unpriced_words(detail, rules[place] if place < len(rules) else None, numbers)
    elif not detail.matched and counts and place < len(rules) and rules[place].is_enabled:
        parts.append("Nothing in the sales matches it.")
        asks = rules[place].conditions
        if asks.pay_types or asks.channels:
            parts.append(_SET_ASIDE)
    if detail.before and detail.matched:
        gone = sum(cost for _, cost in detail.before)
        place, cost = detail.before[0]
        dollars = with_dollar(numbers.dollars(gone))
        share = numbers.ratio(100 * gone, detail.matched, 0)
        most = f"{rule_words(place, rules[place])}"
        by = f"by {most}" if len(detail.before) == 1 else f"most of it, by {most}"
        if len(detail.before) > 1:
            by = f"{with_dollar(numbers.dollars(cost))} of it by {most}"
        parts.append(f"Of what matches it {dollars} of cost, {share} %, is taken before, {by}.")
    elif detail.matched and not detail.count:
        parts.append("Rules before it take all of it.")
    return " ".join(parts)


def _unpriced_words(detail: RuleDetail, rule: Rule | None, numbers: Numbers) -> list[str]:
    """Say of how many parts a rule makes no price, and why where it is known."""
    count, cost = detail.unpriced
    if not count:
        return []
    treatment = None if rule is None else rule.treatment
    is_by_list = isinstance(treatment, ByPercent) and treatment.basis is Basis.LIST
    why = " without a list" if is_by_list else ""
    verb = "gets" if count == 1 else "get"
    dollars = with_dollar(numbers.dollars(cost))
    return [f"{counted(count, 'part')}{why}, {dollars} of cost, {verb} no price."]


def _spec(numbers: Numbers) -> GridSpec[RulePart]:
    return GridSpec(
        "Parts that the rule takes",
        "",
        (
            Column("part", "Part", "", 9.0, _part, Align.LEFT),
            Column("description", "Description", "", 8.0, _description, Align.LEFT),
            Column("source", "Source", "", 5.0, _source, Align.LEFT),
            Column("pieces", "Pieces", "", 6.0, partial(_pieces, numbers=numbers)),
            Column("cost", "Cost $", "", 7.0, partial(_cost, numbers=numbers)),
            Column(
                *("in_force", "GP % now", "", 6.0, partial(_in_force, numbers=numbers)),
                spoken="GP % under what is in force",
            ),
            Column(
                *("proposed", "Proposed", "", 6.0, partial(_proposed, numbers=numbers)),
                spoken="GP % proposed",
            ),
        ),
        _head,
        hides_first=("pieces", "source", "in_force"),
        stretches="description",
    )


def _part(one: RulePart) -> Cell:
    return Cell(one.number or "no part number")


def _description(one: RulePart) -> Cell:
    return Cell(one.description, Ink.DERIVED)


def _source(one: RulePart) -> Cell:
    return Cell(one.source, Ink.DERIVED)


def _pieces(one: RulePart, numbers: Numbers) -> Cell:
    return Cell(numbers.pieces(one.pieces), Ink.DERIVED)


def _cost(one: RulePart, numbers: Numbers) -> Cell:
    return Cell(numbers.dollars(one.cost), Ink.DERIVED)


def _in_force(one: RulePart, numbers: Numbers) -> Cell:
    return _gp(one.in_force, numbers, Ink.MUTED)


def _proposed(one: RulePart, numbers: Numbers) -> Cell:
    return _gp(one.proposed, numbers, Ink.TEXT)


def _gp(earned: Earned | None, numbers: Numbers, ink: Ink) -> Cell:
    if earned is None or not earned.sales:
        return Cell("\u2013", Ink.MUTED)
    percent = Fraction(100 * (earned.sales - earned.cost), earned.sales)
    return Cell(numbers.fraction(percent, 1), ink)


def _head(one: RulePart) -> RowHead:
    return RowHead("", f"Part {one.number}")
