"""Time a cold start: a new process until its window is shown and painted; a command.

Run: python packaging/dev.py bench window_start
Bytecode is warm, as it is on every start but the first. Prints what it ran on.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from matrix_designer import catalog
from matrix_designer.formats.project import save_design
from tests.benchmarks._rows import ran_on, tell

RUNS = 10
_WINDOW = """
import tempfile
from pathlib import Path
from matrix_designer.gui.application import Program, make_application
from matrix_designer.session.settings import Settings
app = make_application()
with tempfile.TemporaryDirectory() as folder:
    program = Program(Settings(Path(folder) / "settings.ini"))
    program.window.resize(1440, 900)
    program.window.show()
    app.processEvents()
    print("shown", flush=True)
    program.end()
"""
REACH = {"a usable window": "0.8 s", "--help": "0.3 s", "price": "0.3 s"}
COMMANDS = {
    "a usable window": ["-c", _WINDOW],
    "--help": ["-m", "matrix_designer", "--help"],
    "price": ["-m", "matrix_designer", "price", "--cost", "5"],
}


def time_to_first_word(words: list[str]) -> float:
    """Start Python with these words and return the seconds to its first line."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        seconds = time.perf_counter() - started
        running.stdout.read()
    return seconds


def main() -> int:
    """Print the table."""
    sys.stdout.write(f"{ran_on()}\n")
    with tempfile.TemporaryDirectory() as folder:
        design = Path(folder) / "sample.pmatrix"
        template = catalog.build().templates[0]
        save_design(design, template.design, None)
        for name, words in COMMANDS.items():
            asked = [*words, str(design)] if name == "price" else words
            time_to_first_word(asked)
            times = sorted(time_to_first_word(asked) for _ in range(RUNS))
            figures = f"median {statistics.median(times):.2f} s, least {times[0]:.2f} s"
            tell(f"start: {name}", f"{figures}, most {times[-1]:.2f} s", REACH[name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
