"""How a file of sales is cut and which column each field is taken from, each line to be changed.

Knows previews and the changes that a choice asks for; it looks at no file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.columns import FIELDS, REQUIRED
from matrix_designer.formats.cuts import (
    IMPLIED,
    characters,
    in_words,
    with_characters,
    with_decimals,
    with_fixed_columns,
    without_fixed_columns,
)
from matrix_designer.formats.import_changes import (
    Change,
    with_column,
    with_cut,
    with_header,
    with_layout,
    with_returns,
    with_style,
)
from matrix_designer.formats.layouts import LAYOUTS
from matrix_designer.formats.mapping import MOST_IMPLIED, SalesMapping
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.return_marks import ReturnMarks, shown_mark
from matrix_designer.formats.settling import NO_LAYOUT
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.import_words import FIELD_TIPS, field_name
from matrix_designer.gui.panels.editable_line import LineChoice, LineContent
from matrix_designer.gui.panels.rules import RuleLine
from matrix_designer.gui.theme import TextSize, Theme

_MARKS = {"\t": "tab", ",": "comma ,", ";": "semicolon ;", "|": "bar |"}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "cp1252": "Windows (1252)",
    "latin-1": "Latin 1",
    "cp437": "DOS (437)",
    "cp850": "DOS (850)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, no mark",
    "utf-16-be": "UTF-16, no mark, reversed",
}
_OFFERED = ("utf-8", "cp1252", "cp850", "cp437", "utf-16")
_STYLES = {NumberStyle.POINT: "point: 1,234.50", NumberStyle.COMMA: "comma: 1.234,50"}
_HEADERS = 12
"""So many of the first lines are offered as the header."""
_FIND, _NONE, _FIXED, _SAMPLE = "", "none", "fixed", 24
_DECIMALS = {f"decimals of {name}": name for name in IMPLIED}
"""The lines for implied decimals, each below the line of its field."""
_RETURNS = "returns"
_CUT = ("layout", "encoding", "delimiter", "sheet", "header", "decimal")


class ImportFields(QWidget):
    """Lines over lines. `wished(change)`: the file is to be understood in another way."""

    wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Start without a file."""
        super().__init__()
        self._theme = theme
        self._preview: Preview | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)  # for a line's note
        self._lines: dict[str, RuleLine] = {}
        self._add_title("How the file is written")
        for key in _CUT:
            self._add_line(key)
        column.addSpacing(12)
        self._add_title("Fields and their columns")
        for key in FIELDS:
            self._add_line(key)
            if key in IMPLIED:
                self._add_line(f"decimals of {key}")
        self._add_line(_RETURNS)

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every line that shows."""
        lines = [line for line in self._lines.values() if not line.isHidden()]
        return tuple((line.content.name, line.content.value) for line in lines)

    def line(self, key: str) -> RuleLine:
        """Return the line of a setting or a field."""
        return self._lines[key]

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)

    def show_preview(self, preview: Preview) -> None:
        """Show what was understood."""
        self._preview = preview
        contents = dict(_cut_lines(preview))
        for key in _CUT:
            self._lines[key].setVisible(key in contents)
            if key in contents:
                self._lines[key].show_content(contents[key])
        for field in FIELDS:
            self._lines[field].show_content(_field_line(preview, field))
        for key, field in _DECIMALS.items():
            has_some = field in preview.implied
            is_shown = field in preview.places and (bool(preview.spans) or has_some)
            self._lines[key].setVisible(is_shown)
            if is_shown:
                self._lines[key].show_content(_decimals_line(preview, field))
        self._lines[_RETURNS].setVisible(preview.marks is not None)
        if preview.marks is not None:
            self._lines[_RETURNS].show_content(_returns_line(preview, preview.marks))

    def _add_title(self, words: str) -> None:
        title = Text(words, self._theme, size=TextSize.TITLE, is_semibold=True)
        title.setContentsMargins(8, 4, 0, 6)
        self._column.addWidget(title)

    def _add_line(self, key: str) -> None:
        made = self._lines[key] = RuleLine(key, self._theme)
        made.rule_entered.connect(self._on_entered)
        self._column.addWidget(made)

    def _on_entered(self, key: str, text: str) -> None:
        """Hand on what was typed or chosen, or say in the line why it cannot be."""
        if self._preview is None:
            return
        try:
            change = _change(self._preview, key, text)
            change(self._preview)
        except MatrixDesignerError as error:
            self._lines[key].refuse(error.sentence)
        else:
            self.wished.emit(change)


def _change(preview: Preview, key: str, text: str) -> Change:
    """Return what a choice in a line changes."""
    if key in FIELDS:
        return _field_change(preview, key, text.strip() or _NONE)
    if key in _DECIMALS:
        return partial(with_decimals, fields=(_DECIMALS[key],), decimals=int(text))
    if key == _RETURNS and preview.marks is not None:
        marked = () if text == _NONE else (text,)
        return partial(with_returns, column=preview.marks.column, marked=marked)
    said, mapping = text or None, preview.mapping
    if key == "delimiter" and text == _FIXED:
        return with_fixed_columns
    changes: dict[str, Change] = {
        "decimal": partial(
            with_style, style=NumberStyle(text) if key == "decimal" and text else None
        ),
        "header": partial(with_header, line=int(text) if key == "header" and text else None),
        "layout": partial(with_layout, layout=said),
        "delimiter": partial(_delimited, mark=said),
        "encoding": partial(
            with_cut, encoding=said, delimiter=mapping.delimiter, sheet=mapping.sheet
        ),
        "sheet": partial(
            with_cut, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=said
        ),
    }
    return changes[key]


def _field_change(preview: Preview, field: str, text: str) -> Change:
    """Return the change to a column that was chosen, or to characters that were typed."""
    if preview.spans and text != _NONE:
        return partial(with_characters, name=field, text=text, words=field_name)
    return partial(with_column, name=field, column=None if text == _NONE else int(text))


def _delimited(preview: Preview, mark: str | None) -> SalesMapping:
    """Return the mapping with a delimiter, whatever was said of fixed columns before."""
    mapping = without_fixed_columns(preview)
    plain = replace(preview, mapping=mapping)
    return with_cut(plain, encoding=mapping.encoding, delimiter=mark, sheet=mapping.sheet)


def _cut_lines(preview: Preview) -> Iterator[tuple[str, LineContent]]:
    """Yield the lines that say how the file is cut."""
    mapping = preview.mapping
    yield "layout", _layout_line(preview)
    if preview.sheet is not None or preview.sheets:
        sheets = tuple(LineChoice(sheet, sheet) for sheet in preview.sheets)
        value = preview.sheet or ""
        yield "sheet", _choosing("Sheet", value, value, "The sheet with the lines", sheets)
    else:
        encoding = preview.encoding or ""
        offered = tuple(
            LineChoice(_ENCODINGS[name], name)
            for name in dict.fromkeys((*_OFFERED, encoding))
            if name in _ENCODINGS
        )
        yield (
            "encoding",
            _choosing(
                "Encoding",
                _told(_ENCODINGS.get(encoding, encoding), is_found=mapping.encoding is None),
                mapping.encoding or _FIND,
                "How letters are kept in the file",
                (LineChoice("as found", _FIND), *offered),
            ),
        )
        mark = preview.delimiter or ("fixed columns" if preview.spans else "")
        marks = [LineChoice(word, one) for one, word in _MARKS.items()]
        is_cut = mapping.cuts is not None or bool(mapping.positions)
        yield (
            "delimiter",
            _choosing(
                "Delimiter",
                _told(_MARKS.get(mark, mark), is_found=mapping.delimiter is None and not is_cut),
                _FIXED if is_cut else mapping.delimiter or _FIND,
                "What stands between two cells, or that each has its characters in every line",
                (LineChoice("as found", _FIND), *marks, LineChoice("fixed columns", _FIXED)),
            ),
        )
    yield "header", _header_line(preview)
    style = "not decided" if preview.style is None else _STYLES[preview.style]
    yield (
        "decimal",
        _choosing(
            "Decimal mark",
            _told(style, is_found=mapping.style is None and preview.style is not None),
            "" if mapping.style is None else mapping.style.value,
            "What separates decimals in the whole file",
            (
                LineChoice("as found", _FIND),
                *(LineChoice(word, one.value) for one, word in _STYLES.items()),
            ),
        ),
    )


def _layout_line(preview: Preview) -> LineContent:
    """Return the line that names the published layout."""
    said = preview.mapping.layout
    value = "none known" if preview.layout is None else preview.layout.title
    known = tuple(LineChoice(layout.title, layout.id) for layout in LAYOUTS)
    return _choosing(
        "Layout",
        _told(value, is_found=said is None and preview.layout is not None),
        _FIND if said is None else said,
        "A report whose columns are published, known by its names or its cells",
        (LineChoice("as found", _FIND), LineChoice("none of them", NO_LAYOUT), *known),
    )


def _header_line(preview: Preview) -> LineContent:
    """Return the line that says where the header stands."""
    said = preview.mapping.header
    value = "none" if preview.header is None else f"line {preview.lines[preview.header]}"
    rows = zip(preview.lines[:_HEADERS], preview.rows[:_HEADERS], strict=True)
    offered = (
        LineChoice(f"line {line}: {_short(', '.join(row))}", str(line)) for line, row in rows
    )
    return _choosing(
        "Header",
        _told(value, is_found=said is None),
        _FIND if said is None else str(said),
        "The line with the names of the columns",
        (LineChoice("as found", _FIND), LineChoice("none: no line has names", "0"), *offered),
    )


def _field_line(preview: Preview, field: str) -> LineContent:
    """Return the line of a field: its column, the choice among all, and whether it is missing."""
    if preview.spans:
        return _characters_line(preview, field)
    place = preview.places.get(field)
    choices = [LineChoice("none", _NONE)]
    for column in range(preview.width):
        sample = next(_samples(preview, column), "")
        words = f"{preview.name(column)}  ·  {_short(sample)}" if sample else preview.name(column)
        choices.append(LineChoice(words, str(column)))
    value = "needed: choose one" if _is_needed(preview, field) else "none"
    return _choosing(
        field_name(field),
        value if place is None else preview.labels.get(field) or preview.name(place),
        _NONE if place is None else str(place),
        FIELD_TIPS.get(field, f"The column of the {field_name(field).lower()}"),
        tuple(choices),
    )


def _characters_line(preview: Preview, field: str) -> LineContent:
    """Return the line of a field of fixed columns: its characters, typed or chosen."""
    place = preview.places.get(field)
    choices = [LineChoice("none", _NONE), LineChoice("type its characters…", "", is_begun=True)]
    for column in range(len(preview.spans)):
        at, sample = characters(preview, column), next(_samples(preview, column), "")
        choices.append(LineChoice(f"{at}  ·  {_short(sample)}" if sample else at, at))
    at = _NONE if place is None else characters(preview, place)
    value = "needed: type 1-10" if place is None and _is_needed(preview, field) else at
    tip = FIELD_TIPS.get(field, f"The characters of the {field_name(field).lower()}")
    tip = f"{tip}. Type its characters in a line, such as 1-10"
    return LineContent(field_name(field), value, at, tip, tuple(choices))


def _decimals_line(preview: Preview, field: str) -> LineContent:
    """Return the line that says how many of a field's digits are decimals."""
    decimals = preview.implied.get(field, 0)
    choices = []
    for count in range(MOST_IMPLIED + 1):
        meant = in_words(preview, field, count)
        choices.append(
            LineChoice(f"{count or 'none'}  ·  {meant}" if meant else f"{count}", f"{count}")
        )
    return _choosing(
        f"{field_name(field)}, decimals",
        f"{decimals or 'none'}",
        f"{decimals}",
        f"How many digits at the end of the {field_name(field).lower()} are decimals",
        tuple(choices),
    )


def _returns_line(preview: Preview, found: ReturnMarks) -> LineContent:
    """Return the line that says which word of a column marks returns."""
    name = preview.name(found.column)
    marked = sorted(preview.marked)
    shown = " and ".join(map(shown_mark, marked))
    value = f"{shown} in {name}" if marked else "none: all are sales"
    choices = [LineChoice("none: all are sales", _NONE)]
    for word, count in sorted(found.counts.items()):
        if word:
            told = f"{shown_mark(word)}  ·  {count} of {found.lines} lines"
            choices.append(LineChoice(told, word))
    return _choosing(
        "Returns",
        _told(value, is_found=bool(marked) and preview.mapping.returns is None),
        marked[0] if marked else _NONE,
        f"What stands in “{name}” on a return, where quantities have no sign",
        tuple(choices),
    )


def _is_needed(preview: Preview, field: str) -> bool:
    """Tell whether a field is the first of those of which one must have a column."""
    return any(
        fields[0] == field and not any(name in preview.places for name in fields)
        for fields, _ in REQUIRED
    )


def _samples(preview: Preview, column: int) -> Iterator[str]:
    first = 0 if preview.header is None else preview.header + 1
    for row in preview.rows[first : first + _HEADERS]:
        if column < len(row) and row[column].strip():
            yield row[column].strip()


def _short(text: str) -> str:
    return text if len(text) <= _SAMPLE else f"{text[:_SAMPLE]}…"


def _told(value: str, *, is_found: bool) -> str:
    return f"{value} (found)" if is_found and value else value


def _choosing(
    name: str,
    value: str,
    text: str,
    tip: str,
    choices: tuple[LineChoice, ...],
) -> LineContent:
    return LineContent(name, value, text, tip, choices, is_typed=False)
