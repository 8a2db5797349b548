"""The cells of a sales file as one relation of texts, whatever kind of file they stand in.

Knows two ways to cut a text file: the engine's own fast reader for files that are plain in every
respect, and ours for all others and for workbooks. It does not know what a cell's text means.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.byte_survey import refuse
from matrix_designer.formats.columns import Columns, refuse_missing
from matrix_designer.formats.database import SILENT, Watch, quoted, subquery
from matrix_designer.formats.dialect import DELIMITERS, SAMPLE_LINES, Dialect
from matrix_designer.formats.doubts import doubts_in, has_sales, refuse_doubts, refuse_tables
from matrix_designer.formats.layouts import USES, Layout
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.other_tables import Kind, Own, Table, sorted_rows, told_of
from matrix_designer.formats.recipe import Recipe
from matrix_designer.formats.return_marks import to_watch
from matrix_designer.formats.settling import Settled, settle_rows, settle_text
from matrix_designer.formats.sheets import finest
from matrix_designer.formats.tables import cut_rows, is_repeated_header, is_workbook
from matrix_designer.formats.text_table import MAX_COLUMNS
from matrix_designer.formats.wording import may_be_total

_MARK = "\x1f"
_ONE_LINE = str.maketrans({"\n": " ", "\r": " ", "\0": " "})
_PULSE = 20_000
_BUFFER = 8_000_000
"""The bytes that the engine reads at a time; with its own 32 million it needs far more memory."""
_NO_TYPES: Mapping[str, str] = {}
Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class SalesFile:
    """A sales file that was looked at: its columns, its first data rows, and how it is cut.

    `dialect` is None for a workbook, whose sheet is `sheet`; `header_line` is 0 without a header.
    `said` are the fields that a person has said something about. `own` is the table that is read;
    `has_tables` says that others were seen, `is_table_said` that somebody chose it. `watched` is a
    column that may mark returns further below; `is_returns_said` where nothing of them is asked.
    """

    path: Path
    columns: Columns
    sample: tuple[tuple[str, ...], ...]
    header_line: int
    dialect: Dialect | None = None
    sheet: str | None = None
    next_line: int = 0
    recipe: Recipe = Recipe()  # noqa: RUF009 - frozen
    layout: Layout | None = None
    said: frozenset[str] = frozenset()
    own: Own | None = None
    has_tables: bool = False
    is_table_said: bool = False
    watched: int | None = None
    is_returns_said: bool = False

    @property
    def has_own_steps(self) -> bool:
        """Whether its cells must be cut or changed by us before anybody reads them."""
        is_cut_at = self.dialect is not None and bool(self.dialect.spans)
        return is_cut_at or not self.recipe.is_empty

    @property
    def delimiter(self) -> str | None:
        """The delimiter of a text file."""
        return None if self.dialect is None else self.dialect.delimiter

    def where(self, line: int) -> str:
        """Name a line of the file."""
        kind = "line" if self.sheet is None else f"sheet {self.sheet}, row"
        return f"{self.path.name}, {kind} {line}"

    @property
    def can_be_read_directly(self) -> bool:
        """Tell whether the engine's own reader may try: plain text, its data below its header."""
        if self.dialect is None or not self.dialect.survey.is_plain or not self.sample:
            return False
        if self.has_own_steps or self.has_tables:
            return False
        return self.next_line == self.header_line + 1

    def doubtful_cells(self, fields: Collection[str]) -> dict[str, set[str]] | None:
        """Return those cells of some fields that the engine might read as another number.

        None where that is not known of every cell: then the engine must not read the numbers.
        """
        places = self.columns.places
        is_read = self.dialect is not None and self.can_be_read_directly
        if self.dialect is None or not is_read or self.dialect.delimiter not in DELIMITERS:
            return None
        own = [place for field, place in places.items() if field in fields]
        others = {place for field, place in places.items() if field not in fields}
        lines = self.dialect.survey.doubtful
        if lines is None or len({*own}) < len(own) or others.intersection(own):
            return None
        texts = [line.decode(self.dialect.encoding).rstrip("\r\n") for line in lines]
        rows = list(csv.reader(texts, delimiter=self.dialect.delimiter))
        return {
            field: {row[places[field]] for row in rows if places[field] < len(row)}
            for field in fields
            if field in places
        }


@dataclass(frozen=True, slots=True)
class Raw:
    """A relation with a VARCHAR column per field.

    `row_text` is SQL for all cells of a row. `first_line` is the line of the first row, where
    every line is a row and there must be `rows` of them; None where the relation has the lines as
    `file_line` and says in `is_broken` which rows have too many cells. `has_times` tells that
    dates may have a time of day behind them. Where it `is_typed` the number columns are DECIMAL,
    NULL for an empty cell. `may_name_core` is False where no cell can name a core charge, and
    `has_plain_blanks` where a blank cell may be more than a short run of spaces. `notes` tell of
    other tables that were seen.
    """

    relation: str
    row_text: str
    has_times: bool
    first_line: int | None = None
    rows: int = 0
    is_typed: bool = False
    may_name_core: bool = True
    has_plain_blanks: bool = True
    notes: tuple[str, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Tell whether the relation says on which line each row stands."""
        return self.first_line is None


def look_at(path: Path, mapping: SalesMapping) -> SalesFile:
    """Find out how a file is cut and which columns it has, from its first rows.

    Raises UnknownColumnsError where a needed column is not recognised, DoubtfulColumnsError where
    nothing tells what one means, and NoHistoryError for a file that is known to hold something
    else than sales.
    """
    settled, sheet = settled_file(path, mapping)
    if settled.layout is not None and not settled.is_history:
        raise NoHistoryError(path, settled.layout)
    doubts = doubts_in(settled, mapping)
    if doubts.net is None and not doubts.tables:  # these come before what is missing
        refuse_missing(path, settled.columns)
    refuse_doubts(path, settled.columns, doubts)
    columns, rows = settled.columns, settled.rows
    first = 0 if columns.row is None else columns.row + 1
    return SalesFile(
        path,
        columns,
        tuple(tuple(cells) for _, cells in rows[first:]),
        0 if columns.row is None else rows[columns.row][0],
        settled.dialect,
        sheet,
        rows[first][0] if first < len(rows) else 0,
        settled.recipe,
        settled.layout,
        frozenset({*mapping.columns, *mapping.positions, *mapping.cents}),
        settled.own,
        bool(settled.tables),
        mapping.header is not None,
        _watched(settled, mapping),
        mapping.returns is not None or settled.layout is not None,
    )


def _watched(settled: Settled, mapping: SalesMapping) -> int | None:
    """Return a column that may mark returns further below; None where that is known."""
    if mapping.returns is not None or settled.recipe.marked or settled.layout is not None:
        return None
    return to_watch(settled.columns, [cells for _, cells in settled.rows])


def settled_file(path: Path, mapping: SalesMapping) -> tuple[Settled, str | None]:
    """Settle a file's columns, needed ones or not, and the sheet that they stand in."""
    if is_workbook(path):
        return _settle_workbook(path, mapping)
    settled = settle_text(path, mapping)
    if not settled.rows:
        raise refuse(path, "the file is empty", "Choose a file with sales lines")
    return settled, None


class NoHistoryError(MatrixDesignerError):
    """A file in a layout that is known to hold no sales: a price tape, an inventory."""

    def __init__(self, path: Path, layout: Layout) -> None:
        """Say what it is and what it can be used for."""
        super().__init__(
            f"{path.name} is no history of sales: it is in the layout “{layout.title}”",
            USES[layout.kind],
            'If it is something else, name its columns in a mapping file with layout = "none" '
            "and use import --map",
        )
        self.path = path
        self.layout = layout


def _first_of(found: Sequence[tuple[Settled, str]]) -> tuple[Settled, str]:
    """Return the first sheet with the finest lines of sales, else the first, and all such."""
    names, told = finest({sheet: one.columns.places for one, sheet in found if has_sales(one)})
    best = [one for one in found if one[0].is_history and one[0].is_settled]
    meant = (one for one in best if one[1] in names)
    settled, sheet = next(meant, best[0] if best else found[0])
    columns = settled.columns
    problems = (*columns.problems, told) if told else columns.problems
    return replace(settled, columns=replace(columns, problems=problems), sheets=names), sheet


def _settle_workbook(path: Path, mapping: SalesMapping) -> tuple[Settled, str]:
    """Take the sheet that a mapping names, else the first one that has the needed columns."""
    from matrix_designer.formats.workbooks import sheet_rows

    firsts: dict[str, list[Numbered]] = {}
    for sheet, line, cells in sheet_rows(path):
        rows = firsts.setdefault(sheet, [])
        if len(rows) < SAMPLE_LINES + (mapping.header or 0):
            rows.append((line, cells))
    if mapping.sheet is not None and mapping.sheet not in firsts:
        raise MatrixDesignerError(
            f"{path.name} has no sheet “{mapping.sheet}”", f"It has: {', '.join(firsts)}"
        )
    if not firsts:
        raise refuse(path, "the workbook has no filled cell", "Choose a file with a table in it")
    failure: MatrixDesignerError | None = None
    found: list[tuple[Settled, str]] = []
    for sheet, rows in firsts.items():
        if mapping.sheet in {None, sheet}:
            try:
                found.append((settle_rows(path, rows, mapping), sheet))
            except MatrixDesignerError as error:
                failure = failure or error
    if found:
        return _first_of(found)
    raise failure or refuse(path, "the workbook has no sheet that can be read")


def read_directly(
    file: SalesFile, types: Mapping[str, str] = _NO_TYPES, *, has_nulls: bool = False
) -> Raw:
    """Let the engine cut a plain text file; every row must have as many cells as the first.

    `types` has the type of each number field, where the engine may read the numbers as well.
    With `has_nulls` an empty text is NULL, as the engine reads it: to make it a text costs time.
    """
    assert file.dialect is not None  # noqa: S101 - asked for plain text only
    width = len(file.sample[0])
    cells = {field: f"c{place}" for field, place in file.columns.places.items() if place < width}
    kinds = {cells[field]: kind for field, kind in types.items() if field in cells}
    everything = [f"c{place}" for place in range(width)]
    names = ", ".join(f"'{cell}': '{kinds.get(cell, 'VARCHAR')}'" for cell in everything)
    reader = (
        f"read_csv({quoted(file.path)}, auto_detect = false, header = false, "
        f"skip = {file.header_line}, delim = {quoted(file.dialect.delimiter)}, quote = '\"', "
        f"escape = '\"', columns = {{{names}}}, strict_mode = true, null_padding = false, "
        f"buffer_size = {_BUFFER})"
    )

    def cell(field: str) -> str:
        if field in types:
            return cells.get(field, f"CAST(NULL AS {types[field]})")
        if has_nulls and field in cells:
            return cells[field]
        return f"coalesce({cells[field]}, '')" if field in cells else "''"

    return Raw(
        subquery(["*", *(f"{cell(field)} AS {field}" for field in file.columns.places)], reader),
        f"concat_ws(' ', {', '.join(everything)})",
        _has_times(file),
        file.header_line + 1,
        file.dialect.survey.lines - file.header_line,
        bool(types),
        file.dialect.survey.may_name_core,
        file.dialect.survey.has_plain_blanks,
    )


def _has_times(file: SalesFile) -> bool:
    """Tell whether any date of the first rows has a time of day behind it."""
    place = file.columns.places.get("date", MAX_COLUMNS)
    return any(":" in row[place] for row in file.sample if place < len(row))


def rewrite(
    file: SalesFile,
    folder: Path,
    watch: Watch = SILENT,
    style: NumberStyle = NumberStyle.POINT,
) -> Raw:
    """Cut a file ourselves and write its wanted cells, with their lines, where the engine reads.

    A row is broken when it has more filled cells than the header has columns. The steps of the
    file's recipe read its numbers in `style`. Raises DoubtfulColumnsError where another table
    begins and nobody said which is meant.
    """
    target = folder / "rows.txt"
    found: list[Table] = []
    with target.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
        for number, cells in enumerate(_rewritten(file, style, found)):
            if number % _PULSE == 0:
                watch.step(0.05, f"Reading {file.path.name}")
            out.write(_MARK.join(cells).translate(_ONE_LINE) + "\n")
    names = ["file_line", "is_broken", "row_text", *file.columns.places]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    fields = ", ".join(f"coalesce({field}, '') AS {field}" for field in file.columns.places)
    reader = (
        f"read_csv({quoted(target)}, auto_detect = false, header = false, delim = '{_MARK}', "
        f"quote = '', escape = '', columns = {{{columns}}}, strict_mode = true)"
    )
    broken = "is_broken = '1' AS is_broken"
    line = "CAST(file_line AS BIGINT) AS file_line"
    row_text = "coalesce(row_text, '') AS row_text"
    relation = subquery([fields, row_text, broken, line], reader)
    return Raw(relation, "row_text", _has_times(file), notes=told_of(found, file.path.name))


def _rewritten(file: SalesFile, style: NumberStyle, found: list[Table]) -> Iterator[list[str]]:
    """Yield line, broken mark, row text and the wanted cells of every data row.

    Other tables below are added to those found.
    """
    places = file.columns.places
    width = max(len(file.columns.header), *(place + 1 for place in places.values()))
    part = places.get("part", MAX_COLUMNS)
    header = None if file.columns.row is None else file.columns.header
    for line, cells in _own_rows(file, found):
        if header is not None and is_repeated_header(cells, header):
            continue
        surplus = any(cell.strip() for cell in cells[width:]) and bool(file.columns.header)
        wanted = [
            cells[place].replace(_MARK, " ").strip() if place < len(cells) else ""
            for place in places.values()
        ]
        name = cells[part] if part < len(cells) else ""
        row_text = " ".join(cells) if not name.strip() or may_be_total(name) else ""
        start = [str(line), "1" if surplus else "0", row_text.replace(_MARK, " ")]
        if file.recipe.is_empty:
            yield [*start, *wanted]
            continue
        made = dict(zip(places, wanted, strict=True))
        for texts in file.recipe.lines(made, cells, style):
            yield [*start, *texts.values()]


def _own_rows(file: SalesFile, found: list[Table]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows below the header that are of its table."""
    if file.own is None:
        yield from _data_rows(file)
        return
    for line, cells, kind in sorted_rows(_data_rows(file), file.own, found):
        if kind is Kind.OTHER and not file.is_table_said and found[-1].may_be_meant:
            names = tuple(" ".join(text.split()) for text in file.columns.header)
            refuse_tables(file.path, (Table(file.header_line, names), found[-1]))
        if kind is Kind.DATA:
            yield line, cells


def _data_rows(file: SalesFile) -> Iterator[Numbered]:
    """Yield the rows below the header."""
    rows: Iterable[Numbered]
    if file.dialect is not None:
        rows = cut_rows(file.path, file.dialect)
    else:
        from matrix_designer.formats.workbooks import sheet_rows

        rows = ((line, cells) for name, line, cells in sheet_rows(file.path) if name == file.sheet)
    return ((line, cells) for line, cells in rows if line > file.header_line)
