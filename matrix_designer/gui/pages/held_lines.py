"""The rows of the tier grid between an edit and its analysis: the nouns new, the figures as known.

Knows rows and matrices; no widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from matrix_designer.core.matrix import Matrix
from matrix_designer.gui.pages.tier_entries import TierLine


def held_lines(lines: Sequence[TierLine], matrix: Matrix) -> list[TierLine]:
    """Return rows with the tiers, cap and fallback of a matrix; nothing where rows come or go.

    Rows whose nouns are the same are the same rows: an edit makes one anew.
    """
    tiers = sum(line.tier is not None for line in lines)
    has_cap = any(line.cap is not None for line in lines)
    is_named = all(line.matrix == matrix.name for line in lines)
    if tiers != len(matrix.tiers) or has_cap != (matrix.cap is not None) or not is_named:
        return []
    return [_held(line, matrix) for line in lines]


def _held(line: TierLine, matrix: Matrix) -> TierLine:
    tier = None if line.place is None else matrix.tiers[line.place]
    cap = None if line.cap is None else matrix.cap
    fallback = None if line.fallback is None else matrix.fallback
    if tier is line.tier and cap is line.cap and fallback is line.fallback:
        return line
    return line._replace(tier=tier, cap=cap, fallback=fallback)
