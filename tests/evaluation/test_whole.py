"""A replay through a plan is the sum of its lines, each priced by itself, however it came about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from matrix_designer.analysis.replay import ComparedWith, Move, Replay, RowKind, Totals
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.money import EXTENDED_DOLLAR, PIECE, POINT
from matrix_designer.core.plan import NO_PLAN, ByMatrix, ByPercent, Conditions, Plan, Rule
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.core.question import Question
from matrix_designer.core.strategy import Strategy
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.first_fixes import with_fixes
from tests.oracle.plain_sales import sales_of
from tests.oracle.plan_bridge import strategy_of, treatment_of
from tests.oracle.plan_oracle import PlainPart, PlainStrategy
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_part, random_strategy
from tests.oracle.replay_oracle import PlainReplay, PlainTotals, RowKey, replay_plainly

ROW_KINDS = {"cap": RowKind.CAP, "fallback": RowKind.FALLBACK}
OWN_KINDS = {
    "flat": RowKind.FLAT_PRICE,
    "family": RowKind.FAMILY,
    "percent": RowKind.PERCENT,
    "alone": RowKind.LEFT_ALONE,
}


def design_of(strategy: Strategy, in_force: Strategy | None = None) -> Design:
    record = None if in_force is None else InForce(in_force.matrix, strategy=in_force)
    return Design(
        "random",
        strategy.matrices,
        in_force=record,
        plan=strategy.plan,
        flat_prices=strategy.flat_prices,
        families=strategy.families,
        classes=strategy.classes,
    )


def dollars(extended: int) -> Decimal:
    return Decimal(extended) / EXTENDED_DOLLAR


def pieces(quantity: int) -> Decimal:
    return Decimal(quantity) / PIECE


def plain(totals: Totals | None) -> PlainTotals | None:
    if totals is None:
        return None
    return PlainTotals(pieces(totals.pieces), dollars(totals.cost), dollars(totals.sales))


def moved(move: Move) -> tuple[Decimal, Decimal]:
    return pieces(move.pieces), dollars(move.dollars)


def agree(replay: Replay, expected: PlainReplay) -> None:
    """Hold every figure against the brute force."""
    assert (replay.used, replay.unpriced.lines) == (expected.used, expected.unpriced)
    assert plain(replay.replayed) == expected.replayed
    assert plain(replay.in_force) == expected.in_force
    assert plain(replay.against) == expected.against
    assert dollars(replay.unpriced.cost) == expected.unpriced_totals.cost
    assert moved(replay.moves.up) == expected.up
    assert moved(replay.moves.down) == expected.down
    assert replay.moves.same.pieces == expected.same[0] * PIECE
    above = replay.above_list
    assert (pieces(above.pieces), dollars(above.dollars)) == expected.above_list
    assert pieces(replay.no_list_pieces) == expected.no_list
    shown = {
        (row.kind, row.tier, row.matrix, row.percent): PlainTotals(
            pieces(row.pieces), dollars(row.cost), dollars(row.replayed)
        )
        for row in replay.tiers
        if row.lines
    }
    assert shown == {_key(key): one for key, one in expected.rows.items()}


def _key(key: RowKey) -> tuple[RowKind, int | None, str | None, str | None]:
    treatment, row = key
    name = str(treatment[1]) if treatment[0] == "matrix" else None
    if isinstance(row, int):
        return RowKind.TIER, row + 1, name, None
    if row is not None:
        return ROW_KINDS[row], None, name, None
    percent = None
    if treatment[0] == "percent":
        percent = treatment_words(treatment_of(treatment))
    return OWN_KINDS[str(treatment[0])], None, None, percent


def random_lines(rng: Random, numbers: tuple[str, ...], count: int = 120) -> list[PlainPart]:
    return [random_part(rng, numbers) for _ in range(count)]


def whole(analysis: Analysis) -> Replay:
    assert analysis.replay is not None
    return analysis.replay


@pytest.mark.parametrize("beside", ["nothing", "in force", "against", "both"])
def test_random_plans_replay_as_a_brute_force_does(beside: str) -> None:
    rng = seeded(f"whole, {beside}")
    for _ in range(12):
        numbers = random_numbers(rng, 20)
        lines = random_lines(rng, numbers)
        proposed = random_strategy(rng, numbers, rng.randint(1, 9))
        force = random_strategy(rng, numbers) if beside in {"in force", "both"} else None
        other = random_strategy(rng, numbers) if beside in {"against", "both"} else None
        is_sold_known = beside == "nothing" or rng.random() < 0.7
        on = rng.choice((None, DAY))
        question = Question(
            against=None if other is None else strategy_of(other).matrix,
            against_strategy=None if other is None else strategy_of(other),
            on=on,
        )
        design = design_of(strategy_of(proposed), None if force is None else strategy_of(force))
        sales = sales_of(lines, is_sold_known=is_sold_known)
        expected = replay_plainly(lines, proposed, force, other, on, is_sold_known=is_sold_known)
        for matrix in design.matrices:
            asked = replace(question, matrix=matrix.name)
            agree(whole(evaluate(design, sales, asked)), expected)


def test_edits_of_every_kind_leave_the_replay_exact() -> None:
    rng = seeded("whole edits")
    numbers = random_numbers(rng, 20)
    lines = random_lines(rng, numbers)
    sales = sales_of(lines)
    proposed = random_strategy(rng, numbers, 8, 3)
    force = random_strategy(rng, numbers, 4)
    before: Analysis | None = None
    kept = 0
    for _ in range(80):
        other = random_strategy(rng, numbers, 8, 3)
        kind = rng.choice(("rule", "flats", "families", "source_classes", "matrix", "rules"))
        if kind == "rule":
            rules = list(proposed.rules)
            rules[rng.randrange(8)] = rng.choice(other.rules)
            proposed = replace(proposed, rules=tuple(rules))
        elif kind == "matrix":
            place = rng.randrange(3)
            matrices = list(proposed.matrices)
            matrices[place] = (matrices[place][0], other.matrices[place][1])
            proposed = replace(proposed, matrices=tuple(matrices))
        else:
            proposed = replace(proposed, **{kind: getattr(other, kind)})
        design = _kept_parts(design_of(strategy_of(proposed), strategy_of(force)), before)
        question = Question(matrix=rng.choice(design.matrices).name, on=DAY)
        now = evaluate(design, sales, question, previous=before)
        agree(whole(now), replay_plainly(lines, proposed, force, on=DAY))
        fresh = evaluate(design, sales, question)
        assert now.matrix_replay == fresh.matrix_replay
        assert now.tier_rows == fresh.tier_rows
        assert now.findings == fresh.findings
        if before is not None and before.states.whole and now.states.whole:
            kept += len(set(before.states.whole.parts) & set(now.states.whole.parts))
        before = now
    assert kept > 80  # what an edit does not reach is the same object


def _kept_parts(design: Design, before: Analysis | None) -> Design:
    """Return a design whose unchanged parts are the very objects of the one before, as edits."""
    if before is None:
        return design
    old = before.design
    fields = ("plan", "flat_prices", "families", "classes", "in_force")
    same = {
        name: getattr(old, name) for name in fields if getattr(old, name) == getattr(design, name)
    }
    matrices = tuple(
        one if one == other else other
        for one, other in zip(old.matrices, design.matrices, strict=True)
    )
    return replace(design, matrices=matrices, **same)


def _planned() -> tuple[Design, Sales, list[PlainPart], PlainStrategy]:
    rng = seeded("planned")
    numbers = random_numbers(rng, 20)
    lines = random_lines(rng, numbers)
    proposed = random_strategy(rng, numbers, 6, 3)
    return design_of(strategy_of(proposed)), sales_of(lines), lines, proposed


def test_a_factor_edit_reaches_one_treatment_only() -> None:
    design, sales, _, _ = _planned()
    before = evaluate(design, sales)
    matrix = design.matrices[1]
    tier = replace(
        matrix.tiers[0],
        factor=read_factor("x9").factor,
    )
    changed = replace(matrix, tiers=(tier, *matrix.tiers[1:]))
    edited = replace(design, matrices=(design.matrices[0], changed, design.matrices[2]))
    now = evaluate(edited, sales, previous=before)
    assert before.states.whole is not None
    assert now.states.whole is not None
    pairs = zip(before.states.whole.parts, now.states.whole.parts, strict=True)
    assert [one is other for one, other in pairs].count(False) == 1
    assert now.fold is before.fold
    assert now.curves.bars is before.curves.bars


def test_without_a_plan_it_is_the_one_fold_of_before() -> None:
    design, sales, _, _ = _planned()
    bare = replace(design, plan=NO_PLAN)
    analysis = evaluate(bare, sales)
    assert analysis.states.whole is None
    assert analysis.matrix_replay is analysis.replay
    assert not any(row.matrix for row in whole(analysis).tiers)


def test_taking_the_plan_away_and_back_changes_nothing() -> None:
    design, sales, lines, proposed = _planned()
    bare = replace(design, plan=NO_PLAN)
    first = evaluate(design, sales)
    second = evaluate(bare, sales, previous=first)
    assert second.replay == evaluate(bare, sales).replay
    third = evaluate(design, sales, previous=second)
    assert third.replay == first.replay
    agree(whole(third), replay_plainly(lines, proposed))


def test_a_plan_in_force_is_replayed_even_where_none_is_proposed() -> None:
    design, sales, lines, _ = _planned()
    rng = seeded("in force alone")
    force = random_strategy(rng, random_numbers(rng, 20), 6, 3)
    bare = replace(
        design, plan=NO_PLAN, in_force=InForce(design.matrix, strategy=strategy_of(force))
    )
    analysis = evaluate(bare, sales)
    assert analysis.states.whole is not None
    assert whole(analysis).moves.compared_with is ComparedWith.IN_FORCE
    _, _, _, plan = _planned()
    expected = replay_plainly(lines, replace(plan, rules=()), force)
    assert plain(whole(analysis).in_force) == expected.in_force


def test_sales_that_are_not_told_apart_by_part_wait() -> None:
    design, sales, _, _ = _planned()
    slim = replace(
        sales,
        rows=replace(
            sales.rows, part=None, group=None, vendor=None, customer_type=None, channel=None
        ),
    )
    by_part = replace(design, plan=Plan((Rule(ByMatrix("Matrix 1"), Conditions(parts=("1*",))),)))
    waiting = evaluate(by_part, slim)
    assert waiting.waits_for_parts
    assert waiting.replay is None
    assert waiting.fold is None
    assert not evaluate(by_part, sales, previous=waiting).waits_for_parts
    by_source = replace(
        design, plan=Plan((Rule(ByMatrix("Matrix 1"), Conditions(sources=("AC",))),))
    )
    asked = evaluate(by_source, slim, previous=waiting)
    assert not asked.waits_for_parts
    assert asked.replay == evaluate(by_source, sales).replay


def test_a_matrix_that_prices_nothing_has_empty_figures() -> None:
    design, sales, _, _ = _planned()
    plan = Plan((Rule(ByPercent(Basis.COST, 0)),))
    analysis = evaluate(replace(design, plan=plan), sales, Question(matrix="Matrix 0"))
    assert analysis.fold is not None
    assert len(analysis.fold) == 0
    assert analysis.matrix_replay is not None
    assert analysis.matrix_replay.replayed.cost == 0
    assert whole(analysis).replayed.cost > 0


def test_every_matrix_is_judged_by_what_it_prices() -> None:
    design, sales, lines, proposed = _planned()
    analysis = evaluate(replace(design, goal=90 * POINT), sales)
    for matrix in design.matrices:
        looked_at = evaluate(replace(design, goal=90 * POINT), sales, Question(matrix=matrix.name))
        assert set(looked_at.findings) == set(analysis.findings)
    by_tier = {
        (one.matrix, one.tier): one.dollars
        for one in analysis.findings
        if one.code == "below-goal-tier"
    }
    expected = replay_plainly(lines, proposed)
    cost = expected.replayed.cost
    held = {
        (treatment[1], row + 1)
        for (treatment, row), totals in expected.rows.items()
        if isinstance(row, int)
        and totals.cost * 20 >= cost
        and totals.sales - totals.cost < totals.sales * Decimal("0.8995")
    }
    assert set(by_tier) == held
    (whole_goal,) = (one for one in analysis.findings if one.code == "below-goal")
    missing = cost * 10 - expected.replayed.sales
    assert whole_goal.is_of_plan
    assert whole_goal.dollars is not None
    assert abs(dollars(whole_goal.dollars) - missing) < Decimal("0.000001")


def test_a_fix_of_a_matrix_that_is_not_looked_at_is_tried_on_what_it_prices() -> None:
    design, sales, _, _ = _planned()
    analysis = evaluate(design, sales)
    told = {one.key: one.fix for one in with_fixes(analysis)}
    for matrix in design.matrices[1:]:
        other = evaluate(design, sales, Question(matrix=matrix.name))
        assert {one.key: one.fix for one in with_fixes(other)} == told
    assert any(fix for (_, name, _, _), fix in told.items() if name != design.matrix.name)
