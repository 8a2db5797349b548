"""Amounts of whole lines in a column that looks like one of unit amounts are asked about."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.mapping import Returns, SalesMapping
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)


def write(path: Path, *, is_whole: bool, parts: int = 30, noise: int = 0) -> Decimal:
    """Write lines of parts sold in several quantities; returns what they cost in all."""
    rng = random.Random(4)  # noqa: S311 - repeatable, not secret
    rows, total = ["Part,Qty,Cost,Sale"], Decimal(0)
    for part in range(parts):
        cost = Decimal(rng.randrange(100, 9_000)) / 100
        for quantity in (1, 2, 5):
            unit = cost + Decimal(rng.randrange(-noise, noise + 1)) / 100
            shown = quantity if is_whole else 1
            total += unit * quantity
            rows.append(f"P{part},{quantity},{unit * shown},{unit * shown * 2}")
    path.write_text("\n".join(rows) + "\n")
    return total


def cost_of(sales: Sales) -> Decimal:
    return Decimal(sales.used.cost) / 10**7


def test_unit_amounts_are_read(tmp_path: Path) -> None:
    total = write(tmp_path / "a.csv", is_whole=False)

    assert cost_of(import_sales(tmp_path / "a.csv", options=LIGHT).sales) == total


@pytest.mark.parametrize("keeps", [True, False])
def test_amounts_of_whole_lines_are_asked_about(tmp_path: Path, keeps: bool) -> None:
    total = write(tmp_path / "a.csv", is_whole=True)
    options = ImportOptions(keep_lines=keeps, folder=tmp_path / "kept")

    with pytest.raises(
        MatrixDesignerError, match="“Cost” and “Sale” look like the cost and"
    ) as caught:
        import_sales(tmp_path / "a.csv", options=options)
    said = SalesMapping({"cost": "", "extended_cost": "Cost", "sold": "", "extended_sold": "Sale"})
    sales = import_sales(tmp_path / "a.csv", said, options).sales

    assert "import --map" in caught.value.sentence
    assert cost_of(sales) == total
    assert sales.used.sales == 2 * sales.used.cost


def test_who_says_that_they_are_of_one_piece_is_believed(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", is_whole=True)
    said = SalesMapping({"cost": "Cost", "sold": "Sale"})

    assert import_sales(tmp_path / "a.csv", said, LIGHT).sales.used.lines == 90


@pytest.mark.parametrize("noise", [5, 40, 3_000])
def test_costs_that_vary_are_not_asked_about(tmp_path: Path, noise: int) -> None:
    write(tmp_path / "a.csv", is_whole=False, noise=noise)
    said = SalesMapping(returns=Returns("Sale"))  # much noise takes some prices below zero

    assert import_sales(tmp_path / "a.csv", said, LIGHT).sales.lines_read == 90


def test_a_few_parts_tell_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", is_whole=True, parts=4)

    assert import_sales(tmp_path / "a.csv", options=LIGHT).sales.used.lines == 12


def sold_whole(path: Path, costs: tuple[str, ...]) -> None:
    """Write a few lines of several pieces with the dollars of the line."""
    rows = [f"P{at},{at + 2},{cost},{20 * (at + 2)}.40" for at, cost in enumerate(costs)]
    path.write_text("\n".join(["Part,Qty,Cost,Ext Price", *rows, "P9,1,11.10,20.40"]) + "\n")


def test_a_cost_above_the_price_of_a_piece_is_asked_about_even_in_a_few_lines(
    tmp_path: Path,
) -> None:
    sold_whole(tmp_path / "whole.csv", ("21.30", "33.10", "47.90"))
    sold_whole(tmp_path / "unit.csv", ("10.30", "33.10", "47.90"))

    with pytest.raises(MatrixDesignerError, match="above the sold price in 3 of 3 lines"):
        import_sales(tmp_path / "whole.csv", options=LIGHT)
    assert import_sales(tmp_path / "unit.csv", options=LIGHT).sales.used.lines == 4


def ranking(path: Path, *, is_whole: bool, cents: int) -> None:
    """Write each part once; unit amounts are multiples of `cents`."""
    rng = random.Random(5)  # noqa: S311 - repeatable, not secret
    rows = ["Part,Units,Cost,Sale"]
    for part in range(60):
        quantity = rng.randrange(1, 13)
        unit = Decimal(rng.randrange(1, 900) * cents) / 100
        shown = unit * quantity if is_whole else unit
        rows.append(f"P{part},{quantity},{shown:.2f},{shown * 2:.2f}")
    path.write_text("\n".join(rows) + "\n")


@pytest.mark.parametrize("cents", [1, 5, 100])
def test_a_ranking_of_whole_amounts_is_told_by_what_divides_them(
    tmp_path: Path, cents: int
) -> None:
    ranking(tmp_path / "whole.csv", is_whole=True, cents=cents)
    ranking(tmp_path / "unit.csv", is_whole=False, cents=cents)

    with pytest.raises(MatrixDesignerError, match="divided by the quantity"):
        import_sales(tmp_path / "whole.csv", options=LIGHT)
    assert import_sales(tmp_path / "unit.csv", options=LIGHT).sales.used.lines == 60
