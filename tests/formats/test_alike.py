"""Lines that are alike are added up first: what comes of them is the same as line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.evidence import Sales
from matrix_designer.formats import sales as sales_module
from matrix_designer.formats.alike import can_be_alike
from matrix_designer.formats.judging import Judged
from matrix_designer.formats.sales import ImportOptions, import_sales
from matrix_designer.formats.staging import Stage

HEADER = "RO,Line,Date,Pay Type,Source,Part Number,Description,Cost,List,Quantity,Sold Price"
ROWS = (
    *["1,1,2025-01-01,C,10,A1,BOLT,1.00,2.00,1,2.00"] * 3,
    "1,2,2025-01-02,C,10,A1,BOLT,1.00,2.00,3,2.00",
    "2,1,2025-01-03,C,10,A1,BOLT,1.00,2.00,-1,2.00",
    "2,2,2025-02-31,C,10,A1,BOLT,1.00,,-2.5,2.00",
    "3,1,someday,C,10,A2,NUT,1.00,0,0,2.00",
    "3,2,someday,I,10,A2,NUT,1.00,0.00,,2.00",
    "3,3,2025-01-05,I,11,A2,NUT,1.00,-1.00,2,2.00",
    "3,4,2025-01-05,W,11,A3,NUT,1.00,9999.99,0.5,",
    "4,1,2025-01-05,W,11,A3,NUT,,3.00,0.5,0.50",
    "4,2,2025-01-05,C,11,A4,CORE DEPOSIT,-1.00,3.00,4,0.00",
    "4,3,2025-01-05,C,11,A4,CORE DEPOSIT,9.00,3.00,4,10.00",
    "4,4,2025-01-05,C,11,1.2E+11,WASHER,9.00,3.00,4,10.00",
    "5,1,2025-01-05,C,,Total,,9.00,3.00,4,10.00",
    ",,,,,,,,,,",
    ",,,,,Total,,,,19.5,100.00",
    "6,1,2025-01-05,C,10,,WASHER,9.00,3.00,4,10.00",
)


@pytest.mark.parametrize("switched_in", [frozenset[str](), frozenset({"internal", "warranty"})])
@pytest.mark.parametrize("left_out", [(), ("Source", "Pay Type"), ("RO", "Line"), ("List", "Date")])
def test_lines_added_up_first_say_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    switched_in: frozenset[str],
    left_out: tuple[str, ...],
) -> None:
    path = tmp_path / "history.csv"
    cells = [line.split(",") for line in (HEADER, *ROWS, *ROWS)]
    kept = [place for place, name in enumerate(cells[0]) if name not in left_out]
    path.write_text("".join(",".join(row[k] for k in kept) + "\n" for row in cells), "utf-8")
    options = ImportOptions(keep_lines=False, switched_in=switched_in)
    answers: list[bool] = []

    def asked(stage: Stage, judged: Judged) -> bool:
        answers.append(can_be_alike(stage, judged))
        return answers[-1]

    monkeypatch.setattr(sales_module, "can_be_alike", asked)

    added_up = import_sales(path, options=options).sales
    monkeypatch.setattr(sales_module, "can_be_alike", lambda *_: False)
    by_line = import_sales(path, options=options).sales

    assert answers == [True]
    assert _said(added_up) == _said(by_line)


def test_every_one_of_many_equal_rows_with_a_damaged_part_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    rows = ["1.2E+11,WASHER,9.00,3.00,4,10.00", "A1,WASHER,9.00,3.00,4,10.00"] * 40
    rows += ["Total,,,,160,100.00"] * 7
    header = "Part Number,Description,Cost,List,Quantity,Sold Price"
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    for keep_lines in (False, True):
        options = ImportOptions(keep_lines=keep_lines, folder=tmp_path / "kept")
        sales = import_sales(path, options=options).sales
        assert sales.notes["damaged-part"].lines == 40
        assert sales.set_aside["total-line"].lines == 7
        assert sales.used.lines == 80


def test_extended_dollars_are_worked_out_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    header = "Part Number,Cost,List,Quantity,Ext Sold"
    rows = ["A1,1.00,2.00,1,3.00", "A1,1.00,2.00,3,9.00", "A1,1.00,2.00,3,10.00"]
    path.write_text("\n".join([header, *rows, ""]), "utf-8")

    sales = import_sales(path, options=ImportOptions(keep_lines=False)).sales

    assert sales.used.lines == 3
    assert len(sales.rows.cost) == 2


def _said(sales: Sales) -> tuple[object, ...]:
    """Return all that sales say."""
    days = (sales.first_day, sales.last_day)
    return (sales.digest, sales.used, sales.set_aside, sales.notes, sales.parts, days)
