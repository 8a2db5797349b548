"""Random matrices out to every profile and back: equal prices to the cent.

Run: PYTHONPATH=. python tests/campaigns/export_round_trip.py [MATRICES] [SEED]
MATRICES (2,000) random matrices, wrong ones included, are fitted to each profile, written, and
read back by the package; parts near the bounds and every cent up to $30.00 must cost the same as
under the fitted matrix, and as under the original one where the profile holds everything. The
plain CSV files are read a second time by a reader that imports nothing from the package, and
priced by the oracle. Prints what it compared; exit 1 on a difference.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random

import numpy as np

from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.fitting import fit_matrix
from matrix_designer.core.matrix import Matrix, Mode
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price
from matrix_designer.core.proof import Proof
from matrix_designer.formats.matrices import read_matrix
from matrix_designer.formats.profiles import Profile, load_profiles
from matrix_designer.formats.render import render
from tests.oracle.bridge import matrix_of
from tests.oracle.pricing_oracle import Oracle, OracleMatrix, OracleTier
from tests.oracle.random_matrices import any_matrix, part_near

MATRICES = 2_000
NEAR = 200
CENTS = 3_000
BY_ORACLE = 40
SHEETS = ("cdk-keying", "twelve-levels")


@dataclass
class Outcome:
    """What a run compared and found."""

    matrices: int = 0
    files: Counter[str] = field(default_factory=Counter)
    prices: int = 0
    priced: int = 0
    by_oracle: int = 0
    wrong: list[str] = field(default_factory=list)


def run(matrices: int, seed: int, names: tuple[str, ...] = ()) -> Outcome:
    """Send random matrices through every profile, or those named."""
    outcome = Outcome()
    rng = Random(seed)  # noqa: S311 - repeatable test data
    profiles = [part for part in load_profiles() if not names or part.id in names]
    with tempfile.TemporaryDirectory() as folder:
        for number in count():
            if outcome.matrices == matrices:
                break
            plain = any_matrix(rng)
            if not plain.tiers:
                continue
            outcome.matrices += 1
            cost, lists = _parts(rng, plain)
            for profile in profiles:
                path = Path(folder) / f"{profile.id}.{profile.layout.value}"
                where = f"seed {seed} matrix {number} {profile.id}"
                _round_trip(plain, profile, path, (cost, lists), where, outcome)
    return outcome


def _parts(rng: Random, plain: OracleMatrix) -> tuple[Ints, Ints]:
    """Draw parts near the bounds, and every cent up to $30.00 with and without a list."""
    near = [part_near(rng, plain) for _ in range(NEAR)]
    cents = np.arange(1, CENTS + 1, dtype=np.int64) * 100
    none = np.full(CENTS, MISSING, dtype=np.int64)
    cost = np.concatenate([np.array([part[0] for part in near], dtype=np.int64), cents, cents])
    lists = [MISSING if part[1] is None else part[1] for part in near]
    return cost, np.concatenate([np.array(lists, dtype=np.int64), none, cents * 3 // 2])


def _round_trip(
    plain: OracleMatrix,
    profile: Profile,
    path: Path,
    parts: tuple[Ints, Ints],
    where: str,
    outcome: Outcome,
) -> None:
    original = matrix_of(plain)
    proof = Proof(cents=CENTS, lookup=original.lookup)
    fitted = fit_matrix(original, profile.target, proof)
    path.write_bytes(render(fitted.matrix, profile))
    read = read_matrix(path, profile=profile).matrix
    outcome.files[profile.id] += 1
    expected = _prices(original if profile.carries_settings else fitted.matrix, parts)
    got = _prices(read, parts)
    outcome.prices += got.size
    outcome.priced += int(np.count_nonzero(got != UNPRICED))
    if profile.carries_settings and fitted.losses:
        outcome.wrong.append(f"{where}: lost {fitted.losses[0].feature}")
    if not np.array_equal(expected, got):
        place = int(np.flatnonzero(expected != got)[0])
        outcome.wrong.append(
            f"{where}: cost {parts[0][place]} list {parts[1][place]}: "
            f"{expected[place]} before, {got[place]} read back"
        )
    if profile.id in SHEETS and read.mode is Mode.SIMPLE:
        _compare_with_oracle(path, read.lookup, parts, got, where, outcome)


def _prices(matrix: Matrix, parts: tuple[Ints, Ints]) -> Ints:
    return price(compile_matrix(matrix), *parts).price


def _compare_with_oracle(
    path: Path,
    lookup: Basis,
    parts: tuple[Ints, Ints],
    got: Ints,
    where: str,
    outcome: Outcome,
) -> None:
    """Read the file with the csv module alone, and price some parts with the oracle."""
    oracle = Oracle(OracleMatrix(tuple(_sheet_tiers(path)), lookup=lookup.value))
    for place in range(0, got.size, max(1, got.size // BY_ORACLE)):
        cost, list_price = int(parts[0][place]), int(parts[1][place])
        true = oracle.price(cost, None if list_price == MISSING else list_price).cents
        outcome.by_oracle += 1
        if (UNPRICED if true is None else true * 100) != int(got[place]):
            outcome.wrong.append(f"{where}: the oracle says {true} at cost {cost}")


def _sheet_tiers(path: Path) -> list[OracleTier]:
    """Read a target's CSV as a person would."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row and not row[0].startswith("#")]
    tiers = []
    for row in rows[1:]:
        if rows[0][0] == "Low":
            low, _, high, basis, sign, percent = row
            value = Decimal(f"{sign}{percent}")
            tiers.append(OracleTier(Decimal(low), Decimal(high), "markup", value, basis.lower()))
        else:
            low, high, multiplier = row
            upper = Decimal(high) if high else None
            tiers.append(OracleTier(Decimal(low), upper, "multiplier", Decimal(multiplier), "cost"))
    return tiers


def main() -> int:
    """Run the whole campaign and print what it compared."""
    matrices = int(sys.argv[1]) if len(sys.argv) > 1 else MATRICES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.monotonic()
    outcome = run(matrices, seed)
    seconds = time.monotonic() - start
    compared = f"{outcome.prices} prices compared, {outcome.priced} of them priced"
    lines = [
        f"{outcome.matrices} matrices with tiers, files: {dict(outcome.files)}",
        f"{compared}, {outcome.by_oracle} again by the oracle:",
        f"{len(outcome.wrong)} differ, skipped 0, {seconds:.0f} s",
        *outcome.wrong[:20],
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if outcome.wrong or not outcome.priced else 0


if __name__ == "__main__":
    sys.exit(main())
