"""A disk with no room left: one sentence, nothing half-written, and the old file whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = 10_240
"""No file may grow larger than this; the pictures, sales and working files below all would."""
SALES = "Part Number,Cost,List,Qty,Sold Price\n" + "".join(
    f"P{line * 7919 % 100_003},{line % 397}.{line % 100:02d},,1,{line % 811 + 400}.00\n"
    for line in range(1, 6_000)
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX's")


def run_without_room(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process whose files cannot grow."""
    limit = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({SMALL}, {SMALL}))"
    start = "from matrix_designer.cli.main import run; sys.exit(run(sys.argv[1:]))"
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"{limit}; {start}",
            *map(str, words),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def is_told(ended: subprocess.CompletedProcess[str]) -> bool:
    """Say whether a command ended with one sentence about the disk."""
    return (
        ended.returncode == 2
        and not ended.stdout
        and len(ended.stderr.splitlines()) == 1
        and "the disk" in ended.stderr
        and "fault of the program" not in ended.stderr
    )


def test_no_half_of_a_picture_is_left(ladder: Path) -> None:
    out = ladder.parent / "p.png"
    assert is_told(run_without_room("screenshot", ladder, "--out", out))
    assert sorted(ladder.parent.iterdir()) == [ladder]


def test_a_picture_that_stood_there_stays(ladder: Path) -> None:
    out = ladder.parent / "p.png"
    out.write_bytes(b"the old picture")
    assert is_told(run_without_room("screenshot", ladder, "--out", out, "--force"))
    assert out.read_bytes() == b"the old picture"


def test_no_half_of_the_sample_is_left(tmp_path: Path) -> None:
    ended = run_without_room("demo", tmp_path / "demo")
    assert is_told(ended)
    assert "sales.csv" in ended.stderr
    assert list((tmp_path / "demo").iterdir()) == []


@pytest.mark.parametrize("command", ["check", "replay", "import"])
def test_working_files_without_room_are_no_fault_of_the_program(ladder: Path, command: str) -> None:
    sales = ladder.parent / "sales.csv"
    sales.write_text(SALES)
    words = [sales] if command == "import" else [ladder, "--sales", sales]
    ended = run_without_room(command, *words)
    assert is_told(ended), ended.stderr
    assert sorted(ladder.parent.iterdir()) == sorted((ladder, sales))
