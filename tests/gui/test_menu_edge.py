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


@pytest.mark.parametrize(("appearance", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_lines_between_groups_have_the_colour_of_hairlines(
    program: Program, appearance: str, colours: Colours
) -> None:
    program.window.show_document()
    program.window.appearance_chosen.emit(appearance)
    QApplication.processEvents()
    seen = 0
    for menu in program.window.findChildren(QMenu):
        lines = [one for one in menu.actions() if one.isSeparator() and one.isVisible()]
        if not lines:
            continue
        menu.adjustSize()
        image = menu.grab().toImage()
        for line in lines:
            area = menu.actionGeometry(line)
            if not area.isEmpty():  # left out where it parts nothing
                assert QColor(image.pixel(area.center())) == colours.line, menu.title()
                seen += 1
    assert seen >= 8
