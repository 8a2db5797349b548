"""Edits that silence findings with a reason, and bring them back.

Knows silences; which finding one stands for is its code, matrix, tier and subject. All of it is
undoable, as all edits are.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design, FindingKey, Silence
from matrix_designer.core.errors import MatrixDesignerError


@dataclass(frozen=True, slots=True)
class SilenceFindings:
    """Silence some findings; each silence carries its reason."""

    silences: tuple[Silence, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        codes = {silence.code for silence in self.silences}
        return f"silence {codes.pop()}" if len(codes) == 1 else "silence findings"

    def apply(self, design: Design) -> Design:
        """Return the design with the silences added; one without a reason is refused."""
        if any(not silence.reason.strip() for silence in self.silences):
            raise MatrixDesignerError(
                "A finding is silenced with a reason", "", "Say why it does not matter here"
            )
        new = {silence.key: silence for silence in self.silences}
        kept = [silence for silence in design.silences if silence.key not in new]
        made = (*kept, *new.values())
        return design if made == design.silences else replace(design, silences=made)


@dataclass(frozen=True, slots=True)
class RestoreFindings:
    """Let findings speak again, told by their keys."""

    keys: tuple[FindingKey, ...]
    text: str = "restore finding"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design without those silences."""
        made = tuple(each for each in design.silences if each.key not in self.keys)
        return design if made == design.silences else replace(design, silences=made)


@dataclass(frozen=True, slots=True)
class MoveSilences:
    """Let the silences of a matrix follow its new name."""

    before: str
    after: str
    text: str = "rename matrix"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the silences under the new name."""
        made = tuple(
            replace(each, matrix=self.after) if each.matrix == self.before else each
            for each in design.silences
        )
        return design if made == design.silences else replace(design, silences=made)
