"""What the injection campaigns share: a task in a forked child under a real strace.

Counts the system calls of a task and breaks each in turn. A refused ptrace is a failure, never a
skip. Linux only.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import select
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from matrix_designer.core.errors import MatrixDesignerError

DONE, REFUSED, CRASHED = 0, 3, 4
ERRORS = ("ENOSPC", "EIO", "EACCES")
FAULTS = (*(f"error={name}" for name in ERRORS), "signal=KILL")
MEMORY = {"brk", "mmap", "munmap", "mremap", "madvise", "mprotect"}
MISSED_NAME = {"getcwd"}
"""Python 3.13 asks for its folder where a module lacks a name, if it was begun with `-c` as the
tests' workers are, and has a fault of its own where it gets none."""
_BEGIN, _END = "/begin-of-task", "/end-of-task"
_CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(?P<name>[a-z_0-9]+)\((?P<arguments>.*)")
_PATIENCE = 20.0
_TRIES = 5
Task = Callable[[], None]


@dataclass
class Outcome:
    """What a run of a campaign found; every list but `said` is of what must not be."""

    calls: int = 0
    hit: int = 0
    missed: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    @property
    def bad(self) -> list[str]:
        """Everything that broke the promise."""
        return [*self.missed, *self.torn, *self.lost, *self.crashed, *self.wordless]

    @property
    def is_good(self) -> bool:
        """Whether the promise held at every call."""
        return bool(self.hit) and not self.bad


def calls_of(prepare: Callable[[], Task], log: Path) -> list[tuple[str, int]]:
    """Return (name, how often it was called before in this trace) of each call of a task."""
    status, words = traced(prepare(), ["-o", str(log)])
    if status != DONE:
        raise SystemExit(f"the plain task ended with {status}: {words}: is ptrace refused?")
    seen: Counter[str] = Counter()
    calls: list[tuple[str, int]] = []
    inside = False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        seen[match["name"]] += 1
        if _END in match["arguments"]:
            break
        if inside:
            calls.append((match["name"], seen[match["name"]]))
        inside = inside or _BEGIN in match["arguments"]
    if not calls:
        raise SystemExit("no system call of the task was seen")
    return calls


def break_call(
    prepare: Callable[[], Task], place: tuple[str, int], fault: str, log: Path, outcome: Outcome
) -> int | None:
    """Inject one fault into a fresh task; returns how it ended, None where no try was hit."""
    call, ordinal = place
    options = ["-o", str(log), "-e", f"inject={call}:{fault}:when={ordinal}"]
    for _ in range(_TRIES):  # now and then the child is off before strace has stopped it
        status, words = traced(prepare(), options)
        text = log.read_text(encoding="utf-8", errors="replace")
        if "INJECTED" in text or "killed by SIGKILL" in text:
            break
    else:
        return None
    outcome.hit += 1
    where = f"{call} #{ordinal} {fault}"
    if status == CRASHED and call not in MEMORY | MISSED_NAME:
        outcome.crashed.append(f"{where}: {words}")
    if status == REFUSED and not words.strip():
        outcome.wordless.append(where)
    outcome.said[re.sub(r"“[^”]*”", "“…”", words.strip()) or f"ended with {status}"] += 1
    return status


def traced(task: Task, options: list[str]) -> tuple[int, str]:
    """Fork a child that waits, attach strace to it, let it work; return its status and words."""
    go_read, go_write = os.pipe()
    words_read, words_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(go_write)
        os.close(words_read)
        _work_in_child(task, go_read, words_write)
    os.close(go_read)
    os.close(words_write)
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(pid), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for_tracer(pid, tracer)
        os.write(go_write, b"!")
        _, raw = os.waitpid(pid, 0)
        words = os.read(words_read, 4096).decode("utf-8", "replace")
        tracer.wait(timeout=_PATIENCE)
    finally:
        os.close(go_write)
        os.close(words_read)
        if tracer.poll() is None:
            tracer.kill()
        tracer.communicate()
    return os.waitstatus_to_exitcode(raw), words


def _wait_for_tracer(pid: int, tracer: subprocess.Popen[bytes]) -> None:
    """Wait until the child is traced."""
    deadline = time.monotonic() + _PATIENCE
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0" in status.read_text(encoding="ascii", errors="replace"):
        if tracer.poll() is not None or time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            said = tracer.stderr.read().decode() if tracer.stderr else ""
            raise SystemExit(f"strace could not attach: {said.strip()}")
        time.sleep(0.002)


def _work_in_child(task: Task, go: int, words: int) -> NoReturn:
    """Do the task between two marks and report; never returns."""
    status = CRASHED
    gc.disable()  # the parent's garbage must not close its files in the middle of the task
    select.select([go], [], [])  # a call that no task makes, so that it shifts no count
    with contextlib.suppress(OSError):
        Path(_BEGIN).stat()
    try:
        task()
        status = DONE
        text = ""
    except MatrixDesignerError as error:
        status = REFUSED
        text = error.sentence
    except BaseException as error:  # noqa: BLE001 - the campaign reports whatever came
        text = repr(error)
    with contextlib.suppress(OSError):
        Path(_END).stat()
    os.write(words, text.encode())
    os._exit(status)
