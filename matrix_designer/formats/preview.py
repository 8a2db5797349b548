"""The first lines of a sales file as they are, and what an import would understand of them.

Knows how files are cut and which columns are recognised; it reads a file's beginning only, so
that a change of mind is seen at once. It imports nothing and decides nothing for good.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import plain_name
from matrix_designer.formats.dialect import SAMPLE_LINES, decide_number_style
from matrix_designer.formats.doubts import Doubts, doubts_in, has_sales
from matrix_designer.formats.layouts import Layout, Span
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.other_tables import Kind, Table, sorted_rows
from matrix_designer.formats.personal import is_personal
from matrix_designer.formats.raw import NoHistoryError
from matrix_designer.formats.return_marks import ReturnMarks, find_marks
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.settling import Settled, settle_rows, settle_text
from matrix_designer.formats.sheets import finest
from matrix_designer.formats.staging import NUMBERS, State, judge_text
from matrix_designer.formats.tables import (
    cannot_read,
    cut_rows,
    detect_dialect,
    first_lines,
    is_repeated_header,
    is_workbook,
)
from matrix_designer.formats.wording import is_total, is_total_part

HEAD_BYTES = 1 << 18
"""How much of a text file is looked at."""
SHOWN_ROWS = 1_000
_FEED = b"\n"
_ZEROS = 0.2
Numbered = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, read once: whole lines of a text file, or a workbook's first rows.

    `is_whole` says that there is no more; `size` counts the file's bytes.
    """

    path: Path
    size: int
    is_whole: bool
    data: bytes = b""
    sheets: Mapping[str, tuple[Numbered, ...]] = field(default_factory=dict)

    @property
    def is_workbook(self) -> bool:
        """Whether the file has sheets and no lines."""
        return bool(self.sheets)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that no field is taken from, and whether it names persons' details."""

    column: int
    name: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows, and what was understood of them.

    `lines` has the line in the file of each of `rows`; `header` is the place of the header among
    them, None without one. `places` maps fields to 0-based columns. `style` is None where the
    numbers that were seen do not tell it. `unreadable` has the places (row, column) of cells that
    cannot be read, from above. `missing` has the words for fields that are needed and not found.
    `texts` are the lines of a text file as they are, one for each of `rows`.
    `spans` are the places of cells at fixed columns, `implied` the decimals of fields that are
    written without a point and `cents` the fields in whole cents. `extra` has columns that are
    read beside those of the fields, `months` those of them that count pieces, and `labels` words
    for fields that are made of several columns. `layout` is the published layout that was
    recognised. `doubts` has what must be asked of columns that are there. `marks` is a column whose
    words may mark returns, `marked` has those that do. `tables` are others than the one that is
    read, `outside` has the places of rows that are no data, `has_sales` says that
    lines of sales are there. `failure` tells why the file cannot be imported this way.
    """

    path: Path
    mapping: SalesMapping
    is_whole: bool
    lines: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    implied: Mapping[str, int] = field(default_factory=dict)
    cents: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    header: int | None = None
    extra: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    layout: Layout | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    style: NumberStyle | None = None
    unreadable: tuple[tuple[int, int], ...] = ()
    missing: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()
    doubts: Doubts = Doubts()  # noqa: RUF009 - frozen
    marks: ReturnMarks | None = None
    marked: frozenset[str] = frozenset()
    tables: tuple[Table, ...] = ()
    outside: frozenset[int] = frozenset()
    has_sales: bool = False
    failure: MatrixDesignerError | None = None

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max(map(len, self.rows), default=0)

    @property
    def can_be_imported(self) -> bool:
        """Whether every field that is needed has a column, and the file can be cut."""
        return self.failure is None and not self.missing and bool(self.rows)

    def name(self, column: int) -> str:
        """Return a column's header, or its number where it has none."""
        text = self.names[column] if column < len(self.names) else ""
        return " ".join(text.split()) or f"column {column + 1}"

    def field_of(self, column: int) -> str:
        """Return the field that a column is taken for, '' for none."""
        return next((name for name, place in self.places.items() if place == column), "")


def read_head(path: Path) -> Head:
    """Read the beginning of a file; raises MatrixDesignerError for one that cannot be read."""
    if is_workbook(path):
        return _read_workbook(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            data = file.read(HEAD_BYTES + 4)
    except OSError as error:
        raise cannot_read(path, error) from error
    if len(data) <= HEAD_BYTES:
        return Head(path, size, is_whole=True, data=data)
    return Head(path, size, is_whole=False, data=_whole_lines(data[:HEAD_BYTES]))


def _whole_lines(data: bytes) -> bytes:
    """Cut a text off behind its last line end, which may be two or four bytes wide."""
    end = data.rfind(_FEED) + 1
    if not end:
        end = data.rfind(b"\r") + 1 or len(data)
    is_wide = data.count(0) > len(data) * _ZEROS
    step = 4 if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) else 2 if is_wide else 1
    return data[: -(-end // step) * step]


def _read_workbook(path: Path) -> Head:
    from matrix_designer.formats.workbooks import sheet_rows

    sheets: dict[str, list[Numbered]] = {}
    for sheet, line, cells in sheet_rows(path):
        rows = sheets.setdefault(sheet, [])
        if len(rows) < SHOWN_ROWS:
            rows.append((line, tuple(cells)))
    is_whole = all(len(rows) < SHOWN_ROWS for rows in sheets.values())
    found = {sheet: tuple(rows) for sheet, rows in sheets.items()}
    return Head(path, path.stat().st_size, is_whole, sheets=found or {"": ()})


def make_preview(head: Head, mapping: SalesMapping) -> Preview:
    """Cut the beginning of a file as a mapping says, and say what is understood of it."""
    made = Preview(head.path, mapping, head.is_whole, sheets=tuple(filter(None, head.sheets)))
    if head.is_workbook:
        return _of_workbook(head, made)
    try:
        with scratch_folder() as folder:
            beginning = Path(folder) / head.path.name
            beginning.write_bytes(head.data)
            return _of_text(beginning, made)
    except MatrixDesignerError as error:
        return replace(made, failure=error, encoding=mapping.encoding, delimiter=mapping.delimiter)
    except OSError as error:
        return replace(made, failure=cannot_read(head.path, error))


def _of_text(beginning: Path, made: Preview) -> Preview:
    """Settle and cut the beginning of a text file; where a wish cannot be met, cut it only."""
    failure: MatrixDesignerError | None = None
    try:
        settled = settle_text(beginning, made.mapping)
    except MatrixDesignerError as error:
        failure = error
        said = made.mapping
        settled = settle_text(beginning, SalesMapping(encoding=said.encoding, cuts=said.cuts))
    dialect = settled.dialect or detect_dialect(beginning)
    rows = tuple(
        (line, tuple(cells)) for line, cells in islice(cut_rows(beginning, dialect), SHOWN_ROWS)
    )
    lines = first_lines(beginning, dialect.encoding, rows[-1][0] if rows else 0)
    made = replace(
        made,
        texts=tuple(lines[line - 1].rstrip("\r\n\f\x1a") for line, _ in rows),
        encoding=dialect.encoding,
        delimiter=None if dialect.spans else dialect.delimiter,
        spans=dialect.spans,
        failure=failure,
    )
    return _understood(made, rows, settled)


def _of_workbook(head: Head, made: Preview) -> Preview:
    """Take the sheet that is wished for, else the first that has all that is needed."""
    wished = made.mapping.sheet if made.mapping.sheet in head.sheets else None
    found = [
        _of_sheet(replace(made, sheet=sheet), rows)
        for sheet, rows in head.sheets.items()
        if wished in {None, sheet}
    ]
    names, told = finest({one.sheet: one.places for one in found if one.has_sales and one.sheet})
    best = [one for one in found if one.can_be_imported]
    meant = next((one for one in best if one.sheet in names), next(iter(best), None))
    if meant is None:
        return next(iter(found), made)
    if told:
        meant = replace(meant, problems=(*meant.problems, told))
    return replace(meant, doubts=Doubts(sheets=names)) if len(names) > 1 else meant


def _of_sheet(made: Preview, rows: tuple[Numbered, ...]) -> Preview:
    """Settle the rows of a sheet."""
    sample = [
        (line, list(cells)) for line, cells in rows[: SAMPLE_LINES + (made.mapping.header or 0)]
    ]
    try:
        return _understood(made, rows, settle_rows(made.path, sample, made.mapping))
    except MatrixDesignerError as error:
        settled = settle_rows(made.path, sample, SalesMapping())
        return _understood(replace(made, failure=error), rows, settled)


def _understood(made: Preview, rows: Sequence[Numbered], settled: Settled) -> Preview:
    """Say what is understood of the rows of a file or a sheet."""
    if not rows:
        empty = MatrixDesignerError(
            f"{made.path.name} has no line with anything in it", "", "Choose another file"
        )
        return replace(made, failure=empty)
    columns = settled.columns
    rows, outside = _in_order(rows, settled)
    made = replace(
        made,
        lines=tuple(line for line, _ in rows),
        rows=tuple(cells for _, cells in rows),
        tables=settled.tables,
        outside=outside,
        names=columns.header,
        header=columns.row,
        places=columns.places,
        extra=settled.recipe.columns,
        months=settled.recipe.months,
        labels=columns.labels,
        implied=settled.recipe.implied,
        cents=settled.recipe.cents,
        layout=settled.layout,
        problems=columns.problems,
        missing=columns.missing if settled.is_history else (),
        doubts=doubts_in(settled, made.mapping),
        has_sales=has_sales(settled),
        marks=find_marks(columns, [cells for _, cells in settled.rows]),
        marked=settled.recipe.marked,
    )
    if settled.layout is not None and not settled.is_history:
        made = replace(made, failure=NoHistoryError(made.path, settled.layout))
    style = made.mapping.style or decide_number_style(_number_cells(made), made.delimiter)
    made = replace(made, style=style, left_out=tuple(_left_out(made)))
    return replace(made, unreadable=tuple(_unreadable(made)))


def _in_order(
    rows: Sequence[Numbered], settled: Settled
) -> tuple[Sequence[Numbered], frozenset[int]]:
    """Return rows in the order of the table's columns, and the places of those of other tables."""
    own, header = settled.own, settled.columns.row
    if own is None or header is None:
        return rows, frozenset()
    kinds = list(sorted_rows(rows[header + 1 :], own, []))
    outside = (at for at, (_, _, kind) in enumerate(kinds, header + 1) if kind is not Kind.DATA)
    below = ((line, tuple(cells)) for line, cells, _ in kinds)
    return (*rows[: header + 1], *below), frozenset(outside)


def _number_columns(made: Preview) -> dict[int, str]:
    """Return the columns of numbers with the field that their cells are read as."""
    found = dict.fromkeys(made.extra, "quantity")
    return found | {place: name for name, place in made.places.items() if name in NUMBERS}


def _number_cells(made: Preview) -> Iterator[str]:
    """Yield the cells of the number columns below the header."""
    columns = _number_columns(made)
    for _, row in _data_rows(made):
        for place in columns:
            if place < len(row):
                yield row[place]


def _data_rows(made: Preview) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows below the header with their places; a repeated header is none."""
    first = 0 if made.header is None else made.header + 1
    header = () if made.header is None else made.rows[made.header]
    for place in range(first, len(made.rows)):
        if place not in made.outside and not is_repeated_header(made.rows[place], header):
            yield place, made.rows[place]


def _unreadable(made: Preview) -> Iterator[tuple[int, int]]:
    """Yield the cells that an import could not read; a row of totals is set aside as a whole."""
    style = made.style or NumberStyle.POINT
    columns = sorted(_number_columns(made).items())
    part = made.places.get("part")
    for at, row in _data_rows(made):
        has_part = part is None or (part < len(row) and _names_part(row[part]))
        if not has_part and any(map(is_total, row)):
            continue
        for place, name in columns:
            if place < len(row) and judge_text(name, row[place], style)[1] is State.REFUSED:
                yield at, place


def _names_part(text: str) -> bool:
    return bool(text.strip()) and not is_total_part(text)


def _left_out(made: Preview) -> Iterator[LeftOut]:
    """Yield the columns with anything in them that no field is taken from."""
    taken = {*made.places.values(), *made.extra}
    if made.marked and made.marks is not None:
        taken.add(made.marks.column)
    for column in range(made.width):
        if column not in taken:
            name = made.name(column)
            if any(column < len(row) and row[column].strip() for _, row in _data_rows(made)):
                yield LeftOut(column, name, is_personal(name))


def layout_signature(preview: Preview) -> str:
    """Return what tells a layout from others: its header, else how its lines are cut."""
    if preview.names:
        said = "|".join(plain_name(cell) for cell in preview.names)
    else:
        said = f"{preview.delimiter}{preview.spans}{preview.width}"
        if preview.width == 1:
            said += f" {Counter(map(len, preview.texts)).most_common(1)[0][0]}"
    return hashlib.sha256(said.encode()).hexdigest()[:24]
