"""The check of the export target: what it cannot hold, and what that does to prices.

Fitting a matrix to a target is core's work; this turns its losses into findings.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matrix_designer.analysis.checks.context import CheckContext, plural
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.targets import fit_words
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.fitting import Loss, fit_matrix
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price
from matrix_designer.core.proof import proof_of


def check_target(context: CheckContext) -> Iterator[Finding]:
    """Flag everything that the chosen target cannot hold, with the prices that change."""
    if context.target is None:
        return
    fold = context.fold
    proof = proof_of(context.matrix, None if fold is None else (fold.cost, fold.list_price))
    for loss in fit_matrix(context.matrix, context.target, proof).losses:
        changes = f"{plural(loss.changed, 'price')} would change" if loss.changed else _UNCHANGED
        yield Finding(
            code=loss.code,
            severity=Severity.ERROR if loss.changed else Severity.WARNING,
            message=f"{context.target.title} cannot hold the {_FEATURES[loss.feature]} "
            f"({loss.detail}): {changes}.",
            why="What the target has no field for is lost on the way, and the prices with it.",
            source="002 section L",
            matrix=context.matrix.name,
            dollars=_dollars_changed(context, loss),
            way=fit_words(loss, context.target),
        )


_UNCHANGED = "no price changes"
_FEATURES = {
    "name": "name",
    "mode": "mode",
    "lookup": "look-up",
    "basis": "price basis",
    "cap": "cap",
    "rails": "guard rails",
    "ending": "price ending",
    "fallback": "fallback",
    "add-on": "add-ons",
    "decimals": "factors as they are",
    "levels": "number of tiers",
}


def _dollars_changed(context: CheckContext, loss: Loss) -> int | None:
    """Sum by how much the sold parts' prices move; no price counts as none. None without sales."""
    if context.fold is None:
        return None
    if not loss.changed:
        return 0
    before, after = (_sold_prices(context, matrix) for matrix in (loss.before, loss.after))
    return total(products(np.abs(after - before), context.fold.quantity))


def _sold_prices(context: CheckContext, matrix: Matrix) -> Ints:
    if context.fold is None:
        return np.zeros(0, dtype=np.int64)
    amounts = price(compile_matrix(matrix), context.fold.cost, context.fold.list_price).price
    return np.where(amounts == UNPRICED, 0, amounts)
