"""Competitors' prices in one cell: `NAPA 12.34 2026-03-01; Auto Zone 11.99`.

What is written here reads back as it was. Knows competitors' prices; not which part they are of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import CompetitorPrice
from matrix_designer.core.money import NumberStyle, amount_text, clip
from matrix_designer.core.plan_text import (
    day_text,
    quoted,
    read_day,
    read_price,
    split_pieces,
    unquoted,
)

_ENTRY = re.compile(
    r"(?P<name>\".*\"|\S.*?)\s*[:=]?\s*\$?\s*(?P<price>[0-9][0-9.,']*)"
    r"(?:\s*\(?\s*(?P<day>[0-9]+[-/.][0-9]+[-/.][0-9]+)\s*\)?)?",
    re.DOTALL,
)
_PRICE_LIKE = re.compile(r"[0-9$:=(]")


def read_competitors(
    text: str, style: NumberStyle = NumberStyle.POINT
) -> tuple[CompetitorPrice, ...]:
    """Read competitors with their prices, and the days on which they were seen."""
    return tuple(_entry(piece, style) for piece in split_pieces(text, ";\n") if piece)


def _entry(piece: str, style: NumberStyle) -> CompetitorPrice:
    match = _ENTRY.fullmatch(piece)
    name = "" if match is None else unquoted(match["name"])
    if match is None or not name:
        raise MatrixDesignerError(
            f"“{clip(piece)}” is not a competitor and a price",
            "",
            "Write it like NAPA 12.34, with the day it was seen after it if you know it",
        )
    price = read_price(match["price"], style)
    return CompetitorPrice(name, price, read_day(match["day"] or ""))


def competitors_text(competitors: Iterable[CompetitorPrice]) -> str:
    """Write competitors' prices."""
    return "; ".join(
        " ".join(
            part
            for part in (
                quoted(each.competitor, _is_unclear),
                amount_text(each.price),
                day_text(each.seen),
            )
            if part
        )
        for each in competitors
    )


def _is_unclear(name: str) -> bool:
    """Tell whether a name could be taken for part of the price behind it."""
    return bool(_PRICE_LIKE.search(name))
