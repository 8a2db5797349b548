"""The rows of the family grid: each family with what the sales tell of its members.

Plain values; knows families and their figures. No widget and no column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

from matrix_designer.analysis.families import FamilyFigures, average_of, gp_at
from matrix_designer.analysis.findings import Finding
from matrix_designer.core.family import Family
from matrix_designer.core.family_edits import AcceptFamilyPrice, InsertFamilies, SetFamily
from matrix_designer.core.part_class import name_key


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One row: a family counted from 0, or, with none, the place to type the next one.

    `figures` are None where the sales do not tell them, or nobody worked them out yet.
    """

    place: int
    family: Family | None
    figures: FamilyFigures | None = None
    findings: tuple[Finding, ...] = ()
    is_stale: bool = False

    @property
    def average(self) -> Fraction | None:
        """The sales-weighted cost, an exact amount."""
        averaged = None if self.figures is None else self.figures.averaged
        return None if averaged is None else average_of(averaged)

    @property
    def gp_percent(self) -> float | None:
        """The GP % of the accepted price over the real mix."""
        if self.family is None or self.family.price is None or self.figures is None:
            return None
        return gp_at(self.figures.members, self.family.price).gp_percent


def family_lines(
    families: Sequence[Family],
    figures: Sequence[FamilyFigures],
    findings: Mapping[str, Sequence[Finding]],
    *,
    is_stale: bool,
) -> list[FamilyLine]:
    """Return the grid's rows; `findings` are by the key of a family's name."""
    lines = []
    for place, family in enumerate(families):
        known = figures[place] if place < len(figures) else None
        found = tuple(findings.get(name_key(family.name), ()))
        lines.append(FamilyLine(place, family, known, found, is_stale))
    return [*lines, FamilyLine(len(families), None)]


def line_after(line: FamilyLine, edit: object) -> FamilyLine:
    """Return a row as an edit leaves it, so that the next cell of a pasted row goes on from it."""
    if isinstance(edit, SetFamily):
        return replace(line, family=edit.by)
    if isinstance(edit, InsertFamilies):
        return replace(line, place=edit.at, family=edit.families[0])
    if isinstance(edit, AcceptFamilyPrice) and line.family is not None:
        made = replace(
            line.family,
            price=edit.price,
            factor=edit.factor,
            averaged=edit.averaged,
            agreed=edit.agreed,
        )
        return replace(line, family=made)
    return line


def new_line(lines: Sequence[FamilyLine]) -> tuple[FamilyLine, object]:
    """Return the family that a paste adds below the others, with the edit that adds it."""
    held = [line.family for line in lines if line.family is not None]
    taken, place = {name_key(family.name) for family in held}, len(held)
    number = next(each for each in count(place + 1) if name_key(f"Family {each}") not in taken)
    family = Family(f"Family {number}")
    return FamilyLine(place, family), InsertFamilies(place, (family,))


def is_family(line: FamilyLine) -> bool:
    """Whether a row is a family: the last one waits for the next."""
    return line.family is not None
