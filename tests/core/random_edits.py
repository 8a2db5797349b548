"""Random edits of every kind that the core has, found by looking: a new kind takes part by itself.

Values are drawn by the type and the name of an edit's fields; a field of a type that is not
known here raises, so that nobody forgets it.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from random import Random
from typing import Any, get_type_hints

import matrix_designer.core
from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.edits import BoundSide, Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, Factor, FactorKind, factor_text
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Mode
from matrix_designer.core.money import CENT, DOLLAR, POINT
from tests.core.random_plans import plan_value
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix

_TRIES = 40
MOST_TIERS, MOST_MATRICES = 40, 5
"""A design that has more is not drawn, so that it stays as large as people's are."""


def edit_kinds() -> dict[str, type[Any]]:
    """Return every class of an edit in the core, by name."""
    found = {}
    for info in pkgutil.iter_modules(matrix_designer.core.__path__):
        module = importlib.import_module(f"matrix_designer.core.{info.name}")
        for name, kind in inspect.getmembers(module, inspect.isclass):
            is_own = kind.__module__ == module.__name__ and is_dataclass(kind)
            if is_own and all(hasattr(kind, part) for part in ("apply", "text", "merge_key")):
                found[name] = kind
    return found


KINDS = edit_kinds()


def any_edit(rng: Random, design: Design, name: str | None = None) -> tuple[str, Edit, Design]:
    """Draw an edit that can be and changes something, if one is found; with what it leads to.

    `name` asks for one kind. Raises LookupError where none was found.
    """
    for _ in range(_TRIES):
        kind = KINDS[name or rng.choice(sorted(KINDS))]
        edit = _any_of(rng, design, kind)
        try:
            after = edit.apply(design)
        except MatrixDesignerError:
            continue
        if after is not design and _is_bearable(after):
            return kind.__name__, edit, after
    raise LookupError(f"no edit of {name or 'any kind'} fits {design.name}")


def _is_bearable(design: Design) -> bool:
    return len(design.matrices) <= MOST_MATRICES and all(
        len(matrix.tiers) <= MOST_TIERS for matrix in design.matrices
    )


def _any_of(rng: Random, design: Design, kind: type[Any]) -> Edit:
    hints = get_type_hints(kind)
    matrix = rng.choice(design.matrices)
    values = {
        field.name: _value(rng, design, matrix, kind.__name__, field, hints[field.name])
        for field in fields(kind)
        if field.init and (field.name != "text" or field.default is MISSING)
    }
    made: Edit = kind(**values)
    return made


def _value(
    rng: Random, design: Design, matrix: Matrix, kind: str, field: Field[Any], hint: Any
) -> Any:
    """Draw a value for a field."""
    text = hint.__name__ if inspect.isclass(hint) else str(hint)
    if field.name == "merge_key":
        return rng.choice((None, None, "one drag", "another"))
    is_known, drawn = plan_value(rng, design, kind, field.name)
    if is_known:
        return drawn
    if field.name == "keys":
        silenced = [each.key for each in design.silences]
        return tuple(silenced[: rng.randint(1, 3)])
    if "Edit" in text:
        edits = tuple(_inner(rng, design) for _ in range(rng.randint(1, 4)))
        return edits if "tuple" in text else edits[0]
    return _plain_value(rng, matrix, field.name, text)


def _plain_value(rng: Random, matrix: Matrix, name: str, text: str) -> Any:
    """Draw a value by the name of a field, else by its type."""
    if text.endswith("| None") and rng.random() < 0.25:
        return None
    if text in _PLAIN and name in _BY_NAME:
        return _BY_NAME[name](rng, matrix)
    for word, draw in _BY_TYPE.items():
        if word in text and text.startswith("tuple["):
            return tuple(draw(rng, matrix) for _ in range(rng.randint(1, 3)))
        if word in text:
            return draw(rng, matrix)
    raise TypeError(f"no value for {name}: {text}")


def _inner(rng: Random, design: Design) -> Edit:
    """Draw an edit to stand inside another: of a kind that holds no edit."""
    plain = [
        name
        for name, kind in KINDS.items()
        if not any("Edit" in str(field.type) for field in fields(kind))
    ]
    return _any_of(rng, design, KINDS[rng.choice(plain)])


def _tier(rng: Random, matrix: Matrix) -> int:
    return rng.randrange(len(matrix.tiers)) if matrix.tiers else 0


def _amount(rng: Random, matrix: Matrix) -> int:
    """Draw an amount near a bound, or anywhere that is common."""
    bounds = [tier.lower for tier in matrix.tiers] + [tier.upper or 0 for tier in matrix.tiers]
    near = rng.choice(bounds) if bounds and rng.random() < 0.7 else rng.randint(0, 500_00) * CENT
    step = rng.choice((0, CENT, -CENT, 50 * CENT, -100 * CENT, 1, 250 * CENT))
    return min(max(near + step, 0), 99_999_999_00 * CENT)


def _other(rng: Random) -> Matrix:
    return matrix_of(any_matrix(rng), _name(rng))


def _name(rng: Random) -> str:
    word = rng.choice(("wholesale", "competitive", "dealer", "captive", "internal"))
    return f"{word} {rng.randint(1, 99)}"


def _any_factor(rng: Random, _matrix: Matrix) -> Factor:
    kind = rng.choice(list(FactorKind))
    low, high = {
        FactorKind.MULTIPLIER: (10_000, 50_000),
        FactorKind.GP: (20 * POINT, 75 * POINT),
        FactorKind.ADD_ON: (-20_000, 500_000),
    }.get(kind, (20 * POINT, 400 * POINT))
    value = rng.randint(low, high)
    return Factor(kind, value, factor_text(kind, value))


_PLAIN = ("str", "int", "int | None", "tuple[int, ...]")
_BY_NAME: dict[str, Callable[[Random, Matrix], Any]] = {
    "matrix": lambda _rng, matrix: matrix.name,
    "to": lambda rng, _matrix: _name(rng),
    "name": lambda rng, _matrix: _name(rng),
    "text": lambda rng, _matrix: _name(rng),
    "tier": _tier,
    "first": _tier,
    "last": lambda rng, matrix: min(_tier(rng, matrix) + 1, max(len(matrix.tiers) - 1, 0)),
    "tiers": lambda rng, matrix: tuple(sorted({_tier(rng, matrix) for _ in range(3)})),
    "steps": lambda rng, _matrix: rng.choice((-10, -1, 1, 10)),
    "goal": lambda rng, _matrix: rng.choice((None, rng.randint(30, 60) * POINT)),
    "limit": lambda rng, _matrix: rng.randint(0, 40) * POINT,
    "amount": _amount,
}
_BY_TYPE: dict[str, Callable[[Random, Matrix], Any]] = {
    "InForce": lambda rng, _matrix: InForce(_other(rng), dt.date(2026, 1, rng.randint(1, 28))),
    "Silence": lambda rng, matrix: Silence("gap", matrix.name, _tier(rng, matrix) + 1, "known"),
    "FactorKind": lambda rng, _matrix: rng.choice((FactorKind.MARKUP, FactorKind.PERCENT_OF)),
    "Factor": _any_factor,
    "BoundSide": lambda rng, _matrix: rng.choice(list(BoundSide)),
    "Basis": lambda rng, _matrix: rng.choice(list(Basis)),
    "Mode": lambda rng, _matrix: rng.choice(list(Mode)),
    "Cap": lambda rng, _matrix: _other(rng).cap or Cap(250 * DOLLAR, CapRule.LOWER),
    "Fallback": lambda rng, _matrix: _other(rng).fallback,
    "Rails": lambda rng, _matrix: _other(rng).rails,
    "Ending": lambda rng, _matrix: _other(rng).ending,
    "Tier": lambda rng, matrix: rng.choice(matrix.tiers or _other(rng).tiers or (None,)),
    "Matrix": lambda rng, _matrix: _other(rng),
    "date": lambda rng, _matrix: dt.date(2026, 2, rng.randint(1, 28)),
    "bool": lambda rng, _matrix: rng.random() < 0.5,
    "str": lambda rng, matrix: matrix.name if rng.random() < 0.5 else _name(rng),
    "int | None": _amount,
    "int": _tier,
}
