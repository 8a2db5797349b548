"""Edits of families: put in, taken out, moved, changed, and a price accepted.

Each is an `Edit` as core.edits has them. Families are counted from 0, and no name stands twice.
Knows designs; it does not know who asks, nor how an average is made.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Factor
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.names import check_texts, tidy_name, tidy_note
from matrix_designer.core.part_class import name_key
from matrix_designer.core.places import inserted, moved_places, without_places
from matrix_designer.core.plan_limits import MOST_FAMILIES, MOST_MEMBERS, refuse_more


@dataclass(frozen=True, slots=True)
class SetFamily:
    """Put another family in the place of one: whatever of its fields changed."""

    at: int
    by: Family
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"family “{self.by.name}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the family set; a taken name is refused."""
        _family(design, self.at)
        by = _tidy(self.by)
        families = design.families
        if families[self.at] == by:
            return design
        made = (*families[: self.at], by, *families[self.at + 1 :])
        refuse_same_name(made)
        return replace(design, families=made)


@dataclass(frozen=True, slots=True)
class InsertFamilies:
    """Put families before the one at `at`; the number of families adds them at the end."""

    at: int
    families: tuple[Family, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.families) == 1
        return "insert family" if one else f"insert {len(self.families)} families"

    def apply(self, design: Design) -> Design:
        """Return the design with the families; a taken name is refused."""
        if not 0 <= self.at <= len(design.families):
            raise _no_family(self.at, design)
        if not self.families:
            return design
        made = inserted(design.families, self.at, map(_tidy, self.families))
        refuse_more(made, MOST_FAMILIES, "families")
        refuse_same_name(made)
        return replace(design, families=made)


@dataclass(frozen=True, slots=True)
class TakeFamilies:
    """Take a list in: families of a known name are exchanged, the others added at the end."""

    families: tuple[Family, ...]
    text: str = "take families in"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the list taken in."""
        refuse_same_name(self.families)
        places = {name_key(family.name): at for at, family in enumerate(design.families)}
        new: list[Family] = []
        for family in self.families:
            at = places.get(name_key(family.name))
            if at is None:
                new.append(family)
            else:
                design = SetFamily(at, family).apply(design)
        return InsertFamilies(len(design.families), tuple(new)).apply(design)


@dataclass(frozen=True, slots=True)
class DeleteFamilies:
    """Take families out."""

    places: tuple[int, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.places) == 1
        return "delete family" if one else f"delete {len(self.places)} families"

    def apply(self, design: Design) -> Design:
        """Return the design without the families."""
        for place in self.places:
            _family(design, place)
        if not self.places:
            return design
        return replace(design, families=without_places(design.families, self.places))


@dataclass(frozen=True, slots=True)
class MoveFamilies:
    """Move families to stand before the one now at `to`: a part belongs to the first of its."""

    places: tuple[int, ...]
    to: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.places) == 1
        return "move family" if one else f"move {len(self.places)} families"

    def apply(self, design: Design) -> Design:
        """Return the design with the families moved."""
        for place in self.places:
            _family(design, place)
        if not 0 <= self.to <= len(design.families):
            raise _no_family(self.to, design)
        made = moved_places(design.families, self.places, self.to)
        return design if made == design.families else replace(design, families=made)


@dataclass(frozen=True, slots=True)
class AcceptFamilyPrice:
    """Accept a price for a family, with what it was made of (source 002 I).

    `factor` None says that it was typed; `averaged` None that no sales stood behind it. A price
    of None takes the accepted one away.
    """

    at: int
    price: int | None
    factor: Factor | None = None
    averaged: Averaged | None = None
    agreed: str = ""
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"price of family {self.at + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the price accepted; one that is none is refused."""
        made = replace(
            _family(design, self.at),
            price=self.price,
            factor=self.factor,
            averaged=self.averaged,
            agreed=self.agreed,
        )
        return SetFamily(self.at, made).apply(design)


def refuse_same_name(families: Iterable[Family]) -> None:
    """Refuse two families of one name."""
    seen: set[str] = set()
    for family in families:
        key = name_key(family.name)
        if key in seen:
            raise MatrixDesignerError(
                f"There is a family “{family.name}” already", "", "Type another name"
            )
        seen.add(key)


def _tidy(family: Family) -> Family:
    """Return a family that the design can hold."""
    for texts, words in (
        (family.parts, "parts of one family"),
        (family.descriptions, "description patterns of one family"),
        (family.sources, "sources of one family"),
        (family.excluded, "excluded parts of one family"),
    ):
        refuse_more(texts, MOST_MEMBERS, words)
        check_texts(texts, "family")
    name, agreed = tidy_name(family.name, "family"), tidy_note(family.agreed)
    if (name, agreed) == (family.name, family.agreed):
        return family
    return replace(family, name=name, agreed=agreed)


def _family(design: Design, place: int) -> Family:
    if not 0 <= place < len(design.families):
        raise _no_family(place, design)
    return design.families[place]


def _no_family(place: int, design: Design) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"The design has no family {place + 1}", f"It has {len(design.families)}"
    )
