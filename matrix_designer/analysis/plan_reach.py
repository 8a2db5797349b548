"""What the rules of a plan can reach at all: rules that can never win, parts that prove others do.

Exact over everything that conditions can say, by taking boxes out of boxes until a part is left
or none is. Where that would take too long nothing is said. Knows strategies and no sales.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from operator import is_

from matrix_designer.analysis.box_index import BoxIndex
from matrix_designer.analysis.part_space import Box, PartSpace
from matrix_designer.analysis.text_sets import UndecidedError
from matrix_designer.core.plan import ByFamily, ByFlatPrice
from matrix_designer.core.strategy import Strategy

_MOST_STEPS = 60_000
"""How many boxes are looked at for one plan; some seconds at worst, milliseconds as a rule."""
_MOST_A_RULE = 6_000
_MOST_ASKED = 1_000_000
"""How often a rule is held against another; a plan of 1,000 rules that do not name the same kind
of thing asks half as often."""


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

    def take(self, count: int = 1) -> None:
        """Count some; raises UndecidedError where none is left."""
        self.left -= count
        if self.left < 0:
            raise UndecidedError


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What was found of a rule: parts that it wins (None: none, or not decided), or how it is dead.

    `near` are the boxes of the rules before it that share a part with it, as far as they were
    looked for, `near_at` where those stand among the rules that can win, `by` places in `near`,
    `steps` what it took. One that `is_short` was not decided for want of steps.
    """

    boxes: Boxes
    near: tuple[Boxes, ...]
    near_at: tuple[int, ...]
    won: Box | None
    by: tuple[int, ...] | None
    steps: int
    is_short: bool


class Reach:
    """Answers about the rules of a plan; those of `known` are used where an edit left them true."""

    def __init__(self, known: Reach | None = None) -> None:
        """Start with the answers about the plan before."""
        self._old_boxes = {} if known is None else known._boxes  # noqa: SLF001 - of the same class
        self._old_answers = {} if known is None else known._answers  # noqa: SLF001 - likewise
        self._old_alive = [] if known is None else known._alive  # noqa: SLF001 - likewise
        self._boxes: dict[Hashable, tuple[tuple[object, ...], Boxes]] = {}
        self._answers: dict[Hashable, tuple[_Answer, int]] = {}
        self._alive: list[Boxes] = []
        self._index = BoxIndex[int]()
        self._same = 0  # so many rules that can win are the first of those before, too

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
                left = 0
                continue
            boxes = space.boxes(place)
            if not boxes:
                found.append(DeadRule(place, _why_empty(strategy, place)))
                continue
            if left <= 0:
                continue
            answer = self._answer(key, boxes, left)
            left -= answer.steps if self._index.asked < _MOST_ASKED else left
            if answer.by is None:
                alive.append(place)
                self._add(boxes)
            else:
                by = tuple(alive[answer.near_at[one]] for one in answer.by)
                found.append(DeadRule(place, Dead.SHADOWED, by))
        return tuple(found)

    def _add(self, boxes: Boxes) -> None:
        """Put a rule behind those that can win."""
        at = len(self._alive)
        if self._same == at < len(self._old_alive) and self._old_alive[at] is boxes:
            self._same += 1
        self._alive.append(boxes)
        self._index.add(boxes, at)

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

    def _answer(self, key: Hashable, boxes: Boxes, left: int) -> _Answer:
        """Return what is found of a rule, by what was found of it before if that tells."""
        count = 0  # of rules that ask for the same each has its answer
        while (key, count) in self._answers:
            count += 1
        old, before = self._old_answers.get((key, count), (None, 0))
        made = None
        if old is not None and old.boxes is boxes:
            is_same = before == len(self._alive) == self._same
            made = old if is_same else self._still(old)
        if made is None:
            made = _found(boxes, self._index, self._alive, left)
        self._answers[key, count] = made, len(self._alive)
        return made

    def _still(self, old: _Answer) -> _Answer | None:
        """Return an answer that still holds with other rules before; None where it may not."""
        try:
            if old.won is not None:
                near = [box for box, _ in self._index.touching(old.won)]
                if not near:
                    return old
                won = next(_outside_near(old.won, near, Steps(_MOST_A_RULE)), None)
                return None if won is None else replace(old, won=won)
            near_at = _near_at(old.boxes, self._index)
        except UndecidedError:
            return None
        boxes = [self._alive[one] for one in near_at]
        if old.is_short or len(boxes) != len(old.near) or not all(map(is_, boxes, old.near)):
            return None
        return replace(old, near_at=near_at)


def _near_at(boxes: Boxes, index: BoxIndex[int]) -> tuple[int, ...]:
    """Return which rules share a part with some boxes, in their order."""
    return tuple(sorted({one for box in boxes for _, one in index.touching(box)}))


def _found(boxes: Boxes, index: BoxIndex[int], alive: Sequence[Boxes], left: int) -> _Answer:
    """Judge a rule from nothing, in as many steps as are left."""
    steps = Steps(min(max(left, 0), _MOST_A_RULE))
    start, won, by = steps.left, None, None
    near_at: tuple[int, ...] = ()
    is_short = False
    try:
        for box in boxes:
            near = [held for held, _ in index.touching(box)]
            steps.take(len(near))
            won = next(_outside_near(box, near, steps), None)
            if won is not None:
                break
        else:
            near_at = _near_at(boxes, index)
            by = _needed(boxes, [alive[one] for one in near_at])
    except UndecidedError:
        won, by, near_at, is_short = None, None, (), True
    near_boxes = tuple(alive[one] for one in near_at)
    return _Answer(boxes, near_boxes, near_at, won, by, start - max(steps.left, 0), is_short)


def part_reaching(strategy: Strategy, place: int) -> Box | None:
    """Return parts that a rule (0-based) wins; None where there are none."""
    space = PartSpace(strategy)
    before = [one for one in range(place) if strategy.plan.rules[one].is_enabled]
    return _left_over(space.boxes(place), map(space.boxes, before), Steps(_MOST_A_RULE))


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


def _needed(boxes: Boxes, near: Sequence[Boxes]) -> tuple[int, ...]:
    """Return as few of the rules before as take all parts of one: left out one by one."""
    needed = list(range(len(near)))
    for one in reversed(range(len(near))):
        fewer = [other for other in needed if other != one]
        try:
            if _left_over(boxes, (near[each] for each in fewer), Steps(_MOST_A_RULE)) is None:
                needed = fewer
        except UndecidedError:
            continue
    return tuple(needed)


def _left_over(boxes: Boxes, before: Iterable[Boxes], steps: Steps) -> Box | None:
    """Return parts of some boxes that none of the rules before takes; None where there are none."""
    taken = [box for held in before for box in held]
    for box in boxes:
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
    yield from _outside_near(box, near, steps)


def _outside_near(box: Box, near: Sequence[Box], steps: Steps) -> Iterator[Box]:
    """Yield what of a box lies outside others that all share a part with it."""
    if not near:
        yield box
        return
    # A box that asks for little leaves few pieces, and most likely none.
    first = min(range(len(near)), key=lambda at: near[at].weight)
    rest = [each for at, each in enumerate(near) if at != first]
    for piece in box.minus(near[first]):
        yield from boxes_outside(piece, rest, steps)
