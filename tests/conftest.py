"""What holds for every test of this process, with and without a window.

Cyclic garbage may hold what Qt made. A job's thread that came upon it while another test waited
brought the process down, so none but the tests' own thread collects, between tests.

Where several processes share the tests, files with long ones go first: by themselves they would go
last, as they hold few, and one process would end a minute after the other. A young process also
forks faster, which the tests of faults do hundreds of times.

No drawn case fails for having taken long: what it takes is the machine's matter.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

LONG = ("campaign", "outside")
"""The marks of tests that take long."""
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of long tests first in a process that shares the tests with others."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        long = {item.path for item in items if any(map(item.get_closest_marker, LONG))}
        items.sort(key=lambda item: item.path not in long)


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
