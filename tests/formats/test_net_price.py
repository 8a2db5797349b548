"""A column called Net is the cost or the sold price where its numbers tell; else it is asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.doubts import DoubtfulColumnsError
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.preview import Preview, make_preview, read_head
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)
LINES = [
    (f"P{place}", place % 4 + 1, cost, cost * 2, (cost * rate).quantize(Decimal("0.01")))
    for place in range(24)
    for cost, rate in [
        (Decimal(311 + 173 * place) / 100, Decimal(("1.35", "1.5", "1.62")[place % 3]))
    ]
]
"""Part, pieces, cost, list and sold price of one piece."""


def written(path: Path, head: str, cells: str) -> Path:
    """Write the lines; `cells` names what stands in each column, extended amounts by capitals."""
    rows = [head]
    for part, pieces, cost, listed, sold in LINES:
        what = {"p": part, "q": pieces, "c": cost, "l": listed, "s": sold}
        what |= {"C": cost * pieces, "S": sold * pieces, "t": (sold * 11 / 10).quantize(cost)}
        what |= {"T": sold * pieces * Decimal("1.08"), "h": sold + 3 * (pieces % 2)}
        rows.append(",".join(str(what[cell]) for cell in cells))
    path.write_text("\n".join(rows))
    return path


def seen(path: Path, mapping: SalesMapping | None = None) -> Preview:
    return make_preview(read_head(path), mapping or SalesMapping())


def of_cost(sales: Sales) -> Decimal:
    return Decimal(sales.used.cost) / 10**7


def of_sales(sales: Sales) -> Decimal:
    return Decimal(sales.used.sales) / 10**7


COST = sum((pieces * cost for _, pieces, cost, _, _ in LINES), Decimal(0))
SOLD = sum((pieces * sold for _, pieces, _, _, sold in LINES), Decimal(0))


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Part,Qty,List,Net,Total", "pqlcS"),
        ("Part,Qty,Net,Ext", "pqcS"),
        ("Part,Qty,Net,Price", "pqcs"),
        ("Part,Qty,Net,Ext Cost,Total", "pqcCS"),
    ],
)
def test_a_net_that_no_price_explains_is_the_cost(tmp_path: Path, head: str, cells: str) -> None:
    sales = import_sales(written(tmp_path / "a.csv", head, cells), options=LIGHT).sales

    assert (of_cost(sales), of_sales(sales)) == (COST, SOLD)


def test_a_net_that_makes_the_total_is_the_sold_price_and_no_cost(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Part,Qty,List,Net,Total", "pqlsS")

    with pytest.raises(MatrixDesignerError, match="no column was recognised for the cost"):
        import_sales(path, options=LIGHT)
    assert any("“Net” is what a piece was sold for" in one for one in seen(path).problems)
    path = written(tmp_path / "b.csv", "Part,Qty,Ext Cost,Net,Total", "pqCsS")
    sales = import_sales(path, options=LIGHT).sales

    assert (of_cost(sales), of_sales(sales)) == (COST, SOLD)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Part,Qty,List,Net", "pqls"),
        ("Part,Qty,Net,Margin", "pqsc"),
        ("Part,Qty,Net,Total", "pqsT"),
        ("Part,Qty,Net,Price", "pqsh"),
    ],
)
def test_a_net_whose_numbers_do_not_tell_is_asked_about(
    tmp_path: Path, head: str, cells: str
) -> None:
    path = written(tmp_path / "a.csv", head, cells)
    question = question_of(seen(path), must_know_style=False)

    with pytest.raises(DoubtfulColumnsError, match="“Net” may be the cost") as caught:
        import_sales(path, options=LIGHT)
    assert "import --map" in caught.value.sentence
    assert question is not None
    assert question.sentence.startswith("What does “Net” hold?")


def test_one_answer_says_what_a_net_is(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Part,Qty,List,Net", "pqlc")
    preview = seen(path)
    question = question_of(preview, must_know_style=False)
    assert question is not None
    mapping = question.answers[0].change(preview)

    assert question_of(seen(path, mapping), must_know_style=True) is None
    assert of_cost(import_sales(path, mapping, LIGHT).sales) == COST
    asked = question_of(seen(path, question.answers[1].change(preview)), must_know_style=True)
    assert asked is not None
    assert asked.sentence.startswith("Which column holds the cost?")


def test_a_net_after_a_discount_is_asked_about_beside_the_price(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Part,Qty,Cost,Price,Net", "pqchs")
    preview = seen(path)
    question = question_of(preview, must_know_style=False)

    with pytest.raises(DoubtfulColumnsError, match="“Price” and “Net” differ"):
        import_sales(path, options=LIGHT)
    assert question is not None
    assert [one.label.split(":")[0] for one in question.answers] == ["Net", "Price"]
    sales = import_sales(path, question.answers[0].change(preview), LIGHT).sales
    assert (of_cost(sales), of_sales(sales)) == (COST, SOLD)


@pytest.mark.parametrize(
    ("head", "cells"),
    [("Part,Qty,Cost,Ext Price,Net", "pqcTS"), ("Part,Qty,Cost,Ext Price,Net Each", "pqcTs")],
)
def test_a_net_after_a_discount_of_the_line_is_asked_about(
    tmp_path: Path, head: str, cells: str
) -> None:
    path = written(tmp_path / "a.csv", head, cells)
    preview = seen(path)
    question = question_of(preview, must_know_style=False)

    with pytest.raises(DoubtfulColumnsError, match=r"“Ext Price” and “Net.*” differ"):
        import_sales(path, options=LIGHT)
    assert question is not None
    mapping = question.answers[0].change(preview)
    assert question_of(seen(path, mapping), must_know_style=True) is None
    sales = import_sales(path, mapping, LIGHT).sales
    assert (of_cost(sales), of_sales(sales)) == (COST, SOLD)


@pytest.mark.parametrize("cells", ["pqcss", "pqcsS", "pqcsc"])
def test_a_net_that_says_nothing_new_beside_the_price_is_no_reason_to_ask(
    tmp_path: Path, cells: str
) -> None:
    path = written(tmp_path / "a.csv", "Part,Qty,Cost,Price,Net", cells)

    assert of_sales(import_sales(path, options=LIGHT).sales) == SOLD


def test_a_net_that_a_mapping_says_is_the_sold_price_is_not_the_cost_as_well(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "a.csv", "Part,Qty,List,Net", "pqls")

    with pytest.raises(MatrixDesignerError, match="no column was recognised for the cost"):
        import_sales(path, SalesMapping(columns={"sold": "Net"}), LIGHT)
