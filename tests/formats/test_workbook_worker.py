"""The program serves as the reader of workbooks, as a frozen program has to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]


def test_the_program_reads_a_workbook_as_a_worker(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Prices").write_row(0, 0, ["00123", 1.5])
    book.close()
    words = [sys.executable, "-m", "matrix_designer", "--worker", str(path)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = [json.loads(line) for line in said.splitlines()]
    assert ["sheet", "Prices"] in rows
    assert ["row", 1, ["00123", "1.5"]] in rows
