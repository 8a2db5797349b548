"""A header in two lines names its columns by both, where one line alone does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.import_changes import portable
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.preview import make_preview, read_head
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)
PRINTED = """ACME PARTS DEPARTMENT            SALES BY PART        PAGE 1

PART                               QTY     UNIT     UNIT       EXT
NUMBER      DESCRIPTION            SOLD    COST     PRICE     COST
----------  --------------------   ----  ------   -------   -------
A1          OIL FILTER                2   10.50     20.99     21.00
A2          BRAKE PAD SET FR          1   61.00    102.40     61.00
A3          CLIP 1/4                 12    0.25      1.10      3.00
A4          GASKET HEAD               1   44.10     80.00     44.10
"""
GROUPED = """Sales by part;;;;;;
Part;Description;Qty;UNIT;;EXTENDED;
;;;Cost;Sale;Cost;Sale
A1;OIL FILTER;2;10.50;20.99;21.00;41.98
A2;BRAKE PAD;1;61.00;102.40;61.00;102.40
"""


@pytest.mark.parametrize(
    ("text", "cost", "sold"), [(PRINTED, 12_910, 23_758), (GROUPED, 8_200, 14_438)]
)
def test_both_lines_name_the_columns(tmp_path: Path, text: str, cost: int, sold: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    imported = import_sales(path, options=LIGHT)

    assert imported.sales.used.cost == cost * 10**5
    assert imported.sales.used.sales == sold * 10**5
    assert not imported.problems


def test_the_words_of_a_group_stand_before_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(GROUPED)
    preview = make_preview(read_head(path), SalesMapping())

    assert preview.names == (
        *("Part", "Description", "Qty", "UNIT Cost", "UNIT Sale", "EXTENDED Cost", "EXTENDED Sale"),
    )
    assert preview.header == 2
    said = portable(make_preview(read_head(path), SalesMapping({"extended_cost": 6, "source": ""})))
    assert said.columns["extended_cost"] == "EXTENDED Cost"
    assert import_sales(path, said, LIGHT).sales.used.cost == 8_200 * 10**5


def test_what_is_said_by_both_lines_names_holds_for_the_next_report(tmp_path: Path) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text(PRINTED)
    other.write_text(PRINTED.replace("PAGE 1\n", "PAGE 1\nRUN DATE 1 MAY\n"))
    named = SalesMapping({"part": 1, "source": "", "quantity": 3})
    said = portable(make_preview(read_head(path), named))

    assert said.columns["quantity"] == "QTY SOLD"
    assert import_sales(other, said, LIGHT).sales.used.cost == 12_910 * 10**5


def test_a_header_that_lacks_a_column_takes_no_word_from_data_above(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Cost,Centre,7,1\nPart,Description,Qty,Price\nA1,OIL FILTER,2,10.50\n")

    with pytest.raises(MatrixDesignerError, match="no column was recognised for the cost"):
        import_sales(path, options=LIGHT)
