"""The command `import`: a sales file, and what was understood of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from matrix_designer.cli.answer import Answer, counted, table
from matrix_designer.cli.opening import free_place, import_file
from matrix_designer.cli.replay import set_aside_lines, tally_json
from matrix_designer.formats.sales import ImportedSales, write_sales_parquet


def run_import(arguments: argparse.Namespace) -> Answer:
    """Read a sales file; with --out keep it as Parquet."""
    out = None
    if arguments.out is not None:
        out = free_place(arguments.out, is_forced=arguments.force, inputs=(arguments.file,))
    imported = import_file(arguments.file, arguments.map)
    sales = imported.sales
    data: dict[str, object] = {
        "rows": sales.lines_read,
        "used": sales.used.lines,
        "set_aside": {reason: tally_json(tally) for reason, tally in sales.set_aside.items()},
        "columns": dict(imported.columns),
        "problems": list(imported.problems),
        "notes": {note: tally_json(tally) for note, tally in sales.notes.items()},
    }
    if out is not None:
        write_sales_parquet(sales, out)
        data["file"] = str(out)
    lines = [*_lines(imported)]
    return Answer(data, lines if out is None else [*lines, "", f"Wrote {out}."])


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
