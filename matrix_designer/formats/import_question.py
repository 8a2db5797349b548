"""What has to be asked about a sales file: one question at a time, with all that may be said.

Knows previews; how it is asked is somebody else's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.cuts import (
    in_words,
    with_decimals,
    with_fixed_columns,
)
from matrix_designer.formats.doubts import are_counts
from matrix_designer.formats.import_changes import (
    Answer,
    ImportQuestion,
    with_column,
    with_columns,
    with_pieces,
    with_style,
)
from matrix_designer.formats.number_marks import without_marks
from matrix_designer.formats.preview import Preview
from matrix_designer.formats.readings import readings_of
from matrix_designer.formats.staging import NUMBERS
from matrix_designer.formats.table_questions import (
    marks_question,
    net_question,
    sheets_question,
    tables_question,
)
from matrix_designer.formats.unit_check import WholeLines

_MOST = 8
_SHOWN = 3
_LOOKED_AT = 50
_ASKED = {"the cost": "cost", "the quantity": "quantity", "the sold price": "sold"}
_FIELD_WORDS = {
    "cost": "cost",
    "quantity": "pieces",
    "sold": "sold price",
    "date": "date",
    "ro": "RO",
    "part": "part",
}
_STYLES = (NumberStyle.POINT, NumberStyle.COMMA)
_WORDS = {NumberStyle.POINT: "Decimal point", NumberStyle.COMMA: "Decimal comma"}


_NOT_CUT = ImportQuestion(
    "Its lines are not cut into cells. Choose a delimiter at the side, or say that its columns "
    "are fixed.",
    (
        Answer(
            "Fixed columns",
            "Cut each line at the same characters, to be shown in the lines or typed at the side",
            with_fixed_columns,
        ),
    ),
)
_CUT_ONCE = ImportQuestion(
    "Where does each field stand? Cut the lines below, or type the characters of a field at the "
    "side, such as 1-10.",
    (),
)


def question_of(
    preview: Preview, *, must_know_style: bool, whole_lines: WholeLines | None = None
) -> ImportQuestion | None:
    """Return what has to be asked before a file can be imported; None where all is clear.

    Where a file is not whole, its other lines may tell what a comma means: it is asked only if
    somebody `must_know_style`. `whole_lines` is a field whose amounts an import took for those of
    whole lines.
    """
    if preview.failure is not None or not preview.rows:
        return None
    if question := _first_question(preview) or _doubt_question(preview, whole_lines):
        return question
    if preview.style is None and (preview.is_whole or must_know_style):
        return _style_question(preview)
    return None


def _first_question(preview: Preview) -> ImportQuestion | None:
    """Ask what comes before all else: which columns there are; None where they are known."""
    if preview.doubts.sheets:
        return sheets_question(preview.doubts.sheets)
    if preview.doubts.tables:
        return tables_question(preview, preview.doubts.tables)
    if preview.doubts.net is not None:
        return net_question(preview, preview.doubts.net)
    if preview.missing:
        if preview.width == 1:
            return _NOT_CUT if preview.mapping.cuts is None else _CUT_ONCE
        whole = _whole_question(preview) if len(preview.missing) > 1 else None
        return whole or _column_question(preview, preview.missing[0])
    return None


def _doubt_question(preview: Preview, whole: WholeLines | None) -> ImportQuestion | None:
    """Ask what a column means that is there; None where nothing is in doubt."""
    if preview.doubts.pieces:
        return _pieces_question(preview, preview.doubts.pieces)
    if preview.doubts.decimals:
        return _decimals_question(preview, preview.doubts.decimals)
    if whole is not None and not set(whole.fields) & set(preview.mapping.columns):
        return _units_question(preview, whole)
    if preview.doubts.marks is not None:
        return marks_question(preview, preview.doubts.marks)
    return None


def _whole_question(preview: Preview) -> ImportQuestion | None:
    """Ask which reading of all columns is right; None where their cells suggest none."""
    names = _first_words(preview)
    answers = []
    for reading in islice(readings_of(preview, names), _MOST):
        told = []
        for field, column in reading.items():
            name = names[column] if column < len(names) else preview.name(column)
            told.append(f"{_FIELD_WORDS[field]} {name}")
        change = partial(with_columns, columns=reading)
        answers.append(Answer(", ".join(told), "Take these columns", change))
    if not answers:
        return None
    known = "Not every" if preview.places else "No"
    return ImportQuestion(f"{known} column is known by its name. Which are they?", tuple(answers))


def _column_question(preview: Preview, words: str) -> ImportQuestion:
    """Ask for a column: those that hold numbers and are not taken, from the left."""
    field = _ASKED[words]
    names = _first_words(preview)
    personal = {one.column for one in preview.left_out if one.is_personal}
    answers = []
    for column in range(preview.width):
        texts = [text for text in _texts(preview, column, after=bool(names)) if text]
        is_free = not preview.field_of(column) and column not in {*personal, *preview.extra}
        if is_free and texts and sum(map(_is_number, texts)) * 2 >= len(texts):
            told = ", ".join(texts[:_SHOWN])
            name = names[column] if column < len(names) else preview.name(column)
            change = partial(with_column, name=field, column=column)
            answers.append(Answer(f"{name}: {told}", f"Take {words} from it", change))
    answers = [*_sold_pieces(preview), *answers] if field == "quantity" else answers
    answers = answers[:_MOST]
    if field == "sold":
        answers.append(_NOT_TOLD)
    count = len(preview.missing)
    more = f" ({count} columns are still to be named)" if count > 1 else ""
    return ImportQuestion(f"Which column holds {words}?{more}", tuple(answers))


def _sold_pieces(preview: Preview) -> Iterator[Answer]:
    """Yield what a column taken for sold dollars may be instead: the pieces sold."""
    for field in ("sold", "extended_sold"):
        column = preview.places.get(field)
        texts = [] if column is None else [text for text in _texts(preview, column) if text]
        if column is not None and are_counts(texts):
            told = ", ".join(texts[:_SHOWN])
            change = partial(with_pieces, field=field, column=column)
            yield Answer(f"{preview.name(column)}: {told}", "Take the quantity from it", change)


def _first_words(preview: Preview) -> tuple[str, ...]:
    """Return the first row where it could name the columns though nobody knows its words."""
    if preview.names or not preview.rows:
        return ()
    first = tuple(text.strip() for text in preview.rows[0])
    return () if any(_is_number(text) for text in first) or not all(first) else first


def _texts(preview: Preview, column: int, *, after: bool = False) -> Iterator[str]:
    """Yield the first texts of a column below the header; `after` leaves the first row out."""
    first = int(after) if preview.header is None else preview.header + 1
    for row in preview.rows[first : first + _LOOKED_AT]:
        yield row[column].strip() if column < len(row) else ""


def _is_number(text: str) -> bool:
    return any(_reads(text, style) is not None for style in _STYLES)


def _reads(text: str, style: NumberStyle) -> str | None:
    """Return what a text says in a style, as a plain number; None where it says none."""
    try:
        return f"{read_number(without_marks(text), style).normalize():f}"
    except MatrixDesignerError:
        return None


def _style_question(preview: Preview) -> ImportQuestion:
    """Ask what a comma and a point mean, with a cell of the file read both ways."""
    example = next(_ambiguous(preview), "1,234")
    answers = tuple(
        Answer(
            f"{_WORDS[style]}: “{example}” is {_reads(example, style)}",
            "Read every number of the file so",
            partial(with_style, style=style),
        )
        for style in _STYLES
    )
    return ImportQuestion(
        "The numbers do not tell whether a comma or a point separates decimals. Which does?",
        answers,
    )


def _decimals_question(preview: Preview, fields: tuple[str, ...]) -> ImportQuestion:
    """Ask how many digits are decimals, with a text of the first field read each way."""
    named = " and ".join(_FIELD_WORDS.get(name, name.replace("_", " ")) for name in fields)
    answers = tuple(
        Answer(
            f"{words}: {in_words(preview, fields[0], decimals)}",
            "Read these fields so in every line",
            partial(with_decimals, fields=fields, decimals=decimals),
        )
        for decimals, words in ((2, "Two"), (0, "None"), (3, "Three"), (4, "Four"))
    )
    asked = f"How many digits at the end are decimals? {named[0].upper()}{named[1:]}"
    return ImportQuestion(f"{asked} have digits only.", answers)


def _pieces_question(preview: Preview, field: str) -> ImportQuestion:
    """Ask whether a column called “Sold” or “Total” counts pieces or has the dollars."""
    column = preview.places[field]
    told = ", ".join([text for text in _texts(preview, column) if text][:_SHOWN])
    name = preview.name(column)
    return ImportQuestion(
        f"“{name}” has small whole numbers only. What does it hold?",
        (
            Answer(
                f"The pieces sold: {told}",
                "Take the quantity from it, and the sold price from another column if one is known",
                partial(with_pieces, field=field, column=column),
            ),
            Answer(
                f"Dollars: {told}",
                f"Take the {_FIELD_WORDS.get(field, 'sold price')} from it, as its name says",
                partial(with_column, name=field, column=column),
            ),
        ),
    )


def _units_question(preview: Preview, whole: WholeLines) -> ImportQuestion:
    """Ask whether columns have the amounts of one piece or of all pieces of a line."""
    named = {field: preview.places[field] for field in whole.fields if field in preview.places}
    shown = " and ".join(f"“{preview.name(column)}”" for column in named.values())
    be = "Is" if len(named) == 1 else "Are"
    extended = {f"extended_{field}": column for field, column in named.items()}
    return ImportQuestion(
        f"{be} {shown} of one piece, or of all pieces of a line? {whole.why}.",
        (
            Answer(
                "Of all pieces of the line",
                "Divide by the pieces of the line",
                partial(with_columns, columns=extended),
            ),
            Answer("Of one piece", "Take it as it stands", partial(with_columns, columns=named)),
        ),
    )


def _ambiguous(preview: Preview) -> Iterator[str]:
    """Yield the cells that are another number in each style."""
    for name, column in preview.places.items():
        if name in NUMBERS:
            for text in _texts(preview, column):
                read = {_reads(text, style) for style in _STYLES}
                if len(read) > 1 and None not in read:
                    yield text


_NOT_TOLD = Answer(
    "None of them",
    "For how much the parts were sold stays unknown: matrices are compared with each other",
    partial(with_column, name="sold", column=None),
)
