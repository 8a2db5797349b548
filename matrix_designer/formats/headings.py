"""Which column of a matrix table holds what, told by its heading.

Knows the headings that people and systems write and those of the profiles; not the cells below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.formats.profiles import Field, Profile
from matrix_designer.formats.text_table import TextTable

SEARCHED_ROWS = 200
"""How far down the header is looked for."""
_RANGE = ("", " cost", " price", " value", " amount", " bound", " range", " list", " range value")


def _ranged(*words: str) -> frozenset[str]:
    """Make `from`, `from cost`, `cost from`, `range from` ... out of `from`."""
    after = {word + tail for word in words for tail in _RANGE}
    before = {f"{tail.strip()} {word}".strip() for word in words for tail in _RANGE}
    return frozenset(after | before)


_FROM = _ranged("from", "low", "lower", "min", "minimum", "start", "begin", "above")
_TO = _ranged("to", "high", "upper", "max", "maximum", "end", "up to", "through")
_BASIS = frozenset({"basis", "price basis", "applies to", "apply to", "escalate", "of"})
_LOOKUP = frozenset({"lookup", "look up", "lookup basis", "look up basis", "matrix basis"})
_KINDS: dict[str, tuple[FactorKind | None, Basis | None]] = {
    **dict.fromkeys(("factor", "factor as typed"), (None, None)),
    **dict.fromkeys(
        ("multiplier", "multiply by", "mult", "times", "cost multiplier", "x"),
        (FactorKind.MULTIPLIER, None),
    ),
    **dict.fromkeys(
        ("markup %", "markup", "mark up %", "mark up", "markup percent", "% markup", "add %"),
        (FactorKind.MARKUP, None),
    ),
    **dict.fromkeys(
        ("percent of basis", "percent of", "% of basis", "% of"), (FactorKind.PERCENT_OF, None)
    ),
    **dict.fromkeys(("percent of cost", "% of cost"), (FactorKind.PERCENT_OF, Basis.COST)),
    **dict.fromkeys(
        ("percent of list", "% of list", "percent of msrp", "% of msrp"),
        (FactorKind.PERCENT_OF, Basis.LIST),
    ),
    **dict.fromkeys(
        ("gp %", "gp", "gross profit %", "gross profit", "margin %", "margin", "% gp", "% margin"),
        (FactorKind.GP, None),
    ),
}


@dataclass(frozen=True, slots=True)
class Header:
    """The header row (0-based) and the column of each field.

    `kind` is what the factor column's bare numbers mean, None where it names no kind; `basis`
    the price basis that its heading names.
    """

    row: int
    columns: dict[Field, int]
    width: int
    kind: FactorKind | None = None
    basis: Basis | None = None
    profile: str | None = None


def find_header(table: TextTable, profiles: Iterable[Profile]) -> Header | None:
    """Return the first header of a matrix in a table, a profile's own before the synonyms."""
    known = tuple(profiles)
    for place, row in enumerate(table.rows[:SEARCHED_ROWS]):
        header = _of_profiles(place, row, known) or _of_synonyms(table, place, row)
        if header is not None:
            return header
    return None


def _of_profiles(place: int, row: Sequence[str], profiles: tuple[Profile, ...]) -> Header | None:
    shown = _trimmed(row)
    for profile in profiles:
        if shown == [_plain(column.heading) for column in profile.columns]:
            columns = {column.field: at for at, column in enumerate(profile.columns)}
            kind = profile.target.factor_kind
            return Header(place, columns, len(columns), kind, profile=profile.id)
    return None


def _of_synonyms(table: TextTable, place: int, row: Sequence[str]) -> Header | None:
    """Recognise a header by the names of its columns; None where the row is none."""
    columns: dict[Field, int] = {}
    factors: list[tuple[int, FactorKind | None, Basis | None]] = []
    for at, name in enumerate(_trimmed(row)):
        if name in _KINDS:
            factors.append((at, *_KINDS[name]))
        for role, names in _ROLES.items():
            if name in names:
                if role in columns:
                    raise _twice(table, place, row, (columns[role], at))
                columns[role] = at
    if not {Field.FROM, Field.TO} <= columns.keys() or not factors:
        return None
    if len(factors) > 1:
        raise _twice(table, place, row, tuple(at for at, _, _ in factors))
    at, kind, basis = factors[0]
    if basis is not None and Field.BASIS in columns:
        raise _twice(table, place, row, (at, columns[Field.BASIS]))
    columns[Field.FACTOR] = at
    return Header(place, columns, len(_trimmed(row)), kind, basis)


_ROLES = {Field.FROM: _FROM, Field.TO: _TO, Field.BASIS: _BASIS, Field.LOOKUP: _LOOKUP}


def _twice(
    table: TextTable, place: int, row: Sequence[str], columns: tuple[int, ...]
) -> MatrixDesignerError:
    """Two columns that say the same thing: the reader must not choose."""
    names = " and ".join(f"“{row[at].strip()}”" for at in columns)
    return MatrixDesignerError(
        f"{table.where(place, columns[-1])}: the columns {names} say the same thing",
        "",
        "Keep the one that counts",
    )


def _trimmed(row: Sequence[str]) -> list[str]:
    """Return the names of a header row, empty cells at its end left out."""
    names = [_plain(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def _plain(heading: str) -> str:
    """Fold case, punctuation and blanks: `Mark-up  (%)` -> `mark up %`."""
    return re.sub(r"[^a-z0-9%]+", " ", heading.casefold().replace("%", " % ")).strip()
