"""The command `price`: one part, its price and every step that led to it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from matrix_designer.cli.answer import (
    FINE,
    WRONG,
    Answer,
    RefusedArgumentError,
    amount,
    percent,
    shown_percent,
    table,
)
from matrix_designer.cli.days import day_of
from matrix_designer.cli.opening import open_project, refused
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import (
    amount_text,
    quantity_text,
    read_cost,
    read_quantity,
    total_text,
)
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan_words import rule_words, treatment_words
from matrix_designer.core.pricing import CAP_ROW
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import PlannedPrice, price_part


def run_price(arguments: argparse.Namespace) -> Answer:
    """Price one part; exit 1 where it has no price."""
    cost = _amount("--cost", arguments.cost)
    list_price = None if arguments.list is None else _amount("--list", arguments.list)
    quantity = None if arguments.quantity is None else _quantity(arguments.quantity)
    project = open_project(arguments.design, with_sales=False)
    facts = PartFacts(cost, list_price, **{name: getattr(arguments, name) or "" for name in FACTS})
    planned = _planned(project.design, arguments, facts)
    part, priced = planned.price, planned.priced
    rule = planned.match.rule
    data: dict[str, object] = {
        "price": amount(part),
        "gp_percent": None if part is None else percent(part - cost, part),
        "multiplier": None if part is None else _multiplier(part, cost),
        "factor": None if priced is None or priced.factor is None else priced.factor.text,
        "tier": priced.row + 1 if priced is not None and priced.row >= 0 else None,
        "trace": [
            {"step": step.step, "detail": step.detail, "value": step.value}
            for step in planned.steps
        ],
        "matrix": None if planned.matrix is None else planned.matrix.name,
        "rule": None if rule is None else rule + 1,
        "treatment": treatment_words(planned.match.treatment),
        "cost": amount_text(cost),
        "list": amount(list_price),
    }
    data |= {
        name.removeprefix("sale_"): getattr(facts, name)
        for name in FACTS
        if getattr(arguments, name) is not None
    }
    if quantity is not None:
        data["quantity"] = quantity_text(quantity)
        data["extended"] = None if part is None else total_text(part * quantity)
    lines = tuple(_lines(project.design, planned, cost, quantity))
    return Answer(data, lines, WRONG if part is None else FINE, project.problems)


FACTS = (
    *("part", "description", "source", "sale_class"),
    *("group", "vendor", "customer_type", "pay_type", "channel"),
)
"""What may be told of a part beside cost and list; each is an option of its name."""


def _planned(design: Design, arguments: argparse.Namespace, facts: PartFacts) -> PlannedPrice:
    """Price by the plan, or by the one matrix that `--matrix` names."""
    day, strategy = day_of(arguments), design.strategy
    if arguments.matrix is not None:
        strategy = Strategy((design.matrix_named(arguments.matrix),))
    return price_part(strategy, facts, day)


def _amount(option: str, text: str) -> int:
    """Read a cost or list; negative, too fine and those out of range are refused."""
    try:
        return read_cost(text)
    except MatrixDesignerError as error:
        raise refused(option, error) from error


def _quantity(text: str) -> int:
    """Read a quantity, which may not be negative."""
    try:
        value = read_quantity(text)
    except MatrixDesignerError as error:
        raise refused("--quantity", error) from error
    if value < 0:
        raise RefusedArgumentError(f"--quantity {text} is negative", "", "Give 0 or more pieces")
    return value


def _multiplier(price: int, cost: int) -> float:
    """Return price / cost; a part without a cost has no price, so there is one."""
    return price / cost


def _lines(design: Design, planned: PlannedPrice, cost: int, quantity: int | None) -> Iterator[str]:
    """Yield the answer for people: the price, what is earned, and every step."""
    price = planned.price
    if price is None:
        where = f"on “{planned.matrix.name}”" if planned.matrix else f"by {_rule(design, planned)}"
        yield f"A ${amount_text(cost)} part has no price {where}."
    else:
        by = _by(design, planned)
        yield f"A ${amount_text(cost)} part sells for ${amount_text(price)}, {by}."
        earned = amount_text(price - cost).replace("-", "-$")
        earned = earned if earned.startswith("-") else f"${earned}"
        gp = percent(price - cost, price)
        share = "" if gp is None else f" = {shown_percent(gp)} GP"
        yield f"Gross profit {earned}{share}, ×{_multiplier(price, cost):.4f} of cost."
        if quantity is not None:
            yield f"{quantity_text(quantity)} pieces: ${total_text(price * quantity)}."
    yield ""
    yield from table(
        ((step.step, step.value or "-", step.detail) for step in planned.steps), left=(0, 2)
    )


def _by(design: Design, planned: PlannedPrice) -> str:
    """Say what priced a part."""
    part = planned.priced
    if part is None:
        return f"by {_rule(design, planned)}"
    ruled = "" if planned.match.rule is None else f", by {_rule(design, planned)}"
    factor = "" if part.factor is None else f" at {part.factor.text}"
    if part.row >= 0:
        return f"by tier {part.row + 1}{factor}{ruled}"
    above = "above the cap" if part.row == CAP_ROW else f"by the fallback{factor}"
    return f"{above}{ruled}"


def _rule(design: Design, planned: PlannedPrice) -> str:
    """Name the rule that won and what it does: `rule 3 “Brakes”: list − 10 %`."""
    rule, words = planned.match.rule, treatment_words(planned.match.treatment)
    return words if rule is None else f"{rule_words(rule, design.plan.rules[rule])}: {words}"
