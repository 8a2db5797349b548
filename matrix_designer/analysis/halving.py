"""Where a range of costs is parted so that both parts sell about the same cost dollars.

Knows what was sold by look-up value; it knows no factors and nothing of who parts a tier.
"""

from __future__ import annotations

import numpy as np

from matrix_designer.analysis.sold import Sold
from matrix_designer.core.money import cents_of

_STEPS = (10_000, 5_000, 1_000, 500, 100, 50, 25, 10, 5, 1)


def dollar_half(sold: Sold, first: int, last: int | None) -> int | None:
    """Return the last cent of the lower half of the cost dollars sold in the cents first..last.

    It is as round as a tenth of the range allows, and leaves both parts a cent. None where
    nothing was sold there, or the range has one cent only.
    """
    places = sold.between(first, last)
    totals = np.cumsum(sold.cost_total[places])
    if totals.size == 0 or totals[-1] <= 0 or (last is not None and last <= first):
        return None
    at = int(np.searchsorted(totals, (int(totals[-1]) + 1) // 2))
    most = int(cents_of(int(sold.lookup[places][-1]))) if last is None else last - 1
    middle = min(max(cents_of(int(sold.lookup[places][at])), first), max(most, first))
    width = max(most - first, 0)
    for step in _STEPS:
        for rounder in ((middle + step // 2) // step * step, middle // step * step):
            if first <= rounder <= max(most, first) and abs(rounder - middle) * 10 <= width:
                return rounder
    return middle
