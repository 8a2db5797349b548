"""The grid's habits as one table: what fingers do, and what they find; over jars on a shelf.

Columns: A label, B grams, C kilograms (another unit of B), D half (worked out). Rows 1 to 5 are
jars a to e with 100 to 500 grams, row 6 is their sum. `seen` may say: `B2=75` what a cell shows,
`at B3` the active cell, `selected B2:B4`, `typing 75` and `caret 2` of the editor (`typing
nothing`: none is open), `step paste, 2 cells` the one undo step asked for (`step` alone: none),
`clipboard …`, `status …` and `says …` (part of the status), `wants insert` what is left to the
owner, `jars abcde`.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.grid_hands import LEFT, Habit, Shelf, place_of, put_on_clipboard

HABITS = (
    # --- typing
    Habit("typing replaces", "B2", '"75" Return', "B2=75; at B3; typing nothing; step typed"),
    Habit("F2 edits, caret at the end", "B2", "F2", "typing 200; caret 3"),
    Habit("double click edits, caret at the end", "A1", "double:B2", "typing 200; caret 3; at B2"),
    Habit("Backspace edits from nothing", "B2", "Backspace", "typing "),
    Habit("Enter commits and goes down", "B2", '"7" Enter', "B2=7; at B3"),
    Habit("Shift+Enter commits and goes up", "B2", '"7" Shift+Return', "B2=7; at B1"),
    Habit("Tab commits and goes right", "B2", '"7" Tab', "B2=7; at C2"),
    Habit("Shift+Tab commits and goes left", "B2", '"7" Shift+Tab', "B2=7; at A2"),
    Habit(
        "Enter after a run of Tabs goes back to where it began",
        *("A2", '"x" Tab "7" Tab Return', "A2=x; B2=7; at A3"),
    ),
    Habit("a press ends the run of Tabs", "A2", "Tab Tab click:B3 Return", "at B4"),
    Habit("an arrow ends the run of Tabs", "A2", "Tab Tab Down Return", "at C4"),
    Habit("Esc restores", "B2", '"7" Esc', "B2=200; at B2; typing nothing; step "),
    Habit("an arrow commits while typing", "B2", '"7" Right', "B2=7; at C2"),
    Habit("Down commits while typing", "B2", '"7" Down', "B2=7; at B3"),
    Habit("an arrow moves the caret after F2", "B2", "F2 Left Left", "typing 200; caret 1"),
    Habit("F2 while typing lets arrows move the caret", "B2", '"75" F2 Left', "caret 1"),
    Habit("an unchanged text is no edit", "B2", "F2 Return", "B2=200; at B3; step "),
    Habit("a refused text stays", "B2", '"heavy" Return', "typing heavy; at B2; step "),
    Habit("a worked out cell takes no typing", "D2", '"5"', "typing nothing; D2=100.0"),
    Habit(
        "a refused text is kept and counted when another cell is pressed",
        *("B2", '"heavy" click:B4', "B2=heavy; status 1 could not be read · 1 cell; step "),
    ),
    Habit("Esc brings a refused cell's own text back", "B2", '"x" click:B4 click:B2 Esc', "B2=200"),
    Habit("Del brings it back too", "B2", '"x" click:B4 click:B2 Del', "B2=200; step "),
    # --- moving
    Habit("Home", "C3", "Home", "at A3"),
    Habit("End", "B3", "End", "at D3"),
    Habit("Ctrl+Home", "C3", "Ctrl+Home", "at A1"),
    Habit("Ctrl+End", "B2", "Ctrl+End", "at D6"),
    Habit("Ctrl+Down", "B2", "Ctrl+Down", "at B6"),
    Habit("Ctrl+Up", "B4", "Ctrl+Up", "at B1"),
    Habit("Ctrl+Right", "A2", "Ctrl+Right", "at D2"),
    Habit("Ctrl+Left", "D2", "Ctrl+Left", "at A2"),
    Habit("Ctrl+Down stops before a blank", "A3", "Del Up Up Ctrl+Down", "A3=; at A2"),
    Habit("Ctrl+Down leaps over blanks", "A3", "Del Up Ctrl+Down", "A3=; at A4"),
    Habit("Page Down", "B1", "PgDown", "at B6"),
    Habit("Page Up", "B6", "PgUp", "at B1"),
    Habit("Enter does not leave the last row", "B6", "Return", "at B6"),
    # --- selecting
    Habit("Shift and an arrow extend", "B2", "Shift+Down Shift+Right", "selected B2:C3; at B2"),
    Habit("Shift+Home extends", "C3", "Shift+Home", "selected A3:C3; at C3"),
    Habit("Shift+End extends", "B3", "Shift+End", "selected B3:D3"),
    Habit("Ctrl+Shift+Home extends", "C3", "Ctrl+Shift+Home", "selected A1:C3"),
    Habit("Ctrl+Shift+End extends", "B2", "Ctrl+Shift+End", "selected B2:D6"),
    Habit("Ctrl+Shift+Down extends", "B2", "Ctrl+Shift+Down", "selected B2:B6"),
    Habit("Ctrl+Shift+Left extends", "C2", "Ctrl+Shift+Left", "selected A2:C2"),
    Habit("Shift+Page Down extends", "B2", "Shift+PgDown", "selected B2:B6"),
    Habit("Ctrl+A selects all", "B2", "Ctrl+A", "selected A1:D6; at B2"),
    Habit("Shift+Space selects the row", "B2", "Shift+Space", "selected A2:D2; at B2"),
    Habit("then Shift+Down the next", "B2", "Shift+Space Shift+Down", "selected A2:D3; at B2"),
    Habit("Ctrl+Space selects the column", "B2", "Ctrl+Space", "selected B1:B6; at B2"),
    Habit("a drag selects a block", "A1", "drag:A2-B4", "selected A2:B4; at A2"),
    Habit("Shift and a press extend", "B2", "shift-click:C4", "selected B2:C4; at B2"),
    Habit("Ctrl and a press add a cell", "B2", "ctrl-click:C4", "selected B2 C4; at C4"),
    Habit("Ctrl and a drag add a block", "A1", "ctrl-drag:B3-C4", "selected A1 B3:C4; at B3"),
    Habit("a row number selects its row", "B2", "row:4", "selected A4:D4; at A4"),
    Habit("a drag over row numbers", "B2", "row:2-4", "selected A2:D4"),
    Habit("Shift and a row number", "B2", "row:2 shift-row:4", "selected A2:D4"),
    Habit("Ctrl and a row number", "B2", "row:2 ctrl-row:4", "selected A2:D2 A4:D4"),
    Habit("a head selects its column and sorts nothing", "B2", "head:B", "selected B1:B6; B1=100"),
    Habit("a drag over heads", "B2", "head:A-B", "selected A1:B6"),
    Habit("Ctrl and a head", "B2", "head:A ctrl-head:C", "selected A1:A6 C1:C6"),
    Habit("Enter moves inside a selection", "A1", "drag:A1-B2 Return", "selected A1:B2; at A2"),
    Habit("and on to its next column", "A1", "drag:A1-B2 Return Return", "at B1; selected A1:B2"),
    Habit("Tab moves inside a selection", "A1", "drag:A1-B2 Tab Tab", "at A2; selected A1:B2"),
    Habit("Shift+Tab moves back in it", "A1", "drag:A1-B2 Shift+Tab", "at B2; selected A1:B2"),
    Habit(
        "typing goes on inside it", "A1", 'drag:B1-B2 "7" Return "8" Return', "B1=7; B2=8; at B1"
    ),
    Habit(
        "the status bar has the selection's figures",
        *("B2", "Shift+Down Shift+Down"),
        "status 3 cells · least 200.0 · greatest 400.0 · mean 300.0",
    ),
    # --- blocks out
    Habit("Ctrl+C copies a block", "A2", "drag:A2-B3 Ctrl+C", r"clipboard b\t200\r\nc\t300\r\n"),
    Habit("Ctrl+C copies the exact number", "C2", "Ctrl+C", r"clipboard 0.200\r\n"),
    Habit(
        "Ctrl+Shift+C copies with heads",
        *("A2", "drag:A2-B2 Ctrl+Shift+C", r"clipboard Label\tGrams\r\nb\t200\r\n"),
    ),
    Habit(
        "Ctrl+C of blocks in the same columns puts them together",
        *("A1", "ctrl-click:A3 Ctrl+C", r"clipboard a\r\nc\r\n"),
    ),
    Habit(
        "Ctrl+C of blocks in the same rows puts them together",
        *("A1", "ctrl-click:D1 Ctrl+C", r"clipboard a\t50.0\r\n"),
    ),
    Habit(
        "other blocks cannot be copied together, and it says so",
        *("A1", "ctrl-click:B3 Ctrl+C"),
        "status Blocks that share neither rows nor columns cannot be copied together · 2 cells"
        " · least 300.0 · greatest 300.0 · mean 300.0",
    ),
    Habit("copying changes nothing", "A2", "Ctrl+C Ctrl+X", "A2=b; step "),
    # --- blocks in
    Habit("Ctrl+V pastes a cell", "B2", "Ctrl+C Down Ctrl+V", "B3=200; step paste, 1 cell; at B3"),
    Habit(
        "Ctrl+V pastes a block from the active cell",
        *("A4", "Ctrl+V", "A4=x; B4=7; A5=y; B5=8; selected A4:B5; step paste, 4 cells"),
        clip="x\t7\r\ny\t8\r\n",
    ),
    Habit(
        "one value fills a whole selection",
        *("B1", "drag:B1-B3 Ctrl+V", "B1=7; B2=7; B3=7; B4=400; step paste, 3 cells"),
        clip="7",
    ),
    Habit(
        "and a selection in pieces",
        *("B1", "ctrl-click:B4 Ctrl+V", "B1=7; B4=7; B2=200; step paste, 2 cells"),
        clip="7\r\n",
    ),
    Habit(
        "a block is repeated over a multiple of its size",
        *("B1", "drag:B1-B4 Ctrl+V", "B1=7; B2=8; B3=7; B4=8; step paste, 4 cells"),
        clip="7\n8\n",
    ),
    Habit(
        "else it lands once",
        *("B1", "drag:B1-B3 Ctrl+V", "B1=7; B2=8; B3=300; selected B1:B2"),
        clip="7\n8",
    ),
    Habit(
        "more rows than there are add rows",
        *("A5", "Ctrl+V", "A5=x; A6=y; B6=8; A7=z; B7=9; A8=all; jars abcdxyz"),
        clip="x\t7\ny\t8\nz\t9\n",
    ),
    Habit(
        "what cannot be read lands marked and counted",
        *("B1", "Ctrl+V"),
        "B1=7; B2=heavy; B3=9; step paste, 3 cells; "
        "status 1 could not be read · 3 cells · least 7.0 · greatest 200.0 · mean 72.0",
        clip="7\nheavy\n9\n",
    ),
    Habit(
        "in an added row too",
        *("B5", "Ctrl+V", "B5=7; B6=heavy; B7=1,500; A6=new"),
        clip="7\nheavy\n1500\n",
    ),
    Habit("a blank is pasted as one", "A1", "Ctrl+V", "A1=; A2=x", clip="\r\nx\r\n"),
    Habit(
        "quoted cells hold tabs, quotes and line ends",
        *("A1", "Ctrl+V", 'A1=a "b"; A2=z'),
        clip='"a ""b"""\r\nz\r\n',
    ),
    Habit(
        "a table of a page is pasted where the text has none",
        *("A1", "Ctrl+V", "A1=x & y; B1=7; A2=z; B2=8"),
        clip="x & y 7 z 8",
        html="<p>so</p><table><tr><th>x &amp; y</th><td>7</td></tr><tr><td>z<td>8</table>",
    ),
    Habit(
        "text wins over a table of the same size",
        *("A1", "Ctrl+V", "A1=seen; B1=100"),
        clip="seen",
        html="<table><tr><td>hidden</td></tr></table>",
    ),
    Habit(
        "what is worked out takes nothing, and is counted",
        *(
            "D1",
            "Ctrl+V",
            "D1=50.0; step ; status 1 cell worked out from others took no text · 1 cell",
        ),
        clip="7",
    ),
    Habit(
        "columns beyond the last are counted",
        *("C1", "Ctrl+V", "C1=0.0; says took no text · 1 column beyond the last one had no place"),
        clip="0\t1\t2",
    ),
    Habit(
        "two units of one thing: the first that differs counts",
        *("B1", "Ctrl+V", "B1=7; C1=0.0"),
        clip="7\t0.007",
    ),
    Habit(
        "one that says something else is marked",
        *("B1", "Ctrl+V", "B1=7; C1=9.5"),
        clip="7\t9.5",
    ),
    Habit(
        "a number with its zeros cut is the same number",
        *("C1", "Ctrl+V", "C1=0.1; step "),
        clip="0.10",
    ),
    Habit(
        "a text that can mean two things is asked about once, then all of it is one step",
        *("B1", "Ctrl+V Right Return", "B1=999; B2=7; B3=999; step paste, 3 cells"),
        clip="some\n7\nsome\n",
    ),
    Habit(
        "and stays unread where Esc answers",
        *("B1", "Ctrl+V Esc", "B1=some; B2=7; step paste, 2 cells; says 1 could not be read"),
        clip="some\n7\n",
    ),
    Habit("Ctrl+X and Ctrl+V move", "A1", "Ctrl+X Down Ctrl+V", "A1=; A2=a; step move, 1 cell"),
    Habit("Esc forgets what was cut", "A1", "Ctrl+X Esc Down Ctrl+V", "A1=a; A2=a"),
    Habit("Shift+Ins and Ctrl+Ins", "A1", "Ctrl+Ins Down Shift+Ins", "A2=a; step paste, 1 cell"),
    # --- filling
    Habit(
        "Ctrl+D fills down", "B1", "drag:B1-B3 Ctrl+D", "B2=100; B3=100; step fill down, 2 cells"
    ),
    Habit(
        "Ctrl+D in one cell takes the one above", "B2", "Ctrl+D", "B2=100; step fill down, 1 cell"
    ),
    Habit("Ctrl+D in the first row does nothing", "B1", "Ctrl+D", "B1=100; step "),
    Habit("Ctrl+R fills right", "A1", "drag:A1-B1 Ctrl+R", "B1=a; step "),
    Habit(
        "Ctrl+R in one cell takes the one at its left",
        "C2",
        "Ctrl+R",
        "C2=200.0; step fill right, 1 cell",
    ),
    Habit(
        "Ctrl+Enter puts what is typed into every selected cell",
        *("B1", 'drag:B1-B3 "7" Ctrl+Return'),
        "B1=7; B2=7; B3=7; at B1; selected B1:B3; step typing, 3 cells",
    ),
    Habit("Ctrl+Enter in one cell stays there", "B1", '"7" Ctrl+Return', "B1=7; at B1"),
    Habit(
        "Ctrl+Enter keeps what cannot be read in the editor",
        *("B1", 'drag:B1-B3 "x" Ctrl+Return', "typing x; B2=200; step "),
    ),
    Habit("Del clears", "A1", "drag:A1-A2 Del", "A1=; A2=; step clear, 2 cells"),
    Habit(
        "what cannot be empty is marked",
        "B1",
        "Del",
        "B1=; step ; status 1 could not be read · 1 cell",
    ),
    Habit(
        "the handle fills down", "B1", "fill:B4", "B4=100; selected B1:B4; step fill down, 3 cells"
    ),
    Habit("the handle fills up", "B3", "fill:B1", "B1=300; B2=300; step fill up, 2 cells"),
    Habit("the handle repeats a block", "A1", "drag:A1-A2 fill:A5", "A3=a; A4=b; A5=a"),
    Habit("the handle does not fill the sum", "B4", "fill:B6", "B5=400; selected B4:B5"),
    Habit(
        "a double press on the handle fills to the last", "B2", "double-fill:B2", "B5=200; B1=100"
    ),
    # --- rows and nudges, which are the owner's
    Habit("Ctrl+plus inserts", "B2", "Ctrl++", "wants insert"),
    Habit("Ctrl+plus of the keypad", "B2", "Ctrl+Keypad+", "wants insert"),
    Habit("Ctrl+Shift+=", "B2", "Ctrl+Shift+=", "wants insert"),
    Habit("Ctrl+minus deletes", "B2", "Ctrl+-", "wants delete"),
    Habit("Ctrl+minus of the keypad", "B2", "Ctrl+Keypad-", "wants delete"),
    Habit("Alt+Up nudges", "B2", "Alt+Up", "wants nudge up; at B2"),
    Habit("Alt+Down nudges", "B2", "Alt+Down", "wants nudge down; at B2"),
    Habit("Alt+Shift+Up nudges ten times", "B2", "Alt+Shift+Up", "wants nudge up ten steps"),
    Habit("Alt+Shift+Down nudges ten times", "B2", "Alt+Shift+Down", "wants nudge down ten steps"),
)


ACCENT, SURFACE = "#1b57c8", "#ffffff"


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_fingers_find_what_they_expect(qtbot: QtBot, habit: Habit) -> None:
    shelf = Shelf(qtbot)
    if habit.clip or habit.html:
        put_on_clipboard(habit.clip, habit.html)
    shelf.hands.do(f"click:{habit.start} {habit.keys}")
    shelf.check(habit.seen)


def edge_of(shelf: Shelf, name: str) -> list[str]:
    """Return the colours along the top edge of a cell, as they are painted."""
    box = shelf.grid.view.inner_rect(place_of(name))
    image = shelf.grid.view.viewport().grab().toImage()
    return [image.pixelColor(x, box.top() - 1).name() for x in range(box.left(), box.right())]


def test_what_was_copied_is_dashed_until_esc(qtbot: QtBot) -> None:
    shelf = Shelf(qtbot)
    shelf.hands.do("click:B3 Ctrl+C click:A1")
    dashes = edge_of(shelf, "B3")
    assert dashes[:10] == [*[ACCENT] * 3, *[SURFACE] * 2] * 2
    qtbot.wait(30)
    assert edge_of(shelf, "B3") == dashes, "they do not march"
    shelf.hands.do("Esc")
    assert ACCENT not in edge_of(shelf, "B3")


def test_what_the_handle_is_drawn_over_is_framed_and_esc_lets_go(qtbot: QtBot) -> None:
    shelf = Shelf(qtbot)
    shelf.hands.do("click:B2")
    viewport = shelf.grid.view.viewport()
    QTest.mousePress(viewport, LEFT, pos=shelf.hands.handle())
    QTest.mouseMove(viewport, shelf.hands.middle((3, 1)))
    image = viewport.grab().toImage()
    low = shelf.grid.view.inner_rect((3, 1))
    assert image.pixelColor(low.center().x(), low.bottom()).name() == ACCENT
    shelf.hands.do("Esc")
    QTest.mouseRelease(viewport, LEFT, pos=shelf.hands.middle((3, 1)))
    shelf.check("B3=300; B4=400; step ; selected B2")


def test_the_grid_s_keys_are_its_own_while_it_has_the_focus(qtbot: QtBot) -> None:
    shelf = Shelf(qtbot)
    elsewhere = QAction("elsewhere", shelf.window)
    elsewhere.setShortcuts([QKeySequence("Ctrl+D"), QKeySequence("Alt+Up")])
    shelf.window.addAction(elsewhere)
    heard: list[str] = []
    elsewhere.triggered.connect(heard.append)
    shelf.hands.do("click:B2 Ctrl+D Alt+Up")
    shelf.check("B2=100; step fill down, 1 cell; wants nudge up")
    assert not heard


def test_an_unread_paste_is_read_aloud_with_its_reason(qtbot: QtBot) -> None:
    shelf = Shelf(qtbot)
    put_on_clipboard("heavy\n")
    shelf.hands.do("click:B2 Ctrl+V")
    index = shelf.grid.view.model().index(1, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Jar 2, Grams: heavy"
    said = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == "refused: “heavy” is not a weight. can be edited"


def test_the_active_cell_comes_back_into_view(qtbot: QtBot) -> None:
    shelf = Shelf(qtbot, height=130)
    shelf.hands.do("click:A1")
    bar = shelf.grid.view.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    shelf.hands.do("Ctrl+Backspace")
    assert bar.value() == 0
    shelf.check("at A1")
