"""The checkout keeps to what its users and its licence expect of every file."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "matrix_designer",
    "resources",
    "tests",
    "packaging",
}
HEAVY = {"pandas", "duckdb", "scipy", "python_calamine", "xlsxwriter"}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def test_the_top_level_holds_nothing_else() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_lock_files_carry_hashes_and_no_address() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text()
    assert "://" not in text
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(packages) > 20
    assert all(line.endswith("\\") for line in packages), "a package without a hash"


def test_a_file_is_a_room_of_at_most_450_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "matrix_designer")
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert not long


def test_heavy_libraries_are_imported_inside_functions_only() -> None:
    found = []
    for path in (ROOT / "matrix_designer").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name.split(".")[0] in HEAVY for name in names):
                found.append(str(path.relative_to(ROOT)))
    assert not found


def test_package_files_are_empty() -> None:
    full = [path for path in (ROOT / "matrix_designer").rglob("__init__.py") if path.stat().st_size]
    assert not full
