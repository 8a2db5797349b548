"""What fixes of many findings of the plan are called together: how many of which kind there are.

Knows fixes by their titles and verbs; it knows no findings and no designs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matrix_designer.analysis.fixes.fix import Fix


def words_of_all(code: str, fixes: Sequence[Fix]) -> str:
    """Say what fixes of findings of one code do, each kind with how many there are of it."""
    kinds = Counter(kind_of(code, fix) for fix in fixes)
    first = {kind_of(code, fix): fix.title for fix in reversed(fixes)}
    told = [
        words.replace(_COUNT, f"{count:,}") if count > 1 else first[words]
        for words, count in kinds.items()
    ]
    return "; ".join((*told[:1], *map(as_step, told[1:])))


def as_step(title: str) -> str:
    """Return a title as an undo step is named."""
    return title[:1].lower() + title[1:]


_COUNT = "{}"


def kind_of(code: str, fix: Fix) -> str:
    """Return what fixes like one are called together, with a place for how many there are."""
    known = _MANY.get((code, fix.verb))
    if known is not None:
        return known
    for pattern, words in _BY_TITLE:
        found = pattern.fullmatch(fix.title)
        if found is not None:
            return found.expand(words)
    return f"{fix.title}, {_COUNT} times"


_MANY = {
    ("dead-rule", "Move"): "Move {} rules before those that shadow them",
    ("dead-rule", "Delete"): "Delete {} rules that can never win",
    ("dead-rule", "Fix"): "Switch {} rules off",
    ("family-average-moved", "Accept"): "Accept the new prices of {} families",
    ("family-average-moved", "Keep"): "Keep the prices of {} families at the new averages",
    ("flat-cost-moved", "Price"): "Re-price {} parts at the same GP %",
    ("flat-cost-moved", "Keep"): "Keep the prices of {} parts at the new costs",
    ("menu-total", "Total"): "Make the prices of {} menus what their parts come to",
    ("counter-and-repair-differ", "Delete"): "Delete {} rules of one channel",
}
_BY_TITLE = (
    (re.compile(r"Let rule \d+ (.*)"), r"Let {} rules \1"),
    (re.compile(r"Put it (on the matrix .*) by a rule"), r"Put {} sources \1 by a rule each"),
    (re.compile(r"(.* by) a rule of their own"), r"\1 {} rules of their own"),
    (re.compile("Sell it at list"), "Sell {} sources at list"),
    (re.compile("Leave its prices alone"), "Leave the prices of {} sources alone"),
)
