"""Blocks of texts on their way: copied, cut, pasted, filled, cleared.

Knows the model, the clipboard and where texts land; it asks for edits and shows what could not
be read. Knows no noun, no key and no pointer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QRect, QStringListModel, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.grid.blocks import (
    Entry,
    Landing,
    filled,
    heads_of,
    land,
    overhang,
    texts_of,
    tiled,
    without_extra,
)
from matrix_designer.gui.grid.clipboard import Texts, pick, write_table, write_tabs
from matrix_designer.gui.grid.columns import Room
from matrix_designer.gui.grid.model import GridModel
from matrix_designer.gui.grid.question import Question
from matrix_designer.gui.grid.selection import Block, Place, Selection
from matrix_designer.gui.theme import Theme

OWN_FORMAT = "application/x-matrix-designer-cells"
"""Exact texts that the grid pastes in the place of what other programs get."""
_MOST_ROWS = 1_000
"""A paste makes a body of at most so many rows; more would hold the window up for minutes."""
_stamps = count(1)


@dataclass(frozen=True, slots=True)
class _Load:
    """Texts on their way into cells: the step's name, and the block to select after it."""

    entries: tuple[Entry, ...]
    name: str
    block: Block | None = None
    is_growing: bool = False
    room: Room[Any] | None = None


class Transfer(QObject):
    """Moves texts between cells and the clipboard.

    `edits_wanted(edits, name)`: carry these out as one step; `told(sentence)`: what else there
    is to say; `filled(block)`: texts landed here, which is to be selected;
    `landed()`: other cells may be unread than before.
    """

    edits_wanted = Signal(object, str)
    told = Signal(str)
    filled = Signal(object)
    landed = Signal()

    def __init__(
        self, model: GridModel, theme: Theme, view: QWidget, cell_rect: Callable[[Place], QRect]
    ) -> None:
        """Start with nothing copied; `cell_rect` says where a cell stands in the view."""
        super().__init__(view)
        self._model = model
        self._view = view
        self._cell_rect = cell_rect
        self.question = Question(theme, view)
        self.copied: tuple[Block, ...] = ()
        self._cut: tuple[Entry, ...] = ()
        self._stamp = ""
        self._asked: _Load | None = None
        self.question.answered.connect(self._on_answered)
        self.question.given_up.connect(self._on_given_up)
        self.question.lost.connect(self._on_given_up)

    # --- out of the grid

    def copy(self, selection: Selection, shown: Sequence[int], *, has_heads: bool = False) -> bool:
        """Put the selected cells on the clipboard; returns whether that could be."""
        texts = texts_of(self._model.spec, self._model.rows, selection.blocks, shown)
        heads = heads_of(self._model.spec, selection.blocks, shown)
        if texts is None or heads is None:
            self.told.emit("Blocks that share neither rows nor columns cannot be copied together")
            return False
        given, exact = texts
        if has_heads:
            given = (heads, *given)
        self._stamp = f"{os.getpid()}-{next(_stamps)}"
        content = _mime_data()
        content.setText(write_tabs(given))
        content.setHtml(write_table(given, has_heads=has_heads))
        own = {"stamp": self._stamp, "cells": (heads, *exact) if has_heads else exact}
        content.setData(OWN_FORMAT, json.dumps(own).encode())
        _clipboard().setMimeData(content)
        self.copied, self._cut = selection.blocks, ()
        return True

    def cut(self, selection: Selection, shown: Sequence[int]) -> bool:
        """Copy the selected cells; pasting them takes their texts away from where they were."""
        if not self.copy(selection, shown):
            return False
        self._cut = tuple(self._emptied(selection, shown))
        return True

    def forget_copied(self) -> bool:
        """Forget what was copied or cut; the clipboard keeps it. Returns whether there was."""
        was = bool(self.copied)
        self.copied, self._cut = (), ()
        return was

    # --- into the grid

    def paste(self, selection: Selection, shown: Sequence[int]) -> None:
        """Let the clipboard's texts land from the top left of the selection on."""
        try:
            texts, is_cut = self._clipboard_texts()
        except MatrixDesignerError as error:
            self.told.emit(error.sentence)
            return
        spec, rows = self._model.spec, self._model.rows
        body = sum(map(spec.is_body, rows))
        top = selection.block.top
        takes_text = top < body or spec.is_waiting(rows[top])
        refusal = _refusal(texts, takes_text=takes_text)
        if refusal:
            self.told.emit(refusal)
            return
        if spec.make_room is not None:
            texts = _without_blank_end(texts)
        entries, block = tiled(texts, selection, len(rows), shown)
        beyond = overhang(texts, selection, shown)
        is_one_row = selection.block.top == selection.block.bottom and len(texts) > 1
        room = (
            spec.make_room(rows, block.top, block.bottom)
            if spec.make_room is not None and is_one_row
            else None
        )
        is_growing = block.bottom >= body and len(texts) > 1 and spec.new_row is not None
        if room is None and is_growing:
            entries = without_extra(spec, rows, entries)
            last = max((entry.place[0] for entry in entries), default=0)
            if last >= max(_MOST_ROWS, body):
                self.told.emit(
                    f"The paste would make {last + 1:,} rows; copy so few that there are at most "
                    f"{_MOST_ROWS:,}"
                )
                return
        else:
            held = len(rows if room is None else room.rows)
            entries = [entry for entry in entries if entry.place[0] < held]
        is_moved = is_cut and (room is None or not room.edits)  # else its cells have moved on
        cut, self._cut = (self._cut if is_moved else ()), ()
        targets = {entry.place for entry in entries}
        emptied = (entry for entry in cut if entry.place not in targets)
        name = _named("move" if cut else "paste", len(entries))
        self._let_land(_Load((*emptied, *entries), name, block, is_growing, room))
        if beyond:
            self.told.emit(f"{_counted(beyond, 'column')} beyond the last one had no place")

    def enter(
        self, selection: Selection, shown: Sequence[int], text: str, answer: int | None
    ) -> None:
        """Put one text into every selected cell."""
        entries = tuple(
            Entry(place, text)
            for place in selection.cells()
            if place[1] in shown and self._model.edit_text(place) is not None
        )
        self._let_land(_Load(entries, _named("typing", len(entries))), answer)

    def clear(self, selection: Selection, shown: Sequence[int]) -> None:
        """Take the texts out of the selected cells; where one was not read, its own comes back."""
        entries = tuple(
            entry
            for entry in self._emptied(selection, shown)
            if not self._model.forget_refusal(entry.place)
        )
        self._let_land(_Load(entries, _named("clear", len(entries))))

    def fill(self, selection: Selection, shown: Sequence[int], *, is_down: bool) -> None:
        """Repeat the first row or column of each selected block, or the one before a single one."""
        entries: list[Entry] = []
        for block in selection.blocks:
            source, target = _fill_of(block, shown, is_down=is_down)
            if source is not None:
                entries += self._filled(source, target, shown)
        name = _named("fill down" if is_down else "fill right", len(entries))
        self._let_land(_Load(tuple(entries), name))

    def draw_out(self, source: Block, target: Block, shown: Sequence[int]) -> None:
        """Repeat a block over a larger one, as the fill handle does."""
        entries = tuple(self._filled(source, target, shown))
        if (target.left, target.right) != (source.left, source.right):
            name = "fill right" if target.right > source.right else "fill left"
        else:
            name = "fill down" if target.bottom > source.bottom else "fill up"
        self._let_land(_Load(entries, _named(name, len(entries)), target))

    def _filled(self, source: Block, target: Block, shown: Sequence[int]) -> list[Entry]:
        """Return what a fill puts into those cells that take text."""
        texts = texts_of(self._model.spec, self._model.rows, (source,), shown)
        exact: Texts = () if texts is None else texts[1]
        return [
            entry
            for entry in filled(exact, source, target, shown)
            if self._model.edit_text(entry.place) is not None
        ]

    def _let_land(self, load: _Load, answer: int | None = None) -> None:
        """Read the texts; ask where one can mean two things, else carry them out."""
        landing = self._land(load, answer)
        if landing.ask is None:
            self._carry_out(load, landing)
            return
        place, ask = landing.ask
        self._asked = load
        words = [said for said, _edit in ask.answers]
        seen = (min(place[0], self._model.rowCount() - 1), place[1])
        self.question.ask(ask.words, words, self._cell_rect(seen))

    def _land(self, load: _Load, answer: int | None) -> Landing:
        spec, rows, room = self._model.spec, self._model.rows, load.room
        if room is None:
            return land(spec, rows, load.entries, answer, is_growing=load.is_growing)
        landing = land(spec, room.rows, load.entries, answer)
        landing.edits[:0] = room.edits
        return landing

    def _carry_out(self, load: _Load, landing: Landing) -> None:
        """Ask for the edits as one step, then show what could not be read."""
        self._model.forget_refusals(entry.place for entry in load.entries)
        if landing.edits:
            self.edits_wanted.emit(tuple(landing.edits), load.name)
        for place, refused in landing.refused.items():
            if place[0] < self._model.rowCount():
                self._model.refuse(place, refused.text, refused.reason)
        if load.block is not None:
            self.filled.emit(load.block)
        self.landed.emit()
        if landing.derived:
            said = _counted(landing.derived, "cell")
            self.told.emit(f"{said} worked out from others took no text")

    def _on_answered(self, answer: int) -> None:
        """Let the texts land that waited for an answer."""
        load, self._asked = self._asked, None
        self._close_question()
        if load is not None:
            self._carry_out(load, self._land(load, answer))

    def _on_given_up(self) -> None:
        """Let the texts land without an answer: those that asked stay unread."""
        load, self._asked = self._asked, None
        self._close_question()
        if load is not None:
            self._carry_out(load, self._land(load, None))

    def _close_question(self) -> None:
        had_focus = self.question.isAncestorOf(self._view.window().focusWidget() or self._view)
        self.question.close_()
        if had_focus:
            self._view.setFocus()

    def _emptied(self, selection: Selection, shown: Sequence[int]) -> list[Entry]:
        """Return the entries that clear the selected cells which take text."""
        return [
            Entry(place, "")
            for place in selection.cells()
            if place[1] in shown and self._model.edit_text(place) is not None
        ]

    def _clipboard_texts(self) -> tuple[Texts, bool]:
        """Return what the clipboard holds, and whether it was cut from this grid."""
        content = _clipboard().mimeData()
        own = _own_texts(bytes(content.data(OWN_FORMAT).data()))
        if own is None:
            return pick(content.text(), content.html()), False
        texts, stamp = own
        return texts, bool(self._cut) and stamp == self._stamp


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def _mime_data() -> QMimeData:
    """Return empty data that Qt made itself.

    What lies on the clipboard may outlive Python: deleting data that Python made then crashes.
    """
    one = QStringListModel([""])
    content = one.mimeData([one.index(0)])
    content.clear()
    return content


def _own_texts(data: bytes) -> tuple[Texts, str] | None:
    """Return texts in the grid's own format with their stamp; None where it is none."""
    try:
        own: Any = json.loads(data)
        texts = tuple(tuple(str(text) for text in row) for row in own["cells"])
        stamp = str(own["stamp"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_even = len({len(row) for row in texts}) == 1
    return (texts, stamp) if is_even else None


def _without_blank_end(texts: Texts) -> Texts:
    """Return texts without the blank rows at their end: what waits was copied with the others."""
    held = [place for place, row in enumerate(texts) if any(text.strip() for text in row)]
    return texts[: held[-1] + 1] if held else texts


def _refusal(texts: Texts, *, takes_text: bool) -> str:
    """Say why texts cannot be pasted, if they cannot."""
    if not texts or not texts[0]:
        return "The clipboard holds no text to paste"
    if not takes_text:
        return "This row is worked out and takes no text"
    return ""


def _fill_of(block: Block, shown: Sequence[int], *, is_down: bool) -> tuple[Block | None, Block]:
    """Return what is repeated in a block, and over what."""
    across = block.columns_of(shown)
    left, right = across[0], across[-1]
    if is_down:
        top = block.top if block.bottom > block.top else block.top - 1
        target = Block(top, left, block.bottom, right)
        return (Block(top, left, top, right) if top >= 0 else None), target
    if left == right:
        at = shown.index(left)
        if at == 0:
            return None, block
        left = shown[at - 1]
    target = Block(block.top, left, block.bottom, right)
    return Block(block.top, left, block.bottom, left), target


def _named(what: str, cells: int) -> str:
    return f"{what}, {_counted(cells, 'cell')}"


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
