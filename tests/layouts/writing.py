"""How numbers, dates, rows and files are written in the dialects of dealer systems.

Knows text only; imports nothing from the package.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

Number = Callable[[Decimal], str]
Rows = Iterable[Sequence[str]]


def plain(value: Decimal, places: int = 2) -> str:
    """Write `-1003.25`."""
    return f"{value:.{places}f}"


def dollars(value: Decimal) -> str:
    """Write `$1,003.25`, and `($50.00)` below zero."""
    text = f"${abs(value):,.2f}"
    return f"({text})" if value < 0 else text


def comma(value: Decimal) -> str:
    """Write `1.003,25`, and `50,00-` below zero."""
    text = f"{abs(value):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{text}-" if value < 0 else text


def in_brackets(value: Decimal) -> str:
    """Write `1,003.25`, and `(50.00)` below zero."""
    text = f"{abs(value):,.2f}"
    return f"({text})" if value < 0 else text


def credited(value: Decimal) -> str:
    """Write `1,003.25`, and `50.00 CR` below zero."""
    text = f"{abs(value):,.2f}"
    return f"{text} CR" if value < 0 else text


def typographic(value: Decimal) -> str:
    """Write a minus as typographers do."""
    return f"{value:,.2f}".replace("-", "\u2212")


def implied(value: Decimal, width: int, places: int = 2) -> str:
    """Write digits only, the last ones behind a decimal point that is not there."""
    return f"{int(value.scaleb(places)):0{width}d}"


def day(value: dt.date, form: str = "%m/%d/%Y") -> str:
    """Write a date."""
    return value.strftime(form)


def american(value: dt.date) -> str:
    """Write `1/31/2025`."""
    return f"{value.month}/{value.day}/{value.year}"


def delimited(
    rows: Rows, delimiter: str = ",", line_end: str = "\r\n", *, is_quoted: bool = False
) -> str:
    """Write rows with quotes where they are needed, or around every cell."""
    buffer = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(
        rows
    )
    return buffer.getvalue()


def fixed(cells: Sequence[tuple[str, int]]) -> str:
    """Write cells at their widths: to the left, and to the right where the width is negative."""
    parts = []
    for text, width in cells:
        shown = text[: abs(width)]
        parts.append(shown.rjust(-width) if width < 0 else shown.ljust(width))
    return "".join(parts)


def put(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file, its line ends as they are in the text."""
    path.write_bytes(text.encode(encoding))


def paged(
    header: Sequence[str], rows: Sequence[Sequence[str]], page: int
) -> Iterable[Sequence[str]]:
    """Yield rows in pages with a blank line and the header again at each break."""
    for place, row in enumerate(rows):
        if place % page == 0:
            if place:
                yield []
            yield header
        yield row
