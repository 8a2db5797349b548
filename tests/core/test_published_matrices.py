"""The published matrices and worked examples, to the cent."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matrix_designer.core.evidence import MISSING
from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.money import CENT, DOLLAR, POINT, amount_text, read_amount, read_bound
from matrix_designer.core.pricing import compile_matrix, price, price_one, prices_at
from tests.oracle.pricing_oracle import Oracle, OracleMatrix, OracleTier

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PUBLISHED: list[dict[str, Any]] = json.loads((GOLDEN / "published_matrices.json").read_text())
WORKED: dict[str, dict[str, Any]] = {
    example["id"]: example for example in json.loads((GOLDEN / "worked_examples.json").read_text())
}
RECORDS = pytest.mark.parametrize("record", PUBLISHED, ids=lambda record: record["id"])


def published(record: dict[str, Any]) -> Matrix:
    kind = FactorKind(record["factor_kind"])
    return Matrix(
        record["title"],
        tuple(
            Tier(
                read_bound(tier["from"]),
                None if tier["to"] is None else read_bound(tier["to"]),
                read_factor(tier["factor"], kind).factor,
                Basis(record["price_basis"]),
            )
            for tier in record["tiers"]
        ),
        lookup=Basis(record["lookup_basis"]),
    )


def plain(record: dict[str, Any], mode: str = "simple") -> OracleMatrix:
    return OracleMatrix(
        tuple(
            OracleTier(
                Decimal(tier["from"]),
                None if tier["to"] is None else Decimal(tier["to"]),
                record["factor_kind"],
                Decimal(tier["factor"]),
                record["price_basis"],
            )
            for tier in record["tiers"]
        ),
        lookup=record["lookup_basis"],
        mode=mode,
    )


def by_id(name: str) -> dict[str, Any]:
    return next(record for record in PUBLISHED if record["id"] == name)


def half_up(exact: Decimal) -> int:
    return int(exact.to_integral_value(ROUND_HALF_UP))


def shown(amount: int | None) -> str | None:
    return None if amount is None else amount_text(amount)


def one_factor(text: str, column: FactorKind | None = None) -> Matrix:
    return Matrix("one factor", (Tier(0, None, read_factor(text, column).factor),))


def sells(matrix: Matrix, cost: str, list_price: str | None = None) -> str | None:
    listed = None if list_price is None else read_amount(list_price).amount
    return shown(price_one(compile_matrix(matrix), read_amount(cost).amount, listed).price)


@RECORDS
def test_published_prices(record: dict[str, Any]) -> None:
    for cost, expected in record.get("prices", {}).items():
        assert sells(published(record), cost) == expected, cost


@RECORDS
def test_published_boundaries(record: dict[str, Any]) -> None:
    schedule = compile_matrix(published(record))
    for boundary in record.get("boundaries", []):
        top = read_bound(boundary["top"])
        at_top, later = prices_at(schedule, [top, top + CENT])
        assert shown(at_top) == boundary["price_at_top"]
        assert shown(later) == boundary["price_one_cent_later"]
        inverts = at_top is not None and later is not None and later < at_top
        assert inverts == boundary["inverts"]


@RECORDS
@pytest.mark.parametrize("mode", Mode)
def test_every_published_matrix_in_every_mode_equals_the_oracle(
    record: dict[str, Any], mode: Mode
) -> None:
    matrix = replace(published(record), mode=mode)
    oracle = Oracle(plain(record, mode.value))
    amounts = [*range(50, 60 * DOLLAR, 1_237), *range(100, 600 * DOLLAR, 2_300)]
    amounts += [
        bound + away
        for tier in matrix.tiers
        for bound in (tier.lower, tier.upper or 0)
        for away in (-51, -50, -1, 0, 1, 49, 50, 100)
        if 0 < bound + away < 10**10
    ]
    lists = [amount * 2 % 10**10 for amount in amounts]
    made = price(compile_matrix(matrix), np.array(amounts), np.array(lists))
    expected = [oracle.price(*pair).cents for pair in zip(amounts, lists, strict=True)]
    assert [None if each < 0 else each // CENT for each in made.price.tolist()] == expected


def test_look_up_by_list_with_markup_on_cost() -> None:
    matrix = published(by_id("hartle-2000-list-ranges"))
    assert sells(matrix, "5.00", "9.99") == "12.50"
    assert sells(matrix, "5.00", "10.00") == "10.75"
    assert sells(matrix, "1000.00", "2000.00") == "1700.00"
    assert sells(matrix, "1000.00", "2000.01") is None
    assert sells(matrix, "5.00") is None


def test_every_cost_to_500_against_every_published_factor() -> None:
    cents = np.arange(1, 50_001, dtype=np.int64)
    no_list = np.full(cents.size, MISSING, dtype=np.int64)
    factors = {
        (record["factor_kind"], tier["factor"]) for record in PUBLISHED for tier in record["tiers"]
    }
    assert len(factors) > 30
    for kind, text in sorted(factors):
        assert kind == "markup"
        share = 1 + Decimal(text) / 100
        expected = [half_up(cent * share) * CENT for cent in range(1, 50_001)]
        schedule = compile_matrix(one_factor(text, FactorKind(kind)))
        assert price(schedule, cents * CENT, no_list).price.tolist() == expected


def test_compound_as_published() -> None:
    matrix = published(by_id("tekmetric"))
    assert sells(matrix, "25.00") == WORKED["tekmetric-simple"]["expect"]["price"] == "62.50"
    compound = replace(matrix, mode=Mode.COMPOUND)
    assert sells(compound, "25.00") == WORKED["tekmetric-compound"]["expect"]["price"] == "77.50"


def test_the_published_inversion_ends_where_it_says() -> None:
    expected = WORKED["inversion-hartle-50"]["expect"]
    schedule = compile_matrix(published(by_id("hartle-deck")))
    last = read_bound(expected["last_cost_below"])
    at_top, later, below, above = prices_at(
        schedule, [50 * DOLLAR, 50 * DOLLAR + CENT, last, last + CENT]
    )
    assert shown(at_top) == expected["price_at_top"]
    assert shown(later) == expected["price_one_cent_later"]
    assert at_top is not None
    assert below is not None
    assert above is not None
    assert below < at_top <= above


@pytest.mark.parametrize(
    "name",
    ["m5-double", "m5-variable-1", "m5-variable-2", "acg-175", "acg-cap", "float-trap-1"],
)
def test_worked_prices_of_a_cost_and_a_factor(name: str) -> None:
    example = WORKED[name]
    given, expected = example["given"], example["expect"]
    text = sells(one_factor(given["factor"]), given["cost"])
    cost = read_amount(given["cost"]).amount
    if "price" in expected:
        assert text == expected["price"]
    assert text is not None
    gain = read_amount(text).amount - cost
    if "gp" in expected:
        assert amount_text(gain) == expected["gp"]
    if "gp_percent" in expected:
        percent = Decimal(gain) * 100 / read_amount(text).amount
        assert str(round(percent, 3)) == expected["gp_percent"]
    if "above_list" in expected:
        over = read_amount(text).amount - read_amount(given["list"]).amount
        assert amount_text(over) == expected["above_list"]


def test_worked_goal_price_and_its_complement() -> None:
    given, expected = WORKED["m5-goal-price"]["given"], WORKED["m5-goal-price"]["expect"]
    assert sells(one_factor(f"{given['gp_percent']}% GP"), given["cost"]) == expected["price"]
    goal = WORKED["m5-goal-complement"]
    steps = price_one(
        compile_matrix(one_factor(f"{goal['given']['gp_percent']}% GP")), 213_800, None
    ).steps
    share = Decimal(goal["expect"]["cost_percent_of_price"]) / 100
    assert any(f"21.38 / {share}" in step.detail for step in steps)


def test_worked_family_price() -> None:
    given, expected = WORKED["m5-cost-average"]["given"], WORKED["m5-cost-average"]["expect"]
    assert sells(one_factor(given["factor"]), given["sales_weighted_cost"]) == expected["price"]


def test_worked_cost_above_the_cap() -> None:
    example = WORKED["acg-cap"]
    capped = Matrix("cap", (), cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))
    assert sells(capped, example["given"]["cost"]) == example["expect"]["price"]


def test_the_source_inverts_itself_at_75_cents() -> None:
    tiers = tuple(
        Tier(read_bound(low), read_bound(high), read_factor(text).factor)
        for low, high, text in (("0.01", "0.74", "175% of cost"), ("0.75", "1.25", "170% of cost"))
    )
    prices = prices_at(compile_matrix(Matrix("M5 variable", tiers)), [7_400, 7_500])
    assert [shown(each) for each in prices] == ["1.30", "1.28"]


def test_worked_upfront_prices_as_factors_with_a_floor() -> None:
    given, expected = WORKED["oec-non-oe-list"]["given"], WORKED["oec-non-oe-list"]["expect"]
    minus = Tier(0, None, read_factor("-25%").factor, Basis.LIST)
    matrix = Matrix("upfront", (minus,), lookup=Basis.LIST)
    assert sells(matrix, given["cost"], given["non_oe_list"]) == expected["before_floor"]
    floored = replace(matrix, rails=Rails(floor=Floor(FloorKind.MARKUP, -5 * POINT)))
    assert sells(floored, given["cost"], given["non_oe_list"]) == expected["price"]
    assert sells(one_factor("-5%"), "100.00") == WORKED["oec-cost-minus"]["expect"]["price"]
    assert sells(one_factor("+10%"), "175.00") == WORKED["oec-cost-plus"]["expect"]["price"]


def test_gearmike_as_published() -> None:
    assert sells(published(by_id("gearmike")), "45.00") == "72.00"
