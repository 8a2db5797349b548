"""Rules that can never win: exact over names, patterns, spans, days, classes and lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from matrix_designer.analysis import plan_reach
from matrix_designer.analysis.part_space import TEXT_FIELDS
from matrix_designer.analysis.plan_reach import Boxes, Dead, Reach, part_reaching
from matrix_designer.analysis.text_sets import EVERY_TEXT, Texts, part_patterns
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matching import match_part
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByPercent,
    Conditions,
    Plan,
    Rule,
    Span,
)
from matrix_designer.core.strategy import Strategy
from tests.oracle.plan_worlds import random_plan
from tests.oracle.plan_worlds_bridge import strategy_of
from tests.oracle.random_matrices import seeded

MAIN = Matrix("Main", (Tier(CENT, None, read_factor("x2").factor),))
LIST = ByPercent(Basis.LIST, 0)


def strategy(*rules: Rule, **lists: object) -> Strategy:
    return Strategy((MAIN,), Plan(rules), **lists)  # type: ignore[arg-type]


def rule(treatment: object = LIST, **conditions: object) -> Rule:
    return Rule(treatment, Conditions(**conditions))  # type: ignore[arg-type]


def dead(*rules: Rule, **lists: object) -> dict[int, tuple[Dead, tuple[int, ...]]]:
    return {
        one.rule + 1: (one.why, one.by) for one in Reach().dead_rules(strategy(*rules, **lists))
    }


def shadowed(by: int, *rules: Rule, **lists: object) -> bool:
    return dead(*rules, **lists) == {len(rules): (Dead.SHADOWED, (by - 1,))}


def test_a_rule_after_one_that_takes_everything_is_dead() -> None:
    assert shadowed(1, rule(), rule(sources=("AC",)))
    assert not dead(rule(sources=("AC",)), rule())


def test_names_count_without_case_and_blanks() -> None:
    assert shadowed(1, rule(sources=("ac ", "MC")), rule(sources=("AC",)))
    assert not dead(rule(sources=("AC",)), rule(sources=("AC", "MC")))


def test_several_rules_take_together_what_one_does_not() -> None:
    found = dead(
        rule(sources=("AC",)),
        rule(sources=("XX",)),
        rule(sources=("MC",)),
        rule(sources=("MC", "AC")),
    )
    assert found == {4: (Dead.SHADOWED, (0, 2))}


def test_spans_that_join_leave_nothing_and_spans_with_a_gap_do() -> None:
    low = rule(cost=Span(0, 5 * DOLLAR))
    assert shadowed(1, rule(), rule(cost=Span(1, 2)))
    assert dead(low, rule(cost=Span(5 * DOLLAR + 1, None)), rule(sources=("AC",))) == {
        3: (Dead.SHADOWED, (0, 1))
    }
    # A part may cost $5.005.
    assert not dead(low, rule(cost=Span(5 * DOLLAR + CENT, None)), rule(sources=("AC",)))


def test_a_part_without_a_list_is_in_no_span_of_lists() -> None:
    assert not dead(rule(list_price=Span(0, None)), rule())
    assert 1 in dead(rule(list_price=Span(0, 0)))


@pytest.mark.parametrize(
    ("before", "after", "is_dead"),
    [
        (("ABC*",), ("ABCD*",), True),
        (("ABC*",), ("ABC",), True),
        (("ABC*",), ("AB*",), False),
        (("*",), ("Q?",), True),
        (("A*", "?*"), ("B",), True),
        (("?*",), ("*",), False),
        (("A*B",), ("A?B",), True),
        (("A?B",), ("A*B",), False),
        (("AB", "AB?*"), ("AB*",), True),
        (("abc 1*",), ("ABC12",), True),
        (("*1", "*2"), ("A1",), True),
        (("A", "B", "C*"), ("B", "C1"), True),
        (("A", "B"), ("A", "B", "C"), False),
    ],
)
def test_patterns_of_part_numbers(
    before: tuple[str, ...], after: tuple[str, ...], is_dead: bool
) -> None:
    assert bool(dead(rule(parts=before), rule(parts=after))) == is_dead


def test_a_pattern_is_found_anywhere_in_a_description() -> None:
    assert shadowed(1, rule(descriptions=("PAD",)), rule(descriptions=("brake pad",)))
    assert not dead(rule(descriptions=("brake pad",)), rule(descriptions=("pad",)))
    assert not dead(rule(descriptions=("brake",)), rule(descriptions=("pad",)))


def test_days_inside_an_earlier_rule_leave_nothing() -> None:
    may = Rule(LIST, starts=dt.date(2026, 5, 1), ends=dt.date(2026, 5, 31))
    week = Rule(LIST, starts=dt.date(2026, 5, 4), ends=dt.date(2026, 5, 10))
    assert dead(may, week) == {2: (Dead.SHADOWED, (0,))}
    assert not dead(week, may)
    assert not dead(may, rule())
    assert not dead(Rule(LIST, ends=dt.date(2026, 5, 3)), week)


def test_rules_that_follow_each_other_leave_no_day_between() -> None:
    first, then = Rule(LIST, ends=dt.date(2026, 5, 3)), Rule(LIST, starts=dt.date(2026, 5, 4))
    both = (Dead.SHADOWED, (0, 1))
    assert dead(first, then, rule()) == {3: both}
    assert dead(first, then, rule(sources=("AC",))) == {3: both}
    week = Rule(LIST, starts=dt.date(2026, 5, 1), ends=dt.date(2026, 5, 7))
    assert dead(first, then, week) == {3: both}
    assert dead(then, rule(sources=("AC",)), first, rule(sources=("MC",))) == {
        4: (Dead.SHADOWED, (0, 2))
    }
    three = [
        Rule(LIST, Conditions(sources=("AC", other)), starts=starts, ends=ends)
        for other, starts, ends in (
            ("X", None, dt.date(2026, 5, 2)),
            ("Y", dt.date(2026, 5, 6), None),
            ("Z", dt.date(2026, 5, 3), dt.date(2026, 5, 5)),
        )
    ]
    assert dead(*three, rule(sources=("AC",))) == {4: (Dead.SHADOWED, (0, 1, 2))}
    # Each of them takes less: another source, days that end a day before, parts that cost less.
    assert not dead(*three, rule(sources=("AC", "MC")))
    assert not dead(replace(first, ends=dt.date(2026, 5, 2)), then, rule())
    cheap = replace(then, conditions=Conditions(cost=Span(0, 5)))
    assert not dead(first, cheap, rule())
    place = part_reaching(strategy(replace(first, ends=dt.date(2026, 5, 2)), then, rule()), 2)
    assert place is not None
    assert place.facts()[1] == dt.date(2026, 5, 3)


def test_rules_that_are_off_neither_shadow_nor_are_flagged() -> None:
    off = Rule(LIST, is_enabled=False)
    assert not dead(off, rule(sources=("AC",)))
    assert not dead(rule(), off)


def test_what_no_part_can_meet() -> None:
    assert dead(rule(ByFlatPrice())) == {1: (Dead.EMPTY_LIST, ())}
    assert dead(rule(ByFamily())) == {1: (Dead.NO_FAMILY, ())}
    assert dead(rule(classes=(PartClass.COMPETITIVE,))) == {1: (Dead.NO_CLASS, ())}
    flat = (FlatPrice("A1", 5 * DOLLAR),)
    assert dead(rule(ByFlatPrice(), parts=("B*",)), flat_prices=flat) == {1: (Dead.NO_PART, ())}
    assert not dead(rule(ByFlatPrice(), parts=("A*",)), flat_prices=flat)


def test_a_rule_of_flat_prices_takes_the_listed_parts_alone() -> None:
    flat = (FlatPrice("A 1", 5 * DOLLAR), FlatPrice("A2", 5 * DOLLAR))
    assert shadowed(1, rule(ByFlatPrice()), rule(parts=("a1",)), flat_prices=flat)
    assert not dead(rule(ByFlatPrice()), rule(parts=("A1", "A3")), flat_prices=flat)


def test_a_rule_of_families_takes_members_alone() -> None:
    oil = Family("Oil", parts=("P1",), descriptions=("oil filter",), excluded=("P9",))
    assert shadowed(
        1, rule(ByFamily()), rule(descriptions=("the oil filter",), parts=("A*",)), families=(oil,)
    )
    assert not dead(rule(ByFamily()), rule(descriptions=("oil filter",)), families=(oil,))


def test_a_parts_own_class_counts_before_its_sources() -> None:
    classes = Classes(
        sources=(("AC", PartClass.COMPETITIVE),), parts=(("A1", PartClass.MAINTENANCE),)
    )
    competitive = rule(classes=(PartClass.COMPETITIVE,))
    assert shadowed(1, competitive, rule(sources=("AC",), parts=("B*",)), classes=classes)
    assert not dead(competitive, rule(sources=("AC",)), classes=classes)
    both = rule(classes=(PartClass.COMPETITIVE, PartClass.MAINTENANCE))
    assert shadowed(1, both, rule(sources=("AC",)), classes=classes)


def test_a_part_is_shown_for_every_rule_that_can_win() -> None:
    rules = (rule(parts=("A*", "??")), rule(parts=("*A",), cost=Span(1, 5)), rule())
    for place in range(3):
        plan = strategy(*rules)
        box = part_reaching(plan, place)
        assert box is not None
        facts, day = box.facts()
        assert match_part(plan, facts, day).rule == place


def test_a_set_of_texts_that_patterns_leave_counted_is_looked_through() -> None:
    left = part_patterns(("A?",)).meet(part_patterns(("?B",)))
    assert left.example() == "AB"
    assert left.meet(Texts(without=frozenset({"AB"}))).is_empty
    only = part_patterns(("*",)).meet(Texts(unlike=frozenset({"*?"})))
    assert only.example() == ""
    assert only.meet(Texts(without=frozenset({""}))).is_empty
    assert EVERY_TEXT.meet(Texts(unlike=frozenset({"A*"}))).example() == ""


def test_answers_of_before_say_of_an_edited_plan_what_fresh_ones_say() -> None:
    rng = seeded("reach after edits")
    reach, found = Reach(), 0
    for _ in range(12):
        plan = strategy_of(random_plan(rng)[0])
        for _ in range(20):
            other = strategy_of(random_plan(rng)[0])
            rules = list(plan.plan.rules)
            place = rng.randrange(len(rules))
            kind = rng.choice(("rule", "order", "insert", "switch", "delete", "lists", "lists"))
            if kind == "rule":
                rules[place] = rng.choice(other.plan.rules)
            elif kind == "order":
                rules.insert(rng.randrange(len(rules)), rules.pop(place))
            elif kind == "insert":
                rules.insert(place, rng.choice((*other.plan.rules, *rules)))
            elif kind == "switch":
                rules[place] = replace(rules[place], is_enabled=not rules[place].is_enabled)
            elif kind == "delete" and len(rules) > 1:
                del rules[place]
            else:
                name = rng.choice(("flat_prices", "families", "classes"))
                plan = replace(plan, **{name: getattr(other, name)})
            plan = replace(plan, plan=Plan(tuple(rules)))
            reach = Reach(reach)
            told = reach.dead_rules(plan)
            assert told == Reach().dead_rules(plan)
            found += len(told)
    assert found > 200


def test_an_edit_of_one_rule_asks_of_the_others_only_whether_their_parts_are_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = [rule(sources=(f"S{at}",), parts=(f"P{at % 7}*",)) for at in range(30)]
    reach = Reach()
    assert not reach.dead_rules(strategy(*rules))
    judged: list[str] = []

    def spy(boxes: Boxes, *others: Any) -> object:
        judged.append(boxes[0].texts[TEXT_FIELDS.index("source")].example())
        return found(boxes, *others)

    found = plan_reach._found  # noqa: SLF001 - only there can be seen what is asked
    monkeypatch.setattr(plan_reach, "_found", spy)
    rules[3] = rule(sources=("S20",), parts=("P*",))
    assert [one.rule for one in Reach(reach).dead_rules(strategy(*rules))] == [20]
    assert judged == ["s20", "s20"]  # the fourth rule, and the one that it shadows


def test_two_hundred_rules_are_judged_at_once() -> None:
    rules = [rule(sources=(f"S{at}",), parts=(f"P{at % 7}*",)) for at in range(200)]
    assert not dead(*rules)
    assert set(dead(*rules, rule(), rules[0])) == {202}


def test_of_two_thousand_rules_the_last_are_judged_as_well() -> None:
    rules = [rule(sources=(f"S{at}",), parts=(f"P{at % 7}*",)) for at in range(1_000)]
    copies = [rule(sources=(f"S{at}",), parts=(f"P{at % 7}1",)) for at in range(1_000)]
    found = dead(*rules, *copies)
    assert found == {1_001 + at: (Dead.SHADOWED, (at,)) for at in range(1_000)}


def test_a_list_too_long_to_be_held_against_patterns_says_nothing_and_takes_no_time() -> None:
    flat = tuple(FlatPrice(f"P{at}", 5 * DOLLAR) for at in range(2_001))
    patterns = [rule(parts=(f"*{at}",)) for at in range(10)]
    assert not dead(*patterns, rule(ByFlatPrice()), flat_prices=flat)
    assert dead(*patterns, rule(ByFlatPrice()), flat_prices=flat[1:]) == {
        11: (Dead.SHADOWED, tuple(range(10)))
    }
    assert shadowed(1, rule(ByFlatPrice()), rule(parts=("P7", "P2000")), flat_prices=flat)
