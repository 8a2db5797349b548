"""Every fix of random plans' findings, carried out: it removes its finding and adds no error.

Run: PYTHONPATH=. python tests/campaigns/plan_fixes.py [PLANS] [SEED]
PLANS (1,000) have rules, flat prices, families, classes and menus, most with invented sales. The
judgement is made here, from findings, not by the code that offers the fixes; many findings of one
code are fixed in one step, too. Exit 1 on a breach.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.core.design import Design
from matrix_designer.core.factor import read_factor
from matrix_designer.core.family import Averaged
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import CENT, DOLLAR, PIECE
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.first_fixes import with_fixes
from matrix_designer.evaluation.fixing import Trial, trials, trials_of_all
from tests.analysis.plan_cases import Sold, part_sales
from tests.oracle.plan_worlds import random_plan, with_channels
from tests.oracle.plan_worlds_bridge import strategy_of
from tests.oracle.random_matrices import seeded

PLANS = 1_000
EXAMPLES = 8
PER_CODE = 2
MATRICES = (
    Matrix(
        "one",
        (
            Tier(CENT, 10 * DOLLAR, read_factor("x2").factor),
            Tier(10 * DOLLAR + CENT, None, read_factor("x1.5").factor),
        ),
    ),
    Matrix("two", (Tier(CENT, None, read_factor("x1.45").factor),)),
)
PARTS = ("A", "B", "AB", "AA", "Z1", "Z2")


@dataclass
class Outcome:
    """What a run found, by code: findings, those with a fix, fixes tried, breaches."""

    plans: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    fixes: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(plans: int, seed: int) -> Outcome:
    """Fix every kind of finding of random plans."""
    outcome, rng = Outcome(), seeded(f"{seed} plan fixes")
    while outcome.plans < plans:
        outcome.plans += 1
        analysis = random_analysis(rng)
        seen: Counter[str] = Counter()
        found = [one for one in with_fixes(analysis) if one.is_of_plan]
        for finding in found:
            seen[finding.code] += 1
            if seen[finding.code] <= PER_CODE:
                judge_fixes(analysis, finding, outcome)
        for code, count in seen.items():
            if count > 1:
                judge_together(analysis, [one for one in found if one.code == code], outcome)
    return outcome


def random_analysis(rng: Random) -> Analysis:
    """Evaluate a random plan, most often with sales."""
    plan, world = random_plan(rng)
    plan, _ = with_channels(rng, plan, world, ("Counter", "RO"))
    strategy = strategy_of(plan)
    design = Design(
        "random",
        MATRICES,
        plan=strategy.plan,
        flat_prices=tuple(
            replace(one, cost=rng.choice((None, 3 * DOLLAR)), is_locked=rng.random() < 0.2)
            for one in strategy.flat_prices
        ),
        families=tuple(
            replace(
                one,
                averaged=Averaged(2 * DOLLAR * PIECE, PIECE),
                factor=rng.choice((None, read_factor("x2").factor)),
            )
            for one in strategy.families
        ),
        classes=strategy.classes,
        menus=_menus(rng),
    )
    sales = part_sales(_sold(rng)) if rng.random() < 0.85 else None
    return evaluate(design, sales)


def _menus(rng: Random) -> tuple[ServiceMenu, ...]:
    parts = tuple(
        MenuPart(part, rng.choice((1, 2)) * PIECE, cost=rng.choice((None, 4 * DOLLAR)))
        for part in rng.sample(PARTS, rng.randint(0, 2))
    )
    return (ServiceMenu("Menu", 20 * DOLLAR, parts),) if rng.random() < 0.5 else ()


def _sold(rng: Random) -> list[Sold]:
    def one_of(letter: str) -> str:
        return rng.choice((f"{letter}1", f"{letter}2", ""))

    costs = [rng.choice((0.5, 1.25, 3, 4, 8, 20, 60)) for _ in range(rng.randint(1, 40))]
    return [
        Sold(
            part=rng.choice(PARTS),
            source=one_of("s"),
            cost=cost,
            listed=rng.choice((None, *(round(cost * up, 2) for up in (1.1, 1.2, 1.4, 1.7, 2.5)))),
            sold=rng.choice((2, 9, 30)),
            quantity=rng.randint(1, 3),
            description=rng.choice(("a", "b", "a b", "ab", "z")),
            group=one_of("g"),
            sale_class=one_of("s"),
            customer_type=one_of("c"),
            pay_type=rng.choice(("C", "C", "p1", "")),
            vendor=one_of("v"),
            channel=rng.choice(("Counter", "RO", "")),
        )
        for cost in costs
    ]


def judge_fixes(analysis: Analysis, finding: Finding, outcome: Outcome) -> None:
    """Hold every fix that is offered for a finding to the law."""
    outcome.findings[finding.code] += 1
    offered = list(trials(analysis, finding))
    first = offered[0].fix.told if offered else None
    if finding.fix != first:
        outcome.wrong.append(f"{finding.fix} is said to be offered first, not {first}: {finding}")
    outcome.answered[finding.code] += first is not None
    for trial in offered:
        outcome.fixes[finding.code] += 1
        wrong = breach(analysis, (finding,), trial)
        if wrong:
            outcome.wrong.append(f"{wrong}: {finding} by {trial.fix.title}: {analysis.design.plan}")


def judge_together(analysis: Analysis, findings: Sequence[Finding], outcome: Outcome) -> None:
    """Hold the fixes of many findings of one code to the law."""
    for trial in trials_of_all(analysis, findings):
        if trial is not None:
            outcome.together[findings[0].code] += 1
            wrong = breach(analysis, findings[:1], trial)
            if wrong:
                outcome.wrong.append(f"{wrong}: many {findings[0].code} by {trial.fix.title}")


def breach(analysis: Analysis, findings: Sequence[Finding], trial: Trial) -> str:
    """Say what a fix does that it must not; empty where it holds."""
    after = evaluate(trial.fix.edit.apply(analysis.design), analysis.sales)
    added = errors(after) - errors(analysis)
    if added:
        return f"adds {dict(added)}"
    left = {one.key for one in after.findings}
    if any(one.key in left for one in findings):
        return "leaves it"
    told = None if trial.effect is None else trial.effect.gp
    if told is not None and told != gp_of(analysis, after):
        return f"says {told} of GP"
    return ""


def gp_of(before: Analysis, after: Analysis) -> tuple[int, int] | None:
    if before.replay is None or after.replay is None:
        return None
    return before.replay.replayed.gp, after.replay.replayed.gp


def errors(analysis: Analysis) -> Counter[str]:
    return Counter(one.code for one in analysis.findings if one.severity is Severity.ERROR)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Run in full and print the table."""
    plans = int(sys.argv[1]) if len(sys.argv) > 1 else PLANS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.monotonic()
    outcome = run(plans, seed)
    _say(f"{outcome.plans:,} plans, {time.monotonic() - start:.0f} s")
    _say(f"{'code':<28}{'findings':>9}{'with fix':>9}{'fixes':>9}{'many':>9}")
    for code, count in sorted(outcome.findings.items()):
        held = (count, outcome.answered[code], outcome.fixes[code], outcome.together[code])
        _say(f"{code:<28}" + "".join(f"{each:>9,}" for each in held))
    _say(f"{len(outcome.wrong)} wrong")
    for each in outcome.wrong[:EXAMPLES]:
        _say(f"  {each}")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
