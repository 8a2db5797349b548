"""Fixes of rules: moved, deleted, made for a source or a few parts, joined, held at list or cost.

Knows plans and edits; whether a way holds is tried where it can be evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matrix_designer.analysis.checks.plan import OFF_THE_MATRIX, cover_words, dead_rules_of
from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.checks.plan_prices import (
    at_cost_words,
    at_list_words,
    over_list_by_rule,
    under_cost_by_rule,
)
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.analysis.plan_reach import Dead
from matrix_designer.core.edits import Edit
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.family_edits import SetFamily
from matrix_designer.core.flat_price import FlatPrice, is_price
from matrix_designer.core.flat_price_edits import SetFlatPrices
from matrix_designer.core.money import CENT, POINT
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Rule,
    Treatment,
)
from matrix_designer.core.plan_edits import (
    DeleteRules,
    EnableRule,
    InsertRules,
    MoveRules,
    SetRuleConditions,
    SetRuleTreatment,
)
from matrix_designer.core.plan_words import percent_words

_MOST_PARTS = 200
"""A rule that a fix makes names at most so many parts."""
AT_LIST = ByPercent(Basis.LIST, 0)
AT_COST = ByPercent(Basis.COST, 0)
_UNDER_LIST = ByPercent(Basis.LIST, -10 * POINT)
_MAINTENANCE = ByPercent(Basis.COST, 45 * POINT)
"""Source 002 D marks maintenance parts up by "approximately 145%", which is cost x 1.45."""


def revive(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Move a dead rule before what shadows it, delete it, or switch it off."""
    if finding.rule is None:
        return
    place = finding.rule - 1
    dead = next((one for one in dead_rules_of(context) if one.rule == place), None)
    number = finding.rule
    if dead is not None and dead.why is Dead.SHADOWED and dead.by:
        first = min(dead.by)
        yield Fix(
            f"Move rule {number} before rule {first + 1}",
            "It then takes its parts first.",
            MoveRules((place,), first),
            "Move",
        )
    off = Fix(f"Switch rule {number} off", "No price moves.", EnableRule(place, is_enabled=False))
    gone = Fix(f"Delete rule {number}", "No price moves.", DeleteRules((place,)), "Delete")
    is_shadowed = dead is not None and dead.why is Dead.SHADOWED
    yield from (gone, off) if is_shadowed else (off, gone)


def cover(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Give a source a rule of its own: the default's matrix, list, or left alone."""
    end = len(context.rules)
    asked = Conditions(sources=(finding.subject,))
    matrix = context.design.matrix.name
    ways: list[tuple[str, Treatment, str]] = [
        (cover_words(context), ByMatrix(matrix), "No price moves; somebody has decided it."),
        ("Sell it at list", AT_LIST, "Its parts sell at list; one without a list has no price."),
        ("Leave its prices alone", LeftAlone(), "They stay what they are in the system."),
    ]
    ways[1:1] = [
        (f"Put it on the matrix “{one.name}” by a rule", ByMatrix(one.name), "")
        for one in context.design.matrices[1:4]
    ]
    for title, treatment, detail in ways:
        rule = Rule(treatment, asked, name=finding.subject[:80].strip())
        yield Fix(title, detail, InsertRules(end, (rule,)), "Cover")


def take_off_matrix(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Put competitive and maintenance parts of a source before the rule that takes them."""
    at = len(context.rules) if finding.rule is None else finding.rule - 1
    asked = Conditions(
        sources=(finding.subject,), classes=(PartClass.COMPETITIVE, PartClass.MAINTENANCE)
    )
    for title, treatment, detail in (
        (OFF_THE_MATRIX, _UNDER_LIST, "As brake pads in the guide (002 section J)."),
        ("Sell them at list by a rule of their own", AT_LIST, ""),
        (
            "Sell them at cost × 1.45 by a rule of their own",
            _MAINTENANCE,
            "The guide's markup of maintenance parts (002 section D).",
        ),
        ("Leave their prices alone by a rule of their own", LeftAlone(), ""),
    ):
        name = f"{finding.subject} off the matrix".strip()[:80]
        rule = Rule(treatment, asked, name=name)
        yield Fix(title, detail, InsertRules(at, (rule,)), "Take off")


def sell_at_list(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Hold parts that sell above list at list."""
    rule = len(context.rules) if finding.rule is None else finding.rule - 1
    over = over_list_by_rule(context).get(rule)
    if over is None or context.assignment is None:
        return
    treatment, title = context.treatment(over.rule), at_list_words(context, over.rule)
    if isinstance(treatment, ByPercent) and treatment.basis is Basis.LIST:
        yield Fix(title, "", SetRuleTreatment(over.rule, AT_LIST), "At list")
    if isinstance(treatment, ByFlatPrice):
        listed = context.assignment.names.rows.list_price
        held = _by_part(context, over.at, listed, is_least=True)
        edit = _with_flat_prices(context, held, is_lowered=True)
        if edit is not None:
            yield Fix(title, "A locked price stays as it is.", edit, "At list")
        return
    yield from _own_rule(context, over.rule, over.at, AT_LIST, "Sell them at list", "At list")


def sell_at_cost(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Hold parts that sell under cost at cost, or take them out of what prices them so."""
    if finding.rule is None:
        return
    place = finding.rule - 1
    treatment = context.treatment(place)
    title = at_cost_words(context, place) or ""
    if isinstance(treatment, ByPercent) and treatment.basis is Basis.COST:
        yield Fix(title, "", SetRuleTreatment(place, AT_COST), "At cost")
        return
    under = under_cost_by_rule(context).get(place)
    if under is None or context.assignment is None:
        return
    if isinstance(treatment, ByFlatPrice):
        cost = context.assignment.names.rows.cost
        held = _by_part(context, under.at, cost, is_least=False)
        edit = _with_flat_prices(context, held, is_lowered=False)
        if edit is not None:
            yield Fix(title, "A locked price stays as it is.", edit, "At cost")
        return
    if isinstance(treatment, ByFamily):
        edit = _out_of_families(context, under.at)
        if edit is not None:
            detail = "A part that costs far more than the others needs a price of its own."
            yield Fix(title, detail, edit, "Take out")
    yield from _own_rule(context, place, under.at, AT_COST, "Sell them at cost", "At cost")


def join_channels(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Let a rule of one channel hold in the other, too, or in every channel."""
    if finding.rule is None:
        return
    place = finding.rule - 1
    asked = context.rules[place].conditions
    names = context.channel_names
    held = {name_key(name) for name in asked.channels}
    missing = [name for name in (names.counter, names.repair_order) if name_key(name) not in held]
    both = replace(asked, channels=(*asked.channels, *missing))
    title = finding.way or ""
    yield Fix(title, "", SetRuleConditions(place, both), "Join")
    anywhere = replace(asked, channels=())
    yield Fix(
        f"Let rule {finding.rule} hold in every channel",
        "",
        SetRuleConditions(place, anywhere),
        "Join",
    )
    yield Fix(f"Delete rule {finding.rule}", "", DeleteRules((place,)), "Delete")


def _own_rule(
    context: PlanContext, rule: int, at: Ints, treatment: ByPercent, title: str, verb: str
) -> Iterator[Fix]:
    """Put some parts, named one by one, before the rule that prices them."""
    numbers = _numbers(context, at)
    if not numbers:
        return
    name = f"At {percent_words(treatment)}"
    made = Rule(treatment, Conditions(parts=numbers), name=name)
    yield Fix(
        f"{title} by a rule of their own",
        f"The rule names {len(numbers)} part numbers.",
        InsertRules(rule, (made,)),
        verb,
    )


def _numbers(context: PlanContext, at: Ints) -> tuple[str, ...]:
    """Return the part numbers of some rows; none where they are too many for one rule."""
    if context.sales is None or context.assignment is None:
        return ()
    part = context.assignment.names.rows.part
    if part is None:
        return ()
    codes = np.unique(part[at]).tolist()
    numbers = tuple(context.sales.part_names[code].number for code in codes)
    if len(numbers) > _MOST_PARTS or any("*" in one or "?" in one or not one for one in numbers):
        return ()
    return numbers


def _by_part(context: PlanContext, at: Ints, amount: Ints, *, is_least: bool) -> dict[str, int]:
    """Return the least, or the greatest, amount of each part of some rows, by its key."""
    found: dict[str, int] = {}
    for row in at.tolist():
        key, value = part_key(context.part_number(row)), int(amount[row])
        known = found.get(key, value)
        found[key] = min(known, value) if is_least else max(known, value)
    return found


def _with_flat_prices(
    context: PlanContext, amounts: dict[str, int], *, is_lowered: bool
) -> Edit | None:
    """Return the edit that moves flat prices down, or up, to whole cents; None where none can."""
    changes: list[tuple[int, FlatPrice]] = []
    for place, flat in enumerate(context.design.flat_prices):
        amount = amounts.get(part_key(flat.part))
        if amount is None or flat.is_locked:
            continue
        price = amount // CENT * CENT if is_lowered else -(-amount // CENT) * CENT
        if is_price(price) and (price < flat.price if is_lowered else price > flat.price):
            changes.append((place, replace(flat, price=price)))
    words = "flat prices at list" if is_lowered else "flat prices at cost"
    return SetFlatPrices(tuple(changes), words) if changes else None


def _out_of_families(context: PlanContext, at: Ints) -> Edit | None:
    """Return the edit that excludes the parts of some rows from the first family that has them."""
    assigned = context.assignment
    numbers = _numbers(context, at)
    if assigned is None or not numbers:
        return None
    places = np.unique(assigned.masks.family[assigned.names.item[at]])
    if len(places) != 1 or places[0] < 0:
        return None
    place = int(places[0])
    family = context.design.families[place]
    gone = {part_key(one) for one in numbers}
    return SetFamily(
        place,
        replace(
            family,
            parts=tuple(one for one in family.parts if part_key(one) not in gone),
            excluded=(*family.excluded, *numbers),
        ),
    )
