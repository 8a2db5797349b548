"""A matrix read from a plain table: CSV, TSV or a workbook.

Knows rows, columns and settings of one matrix. A cell that cannot be read is refused by line and
column; whatever is merely wrong (order, gaps, overlaps, reversed bounds) is held for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import (
    AmbiguousPercentError,
    Basis,
    Factor,
    FactorKind,
    FactorReading,
    factor_text,
    read_factor,
)
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import (
    DOLLAR,
    Bound,
    NumberStyle,
    amount_text,
    clip,
    read_written_bound,
)
from matrix_designer.core.pricing import compile_matrix, price_one
from matrix_designer.formats.dialect import decide_number_style
from matrix_designer.formats.headings import Header, find_header
from matrix_designer.formats.profiles import Field, Profile, load_profiles
from matrix_designer.formats.safe_text import name_text, unescape_text
from matrix_designer.formats.settings import (
    Setting,
    apply_settings,
    canonical_key,
    located,
    read_basis,
)
from matrix_designer.formats.tables import is_repeated_header, read_tables
from matrix_designer.formats.text_table import TextTable

_OPEN_TOPS = frozenset({"", "max", "maximum", "open", "and up", "and over", "no limit", "∞"})
_SETTING = re.compile(r"\s*#\s*(?P<key>[A-Za-z][A-Za-z _-]*?)\s*[:=](?P<text>.*)", re.DOTALL)
_SETTINGS_SHEET = "settings"
_DIGITS = re.compile(r"[0-9][0-9.,' \u00a0\u202f]*")
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What a reader may say about a table that the table itself does not say.

    `basis` is the price basis of all tiers; `percent` what a bare `75%` means; `settings` replace
    those of the file.
    """

    basis: str | None = None
    percent: FactorKind | None = None
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixReading:
    """A matrix that was read, what was held or left out, and a worked price."""

    matrix: Matrix
    problems: tuple[str, ...]
    echo: str


def read_matrix(
    path: Path | str, options: TableOptions | None = None, profile: Profile | None = None
) -> MatrixReading:
    """Read a matrix; raises MatrixDesignerError with line and column for what cannot be read.

    With a profile the file must have that profile's header; without one the headings tell.
    """
    path = Path(path)
    wanted = options or TableOptions()
    tables = read_tables(path)
    table, header = _find_table(path, tables, profile)
    style = _style_of(table, header)
    written, notes = _settings(tables, table, header)
    notes += _other_matrices(tables, table)
    tiers = tuple(_read_tiers(table, header, style, wanted, notes))
    if not tiers:
        raise MatrixDesignerError(
            f"{table.where(header.row)}: there is no tier row below the header",
            "",
            "A matrix needs at least one row with from, to and a factor",
        )
    matrix = Matrix(_name_of(path, written), tiers)
    matrix = _with_lookup(matrix, table, header)
    matrix = apply_settings(matrix, (part for part in written if part.key != "name"), style)
    matrix = apply_settings(matrix, wanted.settings)
    return MatrixReading(matrix, (*notes, *_held(matrix)), worked_price(matrix))


def _find_table(
    path: Path, tables: Sequence[TextTable], profile: Profile | None
) -> tuple[TextTable, Header]:
    known = load_profiles() if profile is None else (profile,)
    for table in tables:
        header = find_header(table, known)
        if header is not None and profile is not None and header.profile != profile.id:
            raise MatrixDesignerError(
                f"{table.where(header.row)}: these are not the headings of {profile.title}",
                f"Its headings are {', '.join(column.heading for column in profile.columns)}",
                "Read it without --profile",
            )
        if header is not None:
            return table, header
    raise MatrixDesignerError(
        f"{path.name}, line 1: there is no matrix in this file, no tier row was found",
        "No line has the headings From, To and one of Multiplier, Markup %, Percent of basis, "
        "GP % or Factor",
        "Add such a header line above the tiers",
    )


def _other_matrices(tables: Sequence[TextTable], table: TextTable) -> Iterator[str]:
    """Say which other sheets hold a matrix, too: one file gives one matrix."""
    for sheet in tables:
        try:
            is_matrix = sheet is not table and find_header(sheet, load_profiles()) is not None
        except MatrixDesignerError:
            is_matrix = True
        if is_matrix:
            yield (
                f"The sheet “{sheet.sheet}” holds another matrix and was left out; "
                f"the one of “{table.sheet}” was taken"
            )


def _style_of(table: TextTable, header: Header) -> NumberStyle:
    """Decide what comma and point mean, from the bounds and the digits of the factors."""
    numeric = (Field.FROM, Field.TO, Field.FACTOR, Field.SIZE)
    columns = {header.columns[role] for role in numeric if role in header.columns}
    digits: list[str] = []
    for row in table.rows[header.row + 1 :]:
        for at in columns:
            digits.extend(found.strip() for found in _DIGITS.findall(_cell(row, at)))
    style = decide_number_style(digits, table.delimiter)
    if style is None:
        raise MatrixDesignerError(
            f"{table.path.name}: the numbers do not tell whether a comma or a point separates "
            "decimals",
            "",
            "Write them with a decimal point and no grouping, such as 1000.00",
        )
    return style


def _settings(
    tables: Sequence[TextTable], table: TextTable, header: Header
) -> tuple[list[Setting], list[str]]:
    """Return the settings of `#` lines above the header and of a sheet named Settings."""
    found: list[Setting] = []
    notes: list[str] = []
    for place, row in enumerate(table.rows[: header.row]):
        line = ",".join(cell for cell in row if cell.strip())
        if match := _SETTING.match(line):
            _note_setting(match["key"], match["text"], table.where(place), found, notes)
    for sheet in tables:
        if sheet.sheet is None or sheet.sheet.casefold() != _SETTINGS_SHEET or sheet is table:
            continue
        for place, row in enumerate(sheet.rows):
            key, text = _cell(row, 0), _cell(row, 1)
            if key.casefold() != "setting":
                _note_setting(key, text, sheet.where(place), found, notes)
    return found, notes


def _note_setting(key: str, text: str, where: str, found: list[Setting], notes: list[str]) -> None:
    """Take a setting, or note that its word is none; comments are passed over."""
    if key.strip().casefold() in ("note", "profile", "layout", "source"):
        return
    canonical = canonical_key(key)
    if canonical is None:
        notes.append(f"{where}: “{clip(key.strip())}” is not a setting and was left out")
    else:
        found.append(Setting(canonical, text.strip(), where))


def _name_of(path: Path, settings: Iterable[Setting]) -> str:
    names = [setting.text for setting in settings if setting.key == "name" and setting.text]
    return clip(unescape_text(names[0]) if names else name_text(path.stem), _MAX_NAME)


def _read_tiers(
    table: TextTable,
    header: Header,
    style: NumberStyle,
    options: TableOptions,
    notes: list[str],
) -> Iterator[Tier]:
    """Read the rows below the header."""
    basis = _asked_basis(table, header, options)
    for place in range(header.row + 1, len(table.rows)):
        row = table.rows[place]
        if row[0].lstrip().startswith("#"):
            if _SETTING.match(row[0]):
                notes.append(f"{table.where(place)}: a setting below the header was left out")
            continue
        if is_repeated_header(row, table.rows[header.row]):
            continue
        if any(cell.strip() for cell in row[header.width :]):
            raise MatrixDesignerError(
                f"{table.where(place, header.width)}: the line has more cells than the header",
                "",
                "Write numbers without grouping commas, or put them into quotation marks",
            )
        reader = _RowReader(table, header, style, place, basis, options.percent, notes)
        yield reader.tier()


def _asked_basis(table: TextTable, header: Header, options: TableOptions) -> Basis | None:
    """Return the price basis asked for; it must not contradict the table."""
    if options.basis is None:
        return header.basis
    if Field.BASIS in header.columns or header.basis is not None:
        column = header.columns.get(Field.BASIS, header.columns.get(Field.FACTOR, 0))
        raise MatrixDesignerError(
            f"{table.where(header.row, column)}: the file names its own basis",
            f"It cannot be read with --basis {options.basis}",
            "Leave --basis out or change the column",
        )
    return read_basis(options.basis)


@dataclass(frozen=True, slots=True)
class _RowReader:
    """One row of a table, on its way to a tier."""

    table: TextTable
    header: Header
    style: NumberStyle
    place: int
    basis: Basis | None
    percent: FactorKind | None
    notes: list[str]

    def tier(self) -> Tier:
        """Read the tier; raises MatrixDesignerError that names the cell."""
        lower = self._bound(Field.FROM)
        upper = None
        if self._text(Field.TO).casefold() not in _OPEN_TOPS:
            upper = self._bound(Field.TO)
        column = self._factor_field()
        try:
            factor, basis = self._factor()
            return Tier(lower, upper, factor, basis)
        except MatrixDesignerError as error:
            raise located(error, self._where(column)) from error

    def _text(self, column: Field) -> str:
        at = self.header.columns.get(column)
        return "" if at is None else _cell(self.table.rows[self.place], at)

    def _where(self, column: Field) -> str:
        return self.table.where(self.place, self.header.columns.get(column))

    def _factor_field(self) -> Field:
        return Field.SIZE if Field.SIZE in self.header.columns else Field.FACTOR

    def _bound(self, column: Field) -> int:
        text = self._text(column)
        try:
            bound_of = Bound.FIRST if column is Field.FROM else Bound.TOP
            reading = read_written_bound(text, self.style, bound_of)
        except MatrixDesignerError as error:
            raise located(error, self._where(column)) from error
        if reading.is_rounded:
            self.notes.append(
                f"{self._where(column)}: the bound “{text}” has more than four decimals; "
                f"kept as {amount_text(reading.amount)}"
            )
        return reading.amount

    def _factor(self) -> tuple[Factor, Basis]:
        """Read factor and basis; the factor's own words win over nothing but silence."""
        reading = self._reading()
        basis = self.basis
        if Field.BASIS in self.header.columns:
            written = self._text(Field.BASIS)
            basis = read_basis(written) if written else None
        if reading.basis is not None and basis not in (None, reading.basis):
            raise MatrixDesignerError(
                f"“{reading.factor.text}” is on {reading.basis.value}",
                f"but the basis is {basis.value if basis else ''}",
                "Make the two agree",
            )
        chosen = reading.basis or basis or Basis.COST
        return _named(reading.factor, chosen), chosen

    def _reading(self) -> FactorReading:
        if Field.SIZE in self.header.columns:
            sign = self._text(Field.SIGN)
            text = f"{sign}{self._text(Field.SIZE)}"
            if Field.SIGN in self.header.columns and sign not in ("+", "-", "\u2212"):
                raise MatrixDesignerError(f"“{clip(sign)}” is not a sign", "", "Write + or -")
            return read_factor(text, self.header.kind, self.style)
        try:
            return read_factor(self._text(Field.FACTOR), self.header.kind, self.style)
        except AmbiguousPercentError as error:
            for factor in error.readings:
                if factor.kind is self.percent:
                    return FactorReading(factor)
            raise


def _named(factor: Factor, basis: Basis) -> Factor:
    """Write `90% of list` where the basis is list, whatever the column left unsaid."""
    if factor.kind is not FactorKind.PERCENT_OF or basis.value in factor.text:
        return factor
    return replace(factor, text=factor_text(factor.kind, factor.value, basis))


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _with_lookup(matrix: Matrix, table: TextTable, header: Header) -> Matrix:
    """Take the look-up from its column, which must say the same in every row."""
    at = header.columns.get(Field.LOOKUP)
    if at is None:
        return matrix
    lookup: Basis | None = None
    for place in range(header.row + 1, len(table.rows)):
        row = table.rows[place]
        text = _cell(row, at)
        if not text or row[0].lstrip().startswith("#"):
            continue
        if is_repeated_header(row, table.rows[header.row]):
            continue
        try:
            read = read_basis(text)
        except MatrixDesignerError as error:
            raise located(error, table.where(place, at)) from error
        if lookup not in (None, read):
            raise MatrixDesignerError(
                f"{table.where(place, at)}: the look-up changes inside the table",
                "",
                "A matrix looks up either cost or list",
            )
        lookup = read
    return matrix if lookup is None else replace(matrix, lookup=lookup)


def _held(matrix: Matrix) -> Iterator[str]:
    """Say what is odd about the tiers and was kept as it stands; the checks say more."""
    tiers = matrix.tiers
    for number, tier in enumerate(tiers, 1):
        if tier.upper is not None and tier.upper < tier.lower:
            yield (
                f"Tier {number} runs from {amount_text(tier.lower)} down to "
                f"{amount_text(tier.upper)}; kept as it stands"
            )
    if any(before.lower > after.lower for before, after in pairwise(tiers)):
        yield "The tiers are not in ascending order; kept as they stand"
        return
    for number, (before, after) in enumerate(pairwise(tiers), 1):
        top = before.last_cent
        if top is None or after.first_cent <= top:
            yield f"Tiers {number} and {number + 1} overlap; kept as they stand"
        elif after.first_cent > top + 1:
            yield f"There is a gap between tiers {number} and {number + 1}; kept as it stands"


def worked_price(matrix: Matrix, example: int = 10 * DOLLAR) -> str:
    """Say what a $10.00 part will sell for, so that a wrong kind of percent is seen at once."""
    schedule = compile_matrix(matrix)
    part = f"a ${amount_text(example)} part"
    by_cost = price_one(schedule, example, None).price
    if by_cost is not None:
        return f"{part} will sell for ${amount_text(by_cost)}"
    by_list = price_one(schedule, example, example).price
    if by_list is not None:
        return f"{part} whose list is the same will sell for ${amount_text(by_list)}"
    return f"{part} has no price"
