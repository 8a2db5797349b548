"""The chart under hover, wheel, keys and menu: read-out, hairline, zoom, pictures, preview."""

from __future__ import annotations

import gc
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.gui.application import Program
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.curves import HEIGHTS, PICTURE, CurvesView
from matrix_designer.gui.theme import DARK, LIGHT, make_theme
from tests.gui.chart_hand import Hand, ladder
from tests.gui.clicks import double_click
from tests.gui.test_curves_pixels import is_colour, pixels

STEEP = ("×2.50", "×2.20", "×2.00", "×1.90", "×1.80")


def turn(hand: Hand, at: QPoint, notches: int) -> None:
    """Turn the wheel over a pixel."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(hand.glass.mapToGlobal(at)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by place
    )
    QApplication.sendEvent(hand.glass, event)
    QTest.qWait(1)


def picture(hand: Hand) -> QImage:
    return hand.curves.sheet.grab().toImage()


def test_hover_reads_out_the_cost_in_the_title_row(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP), ladder("×2.00", "×2.00", "×2.00", "×2.00", "×1.50"))
    out = hand.curves.read_out
    assert out.isVisible()
    assert not out.text
    QTest.mouseMove(hand.glass, hand.at(10, 40))
    assert out.text.startswith(("Cost $9.9", "Cost $10."))
    assert ", tier 2, proposed, ×2.20, $22." in out.text
    assert "GP $1" in out.text
    assert "54.5 %" in out.text
    assert "in force, ×2.00, $" in out.text
    shown = out.grab().toImage()
    assert is_colour(shown, LIGHT.accent, 90).sum() > 20
    QTest.mouseMove(hand.glass, QPoint(3, 3))
    QTest.mouseMove(program.window, QPoint(3, 3))
    QApplication.processEvents()


def test_the_hairline_runs_through_every_pane(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    at = hand.at(30, 20)
    plain = is_colour(picture(hand), LIGHT.control)
    QTest.mouseMove(hand.glass, at)
    lined = is_colour(picture(hand), LIGHT.control) & ~plain
    columns = np.flatnonzero(lined.sum(axis=0) > 60)
    assert columns.tolist() == [at.x()] or abs(columns[0] - at.x()) <= 1
    tall = sum(place.area.height() for place in hand.curves.sheet.places)
    assert lined[:, columns[0]].sum() >= tall - 12


def test_a_narrow_window_reads_out_beside_its_tabs(qtbot: QtBot, program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    program.window.resize(960, 640)
    out = hand.curves.read_out
    qtbot.waitUntil(lambda: not program.window.design_page.findings.isVisible())
    qtbot.wait(20)  # until it is laid out and painted
    QTest.mouseMove(hand.glass, hand.at(10, 40))
    assert ", tier 2, proposed, ×2.20, $22." in out.text
    assert out.isVisible()
    ink = [out.grab().toImage().pixelColor(x, out.height() // 2) for x in range(out.width())]
    assert min(one.lightness() for one in ink) < 128, "and it can be seen"
    press = Qt.MouseButton.LeftButton
    tab = next(
        one
        for one in program.window.findChildren(QAbstractButton)
        if one.accessibleName().startswith("Findings ")
    )
    QTest.mouseClick(tab, press)
    assert not out.isVisible(), "it belongs to the curves"
    program.window.resize(1440, 900)
    qtbot.waitUntil(out.isVisible)
    assert out.width() > 300


def test_the_wheel_zooms_about_the_pointer_and_a_double_click_fits(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    at = hand.at(20, 30)
    whole = hand.place
    turn(hand, at, 3)
    assert hand.place.scale_x > 1.7 * whole.scale_x
    assert abs(hand.at(20, 30).x() - at.x()) <= 1, "the cost under the pointer stays there"
    turn(hand, at, -1)
    assert hand.place.scale_x < 1.7 * whole.scale_x
    double_click(hand.glass, hand.at(20, 20))
    assert hand.place == whole


def test_dragging_empty_ground_moves_the_axis_and_nothing_else(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    before = hand.work.design
    turn(hand, hand.at(20, 30), 4)
    ground = hand.at(20, 25)
    hand.drag(ground, QPoint(60, 0))
    assert abs(hand.at(20, 25).x() - ground.x() - 60) <= 1
    assert hand.work.design is before


def test_every_pane_keeps_the_cost_axis_when_it_is_zoomed(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    turn(hand, hand.at(20, 30), 4)
    assert len({(place.scale_x, place.shift_x) for place in hand.curves.sheet.places}) == 1
    ticks = hand.curves.gp._ticks.x  # noqa: SLF001 - painted grid lines
    assert len(ticks) >= 3


def test_keys_move_the_hairline_and_speak(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    sheet = hand.curves.sheet
    sheet.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(sheet, Qt.Key.Key_Home)
    assert hand.curves.read_out.text.startswith("Cost $0.10")
    QTest.keyClick(sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert hand.curves.read_out.text.startswith("Cost $5.0")
    first = hand.curves.read_out.text
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert hand.curves.read_out.text != first
    assert sheet.accessibleDescription() == hand.curves.read_out.text
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert program.window.design_page.grid.selected_tiers == (1,)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not hand.curves.read_out.text


def test_keys_zoom_and_fit(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    whole, sheet = hand.place, hand.curves.sheet
    sheet.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(sheet, Qt.Key.Key_Plus)
    assert hand.place.scale_x > whole.scale_x
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    moved = hand.place
    assert moved.shift_x < whole.shift_x * 2
    QTest.keyClick(sheet, Qt.Key.Key_Minus)
    assert hand.place.scale_x < moved.scale_x
    QTest.keyClick(sheet, Qt.Key.Key_0)
    assert hand.place == whole


def test_the_chart_is_reached_by_tab_and_shows_it(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    sheet = hand.curves.sheet
    assert sheet.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert sheet.accessibleName()
    sheet.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(sheet, Qt.Key.Key_Tab)
    assert not sheet.hasFocus()
    after = QApplication.focusWidget()
    assert after is not None
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert sheet.hasFocus()
    ring = is_colour(picture(hand), LIGHT.accent)
    assert ring[0:2].sum() > 500


def menu_of(hand: Hand) -> QMenu:
    QTest.mouseMove(hand.glass, hand.at(20, 30))
    centre = hand.glass.rect().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, centre, hand.glass.mapToGlobal(centre)
    )
    QApplication.sendEvent(hand.glass, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_copies_the_chart_as_a_picture(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    menu = menu_of(hand)
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert words == [
        "Copy picture",
        "Save as PNG",
        "Save as SVG…",
        "Save as PDF…",
        "Zoom cost axis in",
        "Zoom cost axis out",
        "Fit cost axis",
    ]
    QTest.keyClick(menu, Qt.Key.Key_C)
    image = QGuiApplication.clipboard().image()
    assert image.size() == QSize(*PICTURE) * 2
    assert is_colour(image, LIGHT.accent, 6).sum() > 700


def test_pictures_of_a_dark_chart_are_light_as_documents_are(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    hand = Hand(program, ladder(*STEEP))
    pictures: dict[str, list[object]] = {"light": [], "dark": []}
    for name, seen in pictures.items():
        program.window.appearance_chosen.emit(name)
        qtbot.waitUntil(lambda: program.look.theme.is_dark is (name == "dark"))  # noqa: B023
        ground = DARK.surface if name == "dark" else LIGHT.surface
        assert is_colour(picture(hand), ground, 1).mean() > 0.5
        hand.curves.verbs.copy.trigger()
        copied = QGuiApplication.clipboard().image()
        assert is_colour(copied, LIGHT.surface, 1).mean() > 0.5
        seen.append(pixels(copied).tobytes())
        for kind in ("png", "svg"):
            path = tmp_path / f"{name}.{kind}"
            hand.curves.pictures.write(path, kind)
            seen.append(path.read_bytes())
    assert pictures["dark"] == pictures["light"]


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_saved_picture_opens_again(
    qtbot: QtBot, program: Program, tmp_path: Path, kind: str
) -> None:
    hand = Hand(program, ladder(*STEEP))
    verbs, path = hand.curves.verbs, tmp_path / f"chart.{kind}"
    action = {"svg": verbs.save_svg, "pdf": verbs.save_pdf, "png": verbs.pngs()[2]}[kind]
    action.trigger()
    dialog = next(one for one in program.window.findChildren(QFileDialog) if one.isVisible())
    dialog.selectFile(str(path))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(path.exists)
    size = QSize(*PICTURE)
    if kind == "svg":
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
        assert root.get("viewBox") == f"0 0 {size.width()} {size.height()}"
        words = {"".join(node.itertext()).strip() for node in root.iter() if node.text}
        assert {"proposed", "GP %", "cost $0.10", "goal 46.0 %"} <= words
    elif kind == "png":
        image = QImage(str(path))
        assert image.size() == size * 3
        assert is_colour(image, LIGHT.accent, 6).sum() > 1_500
    else:
        data = path.read_bytes()
        assert data.startswith(b"%PDF")
        assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 1


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.5])
def test_a_picture_has_any_scale_and_looks_like_the_screen(
    program: Program, tmp_path: Path, scale: float
) -> None:
    hand = Hand(program, ladder(*STEEP))
    path = tmp_path / "chart.png"
    hand.curves.pictures.write(path, "png", scale)
    image = QImage(str(path))
    assert image.width() == int(PICTURE[0] * scale + 0.5)
    assert image.height() == int(PICTURE[1] * scale + 0.5)
    ground = is_colour(image, LIGHT.surface, 1).mean()
    assert abs(ground - is_colour(picture(hand), LIGHT.surface, 1).mean()) < 0.07


def living_views() -> int:
    return sum(type(one) is CurvesView for one in gc.get_objects())


def test_a_picture_has_a_report_s_shape_and_nothing_of_its_making_stays(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    hand = Hand(program, ladder(*STEEP))
    program.window.resize(960, 540)
    qtbot.waitUntil(lambda: hand.glass.height() < 200)
    before, views = picture(hand), living_views()
    hand.curves.pictures.write(tmp_path / "chart.png", "png")
    image = QImage(str(tmp_path / "chart.png"))
    assert (image.width(), image.height()) == PICTURE
    ground = is_colour(image, LIGHT.surface)
    assert ground[:12].all(), "a free margin at the top"
    assert ground[-12:].all()
    assert ground[:, :12].all()
    assert ground[:, -12:].all()
    assert not is_colour(image, LIGHT.tint).any(), "no handle's halo, no selection"
    assert picture(hand) == before
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert living_views() <= views


@pytest.mark.parametrize("height", [240, 330, 600])
def test_the_panes_share_the_height_as_designed(qtbot: QtBot, height: int) -> None:
    view = CurvesView(make_theme(is_dark=False, base=interface_font()), Numbers())
    qtbot.addWidget(view)
    view.resize(900, height)
    view.show_analysis(evaluate(Design("now", (ladder(*STEEP),))))
    view.show()
    qtbot.waitExposed(view)
    tall = [place.area.height() for place in view.sheet.places]
    wanted = [part * sum(tall) / sum(HEIGHTS) for part in HEIGHTS]
    assert all(abs(one - other) <= 3 for one, other in zip(tall, wanted, strict=True)), tall


def test_a_zoomed_chart_stays_inside_its_panes_in_a_picture(
    program: Program, tmp_path: Path
) -> None:
    hand = Hand(program, ladder(*STEEP), ladder(*reversed(STEEP)))
    turn(hand, hand.at(30, 30), 6)
    path = tmp_path / "chart.png"
    hand.curves.pictures.write(path, "png")
    left = round(hand.place.area.left())
    aside = is_colour(QImage(str(path)), LIGHT.accent, 40)[:, : left - 2]
    assert not aside.any()


def test_a_picture_that_cannot_be_written_is_refused(program: Program, tmp_path: Path) -> None:
    hand = Hand(program, ladder(*STEEP))
    said: list[object] = []
    hand.curves.pictures.refused.connect(said.append)
    hand.curves.pictures.write(tmp_path / "missing" / "chart.svg", "svg")
    assert len(said) == 1


def test_a_preview_lies_thin_over_a_faded_line_and_goes_again(qtbot: QtBot) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    view = CurvesView(theme, Numbers())
    qtbot.addWidget(view)
    view.resize(860, 300)
    now = evaluate(Design("now", (ladder(*STEEP),)))
    fixed = evaluate(Design("now", (ladder("×2.80", *STEEP[1:]),)))
    view.show_analysis(now)
    view.show()
    qtbot.waitExposed(view)
    plain = pixels(view.grab().toImage()).copy()
    view.show_preview(fixed.curves)
    shown = view.grab().toImage()
    accent = is_colour(shown, theme.colours.accent)[:150]
    column = accent[:, 200:212].sum(axis=0)
    assert set(column.tolist()) == {1}, "the previewed line is thin and alone in full accent"
    view.show_preview(None)
    assert np.array_equal(pixels(view.grab().toImage()), plain)


def test_the_shade_of_a_sliding_tier_follows_its_slope(qtbot: QtBot) -> None:
    steep = ladder("×3.00", "×2.90", "×1.20", "×1.15", "×1.10", mode=Mode.LINEAR)
    analysis = evaluate(Design("linear", (steep,)))
    assert analysis.curves.falls
    theme = make_theme(is_dark=False, base=interface_font())
    view = CurvesView(theme, Numbers())
    qtbot.addWidget(view)
    view.resize(860, 420)
    view.show_analysis(analysis)
    view.show()
    qtbot.waitExposed(view)
    image = view.grab().toImage()
    zone = max(analysis.curves.falls, key=lambda one: one.high / one.low)
    place = view.sheet.place_of(view.gp)
    assert place is not None
    line = analysis.curves.proposed
    ends = np.log10(np.array([zone.low, zone.high]) / 10_000)
    span = (ends * place.scale_x + place.shift_x).round().astype(int)
    ground = pixels(image)
    tops = []
    for x in range(span[0] + 3, span[1] - 3, 3):
        value = float(np.interp(place.value_x(x), line.x, line.y))
        y = value * place.scale_y + place.shift_y
        tops.append(y)
        below = ground[round(y) + 5, x]
        assert tuple(below) != (255, 255, 255), "shaded right under the curve"
    assert max(tops) - min(tops) > 5, "the zone has a slope"


def test_an_open_gap_breaks_the_line_and_offers_both_bounds(program: Program) -> None:
    tiers = list(ladder(*STEEP).tiers)
    tiers[2] = Tier(25 * 10_000, tiers[2].upper, tiers[2].factor)
    hand = Hand(program, Matrix("ladder", tuple(tiers)))
    hand.drag(hand.at(25, 40) - QPoint(0, 0), QPoint(0, 0))
    keys = [handle.key for handle in hand.curves.sheet.pointer.handles]
    assert len(keys) == len(set(keys))
    assert len(keys) == 5 + 5


def test_no_tip_ever_hides_the_curves(program: Program) -> None:
    hand = Hand(program, ladder(*STEEP))
    assert hand.curves.sheet.toolTip()
    at = hand.at(20, 30)
    event = QHelpEvent(QEvent.Type.ToolTip, at, hand.glass.mapToGlobal(at))
    QApplication.sendEvent(hand.glass, event)
    assert not QToolTip.isVisible()
