"""What the save campaigns share: two designs, a project with evidence, and a judge.

The judge opens what a save left behind and says whether it is the old design, the new one, or
neither (torn).
"""

from __future__ import annotations

import sys
from pathlib import Path

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.formats.encoding import decode_project
from matrix_designer.formats.project import load_project


def design_of(number: int) -> Design:
    """Return a design that differs from every other number's."""
    tiers = tuple(
        Tier(
            1 if place == 0 else place * 10_000 + 100,
            None if place == 39 else (place + 1) * 10_000,
            read_factor(f"x{3 - place / 40:.2f}").factor,
        )
        for place in range(40)
    )
    return Design(f"design {number}", (Matrix(f"matrix {number}", tiers),), goal=420_000)


def design_with_plan() -> Design:
    """Return a design that has something of all that a plan and its versions are made of."""
    data = Path(__file__).parent.parent / "golden" / "design_version_2.json"
    return decode_project(data.read_bytes())[0]


def number_in(path: Path) -> int | None:
    """Return the number of the design that a file holds whole; None where it is torn."""
    try:
        design = load_project(path).design
    except MatrixDesignerError:
        return None
    number = int(design.name.removeprefix("design "))
    return number if design == design_of(number) else None


def say(*words: str) -> None:
    """Print a line of a campaign's account."""
    sys.stdout.write(" ".join(words) + "\n")
