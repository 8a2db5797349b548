"""The edit that says which sources and parts are competitive, maintenance, captive, accessories.

Knows designs and classes; it does not know who asks, nor what suggested it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.names import check_texts
from matrix_designer.core.part_class import Classes, PartClass, name_key, part_key
from matrix_designer.core.plan_limits import MOST_MEMBERS, refuse_more

Entries = tuple[tuple[str, PartClass], ...]


@dataclass(frozen=True, slots=True)
class AssignClass:
    """Put sources and parts into a class, many at once; None takes them out of theirs."""

    part_class: PartClass | None
    sources: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        to = "no class" if self.part_class is None else self.part_class.value
        names = (*self.sources, *self.parts)
        return f"{names[0]} to {to}" if len(names) == 1 else f"{len(names)} names to {to}"

    def apply(self, design: Design) -> Design:
        """Return the design with the classes set; an empty name is refused."""
        check_texts((*self.sources, *self.parts), "class")
        had = design.classes
        made = Classes(
            _assigned(had.sources, self.sources, self.part_class, name_key),
            _assigned(had.parts, self.parts, self.part_class, part_key),
        )
        refuse_more(made.sources, MOST_MEMBERS, "sources with a class")
        refuse_more(made.parts, MOST_MEMBERS, "parts with a class")
        return design if made == had else replace(design, classes=made)


def _assigned(
    entries: Entries, names: tuple[str, ...], to: PartClass | None, key_of: Callable[[str], str]
) -> Entries:
    """Return entries with some names in a class: known ones keep their place and spelling."""
    wanted = {key_of(name): " ".join(name.split()) for name in names}
    if not wanted:
        return entries
    made: list[tuple[str, PartClass]] = []
    for name, old in entries:
        if key_of(name) not in wanted:
            made.append((name, old))
            continue
        del wanted[key_of(name)]
        if to is not None:
            made.append((name, to))
    if to is not None:
        made.extend((name, to) for name in wanted.values())
    return tuple(made)
