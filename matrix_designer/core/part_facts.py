"""What is known of one part to be priced, in a price test or on a sold line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One part; cost and list are amounts (list None: none), the rest names, "" unknown."""

    cost: int
    list_price: int | None = None
    part: str = ""
    description: str = ""
    source: str = ""
    group: str = ""
    sale_class: str = ""
    customer_type: str = ""
    pay_type: str = ""
    vendor: str = ""
    channel: str = ""
