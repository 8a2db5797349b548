"""Icons: every drawing that the program names is there, tinted and sharp."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from matrix_designer.gui.icons import icon_pixmap, icon_svg
from matrix_designer.resources import resource

ACCENT = QColor("#1B57C8")
GREY = QColor("#7D8694")
NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))
SOURCES = Path(__file__).parents[2] / "matrix_designer" / "gui"


def inks(icon_image: object) -> set[str]:
    from PySide6.QtGui import QImage

    assert isinstance(icon_image, QImage)
    found = set()
    for x in range(icon_image.width()):
        for y in range(icon_image.height()):
            colour = icon_image.pixelColor(x, y)
            if colour.alpha() == 255:
                found.add(colour.name())
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_asked_for(qtbot: QtBot, name: str) -> None:
    assert qtbot
    pixmap = icon_pixmap(name, ACCENT, 24, 2.0)
    assert pixmap.width() == 48
    assert pixmap.devicePixelRatio() == 2.0
    assert inks(pixmap.toImage()) == {ACCENT.name()}


def test_small_icons_have_a_heavier_stroke() -> None:
    assert b'stroke-width="1.75"' in icon_svg("x", GREY)
    assert b'stroke-width="2.25"' in icon_svg("x", GREY, is_small=True)


def test_every_icon_named_in_the_sources_is_shipped_with_its_licence() -> None:
    texts = "".join(path.read_text() for path in SOURCES.rglob("*.py"))
    for name in ("octagon-x", "triangle-alert", "lightbulb", "table-2", "file-output"):
        assert f'"{name}"' in texts
    named = set(re.findall(r'draw_icon\(\s*painter,\s*"([a-z0-9-]+)"', texts))
    assert named
    assert named <= set(NAMES)
    assert "ISC" in resource("icons", "LICENSE").read_text()
    assert "Open Font License" in resource("fonts", "LICENSE").read_text()
