"""The stores of an analysis, asked of its single lines.

Asks through formats, judges through analysis; without Qt. It reads every line, so that a window
calls it in a worker.
"""

from __future__ import annotations

from pathlib import Path

from matrix_designer.analysis.by_store import StoreFigures, ask, judge
from matrix_designer.core.query import Where
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.line_prices import line_prices
from matrix_designer.formats.database import SILENT, Watch


def stores_of(analysis: Analysis, watch: Watch = SILENT) -> tuple[StoreFigures, ...]:
    """Return the figures of each store; nothing where no line names one or lines are not kept.

    Raises MatrixDesignerError where the lines cannot be read, and CancelledError.
    """
    from matrix_designer.formats.line_queries import ask_lines

    sales = analysis.sales
    if sales is None or analysis.states.priced is None or sales.lines_file is None:
        return ()
    prices = line_prices(analysis)
    if prices is None:
        return ()
    questions = ask(prices, Where(sales.filters, sales.used_reasons))
    lines = Path(sales.lines_file)
    whole = ask_lines(lines, questions.whole, watch)
    if not any(whole.texts["store"]):
        return ()
    found = ask_lines(lines, questions.priced, watch)
    return judge(found, whole, is_sold_known=sales.is_sold_known)
