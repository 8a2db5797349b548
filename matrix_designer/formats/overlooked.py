"""What looks wrong with a file as a whole: days that nobody took, part numbers without their zeros.

Knows the first rows of a file and how days and numbers look; it changes nothing, it only tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from matrix_designer.formats.columns import Columns, plain_name
from matrix_designer.formats.personal import is_personal
from matrix_designer.formats.wording import read_days

_ROWS = 200
_MOST = 80
"""Percent of a column's texts that are days; heads of pages and totals may stand between."""
_FEWEST, _SHORTEST = 20, 5
"""From so many different part numbers on, and so many digits, their length tells anything."""
_USUAL, _LONGER = 60, 2
"""Percent that have the usual length at least, and that are longer at most."""
_COUNTS_BACK = re.compile(
    r"(?:qty|quantity|units|pieces|pcs)[\s._]*(?:ret|rtn|return|returns|returned|credited)\.?"
    r"|(?:ret|rtn|return|returns|returned|credit)[\s._]*(?:qty|quantity|units|pieces|pcs)\.?",
    re.IGNORECASE,
)
_VOIDED = frozenset({"void", "voided", "cancelled", "canceled", "deleted", "storno"})
_LOST = 3
"""So many zeros at most stood in front."""


def overlooked_days(
    columns: Columns, cells: Sequence[Sequence[str]], taken: Collection[int]
) -> tuple[str, ...]:
    """Return a sentence that names each column of days that no field is taken from.

    `cells` are the first rows, `taken` the columns that something else is made of. Nothing is
    said where the history has its days.
    """
    if "date" in columns.places:
        return ()
    first = 0 if columns.row is None else columns.row + 1
    rows = cells[first : first + _ROWS]
    used = {*columns.places.values(), *taken}
    width = max(map(len, rows), default=0)
    found = [
        f"“{columns.name(at)}”"
        for at in range(width)
        if at not in used and not is_personal(columns.name(at)) and _is_of_days(rows, at)
    ]
    if not found:
        return ()
    verb, it = ("looks", "it") if len(found) == 1 else ("look", "one of them")
    told = (
        f"{' and '.join(found)} {verb} like dates, but no column is known as the date: the "
        f"history has no days. To take {it}, choose it as Date on the import page, or name it as "
        "date in a mapping file"
    )
    return (told,)


def _is_of_days(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether nearly all texts of a column are days."""
    texts = [_day(row[at]) for row in rows if at < len(row) and row[at].strip()]
    days = read_days(texts)
    return bool(texts) and 100 * sum(days[text] is not None for text in texts) >= _MOST * len(texts)


def odd_columns(columns: Columns, cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence for each column that looks wrong as a whole."""
    return (
        *lost_zeros(columns, cells),
        *overlooked_returns(columns, cells),
        *voided_lines(columns, cells),
    )


def voided_lines(columns: Columns, cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence where a column that nobody reads calls lines void, beside others."""
    first = 0 if columns.row is None else columns.row + 1
    for at in range(max(map(len, cells), default=0)):
        texts = [row[at].strip().casefold() for row in cells[first:] if at < len(row)]
        count = sum(text in _VOIDED for text in texts)
        if count and at not in columns.places.values():
            told = (
                f"“{columns.name(at)}” calls {count} of the first {len(texts)} lines void or "
                "cancelled, which count as sales: take them out of the file first if they are none"
            )
            return (told,)
    return ()


def overlooked_returns(columns: Columns, cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence where pieces given back stand in a column of their own."""
    quantity = columns.places.get("quantity")
    if quantity is None or "net" in plain_name(columns.name(quantity)):
        return ()
    first = 0 if columns.row is None else columns.row + 1
    for at, name in enumerate(columns.header):
        texts = [row[at].strip() for row in cells[first:] if at < len(row)]
        count = sum(any(digit in text for digit in "123456789") for text in texts)
        if at not in columns.places.values() and _COUNTS_BACK.fullmatch(name.strip()) and count:
            told = (
                f"“{columns.name(at)}” counts pieces given back on {count} of the first "
                f"{len(texts)} lines and is not read: unless “{columns.name(quantity)}” is without "
                "them already, take them off there first"
            )
            return (told,)
    return ()


def has_numbers(texts: Sequence[str]) -> bool:
    """Tell whether a column has numbers in it, days apart."""
    numbers = [text for text in texts if any(map(str.isdigit, text))]
    if not numbers:
        return False
    days = read_days(map(_day, numbers))
    return 100 * sum(days[_day(text)] is not None for text in numbers) < _MOST * len(numbers)


def counts_rows(texts: Sequence[str]) -> bool:
    """Tell whether a column numbers the rows, as the rank of a ranking does."""
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _day(text: str) -> str:
    """Return a date without the time of day behind it."""
    day, _, time = text.strip().replace("T", " ").partition(" ")
    return day if ":" in time else text.strip()


def lost_zeros(columns: Columns, cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence where part numbers look as if a spreadsheet had taken zeros from them.

    No number tells that alone: most of those made of digits have one length, some are a little
    shorter, and none begins with a zero, which one in ten does.
    """
    at = columns.places.get("part")
    if at is None:
        return ()
    first = 0 if columns.row is None else columns.row + 1
    texts = {row[at].strip() for row in cells[first:] if at < len(row)}
    digits = [text for text in texts if text.isascii() and text.isdigit()]
    counts = Counter(map(len, digits))
    usual, count = counts.most_common(1)[0] if counts else (0, 0)
    if count < _FEWEST or usual < _SHORTEST or any(text[0] == "0" for text in digits):
        return ()
    short = sorted(text for text in digits if usual - _LOST <= len(text) < usual)
    longer = sum(len(text) > usual for text in digits)
    is_usual = 100 * count >= _USUAL * len(digits) and 100 * longer <= _LONGER * len(digits)
    if len(short) <= 1 or not is_usual:
        return ()
    told = (
        f"{len(short)} part numbers such as {short[0]} are shorter than the usual {usual} digits, "
        "and none begins with 0: a spreadsheet may have taken their zeros away. The amounts stand; "
        "ask for the export as text"
    )
    return (told,)
