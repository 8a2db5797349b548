"""The command `import`: a sales file, and what was understood of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from matrix_designer.cli.answer import Answer, counted, table
from matrix_designer.cli.opening import existing, free_other_place, import_files
from matrix_designer.cli.replay import set_aside_lines
from matrix_designer.cli.totals import tallies_json
from matrix_designer.formats.listings import read_listing
from matrix_designer.formats.mapping import read_mapping
from matrix_designer.formats.raw import NoHistoryError
from matrix_designer.formats.sales import ImportedSales, write_sales_parquet
from matrix_designer.formats.scratch import scratch_folder


def run_import(arguments: argparse.Namespace) -> Answer:
    """Read sales files; with --out keep them as Parquet.

    A price tape or an inventory is told for what it is; it cannot be kept as sales.
    """
    out = None
    words: list[str] = arguments.file
    if arguments.out is not None:
        out = free_other_place(arguments.out, is_forced=arguments.force, inputs=tuple(words))
    with scratch_folder() as folder:
        keep_in = None if out is None else Path(folder)
        try:
            imported = import_files(words, arguments.map, keep_in)
        except NoHistoryError as error:
            if out is not None or len(words) > 1:
                raise
            return _listed(error, next(iter(arguments.map), None))
        if out is not None:
            write_sales_parquet(imported.sales, out)
    data = import_json(imported)
    lines = [*_lines(imported)]
    if out is None:
        return Answer(data, lines)
    return Answer(data | {"file": str(out)}, [*lines, "", f"Wrote {out}."])


def _listed(error: NoHistoryError, map_word: str | None) -> Answer:
    """Tell what a file holds that is no history: nothing of it is made into sales."""
    mapping = None if map_word is None else read_mapping(existing(map_word))
    listing = read_listing(error.path, mapping)
    if listing is None:
        raise error
    data: dict[str, object] = {
        "kind": listing.layout.kind.value,
        "layout": listing.layout.title,
        "rows": listing.rows,
        "used": 0,
        "set_aside": {},
        "columns": dict(listing.columns),
        "sums": {name: f"{value:f}" for name, value in listing.sums.items()},
        "unreadable": listing.unreadable,
        "problems": [listing.sentence],
    }
    taken = [
        (name.replace("_", " "), source, f"{listing.sums[name]:f}" if name in listing.sums else "")
        for name, source in listing.columns.items()
    ]
    lines = [listing.sentence, f"{counted(listing.rows, 'row')} read, none of them a sale."]
    if listing.unreadable:
        lines.append(f"{counted(listing.unreadable, 'cell')} that should be a number is none.")
    return Answer(data, [*lines, "", *table(taken, ("Field", "Taken from", "Sum"), left=(0, 1))])


def import_json(imported: ImportedSales) -> dict[str, object]:
    """Return an import as the contract names its parts."""
    sales = imported.sales
    return {
        "rows": sales.lines_read,
        "used": sales.used.lines,
        "set_aside": tallies_json(sales.set_aside, is_sold_known=sales.is_sold_known),
        "columns": dict(imported.columns),
        "layouts": list(imported.layouts),
        "problems": list(imported.problems),
        "notes": tallies_json(sales.notes, is_sold_known=sales.is_sold_known),
    }


def _lines(imported: ImportedSales) -> Iterator[str]:
    """Yield what was understood, for people."""
    sales = imported.sales
    yield f"{counted(sales.lines_read, 'row')} read, {sales.used.lines} used."
    for layout in imported.layouts:
        yield f"Recognised: {layout}."
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
