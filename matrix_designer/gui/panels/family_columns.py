"""The columns of the family grid: what stands in each cell, and in which ink.

Knows rows of families and how numbers are written; no widget.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from operator import attrgetter

from matrix_designer.core.money import DOLLAR, PIECE
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.family_entries import FamilyEntries
from matrix_designer.gui.panels.family_lines import FamilyLine, is_family, line_after, new_line
from matrix_designer.gui.panels.row_heads import marked_head, next_head

_NO_FIGURE = Cell("\u2013", Ink.MUTED)
HIDES_FIRST = ("excluded", "agreed", "pieces", "spread", "sources", "parts", "sold_gp", "factor")
_MOST_NAMES = 18.0


def family_spec(numbers: Numbers, entries: FamilyEntries) -> GridSpec[FamilyLine]:
    """Return the columns of the family grid."""
    cells = _Cells(numbers, entries)
    return GridSpec(
        name="Families",
        corner="No.",
        columns=(
            *_member_columns(cells, entries),
            *_cost_columns(cells),
            *_price_columns(cells, entries),
        ),
        head=_head,
        is_sunken=_is_blank,
        hides_first=HIDES_FIRST,
        is_body=is_family,
        after=_after,
        new_row=_new_row,
        is_waiting=_is_blank,
        movable=True,
        noun=attrgetter("family"),
    )


def _member_columns(cells: _Cells, entries: FamilyEntries) -> tuple[Column[FamilyLine], ...]:
    named = (
        ("descriptions", "Description", "Description patterns", 12.0),
        ("sources", "Source", "Sources", 7.0),
        ("parts", "Parts", "Parts by number", 9.0),
        ("excluded", "Not", "Parts left out", 7.0),
    )
    return (
        Column(
            *("name", "Name", "Family", 12.0, cells.name, Align.LEFT),
            edit_text=cells.name_text,
            read=entries.read_name,
            most=20.0,
        ),
        *(
            Column(
                *(key, title, "Members", digits, partial(cells.names, field=key), Align.LEFT),
                spoken=spoken,
                edit_text=partial(entries.names_text, field=key),
                read=partial(entries.read_names, field=key),
                most=_MOST_NAMES,
            )
            for key, title, spoken, digits in named
        ),
        Column(
            *("members", "Sold", "Members", 5.0, cells.members),
            spoken="Parts that sold",
            figure=cells.write_whole,
        ),
        Column(
            *("outliers", "Outliers", "Members", 5.6, cells.outliers),
            spoken="Parts whose cost is far from the rest",
            figure=cells.write_whole,
        ),
    )


def _cost_columns(cells: _Cells) -> tuple[Column[FamilyLine], ...]:
    group = "Cost"
    return (
        Column(
            *("average", "Average", group, 7.4, cells.average),
            spoken="Sales-weighted average cost",
            figure=cells.write_money,
        ),
        Column(
            *("spread", "From to", group, 12.0, cells.spread),
            spoken="Cheapest and dearest part",
        ),
        Column(*("pieces", "Pieces", group, 6.5, cells.pieces), figure=cells.write_whole),
    )


def _price_columns(cells: _Cells, entries: FamilyEntries) -> tuple[Column[FamilyLine], ...]:
    group = "One price"
    return (
        Column(
            *("factor", "Factor", group, 7.0, cells.factor, Align.LEFT),
            spoken="Factor over the average cost",
            edit_text=entries.factor_text,
            read=entries.read_factor,
        ),
        Column(
            *("price", "Price", group, 7.0, cells.price),
            edit_text=entries.price_text,
            read=entries.read_price,
            figure=cells.write_money,
        ),
        Column(
            *("gp", "GP %", group, 5.4, cells.gp),
            spoken="GP % over the real mix",
            edit_text=entries.goal_text,
            read=entries.read_goal,
            figure=cells.write_point,
        ),
        Column(
            *("sold_gp", "As sold", group, 6.0, cells.sold_gp),
            spoken="GP % as sold",
            figure=cells.write_point,
        ),
        Column(
            *("agreed", "Agreed", group, 7.0, cells.agreed, Align.LEFT),
            spoken="Who agreed",
            edit_text=cells.agreed_text,
            read=entries.read_agreed,
            most=14.0,
        ),
    )


class _Cells:
    """Makes the cells of a row in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers, entries: FamilyEntries) -> None:
        self._numbers = numbers
        self._entries = entries

    def name(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell("Type a family's name", Ink.MUTED)
        return Cell(line.family.name, is_semibold=True)

    def name_text(self, line: FamilyLine) -> str | None:
        return "" if line.family is None else line.family.name

    def names(self, line: FamilyLine, field: str) -> Cell:
        text = self._entries.names_text(line, field) or ""
        return Cell(text, note=text)

    def members(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        if line.figures is None:
            return _NO_FIGURE
        count = len(line.figures.members)
        return Cell(self._numbers.count(count), _derived(line), value=Fraction(count))

    def outliers(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        if line.figures is None:
            return _NO_FIGURE
        count = len(line.figures.outliers)
        ink = _derived(line) if not count or line.is_stale else Ink.WARNING
        note = "costs more than 1.5 times, or less than two thirds of, the others" if count else ""
        text = self._numbers.count(count)
        return Cell(text, ink, is_semibold=bool(count), value=Fraction(count), note=note)

    def average(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        if line.average is None:
            return _NO_FIGURE
        moved = [one for one in line.findings if one.code == "family-average-moved"]
        corner = Ink.WARNING_GRAPHIC if moved else None
        note = "\n".join(one.message for one in moved)
        value = line.average / DOLLAR
        text = self._numbers.fraction(value, 2)
        return Cell(text, _derived(line), corner=corner, note=note, value=value)

    def spread(self, line: FamilyLine) -> Cell:
        if line.figures is None or not line.figures.members:
            return Cell() if line.family is None else _NO_FIGURE
        ends = (line.figures.members[0], line.figures.members[-1])
        low, high = (self._numbers.fraction(one.average / DOLLAR, 2) for one in ends)
        return Cell(f"{low} to {high}", _derived(line))

    def pieces(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        if line.figures is None:
            return _NO_FIGURE
        pieces = sum(one.pieces for one in line.figures.members)
        return Cell(self._numbers.pieces(pieces), _derived(line), value=Fraction(pieces, PIECE))

    def factor(self, line: FamilyLine) -> Cell:
        if line.family is None or line.family.price is None:
            return Cell()
        if line.family.factor is None:
            return Cell("typed", Ink.MUTED)
        return Cell(self._numbers.typed(line.family.factor.text))

    def price(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        price = line.family.price
        if price is None:
            is_asked = any(one.code == "family-unpriced" for one in line.findings)
            ink = Ink.ERROR if is_asked else Ink.MUTED
            return Cell("no price", ink, note="its parts have no price yet")
        value = Fraction(price, DOLLAR)
        return Cell(self._numbers.money(price), is_semibold=True, value=value)

    def gp(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        percent = line.gp_percent
        if percent is None:
            return _NO_FIGURE
        value = Fraction(percent)
        ink = Ink.QUIET if line.is_stale else Ink.ERROR if percent < 0 else Ink.TEXT
        return Cell(self._numbers.fraction(value, 1), ink, value=value)

    def sold_gp(self, line: FamilyLine) -> Cell:
        if line.family is None:
            return Cell()
        figures = line.figures
        if figures is None or not figures.sold:
            return _NO_FIGURE
        cost = sum(one.cost for one in figures.members)
        value = Fraction(100 * (figures.sold - cost), figures.sold)
        ink = Ink.QUIET if line.is_stale else Ink.MUTED
        return Cell(self._numbers.fraction(value, 1), ink, value=value)

    def agreed(self, line: FamilyLine) -> Cell:
        text = " ".join((self.agreed_text(line) or "").split())
        return Cell(text, note=text)

    def agreed_text(self, line: FamilyLine) -> str | None:
        return None if line.family is None else line.family.agreed

    def write_money(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 2)

    def write_point(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 1)

    def write_whole(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 0)


def _derived(line: FamilyLine) -> Ink:
    return Ink.QUIET if line.is_stale else Ink.DERIVED


def _head(line: FamilyLine) -> RowHead:
    if line.family is None:
        return next_head("Next family", "Type the next family here")
    number = str(line.place + 1)
    return marked_head(number, f"Family {number}, {line.family.name}", line.findings)


def _is_blank(line: FamilyLine) -> bool:
    return line.family is None


def _after(line: FamilyLine, edit: object) -> FamilyLine:
    return line_after(line, edit)


def _new_row(lines: object) -> tuple[FamilyLine, object]:
    return new_line(lines)  # type: ignore[arg-type] # the grid hands its own rows on
