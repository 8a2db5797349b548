"""What the Set-aside page writes: figures by reason, and single lines, as rows of texts.

Knows the figures and the locale's numbers; no widget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from matrix_designer.analysis.left_aside import AsideRow, LeftAside
from matrix_designer.analysis.reasons import CORE_PHRASES
from matrix_designer.analysis.replay import Replay
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import MISSING, Sales, Tally
from matrix_designer.core.money import EXTENDED_DOLLAR, quantity_text, read_cost
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.query import DAY, NOTHING, Columns
from matrix_designer.formats.wording import CORE_CODES
from matrix_designer.gui.numbers import MINUS, Numbers
from matrix_designer.gui.panels.text_rows import Head, RowLook, TextRows
from matrix_designer.gui.texts import day_text, with_dollar

_FIRST_DAY = dt.date(1970, 1, 1)
_HEADS = (
    Head("Reason"),
    Head("Lines", is_right=True),
    Head("Pieces", is_right=True),
    Head("Cost $", is_right=True),
    Head("Sales $", is_right=True),
)
_LINE_HEADS = {
    "file": Head("File"),
    "part": Head("Part number"),
    "description": Head("Description"),
    "source": Head("Source"),
    "class": Head("Class"),
    "cost": Head("Cost", is_right=True),
    "list": Head("List", is_right=True),
    "quantity": Head("Pieces", is_right=True),
    "unit_sold": Head("Sold price", is_right=True),
    "sold": Head("Sold $", is_right=True),
    "ro": Head("RO"),
    DAY: Head("Date"),
    "pay_type": Head("Pay type"),
}
_TEXTS = ("part", "description", "source", "class", "ro", "pay_type")
_AMOUNTS = ("cost", "list", "unit_sold")


def reason_rows(left: LeftAside, numbers: Numbers) -> tuple[TextRows, Mapping[int, AsideRow]]:
    """Return the table of reasons, and which reason stands in which of its rows."""
    rows: list[tuple[str, ...]] = []
    looks: dict[int, RowLook] = {}
    places: dict[int, AsideRow] = {}

    def add_title(words: str, tally: Tally | None = None) -> None:
        looks[len(rows)] = RowLook.HEADER
        rows.append((words, *(() if tally is None else _figures(tally, numbers))))

    add_title("Set aside, not used", left.total)
    for row in left.aside:
        if not row.tally.lines or row.is_used:
            looks[len(rows)] = RowLook.QUIET
        places[len(rows)] = row
        title = f"{row.reason.title} (used)" if row.is_used else row.reason.title
        rows.append((title, *_figures(row.tally, numbers)))
    if left.notes:
        add_title("Used, but noted")
        for row in left.notes:
            places[len(rows)] = row
            rows.append((row.reason.title, *_figures(row.tally, numbers)))
    return TextRows(_HEADS, tuple(rows), ("",) * len(rows), looks=looks), places


def _figures(tally: Tally, numbers: Numbers) -> tuple[str, ...]:
    return (
        numbers.count(tally.lines),
        numbers.pieces(tally.pieces),
        numbers.dollars(tally.cost),
        numbers.dollars(tally.sales),
    )


def line_rows(columns: Columns, numbers: Numbers) -> TextRows:
    """Return single lines as rows of texts; a column that nothing stands in is left out."""
    written = {name: _column(columns, name, numbers) for name in _LINE_HEADS}
    shown = {name: texts for name, texts in written.items() if any(texts)}
    rows = tuple(zip(*shown.values(), strict=True)) if shown else ()
    labels = tuple(numbers.count(int(line)) for line in columns.numbers["line"].tolist())
    return TextRows(tuple(_LINE_HEADS[name] for name in shown), rows, labels)


def part_of_row(rows: TextRows, place: int, numbers: Numbers) -> PartFacts | None:
    """Return the part of a single line; None where it has no number or no cost to price."""
    if not 0 <= place < len(rows.rows):
        return None
    heads = {head: name for name, head in _LINE_HEADS.items()}
    told = {
        heads.get(head, ""): text for head, text in zip(rows.heads, rows.rows[place], strict=True)
    }
    try:
        cost = read_cost(told.get("cost", "") or "0", numbers.style)
        listed = read_cost(told["list"], numbers.style) if told.get("list") else None
    except MatrixDesignerError:
        cost, listed = 0, None
    if not cost and not told.get("part"):
        return None
    return PartFacts(
        cost,
        listed or None,
        part=told.get("part", ""),
        description=told.get("description", ""),
        source=told.get("source", ""),
        sale_class=told.get("class", ""),
        pay_type=told.get("pay_type", ""),
    )


def _column(columns: Columns, name: str, numbers: Numbers) -> list[str]:
    if name in columns.texts:
        return list(columns.texts[name])
    return [_number(name, number, numbers) for number in columns.numbers[name].tolist()]


def _number(name: str, number: int, numbers: Numbers) -> str:
    if number == NOTHING or (name == "list" and number == MISSING):
        return ""
    if name in _AMOUNTS:
        return numbers.money(number)
    if name == "quantity":
        return numbers.typed(quantity_text(number)).replace("-", MINUS)
    if name == DAY:
        return day_text(_FIRST_DAY + dt.timedelta(number))
    return numbers.ratio(number, EXTENDED_DOLLAR, 2)


def headline(sales: Sales, left: LeftAside, numbers: Numbers) -> str:
    """Say how many lines are set aside."""
    read = numbers.count(sales.lines_read)
    if not left.total.lines:
        return f"All of {read} lines are used"
    verb = "is" if left.total.lines == 1 else "are"
    return f"{numbers.count(left.total.lines)} of {read} lines {verb} set aside"


def equation(sales: Sales, replay: Replay | None, left: LeftAside, numbers: Numbers) -> str:
    """Say that nothing is dropped in silence: read = used + set aside + without a price."""
    unpriced = 0 if replay is None else replay.unpriced.lines
    used = sales.used.lines - unpriced
    parts = [f"{numbers.count(used)} used", f"{numbers.count(left.total.lines)} set aside"]
    parts.append(f"{numbers.count(unpriced)} without a price")
    told = f"{numbers.count(sales.lines_read)} lines read = {' + '.join(parts)}"
    if replay is not None and replay.unpriced.lines:
        told += f" ({with_dollar(numbers.dollars(replay.unpriced.sales))} sold)"
    return f"{sales.name}: {told}."


def rule_text(row: AsideRow) -> str:
    """Return the rule of a reason in words, with the core list where it counts."""
    if row.reason.code != "core":
        return row.reason.rule
    codes = ", ".join(sorted(CORE_CODES))
    return f"{row.reason.rule} Codes: {codes}. Phrases: {CORE_PHRASES}."


def lines_title(row: AsideRow, shown: int, numbers: Numbers) -> str:
    """Name the lines that are shown, and how many there are."""
    count = numbers.count(row.tally.lines)
    words = "line" if row.tally.lines == 1 else "lines"
    if shown < row.tally.lines:
        return f"{row.reason.title}: the first {numbers.count(shown)} of {count} {words}"
    return f"{row.reason.title}: {count} {words}"
