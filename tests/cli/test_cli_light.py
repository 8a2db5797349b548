"""What a command loads: never Qt without a window, and nothing heavy to price one part."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SALES = "Part Number,Unit Cost,List,Qty,Sold Price\n00123,10.00,18.00,2,17.50\n"
COMMANDS = {
    "check": "check ladder.csv --sales sales.csv --target table",
    "price": "price ladder.csv --cost 5",
    "replay": "replay ladder.csv --sales sales.csv",
    "import": "import sales.csv --out sales.parquet",
    "export": "export ladder.csv --profile workbook --out out.xlsx",
    "read": "read ladder.csv --out out.pmatrix",
    "profiles": "profiles",
    "templates": "templates",
    "new": "new --template acg-ladder --out out.pmatrix",
}


def loaded(words: list[str], folder: Path) -> tuple[str, set[str]]:
    code = (
        "import sys; from matrix_designer.cli.main import run;"
        f"status = run({words!r});"
        "print('loaded', status, *{name.split('.')[0] for name in sys.modules})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert not ran.stderr
    _, status, *names = ran.stdout.splitlines()[-1].split()
    return status, set(names)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_leaves_qt_alone(name: str, ladder: Path) -> None:
    (ladder.parent / "sales.csv").write_text(SALES)
    status, names = loaded(COMMANDS[name].split(), ladder.parent)
    assert status == "0"
    assert not names & {"PySide6", "shiboken6", "pyqtgraph"}


def test_a_price_loads_nothing_heavy(ladder: Path) -> None:
    _, names = loaded(COMMANDS["price"].split(), ladder.parent)
    heavy = {"pandas", "duckdb", "python_calamine", "xlsxwriter", "scipy", "importlib_metadata"}
    assert not names & heavy
    assert "numpy" in names


def test_help_loads_no_numbers(tmp_path: Path) -> None:
    for words in (["--help"], ["price", "--help"], ["nonsense"], ["--version"]):
        code = (
            "import sys; from matrix_designer.cli.main import run;"
            f"run({words!r}); sys.stderr.write(str('numpy' in sys.modules))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert ran.stderr.endswith("False")
