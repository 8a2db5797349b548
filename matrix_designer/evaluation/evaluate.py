"""Evaluate a design over its evidence: everything that the window and the command line show.

Asks, runs and judges; without Qt, without files. `evaluate` is the one entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from matrix_designer.analysis.boundaries import boundaries_of
from matrix_designer.analysis.checks.context import Check
from matrix_designer.analysis.checks.plan_context import Memo, PlanCheck, PlanContext
from matrix_designer.analysis.checks.plan_suite import PLAN_CHECKS, judge_plan
from matrix_designer.analysis.checks.suite import ALL_CHECKS
from matrix_designer.analysis.curves import Curves, FallZone
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fold import Fold, fold_rows
from matrix_designer.analysis.gp_line import Line, gp_line, tier_extents
from matrix_designer.analysis.inversions import InversionZone, falling_tiers, inversion_zones
from matrix_designer.analysis.list_band import Band, list_band
from matrix_designer.analysis.price_marks import price_marks
from matrix_designer.analysis.replay import Replay, SummedPart, replay_of, replay_of_whole
from matrix_designer.analysis.stacked_rows import StackedRow, stacked_rows
from matrix_designer.analysis.summary import Summary, summarise
from matrix_designer.analysis.sums import EVERYTHING, Part
from matrix_designer.analysis.tier_rows import TierRow, tier_rows
from matrix_designer.analysis.where_money_is import bars_of, bracket_of, span_of
from matrix_designer.analysis.without_list import WithoutList, without_list
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT
from matrix_designer.core.plan import ByMatrix
from matrix_designer.core.pricing import Prices, Schedule
from matrix_designer.core.question import Question
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.target import Target
from matrix_designer.evaluation.judge import Idles, Seen, judge_design, together
from matrix_designer.evaluation.plan_judging import has_plan, plan_context
from matrix_designer.evaluation.pricing import Applied
from matrix_designer.evaluation.states import States, apply_states, planned_states
from matrix_designer.evaluation.whole import apply_plan, is_planned, waits_for_parts

Stage = Callable[[str], None]
"""Called before each stage with its name; raises to cancel."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything derived from (design, sales, question, target), immutable.

    `matrix` is the proposed one, `schedule` the same compiled; `replay`, `fold` and `prices` (of
    the fold, proposed) are None without sales; `tier_rows` has one row per tier in list order,
    then cap and fallback where there are; `findings` are ranked, silenced ones stand in
    `silenced`; while `is_judged` is False they are those of the analysis before. `states`, `seen`,
    `idles` and `memo` are what the next evaluation reuses.

    Under a plan `replay` and `findings` are of everything, while `matrix_replay`, `fold`,
    `prices`, `tier_rows` and `curves` are of what the matrix prices; `states.whole` holds all
    treatments. Without a plan `matrix_replay` is the replay. Where it `waits_for_parts`, the plan
    asks for what these sales do not tell apart, and all is as without sales.
    """

    design: Design
    matrix: Matrix
    sales: Sales | None
    question: Question
    target: Target | None
    replay: Replay | None
    matrix_replay: Replay | None
    waits_for_parts: bool
    tier_rows: tuple[TierRow, ...]
    curves: Curves
    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    summary: Summary
    states: States
    seen: Seen
    idles: Idles
    is_judged: bool = True
    memo: Memo = field(default_factory=Memo, repr=False)

    @property
    def schedule(self) -> Schedule:
        """The proposed matrix, compiled."""
        return self.states.proposed.schedule

    @property
    def in_force_schedule(self) -> Schedule | None:
        """The matrix in force, compiled; None without one."""
        return None if self.states.in_force is None else self.states.in_force.schedule

    @property
    def fold(self) -> Fold | None:
        """The history summed to distinct (cost, list); None without sales."""
        return self.states.fold

    @property
    def prices(self) -> Prices | None:
        """The proposed prices of the fold; None without sales."""
        return self.states.proposed.prices

    @property
    def without_list(self) -> WithoutList | None:
        """What a missing list did to the proposed prices; None without sales."""
        if self.states.whole is not None:
            return self.states.whole.without_list()
        priced = self.states.priced
        return None if priced is None or self.prices is None else without_list(priced, self.prices)

    @property
    def summed(self) -> tuple[SummedPart, ...]:
        """Every treatment with its prices and sums; without a plan the one matrix, if anything."""
        if self.states.whole is not None:
            return self.states.whole.summed()
        priced, sums = self.states.priced, self.states.sums
        if priced is None or sums is None or self.sales is None:
            return ()
        treatment, is_known = ByMatrix(self.matrix.name), self.sales.is_sold_known
        return (SummedPart(treatment, self.matrix, priced, sums, is_known),)

    @property
    def stacked(self) -> tuple[StackedRow, ...]:
        """The tiers of the matrix that is looked at, then each other treatment at once."""
        summed = self.summed
        return stacked_rows(summed, self.matrix.name) if summed else ()


def evaluate(
    design: Design,
    sales: Sales | None = None,
    question: Question | None = None,
    target: Target | None = None,
    previous: Analysis | None = None,
    *,
    checks: tuple[Check, ...] = ALL_CHECKS,
    on_stage: Stage | None = None,
    is_hasty: bool = False,
) -> Analysis:
    """Evaluate a design; `previous` is any earlier analysis, of which what still holds is reused.

    In haste, an edit of tiers that are still as many is not judged: `judged` does that later.

    Raises MatrixDesignerError where the question names a matrix that the design has not got, or
    a history cannot be added up.
    """
    made = not_judged(design, sales, question, target, previous, on_stage)
    if is_hasty and previous is not None and _may_be_judged_later(previous, made):
        return made
    if on_stage is not None:
        on_stage("Checking")
    return judged(made, checks)


def not_judged(
    design: Design,
    sales: Sales | None = None,
    question: Question | None = None,
    target: Target | None = None,
    previous: Analysis | None = None,
    on_stage: Stage | None = None,
) -> Analysis:
    """Evaluate a design but for its findings; those of the analysis before stand for them."""
    tell = on_stage or _say_nothing
    question = question or Question()
    matrix = design.matrix if question.matrix is None else design.matrix_named(question.matrix)
    is_waiting = waits_for_parts(design, question, sales)
    told = None if is_waiting else sales
    states = _states(design, matrix, question, told, previous, tell)
    tell("Comparing")
    replay = own = None
    if told is not None and states.priced is not None and states.sums is not None:
        replay = own = replay_of(told, matrix, states.priced, states.sums)
        if states.whole is not None:
            replay = replay_of_whole(told, states.whole.summed())
    seen = _look(states, own, previous)
    return Analysis(
        design=design,
        matrix=matrix,
        sales=sales,
        question=question,
        target=target,
        replay=replay,
        matrix_replay=own,
        waits_for_parts=is_waiting,
        tier_rows=tier_rows(seen.boundaries, own, falling_tiers(seen.zones)),
        curves=_curves(states, _falls(states.proposed.schedule, seen.zones), previous),
        findings=() if previous is None else previous.findings,
        silenced=() if previous is None else previous.silenced,
        summary=summarise(design, replay, () if previous is None else previous.findings),
        states=states,
        seen=seen,
        idles={} if previous is None else previous.idles,
        is_judged=False,
        memo=Memo() if previous is None else previous.memo,
    )


def judged(
    analysis: Analysis,
    checks: tuple[Check, ...] = ALL_CHECKS,
    plan_checks: tuple[PlanCheck, ...] = PLAN_CHECKS,
) -> Analysis:
    """Return an analysis with its own findings; as it is where it has them."""
    if analysis.is_judged:
        return analysis
    judgement, idles = judge_design(
        analysis.design, analysis.states, analysis.seen, analysis.target, checks, analysis.idles
    )
    context = context_of_plan(analysis)
    if context is not None:
        judgement = together((judgement, judge_plan(context, plan_checks)))
    return replace(
        analysis,
        findings=judgement.findings,
        silenced=judgement.silenced,
        summary=summarise(analysis.design, analysis.replay, judgement.findings),
        idles=idles,
        is_judged=True,
        memo=analysis.memo if context is None else context.memo,
    )


def context_of_plan(analysis: Analysis) -> PlanContext | None:
    """Return what the checks of the plan see; None where the design has nothing of the kind."""
    if not has_plan(analysis.design):
        return None
    whole = analysis.states.whole
    return plan_context(
        analysis.design,
        None if analysis.waits_for_parts else analysis.sales,
        analysis.question.on,
        None if whole is None or not analysis.design.plan else whole.segments.assignment,
        analysis.memo,
    )


def _may_be_judged_later(before: Analysis, now: Analysis) -> bool:
    """Tell whether tiers and rules are as many as before: findings may stand for a moment."""
    names = [[one.name for one in each.design.matrices] for each in (before, now)]
    rules = [len(each.design.plan.rules) for each in (before, now)]
    return (
        names[0] == names[1]
        and rules[0] == rules[1]
        and before.waits_for_parts == now.waits_for_parts
        and before.design.in_force is now.design.in_force
        and len(before.matrix.tiers) == len(now.matrix.tiers)
        and before.matrix.name == now.matrix.name
        and len(before.tier_rows) == len(now.tier_rows)
        and before.sales is now.sales
        and before.question == now.question
        and before.target == now.target
        and before.design.silences == now.design.silences
    )


def _say_nothing(_stage: str) -> None:
    """Tell nobody."""


def _states(
    design: Design,
    matrix: Matrix,
    question: Question,
    sales: Sales | None,
    previous: Analysis | None,
    tell: Stage,
) -> States:
    """Price and sum a history: by one matrix, or, where there is a plan, by all of it."""
    before = None if previous is None else previous.states
    tell("Adding up the sales")
    if sales is None or not is_planned(design, question):
        fold = _fold(sales, previous)
        tell("Pricing")
        return apply_states(design, matrix, question, fold, before)
    whole = apply_plan(design, question, sales, None if before is None else before.whole)
    tell("Pricing")
    return planned_states(matrix, _beside(design, matrix, question), whole, before)


def _beside(
    design: Design, matrix: Matrix, question: Question
) -> tuple[Matrix | None, Matrix | None]:
    """Return the matrices in force and against that stand beside one: those of its name."""
    record, other = design.in_force, question.against_strategy
    in_force = None
    if record is not None:
        in_force = _named(matrix.name, record.strategy) or record.matrix
    return in_force, _named(matrix.name, other) or question.against


def _named(name: str, strategy: Strategy | None) -> Matrix | None:
    """Return the matrix of a name, else the default's; None without a strategy."""
    if strategy is None:
        return None
    return next((one for one in strategy.matrices if one.name == name), strategy.matrix)


def _fold(sales: Sales | None, previous: Analysis | None) -> Fold | None:
    """Fold a history, once for as long as it stays the same."""
    if sales is None:
        return None
    is_kept = previous is not None and previous.sales is sales and previous.states.whole is None
    if previous is not None and is_kept and previous.fold is not None:
        return previous.fold
    return fold_rows(sales.rows)


def _look(states: States, replay: Replay | None, previous: Analysis | None) -> Seen:
    """Find the boundaries of the proposed matrix and what they cost, anew where it changed."""
    proposed, reach = states.proposed, states.changed.cents
    before = None if previous is None else previous.seen
    boundaries = boundaries_of(
        proposed.schedule, None if before is None else before.boundaries, reach
    )
    fold, prices = states.fold, proposed.prices
    if previous is not None and previous.fold is not fold:
        before = None
    zones = inversion_zones(
        proposed.schedule,
        fold,
        prices,
        boundaries,
        before=() if before is None else before.zones,
        reach=reach,
    )
    marks = None
    if fold is not None and prices is not None:
        known = None if before is None else before.marks
        marks = price_marks(fold, prices.price, known, states.changed.rows)
    return Seen(replay, boundaries, zones, marks)


def _curves(states: States, falls: tuple[FallZone, ...], previous: Analysis | None) -> Curves:
    """Draw what an edit changed, and keep the rest."""
    proposed, in_force, fold = states.proposed, states.in_force, states.fold
    kept = previous.curves if previous is not None and previous.fold is fold else None
    same_in_force = kept if previous and previous.states.in_force is in_force else None
    if same_in_force is not None:
        in_force_line, in_force_band = same_in_force.in_force, same_in_force.in_force_of_list
    else:
        in_force_line = _line(in_force) if in_force else None
        in_force_band = _band(in_force, None, EVERYTHING)
    return Curves(
        span=kept.span if kept and fold is not None else span_of(fold, proposed.matrix),
        proposed=_line(proposed),
        in_force=in_force_line,
        tier_at=tier_extents(proposed.schedule),
        proposed_of_list=_band(
            proposed, kept.proposed_of_list if kept else None, states.changed.rows
        ),
        in_force_of_list=in_force_band,
        bars=kept.bars if kept else bars_of(fold) if fold else None,
        bracket=kept.bracket if kept else bracket_of(fold) if fold else None,
        falls=falls,
    )


def _falls(schedule: Schedule, zones: Iterable[InversionZone]) -> tuple[FallZone, ...]:
    """Return the falls that stand on the cost axis: those whose price a cost alone tells."""
    if not schedule.is_by_cost:
        return ()
    return tuple(
        FallZone(
            tier=zone.fall.tier,
            low=zone.fall.low * CENT,
            high=zone.fall.high * CENT,
            price_at_top=zone.fall.price_at_top,
            price_after=zone.fall.price_after,
            fall=zone.fall.fall,
            dollars=zone.dollars,
            counts=zone.counts,
        )
        for zone in zones
        if zone.is_told
    )


def _band(applied: Applied | None, before: Band | None, part: Part) -> Band | None:
    """Return price against list of a state, anew where the part reaches."""
    if applied is None or applied.fold is None or applied.prices is None:
        return None
    if not isinstance(part, slice):
        part = slice(int(part[0]), int(part[-1]) + 1) if len(part) else slice(0, 0)
    return list_band(applied.schedule, applied.fold, applied.prices.price, before, part)


def _line(applied: Applied) -> Line:
    prices = applied.prices
    return gp_line(applied.schedule, applied.fold, None if prices is None else prices.price)
