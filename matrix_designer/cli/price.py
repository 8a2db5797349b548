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
from matrix_designer.cli.opening import open_project, refused
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import (
    amount_text,
    quantity_text,
    read_cost,
    read_quantity,
    total_text,
)
from matrix_designer.core.pricing import CAP_ROW, PricedPart, compile_matrix, price_one


def run_price(arguments: argparse.Namespace) -> Answer:
    """Price one part; exit 1 where it has no price."""
    cost = _amount("--cost", arguments.cost)
    list_price = None if arguments.list is None else _amount("--list", arguments.list)
    quantity = None if arguments.quantity is None else _quantity(arguments.quantity)
    project = open_project(arguments.design, with_sales=False)
    design = project.design
    matrix = design.matrix if arguments.matrix is None else design.matrix_named(arguments.matrix)
    part = price_one(compile_matrix(matrix), cost, list_price)
    data: dict[str, object] = {
        "price": amount(part.price),
        "gp_percent": None if part.price is None else percent(part.price - cost, part.price),
        "multiplier": None if part.price is None else _multiplier(part.price, cost),
        "factor": None if part.factor is None else part.factor.text,
        "tier": part.row + 1 if part.row >= 0 else None,
        "trace": [
            {"step": step.step, "detail": step.detail, "value": step.value} for step in part.steps
        ],
        "matrix": matrix.name,
        "cost": amount_text(cost),
        "list": amount(list_price),
    }
    if arguments.source is not None:
        data["source"] = arguments.source
    if quantity is not None:
        data["quantity"] = quantity_text(quantity)
        data["extended"] = None if part.price is None else total_text(part.price * quantity)
    lines = tuple(_lines(matrix, part, cost, quantity))
    return Answer(data, lines, WRONG if part.price is None else FINE, project.problems)


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


def _lines(matrix: Matrix, part: PricedPart, cost: int, quantity: int | None) -> Iterator[str]:
    """Yield the answer for people: the price, what is earned, and every step."""
    if part.price is None:
        yield f"A ${amount_text(cost)} part has no price on “{matrix.name}”."
    else:
        yield f"A ${amount_text(cost)} part sells for ${amount_text(part.price)}, {_by(part)}."
        earned = amount_text(part.price - cost).replace("-", "-$")
        earned = earned if earned.startswith("-") else f"${earned}"
        gp = percent(part.price - cost, part.price)
        share = "" if gp is None else f" = {shown_percent(gp)} GP"
        yield f"Gross profit {earned}{share}, ×{_multiplier(part.price, cost):.4f} of cost."
        if quantity is not None:
            yield f"{quantity_text(quantity)} pieces: ${total_text(part.price * quantity)}."
    yield ""
    yield from table(
        ((step.step, step.value or "-", step.detail) for step in part.steps), left=(0, 2)
    )


def _by(part: PricedPart) -> str:
    """Say what priced a part."""
    factor = "" if part.factor is None else f" at {part.factor.text}"
    if part.row >= 0:
        return f"by tier {part.row + 1}{factor}"
    return "above the cap" if part.row == CAP_ROW else f"by the fallback{factor}"
