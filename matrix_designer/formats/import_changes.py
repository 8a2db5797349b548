"""What may be said about a sales file: given what is understood, the mapping that differs.

Knows previews and mappings; what is asked, and how, is somebody else's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import recognise
from matrix_designer.formats.layouts import Span
from matrix_designer.formats.mapping import Returns, SalesMapping
from matrix_designer.formats.preview import Preview

Change = Callable[[Preview], SalesMapping]


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that may be said: a few words with an example, and what it changes."""

    label: str
    tip: str
    change: Change


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """One question with its answers."""

    sentence: str
    answers: tuple[Answer, ...]


def with_column(preview: Preview, name: str, column: int | None) -> SalesMapping:
    """Return the mapping with a field taken from a column, or from none.

    A column serves one field: what was taken from it before has none then.
    """
    if preview.mapping.positions:
        span = None if column is None else preview.spans[column]
        return with_position(preview, name, span)
    columns = dict(preview.mapping.columns)
    if column is not None:
        for other, place in preview.places.items():
            if place == column and other != name:
                columns[other] = ""
    columns[name] = "" if column is None else column + 1
    return replace(preview.mapping, columns=columns)


def with_pieces(preview: Preview, field: str, column: int) -> SalesMapping:
    """Return the mapping with a column counting pieces that was taken for sold dollars.

    Months tell the pieces already where there are some. The sold price is taken from the column
    that is known by its name after this one; without any it stays unknown.
    """
    columns = dict(preview.mapping.columns)
    others, _ = recognise(["" if at == column else name for at, name in enumerate(preview.names)])
    found = others.get(field)
    columns[field] = "" if found is None else found + 1
    if preview.places.get("quantity") not in preview.extra:
        columns["quantity"] = column + 1
    return replace(preview.mapping, columns=columns)


def with_columns(preview: Preview, columns: Mapping[str, int]) -> SalesMapping:
    """Return the mapping with several fields taken from columns."""
    mapping = preview.mapping
    for name, column in columns.items():
        mapping = with_column(replace(preview, mapping=mapping), name, column)
    return mapping


def with_position(preview: Preview, name: str, span: Span | None) -> SalesMapping:
    """Return the mapping with a field at some characters of each line, or at none.

    Fields that stood where others are wanted have no place then.
    """
    positions = {
        field: preview.spans[place]
        for field, place in preview.places.items()
        if place < len(preview.spans)
    }
    positions.pop(name, None)
    if span is not None:
        kept = {
            field: (start, end)
            for field, (start, end) in positions.items()
            if end <= span[0] or start >= span[1]
        }
        positions = kept | {name: span}
    columns = {field: at for field, at in preview.mapping.columns.items() if at == ""}
    return replace(preview.mapping, positions=positions, columns=columns)


def with_layout(preview: Preview, layout: str | None) -> SalesMapping:
    """Return the mapping with a published layout by its id, or `none`; None recognises it."""
    return replace(preview.mapping, layout=layout)


def with_style(preview: Preview, style: NumberStyle | None) -> SalesMapping:
    """Return the mapping with what separates decimals; None leaves it to the file."""
    return replace(preview.mapping, style=style)


def with_cut(
    preview: Preview, *, encoding: str | None, delimiter: str | None, sheet: str | None
) -> SalesMapping:
    """Return the mapping with another way to cut the file; None leaves it to the file.

    Columns that were named by their numbers are other columns then.
    """
    mapping = preview.mapping
    named = {name: at for name, at in mapping.columns.items() if isinstance(at, str)}
    is_same = (delimiter, sheet) == (mapping.delimiter, mapping.sheet)
    return replace(
        mapping,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        columns=mapping.columns if is_same else named,
    )


def with_header(preview: Preview, line: int | None) -> SalesMapping:
    """Return the mapping with the header on a line of the file, 0 for none, None to find it."""
    return replace(preview.mapping, header=line)


def with_returns(preview: Preview, column: int, marked: tuple[str, ...]) -> SalesMapping:
    """Return the mapping with what marks a return in a column; nothing where all are sales."""
    return replace(preview.mapping, returns=Returns(column + 1, marked))


def with_mapping(_preview: Preview, mapping: SalesMapping) -> SalesMapping:
    """Return another mapping, whatever was said before."""
    return mapping


def portable(preview: Preview) -> SalesMapping:
    """Return the mapping with columns named by their headers, where a header names one column.

    The next file of the layout may have its columns in another order, and its header on another
    line. Where it tells which of several tables is meant, the line is kept: at another line nothing
    is named so, and it is asked again.
    """
    columns = {field: _named(preview, at) for field, at in preview.mapping.columns.items()}
    returns = preview.mapping.returns
    if returns is not None:
        returns = replace(returns, column=_named(preview, returns.column))
    is_placed = any(isinstance(column, int) for column in columns.values())
    is_chosen = not is_placed and any(table.may_be_meant for table in preview.tables)
    header = preview.mapping.header
    kept = header if header == 0 or is_chosen else None
    return replace(preview.mapping, columns=columns, header=kept, returns=returns)


def _named(preview: Preview, column: str | int) -> str | int:
    """Return a column's header instead of its number, where that names it alone."""
    names = [" ".join(text.split()) for text in preview.names] if preview.header is not None else []
    if isinstance(column, int) and 0 < column <= len(names):
        name = names[column - 1]
        if name and names.count(name) == 1:
            return name
    return column
