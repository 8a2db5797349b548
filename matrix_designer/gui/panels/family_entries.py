"""What a text typed into the family grid is read as: an edit with its hint, or a refusal.

Knows families, factors and edits; no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from matrix_designer.analysis.families import gp_at, price_by_factor
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import AmbiguousPercentError, Factor, FactorKind, read_factor
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.family_edits import AcceptFamilyPrice, InsertFamilies, SetFamily
from matrix_designer.core.flat_price import check_price
from matrix_designer.core.money import DOLLAR, amount_text
from matrix_designer.core.part_class import name_key, part_key
from matrix_designer.core.plan_text import names_text, read_names, read_price
from matrix_designer.gui.grid.columns import Reading, Run, Tone
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.family_lines import FamilyLine
from matrix_designer.gui.panels.sheet_hints import names_hint

_NO_AVERAGE = "The sales tell no average cost of these parts: type a price"


class FamilyEntries:
    """Reads typed texts in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers) -> None:
        """Take how numbers are written."""
        self._numbers = numbers

    def names_text(self, line: FamilyLine, field: str) -> str | None:
        """Write a list of names or patterns."""
        return None if line.family is None else names_text(getattr(line.family, field))

    def price_text(self, line: FamilyLine) -> str | None:
        """Write what editing the price starts from."""
        if line.family is None:
            return None
        price = line.family.price
        return "" if price is None else self._numbers.typed(amount_text(price))

    def factor_text(self, line: FamilyLine) -> str | None:
        """Write what editing the factor starts from: empty where the price was typed."""
        if line.family is None:
            return None
        factor = line.family.factor
        return "" if factor is None else self._numbers.typed(factor.text)

    def goal_text(self, line: FamilyLine) -> str | None:
        """Write what editing the GP % starts from."""
        if line.family is None:
            return None
        percent = line.gp_percent
        if percent is None:
            return ""
        return self._numbers.fraction(Fraction(percent), 1)

    def read_name(self, line: FamilyLine, text: str) -> Reading:
        """Read a name; in the last row it makes a family."""
        name = " ".join(text.split())
        if line.family is None:
            if not name:
                return Reading()
            hint = (Run("a new family: say who belongs to it by description or part"),)
            return Reading(InsertFamilies(line.place, (Family(name),)), hint)
        return _changed(line, lambda family: replace(family, name=name))

    def read_names(self, line: FamilyLine, text: str, field: str) -> Reading:
        """Read a list of parts, patterns or sources."""
        key = part_key if field in ("parts", "excluded") else name_key

        def change(family: Family) -> Family:
            changed: dict[str, tuple[str, ...]] = {field: read_names(text, key)}
            return replace(family, **changed)  # type: ignore[arg-type] # one list of names

        reading = _changed(line, change)
        if reading.refusal:
            return reading
        return replace(reading, hint=names_hint(read_names(text, key), text, field))

    def read_agreed(self, line: FamilyLine, text: str) -> Reading:
        """Read who agreed to the price."""
        return _changed(line, lambda family: replace(family, agreed=text.strip()))

    def read_price(self, line: FamilyLine, text: str) -> Reading:
        """Read a price as it is typed; empty takes the accepted one away."""
        if line.family is None:
            return Reading()
        if not text.strip():
            is_none = line.family.price is None
            return Reading(None if is_none else AcceptFamilyPrice(line.place, None))
        try:
            price = read_price(text, self._numbers.style)
            check_price(price, "A family's price")
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        if price == line.family.price:
            return Reading()
        return self._accept(line, price, None)

    def read_factor(self, line: FamilyLine, text: str) -> Reading:
        """Read a factor over the average cost: `x1.5`, `+50%`, `40% GP`."""
        return self._by_factor(line, text, None)

    def read_goal(self, line: FamilyLine, text: str) -> Reading:
        """Read the GP % that the average is to earn."""
        return self._by_factor(line, text, FactorKind.GP)

    def _by_factor(self, line: FamilyLine, text: str, column: FactorKind | None) -> Reading:
        if line.family is None or not text.strip():
            return Reading()
        averaged = None if line.figures is None else line.figures.averaged
        if averaged is None:
            return Reading(refusal=_NO_AVERAGE)
        try:
            factor = read_factor(text, column, self._numbers.style).factor
            price = price_by_factor(averaged, factor)
            check_price(price, "A family's price")
        except AmbiguousPercentError:
            return Reading(refusal="Say which percent: write +50%, 150% of cost or 33% GP")
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        is_same = (price, factor) == (line.family.price, line.family.factor)
        if is_same and averaged == line.family.averaged:
            return Reading()
        return self._accept(line, price, factor, averaged)

    def _accept(
        self,
        line: FamilyLine,
        price: int,
        factor: Factor | None,
        averaged: Averaged | None = None,
    ) -> Reading:
        known = averaged or (None if line.figures is None else line.figures.averaged)
        agreed = "" if line.family is None else line.family.agreed
        edit = AcceptFamilyPrice(line.place, price, factor, known, agreed)
        return Reading(edit, self._hint(line, price, factor))

    def _hint(self, line: FamilyLine, price: int, factor: Factor | None) -> tuple[Run, ...]:
        runs = [Run("one price "), Run(f"${self._numbers.money(price)}", Tone.STRONG)]
        average = line.average
        if average is not None:
            cost = f"average cost ${self._numbers.fraction(average / DOLLAR, 4)}"
            made = "" if factor is None else f", {self._numbers.typed(factor.text)}"
            runs.append(Run(f"   {'·' if factor is None else '='}   {cost}{made}"))
        percent = None if line.figures is None else gp_at(line.figures.members, price).gp_percent
        if percent is not None:
            share = self._numbers.fraction(Fraction(percent), 1)
            runs += [Run("   \u00b7   "), Run(f"{share} % GP over the mix", Tone.STRONG)]
        return tuple(runs)


def _changed(line: FamilyLine, change: Callable[[Family], Family]) -> Reading:
    """Read a change of one family; what cannot be is a refusal."""
    if line.family is None:
        return Reading()
    try:
        made = change(line.family)
    except MatrixDesignerError as error:
        return Reading(refusal=error.sentence)
    return Reading(None if made == line.family else SetFamily(line.place, made))
