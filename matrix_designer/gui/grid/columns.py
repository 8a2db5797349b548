"""What a grid is told: columns over any row noun, prepared cells, and what an entry was read as.

Plain values without Qt. Knows no noun, no theme and no widget; the noun is the type parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

RowT = TypeVar("RowT")


class Ink(Enum):
    """Colours that a cell may be drawn in; each value is a role of the palette."""

    TEXT = "text"
    DERIVED = "text2"
    MUTED = "muted"
    QUIET = "control"
    ACCENT = "accent"
    ERROR = "error"
    WARNING = "warning"
    WARNING_GRAPHIC = "warning_graphic"


class Align(Enum):
    """Where a column's texts and its head stand."""

    LEFT = "left"
    RIGHT = "right"


class Cell(NamedTuple):
    """One prepared cell.

    `reserve` is text whose width stays free on the right, so that points align; `mark` draws
    the small ▾ in its ink; `bar` is a part of 1; `corner` folds the top right corner; `value` is
    what the selection's figures count; `note` stands in the tooltip and is read aloud. A left
    text that `spills` asks for no room: it runs on over the empty cells right of it. `icon`
    names a small drawing that stands before a left text, in `icon_ink` or the text's own.
    """

    text: str = ""
    ink: Ink = Ink.TEXT
    is_semibold: bool = False
    reserve: str = ""
    mark: Ink | None = None
    bar: float | None = None
    is_bar_strong: bool = False
    corner: Ink | None = None
    value: Fraction | None = None
    note: str = ""
    spills: bool = False
    icon: str = ""
    icon_ink: Ink | None = None

    @property
    def is_word(self) -> bool:
        """Whether it shows words where its column shows numbers."""
        return self.text[:1].isalpha()


class RowHead(NamedTuple):
    """What the gutter shows beside a row: an icon by name, and the row's number or name."""

    text: str
    spoken: str
    is_semibold: bool = False
    icon: str = ""
    icon_ink: Ink = Ink.MUTED
    note: str = ""


class Tone(Enum):
    """How loud a stretch of a hint is."""

    QUIET = "quiet"
    PLAIN = "plain"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a hint."""

    text: str
    tone: Tone = Tone.QUIET


@dataclass(frozen=True, slots=True)
class Ask:
    """A text that can mean several things: what to ask, and each answer with its edit.

    `refusal` stands beside the text where it is left without an answer.
    """

    words: str
    answers: tuple[tuple[str, object], ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed text was read as: an edit to carry out, none where nothing changes, or refused.

    `edit` is whatever the owner of the grid carries out; the grid only hands it on. With `ask`
    the user says which edit is meant before anything is done.
    """

    edit: object | None = None
    hint: tuple[Run, ...] = ()
    refusal: str = ""
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Column(Generic[RowT]):
    """One column: its head, its width in digits, how a row's cell is made and what it takes.

    `has_marks` keeps room for the ▾ right of the numbers. `edit_text` is the text that editing
    starts from (None: the row cannot be edited there), `read` what a typed text would do, and
    `figure` how the selection's figures are written. `copy_text` is what another program gets and
    `exact_text` what the grid itself pastes, where they are not the text of editing. Columns with
    one `writes` set one thing: of a pasted row the first of them that differs counts. Texts longer
    than `most` digits ask for no more room than that, and are cut. `press` is the text that the
    space bar or a click enters, of a column that is switched and not typed.
    """

    key: str
    title: str
    group: str
    digits: float
    cell: Callable[[RowT], Cell]
    align: Align = Align.RIGHT
    head_ink: Ink = Ink.MUTED
    has_marks: bool = False
    has_bar: bool = False
    spoken: str = ""
    edit_text: Callable[[RowT], str | None] | None = None
    read: Callable[[RowT, str], Reading] | None = None
    figure: Callable[[Fraction], str] | None = None
    copy_text: Callable[[RowT], str | None] | None = None
    exact_text: Callable[[RowT], str | None] | None = None
    writes: str = ""
    most: float | None = None
    press: Callable[[RowT], str] | None = None

    @property
    def name(self) -> str:
        """The name that a screen reader says."""
        return self.spoken or self.title


@dataclass(frozen=True, slots=True)
class Room(Generic[RowT]):
    """Rows as a paste finds them, with the edits that bring those that there are not yet."""

    rows: tuple[RowT, ...]
    edits: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class GridSpec(Generic[RowT]):
    """Everything a grid is told: its columns and how a row's gutter and ground are made.

    `hides_first` names columns in the order in which they go where the width is short. Rows that
    are not `is_body` stand below the others. `after` is a row as an edit leaves it, and `new_row`
    the row that a paste adds below the body (given as it then is), with the edit that adds it.
    A row that `is_waiting` stands below the body for the next to be typed into, or pasted.
    `make_room` is asked instead, of rows that belong to others, for the rows as a paste over the
    first to the last of them finds them, with the edits that make them so.
    Where rows are `movable` a row's number is dragged to move it; else it stretches the selection.
    Of a read-only table the column `stretches` takes what width is left; empty is the first.
    `noun` is what a row is about: where rows are moved, inserted or taken out, a text that could
    not be read follows it.
    """

    name: str
    corner: str
    columns: tuple[Column[RowT], ...]
    head: Callable[[RowT], RowHead]
    is_sunken: Callable[[RowT], bool] = field(default=lambda _row: False)
    hides_first: tuple[str, ...] = ()
    is_body: Callable[[RowT], bool] = field(default=lambda _row: True)
    after: Callable[[RowT, object], RowT] = field(default=lambda row, _edit: row)
    new_row: Callable[[Sequence[RowT]], tuple[RowT, object]] | None = None
    is_waiting: Callable[[RowT], bool] = field(default=lambda _row: False)
    make_room: Callable[[Sequence[RowT], int, int], Room[RowT]] | None = None
    movable: bool = False
    stretches: str = ""
    noun: Callable[[RowT], object] | None = None

    def place_of(self, key: str) -> int:
        """Return the place of the column of that key; raises KeyError where there is none."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column for the View menu: shown or hidden by hand, or left to the width."""

    key: str
    title: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The row under the grid: a label over the first columns, then cells by column key."""

    label: str
    cells: dict[str, Cell]
