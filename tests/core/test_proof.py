"""The proof of an export against brute force: no cent of the range may differ unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matrix_designer.core import proof as proofs
from matrix_designer.core.factor import Basis, Factor, read_factor
from matrix_designer.core.fitting import fit_matrix
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
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT, POINT
from matrix_designer.core.pricing import compile_matrix, price
from matrix_designer.core.proof import Proof, count_changes, proof_of
from matrix_designer.core.same_rules import differing_stretches
from matrix_designer.core.target import Target
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded

EVERY = 3 * DOLLAR
TOP = 120 * DOLLAR
TARGETS = (
    Target("plain", "Plain"),
    Target("few", "Few", max_levels=4, decimals=1),
    Target("wide", "Wide", modes=(Mode.SIMPLE, Mode.COMPOUND), has_rails=True, has_add_ons=True),
)


def brute(before: Matrix, after: Matrix, proof: Proof) -> list[int]:
    """Price every cent of a proof's range, and say at which any price differs."""
    old, new = compile_matrix(before), compile_matrix(after)
    found: set[int] = set()
    for cost, lists in proof.range_between(1, proof.cents):
        looked = cost if proof.lookup is Basis.COST else lists
        differs = price(old, cost, lists).price != price(new, cost, lists).price
        found |= set((looked[differs] // CENT).tolist())
    return sorted(found)


def others(rng: Random, matrix: Matrix) -> Iterator[Matrix]:
    """Yield matrices like another one: fitted to targets, and with one thing changed."""
    proof = proof_of(matrix, every=EVERY)
    for target in TARGETS:
        yield fit_matrix(matrix, target, proof).matrix
    yield replace(matrix, rails=Rails())
    for percent in (0, rng.randrange(20, 300)):
        floor = Floor(FloorKind.MARKUP, percent * POINT)
        yield replace(matrix, rails=replace(matrix.rails, floor=floor))
    factored = replace(matrix, fallback=Fallback(FallbackKind.FACTOR, read_factor("x1.5").factor))
    yield replace(factored, mode=rng.choice(tuple(Mode)))
    yield replace(matrix, ending=None)
    yield replace(matrix, cap=None)
    yield replace(matrix, cap=Cap(rng.randrange(1, 20_000) * CENT, rng.choice(tuple(CapRule))))
    yield factored
    yield replace(matrix, ending=Ending(rng.choice(tuple(EndingKind)), is_up=rng.random() < 0.5))
    if matrix.tiers:
        place = rng.randrange(len(matrix.tiers))
        tier = matrix.tiers[place]
        factor = tier.factor
        near = Factor(factor.kind, max(factor.value - 1, 1), factor.text)
        for made in (replace(tier, factor=near), replace(tier, upper=tier.lower + CENT)):
            yield replace(matrix, tiers=(*matrix.tiers[:place], made, *matrix.tiers[place + 1 :]))


@pytest.mark.parametrize("seed", range(40))
def test_a_difference_anywhere_is_found_and_none_is_invented(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "SPREAD", 7)
    monkeypatch.setattr(proofs, "LEAST_TOP", TOP)
    monkeypatch.setattr(proofs, "WIDEST_BOUND", TOP)
    rng = seeded(f"{seed} proof")
    matrix = matrix_of(any_matrix(rng))
    if seed % 4 == 0:  # a mix that no mode can have, with a fallback that then counts for nothing
        fallback = Fallback(FallbackKind.FACTOR, read_factor("x1.5").factor)
        matrix = replace(matrix, mode=Mode.COMPOUND, fallback=fallback)
    for other in others(rng, matrix):
        proof = proof_of(matrix, every=EVERY)
        assert proof.cents == TOP // CENT
        wrong = brute(matrix, other, proof)
        assert (count_changes(matrix, other, proof) > 0) is bool(wrong), other
        old, new = compile_matrix(matrix), compile_matrix(other)
        stretches = list(differing_stretches(old, new, 1, proof.cents, has_lists=proof.has_lists))
        told = {cent for first, last in stretches for cent in range(first, last + 1)}
        assert told >= set(wrong), "what is left out prices alike"


def test_a_mode_that_prices_nothing_is_told_from_a_fallback_that_prices_a_gap() -> None:
    tiers = (
        Tier(CENT, 5 * DOLLAR, read_factor("x2").factor),
        Tier(9 * DOLLAR, None, read_factor("+$1.00").factor),
    )
    fallback = Fallback(FallbackKind.FACTOR, read_factor("x1.5").factor)
    simple = Matrix("gap", tiers, fallback=fallback)
    mixed = compile_matrix(replace(simple, mode=Mode.COMPOUND))
    found = differing_stretches(compile_matrix(simple), mixed, 1, 2_000, has_lists=False)
    assert sum(last - first + 1 for first, last in found) == 2_000


@pytest.mark.parametrize(
    ("one", "other"),
    [("40.0001% GP", "x1.6667"), ("x1.5", "+50%"), ("40% GP", "40.0001% GP"), ("+50%", "x1.5001")],
)
def test_far_up_a_difference_is_found_wherever_it_is(one: str, other: str) -> None:
    """A part at nearly a million dollars: a hundred million cents, of which few are priced."""
    cheap = Tier(CENT, 12_000 * DOLLAR, read_factor("x1.4").factor)
    before, after = (
        Matrix("far", (cheap, Tier(12_000 * DOLLAR + CENT, None, read_factor(text).factor)))
        for text in (one, other)
    )
    dear = np.array([MAX_AMOUNT], dtype=np.int64)
    proof = proof_of(before, (dear, dear))
    assert proof.cents == MAX_AMOUNT // CENT
    assert proof.size < 1_200_000
    is_same = before.tiers[1].factor.ratio == after.tiers[1].factor.ratio
    assert (count_changes(before, after, proof) == 0) is is_same


def test_a_single_cent_far_up_is_found_though_it_is_not_among_those_priced() -> None:
    tiers = (Tier(CENT, None, read_factor("x1.4").factor),)
    odd = 54_321_98 * CENT
    hidden = Tier(odd, odd, read_factor("x1.5").factor)
    before, after = Matrix("m", tiers), Matrix("m", (hidden, *tiers))
    dear = np.array([MAX_AMOUNT], dtype=np.int64)
    proof = proof_of(before, (dear, dear))
    assert not np.isin(odd // CENT, proof.beyond)
    assert count_changes(before, after, proof) == 1
    assert count_changes(after, before, proof_of(after, (dear, dear))) == 1
