"""The mapping file: what a person says about a sales file that it does not say itself.

A TOML file such as

    decimal = ","          # or "."
    delimiter = ";"        # or "tab"
    header = 3             # the line of the header, 0 for none
    [columns]
    cost = "EK netto"      # a header, or a column's number from 1; "" for none
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import FIELDS, plain_name, recognise

_DELIMITERS = {"tab": "\t", "\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_FIELD_NAMES = {plain_name(name): name for name in FIELDS}
_KEYS = ("decimal", "delimiter", "header", "sheet", "encoding", "columns")


@dataclass(frozen=True, slots=True)
class SalesMapping:
    """What a mapping file says; None or empty where it is silent."""

    columns: Mapping[str, str | int] = field(default_factory=dict)
    style: NumberStyle | None = None
    delimiter: str | None = None
    header: int | None = None
    sheet: str | None = None
    encoding: str | None = None


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


def _encoding(path: Path, value: object) -> str | None:
    name = _text(path, "encoding", value)
    if name is None:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise _wrong(path, "encoding", "one such as utf-8, utf-16 or cp1252") from error
