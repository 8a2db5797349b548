"""Fewer tiers for a target with a level limit, where that changes the fewest prices.

A dynamic programme over the stretches of the look-up: each level covers neighbouring stretches
with the factor of one of the tiers. Knows matrices and a proof; no target's file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matrix_designer.core.lookup import NO_ROW, stretches_of
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, MAX_BOUND
from matrix_designer.core.pricing import Schedule, compile_matrix, price
from matrix_designer.core.proof import Proof, Weights

_MAX_SPANS = 400
_MOST_PRICES = 20_000_000
_MOST_SAMPLES = 4_096
_LEAST_SAMPLES = 32


@dataclass(frozen=True, slots=True)
class Span:
    """Look-up cents first to last (None: open), owned by a tier or by none."""

    first: int
    last: int | None
    row: int


def merge_tiers(matrix: Matrix, original: Matrix, levels: int, proof: Proof) -> Matrix:
    """Return the matrix with at most `levels` tiers, close to the prices of `original`.

    Which tiers go together is decided on every price of the proof where the ranges are short
    and on evenly spaced ones where they are long.
    """
    if len(matrix.tiers) <= levels:
        return matrix
    spans = _thinned(_spans(matrix))
    factors = sorted({span.row for span in spans if span.row != NO_ROW})
    changed, left = _changes(matrix, original, spans, factors, proof)
    runs = _best_runs(spans, changed, left, levels)
    return replace(matrix, tiers=tuple(_level(matrix, spans, factors, *run) for run in runs))


def _spans(matrix: Matrix) -> list[Span]:
    """Cut the look-up into spans of one owner each."""
    stretches = stretches_of(matrix.tiers)
    ends = [after.first - 1 for after in stretches[1:]]
    return [
        Span(part.first, end, part.row) for part, end in zip(stretches, [*ends, None], strict=True)
    ]


def _thinned(spans: list[Span]) -> list[Span]:
    """Join neighbours of a very long matrix in equal groups, each under its first owner."""
    group = -(-len(spans) // _MAX_SPANS)
    if group == 1:
        return spans
    joined = []
    for start in range(0, len(spans), group):
        part = spans[start : start + group]
        owner = next((span.row for span in part if span.row != NO_ROW), NO_ROW)
        joined.append(Span(part[0].first, part[-1].last, owner))
    return joined


def _changes(
    matrix: Matrix, original: Matrix, spans: list[Span], factors: list[int], proof: Proof
) -> tuple[Weights, Weights]:
    """Return the changed prices of each span under each factor, and under none.

    All spans are priced in one call: a call a span took twenty times as long.
    """
    each = max(1, len(spans) * len(factors))
    size = min(_MOST_SAMPLES, max(_LEAST_SAMPLES, _MOST_PRICES // each))
    exact = compile_matrix(original)
    empty = compile_matrix(replace(matrix, tiers=()))
    alone = [compile_matrix(replace(matrix, tiers=(_open(matrix.tiers[row]),))) for row in factors]
    samples = [proof.sample(span.first, span.last, size) for span in spans]
    counts = [weights.size for _, weights in samples]
    ends = np.cumsum(counts)
    cost, lists = (np.concatenate([parts[side] for parts, _ in samples]) for side in (0, 1))
    weights = np.concatenate([each for _, each in samples])
    true = price(exact, cost, lists).price

    def differing(schedule: Schedule) -> Weights:
        """Return how many parts of each span another schedule prices otherwise."""
        differs = weights * (price(schedule, cost, lists).price != true)
        up_to = np.concatenate(([0.0], np.cumsum(differs)))
        sums: Weights = up_to[ends] - up_to[ends - counts]
        return sums

    changed = np.array([differing(schedule) for schedule in alone]).T
    left = differing(empty)
    return changed, left


def _open(tier: Tier) -> Tier:
    return replace(tier, lower=0, upper=None)


def _best_runs(
    spans: list[Span], changed: Weights, left: Weights, levels: int
) -> list[tuple[int, int, int]]:
    """Return the runs (first span, last span, factor) whose changes are fewest in sum."""
    count = len(spans)
    sums = np.vstack([np.zeros((1, changed.shape[1])), np.cumsum(changed, axis=0)])
    cost = np.full((count, count), np.inf)
    chosen = np.zeros((count, count), dtype=np.int64)
    for first in range(count):
        under = sums[first + 1 :] - sums[first]
        chosen[first, first:] = under.argmin(axis=1)
        cost[first, first:] = under.min(axis=1)
    best = np.full((levels + 1, count + 1), np.inf)
    best[:, 0] = 0
    came = np.full((levels + 1, count + 1), -1, dtype=np.int64)
    for used in range(levels + 1):
        for end in range(1, count + 1):
            if spans[end - 1].row == NO_ROW:
                best[used, end] = best[used, end - 1] + left[end - 1]
            if used:
                totals = best[used - 1, :end] + cost[:end, end - 1]
                start = int(totals.argmin())
                if totals[start] < best[used, end]:
                    best[used, end], came[used, end] = totals[start], start
    runs = []
    used, end = int(best[:, count].argmin()), count
    while end:
        start = int(came[used, end])
        if start >= 0:
            runs.append((start, end - 1, int(chosen[start, end - 1])))
            used, end = used - 1, start
        else:
            end -= 1
    return runs[::-1]


def _level(
    matrix: Matrix, spans: list[Span], factors: list[int], first: int, last: int, factor: int
) -> Tier:
    """Make the tier of a run; spans that nobody owns are left out at its ends."""
    while first < last and spans[first].row == NO_ROW:
        first += 1
    while last > first and spans[last].row == NO_ROW:
        last -= 1
    top = spans[last].last
    upper = None if top is None else min(top * CENT, MAX_BOUND)
    return replace(matrix.tiers[factors[factor]], lower=spans[first].first * CENT, upper=upper)
