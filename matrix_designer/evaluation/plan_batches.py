"""Which fixes of findings by rule hold, tried many in one step.

Each fix moves, changes or puts in one rule, and touches no part but those that this rule, and the
rule or source that the finding is about, may ask for. Fixes whose parts do not meet change
nothing for each other: what one does alone it does among the others, too. So the findings after
all of them tell what each of them brings and takes away, as long as it is clear whose they are;
where it is not, fewer are tried together, down to one. Knows analyses and fixes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.checks.plan import check_dead_rule
from matrix_designer.analysis.checks.plan_context import PlanCheck
from matrix_designer.analysis.checks.plan_suite import PLAN_CHECKS
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.analysis.fixes.plan_suite import each_plan_fix
from matrix_designer.core.design import FindingKey
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.plan_edits import InsertRules
from matrix_designer.core.plan_together import Edited, all_at_once, place_of
from matrix_designer.evaluation.evaluate import Analysis, context_of_plan, judged, not_judged
from matrix_designer.evaluation.fixing import carry_out
from matrix_designer.evaluation.plan_regions import (
    OF_SOURCES,
    Regions,
    anywhere,
    of_source,
    reached,
    regions_for,
)

BATCHED = (
    "dead-rule",
    "uncovered-source",
    "competitive-on-matrix",
    "competitive-above-list",
    "below-cost",
    "counter-and-repair-differ",
)
"""Codes whose findings are about rules, or sources that rules take."""
_DEFAULT = sys.maxsize
"""Stands behind all rules."""
_MOST_OPEN = 16
"""A fix is held against so many batches before it begins one of its own."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """What a finding is, wherever its rule stands now.

    `origin` is where the rule stood before all edits, below 0 for one that was put in, None where
    the finding is about none.
    """

    code: str
    matrix: str
    tier: int | None
    origin: int | None
    subject: str


@dataclass(frozen=True, slots=True, eq=False)
class _Try:
    """A fix of a finding that is to be tried."""

    finding: Finding
    fix: Fix


class _Verdict(Enum):
    """What is known of a fix."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(slots=True, eq=False)
class _Batch:
    """Fixes that do not meet, and whose the parts are, by their places.

    Rules that say the same and ask for nothing at all do not meet: `keys` tell that they are one
    finding, which no fix of one of them answers.
    """

    regions: Regions
    tries: list[_Try]
    keys: set[FindingKey]


def first_rule_fixes(analysis: Analysis, findings: Sequence[Finding]) -> list[Fix | None]:
    """Return of each finding of the plan the first fix that holds."""
    context = context_of_plan(analysis)
    held: list[Fix | None] = [None] * len(findings)
    if context is None:
        return held
    first: dict[FindingKey, int] = {}
    for finding in findings:
        if finding.code == "competitive-on-matrix":
            rule = finding.rule or _DEFAULT
            first[finding.key] = min(first.get(finding.key, _DEFAULT), rule)
    ways = {
        place: each_plan_fix(finding, context)
        for place, finding in enumerate(findings)
        if finding.way is not None and not _is_behind(finding, first)
    }
    while ways:
        tries: dict[int, _Try] = {}
        for place, left in tuple(ways.items()):
            fix = next(left, None)
            if fix is None:
                del ways[place]
            else:
                tries[place] = _Try(findings[place], fix)
        for code in BATCHED:
            mine = {place: one for place, one in tries.items() if one.finding.code == code}
            that_hold = _that_hold_of(analysis, context.assignment, tuple(mine.values()))
            for place, one in mine.items():
                if one in that_hold:
                    held[place] = one.fix
                    del ways[place]
    return held


def _is_behind(finding: Finding, first: Mapping[FindingKey, int]) -> bool:
    """Tell whether an earlier rule takes parts of a source, too: then no rule behind it helps."""
    return (finding.rule or _DEFAULT) > first.get(finding.key, _DEFAULT)


def _that_hold_of(
    analysis: Analysis, assignment: Assignment | None, tries: Sequence[_Try]
) -> set[_Try]:
    """Return those of some fixes, all of one code, that hold."""
    if len(tries) == 1:
        return set(tries) if _holds_alone(analysis, tries[0]) else set()
    held: set[_Try] = set()
    batches: list[_Batch] = []
    for one in tries:
        rules = reached(analysis.design.plan.rules, one.finding, one.fix.edit)
        if rules is None:
            held |= {one} if _holds_alone(analysis, one) else set()
            continue
        for batch in batches[-_MOST_OPEN:]:
            if one.finding.key not in batch.keys and batch.regions.take(rules):
                batch.tries.append(one)
                batch.keys.add(one.finding.key)
                break
        else:
            regions = regions_for(one.finding.code, assignment)
            if regions.take(rules):
                batches.append(_Batch(regions, [one], {one.finding.key}))
            elif _holds_alone(analysis, one):
                held.add(one)
    for batch in batches:
        places = tuple(range(len(batch.tries)))
        held |= {batch.tries[at] for at in _that_hold(analysis, batch, places)}
    return held


def _holds_alone(analysis: Analysis, one: _Try) -> bool:
    checks = _checks_for(one.finding.code)
    return carry_out(analysis, one.finding, one.fix, checks) is not None


def _checks_for(code: str) -> tuple[PlanCheck, ...]:
    """Return the checks that say whether a finding is answered: dead rules are no errors."""
    if code == "dead-rule":
        return PLAN_CHECKS
    return tuple(one for one in PLAN_CHECKS if one is not check_dead_rule)


def _that_hold(analysis: Analysis, batch: _Batch, places: Sequence[int]) -> Iterator[int]:
    """Yield those of some fixes of a batch that hold, each alone."""
    if len(places) == 1:
        if _holds_alone(analysis, batch.tries[places[0]]):
            yield places[0]
        return
    left = list(places)
    edited = all_at_once(analysis.design, [batch.tries[at].fix.edit for at in places])
    code = batch.tries[places[0]].finding.code
    after = None if edited is None else _evaluated(analysis, edited, code)
    if edited is not None and after is not None:
        told = _Told(analysis, after, edited, batch, places)
        verdicts = {at: told.verdict(at) for at in places}
        yield from (at for at in places if verdicts[at] is _Verdict.HOLDS)
        left = [at for at in places if verdicts[at] is _Verdict.OPEN]
    if left and len(left) < len(places):
        yield from _that_hold(analysis, batch, left)
    elif left:
        middle = len(left) // 2
        yield from _that_hold(analysis, batch, left[:middle])
        yield from _that_hold(analysis, batch, left[middle:])


@dataclass(slots=True)
class _Share:
    """How many findings one fix brings or takes away: surely, and at most. Errors by code."""

    errors: Counter[str] = field(default_factory=Counter)
    most_errors: Counter[str] = field(default_factory=Counter)
    own: int = 0
    most_own: int = 0


class _Told:
    """What the findings after many fixes tell of each of them."""

    def __init__(
        self,
        before: Analysis,
        after: Analysis,
        edited: Edited,
        batch: _Batch,
        places: Sequence[int],
    ) -> None:
        """Share out the findings that came and went."""
        self._rules = before.design.plan.rules
        self._batch = batch
        self._places = places
        self._by_place = frozenset(places)
        self._code = batch.tries[places[0]].finding.code
        self._by_origin = _owners(batch, places)
        old = _signs(before, range(len(self._rules)))
        new = _signs(after, edited.origins)
        self._brought = self._shares(old, new)
        self._taken = self._shares(new, old)
        keys = {one.key for one in (*after.findings, *after.silenced)}
        self._left = {at for at in places if batch.tries[at].finding.key in keys}

    def verdict(self, at: int) -> _Verdict:
        """Say whether a fix holds alone: its finding is gone, and no error is added."""
        brought, taken = self._brought[at], self._taken[at]
        if at in self._left or brought.errors - taken.most_errors or brought.own >= taken.most_own:
            return _Verdict.FAILS
        if brought.most_errors - taken.errors or brought.most_own >= taken.own:
            return _Verdict.OPEN
        return _Verdict.HOLDS

    def _shares(
        self, one: Sequence[tuple[_Sign, bool]], two: Sequence[tuple[_Sign, bool]]
    ) -> Mapping[int, _Share]:
        """Return what each fix has of the findings that are in the second list alone."""
        shares = {at: _Share() for at in self._places}
        errors = _errors(two) - _errors(one)
        own = _of_code(two, self._code) - _of_code(one, self._code)
        for sign in {*errors, *own}:
            owners = self._owners_of(sign)
            for at in owners:
                share = shares[at]
                share.most_errors[sign.code] += errors[sign]
                share.most_own += own[sign]
                if len(owners) == 1:
                    share.errors[sign.code] += errors[sign]
                    share.own += own[sign]
        return shares

    def _owners_of(self, sign: _Sign) -> Sequence[int]:
        """Return the fixes that may have brought a finding, or taken it away."""
        if sign.origin in self._by_origin:
            return (self._by_origin[sign.origin],)
        found = None
        if sign.code in OF_SOURCES:
            found = self._batch.regions.owners(of_source(sign.subject))
        elif sign.origin is not None and sign.origin >= 0:
            found = self._batch.regions.owners(anywhere(self._rules[sign.origin]))
        near = () if found is None else tuple(found & self._by_place)
        return near or self._places


def _owners(batch: _Batch, places: Sequence[int]) -> dict[int | None, int]:
    """Return whose rule it is that came from a place, or was put in."""
    found: dict[int | None, int] = {}
    for number, at in enumerate(places):
        edit = batch.tries[at].fix.edit
        found[-1 - number if isinstance(edit, InsertRules) else place_of(edit)] = at
    return found


def _signs(analysis: Analysis, origins: Sequence[int]) -> list[tuple[_Sign, bool]]:
    """Return what all findings are, and whether each is an error."""
    return [
        (_sign(one, origins), one.severity is Severity.ERROR)
        for one in (*analysis.findings, *analysis.silenced)
    ]


def _sign(finding: Finding, origins: Sequence[int]) -> _Sign:
    """Return what a finding is; `origins` are where the rules come from."""
    origin = None if finding.rule is None else origins[finding.rule - 1]
    subject = finding.subject if origin is None or finding.code in OF_SOURCES else ""
    return _Sign(finding.code, finding.matrix, finding.tier, origin, subject)


def _errors(signs: Iterable[tuple[_Sign, bool]]) -> Counter[_Sign]:
    return Counter(sign for sign, is_error in signs if is_error)


def _of_code(signs: Iterable[tuple[_Sign, bool]], code: str) -> Counter[_Sign]:
    return Counter(sign for sign, _ in signs if sign.code == code)


def _evaluated(analysis: Analysis, edited: Edited, code: str) -> Analysis | None:
    """Evaluate a design with all edits; None where it is judged by other sales than before."""
    question, target = analysis.question, analysis.target
    try:
        made = not_judged(edited.design, analysis.sales, question, target, analysis)
    except MatrixDesignerError:
        return None
    if made.waits_for_parts != analysis.waits_for_parts:
        return None
    return judged(made, plan_checks=_checks_for(code))
