"""What two guides of the trade say of a pricing plan, statement by statement, with their numbers.

001 is ACG, "Parts Escalation Matrix: Developing the perfect recipe", July 2020, by ingredient;
002 is M5, "Repair order parts pricing strategy", by section. Each test quotes what it holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from matrix_designer.analysis.assignment import assign
from matrix_designer.analysis.channels import Channel, channel_names, channel_table
from matrix_designer.analysis.classes import captive_goal, split_by_class, suggest_classes
from matrix_designer.analysis.families import (
    SoldMember,
    average_of,
    gp_at,
    outliers_of,
    price_by_factor,
    price_by_goal,
    weighted_cost,
)
from matrix_designer.analysis.menus import menu_totals
from matrix_designer.analysis.row_names import row_names
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import AmbiguousPercentError, Basis, FactorKind, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.flat_price_edits import SetFlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
    Treatment,
)
from matrix_designer.core.plan_edits import SetRuleConditions
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import price_part
from tests.analysis.plan_cases import MAIN, Sold, amount, context, design, found, part_sales

LIST = ByPercent(Basis.LIST, 0)
OFF_TEN = ByPercent(Basis.LIST, -10 * POINT)
REST = Rule(ByMatrix("Main"), name="Hard parts")


def one_price_matrix(name: str, factor: str, basis: Basis = Basis.COST) -> Matrix:
    return Matrix(name, (Tier(CENT, None, read_factor(factor).factor, basis),))


def rule(treatment: Treatment, **conditions: object) -> Rule:
    return Rule(treatment, Conditions(**conditions))  # type: ignore[arg-type]


def price(
    held: Design | Strategy,
    cost: float,
    listed: float | None = None,
    on: dt.date | None = None,
    **known: str,
) -> float | None:
    strategy = held.strategy if isinstance(held, Design) else held
    facts = PartFacts(amount(cost), None if listed is None else amount(listed), **known)
    planned = price_part(strategy, facts, on)
    return None if planned.price is None else planned.price / DOLLAR


# 001 ingredient 2: where to apply the matrix


def test_001_2_competitive_parts_are_flat_priced_and_kept_off_the_matrix() -> None:
    flat = (FlatPrice("PL-123", amount(6.95)),)
    plan = design(rule(ByFlatPrice()), REST, flat_prices=flat)
    assert price(plan, 4, 9, part="pl-123") == 6.95
    assert price(plan, 4, 9, part="XX-1") == 8.00


def test_001_2_all_parts_are_priced_the_same_over_the_counter_and_in_the_service_department() -> (
    None
):
    apart = design(rule(LIST, channels=("Counter",)), REST)
    (one,) = found("counter-and-repair-differ", apart, [Sold(channel="Counter", listed=18)])
    assert one.dollars == amount(2) * PIECE
    assert "001 ingredient 2" in one.source
    both = design(REST)
    table = channel_table(both.strategy, PartFacts(amount(10), amount(18)))
    assert not table[0].differs
    assert table[0].planned.price == table[1].planned.price == amount(20)


def test_001_2_promotions_and_accessories_have_rules_of_their_own() -> None:
    may = Rule(
        ByPercent(Basis.LIST, -20 * POINT),
        Conditions(classes=(PartClass.ACCESSORY,)),
        "May promotion",
        starts=dt.date(2026, 5, 1),
        ends=dt.date(2026, 5, 31),
    )
    classes = Classes(sources=(("ACC", PartClass.ACCESSORY),))
    plan = design(may, rule(LIST, classes=(PartClass.ACCESSORY,)), REST, classes=classes)
    assert price(plan, 60, 100, dt.date(2026, 5, 31), source="ACC") == 80.00
    assert price(plan, 60, 100, dt.date(2026, 6, 1), source="ACC") == 100.00
    assert price(plan, 60, 100, dt.date(2026, 5, 31), source="ENG") == 96.00


def test_001_2_the_own_used_vehicle_department_and_collision_centre_are_channels() -> None:
    inside = ("Used vehicles", "Collision centre")
    plan = design(rule(ByPercent(Basis.COST, 25 * POINT), channels=inside), REST)
    assert price(plan, 100, 180, channel="used vehicles") == 125.00
    assert price(plan, 100, 180, channel="Collision Centre") == 125.00
    assert price(plan, 100, 180, channel="Counter") == 160.00


def test_001_2_fleet_wholesale_senior_and_military_customers_may_have_matrices() -> None:
    kinds = {"Fleet": "x1.40", "Wholesale": "x1.25", "Senior": "x1.55", "Military": "x1.50"}
    matrices = (MAIN, *(one_price_matrix(name, factor) for name, factor in kinds.items()))
    rules = [rule(ByMatrix(name), customer_types=(name,)) for name in kinds]
    plan = design(*rules, REST, matrices=matrices)
    told = {name: price(plan, 100, customer_type=name) for name in (*kinds, "Retail")}
    assert told == {"Fleet": 140, "Wholesale": 125, "Senior": 155, "Military": 150, "Retail": 160}
    table = {
        one.channel: one
        for one in channel_table(plan.strategy, PartFacts(amount(100)), channel_names(plan.plan))
    }
    assert table[Channel.FLEET].planned.price == amount(140)
    assert table[Channel.WHOLESALE].is_intended
    assert not any(one.is_flagged for one in table.values())


# 001 ingredient 3: which parts we want to matrix in the first place


def test_001_3_brake_pads_and_a_sensor_in_the_same_price_range_are_priced_apart() -> None:
    plan = design(rule(OFF_TEN, sources=("BRK",)), REST)
    assert price(plan, 50, 75, source="ELE") == 80.00
    assert price(plan, 50, 75, source="BRK") == 67.50
    by_group = design(rule(OFF_TEN, groups=("Brakes",)), REST)
    assert price(by_group, 50, 75, source="ELE", group="brakes") == 67.50


def test_001_3_competitive_parts_on_the_matrix_are_found_by_source() -> None:
    classes = Classes(sources=(("BRK", PartClass.COMPETITIVE),))
    lines = [Sold(source="BRK", cost=50, listed=75, sold=80), Sold(source="ELE", cost=50)]
    (one,) = found("competitive-on-matrix", design(REST, classes=classes), lines)
    assert (one.subject, one.dollars) == ("BRK", amount(80) * PIECE)
    off = design(rule(LIST, sources=("BRK",)), REST, classes=classes)
    assert not found("competitive-on-matrix", off, lines)


def test_001_3_a_flat_price_is_not_updated_to_the_matrix_price() -> None:
    flat = (FlatPrice("P1", amount(39.95)),)
    plan = design(rule(ByFlatPrice()), REST, flat_prices=flat)
    dearer = replace(plan, matrices=(one_price_matrix("Main", "x3"),))
    assert price(plan, 20, part="P1") == price(dearer, 20, part="P1") == 39.95
    assert price(dearer, 24, part="P1") == 39.95


# 001 ingredient 4, on which the plan's percents rest


def test_001_4_marked_up_from_cost_by_1_75_a_ten_dollar_part_retains_42_8_percent() -> None:
    """The page writes "1.75%": a percent that is none."""
    plan = design(matrices=(one_price_matrix("Main", "x1.75"),))
    assert price(plan, 10) == 17.50
    assert float(100 * Fraction(750, 1750)) == pytest.approx(42.857, abs=0.001)


# 001 ingredient 5: captive parts make up the difference


def test_001_5_captive_parts_make_up_for_competitive_flat_priced_parts() -> None:
    classes = Classes(sources=(("MTC", PartClass.COMPETITIVE),))
    sales = part_sales([Sold("F", "MTC", cost=50), Sold("E", "ENG", cost=50)])
    held = design(REST, classes=classes)
    split = split_by_class(
        assign(held.strategy, None, row_names(sales)),
        np.array([amount(62.5), amount(100)], np.int64),
    )
    needed = captive_goal(split, 40 * POINT)
    # 40 % of all needs 166.67; filters at 20 % bring 62.50, so hard parts must bring 104.17.
    assert needed.gp_percent == pytest.approx(52, abs=0.001)
    assert needed.present == 50


def test_001_5_parts_are_told_apart_by_piece_sales_and_other_algorithms() -> None:
    lines = [Sold("F1", "MTC", cost=4, listed=5.5, description="Oil filter")] * 60
    sales = part_sales([*lines, Sold("S1", "ENG", cost=40, listed=90, description="Sensor")])
    held = design(REST)
    told = suggest_classes(sales, assign(held.strategy, None, row_names(sales)), held.classes)
    assert [(one.part, one.part_class) for one in told] == [("F1", PartClass.COMPETITIVE)]
    assert told[0].words.startswith("sold 60 times; list is 1.38 × cost")


# 002 D: three groups of parts


def test_002_d_three_groups_are_priced_three_ways() -> None:
    classes = Classes(
        sources=(("MNT", PartClass.MAINTENANCE), ("HARD", PartClass.CAPTIVE)),
        parts=(("PLUG", PartClass.COMPETITIVE),),
    )
    plan = design(
        rule(ByFlatPrice(), classes=(PartClass.COMPETITIVE,)),
        rule(ByPercent(Basis.COST, 45 * POINT), classes=(PartClass.MAINTENANCE,)),
        Rule(ByMatrix("Main")),
        classes=classes,
        flat_prices=(FlatPrice("PLUG", amount(2.10)),),
    )
    assert price(plan, 1.40, source="MNT", part="PLUG") == 2.10
    assert price(plan, 20, source="MNT", part="SHOCK") == 29.00
    assert price(plan, 20, source="HARD", part="WIPER MOTOR") == 32.00
    moved = replace(
        plan, classes=Classes(classes.sources, (*classes.parts, ("SHOCK", PartClass.CAPTIVE)))
    )
    assert price(moved, 20, source="MNT", part="SHOCK") == 32.00


def test_002_d_marked_up_approximately_145_percent_is_a_trap() -> None:
    """Read as a markup it is x2.45, read as percent of cost x1.45, which stays competitive."""
    with pytest.raises(AmbiguousPercentError) as asked:
        read_factor("145%")
    markup, percent_of = asked.value.readings
    assert (markup.multiplier, percent_of.multiplier) == (Fraction(245, 100), Fraction(145, 100))
    assert (markup.kind, percent_of.kind) == (FactorKind.MARKUP, FactorKind.PERCENT_OF)
    assert markup.price_of(amount(10)) == amount(24.50)
    assert percent_of.price_of(amount(10)) == amount(14.50)


def test_002_d_maintenance_parts_are_not_updated_by_a_price_master_update() -> None:
    plan = design(rule(LeftAlone(), sources=("MNT",)), REST)
    assert price(plan, 20, 30, source="MNT") is None
    planned = price_part(plan.strategy, PartFacts(amount(20), source="MNT"))
    assert isinstance(planned.match.treatment, LeftAlone)
    assert "left alone" in [step.step for step in planned.steps]


# 002 H: techniques


@pytest.mark.parametrize(("percent", "expected"), [(5, 439.95), (10, 460.90), (15, 481.85)])
def test_002_h_single_level_list_manipulation_inflates_every_list(
    percent: int, expected: float
) -> None:
    plan = design(Rule(ByPercent(Basis.LIST, percent * POINT)))
    assert price(plan, 250, 419) == expected
    classes = Classes(sources=(("BRK", PartClass.COMPETITIVE),))
    (one,) = found(
        "competitive-above-list",
        replace(plan, classes=classes),
        [Sold(source="BRK", cost=250, listed=419, sold=419)],
    )
    assert one.dollars == amount(round(expected - 419, 2)) * PIECE


def test_002_h_cost_doubling_sells_a_250_dollar_part_81_dollars_above_its_list_of_419() -> None:
    plan = design(matrices=(one_price_matrix("Main", "x2"),))
    doubled = price(plan, 250, 419)
    assert doubled == 500.00
    assert doubled - 419 == 81.00
    assert (doubled - 250) / doubled == 0.5
    # A part with a liberal markup from cost to list sells below its list.
    assert price(plan, 100, 240) == 200.00


@pytest.mark.parametrize(
    ("cost", "expected"),
    [(0.01, 0.02), (0.50, 0.88), (0.74, 1.30), (0.75, 1.28), (1.00, 1.70), (1.25, 2.13)],
)
def test_002_h_variable_percent_mark_up_from_one_cent_to_1_25(cost: float, expected: float) -> None:
    """Cost times 175 % from $0.01 to $0.74, times 170 % from $0.75 to $1.25, half up."""
    variable = Matrix(
        "Main",
        (
            Tier(CENT, amount(0.74), read_factor("175% of cost").factor),
            Tier(amount(0.75), amount(1.25), read_factor("170% of cost").factor),
        ),
    )
    assert price(design(matrices=(variable,)), cost) == expected


def test_002_h_list_plus_ten_percent_on_everything_is_no_matrix_but_a_rule() -> None:
    everything = design(Rule(ByPercent(Basis.LIST, 10 * POINT)))
    assert price(everything, 10, 20) == 22.00
    assert price(design(Rule(LIST)), 10, 19.99) == 19.99
    assert price(everything, 10) is None


def test_002_h_sources_of_their_own_for_maintenance_sensitive_accessories_and_engines() -> None:
    sources = {"MNT": 45, "SENS": 30, "ACC": 40, "REMAN": 20}
    rules = [
        rule(ByPercent(Basis.COST, up * POINT), sources=(name,)) for name, up in sources.items()
    ]
    plan = design(*rules, REST)
    told = {name: price(plan, 100, source=name) for name in (*sources, "HARD")}
    assert told == {"MNT": 145, "SENS": 130, "ACC": 140, "REMAN": 120, "HARD": 160}
    (one,) = found("uncovered-source", design(*rules), [Sold(source="HARD"), Sold(source="MNT")])
    assert one.subject == "HARD"


# 002 I: cost averaging


def test_002_i_spark_plugs_at_1_40_times_1_50_sell_at_2_10() -> None:
    """Cost x sales of each part, added up, over all sales; that by the mark-up factor."""
    sold = [(amount(1.20) * 300 * PIECE, 300 * PIECE), (amount(1.70) * 200 * PIECE, 200 * PIECE)]
    averaged = weighted_cost(sold)
    assert averaged is not None
    assert average_of(averaged) == amount(1.40)
    one_fifty = read_factor("x1.50").factor
    assert price_by_factor(averaged, one_fifty) == amount(2.10)
    # "150% mark-up factor" read as a markup would make $3.50 of it.
    assert price_by_factor(averaged, read_factor("+150%").factor) == amount(3.50)


def test_002_i_the_average_is_by_what_was_sold_and_exact() -> None:
    averaged = weighted_cost([(amount(1) * PIECE, PIECE), (amount(2) * 2 * PIECE, 2 * PIECE)])
    assert averaged is not None
    assert average_of(averaged) == Fraction(amount(5), 3)
    assert price_by_goal(averaged, 42 * POINT) == amount(2.87)


def test_002_i_all_oil_filters_3_95_and_wiper_blades_5_95() -> None:
    families = (
        Family("Oil filters", descriptions=("oil filter",), price=amount(3.95)),
        Family("Wiper blades", descriptions=("wiper blade",), price=amount(5.95)),
    )
    plan = design(rule(ByFamily()), REST, families=families)
    assert price(plan, 2.10, description="OIL FILTER, SHORT") == 3.95
    assert price(plan, 2.60, description="Oil filter") == 3.95
    assert price(plan, 3.00, description="wiper blade 22in") == 5.95
    assert price(plan, 3.00, description="sensor") == 6.00


def test_002_i_a_part_much_higher_than_the_others_is_an_exception() -> None:
    members = [
        SoldMember("A", "", 100 * PIECE, amount(1.30) * 100 * PIECE),
        SoldMember("B", "", 100 * PIECE, amount(1.50) * 100 * PIECE),
        SoldMember("C", "", 5 * PIECE, amount(9) * 5 * PIECE),
    ]
    assert [one.part for one in outliers_of(members)] == ["C"]
    out = Family("Plugs", ("A", "B", "C"), excluded=("C",), price=amount(2.10))
    plan = design(rule(ByFamily()), REST, families=(out,))
    assert price(plan, 9, part="C") == 18.00
    mix = gp_at(members[:2], amount(2.10))
    assert mix.gp_percent == pytest.approx(100 / 3)
    # Half of all pieces move from the cheaper to the dearer part: 1.40 becomes 1.50 on average.
    assert gp_at(members[:2], amount(2.10), Fraction(1, 2)).gp_percent == pytest.approx(100 * 2 / 7)


def test_002_i_one_price_lets_a_menu_be_quoted_at_once() -> None:
    families = (Family("Plugs", descriptions=("spark plug",), price=amount(2.10)),)
    plugs = MenuPart("P1", 4 * PIECE, "Spark plug", cost=amount(1.20))
    menu = ServiceMenu("Tune-up", amount(8.40), (plugs,))
    plan = design(rule(ByFamily()), REST, families=families, menus=(menu,))
    assert menu_totals(plan.strategy)[0].total == amount(8.40)
    other = replace(plugs, part="P2", cost=amount(1.70))
    dearer = replace(plan, menus=(replace(menu, parts=(other,)),))
    assert menu_totals(dearer.strategy)[0].difference == 0


# 002 J: sources for parts excluded from matrixing


def test_002_j_an_engine_at_list_and_ten_percent_off_list_on_brake_pads() -> None:
    plan = design(
        rule(LIST, descriptions=("engine assembly",)),
        rule(OFF_TEN, sources=("BRK",)),
        REST,
    )
    assert price(plan, 3200, 4750, description="ENGINE ASSEMBLY, 2.0L") == 4750.00
    assert price(plan, 38, 64.99, source="BRK") == 58.49
    assert price(plan, 38, 64.95, source="BRK") == 58.46


def test_002_j_a_selling_price_is_never_adjusted_without_agreement() -> None:
    locked = FlatPrice(
        "P1", amount(6.95), cost=amount(4), is_locked=True, agreed="Service manager, March"
    )
    plan = design(rule(ByFlatPrice()), REST, flat_prices=(locked,))
    with pytest.raises(MatrixDesignerError, match="locked"):
        SetFlatPrice(0, replace(locked, price=amount(7.50))).apply(plan)
    # The cost is reviewed all the same.
    reviewed = SetFlatPrice(0, replace(locked, cost=amount(5))).apply(plan)
    assert reviewed.flat_prices[0].cost == amount(5)
    agreed = replace(locked, price=amount(7.50), agreed="Service manager, April")
    assert SetFlatPrice(0, agreed).apply(plan).flat_prices[0].price == amount(7.50)


def test_002_j_if_selling_prices_move_quotes_from_service_menus_are_not_accurate() -> None:
    menu = ServiceMenu("Oil service", amount(40), (MenuPart("F", 2 * PIECE, cost=amount(10)),))
    plan = design(REST, menus=(menu,))
    assert not found("menu-total", plan)
    dearer = replace(plan, matrices=(one_price_matrix("Main", "x2.2"),))
    (one,) = found("menu-total", dearer)
    assert "come to $44.00 under the plan, and the menu says $40.00" in one.message


def test_002_j_a_cost_that_moved_since_the_review_is_told() -> None:
    flat = (FlatPrice("P1", amount(6.95), cost=amount(4), reviewed=dt.date(2026, 3, 1)),)
    plan = design(rule(ByFlatPrice()), REST, flat_prices=flat)
    (one,) = found("flat-cost-moved", plan, [Sold(cost=4.40)])
    assert "reviewed on 2026-03-01" in one.message
    assert one.way == "Price it at $7.65, which keeps its GP %"


# 002 K: communicate changes


def test_002_k_a_market_review_stands_beside_our_prices() -> None:
    seen = (
        CompetitorPrice("Mass merchandiser", amount(5.49), dt.date(2026, 2, 1)),
        CompetitorPrice("Tire store", amount(6.25), dt.date(2026, 2, 1)),
    )
    flat = FlatPrice("P1", amount(6.95), competitors=seen)
    plan = design(rule(ByFlatPrice()), REST, flat_prices=(flat,))
    assert min(one.price for one in plan.flat_prices[0].competitors) == amount(5.49)
    assert price(plan, 4, part="P1") == 6.95


# 002 M, which the findings of the plan rest on


def test_002_m_menu_items_sensitive_and_advertised_parts_never_sell_above_list() -> None:
    lines = [Sold("P1", cost=10, listed=18)]
    menu = (ServiceMenu("Brakes", amount(20), (MenuPart("P1"),)),)
    (one,) = found("competitive-above-list", design(REST, menus=menu), lines)
    assert one.dollars == amount(2) * PIECE
    assert one.source == "002 section M"


def test_002_m_some_matrixed_parts_move_to_a_lesser_priced_category() -> None:
    plan = design(rule(OFF_TEN, parts=("P1",)), REST)
    moved = SetRuleConditions(0, Conditions(parts=("P1", "P2"))).apply(plan)
    assert (price(plan, 10, 18, part="P2"), price(moved, 10, 18, part="P2")) == (20.00, 16.20)
    assert moved.plan == Plan(
        (replace(plan.plan.rules[0], conditions=Conditions(parts=("P1", "P2"))), plan.plan.rules[1])
    )
    assert not context(moved).design.families
