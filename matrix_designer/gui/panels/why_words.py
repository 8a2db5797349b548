"""Why a part has its price, as texts in two columns: proposed and in force, step by step.

Words what the plan, the engine and its trace tell; it prices nothing and paints nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matrix_designer.analysis.rule_reasons import NotLooked, PassedOver, passed_over
from matrix_designer.core.matching import Match
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import Span
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import price_part
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.texts import NO_FIGURE

NO_PRICE = "no price"
_NAMES = {
    "part": "Part",
    "class": "Class",
    "passed": "Passed over",
    "plan": "Plan",
    "cap": "Cap",
    "look-up": "Tier",
    "factor": "Factor",
    "fallback": "Fallback",
    "percent": "Percent",
    "flat price": "Flat price",
    "family": "Family",
    "left alone": "Left alone",
    "rounded": "Rounded",
    "ceiling": "Ceiling",
    "not below list": "Not below list",
    "floor": "Floor",
    "ending": "Ending",
    "unpriced": "No price",
}
"""What stands before each step, in the order of the contract; others follow under their names."""
_MOST_PASSED = 8
_KINDS: Mapping[str, tuple[str, str]] = {
    "sources": ("source", "source"),
    "groups": ("group", "stocking group"),
    "classes": ("", "class"),
    "sale_classes": ("sale_class", "DMS class"),
    "customer_types": ("customer_type", "customer type"),
    "pay_types": ("pay_type", "pay type"),
    "vendors": ("vendor", "vendor"),
    "channels": ("channel", "channel"),
    "parts": ("part", "part number"),
    "descriptions": ("description", "description"),
    "cost": ("cost", "cost"),
    "list_price": ("list_price", "list"),
}
"""Of each condition: what it asks of a part, and what that is called."""


@dataclass(frozen=True, slots=True)
class WhyColumn:
    """One side: the price, its GP %, and the steps by their keys."""

    price: str
    gp_percent: str
    steps: Mapping[str, str]
    is_priced: bool = True


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One step on both sides; a side without it has an empty text."""

    name: str
    proposed: str
    in_force: str


def why_column(
    strategy: Strategy, facts: PartFacts, on: dt.date | None, numbers: Numbers
) -> WhyColumn:
    """Price a part under a strategy and word every step."""
    planned = price_part(strategy, facts, on)
    steps: dict[str, str] = {"class": _class_text(strategy, facts, planned.match)}
    if strategy.plan:
        passed = passed_over(strategy, facts, planned.match, on)
        steps["passed"] = _passed_text(passed, facts, planned.match, numbers)
    for step in planned.steps:
        key = step.step
        steps[key] = "\n".join(filter(None, (steps.get(key, ""), numbers.typed(step.detail))))
    if planned.price is None:
        return WhyColumn(NO_PRICE, "", steps, is_priced=False)
    earned = planned.price - facts.cost
    percent = numbers.ratio(earned * 100, planned.price, 1) if planned.price else NO_FIGURE
    return WhyColumn(f"${numbers.money(planned.price)}", f"{percent} % GP", steps)


def why_rows(proposed: WhyColumn, in_force: WhyColumn | None) -> tuple[WhyRow, ...]:
    """Put both sides beside each other, in the order in which a price is made."""
    columns = [proposed, *([] if in_force is None else [in_force])]
    others = [key for column in columns for key in column.steps if key not in _NAMES]
    keys = [*_NAMES, *dict.fromkeys(others)]
    rows = []
    for key in keys:
        texts = [column.steps.get(key, "") for column in columns]
        if any(texts):
            name = _NAMES.get(key, key[:1].upper() + key[1:])
            rows.append(WhyRow(name, texts[0], texts[1] if len(texts) > 1 else ""))
    return tuple(rows)


def part_line(facts: PartFacts) -> str:
    """Name a part: its number and description, or that it was typed."""
    return "  ".join(filter(None, (facts.part, facts.description))) or "A part as typed"


def spoken(rows: Iterable[WhyRow], proposed: WhyColumn, in_force: WhyColumn | None) -> str:
    """Tell both traces as plain text, for the clipboard and for screen readers."""
    there = "nothing on record" if in_force is None else in_force.price
    lines = [f"\tProposed\tIn force\r\nPrice\t{proposed.price}\t{there}"]
    lines += [
        "\t".join(text.replace("\n", "; ") for text in (row.name, row.proposed, row.in_force))
        for row in rows
    ]
    return "\r\n".join(lines)


def _class_text(strategy: Strategy, facts: PartFacts, match: Match) -> str:
    """Say the class that the department gave, and through what."""
    if match.part_class is None:
        return ""
    found = match.part_class.value.capitalize()
    by_source = strategy.classes.class_of(facts.source, "")
    through = "its source" if by_source is match.part_class and facts.source else "its number"
    return f"{found}, by {through}"


def _passed_text(
    passed: tuple[PassedOver, ...], facts: PartFacts, match: Match, numbers: Numbers
) -> str:
    """Say of each rule before the one that won why it did not."""
    lines = [
        f"Rule {one.place + 1}{_quoted(one.rule.name)}: {_failed_text(one, facts, match, numbers)}"
        for one in passed
    ]
    shown = lines[-_MOST_PASSED:]
    more = len(lines) - len(shown)
    first = [f"{more} rules before them"] if more else []
    return "\n".join([*first, *shown])


def _failed_text(one: PassedOver, facts: PartFacts, match: Match, numbers: Numbers) -> str:
    if isinstance(one.failed, NotLooked):
        return one.failed.value
    field, name = _KINDS[one.failed]
    conditions = one.rule.conditions
    if one.failed == "classes":
        has = "none" if match.part_class is None else match.part_class.value
        wanted = ", ".join(kind.value for kind in conditions.classes)
        return f"class is {has}, not {wanted}"
    if one.failed in ("cost", "list_price"):
        span = conditions.cost if one.failed == "cost" else conditions.list_price
        amount = getattr(facts, field)
        has = "not known" if not amount else numbers.money(amount)
        return f"{name} is {has}, not {_span_text(span, numbers)}"
    has = getattr(facts, field) or "not told"
    return f"{name} is {has}, not {_some(getattr(conditions, one.failed))}"


def _span_text(span: Span | None, numbers: Numbers) -> str:
    if span is None:
        return "anything"
    low = numbers.money(span.low)
    return f"{low} and up" if span.high is None else f"{low} to {numbers.money(span.high)}"


def _some(names: tuple[str, ...]) -> str:
    few = 3
    shown = ", ".join(names[:few])
    return shown if len(names) <= few else f"{shown} and {len(names) - few} more"


def _quoted(name: str) -> str:
    return f" “{name}”" if name else ""
