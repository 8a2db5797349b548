"""What several commands need before they can work: designs, sales, numbers, free places.

Knows the words of the command line and the readers of files; it prices and prints nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.cli.answer import RefusedArgumentError, counted
from matrix_designer.core.errors import MatrixDesignerError

if TYPE_CHECKING:
    from matrix_designer.core.design import Design
    from matrix_designer.core.evidence import Grain, Sales
    from matrix_designer.formats.project import Project
    from matrix_designer.formats.sales import ImportedSales


def open_project(word: str, *, with_sales: bool = True) -> Project:
    """Open a design file or a plain table, with the sales that it carries where they matter."""
    from matrix_designer.formats.designs import open_design

    project = open_design(existing(word), with_sales=with_sales)
    sales = project.sales
    if sales is None or sales.rows.has_parts or not project.design.needs_parts:
        return project
    from matrix_designer.formats.part_rows import PARTS_NOT_THERE

    return replace(project, problems=(*project.problems, PARTS_NOT_THERE))


def open_sales(
    arguments: argparse.Namespace,
    project: Project,
    keep_in: Path | None = None,
    other: Design | None = None,
) -> Sales | None:
    """Return the sales of `--sales`, else the design's own, else None, at the grain it needs.

    The single lines of `--sales` are kept in the folder `keep_in`, where one is named. `other` is
    a design that is compared with.
    """
    if arguments.sales is None:
        return project.sales
    needs_parts = project.design.needs_parts or (other is not None and other.needs_parts)
    return import_file(arguments.sales, keep_in=keep_in, needs_parts=needs_parts).sales


def import_file(
    word: str,
    map_word: str | None = None,
    keep_in: Path | None = None,
    *,
    needs_parts: bool = False,
) -> ImportedSales:
    """Import a sales file, with a map of its columns where one is named, or ask a warehouse.

    Its single lines are kept in the folder `keep_in`; without one only the sums are made.
    """
    from matrix_designer.core.evidence import Grain

    grain = Grain.needed(needs_parts=needs_parts)
    if is_warehouse(word):
        return _ask_warehouse(word, map_word, keep_in, grain)
    path = existing(word)
    columns = None if map_word is None else existing(map_word)
    from matrix_designer.formats.sales import ImportOptions, import_sales

    options = ImportOptions(keep_lines=keep_in is not None, folder=keep_in, grain=grain)
    return import_sales(path, columns, options)


def import_files(
    words: Sequence[str], map_words: Sequence[str] = (), keep_in: Path | None = None
) -> ImportedSales:
    """Import one sales file, or several into one history.

    `map_words` name no mapping file, one for every file, or one for each in their order.
    """
    if len(map_words) not in {0, 1, len(words)}:
        counts = (counted(len(words), "file"), counted(len(map_words), "mapping"))
        raise RefusedArgumentError(
            " and ".join(counts), "", "Give --map once for all files, or once for each"
        )
    if len(words) == 1:
        return import_file(words[0], next(iter(map_words), None), keep_in)
    if any(map(is_warehouse, words)):
        raise RefusedArgumentError("A URL names a warehouse, not a file", "", "Import it by itself")
    paths = [existing(word) for word in words]
    from matrix_designer.formats.mapping import read_mapping
    from matrix_designer.formats.sales import ImportOptions, import_sales

    mappings = [read_mapping(existing(word)) for word in map_words]
    if len(mappings) == 1:
        mappings *= len(paths)
    options = ImportOptions(keep_lines=keep_in is not None, folder=keep_in)
    return import_sales(paths, mappings or None, options)


def is_warehouse(word: str) -> bool:
    """Tell whether a word is the URL of a warehouse and no file."""
    return "://" in word


def _ask_warehouse(
    word: str, map_word: str | None, keep_in: Path | None, grain: Grain
) -> ImportedSales:
    """Have a warehouse add up the lines of a table that a URL names."""
    if map_word is not None or keep_in is not None:
        raise RefusedArgumentError(
            "A warehouse keeps its lines, under its own columns", "", "Leave --map and --out away"
        )
    from matrix_designer.formats.sales import ImportedSales
    from matrix_designer.formats.warehouse import read_warehouse, sum_in_warehouse

    return ImportedSales(sum_in_warehouse(read_warehouse(word), grain=grain))


def existing(word: str) -> Path:
    """Return the path of a file that is there; raises a sentence where it is not."""
    if "\0" in word or not word:
        raise RefusedArgumentError("An empty name is not a file", "", "Name a file")
    path = Path(word)
    if path.is_dir():
        raise RefusedArgumentError(f"{word} is a folder", "", "Name a file in it")
    if not path.exists():
        raise RefusedArgumentError(
            f"There is no file {word}", "", "Check the name and the folder that you are in"
        )
    if not path.is_file():
        raise RefusedArgumentError(
            f"{word} is a device or a pipe, not a file", "It may never end", "Save it as a file"
        )
    return path


def free_place(word: str, *, is_forced: bool, inputs: tuple[str | None, ...] = ()) -> Path:
    """Return the path to write to; refuses a folder, an existing file and an input."""
    if "\0" in word or not word:
        raise RefusedArgumentError("--out needs the name of a file", "", "Name one")
    path = Path(word)
    if path.is_dir():
        raise RefusedArgumentError(f"{word} is a folder", "", "Name a file in it")
    if not path.parent.is_dir():
        raise RefusedArgumentError(
            f"There is no folder {path.parent} to write {path.name} to", "", "Make it first"
        )
    if any(_is_same(path, other) for other in inputs if other):
        raise RefusedArgumentError(
            f"{word} is the file that is read", "Writing over it would lose it", "Name another"
        )
    if path.exists() and not path.is_file():
        raise RefusedArgumentError(f"{word} is a device or a pipe, not a file", "", "Name a file")
    if not is_forced and (path.exists() or path.is_symlink()):
        raise RefusedArgumentError(
            f"{word} exists already", "", "Name another file, or replace it with --force"
        )
    return path


def free_other_place(word: str, *, is_forced: bool, inputs: tuple[str | None, ...] = ()) -> Path:
    """Return where to write anything but a design, which is not the place of a design file."""
    path = free_place(word, is_forced=is_forced, inputs=inputs)
    from matrix_designer.formats.project import refuse_design_place

    refuse_design_place(path)
    return path


def free_design_place(arguments: argparse.Namespace, *inputs: str | None) -> Path:
    """Return where to write a design, which is not the place of any other kind of file."""
    path = free_place(arguments.out, is_forced=arguments.force, inputs=inputs)
    from matrix_designer.formats.project import refuse_other_name

    refuse_other_name(path)
    return path


def _is_same(path: Path, other: str) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def refused(option: str, error: MatrixDesignerError) -> RefusedArgumentError:
    """Put the option's name before what its value did wrong."""
    return RefusedArgumentError(f"{option}: {error.title}", error.detail, error.hint)
