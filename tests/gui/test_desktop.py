"""Around the document: presentation, help, the tour and zoom, with keys and what is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QSizePolicy,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from matrix_designer.gui import look as look_module
from matrix_designer.gui.application import Program
from matrix_designer.gui.look import Look
from matrix_designer.gui.pages.before_after import BeforeAfter
from matrix_designer.gui.pages.design import DesignPage
from matrix_designer.gui.pages.help import HelpPage
from matrix_designer.gui.pages.presentation import PresentationPage
from matrix_designer.gui.theme import Appearance
from matrix_designer.gui.tour import Ring, Tour
from matrix_designer.session.settings import Settings

Opened = Callable[[Path], None]
Key = Qt.Key


def keys(program: Program, text: str) -> None:
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    QTest.keySequence(program.window.focusWidget() or program.window, QKeySequence(text))


def one(program: Program, kind: type[QWidget]) -> QWidget:
    (found,) = [part for part in program.window.findChildren(kind) if part.isVisible()]
    return found


def shows(program: Program, kind: type[QWidget]) -> bool:
    return any(part.isVisible() for part in program.window.findChildren(kind))


@pytest.fixture(name="sold")
def _sold(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> Program:
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    return program


def test_f11_shows_the_figures_alone_and_esc_comes_back(qtbot: QtBot, sold: Program) -> None:
    window = sold.window
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    assert window.isFullScreen()
    assert not window.figures.isVisible()
    for name in ("Design", "Undo", "Help"):
        assert not [
            part
            for part in window.findChildren(QAbstractButton)
            if part.accessibleName() == name and part.isVisible()
        ]
    said = one(sold, PresentationPage).accessibleDescription()
    assert "5 lines used" in said
    assert " to $" in said
    assert ", volumes unchanged" in said
    keys(sold, "Esc")
    qtbot.waitUntil(lambda: not shows(sold, PresentationPage))
    assert not window.isFullScreen()
    assert window.figures.isVisible()
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    keys(sold, "F11")
    qtbot.waitUntil(lambda: not shows(sold, PresentationPage))


@pytest.mark.parametrize("way", ["the action twice", "help in between"])
def test_a_presentation_begun_twice_gives_the_window_back(
    qtbot: QtBot, sold: Program, way: str
) -> None:
    window = sold.window
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    if way == "help in between":
        window.actions_.help.trigger()
        qtbot.waitUntil(lambda: shows(sold, HelpPage))
        assert not window.isFullScreen()
        keys(sold, "F11")
    else:
        window.actions_.present.trigger()
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    assert window.isFullScreen()
    keys(sold, "Esc")
    qtbot.waitUntil(lambda: not shows(sold, PresentationPage))
    assert not window.isFullScreen()
    assert shows(sold, DesignPage)


def inked(program: Program, page: PresentationPage) -> int:
    """Count the pixels of the curves in the colour of the proposed matrix."""
    accent = program.look.theme.colours.accent.rgb()
    image = page.curves.grab().toImage()
    return sum(
        image.pixel(x, y) == accent for x in range(image.width()) for y in range(image.height())
    )


def test_space_switches_between_before_and_after_and_nothing_moves(
    qtbot: QtBot, sold: Program
) -> None:
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    page = one(sold, PresentationPage)
    toggle = one(sold, BeforeAfter)
    assert isinstance(page, PresentationPage)
    assert inked(sold, page) > 100
    places = [part.geometry() for part in (toggle, page.curves)]
    after = page.accessibleDescription()
    QTest.keyClick(toggle, Key.Key_Space)
    assert page.is_before
    assert page.accessibleDescription() != after
    assert [part.geometry() for part in (toggle, page.curves)] == places
    qtbot.wait(150)
    assert not inked(sold, page), "before, nothing of the proposed matrix is drawn"
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=QPoint(toggle.width() - 10, 10))
    assert page.accessibleDescription() == after
    keys(sold, "Esc")


def test_a_presentation_shows_what_was_edited_since_the_last_one(
    qtbot: QtBot, sold: Program
) -> None:
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    page = one(sold, PresentationPage)
    first = page.accessibleDescription()
    keys(sold, "Esc")
    qtbot.waitUntil(lambda: shows(sold, DesignPage))
    sold.window.design_page.grid.setFocus()
    keys(sold, "Alt+Shift+Up")
    figures = sold.window.figures.accessibleDescription()
    qtbot.waitUntil(lambda: sold.window.figures.accessibleDescription() != figures)
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    assert page.accessibleDescription() != first
    keys(sold, "Esc")
    keys(sold, "Ctrl+Z")
    keys(sold, "F11")
    qtbot.waitUntil(lambda: page.accessibleDescription() == first)
    keys(sold, "Esc")


def test_names_are_left_out_of_a_presentation_if_asked(qtbot: QtBot, sold: Program) -> None:
    name = sold.workspace.design.matrix.name
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    page = one(sold, PresentationPage)
    assert name in page.accessibleDescription()
    keys(sold, "Esc")
    sold.window.actions_.hide_names.trigger()
    keys(sold, "F11")
    qtbot.waitUntil(lambda: shows(sold, PresentationPage))
    assert name not in page.accessibleDescription()
    keys(sold, "Esc")


@pytest.mark.parametrize(
    ("where", "says"),
    [("grid", "The tier grid"), ("findings", "The checks look"), ("figures", "Five figures")],
)
def test_f1_opens_the_page_that_fits_where_the_keyboard_is(
    qtbot: QtBot, sold: Program, where: str, says: str
) -> None:
    window = sold.window
    if where == "grid":
        window.design_page.grid.view.setFocus()
    elif where == "findings":
        part = window.design_page.findings.focusProxy() or window.design_page.findings
        for inner in [part, *part.findChildren(QWidget)]:
            if inner.focusPolicy() != Qt.FocusPolicy.NoFocus and inner.isVisible():
                inner.setFocus()
                break
    else:
        sold.window.figures.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sold.window.figures.setFocus()
    keys(sold, "F1")
    qtbot.waitUntil(lambda: shows(sold, HelpPage))
    page = one(sold, HelpPage)
    assert isinstance(page, HelpPage)
    assert says in page.shown
    keys(sold, "Esc")
    qtbot.waitUntil(lambda: not shows(sold, HelpPage))
    assert window.figures.isVisible()


def test_f1_on_a_finding_opens_its_own_entry(qtbot: QtBot, sold: Program) -> None:
    sold.window.resize(1600, 1000)
    panel = sold.window.design_page.findings
    view = panel.findChild(QListView)
    assert view is not None
    qtbot.waitUntil(lambda: view.model().rowCount() > 3)
    view.setFocus()
    QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Down)
    code = panel.help_anchor
    assert code
    keys(sold, "F1")
    qtbot.waitUntil(lambda: shows(sold, HelpPage))
    browser = one(sold, QTextBrowser)
    assert isinstance(browser, QTextBrowser)
    top = browser.cursorForPosition(QPoint(30, browser.viewport().height() // 3)).position()
    assert browser.toPlainText().index(f"\n{code}\n") <= top
    assert browser.verticalScrollBar().value() > 0


def test_the_page_of_keys_has_every_action_and_can_be_searched(
    qtbot: QtBot, program: Program
) -> None:
    keys(program, "Ctrl+F1")
    qtbot.waitUntil(lambda: shows(program, HelpPage))
    page = one(program, HelpPage)
    assert isinstance(page, HelpPage)
    acts = program.window.actions_
    for action in (acts.save, acts.present, acts.zoom_in, acts.undo):
        text = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert text in page.shown
    assert "Fill down" in page.shown
    field = one(program, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "fill down")
    assert "Fill down" in page.shown
    assert "Zoom in" not in page.shown
    QTest.keyClicks(field, " zzz")
    assert "Nothing has" in page.shown
    keys(program, "Esc")
    qtbot.waitUntil(lambda: not shows(program, HelpPage))
    assert program.window.is_on_start


def test_what_is_typed_in_help_is_searched_for(qtbot: QtBot, program: Program) -> None:
    keys(program, "F1")
    qtbot.waitUntil(lambda: shows(program, HelpPage))
    field = one(program, QLineEdit)
    assert isinstance(field, QLineEdit)
    for letter in "Gross":
        focused = program.window.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)
    assert field.text() == "Gross"
    program.window.focusNextPrevChild(False)  # noqa: FBT003 - Qt's
    keys(program, "Ctrl+F")
    assert program.window.focusWidget() is field


def test_a_search_leaves_the_topics_that_have_the_words(qtbot: QtBot, program: Program) -> None:
    keys(program, "F1")
    qtbot.waitUntil(lambda: shows(program, HelpPage))
    topics, field = one(program, QListWidget), one(program, QLineEdit)
    assert isinstance(topics, QListWidget)
    every = topics.count()
    field.setFocus()
    QTest.keyClicks(field, "tax brackets")
    assert 0 < topics.count() < every
    page = one(program, HelpPage)
    assert isinstance(page, HelpPage)
    assert "Like tax brackets" in page.shown


def test_the_ring_follows_its_part_when_a_message_moves_it(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    window = program.window
    program.window.actions_.tour.trigger()
    rings = [each for each in window.findChildren(Ring) if each.isVisible()]
    top = rings[0].geometry().top()
    assert rings[0].geometry() == window.figures.geometry()
    window.files.open_path(tmp_path / "missing.csv")
    qtbot.waitUntil(lambda: window.figures.mapTo(window, QPoint(0, 0)).y() > top, timeout=10_000)
    qtbot.waitUntil(lambda: rings[0].geometry().top() > top)
    assert rings[0].pos() == window.figures.mapTo(window, QPoint(0, 0))


def test_the_first_document_begins_the_tour_once(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    program.window.desktop._settings.is_tour_done = False  # noqa: SLF001 - as on a first run
    open_file(table_file)
    tour = one(program, Tour)
    assert isinstance(tour, Tour)
    seen = []
    for _ in range(5):
        seen.append(tour.accessibleDescription().split(".")[0])
        assert program.window.rect().contains(tour.geometry())
        focused = program.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Key.Key_Return)
    assert seen == ["The figures", "The tiers", "The curves", "The findings", "The export"]
    qtbot.waitUntil(lambda: not shows(program, Tour))
    assert program.window.design_page.grid.isAncestorOf(program.window.focusWidget())
    other = table_file.with_name("other.csv")
    other.write_text(table_file.read_text())
    program.window.files.open_path(other)
    qtbot.waitUntil(lambda: len(program.windows.all) == 2, timeout=20_000)
    qtbot.waitUntil(program.windows.all[1].window.figures.isVisible)
    assert not any(place.window.findChildren(Tour) for place in program.windows.all)
    program.window.actions_.tour.trigger()
    assert shows(program, Tour)
    focused = program.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Key.Key_Escape)
    assert not shows(program, Tour)


def test_the_tour_keeps_the_keyboard_on_its_card(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    program.window.actions_.tour.trigger()
    tour = one(program, Tour)
    assert isinstance(tour, Tour)
    places = []
    for key in (
        Key.Key_Right,
        Key.Key_Right,
        Key.Key_Left,
        Key.Key_Tab,
        Key.Key_Right,
        Key.Key_Tab,
    ):
        focused = program.window.focusWidget()
        assert focused is not None
        assert tour.isAncestorOf(focused)
        QTest.keyClick(focused, key)
        places.append(tour.place)
    assert places == [1, 2, 1, 1, 2, 2]
    focused = program.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Key.Key_Return)
    assert not shows(program, Tour), "Enter on Skip ends the tour"


def wheel(program: Program, at: QWidget, steps: int) -> None:
    """Turn the wheel over a part with Ctrl held, as the window system tells it."""
    window = program.window
    place = QPointF(at.mapTo(window, at.rect().center()))
    event = QWheelEvent(
        place,
        QPointF(window.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own
    )
    QCoreApplication.sendEvent(window.windowHandle(), event)


def test_keys_and_the_wheel_zoom_everything_and_it_is_remembered(
    sold: Program,
) -> None:
    look, window = sold.look, sold.window
    grid = window.design_page.grid.view
    row, strip = grid.rowHeight(0), window.figures.height()
    menu = window._top.height()  # noqa: SLF001 - the line's height is what is asked
    keys(sold, "Ctrl+Alt++")
    assert look.percent == 110
    wheel(sold, grid, 1)
    assert look.percent == 120
    wheel(sold, window.design_page.curves, 1)
    assert look.percent == 130
    for _ in range(9):
        keys(sold, "Ctrl+Alt+=")
    assert look.percent == 200
    assert window.figures.height() > strip
    assert window._top.height() == 2 * menu  # noqa: SLF001
    assert grid.rowHeight(0) >= 2 * 20
    assert window.desktop._settings.zoom == 200  # noqa: SLF001 - what the next start reads
    keys(sold, "Ctrl+0")
    assert look.percent == 100
    assert (grid.rowHeight(0), window.figures.height()) == (row, strip)
    for _ in range(4):
        keys(sold, "Ctrl+Alt+-")
    assert look.percent == 80


def test_zooming_up_and_back_ends_where_it_began(qtbot: QtBot, sold: Program) -> None:
    window = sold.window
    before = window.grab().toImage()
    for percent in (110, 130, 170, 200, 90, 80):
        sold.look.zoom_to(percent)
    assert window.grab().toImage() != before
    sold.look.zoom_to(100)
    qtbot.waitUntil(lambda: window.grab().toImage() == before)


def test_pages_that_were_left_are_gone_with_their_window(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    program = Program(settings)
    program.window.show()
    qtbot.waitExposed(program.window)
    program.window.show_document()
    for key in ("F11", "Esc", "F1", "Esc"):
        keys(program, key)
        qtbot.wait(10)
    left = [program.window.findChild(kind) for kind in (PresentationPage, HelpPage)]
    assert all(page is not None and shiboken6.isValid(page) for page in left)
    program.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(shiboken6.isValid(page) for page in left)


def cut_in(window: QWidget) -> list[str]:
    """Return the buttons and texts that have less room than they need."""
    found = []
    parts: list[QAbstractButton | QLabel] = [
        *window.findChildren(QAbstractButton),
        *window.findChildren(QLabel),
    ]
    for part in parts:
        if not part.isVisible() or part.visibleRegion().isEmpty():
            continue
        is_giving = part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
        needed = part.minimumSizeHint().expandedTo(part.minimumSize())
        has_room = part.width() >= needed.width() or is_giving
        if not has_room or part.height() < needed.height() - 1:
            said = part.text() or part.accessibleName()
            found.append(f"{said}: {part.width()}x{part.height()} of {needed.toTuple()}")
    return found


@pytest.mark.parametrize("percent", [80, 150, 200])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_no_button_and_no_text_is_cut_at_any_zoom(
    sold: Program, percent: int, size: tuple[int, int]
) -> None:
    window = sold.window
    window.resize(*size)
    sold.look.zoom_to(percent)
    for page in ("start", "design", "export", "help"):
        window.show_page(page)
        for _ in range(8):  # layouts inside layouts settle one after the other
            QCoreApplication.processEvents()
        assert not cut_in(window), page


def test_the_system_theme_is_followed_while_the_program_runs(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qtbot
    system = FakeSystem()
    monkeypatch.setattr(look_module, "QGuiApplication", system)
    settings = Settings(tmp_path / "settings.ini")
    look = Look(settings)
    seen = [look.theme.is_dark]
    system.turn(Qt.ColorScheme.Dark)
    seen.append(look.theme.is_dark)
    look.choose(Appearance.LIGHT)
    system.turn(Qt.ColorScheme.Light)
    system.turn(Qt.ColorScheme.Dark)
    seen.append(look.theme.is_dark)  # who chose light keeps it
    look.choose(Appearance.SYSTEM)
    seen.append(look.theme.is_dark)
    assert seen == [False, True, False, True]
    assert Look(settings).theme.is_dark


class FakeSystem(QObject):
    """A system whose theme can be turned."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self._scheme = Qt.ColorScheme.Light

    def styleHints(self) -> FakeSystem:
        return self

    def colorScheme(self) -> Qt.ColorScheme:
        return self._scheme

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self.colorSchemeChanged.emit(scheme)
