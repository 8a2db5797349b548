"""Whatever Qt calls of the window's own lets no fault out."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QGraphicsObject, QWidget
from shiboken6 import Shiboken

from matrix_designer.gui.normal_faults import guard_overrides, overrides

PACKAGE = Path(__file__).resolve().parents[2] / "matrix_designer"

NOTHING: list[int] = []


def below(base: type) -> set[type]:
    found: set[type] = set(base.__subclasses__())
    return found.union(*(below(made) for made in found))


def unguarded(made: type) -> list[str]:
    return [
        f"{made.__module__}.{made.__qualname__}.{name}"
        for name, method in overrides(made)
        if not hasattr(method, "__wrapped__")
    ]


def test_every_override_of_the_package_is_guarded() -> None:
    guard_overrides()
    for layer in ("session", "gui"):
        for path in (PACKAGE / layer).rglob("*.py"):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            import_module(".".join(parts))
    own = [made for made in below(Shiboken.Object) if made.__module__.startswith(PACKAGE.name)]
    assert sum(len(tuple(overrides(made))) for made in own) > 150
    assert not [name for made in own for name in unguarded(made)]


def test_a_class_made_later_is_guarded_and_only_what_qt_calls() -> None:
    guard_overrides()
    words = {"__module__": "matrix_designer.invented"}

    def painted(_self: QWidget, _event: object) -> None:
        """Stand for Qt's."""

    def shown_here(_self: QWidget) -> None:
        """Stand for nothing of Qt's."""

    widget = type(
        "Invented", (QWidget,), {**words, "paintEvent": painted, "shown_here": shown_here}
    )
    step = type("Step", (QUndoCommand,), {**words, "redo": shown_here})
    assert [name for name, _ in overrides(widget)] == ["paintEvent"]
    assert vars(widget)["paintEvent"] is not painted
    assert vars(widget)["shown_here"] is shown_here
    assert vars(step)["redo"] is not shown_here


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("None", None),
        ("object", None),
        ("bool", False),
        ("int", 0),
        ("QSize", QSize()),
        ("QRectF", QRectF()),
        ("Qt.ItemFlag", Qt.ItemFlag.NoItemFlags),
        ("NamedForTheTypeCheckerAlone", None),
    ],
)
def test_a_fault_becomes_a_harmless_answer(
    monkeypatch: pytest.MonkeyPatch, said: str, answer: object
) -> None:
    guard_overrides()
    told: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: told.append(kind))

    def faulty(_self: QWidget) -> None:
        NOTHING[0]

    faulty.__annotations__["return"] = said
    widget = type("Faulty", (QWidget,), {"__module__": "matrix_designer.x", "sizeHint": faulty})
    assert vars(widget)["sizeHint"](None) == answer
    assert told == [IndexError]


def test_a_fault_of_the_plots_library_becomes_an_empty_shape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard_overrides()
    monkeypatch.setattr(sys, "excepthook", lambda *_told: None)

    def faulty(_self):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as the library writes
        NOTHING[0]

    words = {"__module__": "pyqtgraph.x", "boundingRect": faulty, "shape": faulty, "setPos": faulty}
    faulty.__name__ = "boundingRect"
    item = type("Item", (QGraphicsObject,), words)
    assert vars(item)["boundingRect"](None) == QRectF()
    assert vars(item)["setPos"] is faulty, "Qt does not call it"
