"""The figures strip repaints only lines that say something else, and looks as if drawn anew."""

from __future__ import annotations

from itertools import groupby
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from pytestqt.qtbot import QtBot

from matrix_designer.analysis.findings import Severity
from matrix_designer.analysis.replay import AboveList, ComparedWith, Move, Moves, Period
from matrix_designer.analysis.summary import Summary
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR, PIECE, POINT
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.figures import FiguresStrip
from matrix_designer.gui.text import text_width
from matrix_designer.gui.theme import TextSize, Theme, make_theme


def summary(
    gp: float = 46.3, change: int = 77_297, up: int = 1_204, goal: int = 46 * POINT
) -> Summary:
    return Summary(
        goal=goal,
        is_goal_met=round(gp, 1) >= goal / POINT,
        above_list_limit=10 * POINT,
        findings={Severity.ERROR: 0, Severity.WARNING: 3, Severity.ADVICE: 2},
        gp_proposed=gp,
        gp_in_force=43.2,
        gp_sold=42.0,
        gp_year_proposed=690_000 * EXTENDED_DOLLAR,
        gp_year_in_force=612_703 * EXTENDED_DOLLAR,
        gp_year_sold=600_000 * EXTENDED_DOLLAR,
        gp_year_change=change * EXTENDED_DOLLAR,
        period=Period(365),
        moves=Moves(
            Move(up * PIECE, 5 * EXTENDED_DOLLAR),
            Move(40 * PIECE, -EXTENDED_DOLLAR),
            Move(7 * PIECE, 0),
            ComparedWith.IN_FORCE,
        ),
        average_change=DOLLAR,
        over_limit=AboveList(12 * PIECE, 340 * EXTENDED_DOLLAR),
    )


class Painted(QObject):
    """Notes what of a widget is painted."""

    def __init__(self, strip: FiguresStrip) -> None:
        super().__init__(strip)
        self.areas: list[int] = []
        strip.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            rects = [event.region().boundingRect()]
            self.areas.append(sum(one.width() * one.height() for one in rects))
        return False


@pytest.fixture(
    params=[(False, 1.0, 1700), (True, 1.0, 1100), (False, 1.5, 1366), (True, 2.0, 1920)]
)
def strip(request: pytest.FixtureRequest, qtbot: QtBot) -> FiguresStrip:
    is_dark, zoom, width = request.param
    theme: Theme = make_theme(is_dark=is_dark, base=interface_font(), zoom=zoom)
    made = FiguresStrip(theme, Numbers())
    qtbot.addWidget(made)
    made.resize(round(width * zoom), theme.metrics.figures)
    made.show_summary(summary())
    made.show()
    qtbot.waitExposed(made)
    return made


def on_screen(strip: FiguresStrip) -> QImage:
    return as_pixels(strip.screen().grabWindow(strip.winId()))


def as_pixels(picture: QPixmap) -> QImage:
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_what_was_repainted_in_part_looks_as_if_drawn_anew(strip: FiguresStrip) -> None:
    rng = Random(7)  # noqa: S311 - test data
    looks = 0
    for _ in range(40):
        gp = rng.choice((46.3, 46.31, -1234.5, 45.9, 51.24, 8.0, 46.3 + rng.random()))
        shown = summary(gp, rng.choice((77_297, -3, 1_234_567)), rng.choice((0, 1_204, 99_999)))
        strip.show_summary(shown)
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        looks += on_screen(strip) != as_pixels(strip.grab())
    assert looks == 0


def test_only_lines_that_say_something_else_are_painted(qtbot: QtBot, strip: FiguresStrip) -> None:
    painted = Painted(strip)
    strip.show_summary(summary())
    qtbot.wait(20)
    assert painted.areas == []
    strip.show_summary(summary(change=77_298))
    qtbot.waitUntil(lambda: bool(painted.areas))
    assert sum(painted.areas) < strip.width() * strip.height() / 10


def test_every_figure_is_said_to_a_screen_reader(strip: FiguresStrip) -> None:
    said = strip.accessibleDescription()
    assert strip.accessibleName() == "Figures"
    for words in ("46.3 %", "+$77,297", "1,204", "3 warnings, 2 advice", "points on in force"):
        assert words in said


@pytest.mark.parametrize(
    ("gp", "goal", "words"),
    [
        (46.0, 46 * POINT, ("46.0 %", "goal 46.0 passed")),
        (45.96, 46 * POINT, ("46.0 %", "goal 46.0 passed")),
        (45.94, 46 * POINT, ("45.9 %", "goal 46.0 missed")),
        (46.02, 46 * POINT + 500, ("46.0 %", "goal 46.05 missed")),
    ],
)
def test_a_goal_stands_as_it_was_typed_passed_or_missed(
    strip: FiguresStrip, gp: float, goal: int, words: tuple[str, ...]
) -> None:
    strip.show_summary(summary(gp, goal=goal))
    said = strip.accessibleDescription()
    assert all(one in said for one in words)


@pytest.mark.parametrize(("width", "is_whole"), [(1366, False), (1600, True), (1920, True)])
def test_the_change_of_gp_keeps_its_distance_from_the_words_beside_it(
    qtbot: QtBot, width: int, is_whole: bool
) -> None:
    theme = make_theme(is_dark=False, base=interface_font())
    made = FiguresStrip(theme, Numbers())
    qtbot.addWidget(made)
    made.resize(width, theme.metrics.figures)
    made.show_summary(summary())
    made.show()
    qtbot.waitExposed(made)
    _, left, right = made.cells()[0]
    image = as_pixels(made.grab()).copy(left, 54, right - left - 2, 12)
    ground = image.pixel(0, 0)
    inked = [
        any(image.pixel(x, y) != ground for y in range(image.height()))
        for x in range(image.width())
    ]
    gaps = [len(list(run)) for is_ink, run in groupby(inked) if not is_ink][1:-1]
    assert sum(gap >= 40 for gap in gaps) == 1, gaps
    words = text_width(theme.number_font(TextSize.CAPTION), "+3.1 points on in force")
    end = next(x for x in range(len(inked)) if inked[x] and not any(inked[x + 1 : x + 20]))
    assert (end > words) is is_whole
