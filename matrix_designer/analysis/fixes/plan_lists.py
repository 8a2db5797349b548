"""Fixes of what moved since it was agreed: a family's price, a flat price, a menu.

Knows edits; each says who should agree to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.checks.plan_lists import (
    GOAL_WORDS,
    accept_words,
    keep_margin_words,
    keep_price_words,
    menu_words,
    menus_that_differ,
    moved_families,
    moved_flat_prices,
)
from matrix_designer.analysis.families import family_figures, price_by_goal
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.core.edits import Edit
from matrix_designer.core.family_edits import AcceptFamilyPrice
from matrix_designer.core.flat_price import is_price
from matrix_designer.core.flat_price_edits import SetFlatPrice
from matrix_designer.core.menu_edits import SetMenu
from matrix_designer.core.money import amount_text

_AGREE = "agree it with the service manager"


def accept_average(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Accept the price that the new average makes, or the new average at the old price."""
    for moved in moved_families(context):
        family = context.design.families[moved.place]
        if family.name != finding.subject:
            continue
        price = family.price
        edit: Edit = AcceptFamilyPrice(moved.place, moved.price, family.factor, moved.averaged)
        detail = f"All parts of “{family.name}” then sell for it."
        yield Fix(accept_words(moved), detail, edit, "Accept")
        if price is not None:
            edit = AcceptFamilyPrice(moved.place, price, None, moved.averaged, family.agreed)
            title = f"Keep ${amount_text(price)} at the new average"
            yield Fix(title, "The price counts as typed from then on.", edit, "Keep")


def price_family(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Accept the price at which the family's average earns the goal."""
    sales, assigned, goal = context.sales, context.assignment, context.design.goal
    if sales is None or assigned is None or goal is None:
        return
    figures = family_figures(sales, assigned)
    for place, family in enumerate(context.design.families):
        averaged = figures[place].averaged
        if family.name == finding.subject and averaged is not None:
            price = price_by_goal(averaged, goal)
            edit = AcceptFamilyPrice(place, price, None, averaged)
            detail = f"All parts of “{family.name}” then sell for ${amount_text(price)}."
            yield Fix(GOAL_WORDS, detail, edit, "Price", caution=_AGREE)


def review_flat_price(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Take the new cost, with the price that keeps its GP % or with the one there is."""
    for moved in moved_flat_prices(context):
        flat = context.design.flat_prices[moved.place]
        if flat.part != finding.subject:
            continue
        cost = moved.average
        if not flat.is_locked and is_price(moved.price):
            edit = SetFlatPrice(moved.place, replace(flat, cost=cost, price=moved.price))
            yield Fix(keep_margin_words(moved), "", edit, "Price")
        yield Fix(
            keep_price_words(flat, moved),
            "No price moves.",
            SetFlatPrice(moved.place, replace(flat, cost=cost)),
            "Keep",
        )


def total_menu(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Let a menu say what its parts come to."""
    for place, menu in enumerate(context.design.menus):
        if menu.name != finding.subject:
            continue
        total = next((one.total for one in menus_that_differ(context) if one.menu == menu), None)
        if total is not None and is_price(total):
            edit = SetMenu(place, replace(menu, price=total))
            yield Fix(menu_words(total), "", edit, "Total", caution=_AGREE)
