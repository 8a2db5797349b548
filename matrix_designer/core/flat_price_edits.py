"""Edits of the flat price list: prices put in, taken out, changed and reviewed.

Each is an `Edit` as core.edits has them. Prices are counted from 0. A part stands on the list
once; a locked price changes only with a new note of who agreed (source 002 J). Knows designs; it
does not know who asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.names import check_texts
from matrix_designer.core.part_class import part_key
from matrix_designer.core.places import inserted, without_places
from matrix_designer.core.plan_limits import MOST_COMPETITORS, MOST_FLAT_PRICES, refuse_more


@dataclass(frozen=True, slots=True)
class SetFlatPrice:
    """Put another flat price in the place of one: whatever of its fields changed."""

    at: int
    by: FlatPrice
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"flat price of {self.by.part}"

    def apply(self, design: Design) -> Design:
        """Return the design with the price set."""
        return _changed(design, ((self.at, self.by),))


@dataclass(frozen=True, slots=True)
class SetFlatPrices:
    """Change many flat prices at once: pairs of a place and what stands there then."""

    changes: tuple[tuple[int, FlatPrice], ...]
    text: str = "flat prices"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the prices set."""
        return _changed(design, self.changes)


@dataclass(frozen=True, slots=True)
class InsertFlatPrices:
    """Put flat prices before the one at `at`; the number of prices adds them at the end."""

    at: int
    prices: tuple[FlatPrice, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.prices) == 1
        return "insert flat price" if one else f"insert {len(self.prices)} flat prices"

    def apply(self, design: Design) -> Design:
        """Return the design with the prices; a part that is on the list is refused."""
        if not 0 <= self.at <= len(design.flat_prices):
            raise _no_price(self.at, design)
        if not self.prices:
            return design
        made = inserted(design.flat_prices, self.at, self.prices)
        for price in self.prices:
            _check(price)
        refuse_twice(made)
        return _with_prices(design, made)


@dataclass(frozen=True, slots=True)
class TakeFlatPrices:
    """Take a list in: parts that are on the list get its prices, the others are added at the end.

    A locked price that would change without a new note of who agreed refuses the whole list.
    """

    prices: tuple[FlatPrice, ...]
    text: str = "take flat prices in"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the list taken in."""
        refuse_twice(self.prices)
        places = {part_key(price.part): at for at, price in enumerate(design.flat_prices)}
        known = [(places.get(part_key(price.part)), price) for price in self.prices]
        changed = _changed(design, [(at, price) for at, price in known if at is not None])
        new = tuple(price for at, price in known if at is None)
        return InsertFlatPrices(len(changed.flat_prices), new).apply(changed)


@dataclass(frozen=True, slots=True)
class DeleteFlatPrices:
    """Take flat prices off the list; a locked one stays."""

    places: tuple[int, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.places) == 1
        return "delete flat price" if one else f"delete {len(self.places)} flat prices"

    def apply(self, design: Design) -> Design:
        """Return the design without the prices."""
        for place in self.places:
            if (price := _price(design, place)).is_locked:
                raise MatrixDesignerError(
                    f"The price of “{price.part}” is locked",
                    _who_agreed(price),
                    "Unlock it with a note of who agreed before it is deleted",
                )
        if not self.places:
            return design
        return _with_prices(design, without_places(design.flat_prices, self.places))


@dataclass(frozen=True, slots=True)
class ReviewFlatPrices:
    """Say that some prices were reviewed: pairs of a place and what the part costs now.

    A cost of None leaves the one on record.
    """

    reviews: tuple[tuple[int, int | None], ...]
    day: dt.date
    by: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.reviews) == 1
        return "review flat price" if one else f"review {len(self.reviews)} flat prices"

    def apply(self, design: Design) -> Design:
        """Return the design with the prices reviewed."""
        by = " ".join(self.by.split())
        return _changed(
            design,
            [(place, self._reviewed(design, place, cost, by)) for place, cost in self.reviews],
        )

    def _reviewed(self, design: Design, place: int, cost: int | None, by: str) -> FlatPrice:
        price = _price(design, place)
        kept = price.cost if cost is None else cost
        return replace(price, cost=kept, reviewed=self.day, by=by)


def locked_apart(
    design: Design, prices: Iterable[FlatPrice]
) -> tuple[tuple[FlatPrice, ...], tuple[MatrixDesignerError, ...]]:
    """Return the prices of a list that may be taken in, and why each locked one may not."""
    known = {part_key(price.part): price for price in design.flat_prices}
    free: list[FlatPrice] = []
    refusals: list[MatrixDesignerError] = []
    for price in prices:
        try:
            old = known.get(part_key(price.part))
            if old is not None:
                _refuse_locked(old, price)
            free.append(price)
        except MatrixDesignerError as error:
            refusals.append(error)
    return tuple(free), tuple(refusals)


def refuse_twice(prices: Iterable[FlatPrice]) -> None:
    """Refuse a list on which a part stands twice."""
    seen: dict[str, str] = {}
    for price in prices:
        key = part_key(price.part)
        if key in seen:
            other = seen[key]
            also = "" if other == price.part else f"As “{other}” and as “{price.part}”"
            raise MatrixDesignerError(
                f"“{price.part}” would stand twice on the flat price list",
                also,
                "Change the price that it has there",
            )
        seen[key] = price.part


def _changed(design: Design, changes: Iterable[tuple[int, FlatPrice]]) -> Design:
    """Return the design with some prices exchanged; the very same design where none differs."""
    made = list(design.flat_prices)
    is_renamed = is_changed = False
    for place, by in changes:
        old = _price(design, place)
        if made[place] == by:
            continue
        _check(by)
        _refuse_locked(old, by)
        is_renamed = is_renamed or part_key(old.part) != part_key(by.part)
        made[place], is_changed = by, True
    if not is_changed or (prices := tuple(made)) == design.flat_prices:
        return design
    if is_renamed:
        refuse_twice(prices)
    return _with_prices(design, prices)


def _refuse_locked(old: FlatPrice, new: FlatPrice) -> None:
    """Refuse another price, part or an end of the lock without a new note of who agreed."""
    is_touched = (old.price, part_key(old.part)) != (new.price, part_key(new.part))
    if not old.is_locked or not (is_touched or not new.is_locked):
        return
    agreed = new.agreed.strip()
    if not agreed or agreed == old.agreed.strip():
        raise MatrixDesignerError(
            f"The price of “{old.part}” is locked",
            _who_agreed(old),
            "Write who agreed to the change now, and when",
        )


def _who_agreed(price: FlatPrice) -> str:
    return f"Agreed: {price.agreed}" if price.agreed.strip() else ""


def _check(price: FlatPrice) -> None:
    """Refuse what a design file cannot hold."""
    check_texts((price.part, price.description, price.by, price.agreed), "flat price")
    if price.competitors:
        refuse_more(price.competitors, MOST_COMPETITORS, "competitors of one part")
        check_texts((each.competitor for each in price.competitors), "competitor")


def _price(design: Design, place: int) -> FlatPrice:
    if not 0 <= place < len(design.flat_prices):
        raise _no_price(place, design)
    return design.flat_prices[place]


def _no_price(place: int, design: Design) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"The flat price list has no line {place + 1}", f"It has {len(design.flat_prices):,} lines"
    )


def _with_prices(design: Design, prices: tuple[FlatPrice, ...]) -> Design:
    refuse_more(prices, MOST_FLAT_PRICES, "flat prices")
    return replace(design, flat_prices=prices)
