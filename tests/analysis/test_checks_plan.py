"""The findings of a plan on small cases: when, how bad, and the dollars that the table names."""

from __future__ import annotations

from dataclasses import replace

from matrix_designer.analysis.checks.plan_suite import judge_plan
from matrix_designer.analysis.findings import Severity
from matrix_designer.core.design import Design, Silence
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import DOLLAR, PIECE, POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
)
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.first_fixes import with_fixes
from matrix_designer.evaluation.fixing import trials
from tests.analysis.plan_cases import (
    AT_LIST,
    FLAT_MATRIX,
    MAIN,
    Sold,
    amount,
    context,
    design,
    found,
    part_sales,
    rule,
)

DOLLARS = DOLLAR * PIECE
REST = rule(ByMatrix("Main"), "Rest")
COMPETITIVE = Classes(sources=(("BRK", PartClass.COMPETITIVE),))


def test_nothing_is_found_of_a_design_without_a_plan() -> None:
    assert not judge_plan(context(design(), [Sold()])).findings


def test_a_dead_rule_names_what_shadows_it_and_what_was_sold_of_its_parts() -> None:
    plan = design(REST, rule(name="Brakes", sources=("BRK",)))
    (one,) = found("dead-rule", plan, [Sold(source="BRK", sold=25, quantity=2), Sold()])
    assert (one.severity, one.rule, one.dollars) == (Severity.WARNING, 2, 50 * DOLLARS)
    assert one.message == (
        "Rule 2 “Brakes” can never win: rule 1 “Rest” takes every part that it would."
    )
    assert found("dead-rule", plan)[0].dollars is None


def test_a_source_that_no_rule_takes_is_an_error_with_its_dollars() -> None:
    plan = design(rule(sources=("BRK",)), rule(ByFlatPrice()))
    lines = [Sold(source="BRK"), Sold(source="AC", sold=30, quantity=3)]
    (one,) = found("uncovered-source", plan, lines)
    assert (one.severity, one.subject, one.dollars) == (Severity.ERROR, "AC", 90 * DOLLARS)
    assert not found("uncovered-source", design(rule(sources=("BRK",)), REST), lines)
    assert not found("uncovered-source", design(), lines)
    # A source of which one line is taken has been thought of.
    flat = (FlatPrice("P1", 5 * DOLLAR),)
    assert not found("uncovered-source", replace(plan, flat_prices=flat), lines)


def test_competitive_parts_on_an_escalating_matrix() -> None:
    lines = [Sold(source="BRK", sold=25), Sold(source="ENG")]
    plan = design(rule(sources=("ENG",)), REST, classes=COMPETITIVE)
    (one,) = found("competitive-on-matrix", plan, lines)
    assert (one.subject, one.rule, one.dollars) == ("BRK", 2, 25 * DOLLARS)
    assert "“Main”" in one.message
    off = design(rule(sources=("BRK",)), REST, classes=COMPETITIVE)
    assert not found("competitive-on-matrix", off, lines)
    light = design(
        rule(ByMatrix("Light"), sources=("BRK",)),
        REST,
        matrices=(MAIN, FLAT_MATRIX),
        classes=COMPETITIVE,
    )
    assert not found("competitive-on-matrix", light, lines)
    captive = Classes(sources=(("BRK", PartClass.CAPTIVE),))
    assert not found("competitive-on-matrix", replace(plan, classes=captive), lines)


def test_without_a_plan_the_default_matrix_takes_competitive_parts() -> None:
    (one,) = found("competitive-on-matrix", design(classes=COMPETITIVE), [Sold(source="BRK")])
    assert one.rule is None
    (one,) = found("competitive-on-matrix", design(classes=COMPETITIVE))
    assert one.dollars is None


def test_competitive_menu_and_flat_parts_above_list() -> None:
    lines = [Sold("A", "BRK", cost=10, listed=18, quantity=2), Sold("B", "ENG", cost=10, listed=15)]
    (one,) = found("competitive-above-list", design(REST, classes=COMPETITIVE), lines)
    assert (one.rule, one.dollars) == (1, 4 * DOLLARS)
    assert "part “A” at $20.00 against a list of $18.00" in one.message
    menu = (ServiceMenu("Brakes", 20 * DOLLAR, (MenuPart("b"),)),)
    assert (
        found("competitive-above-list", design(REST, menus=menu), lines)[0].dollars == 5 * DOLLARS
    )
    flat = (FlatPrice("A", 19 * DOLLAR),)
    (one,) = found(
        "competitive-above-list", design(rule(ByFlatPrice()), REST, flat_prices=flat), lines
    )
    assert (one.rule, one.dollars) == (1, 2 * DOLLARS)
    at_list = design(rule(AT_LIST, sources=("BRK",)), REST, classes=COMPETITIVE)
    assert not found("competitive-above-list", at_list, lines)


def test_a_rule_that_sells_under_cost_is_an_error_for_retail_and_advice_for_wholesale() -> None:
    below = ByPercent(Basis.LIST, -50 * POINT)
    lines = [Sold(cost=10, listed=18, quantity=3, customer_type="Wholesale")]
    (one,) = found("below-cost", design(rule(below)), lines)
    assert (one.severity, one.rule, one.dollars) == (Severity.ERROR, 1, 3 * DOLLARS)
    trade = design(rule(below, customer_types=("wholesale",)), REST)
    (one,) = found("below-cost", trade, lines)
    assert one.severity is Severity.ADVICE
    flat = design(rule(ByFlatPrice()), flat_prices=(FlatPrice("P1", 9 * DOLLAR),))
    assert found("below-cost", flat, lines)[0].dollars == 3 * DOLLARS
    family = design(rule(ByFamily()), families=(Family("F", ("P1",), price=8 * DOLLAR),))
    assert found("below-cost", family, lines)[0].dollars == 6 * DOLLARS
    on_cost = design(rule(ByPercent(Basis.COST, -5 * POINT)))
    assert found("below-cost", on_cost)[0].dollars is None


def test_half_a_cent_of_rounding_at_cost_is_no_loss() -> None:
    at_cost = design(rule(ByPercent(Basis.COST, 0)))
    assert not found("below-cost", at_cost, [Sold(cost=1.2344)])


def test_a_part_that_costs_otherwise_over_the_counter_than_on_a_repair_order() -> None:
    plan = design(rule(AT_LIST, "Counter", channels=("Counter",)), REST)
    lines = [
        Sold(cost=10, listed=18, channel="counter", quantity=2),
        Sold(cost=10, listed=18, channel="RO"),
        Sold(cost=10, listed=18, channel="RO", pay_type="W"),
        Sold(cost=10, listed=18, channel="Web"),
        Sold(cost=10, listed=20, channel="RO"),
    ]
    (one,) = found("counter-and-repair-differ", plan, lines)
    assert (one.rule, one.severity, one.dollars) == (1, Severity.WARNING, 6 * DOLLARS)
    assert "$18.00 and $20.00" in one.message
    assert not found("counter-and-repair-differ", plan, [lines[-1]])
    both = design(rule(AT_LIST, channels=("Counter", "RO")), REST)
    assert not found("counter-and-repair-differ", both, lines)


def test_without_sales_a_part_is_found_that_the_channels_part() -> None:
    plan = design(rule(AT_LIST, channels=("Counter",), sources=("BRK",)), REST)
    (one,) = found("counter-and-repair-differ", plan)
    assert one.dollars is None
    hidden = design(rule(LeftAlone(), sources=("brk",)), *plan.plan.rules)
    assert not found("counter-and-repair-differ", hidden)
    same = design(rule(ByMatrix("Main"), channels=("Counter",)), REST)
    assert not found("counter-and-repair-differ", same)


def test_a_familys_average_that_moved_is_told_with_the_price_that_it_makes() -> None:
    plugs = Family(
        "Spark plugs",
        ("A", "B"),
        price=amount(2.10),
        factor=read_factor("x1.50").factor,
        averaged=Averaged(amount(1.40) * PIECE, PIECE),
    )
    lines = [Sold("A", cost=1.20, quantity=1), Sold("B", cost=2.00, quantity=3)]
    (one,) = found("family-average-moved", design(families=(plugs,)), lines)
    assert one.dollars == 4 * amount(0.60) * PIECE
    assert "$1.80 on average now, $1.40 when its price of $2.10" in one.message
    assert one.message.endswith("its factor makes $2.70 of it.")
    same = [Sold("A", cost=1.20, quantity=3), Sold("B", cost=2.00, quantity=1)]
    assert not found("family-average-moved", design(families=(plugs,)), same)
    typed = replace(plugs, factor=None)
    assert found("family-average-moved", design(families=(typed,)), lines)[0].way == "Accept $2.70"
    near = [Sold("A", cost=1.46, quantity=1)]
    assert not found("family-average-moved", design(families=(typed,)), near)


def test_a_family_without_a_price_is_an_error_where_a_rule_asks_for_it() -> None:
    families = (Family("Plugs", ("A",)), Family("Blades", ("B",)), Family("Caps", ("C",)))
    priced = replace(families[0], price=2 * DOLLAR)
    plan = design(rule(ByFamily()), REST, families=(priced, *families[1:]))
    lines = [Sold("A"), Sold("B", sold=30, quantity=3), Sold("X")]
    (one,) = found("family-unpriced", plan, lines)
    assert (one.severity, one.subject, one.dollars) == (Severity.ERROR, "Blades", 90 * DOLLARS)
    assert "rule 1 prices its parts by it" in one.message
    assert [each.dollars for each in found("family-unpriced", plan)] == [None, None]
    assert not found("family-unpriced", design(REST, families=families), lines)
    hidden = design(REST, rule(ByFamily()), families=families)
    assert not found("family-unpriced", hidden, lines)
    # It is the rule that takes its parts that is named, and sold for nothing is sold.
    apart = design(rule(ByFamily(), sources=("AC",)), rule(ByFamily()), families=plan.families)
    given = [Sold("A", source="AC"), Sold("B", sold=0)]
    (one,) = found("family-unpriced", apart, given)
    assert (one.subject, one.dollars) == ("Blades", 0)
    assert "rule 2 prices its parts by it" in one.message
    untold = replace(part_sales(given), is_sold_known=False)
    (one,) = [each for each in evaluate(apart, untold).findings if each.code == "family-unpriced"]
    assert one.dollars is None


def test_a_family_without_a_price_is_fixed_by_its_average_at_the_goal() -> None:
    plan = design(rule(ByFamily()), REST, families=(Family("Blades", ("B",)),), goal=42 * POINT)
    sold = part_sales([Sold("B", cost=21.38, listed=50, sold=30), Sold("X", source="AC")])
    looked = evaluate(plan, sold)
    (one,) = [each for each in with_fixes(looked) if each.code == "family-unpriced"]
    assert one.fix is not None
    first = next(trials(looked, one))
    (family,) = first.fix.edit.apply(plan).families
    assert family.price == amount(36.86)


def test_a_cost_that_moved_past_a_margin_since_its_flat_price_was_reviewed() -> None:
    flat = (FlatPrice("P1", 20 * DOLLAR, cost=10 * DOLLAR),)
    (one,) = found("flat-cost-moved", design(flat_prices=flat), [Sold(cost=11, quantity=3)])
    assert (one.subject, one.dollars) == ("P1", 3 * DOLLARS)
    assert one.way == "Price it at $22.00, which keeps its GP %"
    locked = (replace(flat[0], is_locked=True),)
    (one,) = found("flat-cost-moved", design(flat_prices=locked), [Sold(cost=11, quantity=3)])
    assert one.way == "Keep $20.00 at a cost of $11.00"
    assert not found("flat-cost-moved", design(flat_prices=flat), [Sold(cost=10.50)])
    unknown = (FlatPrice("P1", 20 * DOLLAR),)
    assert not found("flat-cost-moved", design(flat_prices=unknown), [Sold(cost=11)])


def test_a_menu_that_its_parts_do_not_come_to() -> None:
    menu = ServiceMenu("Oil", 40 * DOLLAR, (MenuPart("P1", 2 * PIECE, cost=10 * DOLLAR),))
    assert not found("menu-total", design(menus=(menu,)))
    (one,) = found("menu-total", design(menus=(replace(menu, price=39 * DOLLAR),)))
    assert "come to $40.00 under the plan, and the menu says $39.00" in one.message
    unpriced = replace(menu, parts=(MenuPart("P9"),))
    (one,) = found("menu-total", design(menus=(unpriced,)), [Sold()])
    assert "1 part without a price (“P9”)" in one.message
    sold = replace(menu, parts=(MenuPart("P1"),))
    (one,) = found("menu-total", design(menus=(sold,)), [Sold(cost=10, quantity=5), Sold(cost=12)])
    assert "come to $20.00" in one.message


def test_a_silenced_finding_stays_silenced_when_its_rule_moves() -> None:
    dead = rule(name="Brakes", sources=("BRK",))
    plan = design(REST, dead)
    (one,) = found("dead-rule", plan)
    silence = Silence(one.code, one.matrix, one.tier, "next season", one.subject)
    moved = design(REST, rule(ByMatrix("Main"), "Other", sources=("AC",)), dead)
    judged = judge_plan(context(replace(moved, silences=(silence,))))
    assert [each.subject for each in judged.silenced] == [one.subject]
    assert [each.rule for each in judged.findings] == [2]


def test_a_matrix_of_wholesale_rules_alone_may_sell_under_cost() -> None:
    below = replace(
        FLAT_MATRIX,
        name="Trade",
        tiers=(replace(FLAT_MATRIX.tiers[0], factor=read_factor("x0.95").factor),),
    )
    trade = rule(ByMatrix("Trade"), customer_types=("Wholesale",))
    held = design(trade, REST, matrices=(MAIN, below))

    def severity(of: Design) -> set[Severity]:
        return {one.severity for one in evaluate(of).findings if one.code == "below-cost"}

    assert severity(held) == {Severity.ADVICE}
    assert severity(replace(held, plan=Plan((replace(trade, conditions=Conditions()),)))) == {
        Severity.ERROR
    }
    assert severity(replace(held, matrices=(below, MAIN))) == {Severity.ERROR}


def test_a_price_that_nobody_can_set_is_not_offered() -> None:
    most = 9_999_999_900
    flat = FlatPrice("A", most, cost=DOLLAR)
    menus = (ServiceMenu("Engines", DOLLAR, (MenuPart("E", 1_000_000 * PIECE),)),)
    dear = Sold("E", cost=999999.9999, listed=999999.9999)
    plan = design(rule(ByFlatPrice()), REST, flat_prices=(flat,), menus=menus)
    looked = evaluate(plan, part_sales([Sold("A", cost=2), dear]))
    offered = {one.code: one.fix for one in with_fixes(looked)}
    assert offered["flat-cost-moved"] == "Keep $999999.99 at a cost of $2.00"
    assert offered["menu-total"] is None
    under = design(rule(ByFlatPrice()), REST, flat_prices=(replace(flat, part="E", cost=None),))
    looked = evaluate(under, part_sales([dear]))
    assert "below-cost" in {one.code for one in with_fixes(looked)}


def test_fixes_of_many_lines_of_a_list_are_those_of_each_alone() -> None:
    flat = (
        *(FlatPrice(f"P{at}", 20 * DOLLAR, cost=10 * DOLLAR) for at in range(6)),
        replace(FlatPrice("L", 20 * DOLLAR, cost=10 * DOLLAR), is_locked=True, agreed="Ann"),
        FlatPrice("T", 9_999_999_900, cost=DOLLAR),
    )
    menus = (
        ServiceMenu("One", 7 * DOLLAR, (MenuPart("P1"),)),
        ServiceMenu("Two", 8 * DOLLAR, (MenuPart("P2"), MenuPart("never sold"))),
        ServiceMenu("Three", 9 * DOLLAR, (MenuPart("P3"),)),
    )
    plan = design(rule(ByFlatPrice()), REST, flat_prices=flat, menus=menus)
    looked = evaluate(plan, part_sales(Sold(one.part, cost=15) for one in flat))
    for one in with_fixes(looked):
        alone = next(trials(looked, replace(one, fix=None)), None)
        assert one.fix == (None if alone is None else alone.fix.told), one
