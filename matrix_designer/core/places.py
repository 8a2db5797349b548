"""Lists of which some places are taken out, moved or filled: plain tuples.

Knows no nouns; places are counted from 0 and were checked by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def without_places(things: tuple[Thing, ...], places: Iterable[int]) -> tuple[Thing, ...]:
    """Return the things without those at some places."""
    gone = set(places)
    return tuple(thing for place, thing in enumerate(things) if place not in gone)


def moved_places(things: tuple[Thing, ...], places: Iterable[int], to: int) -> tuple[Thing, ...]:
    """Return the things with those at some places, in their order, before the one now at `to`."""
    taken = sorted(set(places))
    gone = set(taken)
    before = [thing for place, thing in enumerate(things[:to]) if place not in gone]
    after = [thing for place, thing in enumerate(things[to:], to) if place not in gone]
    return (*before, *(things[place] for place in taken), *after)


def inserted(things: tuple[Thing, ...], at: int, new: Iterable[Thing]) -> tuple[Thing, ...]:
    """Return the things with new ones before the one that is at `at` now."""
    return (*things[:at], *new, *things[at:])
