"""Carries an oracle's plain matrix over into the package, and nothing else."""

from __future__ import annotations

from decimal import Decimal

from matrix_designer.core.factor import Basis, Factor, FactorKind, factor_text
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW, NO_ROW, UNPRICED
from tests.oracle.pricing_oracle import OracleMatrix, OraclePrice


def matrix_of(plain: OracleMatrix, name: str = "random") -> Matrix:
    """Build the package's matrix from the oracle's."""
    fallback = Fallback(FallbackKind.UNPRICED)
    if plain.fallback is not None:
        kind, value = plain.fallback
        if kind == "list":
            fallback = Fallback(FallbackKind.LIST)
        else:
            fallback = Fallback(FallbackKind.FACTOR, factor_of(kind, value))
    return Matrix(
        name,
        tuple(
            Tier(
                units(tier.lower),
                None if tier.upper is None else units(tier.upper),
                factor_of(tier.kind, tier.value),
                Basis(tier.basis),
            )
            for tier in plain.tiers
        ),
        lookup=Basis(plain.lookup),
        mode=Mode(plain.mode),
        cap=None if plain.cap is None else Cap(units(plain.cap[0]), CapRule(plain.cap[1])),
        fallback=fallback,
        rails=Rails(
            None if plain.ceiling is None else units(plain.ceiling),
            plain.not_below_list,
            None
            if plain.floor is None
            else Floor(FloorKind(plain.floor[0]), units(plain.floor[1])),
        ),
        ending=None
        if plain.ending is None
        else Ending(EndingKind(plain.ending[0]), is_up=plain.ending[1] == "up"),
    )


def factor_of(kind: str, value: Decimal) -> Factor:
    """Build a factor from its kind and value."""
    held = FactorKind(kind)
    return Factor(held, units(value), factor_text(held, units(value)))


def units(value: Decimal) -> int:
    """Count ten-thousandths exactly."""
    scaled = value * 10_000
    assert scaled == int(scaled)
    return int(scaled)


def columns_of(expected: OraclePrice) -> tuple[int, int]:
    """Return the price and row that the package's columns must hold."""
    if expected.cents is None:
        return UNPRICED, NO_ROW
    row = {"cap": CAP_ROW, "fallback": FALLBACK_ROW}.get(str(expected.row), expected.row)
    assert isinstance(row, int)
    return expected.cents * 100, row
