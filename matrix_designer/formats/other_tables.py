"""Several tables in one file: which rows are of the one that is read.

Knows rows of cells, the header that was taken and which columns have numbers. The same names in
another order are read by their names; rows below any other header are never read through the
columns of the first. Which of several tables is meant is asked somewhere else; one that only adds
up the lines is never meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, pairwise

from matrix_designer.formats.columns import NUMBER_FIELDS, Columns, plain_name, recognise
from matrix_designer.formats.header_shape import is_value, words_above_numbers
from matrix_designer.formats.wording import read_days

_FEWEST_NAMES, _FEWEST_NUMBERS = 3, 2
_FEWEST_ABOVE = 2
"""One row of values under names above the header tells about the report, and is no table."""
_MOST_DIGITS = 2
_GROUPS = frozenset(
    (
        *("source", "class", "pay_type", "counterperson", "customer_type", "price_code"),
        *("channel", "store", "stocking_group", "vendor"),
    )
)
"""Fields by which lines are added up."""
_OF_SUMS = re.compile(
    r"total|recap|summ|profit|margin|\bgp\b|gross|%|\blines?\b|count|\bavg|average|hits",
    re.IGNORECASE,
)
"""Words in the names of sums."""
_AMOUNT = re.compile(r"\W*[0-9][0-9.,]*\W*")
_SHORTEST_DAY = 6
_SUMS = re.compile("total|recap|summ", re.IGNORECASE)
"""Words that say by themselves that sums stand below."""
_MOST_SUMS = 3
_LAST_DIGIT = "9"
"""Letters come behind it, signs and blanks before it."""
Row = Sequence[str]
Numbered = tuple[int, Sequence[str]]


class Kind(Enum):
    """What a row below the header is."""

    DATA = 0
    HEADER = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its header: the line that it stands on, 0 without any, and its names.

    `is_read` says that its rows are read: the table that was taken, or one with the same names in
    another order. `rows` counts those that were seen. `is_summary` says that they add lines up.
    """

    line: int
    names: tuple[str, ...]
    rows: int = 0
    is_read: bool = False
    is_summary: bool = False

    @property
    def may_be_meant(self) -> bool:
        """Whether somebody may want this table instead of the one that is read."""
        return not self.is_read and not self.is_summary


@dataclass(frozen=True, slots=True)
class Own:
    """The table that is read: its header as it is understood, its lines as they stand, its numbers.

    `used` are the columns that fields are taken from. Where cells stand `at_places` of fixed
    columns a title may be cut into words: only known names make a header then. Where there is
    a `part`, a line has it, all numbers that are `needed` and the day where there is one.
    """

    header: tuple[str, ...]
    written: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    used: tuple[int, ...] = ()
    at_places: bool = False
    part: int | None = None
    needed: tuple[int, ...] = ()
    date: int | None = None

    def is_line(self, row: Row) -> bool:
        """Tell whether a row looks like a line of this table; sums have no day."""
        if self.part is None or not "".join(row[self.part : self.part + 1]).strip():
            return False
        if self.date is not None and not _is_day("".join(row[self.date : self.date + 1]).strip()):
            return False
        return all(at < len(row) and is_value(row[at].strip()) for at in self.needed)

    def is_added_up(self, names: Row) -> bool:
        """Tell whether sums of this table's lines stand below some names: no part is among them."""
        known, _ = recognise(names)
        others = [
            text for at, text in enumerate(names) if text.strip() and at not in known.values()
        ]
        is_named = bool(_GROUPS & set(known)) or any(map(_SUMS.search, names))
        is_known = set(known) <= _GROUPS.union(NUMBER_FIELDS) and all(map(_OF_SUMS.search, others))
        return self.part is not None and is_named and is_known

    def kind_of(self, row: Row, below: Row | None, *, is_below_header: bool = False) -> Kind:
        """Tell whether a row is data, the header again, or the header of another table.

        Words right below a header may be the units of its columns.
        """
        if not any(at < len(row) and _is_word(row[at]) for at in self.numbers):
            return Kind.DATA
        if _plain(row) in map(_plain, (self.header, *self.written)) or self._names_all(row):
            return Kind.HEADER
        if below is None or any(map(is_value, row)):
            return Kind.DATA
        is_other = is_known_header(row) or (
            not (self.at_places or is_below_header) and self._is_above_values(row, below)
        )
        return Kind.OTHER if is_other else Kind.DATA

    def _names_all(self, row: Row) -> bool:
        """Tell whether a row has the header's names where fields are: a page number may differ."""
        return len(self.used) >= _FEWEST_NUMBERS and all(
            at < len(row) and plain_name(row[at]) == plain_name(self.header[at]) for at in self.used
        )

    def _is_above_values(self, row: Row, below: Row) -> bool:
        """Tell whether different words stand right above values, where numbers are expected."""
        texts = [text.strip().casefold() for text in row if text.strip()]
        named = [at for at in self.numbers if at < len(row) and _is_word(row[at])]
        is_named = len(texts) >= _FEWEST_NAMES and len(named) >= _FEWEST_NUMBERS
        if not is_named or len(set(texts)) < len(texts):
            return False
        if any(sum(map(str.isdigit, text)) > _MOST_DIGITS for text in texts):
            return False
        valued = [at for at in self.numbers if at < len(below) and is_value(below[at].strip())]
        return len(valued) > 1 and set(valued) <= set(named)

    def order_of(self, names: Row) -> tuple[int, ...] | None:
        """Return where each column of this table stands below the same names in another order."""
        own, others = list(map(plain_name, self.header)), list(map(plain_name, names))
        while own and not own[-1]:
            own.pop()
        while others and not others[-1]:
            others.pop()
        if sorted(own) != sorted(others) or len(set(own)) < len(own):
            return None
        return tuple(others.index(name) for name in own)


def is_known_header(row: Row) -> bool:
    """Tell whether a row has names of at least three fields, two of them numbers."""
    known, _ = recognise(row)
    numbers = sum(field in NUMBER_FIELDS for field in known)
    return len(known) >= _FEWEST_NAMES and numbers >= _FEWEST_NUMBERS


def own_table(
    columns: Columns,
    rows: Sequence[Numbered],
    *,
    at_places: bool = False,
    extra: Iterable[int] = (),
) -> Own | None:
    """Return the table of a header; None where there is no header."""
    if columns.row is None or not columns.header:
        return None
    numbers = [columns.places[name] for name in NUMBER_FIELDS if name in columns.places]
    numbers = sorted({*numbers, *extra})
    written = [tuple(rows[columns.row][1])]
    if written[0] != columns.header and columns.row:  # its names stand in two lines
        written.append(tuple(rows[columns.row - 1][1]))
    used = tuple(at for at in columns.places.values() if at < len(columns.header))
    part, optional = columns.places.get("part"), columns.places.get("list")
    needed = tuple(at for at in numbers if at != optional)
    date = columns.places.get("date")
    return Own(columns.header, tuple(written), tuple(numbers), used, at_places, part, needed, date)


def sorted_rows(
    rows: Iterable[Numbered], own: Own, found: list[Table]
) -> Iterator[tuple[int, Sequence[str], Kind]]:
    """Yield the rows below a header with what they are, those in another order put in its own.

    The tables that begin below are added to `found`, with how many rows each has.
    """
    order: tuple[int, ...] | None = None
    is_other, is_below_header = False, True
    ended: Iterator[Numbered | None] = chain(rows, (None,))
    for this, below in pairwise(ended):
        assert this is not None  # noqa: S101 - only the last one is none
        line, row = this
        kind = Kind.DATA
        for at in own.numbers:  # nearly all rows have no word there, and are looked at no further
            if at < len(row) and row[at].lstrip()[:1] > _LAST_DIGIT:
                next_row = None if below is None else below[1]
                kind = own.kind_of(row, next_row, is_below_header=is_below_header)
                break
        is_below_header = kind is Kind.HEADER
        if is_other and found[-1].is_summary and own.date is not None and own.is_line(row):
            is_other = False
        if kind is Kind.HEADER:
            order, is_other = None, False
        elif kind is Kind.OTHER:
            order = own.order_of(row)
            is_other = order is None
            names = tuple(" ".join(text.split()) for text in row)
            is_summary = is_other and own.is_added_up(row)
            found.append(Table(line, names, is_read=not is_other, is_summary=is_summary))
        elif is_other:
            is_summary = found[-1].is_summary and not own.is_line(row)
            found[-1] = replace(found[-1], rows=found[-1].rows + 1, is_summary=is_summary)
            kind = Kind.OTHER
        elif order is not None:
            row = [row[at] if at < len(row) else "" for at in order] + list(row[len(order) :])
        yield line, row, kind


def own_rows(
    columns: Columns, rows: Sequence[tuple[int, list[str]]], own: Own | None
) -> tuple[tuple[tuple[int, list[str]], ...], tuple[Table, ...]]:
    """Return the first rows of a file without those of other tables below, and these tables."""
    if own is None or columns.row is None:
        return tuple(rows), ()
    found: list[Table] = []
    below = sorted_rows(rows[columns.row + 1 :], own, found)
    kept = [(line, list(cells)) for line, cells, kind in below if kind is not Kind.OTHER]
    tables = (*tables_above(columns, rows, own), *found)
    return (*rows[: columns.row + 1], *kept), tables


def tables_above(columns: Columns, rows: Sequence[Numbered], own: Own) -> list[Table]:
    """Return the tables above the header that was taken, each of some rows."""
    if not columns.row:
        return []
    above = rows[: columns.row]
    cells = [row for _, row in above]
    starts = [at for at, row in enumerate(cells) if _is_header(row)]
    if not starts and (place := words_above_numbers(cells)) is not None:
        starts = [place]
    found = []
    for start, end in pairwise([*starts, len(above)]):
        below = cells[start + 1 : end]
        count = sum(sum(map(is_value, row)) >= _FEWEST_NUMBERS for row in below)
        if count >= _FEWEST_ABOVE:
            is_summary = own.is_added_up(cells[start]) and not any(map(own.is_line, below))
            names = tuple(cells[start])
            found.append(Table(above[start][0], names, count, is_summary=is_summary))
    return found or _bare_rows(columns, above)


def _is_header(row: Row) -> bool:
    return not any(map(is_value, row)) and is_known_header(row)


def _bare_rows(columns: Columns, above: Sequence[Numbered]) -> list[Table]:
    """Return rows above the header that look like its own: numbers where it has numbers."""
    numbers = {columns.places[name] for name in NUMBER_FIELDS if name in columns.places}
    part = columns.places.get("part")
    alike = [
        line
        for line, row in above
        if all(at < len(row) and is_value(row[at].strip()) for at in numbers)
        and (part is None or (part < len(row) and row[part].strip()))
    ]
    is_table = len(numbers) >= _FEWEST_NUMBERS and len(alike) >= _FEWEST_ABOVE
    return [Table(0, (), len(alike))] if is_table else []


def without_beside(header: Sequence[str]) -> tuple[list[str], str]:
    """Return a header without the names of other tables beside it, and what is told of them.

    Between tables side by side are columns without a name; the one with the most fields stays.
    """
    groups: list[list[int]] = [[]]
    for at, name in enumerate(header):
        groups = [*groups, []] if not name.strip() else [*groups[:-1], [*groups[-1], at]]
    fields = [set(recognise([header[at] for at in group])[0]) for group in groups]
    known = [at for at, group in enumerate(groups) if is_known_header([header[at] for at in group])]
    if len(known) <= 1:
        return list(header), ""
    kept = max(known, key=lambda at: len(fields[at]))
    others = [groups[at] for at in known if at != kept and _are_same(fields[at], fields[kept])]
    if not others:
        return list(header), ""
    left = {at for group in others for at in group}
    shown = "; ".join(", ".join(header[at].strip() for at in group) for group in others)
    told = f"Another table stands beside it and is left out: {shown}"
    return ["" if at in left else name for at, name in enumerate(header)], told


def _are_same(fields: Collection[str], kept: Collection[str]) -> bool:
    """Tell whether two groups of names are two tables: one of both has all numbers but once."""
    both = set(fields).intersection(kept, NUMBER_FIELDS)
    return "quantity" in both or len(both) >= _FEWEST_NUMBERS


def told_of(tables: Collection[Table], name: str) -> tuple[str, ...]:
    """Say which tables of a file were left out, and which were read by their names.

    Sums on every page are told together.
    """
    sums = [table for table in tables if table.is_summary]
    if len(sums) <= _MOST_SUMS:
        return tuple(_told_of(table, name) for table in tables)
    rows = sum(table.rows for table in sums)
    together = (
        f"{name}, line {sums[0].line} and further down: {len(sums):,} tables of sums begin, their "
        f"{rows:,} rows are left out"
    )
    return (*(_told_of(table, name) for table in tables if not table.is_summary), together)


def _told_of(table: Table, name: str) -> str:
    if table.is_read:
        return (
            f"{name}, line {table.line}: from here on the columns stand in another order; they "
            "are taken by their names"
        )
    rows = "1 row is" if table.rows == 1 else f"{table.rows:,} rows are"
    return f"{name}, line {table.line}: another table begins, its {rows} left out"


def _is_day(text: str) -> bool:
    """Tell whether a text is a day, perhaps with a time behind it, and no amount."""
    is_long = len(text) >= _SHORTEST_DAY and any(map(str.isdigit, text))
    return is_long and (read_days((text,))[text] is not None or not _AMOUNT.fullmatch(text))


def _is_word(text: str) -> bool:
    return text[:1].isalpha() or text.strip()[:1].isalpha()


def _plain(row: Row) -> list[str]:
    cells = [text.strip().casefold() for text in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
