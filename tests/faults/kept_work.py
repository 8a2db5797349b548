"""What the autosave campaigns share: numbered work with sales, and a judge of a state folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from unittest import mock

import numpy as np

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.formats import sales as sales_files
from matrix_designer.formats.recovery import FoundWork, Work, find_work, load_work
from matrix_designer.formats.storage import digest_of
from tests.faults.saved_designs import design_of


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Give a folder of its own, and a cache in it, so that nobody's own is touched."""
    name = "XDG_CACHE_HOME"
    before = os.environ.get(name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[name] = str(Path(folder) / "cache")
        try:
            yield Path(folder)
        finally:
            os.environ.pop(name)
            if before is not None:
                os.environ[name] = before


def sales_of(folder: Path) -> Sales:
    """Return sales whose file of lines has no sense but the right hash."""
    data = bytes(range(256)) * 40
    digest = hashlib.sha256(data).hexdigest()
    path = folder / f"{digest}.parquet"
    path.write_bytes(data)
    nothing = np.zeros(0, np.int64)
    rows = SalesRows(*(nothing for _ in range(9)))
    return Sales("sales.csv", digest, rows, (), (), (), 0, Tally(), {}, {}, 0, lines_file=path)


@contextlib.contextmanager
def lines_refused() -> Iterator[None]:
    """Refuse the lines of `sales_of` as their senseless bytes are, without a database each time."""

    def refuse(path: Path, *_: object) -> NoReturn:
        raise MatrixDesignerError(f"{path.name} cannot be read: it is damaged")

    with mock.patch.object(sales_files, "load_sales_parquet", refuse):
        yield


def work_of(number: int, sales: Sales | None) -> Work:
    """Return work that differs from every other number's."""
    return Work(f"design {number}", Path("/there/design.pmatrix"), number, design_of(number), sales)


def number_of(found: FoundWork, sales: Sales | None) -> int | None:
    """Return the number of found work that is whole with its lines; None where it is torn."""
    if found.problem:
        return None
    work, _ = load_work(found)
    number = int(work.design.name.removeprefix("design "))
    is_whole = work.design == design_of(number) and found.edits == number
    if sales is not None:
        pin = found.place.folder / f"{sales.digest}.parquet"
        is_whole = is_whole and pin.exists() and digest_of(pin) == sales.digest
    return number if is_whole else None


def numbers_in(root: Path, sales: Sales | None) -> list[int | None]:
    """Return the numbers of all work that a next start would find, and let go of it again."""
    found = find_work(root)
    numbers = [number_of(one, sales) for one in found]
    for one in found:
        one.place.leave()
    return numbers
