"""The command `demo`: the whole loop on the sample dealership, which is invented."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from matrix_designer import catalog
from matrix_designer.cli.answer import (
    Answer,
    RefusedArgumentError,
    counted,
    shown_percent,
    shown_total,
)
from matrix_designer.cli.check import count_text, findings_json
from matrix_designer.cli.export import export_json, write_export
from matrix_designer.cli.opening import import_file
from matrix_designer.cli.pictures import draw
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.first_fixes import with_fixes
from matrix_designer.formats.dealership import SALES_FILE, sample_design, write_sample_sales
from matrix_designer.formats.profiles import Profile
from matrix_designer.formats.project import save_design
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.storage import write_file

DESIGN_FILE = "sample.pmatrix"
FINDINGS_FILE = "findings.json"
PICTURE_FILE = "window.png"
MOST_FOLDERS = 10_000


def run_demo(arguments: argparse.Namespace) -> Answer:
    """Write the sample, check it, replay it, export it and draw the window on it."""
    profiles = catalog.build().profiles
    names = [DESIGN_FILE, SALES_FILE, FINDINGS_FILE, PICTURE_FILE]
    names += [_export_name(profile) for profile in profiles]
    folder = _folder(arguments.folder, names, is_forced=arguments.force)
    write_sample_sales(folder / SALES_FILE)
    design = sample_design()
    with scratch_folder() as lines_folder:
        sales = import_file(str(folder / SALES_FILE), keep_in=Path(lines_folder)).sales
        save_design(folder / DESIGN_FILE, design, sales)
    exports = []
    for profile in profiles:
        result = write_export(
            design,
            sales,
            profile,
            folder / _export_name(profile),
            is_allowed=True,
            is_forced=arguments.force,
        )
        exports.append({"profile": profile.id} | export_json(result))
    analysis = evaluate(design, sales, Question())
    findings = {"findings": findings_json(with_fixes(analysis))}
    text = json.dumps(findings, indent=1, allow_nan=False)
    write_file(folder / FINDINGS_FILE, (text + "\n").encode("utf-8"))
    draw(folder / DESIGN_FILE, None, folder / PICTURE_FILE)
    data = {"folder": str(folder), "files": names, "exports": exports}
    return Answer(data, tuple(_lines(folder, names, exports, analysis)))


def _export_name(profile: Profile) -> str:
    """Name the file of a profile after it."""
    return f"{profile.id}.{profile.layout.value}"


def _folder(word: str | None, names: list[str], *, is_forced: bool) -> Path:
    """Return the folder to write to, made where it is not there; refuses to replace a file."""
    if word is None:
        return _new_folder()
    if not word.strip() or "\0" in word:
        raise RefusedArgumentError("An empty name is not a folder", "", "Name a folder")
    folder = Path(word)
    if folder.exists() and not folder.is_dir():
        raise RefusedArgumentError(f"{word} is a file, not a folder", "", "Name a folder")
    taken = [name for name in names if (folder / name).exists() or (folder / name).is_symlink()]
    if taken and not is_forced:
        raise RefusedArgumentError(
            f"{folder / taken[0]} exists already",
            "",
            "Name another folder, or replace the files with --force",
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _new_folder() -> Path:
    """Make the first free matrix-designer-demo-N in the current folder."""
    for number in range(1, MOST_FOLDERS):
        folder = Path(f"matrix-designer-demo-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise RefusedArgumentError("There are too many demo folders here", "", "Name a folder")


def _lines(
    folder: Path, names: list[str], exports: list[dict[str, object]], analysis: Analysis
) -> Iterator[str]:
    """Yield what was done, for people."""
    yield f"The sample dealership is invented: {analysis.design.name}."
    replay = analysis.replay
    now = None if replay is None else replay.in_force or replay.sold
    if replay is not None and now is not None:
        proposed = replay.replayed
        yield (
            f"{counted(replay.used, 'line')} used of {replay.lines}. GP in force "
            f"{shown_percent(now.gp_percent)}, proposed {shown_percent(proposed.gp_percent)}, "
            f"{shown_total(proposed.gp - now.gp)} more at unchanged volumes."
        )
    yield f"{count_text(analysis.findings)}."
    yield ""
    for told in exports:
        dropped = told["dropped"]
        lost = f"; dropped: {', '.join(dropped)}" if isinstance(dropped, list) and dropped else ""
        changed = counted(int(str(told["changed_prices"])), "price changes", "prices change")
        yield f"{told['profile']:<15} {changed}{lost}"
    yield ""
    yield f"Wrote to {folder}: {', '.join(names)}."
