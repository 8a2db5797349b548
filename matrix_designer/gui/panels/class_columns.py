"""The rows and columns of the grid of classes: which source or part is in which class.

Plain values and readings; knows classes, what the sales tell of their names, and edits. No widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from matrix_designer.core.class_edits import AssignClass
from matrix_designer.core.conditions_text import read_class
from matrix_designer.core.edits import Together
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.part_class import Classes, PartClass, name_key, part_key
from matrix_designer.gui.grid.columns import (
    Align,
    Cell,
    Column,
    GridSpec,
    Ink,
    Reading,
    RowHead,
    Run,
    Tone,
)
from matrix_designer.gui.numbers import Numbers

_NO_FIGURE = Cell("\u2013", Ink.MUTED)


@dataclass(frozen=True, slots=True)
class Sold:
    """What the sales tell of a source or a part: cost is an extended amount."""

    description: str
    cost: int


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One row: a source or a part with its class, or, without one, the place for the next."""

    place: int
    name: str = ""
    is_source: bool = False
    part_class: PartClass | None = None
    sold: Sold | None = None

    @property
    def noun(self) -> str | None:
        """What the row is about: the name as the design holds it."""
        return self.name or None

    @property
    def assigned(self) -> tuple[str, PartClass | None]:
        """The name and its class."""
        return self.name, self.part_class


def class_lines(
    classes: Classes, sources: Mapping[str, Sold], parts: Mapping[str, Sold]
) -> list[ClassLine]:
    """Return the grid's rows: sources, then parts, then the place for the next."""
    lines = [
        ClassLine(place, name, is_source=True, part_class=found, sold=sources.get(name_key(name)))
        for place, (name, found) in enumerate(classes.sources)
    ]
    first = len(lines)
    lines += [
        ClassLine(first + place, name, part_class=found, sold=parts.get(part_key(name)))
        for place, (name, found) in enumerate(classes.parts)
    ]
    return [*lines, ClassLine(len(lines))]


class ClassEntries:
    """Reads typed names and classes; `is_source` tells which names are sources of the sales."""

    def __init__(self, is_source: Callable[[str], bool]) -> None:
        """Take who knows the sources."""
        self._is_source = is_source

    def read_name(self, line: ClassLine, text: str) -> Reading:
        """Read a name; in the last row it comes into the class of shoppers' parts."""
        name = " ".join(text.split())
        if not name or name == line.name:
            return Reading()
        if line.part_class is None:
            is_source = self._is_source(name)
            what = "source" if is_source else "part"
            edit = assign(PartClass.COMPETITIVE, name, is_source=is_source)
            read = Run(f"{what} {name}", Tone.STRONG)
            return Reading(edit, (Run("read as "), read, Run("   \u00b7   competitive")))
        steps = (
            assign(None, line.name, is_source=line.is_source),
            assign(line.part_class, name, is_source=line.is_source),
        )
        return Reading(Together(steps, f"name of {line.name}"))

    def read_class(self, line: ClassLine, text: str) -> Reading:
        """Read a class; empty takes the name out of its class."""
        if line.part_class is None:
            return Reading()
        try:
            found = read_class(text) if text.strip() else None
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        if found is line.part_class:
            return Reading()
        edit = assign(found, line.name, is_source=line.is_source)
        words = "no class" if found is None else found.value
        return Reading(edit, (Run("read as "), Run(words, Tone.STRONG)))


def assign(part_class: PartClass | None, name: str, *, is_source: bool) -> AssignClass:
    """Return the edit that puts a source or a part into a class."""
    if is_source:
        return AssignClass(part_class, sources=(name,))
    return AssignClass(part_class, parts=(name,))


def class_spec(numbers: Numbers, entries: ClassEntries) -> GridSpec[ClassLine]:
    """Return the columns of the grid of classes."""
    return GridSpec(
        name="Classes",
        corner="No.",
        columns=(
            Column("kind", "What", "Who", 5.0, _kind, Align.LEFT, spoken="Source or part"),
            Column(
                *("name", "Name", "Who", 12.0, _name, Align.LEFT),
                spoken="Source or part number",
                edit_text=_name_text,
                read=entries.read_name,
                most=20.0,
            ),
            Column(
                *("class", "Class", "Who", 10.0, _class, Align.LEFT),
                edit_text=_class_text,
                read=entries.read_class,
            ),
            Column("description", "Description", "Sold", 12.0, _description, Align.LEFT, most=22.0),
            Column("cost", "Cost $", "Sold", 7.4, partial(_cost, numbers=numbers)),
        ),
        head=_head,
        is_sunken=_is_blank,
        hides_first=("description", "cost"),
        is_body=_is_body,
        after=_after,
        new_row=_new_row,
        is_waiting=_is_blank,
        noun=attrgetter("noun"),
    )


def _kind(line: ClassLine) -> Cell:
    if line.part_class is None:
        return Cell()
    return Cell("source" if line.is_source else "part", Ink.DERIVED)


def _name(line: ClassLine) -> Cell:
    if line.part_class is None:
        return Cell("Type a source or a part", Ink.MUTED)
    return Cell(line.name, is_semibold=True)


def _name_text(line: ClassLine) -> str:
    return line.name


def _class(line: ClassLine) -> Cell:
    return Cell() if line.part_class is None else Cell(line.part_class.value)


def _class_text(line: ClassLine) -> str | None:
    return None if line.part_class is None else line.part_class.value


def _description(line: ClassLine) -> Cell:
    return Cell("" if line.sold is None else line.sold.description, Ink.DERIVED)


def _cost(line: ClassLine, numbers: Numbers) -> Cell:
    if line.part_class is None:
        return Cell()
    return _NO_FIGURE if line.sold is None else Cell(numbers.dollars(line.sold.cost), Ink.DERIVED)


def _head(line: ClassLine) -> RowHead:
    if line.part_class is None:
        return RowHead("+", "Next source or part", is_semibold=True)
    what = "Source" if line.is_source else "Part"
    return RowHead(str(line.place + 1), f"{what} {line.name}, {line.part_class.value}")


def _new_row(lines: Sequence[ClassLine]) -> tuple[ClassLine, object]:
    """Return the row that a pasted list goes on with: its name is what makes it."""
    return ClassLine(len(lines)), Together((), "next name")


def _is_blank(line: ClassLine) -> bool:
    return line.part_class is None


def _is_body(line: ClassLine) -> bool:
    return line.part_class is not None


def _after(line: ClassLine, edit: object) -> ClassLine:
    """Return a row as an edit leaves it."""
    steps: Sequence[object] = edit.edits if isinstance(edit, Together) else (edit,)
    for step in steps:
        if isinstance(step, AssignClass) and step.part_class is not None:
            name = (*step.sources, *step.parts)[0]
            made = replace(line, name=name, is_source=bool(step.sources))
            line = replace(made, part_class=step.part_class)
    return line
