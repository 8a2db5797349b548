"""Prices of rows whose treatment is no matrix: flat prices, families, percents, left alone.

Each is priced by itself, once; DOMAIN step 5. Knows an assignment; it adds nothing up.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.lookup import NO_ROW
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    LeftAlone,
    Treatment,
)
from matrix_designer.core.pricing import UNPRICED
from matrix_designer.core.schedule import HALF_CENT
from matrix_designer.core.strategy_pricing import percent_prices


class OwnRow(IntEnum):
    """What priced a row, where it is no matrix; its place in a table of sums."""

    FLAT_PRICE = 0
    FAMILY = 1
    PERCENT = 2
    LEFT_ALONE = 3


_ROWS: dict[type[Treatment], int] = {
    ByFlatPrice: OwnRow.FLAT_PRICE,
    ByFamily: OwnRow.FAMILY,
    ByPercent: OwnRow.PERCENT,
    LeftAlone: OwnRow.LEFT_ALONE,
    ByMatrix: NO_ROW,
}


def own_prices(assignment: Assignment, at: Ints, *, is_sold_known: bool) -> tuple[Ints, Ints]:
    """Return the price and the OwnRow of some rows, UNPRICED and NO_ROW where there is none.

    `at` are rows that no matrix of the design prices: a rule may name one that is not there.
    What is left alone keeps its sold price, and has none where the history does not tell it.
    """
    rows, rules = assignment.names.rows, assignment.strategy.plan.rules
    price = np.full(len(at), UNPRICED, np.int64)
    kinds = np.array([*(_ROWS[type(rule.treatment)] for rule in rules), NO_ROW], np.int64)
    winner = assignment.rule[at]
    row = kinds[winner]
    item = assignment.names.item[at]
    masks = assignment.masks
    for kind, of_item in (
        (OwnRow.FLAT_PRICE, masks.flat_price),
        (OwnRow.FAMILY, masks.family_price),
    ):
        here = np.flatnonzero(row == kind)
        if here.size:
            price[here] = of_item[item[here]]
    for place, rule in enumerate(rules):
        if isinstance(rule.treatment, ByPercent):
            here = np.flatnonzero(winner == place)
            is_cost = rule.treatment.basis is Basis.COST
            basis = (rows.cost if is_cost else rows.list_price)[at[here]]
            held = np.where(basis > 0, percent_prices(rule.treatment, np.maximum(basis, 0)), -1)
            price[here] = held
    if is_sold_known:
        here = np.flatnonzero(row == OwnRow.LEFT_ALONE)
        price[here] = rows.unit_sold[at[here]]
    price[rows.cost[at] < HALF_CENT] = UNPRICED
    row[price < 0] = NO_ROW
    price[price < 0] = UNPRICED
    return price, row
