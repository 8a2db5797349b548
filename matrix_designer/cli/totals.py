"""Counted lines and totals as the contract names their parts; percents are unrounded."""

from __future__ import annotations

from collections.abc import Mapping

from matrix_designer.analysis.replay import Totals
from matrix_designer.core.evidence import Tally
from matrix_designer.core.money import quantity_text, total_text


def tally_json(tally: Tally, *, is_sold_known: bool = True) -> dict[str, object]:
    """Return counted lines as the contract names their parts; sales that nothing tells are null."""
    return {
        "lines": tally.lines,
        "pieces": quantity_text(tally.pieces),
        "cost": total_text(tally.cost),
        "sales": total_text(tally.sales) if is_sold_known else None,
    }


def tallies_json(tallies: Mapping[str, Tally], *, is_sold_known: bool = True) -> dict[str, object]:
    """Return counted lines by what they are counted for."""
    return {name: tally_json(tally, is_sold_known=is_sold_known) for name, tally in tallies.items()}


def totals_json(totals: Totals) -> dict[str, object]:
    """Return one state of a history as the contract names its parts."""
    return {
        "pieces": quantity_text(totals.pieces),
        "cost": total_text(totals.cost),
        "sales": total_text(totals.sales),
        "gp": total_text(totals.gp),
        "gp_percent": totals.gp_percent,
    }
