"""What is typed into the cells of a plan: every form, every refusal, and there and back again."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from matrix_designer.core.competitor_text import competitors_text, read_competitors
from matrix_designer.core.conditions_text import (
    NAMED,
    condition_text,
    conditions_text,
    read_class,
    read_classes,
    read_conditions,
    with_condition,
)
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis
from matrix_designer.core.flat_price import CompetitorPrice
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import DOLLAR, POINT, NumberStyle
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import (
    ANYTHING,
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Span,
    Treatment,
)
from matrix_designer.core.plan_text import (
    days_text,
    names_text,
    read_day,
    read_days,
    read_names,
    read_price,
    read_span,
    read_yes,
    span_text,
    yes_text,
)
from matrix_designer.core.treatment_text import read_treatment, treatment_text
from tests.core.random_plans import any_conditions, any_flat_price, any_treatment

MATRICES = ("Retail", "Fleet & more", "list")
MARCH, MAY = dt.date(2026, 3, 1), dt.date(2026, 5, 31)


def refusal(read: object, text: str) -> str:
    with pytest.raises(MatrixDesignerError) as caught:
        read(text)  # type: ignore[operator]
    return caught.value.sentence


def percent(basis: Basis, points: float) -> ByPercent:
    return ByPercent(basis, round(points * POINT))


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("", ANYTHING),
        ("Everything", ANYTHING),
        ("everything else", ANYTHING),
        ("FM, AB", Conditions(sources=("FM", "AB"))),
        ("source FM; group 12", Conditions(sources=("FM",), groups=("12",))),
        (
            "FM, AB; class competitive; cost 10.00 to 35.00; part 15400*",
            Conditions(
                sources=("FM", "AB"),
                classes=(PartClass.COMPETITIVE,),
                cost=Span(10 * DOLLAR, 35 * DOLLAR),
                parts=("15400*",),
            ),
        ),
        (
            "Customer type fleet, Senior ; PAY: C ;; channel used vehicles",
            Conditions(
                customer_types=("fleet", "Senior"), pay_types=("C",), channels=("used vehicles",)
            ),
        ),
        (
            "description engine*, transmission; cost above 250",
            Conditions(descriptions=("engine*", "transmission"), cost=Span(250 * DOLLAR + 1)),
        ),
        ('"class A"; "x;y", "say ""hi"""', None),
        ('"class A", "x;y", "say ""hi"""', Conditions(sources=("class A", "x;y", 'say "hi"'))),
        ("list >= 5; vendor = NAPA", Conditions(list_price=Span(5 * DOLLAR), vendors=("NAPA",))),
        (
            "sale class A; class captive",
            Conditions(sale_classes=("A",), classes=(PartClass.CAPTIVE,)),
        ),
        ("FM, fm , FM", Conditions(sources=("FM",))),
        ("part 12 34, 1234", Conditions(parts=("12 34",))),
        ("cost10, Partsmart", Conditions(sources=("cost10", "Partsmart"))),
    ],
)
def test_conditions_are_read(text: str, conditions: Conditions | None) -> None:
    if conditions is None:
        assert "names the source a second time" in refusal(read_conditions, text)
        return
    assert read_conditions(text) == conditions
    assert read_conditions(conditions_text(conditions)) == conditions


def test_conditions_are_written_as_the_brief_example() -> None:
    text = "FM, AB; part 15400*; class competitive; cost 10.00 to 35.00"
    assert conditions_text(read_conditions(text)) == text
    assert conditions_text(ANYTHING) == "everything"
    odd = Conditions(sources=("list", "class x", "everything", ""), customer_types=("type A",))
    assert conditions_text(odd) == '"list", "class x", "everything", ""; customer "type A"'
    assert read_conditions(conditions_text(odd)) == odd


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("class", "“class” does not say which"),
        ("class cheap", "“cheap” is not a class of parts. The classes are captive"),
        ("cost ten", "“ten” is not a price range. Write it like 10.00 to 35.00"),
        ("cost 35 to 10", "The price range ends below its start. Exchange the two amounts"),
        ("cost 1.00001", "more than four decimals"),
        ('FM, "AB', 'A quotation mark in “FM, "AB” is never closed'),
    ],
)
def test_conditions_that_cannot_be_read_are_refused(text: str, said: str) -> None:
    assert said in refusal(read_conditions, text)


@pytest.mark.parametrize(
    ("text", "span", "written"),
    [
        ("10 to 35", Span(10 * DOLLAR, 35 * DOLLAR), "10.00 to 35.00"),
        ("$10.00 - $35.00", Span(10 * DOLLAR, 35 * DOLLAR), "10.00 to 35.00"),
        ("10–35", Span(10 * DOLLAR, 35 * DOLLAR), "10.00 to 35.00"),
        ("from 10 to 35", Span(10 * DOLLAR, 35 * DOLLAR), "10.00 to 35.00"),
        ("between 1,000 and 2,000", Span(1_000 * DOLLAR, 2_000 * DOLLAR), "1000.00 to 2000.00"),
        ("250+", Span(250 * DOLLAR), "from 250.00"),
        ("250 and up", Span(250 * DOLLAR), "from 250.00"),
        (">250", Span(250 * DOLLAR + 1), "from 250.0001"),
        ("under 5", Span(0, 5 * DOLLAR - 1), "up to 4.9999"),
        ("up to 5", Span(0, 5 * DOLLAR), "up to 5.00"),
        ("≤ 5", Span(0, 5 * DOLLAR), "up to 5.00"),
        ("5", Span(5 * DOLLAR, 5 * DOLLAR), "5.00 to 5.00"),
        ("from 0", Span(), "from 0.00"),
        ("any", None, ""),
    ],
)
def test_price_ranges(text: str, span: Span | None, written: str) -> None:
    assert read_span(text) == span
    assert span_text(span) == written
    assert read_span(written) == span


def test_numbers_follow_the_locale() -> None:
    assert read_span("10,50 to 1.035,00", NumberStyle.COMMA) == Span(105_000, 1_035 * DOLLAR)
    assert read_treatment("list - 10,5 %", (), NumberStyle.COMMA) == percent(Basis.LIST, -10.5)
    assert read_price("12,50", NumberStyle.COMMA) == 125_000


@pytest.mark.parametrize(
    ("text", "treatment", "written"),
    [
        ("matrix Retail", ByMatrix("Retail"), "matrix Retail"),
        ("retail", ByMatrix("Retail"), "matrix Retail"),
        ("FLEET & MORE", ByMatrix("Fleet & more"), "matrix Fleet & more"),
        ("Matrix: list", ByMatrix("list"), "matrix list"),
        ("matrix Unknown one", ByMatrix("Unknown one"), "matrix Unknown one"),
        ('matrix "a, b"', ByMatrix("a, b"), 'matrix "a, b"'),
        ("flat price list", ByFlatPrice(), "flat price list"),
        ("Flat", ByFlatPrice(), "flat price list"),
        ("family price", ByFamily(), "family price"),
        ("Leave alone", LeftAlone(), "leave alone"),
        ("do not update", LeftAlone(), "leave alone"),
        ("list - 10 %", percent(Basis.LIST, -10), "list - 10 %"),
        ("List −10%", percent(Basis.LIST, -10), "list - 10 %"),
        ("msrp less 10 percent", percent(Basis.LIST, -10), "list - 10 %"),
        ("-10% of list", percent(Basis.LIST, -10), "list - 10 %"),
        ("10% off list", percent(Basis.LIST, -10), "list - 10 %"),
        ("90% of list", percent(Basis.LIST, -10), "list - 10 %"),
        ("cost + 45 %", percent(Basis.COST, 45), "cost + 45 %"),
        ("Cost plus 45%", percent(Basis.COST, 45), "cost + 45 %"),
        ("145 % of cost", percent(Basis.COST, 45), "cost + 45 %"),
        ("cost x 1.45", percent(Basis.COST, 45), "cost + 45 %"),
        ("×1.45 cost", percent(Basis.COST, 45), "cost + 45 %"),
        ("cost + 7.1234", percent(Basis.COST, 7.1234), "cost + 7.1234 %"),
        ("at list", percent(Basis.LIST, 0), "list"),
        ("cost", percent(Basis.COST, 0), "cost"),
    ],
)
def test_treatments_are_read_and_written(text: str, treatment: Treatment, written: str) -> None:
    assert read_treatment(text, MATRICES) == treatment
    assert treatment_text(treatment) == written
    assert read_treatment(written, MATRICES) == treatment
    assert read_treatment(written) == treatment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The treatment is empty. The matrices are Retail, Fleet & more, list. Write a"),
        ("cheap", "“cheap” is not a treatment"),
        (
            "list 10 %",
            "is added or taken off. Write list + 10 %, list - 10 % or 10 % of list",
        ),
        ("42% GP", "is a GP %, which a rule cannot hold. Write cost + 72.4138 %"),
        ("cost + 1.00001 %", "more than four decimals"),
        ("list - 100 %", "The percent of a rule is out of range"),
        ("0% of list", "The percent of a rule is out of range"),
    ],
)
def test_treatments_that_cannot_be_read_are_refused(text: str, said: str) -> None:
    def read(typed: str) -> Treatment:
        return read_treatment(typed, MATRICES)

    assert said in refusal(read, text)


@pytest.mark.parametrize(
    ("text", "days", "written"),
    [
        ("", (None, None), ""),
        ("always", (None, None), ""),
        ("2026-03-01 to 2026-05-31", (MARCH, MAY), "2026-03-01 to 2026-05-31"),
        ("3/1/2026 – 5/31/2026", (MARCH, MAY), "2026-03-01 to 2026-05-31"),
        ("from 1.3.2026", (MARCH, None), "from 2026-03-01"),
        ("until 2026-05-31", (None, MAY), "until 2026-05-31"),
        ("from 2026-03-01 until 2026-05-31", (MARCH, MAY), "2026-03-01 to 2026-05-31"),
        ("2026-03-01", (MARCH, MARCH), "2026-03-01 to 2026-03-01"),
    ],
)
def test_days(text: str, days: tuple[dt.date | None, dt.date | None], written: str) -> None:
    assert read_days(text) == days
    assert days_text(*days) == written
    assert read_days(written) == days


@pytest.mark.parametrize("text", ["31/12/2026", "2026-02-30", "soon", "2026", "1/1/26"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    assert refusal(read_day, text).endswith("is not a day. Write it as 2026-12-31.")


def test_classes_prices_and_yes() -> None:
    assert read_classes("Accessories, captive, captive") == (PartClass.ACCESSORY, PartClass.CAPTIVE)
    assert read_class("") is None
    assert "one class only" in refusal(read_class, "captive, competitive")
    assert read_price(" $1,003.25 ") == 10_032_500
    assert "whole cents above 0.00" in refusal(read_price, "1.234")
    assert "whole cents above 0.00" in refusal(read_price, "0")
    assert [read_yes(text) for text in ("Yes", "x", "no", "", "FALSE")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert read_yes(yes_text(is_so=True)) is True
    assert refusal(read_yes, "maybe") == "“maybe” is neither yes nor no. Write yes or no."


def test_competitors() -> None:
    text = 'NAPA 12.34 2026-03-01; Auto Zone 11.99; "O;R 7" 5.00'
    found = (
        CompetitorPrice("NAPA", 123_400, MARCH),
        CompetitorPrice("Auto Zone", 119_900),
        CompetitorPrice("O;R 7", 50_000),
    )
    assert read_competitors(text) == found
    assert competitors_text(found) == text
    assert read_competitors("NAPA: $12.34 (3/1/2026)") == found[:1]
    assert "is not a competitor and a price" in refusal(read_competitors, "NAPA")


def test_one_column_is_typed_without_its_word() -> None:
    made = with_condition(ANYTHING, "sources", "list, cost 5")
    assert made.sources == ("list", "cost 5")
    assert condition_text(made, "sources") == "list, cost 5"
    assert with_condition(made, "cost", "10 to 35").cost == Span(100_000, 350_000)
    assert with_condition(made, "sources", "") == ANYTHING


def test_random_conditions_treatments_and_competitors_read_back() -> None:
    rng = Random(5)  # noqa: S311 - repeatable test data
    design = Design("d", tuple(Matrix(name) for name in MATRICES))
    for _ in range(3_000):
        conditions = any_conditions(rng)
        assert read_conditions(conditions_text(conditions)) == conditions
        for field in (*NAMED, "classes", "cost", "list_price"):
            shown = condition_text(conditions, field)
            assert with_condition(conditions, field, shown) == conditions
        treatment = any_treatment(rng, design)
        assert read_treatment(treatment_text(treatment), MATRICES) == treatment
        competitors = any_flat_price(rng).competitors
        assert read_competitors(competitors_text(competitors)) == competitors


LETTERS = "ab ,;\"'“”=:<>*?%-.$1\u00e9\n\t"


def test_any_name_reads_back() -> None:
    rng = Random(6)  # noqa: S311 - repeatable test data
    for _ in range(5_000):
        name = "".join(rng.choice(LETTERS) for _ in range(rng.randint(0, 8)))
        other = rng.choice(("class ", "type ", "")) + name
        assert read_names(names_text((name,))) == (name,)
        for field in NAMED:
            made = Conditions(**{field: (other,)})  # type: ignore[arg-type]
            assert read_conditions(conditions_text(made)) == made
        assert read_treatment(treatment_text(ByMatrix(other)), ()) == ByMatrix(other)
        entry = (CompetitorPrice(name if name.strip() else "x", DOLLAR, rng.choice((None, MAY))),)
        assert read_competitors(competitors_text(entry)) == entry
