"""The history that the benchmarks write is a sales file like any other."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks._make_history import write_history
from tests.cli.conftest import Run


def test_a_history_is_read_whole(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    told = write_history(path, lines=3_000, parts=500)
    assert told["lines"] == 3_000
    assert told["parts"] <= 500
    assert told["source, cost, list"] <= told["parts"] * 2
    data = command("import", path, "--json").data
    aside = sum(tally["lines"] for tally in data["set_aside"].values())
    assert (data["rows"], data["used"] + aside) == (3_000, 3_000)
    assert {reason for reason, tally in data["set_aside"].items() if tally["lines"]} == {
        "internal",
        "warranty",
    }
