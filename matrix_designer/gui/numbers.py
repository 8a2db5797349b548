"""Numbers as the user's locale writes them: decimal mark, thousands, true minus, fixed decimals.

Knows the locale's marks only; files and the command line never come here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from PySide6.QtCore import QLocale

from matrix_designer.core.money import (
    DOLLAR,
    EXTENDED_DOLLAR,
    PIECE,
    POINT,
    NumberStyle,
    divide_half_away,
)

MINUS = "\u2212"
_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written and read in the window."""

    point: str = "."
    group: str = ","

    @property
    def style(self) -> NumberStyle:
        """The style in which typed numbers are read."""
        return NumberStyle.COMMA if self.point == "," else NumberStyle.POINT

    def ratio(self, numerator: int, denominator: int, places: int) -> str:
        """Write a ratio with fixed decimals, halves away from zero; denominator > 0."""
        return _ratio(numerator, denominator, places, self.point, self.group)

    def fraction(self, value: Fraction, places: int) -> str:
        """Write an exact fraction with fixed decimals."""
        return self.ratio(value.numerator, value.denominator, places)

    def share(self, part: int, whole: int, line: tuple[int, int], places: int = 0) -> str:
        """Write a share in percent, never rounded up to a line that it stays under.

        `line` is a fraction. A share just under it gets the decimals that show this, up to four;
        closer still, its decimals are cut.
        """
        limit = Fraction(100 * line[0], line[1])
        share = Fraction(100 * part, whole)
        if share >= limit:
            return self.fraction(share, places)
        shown = next((p for p in range(places, _MOST_PLACES + 1) if _half_up(share, p) < limit), -1)
        if shown >= 0:
            return self.fraction(share, shown)
        unit = 10**_MOST_PLACES
        return self.fraction(Fraction(int(share * unit), unit), _MOST_PLACES)

    def percent(self, points: int) -> str:
        """Write a percentage that somebody typed: one decimal, and more where it has them."""
        places = next(p for p in range(1, _MOST_PLACES + 1) if points * 10**p % POINT == 0)
        return self.ratio(points, POINT, places)

    def money(self, amount: int) -> str:
        """Write an amount with two decimals, and up to four where it has them."""
        needed = 4 if amount % 10 else 3 if amount % 100 else 2
        return self.ratio(amount, DOLLAR, needed)

    def dollars(self, extended: int) -> str:
        """Write a sum in whole dollars."""
        return self.ratio(extended, EXTENDED_DOLLAR, 0)

    def pieces(self, quantity: int) -> str:
        """Write a quantity in whole pieces."""
        return self.ratio(quantity, PIECE, 0)

    def count(self, number: int) -> str:
        """Write a whole number of things."""
        return self.ratio(number, 1, 0)

    def typed(self, text: str) -> str:
        """Write a canonical text (decimal point, commas between thousands) with local marks."""
        if self.style is NumberStyle.POINT:
            return text
        return text.translate({ord("."): ",", ord(","): self.group})


def _half_up(value: Fraction, places: int) -> Fraction:
    """Return a value as it would be written."""
    unit = 10**places
    return Fraction(divide_half_away(value.numerator * unit, value.denominator), unit)


@lru_cache(4096)
def _ratio(numerator: int, denominator: int, places: int, point: str, group: str) -> str:
    """Write a ratio; most that an edit has written was written by the one before."""
    scaled = divide_half_away(numerator * 10**places, denominator)
    whole, rest = divmod(abs(scaled), 10**places)
    text = f"{whole:,}".replace(",", group)
    if places:
        text = f"{text}{point}{rest:0{places}d}"
    return f"{MINUS}{text}" if scaled < 0 else text


def local_numbers(locale: QLocale | None = None) -> Numbers:
    """Return the locale's way of writing numbers; English marks where it has others."""
    locale = locale or QLocale()
    point, group = locale.decimalPoint(), locale.groupSeparator()
    if point == ",":
        return Numbers(",", group if group in ".'\u00a0\u202f\u2009" else ".")
    if group in ("'", "\u2019"):
        return Numbers(".", "'")
    return Numbers(".", group if group in "\u00a0\u202f\u2009" else ",")
