"""What can be done to matrices, the record and the price test, as actions for menus and keys.

Knows names and keys; the Design page carries them out.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from matrix_designer.core.design import Design
from matrix_designer.core.matrix import Matrix
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.panels.step_rows import PRICE_TEST, SHOW_RECORD


class NamesMenu(Menu):
    """A menu of names. `name_chosen(name)`: one was."""

    name_chosen = Signal(str)

    def __init__(self, title: str, tip: str) -> None:
        """Start empty."""
        super().__init__(title)
        self._names: tuple[str, ...] = ()
        action = self.menuAction()
        action.setToolTip(tip)
        action.setStatusTip(tip)
        self.triggered.connect(self._on_triggered)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Offer other names; without one the menu is greyed."""
        if names != self._names:
            self._names = names
            self.clear()
            for name in names:
                self.addAction(name.replace("&", "&&")).setData(name)
        self.setEnabled(bool(names))

    def _on_triggered(self, action: QAction) -> None:
        self.name_chosen.emit(str(action.data()))


class MatrixVerbs(QObject):
    """The actions of the Design page that are not about tiers."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        make = self._make
        self.price_test = make("&Price test", "Ctrl+T", "Type a cost and see its price")
        self.price_test.setObjectName(PRICE_TEST)
        self.find_part = make(
            "Price a &sold part", "Ctrl+Shift+T", "Find a part by number or description"
        )
        self.rules = make("Matrices and &rules", "Ctrl+Shift+R", "List, matrix in force and rules")
        self.new = make("&New matrix", "Ctrl+Shift+M", "Add an empty matrix")
        self.duplicate = make("&Duplicate matrix", "Ctrl+Shift+D", "Copy the current matrix")
        self.rename = make("Rena&me matrix", None, "Type over its name (F2 in the list)")
        self.delete = make(
            "De&lete matrix", None, "Take the current matrix out; undo brings it back"
        )
        self.derive = make(
            "Deri&ve a matrix",
            "Ctrl+Shift+E",
            "Add a matrix that follows this one by a factor or a shift",
        )
        self.cut_loose = make(
            "Cut &it loose", None, "Let it stay as it is and follow the other matrix no more"
        )
        self.make_default = make(
            "Ma&ke it the default", None, "Put it first: it prices what no rule of the plan takes"
        )
        self.copy_from = NamesMenu("Copy &tiers from", "Take the tiers of another matrix")
        self.compare_with = NamesMenu("Compare &with", "Stand another matrix beside this one")
        self.show_record = make(
            "Show matrix in &force", "Ctrl+J", "Show the tiers on record, read only"
        )
        self.show_record.setCheckable(True)
        self.show_record.setObjectName(SHOW_RECORD)
        self.correct = make(
            "&Correct the record", None, "Edit the tiers and rules on record by hand"
        )
        self.correct.setCheckable(True)
        self.use_now = make(
            "The DMS &uses this now",
            None,
            "Record the current matrix as the one in force, from today",
        )
        self.from_file = make(
            "Record from &a file…", None, "Read the matrix that the DMS uses today"
        )
        self.by_hand = make(
            "Type the record by &hand",
            None,
            "Begin with one tier and type what the DMS uses today",
        )
        self.clear = make("Clear the rec&ord", None, "Have no matrix in force; undo brings it back")

    def of_matrix(self) -> tuple[QAction, ...]:
        """Return what can be done to a matrix, in the order of the menu."""
        return (
            *(self.new, self.duplicate, self.derive, self.rename, self.delete),
            *(self.copy_from.menuAction(), self.compare_with.menuAction()),
            *(self.cut_loose, self.make_default),
        )

    def of_record(self) -> tuple[QAction, ...]:
        """Return what can be done to the matrix in force, in the order of the menu."""
        return (self.show_record, self.correct, *self.of_recording(), self.clear)

    def of_recording(self) -> tuple[QAction, ...]:
        """Return the ways in which a matrix in force comes on record."""
        return (self.from_file, self.by_hand, self.use_now)

    def of_test(self) -> tuple[QAction, ...]:
        """Return what can be asked of the price test."""
        return (self.price_test, self.find_part)

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (*self.of_matrix(), self.rules, *self.of_record(), *self.of_test())

    def add_menu(self, bar: QMenuBar, place: int) -> None:
        """Put the actions into a menu of their own."""
        menu = Menu("&Matrix", bar)
        menu.addActions([*self.of_matrix(), self.rules])
        menu.addSeparator()
        menu.addActions(list(self.of_record()))
        menu.addSeparator()
        menu.addActions(list(self.of_test()))
        bar.insertMenu(bar.actions()[place], menu)

    def fit(self, design: Design, shown: Matrix) -> None:
        """Grey what cannot be done, and name the other matrices."""
        has_record = design.in_force is not None
        others = tuple(one.name for one in design.matrices if one.name != shown.name)
        self.delete.setEnabled(bool(others))
        self.cut_loose.setEnabled(shown.derived_from is not None)
        self.make_default.setEnabled(design.matrix.name != shown.name)
        for menu in (self.copy_from, self.compare_with):
            menu.show_names(others)
        self.copy_from.setEnabled(bool(others) and shown.derived_from is None)
        for action in (self.show_record, self.correct, self.clear):
            action.setEnabled(has_record)
        self.by_hand.setEnabled(not has_record)

    def _make(self, text: str, key: str | None, tip: str) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.setToolTip(tip)
        action.setStatusTip(tip)
        return action
