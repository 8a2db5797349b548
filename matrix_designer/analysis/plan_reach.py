"""What the rules of a plan can reach at all: rules that can never win, parts that prove others do.

Exact over everything that conditions can say, by taking boxes out of boxes until a part is left
or none is. Where that would take too long nothing is said. Knows strategies and no sales.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from matrix_designer.analysis.part_space import Box, PartSpace
from matrix_designer.analysis.text_sets import UndecidedError
from matrix_designer.core.plan import ByFamily, ByFlatPrice
from matrix_designer.core.strategy import Strategy

_MOST_STEPS = 60_000
"""How many boxes are looked at for one plan; some seconds at worst, milliseconds as a rule."""
_MOST_A_RULE = 6_000


class Dead(Enum):
    """Why a rule can never win."""

    SHADOWED = "shadowed"
    EMPTY_LIST = "empty-list"
    NO_FAMILY = "no-family"
    NO_CLASS = "no-class"
    NO_PART = "no-part"


@dataclass(frozen=True, slots=True)
class DeadRule:
    """A rule (0-based) that can never win, why, and the rules before it that take its parts."""

    rule: int
    why: Dead
    by: tuple[int, ...] = ()


class Steps:
    """Counts boxes, and ends a question that needs too many."""

    def __init__(self, most: int) -> None:
        """Start with as many steps as there may be."""
        self.left = most

    def take(self) -> None:
        """Count one; raises UndecidedError where none is left."""
        self.left -= 1
        if self.left < 0:
            raise UndecidedError


def dead_rules(strategy: Strategy) -> tuple[DeadRule, ...]:
    """Return the enabled rules that no part reaches on any day, in order."""
    space = PartSpace(strategy)
    found: list[DeadRule] = []
    alive: list[int] = []
    left = _MOST_STEPS
    for place, rule in enumerate(strategy.plan.rules):
        if not rule.is_enabled:
            continue
        steps = Steps(min(left, _MOST_A_RULE))
        start = steps.left
        try:
            dead = _judged(strategy, space, place, alive, steps)
        except UndecidedError:
            dead = None
        left -= start - max(steps.left, 0)
        if dead is None:
            alive.append(place)
        else:
            found.append(dead)
    return tuple(found)


def part_reaching(strategy: Strategy, place: int) -> Box | None:
    """Return parts that a rule (0-based) wins; None where there are none."""
    space = PartSpace(strategy)
    before = [one for one in range(place) if strategy.plan.rules[one].is_enabled]
    return _left_over(space, place, before, Steps(_MOST_A_RULE))


def _judged(
    strategy: Strategy, space: PartSpace, place: int, before: Sequence[int], steps: Steps
) -> DeadRule | None:
    if not space.boxes(place):
        return DeadRule(place, _why_empty(strategy, place))
    if _left_over(space, place, before, steps) is not None:
        return None
    return DeadRule(place, Dead.SHADOWED, _needed(space, place, before))


def _why_empty(strategy: Strategy, place: int) -> Dead:
    rule = strategy.plan.rules[place]
    if isinstance(rule.treatment, ByFlatPrice) and not strategy.flat_prices:
        return Dead.EMPTY_LIST
    if isinstance(rule.treatment, ByFamily) and not strategy.families:
        return Dead.NO_FAMILY
    entries = (*strategy.classes.parts, *strategy.classes.sources)
    wanted = rule.conditions.classes
    if wanted and not any(found in wanted for _, found in entries):
        return Dead.NO_CLASS
    return Dead.NO_PART


def _needed(space: PartSpace, place: int, before: Sequence[int]) -> tuple[int, ...]:
    """Return as few of the rules before as take all parts of one: left out one by one."""
    needed = [
        one
        for one in before
        if any(mine.touches(theirs) for mine in space.boxes(place) for theirs in space.boxes(one))
    ]
    for one in reversed(tuple(needed)):
        fewer = [other for other in needed if other != one]
        try:
            if _left_over(space, place, fewer, Steps(_MOST_A_RULE)) is None:
                needed = fewer
        except UndecidedError:
            continue
    return tuple(needed)


def _left_over(space: PartSpace, place: int, before: Iterable[int], steps: Steps) -> Box | None:
    taken = [box for one in before for box in space.boxes(one)]
    for box in space.boxes(place):
        found = box_outside(box, taken, steps)
        if found is not None:
            return found
    return None


def box_outside(box: Box, taken: Sequence[Box], steps: Steps) -> Box | None:
    """Return a part of a box that lies outside all others; None where they hold it whole.

    Raises UndecidedError where that takes too many steps.
    """
    return next(boxes_outside(box, taken, steps), None)


def boxes_outside(box: Box, taken: Sequence[Box], steps: Steps) -> Iterator[Box]:
    """Yield boxes that hold together what of a box lies outside all others, none empty."""
    near = []
    for each in taken:
        steps.take()
        if box.touches(each):
            near.append(each)
    if not near:
        yield box
        return
    # A box that asks for little leaves few pieces, and most likely none.
    first = min(range(len(near)), key=lambda at: near[at].weight)
    rest = [each for at, each in enumerate(near) if at != first]
    for piece in box.minus(near[first]):
        yield from boxes_outside(piece, rest, steps)
