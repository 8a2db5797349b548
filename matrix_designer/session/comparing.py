"""What the proposed matrix is compared with: the one in force, another of the design, or a file's.

Keeps the question in step with the design: a matrix of the same design is compared as it stands
now. Knows the workspace; prices nothing.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from matrix_designer.core.design import Design
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.plan_names import rules_naming
from matrix_designer.core.strategy import Strategy
from matrix_designer.session.workspace import Workspace


class Comparing(QObject):
    """One choice, by its name; without one it is the matrix in force, or what was sold."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        """Begin with the matrix in force."""
        super().__init__(parent)
        self._workspace = workspace
        self._own: str | None = None
        self._instead_of = ""
        self._file = ""
        workspace.design_changed.connect(self._on_design_changed)
        workspace.question_changed.connect(self._on_question_changed)

    @property
    def name(self) -> str:
        """The name of the other version; empty where it is the matrix in force."""
        if self._workspace.question.against is None:
            return ""
        if self._own is None:
            return self._file
        is_in_plan = self._workspace.question.against_strategy is not None
        return f"“{self._own}” instead" if is_in_plan else self._own

    @property
    def own_names(self) -> tuple[str, ...]:
        """The matrices of the design beside the one that is proposed."""
        design, shown = self._workspace.design, self._shown()
        return tuple(one.name for one in design.matrices if one.name != shown)

    @property
    def own(self) -> str | None:
        """Which matrix of the design is chosen; None where another version is."""
        return self._own

    def choose_in_force(self) -> None:
        """Compare with the matrix in force."""
        self._own, self._file = None, ""
        self._set(None)

    def choose_own(self, name: str) -> None:
        """Compare with another matrix of the design, as it stands.

        Where there is a plan it is compared with the plan in which that matrix stands for the
        proposed one; of two of which only the other prices anything, that one is proposed.
        """
        design, shown = self._workspace.design, self._shown()
        if design.plan and not _is_used(design, shown) and _is_used(design, name):
            self._workspace.set_question(replace(self._workspace.question, matrix=name))
            shown, name = name, shown
        self._own, self._file = name, ""
        self._set_own(design, shown)

    @property
    def version_names(self) -> tuple[str, ...]:
        """The published versions, the last one first, and the proposals."""
        return tuple(self._versions())

    def choose_version(self, name: str) -> None:
        """Compare with a published version or a proposal, by its name."""
        self.choose_strategy(self._versions()[name], name)

    def choose_strategy(self, strategy: Strategy, name: str) -> None:
        """Compare with all of a strategy, which is what that name stood for when it was chosen."""
        self._own, self._file = None, name
        self._set(strategy.matrix, strategy)

    def choose_file(self, matrix: Matrix, name: str) -> None:
        """Compare with a matrix that was read from a file of that name."""
        self._own, self._file = None, name
        self._set(matrix)

    def _shown(self) -> str:
        return self._workspace.question.matrix or self._workspace.design.matrix.name

    def _versions(self) -> dict[str, Strategy]:
        design = self._workspace.design
        versions = {f"version {one.number}": one.strategy for one in reversed(design.versions)}
        return versions | {f"proposal “{one.name}”": one.strategy for one in design.proposals}

    def _set_own(self, design: Design, shown: str) -> None:
        """Compare with the chosen matrix; in a plan, with it in the place of the shown one."""
        self._instead_of = shown
        other = design.matrix_named(self._own or shown)
        strategy = None if not design.plan else _with(design.strategy, shown, other)
        self._set(other, strategy)

    def _set(self, against: Matrix | None, strategy: Strategy | None = None) -> None:
        question = self._workspace.question
        self._workspace.set_question(replace(question, against=against, against_strategy=strategy))

    def _on_design_changed(self, _before: Design, after: Design) -> None:
        """Follow the chosen matrix; one that is gone is compared with no more."""
        if self._own is None or self._workspace.question.against is None:
            self._own = None  # another document has a question of its own
            return
        if self._own in {one.name for one in after.matrices}:
            self._set_own(after, self._shown())
        else:
            self.choose_in_force()

    def _on_question_changed(self) -> None:
        """Compare no matrix with itself, and forget the choice with the document."""
        if self._workspace.question.against is None:
            self._own, self._file = None, ""
        elif self._own is not None and self._own == self._shown():
            self.choose_in_force()
        elif self._own is not None and self._instead_of != self._shown():
            self._set_own(self._workspace.design, self._shown())


def _is_used(design: Design, matrix: str) -> bool:
    """Tell whether a matrix prices anything: by a rule, or what no rule takes."""
    return design.matrix.name == matrix or bool(rules_naming(design.plan, matrix))


def _with(strategy: Strategy, name: str, other: Matrix) -> Strategy:
    """Return a strategy in which another matrix stands under the name of one."""
    made = tuple(
        replace(other, name=name, derived_from=None) if one.name == name else one
        for one in strategy.matrices
    )
    return replace(strategy, matrices=made)
