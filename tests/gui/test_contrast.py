"""Both palettes computed: the promised ratios, colour blindness, and colour never alone."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.icons import icon_pixmap
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.finding_rows import SEVERITY_ICONS
from matrix_designer.gui.plots.gp_pane import GpPane
from matrix_designer.gui.plots.pane import LINE
from matrix_designer.gui.theme import DARK, LIGHT, Colours, make_theme

PALETTES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
LOOK = {
    "text": (17.6, 14.3),
    "text2": (9.1, 10.0),
    "muted": (6.1, 6.6),
    "accent": (6.5, 7.6),
    "error": (6.5, 7.0),
    "warning": (6.4, 9.9),
    "in_force": (6.2, 7.5),
    "warning_graphic": (4.0, 8.5),
    "bars": (3.4, 4.0),
    "control": (3.7, 4.3),
}
"""The ratios on surface that the look promises, light and dark."""
MACHADO = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How who lacks one kind of cone sees linear red, green and blue, after Machado."""


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def linears(colour: QColor) -> tuple[float, float, float]:
    return linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())


def luminance(colour: QColor) -> float:
    red, green, blue = linears(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: QColor, ground: QColor) -> float:
    low, high = sorted((luminance(ink), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return CIE L*a*b* of linear red, green and blue under D65."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883

    def bent(part: float) -> float:
        return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116

    return 116 * bent(y) - 16, 500 * (bent(x) - bent(y)), 200 * (bent(y) - bent(z))


def seen(colour: QColor, kind: str) -> tuple[float, float, float]:
    rgb = linears(colour)
    red, green, blue = (
        sum(part * of for part, of in zip(row, rgb, strict=True)) for row in MACHADO[kind]
    )
    return lab((red, green, blue))


def apart(one: QColor, other: QColor) -> float:
    """Return the least distance of two colours as protan, deutan and tritan see them."""
    return min(dist(seen(one, kind), seen(other, kind)) for kind in MACHADO)


@pytest.mark.parametrize("ink", LOOK)
def test_the_ratios_are_those_that_the_look_promises(ink: str) -> None:
    for colours, promised in zip((LIGHT, DARK), LOOK[ink], strict=True):
        assert contrast(getattr(colours, ink), colours.surface) == pytest.approx(promised, abs=0.1)


@PALETTES
def test_the_accent_is_told_from_every_alarm_without_a_kind_of_cone(colours: Colours) -> None:
    assert apart(colours.accent, colours.error) > 40
    assert apart(colours.accent, colours.warning) > 40
    assert apart(colours.accent, colours.in_force) > 15


@PALETTES
def test_nothing_is_green(colours: Colours) -> None:
    for name in Colours.__dataclass_fields__:
        colour = getattr(colours, name)
        is_green = 90 <= colour.hslHue() <= 150 and colour.hslSaturation() > 60
        assert not is_green, name


def test_severities_differ_by_shape_where_there_is_no_colour(qtbot: QtBot) -> None:
    assert qtbot
    grey = QColor("#808080")
    pictures = [icon_pixmap(name, grey, 28).toImage() for name in SEVERITY_ICONS.values()]
    for one, other in combinations(pictures, 2):
        pixels = [(x, y) for x in range(28) for y in range(28)]
        differing = sum(one.pixel(x, y) != other.pixel(x, y) for x, y in pixels)
        assert differing > 150


@PALETTES
def test_proposed_and_in_force_differ_by_dash_and_width(qtbot: QtBot, colours: Colours) -> None:
    assert qtbot
    assert LINE > 1
    theme = make_theme(is_dark=colours is DARK, base=interface_font())
    stroke = GpPane(theme, Numbers())._dashed()  # noqa: SLF001 - how it is drawn is asked
    assert stroke.dashes is not None
    assert stroke.width < LINE
