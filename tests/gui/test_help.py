"""Help explains everything that there is, and no link of it is dead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QTextBrowser
from pytestqt.qtbot import QtBot

from matrix_designer.core.edits import DeleteTiers
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.matrix import Mode
from matrix_designer.gui import help_texts
from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.keys import KEYS, move_of
from matrix_designer.gui.help_texts import KEYS as KEYS_TOPIC
from matrix_designer.gui.help_texts import TOPIC_OF, TOPICS, read_topic
from matrix_designer.gui.shortcuts import MOVES, searched, shortcuts
from matrix_designer.resources import resource
from tests.gui.conftest import Opened

PACKAGE = Path(help_texts.__file__).parents[1]
WRITTEN = [topic.key for topic in TOPICS if topic.key != KEYS_TOPIC]
TARGET_CODE = re.compile(r'"(target-[a-z]+)"')


def strings(node: ast.expr) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def checked() -> dict[str, set[str]]:
    """Return every code that a check can find, with the sources that it names."""
    found: dict[str, set[str]] = {}
    for file in (PACKAGE / "analysis" / "checks").glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                words = {word.arg: word.value for word in call.keywords}
                if {"code", "severity", "message"} <= words.keys():
                    for code in strings(words["code"]):
                        found.setdefault(code, set()).update(strings(words["source"]))
    for file in (PACKAGE / "core").glob("*.py"):
        for code in TARGET_CODE.findall(file.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add("002 section L")
    return found


def entry(code: str) -> str:
    """Return the part of the page of findings that is about a code."""
    page = read_topic("findings")
    start = page.index(f'<a name="{code}">')
    return page[start : page.find("<h3>", start)] if "<h3>" in page[start:] else page[start:]


def test_the_checks_that_are_read_are_all_of_them() -> None:
    assert {"gap", "inversion", "below-goal", "target-levels", "list-based"} <= checked().keys()
    assert len(checked()) >= 28


@pytest.mark.parametrize("code", sorted(checked()))
def test_every_finding_is_explained_with_its_source(code: str) -> None:
    said = entry(code)
    assert len(re.sub(r"<[^>]*>", "", said)) > 60
    for source in checked()[code]:
        assert f"Source: {source}." in said


def test_no_finding_is_explained_that_there_is_not() -> None:
    assert set(re.findall(r'<a name="([^"]+)">', read_topic("findings"))) == set(checked())


def links() -> list[tuple[str, str]]:
    return [
        (key, link) for key in WRITTEN for link in re.findall(r'href="([^"]*)"', read_topic(key))
    ]


@pytest.mark.parametrize(("page", "link"), links())
def test_no_link_is_dead(page: str, link: str) -> None:
    assert page in WRITTEN
    topic, _, anchor = link.partition("#")
    assert topic in {one.key for one in TOPICS}
    if anchor:
        assert f'<a name="{anchor}">' in read_topic(topic)


def test_every_page_is_listed_and_every_listed_page_is_there() -> None:
    assert {path.stem for path in resource("help").glob("*.html")} == set(WRITTEN)


@pytest.mark.parametrize("key", WRITTEN)
def test_every_page_can_be_read_and_asks_for_nothing_outside(qtbot: QtBot, key: str) -> None:
    text = read_topic(key)
    assert "http" not in text
    assert "<img" not in text
    browser = QTextBrowser()
    qtbot.addWidget(browser)
    browser.setHtml(text)
    assert len(browser.toPlainText()) > 300
    assert text.count("<table") == text.count("</table>")
    assert text.count("<p>") == text.count("</p>")


def test_every_figure_of_the_strip_has_its_entry() -> None:
    page = re.sub(r"<[^>]*>", "", read_topic("figures"))
    for title in (
        "Gross profit, proposed",
        "GP $ a year, volumes unchanged",
        "Prices",
        "Above list",
        "Findings",
    ):
        assert title in page


def test_every_kind_of_factor_and_every_mode_has_its_entry() -> None:
    page = read_topic("factors")
    for kind in FactorKind:
        name = kind.name.lower().replace("_", "-")
        assert f'<a name="{name}">' in page, name
    for mode in Mode:
        assert f'<a name="{mode.value}">' in page


def test_every_word_of_the_trade_that_the_window_shows_is_in_the_glossary() -> None:
    page = read_topic("glossary")
    words = ("cost", "list", "gp", "markup", "multiplier", "tier", "factor", "cap", "in-force")
    for word in (*words, "proposed", "replay", "finding", "override", "source", "pay-type", "dms"):
        assert f'<a name="{word}">' in page


def test_every_class_that_leads_to_a_page_is_a_widget_of_the_program() -> None:
    named = set()
    for file in (PACKAGE / "gui").rglob("*.py"):
        named |= set(re.findall(r"^class (\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(TOPIC_OF) <= named
    assert set(TOPIC_OF.values()) <= {topic.key for topic in TOPICS}


def actions_of(menu: QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        inner = action.menu()
        found += actions_of(inner) if isinstance(inner, QMenu) else [action]
    return found


def test_every_action_with_a_key_and_every_key_of_the_grid_is_on_the_page(program: Program) -> None:
    lines = shortcuts(program.window._top.menu)  # noqa: SLF001 - the window's own menus
    keys = {key for line in lines for key in line.keys.split(", ")}
    with_key = [
        action
        for action in program.window.findChildren(QAction)
        if not action.shortcut().isEmpty() and action.text() and not action.isSeparator()
    ]
    assert len(with_key) > 12
    missing = [
        f"{action.text()} {action.shortcut().toString()}"
        for action in with_key
        if action.shortcut().toString() not in keys
    ]
    assert not missing
    assert "F14" not in keys
    for command in KEYS.values():
        assert any(line.what.casefold() == command.value for line in lines)
    assert searched(lines, ["SAVE"])


def test_the_page_names_undo_and_not_the_step(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    matrix = program.workspace.design.matrix
    program.workspace.apply(DeleteTiers(matrix.name, (0,)))
    said = [line.what for line in shortcuts(program.window._top.menu)]  # noqa: SLF001 - its menus
    assert "Undo" in said
    assert "Redo" in said
    assert not [what for what in said if what.startswith("Undo ")]


@pytest.mark.parametrize("keys", [keys for keys, _ in MOVES if "any of" not in keys])
def test_the_keys_that_are_said_to_move_do_move(keys: str) -> None:
    for name in keys.split(", "):
        parts = name.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        if "Ctrl" in parts:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if "Shift" in parts:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        key = {"arrow": "Left", "PgUp": "PageUp", "PgDown": "PageDown"}.get(parts[-1], parts[-1])
        event = QKeyEvent(QKeyEvent.Type.KeyPress, getattr(Qt.Key, f"Key_{key}"), modifiers)
        assert move_of(event, 10) is not None, name
