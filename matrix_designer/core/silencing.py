"""Edits that silence findings with a reason, and bring them back.

Knows silences; which finding one stands for is its code, matrix and tier. Undoable as all edits.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design, Silence
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
        new = {_key(silence): silence for silence in self.silences}
        kept = [silence for silence in design.silences if _key(silence) not in new]
        made = (*kept, *new.values())
        return design if made == design.silences else replace(design, silences=made)


@dataclass(frozen=True, slots=True)
class RestoreFindings:
    """Let findings speak again: (code, matrix, tier) of each."""

    keys: tuple[tuple[str, str, int | None], ...]
    text: str = "restore finding"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design without those silences."""
        made = tuple(each for each in design.silences if _key(each) not in self.keys)
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


def _key(silence: Silence) -> tuple[str, str, int | None]:
    return silence.code, silence.matrix, silence.tier
