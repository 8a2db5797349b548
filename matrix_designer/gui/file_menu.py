"""The verbs of the File menu joined with what does them, and where the sales lines are kept.

Knows actions and file commands; it reads and writes nothing itself.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from matrix_designer.formats.lines_place import LinesPlace, is_place_due
from matrix_designer.gui.actions import Actions
from matrix_designer.gui.file_commands import FileCommands
from matrix_designer.session.workspace import Workspace


class FileMenu(QObject):
    """The File menu of one window."""

    def __init__(self, actions: Actions, files: FileCommands, workspace: Workspace) -> None:
        """Join every verb that is the files' own."""
        super().__init__(files)
        self._actions = actions
        self._files = files
        self._workspace = workspace
        for action, slot in (
            (actions.open, files.ask_open),
            (actions.sample, files.open_sample),
            (actions.save, files.save),
            (actions.save_as, files.ask_save),
            (actions.record_in_force, files.ask_record),
        ):
            action.triggered.connect(slot)
        actions.lines_wanted.connect(self._show_lines)
        actions.lines_place_chosen.connect(self._on_lines_place)

    def _show_lines(self) -> None:
        """Say where the lines are kept; in the design where nobody had to decide it."""
        sales, place = self._workspace.sales, self._files.lines_place
        if place is None and not is_place_due(sales, None):
            place = LinesPlace.INSIDE
        is_possible = sales is not None and sales.lines_file is not None
        chosen = "" if place is None or not is_possible else place.value
        self._actions.show_lines_place(chosen, is_possible=is_possible)

    def _on_lines_place(self, place: str) -> None:
        self._files.keep_lines(LinesPlace(place))
