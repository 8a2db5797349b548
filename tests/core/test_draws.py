from __future__ import annotations

import numpy as np
import pytest

from matrix_designer.core.draws import MOST, Draws


def pcg64(seed: int, count: int) -> list[int]:
    """The same stream from its definition: a 128-bit congruence, xored and rotated."""
    multiplier = 0x2360ED051FC65DA44385DF649FCCF645
    words = np.random.SeedSequence(seed).generate_state(4, np.uint64).tolist()
    start, stream = (words[0] << 64) | words[1], (words[2] << 64) | words[3]
    mask = 2**128 - 1
    step = (stream << 1 | 1) & mask
    state = ((step + start) * multiplier + step) & mask
    made = []
    for _ in range(count):
        state = (state * multiplier + step) & mask
        mixed, turn = ((state >> 64) ^ state) & (2**64 - 1), state >> 122
        made.append(((mixed >> turn) | (mixed << (64 - turn))) & (2**64 - 1))
    return made


@pytest.mark.parametrize(("seed", "limit", "count"), [(0, 6, 12), (2026, 65_536, 7), (5, MOST, 4)])
def test_draws_are_those_of_the_published_stream(seed: int, limit: int, count: int) -> None:
    raw = pcg64(seed, (count + 1) // 2)
    halves = [each >> 32 for each in raw] + [each & (2**32 - 1) for each in raw]
    assert Draws(seed).below(limit, count).tolist() == [
        half * limit >> 32 for half in halves[:count]
    ]
    assert Draws(seed).order(9).tolist() == np.argsort(pcg64(seed, 9), kind="stable").tolist()


def test_the_numbers_never_change() -> None:
    assert Draws(2026).below(1_000, 8).tolist() == [178, 639, 467, 370, 851, 26, 365, 79]


def test_every_number_comes_as_often() -> None:
    counts = np.bincount(Draws(1).below(7, 70_000), minlength=7)
    assert len(counts) == 7
    assert 9_600 < counts.min() <= counts.max() < 10_400


def test_an_order_has_every_number_once() -> None:
    order = Draws(3).order(1_000)
    assert sorted(order.tolist()) == list(range(1_000))
    assert abs(int(np.corrcoef(order, np.arange(1_000))[0, 1] * 100)) < 10


@pytest.mark.parametrize("limit", [0, -1, MOST + 1])
def test_nothing_is_drawn_from_nothing(limit: int) -> None:
    with pytest.raises(ValueError, match=str(limit)):
        Draws(1).below(limit, 1)
