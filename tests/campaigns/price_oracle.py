"""Random prices against the oracle, and the trace path against the vector path.

Run: PYTHONPATH=. python tests/campaigns/price_oracle.py [PRICES] [MATRICES] [SEED]
PRICES (10,000,000) are drawn for every factor kind and mode, MATRICES (100,000) are random
(matrix, cost, list) with any mixture of features. Prints what it ran on; exit 1 on a difference.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.money import amount_text
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price, price_one
from tests.oracle.bridge import columns_of, matrix_of
from tests.oracle.pricing_oracle import Oracle, OracleMatrix
from tests.oracle.random_matrices import (
    KINDS,
    MAX_UNITS,
    MODES,
    any_matrix,
    clean_tiers,
    part_near,
    seeded,
)

PRICES = 10_000_000
MATRICES = 100_000
PRICES_PER_MATRIX = 2_000
EXAMPLES = 5
COMBINATIONS = tuple(
    (kind, mode) for kind, mode in product(KINDS, MODES) if kind != "add-on" or mode == "simple"
)


@dataclass(frozen=True)
class Outcome:
    """What a run found: prices compared, wide segments met, differences, a few of them in words."""

    name: str
    compared: int
    priced: int
    wide: int
    wrong: int
    examples: tuple[str, ...]


def compare_prices(kind: str, mode: str, prices: int, seed: int) -> Outcome:
    """Compare random prices of one factor kind in one mode with the oracle."""
    rng = seeded(f"{seed} {kind} {mode}")
    draw = np.random.default_rng(rng.getrandbits(64))
    compared = priced = wide = wrong = 0
    examples: list[str] = []
    while compared < prices:
        basis = "cost" if kind == "gp" else rng.choice(("cost", "cost", "cost", "list"))
        plain = OracleMatrix(clean_tiers(rng, kind, basis), lookup=basis, mode=mode)
        size = min(PRICES_PER_MATRIX, prices - compared)
        amounts = random_amounts(draw, plain, size)
        cost = amounts if basis == "cost" else np.full(size, 10_000, dtype=np.int64)
        schedule = compile_matrix(matrix_of(plain))
        result = price(schedule, cost, amounts)
        wide += int(schedule.wide.sum())
        oracle = Oracle(plain)
        rows = zip(
            cost.tolist(), amounts.tolist(), result.price.tolist(), result.row.tolist(), strict=True
        )
        for each_cost, each_list, amount, row in rows:
            expected = columns_of(oracle.price(each_cost, each_list))
            if expected != (amount, row):
                wrong += 1
                examples.append(
                    f"{plain} cost {each_cost} list {each_list}: {amount, row}, not {expected}"
                )
        priced += int((result.price != UNPRICED).sum())
        compared += size
    return Outcome(f"{kind}, {mode}", compared, priced, wide, wrong, tuple(examples[:EXAMPLES]))


def random_amounts(draw: np.random.Generator, plain: OracleMatrix, size: int) -> Ints:
    """Draw amounts: half over the tiers' range, a quarter whole cents, a quarter anywhere."""
    top = max(tier.upper or tier.lower for tier in plain.tiers)
    most = min(int(top * 12_000) + 10_000, MAX_UNITS)
    amounts = draw.integers(0, most, size, dtype=np.int64, endpoint=True)
    quarter = size // 4
    amounts[:quarter] = amounts[:quarter] // 100 * 100
    amounts[quarter : 2 * quarter] = draw.integers(0, MAX_UNITS, quarter, endpoint=True)
    if draw.random() < 0.5:
        amounts.sort()
    return amounts


def compare_paths(parts: int, seed: int) -> Outcome:
    """Compare the price of one part and its trace with the column's price, and with the oracle."""
    rng = seeded(f"{seed} paths")
    priced = wide = wrong = 0
    examples: list[str] = []
    for _ in range(parts):
        plain = any_matrix(rng)
        schedule = compile_matrix(matrix_of(plain))
        pairs = [part_near(rng, plain) for _ in range(4)]
        cost = np.array([pair[0] for pair in pairs], dtype=np.int64)
        lists = np.array(
            [MISSING if pair[1] is None else pair[1] for pair in pairs], dtype=np.int64
        )
        columns = price(schedule, cost, lists)
        place = rng.randrange(4)
        one_cost, one_list = pairs[place]
        part = price_one(schedule, one_cost, one_list)
        amount, row = int(columns.price[place]), int(columns.row[place])
        shown = None if amount == UNPRICED else amount_text(amount)
        expected = columns_of(Oracle(plain).price(one_cost, one_list))
        one = (UNPRICED if part.price is None else part.price, part.row)
        if not one == (amount, row) == expected or part.steps[-1].value != shown:
            wrong += 1
            examples.append(f"{plain} {pairs[place]}: {part}, column {amount, row}, not {expected}")
        priced += amount != UNPRICED
        wide += int(schedule.wide.sum())
    return Outcome("trace path", parts, priced, wide, wrong, tuple(examples[:EXAMPLES]))


def run(prices: int, parts: int, seed: int, processes: int = 1) -> list[Outcome]:
    """Run everything, in as many processes as asked for."""
    jobs = [(compare_prices, (kind, mode, prices, seed)) for kind, mode in COMBINATIONS]
    if processes == 1:
        outcomes = [job(*words) for job, words in jobs]
        return [*outcomes, compare_paths(parts, seed)]
    with ProcessPoolExecutor(processes) as pool:
        waiting = [pool.submit(job, *words) for job, words in jobs]
        paths = pool.submit(compare_paths, parts, seed)
        return [future.result() for future in [*waiting, paths]]


def say(line: str) -> None:
    """Print a line of the table at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """Run the campaign and print its table."""
    given = [int(word) for word in words]
    prices, parts, seed = (*given, *(PRICES, MATRICES, 1)[len(given) :])
    started = time.perf_counter()
    outcomes = run(prices, parts, seed, os.cpu_count() or 1)
    say(f"{'what':24}{'compared':>12}{'priced':>12}{'wide segments':>15}{'wrong':>8}")
    for each in outcomes:
        say(f"{each.name:24}{each.compared:12,}{each.priced:12,}{each.wide:15,}{each.wrong:8,}")
        for example in each.examples:
            say(f"  {example}")
    wrong = sum(each.wrong for each in outcomes)
    took = time.perf_counter() - started
    say(f"{wrong} wrong; seed {seed}, {os.cpu_count()} processors, {took:.0f} s, 0 skipped")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
