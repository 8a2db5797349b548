"""Counted lines and totals as the contract names their parts; percents are unrounded."""

from __future__ import annotations

from matrix_designer.analysis.replay import Totals
from matrix_designer.core.evidence import Tally
from matrix_designer.core.money import quantity_text, total_text


def tally_json(tally: Tally) -> dict[str, object]:
    """Return counted lines as the contract names their parts."""
    return {
        "lines": tally.lines,
        "pieces": quantity_text(tally.pieces),
        "cost": total_text(tally.cost),
        "sales": total_text(tally.sales),
    }


def totals_json(totals: Totals) -> dict[str, object]:
    """Return one state of a history as the contract names its parts."""
    return {
        "pieces": quantity_text(totals.pieces),
        "cost": total_text(totals.cost),
        "sales": total_text(totals.sales),
        "gp": total_text(totals.gp),
        "gp_percent": totals.gp_percent,
    }
