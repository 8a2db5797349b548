"""The command `read`: a table or a DMS file into a design."""

from __future__ import annotations

import argparse
from pathlib import Path

from matrix_designer.cli.answer import Answer, RefusedArgumentError, counted
from matrix_designer.cli.opening import existing, free_design_place
from matrix_designer.cli.targets import profile_of
from matrix_designer.formats.designs import ReadOptions, read_design
from matrix_designer.formats.project import save_design


def run_read(arguments: argparse.Namespace) -> Answer:
    """Read a file, lay the options over it and save a design."""
    path = existing(arguments.file)
    if arguments.name is not None and not arguments.name.strip():
        raise RefusedArgumentError("--name is empty", "", "Give a name, or leave it out")
    if arguments.name is not None and not arguments.name.isprintable():
        raise RefusedArgumentError(
            "--name has a character that cannot be shown", "", "Give a name of one line of text"
        )
    profile = None if arguments.profile is None else profile_of(arguments.profile).id
    in_force = None if arguments.in_force is None else existing(arguments.in_force)
    out = free_design_place(arguments, arguments.file, arguments.in_force)
    reading = read_design(path, _options(arguments, profile, in_force))
    save_design(out, reading.design, reading.sales)
    count = len(reading.design.matrix.tiers)
    data = {
        "tiers": count,
        "problems": list(reading.problems),
        "echo": reading.echo,
        "name": reading.design.name,
        "file": str(out),
    }
    lines = [f"Read {counted(count, 'tier')} of “{reading.design.name}” from {path}."]
    lines += [reading.echo] if reading.echo else []
    return Answer(data, [*lines, *reading.problems, f"Wrote {out}."])


def _options(
    arguments: argparse.Namespace, profile: str | None, in_force: Path | None
) -> ReadOptions:
    """Hand on the options as they were typed."""
    return ReadOptions(
        profile=profile,
        lookup=arguments.lookup,
        basis=arguments.basis,
        mode=arguments.mode,
        cap=arguments.cap,
        over_cap=arguments.over_cap,
        ceiling=arguments.ceiling,
        not_below_list=arguments.not_below_list,
        floor_markup=arguments.floor_markup,
        floor_gp=arguments.floor_gp,
        ending=arguments.ending,
        fallback=arguments.fallback,
        in_force=in_force,
        goal=arguments.goal,
        name=arguments.name,
    )
