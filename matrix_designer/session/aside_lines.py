"""The lines that were set aside or noted, for a page: counted, read and exported in jobs.

Knows the questions to single lines and the file that keeps them; no widget.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.analysis.left_aside import (
    COLUMNS,
    AsideRow,
    LeftAside,
    ask_single_lines,
    ask_switched,
    left_aside,
)
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import MISSING, Sales
from matrix_designer.core.money import EXTENDED_DOLLAR, amount_text, divide_half_away, quantity_text
from matrix_designer.core.query import DAY, NOTHING, Columns
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.formats.safe_text import escape_text
from matrix_designer.formats.storage import write_file
from matrix_designer.session.asking import ask_file
from matrix_designer.session.jobs import Progress

MOST_EXPORTED = 1_048_575
"""A spreadsheet has room for no more lines under a head."""
_FIRST_DAY = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class AsideLines:
    """The first lines of a reason or a note."""

    row: AsideRow
    columns: Columns


@dataclass(frozen=True, slots=True, eq=False)
class Switched:
    """A history with other reasons switched in; evaluated where all of it counts."""

    sales: Sales
    analysis: Analysis | None


def count_aside(sales: Sales, progress: Progress) -> LeftAside:
    """Return the figures by reason, those of reasons that are switched in counted anew."""
    query = ask_switched(sales)
    if query is None or sales.lines_file is None:
        return left_aside(sales)
    (switched,) = ask_file(Path(sales.lines_file), (query,), progress)
    return left_aside(sales, switched)


def read_aside(sales: Sales, row: AsideRow, progress: Progress) -> AsideLines:
    """Read the first lines of a reason or a note."""
    progress.report(f"Reading {row.reason.title.lower()}")
    (columns,) = ask_file(_lines_of(sales), (ask_single_lines(sales, row),), progress)
    return AsideLines(row, columns)


def export_aside(sales: Sales, row: AsideRow, path: Path, progress: Progress) -> str:
    """Write the lines of a reason or a note as CSV; returns what was done in a sentence."""
    progress.report(f"Writing {path.name}")
    query = ask_single_lines(sales, row, MOST_EXPORTED)
    (columns,) = ask_file(_lines_of(sales), (query,), progress)
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_texts(columns))
    write_file(path, made.getvalue().encode("utf-8-sig"))
    left = row.tally.lines - len(columns)
    rest = f", {left:,} more did not fit" if left > 0 else ""
    return f"Wrote {len(columns):,} lines to {path.name}{rest}"


def switch(
    sales: Sales, reasons: frozenset[str], design: Design, question: Question, progress: Progress
) -> Switched:
    """Sum a history anew with the lines of some reasons used."""
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.sales import load_sales_parquet

    def tell(part: float, text: str) -> None:
        progress.report(text, part)

    def is_cancelled() -> bool:
        return progress.is_cancelled

    made = load_sales_parquet(
        _lines_of(sales),
        sales.name,
        sales.digest,
        reasons,
        Watch(tell, is_cancelled),
        sales.grain,
    )
    analysis = None
    if question.filters.is_off:
        analysis = evaluate(design, made, question, on_stage=progress.report)
    return Switched(made, analysis)


def _lines_of(sales: Sales) -> Path:
    if sales.lines_file is None:
        raise MatrixDesignerError(
            "The single lines of these sales were not kept", "", "Import the sales again"
        )
    return Path(sales.lines_file)


def _texts(columns: Columns) -> Iterator[list[str]]:
    """Yield each line as texts that no spreadsheet runs, with a decimal point everywhere."""
    for at in range(len(columns)):
        yield [_cell(columns, name, at) for name in COLUMNS]


def _cell(columns: Columns, name: str, at: int) -> str:
    if name in columns.texts:
        return escape_text(columns.texts[name][at])
    number = columns.number(name, at)
    if number == NOTHING or (name == "list" and number == MISSING):
        return ""
    write = _WRITTEN.get(name)
    return amount_text(number) if write is None else write(number)


def _dollars(extended: int) -> str:
    """Write an extended amount in dollars and cents."""
    cents = divide_half_away(extended * 100, EXTENDED_DOLLAR)
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _day(number: int) -> str:
    return (_FIRST_DAY + dt.timedelta(number)).isoformat()


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "quantity": quantity_text,
    "sold": _dollars,
    DAY: _day,
    "line": str,
}
"""How numbers are written that are no amounts."""
