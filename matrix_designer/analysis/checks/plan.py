"""Checks of which rule takes what: dead rules, sources nobody took, competitive parts on a matrix.

Knows rules and the rows that they take; prices are judged in plan_prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.assignment import Assignment, rows_of_rule
from matrix_designer.analysis.checks.plan_context import (
    PlanContext,
    escalates,
    pieces_words,
    source_words,
)
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.grouped_sums import sums_by
from matrix_designer.analysis.plan_reach import Dead, DeadRule, Reach
from matrix_designer.core.evidence import Ints
from matrix_designer.core.matching import Matcher
from matrix_designer.core.money import DOLLAR, total_text
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByMatrix
from matrix_designer.core.plan_names import rules_listed

_SHOPPED = (PartClass.COMPETITIVE, PartClass.MAINTENANCE)
"""Classes that source 002 D keeps off the matrix."""


def check_dead_rule(context: PlanContext) -> Iterator[Finding]:
    """Flag rules that no part can ever reach."""
    if not context.design.plan:
        return
    for dead in dead_rules_of(context):
        yield Finding(
            code="dead-rule",
            severity=Severity.WARNING,
            message=f"{context.rule_name(dead.rule)} can never win: {_why(context, dead)}.",
            why="The first rule that matches wins, so what stands behind it is never looked at.",
            source="arithmetic",
            matrix="",
            dollars=_met_dollars(context, dead),
            way=dead_words(dead),
            rule=dead.rule + 1,
            subject=context.rule_subject(dead.rule),
        )


def dead_rules_of(context: PlanContext) -> tuple[DeadRule, ...]:
    """Return the rules that no part can ever reach, looked for once."""
    design = context.design
    of = (design.plan, design.flat_prices, design.families, design.classes)
    return context.memo.recall("dead rules", of, partial(_dead_rules, context))


def _dead_rules(context: PlanContext) -> tuple[DeadRule, ...]:
    reach = Reach(context.memo.last("reach"))
    found = reach.dead_rules(context.strategy)
    context.memo.keep("reach", reach)
    return found


def _why(context: PlanContext, dead: DeadRule) -> str:
    if dead.why is Dead.SHADOWED:
        verb = "takes" if len(dead.by) == 1 else "take"
        return f"{rules_listed(context.design.plan, dead.by)} {verb} every part that it would"
    return _EMPTY[dead.why]


_EMPTY = {
    Dead.EMPTY_LIST: "the flat price list is empty",
    Dead.NO_FAMILY: "there is no family",
    Dead.NO_CLASS: "no part and no source is in its class",
    Dead.NO_PART: "no part can meet all that it asks",
}


def dead_words(dead: DeadRule) -> str:
    """Say what is tried first about a dead rule."""
    if dead.why is Dead.SHADOWED:
        return f"Move rule {dead.rule + 1} before rule {min(dead.by) + 1}"
    return f"Switch rule {dead.rule + 1} off"


def _met_dollars(context: PlanContext, dead: DeadRule) -> int | None:
    """Return what was sold of the parts that a dead rule asks for."""
    assigned = context.assignment
    if assigned is None or not context.is_sold_known:
        return None
    if dead.why is not Dead.SHADOWED:
        return 0
    lists = (context.design.flat_prices, context.design.families, context.design.classes)
    return context.memo.recall(
        f"met by {context.rule_subject(dead.rule)}",
        (assigned.names, *lists),
        lambda: context.sold(rows_of_rule(context.rules[dead.rule], assigned)),
    )


def check_uncovered_source(context: PlanContext) -> Iterator[Finding]:
    """Flag sources of the sales that no rule takes a line of, though there is a plan."""
    assigned = context.assignment
    if assigned is None or not context.design.plan:
        return
    rows = assigned.names.rows
    for code in context.memo.recall(
        "uncovered", (assigned,), partial(_find_uncovered, context, assigned)
    ):
        at = np.flatnonzero(rows.source == code)
        name = context.source_name(code)
        sold = context.sold(at)
        for_sale = "" if sold is None else f", sold for ${total_text(sold)}"
        yield Finding(
            code="uncovered-source",
            severity=Severity.ERROR,
            message=f"No rule takes {source_words(name)}; the default, the matrix "
            f"“{context.design.matrix.name}”, prices its {pieces_words(context.pieces(at))}"
            f"{for_sale}.",
            why="Which parts go on the matrix is decided source by source; nobody has decided it "
            "for this one.",
            source="001 ingredient 3",
            matrix="",
            dollars=sold,
            way=cover_words(context),
            subject=name,
        )


def _find_uncovered(context: PlanContext, assigned: Assignment) -> tuple[int, ...]:
    """Return the codes of sources that are sold and of which no row is taken by a rule."""
    source = assigned.names.rows.source
    every = context.memo.recall("rows of sources", (assigned.names,), partial(np.bincount, source))
    if not len(source):
        return ()
    left = np.bincount(source[assigned.rule == len(context.rules)], minlength=len(every))
    return tuple(np.flatnonzero((left == every) & (every > 0)).tolist())


def cover_words(context: PlanContext) -> str:
    """Say what is tried first about a source that no rule takes."""
    return f"Put it on the matrix “{context.design.matrix.name}” by a rule"


def check_competitive_on_matrix(context: PlanContext) -> Iterator[Finding]:
    """Flag sources with competitive or maintenance parts that an escalating matrix prices."""
    if context.sales is None:
        yield from _classes_on_matrix(context)
        return
    assigned = context.assignment
    rising = _escalating_rules(context)
    at = context.rows_of_classes(*_SHOPPED)
    if assigned is None or not len(at) or not rising.any():
        return
    of = (assigned, context.design.classes, *map(bool, rising.tolist()))
    groups = context.memo.recall("competitive on matrix", of, lambda: _grouped(context, at, rising))
    for source, rule, pieces, dollars in groups:
        name = context.source_name(source)
        matrix = context.matrix_of(rule)
        sold = dollars if context.is_sold_known else None
        for_sale = "" if sold is None else f", sold for ${total_text(sold)}"
        yield _on_matrix(
            context,
            name,
            rule,
            f"The escalating matrix “{'' if matrix is None else matrix.name}” prices "
            f"{pieces_words(pieces)} of competitive or maintenance parts of "
            f"{source_words(name)}{for_sale}.",
            sold,
        )


def _escalating_rules(context: PlanContext) -> NDArray[np.bool_]:
    """Return for each rule, and the default, whether it prices by an escalating matrix."""
    names = {one.name for one in context.design.matrices if escalates(one)}
    treatments = [context.treatment(rule) for rule in range(len(context.rules) + 1)]
    found = [isinstance(one, ByMatrix) and one.matrix in names for one in treatments]
    return np.array(found, np.bool_)


def _grouped(
    context: PlanContext, at: Ints, rising: NDArray[np.bool_]
) -> tuple[tuple[int, int, int, int], ...]:
    """Return pieces and sold dollars of each (source, rule that rises) among some rows."""
    assigned = context.assignment
    if assigned is None or not len(at):
        return ()
    rows, rules = assigned.names.rows, len(rising)
    source, quantity, dollars = context.memo.recall(
        "sold of shopped", (at,), lambda: (rows.source[at], rows.quantity[at], rows.sold[at])
    )
    code = source * rules
    code += assigned.rule[at]
    count = int(source.max() + 1) * rules
    pieces, sold = sums_by(code, quantity, count), sums_by(code, dollars, count)
    is_there = np.bincount(code, minlength=count) > 0
    is_there &= np.tile(rising, count // rules)
    return tuple(
        (*divmod(one, rules), int(pieces[one]), int(sold[one]))
        for one in np.flatnonzero(is_there).tolist()
    )


def _classes_on_matrix(context: PlanContext) -> Iterator[Finding]:
    """Without sales: ask for a part of each classed source of which nothing else is known."""
    names = {one.name for one in context.design.matrices if escalates(one)}
    entries = [name for name, found in context.design.classes.sources if found in _SHOPPED]
    if not names or not entries:
        return
    matcher = Matcher(context.strategy, context.on)
    for name in entries:
        facts = PartFacts(20 * DOLLAR, 30 * DOLLAR, source=name)
        match = matcher.match(facts)
        if isinstance(match.treatment, ByMatrix) and match.treatment.matrix in names:
            rule = len(context.rules) if match.rule is None else match.rule
            message = (
                f"The parts of {source_words(name)} are competitive or maintenance parts, and "
                f"the escalating matrix “{match.treatment.matrix}” prices them."
            )
            yield _on_matrix(context, name, rule, message, None)


def _on_matrix(
    context: PlanContext, source: str, rule: int, message: str, dollars: int | None
) -> Finding:
    return Finding(
        code="competitive-on-matrix",
        severity=Severity.WARNING,
        message=message,
        why="Customers compare the prices of such parts; they are priced flat, by source or "
        "stocking group, and kept off the matrix.",
        source="001 ingredient 3",
        matrix="",
        dollars=dollars,
        way=OFF_THE_MATRIX,
        rule=context.number_of(rule),
        subject=source,
    )


OFF_THE_MATRIX = "Put them at list −10 % by a rule of their own"
