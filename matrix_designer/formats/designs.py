"""A design from any file: a project, a plain table or a target's file, with options applied.

The one door for every command and for the window. Knows which reader a file needs and how the
options of `read` fall on what was read. The readers of tables are imported where one is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.exchange import with_matrix
from matrix_designer.core.factor import FactorKind
from matrix_designer.formats.project import Project, is_project, load_project
from matrix_designer.formats.safe_text import name_text
from matrix_designer.formats.settings import Setting, apply_settings, located, read_percent

if TYPE_CHECKING:
    from matrix_designer.core.evidence import Sales
    from matrix_designer.formats.matrices import MatrixReading


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The options of `read`, as typed; None where one is not given."""

    profile: str | None = None
    lookup: str | None = None
    basis: str | None = None
    mode: str | None = None
    cap: str | None = None
    over_cap: str | None = None
    ceiling: str | None = None
    not_below_list: bool = False
    floor_markup: str | None = None
    floor_gp: str | None = None
    ending: str | None = None
    fallback: str | None = None
    in_force: Path | None = None
    goal: str | None = None
    name: str | None = None
    percent: FactorKind | None = None

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The options that are settings of the matrix."""
        pairs = {
            "lookup": self.lookup,
            "mode": self.mode,
            "cap": self.cap,
            "over-cap": self.over_cap,
            "ceiling": self.ceiling,
            "not-below-list": "yes" if self.not_below_list else None,
            "floor-markup": self.floor_markup,
            "floor-gp": self.floor_gp,
            "ending": self.ending,
            "fallback": self.fallback,
        }
        return tuple(
            Setting(key, text, f"--{key}") for key, text in pairs.items() if text is not None
        )


@dataclass(frozen=True, slots=True)
class DesignReading:
    """A design that was read, what was held or left out, and a worked price.

    `sales` are those that a design file carried; a table carries none.
    """

    design: Design
    problems: tuple[str, ...]
    echo: str
    sales: Sales | None = None


def open_design(path: Path | str, *, with_sales: bool = True, parts_up_to: int = 0) -> Project:
    """Open a project or a plain table with its defaults; raises MatrixDesignerError.

    Sales lines of no more than so many bytes are told apart by part, needed or not.
    """
    path = Path(path)
    if is_project(path):
        return load_project(path, with_sales=with_sales, parts_up_to=parts_up_to)
    from matrix_designer.formats.matrices import read_matrix

    reading = read_matrix(path)
    return Project(_design_of(reading, path), problems=reading.problems)


def read_design(path: Path | str, options: ReadOptions) -> DesignReading:
    """Read a table or a target's file (or a project) into a design, options over the file."""
    path = Path(path)
    if is_project(path):
        return _read_project(path, options)
    from matrix_designer.formats.matrices import TableOptions, read_matrix
    from matrix_designer.formats.profiles import profile_named

    profile = None if options.profile is None else profile_named(options.profile)
    reading = read_matrix(
        path, TableOptions(options.basis, options.percent, options.settings), profile
    )
    return _with_options(
        DesignReading(_design_of(reading, path), reading.problems, reading.echo), options
    )


def _read_project(path: Path, options: ReadOptions) -> DesignReading:
    if options.basis is not None or options.profile is not None:
        raise MatrixDesignerError(
            f"“{path}” is a design, which names the basis of every tier itself",
            "",
            "Leave --basis and --profile out",
        )
    from matrix_designer.formats.matrices import worked_price

    project = load_project(path)
    design = project.design
    matrix = apply_settings(design.matrix, options.settings)
    design = with_matrix(design, design.matrix.name, matrix)
    return _with_options(
        DesignReading(design, project.problems, worked_price(matrix), project.sales), options
    )


def _with_options(reading: DesignReading, options: ReadOptions) -> DesignReading:
    """Apply what belongs to the design rather than to its matrix: name, goal, in force."""
    design, problems = reading.design, reading.problems
    if options.name is not None:
        design = _renamed(design, options.name)
    if options.goal is not None:
        design = with_goal(design, options.goal)
    if options.in_force is not None:
        before = open_design(options.in_force, with_sales=False)
        in_force = before.design.as_record(note=name_text(options.in_force.name))
        design, problems = replace(design, in_force=in_force), (*problems, *before.problems)
    return replace(reading, design=design, problems=problems)


def _renamed(design: Design, name: str) -> Design:
    """Name a design, and its only matrix with it."""
    if len(design.matrices) > 1:
        return replace(design, name=name)
    renamed = replace(design.matrix, name=name)
    return replace(with_matrix(design, design.matrix.name, renamed), name=name)


def with_goal(design: Design, text: str) -> Design:
    """Set the goal as typed, a GP % from 0 to below 100."""
    try:
        return replace(design, goal=read_percent(text))
    except MatrixDesignerError as error:
        raise located(error, "--goal") from error


def _design_of(reading: MatrixReading, path: Path) -> Design:
    return Design(reading.matrix.name or path.stem, (reading.matrix,))
