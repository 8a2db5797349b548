"""A question: what is being looked at, and what it is compared with.

Remembered per window, never saved in a design, never undone. Knows no sales and no results.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matrix_designer.core.filters import OFF, Filters
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Question:
    """What the user looks at.

    `matrix` names the matrix of the design that is proposed (None: the default treatment's);
    `against` is the matrix of another design to stand beside it, or None, and `against_strategy`
    all that prices parts there, where that is more than a matrix. `filters` say which
    part of the history counts. `on` is the day on which the rules of a plan are looked at; None
    is a day on which no dated rule counts.
    """

    matrix: str | None = None
    against: Matrix | None = None
    against_strategy: Strategy | None = None
    filters: Filters = OFF
    on: dt.date | None = None
