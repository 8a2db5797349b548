"""The verbs on tiers, carried out on what the grid has selected: one verb, one step.

Knows the workspace, the grid's selection and the one Analysis; it asks for edits and changes
nothing by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from matrix_designer.analysis.checks.context import Place as Range
from matrix_designer.analysis.checks.context import places_of
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import with_tier
from matrix_designer.analysis.fixes.levels import ladder_bounds, step_tiers
from matrix_designer.analysis.halving import dollar_half
from matrix_designer.analysis.sold import sort_sold
from matrix_designer.core.edits import DeleteTiers, Edit, InsertTier, ReplaceMatrix, Together
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT
from matrix_designer.core.tier_edits import MergeTiers, NudgeFactors, SplitTier
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.fixing import local_trials
from matrix_designer.gui.grid.keys import NUDGES, Command
from matrix_designer.gui.pages.tier_verbs import TierVerbs

_MOST_TRIED = 6


class TierWork(QObject):
    """Turns verbs into edits of the selected tiers.

    `edit_wanted(edit)`: carry this out; `told(sentence)`: why there is nothing to do, or where
    it was done; `bound_wanted(tier)`: go to the upper bound of this tier, counted from 1.
    """

    edit_wanted = Signal(object)
    told = Signal(str)
    bound_wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        """Start without a matrix."""
        super().__init__(parent)
        self._matrix: Matrix | None = None
        self._analysis: Analysis | None = None
        self._tiers: tuple[int, ...] = ()
        self._is_chosen = False

    def connect_verbs(self, verbs: TierVerbs) -> None:
        """Answer the actions."""
        verbs.insert.triggered.connect(self._on_insert)
        verbs.delete.triggered.connect(self._on_delete)
        verbs.split.triggered.connect(self._on_split)
        verbs.merge.triggered.connect(self._on_merge)
        verbs.ladder.triggered.connect(self._on_ladder)
        verbs.smooth.triggered.connect(self._on_smooth)
        verbs.nudge_up.triggered.connect(self._on_nudge_up)
        verbs.nudge_down.triggered.connect(self._on_nudge_down)

    def set_matrix(self, matrix: Matrix, analysis: Analysis | None) -> None:
        """Work on a matrix, with what is known of it."""
        self._matrix, self._analysis = matrix, analysis

    def set_tiers(self, tiers: tuple[int, ...], *, is_chosen: bool = False) -> None:
        """Work on these tiers, counted from 0; chosen are more cells than the one to stand in."""
        self._tiers, self._is_chosen = tiers, is_chosen

    def carry_out(self, command: Command) -> None:
        """Do what a key asks for."""
        if command is Command.INSERT:
            self._on_insert()
        elif command is Command.DELETE:
            self._on_delete()
        elif command in NUDGES:
            self._nudge(NUDGES[command])

    def _on_insert(self) -> None:
        """Put as many tiers in as are selected, each in the lower half of one."""
        if self._matrix is None:
            return
        name, places = self._matrix.name, self._tiers or (0,)
        edits: tuple[Edit, ...] = tuple(InsertTier(name, at) for at in reversed(places))
        count = len(edits)
        self.edit_wanted.emit(edits[0] if count == 1 else Together(edits, f"insert {count} tiers"))

    def _on_delete(self) -> None:
        if self._matrix is not None and self._tiers:
            self.edit_wanted.emit(DeleteTiers(self._matrix.name, self._tiers))
        else:
            self.told.emit("Select the tiers to delete")

    def _nudge(self, steps: int) -> None:
        if self._matrix is not None and self._tiers:
            self.edit_wanted.emit(NudgeFactors(self._matrix.name, self._tiers, steps))

    def _on_nudge_up(self) -> None:
        self._nudge(1)

    def _on_nudge_down(self) -> None:
        self._nudge(-1)

    def _on_split(self) -> None:
        """Part every selected tier, where half of its cost dollars are sold."""
        if self._matrix is None or not self._tiers:
            self.told.emit("Select the tiers to split")
            return
        name = self._matrix.name
        edits: tuple[Edit, ...] = tuple(
            SplitTier(name, tier, self._half_of(self._matrix, tier))
            for tier in reversed(self._tiers)
        )
        count = len(edits)
        self.edit_wanted.emit(edits[0] if count == 1 else Together(edits, f"split {count} tiers"))

    def _half_of(self, matrix: Matrix, place: int) -> int | None:
        """Return the amount that parts a tier's cost dollars; None without sales there."""
        fold = None if self._analysis is None else self._analysis.fold
        if fold is None:
            return None
        tier = matrix.tiers[place]
        half = dollar_half(sort_sold(fold, matrix), tier.first_cent, tier.last_cent)
        return None if half is None else half * CENT

    def _on_merge(self) -> None:
        """Make the selected tiers one, or the one selected and the next."""
        if self._matrix is None or not self._tiers:
            self.told.emit("Select the tiers to merge")
            return
        first, last = self._tiers[0], self._tiers[-1]
        last = last if last > first else first + 1
        if last >= len(self._matrix.tiers):
            self.told.emit("The last tier has none after it to merge with")
        else:
            self.edit_wanted.emit(MergeTiers(self._matrix.name, first, last))

    def _on_ladder(self) -> None:
        """Cut the selected tiers into steps, with factors between their neighbours'."""
        if self._matrix is None or not self._tiers:
            self.told.emit("Select the tiers to make a ladder of")
            return
        made = _laddered(self._matrix, self._tiers)
        if made == self._matrix:
            self.told.emit("No ladder has narrower steps than these")
            return
        steps = len(made.tiers) - len(self._matrix.tiers) + len(self._tiers)
        self.edit_wanted.emit(ReplaceMatrix(made.name, made, f"make a ladder of {steps} steps"))

    def _on_smooth(self) -> None:
        """Lessen one fall where it is, and go there.

        No other factor changes: another mode for the whole matrix is offered with the findings.
        """
        analysis, falls = self._analysis, self._worst_falls()
        if analysis is None or not falls:
            self.told.emit("No price falls at a bound")
            return
        for found in falls[:_MOST_TRIED]:
            best = next(local_trials(analysis, found), None)
            if best is not None and found.tier is not None:
                self.edit_wanted.emit(best.fix.edit)
                self.bound_wanted.emit(found.tier)
                self.told.emit(f"{best.fix.title}, at tier {found.tier}")
                return
        self.told.emit("Nothing at a bound alone smooths it; the finding may have another way")

    def _worst_falls(self) -> tuple[Finding, ...]:
        """Return the falls of the chosen tiers, of a tier where it counts, then all, by dollars."""
        if self._analysis is None or self._matrix is None:
            return ()
        name = self._matrix.name
        falls = [
            one
            for one in self._analysis.findings
            if one.code == "inversion" and one.matrix == name and one.tier is not None
        ]
        counting = {zone.tier for zone in self._analysis.curves.falls if zone.counts}
        here = [
            one
            for one in falls
            if one.tier is not None
            and one.tier - 1 in self._tiers
            and (self._is_chosen or one.tier in counting)
        ]
        return tuple(here or falls)


def _laddered(matrix: Matrix, tiers: tuple[int, ...]) -> Matrix:
    """Return the matrix with some tiers, counted from 0, cut as a ladder cuts them."""
    cap = None if matrix.cap is None else matrix.cap.above // CENT
    for number in sorted((tier + 1 for tier in tiers), reverse=True):
        places: list[Range | None] = [None, *places_of(matrix), None]
        for below, place, above in zip(places, places[1:], places[2:], strict=False):
            if place is not None and place.number == number:
                bounds = ladder_bounds(place.first, place.last, cap)
                steps = step_tiers(matrix, place, below, above, bounds)
                matrix = with_tier(matrix, number, *steps) if len(steps) > 1 else matrix
                break
    return matrix
