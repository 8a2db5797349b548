"""A slot `lambda: self.x()` keeps its object alive for ever: no lambda may be connected."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "matrix_designer"
SOURCES = sorted(
    [*PACKAGE.joinpath("gui").rglob("*.py"), *PACKAGE.joinpath("session").glob("*.py")]
)


def lambda_slots(source: str) -> list[int]:
    """Return the lines on which a lambda or a local function is connected to a signal."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in ("connect", "singleShot"):
            continue
        values = [*node.args, *(word.value for word in node.keywords)]
        nested = [part for value in values for part in ast.walk(value)]
        if any(isinstance(part, ast.Lambda) for part in nested):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_lambda_is_connected(source: Path) -> None:
    assert lambda_slots(source.read_text(encoding="utf-8")) == []


def test_the_ban_sees_a_lambda() -> None:
    assert lambda_slots("self.button.clicked.connect(lambda: self.close())") == [1]
    assert lambda_slots("QTimer.singleShot(0, lambda: self.close())") == [1]
    assert lambda_slots("a.connect(partial(f, lambda: 1))") == [1]
    assert lambda_slots("self.button.clicked.connect(self.close)") == []
