"""Puts the rows of a matrix into the tornado's order, with every cell worded.

Knows the arithmetic and the swings; no widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from matrix_designer.analysis.tornado import Swing
from matrix_designer.analysis.what_must_be_true import RowStake
from matrix_designer.gui.panels.tornado_rows import TruthRow
from matrix_designer.gui.panels.truth_words import TruthWords, step_words
from matrix_designer.gui.texts import NO_FIGURE


def truth_rows(words: TruthWords, swings: Sequence[Swing]) -> tuple[TruthRow, ...]:
    """Return the tiers, the greatest swing first, then cap and fallback.

    Without a swing for each tier they stand in the order of the matrix.
    """
    rows = {row.tier: row for row in words.truth.rows if row.tier is not None}
    others = [row for row in words.truth.rows if row.tier is None and row.stake.cost]
    found = {swing.tier: swing for swing in swings} if len(swings) == len(rows) else {}
    tiers = [rows[tier] for tier in found or rows]
    greatest = max((swing.reach for swing in found.values()), default=0)
    return tuple(_row(words, row, found.get(row.tier or 0), greatest) for row in (*tiers, *others))


def heads(words: TruthWords) -> tuple[str, str, str, str, str, str]:
    """Return the names over the columns."""
    step = step_words(words.numbers)
    return (
        "Tier",
        "volume %",
        "paid ×",
        "elasticity",
        f"{step} less",
        f"{step} more",
    )


def _row(words: TruthWords, row: RowStake, swing: Swing | None, greatest: int) -> TruthRow:
    less, more = (None, None) if swing is None else (swing.down, swing.up)
    return TruthRow(
        name=words.row_name(row),
        cells=(
            words.row_volume(row.stake),
            words.ratio(row.stake.multiplier_after),
            words.ratio(row.stake.elasticity_after),
        ),
        less=NO_FIGURE if swing is None else words.change(less),
        more=NO_FIGURE if swing is None else words.change(more),
        less_part=(less or 0) / greatest if greatest else 0.0,
        more_part=(more or 0) / greatest if greatest else 0.0,
        place=None if row.tier is None else row.tier - 1,
    )
