"""Cyclic garbage goes in the window's own thread, between two events, and at the end."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.gui.garbage import Collector

_ALLOCATIONS = 200_000


class Ring:
    """Something that only the collector finds; it notes the thread in which it went."""

    def __init__(self, gone_in: list[int]) -> None:
        self._gone_in = gone_in
        self._self = self

    def __del__(self) -> None:
        self._gone_in.append(threading.get_ident())


@pytest.fixture
def collector(qapp: object) -> Iterator[Collector]:
    assert qapp
    made = Collector()
    yield made
    made.stop()


def test_a_worker_destroys_nothing_that_it_comes_upon(qtbot: QtBot, collector: Collector) -> None:
    assert collector
    gone_in: list[int] = []
    Ring(gone_in)
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend([one] for one in range(_ALLOCATIONS)))
    worker.start()
    worker.join()
    assert gone_in == []
    qtbot.waitUntil(lambda: bool(gone_in))
    assert gone_in == [threading.get_ident()]


def test_the_end_collects_and_hands_back(qapp: object) -> None:
    assert qapp
    gc.enable()
    collector = Collector()
    assert not gc.isenabled()
    gone_in: list[int] = []
    Ring(gone_in)
    collector.stop()
    assert gone_in == [threading.get_ident()]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
