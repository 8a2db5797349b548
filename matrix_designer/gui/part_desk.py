"""Says that parts are being read from the sales, that they are not there, or were not read.

Knows what reads them and where it is told; what needs them is the session's matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from matrix_designer.gui.filter_desk import Veil
from matrix_designer.gui.messages import Choice, JobLine, MessageLine
from matrix_designer.gui.theme import Theme
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.part_reading import PartReading, PartsState
from matrix_designer.session.workspace import Workspace

_READ = Choice(
    "read", "Read the parts", "Read the parts from the sales lines, so that there are figures"
)
_NOT_READ = (
    "The parts of these sales were not read: there are no figures for a plan that asks for parts, "
    "groups, vendors, customer types or channels"
)


class PartDesk(QObject):
    """The parts of the sales of one window. `refused(error)`: they could not be read."""

    refused = Signal(object)

    def __init__(
        self, workspace: Workspace, analyst: Analyst, theme: Theme, parent: QObject
    ) -> None:
        """Watch the workspace; nothing shows before there is something to say."""
        super().__init__(parent)
        self._theme = theme
        self.progress = JobLine(theme)
        self.message = MessageLine(theme)
        self._veils: list[Veil] = []
        self.reading = PartReading(workspace, analyst, self)
        self.reading.state_changed.connect(self._on_state_changed)
        self.reading.progressed.connect(self._on_progressed)
        self.reading.became_slow.connect(self._on_slow)
        self.reading.refused.connect(self.refused)
        self.progress.cancel_requested.connect(self.reading.drop)
        self.message.chosen.connect(self._on_chosen)

    def stand_under(self, above: QWidget, covered: Sequence[QWidget]) -> None:
        """Put the lines under a widget of the window's column; grey what shows old figures."""
        window = above.parentWidget()
        column = None if window is None else window.layout()
        if isinstance(column, QBoxLayout):
            place = column.indexOf(above) + 1
            column.insertWidget(place, self.message)
            column.insertWidget(place, self.progress)
        self._veils = [Veil(widget, self._theme) for widget in covered]

    def stop(self) -> None:
        """Wait for what runs; the window closes."""
        self.reading.stop()

    def _on_state_changed(self, state: PartsState) -> None:
        is_reading = state is PartsState.READING
        for veil in self._veils:
            veil.set_shown(is_shown=is_reading)
        if is_reading:
            self.progress.begin("Reading the parts")
        else:
            self.progress.hide()
        if state is PartsState.GONE:
            from matrix_designer.formats.part_rows import PARTS_NOT_THERE

            self.message.show_note(PARTS_NOT_THERE)
        elif state in {PartsState.DROPPED, PartsState.FAILED}:
            self.message.show_choice(_NOT_READ, (_READ,))
        else:
            self.message.clear()

    def _on_progressed(self, text: str, part: float) -> None:
        self.progress.show_progress(text, part)

    def _on_slow(self) -> None:
        self.progress.show()

    def _on_chosen(self, _key: str) -> None:
        self.reading.read()
