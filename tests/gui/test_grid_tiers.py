"""The tier grid's habits as one table: blocks of factors and bounds, and the verbs on tiers.

Columns: A from, B to, C basis, D as typed, E multiplier, F markup, G GP. The seven tiers are those
of `test_tier_grid`, all on cost (E5 is 1.80), with the cap below. `seen` may say what a cell shows,
`at`, `selected`, `clipboard`, `asks` (what is asked) as in `test_grid_habits`, `undo …` what Undo
would take back, `steps 1` how many steps that is, `tiers 7` how many tiers there are, `says …`
what the status bar or a message says.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import ReplaceMatrix
from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR
from matrix_designer.gui.application import Program
from matrix_designer.gui.controls import Button
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.grid.question import Question
from matrix_designer.gui.grid.transfer import OWN_FORMAT
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.pages.tier_verbs import TierVerbs
from matrix_designer.gui.theme import make_theme
from matrix_designer.session.settings import Settings
from tests.gui.clicks import double_click
from tests.gui.conftest import Opened
from tests.gui.grid_hands import LEFT, Habit, Hands, open_menu, put_on_clipboard
from tests.gui.test_tier_grid import Bench

HABITS = (
    # --- blocks
    Habit("copying a factor gives its exact text", "D4", "Ctrl+C", r"clipboard 42% GP\r\n"),
    Habit("a unit of it all its decimals", "E4", "Ctrl+C", r"clipboard 1.7241\r\n"),
    Habit("an open top is blank", "A7", 'Right "max" Return Up Ctrl+C', r"clipboard \r\n"),
    Habit(
        "pasting a unit inside the grid keeps the factor exact",
        *("E4", "Ctrl+C Up Ctrl+V", "D3=42% GP; E3=1.724; undo paste, 1 cell"),
    ),
    Habit(
        "a pasted row is the same tier",
        *("D1", "Shift+Space Ctrl+C click:A3 Ctrl+V", "A3=0.01; B3=10.00; D3=×2.50; steps 1"),
    ),
    Habit(
        "more rows than there are add tiers above the cap",
        *("A7", "Ctrl+V", "A7=1.00; B7=2.00; A8=2.01; B8=3.00; E8=1.90; A9=250.01; tiers 8"),
        clip="1.00\t2.00\tcost\tx1.8\n2.01\t3.00\tcost\tx1.9\n",
    ),
    Habit(
        "one undo takes all of it back",
        *("A7", "Ctrl+V Ctrl+Z", "A7=75.01; A8=250.01; tiers 7; steps 0; at A7"),
        clip="1.00\t2.00\tcost\tx1.8\n2.01\t3.00\tcost\tx1.9\n",
    ),
    Habit(
        "what cannot be read lands marked, the rest counts",
        *("E1", "Ctrl+V", "E1=1.10; E2=12 for 10; E3=1.30; undo paste, 3 cells; says 1 could not"),
        clip="1.1\n12 for 10\n1.3\n",
    ),
    Habit(
        "undo takes the marks away too",
        *("E1", "Ctrl+V Ctrl+Z", "E1=2.50; E2=1.98; E3=1.92"),
        clip="1.1\n12 for 10\n1.3\n",
    ),
    Habit(
        "a GP factor lands on a tier whose basis the same paste sets",
        *("C1", "Ctrl+V", "C1=list; D1=x1.2; C2=cost; D2=40% GP; steps 1"),
        clip="list\tx1.2\ncost\t40% GP\n",
    ),
    Habit(
        "and a basis on a GP tier whose factor the same paste sets",
        *("C4", "Ctrl+V", "C4=list; D4=x1.2; G4=; steps 1"),
        clip="list\tx1.2\n",
    ),
    Habit(
        "dollars, grouping and blanks are read as anywhere",
        *("A7", "Ctrl+V", "A7=1,003.25; B7=2,000.00"),
        clip=" $1,003.25 \t2,000\n",
    ),
    Habit(
        "a signed number pasted as a multiplier is marked, never a markup",
        *("E1", "Ctrl+V", "E1=-2; D1=×2.50; E2=1.75; undo paste, 2 cells; says 1 could not"),
        clip="-2\n1.75\n",
    ),
    Habit("a negative bound is marked", "A1", "Ctrl+V", "A1=-5; tiers 7; steps 0", clip="-5\n"),
    Habit("a blank pasted as To opens the top", "B7", "Ctrl+V", "B7=and up", clip="\r\n"),
    Habit("Del opens the top", "B7", "Del", "B7=and up; undo clear, 1 cell"),
    Habit(
        "Ctrl+D fills factors down", "E1", "drag:E1-E4 Ctrl+D", "E4=2.50; undo fill down, 3 cells"
    ),
    Habit("Ctrl+D keeps a factor exact", "E4", "drag:E4-E5 Ctrl+D", "D5=42% GP; E5=1.724"),
    Habit(
        "Ctrl+Enter gives every selected tier a factor",
        *("E1", 'drag:E1-E3 "+98%" Ctrl+Return', "E1=1.98; D3=+98%; undo typing, 3 cells; steps 1"),
    ),
    Habit("the cap takes nothing", "E7", "drag:E7-E8 Ctrl+D", "E8=1.67; steps 0"),
    Habit(
        "a bare percent is asked once for a whole paste",
        *(
            "D1",
            "Ctrl+V Right Return",
            "D1=75% of cost; D2=80% of cost; steps 1; undo paste, 2 cells",
        ),
        clip="75%\n80%\n",
    ),
    Habit(
        "and stays unread where nobody answers",
        *("D1", "Ctrl+V Esc", "D1=75%; E1=2.50; D3=+92%; steps 0; says 2 could not be read"),
        clip="75%\n80%\n",
    ),
    Habit(
        "undo brings the selection back",
        *("E1", "drag:E1-E4 Ctrl+D click:A7 Ctrl+Z", "selected E1:E4; at E1; E4=1.724"),
    ),
    # --- tiers
    Habit(
        "Ctrl+plus inserts a tier, and the bounds follow",
        *(
            "E2",
            "Ctrl++",
            "A2=10.01; B2=12.00; A3=12.01; B3=15.00; tiers 8; undo insert tier; at E2",
        ),
    ),
    Habit("Ctrl+Shift+= inserts", "E2", "Ctrl+Shift+=", "tiers 8; steps 1"),
    Habit("the keypad inserts", "E2", "Ctrl+Keypad+", "tiers 8; steps 1"),
    Habit("as many as are selected", "E2", "Shift+Down Ctrl++", "tiers 9; undo insert 2 tiers"),
    Habit(
        "Ctrl+minus deletes, and the tier below takes over",
        *("E2", "Ctrl+-", "B1=15.00; A2=15.01; tiers 6; undo delete tier 2"),
    ),
    Habit("several at once", "E2", "Shift+Down Ctrl+Keypad-", "B1=20.00; tiers 5; steps 1"),
    Habit(
        "Alt+Up nudges a multiplier by 0.01", "E1", "Alt+Up", "E1=2.51; undo nudge factor of tier 1"
    ),
    Habit("a markup by a point", "E3", "Alt+Down", "D3=+91%"),
    Habit("a GP by a tenth", "E4", "Alt+Up", "D4=42.1% GP"),
    Habit("an add-on by ten cents", "D6", "Alt+Up", "D6=+$20.10"),
    Habit("with Shift ten times", "E4", "Alt+Shift+Down", "D4=41% GP"),
    Habit("nudges are one step", "E1", "Alt+Up Alt+Up Alt+Shift+Up", "E1=2.62; steps 1"),
    Habit(
        "several tiers at once, each in its own kind",
        *("E1", "drag:E1-E4 Alt+Up", "D1=×2.51; D3=+93%; D4=42.1% GP; undo nudge 4 factors"),
    ),
    Habit("a nudge in another tier is another step", "E1", "Alt+Up Down Alt+Up", "steps 2"),
    Habit(
        "Ctrl+Shift+P splits where half the cost dollars are",
        *("E1", "Ctrl+Shift+P", "A1=0.01; B1=5.00; A2=5.01; B2=10.00; undo split tier 1; tiers 8"),
    ),
    Habit(
        "Ctrl+Shift+G merges with the next",
        *("E1", "Ctrl+Shift+G", "A1=0.01; B1=15.00; E1=2.50; tiers 6; undo merge tiers 1 and 2"),
    ),
    Habit(
        "or the selected ones",
        *(
            "E2",
            "Shift+Down Shift+Down Ctrl+Shift+G",
            "A2=10.01; B2=25.00; tiers 5; undo merge tiers 2 to 4",
        ),
    ),
    Habit("the last has none to merge with", "E7", "Ctrl+Shift+G", "steps 0; says none after it"),
    Habit(
        "Ctrl+Shift+L makes a ladder",
        *("E7", "Ctrl+Shift+L", "A7=75.01; B7=90.00; tiers 11; undo make a ladder of 5 steps"),
    ),
    Habit(
        "Ctrl+Shift+I smooths the worst fall where it is, and goes there",
        *("E4", "Ctrl+Shift+I"),
        "steps 1; at B1; says Small tiers along the shelf, at tier 1; tiers 11",
    ),
    Habit(
        "the worst of the selected ones",
        *("E2", "Shift+Down Ctrl+Shift+I", "steps 1; at B3; says at tier 3; E3=1.92"),
    ),
)


class TierBench(Bench):
    """The bench with every tier on cost, the verbs' actions, and hands."""

    def __init__(self, qtbot: QtBot, numbers: Numbers) -> None:
        super().__init__(qtbot, numbers)
        self.price_on_cost()
        self.workspace.undo_stack.clear()
        self.verbs = TierVerbs(self.window)
        self.verbs.set_enabled(can_insert=True, can_delete=True)
        self.grid.work.connect_verbs(self.verbs)
        self.grid.view.set_row_actions(self.verbs.all())
        self.window.addActions(self.verbs.all())
        self.hands = Hands(self.grid.view)
        self.grid.setGeometry(0, 0, 1_690, 500)

    def check(self, seen: str) -> None:
        for one in seen.split("; "):
            kind, _, rest = one.partition(" ")
            stack, tiers = self.workspace.undo_stack, self.workspace.design.matrix.tiers
            found: dict[str, str] = {
                "undo": stack.undoText(),
                "steps": str(stack.index()),
                "tiers": str(len(tiers)),
            }
            if "=" in one and one[0] in "ABCDEFG" and one[1].isdigit():
                name, _, text = one.partition("=")
                place = int(name[1:]) - 1, ord(name[0]) - 65
                assert self.hands.shown(place) == text, f"{one}, not {self.hands.shown(place)}"
            elif kind in found:
                assert found[kind] == rest, f"{one}, not {found[kind]}"
            elif kind == "says":
                assert rest in self.figures.text, self.figures.text
            else:
                look = self.hands.look(kind)
                assert look == rest.encode().decode("unicode_escape"), f"{one}, not {look}"


@pytest.fixture
def bench(qtbot: QtBot) -> TierBench:
    return TierBench(qtbot, Numbers())


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_fingers_find_what_they_expect(bench: TierBench, habit: Habit) -> None:
    if habit.clip:
        put_on_clipboard(habit.clip)
    bench.hands.do(f"click:{habit.start} {habit.keys}")
    bench.check(habit.seen)


@pytest.mark.parametrize("keys", ["Ctrl+A", "Ctrl+Space"])
def test_selecting_everything_or_a_column_moves_no_row(bench: TierBench, keys: str) -> None:
    view = bench.grid.view
    bench.grid.setGeometry(0, 0, 1_690, view.height_of(3) + 40)
    QApplication.processEvents()
    bench.hands.do("click:E1 Down Down Down Down")
    first = view.indexAt(QPoint(5, 2)).row()
    assert first > 0
    bench.hands.do(keys)
    assert view.indexAt(QPoint(5, 2)).row() == first
    assert bench.hands.look("selected").endswith("8")


def test_the_answer_to_a_bare_percent_is_remembered(bench: TierBench) -> None:
    put_on_clipboard("75%\n80%\n")
    bench.hands.do("click:D1 Ctrl+V")
    question = next(one for one in bench.grid.view.findChildren(Question) if one.isVisible())
    assert "sells for" in question.accessibleName()
    assert len([one for one in question.findChildren(Button) if one.isVisible()]) == 2
    bench.hands.do("Return click:D3 Ctrl+V")
    assert not question.isVisible()
    assert bench.workspace.design.bare_percent is FactorKind.MARKUP
    bench.check("D1=+75%; D4=+80%; steps 2")


def test_a_comma_locale_pastes_commas(qtbot: QtBot) -> None:
    bench = TierBench(qtbot, Numbers(",", "."))
    put_on_clipboard("1.003,25\t2.000\tcost\tx1,95\n")
    bench.hands.do("click:A7 Ctrl+V")
    bench.check("A7=1.003,25; B7=2.000,00; D7=×1,95; steps 1")
    bench.hands.do("click:E4 Ctrl+C")
    assert QGuiApplication.clipboard().text() == "1,7241\r\n"


def test_the_hint_says_how_to_fill_the_selection(bench: TierBench) -> None:
    bench.hands.do('click:E1 drag:E1-E4 "1.9"')
    said = "".join(run.text for run in bench.grid.view._shown().hint)  # noqa: SLF001 - what is painted
    assert said.endswith("Ctrl+Enter fills 4 cells")


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
def test_the_context_menu_has_the_verbs_with_their_keys(bench: TierBench, qtbot: QtBot) -> None:
    bench.hands.do("click:E1")
    view = bench.grid.view
    place = bench.hands.middle((2, 4))
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: open_menu() is not None)
    menu = open_menu()
    assert menu is not None
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    keys = dict(text.split("\t") for text in texts if "\t" in text)
    assert keys["Copy"] == "Ctrl+C"
    assert keys["Fill down"] == "Ctrl+D"
    shown = {
        action.text().replace("&", ""): action.shortcut().toString() for action in menu.actions()
    }
    assert shown["Insert tier"] == "Ctrl++"
    assert shown["Split"] == "Ctrl+Shift+P"
    bench.check("at E3")
    QTest.keyClicks(menu, "w")
    qtbot.waitUntil(lambda: open_menu() is None)
    bench.check("E3=1.98; undo fill down, 1 cell")


def test_columns_are_kept_hidden_shown_and_as_wide_as_they_were_drawn(
    program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    grid = program.window.design_page.grid
    head, typed = grid.view.horizontalHeader(), 3
    edge = head.sectionViewportPosition(typed) + head.sectionSize(typed)
    was = head.sectionSize(typed)
    y = head.height() - 8
    QTest.mousePress(head.viewport(), LEFT, pos=QPoint(edge, y))
    QTest.mouseMove(head.viewport(), QPoint(edge + 20, y))
    QTest.mouseMove(head.viewport(), QPoint(edge + 40, y))
    QTest.mouseRelease(head.viewport(), LEFT, pos=QPoint(edge + 40, y))
    assert head.sectionSize(typed) == was + 40
    assert len(grid.view.selectedIndexes()) <= 1, "an edge is no head"
    program.window.actions_.column_chosen.emit("markup", False)  # noqa: FBT003 - a signal's
    again = TierGrid(program.workspace, make_theme(is_dark=False, base=interface_font()))
    again.set_column_state(Settings(tmp_path / "settings.ini").columns)
    assert again.view.own_widths == {"typed": was + 40}
    assert again.view.isColumnHidden(again.view.grid_model.spec.place_of("markup"))
    edge = head.sectionViewportPosition(typed) + head.sectionSize(typed)
    double_click(head.viewport(), QPoint(edge, y))
    assert "typed" not in grid.view.own_widths
    again.deleteLater()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    corners=st.tuples(
        *(st.integers(0, 7), st.integers(0, 10), st.integers(0, 7), st.integers(0, 10))
    ),
    is_plain=st.booleans(),
    is_on_list=st.booleans(),
)
def test_a_block_copied_and_pasted_where_it_is_leaves_the_identical_design(
    bench: TierBench,
    corners: tuple[int, int, int, int],
    is_plain: bool,
    is_on_list: bool,
) -> None:
    design = mixed_design(bench, is_on_list=is_on_list)
    top, left, bottom, right = corners
    first, last = (min(top, bottom), min(left, right)), (max(top, bottom), max(left, right))
    names = [f"{chr(65 + column)}{row + 1}" for row, column in (first, last)]
    bench.hands.do(f"click:{names[0]} shift-click:{names[1]} Ctrl+C")
    if is_plain:
        put_on_clipboard(QGuiApplication.clipboard().text())
    else:
        assert QGuiApplication.clipboard().mimeData().hasFormat(OWN_FORMAT)
    bench.hands.do("Ctrl+V")
    assert bench.workspace.design is design
    assert "could not be read" not in bench.figures.text


def mixed_design(bench: TierBench, *, is_on_list: bool) -> Design:
    """Give the bench a design of every kind of factor, and return it."""
    texts = ("x1.7865", "33.33% GP", "-12.5%", "90% of list", "+$0.05", "1.5x", "110% of cost")
    tiers = []
    for place, text in enumerate(texts):
        reading = read_factor(text)
        basis = reading.basis or (Basis.LIST if is_on_list and place == 0 else Basis.COST)
        upper = None if place == len(texts) - 1 else (place + 1) * 10_000
        tiers.append(Tier(place * 10_000 + 125, upper, reading.factor, basis))
    name = bench.workspace.design.matrix.name
    cap = Cap(250 * DOLLAR, CapRule.LOWER)
    bench.workspace.apply(ReplaceMatrix(name, Matrix(name, tuple(tiers), cap=cap)))
    return bench.workspace.design
