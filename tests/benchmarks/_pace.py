"""How fast the host lets a core run: a fixed loop without memory, timed beside what is measured.

Where others work on the same processor, a core runs at half its speed for stretches of seconds, and
its own clock of processor time counts them in full. A pace of 1 is the least that the loop took in
the run, 2 is twice as long.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

UNDISTURBED = 1.15
"""Up to this pace nobody else is said to have used the core."""
_TURNS = 20_000
_EVERY = 0.05
_FIRST = 200


def loop() -> float:
    """Do the loop once; returns its processor seconds."""
    start, total = time.thread_time(), 0
    for turn in range(_TURNS):
        total += turn
    assert total
    return time.thread_time() - start


def paces(loops: Sequence[float]) -> list[float]:
    """Return how many times the least of all each loop took."""
    least = min(loops)
    return [one / least for one in loops]


@contextmanager
def watched() -> Iterator[list[float]]:
    """Time the loop now and then for the length of a block; the list has the mean pace after it."""
    first = [loop() for _ in range(_FIRST)]
    loops, is_over, told = [min(first)], threading.Event(), list[float]()

    def watch() -> None:
        while not is_over.wait(_EVERY):
            loops.append(loop())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield told
    finally:
        is_over.set()
        watcher.join()
    told.append(statistics.mean(paces(loops)[1:] or [1.0]))
