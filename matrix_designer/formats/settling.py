"""How a file is cut and which columns it has, settled from its first rows: for import and preview.

Knows the order of the guesses: what a mapping says, a published layout, the names of the header,
columns that blanks keep apart. What none of them settles is left open, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import (
    FIELDS,
    NUMBER_FIELDS,
    Columns,
    column_at,
    find_header,
    recognise,
    settle_columns,
)
from matrix_designer.formats.dialect import SAMPLE_LINES, Dialect, decide_number_style
from matrix_designer.formats.fixed_headers import is_delimited, spans_below
from matrix_designer.formats.fixed_width import spans_of
from matrix_designer.formats.header_pair import join_header
from matrix_designer.formats.header_shape import words_above_numbers
from matrix_designer.formats.layouts import LAYOUTS, Kind, Layout, layout_named
from matrix_designer.formats.mapping import SalesMapping, span_of
from matrix_designer.formats.months import Months, find_months
from matrix_designer.formats.net_price import with_net
from matrix_designer.formats.other_tables import Own, Table, own_rows, own_table, without_beside
from matrix_designer.formats.overlooked import odd_columns, overlooked_days
from matrix_designer.formats.recipe import Recipe
from matrix_designer.formats.recognition import (
    Recognised,
    by_cells,
    by_header,
    by_positions,
    takes_discount_off,
)
from matrix_designer.formats.return_marks import find_marks, mark_of, told_of_marks
from matrix_designer.formats.sold_unknown import has_no_sold, may_lack_sold, without_sold
from matrix_designer.formats.tables import cut_rows, detect_dialect, first_lines

NO_LAYOUT = "none"
"""What a mapping says where no published layout is to be recognised."""
_HEADER_LINES = 40
Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled of a file: its first rows, how it is cut, its columns, what they need.

    `layout` is the published layout that was recognised. `dialect` is None for a workbook's sheet.
    `own` is the table that is read, `tables` are the others; their rows are not among `rows`.
    `sheets` are all sheets of a workbook that have sales.
    """

    rows: tuple[Numbered, ...]
    columns: Columns
    recipe: Recipe = Recipe()  # noqa: RUF009 - frozen
    layout: Layout | None = None
    dialect: Dialect | None = None
    own: Own | None = None
    tables: tuple[Table, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def is_history(self) -> bool:
        """Whether its rows are sales, as far as its layout tells."""
        return self.layout is None or self.layout.kind is Kind.HISTORY

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.is_history or not self.columns.missing


def settle_text(path: Path, mapping: SalesMapping, most: int = SAMPLE_LINES) -> Settled:
    """Settle how a text file is cut and which columns it has."""
    most = max(most, (mapping.header or 0) + SAMPLE_LINES)
    dialect = _wished(detect_dialect(path), mapping)
    if mapping.positions:
        return _by_wished_positions(path, mapping, dialect, most)
    if mapping.cuts is not None:
        dialect = replace(dialect, spans=spans_of(mapping.cuts))
        return settle_rows(path, list(islice(cut_rows(path, dialect), most)), mapping, dialect)
    failure: MatrixDesignerError | None = None
    settled: Settled | None = None
    try:
        rows = list(islice(cut_rows(path, dialect), most))
        settled = settle_rows(path, rows, mapping, dialect)
    except MatrixDesignerError as error:
        failure = error
    if mapping.delimiter is None and (settled is None or not settled.is_settled):
        lines = first_lines(path, dialect.encoding, most)
        if found := _fixed(path, lines, mapping, dialect, most):
            return found
    if settled is not None:
        return settled
    assert failure is not None  # noqa: S101 - one of the two is there
    raise failure


def _wished(dialect: Dialect, mapping: SalesMapping) -> Dialect:
    """Let a mapping overrule the delimiter and the encoding that were found."""
    if mapping.delimiter is not None:
        dialect = replace(dialect, delimiter=mapping.delimiter)
    if mapping.encoding is not None and mapping.encoding != dialect.encoding:
        survey = replace(dialect.survey, encoding=mapping.encoding, is_plain=False)
        dialect = replace(dialect, survey=survey)
    return dialect


def settle_rows(
    path: Path, rows: Sequence[Numbered], mapping: SalesMapping, dialect: Dialect | None = None
) -> Settled:
    """Settle the columns of rows that are cut; raises where a wish cannot be met."""
    cells = [row for _, row in rows]
    place = _header_place(path, rows, mapping)
    layout = _layout(path, mapping)
    if mapping.layout != NO_LAYOUT:
        delimiter = None if dialect is None else dialect.delimiter
        found = _recognised(cells, place, delimiter, layout)
        if found is not None and _may_be(found.layout, mapping):
            return _of_layout(path, rows, mapping, dialect, found)
    if layout is not None and not layout.spans:
        raise MatrixDesignerError(
            f"{path.name} is not in the layout {layout.title}",
            "",
            "Leave layout out of the mapping",
        )
    if place is None:
        place = _named_by_place(cells, mapping)
    if place is None and not any(isinstance(name, str) for name in mapping.columns.values()):
        place = words_above_numbers(cells) if find_header(cells) is None else None
    if pair := join_header(cells, find_header(cells) if place is None else place):
        place, joined = pair
        cells[place] = list(joined)
    row = find_header(cells) if place is None else place
    told = ""
    if row is not None and row >= 0 and not mapping.columns:
        cells[row], told = without_beside(cells[row])
    columns = settle_columns(path, cells, mapping.columns, place)
    if told:
        columns = replace(columns, problems=(*columns.problems, told))
    months = find_months(columns.header)
    at_places = dialect is not None and bool(dialect.spans)
    extra = () if months is None else months.columns
    own = own_table(columns, rows, at_places=at_places, extra=extra)
    kept, tables = own_rows(columns, rows, own)
    columns = with_net(columns, [cells for _, cells in kept], mapping.columns)
    settled = Settled(kept, columns, dialect=dialect, own=own, tables=tables)
    return _with_months(path, settled, mapping)


def _header_place(path: Path, rows: Sequence[Numbered], mapping: SalesMapping) -> int | None:
    """Return the place of the header that a mapping names: -1 for none, None to look for it."""
    if not mapping.header:
        return None if mapping.header is None else -1
    for place, (number, _) in enumerate(rows):
        if number == mapping.header:
            return place
    raise MatrixDesignerError(
        f"{path.name} has no row on line {mapping.header}",
        "",
        "Mend the header line of the mapping file",
    )


def _named_by_place(cells: Sequence[Sequence[str]], mapping: SalesMapping) -> int | None:
    """Return 0 where the first row names the columns that a mapping gives by their numbers.

    Its cells in columns of numbers are all words then, and the row below has numbers there.
    """
    named = {name: at for name, at in mapping.columns.items() if isinstance(at, int)}
    places = [at - 1 for name, at in named.items() if name in NUMBER_FIELDS]
    if len(cells) <= 1 or not places or len(named) < len(mapping.columns):
        return None
    first, second = cells[0], cells[1]
    if max(places) >= min(len(first), len(second)):
        return None
    is_named = all(first[at].strip()[:1].isalpha() for at in places)
    has_numbers = all(any(map(str.isdigit, second[at])) for at in places)
    return 0 if is_named and has_numbers and find_header(cells) is None else None


def _layout(path: Path, mapping: SalesMapping) -> Layout | None:
    """Return the layout that a mapping names."""
    if mapping.layout is None or mapping.layout == NO_LAYOUT:
        return None
    if layout := layout_named(mapping.layout):
        return layout
    raise MatrixDesignerError(
        f"{path.name}: no layout is called “{mapping.layout}”",
        f"There are: {', '.join(layout.id for layout in LAYOUTS)}",
        "Mend the mapping file",
    )


def _recognised(
    cells: Sequence[Sequence[str]], place: int | None, delimiter: str | None, layout: Layout | None
) -> Recognised | None:
    """Look for a published layout, in the row that is the header where that is known."""
    if place is None or place >= 0:
        rows = cells if place is None else cells[: place + 1]
        found = by_header(rows, layout)
        if found is not None and (place is None or found.row == place):
            return found
    return None if place is not None and place >= 0 else by_cells(cells, delimiter, layout)


def _may_be(layout: Layout, mapping: SalesMapping) -> bool:
    """Tell whether a layout may be believed: columns that somebody names make a history of it."""
    return layout.kind is Kind.HISTORY or not mapping.columns


def _of_layout(
    path: Path,
    rows: Sequence[Numbered],
    mapping: SalesMapping,
    dialect: Dialect | None,
    found: Recognised,
) -> Settled:
    """Settle the columns of a published layout; a mapping may overrule each."""
    layout = found.layout
    if layout.kind is not Kind.HISTORY:
        columns = Columns(found.fields, found.header, found.row)
        implied, cents = _numbers_of(found, found.fields)
        return Settled(tuple(rows), columns, Recipe(implied=implied, cents=cents), layout, dialect)
    own = set(found.places.values())
    places: dict[str, int] = {}
    if found.row is not None:
        known, _ = recognise(found.header)
        places = {name: place for name, place in known.items() if place not in own}
    places |= found.fields
    wanted: dict[str, str | int] = {name: place + 1 for name, place in places.items()}
    wanted |= mapping.columns
    row = -1 if found.row is None else found.row
    cells = [cells for _, cells in rows]
    columns = settle_columns(path, cells, _complete(wanted), row)
    columns = replace(columns, header=found.header, problems=())
    implied, cents = _numbers_of(found, columns.places)
    recipe = Recipe(
        implied=implied | dict(mapping.implied),
        cents=cents | mapping.cents,
        discount=_discount(path, cells, found, dialect),
        discount_percent=found.places.get(layout.discount_percent or ""),
    )
    settled = Settled(tuple(rows), columns, recipe, layout, dialect)
    return _with_months(path, settled, mapping)


def _complete(wanted: Mapping[str, str | int]) -> dict[str, str | int]:
    """Say of every field that is not wanted that it has no column: nothing is guessed beside."""
    return {name: wanted.get(name, "") for name in FIELDS}


def _numbers_of(
    found: Recognised, places: Mapping[str, int]
) -> tuple[dict[str, int], frozenset[str]]:
    """Return the decimals that fields imply and those in cents, by the columns that they are in."""
    layout = found.layout
    names = {place: name for name, place in found.places.items()}
    taken = {name: names.get(place, "") for name, place in places.items()}
    implied = {
        name: layout.implied[column] for name, column in taken.items() if column in layout.implied
    }
    return implied, frozenset(name for name, column in taken.items() if column in layout.cents)


def _discount(
    path: Path, cells: Sequence[Sequence[str]], found: Recognised, dialect: Dialect | None
) -> int | None:
    """Return the column to be taken off sales; asks where the file contradicts itself."""
    layout = found.layout
    if layout.discount is None:
        return None
    first = 0 if found.row is None else found.row + 1
    delimiter = None if dialect is None else dialect.delimiter
    texts = (
        row[place] for row in cells[first:] for place in found.fields.values() if place < len(row)
    )
    style = decide_number_style(texts, delimiter) or NumberStyle.POINT
    takes_off = takes_discount_off(found, cells[first:], style)
    if takes_off is None:
        raise MatrixDesignerError(
            f"{path.name}: its {layout.profit} is neither {layout.fields['extended_sold']} less "
            f"{layout.fields['extended_cost']} nor that less {layout.discount}",
            f"It looks like {layout.title}",
            'Say what its columns are in a mapping file with layout = "none" and use import --map',
        )
    return found.places.get(layout.discount) if takes_off else None


def _with_months(path: Path, settled: Settled, mapping: SalesMapping) -> Settled:
    """Take the columns of months for the quantity where no column has it."""
    columns = settled.columns
    recipe = replace(
        settled.recipe,
        implied={**settled.recipe.implied, **mapping.implied},
        cents=settled.recipe.cents | mapping.cents,
    )
    places = dict(columns.places)
    labels: dict[str, str] = {}
    if mapping.months or ("quantity" not in places and columns.header):
        months = _months(path, settled, mapping)
        if months is not None:
            is_by_month = bool(months.days) and not any(
                name.startswith("extended") for name in places
            )
            days = months.days if is_by_month and "date" not in places else ()
            recipe = replace(recipe, months=months.columns, days=days)
            first, last = (columns.name(months.columns[place]) for place in (0, -1))
            labels["quantity"] = f"{first} to {last}, {len(months.columns)} months"
            places["quantity"] = months.columns[0]
            if days:
                labels["date"] = f"the months {first} to {last}"
                places["date"] = months.columns[0]
    ordered = {name: places[name] for name in FIELDS if name in places}
    made = replace(settled, columns=replace(columns, places=ordered, labels=labels), recipe=recipe)
    cells, is_known = [cells for _, cells in settled.rows], settled.layout is not None
    if has_no_sold(made.columns, mapping) or may_lack_sold(
        made.columns, recipe.columns, cells, is_known=is_known
    ):
        made = replace(made, columns=without_sold(made.columns))
    made = _with_marks(path, made, mapping)
    return _with_doubts(made, is_date_said="date" in mapping.columns)


def _with_marks(path: Path, settled: Settled, mapping: SalesMapping) -> Settled:
    """Take the words that mark returns: those that a mapping names, else those beyond doubt."""
    columns, cells = settled.columns, [row for _, row in settled.rows]
    if mapping.returns is not None:
        at = column_at(path, cells, columns.header, "returns", mapping.returns.column)
        return replace(settled, recipe=_marking(settled.recipe, at, mapping.returns.marked))
    found = find_marks(columns, cells) if settled.layout is None else None
    if found is None or not found.is_sure:
        return settled
    problems = (*columns.problems, told_of_marks(columns, found))
    recipe = _marking(settled.recipe, found.column, found.marks)
    return replace(settled, columns=replace(columns, problems=problems), recipe=recipe)


def _marking(recipe: Recipe, at: int, marked: Iterable[str]) -> Recipe:
    words = frozenset(map(mark_of, marked))
    return replace(recipe, marks=at, marked=words) if words else recipe


def _with_doubts(settled: Settled, *, is_date_said: bool) -> Settled:
    """Tell of days that nobody took, and of part numbers without their zeros."""
    cells, columns = [row for _, row in settled.rows], settled.columns
    days = () if is_date_said else overlooked_days(columns, cells, settled.recipe.columns)
    problems = (*columns.problems, *days, *odd_columns(columns, cells))
    return replace(settled, columns=replace(settled.columns, problems=problems))


def _months(path: Path, settled: Settled, mapping: SalesMapping) -> Months | None:
    """Return the columns of months: those that a mapping names, else those that the header does."""
    header = settled.columns.header
    if not mapping.months:
        return find_months(header)
    cells = [row for _, row in settled.rows]
    found = tuple(column_at(path, cells, header, "months", name) for name in mapping.months)
    named = find_months([header[at] if at in found else "" for at in range(len(header))])
    if named is not None and set(named.columns) == set(found):
        return named
    return Months(found)


def _by_wished_positions(path: Path, mapping: SalesMapping, dialect: Dialect, most: int) -> Settled:
    """Cut a file at the positions that a mapping gives; each field has its own."""
    spans = dict(mapping.positions)
    if mapping.returns is not None:
        spans["returns"] = span_of(path, "returns", mapping.returns.column)
    names = sorted(spans, key=spans.__getitem__)
    dialect = replace(dialect, spans=tuple(spans[name] for name in names))
    rows = tuple(islice(cut_rows(path, dialect), most))
    places = {name: place for place, name in enumerate(names)}
    row = None
    if mapping.header:
        row = _header_place(path, rows, mapping)
    ordered = {name: places[name] for name in FIELDS if name in places}
    labels = {
        name: f"characters {start + 1} to {end}" for name, (start, end) in mapping.positions.items()
    }
    columns = Columns(ordered, (), row, labels=labels)
    recipe = Recipe(implied=mapping.implied, cents=mapping.cents)
    if mapping.returns is not None:
        recipe = _marking(recipe, places["returns"], mapping.returns.marked)
    if has_no_sold(columns, mapping):
        columns = without_sold(columns)
    return Settled(rows, columns, recipe, dialect=dialect)


def _fixed(
    path: Path, lines: Sequence[str], mapping: SalesMapping, dialect: Dialect, most: int
) -> Settled | None:
    """Try a file as one of fixed columns: a published tape, or columns below a header."""
    layout = _layout(path, mapping)
    if mapping.layout != NO_LAYOUT and not mapping.columns and not mapping.header:
        found = by_positions(lines, layout)
        if found is not None:
            dialect = replace(dialect, spans=found.layout.spans)
            rows = list(islice(cut_rows(path, dialect), most))
            return _of_layout(path, rows, mapping, dialect, found)
    places = range(min(_HEADER_LINES, len(lines)))
    if mapping.header:
        places = range(mapping.header - 1, min(mapping.header, len(lines)))
    best: Settled | None = None
    if mapping.header == 0 or is_delimited(lines, dialect):
        return None
    for place in places:
        spans = spans_below(lines, place)
        if spans is None:
            continue
        cut = replace(dialect, spans=spans)
        rows = list(islice(cut_rows(path, cut), most))
        try:
            settled = settle_rows(path, rows, replace(mapping, header=place + 1), cut)
        except MatrixDesignerError:  # this line does not have the names that somebody gave
            if mapping.header:
                raise
            continue
        if settled.is_settled:
            return settled
        best = best or settled
    return best if mapping.header else None
