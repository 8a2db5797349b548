"""What the rules of a plan can reach at all: rules that can never win, parts that prove others do.

Exact over everything that conditions can say, by taking boxes out of boxes until a part is left
or none is. Where that would take too long nothing is said. Knows strategies and no sales.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import is_

from matrix_designer.analysis.part_space import Box, PartSpace
from matrix_designer.analysis.text_sets import UndecidedError
from matrix_designer.core.plan import ByFamily, ByFlatPrice
from matrix_designer.core.strategy import Strategy

_MOST_STEPS = 60_000
"""How many boxes are looked at for one plan; some seconds at worst, milliseconds as a rule."""
_MOST_A_RULE = 6_000


Boxes = tuple[Box, ...]
"""What one rule asks for."""


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
    return Reach().dead_rules(strategy)


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What was found of a rule: parts that it wins (None: none, or not decided), or how it is dead.

    `before` are the boxes of the rules before it, `by` places among those, `steps` what it took.
    """

    boxes: Boxes
    before: tuple[Boxes, ...]
    won: Box | None
    by: tuple[int, ...] | None
    steps: int


class Reach:
    """Answers about the rules of a plan; those of `known` are used where an edit left them true."""

    def __init__(self, known: Reach | None = None) -> None:
        """Start with the answers about the plan before."""
        self._old_boxes = {} if known is None else known._boxes  # noqa: SLF001 - of the same class
        self._old_answers = {} if known is None else known._answers  # noqa: SLF001 - likewise
        self._boxes: dict[Hashable, tuple[tuple[object, ...], Boxes]] = {}
        self._answers: dict[Hashable, _Answer] = {}

    def dead_rules(self, strategy: Strategy) -> tuple[DeadRule, ...]:
        """Return the enabled rules that no part reaches on any day, in order."""
        space = PartSpace(strategy)
        found: list[DeadRule] = []
        alive: list[int] = []
        left = _MOST_STEPS
        for place, rule in enumerate(strategy.plan.rules):
            if not rule.is_enabled:
                continue
            try:
                key = self._find_boxes(strategy, space, place)
            except UndecidedError:  # then nothing can be said of the rules after it, either
                alive.append(place)
                left = 0
                continue
            if not space.boxes(place):
                found.append(DeadRule(place, _why_empty(strategy, place)))
                continue
            if left <= 0:
                alive.append(place)
                continue
            answer = self._answer(key, space, place, alive, left)
            left -= answer.steps
            if answer.by is None:
                alive.append(place)
            else:
                by = tuple(alive[one] for one in answer.by)
                found.append(DeadRule(place, Dead.SHADOWED, by))
        return tuple(found)

    def _find_boxes(self, strategy: Strategy, space: PartSpace, place: int) -> Hashable:
        """Put the boxes of a rule into a space, the same object where they are the same."""
        rule = strategy.plan.rules[place]
        treatment, asked = rule.treatment, rule.conditions
        is_flat, is_family = isinstance(treatment, ByFlatPrice), isinstance(treatment, ByFamily)
        key = (is_flat, is_family, asked, rule.starts, rule.ends)
        of = (
            strategy.flat_prices if is_flat else None,
            strategy.families if is_family else None,
            strategy.classes if asked.classes else None,
        )
        held = self._boxes.get(key) or self._old_boxes.get(key)
        if held is not None and all(one is two for one, two in zip(held[0], of, strict=True)):
            space.known[place] = held[1]
        # Those of other lists that are the same are as if nothing had changed.
        if held is not None and space.boxes(place) == held[1]:
            space.known[place] = held[1]
        self._boxes[key] = (of, space.boxes(place))
        return key

    def _answer(
        self, key: Hashable, space: PartSpace, place: int, before: Sequence[int], left: int
    ) -> _Answer:
        """Return what is found of a rule, by what was found of it before if that tells."""
        count = 0  # of rules that ask for the same each has its answer
        while (key, count) in self._answers:
            count += 1
        boxes, others = space.boxes(place), tuple(space.boxes(one) for one in before)
        old = self._old_answers.get((key, count))
        made = None
        if old is not None and old.boxes is boxes:
            made = _still(old, others)
        if made is None:
            made = _found(space, place, before, left)
        self._answers[key, count] = made
        return made


def _still(old: _Answer, before: tuple[Boxes, ...]) -> _Answer | None:
    """Return an answer that still holds with other rules before; None where it may not."""
    if len(before) == len(old.before) and all(map(is_, before, old.before)):
        return old
    if old.won is None:
        return None
    known = set(map(id, old.before))
    new = [box for boxes in before if id(boxes) not in known for box in boxes]
    steps = Steps(_MOST_A_RULE)
    try:
        won = box_outside(old.won, new, steps)
    except UndecidedError:
        return None
    if won is None:
        return None
    return _Answer(old.boxes, before, won, None, old.steps)


def _found(space: PartSpace, place: int, before: Sequence[int], left: int) -> _Answer:
    """Judge a rule from nothing, in as many steps as are left."""
    steps = Steps(min(max(left, 0), _MOST_A_RULE))
    start, won, by = steps.left, None, None
    try:
        won = _left_over(space, place, before, steps)
        if won is None:
            needed = set(_needed(space, place, before))
            by = tuple(at for at, one in enumerate(before) if one in needed)
    except UndecidedError:
        by = None
    used = start - max(steps.left, 0)
    held = tuple(space.boxes(one) for one in before)
    return _Answer(space.boxes(place), held, won, by, used)


def part_reaching(strategy: Strategy, place: int) -> Box | None:
    """Return parts that a rule (0-based) wins; None where there are none."""
    space = PartSpace(strategy)
    before = [one for one in range(place) if strategy.plan.rules[one].is_enabled]
    return _left_over(space, place, before, Steps(_MOST_A_RULE))


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
