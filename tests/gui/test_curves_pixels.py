"""The curves as they are painted: dashes, widths, places of labels and shades, light and dark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.plots.scales import cost_ticks, round_ticks
from matrix_designer.gui.plots.sheet import AXIS_WIDTH
from matrix_designer.gui.theme import Theme, make_theme

SIZE = (860, 300)


def matrix(name: str, *steps: tuple[str, str]) -> Matrix:
    tiers, low = [], 100
    for top, factor in steps:
        high = round(float(top) * DOLLAR) if top else None
        tiers.append(Tier(low, high, read_factor(factor).factor))
        low = (high or 0) + 100
    return Matrix(name, tuple(tiers), cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))


def sold(count: int = 4_000) -> Sales:
    rng = np.random.default_rng(5)
    cost = np.sort(np.exp(rng.normal(np.log(18), 0.7, count)) * 100).astype(np.int64) * 100
    list_price = cost * 17 // 1000 * 100
    zero, one = np.zeros(count, np.int64), np.ones(count, np.int64)
    pieces = one * 1_000
    rows = SalesRows(
        cost, list_price, list_price, zero, zero, zero, pieces, list_price * 1_000, one
    )
    tally = Tally(count, int(pieces.sum()), int((cost * 1_000).sum()), int(rows.sold.sum()))
    return Sales("made up", "0", rows, ("10",), ("",), ("C",), count, tally, {}, {}, count)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    proposed = matrix("proposed", ("10", "x2.4"), ("25", "x1.9"), ("250", "x1.75"))
    before = matrix("in force", ("40", "x1.8"), ("250", "x1.7"))
    design = Design("pixels", (proposed,), 46 * POINT, in_force=InForce(before))
    return evaluate(design, sold(), Question())


def look(qtbot: QtBot, analysis: Analysis, theme: Theme) -> tuple[CurvesView, QImage]:
    view = CurvesView(theme, Numbers())
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show_analysis(analysis)
    view.show()
    qtbot.waitExposed(view)
    return view, view.grab().toImage()


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(bytes(plain.constBits()), np.uint8)
    return raw.reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, :, 2::-1]


def is_colour(
    image: QImage, colour: QColor, slack: int = 0
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    wanted = np.array([colour.red(), colour.green(), colour.blue()], int)
    distance: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = np.abs(
        pixels(image).astype(int) - wanted
    ).max(axis=2)
    return distance <= slack


def runs(row: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[bool, int]]:
    edges = np.flatnonzero(np.diff(row.astype(np.int8))) + 1
    parts = np.split(row, edges)
    return [(bool(part[0]), len(part)) for part in parts]


@pytest.mark.parametrize("is_dark", [False, True])
def test_in_force_is_dashed_five_on_three_off(
    qtbot: QtBot, analysis: Analysis, is_dark: bool
) -> None:
    theme = make_theme(is_dark=is_dark, base=interface_font())
    _, image = look(qtbot, analysis, theme)
    grey = is_colour(image, theme.colours.in_force)
    upper = grey[: SIZE[1] // 2]
    line = upper[np.argmax(upper.sum(axis=1))]
    inside = runs(line)[2:-2]
    assert len(inside) > 40
    on = [length for is_on, length in inside if is_on]
    off = [length for is_on, length in inside if not is_on]
    assert np.median(on) == 5
    assert np.median(off) == 3
    assert sum(length == 5 for length in on) > 0.8 * len(on)


@pytest.mark.parametrize("is_dark", [False, True])
def test_proposed_is_two_pixels_of_accent_and_selected_tiers_four(
    qtbot: QtBot, analysis: Analysis, is_dark: bool
) -> None:
    theme = make_theme(is_dark=is_dark, base=interface_font())
    view, image = look(qtbot, analysis, theme)
    column = AXIS_WIDTH + 40
    plain = is_colour(image, theme.colours.accent)[: SIZE[1] // 2]
    treads = plain[:, column + 30 :: 7].sum(axis=0)
    assert np.median(treads) == 2
    view.set_selected_tiers(frozenset({0}))
    marked = is_colour(view.grab().toImage(), theme.colours.accent)[: SIZE[1] // 2]
    first = marked[:, column + 60 : column + 100].sum(axis=0)
    assert set(first.tolist()) == {4}


def test_the_fall_that_counts_has_a_warning_foot_three_pixels_high(
    qtbot: QtBot, analysis: Analysis
) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    counted = [zone for zone in analysis.curves.falls if zone.counts]
    assert counted, "the made-up sales put money at a bound"
    _, image = look(qtbot, analysis, theme)
    foot = is_colour(image, theme.colours.warning_graphic)
    heights = foot.sum(axis=0)
    assert heights.max() == 3
    no_falls = evaluate(
        Design("none", (matrix("flat", ("250", "x1.67")),)), analysis.sales, Question()
    )
    _, other = look(qtbot, no_falls, theme)
    assert not is_colour(other, theme.colours.warning_graphic).any()


def test_a_low_pane_keeps_the_foot_and_leaves_the_words_out(
    qtbot: QtBot, analysis: Analysis
) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    view, tall = look(qtbot, analysis, theme)
    view.resize(SIZE[0], 140)
    low = view.grab().toImage()
    words = theme.colours.warning
    assert is_colour(tall, words).any()
    assert not is_colour(low, words).any()
    assert is_colour(low, theme.colours.warning_graphic).any()


def test_no_sales_leaves_a_word_in_the_empty_panes(qtbot: QtBot, analysis: Analysis) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    _, empty = look(qtbot, evaluate(analysis.design, None, Question()), theme)
    lower = is_colour(empty, theme.colours.muted, slack=60)[SIZE[1] // 2 :]
    middle = lower[:, SIZE[0] // 3 : 2 * SIZE[0] // 3]
    assert middle.sum() > 40
    assert not is_colour(empty, theme.colours.bars_strong).any()


def test_labels_stay_inside_the_view(qtbot: QtBot, analysis: Analysis) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    _, image = look(qtbot, analysis, theme)
    surface = is_colour(image, theme.colours.surface)
    assert surface[:, -4:].all(), "something is painted into the right margin's edge"
    assert surface[:, 0].all(), "a label is cut at the left edge"


def test_ticks_are_round_and_few() -> None:
    assert round_ticks(31, 77) == [40, 50, 60, 70]
    assert len(round_ticks(38.2, 61.9)) in (2, 3, 4)
    assert round_ticks(5, 5) == []
    assert cost_ticks(-1, 3)[0] == pytest.approx(-1)
    assert len(cost_ticks(-1, 3)) == 9


@pytest.mark.parametrize("height", [110, 150, 200, 300, 420])
def test_the_name_of_the_proposed_line_has_room_over_it_at_any_height(
    qtbot: QtBot, analysis: Analysis, height: int
) -> None:
    view = CurvesView(make_theme(is_dark=False, base=interface_font()), Numbers())
    qtbot.addWidget(view)
    view.resize(SIZE[0], height)
    view.show_analysis(analysis)
    view.show()
    qtbot.waitExposed(view)
    view.grab()  # the plot maps to pixels when it is painted
    high = view.gp.viewRect().bottom()
    point = abs(view.gp.mapToScene(0, 1).y() - view.gp.mapToScene(0, 0).y())
    highest = float(np.nanmax(analysis.curves.proposed.y))
    assert (high - highest) * point >= 14
    ticks = view.gp._ticks.y  # noqa: SLF001 - painted grid lines
    assert len(ticks) >= 2
    assert point * (ticks[1] - ticks[0]) >= 14, "labels of ticks collide"


def test_the_name_stands_over_a_line_that_rises_under_it(qtbot: QtBot) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    rising = matrix("m", ("0.13", "x1.5"), ("25", "x2.4"), ("250", "x1.79"))
    view, image = look(qtbot, evaluate(Design("up", (rising,)), None, Question()), theme)
    dense = image.devicePixelRatio()
    top = int((view.gp.mapToScene(0, 100 * (1 - 1 / 2.4)).y() - 3) * dense)
    left = int(view.gp.mapToScene(view.gp.viewRect().left(), 0).x() * dense)
    over = is_colour(image, theme.colours.accent, 60)[:top, left : left + round(60 * dense)]
    assert int(over.sum()) > 60, "no line runs through it"


@pytest.mark.parametrize(("goal", "is_under"), [(42, True), (30, False)])
def test_the_goal_is_named_where_no_curve_passes(
    qtbot: QtBot, goal: int, *, is_under: bool
) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    ladder = matrix("m", ("10", "x2.4"), ("25", "x1.9"), ("250", "x1.79"))
    design = Design(
        "goal", (Matrix("m", (*ladder.tiers[:2], replace(ladder.tiers[2], upper=None))),)
    )
    design = replace(design, goal=goal * POINT)
    view, image = look(qtbot, evaluate(design, None, Question()), theme)
    line = view.gp.mapToScene(0, goal).y() * image.devicePixelRatio()
    rows = np.flatnonzero(is_colour(image, theme.colours.text, 60)[:, 760:].sum(axis=1) > 4)
    near = rows[(abs(rows - line) < 18) & (abs(rows - line) > 2)]
    assert near.size
    assert bool((near > line).all()) is is_under


def test_an_empty_matrix_says_what_is_missing(qtbot: QtBot) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    _view, image = look(qtbot, evaluate(Design("d", (Matrix("m"),)), None, Question()), theme)
    top = is_colour(image, theme.colours.muted, 8)[: SIZE[1] // 3, 300:600]
    assert top.sum() > 10


def test_an_edit_that_widens_the_range_leaves_every_part_in_its_place(
    qtbot: QtBot, analysis: Analysis
) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    view, _ = look(qtbot, analysis, theme)
    steep = matrix("proposed", ("10", "x2.4"), ("25", "75% of cost"), ("250", "x1.75"))
    after = evaluate(replace(analysis.design, matrices=(steep,)), analysis.sales, Question())
    view.show_analysis(after)
    edited = view.grab().toImage()
    _fresh, image = look(qtbot, after, theme)
    assert np.array_equal(pixels(edited), pixels(image)), "as if it had been opened so"


def test_prices_beyond_the_pane_are_said(qtbot: QtBot, analysis: Analysis) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    dear = Design("dear", (matrix("dear", ("250", "x900")),))
    _view, image = look(qtbot, evaluate(dear, analysis.sales, Question()), theme)
    middle = is_colour(image, theme.colours.muted, 8)[SIZE[1] // 3 : SIZE[1] * 2 // 3, 300:600]
    assert middle.sum() > 10


def test_bars_of_selected_tiers_are_strong(qtbot: QtBot, analysis: Analysis) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    view, plain = look(qtbot, analysis, theme)
    before = is_colour(plain, theme.colours.bars_strong).sum()
    assert is_colour(plain, theme.colours.bars).sum() > 20
    view.set_selected_tiers(frozenset({0, 1, 2}))
    marked = view.grab().toImage()
    assert is_colour(marked, theme.colours.bars_strong).sum() > before
    assert not is_colour(marked, theme.colours.bars).sum() > 20
    view.set_selected_tiers(frozenset())
    assert np.array_equal(pixels(view.grab().toImage()), pixels(plain))


@pytest.mark.parametrize("height", [150, 300])
@pytest.mark.parametrize("first", ["x2.4", "x1.9"])
@pytest.mark.parametrize("goal", [None, *range(32, 48, 2)])
def test_the_goal_never_runs_through_the_words_in_force(
    qtbot: QtBot, analysis: Analysis, height: int, first: str, goal: int | None
) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    view = CurvesView(theme, Numbers())
    qtbot.addWidget(view)
    view.resize(SIZE[0], height)
    goal_units = None if goal is None else goal * POINT
    proposed = matrix("proposed", ("10", first), ("25", "x1.9"), ("250", "x1.75"))
    aimed = replace(analysis.design, matrices=(proposed,), goal=goal_units)
    view.show_analysis(evaluate(aimed, analysis.sales, Question()))
    view.show()
    qtbot.waitExposed(view)
    area = view.sheet.places[0].area
    left, top = round(area.left()), round(area.top())
    part = view.grab().toImage().copy(left + 6, top, 42, round(area.height()))
    words = is_colour(part, theme.colours.muted, 2)
    rows = np.flatnonzero(words.sum(axis=1) > 0)
    words[rows[np.isin(rows, _long_rows(words))]] = False  # the dashes of the line itself
    inked = np.flatnonzero(words.any(axis=1))
    assert len(inked) >= 6, "the words are there"
    through = is_colour(part, theme.colours.goal)[inked[0] : inked[-1] + 1]
    assert not through.any()


def _long_rows(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[int]:
    return [row for row, one in enumerate(mask) if one.sum() > 20]
