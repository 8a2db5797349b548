"""The sample dealership: always the same, and with the money where dealers have it."""

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal, InvalidOperation
from math import inf

import numpy as np
import pytest

from matrix_designer.core.evidence import MISSING
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.sample import COLUMNS, NAME, in_force, make_lines, sample_rows
from matrix_designer.core.sample_history import history_chunks
from matrix_designer.core.sample_parts import SOURCES, WORDS, make_parts


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    made = list(sample_rows())
    assert made[0] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in made[1:]]


def number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def sold(rows: list[dict[str, str]]) -> list[tuple[Decimal, Decimal, Decimal, dict[str, str]]]:
    kept = []
    for row in rows:
        cost, pieces, price = (number(row[name]) for name in ("Cost", "Quantity", "Sold Price"))
        if row["Pay Type"] != "C" or row["Class"] == "CORE":
            continue
        if cost is not None and pieces is not None and price is not None and min(cost, pieces) > 0:
            kept.append((cost, pieces, price, row))
    return kept


def test_it_is_the_same_every_time(rows: list[dict[str, str]]) -> None:
    again = [dict(zip(COLUMNS, row, strict=True)) for row in list(sample_rows())[1:]]
    assert again == rows
    assert list(sample_rows(seed=2))[1:] != [tuple(row.values()) for row in rows]


def test_about_25_000_lines_over_twelve_months(rows: list[dict[str, str]]) -> None:
    assert 24_500 <= len(rows) <= 26_000
    days = sorted(row["Date"] for row in rows if row["Date"])
    assert days[0].startswith("2025-07")
    assert days[-1].startswith("2026-06")
    assert len({day[:7] for day in days}) == 12


def test_about_80_percent_of_cost_dollars_lie_from_10_to_35(rows: list[dict[str, str]]) -> None:
    dollars = Counter[bool]()
    for cost, pieces, _price, _row in sold(rows):
        dollars[10 <= cost <= 35] += int(cost * pieces * 10_000_000)
    share = dollars[True] / dollars.total()
    assert 0.75 <= share <= 0.85


def test_gross_profit_as_sold_is_that_of_a_department_below_its_goal(
    rows: list[dict[str, str]],
) -> None:
    cost = sum(cost * pieces for cost, pieces, _price, _row in sold(rows))
    sales = sum(price * pieces for _cost, pieces, price, _row in sold(rows))
    assert Decimal("0.42") <= 1 - cost / sales <= Decimal("0.455")


def test_it_has_what_real_files_have(rows: list[dict[str, str]]) -> None:
    assert sum(row["Quantity"].startswith("-") for row in rows) > 200
    assert sum(row["Cost"] in ("0.00", "") for row in rows) > 80
    assert sum(row["List"] == "" for row in rows) > 200
    assert sum(row["Pay Type"] == "W" for row in rows) > 500
    assert sum(row["Pay Type"] == "I" for row in rows) > 400
    assert sum(row["Cost"] == "0.0375" for row in rows) > 5
    assert sum(row["Cost"] == "50.00" for row in rows) > 5
    assert sum(row["Cost"] == "#N/A" for row in rows) == 3
    assert sum(row["Description"] == "TOTAL" for row in rows) == 1
    twice = Counter((row["RO"], row["Line"]) for row in rows)
    assert 10 <= sum(count > 1 for count in twice.values()) <= 60
    words = {row["Description"] for row in rows}
    assert {"CORE CHARGE", "CORE RETURN", "HEATER CORE", "CORE SUPPORT, RADIATOR"} <= words
    assert {row["Source"] for row in rows} - {""} == set(SOURCES)
    assert any(row["Part Number"].isdigit() and row["Part Number"][0] == "0" for row in rows)


def test_most_returns_have_the_sale_that_they_take_back(rows: list[dict[str, str]]) -> None:
    sales = {(row["Part Number"], row["Quantity"], row["Sold Price"]) for row in rows}
    back = [row for row in rows if row["Quantity"].startswith("-") and row["Class"] != "CORE"]
    matched = [
        row for row in back if (row["Part Number"], row["Quantity"][1:], row["Sold Price"]) in sales
    ]
    assert 0.6 < len(matched) / len(back) < 0.95


def test_one_person_discounts_more_than_the_others(rows: list[dict[str, str]]) -> None:
    matrix = in_force().matrix
    lines, below = Counter[str](), Counter[str]()
    for cost, _pieces, price, row in sold(rows):
        usual = matrix_price(matrix, cost)
        lines[row["Counterperson"]] += 1
        below[row["Counterperson"]] += usual is not None and price < usual
    shares = {person: below[person] / lines[person] for person in lines}
    worst = max(shares, key=lambda person: shares[person])
    assert worst == "Cole"
    assert shares["Cole"] > 3 * min(shares.values())


def matrix_price(matrix: Matrix, cost: Decimal) -> Decimal | None:
    cents = int(cost * 100 + Decimal("0.5"))
    for tier in matrix.tiers:
        multiplier = tier.factor.multiplier
        last = tier.last_cent
        if multiplier and tier.first_cent <= cents and (last is None or cents <= last):
            exact = cost * multiplier.numerator / multiplier.denominator
            return Decimal(int(exact * 100 + Decimal("0.5"))) / 100
    return None


def test_the_matrix_in_force_has_its_named_faults() -> None:
    tiers = in_force().matrix.tiers
    assert len(tiers) == 7
    assert in_force().matrix.cap is None
    ends = [(tier.last_cent, after.first_cent) for tier, after in itertools.pairwise(tiers)]
    gaps = [last for last, first in ends if last is not None and first != last + 1]
    assert gaps == [4_999]
    assert matrix_price(in_force().matrix, Decimal("50.00")) is None
    falls = [
        tier.factor.price_of((tier.last_cent or 0) * 100)
        > after.factor.price_of(after.first_cent * 100)
        for tier, after in itertools.pairwise(tiers)
    ]
    assert sum(falls) >= 5


def test_everything_invented_is_called_so() -> None:
    assert "synthetic" in NAME
    assert "nvented" in in_force().note


def test_a_history_goes_on_from_chunk_to_chunk() -> None:
    chunks = list(history_chunks(600_000, parts=4_000))
    assert sum(len(chunk.ro) for chunk in chunks) == 600_000
    orders = np.concatenate([chunk.ro for chunk in chunks])
    assert (np.diff(orders) >= 0).all()
    lines = np.concatenate([chunk.line for chunk in chunks])
    assert len(np.unique(np.stack((orders, lines)), axis=1)[0]) == 600_000
    for chunk in chunks:
        assert (chunk.cost > 0).all()
        assert (chunk.quantity > 0).all()
        assert (chunk.sold >= 0).all()
        assert ((chunk.list_price > 0) | (chunk.list_price == MISSING)).all()


def test_parts_have_distinct_numbers() -> None:
    parts = make_parts(np.random.default_rng(3), 50_000)
    assert len(set(parts.numbers)) == 50_000
    lines = make_lines(np.random.default_rng(3), parts, parts, 1_000)
    assert lines.part.max() < 50_000


def test_every_part_is_called_something_of_its_source_and_cost() -> None:
    for words in WORDS:
        edges = sorted({low for _, low, _ in words} | {high for _, _, high in words})
        assert edges[0] == 0
        assert edges[-1] == inf
        for edge in edges[:-1]:
            assert any(low <= edge < high for _, low, high in words), edge


def test_oil_filters_can_be_averaged_but_for_a_few() -> None:
    parts = make_parts(np.random.default_rng(1), 20_000)
    costs = [
        int(cost) / DOLLAR
        for name, cost in zip(parts.descriptions, parts.cost, strict=True)
        if name == "FILTER, OIL"
    ]
    dear = [cost for cost in costs if cost > 9]
    assert min(costs) >= 4
    assert min(dear) >= 24, "nothing between"
    assert 0 < len(dear) * 3 < len(costs)
