"""A column called Net: the dealer's net is a cost, the net after a discount a sold price.

Knows the names of columns and the numbers of the first rows. What the numbers decide is taken;
the rest is asked. Ratios here are for judging, nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.cell_numbers import Cells, number_in, style_of, text_at
from matrix_designer.formats.columns import NUMBER_FIELDS, Columns, plain_name

_NETS = frozenset(map(plain_name, ("net", "unit net", "net unit", "net each", "net ea")))
"""Names that say neither whose net it is nor of what."""
_NET_PRICES = _NETS | frozenset(
    map(
        plain_name,
        (
            *("net price", "net unit price", "net sell", "price net", "net sold", "net amount"),
            *("net amt", "net total", "net ext", "ext net", "net extended", "net sale", "net line"),
        ),
    )
)
"""Names of what may have been paid after a discount, beside a price before it."""
_ROWS = 200
_ALL, _MOST, _HALF, _FEW = Decimal("0.95"), Decimal("0.9"), Decimal("0.5"), Decimal("0.05")
_NOTHING, _ONE = Decimal(0), Decimal(1)
_LEAST_MARKUP = Decimal("1.2")
_HALF_CENT = Decimal("0.005")
_FEWEST = 5
_STEADY = Decimal("0.01")
"""Ratios of price to net that differ by no more come of a tax or one discount, not of a cost."""


class NetIs(Enum):
    """What a column called Net holds; DOUBTFUL where its numbers do not tell."""

    COST = "cost"
    SOLD = "sold"
    LINE = "extended_sold"
    DOUBTFUL = ""


@dataclass(frozen=True, slots=True)
class NetLine:
    """The numbers of one line with anything to compare: None where there is none."""

    net: Decimal
    pieces: Decimal
    sold: Decimal | None = None
    total: Decimal | None = None
    list_price: Decimal | None = None
    total_cost: Decimal | None = None

    @property
    def price(self) -> Decimal | None:
        """For how much one piece was sold."""
        if self.total is not None:
            return self.total / self.pieces
        return self.sold


def with_net(columns: Columns, cells: Cells, said: Collection[str]) -> Columns:
    """Return columns with a Net that is the sold price no longer taken for the cost.

    `said` are the fields that somebody has said something about. Where the numbers do not tell,
    the columns stay: `doubtful_net` names the column then.
    """
    place = _taken_for_cost(columns, said)
    if place is None:
        return columns
    meant = meaning_of(_lines(columns, cells, place))
    if meant in {NetIs.COST, NetIs.DOUBTFUL}:
        return columns
    places = {field: at for field, at in columns.places.items() if field != "cost"}
    if not {"sold", "extended_sold"} <= set(places) and meant.value not in places:
        places[meant.value] = place
    other = columns.name(columns.places.get("extended_sold", columns.places.get("sold", place)))
    piece = "piece" if meant is NetIs.SOLD else "line"
    told = f"“{columns.name(place)}” is what a {piece} was sold for, as “{other}” tells: no cost"
    return replace(columns, places=places, problems=(*columns.problems, told))


def doubtful_net(columns: Columns, cells: Cells, said: Collection[str]) -> int | None:
    """Return the column called Net that may be the cost or a sold price; None where it is clear."""
    place = _taken_for_cost(columns, said)
    if place is not None:
        is_clear = meaning_of(_lines(columns, cells, place)) is NetIs.COST
        return None if is_clear else place
    return _beside_price(columns, cells, said)


def _taken_for_cost(columns: Columns, said: Collection[str]) -> int | None:
    """Return the place of a cost that is called Net, where nobody said that it is one."""
    place = columns.places.get("cost")
    is_net = place is not None and columns.header and "cost" not in said
    return place if is_net and plain_name(columns.name(place or 0)) in _NETS else None


def _beside_price(columns: Columns, cells: Cells, said: Collection[str]) -> int | None:
    """Return a Net that nobody took, where the sold price of one piece may be the one before it."""
    places = columns.places
    if {"sold", "extended_sold"}.isdisjoint(places) or {"sold", "extended_sold"} & set(said):
        return None
    taken = set(places.values())
    for place, name in enumerate(columns.header):
        if place not in taken and plain_name(name) in _NET_PRICES:
            return place if _differs(columns, cells, place) else None
    return None


def is_of_line(columns: Columns, cells: Cells, place: int) -> bool:
    """Tell whether a Net beside a price is rather of the whole line than of one piece."""
    lines = [line for line in _lines(columns, cells, place) if line.pieces > 1]
    return _share(lines, _is_near_total) >= _HALF if lines else "sold" not in columns.places


def _is_near_total(line: NetLine) -> bool:
    total = (line.price or _NOTHING) * line.pieces
    return abs(line.net - total) < abs(line.net * line.pieces - total)


def _differs(columns: Columns, cells: Cells, place: int) -> bool:
    """Tell whether a Net is another sum than the price beside it, and like one after a discount."""
    lines = [line for line in _lines(columns, cells, place) if line.price]
    if not lines or all(_is_price(line) or _is_line(line) for line in lines):
        return False
    costs = _lines(columns, cells, columns.places["cost"]) if "cost" in columns.places else []
    if [line.net for line in lines] == [line.net for line in costs]:
        return False
    return _share(lines, _is_after_discount) >= _MOST


def _is_after_discount(line: NetLine) -> bool:
    """Tell whether a net is at most the price of a piece or of the line, and half of it or more."""
    price = line.price or _NOTHING
    return any(_HALF * of <= line.net <= of + _HALF_CENT for of in (price, price * line.pieces))


def meaning_of(lines: Sequence[NetLine]) -> NetIs:
    """Say what the net of some lines is: by what it makes with the other numbers of each line."""
    if not lines:
        return NetIs.COST
    if _share(lines, _is_total_cost) >= _ALL:
        return NetIs.COST
    priced = [line for line in lines if line.price]
    if len(priced) < _HALF * len(lines):
        return NetIs.DOUBTFUL
    same = _share(priced, _is_price)
    if same >= _ALL:
        return NetIs.SOLD
    if _share(priced, _is_line) >= _ALL:
        return NetIs.LINE
    return NetIs.COST if same <= _FEW and _is_far_below(priced) else NetIs.DOUBTFUL


def _share(lines: Sequence[NetLine], is_so: Callable[[NetLine], bool]) -> Decimal:
    return Decimal(sum(map(is_so, lines))) / len(lines)


def _is_far_below(lines: Sequence[NetLine]) -> bool:
    """Tell whether the net is as far below list and price as costs are.

    A tax or a discount is a small part of the price, the same one in every line.
    """
    ratios = sorted((line.price or _NOTHING) / line.net for line in lines)
    middle = ratios[len(ratios) // 2]
    lists = [line for line in lines if line.list_price is not None]
    is_below = sum(ratio > 1 for ratio in ratios) >= _MOST * len(ratios)
    if not is_below or (lists and _share(lists, _is_below_list) < _MOST):
        return False
    near = sum(abs(ratio - middle) <= _STEADY * middle for ratio in ratios)
    varies = len(ratios) >= _FEWEST and near < _ALL * len(ratios)
    return varies or (bool(lists) and middle >= _LEAST_MARKUP)


def _is_below_list(line: NetLine) -> bool:
    return line.list_price is not None and line.net < line.list_price


def _is_price(line: NetLine) -> bool:
    """Tell whether the net is what a piece was sold for."""
    if line.total is not None:
        return abs(line.net * line.pieces - line.total) <= _HALF_CENT * max(line.pieces, _ONE)
    return line.sold is not None and abs(line.net - line.sold) <= _HALF_CENT


def _is_line(line: NetLine) -> bool:
    """Tell whether the net is what all pieces of a line were sold for."""
    total = line.total
    if total is None and line.sold is not None:
        total = line.sold * line.pieces
    return total is not None and abs(line.net - total) <= _HALF_CENT * max(line.pieces, _ONE)


def _is_total_cost(line: NetLine) -> bool:
    """Tell whether the net times the pieces is the cost of the whole line."""
    cost = line.total_cost
    return cost is not None and abs(line.net * line.pieces - cost) <= _HALF_CENT * line.pieces


def _lines(columns: Columns, cells: Cells, place: int) -> list[NetLine]:
    """Return the numbers of the first lines that have a net and pieces, returns without signs."""
    first = 0 if columns.row is None else columns.row + 1
    rows = cells[first : first + _ROWS]
    places = {name: columns.places[name] for name in NUMBER_FIELDS if name in columns.places}
    style = style_of(rows, {*places.values(), place})
    found = []
    for row in rows:
        net, numbers = _size(row, place, style), _sizes(row, places, style)
        pieces = numbers.get("quantity")
        if net is not None and pieces is not None:
            sold, total = numbers.get("sold"), numbers.get("extended_sold")
            cost = numbers.get("extended_cost")
            found.append(NetLine(net, pieces, sold, total, numbers.get("list"), cost))
    return found


def _sizes(
    row: Sequence[str], places: Mapping[str, int], style: NumberStyle
) -> dict[str, Decimal | None]:
    return {name: _size(row, place, style) for name, place in places.items()}


def _size(row: Sequence[str], place: int, style: NumberStyle) -> Decimal | None:
    """Return how much a cell says, whatever its sign; None for nothing."""
    number = number_in(text_at(row, place), style)
    return abs(number) if number else None
