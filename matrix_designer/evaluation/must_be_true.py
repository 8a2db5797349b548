"""What must be true beside an analysis: the arithmetic at once, tornado and band worked out.

Asks the single lines through formats, judges through analysis; without Qt. What takes longer
than an edit may, `work_out`, is called in a worker by the window and directly by a command.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis import year_band
from matrix_designer.analysis.replay import ComparedWith
from matrix_designer.analysis.tornado import Swing, tornado
from matrix_designer.analysis.what_must_be_true import WhatMustBeTrue, what_must_be_true
from matrix_designer.analysis.year_band import YearBand
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.query import Where
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.line_prices import line_prices
from matrix_designer.formats.database import SILENT, CancelledError, Watch

_TORNADO, _ORDERS, _DAYS, _DRAWS = 0.0, 0.2, 0.6, 0.7
"""Which part of the work is done when each step begins."""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The tornado, the greatest swing first, and the band, or why there is none."""

    swings: tuple[Swing, ...]
    band: YearBand | None
    no_band: MatrixDesignerError | None


def truth_of(analysis: Analysis) -> WhatMustBeTrue | None:
    """Return break-even volumes and implied elasticities; None without sales.

    None as well where there is nothing to compare with: no matrix in force, no sold price.
    """
    if analysis.replay is None:
        return None
    if analysis.replay.moves.compared_with is ComparedWith.NOTHING:
        return None
    return what_must_be_true(analysis.replay, analysis.stacked)


def work_out(analysis: Analysis, watch: Watch = SILENT) -> WorkedOut | None:
    """Work out tornado and band; None without sales. Raises CancelledError where it is stopped."""
    truth, priced = truth_of(analysis), analysis.states.priced
    if truth is None or priced is None:
        return None

    def on_tier(part: float) -> None:
        watch.step(_TORNADO + part * (_ORDERS - _TORNADO), "Turning every tier")

    swings = tornado(analysis.schedule, priced, on_tier)
    try:
        band, problem = _band(analysis, truth, watch), None
    except CancelledError:
        raise
    except MatrixDesignerError as error:
        band, problem = None, error
    return WorkedOut(swings, band, problem)


def _band(analysis: Analysis, truth: WhatMustBeTrue, watch: Watch) -> YearBand:
    """Draw the band; raises the sentence that says why there is none."""
    sales, prices = analysis.sales, line_prices(analysis)
    if sales is None or prices is None or sales.lines_file is None:
        if sales is not None and sales.lines_beside is not None:
            raise MatrixDesignerError(
                "The single lines of these sales are not there",
                "Without them repair orders cannot be drawn",
                f"Put “{sales.lines_beside.name}” back beside the design and open it again",
            )
        raise MatrixDesignerError(
            "The single lines of these sales were not kept",
            "Without them repair orders cannot be drawn",
            "Import the sales again",
        )
    from pathlib import Path

    from matrix_designer.formats.line_queries import ask_lines

    where = Where(sales.filters, sales.used_reasons)
    questions = year_band.ask(prices, truth.compared_with, where)
    path = Path(sales.lines_file)

    def on_draw(part: float) -> None:
        watch.step(_DRAWS + part * (1 - _DRAWS), "Drawing repair orders")

    watch.step(_ORDERS, "Adding up repair orders")
    by_order = ask_lines(path, questions.by_order, _quiet(watch))
    watch.step(_DAYS, "Adding up repair orders")
    by_day = ask_lines(path, questions.by_day, _quiet(watch))
    total = truth.total
    year_band.refuse_other_totals(
        year_band.totals_of(by_order, by_day), total.gp_after, total.gp_before
    )
    band = year_band.judge(by_order, by_day, on_step=on_draw)
    if band is None:
        raise MatrixDesignerError(
            f"There are fewer than {year_band.LEAST_ORDERS} repair orders to draw from",
            "So few say too little about how orders differ",
            "Import a longer period",
        )
    return band


def _quiet(watch: Watch) -> Watch:
    """Return a watch that can stop a question but says nothing of its own progress."""
    return SILENT if watch is SILENT else Watch(is_cancelled=watch.is_cancelled)
