"""Whole readings of a file whose columns nobody names: what each column could be, by its cells.

Knows the first rows of a preview and how numbers, days and part numbers look; a reading is only
offered, never taken: somebody has to choose it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.number_marks import without_marks
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.wording import read_days

_ROWS = 200
_FEWEST = 3
_MOST = 95
"""Percent of rows that must agree; a few totals and gaps may stand between."""
_HALF = 50
_MOST_PIECES = 10_000
_SHORTEST_PART = 5
_SHORTEST_ORDER = 3
_REPEATS = 10


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one column of the first rows, as texts and as numbers where they are some."""

    place: int
    texts: tuple[str, ...]
    numbers: tuple[Decimal | None, ...]

    @property
    def filled(self) -> list[str]:
        """The texts that are not blank."""
        return [text for text in self.texts if text]

    @property
    def is_number(self) -> bool:
        """Whether nearly all cells are numbers, none with a zero in front of other digits."""
        found = sum(number is not None for number in self.numbers)
        coded = any(text[:1] == "0" and text[1:2].isdigit() for text in self.texts)
        return _is_most(found, len(self.filled)) and not coded

    @property
    def is_money(self) -> bool:
        """Whether most of its numbers have decimals."""
        cut = sum(number is not None and number % 1 != 0 for number in self.numbers)
        return self.is_number and 100 * cut > _HALF * len(self.filled)

    @property
    def is_pieces(self) -> bool:
        """Whether its numbers are small and whole."""
        small = sum(
            number is not None and number % 1 == 0 and abs(number) < _MOST_PIECES
            for number in self.numbers
        )
        return self.is_number and _is_most(small, len(self.filled))


def _is_most(found: int, of: int) -> bool:
    return of >= _FEWEST and 100 * found >= _MOST * of


def readings_of(preview: Preview, names: tuple[str, ...] = ()) -> Iterator[Mapping[str, int]]:
    """Yield field -> 0-based column for each whole reading, likelier ones first.

    `names` stand in the first row, which is no data then. Fields that are known already are left
    as they are. Nothing is yielded where another needed field has no likely column.
    """
    columns = _columns(preview, has_names=bool(names))
    known = preview.places
    money = [column for column in columns if column.is_money]
    pieces = [column for column in columns if column.is_pieces]
    others = [column for column in columns if not column.is_money]
    beside = {name: at for name, at in _beside(others).items() if name not in known}
    free = [column for column in pieces if column.place not in beside.values()]
    free.sort(key=_counts_up)
    likely: dict[str, Sequence[Column | None]] = {"cost": money, "quantity": free, "sold": money}
    for name in likely:
        if {name, f"extended_{name}"} & set(known):
            likely[name] = [None]  # it is known by its name
    for cost, sold in product(likely["cost"], likely["sold"]):
        if cost is not None and sold is not None and (cost is sold or not _is_below(cost, sold)):
            continue
        for quantity in likely["quantity"]:
            found = {"cost": cost, "quantity": quantity, "sold": sold}
            new = {name: one.place for name, one in found.items() if one is not None}
            yield new | beside


def _columns(preview: Preview, *, has_names: bool) -> list[Column]:
    first = int(has_names) if preview.header is None else preview.header + 1
    rows = preview.rows[first : first + _ROWS]
    style = preview.style or NumberStyle.POINT
    made = []
    taken = {*preview.places.values(), *preview.extra}
    personal = {one.column for one in preview.left_out if one.is_personal}
    for place in range(preview.width):
        texts = tuple(row[place].strip() if place < len(row) else "" for row in rows)
        if place not in taken | personal and any(texts):
            made.append(Column(place, texts, tuple(_number(text, style) for text in texts)))
    return made


def _number(text: str, style: NumberStyle) -> Decimal | None:
    try:
        return read_number(without_marks(text), style) if text else None
    except MatrixDesignerError:
        return None


def _is_below(cost: Column, sold: Column) -> bool:
    """Tell whether nearly every cost lies under the price beside it."""
    pairs = [
        (one, other)
        for one, other in zip(cost.numbers, sold.numbers, strict=True)
        if one is not None and other is not None
    ]
    return _is_most(sum(one <= other for one, other in pairs), len(pairs))


def _counts_up(column: Column) -> bool:
    """Tell whether a column counts lines: one more than above, or 1 again."""
    pairs = [pair for pair in pairwise(column.numbers) if None not in pair]
    steps = sum(after in {before + 1, 1} for before, after in pairs if before and after)
    return _is_most(steps, len(pairs))


def _beside(columns: list[Column]) -> dict[str, int]:
    """Return the columns that look like days, repair orders and part numbers."""
    found: dict[str, int] = {}
    codes = []
    for column in columns:
        filled = column.filled
        days = read_days(filled)
        if "date" not in found and _is_most(sum(bool(days[text]) for text in filled), len(filled)):
            found["date"] = column.place
        elif _is_most(sum(map(_is_code, filled)), len(filled)):
            codes.append(column)
    orders = [column for column in codes if _repeats(column) and column is not _part(codes)]
    if orders:
        found["ro"] = orders[0].place
    part = _part([column for column in codes if column.place not in found.values()])
    if part is not None:
        found["part"] = part.place
    return found


def _is_code(text: str) -> bool:
    return len(text) >= _SHORTEST_ORDER and " " not in text and any(map(str.isdigit, text))


def _repeats(column: Column) -> bool:
    """Tell whether neighbours are often the same, as the lines of an order are."""
    same = sum(before == after for before, after in pairwise(column.texts))
    return len(column.texts) >= _FEWEST and 100 * same >= _REPEATS * len(column.texts)


def _part(codes: list[Column]) -> Column | None:
    """Return the column with the most different long codes."""
    long = [
        column
        for column in codes
        if _is_most(sum(len(text) >= _SHORTEST_PART for text in column.filled), len(column.filled))
    ]
    return max(long, key=_variety, default=None)


def _variety(column: Column) -> int:
    return len(set(column.texts))
