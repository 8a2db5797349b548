"""What stands in the list of versions: the design that is worked on, proposals, what was published.

Knows designs and how rows are written; figures come ready. No widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from matrix_designer.analysis.summary import Summary
from matrix_designer.core.design import Design
from matrix_designer.core.strategy import Strategy
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.truth_words import break_even_words, gain_tip
from matrix_designer.gui.texts import NO_FIGURE, day_text, signed, with_dollar

WORKED_ON = "Being worked on"
_QUIET = Cell(NO_FIGURE, Ink.MUTED)
_WAITED_FOR = Cell("…", Ink.MUTED)


class StandKind(Enum):
    """What a row stands for."""

    DESIGN = "design"
    PROPOSAL = "proposal"
    VERSION = "version"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Stand:
    """One strategy with where it stands: worked on, kept as a proposal, published, on record.

    `key` names it for good: it stays when rows come and go.
    """

    kind: StandKind
    key: str
    name: str
    strategy: Strategy
    since: str = ""
    by: str = ""
    note: str = ""
    number: int | None = None
    is_in_force: bool = False

    @property
    def phrase(self) -> str:
        """What it is called inside a sentence."""
        if self.kind is StandKind.DESIGN:
            return "what is worked on"
        if self.kind is StandKind.RECORD:
            return "what is on record"
        return f"{self.name[:1].lower()}{self.name[1:]}"


@dataclass(frozen=True, slots=True)
class ShownStand:
    """A row, with its figures where they are known."""

    stand: Stand
    summary: Summary | None
    is_awaited: bool


def stands_of(design: Design) -> tuple[Stand, ...]:
    """Return the rows: the design, its proposals, its versions with the last one first."""
    rows = [Stand(StandKind.DESIGN, "design", WORKED_ON, design.strategy)]
    rows += [
        Stand(
            StandKind.PROPOSAL,
            f"proposal {one.name}",
            f"Proposal “{one.name}”",
            one.strategy,
            note=one.note,
        )
        for one in design.proposals
    ]
    record = design.in_force
    if record is not None and record.version is None:
        since = "" if record.since is None else day_text(record.since)
        rows.append(
            Stand(
                StandKind.RECORD,
                "record",
                "On record",
                record.whole,
                since,
                note=record.note,
                is_in_force=True,
            )
        )
    for one in reversed(design.versions):
        rows.append(
            Stand(
                StandKind.VERSION,
                f"version {one.number}",
                f"Version {one.number}",
                one.strategy,
                "" if one.effective is None else day_text(one.effective),
                one.author,
                one.note,
                one.number,
                is_in_force=record is not None and record.version == one.number,
            )
        )
    return tuple(rows)


def version_spec(numbers: Numbers) -> GridSpec[ShownStand]:
    """Return the columns of the list."""
    cells = _Cells(numbers)
    columns: tuple[Column[ShownStand], ...] = (
        Column("name", "Version", "", 22, cells.name, Align.LEFT),
        Column("since", "From", "", 10, cells.since, Align.LEFT),
        Column("by", "By", "", 10, cells.by, Align.LEFT),
        Column("note", "Note", "", 16, cells.note, Align.LEFT),
        Column("gp", "GP %", "", 6, cells.gp),
        Column("year", "GP $ a year", "", 9, cells.year, spoken="GP $ a year, volumes unchanged"),
        Column("change", "Against in force", "", 9, cells.change),
        Column("even", "Break-even", "", 10, cells.even, spoken="Volume at which it earns as much"),
        Column("above", "Above list", "", 8, cells.above, spoken="Pieces above list"),
    )
    hidden = ("above", "by", "change", "even", "note")
    return GridSpec(
        "Versions and proposals", "", columns, _head, hides_first=hidden, stretches="note"
    )


def _head(_row: object) -> RowHead:
    return RowHead("", "")


class _Cells:
    """Makes the cells of one row."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def name(self, row: ShownStand) -> Cell:
        stand = row.stand
        is_own = stand.kind is StandKind.DESIGN
        text = f"{stand.name}, in force" if stand.is_in_force else stand.name
        return Cell(text, Ink.ACCENT if is_own else Ink.TEXT, is_semibold=stand.is_in_force)

    def since(self, row: ShownStand) -> Cell:
        return Cell(row.stand.since, Ink.DERIVED)

    def by(self, row: ShownStand) -> Cell:
        return Cell(row.stand.by, Ink.DERIVED)

    def note(self, row: ShownStand) -> Cell:
        return Cell(" ".join(row.stand.note.split()), Ink.DERIVED)

    def gp(self, row: ShownStand) -> Cell:
        if row.summary is None or row.summary.gp_proposed is None:
            return _WAITED_FOR if row.is_awaited else _QUIET
        text = self._numbers.fraction(Fraction(row.summary.gp_proposed), 1)
        return Cell(text, is_semibold=True)

    def year(self, row: ShownStand) -> Cell:
        if row.summary is None or row.summary.gp_year_proposed is None:
            return _QUIET
        dollars = with_dollar(self._numbers.dollars(row.summary.gp_year_proposed))
        return Cell(dollars, note=self._basis(row.summary))

    def change(self, row: ShownStand) -> Cell:
        if row.summary is None or row.summary.gp_year_change is None:
            return _QUIET
        if row.stand.is_in_force or row.summary.gp_in_force is None:
            return _QUIET
        change = row.summary.gp_year_change
        if not change:
            return Cell("the same", Ink.MUTED)
        dollars = with_dollar(signed(self._numbers.dollars(change)))
        said = (self._basis(row.summary), gain_tip(row.summary, self._numbers))
        return Cell(dollars, note="\n".join(filter(None, said)))

    def even(self, row: ShownStand) -> Cell:
        """Say at which volume a change pays: no gain stands without it."""
        if row.summary is None or self.change(row) is _QUIET:
            return _QUIET
        words = break_even_words(row.summary.stake, self._numbers)
        text = words.removeprefix("break-even ").removesuffix(" volume")
        note = gain_tip(row.summary, self._numbers)
        return Cell(text or NO_FIGURE, Ink.DERIVED, note=note)

    def _basis(self, summary: Summary) -> str:
        """Say which lines the dollars are of: another record may price fewer, or more."""
        if summary.gp_year_in_force is None:
            return ""
        earned = with_dollar(self._numbers.dollars(summary.gp_year_in_force))
        return f"Of the lines that both price; what is in force earns {earned} on them"

    def above(self, row: ShownStand) -> Cell:
        if row.summary is None or row.summary.over_limit is None:
            return _QUIET
        return Cell(self._numbers.pieces(row.summary.over_limit.pieces), Ink.DERIVED)


def shown_stands(
    stands: tuple[Stand, ...], figures: Mapping[str, Summary], *, is_awaited: bool
) -> tuple[ShownStand, ...]:
    """Put figures to rows."""
    return tuple(ShownStand(one, figures.get(one.key), is_awaited) for one in stands)
