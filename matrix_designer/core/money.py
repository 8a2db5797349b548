"""Exact money and quantities: units, rounding, reading and writing of numbers.

Amounts (cost, list, bounds, prices) are integers in ten-thousandths of a dollar, quantities in
thousandths of a piece, extended amounts (amount x quantity) in ten-millionths of a dollar.
Knows nothing of factors, matrices or files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from matrix_designer.core.errors import MatrixDesignerError

DOLLAR = 10_000
"""Amount units in a dollar."""
CENT = 100
"""Amount units in a cent."""
PIECE = 1_000
"""Quantity units in a piece."""
EXTENDED_DOLLAR = DOLLAR * PIECE
"""Extended units in a dollar."""
EXTENDED_CENT = CENT * PIECE
"""Extended units in a cent."""
POINT = 10_000
"""Percent units in a percentage point."""
MAX_AMOUNT = 999_999 * DOLLAR + 9_999
"""The largest cost or list: $999,999.9999."""
MAX_BOUND = 99_999_999 * DOLLAR + 99 * CENT
"""The largest tier bound: $99,999,999.99."""
MAX_DIGITS = 15
MAX_LENGTH = 60
"""No number that can be read is written with more characters."""


class NumberStyle(Enum):
    """Which mark separates decimals; the other one, or a blank, may group thousands."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True)
class AmountReading:
    """An amount that was read, and whether it had more than four decimals."""

    amount: int
    is_rounded: bool


_BLANKS = " \t\u00a0\u202f\u2009"
_GROUPS = {NumberStyle.POINT: r",", NumberStyle.COMMA: r"\."}
_PATTERNS = {
    style: re.compile(
        r"(?P<whole>[0-9]+|[0-9]{1,3}(?:(?P<group>"
        + group
        + r"|'|[ \u00a0\u202f\u2009])[0-9]{3}(?:(?P=group)[0-9]{3})*))?"
        r"(?:" + re.escape(style.value) + r"(?P<decimals>[0-9]*))?"
    )
    for style, group in _GROUPS.items()
}
_CREDIT = re.compile(r"^(.*[0-9.,)])\s*CR$", re.IGNORECASE)


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded to a whole number, halves upwards; denominator > 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def divide_half_away(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded, halves away from zero; denominator > 0."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def cents_of(amount: int) -> int:
    """Return an amount rounded half up to whole cents, counted in cents (the look-up value)."""
    return divide_half_up(amount, CENT)


def read_number(text: str, style: NumberStyle = NumberStyle.POINT) -> Decimal:
    """Read one number as people and systems write it.

    Takes `$1,003.25`, `(50.00)`, `50.00-`, `50.00 CR`, a Unicode minus, blanks around it and
    a no-break space between thousands. Raises MatrixDesignerError for anything else, exponents,
    `NaN`, `_`, non-ASCII digits, broken grouping and more than 15 digits included.
    """
    shown = text.strip()
    body = shown.strip(_BLANKS).replace("\u2212", "-")
    if not body:
        raise MatrixDesignerError("There is no number here", "", "Type an amount such as 21.38")
    if len(body) > MAX_LENGTH:
        raise _not_a_number(shown)
    negative = 0
    if match := _CREDIT.match(body):
        body, negative = match.group(1), negative + 1
    if body.startswith("$") and body[1:].lstrip(_BLANKS).startswith("("):
        body = body[1:].lstrip(_BLANKS)
    if body.startswith("(") and body.endswith(")"):
        body, negative = body[1:-1].strip(_BLANKS), negative + 1
    body, signs = _strip_signs(body)
    negative += signs.count("-")
    if len(signs) + (negative - signs.count("-")) > 1:
        raise _not_a_number(shown)
    match = _PATTERNS[style].fullmatch(body)
    if match is None or not (match.group("whole") or match.group("decimals")):
        raise _not_a_number(shown)
    whole = re.sub(r"[^0-9]", "", match.group("whole") or "0")
    decimals = match.group("decimals") or ""
    if len(whole.lstrip("0")) + len(decimals) > MAX_DIGITS:
        raise MatrixDesignerError(
            f"“{shown}” has more than {MAX_DIGITS} digits", "", "Shorten the number"
        )
    value = Decimal(f"{whole}.{decimals or '0'}")
    return -value if negative else value


def clip(text: str, length: int = 40) -> str:
    """Shorten a text for a message, with an ellipsis where something was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _strip_signs(body: str) -> tuple[str, str]:
    """Take the sign and the dollar mark off a number, each at most once."""
    signs = ""
    dollars = 0
    while body and body[0] in "+-$":
        if body[0] == "$":
            dollars += 1
        else:
            signs += body[0]
        body = body[1:].lstrip(_BLANKS)
    if body.endswith("-"):
        signs += "-"
        body = body[:-1].rstrip(_BLANKS)
    if dollars > 1:
        return "$$", signs
    return body, signs


def _not_a_number(shown: str) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"“{clip(shown)}” is not a number that can be read", "", "Write it like 1003.25 or 1,003.25"
    )


def scale_half_up(value: Decimal, unit: int) -> tuple[int, bool]:
    """Return value x unit rounded half up to an integer, and whether rounding was needed."""
    numerator, denominator = value.as_integer_ratio()
    scaled = divide_half_up(numerator * unit, denominator)
    return scaled, numerator * unit != scaled * denominator


def read_amount(text: str, style: NumberStyle = NumberStyle.POINT) -> AmountReading:
    """Read an amount into ten-thousandths of a dollar, half up, noting lost decimals.

    Raises MatrixDesignerError when it cannot be read or lies outside +/- $999,999.9999.
    """
    amount, rounded = scale_half_up(read_number(text, style), DOLLAR)
    if abs(amount) > MAX_AMOUNT:
        raise MatrixDesignerError(
            f"“{text.strip()}” is above $999,999.9999",
            "",
            "A cost or list price must be smaller",
        )
    return AmountReading(amount, rounded)


def read_cost(text: str, style: NumberStyle = NumberStyle.POINT) -> int:
    """Read a cost or list as a person types it: 0 or more, exact in ten-thousandths of a dollar.

    What a file holds is rounded to four decimals and counted; what is typed is not corrected.
    """
    reading = read_amount(text, style)
    if reading.is_rounded:
        raise _too_fine(text, "A cost or list price")
    if reading.amount < 0:
        raise MatrixDesignerError(f"“{text.strip()}” is negative", "", "Give 0.00 or more")
    return reading.amount


def _too_fine(text: str, what: str) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"“{clip(text.strip())}” has more than four decimals", "", f"{what} has at most four"
    )


def read_quantity(text: str, style: NumberStyle = NumberStyle.POINT) -> int:
    """Read a quantity into thousandths; more than three decimals are refused."""
    quantity, rounded = scale_half_up(read_number(text, style), PIECE)
    if rounded:
        raise MatrixDesignerError(
            f"“{text.strip()}” has more than three decimals",
            "",
            "A quantity is exact to a thousandth",
        )
    if abs(quantity) > 10**9 * PIECE:
        raise MatrixDesignerError(f"“{text.strip()}” pieces is more than a billion")
    return quantity


class Bound(Enum):
    """What a bound is of, which decides what is said of one out of range."""

    FIRST = "first"
    TOP = "top"
    CAP = "cap"


_LEAST = {Bound.CAP: "A cap is 0.00 or above"}
_MOST = {
    Bound.FIRST: "A cost range starts at 99999999.99 or below",
    Bound.TOP: "Leave it empty for an open top",
    Bound.CAP: "Write none for no cap",
}


def read_bound(
    text: str, style: NumberStyle = NumberStyle.POINT, bound_of: Bound = Bound.TOP
) -> int:
    """Read a tier bound as a person types it, from 0 to $99,999,999.99, in ten-thousandths.

    A bound of more decimals than cents is held, to be flagged; more than four are refused.
    """
    reading = read_written_bound(text, style, bound_of)
    if reading.is_rounded:
        raise _too_fine(text, "A bound or a cap")
    return reading.amount


def read_written_bound(
    text: str, style: NumberStyle = NumberStyle.POINT, bound_of: Bound = Bound.TOP
) -> AmountReading:
    """Read a tier bound of a file, which is held whatever its decimals: a file is never mended.

    Beyond four decimals it is cut, which is said, and stays off the whole cent.
    """
    value = read_number(text, style)
    name = f"The {'cap' if bound_of is Bound.CAP else 'bound'} “{text.strip()}”"
    if value < 0:
        hint = _LEAST.get(bound_of, "A cost range starts at 0.00 or above")
        raise MatrixDesignerError(f"{name} is negative", "", hint)
    bound = int(value * DOLLAR)
    is_cut = bound != value * DOLLAR
    if is_cut and bound % CENT == 0:
        bound += 1
    if bound > MAX_BOUND:
        raise MatrixDesignerError(f"{name} is above 99999999.99", "", _MOST[bound_of])
    return AmountReading(bound, is_cut)


def decide_style(texts: Iterable[str]) -> NumberStyle | None:
    """Decide from a file's own cells what a comma and a point mean; None if they disagree or tie.

    A cell votes when it can be read in one style only, or when it starts with `0.` or `0,`.
    A file without any comma is a file with plain points.
    """
    votes: set[NumberStyle] = set()
    has_comma = False
    for text in texts:
        if "," not in text and "." not in text:
            continue
        has_comma = has_comma or "," in text
        vote = _vote(text)
        if vote is not None:
            votes.add(vote)
    if len(votes) == 1:
        return votes.pop()
    if votes or has_comma:
        return None
    return NumberStyle.POINT


def _vote(text: str) -> NumberStyle | None:
    readable = {style for style in NumberStyle if _is_number(text, style)}
    if len(readable) == 1:
        return readable.pop()
    if readable:
        bare = text.strip().lstrip("$+-(\u2212 ")
        for style in NumberStyle:
            if bare.startswith("0" + style.value):
                return style
    return None


def _is_number(text: str, style: NumberStyle) -> bool:
    try:
        read_number(text, style)
    except MatrixDesignerError:
        return False
    return True


def amount_text(amount: int) -> str:
    """Write an amount with two to four decimals and a point: 375 -> `0.0375`."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), DOLLAR)
    decimals = f"{rest:04d}"
    return f"{sign}{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def total_text(extended: int) -> str:
    """Write an exact extended sum with exactly two decimals, halves away from zero."""
    cents = divide_half_away(extended, EXTENDED_CENT)
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def quantity_text(quantity: int) -> str:
    """Write a quantity with the decimals that it needs: 4500 -> `4.5`."""
    sign = "-" if quantity < 0 else ""
    whole, rest = divmod(abs(quantity), PIECE)
    decimals = f"{rest:03d}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
