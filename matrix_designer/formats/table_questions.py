"""Questions about what a file leaves open: which table is meant, whose net, which are returns.

Knows previews, what is in doubt in them, and the changes that an answer makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from matrix_designer.formats.cell_numbers import text_at
from matrix_designer.formats.columns import Columns
from matrix_designer.formats.doubts import shown_names
from matrix_designer.formats.import_changes import (
    Answer,
    ImportQuestion,
    with_column,
    with_cut,
    with_header,
    with_returns,
)
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.net_price import is_of_line
from matrix_designer.formats.other_tables import Table
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.return_marks import ReturnMarks, said_of, shown_mark

_SHOWN = 3
_MOST = 12


def net_question(preview: Preview, net: int) -> ImportQuestion:
    """Ask whether a Net is the cost or what was charged, or which of two prices was charged."""
    name = preview.name(net)
    if preview.places.get("cost") != net:
        field = "extended_sold" if "extended_sold" in preview.places else "sold"
        price = preview.places[field]
        columns = Columns(preview.places, preview.names, preview.header)
        own = "extended_sold" if is_of_line(columns, preview.rows, net) else "sold"
        answers = tuple(
            Answer(
                f"{preview.name(at)}: {_first_texts(preview, at)}",
                f"Take what was charged from “{preview.name(at)}”",
                partial(_with_price, name=one, column=at),
            )
            for at, one in ((net, own), (price, field))
        )
        words = f"“{preview.name(price)}” and “{name}” differ. Which of them was charged?"
        return ImportQuestion(words, answers)
    kinds = [("The cost of one piece", "cost")]
    if "sold" not in preview.places:
        kinds.append(("What one piece was sold for", "sold"))
    if "extended_sold" not in preview.places:
        kinds.append(("What the whole line was sold for", "extended_sold"))
    told = _first_texts(preview, net)
    return ImportQuestion(
        f"What does “{name}” hold? It has {told}, and its numbers do not tell.",
        tuple(
            Answer(words, f"Take it from “{name}”", partial(with_column, name=field, column=net))
            for words, field in kinds
        ),
    )


def _with_price(preview: Preview, name: str, column: int) -> SalesMapping:
    """Return the mapping with what was charged taken from one column alone."""
    other = "sold" if name == "extended_sold" else "extended_sold"
    mapping = with_column(preview, name, column)
    return mapping if other not in preview.places else _without(preview, mapping, other)


def _without(preview: Preview, mapping: SalesMapping, name: str) -> SalesMapping:
    return with_column(replace(preview, mapping=mapping), name, None)


def sheets_question(sheets: Sequence[str]) -> ImportQuestion:
    """Ask which of several sheets is meant."""
    answers = tuple(
        Answer(sheet, f"Read the lines of the sheet “{sheet}”", partial(_with_sheet, sheet=sheet))
        for sheet in sheets[:_MOST]
    )
    asked = f"{len(sheets)} sheets have sales lines. Which one is to be imported?"
    return ImportQuestion(asked, answers)


def _with_sheet(preview: Preview, sheet: str) -> SalesMapping:
    mapping = preview.mapping
    return with_cut(preview, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=sheet)


def tables_question(preview: Preview, tables: Sequence[Table]) -> ImportQuestion:
    """Ask which of several tables is meant; those below the lines in view cannot be chosen."""
    answers = tuple(
        Answer(
            f"Line {table.line}: {', '.join(shown_names(table))}",
            f"Read the lines below line {table.line}, up to the next table",
            partial(with_header, line=table.line),
        )
        for table in tables
        if table.line in preview.lines
    )
    if bare := next((table for table in tables if not table.line), None):
        asked = (
            f"{bare.rows} rows above the header look like sales lines. Where does the table begin?"
        )
        return ImportQuestion(asked, answers)
    lines = " and ".join(f"{table.line:,}" for table in tables)
    asked = f"Tables with different columns begin on lines {lines}. Which one is to be imported?"
    return ImportQuestion(asked, answers)


def marks_question(preview: Preview, found: ReturnMarks) -> ImportQuestion:
    """Ask which lines are returns."""
    name = preview.name(found.column)
    shown = [(mark, found.counts[mark], shown_mark(mark)) for mark in found.marks]
    answers = [
        Answer(
            f"Returns: {word} ({count} of {found.lines} lines)",
            f"Lines with {word} in “{name}” count as returns, as if their quantity were below zero",
            partial(with_returns, column=found.column, marked=(mark,)),
        )
        for mark, count, word in shown
    ]
    if len(shown) > 1 and not {"cr", "dr", "c", "d", "credit", "debit"} & set(found.marks):
        every = " and ".join(word for _, _, word in shown)
        both = partial(with_returns, column=found.column, marked=found.marks)
        answers.insert(0, Answer(f"Returns: {every}", f"All of them in “{name}”", both))
    none = partial(with_returns, column=found.column, marked=())
    answers.append(Answer("None: all lines are sales", f"“{name}” is not read", none))
    return ImportQuestion(f"“{name}” {said_of(found)}. Which are returns?", tuple(answers))


def _first_texts(preview: Preview, column: int) -> str:
    """Return the first cells of a column that are not blank."""
    first = 0 if preview.header is None else preview.header + 1
    texts = [text for row in preview.rows[first:] if (text := text_at(row, column))]
    return ", ".join(texts[:_SHOWN])
