"""The price of one part under a whole strategy: the plan, then its treatment, with every step.

DOMAIN step 5. A matrix prices by the engine; flat prices, families and percents price by
themselves, once, without cap, rails and ending. Amounts are ten-thousandths of a dollar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.formula import Formula
from matrix_designer.core.matching import Match, Matcher
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, POINT, amount_text, divide_half_up
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.passage import in_range
from matrix_designer.core.plan import ByFamily, ByFlatPrice, ByMatrix, ByPercent
from matrix_designer.core.plan_words import percent_words, rule_words, treatment_words
from matrix_designer.core.pricing import PricedPart, Schedule, compile_matrix, price_one
from matrix_designer.core.schedule import HALF_CENT
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.trace import TraceStep, decimal_text, exact_text, value_text

WHOLE = 100 * POINT
"""A hundred percent in percent units."""


@dataclass(frozen=True, slots=True)
class PlannedPrice:
    """The price of one part under a strategy (an amount, None: none), and how it came about.

    `matrix` is the one that priced it, with what it did in `priced`; both are None for the other
    treatments and where the design lacks the matrix of the rule.
    """

    price: int | None
    match: Match
    matrix: Matrix | None
    priced: PricedPart | None
    steps: tuple[TraceStep, ...]


class Pricer:
    """A strategy made ready to price many parts one by one; `on` is the day of dated rules."""

    __slots__ = ("_matcher", "_schedules", "strategy")

    def __init__(self, strategy: Strategy, on: dt.date | None = None) -> None:
        """Make the plan ready; a matrix is compiled when a part first needs it."""
        self.strategy = strategy
        self._matcher = Matcher(strategy, on)
        self._schedules: dict[str, Schedule] = {}

    def price(self, facts: PartFacts) -> PlannedPrice:
        """Price one part and say how."""
        match = self._matcher.match(facts)
        if isinstance(match.treatment, ByMatrix):
            return self._by_matrix(facts, match, match.treatment.matrix)
        told = (*self._opening(facts, match), *_own_steps(facts, match))
        return PlannedPrice(own_price(facts, match), match, None, None, told)

    def _by_matrix(self, facts: PartFacts, match: Match, name: str) -> PlannedPrice:
        """Price by a matrix; a name that the design has not got prices nothing."""
        opening = tuple(self._opening(facts, match))
        schedule = self._schedule_of(name)
        if schedule is None:
            step = TraceStep("unpriced", f"The design has no matrix named “{name}”", None, "none")
            return PlannedPrice(None, match, None, None, (*opening, step))
        priced = price_one(schedule, facts.cost, facts.list_price)
        steps = (*opening, *priced.steps[1:]) if opening else priced.steps
        return PlannedPrice(priced.price, match, schedule.matrix, priced, steps)

    def _schedule_of(self, name: str) -> Schedule | None:
        known = self._schedules.get(name)
        if known is not None:
            return known
        matrix = next((one for one in self.strategy.matrices if one.name == name), None)
        if matrix is None:
            return None
        return self._schedules.setdefault(name, compile_matrix(matrix))

    def _opening(self, facts: PartFacts, match: Match) -> Iterator[TraceStep]:
        """Tell the part and its rule; nothing without a plan, where the matrix's own step tells."""
        if not self.strategy.plan:
            return
        known = _known(facts, match)
        if known:
            yield TraceStep("part", known, None, facts.source or facts.part)
        words = treatment_words(match.treatment)
        if match.rule is None:
            detail, brief = f"No rule takes it, so the default: {words}", "default"
        else:
            rule = self.strategy.plan.rules[match.rule]
            named = rule_words(match.rule, rule)
            detail, brief = f"{named[0].upper()}{named[1:]}: {words}", f"rule {match.rule + 1}"
        yield TraceStep("plan", detail, amount_text(facts.cost), brief)


def price_part(strategy: Strategy, facts: PartFacts, on: dt.date | None = None) -> PlannedPrice:
    """Price one part on a day and say how; for many parts keep a Pricer."""
    return Pricer(strategy, on).price(facts)


def percent_price(treatment: ByPercent, cost: int, list_price: int | None) -> int | None:
    """Return cost or list plus or minus a percent, half up to the cent, once; None without it."""
    basis = cost if treatment.basis is Basis.COST else list_price or None
    if basis is None:
        return None
    return divide_half_up(basis * (WHOLE + treatment.percent), WHOLE * CENT) * CENT


def percent_prices(treatment: ByPercent, basis: Ints) -> Ints:
    """Return the same for a column of costs or lists above zero (amounts)."""
    rule = Formula(0, WHOLE + treatment.percent, 0, WHOLE).rounding()
    return in_range(rule, basis) * CENT


def own_price(facts: PartFacts, match: Match) -> int | None:
    """Return the price of a treatment that is no matrix; None where there is none.

    There is no price without a cost, and none of a price test where the price is left alone.
    """
    treatment = match.treatment
    if facts.cost < HALF_CENT:
        return None
    if isinstance(treatment, ByFlatPrice):
        return None if match.flat_price is None else match.flat_price.price
    if isinstance(treatment, ByFamily):
        return None if match.family is None else match.family.price
    if isinstance(treatment, ByPercent):
        return percent_price(treatment, facts.cost, facts.list_price)
    return None


_NAMES = (
    ("part", "part"),
    ("source", "source"),
    ("group", "group"),
    ("sale_class", "class code"),
    ("vendor", "vendor"),
    ("customer_type", "customer type"),
    ("pay_type", "pay type"),
    ("channel", "channel"),
)


def _known(facts: PartFacts, match: Match) -> str:
    """Say what is known of a part: `Part 123, source “AC”, competitive, pay type “C”`."""
    words = [f"{name} “{text}”" for field, name in _NAMES if (text := getattr(facts, field))]
    if match.part_class is not None:
        words.append(match.part_class.value)
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def _own_steps(facts: PartFacts, match: Match) -> Iterator[TraceStep]:
    """Tell what a treatment that is no matrix did."""
    treatment = match.treatment
    if facts.cost < HALF_CENT:
        detail = f"A cost of {amount_text(facts.cost)} is zero or rounds to 0.00"
        yield TraceStep("unpriced", f"{detail}: there is no price without a cost", None, "no cost")
    elif isinstance(treatment, ByFlatPrice):
        yield _flat_step(match)
    elif isinstance(treatment, ByFamily):
        yield _family_step(match)
    elif isinstance(treatment, ByPercent):
        yield from _percent_steps(treatment, facts)
    else:
        detail = "The plan leaves its price alone: it stays what it is today"
        yield TraceStep("left alone", detail, None, "left alone")


def _flat_step(match: Match) -> TraceStep:
    flat = match.flat_price
    if flat is None:
        return TraceStep("unpriced", "The part is not on the flat price list", None, "none")
    reviewed = "" if flat.reviewed is None else f", reviewed {flat.reviewed.isoformat()}"
    by = f" by {flat.by}" if flat.by and reviewed else ""
    locked = ", locked" if flat.is_locked else ""
    price = amount_text(flat.price)
    return TraceStep("flat price", f"Flat price {price}{reviewed}{by}{locked}", price, price)


def _family_step(match: Match) -> TraceStep:
    family = match.family
    if family is None:
        return TraceStep("unpriced", "The part belongs to no family", None, "none")
    if family.price is None:
        detail = f"The family “{family.name}” has no price yet"
        return TraceStep("unpriced", detail, None, "no price")
    price = amount_text(family.price)
    return TraceStep("family", f"Price {price} of the family “{family.name}”", price, family.name)


def _percent_steps(treatment: ByPercent, facts: PartFacts) -> Iterator[TraceStep]:
    """Tell the sum and its rounding."""
    is_cost = treatment.basis is Basis.COST
    basis = facts.cost if is_cost else facts.list_price or None
    if basis is None:
        yield TraceStep("unpriced", "It prices on list and there is no list", None, "no list")
        return
    share = Fraction(WHOLE + treatment.percent, WHOLE)
    exact = basis * share
    name = "Cost" if is_cost else "List"
    detail = f"{name} {amount_text(basis)} × {decimal_text(share)} = {exact_text(exact)}"
    yield TraceStep("percent", detail, value_text(exact), percent_words(treatment))
    price = amount_text(percent_price(treatment, facts.cost, facts.list_price) or 0)
    yield TraceStep("rounded", "Rounded half up to the cent, once", price, price)
