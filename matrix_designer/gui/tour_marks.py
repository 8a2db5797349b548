"""The five marks of the tour: which parts of the window they are about, and what they say.

Knows the parts by their classes; it draws nothing.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QAbstractButton, QWidget

from matrix_designer.gui.pages.design import DesignPage
from matrix_designer.gui.panels.figures import FiguresStrip
from matrix_designer.gui.tour import Mark


def tour_marks(window: QWidget) -> tuple[Mark, ...]:
    """Return the marks over a window."""
    return (
        Mark(
            partial(_figures, window),
            "The figures",
            "What the matrix earns, always in view: gross profit against the goal, the gain a "
            "year, how many prices move, and what the checks found.",
        ),
        Mark(
            partial(_of_design, window, "grid"),
            "The tiers",
            "Type as in a spreadsheet: 1.98, +98% or 49.5% GP all work, and a line says how it "
            "is read. Ctrl+Z takes every step back.",
        ),
        Mark(
            partial(_of_design, window, "curves"),
            "The curves",
            "Gross profit over cost, with the matrix in force dashed. The bars show where your "
            "money is, so that you see which tiers matter.",
        ),
        Mark(
            partial(_of_design, window, "findings"),
            "The findings",
            "Gaps, falling prices, tiers under the goal: worst first, by dollars. Enter goes to "
            "the cell, F1 explains.",
        ),
        Mark(
            partial(_export, window),
            "The export",
            "When it is right, write it for your system. Every price is checked to the cent "
            "before anything is written.",
        ),
    )


def _figures(window: QWidget) -> QWidget | None:
    return window.findChild(FiguresStrip)


def _of_design(window: QWidget, name: str) -> QWidget | None:
    """Return a pane of the Design page."""
    page = window.findChild(DesignPage)
    part = getattr(page, name, None)
    return part if isinstance(part, QWidget) else None


def _export(window: QWidget) -> QWidget | None:
    """Return the rail's button of the Export page."""
    for button in window.findChildren(QAbstractButton):
        if button.accessibleName() == "Export":
            return button
    return None
