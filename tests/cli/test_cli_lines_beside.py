"""A design whose lines lie beside it, on the command line: the same figures without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.formats.dealership import sample_design, write_sample_sales
from matrix_designer.formats.lines_place import LinesPlace
from matrix_designer.formats.project import save_design
from matrix_designer.formats.sales import import_sales
from tests.cli.conftest import Run


def test_replay_has_the_same_figures_without_the_lines_and_says_what_is_not_there(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_sample_sales(tmp_path / "sales.csv")
    path = tmp_path / "a.pmatrix"
    sales = import_sales(tmp_path / "sales.csv").sales
    save_design(path, sample_design(), sales, place=LinesPlace.BESIDE)
    whole = command("replay", path)
    assert whole.err == ""
    (lines,) = tmp_path.glob("a.lines-*.parquet")
    lines.unlink()
    without = command("replay", path)
    assert without.status == whole.status
    assert lines.name in without.err
    other = [line for line in without.out.splitlines() if line not in whole.out]
    assert len(other) == 1
    assert other[0].strip().startswith("No band of GP: The single lines of these sales are not")
    assert lines.name in other[0]
