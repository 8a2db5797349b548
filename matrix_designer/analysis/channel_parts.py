"""The parts that sell most, each with its price in every channel: what a plan means for whom.

Knows strategies and sales told apart by part; it draws nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.channels import ChannelPrice, channel_names, channel_table
from matrix_designer.analysis.menus import sold_facts
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_class import part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import Pricer

MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class PartInChannels:
    """A part with its price in every channel, in the order of Channel."""

    facts: PartFacts
    prices: tuple[ChannelPrice, ...]

    @property
    def is_flagged(self) -> bool:
        """Whether a channel has another price than the plan means."""
        return any(price.is_flagged for price in self.prices)


def best_sold(sales: Sales | None, most: int = MOST_PARTS) -> tuple[PartFacts, ...]:
    """Return the parts with most cost dollars, as their best sold row tells them.

    None where the sales are not told apart by part.
    """
    if sales is None or sales.rows.part is None or not sales.part_names:
        return ()
    rows = sales.rows
    dollars = np.zeros(len(sales.part_names), dtype=np.int64)
    np.add.at(dollars, np.asarray(rows.part), rows.cost * rows.quantity)
    order = np.argsort(-dollars, kind="stable")[: most * 2].tolist()
    keys = [part_key(sales.part_names[code].number) for code in order if dollars[code] > 0]
    wanted = [key for key in dict.fromkeys(keys) if key][:most]
    found = sold_facts(sales, set(wanted))
    return tuple(found[key] for key in wanted if key in found)


def parts_in_channels(
    strategy: Strategy,
    parts: Iterable[PartFacts],
    sales: Sales | None = None,
    on: dt.date | None = None,
) -> tuple[PartInChannels, ...]:
    """Price parts in every channel; those with a difference that nobody meant come first."""
    names = channel_names(strategy.plan, sales)
    pricer = Pricer(strategy, on)
    made = [
        PartInChannels(facts, channel_table(strategy, facts, names, on, pricer)) for facts in parts
    ]
    return tuple(sorted(made, key=_is_fine))


def _is_fine(part: PartInChannels) -> bool:
    return not part.is_flagged
