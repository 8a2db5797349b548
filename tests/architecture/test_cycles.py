"""No module imports itself round a circle, imports inside functions included."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "matrix_designer"


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST, known: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found & known


def import_graph(package: Path) -> dict[str, set[str]]:
    trees = {
        module_name(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in package.rglob("*.py")
    }
    known = frozenset(name for name in trees if "." in name)
    return {name: imported(tree, known) - {name} for name, tree in trees.items()}


def test_the_package_has_no_import_cycle() -> None:
    graph = import_graph(PACKAGE)
    assert len(graph) > 50
    assert tuple(TopologicalSorter(graph).static_order())


def test_a_deferred_import_counts() -> None:
    tree = ast.parse("def f():\n    from matrix_designer.core import money\n")
    assert imported(tree, frozenset({"matrix_designer.core.money"})) == {
        "matrix_designer.core.money"
    }
    with pytest.raises(CycleError):
        tuple(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
