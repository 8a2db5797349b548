"""Reading sales in a job: it says how far it is, and stops when nobody waits any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.question import Question
from matrix_designer.session.documents import read_sales
from matrix_designer.session.jobs import CancelledError, Progress

DESIGN = Design("d", (Matrix("m"),))


@pytest.fixture(name="sales")
def _sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "sales.csv"
    lines = [f"P{number},5.00,9.00,1,8.00" for number in range(2_000)]
    path.write_text("\n".join(["Part Number,Unit Cost,List,Qty,Sold Price", *lines]))
    return path


def test_reading_sales_says_how_far_it_is(sales: Path) -> None:
    said: list[tuple[str, float]] = []
    read = read_sales((sales,), DESIGN, Question(), Progress(lambda *told: said.append(told)))
    assert read.sales.lines_read == 2_000
    parts = [part for _, part in said if part >= 0]
    assert len(parts) >= 2
    assert parts == sorted(parts)
    assert parts[-1] <= 1


def test_a_cancelled_read_ends_before_it_is_through(sales: Path) -> None:
    said: list[str] = []

    def say(text: str, part: float) -> None:
        said.append(text)
        if part >= 0:
            progress.cancel()

    progress = Progress(say)
    with pytest.raises((CancelledError, MatrixDesignerError), match=r"cancelled|^$"):
        read_sales((sales,), DESIGN, Question(), progress)
    assert len(said) == 2, "the file's name, then the step in which it was cancelled"


def test_a_history_without_a_line_takes_no_other_ones_place(sales: Path) -> None:
    sales.write_text("Part Number,Unit Cost,List,Qty,Sold Price\n")
    with pytest.raises(MatrixDesignerError, match="no line of sales below the header") as caught:
        read_sales((sales,), DESIGN, Question(), Progress(lambda *_told: None))
    assert "still there" in caught.value.detail
