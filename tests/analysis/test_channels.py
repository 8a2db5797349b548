"""One part's price in every channel, and what of it the plan means."""

from __future__ import annotations

from matrix_designer.analysis.channel_gaps import channel_gaps
from matrix_designer.analysis.channels import Channel, ChannelPrice, channel_names, channel_table
from matrix_designer.core.design import Design
from matrix_designer.core.factor import Basis
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.money import POINT
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByFlatPrice, ByMatrix, ByPercent, LeftAlone
from tests.analysis.plan_cases import AT_LIST, Sold, amount, design, part_sales, rule

REST = rule(ByMatrix("Main"))
PART = PartFacts(amount(10), amount(18), "P1", source="BRK")


def table(held: Design, lines: list[Sold] | None = None) -> dict[Channel, ChannelPrice]:
    names = channel_names(held.plan, None if lines is None else part_sales(lines))
    return {one.channel: one for one in channel_table(held.strategy, PART, names)}


def test_a_plan_without_channels_charges_the_same_everywhere() -> None:
    found = table(design(REST))
    assert list(found) == list(Channel)
    assert {one.planned.price for one in found.values()} == {amount(20)}
    assert not any(one.differs for one in found.values())


def test_what_a_rule_names_is_meant_and_what_falls_beside_it_is_not() -> None:
    plan = design(
        rule(ByPercent(Basis.COST, 10 * POINT), pay_types=("I",)),
        rule(AT_LIST, pay_types=("C",), customer_types=("",)),
        REST,
    )
    found = table(plan)
    assert found[Channel.INTERNAL].planned.price == amount(11)
    assert (found[Channel.INTERNAL].differs, found[Channel.INTERNAL].is_flagged) == (True, False)
    assert found[Channel.REPAIR_ORDER].planned.price == amount(18)
    assert not found[Channel.COUNTER].differs
    # Warranty and fleet take what is left over: nobody has said that they should.
    assert found[Channel.WARRANTY].is_flagged
    assert found[Channel.FLEET].is_flagged


def test_counter_and_repair_order_are_never_meant_to_differ() -> None:
    found = table(design(rule(AT_LIST, channels=("Over the counter",)), REST))
    assert found[Channel.COUNTER].planned.price == amount(18)
    assert found[Channel.COUNTER].is_flagged


def test_channels_are_called_what_the_sales_call_them() -> None:
    lines = [
        Sold(channel="CTR", customer_type="FLT"),
        Sold(channel="Shop", pay_type="Internal", customer_type="Body shop"),
        Sold(channel="Shop", pay_type="WTY"),
    ]
    names = channel_names(design(REST).plan, part_sales(lines))
    assert (names.counter, names.repair_order) == ("CTR", "Shop")
    assert (names.internal, names.warranty, names.customer_pay) == ("Internal", "WTY", "C")
    assert (names.fleet, names.wholesale) == ("FLT", "Body shop")
    plan = design(rule(AT_LIST, customer_types=("flt",)), REST)
    assert table(plan, lines)[Channel.FLEET].planned.price == amount(18)


def test_a_gap_is_told_of_the_first_rule_that_makes_it() -> None:
    plan = design(
        rule(AT_LIST, channels=("counter",)),
        rule(LeftAlone(), channels=("RO",)),
        REST,
    )
    (gap,) = channel_gaps(plan.strategy, "Counter", "RO")
    assert gap.rule == 0
    assert gap.counter.price != gap.repair_order.price
    hidden = design(rule(AT_LIST), *plan.plan.rules)
    assert not channel_gaps(hidden.strategy, "Counter", "RO")


def test_a_rule_that_is_too_much_to_be_told_hides_no_gap_before_it() -> None:
    flat = tuple(FlatPrice(f"A{at}", amount(1)) for at in range(2_500))
    rules = (
        rule(AT_LIST, sources=("BRK",), channels=("Counter",)),
        rule(LeftAlone(), sources=("OIL",), channels=("RO",)),
        rule(ByMatrix("Main"), sources=("BRK", "OIL")),
        rule(ByFlatPrice(), parts=("A*",)),
        rule(LeftAlone(), sources=("BELT",), channels=("RO",)),
    )
    plan = design(*rules, flat_prices=flat)
    assert [gap.rule for gap in channel_gaps(plan.strategy, "Counter", "RO")] == [0, 1]
