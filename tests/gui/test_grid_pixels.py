"""The tier grid as it is painted: sizes, edges, nothing cut, accent only where it may be."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.gui.fonts import load_shipped_font
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.theme import Theme, make_theme
from matrix_designer.session.workspace import Workspace

Mask = NDArray[np.bool_]
Pixels = NDArray[np.int64]
FACTORS = ("×3.50", "x3.00", "+170%", "×2.5", "×2.35", "44% GP", "×1.786", "x1.92", "×1.8", "+75%")
TOPS = (1.0, 5.0, 10.0, 15.0, 20.0, 25.0, 50.0, 74.99, 100.0, 250.0)
WIDTH, WINDOW = 1_052, (1_600, 700)
HEAD, ROW, TOTAL, GUTTER = 40, 22, 26, 44
RIGHT = (
    "from",
    "to",
    "markup",
    "gp",
    "at_top",
    "pieces",
    "cost",
    "as_sold",
    "in_force",
    "proposed",
)


def make_sales(count: int = 3_000) -> Sales:
    rng = np.random.default_rng(11)
    cost = np.sort(np.clip(np.exp(rng.normal(3, 0.9, count)) * 100, 5, 90_000).astype(np.int64))
    cost *= 100
    one = np.ones(count, np.int64)
    unit = cost * 3 // 2 // 100 * 100
    pieces = one * 1_000 * rng.integers(1, 9, count)
    zero = one * 0
    rows = SalesRows(cost, cost * 2, unit, zero, zero, zero, pieces, unit * pieces, one)
    tally = Tally(count, int(pieces.sum()), int((cost * pieces).sum()), int(rows.sold.sum()))
    names = (("12",), ("",), ("C",))
    days = (dt.date(2025, 7, 1), dt.date(2026, 6, 30))
    return Sales("made up", "0", rows, *names, count, tally, {}, {}, count, *days)


def make_design() -> Design:
    tiers, low = [], 100
    for top, factor in zip(TOPS, FACTORS, strict=True):
        high = round(top * DOLLAR)
        tiers.append(Tier(low, high, read_factor(factor).factor))
        low = high + 100 if top != TOPS[7] else high + 200
    proposed = Matrix("Captive", tuple(tiers), cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))
    before = Matrix("Old", (Tier(100, None, read_factor("x1.7").factor),))
    return Design("Pixels", (proposed,), 46 * POINT, in_force=InForce(before))


class Sight:
    """The shown grid and its picture; every box is in the grid's own coordinates."""

    def __init__(self, qtbot: QtBot, theme: Theme, width: int = WIDTH) -> None:
        self.theme = theme
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(*WINDOW)
        workspace = Workspace(make_design())
        self.grid = TierGrid(workspace, theme, self.window, Numbers())
        self.grid.show_analysis(evaluate(workspace.design, make_sales()))
        self.grid.setGeometry(0, 0, width, self.grid.sizeHint().height())
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.grid.setFocus()
        self.view = self.grid.view

    def picture(self, scale: int = 1) -> Pixels:
        size = self.grid.size() * scale
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(Qt.GlobalColor.magenta)
        self.grid.render(image)
        raw = np.frombuffer(bytes(image.constBits()), np.uint8)
        plain = raw.reshape(image.height(), image.bytesPerLine() // 4, 4)
        return plain[:, :, 2::-1].astype(np.int64)

    def place(self, key: str) -> int:
        return self.view.grid_model.spec.place_of(key)

    def cell(self, row: int, key: str) -> QRect:
        """Return a cell's box; the gap before its group belongs to no cell."""
        box = self.view.inner_rect((row, self.place(key)))
        return box.translated(self.view.viewport().pos())

    def head(self, key: str) -> QRect:
        box = self.cell(0, key)
        return QRect(box.left(), HEAD // 2, box.width(), HEAD // 2 - 1)

    def click(self, row: int, key: str) -> None:
        box = self.view.inner_rect((row, self.place(key)))
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())

    def shown(self) -> list[str]:
        spec = self.view.grid_model.spec
        return [spec.columns[place].key for place in self.view.shown_columns]


def theme_of(*, is_dark: bool = False, is_shipped: bool = False) -> Theme:
    base = QFont(load_shipped_font() if is_shipped else "DejaVu Sans")
    base.setPointSizeF(9.0)
    return make_theme(is_dark=is_dark, base=base)


@pytest.fixture(params=["light", "dark", "shipped font"])
def sight(request: pytest.FixtureRequest, qtbot: QtBot) -> Sight:
    name = str(request.param)
    theme = theme_of(is_dark=name == "dark", is_shipped=name == "shipped font")
    return Sight(qtbot, theme)


def like(pixels: Pixels, colour: QColor, slack: int = 0) -> Mask:
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    near: Mask = np.abs(pixels - wanted).max(axis=2) <= slack
    return near


def inside(pixels: Pixels, box: QRect) -> Pixels:
    return pixels[box.top() : box.bottom() + 1, box.left() : box.right() + 1]


def inked(pixels: Pixels, ground: QColor) -> Mask:
    """Return the columns of a box that hold ink."""
    return np.asarray((~like(pixels, ground, 12)).any(axis=0))


IN_BAND = range(4, 10)
"""Tiers that start where most of the money is: $15 to $150."""
BODIES = range(2, len(TOPS))
"""The rows of tiers that are not selected."""


def test_heights_are_those_of_the_look(sight: Sight) -> None:
    rows = len(TOPS) + 1
    assert sight.grid.height() == HEAD + rows * ROW + TOTAL
    assert sight.view.viewport().pos().x() == max(GUTTER, sight.view.gutter.width())
    assert sight.view.viewport().pos().y() == HEAD
    assert sight.grid.total.geometry() == QRect(0, HEAD + rows * ROW, WIDTH, TOTAL)


def test_the_total_follows_whole_rows_at_every_height(qtbot: QtBot) -> None:
    sight = Sight(qtbot, theme_of())
    for height in (*range(110, 420, 13), *range(417, 120, -31)):
        sight.grid.resize(WIDTH, height)
        view, total = sight.view.geometry(), sight.grid.total.geometry()
        assert (view.height() - HEAD) % ROW == 0
        assert total == QRect(0, view.height(), WIDTH, TOTAL)
        assert total.bottom() < height
        assert height - total.bottom() <= ROW or view.height() == sight.view.full_height()


def test_lines_grounds_and_no_vertical_lines(sight: Sight) -> None:
    pixels, colours = sight.picture(), sight.theme.colours
    assert like(pixels[HEAD - 1 : HEAD], colours.line2).all()
    total = HEAD + (len(TOPS) + 1) * ROW
    assert like(pixels[total : total + 1], colours.line2).all()
    for row in BODIES:
        bottom = HEAD + (row + 1) * ROW - 1
        assert like(pixels[bottom : bottom + 1, :], colours.grid).all()
        assert not like(pixels[bottom - 1 : bottom, :], colours.grid).any()
    cap = HEAD + len(TOPS) * ROW
    assert like(pixels[cap + 1 : cap + 3, :], colours.sunken).all()
    first = HEAD + 2 * ROW
    band = pixels[first : first + (len(TOPS) - 2) * ROW - 1]
    for line in (colours.line, colours.line2):
        assert not like(band, line).all(axis=0).any()


def test_group_names_have_a_hairline_each_and_a_gap_between(sight: Sight) -> None:
    line = like(sight.picture()[HEAD // 2 - 1 : HEAD // 2], sight.theme.colours.line)[0]
    starts = np.flatnonzero(np.diff(line.astype(int)) == 1)
    ends = np.flatnonzero(np.diff(line.astype(int)) == -1)
    assert len(starts) == 4
    assert all(start - end >= 8 for end, start in zip(ends[:3], starts[1:], strict=True))


def test_right_edges_of_number_columns_are_within_one_pixel(sight: Sight) -> None:
    pixels, surface = sight.picture(), sight.theme.colours.surface
    metrics = QFontMetricsF(sight.theme.number_font())
    for key in RIGHT:
        edges = []
        for row in BODIES:
            box = sight.cell(row, key).adjusted(0, 1, 0, -2)
            if key in ("to", "from"):
                box.setTop(box.top() + 6)  # below a folded corner
            columns = np.flatnonzero(inked(inside(pixels, box), surface))
            text = sight.view.grid_model.cell((row, sight.place(key))).text
            bearing = metrics.rightBearing(text[-1])  # a 1 is narrower than its place
            edges.append(box.width() - int(columns.max()) - bearing)
        head = np.flatnonzero(inked(inside(pixels, sight.head(key)), surface))
        assert max(edges) - min(edges) <= 1, key
        assert abs(sight.head(key).width() - int(head.max()) - min(edges)) <= 3, key


def test_points_of_multipliers_align(sight: Sight) -> None:
    """The ink left of the third decimal's place ends at one column, whatever stands there."""
    pixels, surface = sight.picture(), sight.theme.colours.surface
    digit = sight.theme.digit_width()
    texts = {
        row: sight.view.grid_model.cell((row, sight.place("multiplier"))).text for row in BODIES
    }
    assert {len(text) for text in texts.values()} == {4, 5}
    edges: dict[int, list[int]] = {4: [], 5: []}
    for row, text in texts.items():
        box = sight.cell(row, "multiplier").adjusted(0, 1, 0, -2)
        columns = np.flatnonzero(inked(inside(pixels, box), surface))
        edges[len(text)].append(int(columns.max()))
    assert max(edges[4]) - min(edges[4]) <= 1
    assert abs(np.mean(edges[5]) - np.mean(edges[4]) - digit) <= 1.5


def test_no_text_is_cut(sight: Sight) -> None:
    """No ink touches the left or right pixel of any cell or head."""
    pixels, colours = sight.picture(), sight.theme.colours
    for key in sight.shown():
        for row in BODIES:
            box = sight.cell(row, key).adjusted(0, 7, 0, -1)
            edges = inked(inside(pixels, box), colours.surface)
            assert not edges[0], (key, row)
            assert not edges[-1], (key, row)
        edges = inked(inside(pixels, sight.head(key)), colours.surface)
        assert not edges[0], key
        assert not edges[-1], key


@pytest.mark.parametrize("width", [891, 988, 916, 700])
def test_no_text_is_cut_where_columns_are_squeezed(qtbot: QtBot, width: int) -> None:
    test_no_text_is_cut(Sight(qtbot, theme_of(), width))


def accent_of(pixels: Pixels, theme: Theme) -> Mask:
    """Return the pixels that are accent, blends with the ground included."""
    accent, ground = theme.colours.accent, theme.colours.surface
    pull = [getattr(accent, part)() - getattr(ground, part)() for part in ("red", "green", "blue")]
    direction = np.array(pull, float)
    base = np.array([ground.red(), ground.green(), ground.blue()], float)
    offset = pixels - base
    share = offset @ direction / (direction @ direction)
    rest = np.abs(offset - share[:, :, None] * direction).max(axis=2)
    mask: Mask = (share > 0.35) & (share < 1.1) & (rest < 12)
    return mask


def test_accent_is_only_where_the_look_allows_it(sight: Sight) -> None:
    sight.click(3, "markup")
    QTest.keyClick(sight.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    pixels = sight.picture()
    accent = accent_of(pixels, sight.theme)
    frame = sight.cell(3, "markup").united(sight.cell(4, "markup")).adjusted(-1, -2, 4, 4)
    numbers = QRect(0, HEAD + 3 * ROW, sight.view.gutter.width(), 2 * ROW)
    allowed = [sight.head("proposed"), frame, numbers]
    for box in allowed:
        part = accent[box.top() : box.bottom() + 1, box.left() : box.right() + 1]
        assert part.any()
        part[:] = False
    assert not accent.any(), np.argwhere(accent)[:5]


def test_the_selection_frame_the_tint_and_the_fill_handle(sight: Sight) -> None:
    sight.click(3, "markup")
    QTest.keyClick(sight.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    pixels, colours = sight.picture(), sight.theme.colours
    box = sight.cell(3, "markup").united(sight.cell(4, "markup"))
    left, right, bottom = box.left(), box.right(), box.bottom()
    middle = box.top() + ROW // 2
    assert like(pixels[middle : middle + 1, left : left + 2], colours.accent).all()
    assert not like(pixels[middle : middle + 1, left + 2 : left + 3], colours.accent).any()
    assert like(pixels[middle : middle + 1, right - 1 : right + 1], colours.accent).all()
    assert like(pixels[bottom - 1 : bottom + 1, left : right - 8], colours.accent).all()
    handle = pixels[bottom - 3 : bottom + 3, right - 3 : right + 3]
    assert handle.shape == (6, 6, 3)
    assert like(handle, colours.accent).all()
    assert like(pixels[bottom + 3 : bottom + 4, right - 3 : right + 3], colours.surface).all()
    active, other = sight.cell(3, "markup"), sight.cell(4, "markup")
    assert like(pixels, colours.surface)[active.top() + 4, active.left() + 4]
    assert like(pixels, colours.tint2)[other.top() + 4, other.left() + 4]


def test_a_selected_rows_number_is_accent_with_an_edge(sight: Sight) -> None:
    sight.click(3, "gp")
    pixels, colours = sight.picture(), sight.theme.colours
    rows = pixels[HEAD + 3 * ROW : HEAD + 4 * ROW - 1]
    assert like(rows[:, :2], colours.accent).all()
    assert not like(rows[:, 2:4], colours.accent).any()
    assert accent_of(rows[:, 20 : sight.view.gutter.width()], sight.theme).any()
    above = pixels[HEAD + 2 * ROW : HEAD + 3 * ROW - 1]
    assert not accent_of(above[:, : sight.view.gutter.width()], sight.theme).any()


def test_the_hint_is_one_row_high_above_the_cell_and_below_in_the_first(sight: Sight) -> None:
    colours = sight.theme.colours
    for row, top in ((4, HEAD + 3 * ROW), (0, HEAD + ROW)):
        sight.click(row, "multiplier")
        focused = sight.window.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, "2")
        pixels = sight.picture()
        left = sight.cell(row, "multiplier").left()
        accent = like(pixels[:, left + 12 : left + 40], colours.accent, 2).all(axis=1)
        edges = np.flatnonzero(accent)
        assert top in edges
        assert top + ROW - 1 in edges
        focused = sight.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Escape)


def test_editing_is_left_aligned_on_surface_and_refused_on_its_ground(sight: Sight) -> None:
    sight.click(4, "multiplier")
    focused = sight.window.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "1")
    box = sight.cell(4, "multiplier")
    colours = sight.theme.colours
    inner = QRect(box.left() + 3, box.top() + 3, box.width() - 6, ROW - 7)
    columns = np.flatnonzero(inked(inside(sight.picture(), inner), colours.surface))
    assert 2 <= columns.min() <= 8
    field = sight.window.focusWidget()
    assert field is not None
    QTest.keyClicks(field, ".9.8")
    QTest.keyClick(field, Qt.Key.Key_Return)
    pixels = sight.picture()
    assert like(pixels, colours.refused)[box.center().y(), box.right() - 4]
    assert like(
        pixels[box.center().y() : box.center().y() + 1, box.left() : box.left() + 2], colours.error
    ).all()
    assert not accent_of(inside(pixels, box), sight.theme).any()


def test_a_finding_folds_the_corner_of_its_cell(sight: Sight) -> None:
    box = sight.cell(7, "to")
    pixels, colours = sight.picture(), sight.theme.colours
    corner = like(pixels, colours.error, 6)[
        box.top() : box.top() + 6, box.right() - 5 : box.right() + 1
    ]
    assert corner[0, -4:].all()
    assert corner[:3, -1].all()
    assert not corner[4:, :2].any()
    icon = like(pixels, colours.error, 6)[box.top() : box.bottom(), : sight.view.gutter.width()]
    assert icon.any()


def test_falls_are_grey_marks_and_warnings_only_where_they_count(sight: Sight) -> None:
    pixels, colours = sight.picture(), sight.theme.colours
    place = sight.place("after")
    marks = {True: 0, False: 0}
    for row in range(2, len(TOPS)):
        cell = sight.view.grid_model.cell((row, place))
        if cell.mark is None:
            continue
        box = sight.cell(row, "after")
        part = inside(pixels, QRect(box.right() - 14, box.top(), 14, ROW - 1))
        counts = cell.is_semibold
        marks[counts] += 1
        assert like(part, colours.warning_graphic if counts else colours.control, 4).any()
        assert like(part, colours.warning_graphic, 4).any() == counts
    assert marks[True]
    assert marks[False]


def test_share_bars_are_eight_pixels_high_and_scaled_to_the_greatest(sight: Sight) -> None:
    sight.click(0, "from")
    pixels, colours = sight.picture(), sight.theme.colours
    place = sight.place("share")
    lengths = {}
    for row in range(1, len(TOPS)):
        ink = colours.bars_strong if row in IN_BAND else colours.bars
        mask = like(inside(pixels, sight.cell(row, "share")), ink)
        cell = sight.view.grid_model.cell((row, place))
        assert cell.bar is not None
        rows = mask.any(axis=1)
        assert int(rows.sum()) == (8 if cell.bar else 0)
        lengths[cell.bar] = int(mask.any(axis=0).sum())
    longest = lengths[max(lengths)]
    assert max(lengths) == 1.0
    for part, length in lengths.items():
        assert abs(length - part * longest) <= 1


def test_hover_has_the_window_ground(sight: Sight) -> None:
    box = sight.cell(5, "gp")
    for point in (sight.cell(2, "to").center(), box.center()):
        QTest.mouseMove(sight.view.viewport(), point - sight.view.viewport().pos())
    pixels = sight.picture()
    assert like(pixels, sight.theme.colours.window)[box.top() + 3, box.left() + 3]
    assert not like(pixels, sight.theme.colours.window)[box.top() + 3 + ROW, box.left() + 3]


def test_hairlines_are_two_device_pixels_at_200_percent(sight: Sight) -> None:
    pixels, colours = sight.picture(2), sight.theme.colours
    bottom = (HEAD + 4 * ROW) * 2
    assert like(pixels[bottom - 2 : bottom], colours.grid).all()
    assert not like(pixels[bottom - 3 : bottom - 2], colours.grid).any()
    assert like(pixels[HEAD * 2 - 2 : HEAD * 2], colours.line2).all()


@pytest.mark.parametrize("is_dark", [False, True])
def test_numbers_have_the_inks_of_the_look(qtbot: QtBot, is_dark: bool) -> None:
    sight = Sight(qtbot, theme_of(is_dark=is_dark))
    pixels, colours = sight.picture(), sight.theme.colours
    for key, ink in (
        ("from", colours.text),
        ("multiplier", colours.text),
        ("at_top", colours.text2),
        ("cost", colours.text2),
        ("in_force", colours.muted),
        ("proposed", colours.text),
    ):
        assert like(inside(pixels, sight.cell(3, key)), ink, 3).any(), key
    for key, other in (("in_force", colours.text), ("cost", colours.text)):
        assert not like(inside(pixels, sight.cell(3, key)), other, 3).any(), key
