"""Price endings: moving a price to cents that end as the department likes them.

Knows cents and limits; it does not know where a price comes from.
"""

from __future__ import annotations

import numpy as np

from matrix_designer.core.evidence import Ints
from matrix_designer.core.matrix import Ending, EndingKind
from matrix_designer.core.money import CENT

_PATTERN = {
    EndingKind.X5: (10, 5),
    EndingKind.X9: (10, 9),
    EndingKind.C95: (100, 95),
    EndingKind.C99: (100, 99),
    EndingKind.WHOLE: (100, 0),
}
"""The distance between two endings and the cents that they leave over."""


def end_prices(
    price: Ints, ending: Ending, cost: Ints, lowest: Ints | None, highest: Ints | None
) -> Ints:
    """Return prices (cents, not negative) moved to the ending; costs are amounts.

    Nearest takes the upper of two equally near ones. An ending outside the limits, at 0.00, or
    under cost (where the price was not) gives way to the first one upwards that is allowed,
    else to the first one downwards; where there is none the price stays. Only the next ending
    up and the next one down can win: all others lie further out on the same side.
    """
    step, rest = _PATTERN[ending.kind]
    up = np.maximum(price + (rest - price) % step, rest or step)
    down = up - step
    # Upwards never leaves a lower limit nor falls under cost; downwards never passes a ceiling.
    may_go_up = np.True_ if highest is None else up <= highest
    may_go_down = (down > 0) & ((down * CENT >= cost) | (price * CENT < cost))
    if lowest is not None:
        may_go_down &= down >= lowest
    if ending.is_up:
        goes_down = may_go_down & ~may_go_up
    else:
        goes_down = may_go_down & (~may_go_up | (price - down < up - price))
    return np.where(goes_down, down, np.where(may_go_up, up, price))
