"""What a text typed into the tier grid is read as: an edit with its hint, or a refusal.

Knows tiers, the factor language and edits; no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.tier_rows import TierRow
from matrix_designer.core.answers import SetBarePercent
from matrix_designer.core.edits import (
    BoundSide,
    Edit,
    InsertTier,
    SetBound,
    SetFactor,
    SetTierBasis,
    Together,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import (
    AmbiguousPercentError,
    Basis,
    Factor,
    FactorKind,
    FactorReading,
    factor_text,
    plain_number,
    read_factor,
)
from matrix_designer.core.matrix import Cap, Fallback, Tier
from matrix_designer.core.money import (
    CENT,
    DOLLAR,
    MAX_BOUND,
    Bound,
    amount_text,
    read_bound,
)
from matrix_designer.gui.grid.columns import Ask, Reading, Run, Tone
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.texts import signed

OPEN_TOP = "and up"
_OPEN_WORDS = ("", "max", OPEN_TOP)
_BASES = {
    "cost": Basis.COST,
    "c": Basis.COST,
    "list": Basis.LIST,
    "l": Basis.LIST,
    "msrp": Basis.LIST,
}
_STEPS = tuple(cents * CENT for cents in (10_000, 5_000, 1_000, 500, 100, 50, 25, 10, 5, 1))

PriceAfter = Callable[[Edit, int], int | None]
"""What a part of that cost (an amount) sells for after an edit; None where it cannot be told."""
BarePercent = Callable[[], FactorKind | None]
"""What a bare `75%` means in the design; None where it was not asked yet."""


class TierLine(NamedTuple):
    """One row of the tier grid: a tier, the cap or the fallback, with what it does and sold.

    `place` counts tiers from 0 (None for cap and fallback); `row` is None until it is analysed;
    `part` is the row's share of the greatest row's cost dollars, from 0 to 1; `is_in_band` says
    that the tier starts in the costs where most of the money is.
    """

    matrix: str
    place: int | None = None
    tier: Tier | None = None
    cap: Cap | None = None
    fallback: Fallback | None = None
    row: TierRow | None = None
    part: float = 0.0
    is_in_band: bool = False
    findings: tuple[Finding, ...] = ()


class Entries:
    """Reads typed texts in the user's way of writing numbers."""

    def __init__(
        self, numbers: Numbers, price_after: PriceAfter, bare_percent: BarePercent
    ) -> None:
        """Take how numbers are written, what prices an example, and what the user was asked."""
        self._numbers = numbers
        self._price_after = price_after
        self._bare_percent = bare_percent

    def read_lower(self, line: TierLine, text: str) -> Reading:
        """Read a tier's first cost."""
        return self._read_bound(line, text, BoundSide.LOWER)

    def read_upper(self, line: TierLine, text: str) -> Reading:
        """Read a tier's last cost; empty, MAX or `and up` opens the top."""
        if text.strip().lower() not in _OPEN_WORDS:
            return self._read_bound(line, text, BoundSide.UPPER)
        if line.tier is None or line.place is None:
            return Reading()
        hint = (Run("read as "), Run("no upper bound", Tone.STRONG))
        is_open = line.tier.upper is None
        edit = None if is_open else SetBound(line.matrix, line.place, BoundSide.UPPER, None)
        return Reading(edit, hint)

    def read_basis(self, line: TierLine, text: str) -> Reading:
        """Read what a tier's factor multiplies."""
        tier, place = line.tier, line.place
        basis = _BASES.get(text.strip().lower())
        if basis is None:
            return Reading(refusal=f"“{text.strip()}” is not a basis. Type cost or list.")
        if tier is None or place is None or basis is tier.basis:
            return Reading()
        factor = _on_basis(tier.factor, basis)
        try:
            replace(tier, basis=basis, factor=factor)
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        if factor is tier.factor:
            return Reading(SetTierBasis(line.matrix, place, basis))
        return Reading(SetFactor(line.matrix, place, factor, basis))

    def read_factor(self, line: TierLine, text: str, column: FactorKind | None) -> Reading:
        """Read a factor typed into a column that names a kind, or none."""
        tier, place = line.tier, line.place
        if tier is None or place is None:
            return Reading()
        try:
            reading = read_factor(text, column, self._numbers.style)
        except AmbiguousPercentError as error:
            return self._read_bare_percent(line, tier, place, text, error)
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        return self._read_as(line, tier, place, reading)

    def _read_as(self, line: TierLine, tier: Tier, place: int, reading: FactorReading) -> Reading:
        """Take a factor that was understood, where the tier takes it."""
        factor = reading.factor
        try:
            made = replace(tier, factor=factor, basis=reading.basis or tier.basis)
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        edit = SetFactor(line.matrix, place, factor, reading.basis)
        return Reading(None if made == tier else edit, tuple(self._hint(made, edit)))

    def _read_bare_percent(
        self, line: TierLine, tier: Tier, place: int, text: str, error: AmbiguousPercentError
    ) -> Reading:
        """Read `75%` as the design says, or ask once what it means."""
        factors = [_on_basis(factor, tier.basis) for factor in error.readings]
        for factor in factors:
            if factor.kind is self._bare_percent():
                return self._read_as(line, tier, place, FactorReading(factor))
        ten = "a $%s part" if tier.basis is Basis.COST else "with a list of $%s a part"
        words = f"“{text.strip()}”: {ten % self._numbers.money(10 * DOLLAR)} sells for"
        answers = []
        for factor in factors:
            edit = SetFactor(line.matrix, place, factor)
            steps = (SetBarePercent(factor.kind), edit)
            answers.append((self._answer(factor, tier.basis), Together(steps, edit.text)))
        said = ", or ".join(answer for answer, _edit in answers)
        hint = (Run(f"{words} "), Run(said, Tone.STRONG), Run("   ·   Enter asks which, once"))
        return Reading(None, hint, ask=Ask(words, tuple(answers), self._say_both(text, factors)))

    def _answer(self, factor: Factor, basis: Basis) -> str:
        """Say what a part of $10.00 sells for, and what the percent then is."""
        kind = "markup" if factor.kind is FactorKind.MARKUP else f"percent of {basis.value}"
        return f"${self._numbers.money(factor.price_of(10 * DOLLAR))} ({kind})"

    def _read_bound(self, line: TierLine, text: str, side: BoundSide) -> Reading:
        if line.tier is None or line.place is None:
            return Reading()
        try:
            bound_of = Bound.FIRST if side is BoundSide.LOWER else Bound.TOP
            amount = read_bound(text, self._numbers.style, bound_of)
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        now = line.tier.lower if side is BoundSide.LOWER else line.tier.upper
        return Reading(None if amount == now else SetBound(line.matrix, line.place, side, amount))

    def _say_both(self, text: str, factors: list[Factor]) -> str:
        """Say both readings of a bare percent, each with a price."""
        write = self._numbers
        one, other = (
            f"{write.typed(factor.text)} ({write.money(factor.price_of(10 * DOLLAR))})"
            for factor in factors
        )
        return f"“{text.strip()}” can mean two things for a $10.00 part: write {one} or {other}"

    def _hint(self, tier: Tier, edit: SetFactor) -> list[Run]:
        """Say what a factor was read as, in every unit, with a worked price."""
        factor = tier.factor
        units = self._units(factor, tier.basis)
        runs = [Run("read as "), Run(units.pop(_UNIT_OF[factor.kind]), Tone.STRONG)]
        runs += [Run(f"   = {text}", Tone.PLAIN) for text in units.values()]
        cost = _example(tier)
        price = None if tier.basis is Basis.LIST else self._price_after(edit, cost)
        if price is not None:
            runs.append(Run(f"   ·   a ${self._numbers.money(cost)} part sells for "))
            runs.append(Run(f"${self._numbers.money(price)}", Tone.STRONG))
        return runs

    def _units(self, factor: Factor, basis: Basis) -> dict[str, str]:
        """Return a factor in all units that it has, each as people write it."""
        numbers = self._numbers
        multiplier = factor.multiplier
        if multiplier is None:
            sign = "−" if factor.value < 0 else "+"
            return {"add-on": f"add-on {sign}${numbers.money(abs(factor.value))}"}
        units = {
            "multiplier": f"×{multiplier_text(multiplier, numbers)[0]}",
            "markup": f"markup {signed(_short((multiplier - 1) * 100, numbers))} %",
        }
        if factor.kind is FactorKind.PERCENT_OF:
            share = numbers.typed(plain_number(factor.value))
            units["percent"] = f"{share} % of {basis.value}"
        if basis is Basis.COST:
            units["gp"] = f"{numbers.fraction((1 - 1 / multiplier) * 100, 1)} % GP"
        return units


def line_after(line: TierLine, edit: object) -> TierLine:
    """Return a line as an edit of its tier leaves it; the rest is as before."""
    if isinstance(edit, Together):
        for step in edit.edits:
            line = line_after(line, step)
    elif line.tier is not None and isinstance(edit, SetFactor | SetBound | SetTierBasis):
        return line._replace(tier=edit.change(line.tier))
    return line


def new_line(matrix: Callable[[], str], lines: Sequence[TierLine]) -> tuple[TierLine, Edit]:
    """Return the tier that a paste adds after others, to be typed over, and the edit for it."""
    last = lines[-1].tier if lines else None
    start = CENT
    if last is not None:
        start = min((last.last_cent or last.first_cent) * CENT + CENT, MAX_BOUND)
    tier = Tier(start, None, read_factor("×1.00").factor)
    place = len(lines)
    return TierLine(matrix(), place, tier), InsertTier(matrix(), place, tier)


def plain_of(numbers: Numbers) -> Numbers:
    """Return the same way of writing numbers without thousands separators."""
    return Numbers(numbers.point, "")


_UNIT_OF = {
    FactorKind.MULTIPLIER: "multiplier",
    FactorKind.MARKUP: "markup",
    FactorKind.PERCENT_OF: "percent",
    FactorKind.GP: "gp",
    FactorKind.ADD_ON: "add-on",
}


def _on_basis(factor: Factor, basis: Basis) -> Factor:
    """Return a factor as it is written on a basis; only percent-of names it."""
    if factor.kind is not FactorKind.PERCENT_OF:
        return factor
    return Factor(factor.kind, factor.value, factor_text(factor.kind, factor.value, basis))


def multiplier_text(multiplier: Fraction, numbers: Numbers) -> tuple[str, str]:
    """Write a multiplier with two decimals and a third only if not zero, and the place it keeps."""
    text = numbers.fraction(multiplier, 3)
    return (text[:-1], "0") if text.endswith("0") else (text, "")


def bound_text(amount: int, numbers: Numbers) -> str:
    """Write a bound as editing starts from it: no thousands separators."""
    return numbers.typed(amount_text(amount))


def _short(value: Fraction, numbers: Numbers) -> str:
    """Write a percent with one decimal, or none where that is zero."""
    text = numbers.fraction(value, 1)
    return text[:-2] if text.endswith(f"{numbers.point}0") else text


def _example(tier: Tier) -> int:
    """Return a round cost inside a tier, near its middle."""
    first = tier.first_cent * CENT
    last = tier.last_cent
    middle = 2 * first if last is None else (first + last * CENT) // 2
    for step in _STEPS:
        rounder = middle // step * step
        if rounder >= first:
            return rounder
    return first
