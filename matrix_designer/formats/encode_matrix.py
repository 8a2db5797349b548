"""Matrices to the records of design.json and back, exactly; and the numbers of all records.

Knows both sides; refuses every record that the nouns refuse. No files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from matrix_designer.core.derivation import Derivation
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Factor, read_factor
from matrix_designer.core.matrix import (
    Cap,
    Ending,
    Fallback,
    FallbackKind,
    Floor,
    Matrix,
    Rails,
    Tier,
)
from matrix_designer.core.money import DOLLAR, amount_text
from matrix_designer.formats.schema_matrix import (
    CapRecord,
    DerivationRecord,
    EndingRecord,
    FactorRecord,
    FallbackRecord,
    FloorRecord,
    MatrixRecord,
    RailsRecord,
    TierRecord,
)

Given = TypeVar("Given")
Turned = TypeVar("Turned")
DAMAGED_HINT = "Where a copy stands beside it as .bak, open that"


def matrix_record(matrix: Matrix) -> MatrixRecord:
    """Turn a matrix into its record."""
    return MatrixRecord(
        name=matrix.name,
        tiers=[_tier_record(tier) for tier in matrix.tiers],
        lookup=matrix.lookup,
        mode=matrix.mode,
        cap=maybe(lambda cap: CapRecord(amount_text(cap.above), cap.rule), matrix.cap),
        fallback=FallbackRecord(matrix.fallback.kind, maybe(factor_record, matrix.fallback.factor)),
        rails=_rails_record(matrix.rails),
        ending=maybe(lambda ending: EndingRecord(ending.kind, ending.is_up), matrix.ending),
        derived_from=maybe(_derivation_record, matrix.derived_from),
    )


def _derivation_record(derivation: Derivation) -> DerivationRecord:
    return DerivationRecord(derivation.parent, derivation.kind, exact(derivation.value))


def _derivation_of(record: DerivationRecord) -> Derivation:
    return Derivation(record.parent, record.kind, units(record.value))


def _rails_record(rails: Rails) -> RailsRecord:
    return RailsRecord(
        maybe(exact, rails.ceiling),
        rails.is_not_below_list,
        maybe(lambda floor: FloorRecord(floor.kind, exact(floor.percent)), rails.floor),
    )


def _tier_record(tier: Tier) -> TierRecord:
    return TierRecord(
        from_=amount_text(tier.lower),
        factor=factor_record(tier.factor),
        to=maybe(amount_text, tier.upper),
        basis=tier.basis,
    )


def factor_record(factor: Factor) -> FactorRecord:
    """Turn a factor into its record."""
    return FactorRecord(factor.kind, exact(factor.value), factor.text)


def matrix_of(record: MatrixRecord) -> Matrix:
    """Turn a record into a matrix; raises MatrixDesignerError for what a matrix refuses."""
    return Matrix(
        name=record.name,
        tiers=tuple(_tier_of(tier) for tier in record.tiers),
        lookup=record.lookup,
        mode=record.mode,
        cap=maybe(lambda cap: Cap(units(cap.above), cap.rule), record.cap),
        fallback=_fallback_of(record.fallback),
        rails=_rails_of(record.rails),
        ending=maybe(lambda ending: Ending(ending.kind, ending.up), record.ending),
        derived_from=maybe(_derivation_of, record.derived_from),
    )


def _rails_of(record: RailsRecord) -> Rails:
    return Rails(
        maybe(units, record.ceiling),
        record.not_below_list,
        maybe(lambda floor: Floor(floor.kind, units(floor.percent)), record.floor),
    )


def _tier_of(record: TierRecord) -> Tier:
    return Tier(
        units(record.from_), maybe(units, record.to), factor_of(record.factor), record.basis
    )


def _fallback_of(record: FallbackRecord) -> Fallback:
    if (record.kind is FallbackKind.FACTOR) != (record.factor is not None):
        raise MatrixDesignerError(
            "The design in this file is damaged", "A fallback lacks its factor", DAMAGED_HINT
        )
    return Fallback(record.kind, maybe(factor_of, record.factor))


def factor_of(record: FactorRecord) -> Factor:
    """Read a factor; its text must say what its value says."""
    factor = Factor(record.kind, units(record.value), record.text)
    read = read_factor(record.text, factor.kind).factor
    if (read.kind, read.value) != (factor.kind, factor.value):
        raise MatrixDesignerError(
            "The design in this file is damaged",
            f"A factor is written as {record.text} and stored as {record.kind.value} "
            f"{record.value}",
            DAMAGED_HINT,
        )
    return factor


def exact(value: int) -> str:
    """Write ten-thousandths with the decimals that they need."""
    return amount_text(value).rstrip("0").rstrip(".")


def units(text: str) -> int:
    """Read a plain number into ten-thousandths, exactly; the schema has checked its form."""
    sign = -1 if text.startswith("-") else 1
    whole, _, decimals = text.lstrip("-").partition(".")
    return sign * (int(whole) * DOLLAR + int(decimals.ljust(4, "0")))


def maybe(turn: Callable[[Given], Turned], value: Given | None) -> Turned | None:
    """Turn a value into another where there is one."""
    return None if value is None else turn(value)
