"""The layer contracts hold, and each of them fires when it is broken on purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BREAKS = {
    "layers": ("core/money.py", "import matrix_designer.analysis.findings"),
    "no Qt below session": ("analysis/findings.py", "import PySide6"),
    "pandas and DuckDB live in formats only": ("core/money.py", "import duckdb"),
    "pyqtgraph lives in gui.plots only": ("session/__init__.py", "import pyqtgraph"),
    "resources are a leaf": ("resources.py", "import matrix_designer.core.money"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_fires(contract: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "matrix_designer"
    shutil.copytree(ROOT / "matrix_designer", package, ignore=shutil.ignore_patterns("__pycache__"))
    name, line = BREAKS[contract]
    with (package / name).open("a") as file:
        file.write(f"\n{line}\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout
