"""Patterns of part numbers and descriptions: `*` is any run of characters, `?` any one.

Knows texts; it knows nothing of rules or families. A pattern without a character matches the
empty text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from matrix_designer.core.part_class import name_key, part_key

_EMPTY = r"\A\Z"


def part_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the keys (`part_key`) of whole part numbers that one pattern matches."""
    return _together(rf"\A{body}\Z" for body in _bodies(part_key(one) for one in patterns))


def description_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the keys (`name_key`) of descriptions that hold one pattern anywhere."""
    # A star at an end says nothing more where a pattern may match anywhere.
    keys = (name_key(one) for one in patterns)
    return _together(_bodies(key.strip("*") or key[:1] for key in keys))


def _bodies(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        yield "".join(_WILD.get(one) or re.escape(one) for one in key) if key else _EMPTY


_WILD = {"*": ".*", "?": "."}


def _together(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for all; none of them matches nothing."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives) or r"(?!)", re.DOTALL)
