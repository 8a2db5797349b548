"""A rule as the rows of a history are asked: which items, profiles, costs and lists it takes.

Knows masks over the numbers of items and profiles; it knows no names and no rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.plan import Span

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class AskedRule:
    """What a rule takes; None: any. Two that take the same are the same object, as a rule."""

    items: Bools | None
    profiles: Bools | None
    cost: Span | None
    list_price: Span | None


AskedRules = tuple[AskedRule | None, ...]
"""The rules of a plan; None is one that does not count on the day."""
