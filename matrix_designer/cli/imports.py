"""The command `import`: a sales file, and what was understood of it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from matrix_designer.cli.answer import Answer, counted, table
from matrix_designer.cli.opening import free_other_place, import_file
from matrix_designer.cli.replay import set_aside_lines, tally_json
from matrix_designer.formats.sales import ImportedSales, write_sales_parquet


def run_import(arguments: argparse.Namespace) -> Answer:
    """Read a sales file; with --out keep it as Parquet."""
    out = None
    if arguments.out is not None:
        out = free_other_place(arguments.out, is_forced=arguments.force, inputs=(arguments.file,))
    with tempfile.TemporaryDirectory(prefix="matrix-designer-") as folder:
        keep_in = None if out is None else Path(folder)
        imported = import_file(arguments.file, arguments.map, keep_in)
        if out is not None:
            write_sales_parquet(imported.sales, out)
    data = import_json(imported)
    lines = [*_lines(imported)]
    if out is None:
        return Answer(data, lines)
    return Answer(data | {"file": str(out)}, [*lines, "", f"Wrote {out}."])


def import_json(imported: ImportedSales) -> dict[str, object]:
    """Return an import as the contract names its parts."""
    sales = imported.sales
    return {
        "rows": sales.lines_read,
        "used": sales.used.lines,
        "set_aside": {reason: tally_json(tally) for reason, tally in sales.set_aside.items()},
        "columns": dict(imported.columns),
        "problems": list(imported.problems),
        "notes": {note: tally_json(tally) for note, tally in sales.notes.items()},
    }


def _lines(imported: ImportedSales) -> Iterator[str]:
    """Yield what was understood, for people."""
    sales = imported.sales
    yield f"{counted(sales.lines_read, 'row')} read, {sales.used.lines} used."
    yield ""
    yield from table(imported.columns.items(), ("Field", "Taken from"), left=(0, 1))
    yield from set_aside_lines(sales.set_aside)
    noted = [(f"  {note}", str(tally.lines)) for note, tally in sales.notes.items() if tally.lines]
    if noted:
        yield ""
        yield from table(noted, ("Used, but noted", "Lines"))
    if imported.problems:
        yield ""
        yield from imported.problems
