"""The generator of sales files and their reader come from two minds."""

from __future__ import annotations

import ast
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "layouts"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_the_generator_of_layouts_imports_nothing_of_the_package() -> None:
    files = sorted(FOLDER.glob("*.py"))
    assert len(files) >= 4
    for path in files:
        assert not [name for name in imported(path) if "matrix_designer" in name], path


def test_there_are_twenty_five_layouts_and_fifteen_rows_of_the_field() -> None:
    from tests.layouts.catalogue import ASK, LAYOUTS, READ

    assert (len(READ), len(ASK)) == (20, 5)
    assert len({layout.name for layout in LAYOUTS}) == 25
    assert len({layout.row for layout in LAYOUTS if layout.row}) >= 15
    assert all(layout.choice and layout.asks_for for layout in ASK)
