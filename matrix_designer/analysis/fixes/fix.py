"""A fix: what it is called, what it says of itself, and the edit that carries it out.

Knows matrices and edits; not which finding asks for which fix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from matrix_designer.analysis.checks.context import CheckContext, Place
from matrix_designer.analysis.findings import Finding
from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit, ReplaceMatrix
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix, Tier


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to answer a finding.

    `title` is the way in a few words, `detail` what it does besides, `edit` one undo step,
    `verb` what stands on the button. `is_partial` marks the ways that only lessen an inversion.
    `caution` is what must be known before it is chosen, empty for most.
    """

    title: str
    detail: str
    edit: Edit
    verb: str = "Fix"
    is_partial: bool = False
    caution: str = ""

    @property
    def told(self) -> str:
        """The title, with what must be known before it is chosen."""
        return f"{self.title} ({self.caution})" if self.caution else self.title


def worth_offering(fixes: Iterable[Fix], design: Design) -> Iterator[Fix]:
    """Yield fixes that a design takes and that change it, no title twice."""
    titles: set[str] = set()
    for fix in fixes:
        if fix.title not in titles and _changes(fix, design):
            titles.add(fix.title)
            yield fix


def _changes(fix: Fix, design: Design) -> bool:
    try:
        return fix.edit.apply(design) is not design
    except MatrixDesignerError:
        return False


Ways = Callable[[Finding, CheckContext], Iterator[Fix]]
"""The ways of one code, the one to offer first in front."""


def changing(
    context: CheckContext, by: Matrix, title: str, detail: str = "", verb: str = ""
) -> Fix:
    """Return the fix that puts a changed matrix in the place of the judged one."""
    step = title[:1].lower() + title[1:]
    return Fix(title, detail, ReplaceMatrix(context.matrix.name, by, step), verb or "Fix")


def with_tiers(matrix: Matrix, tiers: Sequence[Tier]) -> Matrix:
    """Return the matrix with other tiers."""
    return replace(matrix, tiers=tuple(tiers))


def with_tier(matrix: Matrix, number: int, *tiers: Tier) -> Matrix:
    """Return the matrix with the 1-based tier exchanged for none, one or several."""
    held = matrix.tiers
    return with_tiers(matrix, (*held[: number - 1], *tiers, *held[number:]))


def place_of(context: CheckContext, number: int | None) -> int | None:
    """Return where a 1-based tier stands among the places that match costs; None where nowhere."""
    return None if number is None else context.place_index.get(number)


def neighbours(
    context: CheckContext, number: int | None
) -> tuple[Place | None, Place | None, Place | None]:
    """Return the place below a tier, its own and the one above."""
    index = place_of(context, number)
    if index is None:
        return None, None, None
    places = context.places
    below = places[index - 1] if index else None
    above = places[index + 1] if index + 1 < len(places) else None
    return below, places[index], above
