"""What a test repair order is made of, looked up in the single lines; for a job's thread.

Knows questions and files of lines; neither prices nor widgets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matrix_designer.analysis import proposed_parts
from matrix_designer.analysis.repair_order import (
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
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.query import LineQuery, Where
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


def find_order(sales: Sales, number: str, progress: Progress) -> FoundOrder | OrderChoices:
    """Find a repair order by its number, or those whose numbers begin so where it is not whole."""
    wanted, path = number.strip(), lines_of(sales)
    used, reasons = ask_file(path, ask_order(wanted, sales.used_reasons), progress)
    if not len(reasons):
        query = ask_orders(wanted, sales.used_reasons, MOST_ORDERS)
        (columns,) = ask_file(path, (query,), progress)
        choices = judge_orders(wanted, columns, MOST_ORDERS)
        if len(choices.orders) > 1:
            return choices
        wanted = choices.orders[0].number
        used, reasons = ask_file(path, ask_order(wanted, sales.used_reasons), progress)
    return judge_order(wanted, used, reasons, sales.used_reasons)


def find_parts(sales: Sales, wanted: Sequence[Wanted], progress: Progress) -> FoundLines:
    """Find parts by their numbers, each as its latest used line has it.

    Letter case, hyphens and blanks inside a number do not count where it is not met as typed.
    """
    path = lines_of(sales)
    found = _latest(path, sales, {one.number for one in wanted}, progress)
    lacking = [one.number for one in wanted if one.number not in found]
    names = _numbers_alike(path, lacking, progress)
    found |= _latest(path, sales, set(names.values()), progress) if names else {}
    parts, unknown = [], []
    for one in wanted:
        part = found.get(names.get(one.number, one.number))
        if part is None:
            unknown.append(one.number)
        else:
            parts.append(replace(part, quantity=one.quantity))
    return FoundLines(tuple(parts), tuple(unknown))


def propose_parts(sales: Sales, progress: Progress) -> tuple[OrderPart, ...]:
    """Propose a set of parts to test a matrix with."""
    (columns,) = ask_file(lines_of(sales), (proposed_parts.ask(sales),), progress)
    parts = proposed_parts.judge(columns)
    if not parts:
        raise MatrixDesignerError(
            "There are no part numbers in this history to propose a set from",
            "",
            "Type cost and list of the parts",
        )
    return parts


def _latest(
    path: Path, sales: Sales, numbers: Iterable[str], progress: Progress
) -> dict[str, OrderPart]:
    query = LineQuery(
        keys=("part",),
        latest=("description", "source", "class", "cost", "list", "unit_sold"),
        where=Where(among={"part": frozenset(numbers)}, reasons=sales.used_reasons),
    )
    (columns,) = ask_file(path, (query,), progress)
    texts, amounts = columns.texts, columns.numbers
    return {
        texts["part"][place]: OrderPart(
            number=texts["part"][place],
            description=texts["description"][place],
            kind=kind_of(texts["source"][place], texts["class"][place]),
            cost=int(amounts["cost"][place]),
            list_price=listed(int(amounts["list"][place])),
            unit_sold=asked(int(amounts["unit_sold"][place])),
            origin=Origin.SOLD,
        )
        for place in range(len(columns))
    }


def _numbers_alike(path: Path, typed: Sequence[str], progress: Progress) -> dict[str, str]:
    """Return the number of the history that each typed one means, where there is one."""
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.sold_parts import PartFinder

    def is_cancelled() -> bool:
        return progress.is_cancelled

    finder = PartFinder()
    names = {}
    try:
        for place, number in enumerate(typed):
            progress.report(f"Looking for {number}", place / len(typed))
            found = finder.find(path, number, limit=1, watch=Watch(is_cancelled=is_cancelled))
            if found.parts and _plain(found.parts[0].number) == _plain(number):
                names[number] = found.parts[0].number
    finally:
        finder.close()
    return names


def _plain(number: str) -> str:
    return number.casefold().replace("-", "").replace(" ", "")
