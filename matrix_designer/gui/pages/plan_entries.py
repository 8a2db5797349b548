"""What a text typed into the rule grid is read as: an edit with its hint, or a refusal.

Knows rules, their grammar and edits; no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import MAX_AMOUNT, amount_text, read_cost
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.plan import ANYTHING, ByMatrix, Conditions, Rule, Span, Treatment
from matrix_designer.core.plan_edits import (
    EnableRule,
    SetRule,
    SetRuleConditions,
    SetRuleDays,
    SetRuleName,
    SetRuleNote,
    SetRuleTreatment,
)
from matrix_designer.core.plan_text import names_text, read_day, read_names, read_yes
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.core.treatment_text import read_treatment, treatment_text
from matrix_designer.gui.grid.columns import Reading, Run, Tone
from matrix_designer.gui.numbers import MINUS, Numbers
from matrix_designer.gui.pages.plan_lines import RuleLine
from matrix_designer.gui.panels.sheet_hints import names_hint
from matrix_designer.gui.texts import days_words

_CLASSES = {one.value: one for one in PartClass}
_CLASS_WORDS = {
    **_CLASSES,
    **{one.value[:3]: one for one in PartClass},
    "accessories": PartClass.ACCESSORY,
}
_OPEN = ("", "max", "and up")
_PATTERNS = ("parts", "descriptions")
"""The conditions in whose texts * and ? stand for others."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a design and its sales know: matrices, and the names of each condition in the sales.

    `names(field)` returns the keys of the names that were sold; None where nobody knows them.
    """

    matrices: Callable[[], tuple[str, ...]]
    names: Callable[[str], frozenset[str] | None]


class PlanEntries:
    """Reads typed texts in the user's way of writing numbers, and writes what editing starts from.

    The texts of names, days and treatments are the grammar's own: what is shown reads back.
    """

    def __init__(self, numbers: Numbers, known: Known) -> None:
        """Take how numbers are written, and what is known."""
        self._numbers = numbers
        self._known = known

    # --- texts

    def names_text(self, conditions: Conditions, field: str) -> str:
        """Write the names of one condition; empty where it says nothing."""
        names = getattr(conditions, field)
        if field == "classes":
            return ", ".join(one.value for one in names)
        return names_text(names)

    def bound_text(self, conditions: Conditions, field: str, *, is_low: bool) -> str:
        """Write one end of a span; empty where it is open."""
        amount = bound_of(getattr(conditions, field), is_low=is_low)
        return "" if amount is None else self._numbers.typed(amount_text(amount))

    def treatment_text(self, treatment: Treatment) -> str:
        """Write a treatment as it is typed."""
        return self._numbers.typed(treatment_text(treatment))

    def shown(self, treatment: Treatment) -> str:
        """Write a treatment beside its drawing, which says what it is: a matrix by its name."""
        if isinstance(treatment, ByMatrix):
            return treatment.matrix
        return self.treatment_text(treatment).replace(" - ", f" {MINUS} ")

    def told(self, treatment: Treatment) -> str:
        """Say what a treatment does."""
        return self._numbers.typed(treatment_words(treatment))

    # --- readings

    def read_on(self, line: RuleLine, text: str) -> Reading:
        """Read whether a rule counts."""
        return _reading(line, lambda rule, place: self._on(rule, place, text))

    def read_name(self, line: RuleLine, text: str) -> Reading:
        """Read a rule's name; empty takes it away."""
        return _reading(line, lambda rule, place: self._name(rule, place, text))

    def read_note(self, line: RuleLine, text: str) -> Reading:
        """Read a rule's note; empty takes it away."""
        return _reading(line, lambda rule, place: self._note(rule, place, text))

    def read_names(self, line: RuleLine, text: str, field: str) -> Reading:
        """Read the names of one condition; empty takes the condition away."""
        return _reading(line, lambda rule, place: self._names(rule, place, text, field))

    def read_bound(self, line: RuleLine, text: str, field: str, *, is_low: bool) -> Reading:
        """Read one end of a span; empty opens it, and both open take the condition away."""
        return _reading(
            line, lambda rule, place: self._bound(rule, place, text, field, is_low=is_low)
        )

    def read_day(self, line: RuleLine, text: str, *, is_start: bool) -> Reading:
        """Read a rule's first or last day; empty is no limit."""
        return _reading(line, lambda rule, place: self._day(rule, place, text, is_start=is_start))

    def read_treatment(self, line: RuleLine, text: str) -> Reading:
        """Read how a rule prices."""
        return _reading(line, lambda rule, place: self._treatment(rule, place, text))

    def _on(self, rule: Rule, place: int, text: str) -> Reading:
        is_on = read_yes(text)
        edit = None if is_on is rule.is_enabled else EnableRule(place, is_on)
        return Reading(edit, _said("on" if is_on else "off: the rule takes no part"))

    def _name(self, rule: Rule, place: int, text: str) -> Reading:
        name = " ".join(text.split())
        return Reading(None if name == rule.name else SetRuleName(place, name))

    def _note(self, rule: Rule, place: int, text: str) -> Reading:
        note = text.strip()
        same = note == " ".join(rule.note.split())
        return Reading(None if same else SetRuleNote(place, note))

    def _names(self, rule: Rule, place: int, text: str, field: str) -> Reading:
        names: tuple[object, ...]
        if field == "classes":
            names = _read_classes(text)
        else:
            names = read_names(text, part_key if field == "parts" else name_key)
        made = _with(rule.conditions, field, names)
        return _conditioned(rule, place, made, self._names_hint(text, names, field))

    def _names_hint(self, text: str, names: tuple[object, ...], field: str) -> tuple[Run, ...]:
        """Say what the names mean, and which of them were never sold."""
        if not names:
            return (*_said("any"), Run("   \u00b7   no condition"))
        said = [one.value if isinstance(one, PartClass) else str(one) for one in names]
        runs = names_hint(said, text, field)
        known = self._known.names(field)
        if known is None:
            return runs
        key = part_key if field == "parts" else name_key
        marks = "*?" if field in _PATTERNS else ""
        new = [one for one in map(str, names) if key(one) not in known and not {*marks} & {*one}]
        return (*runs, Run(f"   \u00b7   not in the sales: {', '.join(new)}")) if new else runs

    def _bound(self, rule: Rule, place: int, text: str, field: str, *, is_low: bool) -> Reading:
        old: Span | None = getattr(rule.conditions, field)
        low, high = (0, None) if old is None else (old.low, old.high)
        amount = None
        if text.strip().casefold() not in _OPEN:
            amount = read_cost(text, self._numbers.style)
            if not 0 <= amount <= MAX_AMOUNT:
                raise MatrixDesignerError("A price range lies between 0.00 and 999999.9999")
        if is_low:
            low = amount or 0
        else:
            high = amount
        span = None if amount is None and not low and high is None else Span(low, high)
        made = _with(rule.conditions, field, span)
        what = "cost" if field == "cost" else "list"
        words = f"any {what}" if span is None else f"{what} {self._span_words(span)}"
        return _conditioned(rule, place, made, _said(words))

    def _span_words(self, span: Span) -> str:
        if span.high is None:
            return f"from {self._numbers.money(span.low)}"
        if not span.low:
            return f"up to {self._numbers.money(span.high)}"
        return f"{self._numbers.money(span.low)} to {self._numbers.money(span.high)}"

    def _day(self, rule: Rule, place: int, text: str, *, is_start: bool) -> Reading:
        day = read_day(text)
        starts, ends = (day, rule.ends) if is_start else (rule.starts, day)
        if starts is not None and ends is not None and ends < starts:
            raise MatrixDesignerError(
                "The rule would end before it starts", "", "Change the other day first"
            )
        edit = None
        if (starts, ends) != (rule.starts, rule.ends):
            edit = SetRuleDays(place, starts, ends)
        return Reading(edit, _said(days_words(starts, ends)))

    def _treatment(self, rule: Rule, place: int, text: str) -> Reading:
        made = read_treatment(text, self._known.matrices(), self._numbers.style)
        edit = None if made == rule.treatment else SetRuleTreatment(place, made)
        return Reading(edit, _said(self.told(made)))


def _reading(line: RuleLine, read: Callable[[Rule, int], Reading]) -> Reading:
    """Read a text of a rule's row; what cannot be is a refusal."""
    if line.rule is None or line.place is None:
        return Reading()
    try:
        return read(line.rule, line.place)
    except MatrixDesignerError as error:
        return Reading(refusal=error.sentence)


def bound_of(span: Span | None, *, is_low: bool) -> int | None:
    """Return one end of a span; None where it is open, as from 0.00 up to something is, too."""
    if span is None:
        return None
    if not is_low:
        return span.high
    return span.low if span.low or span.high is None else None


def _conditioned(rule: Rule, place: int, made: Conditions, hint: tuple[Run, ...]) -> Reading:
    """Return the reading of other conditions; a new rule counts from its first one on."""
    if made == rule.conditions:
        return Reading(None, hint)
    edit = SetRuleConditions(place, made)
    if rule.is_enabled or rule.conditions != ANYTHING:
        return Reading(edit, hint)
    both = SetRule(place, replace(rule, conditions=made, is_enabled=True))
    return Reading(both, (*hint, Run("   \u00b7   the rule counts from now on")))


def _with(conditions: Conditions, field: str, value: object) -> Conditions:
    """Return conditions of which one says something else."""
    changed: dict[str, Any] = {field: value}
    return replace(conditions, **changed)


def _read_classes(text: str) -> tuple[PartClass, ...]:
    found: dict[PartClass, None] = {}
    for name in read_names(text):
        one = _CLASS_WORDS.get(name_key(name))
        if one is None:
            raise MatrixDesignerError(
                f"\u201c{name}\u201d is no class", "", f"Type {', '.join(_CLASSES)}"
            )
        found[one] = None
    return tuple(found)


def _said(words: str) -> tuple[Run, ...]:
    return (Run("read as "), Run(words, Tone.STRONG))
