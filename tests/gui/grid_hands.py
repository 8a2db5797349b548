"""A grid of jars on a shelf and two hands for it: real keys and a real pointer, told in words.

A habit is told as a table row: where it starts, which keys, what a person then sees.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from fractions import Fraction

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.grid.columns import (
    Align,
    Ask,
    Cell,
    Column,
    GridSpec,
    Reading,
    RowHead,
    Run,
    TotalRow,
)
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.grid import Grid
from matrix_designer.gui.grid.view import GridView
from matrix_designer.gui.theme import make_theme
from tests.gui.clicks import double_click

Place = tuple[int, int]
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SPECIAL = {"Ctrl++": (Qt.Key.Key_Plus, CTRL), "Ctrl+Keypad+": (Qt.Key.Key_Plus, CTRL | KEYPAD)}
_SPECIAL["Ctrl+Keypad-"] = (Qt.Key.Key_Minus, CTRL | KEYPAD)
_SPECIAL["Ctrl+Shift+="] = (Qt.Key.Key_Equal, CTRL | SHIFT)


@dataclass(frozen=True)
class Habit:
    """What fingers do: its name, the cell it starts in, the keys, and what is seen then."""

    name: str
    start: str
    keys: str
    seen: str
    clip: str = ""
    html: str = ""


@dataclass(frozen=True)
class Jar:
    number: int
    label: str
    grams: int
    ounces: int = 0


@dataclass(frozen=True)
class Refill:
    number: int
    grams: int


@dataclass(frozen=True)
class Relabel:
    number: int
    label: str


@dataclass(frozen=True)
class Add:
    jar: Jar


def read_grams(jar: Jar, text: str) -> Reading:
    shown = text.strip()
    if shown == "some":
        answers = (("a little", Refill(jar.number, 1)), ("a lot", Refill(jar.number, 999)))
        return Reading(ask=Ask("How much is some?", answers, "“some” is 1 or 999"))
    if not shown.isdigit():
        return Reading(refusal=f"“{shown}” is not a weight")
    grams = int(shown)
    edit = None if grams == jar.grams else Refill(jar.number, grams)
    return Reading(edit, (Run(f"read as {grams} g"),))


def read_kilograms(jar: Jar, text: str) -> Reading:
    try:
        grams = round(float(text) * 1000)
    except ValueError:
        return Reading(refusal=f"“{text}” is not a weight")
    return Reading(Refill(jar.number, grams))


def relabel(jar: Jar, text: str) -> Reading:
    return Reading(None if text == jar.label else Relabel(jar.number, text))


def after(jar: Jar, edit: object) -> Jar:
    if isinstance(edit, Refill):
        return replace(jar, grams=edit.grams)
    return replace(jar, label=edit.label) if isinstance(edit, Relabel) else jar


def next_jar(jars: object) -> tuple[Jar, Add]:
    assert isinstance(jars, list)
    jar = Jar(len(jars) + 1, "new", 0)
    return jar, Add(jar)


def is_jar(jar: Jar) -> bool:
    return jar.number > 0


def own_label(jar: Jar) -> str | None:
    return jar.label if is_jar(jar) else None


def own_grams(jar: Jar) -> str | None:
    return str(jar.grams) if is_jar(jar) else None


SPEC: GridSpec[Jar] = GridSpec(
    "Jars",
    "Jar",
    (
        Column(
            *("label", "Label", "Jar", 9.0, lambda jar: Cell(jar.label), Align.LEFT),
            edit_text=own_label,
            read=relabel,
        ),
        Column(
            *("grams", "Grams", "Content", 7.0),
            lambda jar: Cell(f"{jar.grams:,}", value=Fraction(jar.grams)),
            edit_text=own_grams,
            read=read_grams,
            figure=lambda value: f"{float(value):.1f}",
            writes="weight",
        ),
        Column(
            *("kilograms", "Kilograms", "Content", 8.0),
            lambda jar: Cell(f"{jar.grams / 1000:.1f}"),
            edit_text=lambda jar: f"{jar.grams / 1000:.1f}" if is_jar(jar) else None,
            read=read_kilograms,
            copy_text=lambda jar: f"{jar.grams / 1000:.3f}",
            exact_text=lambda jar: f"{jar.grams / 1000:.3f}",
            writes="weight",
        ),
        Column("half", "Half", "Content", 7.0, lambda jar: Cell(f"{jar.grams / 2:.1f}")),
    ),
    head=lambda jar: RowHead(str(jar.number) if is_jar(jar) else "Sum", f"Jar {jar.number}"),
    is_sunken=lambda jar: not is_jar(jar),
    is_body=is_jar,
    after=after,
    new_row=next_jar,
)


class Shelf:
    """A shown window with five jars and a sum row; edits are carried out as an owner would."""

    def __init__(self, qtbot: QtBot, spec: GridSpec[Jar] = SPEC, height: int = 260) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(500, 300)
        self.grid = Grid(spec, make_theme(is_dark=False, base=interface_font()), self.window)
        self.jars = [Jar(n + 1, name, 100 * (n + 1)) for n, name in enumerate("abcde")]
        self.figures = SelectionFigures(0)
        self.steps: list[str] = []
        self.commands: list[str] = []
        self.grid.view.edit_wanted.connect(self._take)
        self.grid.view.edits_wanted.connect(self._take_all)
        self.grid.view.command_wanted.connect(self._note_command)
        self.grid.view.selection_moved.connect(self._note)
        self.hands = Hands(self.grid.view)
        self._show()
        self.grid.setGeometry(0, 0, 500, height)
        self.window.show()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.grid.setFocus()

    def _take(self, edit: object) -> None:
        self._take_all((edit,), "typed")

    def _take_all(self, edits: tuple[object, ...], name: str) -> None:
        self.steps.append(name)
        for edit in edits:
            if isinstance(edit, Add):
                self.jars.append(edit.jar)
            elif isinstance(edit, Refill | Relabel):
                at = edit.number - 1
                self.jars[at] = after(self.jars[at], edit)
        self._show()

    def _note(self, figures: SelectionFigures) -> None:
        self.figures = figures

    def _note_command(self, command: object) -> None:
        self.commands.append(getattr(command, "value", ""))

    def _show(self) -> None:
        total = Jar(0, "all", sum(jar.grams for jar in self.jars))
        self.grid.set_rows([*self.jars, total], TotalRow("Total", {}))

    def check(self, seen: str) -> None:
        """Hold what a habit says is seen against the window; see `test_grid_habits`."""
        for one in re.split(r"; ?", seen):
            self._check(one)

    def _check(self, one: str) -> None:
        kind, _, rest = one.partition(" ")
        if match := re.fullmatch(r"([A-Z][0-9]+)=(.*)", one):
            shown = self.hands.shown(place_of(match[1]))
            assert shown == match[2].replace("~", ""), f"{one}, not {shown}"
        elif kind in {"at", "selected", "typing", "caret", "clipboard", "table"}:
            found = self.hands.look(kind)
            assert found == rest.encode().decode("unicode_escape"), f"{one}, not {found}"
        elif kind == "step":
            assert self.steps == ([rest] if rest else []), f"{one}, not {self.steps}"
        elif kind == "status":
            assert self.figures.text == rest, self.figures.text
        elif kind == "says":
            assert rest in self.figures.text, self.figures.text
        elif kind == "wants":
            assert self.commands == [rest]
        elif kind == "jars":
            assert "".join(jar.label[0] for jar in self.jars) == rest
        else:
            raise AssertionError(f"nobody knows how to see “{one}”")


class Hands:
    """Keys and a pointer on a grid, by what a person would say: `Ctrl+Down`, `click:B2`."""

    def __init__(self, view: GridView) -> None:
        self.view = view

    def do(self, keys: str) -> None:
        """Press the keys of a habit one after the other; quoted words are typed."""
        for word in shlex.split(keys, posix=False):
            if word.startswith('"'):
                for letter in word.strip('"').replace("_", " "):
                    QTest.keyClicks(self._focused(), letter)
            elif ":" in word:
                self._point(*word.split(":"))
            else:
                self.press(word)

    def press(self, name: str) -> None:
        """Press one key, named as menus name it."""
        if name in _SPECIAL:
            key, modifiers = _SPECIAL[name]
        else:
            combination = QKeySequence(name)[0]  # type: ignore[index] # the stub forgets it
            key, modifiers = combination.key(), combination.keyboardModifiers()
            if name == "Shift+Tab":
                key = Qt.Key.Key_Backtab
        QTest.keyClick(self._focused(), key, modifiers)

    def _focused(self) -> QWidget:
        focused = self.view.window().focusWidget()
        assert focused is not None
        return focused

    def _point(self, kind: str, at: str) -> None:
        viewport = self.view.viewport()
        is_cell = at[0].isalpha() and at[1:2].isdigit()
        places = [place_of(name) for name in at.split("-")] if is_cell else []
        if kind in {"click", "shift-click", "ctrl-click"}:
            modifiers = {"shift-click": SHIFT, "ctrl-click": CTRL}.get(kind, PLAIN)
            QTest.mouseClick(viewport, LEFT, modifiers, self.middle(places[0]))
        elif kind == "double":
            double_click(viewport, self.middle(places[0]))
        elif kind in {"drag", "ctrl-drag"}:
            held = CTRL if kind == "ctrl-drag" else PLAIN
            self._drag(viewport, self.middle(places[0]), self.middle(places[1]), held)
        elif kind == "fill":
            self._drag(viewport, self.handle(), self.middle(places[0]), PLAIN)
        elif kind == "double-fill":
            double_click(viewport, self.handle())
        elif kind in {"head", "ctrl-head"}:
            self._press_head(at, CTRL if kind == "ctrl-head" else PLAIN)
        elif kind in {"row", "shift-row", "ctrl-row"}:
            self._press_row(at, {"shift-row": SHIFT, "ctrl-row": CTRL}.get(kind, PLAIN))
        else:
            raise AssertionError(f"nobody knows how to {kind}")

    def _drag(self, target: QWidget, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
        QTest.mousePress(target, LEFT, held, start)
        QTest.mouseMove(target, (start + end) / 2)
        QTest.mouseMove(target, end)
        QTest.mouseRelease(target, LEFT, held, end)

    def _press_head(self, names: str, held: Qt.KeyboardModifier) -> None:
        head = self.view.horizontalHeader()
        spots = [
            QPoint(head.sectionViewportPosition(ord(name) - 65) + 20, head.height() - 8)
            for name in names.split("-")
        ]
        self._drag(head.viewport(), spots[0], spots[-1], held)

    def _press_row(self, names: str, held: Qt.KeyboardModifier) -> None:
        gutter = self.view.verticalHeader()
        spots = [
            QPoint(30, gutter.sectionViewportPosition(int(name) - 1) + 6)
            for name in names.split("-")
        ]
        self._drag(gutter.viewport(), spots[0], spots[-1], held)

    def middle(self, place: Place) -> QPoint:
        """Return the middle of a cell in the viewport."""
        return self.view.visualRect(self.view.model().index(*place)).center()

    def handle(self) -> QPoint:
        """Return where the fill handle is painted: the selection's low right corner."""
        chosen = self.view.selectedIndexes()
        low = max((one.row(), one.column()) for one in chosen)
        return self.view.visualRect(self.view.model().index(*low)).bottomRight()

    def shown(self, place: Place) -> str:
        """Return what stands in a cell."""
        return str(self.view.model().index(*place).data())

    def field(self) -> QLineEdit | None:
        """Return the editor that a person sees, if there is one."""
        fields = self.view.viewport().findChildren(QLineEdit)
        return next((one for one in fields if one.isVisible()), None)

    def look(self, kind: str) -> str:
        """Say what is seen of the selection, the editor or the clipboard."""
        if kind == "at":
            index = self.view.currentIndex()
            return name_of((index.row(), index.column()))
        if kind == "selected":
            return " ".join(sorted(self._selected()))
        field = self.field()
        if kind in {"typing", "caret"}:
            if field is None:
                return "nothing"
            return field.text() if kind == "typing" else str(field.cursorPosition())
        content = QGuiApplication.clipboard().mimeData()
        return content.text() if kind == "clipboard" else content.html()

    def _selected(self) -> list[str]:
        """Return the selection as ranges, each row's neighbours put together, then equal rows."""
        rows: dict[int, list[int]] = {}
        for one in self.view.selectedIndexes():
            if not self.view.isColumnHidden(one.column()):
                rows.setdefault(one.row(), []).append(one.column())
        spans: list[tuple[int, int, int, int]] = []
        for row, columns in sorted(rows.items()):
            for left, right in _runs(sorted(columns)):
                last = next(
                    (one for one in spans if one[1:3] == (row - 1, left) and one[3] == right), None
                )
                if last is not None:
                    spans.remove(last)
                spans.append((row if last is None else last[0], row, left, right))
        return [
            name_of((top, left))
            if (top, left) == (bottom, right)
            else f"{name_of((top, left))}:{name_of((bottom, right))}"
            for top, bottom, left, right in spans
        ]


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def place_of(name: str) -> Place:
    """Return the place of a cell named as spreadsheets do: B2 is row 1, column 1."""
    return int(name[1:]) - 1, ord(name[0]) - 65


def name_of(place: Place) -> str:
    """Name a cell as spreadsheets do."""
    return f"{chr(65 + place[1])}{place[0] + 1}"


def put_on_clipboard(plain: str, html: str = "") -> None:
    """Put texts on the clipboard as another program would: without the grid's own format."""
    content = QMimeData()
    content.setText(plain)
    if html:
        content.setHtml(html)
    QGuiApplication.clipboard().setMimeData(content)


def open_menu() -> QMenu | None:
    """Return the menu that is open, if there is one."""
    found = QGuiApplication.topLevelWindows()
    assert found
    from PySide6.QtWidgets import QApplication

    popup = QApplication.activePopupWidget()
    return popup if isinstance(popup, QMenu) else None
