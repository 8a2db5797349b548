"""The figures strip: what is always in view.

Knows the replay and the findings; it formats nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.replay import (
    AboveList,
    ComparedWith,
    Moves,
    Period,
    Replay,
    misses_goal,
)
from matrix_designer.analysis.what_must_be_true import Stake
from matrix_designer.core.design import Design
from matrix_designer.core.money import divide_half_away


@dataclass(frozen=True, slots=True)
class Summary:
    """The five cells.

    Everything of the replay is None without sales, and what compares is None without both a
    matrix in force and sold prices.

    gp_*: percent; gp_year_*: GP scaled to a year by `period`, extended amounts, `gp_year_change`
    proposed minus in force (else minus as sold); goal and above_list_limit in percent units;
    average_change: the mean price change a piece, an amount, rounded once; stake: what the change
    puts at stake, in the period. `is_goal_met` compares at one decimal, as the check does; it
    is False without a goal or sales.
    """

    goal: int | None
    above_list_limit: int
    findings: dict[Severity, int]
    gp_proposed: float | None = None
    gp_in_force: float | None = None
    gp_sold: float | None = None
    gp_year_proposed: int | None = None
    gp_year_in_force: int | None = None
    gp_year_sold: int | None = None
    gp_year_change: int | None = None
    period: Period | None = None
    moves: Moves | None = None
    average_change: int | None = None
    over_limit: AboveList | None = None
    stake: Stake | None = None
    is_goal_met: bool = False


def summarise(design: Design, replay: Replay | None, findings: Iterable[Finding]) -> Summary:
    """Pick the figures of the strip."""
    counts = Counter(finding.severity for finding in findings)
    by_severity = {severity: counts[severity] for severity in Severity}
    if replay is None:
        return Summary(
            goal=design.goal,
            above_list_limit=design.above_list_limit,
            findings=by_severity,
        )
    period, in_force = replay.period, replay.in_force
    proposed, sold = replay.replayed, replay.sold
    before = sold if in_force is None else in_force
    moves = None if replay.moves.compared_with is ComparedWith.NOTHING else replay.moves
    return Summary(
        goal=design.goal,
        gp_proposed=proposed.gp_percent,
        gp_in_force=None if in_force is None else in_force.gp_percent,
        gp_sold=None if sold is None else sold.gp_percent,
        gp_year_proposed=period.a_year(proposed.gp),
        gp_year_in_force=None if in_force is None else period.a_year(in_force.gp),
        gp_year_sold=None if sold is None else period.a_year(sold.gp),
        gp_year_change=None if before is None else period.a_year(proposed.gp - before.gp),
        period=period,
        moves=moves,
        average_change=_average_of(moves, proposed.pieces),
        above_list_limit=design.above_list_limit,
        over_limit=replay.over_limit,
        findings=by_severity,
        stake=None if before is None else Stake(proposed.cost, before.sales, proposed.sales),
        is_goal_met=design.goal is not None
        and proposed.sales > 0
        and not misses_goal(proposed.gp, proposed.sales, design.goal),
    )


def _average_of(moves: Moves | None, pieces: int) -> int | None:
    """Return the mean change of a piece; None where nothing is compared."""
    return None if moves is None else _average(moves.up.dollars + moves.down.dollars, pieces)


def _average(extended: int, pieces: int) -> int | None:
    """Return extended / pieces as an amount, rounded once."""
    return divide_half_away(extended, pieces) if pieces else None
