"""What a long run of the window may leave behind: memory, threads, open files, timers, windows.

Knows processes and Qt objects in general; nothing of designs. Memory, threads and files are
those that Linux tells.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

MEGABYTE = 1_000_000
_PROCESS = Path("/proc/self")


@dataclass(frozen=True)
class Traces:
    """What is there at one moment; memory in bytes, the rest counted."""

    memory: int
    threads: int
    handles: int
    timers: int
    widgets: int
    objects: int

    def __str__(self) -> str:
        return (
            f"{self.memory / MEGABYTE:.1f} MB, {self.threads} threads, {self.handles} handles, "
            f"{self.timers} timers, {self.widgets} widgets, {self.objects:,} objects"
        )


def take_traces(root: QObject) -> Traces:
    """Count after a collection; `root` is the object that holds the windows and their timers."""
    settle(0.02)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    _return_freed()
    return Traces(
        memory=_memory(),
        threads=_count("task") or threading.active_count(),
        handles=_count("fd"),
        timers=sum(timer.isActive() for timer in root.findChildren(QTimer)),
        widgets=len(QApplication.allWidgets()),
        objects=len(gc.get_objects()),
    )


SLACK = {"threads": 0, "handles": 0, "timers": 0, "widgets": 6}
"""How many more there may be at the end: documents differ by a few widgets, never by the rest."""


def left_of(traces: Sequence[Traces]) -> list[str]:
    """Say what there is more of at the end than ever in the first half."""
    found = []
    for name, slack in SLACK.items():
        seen = [getattr(each, name) for each in traces]
        if seen[-1] > max(seen[: max(len(seen) // 2, 1)]) + slack:
            found.append(f"{name} {seen}")
    return found


def settle(seconds: float = 0.0) -> None:
    """Let the event loop do what waits, for a while at least."""
    end = time.monotonic() + seconds
    while True:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if time.monotonic() >= end:
            return


def settle_until(is_done: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let the event loop run until something is so; raises TimeoutError where it never is."""
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError("waited in vain")
        settle(0.002)


def _memory() -> int:
    """Return the memory that is resident, 0 where nobody tells."""
    try:
        pages = int((_PROCESS / "statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _count(folder: str) -> int:
    try:
        return len(list((_PROCESS / folder).iterdir()))
    except OSError:
        return 0


def _return_freed() -> None:
    """Let the C library give back what is free, so that only what is held is measured."""
    name = ctypes.util.find_library("c")
    library = ctypes.CDLL(name) if name else None
    if library is not None and hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
