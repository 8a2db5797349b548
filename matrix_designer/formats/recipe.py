"""What is made of a row's cells before they are read: lines whose numbers need a step of their own.

Implied decimals and whole cents get their point, twelve months become a quantity or a line each,
discounts are taken off, and what a word marks as a return gets its sign. Exact decimals throughout;
a cell that cannot be read stays as it is, so that the line is set aside with its own text. Most
files need none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.number_marks import without_marks
from matrix_designer.formats.return_marks import ANYTHING, BELOW_ZERO, mark_of

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The steps for one file, by fields and by 0-based columns.

    `implied` counts the decimals of fields written without a point, `cents` are fields in whole
    cents. `months` are the columns of pieces sold in a month; `days` has an ISO date for each where
    the years are known: each month is then a line of its own. `discount` is a column to be taken
    off extended sales, `discount_percent` one to be taken off the price. A line that has one of the
    words `marked` in the column `marks` is a return.
    """

    implied: Mapping[str, int] = field(default_factory=dict)
    cents: frozenset[str] = frozenset()
    months: tuple[int, ...] = ()
    days: tuple[str, ...] = ()
    discount: int | None = None
    discount_percent: int | None = None
    marks: int | None = None
    marked: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether the cells are read as they stand."""
        return self == _EMPTY

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that the steps read beside those of the fields."""
        extra = (self.discount, self.discount_percent)
        return (*self.months, *(column for column in extra if column is not None))

    def lines(
        self, wanted: dict[str, str], cells: Sequence[str], style: NumberStyle
    ) -> Iterator[dict[str, str]]:
        """Return the lines that a row stands for, each field as text in the file's own style."""
        made = self._made(wanted, cells, style)
        if self.marks is None or not self._is_marked(_cell(cells, self.marks), style):
            return made
        return (_given_back(line, style) for line in made)

    def _is_marked(self, text: str, style: NumberStyle) -> bool:
        """Tell whether a cell marks its line as a return."""
        if mark_of(text) in self.marked or (ANYTHING in self.marked and bool(text.strip())):
            return True
        return BELOW_ZERO in self.marked and (_number(text, style) or _NOTHING) < _NOTHING

    def _made(
        self, wanted: dict[str, str], cells: Sequence[str], style: NumberStyle
    ) -> Iterator[dict[str, str]]:
        """Yield the lines without the signs of returns."""
        made = dict(wanted)
        for name, decimals in self.implied.items():
            made[name] = pointed(made[name], decimals, style)
        for name in self.cents:
            made[name] = _from_cents(made[name], style)
        if self.discount is not None:
            self._take_off(made, _cell(cells, self.discount), style)
        if self.discount_percent is not None:
            self._lower(made, _cell(cells, self.discount_percent), style)
        if not self.months:
            yield made
            return
        texts = [_cell(cells, column) for column in self.months]
        pieces = [_number(text, style) for text in texts]
        if None in pieces:
            yield made | {"quantity": texts[pieces.index(None)]}
        elif self.days:
            yield from self._monthly(made, [one or _NOTHING for one in pieces], style)
        else:
            total = sum((one or _NOTHING for one in pieces), _NOTHING)
            yield made | {"quantity": _written(total, style)}

    def _monthly(
        self, made: dict[str, str], pieces: list[Decimal], style: NumberStyle
    ) -> Iterator[dict[str, str]]:
        """Yield a line for each month with pieces; one line for a part without any."""
        sold = [(day, one) for day, one in zip(self.days, pieces, strict=True) if one]
        for day, one in sold or [("", _NOTHING)]:
            yield made | {"quantity": _written(one, style), "date": day}

    def _take_off(self, made: dict[str, str], text: str, style: NumberStyle) -> None:
        """Take a discount off extended sales; one that cannot be read spoils the line."""
        gross, less = _number(made["extended_sold"], style), _number(text, style)
        if less is None:
            made["extended_sold"] = text
        elif gross is not None and less:
            made["extended_sold"] = _written(gross - less, style)

    def _lower(self, made: dict[str, str], text: str, style: NumberStyle) -> None:
        """Take a discount in percent off the price; one that cannot be read spoils the line."""
        price, percent = _number(made["sold"], style), _number(text.rstrip("% "), style)
        if percent is None:
            made["sold"] = text
        elif price is not None and percent:
            made["sold"] = _written(price * (_HUNDRED - percent) / _HUNDRED, style)


_EMPTY = Recipe()


def _given_back(made: Mapping[str, str], style: NumberStyle) -> dict[str, str]:
    """Give a line the signs of a return: pieces and dollars of the line below zero, one's above."""
    signed = dict(made)
    for names, sign in ((_OF_LINE, -1), (_OF_PIECE, 1)):
        for name in names:
            text = without_marks(made.get(name, ""), counts_pieces=name == "quantity")
            number = _number(text, style)
            if number and number * sign < 0:
                signed[name] = _written(-number, style)
    return signed


_OF_LINE, _OF_PIECE = ("quantity", "extended_cost", "extended_sold"), ("cost", "sold")


def pointed(text: str, decimals: int, style: NumberStyle) -> str:
    """Give digits the point that they imply: `00010000` with two decimals is `000100.00`.

    A text with a mark of its own, or with anything but digits and a sign, stays as it is.
    """
    digits = text.strip().lstrip("+-")
    if not decimals or not digits.isascii() or not digits.isdigit():
        return text
    sign = "-" if text.strip().startswith("-") else ""
    digits = digits.lstrip("0").rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}{style.value}{digits[-decimals:]}"


def _from_cents(text: str, style: NumberStyle) -> str:
    """Turn cents into dollars; what cannot be read or is empty stays as it is."""
    cents = _number(text, style)
    return text if cents is None or not text.strip() else _written(cents / _HUNDRED, style)


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _number(text: str, style: NumberStyle) -> Decimal | None:
    """Read a number; an empty cell is 0, None is one that cannot be read."""
    if not text.strip():
        return _NOTHING
    try:
        return read_number(without_marks(text), style)
    except MatrixDesignerError:
        return None


def _written(value: Decimal, style: NumberStyle) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", style.value)
