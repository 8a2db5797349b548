"""A child process that tells numbers while it works, until it is killed at a chosen moment."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

_BYTES = 8
Tell = Callable[[int], None]


def kill_a_child(work: Callable[[Tell], None], tellings: int, delay: float) -> list[int]:
    """Let a fork work, and kill it some seconds after it told so many numbers; returns all told.

    A fork that ends by itself is a fault of the test and raises AssertionError.
    """
    told_read, told_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(told_read)
            work(lambda number: _tell(told_write, number))
        finally:
            os._exit(1)  # whatever happens, this fork is not the tests
    os.close(told_write)
    told = [_number(os.read(told_read, _BYTES)) for _ in range(tellings)]
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while piece := os.read(told_read, _BYTES):
        told.append(_number(piece))
    os.close(told_read)
    return told


def _tell(told: int, number: int) -> None:
    os.write(told, number.to_bytes(_BYTES, "big"))


def _number(piece: bytes) -> int:
    assert len(piece) == _BYTES, "the child ended by itself"
    return int.from_bytes(piece, "big")
