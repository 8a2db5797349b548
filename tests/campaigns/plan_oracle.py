"""Every line of a history through a random plan, priced and added up as by brute force.

Run: PYTHONPATH=. python tests/campaigns/plan_oracle.py [LINES] [PLANS] [SEED]
LINES (100,000) of a department of 40 sources go through PLANS (3) plans of 8 matrices, 12
families, 500 flat prices and 30 rules, each beside another plan that is in force, and through
the same plan after three edits. The price of each line and the totals must be those of a Decimal
oracle that imports nothing from the package. Prints what it ran on; exit 1 on a difference.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from matrix_designer.analysis.replay import Totals
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.money import EXTENDED_DOLLAR, PIECE
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from tests.oracle.bridge import units
from tests.oracle.plain_sales import sales_with_places
from tests.oracle.plan_bridge import strategy_of
from tests.oracle.plan_oracle import PlainPart, PlainStrategy, PlanOracle
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, World, large_strategy, line_of, random_world

LINES, PLANS, SEED = 100_000, 3, 1
PARTS, SOURCES, MATRICES, FAMILIES, FLATS, RULES = 6_000, 40, 8, 12, 500, 30
EDITS = 3
EXAMPLES = 5
ZERO = Decimal(0)


@dataclass
class Outcome:
    """What a run found: lines compared, those with a price, and what differed."""

    compared: int = 0
    priced: int = 0
    kinds: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


@dataclass
class _Sums:
    """Pieces, cost and sales that every state prices."""

    pieces: Decimal = ZERO
    cost: Decimal = ZERO
    proposed: Decimal = ZERO
    in_force: Decimal = ZERO
    unpriced: int = 0


def run(lines: int, plans: int, seed: int) -> Outcome:
    """Compare random histories under random plans and edits of them with the oracle."""
    outcome = Outcome()
    rng = seeded(f"plan oracle {seed}")
    for _ in range(plans):
        world = random_world(rng, PARTS, SOURCES)
        plan, force = _drawn(rng, world), _drawn(rng, world)
        matrices = tuple(matrix for _, matrix in plan.matrices)
        drawn = [line_of(rng, world, matrices) for _ in range(lines)]
        sales, places = sales_with_places(drawn)
        now = PlanOracle(force, DAY)
        known = [now.price(line, is_replay=True).price for line in drawn]
        design = _design(plan, force)
        analysis: Analysis | None = None
        for edit in range(EDITS + 1):
            analysis = evaluate(design, sales, Question(on=DAY), None, analysis, checks=())
            _hold(outcome, analysis, plan, drawn, places, known)
            if edit < EDITS:
                plan = _edited(rng, world, plan)
                design = _after(design, plan)
    return outcome


def _drawn(rng: Random, world: World) -> PlainStrategy:
    return large_strategy(rng, world, MATRICES, FAMILIES, FLATS, RULES)


def _design(plan: PlainStrategy, force: PlainStrategy) -> Design:
    held, in_force = strategy_of(plan), strategy_of(force)
    return Design(
        "campaign",
        held.matrices,
        in_force=InForce(in_force.matrix, strategy=in_force),
        plan=held.plan,
        flat_prices=held.flat_prices,
        families=held.families,
        classes=held.classes,
    )


def _edited(rng: Random, world: World, plan: PlainStrategy) -> PlainStrategy:
    """Change a rule, a matrix, or the lists."""
    other = _drawn(rng, world)
    kind = rng.choice(("rule", "matrix", "flats", "families", "source_classes"))
    if kind == "rule":
        rules = list(plan.rules)
        rules[rng.randrange(len(rules))] = rng.choice(other.rules)
        return replace(plan, rules=tuple(rules))
    if kind == "matrix":
        place = rng.randrange(MATRICES)
        matrices = list(plan.matrices)
        matrices[place] = (matrices[place][0], other.matrices[place][1])
        return replace(plan, matrices=tuple(matrices))
    return replace(plan, **{kind: getattr(other, kind)})


def _after(before: Design, plan: PlainStrategy) -> Design:
    """Return a design with a plan; what is as before are the same objects, as after an edit."""
    held = strategy_of(plan)
    fields = ("plan", "flat_prices", "families", "classes")
    changed = {
        name: getattr(held, name) for name in fields if getattr(held, name) != getattr(before, name)
    }
    matrices = tuple(
        old if old == new else new for old, new in zip(before.matrices, held.matrices, strict=True)
    )
    return replace(before, matrices=matrices, **changed)


def _hold(
    outcome: Outcome,
    analysis: Analysis,
    plan: PlainStrategy,
    lines: Sequence[PlainPart],
    places: Sequence[int],
    known: Sequence[Decimal | None],
) -> None:
    """Hold every line's price and the totals against the oracle."""
    whole, replay = analysis.states.whole, analysis.replay
    if whole is None or replay is None or replay.in_force is None:
        outcome.wrong.append("nothing was replayed")
        return
    oracle, sums = PlanOracle(plan, DAY), _Sums()
    prices, rules = whole.prices().tolist(), whole.rule.tolist()
    for line, place, before in zip(lines, places, known, strict=True):
        expected = oracle.price(line, is_replay=True)
        price = -1 if expected.price is None else units(expected.price)
        rule = len(plan.rules) if expected.rule is None else expected.rule
        outcome.compared += 1
        outcome.priced += price >= 0
        outcome.kinds.add(str(expected.treatment[0]))
        if (price, rule) != (prices[place], rules[place]):
            outcome.wrong.append(
                f"{line}: {prices[place]} by {rules[place]}, not {price} by {rule}"
            )
        if expected.price is None or before is None:
            sums.unpriced += 1
            continue
        sums.pieces += line.quantity
        sums.cost += line.cost * line.quantity
        sums.proposed += expected.price * line.quantity
        sums.in_force += before * line.quantity
    totals = (_plain(replay.replayed), _plain(replay.in_force), replay.unpriced.lines)
    proposed = (sums.pieces, sums.cost, sums.proposed)
    in_force = (sums.pieces, sums.cost, sums.in_force)
    if totals != (proposed, in_force, sums.unpriced):
        outcome.wrong.append(f"totals {totals}, not {(proposed, in_force, sums.unpriced)}")


def _plain(totals: Totals) -> tuple[Decimal, Decimal, Decimal]:
    return (
        Decimal(totals.pieces) / PIECE,
        Decimal(totals.cost) / EXTENDED_DOLLAR,
        Decimal(totals.sales) / EXTENDED_DOLLAR,
    )


def main(words: Sequence[str]) -> int:
    """Run the campaign and print what came of it."""
    lines, plans, seed = (
        int(words[place]) if len(words) > place else usual
        for place, usual in enumerate((LINES, PLANS, SEED))
    )
    started = time.perf_counter()
    outcome = run(lines, plans, seed)
    sys.stdout.write(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
        f"{outcome.compared:,} lines through {plans} plans and {EDITS} edits of each, "
        f"{outcome.priced:,} with a price, by {', '.join(sorted(outcome.kinds))}: "
        f"{len(outcome.wrong)} wrong, {time.perf_counter() - started:.0f} s\n"
    )
    for example in outcome.wrong[:EXAMPLES]:
        sys.stdout.write(f"  {example}\n")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
