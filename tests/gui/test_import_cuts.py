"""Fixed columns on the Import page in the hands of a person: cuts by mouse and keys, characters."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.import_page import ImportPage
from matrix_designer.gui.panels.cut_ruler import CutRuler
from matrix_designer.session.settings import Settings
from tests.gui.clicks import double_click
from tests.gui.document_hands import button, drop, has_button, keys
from tests.layouts.catalogue import ASK
from tests.layouts.truth import History

Opened = Callable[[Path], None]
Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
PACKED = next(layout for layout in ASK if layout.name == "packed.txt")
TYPED = (
    ("Part number", "1-10"),
    ("Quantity", "11-14"),
    ("Cost", "15-23"),
    ("Sold price", "24-32"),
    ("Date", "33-40"),
)
PRINTED = """Part      Qty   Cost    Sold
A100        4  12.00   24.00
B200       10  21.38   37.20
C300        6   3.10    7.80
"""


def shown(qtbot: QtBot, program: Program) -> ImportPage:
    """Wait for the page, with the keyboard on its window."""

    def found() -> ImportPage | None:
        pages = program.window.findChildren(ImportPage)
        return next((page for page in pages if page.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    page = found()
    assert page is not None
    return page


def settled(qtbot: QtBot, program: Program) -> None:
    """Wait until what was wished for is seen."""
    qtbot.waitUntil(lambda: not program.window.files.imports.is_busy, timeout=20_000)


def press(program: Program, *pressed: Key, held: Qt.KeyboardModifier | None = None) -> None:
    """Press keys, each where the keyboard is."""
    for key in pressed:
        focused = program.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, held or Qt.KeyboardModifier.NoModifier)


def has_sales(program: Program) -> bool:
    return program.workspace.sales is not None


def name_of(widget: QWidget | None) -> str:
    interface = None if widget is None else QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name)


def tab_to(program: Program, name: str) -> QWidget:
    """Press Tab until a control whose name begins so has the keyboard."""
    for _ in range(120):
        focused = program.window.focusWidget()
        if focused is not None and name_of(focused).startswith(name):
            return focused
        press(program, Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {name}")


def type_there(program: Program, text: str) -> None:
    for letter in text:
        focused = program.window.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)
    press(program, Key.Key_Return)


def heads(page: ImportPage) -> list[str]:
    """Return what each column is taken for, as a screen reader has it."""
    model = page.grid.model()
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(column, across)) for column in range(model.columnCount())]


def column(page: ImportPage, place: int, rows: int = 3) -> list[str]:
    model = page.grid.model()
    return [str(model.data(model.index(row, place))) for row in range(rows)]


def said(inside: QWidget) -> str:
    labels = inside.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture(name="truth")
def _truth(tmp_path: Path) -> History:
    truth = PACKED.write(tmp_path / PACKED.name)
    assert isinstance(truth, History)
    return truth


@pytest.fixture(name="page")
def _page(
    qtbot: QtBot,
    program: Program,
    open_file: Opened,
    table_file: Path,
    tmp_path: Path,
    truth: History,
) -> ImportPage:
    """Choose a file of packed columns, by Ctrl+I, for a window with a design."""
    assert truth.rows
    open_file(table_file)
    keys(program.window, "Ctrl+I")
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / PACKED.name))
    dialog.accept()
    return shown(qtbot, program)


@pytest.fixture(name="printed")
def _printed(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> ImportPage:
    """Look at a printed report, whose columns are found."""
    path = tmp_path / "printed.txt"
    path.write_text(PRINTED)
    open_file(table_file)
    program.window.files.imports.take(path, is_shown=True)
    return shown(qtbot, program)


def test_packed_columns_are_read_to_the_cent_with_keys_only(
    qtbot: QtBot, program: Program, page: ImportPage, truth: History
) -> None:
    assert "say that its columns are fixed" in said(page)
    assert not page.cuts.isVisible()
    tab_to(program, "Fixed columns")
    press(program, Key.Key_Space)
    settled(qtbot, program)
    assert page.cuts.isVisible()
    for name, text in TYPED:
        tab_to(program, f"{name} ")
        type_there(program, text)
        settled(qtbot, program)
    assert not has_sales(program)
    assert [head.split(":")[0] for head in heads(page)] == [name for name, _ in _by_place()]
    assert not button(page, "Import").isEnabled()
    assert "How many digits at the end are decimals?" in said(page)
    answer = tab_to(program, "Two: ")
    assert "“000028039” is 280.39" in name_of(answer)
    press(program, Key.Key_Space)
    settled(qtbot, program)
    assert not has_sales(program)
    press(program, Key.Key_I, held=Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: has_sales(program), timeout=20_000)
    sales = program.workspace.sales
    assert sales is not None
    used = (
        sales.used.lines,
        Decimal(sales.used.pieces) / 1_000,
        Decimal(sales.used.cost) / 10**7,
        Decimal(sales.used.sales) / 10**7,
    )
    assert used == truth.used
    assert (sales.first_day, sales.last_day) == (truth.first_day, truth.last_day)


def _by_place() -> list[tuple[str, str]]:
    return sorted(TYPED, key=lambda one: int(one[1].split("-", maxsplit=1)[0]))


def test_what_was_cut_holds_for_the_next_file_of_the_layout(
    qtbot: QtBot, program: Program, page: ImportPage, truth: History, tmp_path: Path
) -> None:
    test_packed_columns_are_read_to_the_cent_with_keys_only(qtbot, program, page, truth)
    first = program.workspace.sales
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    later = tmp_path / "august.txt"
    lines = (tmp_path / PACKED.name).read_text().splitlines()
    later.write_text("".join(f"{line}\n" for line in lines[:50]))
    drop(program.window, later)
    qtbot.waitUntil(lambda: program.workspace.sales is not first, timeout=20_000)
    assert program.workspace.sales is not None
    cents = sum(int(line[10:14]) * int(line[14:23]) for line in lines[:50])
    assert program.workspace.sales.used.cost == cents * 10**5


def test_positions_that_overlap_or_run_backwards_are_refused_in_one_sentence(
    qtbot: QtBot, program: Program, printed: ImportPage
) -> None:
    before = heads(printed)
    for text, sentence in (
        ("7-13", "7-13 overlaps Part number, which has 1-7. Change Part number first"),
        ("14-10", "14-10 runs backwards. Type the first one first: 10-14."),
        ("ten", "“ten” is no stretch of characters. Type one such as 1-10."),
        ("20-90", "The longest line in view ends at character 28."),
    ):
        tab_to(program, "Quantity ")
        type_there(program, text)
        settled(qtbot, program)
        assert sentence in said(printed.fields.line("quantity"))
        assert heads(printed) == before
        press(program, Key.Key_Escape)
        assert sentence not in said(printed)
    assert printed.isVisible()


def place(page: ImportPage, at: int) -> QPoint:
    return page.cuts.ruler.place_of(at)


def drag(ruler: CutRuler, start: QPoint, *stops: QPoint, lets_go: bool = True) -> None:
    view, left = ruler.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, pos=start)
    for stop in stops:
        QTest.mouseMove(view, stop)
    if lets_go:
        QTest.mouseRelease(view, left, pos=stops[-1])


def test_a_cut_is_dragged_and_the_preview_follows(
    qtbot: QtBot, program: Program, printed: ImportPage
) -> None:
    ruler = printed.cuts.ruler
    assert ruler.isVisible()
    assert heads(printed)[0] == "Part number: Part"
    assert column(printed, 0) == ["Part", "A100", "B200"]
    cut = ruler.cuts[0]
    drag(ruler, place(printed, cut), place(printed, 5), place(printed, 2))
    assert ruler.cuts[0] == 2
    settled(qtbot, program)
    assert column(printed, 0) == ["Pa", "A1", "B2"]
    assert dict(printed.fields.shown)["Part number"] == "1-2"
    assert button(printed, "Import").isEnabled()
    drag(ruler, place(printed, 2), place(printed, 27))
    settled(qtbot, program)
    assert ruler.cuts[0] == ruler.cuts[1] - 1


def test_esc_gives_a_dragged_cut_back(qtbot: QtBot, program: Program, printed: ImportPage) -> None:
    ruler = printed.cuts.ruler
    ruler.setFocus()
    before = ruler.cuts
    drag(ruler, place(printed, before[0]), place(printed, 4), lets_go=False)
    assert ruler.cuts != before
    QTest.keyClick(ruler, Key.Key_Escape)
    assert ruler.cuts == before
    QTest.mouseRelease(ruler.viewport(), Qt.MouseButton.LeftButton, pos=place(printed, 4))
    settled(qtbot, program)
    assert printed.isVisible()
    assert ruler.cuts == before
    assert column(printed, 0) == ["Part", "A100", "B200"]


def test_a_double_click_makes_a_cut_and_removes_it(
    qtbot: QtBot, program: Program, printed: ImportPage
) -> None:
    ruler, left = printed.cuts.ruler, Qt.MouseButton.LeftButton
    before = ruler.cuts
    for cuts, columns in ((tuple(sorted((*before, 2))), 5), (before, 4)):
        QTest.mouseClick(ruler.viewport(), left, pos=place(printed, 2))
        double_click(ruler.viewport(), place(printed, 2))
        settled(qtbot, program)
        assert ruler.cuts == cuts
        assert len(heads(printed)) == columns
        assert [head.split(":")[0] for head in heads(printed) if "left out" not in head] == [
            *("Part number", "Quantity", "Cost", "Sold price")
        ]


def test_cuts_are_made_moved_and_removed_by_keys(
    qtbot: QtBot, program: Program, printed: ImportPage
) -> None:
    ruler = printed.cuts.ruler
    assert tab_to(program, "Cuts between the fixed columns") is ruler
    before = ruler.cuts
    press(program, Key.Key_Home, Key.Key_Right, Key.Key_Space)
    settled(qtbot, program)
    assert ruler.cuts == (2, *before)
    assert column(printed, 0) == ["Pa", "A1", "B2"]
    assert "Before character 3: a cut begins column 2 (left out); 4 cuts" in said(printed)
    press(program, Key.Key_Right, held=SHIFT)
    press(program, Key.Key_Right, held=SHIFT)
    press(program, Key.Key_Left, held=SHIFT)
    settled(qtbot, program)
    assert ruler.cuts == (3, *before)
    assert column(printed, 0) == ["Par", "A10", "B20"]
    press(program, Key.Key_Delete)
    settled(qtbot, program)
    assert ruler.cuts == before
    press(program, Key.Key_End)
    press(program, Key.Key_Left, held=CONTROL)
    assert ruler.caret == before[-1]
    press(program, Key.Key_Left, Key.Key_Delete)
    assert ruler.cuts == before
    interface = QAccessible.queryAccessibleInterface(ruler)
    assert interface is not None
    assert interface.text(QAccessible.Text.Description) == ruler.words
    assert ruler.toolTip()


def test_any_text_file_may_be_said_to_have_fixed_columns_and_to_have_none_again(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> None:
    open_file(table_file)
    program.window.files.imports.take(sales_file, is_shown=True)
    page = shown(qtbot, program)
    assert not page.cuts.isVisible()
    for words, is_fixed in (("fixed columns", True), ("comma ,", False)):
        tab_to(program, "Delimiter ")
        press(program, Key.Key_Return)
        choose(qtbot, page, words)
        settled(qtbot, program)
        assert page.cuts.isVisible() == is_fixed
        assert dict(page.fields.shown)["Delimiter"] == words
    assert len(heads(page)) == 7
    assert has_button(page, "Import")


def choose(qtbot: QtBot, inside: QWidget, words: str) -> None:
    """Choose an entry of the menu that is open, by keys."""

    def menus() -> list[QMenu]:
        return [menu for menu in inside.findChildren(QMenu) if menu.isVisible()]

    qtbot.waitUntil(lambda: bool(menus()))
    (menu,) = menus()
    while menu.activeAction() is None or menu.activeAction().text() != words:
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: not menus())


def test_implied_decimals_are_chosen_beside_the_field(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    tab_to(program, "Fixed columns")
    press(program, Key.Key_Space)
    settled(qtbot, program)
    assert "Cost, decimals" not in dict(page.fields.shown)
    tab_to(program, "Cost ")
    type_there(program, "15-23")
    settled(qtbot, program)
    tab_to(program, "Cost, decimals")
    press(program, Key.Key_Return)
    choose(qtbot, page, "3  ·  “000028039” is 28.039")
    settled(qtbot, program)
    assert dict(page.fields.shown)["Cost, decimals"] == "3"


def test_the_cuts_are_gone_with_their_window(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "printed.txt"
    path.write_text(PRINTED)
    program = Program(Settings(tmp_path / "settings.ini"))
    program.window.resize(1200, 800)
    program.window.show()
    program.window.show_document()
    program.window.files.imports.take(path, is_shown=True)
    ruler = weakref.ref(shown(qtbot, program).cuts.ruler)
    program.end()
    del program
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert ruler() is None


def test_every_control_beside_fixed_columns_is_named_and_explained(printed: ImportPage) -> None:
    found = [
        part
        for part in printed.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert printed.cuts.ruler in found
    assert [name_of(part) for part in found if not name_of(part)] == []
    silent = [name_of(part) for part in found if not part.toolTip() and part is not printed.grid]
    assert not silent
