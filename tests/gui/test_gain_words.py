"""No gain is shown without what must be true for it: on the strip, presented, beside a fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from matrix_designer.analysis.summary import Summary
from matrix_designer.analysis.what_must_be_true import Stake
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR, PIECE
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.fixing import Effect
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.presentation import PresentationPage, assumption
from matrix_designer.gui.panels.figures import FiguresStrip
from matrix_designer.gui.panels.truth_words import break_even_words
from matrix_designer.gui.theme import make_theme
from tests.analysis.history import Line, sales_of

EVEN = "break-even −11.1 % volume"


def summary(after: str = "x1.75") -> Summary:
    """A year at 40 % GP, 5 % dearer."""

    def one(factor: str) -> Matrix:
        return Matrix("m", (Tier(0, None, read_factor(factor).factor),))

    lines = [Line(600_000 * DOLLAR, None, 10**6 * DOLLAR, PIECE)]
    in_force = InForce(one("40% GP"))
    return evaluate(
        Design("d", (one(after),), in_force=in_force), sales_of(lines, days=365)
    ).summary


@pytest.fixture(name="strip")
def _strip(qtbot: QtBot) -> Iterator[FiguresStrip]:
    made = FiguresStrip(make_theme(is_dark=False, base=interface_font()), Numbers())
    qtbot.addWidget(made)
    made.resize(1_600, made.height())
    made.show_summary(summary())
    made.show()
    qtbot.waitExposed(made)
    yield made
    QToolTip.hideText()


def picture(strip: FiguresStrip) -> QImage:
    return strip.grab().toImage()


def texts(strip: FiguresStrip) -> str:
    return " ".join(run.text for _, runs in strip.short_parts() for run in runs)


@pytest.mark.parametrize("width", [1_280, 1_366, 1_600, 1_920])
def test_the_strip_says_break_even_at_every_width(strip: FiguresStrip, width: int) -> None:
    strip.resize(width, strip.height())
    note = "".join(run.text for run in strip.cells()[1][0][2])
    assert note == f"$400,000 to $450,000, {EVEN}"
    assert EVEN in strip.accessibleDescription()
    shown, known = picture(strip), summary()
    _, left, right = strip.cells()[1]
    ground = shown.pixelColor(left + 4, 60)
    gap = [shown.pixelColor(x, y) for x in range(right - 8, right) for y in range(53, 68)]
    assert set(map(QColor.name, gap)) == {ground.name()}  # nothing runs into the next cell
    assert known.stake is not None
    other = Stake(known.stake.cost, known.stake.before - EXTENDED_DOLLAR, known.stake.after)
    strip.show_summary(replace(known, stake=replace(other, before=other.before * 99 // 100)))
    assert picture(strip) != shown  # another share is seen, so it has room


@pytest.mark.parametrize("width", [800, 960, 1_090])
def test_the_short_strip_says_it_too(strip: FiguresStrip, width: int) -> None:
    strip.set_short(is_short=True)
    strip.resize(width, strip.height())
    assert EVEN in texts(strip)
    assert "above list" in texts(strip)


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_pointing_at_the_gain_says_what_must_be_true(strip: FiguresStrip) -> None:
    _, left, right = strip.cells()[1]
    said = {}
    for name, x in (("gain", (left + right) // 2), ("other", left - 40)):
        at = QPoint(x, 30)
        QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
        said[name] = QToolTip.text()
        QToolTip.hideText()
    assert "Lose under 11.1 % of volume: break-even for +5.0 % at 40.0 % GP." in said["gain"]
    assert "Implied elasticity 2.33: the buyers that ×1.75 on average assumes." in said["gain"]
    assert "Volumes unchanged" in said["gain"]


def test_the_presentation_says_it_with_its_assumption(qtbot: QtBot) -> None:
    page = PresentationPage(make_theme(is_dark=False, base=interface_font()), Numbers())
    qtbot.addWidget(page)
    one = Matrix("m", (Tier(0, None, read_factor("x1.75").factor),))
    lines = [Line(6 * DOLLAR, None, 10 * DOLLAR, 10 * PIECE)]
    analysis = evaluate(Design("d", (one,)), sales_of(lines, days=365))
    page.show_analysis(analysis)
    for is_short in (False, True):
        told = assumption(analysis, Numbers(), is_short=is_short)
        assert told.endswith(f"Volumes unchanged, {EVEN}.")
    assert EVEN in page.sentence()


@pytest.mark.parametrize(
    ("stake", "words"),
    [
        (Stake(60, 100, 105), EVEN),
        (Stake(60, 100, 95), "break-even +14.3 % volume"),
        (Stake(60, 100, 100), ""),
        (Stake(60, 60, 70), "pays at any volume"),
        (Stake(60, 100, 60), "pays at no volume"),
        (None, ""),
    ],
)
def test_every_verdict_has_its_words(stake: Stake | None, words: str) -> None:
    assert break_even_words(stake, Numbers()) == words


def test_a_comma_is_the_local_mark() -> None:
    assert break_even_words(Stake(60, 100, 105), Numbers(",", ".")) == "break-even −11,1 % volume"


def test_a_fix_says_at_which_volume_it_pays() -> None:
    effect = Effect((40.0, 42.0), (40, 45), 1, 0, 0, (5, 0))
    assert break_even_words(Stake(0, *effect.gp), Numbers()) == EVEN
