"""Every fix of random matrices, carried out: it removes its finding and adds no error.

Run: PYTHONPATH=. python tests/campaigns/fixes.py [MATRICES] [SEED]
MATRICES (2,000) are clean and damaged ones of every kind and mode, half with invented sales, some
for a target. The ways that only lessen an inversion are held to its dollars, or to its fall. The
judgement is made here, from findings, not by the code that offers the fixes. What `check` prints
as a finding's fix must be the text of the first that the window offers. Falls that are smoothed
in one step are held to their dollars together, and to the GP that is told of them. Exit 1 on a
breach.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from random import Random

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.matrix import Matrix, Mode
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.core.target import Target
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.first_fixes import with_fixes
from matrix_designer.evaluation.fixing import Trial, trials
from matrix_designer.evaluation.smoothing import smoothing_trials
from tests.analysis.check_cases import rows_of
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, part_near, seeded

MATRICES = 2_000
PER_CODE = 3
EXAMPLES = 8
MANY = "many inversions"
"""How the table calls falls that are smoothed in one step."""
MOST_TIERS = 8
MOST_BOUND = 300 * DOLLAR
TARGET_SHARE = 0.2
TARGETS = (
    Target("few", "Few", max_levels=6, max_name=6, factor_kind=FactorKind.MULTIPLIER, decimals=2),
    Target("cost", "Cost only", lookups=(Basis.COST,), price_bases=(Basis.COST,)),
    Target("wide", "Wide", modes=(Mode.SIMPLE, Mode.COMPOUND), has_rails=True, has_add_ons=True),
)


@dataclass
class Outcome:
    """What a run found, by code: findings, those with a fix that holds, fixes tried, breaches.

    `other_way` counts the findings whose check thought of another way than the one that holds.
    """

    matrices: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    fixes: Counter[str] = field(default_factory=Counter)
    other_way: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(matrices: int, seed: int) -> Outcome:
    """Fix every kind of finding of random designs."""
    outcome = Outcome()
    rng = seeded(f"{seed} fixes")
    while outcome.matrices < matrices:
        analysis = random_analysis(rng)
        outcome.matrices += 1
        seen: Counter[str] = Counter()
        for finding in with_fixes(analysis):
            seen[finding.code] += 1
            if seen[finding.code] <= PER_CODE:
                judge_fixes(analysis, finding, outcome)
        judge_smoothing(analysis, outcome)
    return outcome


def random_analysis(rng: Random) -> Analysis:
    """Evaluate a random design, with sales or without."""
    plain = any_matrix(rng)
    matrix = usual(rng, matrix_of(plain)) if rng.random() < 0.5 else matrix_of(plain)
    goal = rng.choice((None, 30, 42, 46))
    design = Design("random", (matrix,), goal=None if goal is None else goal * POINT)
    sales = None
    if rng.random() < 0.5:
        sales = sales_of([part_near(rng, plain) for _ in range(rng.randint(1, 60))], rng)
    return evaluate(design, sales, target=target_for(rng, matrix, sales))


def target_for(rng: Random, matrix: Matrix, sales: Sales | None) -> Target | None:
    """Choose a target for a few of the matrices whose proof is short.

    The proof is every cent of the ranges, and every cent up to the dearest part sold.
    """
    if rng.random() > TARGET_SHARE:
        return None
    dearest = 0 if sales is None else int(sales.rows.cost.max())
    is_short = len(matrix.tiers) <= MOST_TIERS and all(
        amount <= MOST_BOUND
        for amount in (dearest, *(tier.upper or tier.lower for tier in matrix.tiers))
    )
    return rng.choice(TARGETS) if is_short else None


def usual(rng: Random, matrix: Matrix) -> Matrix:
    """Return a matrix whose factors escalate as people write them, its ranges as they are."""
    at = 3.5
    tiers = []
    for tier in matrix.tiers:
        gp = (1 - 1 / at) * 100
        text = rng.choice((f"x{at:.2f}", f"+{(at - 1) * 100:.0f}%", f"{gp:.1f}% GP"))
        tiers.append(replace(tier, factor=read_factor(text).factor, basis=Basis.COST))
        at = max(at - rng.choice((0, 0.05, 0.2, 0.4)), 1.3)
    return replace(matrix, tiers=tuple(tiers), lookup=Basis.COST)


def sales_of(parts: list[tuple[int, int | None]], rng: Random) -> Sales:
    """Make sales of some parts, each sold near twice its cost."""
    kept = sorted(((max(cost, 100), listed) for cost, listed in parts), key=_by_cost)
    rows = rows_of(
        (cost, listed, cost * 2 // 100 * 100, rng.randint(1, 40) * 1_000) for cost, listed in kept
    )
    cost = int((rows.cost * rows.quantity).sum())
    used = Tally(len(kept), int(rows.quantity.sum()), cost, 0)
    return Sales("s", "0", rows, ("",), ("",), ("C",), len(kept), used, {}, {}, len(kept))


def _by_cost(part: tuple[int, int | None]) -> tuple[int, int]:
    return part[0], -1 if part[1] is None else part[1]


def judge_fixes(analysis: Analysis, finding: Finding, outcome: Outcome) -> None:
    """Hold every fix that is offered for a finding to the law."""
    outcome.findings[finding.code] += 1
    try:
        offered = list(trials(analysis, finding))
    except MatrixDesignerError as error:
        outcome.wrong.append(f"{finding.code} is refused: {error}")
        return
    first = offered[0].fix if offered else None
    if finding.fix != (None if first is None else first.told):
        outcome.wrong.append(f"{finding.fix} is said to be offered first: {finding} by {first}")
    outcome.other_way[finding.code] += finding.way != (None if first is None else first.title)
    outcome.answered[finding.code] += first is not None
    for trial in offered:
        outcome.fixes[finding.code] += 1
        wrong = breach(analysis, finding, trial)
        if wrong:
            outcome.wrong.append(f"{wrong}: {finding} by {trial.fix.title}: {analysis.matrix}")


def judge_smoothing(analysis: Analysis, outcome: Outcome) -> None:
    """Hold every way to smooth many falls in one step to the law, and what it says of GP."""
    falls = [each for each in analysis.findings if each.code == "inversion"]
    outcome.findings[MANY] += len(falls) > 1
    offered = [each for each in smoothing_trials(analysis) if each is not None]
    outcome.answered[MANY] += bool(offered) and len(falls) > 1
    for trial in offered:
        outcome.fixes[MANY] += 1
        wrong = smoothing_breach(analysis, trial)
        if wrong:
            outcome.wrong.append(f"{wrong}: by {trial.fix.title}: {analysis.matrix}")


def smoothing_breach(analysis: Analysis, trial: Trial) -> str:
    """Say what a way to smooth many falls does that it must not; empty where it holds."""
    after = evaluate(trial.fix.edit.apply(analysis.design), analysis.sales, target=analysis.target)
    if added := errors(after) - errors(analysis):
        return f"adds {dict(added)}"
    told = None if trial.effect is None else trial.effect.gp
    if told != gp_of(analysis, after):
        return f"says {told} of GP"
    if not trial.fix.is_partial:
        return "" if count(after, "inversion") < count(analysis, "inversion") else "leaves all"
    if dollars(after) != dollars(analysis):
        return "" if dollars(after) < dollars(analysis) else "costs more"
    is_other = falls_of(after) != falls_of(analysis)  # of lists a finding does not say how far
    return "" if is_other or drop_of(after) < drop_of(analysis) else "changes no fall"


def drop_of(analysis: Analysis) -> Fraction:
    """Return by how much all factors fall together from tier to tier."""
    held = [tier.factor.multiplier or Fraction(1) for tier in analysis.matrix.tiers]
    return sum((max(one - two, Fraction(0)) for one, two in pairwise(held)), Fraction(0))


def gp_of(before: Analysis, after: Analysis) -> tuple[int, int] | None:
    if before.replay is None or after.replay is None:
        return None
    return before.replay.replayed.gp, after.replay.replayed.gp


def falls_of(analysis: Analysis) -> list[object]:
    """Return what is known of falls: how they are told, and those that are drawn."""
    drawn = [(each.price_at_top, each.price_after) for each in analysis.curves.falls]
    told = [(each.message, each.tier) for each in analysis.findings if each.code == "inversion"]
    return [*told, *drawn]


def breach(analysis: Analysis, finding: Finding, trial: Trial) -> str:
    """Say what a fix does that it must not; empty where it holds."""
    after = evaluate(trial.fix.edit.apply(analysis.design), analysis.sales, target=analysis.target)
    added = errors(after) - errors(analysis)
    if added:
        return f"adds {dict(added)}"
    if trial.fix.is_partial:
        return "" if is_less(analysis, after, finding) else "does not lessen"
    if finding.code == "inversion":
        left = [each.tier for each in after.findings if each.code == finding.code]
        return "leaves it" if finding.tier in left else ""
    return "" if count(after, finding.code) < count(analysis, finding.code) else "leaves it"


def errors(analysis: Analysis) -> Counter[str]:
    return Counter(each.code for each in analysis.findings if each.severity is Severity.ERROR)


def count(analysis: Analysis, code: str) -> int:
    return sum(each.code == code for each in analysis.findings)


def is_less(before: Analysis, after: Analysis, finding: Finding) -> bool:
    """Say whether the dollars of all inversions went down, or the fall itself."""
    if finding.dollars:
        return dollars(after) < dollars(before)
    old = [each.fall for each in before.curves.falls if each.tier == finding.tier]
    was = {(each.price_at_top, each.price_after) for each in before.curves.falls}
    new = [
        each.fall for each in after.curves.falls if (each.price_at_top, each.price_after) not in was
    ]
    return not old or max(new, default=0) < max(old)


def dollars(analysis: Analysis) -> int:
    return sum(each.dollars or 0 for each in analysis.findings if each.code == "inversion")


def say(line: str) -> None:
    """Print a line of the table at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """Run the campaign and print its table."""
    given = [int(word) for word in words]
    matrices, seed = (*given, *(MATRICES, 1)[len(given) :])
    started = time.perf_counter()
    outcome = run(matrices, seed)
    heads = ("findings", "answered", "fixes", "other way")
    say(f"{'code':20}" + "".join(f"{head:>12}" for head in heads))
    for code, number in sorted(outcome.findings.items()):
        counted = (outcome.answered, outcome.fixes, outcome.other_way)
        say(f"{code:20}{number:12,}" + "".join(f"{each[code]:12,}" for each in counted))
    for example in outcome.wrong[:EXAMPLES]:
        say(f"  {example}")
    took = time.perf_counter() - started
    say(
        f"{outcome.matrices:,} matrices, {sum(outcome.fixes.values()):,} fixes, "
        f"{len(outcome.wrong)} wrong; seed {seed}, {took:.0f} s, 0 skipped"
    )
    return 1 if outcome.wrong or not outcome.fixes.total() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
