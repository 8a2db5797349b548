"""What must be true, in the hands of a person: words, slider, tornado and band as they show."""

from __future__ import annotations

import datetime as dt
import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.must_be_true import work_out
from matrix_designer.formats.database import Watch
from matrix_designer.gui.application import Program
from matrix_designer.gui.controls import fill_ground
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.help_texts import read_topic, topic_for
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels import must_be_true
from matrix_designer.gui.panels.must_be_true import MustBeTruePanel
from matrix_designer.gui.panels.tornado_rows import TornadoRows
from matrix_designer.gui.panels.volume_slider import VolumeSlider
from matrix_designer.gui.theme import Theme, make_theme
from matrix_designer.session.jobs import JOB_THREAD
from tests.analysis.history import Line, sales_of
from tests.formats.lines_by_hand import HandLine, write_lines
from tests.gui.clicks import double_click
from tests.gui.document_hands import keys
from tests.oracle.random_matrices import seeded

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
TOPS = ("10.00", "50.00", "100.00")


def matrix(*factors: str) -> Matrix:
    bounds = ((0, 1_000), (1_001, 5_000), (5_001, None))
    tiers = tuple(
        Tier(low * 100, None if high is None else high * 100, read_factor(factor).factor)
        for (low, high), factor in zip(bounds, factors, strict=True)
    )
    return Matrix("m", tiers, cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))


def hand_lines(orders: int) -> list[HandLine]:
    rng = seeded("panel")
    made: list[HandLine] = []
    for order in range(orders):
        for cost in (rng.randint(200, 90_000), rng.randint(100_000, 400_000), 1_000_000):
            made.append(
                HandLine(
                    line=len(made) + 1,
                    cost=cost,
                    unit_sold=cost * 2,
                    sold=cost * 2_000,
                    ro=f"R{order}",
                    day=dt.date(2026, 1, 1) + dt.timedelta(order % 100),
                )
            )
    return made


def analysed(folder: Path, proposed: Matrix, *, orders: int = 60, days: int = 100) -> Analysis:
    lines = hand_lines(orders)
    plain = [Line(e.cost or 0, e.list, e.unit_sold or 0, e.quantity or 0) for e in lines]
    path = write_lines(folder / f"lines-{orders}.parquet", lines)
    sales = replace(sales_of(plain, days=days), lines_file=path)
    in_force = InForce(matrix("x1.80", "x1.70", "x1.60"))
    return evaluate(Design("d", (proposed,), in_force=in_force), sales, checks=())


class Host(QWidget):
    """A window with the block over its details."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        fill_ground(self, theme.colours.surface)
        column = QVBoxLayout(self)
        self.panel = MustBeTruePanel(theme, Numbers())
        column.addWidget(self.panel)
        column.addWidget(self.panel.details, 1)
        self.resize(1_200, 420)

    def label(self, part: str) -> str:
        """Return the text that shows and has some words."""
        found = self.labels(part)
        assert len(found) == 1, found
        return found[0]

    @property
    def gp(self) -> str:
        """GP at the slider's place."""
        (found,) = (each for each in self.labels("GP a year") if each.startswith("$"))
        return found

    def labels(self, part: str) -> list[str]:
        """Return all texts that show and have some words."""
        every = self.findChildren(QLabel)
        return [each.text() for each in every if each.isVisible() and part in each.text()]


@pytest.fixture(name="theme", params=[False, True], ids=["light", "dark"])
def _theme(request: pytest.FixtureRequest) -> Theme:
    return make_theme(is_dark=request.param, base=interface_font())


@pytest.fixture(name="host")
def _host(qtbot: QtBot) -> Iterator[Host]:
    made = Host(make_theme(is_dark=False, base=interface_font()))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.panel.stop()
    assert all(thread.name != JOB_THREAD for thread in threading.enumerate())


def shown(qtbot: QtBot, host: Host, analysis: Analysis) -> None:
    host.panel.show_analysis(analysis)
    qtbot.waitUntil(lambda: len(host.panel.texts) == 4, timeout=20_000)


def by_hand(analysis: Analysis) -> tuple[int, int, int]:
    """Cost, sales in force and proposed, in ten-thousandths, summed line by line."""
    sums = [0, 0, 0]
    for line in hand_lines(60):
        cost = line.cost or 0
        for place, factors in ((1, (180, 170, 160)), (2, (200, 180, 170))):
            tier = next((at for at, top in enumerate((100_000, 500_000)) if cost <= top), 2)
            sums[place] += (cost * factors[tier] + 5_000) // 10_000 * 100
        sums[0] += cost
    assert analysis.replay is not None
    return sums[0], sums[1], sums[2]


def test_the_block_says_what_must_be_true(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    analysis = analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70"))
    shown(qtbot, host, analysis)
    cost, before, after = by_hand(analysis)
    heading, volume, elasticity, band = host.panel.texts
    assert heading == ("What must be true", "before this pays off")
    share = 100 * (after - before) / (after - cost)
    rise, margin = 100 * (after - before) / before, 100 * (before - cost) / before
    assert volume == (
        f"Lose under {share:.1f} % of volume",
        f"break-even for +{rise:.1f} % at {margin:.1f} % GP",
    )
    paid = after / cost
    assert elasticity == (
        f"Implied elasticity {paid / (paid - 1):.2f}",
        f"the buyers that ×{paid:.2f} on average assumes",
    )
    assert band[0].startswith("8 of 10 times +$")
    for text, note in host.panel.texts[1:]:
        assert f"{text}, {note}" in host.panel.accessibleDescription()
        assert text in host.panel.toolTip()


def test_the_slider_goes_to_break_even_by_keys(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    analysis = analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70"))
    shown(qtbot, host, analysis)
    cost, before, after = by_hand(analysis)
    share = (after - before) / (after - cost)
    slider = host.panel.details.slider
    tab_to(host, slider)

    def dollars(value: float) -> str:
        return f"${value * 365 / 100 / 10_000:,.0f}"

    assert host.gp == f"{dollars(after - cost)} GP a year"
    assert host.label("of the pieces lost").startswith("with 0.0 % of the pieces lost")
    QTest.keyClick(slider, Key.Key_PageUp)
    QTest.keyClick(slider, Key.Key_PageUp)
    QTest.keyClick(slider, Key.Key_Right)
    left = (after - cost) * (1 - 0.021)
    assert host.gp == f"{dollars(left)} GP a year"
    assert host.label("of the pieces lost") == (
        f"with 2.1 % of the pieces lost: {dollars(left - before + cost)} more than in force."
    )
    assert "2.1 % of the pieces lost" in slider.accessibleDescription()
    assert slider.accessibleName() == "Change of volume"
    QTest.keyClick(slider, Key.Key_End)
    assert host.label("of the pieces lost") == (
        f"with {100 * share:.1f} % of the pieces lost: no more than in force."
    )
    assert host.label("break-even") == f"{100 * share:.1f} %, break-even"
    QTest.keyClick(slider, Key.Key_Home)
    assert host.label("of the pieces lost").startswith("with 0.0 %")


def test_the_slider_follows_the_mouse(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    slider = host.panel.details.slider
    middle = slider.rect().center()
    QTest.mouseClick(slider, LEFT, NONE, middle)
    steps = slider.maximum()
    half = round(steps / 2)
    assert abs(slider.value() - half) <= 1
    assert f"with {slider.value() / 10:.1f} % of the pieces lost" in host.label("pieces lost")
    QTest.mousePress(slider, LEFT, NONE, middle)
    QTest.mouseMove(slider, QPoint(slider.width() - 1, middle.y()))
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(slider.width() - 1, middle.y()))
    assert "no more than in force" in host.label("pieces lost")


def test_a_cut_asks_for_a_gain(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x1.70", "x1.60", "x1.55")))
    assert host.panel.texts[0][1] == "before the cut pays off"
    assert host.panel.texts[1][0].startswith("Gain over ")
    slider = host.panel.details.slider
    tab_to(host, slider)
    QTest.keyClick(slider, Key.Key_PageUp)
    assert "with 1.0 % of the pieces gained" in host.label("of the pieces gained")
    assert "less than in force" in host.label("of the pieces gained")


def test_nothing_changes_and_the_slider_has_nowhere_to_go(
    qtbot: QtBot, host: Host, tmp_path: Path
) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x1.80", "x1.70", "x1.60")))
    assert host.panel.texts[1][0] == "Keep the volume"
    assert not host.panel.details.slider.isEnabled()


def test_the_tiers_stand_by_what_they_move(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    heads, *rows = host.panel.details.rows.texts()
    assert heads == ("Tier", "volume %", "paid ×", "elasticity", "0.05 less", "0.05 more")
    cost = dict.fromkeys(("0.00 to 10.00", "10.01 to 50.00", "50.01 up"), 0)
    for line in hand_lines(60):
        at = next((at for at, top in enumerate((100_000, 500_000)) if (line.cost or 0) <= top), 2)
        cost[list(cost)[at]] += line.cost or 0
    ranked = sorted(cost, key=lambda name: -cost[name])
    assert [row[0] for row in rows] == ranked
    for name, volume, paid, elasticity, less, more in rows:
        swing = cost[name] * 0.05 * 3.65 / 10_000
        told = [float(each.strip("+−").replace("$", "").replace(",", "")) for each in (less, more)]
        assert told == pytest.approx([swing, swing], abs=2.5)
        assert (less[0], more[0], volume[0]) == ("−", "+", "−")
        assert float(elasticity) == pytest.approx(float(paid) / (float(paid) - 1), abs=0.03)


def test_keys_go_through_the_tiers_and_enter_goes_to_one(
    qtbot: QtBot, host: Host, tmp_path: Path
) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    rows = host.panel.details.rows
    tab_to(host, rows)
    first = rows.accessibleDescription()
    assert first.startswith(rows.texts()[1][0])
    QTest.keyClick(rows, Key.Key_Down)
    assert rows.accessibleDescription() != first
    chosen: list[int] = []
    host.panel.tier_chosen.connect(chosen.append)
    QTest.keyClick(rows, Key.Key_Return)
    QTest.keyClick(rows, Key.Key_Home)
    double_click(rows, QPoint(40, 32))
    names = ["0.00 to 10.00", "10.01 to 50.00", "50.01 up"]
    assert chosen == [names.index(rows.texts()[place][0]) for place in (2, 1)]


def test_a_low_list_scrolls_with_the_keys(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    rows = host.panel.details.rows
    rows.setFixedHeight(22 + 20)
    tab_to(host, rows)
    before = image(rows)
    QTest.keyClick(rows, Key.Key_End)
    assert image(rows) != before
    assert rows.accessibleDescription().startswith(rows.texts()[3][0])


def test_every_word_of_the_basis_is_told(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    assert host.label("Volumes unchanged") == (
        "Volumes unchanged unless moved here. Sales 1 Jan 2025 to 10 Apr 2025, 180 lines used, "
        "2 set aside, scaled from 100 days to a year."
    )
    assert host.label("drawn again") == (
        "60 whole repair orders drawn again 1,000 times, seed 2026."
    )
    assert "8 of 10 times GP a year is $" in host.label("8 of 10")


def test_few_orders_are_told(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    host.panel.show_analysis(analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70"), orders=20))
    qtbot.waitUntil(lambda: bool(host.labels("No band")), timeout=20_000)
    assert "fewer than 30 repair orders" in host.label("fewer than")
    assert len(host.panel.texts) == 3


def test_an_edit_greys_what_was_drawn_until_it_is_drawn_again(
    qtbot: QtBot, host: Host, tmp_path: Path
) -> None:
    first = analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70"))
    shown(qtbot, host, first)
    rows = host.panel.details.rows
    old, told = image(rows), host.panel.texts
    design = replace(first.design, matrices=(matrix("x2.20", "x1.80", "x1.70"),))
    host.panel.show_analysis(evaluate(design, first.sales, previous=first, checks=()))
    assert host.panel.texts[1] != told[1]  # the arithmetic follows at once
    assert host.panel.texts[3] == told[3]  # the band stands, greyed
    assert image(rows) != old
    qtbot.waitUntil(lambda: host.panel.texts[3] != told[3], timeout=20_000)


def test_without_sales_nothing_is_said(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    host.panel.show_analysis(evaluate(Design("d", (matrix("x2", "x2", "x2"),)), checks=()))
    assert host.panel.texts == ()
    assert host.panel.accessibleDescription() == ""


def test_a_slow_band_shows_its_progress_and_can_be_dropped(
    qtbot: QtBot, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def slow(analysis: Analysis, watch: Watch) -> None:
        del analysis
        watch.step(0.4, "Adding up repair orders")
        release.wait(20)
        watch.step(0.5, "Adding up repair orders")

    monkeypatch.setattr(must_be_true, "work_out", slow)
    host.panel.show_analysis(analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    button = next(
        each for each in host.panel.details.findChildren(QPushButton) if each.text() == "Cancel"
    )
    qtbot.waitUntil(button.isVisible, timeout=5_000)
    assert host.label("Adding up") == "Adding up repair orders, 40 %"
    tab_to(host, button)
    QTest.keyClick(button, Key.Key_Space)
    assert host.label("was not drawn") == "The band was not drawn."
    release.set()
    monkeypatch.undo()
    assert button.text() == "Draw the band"
    QTest.keyClick(button, Key.Key_Space)
    qtbot.waitUntil(lambda: len(host.panel.texts) == 4, timeout=20_000)
    assert not button.isVisible()


def test_what_was_worked_out_for_an_earlier_matrix_is_never_shown(
    qtbot: QtBot, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70"))
    release, asked = threading.Event(), threading.Event()
    answer = work_out(first)

    def late(_analysis: Analysis, _watch: Watch) -> object:
        asked.set()
        release.wait(20)
        return answer

    monkeypatch.setattr(must_be_true, "work_out", late)
    host.panel.show_analysis(first)
    qtbot.waitUntil(asked.is_set, timeout=5_000)
    design = replace(first.design, matrices=(matrix("x2.20", "x1.80", "x1.70"),))
    host.panel.show_analysis(evaluate(design, first.sales, previous=first, checks=()))
    release.set()
    qtbot.wait(100)
    assert len(host.panel.texts) == 3


def test_the_link_asks_for_the_details(qtbot: QtBot, host: Host) -> None:
    asked: list[bool] = []
    host.panel.details_wanted.connect(lambda: asked.append(True))
    link = host.panel.findChild(QPushButton)
    assert isinstance(link, QPushButton)
    tab_to(host, link)
    QTest.keyClick(link, Key.Key_Space)
    assert asked == [True]
    assert qtbot


@pytest.mark.parametrize("width", [1_400, 900, 640, 420])
def test_volume_and_elasticity_show_at_every_width(
    qtbot: QtBot, host: Host, tmp_path: Path, width: int
) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    host.resize(width, 600)
    qtbot.waitUntil(lambda: host.width() == width)
    full = image(host.panel)
    assert full.width() > 0
    places = [place for place, _ in host.panel.fitting()]
    assert {1, 2} <= set(places)
    assert (0 in places) is (width > 640)
    assert (3 in places) is (width > 1_100)


@pytest.mark.parametrize(("width", "height"), [(1_200, 420), (880, 300), (640, 380), (420, 440)])
def test_no_word_is_cut_in_a_small_window(
    qtbot: QtBot, host: Host, tmp_path: Path, width: int, height: int
) -> None:
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    host.resize(width, height)
    qtbot.waitUntil(lambda: host.size().toTuple() == (width, height))
    qtbot.wait(50)  # the layout follows in another turn
    for label in host.panel.details.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
            assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    rows = host.panel.details.rows
    inks = {image(rows).pixelColor(x, 31).name() for x in range(rows.width())}
    colours = make_theme(is_dark=False, base=interface_font()).colours
    assert colours.bars.name() in inks
    assert rows.height() >= rows.minimumSizeHint().height()


def test_controls_are_named_and_explained(host: Host) -> None:
    for kind in (VolumeSlider, TornadoRows, QPushButton):
        for each in host.findChildren(kind):
            assert isinstance(each, QWidget)
            told = QAccessible.queryAccessibleInterface(each)
            assert told.text(QAccessible.Text.Name)
            assert each.toolTip()


def test_help_has_an_entry_for_everything_that_is_shown(host: Host) -> None:
    page = read_topic("must-be-true")
    details = host.panel.details
    wanted = {host.panel: "", details: "", details.slider: "slider", details.rows: "tornado"}
    for widget, anchor in wanted.items():
        assert topic_for(widget) == ("must-be-true", anchor)
    for anchor in ("break-even", "slider", "elasticity", "tornado", "band", "basis"):
        assert f'<a name="{anchor}">' in page
    for told in ("11.1 %", "2.49", "0.05", "1,000", "80 %"):
        assert told in page


def test_the_page_of_another_look(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    host = Host(make_theme(is_dark=not theme.is_dark, base=interface_font()))
    qtbot.addWidget(host)
    host.show()
    qtbot.waitExposed(host)
    shown(qtbot, host, analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70")))
    host.panel.set_theme(theme)
    host.panel.details.set_theme(theme)
    fill_ground(host, theme.colours.surface)
    picture = image(host.panel.details.rows)
    assert picture.pixelColor(3, picture.height() - 2) == theme.colours.surface
    inks = {picture.pixelColor(x, 31).name() for x in range(picture.width())}
    assert {theme.colours.bars.name(), theme.colours.bars_strong.name()} <= inks
    assert theme.colours.window == image(host.panel).pixelColor(host.panel.width() // 2, 4)
    host.panel.stop()


def test_a_closed_panel_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    analysis = analysed(tmp_path, matrix("x2.00", "x1.80", "x1.70"))
    host = Host(make_theme(is_dark=False, base=interface_font()))
    qtbot.addWidget(host)
    host.show()
    qtbot.waitExposed(host)
    shown(qtbot, host, analysis)
    host.panel.show_analysis(replace(analysis, states=replace(analysis.states)))
    watches = [weakref.ref(each) for each in (host.panel, host.panel.details)]
    host.panel.stop()
    host.close()
    host.deleteLater()
    del host
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [watch() for watch in watches] == [None, None]


def test_the_compare_page_leads_to_the_details_and_to_help(
    qtbot: QtBot,
    program: Program,
    open_file: Callable[[Path], None],
    table_file: Path,
    sales_file: Path,
) -> None:
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    keys(program.window, "Ctrl+4")
    (panel,) = program.window.findChildren(MustBeTruePanel)
    qtbot.waitUntil(panel.isVisible)
    link = panel.findChild(QPushButton)
    assert isinstance(link, QPushButton)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    tab_to(program.window, link, 40)
    QTest.keyClick(link, Key.Key_Space)
    slider = panel.details.slider
    qtbot.waitUntil(slider.isVisible)
    tab_to(program.window, slider, 40)
    QTest.keyClick(slider, Key.Key_End)
    labels = panel.details.findChildren(QLabel)
    assert any("no more than as sold" in each.text() for each in labels)
    qtbot.waitUntil(lambda: any("fewer than 30" in each.text() for each in labels), timeout=20_000)
    keys(slider, "F1")
    qtbot.waitUntil(lambda: not slider.isVisible())
    shown = " ".join(each.toPlainText() for each in program.window.findChildren(QTextBrowser))
    assert "The volume slider" in shown


def image(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def tab_to(host: QWidget, widget: QWidget, most: int = 12) -> None:
    """Press Tab until a control has the keyboard."""
    for _ in range(most):
        if widget.hasFocus():
            return
        focused = host.focusWidget() or host
        QTest.keyClick(focused, Key.Key_Tab)
    raise AssertionError(widget)
