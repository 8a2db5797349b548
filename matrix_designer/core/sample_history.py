"""A large synthetic history: millions of invented sales lines in chunks, for benchmarks.

The same seeded generator as the sample dealership, scaled: a hundred thousand parts whose costs
change three times, so that distinct (source, cost, list) are more than three hundred thousand.
Knows numpy; it knows no file.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matrix_designer.core.sample import SampleLines, make_lines
from matrix_designer.core.sample_parts import Parts, make_parts, raise_costs

PARTS = 110_000
CHUNK = 250_000
VERSIONS = 4
"""Price files in a history; each raises four parts in five."""


def history_chunks(count: int, seed: int = 7, parts: int = PARTS) -> Iterator[SampleLines]:
    """Yield `count` synthetic lines in chunks, each with the parts file of its time.

    Repair order numbers go on from chunk to chunk; days start anew with each chunk, as if
    another store of the group sent its year.
    """
    rng = np.random.default_rng(seed)
    versions = _versions(rng, make_parts(rng, parts))
    made = 0
    order = 0
    number = 0
    while made < count:
        size = min(CHUNK, count - made)
        lines = make_lines(
            rng, versions[number % VERSIONS], versions[(number + 1) % VERSIONS], size
        )
        lines.ro[:] += order
        order = int(lines.ro[-1])
        made += size
        number += 1
        yield lines


def _versions(rng: np.random.Generator, parts: Parts) -> tuple[Parts, ...]:
    """Make the price files that follow one another."""
    versions = [parts]
    while len(versions) < VERSIONS:
        versions.append(raise_costs(rng, versions[-1], 0.8))
    return tuple(versions)
