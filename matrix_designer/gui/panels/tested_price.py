"""One price test as texts: the price of one part under one matrix, and every step.

Prices with the engine and writes in the user's locale; it paints nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Mode, Tier
from matrix_designer.core.money import DOLLAR, PIECE, amount_text, cents_of
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.pricing import Schedule, price_one
from matrix_designer.core.strategy_pricing import Pricer
from matrix_designer.core.trace import TraceStep
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.texts import NO_FIGURE, with_dollar

NO_PRICE = "no price"
_NAMES = {
    "plan": "Plan",
    "percent": "Percent",
    "flat price": "Flat price",
    "family": "Family",
    "left alone": "Left alone",
    "cap": "Cap",
    "look-up": "Tier",
    "factor": "Factor",
    "fallback": "Fallback",
    "raw": "Raw",
    "rounded": "Rounded",
    "ceiling": "Ceiling",
    "not below list": "Not below",
    "floor": "Floor",
    "ending": "Ending",
}
"""What stands before each step, in the order of the contract."""
NONE = "none"


@dataclass(frozen=True, slots=True)
class Part:
    """What is tested: amounts, `quantity` in thousandths, the source as typed."""

    cost: int
    list_price: int | None = None
    quantity: int = PIECE
    source: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of one price: a short text, the whole sentence, the tier that it names."""

    text: str
    sentence: str
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class TestedPrice:
    """One column of the price test.

    `plain` is the price to be copied, empty without one; `reason` says why there is none; `tier`
    counts from 1; `steps` go by their keys.
    """

    price: str
    plain: str
    gp_percent: str
    gp_dollars: str
    together: str
    reason: str
    tier: int | None
    steps: dict[str, StepLine]


def written_price(schedule: Schedule, part: Part, numbers: Numbers) -> TestedPrice:
    """Price a part and write everything down."""
    listed = part.list_price or None
    priced = price_one(schedule, part.cost, listed)
    tier = priced.row + 1 if priced.row >= 0 else None
    steps = _lines(priced.steps, tier, numbers)
    if part.source:
        told = f"{priced.steps[0].detail}, whatever the source: source {part.source} too"
        steps["plan"] = StepLine(priced.steps[0].brief, told)
    return _written(priced.price, priced.steps, tier, steps, part, numbers)


def planned_price(
    pricer: Pricer, looked_at: str, facts: PartFacts, quantity: int, numbers: Numbers
) -> TestedPrice:
    """Price a part through the plan and write everything down.

    A tier can be gone to only where it is one of the matrix that is looked at.
    """
    planned = pricer.price(facts)
    row = -1 if planned.priced is None else planned.priced.row
    is_there = planned.matrix is not None and planned.matrix.name == looked_at
    shown = row + 1 if row >= 0 and is_there else None
    steps = _lines(planned.steps, shown, numbers)
    part = Part(facts.cost, facts.list_price, quantity, facts.source)
    return _written(planned.price, planned.steps, shown, steps, part, numbers)


def _written(
    price: int | None,
    told: tuple[TraceStep, ...],
    tier: int | None,
    steps: dict[str, StepLine],
    part: Part,
    numbers: Numbers,
) -> TestedPrice:
    if price is None:
        reason = next((step.detail for step in told if step.step == "unpriced"), told[-1].detail)
        dash = (NO_FIGURE, NO_FIGURE, NO_FIGURE if part.quantity != PIECE else "")
        return TestedPrice(NO_PRICE, "", *dash, numbers.typed(reason), None, steps)
    earned = price - part.cost
    together = ""
    if part.quantity != PIECE:
        together = with_dollar(numbers.ratio(price * part.quantity, DOLLAR * PIECE, 2))
    return TestedPrice(
        price=f"${numbers.money(price)}",
        plain=numbers.typed(amount_text(price)),
        gp_percent=numbers.ratio(earned * 100, price, 1) if price else NO_FIGURE,
        gp_dollars=numbers.money(earned),
        together=together,
        reason="",
        tier=tier,
        steps=steps,
    )


def without_figures(last: TestedPrice) -> TestedPrice:
    """Return the same rows with dashes, for a cost that cannot be read: it has no price."""
    return TestedPrice(
        price=NO_FIGURE,
        plain="",
        gp_percent=NO_FIGURE,
        gp_dollars=NO_FIGURE,
        together=NO_FIGURE if last.together else "",
        reason="",
        tier=None,
        steps={key: StepLine(NO_FIGURE, "no figure") for key in last.steps},
    )


def still_holds(before: Schedule, after: Schedule, part: Part) -> bool:
    """Say whether a price and its steps surely stand after an edit; False where they may not.

    An edit mostly changes one tier; a simple table then prices all costs outside it as before.
    """
    old, new = before.matrix, after.matrix
    if old is new:
        return True
    if new.mode is not Mode.SIMPLE or len(old.tiers) != len(new.tiers):
        return False
    if replace(old, tiers=()) != replace(new, tiers=()):
        return False
    value = part.cost if new.lookup is Basis.COST else part.list_price
    if not value:
        return False
    cent = cents_of(value)
    return not any(
        _holds(one, cent) or _holds(other, cent)
        for one, other in zip(old.tiers, new.tiers, strict=True)
        if one is not other
    )


def _holds(tier: Tier, cent: int) -> bool:
    return tier.first_cent <= cent and (tier.last_cent is None or cent <= tier.last_cent)


def step_names(columns: tuple[TestedPrice | None, ...]) -> tuple[tuple[str, str], ...]:
    """Return key and name of every step that one of the columns has, in order."""
    return tuple(
        (key, name)
        for key, name in _NAMES.items()
        if any(column is not None and key in column.steps for column in columns)
    )


def _lines(told: tuple[TraceStep, ...], tier: int | None, numbers: Numbers) -> dict[str, StepLine]:
    """Write the steps; `tier` is the one that the look-up names, where it can be gone to."""
    lines: dict[str, StepLine] = {}
    raw: TraceStep | None = None
    for step in told:
        if step.step in ("unpriced", "part"):
            continue
        text, sentence = numbers.typed(step.brief), numbers.typed(step.detail)
        place = tier if step.step == "look-up" else None
        if step.step == "plan":
            text, sentence = step.brief, step.detail
        lines[step.step] = StepLine(text, sentence, place)
        if step.step in ("cap", "factor", "fallback", "percent") and step.value is not None:
            raw = step
    if raw is not None and raw.value is not None and "rounded" in lines:
        sentence = f"Exact to four decimals: {raw.detail}"
        lines["raw"] = StepLine(numbers.typed(raw.value), numbers.typed(sentence))
    return lines
