"""The rules of a plan as a table: read from a file or the clipboard, written as CSV or workbook.

Knows rules and the headings of their columns; cells go through the grammar of the grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from matrix_designer.core.conditions_text import condition_text, read_conditions, with_condition
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_cost
from matrix_designer.core.names import tidy_label, tidy_note
from matrix_designer.core.plan import ByMatrix, Rule, Span
from matrix_designer.core.plan_text import day_text, read_day, read_yes, yes_text
from matrix_designer.core.treatment_text import read_treatment, treatment_text
from matrix_designer.formats.plan_tables import Cells, PlanHead, PlanReading, plan_table
from matrix_designer.formats.tables import read_table
from matrix_designer.formats.text_table import TextTable

_CONDITIONS = {
    "sources": ("Source", "Sources", "Src"),
    "groups": ("Group", "Groups", "Stocking group", "Stock group"),
    "classes": (
        *("Class", "Classes", "Part class", "Class: captive, competitive, maintenance, accessory"),
    ),
    "sale_classes": (
        *("Sale class", "DMS class", "Class code", "Sale classes", "Code", "Class code of the DMS"),
    ),
    "customer_types": ("Customer", "Customer type", "Customer types", "Customers"),
    "pay_types": ("Pay type", "Pay", "Pay types"),
    "vendors": ("Vendor", "Vendors"),
    "channels": ("Channel", "Channels"),
    "parts": ("Part", "Part number", "Part numbers", "Part no"),
    "descriptions": ("Description", "Descriptions", "Desc"),
    "cost": ("Cost", "Cost range"),
    "list_price": ("List", "List price", "MSRP"),
}
"""Field of the conditions -> the headings of its own column; `Parts` heads how many were sold."""
_BOUNDS = ("cost_from", "cost_to", "list_from", "list_to")
"""The ends of price ranges, as the grid has them, each in a column of its own."""
_HEAD = PlanHead(
    "rules",
    {
        "name": ("Rule", "Name", "Rule name"),
        **_CONDITIONS,
        "conditions": ("When", "Conditions", "Condition"),
        "treatment": ("Price by", "Treatment", "Priced by", "Matrix", "Pricing"),
        "is_enabled": ("On", "Enabled", "Active", "Whether the rule counts"),
        "starts": ("From", "Starts", "Start", "First day", "From day"),
        "ends": ("Until", "To", "Ends", "End", "Last day", "Until day"),
        "note": ("Note", "Notes", "Comment"),
        **{each: (each.replace("_", " ").capitalize(),) for each in _BOUNDS},
    },
    ("treatment",),
)
_UNWRITTEN = ("conditions", *_BOUNDS)
HEADS = tuple(words[0] for field, words in _HEAD.headings.items() if field not in _UNWRITTEN)


def read_rule_file(
    path: Path, matrices: Sequence[str], style: NumberStyle = NumberStyle.POINT
) -> PlanReading[Rule]:
    """Read a file; raises MatrixDesignerError where it holds no rules."""
    return read_rule_table(read_table(path), matrices, style)


def read_rule_table(
    table: TextTable, matrices: Sequence[str], style: NumberStyle = NumberStyle.POINT
) -> PlanReading[Rule]:
    """Read a table with a head; a row that names none of the `matrices` is a problem."""
    return _HEAD.read(table, partial(_rule, matrices=tuple(matrices), style=style))


def _rule(cells: Cells, matrices: tuple[str, ...], style: NumberStyle) -> Rule:
    treatment = read_treatment(cells["treatment"], matrices, style)
    if isinstance(treatment, ByMatrix) and treatment.matrix not in matrices:
        raise MatrixDesignerError(
            f"The design has no matrix named “{treatment.matrix}”",
            "",
            f"It has: {', '.join(matrices)}",
        )
    conditions = read_conditions(cells.get("conditions", ""), style)
    for field in _CONDITIONS:
        if text := cells.get(field, ""):
            conditions = with_condition(conditions, field, text, style)
    if span := _span(cells, "cost", style):
        conditions = replace(conditions, cost=span)
    if span := _span(cells, "list", style):
        conditions = replace(conditions, list_price=span)
    return Rule(
        treatment,
        conditions,
        name=tidy_label(cells.get("name", "")),
        is_enabled=read_yes(cells.get("is_enabled") or "yes"),
        starts=read_day(cells.get("starts", "")),
        ends=read_day(cells.get("ends", "")),
        note=tidy_note(cells.get("note", "")),
    )


def _span(cells: Cells, name: str, style: NumberStyle) -> Span | None:
    """Read a price range of two columns; None where both cells are empty."""
    low, high = cells.get(f"{name}_from", ""), cells.get(f"{name}_to", "")
    if not low and not high:
        return None
    return Span(read_cost(low, style) if low else 0, read_cost(high, style) if high else None)


def rule_rows(rules: Iterable[Rule]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of each rule, in the order of HEADS."""
    return tuple(tuple(write(rule) for write in _WRITERS) for rule in rules)


def rule_file(path: Path, rules: Iterable[Rule]) -> bytes:
    """Return the bytes of a file of rules, as its name asks for."""
    return plan_table(path, "Rules", HEADS, rule_rows(rules))


def _condition(field: str, rule: Rule) -> str:
    return condition_text(rule.conditions, field)


def _note(rule: Rule) -> str:
    return " ".join(rule.note.split("\n"))


_WRITERS: tuple[Callable[[Rule], str], ...] = (
    lambda rule: rule.name,
    *(partial(_condition, field) for field in _CONDITIONS),
    lambda rule: treatment_text(rule.treatment),
    lambda rule: yes_text(is_so=rule.is_enabled),
    lambda rule: day_text(rule.starts),
    lambda rule: day_text(rule.ends),
    _note,
)
