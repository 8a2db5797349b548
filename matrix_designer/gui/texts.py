"""Numbers and dates as people read them: the user's locale, true minus, fixed decimals.

Knows units of money and Qt's locale. Files and the command line never come here.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale

from matrix_designer.core.money import (
    CENT,
    EXTENDED_DOLLAR,
    PIECE,
    POINT,
    divide_half_away,
    quantity_text,
)

MINUS = "\u2212"
NONE = "–"
"""Stands where there is no figure."""


def user_locale() -> QLocale:
    """Return the user's locale; the nameless `C` locale reads as US English."""
    locale = QLocale()
    if locale.language() is QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return locale


class Numbers:
    """Writes numbers in one locale."""

    def __init__(self, locale: QLocale | None = None) -> None:
        """Use a locale; the user's if none is given."""
        self.locale = locale or user_locale()

    def whole(self, number: int) -> str:
        """Write a whole number with thousands separators: −1,234."""
        digits = self.locale.toString(abs(number))
        return f"{MINUS}{digits}" if number < 0 else digits

    def scaled(self, number: int, unit: int, decimals: int) -> str:
        """Write number / unit, rounded half away from zero to fixed decimals."""
        power = 10**decimals
        value = divide_half_away(number * power, unit)
        whole, rest = divmod(abs(value), power)
        text = self.whole(whole)
        if decimals:
            text += f"{self.locale.decimalPoint()}{rest:0{decimals}d}"
        return f"{MINUS}{text}" if value < 0 else text

    def money(self, amount: int) -> str:
        """Write an amount with two decimals, without its unit: 1,234.50."""
        return self.scaled(amount, 100 * CENT, 2)

    def dollars(self, extended: int) -> str:
        """Write an exact sum in whole dollars, without its unit."""
        return self.scaled(extended, EXTENDED_DOLLAR, 0)

    def pieces(self, quantity: int) -> str:
        """Write pieces, rounded to a whole one from a hundred on."""
        if abs(quantity) >= 100 * PIECE or quantity % PIECE == 0:
            return self.scaled(quantity, PIECE, 0)
        text = quantity_text(abs(quantity)).replace(".", self.locale.decimalPoint())
        return f"{MINUS}{text}" if quantity < 0 else text

    def percent(self, value: float, decimals: int = 1) -> str:
        """Write a ratio in percent, without its unit."""
        text = self.locale.toString(abs(value), "f", decimals)
        is_zero = not any(digit in text for digit in "123456789")
        return f"{MINUS}{text}" if value < 0 and not is_zero else text

    def points(self, percent_units: int, decimals: int = 1) -> str:
        """Write percent units (1/10,000 point) in points."""
        return self.scaled(percent_units, POINT, decimals)

    def day(self, day: dt.date) -> str:
        """Write a date as 1 Jul 2025."""
        return self.locale.toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def signed(text: str) -> str:
    """Put a plus before a text that has no minus."""
    return text if text.startswith(MINUS) else f"+{text}"


def unit_before(sign: str, text: str) -> str:
    """Put a unit between a sign and its digits: −$12."""
    for mark in (MINUS, "+"):
        if text.startswith(mark):
            return f"{mark}{sign}{text[1:]}"
    return f"{sign}{text}"
