"""Nouns to the records of design.json and back, exactly.

Knows both sides; refuses every record that the nouns refuse. No files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

import msgspec

from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import Factor, FactorKind, read_factor
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
from matrix_designer.formats import schema
from matrix_designer.formats.migrations import STEPS, Step, migrate

Given = TypeVar("Given")
Turned = TypeVar("Turned")
_SWITCHES: tuple[Literal["internal", "warranty"], ...] = ("internal", "warranty")
_DAMAGED_HINT = "Where a copy stands beside it as .bak, open that"


def encode_project(design: Design, evidence: tuple[schema.EvidenceRecord, ...] = ()) -> bytes:
    """Write design.json as readable text."""
    record = schema.ProjectRecord(
        schema.FORMAT, schema.VERSION, design_record(design), list(evidence)
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def decode_project(
    data: bytes, steps: Mapping[int, Step] = STEPS, current: int = schema.VERSION
) -> tuple[Design, tuple[schema.EvidenceRecord, ...]]:
    """Read design.json of this or any older version; raises MatrixDesignerError for all else."""
    try:
        header = msgspec.json.decode(data, type=schema.Header)
        _check_header(header, current)
        if header.version == current:
            record = msgspec.json.decode(data, type=schema.ProjectRecord)
        else:
            plain: dict[str, Any] = msgspec.json.decode(data)
            plain = migrate(plain, header.version, current, steps)
            record = msgspec.convert(plain, type=schema.ProjectRecord)
        return design_of(record.design), tuple(record.evidence)
    except MatrixDesignerError:
        raise
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
        raise MatrixDesignerError(
            "The design in this file is damaged", str(error), _DAMAGED_HINT
        ) from error


def _check_header(header: schema.Header, current: int) -> None:
    if header.format != schema.FORMAT:
        raise MatrixDesignerError(
            "This is not a design of Matrix Designer", "", "Choose a *.pmatrix file"
        )
    if header.version > current:
        raise MatrixDesignerError(
            "This design was saved by a newer version of Matrix Designer",
            f"It is of version {header.version}, this program reads up to {current}",
            "Install the newer version to open it",
        )


def design_record(design: Design) -> schema.DesignRecord:
    """Turn a design into its record."""
    return schema.DesignRecord(
        name=design.name,
        matrices=[_matrix_record(matrix) for matrix in design.matrices],
        goal=_maybe(_exact, design.goal),
        above_list_limit=_exact(design.above_list_limit),
        in_force=_maybe(_in_force_record, design.in_force),
        silences=[
            schema.SilenceRecord(
                silence.code, silence.matrix, silence.reason, silence.tier, silence.subject
            )
            for silence in design.silences
        ],
        bare_percent=_maybe(_percent_word, design.bare_percent),
    )


def sales_record(sales: Sales) -> schema.EvidenceRecord:
    """Return the record of a history whose lines lie in the design."""
    return schema.EvidenceRecord(
        "sales",
        sales.name,
        f"evidence/{sales.digest}.parquet",
        sales.digest,
        tuple(name for name in _SWITCHES if name in sales.switched_in),
    )


def _percent_word(kind: FactorKind) -> Literal["markup", "percent-of"]:
    return "markup" if kind is FactorKind.MARKUP else "percent-of"


def _in_force_record(in_force: InForce) -> schema.InForceRecord:
    return schema.InForceRecord(_matrix_record(in_force.matrix), in_force.since, in_force.note)


def _matrix_record(matrix: Matrix) -> schema.MatrixRecord:
    return schema.MatrixRecord(
        name=matrix.name,
        tiers=[_tier_record(tier) for tier in matrix.tiers],
        lookup=matrix.lookup,
        mode=matrix.mode,
        cap=_maybe(lambda cap: schema.CapRecord(amount_text(cap.above), cap.rule), matrix.cap),
        fallback=schema.FallbackRecord(
            matrix.fallback.kind, _maybe(_factor_record, matrix.fallback.factor)
        ),
        rails=_rails_record(matrix.rails),
        ending=_maybe(lambda ending: schema.EndingRecord(ending.kind, ending.is_up), matrix.ending),
    )


def _rails_record(rails: Rails) -> schema.RailsRecord:
    return schema.RailsRecord(
        _maybe(_exact, rails.ceiling),
        rails.is_not_below_list,
        _maybe(lambda floor: schema.FloorRecord(floor.kind, _exact(floor.percent)), rails.floor),
    )


def _tier_record(tier: Tier) -> schema.TierRecord:
    return schema.TierRecord(
        from_=amount_text(tier.lower),
        factor=_factor_record(tier.factor),
        to=_maybe(amount_text, tier.upper),
        basis=tier.basis,
    )


def _factor_record(factor: Factor) -> schema.FactorRecord:
    return schema.FactorRecord(factor.kind, _exact(factor.value), factor.text)


def design_of(record: schema.DesignRecord) -> Design:
    """Turn a record into a design; raises MatrixDesignerError for what a design refuses."""
    tiers = sum(len(matrix.tiers) for matrix in record.matrices)
    if tiers > schema.MAX_TIERS:
        raise MatrixDesignerError(
            f"The design has {tiers} tiers", f"At most {schema.MAX_TIERS} can be read"
        )
    return Design(
        name=record.name,
        matrices=tuple(_matrix_of(matrix) for matrix in record.matrices),
        goal=_maybe(_units, record.goal),
        above_list_limit=_units(record.above_list_limit),
        in_force=_maybe(_in_force_of, record.in_force),
        silences=tuple(
            Silence(silence.code, silence.matrix, silence.tier, silence.reason, silence.subject)
            for silence in record.silences
        ),
        bare_percent=_maybe(FactorKind, record.bare_percent),
    )


def _in_force_of(record: schema.InForceRecord) -> InForce:
    return InForce(_matrix_of(record.matrix), record.since, record.note)


def _matrix_of(record: schema.MatrixRecord) -> Matrix:
    return Matrix(
        name=record.name,
        tiers=tuple(_tier_of(tier) for tier in record.tiers),
        lookup=record.lookup,
        mode=record.mode,
        cap=_maybe(lambda cap: Cap(_units(cap.above), cap.rule), record.cap),
        fallback=_fallback_of(record.fallback),
        rails=_rails_of(record.rails),
        ending=_maybe(lambda ending: Ending(ending.kind, ending.up), record.ending),
    )


def _rails_of(record: schema.RailsRecord) -> Rails:
    return Rails(
        _maybe(_units, record.ceiling),
        record.not_below_list,
        _maybe(lambda floor: Floor(floor.kind, _units(floor.percent)), record.floor),
    )


def _tier_of(record: schema.TierRecord) -> Tier:
    return Tier(
        _units(record.from_), _maybe(_units, record.to), _factor_of(record.factor), record.basis
    )


def _fallback_of(record: schema.FallbackRecord) -> Fallback:
    if (record.kind is FallbackKind.FACTOR) != (record.factor is not None):
        raise MatrixDesignerError(
            "The design in this file is damaged", "A fallback lacks its factor", _DAMAGED_HINT
        )
    return Fallback(record.kind, _maybe(_factor_of, record.factor))


def _factor_of(record: schema.FactorRecord) -> Factor:
    """Read a factor; its text must say what its value says."""
    factor = Factor(record.kind, _units(record.value), record.text)
    read = read_factor(record.text, factor.kind).factor
    if (read.kind, read.value) != (factor.kind, factor.value):
        raise MatrixDesignerError(
            "The design in this file is damaged",
            f"A factor is written as {record.text} and stored as {record.kind.value} "
            f"{record.value}",
            _DAMAGED_HINT,
        )
    return factor


def _exact(value: int) -> str:
    """Write ten-thousandths with the decimals that they need."""
    return amount_text(value).rstrip("0").rstrip(".")


def _units(text: str) -> int:
    """Read a plain number into ten-thousandths, exactly; the schema has checked its form."""
    sign = -1 if text.startswith("-") else 1
    whole, _, decimals = text.lstrip("-").partition(".")
    return sign * (int(whole) * DOLLAR + int(decimals.ljust(4, "0")))


def _maybe(turn: Callable[[Given], Turned], value: Given | None) -> Turned | None:
    """Turn a value into another where there is one."""
    return None if value is None else turn(value)
