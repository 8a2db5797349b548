"""The columns of the tier grid: what stands in each cell, and in which ink.

Knows tier rows, findings and how numbers are written; no widget. Colour is spent by dollars:
what moves no money stays grey.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, partial

from matrix_designer.analysis.findings import Severity
from matrix_designer.analysis.replay import TierFigures
from matrix_designer.core.factor import Basis, Factor, FactorKind, factor_text
from matrix_designer.core.matrix import CapRule, FallbackKind
from matrix_designer.core.money import CENT, DOLLAR, EXTENDED_DOLLAR, PIECE, POINT
from matrix_designer.gui.grid.columns import (
    Align,
    Cell,
    Column,
    GridSpec,
    Ink,
)
from matrix_designer.gui.numbers import MINUS, Numbers
from matrix_designer.gui.pages.tier_entries import (
    OPEN_TOP,
    BarePercent,
    Entries,
    PriceAfter,
    TierLine,
    bound_text,
    line_after,
    multiplier_text,
    new_line,
    plain_of,
)
from matrix_designer.gui.pages.tier_heads import found_in, head_of

HIDES_FIRST = ("as_sold", "pieces", "basis", "markup", "in_force", "at_top", "after")
"""The order in which columns go where the width is short."""
PLUS_67 = Factor(FactorKind.MARKUP, 67 * POINT, factor_text(FactorKind.MARKUP, 67 * POINT))
_CAP_BASES = {CapRule.COST_PLUS_67: "cost", CapRule.LIST: "list"}
_CAP_WORDS = {
    CapRule.COST_PLUS_67: "cost + 67 %",
    CapRule.LIST: "list",
    CapRule.LOWER: "the lower of list and cost + 67 %",
    CapRule.HIGHER: "the higher of list and cost + 67 %",
}
_FACTOR = "factor"
_NO_FIGURE = Cell("–", Ink.MUTED)


def tier_spec(
    numbers: Numbers,
    sold_in: str,
    matrix: Callable[[], str],
    price_after: PriceAfter,
    bare_percent: BarePercent,
) -> GridSpec[TierLine]:
    """Return the tier grid's columns; `sold_in` heads those of the sales, `matrix` names it."""
    entries = Entries(numbers, price_after, bare_percent)
    cells = _Cells(numbers)
    return GridSpec(
        name="Tiers",
        corner="Tier",
        columns=(
            *_range_columns(cells, entries),
            *_factor_columns(cells, entries),
            *_price_columns(cells),
            *_sold_columns(cells, sold_in),
        ),
        head=head_of,
        is_sunken=_is_sunken,
        hides_first=HIDES_FIRST,
        is_body=_is_tier,
        after=line_after,
        new_row=partial(new_line, matrix),
    )


def _range_columns(cells: _Cells, entries: Entries) -> tuple[Column[TierLine], ...]:
    group = "Cost range"
    money = cells.write_money
    return (
        Column(
            *("from", "From", group, 6.4, cells.lower),
            edit_text=cells.lower_entry,
            read=entries.read_lower,
            figure=money,
        ),
        Column(
            *("to", "To", group, 6.8, cells.upper),
            edit_text=cells.upper_entry,
            read=entries.read_upper,
            figure=money,
        ),
    )


def _factor_columns(cells: _Cells, entries: Entries) -> tuple[Column[TierLine], ...]:
    group = "Factor"
    point = cells.write_point
    kinds = (
        ("multiplier", "Multiplier", 7.4, FactorKind.MULTIPLIER, cells.write_multiplier),
        ("markup", "Markup %", 7.7, FactorKind.MARKUP, point),
        ("gp", "GP %", 5.0, FactorKind.GP, point),
    )
    return (
        Column(
            *("basis", "Basis", group, 4.4, cells.basis, Align.LEFT),
            edit_text=cells.basis_entry,
            read=entries.read_basis,
        ),
        Column(
            *("typed", "As typed", group, 7.4, cells.typed, Align.LEFT),
            spoken="Factor as typed",
            edit_text=cells.typed_entry,
            read=partial(entries.read_factor, column=None),
            writes=_FACTOR,
        ),
        *(
            Column(
                *(key, title, group, digits, partial(cells.unit, kind=kind)),
                edit_text=partial(cells.unit_entry, kind=kind),
                read=partial(entries.read_factor, column=kind),
                figure=figure,
                copy_text=partial(cells.unit_copy, kind=kind),
                exact_text=cells.typed_entry,
                writes=_FACTOR,
            )
            for key, title, digits, kind, figure in kinds
        ),
    )


def _price_columns(cells: _Cells) -> tuple[Column[TierLine], ...]:
    group = "Price"
    money = cells.write_money
    return (
        Column(
            *("at_top", "At top", group, 7.0, cells.at_top),
            spoken="Price at the top of the tier",
            figure=money,
        ),
        Column(
            *("after", "1¢ later", group, 7.6, cells.after),
            has_marks=True,
            spoken="Price one cent later",
            figure=money,
        ),
    )


def _sold_columns(cells: _Cells, group: str) -> tuple[Column[TierLine], ...]:
    whole = cells.write_whole
    gains = (
        ("as_sold", "GP $ as sold", "GP $ as sold", Ink.MUTED),
        ("in_force", "GP $ now", "GP $ under the matrix in force", Ink.MUTED),
        ("proposed", "Proposed", "GP $ proposed", Ink.ACCENT),
    )
    return (
        Column(*("pieces", "Pieces", group, 6.5, cells.pieces), figure=whole),
        Column(*("cost", "Cost $", group, 8.0, cells.cost), figure=whole),
        *(
            Column(
                *(key, title, group, 8.4, partial(cells.gp, state=key)),
                head_ink=ink,
                spoken=spoken,
                figure=whole,
            )
            for key, title, spoken, ink in gains
        ),
        Column(
            *("share", "Share of cost $", group, 11.5, cells.share, Align.LEFT),
            has_bar=True,
            figure=cells.write_point,
        ),
    )


class _Cells:
    """Makes the cells of a line in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def lower(self, line: TierLine) -> Cell:
        corner, note = found_in(line, "from")
        if line.tier is not None:
            return self._money(line.tier.lower, Ink.TEXT, corner, note)
        if line.cap is not None:
            return self._money(line.cap.above + CENT, Ink.DERIVED)
        return Cell("no tier", Ink.DERIVED)

    def lower_entry(self, line: TierLine) -> str | None:
        return None if line.tier is None else bound_text(line.tier.lower, self._numbers)

    def upper(self, line: TierLine) -> Cell:
        corner, note = found_in(line, "to")
        if line.tier is None:
            return Cell(OPEN_TOP if line.cap is not None else "", Ink.DERIVED)
        if line.tier.upper is None:
            return Cell(OPEN_TOP, corner=corner, note=note)
        return self._money(line.tier.upper, Ink.TEXT, corner, note)

    def upper_entry(self, line: TierLine) -> str | None:
        if line.tier is None:
            return None
        return "" if line.tier.upper is None else bound_text(line.tier.upper, self._numbers)

    def basis(self, line: TierLine) -> Cell:
        if line.tier is not None:
            return Cell(line.tier.basis.value)
        if line.cap is not None:
            return Cell(_CAP_BASES.get(line.cap.rule, ""), Ink.DERIVED)
        is_cost = line.fallback is not None and line.fallback.factor is not None
        return Cell("cost" if is_cost else "list", Ink.DERIVED)

    def basis_entry(self, line: TierLine) -> str | None:
        return None if line.tier is None else line.tier.basis.value

    def typed(self, line: TierLine) -> Cell:
        corner, note = found_in(line, "typed")
        if line.tier is None:
            note = "" if line.cap is None else f"above the cap: {_CAP_WORDS[line.cap.rule]}"
            text = self._numbers.typed(_rule_text(line))
            return Cell(text, Ink.DERIVED, note=note, spills=True)
        text = self._numbers.typed(line.tier.factor.text)
        return Cell(text, is_semibold=True, corner=corner, note=note)

    def typed_entry(self, line: TierLine) -> str | None:
        return None if line.tier is None else self._numbers.typed(line.tier.factor.text)

    def unit(self, line: TierLine, kind: FactorKind) -> Cell:
        value = _unit_value(line, kind)
        if value is None:
            return Cell()
        ink = Ink.DERIVED if line.tier is None else Ink.TEXT
        if kind is FactorKind.MULTIPLIER:
            text, reserve = multiplier_text(value, self._numbers)
            return Cell(text, ink, reserve=reserve, value=value)
        return Cell(self._numbers.fraction(value, 1), ink, value=value)

    def unit_entry(self, line: TierLine, kind: FactorKind) -> str | None:
        if line.tier is None:
            return None
        value = _unit_value(line, kind)
        if value is None:
            return ""
        plain = plain_of(self._numbers)
        if kind is FactorKind.MULTIPLIER:
            return multiplier_text(value, plain)[0]
        return plain.fraction(value, 1)

    def unit_copy(self, line: TierLine, kind: FactorKind) -> str | None:
        """Return a factor in one unit for other programs: all the decimals that a factor has."""
        value = _unit_value(line, kind)
        if value is None:
            return ""
        least = 2 if kind is FactorKind.MULTIPLIER else 1
        whole, mark, decimals = (
            plain_of(self._numbers).fraction(value, 4).rpartition(self._numbers.point)
        )
        needed = decimals.rstrip("0").ljust(least, "0")
        return f"{whole}{mark}{needed}".replace(MINUS, "-")

    def at_top(self, line: TierLine) -> Cell:
        price = None if line.row is None else line.row.price_at_top
        return Cell() if price is None else self._money(price, Ink.DERIVED)

    def after(self, line: TierLine) -> Cell:
        row = line.row
        if row is None or (row.price_after is None and not row.is_after_unpriced):
            return Cell()
        if row.price_after is None:
            is_error = any(one.severity is Severity.ERROR for one in line.findings)
            return Cell("no price", Ink.ERROR if is_error else Ink.MUTED, is_semibold=is_error)
        value = _exact(row.price_after, DOLLAR)
        text = self._numbers.money(row.price_after)
        if row.counts:
            note = "price falls, and it counts"
            return Cell(
                *(text, Ink.WARNING, True),
                mark=Ink.WARNING_GRAPHIC,
                value=value,
                note=note,
            )
        if row.falls:
            return Cell(text, Ink.DERIVED, mark=Ink.QUIET, value=value, note="price falls")
        return Cell(text, Ink.DERIVED, value=value)

    def pieces(self, line: TierLine) -> Cell:
        sold = _sold(line)
        if sold is None:
            return _NO_FIGURE
        text = self._numbers.pieces(sold.pieces)
        return Cell(text, Ink.DERIVED, value=_exact(sold.pieces, PIECE))

    def cost(self, line: TierLine) -> Cell:
        sold = _sold(line)
        return _NO_FIGURE if sold is None else self._whole(sold.cost, Ink.DERIVED)

    def gp(self, line: TierLine, state: str) -> Cell:
        sold = _sold(line)
        sales = None if sold is None else _sales(sold, state)
        if sold is None or sales is None:
            return _NO_FIGURE
        return self._whole(sales - sold.cost, _GP_INKS[state])

    def share(self, line: TierLine) -> Cell:
        share = None if line.row is None else line.row.share
        if share is None:
            return _NO_FIGURE
        exact = Fraction(share)
        text = self._numbers.fraction(exact, 1)
        bar, is_strong = line.part, line.is_in_band
        return Cell(text, Ink.DERIVED, bar=bar, is_bar_strong=is_strong, value=exact)

    def _money(self, amount: int, ink: Ink, corner: Ink | None = None, note: str = "") -> Cell:
        text = self._numbers.money(amount)
        return Cell(text, ink, corner=corner, value=_exact(amount, DOLLAR), note=note)

    def _whole(self, extended: int, ink: Ink) -> Cell:
        text = self._numbers.dollars(extended)
        return Cell(text, ink, value=_exact(extended, EXTENDED_DOLLAR))

    def write_money(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 2)

    def write_multiplier(self, value: Fraction) -> str:
        return multiplier_text(value, self._numbers)[0]

    def write_point(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 1)

    def write_whole(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 0)


@lru_cache(4096)
def _exact(numerator: int, denominator: int) -> Fraction:
    """Return a ratio; most that an edit has made was made by the one before."""
    return Fraction(numerator, denominator)


_GP_INKS = {"as_sold": Ink.MUTED, "in_force": Ink.MUTED, "proposed": Ink.TEXT}


def _rule_text(line: TierLine) -> str:
    """Return how cap or fallback price, as the factor column shows it."""
    if line.cap is not None:
        is_factor = line.cap.rule is CapRule.COST_PLUS_67
        return PLUS_67.text if is_factor else _CAP_WORDS[line.cap.rule]
    if line.fallback is None or line.fallback.kind is FallbackKind.LIST:
        return "list"
    return line.fallback.factor.text if line.fallback.factor is not None else ""


def _unit_value(line: TierLine, kind: FactorKind) -> Fraction | None:
    """Return a line's factor in one unit; None where it has none."""
    factor, basis = None, Basis.COST
    if line.tier is not None:
        factor, basis = line.tier.factor, line.tier.basis
    elif line.cap is not None:
        factor = PLUS_67 if line.cap.rule is CapRule.COST_PLUS_67 else None
    elif line.fallback is not None:
        factor = line.fallback.factor
    return None if factor is None else _in_unit(factor, basis, kind)


@lru_cache(4096)
def _in_unit(factor: Factor, basis: Basis, kind: FactorKind) -> Fraction | None:
    """Return a factor in one unit; None where it has none."""
    multiplier = factor.multiplier
    if multiplier is None or kind is FactorKind.MULTIPLIER:
        return multiplier
    if kind is FactorKind.MARKUP:
        return (multiplier - 1) * 100
    return (1 - 1 / multiplier) * 100 if basis is Basis.COST else None


def _sold(line: TierLine) -> TierFigures | None:
    return None if line.row is None else line.row.figures


def _sales(sold: TierFigures, state: str) -> int | None:
    return {"as_sold": sold.sold, "in_force": sold.in_force, "proposed": sold.replayed}[state]


def _is_sunken(line: TierLine) -> bool:
    return line.tier is None


def _is_tier(line: TierLine) -> bool:
    return line.tier is not None
