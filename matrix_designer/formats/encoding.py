"""Nouns to the records of design.json and back, exactly.

Knows both sides; refuses every record that the nouns refuse. No files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.family_edits import refuse_same_name as refuse_same_family
from matrix_designer.core.flat_price_edits import refuse_twice
from matrix_designer.core.menu_edits import refuse_same_name as refuse_same_menu
from matrix_designer.core.part_class import NO_CLASSES, Classes
from matrix_designer.core.plan import NO_PLAN, Plan
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version import Proposal, StepRecord, Version
from matrix_designer.formats import schema
from matrix_designer.formats.encode_matrix import (
    DAMAGED_HINT,
    exact,
    matrix_of,
    matrix_record,
    maybe,
    units,
)
from matrix_designer.formats.encode_plan import (
    class_of,
    class_record,
    damaged_plan,
    family_of,
    family_record,
    flat_price_of,
    flat_price_record,
    menu_of,
    menu_record,
    rule_of,
    rule_record,
)
from matrix_designer.formats.encode_strategies import (
    StrategyReader,
    StrategyWriter,
    check_strategy,
)
from matrix_designer.formats.migrations import STEPS, Step, migrate
from matrix_designer.formats.schema_matrix import MAX_TIERS
from matrix_designer.formats.schema_plan import (
    ClassesRecord,
    ProposalRecord,
    TickRecord,
    VersionRecord,
)

_SWITCHES: tuple[Literal["internal", "warranty"], ...] = ("internal", "warranty")


def encode_project(design: Design, evidence: tuple[schema.EvidenceRecord, ...] = ()) -> bytes:
    """Write design.json as readable text, in the oldest version that can say it."""
    made = design_record(design)
    record = schema.ProjectRecord(schema.FORMAT, _version_of(design), made, evidence)
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def _version_of(design: Design) -> Literal[1, 2]:
    """Return the version that a design needs: the first as long as nothing of it is newer."""
    in_force = design.in_force
    is_bare = (
        design.strategy == Strategy(design.matrices)
        and not (design.versions or design.proposals or design.steps)
        and (in_force is None or (in_force.strategy is None and in_force.version is None))
        and all(matrix.derived_from is None for matrix in design.matrices)
        and (in_force is None or in_force.matrix.derived_from is None)
        and not any(silence.subject for silence in design.silences)
    )
    return schema.BARE_VERSION if is_bare else schema.VERSION


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
            "The design in this file is damaged", str(error), DAMAGED_HINT
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
    writer = StrategyWriter(design)
    classes = design.classes
    return schema.DesignRecord(
        name=design.name,
        matrices=[matrix_record(matrix) for matrix in design.matrices],
        goal=maybe(exact, design.goal),
        above_list_limit=exact(design.above_list_limit),
        in_force=_in_force_record(design, writer),
        silences=tuple(
            schema.SilenceRecord(
                silence.code, silence.matrix, silence.reason, silence.tier, silence.subject
            )
            for silence in design.silences
        ),
        bare_percent=maybe(_percent_word, design.bare_percent),
        plan=tuple(map(rule_record, design.plan.rules)),
        flat_prices=tuple(map(flat_price_record, design.flat_prices)),
        families=tuple(map(family_record, design.families)),
        classes=None
        if classes == NO_CLASSES
        else ClassesRecord(
            tuple(map(class_record, classes.sources)), tuple(map(class_record, classes.parts))
        ),
        menus=tuple(map(menu_record, design.menus)),
        versions=tuple(
            VersionRecord(
                each.number, writer.record(each.strategy), each.effective, each.author, each.note
            )
            for each in design.versions
        ),
        proposals=tuple(
            ProposalRecord(each.name, writer.record(each.strategy), each.note)
            for each in design.proposals
        ),
        steps=tuple(TickRecord(each.step, each.day, each.by, each.note) for each in design.steps),
        kept=writer.kept(),
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


def _in_force_record(design: Design, writer: StrategyWriter) -> schema.InForceRecord | None:
    in_force = design.in_force
    if in_force is None:
        return None
    strategy = in_force.strategy
    said = next((each for each in design.versions if each.number == in_force.version), None)
    if strategy is not None and said is not None and said.strategy == strategy:
        strategy = None  # what its version says
    return schema.InForceRecord(
        matrix_record(in_force.matrix),
        in_force.since,
        in_force.note,
        maybe(writer.record, strategy),
        in_force.version,
    )


def design_of(record: schema.DesignRecord) -> Design:
    """Turn a record into a design; raises MatrixDesignerError for what a design refuses."""
    _check_tiers(record)
    own = _own_strategy(record)
    reader = StrategyReader(own, record.kept)
    versions = tuple(
        Version(each.number, reader.strategy(each.strategy), each.effective, each.author, each.note)
        for each in record.versions
    )
    if [each.number for each in versions] != list(range(1, len(versions) + 1)):
        raise damaged_plan("Its versions are not numbered one after the other")
    proposals = tuple(
        Proposal(each.name, reader.strategy(each.strategy), each.note) for each in record.proposals
    )
    return Design(
        name=record.name,
        matrices=own.matrices,
        goal=maybe(units, record.goal),
        above_list_limit=units(record.above_list_limit),
        in_force=None
        if record.in_force is None
        else _in_force_of(record.in_force, reader, versions),
        silences=tuple(
            Silence(silence.code, silence.matrix, silence.tier, silence.reason, silence.subject)
            for silence in record.silences
        ),
        bare_percent=maybe(FactorKind, record.bare_percent),
        plan=own.plan,
        flat_prices=own.flat_prices,
        families=own.families,
        classes=own.classes,
        menus=own.menus,
        versions=versions,
        proposals=proposals,
        steps=tuple(StepRecord(each.step, each.day, each.by, each.note) for each in record.steps),
    )


def _check_tiers(record: schema.DesignRecord) -> None:
    kept = () if record.kept is None else record.kept.matrices
    for matrices, most in ((record.matrices, MAX_TIERS), (kept, schema.MAX_KEPT_TIERS)):
        tiers = sum(len(matrix.tiers) for matrix in matrices)
        if tiers > most:
            raise MatrixDesignerError(
                f"The design has {tiers} tiers", f"At most {most} can be read"
            )


def _own_strategy(record: schema.DesignRecord) -> Strategy:
    """Return what the design itself prices by; a list that no edit could have made is refused."""
    classes = record.classes
    own = Strategy(
        matrices=tuple(map(matrix_of, record.matrices)),
        plan=Plan(tuple(map(rule_of, record.plan))) if record.plan else NO_PLAN,
        flat_prices=tuple(map(flat_price_of, record.flat_prices)),
        families=tuple(map(family_of, record.families)),
        classes=NO_CLASSES
        if classes is None
        else Classes(tuple(map(class_of, classes.sources)), tuple(map(class_of, classes.parts))),
        menus=tuple(map(menu_of, record.menus)),
    )
    check_strategy(own)
    refuse_twice(own.flat_prices)
    refuse_same_family(own.families)
    refuse_same_menu(own.menus)
    return own


def _in_force_of(
    record: schema.InForceRecord, reader: StrategyReader, versions: tuple[Version, ...]
) -> InForce:
    strategy = maybe(reader.strategy, record.strategy)
    if strategy is None and record.version is not None:
        said = next((each for each in versions if each.number == record.version), None)
        if said is None:
            raise damaged_plan(f"Version {record.version} is in force, which is not there")
        strategy = said.strategy
    matrix = matrix_of(record.matrix)
    if strategy is not None and strategy.matrix == matrix:
        matrix = strategy.matrix
    return InForce(matrix, record.since, record.note, strategy, record.version)
