"""A menu has an edge that can be seen on the window beneath it, in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMenu

from matrix_designer.gui.application import Program
from matrix_designer.gui.theme import DARK, LIGHT, Colours
from tests.gui.test_theme import contrast

LEAST = 1.6
"""Without an edge of its own a dark menu has 1.2 here."""


@pytest.mark.parametrize(("appearance", "colours"), [("Light theme", LIGHT), ("Dark theme", DARK)])
def test_the_edge_stands_out_from_window_and_menu(
    program: Program, appearance: str, colours: Colours
) -> None:
    (view,) = (one for one in program.window.findChildren(QMenu) if one.title() == "&View")
    next(one for one in view.actions() if one.text().replace("&", "") == appearance).trigger()
    QApplication.processEvents()
    view.adjustSize()
    image = view.grab().toImage()
    edge = [QColor(image.pixel(x, 0)) for x in range(4, image.width() - 4, 7)]
    inside = QColor(image.pixel(2, 2))
    for ground in (colours.surface, inside):
        assert min(contrast(one, ground) for one in edge) >= LEAST
