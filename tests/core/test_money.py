"""Numbers as people and systems write them: read exactly, or refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import (
    CENT,
    DOLLAR,
    MAX_AMOUNT,
    MAX_BOUND,
    AmountReading,
    NumberStyle,
    amount_text,
    cents_of,
    decide_style,
    divide_half_away,
    divide_half_up,
    quantity_text,
    read_amount,
    read_bound,
    read_cost,
    read_number,
    read_quantity,
    read_written_bound,
    total_text,
)

POINT, COMMA = NumberStyle


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("21.38", "21.38"),
        ("$1,003.25", "1003.25"),
        ("$ 1,003.25", "1003.25"),
        ("(50.00)", "-50"),
        ("($50.00)", "-50"),
        ("$(50.00)", "-50"),
        ("$ (1,050.00)", "-1050"),
        ("50.00-", "-50"),
        ("50.00 CR", "-50"),
        ("50.00cr", "-50"),
        ("-50.00", "-50"),
        ("-$50.00", "-50"),
        ("$-50.00", "-50"),
        ("\u221250.00", "-50"),
        ("+5", "5"),
        ("  5.5\u00a0", "5.5"),
        ("1\u00a0003.25", "1003.25"),
        ("1\u202f003\u202f000", "1003000"),
        ("1'003.25", "1003.25"),
        (".75", "0.75"),
        ("5.", "5"),
        ("000012.50", "12.5"),
        ("1.725", "1.725"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "1e3", "12E5", "NaN", "nan", "inf", "-inf", "Infinity", "1_000", "0x10", "abc"),
        *("\u0661\u0662", "\uff15", "\u00b2", "1.2.3", "1,23,4", "1,2345", "12,34.5", "1,234,56"),
        *("1,003 000", "--5", "+-5", "-5-", "(-5)", "(5)-", "(5", "5)", "$$5", "$", "-", "+", "."),
        *(",", "5 5", "5.5.", "1234567890123456", "0.1234567890123456", "50.00 DR", "=1+1", "5%"),
        *("1,234.5,6", "9" * 10_000, "1" + " " * 10_000 + "x", "()", "( )", "5\x00", "1,00"),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        read_number(text)
    assert caught.value.title
    assert len(caught.value.sentence) < 200


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50", "1234.5"),
        ("1,5", "1.5"),
        ("0,75", "0.75"),
        ("1\u00a0234,5", "1234.5"),
        ("(1,5)", "-1.5"),
    ],
)
def test_comma_style(text: str, value: str) -> None:
    assert read_number(text, COMMA) == Decimal(value)


@pytest.mark.parametrize("text", ["1,234.50", "1.5", "1,2,3"])
def test_comma_style_refuses(text: str) -> None:
    with pytest.raises(MatrixDesignerError):
        read_number(text, COMMA)


@pytest.mark.parametrize(
    ("text", "amount", "is_rounded"),
    [
        ("0.0375", 375, False),
        ("0.03745", 375, True),
        ("0.03744", 374, True),
        ("-0.00005", 0, True),
        ("-0.00006", -1, True),
        ("999999.9999", MAX_AMOUNT, False),
    ],
)
def test_amounts_are_rounded_half_up_to_four_decimals_and_say_so(
    text: str,
    amount: int,
    is_rounded: bool,
) -> None:
    reading = read_amount(text)
    assert (reading.amount, reading.is_rounded) == (amount, is_rounded)


@pytest.mark.parametrize("text", ["1000000", "999999.99995", "-1000000"])
def test_amounts_out_of_range(text: str) -> None:
    with pytest.raises(MatrixDesignerError, match="999,999"):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("0", 0),
        ("5.005", 50_050),
        ("4.999999", 49_999),
        ("5.000001", 50_001),
        ("5.00000", 50_000),
        ("99999999.99", MAX_BOUND),
        ("$1,000.00", 10_000_000),
    ],
)
def test_bounds_of_a_file_are_held_to_be_flagged(text: str, bound: int) -> None:
    number = Decimal(text.strip("$").replace(",", ""))
    assert read_written_bound(text) == AmountReading(bound, number * DOLLAR % 1 != 0)
    assert (bound % CENT != 0) == (number * 100 % 1 != 0)


@pytest.mark.parametrize("read", [read_cost, read_bound])
def test_what_is_typed_is_never_rounded(read: Callable[[str], int]) -> None:
    assert read("21.38") == read("$21.380000") == 213_800
    assert read("0.0375") == read("0.03750") == 375
    for text in ("21.38005", "21.380049", "0.00001", "5.000001", "4.99999"):
        with pytest.raises(MatrixDesignerError, match="more than four decimals") as caught:
            read(text)
        assert "at most four" in caught.value.hint
    with pytest.raises(MatrixDesignerError, match="negative"):
        read("-0.01")
    with pytest.raises(MatrixDesignerError):
        read("one")


@given(st.decimals(0, 999_999, places=6))
def test_a_typed_cost_is_exact_or_refused(value: Decimal) -> None:
    try:
        cost = read_cost(f"{value:f}")
    except MatrixDesignerError:
        assert value * DOLLAR % 1 != 0
    else:
        assert Decimal(cost) == value * DOLLAR


@pytest.mark.parametrize("text", ["-0.01", "(5)", "100000000", "99999999.995", "five"])
def test_bounds_refused(text: str) -> None:
    with pytest.raises(MatrixDesignerError):
        read_bound(text)


def test_quantities_are_exact_to_three_decimals() -> None:
    assert read_quantity("4.5") == 4_500
    assert read_quantity("-1.350") == -1_350
    for text in ("1.0001", "2000000000", "x"):
        with pytest.raises(MatrixDesignerError):
            read_quantity(text)


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1.50", "2.75"], POINT),
        (["1,50", "2,75"], COMMA),
        (["1.234,50"], COMMA),
        (["1,234.50"], POINT),
        (["1.725"], POINT),
        (["0,725"], COMMA),
        (["0.725", "1,725"], POINT),
        (["1,725"], None),
        (["1,50", "2.75"], None),
        (["10", "20"], POINT),
        ([], POINT),
    ],
)
def test_a_files_own_cells_decide(texts: list[str], style: NumberStyle | None) -> None:
    assert decide_style(texts) is style


@given(st.integers(-MAX_AMOUNT, MAX_AMOUNT))
def test_an_amount_reads_back(amount: int) -> None:
    assert read_amount(amount_text(amount)).amount == amount


@given(st.integers(-(10**15), 10**15))
def test_totals_have_two_decimals_and_round_away_from_zero(extended: int) -> None:
    exact = Fraction(abs(extended), 10**7)
    cents = floor(exact * 100 + Fraction(1, 2))
    sign = "-" if extended < 0 and cents else ""
    assert total_text(extended) == f"{sign}{cents // 100}.{cents % 100:02d}"


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_division_rounds_as_named(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert divide_half_up(numerator, denominator) == floor(exact + Fraction(1, 2))
    away = floor(abs(exact) + Fraction(1, 2))
    assert divide_half_away(numerator, denominator) == (away if numerator >= 0 else -away)


def test_small_words() -> None:
    assert quantity_text(4_500) == "4.5"
    assert quantity_text(-1_000) == "-1"
    assert quantity_text(1) == "0.001"
    assert amount_text(-375) == "-0.0375"
    assert amount_text(10_000) == "1.00"
    assert cents_of(100_050) == 1_001
    assert cents_of(100_049) == 1_000


@given(st.text(alphabet="0123456789.,-+()$ CRcr'\u00a0\u2212", max_size=16))
def test_any_text_is_read_or_refused(text: str) -> None:
    for style in NumberStyle:
        try:
            value = read_number(text, style)
        except MatrixDesignerError:
            continue
        assert value.is_finite()
        assert read_number(f" {text}\u00a0", style) == value
