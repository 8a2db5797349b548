"""What holds for every test of this process, with and without a window.

Cyclic garbage may hold what Qt made. A job's thread that came upon it while another test waited
brought the process down, so none but the tests' own thread collects, between tests.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _collect_between_tests() -> Iterator[None]:
    """Keep jobs from collecting what is left of an earlier test's window, as the program does."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Collect after a test, in the thread of the windows, what is due by then."""
    yield
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [age for age, count in enumerate(counts) if count > limits[age]]
    if due:
        gc.collect(due[-1])
