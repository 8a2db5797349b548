"""What a design remembers of what its user was asked once.

Knows designs; it does not know who asks.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.factor import FactorKind


@dataclass(frozen=True, slots=True)
class SetBarePercent:
    """Remember what a bare `75%` means in this design: markup, or percent of the basis."""

    kind: FactorKind | None
    text: str = "meaning of a bare percent"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the answer; any other kind is refused."""
        if design.bare_percent is self.kind:
            return design
        return replace(design, bare_percent=self.kind)
