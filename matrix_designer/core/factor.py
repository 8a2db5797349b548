"""The factor language: one grammar for grid, paste, files and command line.

A factor is kept as typed and computes as an exact ratio. Knows numbers, not tiers or files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import gcd

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import (
    CENT,
    DOLLAR,
    MAX_LENGTH,
    POINT,
    NumberStyle,
    amount_text,
    clip,
    divide_half_up,
    read_number,
    scale_half_up,
)


class Basis(Enum):
    """Cost or list: what picks the tier, or what a factor multiplies."""

    COST = "cost"
    LIST = "list"


class FactorKind(Enum):
    """How a factor says what it does to its basis."""

    MULTIPLIER = "multiplier"
    MARKUP = "markup"
    PERCENT_OF = "percent-of"
    GP = "gp"
    ADD_ON = "add-on"


ONE = 10_000
"""A multiplier of 1 in factor units (ten-thousandths)."""
MAX_MULTIPLIER = 9_999 * ONE
MAX_ADD_ON = 99_999 * DOLLAR + 99 * CENT
_HUNDRED = 100 * POINT


@dataclass(frozen=True, slots=True)
class Ratio:
    """price = (basis x numerator + addend x denominator) / denominator; addend is an amount."""

    numerator: int
    denominator: int
    addend: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: its kind, its value in ten-thousandths, and its exact text.

    The value counts multiplier units, percentage points or dollars, always x 10,000. `ratio` is
    the exact price rule in lowest terms, made once.
    """

    kind: FactorKind
    value: int
    text: str
    ratio: Ratio = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a value outside the kind's range, and work out the rule."""
        low, high, words = _RANGES[self.kind]
        if not low <= self.value <= high:
            raise MatrixDesignerError(f"“{self.text}” is out of range", words)
        object.__setattr__(self, "ratio", self._ratio())

    def _ratio(self) -> Ratio:
        if self.kind is FactorKind.ADD_ON:
            return Ratio(1, 1, self.value)
        if self.kind is FactorKind.MULTIPLIER:
            over, under = self.value, ONE
        elif self.kind is FactorKind.MARKUP:
            over, under = _HUNDRED + self.value, _HUNDRED
        elif self.kind is FactorKind.PERCENT_OF:
            over, under = self.value, _HUNDRED
        else:
            over, under = _HUNDRED, _HUNDRED - self.value
        common = gcd(over, under)
        return Ratio(over // common, under // common)

    @property
    def multiplier(self) -> Fraction | None:
        """The exact multiplier; None for an add-on, which has none."""
        if self.kind is FactorKind.ADD_ON:
            return None
        ratio = self.ratio
        return Fraction(ratio.numerator, ratio.denominator)

    def price_of(self, basis: int) -> int:
        """Return the price (an amount, whole cents, half up) that a basis amount sells for."""
        ratio = self.ratio
        exact = basis * ratio.numerator + ratio.addend * ratio.denominator
        return divide_half_up(exact, ratio.denominator * CENT) * CENT


_RANGES: dict[FactorKind, tuple[int, int, str]] = {
    FactorKind.MULTIPLIER: (1, MAX_MULTIPLIER, "A multiplier is above 0 and at most 9999"),
    FactorKind.MARKUP: (
        1 - _HUNDRED,
        (MAX_MULTIPLIER - ONE) * 100,
        "A markup is above -100 % and at most 999800 %",
    ),
    FactorKind.PERCENT_OF: (
        1,
        MAX_MULTIPLIER * 100,
        "A percent of the basis is above 0 and at most 999900",
    ),
    FactorKind.GP: (0, _HUNDRED - 1, "A GP % is at least 0 and below 100"),
    FactorKind.ADD_ON: (-MAX_ADD_ON, MAX_ADD_ON, "An add-on is at most 99999.99 either way"),
}


def exact_value(kind: FactorKind, multiplier: Fraction) -> Fraction:
    """Return the value of a factor that has a multiplier; an add-on has none."""
    if kind is FactorKind.MULTIPLIER:
        return multiplier * ONE
    if kind is FactorKind.MARKUP:
        return (multiplier - 1) * _HUNDRED
    if kind is FactorKind.PERCENT_OF:
        return multiplier * _HUNDRED
    return (1 - 1 / multiplier) * _HUNDRED


def nearest_value(kind: FactorKind, value: int) -> int:
    """Return the value that a factor of this kind can hold nearest to one computed."""
    low, high, _ = _RANGES[kind]
    return min(max(value, low), high)


@dataclass(frozen=True, slots=True)
class FactorReading:
    """What the parser understood: a factor, and the basis if the text names one."""

    factor: Factor
    basis: Basis | None = None


class AmbiguousPercentError(MatrixDesignerError):
    """A bare percent in a place that does not say what percent means there."""

    def __init__(self, text: str, markup: Factor, percent_of: Factor) -> None:
        """Hold both readings, each priced for a $10.00 part."""
        ten = 10 * DOLLAR
        super().__init__(
            f"“{text}” can mean two things",
            f"markup {markup.text} sells a $10.00 part for ${amount_text(markup.price_of(ten))}, "
            f"{percent_of.text} sells it for ${amount_text(percent_of.price_of(ten))}",
            f"Write {markup.text} or {percent_of.text}",
        )
        self.readings = (markup, percent_of)


_SPACES = re.compile(r"[ \t\u00a0\u202f\u2009]+")
_NUMBER = r"(?P<number>[0-9.,' \u00a0\u202f]*[0-9][0-9.,' \u00a0\u202f]*)"
_SIGNED = r"(?P<sign>[-+])"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("multiplier", re.compile(rf"[x*×]\s*{_NUMBER}|(?P<after>[0-9.,]+)\s*[x×]")),
    ("add-on", re.compile(rf"{_SIGNED}\s*\$\s*{_NUMBER}")),
    ("flat", re.compile(rf"\$\s*{_NUMBER}")),
    ("percent-of", re.compile(rf"{_NUMBER}\s*%\s*of\s*(?P<basis>cost|list|msrp)")),
    ("gp", re.compile(rf"{_NUMBER}\s*%?\s*(?:gp|margin)\s*%?")),
    ("markup", re.compile(rf"(?P<sign>[-+]?)\s*{_NUMBER}\s*%?\s*markup")),
    ("signed-percent", re.compile(rf"{_SIGNED}\s*{_NUMBER}\s*%")),
    ("signed", re.compile(rf"{_SIGNED}\s*{_NUMBER}")),
    ("percent", re.compile(rf"{_NUMBER}\s*%")),
    ("bare", re.compile(_NUMBER)),
    ("bare-negative", re.compile(rf"\(\s*{_NUMBER}\s*\)|(?P<after>[0-9.,]+)\s*-")),
)


def read_factor(
    text: str,
    column: FactorKind | None = None,
    style: NumberStyle = NumberStyle.POINT,
) -> FactorReading:
    """Read a factor as typed; `column` is the kind that the column names, None if it names none.

    Raises AmbiguousPercentError for a bare percent in a column that names no percent, and
    MatrixDesignerError for anything else that cannot be read.
    """
    shown = _SPACES.sub(" ", text).strip()
    body = shown.lower().replace("\u2212", "-")
    for form, pattern in _FORMS:
        match = pattern.fullmatch(body) if len(body) <= MAX_LENGTH else None
        if match is not None:
            return _build(form, match, shown, column, style)
    if not shown:
        raise MatrixDesignerError(
            "The factor is empty", "", "Type one such as x1.75, +75% or 42% GP"
        )
    raise MatrixDesignerError(
        f"“{clip(shown)}” is not a factor",
        "",
        "Write it like x1.75, +75%, 175% of cost, 42% GP or +$5.00",
    )


def _build(
    form: str,
    match: re.Match[str],
    shown: str,
    column: FactorKind | None,
    style: NumberStyle,
) -> FactorReading:
    """Turn a matched form into a factor."""
    groups = match.groupdict()
    number = _read_value(groups.get("number") or groups.get("after") or "", shown, style)
    is_negative = groups.get("sign") == "-" or form == "bare-negative"
    value = -number if is_negative else number
    if form == "flat":
        raise MatrixDesignerError(
            f"“{shown}” is a flat price, which does not belong in a tier",
            "",
            f"Write +{shown} to add it to the basis",
        )
    if form == "percent-of":
        basis = Basis.COST if groups["basis"] == "cost" else Basis.LIST
        return FactorReading(Factor(FactorKind.PERCENT_OF, value, shown), basis)
    if form == "signed" and column in _UNSIGNED:
        markup = f"{groups['sign']}{groups['number'].strip()}%"
        raise MatrixDesignerError(
            f"“{shown}” has a sign, and a {_UNSIGNED[column]} takes none",
            "",
            f"Write {markup} for a markup, or a number without a sign for a {_UNSIGNED[column]}",
        )
    if form == "percent":
        return _bare_percent(value, shown, column)
    if form in ("bare", "bare-negative"):
        kind = column or FactorKind.MULTIPLIER
        return FactorReading(Factor(kind, value, factor_text(kind, value)))
    kind = _EXPLICIT[form]
    kept = factor_text(kind, value) if style is NumberStyle.COMMA else shown
    return FactorReading(Factor(kind, value, kept))


_EXPLICIT = {
    "multiplier": FactorKind.MULTIPLIER,
    "add-on": FactorKind.ADD_ON,
    "gp": FactorKind.GP,
    "markup": FactorKind.MARKUP,
    "signed-percent": FactorKind.MARKUP,
    "signed": FactorKind.MARKUP,
}
_UNSIGNED = {
    FactorKind.MULTIPLIER: "multiplier",
    FactorKind.GP: "GP %",
    FactorKind.PERCENT_OF: "percent of the basis",
}
"""The kinds that a column names and that take no sign: there `+1.75` says two things at once."""


def _bare_percent(value: int, shown: str, column: FactorKind | None) -> FactorReading:
    """Read `75%`, which means something only where the column says what."""
    if column in (FactorKind.MARKUP, FactorKind.PERCENT_OF, FactorKind.GP):
        return FactorReading(Factor(column, value, factor_text(column, value)))
    markup = Factor(FactorKind.MARKUP, value, factor_text(FactorKind.MARKUP, value))
    percent_of = Factor(FactorKind.PERCENT_OF, value, factor_text(FactorKind.PERCENT_OF, value))
    raise AmbiguousPercentError(shown, markup, percent_of)


def _read_value(number: str, shown: str, style: NumberStyle) -> int:
    """Read the digits of a factor into ten-thousandths, refusing more than four decimals."""
    value: Decimal = read_number(number, style)
    scaled, rounded = scale_half_up(value, ONE)
    if rounded:
        raise MatrixDesignerError(f"“{shown}” has more than four decimals", "", "Use at most four")
    return scaled


def factor_text(kind: FactorKind, value: int, basis: Basis = Basis.COST) -> str:
    """Write a factor in the grammar, so that reading it again gives the same factor."""
    size = abs(value)
    sign = "-" if value < 0 else "+"
    if kind is FactorKind.MULTIPLIER:
        return f"×{amount_text(value)}"
    if kind is FactorKind.ADD_ON:
        return f"{sign}${amount_text(size)}"
    points = plain_number(size)
    if kind is FactorKind.MARKUP:
        return f"{sign}{points}%"
    if kind is FactorKind.GP:
        return f"{points}% GP"
    return f"{points}% of {basis.value}"


def plain_number(value: int) -> str:
    """Write ten-thousandths with the decimals that they need: 755000 -> `75.5`."""
    text = amount_text(value)
    return text.rstrip("0").rstrip(".")


def describe_factor(factor: Factor, basis: Basis = Basis.COST, example: int = 10 * DOLLAR) -> str:
    """Say how a factor was read, in every unit, with a worked price for `example` (an amount)."""
    sells = (
        f"a ${amount_text(example)} part sells for ${amount_text(max(factor.price_of(example), 0))}"
    )
    multiplier = factor.multiplier
    if multiplier is None:
        return f"read as add-on {factor_text(factor.kind, factor.value)} · {sells}"
    parts = [f"×{float(multiplier):.4f}".rstrip("0").rstrip(".")]
    parts.append(f"markup {float(multiplier - 1) * 100:+.1f} %")
    if basis is Basis.COST and multiplier > 0:
        parts.append(f"{float(1 - 1 / multiplier) * 100:.1f} % GP")
    written = factor_text(factor.kind, factor.value, basis)
    return f"read as {written} = {' = '.join(parts)} · {sells}"
