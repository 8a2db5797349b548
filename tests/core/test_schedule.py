"""Compiled matrices: safe from overflow at the declared extremes, and told apart after an edit."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from matrix_designer.core.evidence import MISSING
from matrix_designer.core.factor import MAX_ADD_ON, MAX_MULTIPLIER, Basis, Factor, FactorKind
from matrix_designer.core.formula import INT64_MAX
from matrix_designer.core.lookup import NO_ROW
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT, MAX_BOUND, POINT
from matrix_designer.core.pricing import (
    Schedule,
    affected_interval,
    compile_matrix,
    price,
    prices_at,
    slice_of,
)
from tests.oracle.bridge import columns_of, matrix_of
from tests.oracle.pricing_oracle import Oracle
from tests.oracle.random_matrices import any_matrix, seeded

EXTREMES = {
    FactorKind.MULTIPLIER: (1, MAX_MULTIPLIER, MAX_MULTIPLIER - 1),
    FactorKind.MARKUP: (1 - 100 * POINT, 999_800 * POINT, 999_799 * POINT + 9_999),
    FactorKind.PERCENT_OF: (1, 999_900 * POINT, 999_899 * POINT + 9_999),
    FactorKind.GP: (0, 100 * POINT - 1, 100 * POINT - 3),
    FactorKind.ADD_ON: (-MAX_ADD_ON, MAX_ADD_ON, MAX_ADD_ON - 1),
}
EDGES = (50, 99, 100, 149, 10_000, MAX_AMOUNT - 1, MAX_AMOUNT)


def assert_no_step_leaves_int64(schedule: Schedule) -> None:
    """Walk every product and sum of the int64 paths with Python's integers."""
    by_list = not schedule.is_by_cost
    for segment, start in enumerate(schedule.starts.tolist()):
        if schedule.wide[segment]:
            continue
        ends = [MAX_AMOUNT]
        is_last = segment + 1 == schedule.starts.size
        if not is_last and bool(schedule.on_list[segment]) is by_list:
            last = min(int(schedule.starts[segment + 1]) * CENT - 51, MAX_AMOUNT)
            ends = [last, min(start * CENT - 50, last)]
        rule = schedule.rounding[segment]
        for basis in (MISSING, 0, *ends):
            steps = [
                basis * rule.square,
                basis * rule.square + rule.slope,
                basis * (basis * rule.square + rule.slope),
                basis * (basis * rule.square + rule.slope) + rule.constant,
                rule.divisor,
                rule.floor(basis) * CENT,
            ]
            assert all(abs(step) <= INT64_MAX for step in steps), (segment, basis, rule)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("kind", FactorKind)
def test_the_declared_extremes_are_priced_exactly(kind: FactorKind, mode: Mode) -> None:
    bounds = ((0, 100), (200, 9 * DOLLAR), (9 * DOLLAR + 100, 10**9), (10**9 + 100, MAX_BOUND))
    bases = (Basis.COST,) if kind is FactorKind.GP else tuple(Basis)
    for basis in bases:
        tiers = tuple(
            Tier(low, high, Factor(kind, EXTREMES[kind][place % 3], "typed"), basis)
            for place, (low, high) in enumerate(bounds)
        )
        schedule = compile_matrix(Matrix("extreme", tiers, lookup=basis, mode=mode))
        assert_no_step_leaves_int64(schedule)
        for repeats in (1, 2_000):
            cost = np.array(EDGES * repeats, dtype=np.int64)
            made = price(schedule, cost, cost)
            for place, amount in enumerate(EDGES):
                if schedule.mode_mix is not None:
                    assert made.row[place] == NO_ROW
                    continue
                segment = int(schedule.thresholds.searchsorted(amount, side="right")) - 1
                exact = schedule.formulas[segment].exact(amount) / CENT
                cents = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
                expected = cents * CENT if cents >= 0 else -1
                assert made.price[place] == made.price[place - len(EDGES)] == expected


def test_wide_segments_are_marked_where_int64_does_not_reach() -> None:
    dear = Factor(FactorKind.MARKUP, 999_799 * POINT + 9_999, "+999799.9999%")
    assert compile_matrix(Matrix("m", (Tier(0, None, dear),))).wide.tolist() == [False, True]
    assert not compile_matrix(Matrix("m", (Tier(0, 10_000, dear),))).wide.any()
    plain = Factor(FactorKind.GP, 42 * POINT, "42% GP")
    assert not compile_matrix(Matrix("m", (Tier(0, None, plain),))).wide.any()


def test_an_unproven_segment_would_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the proof the same price is silently wrong: the test above can fail."""
    dear = Factor(FactorKind.MARKUP, 999_799 * POINT + 9_999, "+999799.9999%")
    matrix = Matrix("m", (Tier(0, None, dear),))
    right = prices_at(compile_matrix(matrix), [MAX_AMOUNT])
    monkeypatch.setattr("matrix_designer.core.formula.Formula.is_safe", lambda _rule, _most: True)
    assert prices_at(compile_matrix(matrix), [MAX_AMOUNT]) != right


@pytest.mark.parametrize("rule", CapRule)
def test_rails_cap_and_endings_at_the_extremes(rule: CapRule) -> None:
    for floor in (
        Floor(FloorKind.MARKUP, 999_800 * POINT),
        Floor(FloorKind.MARKUP, 999_799 * POINT + 9_999),
        Floor(FloorKind.GP, 100 * POINT - 1),
        Floor(FloorKind.GP, 1 - 100 * POINT),
    ):
        matrix = Matrix(
            "m",
            (),
            cap=Cap(0, rule),
            rails=Rails(1_000 * POINT, is_not_below_list=True, floor=floor),
            ending=Ending(EndingKind.C99),
        )
        (made,) = prices_at(compile_matrix(matrix), [MAX_AMOUNT], MAX_AMOUNT)
        share = 100 * POINT + floor.percent if floor.kind is FloorKind.MARKUP else 100 * POINT
        under = 100 * POINT - (floor.percent if floor.kind is FloorKind.GP else 0)
        under = 100 * POINT if floor.kind is FloorKind.MARKUP else under
        least = -(-MAX_AMOUNT * share // (under * CENT)) * CENT
        assert made is not None
        listed = 1_000_000 * DOLLAR
        at_cap = {CapRule.LIST: 100, CapRule.LOWER: 100}.get(rule, 167) * MAX_AMOUNT // 100
        at_least = max(least, listed, at_cap)
        assert at_least - CENT <= made <= at_least + 100 * CENT
        assert made % (100 * CENT) == 99 * CENT


def test_random_schedules_never_leave_int64() -> None:
    rng = seeded(5)
    wide = 0
    for _ in range(500):
        schedule = compile_matrix(matrix_of(any_matrix(rng)))
        assert_no_step_leaves_int64(schedule)
        wide += int(schedule.wide.sum())
    assert wide


def test_a_schedule_is_total_and_read_only() -> None:
    rng = seeded(6)
    for _ in range(200):
        schedule = compile_matrix(matrix_of(any_matrix(rng)))
        assert schedule.starts[0] == 0
        assert (np.diff(schedule.starts) > 0).all()
        assert not schedule.starts.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            schedule.slope[0] = 1


def test_sorted_slices_and_the_gather_agree_with_the_oracle() -> None:
    rng = seeded(7)
    for _ in range(60):
        plain = any_matrix(rng)
        schedule = compile_matrix(matrix_of(plain))
        size = 64 * schedule.starts.size + 10
        amounts = sorted(rng.randrange(0, 6_000_000) for _ in range(size))
        cost = np.array(amounts, dtype=np.int64)
        lists = np.minimum(cost * 2, MAX_AMOUNT)
        lists[::11] = MISSING
        in_order = price(schedule, cost, lists)
        shuffled = np.random.default_rng(1).permutation(size)
        mixed = price(schedule, cost[shuffled], lists[shuffled])
        assert (mixed.price == in_order.price[shuffled]).all()
        assert (mixed.row == in_order.row[shuffled]).all()
        assert (mixed.skipped_rails == in_order.skipped_rails[shuffled]).all()
        assert (mixed.cap_without_list == in_order.cap_without_list[shuffled]).all()
        oracle = Oracle(plain)
        for place in range(0, size, 17):
            listed = None if lists[place] == MISSING else int(lists[place])
            expected = columns_of(oracle.price(int(cost[place]), listed))
            assert (in_order.price[place], in_order.row[place]) == expected


def ladder(mode: Mode = Mode.SIMPLE, *, lookup: Basis = Basis.COST) -> Matrix:
    tiers = []
    lower = 0
    for place in range(6):
        upper = None if place == 5 else (place + 1) * 10 * DOLLAR
        factor = Factor(FactorKind.MULTIPLIER, (30 - 2 * place) * 1_000, f"x{3 - place / 5}")
        tiers.append(Tier(lower, upper, factor, lookup))
        lower = (place + 1) * 10 * DOLLAR + CENT
    return Matrix("ladder", tuple(tiers), lookup=lookup, mode=mode)


def with_factor(matrix: Matrix, place: int, value: int) -> Matrix:
    changed = replace(matrix.tiers[place], factor=Factor(FactorKind.MULTIPLIER, value, "typed"))
    return replace(matrix, tiers=(*matrix.tiers[:place], changed, *matrix.tiers[place + 1 :]))


@pytest.mark.parametrize(
    ("mode", "interval"),
    [
        (Mode.SIMPLE, (2_001, 3_000)),
        (Mode.LINEAR, (1_001, 3_000)),
        (Mode.COMPOUND, (2_001, None)),
    ],
)
def test_a_factor_edit_reaches_what_its_mode_says(
    mode: Mode, interval: tuple[int, int | None]
) -> None:
    before = ladder(mode)
    assert affected_interval(before, with_factor(before, 2, 12_345)) == interval


def test_a_bound_edit_reaches_the_cents_that_change_hands() -> None:
    before = ladder()
    lower = replace(before.tiers[1], upper=15 * DOLLAR)
    upper = replace(before.tiers[2], lower=15 * DOLLAR + CENT)
    after = replace(before, tiers=(before.tiers[0], lower, upper, *before.tiers[3:]))
    assert affected_interval(before, after) == (1_501, 2_000)


def test_edits_that_reach_nothing_or_everything() -> None:
    before = ladder()
    assert affected_interval(before, before) is None
    assert affected_interval(before, replace(before, name="another")) is None
    assert affected_interval(before, replace(before, ending=Ending(EndingKind.X9))) == (0, None)
    assert affected_interval(before, replace(before, rails=Rails(ceiling=0))) == (0, None)
    fallback = Fallback(FallbackKind.LIST)
    assert affected_interval(before, replace(before, fallback=fallback)) == (0, None)
    assert affected_interval(before, replace(before, lookup=Basis.LIST)) == (0, None)


def test_a_cap_edit_reaches_the_lower_cap_and_up() -> None:
    before = replace(ladder(), cap=Cap(250 * DOLLAR, CapRule.LIST))
    after = replace(before, cap=Cap(100 * DOLLAR, CapRule.LIST))
    assert affected_interval(before, after) == (10_000, None)
    assert affected_interval(ladder(), before) == (25_000, None)
    by_list = replace(before, lookup=Basis.LIST)
    assert affected_interval(by_list, replace(by_list, cap=None)) == (0, None)


def test_a_slice_holds_every_amount_that_rounds_into_the_interval() -> None:
    amounts = np.array([99_949, 99_950, 100_000, 200_049, 200_050])
    assert slice_of((1_000, 2_000), amounts) == slice(1, 4)
    assert slice_of((1_000, None), amounts) == slice(1, 5)
    assert slice_of((0, 999), amounts) == slice(0, 1)


def test_outside_the_interval_nothing_changes_ever() -> None:
    """Random edits, small and large: rows outside the interval keep price and row."""
    rng = seeded(8)
    inside = 0
    for _ in range(300):
        first, other = any_matrix(rng), any_matrix(rng)
        name = rng.choice(("tiers", "cap", "fallback", "ceiling", "floor", "ending", "mode", "one"))
        if name == "one" and first.tiers and other.tiers:
            tiers = list(first.tiers)
            tiers[rng.randrange(len(tiers))] = rng.choice(other.tiers)
            second = replace(first, tiers=tuple(tiers))
        else:
            held = "tiers" if name == "one" else name
            second = replace(first, **{held: getattr(other, held)})
        before, after = matrix_of(first), matrix_of(second)
        interval = affected_interval(before, after)
        amounts = np.sort(np.array([rng.randrange(0, 6_000_000) for _ in range(400)]))
        lists = np.minimum(amounts + 50_000, MAX_AMOUNT)
        old = price(compile_matrix(before), amounts, lists)
        new = price(compile_matrix(after), amounts, lists)
        differs = (old.price != new.price) | (old.row != new.row)
        differs |= old.skipped_rails != new.skipped_rails
        differs |= old.cap_without_list != new.cap_without_list
        lookup = amounts if after.lookup is Basis.COST else lists
        if interval is not None:
            part = slice_of(interval, lookup)
            inside += int(differs[part].sum())
            differs[part] = False
        assert not differs.any(), (first, second, interval)
    assert inside > 1_000


def test_a_schedule_made_from_another_is_the_one_made_alone() -> None:
    """One tier, its factor alone or anything else is changed: every column stays the true one."""
    rng = seeded(9)
    taken_over = 0
    for _ in range(400):
        first, other = matrix_of(any_matrix(rng)), matrix_of(any_matrix(rng))
        second = rng.choice((other, replace(first, mode=other.mode), first))
        if first.tiers and other.tiers and second is first:
            place, new = rng.randrange(len(first.tiers)), rng.choice(other.tiers)
            tier = first.tiers[place]
            if rng.random() < 0.7 and (new.factor.kind, tier.basis) != (FactorKind.GP, Basis.LIST):
                new = replace(tier, factor=new.factor)
            tiers = (*first.tiers[:place], new, *first.tiers[place + 1 :])
            second = replace(first, tiers=tiers)
        before, alone = compile_matrix(first), compile_matrix(second)
        made = compile_matrix(second, before)
        taken_over += made.starts is before.starts
        for name in (one.name for one in fields(Schedule)):
            values = getattr(made, name), getattr(alone, name)
            assert (
                np.array_equal(*values)
                if isinstance(values[0], np.ndarray)
                else (values[0] == values[1])
            ), (name, first, second)
    assert taken_over > 100
