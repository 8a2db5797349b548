from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.checks import context
from matrix_designer.analysis.findings import Severity
from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.edits import SetFactor
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.pricing import Spare
from tests.analysis.history import Line, random_lines, sales_of
from tests.core.random_edits import KINDS, any_edit
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, clean_tiers, part_near

SHOWN = ("replay", "tier_rows", "curves", "findings", "silenced", "summary")


def alike(one: object, other: object) -> bool:
    """Say whether two values show the same, arrays and NaN included."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if is_dataclass(one) and type(one) is type(other):
        names = [field.name for field in fields(one) if field.name not in {"known", "listed"}]
        return all(alike(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other or (one != one and other != other)  # noqa: PLR0124 - NaN


def assert_alike(one: Analysis, other: Analysis) -> None:
    for name in SHOWN:
        assert alike(getattr(one, name), getattr(other, name)), name


def first_design(rng: Random) -> tuple[Design, Sales]:
    """Draw a design and the sales of parts near its bounds."""
    plain = any_matrix(rng)
    parts = [part_near(rng, plain) for _ in range(30)]
    sales = sales_of(random_lines(rng, parts, 60), days=200)
    design = Design("random", (matrix_of(plain, "proposed"),), goal=40 * POINT)
    if rng.random() < 0.7:
        design = replace(design, in_force=InForce(matrix_of(any_matrix(rng), "old")))
    return design, sales


def another_question(rng: Random, question: Question, design: Design) -> Question:
    """Now and then look at another matrix, or compare with another; never at one that is gone."""
    if rng.random() < 0.2:
        question = replace(question, matrix=rng.choice([None, *(m.name for m in design.matrices)]))
    if rng.random() < 0.1:
        against = None if rng.random() < 0.5 else matrix_of(any_matrix(rng), "against")
        question = replace(question, against=against)
    is_gone = question.matrix not in {None, *(m.name for m in design.matrices)}
    return replace(question, matrix=None) if is_gone else question


@pytest.mark.parametrize("seed", range(60))
def test_an_edit_evaluated_from_the_analysis_before_shows_what_a_fresh_one_shows(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - test data
    design, sales = first_design(rng)
    question = Question()
    analysis = evaluate(design, sales, question)
    for _ in range(10):
        _, _, design = any_edit(rng, design)
        question = another_question(rng, question, design)
        analysis = evaluate(design, sales, question, None, analysis)
        assert_alike(analysis, evaluate(design, sales, question))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_of_edit_is_evaluated_as_if_anew(name: str) -> None:
    for seed in range(3):
        rng = Random(f"{name} {seed}")  # noqa: S311 - test data
        design, sales = first_design(rng)
        analysis = evaluate(design, sales)
        for _ in range(4):
            try:
                _, _, design = any_edit(rng, design, name)
            except LookupError:
                _, _, design = any_edit(rng, design)
            analysis = evaluate(design, sales, previous=analysis)
            assert_alike(analysis, evaluate(design, sales))


@pytest.mark.parametrize("seed", range(6))
def test_moves_of_one_tier_after_another_keep_to_what_a_fresh_evaluation_shows(seed: int) -> None:
    """Edit neighbours in turn, as a person does: what is kept from edit to edit must fit."""
    rng = Random(seed)  # noqa: S311 - test data
    plain = replace(any_matrix(rng), tiers=clean_tiers(rng, "multiplier"), lookup="cost")
    parts = [part_near(rng, plain) for _ in range(60)]
    sales = sales_of(random_lines(rng, parts, 300), days=400)
    design = Design("ladder", (replace(matrix_of(plain, "proposed"), mode=Mode.SIMPLE),))
    analysis = evaluate(design, sales)
    for step in range(40):
        kind = ("SetFactor", "NudgeFactors", "MoveBound", "SetBound")[step * 7 % 4]
        try:
            _, _, design = any_edit(rng, design, kind)
        except LookupError:
            continue
        analysis = evaluate(design, sales, previous=analysis)
        assert_alike(analysis, evaluate(design, sales))


def ladder(*factors: str, name: str = "ladder") -> Matrix:
    tops = [10 * DOLLAR * (place + 1) for place in range(len(factors))]
    lowers = [0, *(top + CENT for top in tops)]
    uppers = [*tops[:-1], None]
    return Matrix(
        name,
        tuple(
            Tier(low, up, read_factor(text).factor)
            for low, up, text in zip(lowers, uppers, factors, strict=False)
        ),
    )


def many_lines() -> list[Line]:
    rng = Random(3)  # noqa: S311 - test data
    return [
        Line(rng.randint(50, 5000) * CENT, rng.randint(100, 9000) * CENT, 20 * DOLLAR, PIECE)
        for _ in range(500)
    ]


def test_a_factor_edit_reprices_its_own_tier_only() -> None:
    sales = sales_of(many_lines())
    design = Design("d", (ladder("x3", "x2.5", "x2", "x1.8"),))
    before = evaluate(design, sales)
    tiers = design.matrix.tiers
    second = replace(tiers[1], factor=read_factor("x2.4").factor)
    matrix = replace(design.matrix, tiers=(tiers[0], second, *tiers[2:]))
    after = evaluate(replace(design, matrices=(matrix,)), sales, previous=before)
    assert after.fold is before.fold
    changed = after.states.changed.rows
    assert isinstance(changed, slice)
    assert after.fold is not None
    costs = after.fold.cost[changed]
    assert costs.min() > 10 * DOLLAR
    assert costs.max() <= 20 * DOLLAR
    assert 0 < len(costs) < len(after.fold)
    assert after.states.in_force is before.states.in_force
    assert after.curves.bars is before.curves.bars
    assert after.curves.bracket is before.curves.bracket


def test_the_checks_get_what_the_evaluation_has_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("made a second time")

    for name in ("list_columns", "boundaries_of", "inversion_zones", "_sums_by_row"):
        monkeypatch.setattr(context, name, refuse)
    analysis = evaluate(Design("d", (ladder("x3", "x2"),), goal=66 * POINT), sales_of(many_lines()))
    assert {"inversion", "above-list", "below-goal"} <= {f.code for f in analysis.findings}


def test_other_sales_are_priced_anew() -> None:
    design = Design("d", (ladder("x3", "x2"),))
    before = evaluate(design, sales_of(many_lines()))
    fewer = sales_of(many_lines()[:100])
    assert_alike(evaluate(design, fewer, previous=before), evaluate(design, fewer))
    assert_alike(evaluate(design, previous=before), evaluate(design))


def test_without_sales_there_are_rows_curves_and_findings_but_no_dollars() -> None:
    analysis = evaluate(Design("d", (ladder("x3", "x2"),), in_force=InForce(ladder("x2"))))
    assert analysis.replay is None
    assert [row.figures for row in analysis.tier_rows] == [None, None]
    assert [row.price_at_top for row in analysis.tier_rows] == [30 * DOLLAR, None]
    assert analysis.tier_rows[0].price_after == 20 * DOLLAR + 2 * CENT
    assert [row.falls for row in analysis.tier_rows] == [True, False]
    assert not analysis.tier_rows[0].counts
    assert analysis.curves.bars is None
    assert analysis.curves.bracket is None
    assert analysis.curves.proposed_of_list is None
    assert analysis.curves.in_force is not None
    assert "inversion" in {finding.code for finding in analysis.findings}
    assert {finding.dollars for finding in analysis.findings} == {None}
    assert analysis.summary.gp_proposed is None
    assert analysis.summary.findings[Severity.WARNING] >= 1


def test_the_question_names_the_matrix_that_is_proposed() -> None:
    design = Design("d", (ladder("x3", "x2"), ladder("x4", name="second")))
    sales = sales_of([Line(5 * DOLLAR, None, 9 * DOLLAR, PIECE)])
    analysis = evaluate(design, sales, Question(matrix="second"))
    assert analysis.matrix.name == "second"
    assert analysis.replay is not None
    assert analysis.replay.replayed.sales == 20 * DOLLAR * PIECE
    with pytest.raises(MatrixDesignerError, match="second"):
        evaluate(design, sales, Question(matrix="third"))


def test_every_matrix_is_judged_and_only_the_proposed_one_has_sales() -> None:
    gap = ladder("x3", "x2", name="second")
    gap = replace(gap, tiers=(gap.tiers[0], replace(gap.tiers[1], lower=12 * DOLLAR)))
    design = Design("d", (gap, replace(gap, name="third")))
    sales = sales_of([Line(11 * DOLLAR, None, 20 * DOLLAR, PIECE)])
    analysis = evaluate(design, sales)
    gaps = {f.matrix: f.dollars for f in analysis.findings if f.code == "gap"}
    assert gaps == {"second": 20 * DOLLAR * PIECE, "third": 0}
    again = evaluate(replace(design, name="e"), sales, previous=analysis)
    assert list(again.idles) == list(analysis.idles)
    assert next(iter(again.idles.values())) is next(iter(analysis.idles.values()))


def test_a_silenced_finding_stands_apart() -> None:
    design = Design("d", (ladder("x3", "x2"),))
    silences = (Silence("inversion", "ladder", 1, "the rep asked for it"),)
    analysis = evaluate(replace(design, silences=silences))
    assert "inversion" not in {finding.code for finding in analysis.findings}
    assert [finding.code for finding in analysis.silenced] == ["inversion"]


class CancelledError(Exception):
    """Raised to stop an evaluation."""


def test_an_evaluation_says_its_stages_and_can_be_cancelled_at_each() -> None:
    stages: list[str] = []
    evaluate(Design("d", (ladder("x2"),)), on_stage=stages.append)
    assert len(stages) == len(set(stages)) >= 3

    def cancel(stage: str) -> None:
        if stage == stages[1]:
            raise CancelledError

    with pytest.raises(CancelledError):
        evaluate(Design("d", (ladder("x2"),)), on_stage=cancel)


@pytest.mark.parametrize("seed", range(2))
def test_prices_that_anybody_still_holds_are_never_written_on(seed: int) -> None:
    """Keep analyses, their columns or slices of these through edits, and look at them again."""
    rng = Random(seed)  # noqa: S311 - test data
    design = Design("d", (ladder("x2", "x1.9", "x1.8", "x1.7", "x1.6"),))
    sales = sales_of(many_lines())
    analysis = evaluate(design, sales)
    held: list[tuple[object, Ints, list[int]]] = []
    for step in range(60):
        factor = read_factor(f"x{rng.randint(150, 250) / 100:.2f}").factor
        design = SetFactor("ladder", rng.randrange(5), factor).apply(design)
        analysis = evaluate(design, sales, previous=analysis)
        assert analysis.prices is not None
        column = analysis.prices.price
        if step % 3 == 0:
            start = rng.randrange(400)
            seen = (column, column[start : start + 60])[rng.randrange(2)]
            held.append((rng.choice((analysis, None)), seen, seen.tolist()))
            del held[: max(len(held) - 4, 0)]
        del column
        assert all(seen.tolist() == told for _, seen, told in held)
        assert_alike(analysis, evaluate(design, sales))


@pytest.mark.parametrize("held", ["nothing", "itself", "a slice"])
def test_a_spare_column_is_written_on_where_nobody_holds_it(held: str) -> None:
    column = np.arange(20)
    place, kept = column.ctypes.data, {"itself": column, "a slice": column[3:9]}.get(held)
    told = None if kept is None else kept.tolist()
    spare = Spare(column, slice(5, 8))
    del column
    now = np.arange(20)
    now[5:8] = -1
    copied = spare.as_copy(now)
    assert copied.tolist() == now.tolist()
    assert copied is not now
    assert (copied.ctypes.data == place) is (kept is None)
    assert kept is None or kept.tolist() == told
    assert spare.as_copy(now).ctypes.data not in {place, now.ctypes.data}


def test_a_column_that_is_part_of_another_is_never_written_on() -> None:
    both = np.zeros((2, 8), dtype=np.int64)
    spare = Spare(both[0], slice(0, 4))
    assert spare.as_copy(np.ones(8, dtype=np.int64)).tolist() == [1] * 8
    assert not both.any()
