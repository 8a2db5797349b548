"""What a text typed into the flat price list is read as: an edit with its hint, or a refusal.

Knows flat prices, their grammar and edits; no widget.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter

from matrix_designer.core.competitor_text import competitors_text, read_competitors
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import FlatPrice, check_price
from matrix_designer.core.flat_price_edits import InsertFlatPrices, SetFlatPrice
from matrix_designer.core.money import amount_text, read_cost
from matrix_designer.core.part_class import part_key
from matrix_designer.core.plan_text import read_day, read_price, read_yes
from matrix_designer.gui.grid.columns import Reading, Run, Tone
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.flat_price_lines import Ask, FlatLine, first_price
from matrix_designer.gui.texts import day_text

_AGREED = re.compile(
    r"(?P<price>.*?)\s*[,;]?\s*\bagreed\b(?:\s+(?:by|with))?[\s:]+(?P<who>\S.*)", re.IGNORECASE
)
"""`12.50 agreed Ann`: how a locked price is changed, the price and who agreed in one text."""


class FlatEntries:
    """Reads typed texts in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers, ask: Ask) -> None:
        """Take how numbers are written, and what the sales tell of a part."""
        self._numbers = numbers
        self._ask = ask

    def price_text(self, line: FlatLine) -> str | None:
        """Write what editing the price starts from."""
        if line.price is None:
            return None
        return self._numbers.typed(amount_text(line.price.price))

    def cost_text(self, line: FlatLine) -> str | None:
        """Write what editing the cost starts from."""
        if line.price is None:
            return None
        cost = line.price.cost
        return "" if cost is None else self._numbers.typed(amount_text(cost))

    def competitors_text(self, line: FlatLine) -> str | None:
        """Write what editing the competitors starts from."""
        if line.price is None:
            return None
        return self._numbers.typed(competitors_text(line.price.competitors))

    def read_part(self, line: FlatLine, text: str) -> Reading:
        """Read a part number; in the last row it comes onto the list with what the sales tell."""
        part = " ".join(text.split())
        if line.is_new and part_key(part):
            made = first_price(part, self._ask(part))
            return Reading(SetFlatPrice(line.place, made))
        if line.price is not None:
            return _changed(line, lambda price: replace(price, part=part))
        if not part_key(part):
            return Reading()
        return Reading(*self._new(line.place, part))

    def _new(self, place: int, part: str) -> tuple[InsertFlatPrices, tuple[Run, ...]]:
        sold = self._ask(part)
        made = first_price(part, sold)
        edit = InsertFlatPrices(place, (made,))
        if sold is None:
            return edit, (Run("a new part, not in the sales: type its price"),)
        paid = self._numbers.money(made.price)
        sold_for = (Run("   \u00b7   it sold for "), Run(paid, Tone.STRONG), Run(" on average"))
        return edit, (*_said(sold.description or part), *sold_for)

    def read_description(self, line: FlatLine, text: str) -> Reading:
        """Read a description; of a pasted part a blank one leaves what the sales tell."""
        if line.is_new and not text.strip():
            return Reading()
        return _changed(line, lambda price: replace(price, description=" ".join(text.split())))

    def read_price(self, line: FlatLine, text: str) -> Reading:
        """Read a price; of a locked one who agreed stands behind it: `12.50 agreed Ann`."""
        if line.price is None or (line.is_new and not text.strip()):
            return Reading()
        found = _AGREED.fullmatch(text.strip())
        typed, who = (found["price"], found["who"].strip()) if found else (text, "")
        try:
            price = read_price(typed, self._numbers.style)
            check_price(price, "A flat price")
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        if price == line.price.price:
            return Reading()
        if line.price.is_locked and (not who or who == line.price.agreed.strip()):
            return Reading(refusal=self._locked(line.price, price))
        agreed = who or line.price.agreed
        return Reading(
            SetFlatPrice(line.place, replace(line.price, price=price, agreed=agreed)),
            self._price_hint(line, price, who),
        )

    def _locked(self, price: FlatPrice, wanted: int) -> str:
        said = f", agreed: {price.agreed}" if price.agreed.strip() else ""
        example = self._numbers.money(wanted)
        return (
            f"The price is locked{said}. Type who agrees now behind it, like {example} agreed Ann"
        )

    def _price_hint(self, line: FlatLine, price: int, who: str) -> tuple[Run, ...]:
        runs = list(_said(self._numbers.money(price)))
        cost = cost_of(line)
        if cost:
            percent = self._numbers.fraction(Fraction(100 * (price - cost), price), 1)
            runs += [Run("   =   "), Run(f"{percent} % GP", Tone.STRONG)]
        best = line.best
        if best is not None:
            runs.append(
                Run(f"   \u00b7   {best.competitor} asks {self._numbers.money(best.price)}")
            )
        if who:
            runs.append(Run(f"   \u00b7   agreed: {who}"))
        return tuple(runs)

    def read_cost(self, line: FlatLine, text: str) -> Reading:
        """Read what the part cost at its review; empty: unknown, or what the sales tell."""
        if line.is_new and not text.strip():
            return Reading()

        def change(price: FlatPrice) -> FlatPrice:
            cost = read_cost(text, self._numbers.style) if text.strip() else None
            return replace(price, cost=cost)

        return _changed(line, change)

    def read_reviewed(self, line: FlatLine, text: str) -> Reading:
        """Read the day of the last review; empty: never."""
        reading = _changed(line, lambda price: replace(price, reviewed=read_day(text)))
        if reading.refusal or not text.strip():
            return reading
        day = read_day(text)
        return replace(reading, hint=() if day is None else _said(day_text(day)))

    def read_by(self, line: FlatLine, text: str) -> Reading:
        """Read who reviewed it."""
        return _changed(line, lambda price: replace(price, by=" ".join(text.split())))

    def read_agreed(self, line: FlatLine, text: str) -> Reading:
        """Read who agreed to the price."""
        return _changed(line, lambda price: replace(price, agreed=text.strip()))

    def read_locked(self, line: FlatLine, text: str) -> Reading:
        """Read whether the price is locked; who unlocks it says who agreed: `no agreed Ann`."""
        found = _AGREED.fullmatch(text.strip())
        typed, who = (found["price"], found["who"].strip()) if found else (text, "")

        def change(price: FlatPrice) -> FlatPrice:
            is_locked = read_yes(typed)
            if price.is_locked and not is_locked and (not who or who == price.agreed.strip()):
                raise MatrixDesignerError(
                    "The price is locked" + (f", agreed: {price.agreed}" if price.agreed else ""),
                    "",
                    "Type no and who agrees to unlock it: no agreed Ann",
                )
            return replace(price, is_locked=is_locked, agreed=who or price.agreed)

        return _changed(line, change)

    def read_competitors(self, line: FlatLine, text: str) -> Reading:
        """Read competitors with their prices: `NAPA 12.34 2026-03-01; Auto Zone 11.99`."""
        reading = _changed(
            line,
            lambda price: replace(price, competitors=read_competitors(text, self._numbers.style)),
        )
        if not isinstance(reading.edit, SetFlatPrice):
            return reading
        return replace(reading, hint=_said(competitor_words(reading.edit.by, self._numbers)))


def competitor_words(price: FlatPrice, numbers: Numbers) -> str:
    """Say what each competitor asks, and when that was seen; the one that asks least first."""
    asked = sorted(price.competitors, key=attrgetter("price"))
    told = (
        f"{one.competitor} {numbers.money(one.price)}"
        + ("" if one.seen is None else f" on {day_text(one.seen)}")
        for one in asked
    )
    return ", ".join(told) or "no competitor"


def cost_of(line: FlatLine) -> int | None:
    """Return what a part costs now, else what it cost at its review."""
    if line.sold is not None:
        return line.sold.average_cost
    return None if line.price is None else line.price.cost


def _changed(line: FlatLine, change: Callable[[FlatPrice], FlatPrice]) -> Reading:
    """Read a change of one price; what cannot be is a refusal."""
    if line.price is None:
        return Reading()
    try:
        made = change(line.price)
    except MatrixDesignerError as error:
        return Reading(refusal=error.sentence)
    return Reading(None if made == line.price else SetFlatPrice(line.place, made))


def _said(words: str) -> tuple[Run, ...]:
    return (Run("read as "), Run(words, Tone.STRONG))
