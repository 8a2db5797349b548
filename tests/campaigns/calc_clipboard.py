"""The clipboard both ways between the grid and LibreOffice Calc, each a program of its own.

Run: python packaging/dev.py campaign calc_clipboard
A block of tiers is copied from the grid into Calc and held against what Calc then gives; what Calc
has is copied over a smaller design, and over the one that it came from. Needs LibreOffice Calc
(Debian: libreoffice-calc) and the tools of the outside tests.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from tests.outside.desk import Desk, missing_tools

TABLE = (
    "From,To,Factor\n0.01,10.00,x1.7865\n10.01,25.00,42% GP\n25.01,75.00,+75%\n"
    "75.01,100.00,-12.5%\n100.01,250.00,+$5.00\n250.01,1000.00,90% of list\n1000.01,,x1.50\n"
)
OTHER = "From,To,Factor\n0.01,5.00,x9\n5.01,,x8\n"
_START = 120.0
_BLOCK = ("ctrl+Home", *["shift+Down"] * 6, *["shift+Right"] * 3)


def say(text: str) -> None:
    """Tell how far the campaign is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def design_of(folder: Path, name: str, table: str) -> Path:
    """Write a table and read it into a design file."""
    source, path = folder / f"{name}.csv", folder / f"{name}.pmatrix"
    source.write_text(table, encoding="utf-8")
    words = [sys.executable, "-m", "matrix_designer", "read", str(source), "--out", str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=60)
    return path


def tiers_of(path: Path) -> list[tuple[object, ...]]:
    """Return a saved design's tiers, read from the file without the program."""
    with zipfile.ZipFile(path) as archive:
        design = json.loads(archive.read("design.json"))["design"]
    return [
        (tier["from"], tier.get("to"), tier["factor"]["text"], tier.get("basis"))
        for tier in design["matrices"][0]["tiers"]
    ]


class Calc:
    """LibreOffice Calc on a desk, with a profile of its own."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        """Start it and wait for its window."""
        self._desk = desk
        profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        words = ["soffice", profile, "--calc", "--norestore", "--nologo", "--nofirststartwizard"]
        self._process = subprocess.Popen(
            words, env=desk.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        desk.wait_for(self._shows, "the window of Calc", _START)
        time.sleep(2)

    def _shows(self) -> bool:
        return bool(self._desk.find("LibreOffice Calc"))

    def keys(self, *names: str) -> None:
        """Press keys in its window, and give it time."""
        self._desk.window("LibreOffice Calc")
        self._desk.keys(*names)
        time.sleep(1)

    def paste(self) -> None:
        """Paste at the top left; an HTML table asks for its language first."""
        self.keys("ctrl+Home", "ctrl+v")
        self._desk.keys("Return")
        time.sleep(2)

    def copy(self) -> str:
        """Copy all that is filled, and return its text."""
        self.keys("ctrl+Home", "ctrl+shift+End", "ctrl+c")
        return self._desk.clipboard()

    def end(self) -> None:
        """Close it without saving; it ends with its last window."""
        self.keys("ctrl+q")
        self._desk.keys("alt+n")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait(10)


def cells_of(text: str) -> list[list[str]]:
    """Return tab-separated text as cells, numbers without the zeros at their end."""
    return [[_plain(cell) for cell in line.split("\t")] for line in text.splitlines()]


def _plain(cell: str) -> str:
    is_number = cell.replace(".", "", 1).isdigit()
    return cell.rstrip("0").rstrip(".") if is_number and "." in cell else cell


def run(folder: Path) -> list[str]:
    """Copy both ways and return what went wrong."""
    wrong: list[str] = []
    first = design_of(folder, "first", TABLE)
    second = design_of(folder, "second", OTHER)
    wanted = tiers_of(first)
    with Desk(folder) as desk:
        desk.start(str(first))
        desk.settled(desk.window(first.name), "first")
        desk.keys(*_BLOCK, "ctrl+c")
        given = desk.clipboard()
        calc = Calc(desk, folder)
        calc.paste()
        back = calc.copy()
        say(f"into Calc: {len(cells_of(given))} rows of {len(cells_of(given)[0])} cells")
        if cells_of(back) != cells_of(given):
            wrong.append(f"Calc has {cells_of(back)}, not {cells_of(given)}")
        desk.start(str(second))
        desk.settled(desk.window(second.name), "second")
        desk.keys("ctrl+Home", "ctrl+v", "ctrl+s")
        desk.wait_for(lambda: len(tiers_of(second)) == len(wanted), "the tiers from Calc")
        say(f"from Calc over another design: {len(tiers_of(second))} tiers")
        if tiers_of(second) != wanted:
            wrong.append(f"the other design has {tiers_of(second)}, not {wanted}")
        before = first.stat().st_mtime_ns
        desk.window(first.name)
        desk.keys("ctrl+Home", "ctrl+v")
        time.sleep(1)
        desk.keys("ctrl+q")
        desk.wait_for(lambda: not desk.find(first.name), "the window to close without a question")
        say("from Calc over itself: nothing to save")
        if first.stat().st_mtime_ns != before or tiers_of(first) != wanted:
            wrong.append("pasted over itself it changed")
        calc.end()
        if "Traceback" in desk.errors():
            wrong.append(desk.errors())
    return wrong


def main() -> int:
    """Run the campaign; a machine without its tools has failed it."""
    missing = missing_tools() + ([] if shutil.which("soffice") else ["soffice"])
    if missing:
        say(f"missing: {', '.join(missing)}")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(Path(folder))
    for line in wrong:
        say(f"WRONG: {line}")
    say("the same both ways" if not wrong else f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
