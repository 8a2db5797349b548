"""What stands at the left of the status bar: what the figures rest on, and how many findings.

Knows analyses and how numbers are written; no widget.
"""

from __future__ import annotations

from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.filter_words import filters_text
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.finding_rows import counts_text
from matrix_designer.gui.texts import day_text


def describe_status(analysis: Analysis, numbers: Numbers) -> str:
    """Say what the figures rest on, and what the checks found."""
    found = counts_text(analysis.findings, len(analysis.silenced))
    return f"{describe_basis(analysis, numbers)}  ·  {found}"


def describe_basis(analysis: Analysis, numbers: Numbers) -> str:
    """Say what the figures rest on, and where they are scaled to a year."""
    parts, replay = lines_words(analysis, numbers), analysis.replay
    if replay is not None and replay.period.is_scaled and replay.period.days is not None:
        parts.append(f"a year is scaled from {replay.period.days} days")
    return "  ·  ".join(parts)


def lines_words(analysis: Analysis, numbers: Numbers) -> list[str]:
    """Say which lines figures rest on: period, lines used and set aside, those without a price."""
    sales, replay = analysis.sales, analysis.replay
    if sales is None or replay is None:
        return ["No sales yet: figures need a year of invoice lines"]
    parts = []
    if sales.first_day is not None and sales.last_day is not None:
        parts.append(f"Sales {day_text(sales.first_day)} to {day_text(sales.last_day)}")
    else:
        parts.append(f"Sales {sales.name}, no dates")
    if not sales.filters.is_off:
        parts.append(f"filtered: {filters_text(sales.filters)}")
    lines = "line" if replay.used == 1 else "lines"
    aside = sum(tally.lines for tally in replay.set_aside.values())
    parts.append(f"{numbers.count(replay.used)} {lines} used, {numbers.count(aside)} set aside")
    on, rules = analysis.question.on, analysis.design.plan.rules
    if on is not None and any(rule.starts or rule.ends for rule in rules):
        parts.append(f"rules of {day_text(on)}")
    if replay.unpriced.lines:
        parts.append(f"{numbers.count(replay.unpriced.lines)} without a price")
    return parts
