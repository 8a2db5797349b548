"""Evaluate a design over its evidence: everything that the window and the command line show.

Asks, runs and judges; without Qt, without files. `evaluate` is the one entry.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.curves import Curves
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.replay import Replay
from matrix_designer.analysis.summary import Summary
from matrix_designer.analysis.tier_rows import TierRow
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.question import Question
from matrix_designer.core.target import Target


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything derived from (design, sales, question, target), immutable.

    `matrix` is the proposed one; `replay` is None without sales; `tier_rows` has one row per tier
    in list order, then cap and fallback where there are; `findings` are ranked, silenced ones
    stand in `silenced`.
    """

    design: Design
    matrix: Matrix
    sales: Sales | None
    question: Question
    target: Target | None
    replay: Replay | None
    tier_rows: tuple[TierRow, ...]
    curves: Curves
    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    summary: Summary
