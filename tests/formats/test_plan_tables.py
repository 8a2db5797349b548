"""Rules and families as tables: many headings, bad rows named, there and back, never a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import DOLLAR, POINT, NumberStyle
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import ByMatrix, ByPercent, Conditions, LeftAlone, Plan, Rule, Span
from matrix_designer.formats.family_table import (
    family_file,
    merged_families,
    read_family_file,
)
from matrix_designer.formats.menu_table import read_menu_file
from matrix_designer.formats.rule_table import read_rule_file, read_rule_table, rule_file
from matrix_designer.formats.text_table import TextTable
from matrix_designer.gui.grid.blocks import heads_of, texts_of
from matrix_designer.gui.grid.selection import Block
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_columns import rule_spec
from matrix_designer.gui.pages.plan_entries import Known, PlanEntries
from matrix_designer.gui.pages.plan_lines import lines_of
from tests.core.random_plans import any_family, any_rule

MATRICES = ("Retail", "Fleet")
DESIGN = Design("d", tuple(Matrix(name) for name in MATRICES))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["rules.csv", "rules.xlsx"])
def test_rules_that_were_written_read_back(tmp_path: Path, name: str) -> None:
    rng = Random(8)  # noqa: S311 - repeatable test data
    rules = [any_rule(rng, DESIGN) for _ in range(200)]
    path = tmp_path / name
    path.write_bytes(rule_file(path, rules))
    reading = read_rule_file(path, MATRICES)
    assert reading.problems == ()
    for read, rule in zip(reading.rows, rules, strict=True):
        assert read.note == " ".join(rule.note.split("\n"))
        assert (read.treatment, read.conditions) == (rule.treatment, rule.conditions)
        assert (read.name, read.is_enabled) == (rule.name, rule.is_enabled)
        assert (read.starts, read.ends) == (rule.starts, rule.ends)


def test_no_cell_of_a_table_runs(tmp_path: Path) -> None:
    rule = Rule(
        LeftAlone(), Conditions(sources=("=1+1", "@x"), parts=("+cmd",)), name="-2+3", note="=A1"
    )
    path = tmp_path / "rules.csv"
    path.write_bytes(rule_file(path, [rule]))
    text = path.read_text(encoding="utf-8-sig")
    for formula in ("=1+1", "+cmd", "-2+3", "=A1"):
        assert f",{formula}" not in text
        assert f"\n{formula}" not in text
    assert read_rule_file(path, MATRICES).rows == (rule,)


def test_rules_are_read_under_other_headings(tmp_path: Path) -> None:
    path = write(
        tmp_path / "plan.csv",
        "Our plan\n\nName,Conditions,Stocking Group,Treatment,Starts,Active\n"
        "Brakes,description brake*; cost 5 to 250,,list - 10%,3/1/2026,yes\n"
        "Fleet,customer fleet,12; retail,fleet,,no\n"
        ",,,matrix Wholesale,,\n"
        ",class cheap,,Retail,,\n"
        ",,,Retail,,\n",
    )
    reading = read_rule_file(path, MATRICES)
    assert reading.rows == (
        Rule(
            ByPercent(Basis.LIST, -10 * POINT),
            Conditions(descriptions=("brake*",), cost=Span(5 * DOLLAR, 250 * DOLLAR)),
            name="Brakes",
            starts=dt.date(2026, 3, 1),
        ),
        Rule(
            ByMatrix("Fleet"),
            Conditions(customer_types=("fleet",), groups=("12; retail",)),
            name="Fleet",
            is_enabled=False,
        ),
        Rule(ByMatrix("Retail")),
    )
    first, second = reading.problems
    assert first == (
        "plan.csv, line 6: The design has no matrix named “Wholesale”. It has: Retail, Fleet."
    )
    assert second.startswith("plan.csv, line 7: “cheap” is not a class of parts. The classes are")


def test_numbers_of_rules_follow_the_locale(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.csv", "Class;Cost;Price by\ncaptive;1,50 to 2,50;list - 7,5 %\n")
    (rule,) = read_rule_file(path, MATRICES, NumberStyle.COMMA).rows
    assert rule == Rule(
        ByPercent(Basis.LIST, -75_000),
        Conditions(classes=(PartClass.CAPTIVE,), cost=Span(15_000, 25_000)),
    )


@pytest.mark.parametrize("name", ["families.csv", "families.xlsx"])
def test_families_that_were_written_read_back(tmp_path: Path, name: str) -> None:
    rng = Random(9)  # noqa: S311 - repeatable test data
    families = {family.name: family for family in (any_family(rng) for _ in range(60))}
    many = Family("Many", parts=tuple(f"P-{number}" for number in range(1_300)))
    wanted = (*families.values(), many)
    path = tmp_path / name
    path.write_bytes(family_file(path, wanted))
    reading = read_family_file(path)
    assert reading.problems == ()
    made = merged_families(wanted, reading)
    assert made == wanted  # the averages, which no table holds, stay as they were
    assert merged_families((), reading)[-1] == many


def test_a_family_may_stand_on_many_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "members.csv",
        "Family,Part Number,Price\nOil filters,OF-1,9.95\noil filters,OF-2,\n"
        "Oil filters,of- 1,9.95\nAir filters,AF-1,\n",
    )
    assert merged_families((), read_family_file(path)) == (
        Family("Oil filters", ("OF-1", "OF-2"), price=99_500),
        Family("Air filters", ("AF-1",)),
    )


def test_what_a_table_does_not_say_of_a_family_stays(tmp_path: Path) -> None:
    old = Family(
        "Oil filters",
        ("OF-1",),
        price=90_000,
        factor=read_factor("x1.5").factor,
        averaged=Averaged(60_000_000, 1_000),
        agreed="GM",
    )
    path = write(tmp_path / "prices.csv", "Family,Price\nOIL filters,9.95\n")
    (made,) = merged_families((old,), read_family_file(path))
    assert made == Family("OIL filters", ("OF-1",), price=99_500, agreed="GM")
    same = write(tmp_path / "same.csv", "Family,Price\nOil filters,9.00\n")
    assert merged_families((old,), read_family_file(same)) == (old,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Part,Price\nA,1.00\n", "no head of a table of families. Name a column Family"),
        ("Family,Price\n", "holds no families. It has no row below its head"),
        ("Family,Price\nOil,free\n", "holds no families. none.csv, line 2: “free” is not a number"),
    ],
)
def test_a_file_without_families_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        read_family_file(write(tmp_path / "none.csv", text))
    assert said in caught.value.sentence


def test_two_prices_of_one_family_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", "Family,Price\nOil,1.00\nOil,2.00\n")
    with pytest.raises(MatrixDesignerError, match="two different prices"):
        merged_families((), read_family_file(path))


def test_a_file_without_rules_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "none.csv", "From,To,Multiplier\n0,1,2\n")
    with pytest.raises(MatrixDesignerError, match="no head of a table of rules"):
        read_rule_file(path, MATRICES)


def test_what_is_copied_from_the_rule_grid_reads_back_as_rules() -> None:
    rng = Random(9)  # noqa: S311 - repeatable test data
    rules = [any_rule(rng, DESIGN) for _ in range(99)]
    rules.append(Rule(LeftAlone(), Conditions(list_price=Span())))  # whatever has a list
    numbers = Numbers()
    entries = PlanEntries(numbers, Known(lambda: MATRICES, lambda _: None))
    spec = rule_spec(numbers, "Sold", entries, lambda: MATRICES[0])
    rows = lines_of(
        replace(DESIGN, plan=Plan(tuple(rules))), None, {}, [True] * 100, is_stale=False
    )
    shown = range(len(spec.columns))
    for heads in (
        heads_of(spec, (Block(0, 0, 99, len(shown) - 1),), shown),
        tuple(column.title for column in spec.columns),
    ):
        copied = texts_of(spec, rows, (Block(0, 0, 99, len(shown) - 1),), shown)
        assert heads is not None
        assert copied is not None
        table = TextTable(Path("clipboard"), (heads, *copied[0]), tuple(range(1, 102)))
        reading = read_rule_table(table, MATRICES)
        assert reading.problems == ()
        assert reading.unread[:2] == ("Parts", "Pieces"), "figures are no conditions"
        for read, rule in zip(reading.rows, rules, strict=True):
            assert replace(read, note="") == replace(rule, note="")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_family_file, 'Family,Price\nRotors,"1,234"\n'),
        (read_menu_file, 'Menu,Menu price,Part\nOil change,"1,234",P1\n'),
    ],
)
def test_prices_that_nothing_decides_are_asked_about(
    tmp_path: Path, read: Callable[[Path], object], text: str
) -> None:
    with pytest.raises(MatrixDesignerError, match="a comma or a point"):
        read(write(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    ("field", "text", "new"),
    [
        ("sources", "10, 99", "99"),
        ("sources", "*", "*"),
        ("parts", "10, AB*, ZZ", "ZZ"),
        ("descriptions", "*", ""),
    ],
)
def test_names_that_were_never_sold_are_told_and_patterns_are_none(
    field: str, text: str, new: str
) -> None:
    sold = frozenset({"10"})
    entries = PlanEntries(Numbers(), Known(lambda: MATRICES, lambda _: sold))
    line = lines_of(
        replace(DESIGN, plan=Plan((Rule(LeftAlone()),))), None, {}, [True], is_stale=False
    )[0]
    told = "".join(run.text for run in entries.read_names(line, text, field).hint)
    assert told.partition("not in the sales: ")[2] == new
