"""Equal lines have one name, however often and from wherever they are imported."""

from __future__ import annotations

import random
from pathlib import Path

from matrix_designer.formats.sales import ImportOptions, import_sales

LINES = 260_000
"""More than two row groups, so that there is work for several threads."""


def write_lines(path: Path) -> None:
    """Write lines with days in words, odd amounts and duplicates: every join has work."""
    draw = random.Random(7)  # noqa: S311 - the same lines each time
    with path.open("w", encoding="utf-8") as file:
        file.write("RO,Date,Part Number,Cost,List,Qty,Sold Price\n")
        for number in range(LINES):
            cost = draw.randint(1, 50_000) / 100
            day = f"{draw.randint(1, 28)} Mar 2025"
            sold = f"${cost * 1.7:.2f}" if number % 9 else "12.00"
            file.write(f"{number // 4},{day},P{number % 700},{cost:.2f},{cost * 2:.2f},1,{sold}\n")
            if number % 50_000 == 0:
                file.write(f"{number // 4},{day},P{number % 700},{cost:.2f},,1,{sold}\n" * 2)


def test_lines_imported_again_are_kept_once(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_lines(first)
    second.write_bytes(first.read_bytes())
    home = tmp_path / "kept"
    home.mkdir()
    names = {
        import_sales(path, options=ImportOptions(folder=home)).sales.digest
        for path in (first, second, first)
    }
    assert len(names) == 1
    assert [one.name for one in home.iterdir()] == [f"{names.pop()}.parquet"]
