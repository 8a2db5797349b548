"""`price`, `replay` and `check` go through the plan, and say which rule won."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import POINT
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
)
from matrix_designer.core.strategy import Strategy
from matrix_designer.formats.project import save_design
from tests.cli.conftest import Run, is_refusal

DAY = dt.date(2026, 7, 4)
FRONT = Matrix("Front", (Tier(0, 100_000, read_factor("x2").factor),))
SHOP = Matrix("Shop", (Tier(0, None, read_factor("x3").factor),))
DESIGN = Design(
    "Plan",
    (FRONT, SHOP),
    plan=Plan(
        (
            Rule(ByFlatPrice(), name="Advertised"),
            Rule(ByFamily(), Conditions(descriptions=("filter",))),
            Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(sources=("BRK",)), "Brake parts"),
            Rule(LeftAlone(), Conditions(pay_types=("I",))),
            Rule(ByMatrix("Shop"), Conditions(channels=("RO",))),
            Rule(ByMatrix("Shop"), Conditions(vendors=("Acme",)), starts=DAY, ends=DAY),
        )
    ),
    flat_prices=(FlatPrice("PAD-1", 39_99_00),),
    families=(Family("Oil filters", sources=("FIL",), price=9_95_00),),
)
SALES = """Part,Description,Source,Vendor,Channel,Pay Type,Cost,List,Qty,Sale
PAD-1,Pads,BRK,V,counter,C,20.00,44.00,1,41.00
PAD-2,Pads,BRK,V,counter,C,20.00,44.00,2,41.00
F-1,Oil filter,FIL,V,RO,C,4.00,9.00,10,8.00
H-1,Hose,HOS,V,RO,C,5.00,,1,12.00
H-1,Hose,HOS,V,counter,C,5.00,,1,12.00
H-2,Hose,HOS,Acme,counter,C,50.00,,1,99.00
"""


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """Write a design with a plan of every kind of rule."""
    path = tmp_path / "plan.pmatrix"
    save_design(path, DESIGN)
    return path


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """Write lines that the rules part."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


def plan_step(data: Any) -> str:
    """Return what the trace says of the plan."""
    (step,) = (step for step in data["trace"] if step["step"] == "plan")
    return str(step["detail"])


@pytest.mark.parametrize(
    ("words", "price", "rule", "told"),
    [
        (("--part", "pad-1"), "39.99", 1, "Rule 1 “Advertised”: the flat price list"),
        (
            ("--source", "FIL", "--description", "Oil filter"),
            "9.95",
            2,
            "Rule 2: the price of its family",
        ),
        (("--source", "brk", "--list", "20"), "18.00", 3, "Rule 3 “Brake parts”: list − 10 %"),
        (("--pay-type", "I"), None, 4, "Rule 4: left alone"),
        (("--channel", "ro"), "15.00", 5, "Rule 5: the matrix “Shop”"),
        ((), "10.00", None, "No rule takes it, so the default: the matrix “Front”"),
        (("--vendor", "ACME", "--on", "2026-07-04"), "15.00", 6, "Rule 6: the matrix “Shop”"),
        (
            ("--vendor", "ACME", "--on", "2026-07-05"),
            "10.00",
            None,
            "No rule takes it, so the default: the matrix “Front”",
        ),
    ],
)
def test_a_price_goes_through_the_plan(
    command: Run, design: Path, words: tuple[str, ...], price: str | None, rule: int, told: str
) -> None:
    ran = command("price", design, "--cost", "5.00", *words, "--json")
    assert (ran.data["price"], ran.data["rule"]) == (price, rule)
    assert plan_step(ran.data) == told
    assert ran.status == (1 if price is None else 0)


def test_the_keys_of_a_price_hold_whatever_prices_it(command: Run, design: Path) -> None:
    flat = command("price", design, "--cost", "20", "--part", "PAD-1", "--json").data
    assert flat["gp_percent"] == pytest.approx(100 * 19.99 / 39.99)
    assert flat["multiplier"] == pytest.approx(39.99 / 20)
    assert (flat["factor"], flat["tier"], flat["matrix"]) == (None, None, None)
    assert (flat["part"], flat["treatment"]) == ("PAD-1", "the flat price list")
    shop = command("price", design, "--cost", "20", "--channel", "RO", "--quantity", "2", "--json")
    assert (shop.data["tier"], shop.data["matrix"], shop.data["factor"]) == (1, "Shop", "x3")
    assert shop.data["extended"] == "120.00"


def test_a_matrix_that_is_named_counts_whatever_the_plan_says(command: Run, design: Path) -> None:
    ran = command("price", design, "--cost", "5", "--part", "PAD-1", "--matrix", "Shop", "--json")
    assert (ran.data["price"], ran.data["rule"]) == ("15.00", None)


def test_a_price_is_told_to_people_with_its_rule(command: Run, design: Path) -> None:
    shown = command("price", design, "--cost", "5", "--source", "BRK", "--list", "20").out
    assert "sells for $18.00, by rule 3 “Brake parts”: list − 10 %." in shown
    assert "Source “BRK”" in shown
    unpriced = command("price", design, "--cost", "5", "--source", "BRK")
    assert "has no price by rule 3 “Brake parts”: list − 10 %." in unpriced.out
    assert unpriced.status == 1


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "20261122", "2026-1-1"])
def test_what_is_no_day_is_refused(command: Run, design: Path, day: str) -> None:
    for words in (("price", design, "--cost", "5"), ("check", design), ("replay", design)):
        assert is_refusal(command(*words, "--on", day))


def test_a_replay_goes_through_the_plan(command: Run, design: Path, sales: Path) -> None:
    ran = command("replay", design, "--sales", sales, "--json")
    rows = {
        (row["matrix"], row["tier"], row["row"], row["treatment"]): row["replayed"]
        for row in ran.data["tiers"]
    }
    assert rows == {
        ("Front", 1, "tier", None): "10.00",
        ("Shop", 1, "tier", None): "15.00",
        (None, None, "flat price", None): "39.99",
        (None, None, "family", None): "99.50",
        (None, None, "percent", "list − 10 %"): "79.20",
        (None, None, "left alone", None): "0.00",
    }
    assert ran.data["replayed"]["sales"] == "243.69"
    assert ran.data["unpriced"]["lines"] == 1
    assert ran.status == 1
    steps = ran.data["bridge"]["steps"]
    assert sum(float(step["change"]) for step in steps) == pytest.approx(
        float(ran.data["bridge"]["change"])
    )
    shown = command("replay", design, "--sales", sales).out
    assert "tier 1 of “Shop”" in shown
    assert "list − 10 %" in shown


def test_a_dated_rule_counts_in_a_replay_of_its_day(
    command: Run, design: Path, sales: Path
) -> None:
    ran = command("replay", design, "--sales", sales, "--on", "2026-07-04", "--json")
    assert ran.data["unpriced"]["lines"] == 0
    assert ran.data["replayed"]["sales"] == "393.69"
    assert ran.status == 0


def test_a_whole_strategy_stands_beside(
    command: Run, tmp_path: Path, design: Path, sales: Path
) -> None:
    bare, recorded = tmp_path / "bare.pmatrix", tmp_path / "recorded.pmatrix"
    save_design(bare, replace(DESIGN, matrices=(SHOP, FRONT), plan=Plan()))
    held = DESIGN.strategy
    record = InForce(SHOP, strategy=Strategy((SHOP, FRONT), held.plan, held.flat_prices))
    save_design(recorded, replace(DESIGN, in_force=record))
    beside = command("replay", bare, "--sales", sales, "--against", design, "--json").data
    assert beside["against"]["sales"] == "243.69"
    assert beside["unpriced"]["lines"] == 1
    assert beside["replayed"]["sales"] == "330.00"
    in_force = command("replay", recorded, "--sales", sales, "--json").data
    assert in_force["in_force"]["sales"] == "269.19"


def test_the_checks_go_through_the_plan(command: Run, design: Path, sales: Path) -> None:
    ran = command("check", design, "--sales", sales, "--goal", "90", "--json")
    goal = [one for one in ran.data["findings"] if one["code"] == "below-goal"]
    assert [(one["matrix"], one["dollars"]) for one in goal] == [(None, "856.31")]
