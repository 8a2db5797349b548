"""The factor language: every written form, its kind, and what it sells a $10.00 part for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import (
    AmbiguousPercentError,
    Basis,
    Factor,
    FactorKind,
    describe_factor,
    factor_text,
    read_factor,
)
from matrix_designer.core.money import DOLLAR, NumberStyle, amount_text

M, U, P, G, A = FactorKind


@pytest.mark.parametrize(
    ("text", "kind", "value", "sells"),
    [
        ("x1.75", M, 17_500, "17.50"),
        ("X1.75", M, 17_500, "17.50"),
        ("1.75x", M, 17_500, "17.50"),
        ("1.75 X", M, 17_500, "17.50"),
        ("*1.75", M, 17_500, "17.50"),
        ("×1.75", M, 17_500, "17.50"),
        ("1.75×", M, 17_500, "17.50"),
        ("× 1.75", M, 17_500, "17.50"),
        ("1.75", M, 17_500, "17.50"),
        (".5", M, 5_000, "5.00"),
        ("x0.0001", M, 1, "0.00"),
        ("x9,999", M, 99_990_000, "99990.00"),
        ("+75%", U, 750_000, "17.50"),
        ("+75", U, 750_000, "17.50"),
        ("+ 75 %", U, 750_000, "17.50"),
        ("75% markup", U, 750_000, "17.50"),
        ("75 MARKUP", U, 750_000, "17.50"),
        ("-10%", U, -100_000, "9.00"),
        ("\u221210%", U, -100_000, "9.00"),
        ("-10", U, -100_000, "9.00"),
        ("-99.9999%", U, -999_999, "0.00"),
        ("175% of cost", P, 1_750_000, "17.50"),
        ("175 % OF Cost", P, 1_750_000, "17.50"),
        ("90% of list", P, 900_000, "9.00"),
        ("42% GP", G, 420_000, "17.24"),
        ("42 gp", G, 420_000, "17.24"),
        ("42% margin", G, 420_000, "17.24"),
        ("42%GP", G, 420_000, "17.24"),
        ("0% GP", G, 0, "10.00"),
        ("99.9999 gp", G, 999_999, "10000000.00"),
        ("+$5.00", A, 50_000, "15.00"),
        ("-$5.00", A, -50_000, "5.00"),
        ("+ $ 5", A, 50_000, "15.00"),
        ("\u2212$0.5", A, -5_000, "9.50"),
        ("+$99,999.99", A, 999_999_900, "100009.99"),
        ("  x1.75\u00a0", M, 17_500, "17.50"),
    ],
)
def test_written_forms(text: str, kind: FactorKind, value: int, sells: str) -> None:
    factor = read_factor(text).factor
    assert (factor.kind, factor.value) == (kind, value)
    assert amount_text(factor.price_of(10 * DOLLAR)) == sells


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("75", U, 750_000),
        ("75%", U, 750_000),
        ("-10", U, -100_000),
        ("(10)", U, -100_000),
        ("10-", U, -100_000),
        ("175", P, 1_750_000),
        ("175%", P, 1_750_000),
        ("42", G, 420_000),
        ("42%", G, 420_000),
        ("1.75", M, 17_500),
    ],
)
def test_a_bare_number_takes_the_columns_kind(text: str, column: FactorKind, value: int) -> None:
    factor = read_factor(text, column).factor
    assert (factor.kind, factor.value) == (column, value)


def test_a_text_that_names_its_kind_keeps_it_in_any_column() -> None:
    for column in FactorKind:
        assert read_factor("42% GP", column).factor.kind is G
        assert read_factor("x1.75", column).factor.kind is M


def test_percent_of_names_its_basis() -> None:
    assert read_factor("175% of cost").basis is Basis.COST
    assert read_factor("90% of list").basis is Basis.LIST
    assert read_factor("x1.75").basis is None


@pytest.mark.parametrize("column", [None, M, A])
def test_a_bare_percent_is_refused_with_both_readings_priced(column: FactorKind | None) -> None:
    with pytest.raises(AmbiguousPercentError) as caught:
        read_factor("75%", column)
    assert [reading.kind for reading in caught.value.readings] == [U, P]
    assert "$17.50" in caught.value.sentence
    assert "$7.50" in caught.value.sentence


def test_a_flat_price_is_refused_and_says_how_to_add() -> None:
    with pytest.raises(MatrixDesignerError, match="flat price") as caught:
        read_factor("$5.00")
    assert "+$5.00" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "%", "+", "+%", "$", "abc", "1.75y", "xx1.75", "x1.75x", "1..5", "1.7.5"),
        *("x0", "0", "x-1.75", "x9999.0001", "x10000", "(1.75)", "1.75-", "x1e3", "1e3", "nan"),
        *("inf", "1_75", "x1.23456", "+75.00001%", "42.12345 gp", "-100%", "-100", "-250% markup"),
        *("0% of cost", "-5% of cost", "100% GP", "100 gp", "250% margin", "-1 gp", "+42% GP"),
        *("+$100000", "-$100,000.00", "+$1.00001", "\u0661.75", "x\uff11.75", "1,23,4", "175% of"),
        *("175% of profit", "x1 .75%", "=1.75", "1.75;", "1.75\n2", "9" * 16, "9" * 100_000 + "x"),
    ],
)
def test_refused_texts(text: str) -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        read_factor(text)
    assert caught.value.title
    assert len(caught.value.sentence) < 300


@pytest.mark.parametrize("column", [M, G, P])
@pytest.mark.parametrize(
    ("text", "markup"),
    [("+42", "+42%"), ("-2", "-2%"), ("+1.75", "+1.75%"), ("+ 1.75 ", "+1.75%"), ("−2", "-2%")],
)
def test_a_sign_is_refused_where_the_column_takes_none(
    text: str, markup: str, column: FactorKind
) -> None:
    with pytest.raises(MatrixDesignerError, match="has a sign") as caught:
        read_factor(text, column)
    assert f"Write {markup} for a markup" in caught.value.hint
    assert read_factor(markup, column).factor.kind is U
    assert read_factor(text).factor.kind is U


def test_comma_decimals_follow_the_style() -> None:
    comma = read_factor("x1,75", style=NumberStyle.COMMA).factor
    assert comma == read_factor("\u00d71.75").factor
    assert read_factor("+7,5%", style=NumberStyle.COMMA).factor.value == 75_000
    assert read_factor("1.234,5%", FactorKind.MARKUP, NumberStyle.COMMA).factor.value == 12_345_000
    with pytest.raises(MatrixDesignerError):
        read_factor("x1,75")


@given(st.sampled_from(FactorKind), st.integers(-(10**10), 10**10), st.sampled_from(Basis))
def test_a_written_factor_reads_back_the_same(kind: FactorKind, value: int, basis: Basis) -> None:
    try:
        factor = Factor(kind, value, "typed")
    except MatrixDesignerError:
        return
    text = factor_text(kind, value, basis)
    reading = read_factor(text)
    assert (reading.factor.kind, reading.factor.value) == (kind, factor.value)
    assert reading.basis in (None, basis)
    for style in NumberStyle:
        written = text if style is NumberStyle.POINT else text.replace(".", ",")
        assert read_factor(written, style=style).factor.value == value


@given(st.text(alphabet="0123456789.,+-\u2212$%x×* ofcstligpmarkunGP()'\u00a0", max_size=14))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for column in (None, *FactorKind):
        for style in NumberStyle:
            try:
                reading = read_factor(text, column, style)
            except MatrixDesignerError:
                continue
            again = read_factor(reading.factor.text)
            assert again.factor.value == reading.factor.value
            assert again.factor.kind is reading.factor.kind


def test_every_reading_is_said_in_all_units() -> None:
    words = describe_factor(read_factor("+75%").factor)
    for part in ("×1.75", "+75.0 %", "42.9 % GP", "$10.00 part sells for $17.50"):
        assert part in words
    assert "GP" not in describe_factor(read_factor("90% of list").factor, Basis.LIST)
    assert "sells for $15.00" in describe_factor(read_factor("+$5.00").factor)


@pytest.mark.parametrize(
    ("text", "other"),
    [("x1.75", "+75%"), ("x1.75", "175% of cost"), ("x2.5", "60% GP"), ("+150", "x2.50")],
)
def test_the_same_price_in_another_language(text: str, other: str) -> None:
    assert read_factor(text).factor.multiplier == read_factor(other).factor.multiplier
