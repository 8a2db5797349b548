"""A widget that stands in by as much as a table's texts do, at every zoom.

Knows layouts: their margins follow the zoom, which a widget's own do not.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from matrix_designer.gui.tables.painting import PAD


def start_with_tables(tabs: QWidget) -> None:
    """Have a row of tabs start and end where the texts of a table do."""
    layout = tabs.layout()
    if layout is not None:
        layout.setContentsMargins(PAD, 0, PAD, 0)


def inset(widget: QWidget, top: int = 0, bottom: int = 0) -> QHBoxLayout:
    """Return a row with a widget that starts and ends where the texts of a table do."""
    row = QHBoxLayout()
    row.setContentsMargins(PAD, top, PAD, bottom)
    row.addWidget(widget, 1)
    return row
