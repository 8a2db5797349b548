"""The figures strip: what is always in view.

Knows the replay and the findings; it formats nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.findings import Severity
from matrix_designer.analysis.replay import AboveList, Moves, Period


@dataclass(frozen=True, slots=True)
class Summary:
    """The five cells. Everything of the replay is None without sales.

    gp_*: percent; gp_year_*: GP scaled to a year by `period`, extended amounts, `gp_year_change`
    proposed minus in force (else minus as sold); goal and above_list_limit in percent units;
    average_change: the mean price change a piece, an amount, rounded once.
    """

    goal: int | None
    gp_proposed: float | None
    gp_in_force: float | None
    gp_sold: float | None
    gp_year_proposed: int | None
    gp_year_in_force: int | None
    gp_year_sold: int | None
    gp_year_change: int | None
    period: Period | None
    moves: Moves | None
    average_change: int | None
    above_list_limit: int
    over_limit: AboveList | None
    findings: dict[Severity, int]
