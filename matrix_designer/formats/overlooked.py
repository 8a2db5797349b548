"""What a file seems to have that nobody took: a column that looks like days.

Knows the first rows of a file and how days look; it takes nothing, it only tells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from matrix_designer.formats.columns import Columns
from matrix_designer.formats.personal import is_personal
from matrix_designer.formats.wording import read_days

_ROWS = 200
_MOST = 95
"""Percent of a column's texts that are days; a total or a gap may stand between."""


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


def _day(text: str) -> str:
    """Return a date without the time of day behind it."""
    day, _, time = text.strip().replace("T", " ").partition(" ")
    return day if ":" in time else text.strip()
