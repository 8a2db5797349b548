"""One part's price in every channel as a row: where it differs, and whether the plan means that.

Knows priced parts and how numbers are written; no widget.
"""

from __future__ import annotations

from collections.abc import Callable

from matrix_designer.analysis.channel_parts import PartInChannels
from matrix_designer.analysis.channels import Channel, outcome
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers

_TITLES = {
    Channel.COUNTER: "Counter",
    Channel.REPAIR_ORDER: "Repair order",
    Channel.INTERNAL: "Internal",
    Channel.WARRANTY: "Warranty",
    Channel.FLEET: "Fleet",
    Channel.WHOLESALE: "Wholesale",
}


def channel_spec(numbers: Numbers) -> GridSpec[PartInChannels]:
    """Return a column for the part and one for every channel."""

    def part(row: PartInChannels) -> Cell:
        facts = row.facts
        return Cell(facts.part or "as typed", is_semibold=row.is_flagged)

    def description(row: PartInChannels) -> Cell:
        return Cell(row.facts.description, Ink.DERIVED)

    def source(row: PartInChannels) -> Cell:
        return Cell(row.facts.source, Ink.DERIVED)

    columns: tuple[Column[PartInChannels], ...] = (
        Column("part", "Part", "", 14, part, Align.LEFT),
        Column("description", "Description", "", 18, description, Align.LEFT),
        Column("source", "Source", "", 6, source, Align.LEFT),
        *(
            Column(channel.value, _TITLES[channel], "", 9, _price(place, numbers))
            for place, channel in enumerate(Channel)
        ),
    )
    hidden = ("source", "description")
    return GridSpec(
        "Parts by channel", "", columns, _head, hides_first=hidden, stretches="description"
    )


def _price(place: int, numbers: Numbers) -> Callable[[PartInChannels], Cell]:
    """Return what makes the cell of one channel."""

    def cell(row: PartInChannels) -> Cell:
        one = row.prices[place]
        match = one.planned.match
        rule = "default" if match.rule is None else f"rule {match.rule + 1}"
        note = f"{rule}: {treatment_words(match.treatment)}"
        priced = outcome(one.planned)
        text = "no price" if priced is None else "left alone"
        if isinstance(priced, int):
            text = numbers.money(priced)
        if one.is_flagged:
            note += ", differs from the repair order and the plan does not mean it"
            return Cell(text, Ink.WARNING, is_semibold=True, corner=Ink.WARNING_GRAPHIC, note=note)
        if priced is None:
            return Cell(text, Ink.ERROR, note=note)
        ink = Ink.TEXT if one.differs else Ink.DERIVED
        return Cell(text, ink, is_semibold=one.differs, note=note)

    return cell


def facts_of_row(row: PartInChannels) -> PartFacts:
    """Return the part of a row, as it is sold on a repair order."""
    return row.prices[[*Channel].index(Channel.REPAIR_ORDER)].facts


def _head(_row: object) -> RowHead:
    return RowHead("", "")
