"""The real window ended again and again in four ways, without a word on standard error.

Run: PYTHONPATH=. python tests/faults/window_exits.py [EXITS]
On a virtual display with a window manager the program is started with a design, edited in every
second round, and ended: by the window's close button, by Quit, by SIGTERM, and by closing the last
of two windows. It must end with status 0, write nothing on standard error and nothing into its own
log of faults; only SIGTERM may leave work to recover. Prints exits and what was wrong.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from matrix_designer.formats.recovery import find_work
from tests.faults.saved_designs import design_of, say
from tests.outside.desk import Desk, missing_tools

EXITS = 100
WAYS = ("close button", "quit", "terminated", "last window")
_PATIENCE = 30


@dataclass
class Outcome:
    """What a run found."""

    exits: dict[str, int] = field(default_factory=dict)
    recovered: int = 0
    wrong: list[str] = field(default_factory=list)


def run(exits: int) -> Outcome:
    """End the program so many times, in turn in each way."""
    from matrix_designer.formats.project import save_design

    missing = missing_tools()
    if missing:
        raise SystemExit(f"these tools are missing: {', '.join(missing)}")
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "design.pmatrix"
        save_design(path, design_of(1))
        with Desk(folder) as desk:
            for number in range(exits):
                way = WAYS[number % len(WAYS)]
                _one_exit(desk, folder, path, way, outcome, has_edit=is_edited(number))
                outcome.exits[way] = outcome.exits.get(way, 0) + 1
    return outcome


def is_edited(number: int) -> bool:
    """Say whether the document is edited in a round: every second time in each way."""
    return (number + number // len(WAYS)) % 2 == 0


def _one_exit(
    desk: Desk, folder: Path, path: Path, way: str, outcome: Outcome, *, has_edit: bool
) -> None:
    """Start the program, edit a tier or not, end it, and judge what it left."""
    process = desk.start(str(path))
    window = desk.window("design.pmatrix")
    where = f"{way}{', edited' if has_edit else ''}"
    if has_edit:
        desk.settled(window, "before")
        desk.keys("ctrl+minus")
        desk.window(r"design\.pmatrix\*")
    _end(desk, process, way)
    if has_edit and way != "terminated":
        desk.window("Unsaved changes")
        desk.keys("alt+d")
    try:
        status = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        outcome.wrong.append(f"{where}: it did not end")
        return
    state = Path(desk.environment["XDG_STATE_HOME"]) / "matrix-designer"
    log = state / "faults.log"
    if status != 0:
        outcome.wrong.append(f"{where}: status {status}")
    if desk.errors():
        outcome.wrong.append(f"{where}: {desk.errors()}")
        (folder / "errors.txt").unlink()
    if log.exists():
        outcome.wrong.append(f"{where}: {log.read_text(encoding='utf-8')}")
        log.unlink()
    found = find_work(state / "recovery")
    if len(found) != int(has_edit and way == "terminated"):
        outcome.wrong.append(f"{where}: {len(found)} works to recover")
    outcome.recovered += len(found)
    for one in found:
        one.place.clear()


def _end(desk: Desk, process: subprocess.Popen[bytes], way: str) -> None:
    """End the program in one way; an edited one asks what becomes of the changes."""
    if way == "terminated":
        process.send_signal(signal.SIGTERM)
    elif way == "quit":
        desk.keys("ctrl+q")
    elif way == "last window":
        desk.keys("ctrl+shift+n")
        desk.window("Matrix Designer")
        desk.keys("ctrl+w")
        desk.window("design.pmatrix")
        desk.keys("ctrl+w")
    else:
        desk.keys("alt+F4")  # the window manager asks it to close, as its button does


def main() -> int:
    """Run the whole campaign and print what it found."""
    exits = int(sys.argv[1]) if len(sys.argv) > 1 else EXITS
    start = time.monotonic()
    outcome = run(exits)
    for way, times in outcome.exits.items():
        say(f"{times:4} exits by {way}")
    say(f"{outcome.recovered} works left to recover, {len(outcome.wrong)} wrong, skipped 0,")
    say(f"{time.monotonic() - start:.0f} s")
    for line in outcome.wrong:
        say("BAD", line)
    return 1 if outcome.wrong or sum(outcome.exits.values()) < exits else 0


if __name__ == "__main__":
    sys.exit(main())
