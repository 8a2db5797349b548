"""Fixes of what a target cannot hold: the design gives that one feature up itself.

Knows how a matrix is fitted to a target; which prices change is told with the fix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing
from matrix_designer.core.edits import Together
from matrix_designer.core.fitting import Loss, fit_matrix, give_up
from matrix_designer.core.proof import proof_of
from matrix_designer.core.silencing import MoveSilences
from matrix_designer.core.target import Target


def fit_target(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Give up the feature that a finding names."""
    target, fold = context.target, context.fold
    if target is None:
        return
    proof = proof_of(context.matrix, None if fold is None else (fold.cost, fold.list_price))
    for loss in fit_matrix(context.matrix, target, proof).losses:
        title = fit_words(loss, target)
        if loss.code == finding.code and title == finding.way:
            made = give_up(context.matrix, target, proof, loss.feature)
            verb = "Rename" if loss.feature == "name" else "Fit"
            fix = changing(
                context, made, title, f"{target.title} then holds what the design says.", verb
            )
            moved = MoveSilences(context.matrix.name, made.name)
            yield replace(fix, edit=Together((fix.edit, moved), fix.edit.text))


def fit_words(loss: Loss, target: Target) -> str:
    """Say what giving a feature up does."""
    if loss.feature == "levels":
        return f"Merge to {target.max_levels} tiers"
    if loss.feature == "name":
        return f"Cut the name to {target.max_name} letters"
    return _WORDS[loss.feature]


_WORDS = {
    "mode": "Use the simple mode",
    "lookup": "Change the look-up to the target's",
    "basis": "Put the tiers on the target's basis",
    "cap": "Replace the cap by a last tier",
    "rails": "Do without guard rails",
    "ending": "Do without a price ending",
    "fallback": "Leave parts without a tier unpriced",
    "add-on": "Write the add-ons as multipliers",
    "decimals": "Round the factors as the target does",
}
