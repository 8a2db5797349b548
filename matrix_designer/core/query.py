"""Questions to the single lines of a history, and their answers.

Knows the columns of a line and integers; it does not know files, engines or what an answer is
good for. Amounts are ten-thousandths of a dollar, quantities thousandths of a piece, sums of
money extended amounts. Nothing here divides, rounds or prices.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from matrix_designer.core.evidence import Codes, Ints
from matrix_designer.core.filters import OFF, Filters

TEXT_COLUMNS = (
    *("part", "description", "source", "class", "ro", "ro_line", "pay_type", "counterperson"),
    *("customer_type", "price_code", "channel", "store", "file", "customer"),
    *("stocking_group", "vendor"),
)
"""The columns of texts; a line without one has ''."""
NUMBER_COLUMNS = ("line", "cost", "list", "quantity", "sold", "unit_sold", "marks")
DAY, REASON = "day", "reason"
"""Days since 1970-01-01; why a line is set aside as text, USED where it is not."""
LINE_COLUMNS = (*TEXT_COLUMNS, *NUMBER_COLUMNS, DAY, REASON)
NOTHING = -(2**62)
"""Stands for a number or a day that a line does not have; a missing list is MISSING instead."""
USED = ""
"""Stands for lines that are used among the reasons for setting aside."""
SUMS = ("lines", "pieces", "cost", "sales", "parts", "ros", "first_day", "last_day")
"""What can be added up: pieces in thousandths, cost and sales as extended amounts, how many
different part numbers and repair orders (those without one not counted), and the days."""
RATIO_UNIT = 10_000
"""A ratio of 1, in the units of a RatioRange."""


def day_number(day: dt.date) -> int:
    """Return a day as it stands in columns: days since 1970-01-01."""
    return (day - dt.date(1970, 1, 1)).days


def day_of(number: int) -> dt.date:
    """Return the day that a number in a column of days stands for."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)


def plain(text: str) -> str:
    """Return a part's number without what people write differently: case, hyphens, blanks."""
    return text.lower().replace("-", "").replace(" ", "")


UNNUMBERED = "\x1f"
"""Begins what stands for the part of a line that has a description and no number."""


def part_text(number: str, description: str) -> str:
    """Return what tells parts apart: the number, and where there is none the description."""
    return number or f"{UNNUMBERED}{description}"


@dataclass(frozen=True, slots=True)
class Range:
    """Lines whose number or day lies from `low` to `high`, both included; None is open."""

    column: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class RatioRange:
    """Lines where `over` / `under` lies from `low` up to but not including `high`.

    Both columns are amounts (cost, list, unit_sold), the bounds in units of 1/RATIO_UNIT. A line
    whose `under` is missing or not above zero has no ratio and does not pass.
    """

    over: str
    under: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Which lines a question is about: those for which everything here holds.

    `reasons` names what lines are set aside for, USED for those that are not; None is all
    lines. `among` maps columns of texts to those wanted; `marks` are bits of which a line has
    at least one; `present` are columns of texts of which a line has every one; `begins` maps
    columns of texts to how they begin, letter case aside; `alike` maps them to the texts wanted
    as `plain` writes them, so that letter case, hyphens and blanks do not count.
    """

    filters: Filters = OFF
    reasons: frozenset[str] | None = frozenset({USED})
    ranges: tuple[Range, ...] = ()
    ratios: tuple[RatioRange, ...] = ()
    among: Mapping[str, frozenset[str]] = field(default_factory=dict)
    marks: int | None = None
    present: frozenset[str] = frozenset()
    begins: Mapping[str, str] = field(default_factory=dict)
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TextKey:
    """Texts that tell the rows of a table apart: a code for each row, and what codes stand for.

    The texts have no outer blanks, and those of lines count without them.
    """

    codes: Codes
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PriceTable:
    """Prices of distinct (cost, list), equal-length int64 columns of amounts, to be joined.

    A line whose cost and list are not in the table is left out of the answer, so that leaving
    out a row leaves out what it could not price. A list that is missing is MISSING.

    `texts` tell rows apart by what lines say beside: columns of texts, of which the part's is as
    `part_text` writes it; `unit_sold`, where it is there, by the unit price that was sold.
    """

    cost: Ints
    list_price: Ints
    prices: Mapping[str, Ints]
    texts: Mapping[str, TextKey] = field(default_factory=dict)
    unit_sold: Ints | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """By what an answer is sorted: a column of it."""

    name: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LineQuery:
    """One question to the lines: groups with their exact sums, or single lines.

    With `columns` the answer has one row a line with those columns, and each price of `prices`
    as an amount. Without, it has one row a group: `keys` (one row in all where there are none),
    then `sums`, then each price x quantity added up as an extended amount, by its name. A group
    may carry columns of its `latest` line (the last day's, then the highest line). Keys in
    `unnamed` part the groups but stay out of the answer. Rows come in `order`, then by the keys,
    single lines by their number; `limit` keeps the first.
    """

    keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    prices: PriceTable | None = None
    where: Where = field(default_factory=Where)
    latest: tuple[str, ...] = ()
    unnamed: frozenset[str] = frozenset()
    order: tuple[Order, ...] = ()
    limit: int | None = None

    def __post_init__(self) -> None:
        """Refuse columns and sums that are not known, and an answer with two of one name."""
        known = {*self.keys, *self.columns, *self.latest} <= set(LINE_COLUMNS)
        if not known or not set(self.sums) <= set(SUMS):
            raise ValueError("a question about columns that lines do not have")
        if len(set(self.names)) != len(self.names):
            raise ValueError("an answer with two columns of one name")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the answer in their order."""
        prices = tuple(self.prices.prices) if self.prices is not None else ()
        if self.columns:
            return (*self.columns, *prices)
        keys = (key for key in self.keys if key not in self.unnamed)
        return (*keys, *self.latest, *self.sums, *prices)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """An answer: columns of one length, of integers or of texts, by their names."""

    numbers: Mapping[str, Ints]
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        lengths = [len(column) for column in self.numbers.values()]
        lengths += [len(column) for column in self.texts.values()]
        return lengths[0] if lengths else 0

    def number(self, name: str, row: int = 0) -> int:
        """Return one number."""
        return int(self.numbers[name][row])


__all__ = [
    "DAY",
    "LINE_COLUMNS",
    "NOTHING",
    "NUMBER_COLUMNS",
    "OFF",
    "RATIO_UNIT",
    "REASON",
    "SUMS",
    "TEXT_COLUMNS",
    "USED",
    "Columns",
    "Filters",
    "LineQuery",
    "Order",
    "PriceTable",
    "Range",
    "RatioRange",
    "TextKey",
    "Where",
    "day_number",
]
