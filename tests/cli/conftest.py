"""What the tests of the command line share: tables to read and a way to run a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from matrix_designer.cli.main import run

TABLE = "From,To,Multiplier\n0.01,10.00,2.00\n10.01,50.00,1.80\n50.01,,1.75\n"


@dataclass(frozen=True)
class Ran:
    """One command that ran: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def start(*words: object) -> Ran:
        status = run([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return start


@pytest.fixture
def ladder(tmp_path: Path) -> Path:
    """Write a plain table of three tiers."""
    path = tmp_path / "ladder.csv"
    path.write_text(TABLE)
    return path


def is_refusal(ran: Ran) -> bool:
    """Say whether a command ended with exit 2 and one line on standard error, nothing else."""
    lines = ran.err.splitlines()
    return (
        ran.status == 2
        and not ran.out
        and len(lines) == 1
        and lines[0].startswith("matrix-designer")
        and "Traceback" not in ran.err
        and "fault of the program" not in ran.err
    )
