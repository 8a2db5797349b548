"""The templates that are shipped: TOML files with a title, a source and one matrix.

Knows the form of those files; it does not know who offers them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from matrix_designer.core.design import Design
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Fallback,
    FallbackKind,
    Matrix,
    Tier,
)
from matrix_designer.core.money import read_bound
from matrix_designer.resources import resource

ORDER = ("acg-ladder", "m5-variable", "list-plus", "cost-doubling", "empty")


@dataclass(frozen=True, slots=True)
class Template:
    """A design to start from; `source` says where it comes from and `ours` what we made up."""

    id: str
    title: str
    source: str
    ours: str
    design: Design


def load_templates() -> tuple[Template, ...]:
    """Load every shipped template, in the order in which they are offered."""
    return tuple(load_template(name) for name in ORDER)


def load_template(name: str) -> Template:
    """Load one shipped template by its id."""
    data = tomllib.loads(resource("templates", f"{name}.toml").read_text(encoding="utf-8"))
    matrix = _matrix(data["matrix"])
    return Template(
        id=name,
        title=data["title"],
        source=data["source"],
        ours=data["ours"],
        design=Design(data["title"], (matrix,)),
    )


def _matrix(data: dict[str, Any]) -> Matrix:
    """Build the matrix of a template."""
    return Matrix(
        name=data["name"],
        tiers=tuple(_tier(row) for row in data["tiers"]),
        lookup=Basis(data.get("lookup", "cost")),
        cap=_cap(data.get("cap")),
        fallback=_fallback(data.get("fallback", "unpriced")),
    )


def _tier(row: list[str]) -> Tier:
    """Build a tier from its cells: from, to, factor, and the price basis where it is list."""
    lower, upper, factor, *basis = row
    return Tier(
        read_bound(lower),
        read_bound(upper) if upper else None,
        read_factor(factor).factor,
        Basis(basis[0]) if basis else Basis.COST,
    )


def _cap(cells: list[str] | None) -> Cap | None:
    """Build a cap from its two cells."""
    return None if cells is None else Cap(read_bound(cells[0]), CapRule(cells[1]))


def _fallback(text: str) -> Fallback:
    """Build a fallback: unpriced, list, or a factor on cost."""
    if text == "unpriced":
        return Fallback(FallbackKind.UNPRICED)
    if text == "list":
        return Fallback(FallbackKind.LIST)
    return Fallback(FallbackKind.FACTOR, read_factor(text).factor)
