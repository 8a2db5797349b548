"""The command `export`: a matrix in the form of a target, proven to the cent."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from matrix_designer.cli.answer import FINE, WRONG, Answer, counted
from matrix_designer.cli.opening import free_other_place, open_project
from matrix_designer.cli.targets import profile_of
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.profiles import Profile
from matrix_designer.formats.render import ExportResult, export


def run_export(arguments: argparse.Namespace) -> Answer:
    """Write a design by a profile; exit 1 where prices would change and it was not allowed."""
    profile = profile_of(arguments.profile)
    project = open_project(arguments.design)
    out = free_other_place(arguments.out, is_forced=arguments.force, inputs=(arguments.design,))
    result = write_export(
        project.design,
        project.sales,
        profile,
        out,
        is_allowed=arguments.allow,
        is_forced=arguments.force,
    )
    status = WRONG if result.is_refused else FINE
    return Answer(export_json(result), tuple(_lines(profile, result)), status, project.problems)


def write_export(
    design: Design,
    sales: Sales | None,
    profile: Profile,
    out: Path,
    *,
    is_allowed: bool,
    is_forced: bool,
) -> ExportResult:
    """Write the design's matrix; the proof covers the sold parts where there are sales."""
    sold = None if sales is None else (sales.rows.cost, sales.rows.list_price)
    return export(design, profile, out, allow=is_allowed, force=is_forced, sold=sold)


def export_json(result: ExportResult) -> dict[str, object]:
    """Return an export as the contract names its parts."""
    return {
        "rows": result.rows,
        "changed_prices": result.changed_prices,
        "dropped": list(result.dropped),
        "files": [str(path) for path in result.files],
        "proven": result.proven,
    }


def _lines(profile: Profile, result: ExportResult) -> Iterator[str]:
    """Yield what was written and proven, for people."""
    changed = counted(result.changed_prices, "price")
    if result.is_refused:
        yield f"Nothing was written: {changed} of {result.proven} would change in {profile.title}."
        yield "Write it all the same with --allow."
    else:
        files = ", ".join(str(path) for path in result.files)
        yield f"Wrote {files}: {counted(result.rows, 'tier')}."
        proof = f"Read back and priced again at {counted(result.proven, 'price')}"
        tail = f"{changed} differ." if result.changed_prices else "all the same to the cent."
        yield f"{proof}: {tail}"
    for loss in result.losses:
        prices = counted(loss.changed, "price changes", "prices change")
        told = loss.detail if loss.is_beside else f"{loss.detail}; {prices}"
        yield f"Dropped: {loss.feature} ({told})"
