"""What a test repair order is made of, looked up in the single lines; for a job's thread.

Knows questions and files of lines; neither prices nor widgets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matrix_designer.analysis import proposed_parts
from matrix_designer.analysis.repair_order import (
    TOLD,
    FoundOrder,
    OrderChoices,
    OrderPart,
    Origin,
    ask_order,
    ask_orders,
    asked,
    judge_order,
    judge_orders,
    kind_of,
    listed,
    orders_alike,
    told_of,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_class import NO_CLASSES, Classes
from matrix_designer.core.query import LineQuery, Order, Where, plain
from matrix_designer.session.asking import ask_file
from matrix_designer.session.jobs import Progress

MOST_ORDERS = 12
"""How many repair orders are offered whose numbers begin as was typed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part to look up: its number as it was typed, and how much of it is bought."""

    number: str
    quantity: int


@dataclass(frozen=True, slots=True)
class FoundLines:
    """The parts that were found, in the order in which they were asked for, and who was not."""

    parts: tuple[OrderPart, ...]
    unknown: tuple[str, ...]


def lines_of(sales: Sales | None) -> Path:
    """Return the file of single lines; raises MatrixDesignerError where there is none."""
    if sales is None or sales.lines_file is None:
        raise MatrixDesignerError(
            "There are no single sales lines to look in",
            "",
            "Import invoice lines, or type cost and list of the part",
        )
    return Path(sales.lines_file)


def find_order(
    sales: Sales, number: str, progress: Progress, store: str | None = None
) -> FoundOrder | OrderChoices:
    """Find a repair order by its number, or those whose numbers begin so where it is not whole.

    Where several stores have an order of that number and none is named, each may be meant.
    """
    wanted, path, reasons_used = number.strip(), lines_of(sales), sales.used_reasons
    used, reasons = ask_file(path, ask_order(wanted, reasons_used, store), progress)
    if not len(reasons):
        query = ask_orders(wanted, reasons_used, MOST_ORDERS)
        (columns,) = ask_file(path, (query,), progress)
        choices = judge_orders(wanted, columns, MOST_ORDERS)
        if len(choices.orders) > 1:
            return choices
        wanted = choices.orders[0].number
        used, reasons = ask_file(path, ask_order(wanted, reasons_used), progress)
    alike = orders_alike(wanted, used, reasons)
    return alike or judge_order(wanted, used, reasons, reasons_used)


def find_parts(sales: Sales, wanted: Sequence[Wanted], progress: Progress) -> FoundLines:
    """Find parts by their numbers, each as its latest used line has it.

    Letter case, hyphens and blanks inside a number do not count; of several parts that differ in
    nothing else the one that is written as typed is taken, then the one with the most lines.
    """
    found = _latest(sales, {plain(one.number) for one in wanted}, progress)
    parts, unknown = [], []
    for one in wanted:
        alike = found.get(plain(one.number), ())
        if alike:
            part = next((part for part in alike if part.number == one.number), alike[0])
            parts.append(replace(part, quantity=one.quantity))
        else:
            unknown.append(one.number)
    return FoundLines(tuple(parts), tuple(unknown))


def propose_parts(
    sales: Sales, progress: Progress, classes: Classes = NO_CLASSES
) -> tuple[OrderPart, ...]:
    """Propose a set of parts to test a matrix with; `classes` are the design's own."""
    (columns,) = ask_file(lines_of(sales), (proposed_parts.ask(sales),), progress)
    parts = proposed_parts.judge(columns, classes)
    if not parts:
        raise MatrixDesignerError(
            "There are no part numbers in this history to propose a set from",
            "",
            "Type cost and list of the parts",
        )
    return parts


def _latest(
    sales: Sales, numbers: Iterable[str], progress: Progress
) -> dict[str, tuple[OrderPart, ...]]:
    """Return the parts of plain numbers, those with the most lines first."""
    query = LineQuery(
        keys=("part",),
        latest=("description", "cost", "list", "unit_sold", *TOLD),
        sums=("lines",),
        where=Where(alike={"part": frozenset(numbers)}, reasons=sales.used_reasons),
        order=(Order("lines", is_descending=True),),
    )
    (columns,) = ask_file(lines_of(sales), (query,), progress)
    texts, amounts = columns.texts, columns.numbers
    found: dict[str, tuple[OrderPart, ...]] = {}
    for place in range(len(columns)):
        part = OrderPart(
            number=texts["part"][place],
            description=texts["description"][place],
            kind=kind_of(texts["source"][place], texts["class"][place]),
            cost=int(amounts["cost"][place]),
            list_price=listed(int(amounts["list"][place])),
            unit_sold=asked(int(amounts["unit_sold"][place])),
            origin=Origin.SOLD,
            told=told_of(columns, place),
        )
        found[plain(part.number)] = (*found.get(plain(part.number), ()), part)
    return found
