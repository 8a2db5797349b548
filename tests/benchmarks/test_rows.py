"""The rows of the benchmark table, and that what is held side by side prices the same."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.benchmarks import _calc, price_beside
from tests.benchmarks._pace import loop, paces, watched
from tests.benchmarks._rows import ROWS_FILE, table_of, tell


def test_rows_told_by_several_programs_make_one_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with the command that measures it; a bar in a text does not end its cell."""
    monkeypatch.setenv(ROWS_FILE, str(tmp_path / "rows"))
    for name, what in (("load_sales.py", "CSV | sums"), ("checks.py", "all checks")):
        monkeypatch.setattr(sys, "argv", [f"/somewhere/{name}"])
        tell(what, "1 s", "2 s")

    assert table_of(tmp_path / "rows").splitlines() == [
        "| what | measured | reach | command |",
        "| --- | --- | --- | --- |",
        "| CSV / sums | 1 s | 2 s | `python3 packaging/dev.py bench load_sales` |",
        "| all checks | 1 s | 2 s | `python3 packaging/dev.py bench checks` |",
    ]
    assert capsys.readouterr().out.splitlines()[1] == "all checks: 1 s (reach: 2 s)"


def test_a_run_that_told_nothing_has_no_table(tmp_path: Path) -> None:
    """As where every benchmark failed at its start."""
    assert not table_of(tmp_path / "rows")


def test_long_benchmarks_are_there() -> None:
    """The names that run only where they are asked for are names of programs."""
    path = Path(__file__).parents[2] / "packaging" / "dev.py"
    spec = importlib.util.spec_from_file_location("dev", path)
    assert spec is not None
    assert spec.loader is not None
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    assert set(dev.LONG_BENCHMARKS) < set(dev.scripts_of("benchmarks"))
    assert "price_beside" in dev.scripts_of("benchmarks")


def test_without_a_sheet_the_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice measures the rest."""
    monkeypatch.setattr(shutil, "which", dict[str, str]().get)
    assert _calc.missing() == "not measured: LibreOffice is not installed here"


def test_totals_beside_each_other_are_of_the_same_costs() -> None:
    """The program's totals are those of decimal arithmetic line by line; those of pandas near."""
    costs = price_beside.make_costs(3_000)
    _, totals, distinct = price_beside.own(price_beside.make_rows(costs))
    _, floats = price_beside.with_pandas(costs)

    assert distinct < len(costs)
    assert totals == list(_by_decimal([Decimal(int(cost)) / 10_000 for cost in costs]))
    for one, other in zip(floats, totals, strict=True):
        assert abs(Decimal(one) - Decimal(other)) < 3


def _by_decimal(costs: list[Decimal]) -> list[str]:
    factors = [Decimal(text) for text in price_beside.FACTORS]
    totals = []
    for place, text in price_beside.EDITS:
        factors[place] = Decimal(text)
        total = Decimal(0)
        for cost in costs:
            tier = sum(cost > upper for upper in price_beside.UPPERS)
            total += (cost * factors[tier]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        totals.append(f"{total:.2f}")
    return totals


def test_the_pace_of_the_host_is_told_by_its_best_moment() -> None:
    assert paces([0.5, 1.0, 0.75]) == [1.0, 2.0, 1.5]
    with watched() as pace:
        assert pace == []
        for _ in range(100):
            loop()
    assert len(pace) == 1
    assert pace[0] >= 1
