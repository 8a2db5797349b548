"""The topics of help stand as the rows of every other list do, in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.theme import DARK, LIGHT, Colours


@pytest.mark.parametrize(("appearance", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_current_topic_lies_on_tint_and_the_pointed_one_on_window(
    qtbot: QtBot, program: Program, appearance: str, colours: Colours
) -> None:
    program.window.show_document()
    program.window.appearance_chosen.emit(appearance)
    program.window.actions_.help.trigger()
    topics = next(one for one in program.window.findChildren(QListWidget) if one.isVisible())
    topics.setCurrentRow(1)

    def ground(row: int) -> QColor:
        rect = topics.visualItemRect(topics.item(row))
        picture = topics.viewport().grab().toImage()
        return QColor(picture.pixel(rect.right() - 10, rect.center().y()))

    assert [ground(row) for row in (0, 1)] == [colours.surface, colours.tint]
    at = topics.visualItemRect(topics.item(3)).center()

    def is_pointed_at() -> bool:
        QTest.mouseMove(topics.viewport(), at - QPoint(5, 0))
        QTest.mouseMove(topics.viewport(), at)
        return ground(3) == colours.window

    qtbot.waitUntil(is_pointed_at)
