"""A walk over every control of every page: named, explained, reached by Tab, its focus seen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.before_after import BeforeAfter
from matrix_designer.gui.plots.waterfall import Waterfall
from tests.gui.conftest import running_threads

Opened = Callable[[Path], None]
SIZES = {"wide": (1600, 1000), "usual": (1366, 768), "tabs": (960, 540)}
PAGES = (
    *("start", "design", "sales", "plan", "compare", "export", "help", "presentation"),
    *("import", "set-aside", "versions", "steps"),
)
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, BeforeAfter, Waterfall)
_MOST_TABS = 200


def shown(program: Program, page: str, size: str) -> None:
    window = program.window
    window.resize(*SIZES[size])
    window.show_document() if page != "start" else None
    window.show_page(page)
    program.analyst.catch_up()
    QCoreApplication.processEvents()


def controls(window: QWidget) -> list[QWidget]:
    """Return what a person can operate: visible, not part of another control."""
    found = []
    for kind in CONTROLS:
        for part in window.findChildren(kind):
            assert isinstance(part, QWidget)
            inside = part.parentWidget()
            is_part = isinstance(inside, (QComboBox, QScrollBar, QTableView))
            if part.isVisible() and part.width() > 0 and not is_part and part not in found:
                found.append(part)
    return found


def name_of(part: QWidget) -> str:
    """Return what a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(part)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


@pytest.fixture(name="sample")
def _sample(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> Program:
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    return program


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_every_control_is_named_and_explained(sample: Program, page: str, size: str) -> None:
    shown(sample, page, size)
    found = controls(sample.window)
    print(f"{page} at {size}: {len(found)} controls")  # noqa: T201 - the count is asked for
    assert len(found) > 4 or page == "presentation"
    kinds = [f"{type(part).__name__} in {type(part.parentWidget()).__name__}" for part in found]
    unnamed = [kind for part, kind in zip(found, kinds, strict=True) if not name_of(part)]
    assert not unnamed
    silent = [
        f"{kind} {name_of(part)}"
        for part, kind in zip(found, kinds, strict=True)
        if not part.toolTip()
        and not isinstance(part, QAbstractItemView)
        and part.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert not silent


@pytest.mark.parametrize("page", PAGES)
def test_every_control_is_reached_by_tab_in_the_order_of_reading(
    sample: Program, page: str
) -> None:
    shown(sample, page, "usual")
    window = sample.window
    wanted = {
        part
        for part in controls(window)
        if part.isEnabled() and not isinstance(part, QAbstractScrollArea)
    }
    first = window.nextInFocusChain()
    chain: list[QWidget] = []
    part = first
    for _ in range(5_000):
        if part is None:
            break
        is_stop = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled()
        if part.isVisible() and is_stop and part.focusProxy() is None:
            chain.append(part)
        part = part.nextInFocusChain()
        if part is first:
            break
    missing = [name_of(part) for part in wanted if part not in chain]
    assert not missing
    for one, after in pairwise(chain):
        if one.parentWidget() is after.parentWidget() and one.parentWidget() is not None:
            place, later = one.geometry(), after.geometry()
            is_down = later.top() >= place.bottom() - 2
            is_right = later.left() >= place.left()
            assert is_down or is_right, f"{name_of(one)} before {name_of(after)}"


def rings(before: QImage, after: QImage, accent: QColor) -> int:
    """Count the pixels that the focus turned into accent."""
    return sum(
        after.pixel(x, y) == accent.rgb() != before.pixel(x, y)
        for x in range(after.width())
        for y in range(after.height())
    )


@pytest.mark.parametrize(
    "page", ["start", "sales", "export", "help", "import", "set-aside", "versions", "steps"]
)
def test_the_keyboards_focus_is_seen_on_every_control(
    qtbot: QtBot, sample: Program, page: str
) -> None:
    shown(sample, page, "usual")
    window = sample.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    qtbot.waitUntil(lambda: not running_threads(), timeout=20_000)  # a page may ask for lines
    qtbot.wait(50)
    parts = [
        part
        for part in controls(window)
        if part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    plain = [part for part in parts if isinstance(part, QAbstractButton)]
    assert plain
    unseen = []
    for part in plain:
        other = next(one for one in parts if one is not part)
        other.setFocus(Qt.FocusReason.ShortcutFocusReason)  # as a key brings it, Tab included
        before = part.grab().toImage()
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)
        qtbot.wait(1)
        if rings(before, part.grab().toImage(), sample.look.theme.colours.accent) < 8:
            unseen.append(name_of(part))
    assert not unseen


@pytest.mark.parametrize("what", ["figures", "curves", "findings"])
def test_painted_parts_say_in_words_what_they_show(sample: Program, what: str) -> None:
    shown(sample, "design", "wide")
    window = sample.window
    part = window.figures if what == "figures" else getattr(window.design_page, what)
    interface = QAccessible.queryAccessibleInterface(part)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name)
    said = interface.text(QAccessible.Text.Description)
    if what != "findings":
        assert len(said) > 20


def test_tab_walks_through_the_start_page_from_its_first_card(sample: Program) -> None:
    shown(sample, "start", "usual")
    window = sample.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    seen = []
    for _ in range(_MOST_TABS):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        name = name_of(focused)
        if name in seen:
            break
        seen.append(name)
    order = [name for name in seen if name in ("Open", "Import sales", "Sample dealership")]
    assert sorted(order, key=seen.index) == order
    assert {"Open", "Import sales", "Sample dealership", "Cost doubling"} <= set(seen)
