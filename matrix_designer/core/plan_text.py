"""Lists of names, days, spans and yes or no as people type them in a cell, and as they are shown.

One grammar for grid, paste and files: what is written here reads back as it was. Names stand
between commas; one that holds a comma, a semicolon or a quotation mark stands in quotation marks,
doubled inside. Knows texts and amounts; it does not know rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import (
    CENT,
    MAX_AMOUNT,
    NumberStyle,
    amount_text,
    clip,
    read_amount,
    read_cost,
)
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan import Span

_QUOTE = '"'
_MARKS = frozenset(',;"“”\n\r\t')
_OPENS = '"“”'


def split_pieces(text: str, at: str) -> tuple[str, ...]:
    """Part a text at a mark outside quotation marks; a quotation mark that stays open is refused.

    Pieces keep their quotation marks and lose outer blanks.
    """
    pieces, start, is_open = [], 0, False
    for place, letter in enumerate(text):
        if letter == _QUOTE:
            is_open = not is_open
        elif letter in at and not is_open:
            pieces.append(text[start:place].strip())
            start = place + 1
    if is_open:
        raise MatrixDesignerError(
            f"A quotation mark in “{clip(text)}” is never closed", "", "Close it, or take it away"
        )
    return (*pieces, text[start:].strip())


def unquoted(piece: str) -> str:
    """Return the name that a piece says: exactly what stands in its quotation marks, if any."""
    if piece.startswith(_QUOTE) and piece.endswith(_QUOTE) and len(piece) > 1:
        return piece[1:-1].replace(_QUOTE * 2, _QUOTE)
    return " ".join(piece.split())


def quoted(name: str, is_special: Callable[[str], bool] | None = None) -> str:
    """Write a name so that it reads back as it is; `is_special` tells words that mean more."""
    is_plain = name == " ".join(name.split()) and bool(name) and not _MARKS.intersection(name)
    if is_plain and not (is_special is not None and is_special(name)):
        return name
    return f"{_QUOTE}{name.replace(_QUOTE, _QUOTE * 2)}{_QUOTE}"


def read_names(text: str, key_of: Callable[[str], str] = name_key) -> tuple[str, ...]:
    """Read a cell of names between commas or on lines; a name that stands twice counts once.

    A cell without a name is no condition; `""` is the empty name of what has none.
    """
    found: dict[str, str] = {}
    for piece in split_pieces(text, ",\n"):
        if piece:
            name = unquoted(piece)
            found.setdefault(key_of(name), name)
    return tuple(found.values())


def names_text(names: Iterable[str]) -> str:
    """Write a cell of names."""
    return ", ".join(quoted(name) for name in names)


_AMOUNT = r"[$0-9][0-9.,'$ \u00a0]*"
_SPANS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "between",
        re.compile(rf"(?:from\s+|between\s+)?({_AMOUNT})(?:\bto\b|-|–|\band\b|\.\.)\s*({_AMOUNT})"),
    ),
    ("from", re.compile(rf"(?:from|at least|>=|≥)\s*({_AMOUNT})(?:up|on)?")),
    ("from", re.compile(rf"({_AMOUNT})(?:\+|and (?:up|more|above)|or more|up)")),
    ("above", re.compile(rf"(?:above|over|more than|>)\s*({_AMOUNT})")),
    ("below", re.compile(rf"(?:below|under|less than|<)\s*({_AMOUNT})")),
    ("to", re.compile(rf"(?:up to|to|until|at most|<=|≤)\s*({_AMOUNT})")),
    ("one", re.compile(rf"({_AMOUNT})")),
)
_ANY = ("", "any", "all")


def read_span(text: str, style: NumberStyle = NumberStyle.POINT) -> Span | None:
    """Read `10.00 to 35.00`, `from 250`, `up to 5.00`, `above 250`; None for an empty cell."""
    body = " ".join(text.replace("\u2212", "-").split()).casefold()
    if body in _ANY:
        return None
    for form, pattern in _SPANS:
        if match := pattern.fullmatch(body):
            return _span(form, [read_cost(each, style) for each in match.groups()])
    raise MatrixDesignerError(
        f"“{clip(text.strip())}” is not a price range",
        "",
        "Write it like 10.00 to 35.00, from 250.00 or up to 5.00",
    )


def _span(form: str, amounts: list[int]) -> Span:
    first = amounts[0]
    if form == "between":
        return Span(first, amounts[1])
    if form == "from":
        return Span(first)
    if form == "above":
        return Span(min(first + 1, MAX_AMOUNT))
    if form == "one":
        return Span(first, first)
    return Span(0, first - 1 if form == "below" else first)


def span_text(span: Span | None) -> str:
    """Write a price range; an empty text where there is none."""
    if span is None:
        return ""
    if span.high is None:
        return f"from {amount_text(span.low)}"
    if span.low == 0:
        return f"up to {amount_text(span.high)}"
    return f"{amount_text(span.low)} to {amount_text(span.high)}"


def read_price(text: str, style: NumberStyle = NumberStyle.POINT) -> int:
    """Read a price as a person types it: whole cents above 0."""
    reading = read_amount(text, style)
    if reading.is_rounded or reading.amount % CENT or reading.amount <= 0:
        raise MatrixDesignerError(
            f"“{clip(text.strip())}” is not a price", "", "A price is whole cents above 0.00"
        )
    return reading.amount


_ALWAYS = ("", "always", "none", "no limit", "-")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def read_day(text: str) -> dt.date | None:
    """Read `2026-03-01`, `3/1/2026` (the month first) or `1.3.2026`; None for an empty cell."""
    body = text.strip().casefold()
    if body in _ALWAYS:
        return None
    parts: tuple[str, str, str] | None = None
    if match := _ISO.fullmatch(body):
        parts = match[1], match[2], match[3]
    elif match := _SLASHED.fullmatch(body):
        parts = match[3], match[1], match[2]
    elif match := _DOTTED.fullmatch(body):
        parts = match[3], match[2], match[1]
    try:
        if parts is not None:
            return dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        pass  # a day that no calendar has is refused as every other text
    raise MatrixDesignerError(f"“{clip(text.strip())}” is not a day", "", "Write it as 2026-12-31")


def day_text(day: dt.date | None) -> str:
    """Write a day; an empty text where there is none."""
    return "" if day is None else day.isoformat()


_DAYS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"(?:from |between )?(?P<first>\S+)(?: to | until | through | and |\s*–\s*)(?P<last>\S+)"
    ),
    re.compile(r"(?:from|since|starting) (?P<first>\S+)(?: on)?"),
    re.compile(r"(?:until|to|up to|through|till) (?P<last>\S+)"),
    re.compile(r"(?P<first>\S+) on"),
)


def read_days(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Read `2026-03-01 to 2026-05-31`, `from 2026-03-01`, `until 2026-05-31`; an empty cell."""
    body = " ".join(text.split()).casefold()
    if body in _ALWAYS:
        return None, None
    for pattern in _DAYS:
        if match := pattern.fullmatch(body):
            found = match.groupdict()
            return read_day(found.get("first") or ""), read_day(found.get("last") or "")
    day = read_day(body)
    return day, day


def days_text(starts: dt.date | None, ends: dt.date | None) -> str:
    """Write from when to when; an empty text for always."""
    if starts is None:
        return "" if ends is None else f"until {ends.isoformat()}"
    if ends is None:
        return f"from {starts.isoformat()}"
    return f"{starts.isoformat()} to {ends.isoformat()}"


_YES = ("yes", "y", "on", "true", "1", "x", "✓", "✔", "enabled", "locked")
_NO = ("no", "n", "off", "false", "0", "", "-", "disabled", "unlocked")


def read_yes(text: str) -> bool:
    """Read yes or no as people and spreadsheets write them; an empty cell is no."""
    body = text.strip().casefold()
    if body in _YES or body in _NO:
        return body in _YES
    raise MatrixDesignerError(
        f"“{clip(text.strip())}” is neither yes nor no", "", "Write yes or no"
    )


def yes_text(*, is_so: bool) -> str:
    """Write yes or no."""
    return "yes" if is_so else "no"
