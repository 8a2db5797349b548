"""How a text file is written: its encoding, its delimiter and its decimal mark.

Knows bytes and characters; it does not know what the columns mean.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, decide_style
from matrix_designer.formats.byte_survey import Survey
from matrix_designer.formats.layouts import Span
from matrix_designer.formats.number_marks import without_marks

DELIMITERS = ("\t", "|", ";", ",")
"""In the order in which a tie is broken: a comma may be a decimal mark, the others are not."""
SAMPLE_LINES = 200
_NUMERIC = re.compile(
    r"[-+\u2212(]?\s*\$?\s*[-+\u2212]?[0-9.,][0-9.,'\s]*(?:-|\)|\s*CR)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text of one file is cut into cells; `skip` counts leading `sep=` lines.

    Where there are `spans` the cells stand at fixed columns and the delimiter counts for nothing.
    """

    survey: Survey
    delimiter: str
    skip: int = 0
    spans: tuple[Span, ...] = ()

    @property
    def encoding(self) -> str:
        """The codec that reads the file."""
        return self.survey.encoding


def detect_delimiter(lines: Sequence[str]) -> tuple[str, int]:
    """Return the delimiter that cuts most lines alike, and how many `sep=` lines to skip."""
    if lines and (match := re.fullmatch(r"\ufeff?\"?sep=(.)\"?\s*", lines[0])):
        return match.group(1), 1
    best, best_score = ",", (0, 0)
    filled = [line for line in lines if line.strip()]
    for delimiter in DELIMITERS:
        score = _alike(filled, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0


def _alike(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """Count the lines that have the commonest width of two or more cells, and say that width."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0, 0
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def decide_number_style(texts: Iterable[str], delimiter: str | None = None) -> NumberStyle | None:
    """Decide what a comma and a point mean in a file; None where nothing decides.

    Cells that are no numbers have no say. Where the cells decide nothing, a `;` delimiter does.
    """
    shown = map(without_marks, texts)
    numeric = {text for text in shown if _NUMERIC.fullmatch(text.strip())}
    style = decide_style(numeric)
    if delimiter != ";" or style is NumberStyle.COMMA:
        return style
    if style is None and _votes_disagree(numeric):
        return None
    points = decide_style({*numeric, "1,000"})
    return NumberStyle.POINT if points is NumberStyle.POINT else NumberStyle.COMMA


def _votes_disagree(texts: Iterable[str]) -> bool:
    """Tell whether some cells can only be read one way and some only the other way."""
    votes = {decide_style((text,)) for text in texts if "," in text}
    points = {decide_style((text, "1,000")) for text in texts if "." in text}
    return NumberStyle.COMMA in votes | points and NumberStyle.POINT in votes | points


class UnknownDecimalsError(MatrixDesignerError):
    """A file's own cells do not say what a comma and a point mean; somebody has to."""

    def __init__(self, path: Path, hint: str) -> None:
        """Name the file and how to say it."""
        super().__init__(
            f"{path.name}: the numbers do not tell whether a comma or a point separates decimals",
            "",
            hint,
        )
        self.path = path


def ask_for_style(path: Path) -> UnknownDecimalsError:
    """Make the error for a file whose own cells do not say what a comma and a point mean."""
    return UnknownDecimalsError(
        path,
        'Say it in a mapping file with decimal = "." or decimal = "," and use import --map',
    )
