"""What a missing list did to prices: counted, as nothing falls back in silence.

Knows the marks that the engine leaves on prices; it prices nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.sums import Bools, PricedFold, total
from matrix_designer.core.pricing import Prices


@dataclass(frozen=True, slots=True)
class WithoutList:
    """Used pieces, in thousandths, that a missing list priced otherwise.

    `at_cap` stand above the cap at cost + 67 % because its rule needs a list; `past_rails` were
    held to no ceiling and to no list.
    """

    at_cap: int
    past_rails: int


def without_list(priced: PricedFold, prices: Prices) -> WithoutList:
    """Count over the lines that every state prices; `prices` are the proposed ones."""
    used: Bools = priced.price >= 0
    for other in (priced.in_force, priced.against):
        if other is not None:
            used &= other >= 0
    quantity = np.where(used, priced.fold.quantity, 0)
    return WithoutList(
        at_cap=total(quantity[prices.cap_without_list]),
        past_rails=total(quantity[prices.skipped_rails]),
    )
