"""Boxes kept so that those that share a part with another are found without asking every one.

Most rules name sources, part numbers or the like: boxes that name other ones cannot meet. Knows
boxes; it knows no rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Generic, TypeVar

from matrix_designer.analysis.part_space import TEXT_FIELDS, Box

Owner = TypeVar("Owner")
_MOST_NAMED = 64
"""A box that names more than these of a thing is asked each time instead."""


class BoxIndex(Generic[Owner]):
    """Boxes with what they belong to, in the order in which they were added.

    `asked` counts how often a box was held against another.
    """

    def __init__(self) -> None:
        """Start without any."""
        self.asked = 0
        self._boxes: list[tuple[Box, Owner]] = []
        self._named: dict[int, dict[str, list[int]]] = {}
        self._of_field: dict[int, list[int]] = {}
        self._loose: list[int] = []

    def add(self, boxes: Iterable[Box], owner: Owner) -> None:
        """Add the boxes, none empty, of one owner."""
        for box in boxes:
            number = len(self._boxes)
            self._boxes.append((box, owner))
            field = _named_field(box)
            if field is None:
                self._loose.append(number)
                continue
            self._of_field.setdefault(field, []).append(number)
            named = self._named.setdefault(field, {})
            for text in box.texts[field].only or ():
                named.setdefault(text, []).append(number)

    def touching(self, box: Box) -> Iterator[tuple[Box, Owner]]:
        """Yield the boxes that share a part with one, which is not empty, in their order.

        Raises UndecidedError where that takes too long to tell of one of them.
        """
        near = sorted(self._near(box))
        self.asked += len(near)
        for number in near:
            held = self._boxes[number]
            if box.touches(held[0]):
                yield held

    def _near(self, box: Box) -> Iterable[int]:
        """Return the numbers of boxes that may share a part with one, each once."""
        near: list[Iterable[int]] = [self._loose]
        for field, every in self._of_field.items():
            only = box.texts[field].only
            if only is None or len(only) > _MOST_NAMED:
                near.append(every)
            else:
                named = self._named[field]
                near.append({number for text in only for number in named.get(text, ())})
        return chain.from_iterable(near)


def _named_field(box: Box) -> int | None:
    """Return the first thing of which a box names a few; None where there is none."""
    for field in range(len(TEXT_FIELDS)):
        only = box.texts[field].only
        if only is not None and len(only) <= _MOST_NAMED:
            return field
    return None
