"""Reads a flat price list from a file that the user chooses.

Knows how a list is read; what becomes of it is its owner's matter.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from matrix_designer.formats.flat_price_table import FlatReading, read_flat_file
from matrix_designer.formats.plan_tables import PlanReading
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.table_files import Reader, TableFiles
from matrix_designer.session.settings import Settings


class FlatPriceFiles(TableFiles):
    """Asks for a file, and hands on the list that it holds."""

    def __init__(
        self,
        taken: Callable[[FlatReading], None],
        settings: Settings,
        desk: JobDesk,
        parent: QWidget,
    ) -> None:
        """Wait to be asked."""

        def hand_on(result: object) -> None:
            if not isinstance(result, PlanReading):
                raise TypeError(type(result))
            taken(result)

        super().__init__(
            "Import flat prices",
            reader=_reader,
            taken=hand_on,
            settings=settings,
            desk=desk,
            parent=parent,
        )


def _reader() -> Reader:
    return read_flat_file
