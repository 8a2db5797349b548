"""Every key of the window, taken from its actions and the grid's own table: none is made up.

Knows actions and keys; it draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from matrix_designer.gui.grid.keys import KEYS

_NATIVE = QKeySequence.SequenceFormat.NativeText
_LAST_F_KEY = 12
MOVES = (
    ("Up, Down, Left, Right", "Move by one cell"),
    ("Ctrl+arrow", "Move to the edge of the filled cells"),
    ("Home, End", "Move to the first or last column"),
    ("Ctrl+Home, Ctrl+End", "Move to the first or last cell"),
    ("PgUp, PgDown", "Move by a page"),
    ("Shift with any of these", "Stretch the selection"),
    ("Enter, Shift+Enter", "Move down or up; after Tabs back to where they began"),
    ("Tab, Shift+Tab", "Move right or left"),
)
"""How the selection moves, and in which words."""
TYPING = (
    ("any character", "Type over the cell"),
    ("Enter, Tab, Up, Down", "Take what was typed and move on"),
    ("Ctrl+Enter", "Put what was typed into all selected cells"),
    ("F2", "Change between moving on and moving in the text with the arrows"),
    ("Esc", "Leave the cell as it was"),
)
FINDINGS = (
    ("Up, Down", "Choose a finding"),
    ("Enter", "Go to the cell of a finding"),
    ("Right, Left", "Unfold many of one kind, fold them"),
    ("Del", "Silence it, with a reason that is kept in the file"),
    ("Ctrl+C", "Copy it with its code, dollars and source"),
)
PRESENTATION = (
    ("Space", "Switch between before and after"),
    ("Left, Right", "Before, after"),
    ("Esc, F11", "Leave the presentation"),
)
COMPARE = (
    ("Space", "Switch between before and after"),
    ("Alt+Down", "Choose what the proposed matrix is compared with"),
    ("Left, Right, Enter", "Go along the bars of the waterfall, and to the tier"),
    ("Ctrl+Shift+O", "Take a repair order of the history by its number"),
    ("Ctrl+Shift+A", "Add a part to the test repair order"),
    ("Alt+R", "Propose a set of parts"),
    ("Del", "Take a line out of the test repair order"),
    ("Ctrl+P, Alt+P", "Print the test repair order, save it as a PDF"),
)
PLAN = (
    ("Ctrl++, Ctrl+-", "Put a rule in, take the selected ones out"),
    ("Alt+Shift+Up, Alt+Shift+Down", "Move the selected rules"),
    ("Space", "Switch a rule on or off, lock a flat price"),
    ("Alt+Down", "Choose what stands in a cell of a rule from a list"),
    ("Enter on a source", "Choose a treatment for it"),
)
VERSIONS = (
    ("Ctrl+Shift+U", "Publish what is worked on"),
    ("Ctrl+Shift+K", "Keep what is worked on as a proposal"),
    ("Del", "Take a proposal out"),
)
STEPS = (
    ("Space", "Tick a step, with the day and who said so, or untick it"),
    ("Enter", "Go to where a step is done"),
)
MOUSE = (
    ("drag a rule's number", "Move the rule; Esc puts it back"),
    ("drag a source", "Let it go on a treatment, or on a rule that names sources"),
    ("Ctrl+wheel", "Draw everything larger or smaller"),
    ("Ctrl+click", "Add a cell or a block to the selection"),
    ("drag a dot", "Move a factor on the curve; Esc puts it back"),
    ("drag a riser", "Move a bound on the curve; Esc puts it back"),
    ("wheel, drag, double click", "Zoom the cost axis of the curves, move it, fit it"),
)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line: where it counts, its keys, what they do."""

    place: str
    keys: str
    what: str


def shortcuts(bar: QMenuBar) -> tuple[Shortcut, ...]:
    """Return the keys of the menus and of the grid, in the order of the menus."""
    found = [*_of_menus(bar), *_of_grid()]
    for place, lines in (
        ("Moving in the grid", MOVES),
        ("While typing", TYPING),
        ("Findings", FINDINGS),
        ("Plan", PLAN),
        ("Compare", COMPARE),
        ("Versions", VERSIONS),
        ("Thirteen steps", STEPS),
        ("Presentation", PRESENTATION),
        ("Mouse", MOUSE),
    ):
        found += [Shortcut(place, keys, what) for keys, what in lines]
    return tuple(found)


def searched(lines: Iterable[Shortcut], words: Sequence[str]) -> tuple[Shortcut, ...]:
    """Return the lines that have every word, in any of their columns."""
    wanted = [word.casefold() for word in words]
    return tuple(
        line
        for line in lines
        if all(word in f"{line.place} {line.keys} {line.what}".casefold() for word in wanted)
    )


def as_html(lines: Sequence[Shortcut]) -> str:
    """Write the lines as a page, one table for each place."""
    parts = ["<h1>Keyboard</h1>"]
    place = ""
    for line in lines:
        if line.place != place:
            parts.append("</table>" if place else "")
            parts.append(f"<h2>{escape(line.place)}</h2><table cellpadding='4'>")
            place = line.place
        parts.append(
            f"<tr><td width='38%'><b>{escape(line.keys)}</b></td><td>{escape(line.what)}</td></tr>"
        )
    parts.append("</table>" if place else "<p>No key has these words.</p>")
    return "".join(parts)


def plain_text(text: str) -> str:
    """Return an action's text without its mnemonic and dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("….")


def _of_menus(bar: QMenuBar) -> Iterator[Shortcut]:
    for top in bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            for action in _actions_of(menu):
                keys = [one.toString(_NATIVE) for one in action.shortcuts() if _is_typed(one)]
                if keys:
                    yield Shortcut(
                        f"Menu {plain_text(top.text())}",
                        ", ".join(keys),
                        _first_word(action) if _is_step(action) else plain_text(action.text()),
                    )


def _is_step(action: QAction) -> bool:
    """Whether the action's text names the step that it takes back or does again."""
    standard = QKeySequence.StandardKey
    return any(
        set(QKeySequence.keyBindings(key)) & set(action.shortcuts())
        for key in (standard.Undo, standard.Redo)
    )


def _first_word(action: QAction) -> str:
    return plain_text(action.text()).split(" ", 1)[0]


def _is_typed(keys: QKeySequence) -> bool:
    """Whether keys are on every keyboard: not F14, nor those of a key called Open or Undo."""
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    number = text.removeprefix("F")
    return "+" in text or (number.isdecimal() and int(number) <= _LAST_F_KEY)


def _actions_of(menu: QMenu) -> Iterator[QAction]:
    """Yield the actions of a menu and of those inside it."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _actions_of(inner)
        elif not action.isSeparator():
            yield action


def _of_grid() -> Iterator[Shortcut]:
    """Yield what the grid's own keys do, each command once with all its keys."""
    together: dict[str, list[str]] = {}
    for (key, modifiers), command in KEYS.items():
        text = QKeySequence(QKeyCombination(modifiers, key)).toString(_NATIVE)
        together.setdefault(command.value, []).append(text)
    for what, keys in together.items():
        yield Shortcut("In the grid", ", ".join(keys), what[:1].upper() + what[1:])
