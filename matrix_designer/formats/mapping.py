"""The mapping file: what a person says about a sales file that it does not say itself.

A TOML file such as

    decimal = ","          # or "."
    delimiter = ";"        # or "tab"
    header = 3             # the line of the header, 0 for none
    layout = "none"        # a published layout by its id, or none of them
    cuts = [15, 24]        # fixed columns: the characters, from 1, at which the later ones begin
    [columns]
    cost = "EK netto"      # a header, or a column's number from 1; "" for none
    [positions]
    part = "1-14"          # the characters of a line, from 1, both included
    [implied]
    cost = 2               # the last two digits are decimals where there is no point

    [returns]
    column = "DR/CR"       # what tells returns: a header, a number, beside positions characters
    marked = ["CR"]        # what stands there on a return, or "below zero" or "anything";
                           # [] where all lines are sales

Before the tables may stand `cents = ["list"]`, the fields that are in whole cents, and
`months = ["Jan", "Feb"]`, the columns whose pieces make the quantity.
"""

from __future__ import annotations

import codecs
import itertools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import FIELDS, plain_name, recognise
from matrix_designer.formats.layouts import Span

_DELIMITERS = {"tab": "\t", "\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_FIELD_NAMES = {plain_name(name): name for name in FIELDS}
_KEYS = (
    *("decimal", "delimiter", "header", "sheet", "encoding", "layout", "cents", "months"),
    *("cuts", "columns", "positions", "implied", "returns"),
)
_SPAN = re.compile(r"\s*([0-9]{1,4})\s*(?:-\s*([0-9]{1,4})\s*)?")
MOST_IMPLIED = 4
LAST_CHARACTER = 9_999
"""No column of a file of fixed columns begins later in its lines."""
_MONEY = ("cost", "extended_cost", "list", "sold", "extended_sold")


@dataclass(frozen=True, slots=True)
class Returns:
    """What tells returns from sales: a column and what is written there on a return."""

    column: str | int
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SalesMapping:
    """What a mapping file says; None or empty where it is silent.

    `cuts` are the places, 0-based, at which the columns after the first begin; () is one column.
    """

    columns: Mapping[str, str | int] = field(default_factory=dict)
    style: NumberStyle | None = None
    delimiter: str | None = None
    header: int | None = None
    sheet: str | None = None
    encoding: str | None = None
    layout: str | None = None
    positions: Mapping[str, Span] = field(default_factory=dict)
    implied: Mapping[str, int] = field(default_factory=dict)
    cents: frozenset[str] = frozenset()
    months: tuple[str | int, ...] = ()
    cuts: tuple[int, ...] | None = None
    returns: Returns | None = None


def read_mapping(path: Path | str) -> SalesMapping:
    """Read a mapping file; raises MatrixDesignerError naming the key that cannot be used."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except FileNotFoundError as error:
        raise MatrixDesignerError(f"There is no mapping file {path}") from error
    except OSError as error:
        raise MatrixDesignerError(f"{path.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeError, RecursionError) as error:
        raise MatrixDesignerError(
            f"{path.name} is not TOML: {error}", "", 'Write lines like cost = "Unit Cost"'
        ) from error
    columns = {key: value for key, value in found.items() if key not in _KEYS}
    listed = found.get("columns", {})
    if not isinstance(listed, dict):
        raise _wrong(path, "columns", "a table of fields")
    columns.update(listed)
    return SalesMapping(
        columns={_field(path, key): _column(path, key, value) for key, value in columns.items()},
        style=_style(path, found.get("decimal")),
        delimiter=_delimiter(path, found.get("delimiter")),
        header=_header(path, found.get("header")),
        sheet=_text(path, "sheet", found.get("sheet")),
        encoding=_encoding(path, found.get("encoding")),
        layout=_text(path, "layout", found.get("layout")),
        positions=_positions(path, found.get("positions", {})),
        implied=_implied(path, found.get("implied", {})),
        cents=_cents(path, found.get("cents", [])),
        months=_months(path, found.get("months", [])),
        cuts=_cuts(path, found.get("cuts")),
        returns=_returns(path, found.get("returns")),
    )


def _wrong(path: Path, key: str, words: str) -> MatrixDesignerError:
    return MatrixDesignerError(f"{path.name}: {key} must be {words}")


def _field(path: Path, key: str) -> str:
    """Return the field that a key names, by its own name or by a synonym."""
    if own := _FIELD_NAMES.get(plain_name(key)):
        return own
    known, _ = recognise((key,))
    if not known:
        raise MatrixDesignerError(
            f"{path.name}: “{key}” is no field of a sales line", "", f"Fields: {', '.join(FIELDS)}"
        )
    return next(iter(known))


def _column(path: Path, key: str, value: object) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _wrong(path, key, "a column's header or its number")
    return value


def _style(path: Path, value: object) -> NumberStyle | None:
    if value is None:
        return None
    if value in {".", "point"}:
        return NumberStyle.POINT
    if value in {",", "comma"}:
        return NumberStyle.COMMA
    raise _wrong(path, "decimal", '"." or ","')


def _delimiter(path: Path, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        mark = _DELIMITERS.get(value.lower(), value)
        if len(mark) == 1 and mark not in '"\r\n\0':
            return mark
    raise _wrong(path, "delimiter", 'one character, or "tab"')


def _header(path: Path, value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise _wrong(path, "header", "the number of a line, or 0 for none")


def _text(path: Path, key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise _wrong(path, key, "a text")


def _positions(path: Path, value: object) -> dict[str, Span]:
    """Read `part = "1-14"`: characters from 1, both included."""
    if not isinstance(value, dict):
        raise _wrong(path, "positions", "a table of fields")
    found: dict[str, Span] = {}
    for key, text in value.items():
        found[_field(path, key)] = span_of(path, key, text)
    spans = sorted(found.values())
    if any(end > start for (_, end), (start, _) in itertools.pairwise(spans)):
        raise _wrong(path, "positions", "stretches that do not overlap")
    return found


def span_of(path: Path, key: str, value: object) -> Span:
    """Read the characters `1-14` of a line."""
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise _wrong(path, f"the position of {key}", 'written like "1-14", counted from 1')
    return first - 1, last


def _cuts(path: Path, value: object) -> tuple[int, ...] | None:
    """Read `cuts = [15, 24]`: characters from 1, ascending."""
    if value is None:
        return None
    wanted = f"a list of characters from 2 to {LAST_CHARACTER}, each behind the one before it"
    if not isinstance(value, list):
        raise _wrong(path, "cuts", wanted)
    last = 1
    for one in value:
        if not isinstance(one, int) or isinstance(one, bool) or not last < one <= LAST_CHARACTER:
            raise _wrong(path, "cuts", wanted)
        last = one
    return tuple(one - 1 for one in value)


def _returns(path: Path, value: object) -> Returns | None:
    """Read `column = "DR/CR"` and `marked = ["CR"]`."""
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"column", "marked"}:
        raise _wrong(path, "returns", 'a table such as {column = "DR/CR", marked = ["CR"]}')
    marked = value["marked"]
    if not isinstance(marked, list) or not all(isinstance(text, str) for text in marked):
        raise _wrong(path, "marked of returns", "a list of texts")
    return Returns(_column(path, "column of returns", value["column"]), tuple(marked))


def _implied(path: Path, value: object) -> dict[str, int]:
    """Read `cost = 2`: how many of a field's digits are decimals."""
    if not isinstance(value, dict):
        raise _wrong(path, "implied", "a table of fields")
    for key, decimals in value.items():
        is_count = isinstance(decimals, int) and not isinstance(decimals, bool)
        if not is_count or not 0 <= decimals <= MOST_IMPLIED:
            raise _wrong(path, f"implied {key}", f"a count of decimals up to {MOST_IMPLIED}")
    return {_number_field(path, key): decimals for key, decimals in value.items()}


def _cents(path: Path, value: object) -> frozenset[str]:
    """Read `cents = ["cost", "list"]`: the fields that are in whole cents."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _wrong(path, "cents", "a list of fields")
    fields = frozenset(_field(path, name) for name in value)
    if not fields <= set(_MONEY):
        raise _wrong(path, "cents", f"a list of {', '.join(_MONEY)}")
    return fields


def _months(path: Path, value: object) -> tuple[str | int, ...]:
    """Read `months = ["Jan", "Feb"]`: headers or numbers of the columns of pieces a month."""
    if not isinstance(value, list):
        raise _wrong(path, "months", "a list of columns")
    return tuple(_column(path, "each of months", column) for column in value)


def _number_field(path: Path, key: str) -> str:
    name = _field(path, key)
    if name not in {*_MONEY, "quantity"}:
        raise _wrong(path, f"implied {key}", "a field that is a number")
    return name


def _encoding(path: Path, value: object) -> str | None:
    name = _text(path, "encoding", value)
    if name is None:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise _wrong(path, "encoding", "one such as utf-8, utf-16 or cp1252") from error
