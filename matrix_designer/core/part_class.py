"""The classes of parts (source 002 D; accessories: 001, ingredient 2) and who is in which.

A class is the department's own word for how customers look at a part, not the DMS's class code.
Knows names of sources and part numbers; it knows nothing of sales.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from matrix_designer.core.errors import MatrixDesignerError


class PartClass(Enum):
    """How customers look at a part."""

    CAPTIVE = "captive"
    COMPETITIVE = "competitive"
    MAINTENANCE = "maintenance"
    ACCESSORY = "accessory"


def part_key(text: str) -> str:
    """Return what two spellings of one part number share: no blanks, capital letters."""
    return "".join(text.split()).upper()


def name_key(text: str) -> str:
    """Return what two spellings of a source, group, vendor or type share."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, slots=True)
class Classes:
    """Which parts are in which class: a part's own entry counts before its source's.

    `sources` and `parts` pair a name, as typed, with its class; no name stands twice.
    """

    sources: tuple[tuple[str, PartClass], ...] = ()
    parts: tuple[tuple[str, PartClass], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a source or a part in two classes, and one without a name."""
        _refuse_twice([name_key(name) for name, _ in self.sources], "source")
        _refuse_twice([part_key(name) for name, _ in self.parts], "part")

    def class_of(self, source: str, part: str) -> PartClass | None:
        """Return the class of one part; None where neither it nor its source has one."""
        number, name = part_key(part), name_key(source)
        for key, found in self.parts:
            if part_key(key) == number:
                return found
        for key, found in self.sources:
            if name_key(key) == name:
                return found
        return None


def _refuse_twice(keys: list[str], what: str) -> None:
    if "" in keys:
        raise MatrixDesignerError(f"A class needs the name of the {what}")
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise MatrixDesignerError(
            f"The {what} “{twice}” is in two classes", "", "Take it out of one of them"
        )


NO_CLASSES = Classes()
