"""What the Sales page asks the single lines: parts, people, stores, a brush, a latest cost.

Knows files of lines and jobs; what becomes of an answer is told by signals.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.ranking import (
    RankBy,
    SoldParts,
    ask_latest,
    ask_parts,
    ask_sellers,
    judge_parts,
    judge_sellers,
    lines_of,
)
from matrix_designer.analysis.repair_order import listed, told_of
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.query import LineQuery, Where
from matrix_designer.session.asking import Asking, ask_file
from matrix_designer.session.jobs import Progress

_REST_MS = 150
"""How long a brush rests before its parts are added up: keys move it many times a second."""
_TITLE = "Adding up the parts"
_TITLES = {
    RankBy.COUNTERPERSON: "Adding up the counterpersons",
    RankBy.STORE: "Adding up the stores",
}


class SalesQuestions(QObject):
    """One question of each kind at a time, over one history.

    `latest(facts)`: what a part's latest line says of it.
    """

    latest = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Start without a history."""
        super().__init__(parent)
        self._sales: Sales | None = None
        self._brush: Brush | None = None
        self.ranked = Asking(self)
        self.brushed = Asking(self)
        self.part = Asking(self)
        self.part.answered.connect(self._on_part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_REST_MS)
        self._pause.timeout.connect(self._on_rested)

    @property
    def lines(self) -> Path | None:
        """The file of single lines; None where there is none any more."""
        file = None if self._sales is None else self._sales.lines_file
        return Path(file) if file is not None and Path(file).is_file() else None

    def take(self, sales: Sales | None) -> None:
        """Ask another history from now on."""
        self._sales = sales
        self._pause.stop()
        for asking in self._all:
            asking.cancel()

    def ask_ranked(self, by: RankBy) -> None:
        """Have the parts, the counterpersons or the stores of the whole history added up."""
        lines, sales = self.lines, self._sales
        if lines is None or sales is None:
            return
        if by in _TITLES:
            self.ranked.ask(_TITLES[by], partial(_ask_sellers, lines, lines_of(sales), by))
        else:
            self.ranked.ask(_TITLE, partial(_ask_parts, lines, lines_of(sales)))

    def ask_brushed(self, brush: Brush | None) -> None:
        """Have the parts under a brush added up, once it has rested; None is no question."""
        self._brush = brush
        self.brushed.cancel()
        self._pause.stop()
        if brush is not None:
            self._pause.start()

    def ask_part(self, name: str) -> None:
        """Ask what a part cost last."""
        lines, sales = self.lines, self._sales
        if lines is not None and sales is not None:
            query = ask_latest(name, lines_of(sales))
            self.part.ask(f"Looking for {name}", partial(_ask_latest, lines, name, query))

    def stop(self) -> None:
        """Wait for every question; for the window's end."""
        self._pause.stop()
        for asking in self._all:
            asking.stop()

    @property
    def _all(self) -> tuple[Asking, ...]:
        return self.ranked, self.brushed, self.part

    def _on_rested(self) -> None:
        lines, sales, brush = self.lines, self._sales, self._brush
        if lines is not None and sales is not None and brush is not None:
            where = brush.where(lines_of(sales))
            self.brushed.ask(_TITLE, partial(_ask_parts, lines, where))

    def _on_part(self, facts: PartFacts | None) -> None:
        if facts is not None:
            self.latest.emit(facts)


def _ask_latest(lines: Path, name: str, query: LineQuery, progress: Progress) -> PartFacts | None:
    """Return what a part's latest line says; None where there is none. For a job's thread."""
    (answer,) = ask_file(lines, (query,), progress)
    if not len(answer):
        return None
    return replace(
        told_of(answer, 0),
        cost=answer.number("cost"),
        list_price=listed(answer.number("list")),
        part=name,
        description=answer.texts["description"][0],
    )


def _ask_parts(lines: Path, where: Where, progress: Progress) -> SoldParts:
    """Add the parts up; for a job's thread."""
    return judge_parts(ask_file(lines, (ask_parts(where),), progress)[0])


def _ask_sellers(lines: Path, where: Where, by: RankBy, progress: Progress) -> SoldParts:
    """Add up what every counterperson or store sold; for a job's thread."""
    return judge_sellers(ask_file(lines, (ask_sellers(where, by),), progress)[0], by)
