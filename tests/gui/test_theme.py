"""The look as values: contrast, colour blindness left to the eye, sizes and number fonts."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from pytestqt.qtbot import QtBot

from matrix_designer.gui.fonts import interface_font, load_shipped_font
from matrix_designer.gui.theme import DARK, LIGHT, Colours, TextSize, Theme, make_theme

TEXT, GRAPHIC = 4.5, 3.0


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in colour.getRgb()[:3])  # type: ignore[index]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("text", ("surface", "window", "sunken", "tint", "tint2", "refused"), TEXT),
        ("text2", ("surface", "window", "sunken", "tint", "tint2"), TEXT),
        ("muted", ("surface", "window", "sunken"), TEXT),
        ("accent", ("surface", "window", "tint"), TEXT),
        ("on_accent", ("accent",), TEXT),
        ("error", ("surface", "refused"), TEXT),
        ("warning", ("surface",), TEXT),
        ("in_force", ("surface",), TEXT),
        ("goal", ("surface",), TEXT),
        ("warning_graphic", ("surface",), GRAPHIC),
        ("bars", ("surface",), GRAPHIC),
        ("bars_strong", ("surface",), GRAPHIC),
        ("control", ("surface",), GRAPHIC),
    ],
)
def test_every_ink_can_be_read_on_its_grounds(
    colours: Colours, ink: str, grounds: tuple[str, ...], least: float
) -> None:
    for ground in grounds:
        measured = contrast(getattr(colours, ink), getattr(colours, ground))
        assert measured >= least, f"{ink} on {ground}: {measured:.2f}"


def test_the_contrasts_of_the_page_are_the_colours_own() -> None:
    wanted = {"text": (17.6, 14.3), "text2": (9.1, 10.0), "muted": (6.1, 6.6)}
    for ink, (light, dark) in wanted.items():
        assert contrast(getattr(LIGHT, ink), LIGHT.surface) == pytest.approx(light, abs=0.1)
        assert contrast(getattr(DARK, ink), DARK.surface) == pytest.approx(dark, abs=0.1)


def test_all_colours_are_there() -> None:
    for colours in (LIGHT, DARK):
        assert all(getattr(colours, field.name).isValid() for field in fields(Colours))


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(qtbot: QtBot, request: pytest.FixtureRequest) -> Theme:
    assert qtbot
    return make_theme(is_dark=request.param, base=interface_font())


def test_text_sizes_are_parts_of_the_platforms_font(theme: Theme) -> None:
    base = theme.base.pointSizeF()
    for size in TextSize:
        assert theme.font(size).pointSizeF() == pytest.approx(base * size.value, abs=0.01)
    assert theme.font(is_semibold=True).weight() == QFont.Weight.DemiBold
    assert theme.font().weight() == QFont.Weight.Normal


@pytest.mark.parametrize("family", ["", "Nimbus Sans", "DejaVu Sans", "shipped"])
def test_numbers_of_one_length_are_of_one_width(theme: Theme, family: str) -> None:
    font = theme.number_font()
    if family:
        font.setFamily(load_shipped_font() if family == "shipped" else family)
    metrics = QFontMetricsF(font)
    widths = {metrics.horizontalAdvance(digit * 5) for digit in "0123456789"}
    assert max(widths) - min(widths) < 0.05
    mixed = metrics.horizontalAdvance("11711.41")
    assert mixed == pytest.approx(metrics.horizontalAdvance("00000.00"), abs=0.05)


def test_stock_widgets_take_the_colours(theme: Theme) -> None:
    palette = theme.palette()
    assert palette.color(QPalette.ColorRole.Window) == theme.colours.surface
    assert palette.color(QPalette.ColorRole.Text) == theme.colours.text
    assert palette.color(QPalette.ColorRole.Highlight) == theme.colours.tint2


def test_the_shipped_font_can_be_loaded(qtbot: QtBot) -> None:
    assert qtbot
    assert load_shipped_font() == "Open Sans"
