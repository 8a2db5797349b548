"""Every system call of a save, failed and killed in turn by a real strace.

Run: PYTHONPATH=. python tests/faults/save_injection.py [STEP]
A child that is ready to save is traced; call N of its save fails with ENOSPC, EIO or EACCES, or
kills it. Afterwards the file must be the old or the new design, never a mix, and a save that said
it was done must be the new one. STEP 7 takes every seventh call (1 by default). Prints the calls
hit, torn and lost; a refused ptrace is a failure. Linux only.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.project import save_design
from matrix_designer.formats.storage import Fingerprint, previous_version, take_fingerprint
from tests.faults.saved_designs import design_of, number_in, say

OLD, NEW, NEXT = 1, 2, 3
SAVED, REFUSED, CRASHED = 0, 3, 4
BEGIN, END = "/begin-of-save", "/end-of-save"
ERRORS = ("ENOSPC", "EIO", "EACCES")
FAULTS = (*(f"error={name}" for name in ERRORS), "signal=KILL")
MEMORY = {"brk", "mmap", "munmap", "mremap", "madvise", "mprotect"}
_CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(?P<name>[a-z_0-9]+)\((?P<arguments>.*)")
_PATIENCE = 20.0
_TRIES = 5


@dataclass
class Outcome:
    """What a run of the campaign found."""

    calls: int = 0
    hit: int = 0
    missed: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        """Whether the promise held at every call."""
        return bool(self.hit) and not (
            self.missed or self.torn or self.lost or self.crashed or self.wordless
        )


def run(step: int = 1, faults: tuple[str, ...] = FAULTS) -> Outcome:
    """Trace one save to count its calls, then break each in turn."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for is_opened in (True, False):
            calls = _calls_of_a_save(folder, is_opened=is_opened)
            outcome.calls += len(calls)
            for place, (call, ordinal) in enumerate(calls):
                if place % step:
                    continue
                for fault in faults:
                    _break_one(folder, f"{call}:{ordinal}", fault, outcome, is_opened=is_opened)
    return outcome


def _calls_of_a_save(folder: Path, *, is_opened: bool) -> list[tuple[str, int]]:
    """Return (name, how often it was called before in this trace) of each call of a save."""
    number_in(_fresh_document(folder))  # nothing is done for the first time in the child
    path = _fresh_document(folder)
    log = folder / "trace.log"
    status, _ = _traced_save(path, ["-o", str(log)], is_opened=is_opened)
    if status != SAVED:
        raise SystemExit(f"the plain save ended with {status}: is ptrace refused?")
    seen: Counter[str] = Counter()
    calls: list[tuple[str, int]] = []
    inside = False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        seen[match["name"]] += 1
        if END in match["arguments"]:
            break
        if inside:
            calls.append((match["name"], seen[match["name"]]))
        inside = inside or BEGIN in match["arguments"]
    if not calls:
        raise SystemExit("no system call of the save was seen")
    return calls


def _break_one(folder: Path, place: str, fault: str, outcome: Outcome, *, is_opened: bool) -> None:
    """Inject one fault and judge what it left."""
    call, _, ordinal = place.partition(":")
    log = folder / "trace.log"
    options = ["-o", str(log), "-e", f"inject={call}:{fault}:when={ordinal}"]
    where = f"{call} #{ordinal} {fault}{' of a file opened before' if is_opened else ''}"
    for _ in range(_TRIES):  # now and then the child is off before strace has stopped it
        path = _fresh_document(folder)
        status, words = _traced_save(path, options, is_opened=is_opened)
        text = log.read_text(encoding="utf-8", errors="replace")
        if "INJECTED" in text or "killed by SIGKILL" in text:
            outcome.hit += 1
            break
    else:
        outcome.missed.append(where)
        return
    found = number_in(path)
    if found is None:
        outcome.torn.append(where)
    if status == SAVED and found != NEW:
        outcome.lost.append(where)
    if not _is_mended(path):
        outcome.lost.append(f"{where}: the next save or the kept version")
    if status == CRASHED and call not in MEMORY:
        outcome.crashed.append(f"{where}: {words}")
    if status == REFUSED and not words.strip():
        outcome.wordless.append(where)
    outcome.said[re.sub(r"“[^”]*”", "“…”", words.strip()) or f"ended with {status}"] += 1


def _is_mended(path: Path) -> bool:
    """Say whether the kept version is whole and the next save works, whatever lies around."""
    kept = previous_version(path)
    is_whole = not kept.exists() or number_in(kept) == OLD
    try:
        save_design(path, design_of(NEXT))
    except MatrixDesignerError:
        return False
    return is_whole and number_in(path) == NEXT


def _fresh_document(folder: Path) -> Path:
    """Make a folder that holds the old design only."""
    for stale in folder.iterdir():
        stale.unlink()
    path = folder / "design.pmatrix"
    save_design(path, design_of(OLD))
    return path


def _traced_save(path: Path, options: list[str], *, is_opened: bool) -> tuple[int, str]:
    """Fork a child that waits, attach strace to it, let it save; return its status and words."""
    go_read, go_write = os.pipe()
    words_read, words_write = os.pipe()
    opened = take_fingerprint(path) if is_opened else None
    pid = os.fork()
    if pid == 0:
        os.close(go_write)
        os.close(words_read)
        _save_in_child(path, opened, go_read, words_write)
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
    """Wait until the child is traced; a refused ptrace is a failure, never a skip."""
    deadline = time.monotonic() + _PATIENCE
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0" in status.read_text(encoding="ascii", errors="replace"):
        if tracer.poll() is not None or time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            said = tracer.stderr.read().decode() if tracer.stderr else ""
            raise SystemExit(f"strace could not attach: {said.strip()}")
        time.sleep(0.002)


def _save_in_child(path: Path, opened: Fingerprint | None, go: int, words: int) -> NoReturn:
    """Save the new design between two marks and report; never returns."""
    status = CRASHED
    gc.disable()  # the parent's garbage must not close its files in the middle of a save
    design = design_of(NEW)
    select.select([go], [], [])  # a call that no save makes, so that it shifts no count
    with contextlib.suppress(OSError):
        Path(BEGIN).stat()
    try:
        save_design(path, design, opened=opened)
        status = SAVED
        text = ""
    except MatrixDesignerError as error:
        status = REFUSED
        text = error.sentence
    except BaseException as error:  # noqa: BLE001 - the campaign reports whatever came
        text = repr(error)
    with contextlib.suppress(OSError):
        Path(END).stat()
    os.write(words, text.encode())
    os._exit(status)


def main() -> int:
    """Run the whole campaign and print what it found."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    start = time.monotonic()
    outcome = run(step)
    say(f"{outcome.calls} system calls in a save of a file opened before and of one not opened,")
    say(f"{len(FAULTS)} faults at every {step}. call: hit {outcome.hit},")
    say(f"missed {len(outcome.missed)}, torn {len(outcome.torn)}, lost {len(outcome.lost)},")
    say(f"crashed {len(outcome.crashed)}, skipped 0, {time.monotonic() - start:.0f} s")
    for text, count in outcome.said.most_common():
        say(f"{count:5} {text}")
    for line in outcome.missed:
        say("missed", line)
    for line in (*outcome.torn, *outcome.lost, *outcome.crashed, *outcome.wordless):
        say("BAD", line)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
