"""Findings of random plans against a brute force over every part that a small world holds.

Run: PYTHONPATH=. python tests/campaigns/plan_findings.py [PLANS] [SEED]
PLANS (10,000) ask names, classes, patterns, spans, days, flat lists and families, and as many
little but days. Held to the truth: which rules no part can reach on any day, which sources of
random sales no rule takes, and which rules make a part cost otherwise over the counter than on a
repair order, with sales (and their dollars) and without. A finding that is not so is a false
alarm, one that is not found a miss; where a world is too small to show that a rule can win, the
part that the program shows must prove it. Exit 1 on either.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from matrix_designer.analysis.channel_gaps import channel_gaps
from matrix_designer.analysis.checks.plan import check_uncovered_source
from matrix_designer.analysis.checks.plan_channels import check_counter_and_repair
from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.plan_reach import Reach, part_reaching
from matrix_designer.core.design import Design
from matrix_designer.core.matching import match_part
from matrix_designer.core.strategy import Strategy
from matrix_designer.evaluation.plan_judging import plan_context
from tests.analysis.plan_cases import Sold, part_sales
from tests.oracle.plan_worlds import (
    OraclePlan,
    Part,
    parts_of,
    price_in,
    random_plan,
    random_seasons,
    winner,
    winners,
    with_channels,
)
from tests.oracle.plan_worlds_bridge import facts_of, part_of, strategy_of
from tests.oracle.random_matrices import seeded

PLANS = 10_000
EXAMPLES = 8
MATCHED = 40
"""Parts of a world that are matched by the package, too, to hold the two together."""
SOLD = 30
CHANNELS = ("Counter", "RO")


@dataclass
class Outcome:
    """What a run found: plans, rules and findings by kind, and what was wrong."""

    plans: int = 0
    parts: int = 0
    found: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(plans: int, seed: int) -> Outcome:
    """Judge random plans and hold every finding to the truth."""
    outcome, rng = Outcome(), seeded(f"{seed} plans")
    while outcome.plans < plans:
        outcome.plans += 1
        plan, world = random_plan(rng)
        judge_rules(plan, world, outcome)
        judge_rules(*random_seasons(rng), outcome)
        judge_sources(plan, list(parts_of(world)), rng, outcome)
        plan, world = with_channels(rng, plan, world, CHANNELS)
        judge_channels(plan, world, rng, outcome)
    return outcome


def judge_rules(plan: OraclePlan, world: dict[str, Sequence[object]], outcome: Outcome) -> None:
    """Hold the dead rules to the rules that no part of the world reaches on any day."""
    world = on_days(world)
    strategy = strategy_of(plan)
    parts = list(parts_of(world))
    outcome.parts += len(parts)
    found = winners(plan, world)
    reached = set(found)
    dead = {one.rule: one for one in Reach().dead_rules(strategy)}
    step = max(1, len(parts) // MATCHED)
    for part, by in zip(parts[::step], found[::step], strict=True):
        facts, day = facts_of(part)
        if not match_part(strategy, facts, day).rule == winner(plan, part) == by:
            outcome.wrong.append(f"matched otherwise: {part} of {plan}")
    for place, rule in enumerate(plan.rules):
        if place in dead:
            outcome.found[dead[place].why.value] += 1
            outcome.found["shadowed by seasons"] += _is_by_seasons(plan, dead[place].by)
            if place in reached or not rule.is_enabled:
                outcome.wrong.append(f"false alarm, rule {place + 1} is dead: {plan}")
            if not _are_enough(strategy, place, dead[place].by):
                outcome.wrong.append(f"rule {place + 1} is not shadowed by {dead[place]}: {plan}")
        elif rule.is_enabled and place not in reached:
            _prove(plan, world, strategy, place, outcome)
        else:
            outcome.found["alive"] += rule.is_enabled


def on_days(world: dict[str, Sequence[object]]) -> dict[str, Sequence[object]]:
    """Return a world in which every part is sold on some day, as every part is."""
    days = [day for day in world.get("day", ()) if day is not None]
    return {**world, "day": days} if days else world


def _is_by_seasons(plan: OraclePlan, by: Sequence[int]) -> bool:
    """Tell whether rules that shadow another together do so on different days."""
    days = {(plan.rules[one].starts, plan.rules[one].ends) for one in by}
    return len(by) > 1 and len(days) > 1


def _are_enough(strategy: Strategy, place: int, by: Sequence[int]) -> bool:
    """Tell whether a dead rule is still dead when all rules but those named are gone."""
    rules = strategy.plan.rules
    kept = replace(
        strategy,
        plan=replace(strategy.plan, rules=(*(rules[one] for one in by), rules[place])),
    )
    return any(one.rule == len(by) for one in Reach().dead_rules(kept))


def _prove(
    plan: OraclePlan,
    world: dict[str, Sequence[object]],
    strategy: Strategy,
    place: int,
    outcome: Outcome,
) -> None:
    """The world has no part that the rule takes: the program must show one that it does."""
    box = part_reaching(strategy, place)
    is_shown = False
    if box is not None:
        part = part_of(*box.facts())
        # A part without a day is one of every day.
        days = world.get("day", (None,)) if part["day"] is None else (part["day"],)
        is_shown = any(winner(plan, {**part, "day": day}) == place for day in days)
    if not is_shown:
        outcome.wrong.append(f"miss, rule {place + 1} is dead: {plan}")
    outcome.found["alive beyond the world"] += 1


def judge_sources(plan: OraclePlan, parts: Sequence[Part], rng: Random, outcome: Outcome) -> None:
    """Hold the uncovered sources to those of which no sold line is taken by a rule."""
    day = parts[rng.randrange(len(parts))]["day"]
    held = [{**part, "day": day} for part in rng.choices(parts, k=SOLD) if part["cost"]]
    context = _context(plan, held, rng)
    told = {finding.subject: finding.dollars for finding in check_uncovered_source(context)}
    truth: dict[str, int] = {}
    for part, sold in zip(held, _sold(held), strict=True):
        truth.setdefault(str(part["source"]), 0)
        truth[str(part["source"])] += round(sold.sold * 10_000) * 1_000 * sold.quantity
    for part in held:
        if winner(plan, part) is not None:
            truth.pop(str(part["source"]), None)
    if not plan.rules:
        truth = {}
    outcome.found["uncovered"] += len(truth)
    if told != truth:
        outcome.wrong.append(f"uncovered {told}, not {truth}: {held} under {plan}")


def judge_channels(
    plan: OraclePlan, world: dict[str, Sequence[object]], rng: Random, outcome: Outcome
) -> None:
    """Hold differences of channels to the prices of every part in both."""
    world = on_days(world)
    parts = list(parts_of({**world, "channel": ("",)}))
    strategy = strategy_of(plan)
    over, on = (winners(plan, {**world, "channel": (name,)}) for name in CHANNELS)
    truth = {
        by
        for part, one, two in zip(parts, over, on, strict=True)
        if one != two and (by := apart_by(plan, part)) is not None
    }
    told = {gap.rule: gap for gap in channel_gaps(strategy, *CHANNELS)}
    for rule, gap in told.items():
        if rule not in truth and apart_by(plan, part_of(gap.facts, gap.on)) != rule:
            outcome.wrong.append(f"false alarm, rule {rule + 1} parts no channel: {plan}")
    outcome.found["channels apart"] += len(truth)
    outcome.wrong += [
        f"miss, rule {rule + 1} parts the channels: {plan}" for rule in truth - told.keys()
    ]
    day = parts[rng.randrange(len(parts))]["day"]
    sold = rng.choices(parts, k=SOLD)
    held = [
        {**part, "day": day, "channel": rng.choice((*CHANNELS, "", "Web"))}
        for part in sold
        if part["cost"]
    ]
    context = _context(plan, held, rng)
    found = {one.rule: one.dollars for one in check_counter_and_repair(context)}
    expected: dict[int | None, int] = {}
    for part, line in zip(held, _sold(held), strict=True):
        by = apart_by(plan, part, line)
        if by is not None and part["channel"] != "Web" and part["pay_type"] in ("C", ""):
            one, two = (price_in(plan, part, name, line.sold) for name in CHANNELS)
            is_told = isinstance(one, int) and isinstance(two, int)
            moved = abs(int(str(one)) - int(str(two))) if is_told else 0
            expected[by + 1] = expected.get(by + 1, 0) + moved * 1_000 * line.quantity
    outcome.found["sold apart"] += len(expected)
    if found != expected:
        outcome.wrong.append(f"apart {found}, not {expected}: {held} under {plan}")


def apart_by(plan: OraclePlan, part: Part, line: Sold | None = None) -> int | None:
    """Return the first rule of one channel alone by which a part's two prices differ; or None."""
    sold = None if line is None else line.sold
    one, two = (price_in(plan, part, name, sold) for name in CHANNELS)
    if one == two:
        return None
    both = [winner(plan, {**part, "channel": name}) for name in CHANNELS]
    single = [
        place
        for place in both
        if place is not None
        and sum(name in plan.rules[place].wanted.get("channel", ()) for name in CHANNELS) == 1
    ]
    return min(single)


def _context(plan: OraclePlan, parts: Sequence[Part], rng: Random) -> PlanContext:
    del rng
    strategy = strategy_of(plan)
    design = Design(
        "random",
        strategy.matrices,
        plan=strategy.plan,
        flat_prices=strategy.flat_prices,
        families=strategy.families,
        classes=strategy.classes,
    )
    day = facts_of(parts[0])[1] if parts else None
    return plan_context(design, part_sales(_sold(parts)), day)


def _sold(parts: Sequence[Part]) -> list[Sold]:
    """Write parts as sold lines, each at a price of its own."""
    return [
        Sold(
            part=str(part["part"]),
            source=str(part["source"]),
            cost=int(str(part["cost"])) / 10_000,
            listed=None if not part["list_price"] else int(str(part["list_price"])) / 10_000,
            sold=place / 100,
            quantity=1 + place % 3,
            description=str(part["description"]),
            group=str(part["group"]),
            sale_class=str(part["sale_class"]),
            customer_type=str(part["customer_type"]),
            pay_type=str(part["pay_type"]),
            vendor=str(part["vendor"]),
            channel=str(part["channel"]),
        )
        for place, part in enumerate(parts, start=1)
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Run in full and say what was found."""
    plans = int(sys.argv[1]) if len(sys.argv) > 1 else PLANS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.monotonic()
    outcome = run(plans, seed)
    seconds = time.monotonic() - start
    _say(f"{outcome.plans:,} plans, {outcome.parts:,} parts, {seconds:.0f} s")
    for kind, count in sorted(outcome.found.items()):
        _say(f"  {kind:<24}{count:>9,}")
    _say(f"{len(outcome.wrong)} wrong")
    for each in outcome.wrong[:EXAMPLES]:
        _say(f"  {each}")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
