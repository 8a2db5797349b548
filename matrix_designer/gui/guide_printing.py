"""The pricing guide of maintenance parts as a sheet of paper.

Knows the lines of the guide in words; where it is put is asked by `paper_printing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.pricing_guide import GuideLine, pricing_guide
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.order_sheet import Paper, PaperColumn
from matrix_designer.gui.paper_printing import PaperPrinting
from matrix_designer.gui.texts import counted, day_text
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace


class GuidePrinting(PaperPrinting):
    """Prints the guide of the open design, or says that there is nothing in it."""

    def __init__(
        self, workspace: Workspace, settings: Settings, numbers: Numbers, parent: QWidget
    ) -> None:
        """Make the guide anew each time."""
        super().__init__(self._sheet, "Print the pricing guide", settings, parent)
        self._workspace = workspace
        self._numbers = numbers

    def _sheet(self) -> Paper | None:
        work = self._workspace
        lines = pricing_guide(work.design.strategy, work.sales_in_view, work.question.on)
        if lines:
            return guide_paper(work.design.name, lines, self._numbers)
        self.refused.emit(
            MatrixDesignerError(
                "There is no price to put into a guide",
                "It lists flat prices, families at one price, maintenance parts and menus",
                "Give parts a flat price, or a family its price",
            )
        )
        return None


def guide_paper(
    design: str, lines: Sequence[GuideLine], numbers: Numbers, today: dt.date | None = None
) -> Paper:
    """Word the sheet: what is quoted, for how much, and where it stands in the plan."""
    columns = (
        PaperColumn("Part, family or menu", tuple(line.part for line in lines), is_left=True),
        PaperColumn("What it is", tuple(line.description for line in lines), is_left=True),
        PaperColumn("Kind", tuple(line.group.value for line in lines), is_left=True),
        PaperColumn(
            "Price", tuple(f"${numbers.money(line.price)}" for line in lines), is_strong=True
        ),
    )
    day = day_text(today or dt.datetime.now(dt.UTC).astimezone().date())
    notes = (
        "Prices are of one piece; a menu's is for all its parts together.",
        "No price is changed without the agreement of the service manager.",
    )
    under = (design, counted(len(lines), "price"))
    foot = f"Matrix Designer, {day}"
    return Paper("Pricing guide", under, columns, notes, foot, is_upright=True)
