"""Prices of rows whose treatment is no matrix: flat prices, families, percents, left alone.

Each is priced by itself, once; DOMAIN step 5. Knows an assignment; it adds nothing up.
"""

from __future__ import annotations

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.plan import ByFamily, ByFlatPrice, ByMatrix, ByPercent, Treatment
from matrix_designer.core.pricing import UNPRICED
from matrix_designer.core.schedule import HALF_CENT
from matrix_designer.core.strategy_pricing import percent_prices


def own_prices(
    treatment: Treatment, assignment: Assignment, at: Ints, *, is_sold_known: bool
) -> Ints:
    """Return the prices of the rows that a treatment takes, UNPRICED where there is none.

    A matrix is one that the design has not got: it prices nothing. What is left alone keeps its
    sold price, and has none where the history does not tell it.
    """
    names, masks = assignment.names, assignment.masks
    rows = names.rows
    cost = rows.cost[at]
    if isinstance(treatment, ByMatrix):
        return np.full(len(at), UNPRICED, np.int64)
    if isinstance(treatment, ByPercent):
        basis = cost if treatment.basis is Basis.COST else rows.list_price[at]
        price = percent_prices(treatment, np.maximum(basis, 0))
        price[basis <= 0] = UNPRICED
    elif isinstance(treatment, ByFlatPrice):
        price = masks.flat_price[names.item[at]]
    elif isinstance(treatment, ByFamily):
        price = masks.family_price[names.item[at]]
    elif is_sold_known:
        price = rows.unit_sold[at]
    else:
        price = np.full(len(at), UNPRICED, np.int64)
    return np.where(cost < HALF_CENT, UNPRICED, price)
