"""What named columns leave in doubt is asked: decimals that nobody wrote, pieces called sold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.evidence import Sales
from matrix_designer.formats.doubts import DoubtfulColumnsError
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.preview import Preview, make_preview, read_head
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)
CENTS = [137 + 211 * place for place in range(30)]


def amounts(path: Path, written: str, count: int = 30) -> Path:
    """Write lines of two pieces whose cost and price are written in a form."""
    rows = [
        f"P{cents},2,{written.format(cents)},{written.format(2 * cents)}" for cents in CENTS[:count]
    ]
    path.write_text("\n".join(["Part,Qty,Cost,Price", *rows]))
    return path


def seen(path: Path, mapping: SalesMapping | None = None) -> Preview:
    return make_preview(read_head(path), mapping or SalesMapping())


def answered(path: Path, label: str) -> Sales:
    """Import a file with the answer that begins so."""
    preview = seen(path)
    question = question_of(preview, must_know_style=False)
    assert question is not None
    answer = next(one for one in question.answers if one.label.startswith(label))
    mapping = answer.change(preview)
    assert question_of(seen(path, mapping), must_know_style=True) is None
    return import_sales(path, mapping, LIGHT).sales


@pytest.mark.parametrize("written", ["{:07d}", "{}", "+{:07d}", "{:07d}-"])
def test_money_in_digits_only_is_asked_about(tmp_path: Path, written: str) -> None:
    path = amounts(tmp_path / "a.csv", written)

    with pytest.raises(DoubtfulColumnsError, match="“Cost” and “Price” have digits only"):
        import_sales(path, options=LIGHT)


def test_one_answer_gives_the_decimals(tmp_path: Path) -> None:
    path = amounts(tmp_path / "a.csv", "{:07d}")

    assert Decimal(answered(path, "Two").used.cost) / 10**7 == Decimal(2 * sum(CENTS)) / 100
    assert Decimal(answered(path, "None").used.cost) / 10**7 == 2 * sum(CENTS)


def test_a_few_whole_dollars_are_no_reason_to_ask(tmp_path: Path) -> None:
    sales = import_sales(amounts(tmp_path / "a.csv", "{}", 19), options=LIGHT).sales

    assert sales.used.lines == 19


def test_one_cell_with_decimals_settles_it(tmp_path: Path) -> None:
    path = amounts(tmp_path / "a.csv", "{}")
    path.write_text(path.read_text() + "\nP1,1,12.50,25\n")

    assert import_sales(path, options=LIGHT).sales.used.lines == 31


def ranking(path: Path, head: str) -> Path:
    rows = [f"P{cents},{cents / 100:.2f},{cents % 9},{cents % 7},{cents}.99" for cents in CENTS]
    path.write_text("\n".join([head, *rows]))
    return path


def test_pieces_called_sold_are_asked_about(tmp_path: Path) -> None:
    path = ranking(tmp_path / "a.csv", "Part,Cost,Qty,Sold,Price")

    with pytest.raises(DoubtfulColumnsError, match="“Sold” has small whole numbers only"):
        import_sales(path, options=LIGHT)
    sales = answered(path, "The pieces sold")

    assert sales.used.pieces == 1_000 * sum(cents % 7 for cents in CENTS)
    assert Decimal(sales.used.sales) / 10**7 == sum(
        cents % 7 * Decimal(f"{cents}.99") for cents in CENTS
    )


def test_whole_dollars_above_cost_are_prices(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"P{cents},{cents / 100:.2f},1,{cents // 50}" for cents in CENTS]
    path.write_text("\n".join(["Part,Cost,Qty,Sold", *rows]))

    assert import_sales(path, options=LIGHT).sales.used.pieces == 1_000 * len(CENTS)


@pytest.mark.parametrize("name", ["Sold", "Sales"])
def test_where_the_quantity_is_missing_the_pieces_sold_are_offered(
    tmp_path: Path, name: str
) -> None:
    path = ranking(tmp_path / "a.csv", f"Part,Cost,Rank,{name},Price")
    sales = answered(path, f"{name}: 4, 5, 6")

    assert sales.used.pieces == 1_000 * sum(cents % 7 for cents in CENTS)
    assert sales.is_sold_known


def test_net_is_the_cost_only_where_nothing_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Part,Qty,List,Net,Cost\nA1,1,30.00,20.00,12.00\n")

    assert seen(path).places["cost"] == 4
    assert answered(path, "Net").used.sales == 20 * 10**7


def test_a_total_beside_months_counts_their_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    months = ",".join(f"M{month}" for month in range(1, 13))
    rows = [f"P{cents},{cents / 100:.2f}," + "1," * 12 + "12" for cents in CENTS]
    path.write_text("\n".join([f"Part,Cost,{months},Total", *rows]))
    sales = answered(path, "The pieces sold")

    assert sales.used.pieces == 12_000 * len(CENTS)
    assert not sales.is_sold_known
