"""One part's price in every channel: counter, repair order, internal, warranty, fleet, wholesale.

A channel is what people call it; which names and pay types stand for it is read from the rules
and the sales. Knows strategies and parts; it prices by the plan and draws nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_class import name_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import LeftAlone, Plan
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import PlannedPrice, Pricer


class Channel(Enum):
    """Where, to whom and for whom a part is sold."""

    COUNTER = "counter"
    REPAIR_ORDER = "repair order"
    INTERNAL = "internal"
    WARRANTY = "warranty"
    FLEET = "fleet"
    WHOLESALE = "wholesale"


COUNTER_NAMES = frozenset(
    ("counter", "over the counter", "parts counter", "front counter", "retail counter")
) | frozenset(("ctr", "otc", "cnt", "c", "walk-in", "walk in", "counter sale", "counter retail"))
REPAIR_NAMES = frozenset(
    ("ro", "repair order", "repair orders", "repair", "shop", "service", "workshop", "r", "s")
) | frozenset(("service ro", "r/o", "svc", "service department", "back counter"))
_FIRST: dict[Channel, frozenset[str]] = {
    Channel.FLEET: frozenset(("fleet", "flt", "f", "fleet account", "fleet customer")),
    Channel.WHOLESALE: frozenset(
        ("wholesale", "whsl", "whs", "ws", "w", "wholesale account", "trade", "body shop", "jobber")
    ),
}
_INTERNAL = frozenset(("i", "internal", "int"))
_WARRANTY = frozenset(("w", "warranty", "wty", "war"))
CUSTOMER_NAMES = frozenset(("c", "customer pay", "customer", "cp", "retail", "cash"))


@dataclass(frozen=True, slots=True)
class ChannelNames:
    """What the rules and the sales call the channels; a name that neither has is the usual one."""

    counter: str = "Counter"
    repair_order: str = "RO"
    customer_pay: str = "C"
    internal: str = "I"
    warranty: str = "W"
    fleet: str = "Fleet"
    wholesale: str = "Wholesale"


@dataclass(frozen=True, slots=True)
class ChannelPrice:
    """A part's price in one channel.

    `differs` tells whether it is another outcome than on a repair order that the customer pays;
    `is_intended` whether the plan means that: the rule that prices it names what sets the channel
    apart. Counter and repair order are never meant to differ (source 001 ingredient 2).
    """

    channel: Channel
    facts: PartFacts
    planned: PlannedPrice
    differs: bool
    is_intended: bool

    @property
    def is_flagged(self) -> bool:
        """Whether it differs and nobody meant it."""
        return self.differs and not self.is_intended


def channel_kind(key: str) -> Channel | None:
    """Return whether a channel's key stands for the counter or for repair orders."""
    if key in COUNTER_NAMES:
        return Channel.COUNTER
    return Channel.REPAIR_ORDER if key in REPAIR_NAMES else None


def channel_names(plan: Plan, sales: Sales | None = None) -> ChannelNames:
    """Return what the sales, else the rules, call each channel."""
    rules = [rule.conditions for rule in plan.rules]
    channels = [*(sales.channels if sales else ()), *(n for one in rules for n in one.channels)]
    pays = [*(sales.pay_types if sales else ()), *(n for one in rules for n in one.pay_types)]
    kinds = [
        *(sales.customer_types if sales else ()),
        *(name for one in rules for name in one.customer_types),
    ]
    usual = ChannelNames()
    return ChannelNames(
        counter=_named(channels, COUNTER_NAMES, usual.counter),
        repair_order=_named(channels, REPAIR_NAMES, usual.repair_order),
        customer_pay=_named(pays, CUSTOMER_NAMES, usual.customer_pay),
        internal=_named(pays, _INTERNAL, usual.internal),
        warranty=_named(pays, _WARRANTY, usual.warranty),
        fleet=_named(kinds, _FIRST[Channel.FLEET], usual.fleet),
        wholesale=_named(kinds, _FIRST[Channel.WHOLESALE], usual.wholesale),
    )


def in_channels(facts: PartFacts, names: ChannelNames) -> Mapping[Channel, PartFacts]:
    """Return a part as it would be sold in each channel; what else is known of it stays."""
    retail = replace(facts, pay_type=names.customer_pay, customer_type="")
    on_order = replace(retail, channel=names.repair_order)
    return {
        Channel.COUNTER: replace(retail, channel=names.counter),
        Channel.REPAIR_ORDER: on_order,
        Channel.INTERNAL: replace(on_order, pay_type=names.internal),
        Channel.WARRANTY: replace(on_order, pay_type=names.warranty),
        Channel.FLEET: replace(on_order, customer_type=names.fleet),
        Channel.WHOLESALE: replace(retail, channel=names.counter, customer_type=names.wholesale),
    }


def channel_table(
    strategy: Strategy,
    facts: PartFacts,
    names: ChannelNames | None = None,
    on: dt.date | None = None,
    pricer: Pricer | None = None,
) -> tuple[ChannelPrice, ...]:
    """Price one part in every channel, in the order of Channel; many parts share a pricer."""
    pricer = pricer or Pricer(strategy, on)
    held = in_channels(facts, names or channel_names(strategy.plan))
    planned = {channel: pricer.price(each) for channel, each in held.items()}
    usual = planned[Channel.REPAIR_ORDER]
    return tuple(
        ChannelPrice(
            channel=channel,
            facts=held[channel],
            planned=each,
            differs=outcome(each) != outcome(usual),
            is_intended=channel is not Channel.COUNTER
            and _names_it(strategy, each, held[channel], held[Channel.REPAIR_ORDER]),
        )
        for channel, each in planned.items()
    )


def outcome(planned: PlannedPrice) -> int | str | None:
    """Return a price, None for none, or that the price is left alone."""
    is_left = isinstance(planned.match.treatment, LeftAlone)
    return "left alone" if is_left else planned.price


def _names_it(
    strategy: Strategy, planned: PlannedPrice, facts: PartFacts, usual: PartFacts
) -> bool:
    """Tell whether the rule that prices a part names what sets it apart from a usual one."""
    if planned.match.rule is None:
        return False
    asked = strategy.plan.rules[planned.match.rule].conditions
    pairs = (
        (asked.channels, facts.channel, usual.channel),
        (asked.pay_types, facts.pay_type, usual.pay_type),
        (asked.customer_types, facts.customer_type, usual.customer_type),
    )
    return any(names and own != other for names, own, other in pairs)


def _named(names: Iterable[str], known: frozenset[str], usual: str) -> str:
    return next((name for name in names if name_key(name) in known), usual)
