"""How large a pricing plan may grow: what a design file holds and the window stays quick with.

Knows numbers alone. Whoever adds to a plan asks here, so that no design becomes one that cannot
be saved.
"""

from __future__ import annotations

from collections.abc import Sized

from matrix_designer.core.errors import MatrixDesignerError

MOST_RULES = 10_000
MOST_FLAT_PRICES = 200_000
MOST_COMPETITORS = 100
"""Competitors' prices of one part."""
MOST_FAMILIES = 10_000
MOST_MEMBERS = 200_000
"""Part numbers of one family, entries of the classes, names of one kind in a rule."""
MOST_MENUS = 10_000
MOST_MENU_PARTS = 1_000
MOST_VERSIONS = 1_000
MOST_PROPOSALS = 100
MOST_STEPS = 13


def refuse_more(things: Sized, most: int, what: str) -> None:
    """Refuse more things than a design may hold; `what` names them in the plural: “rules”."""
    if len(things) > most:
        raise MatrixDesignerError(
            f"That would be {len(things):,} {what}", f"A design holds at most {most:,}"
        )
