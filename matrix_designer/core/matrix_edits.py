"""Edits of whole matrices and of the matrix in force: add, duplicate, rename, delete, correct.

Each is an `Edit` as core.edits has them. Knows designs; it does not know who asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.derived import followers
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.exchange import with_matrices
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.names import tidy_label
from matrix_designer.core.plan_names import rules_listed, rules_naming
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version_edits import with_strategy


@dataclass(frozen=True, slots=True)
class AddMatrix:
    """Put one more matrix at the end of the list."""

    matrix: Matrix
    text: str = "new matrix"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the matrix; two of one name are refused."""
        made = replace(self.matrix, derived_from=None)
        return replace(design, matrices=(*design.matrices, made))


@dataclass(frozen=True, slots=True)
class DuplicateMatrix:
    """Put a copy of a matrix, under the name `to`, right after it."""

    matrix: str
    to: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"duplicate “{self.matrix}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the copy."""
        copy = replace(design.matrix_named(self.matrix), name=_name(self.to))
        at = _place(design, self.matrix) + 1
        return replace(design, matrices=(*design.matrices[:at], copy, *design.matrices[at:]))


@dataclass(frozen=True, slots=True)
class DeleteMatrix:
    """Take a matrix out, and what was silenced of it."""

    matrix: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"delete “{self.matrix}”"

    def apply(self, design: Design) -> Design:
        """Return the design without the matrix; the last one and one that rules name stay."""
        at = _place(design, self.matrix)
        if places := rules_naming(design.plan, self.matrix):
            raise MatrixDesignerError(
                f"“{self.matrix}” cannot be deleted: the plan's rules price by it",
                f"It is named by {rules_listed(design.plan, places)}",
                "Give them another treatment, or delete them first",
            )
        if following := followers(design.matrices, self.matrix):
            raise MatrixDesignerError(
                f"“{self.matrix}” cannot be deleted: “{following[0]}” is derived from it",
                "",
                f"Cut “{following[0]}” loose first",
            )
        if len(design.matrices) == 1:
            raise MatrixDesignerError(
                f"“{self.matrix}” is the only matrix", "", "Add another one first"
            )
        silences = tuple(one for one in design.silences if one.matrix != self.matrix)
        left = (*design.matrices[:at], *design.matrices[at + 1 :])
        return replace(design, matrices=left, silences=silences)


@dataclass(frozen=True, slots=True)
class RenameMatrix:
    """Give a matrix another name; its silences and the rules that name it follow."""

    matrix: str
    to: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"rename “{self.matrix}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the name; an empty or taken one is refused."""
        name = _name(self.to)
        at = _place(design, self.matrix)
        if name == self.matrix:
            return design
        if any(one.name == name for one in design.matrices):
            raise MatrixDesignerError(
                f"There is a matrix “{name}” already", "", "Type another name"
            )
        made = replace(design.matrices[at], name=name)
        silences = tuple(
            replace(one, matrix=name) if one.matrix == self.matrix else one
            for one in design.silences
        )
        matrices = (*design.matrices[:at], made, *design.matrices[at + 1 :])
        renamed = with_matrices(design, matrices, {self.matrix: name})
        return replace(renamed, silences=silences)


@dataclass(frozen=True, slots=True)
class CorrectRecord:
    """Carry out an edit of tiers or rules on the matrix in force instead of a proposed one."""

    edit: Edit

    @property
    def text(self) -> str:
        """Name the step."""
        return f"correct the record: {self.edit.text}"

    @property
    def merge_key(self) -> Hashable | None:
        """Corrections merge as the edits that they carry do, and with no other edit."""
        key = self.edit.merge_key
        return None if key is None else ("record", key)

    def apply(self, design: Design) -> Design:
        """Return the design with the record corrected; refused without one."""
        record = _own_record(design)
        strategy = record.strategy or Strategy((record.matrix,))
        matrices = (replace(record.matrix, derived_from=None), *strategy.matrices[1:])
        bare = Design(design.name, matrices, bare_percent=design.bare_percent)
        alone = with_strategy(bare, replace(strategy, matrices=matrices))
        after = self.edit.apply(alone)
        if after is alone:
            return design
        whole = None if record.strategy is None else after.strategy
        made = replace(record, matrix=after.matrix, strategy=whole)
        return replace(design, in_force=made, bare_percent=after.bare_percent)


@dataclass(frozen=True, slots=True)
class DateRecord:
    """Say since when the matrix in force is used; None is not known."""

    since: dt.date | None
    text: str = "date of the matrix in force"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the date; refused without a matrix in force."""
        if _record(design).since == self.since:
            return design
        record = _own_record(design)
        return replace(design, in_force=replace(record, since=self.since))


def free_name(design: Design, wanted: str) -> str:
    """Return a name that no matrix has: the wanted one, or with a number after it."""
    taken = {matrix.name for matrix in design.matrices}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def _record(design: Design) -> InForce:
    if design.in_force is None:
        raise MatrixDesignerError("No matrix in force is on record", "", "Record it first")
    return design.in_force


def _own_record(design: Design) -> InForce:
    """Return the record where it may be corrected: a published version never is."""
    record = _record(design)
    if record.version is not None:
        raise MatrixDesignerError(
            f"Version {record.version} was published and is never changed",
            "",
            "Change the design and publish it as the next version",
        )
    return record


def _place(design: Design, name: str) -> int:
    return design.matrices.index(design.matrix_named(name))


def _name(text: str) -> str:
    """Return a name without outer blanks; refuse an empty, an overlong and an unprintable one."""
    name = tidy_label(text)
    if not name:
        raise MatrixDesignerError("A matrix needs a name", "", "Type one such as Captive parts")
    return name
