"""Damaged project files of every kind: one sentence each, quickly and in little memory.

Run: PYTHONPATH=. python tests/faults/corrupt_projects.py [MUTATIONS]
Every truncation length, every byte flipped, and MUTATIONS (50,000) random ones of two project
files, one with a plan, prices, families and versions. Loading must return a design or raise a
MatrixDesignerError, within a second and 300 MB.
Prints what was loaded, refused, uncaught, slow, and the memory at its peak.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.project import load_project, save_design
from tests.faults.saved_designs import design_of, design_with_plan, say

MUTATIONS = 50_000
MOST_SECONDS = 1.0
MOST_MEGABYTES = 300


@dataclass
class Outcome:
    """What a run found."""

    loaded: int = 0
    refused: int = 0
    changed: int = 0
    uncaught: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether loading was total, quick, and never returned another design."""
        return bool(self.refused) and not (self.uncaught or self.slow or self.changed)


def run(mutations: int, step: int = 1, seed: int = 1) -> Outcome:
    """Load every damaged file of both designs, or every `step`-th of the systematic ones."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        for design in (design_of(1), design_with_plan()):
            path = Path(name) / f"{design.name}.pmatrix"
            save_design(path, design)
            whole = path.read_bytes()
            for place, (what, data) in enumerate(damages(whole, mutations, seed)):
                if what != "mutation" and place % step:
                    continue
                path.write_bytes(data)
                _load(path, f"{what} {place} of {design.name}", design, outcome)
    return outcome


def damages(whole: bytes, mutations: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield damaged copies of a file."""
    for length in range(len(whole)):
        yield "truncation", whole[:length]
    for place in range(len(whole)):
        for bit in (0x01, 0x80, 0xFF):
            yield "flip", whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
    rng = Random(seed)  # noqa: S311 - repeatable test data
    for _ in range(mutations):
        yield "mutation", _mutated(whole, rng)


def _mutated(whole: bytes, rng: Random) -> bytes:
    """Change, cut out, double or overwrite a few pieces."""
    data = bytearray(whole)
    for _ in range(rng.randint(1, 4)):
        place, length = rng.randrange(len(data) + 1), rng.choice((1, 2, 4, 8, 64))
        way = rng.randrange(5)
        if way == 0:
            data[place : place + length] = rng.randbytes(length)
        elif way == 1:
            del data[place : place + length]
        elif way == 2:
            data[place:place] = data[place : place + length]
        elif way == 3:
            data[place : place + length] = b"\xff" * length
        else:
            other = rng.randrange(len(data) + 1)
            data[place : place + length] = data[other : other + length]
    return bytes(data)


def _load(path: Path, what: str, saved: Design, outcome: Outcome) -> None:
    start = time.perf_counter()
    try:
        design = load_project(path).design
        outcome.loaded += 1
        if design != saved:
            outcome.changed += 1
    except MatrixDesignerError:
        outcome.refused += 1
    except BaseException as error:  # noqa: BLE001 - the campaign reports whatever came
        outcome.uncaught.append(f"{what}: {error!r}")
    seconds = time.perf_counter() - start
    outcome.slowest = max(outcome.slowest, seconds)
    if seconds > MOST_SECONDS:
        outcome.slow.append(what)


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Run the whole campaign and print what it found."""
    mutations = int(sys.argv[1]) if len(sys.argv) > 1 else MUTATIONS
    outcome = run(mutations)
    peak = peak_megabytes()
    say(f"{outcome.refused} refused, {outcome.loaded} loaded whole, {outcome.changed} changed,")
    say(f"{len(outcome.uncaught)} uncaught, {len(outcome.slow)} over {MOST_SECONDS:.0f} s,")
    say(f"slowest {outcome.slowest * 1000:.0f} ms, {peak:.0f} MB at most, skipped 0")
    for line in (*outcome.uncaught[:20], *outcome.slow[:20]):
        say("BAD", line)
    return 0 if outcome.is_good and peak < MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
