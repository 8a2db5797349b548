"""The words by which source 002 D tells the groups of parts, looked for in a description.

Knows words only. A guess: it is a reason among others, never a class by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from matrix_designer.core.part_class import PartClass

_COMPETITIVE = (
    *("spark plug", "plug-spark", "plug spark", "plug,spark", "oil filter", "filter-oil"),
    *("filter oil", "filter,oil", "fuel filter", "filter-fuel", "filter fuel", "air filter"),
    *("filter-air", "filter air", "motor oil", "engine oil", "atf", "automatic transmission fluid"),
    *("antifreeze", "coolant", "wiper", "battery", "bulb", "tire", "filter"),
)
_MAINTENANCE = (
    *("brake pad", "brake", "pad", "rotor", "tune-up", "tune up", "ignition wire", "exhaust"),
    *("muffler", "tailpipe", "shock", "strut", "belt"),
)
_ACCESSORY = ("accessory", "accessories", "floor mat", "mat", "trailer hitch", "roof rack")
_CAPTIVE = (
    *("wiper motor", "wiper arm", "seal", "gasket", "sensor", "bracket", "hose", "clip", "switch"),
    *("module", "housing", "gear", "trim", "bolt", "nut", "screw", "piston", "valve", "bearing"),
)
"""Hard parts: a seal for oil and the bracket of a filter are captive, and so are wiper motors."""
_WORDS = re.compile(r"[a-z0-9]+")


def _any_of(known: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds one of some words among words, one or many of it."""
    plain = (" ".join(_WORDS.findall(word)) for word in known)
    return re.compile(rf" ({'|'.join(plain)})s?(?= )")


_IS_CAPTIVE = _any_of(_CAPTIVE)
_CLASSES = (
    (PartClass.ACCESSORY, _any_of(_ACCESSORY)),
    (PartClass.MAINTENANCE, _any_of(_MAINTENANCE)),
    (PartClass.COMPETITIVE, _any_of(_COMPETITIVE)),
)


@lru_cache(65_536)
def class_by_words(description: str, source: str = "") -> tuple[PartClass, str] | None:
    """Return the class that a description speaks for and the word that does; None if none does."""
    words = f" {' '.join(_WORDS.findall(f'{description} {source}'.lower()))} "
    if _IS_CAPTIVE.search(words) is not None:
        return None
    for part_class, known in _CLASSES:
        found = known.search(words)
        if found is not None:
            return part_class, found.group(1)
    return None
